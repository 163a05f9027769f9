"""`TaskWatch`: turns property changes of a task and of its virtual machine into events.

It does no I/O: feed it what the property collector returned, act on what it yields. Fed the
same state twice (a watch that began anew sends everything again), it stays silent.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from aioesx import vim
from aioesx._server.tasks.questions import Question
from aioesx._server.traversal import object_spec, property_spec

__all__ = ["Answered", "Asked", "Finished", "Progressed", "TaskEvent", "TaskWatch", "Vanished"]

_TASK_PATHS: Final = ("info.state", "info.progress", "info.error", "info.result", "info.cancelled")
_QUESTION_PATH: Final = "runtime.question"
_DONE: Final = frozenset({"success", "error"})


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """The host asks, and the task waits for the answer."""

    question: Question


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """A question is open no more, by our answer or by somebody else's."""

    question: Question


@dataclasses.dataclass(frozen=True, slots=True)
class Progressed:
    """The task has come so far, in percent."""

    percent: int


@dataclasses.dataclass(frozen=True, slots=True)
class Finished:
    """The task ended: with `error` unset it succeeded."""

    succeeded: bool
    cancelled: bool
    result: Any
    error: vim.LocalizedMethodFault | None


@dataclasses.dataclass(frozen=True, slots=True)
class Vanished:
    """The host does not know the task any more."""


TaskEvent = Asked | Answered | Progressed | Finished | Vanished


class TaskWatch:
    """The conversation about one task.

    Attributes:
        done: whether nothing more can come.
        open_question: the question that now blocks the machine, or None.
    """

    def __init__(
        self, task: vim.ManagedObjectReference, asked_of: vim.ManagedObjectReference | None
    ) -> None:
        self._task = task
        self._asked_of = asked_of
        self._seen: dict[str, Any] = {}
        self.done = False
        self.open_question: Question | None = None

    @property
    def spec(self) -> vim.PropertyFilterSpec:
        """One filter on the task and on the machine that may ask."""
        properties = [property_spec("Task", _TASK_PATHS)]
        objects = [object_spec(self._task)]
        if self._asked_of is not None:
            properties.append(property_spec("VirtualMachine", [_QUESTION_PATH]))
            objects.append(object_spec(self._asked_of))
        return vim.PropertyFilterSpec(prop_set=properties, object_set=objects)

    def feed(self, update: vim.ObjectUpdate) -> Iterator[TaskEvent]:
        """Yield what the update of one object stands for."""
        if self.done:
            return
        if update.obj == self._asked_of:
            yield from self._feed_machine(update)
        elif update.obj == self._task:
            yield from self._feed_task(update)

    def _feed_machine(self, update: vim.ObjectUpdate) -> Iterator[TaskEvent]:
        for change in update.change_set:
            if change.name != _QUESTION_PATH or self._asked_of is None:
                continue
            before, now = self.open_question, None
            if isinstance(change.val, vim.VirtualMachineQuestionInfo):
                now = Question.of(change.val, self._asked_of)
            self.open_question = now
            if before is not None and (now is None or now.id != before.id):
                yield Answered(before)
            if now is not None and (before is None or now.id != before.id):
                yield Asked(now)

    def _feed_task(self, update: vim.ObjectUpdate) -> Iterator[TaskEvent]:
        if update.kind == vim.ObjectUpdateKind.LEAVE:
            self.done = True
            yield Vanished()
            return
        before = self._seen.get("info.progress")
        self._seen.update({change.name: change.val for change in update.change_set})
        percent = self._seen.get("info.progress")
        if isinstance(percent, int) and percent != before:
            yield Progressed(percent)
        if self._seen.get("info.state") in _DONE:
            self.done = True
            error = self._seen.get("info.error")
            yield Finished(
                succeeded=self._seen["info.state"] == "success",
                cancelled=bool(self._seen.get("info.cancelled")),
                result=self._seen.get("info.result"),
                error=error if isinstance(error, vim.LocalizedMethodFault) else None,
            )
