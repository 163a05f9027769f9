"""Handlers: the host itself, its storage adapters, datastores and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.properties.entities import machines_in
from aioesx.simulator.state.datastore import Datastore
from aioesx.simulator.state.tasks import Pause, Spend
from aioesx.simulator.state.volume_kinds import nas_kind
from aioesx.simulator.versions import at_least
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


_INTEGERS: Final = {"xsd:int", "xsd:long", "xsd:short"}


@handles("EnterMaintenanceMode_Task")
def _enter_maintenance(call: Call) -> Ref:
    host, allowed = call.host, call.method.timeout
    # A host alone has nowhere to move machines to; a vCenter waits for those that are off, too.
    evacuate = call.via is not None and bool(call.method.evacuate_powered_off_vms)

    def work() -> Work:
        if host.maintenance or host.entering:
            raise faults.invalid_state("The host is in maintenance mode already.")
        host.entering = True
        try:
            ends = host.timeline.seconds() + allowed
            for pause in _pauses():
                machines = host.machines.values()
                if not any(evacuate or machine.is_on for machine in machines):
                    break
                if allowed > 0 and host.timeline.seconds() >= ends:
                    raise faults.timed_out()
                yield Pause(pause)
            yield Spend()
            host.maintenance = True
        finally:
            host.entering = False

    return start_task(call, work())


def _pauses() -> Iterator[float]:
    """Yield the seconds between looks whether machines are off: ever longer ones."""
    seconds = 0.01
    while True:
        yield seconds
        seconds = min(1.0, seconds * 1.3)


@handles("ExitMaintenanceMode_Task")
def _exit_maintenance(call: Call) -> Ref:
    host = call.host

    def work() -> Work:
        if not host.maintenance:
            raise faults.invalid_state("The host is not in maintenance mode.")
        yield Spend()
        host.maintenance = False

    return start_task(call, work())


@handles("RebootHost_Task", "ShutdownHost_Task")
def _stop_host(call: Call) -> Ref:
    host, back = call.host, None
    if call.method.wire_name == "RebootHost_Task":
        back = host.options.boot_seconds

    def work() -> Work:
        if not host.maintenance and not call.method.force:
            raise faults.invalid_state("The host is not in maintenance mode.")
        yield Spend()
        host.timeline.schedule(host.options.task_seconds, lambda: host.go_down(back))

    return start_task(call, work(), cancelable=False)


@handles("RetrieveHardwareUptime")
def _uptime(call: Call) -> int:
    return int((call.host.timeline.now() - call.host.boot_time).total_seconds())


@handles("RescanHba")
def _rescan(call: Call) -> None:
    device, storage = call.method.hba_device, call.host.storage
    found = next((adapter for adapter in storage.adapters if adapter.device == device), None)
    if found is None:
        raise faults.not_found(device)
    storage.rescan(found)


@handles("RescanAllHba")
def _rescan_every_adapter(call: Call) -> None:
    for adapter in call.host.storage.adapters:
        call.host.storage.rescan(adapter)


@handles("RescanVmfs", "RefreshStorageSystem")
def _rescan_all(call: Call) -> None:
    """Nothing is cached, so there is nothing to find."""
    del call


@handles("CreateNasDatastore")
def _create_nas(call: Call) -> Ref:
    spec = call.method.spec
    kind = nas_kind(spec.type)
    if kind is None or not at_least(call.host.profile.api_version, kind.since):
        raise faults.invalid_argument("spec.type")
    remote = (spec.remote_host, spec.remote_path)
    return _create(call, spec.local_path, kind.word, remote=remote)


@handles("CreateLocalDatastore")
def _create_local(call: Call) -> Ref:
    return _create(call, call.method.name, "local", mount=call.method.path.rstrip("/"))


def _create(
    call: Call, name: str, kind: str, *, remote: tuple[str, str] = ("", ""), mount: str = ""
) -> Ref:
    host = call.host
    if any(store.name == name for store in host.datastores.values()):
        raise faults.duplicate_name(name, call.method.this)
    shared = host.manager.export(remote) if host.manager is not None and remote[0] else None
    if shared is not None:
        return _mount(host, shared, name)
    if not name or "/" in name or len(name) > 42:  # as ESX
        raise faults.invalid_argument("name")
    moid = host.fresh_uuid(f"datastore {name}").replace(" ", "")[:17]
    store = Datastore(
        moid=moid,
        name=name,
        kind=kind,
        mount=mount or f"/vmfs/volumes/{moid}",
        capacity=1024**4,
        host=host,
        remote=remote,
        uuid=moid,
    )
    host.datastores[moid] = store
    return host.ref(store)


def _mount(host: HostState, other: Datastore, name: str) -> Ref:
    """Mount what another host of the vCenter has mounted; all of them call it the same."""
    if other.name != name or other.on(host) is not None:
        raise faults.already_exists(other.name)
    return host.ref(other.mounted_on(host))


@handles("RemoveDatastore")
def _remove_datastore(call: Call) -> None:
    store = call.inventory.get(call.method.datastore)
    if machines_in(store):
        raise faults.resource_in_use(store.name, "Datastore")
    store.unmount()


@handles("QueryOptions")
def _query_options(call: Call) -> list[vim.OptionValue]:
    name, settings = call.method.name, call.host.settings
    wanted = [
        key
        for key in sorted(settings)
        if not name or key == name or (name.endswith(".") and key.startswith(name))
    ]
    if not wanted:
        raise faults.invalid_name(name)
    return [
        vim.OptionValue(key=key, value=vim.Typed(settings[key][0], settings[key][1]))
        for key in wanted
    ]


@handles("UpdateOptions")
def _update_options(call: Call) -> None:
    settings = call.host.settings
    changed: dict[str, tuple[str, Any]] = {}
    for option in call.method.changed_value:
        if option.key not in settings:
            raise faults.invalid_name(option.key)
        kind = settings[option.key][0]
        value = getattr(option.value, "value", option.value)
        if (kind in _INTEGERS) != (isinstance(value, int) and not isinstance(value, bool)):
            raise faults.invalid_argument(option.key)
        changed[option.key] = (kind, value)
    settings.update(changed)
