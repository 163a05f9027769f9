"""Hours, schedules, and domains that are brought where these want them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.hosts import seen

import aioesx
from aioesx import errors, jobs
from aioesx.jobs.hours import parse_days, parse_hours, within
from aioesx.simulator import Simulator

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a week that begins with Monday, 2 March 2026."""
    return datetime(2026, 3, 2 + day, hour, minute, tzinfo=BERLIN)


# --- hours ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("Mon-Fri 07:00-19:00", [local(0, 7), local(4, 18, 59)], [local(0, 19), local(5, 12)]),
        ("sat,SUN", [local(5, 0), local(6, 23, 59)], [local(4, 23, 59), local(7, 0)]),
        ("Fri 22:00-06:00", [local(4, 22), local(5, 5, 59)], [local(4, 5), local(5, 6)]),
        ("Fri-Mon 08:00-09:00", [local(0, 8), local(4, 8), local(6, 8)], [local(1, 8)]),
        ("daily 20:00-24:00", [local(2, 23, 59)], [local(3, 0), local(2, 19, 59)]),
    ],
)
def test_hours_hold_from_their_begin_until_before_their_end(
    text: str, inside: list[datetime], outside: list[datetime]
) -> None:
    hours = [parse_hours(text)]

    assert all(within(hours, moment, BERLIN) for moment in inside)
    assert not any(within(hours, moment, BERLIN) for moment in outside)


def test_summer_time_moves_the_hours_with_the_wall() -> None:
    hours = [parse_hours("daily 07:00-08:00")]

    assert within(hours, datetime(2026, 1, 15, 6, 30, tzinfo=UTC), BERLIN)
    assert within(hours, datetime(2026, 7, 15, 5, 30, tzinfo=UTC), BERLIN)
    assert not within(hours, datetime(2026, 7, 15, 6, 30, tzinfo=UTC), BERLIN)


def test_a_closed_day_has_no_hours_nor_does_its_night() -> None:
    hours, closed = [parse_hours("daily 22:00-06:00")], [date(2026, 3, 3)]

    assert within(hours, local(1, 5), BERLIN, closed)  # of Monday's night
    assert not within(hours, local(1, 23), BERLIN, closed)
    assert not within(hours, local(2, 5), BERLIN, closed)


@given(
    day=st.integers(0, 6),
    begin=st.integers(0, 1439),
    end=st.integers(0, 1440),
    at=st.integers(0, 7 * 1440 - 1),
)
def test_hours_are_what_counting_minutes_of_the_week_says(
    day: int, begin: int, end: int, at: int
) -> None:
    if begin == end:
        return
    text = f"{DAYS[day]} {begin // 60:02}:{begin % 60:02}-{end // 60:02}:{end % 60:02}"
    length = (end - begin) % 1440 or 1440
    moment = datetime(2026, 3, 2, tzinfo=UTC) + timedelta(minutes=at)

    expected = (at - day * 1440 - begin) % (7 * 1440) < length

    assert within([parse_hours(text)], moment, ZoneInfo("UTC")) is expected


@pytest.mark.parametrize(
    "text",
    ["", "Mon 7-19", "Mon-Fri 07:00-07:00", "Mon 24:00-06:00", "Mon 07:00-24:30", "Mo 07:00-08:00"],
)
def test_what_are_no_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hours|ends at 24:00"):
        parse_hours(text)


@pytest.mark.parametrize("text", ["2026-12-32", "2026-12-02..2026-12-01", "1990-01-01..2026-01-01"])
def test_what_are_no_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="day"):
        parse_days(text)


# --- schedules -----------------------------------------------------------------------------------

SCHEDULE = """
timezone = "Europe/Berlin"

[[schedule]]
name = "night"
domains = "build*"
on = "daily 20:00-06:00"
stop = "suspend"

[[schedule]]
name = "office"
domains = ["*"]
except = ["console*"]
on = ["Mon-Fri 07:00-19:00"]
closed = [2026-03-03, "2026-12-24..2027-01-01"]
stop = "destroy"
"""


def test_a_schedule_says_what_is_on() -> None:
    night, office = jobs.schedule_of(SCHEDULE)

    assert (office.is_on(local(0, 12)), office.is_on(local(1, 12))) == (True, False)
    assert not office.is_on(datetime(2026, 12, 28, 12, tzinfo=BERLIN))
    assert night.is_on(local(0, 23))
    assert (office.means("web01"), office.means("console01")) == (True, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[schedule]]\ndomains="x"\non="Mon"\n', "'timezone' is missing"),
        ('timezone="Mars/Base"\n[[schedule]]\ndomains="x"\non="Mon"\n', "no time zone 'Mars/Base'"),
        ('timezone="UTC"\n[[schedule]]\non="Mon"\n', "schedule 1: 'domains' is missing"),
        (
            'timezone="UTC"\n[[schedule]]\ndomains="x"\non="Mo"\n',
            "schedule 1: on: 'Mo' are no hour",
        ),
        ('timezone="UTC"\n[[schedule]]\ndomains="x"\non=[]\nstop="halt"\n', "is no way to stop"),
        ('timezone="UTC"\n[[schedule]]\ndomains="x"\non=[]\ngrace=-1\n', "grace: should be a num"),
        (
            'timezone="UTC"\n[[schedule]]\ndomains="x"\non=[]\nstop="destroy"\ngrace=1\n',
            "grace: goes with stop",
        ),
        ('zone="UTC"\n[[schedule]]\ndomains="x"\non=[]\n', "no key 'zone'"),
    ],
)
def test_a_schedule_that_cannot_be_used_says_where(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        jobs.schedule_of(text)


# --- power ---------------------------------------------------------------------------------------


def states(simulator: Simulator) -> dict[str, str]:
    names = ("web01", "db01", "build01", "console01", "win01")
    return {name: simulator.domain_state(name) for name in names}


@pytest.mark.anyio
async def test_domains_are_brought_where_the_schedule_wants_them_and_a_second_time_changes_nothing(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    schedules = jobs.schedule_of(SCHEDULE)

    steps = await jobs.power_by_schedule(esx, schedules, at=local(0, 12))

    assert {each.domain: each.action for each in steps} == {
        "build01": None, "web01": None, "db01": "start", "win01": None,
    }  # fmt: skip
    assert states(simulator) == {
        "web01": "poweredOn", "db01": "poweredOn", "build01": "suspended",
        "console01": "poweredOff", "win01": "poweredOn",
    }  # fmt: skip
    again = await jobs.power_by_schedule(esx, schedules, at=local(0, 12))
    assert [each.action for each in again] == [None] * 4

    off = await jobs.power_by_schedule(esx, schedules, at=local(0, 21))
    assert {each.domain: (each.action, each.done) for each in off} == {
        "web01": ("destroy", True), "db01": ("destroy", True), "win01": ("destroy", True),
        "build01": ("resume", True),
    }  # fmt: skip
    assert states(simulator)["build01"] == "poweredOn"


@pytest.mark.anyio
async def test_a_dry_run_costs_one_list_and_changes_nothing(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    before = states(simulator)
    await esx.domains.list()
    simulator.forget_calls()

    steps = await jobs.power_by_schedule(
        esx, jobs.schedule_of(SCHEDULE), at=local(0, 21), dry_run=True
    )

    assert [each.action for each in steps if each.action] != []
    assert not any(each.done for each in steps)
    assert sum(simulator.call_count.values()) == 1
    assert states(simulator) == before


@pytest.mark.anyio
async def test_a_group_is_shut_down_gracefully_and_who_cannot_is_told(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    steps = await jobs.power_group(esx, "shutdown", ["w*"], grace=20)

    told = {each.domain: each for each in steps}
    assert told["web01"].done
    assert isinstance(told["win01"].error, errors.ToolsUnavailableError)
    assert states(simulator)["web01"] == "poweredOff"
    assert states(simulator)["win01"] == "poweredOn"


@pytest.mark.anyio
async def test_who_does_not_shut_down_in_time_is_destroyed(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    def take(seconds: float) -> None:
        simulator.change(lambda host: setattr(host.options, "task_seconds", seconds))

    async def hurry() -> None:
        await seen(simulator, "ShutdownGuest")
        take(0.0)

    take(3600.0)  # which the guest takes to shut down, too
    async with anyio.create_task_group() as group:
        group.start_soon(hurry)
        (step,) = await jobs.power_group(esx, "shutdown", ["web01"], grace=0.5)

    assert (step.done, step.forced) == (True, True)
    assert simulator.domain_state("web01") == "poweredOff"


@pytest.mark.anyio
async def test_who_is_off_already_is_not_destroyed_however_late_he_is_looked_at(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.fault_on("*", delay=0.05)

    (step,) = await jobs.power_group(esx, "shutdown", ["web01"], grace=0.0)

    assert (step.done, step.forced, step.error) == (True, False, None)
    assert not simulator.call_count["PowerOffVM_Task"]


@pytest.mark.anyio
async def test_who_cannot_be_waited_for_is_told_beside_the_others(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.change(lambda host: setattr(host.options, "task_seconds", 3600.0))
    steps: list[jobs.PowerStep] = []

    async def work() -> None:
        steps.extend(await jobs.power_group(esx, "shutdown", ["*"], excepted=["win*"], grace=30))

    async with anyio.create_task_group() as group:
        group.start_soon(work)
        await seen(simulator, "ShutdownGuest")
        await seen(simulator, "WaitForUpdatesEx")
        simulator.change(lambda host: host.unregister(host.find("web01")))

    told = {each.domain: each for each in steps}
    assert isinstance(told["web01"].error, errors.NotFoundError)
    assert not told["web01"].done


@pytest.mark.anyio
async def test_starts_are_staggered(simulator: Simulator, esx: aioesx.Connection) -> None:
    await jobs.power_group(esx, "destroy", ["*"])
    simulator.forget_calls()
    begin = datetime.now(UTC)

    steps = await jobs.power_group(esx, "start", ["web01", "db01"], stagger=0.3)

    assert [each.done for each in steps] == [True, True]
    assert (datetime.now(UTC) - begin).total_seconds() >= 0.3


@pytest.mark.anyio
async def test_what_one_is_refused_spoils_no_other(
    simulator: Simulator, esx: aioesx.Connection
) -> None:
    simulator.fault_on("PowerOffVM_Task", fault="FileLocked", times=1)

    steps = await jobs.power_group(esx, "destroy", ["w*"])

    assert [(each.done, each.error is None) for each in steps] == [(False, False), (True, True)]


@pytest.mark.anyio
@pytest.mark.parametrize(("action", "grace"), [("reboot", None), ("destroy", 5.0)])
async def test_an_action_that_cannot_be_is_refused_before_anything_is_sent(
    simulator: Simulator, esx: aioesx.Connection, action: str, grace: float | None
) -> None:
    simulator.forget_calls()

    with pytest.raises(ValueError, match=r"no action|'shutdown' only"):
        await jobs.power_group(esx, action, ["*"], grace=grace)  # type: ignore[arg-type]
    assert not simulator.call_count


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "schedule.toml"
    file.write_text(SCHEDULE, "utf-8")

    assert [each.name for each in jobs.read_schedule(file)] == ["night", "office"]


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_where_the_line_breaks_the_rest_is_left_and_told(simulator: Simulator) -> None:
    async with aioesx.connect(simulator.uri, password="secret", read_only=True) as esx:
        steps = await jobs.power_group(esx, "destroy", ["w*"])

    assert [each.done for each in steps] == [False, False]
    assert isinstance(steps[0].error, errors.ReadOnlyError)
    assert steps[1].error is None
