"""What a run would do, machine by machine, and when at the latest. No I/O."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from aioesx.jobs.plan.record import Entry
from aioesx.jobs.plan.report import PlannedStep, PlanOutline
from aioesx.jobs.plan.site import Placed
from aioesx.jobs.plan.stages import VCENTER, Rules, Way
from aioesx.jobs.plan.timetable import Timetable

__all__ = ["outline_of"]


def outline_of(
    rules: Rules,
    way: Way,
    placed: Placed,
    times: Timetable,
    before: Mapping[str, frozenset[str]],
    entries: Iterable[Entry],
    *,
    battery: float | None,
    kept: float,
) -> PlanOutline:
    """Return the outline of a run.

    Args:
        rules: the plan.
        way: which way it goes.
        placed: which machine belongs where.
        times: how long each stage may take.
        before: which stages have to be over before each begins.
        entries: the machines that something is done to.
        battery: seconds that there are.
        kept: those at the end that no guest may use.
    """
    left = math.inf if battery is None else battery - kept
    slots = times.latest(left)
    end = max((slot.ends for slot in slots.values()), default=0.0)
    known = list(entries)
    tools = {each.key: each.tools for found in placed.stages.values() for each in found}
    steps = []
    for name in times.order:
        after = _nearest(before, name)
        for each in (one for one in known if one.stage == name):
            action, begins = "start", slots[name].begins
            if way is Way.DOWN:
                asked = tools.get(each.key, True)
                action, begins = ("shut down", begins) if asked else ("force off", end)
            ends = max(slots[name].ends, begins)
            steps.append(PlannedStep(name, after, each.name, each.host, action, begins, ends))
    warnings = list(placed.warnings)
    if way is Way.DOWN:
        steps += _end(rules, placed, times, known, end, left)
        if battery is not None and left <= 0:
            warnings.append(
                f"the battery's {battery:g} s are less than what is kept for forcing machines off"
                f" and for hosts ({kept:g} s): guests have no time to shut down"
            )
    seconds = max((each.ends for each in steps), default=0.0)
    return PlanOutline(rules.name, way, tuple(steps), seconds, battery, tuple(warnings))


def _end(
    rules: Rules,
    placed: Placed,
    times: Timetable,
    entries: Iterable[Entry],
    end: float,
    left: float,
) -> list[PlannedStep]:
    """Return what comes behind all stages on the way down: hosts, the vCenter, its host, ours."""
    now = end + rules.hosts.forcing if placed.stages else end
    late = {each.host for each in (placed.vcenter, placed.self_machine) if each is not None}
    steps = _hosts(rules, (host for host in placed.turned_off if host not in late), now)
    for each in entries:
        if each.stage == VCENTER:
            wait = rules.stage(VCENTER).shutdown * times.end_factor(left - end)
            step = PlannedStep(VCENTER, (), each.name, each.host, "shut down", now, now + wait)
            now += wait + rules.hosts.forcing
            steps.append(step)
    own = placed.self_machine.host if placed.self_machine is not None else None
    for host in sorted(late, key=lambda host: host == own):
        if host in placed.turned_off:
            steps += _hosts(rules, [host], now)
    return steps


def _hosts(rules: Rules, hosts: Iterable[str], now: float) -> list[PlannedStep]:
    ends = now + rules.hosts.seconds
    return [PlannedStep("", (), "", host, "turn off", now, ends) for host in hosts]


def _nearest(before: Mapping[str, frozenset[str]], name: str) -> tuple[str, ...]:
    """Return the stages right before one: those that no other of them comes behind."""
    found = before[name]
    return tuple(
        sorted(each for each in found if not any(each in before[other] for other in found))
    )
