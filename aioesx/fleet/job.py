"""`Job`: the work at one host of a run: its attempts, its time, its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar

import anyio

from aioesx._session.operation import Operation, begin_work, end_work
from aioesx.connection import Connection
from aioesx.errors import EsxError, HostStoppedError
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.watch import Watch
from aioesx.uri import parse_uri

__all__ = ["Job", "Stage", "shown"]

T = TypeVar("T")

Stage = Literal["waiting", "running", "pausing", "done", "failed", "skipped"]
"""How far a host is: pausing between attempts; skipped where nothing was begun."""


class Job:
    """One host of a run.

    Attributes:
        entry: the host.
        server: ``host:port`` that it is asked at.
        watch: oversees what is asked of it.
        part: the connection to it, where a vCenter's session is used; None for one of its own.
        expands: whether it is a vCenter that is to be asked for its hosts.
        stage: how far it is.
        began: when, by the event loop's clock; None before.
        attempts: how often it was begun.
        opened: whether the host has let us in.
        spare: connections that are to be closed when it is over.
        broken: the same of those that may hang.
        operation: what it has sent.
        out_of_time: whether it was ended by the run's clock.
    """

    def __init__(
        self,
        entry: HostEntry,
        watch: Watch,
        *,
        part: Connection | None = None,
        whole: bool = False,
    ) -> None:
        self.entry = entry
        self.server = parse_uri(entry.uri).authority
        self.watch = watch
        self.part = part
        self.expands = entry.is_vcenter and part is None and not whole
        self.stage: Stage = "waiting"
        self.began: float | None = None
        self._ended: float | None = None
        self.attempts = 0
        self.opened = False
        self.spare: list[Connection] = []
        self.broken: list[Connection] = []
        self.operation = Operation("", None)
        self.out_of_time = False
        self._scope: anyio.CancelScope | None = None
        self._stopped: str | None = None

    def __repr__(self) -> str:
        return f"<Job {self.name} {self.stage}>"

    @property
    def name(self) -> str:
        """The host's name."""
        return self.entry.name

    @property
    def duration(self) -> float:
        """Seconds from its begin to its end, or until now; 0 before."""
        if self.began is None:
            return 0.0
        return (anyio.current_time() if self._ended is None else self._ended) - self.began

    def stalled(self, now: float) -> bool:
        """Tell whether it waits in vain: for an overdue answer, or for its next attempt."""
        return self.stage == "pausing" or self.watch.stalled(now)

    def end(self, stage: Stage) -> None:
        """Note that its result is there."""
        self.stage, self._ended = stage, anyio.current_time()

    def stop(self, why: str) -> None:
        """Stop it; why is what its error says."""
        self._stopped = why
        if self._scope is not None:
            self._scope.cancel()

    async def bounded(
        self, what: str, seconds: float | None, work: Callable[[], Awaitable[T]]
    ) -> T:
        """Do its work, within its time.

        Raises:
            TransportTimeout: the time was up, and no change was sent.
            OutcomeUnknownError: a change was sent, and its answer has not come.
            TaskTimeoutError: a task goes on.
            HostStoppedError: it was stopped.
        """
        self.operation = operation = Operation(what, seconds, gathers=True)
        token = begin_work(operation)
        try:
            with anyio.CancelScope(deadline=operation.deadline) as self._scope:
                if self._stopped is not None:
                    self._scope.cancel()
                return await work()
        finally:
            end_work(token)
            self._scope = None
        if self._stopped is not None:
            raise self._stop_error(self._stopped)
        self.out_of_time = True
        raise operation.error()

    def _stop_error(self, why: str) -> EsxError:
        lost = self.operation.unknown(why)
        if lost is not None:
            return lost
        going = "".join(f"; {fate.name}: {fate.task} {fate.fate}" for fate in self.operation.tasks)
        return HostStoppedError(f"{self.name} was stopped: {why}{going}")


def shown(function: Any) -> str:
    """Return what a function is called, for people."""
    while (inner := getattr(function, "func", None)) is not None:
        function = inner
    return str(getattr(function, "__qualname__", type(function).__name__))
