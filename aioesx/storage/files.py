"""`Files`: the files of the datastores: up, down, listed, moved, deleted.

A path is ``"[datastore] directory/file"``, or a `DatastorePath`; whatever it holds reaches the
host exactly, or is refused before anything is sent. Transfers are whole or not at all, take
little memory whatever their size, and end when nothing moves for a minute.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aioesx import vim
from aioesx._server.face import operation
from aioesx._server.files.browse import find_entry, search
from aioesx._server.files.download import download
from aioesx._server.files.path import exact
from aioesx._server.files.progress import OnProgress, Progress
from aioesx._server.files.source import SourceLike, source_of
from aioesx._server.files.stores import (
    ACCESSIBLE,
    Store,
    require_accessible,
    require_place,
    shown_stores,
    store_known,
    store_named,
)
from aioesx._server.files.stream import RemoteFile
from aioesx._server.files.target import Target
from aioesx._server.files.upload import Upload, file_manager
from aioesx._server.server import Server
from aioesx._session.seconds import DEFAULT
from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    FileLockedError,
    InvalidArgumentError,
    NotFoundError,
    NotSupportedError,
)
from aioesx.storage.entries import FileEntry, FileKind, entry_of

__all__ = ["Files", "OpenFile", "Transferred"]

PathLike = str | DatastorePath
Entries = list[FileEntry]  # inside the class `list` is the verb


@dataclasses.dataclass(frozen=True, slots=True)
class Transferred:
    """What went over.

    Attributes:
        bytes: of the whole file.
        sha256: of the whole file, hexadecimal; None if it was not wanted.
        resumed_from: bytes that were here before and were not fetched again; 0 for a whole
            transfer.
    """

    bytes: int
    sha256: str | None
    resumed_from: int = 0


class OpenFile:
    """A file on the host, open for reading; see `Files.open`.

    Attributes:
        path: the file.
        size: bytes of it when it was opened.
    """

    __slots__ = ("_remote", "_server", "path", "size")

    def __init__(self, server: Server, remote: RemoteFile, size: int) -> None:
        self._server = server
        self._remote = remote
        self.path = remote.path
        self.size = size

    def __repr__(self) -> str:
        return f"<OpenFile {self.path} of {self.size} bytes>"

    @operation("endless")
    async def read(self, start: int, length: int, *, timeout: float | None = DEFAULT) -> bytes:
        """Return exactly `length` bytes from `start`: one request, over a connection for files.

        Raises:
            ValueError: the range is not in the file.
            FileChangedError: the file is another one than when it was opened.
            TransferIncompleteError: it broke off too often.
            FileLockedError, NotFoundError, NotPermittedError: as `Files.download`.
            NotSupportedError: the server knows no ranges, and the file is long.
        """
        if start < 0 or length < 0 or start + length > self.size:
            raise ValueError(f"{start} to {start + length} is not in the {self.size} bytes")
        return await self._remote.read(start, length)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give all of it, piece by piece; of one that is left early close the iterator."""
        async with self._remote.pieces() as pieces:
            async for piece in pieces:
                yield piece


class Files:
    """The files of the server's datastores.

    Many transfers may be begun at once: ``transfers=`` of `connect` says how many go on (4), each
    over a connection beside those for calls, and two at most of one open file. The others wait for
    as long as something moves over those. No call waits for a transfer.
    """

    __slots__ = ("_server", "_within")

    def __init__(self, server: Server, within: vim.ManagedObjectReference | None = None) -> None:
        """Take the datastore that all paths are in, where it is known; else it goes by its name."""
        self._server = server
        self._within = within

    def __repr__(self) -> str:
        return f"<Files of {self._server.session.where}>"

    async def _store(self, place: DatastorePath) -> Store:
        stores = await shown_stores(self._server, (ACCESSIBLE,))
        if self._within is None:
            store = store_named(stores, place.datastore)
        else:
            store = store_known(stores, self._within, place.datastore)
        require_accessible(store)
        return store

    @operation("task")
    async def list(
        self,
        path: PathLike,
        *,
        pattern: str | None = None,
        recursive: bool = False,
        timeout: float | None = DEFAULT,
    ) -> list[FileEntry]:
        """List what a directory holds, in one task, however much that is.

        Virtual disks are shown by their descriptors; their extents are hidden by many hosts.

        Args:
            path: the directory; ``"[datastore]"`` for the uppermost.
            pattern: names that are wanted, with ``*`` and ``?``; hosts compare without case.
            recursive: whether to look in all directories below, too.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is no such directory.
            NoSuchPoolError: there is no such datastore.
            ValueError: the path cannot be used; nothing was sent.

        Source: vSphere API, HostDatastoreBrowser.
        """
        place = exact(path, root=True)
        store = await self._store(place)
        patterns = (pattern or "*",)
        found = await search(
            self._server, store.browser, place, patterns=patterns, recursive=recursive
        )
        return [entry_of(there, file) for there, file in found]

    @operation("task")
    async def stat(self, path: PathLike, *, timeout: float | None = DEFAULT) -> FileEntry:
        """Tell what is known of one file or directory.

        Raises:
            NotFoundError: there is none.
            EsxError, ValueError: as `list`.
        """
        entry = await self._entry(exact(path, root=True))
        if entry is None:
            raise NotFoundError("FileNotFound", f"{path}: there is no such file")
        return entry

    @operation("task")
    async def exists(self, path: PathLike, *, timeout: float | None = DEFAULT) -> bool:
        """Tell whether there is a file or directory.

        Raises:
            EsxError, ValueError: as `list`.
        """
        return await self._entry(exact(path, root=True)) is not None

    async def _entry(self, place: DatastorePath) -> FileEntry | None:
        store = await self._store(place)
        if not place.path:
            return FileEntry(place, FileKind.DIRECTORY)
        file = await find_entry(self._server, store.browser, place)
        if file is not None:
            return entry_of(place, file)
        remote = RemoteFile(self._server, store, place)  # extents are hidden from a search
        try:
            if not await remote.exists():
                return None
            return FileEntry(place, FileKind.FILE, await remote.size())
        except FileLockedError:  # it is there, and a machine runs on it
            return FileEntry(place, FileKind.FILE)

    @operation("endless")
    async def download(
        self,
        path: PathLike,
        target: Target,
        *,
        resume: bool = False,
        sha256: bool = True,
        on_progress: OnProgress | None = None,
        timeout: float | None = DEFAULT,
    ) -> Transferred:
        """Fetch a file; it is whole when the coroutine returns.

        A file at a path gets its name when it is complete and on the disk, and is as it was before
        if not. A line that is cut goes on at its byte, if the file on the host is as it was; a
        host that is too busy is waited for.

        Args:
            path: the file.
            target: a path, an open file (left open), or a coroutine function that takes bytes.
            resume: go on with what an earlier attempt left beside the target
                (``.aioesx-*.part``), and leave what came if this one fails. What was left of
                another file, or of one that has changed (size, ETag, time), is thrown away:
                then `Transferred.resumed_from` is 0. A file of whose state the host tells
                neither ETag nor time is always fetched anew.
            sha256: whether the digest is computed.
            on_progress: function, or coroutine function, called with the bytes that are there
                and those in all, at most ten times a second.
            timeout: seconds in all.

        Raises:
            TransferIncompleteError: it broke off too often; nothing is at the target.
            FileChangedError: the file changed on the host meanwhile.
            FileLockedError: it is in use; the error says what can be done.
            TransferError: the target cannot be written: no room, no right, a directory.
            NotFoundError, NotPermittedError, InvalidArgumentError: there is none, none for us, or
                it is a directory.
            ProtocolError, TransportError: what came, or the line.
            ValueError: as `list`; or to resume was asked for with another target than a path.
        """
        digest = hashlib.sha256() if sha256 else None
        remote = await self._remote(exact(path))
        size, start = await download(
            remote, target, resume=resume, digest=digest, on_progress=on_progress
        )
        return Transferred(size, digest.hexdigest() if digest is not None else None, start)

    @asynccontextmanager
    async def open(self, path: PathLike) -> AsyncIterator[OpenFile]:
        """Hold a file open for reading: ``async with esx.files.open(path) as file``.

        Gives an `OpenFile`: its `size`, ranges by ``await file.read(start, length)``, all of it by
        ``async for piece in file``. Nothing is held on the host.

        Raises:
            EsxError, ValueError: as `download`.
        """
        remote, size = await self._opened(exact(path))
        yield OpenFile(self._server, remote, size)

    @operation("call")
    async def _opened(self, place: DatastorePath) -> tuple[RemoteFile, int]:
        remote = await self._remote(place)
        return remote, await remote.size()

    async def _remote(self, place: DatastorePath) -> RemoteFile:
        return RemoteFile(self._server, await self._store(place), place)

    @operation("endless")
    async def upload(
        self,
        source: SourceLike,
        path: PathLike,
        *,
        size: int | None = None,
        overwrite: bool = False,
        sha256: bool = True,
        on_progress: OnProgress | None = None,
        timeout: float | None = DEFAULT,
    ) -> Transferred:
        """Send a file; it is whole, under its name, when the coroutine returns.

        The bytes go to a hidden file beside it (``.aioesx-*.part``), whose size is compared; then
        the host renames that. So nobody sees half a file, and of two uploads to one name at the
        same time none is mixed with the other: the later is refused, or with ``overwrite=True``
        wins. Missing directories are made by the host. Hosts take no ranges, so an upload that
        breaks off starts again from its beginning.

        Args:
            source: a path, bytes, an open file (from where it stands), or an asynchronous
                iterator of bytes.
            path: the file. A virtual disk is two: its descriptor and its extent.
            size: bytes that an iterator gives; without it they are sent in chunks.
            overwrite: write over a file of this name. The host deletes it and renames ours,
                so for a moment there may be none.
            sha256: whether the digest is computed.
            on_progress: as of `download`.
            timeout: seconds in all.

        Raises:
            AlreadyExistsError: there is a file of this name; told before the first byte, and
                again if somebody else makes one meanwhile.
            TransferIncompleteError: it broke off, or the source gave more or fewer bytes than it
                said. What is left on the host, if anything is, is named.
            TransferError: the source cannot be read; the datastore is full.
            OutcomeUnknownError: the answer to the renaming was lost.
            RestrictedLicenseError, NotPermittedError: we may not.
            NotAuthenticatedError: the session ended meanwhile, and the source cannot be read
                again.
            InvalidArgumentError: there is a directory of this name.
            ReadOnlyError, ProtocolError, TransportError, ValueError: as `download`.

        Source: vSphere API, FileManager.MoveDatastoreFile_Task.
        """
        place = exact(path)
        what = await source_of(source, size)
        store = await self._store(place)
        make_digest = hashlib.sha256 if sha256 else None
        upload = Upload(
            self._server, store, place, what, overwrite=overwrite, make_digest=make_digest
        )
        await upload.run(Progress(on_progress, what.size))
        digest: Any = upload.digest
        return Transferred(upload.sent, digest.hexdigest() if sha256 else None)

    @operation("task")
    async def make_directory(
        self, path: PathLike, *, parents: bool = False, timeout: float | None = DEFAULT
    ) -> None:
        """Make a directory.

        Args:
            path: the directory.
            parents: whether those above it are made, too.
            timeout: seconds in all.

        Raises:
            AlreadyExistsError: there is something of this name.
            NotFoundError: there is nothing to make it in.
            EsxError, ValueError: as `list`.

        Source: vSphere API, FileManager.MakeDirectory.
        """
        place = exact(path)
        store = await self._store(place)
        await self._server.session.call(
            vim.MakeDirectory(
                this=file_manager(self._server),
                name=str(place),
                datacenter=require_place(store).datacenter,
                create_parent_directories=parents,
            )
        )

    @operation("task")
    async def delete(
        self, path: PathLike, *, recursive: bool = False, timeout: float | None = DEFAULT
    ) -> None:
        """Delete a file, or a directory with all that is in it.

        Args:
            path: the file. Of a virtual disk it is one of two, the other stays.
            recursive: whether it may be a directory.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is none.
            FileLockedError: it is in use.
            InvalidArgumentError: it is a directory.
            EsxError, ValueError: as `list`.

        Source: vSphere API, FileManager.DeleteDatastoreFile_Task.
        """
        place = exact(path)
        self._server.session.require_changes("DeleteDatastoreFile_Task")
        store = await self._store(place)
        if not recursive and await self._is_directory(store, place):
            raise InvalidArgumentError(
                "InvalidArgument",
                f"{place} is a directory, and goes with all that it holds or not at all"
                " (recursive=True, --recursive)",
            )
        await self._server.tasks.run(
            vim.DeleteDatastoreFile_Task(
                this=file_manager(self._server),
                name=str(place),
                datacenter=require_place(store).datacenter,
            )
        )

    async def _require_no_disk(self, store: Store, place: DatastorePath) -> None:
        """Refuse to part a disk's descriptor from its extents, which it names."""
        if not place.path.lower().endswith(".vmdk"):
            return
        entry = await find_entry(self._server, store.browser, place)
        if isinstance(entry, vim.VmDiskFileInfo):
            raise NotSupportedError(
                "",
                f"{place} is a virtual disk, which is several files: see Volume.rename, move and"
                " clone",
            )

    async def _is_directory(self, store: Store, place: DatastorePath) -> bool:
        entry = await find_entry(self._server, store.browser, place)
        return isinstance(entry, vim.FolderFileInfo)

    @operation("task")
    async def move(
        self,
        source: PathLike,
        target: PathLike,
        *,
        overwrite: bool = False,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Move or rename a file or a directory, to another datastore, too.

        A virtual disk is several files: its volume moves all of them.

        Args:
            source: what there is.
            target: its new path, complete with its name.
            overwrite: write over a file of that name.
            timeout: seconds in all.

        Raises:
            NotFoundError: there is none.
            AlreadyExistsError: there is something of that name.
            FileLockedError: it is in use.
            InvalidArgumentError: to be written over is a directory.
            NotSupportedError: it, or what is to be written over, is a virtual disk.
            EsxError, ValueError: as `list`; or both are the same, or one is in the other.

        Source: vSphere API, FileManager.MoveDatastoreFile_Task.
        """
        await self._transfer(vim.MoveDatastoreFile_Task, source, target, overwrite=overwrite)

    @operation("task")
    async def copy(
        self,
        source: PathLike,
        target: PathLike,
        *,
        overwrite: bool = False,
        timeout: float | None = DEFAULT,
    ) -> None:
        """Copy a file on the host; otherwise as `move`.

        Source: vSphere API, FileManager.CopyDatastoreFile_Task.
        """
        await self._transfer(vim.CopyDatastoreFile_Task, source, target, overwrite=overwrite)

    async def _transfer(
        self, method: Any, source: PathLike, target: PathLike, *, overwrite: bool
    ) -> None:
        here, there = exact(source), exact(target)
        if here == there or f"{there}/".startswith(f"{here}/"):
            raise ValueError(f"{here} cannot go to {there}: that is itself, or in it")
        self._server.session.require_changes(method.wire_name)
        one = await self._store(here)
        same = here.datastore == there.datastore
        other = one if same else await self._store(there)
        await self._require_no_disk(one, here)
        if overwrite:
            await self._require_no_disk(other, there)
            if await self._is_directory(other, there):  # a host would delete all of it
                raise InvalidArgumentError("InvalidArgument", f"{there} is a directory")
        await self._server.tasks.run(
            method(
                this=file_manager(self._server),
                source_name=str(here),
                source_datacenter=require_place(one).datacenter,
                destination_name=str(there),
                destination_datacenter=require_place(other).datacenter,
                force=overwrite,
            )
        )
