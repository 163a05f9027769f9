"""Where user name and password come from: given values, libvirt's auth file, a callback.

The order is libvirt's: the user name of the URI, then what the auth file holds, then the
callback; `keyring_credentials` is one that asks the system's keyring. This file asks; it does
not log in.
"""

from __future__ import annotations

import configparser
import dataclasses
import inspect
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

import anyio.to_thread

from aioesx._extras import MissingExtraError, require
from aioesx.errors import AuthenticationError

__all__ = [
    "DEFAULT_USERS",
    "Auth",
    "AuthRequest",
    "Credentials",
    "auth_file_candidates",
    "keyring_credentials",
    "read_auth_file",
    "resolve",
]

DEFAULT_USERS: Final = {"esx": "root", "gsx": "root", "vpx": "administrator"}


@dataclasses.dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password; the password never shows in a repr."""

    username: str
    password: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, slots=True)
class AuthRequest:
    """What a callback is asked for.

    Attributes:
        host: the host that wants to know; tells an ESX host from its vCenter.
        product: ``"esx"``, ``"gsx"`` or ``"vpx"`` (a vCenter).
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
        name = await _ask(auth, AuthRequest(host, product, "username", default=default)) or default
    if password is None and (username is None or stored.get("username") in (None, name)):
        password = stored.get("password")
    if password is None:
        password = await _ask(auth, AuthRequest(host, product, "password", username=name))
    if password is None:
        raise AuthenticationError(f"no password for {name} at {host}")
    return Credentials(name, password)


def keyring_credentials(
    service: str = "{product}://{host}", *, otherwise: Auth | None = None
) -> Auth:
    """Make an `auth=` that asks the system's keyring; ``pip install 'aioesx[keyring]'``.

    A password is put there by ``keyring set esx://esx1.example.com root``, say. A user name that
    the URI leaves out is asked for, too, where the keyring can tell whom it knows.

    Args:
        service: under which name the keyring keeps it; may hold ``{product}`` and ``{host}``.
        otherwise: asked for what the keyring does not know.

    Raises:
        AuthenticationError: the package is not installed; later, on asking: the keyring is
            locked, or there is none.
    """
    try:
        require("keyring", "aioesx.keyring_credentials")
    except MissingExtraError as error:
        raise AuthenticationError(str(error)) from None
    import keyring.errors  # slow to import

    def look_up(request: AuthRequest) -> str | None:
        name = service.format(product=request.product, host=request.host)
        try:
            if request.asked == "password":
                return keyring.get_password(name, request.username or "")
            found = keyring.get_credential(name, None)
        except keyring.errors.KeyringError as error:
            raise AuthenticationError(
                f"the keyring does not answer: {error or type(error).__name__}"
            ) from None
        return found.username if found is not None else None

    async def answer(request: AuthRequest) -> str | None:
        found = await anyio.to_thread.run_sync(look_up, request)
        return found if found is not None else await _ask(otherwise, request)

    return answer


async def _ask(auth: Auth | None, request: AuthRequest) -> str | None:
    if auth is None:
        return None
    answer = auth(request)
    return await answer if inspect.isawaitable(answer) else answer


def auth_file_candidates(authfile: str | None, environ: Mapping[str, str]) -> list[Path]:
    """List the places of the auth file in libvirt's order; the first that exists counts."""
    home = environ.get("HOME") or "~"
    config = environ.get("XDG_CONFIG_HOME") or str(Path(home) / ".config")
    places = (
        environ.get("LIBVIRT_AUTH_FILE"),
        authfile,
        str(Path(config) / "libvirt" / "auth.conf"),
        "/etc/libvirt/auth.conf",
    )
    return [Path(place).expanduser() for place in places if place]


def read_auth_file(paths: list[Path], host: str) -> Mapping[str, str]:
    """Return ``username`` and ``password`` that the first existing file holds for a host.

    The group ``auth-esx-HOST``, or else ``auth-esx-default``, names by ``credentials=NAME`` the
    group ``credentials-NAME``, which holds the two. An absent file or group gives ``{}``.

    Raises:
        AuthenticationError: the file cannot be read or breaks the syntax; names the file.
    """
    path = next((path for path in paths if path.exists()), None)
    if path is None:
        return {}
    groups = _read_groups(path)
    for group in (f"auth-esx-{host}", "auth-esx-default"):
        if "credentials" not in groups.get(group, {}):
            continue
        name = f"credentials-{groups[group]['credentials']}"
        if name not in groups:
            raise AuthenticationError(f"{path}: [{group}] names [{name}], which is missing")
        return {k: v for k, v in groups[name].items() if k in ("username", "password")}
    return {}


def _read_groups(path: Path) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser(
        delimiters=("=",),
        comment_prefixes=("#", ";"),
        inline_comment_prefixes=None,
        strict=False,
        default_section="\0",
    )
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    try:
        parser.read_string(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AuthenticationError(f"cannot read the auth file {path}: {error}") from None
    except configparser.Error as error:
        line = getattr(error, "lineno", None) or next(
            (number for number, _ in getattr(error, "errors", ())), "?"
        )
        # The parser's own text quotes the line, which may be the password's.
        raise AuthenticationError(f"{path}: line {line} is neither [group] nor key=value") from None
    return {group: dict(parser.items(group)) for group in parser.sections()}
