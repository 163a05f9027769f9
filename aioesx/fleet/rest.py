"""`Rests`: which hosts are dead, since when, and until when they are left alone. No I/O.

A host that refuses the password rests as well, and longest: hosts lock accounts that try too often.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from aioesx.errors import HostRestingError, LoginError, copied

__all__ = ["REST", "HostRest", "Rests"]

REST = (10.0, 30.0, 60.0, 300.0)
"""Seconds that a host is left alone after it was found dead once, twice in a row, ..."""


@dataclasses.dataclass(frozen=True, slots=True)
class HostRest:
    """A dead host.

    Attributes:
        host: its name.
        since: when it was found dead first, and has not answered since.
        until: when it is tried again.
        times: how often in a row it was found dead.
        error: of the last time.
    """

    host: str
    since: datetime
    until: datetime
    times: int
    error: Exception


class Rests:
    """The dead hosts of a fleet.

    Args:
        seconds: how long each is left alone, after the first, second, ... time; empty for never.
        now: the clock.
    """

    def __init__(
        self, seconds: Sequence[float], now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._seconds = tuple(seconds)
        self._now = now
        self._resting: dict[str, HostRest] = {}

    def lay(self, host: str, error: Exception) -> None:
        """Note that a host was found dead."""
        if not self._seconds:
            return
        now, before = self._now(), self._resting.get(host)
        times = 1 if before is None else before.times + 1
        last = len(self._seconds)
        seconds = self._seconds[last - 1 if isinstance(error, LoginError) else min(times, last) - 1]
        since = now if before is None else before.since
        until = now + timedelta(seconds=seconds)
        self._resting[host] = HostRest(host, since, until, times, error)

    def wake(self, host: str) -> None:
        """Note that a host has answered."""
        self._resting.pop(host, None)

    def all(self) -> tuple[HostRest, ...]:
        """Return the hosts that are left alone now."""
        now = self._now()
        return tuple(each for each in self._resting.values() if each.until > now)

    def refusal(self, host: str) -> HostRestingError | None:
        """Return why a host is not tried now; None if it may be."""
        rest = self._resting.get(host)
        if rest is None or rest.until <= self._now():
            return None
        error = HostRestingError(
            f"{host} has not answered since {_clock(rest.since)}, and is left alone until"
            f" {_clock(rest.until)}; last it was: {rest.error}",
            since=rest.since,
            until=rest.until,
        )
        error.__cause__ = copied(rest.error)
        return error.about("host", host)


def _clock(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M:%S")
