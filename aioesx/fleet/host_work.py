"""`HostWork`: what a run does at one host: connection, attempts, what became of it, cleaning up."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

import anyio

from aioesx._concurrency import alone
from aioesx._session.outcome import is_undecided
from aioesx.connection import Connection
from aioesx.errors import (
    ClosedError,
    ConnectError,
    EsxError,
    LoginError,
    OutcomeUnknownError,
    ProtocolError,
    ProxyError,
    TransportError,
)
from aioesx.fleet.dry import DryRun
from aioesx.fleet.job import Job, shown
from aioesx.fleet.keeper import close_all
from aioesx.fleet.opening import open_aside
from aioesx.fleet.results import HostResult

if TYPE_CHECKING:
    from aioesx.fleet.terms import RunOptions, Shared

__all__ = ["HostWork"]

R = TypeVar("R")

_DEAD: Final = (TransportError, ProtocolError, LoginError)
_SUSPECT: Final = (TransportError, ProtocolError, ClosedError, TimeoutError)
"""After these a connection is not kept."""


class HostWork(Generic[R]):
    """The work that a run does at each host.

    Args:
        function: what is done.
        shared: of the fleet.
        options: how the run goes.
    """

    def __init__(
        self,
        function: Callable[[Connection], Awaitable[R]],
        shared: Shared,
        options: RunOptions,
    ) -> None:
        self.name: Final = shown(function)
        self._function = function
        self._shared = shared
        self._options = options

    async def result(
        self, job: Job, work: Callable[[Job], Awaitable[Any]], end: float
    ) -> HostResult[Any]:
        """Do some work at a host in its time, and return what becomes of that; errors, too.

        Args:
            job: the host.
            work: `attempts`, or what else is done there.
            end: of the run, by the event loop's clock.
        """
        seconds, what = self._seconds(end), f"{job.name}: {self.name}"
        error: Exception | None = None
        value: Any = None
        try:
            value = await job.bounded(what, seconds, lambda: work(job))
        except Exception as raised:
            error = alone(raised)
        self._judge(job, error)
        if (log := job.watch.log) is not None and not job.expands:
            if log.stopped is not None:
                error = None
            value = DryRun(tuple(log.changes), log.stopped is None, value)
        if isinstance(error, EsxError) and error.kind is None:
            error.about("host", job.name)
        value = value if error is None else None
        return HostResult(job.name, value, error, job.duration, job.attempts)

    async def attempts(self, job: Job) -> R:
        """Do the function; again where that helps and is safe."""
        pauses = self._shared.seconds.attempts
        while True:
            job.attempts += 1
            try:
                return await self._once(job)
            except EsxError as error:
                if not self._may_repeat(job, error):
                    raise
            job.stage = "pausing"
            self._shared.gate.tell()
            pause = pauses[min(job.attempts, len(pauses)) - 1]
            await anyio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
            job.stage = "running"

    async def connected(self, job: Job) -> Connection:
        """Return the connection that is kept, or a new one."""
        shared = self._shared
        esx = shared.keeper.take(job.entry)
        if esx is None:
            with job.watch.expecting():
                esx = await open_aside(shared.keeper, job.entry, shared.aside)
        job.opened = True
        return esx

    async def clean(self, job: Job) -> None:
        """Close what is not kept; what may hang, aside."""
        if job.broken:
            self._shared.aside.start(close_all, job.broken)
        await close_all(job.spare)

    def _seconds(self, end: float) -> float | None:
        left = end - anyio.current_time()
        timeout = self._options.timeout
        if left == float("inf"):
            return timeout
        return left if timeout is None else min(left, timeout)

    def _judge(self, job: Job, error: Exception | None) -> None:
        """Note whether a host is dead; one that had no time to answer is not."""
        dead = isinstance(error, _DEAD) and not isinstance(error, OutcomeUnknownError)
        if job.out_of_time and job.duration < self._shared.seconds.patience:
            dead = False
        if dead and error is not None and (not job.opened or isinstance(error, ConnectError)):
            self._shared.rests.lay(job.name, error)
        elif job.opened:
            self._shared.rests.wake(job.name)

    def _may_repeat(self, job: Job, error: EsxError) -> bool:
        """Tell whether another attempt may succeed, and can do nothing twice."""
        passing = is_undecided(error) or isinstance(error, (ConnectError, ProxyError))
        safe = not job.operation.has_sent and not isinstance(error, OutcomeUnknownError)
        return passing and safe and job.attempts <= self._options.retries

    async def _once(self, job: Job) -> R:
        """Do it once, with a connection that is open already or is opened now."""
        if job.part is not None:
            job.opened = True
            return await self._function(job.part)
        esx = await self.connected(job)
        try:
            value = await self._function(esx)
        except BaseException as error:
            if isinstance(error, Exception) and not isinstance(error, _SUSPECT):
                self._give_back(job, esx)
            else:
                job.broken.append(esx)
            raise
        self._give_back(job, esx)
        return value

    def _give_back(self, job: Job, esx: Connection) -> None:
        spare = self._shared.keeper.give(job.entry, esx)
        if spare is not None:
            job.spare.append(spare)
