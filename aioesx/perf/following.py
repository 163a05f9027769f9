"""`MetricStream`: each new real-time sample of some counters, once.

A host takes its samples every 20 seconds by its own clock, which is read once; so one look for
each sample is enough, right after it was taken. What a look does not find yet is looked for again
shortly after; what was missed while a host could not be reached is told when it is back, as far as
the host keeps it: an hour.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

import anyio

from aioesx import vim
from aioesx._server.poll import may_end
from aioesx._server.server import Server
from aioesx.errors import EsxError
from aioesx.perf.asking import Asker
from aioesx.perf.entities import Target, read_targets
from aioesx.perf.query import Question, series_of
from aioesx.perf.table import REALTIME
from aioesx.perf.values import MetricSeries
from aioesx.watch.stream import Stream

__all__ = ["MetricStream"]

Ref = vim.ManagedObjectReference

_AGAIN: Final = 0.1
"""Part of an interval after which a sample that is not there yet is looked for again."""

_SETTLED: Final = 0.05
"""Part of an interval that a host gets to have a sample ready."""

_DOUBLINGS: Final = 5

_FIRST: Final = 2
"""Intervals among whose samples the newest is when a stream is opened."""


class MetricStream(Stream[MetricSeries]):
    """Gives each new sample once: a `MetricSeries` for each thing, counter and device.

        async with esx.metrics.follow("domain", "cpu.usage.average") as samples:
            async for series in samples:
                print(series.name, series.latest)

    The first ones are those that are the newest when it is opened. It is open inside
    ``async with``; nothing is held on the host. One task takes from it at a time. Not awaited it
    costs nothing: a series then has the samples of meanwhile, as far as the host keeps them.

    Raises:
        WaitTimeoutError: the time that it was given is over.
        TransportTimeout: it was given none, and nothing was heard of the host for a minute.
        NotFoundError: a thing that was handed in is gone.
        ClosedError: the connection was closed.
    """

    def __init__(
        self,
        server: Server,
        kind: str | None,
        targets: Sequence[Target] | None,
        names: Sequence[str],
        instances: Sequence[str],
        *,
        timeout: float | None,
    ) -> None:
        super().__init__(server, "samples", timeout)
        self._asker = Asker(server)
        self._kind = kind
        self._targets = targets
        self._names = names
        self._instances = instances
        self._queue: deque[MetricSeries] = deque()
        self._seen: dict[Ref, datetime] = {}
        self._begin = self._newest = datetime.min
        self._opened = (datetime.min, 0.0)  # by the host's clock, and by the event loop's
        self._due = 0.0  # by the event loop's
        self._vain = 0

    @asynccontextmanager
    async def _hold(self) -> AsyncIterator[None]:
        table = await self._asker.table()
        for name in self._names:
            table.find(name)
        now = await self._asker.now()
        self._begin = now - timedelta(seconds=_FIRST * REALTIME)
        self._due = anyio.current_time()
        self._opened = (now, self._due)
        yield
        self._queue.clear()

    async def _next(self) -> MetricSeries:
        while not self._queue:
            await anyio.sleep_until(self._due)
            await self._look()
        return self._queue.popleft()

    async def _look(self) -> None:
        """Ask for what is new; a host that cannot be reached for a while is borne."""
        seconds, began, failures = self._server.session.seconds, anyio.current_time(), 0
        while True:
            try:
                found = await self._read()
                break
            except EsxError as error:
                if anyio.current_time() - began >= seconds.silence or not may_end(error):
                    raise
            await anyio.sleep(seconds.backoff[min(failures, len(seconds.backoff) - 1)])
            failures += 1
        self._take(found)

    async def _read(self) -> list[MetricSeries]:
        table = await self._asker.table()
        counters = [table.find(name) for name in dict.fromkeys(self._names)]
        targets = self._targets
        if self._kind is not None:
            targets = await read_targets(self._server, self._kind)
        if not targets:
            return []
        rows = await self._asker.ask(
            targets,
            Question(counters, self._instances, REALTIME),
            since=lambda ref: self._seen.get(ref, self._begin),
            leave_gone=self._kind is not None,
        )
        by_key = {counter.key: counter for counter in counters}
        return list(series_of(rows, by_key, dict(targets)))

    def _take(self, found: Sequence[MetricSeries]) -> None:
        """Queue what is new, and say when to look again."""
        first = self._newest == datetime.min
        for series in found:
            since = self._seen.get(series.entity, self._begin)
            new = [number for number, time in enumerate(series.times) if time > since]
            if new:
                cut = slice(-1 if first else new[0], None)
                told = series._replace(times=series.times[cut], values=series.values[cut])
                self._queue.append(told)
        for series in self._queue:
            newest = series.times[-1]
            self._seen[series.entity] = max(newest, self._seen.get(series.entity, newest))
            self._newest = newest if first else max(newest, self._newest)
            first = False
        self._due = self._next_look()

    def _next_look(self) -> float:
        """Return when the next sample is there, or when to look for it again."""
        now, interval = anyio.current_time(), self._server.session.seconds.sample
        if not self._queue:
            self._vain += 1
            return now + interval * min(1.0, _AGAIN * (1 << min(self._vain, _DOUBLINGS)))
        self._vain = 0
        host, here = self._opened
        passed = (self._newest - host).total_seconds() / REALTIME
        return max(now, here + (passed + 1 + _SETTLED) * interval)
