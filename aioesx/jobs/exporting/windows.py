"""Windows: hours in which exports may begin, or cut over. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aioesx.jobs.hours import Hours, parse_hours, parse_zone, within

__all__ = ["ALWAYS", "Windows", "parse_windows"]

_AHEAD: Final = 9
"""Days within which hours of the week begin and end again, whatever a change of the clock does."""


@dataclasses.dataclass(frozen=True, slots=True)
class Windows:
    """Hours of the week, any of which will do; without any, it is always.

    Attributes:
        hours: see above.
        zone: on whose wall they are read; None for this system's own.
    """

    hours: tuple[Hours, ...] = ()
    zone: ZoneInfo | None = None

    def are_open(self, moment: datetime) -> bool:
        """Tell whether a moment, which is aware, is within them."""
        return not self.hours or self._within(moment)

    def next_change(self, moment: datetime) -> datetime | None:
        """Return when they open, or close if they are open; None where they never do."""
        if not self.hours:
            return None
        now = self._within(moment)
        edges = sorted(each for each in self._edges(moment) if each > moment)
        return next((each for each in edges if self._within(each) is not now), None)

    def _within(self, moment: datetime) -> bool:
        # Without a zone of its own a moment is read on this system's wall.
        local = moment.astimezone(self.zone) if self.zone else moment.astimezone()
        wall = local.replace(tzinfo=_WALL)
        return within(self.hours, wall, _WALL)

    def _edges(self, moment: datetime) -> Iterator[datetime]:
        """Yield moments at which hours begin or end, from yesterday on; in no order."""
        local = moment.astimezone(self.zone) if self.zone else moment.astimezone()
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        for day in range(-1, _AHEAD):
            for each in self.hours:
                for minutes in (each.begin, each.end):
                    wall = midnight + timedelta(days=day, minutes=minutes)
                    yield wall.replace(tzinfo=self.zone) if self.zone else wall.astimezone()


_WALL: Final = ZoneInfo("UTC")
"""A zone whose wall is never put forward or back: moments are on somebody's wall by then."""

ALWAYS: Final = Windows()


def parse_windows(texts: tuple[str, ...], zone: str | None) -> Windows:
    """Read ``("Mon-Fri 20:00-06:00", "Sat,Sun")``.

    Raises:
        ValueError: one is no hours, or this system does not know the zone.
    """
    return Windows(
        tuple(parse_hours(text) for text in texts), None if zone is None else parse_zone(zone)
    )
