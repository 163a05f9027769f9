"""Every job that lists, on every product and over a vCenter: none asks for what is not known."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from support.vcenter import Estate, quick, uri_of_vcenter

import aioesx
from aioesx import jobs
from aioesx.fleet import current_host
from aioesx.jobs.check import CHECKS, PluginState, run_check
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop, pytest.mark.long]

HOSTS = [profile for profile in PROFILES.values() if not profile.is_vcenter]
SCHEDULE = 'timezone = "UTC"\n[[schedule]]\ndomains = "*"\non = "daily"\n'
NOTHING_TOLD = {"certificate", "licence", "clock"}
"""Checks of what old products do not tell."""

READS: dict[str, Callable[[aioesx.Connection], Awaitable[Any]]] = {
    "old_snapshots": jobs.old_snapshots,
    "unmerged_domains": jobs.unmerged_domains,
    "read_tools": jobs.read_tools,
    "datastore_space": jobs.datastore_space,
    "take_configuration": jobs.take_configuration,
    "answer_questions": lambda esx: jobs.answer_questions(esx, (), dry_run=True),
    "power_by_schedule": lambda esx: jobs.power_by_schedule(
        esx, jobs.schedule_of(SCHEDULE), dry_run=True
    ),
}


@pytest.fixture(scope="module", params=[*HOSTS, None], ids=lambda each: each.name if each else "vc")
def uri(request: pytest.FixtureRequest) -> Iterator[str]:
    """A host of one product, or a vCenter over several hosts."""
    if request.param is None:
        with Estate(options=quick()).site(tls=False) as site:
            yield uri_of_vcenter(site)
        return
    host = presets.small_host(
        machines=2, profile=request.param, options=Options(task_seconds=0.0, tools_seconds=0.0)
    )
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator.uri


@pytest.mark.parametrize("name", READS)
async def test_a_job_reads_what_there_is(uri: str, name: str) -> None:
    async with aioesx.connect(uri, password="secret", read_only=True) as esx:
        found = await READS[name](esx)

    problems = found["problems"] if isinstance(found, dict) else getattr(found, "problems", ())
    assert not problems


@pytest.mark.parametrize("name", [each for each in CHECKS if each != "domain"])
async def test_a_check_knows_how_it_is(uri: str, name: str) -> None:
    async with aioesx.connect(uri, password="secret", read_only=True) as esx:
        outcome = await run_check(esx, name)

    known = outcome.state is not PluginState.UNKNOWN
    assert known or name in NOTHING_TOLD, str(outcome)


async def test_the_hosts_of_a_vcenter_are_a_fleet_and_one_connection_tells_the_same() -> None:
    async def take(esx: aioesx.Connection) -> dict[str, Any]:
        return await jobs.take_configuration(esx, current_host().name)

    with Estate(options=quick()).site(tls=False) as site:
        uri = uri_of_vcenter(site)
        async with aioesx.Fleet({"vc": uri}, password="secret") as fleet:
            orphans = await jobs.orphans_of_fleet(fleet)
            apart = jobs.join((await fleet.gather(take)).values.values())
        async with aioesx.connect(uri, password="secret") as esx:
            whole = await jobs.take_configuration(esx)

    shared = next(each for each in orphans if each.result.pool == "nfs1")
    assert len(shared.hosts) == 3
    assert all(each.result.certain for each in orphans)
    assert apart["domains"].keys() == whole["domains"].keys()
    assert sorted(apart["hosts"]) == sorted(f"vc/{name}" for name in whole["hosts"])
    assert len(whole["datastores"]) == 4
