"""The shell: commands that a person types one after the other, over one connection.

At a terminal prompt_toolkit edits the line, keeps the history and completes names. Elsewhere
the commands come by standard input, a line each, as those of a script.
"""

from __future__ import annotations

import signal
from collections.abc import Awaitable, Callable
from typing import Final

import click

from aioesx.cli.link import Link
from aioesx.cli.program import MISTAKES, cli, planned, status_of_mistake
from aioesx.cli.reader import Invocation
from aioesx.cli.reading import has_keyboard, lines_of_standard_input
from aioesx.cli.run import carry_out, leaving, run_to_end, told
from aioesx.cli.signals import WORDS, interruptible
from aioesx.cli.status import ExitStatus
from aioesx.cli.target import is_stated
from aioesx.cli.words import split_line

__all__ = ["run_shell"]

_WELCOME: Final = (
    "Welcome to aioesx, virsh's verbs for VMware hosts.\n\n"
    "Type:  'help' for help with commands\n"
    "       'quit' to quit\n\n"
)
_ENDINGS: Final = (signal.SIGTERM, signal.SIGHUP)
"""What ends the shell; Ctrl-C ends what it is about."""


def run_shell(link: Link) -> ExitStatus:
    """Carry out what is typed, or what comes by standard input; return the last status."""
    link.interactive = has_keyboard() and link.console.is_on_terminal
    work = _typed if link.interactive else _scripted

    return run_to_end(work, link, _ENDINGS if link.interactive else tuple(WORDS))


async def _scripted(link: Link) -> ExitStatus:
    """Carry out the commands of standard input, a line each."""
    status = ExitStatus.OK
    async for line in lines_of_standard_input():
        status, goes_on = await _line(line, link)
        await link.console.flush()
        if not goes_on:
            break
    return status


async def _typed(link: Link) -> ExitStatus:
    """Carry out what a person types, until they leave."""
    from aioesx.cli.line_editor import line_editor  # prompt_toolkit: slow to load

    editor = line_editor(link)
    link.console.put(_WELCOME)
    status = ExitStatus.OK
    if is_stated(link.settings.uri):  # as in virsh: who cannot be reached is told of at once
        status = await _unless_interrupted(lambda: told("connect", _connected, link), link)
    while True:
        await link.console.flush()
        try:
            line = await editor.prompt_async(_prompt(link), handle_sigint=False)
        except KeyboardInterrupt:  # the line is given up
            continue
        except EOFError:
            return status
        leaves: list[bool] = []

        async def act(line: str = line, leaves: list[bool] = leaves) -> ExitStatus:
            status, goes_on = await _line(line, link)
            leaves.append(not goes_on)
            return status

        status = await _unless_interrupted(act, link)
        if any(leaves):
            return status


async def _unless_interrupted(work: Callable[[], Awaitable[ExitStatus]], link: Link) -> ExitStatus:
    """Do something; Ctrl-C ends that, and says what the host goes on with."""
    status = await interruptible(work, leaving(link))
    if status is not None:
        return status
    link.console.complain(link.ongoing.told("interrupted"))
    link.ongoing.clear()
    return ExitStatus.INTERRUPTED


async def _connected(link: Link) -> ExitStatus:
    await link.connection()
    return ExitStatus.OK


def _prompt(link: Link) -> str:
    return "aioesx > " if link.settings.read_only else "aioesx # "


async def _line(line: str, link: Link) -> tuple[ExitStatus, bool]:
    """Carry out a line; tell how it ended, and whether there is more to come."""
    status = ExitStatus.OK
    invocation = Invocation(link.console, link.settings)
    try:
        with click.Context(cli, info_name="aioesx", obj=invocation) as context:
            plans = [planned(words, context) for words in split_line(line)]
    except MISTAKES as error:
        return status_of_mistake(error, link.console), True
    for plan in plans:
        status = await carry_out(plan, link)
        if plan.ends:
            return status, False
    return status, True
