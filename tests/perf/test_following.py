"""Each new sample once, from hosts whose clocks run fast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import anyio
import pytest
from support.hasty import Hasty
from support.hosts import connected, through

import aioesx
from aioesx import errors
from aioesx.simulator import Clock, Line, Simulator, presets

pytestmark = pytest.mark.anyio

CPU, ACTIVE = "cpu.usage.average", "mem.active.average"
SAMPLE = 0.2
"""Seconds that an interval of 20 seconds lasts in these tests."""


class Fast(Clock):
    """Runs so fast that a sample is there every `SAMPLE` seconds."""

    def seconds(self) -> float:
        return super().seconds() * 20 / SAMPLE


class Hurried(Clock):
    """Goes on by a sample whenever somebody looks at it."""

    def __init__(self) -> None:
        super().__init__()
        self._looks = 0

    def seconds(self) -> float:
        self._looks += 1
        return 20.0 * self._looks


@pytest.fixture(autouse=True)
def _sample(hasty: Hasty) -> None:
    hasty(sample=SAMPLE, backoff=(0.01,))


@pytest.fixture
def plain() -> Iterator[Simulator]:
    host = presets.small_host(machines=5, clock=Fast())
    with Simulator(host, password="secret", tls=False) as simulator:
        yield simulator
        assert simulator.open_sessions == 0


Told = dict[tuple[Any, str], list[datetime]]


async def followed(stream: aioesx.MetricStream, count: int) -> Told:
    """Return when the samples were, of each thing and counter."""
    told: Told = {}
    async with stream as samples:
        async for series in samples:
            told.setdefault((series.entity, series.counter.name), []).extend(series.times)
            if len(told) > 1 and min(map(len, told.values())) >= count:
                break
    return told


def assert_each_once(told: Told) -> None:
    for times in told.values():
        steps = {after - before for before, after in pairwise(times)}
        assert steps <= {timedelta(seconds=20)}, times


async def test_each_new_sample_is_told_once(plain: Simulator) -> None:
    async with connected(plain) as esx:
        told = await followed(esx.metrics.follow("domain", CPU, ACTIVE), 6)

    assert len(told) == 4, "two machines are on, by two counters"
    assert_each_once(told)


async def test_a_look_for_each_sample_is_enough(plain: Simulator) -> None:
    """With some to spare: other programs run on this machine."""
    async with connected(plain) as esx:
        web = await esx.domains.lookup("web01")
        await esx.metrics.counters()
        plain.forget_calls()
        told = await followed(esx.metrics.follow([web, esx.host], CPU), 10)

    assert_each_once(told)
    assert plain.call_count["QueryPerf"] <= 20
    assert plain.call_count["CurrentTime"] == 1


async def test_what_was_missed_while_the_line_was_cut_is_told_afterwards(
    plain: Simulator, line: Line
) -> None:
    told: Told = {}

    async def follow(esx: aioesx.Connection) -> None:
        async with esx.metrics.follow("host", CPU, ACTIVE) as samples:
            async for series in samples:
                told.setdefault((series.entity, series.counter.name), []).extend(series.times)
                if min(map(len, told.values())) >= 14:
                    return

    async def cut() -> None:
        for _ in range(2):
            await anyio.sleep(2 * SAMPLE)
            line.cut()
            await anyio.sleep(2 * SAMPLE)
            line.heal()

    async with through(line, plain) as esx:
        with anyio.fail_after(30):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(follow, esx)
                tasks.start_soon(cut)

    assert_each_once(told)


async def test_one_that_is_slow_gets_all_of_meanwhile_at_once(plain: Simulator) -> None:
    async with (
        connected(plain) as esx,
        esx.metrics.follow("host", CPU) as samples,
    ):
        first = await anext(samples)
        await anyio.sleep(5 * SAMPLE)
        second = await anext(samples)

    assert len(first.samples) == 1
    assert len(second.samples) >= 4
    assert second.times[0] - first.times[-1] == timedelta(seconds=20)


async def test_a_machine_that_is_started_is_followed_from_then_on(plain: Simulator) -> None:
    async with connected(plain) as esx, esx.metrics.follow("domain", CPU) as samples:
        await anext(samples)
        await (await esx.domains.lookup("db01")).start()
        with anyio.fail_after(30):
            async for series in samples:
                if series.name == "db01":
                    break


async def test_a_stream_that_is_cancelled_in_a_wait_goes_on(plain: Simulator) -> None:
    told: Told = {}
    async with connected(plain) as esx, esx.metrics.follow("host", CPU) as samples:
        while sum(map(len, told.values())) < 6:
            with anyio.move_on_after(SAMPLE / 7):
                series = await anext(samples)
                told.setdefault((series.entity, CPU), []).extend(series.times)

    assert_each_once(told)


async def test_a_stream_ends_in_the_time_that_it_was_given(plain: Simulator) -> None:
    async with connected(plain) as esx:
        with pytest.raises(errors.WaitTimeoutError):
            await followed(esx.metrics.follow("host", CPU, timeout=3 * SAMPLE), 100)


async def test_what_cannot_be_followed_is_refused_at_once(plain: Simulator) -> None:
    async with connected(plain) as esx:
        with pytest.raises(ValueError, match="no counter is named"):
            esx.metrics.follow("domain")
        with pytest.raises(ValueError, match="should be one of domain"):
            esx.metrics.follow("machines", CPU)
        with pytest.raises(TypeError, match="each new sample is told"):
            esx.metrics.follow("domain", CPU, last=3)  # type: ignore[call-arg]
        with pytest.raises(errors.LookupFailedError, match="did you mean"):
            async with esx.metrics.follow("domain", "cpu.usge.average"):
                pass


async def test_a_thing_that_goes_ends_a_stream_of_things_and_not_of_a_kind(
    plain: Simulator,
) -> None:
    async with connected(plain) as esx:
        web = await esx.domains.lookup("web01")
        things = esx.metrics.follow([web, esx.host], CPU)
        kind = esx.metrics.follow("domain", CPU)
        async with things, kind:
            await anext(things)
            await anext(kind)
            plain.change(lambda host: host.unregister(host.find("web01")))
            with anyio.fail_after(30):
                with pytest.raises(errors.NotFoundError):
                    async for _ in things:
                        pass
                names = [(await anext(kind)).name for _ in range(3)]

    assert names[-1] == "win01"


async def test_a_fleet_is_measured_by_a_ready_job() -> None:
    with (
        Simulator(presets.small_host(machines=2), password="secret", tls=False) as one,
        Simulator(presets.small_host(machines=5), password="secret", tls=False) as two,
    ):
        async with aioesx.Fleet({"one": one.uri, "two": two.uri}, password="secret") as fleet:
            results = await fleet.gather(aioesx.MetricsJob("domain", (CPU,)))

    assert {host: [each.name for each in found] for host, found in results.values.items()} == {
        "one": ["web01"],
        "two": ["web01", "win01"],
    }


async def test_whatever_is_asked_of_in_one_question_is_of_one_moment() -> None:
    host = presets.small_host(machines=5, clock=Hurried())
    with Simulator(host, password="secret", tls=False) as simulator:
        async with connected(simulator) as esx:
            simulator.forget_calls()
            found = await esx.metrics.read("domain", CPU, last=1)
            calls = simulator.call_count["QueryPerf"]

    assert len(found) > 1
    assert calls == 1
    assert len({each.times for each in found}) == 1
