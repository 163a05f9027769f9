"""`Volumes`: what is in a pool, or in all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Unpack

from aioesx._server.bound import Bound, bound
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.thing import Thing
from aioesx._session.seconds import DEFAULT
from aioesx._words import one_of
from aioesx.errors import NoSuchVolumeError, NotSupportedError
from aioesx.storage import changes, lookups
from aioesx.storage.datastore import DatastoreBacking
from aioesx.storage.found import Found
from aioesx.storage.names import file_path
from aioesx.storage.pool import Pool
from aioesx.storage.values import DiskAdapter, DiskKind, VolumeFormat, VolumeType
from aioesx.storage.volume import Volume

__all__ = ["VolumeSummary", "Volumes"]


@dataclasses.dataclass(frozen=True, slots=True)
class VolumeSummary(Bound):
    """One volume of a list: plain values, and beside them the volume to act on.

    Attributes:
        name: of a file its path in the datastore, ``"web01/web01.vmdk"``; of a LUN its device.
        path: ``"[datastore1] web01/web01.vmdk"``; of a LUN its name again, as libvirt has it.
        pool: name of its pool.
        type: a file, or a block device.
        format: how the file is written; None for a LUN.
        capacity: bytes that it holds.
        allocation: bytes that it takes.
        thin: whether a virtual disk takes its room when it is written.
        modified: when the file was last written.
    """

    name: str
    path: str
    pool: str
    type: VolumeType
    format: VolumeFormat | None
    capacity: int | None
    allocation: int | None
    thin: bool | None = None
    modified: datetime | None = None

    @property
    def volume(self) -> Volume:
        """The volume, to act on it.

        Raises:
            AttributeError: the value was unpickled or copied; `Volumes.lookup` finds it again.
        """
        volume: Volume = self._beside("volume")
        return volume


Rows = list[VolumeSummary]  # inside `Volumes` the word `list` is the verb


class Volumes:
    """The volumes of a pool, or of every pool of the connection.

    Attributes:
        pool: the pool; None for all.
    """

    __slots__ = ("_server", "pool")

    def __init__(self, server: Server, pool: Pool | None = None) -> None:
        self._server = server
        self.pool = pool

    def __repr__(self) -> str:
        return f"<Volumes of {self.pool.name if self.pool else self._server.scope.name!r}>"

    @property
    def _thing(self) -> Thing | None:
        return self.pool._thing if self.pool is not None else None

    @operation("call")
    async def list(self, *, timeout: float | None = DEFAULT) -> list[VolumeSummary]:
        """List the volumes of the pool, in the host's order, by one search whatever their number.

        Of every pool of the connection it is one search each; pools that nobody can get at are
        left out. Disks whose domains have snapshots have a volume for each snapshot, too.

        Source: libvirt, esxStoragePoolListVolumes; vSphere API,
        HostDatastoreBrowser.SearchDatastoreSubFolders_Task.
        """
        if self.pool is not None:
            return await self._rows(self.pool)
        rows: Rows = []
        for backing in await lookups.reachable(self._server):
            rows += await self._rows(Pool(self._server, backing))
        return rows

    async def _rows(self, pool: Pool) -> Rows:
        found = await pool._backing.list_volumes()
        return [
            _summary(Volume(self._server, pool, each.name, each.format), each) for each in found
        ]

    async def __aiter__(self) -> AsyncIterator[VolumeSummary]:
        """Give every volume of one list."""
        for entry in await self.list():
            yield entry

    @operation("call")
    async def lookup(
        self,
        name: str | None = None,
        *,
        path: str | None = None,
        key: str | None = None,
        timeout: float | None = DEFAULT,
    ) -> Volume:
        """Find one volume by exactly one of name, path and key; names are compared exactly.

        By name or path it is a search of one directory. By the key of a disk the domains are
        asked first, in one read; for a disk that no domain has every datastore is listed, and
        the host asked about each disk in turn, as libvirt does.

        Args:
            name: in the pool; of all pools there is none.
            path: ``"[datastore1] web01/web01.vmdk"``, or of a LUN its name or device.
            key: see `Volume.key`.
            timeout: seconds in all.

        Raises:
            NoSuchVolumeError: there is none, or not in this pool.
            NoSuchPoolError: the path names a datastore that there is not.
            AmbiguousNameError: two datacenters have a datastore of this name.
            ValueError: not exactly one of the three was given, or it cannot be read.

        Source: libvirt, esxStorageVolLookupByName, ByPath and ByKey.
        """
        if [name, path, key].count(None) != 2:
            raise ValueError("give exactly one of name, path and key")
        if name is not None:
            return await self._by_name(name)
        find = lookups.by_path if path is not None else lookups.by_key
        sought = path or key or ""
        mine = self.pool._backing if self.pool is not None else None
        backing, found = await find(self._server, sought, mine)
        volume = Volume(self._server, Pool(self._server, backing), found.name, found.format)
        if self.pool is not None and volume.pool != self.pool:
            what = f"'{sought}', which is not in the storage pool '{self.pool.name}'"
            raise NoSuchVolumeError(what, id=sought)
        return volume

    async def _by_name(self, name: str) -> Volume:
        if self.pool is None:
            raise ValueError("a name is one in a pool: look it up in `Pool.volumes`, or by path=")
        found = await lookups.find_in(self.pool._backing, name)
        if found is None:
            raise NoSuchVolumeError(f"'{name}' in the pool '{self.pool.name}'", name=name)
        return Volume(self._server, self.pool, found.name, found.format)

    @operation("task")
    async def create(
        self,
        xml: str | bytes,
        *,
        validate: bool = False,
        kind: DiskKind | str | None = None,
        adapter: DiskAdapter | str = DiskAdapter.LSILOGIC,
        **options: Unpack[TaskOptions],
    ) -> Volume:
        """Make a virtual disk of a ``<volume>`` document.

        Its format is ``vmdk``, its name ``directory/file.vmdk``. Without an allocation, or with
        one that equals the capacity, it takes its room at once; with 0 when it is written.

        Args:
            xml: the document.
            validate: refuse elements that libvirt does not know.
            kind: how it takes its room, instead of what the allocation says.
            adapter: the controller that it is made for.
            **options: see `TaskOptions`.

        Raises:
            DocumentError: it cannot be read, or no host can make such a volume; names the element.
            AlreadyExistsError: something bears the name.
            NotSupportedError: the pool is an iSCSI target.

        Source: libvirt, esxStorageVolCreateXML.
        """
        from aioesx.definition.volume import parse_volume_xml, thin_disk

        self._backing("create")
        wish = parse_volume_xml(xml, validate=validate)
        thin = thin_disk(wish, any_allocation=kind is not None)
        chosen = kind or (DiskKind.THIN if thin else DiskKind.PREALLOCATED)
        return await self.create_disk(
            wish.name, wish.capacity or 0, kind=chosen, adapter=adapter, **options
        )

    @operation("task")
    async def create_disk(
        self,
        name: str,
        capacity: int,
        *,
        kind: DiskKind | str = DiskKind.THIN,
        adapter: DiskAdapter | str = DiskAdapter.LSILOGIC,
        **options: Unpack[TaskOptions],
    ) -> Volume:
        """Make a virtual disk; directories of its name are made where they are missing.

        If it fails after that, they stay.

        Args:
            name: ``"directory/file.vmdk"``.
            capacity: bytes that it holds, rounded up to KiB.
            kind: how it takes its room.
            adapter: the controller that it is made for.
            **options: see `TaskOptions`.

        Returns:
            the volume, under the name that the host has given it.

        Raises:
            AlreadyExistsError: something bears the name.
            NotSupportedError: the pool is an iSCSI target.
            ValueError: the name is none of a disk, or there is no capacity.

        Source: vSphere API, FileManager.MakeDirectory and
        VirtualDiskManager.CreateVirtualDisk_Task.
        """
        pool, backing = self._backing("create_disk")
        path = file_path(pool.name, name)
        if not path.name.lower().endswith(".vmdk"):
            raise ValueError(f"{name!r} is no name of a virtual disk: those end with '.vmdk'")
        if capacity <= 0:
            raise ValueError("a virtual disk holds at least one byte")
        task = changes.create(
            backing,
            path,
            capacity,
            one_of(kind, DiskKind, what="kind"),
            one_of(adapter, DiskAdapter, what="adapter"),
        )
        await changes.make_directories(backing, path)

        def made(result: object) -> Volume:
            return Volume(self._server, pool, changes.name_of(result, path), VolumeFormat.VMDK)

        volume: Volume = await self._server.tasks.run(task, finish=made, **options)
        return volume

    @operation("task")
    async def create_from(
        self,
        xml: str | bytes,
        source: Volume,
        *,
        validate: bool = False,
        **options: Unpack[TaskOptions],
    ) -> Volume:
        """Make a copy of a virtual disk, named as a ``<volume>`` document says.

        Its size is the source's, whatever the document says.

        Args:
            xml: the document.
            source: the disk.
            validate: refuse elements that libvirt does not know.
            **options: see `TaskOptions`.

        Raises:
            DocumentError: it cannot be read, or no host can make such a volume; names the element.
            AlreadyExistsError: something bears the name.
            NotSupportedError: the pool is an iSCSI target, or the source is no virtual disk.

        Source: libvirt, esxStorageVolCreateXMLFrom.
        """
        from aioesx.definition.volume import parse_volume_xml, require_disk

        pool, _ = self._backing("create_from")
        wish = parse_volume_xml(xml, validate=validate)
        require_disk(wish)
        if source.format is not VolumeFormat.VMDK:
            raise NotSupportedError("", f"'{source.path}' is no virtual disk")
        return await source.clone(wish.name, pool=pool, **options)

    def _backing(self, verb: str) -> tuple[Pool, DatastoreBacking]:
        if self.pool is None:
            raise ValueError(f"say in which pool: `{verb}` of `Pool.volumes`")
        backing = self.pool._backing
        if not isinstance(backing, DatastoreBacking):
            raise NotSupportedError("", "an iSCSI storage pool does not support volume creation")
        return self.pool, backing


def _summary(volume: Volume, found: Found) -> VolumeSummary:
    summary = VolumeSummary(
        name=volume.name,
        path=volume.path,
        pool=volume.pool.name,
        type=volume.type,
        format=volume.format,
        capacity=found.capacity,
        allocation=found.allocation,
        thin=found.thin,
        modified=found.modified,
    )
    return bound(summary, volume)
