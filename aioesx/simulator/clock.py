"""Time in the simulator: what o'clock it is, and what is due when.

Nothing here sleeps. A `Timeline` keeps callbacks with the moment they are due;
whoever looks at the state runs first what is due, so that a task ends at its
own time even when nobody was looking. A long poll sleeps until the next due moment.
"""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Clock", "ManualClock", "Timeline", "Timer"]


class Clock:
    """The host's clock: wall time that never runs backwards.

    Args:
        skew: seconds that the host's clock is ahead of this machine's.
    """

    def __init__(self, skew: float = 0.0) -> None:
        self._start = datetime.now(UTC) + timedelta(seconds=skew)
        self._zero = time.monotonic()

    def seconds(self) -> float:
        """Return the seconds since the clock was made."""
        return time.monotonic() - self._zero

    def at(self, seconds: float) -> datetime:
        """Return the wall time at `seconds` after the clock was made."""
        return self._start + timedelta(seconds=seconds)

    def now(self) -> datetime:
        """Return the wall time of the host, in UTC."""
        return self.at(self.seconds())

    def on_jump(self, listener: Callable[[], object]) -> None:
        """Call `listener` whenever the clock jumps; a running clock never does."""


class ManualClock(Clock):
    """A clock that stands still until a test moves it.

    Args:
        start: wall time at the beginning, aware.
    """

    def __init__(self, start: datetime | None = None) -> None:
        super().__init__()
        if start is not None:
            self._start = start
        self._elapsed = 0.0
        self._listeners: list[Callable[[], object]] = []
        self._lock = threading.Lock()

    def seconds(self) -> float:
        """Return the seconds by which the clock was moved so far."""
        return self._elapsed

    def advance(self, seconds: float) -> None:
        """Move the clock, run what became due and wake everyone who waits."""
        with self._lock:
            self._elapsed += seconds
        for listener in list(self._listeners):
            listener()

    def on_jump(self, listener: Callable[[], object]) -> None:
        """Call `listener` after each `advance`."""
        self._listeners.append(listener)


@dataclass(order=True, slots=True)
class Timer:
    """One callback of a `Timeline`; cancel it by its timeline."""

    due: float
    order: int
    action: Callable[[], object] | None = field(compare=False)


class Timeline:
    """Callbacks ordered by the moment when they are due.

    Not thread-safe by itself: its owner calls it under the state's lock.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._heap: list[Timer] = []
        self._order = itertools.count()
        self._instant: float | None = None

    def now(self) -> datetime:
        """Return the wall time; while a callback runs, the moment it was due."""
        return self.clock.at(self.seconds())

    def seconds(self) -> float:
        """Return the clock's seconds; while a callback runs, those it was due at."""
        return self.clock.seconds() if self._instant is None else self._instant

    def schedule(self, delay: float, action: Callable[[], object]) -> Timer:
        """Have `action` run once `delay` seconds have passed."""
        timer = Timer(self.seconds() + max(delay, 0.0), next(self._order), action)
        heapq.heappush(self._heap, timer)
        return timer

    def cancel(self, timer: Timer | None) -> None:
        """Forget a timer; harmless when it has run."""
        if timer is not None:
            timer.action = None

    def run_due(self) -> bool:
        """Run everything that is due, in order, and tell whether there was anything."""
        ran = False
        while (due := self.next_due()) is not None and due <= self.clock.seconds():
            timer = heapq.heappop(self._heap)
            action, timer.action = timer.action, None
            self._instant = timer.due
            try:
                if action is not None:
                    action()
            finally:
                self._instant = None
            ran = True
        return ran

    def next_due(self) -> float | None:
        """Return when the next callback is due, in the clock's seconds, or None."""
        while self._heap and self._heap[0].action is None:
            heapq.heappop(self._heap)
        return self._heap[0].due if self._heap else None
