"""What has changed on a disk is laid over what was copied before, chunk by chunk.

Each chunk that is touched is read here as it is: held against the digest that it came with, and,
with what is laid over it, the source of its new digest. One that is not what it should be (a run
before has ended in the middle of it) comes whole from the source again. So at every moment a chunk
whose digest is noted has that digest, or is written anew.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import Final

from anyio.to_thread import run_sync

from aioesx.export.copying_disks import Chunk
from aioesx.export.digests import ChunkHash, Chunks
from aioesx.export.limits import over_connections
from aioesx.export.sink import KeptDisk
from aioesx.export.sources.folder import FolderDisk
from aioesx.export.warm.changed import BLOCK, Area

__all__ = ["areas_by_chunk", "overlay"]

_PIECE: Final = 2**20
_ZEROS: Final = bytes(_PIECE)


def areas_by_chunk(areas: Iterable[Area], chunks: Chunks) -> dict[int, list[Area]]:
    """Return what of each chunk that is touched lies in areas. The areas are in order."""
    found: dict[int, list[Area]] = {}
    for area in areas:
        for number in chunks.touched(area.start, area.length):
            start, stop = chunks.span(number)
            begin, end = max(start, area.start), min(stop, area.stop)
            found.setdefault(number, []).append(Area(begin, end - begin))
    return found


async def overlay(
    source: FolderDisk,
    sink: KeptDisk,
    chunks: Chunks,
    areas: Sequence[Area],
    digests: Sequence[str | None],
    *,
    hashed: bool,
    on_chunk: Callable[[Chunk], Awaitable[None]],
    tell: Callable[[int, int], Awaitable[None]],
) -> None:
    """Copy areas, zeros too, over several connections.

    Args:
        source: the disk as it is now.
        sink: the disk as it was; takes the areas.
        chunks: how the disk is cut.
        areas: what has changed, in the order of the disk.
        digests: hex SHA-256 that each chunk had when it came.
        hashed: whether chunks are hashed.
        on_chunk: is told of each that is written, with its new digest, and by how many bytes that
            are no zeros it has grown.
        tell: is told up to where the disk is done, and how many bytes came since the last time.

    Raises:
        EsxError: as `FolderDisk.pieces`, and of the sink.
    """
    touched = areas_by_chunk(areas, chunks)
    waiting = deque(sorted(touched))
    under_way: set[int] = set()

    async def one(number: int) -> None:
        under_way.add(number)
        before = source.moved
        wanted = digests[number] if hashed else None
        laid = _Laying(source, sink, *chunks.span(number), hashed=hashed)
        await laid.lay(touched[number])
        if wanted and await run_sync(laid.was.end) != wanted:
            grown = laid.grown
            start, stop = chunks.span(number)
            laid = _Laying(source, sink, start, stop, hashed=hashed)
            await laid.lay([Area(start, stop - start)])
            laid.grown += grown
        digest = await run_sync(laid.now.end) if hashed else None
        await on_chunk(Chunk(number, digest, laid.grown))
        under_way.discard(number)
        firsts = [*under_way, *list(waiting)[:1]]
        reached = min(firsts) * chunks.size if firsts else chunks.capacity
        await tell(reached, source.moved - before)

    await over_connections(source.where, source.limits, waiting, one)


class _Laying:
    """One chunk, over which areas are laid.

    Attributes:
        was: the digest of what was there.
        now: the digest of what is there.
        grown: by how many bytes in blocks that are not zeros.
    """

    def __init__(
        self, source: FolderDisk, sink: KeptDisk, start: int, stop: int, *, hashed: bool
    ) -> None:
        self._source, self._sink = source, sink
        self._start, self._stop, self._hashed = start, stop, hashed
        self.was = ChunkHash(start, stop)
        self.now = ChunkHash(start, stop)
        self.grown = 0

    async def lay(self, areas: Iterable[Area]) -> None:
        """Read the chunk, and write the areas of it."""
        at = self._start
        for area in areas:
            await self._stay(at, area.start)
            await self._replace(area)
            at = area.stop
        await self._stay(at, self._stop)

    async def _stay(self, start: int, stop: int) -> None:
        """Take note of what stays as it is."""
        if self._hashed:
            async for offset, data in self._here(start, stop):
                await run_sync(_put, (self.was, self.now), offset, data)

    async def _here(self, start: int, stop: int) -> AsyncIterator[tuple[int, bytes]]:
        for at in range(start, stop, _PIECE):
            data = await self._sink.read(at, min(_PIECE, stop - at))
            if data != _ZEROS[: len(data)]:
                yield at, data

    async def _replace(self, area: Area) -> None:
        async for offset, data in self._here(area.start, area.stop):
            self.grown -= _content(data)
            if self._hashed:
                await run_sync(self.was.put, offset, data)
        async with aclosing(self._whole(area)) as pieces:
            async for offset, data in pieces:
                self.grown += _content(data)
                if self._hashed and data != _ZEROS[: len(data)]:
                    await run_sync(self.now.put, offset, data)
                await self._sink.write(offset, data)

    async def _whole(self, area: Area) -> AsyncGenerator[tuple[int, bytes], None]:
        """Give all of an area in order: what does not come of the source is zeros."""
        at = area.start
        async with aclosing(self._source.pieces(area.start, area.stop)) as pieces:
            async for offset, data in pieces:
                for zeros in _zeros(at, offset):
                    yield zeros
                yield offset, data
                at = offset + len(data)
        for zeros in _zeros(at, area.stop):
            yield zeros


def _put(digests: tuple[ChunkHash, ...], offset: int, data: bytes) -> None:
    for digest in digests:
        digest.put(offset, data)


def _zeros(start: int, stop: int) -> Iterable[tuple[int, bytes]]:
    for at in range(start, stop, _PIECE):
        yield at, _ZEROS[: min(_PIECE, stop - at)]


def _content(data: bytes) -> int:
    """Return the bytes of blocks that are not zeros."""
    blocks = (data[at : at + BLOCK] for at in range(0, len(data), BLOCK))
    return sum(len(block) for block in blocks if block != _ZEROS[: len(block)])
