"""The inventory report: all that hosts have, as tables, in the formats that people use.

`reading` asks a server, in two calls; `facts` is what came; `tables` says what is made of it, as
data; a `Report` has the rows and hands them to the writers, which know formats and no hosts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx import _lazy

if TYPE_CHECKING:
    from aioesx.jobs.report.columns import Cell, Column, Table
    from aioesx.jobs.report.gathering import gather
    from aioesx.jobs.report.report import FailedHost, Report
    from aioesx.jobs.report.tables import TABLES

__all__ = [
    "TABLES",
    "Cell",
    "Column",
    "FailedHost",
    "Report",
    "Table",
    "gather",
]

if not TYPE_CHECKING:  # else every misspelt name would be Any
    __getattr__, __dir__ = _lazy.loader(
        __name__,
        {
            "aioesx.jobs.report.columns": "Cell Column Table",
            "aioesx.jobs.report.gathering": "gather",
            "aioesx.jobs.report.report": "FailedHost Report",
            "aioesx.jobs.report.tables": "TABLES",
        },
    )
