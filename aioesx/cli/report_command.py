"""The command ``report``: the inventory of a host, a vCenter or a fleet, in many formats."""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import anyio.to_thread
import click

import aioesx
from aioesx import errors
from aioesx._whole_file import put_whole
from aioesx.cli.console import Console
from aioesx.cli.declare import CommandRow, Word, exclusive
from aioesx.cli.fleet.hosts import (
    ASK_PASSWORD,
    INVENTORY,
    PASSWORDS_IN_FILE,
    SELECT,
    URIS,
    access_of,
    inventory_of,
)
from aioesx.cli.fleet.selecting import VARIABLE
from aioesx.cli.link import Link
from aioesx.cli.outputs.report import REPORT
from aioesx.cli.settings import FORMATS, TABLE
from aioesx.cli.status import ExitStatus, status_of, status_of_several

if TYPE_CHECKING:
    from aioesx.jobs.report import Report, Table

__all__ = ["COMMANDS"]

_STANDARD_OUTPUT: Final = Path("-")
_WIDEST: Final = 60
"""Letters of a cell that a terminal shows; a file has all of it."""
_ROWS: Final = ("Table", "Rows", "What a row is")


class Form(NamedTuple):
    """A format.

    Attributes:
        endings: of files that are meant to be of it.
        make: returns what is written; a dictionary is a file for each of its names.
        title: whether it has a head line.
    """

    endings: tuple[str, ...]
    make: Callable[[Report, str], str | bytes | dict[str, str]]
    title: bool = False


def _csv(report: Report, _: str) -> str | dict[str, str]:
    files = report.to_csv_files()
    return next(iter(files.values())) if len(files) == 1 else files


def _ansible(report: Report, _: str) -> str:
    return json.dumps(report.to_ansible(), ensure_ascii=False, indent=1) + "\n"


FORMS: Final[Mapping[str, Form]] = {
    "json": Form((".json",), lambda report, _: report.to_json()),
    "csv": Form((".csv",), _csv),
    "xlsx": Form((".xlsx",), lambda report, _: report.to_xlsx()),
    "html": Form((".html", ".htm"), lambda report, title: report.to_html(title), title=True),
    "netbox": Form((), lambda report, _: report.to_netbox()),
    "ansible": Form((), _ansible),
}
"""By the word of ``--format``."""


async def report(link: Link, console: Console, **given: Any) -> ExitStatus:
    """Write down all that hosts have: machines, disks, networks, datastores, snapshots, health.

    The hosts are those of an inventory file (--inventory), of --uri, or the one of -c, which may be
    a whole vCenter; without these of the file AIOESX_INVENTORY. Those that fail are named, first in
    what is written; the exit status is 10 if some did.

    --output names the file, and its ending the format unless --format does. csv and netbox are
    several files, so --output names a directory for them; csv of one table is one file. Without
    both it is told which tables there are and how long; with --tables their main columns.
    """
    form, file = _form(given), given["output"]
    if form is not None and link.settings.output != TABLE:
        raise ValueError(f"--format cannot be had with --output {link.settings.output} before it")
    names = [name for word in given["tables"] for name in word.split(",")] or None
    from aioesx.jobs.report.tables import tables_named

    tables_named(names)  # before anybody is asked
    made = await _gather(link, given, names)
    if not made.rows or len(made.failed) == made.hosts:
        _complain(console, made)
        return _status(made)
    if form is None:
        console.tell(made.to_dict())
        _tell(console, made, given["tables"])
        _complain(console, made)
        return _status(made)
    done = await _write(console, form, made, file, given["title"] or "Inventory")
    _complain(console, made)
    return _status(made) if done else ExitStatus.UNWRITTEN


# --- what is asked for ---------------------------------------------------------------------------


def _form(given: Mapping[str, Any]) -> Form | None:
    """Return the format; None where it is told in the command's own text.

    Raises:
        ValueError: the file's name does not tell it; or it does not go with the options.
    """
    file: Path | None = given["output"]
    word = given["format"]
    if file is not None and str(file) in (*FORMS, *FORMATS):
        raise ValueError(f"--output names a file, and '{file}' is a format: --format {file}")
    if word is None and file is not None:
        ending = file.suffix.lower()
        word = next((name for name, form in FORMS.items() if ending in form.endings), None)
        if word is None:
            raise ValueError(
                f"'{file}' does not tell its format: add --format, of {', '.join(FORMS)}"
            )
    if word is None:
        if given["title"]:
            raise ValueError("--title is for a page: --format html")
        return None
    if given["title"] and not FORMS[word].title:
        raise ValueError(f"--title is for a page, and {word} has none")
    return FORMS[word]


async def _gather(link: Link, given: Mapping[str, Any], names: Sequence[str] | None) -> Report:
    """Ask the hosts.

    Raises:
        EsxError: the one connection cannot be opened, or read.
        ValueError: the options contradict each other.
    """
    from aioesx.jobs.report import gather

    settings = link.settings
    stated = None if link.interactive else settings.uri
    exclusive(inventory=given["inventory"], uri=given["uri"], connect=stated)
    is_fleet = given["inventory"] or given["uri"]
    if not is_fleet and (stated or link.interactive or not os.environ.get(VARIABLE)):
        if given["select"]:
            raise ValueError("--select chooses among many hosts: name an --inventory")
        return await gather(await link.connection(), tables=names)
    inventory = inventory_of(given, settings, stated)
    access = await access_of(settings, given["ask_password"])
    options = {"select": given["select"] or None, "concurrency": given["concurrency"]}
    async with aioesx.Fleet(inventory, keep=0, **access) as fleet:
        return await gather(fleet, tables=names, **options)


# --- what is told --------------------------------------------------------------------------------


def _complain(console: Console, made: Report) -> None:
    for each in made.failed:
        console.complain(f"{each.host}: {each.message}")
    for problem in made.problems:
        console.warn(problem)


def _status(made: Report) -> ExitStatus:
    failures = [
        status_of(each.cause) if isinstance(each.cause, errors.EsxError) else ExitStatus.DEFECT
        for each in made.failed
    ]
    return status_of_several([ExitStatus.OK] * (made.hosts - len(failures)) + failures)


def _tell(console: Console, made: Report, named: Sequence[str]) -> None:
    """Tell which tables there are; or the main columns of those that are named."""
    if not named:
        rows = [(each.name, str(len(made.rows[each.name])), each.help) for each in made.tables]
        console.table(_ROWS, rows)
        return
    for table in made.tables:
        _tell_table(console, table, made)


def _tell_table(console: Console, table: Table, made: Report) -> None:
    from aioesx.jobs.report.columns import joined

    shown = [number for number, column in enumerate(table.columns) if column.main]
    head = [table.columns[number].title for number in shown]
    rows = [[_shown(joined(row[number])) for number in shown] for row in made.rows[table.name]]
    if len(made.tables) > 1:
        console.remark(f"{table.name}: {table.title}")
    console.table(head, rows)
    if len(made.tables) > 1:
        console.remark()


def _shown(text: str) -> str:
    return (text or "-") if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


# --- what is written -----------------------------------------------------------------------------


async def _write(console: Console, form: Form, made: Report, file: Path | None, title: str) -> bool:
    """Write it; tell whether it could be.

    Raises:
        ValueError: it is several files, and no directory is named; or bytes, for a terminal.
    """
    content = await anyio.to_thread.run_sync(form.make, made, title)
    if isinstance(content, dict):
        if file is None or file == _STANDARD_OUTPUT:
            raise ValueError(
                f"it is {len(content)} files: name a directory by --output, or for csv one table by"
                " --tables"
            )
        return await _to_disk(console, lambda: _put_all(file, content), f"{file}{os.sep}")
    if file is None or file == _STANDARD_OUTPUT:
        return await _to_output(console, content)
    data = content.encode() if isinstance(content, str) else content
    return await _to_disk(console, lambda: put_whole(file, data), str(file))


async def _to_output(console: Console, content: str | bytes) -> bool:
    if isinstance(content, str):
        console.file(content)
        return True
    write: Callable[[bytes], Awaitable[None]] = console.hand_over()
    await write(content)
    return True


async def _to_disk(console: Console, put: Callable[[], None], name: str) -> bool:
    try:
        await anyio.to_thread.run_sync(put)
    except OSError as error:
        console.complain(f"'{name}' could not be written: {error.strerror or error}")
        return False
    console.remark(f"Report written to {name}")
    return True


def _put_all(directory: Path, files: Mapping[str, str]) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        put_whole(directory / name, text.encode())


COMMANDS: Final = (
    CommandRow(
        "report",
        report,
        (
            Word(
                "format",
                "How it is written: json, csv, xlsx, html, netbox or ansible.",
                False,
                False,
                type=click.Choice(list(FORMS)),
            ),
            Word(
                "output",
                "File that it is written to, or directory; - is standard output.",
                False,
                False,
                type=click.Path(path_type=Path, allow_dash=True),
                metavar="FILE",
            ),
            Word(
                "tables",
                "Names of tables with commas between, such as vInfo,vDisk; all by default.",
                False,
                False,
                many=True,
            ),
            Word("title", "Head line of a page.", False, False),
            INVENTORY,
            URIS,
            SELECT,
            Word(
                "concurrency",
                "Hosts at work at once; 64.",
                False,
                False,
                type=click.IntRange(min=1),
                metavar="NUMBER",
            ),
            ASK_PASSWORD,
            PASSWORDS_IN_FILE,
        ),
        connected=False,
        output=REPORT,
        blank=False,
    ),
)
