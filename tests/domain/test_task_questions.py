"""Questions that a task waits for: the rows T8 to T10 of the fault catalogue, and the hook."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from support.hosts import connected, seen, tasks_of

import aioesx
from aioesx import DomainState, errors, vim
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"


@pytest.mark.fault("T8")
async def test_a_refused_question_cancels_the_task_and_tells_everything(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, text="Really?", choices=("Yes", "No"), default=1)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        with pytest.raises(errors.QuestionPendingError, match=r"Really\?") as caught:
            await domain.start()

        error = caught.value
        assert (error.choices, error.default) == (("Yes", "No"), "No")
        assert await domain.pending_question() is None
    assert tasks_of(plain, "PowerOnVM_Task")[0].cancelled
    assert plain.answers == []


@pytest.mark.fault("T9")
async def test_two_questions_in_a_row_are_answered_once_each(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, text="One?", choices=("A", "B"), default=1)
    plain.ask_on("PowerOnVM_Task", OFF, text="Two?", choices=("C", "D"), default=0)
    async with connected(plain, on_question=aioesx.answer_default) as esx:
        domain = await esx.domains.lookup(OFF)
        await domain.start()

    assert plain.answers == [(OFF, "B"), (OFF, "C")]
    assert plain.call_count["AnswerVM"] == 2


@pytest.mark.fault("T9")
async def test_the_same_question_again_is_answered_again(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, text="Again?", choices=("Yes", "Cancel"), times=2)
    async with connected(plain, on_question=aioesx.answer_default) as esx:
        domain = await esx.domains.lookup(OFF)
        await domain.start()
        await domain.destroy()
        await domain.start()

    assert plain.answers == [(OFF, "Yes"), (OFF, "Yes")]


@pytest.mark.fault("T9")
async def test_without_a_default_the_question_is_left_to_a_person(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, default=None)
    async with connected(plain, on_question=aioesx.answer_default) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.QuestionPendingError, match="no default answer"):
            await domain.start()


@pytest.mark.fault("T10")
async def test_a_question_answered_by_somebody_else_stops_the_policy(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, choices=("Yes", "Cancel"))
    begun, stopped = anyio.Event(), anyio.Event()

    async def ponder(question: aioesx.Question) -> None:
        begun.set()
        try:
            await anyio.sleep_forever()
        finally:
            stopped.set()

    async with connected(plain) as esx, connected(plain) as other:
        domain = await esx.domains.lookup(OFF)

        async def answer() -> None:
            await begun.wait()
            await (await other.domains.pending_questions())[0].answer("Yes")

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(answer)
            await domain.start(on_question=ponder)

        assert await domain.state() is DomainState.RUNNING
    assert stopped.is_set()


@pytest.mark.fault("T10")
async def test_an_answer_that_came_second_is_no_error(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, choices=("Yes", "Cancel"))
    async with connected(plain) as esx, connected(plain) as other:
        domain = await esx.domains.lookup(OFF)

        async def late(question: aioesx.Question) -> str:
            twin = await other.domains.lookup(OFF)
            with anyio.CancelScope(shield=True):
                await twin.answer(question, "Yes")
            return "Yes"

        await domain.start(on_question=late)

        assert await domain.state() is DomainState.RUNNING
    assert plain.answers == [(OFF, "Yes")]


@pytest.mark.fault("T10")
async def test_a_lost_word_on_an_answer_is_no_error_once_the_question_is_gone(
    plain: Simulator,
) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, choices=("Yes", "Cancel"))
    plain.fault_on("AnswerVM", lost=True)
    async with connected(plain, on_question=aioesx.answer_default) as esx:
        domain = await esx.domains.lookup(OFF)
        await domain.start()

        assert await domain.state() is DomainState.RUNNING
    assert plain.answers == [(OFF, "Yes")]


async def test_a_task_that_somebody_cancels(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    async with connected(plain) as esx, connected(plain) as other:
        domain = await esx.domains.lookup(OFF)

        async def cancel() -> None:
            await seen(plain, "WaitForUpdatesEx")
            task = tasks_of(plain, "PowerOnVM_Task")[0]
            ref = vim.ManagedObjectReference("Task", task.moid)
            await other.call(vim.CancelTask(this=ref))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(cancel)
            with pytest.raises(errors.TaskCancelledError):
                await domain.start()


async def test_the_event_hook_hears_of_questions_and_abandoned_tasks(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, text="Well?", choices=("Yes", "Cancel"))
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    heard: list[Any] = []
    async with connected(plain, on_question=aioesx.answer_default, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskTimeoutError):
            await domain.start(timeout=1)

    told = {type(event).__name__: event for event in heard}
    assert told["QuestionAsked"].answer == "Yes"
    assert told["QuestionAsked"].text.endswith("Well?")
    assert told["TaskAbandoned"].reason == "timeout"
    assert told["TaskAbandoned"].task.value == tasks_of(plain, "PowerOnVM_Task")[0].moid


@pytest.mark.fault("T3")
async def test_a_wait_that_cannot_go_on_names_its_task_to_the_hook(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    plain.fault_on("WaitForUpdatesEx", "NoPermission", skip=1)
    heard: list[Any] = []
    async with connected(plain, on_event=heard.append) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.NotPermittedError):
            await domain.start()

    abandoned = [event for event in heard if type(event).__name__ == "TaskAbandoned"]
    assert [event.reason for event in abandoned] == ["error"]


async def test_a_wait_for_a_domain_that_goes_away(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def unregister() -> None:
            await seen(plain, "WaitForUpdatesEx")
            await esx.call(vim.UnregisterVM(this=domain.ref))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(unregister)
            with pytest.raises(errors.NotFoundError):
                await domain.wait_for(DomainState.RUNNING)


async def test_a_policy_that_fails_cancels_the_task(plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", OFF)

    async def fail(question: aioesx.Question) -> None:
        raise RuntimeError("no idea")

    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(RuntimeError, match="no idea"):
            await domain.start(on_question=fail)

    assert tasks_of(plain, "PowerOnVM_Task")[0].cancelled


async def test_a_machine_that_asks_without_end_is_handed_to_a_person(plain: Simulator) -> None:
    for _ in range(12):
        plain.ask_on("PowerOnVM_Task", OFF, text="Again?", choices=("Yes", "No"), default=0)
    asked: list[aioesx.Question] = []

    def policy(question: aioesx.Question) -> str:
        asked.append(question)
        return "Yes"

    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.QuestionPendingError):
            await domain.start(on_question=policy)
    assert len(asked) == 10
