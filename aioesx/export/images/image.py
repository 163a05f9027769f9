"""Disk images that are made here, qcow2 or raw: written once, by several tasks, in any order.

While it is being written an image is called ``NAME.qcow2.part``; it gets its name when all of it
is safe on the disk. What is never written is zeros, and takes no room: blocks of 64 KiB that are
zeros are not stored. `save` makes safe what has come, and gives what `open_image` needs to go on
with the part; a crash between two saves leaves the state of the first.

What was written after the last save may be there or not: it is to be written again, zeros too,
unless it is known to be the same.

Two exports into one image are kept apart by a lock on the part. Files are written and read by
worker threads, some megabytes at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import anyio
from anyio.to_thread import run_sync

from aioesx.disk.qcow2_map import CLUSTER
from aioesx.errors import TransferError
from aioesx.export.images.part import Part, Writer
from aioesx.export.images.places import ImageFormat, Places, open_places, put, spans_of
from aioesx.export.local_files import writing

__all__ = ["Image", "open_image"]

T = TypeVar("T")

_BATCH: Final = 1 << 20  # bytes that are worth the way to a thread; more would be new memory


async def open_image(
    path: Path,
    format: ImageFormat,  # noqa: A002  # the contract's word
    capacity: int,
    *,
    saved: Mapping[str, Any] | None,
    overwrite: bool,
) -> Image:
    """Begin an image, or go on with what there is of it.

    Args:
        path: what it is to be called.
        format: ``"qcow2"`` or ``"raw"``.
        capacity: size of the disk, in bytes; whole sectors.
        saved: what `Image.save` gave, to go on; None to begin, which throws away what is there.
        overwrite: whether what has the name now is replaced, at the end.

    Raises:
        ValueError: there are no disks of that size.
        ExportStateError: the part is not what was saved: begin anew.
        TransferError: the image cannot be written, something has its name, or another export into
            it is under way.
    """

    def begin() -> Image:
        with writing(path):
            part = Part(path, overwrite, anew=saved is None)
            try:
                places = open_places(part, format, capacity, saved)
            except BaseException:
                part.close()
                if saved is None:
                    part.path.unlink(missing_ok=True)
                raise
            return Image(part, places, resumed=saved is not None)

    return await run_sync(begin)


class Image:
    """An image that is being written; a `KeptDisk`.

    Made by `open_image`. It may be used by several tasks.

    Attributes:
        path: what it is called when it is complete.
        format: ``"qcow2"`` or ``"raw"``.
        capacity: size of the disk, in bytes.
    """

    def __init__(self, part: Part, places: Places, *, resumed: bool) -> None:
        self.path = part.target
        self.format = places.format
        self.capacity = places.capacity
        self._part, self._places = part, places
        self._kept = resumed  # whether somebody may want to go on with it
        self._open = True
        self._failed: str | None = None
        self._lock = anyio.Lock()
        self._pieces: list[tuple[int, bytes]] = []
        self._size = 0
        self._under_way: list[tuple[int, bytes]] = []

    def __repr__(self) -> str:
        state = "being written" if self._open else "closed"
        return f"<Image {self.path} ({self.format}, {self.capacity} bytes), {state}>"

    @property
    def content(self) -> int:
        """How many bytes of the disk are stored, by blocks of 64 KiB; the others are zeros."""
        return self._places.mapped * CLUSTER

    async def write(self, offset: int, data: bytes) -> None:
        """Take bytes of the disk, in any order; those that were there are replaced.

        Raises:
            ValueError: they are not within the disk.
            TransferError: the file cannot be written.
        """
        self._check(offset, len(data))
        self._pieces.append((offset, data))
        self._size += len(data)
        if self._size >= _BATCH:
            async with self._lock:
                if self._size >= _BATCH:  # or another task has seen to it
                    await self._flush()

    async def write_all(self, pieces: Iterable[tuple[int, bytes | memoryview]]) -> None:
        """Take many pieces, which are made in the thread that writes them, one by one.

        All is written when this returns: the bytes may be of a buffer that is used again then.

        What costs time, such as to inflate and to hash, is well done there: a piece is written
        while it is still near the processor.

        Args:
            pieces: offsets on the disk and bytes, as `write` takes them.

        Raises:
            ValueError: some are not within the disk.
            TransferError: the file cannot be written.
        """
        self._check(0, 0)
        async with self._lock:
            await self._flush()
            await self._in_thread(lambda: self._put(pieces))

    async def _spans(self, offset: int, length: int) -> list[tuple[int | None, int]]:
        """Return where a range of the disk lies in the file, all of which is there by then."""
        self._check(offset, length)
        async with self._lock:
            await self._flush()
            return list(spans_of(self._places, offset, length))

    async def read(self, offset: int, length: int) -> bytes:
        """Return bytes of the disk as they are in the file; zeros where nothing was written.

        Raises:
            ValueError: they are not within the disk.
            TransferError: the file cannot be written, or read.
        """
        spans = await self._spans(offset, length)
        return await self._in_thread(lambda: self._part.read(spans))

    async def hand(self, offset: int, length: int, take: Callable[[int, memoryview], Any]) -> None:
        """Hand bytes of the disk to a function as they are in the file, in a thread.

        It is called with offsets that rise, and bytes that are its own until it returns; what is
        not stored is left out, and is zeros.

        Raises:
            ValueError: they are not within the disk.
            TransferError: the file cannot be written, or read.
        """
        spans = await self._spans(offset, length)
        if any(place is not None for place, _ in spans):
            await self._in_thread(lambda: self._part.hand(spans, offset, take))

    async def save(self) -> dict[str, Any]:
        """Make safe what was written; returns what `open_image` needs to go on after it.

        Raises:
            TransferError: the file cannot be written.
        """
        self._check(0, 0)
        async with self._lock:
            await self._flush()
            saved = await self._in_thread(lambda: self._places.save(self._part))
            self._kept = True
        return saved

    async def finish(self) -> None:
        """Complete the file and give it its name.

        Raises:
            TransferError: the file cannot be written; `abandon` is to follow.
        """
        self._check(0, 0)

        def end() -> None:
            self._places.finish(self._part)
            self._part.keep()
            self._open = False

        async with self._lock:
            await self._flush()
            await self._in_thread(end)

    async def abandon(self) -> None:
        """Close the file; it is kept if it can be gone on with, else deleted."""
        with anyio.CancelScope(shield=True):
            async with self._lock:
                if self._open:
                    self._open = False
                    self._pieces.clear()
                    with contextlib.suppress(OSError):  # it is one that could not be written to
                        await run_sync(self._part.drop, self._kept)

    def _check(self, offset: int, length: int) -> None:
        if self._failed is not None:
            raise TransferError(self._failed)
        if not self._open:
            raise TransferError(f"cannot write {self.path}: it is closed")
        if not 0 <= offset <= offset + length <= self.capacity:
            raise ValueError(f"{length} bytes at {offset} are not within {self.capacity}")

    async def _flush(self) -> None:
        """Write what was taken; the lock is held."""
        if not self._pieces and not self._under_way:
            return
        self._under_way += self._pieces
        self._pieces, self._size = [], 0
        await self._in_thread(self._put_under_way)

    def _put_under_way(self) -> None:
        pieces, self._under_way = self._under_way, []
        self._put(pieces)

    def _put(self, pieces: Iterable[tuple[int, bytes | memoryview]]) -> None:
        writer = Writer(self._part)
        try:
            for offset, data in pieces:
                self._check(offset, len(data))
                put(writer, self._places, offset, data)
        finally:
            writer.flush()  # what has a place has its bytes there

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Await work on the file. After an error nobody knows what is in it: so it remains."""

        def telling() -> T:
            with writing(self.path):
                return work()

        try:
            return await run_sync(telling)
        except TransferError as error:
            self._failed = str(error)
            raise
