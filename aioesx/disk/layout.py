"""Where the bytes of a disk are: a chain and its tables turned into runs. No I/O.

What one link leaves to its parent is asked of the next, from the newest to the base. Tables are
read for a window of the disk at a time, many by one request, and forgotten when others come.

| what is kept | at most |
|---|---|
| directories | 4 bytes a table, of each link: for 2 TiB 512 KiB of seSparse, 4 MiB of COWD |
| tables | `CACHE` bytes of what they say, whatever the size of the disk, and one request |
| runs of a survey | `RUNS`, and those of one step of 16 MiB more |
"""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple, TypeAlias

from aioesx.datastore_path import DatastorePath
from aioesx.disk import plan
from aioesx.disk._numbers import SECTOR
from aioesx.disk._sparse import AT_ONCE, PARENT, Grains, SparseExtent, Table
from aioesx.disk.chain import Chain, FlatExtent, Part
from aioesx.disk.plan import Pause, Plan
from aioesx.disk.runs import GAP, OverlapError, Request, Run, gather, joined
from aioesx.errors import DiskFormatError

__all__ = ["CACHE", "RUNS", "Layout", "Survey"]

CACHE: Final = 8 * 2**20
"""How many bytes of tables are remembered."""
RUNS: Final = 64 * 1024
"""How many runs make a survey full."""

_FEWEST, _MOST = 128, 16_384
"""How many tables are read in advance: so many surely fit, with all their grains scattered."""
_STEP: Final = 16 * 2**20  # what one table of seSparse stands for, and eight of COWD

_TABLES_A_TURN: Final = 16

_Range: TypeAlias = tuple[int, int]
_Place: TypeAlias = tuple[DatastorePath, int]


class Survey(NamedTuple):
    """What there is from a place of the disk up to another.

    Attributes:
        runs: in the order of the disk; between them are zeros.
        stop: how far it goes, in bytes.
    """

    runs: list[Run]
    stop: int


class _Wanted(NamedTuple):
    """A table that is wanted: for which range of the disk, of which link, and where it lies."""

    start: int
    stop: int
    link: int
    extent: SparseExtent
    table: Table

    @property
    def place(self) -> _Place:
        return self.extent.file, self.table.offset


class Layout:
    """Where the bytes of a chain are. It remembers tables, and does no I/O: its methods are plans.

    Args:
        chain: the links, from `open_chain`.
        most: size of the largest request, in bytes; a table is read at once whatever it is.
        gap: how many bytes that nobody wants may be read to save a request.

    Raises:
        ValueError: requests are to be smaller than a sector, or the gap than nothing.
    """

    def __init__(self, chain: Chain, *, most: int = AT_ONCE, gap: int = GAP) -> None:
        if most < SECTOR or gap < 0:
            raise ValueError(f"requests of at most {most} bytes, over gaps of {gap}, cannot be")
        self.chain = chain
        self._most, self._gap = most, gap
        self._tables = _Tables()
        self._reach = _MOST // 4

    def runs(self, start: int, stop: int) -> Plan[list[Run]]:
        """Return all runs of a range of the disk; reads the tables that it takes, and no other.

        Raises:
            ChainError: a table cannot be.
        """
        found: list[Run] = []
        for at in range(start - start % _STEP, stop, _STEP):
            found += yield from self._resolve(max(start, at), min(stop, at + _STEP))
            yield Pause()
        return joined(found)

    def survey(self, start: int, stop: int) -> Plan[Survey]:
        """Return the runs from one place of the disk to another, or as far as there is room.

        Tables are read in advance, by the megabyte.

        Raises:
            ChainError: a table cannot be.
        """
        found: list[Run] = []
        while start < stop and len(found) < RUNS:
            tables, horizon = self._window(start, stop)
            if not (yield from self._fits(tables)):
                continue
            for begin, end in _steps(start, horizon, tables):
                found += yield from self._resolve(begin, end)
                start = end
                yield Pause()
                if len(found) >= RUNS:
                    break
        return Survey(joined(found), start)

    def requests(self, runs: Iterable[Run]) -> Iterator[Request]:
        """Yield the requests that it takes to read runs; `gather`, with the link to blame.

        Raises:
            ChainError: two ranges of the disk lie in the same place.
        """
        return self._gathered(runs, self._most, cut=True)

    def _gathered(self, runs: Iterable[Run], most: int, *, cut: bool) -> Iterator[Request]:
        try:
            yield from gather(runs, most=most, gap=self._gap, cut=cut)
        except OverlapError as error:
            raise self.chain.broken(error.link, str(error)) from error

    def fetch(self, request: Request) -> Plan[bytes]:
        """Read what a request asks for.

        Raises:
            ChainError: less came than the file should have.
        """
        with self._blaming(request.runs[0].link):
            return (yield from plan.read(request.file, request.start, request.length))

    # --- from the newest link to the base ---

    def _resolve(self, start: int, stop: int) -> Plan[list[Run]]:
        """Return the runs of a range that is small enough to hold all its tables."""
        found: list[Run] = []
        ranges = [(start, stop)]
        for number, link in enumerate(self.chain.links):
            asked = [
                (max(begin, part.start), min(end, part.stop), part)
                for begin, end in ranges
                for part in link.parts_of(begin, end)
            ]
            tables = yield from self._load(
                wanted for begin, end, part in asked for wanted in _tables(number, part, begin, end)
            )
            ranges = []
            with self._blaming(number):
                for begin, end, part in asked:
                    for run in _look(number, part, begin, end, tables):
                        if isinstance(run, Run):
                            found.append(run)
                        elif ranges and ranges[-1][1] == run[0]:
                            ranges[-1] = ranges[-1][0], run[1]
                        else:
                            ranges.append(run)
            if not ranges:
                break
        found.sort()
        return found

    # --- tables ---

    def _window(self, start: int, stop: int) -> tuple[list[_Wanted], int]:
        """Return the tables that are read in advance, and how far on the disk they reach."""
        coming = heapq.merge(
            *(
                _tables(number, part, max(start, part.start), min(stop, part.stop))
                for number, link in enumerate(self.chain.links)
                for part in link.parts_of(start, stop)
            ),
            key=lambda wanted: wanted.start,
        )
        tables: list[_Wanted] = []
        for wanted in coming:
            if len(tables) >= self._reach and wanted.start > start:
                return tables, wanted.start
            tables.append(wanted)
        return tables, stop

    def _fits(self, tables: list[_Wanted]) -> Plan[bool]:
        """Remember the tables of a window; False if it is too large, and the next is smaller.

        Tables do not lie in the order of the disk. So the more of them are read together, the
        fewer requests it takes; how many fit depends on how scattered their grains are.
        """
        places = {each.place: each for each in tables}
        here, missing = self._tables.find(places)
        used = sum(grains.bytes for grains in here.values())
        del here
        for request in self._table_requests(places, missing):
            for _, grains in (yield from self._read(request, places, missing)):
                used += grains.bytes
            if used > CACHE and self._reach > _FEWEST:
                self._reach = max(self._reach // 4, _FEWEST)
                return False
        if used < CACHE // 8:
            self._reach = min(self._reach * 4, _MOST)
        return True

    def _load(self, wanted: Iterable[_Wanted]) -> Plan[dict[_Place, Grains]]:
        """Return tables, those that are not remembered read."""
        places = {each.place: each for each in wanted}
        loaded, missing = self._tables.find(places)
        for request in self._table_requests(places, missing):
            loaded.update((yield from self._read(request, places, missing)))
        return loaded

    def _table_requests(
        self, places: dict[_Place, _Wanted], missing: list[_Place]
    ) -> Iterator[Request]:
        """Yield what it takes to read tables; of a run, `start` is its index among the missing."""
        lengths = (each.extent.coding.table_bytes for each in places.values())
        most = max(self._most, max(lengths, default=0))
        runs = (
            Run(index, each.extent.coding.table_bytes, *each.place, each.link)
            for index, each in enumerate(map(places.__getitem__, missing))
        )
        return self._gathered(runs, most, cut=False)

    def _read(
        self, request: Request, places: dict[_Place, _Wanted], missing: list[_Place]
    ) -> Plan[list[tuple[_Place, Grains]]]:
        data = yield from self.fetch(request)
        read = []
        with self._blaming(request.runs[0].link):
            for index, part in request.pieces(data):
                place = missing[index]
                wanted = places[place]
                read.append((place, wanted.extent.grains(wanted.table, part)))
                self._tables.keep(*read[-1])
                if len(read) % _TABLES_A_TURN == 0:
                    yield Pause()
        return read

    @contextmanager
    def _blaming(self, link: int) -> Iterator[None]:
        try:
            yield
        except DiskFormatError as error:
            raise self.chain.broken(link, str(error)) from error


class _Tables:
    """What the tables say that were used last, at most `CACHE` bytes of it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Place, Grains] = OrderedDict()
        self._bytes = 0

    def find(self, places: Iterable[_Place]) -> tuple[dict[_Place, Grains], list[_Place]]:
        """Return those that are here, and the places of those that are not."""
        found: dict[_Place, Grains] = {}
        missing: list[_Place] = []
        for place in places:
            if (table := self._kept.get(place)) is None:
                missing.append(place)
            else:
                found[place] = table
                self._kept.move_to_end(place)
        return found, missing

    def keep(self, place: _Place, grains: Grains) -> None:
        """Remember one, and forget what was not used for longest."""
        if place not in self._kept:  # two tasks may have read it
            self._kept[place] = grains
            self._bytes += grains.bytes
        while self._bytes > CACHE:
            _, gone = self._kept.popitem(last=False)
            self._bytes -= gone.bytes


def _tables(link: int, part: Part, start: int, stop: int) -> Iterator[_Wanted]:
    """Yield the tables for a range of the disk that lies in one part."""
    extent = part.extent
    if isinstance(extent, SparseExtent):
        for table in extent.tables(start - part.start, stop - part.start):
            at = part.start + table.start
            yield _Wanted(max(at, start), min(at + extent.span, stop), link, extent, table)


def _look(
    link: int, part: Part, start: int, stop: int, tables: dict[_Place, Grains]
) -> Iterator[Run | _Range]:
    """Yield what a part has of a range, and the ranges that it leaves to the parent."""
    extent = part.extent
    if extent is None:
        return
    if isinstance(extent, FlatExtent):
        yield Run(start, stop - start, extent.file, extent.offset + start - part.start, link)
        return
    done = start
    for wanted in _tables(link, part, start, stop):
        if done < wanted.start:
            yield done, wanted.start
        begin, end = wanted.start - part.start, wanted.stop - part.start
        for at, length, place in extent.runs(wanted.table, tables[wanted.place], begin, end):
            if place >= 0:
                yield Run(part.start + at, length, extent.file, place, link)
            elif place == PARENT:
                yield part.start + at, part.start + at + length
        done = wanted.stop
    if done < stop:
        yield done, stop


def _steps(start: int, stop: int, tables: Iterable[_Wanted]) -> Iterator[_Range]:
    """Cut a window into what is resolved at once: small where there are tables, large elsewhere."""
    busy = sorted(
        {
            step
            for each in tables
            for step in range(each.start // _STEP, (each.stop - 1) // _STEP + 1)
        }
    )
    while start < stop:
        step = start // _STEP
        at = bisect_left(busy, step)
        coming = busy[at] if at < len(busy) else None
        end = stop if coming is None else (step + 1 if coming == step else coming) * _STEP
        yield start, min(end, stop)
        start = end
