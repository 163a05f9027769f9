"""What is known of hosts and domains at one moment, made of the properties that were read. No I/O.

None is what the host does not tell: a product that is too old, a user without the right to see.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

import aioesx
from aioesx.domain.identity import IDENTITY_PATHS, Identity

__all__ = ["PATHS", "DomainFigures", "HostFigures", "Rates", "Reading", "reading_of"]

Ref = aioesx.vim.ManagedObjectReference

_HOST: Final = "HostSystem"
_MACHINE: Final = "VirtualMachine"
_STATS: Final = "summary.quickStats"

PATHS: Final[Mapping[str, tuple[str, ...]]] = {
    _HOST: (
        "name",
        "runtime.connectionState",
        "runtime.inMaintenanceMode",
        "summary.hardware.numCpuCores",
        "summary.hardware.cpuMhz",
        "summary.hardware.memorySize",
        _STATS,
    ),
    _MACHINE: (
        *IDENTITY_PATHS,
        "runtime.host",
        "runtime.maxCpuUsage",
        "runtime.question",
        "summary.config.memorySizeMB",
        _STATS,
    ),
}
"""What is read of all hosts and machines, in one call per page. Every product has these, and
`_STATS` is read as a whole, since its fields came one by one."""

_MIB: Final = 1024 * 1024
_NEVER: Final = -1
"""What some hosts say of a figure that they have not measured yet."""

_STATES: Final = {"connected": "up", "disconnected": "disconnected", "notResponding": "silent"}


@dataclasses.dataclass(frozen=True, slots=True)
class Rates:
    """Traffic in KiB a second, averaged over the host's latest 20 seconds; None is not told."""

    disk: int | None = None
    net: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class HostFigures:
    """A host.

    Attributes:
        ref: reference of the managed object.
        name: what the server calls it.
        state: ``"up"``, ``"maintenance"``, ``"disconnected"`` or ``"silent"``, the latter two of a
            host that its vCenter does not reach.
        cpu: MHz in use.
        cpu_most: MHz of all cores together.
        memory: MiB in use.
        memory_most: MiB that there are.
        uptime: in seconds.
        rates: disk and network.
    """

    ref: Ref
    name: str
    state: str
    cpu: int | None = None
    cpu_most: int | None = None
    memory: int | None = None
    memory_most: int | None = None
    uptime: int | None = None
    rates: Rates = Rates()


@dataclasses.dataclass(frozen=True, slots=True)
class DomainFigures:
    """A domain.

    Attributes:
        ref: reference of the managed object.
        name: unescaped.
        state: its power state.
        host: reference of the host that it is on.
        cpu: MHz in use.
        cpu_most: MHz that its virtual processors could use.
        memory: MiB that the guest is working with.
        memory_most: MiB that the guest sees.
        uptime: in seconds.
        rates: disk and network.
        question: what it waits for a person to answer.
    """

    ref: Ref
    name: str
    state: aioesx.DomainState
    host: Ref | None = None
    cpu: int | None = None
    cpu_most: int | None = None
    memory: int | None = None
    memory_most: int | None = None
    uptime: int | None = None
    rates: Rates = Rates()
    question: aioesx.Question | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """All that one refresh brought of one connection, in the host's order."""

    hosts: tuple[HostFigures, ...] = ()
    domains: tuple[DomainFigures, ...] = ()

    @property
    def measured(self) -> tuple[Ref, ...]:
        """What performance counters are asked of: what is on."""
        running = aioesx.DomainState.RUNNING
        return (
            *(host.ref for host in self.hosts),
            *(domain.ref for domain in self.domains if domain.state is running),
        )

    def with_rates(self, rates: Mapping[Ref, Rates]) -> Reading:
        """Return it with the traffic that counters told."""
        none = Rates()
        return Reading(
            tuple(dataclasses.replace(h, rates=rates.get(h.ref, none)) for h in self.hosts),
            tuple(dataclasses.replace(d, rates=rates.get(d.ref, none)) for d in self.domains),
        )


def reading_of(found: Iterable[aioesx.ObjectProperties]) -> Reading:
    """Make it of what was read of `PATHS`; an odd object spoils no other."""
    hosts, domains = [], []
    for entry in found:
        if entry.ref.type == _HOST:
            hosts.append(_host(entry.values))
        else:
            domains.append(_domain(entry.values))
    return Reading(tuple(hosts), tuple(domains))


def _host(values: aioesx.Properties) -> HostFigures:
    tell = values.if_shown
    stats, cores = tell(_STATS), tell("summary.hardware.numCpuCores")
    mhz, memory = tell("summary.hardware.cpuMhz"), tell("summary.hardware.memorySize")
    state = _STATES.get(str(tell("runtime.connectionState")), "up")
    if state == "up" and tell("runtime.inMaintenanceMode"):
        state = "maintenance"
    return HostFigures(
        ref=values.ref,
        name=tell("name") or f"<{values.ref.value}>",
        state=state,
        cpu=_figure(stats, "overall_cpu_usage"),
        cpu_most=cores * mhz if cores and mhz else None,
        memory=_figure(stats, "overall_memory_usage"),
        memory_most=memory // _MIB if memory else None,
        uptime=_figure(stats, "uptime"),
    )


def _domain(values: aioesx.Properties) -> DomainFigures:
    tell = values.if_shown
    who, stats, asked = Identity.of(values), tell(_STATS), tell("runtime.question")
    running = who.state is aioesx.DomainState.RUNNING
    return DomainFigures(
        ref=values.ref,
        name=who.name,
        state=who.state,
        host=tell("runtime.host"),
        cpu=_figure(stats, "overall_cpu_usage") if running else None,
        cpu_most=tell("runtime.maxCpuUsage"),
        memory=_figure(stats, "guest_memory_usage") if running else None,
        memory_most=tell("summary.config.memorySizeMB"),
        uptime=_figure(stats, "uptime_seconds") if running else None,
        question=None if asked is None else aioesx.Question.of(asked, values.ref),
    )


def _figure(stats: Any, name: str) -> int | None:
    figure: int | None = getattr(stats, name, None)
    return None if figure == _NEVER else figure
