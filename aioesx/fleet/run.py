"""`FleetRun`: one function at many hosts, and a result of each as it comes.

Whoever enters it owns the task group that the hosts' tasks are in, and leaves it when all have
ended; no error of theirs comes out of it but as a result.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Generic, TypeVar

import anyio
from anyio.abc import TaskGroup

from aioesx._concurrency import Group
from aioesx._session.overseer import overseen
from aioesx.connection import Connection, hosts_of
from aioesx.errors import EsxError, HostSkippedError, NotSupportedError
from aioesx.fleet.current import enter_host
from aioesx.fleet.dry import DryRunLog
from aioesx.fleet.entries import HostEntry
from aioesx.fleet.gate import counted, most_at_work
from aioesx.fleet.host_work import HostWork
from aioesx.fleet.job import Job, Stage
from aioesx.fleet.keeper import close_all
from aioesx.fleet.results import FleetResults, HostResult
from aioesx.fleet.watch import Watch

if TYPE_CHECKING:
    from typing import Self

    from aioesx.fleet.selectors import Selection
    from aioesx.fleet.terms import RunOptions, Shared

__all__ = ["FleetRun", "HostStage"]

R = TypeVar("R")


@dataclasses.dataclass(frozen=True, slots=True)
class HostStage:
    """How far a host of a run is just now.

    Attributes:
        host: its name.
        stage: ``"waiting"``, ``"running"``, ``"pausing"`` (between attempts), ``"done"``,
            ``"failed"`` or ``"skipped"``.
        seconds: since it began; 0 before.
        attempts: how often it was begun.
    """

    host: str
    stage: Stage
    seconds: float
    attempts: int


class FleetRun(Generic[R]):
    """What `Fleet.run` returns: enter it by ``async with``, then iterate over the results.

    Leaving it early stops the hosts that are at work, and waits until nothing is left behind.
    """

    def __init__(
        self,
        function: Callable[[Connection], Awaitable[R]],
        entries: Sequence[HostEntry],
        selection: Selection,
        shared: Shared,
        options: RunOptions,
    ) -> None:
        self._work = HostWork(function, shared, options)
        self._selection = selection
        self._shared = shared
        self._options = options
        self._most_at_work = most_at_work(options.concurrency)
        self._jobs = [self._job(entry) for entry in entries]
        self._running: set[Job] = set()
        self._found: list[Job] = []
        self._shares: list[tuple[HostEntry, Connection]] = []
        self._results: list[HostResult[R]] = []
        self._told = 0
        self._over = False
        self._news = anyio.Event()
        self._stopped: str | None = None
        self._group: Group | None = None
        self._scope = anyio.CancelScope()
        self._end = float("inf")

    def __repr__(self) -> str:
        return (
            f"<FleetRun of {self._work.name}: {len(self._results)} of {len(self._jobs)} hosts done>"
        )

    # --- for whoever uses it ---------------------------------------------------------------------

    @property
    def stages(self) -> tuple[HostStage, ...]:
        """How far each host is, in the order of the inventory, vCenters that are asked besides."""
        return tuple(
            HostStage(job.name, job.stage, job.duration, job.attempts) for job in self._jobs
        )

    async def __aenter__(self) -> Self:
        if self._group is not None:
            raise RuntimeError("a run is entered once; call run() again")
        if self._options.deadline is not None:
            self._end = anyio.current_time() + self._options.deadline
        self._group = Group()
        await self._group.__aenter__()
        self._group.start(self._schedule)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        assert self._group is not None  # noqa: S101  # it was entered
        self._scope.cancel()
        return await self._group.__aexit__(exc_type, exc, traceback)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> HostResult[R]:
        """Return the next result, of whichever host it comes."""
        if self._group is None:
            raise RuntimeError("enter the run first: async with fleet.run(...) as results")
        while self._told >= len(self._results):
            if self._over:
                raise StopAsyncIteration
            await self._news.wait()
        self._told += 1
        return self._results[self._told - 1]

    async def all(self) -> FleetResults[R]:
        """Wait for all results, and return them in the order of the inventory."""
        async for _ in self:
            pass
        order = {job.name: number for number, job in enumerate(self._jobs)}
        return FleetResults(sorted(self._results, key=lambda each: order[each.host]))

    # --- who is next -----------------------------------------------------------------------------

    def _job(self, entry: HostEntry, part: Connection | None = None) -> Job:
        options = self._options
        log = DryRunLog() if options.dry_run else None
        patience = self._shared.seconds.patience
        watch = Watch(self._shared.turns, patience, read_only=options.read_only, log=log)
        return Job(entry, watch, part=part, whole=options.whole)

    async def _schedule(self) -> None:
        """Run all hosts, batch by batch; in a task of its own."""
        try:
            with self._scope:
                await self._run_all()
        finally:
            self._over = True
            self._tell_news()
            for entry, whole in self._shares:
                if (spare := self._shared.keeper.give(entry, whole)) is not None:
                    await close_all([spare])

    async def _run_all(self) -> None:
        options = self._options
        if not options.is_picky:
            await self._batch(self._jobs)
            return
        await self._batch([job for job in self._jobs if job.expands])
        hosts = [job for job in self._jobs if job.stage == "waiting"]  # others are told already
        beyond = set(hosts[options.limit :] if options.limit is not None else ())
        self._jobs = [job for job in self._jobs if job not in beyond]
        hosts = hosts[: options.limit]
        first, others = hosts[: options.canary], hosts[options.canary :]
        await self._batch(first)
        failed = {job.name for job in first if job.stage != "done"}
        if failed:
            self._stopped = f"the canary {', '.join(sorted(failed))} failed"
        await self._batch(others)

    async def _batch(self, jobs: Iterable[Job]) -> None:
        """Run some hosts, and those found below vCenters meanwhile, to their end."""
        waiting = deque(jobs)
        async with anyio.create_task_group() as group:
            while True:
                self._begin(group, waiting)
                if not self._running and not waiting:
                    break
                left = max(0.0, self._end - anyio.current_time())
                seconds = min(self._shared.seconds.patience / 2, left) if waiting else float("inf")
                await self._shared.gate.change(seconds)
                if not self._options.is_picky:
                    waiting.extend(self._found)
                    self._found.clear()

    def _begin(self, group: TaskGroup, waiting: deque[Job]) -> None:
        """Begin with as many hosts as may be at work, and settle those that may not at all."""
        blocked: list[Job] = []
        options, gate, now = self._options, self._shared.gate, anyio.current_time()
        while waiting:
            job = waiting.popleft()
            if (error := self._refusal(job, now)) is not None:
                self._skip(job, error)
                continue
            if not self._has_room(now):
                blocked.append(job)
                break
            if not gate.has_room(job.server, options.per_host):
                blocked.append(job)
                continue
            gate.enter(job.server)
            self._running.add(job)
            group.start_soon(self._host, job)
        waiting.extendleft(reversed(blocked))

    def _has_room(self, now: float) -> bool:
        most, running = self._options.concurrency, len(self._running)
        return running < most or (
            running < self._most_at_work and counted(self._running, now) < most
        )

    def _refusal(self, job: Job, now: float) -> EsxError | None:
        """Return why a host is not begun; None if it may be."""
        if self._stopped is not None:
            return HostSkippedError(f"{job.name} was not begun: {self._stopped}")
        if now >= self._end:
            seconds = self._options.deadline or 0.0
            return HostSkippedError(f"{job.name} was not begun within the {seconds:g} s of the run")
        return None if self._options.insist else self._shared.rests.refusal(job.name)

    def _skip(self, job: Job, error: EsxError) -> None:
        job.stage = "skipped"
        if error.kind is None:
            error.about("host", job.name)
        self._tell(HostResult(job.name, error=error))

    def _tell(self, result: HostResult[R]) -> None:
        self._results.append(result)
        self._tell_news()

    def _tell_news(self) -> None:
        self._news.set()
        self._news = anyio.Event()

    # --- one host --------------------------------------------------------------------------------

    async def _host(self, job: Job) -> None:
        """Have the work at one host done, in a task of its own, and tell its result."""
        with overseen(job.watch):
            job.stage, job.began = "running", anyio.current_time()
            enter_host(job.entry)
            work = self._expanded if job.expands else self._work.attempts
            try:
                result = await self._work.result(job, work, self._end)
                job.end("done" if result.ok else "failed")
                if not (job.expands and result.ok):  # a vCenter has told its hosts; it is none
                    self._tell(result)
                if not result.ok and self._options.fail_fast:
                    self._stop(f"{job.name} failed")
            finally:
                await self._work.clean(job)
                self._running.discard(job)
                self._shared.gate.leave(job.server)

    def _stop(self, why: str) -> None:
        """Begin nothing more, and stop what is at work."""
        if self._stopped is None:
            self._stopped = why
            for job in self._running:
                if job.stage in ("waiting", "running", "pausing"):
                    job.stop(why)

    # --- vCenters --------------------------------------------------------------------------------

    async def _expanded(self, job: Job) -> None:
        """Ask a vCenter for its hosts; their work is done by its session."""
        job.attempts += 1
        esx = await self._work.connected(job)
        self._shares.append((job.entry, esx))
        at = self._jobs.index(job) + 1
        for name, part in (await hosts_of(esx)).items():
            entry = job.entry if part is esx else job.entry.below(name)
            if not self._selection.selects(entry):
                continue
            child = self._job(entry, esx if part is None else part)
            self._jobs.insert(at, child)
            at += 1
            if part is None:
                what = f"{job.name} does not reach its host {name}"
                self._skip(child, NotSupportedError("", what))
            else:
                self._found.append(child)
        self._jobs.remove(job)
