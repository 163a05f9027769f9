"""Contents of a guest's files: the simulator's own, and several behind one another."""

from __future__ import annotations

import bisect
import itertools
from typing import Final

from aioesx.simulator.state.files import Content, MemoryContent

__all__ = ["EMPTY", "Joined", "joined", "whole_text"]

EMPTY: Final = MemoryContent(b"")
_SMALL: Final = 64 * 1024


class Joined:
    """Contents behind one another; they are not copied."""

    __slots__ = ("_ends", "_parts")

    def __init__(self, parts: list[Content]) -> None:
        self._parts = parts
        self._ends = list(itertools.accumulate(part.size for part in parts))

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self._ends[-1] if self._ends else 0

    @property
    def stored(self) -> int:
        """Bytes that the content takes up."""
        return self.size

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        found = bytearray()
        at = bisect.bisect_right(self._ends, start)
        while at < len(self._parts) and len(found) < length:
            begin = self._ends[at] - self._parts[at].size
            found += self._parts[at].read(start + len(found) - begin, length - len(found))
            at += 1
        return bytes(found)

    def copy(self) -> Content:
        """Return another content of the same bytes."""
        return Joined([part.copy() for part in self._parts])

    def discard(self) -> None:
        """Give up what the contents hold."""
        for part in self._parts:
            part.discard()


def joined(first: Content, second: Content) -> Content:
    """Return one content behind another; small ones as one in memory."""
    if not first.size:
        return second
    if first.size + second.size <= _SMALL:
        return MemoryContent(first.read(0, first.size) + second.read(0, second.size))
    parts = first._parts if isinstance(first, Joined) else [first]
    return Joined([*parts, second])


def whole_text(content: Content) -> str:
    """Return a content as text."""
    return content.read(0, content.size).decode("utf-8", "replace")
