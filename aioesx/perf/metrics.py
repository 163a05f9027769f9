"""`Metrics`: what a server has measured, of many things in one call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx._server.face import known_keywords, operation
from aioesx._server.server import Server
from aioesx._server.span import require_span
from aioesx._session.seconds import DEFAULT
from aioesx._words import listed
from aioesx.perf.asking import Asker
from aioesx.perf.entities import Entities, Target, kind_of, read_targets, targets_of
from aioesx.perf.query import SUM, Question, series_of
from aioesx.perf.table import REALTIME
from aioesx.perf.values import MetricCounter, MetricInterval, MetricProvider, MetricSeries

if TYPE_CHECKING:
    from aioesx.perf.following import MetricStream

__all__ = ["Metrics"]

_LATE: Final = 2
"""Intervals by which a vCenter may be late with what it keeps for long."""


class Metrics:
    """The counters of what a connection is over, and their samples.

        for series in await esx.metrics.read("domain", "cpu.usage.average", "mem.active.average"):
            print(series.name, series.counter.name, series.latest, series.unit)

    A host takes a sample every 20 seconds, and keeps those of an hour: real time. A vCenter keeps
    longer ones: of 5 minutes for a day, of 30 minutes for a week, and so on (`intervals`).
    Machines that are off have none. What counters there are is read once.
    """

    __slots__ = ("_asker", "_server")

    def __init__(self, server: Server) -> None:
        self._server = server
        self._asker = Asker(server)

    def __repr__(self) -> str:
        return f"<Metrics of {self._server.scope.name}>"

    @operation("call")
    async def counters(
        self, pattern: str = "*", *, timeout: float | None = DEFAULT
    ) -> list[MetricCounter]:
        """List the counters that the server knows, by name.

        Not each of them is counted of everything: see `available`.

        Args:
            pattern: of their names, such as ``"cpu.*"``.
            timeout: seconds in all.

        Raises:
            NotPermittedError: the server hides them.

        Source: vSphere API, PerformanceManager.perfCounter.
        """
        known = (await self._asker.table()).by_name
        return [each for name, each in known.items() if fnmatchcase(name, pattern)]

    @operation("call")
    async def intervals(self, *, timeout: float | None = DEFAULT) -> list[MetricInterval]:
        """List the longer intervals of which the server keeps samples, shortest first.

        The real-time samples of 20 seconds are not among them.

        Source: vSphere API, PerformanceManager.historicalInterval.
        """
        return list((await self._asker.table()).intervals)

    @operation("call")
    async def provider(
        self, entity: Entities, *, timeout: float | None = DEFAULT
    ) -> MetricProvider:
        """Tell what can be had of one thing: real time, longer intervals.

        Args:
            entity: a domain, a host, a reference.
            timeout: seconds in all.

        Raises:
            FaultError: it is no thing of which anything is counted; NotFoundError, it is gone.

        Source: vSphere API, PerformanceManager.QueryPerfProviderSummary.
        """
        return await self._asker.provider(_one(entity).ref)

    @operation("call")
    async def available(
        self,
        entity: Entities,
        *,
        interval: int | None = None,
        timeout: float | None = DEFAULT,
    ) -> dict[str, tuple[str, ...]]:
        """Tell what is counted of one thing: names of counters, and the instances of each.

        Args:
            entity: a domain, a host, a reference.
            interval: seconds of a sample; by default the shortest that there are of it.
            timeout: seconds in all.

        Returns:
            by name of a counter its instances; ``""`` stands for all devices together. Nothing of
            a machine that is off.

        Raises:
            ValueError: there are no samples of that interval.
            FaultError: it is no thing of which anything is counted; NotFoundError, it is gone.

        Source: vSphere API, PerformanceManager.QueryAvailablePerfMetric.
        """
        target = _one(entity)
        table = await self._asker.table()
        seconds = await self._interval(interval, [target])
        told = await self._server.session.call(
            vim.QueryAvailablePerfMetric(
                this=self._asker.manager, entity=target.ref, interval_id=seconds
            )
        )
        found: dict[str, list[str]] = {}
        for metric in told:
            counter = table.by_key.get(metric.counter_id)
            if counter is not None:
                found.setdefault(counter.name, []).append(metric.instance)
        return {name: tuple(dict.fromkeys(found[name])) for name in sorted(found)}

    @operation("call")
    async def read(
        self,
        entities: Entities,
        *counters: str,
        last: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        interval: int | None = None,
        instances: str | Iterable[str] = SUM,
        timeout: float | None = DEFAULT,
    ) -> list[MetricSeries]:
        """Read samples of some counters, of many things in one call: of each the newest.

        Args:
            entities: a domain, a host, a reference, a summary of a list, or several of them; or
                ``"domain"``, ``"host"``, ``"pool"``, ``"cluster"``, ``"resource-pool"``,
                ``"datacenter"`` for all of a kind, whose names are read besides.
            *counters: their names, such as ``"cpu.usage.average"``.
            last: the newest samples only, so many; 1 by default, where no time is named.
            since: later than this, by the server's clock.
            until: not later than this.
            interval: seconds of a sample, see `intervals`; by default the shortest that there are
                of all these things: 20 of domains and hosts.
            instances: of which devices: ``""`` all together, ``"*"`` each of them (and all
                together, where that is counted), or names; one or several. Disks of a domain
                (``virtualDisk.*``) are counted one by one only.
            timeout: seconds in all.

        Returns:
            a series for each thing, counter and device of which there are samples, in the server's
            order. What is off, or does not count that, has none.

        Raises:
            LookupFailedError: the server has no counter of that name; the text has the nearest.
            ValueError: no counter is named; there are no samples of that interval; a moment has
                no time zone; `until` is before `since`.
            NotFoundError: a thing is gone.
            NotPermittedError: the server hides its counters.

        A vCenter takes 64 counters in one question for what it keeps for long
        (``config.vpxd.stats.maxQueryMetrics``), so that such a read is several calls; all else is
        one.

        Source: vSphere API, PerformanceManager.QueryPerf.
        """
        _require_samples(last)
        require_span(since, until)
        kind = kind_of(entities)
        question, targets = await self._asked(
            kind, entities, counters, interval=interval, instances=instances
        )
        if not targets:
            return []
        if last is None and since is None and until is None:
            last = 1
        if since is None and last is not None and self._counts_none_out(question.interval):
            since = await self._begin(until, question.interval, last)
        asked = Question(
            question.counters, question.instances, question.interval, last, since, until
        )
        rows = await self._asker.ask(targets, asked, leave_gone=kind is not None)
        by_key = {counter.key: counter for counter in asked.counters}
        return list(series_of(rows, by_key, dict(targets), last))

    @known_keywords(last="each new sample is told; what was before, read tells")
    def follow(
        self,
        entities: Entities,
        *counters: str,
        instances: str | Iterable[str] = SUM,
        timeout: float | None = DEFAULT,
    ) -> MetricStream:
        """Follow some counters in real time: each new sample once; see `MetricStream`.

            async with esx.metrics.follow("domain", "cpu.usage.average") as samples:
                async for series in samples:
                    print(series.name, series.latest)

        Args:
            entities: as for `read`; those of a kind are looked up anew for each sample.
            *counters: their names.
            instances: as for `read`.
            timeout: seconds in all, after which `WaitTimeoutError` comes. By default there is no
                end but a minute of silence of the host.

        Raises:
            ValueError: no counter is named, or no such kind; nothing was sent.

        On opening, besides: LookupFailedError for a counter that the server has not.
        """
        from aioesx.perf.following import MetricStream

        _require_counters(counters)
        kind = kind_of(entities)
        targets = None if kind is not None else targets_of(entities)
        return MetricStream(
            self._server, kind, targets, counters, _instances(instances), timeout=timeout
        )

    async def _asked(
        self,
        kind: str | None,
        entities: Entities,
        names: Sequence[str],
        *,
        interval: int | None,
        instances: str | Iterable[str],
    ) -> tuple[Question, list[Target]]:
        _require_counters(names)
        devices = _instances(instances)
        targets = [] if kind is not None else targets_of(entities)
        table = await self._asker.table()
        counters = [table.find(name) for name in dict.fromkeys(names)]
        if kind is not None:
            targets = await read_targets(self._server, kind)
        seconds = await self._interval(interval, targets)
        return Question(counters, devices, seconds), targets

    async def _interval(self, seconds: int | None, targets: Sequence[Target]) -> int:
        if seconds is None:
            return await self._asker.usual_interval(targets)
        return (await self._asker.table()).require_interval(seconds)

    def _counts_none_out(self, interval: int) -> bool:
        """Tell whether a server tells all that it has kept: so does a vCenter of longer samples."""
        return interval != REALTIME and self._server.session.product.line == "vpx"

    async def _begin(self, until: datetime | None, interval: int, last: int) -> datetime:
        """Return where the newest samples begin."""
        end = until if until is not None else await self._asker.now()
        return end - timedelta(seconds=(last + _LATE) * interval)


def _one(entity: Entities) -> Target:
    if isinstance(entity, str):
        raise TypeError(f"{entity!r} is no thing: look it up, or hand in its reference")
    targets = targets_of(entity)
    if len(targets) != 1:
        raise TypeError(f"one thing is asked about at a time, and not {len(targets)}")
    return targets[0]


def _instances(instances: str | Iterable[str]) -> tuple[str, ...]:
    named = tuple(dict.fromkeys(listed(instances)))
    if not named:
        raise ValueError("instances= names none: '' is all together, '*' each of them")
    return named


def _require_counters(names: Sequence[str]) -> None:
    if not names:
        raise ValueError("no counter is named: such as 'cpu.usage.average'")
    listed(names)


def _require_samples(last: int | None) -> None:
    if last is not None and (not isinstance(last, int) or last < 1):
        raise ValueError(f"last={last!r} samples are none to read")
