"""Handlers: events and performance figures."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.state.perf import INTERVAL
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.sessions import Session

__all__ = ["History"]


_PAGE = 1000
_MOST_SAMPLES = 180


def _wanted(event: vim.Event, spec: vim.EventFilterSpec) -> bool:
    """Tell whether an event passes a filter."""
    types = {*spec.type, *spec.event_type_id}
    if types and types.isdisjoint(event.wire_lineage()):
        return False
    if spec.time is not None:
        begin, end = spec.time.begin_time, spec.time.end_time
        if (begin and event.created_time < begin) or (end and event.created_time > end):
            return False
    if spec.entity is not None and not _concerns(event, spec.entity.entity):
        return False
    names = spec.user_name.user_list if spec.user_name is not None else []
    return not names or event.user_name in names


def _concerns(event: vim.Event, entity: Ref) -> bool:
    """Tell whether an event is about an object or something below it."""
    arguments = {
        "VirtualMachine": (event.vm, "vm"),
        "HostSystem": (event.host, "host"),
        "ComputeResource": (event.compute_resource, "compute_resource"),
        "ClusterComputeResource": (event.compute_resource, "compute_resource"),
        "Datacenter": (event.datacenter, "datacenter"),
    }
    argument, name = arguments.get(entity.type, (None, ""))
    if entity.type not in arguments:
        return True
    return argument is not None and getattr(argument, name) == entity


@handles("QueryEvents")
def _query(call: Call) -> list[vim.Event]:
    spec = call.method.filter
    found = [event for event in call.host.events.kept if _wanted(event, spec)]
    return found[-spec.max_count :] if spec.max_count else found


@dataclass(eq=False)
class History:
    """An event history collector: a filter and a place in the list of events."""

    ref: vim.ManagedObjectReference
    filter: vim.EventFilterSpec
    host: HostState
    session: Session
    page: int = _PAGE
    position: int = field(default=-1)

    def events(self) -> list[vim.Event]:
        """Return every event that passes the filter."""
        return [event for event in self.host.events.kept if _wanted(event, self.filter)]

    def latest(self) -> list[vim.Event]:
        """Return the last page, newest first."""
        return self.events()[::-1][: self.page]


@handles("CreateCollectorForEvents")
def _create(call: Call) -> Ref:
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    value = f"session[{call.session.key}]{secrets.token_hex(6)}"
    ref = Ref("EventHistoryCollector", value)
    history = History(ref, call.method.filter, call.host, call.session)
    history.position = len(history.events())
    call.session.views[value] = history
    return ref


@handles("ReadNextEvents")
def _next(call: Call) -> list[vim.Event]:
    history, count = call.subject, call.method.max_count
    found: list[vim.Event] = history.events()[history.position : history.position + count]
    history.position += len(found)
    return found


@handles("ReadPreviousEvents")
def _previous(call: Call) -> list[vim.Event]:
    history, count = call.subject, call.method.max_count
    start = max(0, history.position - count)
    found: list[vim.Event] = history.events()[start : history.position]
    history.position = start
    return found[::-1]


@handles("SetCollectorPageSize")
def _page_size(call: Call) -> None:
    if not 1 <= call.method.max_count <= _PAGE:
        raise faults.invalid_argument("maxCount")
    call.subject.page = call.method.max_count


@handles("RewindCollector")
def _rewind(call: Call) -> None:
    call.subject.position = 0


@handles("ResetCollector")
def _reset(call: Call) -> None:
    call.subject.position = len(call.subject.events())


@handles("DestroyCollector")
def _destroy(call: Call) -> None:
    if call.session is not None:
        call.session.views.pop(call.method.this.value, None)


@handles("QueryPerfProviderSummary")
def _provider(call: Call) -> vim.PerfProviderSummary:
    call.inventory.get(call.method.entity)
    return vim.PerfProviderSummary(
        entity=call.method.entity,
        current_supported=True,
        summary_supported=False,
        refresh_rate=INTERVAL,
    )


@handles("QueryAvailablePerfMetric")
def _available(call: Call) -> list[vim.PerfMetricId]:
    call.inventory.get(call.method.entity)
    return [vim.PerfMetricId(counter_id=key, instance="") for key in call.host.perf.counter_keys()]


@handles("QueryPerfCounter")
def _counters(call: Call) -> list[vim.PerfCounterInfo]:
    by_key = {counter.key: counter for counter in call.host.perf.counters()}
    for key in call.method.counter_id:
        if key not in by_key:
            raise faults.invalid_argument("counterId")
    return [by_key[key] for key in call.method.counter_id]


def _moments(call: Call, spec: vim.PerfQuerySpec) -> list[datetime]:
    """Return the moments of the samples asked for, oldest first."""
    now = call.host.timeline.now()
    end = min(spec.end_time or now, now)
    end -= timedelta(seconds=end.timestamp() % INTERVAL)
    begin = spec.start_time or end - timedelta(seconds=INTERVAL * _MOST_SAMPLES)
    count = min(_MOST_SAMPLES, spec.max_sample or _MOST_SAMPLES)
    moments = [end - timedelta(seconds=INTERVAL * number) for number in range(count)]
    return [moment for moment in reversed(moments) if moment > begin]


@handles("QueryPerf")
def _perf(call: Call) -> list[vim.PerfEntityMetricBase]:
    return [_series(call, spec) for spec in call.method.query_spec]


def _series(call: Call, spec: vim.PerfQuerySpec) -> vim.PerfEntityMetricBase:
    entity, perf = call.inventory.get(spec.entity), call.host.perf
    if not hasattr(entity, "moid"):  # a manager, say, of which there are no figures
        raise faults.invalid_argument("querySpec.entity")
    moments = _moments(call, spec)
    metrics = spec.metric_id or [
        vim.PerfMetricId(counter_id=key, instance="") for key in perf.counter_keys()
    ]
    figures: list[tuple[Any, list[int]]] = []
    for metric in metrics:
        if not perf.known(metric.counter_id):
            raise faults.invalid_argument("querySpec.metricId")
        values = [perf.sample(entity, metric.counter_id, moment) for moment in moments]
        figures.append((metric, values))
    if spec.format == "csv":
        stamps = [f"{INTERVAL},{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in moments]
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
        sample_info=[vim.PerfSampleInfo(timestamp=moment, interval=INTERVAL) for moment in moments],
        value=[vim.PerfMetricIntSeries(id=metric, value=values) for metric, values in figures],
    )
