"""What each operation costs in calls, and that the number of domains does not matter."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from support.hosts import connected

import aioesx
from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.anyio

OFF = "db01"
ON = "web01"
READ = "RetrievePropertiesEx"
WAIT = "WaitForUpdatesEx"
TASK = {READ: 1, "CreateFilter": 1, "DestroyPropertyFilter": 1}

Operation = Callable[[aioesx.Connection, aioesx.Domain], Awaitable[Any]]


async def costs(simulator: Simulator, work: Awaitable[object]) -> dict[str, int]:
    """Return how often each method was called, without the waits, whose number is chance."""
    simulator.forget_calls()
    await work
    counted = dict(simulator.call_count)
    counted.pop(WAIT, None)
    return counted


OPERATIONS: dict[str, tuple[str, Operation, dict[str, int]]] = {
    "list": (ON, lambda esx, _: esx.domains.list(), {READ: 1}),
    "list by autostart": (ON, lambda esx, _: esx.domains.list(autostart=True), {READ: 2}),
    "list by snapshots": (ON, lambda esx, _: esx.domains.list(snapshots=True), {READ: 1}),
    "list of nothing": (ON, lambda esx, _: esx.domains.list(persistent=False), {}),
    "lookup by name": (ON, lambda esx, _: esx.domains.lookup(ON), {READ: 1}),
    "lookup by id": (ON, lambda esx, d: esx.domains.lookup(id=d.number), {READ: 1}),
    "lookup by uuid": (ON, lambda esx, d: esx.domains.lookup(uuid=d.uuid), {READ: 1}),
    "pending questions": (ON, lambda esx, _: esx.domains.pending_questions(), {READ: 1}),
    "info": (ON, lambda _, d: d.info(), {READ: 1}),
    "status": (ON, lambda _, d: d.status(), {READ: 1}),
    "disks": (ON, lambda _, d: d.disks(), {READ: 1}),
    "interface addresses": (ON, lambda _, d: d.interface_addresses(), {READ: 1}),
    "autostart": (ON, lambda _, d: d.autostart(), {READ: 1}),
    "snapshots": (ON, lambda _, d: d.snapshots.list(), {READ: 1}),
    "cpu usage": (
        ON,
        lambda _, d: d.cpu_usage(),
        {"QueryAvailablePerfMetric": 1, "QueryPerfCounter": 1, "QueryPerf": 1},
    ),
    "set autostart": (ON, lambda _, d: d.set_autostart(True), {READ: 1, "ReconfigureAutostart": 1}),
    "shutdown": (ON, lambda _, d: d.shutdown(), {"ShutdownGuest": 1}),
    "start": (OFF, lambda _, d: d.start(), {**TASK, "PowerOnVM_Task": 1}),
    "destroy": (ON, lambda _, d: d.destroy(), {**TASK, "PowerOffVM_Task": 1}),
    "set memory": (ON, lambda _, d: d.set_memory(4096), {**TASK, "ReconfigVM_Task": 1}),
    "set scheduler": (ON, lambda _, d: d.set_scheduler(limit=9), {**TASK, "ReconfigVM_Task": 1}),
    "set vcpus": (OFF, lambda _, d: d.set_vcpus(2), {**TASK, READ: 2, "ReconfigVM_Task": 1}),
    "snapshot": (ON, lambda _, d: d.snapshots.create("s"), {**TASK, "CreateSnapshot_Task": 1}),
}


@pytest.mark.parametrize(
    ("operation", "machines"),
    [(name, 7) for name in OPERATIONS]
    + [(name, 70) for name in ("list", "lookup by name", "pending questions", "info", "start")],
)
async def test_the_cost_of(operation: str, machines: int) -> None:
    name, act, expected = OPERATIONS[operation]
    host = presets.small_host(machines=machines, options=Options(task_seconds=0.02))
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        domain = await esx.domains.lookup(name)

        assert await costs(simulator, act(esx, domain)) == expected
    assert sum(expected.values()) <= 5


async def test_a_list_is_one_call_per_page() -> None:
    host = presets.small_host(machines=10, options=Options(page_size=4))
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        assert await costs(simulator, esx.domains.list()) == {
            READ: 1,
            "ContinueRetrievePropertiesEx": 2,
        }
