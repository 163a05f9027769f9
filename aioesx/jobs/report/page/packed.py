"""The rows of a report as data of a page: by columns, each value that comes often once. No I/O."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from aioesx.jobs.report.columns import Cell, Column, Row, Table

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["as_script", "packed"]

_WHOLE: Final = "vInfo"
"""The table that shows whose row it is in all its columns; others leave that to it."""
_ESCAPES: Final = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}
"""What could end a script, begin a comment in it, or end a line of it."""


def as_script(value: Any) -> str:
    """Return JSON that may stand in an element `script`, whatever texts are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in _ESCAPES.items():
        text = text.replace(sign, escape)
    return text


def packed(report: Report) -> list[dict[str, Any]]:
    """Return the tables as the page's script reads them.

    A column is the list of its values, or ``{"d": values, "i": numbers of them}``. Moments are
    seconds since 1970, truths are 1 and 0.
    """
    return [_table(table, report.rows[table.name]) for table in report.tables]


def _table(table: Table, rows: Sequence[Row]) -> dict[str, Any]:
    shown = [
        (number, column)
        for number, column in enumerate(table.columns)
        if not column.about or column.main or table.name == _WHOLE
    ]
    return {
        "name": table.name,
        "title": table.title,
        "help": table.help,
        "count": len(rows),
        "columns": [_column(column) for _, column in shown],
        "data": [_values([_plain(row[number]) for row in rows]) for number, _ in shown],
    }


def _column(column: Column) -> dict[str, Any]:
    return {"t": column.title, "k": column.type, "u": column.unit, "m": int(column.main)}


def _plain(cell: Cell) -> Any:
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, datetime):
        return round(cell.timestamp())
    if isinstance(cell, tuple):
        return ", ".join(cell) or None
    return cell


def _values(values: list[Any]) -> Any:
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    if len(distinct) * 2 > len(values):
        return values
    return {"d": list(distinct), "i": [distinct[value] for value in values]}
