"""streamOptimized VMDK: a disk as one stream of compressed grains, as leases send it. No I/O.

A header, a descriptor, then markers, each of whole sectors: grains that carry their address, tables
of where the grains were, a directory of the tables, a footer (the header once more, which says
where the directory is), and the end. Grains of zeros are left out, and addresses rise. So a stream
can be written, and read, in one pass; it is whole only if its end was reached.

`StreamWriter` makes one of grains, `StreamReader` makes grains of one. Sizes and addresses that a
stream tells are held against the format before they are believed.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterator
from typing import Final

from aioesx.disk._numbers import SECTOR, to_bytes, up
from aioesx.disk.descriptor import Descriptor, Extent, format_descriptor
from aioesx.errors import DiskFormatError

__all__ = ["GRAIN", "MAX_CAPACITY", "StreamReader", "StreamWriter"]

GRAIN: Final = 65_536
"""Bytes of a grain; the last one of a disk may be shorter."""
MAX_CAPACITY: Final = 64 * 2**40
"""Bytes that a disk may have; hosts stop at 62 TiB."""

_HEADER: Final = struct.Struct("<4sIIQQQQIQQQB4sH")
_MARKER: Final = struct.Struct("<QII")
_GRAIN_HEAD: Final = struct.Struct("<QI")
_BEFORE: Final = _GRAIN_HEAD.size
_MAGIC: Final = b"KDMV"
_VERSION: Final = 3
_FLAGS: Final = 0x30001  # newline test, compressed grains, markers
_AT_END: Final = 2**64 - 1
_NEWLINES: Final = b"\n \r\n"  # a transfer as text would change them
_ZLIB: Final = 1
_ENTRIES: Final = 512
_SECTORS: Final = GRAIN // SECTOR
_DESCRIPTOR_SECTORS: Final = 20
_OVERHEAD: Final = 128
_MOST_COMPRESSED: Final = 2 * GRAIN
_EOS, _TABLE, _DIRECTORY, _FOOTER = range(4)
_ZEROS: Final = bytes(GRAIN)


def _padded(data: bytes) -> bytes:
    return data.ljust(up(len(data), SECTOR) * SECTOR, b"\0")


class StreamWriter:
    """Writes a stream; what the methods return, one after the other, is the stream.

    Args:
        capacity: size of the disk in bytes, whole sectors.
        cid: content id that the descriptor tells.
        name: name of the file, as the descriptor tells it.
        ddb: the disk's facts: ``adapterType``, ``uuid``, ...
        level: of zlib, 1 to 9.

    Raises:
        ValueError: the format cannot hold such a disk.
    """

    def __init__(
        self,
        capacity: int,
        *,
        cid: int = 0xFFFFFFFE,
        name: str = "disk.vmdk",
        ddb: dict[str, str] | None = None,
        level: int = 1,
    ) -> None:
        if capacity % SECTOR or not 0 < capacity <= MAX_CAPACITY:
            raise ValueError(f"a stream cannot hold a disk of {capacity} bytes")
        self._capacity = capacity // SECTOR
        extent = Extent("RDONLY", self._capacity, "SPARSE", name)
        descriptor = Descriptor(
            cid=cid, create_type="streamOptimized", extents=(extent,), ddb=ddb or {}
        )
        self._descriptor = format_descriptor(descriptor).encode()
        if len(self._descriptor) > _DESCRIPTOR_SECTORS * SECTOR:
            raise ValueError("the descriptor of a stream is too long")
        self._level = level
        self._at = 0  # sectors written so far
        self._last = -1  # number of the last grain
        self._held: tuple[int, bytearray] | None = None  # a grain of which more may come
        self._table: array[int] = array("I", bytes(4 * _ENTRIES))
        self._open: int | None = None  # which table is being filled
        self._directory: array[int] = array("I", bytes(4 * up(up(self._capacity, _SECTORS), 512)))

    def head(self) -> bytes:
        """Return header and descriptor, with which a stream begins."""
        data = self._header(_AT_END) + self._descriptor
        return self._put(data.ljust(_OVERHEAD * SECTOR, b"\0"))

    def put(self, offset: int, data: bytes) -> bytes:
        """Return what holds the grains that are whole by now; the last is held until more comes.

        Args:
            offset: where on the disk the bytes are; it rises, and what is left out is zeros.
            data: the bytes, however they lie to grains.

        Raises:
            ValueError: bytes do not rise, or are not of the disk.
        """
        parts: list[bytes] = []
        at = 0
        while at < len(data):
            number, inside = divmod(offset + at, GRAIN)
            length = min(GRAIN - inside, len(data) - at)
            if self._held is not None and self._held[0] != number:
                parts.append(self._let_go())
            if length == GRAIN:
                parts.append(self.grain(number, data[at : at + GRAIN]))
            else:
                if self._held is None:
                    self._held = number, bytearray(GRAIN)
                self._held[1][inside : inside + length] = data[at : at + length]
            at += length
        return b"".join(parts)

    def _let_go(self) -> bytes:
        """Return what holds the grain of which no more comes."""
        held, self._held = self._held, None
        return self.grain(held[0], bytes(held[1])) if held is not None else b""

    def grain(self, number: int, data: bytes) -> bytes:
        """Return what holds a grain; nothing for one of zeros.

        Args:
            number: which grain of the disk; they rise.
            data: its bytes, `GRAIN` but for the end of the disk.

        Raises:
            ValueError: grains do not rise, or one is not of the disk.
        """
        start = number * _SECTORS
        if number <= self._last or start >= self._capacity or len(data) > GRAIN:
            raise ValueError(f"grain {number} cannot follow {self._last}")
        if data == _ZEROS[: len(data)]:
            return b""
        table, entry = divmod(number, _ENTRIES)
        before = b"" if table == self._open else self._close_table()
        self._open, self._last = table, number
        self._table[entry] = self._at
        packed = zlib.compress(data.ljust(GRAIN, b"\0"), self._level)
        return before + self._put(_padded(_GRAIN_HEAD.pack(start, len(packed)) + packed))

    def end(self) -> bytes:
        """Return what ends the stream: the last table, directory, footer, end marker."""
        parts = [self._let_go(), self._close_table()]
        directory = _padded(to_bytes(self._directory))
        parts.append(self._marker(_DIRECTORY, len(directory) // SECTOR))
        where = self._at
        parts.append(self._put(directory))
        parts.append(self._marker(_FOOTER, 1))
        parts.append(self._put(self._header(where)))
        parts.append(self._put(bytes(SECTOR)))
        return b"".join(parts)

    def _close_table(self) -> bytes:
        if self._open is None:
            return b""
        table = to_bytes(self._table)
        marker = self._marker(_TABLE, len(table) // SECTOR)
        self._directory[self._open] = self._at
        self._table = array("I", bytes(4 * _ENTRIES))
        self._open = None
        return marker + self._put(table)

    def _marker(self, kind: int, sectors: int) -> bytes:
        return self._put(_padded(_MARKER.pack(sectors, 0, kind)))

    def _put(self, data: bytes) -> bytes:
        self._at += len(data) // SECTOR
        if self._at >= 2**32:
            raise ValueError("a stream cannot outgrow 2 TiB: its tables have numbers of four bytes")
        return data

    def _header(self, directory: int) -> bytes:
        packed = _HEADER.pack(
            _MAGIC, _VERSION, _FLAGS, self._capacity, _SECTORS, 1, _DESCRIPTOR_SECTORS,
            _ENTRIES, 0, directory, _OVERHEAD, 0, _NEWLINES, _ZLIB,
        )  # fmt: skip
        return _padded(packed)


class StreamReader:
    """Reads a stream as it comes, in pieces of any size.

    Attributes:
        capacity: size of the disk in bytes; 0 before the header has come.
        ended: whether the end of the stream was reached: only then it was whole.
    """

    def __init__(self) -> None:
        self._begun = bytearray()  # what earlier pieces have of an item that is not whole
        self._passed = 0  # bytes before the item that is next
        self._skip = 0  # bytes that come before it and say nothing
        self._last = -1
        self.capacity = 0
        self.ended = False

    def feed(self, data: bytes | memoryview) -> Iterator[tuple[int, bytes]]:
        """Yield the grains that have come whole: where on the disk, in bytes, and what.

        Take it to its end: the rest of the piece is read, or kept, then only.

        Raises:
            DiskFormatError: this is no such stream, or not what one may hold.
        """
        at = 0
        if self._begun:  # but for the item on the edge of two pieces nothing is copied
            while at < len(data) and (lacking := self._length(self._begun) - len(self._begun)):
                self._begun += data[at : at + lacking]
                at += lacking
            edge, self._begun = self._begun, bytearray()
            yield from self._read(edge)
        with memoryview(data) as piece:
            yield from self._read(piece[at:])

    def _read(self, data: bytearray | memoryview) -> Iterator[tuple[int, bytes]]:
        """Yield the grains that are whole, and keep what is not."""
        at, size = 0, len(data)
        while not self.ended:
            if self._skip:
                at += self._skipped(size - at)
            if size - at < SECTOR:
                break
            if not self.capacity:
                self._read_header(data)
                continue
            start, packed, kind = _MARKER.unpack_from(data, at)
            if packed:
                length = self._whole(start, packed)
                if size - at < length:
                    break
                grain = self._inflated(start, data[at + _BEFORE : at + _BEFORE + packed])
                yield start * SECTOR, grain
            else:
                length = SECTOR
                self._special(start, kind)
            at += length
            self._passed += length
        self._begun += data[at:]

    def finish(self) -> None:
        """Take note that nothing more comes.

        Raises:
            DiskFormatError: the stream has not reached its end.
        """
        if not self.ended:
            raise self._wrong("ends before its end marker")

    def _wrong(self, reason: str) -> DiskFormatError:
        return DiskFormatError(f"the stream {reason} (at byte {self._passed})")

    def _skipped(self, there: int) -> int:
        """Return how many of the bytes that are there say nothing."""
        gone = min(self._skip, there)
        self._skip -= gone
        self._passed += gone
        return gone

    def _length(self, data: bytearray) -> int:
        """Return how long the item is that begins there, as far as that is known."""
        if len(data) < SECTOR or not self.capacity:
            return SECTOR
        start, packed, _ = _MARKER.unpack_from(data)
        return self._whole(start, packed) if packed else SECTOR

    def _read_header(self, data: bytearray | memoryview) -> None:
        found = _HEADER.unpack_from(data)
        (
            magic,
            version,
            flags,
            capacity,
            grain,
            _,
            _,
            entries,
            _,
            _,
            overhead,
            _,
            lines,
            packed,
        ) = found
        if magic != _MAGIC:
            raise self._wrong("is no sparse VMDK")
        if lines != _NEWLINES:
            raise self._wrong("was transferred as text")
        if version != _VERSION or flags & 0x30000 != 0x30000 or packed != _ZLIB:
            raise self._wrong("is a VMDK of another kind than streamOptimized")
        if grain != _SECTORS or entries != _ENTRIES:
            raise self._wrong(f"has grains of {grain} sectors, {entries} a table")
        if not 0 < capacity <= MAX_CAPACITY // SECTOR or not 0 < overhead <= 2**16:
            raise self._wrong(f"tells of a disk of {capacity} sectors behind {overhead}")
        self.capacity, self._skip = capacity * SECTOR, overhead * SECTOR

    def _special(self, sectors: int, kind: int) -> None:
        most = {_EOS: 0, _TABLE: 4, _DIRECTORY: up(self.capacity, GRAIN), _FOOTER: 1}.get(kind)
        if most is None or sectors > most:
            raise self._wrong(f"has a marker of kind {kind} for {sectors} sectors")
        self.ended = kind == _EOS
        self._skip = sectors * SECTOR

    def _whole(self, start: int, size: int) -> int:
        """Return how many bytes a grain takes with its marker."""
        if size > _MOST_COMPRESSED:
            raise self._wrong(f"has a grain of {size} compressed bytes")
        if start <= self._last or start % _SECTORS or start * SECTOR >= self.capacity:
            raise self._wrong(f"has a grain at sector {start} after that at {self._last}")
        return -(-(_GRAIN_HEAD.size + size) // SECTOR) * SECTOR

    def _inflated(self, start: int, packed: bytearray | memoryview) -> bytes:
        self._last = start
        inflater = zlib.decompressobj()
        try:
            grain = inflater.decompress(packed, GRAIN + 1)
        except zlib.error as error:
            raise self._wrong(f"has a grain that is no zlib: {error}") from None
        wanted = min(GRAIN, self.capacity - start * SECTOR)
        if len(grain) not in {wanted, GRAIN} or not inflater.eof:
            raise self._wrong(f"has a grain of {len(grain)} bytes, or more, not of {wanted}")
        return grain[:wanted]
