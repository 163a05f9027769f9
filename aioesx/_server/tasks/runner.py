"""Tasks: start one, wait for it, answer what it asks.

The wait is one filter on the task and on the machine's question. What becomes of a task whose
wait ends early, by cancellation or for want of time, is the caller's choice: it is left alone
on the host, or the host is asked to cancel it. Either way its reference goes to the log.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict, Unpack

import anyio

from aioesx import vim
from aioesx._lazy import late
from aioesx._server.collector import Properties, read_one
from aioesx._server.poll import Poll
from aioesx._server.tasks.answers import QUESTION, consult
from aioesx._server.tasks.find_lost import RECENT
from aioesx._server.tasks.questions import Policy, Question
from aioesx._session.operation import at_work, settle
from aioesx._session.overseer import OVERSEER
from aioesx._session.session import Session
from aioesx.errors import EsxError, TaskError

if TYPE_CHECKING:
    from aioesx._server.tasks import job as jobs
else:
    jobs = late("aioesx._server.tasks.job")  # most connections start no task

__all__ = ["Check", "OnCancel", "TaskOptions", "TaskRunner"]

OnCancel = Literal["leave", "cancel"]
"""What becomes of a task whose wait ends early: the host goes on with it, or is told to stop."""


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """What must hold before a task is started; it rides on a read that is done anyway.

    Attributes:
        paths: properties of the machine.
        judge: is given their values, and raises what the caller shall see.
    """

    paths: tuple[str, ...]
    judge: Callable[[Properties], None]


class TaskOptions(TypedDict, total=False):
    """What every coroutine that starts a task takes.

    Attributes:
        on_question: answers what the host asks meanwhile, instead of the connection's policy.
        on_progress: function, or coroutine function, called with percentages; the wait goes on when
            it has returned.
        on_cancel: what becomes of the task when the wait is cancelled or out of time:
            ``"leave"`` (default) or ``"cancel"``.
        timeout: seconds in all; else the connection's ``task_timeout=``, else 900. None is no
            bound but the host's silence: 60 s in which it does not answer. 0 or less fails before
            anything is sent.
    """

    on_question: Policy | None
    on_progress: Callable[[int], object] | None
    on_cancel: OnCancel
    timeout: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class TaskRunner:
    """Starts tasks of one session and waits for them."""

    session: Session
    poll: Poll
    policy: Policy

    async def run(
        self,
        method: vim.Method[vim.ManagedObjectReference],
        *,
        asked_of: vim.ManagedObjectReference | None = None,
        check: Check | None = None,
        known: Sequence[vim.ManagedObjectReference] | None = None,
        finish: Callable[[Any], Any] | None = None,
        **options: Unpack[TaskOptions],
    ) -> Any:
        """Start a task and wait until it succeeded; returns its result.

        Args:
            method: a call that returns a task.
            asked_of: the virtual machine whose questions may block the task; one that is
                pending already is handled first.
            check: what must hold of that machine.
            known: tasks that the object of the method has had, where no machine is asked: lets a
                task be found again whose reference was lost.
            finish: given when the task is all that a coroutine of the face does: makes the
                coroutine's result of the task's. It counts even if the time was up meanwhile.
            **options: see `TaskOptions`; the time is the operation's.

        Raises:
            QuestionPendingError: a question was left to a person; the task was cancelled if
                the host lets it be.
            TaskFailedError: the host reports a fault; the error is of the fault's class, too.
            TaskCancelledError: somebody cancelled the task.
            TaskLostError: the host does not know the task any more.
            OutcomeUnknownError: the answer to the call was lost, and the task not found again.
        """
        policy = options.get("on_question") or self.policy
        progress = options.get("on_progress")
        job = jobs.TaskJob(self.session, self.poll, method, asked_of, policy, progress)
        try:
            if asked_of is not None:
                job.known = await self._settle(asked_of, policy, check)
            elif known is not None:
                job.known = known
            if method.changes and (overseer := OVERSEER.get()) is not None:
                self.session.require_changes(method.wire_name)
                if overseer.instead(method, brings=finish is not _nothing):
                    return None
            await job.begin()
            result = await job.wait()
        except anyio.get_cancelled_exc_class():
            await self._let_go(job, finish, stop=options.get("on_cancel", "leave") == "cancel")
            raise
        except BaseException as error:
            if not job.over:  # else the task's own end, or of before its begin
                await job.abandon("error", stop=False)
                if isinstance(error, EsxError) and not isinstance(error, TaskError):
                    job.tell_fate(error)
            raise
        return finish(result) if finish is not None else result

    async def do(
        self,
        method: vim.Method[vim.ManagedObjectReference],
        *,
        asked_of: vim.ManagedObjectReference,
        check: Check | None = None,
        **options: Unpack[TaskOptions],
    ) -> None:
        """Do a task that is all that a verb does, and that brings nothing; otherwise as `run`."""
        await self.run(method, asked_of=asked_of, check=check, finish=_nothing, **options)

    async def _let_go(
        self, job: jobs.TaskJob, finish: Callable[[Any], Any] | None, *, stop: bool
    ) -> None:
        """Leave a task, or stop it, and tell the operation what came of it."""
        operation = at_work()
        expired = operation is not None and operation.expired
        ended = await job.abandon("timeout" if expired else "cancelled", stop=stop)
        if operation is None or job.task is None:
            return
        if ended.state == "success" and finish is not None:
            settle(finish(ended.result))
        operation.let_go(job.fate(ended))

    async def _settle(
        self, machine: vim.ManagedObjectReference, policy: Policy, check: Check | None
    ) -> list[vim.ManagedObjectReference]:
        """Handle a question that is pending before we begin; returns the machine's tasks."""
        paths = (QUESTION, RECENT, *(check.paths if check is not None else ()))
        values = await read_one(self.session, machine, paths)
        info = values.if_shown(QUESTION)
        if isinstance(info, vim.VirtualMachineQuestionInfo):
            await consult(self.session, Question.of(info, machine), policy)
        if check is not None:
            check.judge(values)
        return list(values.if_shown(RECENT) or ())


def _nothing(_: Any) -> None:
    """Make nothing of a task's result."""
