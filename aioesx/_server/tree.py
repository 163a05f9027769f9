"""The tree that things of a vCenter are in: paths, and what a thing is below. No I/O."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties
from aioesx._server.names import unescape
from aioesx.errors import ProtocolError

__all__ = [
    "ALL_WHERE_PATHS",
    "COMPUTE",
    "IN_VAPP",
    "POOLS",
    "TREE_PATHS",
    "VAPP_PATHS",
    "WHERE_PATHS",
    "Tree",
    "Whereabouts",
    "value_of",
]

Ref = vim.ManagedObjectReference
V = TypeVar("V")

COMPUTE: Final = ("ComputeResource", "ClusterComputeResource")
TREE_PATHS: Final = {
    "Folder": ("name", "parent"),
    "Datacenter": ("name", "parent"),
    "ComputeResource": ("name", "parent"),
    "HostSystem": ("name", "parent"),
    "ResourcePool": ("name", "parent"),
}
"""What has to be read of the things of a tree, by type."""
WHERE_PATHS: Final = ("runtime.host", "parent", "resourcePool", "config.template")
"""What has to be read of a machine to tell where it is."""
VAPP_PATHS: Final = {"VirtualApp": ("name", "parent", "parentFolder")}
"""What has to be read besides where the server has vApps, which API 4.0 brought."""
IN_VAPP: Final = "parentVApp"
"""The same of a machine."""
ALL_WHERE_PATHS: Final = (*WHERE_PATHS, IN_VAPP)
"""All of these that are of a machine."""

POOLS: Final = ("ResourcePool", "VirtualApp")
_HOLDERS: Final = ("Folder", "VirtualApp")
_NOTHING: Final = Ref("", "")


@dataclasses.dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a machine is; None is what the server does not tell, or show.

    Attributes:
        host: name of the host.
        datacenter: folders and name of the datacenter, as ``"eu/west/dc1"``.
        folder: folders of the datacenter's machines that it is in, as ``"teams/web"``, and its
            vApp; ``""`` at their top.
        pool: pools from the top one down, as ``"Resources/gold"``.
        template: whether it is a template.
    """

    host: str | None = None
    datacenter: str | None = None
    folder: str | None = None
    pool: str | None = None
    template: bool = False


def _parent(thing: ObjectProperties) -> Ref | None:
    parent: Ref | None = thing.values.if_shown("parent")
    return parent


def _folder_or_parent(thing: ObjectProperties) -> Ref | None:
    """Return what a thing is in; of a vApp its folder, where it has one."""
    folder: Ref | None = thing.values.if_shown("parentFolder")
    return folder or _parent(thing)


class Tree:
    """Things of a vCenter by reference, as a read with `TREE_PATHS` has found them.

    Names in paths are as the API writes them, with ``%2f`` for a slash: so a path can be taken
    apart again.
    """

    def __init__(self, things: Iterable[ObjectProperties]) -> None:
        self._things = {thing.ref: thing for thing in things}
        self._folders: dict[Ref, tuple[str | None, str | None]] = {}
        self._datacenters: dict[Ref, str | None] = {}
        self._pools: dict[Ref, str | None] = {}

    def __iter__(self) -> Iterator[ObjectProperties]:
        return iter(self._things.values())

    def get(self, ref: Ref | None) -> ObjectProperties | None:
        """Return a thing; None if it was not found."""
        return self._things.get(ref) if ref is not None else None

    def name(self, ref: Ref | None) -> str | None:
        """Return a thing's name as the API writes it; None where it is not told."""
        thing = self.get(ref)
        name = thing.values.if_shown("name") if thing is not None else None
        return name if isinstance(name, str) else None

    def upwards(
        self, ref: Ref | None, by: Callable[[ObjectProperties], Ref | None] = _folder_or_parent
    ) -> Iterator[ObjectProperties]:
        """Yield a thing, what it is in, and so on, as far as they are known, each once."""
        seen: set[Ref] = set()
        while (thing := self.get(ref)) is not None and thing.ref not in seen:
            seen.add(thing.ref)
            yield thing
            ref = by(thing)

    def above(self, ref: Ref | None, types: Iterable[str]) -> ObjectProperties | None:
        """Return the nearest of some types that a thing is in, or is."""
        return next((thing for thing in self.upwards(ref) if thing.ref.type in types), None)

    def inventory_path(self, ref: Ref | None) -> str | None:
        """Return the names from the root, which is left out, down to a thing.

        None where one of them is not told, or where they go round.
        """
        chain = list(self.upwards(ref))
        if not chain or self.get(above := _folder_or_parent(chain[-1])) is not None:
            return None
        # The root is the one without a parent; who may not see it sees the parent's reference.
        return _joined(chain[:-1] if above is None else chain)

    def where(self, machine: Properties) -> Whereabouts:
        """Tell where a machine is, of the properties of `WHERE_PATHS`."""
        host = machine.if_shown("runtime.host")
        datacenter, folder = self._folder(machine.if_shown("parent") or machine.if_shown(IN_VAPP))
        return Whereabouts(
            host=None if (name := self.name(host)) is None else unescape(name),
            datacenter=datacenter or self._datacenter(host),
            folder=folder,
            pool=self.pool_path(machine.if_shown("resourcePool")),
            template=machine.if_shown("config.template") is True,
        )

    def _folder(self, ref: Ref | None) -> tuple[str | None, str | None]:
        """Return the datacenter of a folder or vApp, and the path of its folders in there."""
        return self._remembered(self._folders, ref, self._folder_anew)

    def _folder_anew(self, ref: Ref) -> tuple[str | None, str | None]:
        chain = list(self.upwards(ref))
        types = [thing.ref.type for thing in chain]
        if "Datacenter" not in types:
            return None, None
        top = types.index("Datacenter")
        folders = [thing for thing in chain[:top] if thing.ref.type in _HOLDERS]
        return self.inventory_path(chain[top].ref), _joined(folders[:-1])

    def _datacenter(self, ref: Ref | None) -> str | None:
        """Return the path of the datacenter that a host is in."""
        return self._remembered(self._datacenters, ref, self._datacenter_anew)

    def _datacenter_anew(self, ref: Ref) -> str | None:
        found = self.above(ref, ("Datacenter",))
        return self.inventory_path(found.ref) if found is not None else None

    def pool_path(self, ref: Ref | None) -> str | None:
        """Return the names of a pool and those above it, from the top one down."""
        return self._remembered(self._pools, ref, self._pool_anew)

    def _pool_anew(self, ref: Ref) -> str | None:
        chain = list(itertools.takewhile(_is_pool, self.upwards(ref, _parent)))
        return _joined(chain) if chain and self.get(_parent(chain[-1])) not in chain else None

    @staticmethod
    def _remembered(memo: dict[Ref, V], ref: Ref | None, make: Callable[[Ref], V]) -> V:
        if ref is None:
            ref = _NOTHING
        if ref not in memo:
            memo[ref] = make(ref)
        return memo[ref]


def _is_pool(thing: ObjectProperties) -> bool:
    return thing.ref.type in POOLS


def _joined(chain: Iterable[ObjectProperties]) -> str | None:
    """Return the names of things, the last first, as a path; None if one is not told."""
    names = [thing.values.if_shown("name") for thing in chain]
    if not all(isinstance(name, str) for name in names):
        return None
    return "/".join(reversed(names))


def value_of(found: ObjectProperties, path: str, type_: type[V]) -> V:
    """Return a property that has to be there.

    Raises:
        ProtocolError: it is not, or it is something else.
        NotPermittedError: the host hides it.
    """
    value = found.values.get(path)
    if not isinstance(value, type_):
        raise ProtocolError(f"could not read '{path}' of {found.ref}")
    return value
