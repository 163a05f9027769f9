"""A datastore as a storage pool: what it is, its room, who has it, what is in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.files.stores import ACCESSIBLE, STORE_PATHS, Store, shown_stores
from aioesx._server.server import Server
from aioesx._session.session import Session
from aioesx.datastore_path import DatastorePath
from aioesx.errors import NotFoundError
from aioesx.storage.found import Found
from aioesx.storage.keys import disk_key, md5_uuid
from aioesx.storage.search import find_file, list_files
from aioesx.storage.values import (
    PoolInfo,
    PoolKind,
    PoolMount,
    PoolState,
    VolumeFormat,
)

if TYPE_CHECKING:  # documents are loaded by those who use them
    from aioesx.definition.pool import PoolDefinition

__all__ = [
    "MAINTENANCE",
    "TOLD",
    "TYPE",
    "DatastoreBacking",
    "backing_of",
    "pool_paths",
    "room_of",
]

INFO: Final = "info"
URL: Final = "summary.url"
TYPE: Final = "summary.type"
CAPACITY: Final = "summary.capacity"
FREE: Final = "summary.freeSpace"
MAINTENANCE: Final = "summary.maintenanceMode"
_ROOM: Final = (ACCESSIBLE, CAPACITY, FREE)
TOLD: Final = (INFO, TYPE, *_ROOM)

_KINDS: Final[Mapping[type[vim.DatastoreInfo], PoolKind]] = {
    vim.VmfsDatastoreInfo: PoolKind.FS,
    vim.NasDatastoreInfo: PoolKind.NETFS,
}
"""All others are directories: libvirt has no word for vSAN and what else there may be."""

_RIGHTS: Final[dict[str, Any]] = {"mode": "00", "owner": 0, "group": 0}
"""libvirt's driver leaves them as they are in a fresh record, and so the XML has them."""


def pool_paths(session: Session) -> Sequence[str]:
    """Return what is read of a datastore besides what `read_stores` reads itself."""
    paths = (URL, *TOLD)
    return (*paths, MAINTENANCE) if session.has_api(5, 0) else paths


@dataclasses.dataclass(frozen=True, slots=True)
class DatastoreBacking:
    """A datastore, as it was found: nothing of this changes but by an administrator's hand.

    Attributes:
        server: where it is.
        ref: the Datastore.
        name: as in ``[name] directory/file``.
        kind: libvirt's word for it.
        browser: what searches it.
        mounted_at: where the first host of the scope has it; None where that is not told.
        datacenter: the Datacenter; None where that is not told.
    """

    server: Server
    ref: vim.ManagedObjectReference
    name: str
    kind: PoolKind
    browser: vim.ManagedObjectReference
    mounted_at: str | None
    datacenter: vim.ManagedObjectReference | None

    @property
    def uuid(self) -> UUID | None:
        """The MD5 sum of where it is mounted, as libvirt has it."""
        return None if self.mounted_at is None else md5_uuid(self.mounted_at)

    @property
    def identity(self) -> tuple[str, str]:
        """The reference."""
        return self.ref.type, self.ref.value

    async def info(self) -> PoolInfo:
        """Read state and room, in one call."""
        values = await read_one(self.server.session, self.ref, _ROOM)
        return room_of(values)

    async def definition(self) -> PoolDefinition:
        """Read what its XML says, in one call.

        Source: libvirt, esxStoragePoolGetXMLDesc of the VMFS backend.
        """
        from aioesx.definition.pool import PoolDefinition

        values = await read_one(self.server.session, self.ref, (INFO, *_ROOM))
        room = room_of(values)
        about = values.get(INFO)
        return PoolDefinition(
            type=_kind(about),
            name=self.name,
            uuid=self.uuid,
            capacity=room.capacity or 0,
            allocation=room.allocation or 0,
            available=room.available or 0,
            path=self.mounted_at,
            **_source(about),
            **_RIGHTS,
        )

    async def mounts(self) -> list[PoolMount]:
        """Read which hosts have it, in one call.

        Raises:
            NotPermittedError, NotSupportedError: the server does not show, or tell, it.
        """
        for store in await shown_stores(self.server):
            if store.ref == self.ref:
                return [
                    PoolMount(
                        host=(each.place and each.place.host_name) or f"<{each.host.value}>",
                        path=each.path or None,
                        accessible=each.accessible,
                        writable=each.writable,
                    )
                    for each in store.mounts
                ]
        values = await read_one(self.server.session, self.ref, STORE_PATHS)
        for path in STORE_PATHS:
            values.require(path)  # says what is hidden
        raise NotFoundError("ManagedObjectNotFound", f"no host has the datastore '{self.name}'")

    async def refresh(self) -> None:
        """Have the host look at size and free room again."""
        await self.server.session.call(vim.RefreshDatastore(this=self.ref))

    def path(self, name: str) -> str:
        """Return ``[datastore] directory/file``."""
        return str(DatastorePath(self.name, name))

    async def list_volumes(self) -> Sequence[Found]:
        """Find disks and images, by one search."""
        return await list_files(self.server, self.browser, self.name)

    async def find_volume(self, name: str) -> Found | None:
        """Find a disk or an image, by a search of its directory."""
        return await find_file(self.server, self.browser, DatastorePath(self.name, name))

    async def key(self, found: Found) -> str:
        """Return the UUID of a disk, where libvirt asks a host for it; else the path."""
        session = self.server.session
        if found.format is not VolumeFormat.VMDK or session.product.line != "esx":
            return self.path(found.name)
        return await disk_key(session, self.path(found.name), self.datacenter)


def backing_of(server: Server, store: Store) -> DatastoreBacking:
    """Make it of a datastore that was read with `pool_paths`."""
    place = store.place
    return DatastoreBacking(
        server=server,
        ref=store.ref,
        name=store.name,
        kind=_kind(store.values.if_shown(INFO)),
        browser=store.browser,
        mounted_at=_mounted_at(store),
        datacenter=place.datacenter if place is not None else None,
    )


def _mounted_at(store: Store) -> str | None:
    """Return where it is mounted; a server may tell that in its URL only."""
    for mount in store.mounts:
        if mount.path:
            return mount.path
    return (store.values.if_shown(URL) or "").removeprefix("ds://") or None


def _kind(about: object) -> PoolKind:
    return next((kind for cls, kind in _KINDS.items() if isinstance(about, cls)), PoolKind.DIR)


def _source(about: object) -> dict[str, Any]:
    """Return what its XML says about where the content comes from."""
    if isinstance(about, vim.VmfsDatastoreInfo):
        return {"format": "vmfs"}
    if isinstance(about, vim.NasDatastoreInfo) and about.nas is not None:
        from aioesx.definition.pool import PoolHost

        nas = about.nas
        return {
            "hosts": (PoolHost(nas.remote_host),),
            "directory": nas.remote_path,
            "format": "cifs" if nas.type.casefold() == "cifs" else "nfs",
        }
    return {}


def room_of(values: Mapping[str, Any]) -> PoolInfo:
    """Tell state and room; what a host says of the room of a pool that it cannot get at is old."""
    accessible, capacity = values.get(ACCESSIBLE), values.get(CAPACITY)
    free = values.get(FREE)
    if accessible is None:
        return PoolInfo(PoolState.UNKNOWN, None, None, None)
    if not accessible:
        return PoolInfo(PoolState.INACCESSIBLE, None, None, None)
    taken = None if capacity is None or free is None else capacity - free
    return PoolInfo(PoolState.RUNNING, capacity, taken, free)
