"""What the formats of snapshots have in common: a directory, tables, grains. No I/O.

A directory has an entry for each table, a table one for each grain. An entry says where a grain
lies, that it is zeros, or that the parent has it. `SparseExtent` is the directory of one file, and
reads tables that it is given; each format makes one of its header, and brings a `Coding`.

Of the directory four bytes a table are kept. A table is never kept as it is, but as `Grains`. What
an entry says is held against the size of the file before it is believed.
"""

from __future__ import annotations

import dataclasses
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from aioesx.datastore_path import DatastorePath
from aioesx.disk import plan
from aioesx.disk._numbers import SECTOR, from_bytes, up
from aioesx.disk.plan import Plan
from aioesx.errors import DiskFormatError

__all__ = ["AT_ONCE", "PARENT", "ZEROS", "Coding", "Grains", "Head", "SparseExtent", "Table"]

AT_ONCE: Final = 8 * 2**20
"""Size of the largest range that is read at once, in bytes."""
PARENT: Final = -1
"""The place of a grain that the parent has."""
ZEROS: Final = -2
"""The place of a grain of zeros."""

_HEAD: Final = 64 * 1024
_WRITTEN: Final = re.compile(rb"[^\0]")


class Table(NamedTuple):
    """A grain table that is there: where its grains begin on the extent, and where it lies."""

    start: int
    offset: int


class Grains(NamedTuple):
    """What a table says, short: the grains that go on in the file, or are alike, are one.

    Attributes:
        first: the index of the first grain of each, rising, from 0.
        places: for each where it lies in the file, `PARENT` or `ZEROS`.
    """

    first: array[int]
    places: array[int]

    @property
    def bytes(self) -> int:
        """What it takes, about, with all its objects."""
        return 256 + 10 * len(self.first)


@dataclasses.dataclass(frozen=True, slots=True)
class Coding:
    """How a format writes its tables.

    Attributes:
        entries: grains a table.
        table_bytes: size of a table.
        word: how an entry is written, ``"I"`` or ``"Q"``. An entry of 0 means `PARENT`.
        place: where the grain of an entry lies in the file, `PARENT` or `ZEROS`; ValueError if it
            cannot be.
        following: the entry that goes on where another ends.
    """

    entries: int
    table_bytes: int
    word: Literal["I", "Q"]
    place: Callable[[int], int]
    following: Callable[[int], int]


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
class SparseExtent:
    """The extent of a snapshot, as far as its directory tells.

    Attributes:
        file: where it lies.
        size: size of the file, in bytes.
        sectors: size of what it stands for, in sectors.
        grain: size of a grain, in bytes.
        coding: how its tables are written.
        directory: for each table a number that is not 0 if the table is there.
        table_base: where the table with number 0 would lie, in bytes.
        table_unit: how much further the next number is.
        data_from: where the first grain may lie, in bytes.
    """

    file: DatastorePath
    size: int
    sectors: int
    grain: int
    coding: Coding
    directory: array[int]
    table_base: int
    table_unit: int
    data_from: int

    @property
    def length(self) -> int:
        """Size of what it stands for, in bytes."""
        return self.sectors * SECTOR

    @property
    def span(self) -> int:
        """How many bytes one table stands for."""
        return self.coding.entries * self.grain

    def tables(self, start: int, stop: int) -> Iterator[Table]:
        """Yield the tables that are there for a range of the extent, in its order."""
        directory, span = self.directory, self.span
        for number in range(start // span, min(up(stop, span), len(directory))):
            if entry := directory[number]:
                yield Table(number * span, self.table_base + entry * self.table_unit)

    def grains(self, table: Table, data: bytes) -> Grains:
        """Read a table.

        Raises:
            DiskFormatError: an entry cannot be.
        """
        coding, grain = self.coding, self.grain
        entries, width = from_bytes(coding.word, data), coding.table_bytes // coding.entries
        found = Grains(array("H"), array("q"))
        index, last = 0, min(coding.entries, up(self.length - table.start, grain))
        while index < last:
            first, entry = index, entries[index]
            if entry == 0:
                written = _WRITTEN.search(data, index * width)
                index = min(written.start() // width, last) if written is not None else last
                place = PARENT
            else:
                place = self._place(entry, table, first)
                index += 1
                expected = coding.following(entry)
                while index < last and entries[index] == expected:
                    index += 1
                    expected = coding.following(expected)
                if place >= 0:
                    end = min(table.start + index * grain, self.length)
                    self._check(place, end - table.start - first * grain, table, first)
            found.first.append(first)
            found.places.append(place)
        return found

    def runs(
        self, table: Table, grains: Grains, start: int, stop: int
    ) -> Iterator[tuple[int, int, int]]:
        """Yield what a table says of a range of the extent within its span.

        Each is a start and a length on the extent, in bytes, and a place: where it lies in the
        file, `PARENT` or `ZEROS`.
        """
        first, places = grains
        number = bisect_right(first, (start - table.start) // self.grain) - 1
        while start < stop:
            at = table.start + first[number] * self.grain
            end = stop
            if number + 1 < len(first):
                end = min(stop, table.start + first[number + 1] * self.grain)
            place = places[number]
            yield start, end - start, place + start - at if place >= 0 else place
            start = end
            number += 1

    def _place(self, entry: int, table: Table, index: int) -> int:
        try:
            return self.coding.place(entry)
        except ValueError:
            raise self._wrong(table, index, f"is {entry:#x}, which means nothing") from None

    def _check(self, place: int, length: int, table: Table, index: int) -> None:
        if place < self.data_from:
            raise self._wrong(table, index, f"points at {place}, where no grain can be")
        if place + length > self.size:
            reason = f"points beyond the end of the file: {length} bytes at {place}"
            raise self._wrong(table, index, reason)

    def _wrong(self, table: Table, index: int, what: str) -> DiskFormatError:
        where = f"entry {index} of the grain table at {table.offset} in {self.file}"
        return DiskFormatError(f"{where} {what}", offset=table.offset)


@dataclasses.dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an extent, read at once: most need no more to be opened."""

    file: DatastorePath
    size: int
    data: bytes

    @classmethod
    def fetch(cls, file: DatastorePath) -> Plan[Head]:
        """Read the size and the beginning of a file."""
        size = yield from plan.size(file)
        data = yield from plan.read(file, 0, min(size, _HEAD))
        return cls(file, size, data)

    def part(self, start: int, length: int, what: str) -> Plan[bytes]:
        """Return a range of at most `AT_ONCE` bytes, read if it does not lie in the beginning.

        Raises:
            DiskFormatError: the file is shorter; `what` is named.
        """
        if start + length > self.size:
            reason = f"{self.file} ends at {self.size}, before the end of its {what}"
            raise DiskFormatError(reason, offset=start)
        if start + length <= len(self.data):
            return self.data[start : start + length]
        return (yield from plan.read(self.file, start, length))

    def directory(self, start: int, length: int) -> Plan[Sequence[bytes]]:
        """Return a grain directory in parts, whose sizes are multiples of 8 bytes."""
        parts = []
        for offset in range(0, length, AT_ONCE):
            some = min(AT_ONCE, length - offset)
            parts.append((yield from self.part(start + offset, some, "grain directory")))
        return parts

    def wrong(self, what: str, offset: int = 0) -> DiskFormatError:
        """Make the error that says what is wrong with the file."""
        return DiskFormatError(f"{self.file} {what}", offset=offset)
