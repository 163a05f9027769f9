"""What can go wrong with a task: the rows T1 to T7, T11 and T12 of the fault catalogue."""

from __future__ import annotations

import logging
from typing import Any

import anyio
import pytest
from support.hosts import connected, seen, tasks_of, through

import aioesx
from aioesx import DomainState, errors, vim
from aioesx.simulator import Simulator
from aioesx.simulator.faults import Refused
from aioesx.simulator.line import Line, Trouble
from aioesx.simulator.state.machine import Machine

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"


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


@pytest.mark.fault("T2")
async def test_a_task_whose_reference_was_lost_is_found_again(plain: Simulator) -> None:
    plain.fault_on("PowerOnVM_Task", lost=True)
    async with connected(plain) as esx:
        domain = await esx.domains.lookup(OFF)
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

    def on_event(event: aioesx.Event) -> None:
        match event:
            case aioesx.RequestSent(method="PowerOnVM_Task"):  # before its first byte
                line.up = Trouble(stall_after=0)
                sent.set()

    async def lose() -> None:
        await sent.wait()
        line.cut()
        line.heal()

    async with through(line, plain, on_event=on_event) as esx:
        domain = await esx.domains.lookup(OFF)
        plain.forget_calls()

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
            await seen(plain, "WaitForUpdatesEx", 2)  # the first has told of it
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
