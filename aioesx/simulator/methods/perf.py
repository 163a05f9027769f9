"""Handlers: performance counters and their samples."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.state.figures import figure
from aioesx.simulator.state.perf import INTERVAL, Provider

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aioesx.simulator.state.counters import CounterRow
    from aioesx.simulator.state.perf import Perf

__all__: list[str] = []

_LIMIT: Final = "config.vpxd.stats.maxQueryMetrics"
_EVERY: Final = "*"

Series = tuple[vim.PerfMetricId, list[int]]


def _provider_of(call: Call, entity: vim.ManagedObjectReference, argument: str) -> Provider:
    found = call.host.perf.provider(call.inventory.get(entity))
    if found is None:  # a manager, say, of which there are no figures
        raise faults.invalid_argument(argument)
    return found


@handles("QueryPerfProviderSummary")
def _provider(call: Call) -> vim.PerfProviderSummary:
    provider = _provider_of(call, call.method.entity, "entity")
    return vim.PerfProviderSummary(
        entity=call.method.entity,
        current_supported=provider.is_realtime,
        summary_supported=True,
        refresh_rate=INTERVAL if provider.is_realtime else None,
    )


@handles("QueryAvailablePerfMetric")
def _available(call: Call) -> list[vim.PerfMetricId]:
    provider = _provider_of(call, call.method.entity, "entity")
    interval = call.method.interval_id or INTERVAL
    if call.host.perf.kept(interval) is None:
        raise faults.invalid_argument("intervalId")
    if provider.since is None:
        return []
    return _all_of(call.host.perf, provider, interval)


def _all_of(perf: Perf, provider: Provider, interval: int) -> list[vim.PerfMetricId]:
    if interval == INTERVAL and not provider.is_realtime:
        return []
    return [
        vim.PerfMetricId(counter_id=row.key, instance=instance)
        for row in perf.rows(provider, interval)
        for instance in provider.instances(row)
    ]


@handles("QueryPerfCounter")
def _counters(call: Call) -> list[vim.PerfCounterInfo]:
    by_key = {counter.key: counter for counter in call.host.perf.infos()}
    for key in call.method.counter_id:
        if key not in by_key:
            raise faults.invalid_argument("counterId")
    return [by_key[key] for key in call.method.counter_id]


@handles("QueryPerf")
def _perf(call: Call) -> list[vim.PerfEntityMetricBase]:
    specs = call.method.query_spec
    if call.host.profile.is_vcenter:
        _require_few(specs, call.host.settings[_LIMIT][1])
    now = call.host.timeline.now()  # one for all: an answer is of one sample
    return [_told(call, spec, now) for spec in specs]


def _require_few(specs: Sequence[vim.PerfQuerySpec], limit: int) -> None:
    """Refuse a question that would keep the vCenter's database busy; -1 lets all pass."""
    asked = sum(len(spec.metric_id) or 1 for spec in specs if spec.interval_id not in _SHORT)
    if asked > limit >= 0:
        raise faults.invalid_argument("querySpec.size")


_SHORT: Final = (None, INTERVAL)


def _moments(
    call: Call, spec: vim.PerfQuerySpec, provider: Provider, now: datetime
) -> list[datetime]:
    """Return the moments of the samples asked for, oldest first; their begin is none of them."""
    interval = spec.interval_id or INTERVAL
    kept = call.host.perf.kept(interval)
    if kept is None:
        raise faults.invalid_argument("querySpec.interval")
    if provider.since is None or (interval == INTERVAL and not provider.is_realtime):
        return []
    end = min(spec.end_time or now, now)
    end -= timedelta(seconds=end.timestamp() % interval)
    begin = max(now - timedelta(seconds=kept), provider.since)
    if spec.start_time is not None:
        begin = max(begin, spec.start_time)
    count = int((end - begin).total_seconds() / interval) + 1
    counted = interval == INTERVAL or not call.host.profile.is_vcenter
    if counted and spec.max_sample:  # a vCenter tells all that it has kept for long
        count = min(count, spec.max_sample)
    moments = [end - timedelta(seconds=interval * number) for number in range(count)]
    return [moment for moment in reversed(moments) if moment > begin]


def _told(call: Call, spec: vim.PerfQuerySpec, now: datetime) -> vim.PerfEntityMetricBase:
    provider = _provider_of(call, spec.entity, "querySpec.entity")
    moments = _moments(call, spec, provider, now)
    interval = spec.interval_id or INTERVAL
    figures = _figures(call.host.perf, spec, provider, moments, interval)
    if spec.format == "csv":
        stamps = [f"{interval},{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in moments]
        return vim.PerfEntityMetricCSV(
            entity=spec.entity,
            sample_info_csv=",".join(stamps),
            value=[
                vim.PerfMetricSeriesCSV(id=metric, value=",".join(map(str, values)))
                for metric, values in figures
            ],
        )
    return vim.PerfEntityMetric(
        entity=spec.entity,
        sample_info=[vim.PerfSampleInfo(timestamp=moment, interval=interval) for moment in moments],
        value=[vim.PerfMetricIntSeries(id=metric, value=values) for metric, values in figures],
    )


def _figures(
    perf: Perf,
    spec: vim.PerfQuerySpec,
    provider: Provider,
    moments: Sequence[datetime],
    interval: int,
) -> list[Series]:
    """Return the numbers of each counter and device; of what is not counted here there are none."""
    counters = perf.counters
    wanted = spec.metric_id or _all_of(perf, provider, interval)
    for metric in wanted:
        if metric.counter_id not in counters:
            raise faults.invalid_argument("querySpec.metricId")
    if not moments:
        return []
    kept = {row.key for row in perf.rows(provider, interval)}
    times = [moment.timestamp() for moment in moments]
    found: list[Series] = []
    for metric in wanted:
        row = counters[metric.counter_id]
        if row.key in kept:
            for instance in _instances(metric, provider, row):
                values = [figure(provider.facts, row, instance, when, interval) for when in times]
                id_: Any = vim.PerfMetricId(counter_id=row.key, instance=instance)
                found.append((id_, values))
    return found


def _instances(metric: vim.PerfMetricId, provider: Provider, row: CounterRow) -> list[str]:
    there_are = provider.instances(row)
    if metric.instance == _EVERY:
        return there_are
    return [metric.instance] if metric.instance in there_are else []
