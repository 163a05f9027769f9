"""`Keeper`: the record of an export that goes on, and the lock of its target.

Chunks are noted in batches: while one is made safe, others come, and are safe with the next.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import anyio
from anyio.to_thread import run_sync

from aioesx._lock_file import lock_file, unlock_file
from aioesx.errors import ExportStateError, TransferError
from aioesx.export.copying_disks import Chunk
from aioesx.export.record import DiskRecord, Record, write_record
from aioesx.export.sink import KeptDisk

__all__ = ["Keeper", "locked_target"]


class Keeper:
    """Writes a record whenever more of an export is safe.

    Args:
        path: where; None where nothing is kept: a sink of the caller's.
        record: what is kept.
    """

    def __init__(self, path: Path | None, record: Record) -> None:
        self.path = path
        self.record = record
        self._turn = anyio.Lock()
        self._waiting: dict[int, list[Chunk]] = {}

    def note(self, disk: DiskRecord, chunk: Chunk) -> None:
        """Note a chunk that was written, whether it is safe or not."""
        disk.chunks[chunk.number] = chunk.digest or ""
        disk.content += chunk.content

    async def keep(self, disk: DiskRecord, kept: KeptDisk, chunk: Chunk) -> None:
        """Make a chunk safe, and have the record say so; returns when it does."""
        waiting = self._waiting.setdefault(disk.number, [])
        waiting.append(chunk)
        async with self._turn:
            if not any(each is chunk for each in waiting):
                return  # it was made safe with another
            batch = list(waiting)
            disk.saved = dict(await kept.save())
            for each in batch:
                self.note(disk, each)
            del waiting[: len(batch)]
            await self._write()

    async def write(self) -> None:
        """Write the record as it is."""
        async with self._turn:
            await self._write()

    async def end(self, seconds: float) -> None:
        """Have the record say that all is done.

        Args:
            seconds: how long this run took.
        """
        self.record.state = "done"
        self.record.ended = datetime.now(UTC).isoformat(timespec="seconds")
        self.record.seconds += seconds
        await self.write()

    async def _write(self) -> None:
        if self.path is not None:
            await run_sync(write_record, self.path, self.record)


@asynccontextmanager
async def locked_target(directory: Path, name: str) -> AsyncIterator[None]:
    """Keep other exports of the same name out of a directory, which is made.

    Raises:
        ExportStateError: one is under way.
        TransferError: the directory cannot be made, or written to.
    """
    path = directory / f".{name}.export.lock"
    descriptor = await run_sync(_locked, path, name)
    try:
        yield
    finally:
        unlock_file(path, descriptor)


def _locked(path: Path, name: str) -> int:
    there = path.parent
    try:
        there.mkdir(parents=True, exist_ok=True)
        return lock_file(path)
    except BlockingIOError:
        raise ExportStateError(
            f"another export of '{name}' to {there} is under way", path=path
        ) from None
    except OSError as error:
        raise TransferError(f"cannot write to {there}: {error.strerror or error}") from None
