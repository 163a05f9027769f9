"""Which tables there are, in the order of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from aioesx._words import nearest
from aioesx.jobs.report import device_tables, host_tables, machine_tables, storage_tables
from aioesx.jobs.report.columns import Table
from aioesx.jobs.report.health import HEALTH

__all__ = ["TABLES", "tables_named"]

TABLES: Final[dict[str, Table]] = {
    table.name: table
    for table in (
        machine_tables.INFO,
        machine_tables.CPU,
        machine_tables.MEMORY,
        device_tables.DISK,
        device_tables.PARTITION,
        device_tables.NETWORK,
        device_tables.SNAPSHOT,
        machine_tables.TOOLS,
        storage_tables.SOURCE,
        host_tables.HOST,
        host_tables.HBA,
        host_tables.NIC,
        host_tables.SWITCH,
        host_tables.PORT,
        host_tables.ADAPTER,
        storage_tables.DATASTORE,
        storage_tables.LICENCE,
        HEALTH,
    )
}
"""By name, in the order in which RVTools has its sheets."""

_BY_SMALL_NAME: Final = {name.lower(): table for name, table in TABLES.items()}


def tables_named(names: Iterable[str] | None) -> tuple[Table, ...]:
    """Return tables by their names, whatever the case, in the report's order; None is all.

    Raises:
        ValueError: there is no such table; says which there are.
    """
    if names is None:
        return tuple(TABLES.values())
    wanted: set[str] = set()
    for name in names:
        table = _BY_SMALL_NAME.get(name.strip().lower())
        if table is None:
            meant = nearest(name, list(TABLES))
            hint = f"did you mean {meant}?" if meant else f"there are {', '.join(TABLES)}"
            raise ValueError(f"there is no table {name!r}; {hint}")
        wanted.add(table.name)
    if not wanted:
        raise ValueError(f"no table is named; there are {', '.join(TABLES)}")
    return tuple(table for table in TABLES.values() if table.name in wanted)
