"""`Qcow2Map`: where the clusters of a qcow2 image lie that is being written. No I/O.

It is of version 3, with clusters of 64 KiB in the order in which they come: the header, the L1
table, then clusters of the disk and L2 tables as they are needed, at the end the refcounts. Until
these are there the header has an incompatible feature, named "incomplete", that nobody knows: no
program takes the file for a disk.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
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


class Qcow2Map:
    """Where the clusters of a disk lie.

    A cluster that became zeros again is free, but is given to another only after a save: until
    then the tables in the file say that it holds what it did.

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
        self._tables: dict[int, _Table] = {}
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
        place = table.find(number % _ENTRIES) if table is not None else 0
        return place * CLUSTER if place else None

    def zeros_to(self, number: int) -> int:
        """Return up to which cluster all are zeros, from one on that is; there may be more."""
        first = number // _ENTRIES * _ENTRIES
        table = self._tables.get(number // _ENTRIES)
        return first + (_ENTRIES if table is None else table.run_to(number - first))

    def add(self, number: int) -> tuple[int, bool]:
        """Give a cluster that has none a place in the file.

        Returns where it is, and whether nothing was ever written there: such a place is zeros.
        """
        table_number, index = divmod(number, _ENTRIES)
        table = self._tables.get(table_number)
        if table is None:
            table = self._tables[table_number] = _Table()
            self._l1[table_number] = self._append()
        fresh = not self._free
        self.given_again |= not fresh
        place = self._append() if fresh else self._free.pop()
        table.put(index, place)
        self._changed.add(table_number)
        self.mapped += 1
        return place * CLUSTER, fresh

    def forget(self, number: int) -> None:
        """Let a cluster that has a place be zeros."""
        table_number, index = divmod(number, _ENTRIES)
        table = self._tables[table_number]
        self._freed.append(table.find(index))
        table.put(index, 0)
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
            yield self._l1[number] * CLUSTER, to_bytes(self._tables[number].entries())

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
            places = [found._known(each) for each in from_bytes(data)]
            found._l1[number] = place
            found._tables[number] = _Table(places)
            found.mapped += _ENTRIES - places.count(0)
            taken.take((place, *filter(None, places)))
        found._free = taken.free()
        return found

    def _known(self, entry: int) -> int:
        """Return the cluster of an entry; 0 for what was written after the save."""
        place = (entry & PLACE) // CLUSTER
        return place if place < self._next else 0


def _entries(places: array[int]) -> array[int]:
    """Return the entries of tables that are in those places."""
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


class _Table:
    """Where the clusters of 512 MiB of the disk lie, 0 for zeros.

    It is held as runs. Clusters that come one after the other lie one after the other, so that a
    few bytes do for most tables.
    """

    __slots__ = ("_first", "_places")

    def __init__(self, places: Iterable[int] = ()) -> None:
        self._first = array("H", [0])
        self._places = array("I", [0])
        for index, place in enumerate(places):
            if place:
                self.put(index, place)

    def find(self, index: int) -> int:
        """Return a place."""
        run = bisect_right(self._first, index) - 1
        place = self._places[run]
        return place + index - self._first[run] if place else 0

    def run_to(self, index: int) -> int:
        """Return where the run ends that a place belongs to."""
        after = bisect_right(self._first, index)
        return self._first[after] if after < len(self._first) else _ENTRIES

    def put(self, index: int, place: int) -> None:
        """Change a place."""
        first, places = self._first, self._places
        run = bisect_right(first, index) - 1
        start, was = first[run], places[run]
        stop = first[run + 1] if run + 1 < len(first) else _ENTRIES
        goes_on = index == start and run > 0 and self._after(run - 1, index) == place
        if goes_on and not was and index + 1 < stop:
            first[run] += 1  # as most do
            return
        parts = [] if goes_on else [(index, place)]
        if start < index:
            parts.insert(0, (start, was))
        if index + 1 < stop:
            parts.append((index + 1, was + index + 1 - start if was else 0))
        first[run : run + 1] = array("H", [at for at, _ in parts])
        places[run : run + 1] = array("I", [there for _, there in parts])

    def _after(self, run: int, index: int) -> int:
        """Return the place that a cluster has with which a run goes on."""
        place = self._places[run]
        return place + index - self._first[run] if place else 0

    def entries(self) -> array[int]:
        """Return the table as the file has it."""
        found = array("Q")
        for place, start, stop in zip(
            self._places, self._first, [*self._first[1:], _ENTRIES], strict=True
        ):
            entry = COPIED | place * CLUSTER
            length = stop - start
            if place:
                found.extend(range(entry, entry + length * CLUSTER, CLUSTER))
            else:
                found.frombytes(bytes(8 * length))
        return found
