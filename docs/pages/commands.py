"""commands.md: the reference of the command `aioesx`, from the command's own declarations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

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
    context = click.Context(cli, info_name="aioesx")
    lines = [_HEAD, *_command(context, cli, "Options")]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        if command is not None and not command.hidden:
            inner = click.Context(command, info_name=name, parent=context)
            lines += [f"## {name}\n", *_command(inner, command, "Option")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _command(context: click.Context, command: click.Command, head: str) -> Iterator[str]:
    usage = command.get_usage(context).removeprefix("Usage: ")
    yield f"    {' '.join(usage.split())}\n"
    if command.help:
        yield _paragraphs(command.help) + "\n"
    records = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        and "--help" not in parameter.opts
        and (record := parameter.get_help_record(context)) is not None
    ]
    if records:
        yield f"| {head} | Does |\n|---|---|"
        yield "\n".join(f"| `{_cell(flags)}` | {_cell(text)} |" for flags, text in records) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _paragraphs(text: str) -> str:
    paragraphs = text.replace("\b", "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
