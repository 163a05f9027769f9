"""Windows: when they are open, open and close; summer time and midnight. No I/O."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aioesx.jobs.exporting.windows import ALWAYS, parse_windows

BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


# 2026-11-27 is a Friday.
CHANGES = [
    # windows                        now                  open   until
    (["daily 20:00-22:00"],          "2026-11-27T19:00",  False, "2026-11-27T20:00"),
    (["daily 20:00-22:00"],          "2026-11-27T20:00",  True,  "2026-11-27T22:00"),
    (["daily 20:00-22:00"],          "2026-11-27T22:00",  False, "2026-11-28T20:00"),
    (["Mon-Fri 20:00-06:00"],        "2026-11-28T05:59",  True,  "2026-11-28T06:00"),
    (["Mon-Fri 20:00-06:00"],        "2026-11-28T06:00",  False, "2026-11-30T20:00"),
    (["Mon-Fri 20:00-06:00", "Sat"], "2026-11-27T21:00",  True,  "2026-11-29T00:00"),
    (["Sun 00:00-24:00"],            "2026-11-29T23:59",  True,  "2026-11-30T00:00"),
    # the clock goes back at 03:00 on 2026-10-25: an hour longer
    (["Sun 01:00-05:00"],            "2026-10-25T01:00",  True,  "2026-10-25T05:00"),
]  # fmt: skip


@pytest.mark.parametrize(("windows", "now", "is_open", "until"), CHANGES)
def test_windows_open_and_close(windows: list[str], now: str, is_open: bool, until: str) -> None:
    found = parse_windows(tuple(windows), "Europe/Berlin")

    assert found.are_open(at(now)) is is_open
    assert found.next_change(at(now)) == at(until)


def test_they_are_of_their_zone_wherever_the_moment_is_from() -> None:
    found = parse_windows(("daily 20:00-22:00",), "Europe/Berlin")

    assert found.are_open(datetime(2026, 7, 1, 18, 30, tzinfo=UTC))
    assert not found.are_open(datetime(2026, 7, 1, 20, 30, tzinfo=UTC))


def test_without_a_zone_they_are_of_this_system() -> None:
    found = parse_windows(("daily 20:00-22:00",), None)

    assert found.are_open(datetime(2026, 7, 1, 21, 0).astimezone())
    assert found.next_change(datetime(2026, 7, 1, 21, 0).astimezone()) == (
        datetime(2026, 7, 1, 22, 0).astimezone()
    )


def test_without_windows_it_is_always() -> None:
    now = datetime(2026, 7, 1, tzinfo=UTC)

    assert (ALWAYS.are_open(now), ALWAYS.next_change(now)) == (True, None)


def test_windows_that_never_close_have_no_change() -> None:
    found = parse_windows(("daily",), "UTC")

    assert found.are_open(datetime(2026, 7, 1, tzinfo=UTC))
    assert found.next_change(datetime(2026, 7, 1, tzinfo=UTC)) is None
