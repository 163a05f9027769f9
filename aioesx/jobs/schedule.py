"""What should be on now, by a schedule that a person wrote. No I/O but the file's reading.

    timezone = "Europe/Berlin"

    [[schedule]]
    name = "office"
    domains = ["web*", "build*"]        # globs
    except = ["build-night*"]           # of these none
    on = ["Mon-Fri 07:00-19:00"]        # else off
    closed = ["2026-12-24..2027-01-01"] # days that count as off
    stop = "shutdown"                   # or "destroy", "suspend"
    grace = 300                         # seconds after which who did not shut down is destroyed
    stagger = 10                        # seconds between two starts

The first schedule that names a domain counts for it; whoever is named by none is left alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, get_args
from zoneinfo import ZoneInfo

from aioesx._words import one_of
from aioesx.jobs._reading import matches
from aioesx.jobs._tables import (
    Key,
    numbers,
    read_document,
    read_file,
    read_row,
    rows_of,
    texts,
    words,
)
from aioesx.jobs.hours import Hours, parse_days, parse_hours, parse_zone, within

__all__ = ["PowerSchedule", "Stop", "of_domain", "read_schedule", "schedule_of"]

Stop = Literal["shutdown", "destroy", "suspend"]
"""How domains are stopped, by the verbs of a domain."""


@dataclasses.dataclass(frozen=True, slots=True)
class PowerSchedule:
    """When some domains are to be on.

    Attributes:
        name: for people.
        domains: globs of names.
        hours: when they are on; else they are off.
        zone: on whose wall the hours are read.
        excepted: globs of names that it does not mean.
        closed: days of which no hours count.
        stop: how they are stopped.
        grace: seconds after which those that were asked to shut down and did not are destroyed;
            None leaves them.
        stagger: seconds between two starts.
    """

    name: str
    domains: tuple[str, ...]
    hours: tuple[Hours, ...]
    zone: ZoneInfo
    excepted: tuple[str, ...] = ()
    closed: frozenset[date] = frozenset()
    stop: Stop = "shutdown"
    grace: float | None = None
    stagger: float = 0.0

    def means(self, domain: str) -> bool:
        """Tell whether it is about a domain of this name."""
        return matches(domain, self.domains) and not matches(domain, self.excepted)

    def is_on(self, moment: datetime) -> bool:
        """Tell whether its domains are to be on at a moment.

        Raises:
            ValueError: the moment has no time zone.
        """
        if moment.tzinfo is None:
            raise ValueError("the moment needs a time zone")
        return within(self.hours, moment, self.zone, self.closed)


def _hours(value: Any) -> tuple[Hours, ...]:
    return tuple(parse_hours(each) for each in words(value)) if value != [] else ()


def _closed(value: Any) -> frozenset[date]:
    if isinstance(value, date) and not isinstance(value, datetime):
        return frozenset((value,))
    listed = value if isinstance(value, list) else [value]
    texts_ = [each.isoformat() if type(each) is date else each for each in listed]
    return frozenset(day for text in words(texts_) for day in parse_days(text))


def _stop(value: Any) -> Stop:
    return one_of(value, get_args(Stop), what="way to stop")


_ZONE: Final = Key("timezone", lambda value: parse_zone(texts(value)))
_KEYS: Final = (
    Key("name", texts),
    Key("domains", words, required=True),
    Key("except", words),
    Key("on", _hours, required=True),
    Key("closed", _closed),
    Key("stop", _stop),
    Key("grace", numbers),
    Key("stagger", numbers),
    _ZONE,
)
_FIELDS: Final[Mapping[str, str]] = {"except": "excepted", "on": "hours", "timezone": "zone"}
"""What keys are called in `PowerSchedule`, where that is not their name."""


def read_schedule(path: str | Path) -> tuple[PowerSchedule, ...]:
    """Read schedules from a TOML file.

    Raises:
        ValueError: it cannot be used; names the file, the schedule and the key.
    """
    return schedule_of(*read_file(path))


def schedule_of(text: str, file: str = "the schedule") -> tuple[PowerSchedule, ...]:
    """Read schedules from the text of a TOML file.

    Args:
        text: the document.
        file: what it is called in errors.

    Raises:
        ValueError: as for `read_schedule`.
    """
    whole = read_document(text, file)
    rows = rows_of(whole, "schedule", file)
    common = {key: value for key, value in whole.items() if key != "schedule"}
    zone = read_row(common, (_ZONE,), file).get(_ZONE.name)
    return tuple(
        _schedule(table, zone, number, f"{file}: schedule {number}")
        for number, table in enumerate(rows, start=1)
    )


def _schedule(
    table: Mapping[str, Any], zone: ZoneInfo | None, number: int, where: str
) -> PowerSchedule:
    row = read_row(table, _KEYS, where)
    given = {_FIELDS.get(key, key): value for key, value in row.items()}
    given = {"name": f"schedule {number}", "zone": zone, **given}
    if given["zone"] is None:
        raise ValueError(f"{where}: 'timezone' is missing: whose hours are these?")
    if given.get("grace") is not None and given.get("stop", "shutdown") != "shutdown":
        raise ValueError(f'{where}: grace: goes with stop = "shutdown" only')
    return PowerSchedule(**given)


def of_domain(schedules: Sequence[PowerSchedule], domain: str) -> PowerSchedule | None:
    """Return the schedule that counts for a domain; None where none names it."""
    return next((each for each in schedules if each.means(domain)), None)
