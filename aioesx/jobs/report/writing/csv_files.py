"""A table as CSV, as RFC 4180 and spreadsheets have it. No I/O."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from aioesx.jobs.report.columns import Row, Table, joined

__all__ = ["as_csv", "lines"]


def as_csv(table: Table, rows: Iterable[Row]) -> str:
    """Return a table: titles, then a line for each row."""
    return lines([column.title for column in table.columns], rows)


def lines(titles: Iterable[str], rows: Iterable[Row]) -> str:
    """Return titles and rows as CSV."""
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([joined(cell) for cell in row] for row in rows)
    return page.getvalue()
