"""`Replacing`: an image over which a stream of the whole disk is laid, zeros and all.

A stream leaves zeros out, and the image may hold something there: so what lies between two pieces
is made zeros, before the next piece is written, and before a chunk counts.
"""

from __future__ import annotations

from typing import Final

from aioesx.export.sink import KeptDisk

__all__ = ["Replacing"]

_PIECE: Final = 2**20
_ZEROS: Final = memoryview(bytes(_PIECE))


class Replacing:
    """A disk that takes the pieces of a stream, in rising order.

    Args:
        kept: the image. Finishing and giving up is for its owner.
    """

    def __init__(self, kept: KeptDisk) -> None:
        self._kept = kept
        self._at = 0

    async def write(self, offset: int, data: bytes) -> None:
        """Write a piece; what was left out before it becomes zeros.

        Raises:
            TransferError: as the image's.
        """
        await self.up_to(offset)
        await self._kept.write(offset, data)
        self._at = max(self._at, offset + len(data))

    async def up_to(self, stop: int) -> None:
        """Have zeros from where the last piece ended to a place.

        Raises:
            TransferError: as the image's.
        """
        start, self._at = self._at, max(self._at, stop)
        found: list[tuple[int, int]] = []

        def note(offset: int, data: memoryview) -> None:
            for at in range(0, len(data), _PIECE):
                piece = data[at : at + _PIECE]
                if piece != _ZEROS[: len(piece)]:
                    found.append((offset + at, len(piece)))

        if start < stop:
            await self._kept.hand(start, stop - start, note)
        for offset, length in found:
            await self._kept.write(offset, bytes(length))

    async def finish(self) -> None:
        """Take note that all has come."""

    async def abandon(self) -> None:
        """Take note that no more comes."""
