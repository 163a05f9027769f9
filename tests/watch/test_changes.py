"""A watch on a simulated host: what is told, whatever happens to the line, and what is left."""

from __future__ import annotations

import gc
import itertools
import random
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from types import FunctionType, MethodType, ModuleType
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.hasty import Hasty
from support.hosts import connected, seen, through
from support.waiting import until

import aioesx
from aioesx import Appeared, Changed, Vanished, errors, vim
from aioesx.simulator import HostState, Line, Simulator, presets
from aioesx.simulator.line import Trouble

pytestmark = pytest.mark.anyio

OFF = "db01"
NOTE = "config.annotation"


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=3)


@pytest.fixture(autouse=True)
def _left(plain: Simulator) -> Iterator[None]:
    """At the end nobody may have left anything on the host."""
    yield
    assert plain.open_filters == 0
    assert plain.open_sessions == 0
    assert plain.open_waits == 0


@pytest.fixture
def quick(hasty: Hasty) -> None:
    hasty(slice=0.2, shortest_slice=0.2, backoff=(0.01,), pace=0.01, login_pause=0.01)


def note(simulator: Simulator, text: object, name: str = OFF) -> None:
    simulator.change(lambda host: host.find(name).change({"annotation": str(text)}))


def switch(simulator: Simulator, state: str, name: str = OFF) -> None:
    simulator.change(lambda host: host.find(name).set_power(state))


def add(host: HostState, name: str) -> None:
    presets.add_machine(host, presets.MachineKind(name, memory_mb=256, disk_gib=1))


class Follower:
    """What a program knows that applies every change to what it knows."""

    def __init__(self) -> None:
        self.state: dict[str, dict[str, Any]] = {}
        self.changes: list[aioesx.Change] = []

    def apply(self, change: aioesx.Change) -> None:
        self.changes.append(change)
        match change:
            case Appeared():
                self.state[change.ref.value] = dict(change.values)
            case Changed():
                known = self.state[change.ref.value]
                assert known[change.property] == change.before
                known[change.property] = change.value
            case Vanished():
                del self.state[change.ref.value]

    async def follow(self, changes: aioesx.Changes) -> None:
        async for change in changes:
            self.apply(change)

    def told(self) -> list[tuple[str | None, str, Any]]:
        changed = [each for each in self.changes if isinstance(each, Changed)]
        return [(each.name, each.property, each.value) for each in changed]

    def notes(self) -> list[Changed]:
        changed = [each for each in self.changes if isinstance(each, Changed)]
        return [each for each in changed if each.property == NOTE]


@asynccontextmanager
async def following(changes: aioesx.Changes) -> AsyncIterator[Follower]:
    follower = Follower()
    async with changes, anyio.create_task_group() as tasks:
        tasks.start_soon(follower.follow, changes)
        yield follower
        tasks.cancel_scope.cancel()


def notes_on(simulator: Simulator) -> dict[str, str]:
    found: dict[str, str] = simulator.change(
        lambda host: {moid: each.config.annotation for moid, each in host.machines.items()}
    )
    return found


def equal(follower: Follower, simulator: Simulator) -> Callable[[], bool]:
    def told() -> dict[str, str]:
        return {ref: values.get(NOTE) or "" for ref, values in follower.state.items()}

    return lambda: told() == notes_on(simulator)


async def test_first_everything_then_changes(plain: Simulator) -> None:
    async with connected(plain) as esx, following(esx.watch()) as follower:
        await until(lambda: len(follower.state) == 3 + 1 + 2)
        assert all(each.initial for each in follower.changes if isinstance(each, Appeared))
        switch(plain, "poweredOn")
        await until(lambda: ("db01", "state", "running") in follower.told())


async def test_every_change_of_one_that_listens_is_seen_once_and_in_order(
    plain: Simulator, quick: None
) -> None:
    async with connected(plain) as esx:
        watch = esx.watch("VirtualMachine", ["name", NOTE])
        async with following(watch) as follower:
            await until(lambda: len(follower.state) == 3)
            for number in range(1, 21):
                note(plain, number)
                await until(lambda: follower.notes()[-1:] and equal(follower, plain)())
    told = [(each.before, each.value) for each in follower.notes()]
    assert told == list(itertools.pairwise(["", *map(str, range(1, 21))]))
    assert {each.folded for each in follower.notes()} <= {0, True}  # on a machine that is busy


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_cut_the_state_seen_is_the_hosts(
    plain: Simulator, line: Line, quick: None, seed: int
) -> None:
    """Changes, cuts, resets, stalls, ended sessions; machines come and go meanwhile."""
    chance = random.Random(seed)

    def stall() -> None:
        line.down = Trouble(stall_after=0)

    troubles = [line.cut, lambda: line.cut(reset=True), plain.expire_sessions, stall]
    async with through(line, plain) as esx:
        watch = esx.watch("VirtualMachine", ["name", NOTE])
        with anyio.fail_after(40):
            async with following(watch) as follower:
                for number in range(1, 41):
                    note(plain, number)
                    if number in (7, 14, 21):
                        plain.change(partial(add, name=f"new{number}"))
                    if number == 22:
                        plain.change(lambda host: host.unregister(host.find("new7")))
                    if number % 3 == 0:
                        trouble = chance.choice(troubles)
                        if trouble == plain.expire_sessions:  # a client gives up on a host that
                            await until(equal(follower, plain))  # forgets each at once
                        trouble()
                        await anyio.sleep(chance.random() * 0.05)
                        line.cut()
                        line.heal()
                    if number % 5 == 0:
                        await until(equal(follower, plain))
                await until(equal(follower, plain))
                assert plain.open_waits <= 1
    numbers = [int(each.value) for each in follower.notes()]
    assert numbers == sorted(set(numbers)), "told twice, or out of order"


async def test_what_happened_while_nobody_awaited_is_told_as_folded(
    plain: Simulator, quick: None
) -> None:
    async with connected(plain) as esx, esx.watch("domain", ["state", NOTE]) as changes:
        follower = Follower()
        for _ in range(3):
            follower.apply(await anext(changes))
        for number in range(1, 1001):
            note(plain, number)
        await anyio.sleep(0.1)
        change = await anext(changes)
        assert isinstance(change, Changed)
        assert (change.value, change.folded) == ("1000", True)


async def test_a_session_that_ended_unawaited_costs_no_change(
    plain: Simulator, quick: None
) -> None:
    """All is told from the beginning, and compared with what was told."""
    async with connected(plain) as esx, esx.watch("domain") as changes:
        first = [await anext(changes) for _ in range(3)]
        assert {type(each) for each in first} == {Appeared}
        plain.expire_sessions()
        switch(plain, "suspended")
        plain.change(lambda host: host.unregister(host.find("build01")))
        plain.change(lambda host: add(host, "fresh"))
        told = [await anext(changes) for _ in range(3)]
        with anyio.move_on_after(0.5):
            told.append(await anext(changes))
        found = {(each.event, each.name) for each in told}
        assert found == {("changed", "db01"), ("appeared", "fresh"), ("vanished", "build01")}
        assert len(told) == 3


@pytest.mark.parametrize("number", [200, pytest.param(10_000, marks=pytest.mark.long)])
async def test_ten_thousand_changes_untold_take_no_more_than_their_objects(
    plain: Simulator, quick: None, number: int
) -> None:
    """Another one waits all the time, and so the poll brings every change."""
    async with connected(plain) as esx, esx.watch("domain", NOTE) as idle:
        async with following(esx.watch("domain", NOTE)) as busy:
            await until(lambda: len(busy.state) == 3)
            before = weight(idle._ledger)
            for each in range(1, number + 1):
                note(plain, each)
                await anyio.lowlevel.checkpoint()
                if each == number // 2:
                    await until(lambda: bool(busy.notes()))
            await until(equal(busy, plain))
            assert weight(idle._ledger) < before + 2000, "what one object takes, at most"
        told = [await anext(idle) for _ in range(3)]
        with anyio.move_on_after(0.5):
            told.append(await anext(idle))
        assert {type(each) for each in told} == {Appeared}
        assert len(told) == 3
        (appeared,) = [each for each in told if each.name == OFF]
        assert isinstance(appeared, Appeared)
        assert appeared.values[NOTE] == str(number)
        assert appeared.folded
        assert len(busy.notes()) > 1, "the poll has brought some of them meanwhile"


def weight(thing: object) -> int:
    """Return the bytes that something takes with all that it holds, but for code and modules."""
    seen, todo, found = set[int](), [thing], 0
    while todo:
        held = todo.pop()
        shared = isinstance(held, type | ModuleType | FunctionType | MethodType)
        if id(held) not in seen and not shared:
            seen.add(id(held))
            found += sys.getsizeof(held)
            todo.extend(gc.get_referents(held))
    return found


@pytest.mark.parametrize("way", ["break", "raise", "cancel"])
async def test_however_the_loop_is_left_nothing_stays(plain: Simulator, way: str) -> None:
    async with connected(plain) as esx:
        with anyio.CancelScope() as scope:
            try:
                async with esx.watch() as changes:
                    async for _ in changes:
                        assert plain.open_filters == 1
                        if way == "break":
                            break
                        if way == "raise":
                            raise KeyError("mine")  # noqa: TRY301 - it stands for a user's
                        scope.cancel()
            except KeyError:
                assert way == "raise"
        assert plain.open_filters == 0
        assert esx._server.poll._watches == []


async def test_cancelled_while_it_opens_nothing_stays(plain: Simulator) -> None:
    async with connected(plain) as esx:
        for steps in range(12):
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as tasks:

                    async def leave(steps: int = steps, scope: anyio.CancelScope = scope) -> None:
                        for _ in range(steps):
                            await anyio.lowlevel.checkpoint()
                        scope.cancel()

                    tasks.start_soon(leave)
                    async with esx.watch("domain") as changes:
                        await anext(changes)
        await until(lambda: plain.open_filters == 0)


async def test_a_cancelled_wait_takes_nothing_away(plain: Simulator, quick: None) -> None:
    async with connected(plain) as esx, esx.watch("domain", NOTE) as changes:
        follower = Follower()
        for number in range(1, 31):
            note(plain, number)
            with anyio.move_on_after(0.002):
                follower.apply(await anext(changes))
        with anyio.fail_after(10):
            while not equal(follower, plain)():
                follower.apply(await anext(changes))


async def test_many_watches_and_waits_are_one_long_poll(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        async with anyio.create_task_group() as tasks:
            for _ in range(4):

                async def one() -> None:
                    async with following(esx.watch()) as follower:
                        await until(lambda: follower.state)
                        await anyio.sleep_forever()

                tasks.start_soon(one)
            tasks.start_soon(domain.wait_for, aioesx.DomainState.PAUSED)
            await seen(plain, "CreateFilter", 5)
            for _ in range(20):
                await anyio.sleep(0.01)
                assert plain.open_waits <= 1
            tasks.cancel_scope.cancel()


async def test_a_domains_watch_ends_with_the_domain(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        told: list[aioesx.Change] = []
        async with domain.watch("state") as changes:
            async for change in changes:
                told.append(change)
                if isinstance(change, Appeared):
                    plain.change(lambda host: host.unregister(host.find(OFF)))
            with pytest.raises(StopAsyncIteration):
                await anext(changes)
        assert [each.event for each in told] == ["appeared", "vanished"]
        with pytest.raises(errors.NotFoundError) as raised:
            async with domain.watch():
                pass
        assert raised.value.name == OFF


async def test_a_domain_that_is_gone_ends_its_own_watch_only(plain: Simulator, quick: None) -> None:
    """Its filter cannot be made again in a new session; those of others can."""
    async with connected(plain) as esx, esx.watch("domain", "state") as others:
        domain = await esx.domains.lookup(OFF)
        for _ in range(3):
            await anext(others)
        async with domain.watch("state") as changes:
            await anext(changes)
            plain.expire_sessions()
            plain.change(lambda host: host.unregister(host.find(OFF)))
            with anyio.fail_after(5):
                assert isinstance(await anext(changes), Vanished)
                assert isinstance(await anext(others), Vanished)


async def test_the_time_is_of_the_whole(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        began = anyio.current_time()
        follower = Follower()
        async with domain.watch(timeout=0.3) as changes:
            with pytest.raises(errors.WaitTimeoutError, match=r"0\.3 s are over") as raised:
                await follower.follow(changes)
        assert len(follower.changes) == 1
        assert 0.3 <= anyio.current_time() - began < 5
        assert raised.value.name == OFF
        with pytest.raises(errors.TransportTimeout, match="nothing was sent"):
            async with domain.watch(timeout=0):
                pass


async def test_silence_ends_it_and_says_why(plain: Simulator, line: Line, hasty: Hasty) -> None:
    hasty(silence=0.6, reconnecting=0.1, backoff=(0.02,), release=0.2, logout=0.2)
    async with through(line, plain) as esx, esx.watch("domain") as changes:
        for _ in range(3):
            await anext(changes)
        line.stop()
        began = anyio.current_time()
        with pytest.raises(errors.TransportTimeout, match="nothing was heard") as raised:
            await anext(changes)
        assert anyio.current_time() - began > 0.5, "it bears what ends a wait for a task"
        assert isinstance(raised.value.__cause__, errors.ConnectError)
    await until(lambda: plain.open_waits == 0)
    plain.expire_sessions()


async def test_bad_words_are_told_before_anything_is_sent(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        before = plain.call_count.total()
        with pytest.raises(ValueError, match="did you mean 'domain'"):
            esx.watch("domains")
        with pytest.raises(ValueError, match="did you mean 'state'"):
            esx.watch("domain", "stat")
        with pytest.raises(ValueError, match="no property is named"):
            esx.watch("VirtualMachine")
        with pytest.raises(ValueError, match="nothing is named"):
            esx.watch([])
        with pytest.raises(ValueError, match="give a mapping"):
            esx.watch(["domain", "host"], "state")
        with pytest.raises(ValueError, match="named twice"):
            esx.watch({"domain": "state", "VirtualMachine": "name"})
        with pytest.raises(ValueError, match="property of a domain"):
            domain.watch("colour")
        with pytest.raises(TypeError, match="paths"):
            esx.watch("VirtualMachine", paths=["name"])  # type: ignore[call-arg]
        assert plain.call_count.total() == before


async def test_a_path_that_the_host_does_not_know(plain: Simulator) -> None:
    async with connected(plain) as esx:
        with pytest.raises(errors.FaultError) as raised:
            async with esx.watch("VirtualMachine", "runtime.colour"):
                pass
        assert raised.value.fault_type == "InvalidProperty"


async def test_it_is_used_as_it_should_be(plain: Simulator) -> None:
    async with connected(plain) as esx:
        watch = esx.watch("domain")
        with pytest.raises(RuntimeError, match="async with"):
            await anext(watch)
        with pytest.raises(RuntimeError, match="async with"):
            aiter(watch)
        async with watch:
            assert "open" in repr(watch)
        with pytest.raises(RuntimeError, match="opened already"):
            async with watch:
                pass


async def test_two_tasks_do_not_take_from_one(plain: Simulator) -> None:
    async with connected(plain) as esx, esx.watch("domain") as changes:
        for _ in range(3):
            await anext(changes)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(anext, changes)
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(RuntimeError, match="another task"):
                await anext(changes)
            tasks.cancel_scope.cancel()


async def test_closing_the_connection_ends_it(plain: Simulator) -> None:
    esx = await aioesx.connect(plain.uri, password=plain.password)
    async with esx.watch("domain") as changes:
        for _ in range(3):
            await anext(changes)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(esx.aclose)
            with pytest.raises(errors.ClosedError):
                await anext(changes)


async def test_a_connection_that_only_reads_may_watch(plain: Simulator) -> None:
    async with (
        connected(plain, read_only=True) as esx,
        esx.watch("domain") as changes,
        esx.events() as events,
    ):
        assert isinstance(await anext(changes), Appeared)
        plain.change(lambda host: host.events.post("VmResettingEvent", host.find(OFF)))
        assert isinstance(await anext(events), vim.VmResettingEvent)


async def test_a_wait_that_is_cut_short_takes_nobody_for_gone(
    plain: Simulator, quick: None
) -> None:
    """Somebody cancels it at the host, again and again, while all is told from the beginning."""
    async with connected(plain) as esx:
        poll = esx._server.poll
        async with following(esx.watch("domain", NOTE)) as follower:
            await until(lambda: len(follower.state) == 3)
            for number in range(1, 16):
                if number % 5 == 0:
                    await until(equal(follower, plain))
                    plain.expire_sessions()
                note(plain, number)
                with suppress(errors.FaultError):  # a session's collector ends with it
                    await esx.call(vim.CancelWaitForUpdates(this=poll._filters.collector))
            await until(equal(follower, plain))
        assert not [each for each in follower.changes if isinstance(each, Vanished)]
