"""Performance counters: those that vmware_exporter has, of the hosts' last sample of 20 seconds.

Two calls a scrape, one for the domains that run and one for hosts; at the first scrape of a
connection one more, for the table of what the server counts. Values are the server's own, as there:
percent in hundredths.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.errors import FaultError, NotFoundError
from aioesx.jobs.exporter.metrics import Metric, Of, number

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.perf import MetricSeries

__all__ = ["COUNTERS", "DOMAIN_COUNTERS", "HOST_COUNTERS", "read_counters"]

_log = logging.getLogger("aioesx.jobs.exporter")

Ref = vim.ManagedObjectReference
Counted = dict[Ref, dict[str, float]]

_REALTIME: Final = 20
"""Seconds of a sample."""

_HELP: Final[Mapping[str, str]] = {
    "cpu.costop.summation": "Time that virtual CPUs waited for each other, in ms of 20 s.",
    "cpu.demand.average": "Processor time that would be used if there were enough, in MHz.",
    "cpu.idle.summation": "Time idle, in ms of 20 s.",
    "cpu.maxlimited.summation": "Time held back by a limit, in ms of 20 s.",
    "cpu.ready.summation": "Time ready to run and not run, in ms of 20 s.",
    "cpu.swapwait.summation": "Time that memory was waited for, in ms of 20 s.",
    "cpu.usage.average": "Processor time in use, in hundredths of a percent.",
    "cpu.usagemhz.average": "Processor time in use, in MHz.",
    "cpu.used.summation": "Time used, in ms of 20 s.",
    "disk.maxTotalLatency.latest": "The longest latency of all disks, in ms.",
    "disk.read.average": "Read, in KiB a second.",
    "disk.usage.average": "Read and written, in KiB a second.",
    "disk.write.average": "Written, in KiB a second.",
    "mem.active.average": "Memory touched lately, in KiB.",
    "mem.consumed.average": "Memory of the host that is taken, in KiB.",
    "mem.latency.average": "Time that memory was waited for, in hundredths of a percent.",
    "mem.swapin.average": "Memory read back from swap in all, in KiB.",
    "mem.swapinRate.average": "Memory read back from swap, in KiB a second.",
    "mem.swapout.average": "Memory written to swap in all, in KiB.",
    "mem.swapoutRate.average": "Memory written to swap, in KiB a second.",
    "mem.swapped.average": "Memory in swap, in KiB.",
    "mem.usage.average": "Memory in use, in hundredths of a percent.",
    "mem.vmmemctl.average": "Memory taken back by balloons, in KiB.",
    "net.broadcastRx.summation": "Broadcasts received in 20 s.",
    "net.broadcastTx.summation": "Broadcasts sent in 20 s.",
    "net.bytesRx.average": "Received, in KiB a second.",
    "net.bytesTx.average": "Sent, in KiB a second.",
    "net.droppedRx.summation": "Received packets that were dropped in 20 s.",
    "net.droppedTx.summation": "Packets to be sent that were dropped in 20 s.",
    "net.errorsRx.summation": "Packets received with errors in 20 s.",
    "net.errorsTx.summation": "Packets sent with errors in 20 s.",
    "net.multicastRx.summation": "Multicasts received in 20 s.",
    "net.multicastTx.summation": "Multicasts sent in 20 s.",
    "net.received.average": "Received, in KiB a second.",
    "net.transmitted.average": "Sent, in KiB a second.",
    "net.usage.average": "Received and sent, in KiB a second.",
}

_OF_DOMAINS: Final = (
    "cpu.ready.summation", "cpu.maxlimited.summation", "cpu.usage.average", "cpu.usagemhz.average",
    "cpu.costop.summation", "cpu.idle.summation", "cpu.demand.average", "mem.usage.average",
    "mem.consumed.average", "mem.active.average", "mem.swapped.average", "mem.vmmemctl.average",
    "disk.maxTotalLatency.latest", "disk.usage.average", "disk.read.average", "disk.write.average",
    "net.received.average", "net.transmitted.average", "net.multicastRx.summation",
    "net.multicastTx.summation", "net.broadcastTx.summation", "net.broadcastRx.summation",
    "net.droppedRx.summation", "net.droppedTx.summation",
)  # fmt: skip
_OF_HOSTS: Final = (
    "cpu.costop.summation", "cpu.demand.average", "cpu.idle.summation", "cpu.ready.summation",
    "cpu.swapwait.summation", "cpu.usage.average", "cpu.usagemhz.average", "cpu.used.summation",
    "disk.read.average", "disk.write.average", "mem.active.average", "mem.latency.average",
    "mem.swapin.average", "mem.swapinRate.average", "mem.swapout.average",
    "mem.swapoutRate.average", "mem.vmmemctl.average", "net.bytesRx.average",
    "net.bytesTx.average", "net.droppedRx.summation", "net.droppedTx.summation",
    "net.errorsRx.summation", "net.errorsTx.summation", "net.usage.average",
)  # fmt: skip


def _metric(prefix: str, of: Of, counter: str) -> Metric:
    name = f"{prefix}{counter.replace('.', '_')}"
    return Metric(name, _HELP[counter], of, number(counter))


DOMAIN_COUNTERS: Final = tuple(_metric("vmware_vm_", Of.DOMAIN, each) for each in _OF_DOMAINS)
HOST_COUNTERS: Final = tuple(_metric("vmware_host_", Of.HOST, each) for each in _OF_HOSTS)
COUNTERS: Final = (*HOST_COUNTERS, *DOMAIN_COUNTERS)


async def read_counters(esx: Connection, domains: Sequence[Ref], hosts: Sequence[Ref]) -> Counted:
    """Read the newest sample of each counter, of domains and hosts; by reference and by name.

    Args:
        esx: where.
        domains: those that run; the others have no samples.
        hosts: those that the server reaches.

    Returns:
        nothing where the server does not show them.

    Raises:
        EsxError: they cannot be read.

    Source: vSphere API, PerformanceManager.QueryPerf.
    """
    try:
        return await _read(esx, domains, hosts)
    except FaultError as error:
        _log.info("counters of %s: %s", esx.uri, error)
        return {}


async def _read(esx: Connection, domains: Sequence[Ref], hosts: Sequence[Ref]) -> Counted:
    known = {counter.name for counter in await esx.metrics.counters()}
    found: Counted = {}
    for kind, refs, wanted in (("domain", domains, _OF_DOMAINS), ("host", hosts, _OF_HOSTS)):
        names = [name for name in wanted if name in known]
        if refs and names:
            for series in await _series(esx, kind, refs, names):
                if (sample := series.raw[-1] if series.raw else None) is not None:
                    found.setdefault(series.entity, {})[series.counter.name] = sample
    return found


async def _series(
    esx: Connection, kind: str, refs: Sequence[Ref], names: Sequence[str]
) -> list[MetricSeries]:
    """Ask about things of which we know; about all there are, if one has gone meanwhile."""
    try:
        return await esx.metrics.read(refs, *names, interval=_REALTIME)
    except NotFoundError:
        return await esx.metrics.read(kind, *names, interval=_REALTIME)
