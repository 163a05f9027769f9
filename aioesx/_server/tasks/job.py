"""`TaskJob`: one task of ours from the call to its end, or to the moment we let go of it."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._concurrency import first_of, see_through
from aioesx._server.collector import read_one
from aioesx._server.tasks.answers import give_answer
from aioesx._server.tasks.events import (
    Asked,
    Finished,
    Progressed,
    TaskEvent,
    TaskWatch,
    Vanished,
)
from aioesx._server.tasks.find_lost import find_task
from aioesx._server.tasks.questions import Choice, Policy, Question
from aioesx._server.watcher import Watch, Watcher
from aioesx._session.events import QuestionAsked, TaskAbandoned
from aioesx._session.session import Session
from aioesx.errors import (
    EsxError,
    FaultError,
    NotFoundError,
    OutcomeUnknownError,
    TaskCancelledError,
    TaskFailedError,
    TaskLostError,
    fault_error,
    task_failed_error,
)

__all__ = ["Ended", "TaskJob"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")
_CANCEL_SECONDS: Final = 10.0
_START_GRACE: Final = 5.0
_LOOK_AGAIN: Final = 0.1
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
        known: tasks that the machine had before.
        policy: answers questions.
    """

    def __init__(
        self,
        session: Session,
        watcher: Watcher,
        method: vim.Method[Ref],
        asked_of: Ref | None,
        policy: Policy,
        on_progress: Callable[[int], None] | None,
    ) -> None:
        self.task: Ref | None = None
        self.known: Sequence[Ref] = ()
        self.policy = policy
        self._session = session
        self._watcher = watcher
        self._method = method
        self._asked_of = asked_of
        self._on_progress = on_progress

    async def begin(self) -> None:
        """Start the task; even when cancelled meanwhile, its reference is waited for shortly."""

        async def call() -> None:
            self.task = await self._session.call(self._method)

        try:
            await see_through(call, _START_GRACE)
        except OutcomeUnknownError:
            if self._asked_of is not None:
                self.task = await find_task(self._session, self._method, self._asked_of, self.known)
            if self.task is None:
                raise
            _log.info("the answer to %s was lost; it is %s", self._method.wire_name, self.task)

    async def wait(self) -> Any:
        """Wait until the task succeeded; returns its result."""
        assert self.task is not None  # noqa: S101  # begin() has returned
        conversation = TaskWatch(self.task, self._asked_of)
        watch = Watch(conversation.spec, conversation.feed, lambda: conversation.done)
        try:
            async with self._watcher.watch(watch):
                return await self._converse(watch)
        except TaskFailedError:  # which may be a NotFoundError, too
            raise
        except NotFoundError:
            raise self._lost() from None

    async def _converse(self, watch: Watch[TaskEvent]) -> Any:
        event: TaskEvent | None = await watch.next()
        while True:
            match event:
                case Asked(question):
                    event = await self._consult(question, watch)
                    if event is not None:
                        continue
                case Finished():
                    return await self._conclude(event)
                case Vanished():
                    raise self._lost()
                case _:
                    self._report(event)
            event = await watch.next()

    def _report(self, event: TaskEvent | None) -> None:
        if isinstance(event, Progressed) and self._on_progress is not None:
            self._on_progress(event.percent)

    async def _consult(self, question: Question, watch: Watch[TaskEvent]) -> TaskEvent | None:
        """Let the policy choose; returns the event that made the question pointless, or None.

        Somebody else may answer while a person thinks: the policy is cancelled then.
        """

        async def decisive() -> TaskEvent:
            while isinstance(event := await watch.next(), Progressed):
                self._report(event)
            return event

        try:
            choices, events = await first_of(partial(self._choose, question), decisive)
        except Exception:
            await self._stop()  # nobody will answer: the task would block the machine
            raise
        if events:
            return events[0]
        choice = choices[0]
        label = choice.label if choice is not None else None
        self._session.emit(
            QuestionAsked(self._session.where, question.domain, question.text, label)
        )
        if choice is not None:
            await give_answer(self._session, question, choice)
            return None
        ended = await self._stop()
        if ended.info is not None and ended.state == "success":
            return Finished(succeeded=True, cancelled=False, result=ended.result, error=None)
        raise question.pending(task=self.task)

    async def _choose(self, question: Question) -> Choice | None:
        choice = await self.policy(question)
        return None if choice is None else question.pick(choice)

    async def _conclude(self, event: Finished) -> Any:
        if event.succeeded:
            return event.result
        assert self.task is not None  # noqa: S101  # it has ended
        error = event.error
        info: vim.TaskInfo | None = None
        if error is None:  # it may come in a later update than the state
            info = (await read_one(self._session, self.task, ["info"])).get("info")
            error = info.error if info is not None else None
        fault = _fault_of(error)
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
        if ended.state not in _ENDS:
            self._session.emit(TaskAbandoned(self._session.where, self.task, reason))
        return ended

    async def _stop(self) -> Ended:
        """Ask the host to cancel the task and look how it ended; never an error."""
        info: vim.TaskInfo | None = None
        try:
            with anyio.move_on_after(_CANCEL_SECONDS):
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
            await anyio.sleep(_LOOK_AGAIN)
            info = await self._info()
        return info

    async def _info(self) -> vim.TaskInfo | None:
        if self.task is None:
            return None
        info = (await read_one(self._session, self.task, ["info"])).get("info")
        return info if isinstance(info, vim.TaskInfo) else None

    def _lost(self) -> TaskLostError:
        return TaskLostError(f"the host does not know {self.task} any more", task=self.task)


def _is_cancelled(info: vim.TaskInfo) -> bool:
    fault = info.error.fault if info.error is not None else None
    return info.cancelled or isinstance(fault, vim.RequestCanceled)


def _fault_of(error: vim.LocalizedMethodFault | None) -> FaultError | None:
    if error is None:
        return None
    lineage = (
        error.fault.wire_lineage()
        if isinstance(error.fault, vim.MethodFault)
        else (getattr(error.fault, "type_name", ""),)
    )
    return fault_error(lineage, error.localized_message or "", error.fault)
