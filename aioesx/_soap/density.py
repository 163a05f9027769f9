"""How much of a tree there is for the bytes that came: elements, attributes, what nobody took.

Elements cost memory by number, not by length: four bytes make one of eighty, nine one with an
attribute, of four hundred. So they are counted while a document comes: what all of it may have,
what one value may cost that cannot be let go before it is whole, and attributes that no server
writes, whose names a parser keeps until the end. A small document can do no harm. Of a large one
every chunk is counted, before the parser has it: a tenth of what parsing costs.
"""

from __future__ import annotations

import re
from typing import Final

from aioesx._xml import TAG
from aioesx.errors import ProtocolError

__all__ = ["HARMLESS", "MAX_ELEMENTS", "MAX_ODD_ATTRIBUTES", "Density"]

MAX_ELEMENTS: Final = 2_000_000
MAX_ODD_ATTRIBUTES: Final = 100_000

HARMLESS: Final = 1 << 20
"""Bytes of a document that may hold anything."""

_ELEMENT: Final = 128  # bytes of one with a text
_ATTRIBUTE: Final = 290  # bytes more of one with attributes
_TIMES: Final = 14  # its bytes is what a value's tree may take
_ALLOWANCE: Final = 16 << 20
_FEW: Final = 200
_ODD = re.compile(rb"\s(?!(?:[\w.\-]+:)?type\s*=|xmlns\b)[^\s=\"'<>]+\s*=\s*[\"']")


class Density:
    """Counts the chunks of one document that is large enough for it."""

    __slots__ = ("_cost", "_elements", "_odd", "_pending")

    def __init__(self) -> None:
        self._elements = self._odd = 0
        self._pending = self._cost = 0

    def let_go(self) -> None:
        """Take what has come so far as taken."""
        self._pending = self._cost = 0

    def add(self, body: bytes | bytearray, start: int, end: int) -> None:
        """Count the chunk from `start` to `end`.

        Raises:
            ProtocolError: there is more than a server's document has.
        """
        self._pending += end - start
        equals = body.count(b"=", start, end)
        # An end tag may begin with the last byte of the chunk before.
        closed = body.count(b"</", max(start - 1, 0), end)
        elements = body.count(b"<", start, end) - closed
        self._elements += elements
        if self._elements > MAX_ELEMENTS:
            raise ProtocolError(f"more than {MAX_ELEMENTS} elements")
        self._cost += _ELEMENT * elements + _ATTRIBUTE * max(min(equals, elements), 0)
        if self._cost > _TIMES * self._pending + _ALLOWANCE:
            raise ProtocolError("very many elements in a value, for its length")
        if equals > _FEW and equals - body.count(b"type=", start, end) > _FEW:
            self._odd += sum(len(_ODD.findall(tag)) for tag in TAG.findall(body, start, end))
            if self._odd > MAX_ODD_ATTRIBUTES:
                raise ProtocolError(f"more than {MAX_ODD_ATTRIBUTES} attributes")
