"""CPU time of a domain, from the host's performance counters.

The host takes a sample every 20 seconds and keeps about an hour of them. The counter is
``cpu.used`` in milliseconds, summed over the domain's virtual processors; libvirt has code for
it that is switched off.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from aioesx import vim
from aioesx._server.server import Server
from aioesx.errors import NotSupportedError

__all__ = ["CpuSample", "CpuUsage", "read_cpu_usage"]

_INTERVAL: Final = 20
_COUNTER: Final = ("cpu", "used", "millisecond")
_MS: Final = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class CpuSample:
    """Processor time in one interval.

    Attributes:
        end: when the interval ended.
        used: processor time that the domain used in it, in milliseconds.
        interval: its length in seconds.
    """

    end: datetime
    used: int
    interval: int


@dataclasses.dataclass(frozen=True, slots=True)
class CpuUsage:
    """Processor time of a domain over the latest intervals.

    Attributes:
        samples: oldest first; none while the domain is off.
    """

    samples: tuple[CpuSample, ...]

    @property
    def time(self) -> float:
        """Processor time of all samples together, in seconds."""
        return sum(sample.used for sample in self.samples) / _MS

    @property
    def load(self) -> float:
        """How many processors the domain kept busy in the latest interval."""
        if not self.samples:
            return 0.0
        latest = self.samples[-1]
        return latest.used / _MS / latest.interval


async def read_cpu_usage(server: Server, ref: vim.ManagedObjectReference, samples: int) -> CpuUsage:
    """Read the latest samples, in three calls.

    Raises:
        NotSupportedError: the host has no such counter.
    """
    session = server.session
    manager = session.content.perf_manager
    if manager is None:
        raise _no_counter()
    known = await session.call(
        vim.QueryAvailablePerfMetric(this=manager, entity=ref, interval_id=_INTERVAL),
    )
    ids = sorted({metric.counter_id for metric in known})
    if not ids:
        return CpuUsage(())
    counter = _find(await session.call(vim.QueryPerfCounter(this=manager, counter_id=ids)))
    spec = vim.PerfQuerySpec(
        entity=ref,
        max_sample=samples,
        metric_id=[vim.PerfMetricId(counter_id=counter, instance="")],
        interval_id=_INTERVAL,
    )
    found = await session.call(vim.QueryPerf(this=manager, query_spec=[spec]))
    return CpuUsage(tuple(_samples(found)))


def _find(counters: Iterable[vim.PerfCounterInfo]) -> int:
    for info in counters:
        if (info.group_info.key, info.name_info.key, info.unit_info.key) == _COUNTER:
            return info.key
    raise _no_counter()


def _samples(found: Iterable[vim.PerfEntityMetricBase]) -> Iterable[CpuSample]:
    for entity in found:
        if not isinstance(entity, vim.PerfEntityMetric):
            continue
        for series in entity.value:
            if isinstance(series, vim.PerfMetricIntSeries):
                for info, used in zip(entity.sample_info, series.value, strict=False):
                    if used >= 0:  # -1 is an interval that the host knows nothing of
                        yield CpuSample(info.timestamp, used, info.interval)


def _no_counter() -> NotSupportedError:
    return NotSupportedError("", "the host does not count the CPU time of domains")
