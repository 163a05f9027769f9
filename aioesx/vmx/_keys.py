"""One row for each VMX key: its name, its type in both directions, and its default.

A row's name is the whole key (``memsize``) or what follows a device (``present`` in
``scsi0:1.present``). What the value means for the domain stands beside the rows, in the module of
the device family.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from aioesx.definition.scalars import parse_mac, parse_uuid
from aioesx.errors import UnsupportedError
from aioesx.vmx._journal import is_secret, quoted
from aioesx.vmx.syntax import escape_percent, escape_pipe, unescape

__all__ = [
    "ESCAPED",
    "MAC",
    "PRESENT",
    "START_CONNECTED",
    "TWICE_ESCAPED",
    "UUID_PAIRS",
    "Key",
    "Kind",
    "bad_value",
    "flag",
    "integer",
    "optional",
    "text",
]

T = TypeVar("T")
D = TypeVar("D")

_INTEGER: Final = re.compile(r"[ \t\n\v\f\r]*([+-]?\d+)", re.ASCII)
_MAX_DIGITS: Final = 40
_LOOSE_INTEGER: Final = re.compile(
    r"\s*([+-]?\d{1,19})(?:[.,]0*)?\s*(?:([kmgt])(?:i?b)?)?\s*", re.ASCII | re.IGNORECASE
)
_POWERS: Final = {"k": 10, "m": 20, "g": 30, "t": 40}
_FLAG_WORDS: Final = dict.fromkeys(("true", "yes", "on", "1", "t", "y"), True) | dict.fromkeys(
    ("false", "no", "off", "0", "f", "n", ""), False
)


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How values of a type are read and written.

    Attributes:
        parse: text -> value; raises ValueError.
        format: value -> text.
        expected: what a value must be, to end the sentence "the value must be ...".
        guess: what a person reads in a text that is none; raises ValueError, too.
    """

    parse: Callable[[str], T]
    format: Callable[[T], str]
    expected: str
    guess: Callable[[str], T] | None = None


def bad_value(
    key: str, value: str | None, reason: str, line: int | None = None
) -> UnsupportedError:
    """Make the error for a value of a key, or for a key that is missing."""
    where = f"line {line}: " if line is not None else ""
    shown = None if is_secret(key) else value
    said = f"{key} = {quoted(shown)}" if shown is not None else key
    missing = " is missing" if value is None else ""
    return UnsupportedError(f"{where}{said}{missing}: {reason}", key=key, value=shown, line=line)


@dataclass(frozen=True, slots=True)
class Key(Generic[T, D]):
    """A row: one VMX key.

    Attributes:
        name: the key, or its part after the device.
        kind: the type of its value.
        default: the value of an absent key.
    """

    name: str
    kind: Kind[T]
    default: D

    def line(self, value: T, device: str = "") -> tuple[str, str]:
        """Return the setting that says `value`."""
        return device + self.name, self.kind.format(value)


def _parse_flag(text: str) -> bool:
    word = text.lower()
    if word not in ("true", "false"):
        raise ValueError(text)
    return word == "true"


def _parse_integer(text: str) -> int:
    """Read a number as C's strtoll does: blanks before it are fine, none after it."""
    if text.lower() == "unlimited":
        return -1
    match = _INTEGER.fullmatch(text)
    if match is None or len(match[1]) > _MAX_DIGITS:
        raise ValueError(text)
    number = int(match[1])
    if not -(2**63) <= number < 2**63:
        raise ValueError(text)
    return number


def _format_uuid(uuid: UUID) -> str:
    """Write pairs of hex digits with blanks between, and a ``-`` in the middle."""
    return f"{uuid.bytes[:8].hex(' ')}-{uuid.bytes[8:].hex(' ')}"


def _same(text: str) -> str:
    return text


def _guess_flag(text: str) -> bool:
    word = text.strip().lower()
    if word not in _FLAG_WORDS:
        raise ValueError(text)
    return _FLAG_WORDS[word]


def _guess_integer(text: str, unit: int | None = None) -> int:
    """Read a number with blanks after it, or with a unit: of a key in MiB, "1 GB" is 1024."""
    match = _LOOSE_INTEGER.fullmatch(text)
    if match is None or (match[2] and unit is None):
        raise ValueError(text)
    number = _parse_integer(match[1])
    if match[2] and unit is not None:
        number = (number << _POWERS[match[2].lower()]) // unit
    return number


def _guess_mac(text: str) -> str:
    return parse_mac(re.sub(r"[-.\s]+", ":", text.strip()))


def _guess_uuid(text: str) -> UUID:
    return UUID(hex=re.sub(r"[^0-9A-Fa-f]", "", text))


def _literally(text: str) -> str:
    """Take a text with broken escapes as it stands, but for what XML has no word for."""
    return text.replace("\0", "")


_FLAG: Final[Kind[bool]] = Kind(
    _parse_flag, lambda flag: "true" if flag else "false", "must be true or false", _guess_flag
)
_INTEGER_KIND: Final[Kind[int]] = Kind(
    _parse_integer, str, "must be a whole number of 64 bits", _guess_integer
)
_TEXT: Final[Kind[str]] = Kind(_same, _same, "text")
UUID_PAIRS: Final[Kind[UUID]] = Kind(
    parse_uuid, _format_uuid, "must be a UUID of 16 pairs of hex digits", _guess_uuid
)
MAC: Final[Kind[str]] = Kind(
    parse_mac, _same, "must be a MAC address, 00:0c:29:12:34:56", _guess_mac
)
ESCAPED: Final[Kind[str]] = Kind(
    lambda text: unescape(text, "|"),
    escape_pipe,
    "must have two hex digits after each |, which escapes",
    _literally,
)
TWICE_ESCAPED: Final[Kind[str]] = Kind(
    lambda text: unescape(text, "%|"),
    lambda text: escape_percent(escape_pipe(text)),
    "must have two hex digits after each % and |, which escape",
    _literally,
)


def flag(name: str, default: bool = False) -> Key[bool, bool]:
    """Make the row of a key that is ``true`` or ``false``."""
    return Key(name, _FLAG, default)


def integer(name: str, default: int, unit: int | None = None) -> Key[int, int]:
    """Make the row of a key that is a number, of units of so many bytes if it is a size."""
    kind = _INTEGER_KIND
    if unit is not None:
        kind = dataclasses.replace(kind, guess=lambda text: _guess_integer(text, unit))
    return Key(name, kind, default)


def optional(name: str, kind: Kind[T]) -> Key[T, None]:
    """Make the row of a key that gives None when it is absent."""
    return Key(name, kind, None)


def text(name: str) -> Key[str, None]:
    """Make the row of a key that is taken as it is, None when it is absent."""
    return Key(name, _TEXT, None)


PRESENT: Final = flag("present")
START_CONNECTED: Final = flag("startConnected", default=True)
"""Does not count, but must be sound."""
