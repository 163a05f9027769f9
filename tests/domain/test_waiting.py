"""Waiting for a state without a time: as long as the host is there, and no longer."""

from __future__ import annotations

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import seen, through

from aioesx import DomainState, errors
from aioesx.simulator import HostState, Simulator, presets
from aioesx.simulator.line import Line, Trouble

pytestmark = [pytest.mark.anyio, pytest.mark.fault("T5")]

ON = "web01"


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=2)


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest, hasty: Hasty) -> None:
    """How many seconds of silence a wait bears, with news every second."""
    hasty(slice=1, silence=getattr(request, "param", 60))


@pytest.mark.parametrize("silence", [1.5], indirect=True)
async def test_it_ends_when_the_host_falls_silent(plain: Simulator, line: Line) -> None:
    async def fall_silent() -> None:
        await seen(plain, "WaitForUpdatesEx")
        line.down = Trouble(stall_after=0)

    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(ON)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fall_silent)
            with pytest.raises(errors.TransportTimeout, match=r"heard of the host for 1\.5 s"):
                await domain.wait_for(DomainState.SHUTOFF)
        line.cut()
        line.heal()


@pytest.mark.parametrize("silence", [1.5], indirect=True)
async def test_it_ends_when_the_host_is_gone(plain: Simulator, line: Line) -> None:
    async def go() -> None:
        await seen(plain, "WaitForUpdatesEx")
        line.stop()

    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(ON)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(go)
            with pytest.raises(errors.TransportTimeout, match="nothing was heard of the host"):
                await domain.wait_for(DomainState.SHUTOFF)


@pytest.mark.parametrize("silence", [4], indirect=True)
async def test_it_goes_on_while_the_host_has_no_news(plain: Simulator, line: Line) -> None:
    async def switch_off() -> None:
        await seen(plain, "WaitForUpdatesEx", 7)  # of which five say that nothing is new
        plain.change(lambda host: host.find(ON).set_power("poweredOff"))

    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(ON)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(switch_off)
            await domain.wait_for(DomainState.SHUTOFF)


async def test_it_outlives_a_broken_line(plain: Simulator, line: Line) -> None:
    async def break_and_switch_off() -> None:
        await seen(plain, "WaitForUpdatesEx", 2)
        line.cut()
        await seen(plain, "WaitForUpdatesEx", 4)
        plain.change(lambda host: host.find(ON).set_power("poweredOff"))

    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(ON)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(break_and_switch_off)
            await domain.wait_for(DomainState.SHUTOFF)
