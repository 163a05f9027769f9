"""Maintenance mode: what is in its way, waiting for it, giving up; a host that restarts or ends."""

from __future__ import annotations

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected, seen, tasks_of
from support.vcenter import Estate, quick, uri_of_vcenter
from support.waiting import until

import aioesx
from aioesx import errors
from aioesx.simulator import HostState, Options, Simulator, presets

pytestmark = pytest.mark.anyio

ENTER = "EnterMaintenanceMode_Task"


@pytest.fixture
def simulated() -> HostState:
    options = Options(task_seconds=0.01, boot_seconds=60.0)
    return presets.small_host(machines=3, options=options)


@pytest.fixture
def simulator(plain: Simulator) -> Simulator:
    """It without TLS: what is tried here is no matter of TLS."""
    return plain


def state(simulator: Simulator) -> tuple[bool, bool]:
    """Return whether the host is in maintenance mode, and on the way there."""
    host = simulator.state
    return host.maintenance, host.entering


async def test_what_is_in_the_way_is_told_before_anything_is_sent(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    with pytest.raises(errors.InvalidStateError, match="domains run on the host: web01") as caught:
        await esx.host.maintenance.enter()

    assert caught.value.kind == "host"
    assert not simulator.call_count[ENTER]
    assert (await esx.host.maintenance.status()).in_the_way == ("web01",)


async def test_the_host_waits_until_the_domains_are_off(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    web = await esx.domains.lookup("web01")
    async with anyio.create_task_group() as group:
        group.start_soon(lambda: esx.host.maintenance.enter(wait=True))
        await until(lambda: simulator.state.entering)
        with pytest.raises(errors.InvalidStateError, match="maintenance"):
            await (await esx.domains.lookup("db01")).start()
        await web.destroy()

    assert state(simulator) == (True, False)
    status = aioesx.MaintenanceStatus(True, (), aioesx.HostState.CONNECTED)
    assert await esx.host.maintenance.status() == status
    with pytest.raises(errors.InvalidStateError, match="already"):
        await esx.host.maintenance.enter()


async def test_the_deadline_is_the_hosts(simulator: Simulator, esx: aioesx.Connection) -> None:
    with pytest.raises(errors.TaskFailedError) as caught:
        await esx.host.maintenance.enter(deadline=0.2)

    assert caught.value.fault_type == "Timedout"
    assert state(simulator) == (False, False)


@pytest.mark.parametrize("deadline", [0, -1, float("nan"), float("inf")])
async def test_a_deadline_that_is_none_is_refused(
    simulator: Simulator, esx: aioesx.Connection, deadline: float
) -> None:
    with pytest.raises(ValueError, match="deadline"):
        await esx.host.maintenance.enter(deadline=deadline)

    assert not simulator.call_count[ENTER]


async def test_who_stops_to_wait_has_the_host_go_on_or_stop(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    with pytest.raises(errors.TaskTimeoutError, match="goes on"):
        await esx.host.maintenance.enter(wait=True, timeout=0.3)
    assert state(simulator) == (False, True)
    (task,) = tasks_of(simulator, ENTER)
    simulator.change(lambda host: host.tasks.cancel(task))
    assert state(simulator) == (False, False)

    with pytest.raises(errors.TaskTimeoutError, match="was cancelled"):
        await esx.host.maintenance.enter(wait=True, timeout=0.3, on_cancel="cancel")
    assert state(simulator) == (False, False)


async def test_cancellation_may_stop_the_host(simulator: Simulator, esx: aioesx.Connection) -> None:
    with anyio.CancelScope() as scope:
        async with anyio.create_task_group() as group:
            group.start_soon(lambda: esx.host.maintenance.enter(wait=True, on_cancel="cancel"))
            await until(lambda: simulator.state.entering)
            scope.cancel()

    assert state(simulator) == (False, False)
    assert simulator.open_filters == 0


async def test_somebody_may_cancel_it(simulator: Simulator, esx: aioesx.Connection) -> None:
    async def cancel() -> None:
        await until(lambda: simulator.state.entering)
        simulator.change(lambda host: host.tasks.cancel(tasks_of(simulator, ENTER)[0]))

    async with anyio.create_task_group() as group:
        group.start_soon(cancel)
        with pytest.raises(errors.TaskCancelledError):
            await esx.host.maintenance.enter(wait=True)


async def test_leaving_needs_to_be_in_it(simulator: Simulator, esx: aioesx.Connection) -> None:
    with pytest.raises(errors.InvalidStateError, match="not in maintenance"):
        await esx.host.maintenance.leave()
    assert not simulator.call_count["ExitMaintenanceMode_Task"]


async def test_a_host_alone_evacuates_nothing(simulator: Simulator, esx: aioesx.Connection) -> None:
    with pytest.raises(errors.NotSupportedError, match="vCenter"):
        await esx.host.maintenance.enter(evacuate=True)
    assert not simulator.call_count[ENTER]


async def test_over_a_vcenter() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            host = await esx.hosts.lookup("esx1.example")
            with pytest.raises(errors.InvalidStateError, match="domains run"):
                await host.maintenance.enter()
            for name in (await host.maintenance.status()).in_the_way:
                await (await esx.domains.lookup(name)).destroy()
            await host.maintenance.enter()
            assert site.hosts["esx1"].state.maintenance
            (entry,) = [one for one in await esx.hosts.list() if one.name == "esx1.example"]
            assert entry.maintenance
            await host.maintenance.leave()
            with pytest.raises(errors.NotSupportedError, match="several hosts"):
                await esx.host.details()


async def test_evacuation_waits_for_domains_that_are_off() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            host = await esx.hosts.lookup("esx3.example")
            for name in (await host.maintenance.status()).in_the_way:
                await (await esx.domains.lookup(name)).destroy()
            with pytest.raises(errors.TaskFailedError, match="timed out"):
                await host.maintenance.enter(evacuate=True, deadline=0.1)
            await host.maintenance.enter()


# --- the end ------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["reboot", "shutdown"])
async def test_a_host_in_use_is_refused_in_our_words(
    simulator: Simulator, esx: aioesx.Connection, verb: str
) -> None:
    with pytest.raises(errors.InvalidStateError, match=r"not in maintenance mode.*web01"):
        await getattr(esx.host, verb)()

    assert not simulator.call_count["RebootHost_Task"] + simulator.call_count["ShutdownHost_Task"]


@pytest.mark.parametrize("verb", ["reboot", "shutdown"])
async def test_a_host_goes_down_and_the_connection_says_so(
    simulator: Simulator, hasty: Hasty, verb: str
) -> None:
    hasty(repeats=(0.0, 0.05))
    async with connected(simulator) as esx:
        await getattr(esx.host, verb)(force=True)
        await until(lambda: simulator.state.is_away())

        with pytest.raises(errors.TransportError):
            await esx.host.info()
        with pytest.raises(errors.TransportError):
            async with connected(simulator):
                pass
        assert simulator.domain_state("web01") == "poweredOff"
        simulator.power_on()
        assert (await esx.host.info()).cpus  # a new session


async def test_waiters_hear_that_the_host_is_gone(simulator: Simulator) -> None:
    async with connected(simulator) as esx:
        web = await esx.domains.lookup("web01")
        failed: list[errors.EsxError] = []

        async def wait() -> None:
            try:
                await web.wait_for("paused", timeout=5)
            except errors.EsxError as error:
                failed.append(error)

        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            await seen(simulator, "WaitForUpdatesEx")
            simulator.change(lambda host: host.go_down(0.1))
            await until(lambda: not simulator.state.is_away())
            await until(lambda: simulator.call_count["Login"] > 1)
            group.cancel_scope.cancel()
    assert failed == []  # the wait went on over the new session


async def test_a_host_comes_back_with_its_maintenance_mode(simulator: Simulator) -> None:
    simulator.state.options.boot_seconds = 0.1
    async with connected(simulator) as esx:
        for entry in await esx.domains.list(active=True):
            await entry.domain.destroy()
        await esx.host.maintenance.enter()
        before = (await esx.host.details()).booted
        await esx.host.reboot()
        await until(lambda: not simulator.state.is_away() and simulator.state.boot_time != before)

        details = await esx.host.details()
        assert details.maintenance
        assert before is not None
        assert details.booted is not None
        assert details.booted > before


async def test_a_refusal_in_the_task_is_told(simulator: Simulator, esx: aioesx.Connection) -> None:
    simulator.fault_on("RebootHost_Task", "InvalidState", in_task=True)

    with pytest.raises(errors.TaskFailedError) as caught:
        await esx.host.reboot(force=True)

    assert caught.value.fault_type == "InvalidState"
    assert not simulator.state.is_away()


async def test_a_vcenter_loses_the_host_and_finds_it_again() -> None:
    with Estate(options=quick()).site(tls=False) as site:
        host = site.hosts["esx2"]
        host.state.options.boot_seconds = 60.0
        async with aioesx.connect(uri_of_vcenter(site), password="secret") as esx:
            esx2 = await esx.hosts.lookup("esx2.example")
            await esx2.reboot(force=True)
            await until(lambda: host.state.is_away())
            status = await esx2.maintenance.status()
            assert status.state is aioesx.HostState.NOT_RESPONDING
            states = {one.name: one.state for one in await esx.hosts.list()}
            assert states["esx2.example"] is aioesx.HostState.NOT_RESPONDING
            host.power_on()
            states = {one.name: one.state for one in await esx.hosts.list()}
            assert states["esx2.example"] is aioesx.HostState.CONNECTED
