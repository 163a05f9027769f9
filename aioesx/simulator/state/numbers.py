"""Whole numbers in texts that somebody else has written."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["INT", "whole"]

INT: Final = 2**31
"""Bound of ``xsd:int``, in which most numbers are shown."""

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")


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
