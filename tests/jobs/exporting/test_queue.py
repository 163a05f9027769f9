"""Who may begin to leave just now: order, what comes before, limits, windows. No I/O."""

from __future__ import annotations

from datetime import UTC, datetime

from aioesx.jobs.exporting.queue import Queue, Turn
from aioesx.jobs.exporting.record import Entry
from aioesx.jobs.exporting.windows import parse_windows
from aioesx.jobs.exporting.wishes import AtOnce, Group, Order, Wishes

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 27, 22, tzinfo=UTC)
MANY = AtOnce(machines=99, machines_per_host=99, hosts=99)
PLAIN = Group(name="plain", wishes=Wishes())


def turn(name: str, size: int = 0, group: Group = PLAIN) -> Turn:
    host, _, machine = name.rpartition("/")
    return Turn(Entry(host or "one", machine, f"ref-{name}"), group, size)


def begun(queue: Queue, now: datetime = NOON) -> str:
    return " ".join(each.entry.name for each in queue.take(now))


def order_of(order: Order) -> str:
    first = Group(name="first", priority=9, wishes=Wishes())
    turns = [turn("a", 3), turn("b", 1), turn("c", 2), turn("d", 9, first), turn("e", 5, first)]
    return begun(Queue(turns, MANY, order))


def test_the_order_is_by_priority_and_then_as_the_job_wants_it() -> None:
    assert order_of("written") == "d e a b c"
    assert order_of("smallest") == "e d b c a"
    assert order_of("largest") == "d e a c b"


def test_a_group_waits_until_those_before_it_are_over() -> None:
    later = Group(name="later", after=("plain",), wishes=Wishes())
    first, last = turn("a"), turn("b", 0, later)
    queue = Queue([last, first], MANY, "written")

    assert begun(queue) == "a"
    assert begun(queue) == ""
    queue.over(first)
    assert begun(queue) == "b"


def test_limits_are_in_all_by_host_and_of_hosts() -> None:
    turns = [turn(name) for name in ("one/a", "one/b", "one/c", "two/d", "three/e", "two/f")]
    queue = Queue(turns, AtOnce(machines=9, machines_per_host=2, hosts=2), "written")

    assert begun(queue) == "a b d f"
    queue.over(turns[3])
    assert begun(queue) == ""
    queue.over(turns[5])
    assert begun(queue) == "e"


def test_no_more_begin_than_there_may_be_in_all() -> None:
    turns = [turn(name) for name in ("one/a", "two/b", "three/c")]
    queue = Queue(turns, AtOnce(machines=2, machines_per_host=2, hosts=9), "written")

    assert begun(queue) == "a b"
    queue.over(turns[0])
    assert begun(queue) == "c"


def test_a_window_that_is_closed_holds_its_own_machines_only() -> None:
    windows = parse_windows(("daily 20:00-23:00",), "UTC")
    nightly = Group(name="nightly", wishes=Wishes(windows=windows))
    queue = Queue([turn("a", 0, nightly), turn("b")], MANY, "written")

    assert begun(queue) == "b"
    assert queue.opens(NOON) == datetime(2026, 11, 27, 20, tzinfo=UTC)
    assert begun(queue, NIGHT) == "a"
    assert queue.opens(NIGHT) is None


def test_one_that_was_stopped_is_the_first_again() -> None:
    first, second = turn("a"), turn("b")
    queue = Queue([first, second], AtOnce(machines=1), "written")
    queue.take(NOON)

    queue.over(first, again=True)

    assert begun(queue) == "a"
