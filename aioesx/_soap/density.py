"""How much of a tree there is for the bytes that came: elements, attributes, what nobody took.

Elements cost memory by number, not by length: four bytes make one of ninety, nine one with an
attribute, of more than three hundred. So they are counted before the parser has any, where there
may be enough of them to matter: how many all of a document may have, and attributes that no server
writes, whose names a parser keeps until the end. While it is parsed, what one value may cost that
cannot be let go before it is whole is held against the value's bytes. A small document can do no
harm. Counting costs a processor as much as a thirtieth of reading, so nothing is counted that its
length alone tells to be few.
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

_SHORTEST: Final = len("<a/>")
_ELEMENT: Final = 150  # bytes of one with a text or a child
_ATTRIBUTE: Final = 320  # bytes more of one with an attribute or two
_TIMES: Final = 14  # its bytes is what a value's tree may take
_ALLOWANCE: Final = 16 << 20
_COSTLIEST: Final = (_ELEMENT + _ATTRIBUTE) // _SHORTEST  # <a>= is as dense as can be
_FEW: Final = 200  # in a chunk of 16 KiB
_WINDOW: Final = 1 << 20
_ODD = re.compile(
    rb"\s(?!(?:[\w.\-]+:)?(?:type|nil|serverGuid)\s*=|xmlns\b)[^\s=\"'<>]+\s*=\s*[\"']"
)


class Density:
    """What the chunks of one document cost.

    Args:
        body: the document.
        chunk: in bytes of how many it is parsed.
    """

    __slots__ = ("_body", "_chunk", "_cost", "_counted", "_odd", "_taken")

    def __init__(self, body: bytes | bytearray, chunk: int) -> None:
        self._body = body
        self._chunk = chunk
        self._odd = 0
        self._taken = 0  # up to here nothing of the tree is left
        self._counted = 0  # up to here `_cost` goes
        self._cost = 0

    def check_elements(self) -> Generator[None, None, None]:
        """Refuse more than `MAX_ELEMENTS`, in steps; count no further than there is doubt.

        Raises:
            ProtocolError: there are more.
        """
        body, size = self._body, len(self._body)
        tags = ends = 0
        start = end = 0
        while tags - ends + (size - end) // _SHORTEST > MAX_ELEMENTS:
            begin, end = end, min(end + _WINDOW, size)
            tags += body.count(b"<", begin, end)
            if tags > MAX_ELEMENTS:  # end tags are counted only where that matters
                # One may begin with the last byte of what was looked at.
                ends += body.count(b"</", max(start - 1, 0), end)
                start = end
                if tags - ends > MAX_ELEMENTS:
                    raise ProtocolError(f"more than {MAX_ELEMENTS} elements")
            yield

    def let_go(self, end: int) -> None:
        """Take what came up to the byte `end` as taken."""
        self._taken = self._counted = end
        self._cost = 0

    def add(self, start: int, end: int) -> None:
        """Let the tree grow by a chunk.

        Raises:
            ProtocolError: what nobody could take yet costs too much for its length, or there are
                more attributes than in a server's document.
        """
        body = self._body
        chunk = body[start:end]
        # `count` looks at every byte; to take away what is rare goes from one to the next.
        equals = len(chunk) - len(chunk.replace(b"=", b"", _FEW + 1))
        if equals > _FEW and chunk.count(b"=") - chunk.count(b"type=") > _FEW:
            self._odd += sum(len(_ODD.findall(tag)) for tag in TAG.findall(chunk))
            if self._odd > MAX_ODD_ATTRIBUTES:
                raise ProtocolError(f"more than {MAX_ODD_ATTRIBUTES} attributes")
        pending = end - self._taken
        if pending * _COSTLIEST <= _ALLOWANCE:
            return
        for begin in range(self._counted, end, self._chunk):
            self._cost += self._cost_of(begin, min(begin + self._chunk, end))
        self._counted = end
        if self._cost > max(_TIMES * pending, _ALLOWANCE):
            raise ProtocolError("very many elements in a value, for its length")

    def _cost_of(self, start: int, end: int) -> int:
        body = self._body
        tags, equals = body.count(b"<", start, end), body.count(b"=", start, end)
        cost = _cost(tags, equals)
        if cost > _TIMES * self._chunk:  # else it is too little even if no tag were an end tag
            cost = _cost(tags - body.count(b"</", start, end), equals)
        return cost


def _cost(elements: int, equals: int) -> int:
    return _ELEMENT * elements + _ATTRIBUTE * min(equals, elements)
