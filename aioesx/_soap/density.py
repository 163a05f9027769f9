"""How much of a tree there is for the bytes that came: elements, attributes, what nobody took.

Elements cost memory by number, not by length: four bytes make one of ninety, nine one with an
attribute, of more than three hundred. So all are counted before the parser has any: how many all of
the document may have, and attributes that no server writes, whose names a parser keeps until the
end. While it is parsed, what one value may cost that cannot be let go before it is whole is held
against the value's bytes. A small document can do no harm; counting a large one takes a twentieth
of what reading it takes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from aioesx._xml import TAG
from aioesx.errors import ProtocolError

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["HARMLESS", "MAX_ELEMENTS", "MAX_ODD_ATTRIBUTES", "Density"]

MAX_ELEMENTS: Final = 2_000_000
MAX_ODD_ATTRIBUTES: Final = 50_000

HARMLESS: Final = 1 << 18
"""Bytes of a document that may hold anything: ten megabytes of a tree, at the worst."""

_ELEMENT: Final = 150  # bytes of one with a text or a child
_ATTRIBUTE: Final = 320  # bytes more of one with an attribute or two
_TIMES: Final = 14  # its bytes is what a value's tree may take
_ALLOWANCE: Final = 16 << 20
_FEW: Final = 200  # in a chunk of 16 KiB
_WINDOW: Final = 64  # chunks
_ODD = re.compile(
    rb"\s(?!(?:[\w.\-]+:)?(?:type|nil|serverGuid)\s*=|xmlns\b)[^\s=\"'<>]+\s*=\s*[\"']"
)


class Density:
    """What the chunks of one document cost."""

    __slots__ = ("_chunk", "_cost", "_costs", "_elements", "_odd", "_pending")

    def __init__(self, chunk: int) -> None:
        self._chunk = chunk
        self._costs: list[int] = []
        self._elements = self._odd = 0
        self._pending = self._cost = 0

    def count(self, body: bytes | bytearray) -> Generator[None, None, None]:
        """Count every chunk, in steps.

        Raises:
            ProtocolError: there is more in it than in a server's document.
        """
        for number, start in enumerate(range(0, len(body), self._chunk)):
            self._count(body, start, start + self._chunk)
            if number % _WINDOW == _WINDOW - 1:
                yield

    def _count(self, body: bytes | bytearray, start: int, end: int) -> None:
        equals = body.count(b"=", start, end)
        # An end tag may begin with the last byte of the chunk before.
        closed = body.count(b"</", max(start - 1, 0), end)
        elements = max(body.count(b"<", start, end) - closed, 0)
        self._elements += elements
        if self._elements > MAX_ELEMENTS:
            raise ProtocolError(f"more than {MAX_ELEMENTS} elements")
        if equals > _FEW and equals - body.count(b"type=", start, end) > _FEW:
            self._odd += sum(len(_ODD.findall(tag)) for tag in TAG.findall(body, start, end))
            if self._odd > MAX_ODD_ATTRIBUTES:
                raise ProtocolError(f"more than {MAX_ODD_ATTRIBUTES} attributes")
        self._costs.append(_ELEMENT * elements + _ATTRIBUTE * min(equals, elements))

    def let_go(self) -> None:
        """Take what has come so far as taken."""
        self._pending = self._cost = 0

    def add(self, number: int) -> None:
        """Let the tree grow by a chunk.

        Raises:
            ProtocolError: what nobody could take yet costs too much for its length.
        """
        self._pending += self._chunk
        self._cost += self._costs[number]
        if self._cost > max(_TIMES * self._pending, _ALLOWANCE):
            raise ProtocolError("very many elements in a value, for its length")
