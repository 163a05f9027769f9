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
from typing import TYPE_CHECKING, Any, cast

from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.rules import make_fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from aioesx.simulator.clock import Timer
    from aioesx.simulator.rules import FaultRule
    from aioesx.simulator.state.agent import Agent
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.questions import Question
    from aioesx.vim import ManagedObjectReference

__all__ = ["Ask", "Pause", "Spend", "Task", "TaskCopy", "Tasks", "Work"]

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


@dataclass(frozen=True, slots=True)
class Pause:
    """A step of a task: let so many seconds pass, however long tasks take, with no progress."""

    seconds: float


Work = Generator["Ask | Pause | Spend", str, Any]


@dataclass(eq=False)
class Task:
    """One task of a host or of a vCenter.

    Attributes:
        entity: the state object that the task works on.
        entity_ref: its reference as the task began; None for what is not in the inventory.
        seconds: how long its work takes.
        host: the agent that runs it.
        via: the vCenter that it was asked of; the agent itself otherwise.
        then: what is to be done with the result when it has succeeded.
        copies: the values by which hosts know a task that a vCenter runs.
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
    host: Agent = field(repr=False)
    via: Agent = field(repr=False)
    work: Work | None = field(repr=False, default=None)
    entity_ref: ManagedObjectReference | None = None
    then: Callable[[Any], object] | None = field(repr=False, default=None)
    copies: dict[Agent, str] = field(repr=False, default_factory=dict)
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
    def ended(self) -> bool:
        """Whether it has succeeded or failed."""
        return self.state in {"success", "error"}

    def moid_on(self, agent: Agent) -> str:
        """Return the value by which an agent knows the task."""
        return self.copies.get(agent, self.moid)


class TaskCopy:
    """A vCenter's task as one of its hosts shows it: under its own names, not to be stopped."""

    def __init__(self, task: Task, host: Agent, moid: str) -> None:
        self.task = task
        self.host = host
        self.moid = moid
        self.entity_ref = host.ref(task.entity)
        self.cancelable = False
        self.result = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.task, name)


class Tasks:
    """An agent's tasks: starts them, moves them on, forgets them.

    Attributes:
        by_moid: those that it runs, and those of its vCenter that concern it.
    """

    def __init__(self, host: Agent) -> None:
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
        entity_ref: ManagedObjectReference | None = None,
        entity_name: str = "",
        cancelable: bool = True,
        user: str = "root",
        share: float = 1.0,
        via: Agent | None = None,
        concerns: tuple[HostState, ...] = (),
    ) -> Task:
        """Queue a task.

        Args:
            method: wire name of the method, for rules.
            description_id: what the task is called, ``VirtualMachine.powerOn``.
            entity: the state object that the task is about.
            work: what it does.
            machine: the machine that is busy while the task runs.
            entity_ref: reference of an entity that is no state object: a folder of a host.
            entity_name: its name.
            cancelable: whether it can be stopped.
            user: who began it.
            share: how long it takes, as a multiple of the host's usual task time.
            via: the vCenter that it was asked of.
            concerns: hosts that show a vCenter's task as one of theirs.
        """
        host, self._count = self._host, self._count + 1
        if entity_ref is None and hasattr(entity, "moid"):
            entity_ref = host.ref(entity)
        task = Task(
            moid=host.task_moid(self._count, entity_ref, description_id),
            method=method,
            description_id=description_id,
            entity=entity,
            entity_name=entity_name or getattr(entity, "name", ""),
            user=user,
            seconds=host.options.task_seconds * share,
            cancelable=cancelable,
            queue_time=host.timeline.now(),
            chain=self._count,
            host=host,
            via=via if via is not None else host,
            work=work,
            machine=machine,
            entity_ref=entity_ref,
        )
        self.by_moid[task.moid] = task
        for other in concerns:
            other.tasks.show(task)
        delay = host.options.queue_seconds
        task.timer = host.timeline.schedule(delay, lambda: self._begin(task))
        return task

    def show(self, task: Task) -> None:
        """Show the task of a vCenter as one of this host."""
        host, self._count = self._host, self._count + 1
        entity = host.ref(task.entity)
        moid = host.task_moid(self._count, entity, task.description_id)
        task.copies[host] = moid
        self.by_moid[moid] = cast("Task", TaskCopy(task, host, moid))

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

    def stop_all(self) -> None:
        """Have what is under way fail, as by a restart of the host."""
        for task in list(self.by_moid.values()):
            if not task.ended and task.host is self._host:
                if task.work is not None:
                    task.work.close()
                self._fail(task, faults.system_error("The host was restarted."))

    def answer(self, task: Task, label: str) -> None:
        """Go on with a task whose question was answered."""
        self._step(task, label)

    def _begin(self, task: Task) -> None:
        machine = task.machine
        rule = self._rule(task)
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

    def _rule(self, task: Task) -> FaultRule | None:
        """Return the rule of the vCenter, or of the agent itself, that makes the task fail."""
        for agent in dict.fromkeys((task.via, self._host)):
            ref = agent.ref(task.entity) if hasattr(task.entity, "moid") else None
            names = agent.names_of(ref) if ref is not None else ("",)
            rule = agent.rules.pick(task.method, names, in_task=True)
            if rule is not None:
                return rule
        return None

    def _asking(self, task: Task, machine: Machine, own: Work | None) -> Work:
        """Put the questions of rules before the task's own work."""
        agents = dict.fromkeys((task.via, self._host))
        for rule in [rule for agent in agents for rule in agent.question_rules]:
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
            elif isinstance(step, Pause):
                pause = self._host.timeline.schedule(step.seconds, lambda: self._step(task, None))
                task.timer = pause
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
        if task.then is not None:
            task.then(result)
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
        for agent, moid in task.copies.items():
            agent.tasks.by_moid.pop(moid, None)
        task.host.task_gone(task)
