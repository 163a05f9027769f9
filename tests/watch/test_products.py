"""Watches and events of every product, and through a vCenter over one host and over all."""

from __future__ import annotations

from typing import Any, Final

import anyio
import pytest
from support.hosts import connected
from support.vcenter import PAIRS, Estate, quick, uri_of_vcenter
from support.waiting import until

import aioesx
from aioesx import Appeared, Changed, vim
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = pytest.mark.anyio

HOSTS: Final = sorted(name for name, profile in PROFILES.items() if not profile.is_vcenter)


@pytest.fixture
def anyio_backend() -> str:
    """Products differ on the wire, not in the event loop."""
    return "asyncio"


class Seen:
    """What came of everything that is watched, and of events."""

    def __init__(self) -> None:
        self.state: dict[tuple[str, str | None], dict[str, Any]] = {}
        self.events: list[Any] = []

    async def watch(self, esx: aioesx.Connection) -> None:
        async with esx.watch() as changes:
            async for change in changes:
                if isinstance(change, Appeared):
                    self.state[change.kind, change.name] = dict(change.values)
                elif isinstance(change, Changed):
                    self.state[change.kind, change.name][change.property] = change.value

    async def listen(self, esx: aioesx.Connection) -> None:
        async with esx.events(vim.VmEvent) as events:
            async for event in events:
                self.events.append(event)

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.state}


async def see(esx: aioesx.Connection, change: Any, name: str) -> None:
    """See everything, change a machine, see that, and hear of it."""
    seen = Seen()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(seen.watch, esx)
        tasks.start_soon(seen.listen, esx)
        await until(lambda: seen.kinds() == {"domain", "host", "pool"})
        await until(lambda: ("domain", name) in seen.state)
        await until(lambda: esx._server.poll._watches[-1].heard)

        def happen(host: Any) -> None:
            host.find(name).set_power("poweredOff")
            host.events.post("VmPoweredOffEvent", host.find(name))

        change(happen)
        off = aioesx.DomainState.SHUTOFF
        await until(lambda: seen.state["domain", name]["state"] is off)
        await until(lambda: seen.events)
        tasks.cancel_scope.cancel()
    assert isinstance(seen.events[0], vim.VmPoweredOffEvent)
    hidden = [value for each in seen.state.values() for value in each.values()]
    assert not [value for value in hidden if isinstance(value, aioesx.Hidden)]


@pytest.mark.parametrize("name", HOSTS)
async def test_a_host_of_each_product(name: str) -> None:
    with Simulator(presets.small_host(machines=1, profile=PROFILES[name]), tls=False) as simulator:
        async with connected(simulator) as esx:
            await see(esx, simulator.change, "web01")
        assert simulator.open_filters == 0


@pytest.mark.parametrize("product", sorted(PAIRS))
@pytest.mark.parametrize("path", ["eu/west/dc1/c1/esx1.example", "eu/west/dc1", ""])
async def test_through_a_vcenter(product: str, path: str) -> None:
    profile, host_profile = PROFILES[product], PROFILES[PAIRS[product]]
    with Estate(profile=profile, host_profile=host_profile, options=quick()).site(
        tls=False
    ) as site:
        assert site.vcenter is not None
        at = f"{site.vcenter.address}:{site.vcenter.port}"
        uri = f"vpx://root@{at}/{path}?transport=http"
        async with aioesx.connect(uri, password="secret") as esx:
            await see(esx, site.hosts["esx1"].change, "web01")
        assert site.vcenter.open_filters == 0


@pytest.mark.parametrize(
    "path", ["eu/west/dc1/c1/esx2.example", "eu/west/dc1/esx3.example", "eu/west/dc1/c1", "dc2", ""]
)
async def test_events_are_those_of_what_the_connection_is_over(path: str) -> None:
    with Estate(options=quick()).site(tls=False) as site:
        for host in site.hosts.values():

            def happen(state: Any) -> None:
                for machine in state.machines.values():
                    state.events.post("VmResettingEvent", machine)

            host.change(happen)
        async with aioesx.connect(uri_of_vcenter(site, path), password="secret") as esx:
            there = {entry.name for entry in await esx.domains.list()}
            found = await esx.events.history(None, vim.VmResettingEvent)
            assert {event.vm.name for event in found if event.vm} == there
            logins = await esx.events.history(None, vim.UserLoginSessionEvent)
            assert bool(logins) is not bool(path)
