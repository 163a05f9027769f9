"""What takes a disk: in any order and by offset, or as one stream; and how it is given up.

Protocols, and no I/O of its own. A sink may be the caller's, so its clean-up may raise, end
cancelled or hang: that neither hides what ended the export, nor keeps the others from theirs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import anyio

from aioesx._concurrency import Group
from aioesx._server.moving import DiskSink, PlannedDisk, Sink

__all__ = [
    "Abandoned",
    "DiskSink",
    "KeptDisk",
    "ManyAtOnce",
    "OneAtATime",
    "Sink",
    "StreamSink",
    "abandon_all",
]

_log = logging.getLogger("aioesx.export")


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


class Abandoned(Protocol):
    """What can be given up."""

    async def abandon(self) -> None:
        """Take note that no more comes, and throw away what is half."""
        ...


async def abandon_all(sinks: Sequence[Abandoned], error: BaseException, seconds: float) -> None:
    """Give up all sinks at once, in bounded time and even if cancelled.

    What one of them raises, or that it does not end, is logged and noted at the error.

    Args:
        sinks: what is given up.
        error: what ended the export, and goes on to the caller as it is.
        seconds: how long it may take.
    """

    def note(sink: Abandoned, how: str) -> None:
        text = f"the clean-up of {sink!r} {how}"
        _log.warning("%s", text)
        error.add_note(text)

    async def give_up(sink: Abandoned) -> None:
        try:
            await sink.abandon()
        except anyio.get_cancelled_exc_class():
            if scope.cancel_called:
                note(sink, f"did not end within {seconds:g} s")
                raise
            note(sink, "was cancelled by itself")
        except Exception as failure:
            note(sink, f"failed: {type(failure).__name__}: {failure}")

    with anyio.move_on_after(seconds, shield=True) as scope:
        async with Group() as tasks:
            for sink in sinks:
                tasks.start(give_up, sink)


class OneAtATime:
    """A disk of a caller's sink, which is handed pieces one at a time."""

    def __init__(self, disk: DiskSink, label: str) -> None:
        self._disk, self._label = disk, label
        self._turn = anyio.Lock()

    @classmethod
    async def open(cls, sink: Sink, disk: PlannedDisk) -> OneAtATime:
        """Open a disk of a sink."""
        return cls(await sink.open(disk), disk.label)

    def __repr__(self) -> str:
        return f"<the sink of {self._label}>"

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
