"""One row for each VMX key: its name, its type in both directions, and its default.

A row's name is the whole key (``memsize``) or what follows a device (``present`` in
``scsi0:1.present``). What the value means for the domain stands beside the rows, in the module of
the device family.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar
from uuid import UUID

from aioesx.definition.scalars import parse_mac, parse_uuid
from aioesx.errors import UnsupportedError
from aioesx.vmx.syntax import Settings, escape_percent, escape_pipe, unescape

__all__ = [
    "ESCAPED",
    "MAC",
    "PRESENT",
    "TWICE_ESCAPED",
    "UUID_PAIRS",
    "Key",
    "Kind",
    "bad_value",
    "flag",
    "integer",
    "is_present",
    "optional",
    "text",
]

T = TypeVar("T")
D = TypeVar("D")

_INTEGER: Final = re.compile(r"[ \t\n\v\f\r]*([+-]?\d+)", re.ASCII)
_MAX_DIGITS: Final = 40


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """How values of a type are read and written.

    Attributes:
        parse: text -> value; raises ValueError.
        format: value -> text.
        expected: what a value must be, to end the sentence "the value must be ...".
    """

    parse: Callable[[str], T]
    format: Callable[[T], str]
    expected: str


def bad_value(key: str, value: str | None, reason: str) -> UnsupportedError:
    """Make the error for a value of a key, which may be absent."""
    found = "it is missing" if value is None else f"found {value[:200]!r}"
    return UnsupportedError(f"VMX entry {key!r} {reason}, {found}", key=key, value=value)


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

    def read(self, settings: Settings, device: str = "") -> T | D:
        """Return the value, or the default.

        Raises:
            UnsupportedError: the value is not of the key's type.
        """
        key = device + self.name
        value = settings.find(key)
        return self.default if value is None else self._parse(key, value)

    def _parse(self, key: str, value: str) -> T:
        try:
            return self.kind.parse(value)
        except ValueError:
            raise bad_value(key, value, f"must be {self.kind.expected}") from None

    def need(self, settings: Settings, device: str = "") -> T:
        """Return the value of a key that must be there."""
        key = device + self.name
        value = settings.find(key)
        if value is None:
            raise bad_value(key, None, "is needed")
        return self._parse(key, value)

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


_FLAG: Final[Kind[bool]] = Kind(
    _parse_flag, lambda flag: "true" if flag else "false", "true or false"
)
_INTEGER_KIND: Final[Kind[int]] = Kind(_parse_integer, str, "a whole number of 64 bits")
_TEXT: Final[Kind[str]] = Kind(_same, _same, "text")
UUID_PAIRS: Final[Kind[UUID]] = Kind(parse_uuid, _format_uuid, "a UUID of 16 pairs of hex digits")
MAC: Final[Kind[str]] = Kind(parse_mac, _same, "a MAC address")
ESCAPED: Final[Kind[str]] = Kind(
    lambda text: unescape(text, "|"), escape_pipe, "text with |XX escapes"
)
TWICE_ESCAPED: Final[Kind[str]] = Kind(
    lambda text: unescape(text, "%|"),
    lambda text: escape_percent(escape_pipe(text)),
    "text with %XX and |XX escapes",
)


def flag(name: str, default: bool = False) -> Key[bool, bool]:
    """Make the row of a key that is ``true`` or ``false``."""
    return Key(name, _FLAG, default)


def integer(name: str, default: int) -> Key[int, int]:
    """Make the row of a key that is a number."""
    return Key(name, _INTEGER_KIND, default)


def optional(name: str, kind: Kind[T]) -> Key[T, None]:
    """Make the row of a key that gives None when it is absent."""
    return Key(name, kind, None)


def text(name: str) -> Key[str, None]:
    """Make the row of a key that is taken as it is, None when it is absent."""
    return Key(name, _TEXT, None)


PRESENT: Final = flag("present")
START_CONNECTED: Final = flag("startConnected", default=True)


def is_present(settings: Settings, device: str) -> bool:
    """Say whether a device is there; ``startConnected`` does not count, but must be sound."""
    START_CONNECTED.read(settings, device)
    return PRESENT.read(settings, device)
