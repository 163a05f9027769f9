"""How to get from one managed object to others: the selection sets of the property collector.

An edge is a property that leads on. A walk down goes from a folder, a datacenter or a compute
resource to all that is below it, at any depth; a walk up to all that a thing is in. Source:
libvirt, esxVI_LookupObjectContentByType, which walks a vCenter's folders one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from aioesx import vim
from aioesx._words import one_of

__all__ = [
    "AROUND", "CHILDREN", "FOLDERS", "INVENTORY", "UP", "below", "from_host", "object_spec",
    "property_spec",
]  # fmt: skip

Edge = tuple[str, str]
"""A type, and a property of it."""

# What edges lead to. Each is followed by those that begin there only: govmomi's simulator passes
# over the type of a step, and a walk that leads on anywhere would go round for ever.
_LEADS: Final[dict[Edge, frozenset[str]]] = {
    (type_, path): frozenset(to.split())
    for type_, path, to in (
        ("Folder", "childEntity", "Folder Datacenter ComputeResource VirtualMachine VirtualApp"),
        ("Datacenter", "hostFolder", "Folder"),
        ("Datacenter", "vmFolder", "Folder"),
        ("Datacenter", "datastoreFolder", "Folder"),
        ("Datacenter", "networkFolder", "Folder"),
        ("ComputeResource", "host", "HostSystem"),
        ("ComputeResource", "resourcePool", "ResourcePool"),
        ("ResourcePool", "resourcePool", "ResourcePool"),
        ("HostSystem", "vm", "VirtualMachine"),
        ("HostSystem", "datastore", ""),
        ("HostSystem", "network", ""),
        ("VirtualApp", "vm", "VirtualMachine"),
        ("VirtualMachine", "parentVApp", "VirtualApp ManagedEntity"),
        ("VirtualMachine", "resourcePool", "ManagedEntity"),
        ("VirtualApp", "parentFolder", "ManagedEntity"),
        ("ManagedEntity", "parent", "VirtualApp ManagedEntity Datacenter"),
        ("Datacenter", "network", ""),
    )
}

_FOLDERS: Final = (("Folder", "childEntity"), ("Datacenter", "hostFolder"))
_HOSTS: Final = (*_FOLDERS, ("ComputeResource", "host"))
_POOLS: Final = (("ComputeResource", "resourcePool"), ("ResourcePool", "resourcePool"))
# From the top of a scope down to the objects of a type. Who may see machines and no hosts gets to
# them by their folders; a machine of a vApp is in none.
_DOWN: Final[dict[str, tuple[Edge, ...]]] = {
    "HostSystem": _HOSTS,
    "VirtualMachine": (
        *_HOSTS,
        ("HostSystem", "vm"),
        ("Datacenter", "vmFolder"),
        ("VirtualApp", "vm"),
    ),
    "Datastore": (*_HOSTS, ("HostSystem", "datastore")),
    "Network": (*_HOSTS, ("HostSystem", "network")),
    "ComputeResource": _FOLDERS,
    "ClusterComputeResource": _FOLDERS,
    "ResourcePool": (*_FOLDERS, *_POOLS),
    "VirtualApp": (*_FOLDERS, *_POOLS),
    "Datacenter": _FOLDERS[:1],
    "Folder": (
        *_FOLDERS,
        ("Datacenter", "vmFolder"),
        ("Datacenter", "datastoreFolder"),
        ("Datacenter", "networkFolder"),
    ),
}
# From a host to what it has.
_FROM_HOST: Final = {"VirtualMachine": "vm", "Datastore": "datastore", "Network": "network"}
_PARENT: Final = ("ManagedEntity", "parent")
# From a machine to all that it is in. The folder of a vApp, whose parent is a pool, has a name of
# its own.
_UP: Final = (
    _PARENT,
    ("VirtualApp", "parentFolder"),
    ("VirtualMachine", "parentVApp"),
    ("VirtualMachine", "resourcePool"),
)
_SINCE_4: Final = frozenset(
    {
        ("VirtualApp", "vm"),
        ("VirtualApp", "parentFolder"),
        ("VirtualMachine", "parentVApp"),
        ("Datacenter", "datastoreFolder"),
        ("Datacenter", "networkFolder"),
    }
)
"""What servers before API 4.0 do not know: vApps, and folders of other things than machines."""


def _walk(
    edges: Sequence[Edge], up: Sequence[Edge] = (), *, since_4: bool = True
) -> list[vim.SelectionSpec]:
    """Go along some edges, each as often as it comes; and from machines up, but never down again.

    Args:
        edges: the way down.
        up: the way up.
        since_4: go through what API 4.0 has brought, too.
    """
    if not since_4:
        edges, up = ([edge for edge in way if edge not in _SINCE_4] for way in (edges, up))
    steps = [_step(edge, [*edges, *(up if _to_machines(edge) else ())]) for edge in edges]
    return [*steps, *(_step(edge, up) for edge in up)]


def _to_machines(edge: Edge) -> bool:
    return "VirtualMachine" in _LEADS[edge]


def _step(edge: Edge, following: Iterable[Edge]) -> vim.TraversalSpec:
    leads = _LEADS[edge]
    if "VirtualMachine" in leads:
        leads |= {"ManagedEntity"}
    return vim.TraversalSpec(
        name=".".join(edge),
        type=edge[0],
        path=edge[1],
        skip=False,
        select_set=[
            vim.SelectionSpec(name=".".join(other)) for other in following if other[0] in leads
        ],
    )


INVENTORY: Final[Sequence[vim.SelectionSpec]] = _walk(_HOSTS)
"""From a folder to every datacenter, compute resource and host below it."""

FOLDERS: Final[Sequence[vim.SelectionSpec]] = _walk(_FOLDERS)
"""From a folder to every folder, datacenter and compute resource below it."""

CHILDREN: Final[Sequence[vim.SelectionSpec]] = [
    _step(edge, ())
    for edge in (
        ("Folder", "childEntity"),
        ("Datacenter", "hostFolder"),
        ("Datacenter", "vmFolder"),
        ("ComputeResource", "host"),
        ("ComputeResource", "resourcePool"),
        ("ResourcePool", "resourcePool"),
    )
]
"""From a thing of the tree to those that are in it."""

UP: Final[Sequence[vim.SelectionSpec]] = [_step(_PARENT, [_PARENT])]
"""From a host to all that it is in."""

_NETWORKS: Final = ("Datacenter", "network")
AROUND: Final[Sequence[vim.SelectionSpec]] = [
    _step(_PARENT, [_PARENT, _NETWORKS]),
    _step(_NETWORKS, ()),
]
"""From a host to all that it is in, and to every network of its datacenter."""


def from_host(
    *wanted: str, located: bool = False, since_4: bool = False
) -> list[vim.SelectionSpec]:
    """Return the selection set that leads from a HostSystem to the objects of some types.

    Args:
        wanted: the types.
        located: go on to all that they are in.
        since_4: the server speaks API 4.0.

    Raises:
        ValueError: a host has no objects of this type.
    """
    known = ("HostSystem", *_FROM_HOST)
    types = [one_of(each, known, what="type of object that a host has") for each in wanted]
    edges = [("HostSystem", _FROM_HOST[each]) for each in types if each != "HostSystem"]
    return _walk(edges, _UP if located else (), since_4=since_4)


def below(*wanted: str, located: bool = False, since_4: bool = False) -> list[vim.SelectionSpec]:
    """Return the selection set that leads from the top of a scope to the objects of some types.

    Args:
        wanted: the types.
        located: go on to all that they are in.
        since_4: the server speaks API 4.0.

    Raises:
        ValueError: a vCenter has no objects of this type in its tree.
    """
    types = [one_of(each, _DOWN, what="type of object that a vCenter has") for each in wanted]
    down = list(dict.fromkeys(edge for each in types for edge in _DOWN[each]))
    return _walk(down, _UP if located else (), since_4=since_4)


def object_spec(
    root: vim.ManagedObjectReference,
    selection: Sequence[vim.SelectionSpec] = (),
    *,
    itself: bool = False,
) -> vim.ObjectSpec:
    """Start at `root`; it is one of the objects without a selection, or where `itself` says so."""
    skip = bool(selection) and not itself
    return vim.ObjectSpec(obj=root, skip=skip, select_set=list(selection))


def property_spec(type_: str, paths: Sequence[str]) -> vim.PropertySpec:
    """Ask for `paths` of each object of a type."""
    return vim.PropertySpec(type=type_, all=False, path_set=list(paths))
