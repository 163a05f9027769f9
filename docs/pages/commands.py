"""commands.md: the reference of the command `aioesx`, from the command's own declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import click

from aioesx.cli.catalog import GROUPS
from aioesx.cli.declare import CommandRow
from aioesx.cli.helping import option_rows, synopsis
from aioesx.cli.program import cli

__all__ = ["page"]

_HEAD: Final = """\
# The command `aioesx`

Written by `docs/generate.py` from the command's own declarations; do not edit.
Options of `aioesx` itself stand before the name of a command. Exit statuses are told in the
[README](../README.md#the-command).
"""


def page() -> str:
    """Return the whole page."""
    lines = [_HEAD, *_program()]
    for group in GROUPS:
        lines.append(f"## {group.title}\n\n`aioesx help {group.keyword}`\n")
        for name in group.names:
            lines += _command(cli.commands[name].row)
    return "\n".join(lines).rstrip("\n") + "\n"


def _program() -> Iterator[str]:
    context = click.Context(cli, info_name="aioesx")
    usage = cli.get_usage(context).removeprefix("Usage: ")
    yield f"    {' '.join(usage.split())}\n"
    yield _paragraphs(cli.help or "") + "\n"
    records = [
        record
        for parameter in cli.get_params(context)
        if isinstance(parameter, click.Option)
        and "--help" not in parameter.opts
        and (record := parameter.get_help_record(context)) is not None
    ]
    yield from _table("Options", records)


def _command(row: CommandRow) -> Iterator[str]:
    yield f"### {row.name}\n"
    yield f"    aioesx {synopsis(row)}\n"
    for text in (row.help, *row.more):
        yield _paragraphs(text) + "\n"
    yield from _table("Option", option_rows(row))


def _table(head: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    cells = [f"| `{_cell(flags)}` | {_cell(text)} |" for flags, text in rows]
    if cells:
        yield f"| {head} | Does |\n|---|---|"
        yield "\n".join(cells) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _paragraphs(text: str) -> str:
    paragraphs = text.replace("\b", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
