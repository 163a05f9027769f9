"""Tables of a TOML file that a person wrote, read by rows: which keys there are, and of what kind.

What is wrong is told with the file, the table and the key, before anything is asked of a host.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from aioesx._words import advice

__all__ = [
    "Key",
    "numbers",
    "read_document",
    "read_file",
    "read_row",
    "rows_of",
    "texts",
    "words",
]


class Key(NamedTuple):
    """A key of a table.

    Attributes:
        name: in the file.
        read: makes the value of what stands there, or raises ValueError.
        required: whether it has to be there.
    """

    name: str
    read: Callable[[Any], Any]
    required: bool = False


def texts(value: Any) -> str:
    """Read a text that is not empty.

    Raises:
        ValueError: it is none.
    """
    if not isinstance(value, str) or not value:
        raise ValueError("should be a text")
    return value


def words(value: Any) -> tuple[str, ...]:
    """Read a text, or a list of texts.

    Raises:
        ValueError: it is neither.
    """
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(each, str) and each for each in listed):
        raise ValueError("should be a text, or a list of texts")
    return tuple(listed)


def numbers(value: Any) -> float:
    """Read a number that is not below 0.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise ValueError("should be a number, 0 at least")
    return float(value)


def read_document(text: str, file: str) -> dict[str, Any]:
    """Read a document as tables.

    Raises:
        ValueError: it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        why = "is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ValueError(f"{file}: {why}") from None


def rows_of(whole: Mapping[str, Any], name: str, file: str) -> Sequence[Mapping[str, Any]]:
    """Return the tables ``[[name]]`` of a document.

    Raises:
        ValueError: there is none, or it is written otherwise.
    """
    found = whole.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise ValueError(f"{file}: {name}: write [[{name}]], with two brackets")
    if not found:
        raise ValueError(f"{file}: there is no [[{name}]] in it")
    return found


def read_row(table: Mapping[str, Any], keys: Sequence[Key], where: str) -> dict[str, Any]:
    """Read a table; what is not there is absent.

    Args:
        table: what stands there.
        keys: which there are.
        where: what errors begin with.

    Raises:
        ValueError: it has a key that there is not, or lacks one, or a value is of another kind.
    """
    known = [key.name for key in keys]
    for name in table:
        if name not in known:
            raise ValueError(f"{where}: there is no key '{name}'{advice(name, known)}")
    found = {}
    for key in keys:
        if key.name not in table:
            if key.required:
                raise ValueError(f"{where}: '{key.name}' is missing")
            continue
        try:
            found[key.name] = key.read(table[key.name])
        except ValueError as error:
            raise ValueError(f"{where}: {key.name}: {error}") from None
    return found


_MOST: Final = 1 << 20


def read_file(path: str | Path) -> tuple[str, str]:
    """Return the text of a file, and what it is called in errors.

    Raises:
        ValueError: it cannot be read, or is no text.
    """
    try:
        data = Path(path).read_bytes()
        if len(data) > _MOST:
            raise ValueError(f"{path}: is larger than {_MOST} bytes")
        return data.decode("utf-8-sig"), str(path)
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ValueError(f"{path}: is no UTF-8") from None
