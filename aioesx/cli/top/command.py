"""The command ``top``: which hosts, a screen or a table, and what is said at the end."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Final

import anyio
import click

import aioesx
from aioesx._extras import require
from aioesx.cli.access import keywords_of
from aioesx.cli.console import Console
from aioesx.cli.credentials import prompting
from aioesx.cli.declare import CommandRow, Flag, Word
from aioesx.cli.link import Link
from aioesx.cli.outputs.own import FIGURES
from aioesx.cli.reading import has_keyboard
from aioesx.cli.settings import TABLE, Settings
from aioesx.cli.status import ExitStatus
from aioesx.cli.target import resolved
from aioesx.cli.top.once import print_once
from aioesx.cli.top.source import Access, Ask, Source

__all__ = ["COMMANDS"]

_EVERY: Final = 5.0


async def top(
    link: Link, console: Console, uri: Sequence[str], interval: float | None, once: bool
) -> ExitStatus:
    """Show hosts and their domains live: state, CPU, memory, disk, network, questions.

    Of one host or of several; without a URI, of the connection of -c or of the environment.
    """
    sources = await _sources(uri, link.settings, interval or _EVERY)
    if once:
        return await print_once(sources, console)
    if link.settings.output != TABLE:
        raise ValueError("the screen is for people; --once hands over data")
    require("top", "aioesx top")
    if not (has_keyboard() and console.errors_on_terminal):
        raise ValueError("top needs a terminal; --once prints a table")
    if link.settings.debug:
        raise ValueError("the screen and --debug want the same terminal; --log takes a file")
    return await _show(sources, console)


async def _sources(uris: Sequence[str], settings: Settings, interval: float) -> list[Source]:
    """Return what is shown, each once, opened by what the person's own settings say of it.

    Raises:
        UriError: there is none.
        AuthenticationError: see `keywords_of`.
    """
    prompt = _prompt()
    sources = []
    for target in dict.fromkeys(resolved(each) for each in uris or (settings.uri,)):
        # A question waits on the screen, to be answered by a command.
        keywords = await keywords_of(target, settings, ask=aioesx.refuse)
        sources.append(Source(target.uri, Access(keywords, prompt), interval))
    return sources


def _prompt() -> Ask | None:
    """Return what asks for passwords where no screen does that: one at a time."""
    turn, prompt = anyio.Lock(), prompting()
    if prompt is None:
        return None

    async def ask(request: aioesx.AuthRequest) -> str | None:
        async with turn:
            answer = prompt(request)
            return await answer if inspect.isawaitable(answer) else answer

    return ask


async def _show(sources: Sequence[Source], console: Console) -> ExitStatus:
    from aioesx.cli.top.app import TopApp, run_screen  # textual

    app = TopApp(sources, anyio.current_time)
    try:
        await run_screen(app, sources)
    finally:
        for source in sources:
            for task in source.tasks:
                console.warn(f"{source.label} goes on with task {task}")
    return ExitStatus.HUNG_UP if app.hung_up else ExitStatus.OK


COMMANDS: Final = (
    CommandRow(
        "top",
        top,
        (
            Word("uri", "URIs of hosts and vCenters.", required=False, many=True),
            Word(
                "interval",
                f"How often they are read; {_EVERY:g} without it.",
                False,
                False,
                type=click.FloatRange(0.5, 3600),
                metavar="SECONDS",
            ),
            Flag("once", "Print one plain table and end."),
        ),
        connected=False,
        output=FIGURES,
    ),
)
