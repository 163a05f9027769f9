"""`Target`: where to connect to and how, of all places that say so.

Which host: ``-c``, then the environment, then ``config.toml``, then ``libvirt.conf``; wherever a
URI may stand an alias may. How: what the URI says, then the host's tables in ``config.toml``.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import quote

from aioesx import errors
from aioesx._host_tables import added, merged, with_parameters
from aioesx._words import nearest
from aioesx.cli.config import Config, ConfigError, name_of_file, read_config
from aioesx.uri import DEFAULT_PORTS, SCHEMES, parse_uri

__all__ = ["URI_VARIABLES", "Target", "destination", "is_stated", "resolved", "with_parameters"]

URI_VARIABLES: Final = ("AIOESX_URI", "LIBVIRT_DEFAULT_URI")

_NOWHERE: Final = (
    "no connection URI: pass -c esx://user@host/ or set AIOESX_URI, or uri under [defaults] in {}"
)


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """A connection that is to be opened.

    Attributes:
        uri: with all parameters that count.
        table: the host's name in ``config.toml``, for what is to be kept of it.
        username: where the URI names none; or None.
        password_file: where the password stands, or None.
        password_command: what prints it, or nothing.
        on_question: what ``config.toml`` says of questions, or nothing.
        answers: whether the URI itself says what becomes of questions.
        timeout: of ``config.toml``, or None.
        read_only: whether ``config.toml`` refuses changes.
    """

    uri: str
    table: str
    username: str | None = None
    password_file: Path | None = None
    password_command: tuple[str, ...] = ()
    on_question: tuple[str, ...] = ()
    answers: bool = False
    timeout: float | None = None
    read_only: bool = False


def resolved(named: str | None, environ: Mapping[str, str] | None = None) -> Target:
    """Find out where to connect to.

    Args:
        named: the URI or alias of ``-c``; None without.
        environ: the environment; this process's by default.

    Raises:
        UriError: nothing says where, or it is no URI.
        ConfigError: a file of settings cannot be used.
    """
    variables = os.environ if environ is None else environ
    config = read_config()
    text = _stated_text(named, variables, config)
    if text is None:
        raise errors.UriError(_NOWHERE.format(name_of_file()), parameter="uri")
    alias, uri = _unaliased(text, config)
    return _target(uri, alias, config)


def destination(text: str) -> str:
    """Return the URI of another host, as the person's own settings have it.

    Args:
        text: a URI or an alias; what is neither comes back as it is, and may be a host's name.
    """
    config = read_config()
    try:
        alias, uri = _unaliased(text, config)
    except errors.UriError:  # it is like an alias, and is none
        return text
    if "://" not in uri:
        return text
    target = _target(uri, alias, config)
    if target.username is None:
        return target.uri
    user = quote(target.username, safe="")
    return target.uri.replace("://", f"://{user}@", 1)


def is_stated(named: str | None) -> bool:
    """Tell whether anything says where to connect to; a file that cannot be used does."""
    try:
        return _stated_text(named, os.environ, read_config()) is not None
    except ConfigError:
        return True


def _stated_text(named: str | None, environ: Mapping[str, str], config: Config) -> str | None:
    text = named or next((environ[name] for name in URI_VARIABLES if environ.get(name)), None)
    return text or config.defaults.get("uri") or _libvirts_default()


def _libvirts_default() -> str | None:
    from aioesx.cli.libvirt_conf import read_libvirt_conf  # where nothing else says where

    settings = read_libvirt_conf()
    default = settings.default
    if default is None:
        return None
    # libvirt's default may well be a hypervisor of its own, which is none of our business.
    scheme = settings.aliases.get(default, default).partition("://")[0].lower()
    return default if scheme in SCHEMES else None


def _unaliased(text: str, config: Config) -> tuple[str | None, str]:
    """Return the alias, if it is one, and the URI."""
    if "://" in text:
        return None, text
    if text in config.aliases:
        return text, config.aliases[text]
    from aioesx.cli.libvirt_conf import read_libvirt_conf  # where an alias is looked for

    known = {**read_libvirt_conf().aliases, **config.aliases}
    if text in known:
        return text, known[text]
    meant = nearest(text, known)
    if meant is not None:
        raise errors.UriError(
            f"there is no alias '{text}'; did you mean '{meant}'?", parameter="uri"
        )
    return None, text


def _target(uri: str, alias: str | None, config: Config) -> Target:
    parsed = parse_uri(uri)
    port = f":{parsed.port}"
    names = (parsed.host, f"{parsed.host}{port}", alias)
    own = merged(config.hosts.get(name or "", {}) for name in names)
    same = parsed.user is None or own.get("user") in (None, parsed.user)
    usual = parsed.port == DEFAULT_PORTS[parsed.scheme, parsed.transport]
    table = next((name for name in reversed(names) if name in config.hosts), None)
    return Target(
        uri=with_parameters(uri, added(parsed, own)),
        table=table or (parsed.host if usual else f"{parsed.host}{port}"),
        username=own.get("user") if parsed.user is None else None,
        password_file=own.get("password_file") if same else None,
        password_command=own.get("password_command", ()) if same else (),
        on_question=own.get("on_question", config.defaults.get("on_question", ())),
        answers="auto_answer" in parsed.stated or "auto_answer" in own,
        timeout=config.defaults.get("timeout"),
        read_only=own.get("readonly", config.defaults.get("readonly", False)),
    )
