"""`Cargo`: a disk that is to arrive, wherever it comes from, and what it is known by.

| comes from | goes as |
|---|---|
| files at another host | grains, packed here |
| a lease of another host | the stream, untouched, read beside |
| an image here | grains, packed here |
| a stream here, in a package or not | the stream, untouched, read beside |

Each hashes what it sends, chunk by chunk: that is what the disk is held against when it is there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Final, Protocol

from anyio.to_thread import run_sync

from aioesx._server.moving import CHUNK_BYTES, PlannedDisk
from aioesx.disk.stream import StreamReader, StreamWriter
from aioesx.errors import DiskFormatError
from aioesx.export.arrival.upload import PouredStream
from aioesx.export.copying_disks import (
    Chunk,
    OnChunk,
    folder_to_stream,
    lease_to_stream,
    of_file,
)
from aioesx.export.digests import Chunks, RisingDigests, of_chunks
from aioesx.export.images.files import ImageDisk
from aioesx.export.sink import StreamSink
from aioesx.export.sources.folder import FolderDisk
from aioesx.export.sources.streamed import StreamedDisk

__all__ = ["Cargo", "DiskCargo", "LeaseCargo", "Loaded", "StreamCargo", "Wire"]

Tell = Callable[[int, int], Awaitable[None]]
"""Is told up to where all has gone, and how many bytes came since the last time."""
Pouring = Callable[[StreamSink, Chunks, OnChunk, Tell], Awaitable[None]]

_ADAPTERS: Final = {"VirtualBusLogic": "buslogic", "VirtualIDE": "ide"}
_ADAPTER: Final = "lsilogic"


class Wire(Protocol):
    """A stream that is there already, such as a file of a package."""

    @property
    def capacity(self) -> int | None:
        """Size of the disk in bytes, if that is known before; None: what the stream says counts."""
        ...

    @property
    def name(self) -> str:
        """What it is read from, for a sentence."""
        ...

    def wire(self) -> AsyncGenerator[bytes, None]:
        """Give its bytes."""
        ...


class Cargo(Protocol):
    """A disk that is to arrive."""

    async def pour(self, into: StreamSink, chunks: Chunks, note: OnChunk, tell: Tell) -> None:
        """Send all of it, as a streamOptimized VMDK."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class DiskCargo:
    """A disk that is read in order: of files at a host, or of an image here.

    Attributes:
        disk: reads it.
        ddb: the disk's facts, for the stream's descriptor.
        name: what that calls the disk's file.
    """

    disk: FolderDisk | ImageDisk
    ddb: dict[str, str]
    name: str

    async def pour(self, into: StreamSink, chunks: Chunks, note: OnChunk, tell: Tell) -> None:
        """Pack it."""
        writer = StreamWriter(self.disk.capacity, name=self.name, ddb=self.ddb)
        await folder_to_stream(
            self.disk, into, writer, chunks, hashed=True, on_chunk=note, tell=tell
        )


@dataclasses.dataclass(frozen=True, slots=True)
class LeaseCargo:
    """A disk that another host's lease sends."""

    disk: StreamedDisk

    async def pour(self, into: StreamSink, chunks: Chunks, note: OnChunk, tell: Tell) -> None:
        """Hand it on."""
        await lease_to_stream(self.disk, into, chunks, hashed=True, on_chunk=note, tell=tell)


@dataclasses.dataclass(frozen=True, slots=True)
class StreamCargo:
    """A disk that is a stream here."""

    file: Wire

    async def pour(self, into: StreamSink, chunks: Chunks, note: OnChunk, tell: Tell) -> None:
        """Hand it on, and see that it is the stream of a disk of this size, and whole.

        Raises:
            DiskFormatError: it is not; names the file.
        """
        with of_file(self.file.name):
            await self._pour(into, chunks, note, tell)

    async def _pour(self, into: StreamSink, chunks: Chunks, note: OnChunk, tell: Tell) -> None:
        reader, rising = StreamReader(), RisingDigests(chunks)
        at = 0

        def take(data: bytes) -> tuple[int, list[Chunk]]:
            done, reached = [], at
            for offset, grain in reader.feed(data):
                _require(reader, chunks)
                done += [Chunk(n, digest, 0) for n, digest in rising.put(offset, grain)]
                reached = offset + len(grain)
            return reached, done

        async with aclosing(self.file.wire()) as wire:
            async for data in wire:
                at, done = await run_sync(take, data)
                await into.send(data)
                for chunk in done:
                    await note(chunk)
                await tell(at, len(data))
        reader.finish()
        _require(reader, chunks)
        for number, digest in await run_sync(lambda: list(rising.end())):
            await note(Chunk(number, digest, 0))
        await tell(chunks.capacity, 0)


def _require(reader: StreamReader, chunks: Chunks) -> None:
    if reader.capacity != chunks.capacity:
        raise DiskFormatError(
            f"the stream is that of a disk of {reader.capacity} bytes, not of {chunks.capacity}"
        )


class Loaded:
    """A disk on board: what it is, where it goes, and what is known of it so far.

    Attributes:
        plan: what was planned.
        slot: what a lease calls its place, or what the host calls the disk in its spec.
        cargo: sends it.
        chunks: how it is cut.
        digests: hex SHA-256 of each chunk that has gone.
        moved: bytes that came over the line, or were read.
        content: bytes that are no zeros.
    """

    def __init__(
        self, plan: PlannedDisk, slot: str, cargo: Cargo, *, chunk_bytes: int = CHUNK_BYTES
    ) -> None:
        self.plan, self.slot, self.cargo = plan, slot, cargo
        self.chunks = Chunks(plan.capacity, chunk_bytes)
        self.digests: list[str | None] = [None] * len(self.chunks)
        self.moved = 0
        self.content = 0

    async def pour(self, into: PouredStream, tell: Callable[[int], Awaitable[None]]) -> None:
        """Send all of it, and note its digests."""

        async def note(chunk: Chunk) -> None:
            self.digests[chunk.number] = chunk.digest
            self.content += chunk.content

        async def told(at: int, moved: int) -> None:
            self.moved += moved
            await tell(at)

        await self.cargo.pour(_Sink(into), self.chunks, note, told)

    @property
    def sha256(self) -> str | None:
        """Digest of the whole; None as long as it is not known."""
        known = [digest for digest in self.digests if digest is not None]
        return of_chunks(known) if len(known) == len(self.digests) else None


class _Sink:
    """What a request takes, as what a stream goes into: its end is seen to elsewhere."""

    def __init__(self, into: PouredStream) -> None:
        self.send = into.send

    async def finish(self) -> None:
        """Take note that all has come."""

    async def abandon(self) -> None:
        """Take note that no more comes."""


def adapter_of(slot: str) -> str:
    """Return what a descriptor calls the controller of a place."""
    return next((word for name, word in _ADAPTERS.items() if slot.startswith(name)), _ADAPTER)
