"""`plan`: a site is shut down on UPS power, and brought up again, by a file of stages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.fleet.hosts import ASK_PASSWORD, INVENTORY, PASSWORDS_IN_FILE
from aioesx.cli.jobs.common import SOURCE, many, open_fleet
from aioesx.cli.link import Link
from aioesx.cli.outputs.plans import PLAN
from aioesx.cli.status import ExitStatus, status_of_several

if TYPE_CHECKING:
    from aioesx.jobs.plan import PlannedStep, PlanOutcome, PlanOutline, PlanReport, PlanStep

__all__ = ["COMMANDS"]

_WAYS: Final = ("down", "up")


async def plan(
    link: Link,
    console: Console,
    file: Path,
    way: str | None,
    inventory: Path | None,
    state: Path | None,
    only: tuple[str, ...],
    battery: float | None,
    run: bool,
    resume: bool,
    all: bool,  # noqa: A002 - the option's name
    lenient: bool,
    **passwords: bool,
) -> ExitStatus:
    """Shut a site down by stages, or bring it up; without --run tell what would be done.

    The file is described in docs/plans.md. Down, guests are asked to shut down, stage by stage;
    what hangs is forced off when all stages are over, and hosts are turned off last. Up, the same
    stages are started the other way round: what ran before, as the state file tells.

    The state file is the plan's own name with .state at its end, unless --state says another.
    After a crash --run --resume goes on: each machine is looked at before anything is sent to it.
    The exit status is 0 if everything is as the plan wants it, 10 if a part is.
    """
    made = aioesx.Plan.read(file)
    kept = state or file.with_suffix(".state")
    chosen = only or None
    fleet = await open_fleet(link, inventory or made.inventory, **passwords)
    async with fleet as hosts:
        if not run:
            outline = await made.dry(
                hosts,
                way or "down",
                state=kept,
                only=chosen,
                everything=all,
                battery=battery,
                lenient=lenient,
            )
            return _outlined(console, outline)
        report = await made.run(
            hosts,
            way or "down",
            state=kept,
            resume=resume,
            only=chosen,
            everything=all,
            battery=battery,
            lenient=lenient,
            on_step=None if console.quiet else lambda step: _tell(console, step),
        )
    return _reported(console, report)


def _outlined(console: Console, outline: PlanOutline) -> ExitStatus:
    console.tell_all(outline.steps)
    rows = [_row(each) for each in outline.steps]
    console.table(("From", "Until", "Stage", "After", "Machine", "Host", "Action"), rows)
    _warn(console, outline.warnings)
    battery = f" of {outline.battery:.0f} s" if outline.battery is not None else ""
    machines = sum(bool(each.machine) for each in outline.steps)
    console.remark(
        f"{outline.plan}, {outline.way}: {machines} machines, at most {outline.seconds:.0f}"
        f" s{battery}. Nothing was changed; --run does it"
    )
    return ExitStatus.OK


def _row(step: PlannedStep) -> tuple[str, ...]:
    return (
        f"+{step.begins:.0f} s",
        f"+{step.ends:.0f} s",
        step.stage or "-",
        ", ".join(step.after) or "-",
        step.machine or "-",
        step.host,
        step.action,
    )


def _reported(console: Console, report: PlanReport) -> ExitStatus:
    console.tell_all(report, other=True)
    console.table(
        ("Stage", "Machine", "Host", "Outcome", "Seconds", "Why"),
        [_told(each) for each in report],
    )
    _warn(console, report.warnings)
    for each in report.failed:
        what = f"{each.host}/{each.machine}" if each.machine else each.host
        console.complain(f"{what}: {each.outcome}{f': {each.why}' if each.why else ''}")
    seconds = (report.ended - report.begun).total_seconds()
    done = len(tuple(report)) - len(report.failed)
    console.remark(
        f"{report.plan}, {report.way}: {done} of {len(tuple(report))} as planned,"
        f" in {seconds:.0f} s"
    )
    return status_of_several(ExitStatus.OK if each.ok else ExitStatus.FAILED for each in report)


def _told(outcome: PlanOutcome) -> tuple[str, ...]:
    return (
        outcome.stage or "-",
        outcome.machine or "-",
        outcome.host,
        outcome.outcome,
        f"{outcome.seconds:.1f}",
        outcome.why or "-",
    )


def _warn(console: Console, warnings: Sequence[str]) -> None:
    for warning in warnings:
        console.warn(warning)


def _tell(console: Console, step: PlanStep) -> None:
    """Write a step as a line of a log."""
    where = "/".join(part for part in (step.host, step.machine) if part)
    console.step(step.stage, where, step.step, step.why)


COMMANDS: Final = (
    CommandRow(
        "plan",
        plan,
        (
            Word("file", "The plan, in TOML.", type=SOURCE),
            Word("way", "down or up; down.", required=False, type=click.Choice(_WAYS)),
            INVENTORY,
            Word(
                "state",
                "File that knows what was begun.",
                required=False,
                bare=False,
                type=SOURCE,
            ),
            many("only", "A stage that is done, and no others; hosts stay on.", "STAGE"),
            Word(
                "battery",
                "For all of the way down; else as the plan says.",
                required=False,
                bare=False,
                type=click.FloatRange(min=0, min_open=True),
                metavar="SECONDS",
            ),
            Flag("run", "Do it; else it is only told what would be done."),
            Flag("resume", "Go on with a run that broke off, if there is one."),
            Flag("all", "Up: start all machines of the stages, whether they ran before or not."),
            Flag("lenient", "Go on where the plan does not fit the site; warn of it."),
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
        ),
        harmful=True,
        connected=False,
        output=PLAN,
        blank=False,
    ),
)
