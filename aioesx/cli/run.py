"""Opening the connection for a command, and what becomes of its errors."""

from __future__ import annotations

import dataclasses
import os
import signal
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, NoReturn

import anyio

import aioesx
from aioesx import errors
from aioesx.cli.advice import explained
from aioesx.cli.console import Console
from aioesx.cli.credentials import prompting, stated_password
from aioesx.cli.records import logged_to
from aioesx.cli.signals import WORDS, until_signalled
from aioesx.cli.status import ExitStatus, status_of

__all__ = ["Command", "Settings", "run_connected", "run_guarded"]

Command = Callable[["aioesx.Connection", Console], Awaitable[ExitStatus]]

_DEFECT: Final = "this is a defect of aioesx"


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """The options that stand before the command.

    Attributes:
        uri: connection URI, or None.
        password_file: where the password stands, or None.
        read_only: whether changes are refused.
        debug: whether errors show a traceback, and the log goes to standard error.
        log: file that the log is written to the end of, or None.
    """

    uri: str | None = None
    password_file: Path | None = None
    read_only: bool = False
    debug: bool = False
    log: Path | None = None


def run_connected(
    command: Command, settings: Settings, console: Console, name: str = ""
) -> ExitStatus:
    """Open the connection, run the command, close it; errors become a line and a status.

    Args:
        command: what to do.
        settings: how to connect.
        console: where to write.
        name: the command's, for advice.
    """
    progress = _Progress(name, settings.uri)

    async def work() -> ExitStatus:
        if settings.uri is None:
            raise errors.UriError(
                "no connection URI: pass -c esx://user@host/ or set AIOESX_URI", parameter="uri"
            )
        async with aioesx.connect(
            settings.uri,
            password=await stated_password(settings.password_file),
            auth=prompting(),
            read_only=settings.read_only,
            on_event=progress.note,
        ) as esx:
            return await command(esx, console)

    return _run(work, settings, console, progress)


def run_guarded(
    work: Callable[[], Awaitable[ExitStatus]], settings: Settings, console: Console
) -> ExitStatus:
    """Run a coroutine function; an error becomes one line and an exit status.

    Args:
        work: what to run.
        settings: where the log goes, and how much an error tells.
        console: where to write.
    """
    return _run(work, settings, console, _Progress())


@dataclasses.dataclass(slots=True)
class _Progress:
    """How far a command has come, for what is said of its end.

    Attributes:
        command: its name.
        uri: where it is about to connect to; None as soon as somebody there has let it in.
        tasks: what the host goes on with when nobody waits any more.
    """

    command: str = ""
    uri: str | None = None
    tasks: list[str] = dataclasses.field(default_factory=list)

    def note(self, event: aioesx.Event) -> None:
        """Hear what the connection tells."""
        if isinstance(event, aioesx.TaskAbandoned):
            self.tasks.append(event.task.value)
        elif isinstance(event, aioesx.LoggedIn):
            self.uri = None


def _run(
    work: Callable[[], Awaitable[ExitStatus]],
    settings: Settings,
    console: Console,
    progress: _Progress,
) -> ExitStatus:
    async def guarded() -> ExitStatus:
        status = await _told(work, settings, console, progress)
        await console.flush()
        return status

    def leave(number: signal.Signals) -> NoReturn:
        status, word = WORDS[number]
        console.last_word("; the host goes on with task ".join([word, *progress.tasks]))
        os._exit(status)  # threads that wait for a name server, say, hold nobody

    try:
        return anyio.run(until_signalled, guarded, leave)
    except KeyboardInterrupt:  # it came before the loop ran, or after
        console.complain("interrupted")
        return ExitStatus.INTERRUPTED


async def _told(
    work: Callable[[], Awaitable[ExitStatus]],
    settings: Settings,
    console: Console,
    progress: _Progress,
) -> ExitStatus:
    """Run it; tell what goes wrong."""
    try:
        with logged_to(console, settings.debug, settings.log):
            return await work()
    except errors.EsxError as error:
        _trace(error, settings.debug, console)
        console.complain(explained(error, progress.command, progress.uri))
        return status_of(error)
    except Exception as error:
        _trace(error, settings.debug, console)
        more = "" if settings.debug else "; --debug shows where it happened"
        console.complain(f"{_DEFECT}: {type(error).__name__}: {error}{more}")
        return ExitStatus.DEFECT


def _trace(error: Exception, debug: bool, console: Console) -> None:
    if debug:
        console.record("".join(traceback.format_exception(error)))
