"""Watches and events of servers that are not ours: govmomi's vcsim, alone and as a vCenter."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import anyio
import pytest
from support.vcsim import Vcsim, host_of, vcsim
from support.waiting import until

import aioesx
from aioesx import Appeared, Changed, DomainState, vim

pytestmark = [pytest.mark.peer("vcsim"), pytest.mark.anyio]


@pytest.fixture(scope="module", params=["esx", "vpx"])
def server(request: pytest.FixtureRequest) -> Iterator[Vcsim]:
    with vcsim(model=request.param, tls=False, vms=4) as server:
        yield server


@pytest.fixture
async def esx(server: Vcsim, request: pytest.FixtureRequest) -> AsyncIterator[aioesx.Connection]:
    """The host, or the whole vCenter."""
    async with host_of(server, "/" if "vpx" in request.node.name else None) as esx:
        yield esx


async def test_first_everything_then_changes(esx: aioesx.Connection) -> None:
    domains = {entry.name: entry.domain for entry in await esx.domains.list()}
    hosts = {entry.name for entry in await esx.hosts.list()}
    pools = {entry.name for entry in await esx.pools.list()}
    name = min(domains)
    told: list[aioesx.Change] = []

    async def follow() -> None:
        async with esx.watch() as changes:
            async for change in changes:
                told.append(change)  # noqa: PERF401 - looked at meanwhile

    def appeared(kind: str) -> set[str | None]:
        return {each.name for each in told if isinstance(each, Appeared) and each.kind == kind}

    def states() -> list[object]:
        changed = [each for each in told if isinstance(each, Changed)]
        return [each.value for each in changed if (each.name, each.property) == (name, "state")]

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(follow)
        await until(lambda: appeared("domain") == set(domains))
        await until(lambda: (appeared("host"), appeared("pool")) == (hosts, pools))
        await domains[name].destroy()
        await until(lambda: states() == [DomainState.SHUTOFF])
        await domains[name].start()
        await until(lambda: states() == [DomainState.SHUTOFF, DomainState.RUNNING])
        tasks.cancel_scope.cancel()


async def test_events(esx: aioesx.Connection) -> None:
    entry = max(await esx.domains.list(), key=lambda each: each.name)
    async with esx.events(vim.VmEvent) as events:
        await entry.domain.destroy()
        await entry.domain.start()
        kinds = []
        with anyio.fail_after(20):
            while vim.VmPoweredOnEvent not in kinds:
                kinds.append(type(await anext(events)))
    assert kinds.index(vim.VmPoweredOffEvent) < kinds.index(vim.VmPoweredOnEvent)
    history = await esx.events.history(None, vim.VmEvent)
    keys = [each.key for each in history]
    assert keys == sorted(set(keys), reverse=True)
    assert vim.VmPoweredOnEvent in {type(each) for each in history}
