"""Handlers of a vCenter: folders, what is put into them, and new machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, start_task
from aioesx.simulator.state import paths
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Machine
from aioesx.simulator.state.tasks import Spend
from aioesx.simulator.vcenter import refusals
from aioesx.simulator.vcenter.dispatch import forward, inventory_of, own, vcenter_of
from aioesx.simulator.vcenter.hosts import remove_host
from aioesx.simulator.vcenter.inventory import host_of
from aioesx.simulator.vcenter.placement import host_for, pool_named
from aioesx.simulator.vcenter.pools import destroy_pool, rename_pool
from aioesx.simulator.vcenter.tree import Compute, Datacenter, Folder, Pool, Store, VApp
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.tasks import Work
    from aioesx.simulator.vcenter.state import VCenter

__all__ = ["require_free_name"]


def require_free_name(vcenter: VCenter, folder: Folder, name: str, other_than: Any = None) -> None:
    """Refuse a name that something in a folder has."""
    for thing in vcenter.contents(folder):
        if thing is not other_than and thing.name == name:
            raise faults.duplicate_name(name, vcenter.ref(thing))


@own("CreateFolder")
def _create_folder(call: Call) -> Ref:
    vcenter, parent, name = vcenter_of(call), call.subject, call.method.name
    if not name or len(name) > 80:  # the API's own limit
        raise faults.invalid_name(name)
    require_free_name(vcenter, parent, name)
    return vcenter.ref(vcenter.make_folder(parent, name))


@own("MoveIntoFolder_Task")
def _move_into(call: Call) -> Ref:
    vcenter, target, inventory = vcenter_of(call), call.subject, inventory_of(call)
    things = [inventory.get(ref) for ref in call.method.list]

    def work() -> Work:
        for thing in things:
            _require_fit(vcenter, target, thing)
        yield Spend(0.5)
        for thing in things:
            _require_fit(vcenter, target, thing)
            if isinstance(thing, Machine):
                vcenter.place(thing, target)
            elif isinstance(thing, VApp):
                thing.folder.children.remove(thing)
                target.children.append(thing)
                thing.folder = target
            elif isinstance(thing.parent, Folder):
                thing.parent.children.remove(thing)
                target.children.append(thing)
                thing.parent = target

    return start_task(call, work(), entity=target)


def _require_fit(vcenter: VCenter, target: Folder, thing: Any) -> None:
    """Refuse what may not be in a folder: of another kind or datacenter, or its own parent."""
    if vcenter.entities.get(target.moid) is not target:
        raise faults.managed_object_not_found(vcenter.ref(target))
    if isinstance(thing, Machine):
        if vcenter.places.vapp_of(thing) is not None:
            raise faults.not_supported("A machine of a vApp is in no folder.")
        if target.kind != "vm" or target.datacenter is not vcenter.datacenter_of(thing.host):
            raise faults.not_supported()
    elif isinstance(thing, VApp):
        if target.kind != "vm" or target.datacenter is not thing.datacenter:
            raise faults.not_supported()
    elif isinstance(thing, Folder):
        if not isinstance(thing.parent, Folder) or thing.kind != target.kind:
            raise faults.not_supported()
        if thing.datacenter is not target.datacenter:
            raise faults.not_supported()
        if target.is_below(thing):
            raise refusals.invalid_folder(vcenter.ref(thing))
    elif isinstance(thing, Compute):
        if target.kind != "host" or thing.datacenter is not target.datacenter:
            raise faults.not_supported()
    elif not isinstance(thing, Datacenter) or target.kind != "datacenter":
        raise faults.not_supported()
    require_free_name(vcenter, target, thing.name, thing)


@own("Rename_Task")
def _rename(call: Call) -> Ref:
    vcenter, subject, name = vcenter_of(call), call.subject, call.method.new_name
    if isinstance(subject, Machine):
        return _rename_machine(call, subject)
    if isinstance(subject, Pool):
        return rename_pool(call, subject)
    own = isinstance(subject, Folder) and isinstance(subject.parent, Datacenter)
    if not isinstance(subject, (Folder, Datacenter, Compute)) or own or subject is vcenter.root:
        raise faults.not_supported()

    def check() -> None:
        if not name:
            raise faults.invalid_name(name)
        if isinstance(subject.parent, Folder):
            require_free_name(vcenter, subject.parent, name, subject)

    def work() -> Work:
        check()
        yield Spend(0.2)
        check()
        subject.name = name

    return start_task(call, work(), entity=subject)


def _rename_machine(call: Call, machine: Machine) -> Ref:
    vcenter = vcenter_of(call)
    require_free_name(vcenter, vcenter.folder_of(machine), call.method.new_name, machine)
    result: Ref = forward(call, machine.host)
    return result


@own("Destroy_Task")
def _destroy(call: Call) -> Ref:
    subject, vcenter = call.subject, vcenter_of(call)
    host = host_of(subject)
    if isinstance(subject, Machine) and host is not None:
        result: Ref = forward(call, host)
        return result
    if isinstance(subject, Pool):
        return destroy_pool(call, subject)
    if isinstance(subject, HostState) and vcenter.members[subject].compute.clustered:
        return remove_host(call, subject)
    if isinstance(subject, Compute) and not subject.clustered:
        return remove_host(call, subject.hosts[0])
    if not isinstance(subject, (Folder, Compute)) or not isinstance(subject.parent, Folder):
        raise faults.not_supported()

    def check() -> None:
        if vcenter.entities.get(subject.moid) is not subject:
            raise faults.managed_object_not_found(vcenter.ref(subject))
        if subject.hosts if isinstance(subject, Compute) else vcenter.contents(subject):
            raise faults.resource_in_use(subject.name, subject.managed_type)

    def work() -> Work:
        check()
        yield Spend(0.5)
        check()
        if isinstance(subject.parent, Folder):
            subject.parent.children.remove(subject)
        vcenter.entities.pop(subject.moid, None)

    return start_task(call, work(), entity=subject)


@own("RenameDatastore")
def _rename_datastore(call: Call) -> None:
    vcenter, store, name = vcenter_of(call), call.subject, call.method.new_name
    assert isinstance(store, Store)  # noqa: S101  # what else has the method
    for other in store.datacenter.stores() if store.datacenter is not None else ():
        if other is not store and other.name == name:
            raise faults.duplicate_name(name, vcenter.ref(other))
    for mount in store.mounts:
        mount.host.rename_datastore(mount, name)
        mount.host.changes.announce()


@own("RegisterVM_Task", "CreateVM_Task")
def _new_machine(call: Call) -> Ref:
    """Have a host register a machine, or make one, and put it into the folder."""
    vcenter, method, folder = vcenter_of(call), call.method, call.subject
    if not isinstance(folder, Folder) or folder.kind != "vm":
        raise faults.not_supported()
    config = getattr(method, "config", None)
    path = method.path if config is None else (config.files and config.files.vm_path_name) or ""
    host = host_for(call, method.host, method.pool, store=paths.parse(path).datastore)
    if folder.datacenter is not vcenter.datacenter_of(host):
        raise faults.invalid_argument("host")
    name = method.name if config is None else config.name
    if name:
        require_free_name(vcenter, folder, name)
    if config is None:
        _require_unregistered(vcenter, host, path)
    ref: Ref = forward(call, host)
    task = host.tasks.by_moid[vcenter.naming.inward(ref)[1].value]  # type: ignore[index]  # it was just named
    pool = pool_named(call, method.pool)

    def settle(made: Ref) -> None:
        machine = host.machines[made.value]
        vcenter.place(machine, folder)
        if pool is not None:
            vcenter.places.assign(machine, pool)

    task.then = settle
    return ref


def _require_unregistered(vcenter: VCenter, host: HostState, path: str) -> None:
    place = paths.parse(path)
    store = host.datastore(place.datastore)
    for machine in vcenter.machines():
        known = machine.place
        if known.path == place.path and machine.host.datastore(known.datastore).volume is (
            store.volume
        ):
            raise faults.already_exists(vcenter.ref(machine).value)
