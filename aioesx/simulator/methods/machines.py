"""Handlers: registering, creating, copying and removing machines, and their configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods import reconfigure
from aioesx.simulator.methods.making import make_machine
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.state import paths
from aioesx.simulator.state.chains import has_clones
from aioesx.simulator.state.tasks import Spend
from aioesx.vim import ManagedObjectReference as Ref
from aioesx.vmx.syntax import escape_pipe

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.paths import DatastorePath
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


@handles("RegisterVM_Task")
def _register(call: Call) -> Ref:
    method, host = call.method, call.host

    def work() -> Work:
        place = paths.parse(method.path)
        if method.name:
            host.require_free_name(method.name)
        yield Spend(0.5)
        machine = host.register(place, name=method.name or "")
        machine.template = method.as_template
        host.events.post("VmRegisteredEvent", machine, user=call.user)
        return host.ref(machine)

    return start_task(call, work())


@handles("UnregisterVM")
def _unregister(call: Call) -> None:
    machine: Machine = call.subject
    _require_idle(call, machine)
    machine.require_power("poweredOff", "suspended")
    call.host.unregister(machine)
    call.host.events.post("VmRemovedEvent", machine, user=call.user)


def _require_idle(call: Call, machine: Machine) -> None:
    if machine.task is not None:
        raise faults.task_in_progress(call.host.ref(machine.task))


@handles("Destroy_Task")
def _destroy(call: Call) -> Ref:
    machine, host = call.subject, call.host
    if call.method.this.type != "VirtualMachine":
        raise faults.not_supported()

    def work() -> Work:
        machine.require_power("poweredOff", "suspended")
        yield Spend(0.5)
        for store, path in machine.snapshots.own_disks():
            if not has_clones(store, path):
                store.delete_disk(path)
        machine.snapshots.forget()
        host.unregister(machine)
        home = host.datastore(machine.place.datastore)
        home.delete(machine.place.path, missing_ok=True)
        home.delete(f"{machine.stem}.nvram", missing_ok=True)
        host.events.post("VmRemovedEvent", machine, user=call.user)

    return start_task(call, work(), machine=machine, cancelable=False)


@handles("Rename_Task")
def _rename(call: Call) -> Ref:
    machine, name = call.subject, call.method.new_name
    if call.method.this.type != "VirtualMachine":
        raise faults.not_supported()

    def work() -> Work:
        call.host.require_free_name(name, machine)
        yield Spend(0.2)
        machine.change({"displayName": escape_pipe(name)})

    return start_task(call, work(), machine=machine)


@handles("Reload")
def _reload(call: Call) -> None:
    """Read a machine's VMX file again; nothing else is cached, so nothing else is stale."""
    if call.method.this.type == "VirtualMachine":
        call.host.reread(call.subject)


@handles("RefreshStorageInfo")
def _refresh_storage(call: Call) -> None:
    """Nothing is cached, so nothing is stale."""
    del call


@handles("MountToolsInstaller", "UnmountToolsInstaller")
def _tools_installer(call: Call) -> None:
    call.subject.require_power("poweredOn")


@handles("ReconfigVM_Task")
def _reconfig(call: Call) -> Ref:
    machine: Machine = call.subject

    def work() -> Work:
        changes = reconfigure.plan(machine, call.method.spec)
        yield Spend(0.5)
        changes.apply()
        call.host.events.post(
            "VmReconfiguredEvent", machine, user=call.user, config_spec=call.method.spec
        )

    return start_task(call, work(), machine=machine)


@handles("CreateVM_Task")
def _create(call: Call) -> Ref:
    host, spec = call.host, call.method.config

    def work() -> Work:
        if not spec.name:
            raise faults.invalid_argument("config.name")
        host.require_free_name(spec.name)
        place = _new_place(call, spec.files.vm_path_name if spec.files is not None else "")
        yield Spend()
        store = host.datastore(place.datastore)
        if not place.path.endswith(".vmx"):
            folder = place.path or spec.name
            place = store.path(f"{folder}/{spec.name}.vmx")
        machine, _ = make_machine(host, spec, place)
        host.events.post("VmCreatedEvent", machine, user=call.user)
        return host.ref(machine)

    return start_task(call, work())


def _new_place(call: Call, text: str | None) -> DatastorePath:
    if not text:
        raise faults.invalid_argument("config.files.vmPathName")
    place = paths.parse(text)
    call.host.datastore(place.datastore)
    return place


@handles("CloneVM_Task")
def _clone(call: Call) -> Ref:
    """A standalone ESX has no clones; only a vCenter makes them."""
    del call
    raise faults.not_supported()


@handles(
    *("RelocateVM_Task", "MigrateVM_Task", "MarkAsTemplate", "MarkAsVirtualMachine"),
    *("CreateResourcePool", "UpdateConfig", "MoveIntoResourcePool"),
    *("DisconnectHost_Task", "ReconnectHost_Task"),
)
def _only_of_vcenters(call: Call) -> None:
    del call
    raise faults.not_supported()


@handles("ValidateMigration", "QueryVMotionCompatibility")
def _migration_checks(call: Call) -> None:
    del call
    raise faults.not_supported()
