"""`Document`: a job that a person wrote in TOML, whose keys are read by tables of functions.

It knows what can stand behind a key, and where what is wrong stands; what a job may say, and by
which error it is refused, know those who read one. No I/O but `read_text`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

from aioesx._toml_lines import Keys, line_of
from aioesx._words import advice
from aioesx.errors import EsxError, SelectorError
from aioesx.fleet.selectors import parse_selection

__all__ = ["Document", "Read", "flag", "read_text", "seconds", "selection", "text_of", "words"]

Read: TypeAlias = Callable[[Any], Any]
"""Makes the value of what stands behind a key, or raises ValueError."""

_MOST: Final = 4 << 20
"""Bytes of a file that somebody may have written."""


class Refusal(Protocol):
    """Makes the error of a document that cannot be used."""

    def __call__(self, message: str, *, file: str) -> EsxError: ...


def read_text(file: Path, refusal: Refusal) -> str:
    """Return the text of a file. Blocking.

    Raises:
        EsxError: of `refusal`: it cannot be read, is too long, or no UTF-8.
    """
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise refusal(f"cannot be read: {error.strerror}", file=str(file)) from None
    except UnicodeDecodeError:
        raise refusal("is not UTF-8 text", file=str(file)) from None
    if len(data) > _MOST:
        raise refusal(f"is longer than {_MOST} bytes", file=str(file))
    return text


# --- what may stand behind a key -----------------------------------------------------------------


def text_of(value: Any) -> str:
    """Read a text of one line."""
    if not isinstance(value, str) or not value or not value.isprintable():
        raise ValueError("should be a text")
    return value


def words(value: Any) -> tuple[str, ...]:
    """Read a text, or a list of them."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list):
        raise ValueError("should be a list of texts")  # noqa: TRY004 - the reader's one error
    return tuple(text_of(each) for each in found)


def flag(value: Any) -> bool:
    """Read a truth value."""
    if not isinstance(value, bool):
        raise ValueError("should be true or false")  # noqa: TRY004 - likewise
    return value


def seconds(value: Any, *, least: float = 0.0) -> float:
    """Read a number of seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("should be a number of seconds")
    if value < least:
        raise ValueError(f"should be {least:g} seconds at least")
    return float(value)


def selection(value: Any) -> str:
    """Read which hosts are meant."""
    text = text_of(value)
    try:
        parse_selection(text)
    except SelectorError as error:
        raise ValueError(str(error)) from None
    return text


# --- a document ----------------------------------------------------------------------------------


class Document:
    """A document, as far as it is TOML.

    Args:
        text: the document.
        file: its path, for errors, and since paths in it begin there.
        refusal: makes the errors that are about no key.

    Raises:
        EsxError: of `refusal`: it is no TOML.
    """

    def __init__(self, text: str, file: str, refusal: Refusal) -> None:
        try:
            self.whole = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise refusal(str(error), file=file) from None
        except RecursionError:
            raise refusal("is nested too deep", file=file) from None
        self.text, self.file = text, file

    def error(self, path: Keys, message: str) -> EsxError:
        """Return the error that is about a key; of whoever's document it is."""
        raise NotImplementedError

    def line(self, path: Keys) -> int | None:
        """Return where a key stands, or else the table that it should stand in."""
        return line_of(self.text, path) or line_of(self.text, path[:-1])

    def beside(self, path: str | None) -> Path | None:
        """Return the path of a file that is named relative to this one's directory."""
        return None if path is None else Path(self.file).parent / path

    def table(self, path: Keys) -> dict[str, Any]:
        """Return a table; an empty one where there is none.

        Raises:
            EsxError: something else stands there.
        """
        found: Any = self.whole
        for key in path:
            found = found.get(key, {})
        if not isinstance(found, dict):
            raise self.error(path, "should be a table")
        return found

    def values(
        self,
        table: Mapping[str, Any],
        path: Keys,
        known: Mapping[str, Read],
        besides: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """Read the keys of a table.

        Args:
            table: what stands there.
            path: where.
            known: the keys that there are.
            besides: those that somebody else reads, for advice.

        Raises:
            EsxError: there is no such key, or its value is none for it.
        """
        found = {}
        for key, value in table.items():
            if key not in known:
                hint = advice(key, (*known, *besides))
                raise self.error((*path, key), f"there is no such key{hint}")
            try:
                found[key] = known[key](value)
            except ValueError as error:
                raise self.error((*path, key), str(error)) from None
        return found
