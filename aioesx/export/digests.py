"""What a disk is known by: a digest of each of its chunks, and one over those. No I/O.

block   64 KiB of the disk           SHA-256 of its bytes
chunk   64 MiB, of 1 TiB and less    SHA-256 of its blocks' digests, one after the other
disk                                 SHA-256 of its chunks' digests

So two copies have the same digests whatever their files look like, and zeros, of which most disks
have the most, cost next to nothing: the digest of such a block is known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from aioesx._server.moving import CHUNK_BYTES

__all__ = ["BLOCK", "ChunkHash", "Chunks", "RisingDigests", "of_chunks", "usual_chunk"]

BLOCK: Final = 64 * 1024
"""Bytes that are hashed as one."""

_MOST_CHUNKS: Final = 16_384
_ZEROS: Final = memoryview(bytes(BLOCK))
_OF_ZEROS: Final = hashlib.sha256(_ZEROS).digest()


def usual_chunk(capacity: int) -> int:
    """Return the size of a disk's chunks where nobody has said one: so that they are not too many.

    A record lists them, and is written again whenever some have come.
    """
    size = CHUNK_BYTES
    while capacity > size * _MOST_CHUNKS:
        size *= 2
    return size


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


class ChunkHash:
    """The digest of one chunk, whose bytes come in rising order, perhaps without its zeros.

    Attributes:
        content: bytes that came.
    """

    def __init__(self, start: int, stop: int) -> None:
        self._start, self._stop = start, stop
        self._at = start
        self._whole = hashlib.sha256()
        self._open: hashlib._Hash | None = None  # of a block that has begun
        self.content = 0

    def put(self, offset: int, data: bytes | memoryview) -> None:
        """Take bytes behind those that came; what is left out is zeros. It may be in a thread."""
        self.content += len(data)
        if offset != self._at:
            self._skip_to(offset)
        if self._open is None and len(data) == BLOCK:  # as most do
            self._whole.update(hashlib.sha256(data).digest())
            self._at += BLOCK
            return
        rest = memoryview(data)
        while rest:
            room = BLOCK - (self._at - self._start) % BLOCK
            some = rest[:room]
            if len(some) == BLOCK:
                self._whole.update(hashlib.sha256(some).digest())
                self._at += BLOCK
            else:
                self._add(some, room)
            rest = rest[room:]

    def end(self) -> str:
        """Return the hex digest of the whole chunk."""
        self._skip_to(self._stop)
        self._close()  # the last block may be shorter
        return self._whole.hexdigest()

    def _skip_to(self, offset: int) -> None:
        """Count what lies before a place as zeros: block by block, and what is left of one."""
        if self._open is not None:
            room = BLOCK - (self._at - self._start) % BLOCK
            self._add(_ZEROS[: min(room, offset - self._at)], room)
        if blocks := (offset - self._at) // BLOCK:
            self._whole.update(_OF_ZEROS * blocks)
            self._at += blocks * BLOCK
        if self._at < offset:
            self._add(_ZEROS[: offset - self._at], BLOCK)

    def _add(self, data: memoryview, room: int) -> None:
        self._open = self._open or hashlib.sha256()
        self._open.update(data)
        self._at += len(data)
        if len(data) == room:
            self._close()

    def _close(self) -> None:
        if self._open is not None:
            self._whole.update(self._open.digest())
            self._open = None


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
