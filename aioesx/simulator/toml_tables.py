"""Reading TOML tables by rows: which keys a table has, what each holds, what is wrong with it.

Knows nothing of what is read; every error names the file, the table and the key.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeGuard

from aioesx.errors import DocumentError

__all__ = [
    "FLAG",
    "NUMBER",
    "SETTINGS",
    "TEXT",
    "TEXTS",
    "WHOLE",
    "Key",
    "Kind",
    "Table",
    "TableError",
    "one_of",
    "open_document",
]


class TableError(DocumentError):
    """A TOML file says what cannot be; names the file, the table and the key."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a key may hold.

    Attributes:
        words: what it is, as an error says it.
        fits: tells whether a value is one.
        read: turns the value into what the program wants.
    """

    words: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value


def _is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


TEXT: Final = Kind("a text", _is_text)
FLAG: Final = Kind("true or false", lambda value: isinstance(value, bool))
WHOLE: Final = Kind("a whole number", lambda value: _is_number(value) and isinstance(value, int))
NUMBER: Final = Kind("a number", _is_number)
TEXTS: Final = Kind(
    "a list of texts",
    lambda value: isinstance(value, list) and all(_is_text(item) for item in value),
    tuple,
)
SETTINGS: Final = Kind(
    "a table of texts",
    lambda value: isinstance(value, dict) and all(isinstance(v, str) for v in value.values()),
    lambda value: tuple(value.items()),
)


def one_of(choices: Mapping[Any, Any]) -> Kind:
    """Return the kind of key that holds one of some words, each standing for a value."""
    words = ", ".join(str(word).lower() if isinstance(word, bool) else word for word in choices)
    # True equals 1, which nobody means here
    return Kind(
        f"one of {words}",
        lambda value: isinstance(value, str | bool) and value in choices,
        lambda value: choices[value],
    )


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a table.

    Attributes:
        name: how the file spells it.
        kind: what it holds; a sequence of keys where it holds a table.
        required: whether it may be left out.
        target: what the program calls it, if not by its name.
    """

    name: str
    kind: Kind | Sequence[Key]
    required: bool = False
    target: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file.

    Attributes:
        file: the file.
        name: the table, as an error calls it; empty for the file's top.
    """

    file: Path
    name: str
    values: Mapping[str, Any]

    def error(self, message: str) -> TableError:
        """Return an error that names file and table."""
        return TableError(f"{self.file}: {self.name}{': ' if self.name else ''}{message}")

    def read(self, keys: Sequence[Key], *, but: Sequence[str] = ()) -> dict[str, Any]:
        """Return what the table says, by the program's names.

        Args:
            keys: the keys that it may have.
            but: further keys, which are read elsewhere.

        Raises:
            TableError: a key is unknown, missing, or holds something else.
        """
        known = [*(key.name for key in keys), *but]
        for name in self.values:
            if name not in known:
                close = difflib.get_close_matches(name, known, 1)
                hint = f"; is it {close[0]}?" if close else f"; there are {', '.join(known)}"
                raise self.error(f"{name} is unknown{hint}")
        found: dict[str, Any] = {}
        for key in keys:
            if key.name in self.values:
                found[key.target or key.name] = self._value(key)
            elif key.required:
                raise self.error(f"{key.name} is missing")
        return found

    def _value(self, key: Key) -> Any:
        value = self.values[key.name]
        if not isinstance(key.kind, Kind):
            return self.inner(key.name).read(key.kind)
        if not key.kind.fits(value):
            seen = "" if "password" in key.name else f", not {value!r}"
            raise self.error(f"{key.name} is {key.kind.words}{seen}")
        return key.kind.read(value)

    def inner(self, name: str) -> Table:
        """Return the table below the key `name`; an empty one when it is left out."""
        value = self.values.get(name, {})
        if not isinstance(value, dict):
            raise self.error(f"{name} is a table, not {value!r}")
        return Table(self.file, f"{self.name}.{name}" if self.name else f"[{name}]", value)

    def rows(self, name: str) -> list[Table]:
        """Return the tables of the array `name`, named by position and their own names."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.error(f"write [[{name}]], with two brackets")
        return [
            Table(self.file, f"[[{name}]] {number}{_called(row)}", row)
            for number, row in enumerate(value, start=1)
        ]


def _called(row: Mapping[str, Any]) -> str:
    name = row.get("name")
    return f" ({name})" if _is_text(name) else ""


def open_document(path: Path) -> Table:
    """Return the top of a TOML file.

    Raises:
        TableError: it is no TOML.
        OSError: it cannot be read.
    """
    try:
        return Table(path, "", tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: {error}") from None
