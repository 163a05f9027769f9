"""Handlers: power operations of machines, and what they do to the guest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.admission import admit, asked_at_power_on
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.state.tasks import Spend
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


@handles("PowerOnVM_Task")
def _power_on(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        machine.require_power("poweredOff", "suspended", requested="poweredOn")
        admit(machine)
        yield from asked_at_power_on(machine)
        yield Spend()
        machine.set_power("poweredOn")
        call.host.events.post("VmPoweredOnEvent", machine, user=call.user)

    return start_task(call, work(), machine=machine)


@handles("PowerOffVM_Task")
def _power_off(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        machine.require_power("poweredOn", "suspended", requested="poweredOff")
        yield Spend(0.5)
        machine.set_power("poweredOff")
        call.host.events.post("VmPoweredOffEvent", machine, user=call.user)

    return start_task(call, work(), machine=machine, cancelable=False)


@handles("SuspendVM_Task")
def _suspend(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        machine.require_power("poweredOn", requested="suspended")
        yield Spend(2)
        machine.set_power("suspended")
        call.host.events.post("VmSuspendedEvent", machine, user=call.user)

    return start_task(call, work(), machine=machine)


@handles("ResetVM_Task")
def _reset(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        machine.require_power("poweredOn")
        yield Spend(0.5)
        machine.set_power("poweredOn")
        call.host.events.post("VmResettingEvent", machine, user=call.user)

    return start_task(call, work(), machine=machine, cancelable=False)


def _in_guest(call: Call, then: Callable[[Machine], None]) -> None:
    """Have the guest do something a task's time from now, if Tools still run then."""
    machine: Machine = call.subject
    if machine.task is not None:
        raise faults.task_in_progress(call.host.ref(machine.task))
    machine.require_tools()

    def later() -> None:
        if machine.tools_running and not machine.guest.deaf:
            then(machine)

    call.host.timeline.schedule(call.host.options.task_seconds, later)


@handles("ShutdownGuest")
def _shutdown(call: Call) -> None:
    def off(machine: Machine) -> None:
        machine.set_power("poweredOff")
        call.host.events.post("VmGuestShutdownEvent", machine, user=call.user)

    _in_guest(call, off)


@handles("RebootGuest")
def _reboot(call: Call) -> None:
    def again(machine: Machine) -> None:
        machine.set_power("poweredOn")
        call.host.events.post("VmGuestRebootEvent", machine, user=call.user)

    _in_guest(call, again)


@handles("StandbyGuest")
def _standby(call: Call) -> None:
    _in_guest(call, lambda machine: machine.set_power("suspended"))
