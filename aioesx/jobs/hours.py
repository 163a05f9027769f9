"""Hours of the week, as people write them: ``Mon-Fri 07:00-19:00``. No I/O.

Hours are those on the wall of a time zone: where summer time leaves an hour out, or has it twice,
so do they. Hours over midnight belong to the day on which they begin.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["Hours", "parse_days", "parse_hours", "parse_zone", "within"]

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY: Final = "(?:mon|tue|wed|thu|fri|sat|sun)"
_SPANS: Final = rf"{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*|daily"
_TIME: Final = r"(?:[01]\d|2[0-4]):[0-5]\d"
_HOURS: Final = re.compile(rf"({_SPANS})(?:\s+({_TIME})-({_TIME}))?", re.IGNORECASE | re.ASCII)
_MINUTES: Final = 24 * 60
_MOST_DAYS: Final = 3660


@dataclasses.dataclass(frozen=True, slots=True)
class Hours:
    """A span of hours on some days of the week.

    Attributes:
        days: 0 is Monday.
        begin: minutes since midnight.
        end: likewise, of the day on which they begin: above 1440 on the next.
    """

    days: frozenset[int]
    begin: int
    end: int


def parse_hours(text: str) -> Hours:
    """Read ``Mon-Fri 07:00-19:00``, ``Sat,Sun 22:00-06:00``, ``daily 08:00-24:00``, ``Sun``.

    Raises:
        ValueError: it is none of these.
    """
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' are no hours, such as 'Mon-Fri 07:00-19:00'")
    begin = _minutes(match[2]) if match[2] else 0
    end = _minutes(match[3]) if match[3] else _MINUTES
    if begin >= _MINUTES or end > _MINUTES:
        raise ValueError(f"'{text}': a day begins at 00:00 and ends at 24:00")
    if begin == end:
        raise ValueError(f"'{text}': these hours have no length")
    return Hours(_days(match[1].lower()), begin, end if end > begin else end + _MINUTES)


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def _days(text: str) -> frozenset[int]:
    if text == "daily":
        return frozenset(range(len(_DAYS)))
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        begin, end = _DAYS.index(first), _DAYS.index(last or first)
        found.update(day % len(_DAYS) for day in range(begin, end + 1 + 7 * (end < begin)))
    return frozenset(found)


def parse_days(text: str) -> frozenset[date]:
    """Read a day, ``2026-12-24``, or days from one to another, ``2026-12-24..2027-01-01``.

    Raises:
        ValueError: it is neither, or the days are in no order, or are more than ten years.
    """
    first, _, last = text.strip().partition("..")
    try:
        begin = date.fromisoformat(first.strip())
        end = date.fromisoformat(last.strip()) if last else begin
    except ValueError:
        raise ValueError(
            f"'{text}' is no day, such as 2026-12-24, nor days with .. between"
        ) from None
    number = (end - begin).days + 1
    if not 0 < number <= _MOST_DAYS:
        raise ValueError(f"'{text}': the first day should come before the last, within ten years")
    return frozenset(begin + timedelta(days=each) for each in range(number))


def parse_zone(name: str) -> ZoneInfo:
    """Read the name of a time zone, such as ``Europe/Berlin``.

    Raises:
        ValueError: this system knows none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"this system knows no time zone '{name}'") from None


def within(
    hours: Sequence[Hours], moment: datetime, zone: ZoneInfo, closed: Iterable[date] = ()
) -> bool:
    """Tell whether a moment lies within hours.

    Args:
        hours: any of which will do.
        moment: an aware datetime.
        zone: on whose wall the hours are read.
        closed: days of which no hours count, those that go on after midnight neither.
    """
    local = moment.astimezone(zone)
    shut = frozenset(closed)
    minutes = local.hour * 60 + local.minute
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    return any(
        (today not in shut and today.weekday() in each.days and each.begin <= minutes < each.end)
        or (
            yesterday not in shut
            and yesterday.weekday() in each.days
            and minutes + _MINUTES < each.end
        )
        for each in hours
    )
