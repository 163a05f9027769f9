"""Handlers of a vCenter: a machine's files go to another datastore, it itself to another host."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods.table import Call, start_task
from aioesx.simulator.properties.devices import BUSES
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import events, refusals
from aioesx.simulator.vcenter.dispatch import inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.migration import (
    check_results,
    machine_of,
    require_possible,
)
from aioesx.simulator.vcenter.moving import move_disk, move_home
from aioesx.simulator.vcenter.placement import host_for, hosts_for, pool_named
from aioesx.simulator.vcenter.problems import Move
from aioesx.simulator.vcenter.tree import Folder, Store
from aioesx.simulator.versions import at_least
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.tree import Pool

__all__ = ["Plan", "host_of_spec", "store_on"]

_ACROSS_DATACENTERS: Final = "6.0"
_BOTH_AT_ONCE: Final = "5.1"


@dataclass(slots=True)
class Plan:
    """What a relocation is to do: the move, and where the machine is put into."""

    move: Move
    folder: Folder | None = None
    pool: Pool | None = None
    disks: dict[str, Datastore] = field(default_factory=dict)


def host_of_spec(call: Call, spec: Any, default: HostState | None) -> HostState:
    """Return the host that a relocate spec names, or the default if it names none."""
    if spec.host is None and spec.pool is None and default is not None:
        return default
    if spec.host is None and default is not None and default in hosts_for(call, None, spec.pool):
        return default
    return host_for(call, spec.host, spec.pool)


def store_on(call: Call, ref: Ref, host: HostState) -> Datastore:
    """Return a datastore as a host has it mounted.

    Raises:
        Refused: InvalidDatastore.
    """
    subject = inventory_of(call).get(ref)
    if not isinstance(subject, Store):
        raise faults.invalid_argument("spec.datastore")
    mount = subject.first.on(host)
    if mount is None or not mount.accessible:
        raise refusals.invalid_datastore(ref, subject.name)
    return mount


def _key_of(machine: Machine, number: int) -> str:
    """Return the setting that names the file of the disk with a device key."""
    for kind, (_, first, width, _) in BUSES.items():
        if first <= number < first + 4 * width:
            bus, unit = divmod(number - first, width)
            wanted = f"{kind}{bus}:{unit}.filename"
            for key in machine.snapshots.disk_keys(machine.config):
                if key.lower() == wanted:
                    return key
    raise faults.invalid_argument("spec.disk.diskId")


def _networks(call: Call, spec: Any) -> dict[str, str]:
    """Return the networks that cards are connected to anew, by the settings' prefix."""
    found: dict[str, str] = {}
    for change in spec.device_change:
        device, backing = change.device, change.device.backing
        if not isinstance(device, vim.VirtualEthernetCard) or str(change.operation) != "edit":
            raise faults.invalid_argument("spec.deviceChange")
        if isinstance(backing, vim.VirtualEthernetCardNetworkBackingInfo):
            found[f"ethernet{device.key - 4000}"] = backing.device_name
    return found


def _plan(call: Call, machine: Machine, spec: Any) -> Plan:
    """Return what a relocate spec asks for.

    Raises:
        Refused: it contradicts itself, or names what is not there.
    """
    vcenter, source = vcenter_of(call), machine.host
    target = host_of_spec(call, spec, source)
    store = None if spec.datastore is None else store_on(call, spec.datastore, target)
    disks = {
        _key_of(machine, locator.disk_id): store_on(call, locator.datastore, target)
        for locator in spec.disk
    }
    home = source.datastore(machine.place.datastore)
    if store is not None and _all_on(machine, store):
        store = None  # they are there already
    if store is not None and disks and home.volume is store.volume:
        store = None  # single disks only
    version = vcenter.profile.api_version
    both = target is not source and machine.is_on and (store is not None or disks)
    if both and not at_least(version, _BOTH_AT_ONCE):
        raise faults.invalid_power_state(machine.power, "poweredOff")
    if disks and (machine.snapshots.roots or target is not source):
        raise faults.not_supported("Single disks of such a machine cannot be moved.")
    before, after = vcenter.datacenter_of(source), vcenter.datacenter_of(target)
    if before is not after and not at_least(version, _ACROSS_DATACENTERS):
        raise faults.invalid_argument("spec.host")
    folder = None if spec.folder is None else inventory_of(call).get(spec.folder)
    if folder is not None and (
        not isinstance(folder, Folder) or folder.kind != "vm" or folder.datacenter is not after
    ):
        raise faults.invalid_argument("spec.folder")
    move = Move(vcenter, machine, target, store=store, networks=_networks(call, spec), disks=disks)
    return Plan(move, folder, pool_named(call, spec.pool), disks)


def _all_on(machine: Machine, store: Datastore) -> bool:
    places = [machine.place]
    for config in (machine.config, *(s.config for s in machine.snapshots.all())):
        places += machine.snapshots.disk_keys(config).values()
    host = machine.host
    return all(host.datastore(place.datastore).volume is store.volume for place in places)


@own("RelocateVM_Task")
def _relocate(call: Call) -> Ref:
    machine, vcenter, user = call.subject, vcenter_of(call), call.user
    plan = _plan(call, machine, call.method.spec)
    source, move = machine.host, plan.move

    def work() -> Work:
        destination = vcenter.host_argument(move.target)
        try:
            require_possible(move)
            events.post(vcenter, "VmBeingRelocatedEvent", machine, user, dest_host=destination)
            yield Spend(3)
            require_possible(move)
            _carry_out(plan)
        except Refused as refusal:
            events.post(
                *(vcenter, "VmRelocateFailedEvent", machine, user),
                text=refusal.message,
                reason=refusal.localized(),
                dest_host=destination,
            )
            raise
        origin = vcenter.host_argument(source)
        events.post(vcenter, "VmRelocatedEvent", machine, user, source_host=origin)

    return start_task(call, work(), machine=machine, share=2, concerns=(source,))


def _carry_out(plan: Plan) -> None:
    """Move files and machine; everything has been looked at."""
    move = plan.move
    machine, target, vcenter = move.machine, move.target, move.vcenter
    place = machine.place
    if move.store is not None:
        place = move_home(machine, move.store)
    if target is not move.source:
        if move.store is None:
            mount = move.source.datastore(place.datastore).on(target)
            assert mount is not None  # noqa: S101  # looked at before
            place = mount.path(place.path)
        vcenter.places.hand_over(machine, target, place)
    machine.place = place
    for key, store in plan.disks.items():
        move_disk(machine, key, store)
    machine.change({f"{prefix}.networkName": name for prefix, name in move.networks.items()})
    if plan.folder is not None:
        vcenter.place(machine, plan.folder)
    if plan.pool is not None:
        vcenter.places.assign(machine, plan.pool)


@own("CheckRelocate_Task")
def _check(call: Call) -> Ref:
    method = call.method
    machine = machine_of(call, method.vm)
    move = _plan(call, machine, method.spec).move
    return check_results(call, machine, lambda: [move], method.test_type)
