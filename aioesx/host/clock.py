"""What time it is on a host, and who tells it. No I/O but the one call."""

from __future__ import annotations

import dataclasses
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from aioesx import vim
from aioesx._session.session import Session

__all__ = ["CLOCK_MANAGER", "DATE_TIME", "HostClock", "clock_of", "look_at_clock"]

Ref = vim.ManagedObjectReference

DATE_TIME: Final = "config.dateTimeInfo"
CLOCK_MANAGER: Final = "configManager.dateTimeSystem"


@dataclasses.dataclass(frozen=True, slots=True)
class HostClock:
    """The clock of a host.

    Attributes:
        now: what the host's clock says; None where it does not tell.
        drift: seconds by which it is ahead of ours, negative if behind; None with `now`.
        uncertainty: seconds by which `drift` may be wrong: half of what the question took.
        zone: name of the host's time zone, or None.
        ntp_servers: who tells it the time; empty for nobody, None where it does not tell.
    """

    now: datetime | None
    drift: float | None
    uncertainty: float | None
    zone: str | None
    ntp_servers: tuple[str, ...] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """What a host's clock said, when ours said what."""

    theirs: datetime
    ours: datetime
    half: float


async def look_at_clock(session: Session, manager: Ref) -> Look:
    """Ask a host for the time; ours is that of the middle of the question."""
    asked, begin = datetime.now(UTC), time.monotonic()
    theirs = await session.call(vim.QueryDateTime(this=manager))
    half = (time.monotonic() - begin) / 2
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    return Look(theirs, asked + timedelta(seconds=half), half)


def clock_of(info: vim.HostDateTimeInfo | None, look: Look | None) -> HostClock | None:
    """Make it of the property `DATE_TIME` and a look at the clock; None without either."""
    if info is None and look is None:
        return None
    ntp = info.ntp_config if info is not None else None
    return HostClock(
        now=look.theirs if look is not None else None,
        drift=(look.theirs - look.ours).total_seconds() if look is not None else None,
        uncertainty=look.half if look is not None else None,
        zone=info.time_zone.name if info is not None else None,
        ntp_servers=tuple(ntp.server) if ntp is not None else None,
    )
