"""Passwords for the command: a file, the environment, or a prompt like virsh's.

Never an argument: the machine's process list would show it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aioesx.cli.reading import ask, has_keyboard, read_bytes
from aioesx.errors import AuthenticationError

if TYPE_CHECKING:
    from aioesx.auth import Auth, AuthRequest

__all__ = ["PASSWORD_VARIABLE", "prompting", "read_password", "stated_password"]

PASSWORD_VARIABLE = "AIOESX_PASSWORD"  # noqa: S105 - its name, not its value
_MOST: Final = 65536


async def stated_password(
    file: Path | None, environ: Mapping[str, str] = os.environ, variable: str = PASSWORD_VARIABLE
) -> str | None:
    """Return the password of ``--password-file``, else of the environment, else None.

    Raises:
        AuthenticationError: the file cannot be read or is empty.
    """
    if file is not None:
        return await read_password(file)
    return environ.get(variable) or None


async def read_password(file: Path) -> str:
    """Read a password: the first line of a file, without its end.

    Raises:
        AuthenticationError: the file cannot be read or its first line is empty.
    """
    try:
        text = (await read_bytes(file, _MOST)).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise AuthenticationError(f"cannot read the password file {file}: {reason}") from None
    password = text.partition("\n")[0].rstrip("\r")
    if not password:
        raise AuthenticationError(f"the first line of the password file {file} is empty")
    return password


def prompting() -> Auth | None:
    """Return a callback that asks on the terminal, or None where there is nobody to ask."""
    return _prompt if has_keyboard() else None


async def _prompt(request: AuthRequest) -> str:
    """Ask; an empty user name means the default, an empty password is one."""
    what = "user name" if request.asked == "username" else "password"
    try:
        answer = await ask(f"{request.prompt}:", echo=request.asked == "username")
    except UnicodeDecodeError:
        raise AuthenticationError(f"the {what} that was typed is no text") from None
    if answer is None:
        raise AuthenticationError(f"no {what} for {request.host}: the input ended")
    return answer
