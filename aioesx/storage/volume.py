"""`Volume`: a virtual disk or an image in a datastore, or a LUN behind an iSCSI target."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Unpack

from aioesx import vim
from aioesx._server.face import operation
from aioesx._server.files.browse import find_entry
from aioesx._server.files.progress import OnProgress
from aioesx._server.files.source import SourceLike
from aioesx._server.files.target import Target
from aioesx._server.server import Server
from aioesx._server.tasks.runner import TaskOptions
from aioesx._server.thing import Thing
from aioesx._session.seconds import DEFAULT
from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    AlreadyExistsError,
    InvalidArgumentError,
    NoSuchVolumeError,
    NotSupportedError,
)
from aioesx.storage import changes, growing
from aioesx.storage.contents import write_disk, write_file
from aioesx.storage.datastore import DatastoreBacking
from aioesx.storage.disk_files import DiskFiles, disk_files
from aioesx.storage.files import Files, Transferred
from aioesx.storage.found import Found
from aioesx.storage.names import file_path
from aioesx.storage.reading import DiskReader
from aioesx.storage.values import VolumeFormat, VolumeInfo, VolumeType

if TYPE_CHECKING:  # a pool knows its volumes, a volume its pool
    from aioesx.storage.pool import Pool

__all__ = ["Volume"]


class Volume:
    """A storage volume: a virtual disk or an image in a datastore, or a LUN.

    A volume names a file or a LUN and holds none of its state: whatever can change is read by a
    coroutine. Every coroutine may raise `TransportError` and `ProtocolError`, and
    `NoSuchVolumeError` or `NotFoundError` once there is no such volume; one that changes something
    may raise `OutcomeUnknownError`. LUNs are their target's: whatever would change one raises
    `NotSupportedError`. What changes a file starts a task, takes `TaskOptions`, and may raise the
    kinds of `TaskError`; a file that a running domain has is locked, and that is a
    `HostBusyError`.

    Attributes:
        pool: where it is.
        name: of a file its path in the datastore, ``"web01/web01.vmdk"``; of a LUN its device.
        path: ``"[datastore1] web01/web01.vmdk"``; of a LUN its name again, as libvirt has it.
        type: a file, or a block device.
        format: how the file is written; None for a LUN.
    """

    __slots__ = ("_server", "format", "name", "path", "pool", "type")

    def __init__(
        self,
        server: Server,
        pool: Pool,
        name: str,
        format: VolumeFormat | None,  # noqa: A002
    ) -> None:
        self._server = server
        self.pool = pool
        self.name = name
        self.path: str = pool._backing.path(name)
        self.format = format
        self.type = VolumeType.BLOCK if format is None else VolumeType.FILE

    def __repr__(self) -> str:
        return f"<Volume {self.name!r} of {self.pool.name!r}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Volume):
            return NotImplemented
        return self.pool == other.pool and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.pool, self.name))

    @property
    def _thing(self) -> Thing:
        return Thing("storage volume", self.name, self.path)

    # --- what it is -------------------------------------------------------------------------------

    async def _found(self) -> Found:
        found = await self.pool._backing.find_volume(self.name)
        if found is None:
            raise NoSuchVolumeError(f"'{self.path}'", name=self.name, id=self.path)
        return found

    @operation("call")
    async def info(self, *, timeout: float | None = DEFAULT) -> VolumeInfo:
        """Read how large it is and what room it takes, by one search.

        Source: libvirt, esxStorageVolGetInfo.
        """
        found = await self._found()
        return VolumeInfo(found.type, found.capacity, found.allocation)

    @operation("call")
    async def key(self, *, timeout: float | None = DEFAULT) -> str:
        """Ask what libvirt knows it by.

        Of a virtual disk on a host that is its UUID, of a LUN the MD5 sum of its UUID, of
        everything else the path. A change of its name leaves a disk's UUID alone.

        Source: libvirt, esxStorageVolLookupByName; vSphere API,
        VirtualDiskManager.QueryVirtualDiskUuid.
        """
        if self.format is None:
            return await self.pool._backing.key(await self._found())
        return await self.pool._backing.key(Found(self.name, self.format, None, None))

    @operation("call")
    async def xml(self, *, timeout: float | None = DEFAULT) -> str:
        """Describe it as libvirt's ``<volume>`` document, by one search and its key.

        Source: libvirt, esxStorageVolGetXMLDesc.
        """
        from aioesx.definition.volume import VolumeDefinition, format_volume_xml

        found = await self._found()
        definition = VolumeDefinition(
            name=self.name,
            type=found.type,
            key=await self.pool._backing.key(found),
            capacity=found.capacity,
            allocation=found.allocation,
            path=found.device or self.path,
            format=found.format,
        )
        return format_volume_xml(definition)

    # --- what is in it ----------------------------------------------------------------------------

    @asynccontextmanager
    async def open(self) -> AsyncIterator[DiskReader]:
        """Hold a virtual disk open for reading, through all that it stands on.

            async with volume.open() as disk:
                boot = await disk.read(0, 512)

        Nothing is held on the host. What a running domain writes to is locked, and so is on some
        hosts what lies below it.

        Raises:
            NotSupportedError: it is no virtual disk.
            ChainError: a link is missing, damaged, or not the parent of its child.
            DiskKindError: a link is of a kind that is not read from files.
            FileLockedError: it is in use.
        """
        files = await self._disk_files()
        path = DatastorePath.parse(self.path)
        async with DiskReader.open(files, path, locate=files.locate) as disk:
            yield disk

    @operation("call")
    async def _disk_files(self) -> DiskFiles:
        backing = self._disk("read")
        return await disk_files(self._server, backing.ref, backing.name)

    @operation("endless")
    async def download(
        self,
        target: Target,
        *,
        offset: int = 0,
        length: int | None = None,
        resume: bool = False,
        sha256: bool = True,
        on_progress: OnProgress | None = None,
        timeout: float | None = DEFAULT,
    ) -> Transferred:
        """Fetch its content: of a virtual disk what its domain would read, of an image the file.

        A disk's own files are fetched by `Files.download`.

        Args:
            target: a path (whole or not at all), an open file, or a coroutine function that takes
                bytes.
            offset: where to begin, in bytes.
            length: bytes that are wanted, as far as there are so many; None for all.
            resume: as for `Files.download`; of a whole image.
            sha256: whether the digest of what was written is computed.
            on_progress: as for `Files.download`.
            timeout: seconds in all.

        Raises:
            ValueError: there is no such range; or to resume was asked for, and this is not a
                whole image.
            EsxError: as `open`, and as `Files.download`.
        """
        _require_range(self.path, offset, length)
        whole_image = self.format is not VolumeFormat.VMDK and not offset and length is None
        if resume and not whole_image:
            raise ValueError("only a whole image is gone on with (resume=True)")
        if whole_image:
            return await self._files("read").download(
                self.path, target, resume=resume, sha256=sha256, on_progress=on_progress
            )
        digest = hashlib.sha256() if sha256 else None
        more: dict[str, Any] = {"digest": digest, "on_progress": on_progress}
        if self.format is VolumeFormat.VMDK:
            async with self.open() as disk:
                start, stop = _within(offset, length, disk.capacity)
                await write_disk(disk, target, start, stop, **more)
        else:
            remote = await self._files("read")._remote(DatastorePath.parse(self.path))
            start, stop = _within(offset, length, await remote.size())
            async with remote.pieces(start, stop) as pieces:
                await write_file(pieces, target, stop - start, **more)
        return Transferred(stop - start, digest.hexdigest() if digest is not None else None)

    def _files(self, verb: str) -> Files:
        backing, _ = self._file(verb)
        return Files(self._server, backing.ref)

    @operation("endless")
    async def upload(
        self,
        source: SourceLike,
        *,
        size: int | None = None,
        sha256: bool = True,
        on_progress: OnProgress | None = None,
        timeout: float | None = DEFAULT,
    ) -> Transferred:
        """Give an image another content, whole or not at all.

        Args:
            source: a path, bytes, an open file, or what gives bytes.
            size: as for `Files.upload`.
            sha256: whether the digest is computed.
            on_progress: as for `Files.upload`.
            timeout: seconds in all.

        Raises:
            NotSupportedError: it is a virtual disk, whose extents are written by hosts; or a LUN.
            EsxError: as `Files.upload`.
        """
        _, form = self._file("written")
        if form is VolumeFormat.VMDK:
            raise NotSupportedError(
                "",
                f"'{self.path}' is a virtual disk: its files are sent by Files.upload, if at all",
            )
        files = self._files("written")
        return await files.upload(
            source, self.path, size=size, overwrite=True, sha256=sha256, on_progress=on_progress
        )

    # --- changes ----------------------------------------------------------------------------------

    def _file(self, verb: str) -> tuple[DatastoreBacking, VolumeFormat]:
        backing = self.pool._backing
        if self.format is None or not isinstance(backing, DatastoreBacking):
            raise NotSupportedError("", f"an iSCSI storage pool does not let its volumes be {verb}")
        return backing, self.format

    def _disk(self, verb: str) -> DatastoreBacking:
        backing, form = self._file(verb)
        if form is not VolumeFormat.VMDK:
            raise NotSupportedError("", f"'{self.path}' is no virtual disk: only those are {verb}")
        return backing

    async def _run(self, task: vim.Method[vim.ManagedObjectReference], options: Any) -> None:
        await self._server.tasks.run(task, finish=lambda _: None, **options)

    @operation("task")
    async def delete(self, **options: Unpack[TaskOptions]) -> None:
        """Delete it: a virtual disk with all that belongs to it, or the one file of an image.

        Source: libvirt, esxStorageVolDelete, which can delete disks only; vSphere API,
        VirtualDiskManager.DeleteVirtualDisk_Task and FileManager.DeleteDatastoreFile_Task.
        """
        backing, form = self._file("deleted")
        await self._run(changes.delete(backing, form, self.path), options)

    @operation("task")
    async def wipe(self, **options: Unpack[TaskOptions]) -> None:
        """Overwrite a virtual disk with zeros, once; a thin one takes all of its room then.

        Raises:
            NotSupportedError: it is no virtual disk.

        Source: libvirt, esxStorageVolWipe; vSphere API,
        VirtualDiskManager.ZeroFillVirtualDisk_Task.
        """
        await self._run(changes.wipe(self._disk("wiped"), self.path), options)

    @operation("task")
    async def resize(
        self, capacity: int, *, allocate: bool = False, **options: Unpack[TaskOptions]
    ) -> None:
        """Make a virtual disk larger; also one on a SCSI controller of a domain that runs.

        What speaks against it is told before anything is done: two reads and a search.

        Args:
            capacity: bytes that it shall hold, rounded up to KiB.
            allocate: whether the new part takes its room at once, and is zeroed; of a domain that
                runs it is as the disk is.
            **options: see `TaskOptions`.

        Raises:
            NotSupportedError: it would become smaller, or is no virtual disk.
            InvalidStateError: its domain has snapshots, is suspended, or runs with it on a
                controller that lets no disk grow meanwhile.

        Source: vSphere API, VirtualDiskManager.ExtendVirtualDisk_Task and
        VirtualMachine.ReconfigVM_Task.
        """
        backing = self._disk("resized")
        wanted = -(-capacity // 1024) * 1024
        found = await self._found()
        growing.require_growth(self.name, found.capacity, wanted)
        if wanted == found.capacity:
            return
        session = self._server.session
        users = await growing.read_users(session, backing.ref, self.path)
        user = growing.running(users, self.name)
        if user is not None:
            task = growing.hot_extend(user, wanted // 1024)
            await self._server.tasks.do(task, asked_of=user.ref, **options)
            return
        task = changes.extend(backing, self.path, wanted // 1024, allocate=allocate)
        await self._run(task, options)

    @operation("task")
    async def clone(
        self,
        name: str,
        *,
        pool: Pool | None = None,
        overwrite: bool = False,
        **options: Unpack[TaskOptions],
    ) -> Volume:
        """Copy it; directories of the new name are made where they are missing.

        Args:
            name: of the copy, ``"directory/file"``.
            pool: where it shall be; in the same pool by default.
            overwrite: have the host write over what bears the name; of virtual disks hosts
                refuse that.
            **options: see `TaskOptions`.

        Raises:
            AlreadyExistsError: something bears the name.
            InvalidArgumentError: to be written over is a directory, or of another kind.
            ValueError: the name is none.

        Source: libvirt, esxStorageVolCreateXMLFrom; vSphere API,
        VirtualDiskManager.CopyVirtualDisk_Task and FileManager.CopyDatastoreFile_Task.
        """
        source, form = self._file("cloned")
        target, to = await self._target(pool or self.pool, name, form, overwrite=overwrite)
        await changes.make_directories(target, to)
        task = changes.copy(source, form, self.path, target, to, overwrite=overwrite)
        return await self._arrive(task, pool or self.pool, to, options)

    @operation("task")
    async def rename(
        self, name: str, *, overwrite: bool = False, **options: Unpack[TaskOptions]
    ) -> Volume:
        """Give it another name in its pool; directories are made where they are missing.

        A domain that has it looks for it under the old name.

        Args:
            name: ``"directory/file"``.
            overwrite: have the host write over what bears the name.
            **options: see `TaskOptions`.

        Returns:
            the volume under its new name.

        Raises:
            AlreadyExistsError: something bears the name.
            InvalidArgumentError: to be written over is a directory, or of another kind.
            ValueError: the name is none.

        Source: vSphere API, VirtualDiskManager.MoveVirtualDisk_Task and
        FileManager.MoveDatastoreFile_Task.
        """
        return await self._move(self.pool, name, overwrite, options)

    @operation("task")
    async def move(
        self,
        pool: Pool,
        name: str | None = None,
        *,
        overwrite: bool = False,
        **options: Unpack[TaskOptions],
    ) -> Volume:
        """Move it to another pool, under its name or another one; otherwise as `rename`.

        Args:
            pool: where it shall be.
            name: ``"directory/file"``; as now by default.
            overwrite: have the host write over what bears the name.
            **options: see `TaskOptions`.
        """
        return await self._move(pool, self.name if name is None else name, overwrite, options)

    async def _move(self, pool: Pool, name: str, overwrite: bool, options: Any) -> Volume:
        source, form = self._file("moved")
        target, to = await self._target(pool, name, form, overwrite=overwrite)
        await changes.make_directories(target, to)
        task = changes.move(source, form, self.path, target, to, overwrite=overwrite)
        return await self._arrive(task, pool, to, options)

    async def _target(
        self, pool: Pool, name: str, form: VolumeFormat, *, overwrite: bool
    ) -> tuple[DatastoreBacking, DatastorePath]:
        """Return where it shall be; what is written over there has to be of its kind.

        A host would delete all of a directory, and of a disk the descriptor alone.
        """
        backing = pool._backing
        if not isinstance(backing, DatastoreBacking):
            raise NotSupportedError("", "an iSCSI storage pool does not support volume creation")
        to = file_path(pool.name, name)
        if pool == self.pool and to.path == self.name:
            raise AlreadyExistsError("", f"'{self.path}' has that name")
        if overwrite and (there := await find_entry(self._server, backing.browser, to)):
            is_disk = isinstance(there, vim.VmDiskFileInfo)
            is_folder = isinstance(there, vim.FolderFileInfo)
            if is_folder or is_disk != (form is VolumeFormat.VMDK):
                what = "a directory" if is_folder else f"{'a' if is_disk else 'no'} virtual disk"
                raise InvalidArgumentError("InvalidArgument", f"'{to}' is {what}")
        return backing, to

    async def _arrive(
        self, task: vim.Method[vim.ManagedObjectReference], pool: Pool, to: DatastorePath, how: Any
    ) -> Volume:
        def arrived(result: object) -> Volume:
            return Volume(self._server, pool, changes.name_of(result, to), self.format)

        volume: Volume = await self._server.tasks.run(task, finish=arrived, **how)
        return volume


def _require_range(path: str, offset: int, length: int | None) -> None:
    """Refuse what no volume has.

    Raises:
        ValueError: it is negative.
    """
    if offset < 0 or (length is not None and length < 0):
        raise ValueError(f"{length} bytes from {offset} are in no volume, nor in '{path}'")


def _within(offset: int, length: int | None, size: int) -> tuple[int, int]:
    """Return where a range begins and ends, as far as there is so much."""
    start = min(offset, size)
    return start, size if length is None else min(start + length, size)
