"""What is in a volume, going out: of a disk the bytes that its machine would read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

from aioesx._server.files.progress import OnProgress, Progress
from aioesx._server.files.target import Target, Write, writing
from aioesx.storage.reading import DiskReader

__all__ = ["write_disk", "write_file"]

_ZEROS: Final = bytes(1 << 20)


async def write_disk(
    disk: DiskReader,
    target: Target,
    start: int,
    stop: int,
    *,
    digest: Any,
    on_progress: OnProgress | None,
) -> None:
    """Write a range of a disk, zeros and all, in its order.

    Raises:
        EsxError: as `DiskReader.content`; TransferError of the target.
    """
    progress = Progress(on_progress, stop - start)
    async with writing(target, digest) as write:
        at = start
        async for offset, data in disk.content(start, stop, in_order=True, verify=True):
            await _zeros(write, offset - at, progress)
            await write(data)
            await progress.moved(len(data))
            at = offset + len(data)
        await _zeros(write, stop - at, progress)
    await progress.end()


async def _zeros(write: Write, count: int, progress: Progress) -> None:
    while count > 0:
        piece = _ZEROS[:count] if count < len(_ZEROS) else _ZEROS
        await write(piece)
        await progress.moved(len(piece))
        count -= len(piece)


async def write_file(
    pieces: AsyncIterator[bytes],
    target: Target,
    size: int,
    *,
    digest: Any,
    on_progress: OnProgress | None,
) -> None:
    """Write what comes of a file.

    Raises:
        EsxError: as it comes; TransferError of the target.
    """
    progress = Progress(on_progress, size)
    async with writing(target, digest) as write:
        async for piece in pieces:
            await write(piece)
            await progress.moved(len(piece))
    await progress.end()
