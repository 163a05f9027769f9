"""How commands are declared: as rows, with virsh's rules for words on the command line.

A word that a command needs may be given bare or by name (``start web01``, ``start --domain
web01``); bare words go to the words that are still open, in the order of the row. A row is all
that is needed for a new command.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Final

import click

from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.run import run_connected
from aioesx.cli.status import ExitStatus

__all__ = ["DOMAIN", "DOMAINS", "CommandRow", "Flag", "Word", "add_commands", "exclusive"]

_BARE: Final = "bare_words"


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word that a command takes.

    Attributes:
        name: as in ``--name``; the function gets it with ``_`` for ``-``.
        help: what it is.
        required: whether the command needs it.
        bare: whether it may be given without its name.
        many: whether it takes all bare words that are left; the function gets a tuple.
        type: how the text is read.
    """

    name: str
    help: str
    required: bool = True
    bare: bool = True
    many: bool = False
    type: Any = str

    def option(self) -> click.Option:
        """Return it as an option of click's."""
        return click.Option([f"--{self.name}"], type=self.type, multiple=self.many, help=self.help)


@dataclasses.dataclass(frozen=True, slots=True)
class Flag:
    """An option without a word: it is there or not."""

    name: str
    help: str

    def option(self) -> click.Option:
        """Return it as an option of click's."""
        return click.Option([f"--{self.name}"], is_flag=True, help=self.help)


DOMAIN: Final = Word("domain", "Name, id or UUID of the domain.")
DOMAINS: Final = Word("domain", "Names, ids or UUIDs of domains.", many=True)


@dataclasses.dataclass(frozen=True, slots=True)
class CommandRow:
    """A command that works on an open connection.

    Attributes:
        name: virsh's.
        run: coroutine function; is given the connection, the console, and what `parameters`
            name. Its docstring's first line is the command's help. What it says without an
            error ends with the blank line that virsh writes.
        parameters: in the order in which bare words fill them.
    """

    name: str
    run: Callable[..., Awaitable[ExitStatus]]
    parameters: Sequence[Word | Flag] = ()

    @property
    def help(self) -> str:
        """What the command does."""
        return inspect.cleandoc(self.run.__doc__ or "").partition("\n\n")[0]


class _Command(click.Command):
    """A command of click's whose bare words are dealt out as virsh does."""

    def __init__(self, row: CommandRow) -> None:
        self.row = row
        self.words = [p for p in row.parameters if isinstance(p, Word)]
        super().__init__(
            row.name,
            params=[
                *(p.option() for p in row.parameters),
                click.Argument([_BARE], nargs=-1, type=click.UNPROCESSED),
            ],
            callback=self._call,
            help=row.help,
        )

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what stands behind the command's name in its usage line."""
        pieces = [
            (word.name.upper() if word.required else f"[{word.name.upper()}]")
            + ("..." if word.many else "")
            for word in self.words
            if word.bare
        ]
        return ["[OPTIONS]", *pieces]

    def _call(self, **values: Any) -> None:
        context = click.get_current_context()
        self._deal(context, values, list(values.pop(_BARE)))
        settings, console = context.obj

        async def connected(esx: Any, console: Console) -> ExitStatus:
            try:
                status = await self.row.run(esx, console, **values)
            except errors.EsxError:
                raise
            except ValueError as error:
                console.complain(str(error))
                return ExitStatus.USAGE
            if status is ExitStatus.OK:
                console.remark()
            return status

        context.exit(run_connected(connected, settings, console))

    def _deal(self, context: click.Context, values: dict[str, Any], bare: list[str]) -> None:
        """Give bare words to the parameters that are still open."""
        for word in self.words:
            key = word.name.replace("-", "_")
            open_ = values[key] in (None, ())
            if open_ and word.bare and bare:
                taken, bare = (bare, []) if word.many else (bare[:1], bare[1:])
                option = next(p for p in self.params if p.name == key)
                values[key] = option.type_cast_value(context, taken if word.many else taken[0])
            elif open_ and word.required:
                raise click.UsageError(
                    f"command '{self.name}' requires <{word.name}> option", context
                )
        if bare:
            raise click.UsageError(f"unexpected data '{bare[0]}'", context)


def add_commands(group: click.Group, rows: Iterable[CommandRow]) -> None:
    """Add commands to a group."""
    for row in rows:
        group.add_command(_Command(row))


def exclusive(**given: object) -> None:
    """Refuse options that exclude each other.

    Raises:
        ValueError: more than one of them was given.
    """
    names = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if len(names) > 1:
        raise ValueError(f"Options {names[0]} and {names[1]} are mutually exclusive")
