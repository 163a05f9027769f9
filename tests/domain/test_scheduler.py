"""The scheduler's rules, each of the user's document a row."""

from __future__ import annotations

from typing import Any

import pytest

import aioesx
from aioesx import vim
from aioesx.domain.scheduler import (
    SchedulerParameters,
    checked,
    scheduler_parameters,
    scheduler_spec,
)

OFF = "db01"
run_async = pytest.mark.anyio


@pytest.mark.parametrize(
    "allowed",
    [
        {"reservation": 0},
        {"reservation": 1000},
        {"limit": -1},
        {"limit": 0},
        {"limit": 500, "reservation": 500},
        {"limit": 501, "reservation": 500},
        {"limit": -1, "reservation": 500},
        {"shares": 0},
        {"shares": 7000},
        {"shares": -1},
        {"shares": -2},
        {"shares": -3},
    ],
    ids=str,
)
def test_allowed(allowed: dict[str, int]) -> None:
    wanted = SchedulerParameters(**allowed)

    assert checked(wanted) == wanted


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        ({"reservation": -1}, "could not set reservation to -1 MHz, expecting 0 or more"),
        ({"limit": -2}, "could not set limit to -2 MHz, expecting 0 or more, or -1"),
        ({"shares": -4}, "could not set shares to -4"),
        ({"limit": 499, "reservation": 500}, "the limit of 499 MHz is below the reservation"),
        ({"limit": 0, "reservation": 1}, "the limit of 0 MHz is below the reservation"),
        ({}, "at least one"),
    ],
    ids=str,
)
def test_refused(refused: dict[str, int], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        checked(SchedulerParameters(**refused))


@pytest.mark.parametrize(
    ("shares", "level", "number"),
    [(-1, "low", -1), (-2, "normal", -1), (-3, "high", -1), (0, "custom", 0), (9, "custom", 9)],
)
def test_shares_become_levels_on_the_wire(shares: int, level: str, number: int) -> None:
    allocation = scheduler_spec(SchedulerParameters(shares=shares)).cpu_allocation

    assert allocation is not None
    assert allocation.shares == vim.SharesInfo(level=level, shares=number)
    assert (allocation.reservation, allocation.limit) == (None, None)


@pytest.mark.parametrize(
    ("level", "number", "shares"),
    [("low", 500, -1), ("normal", 1000, -2), ("high", 2000, -3), ("custom", 7, 7)],
)
def test_levels_become_shares(level: str, number: int, shares: int) -> None:
    info = vim.SharesInfo(level=vim.SharesLevel(level), shares=number)

    found = scheduler_parameters({"config.cpuAllocation.shares": info})

    assert found == SchedulerParameters(shares=shares)


@run_async
@pytest.mark.parametrize(
    "change",
    [{"reservation": 200}, {"limit": 3000}, {"limit": -1}, {"shares": -3}, {"shares": 77}],
    ids=str,
)
async def test_a_change_is_what_is_read_and_the_rest_stays(
    esx: aioesx.Connection, change: dict[str, Any]
) -> None:
    domain = await esx.domains.lookup(OFF)
    await domain.set_scheduler(reservation=100, limit=2000, shares=-1)

    await domain.set_scheduler(**change)

    before = {"reservation": 100, "limit": 2000, "shares": -1}
    assert await domain.scheduler() == SchedulerParameters(**{**before, **change})


@run_async
@pytest.mark.parametrize("change", [{"limit": 99}, {"reservation": 2001}], ids=str)
async def test_the_limit_is_held_against_the_reservation_that_is_set(
    esx: aioesx.Connection, change: dict[str, Any]
) -> None:
    domain = await esx.domains.lookup(OFF)
    await domain.set_scheduler(reservation=100, limit=2000)

    with pytest.raises(ValueError, match="below the reservation"):
        await domain.set_scheduler(**change)

    assert await domain.scheduler() == SchedulerParameters(100, 2000, -2)
