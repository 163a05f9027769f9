"""libvirt's client settings, ``libvirt.conf``: ``uri_aliases`` and ``uri_default``.

    uri_aliases = [
      "lab=esx://root@esx1.example.com/",
    ]
    uri_default = "lab"

Source: libvirt, src/util/virconf.c; a name, ``=``, and a text, a number or a list in brackets.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from aioesx.cli.config import ConfigError
from aioesx.cli.places import SETTINGS, place

__all__ = ["SYSTEM", "LibvirtSettings", "libvirt_files", "read_libvirt_conf"]

SYSTEM: Final = Path("/etc/libvirt/libvirt.conf")
_MOST: Final = 1 << 20
_ALIASES: Final = "uri_aliases"
_DEFAULT: Final = "uri_default"
_TOKEN: Final = re.compile(
    r"""
      (?P<blank>[ \t\r\n]+|\#[^\n]*)
    | \"{3}(?P<long>.*?)\"{3}
    | "(?P<double>[^"\n]*)"
    | '(?P<single>[^'\n]*)'
    | (?P<number>-?[0-9]+)
    | (?P<name>[A-Za-z_][A-Za-z0-9_.\-]*)
    | (?P<sign>[=\[\],;])
    """,
    re.VERBOSE | re.DOTALL,
)
_TEXTS: Final = ("long", "double", "single")
_NAME: Final = re.compile(r"[A-Za-z0-9_\-]+")

Value = str | list[str]


@dataclasses.dataclass(frozen=True, slots=True)
class LibvirtSettings:
    """What the files say of URIs.

    Attributes:
        aliases: name to URI.
        default: the URI, or alias, where none is named; None if it is not set.
    """

    aliases: Mapping[str, str]
    default: str | None


def libvirt_files() -> tuple[Path, ...]:
    """Return where the files are: the person's own, then the system's; root's is the latter."""
    settings = place(SETTINGS)
    own = () if settings is None else (settings / "libvirt" / "libvirt.conf",)
    return (SYSTEM, *own) if os.geteuid() == 0 else (*own, SYSTEM)


def read_libvirt_conf(files: Sequence[Path] | None = None) -> LibvirtSettings:
    """Read the files that are there; of what two of them say the first counts.

    Raises:
        ConfigError: one cannot be read; names file and line.
    """
    aliases: dict[str, str] = {}
    default: str | None = None
    for file in libvirt_files() if files is None else files:
        try:
            with file.open("rb") as opened:
                text = opened.read(_MOST).decode()
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
            raise ConfigError(f"cannot read {file}: {reason}") from None
        settings = dict(_settings(file, text))
        aliases = {**_aliases(file, settings.get(_ALIASES, [])), **aliases}
        named = settings.get(_DEFAULT)
        if isinstance(named, str) and named:
            default = default or named
    return LibvirtSettings(aliases, default)


def _aliases(file: Path, entries: Value) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries if isinstance(entries, list) else [entries]:
        name, equals, uri = entry.partition("=")
        if not equals or _NAME.fullmatch(name) is None or not uri:
            raise ConfigError(f"{file}: {_ALIASES}: '{entry}' should be 'alias=URI'")
        found.setdefault(name, uri)
    return found


class _Tokens:
    """The tokens of a file, and the line of each."""

    def __init__(self, file: Path, text: str) -> None:
        self._file = file
        self._text = text
        self._at = 0

    def next(self) -> tuple[str, str] | None:
        """Return the kind and text of the next token; None at the end."""
        while self._at < len(self._text):
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                raise self.error("this is no setting")
            self._at = match.end()
            kind = match.lastgroup or ""
            if kind != "blank":
                return kind, match[kind]
        return None

    def error(self, message: str) -> ConfigError:
        line = self._text.count("\n", 0, self._at) + 1
        return ConfigError(f"{self._file}: line {line}: {message}")


def _settings(file: Path, text: str) -> Iterator[tuple[str, Value]]:
    tokens = _Tokens(file, text)
    while (token := tokens.next()) is not None:
        kind, name = token
        if token == ("sign", ";"):
            continue
        if kind != "name" or tokens.next() != ("sign", "="):
            raise tokens.error("expected 'name = value'")
        yield name, _value(tokens)


def _value(tokens: _Tokens) -> Value:
    kind, text = tokens.next() or ("", "")
    if kind in _TEXTS or kind == "number":
        return text
    if (kind, text) != ("sign", "["):
        raise tokens.error("expected a text, a number or a list")
    found: list[str] = []
    while True:
        kind, text = tokens.next() or ("", "")
        if (kind, text) == ("sign", "]"):
            return found
        if kind not in _TEXTS and kind != "number":
            raise tokens.error("expected a text in the list")
        found.append(text)
        token = tokens.next()
        if token == ("sign", "]"):
            return found
        if token != ("sign", ","):
            raise tokens.error("expected , or ]")
