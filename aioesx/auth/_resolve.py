"""The order in which user name and password are looked for: values, auth file, callback."""

from __future__ import annotations

import dataclasses
import inspect
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import anyio.to_thread

from aioesx.auth._file import auth_file_candidates, read_auth_file
from aioesx.errors import AuthenticationError

__all__ = ["DEFAULT_USERS", "Auth", "AuthRequest", "Credentials", "ask", "resolve"]

DEFAULT_USERS: Final = {"esx": "root", "gsx": "root", "vpx": "administrator"}
"""Who logs in where neither URI nor program names anybody, by the URI's scheme; as in libvirt."""


@dataclasses.dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password; the password never shows in a repr."""

    username: str
    password: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class AuthRequest:
    """What a callback is asked for.

    Attributes:
        host: the host that wants to know, which tells an ESX host from its vCenter; or the domain
            whose guest does.
        product: ``"esx"``, ``"gsx"`` or ``"vpx"`` (a vCenter); ``"guest"`` for a domain's guest.
        asked: ``"username"`` or ``"password"``.
        username: the user whose password is asked for; None when the name is asked.
        default: what an empty answer to ``"username"`` stands for; None for a password.
    """

    host: str
    product: str
    asked: str
    username: str | None = None
    default: str | None = None

    @property
    def prompt(self) -> str:
        """The question as virsh puts it, without the colon."""
        if self.asked == "username":
            return f"Enter username for {self.host} [{self.default}]"
        return f"Enter {self.username}'s password for {self.host}"


Auth = Callable[[AuthRequest], "str | Awaitable[str | None] | None"]
"""A function or coroutine function that answers an `AuthRequest`; None means no answer."""


async def resolve(
    *,
    host: str,
    product: str,
    username: str | None = None,
    password: str | None = None,
    auth: Auth | None = None,
    authfile: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Credentials:
    """Find user name and password for a host.

    Args:
        host: name as shown to the user; also the key into the auth file.
        product: ``"esx"``, ``"gsx"`` or ``"vpx"``.
        username: known already, from the URI say.
        password: known already.
        auth: asked for what neither the arguments nor the auth file tell.
        authfile: path of the auth file, from the URI's ``authfile=``.
        environ: environment to look up paths in; `os.environ` by default.

    Raises:
        AuthenticationError: something stays unknown, or the auth file cannot be read.

    Source: libvirt, virAuthGetUsername and virAuthGetPassword.
    """
    stored: Mapping[str, str] = {}
    if username is None or password is None:
        paths = auth_file_candidates(authfile, os.environ if environ is None else environ)
        stored = await anyio.to_thread.run_sync(read_auth_file, paths, host)
    name = username or stored.get("username")
    if name is None:
        default = DEFAULT_USERS[product]
        name = await ask(auth, AuthRequest(host, product, "username", default=default)) or default
    if password is None and (username is None or stored.get("username") in (None, name)):
        password = stored.get("password")
    if password is None:
        password = await ask(auth, AuthRequest(host, product, "password", username=name))
    if password is None:
        raise AuthenticationError(f"no password for {name} at {host}")
    return Credentials(name, password)


async def ask(auth: Auth | None, request: AuthRequest) -> str | None:
    """Return what a callback answers; None without one."""
    if auth is None:
        return None
    answer = auth(request)
    return await answer if inspect.isawaitable(answer) else answer
