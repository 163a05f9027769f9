"""`TaskJob`: one task of ours from the call to its end, or to the moment we let go of it."""

from __future__ import annotations

import dataclasses
import inspect
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._concurrency import first_of, see_through
from aioesx._server.collector import read_one
from aioesx._server.poll import Poll
from aioesx._server.tasks.answers import choose, give_answer
from aioesx._server.tasks.events import (
    Asked,
    Finished,
    Progressed,
    TaskEvent,
    TaskWatch,
    Vanished,
)
from aioesx._server.tasks.faults import fault_of
from aioesx._server.tasks.find_lost import find_task
from aioesx._server.tasks.questions import Policy, Question
from aioesx._server.watch import Watch
from aioesx._session.events import TaskAbandoned, TaskEnded, TaskProgressed, TaskStarted
from aioesx._session.operation import TaskFate, add_fate, at_work, detached
from aioesx._session.session import Session
from aioesx.errors import (
    EsxError,
    FaultError,
    NotFoundError,
    OutcomeUnknownError,
    ProtocolError,
    TaskCancelledError,
    TaskFailedError,
    TaskLostError,
    task_failed_error,
)

__all__ = ["Ended", "TaskJob"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")
_MOST_QUESTIONS: Final = 10  # of one task; whoever asks more needs a person
_ENDS: Final = frozenset({"success", "error"})
_CANCELED: Final = "RequestCanceled"


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """What became of a task that we let go of.

    Attributes:
        fate: for a message: ``"goes on on the host"``, say.
        info: the task's last known state, or None.
    """

    fate: str
    info: vim.TaskInfo | None = None

    @property
    def state(self) -> str:
        """The task's last known state, or nothing."""
        return str(self.info.state) if self.info is not None else ""

    @property
    def result(self) -> Any:
        """The task's result."""
        return self.info.result if self.info is not None else None


class TaskJob:
    """One task: begin it, wait for it, let go of it.

    Attributes:
        task: its reference, once it is known.
        known: tasks that the machine had before; None where nobody looked.
        policy: answers questions.
    """

    def __init__(
        self,
        session: Session,
        poll: Poll,
        method: vim.Method[Ref],
        asked_of: Ref | None,
        policy: Policy,
        on_progress: Callable[[int], object] | None,
    ) -> None:
        self.task: Ref | None = None
        self.known: Sequence[Ref] | None = None
        self.policy = policy
        self._session = session
        self._poll = poll
        self._seconds = session.seconds
        self._method = method
        self._asked_of = asked_of
        self._on_progress = on_progress
        self._questions = 0
        self._told = True  # what became of it; there is nothing to tell before it began

    async def begin(self) -> None:
        """Start the task; even when cancelled meanwhile, its reference is waited for shortly."""

        async def call() -> None:
            self._began(await self._session.call(self._method))

        try:
            await see_through(call, self._seconds.grace)
        except OutcomeUnknownError:
            entity = self._asked_of or getattr(self._method, "this", None)
            if self.known is not None and entity is not None:
                self._began(await find_task(self._session, self._method, entity, self.known))
            if self.task is None:
                raise
            _log.info("the answer to %s was lost; it is %s", self._method.wire_name, self.task)
            if (operation := at_work()) is not None:
                operation.found(getattr(self._method, "this", None))
        if self.task is None:  # the schema lets a search of directories return none
            raise ProtocolError(f"{self._method.wire_name} has returned no task")

    @property
    def over(self) -> bool:
        """Whether there is nothing to tell: it has not begun, or what became of it was told."""
        return self._told

    def _began(self, task: Ref | None) -> None:
        """Know the task, and tell the hook at once: whoever wants it may be gone already."""
        self.task = task
        if task is None:
            return
        operation = at_work()
        ref = self._asked_of or getattr(self._method, "this", None)
        name = operation.name if operation is not None else None
        method = self._method.wire_name
        self._told = False
        self._session.emit(TaskStarted(self._session.where, task, method, ref, name))

    def _tell_end(self, *, succeeded: bool) -> None:
        """Tell the hook, once, that the task is over."""
        if self.task is not None and not self._told:
            self._told = True
            self._session.emit(TaskEnded(self._session.where, self.task, succeeded))

    def _tell_left(self, ended: Ended, reason: str) -> None:
        """Tell the hook, once, what became of a task that we do not wait for any more."""
        if ended.state in _ENDS:
            self._tell_end(succeeded=ended.state == "success")
        elif self.task is not None and not self._told:
            self._told = True
            self._session.emit(TaskAbandoned(self._session.where, self.task, reason))

    async def wait(self) -> Any:
        """Wait until the task succeeded; returns its result."""
        assert self.task is not None  # noqa: S101  # begin() has returned
        conversation = TaskWatch(self.task, self._asked_of)
        watch = Watch(conversation.spec, conversation.feed)
        try:
            async with self._poll.watch(watch):
                return await self._converse(watch)
        except TaskFailedError:  # which may be a NotFoundError, too
            raise
        except NotFoundError:
            raise self._lost() from None

    async def _converse(self, watch: Watch[TaskEvent]) -> Any:
        event: TaskEvent | None = await self._poll.next(watch)
        while True:
            match event:
                case Asked(question):
                    self._questions += 1
                    if self._questions > _MOST_QUESTIONS:
                        self._tell_left(await self._stop(), "error")
                        raise question.pending(task=self.task)
                    event = await self._consult(question, watch)
                    if event is not None:
                        continue
                case Finished():
                    return await self._conclude(event)
                case Vanished():
                    raise self._lost()
                case _:
                    await self._report(event)
            event = await self._poll.next(watch)

    async def _report(self, event: TaskEvent | None) -> None:
        if not isinstance(event, Progressed) or self.task is None:
            return
        self._session.emit(TaskProgressed(self._session.where, self.task, event.percent))
        if self._on_progress is not None:
            with detached():
                done = self._on_progress(event.percent)
                if inspect.isawaitable(done):
                    await done

    async def _consult(self, question: Question, watch: Watch[TaskEvent]) -> TaskEvent | None:
        """Let the policy choose; returns the event that made the question pointless, or None.

        Somebody else may answer while a person thinks: the policy is cancelled then.
        """

        async def decisive() -> TaskEvent:
            while isinstance(event := await self._poll.next(watch), Progressed):
                await self._report(event)
            return event

        try:
            ask = partial(choose, self._session, question, self.policy)
            choices, events = await first_of(ask, decisive)
        except Exception:
            # Nobody will answer: the task would block the machine.
            self._tell_left(await self._stop(), "error")
            raise
        if events:
            return events[0]
        choice = choices[0]
        if choice is not None:
            await give_answer(self._session, question, choice)
            return None
        ended = await self._stop()
        self._tell_left(ended, "error")
        if ended.info is not None and ended.state == "success":
            return Finished(succeeded=True, cancelled=False, result=ended.result, error=None)
        raise question.pending(task=self.task)

    async def _conclude(self, event: Finished) -> Any:
        self._tell_end(succeeded=event.succeeded)
        if event.succeeded:
            return event.result
        assert self.task is not None  # noqa: S101  # it has ended
        error = event.error
        info: vim.TaskInfo | None = None
        if error is None:  # it may come in a later update than the state
            info = (await read_one(self._session, self.task, ["info"])).get("info")
            error = info.error if info is not None else None
        fault = fault_of(error)
        if event.cancelled or (fault is not None and fault.fault_type == _CANCELED):
            raise TaskCancelledError(f"{self.task} was cancelled", task=self.task, info=info)
        raise task_failed_error(fault, task=self.task, info=info)

    async def abandon(self, reason: str, *, stop: bool) -> Ended:
        """Let go of the task, within bounded time whatever happens; `stop` cancels it."""
        if self.task is None:
            return Ended("was not begun")
        ended = Ended("goes on on the host")
        if stop:
            with anyio.CancelScope(shield=True):
                ended = await self._stop()
        _log.info(
            "gave up waiting for %s on %s: %s %s",
            self._method.wire_name,
            getattr(self._method, "this", None),
            self.task,
            ended.fate,
        )
        self._tell_left(ended, reason)
        return ended

    def fate(self, ended: Ended) -> TaskFate:
        """Return what an operation has to know of the task."""
        return TaskFate(self._method.wire_name, self.task, ended.fate, ended.info)

    def tell_fate(self, error: EsxError) -> None:
        """Have an error that ended the wait say that the task goes on."""
        if self.task is not None:
            add_fate(error, f"{self.task} of {self._method.wire_name} goes on on the host")

    async def _stop(self) -> Ended:
        """Ask the host to cancel the task and look how it ended; never an error."""
        info: vim.TaskInfo | None = None
        try:
            with anyio.move_on_after(self._seconds.cancel):
                info = await self._info()
                if info is not None and info.cancelable and info.state not in _ENDS:
                    info = await self._cancel()
        except EsxError as error:
            _log.debug("%s was not cancelled: %s", self.task, error)
        if info is None:
            return Ended("may go on on the host")
        if info.state == "success":
            return Ended("had succeeded before it could be cancelled", info)
        if info.state == "error":
            return Ended("was cancelled" if _is_cancelled(info) else "failed", info)
        return Ended("cannot be cancelled and goes on on the host", info)

    async def _cancel(self) -> vim.TaskInfo | None:
        assert self.task is not None  # noqa: S101  # it was looked at
        try:
            await self._session.call(vim.CancelTask(this=self.task))
        except FaultError as error:  # it may just have ended
            _log.debug("%s was not cancelled: %s", self.task, error)
            return await self._info()
        info = await self._info()
        while info is not None and info.state not in _ENDS:
            await anyio.sleep(self._seconds.pace)
            info = await self._info()
        return info

    async def _info(self) -> vim.TaskInfo | None:
        if self.task is None:
            return None
        info = (await read_one(self._session, self.task, ["info"])).get("info")
        return info if isinstance(info, vim.TaskInfo) else None

    def _lost(self) -> TaskLostError:
        self._tell_end(succeeded=False)
        return TaskLostError(f"the host does not know {self.task} any more", task=self.task)


def _is_cancelled(info: vim.TaskInfo) -> bool:
    fault = info.error.fault if info.error is not None else None
    return info.cancelled or isinstance(fault, vim.RequestCanceled)
