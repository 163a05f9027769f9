"""`Gate`: how much of a fleet may be at work at once, and who may begin next.

What counts is work that goes on. A host that does not answer gives its place to another after a
moment of patience, and takes it back when it is heard of; else a few dead hosts would keep all
healthy ones waiting. A host that works (a task that runs, a file that moves) keeps its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, Protocol

import anyio

__all__ = ["Gate", "Place", "Turns", "counted", "most_at_work"]

_LENT: Final = 10_000
_FOR_EACH: Final = 2
_SPARED: Final = 400  # for connections that are kept, and for the rest of the program


class Place(Protocol):
    """Something at work that can tell whether it gets on."""

    def stalled(self, now: float) -> bool:
        """Tell whether it waits in vain."""
        ...


def most_at_work(wanted: int) -> int:
    """Return how many may be at work, those that do not count included: each takes descriptors.

    Args:
        wanted: how many shall count at once.
    """
    try:
        import resource  # not on Windows
    except ImportError:
        return wanted + _LENT
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return wanted + _LENT
    return max(wanted, (limit - _SPARED) // _FOR_EACH)


def counted(places: Iterable[Place], now: float) -> int:
    """Return how many of those at work count."""
    return sum(not place.stalled(now) for place in places)


class Gate:
    """What all runs of a fleet share: how many are at work at each server; a vCenter is one."""

    def __init__(self) -> None:
        self._at: Counter[str] = Counter()
        self._changed = anyio.Event()

    def has_room(self, server: str, most: int) -> bool:
        """Tell whether another one may begin at a server."""
        return self._at[server] < most

    def enter(self, server: str) -> None:
        """Begin at a server."""
        self._at[server] += 1

    def leave(self, server: str) -> None:
        """End at a server; whoever waits looks again."""
        self._at[server] -= 1
        if not self._at[server]:
            del self._at[server]
        self.tell()

    def tell(self) -> None:
        """Have everybody who waits look again."""
        self._changed.set()
        self._changed = anyio.Event()

    async def change(self, seconds: float) -> None:
        """Wait until something changes, but no longer."""
        with anyio.move_on_after(seconds):
            await self._changed.wait()


class Turns:
    """Lets so many have their turn at once, of which those that are stalled do not count."""

    def __init__(self, most: int, patience: float) -> None:
        """Begin with nobody.

        Args:
            most: how many have their turn at once.
            patience: seconds after which who waits looks again.
        """
        self._most = most
        self._patience = patience
        self._held: set[Place] = set()
        self._changed = anyio.Event()

    async def take(self, place: Place) -> None:
        """Wait for a turn; each place has one."""
        while len(self._held) >= self._most:
            if counted(self._held, anyio.current_time()) < self._most:
                break
            with anyio.move_on_after(self._patience / 2):
                await self._changed.wait()
        self._held.add(place)

    def give_back(self, place: Place) -> None:
        """End a turn."""
        self._held.discard(place)
        self._changed.set()
        self._changed = anyio.Event()
