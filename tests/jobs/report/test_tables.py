"""The tables as they are declared, and what stands in them of hosts of every age."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import anyio
import pytest
from support.hosts import connected
from support.judges import ROOT

from aioesx.jobs.report import TABLES, Report, gather
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

HOSTS: Final = [name for name, profile in PROFILES.items() if not profile.is_vcenter]
TYPES: Final[dict[str, Any]] = {
    "text": str,
    "texts": tuple,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "moment": datetime,
}
RVTOOLS: Final = {
    line.split("\t")[0]: line.rstrip("\n").split("\t")[1].split("|")
    for line in (ROOT / "tests/data/rvtools-columns.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}
OWN: Final = {
    "vPartition": {"File system"},
    "vNetwork": {"Addresses with prefix"},
    "vSnapshot": {"Age"},
    "vTools": {"Running", "Version Status"},
    "vHost": {"Connection state", "Reboot required"},
    "vSwitch": {"Uplinks"},
    "vDatastore": {"VMs", "Maintenance"},
    "vLicense": {"Edition"},
}
"""Columns that RVTools has not."""


@pytest.mark.parametrize("name", TABLES)
def test_titles_are_those_that_people_know(name: str) -> None:
    titles = [column.title for column in TABLES[name].columns]

    assert set(titles) - OWN.get(name, set()) <= set(RVTOOLS[name])
    known = [title for title in titles if title in RVTOOLS[name]]
    assert known == sorted(known, key=RVTOOLS[name].index), "in another order"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_can_be_told_apart_by_titles_and_by_keys(name: str) -> None:
    table = TABLES[name]

    assert len(set(table.keys)) == len(table.columns)
    assert all(key.isidentifier() for key in table.keys)
    assert any(column.main for column in table.columns)
    assert {*table.same, *table.united} <= {column.title for column in table.columns}


@pytest.fixture(scope="module", params=HOSTS)
def of_an_age(request: pytest.FixtureRequest) -> Report:
    """The report of a host of each product."""

    async def read(simulator: Simulator) -> Report:
        async with connected(simulator) as esx:
            return await gather(esx)

    host = presets.small_host(profile=PROFILES[request.param])
    with Simulator(host, tls=False) as simulator:
        return anyio.run(read, simulator)


def test_every_cell_is_of_its_columns_type(of_an_age: Report) -> None:
    for table in of_an_age.tables:
        for row in of_an_age.rows[table.name]:
            for column, cell in zip(table.columns, row, strict=True):
                is_number = column.type in ("integer", "number")
                assert cell is None or isinstance(cell, TYPES[column.type]), column.title
                assert not (is_number and isinstance(cell, bool)), column.title
                assert not isinstance(cell, datetime) or cell.utcoffset() is not None
                assert not isinstance(cell, tuple) or all(isinstance(e, str) for e in cell)


def test_every_table_has_what_the_host_has(of_an_age: Report) -> None:
    empty = {name for name, rows in of_an_age.rows.items() if not rows}

    assert empty <= {"vSnapshot", "vLicense", *_NOT_OF_GSX}
    assert of_an_age.problems == ()
    assert of_an_age.taken.tzinfo is UTC


_NOT_OF_GSX: Final = {"vHBA", "vNIC", "vSwitch", "vPort", "vSC_VMK", "vPartition", "vHealth"}


def test_no_column_is_empty_at_a_host_of_today(report: Report) -> None:
    """A column that nobody fills would be seen: what a simulated host does not tell stands here."""
    untold = {
        f"{table.name}.{column.title}"
        for table in report.tables
        for number, column in enumerate(table.columns)
        if not column.about and all(row[number] is None for row in report.rows[table.name])
    }

    assert untold == UNTOLD


UNTOLD: Final = {
    f"{name}.{title}"
    for name, titles in {
        "vInfo": "Creation date|Suspend time|min Required EVC Mode Key|Resource pool|"
        + "|".join(f"Network #{number}" for number in range(2, 9)),
        "vMemory": "Overhead",
        "vDisk": "Eagerly Scrub|Raw LUN ID|Raw Comp. Mode",
        "vPartition": "Disk Key|File system",
        "vNetwork": "Direct Path IO",
        "vSnapshot": "Description",
        "vTools": "Kernel Crash state",
        "vSource": "Patch level|VI SDK UUID",
        "vHost": "Cluster|in Quarantine Mode|HT Available|HT Active|Current EVC|Max EVC"
        "|BIOS Vendor",
        "vHBA": "Cluster",
        "vNIC": "Cluster",
        "vSwitch": "Cluster|Width|Peak|Burst|Offload|TSO|Zero Copy Xmit",
        "vPort": "Cluster|Width|Peak|Burst|Offload|TSO|Zero Copy Xmit",
        "vSC_VMK": "Cluster",
        "vLicense": "Used",
    }.items()
    for title in titles.split("|")
}
