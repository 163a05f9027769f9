"""Screenshots: a real PNG of a text console, drawn without any library.

Shows the machine's name in blocks, and what was typed last: the picture differs from machine to
machine, and after each key.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine

__all__ = ["screenshot"]

_WIDTH: Final = 640
_HEIGHT: Final = 480
_CELL: Final = 8
_TYPED: Final = 20  # letters
_GREY, _GREEN = 1, 2
_PALETTE: Final = bytes((0, 0, 0, 60, 60, 60, 80, 220, 80))


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _rows(text: str) -> list[bytes]:
    """Draw each byte of the text as a column of eight cells, a cell lit per bit."""
    rows = [bytearray(_WIDTH) for _ in range(_HEIGHT)]
    for column, byte in enumerate(text.encode()[: _WIDTH // (_CELL * 2)]):
        left = column * _CELL * 2
        for bit in range(8):
            colour = _GREEN if byte >> (7 - bit) & 1 else _GREY
            for y in range(_CELL * 2 * bit + 16, _CELL * 2 * bit + 16 + _CELL):
                rows[y][left : left + _CELL] = bytes((colour,)) * _CELL
    return [bytes(row) for row in rows]


def screenshot(machine: Machine) -> bytes:
    """Return a PNG of the machine's screen."""
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    last = "".join(machine.typed)[-_TYPED:] if machine.typed else ""
    data = b"".join(b"\0" + row for row in _rows(f"{last}{machine.plain_name}"))
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", _PALETTE),
            _chunk(b"IDAT", zlib.compress(data, 1)),
            _chunk(b"IEND", b""),
        )
    )
