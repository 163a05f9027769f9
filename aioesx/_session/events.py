"""What `on_event=` of `connect` is told: frozen values, one class for each thing that happens.

A hook is a plain function that returns quickly; metrics and tracing hang on it. What it raises
is logged and goes no further. No event carries a password, a cookie or an envelope.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable

from aioesx import vim

__all__ = [
    "CallRepeated",
    "Event",
    "EventHook",
    "LoggedIn",
    "QuestionAsked",
    "RequestSent",
    "ResponseReceived",
    "TaskAbandoned",
    "TaskEnded",
    "TaskProgressed",
    "TaskStarted",
    "emit",
]

_log = logging.getLogger("aioesx.session")


@dataclasses.dataclass(frozen=True, slots=True)
class RequestSent:
    """A call begins; it may have to wait for a connection yet.

    Attributes:
        host: ``host:port``.
        number: counts the requests of this connection; the same in `ResponseReceived`.
        method: wire name, such as ``"CurrentTime"``.
        ref: the managed object that it is called on.
        size: bytes of the envelope.
    """

    host: str
    number: int
    method: str
    ref: vim.ManagedObjectReference | None
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class ResponseReceived:
    """A call ended, well or not.

    Attributes:
        host: ``host:port``.
        number: that of `RequestSent`.
        method: wire name.
        seconds: from its begin to its end.
        size: bytes of the answer; 0 if there was none.
        error: class name of what was raised, such as ``"TransportTimeout"``; None for success.
        fault_type: wire name of the host's fault; None if it was none.
    """

    host: str
    number: int
    method: str
    seconds: float
    size: int
    error: str | None = None
    fault_type: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class CallRepeated:
    """A read is sent once more.

    Attributes:
        host: ``host:port``.
        method: wire name.
        reason: text of the error before.
    """

    host: str
    method: str
    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class LoggedIn:
    """A login succeeded.

    Attributes:
        host: ``host:port``.
        username: whose session it is.
        again: whether a session was lost before.
    """

    host: str
    username: str
    again: bool


@dataclasses.dataclass(frozen=True, slots=True)
class QuestionAsked:
    """The host asked something.

    Attributes:
        host: ``host:port``.
        domain: the virtual machine that waits.
        text: the host's text.
        answer: label of the answer that was chosen; None if it was left to a person.
    """

    host: str
    domain: vim.ManagedObjectReference
    text: str
    answer: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class TaskStarted:
    """A task of ours has begun on the host. `TaskEnded` or `TaskAbandoned` follows.

    Attributes:
        host: ``host:port``.
        task: the task.
        method: wire name of the method that began it, such as ``"PowerOnVM_Task"``.
        ref: the virtual machine that it is about, also where the method is one of its snapshots';
            else the managed object that the method was called on.
        name: what the coroutine that wants it is about, a domain's name say; None if unknown.
    """

    host: str
    task: vim.ManagedObjectReference
    method: str
    ref: vim.ManagedObjectReference | None
    name: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class TaskProgressed:
    """A task has come farther.

    Attributes:
        host: ``host:port``.
        task: the task.
        percent: how far, 0 to 100; some hosts tell less than before.
    """

    host: str
    task: vim.ManagedObjectReference
    percent: int


@dataclasses.dataclass(frozen=True, slots=True)
class TaskEnded:
    """A task is over, or is known to the host no more.

    Attributes:
        host: ``host:port``.
        task: the task.
        succeeded: whether it did what was asked for.
    """

    host: str
    task: vim.ManagedObjectReference
    succeeded: bool


@dataclasses.dataclass(frozen=True, slots=True)
class TaskAbandoned:
    """Nobody waits for a task any more; it goes on on the host, or may.

    Attributes:
        host: ``host:port``.
        task: the task.
        reason: ``"cancelled"``, ``"timeout"`` or ``"error"``.
    """

    host: str
    task: vim.ManagedObjectReference
    reason: str


Event = (
    RequestSent
    | ResponseReceived
    | CallRepeated
    | LoggedIn
    | QuestionAsked
    | TaskStarted
    | TaskProgressed
    | TaskEnded
    | TaskAbandoned
)
"""What happens on the wire and with tasks, as `connect(on_event=...)` is told."""
EventHook = Callable[[Event], object]
"""A plain function that is told of each event; it is called in the midst of an exchange."""


def emit(hook: EventHook | None, event: Event) -> None:
    """Tell the hook, if there is one, and survive it."""
    if hook is None:
        return
    try:
        hook(event)
    except Exception:
        _log.warning("the event hook failed on %s", type(event).__name__, exc_info=True)
