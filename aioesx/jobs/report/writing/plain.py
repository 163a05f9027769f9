"""A report as what JSON has. No I/O."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aioesx.jobs.report.columns import Cell

if TYPE_CHECKING:
    from aioesx.jobs.report.report import Report

__all__ = ["as_json", "cell", "moment", "report"]


def moment(value: datetime) -> str:
    """Return a moment as ISO 8601, to the second."""
    return value.isoformat(timespec="seconds")


def cell(value: Cell) -> Any:
    """Return a cell as JSON has it."""
    if isinstance(value, datetime):
        return moment(value)
    return list(value) if isinstance(value, tuple) else value


def report(it: Report) -> dict[str, Any]:
    """Return a report: what failed, and records by the tables' names."""
    return {
        "taken": moment(it.taken),
        "hosts": it.hosts,
        "failed": [
            {"host": each.host, "error": each.error, "message": each.message} for each in it.failed
        ],
        "problems": list(it.problems),
        "tables": {
            table.name: [
                {key: cell(value) for key, value in record.items()}
                for record in it.records(table.name)
            ]
            for table in it.tables
        },
    }


def as_json(it: Report) -> str:
    """Return it as JSON, indented for people."""
    return json.dumps(report(it), ensure_ascii=False, indent=1) + "\n"
