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
    from collections.abc import Callable, Collection

__all__ = ["Agenda", "Clock", "ManualClock", "Timeline", "Timer"]


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
    owner: Timeline = field(compare=False)


class Agenda:
    """The callbacks of all timelines of one world, in one order.

    Not thread-safe by itself: its owner calls it under the state's lock.

    Attributes:
        instant: while a callback runs, the clock's seconds at which it was due.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.order = itertools.count()
        self.instant: float | None = None
        self._heap: list[Timer] = []

    def add(self, timer: Timer) -> None:
        """Have a timer's callback run when it is due."""
        heapq.heappush(self._heap, timer)

    def run_due(self) -> Collection[Timeline]:
        """Run everything that is due, in order, and return whose callbacks there were."""
        if not self._heap or self._heap[0].due > self.clock.seconds():
            return ()
        ran: set[Timeline] = set()
        while self._heap and self._heap[0].due <= self.clock.seconds():
            timer = heapq.heappop(self._heap)
            action, timer.action = timer.action, None
            if action is None:  # cancelled
                continue
            ran.add(timer.owner)
            self.instant = timer.due
            try:
                action()
            finally:
                self.instant = None
        return ran


class Timeline:
    """One agent's callbacks, ordered by the moment when they are due.

    Whoever runs what is due runs it for the whole world, so that one thing follows another
    whichever agent each belongs to.

    Args:
        clock: tells the time.
        agenda: what the world has to do; one of its own when left out.
        told: called when other agents have run something of this one.
    """

    def __init__(
        self,
        clock: Clock,
        agenda: Agenda | None = None,
        told: Callable[[], object] | None = None,
    ) -> None:
        self.clock = clock
        self._agenda = agenda if agenda is not None else Agenda(clock)
        self._told = told
        self._heap: list[Timer] = []

    def now(self) -> datetime:
        """Return the wall time; while a callback runs, the moment it was due."""
        return self.clock.at(self.seconds())

    def seconds(self) -> float:
        """Return the clock's seconds; while a callback runs, those it was due at."""
        instant = self._agenda.instant
        return self.clock.seconds() if instant is None else instant

    def schedule(self, delay: float, action: Callable[[], object]) -> Timer:
        """Have `action` run once `delay` seconds have passed."""
        order = next(self._agenda.order)
        timer = Timer(self.seconds() + max(delay, 0.0), order, action, self)
        self.next_due()  # drops what has run
        heapq.heappush(self._heap, timer)
        self._agenda.add(timer)
        return timer

    def cancel(self, timer: Timer | None) -> None:
        """Forget a timer; harmless when it has run."""
        if timer is not None:
            timer.action = None

    def run_due(self) -> bool:
        """Run everything that is due, in order, and tell whether some of it was this one's."""
        ran = self._agenda.run_due()
        for timeline in ran:
            if timeline is not self and timeline._told is not None:
                timeline._told()
        return self in ran

    def next_due(self) -> float | None:
        """Return when the next callback is due, in the clock's seconds, or None."""
        while self._heap and self._heap[0].action is None:
            heapq.heappop(self._heap)
        return self._heap[0].due if self._heap else None
