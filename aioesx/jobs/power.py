"""Power by schedule or by selector: domains are brought where they should be, if they are not.

One list says where they are; then each is acted on in turn. Doing it again does no harm: a cron
job that runs each quarter of an hour needs no memory of what it did before.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, Literal

import anyio

from aioesx._concurrency import together
from aioesx._words import one_of
from aioesx.connection import Connection
from aioesx.domain import Domain, DomainSummary
from aioesx.domain.values import DomainState
from aioesx.errors import (
    EsxError,
    FaultError,
    InvalidStateError,
    QuestionPendingError,
    TaskError,
    ToolsUnavailableError,
    WaitTimeoutError,
)
from aioesx.jobs._reading import matches
from aioesx.jobs.schedule import PowerSchedule, Stop, of_domain

__all__ = ["PowerAction", "PowerStep", "power_by_schedule", "power_group"]

PowerAction = Literal["start", "resume", "shutdown", "destroy", "suspend"]
"""What becomes of a domain: the coroutine of `Domain` of that name."""

_UP: Final[Mapping[DomainState, PowerAction]] = {
    DomainState.SHUTOFF: "start",
    DomainState.PAUSED: "resume",
}
_DOWN: Final[Mapping[DomainState, tuple[Stop, ...]]] = {
    DomainState.RUNNING: ("shutdown", "destroy", "suspend"),
}
"""What brings a domain up, or down, from each state; from the others there is nothing to do."""

_GO_ON: Final = (FaultError, TaskError, QuestionPendingError, InvalidStateError)
"""Errors of one domain, which spoil no other."""


@dataclasses.dataclass(frozen=True, slots=True)
class PowerStep:
    """What was, or is to be, done to a domain.

    Attributes:
        domain: its name.
        state: what it was in.
        wanted: ``"on"`` or ``"off"``.
        action: what brings it there; None where it is there, or nothing can.
        schedule: name of the schedule that says so; None for a group.
        done: whether that was done: of ``"shutdown"``, that the guest was asked, or with a grace
            that it is off. One that boots is asked when its VMware Tools run, within the grace.
        forced: whether it was destroyed, since it did not shut down in time.
        error: why it was not done; None without.
    """

    domain: str
    state: DomainState
    wanted: Literal["on", "off"]
    action: PowerAction | None
    schedule: str | None = None
    done: bool = False
    forced: bool = False
    error: EsxError | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class _Plan:
    """A step, and how it is taken."""

    step: PowerStep
    domain: Domain
    stagger: float
    grace: float | None


async def power_by_schedule(
    esx: Connection,
    schedules: Sequence[PowerSchedule],
    *,
    at: datetime | None = None,
    dry_run: bool = False,
) -> tuple[PowerStep, ...]:
    """Bring domains where schedules want them at this moment; templates are left alone.

    Args:
        esx: the connection.
        schedules: of which the first that names a domain counts.
        at: another moment; an aware datetime.
        dry_run: tell what would be done, and do nothing.

    Returns:
        a step for each domain that a schedule names, those that are where they should be among
        them: first those that go down, then those that come up. An error of one domain spoils no
        other; one of the line, or an outcome that is not known, ends the work: what comes after
        it has an action, no error, and is not done.

    Raises:
        ValueError: the moment has no time zone.
    """
    moment = datetime.now(UTC) if at is None else at
    wanted = {id(each): each.is_on(moment) for each in schedules}
    plans = []
    for entry in await esx.domains.list(templates=False):
        schedule = of_domain(schedules, entry.name)
        if schedule is not None:
            up = wanted[id(schedule)]
            plans.append(_plan(entry, up, schedule.stop, schedule))
    plans.sort(key=lambda each: (each.step.wanted == "on", each.step.domain))
    return await _carry_out(plans, dry_run=dry_run)


async def power_group(
    esx: Connection,
    action: Literal["start"] | Stop,
    domains: Collection[str],
    *,
    excepted: Collection[str] = (),
    stagger: float = 0.0,
    grace: float | None = None,
    dry_run: bool = False,
) -> tuple[PowerStep, ...]:
    """Start or stop domains by globs of their names, one after the other.

    Args:
        esx: the connection.
        action: ``"start"``, which resumes those that are suspended, or how they are stopped.
        domains: globs of names.
        excepted: globs of names that are left alone.
        stagger: seconds between two starts.
        grace: seconds after which those that were asked to shut down and did not are destroyed.
        dry_run: tell what would be done, and do nothing.

    Raises:
        ValueError: there is no such action, or `grace` goes with another one than "shutdown".
    """
    one_of(action, ("start", "shutdown", "destroy", "suspend"), what="action")
    if grace is not None and action != "shutdown":
        raise ValueError("grace= goes with 'shutdown' only")
    plans = []
    for entry in await esx.domains.list(templates=False):
        if matches(entry.name, domains) and not matches(entry.name, excepted):
            stop: Stop = "shutdown" if action == "start" else action
            plan = _plan(entry, action == "start", stop, None)
            plans.append(dataclasses.replace(plan, stagger=stagger, grace=grace))
    plans.sort(key=lambda each: each.step.domain)
    return await _carry_out(plans, dry_run=dry_run)


def _plan(entry: DomainSummary, up: bool, stop: Stop, schedule: PowerSchedule | None) -> _Plan:
    down: PowerAction | None = stop if stop in _DOWN.get(entry.state, ()) else None
    action = _UP.get(entry.state) if up else down
    name = schedule.name if schedule is not None else None
    step = PowerStep(entry.name, entry.state, "on" if up else "off", action, name)
    stagger = schedule.stagger if schedule is not None else 0.0
    return _Plan(step, entry.domain, stagger, schedule.grace if schedule is not None else None)


async def _carry_out(plans: Sequence[_Plan], *, dry_run: bool) -> tuple[PowerStep, ...]:
    if dry_run:
        return tuple(plan.step for plan in plans)
    steps: list[PowerStep] = []
    asked: dict[int, float] = {}
    last_start: float | None = None
    stopped = False
    for number, plan in enumerate(plans):
        step = plan.step
        if step.action is None or stopped:
            steps.append(step)
            continue
        if step.action in _UP.values():
            if last_start is not None:
                await anyio.sleep(max(0.0, last_start + plan.stagger - time.monotonic()))
            last_start = time.monotonic()
        step = await _take(step, plan.domain, step.action)
        stopped = step.error is not None and not isinstance(step.error, _GO_ON)
        if step.action == "shutdown" and plan.grace is not None and _will_hear(step):
            asked[number] = time.monotonic() + plan.grace
        steps.append(step)

    async def follow(number: int, deadline: float) -> None:
        steps[number] = await _follow(steps[number], plans[number].domain, deadline)

    await together([partial(follow, *each) for each in asked.items()])
    return tuple(steps)


def _will_hear(step: PowerStep) -> bool:
    """Tell whether a guest was asked to shut down, or can be yet, when its Tools run."""
    return step.done or isinstance(step.error, ToolsUnavailableError)


async def _take(step: PowerStep, domain: Domain, action: PowerAction, **options: Any) -> PowerStep:
    """Act on a domain; whatever the host or the line says is told by the step."""
    try:
        await getattr(domain, action)(**options)
    except EsxError as error:
        return dataclasses.replace(step, error=error)
    return dataclasses.replace(step, done=True, error=None)


async def _follow(step: PowerStep, domain: Domain, deadline: float) -> PowerStep:
    """Wait until a domain is off; destroy it where it was asked, and is not in time.

    One that boots has not heard yet: it is asked when its Tools run, within that time. The time
    may be over before anybody looks, since others were asked meanwhile: then it is looked at.
    """
    if not step.done:
        left = max(0.0, deadline - time.monotonic())
        step = await _take(step, domain, "shutdown", tools_seconds=left, timeout=None)
        if not step.done:
            return step
    try:
        if not await _is_off(domain, deadline):
            taken = await _take(step, domain, "destroy")
            return dataclasses.replace(taken, forced=taken.error is None, done=taken.error is None)
    except EsxError as error:
        return dataclasses.replace(step, error=error, done=False)
    return step


async def _is_off(domain: Domain, deadline: float) -> bool:
    left = deadline - time.monotonic()
    if left > 0:
        try:
            await domain.wait_for(DomainState.SHUTOFF, timeout=left)
        except WaitTimeoutError:
            pass
        else:
            return True
    return await domain.state() is DomainState.SHUTOFF
