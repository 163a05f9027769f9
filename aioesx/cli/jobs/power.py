"""`power-schedule` and `power-group`: domains are brought where they should be."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Word
from aioesx.cli.jobs.common import (
    SOURCE,
    YES,
    many,
    said,
    seconds,
    status_of_work,
    warn_of_unmatched,
)
from aioesx.cli.moments import MOMENT
from aioesx.cli.outputs.jobs import POWER_STEPS
from aioesx.cli.reading import is_unattended
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

if TYPE_CHECKING:
    from aioesx import jobs

__all__ = ["COMMANDS"]

_ACTIONS: Final = ("start", "shutdown", "destroy", "suspend")


async def power_schedule(
    esx: aioesx.Connection, console: Console, file: Path, at: datetime | None, yes: bool
) -> ExitStatus:
    """Start and stop what a schedule wants on or off just now; without --yes tell what.

    A schedule is a table [[schedule]] of TOML: 'domains' and 'except' are globs of names, 'on'
    hours such as "Mon-Fri 07:00-19:00", 'closed' days that count as off; 'stop' is shutdown,
    destroy or suspend, 'grace' seconds until who did not shut down is destroyed, 'stagger' seconds
    between starts. 'timezone' stands there, or before all tables. The first that names a domain
    counts. Doing it again does no harm: let cron run it.
    """
    from aioesx import jobs

    schedules = jobs.read_schedule(file)
    steps = await jobs.power_by_schedule(esx, schedules, at=at, dry_run=not yes)
    return _told(console, steps, yes, "power-schedule")


async def power_group(
    esx: aioesx.Connection,
    console: Console,
    action: str,
    domain: tuple[str, ...],
    stagger: float | None,
    grace: float | None,
    yes: bool,
    **excepted: tuple[str, ...],
) -> ExitStatus:
    """Start, shut down, destroy or suspend domains by globs of names; without --yes tell which.

    Those that are there already are left alone; start resumes what is suspended.
    """
    from aioesx import jobs

    if not is_unattended():  # told before anything is done
        names = [each.name for each in await esx.domains.list(templates=False)]
        warn_of_unmatched(console, (*domain, *excepted["except"]), names)
    steps = await jobs.power_group(
        esx,
        action,  # type: ignore[arg-type]  # click has looked
        domain,
        excepted=excepted["except"],
        stagger=stagger or 0.0,
        grace=grace,
        dry_run=not yes,
    )
    return _told(console, steps, yes, "power-group")


def _told(console: Console, steps: Sequence[jobs.PowerStep], yes: bool, command: str) -> ExitStatus:
    console.tell_all(
        {
            **{field.name: getattr(each, field.name) for field in dataclasses.fields(each)},
            "error": said(each.error, command),
        }
        for each in steps
    )
    console.table(
        ("Domain", "State", "Should be", "Action", "Result", "Schedule"),
        [
            [
                each.domain,
                each.state,
                each.wanted,
                known(each.action),
                _result(each, yes),
                known(each.schedule),
            ]
            for each in steps
        ],
    )
    for each in steps:
        if each.error is not None:
            console.complain(f"Domain '{each.domain}': {said(each.error, command)}")
    wanted = [each for each in steps if each.action is not None] if yes else []
    begun = [each for each in wanted if each.done or each.error is not None]
    return status_of_work(begun, len(wanted) - len(begun))


def _result(step: jobs.PowerStep, yes: bool) -> str:
    if step.action is None:
        return "-"
    if step.error is not None:
        return "failed"
    if not yes:
        return "would be done"
    if step.forced:
        return "destroyed"
    return "done" if step.done else "not begun"


COMMANDS: Final = (
    CommandRow(
        "power-schedule",
        power_schedule,
        (
            Word("file", "File of schedules.", type=SOURCE),
            Word(
                "at",
                "As of this moment, such as 2026-01-31T12:00; else now.",
                required=False,
                bare=False,
                type=MOMENT,
            ),
            YES,
        ),
        harmful=True,
        output=POWER_STEPS,
    ),
    CommandRow(
        "power-group",
        power_group,
        (
            Word("action", "start, shutdown, destroy or suspend.", type=click.Choice(_ACTIONS)),
            Word("domain", "Globs of names.", many=True),
            many("except", "None of such names."),
            seconds("stagger", "Between two starts."),
            seconds("grace", "After which who did not shut down is destroyed."),
            YES,
        ),
        harmful=True,
        output=POWER_STEPS,
    ),
)
