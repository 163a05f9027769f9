"""A report as a workbook: a sheet for each table, by XlsxWriter. No I/O but its temporary files.

Every cell is written by its type. A text stays one, whatever it begins with: no formula, no link
and no number is made of what a host says.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from aioesx import _extras
from aioesx.jobs.report.columns import Cell, Row, joined

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["FAILED_SHEET", "as_xlsx"]

FAILED_SHEET: Final = "Failed hosts"
"""The first sheet, where some hosts are in no other."""

_FAILED: Final = ("Host", "Error", "Message")
_LONGEST: Final = 32_767
"""Characters of a cell; Excel refuses a file with more."""
_MOST_ROWS: Final = 1_048_576
_EXACT: Final = 2**53
"""Whole numbers from here on are no longer exact in a sheet, whose numbers are floating."""
_FIRST_YEAR: Final = 1900
_MOMENT: Final = "yyyy-mm-dd hh:mm:ss"
_WIDEST: Final = 60
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def as_xlsx(report: Report) -> bytes:
    """Return the workbook.

    Raises:
        MissingExtraError: XlsxWriter is not there.
        ValueError: a table has more rows than a sheet can have.
    """
    _extras.require("report", "a workbook")
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": report.taken.replace(tzinfo=None), "title": "Inventory"})
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1}),
            "moment": book.add_format({"num_format": _MOMENT}),
        }
        if report.failed:
            rows = [(each.host, each.error, each.message) for each in report.failed]
            _write(book.add_worksheet(FAILED_SHEET), FAILED_SHEET, _FAILED, rows, formats)
        for table in report.tables:
            titles = [column.title for column in table.columns]
            sheet = book.add_worksheet(table.name)
            _write(sheet, table.name, titles, report.rows[table.name], formats)
    return target.getvalue()


def _write(
    sheet: Any, name: str, titles: Sequence[str], rows: Sequence[Row], formats: dict[str, Any]
) -> None:
    if len(rows) >= _MOST_ROWS:
        raise ValueError(f"the table {name} has {len(rows)} rows, and a sheet at most {_MOST_ROWS}")
    sheet.freeze_panes(1, 1)
    for number, width in enumerate(_widths(titles, rows)):
        sheet.set_column(number, number, width)
    for number, title in enumerate(titles):
        sheet.write_string(0, number, title, formats["head"])
    for at, row in enumerate(rows, start=1):
        for number, cell in enumerate(row):
            _put(sheet, at, number, cell, formats["moment"])
    sheet.autofilter(0, 0, max(len(rows), 1), len(titles) - 1)


def _widths(titles: Sequence[str], rows: Sequence[Row]) -> Iterable[int]:
    """Return how wide each column is to be, by its title and its first cells."""
    for number, title in enumerate(titles):
        cells = (len(joined(row[number])) for row in rows[:100])
        yield min(max(len(title) + 3, *cells, 8), _WIDEST) + 1


def _put(sheet: Any, row: int, column: int, cell: Cell, moment: Any) -> None:
    if cell in (None, "", ()):
        return
    for kinds, write in _WRITERS:
        if isinstance(cell, kinds):
            write(sheet, row, column, cell, moment)
            return
    _text(sheet, row, column, joined(cell), moment)


def _text(sheet: Any, row: int, column: int, text: str, _: Any) -> None:
    sheet.write_string(row, column, text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…")


def _boolean(sheet: Any, row: int, column: int, cell: bool, _: Any) -> None:
    sheet.write_boolean(row, column, cell)


def _number(sheet: Any, row: int, column: int, cell: float, moment: Any) -> None:
    if abs(cell) < _EXACT:
        sheet.write_number(row, column, cell)
    else:  # not a number, infinite, or too large to be exact
        _text(sheet, row, column, str(cell), moment)


def _moment(sheet: Any, row: int, column: int, cell: datetime, moment: Any) -> None:
    """Write a moment in UTC; a sheet knows no time zones, and nothing before 1900."""
    if cell.year < _FIRST_YEAR:
        _text(sheet, row, column, joined(cell), moment)
        return
    plain = cell.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    sheet.write_datetime(row, column, plain, moment)


_WRITERS: Final[tuple[tuple[Any, Callable[..., None]], ...]] = (
    (bool, _boolean),
    ((int, float), _number),
    (str, _text),
    (datetime, _moment),
)
"""By kind; a truth is a whole number, too, and comes first."""
