"""Whole numbers in texts that somebody else has written."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["INT", "hexadecimal", "whole"]

INT: Final = 2**31
"""Bound of ``xsd:int``, in which most numbers are shown."""

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_HEX: Final = re.compile(r"(?:0x)?([0-9a-f]{1,4})", re.IGNORECASE)


def whole(text: str, below: int = 2**62) -> int | None:
    """Return the number that a text is; None for another text, and for one that is too large.

    Args:
        text: digits of ASCII, perhaps after a minus sign; white space around them is left out.
        below: what the number is nearer to zero than.
    """
    if _WHOLE.fullmatch(text.strip()) is None:
        return None
    number = int(text)
    return number if -below < number < below else None


def hexadecimal(text: str) -> int:
    """Return the number of 16 bits that a text is, such as ``0x8086``; 0 for another text."""
    match = _HEX.fullmatch(text.strip())
    return int(match[1], 16) if match else 0
