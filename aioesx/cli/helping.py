"""What ``help`` and ``--help`` say: all commands, a group, one command, laid out as virsh does.

Texts are broken at the terminal's width and never cut.
"""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import click

from aioesx.cli.catalog import Group
from aioesx.cli.declare import CommandRow, Flag, Word

__all__ = ["command_page", "group_page", "option_rows", "synopsis"]

_INDENT: Final = 4
_FIRST_COLUMN: Final = 30
_OPTION_COLUMN: Final = 22
_NARROWEST: Final = 40
_TOGETHER: Final = "\0<"  # an option and its word stay on one line

_TYPE_NAMES: Final = {"integer": "number", "float": "number", "text": "string"}


def group_page(group: Group, rows: Iterable[CommandRow]) -> str:
    """Return what each command of a group does, a line or some each."""
    head = f" {group.title} (help keyword '{group.keyword}'):\n"
    return head + "".join(_entry(row.name, row.help, _FIRST_COLUMN) for row in rows)


def command_page(row: CommandRow) -> str:
    """Return all that is to be said of a command."""
    sections = [
        ("NAME", _wrapped(f"{row.name} - {row.help}", _INDENT)),
        (
            "SYNOPSIS",
            _wrapped(synopsis(row).replace(" <", _TOGETHER), _INDENT).replace(_TOGETHER, " <"),
        ),
    ]
    if row.more:
        more = "\n".join(_wrapped(text, _INDENT, hanging=False) for text in row.more)
        sections.append(("DESCRIPTION", more))
    options = "".join(_entry(flags, text, _OPTION_COLUMN) for flags, text in option_rows(row))
    if options:
        sections.append(("OPTIONS", options))
    return "\n".join(f"  {head}\n{text}" for head, text in sections)


def synopsis(row: CommandRow) -> str:
    """Return how a command is called: ``start <domain>... [--force-boot]``."""
    return " ".join([row.name, *(_usage(parameter) for parameter in row.parameters)])


def option_rows(row: CommandRow) -> Iterator[tuple[str, str]]:
    """Yield how each option is written, and what it does."""
    for parameter in row.parameters:
        if isinstance(parameter, Flag):
            yield f"--{parameter.name}", parameter.help
        else:
            name = f"--{parameter.name}"
            if parameter.required and parameter.bare:
                name = f"[{name}]"
            yield f"{name} <{_type_name(parameter)}>", parameter.help


def _usage(parameter: Word | Flag) -> str:
    if isinstance(parameter, Flag):
        return f"[--{parameter.name}]"
    more = "..." if parameter.many or parameter.rest else ""
    if parameter.required and parameter.bare and not parameter.unless:
        return f"<{parameter.name}>{more}"
    whole = f"--{parameter.name} <{_type_name(parameter)}>"
    needed = parameter.required and not parameter.unless
    return f"{whole}{more}" if needed else f"[{whole}]{more}"


def _type_name(word: Word) -> str:
    """Return what stands for a word: ``string``, ``number``, ``file``, or what may be said."""
    if word.metavar is not None:
        return word.metavar.lower()
    kind: Any = word.type
    if isinstance(kind, click.Choice):
        return "|".join(map(str, kind.choices))
    name = click.types.convert_type(kind).name
    return next((ours for theirs, ours in _TYPE_NAMES.items() if name.startswith(theirs)), name)


def _entry(name: str, text: str, column: int) -> str:
    """Return a name and, beside it, what it does: below it if the name is long."""
    indent = " " * (_INDENT + column + 1)
    lines = textwrap.wrap(text, _width(), initial_indent=indent, subsequent_indent=indent)
    first = f"{'':{_INDENT}}{name}"
    if len(name) > column or not lines:
        return "\n".join([first, *lines]) + "\n"
    rest: Sequence[str] = lines[1:]
    return "\n".join([f"{first:<{len(indent)}}{lines[0].lstrip()}", *rest]) + "\n"


def _wrapped(text: str, indent: int, *, hanging: bool = True) -> str:
    lines = textwrap.wrap(
        text,
        _width(),
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent * 2 if hanging else indent),
        break_on_hyphens=False,
        break_long_words=False,
    )
    return "\n".join(lines) + "\n"


def _width() -> int:
    return max(shutil.get_terminal_size().columns, _NARROWEST)
