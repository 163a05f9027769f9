"""Counters of servers that are not ours: govmomi's vcsim, alone and as a vCenter.

It answers in numbers only, newest first, and tells nothing where no number of samples is asked for.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.vcsim import Vcsim, host_of, vcsim

import aioesx
from aioesx.simulator.profile import ESXI_6_5, VCENTER_8_0
from aioesx.simulator.state.counters import counters_of

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]

CPU, UPTIME = "cpu.usage.average", "sys.uptime.latest"


@pytest.fixture(scope="module", params=["esx", "vpx"])
def server(request: pytest.FixtureRequest) -> Iterator[Vcsim]:
    with vcsim(model=request.param, tls=False, vms=4) as server:
        yield server


@pytest.fixture
async def esx(server: Vcsim, request: pytest.FixtureRequest) -> AsyncIterator[aioesx.Connection]:
    """The host, or the whole vCenter."""
    async with host_of(server, "/" if "vpx" in request.node.name else None) as esx:
        yield esx


async def test_all_domains_and_hosts_are_measured(esx: aioesx.Connection) -> None:
    domains = {entry.name for entry in await esx.domains.list(states="running")}
    hosts = {entry.name for entry in await esx.hosts.list()}

    found = [
        *await esx.metrics.read("domain", CPU, UPTIME),
        *await esx.metrics.read("host", CPU, UPTIME),
    ]

    told = {(each.name, each.counter.name) for each in found}
    assert told == {(name, counter) for name in domains | hosts for counter in (CPU, UPTIME)}
    assert {len(each.samples) for each in found} == {1}


async def test_samples_are_told_oldest_first(esx: aioesx.Connection) -> None:
    (series,) = await esx.metrics.read((await esx.hosts.list())[0], CPU, last=5)

    assert len(series.times) == 5
    assert list(series.times) == sorted(series.times)
    assert all(value is not None and 0 <= value <= 100 for value in series.values)


async def test_counters_are_known_by_name(esx: aioesx.Connection) -> None:
    entries = await esx.domains.list(states="running")

    counters = {each.name for each in await esx.metrics.counters()}
    available = await esx.metrics.available(entries[0])

    assert len(counters) > 300
    assert {CPU, UPTIME} <= counters
    assert available.keys() <= counters
    assert available[CPU] == ("",)


async def test_each_table_of_ours_has_the_names_and_units_of_theirs(
    esx: aioesx.Connection,
) -> None:
    """As far as it has the counter: the groups of GPUs and of vSAN are left out."""
    theirs = {(each.name, each.unit, each.stats) for each in await esx.metrics.counters()}
    profile = VCENTER_8_0 if esx.product.line == "vpx" else ESXI_6_5
    ours = {
        (f"{row.group}.{row.name}.{row.rollup}", row.unit, row.stats)
        for row in counters_of(profile).values()
    }
    assert ours <= theirs
    assert len(ours) > 300
