"""What a disk is known by: the SHA-256 of each of its chunks, and one over those. No I/O.

A chunk is hashed as the disk has it, zeros included, so that two copies have the same digests
whatever their files look like. Chunks of zeros, which most disks have many of, are hashed once.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

__all__ = ["ChunkHash", "Chunks", "RisingDigests", "of_chunks", "zeros_digest"]

_PIECE: Final = 2**20
_ZEROS: Final = memoryview(bytes(_PIECE))


class Chunks:
    """How a disk is cut into chunks.

    Args:
        capacity: of the disk, in bytes.
        size: of a chunk, in bytes; the last may be shorter.
    """

    def __init__(self, capacity: int, size: int) -> None:
        if size <= 0 or size % 512:
            raise ValueError(f"a chunk of {size} bytes: it takes whole sectors of 512")
        self.capacity = capacity
        self.size = size

    def __len__(self) -> int:
        return -(-self.capacity // self.size)

    def span(self, number: int) -> tuple[int, int]:
        """Return where a chunk begins, and where it ends."""
        start = number * self.size
        return start, min(start + self.size, self.capacity)

    def touched(self, start: int, length: int) -> range:
        """Return the chunks that a range of the disk lies in."""
        return range(start // self.size, -(-(start + length) // self.size))


@functools.lru_cache(maxsize=64)
def zeros_digest(length: int) -> str:
    """Return the hex digest of so many zeros."""
    digest = hashlib.sha256()
    _zeros(digest, length)
    return digest.hexdigest()


def _zeros(digest: hashlib._Hash, length: int) -> None:
    while length > 0:
        digest.update(_ZEROS[: min(length, _PIECE)])
        length -= _PIECE


class ChunkHash:
    """The digest of one chunk, whose bytes come in rising order, perhaps without its zeros.

    Attributes:
        content: bytes that came.
    """

    def __init__(self, start: int, stop: int) -> None:
        self._start, self._stop = start, stop
        self._at = start
        self._digest: hashlib._Hash | None = None  # as long as there are zeros only
        self.content = 0

    def put(self, offset: int, data: bytes | memoryview) -> None:
        """Take bytes behind those that came; what is left out is zeros. It may be in a thread."""
        if self._digest is None:
            self._digest = hashlib.sha256()
        _zeros(self._digest, offset - self._at)
        self._digest.update(data)
        self._at = offset + len(data)
        self.content += len(data)

    def end(self) -> str:
        """Return the hex digest of the whole chunk."""
        if self._digest is None:
            return zeros_digest(self._stop - self._start)
        _zeros(self._digest, self._stop - self._at)
        self._at = self._stop
        return self._digest.hexdigest()


class RisingDigests:
    """The digests of a disk whose bytes come in rising order: of a stream.

    Attributes:
        content: bytes that came.
    """

    def __init__(self, chunks: Chunks) -> None:
        self._chunks = chunks
        self._number = 0
        self._stop = chunks.span(0)[1]
        self._hash = ChunkHash(*chunks.span(0))
        self.content = 0

    def put(self, offset: int, data: bytes) -> Iterable[tuple[int, str]]:
        """Take bytes; yields number and digest of each chunk that is complete by then."""
        self.content += len(data)
        if offset + len(data) <= self._stop:  # as most do
            self._hash.put(offset, data)
            return ()
        return self._put(offset, data)

    def _put(self, offset: int, data: bytes) -> Iterator[tuple[int, str]]:
        rest = memoryview(data)
        while rest:
            number = offset // self._chunks.size
            yield from self._close(number)
            some = rest[: self._chunks.span(number)[1] - offset]
            self._hash.put(offset, some)
            offset, rest = offset + len(some), rest[len(some) :]

    def end(self) -> Iterator[tuple[int, str]]:
        """Yield the chunks that are left."""
        yield from self._close(len(self._chunks))

    def _close(self, before: int) -> Iterator[tuple[int, str]]:
        while self._number < before:
            yield self._number, self._hash.end()
            self._number += 1
            if self._number < len(self._chunks):
                span = self._chunks.span(self._number)
                self._stop, self._hash = span[1], ChunkHash(*span)


def of_chunks(digests: Iterable[str]) -> str:
    """Return the digest of a disk: that of its chunks' digests, as bytes, in their order."""
    whole = hashlib.sha256()
    for one in digests:
        whole.update(bytes.fromhex(one))
    return whole.hexdigest()
