"""Units of an OVF descriptor: ``byte * 2^30`` and the words that older ones have for it."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["byte_units", "multiple_of"]

_PRODUCT: Final = re.compile(
    r"\s*(?:byte|bytes|bit|hertz|count)\s*(?:\*\s*(?:(2|10)\s*\^\s*([0-9]{1,2})|([0-9]{1,15}))\s*)?",
    re.ASCII | re.IGNORECASE,
)
_HIGHEST_POWER: Final = 60
_WORDS: Final = {
    "kilobytes": 2**10, "kb": 2**10,
    "megabytes": 2**20, "mb": 2**20,
    "gigabytes": 2**30, "gb": 2**30,
    "terabytes": 2**40, "tb": 2**40,
    "mhz": 10**6, "megahertz": 10**6,
}  # fmt: skip


def multiple_of(units: str | None) -> int | None:
    """Return how many bytes, hertz or whatever is meant the units are; None if they are strange.

    Nothing said is one.
    """
    if units is None or not units.strip():
        return 1
    word = _WORDS.get(units.strip().lower())
    match = _PRODUCT.fullmatch(units)
    if word is not None or match is None:
        return word
    if match[1] is None:
        return int(match[3] or 1)
    power = int(match[2])
    return int(match[1]) ** power if power <= _HIGHEST_POWER else None


def byte_units(size: int) -> tuple[int, str]:
    """Return a number of bytes in the largest units of which it is a whole number."""
    for power in (30, 20, 10):
        if size and size % 2**power == 0:
            return size >> power, f"byte * 2^{power}"
    return size, "byte"
