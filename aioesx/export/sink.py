"""What takes a disk: in any order and by offset, or as one stream. Protocols; no I/O."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import anyio

from aioesx._server.moving import DiskSink, PlannedDisk, Sink

__all__ = ["DiskSink", "KeptDisk", "ManyAtOnce", "OneAtATime", "Sink", "StreamSink"]


@runtime_checkable
class ManyAtOnce(DiskSink, Protocol):
    """A disk that takes pieces in a thread of its own, and needs their bytes no longer after."""

    async def write_all(self, pieces: Iterable[tuple[int, bytes | memoryview]]) -> None:
        """Take many pieces, offsets and bytes; they are made in the thread that writes them."""
        ...


@runtime_checkable
class KeptDisk(ManyAtOnce, Protocol):
    """A disk image that becomes a file here.

    `write` may be awaited by several tasks at once, in any order, and again over what is there.

    Attributes:
        path: its name when it is whole; while it is half, the bytes are in ``NAME.part``.
    """

    path: Path

    async def hand(self, offset: int, length: int, take: Callable[[int, memoryview], Any]) -> None:
        """Hand a range to a function, piece by piece, in a thread; zeros may be left out."""
        ...

    async def save(self) -> Mapping[str, Any]:
        """Have all that was written last, and return what it takes to go on with it later."""
        ...

    async def read(self, offset: int, length: int) -> bytes:
        """Return a range of the disk; zeros where nothing was written."""
        ...


class StreamSink(Protocol):
    """What takes a disk as a streamOptimized VMDK, its bytes in order."""

    async def send(self, piece: bytes) -> None:
        """Take the next bytes."""
        ...

    async def finish(self) -> None:
        """Take note that all has come."""
        ...

    async def abandon(self) -> None:
        """Take note that no more comes, and throw away what is half."""
        ...


class OneAtATime:
    """A disk of a caller's sink, which is handed pieces one at a time."""

    def __init__(self, disk: DiskSink) -> None:
        self._disk = disk
        self._turn = anyio.Lock()

    @classmethod
    async def open(cls, sink: Sink, disk: PlannedDisk) -> OneAtATime:
        """Open a disk of a sink."""
        return cls(await sink.open(disk))

    async def write(self, offset: int, data: bytes) -> None:
        """Hand some bytes on."""
        async with self._turn:
            await self._disk.write(offset, data)

    async def finish(self) -> None:
        """Tell that all has come."""
        await self._disk.finish()

    async def abandon(self) -> None:
        """Tell that no more comes."""
        await self._disk.abandon()
