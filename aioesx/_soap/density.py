"""How much of a tree there is for the bytes that came: elements, attributes, what nobody took.

Elements cost memory by number, not by length: four bytes make one of ninety, nine one with an
attribute, of more than three hundred. So all are counted before the parser has any: how many all of
the document may have, and attributes that no server writes, whose names a parser keeps until the
end. While it is parsed, what one value may cost that cannot be let go before it is whole is held
against the value's bytes. A small document can do no harm; counting a large one takes a
thirtieth of what reading it takes.
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

    __slots__ = ("_chunk", "_closed", "_cost", "_costs", "_odd", "_opened", "_pending", "_until")

    def __init__(self, chunk: int) -> None:
        self._chunk = chunk
        self._costs: list[int] = []
        self._opened = self._closed = self._until = 0
        self._odd = 0
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
        tags, equals = body.count(b"<", start, end), body.count(b"=", start, end)
        self._check_elements(body, tags, end)
        if equals > _FEW and equals - body.count(b"type=", start, end) > _FEW:
            self._odd += sum(len(_ODD.findall(tag)) for tag in TAG.findall(body, start, end))
            if self._odd > MAX_ODD_ATTRIBUTES:
                raise ProtocolError(f"more than {MAX_ODD_ATTRIBUTES} attributes")
        cost = _cost(tags, equals)
        if cost > _TIMES * self._chunk:  # else it is too little even if no tag were an end tag
            cost = _cost(tags - body.count(b"</", start, end), equals)
        self._costs.append(cost)

    def _check_elements(self, body: bytes | bytearray, tags: int, end: int) -> None:
        """Refuse more than `MAX_ELEMENTS`; end tags are counted only where that matters."""
        self._opened += tags
        if self._opened > MAX_ELEMENTS:
            # One may begin with the last byte of what was looked at.
            self._closed += body.count(b"</", max(self._until - 1, 0), end)
            self._until = end
            if self._opened - self._closed > MAX_ELEMENTS:
                raise ProtocolError(f"more than {MAX_ELEMENTS} elements")

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


def _cost(elements: int, equals: int) -> int:
    return _ELEMENT * elements + _ATTRIBUTE * min(equals, elements)
