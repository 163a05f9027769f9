"""What a run tells: each step while it goes on, a report at the end, an outline before. Values."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from aioesx.jobs.plan.record import Entry, Record
from aioesx.jobs.plan.stages import Way

__all__ = ["PlanOutcome", "PlanOutline", "PlanReport", "PlanStep", "PlannedStep", "report_of"]

DONE: Final = frozenset(
    {
        *("shut down", "forced off", "was off", "turned off", "was on", "started"),
        *("is up", "gone", "suspended"),
    }
)
"""Outcomes that leave nothing to be wished for."""


@dataclasses.dataclass(frozen=True, slots=True)
class PlanStep:
    """Something that a run does, or has found, told as it happens.

    Attributes:
        stage: the stage that it belongs to; empty for hosts.
        host: the host's name; empty for a stage as a whole.
        machine: the machine's; empty for a host, or a stage.
        step: ``"asking"``, ``"asked"``, ``"forcing"``, ``"starting"``, ``"runs"``,
            ``"turning off"``, ``"begins"``, ``"is over"``, or an outcome.
        why: a sentence, where there is one.
    """

    stage: str
    host: str
    machine: str
    step: str
    why: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What became of a machine, or of a host.

    Attributes:
        stage: the stage that it belongs to; empty for a host.
        machine: its name; empty for the host itself.
        host: the host's name.
        outcome: ``"shut down"``, ``"forced off"``, ``"was off"``, ``"suspended"``, ``"left on"``,
            ``"gone"``; ``"started"``, ``"was on"``, ``"not ready"``; of a host ``"turned off"``,
            ``"left on"``, ``"is up"``; of each ``"not done"``.
        why: why, where it is not as it should be; else empty.
        seconds: from its first step to the outcome.
    """

    stage: str
    machine: str
    host: str
    outcome: str
    why: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it is as the plan wants it."""
        return self.outcome in DONE


@dataclasses.dataclass(frozen=True, slots=True)
class PlanReport:
    """What became of a run.

    Attributes:
        plan: the plan's name.
        way: which way it went.
        begun: when.
        ended: when it came to its end.
        machines: in the order of the stages.
        hosts: those that were turned off, or waited for.
        warnings: what a person should know, a sentence each.
    """

    plan: str
    way: Way
    begun: datetime
    ended: datetime
    machines: tuple[PlanOutcome, ...]
    hosts: tuple[PlanOutcome, ...]
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything is as the plan wants it."""
        return not self.failed

    @property
    def failed(self) -> tuple[PlanOutcome, ...]:
        """Machines and hosts that are not."""
        return tuple(each for each in (*self.machines, *self.hosts) if not each.ok)

    def __iter__(self) -> Iterator[PlanOutcome]:
        """Give machines, then hosts."""
        return iter((*self.machines, *self.hosts))


@dataclasses.dataclass(frozen=True, slots=True)
class PlannedStep:
    """What a run would do to a machine, or a host.

    Attributes:
        stage: the stage that it belongs to; empty for a host.
        after: the stages that have to be over before.
        machine: its name; empty for the host itself.
        host: the host's name.
        action: ``"shut down"``, ``"force off"`` (no Tools run in the guest), ``"start"``,
            ``"turn off"``, ``"wait for"``.
        begins: seconds from the begin of the run at which it is done, at the latest.
        ends: likewise, when it is over, or forced.
    """

    stage: str
    after: tuple[str, ...]
    machine: str
    host: str
    action: str
    begins: float
    ends: float


@dataclasses.dataclass(frozen=True, slots=True)
class PlanOutline:
    """What a run would do: a dry run's result.

    Attributes:
        plan: the plan's name.
        way: which way it would go.
        steps: in their order; stages beside each other one after the other.
        seconds: how long it takes at the longest.
        battery: seconds that there are for the way down; None without a bound.
        warnings: what a person should know, a sentence each.
    """

    plan: str
    way: Way
    steps: tuple[PlannedStep, ...]
    seconds: float
    battery: float | None = None
    warnings: tuple[str, ...] = ()


def report_of(record: Record) -> PlanReport:
    """Return what a record says as a report; what has no outcome is not done."""
    order = {name: number for number, name in enumerate(record.stages)}
    machines = sorted(record.machines.values(), key=lambda each: order.get(each.stage, len(order)))
    return PlanReport(
        record.plan,
        record.way,
        datetime.fromtimestamp(record.begun, UTC),
        datetime.fromtimestamp(record.finished or record.begun, UTC),
        tuple(_outcome(each) for each in machines),
        tuple(_outcome(each) for each in record.hosts.values()),
        tuple(record.warnings),
    )


def _outcome(entry: Entry) -> PlanOutcome:
    seconds = max(0.0, entry.ended - entry.begun) if entry.begun and entry.ended else 0.0
    outcome = entry.outcome or "not done"
    return PlanOutcome(entry.stage, entry.name, entry.host, outcome, entry.why, seconds)
