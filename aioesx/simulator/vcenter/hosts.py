"""Handlers of a vCenter: its hosts are disconnected, connected again, and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, start_task
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import refusals
from aioesx.simulator.vcenter.dispatch import own, vcenter_of
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.roster import Member
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["remove_host"]


def _member(vcenter: VCenter, host: HostState, ref: Ref) -> Member:
    """Return a host's entry, or refuse one that was removed meanwhile."""
    member = vcenter.members.get(host)
    if member is None:
        raise faults.managed_object_not_found(ref)
    return member


@own("DisconnectHost_Task")
def _disconnect(call: Call) -> Ref:
    vcenter, host, this, user = vcenter_of(call), call.subject, call.method.this, call.user

    def check() -> None:
        if _member(vcenter, host, this).connection == "disconnected":
            raise faults.invalid_state("The host is disconnected already.")

    def work() -> Work:
        check()
        yield Spend(0.5)
        check()
        vcenter.disconnect(host, user=user)

    return start_task(call, work(), entity=host)


@own("ReconnectHost_Task")
def _reconnect(call: Call) -> Ref:
    vcenter, host, this, user = vcenter_of(call), call.subject, call.method.this, call.user

    def check() -> None:
        member = _member(vcenter, host, this)
        if member.is_connected:
            raise faults.invalid_state("The host is connected already.")
        if member.connection == "notResponding":
            raise refusals.no_host(member.name)

    def work() -> Work:
        check()
        yield Spend(0.5)
        check()
        vcenter.connect(host, user=user)

    return start_task(call, work(), entity=host)


def remove_host(call: Call, host: HostState) -> Ref:
    """Start the task that removes a host, and its compute resource if that is its own.

    One of a cluster must be in maintenance, or not connected.
    """
    vcenter, this = vcenter_of(call), call.method.this

    def check() -> None:
        member = _member(vcenter, host, this)
        if member.compute.clustered and member.is_connected and not host.maintenance:
            raise faults.invalid_state("The host is neither in maintenance nor disconnected.")
        for machine in host.machines.values():
            if machine.task is not None:
                raise faults.task_in_progress(vcenter.ref(machine.task))

    def work() -> Work:
        check()
        yield Spend(0.5)
        check()
        vcenter.remove_host(host)

    return start_task(call, work(), entity=host)
