"""Transfers by ``/folder``: how many are under way at an agent, and how many began of late.

Knows numbers and seconds; what a transfer carries is `aioesx.simulator.folder`'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aioesx.simulator.state.host import Options

__all__ = ["Transfers"]


class Transfers:
    """The transfers of one agent.

    Attributes:
        open: how many are under way.
        refused: how many were turned away so far.
    """

    __slots__ = ("_begun", "open", "refused")

    def __init__(self) -> None:
        self._begun: list[float] = []
        self.open = 0
        self.refused = 0

    def admit(self, options: Options, now: float) -> bool:
        """Count a transfer that begins, or turn it away.

        Args:
            options: how many there may be at once, and begin within a second.
            now: the clock's seconds.
        """
        most, rate = options.transfers, options.transfers_per_second
        if rate is not None:
            self._begun = [begun for begun in self._begun if begun > now - 1]
        full = most is not None and self.open >= most
        if full or (rate is not None and len(self._begun) >= rate):
            self.refused += 1
            return False
        if rate is not None:
            self._begun.append(now)
        self.open += 1
        return True

    def done(self) -> None:
        """Count one that has ended."""
        self.open -= 1
