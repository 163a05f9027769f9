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
SUSPENDED = "build01"
KEPT = "win01"  # has a snapshot
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


async def revert(_: aioesx.Connection, domain: aioesx.Domain) -> None:
    await (await domain.snapshots.lookup("kept")).revert()


async def delete(_: aioesx.Connection, domain: aioesx.Domain) -> None:
    await (await domain.snapshots.lookup("kept")).delete()


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
    "hostname": (ON, lambda _, d: d.hostname(), {READ: 1}),
    "state": (ON, lambda _, d: d.state(), {READ: 1}),
    "interfaces": (ON, lambda _, d: d.interfaces(), {READ: 1}),
    "vnc display": (ON, lambda _, d: d.vnc_display(), {READ: 1}),
    "memory guarantee": (ON, lambda _, d: d.memory_guarantee(), {READ: 1}),
    "max vcpus": (ON, lambda _, d: d.max_vcpus(), {READ: 1}),
    "scheduler": (ON, lambda _, d: d.scheduler(), {READ: 1}),
    "screenshot": (ON, lambda _, d: d.screenshot(), {READ: 2}),
    "console": (ON, lambda _, d: d.console(), {READ: 1, "AcquireTicket": 1}),
    "console by vmrc": (ON, lambda _, d: d.console("vmrc"), {"AcquireCloneTicket": 1}),
    "send keys": (ON, lambda _, d: d.send_keys("root\n" * 20), {READ: 1, "PutUsbScanCodes": 1}),
    "snapshots": (ON, lambda _, d: d.snapshots.list(), {READ: 1}),
    "snapshot tree": (ON, lambda _, d: d.snapshots.tree(), {READ: 1}),
    "current snapshot": (KEPT, lambda _, d: d.snapshots.current(), {READ: 1}),
    "snapshot by name": (KEPT, lambda _, d: d.snapshots.lookup("kept"), {READ: 1}),
    "question": (ON, lambda _, d: d.pending_question(), {READ: 1}),
    "host": (ON, lambda esx, _: esx.host.info(), {READ: 1}),
    "host memory": (ON, lambda esx, _: esx.host.free_memory(), {READ: 1}),
    "cpu usage": (
        ON,
        lambda _, d: d.cpu_usage(),
        {"QueryAvailablePerfMetric": 1, "QueryPerfCounter": 1, "QueryPerf": 1},
    ),
    "set autostart": (ON, lambda _, d: d.set_autostart(True), {READ: 1, "ReconfigureAutostart": 1}),
    "shutdown": (ON, lambda _, d: d.shutdown(), {"ShutdownGuest": 1}),
    "reboot": (ON, lambda _, d: d.reboot(), {"RebootGuest": 1}),
    "wait for": (
        ON,
        lambda _, d: d.wait_for(aioesx.DomainState.RUNNING),
        {"CreateFilter": 1, "DestroyPropertyFilter": 1},
    ),
    "undefine": (OFF, lambda _, d: d.undefine(), {"UnregisterVM": 1}),
    "start": (OFF, lambda _, d: d.start(), {**TASK, "PowerOnVM_Task": 1}),
    "destroy": (ON, lambda _, d: d.destroy(), {**TASK, "PowerOffVM_Task": 1}),
    "suspend": (ON, lambda _, d: d.suspend(), {**TASK, "SuspendVM_Task": 1}),
    "resume": (SUSPENDED, lambda _, d: d.resume(), {**TASK, "PowerOnVM_Task": 1}),
    "reset": (ON, lambda _, d: d.reset(), {**TASK, "ResetVM_Task": 1}),
    "set max memory": (OFF, lambda _, d: d.set_max_memory(4096), {**TASK, "ReconfigVM_Task": 1}),
    "guarantee": (ON, lambda _, d: d.set_memory_guarantee(4096), {**TASK, "ReconfigVM_Task": 1}),
    "eject": (ON, lambda _, d: d.eject_media(), {**TASK, READ: 2, "ReconfigVM_Task": 1}),
    "set memory": (ON, lambda _, d: d.set_memory(4096), {**TASK, "ReconfigVM_Task": 1}),
    "set scheduler": (ON, lambda _, d: d.set_scheduler(limit=9), {**TASK, "ReconfigVM_Task": 1}),
    "set vcpus": (OFF, lambda _, d: d.set_vcpus(2), {**TASK, READ: 2, "ReconfigVM_Task": 1}),
    "snapshot": (ON, lambda _, d: d.snapshots.create("s"), {**TASK, "CreateSnapshot_Task": 1}),
    "revert": (KEPT, revert, {**TASK, READ: 2, "RevertToSnapshot_Task": 1}),
    "delete": (KEPT, delete, {**TASK, READ: 2, "RemoveSnapshot_Task": 1}),
}


async def cost_of(operation: str, machines: int) -> dict[str, int]:
    name, act, _ = OPERATIONS[operation]
    host = presets.small_host(machines=machines, options=Options(task_seconds=0.02))
    host.find(KEPT).snapshots.take("kept", "", memory=False, quiesce=False)
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        domain = await esx.domains.lookup(name)
        await domain.wait_for(await domain.state())  # the collector for waits is made once
        await esx._server.scope.home()  # where the host is, is read once
        return await costs(simulator, act(esx, domain))


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_the_cost_of(operation: str) -> None:
    _, _, expected = OPERATIONS[operation]

    assert await cost_of(operation, machines=7) == expected
    assert sum(expected.values()) <= 5


@pytest.mark.parametrize("anyio_backend", ["asyncio"])  # a number that no event loop changes
@pytest.mark.parametrize("operation", OPERATIONS)
async def test_the_number_of_domains_does_not_matter_to(operation: str) -> None:
    _, _, expected = OPERATIONS[operation]

    assert await cost_of(operation, machines=70) == expected


async def test_a_list_is_one_call_per_page() -> None:
    host = presets.small_host(machines=10, options=Options(page_size=4))
    async with Simulator(host, tls=False) as simulator, connected(simulator) as esx:
        assert await costs(simulator, esx.domains.list()) == {
            READ: 1,
            "ContinueRetrievePropertiesEx": 2,
        }
