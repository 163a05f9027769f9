"""Tasks on a clock that the test moves: queued, running, ended, remembered, forgotten."""

from __future__ import annotations

import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx.errors import FaultError, NotFoundError
from aioesx.simulator import ManualClock, Simulator

pytestmark = pytest.mark.anyio

DB01 = ref("VirtualMachine", "2")


async def info(call: Caller, task: vim.ManagedObjectReference) -> vim.TaskInfo:
    value: vim.TaskInfo = (await call.read(task, "info"))["info"]
    return value


async def test_a_task_is_queued_runs_with_progress_and_ends(
    call: Caller, clock: ManualClock
) -> None:
    task = await call(vim.PowerOnVM_Task(this=DB01))
    assert (await info(call, task)).state == "queued"
    clock.advance(1)
    assert (await info(call, task)).progress == 0
    clock.advance(6)
    assert (await info(call, task)).progress == 75
    clock.advance(4)
    ended = await info(call, task)
    assert ended.state == "success"
    assert ended.start_time is not None
    assert ended.complete_time is not None
    assert (ended.complete_time - ended.queue_time).total_seconds() == pytest.approx(11)


async def test_times_are_exact_though_nobody_looked(call: Caller, clock: ManualClock) -> None:
    task = await call(vim.PowerOnVM_Task(this=DB01))
    clock.advance(100)
    boot = (await call.read(DB01, "runtime.bootTime"))["runtime.bootTime"]
    assert boot == (await info(call, task)).complete_time


async def test_tools_start_a_while_after_power_on(call: Caller, clock: ManualClock) -> None:
    await call(vim.PowerOnVM_Task(this=DB01))
    clock.advance(11)
    assert "guest.hostName" not in await call.read(DB01, "guest.hostName")
    clock.advance(5)
    assert await call.read(DB01, "guest.hostName") == {"guest.hostName": "db01"}


async def test_a_second_task_finds_the_machine_busy(call: Caller, clock: ManualClock) -> None:
    await call(vim.PowerOnVM_Task(this=DB01))
    second = await call(vim.PowerOnVM_Task(this=DB01))
    clock.advance(2)
    error = (await info(call, second)).error
    assert error is not None
    assert isinstance(error.fault, vim.TaskInProgress)


async def test_a_cancelled_task_changes_nothing(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    task = await call(vim.PowerOnVM_Task(this=DB01))
    clock.advance(5)
    await call(vim.CancelTask(this=task))
    clock.advance(20)
    ended = await info(call, task)
    assert (ended.state, ended.cancelled) == ("error", True)
    assert simulator.domain_state("db01") == "poweredOff"


async def test_what_cannot_be_cancelled_is_not(call: Caller, clock: ManualClock) -> None:
    task = await call(vim.PowerOffVM_Task(this=ref("VirtualMachine", "1")))
    clock.advance(2)
    with pytest.raises(FaultError) as caught:
        await call(vim.CancelTask(this=task))
    assert caught.value.fault_type == "NotSupported"


async def test_an_old_task_is_forgotten(call: Caller, clock: ManualClock) -> None:
    task = await call(vim.PowerOnVM_Task(this=DB01))
    clock.advance(12)
    assert (await call.read(DB01, "recentTask"))["recentTask"] == [task]
    clock.advance(601)
    assert (await call.read(DB01, "recentTask"))["recentTask"] == []
    with pytest.raises(NotFoundError):
        await info(call, task)


async def test_the_question_stands_before_the_task_runs(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    simulator.ask_on("PowerOnVM_Task", "db01", choices=("No", "Yes"), default=1)
    task = await call(vim.PowerOnVM_Task(this=DB01))
    assert "runtime.question" not in await call.read(DB01, "runtime.question")
    clock.advance(1)
    question = (await call.read(DB01, "runtime.question"))["runtime.question"]
    assert (await info(call, task)).state == "running"
    clock.advance(1000)
    assert (await info(call, task)).state == "running"
    await call(vim.AnswerVM(this=DB01, question_id=question.id, answer_choice="1"))
    clock.advance(11)
    assert (await info(call, task)).state == "success"
    assert simulator.answers == [("db01", "Yes")]


async def test_a_task_told_to_fail_fails(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    rule = simulator.fault_on("PowerOnVM_Task", "HostCommunication", in_task=True, object="db01")
    task = await call(vim.PowerOnVM_Task(this=DB01))
    clock.advance(1)
    error = (await info(call, task)).error
    assert error is not None
    assert isinstance(error.fault, vim.HostCommunication)
    assert rule.applied == 1
