"""The one poll: who drives it, who takes over, and what it costs."""

from __future__ import annotations

import dataclasses
import logging
import random
import re
from collections.abc import Iterator

import anyio
import httpx
import pytest
from support.hasty import Hasty
from support.hosts import connected, seen, through
from support.waiting import until

import aioesx
from aioesx import DomainState, errors, vim
from aioesx._server.traversal import object_spec, property_spec
from aioesx._server.watch import Watch
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.line import Line, Trouble
from aioesx.simulator.profile import PROFILES

pytestmark = pytest.mark.anyio

OFF = "db01"
Ref = vim.ManagedObjectReference


def power_watch(*refs: Ref) -> Watch[str]:
    """Watch the power state of machines."""
    spec = vim.PropertyFilterSpec(
        prop_set=[property_spec("VirtualMachine", ["runtime.powerState"])],
        object_set=[object_spec(ref) for ref in refs],
    )
    return Watch(spec, lambda update: [str(change.val) for change in update.change_set])


async def switch(simulator: Simulator, name: str, state: str) -> None:
    simulator.change(lambda host: host.find(name).set_power(state))


@pytest.mark.parametrize("mode", ["native", "httpx"])
async def test_the_driver_leaves_and_another_goes_on(plain: Simulator, mode: str) -> None:
    async with (
        httpx.AsyncHTTPTransport() as transport,
        connected(plain, transport=transport if mode == "httpx" else None) as esx,
    ):
        domain = await esx.domains.lookup(OFF)
        reached: list[str] = []

        async def wait(name: str, scope: anyio.CancelScope) -> None:
            with scope:
                await domain.wait_for(DomainState.RUNNING, timeout=20)
                reached.append(name)

        first, second = anyio.CancelScope(), anyio.CancelScope()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(wait, "first", first)
            await seen(plain, "WaitForUpdatesEx", 2)
            tasks.start_soon(wait, "second", second)
            await seen(plain, "CreateFilter", 2)
            first.cancel()
            await anyio.sleep(0.05)
            await switch(plain, OFF, "poweredOn")
        assert reached == ["second"]
        assert plain.open_filters == 0


async def test_the_wheel_goes_to_who_waits_longest(
    plain: Simulator, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """Its waits are as long as can be; another's would end with its own time."""
    caplog.set_level(logging.DEBUG, "aioesx.soap")

    short = 20.0

    def asked() -> list[int]:
        return [int(found) for found in re.findall(r"<maxWaitSeconds>(\d+)<", caplog.text)]

    def long_ones() -> list[int]:
        return [seconds for seconds in asked() if seconds > short]

    async with through(line, plain) as esx, anyio.create_task_group() as tasks:
        domain = await esx.domains.lookup(OFF)

        async def wait(seconds: float, scope: anyio.CancelScope) -> None:
            with scope:
                await domain.wait_for(DomainState.RUNNING, timeout=seconds)

        driver = anyio.CancelScope()
        tasks.start_soon(wait, short, driver)
        await until(asked)
        for seconds in (26.0, 200.0, 28.0):
            tasks.start_soon(wait, seconds, anyio.CancelScope())
        watches = esx._server.poll._watches
        await until(lambda: len(watches) == 4 and all(watch.heard for watch in watches))
        assert not long_ones()
        driver.cancel()
        await anyio.wait_all_tasks_blocked()
        line.cut()  # whoever has the wheel now asks again
        await until(long_ones)
        tasks.cancel_scope.cancel()
    assert set(long_ones()) == {30}  # twice, where the first met an end that the cut had left


async def test_a_cancelled_driver_costs_no_request(plain: Simulator) -> None:
    """The answer that it did not wait for is read by whoever comes next."""
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(domain.wait_for, DomainState.RUNNING)
            await seen(plain, "WaitForUpdatesEx", 2)
            before = plain.call_count["WaitForUpdatesEx"]
            for _ in range(5):
                with anyio.move_on_after(0.05):
                    await domain.wait_for(DomainState.PAUSED)
            # Each new filter is told of once; a cancelled wait is not sent again.
            assert plain.call_count["WaitForUpdatesEx"] - before <= 2 * 5
            assert plain.call_count["CancelWaitForUpdates"] == 0
            await switch(plain, OFF, "poweredOn")


async def test_where_all_filters_are_new_all_is_asked_for(
    plain: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    """Some servers tell of a new filter late to those who ask for what has changed only."""
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with caplog.at_level(logging.DEBUG, "aioesx.soap"):
            for _ in range(3):
                await domain.wait_for(DomainState.SHUTOFF)
    request = r"-> \S+ WaitForUpdatesEx: .*?<version>(.*?)</version>"
    asked = re.findall(request, caplog.text, re.DOTALL)
    assert asked == ["", "", ""]


@pytest.mark.parametrize("seed", range(12))
async def test_of_many_waiters_nobody_is_stuck(plain: Simulator, seed: int) -> None:
    """Random ones are cancelled, again and again, while the driver sends, reads and delivers."""
    chance = random.Random(seed)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        scopes: list[anyio.CancelScope] = []
        reached = 0

        async def wait(scope: anyio.CancelScope) -> None:
            nonlocal reached
            with scope:
                await domain.wait_for(DomainState.RUNNING, timeout=30)
                reached += 1

        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                for _ in range(12):
                    scopes.append(anyio.CancelScope())
                    tasks.start_soon(wait, scopes[-1])
                for scope in chance.sample(scopes, 8):
                    for _ in range(chance.randrange(6)):
                        await anyio.lowlevel.checkpoint()
                    await anyio.sleep(chance.choice([0, 0, 0.001, 0.01]))
                    scope.cancel()
                await switch(plain, OFF, "poweredOn")
        assert reached >= 4
        assert plain.open_filters == 0


async def test_starting_many_brings_only_their_own_objects() -> None:
    """A watch over 1,000 machines runs: its objects are told once, not with every new filter."""
    host = presets.small_host(machines=1000, options=Options(task_seconds=0.02))
    host.hardware = dataclasses.replace(host.hardware, memory_bytes=2**42)
    sizes: list[int] = []

    def on_event(event: aioesx.Event) -> None:
        if isinstance(event, aioesx.ResponseReceived) and event.method == "WaitForUpdatesEx":
            sizes.append(event.size)

    with Simulator(host, tls=False) as simulator:
        async with connected(simulator, on_event=on_event) as esx:
            entries = await esx.domains.list()
            watch = power_watch(*[entry.domain.ref for entry in entries])
            off = [
                e.domain
                for e in entries
                if e.state is DomainState.SHUTOFF and "console" not in e.name
            ]
            off = off[:50]
            poll = esx._server.poll

            async def listen() -> None:
                async with poll.watch(watch):
                    while True:
                        await poll.next(watch)

            async with anyio.create_task_group() as tasks:
                tasks.start_soon(listen)
                with anyio.fail_after(10):
                    await until(lambda: sizes)
                whole = sizes[0]
                del sizes[:]
                async with anyio.create_task_group() as starting:
                    for domain in off:
                        starting.start_soon(domain.start)
                tasks.cancel_scope.cancel()
    assert len(off) == 50
    assert max(sizes) < whole / 4
    assert sum(sizes) < whole


async def test_a_users_own_filters_survive_us(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        watch = power_watch(domain.ref)
        shared = esx.content.property_collector
        mine = await esx.call(vim.CreateFilter(this=shared, spec=watch.spec, partial_updates=False))
        await domain.start()
        await domain.destroy()
        told = await esx.call(vim.WaitForUpdatesEx(this=shared, version=""))
        assert told is not None
        assert [entry.filter for entry in told.filter_set] == [mine]


class TestOldHosts:
    """API 2.5: a wait knows no end, and there is one collector for all."""

    @pytest.fixture
    def old(self) -> Iterator[Simulator]:
        host = presets.small_host(profile=PROFILES["esx-3.5"], options=Options(task_seconds=0.05))
        with Simulator(host, tls=False) as simulator:
            yield simulator

    async def test_two_quiet_slices_open_no_connection_and_read_nothing_anew(
        self, old: Simulator, hasty: Hasty
    ) -> None:
        hasty(slice=0.5, shortest_slice=0.3)
        events: list[aioesx.Event] = []
        async with connected(old, on_event=events.append) as esx:
            domain = await esx.domains.lookup(OFF)
            with pytest.raises(errors.EsxError):
                await domain.wait_for(DomainState.RUNNING, timeout=1.8)
        waits = [
            e for e in events
            if isinstance(e, aioesx.ResponseReceived) and e.method == "WaitForUpdates"
        ]  # fmt: skip
        told = [wait for wait in waits if wait.size and wait.fault_type is None]
        quiet = [wait for wait in waits if wait.fault_type == "RequestCanceled"]
        assert len(told) == 1
        assert len(quiet) >= 2

    async def test_a_users_own_filter_survives_us(self, old: Simulator) -> None:
        async with connected(old) as esx:
            domain = await esx.domains.lookup(OFF)
            watch = power_watch(domain.ref)
            shared = esx.content.property_collector
            create = vim.CreateFilter(this=shared, spec=watch.spec, partial_updates=False)
            mine = await esx.call(create)
            await domain.start()
            assert old.open_filters == 1
            await esx.call(vim.DestroyPropertyFilter(this=mine))


async def test_a_cut_poll_that_lives_on_takes_no_news(plain: Simulator, line: Line) -> None:
    """Its host notices no cut: the old wait would take the update that the new one waits for."""
    plain.change(lambda host: setattr(host.options, "cut_polls_live", True))
    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def cut_and_switch() -> None:
            await seen(plain, "WaitForUpdatesEx", 2)
            line.cut()
            await seen(plain, "WaitForUpdatesEx", 3)
            await switch(plain, OFF, "poweredOn")

        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(cut_and_switch)
                await domain.wait_for(DomainState.RUNNING)


async def test_a_host_that_knows_the_last_version_only(plain: Simulator, line: Line) -> None:
    plain.change(lambda host: setattr(host.options, "last_version_only", True))
    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def lose() -> None:
            await seen(plain, "WaitForUpdatesEx", 2)
            line.down = Trouble(stall_after=0)
            await switch(plain, OFF, "poweredOn")
            await anyio.sleep(0.1)
            line.cut()
            line.heal()

        with anyio.fail_after(10):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lose)
                await domain.wait_for(DomainState.RUNNING)


async def test_a_feed_that_fails_fails_its_watch_only(plain: Simulator) -> None:
    def broken(update: vim.ObjectUpdate) -> list[str]:
        raise KeyError("x")

    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        watch = Watch(power_watch(domain.ref).spec, broken)
        poll = esx._server.poll
        async with poll.watch(watch):
            with pytest.raises(errors.ProtocolError, match="makes no sense"):
                await poll.next(watch)
            await domain.start()


async def test_a_poll_that_cannot_connect_tells_why_within_seconds(
    plain: Simulator, line: Line, hasty: Hasty
) -> None:
    hasty(reconnecting=0.5, backoff=(0.05, 0.1))
    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def go() -> None:
            await seen(plain, "WaitForUpdatesEx", 2)
            line.stop()

        with anyio.fail_after(5):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(go)
                with pytest.raises(errors.ConnectError, match="refused"):
                    await domain.wait_for(DomainState.RUNNING, timeout=60)
