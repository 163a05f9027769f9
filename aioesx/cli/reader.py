"""How click reads a command of ours: bare words are dealt out, and what is left is a plan."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import click

from aioesx import errors
from aioesx.cli.absent import stands_before, unknown_option
from aioesx.cli.console import Console
from aioesx.cli.dealing import UnexpectedWordError, deal
from aioesx.cli.declare import CommandRow, Word
from aioesx.cli.plan import Plan
from aioesx.cli.settings import TABLE, Settings
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.cli.link import Link

__all__ = ["Command", "Helpful", "Invocation"]


@dataclasses.dataclass(slots=True)
class Invocation:
    """What a command of click's finds as its context's object.

    Attributes:
        console: where to write.
        settings: the options that stand before the command; known when they are read.
        plan: what is to be done; known when the command is read.
    """

    console: Console
    settings: Settings = dataclasses.field(default_factory=Settings)
    plan: Plan | None = None


class Helpful(click.Command):
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
            known = [name for name in _options(ctx) if name.startswith("--")]
            before = _options(ctx.parent)
            message = unknown_option(ctx.info_name or "", error.option_name, known, before)
            raise click.UsageError(message, ctx) from None


def _options(context: click.Context | None) -> list[str]:
    """Return the names of a command's options, with their dashes."""
    parameters = context.command.params if context is not None else []
    return [name for each in parameters for name in each.opts if name.startswith("-")]


def _show_help(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        context.obj.console.put(f"{context.get_help()}\n")
        context.exit()


class Command(Helpful):
    """A command of click's whose bare words are dealt out as virsh does."""

    def __init__(self, row: CommandRow) -> None:
        self.row = row
        self.words = [p for p in row.parameters if isinstance(p, Word)]
        super().__init__(
            row.name,
            params=[p.option() for p in row.parameters],
            callback=self._call,
            help=row.help,
        )

    def get_help(self, ctx: click.Context) -> str:
        """Return its page."""
        from aioesx.cli.helping import command_page  # only where it is read

        return command_page(self.row)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read words and options."""
        if not ctx.resilient_parsing:
            try:
                slots = [each.slot() for each in self.row.parameters]
                args = list(deal(slots, args, self.row.aliases))
            except UnexpectedWordError as error:
                meant = stands_before(self.row.name, error.word, _options(ctx.parent))
                raise click.UsageError(f"{error}{meant}", ctx) from None
            except ValueError as error:
                raise click.UsageError(str(error), ctx) from None
        try:
            return super().parse_args(ctx, args)
        except click.BadParameter:
            if self.row.blank:
                ctx.obj.console.remark()  # virsh has begun with the command when it finds that out
            raise

    def _call(self, **values: Any) -> None:
        context = click.get_current_context()
        self._demand(context, values)
        invocation: Invocation = context.obj
        row = self.row

        async def work(link: Link) -> ExitStatus:
            try:
                return await _run(row, link, values)
            except (errors.EsxError, UnicodeError):
                raise
            except ValueError as error:
                link.trace(error)
                link.console.complain(str(error))
                return row.failure or ExitStatus.USAGE

        invocation.plan = Plan(row.name, work, row.ends, row.blank, row.failure)

    def _demand(self, context: click.Context, values: dict[str, Any]) -> None:
        for word in self.words:
            given = (values[key] for key in (word.key, *word.unless))
            if word.required and all(value in (None, ()) for value in given):
                late = [w.name for w in self.words if w.rest and f"--{word.name}" in values[w.key]]
                where = f", which stands before <{late[0]}>" if late else ""
                raise click.UsageError(
                    f"command '{self.name}' requires <{word.name}> option{where}", context
                )


async def _run(row: CommandRow, link: Link, values: dict[str, Any]) -> ExitStatus:
    """Call the function of a row with what it wants: the connection, or the link to one."""
    given: Any = link
    if row.connected:
        alone = row.alone and values[row.alone]
        given = None if alone else await link.connection()
    if link.settings.output == TABLE or not (row.connected or row.output):
        return await row.run(given, link.console, **values)
    from aioesx.cli.output import gathering  # virsh's text needs it not

    with gathering(link.console, link.settings.output, row.output):
        return await row.run(given, link.console, **values)
