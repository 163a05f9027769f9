"""aioesx.1: the manual page, from the command's own declarations, in the macros of man(7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from aioesx._version import VERSION
from aioesx.cli.catalog import GROUPS
from aioesx.cli.declare import CommandRow
from aioesx.cli.helping import option_rows, synopsis
from aioesx.cli.program import cli
from aioesx.cli.status import ExitStatus

__all__ = ["page"]

_NAME: Final = "manage VMware ESX/ESXi, GSX and vCenter hosts with virsh\\(aqs verbs"
_ENVIRONMENT: Final = (
    ("AIOESX_URI", "URI to connect to, where -c is not given; before LIBVIRT_DEFAULT_URI."),
    ("LIBVIRT_DEFAULT_URI", "Likewise, for whoever has set it for virsh."),
    ("AIOESX_PASSWORD", "The password, where --password-file is not given."),
    ("AIOESX_SIMULATOR_PASSWORD", "The password of simulated hosts."),
    ("VISUAL, EDITOR", "The editor of the command edit."),
    ("NO_COLOR", "Set to anything, nothing is coloured."),
)
_SEE_ALSO: Final = "virsh(1), virt\\-v2v(1)"


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH AIOESX 1 "" "aioesx {VERSION}" "User Commands"'
    yield ".ad l"
    yield f".SH NAME\naioesx \\- {_NAME}"
    yield ".SH SYNOPSIS\n.B aioesx\n[OPTIONS] [COMMAND [WORDS]...]"
    yield ".SH DESCRIPTION"
    yield "\n.PP\n".join(_text(part) for part in (cli.help or "").split("\n\n"))
    yield ".SH OPTIONS"
    context = click.Context(cli, info_name="aioesx")
    for parameter in cli.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            yield from _entry(*record)
    yield ".SH COMMANDS"
    for group in GROUPS:
        yield f'.SS "{_text(group.title)}"'
        for name in group.names:
            yield from _command(cli.commands[name].row)
    yield ".SH EXIT STATUS"
    for status in ExitStatus:
        yield from _entry(str(status.value), status.meaning)
    yield ".SH ENVIRONMENT"
    for name, text in _ENVIRONMENT:
        yield from _entry(name, text)
    yield f".SH SEE ALSO\n{_SEE_ALSO}"


def _command(row: CommandRow) -> Iterator[str]:
    yield from _entry(synopsis(row), row.help)
    for text in row.more:
        yield f".IP\n{_text(text)}"
    options = list(option_rows(row))
    if options:
        yield ".RS"
        for flags, text in options:
            yield from _entry(flags, text)
        yield ".RE"


def _entry(term: str, text: str) -> Iterator[str]:
    yield f".TP\n.B {_text(term)}\n{_text(text)}"


def _text(text: str) -> str:
    r"""Write a text so that roff takes none of it for its own: ``\``, ``-``, a dot in front."""
    plain = " ".join(text.replace("\b", "").split())
    escaped = plain.replace("\\", "\\(rs").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
