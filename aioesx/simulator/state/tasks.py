"""Tasks: queued, running, ended; and remembered for a while.

A task's work is a generator: what stands before its first `yield` are checks, it
yields `Ask` to put a question and gets the label that was chosen, it yields `Spend`
to let the task's time pass, and what it returns is the task's result. Effects come
after the time has passed, so a cancelled task leaves no half-done work.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.rules import make_fault

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.simulator.clock import Timer
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.questions import Question
    from aioesx.vim import ManagedObjectReference

__all__ = ["Ask", "Spend", "Task", "Tasks", "Work"]

_log = logging.getLogger("aioesx.simulator")

_TICKS = (25, 50, 75, 95)


@dataclass(frozen=True, slots=True)
class Ask:
    """A step of a task: put a question and wait for its answer."""

    question: Question


@dataclass(frozen=True, slots=True)
class Spend:
    """A step of a task: let time pass; `share` of the task's time."""

    share: float = 1.0


Work = Generator["Ask | Spend", str, Any]


@dataclass(eq=False)
class Task:
    """One task of the host.

    Attributes:
        entity: the state object that the task works on.
        seconds: how long its work takes.
        state: wire word of `TaskInfoState`.
    """

    moid: str
    method: str
    description_id: str
    entity: Any
    entity_name: str
    user: str
    seconds: float
    cancelable: bool
    queue_time: datetime
    chain: int
    host: HostState = field(repr=False)
    work: Work | None = field(repr=False, default=None)
    state: str = "queued"
    progress: int | None = None
    cancelled: bool = False
    error: Refused | None = None
    result: Any = None
    start_time: datetime | None = None
    complete_time: datetime | None = None
    machine: Machine | None = None
    timer: Timer | None = None

    @property
    def entity_ref(self) -> ManagedObjectReference | None:
        """Reference of the entity; None for an object that is not part of the inventory."""
        return self.host.ref(self.entity) if hasattr(self.entity, "moid") else None

    @property
    def ended(self) -> bool:
        """Whether it has succeeded or failed."""
        return self.state in {"success", "error"}


class Tasks:
    """The host's tasks: starts them, moves them on, forgets them."""

    def __init__(self, host: HostState) -> None:
        self._host = host
        self._count = 0
        self.by_moid: dict[str, Task] = {}

    def recent(self, entity: Any = None) -> list[Task]:
        """Return the tasks still remembered, of one entity or of all, oldest first."""
        return [t for t in self.by_moid.values() if entity is None or t.entity is entity]

    def start(
        self,
        method: str,
        description_id: str,
        entity: Any,
        work: Work,
        *,
        machine: Machine | None = None,
        cancelable: bool = True,
        user: str = "root",
        share: float = 1.0,
    ) -> Task:
        """Queue a task.

        Args:
            method: wire name of the method, for rules.
            description_id: what the task is called, ``VirtualMachine.powerOn``.
            entity: the state object that the task is about.
            work: what it does.
            machine: the machine that is busy while the task runs.
            cancelable: whether it can be stopped.
            user: who began it.
            share: how long it takes, as a multiple of the host's usual task time.
        """
        host, self._count = self._host, self._count + 1
        number = machine.moid if machine is not None else ""
        task = Task(
            moid=f"haTask-{number}-vim.{description_id}-{self._count}",
            method=method,
            description_id=description_id,
            entity=entity,
            entity_name=getattr(entity, "name", ""),
            user=user,
            seconds=host.options.task_seconds * share,
            cancelable=cancelable,
            queue_time=host.timeline.now(),
            chain=self._count,
            host=host,
            work=work,
            machine=machine,
        )
        self.by_moid[task.moid] = task
        delay = host.options.queue_seconds
        task.timer = host.timeline.schedule(delay, lambda: self._begin(task))
        return task

    def cancel(self, task: Task) -> None:
        """Stop a task that can be stopped.

        Raises:
            Refused: NotSupported when it cannot, InvalidState when it has ended.
        """
        if task.ended:
            raise faults.invalid_state("The task has already ended.")
        if not task.cancelable:
            raise faults.not_supported()
        task.cancelled = True
        if task.work is not None:
            task.work.close()
        self._fail(task, faults.request_canceled())

    def answer(self, task: Task, label: str) -> None:
        """Go on with a task whose question was answered."""
        self._step(task, label)

    def _begin(self, task: Task) -> None:
        machine = task.machine
        ref = task.entity_ref
        rule = self._host.rules.pick(
            task.method, self._host.names_of(ref) if ref is not None else ("",), in_task=True
        )
        if rule is not None and rule.fault:
            self._fail(task, make_fault(rule.fault, rule.message))
            return
        if machine is not None:
            if machine.task is not None:
                self._fail(task, faults.task_in_progress(self._host.ref(machine.task)))
                return
            machine.task = task
            task.work = self._asking(task, machine, task.work)
        self._step(task, None)
        if not task.ended:
            self._run(task)

    def _asking(self, task: Task, machine: Machine, own: Work | None) -> Work:
        """Put the questions of rules before the task's own work."""
        for rule in self._host.question_rules:
            if rule.matches(task.method, machine.name):
                if rule.times is not None:
                    rule.times -= 1
                label = yield Ask(rule.template.ask())
                if label in rule.refusing:
                    raise faults.answered_no(rule.template.message_id)
        return (yield from own) if own is not None else None

    def _run(self, task: Task) -> None:
        task.state = "running"
        task.start_time = self._host.timeline.now()
        task.progress = 0

    def _step(self, task: Task, answer: str | None) -> None:
        """Run the work up to its next step."""
        assert task.work is not None  # noqa: S101  # only ended tasks have none
        try:
            step = task.work.send(answer) if answer is not None else next(task.work)
        except StopIteration as stop:
            self._succeed(task, stop.value)
        except Refused as refusal:
            self._fail(task, refusal)
        except Exception as error:  # a mistake of ours ends the task, not the server
            _log.exception("the work of %s has failed", task.method)
            self._fail(task, faults.system_error(f"the simulator has a fault: {error!r}"))
        else:
            if isinstance(step, Ask):
                assert task.machine is not None  # noqa: S101  # only machines ask
                task.machine.ask(step.question)
            else:
                self._spend(task, step.share * task.seconds, _TICKS)

    def _spend(self, task: Task, seconds: float, ticks: tuple[int, ...]) -> None:
        """Let time pass, in pieces that each report progress."""
        host, piece = self._host, seconds / (len(_TICKS) + 1)

        def tick() -> None:
            if not ticks:
                self._step(task, None)
            else:
                task.progress = ticks[0]
                self._spend(task, seconds, ticks[1:])

        task.timer = host.timeline.schedule(piece, tick)

    def _succeed(self, task: Task, result: Any) -> None:
        if task.start_time is None:
            self._run(task)
        task.state, task.result, task.progress = "success", result, 100
        self._end(task)

    def _fail(self, task: Task, refusal: Refused) -> None:
        task.state, task.error = "error", refusal
        self._end(task)

    def _end(self, task: Task) -> None:
        host = self._host
        host.timeline.cancel(task.timer)
        task.work = None
        task.complete_time = host.timeline.now()
        if task.machine is not None and task.machine.task is task:
            task.machine.task = None
            task.machine.question = None
        keep = host.options.task_memory_seconds
        host.timeline.schedule(keep, lambda: self._forget(task))

    def _forget(self, task: Task) -> None:
        self.by_moid.pop(task.moid, None)
