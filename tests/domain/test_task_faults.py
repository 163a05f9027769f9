"""What can go wrong with a task: the rows T1 to T13 of the fault catalogue, on a simulated host."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import pytest
from support.hosts import connected, seen, through

import aioesx
from aioesx import DomainState, errors, vim
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.faults import Refused
from aioesx.simulator.line import Line, Trouble
from aioesx.simulator.state.machine import Machine

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"


@pytest.fixture
def plain() -> Iterator[Simulator]:
    """A host without TLS, whose tasks take a while."""
    host = presets.small_host(machines=6, options=Options(task_seconds=0.3))
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
def line(plain: Simulator) -> Iterator[Line]:
    with Line("127.0.0.1", plain.port) as line:
        yield line


def tasks_of(simulator: Simulator, method: str) -> list[Any]:
    found: list[Any] = simulator.change(
        lambda host: [t for t in host.tasks.by_moid.values() if t.method == method]
    )
    return found


# --- T1: the task fails ----------------------------------------------------------------------


@pytest.mark.fault("T1")
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("InsufficientMemoryResourcesFault", errors.FaultError),
        ("FileLocked", errors.HostBusyError),
        ("NoPermission", errors.NotPermittedError),
        ("RestrictedVersion", errors.RestrictedLicenseError),
        ("FileNotFound", errors.NotFoundError),  # and not the task is what was not found
    ],
)
async def test_a_failed_task_tells_fault_and_message(
    plain: Simulator, fault: str, kind: type[errors.FaultError]
) -> None:
    plain.fault_on("PowerOnVM_Task", fault, in_task=True, message="Zu wenig von allem.")
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        with pytest.raises(errors.TaskFailedError, match="Zu wenig von allem") as caught:
            await domain.start()

    error = caught.value
    assert isinstance(error, kind)
    assert isinstance(error.fault, vim.MethodFault)
    assert (error.fault_type, error.message) == (fault, "Zu wenig von allem.")
    assert error.task is not None


@pytest.mark.fault("T1")
async def test_an_unknown_or_nested_fault_in_a_task_is_kept(
    plain: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = vim.LocalizedMethodFault(
        fault=vim.FileLocked(file="[datastore1] x"), localized_message="inner"
    )
    fault = vim.SystemError(reason="deep", fault_cause=nested)

    def refuse(*_: object, **__: object) -> None:
        raise Refused(fault, "outer")

    monkeypatch.setattr(Machine, "require_power", refuse)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(errors.TaskFailedError, match="outer") as caught:
            await domain.start()

    inner = caught.value.fault.fault_cause
    assert isinstance(inner.fault, vim.FileLocked)


# --- T2: the answer to the call is lost ------------------------------------------------------


async def lose_answer(simulator: Simulator, line: Line, method: str) -> None:
    """Cut the line after the host has got a call and before its answer arrives."""
    await seen(simulator, method)
    line.heal()
    line.cut()


@pytest.mark.fault("T2")
async def test_a_task_whose_reference_was_lost_is_found_again(plain: Simulator, line: Line) -> None:
    async with through(line, plain) as esx:
        line.down = Trouble(delay=0.15)  # from the next piece on, so that the answer is late
        domain = await esx.domains.lookup(OFF)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lose_answer, plain, line, "PowerOnVM_Task")
            await domain.start()

        assert await domain.state() is DomainState.RUNNING
    assert plain.call_count["PowerOnVM_Task"] == 1


@pytest.mark.fault("T2")
async def test_with_two_candidates_the_outcome_stays_unknown(plain: Simulator, line: Line) -> None:
    plain.fault_on("PowerOnVM_Task", delay=0.3, times=1)
    async with through(line, plain) as esx, connected(plain) as other:
        domain = await esx.domains.lookup(OFF)

        async def disturb() -> None:
            await seen(plain, "PowerOnVM_Task")
            line.cut()
            await other.call(vim.PowerOnVM_Task(this=domain.ref))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(disturb)
            with pytest.raises(errors.OutcomeUnknownError) as caught:
                await domain.start()

    assert caught.value.method == "PowerOnVM_Task"
    assert caught.value.ref == domain.ref


@pytest.mark.fault("T2")
async def test_a_call_that_never_arrived_is_not_sent_again(plain: Simulator, line: Line) -> None:
    sent = anyio.Event()
    troubles: list[Trouble] = []

    def on_event(event: aioesx.Event) -> None:
        match event:
            case aioesx.RequestSent(method="RetrievePropertiesEx") if troubles:
                line.up = troubles.pop()  # from the piece after this one
            case aioesx.RequestSent(method="PowerOnVM_Task"):
                sent.set()

    async def lose() -> None:
        await sent.wait()
        line.heal()
        line.cut()

    async with through(line, plain, on_event=on_event) as esx:
        domain = await esx.domains.lookup(OFF)
        plain.forget_calls()
        troubles.append(Trouble(stall_after=0))

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lose)
            with pytest.raises((errors.OutcomeUnknownError, errors.ConnectionLostError)):
                await domain.start()

        assert await domain.state() is DomainState.SHUTOFF
    assert plain.call_count["PowerOnVM_Task"] == 0


# --- T3, T4: while waiting -------------------------------------------------------------------


@pytest.mark.fault("T3")
async def test_a_wait_goes_on_after_the_line_was_cut(plain: Simulator, line: Line) -> None:
    async with through(line, plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def cut() -> None:
            await seen(plain, "WaitForUpdatesEx")
            line.cut()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(cut)
            await domain.start()

        assert await domain.state() is DomainState.RUNNING
    assert plain.call_count["PowerOnVM_Task"] == 1
    assert plain.open_filters == 0


@pytest.mark.fault("T4")
async def test_a_task_that_the_host_forgot_is_lost(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 60))
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def forget() -> None:
            await seen(plain, "WaitForUpdatesEx")
            plain.change(lambda host: host.tasks.by_moid.clear())

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(forget)
            with pytest.raises(errors.TaskLostError) as caught:
                await domain.start()

    assert caught.value.task is not None


@pytest.mark.fault("T4")
async def test_a_lost_task_takes_no_other_wait_with_it(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 3))
    async with connected(plain) as esx:
        one, other = await esx.domains.lookup(OFF), await esx.domains.lookup(ON)

        async def lose() -> None:
            with pytest.raises(errors.TaskLostError):
                await one.start()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lose)
            tasks.start_soon(other.destroy)
            await seen(plain, "PowerOnVM_Task")
            await seen(plain, "PowerOffVM_Task")
            await anyio.sleep(0.3)
            lost = tasks_of(plain, "PowerOnVM_Task")[0]
            plain.change(lambda host: host.tasks.by_moid.pop(lost.moid))

        assert await other.state() is DomainState.SHUTOFF


# --- T5, T6, T7: giving up -------------------------------------------------------------------


@pytest.mark.fault("T5")
@pytest.mark.parametrize(
    ("on_cancel", "state", "fate"),
    [("leave", "queued", "goes on on the host"), ("cancel", "error", "was cancelled")],
)
async def test_a_task_that_stays_queued_times_out(
    plain: Simulator, on_cancel: Any, state: str, fate: str
) -> None:
    plain.change(lambda host: setattr(host.options, "queue_seconds", 1000))
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        with pytest.raises(errors.TaskTimeoutError, match=fate) as caught:
            await domain.start(timeout=0.5, on_cancel=on_cancel)

    task = tasks_of(plain, "PowerOnVM_Task")[0]
    assert caught.value.task.value == task.moid
    assert task.state == state
    assert plain.open_filters == 0


@pytest.mark.fault("T6")
@pytest.mark.parametrize(("on_cancel", "ended"), [("leave", False), ("cancel", True)])
async def test_a_cancelled_wait_leaves_the_task_unless_told_otherwise(
    plain: Simulator, caplog: pytest.LogCaptureFixture, on_cancel: Any, ended: bool
) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    caplog.set_level(logging.INFO, "aioesx.session")
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(lambda: domain.start(on_cancel=on_cancel))
                await seen(plain, "WaitForUpdatesEx")
                scope.cancel()

    task = tasks_of(plain, "PowerOnVM_Task")[0]
    assert task.cancelled is ended
    assert plain.domain_state(OFF) == "poweredOff"
    assert plain.open_filters == 0
    assert [r for r in caplog.records if task.moid in r.getMessage()] != []


@pytest.mark.fault("T6")
async def test_a_start_cancelled_before_its_answer_still_learns_its_task(
    plain: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "aioesx.session")
    plain.fault_on("PowerOnVM_Task", delay=0.3)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with anyio.move_on_after(0.15) as scope:
            await domain.start(on_cancel="cancel")

    assert scope.cancelled_caught
    task = tasks_of(plain, "PowerOnVM_Task")[0]
    assert task.cancelled
    assert [r for r in caplog.records if task.moid in r.getMessage()] != []


@pytest.mark.fault("T7")
async def test_a_refused_cancel_is_told(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30))
    plain.fault_on("CancelTask", "NotSupported")
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        with pytest.raises(errors.TaskTimeoutError, match="cannot be cancelled and goes on"):
            await domain.start(timeout=0.5, on_cancel="cancel")


@pytest.mark.fault("T7")
async def test_a_cancel_that_comes_too_late_reports_the_success(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 0.8))
    plain.fault_on("CancelTask", delay=1.2)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        await domain.start(timeout=0.5, on_cancel="cancel")

        assert await domain.state() is DomainState.RUNNING


# --- T8, T9, T10: questions ------------------------------------------------------------------


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
    plain: Simulator, line: Line
) -> None:
    plain.ask_on("PowerOnVM_Task", OFF, choices=("Yes", "Cancel"))
    async with through(line, plain, on_question=aioesx.answer_default) as esx:
        line.down = Trouble(delay=0.1)
        domain = await esx.domains.lookup(OFF)

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(lose_answer, plain, line, "AnswerVM")
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


# --- T11, T12: the updates -------------------------------------------------------------------


@pytest.mark.fault("T11")
@pytest.mark.parametrize(
    "answer",
    [
        "",
        "<returnval><version>7</version></returnval>",
        "<returnval><version>7</version><truncated>true</truncated></returnval>",
    ],
    ids=["empty", "version repeats", "truncated"],
)
async def test_updates_without_news_do_not_spin(plain: Simulator, answer: str) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 1.5))
    envelope = (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope'
        ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
        f'<WaitForUpdatesExResponse xmlns="urn:vim25">{answer}</WaitForUpdatesExResponse>'
        "</soapenv:Body></soapenv:Envelope>"
    )
    rule = plain.fault_on("WaitForUpdatesEx", body=envelope)

    def heal() -> None:
        plain.change(lambda host: setattr(rule, "times", 0))

    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def heal_later() -> None:
            await anyio.sleep(1)
            heal()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(heal_later)
            await domain.start()

        assert await domain.state() is DomainState.RUNNING
    assert rule.applied < 60


@pytest.mark.fault("T12")
@pytest.mark.parametrize("fault", ["InvalidCollectorVersion", "ManagedObjectNotFound"])
async def test_a_collector_that_lost_its_version_or_filters_is_filled_anew(
    plain: Simulator, fault: str
) -> None:
    rule = plain.fault_on("WaitForUpdatesEx", fault, times=1)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        await domain.start()

        assert await domain.state() is DomainState.RUNNING
    assert rule.applied == 1


@pytest.mark.fault("T12")
async def test_a_session_that_expired_while_waiting_is_renewed(plain: Simulator) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)

        async def expire() -> None:
            await seen(plain, "WaitForUpdatesEx")
            plain.expire_sessions()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(expire)
            await domain.start()

        assert await domain.state() is DomainState.RUNNING
    assert plain.call_count["PowerOnVM_Task"] == 1


# --- T13: the host refuses -------------------------------------------------------------------


@pytest.mark.fault("T13")
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("InvalidPowerState", errors.InvalidStateError),
        ("TaskInProgress", errors.HostBusyError),
        ("ConcurrentAccess", errors.HostBusyError),
    ],
)
@pytest.mark.parametrize("in_task", [False, True], ids=["call", "task"])
async def test_a_refusal_has_its_type_and_is_not_tried_again(
    plain: Simulator, fault: str, kind: type[errors.FaultError], in_task: bool
) -> None:
    plain.fault_on("PowerOnVM_Task", fault, in_task=in_task, times=1)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
        with pytest.raises(kind) as caught:
            await domain.start()

    assert isinstance(caught.value, errors.TaskFailedError) is in_task
    assert plain.call_count["PowerOnVM_Task"] == 1


@pytest.mark.fault("T13")
@pytest.mark.parametrize(
    ("act", "name", "words"),
    [
        (aioesx.Domain.start, ON, "already active"),
        (aioesx.Domain.start, "build01", "already active"),
        (aioesx.Domain.suspend, OFF, "not powered on"),
        (aioesx.Domain.resume, ON, "not suspended"),
        (aioesx.Domain.destroy, OFF, "not powered on"),
        (aioesx.Domain.reset, "build01", "not powered on"),
    ],
)
async def test_a_wrong_state_is_refused_before_the_task(
    plain: Simulator, act: Callable[[aioesx.Domain], Any], name: str, words: str
) -> None:
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(name)
        plain.forget_calls()
        with pytest.raises(errors.InvalidStateError, match=words):
            await act(domain)

    assert plain.call_count["RetrievePropertiesEx"] == 1
    assert [name for name in plain.call_count if name.endswith("_Task")] == []
