"""Which events are new, and which are missing: no I/O."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

import pytest

from aioesx import EventGap, errors, to_dict, vim
from aioesx.watch.event_filter import event_filter, from_moment
from aioesx.watch.event_types import FURTHER
from aioesx.watch.sequence import HostEvent, Sequence, mark_after, mark_of

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def event(key: int, second: float | None = None) -> vim.Event:
    at = BEGIN + timedelta(seconds=key if second is None else second)
    return vim.Event(key=key, chain_id=key, created_time=at, user_name="root")


def page(*keys: int) -> list[vim.Event]:
    return [event(key) for key in keys]


def keys(found: list[HostEvent] | None) -> list[object]:
    assert found is not None
    return ["gap" if isinstance(each, EventGap) else each.key for each in found]


@pytest.fixture
def told() -> Sequence:
    """Somebody who was told of events up to the third."""
    sequence = Sequence()
    sequence.of_page(page(1, 2, 3), whole=True)
    return sequence


def test_events_come_in_order_whatever_the_page_s_is(told: Sequence) -> None:
    assert keys(told.of_page(page(5, 3, 4, 2), whole=False)) == [4, 5]


def test_nothing_is_told_twice(told: Sequence) -> None:
    assert keys(told.of_page(page(1, 2, 3), whole=False)) == []
    assert keys(told.of_page(page(3, 4), whole=False)) == [4]
    assert keys(told.of_page(page(3, 4), whole=False)) == []


def test_a_page_that_does_not_reach_back_has_to_be_read(told: Sequence) -> None:
    assert told.of_page(page(7, 8), whole=False) is None
    assert keys(told.of_reading(page(3, 4, 5), first=True)) == [4, 5]
    assert keys(told.of_reading(page(6, 7), first=False)) == [6, 7]
    assert keys(told.of_page(page(7, 8), whole=False)) == [8]


def test_what_the_host_has_forgotten_is_a_gap(told: Sequence) -> None:
    found = told.of_reading(page(6, 7), first=True)
    at = BEGIN + timedelta(seconds=3)
    assert found[0] == EventGap(3, at, 6, BEGIN + timedelta(seconds=6))
    assert keys(found) == ["gap", 6, 7]


def test_a_host_that_counts_anew_has_forgotten(told: Sequence) -> None:
    restarted = [event(1, 100), event(2, 101)]
    assert keys(told.of_page(restarted, whole=True)) == ["gap", 1, 2]
    assert keys(told.of_page(restarted, whole=True)) == []


def test_a_clock_that_is_set_back_repeats_nothing() -> None:
    sequence = Sequence()
    assert keys(sequence.of_page([event(1, 10), event(2, 5)], whole=True)) == [1, 2]
    assert keys(sequence.of_page([event(1, 10), event(2, 5), event(3, 6)], whole=True)) == [3]


def test_who_listens_from_now_on_is_told_nothing_that_was_before() -> None:
    sequence = Sequence()
    sequence.skip(page(2, 5, 4))
    assert keys(sequence.of_page(page(2, 4, 5), whole=True)) == []
    assert keys(sequence.of_page(page(5, 7), whole=True)) == [7]
    assert keys(sequence.of_page(page(9), whole=True)) == ["gap", 9]


def test_who_began_with_nothing_misses_nothing() -> None:
    sequence = Sequence()
    sequence.skip([])
    assert sequence.of_page(page(7, 8), whole=False) is None
    assert keys(sequence.of_reading(page(6, 7), first=True)) == [6, 7]


def test_what_is_no_event_has_no_place() -> None:
    with pytest.raises(errors.ProtocolError, match="a str is no event"):
        mark_of("7")
    with pytest.raises(TypeError, match="after=7 is no event"):
        mark_after(7)  # type: ignore[arg-type]


def test_who_was_told_a_gap_last_goes_on_where_it_begins(told: Sequence) -> None:
    gap, *missed = told.of_reading(page(6, 7), first=True)
    again = Sequence(mark_after(gap))
    assert again.of_reading(page(6, 7), first=True) == [gap, *missed]


def test_a_gap_is_a_value() -> None:
    gap = EventGap(3, BEGIN, 6, BEGIN)
    assert pickle.loads(pickle.dumps(gap)) == gap
    assert to_dict(gap)["event"] == "gap"


# --- filters -------------------------------------------------------------------------------------


def test_a_type_stands_for_those_derived_of_it() -> None:
    names = set(event_filter(kinds=vim.VmEvent).event_type_id)
    assert {"VmEvent", "VmPoweredOnEvent", "VmMigratedEvent"} <= names
    assert "UserLoginSessionEvent" not in names
    login = "UserLoginSessionEvent"
    assert event_filter(kinds=[login, login]).event_type_id == [login]
    assert event_filter(kinds="VmPoweredOnEvent", ids=False).type == ["VmPoweredOnEvent"]
    assert event_filter(kinds="esx.problem.x").event_type_id == ["esx.problem.x"]


def test_a_type_without_a_class_counts_among_those_that_its_bases_stand_for() -> None:
    """A host where DRS chooses tells of every machine that is switched on by such a one."""
    names = event_filter(kinds=vim.VmPoweredOnEvent).event_type_id
    assert "DrsVmPoweredOnEvent" in names
    below = event_filter(kinds="CustomizationFailed").event_type_id
    assert "CustomizationSysprepFailed" in below
    assert set(below) < set(event_filter(kinds="VmEvent").event_type_id)


def test_all_events_are_no_filter_of_types() -> None:
    assert event_filter(kinds=[vim.VmEvent, vim.Event]).event_type_id == []


def test_a_type_may_be_called_as_the_reference_calls_it() -> None:
    named = event_filter(kinds="vim.event.UserLogoutSessionEvent")
    assert named.event_type_id == ["UserLogoutSessionEvent"]


def test_no_type_has_both_a_class_and_a_row() -> None:
    rows = [name for names in FURTHER.values() for name in names.split()]
    assert len(rows) == len(set(rows))
    assert [name for name in rows if vim.types_by_name(name)] == []


def test_bad_words_are_told() -> None:
    with pytest.raises(ValueError, match="did you mean 'VmPoweredOnEvent'"):
        event_filter(kinds="VmPowerdOnEvent")
    with pytest.raises(ValueError, match="no type of events 'poweron'"):
        event_filter(kinds="poweron")
    with pytest.raises(TypeError, match="no type of events"):
        event_filter(kinds=vim.VirtualMachineConfigSpec)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="7 is no type of events"):
        event_filter(kinds=[7])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="no thing with a reference"):
        event_filter(entity="web01")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no time zone"):
        event_filter(since=datetime(2026, 1, 1))


def test_a_filter_begins_no_earlier_than_it_did() -> None:
    later = BEGIN + timedelta(days=1)
    spec = event_filter(since=later, until=later)
    assert from_moment(spec, BEGIN).time == spec.time
    narrowed = from_moment(event_filter(since=BEGIN), later).time
    assert narrowed is not None
    assert narrowed.begin_time == later
