"""Handlers: snapshots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.state.tasks import Spend
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.snapshots import Snapshot
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


@handles("CreateSnapshot_Task")
def _create(call: Call) -> Ref:
    machine, method = call.subject, call.method

    def work() -> Work:
        if not method.name:
            raise faults.invalid_name(method.name)
        if method.quiesce and machine.is_on and not machine.tools_running:
            raise faults.cannot_quiesce()
        level, below = 0, machine.snapshots.current
        while below is not None:
            level, below = level + 1, below.parent
        most = call.host.profile.snapshot_levels
        if level >= most:
            raise faults.too_many_snapshots(most)
        yield Spend(2 if method.memory and machine.is_on else 1)
        snapshot = machine.snapshots.take(
            method.name, method.description or "", memory=method.memory, quiesce=method.quiesce
        )
        return call.host.ref(snapshot)

    return start_task(call, work(), machine=machine)


def _revert(call: Call, machine: Machine, snapshot: Snapshot) -> Ref:
    def work() -> Work:
        if snapshot not in list(machine.snapshots.all()):
            raise faults.managed_object_not_found(call.host.ref(snapshot))
        yield Spend(1)
        machine.snapshots.revert(snapshot, power_on=not call.method.suppress_power_on)

    return start_task(call, work(), machine=machine, cancelable=False)


@handles("RevertToSnapshot_Task")
def _revert_to(call: Call) -> Ref:
    snapshot: Snapshot = call.subject
    return _revert(call, snapshot.machine, snapshot)


@handles("RevertToCurrentSnapshot_Task")
def _revert_to_current(call: Call) -> Ref:
    machine: Machine = call.subject
    if machine.snapshots.current is None:
        raise faults.not_found("current snapshot")
    return _revert(call, machine, machine.snapshots.current)


@handles("RemoveSnapshot_Task")
def _remove(call: Call) -> Ref:
    snapshot: Snapshot = call.subject
    machine = snapshot.machine

    def work() -> Work:
        if snapshot not in list(machine.snapshots.all()):
            raise faults.managed_object_not_found(call.method.this)
        yield Spend(1)
        machine.snapshots.remove(snapshot, children=call.method.remove_children)

    return start_task(call, work(), machine=machine, cancelable=False)


@handles("RemoveAllSnapshots_Task")
def _remove_all(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        yield Spend(1)
        machine.snapshots.remove_all()

    return start_task(call, work(), machine=machine, cancelable=False)


@handles("ConsolidateVMDisks_Task")
def _consolidate(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        yield Spend(1)
        machine.snapshots.consolidate()

    return start_task(call, work(), machine=machine, cancelable=False)


@handles("RenameSnapshot")
def _rename(call: Call) -> None:
    snapshot, method = call.subject, call.method
    if method.name is not None and not method.name:
        raise faults.invalid_name("")
    snapshot.name = snapshot.name if method.name is None else method.name
    if method.description is not None:
        snapshot.description = method.description
