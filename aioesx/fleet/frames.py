"""How two processes of one run speak: pickled values, each behind its length. No I/O."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["END", "REFUSED", "Frames", "frame"]

END: Final = "end"
"""Said by a worker when all is done."""

REFUSED: Final = "refused"
"""Said with the reason: nothing was begun."""

_LENGTH: Final = struct.Struct("!Q")


def frame(value: Any) -> bytes:
    """Return a value as it goes over the line."""
    body = pickle.dumps(value)
    return _LENGTH.pack(len(body)) + body


class Frames:
    """Makes values of the bytes that come."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> Iterator[Any]:
        """Yield each value that is whole now."""
        self._buffer += piece
        at = 0
        try:
            while len(self._buffer) - at >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(self._buffer, at)
                end = at + _LENGTH.size + length
                if len(self._buffer) < end:
                    break
                body = bytes(self._buffer[at + _LENGTH.size : end])
                at = end
                yield pickle.loads(body)  # noqa: S301 - of a process that we started, or that did
        finally:
            del self._buffer[:at]
