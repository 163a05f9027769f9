"""Filters and their collector when a session ends at the worst moment."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected, seen
from support.waiting import until

import aioesx
from aioesx import DomainState, errors
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = pytest.mark.anyio

OFF = "db01"


@pytest.fixture(params=["esxi-6.5", "esx-3.5"])
def host(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A host with collectors of our own, and one of old with one for all."""
    options = Options(task_seconds=0.3)
    machine = presets.small_host(profile=PROFILES[request.param], options=options)
    with Simulator(machine, tls=False) as simulator:
        yield simulator


@pytest.mark.parametrize(
    "method",
    ["CreateFilter", "CreatePropertyCollector", "WaitForUpdates*", "DestroyPropertyFilter"],
)
async def test_a_session_that_ends_at_any_call_of_a_wait_costs_no_task(
    host: Simulator, method: str
) -> None:
    async with connected(host) as esx:
        domain = await esx.domains.lookup(OFF)
        await domain.start()
        host.fault_on(method, expire=True, times=1)
        await domain.destroy()
        assert await domain.state() is DomainState.SHUTOFF
        await domain.start()
        assert host.open_filters == 0
    assert host.call_count["PowerOffVM_Task"] == 1
    assert host.open_sessions == 0


async def test_each_waiter_hears_of_its_own_task_only(host: Simulator, hasty: Hasty) -> None:
    """The poll fails for all at once; what each error says is that waiter's."""
    hasty(backoff=(0.01,))
    host.change(lambda agent: setattr(agent.options, "task_seconds", 5))
    texts: list[str] = []

    async def destroy(domain: aioesx.Domain) -> None:
        try:
            await domain.destroy()
        except errors.EsxError as error:
            texts.append(str(error))

    async with connected(host) as esx:
        running = [e.domain for e in await esx.domains.list() if e.state is DomainState.RUNNING]
        async with anyio.create_task_group() as tasks:
            for domain in running:
                tasks.start_soon(destroy, domain)
            await seen(host, "PowerOffVM_Task", len(running))
            await until(lambda: host.open_filters == len(running))
            host.fault_on("WaitForUpdates*", "NoPermission")
            host.expire_sessions()  # so that the wait in flight ends, and the next is refused
    assert len(texts) == len(running) > 1
    assert all(text.count("goes on on the host") == 1 for text in texts)
