"""The datastores of a scope: each with what searches it, who mounts it, and where it is.

One read, however many hosts and datastores there are.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties
from aioesx._server.place import Place
from aioesx._server.server import Server
from aioesx._words import advice, few
from aioesx.errors import AmbiguousNameError, Bearer, EsxError, FaultError, NoSuchPoolError

__all__ = [
    "ACCESSIBLE",
    "STORE_PATHS",
    "Mount",
    "Store",
    "find_store",
    "inventory_path",
    "meant_stores",
    "read_stores",
    "require_accessible",
    "require_place",
    "shown_stores",
    "store_at",
    "store_known",
    "store_named",
    "stores_by_name",
]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")

_WRITABLE: Final = "readWrite"
STORE_PATHS: Final = ("summary.name", "browser", "host")
"""What is read of each datastore, besides what is asked for."""
ACCESSIBLE: Final = "summary.accessible"
"""Whether some host can get at it; asked for by those who care."""


@dataclasses.dataclass(frozen=True, slots=True)
class Mount:
    """A host that has a datastore mounted.

    Attributes:
        host: the HostSystem.
        path: where, in the host's own file system; empty if it does not tell.
        accessible: whether the host can get at it; None if it does not tell.
        writable: whether the host may write to it.
        place: the host and what it is in; None for a host that the scope is not over.
    """

    host: Ref
    path: str
    accessible: bool | None
    writable: bool
    place: Place | None


@dataclasses.dataclass(frozen=True, slots=True)
class Store:
    """A datastore.

    Attributes:
        ref: the Datastore.
        name: as in ``[name] directory/file``.
        browser: what searches it.
        mounts: the hosts that have it, those of the scope first.
        values: what else was asked for.
        home: the surroundings of the one host of the scope, through which it was found; a server
            may leave that one out of the mounts.
    """

    ref: Ref
    name: str
    browser: Ref
    mounts: Sequence[Mount]
    values: Properties
    home: Place | None = None

    @property
    def place(self) -> Place | None:
        """The surroundings of a host of the scope that has it, one that can get at it first."""
        places = [(not each.accessible, each.place) for each in self.mounts if each.place]
        return min(places, key=lambda each: each[0])[1] if places else self.home

    @property
    def inventory_path(self) -> str | None:
        """Its path in the inventory; None where that is not known."""
        return inventory_path(self.place.datacenter_path, self.name) if self.place else None


def inventory_path(datacenter: str, name: str) -> str:
    """Return the inventory path of a datastore, without the folders of datastores.

    Args:
        datacenter: folders and name of its datacenter.
        name: its name.
    """
    return f"{datacenter}/datastore/{name}"


async def read_stores(server: Server, paths: Sequence[str] = ()) -> list[Store]:
    """Read every datastore, in the server's order, in one read.

    Args:
        server: whose scope is read.
        paths: further properties of Datastore.

    Raises:
        NotPermittedError, NotSupportedError: the server does not show, or tell, the name of one,
            who has it, or what searches it.
    """
    places, found = await _read(server, paths)
    return [_store(each, places) for each in found]


async def _read(
    server: Server, paths: Sequence[str]
) -> tuple[dict[Ref, Place], list[ObjectProperties]]:
    places, found = await server.scope.datastores(list(dict.fromkeys((*STORE_PATHS, *paths))))
    return {place.host: place for place in places}, found


def _store(found: ObjectProperties, places: Mapping[Ref, Place]) -> Store:
    values = found.values
    mounts = [_mount(mount, places) for mount in values.require("host")]
    mounts.sort(key=lambda mount: mount.place is None)
    name: str = values.require("summary.name")
    home = next(iter(places.values())) if len(places) == 1 else None
    return Store(found.ref, name, values.require("browser"), mounts, values, home)


def _mount(mount: vim.DatastoreHostMount, places: Mapping[Ref, Place]) -> Mount:
    info = mount.mount_info
    return Mount(
        host=mount.key,
        path=info.path or "",
        accessible=info.accessible,
        writable=info.access_mode == _WRITABLE,
        place=places.get(mount.key),
    )


async def shown_stores(server: Server, paths: Sequence[str] = ()) -> list[Store]:
    """Read every datastore that the server shows; as `read_stores` otherwise.

    Of the others the log tells: one that is hidden hides no other.
    """
    places, found = await _read(server, paths)
    stores = []
    for each in found:
        try:
            stores.append(_store(each, places))
        except EsxError as error:
            _log.info("a datastore is left out: %s", error)
    return stores


async def find_store(server: Server, name: str, paths: Sequence[str] = ()) -> Store:
    """Find a datastore by its name, in one read.

    Raises:
        NoSuchPoolError: there is none; the text says which there are.
        AmbiguousNameError: two datacenters have one each.
    """
    return store_named(await shown_stores(server, paths), name)


def store_named(stores: Sequence[Store], name: str) -> Store:
    """Return the datastore of a name.

    Raises:
        NoSuchPoolError, AmbiguousNameError: as `find_store`.
    """
    found = [store for store in stores if store.name == name]
    if not found:
        names = sorted({store.name for store in stores})
        hint = advice(name, names) or (f"; there are {few(names)}" if names else "")
        raise NoSuchPoolError(f"'{name}'{hint}", name=name)
    if len(found) > 1:
        bearers = [Bearer(each.ref.value, path=each.inventory_path) for each in found]
        raise AmbiguousNameError(name, kind="storage pool", name=name, bearers=bearers)
    return found[0]


def store_at(stores: Sequence[Store], name: str) -> Store:
    """Return the datastore of a name, or of an inventory path in its place.

    Raises:
        NoSuchPoolError, AmbiguousNameError: as `find_store`.
    """
    named = any(store.name == name for store in stores)
    of_path = [store for store in stores if store.inventory_path == name.strip("/")]
    return of_path[0] if of_path and not named else store_named(stores, name)


def store_known(stores: Sequence[Store], ref: Ref, name: str) -> Store:
    """Return a datastore that was found before.

    Its name alone would not do: another datacenter may have one of the same name.

    Raises:
        NoSuchPoolError: it is gone, or has another name now, with which paths have to begin.
    """
    for store in stores:
        if store.ref == ref:
            if store.name != name:
                raise NoSuchPoolError(f"'{name}'; it is called '{store.name}' now", name=name)
            return store
    raise NoSuchPoolError(f"'{name}'", name=name)


def stores_by_name(stores: Iterable[Store]) -> Mapping[str, Sequence[Store]]:
    """Return all datastores of each name: one in each datacenter at most."""
    named: dict[str, list[Store]] = {}
    for store in stores:
        named.setdefault(store.name, []).append(store)
    return named


def meant_stores(named: Sequence[Store], used: Collection[Ref]) -> Sequence[Store]:
    """Return the datastores that a machine means by a name, which several may bear.

    Args:
        named: those that bear it.
        used: those that the machine uses, of whatever name; where none of these is among them,
            nobody knows which one is meant, and all are.
    """
    if len(named) < 2:
        return named
    return [store for store in named if store.ref in used] or named


def require_accessible(store: Store) -> None:
    """Refuse what no host could do; `ACCESSIBLE` has to have been read.

    What hosts say of a file there by HTTP is the same as of one that is locked.

    Raises:
        FaultError: no host can get at the datastore.
    """
    if store.values.if_shown(ACCESSIBLE) is False:
        raise FaultError("InaccessibleDatastore", f"no host can get at '{store.name}'")


def require_place(store: Store) -> Place:
    """Return where a datastore is.

    Raises:
        NoSuchPoolError: no host that the connection is over has it.
    """
    if store.place is None:
        raise NoSuchPoolError(f"'{store.name}' is mounted on no host here", name=store.name)
    return store.place
