"""The command line of ``aioesx``: its own options, and the commands by their names.

A command's module is loaded when its name is typed; which module that is tells `catalog`.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from aioesx import _extras
from aioesx._version import VERSION
from aioesx.cli.absent import unknown_command
from aioesx.cli.catalog import GROUPS, MODULES
from aioesx.cli.console import Console
from aioesx.cli.plan import Plan
from aioesx.cli.preset import with_presets
from aioesx.cli.reader import Command, Helpful, Invocation
from aioesx.cli.settings import FORMATS, TABLE, Settings
from aioesx.cli.status import ExitStatus
from aioesx.cli.words import LineError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from aioesx.cli.declare import CommandRow

__all__ = ["MISTAKES", "Program", "cli", "planned", "settings_of", "status_of_mistake"]

_CHECK: Final = "check"
_VERSIONS: Final = {"-v": "short", "-V": "long"}


def planned(words: Sequence[str], context: click.Context) -> Plan:
    """Read a command.

    Args:
        words: its name, and what follows.
        context: what it stands in: the program's.

    Raises:
        click.UsageError: there is no such command, or it does not take these words.
        click.exceptions.Exit: it asked for its help, which is printed.
    """
    name, *rest = words
    command = cli.commands.get(name)
    if command is None:
        harmless = [each for each, it in cli.commands.items() if not it.row.harmful]
        raise click.UsageError(unknown_command(name, harmless), context)
    invocation: Invocation = context.obj
    with command.make_context(name, rest, parent=context) as inner:
        command.invoke(inner)
    if invocation.plan is None:
        raise AssertionError(f"'{name}' has left no plan")
    return invocation.plan


MISTAKES: Final = (click.exceptions.Exit, click.UsageError, LineError)
"""What ends the reading of commands: a mistake, or help or a version that is printed by then."""


def status_of_mistake(
    error: BaseException, console: Console, words: Sequence[str] = ()
) -> ExitStatus:
    """Say in one line what is wrong with a command line, and where there is more.

    Args:
        error: one of `MISTAKES`.
        console: where it is said.
        words: all of it, where that was read from its begin: what is wrong before a command that
            speaks to a monitoring system is told to that, too.
    """
    if isinstance(error, click.exceptions.Exit):
        return ExitStatus.USAGE if error.exit_code else ExitStatus.OK
    if not isinstance(error, click.UsageError):
        console.complain(str(error))
        return ExitStatus.USAGE
    command = error.ctx.command if error.ctx is not None else None
    row = command.row if isinstance(command, Command) else _plugin_in(words)
    if row is not None and row.plugin:
        console.say(f"{row.name.upper()} UNKNOWN - {_one_line(error)}")
    else:
        console.complain(_one_line(error))
    return (row.failure if row is not None else None) or ExitStatus.USAGE


def _plugin_in(words: Sequence[str]) -> CommandRow | None:
    """Return the row of the command ``check``, if a command line seems to end with it."""
    from aioesx.jobs.check.names import NAMES

    is_check = any(pair[0] == _CHECK and pair[1] in NAMES for pair in pairwise(words))
    return cli.commands[_CHECK].row if is_check else None


def _one_line(error: click.UsageError) -> str:
    message = error.format_message().rstrip(".")
    inner = error.ctx is not None and error.ctx.parent is not None
    path = f"aioesx {error.ctx.info_name}" if inner and error.ctx else "aioesx"
    told = "`" in message or "did you mean" in message or "virsh" in message
    return message if told else f"{message}; `{path} --help` tells more"


class _Commands(Mapping[str, Command]):
    """The commands by name, each loaded when it is asked for."""

    def __getitem__(self, name: str) -> Command:
        module = importlib.import_module(f"aioesx.cli.{MODULES[name]}")
        return Command(next(row for row in module.COMMANDS if row.name == name))

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


class Program(Helpful):
    """The program: options, then a command with its words, or a line of commands."""

    commands: Final = _Commands()

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Propose its own options, or those of the command that is typed already."""
        if ctx.params.get("line"):
            return _proposed(ctx, incomplete)
        return super().shell_complete(ctx, incomplete)

    def get_help(self, ctx: click.Context) -> str:
        """Return its options, and its commands by group."""
        from aioesx.cli.helping import group_page  # only where it is read

        pages = (
            group_page(group, [self.commands[name].row for name in group.names]) for group in GROUPS
        )
        return "\n\n".join([super().get_help(ctx), *(page.rstrip("\n") for page in pages)])


def _proposed(context: click.Context, begun: str) -> list[CompletionItem]:
    from aioesx.cli.completion import proposed  # only where a shell asks

    words = context.params.get("line") or ()
    return proposed(settings_of(context.params), words, begun, cli.commands)


def _tell_version(
    context: click.Context, parameter: click.Parameter, value: str | bool | None
) -> None:
    """Print the version, long or short, and end."""
    if not value:
        return
    kind = value if isinstance(value, str) else _VERSIONS[parameter.opts[0]]
    console = context.obj.console
    if kind == "long":
        from aioesx.cli.doctor import versions  # asks every library for its own

        for line in versions():
            console.say(line)
    else:
        console.say(f"aioesx {VERSION}")
    context.exit()


def _format(context: click.Context, _: click.Parameter, value: str) -> str:
    """Refuse a format whose extra is missing.

    Raises:
        click.UsageError: it is.
    """
    if value in _extras.PACKAGES:
        try:
            _extras.require(value, f"`--output {value}`")
        except _extras.MissingExtraError as error:
            raise click.UsageError(str(error), context) from None
    return value


_VERSION: Final[dict[str, Any]] = {
    "is_eager": True,
    "expose_value": False,
    "callback": _tell_version,
}
_NO_EFFECT: Final = "For virsh's sake; no difference."


@click.command(
    cls=Program,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "allow_interspersed_args": False,
    },
    options_metavar="[OPTIONS]",
    epilog="Exit statuses: 0 done, 1 the host refused, 2 usage, 3 no connection, 4 no login,"
    " 5 not found, 6 a question is pending, 7 outcome unknown, 8 not in time, 9 output not"
    " written, 10 some of several failed, 70 a defect, 129, 130, 143 ended by a signal.",
)
@click.option("-c", "--connect", "uri", metavar="URI", help="esx://user@host/, or an alias.")
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File whose first line is the password; else AIOESX_PASSWORD, libvirt's auth file, or"
    " a prompt.",
)
@click.option("-r", "--readonly", "read_only", is_flag=True, help="Refuse every change.")
@click.option("-q", "--quiet", is_flag=True, help="Leave confirmations and table heads out.")
@click.option("--debug", is_flag=True, help="Show the log, and a traceback of an error.")
@click.option("-t", "--timing", is_flag=True, help="Print how long the command took.")
@click.option(
    "-l",
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the log to the end of a file.",
)
@click.option(
    "-o",
    "--output",
    type=click.Choice(FORMATS),
    default=TABLE,
    callback=_format,
    help="How data are written: virsh's text (table), data for programs (docs/output.md), or in"
    " the host's own names (wire).",
)
@click.option("--trace", is_flag=True, help="Show requests and answers, without secrets.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Seconds for each thing that is asked of the host; else 30, or 900 for a task.",
)
@click.option(
    "--on-question",
    multiple=True,
    metavar="ANSWER",
    help="What becomes of a question of the host: refuse, default, ask, or the text or key of an"
    " answer; may be repeated, the first that fits counts.",
)
@click.option("-d", "virsh_debug", type=int, metavar="NUM", expose_value=False, help=_NO_EFFECT)
@click.option("-e", "--escape", metavar="CHAR", expose_value=False, help=_NO_EFFECT)
@click.option("-k", "--keepalive-interval", type=int, expose_value=False, help=_NO_EFFECT)
@click.option("-K", "--keepalive-count", type=int, expose_value=False, help=_NO_EFFECT)
@click.option("-v", **_VERSION, is_flag=True, help="Print the version.")
@click.option("-V", **_VERSION, is_flag=True, help="Print it, and those of what it is built on.")
@click.option(
    "--version",
    metavar="[short|long]",
    is_flag=False,
    flag_value="short",
    type=click.Choice(["short", "long"]),
    help="Print the version.",
    **_VERSION,
)
@click.argument(
    "line",
    nargs=-1,
    type=click.UNPROCESSED,
    metavar="[COMMAND [WORDS]...]",
    shell_complete=lambda context, _, begun: _proposed(context, begun),
)
@click.pass_context
def cli(context: click.Context, /, **_: Any) -> None:
    """Manage VMware ESX/ESXi and GSX hosts with virsh's verbs.

    Without a command it reads commands: at a terminal it is a shell, else they come by standard
    input. A single word may be several: 'list --all; dominfo web01'.
    """
    options = with_presets(context)
    context.obj.settings = settings_of(options)
    context.obj.console.quiet = options["quiet"]


def settings_of(options: Mapping[str, Any]) -> Settings:
    """Return what the options before the command say."""
    return Settings(**{each.name: options[each.name] for each in dataclasses.fields(Settings)})
