"""Opening the connection for a command, and what becomes of its errors."""

from __future__ import annotations

import dataclasses
import logging
import sys
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import anyio

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.credentials import PASSWORD_VARIABLE, prompting, stated_password
from aioesx.cli.status import ExitStatus, status_of

__all__ = ["Command", "Settings", "run_connected", "run_guarded"]

Command = Callable[["aioesx.Connection", Console], Awaitable[ExitStatus]]

# What a person can do about an error, where its own message does not say.
_ADVICE: Final[tuple[tuple[type[errors.EsxError], str], ...]] = (
    (errors.NoSuchDomainError, "`aioesx list --all` shows what there is"),
    (errors.QuestionPendingError, "auto_answer=1 in the URI gives the host's default answer"),
    (errors.ToolsUnavailableError, "VMware Tools have to run in the guest, for `destroy` not"),
    (errors.LoginError, "check the user name and the password"),
    (
        errors.AuthenticationError,
        f"set {PASSWORD_VARIABLE}, pass --password-file, or write a libvirt auth file",
    ),
    (errors.ConnectError, "check host, port and transport= of the URI"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """The options that stand before the command.

    Attributes:
        uri: connection URI, or None.
        password_file: where the password stands, or None.
        read_only: whether changes are refused.
        debug: whether errors show a traceback, and the log goes to standard error.
    """

    uri: str | None
    password_file: Path | None
    read_only: bool
    debug: bool


def run_connected(command: Command, settings: Settings, console: Console) -> ExitStatus:
    """Open the connection, run the command, close it; errors become a line and a status."""

    async def work() -> ExitStatus:
        if settings.uri is None:
            raise errors.UriError(
                "no connection URI: pass -c esx://user@host/ or set AIOESX_URI", parameter="uri"
            )
        async with aioesx.connect(
            settings.uri,
            password=stated_password(settings.password_file),
            auth=prompting(),
            read_only=settings.read_only,
        ) as esx:
            return await command(esx, console)

    return run_guarded(work, settings.debug, console)


def run_guarded(
    work: Callable[[], Awaitable[ExitStatus]], debug: bool, console: Console
) -> ExitStatus:
    """Run a coroutine function; an error becomes one line and an exit status."""
    logging.basicConfig(
        level=logging.DEBUG if debug else logging.WARNING,
        stream=console.err,
        format="%(levelname)s %(name)s: %(message)s" if debug else "%(levelname)s: %(message)s",
        force=True,
    )
    try:
        return anyio.run(_awaited, work)
    except errors.EsxError as error:
        if debug:
            traceback.print_exception(error, file=console.err)
        console.complain(explained(error))
        return status_of(error)
    except KeyboardInterrupt:
        console.complain("interrupted")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads; say nothing about it
        return ExitStatus.FAILED


async def _awaited(work: Callable[[], Awaitable[ExitStatus]]) -> ExitStatus:
    return await work()


def explained(error: errors.EsxError) -> str:
    """Return the error's message with advice."""
    advice = next((text for cls, text in _ADVICE if isinstance(error, cls)), None)
    return f"{error}; {advice}" if advice else str(error)
