"""Every property of every job and check, hidden one by one: nobody says that all is well then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import pytest
from support.meddler import Meddler, outcome

import aioesx
from aioesx import jobs
from aioesx.jobs.check import CHECKS, PluginState, run_check
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

LATEST = next(each for each in PROFILES.values() if each.version.startswith("8."))
READS: Final[dict[str, Callable[[aioesx.Connection], Awaitable[Any]]]] = {
    "old_snapshots": jobs.old_snapshots,
    "unmerged_domains": jobs.unmerged_domains,
    "read_tools": jobs.read_tools,
    "datastore_space": jobs.datastore_space,
    "take_configuration": jobs.take_configuration,
}
BY_THE_WAY: Final = {"summary.accessible", "name"}
"""What space is read with, and names, for which references stand."""
NO_MATTER: Final = {*BY_THE_WAY, "runtime.host", "runtime.bootTime", "config.uuid"}
"""What makes no difference to a check."""
DECISIVE: Final = {
    "host": {"runtime.healthSystemRuntime", "runtime.inMaintenanceMode"},
    "clock": {"configManager.dateTimeSystem"},
    "certificate": {"configManager.certificateManager", "certificateInfo"},
    "licence": {"licenses", "evaluation"},
}
"""By check, what decides, of all that is read of a host."""


@pytest.fixture
async def meddled() -> AsyncIterator[tuple[aioesx.Connection, Meddler]]:
    options = Options(task_seconds=0.0, tools_seconds=0.0)
    host = presets.small_host(machines=1, profile=LATEST, options=options)
    with Simulator(host, username="root", tls=False) as simulator:
        meddler = Meddler(simulator.asgi)
        password = simulator.password
        async with aioesx.connect(simulator.uri, password=password, transport=meddler) as esx:
            await (await esx.domains.lookup("web01")).snapshots.create("first")
            await esx._server.scope.home()  # read once for a connection
            yield esx, meddler


@pytest.mark.parametrize("name", READS)
async def test_what_a_job_is_not_shown_it_tells(
    meddled: tuple[aioesx.Connection, Meddler], name: str
) -> None:
    async def read() -> Any:
        found = await READS[name](esx)
        return jobs.Listing((), found["problems"]) if isinstance(found, dict) else found

    esx, meddler = meddled
    meddler.came.clear()
    await read()
    paths = sorted(meddler.came - BY_THE_WAY)
    assert paths

    meddler.hidden = True
    for meddler.path in paths:
        assert meddler.path in await outcome(read()), f"{meddler.path} is hidden"


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(CHECKS))
async def test_what_a_check_is_not_shown_it_does_not_know(
    meddled: tuple[aioesx.Connection, Meddler], name: str
) -> None:
    async def check() -> PluginState:
        found = await run_check(esx, name, names=("web01",) if name == "domain" else ())
        return found.state

    esx, meddler = meddled
    meddler.came.clear()
    assert await check() is PluginState.OK
    paths = DECISIVE.get(name) or meddler.came - NO_MATTER
    assert paths <= meddler.came

    meddler.hidden = True
    known = []
    for meddler.path in sorted(paths):
        if await check() is not PluginState.UNKNOWN:
            known.append(meddler.path)
    assert known == []
