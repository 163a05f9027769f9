"""`old-snapshots` and `consolidate`: what snapshots leave behind, and getting rid of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.jobs.common import (
    YES,
    many,
    said,
    status_of_work,
    tell_problems,
    warn_of_unmatched,
)
from aioesx.cli.moments import MOMENT
from aioesx.cli.outputs.jobs import CONSOLIDATIONS, SNAPSHOTS
from aioesx.cli.sizes import BYTES, shown_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known

if TYPE_CHECKING:
    from aioesx import jobs

__all__ = ["COMMANDS"]


async def old_snapshots(
    esx: aioesx.Connection,
    console: Console,
    older_than: datetime | None,
    larger_than: int | None,
    name: tuple[str, ...],
    domain: tuple[str, ...],
    except_name: tuple[str, ...],
    except_domain: tuple[str, ...],
    keep: int | None,
    delete: bool,
    yes: bool,
    bytes: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """List snapshots by age, size and name, the oldest first; with --delete --yes delete them.

    Names are globs. With --delete alone it is told what would be deleted, and what to know
    before. One snapshot after the other is deleted, the oldest of each domain first; younger
    children stay.
    """
    from aioesx import jobs

    if yes and not delete:
        raise ValueError("--yes goes with --delete")
    found = await jobs.old_snapshots(
        esx,
        before=older_than,
        larger_than=larger_than or 0,
        names=name,
        domains=domain,
        except_names=except_name,
        except_domains=except_domain,
        keep=keep or 0,
    )
    tell_problems(console, found.problems)
    warn_of_unmatched(console, (*domain, *except_domain), found.domains)
    if delete:
        tell_problems(
            console,
            (
                f"domain '{each.domain}', snapshot '{each.name}': {warning}"
                for each in found.entries
                for warning in each.warnings
            ),
        )
    if not (delete and yes):
        _table(console, found.entries, delete, bytes)
        return ExitStatus.OK
    return _deleted(console, await jobs.delete_snapshots(esx, found.entries))


def _table(
    console: Console, entries: Sequence[jobs.OldSnapshot], delete: bool, exact: bool
) -> None:
    console.tell_all({**_fields(each), "deleted": False, "error": None} for each in entries)
    rows = [
        [
            each.domain,
            each.name,
            f"{each.created.astimezone():%Y-%m-%d %H:%M}",
            age(each.age),
            shown_size(each.size, exact),
            known(each.host),
        ]
        for each in entries
    ]
    console.table(("Domain", "Snapshot", "Taken", "Age", "Size", "Host"), rows)
    if delete and entries:
        console.remark(f"{len(entries)} snapshots would be deleted; --yes does it")


def _fields(value: Any) -> dict[str, Any]:
    """Return the fields of a value, without going into them."""
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def age(seconds: float) -> str:
    """Write an age in days, or in hours and minutes if it is less than one."""
    past = timedelta(seconds=max(0, int(seconds)))
    hours, rest = divmod(past.seconds, 3600)
    return f"{past.days} d" if past.days else f"{hours}:{rest // 60:02} h"


def _deleted(console: Console, results: Sequence[jobs.SnapshotDeletion]) -> ExitStatus:
    console.tell_all(
        {
            **_fields(each.snapshot),
            "deleted": each.deleted,
            "error": said(each.error, "old-snapshots"),
        }
        for each in results
    )
    for each in results:
        who = f"Domain '{each.snapshot.domain}': snapshot '{each.snapshot.name}'"
        if each.deleted:
            console.remark(f"{who} deleted")
        elif each.error is not None:
            console.complain(f"{who}: {said(each.error, 'old-snapshots')}")
        else:
            console.complain(f"{who}: left alone after that error")
    begun = [each for each in results if each.begun]
    return status_of_work(begun, len(results) - len(begun))


async def consolidate(
    esx: aioesx.Connection, console: Console, domain: tuple[str, ...], yes: bool
) -> ExitStatus:
    """List domains whose disks wait for consolidation; with --yes consolidate them.

    One after the other. Hosts tell of it since 5.0.
    """
    from aioesx import jobs

    listed = await jobs.unmerged_domains(esx, domains=domain)
    tell_problems(console, listed.problems)
    warn_of_unmatched(console, domain, listed.domains)
    found = listed.entries
    if not yes:
        console.tell_all({**_fields(each), "done": False, "error": None} for each in found)
        console.table(
            ("Domain", "Host", "Datastores"),
            [[each.domain, known(each.host), ", ".join(each.datastores)] for each in found],
        )
        return ExitStatus.OK
    results = await jobs.consolidate(esx, found)
    console.tell_all(
        {**_fields(each.domain), "done": each.done, "error": said(each.error, "consolidate")}
        for each in results
    )
    for each in results:
        who = f"Domain '{each.domain.domain}'"
        if each.done:
            console.remark(f"{who} consolidated")
        elif each.error is not None:
            console.complain(f"{who}: {said(each.error, 'consolidate')}")
        else:
            console.complain(f"{who}: its disks still wait for it")
    begun = [each for each in results if each.done or each.error is not None]
    return status_of_work(begun, len(results) - len(begun))


COMMANDS: Final = (
    CommandRow(
        "old-snapshots",
        old_snapshots,
        (
            Word(
                "older-than",
                "Taken longer ago than this (7d, 12h), or before a moment.",
                required=False,
                bare=False,
                type=MOMENT,
            ),
            Word(
                "larger-than",
                "Taking more than this, such as 10G.",
                required=False,
                bare=False,
                type=BYTES,
            ),
            many("name", "Only snapshots of such names."),
            many("domain", "Only of domains of such names."),
            many("except-name", "No snapshots of such names."),
            many("except-domain", "None of domains of such names."),
            Word(
                "keep",
                "Leave out so many of each domain: the newest.",
                required=False,
                bare=False,
                type=click.IntRange(min=0),
                metavar="NUMBER",
            ),
            Flag("delete", "Delete them, with --yes."),
            YES,
            Flag("bytes", "Sizes in bytes."),
        ),
        harmful=True,
        output=SNAPSHOTS,
    ),
    CommandRow(
        "consolidate",
        consolidate,
        (many("domain", "Only domains of such names."), YES),
        harmful=True,
        output=CONSOLIDATIONS,
    ),
)
