"""A copy is proved: read back, or its source read again, and held against what came."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing

from anyio.to_thread import run_sync

from aioesx.errors import ProofError
from aioesx.export.copying_disks import Chunk
from aioesx.export.digests import ChunkHash, Chunks
from aioesx.export.sink import KeptDisk

__all__ = ["Against", "Nowhere", "prove", "prove_pieces"]


async def prove(
    image: KeptDisk,
    chunks: Chunks,
    digests: Sequence[str | None],
    name: str,
    tell: Callable[[int], Awaitable[None]],
) -> int:
    """Read a disk and hold each chunk against its digest; returns how many were.

    Args:
        image: the disk.
        chunks: how it is cut.
        digests: hex SHA-256 of each; a chunk without one is not looked at.
        name: what it is called, in errors.
        tell: is told up to where it was read.

    Raises:
        ProofError: a chunk is another one; names the first byte of it.
    """
    proved = 0
    for number, wanted in enumerate(digests):
        start, stop = chunks.span(number)
        if wanted:
            digest = ChunkHash(start, stop)
            await image.hand(start, stop - start, digest.put)
            # That of zeros is no work that is worth the way to a thread.
            found = await run_sync(digest.end) if digest.content else digest.end()
            _require(found, wanted, start, stop, name, "was written")
            proved += 1
            await tell(stop)
    return proved


async def prove_pieces(
    pieces: Callable[[int, int], AsyncGenerator[tuple[int, bytes], None]],
    chunks: Chunks,
    digests: Sequence[str | None],
    name: str,
    tell: Callable[[int], Awaitable[None]],
) -> int:
    """Do the same with what gives the bytes of a range in rising order, zeros left out.

    Raises:
        ProofError: as `prove`.
    """
    proved = 0
    for number, wanted in enumerate(digests):
        if not wanted:
            continue
        start, stop = chunks.span(number)
        digest = ChunkHash(start, stop)
        async with aclosing(pieces(start, stop)) as found:
            async for at, data in found:
                # What is read by whole blocks may go beyond a chunk that does not end with one.
                low, high = max(at, start), min(at + len(data), stop)
                await run_sync(digest.put, low, memoryview(data)[low - at : high - at])
        _require(await run_sync(digest.end), wanted, start, stop, name, "was written")
        proved += 1
        await tell(stop)
    return proved


def _require(found: str, wanted: str, start: int, stop: int, name: str, how: str) -> None:
    if found != wanted:
        raise ProofError(
            f"{name}: the bytes from {start} to {stop} are not what {how}: their SHA-256 is"
            f" {found}, not {wanted}",
            disk=name,
            offset=start,
        )


class Nowhere:
    """A disk that takes bytes and keeps none: for who reads a source for its digests."""

    async def write(self, offset: int, data: bytes) -> None:
        """Take some bytes."""

    async def write_all(self, pieces: Iterable[tuple[int, bytes | memoryview]]) -> None:
        """Take many pieces, made in a thread."""
        await run_sync(lambda: deque(pieces, maxlen=0))

    async def finish(self) -> None:
        """Take note that all has come."""

    async def abandon(self) -> None:
        """Take note that no more comes."""


class Against:
    """Holds the chunks that come the second time against those of the first.

    Args:
        digests: hex SHA-256 of each.
        chunks: how the disk is cut.
        name: what it is called, in errors.
        how: where those come from, in errors.

    Attributes:
        count: how many were held.
    """

    def __init__(
        self,
        digests: Sequence[str | None],
        chunks: Chunks,
        name: str,
        *,
        how: str = "came the first time",
    ) -> None:
        self._digests, self._chunks, self._name, self._how = digests, chunks, name, how
        self.count = 0

    async def chunk(self, chunk: Chunk) -> None:
        """Hold a chunk.

        Raises:
            ProofError: it is another one.
        """
        start, stop = self._chunks.span(chunk.number)
        wanted = self._digests[chunk.number]
        if wanted and chunk.digest is not None:
            _require(chunk.digest, wanted, start, stop, self._name, self._how)
            self.count += 1
