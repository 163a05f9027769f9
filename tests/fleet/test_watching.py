"""Watches and events under what stands above the calls of a fleet: nothing passes it by."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from support.held import PASSWORD
from support.hosts import connected

import aioesx
from aioesx import Appeared, Changed, Connection, DomainState, DryRun, Fleet, errors, vim
from aioesx._session.overseer import overseen
from aioesx.simulator import Simulator, Site, make_farm
from aioesx.simulator.profile import ESXI_8_0, VCENTER_8_0

pytestmark = pytest.mark.anyio

POLLS = ("WaitForUpdatesEx", "WaitForUpdates")


@pytest.fixture(scope="module")
def managed() -> Iterator[Site]:
    with make_farm(
        3, machines=2, vcenter=VCENTER_8_0, profile=ESXI_8_0, password=PASSWORD, tls=False
    ) as site:
        yield site


@pytest.fixture(params=["hosts", "vcenter"])
def targets(request: pytest.FixtureRequest, managed: Site) -> dict[str, str]:
    """The same hosts, asked themselves and through their vCenter."""
    if request.param == "hosts":
        return dict(managed.uris)
    return {"vc": managed.uri}


async def seen(esx: Connection) -> list[str]:
    """Return the domains that a watch tells first."""
    there = len(await esx.domains.list())
    async with esx.watch("domain", "state") as changes:
        return sorted([str((await anext(changes)).name) for _ in range(there)])


async def start_what_is_off(esx: Connection) -> int:
    """Start the first domain that a watch tells to be off; tells how many events there are."""
    async with esx.events(), esx.watch("domain", "state") as changes:
        async for change in changes:
            assert isinstance(change, Appeared)
            if change.values["state"] is DomainState.SHUTOFF:
                domain = await esx.domains.lookup(str(change.name))
                await domain.start()
                break
    return len(await esx.events.history(5))


def by_host(results: Mapping[str, Any]) -> dict[str, Any]:
    return {name.rpartition("/")[2]: value for name, value in results.items()}


async def test_each_host_is_watched_for_itself(managed: Site, targets: dict[str, str]) -> None:
    async with Fleet(targets, password=PASSWORD) as fleet:
        results = await fleet.gather(seen, read_only=True)
    assert by_host(results.values) == {
        name: [f"{name}-db01", f"{name}-web01"] for name in managed.hosts
    }


async def test_a_dry_run_watches_and_listens_and_changes_nothing(
    managed: Site, targets: dict[str, str]
) -> None:
    async with Fleet(targets, password=PASSWORD) as fleet:
        results = await fleet.gather(start_what_is_off, dry_run=True)
    plans: dict[str, DryRun[int]] = by_host(results.values)
    assert {name: [str(each) for each in plan.changes] for name, plan in plans.items()} == {
        name: [f"PowerOnVM_Task on {name}-db01"] for name in managed.hosts
    }
    assert all(plan.complete and plan.value for plan in plans.values())


async def test_what_is_for_reading_only_refuses_a_change_in_a_watch(
    managed: Site, targets: dict[str, str]
) -> None:
    async with Fleet(targets, password=PASSWORD) as fleet:
        results = await fleet.gather(start_what_is_off, read_only=True)
    refused = by_host(results.failed)
    assert refused.keys() == managed.hosts.keys()
    assert all(isinstance(error, errors.ReadOnlyError) for error in refused.values())


@pytest.fixture(autouse=True)
def _nothing_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "managed" in request.fixturenames:
        site: Site = request.getfixturevalue("managed")
        assert site.vcenter is not None
        every: list[Any] = [*site.hosts.values(), site.vcenter]
        assert not any(each.open_filters or each.open_sessions for each in every)


class Noting:
    """An overseer that counts what it is told."""

    read_only = False

    def __init__(self) -> None:
        self.told: Counter[str] = Counter()

    def began(self) -> None:
        self.told["began"] += 1

    def ended(self) -> None:
        self.told["ended"] += 1

    def moved(self) -> None: ...

    @asynccontextmanager
    async def transfer(self) -> AsyncIterator[None]:
        yield

    def require(self, name: str, ref: Any) -> None:
        self.told[name] += 1

    def instead(self, method: vim.Method[Any], *, brings: bool) -> bool:
        return False


async def test_every_exchange_of_a_watch_and_of_events_is_overseen_but_the_poll(
    simulator: Simulator,
) -> None:
    noting = Noting()
    async with connected(simulator) as esx:
        simulator.forget_calls()
        with overseen(noting):
            await _see_a_machine_go_off(esx)
        calls = Counter(simulator.call_count)
    polls = sum(calls[poll] for poll in POLLS)
    assert polls
    assert noting.told["began"] == noting.told["ended"] == sum(calls.values()) - polls
    assert noting.told["PowerOffVM_Task"] == 1


async def _see_a_machine_go_off(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")
    async with esx.events(vim.VmPoweredOffEvent) as events, domain.watch("state") as changes:
        assert isinstance(await anext(changes), Appeared)
        await domain.destroy()
        change = await anext(changes)
        assert isinstance(change, Changed)
        assert change.value is DomainState.SHUTOFF
        assert isinstance(await anext(events), vim.VmPoweredOffEvent)
    assert await esx.events.history(1)
