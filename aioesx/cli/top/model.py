"""What ``top`` shows of its sources: lines of hosts, rows of domains, sorted and filtered. No I/O.

A source that does not answer keeps the names of what was there, and loses its figures: they would
be taken for those of now.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from aioesx.cli.text import UNKNOWN, visible
from aioesx.cli.top.figures import DomainFigures, HostFigures, Rates, Reading, Ref

if TYPE_CHECKING:
    from aioesx.cli.top.source import Source

__all__ = [
    "COLUMNS",
    "Column",
    "DomainRow",
    "HostRow",
    "View",
    "domain_rows",
    "host_rows",
    "percent",
    "shown_age",
    "shown_mib",
    "shown_rate",
]

_UNIT: Final = 1024
_PLAIN_FROM: Final = 100
_NOWHERE: Final = Ref("", "")


@dataclasses.dataclass(frozen=True, slots=True)
class HostRow:
    """A host; or a URI that never led to one.

    Attributes:
        source: what it belongs to.
        label: its name, with the URI's host where two have the same.
        state: see `HostFigures`; ``"down"`` where it does not answer, ``"..."`` before it did.
        figures: None where there are none.
        active: domains on it that are not shut off.
        domains: domains on it.
        asking: those of them that wait for a person.
    """

    source: Source
    label: str
    state: str
    figures: HostFigures | None = None
    active: int = 0
    domains: int = 0
    asking: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class DomainRow:
    """A domain.

    Attributes:
        source: what it belongs to.
        host: label of its host.
        figures: who it is, and its figures if the source is up.
        state: virsh's word; ``"unknown"`` where the source is not up.
    """

    source: Source
    host: str
    figures: DomainFigures
    state: str

    @property
    def name(self) -> str:
        """Its name, as it may be shown."""
        return visible(self.figures.name)

    @property
    def key(self) -> str:
        """Tells it from all others."""
        return f"{id(self.source)}/{self.figures.ref.value}"


def host_rows(sources: Iterable[Source]) -> list[HostRow]:
    """Return the hosts of all sources, in their order."""
    rows = [row for source in sources for row in _hosts_of(source)]
    names = Counter(row.label for row in rows)
    return [
        row
        if names[row.label] == 1
        else dataclasses.replace(row, label=f"{row.label} ({visible(row.source.label)})")
        for row in rows
    ]


def _hosts_of(source: Source) -> Iterator[HostRow]:
    reading = source.reading or Reading()
    state = "..." if source.error is None else "down"
    if not reading.hosts:
        yield HostRow(source, visible(source.label), "up" if source.is_up else state)
    for host in reading.hosts:
        label = visible(host.name)
        if not source.is_up:
            yield HostRow(source, label, state)
            continue
        alone = len(reading.hosts) == 1
        here = [each for each in reading.domains if alone or each.host == host.ref]
        active = sum(each.state.is_active for each in here)
        asking = sum(each.question is not None for each in here)
        yield HostRow(source, label, host.state, host, active, len(here), asking)


def domain_rows(sources: Iterable[Source], hosts: Iterable[HostRow]) -> list[DomainRow]:
    """Return the domains of all sources, in their order.

    Args:
        sources: where they are.
        hosts: what `host_rows` made of the same.
    """
    labels: dict[Source, list[str]] = {}
    for row in hosts:
        labels.setdefault(row.source, []).append(row.label)
    rows: list[DomainRow] = []
    for source in sources:
        reading = source.reading or Reading()
        names = labels.get(source, [])
        by_ref = {host.ref: name for host, name in zip(reading.hosts, names, strict=False)}
        for domain in reading.domains:
            host = by_ref.get(domain.host or _NOWHERE, UNKNOWN)
            host = names[0] if len(names) == 1 else host
            if source.is_up:
                rows.append(DomainRow(source, host, domain, domain.state.value))
            else:
                bare = DomainFigures(domain.ref, domain.name, domain.state)
                rows.append(DomainRow(source, host, bare, "unknown"))
    return rows


# --- cells ----------------------------------------------------------------------------------------


def percent(used: int | None, most: int | None) -> float | None:
    """Return how much of something is in use, from 0 to 100; None where that is not told."""
    return None if used is None or not most else min(100.0, 100 * used / most)


def shown_percent(share: float | None) -> str:
    """Write a share."""
    return UNKNOWN if share is None else f"{share:.0f}%"


def shown_mib(mib: int | None) -> str:
    """Write an amount of memory that is told in MiB."""
    return UNKNOWN if mib is None else _scaled(float(mib), "MGTP")


def shown_rate(kib: int | None) -> str:
    """Write a traffic that is told in KiB a second."""
    return UNKNOWN if kib is None else _scaled(float(kib), "KMGT")


def _scaled(amount: float, letters: str) -> str:
    place = 0
    while amount >= _UNIT and place < len(letters) - 1:
        amount, place = amount / _UNIT, place + 1
    digits = 1 if place and amount < _PLAIN_FROM else 0
    return f"{amount:.{digits}f} {letters[place]}"


_AGES: Final = ((86400, "d", 3600, "h"), (3600, "h", 60, "m"), (60, "m", 1, "s"))


def shown_age(seconds: int | None) -> str:
    """Write how long something lasts by its two largest units: ``3d 04h``."""
    if seconds is None:
        return UNKNOWN
    for whole, unit, part, letter in _AGES:
        if seconds >= whole:
            return f"{seconds // whole}{unit} {seconds % whole // part:02}{letter}"
    return f"{seconds}s"


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of domains.

    Attributes:
        title: its head.
        value: what it is sorted by; None comes last, whichever way.
        shown: the cell.
        number: whether it has numbers, of which the largest come first.
    """

    title: str
    value: Callable[[DomainRow], str | float | None]
    shown: Callable[[DomainRow], str]
    number: bool = False


def _share(what: str) -> Callable[[DomainRow], float | None]:
    def share(row: DomainRow) -> float | None:
        figures = row.figures
        return percent(getattr(figures, what), getattr(figures, f"{what}_most"))

    return share


def _memory(row: DomainRow) -> str:
    return f"{shown_mib(row.figures.memory)} / {shown_mib(row.figures.memory_most)}"


def _rates(row: DomainRow) -> Rates:
    return row.figures.rates


_ASKS: Final = {True: "asks", False: ""}

# fmt: off
COLUMNS: Final = (
    Column("Domain", lambda row: row.name.casefold(), lambda row: row.name),
    Column("Host", lambda row: row.host.casefold(), lambda row: row.host),
    Column("State", lambda row: row.state, lambda row: row.state),
    Column("CPU", _share("cpu"), lambda row: shown_percent(_share("cpu")(row)), True),
    Column("MHz", lambda row: row.figures.cpu,
           lambda row: UNKNOWN if row.figures.cpu is None else str(row.figures.cpu), True),
    Column("Memory", lambda row: row.figures.memory, _memory, True),
    Column("Disk/s", lambda row: _rates(row).disk, lambda row: shown_rate(_rates(row).disk), True),
    Column("Net/s", lambda row: _rates(row).net, lambda row: shown_rate(_rates(row).net), True),
    Column("Uptime", lambda row: row.figures.uptime,
           lambda row: shown_age(row.figures.uptime), True),
    Column("Question", lambda row: float(row.figures.question is not None),
           lambda row: _ASKS[row.figures.question is not None], True),
)
# fmt: on


@dataclasses.dataclass(slots=True)
class View:
    """What a person has chosen to see.

    Attributes:
        column: place in `COLUMNS` of the one that is sorted by.
        turned: whether the order is the other way round.
        active_only: whether domains that are shut off are left out.
        needle: what has to be in the name of the domain or of its host; letter case is the same.
    """

    column: int = 0
    turned: bool = False
    active_only: bool = False
    needle: str = ""

    @property
    def descending(self) -> bool:
        """Whether the largest comes first."""
        return COLUMNS[self.column].number != self.turned

    def sort_by(self, column: int) -> None:
        """Sort by a column; once more by the same is the other way round."""
        self.turned = not self.turned if column == self.column else False
        self.column = column

    def move(self, step: int) -> None:
        """Sort by the column that is so many further right."""
        self.column, self.turned = (self.column + step) % len(COLUMNS), False

    def rows(self, domains: Sequence[DomainRow]) -> list[DomainRow]:
        """Return the domains to show, in order; those that are alike by name."""
        shown = sorted(filter(self._shows, domains), key=lambda row: (row.name, row.host))
        value = COLUMNS[self.column].value
        told = [(told, row) for row in shown if (told := value(row)) is not None]
        told.sort(key=_first, reverse=self.descending)
        return [row for _, row in told] + [row for row in shown if value(row) is None]

    def _shows(self, row: DomainRow) -> bool:
        if self.active_only and not row.figures.state.is_active:
            return False
        needle = self.needle.casefold()
        return needle in row.name.casefold() or needle in row.host.casefold()


def _first(pair: tuple[str | float, DomainRow]) -> str | float:
    return pair[0]
