"""Passwords for the command: a file, the environment, or a prompt like virsh's.

Never an argument: the machine's process list would show it.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import anyio.to_thread

from aioesx.auth import Auth, AuthRequest
from aioesx.errors import AuthenticationError

__all__ = ["PASSWORD_VARIABLE", "prompting", "read_password", "stated_password"]

PASSWORD_VARIABLE = "AIOESX_PASSWORD"  # noqa: S105 - its name, not its value


def stated_password(
    file: Path | None, environ: Mapping[str, str] = os.environ, variable: str = PASSWORD_VARIABLE
) -> str | None:
    """Return the password of ``--password-file``, else of the environment, else None.

    Raises:
        AuthenticationError: the file cannot be read or is empty.
    """
    if file is not None:
        return read_password(file)
    return environ.get(variable) or None


def read_password(file: Path) -> str:
    """Read a password: the first line of a file, without its end.

    Raises:
        AuthenticationError: the file cannot be read or its first line is empty.
    """
    try:
        password = file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise AuthenticationError(f"cannot read the password file {file}: {reason}") from None
    if not password:
        raise AuthenticationError(f"the first line of the password file {file} is empty")
    return password


def prompting() -> Auth | None:
    """Return a callback that asks on the terminal, or None where there is nobody to ask."""
    return _prompt if sys.stdin is not None and sys.stdin.isatty() else None


async def _prompt(request: AuthRequest) -> str | None:
    ask = input if request.asked == "username" else getpass.getpass
    return await anyio.to_thread.run_sync(ask, f"{request.prompt}: ", abandon_on_cancel=True)
