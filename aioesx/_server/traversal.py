"""How to get from one managed object to others: the selection sets of the property collector.

One row of `PATHS` is one way that an `ObjectSpec` can go. Source: libvirt,
esxVI_LookupObjectContentByType; here a vCenter's folders are walked to any depth.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aioesx import vim
from aioesx._words import one_of

__all__ = ["FOLDERS", "INVENTORY", "from_host", "object_spec", "property_spec"]


def _step(name: str, type_: str, path: str, *then: str) -> vim.TraversalSpec:
    """Go from each `type_` along `path`, then on by the named steps."""
    return vim.TraversalSpec(
        name=name,
        type=type_,
        path=path,
        skip=False,
        select_set=[vim.SelectionSpec(name=other) for other in then],
    )


# From a root folder to every datacenter, compute resource and host below it.
INVENTORY: Final[Sequence[vim.SelectionSpec]] = (
    _step("children", "Folder", "childEntity", "children", "hostFolder", "hosts"),
    _step("hostFolder", "Datacenter", "hostFolder", "children"),
    _step("hosts", "ComputeResource", "host"),
)
# From a root folder to every folder, datacenter and compute resource below it.
FOLDERS: Final[Sequence[vim.SelectionSpec]] = (
    _step("children", "Folder", "childEntity", "children", "hostFolder"),
    _step("hostFolder", "Datacenter", "hostFolder", "children"),
)
# From a host to what it has.
_FROM_HOST: Final = {"VirtualMachine": "vm", "Datastore": "datastore", "Network": "network"}


def from_host(wanted: str) -> list[vim.SelectionSpec]:
    """Return the selection set that leads from a HostSystem to the objects of a type.

    Raises:
        ValueError: a host has no objects of this type.
    """
    wanted = one_of(wanted, ("HostSystem", *_FROM_HOST), what="type of object that a host has")
    return [vim.TraversalSpec(type="HostSystem", path=_FROM_HOST[wanted], skip=False)]


def object_spec(
    root: vim.ManagedObjectReference, selection: Sequence[vim.SelectionSpec] = ()
) -> vim.ObjectSpec:
    """Start at `root`; without a selection it is the only object."""
    return vim.ObjectSpec(obj=root, skip=bool(selection), select_set=list(selection))


def property_spec(type_: str, paths: Sequence[str]) -> vim.PropertySpec:
    """Ask for `paths` of each object of a type."""
    return vim.PropertySpec(type=type_, all=False, path_set=list(paths))
