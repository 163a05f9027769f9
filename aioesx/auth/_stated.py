"""Passwords that a file has, or a command prints: the first line, without its end."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread

from aioesx.errors import AuthenticationError

__all__ = ["first_line", "printed_password", "written_password"]

_MOST: Final = 65536


async def printed_password(command: Sequence[str], *, terminal: bool = True) -> str:
    """Run a command, and take the first line that it prints as the password.

    Its own complaints are shown.

    Args:
        command: its words.
        terminal: whether it has our standard input, to ask there for what unlocks it.

    Raises:
        AuthenticationError: it cannot be run, fails, or prints nothing.
    """
    what = f"the password command '{Path(command[0]).name}'"
    stdin = None if terminal else subprocess.DEVNULL
    try:
        ended = await anyio.run_process(command, stdin=stdin, stderr=None, check=False)
    except OSError as error:
        raise AuthenticationError(f"{what} cannot be run: {error.strerror}") from None
    if ended.returncode:
        raise AuthenticationError(f"{what} failed, with status {ended.returncode}")
    return first_line(ended.stdout, what)


async def written_password(file: Path) -> str:
    """Read the first line of a file.

    Raises:
        AuthenticationError: the file cannot be read or its first line is empty.
    """
    what = f"password file {file}"
    try:
        data = await anyio.to_thread.run_sync(_read, file)
    except OSError as error:
        raise AuthenticationError(f"cannot read the {what}: {error.strerror}") from None
    return first_line(data, f"the {what}")


def _read(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(_MOST)


def first_line(data: bytes, what: str) -> str:
    """Return the first line, as a password.

    Raises:
        AuthenticationError: it is empty, or no text; says what it is the first line of.
    """
    try:
        password = data.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except UnicodeDecodeError:
        raise AuthenticationError(f"cannot read {what}: it is not UTF-8 text") from None
    if not password:
        raise AuthenticationError(f"the first line of {what} is empty")
    return password
