"""The command ``fleet``: one command at many hosts."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import anyio
import click

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Flag, Word, exclusive
from aioesx.cli.fleet.board import Board
from aioesx.cli.fleet.errand import Errand, Said
from aioesx.cli.fleet.hosts import (
    ASK_PASSWORD,
    INVENTORY,
    PASSWORDS_IN_FILE,
    SELECT,
    URIS,
    access_of,
    inventory_of,
)
from aioesx.cli.fleet.telling import (
    Result,
    status_at,
    summary,
    tell_document,
    tell_line,
    tell_text,
    why,
)
from aioesx.cli.link import Link
from aioesx.cli.outputs.fleet import RESULTS
from aioesx.cli.settings import TABLE, Settings
from aioesx.cli.status import ExitStatus, status_of_several
from aioesx.fleet import current_host

if TYPE_CHECKING:
    from aioesx import FleetRun, HostEntry, Inventory

__all__ = ["COMMANDS"]

_RUN: Final = (
    *("limit", "canary", "fail_fast", "concurrency"),
    *("timeout", "deadline", "retries", "dry_run"),
)
"""Options that are `Fleet.run`'s."""


async def fleet(link: Link, console: Console, command: Sequence[str], **given: Any) -> ExitStatus:
    """Do a command at many hosts at once, and tell what came of each.

    The hosts are those of an inventory file (--inventory), of --uri, or the one of -c; without
    these of the file AIOESX_INVENTORY. --select says which of them are meant. What stands before
    the command are options of fleet, what follows it is its own: fleet --select tag:lab list --all.

    On a terminal each host's output follows its name, and a table shows meanwhile who is at work;
    piped on, each host is a line of JSON. {host} in a word of the command is the host's name. The
    exit status is 0 if all was done at all hosts, 10 if at some, else that of the first failure.
    """
    settings = link.settings
    stated = None if link.interactive else settings.uri
    exclusive(inventory=given["inventory"], uri=given["uri"], connect=stated)
    if settings.output == "wire":
        raise ValueError("fleet has its own names for what it tells: --output json, csv or yaml")
    if settings.output != TABLE and given["text"]:
        raise ValueError(f"--text cannot be had with --output {settings.output}")
    inventory = inventory_of(given, settings, stated)
    selected = inventory.select(given["select"] or None)
    if given["list"]:
        if command:
            raise ValueError(f"--list asks no host, so '{command[0]}' cannot be had with it")
        return _list(console, selected, given["limit"])
    if not command:
        raise ValueError("fleet what? Name a command, or --list to see which hosts are meant")
    as_text = settings.output == TABLE and (given["text"] or console.is_on_terminal)
    from aioesx.cli.program import MISTAKES, status_of_mistake

    try:
        errand = Errand(command, settings, console, data=not as_text, dry=given["dry_run"])
    except MISTAKES as error:
        return status_of_mistake(error, console)
    errand.check(2 if any(each.is_vcenter for each in selected) else len(selected))
    return await _Round(errand, console, settings, as_text).go(inventory, given)


class _Round:
    """One command at all hosts, and its results as they come."""

    def __init__(self, errand: Errand, console: Console, settings: Settings, as_text: bool) -> None:
        self._errand = errand
        self._console = console
        self._settings = settings
        self._as_text = as_text
        self._results: list[Result] = []
        self._reasons: dict[str, str] = {}

    async def go(self, inventory: Inventory, given: Mapping[str, Any]) -> ExitStatus:
        """Do it; return the status of all hosts together."""
        options = {name: given[name] for name in _RUN if given[name] is not None}
        access = await access_of(self._settings, given["ask_password"])
        begin = time.monotonic()

        async def work(esx: aioesx.Connection) -> Said:
            return await self._errand.do(esx, current_host().name)

        work.__qualname__ = self._errand.name  # errors name the work
        async with (
            aioesx.Fleet(inventory, keep=0, **access) as fleet,
            fleet.run(work, select=given["select"] or None, **options) as run,
        ):
            await self._follow(run)
        if not self._results:
            raise ValueError("the selection means no host")
        tell_document(self._console, self._results, self._errand, self._settings.output)
        statuses = [status_at(each) for each in self._results]
        await self._console.flush()
        if self._console.is_read and not self._console.quiet:
            self._console.record(summary(statuses, _skipped(self._results), begin))
        return status_of_several(statuses)

    async def _follow(self, run: FleetRun[Said]) -> None:
        """Take the results as they come, and draw how far all hosts are meanwhile."""
        if not (self._as_text and self._console.can_draw):
            async for result in run:
                self._take(result)
            return
        board = Board(self._console, run, self._reasons)
        with board.shown():
            async with anyio.create_task_group() as group:
                group.start_soon(board.draw)
                async for result in run:
                    self._take(result)
                group.cancel_scope.cancel()

    def _take(self, result: Result) -> None:
        self._results.append(result)
        self._reasons[result.host] = why(result, self._errand.name)
        if self._as_text:
            tell_text(self._console, result, self._errand)
        elif self._settings.output == TABLE:
            tell_line(self._console, result, self._errand)


def _skipped(results: Sequence[Result]) -> int:
    return sum(isinstance(each.error, aioesx.errors.HostSkippedError) for each in results)


def _list(console: Console, selected: Sequence[HostEntry], limit: int | None) -> ExitStatus:
    """Print which hosts are meant, without asking any; how many a vCenter has is not known then."""
    shown = selected if any(each.is_vcenter for each in selected) else selected[:limit]
    rows = [(each.name, each.uri, sorted(each.tags), sorted(each.groups)) for each in shown]
    names = ("host", "uri", "tags", "groups")
    console.tell_all((dict(zip(names, row, strict=True)) for row in rows), other=True)
    console.table(
        ("Host", "URI", "Tags", "Groups"),
        [
            (name, uri, ",".join(tags) or "-", ",".join(groups) or "-")
            for name, uri, tags, groups in rows
        ],
    )
    return ExitStatus.OK


def _number(name: str, least: float, text: str, metavar: str = "NUMBER") -> Word:
    kind: Any = click.IntRange(min=int(least))
    if metavar == "SECONDS":
        kind = click.FloatRange(min=least, min_open=True)
    return Word(name, text, False, False, type=kind, metavar=metavar)


COMMANDS: Final = (
    CommandRow(
        "fleet",
        fleet,
        (
            Word("command", "The command and its words.", False, rest=True, may_be_empty=True),
            INVENTORY,
            URIS,
            SELECT,
            Flag("list", "Print which hosts are meant, and ask none."),
            _number("limit", 1, "At most so many hosts."),
            _number("canary", 1, "So many hosts first, and the rest only if those succeed."),
            Flag("fail-fast", "Begin nothing more after the first failure."),
            _number("concurrency", 1, "Hosts at work at once; 64."),
            _number("timeout", 0, "For each host, all attempts together.", "SECONDS"),
            _number("deadline", 0, "For all hosts together.", "SECONDS"),
            _number("retries", 0, "How often a host is tried again where that is safe; 2."),
            Flag("dry-run", "Print what would be changed where, and change nothing."),
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
            Flag("text", "Text as on a terminal, where it is piped on."),
        ),
        connected=False,
        output=RESULTS,
        blank=False,
    ),
)
