"""Sectors, and little-endian numbers of either size, whatever the machine."""

from __future__ import annotations

import sys
from array import array
from typing import Final, Literal

__all__ = ["SECTOR", "from_bytes", "to_bytes", "up"]

SECTOR: Final = 512
"""Size of a sector, in bytes: the unit of all that descriptors and headers say."""


def up(value: int, unit: int) -> int:
    """Return how many units it takes to hold a value."""
    return -(-value // unit)


def from_bytes(size: Literal["I", "Q"], data: bytes) -> array[int]:
    """Read numbers of four (``"I"``) or eight (``"Q"``) bytes each."""
    numbers = array(size, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def to_bytes(numbers: array[int]) -> bytes:
    """Write numbers as they are in a file."""
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()
