"""`Qcow2Reader`: where the bytes of a disk lie in a qcow2 image of QEMU's. No I/O.

Read are images of versions 2 and 3 that are one file, not compressed, not encrypted. What a file
says of itself is held against its size before it is believed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final

from aioesx.datastore_path import DatastorePath
from aioesx.disk import plan
from aioesx.disk._numbers import up
from aioesx.disk._qcow2 import (
    COMPRESSED,
    COPIED,
    INCOMPLETE_BIT,
    PLACE,
    ZEROS,
    Header,
    from_bytes,
    read_header,
    read_l1,
    wrong,
)
from aioesx.disk.plan import Plan
from aioesx.disk.runs import Run, joined

__all__ = ["Qcow2Reader"]

_HARMLESS: Final = 1 << 0 | 1 << 3  # stale refcounts; another kind of compression, met in clusters
_REFUSED: Final = {
    1: "is marked as corrupt",
    2: "has its bytes in another file",
    4: "has extended L2 entries, which are not read",
    INCOMPLETE_BIT: "is of an export that has not ended",
}


class Qcow2Reader:
    """An image that others have made.

        reader = disk.drive(Qcow2Reader.open(file), answer)
        for start in range(0, reader.capacity, reader.span):
            runs = disk.drive(reader.runs(start, min(start + reader.span, reader.capacity)), answer)

    It holds the L1 table, 8 bytes for a `span`, and the L2 table that was read last.

    Attributes:
        file: where it lies.
        capacity: size of the disk, in bytes.
        span: how many bytes of the disk one L2 table stands for.
    """

    def __init__(self, file: DatastorePath, header: Header, size: int, l1: array[int]) -> None:
        self.file = file
        self.capacity = header.capacity
        self.span = header.cluster // 8 * header.cluster
        self._header, self._size, self._l1 = header, size, l1
        self._meaning = PLACE | COPIED | (ZEROS if header.version == 3 else 0)
        self._last: tuple[int, array[int]] | None = None

    @classmethod
    def open(cls, file: DatastorePath) -> Plan[Qcow2Reader]:
        """Read the header and the L1 table.

        Raises:
            DiskFormatError: it is no qcow2 image, a damaged one, or of a kind that is not read:
                one with a backing file, an encrypted one, ...
        """
        header, size = yield from read_header(file)
        refused = header.incompatible & ~_HARMLESS
        if refused:
            bit = refused.bit_length() - 1
            raise wrong(file, _REFUSED.get(bit, f"has feature {bit}, which is not known"), 72)
        return cls(file, header, size, (yield from read_l1(file, header)))

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
            table = yield from self._table(number)
            found.extend(self._runs(number, table, start, stop))
        return joined(found)

    def _table(self, number: int) -> Plan[array[int]]:
        """Return an L2 table; an empty one where there is none."""
        if self._last is not None and self._last[0] == number:
            return self._last[1]
        entry, cluster = self._l1[number], self._header.cluster
        place = entry & PLACE
        if entry & ~(PLACE | COPIED) or place % cluster or place + cluster > self._size:
            where = self._header.l1_offset + 8 * number
            raise wrong(self.file, f"has {entry:#x} in its L1 table, which cannot be", where)
        table = from_bytes((yield from plan.read(self.file, place, cluster if place else 0)))
        self._last = number, table
        return table

    def _runs(self, number: int, table: array[int], start: int, stop: int) -> Iterator[Run]:
        cluster, base = self._header.cluster, number * self.span
        first = max(start - base, 0) // cluster
        for index in range(first, min(len(table), up(stop - base, cluster))):
            place = self._place(table[index], number, index)
            if not place:
                continue
            at = base + index * cluster
            begin = max(at, start)
            # The file may end within its last cluster: what is missing is zeros.
            end = min(at + cluster, stop, at + self._size - place)
            if begin < end:
                yield Run(begin, end - begin, self.file, place + begin - at, 0)

    def _place(self, entry: int, number: int, index: int) -> int:
        """Return where a cluster lies; 0 for zeros."""
        place = entry & PLACE
        where = (self._l1[number] & PLACE) + 8 * index
        if entry & COMPRESSED:
            at = number * self.span + index * self._header.cluster
            raise wrong(self.file, f"is compressed, at {at} of its disk, which is not read", where)
        if entry & ~self._meaning or place % self._header.cluster or place >= self._size:
            raise wrong(self.file, f"has {entry:#x} in an L2 table, which cannot be", where)
        return 0 if entry & ZEROS else place
