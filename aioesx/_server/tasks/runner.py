"""Tasks: start one, wait for it, answer what it asks.

The wait is one filter on the task and on the machine's question. What becomes of a task whose
wait ends early, by cancellation or for want of time, is the caller's choice: it is left alone
on the host, or the host is asked to cancel it. Either way its reference goes to the log.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypedDict, Unpack

import anyio

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.tasks.answers import QUESTION, give_answer
from aioesx._server.tasks.find_lost import RECENT
from aioesx._server.tasks.job import Ended, TaskJob
from aioesx._server.tasks.questions import Policy, Question
from aioesx._server.watcher import Watcher
from aioesx._session.events import QuestionAsked
from aioesx._session.session import Session
from aioesx.errors import EsxError, TaskError, TaskTimeoutError

__all__ = ["TASK_SECONDS", "Check", "OnCancel", "TaskOptions", "TaskRunner"]

TASK_SECONDS: Final = 900.0
"""How long a power or configuration task may take where the caller names no time."""

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
    judge: Callable[[Mapping[str, Any]], None]


class TaskOptions(TypedDict, total=False):
    """What every coroutine that starts a task takes.

    Attributes:
        on_question: answers what the host asks meanwhile, instead of the connection's policy.
        on_progress: called with percentages.
        on_cancel: what becomes of the task when the wait is cancelled or out of time:
            ``"leave"`` (default) or ``"cancel"``.
        timeout: seconds in all; 15 minutes by default.
    """

    on_question: Policy | None
    on_progress: Callable[[int], None] | None
    on_cancel: OnCancel
    timeout: float | None


@dataclasses.dataclass(frozen=True, slots=True)
class TaskRunner:
    """Starts tasks of one session and waits for them."""

    session: Session
    watcher: Watcher
    policy: Policy

    async def run(
        self,
        method: vim.Method[vim.ManagedObjectReference],
        *,
        asked_of: vim.ManagedObjectReference | None = None,
        check: Check | None = None,
        **options: Unpack[TaskOptions],
    ) -> Any:
        """Start a task and wait until it succeeded; returns its result.

        Args:
            method: a call that returns a task.
            asked_of: the virtual machine whose questions may block the task; one that is
                pending already is handled first.
            check: what must hold of that machine.
            **options: see `TaskOptions`.

        Raises:
            QuestionPendingError: a question was left to a person; the task was cancelled if
                the host lets it be.
            TaskFailedError: the host reports a fault; the error is of the fault's class, too.
            TaskCancelledError: somebody cancelled the task.
            TaskLostError: the host does not know the task any more.
            TaskTimeoutError: it took too long; its message says what became of the task.
            OutcomeUnknownError: the answer to the call was lost, and the task not found again.
        """
        timeout = options.get("timeout")
        seconds = TASK_SECONDS if timeout is None else timeout
        job = TaskJob(
            self.session,
            self.watcher,
            method,
            asked_of,
            options.get("on_question") or self.policy,
            options.get("on_progress"),
        )
        stop = options.get("on_cancel", "leave") == "cancel"
        try:
            with anyio.fail_after(seconds):
                if asked_of is not None:
                    job.known = await self._settle(asked_of, job.policy, check)
                await job.begin()
                return await job.wait()
        except EsxError as error:
            if not isinstance(error, TaskError):  # those know what became of the task
                await job.abandon("error", stop=False)
            raise
        except TimeoutError:
            ended = await job.abandon("timeout", stop=stop)
            if ended.state == "success":
                return ended.result
            raise _late(method, seconds, job.task, ended) from None
        except anyio.get_cancelled_exc_class():
            await job.abandon("cancelled", stop=stop)
            raise

    async def _settle(
        self, machine: vim.ManagedObjectReference, policy: Policy, check: Check | None
    ) -> list[vim.ManagedObjectReference]:
        """Handle a question that is pending before we begin; returns the machine's tasks."""
        paths = (QUESTION, RECENT, *(check.paths if check is not None else ()))
        values = await read_one(self.session, machine, paths)
        info = values.get(QUESTION)
        if isinstance(info, vim.VirtualMachineQuestionInfo):
            question = Question.of(info, machine)
            answer = await policy(question)
            choice = question.pick(answer) if answer is not None else None
            label = choice.label if choice is not None else None
            self.session.emit(QuestionAsked(self.session.where, machine, question.text, label))
            if choice is None:
                raise question.pending(task=None)
            await give_answer(self.session, question, choice)
        if check is not None:
            check.judge(values)
        return list(values.get(RECENT) or ())


def _late(
    method: vim.Method[Any],
    seconds: float,
    task: vim.ManagedObjectReference | None,
    ended: Ended,
) -> TaskTimeoutError:
    fate = f"{task} {ended.fate}" if task is not None else "it was not begun"
    return TaskTimeoutError(
        f"{method.wire_name} was not done in {seconds:g} s; {fate}", task=task, info=ended.info
    )
