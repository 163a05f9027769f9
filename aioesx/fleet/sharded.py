"""`ShardedRun`: a run whose hosts are done by workers; who does what, and what of a lost worker's.

What a worker tells is noted for each host: whether it was begun, and which change was about to be
sent. When a worker is lost, a host that was about to be changed is of unknown outcome and is left
alone; any other is given to another worker, as often as a host may be tried again.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

import anyio

from aioesx.errors import (
    EsxError,
    HostSkippedError,
    HostStoppedError,
    OutcomeUnknownError,
    ShippingError,
    WorkerLostError,
)
from aioesx.fleet.job import Job
from aioesx.fleet.results import HostResult
from aioesx.fleet.run import FleetRun
from aioesx.fleet.shards import (
    Began,
    Changing,
    Done,
    Expanded,
    Shard,
    Told,
    plain_entry,
    unpacked,
)

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.fleet.entries import HostEntry
    from aioesx.fleet.selectors import Selection
    from aioesx.fleet.terms import RunOptions, Shared

__all__ = ["ShardedRun", "WorkerGone", "Workers", "sharded"]

T = TypeVar("T")
R = TypeVar("R")

_GRACE: Final = 5.0
"""Seconds that workers have after the deadline, which they hold themselves, to tell of it."""


class WorkerGone(Exception):  # noqa: N818 - it says what has happened
    """A worker ended before its work was done; says how."""


class Workers(Protocol):
    """Who does the work of shards."""

    @property
    def again(self) -> bool:
        """Whether what a lost worker had is given to another one; it tells of changes then."""
        ...

    @property
    def together(self) -> bool:
        """Whether the bounds of a run hold for all workers together."""
        ...

    def check(
        self,
        function: Callable[..., Any],
        options: Mapping[str, Any],
        entries: Sequence[HostEntry],
    ) -> None:
        """Refuse what cannot go to a worker, before anything does.

        Raises:
            ShippingError: something cannot, or must not.
        """
        ...

    def split(self, things: Sequence[T], entry_of: Callable[[T], HostEntry]) -> list[list[T]]:
        """Split hosts into shards."""
        ...

    async def work(self, shard: Shard, tell: Callable[[Told], None]) -> None:
        """Have a worker do a shard.

        Raises:
            ShippingError: it cannot begin.
            WorkerGone: it ended before its work was done.
        """
        ...

    async def stop(self, why: str) -> None:
        """Tell all that are at work to begin nothing more; hosts at work have their result."""
        ...


class _Part:
    """The hosts of one shard: which there are, which are done, what is known of the others."""

    def __init__(self, jobs: Iterable[Job]) -> None:
        self.jobs = {job.name: job for job in jobs}
        self.entries = {job.name: job.entry for job in self.jobs.values()}
        self.done: set[str] = set()
        self.changing: dict[str, Changing] = {}
        self.lost: Counter[str] = Counter()
        self.refused: dict[str, Exception] = {}
        """By a vCenter's name, why it did not tell its hosts a second time."""

    @property
    def open(self) -> list[Job]:
        return [job for name, job in self.jobs.items() if name not in self.done]

    def left(self) -> tuple[HostEntry, ...]:
        """Return the entries that have something to do, the vCenters of hosts among them."""
        names = {job.entry.vcenter or job.name for job in self.open}
        return tuple(entry for name, entry in self.entries.items() if name in names)


class ShardedRun(FleetRun[R]):
    """A run that is done by workers."""

    def __init__(
        self,
        workers: Workers,
        shard: Shard,
        entries: Sequence[HostEntry],
        selection: Selection,
        shared: Shared,
        options: RunOptions,
    ) -> None:
        """Prepare it.

        Args:
            workers: who does it.
            shard: what all shards have in common.
            entries: the hosts.
            selection: which are meant.
            shared: of the fleet.
            options: how it goes.
        """
        super().__init__(shard.function, entries, selection, shared, options)
        self._workers = workers
        self._shard = shard
        self._telling = anyio.Event()

    async def _run_all(self) -> None:
        options = self._options
        self._jobs = self._jobs[: options.limit]
        first, others = self._jobs[: options.canary], self._jobs[options.canary :]
        await self._batch(first)
        failed = sorted(job.name for job in first if job.stage != "done")
        if failed:
            self._stopped = f"the canary {', '.join(failed)} failed"
        await self._batch(others)

    async def _batch(self, jobs: Iterable[Job]) -> None:
        now, ready = anyio.current_time(), list[Job]()
        for job in jobs:
            if (error := self._refusal(job, now)) is not None:
                self._skip(job, error)
            else:
                ready.append(job)
        if not ready:
            return
        split = self._workers.split(ready, lambda job: job.entry)
        number = len(split) if self._workers.together else 1
        shares = zip(
            cycle(_shares(self._options.concurrency, number)),
            cycle(_shares(self._shard.transfers, number)),
            strict=False,
        )
        async with anyio.create_task_group() as group:
            group.start_soon(self._tell_stop)
            async with anyio.create_task_group() as workers:
                for each, share in zip(split, shares, strict=False):
                    workers.start_soon(self._part, _Part(each), *share)
            group.cancel_scope.cancel()

    async def _tell_stop(self) -> None:
        """Tell the workers when the run is stopped; a task of its own."""
        await self._telling.wait()
        await self._workers.stop(self._stopped or "")

    def _stop(self, why: str) -> None:
        if self._stopped is None:
            self._stopped = why
            self._telling.set()

    # --- one shard -------------------------------------------------------------------------------

    async def _part(self, part: _Part, concurrency: int, transfers: int) -> None:
        """Have workers do a shard, another one where one is lost."""
        while part.open:
            before = len(part.done), part.lost.total()
            error: Exception = WorkerGone("told nothing of them")
            scope = anyio.CancelScope(deadline=self._end + _GRACE)
            try:
                with scope:
                    shard = self._packed(part, concurrency, transfers)
                    await self._workers.work(shard, lambda told: self._hear(part, told))
            except (WorkerGone, ShippingError) as raised:
                error = raised
            if scope.cancelled_caught:
                error = WorkerGone(
                    f"did not end within the {self._options.deadline:g} s of the run"
                )
            self._lose(part, error)
            fruitless = before == (len(part.done), part.lost.total())
            over = self._stopped is not None or scope.cancelled_caught
            if fruitless or over or not self._workers.again:
                self._give_up(part, error)

    def _packed(self, part: _Part, concurrency: int, transfers: int) -> Shard:
        left = self._end - anyio.current_time()
        options = dataclasses.replace(
            self._options,
            concurrency=concurrency,
            deadline=None if left == float("inf") else max(0.0, left),
            limit=None,
            canary=0,
        )
        return dataclasses.replace(
            self._shard,
            entries=tuple(plain_entry(entry) for entry in part.left()),
            without=frozenset(part.done),
            transfers=transfers,
            run=options,
        )

    def _hear(self, part: _Part, told: Told) -> None:
        if isinstance(told, Expanded):
            self._expand(part, told)
            return
        if told.host in part.done:  # a worker did again what a lost one had done
            if isinstance(told, Done) and (error := unpacked(told).error) is not None:
                part.refused[told.host] = error
            return
        job = part.jobs.get(told.host) or self._add(part, told.host)
        if isinstance(told, Began):
            job.stage, job.began = "running", anyio.current_time()
            job.attempts += 1
        elif isinstance(told, Changing):
            part.changing[told.host] = told
        elif isinstance(told, Done):
            result, before = unpacked(told), max(0, job.attempts - 1)
            job.attempts = before + result.attempts
            result = dataclasses.replace(result, attempts=job.attempts)
            self._settle(part, job, result, dead=told.dead)

    def _settle(
        self, part: _Part, job: Job, result: HostResult[Any], *, dead: bool = False
    ) -> None:
        """Take what became of a host."""
        part.done.add(job.name)
        skipped = not result.ok and job.began is None
        job.end("done" if result.ok else "skipped" if skipped else "failed")
        if dead and result.error is not None:
            self._shared.rests.lay(job.name, result.error)
        elif result.ok:
            self._shared.rests.wake(job.name)
        self._tell(result)
        if not result.ok and self._options.fail_fast:
            self._stop(f"{job.name} failed")

    # --- vCenters --------------------------------------------------------------------------------

    def _add(self, part: _Part, name: str) -> Job:
        """Return the job of a host below a vCenter, new."""
        above = max(
            (each for each in part.entries.values() if name.startswith(f"{each.name}/")),
            key=lambda each: len(each.name),  # one vCenter may be there twice, and a part of it
        )
        job = self._job(above.below(name.removeprefix(f"{above.name}/")))
        job.expands = False
        part.jobs[name] = job
        after = [
            n for n, each in enumerate(self._jobs) if above.name in (each.name, each.entry.vcenter)
        ]
        self._jobs.insert(after[-1] + 1, job)
        return job

    def _expand(self, part: _Part, told: Expanded) -> None:
        for name in told.hosts:
            if name not in part.jobs:
                self._add(part, name)
        whole = part.jobs[told.host]
        if told.host not in told.hosts:  # else it is a host, by way of its vCenter
            part.done.add(told.host)
            if whole in self._jobs:
                self._jobs.remove(whole)

    # --- what of a lost worker -------------------------------------------------------------------

    def _lose(self, part: _Part, error: Exception) -> None:
        """Settle hosts that another worker is not to do again; the rest stays open."""
        for job in part.open:
            if (change := part.changing.get(job.name)) is not None:
                self._settle(part, job, _result(job, _unknown(change, error)))
            elif job.stage == "running" and self._stopped is None:
                part.lost[job.name] += 1
                if part.lost[job.name] > self._options.retries:
                    self._settle(part, job, _result(job, self._lost(part, job, error)))
                job.stage = "waiting" if job.name not in part.done else job.stage

    def _give_up(self, part: _Part, error: Exception) -> None:
        """Settle all that is left."""
        for job in part.open:
            self._settle(part, job, _result(job, self._lost(part, job, error)))

    def _lost(self, part: _Part, job: Job, error: Exception) -> EsxError:
        if self._stopped is not None and job.began is None:
            return HostSkippedError(f"{job.name} was not begun: {self._stopped}")
        is_known = self._workers.again or self._options.read_only
        if self._stopped is not None and is_known:
            return HostStoppedError(f"{job.name} was stopped: {self._stopped}")
        if not isinstance(error, ShippingError):
            why = f"its worker {error}"
        elif not job.attempts:
            return ShippingError(f"{job.name} was not begun: {error}")
        else:
            why = f"its worker ended, and there is no other: {error}"
        vcenter = job.entry.vcenter or ""
        if (refused := part.refused.get(vcenter)) is not None:
            why = f"its worker ended, and {vcenter} did not tell its hosts to another: {refused}"
        known = "no change was sent" if is_known else "how far it had come is not known"
        return WorkerLostError(f"the work at {job.name} is lost: {why}; {known}")


def _result(job: Job, error: EsxError) -> HostResult[Any]:
    return HostResult(job.name, None, error.about("host", job.name), job.duration, job.attempts)


def _unknown(change: Changing, error: Exception) -> EsxError:
    on = "" if change.ref is None else f" on {change.ref}"
    return OutcomeUnknownError(
        f"{change.method}{on} may have been done, and what came after it: the worker {error}",
        method=change.method,
        ref=change.ref,
    )


def _shares(whole: int, number: int) -> list[int]:
    """Return so many numbers that make up the whole; each is 1 at least."""
    return [max(1, whole // number + (each < whole % number)) for each in range(number)]


def sharded(
    workers: Workers,
    function: Callable[[Connection], Awaitable[R]],
    entries: Sequence[HostEntry],
    selection: Selection,
    shared: Shared,
    options: RunOptions,
    connect: Mapping[str, Any],
    transfers: int,
) -> ShardedRun[R]:
    """Make a run that is done by workers.

    Args:
        workers: who does it.
        function: what is done at each host.
        entries: the hosts.
        selection: which are meant.
        shared: of the fleet.
        options: how it goes.
        connect: options of `connect`.
        transfers: files on their way at once.

    Raises:
        ShippingError: something cannot go to the workers, or must not.
        ValueError: there are vCenters where hosts are chosen by number.
    """
    if options.is_picky and not options.whole and any(entry.is_vcenter for entry in entries):
        raise ValueError(
            "limit= and canary= choose among hosts, and those of a vCenter are not known before"
            " its worker has asked it"
        )
    workers.check(function, connect, entries)
    shard = Shard((), frozenset(), selection.text, function, connect, transfers, options)
    return ShardedRun(workers, shard, entries, selection, shared, options)
