"""The table vHealth: what somebody should look at, found in what was read anyway. No I/O.

A check is a row of `_CHECKS`; bounds are those that people go by (RVTools', where it has one).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from aioesx._server.reach import host_state
from aioesx.host.health import health_of
from aioesx.host.licence import licence_of
from aioesx.jobs.report.columns import Column, Table
from aioesx.jobs.report.facts import Facts, HostFacts, Machine
from aioesx.jobs.report.storage_tables import free_percent

__all__ = ["HEALTH", "Finding"]

_FREE_PERCENT: Final = 10
"""Below which a datastore or a partition is told of."""
_OLD: Final = timedelta(days=7)
"""From which on a snapshot is."""
_SOON: Final = timedelta(days=30)
"""Before its end a licence is."""
_BUSY_PERCENT: Final = 90
"""From which on a host's memory is."""

_TOOLS: Final = {
    "toolsNotInstalled": "VMware Tools are not installed",
    "toolsNotRunning": "VMware Tools do not run",
    "toolsOld": "VMware Tools are out of date",
}


class Finding(NamedTuple):
    """What should be looked at.

    Attributes:
        name: of the thing.
        message: what is the matter.
        kind: of what is the matter, such as ``"Snapshot"``.
        facts: of the server.
    """

    name: str
    message: str
    kind: str
    facts: Facts


Told = Iterator[tuple[str, str]]


def _out_of_reach(facts: Facts) -> Told:
    for host in facts.hosts:
        state = host_state(host["runtime:connection_state"])
        if state.is_out_of_reach:
            yield host.name, f"The host is {state.value}: what is told of it may be old"


def _maintenance(facts: Facts) -> Told:
    for host in facts.hosts:
        if host["runtime:in_maintenance_mode"]:
            yield host.name, "The host is in maintenance mode"


def _sensors(facts: Facts) -> Told:
    for host in facts.hosts:
        health = health_of(host["runtime:health_system_runtime"])
        for sensor in health.alarming if health is not None else ():
            yield (
                host.name,
                f"{sensor.name} is {sensor.state}: {sensor.summary or 'no reason told'}",
            )


def _memory(facts: Facts) -> Told:
    for host in facts.hosts:
        percent = _memory_percent(host)
        if percent is not None and percent >= _BUSY_PERCENT:
            yield host.name, f"{percent} % of the memory is in use"


def _memory_percent(host: HostFacts) -> int | None:
    used = host["summary.quickStats:overall_memory_usage"]
    size = host["summary.hardware:memory_size"]
    return round(used * 2**20 * 100 / size) if used is not None and size else None


def _restarts(facts: Facts) -> Told:
    for host in facts.hosts:
        if host["summary.rebootRequired"]:
            yield host.name, "A change waits for a restart of the host"


def _stores(facts: Facts) -> Told:
    for store in facts.stores:
        percent = free_percent(store)
        if store["summary:accessible"] is False:
            yield store.name, "No host can get at the datastore"
        elif percent is not None and percent < _FREE_PERCENT:
            yield store.name, f"{percent} % of the datastore is free"


def _partitions(facts: Facts) -> Told:
    for machine in facts.machines:
        for disk in machine["guest:disk"] or ():
            if disk.capacity and disk.free_space is not None:
                percent = round(disk.free_space * 100 / disk.capacity)
                if percent < _FREE_PERCENT:
                    yield machine.name, f"{percent} % of {disk.disk_path or 'a disk'} is free"


def _snapshots(facts: Facts) -> Told:
    for machine in facts.machines:
        for node in machine.snapshots:
            age = facts.taken - node.create_time
            if age >= _OLD:
                yield machine.name, f"The snapshot '{node.name}' is {age.days} days old"


def _questions(facts: Facts) -> Told:
    for machine in facts.machines:
        question = machine["runtime:question"]
        if question is not None:
            yield machine.name, f"It waits for an answer: {question.text}"


def _consolidation(facts: Facts) -> Told:
    for machine in facts.machines:
        if machine["runtime:consolidation_needed"]:
            yield machine.name, "Its disks need consolidation"


def _tools(facts: Facts) -> Told:
    for machine in facts.machines:
        message = _TOOLS.get(machine["guest:tools_status"])
        if message is not None and machine.is_running and not machine["config.template"]:
            yield machine.name, message


def _lost(facts: Facts) -> Told:
    for machine in facts.machines:
        state = machine["runtime:connection_state"]
        if state is not None and state != "connected":
            yield machine.name, f"The machine is {_named(machine)}"


def _named(machine: Machine) -> str:
    return str(machine["runtime:connection_state"])


def _licences(facts: Facts) -> Told:
    for one in facts.licences:
        licence = licence_of([one], facts.trial)
        if licence is None or licence.expires is None:
            continue
        left = licence.expires - facts.taken
        if left <= timedelta():
            yield licence.name, f"The licence has ended on {licence.expires:%Y-%m-%d}"
        elif left <= _SOON:
            yield licence.name, f"The licence ends in {left.days} days"


def _hidden(facts: Facts) -> Told:
    for problem in facts.problems:
        yield facts.server, problem


_CHECKS: Final[tuple[tuple[str, Callable[[Facts], Told]], ...]] = (
    ("Host", _out_of_reach),
    ("Host", _maintenance),
    ("Hardware", _sensors),
    ("Memory", _memory),
    ("Restart", _restarts),
    ("Storage", _stores),
    ("Partition", _partitions),
    ("Snapshot", _snapshots),
    ("Question", _questions),
    ("Consolidation", _consolidation),
    ("VM tools", _tools),
    ("Machine", _lost),
    ("Licence", _licences),
    ("Hidden", _hidden),
)


def _findings(facts: Facts) -> Iterator[Finding]:
    for kind, check in _CHECKS:
        for name, message in check(facts):
            yield Finding(name, message, kind, facts)


HEALTH: Final = Table(
    "vHealth",
    "Health",
    "Something that should be looked at.",
    _findings,
    (
        Column("Name", "text", lambda found: found.name, main=True),
        Column("Message", "text", lambda found: found.message, main=True),
        Column("Message type", "text", lambda found: found.kind, main=True),
        Column("VI SDK Server", "text", lambda found: found.facts.server, main=True),
        Column("VI SDK UUID", "text", lambda found: found.facts.uuid, about=True),
    ),
    same=("Name", "Message", "Message type", "VI SDK Server", "VI SDK UUID"),
)
