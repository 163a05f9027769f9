"""XSD scalars: text to Python and back, strictly.

Reading goes through memos: a `dict` that makes a value at the first sight of its text and
answers from C afterwards, since an answer repeats few numbers and words very often.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["INTEGERS", "READERS", "Memo", "word_reader", "write_datetime", "write_float"]

INTEGERS: Final[Mapping[str, int]] = {
    "xsd:byte": 1 << 7,
    "xsd:short": 1 << 15,
    "xsd:int": 1 << 31,
    "xsd:long": 1 << 63,
}
"""Name of each integer type, and the smallest positive number that does not fit."""

_MEMO_SIZE: Final = 8192
_MEMO_TEXT: Final = 64
_NUMBER = re.compile(r"[+-]?[0-9]+\Z")
_FLOAT = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\Z")
_DATE_TIME = re.compile(
    r"(?P<era>-?)(?P<date>[0-9]{4,}-[0-9]{2}-[0-9]{2})T(?P<time>[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:\.(?P<fraction>[0-9]+))?(?:(?P<zulu>Z)|(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}))?\Z"
)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SPACE: Final = " \t\r\n"


class Memo(dict["str | None", Any]):
    """Text to value, filled on demand, never larger than some thousand short entries.

    Reading a text that means nothing raises ValueError, whose text says so.
    """

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str | None) -> Any:
        value = self._read(text or "")
        if text is None or len(text) <= _MEMO_TEXT:
            if len(self) >= _MEMO_SIZE:
                self.clear()
            self[text] = value
        return value


def _integer(name: str) -> Memo:
    limit = INTEGERS[name]

    def read(text: str) -> int:
        stripped = text.strip(_SPACE)
        if _NUMBER.match(stripped) is None or len(stripped) > 40:
            raise ValueError(f"expected {name}, got {_shown(text)}")
        value = int(stripped)
        if not -limit <= value < limit:
            raise ValueError(f"{value} is out of range for {name}")
        return value

    return Memo(read)


def _boolean(text: str) -> bool:
    try:
        return _BOOLEANS[text.strip(_SPACE)]
    except KeyError:
        raise ValueError(f"expected true or false, got {_shown(text)}") from None


_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}


def _float(text: str) -> float:
    stripped = text.strip(_SPACE)
    if stripped in ("INF", "-INF", "NaN"):
        return float(stripped.lower())
    if _FLOAT.match(stripped) is None:
        raise ValueError(f"expected a number, got {_shown(text)}")
    return float(stripped)


def _date_time(text: str) -> datetime:
    """Read a dateTime: no zone is UTC, a year before Christ is 1970, as libvirt has it.

    Digits of the fraction after the sixth are dropped; the zone is kept.
    """
    match = _DATE_TIME.match(text.strip(_SPACE))
    if match is None:
        raise ValueError(f"expected a dateTime, got {_shown(text)}")
    if match["era"]:
        return _EPOCH
    try:
        moment = datetime.fromisoformat(f"{match['date']}T{match['time']}")
        zone = _zone(match["sign"], match["hours"], match["minutes"])
    except ValueError as error:
        raise ValueError(f"no such dateTime: {_shown(text)}") from error
    fraction = (match["fraction"] or "")[:6].ljust(6, "0")
    return moment.replace(microsecond=int(fraction), tzinfo=zone)


def _zone(sign: str | None, hours: str, minutes: str) -> timezone:
    if sign is None:
        return UTC
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset) if offset else UTC


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("not base64") from error


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else f"{text[:40]}...")


def _text(text: str) -> str:
    return text


_STRINGS: Final = Memo(_text)

READERS: Final[Mapping[str, Memo]] = {
    "xsd:string": _STRINGS,
    "xsd:anyURI": _STRINGS,
    "xsd:boolean": Memo(_boolean),
    "xsd:byte": _integer("xsd:byte"),
    "xsd:short": _integer("xsd:short"),
    "xsd:int": _integer("xsd:int"),
    "xsd:long": _integer("xsd:long"),
    "xsd:float": Memo(_float),
    "xsd:double": Memo(_float),
    "xsd:dateTime": Memo(_date_time),
    "xsd:base64Binary": Memo(_bytes),
}
"""Name of each scalar type that the API uses, and how it is read."""


def word_reader(enum: Any, *, empty: str | None) -> Memo:
    """Make the memo of an enum: a word that it does not know stays text, none is `empty`."""
    members: Mapping[str, Any] = {str(member): member for member in enum}

    def read(text: str) -> Any:
        stripped = text.strip(_SPACE)
        return members.get(stripped, stripped) if stripped else empty

    return Memo(read)


def write_float(value: float) -> str:
    """Write a number as XSD does, which has its own words for what is no number."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "INF" if value > 0 else "-INF"
    return repr(float(value))


def write_datetime(value: datetime) -> str:
    """Write a moment with its zone; UTC is ``Z``.

    Raises:
        ValueError: it has no zone, or a zone that is no whole number of minutes.
    """
    offset = value.utcoffset()
    if offset is None:
        raise ValueError("a datetime needs a time zone")
    if offset % timedelta(minutes=1):
        raise ValueError("a datetime's zone must be whole minutes")
    text = value.isoformat()
    return f"{text.removesuffix('+00:00')}Z" if not offset else text
