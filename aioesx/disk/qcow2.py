"""qcow2 images: disks as QEMU keeps them, read and written. No I/O.

All numbers are big-endian. A file is clusters. The first begins with the header, which says where
the L1 table is; its entries say where L2 tables are, one cluster each; theirs say where the
clusters of the disk are, in any order. Of each cluster of the file a refcount is kept, in blocks
that the refcount table lists.

| entry of an L2 table | meaning |
|---|---|
| 0 | zeros |
| bit 0 | zeros, wherever it points |
| bits 9 to 55 | the place of the cluster in the file |
| bit 62 | the cluster is compressed |
| bit 63 | the cluster's refcount is 1 |

`Qcow2Reader` reads images of others: versions 2 and 3, of one file, not compressed, not encrypted.
`Qcow2Map` knows where the clusters of an image lie that is being written: version 3, clusters of
64 KiB in the order in which they arrive, the refcounts last. Until then the header has an
incompatible feature that nobody knows, named "incomplete": no program takes the file for a disk.

Source: QEMU, docs/interop/qcow2.txt; qemu-img is the judge.
"""

from __future__ import annotations

import dataclasses
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from aioesx.datastore_path import DatastorePath
from aioesx.disk import plan
from aioesx.disk._numbers import SECTOR, up
from aioesx.disk._sparse import AT_ONCE
from aioesx.disk.plan import Plan
from aioesx.disk.runs import Run, joined
from aioesx.errors import DiskFormatError

if TYPE_CHECKING:
    from typing import Self

__all__ = ["CLUSTER", "MAX_CAPACITY", "Qcow2Map", "Qcow2Reader"]

CLUSTER: Final = 65_536
"""Bytes of a cluster of an image that is written."""
MAX_CAPACITY: Final = 64 * 2**40
"""Bytes that a disk may have; hosts stop at 62 TiB."""

_HEADER_2: Final = struct.Struct(">4sIQIIQIIQQIIQ")
_HEADER_3: Final = struct.Struct(">QQQII")
_EXTENSION: Final = struct.Struct(">II")
_FEATURE: Final = struct.Struct(">BB46s")
_MAGIC: Final = b"QFI\xfb"
_FEATURE_NAMES: Final = 0x6803F857
_IDENTITY: Final = 0x61696F65
"""Header extension that readers pass over: which image this is, 16 bytes."""
_INCOMPLETE_BIT: Final = 63
_INCOMPLETE: Final = 1 << _INCOMPLETE_BIT
_PLACE: Final = 0x00FF_FFFF_FFFF_FE00
_COPIED: Final = 1 << 63
_COMPRESSED: Final = 1 << 62
_ZEROS: Final = 1
_MOST_L1: Final = 32 * 2**20 // 8  # entries; QEMU's own limit
_HEAD: Final = 65_536
_ENTRIES: Final = CLUSTER // 8
_COUNTS: Final = CLUSTER // 2
_READABLE: Final = 1 << 0 | 1 << 3  # refcounts are stale; compressed clusters have their own kind
_UNREADABLE: Final = {
    1: "is marked as corrupt",
    2: "has its bytes in another file",
    4: "has extended L2 entries",
    _INCOMPLETE_BIT: "is of an export that has not ended",
}


def _numbers(data: bytes) -> array[int]:
    """Read a table."""
    numbers = array("Q", data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _packed(numbers: array[int]) -> bytes:
    """Write a table, filled up to whole clusters; `numbers` is changed."""
    if sys.byteorder == "little":
        numbers.byteswap()
    data = numbers.tobytes()
    return data.ljust(up(len(data), CLUSTER) * CLUSTER, b"\0")


# --- reading -------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class _Header:
    """What a header says.

    Attributes:
        capacity: size of the disk, in bytes.
        cluster: size of a cluster, in bytes.
        version: 2 or 3.
        l1_offset, l1_size: where the L1 table is, in bytes; its entries.
        incompatible: features without which the image cannot be read, as bits.
        identity: which of our images this is; empty for those of others.
    """

    capacity: int
    cluster: int
    version: int
    l1_offset: int
    l1_size: int
    incompatible: int
    identity: bytes

    @property
    def tables(self) -> int:
        """How many L2 tables the disk has."""
        return up(self.capacity, self.cluster // 8 * self.cluster)


def _read_header(file: DatastorePath) -> Plan[tuple[_Header, int]]:
    """Read a header; returns it and the size of the file.

    Raises:
        DiskFormatError: it is none, or one of a kind that is not read.
    """
    size = yield from plan.size(file)
    data = yield from plan.read(file, 0, min(size, _HEAD))
    if len(data) < _HEADER_2.size or not data.startswith(_MAGIC):
        raise DiskFormatError(f"{file} is no qcow2 image: it begins with {data[:4]!r}", offset=0)
    (
        _, version, backing, backing_size, bits, capacity, crypt,
        l1_size, l1_offset, _, _, _, _,
    ) = _HEADER_2.unpack_from(data)  # fmt: skip
    wrong = _wrong(file)
    if version not in {2, 3}:
        raise wrong(f"is a qcow2 image of version {version}, not 2 or 3", 4)
    if not 9 <= bits <= 21:
        raise wrong(f"has clusters of 2^{bits} bytes, not 2^9 to 2^21", 20)
    if capacity > MAX_CAPACITY:
        raise wrong(f"says that its disk has {capacity} bytes, more than {MAX_CAPACITY}", 24)
    if backing:
        name = data[backing : backing + min(backing_size, 1023)].decode(errors="replace")
        raise wrong(f"stands on another image, {name!r}: flatten it with qemu-img convert", 8)
    if crypt:
        raise wrong("is encrypted", 32)
    incompatible, identity = 0, b""
    if version == 3:
        if len(data) < _HEADER_2.size + _HEADER_3.size:
            raise wrong("ends in its header", 0)
        incompatible, _, _, _, length = _HEADER_3.unpack_from(data, _HEADER_2.size)
        identity = dict(_extensions(data, length)).get(_IDENTITY, b"")
    header = _Header(capacity, 1 << bits, version, l1_offset, l1_size, incompatible, identity)
    if not header.tables <= l1_size <= _MOST_L1:
        raise wrong(f"has an L1 table of {l1_size} entries for {header.tables} L2 tables", 36)
    if l1_offset % header.cluster or l1_offset + 8 * header.tables > size:
        raise wrong(f"has its L1 table at {l1_offset}, where it cannot be", 40)
    return header, size


def _extensions(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the extensions of a header."""
    while at + _EXTENSION.size <= len(data):
        kind, length = _EXTENSION.unpack_from(data, at)
        at += _EXTENSION.size
        if not kind or at + length > len(data):
            return
        yield kind, data[at : at + length]
        at += up(length, 8) * 8


def _read_l1(file: DatastorePath, header: _Header) -> Plan[array[int]]:
    """Read the L1 table as far as the disk has L2 tables."""
    entries = array("Q")
    for at in range(0, 8 * header.tables, AT_ONCE):
        length = min(AT_ONCE, 8 * header.tables - at)
        entries.extend(_numbers((yield from plan.read(file, header.l1_offset + at, length))))
    return entries


class _Wrong:
    """Makes the errors of one file."""

    def __init__(self, file: DatastorePath) -> None:
        self._file = file

    def __call__(self, what: str, offset: int) -> DiskFormatError:
        return DiskFormatError(f"{self._file} {what}", offset=offset)


_wrong = _Wrong


class Qcow2Reader:
    """An image that others have made.

        reader = disk.drive(Qcow2Reader.open(file), answer)
        for start in range(0, reader.capacity, reader.span):
            runs = disk.drive(reader.runs(start, min(start + reader.span, reader.capacity)), answer)

    It holds the L1 table, 8 bytes for `span`, and the L2 table that was read last.

    Attributes:
        file: where it lies.
        capacity: size of the disk, in bytes.
        span: how many bytes of the disk one L2 table stands for.
    """

    def __init__(self, file: DatastorePath, header: _Header, size: int, l1: array[int]) -> None:
        self.file = file
        self.capacity = header.capacity
        self.span = header.cluster // 8 * header.cluster
        self._header, self._size, self._l1 = header, size, l1
        self._wrong = _wrong(file)
        self._last: tuple[int, array[int]] | None = None

    @classmethod
    def open(cls, file: DatastorePath) -> Plan[Qcow2Reader]:
        """Read the header and the L1 table.

        Raises:
            DiskFormatError: it is no qcow2 image, a damaged one, or of a kind that is not read:
                one with a backing file, encrypted, ...
        """
        header, size = yield from _read_header(file)
        unknown = header.incompatible & ~_READABLE
        if unknown:
            bit = unknown.bit_length() - 1
            what = _UNREADABLE.get(bit, f"uses the feature with number {bit}, which is not known")
            raise _wrong(file)(what, 72)
        return cls(file, header, size, (yield from _read_l1(file, header)))

    def runs(self, start: int, stop: int) -> Plan[list[Run]]:
        """Return where the bytes of a range of the disk lie, in its order; zeros are left out.

        Raises:
            ValueError: the range is not within the disk.
            DiskFormatError: a table cannot be, or a cluster is compressed.
        """
        if not 0 <= start <= stop <= self.capacity:
            raise ValueError(f"{start} to {stop} is not within {self.capacity} bytes")
        found: list[Run] = []
        for number in range(start // self.span, up(stop, self.span)):
            if table := (yield from self._table(number)):
                found.extend(self._runs(number, table, start, stop))
        return joined(found)

    def _table(self, number: int) -> Plan[array[int]]:
        """Return an L2 table; an empty one where there is none."""
        if self._last is not None and self._last[0] == number:
            return self._last[1]
        entry, cluster = self._l1[number], self._header.cluster
        place = entry & _PLACE
        if entry & ~(_PLACE | _COPIED) or place % cluster or place + cluster > self._size:
            where = self._header.l1_offset + 8 * number
            raise self._wrong(f"has {entry:#x} in its L1 table, which cannot be", where)
        table = array("Q")
        if place:
            table = _numbers((yield from plan.read(self.file, place, cluster)))
        self._last = number, table
        return table

    def _runs(self, number: int, table: array[int], start: int, stop: int) -> Iterator[Run]:
        cluster, base = self._header.cluster, number * self.span
        first = max(start - base, 0) // cluster
        for index in range(first, min(len(table), up(stop - base, cluster))):
            entry = table[index]
            if not entry or not (place := self._place(entry, number, index)):
                continue
            at = base + index * cluster
            begin = max(at, start)
            # The file may end within its last cluster: what is missing is zeros.
            end = min(at + cluster, stop, at + self._size - place)
            if begin < end:
                yield Run(begin, end - begin, self.file, place + begin - at, 0)

    def _place(self, entry: int, number: int, index: int) -> int:
        """Return where a cluster lies; 0 for zeros."""
        place = entry & _PLACE
        if entry & _COMPRESSED:
            at = number * self.span + index * self._header.cluster
            raise self._wrong(f"is compressed at byte {at} of its disk, which is not read", 0)
        if entry & ~(_PLACE | _COPIED | (_ZEROS if self._header.version == 3 else 0)) or (
            place % self._header.cluster or place >= self._size
        ):
            where = (self._l1[number] & _PLACE) + 8 * index
            raise self._wrong(f"has {entry:#x} in an L2 table, which cannot be", where)
        return 0 if entry & _ZEROS else place


# --- writing -------------------------------------------------------------------------------------


class Qcow2Map:
    """Where the clusters of a disk lie in an image that is being written.

    The file is header, L1 table, then clusters of the disk and L2 tables as they are needed; at
    the end the refcounts. A cluster that became zeros again is free, but is given to another only
    after a save: until then the tables in the file say that it holds what it did.

    Args:
        capacity: size of the disk in bytes, whole sectors.
        identity: 16 bytes by which the file is known again.

    Attributes:
        end: size of the file so far, in bytes: all clusters that were given lie before.
        mapped: how many clusters of the disk are in the file.

    Raises:
        ValueError: the format cannot hold such a disk.
    """

    def __init__(self, capacity: int, identity: bytes) -> None:
        if capacity % SECTOR or not 0 < capacity <= MAX_CAPACITY:
            raise ValueError(f"an image cannot hold a disk of {capacity} bytes")
        self.capacity, self.identity = capacity, identity
        self.mapped = 0
        self._l1 = array("I", bytes(4 * up(capacity, CLUSTER * _ENTRIES)))
        self._tables: dict[int, array[int]] = {}
        self._changed: set[int] = set()
        self._free: list[int] = []
        self._freed: list[int] = []
        self._next = 1 + up(8 * len(self._l1), CLUSTER)

    @property
    def end(self) -> int:
        """Size of the file so far, in bytes."""
        return self._next * CLUSTER

    def find(self, number: int) -> int | None:
        """Return where a cluster of the disk lies in the file; None for zeros."""
        table = self._tables.get(number // _ENTRIES)
        place = table[number % _ENTRIES] if table is not None else 0
        return place * CLUSTER if place else None

    def add(self, number: int) -> tuple[int, bool]:
        """Give a cluster that has none a place in the file.

        Returns where it is, and whether nothing was ever written there: such a place is zeros.
        """
        table_number, index = divmod(number, _ENTRIES)
        table = self._tables.get(table_number)
        if table is None:
            table = self._tables[table_number] = array("I", bytes(4 * _ENTRIES))
            self._l1[table_number] = self._append()
        fresh = not self._free
        place = self._append() if fresh else self._free.pop()
        table[index] = place
        self._changed.add(table_number)
        self.mapped += 1
        return place * CLUSTER, fresh

    def forget(self, number: int) -> None:
        """Let a cluster that has a place be zeros."""
        table_number, index = divmod(number, _ENTRIES)
        table = self._tables[table_number]
        self._freed.append(table[index])
        table[index] = 0
        self._changed.add(table_number)
        self.mapped -= 1

    def _append(self) -> int:
        place = self._next
        self._next += 1
        return place

    def tables(self) -> Iterator[tuple[int, bytes]]:
        """Yield the L2 tables that changed since `saved`: where in the file, and their bytes.

        They are written when the clusters are safe, and are safe before `head` is written.
        """
        for number in sorted(self._changed):
            entries = [_COPIED | place * CLUSTER if place else 0 for place in self._tables[number]]
            yield self._l1[number] * CLUSTER, _packed(array("Q", entries))

    def head(self) -> bytes:
        """Return the file's beginning as long as it is not complete: header and L1 table."""
        return self._header(0, 0, _INCOMPLETE) + self._l1_bytes()

    def saved(self) -> None:
        """Take note that the tables and the head are safe in the file."""
        self._changed.clear()
        self._free += self._freed
        self._freed.clear()

    def refcounts(self) -> tuple[list[tuple[int, bytes]], bytes]:
        """Return what makes the file complete, and the head that says so, to be written after."""
        blocks = tables = 0
        while True:  # they count themselves
            total = self._next + blocks + tables
            needed = up(total, _COUNTS), up(8 * up(total, _COUNTS), CLUSTER)
            if needed == (blocks, tables):
                break
            blocks, tables = needed
        counts = array("H", [0x0100 if sys.byteorder == "little" else 1]) * total
        for place in [*self._free, *self._freed]:
            counts[place] = 0
        listed = array("Q", [(self._next + number) * CLUSTER for number in range(blocks)])
        data = counts.tobytes().ljust(blocks * CLUSTER, b"\0") + _packed(listed)
        head = self._header(self._next + blocks, tables, 0) + self._l1_bytes()
        return [(self.end, data)], head

    def _header(self, table: int, table_clusters: int, incompatible: int) -> bytes:
        data = _HEADER_2.pack(
            _MAGIC, 3, 0, 0, CLUSTER.bit_length() - 1, self.capacity, 0,
            len(self._l1), CLUSTER, table * CLUSTER, table_clusters, 0, 0,
        )  # fmt: skip
        data += _HEADER_3.pack(incompatible, 0, 0, 4, _HEADER_2.size + _HEADER_3.size)
        if incompatible:
            data += _EXTENSION.pack(_FEATURE_NAMES, _FEATURE.size)
            data += _FEATURE.pack(0, _INCOMPLETE_BIT, b"incomplete: the export has not ended")
        data += _EXTENSION.pack(_IDENTITY, len(self.identity)) + self.identity
        return data.ljust(CLUSTER, b"\0")

    def _l1_bytes(self) -> bytes:
        return _packed(array("Q", [_COPIED | one * CLUSTER if one else 0 for one in self._l1]))

    # --- going on with what is there ---

    @classmethod
    def resuming(cls, file: DatastorePath, capacity: int, identity: bytes, end: int) -> Plan[Self]:
        """Read the map of an image that was half written when it was saved.

        Args:
            file: where it lies.
            capacity: as it was begun.
            identity: as it was begun.
            end: `end` when it was saved; what the file has behind is of no account.

        Raises:
            DiskFormatError: the file is not that image, or is not what was saved.
        """
        header, size = yield from _read_header(file)
        wrong = _wrong(file)
        found = cls(capacity, identity)
        if (header.capacity, header.identity) != (capacity, identity):
            raise wrong("is another image than the one that was begun", 0)
        if end % CLUSTER or not found.end <= end <= size:
            raise wrong(f"has {size} bytes, where {end} had been written", 0)
        found._next = end // CLUSTER
        l1 = yield from _read_l1(file, header)
        taken = bytearray(found._next)
        found._take(taken, range(1 + up(8 * len(l1), CLUSTER)), wrong)
        for number, entry in enumerate(l1):
            if not (place := found._known(entry)):
                continue
            table = _numbers((yield from plan.read(file, place * CLUSTER, CLUSTER)))
            found._l1[number] = place
            found._tables[number] = places = array("I", map(found._known, table))
            found._take(taken, (place, *filter(None, places)), wrong)
            found.mapped += _ENTRIES - places.count(0)
        found._free = [place for place, used in enumerate(taken) if not used]
        return found

    def _known(self, entry: int) -> int:
        """Return the cluster of an entry; 0 for what was written after the save."""
        place = (entry & _PLACE) // CLUSTER
        return place if place < self._next else 0

    @staticmethod
    def _take(taken: bytearray, places: Iterable[int], wrong: _Wrong) -> None:
        for place in places:
            if taken[place]:
                raise wrong(f"has two things in its cluster {place}", place * CLUSTER)
            taken[place] = 1
