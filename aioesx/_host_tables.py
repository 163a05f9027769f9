"""Tables that say how hosts are reached: their keys, and how several of them are put together.

`config.toml` has them, and so have inventories of fleets: what a key is called, how its value is
read, and which keys are one setting is the same in both. No I/O.
"""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from aioesx.uri import PARAMETERS, ConnectionUri, Parameter

__all__ = ["PASSWORD", "SECRETS", "URI_KEYS", "Key", "added", "merged", "read_path", "read_seconds"]
__all__ += ["read_switch", "read_text", "read_texts", "read_words", "with_parameters"]


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """One key of a table of a file.

    Attributes:
        name: the key.
        read: makes the value of what stands there, in a file of this directory; raises
            ValueError or UriError, whose text says what it should be.
        meaning: for the documentation.
    """

    name: str
    read: Callable[[Any, Path], Any]
    meaning: str


# --- how values are read -------------------------------------------------------------------------


def read_text(value: Any, _: Path) -> str:
    """Take a text of one line."""
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError("a text")
    return value


def read_switch(value: Any, _: Path) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - what is wrong is the file
    return value


def read_seconds(value: Any, _: Path) -> float:
    """Take seconds above 0."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e9:
        raise ValueError("seconds above 0")
    return float(value)


def read_texts(value: Any, where: Path) -> tuple[str, ...]:
    """Take a text, or several."""
    try:
        found = value if isinstance(value, list) else [value]
        return tuple(read_text(each, where) for each in found)
    except ValueError:
        raise ValueError("a text or a list of texts") from None


def read_path(value: Any, where: Path) -> Path:
    """Take a path, which begins at the file's directory."""
    try:
        return where / Path(read_text(value, where)).expanduser()
    except RuntimeError:
        raise ValueError("a path; there is no such home directory") from None


def read_words(value: Any, where: Path) -> tuple[str, ...]:
    """Take a command."""
    try:
        words = shlex.split(value) if isinstance(value, str) else list(read_texts(value, where))
    except ValueError:
        words = []
    if not words:
        raise ValueError("a command: a text, or a list of its words")
    return tuple(words)


def _parameter(row: Parameter) -> Key:
    """Make a key of a parameter of URIs: `true` is its ``1``, and paths begin at the file's."""

    def read(value: Any, where: Path) -> str:
        if row.is_path:
            text = str(read_path(value, where))
        elif isinstance(value, bool):
            text = str(int(value))
        else:
            text = str(value) if isinstance(value, (int, float)) else read_text(value, where)
        row.read(row.name, text)
        return text

    return Key(row.name, read, row.meaning)


URI_KEYS: Final = (
    *(_parameter(row) for row in PARAMETERS if row.name != "legacy_uuid"),
    Key("user", read_text, "who logs in where the URI names nobody"),
    Key("password_file", read_path, "file whose first line is the password"),
    Key("password_command", read_words, "command that prints the password as its first line"),
    Key("on_question", read_texts, "as `--on-question`"),
    Key("readonly", read_switch, "as `--readonly`"),
)
"""What may be said of a host, wherever."""

PASSWORD: Final = frozenset(
    {"password", "password_file", "password_command", "password_env", "password_keyring"}
)
"""Keys that tell where a password is to be had; config.toml has but two of them."""

SECRETS: Final = frozenset({"password", "passwd", "secret", "vcenter_password", "proxy_password"})
"""What somebody may call a password that he writes into a file."""


# --- several tables of one host ------------------------------------------------------------------

_PARAMETERS: Final = frozenset(row.name for row in PARAMETERS)
_OF_TLS: Final = frozenset(row.name for row in PARAMETERS if row.of_tls)
_OF_SECOND: Final = frozenset(row.name for row in PARAMETERS if row.of_vcenter)
_SETTINGS: Final = (
    *(
        frozenset(row.name for row in PARAMETERS if row.setting == setting)
        for setting in dict.fromkeys(row.setting for row in PARAMETERS if row.setting)
    ),
    PASSWORD,
    frozenset({"auto_answer", "on_question"}),
)
"""Keys that are one setting: whoever says one of them says all that there is to say."""


def merged(tables: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what tables say together: each counts before those in front of it.

    A password is of the user who is named beside it, or by whoever comes before.
    """
    own: dict[str, Any] = {}
    for table in tables:
        dropped = _wholly(table)
        before = own.get("user")
        if before is not None and table.get("user", before) != before:
            dropped |= PASSWORD
        own = {name: value for name, value in own.items() if name not in dropped} | dict(table)
    return own


def _wholly(names: Iterable[str]) -> set[str]:
    """Return some keys, with all those that are one setting with one of them."""
    wanted = set(names)
    return wanted.union(*(setting for setting in _SETTINGS if setting & wanted))


def added(parsed: ConnectionUri, own: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters that a host's tables add to those of its URI."""
    left_out = _wholly(parsed.stated)
    transport = parsed.transport if "transport" in parsed.stated else own.get("transport")
    if transport == "http":
        left_out |= _OF_TLS
    if parsed.vcenter is None and "vcenter" not in own:
        left_out |= _OF_SECOND
    return {name: own[name] for name in own if name in _PARAMETERS and name not in left_out}


def with_parameters(uri: str, parameters: Mapping[str, str]) -> str:
    """Return a URI with parameters behind those that it has."""
    if not parameters:
        return uri
    more = "&".join(f"{name}={quote(value, safe='/:')}" for name, value in parameters.items())
    bare, sharp, fragment = uri.partition("#")
    head, mark, query = bare.partition("?")
    if not mark and "/" not in head.partition("://")[2]:
        head += "/"
    return f"{head}?{query}&{more}{sharp}{fragment}" if query else f"{head}?{more}{sharp}{fragment}"
