"""`Queue`: which machine may begin to leave just now: order, windows, limits. No I/O."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from aioesx.jobs.exporting.record import Entry
from aioesx.jobs.exporting.wishes import AtOnce, Group, Order

__all__ = ["Queue", "Turn"]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """A machine that waits for its turn.

    Attributes:
        entry: what is known of it.
        group: how it leaves.
        size: bytes of its disks.
    """

    entry: Entry
    group: Group
    size: int


class Queue:
    """Machines that wait, and those that are at work."""

    def __init__(self, turns: Iterable[Turn], at_once: AtOnce, order: Order) -> None:
        """Take who waits.

        Args:
            turns: in the order of the file.
            at_once: how many may be at work.
            order: who comes first of one priority.
        """
        self._waiting = _ordered(turns, order)
        self._at_work: list[Turn] = []
        self._most = at_once

    @property
    def waiting(self) -> tuple[Turn, ...]:
        """Those that have not begun, in their order."""
        return tuple(self._waiting)

    @property
    def at_work(self) -> int:
        """How many are at work."""
        return len(self._at_work)

    def take(self, now: datetime) -> list[Turn]:
        """Take all that may begin at a moment, and count them as at work."""
        taken = []
        for turn in list(self._waiting):
            if self._has_room(turn) and self._is_due(turn, now):
                self._waiting.remove(turn)
                self._at_work.append(turn)
                taken.append(turn)
        return taken

    def over(self, turn: Turn, *, again: bool = False) -> None:
        """Note that one is not at work any more.

        Args:
            turn: which.
            again: whether it waits for another turn.
        """
        self._at_work.remove(turn)
        if again:
            self._waiting.insert(0, turn)

    def opens(self, now: datetime) -> datetime | None:
        """Return the next moment at which a window opens for one that waits; None for never."""
        moments = [
            moment
            for turn in self._waiting
            if not turn.group.wishes.windows.are_open(now)
            and (moment := turn.group.wishes.windows.next_change(now)) is not None
        ]
        return min(moments, default=None)

    def _is_due(self, turn: Turn, now: datetime) -> bool:
        if not turn.group.wishes.windows.are_open(now):
            return False
        left = Counter(each.group.name for each in (*self._waiting, *self._at_work))
        return not any(left[name] for name in turn.group.after)

    def _has_room(self, turn: Turn) -> bool:
        if len(self._at_work) >= self._most.machines:
            return False
        hosts = Counter(each.entry.host for each in self._at_work)
        if hosts[turn.entry.host] >= self._most.machines_per_host:
            return False
        return turn.entry.host in hosts or len(hosts) < self._most.hosts


def _ordered(turns: Iterable[Turn], order: Order) -> list[Turn]:
    sign = {"written": 0, "smallest": 1, "largest": -1}[order]
    return sorted(turns, key=lambda turn: (-turn.group.priority, sign * turn.size))
