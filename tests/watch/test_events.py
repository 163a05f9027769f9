"""Events of a simulated host: each once, in order, whatever happens to the line."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected, through
from support.waiting import until

import aioesx
from aioesx import EventGap, errors, vim
from aioesx.simulator import HostState, Line, Simulator, presets

pytestmark = pytest.mark.anyio

MANY = 100
"""More than a page."""


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=3)


@pytest.fixture(autouse=True)
def _left(plain: Simulator) -> Iterator[None]:
    """At the end nobody may have left anything on the host."""
    yield
    assert plain.open_filters == 0
    assert plain.open_sessions == 0


@pytest.fixture
def quick(hasty: Hasty) -> None:
    pauses = {"backoff": (0.01,), "repeats": (0.0, 0.01), "pace": 0.01, "login_pause": 0.01}
    hasty(slice=0.2, shortest_slice=0.2, **pauses)


def happen(simulator: Simulator, times: int = 1, name: str = "web01") -> None:
    """Have something happen, as often as is said."""

    def post(host: HostState) -> None:
        for _ in range(times):
            host.events.post("VmResettingEvent", host.find(name))

    simulator.change(post)


def kept(simulator: Simulator, kind: str = "VmResettingEvent") -> list[int]:
    found: list[int] = simulator.change(
        lambda host: [each.key for each in host.events.kept if each.wire_name == kind]
    )
    return found


def collectors(simulator: Simulator) -> int:
    found: int = simulator.change(
        lambda host: sum(len(session.views) for session in host.sessions.all())
    )
    return found


def keys(heard: list[Any]) -> list[Any]:
    """Return the numbers of events; a gap stands for itself."""
    return [getattr(each, "key", each) for each in heard]


@asynccontextmanager
async def listening(stream: aioesx.EventStream) -> AsyncIterator[list[Any]]:
    heard: list[Any] = []

    async def listen() -> None:
        async for event in stream:
            heard.append(event)  # noqa: PERF401 - others look meanwhile

    async with stream, anyio.create_task_group() as tasks:
        tasks.start_soon(listen)
        yield heard
        tasks.cancel_scope.cancel()


async def test_events_come_as_they_happen(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup("db01")
        async with listening(esx.events()) as heard:
            await domain.start()
            await domain.destroy()
            await until(lambda: len(heard) == 2)
    assert [type(each) for each in heard] == [vim.VmPoweredOnEvent, vim.VmPoweredOffEvent]
    assert heard[0].vm.name == "db01"


async def test_what_happens_between_opening_and_the_first_await_is_told(plain: Simulator) -> None:
    async with connected(plain) as esx:
        happen(plain, 3)
        async with esx.events() as events:
            happen(plain)
            event = await anext(events)
    assert isinstance(event, vim.VmResettingEvent)
    assert event.key == kept(plain)[-1]


async def test_more_than_a_page_at_once_loses_nothing(plain: Simulator, quick: None) -> None:
    async with connected(plain) as esx, listening(esx.events()) as heard:
        for _ in range(3):
            happen(plain, MANY)
            await anyio.sleep(0.02)
        await until(lambda: len(heard) == 3 * MANY)
    assert keys(heard) == kept(plain)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_cut_each_comes_once_and_in_order(
    plain: Simulator, line: Line, quick: None, seed: int
) -> None:
    chance = random.Random(seed)
    troubles = [line.cut, lambda: line.cut(reset=True), plain.expire_sessions]
    async with through(line, plain) as esx:
        with anyio.fail_after(40):
            async with listening(esx.events("VmResettingEvent")) as heard:
                for _ in range(12):
                    happen(plain, chance.choice((1, 3, 60)))
                    trouble = chance.choice(troubles)
                    if trouble == plain.expire_sessions:  # a client gives up on a host that
                        await until(lambda: len(heard) >= len(kept(plain)))  # forgets each at once
                    trouble()
                    await anyio.sleep(chance.random() * 0.1)
                await until(lambda: len(heard) >= len(kept(plain)))
    assert keys(heard) == kept(plain)


async def test_what_the_host_has_forgotten_is_told_as_a_gap(plain: Simulator, quick: None) -> None:
    async with connected(plain) as esx, esx.events() as events:
        happen(plain)
        first = await anext(events)
        happen(plain, 1500)
        gap = await anext(events)
        following = await anext(events)
        assert isinstance(first, vim.Event)
        assert isinstance(following, vim.Event)
        assert isinstance(gap, EventGap)
        assert (gap.after, gap.before) == (first.key, following.key)
        assert following.key == kept(plain)[0]
        rest = [await anext(events) for _ in range(999)]
        assert keys(rest) == kept(plain)[1:]


async def test_a_cancelled_wait_loses_no_event(plain: Simulator, quick: None) -> None:
    """Cancelled while it reads, too, when the host has moved on in what is read."""
    heard: list[Any] = []
    async with connected(plain) as esx, esx.events() as events:
        for number in range(40):
            happen(plain, MANY if number % 8 == 0 else 1)
            with anyio.move_on_after(0.001 * (number % 8)):
                while True:
                    heard.append(await anext(events))
        with anyio.fail_after(10):
            while len(heard) < len(kept(plain)):
                heard.append(await anext(events))
    assert keys(heard) == kept(plain)


async def test_filters(plain: Simulator) -> None:
    async with connected(plain) as esx:
        web = await esx.domains.lookup("web01")
        about = esx.events(entity=web)
        logins = esx.events(vim.SessionEvent)
        by_nobody = esx.events(user="nobody")
        async with (
            listening(about) as of_web,
            listening(logins) as sessions,
            listening(by_nobody) as none,
        ):
            happen(plain, name="db01")
            happen(plain, name="web01")
            async with connected(plain):
                await until(lambda: of_web and sessions)
            assert none == []
    assert [each.vm.name for each in of_web] == ["web01"]
    assert isinstance(sessions[0], vim.UserLoginSessionEvent)


async def test_from_a_moment_on_and_after_an_event(plain: Simulator) -> None:
    async with connected(plain) as esx:
        happen(plain, 5)
        ago = datetime.now(UTC) - timedelta(minutes=1)
        async with esx.events("VmResettingEvent", since=ago) as events:
            told = [await anext(events) for _ in range(2)]
        second = told[-1]
        assert isinstance(second, vim.Event)
        happen(plain, MANY)
        async with esx.events("VmResettingEvent", after=second) as events:
            told += [await anext(events) for _ in range(MANY + 3)]
    assert keys(told) == kept(plain)


async def test_history_goes_backwards(plain: Simulator) -> None:
    async with connected(plain) as esx:
        happen(plain, 1200)
        everything = await esx.events.history(None, "VmResettingEvent")
        last = await esx.events.history(40, "VmResettingEvent")
        later = datetime.now(UTC) + timedelta(hours=1)
        assert await esx.events.history(since=later) == []
        with pytest.raises(ValueError, match=r"until=.* is before since=.*: nothing is between"):
            await esx.events.history(since=later, until=datetime.now(UTC))
        with pytest.raises(ValueError, match="count=0"):
            await esx.events.history(0)
        with pytest.raises(TypeError, match="kinds="):
            await esx.events.history("VmResettingEvent")  # type: ignore[arg-type]
        assert collectors(plain) == 0
    backwards = kept(plain)[::-1]
    assert keys(everything) == backwards
    assert keys(last) == backwards[:40]


async def test_a_line_that_breaks_while_history_is_read(plain: Simulator, quick: None) -> None:
    async with connected(plain) as esx:
        happen(plain, 600)
        plain.fault_on("ReadPreviousEvents", "ManagedObjectNotFound", times=1)
        found = await esx.events.history(None, "VmResettingEvent")
    assert keys(found) == kept(plain)[::-1]


@pytest.mark.parametrize("way", ["break", "raise", "cancel"])
async def test_however_the_loop_is_left_nothing_stays(plain: Simulator, way: str) -> None:
    async with connected(plain) as esx:
        with anyio.CancelScope() as scope:
            try:
                async with esx.events() as events:
                    happen(plain, MANY)
                    async for _ in events:
                        assert collectors(plain) >= 1
                        if way == "break":
                            break
                        if way == "raise":
                            raise KeyError("mine")  # noqa: TRY301 - it stands for a user's
                        scope.cancel()
            except KeyError:
                assert way == "raise"
        assert plain.open_filters == 0
        assert collectors(plain) == 0


async def test_a_host_that_shows_no_events_says_so(plain: Simulator) -> None:
    async with connected(plain) as esx:
        plain.fault_on("CreateCollectorForEvents", "NoPermission")
        with pytest.raises(errors.NotPermittedError):
            async with esx.events():
                pass
        with pytest.raises(errors.NotPermittedError):
            await esx.events.history()


async def test_a_collector_that_cannot_be_set_up_is_not_left(plain: Simulator) -> None:
    async with connected(plain) as esx:
        plain.fault_on("SetCollectorPageSize", "NoPermission")
        with pytest.raises(errors.NotPermittedError):
            async with esx.events():
                pass
        assert collectors(plain) == 0


async def test_bad_words_are_told_before_anything_is_sent(plain: Simulator) -> None:
    async with connected(plain) as esx:
        before = plain.call_count.total()
        with pytest.raises(ValueError, match="VmPoweredOnEvent"):
            esx.events("VmPoweredOnEvnt")
        with pytest.raises(TypeError, match="entity"):
            esx.events(entiy=1)  # type: ignore[call-arg]
        assert plain.call_count.total() == before


async def test_one_long_poll_for_events_changes_and_tasks(plain: Simulator) -> None:
    async with connected(plain) as esx, listening(esx.events()) as heard, esx.watch():
        domain = await esx.domains.lookup("db01")
        await domain.start()
        await until(lambda: heard)
        assert plain.open_waits <= 1
