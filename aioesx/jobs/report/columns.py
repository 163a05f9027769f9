"""What a table of the report is: columns with title, unit and type, one function each. No I/O.

Titles and units are those of RVTools where it has the column, since sheets, scripts and people go
by them. What a program reads in JSON is `Column.key`, made of the title by one rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from aioesx.jobs.report.facts import Facts

__all__ = [
    "Cell",
    "Column",
    "ColumnType",
    "Row",
    "Table",
    "joined",
    "many",
    "mib",
    "plain_word",
    "total",
]

Cell = str | int | float | bool | datetime | tuple[str, ...] | None
"""What stands in a row; None is what is not told, or hidden."""

Row = tuple[Cell, ...]

ColumnType = Literal["text", "texts", "integer", "number", "boolean", "moment"]
"""``texts`` is a list of them; ``moment`` has its time zone, UTC."""

_WORDS: Final = (("#", ""), ("%", " percent"), ("p/s", "per socket"))
_NAMES: Final = {"# Hosts": "host count"}
"""Titles that differ from another one of their table by a sign alone."""
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


class Column(NamedTuple):
    """A column.

    Attributes:
        title: RVTools' where it has the column.
        type: what its cells are.
        tell: makes a cell of what the table's rows are made of.
        unit: of a number, such as ``"MiB"``; empty for a count.
        main: it is among those that a person is shown first.
        about: it says whose row it is, as other tables do too; a page leaves it out.
    """

    title: str
    type: ColumnType
    tell: Callable[[Any], Cell]
    unit: str = ""
    main: bool = False
    about: bool = False

    @property
    def key(self) -> str:
        """The column's name for programs: ``"Size MiB (total)"`` is ``"size_mib_total"``."""
        text = _NAMES.get(self.title, self.title)
        for sign, word in _WORDS:
            text = text.replace(sign, word)
        return _NO_WORD.sub("_", text.lower()).strip("_")


class Table:
    """A table: what its rows are made of, and its columns.

    Attributes:
        name: RVTools' name of the sheet, such as ``"vInfo"``.
        title: what people call it.
        help: what a row is.
        items: gives what each row is made of.
        columns: from left to right.
        same: titles of the columns by which two rows, of two hosts of one vCenter, are of one
            thing: it is in the table once.
        united: titles of the columns whose lists are united then.
    """

    def __init__(
        self,
        name: str,
        title: str,
        help: str,  # noqa: A002 - as of commands
        items: Callable[[Facts], Iterable[Any]],
        columns: Sequence[Column],
        *,
        same: Sequence[str] = (),
        united: Sequence[str] = (),
    ) -> None:
        self.name = name
        self.title = title
        self.help = help
        self.items = items
        self.columns = tuple(columns)
        self.same = tuple(same)
        self.united = tuple(united)

    def __repr__(self) -> str:
        return f"<Table {self.name}>"

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names of the columns for programs."""
        return tuple(column.key for column in self.columns)

    def index(self, title: str) -> int:
        """Return the number of a column by its title.

        Raises:
            KeyError: there is no such column.
        """
        return self._by_title[title]

    @cached_property
    def _by_title(self) -> dict[str, int]:
        return {column.title: number for number, column in enumerate(self.columns)}

    def rows(self, facts: Facts) -> list[Row]:
        """Return the rows of one server."""
        tellers = [column.tell for column in self.columns]
        return [tuple(tell(item) for tell in tellers) for item in self.items(facts)]

    def merged(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Return rows of several servers, those that are of one thing as one."""
        if not self.same:
            return tuple(rows)
        keys = [self.index(title) for title in self.same]
        united = [self.index(title) for title in self.united]
        found: dict[Row, Row] = {}
        for row in rows:
            key = tuple(row[number] for number in keys)
            known = found.get(key)
            found[key] = row if known is None else _united(known, row, united)
        return tuple(found.values())


def _united(one: Row, other: Row, numbers: Sequence[int]) -> Row:
    row = list(one)
    for number in numbers:
        ours, theirs = one[number], other[number]
        if isinstance(ours, tuple) and isinstance(theirs, tuple):
            row[number] = tuple(dict.fromkeys((*ours, *theirs)))
    return tuple(row)


def mib(size: int | None) -> int | None:
    """Return bytes in MiB, as RVTools has sizes."""
    return None if size is None else round(size / 2**20)


def many(found: Iterable[Any] | None) -> int | None:
    """Return how many there are; None where that is not told."""
    return None if found is None else sum(1 for _ in found)


def total(sizes: Iterable[int | None] | None) -> int | None:
    """Return a sum; None where a part of it is not told."""
    if sizes is None:
        return None
    told = list(sizes)
    return None if None in told else sum(size for size in told if size is not None)


def plain_word(word: object) -> str | None:
    """Return a word of the API as text."""
    if word is None:
        return None
    return str(getattr(word, "value", word))


def joined(cell: Cell) -> str:
    """Return a cell as the text that stands in a sheet or a file; nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "True" if cell else "False"
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None).isoformat(" ", "seconds")
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return str(cell)
