"""How commands are declared: as rows, with virsh's rules for words on the command line.

A word that a command needs may be given bare or by name (``start web01``, ``start --domain
web01``); bare words go to the words that are still open, in the order of the row. A row is all
that is needed for a new command.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import click

from aioesx import errors
from aioesx.cli.absent import unknown_command, unknown_option
from aioesx.cli.console import Console
from aioesx.cli.run import Settings, run_connected, run_guarded
from aioesx.cli.status import ExitStatus

__all__ = [
    "DOMAIN",
    "DOMAINS",
    "FILE",
    "HOST",
    "CommandRow",
    "Flag",
    "Invocation",
    "Program",
    "Word",
    "add_commands",
    "exclusive",
]

_BARE: Final = "bare_words"


@dataclasses.dataclass(slots=True)
class Invocation:
    """What a command of click's finds as its context's object.

    Attributes:
        console: where to write.
        settings: the options that stand before the command; known when they are read.
    """

    console: Console
    settings: Settings = dataclasses.field(default_factory=Settings)


@dataclasses.dataclass(frozen=True, slots=True)
class Word:
    """A word that a command takes.

    Attributes:
        name: as in ``--name``; the function gets it with ``_`` for ``-``.
        help: what it is.
        required: whether the command needs it.
        bare: whether it may be given without its name.
        many: whether it may be given several times, bare ones until the end of the line; the
            function gets a tuple.
        type: how the text is read.
        metavar: what stands for it in the help, where that is not its type.
    """

    name: str
    help: str
    required: bool = True
    bare: bool = True
    many: bool = False
    type: Any = str
    metavar: str | None = None

    @property
    def key(self) -> str:
        """The function's name for it."""
        return self.name.replace("-", "_")

    def option(self) -> click.Option:
        """Return it as an option of click's."""
        return click.Option(
            [f"--{self.name}"],
            type=self.type,
            multiple=self.many,
            help=self.help,
            metavar=self.metavar,
            callback=_checked,
        )


@dataclasses.dataclass(frozen=True, slots=True)
class Flag:
    """An option without a word: it is there or not."""

    name: str
    help: str

    def option(self) -> click.Option:
        """Return it as an option of click's."""
        return click.Option([f"--{self.name}"], is_flag=True, help=self.help)


def _checked(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Refuse a word that is empty, as virsh does, or no text.

    Raises:
        click.UsageError: it names the option.
    """
    for word in value if isinstance(value, tuple) else (value,):
        if word == "":
            raise click.UsageError(f"option {parameter.opts[0]} is empty", context)
        if isinstance(word, str) and not word.isascii():
            try:
                word.encode()
            except UnicodeEncodeError:
                raise click.UsageError(f"'{word}' is no text", context) from None
    return value


FILE: Final = click.Path(path_type=Path, dir_okay=False, allow_dash=True)
"""Type of a word that names a file; ``-`` is standard input."""

DOMAIN: Final = Word("domain", "Name, id or UUID of the domain.")
DOMAINS: Final = Word("domain", "Names, ids or UUIDs of domains.", many=True)
HOST: Final = Word(
    "host", "Name of the host, where the connection is over several.", required=False, bare=False
)


@dataclasses.dataclass(frozen=True, slots=True)
class CommandRow:
    """A command.

    Attributes:
        name: virsh's.
        run: coroutine function; is given the connection, the console, and what `parameters`
            name. Its docstring's first line is the command's help. What it says without an
            error ends with the blank line that virsh writes.
        parameters: in the order in which bare words fill them.
        harmful: whether it takes something away, so that no slip of the fingers leads to it.
        alone: the flag by which it does without a connection and is given None; or empty.
    """

    name: str
    run: Callable[..., Awaitable[ExitStatus]]
    parameters: Sequence[Word | Flag] = ()
    harmful: bool = False
    alone: str = ""

    @property
    def help(self) -> str:
        """What the command does."""
        return inspect.cleandoc(self.run.__doc__ or "").partition("\n\n")[0]


class _Helpful(click.Command):
    """A command of click's that writes its help where everything is written."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option ``--help``."""
        names = self.get_help_option_names(ctx)
        return click.Option(
            names,
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
            help="Show this message and exit.",
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read options; one that there is not is explained."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            known = [name for p in self.params for name in p.opts if name.startswith("--")]
            message = unknown_option(ctx.info_name or "", error.option_name, known)
            raise click.UsageError(message, ctx) from None


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        context.obj.console.put(f"{context.get_help()}\n")
        context.exit()


class _Plain(_Helpful):
    """A command that is declared by click's decorators."""


_WHOLE: Final = 1000
"""More letters than any first sentence has."""


class Program(_Helpful, click.Group):
    """The command with its subcommands."""

    command_class = _Plain

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command does, whole: a line that ends in dots tells too little."""
        shown = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        rows = [(name, each.get_short_help_str(_WHOLE)) for name, each in shown if not each.hidden]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand; one that there is not is explained."""
        if self.get_command(ctx, args[0]) is None:
            harmless = [name for name, each in self.commands.items() if not _harms(each)]
            raise click.UsageError(unknown_command(args[0], harmless), ctx)
        return super().resolve_command(ctx, args)


class _Command(_Helpful):
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
        invocation: Invocation = context.obj
        console = invocation.console

        async def connected(esx: Any, console: Console) -> ExitStatus:
            try:
                status = await self.row.run(esx, console, **values)
            except (errors.EsxError, UnicodeError):
                raise
            except ValueError as error:
                console.complain(str(error))
                return ExitStatus.USAGE
            if status is ExitStatus.OK:
                console.remark()
            return status

        if self.row.alone and values[self.row.alone]:
            status = run_guarded(lambda: connected(None, console), invocation.settings, console)
        else:
            status = run_connected(connected, invocation.settings, console, self.row.name)
        context.exit(status)

    def _deal(self, context: click.Context, values: dict[str, Any], bare: list[str]) -> None:
        """Give bare words to the parameters that are still open."""
        for word in self.words:
            given = values[word.key]
            if word.bare and word.many:
                values[word.key] = (*given, *self._read(context, word, bare))
                bare = []
            elif word.bare and bare and given is None:
                values[word.key] = self._read(context, word, bare[:1])[0]
                bare = bare[1:]
            if word.required and values[word.key] in (None, ()):
                raise click.UsageError(
                    f"command '{self.name}' requires <{word.name}> option", context
                )
        if bare:
            raise click.UsageError(f"unexpected data '{bare[0]}'", context)

    def _read(self, context: click.Context, word: Word, texts: list[str]) -> list[Any]:
        option = next(p for p in self.params if p.name == word.key)
        return [_checked(context, option, option.type(text, option, context)) for text in texts]


def _harms(command: click.Command) -> bool:
    return isinstance(command, _Command) and command.row.harmful


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
