"""`answer-questions`, `datastore-space` and `tools`: what to look after at a host."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.jobs.common import SOURCE, YES, said, status_of_work, tell_problems
from aioesx.cli.outputs.jobs import RULED_QUESTIONS, SPACES, TOOLS
from aioesx.cli.sizes import shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

__all__ = ["COMMANDS"]


async def answer_questions(
    esx: aioesx.Connection, console: Console, rules: Path, yes: bool
) -> ExitStatus:
    """Answer what hosts ask by rules of a file; without --yes tell what would be answered.

    A rule is a table [[rule]] of TOML: 'id' (the message's) or 'text', both globs; 'domain'; and
    'answer', the text or key of a choice, or "default". The first that fits counts. What no rule
    means is left to a person.
    """
    from aioesx import jobs

    results = await jobs.answer_questions(esx, jobs.read_rules(rules), dry_run=not yes)
    console.tell_all(
        {**_fields(each), "error": said(each.error, "answer-questions")} for each in results
    )
    rows = [
        [each.domain, each.text, known(each.rule), known(each.answer), _fate(each, yes)]
        for each in results
    ]
    console.table(("Domain", "Question", "Rule", "Answer", "State"), rows)
    for each in results:
        if each.error is not None:
            console.complain(f"Domain '{each.domain}': {said(each.error, 'answer-questions')}")
    return status_of_work(results)


def _fate(question: Any, yes: bool) -> str:
    if question.error is not None:
        return "failed"
    if question.answer is None:
        return "left to a person"
    return "answered" if yes else "would be answered"


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


async def datastore_space(
    esx: aioesx.Connection,
    console: Console,
    warning: float | None,
    critical: float | None,
    overcommit_warning: float | None,
    overcommit_critical: float | None,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """List datastores, the fullest first, and hold their room against limits in percent.

    Of the free room 20 or less is a warning and 10 or less is critical, if nothing else is said;
    over-commitment counts only where limits are given: of 150, say, half as much again is
    promised as there is.
    """
    from aioesx import jobs

    usual = jobs.SpaceLimits()
    limits = jobs.SpaceLimits(
        free_warning=usual.free_warning if warning is None else warning,
        free_critical=min(usual.free_critical, usual.free_warning if warning is None else warning)
        if critical is None
        else critical,
        overcommit_warning=overcommit_warning,
        overcommit_critical=overcommit_critical,
    )
    found = await jobs.datastore_space(esx, limits)
    console.tell_all(found.entries)
    console.table(
        ("Datastore", "State", "Capacity", "Free", "Free%", "Provisioned", "Prov%", "Snapshots"),
        [
            [
                each.name,
                each.state,
                shown_size(each.capacity, bytes),
                shown_size(each.free, bytes),
                _percent(each.free_percent),
                shown_size(each.provisioned, bytes),
                _percent(each.provisioned_percent),
                shown_size(each.snapshots, bytes),
            ]
            for each in found.entries
        ],
    )
    tell_problems(console, found.problems)
    return ExitStatus.OK


def _percent(number: float | None) -> str:
    return known(None if number is None else f"{number:.1f}%")


async def tools(esx: aioesx.Connection, console: Console, wanting: bool) -> ExitStatus:
    """List VMware Tools and addresses of all domains."""
    from aioesx import jobs

    found = await jobs.read_tools(esx)
    entries = [each for each in found.entries if each.wanting or not wanting]
    console.tell_all(entries)
    console.table(
        ("Domain", "State", "Tools", "Version", "Host name", "Addresses"),
        [
            [
                each.domain,
                each.state,
                each.tools,
                known(each.version if each.managed is not False else "open-vm-tools"),
                known(each.hostname),
                ", ".join(each.addresses) or "-",
            ]
            for each in entries
        ],
    )
    tell_problems(console, found.problems)
    return ExitStatus.OK


def _limit(name: str, text: str) -> Word:
    kind = click.FloatRange(min=0)
    return Word(name, text, required=False, bare=False, type=kind, metavar="PERCENT")


COMMANDS: Final = (
    CommandRow(
        "answer-questions",
        answer_questions,
        (Word("rules", "File of rules.", type=SOURCE), YES),
        harmful=True,
        output=RULED_QUESTIONS,
    ),
    CommandRow(
        "datastore-space",
        datastore_space,
        (
            _limit("warning", "So much free or less is a warning; 20."),
            _limit("critical", "So much free or less is critical; 10."),
            _limit("overcommit-warning", "So much provisioned or more is a warning."),
            _limit("overcommit-critical", "So much provisioned or more is critical."),
            Flag("bytes", "Sizes in bytes."),
        ),
        output=SPACES,
    ),
    CommandRow(
        "tools",
        tools,
        (Flag("wanting", "Only domains that run while their Tools do not, or are old."),),
        output=TOOLS,
    ),
)
