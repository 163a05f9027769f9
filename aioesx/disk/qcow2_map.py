"""`Qcow2Map`: where the clusters of a qcow2 image lie that is being written. No I/O.

It is of version 3, with clusters of 64 KiB in the order in which they come: the header, the L1
table, then clusters of the disk and L2 tables as they are needed, at the end the refcounts. Until
these are there the header has an incompatible feature, named "incomplete", that nobody knows: no
program takes the file for a disk.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from aioesx.datastore_path import DatastorePath
from aioesx.disk import plan
from aioesx.disk._numbers import SECTOR, up
from aioesx.disk._qcow2 import (
    COPIED,
    IDENTITY,
    MAX_CAPACITY,
    PLACE,
    from_bytes,
    head_of,
    read_header,
    read_l1,
    to_bytes,
    wrong,
)
from aioesx.disk.plan import Plan

if TYPE_CHECKING:
    from typing import Self

__all__ = ["CLUSTER", "Qcow2Map"]

CLUSTER: Final = 65_536
"""Bytes of a cluster: a grain of a stream."""

_ENTRIES: Final = CLUSTER // 8
_COUNTS: Final = CLUSTER // 2
_OPEN: Final = 32  # tables that are held as they are, 1 MiB of them


class Qcow2Map:
    """Where the clusters of a disk lie.

    A cluster that became zeros again is free, but is given to another only after a save: until
    then the tables in the file say that it holds what it did. Tables of 32 KiB for 512 MiB of the
    disk are held for the places that are written to, and a few bytes for each run of the others.

    Args:
        capacity: size of the disk in bytes, whole sectors.
        identity: 16 bytes by which the file is known again.

    Attributes:
        capacity: size of the disk, in bytes.
        identity: by which the file is known again.
        mapped: how many clusters of the disk are in the file.
        given_again: whether since the last save a cluster was given that had been another's: its
            bytes are to be safe before the tables are written.

    Raises:
        ValueError: the format cannot hold such a disk.
    """

    def __init__(self, capacity: int, identity: bytes) -> None:
        if capacity % SECTOR or not 0 < capacity <= MAX_CAPACITY:
            raise ValueError(f"an image cannot hold a disk of {capacity} bytes")
        if len(identity) != IDENTITY:
            raise ValueError(f"an identity has {IDENTITY} bytes, not {len(identity)}")
        self.capacity, self.identity = capacity, identity
        self.mapped = 0
        self.given_again = False
        self._l1 = array("I", bytes(4 * up(capacity, CLUSTER * _ENTRIES)))
        self._tables = _Tables()
        self._changed: set[int] = set()
        self._free: list[int] = []
        self._freed: list[int] = []
        self._first = self._next = 1 + up(8 * len(self._l1), CLUSTER)

    @property
    def end(self) -> int:
        """Size of the file so far, in bytes: all clusters that were given lie before."""
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
            table = self._tables.add(table_number)
            self._l1[table_number] = self._append()
        fresh = not self._free
        self.given_again |= not fresh
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

        They, and `head`, may be safe before the clusters that they point to: what they say of
        clusters behind the `end` of the last save is not believed by `resuming`.
        """
        for number in sorted(self._changed):
            yield self._l1[number] * CLUSTER, to_bytes(_entries(self._tables[number]))

    def head(self) -> bytes:
        """Return the file's beginning as long as it is not complete: header and L1 table."""
        return head_of(self.capacity, CLUSTER, self.identity, _entries(self._l1), None)

    def saved(self) -> None:
        """Take note that the tables and the head are safe in the file."""
        self._changed.clear()
        self.given_again = False
        self._free += self._freed
        self._freed.clear()

    # --- the end ---

    def refcounts(self) -> Iterator[tuple[int, bytes]]:
        """Yield what stands at the file's end: where, and the bytes; `complete` comes after."""
        blocks, _ = self._counted()
        free = sorted({*self._free, *self._freed})
        for number in range(blocks):
            yield self.end + number * CLUSTER, self._counts(number, free)
        listed = array("Q", (self.end + number * CLUSTER for number in range(blocks)))
        yield self.end + blocks * CLUSTER, _whole(to_bytes(listed))

    def complete(self) -> bytes:
        """Return the file's beginning that says that it is complete."""
        blocks, clusters = self._counted()
        where = self.end + blocks * CLUSTER, clusters
        return head_of(self.capacity, CLUSTER, self.identity, _entries(self._l1), where)

    def _counted(self) -> tuple[int, int]:
        """Return how many clusters the refcounts take, and how many their table, themselves too."""
        blocks = clusters = 0
        while True:
            needed = up(self._next + blocks + clusters, _COUNTS)
            if (needed, up(8 * needed, CLUSTER)) == (blocks, clusters):
                return blocks, clusters
            blocks, clusters = needed, up(8 * needed, CLUSTER)

    def _counts(self, number: int, free: list[int]) -> bytes:
        """Return a block of refcounts."""
        first, total = number * _COUNTS, self._next + sum(self._counted())
        counts = array("H", [1]) * min(_COUNTS, total - first)
        for place in free[bisect_left(free, first) : bisect_left(free, first + _COUNTS)]:
            counts[place - first] = 0
        return _whole(to_bytes(counts))

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
        header, size = yield from read_header(file)
        found = cls(capacity, identity)
        if (header.capacity, header.identity) != (capacity, identity):
            raise wrong(file, "is another image than the one that was begun", 0)
        if end % CLUSTER or not found.end <= end <= size:
            raise wrong(file, f"has {size} bytes, where {end} had been written", 0)
        found._next = end // CLUSTER
        taken = _Taken(file, found._next)
        taken.take(range(found._first))
        for number, entry in enumerate((yield from read_l1(file, header))):
            if not (place := found._known(entry)):
                continue
            data = yield from plan.read(file, place * CLUSTER, CLUSTER)
            table = found._tables.add(number)
            table[:] = array("I", map(found._known, from_bytes(data)))
            found._l1[number] = place
            found.mapped += _ENTRIES - table.count(0)
            taken.take((place, *filter(None, table)))
        found._free = taken.free()
        return found

    def _known(self, entry: int) -> int:
        """Return the cluster of an entry; 0 for what was written after the save."""
        place = (entry & PLACE) // CLUSTER
        return place if place < self._next else 0


def _entries(places: array[int]) -> array[int]:
    """Return the entries that say so."""
    return array("Q", [COPIED | place * CLUSTER if place else 0 for place in places])


def _whole(data: bytes) -> bytes:
    """Fill up whole clusters."""
    return data.ljust(up(len(data), CLUSTER) * CLUSTER, b"\0")


class _Taken:
    """Which clusters of a file are in use: each for one thing."""

    def __init__(self, file: DatastorePath, clusters: int) -> None:
        self._file = file
        self._taken = bytearray(clusters)

    def take(self, places: Iterable[int]) -> None:
        """Note that clusters are in use.

        Raises:
            DiskFormatError: one of them is already.
        """
        for place in places:
            if self._taken[place]:
                raise wrong(self._file, f"has two things in cluster {place}", place * CLUSTER)
            self._taken[place] = 1

    def free(self) -> list[int]:
        """Return those that are not."""
        return [place for place, used in enumerate(self._taken) if not used]


class _Tables:
    """The tables by their numbers. Some are held as they are, the others as runs.

    Clusters that come one after the other lie one after the other: a table is few runs.
    """

    def __init__(self) -> None:
        self._open: dict[int, array[int]] = {}  # the one that was opened last is the last
        self._packed: dict[int, tuple[array[int], array[int]]] = {}

    def get(self, number: int) -> array[int] | None:
        """Return a table, to be changed too; None if there is none."""
        table = self._open.get(number)
        if table is None and number in self._packed:
            table = _unpacked(*self._packed.pop(number))
            self._put(number, table)
        return table

    def __getitem__(self, number: int) -> array[int]:
        table = self.get(number)
        if table is None:
            raise KeyError(number)
        return table

    def add(self, number: int) -> array[int]:
        """Make a table, of zeros."""
        table = array("I", bytes(4 * _ENTRIES))
        self._put(number, table)
        return table

    def _put(self, number: int, table: array[int]) -> None:
        if len(self._open) >= _OPEN:
            oldest = next(iter(self._open))
            self._packed[oldest] = _packed(self._open.pop(oldest))
        self._open[number] = table


def _packed(table: array[int]) -> tuple[array[int], array[int]]:
    """Return where runs begin in a table, and the places there: 0 where all are."""
    first, places = array("H"), array("I")
    expected = -1
    for index, place in enumerate(table):
        if place != expected:
            first.append(index)
            places.append(place)
        expected = place + 1 if place else 0
    return first, places


def _unpacked(first: array[int], places: array[int]) -> array[int]:
    table = array("I")
    for place, start, stop in zip(places, first, [*first[1:], _ENTRIES], strict=True):
        length = stop - start
        table.extend(range(place, place + length) if place else bytes(length))
    return table
