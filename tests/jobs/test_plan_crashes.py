"""Runs of plans that break off, at every step, and hosts that die: what is done twice, what is not.

The simulated hosts are the witnesses: they count what they were asked.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.held import silent
from support.plans import PLAN, Estate, estate

from aioesx.errors import PlanStateError
from aioesx.jobs.plan import PlanReport, PlanStep
from aioesx.jobs.plan.record import read_record
from aioesx.simulator import Line
from aioesx.simulator.line import Trouble


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Estate]:
    with estate(tmp_path) as made:
        made.says(PLAN.replace("shutdown = 10", "shutdown = 3"))
        yield made


class Crash(Exception):
    """What no code of ours foresees."""


class Crashing:
    """Breaks off at the step of a number."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, step: PlanStep) -> None:
        self.left -= 1
        if not self.left:
            raise Crash(step)


async def crash(it: Estate, way: str, at: int) -> PlanReport | None:
    """Go on with a plan, up to a step; returns the report if it came to its end before."""
    async with it.fleet() as fleet:
        try:
            return await it.plan.run(fleet, way, state=it.state, resume=True, on_step=Crashing(at))
        except Crash:
            return None


@pytest.mark.anyio
@pytest.mark.long
async def test_a_run_that_breaks_off_again_and_again_comes_to_its_end(it: Estate) -> None:
    """Whose outcome was not known is asked again: four machines at once, so five are progress."""
    it.deafen("esx0001-web01")
    before, crashes, report = it.on(), 0, None
    while report is None:
        report = await crash(it, "down", 5)
        crashes += 1
        assert crashes < 100
    it.back()
    up = None
    while up is None:
        up = await crash(it, "up", 5)
        crashes += 1
        assert crashes < 200

    assert crashes > 8
    assert report.ok, report.failed
    assert it.on() == before
    assert set(Counter(it.journal("VmGuestShutdownEvent", "VmPoweredOffEvent")).values()) == {1}
    assert set(Counter(it.journal("VmPoweredOnEvent")).values()) == {1}


@pytest.mark.anyio
@pytest.mark.parametrize("at", [1, 6, 12, 18, 24, 28])
@pytest.mark.long
async def test_what_was_taken_is_not_sent_again(it: Estate, at: int) -> None:
    it.deafen("esx0001-web01")
    await crash(it, "down", at)
    taken = {
        entry.name
        for entry in read_record(it.state.read_text()).machines.values()
        if entry.step == "asked" or entry.outcome
    }
    asked = {host: it.calls(host, "ShutdownGuest") for host in it.site.hosts}
    for host in it.site.hosts.values():
        host.forget_calls()

    report = await crash(it, "down", 0)

    again = {name for host in asked for _, name in it.calls(host, "ShutdownGuest")}
    assert report is not None
    assert report.ok, report.failed
    assert not taken & again
    assert it.on() == []


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_a_run_that_broke_off_is_not_begun_anew_unasked(it: Estate) -> None:
    await crash(it, "down", 5)

    async with it.fleet() as fleet:
        with pytest.raises(PlanStateError, match="a run down broke off: go on with it"):
            await it.plan.run(fleet, state=it.state)


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_time_goes_on_while_nobody_looks(it: Estate) -> None:
    """What hangs was given its time before the crash: nobody waits for it again."""
    it.says(PLAN.replace("shutdown = 10", "shutdown = 600"))
    it.deafen("esx0001-web01")
    await crash(it, "down", 8)
    record = read_record(it.state.read_text())
    for entry in record.machines.values():
        entry.begun -= 1000
    it.state.write_text(record.text())

    begun = time.monotonic()
    report = await crash(it, "down", 0)

    assert report is not None
    assert time.monotonic() - begun < 30
    assert "esx0001-web01" in [each.machine for each in report if each.outcome == "forced off"]


# --- hosts that die -------------------------------------------------------------------------------


@pytest.mark.anyio
@pytest.mark.long
async def test_a_host_that_dies_in_the_middle_is_told_and_the_rest_goes_on(it: Estate) -> None:
    it.says(PLAN.replace("patience = 30", "patience = 3").replace("shutdown = 10", "shutdown = 20"))
    host = it.site.hosts["esx0002"]
    with Line(host.address, host.port) as line:

        def die(step: PlanStep) -> None:
            if (step.stage, step.step) == ("db", "begins"):
                line.stop()

        there = {"esx0002": f"esx://root@127.0.0.1:{line.port}/?transport=http"}
        async with it.fleet(**there) as fleet:
            report = await it.plan.run(fleet, on_step=die, state=it.state)

    found = {each.machine or each.host: each for each in report}
    assert found["esx0002-web01"].outcome == "shut down"
    for name in ("esx0002-mail01", "esx0002"):
        assert found[name].outcome == "not done"
        assert found[name].why.startswith("esx0002 does not answer: ")
    assert found["esx0001"].outcome == "turned off"
    assert {each for each in it.on() if each.startswith("esx0001")} == set()
    assert not report.ok


@pytest.mark.anyio
@pytest.mark.long
async def test_a_host_that_is_dead_from_the_beginning_holds_nobody_up(it: Estate) -> None:
    it.says(PLAN.replace("patience = 30", "patience = 2"))

    async with it.fleet(dead="esx://root@127.0.0.1:1/") as fleet:
        report = await it.plan.run(fleet)

    assert [(each.host, each.outcome) for each in report.failed] == [("dead", "not done")]
    assert it.on() == []


@pytest.mark.anyio
@pytest.mark.long
async def test_a_host_that_says_nothing_does_not_use_the_battery_up(it: Estate) -> None:
    """One from the beginning, one from the middle on; they take connections and are silent."""
    it.says(PLAN.replace("shutdown = 10", "shutdown = 20").replace("seconds = 5", "seconds = 12"))
    it.deafen("esx0001-mail01")
    host, released = it.site.hosts["esx0002"], threading.Event()
    with (
        Line(host.address, host.port) as line,
        silent(released) as dead,
    ):

        def hang(step: PlanStep) -> None:
            if (step.stage, step.step) == ("db", "begins"):
                line.down = Trouble(stall_after=0)

        there = {"esx0002": f"esx://root@127.0.0.1:{line.port}/?transport=http", "dead": dead}
        async with it.fleet(**there) as fleet:
            report = await it.plan.run(fleet, battery=32, state=it.state, on_step=hang)
        released.set()

    found = {each.machine or each.host: each for each in report}
    assert found["esx0001-mail01"].outcome == "forced off"
    assert found["esx0001"].outcome == "turned off"
    assert {found[name].outcome for name in ("dead", "esx0002")} == {"not done"}
    record = read_record(it.state.read_text("utf-8"))
    assert record.hosts["esx0001"].ended - record.begun < 32


@pytest.mark.anyio
@pytest.mark.long
async def test_a_line_that_comes_back_costs_nothing(it: Estate) -> None:
    host = it.site.hosts["esx0002"]
    with Line(host.address, host.port) as line:

        def cut(step: PlanStep) -> None:
            if step.step in ("begins", "asking", "asked", "forcing"):
                line.cut(reset=True)

        there = {"esx0002": f"esx://root@127.0.0.1:{line.port}/?transport=http"}
        async with it.fleet(**there) as fleet:
            report = await it.plan.run(fleet, on_step=cut)

    assert report.ok, report.failed
    assert it.on() == []
