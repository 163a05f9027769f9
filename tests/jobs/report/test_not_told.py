"""A report of hosts that hide something: the cell is empty, the report says so, nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from support.meddler import Meddler

import aioesx
from aioesx.jobs.report import TABLES, Report, gather
from aioesx.jobs.report.columns import joined
from aioesx.simulator import Simulator, presets

pytestmark = [pytest.mark.anyio, pytest.mark.long]

_MOVING: Final = {
    "Overall", "DRS Entitlement", "Consumed", "Private", "Active", "Active Memory",
    "CPU usage %", "Memory usage %", "VM Used memory", "Age",
}  # fmt: skip
"""What is another figure at each look."""
_COUNTS: Final = {
    "# VMs total", "# VMs", "VMs per Core", "# vCPUs", "vCPUs per Core", "vRAM", "VM Used memory",
    "VM Memory Swapped", "VM Memory Ballooned",
}  # fmt: skip
"""What is counted of the machines that are known to be on the host, or to run."""


@pytest.fixture
def anyio_backend() -> str:
    """Run on one event loop: what is tried is what stands in answers."""
    return "asyncio"


@pytest.fixture
async def meddled() -> AsyncIterator[tuple[aioesx.Connection, Meddler]]:
    with Simulator(presets.small_host(machines=1), username="root", tls=False) as simulator:
        meddler = Meddler(simulator.asgi)
        async with aioesx.connect(
            simulator.uri, password=simulator.password, transport=meddler
        ) as esx:
            domain = await esx.domains.lookup("web01")
            await domain.snapshots.create("first")
            yield esx, meddler


def _cells(report: Report) -> dict[tuple[str, int, str], Any]:
    return {
        (name, number, column.title): cell
        for name, rows in report.rows.items()
        if name != "vHealth"
        for number, row in enumerate(rows)
        for column, cell in zip(TABLES[name].columns, row, strict=True)
        if column.title not in _MOVING
    }


async def test_what_is_hidden_is_an_empty_cell_and_a_problem(
    meddled: tuple[aioesx.Connection, Meddler],
) -> None:
    esx, meddler = meddled
    await gather(esx)
    meddler.came.clear()
    whole = _cells(await gather(esx))
    paths = sorted(meddler.came)
    assert len(paths) > 50

    for meddler.path in paths:
        meddler.hidden = True
        report = await gather(esx)
        assert any(f"'{meddler.path}'" in text for text in report.problems), meddler.path
        assert any("System.Read" in text for text in report.problems)
        now = _cells(report)
        odd = {
            key: now[key]
            for key in now.keys() & whole.keys()
            if now[key] not in (whole[key], None)
            and key[2] not in _COUNTS
            and not joined(now[key]).startswith("<")  # stands for a name
        }
        assert odd == {}, f"{meddler.path} is hidden"
        assert report.to_html()


async def test_what_is_unset_is_an_empty_cell(meddled: tuple[aioesx.Connection, Meddler]) -> None:
    esx, meddler = meddled
    await gather(esx)
    meddler.came.clear()
    await gather(esx)

    paths = sorted(meddler.came)
    for meddler.path in paths:
        report = await gather(esx)
        assert report.problems == (), meddler.path
        assert len(report.rows["vInfo"]) == 1
