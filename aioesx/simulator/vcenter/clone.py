"""Handlers of a vCenter: copies of machines and of templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.faults import Refused
from aioesx.simulator.methods import reconfigure
from aioesx.simulator.methods.admission import admit
from aioesx.simulator.methods.table import Call, start_task
from aioesx.simulator.state.chains import chain
from aioesx.simulator.state.config import format_uuid, make_uuid
from aioesx.simulator.state.disks import make_uuid as make_disk_uuid
from aioesx.simulator.state.extents import NEW_LINK
from aioesx.simulator.state.snapshots import Snapshot
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import events, refusals
from aioesx.simulator.vcenter.dispatch import inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.folders import require_free_name
from aioesx.simulator.vcenter.moving import copy_disk, free_folder, link_disk
from aioesx.simulator.vcenter.naming import renamed
from aioesx.simulator.vcenter.placement import pool_named
from aioesx.simulator.vcenter.relocation import host_of_spec, store_on
from aioesx.simulator.vcenter.templates import name_file
from aioesx.simulator.vcenter.tree import Folder
from aioesx.vim import ManagedObjectReference as Ref
from aioesx.vmx.syntax import escape_pipe, format_vmx

if TYPE_CHECKING:
    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Pool

__all__: list[str] = []

_LINKED: Final = "createNewChildDiskBacking"
_FULL: Final = frozenset(
    {
        "moveAllDiskBackingsAndAllowSharing",
        "moveAllDiskBackingsAndConsolidate",
        "moveAllDiskBackingsAndDisallowSharing",
        "moveChildMostDiskBacking",
    }
)
"""Ways in which a copy gets its disks; all but the linked one make whole disks here."""


@dataclass(slots=True)
class _Copy:
    """What is to be copied, and where to; `config` is the machine's, or a snapshot's.

    `linked` has the copy's disks stand on those of the snapshot.
    """

    vcenter: VCenter
    machine: Machine
    config: Config
    name: str
    folder: Folder
    target: HostState
    store: Datastore
    pool: Pool | None = None
    linked: bool = False


def _planned(call: Call) -> _Copy:
    """Return what a clone spec asks for.

    Raises:
        Refused: it names what does not fit, or what the simulator cannot do.
    """
    method, machine, inventory = call.method, call.subject, inventory_of(call)
    spec, vcenter = method.spec, inventory.vcenter
    folder = inventory.get(method.folder)
    if spec.customization is not None:
        raise faults.not_supported("The simulated guest cannot be customized.")
    if not method.name or len(method.name) > 80:  # the API's own limit
        raise faults.invalid_name(method.name)
    place = spec.location
    if machine.template and place.pool is None and not spec.template:
        raise faults.invalid_argument("spec.location.pool")
    target = host_of_spec(call, place, machine.host)
    if not isinstance(folder, Folder) or folder.kind != "vm":
        raise faults.invalid_argument("folder")
    if folder.datacenter is not vcenter.datacenter_of(target):
        raise faults.invalid_argument("folder")
    config = machine.config
    if spec.snapshot is not None:
        snapshot = inventory.get(spec.snapshot)
        if not isinstance(snapshot, Snapshot) or snapshot.machine is not machine:
            raise faults.invalid_argument("spec.snapshot")
        config = snapshot.config
    if place.datastore is not None:
        store = store_on(call, place.datastore, target)
    else:
        home = machine.host.datastore(machine.place.datastore)
        mount = home.on(target)
        if mount is None or not mount.accessible:
            raise refusals.invalid_datastore(vcenter.ref(home), home.name)
        store = mount
    pool = pool_named(call, place.pool) or vcenter.places.pool_of(machine)
    linked = _is_linked(place, spec.snapshot)
    return _Copy(vcenter, machine, config, method.name, folder, target, store, pool, linked)


def _is_linked(place: vim.VirtualMachineRelocateSpec, snapshot: Ref | None) -> bool:
    """Tell whether the disks of a copy are to stand on those of a snapshot.

    Raises:
        Refused: InvalidArgument: there is no such way, or no snapshot.
    """
    word = place.disk_move_type
    if word not in {None, _LINKED, *_FULL}:
        raise faults.invalid_argument("spec.location.diskMoveType")
    if word == _LINKED and snapshot is None:
        raise faults.invalid_argument("spec.snapshot")
    return word == _LINKED


def _require(copy: _Copy) -> None:
    """Refuse a copy for whose name or disks there is no room."""
    vcenter, machine, target = copy.vcenter, copy.machine, copy.target
    require_free_name(vcenter, copy.folder, copy.name)
    target.require_free_name(copy.name)
    refusals.require_able(vcenter, target)
    if copy.config.hardware_version not in target.profile.hardware_versions:
        name = vcenter.members[target].name
        raise refusals.old_hardware(copy.config.hardware_version, vcenter.ref(target), name)
    wanted = 0
    for key, place in machine.snapshots.disk_keys(copy.config).items():
        held = machine.host.datastore(place.datastore)
        disk = held.disk(place.path)
        if not copy.linked:
            wanted += 0 if disk.thin else disk.capacity_kb * 1024
            continue
        wanted += NEW_LINK
        for store, path in chain(held, place.path):
            seen = store.on(target)
            if seen is None or not seen.accessible:
                device = key.rpartition(".")[0]
                raise refusals.no_access_to_disk(device, str(store.path(path)), store.name)
    copy.store.require_room(wanted)


def _settings(copy: _Copy, folder: str) -> dict[str, str | None]:
    """Return the settings in which the copy differs, but for its disks."""
    seed = f"{copy.vcenter.instance_uuid} {copy.vcenter.next_number()}"
    changes: dict[str, str | None] = {
        "displayName": escape_pipe(copy.name),
        "uuid.bios": format_uuid(make_uuid(f"{seed} {folder}")),
        "vc.uuid": format_uuid(make_uuid(f"{seed} {folder} instance")),
        "uuid.location": None,
    }
    for number in range(10):
        prefix = f"ethernet{number}"
        kind = copy.config.get(f"{prefix}.addressType", "generated").lower()
        if copy.config.flag(f"{prefix}.present") and kind != "static":
            fresh = 0x0050_5680_0000 + copy.vcenter.next_number()
            changes[f"{prefix}.addressType"] = "vpx"
            changes[f"{prefix}.generatedAddress"] = fresh.to_bytes(6).hex(":")
    return changes


def _make(copy: _Copy) -> Machine:
    """Make the copy's files and register it."""
    machine, store, source = copy.machine, copy.store, copy.machine.host
    name = copy.name.replace("%", "_")
    folder = free_folder(store, name)
    store.make_folder(folder)
    changes = _settings(copy, folder)
    for number, (key, place) in enumerate(machine.snapshots.disk_keys(copy.config).items()):
        file = f"{name}.vmdk" if number == 0 else f"{name}_{number}.vmdk"
        held = source.datastore(place.datastore)
        new = f"{folder}/{file}"
        if copy.linked:
            uuid = make_disk_uuid(f"{store.path(new)} {copy.vcenter.next_number()}")
            link_disk(held, place.path, store, new, uuid=uuid)
        else:
            copy_disk(held, place.path, store, new, seed=copy.vcenter.next_number)
        changes[key] = file
    place = store.path(f"{folder}/{name}.vmx")
    store.put_text(place.path, format_vmx(copy.config.with_settings(changes).settings))
    made = copy.target.register(place, guest=machine.guest)
    made.vapp = machine.vapp
    copy.vcenter.place(made, copy.folder)
    copy.target.changes.announce()
    return made


def _finish(call: Call, copy: _Copy, made: Machine) -> None:
    """Apply what the spec says of the copy itself."""
    spec, inventory = call.method.spec, inventory_of(call)
    if spec.config is not None:
        own_config: Any = renamed(spec.config, lambda ref: inventory.inward(copy.target, ref))
        reconfigure.plan(made, own_config).apply()
    made.template = spec.template
    if made.template:
        name_file(made)
    else:
        copy.vcenter.places.assign(made, copy.pool)
    if spec.power_on:
        admit(made)
        made.set_power("poweredOn")


@own("CloneVM_Task")
def _clone(call: Call) -> Ref:
    machine, vcenter, user = call.subject, vcenter_of(call), call.user
    copy = _planned(call)

    def work() -> Work:
        about: dict[str, Any] = {
            "dest_folder": vim.FolderEventArgument(
                name=copy.folder.name, folder=vcenter.ref(copy.folder)
            ),
            "dest_name": copy.name,
            "dest_host": vcenter.host_argument(copy.target),
        }
        try:
            _require(copy)
            events.post(vcenter, "VmBeingClonedEvent", machine, user, **about)
            yield Spend(3)
            _require(copy)
            made = _make(copy)
            _finish(call, copy, made)
        except Refused as refusal:
            why = refusal.localized()
            events.post(
                *(vcenter, "VmCloneFailedEvent", machine, user),
                text=refusal.message,
                reason=why,
                **about,
            )
            raise
        origin = vim.VmEventArgument(name=machine.name, vm=vcenter.ref(machine))
        events.post(vcenter, "VmClonedEvent", made, user, source_vm=origin)
        return vcenter.ref(made)

    return start_task(call, work(), machine=machine, share=2, concerns=(machine.host,))
