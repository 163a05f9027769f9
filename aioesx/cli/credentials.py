"""Passwords for the command: a file, the environment, or a prompt like virsh's.

Never an argument: the machine's process list would show it.
"""

from __future__ import annotations

import inspect
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aioesx.auth import first_line, printed_password
from aioesx.cli.reading import ask, has_keyboard, read_bytes
from aioesx.errors import AuthenticationError

if TYPE_CHECKING:
    from aioesx.auth import Auth, AuthRequest

__all__ = [
    "GUEST_ADVICE",
    "GUEST_VARIABLE",
    "PASSWORD_ADVICE",
    "PASSWORD_VARIABLE",
    "TO_ADVICE",
    "TO_VARIABLE",
    "Remembering",
]
__all__ += ["prompting", "read_password", "stated_password"]

PASSWORD_VARIABLE = "AIOESX_PASSWORD"  # noqa: S105 - its name, not its value
PASSWORD_ADVICE: Final = (
    f"set {PASSWORD_VARIABLE}, pass --password-file, or write a libvirt auth file"
)
GUEST_VARIABLE: Final = "AIOESX_GUEST_PASSWORD"
TO_VARIABLE: Final = "AIOESX_TO_PASSWORD"
"""The password of a second host; that of the first is for nobody else."""
TO_ADVICE: Final = f"set {TO_VARIABLE}, pass --to-password-file, or write a libvirt auth file"
GUEST_ADVICE: Final = f"set {GUEST_VARIABLE}, or give --password-file or --password-command"
_MOST: Final = 65536


async def stated_password(
    file: Path | None,
    environ: Mapping[str, str] = os.environ,
    variable: str = PASSWORD_VARIABLE,
    command: Sequence[str] = (),
) -> str | None:
    """Return the password of a file, else of the environment, else what a command prints, or None.

    Raises:
        AuthenticationError: the file cannot be read or is empty, or the command fails.
    """
    if file is not None:
        return await read_password(file)
    if named := environ.get(variable):
        return named
    return await printed_password(command) if command else None


async def read_password(file: Path) -> str:
    """Read a password: the first line of a file, without its end.

    Raises:
        AuthenticationError: the file cannot be read or its first line is empty.
    """
    what = f"password file {file}"
    try:
        data = await read_bytes(file, _MOST)
    except OSError as error:
        raise AuthenticationError(f"cannot read the {what}: {error.strerror}") from None
    return first_line(data, f"the {what}")


def prompting() -> Auth | None:
    """Return a callback that asks on the terminal, or None where there is nobody to ask."""
    return _prompt if has_keyboard() else None


class Remembering:
    """Asks once, however often it is asked for the same while one connection is opened.

    A certificate that a person has to judge is seen when user name and password are known already,
    and the connection is tried again then.
    """

    def __init__(self, auth: Auth) -> None:
        """Take what asks."""
        self._auth = auth
        self._answers: dict[AuthRequest, str | None] | None = {}

    async def __call__(self, request: AuthRequest) -> str | None:
        """Return the answer."""
        if self._answers is not None and request in self._answers:
            return self._answers[request]
        answer = self._auth(request)
        answer = await answer if inspect.isawaitable(answer) else answer
        if self._answers is not None:
            self._answers[request] = answer
        return answer

    def forget(self) -> None:
        """Forget the answers, and ask every time from here on: one may have been wrong."""
        self._answers = None


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
