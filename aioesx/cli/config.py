"""The person's own settings: ``config.toml``, which is read only if it is there.

    [aliases]
    lab = "esx://root@esx1.example.com/"

    [defaults]
    uri = "lab"
    timeout = 60

    [hosts."esx1.example.com"]          # a host's name, with or without :port, or an alias
    cacert = "lab.pem"
    password_command = ["pass", "show", "lab"]

What may stand there is the rows of `DEFAULTS` and `HOST`. A password never does: only where one
is to be had. The file may have commands run, so one that others can write is refused.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from aioesx._host_tables import (
    SECRETS,
    URI_KEYS,
    Key,
    read_seconds,
    read_switch,
    read_text,
    read_texts,
)
from aioesx._words import advice
from aioesx.cli.places import SETTINGS, place
from aioesx.cli.settings import FORMATS
from aioesx.errors import DocumentError, UriError

__all__ = ["DEFAULTS", "HOST", "Config", "ConfigError", "Key", "config_file", "name_of_file"]
__all__ += ["read_config"]

_MOST: Final = 1 << 20
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH
_ALIAS: Final = re.compile(r"[A-Za-z0-9_.\-]+")


class ConfigError(DocumentError):
    """A file of settings cannot be used. The message names file, and line or key."""


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """What the file says.

    Attributes:
        file: its path, whether it is there or not; None where it has no place.
        aliases: name to URI.
        defaults: by the names of `DEFAULTS`.
        hosts: for each name of a host or an alias, what is set by the names of `HOST`; values
            of parameters of a URI are texts.
    """

    file: Path | None
    aliases: Mapping[str, str] = dataclasses.field(default_factory=dict)
    defaults: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    hosts: Mapping[str, Mapping[str, Any]] = dataclasses.field(default_factory=dict)


# --- how values are read -------------------------------------------------------------------------


def _output(value: Any, _: Path) -> str:
    if value not in FORMATS:
        raise ValueError(f"one of {', '.join(FORMATS)}")
    return str(value)


DEFAULTS: Final = (
    Key("uri", read_text, "where to connect to: a URI, or an alias"),
    Key("timeout", read_seconds, "as `--timeout`"),
    Key("on_question", read_texts, "as `--on-question`; a list is several of them"),
    Key("output", _output, "as `--output`"),
    Key("quiet", read_switch, "as `--quiet`"),
    Key("readonly", read_switch, "as `--readonly`"),
)
HOST: Final = URI_KEYS
_TABLES: Final = ("aliases", "defaults", "hosts")


# --- the file ------------------------------------------------------------------------------------


def config_file() -> Path | None:
    """Return where the file is, or would be; None where there is no home for it."""
    settings = place(SETTINGS)
    return None if settings is None else settings / "aioesx" / "config.toml"


def name_of_file() -> str:
    """Return what a person is told of where the file is, or would be."""
    return str(config_file() or f"${SETTINGS[0]}/aioesx/config.toml")


def read_config(file: Path | None = None) -> Config:
    """Read the file; nothing is set where there is none.

    Raises:
        ConfigError: it cannot be read or used, or others can write it.
    """
    path = config_file() if file is None else file
    if path is None:
        return Config(None)
    try:
        data = _read(path)
    except (FileNotFoundError, NotADirectoryError):
        return Config(path)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    return _Reader(path, data).config()


def _read(path: Path) -> bytes:
    # Without O_NONBLOCK the open itself waits for a writer of a named pipe.
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as opened:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise ConfigError(f"{path} is no file")
        if found.st_mode & _OTHERS_WRITE:
            raise ConfigError(f"others can write {path}; chmod go-w {shlex.quote(str(path))}")
        if found.st_uid not in (os.geteuid(), 0):
            raise ConfigError(f"{path} belongs to somebody else")
        data = opened.read(_MOST + 1)
    if len(data) > _MOST:
        raise ConfigError(f"{path} is longer than {_MOST} bytes")
    return data


class _Reader:
    """Reads one file, and knows where in it a key stands."""

    def __init__(self, path: Path, data: bytes) -> None:
        import tomllib  # only where there is a file

        self._path = path
        try:
            self._text = data.decode()
            self._whole = tomllib.loads(self._text)
        except UnicodeDecodeError:
            raise ConfigError(f"{path} is not UTF-8 text") from None
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{path}: {error}") from None
        except RecursionError:
            raise ConfigError(f"{path} is nested too deep") from None

    def config(self) -> Config:
        """Return what it says."""
        for name in self._whole:
            if name not in _TABLES:
                raise self._unknown((name,), _TABLES)
        return Config(
            self._path,
            dict(self._aliases()),
            self._keys(("defaults",), self._table(("defaults",)), DEFAULTS),
            {
                name: self._keys(("hosts", name), self._table(("hosts", name)), HOST)
                for name in self._table(("hosts",))
            },
        )

    def _table(self, path: tuple[str, ...]) -> dict[str, Any]:
        found: Any = self._whole
        for name in path:
            found = found.get(name, {})
        if not isinstance(found, dict):
            raise self._error(path, "should be a table")
        return found

    def _aliases(self) -> Iterator[tuple[str, str]]:
        for name, value in self._table(("aliases",)).items():
            path = ("aliases", name)
            if _ALIAS.fullmatch(name) is None:
                raise self._error(path, "an alias is made of letters, digits, '.', '_' and '-'")
            if not isinstance(value, str) or "://" not in value:
                raise self._error(path, "should be a connection URI, such as esx://root@host/")
            yield name, value

    def _keys(
        self, path: tuple[str, ...], table: Mapping[str, Any], rows: tuple[Key, ...]
    ) -> dict[str, Any]:
        known = {row.name: row for row in rows}
        found: dict[str, Any] = {}
        for name, value in table.items():
            key = (*path, name)
            if name in SECRETS:
                instead = "; give password_file or password_command" if path[0] == "hosts" else ""
                raise self._error(key, f"a password is never kept here{instead}")
            if name not in known:
                raise self._unknown(key, known)
            try:
                found[name] = known[name].read(value, self._path.parent)
            except UriError as error:
                raise self._error(key, str(error)) from None
            except ValueError as error:
                raise self._error(key, f"should be {error}") from None
        if "password_file" in found and "password_command" in found:
            key = (*path, "password_command")
            raise self._error(key, "there is a password_file, too; leave one of them out")
        return found

    def _unknown(self, path: tuple[str, ...], known: Any) -> ConfigError:
        return self._error(path, f"there is no such key{advice(path[-1], known)}")

    def _error(self, path: tuple[str, ...], message: str) -> ConfigError:
        from aioesx._toml_lines import line_of, spelled  # only where something is wrong

        line = line_of(self._text, path)
        where = f"line {line}: " if line is not None else ""
        return ConfigError(f"{self._path}: {where}{spelled(path)}: {message}")
