"""`Report`: the rows of all tables of all hosts, and what it can be written as. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from aioesx.jobs.report.columns import Cell, Row, Table
from aioesx.jobs.report.tables import TABLES, tables_named

__all__ = ["FailedHost", "HostRows", "Report"]


@dataclasses.dataclass(frozen=True, slots=True)
class FailedHost:
    """A host that is not in a report's tables.

    Attributes:
        host: its name in the fleet.
        error: kind of what went wrong, such as ``"ConnectError"``.
        message: what it said.
        cause: the error itself.
    """

    host: str
    error: str
    message: str
    cause: Exception | None = dataclasses.field(default=None, repr=False, compare=False)


@dataclasses.dataclass(frozen=True, slots=True)
class HostRows:
    """What one host, or one vCenter, gives a report.

    Attributes:
        server: its address.
        taken: when it was read.
        rows: by name of the table.
        problems: what of it is hidden or old, a sentence each.
    """

    server: str
    taken: datetime
    rows: Mapping[str, list[Row]]
    problems: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Report:
    """An inventory: tables of machines, their parts, hosts, networks, storage, licences, health.

    It can be pickled, and knows no host: whatever is made of it needs no connection.

    Attributes:
        taken: when it was made, in UTC.
        rows: the rows of each of its tables, by name of the table, in the order of `TABLES`; a row
            has a cell for each column.
        failed: the hosts that could not be asked, and why.
        problems: what is hidden or may be old, a sentence each.
        hosts: how many were asked, those that failed among them; vCenters count as one where the
            connection is to one.
    """

    taken: datetime
    rows: Mapping[str, tuple[Row, ...]]
    failed: tuple[FailedHost, ...] = ()
    problems: tuple[str, ...] = ()
    hosts: int = 1

    @classmethod
    def of(
        cls,
        taken: datetime,
        tables: Iterable[Table],
        found: Sequence[HostRows],
        failed: Sequence[FailedHost] = (),
    ) -> Report:
        """Make one of what the hosts have given."""
        rows = {
            table.name: table.merged(row for each in found for row in each.rows[table.name])
            for table in tables
        }
        problems = dict.fromkeys(
            f"{each.server}: {problem}" for each in found for problem in each.problems
        )
        return cls(taken, rows, tuple(failed), tuple(problems), len(found) + len(failed))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables that it has, in the order of a report."""
        return tuple(table for name, table in TABLES.items() if name in self.rows)

    def column(self, table: str, title: str) -> list[Cell]:
        """Return the cells of a column, from the first row to the last.

        Raises:
            KeyError: the report has no such table, or the table no such column.
        """
        number = TABLES[table].index(title)
        return [row[number] for row in self.rows[table]]

    def records(self, table: str) -> Iterator[dict[str, Cell]]:
        """Give the rows of a table as dictionaries, by `Column.key`.

        Raises:
            KeyError: the report has no such table.
        """
        keys = TABLES[table].keys
        for row in self.rows[table]:
            yield dict(zip(keys, row, strict=True))

    def only(self, tables: Iterable[str]) -> Report:
        """Return the report with some of its tables.

        Raises:
            ValueError: there is no such table.
        """
        wanted = tables_named(tables)
        return dataclasses.replace(
            self,
            rows={each.name: self.rows[each.name] for each in wanted if each.name in self.rows},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as what JSON has; moments are ISO 8601."""
        from aioesx.jobs.report.writing import plain

        return plain.report(self)

    def to_json(self) -> str:
        """Return `to_dict` as JSON."""
        from aioesx.jobs.report.writing import plain

        return plain.as_json(self)

    def to_csv(self, table: str) -> str:
        """Return a table as CSV, with the titles as its first line.

        Texts are as they are: a spreadsheet may take one that begins with ``=`` for a formula. For
        people with spreadsheets there is `to_xlsx`.

        Raises:
            KeyError: the report has no such table.
        """
        from aioesx.jobs.report.writing import csv_files

        return csv_files.as_csv(TABLES[table], self.rows[table])

    def to_csv_files(self) -> dict[str, str]:
        """Return all tables as CSV, by the names of files: ``"vInfo.csv"``.

        The first is ``"failed.csv"``, where hosts have failed.
        """
        from aioesx.jobs.report.writing import csv_files

        files = {f"{table.name}.csv": self.to_csv(table.name) for table in self.tables}
        if not self.failed:
            return files
        failed = [(each.host, each.error, each.message) for each in self.failed]
        return {"failed.csv": csv_files.lines(("Host", "Error", "Message"), failed), **files}

    def to_xlsx(self) -> bytes:
        """Return a workbook with a sheet for each table, named as in RVTools. Blocks: seconds for
        a thousand machines.

        Raises:
            MissingExtraError: XlsxWriter is not there: ``pip install 'aioesx[report]'``.
            ValueError: a table has more rows than a sheet can have.
        """
        from aioesx.jobs.report.writing import workbook

        return workbook.as_xlsx(self)

    def to_html(self, title: str = "Inventory") -> str:
        """Return a page that needs nothing else: tables that can be searched, plots, both themes.

        Args:
            title: its head line.
        """
        from aioesx.jobs.report.page import assembled

        return assembled.as_html(self, title)

    def to_netbox(self) -> dict[str, str]:
        """Return what NetBox imports, as CSV by the names of files, in the order of the import.

        Raises:
            ValueError: the report lacks a table that it takes.
        """
        from aioesx.jobs.report.writing import netbox

        return netbox.files(self)

    def to_ansible(self) -> dict[str, Any]:
        """Return an inventory of Ansible's: what ``--list`` of a script gives, with ``_meta``.

        Raises:
            ValueError: the report lacks a table that it takes.
        """
        from aioesx.jobs.report.writing import ansible

        return ansible.inventory(self)
