"""What the event hook hears of tasks: their beginning, how far they come, and one end each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anyio
import anyio.lowlevel
import pytest
from support.hosts import connected, tasks_of

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

OFF = "db01"
ENDS = (aioesx.TaskEnded, aioesx.TaskAbandoned)


def ends(heard: list[Any]) -> list[Any]:
    """Return how tasks ended: which event it was, and whether it succeeded, or why it was left."""
    return [
        (type(event), event.succeeded if isinstance(event, aioesx.TaskEnded) else event.reason)
        for event in heard
        if isinstance(event, ENDS)
    ]


def story(heard: list[Any], simulator: Simulator) -> list[Any]:
    """Return how the one task that was begun ended; it began once, and all of it is about it."""
    told = [event for event in heard if type(event).__name__.startswith("Task")]
    moid = tasks_of(simulator, "PowerOnVM_Task")[0].moid
    assert {event.task.value for event in told} == {moid}
    assert [type(event) for event in told].count(aioesx.TaskStarted) == 1
    assert type(told[0]) is aioesx.TaskStarted
    return ends(told)


async def test_a_task_begins_comes_farther_and_ends(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 0.5))
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        await domain.start()

    told = [event for event in heard if type(event).__name__.startswith("Task")]
    moid = tasks_of(plain, "PowerOnVM_Task")[0].moid
    begin, *middle, end = told
    assert (begin.method, begin.name, begin.task.value) == ("PowerOnVM_Task", OFF, moid)
    assert begin.ref.type == "VirtualMachine"
    assert middle
    assert {type(event) for event in middle} == {aioesx.TaskProgressed}
    assert (type(end), end.succeeded, end.task) == (aioesx.TaskEnded, True, begin.task)


async def test_a_task_that_fails_ends(plain: Simulator) -> None:
    plain.fault_on("PowerOnVM_Task", "RestrictedVersion", in_task=True)
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskFailedError):
            await domain.start()

    assert story(heard, plain) == [(aioesx.TaskEnded, False)]


async def test_a_question_that_nobody_answers_ends_the_task_that_it_belongs_to(
    plain: Simulator,
) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, text="Really?", choices=("Yes", "No"))
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.QuestionPendingError):
            await domain.start()

    assert story(heard, plain) == [(aioesx.TaskEnded, False)]


@pytest.mark.parametrize("on_cancel", ["leave", "cancel"])
async def test_a_wait_that_is_cancelled_tells_one_end(plain: Simulator, on_cancel: Any) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    heard: list[Any] = []
    begun = anyio.Event()

    def hear(event: aioesx.Event) -> None:
        heard.append(event)
        if isinstance(event, aioesx.TaskProgressed):
            begun.set()

    async with connected(plain, on_event=hear) as esx:
        domain = await esx.domains.lookup(OFF)
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lambda: domain.start(on_cancel=on_cancel))
            await begun.wait()
            tasks.cancel_scope.cancel()

    end = {"leave": (aioesx.TaskAbandoned, "cancelled"), "cancel": (aioesx.TaskEnded, False)}
    assert story(heard, plain) == [end[on_cancel]]


@pytest.mark.parametrize("on_cancel", ["leave", "cancel"])
async def test_a_wait_that_is_cancelled_while_the_task_begins_tells_both(
    plain: Simulator, on_cancel: Any
) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    heard: list[Any] = []
    scope = anyio.CancelScope()

    def hear(event: aioesx.Event) -> None:
        heard.append(event)
        if isinstance(event, aioesx.RequestSent) and event.method == "PowerOnVM_Task":
            scope.cancel()

    async with connected(plain, on_event=hear) as esx:
        domain = await esx.domains.lookup(OFF)
        with scope:
            await domain.start(on_cancel=on_cancel)

    assert scope.cancelled_caught
    end = {"leave": (aioesx.TaskAbandoned, "cancelled"), "cancel": (aioesx.TaskEnded, False)}
    assert story(heard, plain) == [end[on_cancel]]


async def test_a_time_that_is_up_tells_one_end(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskTimeoutError):
            await domain.start(timeout=0.5)

    assert story(heard, plain) == [(aioesx.TaskAbandoned, "timeout")]


async def test_a_task_that_is_found_again_begins_and_ends(plain: Simulator) -> None:
    plain.fault_on("PowerOnVM_Task", lost=True)
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        await domain.start()

    assert story(heard, plain) == [(aioesx.TaskEnded, True)]


async def test_a_task_that_the_host_forgets_ends(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    heard: list[Any] = []

    def hear(event: aioesx.Event) -> None:
        heard.append(event)
        if isinstance(event, aioesx.TaskProgressed):
            plain.change(lambda host: host.tasks.by_moid.pop(event.task.value, None))

    async with connected(plain, on_event=hear) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskLostError):
            await domain.start()

    assert ends(heard) == [(aioesx.TaskEnded, False)]


def task_error(_: int) -> None:
    raise errors.TaskLostError("another one", task=None)


def defect(_: int) -> None:
    raise ZeroDivisionError


async def later(_: int) -> None:
    await anyio.lowlevel.checkpoint()
    raise ZeroDivisionError


class Interrupt(BaseException):
    """What `except Exception` does not see."""


def interrupt(_: int) -> None:
    raise Interrupt


@pytest.mark.parametrize(
    ("on_progress", "raised"),
    [
        (defect, ZeroDivisionError),
        (later, ZeroDivisionError),
        (task_error, errors.TaskLostError),
        (interrupt, Interrupt),
    ],
)
async def test_a_callback_that_raises_leaves_a_task_that_is_told(
    plain: Simulator, on_progress: Callable[[int], object], raised: type[BaseException]
) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(raised):
            await domain.start(on_progress=on_progress)

    assert story(heard, plain) == [(aioesx.TaskAbandoned, "error")]


async def test_a_snapshots_task_is_about_its_machine(plain: Simulator) -> None:
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        snapshot = await domain.snapshots.create("before")
        heard.clear()
        await snapshot.revert()

    begin = next(event for event in heard if isinstance(event, aioesx.TaskStarted))
    assert (begin.method, begin.ref) == ("RevertToSnapshot_Task", domain.ref)


async def test_task_timeout_bounds_what_starts_a_task_and_nothing_else(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    async with connected(plain, task_timeout=0.5) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskTimeoutError, match=r"not done in 0\.5 s"):
            await domain.start()


async def test_task_timeout_bounds_what_has_no_end_of_its_own(plain: Simulator) -> None:
    async with connected(plain, task_timeout=0.5) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.WaitTimeoutError):
            await domain.wait_for(aioesx.DomainState.RUNNING)
