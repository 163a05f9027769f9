"""Ranges as plugins take them by ``-w`` and ``-c``. No I/O.

    range      alert if the value is
    10         below 0 or above 10
    10:        below 10
    ~:10       above 10
    10:20      below 10 or above 20
    @10:20     from 10 to 20

Source: Monitoring Plugins Development Guidelines, "Threshold and Ranges".
"""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Final

__all__ = ["Range"]

_NUMBER: Final = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
_RANGE: Final = re.compile(rf"(@)?(?:(~|{_NUMBER})?(:))?({_NUMBER})?", re.ASCII)
_LONGEST: Final = 2000
"""Two numbers as long as they may be, written out."""
_SHOWN: Final = 100
_NO_END: Final = "~"


@dataclasses.dataclass(frozen=True, slots=True)
class Range:
    """Which values are alarming; its ends belong to it.

    Attributes:
        low: its lower end; minus infinity without one.
        high: its upper end; infinity without one.
        inside: whether values in it are alarming; else those outside of it are.
    """

    low: float = 0.0
    high: float = math.inf
    inside: bool = False

    def __post_init__(self) -> None:
        """Refuse ends that are none, or in no order.

        Raises:
            ValueError: they are.
        """
        if math.isnan(self.low) or math.isnan(self.high) or self.low == math.inf:
            raise ValueError("the ends of a range should be numbers")
        if self.high == -math.inf or self.low > self.high:
            raise ValueError(
                f"a range should not begin above its end: {_text(self.low)} > {_text(self.high)}"
            )

    @classmethod
    def parse(cls, text: str) -> Range:
        """Read a range.

        Raises:
            ValueError: it is none.
        """
        match = _RANGE.fullmatch(text) if len(text) <= _LONGEST else None
        if match is None or not (match[2] or match[4]):
            raise ValueError(f"'{text[:_SHOWN]}' is no range, such as 10, 10:, ~:10 or @10:20")
        begin, end = match[2], match[4]
        low = -math.inf if begin == _NO_END else float(begin or 0)
        high = math.inf if end is None else float(end)
        if math.inf in (abs(low) if begin != _NO_END else 0.0, high if end else 0.0):
            raise ValueError(f"'{text[:_SHOWN]}' has a number that is too large")
        try:
            return cls(low, high, inside=match[1] is not None)
        except ValueError as error:
            raise ValueError(f"'{text[:_SHOWN]}': {error}") from None

    def alarms(self, value: float) -> bool:
        """Tell whether a value is alarming. What is no number always is."""
        if math.isnan(value):
            return True
        return (self.low <= value <= self.high) is self.inside

    def scaled(self, factor: float) -> Range:
        """Return the range of values that are so much larger, as those in a smaller unit are."""
        return Range(self.low * factor, self.high * factor, self.inside)

    def __str__(self) -> str:
        """Write it as `parse` reads it, in the shortest form."""
        high = "" if self.high == math.inf else _text(self.high)
        if self.low == 0 and high:
            body = high
        elif self.low == -math.inf:
            body = f"{_NO_END}:{high}"
        else:
            body = f"{_text(self.low)}:{high}"
        return f"@{body}" if self.inside else body


def _text(number: float) -> str:
    """Write a number with no more than it needs, as plugins do: no ``1e+16``, no ``.0``."""
    if math.isinf(number):
        return _NO_END
    if number == int(number):
        return str(int(number))
    return repr(number)
