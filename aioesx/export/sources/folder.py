"""`FolderDisk`: a disk that is read over ``/folder``, through its chain, in any order (way A)."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from typing import Final

from aioesx import vim
from aioesx._server.files.statuses import BUSY
from aioesx._server.files.stores import (
    ACCESSIBLE,
    require_accessible,
    require_place,
    shown_stores,
    store_known,
)
from aioesx._server.moving import ExportLimits
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.disk.runs import filled
from aioesx.errors import DiskError, EsxError
from aioesx.export.limits import limiter
from aioesx.export.sources.enduring import Endurance
from aioesx.storage.disk_files import DiskFiles
from aioesx.storage.reading import DiskReader

__all__ = ["FolderDisk", "Window", "folder_disk"]

_REQUEST: Final = 2**20
"""Bytes of one request: several connections hold as many at once."""
_HELD: Final = 16 * 2**20
"""Bytes that all connections for one disk hold, where its pieces are put in order."""
_BORNE: Final = frozenset({BUSY})
Window = Sequence[tuple[int, bytes | memoryview]]
"""Some pieces of a disk: where each lies, in rising order, and its bytes."""


class FolderDisk:
    """A disk of a machine that is off, or what lies below a snapshot.

    Attributes:
        where: ``host:port`` that its bytes come from.
        limits: how much is on its way at once.
        moved: bytes that came of it.
    """

    def __init__(self, server: Server, reader: DiskReader, limits: ExportLimits) -> None:
        self._server = server
        self._reader = reader
        self.limits = limits
        self.where = server.session.where
        self.moved = 0

    @property
    def capacity(self) -> int:
        """Size of the disk, in bytes."""
        return self._reader.capacity

    @property
    def links(self) -> list[tuple[str, str]]:
        """Path and content ID of each link's descriptor, the newest first."""
        return [(str(link.path), f"{link.descriptor.cid:08x}") for link in self._reader.chain.links]

    @property
    def ddb(self) -> dict[str, str]:
        """The disk's facts as its newest descriptor that has them says: ``uuid``, ..."""
        found: dict[str, str] = {}
        for link in self._reader.chain.links:
            for key, value in link.descriptor.ddb.items():
                found.setdefault(key, value)
        return found

    async def pieces(self, start: int, stop: int) -> AsyncGenerator[tuple[int, bytes], None]:
        """Give what is not zeros of a range, in rising order; interruptions are borne.

        Raises:
            FileLockedError: the host says 500: something holds the disk open.
            EsxError: as `DiskReader.content`, and what is not to be borne any more.
        """
        async with aclosing(self.windows(start, stop)) as windows:
            async for window in windows:
                for offset, piece in window:
                    yield offset, bytes(piece)

    def windows(self, start: int, stop: int) -> AsyncGenerator[Window, None]:
        """Give the same, some pieces at a time, which are good until the next are asked for.

        Raises:
            EsxError: as `pieces`.
        """
        single = len(self._reader.chain.links) == 1
        return self._windows(start, stop) if single else self._scattered(start, stop)

    async def _windows(self, start: int, stop: int) -> AsyncGenerator[Window, None]:
        """Read what lies in one file as it lies there."""
        endurance = self._endurance()
        buffer = bytearray(min(_REQUEST, stop - start))
        at = start
        with memoryview(buffer) as view:
            while at < stop:
                length = min(_REQUEST, stop - at)
                try:
                    await self._reader.read_into(at, view[:length])
                except EsxError as error:
                    await endurance.bear(error)
                    continue
                await self._came(length, endurance)
                found = filled(at, buffer, length)
                if window := [(at + begin, view[begin:end]) for begin, end in found]:
                    yield window
                at += length

    async def _scattered(self, start: int, stop: int) -> AsyncGenerator[Window, None]:
        """Read what lies in several files by few requests."""
        endurance = self._endurance()
        held = max(_REQUEST, _HELD // self.limits.per_disk)
        content = self._reader.content(start, stop, in_order=True, held=held)
        window: list[tuple[int, bytes]] = []
        size = 0
        while True:
            try:
                offset, piece = await anext(content)
            except StopAsyncIteration:
                break
            except DiskError:
                raise  # it would come again and again
            except EsxError as error:
                await endurance.bear(error)  # the next piece is the one that failed
                continue
            await self._came(len(piece), endurance)
            window.append((offset, piece))
            size += len(piece)
            if size >= _REQUEST:
                yield window
                window, size = [], 0
        if window:
            yield window

    async def _came(self, count: int, endurance: Endurance) -> None:
        endurance.moved()
        self.moved += count
        await limiter().passed(count, self.limits)

    def _endurance(self) -> Endurance:
        return Endurance(
            self._server.session, f"GET {self._reader.chain.links[0].path}", borne=_BORNE
        )

    async def verify(self) -> None:
        """See that nobody wrote to the disk since it was opened.

        Raises:
            DiskChangedError: a content ID is another one.
        """
        endurance = self._endurance()
        while True:
            try:
                return await self._reader.verify()
            except EsxError as error:
                await endurance.bear(error)


@asynccontextmanager
async def folder_disk(
    server: Server,
    source: DatastorePath,
    store: vim.ManagedObjectReference,
    limits: ExportLimits,
) -> AsyncIterator[FolderDisk]:
    """Open a disk.

    Args:
        server: the connection.
        source: its newest descriptor.
        store: the datastore that this is in.
        limits: how much is on its way at once.

    Raises:
        ChainError: a link is missing, damaged, or not the parent of its child.
        FileLockedError: the host says 500: something holds the disk open.
        NoSuchPoolError, FaultError: the datastore is gone, or nobody gets at it.
    """
    endurance = Endurance(server.session, f"GET {source}", borne=_BORNE)
    while True:
        try:
            reader = await _opened(server, source, store, limits)
        except EsxError as error:
            await endurance.bear(error)
        else:
            break
    yield FolderDisk(server, reader, limits)


async def _opened(
    server: Server,
    source: DatastorePath,
    store: vim.ManagedObjectReference,
    limits: ExportLimits,
) -> DiskReader:
    stores = await shown_stores(server, (ACCESSIBLE,))
    here = store_known(stores, store, source.datastore)
    require_accessible(here)
    center = require_place(here).datacenter
    near = [each for each in stores if each.place and each.place.datacenter == center]
    files = DiskFiles(server, near, at_once=limits.per_disk, busy=server.session.seconds.crowded)
    async with DiskReader.open(files, source, locate=files.locate, request_bytes=_REQUEST) as disk:
        return disk
