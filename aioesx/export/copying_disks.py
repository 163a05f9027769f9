"""The four moves of a disk: from files or from a lease's stream, to a disk here or to a stream.

| from | to a disk | to a stream |
|---|---|---|
| files | chunks, several at once; each in order | the disk in order, packed into grains |
| a lease | grains as they come | its bytes untouched, read beside |

A disk is hashed on its way, chunk by chunk. What a stream had brought before it broke off is
hashed again, held against what was hashed before, and not written twice.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing, contextmanager
from typing import Final, Protocol

from anyio.to_thread import run_sync

from aioesx._server.moving import ExportLimits
from aioesx.disk.stream import StreamReader, StreamWriter
from aioesx.errors import DiskFormatError, EsxError, ProofError, TransferIncompleteError
from aioesx.export.digests import ChunkHash, Chunks, RisingDigests
from aioesx.export.limits import limiter, over_connections
from aioesx.export.sink import DiskSink, KeptDisk, ManyAtOnce, StreamSink
from aioesx.export.sources.enduring import Endurance
from aioesx.export.sources.folder import FolderDisk, Window
from aioesx.export.sources.streamed import StreamedDisk

__all__ = [
    "Chunk",
    "InOrder",
    "OnChunk",
    "Passage",
    "Telling",
    "folder_to_disk",
    "folder_to_stream",
    "lease_to_disk",
    "lease_to_stream",
    "within",
]

_WRITTEN: Final = 4 * 2**20
"""Bytes that are handed to a sink at once, at most."""


@dataclasses.dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk that has come, and was written.

    Attributes:
        number: from 0.
        digest: hex SHA-256; None where nothing is hashed.
        content: bytes of it that came, zeros left out.
    """

    number: int
    digest: str | None
    content: int


OnChunk = Callable[[Chunk], Awaitable[None]]
Telling = Callable[[int, int], Awaitable[None]]
"""Is told up to where all has come, and how many bytes came over the line since the last time."""


# --- from files ----------------------------------------------------------------------------------


class InOrder(Protocol):
    """A disk that can be read in order: of files at a host, or of an image here."""

    @property
    def capacity(self) -> int:
        """Size of the disk, in bytes."""
        ...

    @property
    def where(self) -> str:
        """What its connections are counted by."""
        ...

    @property
    def limits(self) -> ExportLimits:
        """How much is on its way at once."""
        ...

    @property
    def moved(self) -> int:
        """Bytes that came of it."""
        ...

    def pieces(self, start: int, stop: int) -> AsyncGenerator[tuple[int, bytes], None]:
        """Give what is not zeros of a range, in rising order, in whole grains."""
        ...


async def folder_to_disk(
    source: FolderDisk,
    sink: DiskSink,
    chunks: Chunks,
    todo: Iterable[int],
    *,
    hashed: bool,
    on_chunk: OnChunk,
    tell: Telling,
) -> None:
    """Copy chunks, over several connections.

    Args:
        source: the disk.
        sink: takes the bytes.
        chunks: how the disk is cut.
        todo: which chunks.
        hashed: whether they are hashed.
        on_chunk: is told of each that was written; one after the other.
        tell: is told how far it is.

    Raises:
        EsxError: as `FolderDisk.pieces`, and of the sink.
    """
    waiting = deque(todo)
    under_way: dict[int, int] = {}

    def reached() -> int:
        firsts = [*under_way.values()]
        if waiting:
            firsts.append(waiting[0] * chunks.size)
        return min(firsts, default=chunks.capacity)

    async def one(number: int) -> None:
        start, stop = chunks.span(number)
        under_way[number] = start
        digest = ChunkHash(start, stop)
        content = 0
        before = source.moved
        async with aclosing(source.windows(start, stop)) as windows:
            async for window in windows:
                await _write(window, sink, digest if hashed else None)
                content += sum(len(data) for _, data in window)
                offset, data = window[-1]
                under_way[number] = offset + len(data)
                await tell(reached(), source.moved - before)
                before = source.moved
        await on_chunk(Chunk(number, await run_sync(digest.end) if hashed else None, content))
        del under_way[number]
        await tell(reached(), source.moved - before)

    await over_connections(source.where, source.limits, waiting, one)


async def _write(window: Window, sink: DiskSink, digest: ChunkHash | None) -> None:
    """Write what came at once; hash it first, in the thread that writes it if there is one."""
    if isinstance(sink, ManyAtOnce):
        await sink.write_all(window if digest is None else _hashed(window, digest))
        return
    if digest is not None:
        await run_sync(lambda: deque(_hashed(window, digest), maxlen=0))
    for offset, data in window:
        await sink.write(offset, bytes(data))


def _hashed(window: Window, digest: ChunkHash) -> Iterator[tuple[int, bytes | memoryview]]:
    for offset, data in window:
        digest.put(offset, data)
        yield offset, data


async def folder_to_stream(
    source: InOrder,
    sink: StreamSink,
    writer: StreamWriter,
    chunks: Chunks,
    *,
    hashed: bool,
    on_chunk: OnChunk,
    tell: Telling,
) -> None:
    """Pack a disk into a stream.

    Raises:
        EsxError: as `folder_to_disk`.
    """
    rising = _Rising(chunks, hashed=hashed)
    await sink.send(writer.head())
    before = 0
    async with (
        limiter().connection(source.where, source.limits),
        aclosing(source.pieces(0, source.capacity)) as pieces,
    ):
        async for offset, data in pieces:
            packed, done = await run_sync(_packed, writer, rising, offset, data)
            if packed:
                await sink.send(packed)
            for chunk in done:
                await on_chunk(chunk)
            await tell(offset + len(data), source.moved - before)
            before = source.moved
    await sink.send(writer.end())
    for chunk in rising.end():
        await on_chunk(chunk)
    await tell(source.capacity, source.moved - before)


def _packed(
    writer: StreamWriter, rising: _Rising, offset: int, data: bytes
) -> tuple[bytes, list[Chunk]]:
    """Return the grains of a piece as the stream has them, and the chunks that it completes."""
    done = list(rising.put(offset, data))
    return writer.put(offset, data), done


# --- from a lease --------------------------------------------------------------------------------


async def lease_to_disk(
    source: StreamedDisk,
    sink: DiskSink,
    chunks: Chunks,
    *,
    hashed: bool,
    on_chunk: OnChunk,
    tell: Telling,
    passage: Passage | None = None,
) -> None:
    """Write what a stream brings; one that broke off is asked for anew, as long as its lease lives.

    Args:
        source: the stream.
        sink: takes what is not zeros.
        chunks: how the disk is cut.
        hashed: whether chunks are hashed.
        on_chunk: is told of each that was written.
        tell: is told how far it is.
        passage: how far another lease has brought it; what was written then is not again.

    Raises:
        DiskFormatError: it is no such stream, or not that of this disk.
        LeaseError, ProofError, TransportError, TransferError: as it says; and of the sink.
    """
    before = source.moved
    passage = passage or Passage(chunks, hashed=hashed, on_chunk=on_chunk)

    async def attempt(endurance: Endurance) -> None:
        nonlocal before
        passage.begin()
        async with aclosing(source.wire()) as wire:
            async for data in wire:
                fresh = passage.reached
                if isinstance(sink, KeptDisk):  # made, hashed and written in one thread
                    await _into(sink.write_all(passage.grains(data)))
                    passage.require_sound()
                else:
                    for offset, run in await run_sync(passage.take, data):
                        await _into(sink.write(offset, run))
                        passage.reached = offset + len(run)
                await _into(passage.told())
                if passage.reached > fresh:
                    endurance.moved()
                await _into(tell(passage.reached, source.moved - before))
                before = source.moved
        await _into(passage.end())

    await _persevere(source, attempt)
    await tell(chunks.capacity, source.moved - before)


async def lease_to_stream(
    source: StreamedDisk,
    sink: StreamSink,
    chunks: Chunks,
    *,
    hashed: bool,
    on_chunk: OnChunk,
    tell: Telling,
) -> None:
    """Hand a stream on as it comes, and read it beside.

    Raises:
        TransferIncompleteError: it broke off, and is another stream the second time.
        EsxError: as `lease_to_disk`.
    """
    passage = Passage(chunks, hashed=hashed, on_chunk=on_chunk)
    sent = hashlib.sha256()
    count = before = 0

    async def attempt(endurance: Endurance) -> None:
        nonlocal count, before
        passage.begin()
        async with aclosing(_after(source, count, sent.digest())) as wire:
            async for data, is_new in wire:
                runs = await run_sync(passage.take, data)
                if runs:
                    passage.reached = runs[-1][0] + len(runs[-1][1])
                if is_new:
                    await _into(sink.send(data))
                    count += len(data)
                    sent.update(data)
                    endurance.moved()
                await _into(passage.told())
                await _into(tell(passage.reached, source.moved - before))
                before = source.moved
        await _into(passage.end())

    await _persevere(source, attempt)
    await tell(chunks.capacity, source.moved - before)


async def _after(
    source: StreamedDisk, count: int, digest: bytes
) -> AsyncGenerator[tuple[bytes, bool], None]:
    """Yield a stream, and of each piece whether it is new: behind bytes that were sent before.

    Raises:
        TransferIncompleteError: those are others now.
    """
    seen = hashlib.sha256()
    left = count
    async with aclosing(source.wire()) as wire:
        async for data in wire:
            old, new = bytes(data[:left]), bytes(data[left:])
            left -= len(old)
            if old:
                seen.update(old)
                if not left and seen.digest() != digest:
                    raise ProofError(
                        f"{source.file.name} broke off after {count} bytes, and the host sends"
                        " others the second time; begin anew",
                        disk=source.file.name,
                    )
                yield old, False
            if new:
                yield new, True
    if left:
        raise TransferIncompleteError(f"{source.file.name} is shorter than it was before")


async def _persevere(source: StreamedDisk, attempt: Callable[[Endurance], Awaitable[None]]) -> None:
    endurance = source.endurance()
    while True:
        try:
            return await attempt(endurance)
        except _TargetError as error:
            raise error.reason from None
        except EsxError as error:
            await source.bear(endurance, error)


class _TargetError(Exception):
    """Where a disk arrives, or who is told of it, has failed: its source can make nothing good.

    Attributes:
        reason: the error.
    """

    def __init__(self, reason: EsxError) -> None:
        super().__init__(str(reason))
        self.reason = reason


async def _into(work: Awaitable[None]) -> None:
    """Await what a target does, or who is told, so that their errors are not the source's."""
    try:
        await work
    except EsxError as error:
        raise _TargetError(error) from None


class Passage:
    """A stream of grains on its way to a disk, however often it begins anew, also in another lease.

    Args:
        chunks: how the disk is cut.
        hashed: whether chunks are hashed.
        on_chunk: is told of each that was written.
        capacity: size of the disk whose stream it is, in bytes; a host has whole kilobytes of it.
            Without it the chunks are all of it; what lies behind them has to be zeros.

    Attributes:
        reached: up to where the disk was written.
    """

    def __init__(
        self, chunks: Chunks, *, hashed: bool, on_chunk: OnChunk, capacity: int | None = None
    ) -> None:
        self._chunks, self._hashed, self._on_chunk = chunks, hashed, on_chunk
        self._capacity = chunks.capacity if capacity is None else capacity
        self._known: dict[int, str | None] = {}
        self.reached = 0
        self.begin()

    def begin(self) -> None:
        """Begin with the stream's first byte."""
        self._reader = StreamReader()
        self._rising = _Rising(self._chunks, hashed=self._hashed)
        self._done: list[Chunk] = []
        self._failed: EsxError | None = None

    def take(self, data: bytes | memoryview) -> list[tuple[int, bytes]]:
        """Take wire bytes; returns what of the disk is to be written. It may be in a thread."""
        runs: list[tuple[int, bytes]] = []
        parts: list[bytes] = []
        start = stop = 0
        for offset, grain in self._fresh(data):
            if parts and (offset != stop or stop - start >= _WRITTEN):
                runs.append((start, b"".join(parts)))
                parts = []
            if not parts:
                start = offset
            parts.append(grain)
            stop = offset + len(grain)
        if parts:
            runs.append((start, b"".join(parts)))
        return runs

    def grains(self, data: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
        """Take wire bytes; yields what is to be written, and has been when the next is asked for.

        What is wrong with the stream is said by `require_sound`: whoever writes is not to blame.
        """
        try:
            for offset, grain in self._fresh(data):
                yield offset, grain
                self.reached = offset + len(grain)
        except EsxError as error:
            self._failed = error

    def require_sound(self) -> None:
        """See that there was nothing wrong with the stream.

        Raises:
            DiskFormatError: there was.
        """
        if self._failed is not None:
            raise self._failed

    def _fresh(self, data: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
        for offset, grain in self._reader.feed(data):
            self._require_capacity()
            if offset + len(grain) > self._chunks.capacity:
                grain = within(self._chunks, offset, grain)
            if not grain:
                continue
            self._done += self._rising.put(offset, grain)
            if offset + len(grain) > self.reached:
                yield offset, grain

    def _require_capacity(self) -> None:
        if self._reader.capacity != self._capacity:
            raise DiskFormatError(
                f"the stream is that of a disk of {self._reader.capacity} bytes, not of"
                f" {self._capacity}"
            )

    async def told(self) -> None:
        """Tell of the chunks that are complete and written.

        Raises:
            ProofError: one is another than before the stream broke off.
        """
        done, self._done = self._done, []
        for chunk in done:
            if chunk.number not in self._known:
                self._known[chunk.number] = chunk.digest
                await self._on_chunk(chunk)
            elif self._known[chunk.number] != chunk.digest:
                raise ProofError(
                    f"chunk {chunk.number} of the disk is another than before the stream broke off",
                    offset=chunk.number * self._chunks.size,
                )

    async def end(self) -> None:
        """Take note that the stream has come to its end.

        Raises:
            DiskFormatError: it has not.
        """
        self._reader.finish()
        self._require_capacity()
        self._done += await run_sync(lambda: list(self._rising.end()))
        await self.told()


def within(chunks: Chunks, offset: int, data: bytes) -> bytes:
    """Return what of some bytes of a disk lies in its chunks; there may be a little more of it.

    Raises:
        ProofError: what lies behind them is not zeros.
    """
    inside = max(0, chunks.capacity - offset)
    if data[inside:].strip(b"\0"):
        raise ProofError(
            f"there is something behind the end of the disk, from {chunks.capacity} on",
            offset=chunks.capacity,
        )
    return data[:inside]


@contextmanager
def of_file(name: str) -> Iterator[None]:
    """Have what is wrong with a stream name the file that it is read from.

    Raises:
        DiskFormatError: as within, with the file's name.
    """
    try:
        yield
    except DiskFormatError as error:
        raise DiskFormatError(f"{name}: {error}", offset=error.offset) from None


class _Rising:
    """`RisingDigests`, or without hashing the same chunks without digests."""

    def __init__(self, chunks: Chunks, *, hashed: bool) -> None:
        self._chunks = chunks
        self._rising = RisingDigests(chunks) if hashed else None
        self._number = 0
        self._content = 0

    def put(self, offset: int, data: bytes) -> Iterator[Chunk]:
        if self._rising is None:
            yield from self._close(offset // self._chunks.size)
        else:
            for number, digest in self._rising.put(offset, data):
                yield Chunk(number, digest, self._spent())
        self._content += len(data)

    def end(self) -> Iterator[Chunk]:
        if self._rising is None:
            yield from self._close(len(self._chunks))
            return
        for number, digest in self._rising.end():
            yield Chunk(number, digest, self._spent())

    def _close(self, before: int) -> Iterator[Chunk]:
        while self._number < before:
            yield Chunk(self._number, None, self._spent())
            self._number += 1

    def _spent(self) -> int:
        content, self._content = self._content, 0
        return content
