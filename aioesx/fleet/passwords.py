"""Where the password of a host comes from, as its inventory says: looked up when it is wanted.

What a command printed is remembered as long as the fleet is open, for all hosts for which the
command is the same; that it failed, for a minute, so that a thousand hosts do not wait for it one
after the other. Nothing here shows a password.
"""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio

from aioesx.auth import DEFAULT_USERS as USERS
from aioesx.auth import AuthRequest, keyring_credentials, printed_password, written_password
from aioesx.errors import AuthenticationError, copied
from aioesx.uri import parse_uri

if TYPE_CHECKING:
    from aioesx.fleet.entries import HostEntry, PasswordSource

__all__ = ["Passwords"]

_SECONDS: Final = 60.0
_AT_ONCE: Final = 8


class Passwords:
    """Looks passwords up, and remembers what became of commands."""

    def __init__(self) -> None:
        self._printed: dict[tuple[str, ...], str] = {}
        self._failed: dict[tuple[str, ...], tuple[float, AuthenticationError]] = {}
        self._locks: defaultdict[tuple[str, ...], anyio.Lock] = defaultdict(anyio.Lock)
        self._commands = anyio.Semaphore(_AT_ONCE)

    async def of(self, entry: HostEntry, user: str | None) -> str | None:
        """Return the password of a host; None where its inventory says nothing.

        Args:
            entry: the host.
            user: who logs in, if that is known from elsewhere than the inventory.

        Raises:
            AuthenticationError: there is none where the inventory says that there is.
        """
        source = entry.password
        if source is None:
            return None
        uri = parse_uri(entry.uri)
        who = uri.user or entry.user or user or USERS[uri.scheme]
        words = {"{name}": entry.name, "{host}": uri.host, "{user}": who}
        try:
            return await self._from(source, words, uri.scheme)
        except AuthenticationError as error:
            raise error.about("host", entry.name) from None

    async def _from(self, source: PasswordSource, words: dict[str, str], product: str) -> str:
        if source.value is not None:
            return source.value
        if source.command:
            return await self._by_command(tuple(_filled(word, words) for word in source.command))
        if source.file is not None:
            return await written_password(Path(_filled(str(source.file), words)))
        if source.env is not None:
            name = _filled(source.env, words)
            if found := os.environ.get(name):
                return found
            raise AuthenticationError(f"the environment has no {name}, which has the password")
        service = _filled(source.keyring or "", words)
        return await _in_keyring(service, words, product)

    async def _by_command(self, command: tuple[str, ...]) -> str:
        async with self._locks[command]:
            if command in self._printed:
                return self._printed[command]
            failed = self._failed.get(command)
            if failed is not None and anyio.current_time() < failed[0]:
                raise copied(failed[1])
            try:
                self._printed[command] = await self._run(command)
            except AuthenticationError as error:
                self._failed[command] = (anyio.current_time() + _SECONDS, copied(error))
                raise
            return self._printed[command]

    async def _run(self, command: tuple[str, ...]) -> str:
        async with self._commands:
            with anyio.move_on_after(_SECONDS):
                return await printed_password(command, terminal=False)
        name = Path(command[0]).name
        raise AuthenticationError(f"the password command '{name}' did not end in {_SECONDS:g} s")


async def _in_keyring(service: str, words: dict[str, str], product: str) -> str:
    """Ask the system's keyring, under a name that has no place left to fill."""
    plain = service.replace("{", "{{").replace("}", "}}")
    answer = keyring_credentials(plain)(
        AuthRequest(words["{host}"], product, "password", username=words["{user}"])
    )
    found = answer if answer is None or isinstance(answer, str) else await answer
    if found is None:
        raise AuthenticationError(f"the keyring has no '{service}' for {words['{user}']}")
    return found


def _filled(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text
