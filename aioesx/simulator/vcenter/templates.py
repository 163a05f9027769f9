"""Handlers of a vCenter: a machine becomes a template, and a template a machine again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.vcenter import refusals
from aioesx.simulator.vcenter.dispatch import own, vcenter_of
from aioesx.simulator.vcenter.migration import require_idle
from aioesx.simulator.vcenter.placement import hosts_for, pool_named

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["name_file"]


def name_file(machine: Machine) -> None:
    """Give a machine's file the ending that says what it is: ``.vmtx`` of a template."""
    old, new = (".vmx", ".vmtx") if machine.template else (".vmtx", ".vmx")
    store, path = machine.host.datastore(machine.place.datastore), machine.place.path
    wanted = path.removesuffix(old) + new
    if path.endswith(old) and not store.exists(wanted):
        store.move(path, wanted)
        machine.place = store.path(wanted)


@own("MarkAsTemplate")
def _mark_as_template(call: Call) -> None:
    vcenter, machine = vcenter_of(call), call.subject
    require_idle(vcenter, machine)
    if machine.template:
        raise faults.not_supported("It is a template already.")
    machine.require_power("poweredOff", requested="poweredOff")
    vcenter.places.assign(machine, None)
    machine.template = True
    name_file(machine)
    machine.host.changes.announce()


@own("MarkAsVirtualMachine")
def _mark_as_machine(call: Call) -> None:
    vcenter, machine, method = vcenter_of(call), call.subject, call.method
    require_idle(vcenter, machine)
    if not machine.template:
        raise faults.not_supported("It is no template.")
    pool, able = pool_named(call, method.pool), hosts_for(call, method.host, method.pool)
    target = machine.host if machine.host in able else able[0]
    place = _place_on(vcenter, machine, target)
    machine.template = False
    if target is not machine.host:
        vcenter.places.hand_over(machine, target, place)
    name_file(machine)
    vcenter.places.assign(machine, pool)
    machine.host.changes.announce()


def _place_on(vcenter: VCenter, machine: Machine, target: HostState) -> DatastorePath:
    """Return where a machine's file is for a host.

    Raises:
        Refused: it does not have the datastore, is in maintenance, or not in that datacenter.
    """
    if vcenter.datacenter_of(target) is not vcenter.datacenter_of(machine.host):
        raise faults.invalid_argument("host")
    refusals.require_able(vcenter, target)
    home = machine.host.datastore(machine.place.datastore)
    mount = home.on(target)
    if mount is None or not mount.accessible:
        raise refusals.invalid_datastore(vcenter.ref(home), home.name)
    target.require_free_name(machine.name, machine)
    return mount.path(machine.place.path)
