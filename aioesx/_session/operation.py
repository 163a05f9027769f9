"""`Operation`: one coroutine of the face at work: what it has sent, and what is not decided.

The face opens one for each coroutine and bounds it by one scope; nobody below hands a time down.
When the time is up, the operation tells what the caller has to know: which task goes on, which
change may have happened, or that nothing was sent.

A context variable holds the operation at work, so that an exchange finds it however deep it is,
in a helper task too.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

import anyio

from aioesx._session.outcome import unknown
from aioesx._transport import HttpCall
from aioesx.errors import EsxError, OutcomeUnknownError, TaskTimeoutError, TransportTimeout

__all__ = [
    "Change", "Operation", "TaskFate", "add_fate", "at_work", "begin_work", "detached", "end_work",
    "settle", "tell_left",
]  # fmt: skip


_log = logging.getLogger("aioesx.session")


@dataclasses.dataclass(slots=True, eq=False)
class Change:
    """A change on its way.

    Attributes:
        name: wire name of the method, or the HTTP verb and target of a file.
        ref: the managed object that it was called on, or None.
        call: the request; it knows whether the host may have seen it.
        decided: whether its outcome is known.
    """

    name: str
    ref: Any
    call: HttpCall
    decided: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class TaskFate:
    """What became of a task that was let go of.

    Attributes:
        name: wire name of the method that began it.
        task: its reference.
        fate: for a message: ``"goes on on the host"``, say.
        info: its last known ``vim.TaskInfo``, or None.
    """

    name: str
    task: Any
    fate: str
    info: Any


class Operation:
    """One coroutine of the face.

    Attributes:
        deadline: when its time is up, by the event loop's clock; infinite without a time.
        inferred: whether what became of a change was found out in another way than by its answer.
        left: what is left on the host, for the end of the error's message.
        results: the result, if it came when the time was up already; empty or one.
        tasks: those that it has let go of.
        helpers: how many other coroutines of the face it has called that are not done.
        explain: makes the error for a time that is up, where nothing was sent.
        naming: tells the name of what it is about; None if it is about nothing.
        gathers: whether it is no coroutine of the face but several, of which each has its own
            time; it hears of what they have sent and let go of.
    """

    __slots__ = (
        "_changes", "_parent", "_sent", "deadline", "explain", "gathers", "helpers", "inferred",
        "left", "naming", "results", "seconds", "tasks", "what",
    )  # fmt: skip

    def __init__(
        self,
        what: str,
        seconds: float | None,
        parent: Operation | None = None,
        *,
        gathers: bool = False,
    ) -> None:
        self.gathers = gathers
        self._sent = False
        self.what = what
        self.seconds = seconds
        self.deadline = float("inf") if seconds is None else anyio.current_time() + seconds
        self.left = ""
        self.inferred = False
        self.results: list[Any] = []
        self.helpers = 0
        self.explain: Callable[[float], EsxError] | None = None
        self.naming: Callable[[], str | None] | None = None
        self._parent = parent
        self._changes: list[Change] = []
        self.tasks: list[TaskFate] = []

    @property
    def name(self) -> str | None:
        """The name of what it is about, a domain's say; None if it is not known."""
        own = self.naming() if self.naming is not None else None
        return own or (self._parent.name if self._parent is not None else None)

    @property
    def expired(self) -> bool:
        """Whether its time is up."""
        return anyio.current_time() >= self.deadline

    def sending(self, name: str, ref: Any, call: HttpCall) -> Change:
        """Note that a change is about to be sent."""
        change = Change(name, ref, call)
        operation: Operation | None = self
        while operation is not None:
            operation._sent = operation.has_sent
            operation._changes = [c for c in operation._changes if not c.decided]
            operation._changes.append(change)
            operation = operation._parent
        return change

    @property
    def has_sent(self) -> bool:
        """Whether the host may have seen a change, whatever became of it."""
        return self._sent or any(change.call.sent for change in self._changes)

    @contextmanager
    def helped(self) -> Iterator[None]:
        """Note that another coroutine of the face works for this one."""
        self.helpers += 1
        try:
            yield
        finally:
            self.helpers -= 1

    def found(self, ref: Any) -> None:
        """Note that what became of the changes of an object was found out in another way."""
        self.inferred = True
        for change in self._changes:
            if change.ref == ref:
                change.decided = True

    def is_open(self, name: str) -> bool:
        """Tell whether a change of this name was sent, and its outcome is not known."""
        return any(c.name == name and c.call.sent and not c.decided for c in self._changes)

    def let_go(self, fate: TaskFate) -> None:
        """Note what became of a task that nobody waits for any more."""
        operation: Operation | None = self
        while operation is not None:
            operation.tasks.append(fate)
            operation = operation._parent

    def error(self) -> EsxError:
        """Make what is raised when its time is up."""
        seconds = self.seconds or 0.0
        error = (
            self.unknown(f"no answer within {seconds:g} s")
            or self._late(seconds)
            or self._nothing(seconds)
        )
        if self.left:
            add_fate(error, self.left)
        return error

    def unknown(self, reason: str) -> OutcomeUnknownError | None:
        """Make the error of changes that were sent and are not decided; None if there are none.

        Args:
            reason: why nobody waits for them any more.
        """
        lost = [change for change in self._changes if change.call.sent and not change.decided]
        if not lost:
            return None
        error = unknown(lost[-1].name, lost[-1].ref, reason)
        if len(lost) > 1:
            others = ", ".join(f"{c.name} on {c.ref}" for c in lost[:-1])
            error.args = (f"{error}; so may {others}",)
        return error

    def _late(self, seconds: float) -> TaskTimeoutError | None:
        if not self.tasks:
            return None
        last = self.tasks[-1]
        return TaskTimeoutError(
            f"{last.name} was not done in {seconds:g} s; {last.task} {last.fate}",
            task=last.task,
            info=last.info,
        )

    def _nothing(self, seconds: float) -> EsxError:
        if self.explain is not None:
            return self.explain(seconds)
        return TransportTimeout(f"{self.what} was not done within {seconds:g} s")


def settle(result: Any) -> None:
    """Note the result of work that is done: it counts even if the time is up meanwhile.

    Of a coroutine that works for another one of the face, that one takes the result.
    """
    operation = at_work()
    if operation is not None and not operation.helpers:
        operation.results.append(result)


def tell_left(what: str, left: str) -> None:
    """Have whoever hears of a cancellation, or of a time that is up, know what is left."""
    _log.info("%s; %s", what, left)
    if (operation := at_work()) is not None:
        operation.left = left


def add_fate(error: EsxError, fate: str) -> None:
    """Have an error say, after its own message, what became of things."""
    error.args = (f"{error}; {fate}", *error.args[1:])


_AT_WORK: Final[ContextVar[Operation | None]] = ContextVar("aioesx_operation", default=None)


# The context variable's own methods, since every call takes each of them, and a frame costs.

at_work: Final = _AT_WORK.get
"""Returns the operation that this code works for, or None."""

begin_work: Final = _AT_WORK.set
"""Let an operation be the one at work; gives what `end_work` wants."""

end_work: Final = _AT_WORK.reset


@contextmanager
def detached() -> Iterator[None]:
    """Let a caller's function run as if it stood outside: what it calls has a time of its own."""
    token = begin_work(None)
    try:
        yield
    finally:
        end_work(token)
