"""Tables of properties: the inventory's entities other than machines and the host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.inventory import FIXED, Seat
from aioesx.simulator.properties.view import View, register
from aioesx.simulator.state.privileges import permission
from aioesx.simulator.state.volume_kinds import KINDS
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.inventory import Browser
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.network import PortGroup

__all__ = ["COMMON", "allocation", "machines_in", "mount_info"]


def _permissions(thing: Any) -> list[vim.Permission]:
    """Return the permissions on an entity: they are all on the root folder."""
    if isinstance(thing, Seat) and thing.name == "root_folder":
        return permission(thing.host.users.values(), FIXED["root_folder"])
    return []


def _recent(thing: Any) -> list[Ref]:
    """Return the tasks about an entity; a host's folder is known by its reference only."""
    tasks = thing.host.tasks
    if isinstance(thing, Seat):
        found = [task for task in tasks.recent() if task.entity_ref == FIXED[thing.name]]
    else:
        found = tasks.recent(thing)
    return [thing.host.ref(task) for task in found]


COMMON: Final[dict[str, Any]] = {
    "overall_status": vim.ManagedEntityStatus.GREEN,
    "config_status": vim.ManagedEntityStatus.GREEN,
    "config_issue": lambda _: [],
    "effective_role": lambda _: [-1],
    "permission": _permissions,
    "disabled_method": lambda _: [],
    "declared_alarm_state": lambda _: [],
    "triggered_alarm_state": lambda _: [],
    "alarm_actions_enabled": True,
    "tag": lambda _: [],
    "value": lambda _: [],
    "available_field": lambda _: [],
    "custom_value": lambda _: [],
    "recent_task": _recent,
}
"""What every managed entity has."""

_FOLDERS: Final[dict[str, tuple[str, list[str], str | None]]] = {
    "root_folder": ("ha-folder-root", ["Datacenter"], None),
    "vm_folder": ("vm", ["VirtualMachine"], "datacenter"),
    "host_folder": ("host", ["ComputeResource"], "datacenter"),
    "datastore_folder": ("datastore", ["Datastore"], "datacenter"),
    "network_folder": ("network", ["Network"], "datacenter"),
}
"""Per folder: its name, what it may hold, and what holds it."""


def _folder_children(seat: Seat) -> list[Ref]:
    host = seat.host
    if seat.name == "vm_folder":
        return [host.ref(machine) for machine in host.machines.values()]
    if seat.name == "datastore_folder":
        return [host.ref(store) for store in host.datastores.values()]
    if seat.name == "network_folder":
        return [host.ref(group) for group in host.network.networks()]
    return [FIXED["compute_resource" if seat.name == "host_folder" else "datacenter"]]


def _folder_parent(seat: Seat) -> Ref | None:
    parent = _FOLDERS[seat.name][2]
    return None if parent is None else FIXED[parent]


def _datastore_refs(thing: Any) -> list[Ref]:
    return [thing.host.ref(store) for store in thing.host.datastores.values()]


def _network_refs(thing: Any) -> list[Ref]:
    return [thing.host.ref(group) for group in thing.host.network.networks()]


register(
    "Folder",
    **COMMON,
    name=lambda seat: _FOLDERS[seat.name][0],
    parent=_folder_parent,
    child_type=lambda seat: list(_FOLDERS[seat.name][1]),
    child_entity=_folder_children,
)

register(
    "Datacenter",
    **COMMON,
    name="ha-datacenter",
    parent=FIXED["root_folder"],
    vm_folder=FIXED["vm_folder"],
    host_folder=FIXED["host_folder"],
    datastore_folder=FIXED["datastore_folder"],
    network_folder=FIXED["network_folder"],
    datastore=_datastore_refs,
    network=_network_refs,
    configuration=View(
        vim.DatacenterConfigInfo,
        default_hardware_version_key=lambda seat: f"vmx-{seat.host.profile.hardware_version:02}",
    ),
)


def _mhz(seat: Seat) -> int:
    host: HostState = seat.host
    return host.hardware.cpu_hz // 1_000_000 * host.hardware.cpu_cores


register(
    "ComputeResource",
    **COMMON,
    name=lambda seat: f"{seat.host.network.host_name}.{seat.host.network.domain_name}",
    parent=FIXED["host_folder"],
    resource_pool=FIXED["resource_pool"],
    host=lambda seat: [seat.host.ref(seat.host)],
    datastore=_datastore_refs,
    network=_network_refs,
    summary=View(
        vim.ComputeResourceSummary,
        total_cpu=_mhz,
        total_memory=lambda seat: seat.host.hardware.memory_bytes,
        num_cpu_cores=lambda seat: seat.host.hardware.cpu_cores,
        num_cpu_threads=lambda seat: seat.host.hardware.cpu_threads,
        effective_cpu=_mhz,
        effective_memory=lambda seat: seat.host.hardware.memory_bytes // 1024**2 - 2048,
        num_hosts=1,
        num_effective_hosts=1,
        overall_status=vim.ManagedEntityStatus.GREEN,
    ),
)


def allocation(limit: int, reservation: int = 0) -> vim.ResourceAllocationInfo:
    """Return an allocation with the usual shares."""
    return vim.ResourceAllocationInfo(
        reservation=reservation,
        expandable_reservation=False,
        limit=limit,
        shares=vim.SharesInfo(shares=4000, level=vim.SharesLevel.NORMAL),
    )


def _usage(used: int, most: int) -> vim.ResourcePoolResourceUsage:
    return vim.ResourcePoolResourceUsage(
        reservation_used=used,
        reservation_used_for_vm=used,
        unreserved_for_pool=most - used,
        unreserved_for_vm=most - used,
        overall_usage=used,
        max_usage=most,
    )


_POOL_CONFIG: Final = View(
    vim.ResourceConfigSpec,
    entity=FIXED["resource_pool"],
    change_version="1",
    cpu_allocation=lambda seat: allocation(_mhz(seat), _mhz(seat)),
    memory_allocation=lambda seat: allocation(
        seat.host.hardware.memory_bytes // 1024**2, seat.host.hardware.memory_bytes // 1024**2
    ),
)

_POOL_RUNTIME: Final = View(
    vim.ResourcePoolRuntimeInfo,
    memory=lambda seat: _usage(
        seat.host.memory_used_mb() * 1024**2, seat.host.hardware.memory_bytes
    ),
    cpu=lambda seat: _usage(
        sum(m.config.cpu.reservation for m in seat.host.machines.values() if m.is_on), _mhz(seat)
    ),
    overall_status=vim.ManagedEntityStatus.GREEN,
)

register(
    "ResourcePool",
    **COMMON,
    name="Resources",
    parent=FIXED["compute_resource"],
    owner=FIXED["compute_resource"],
    vm=lambda seat: [seat.host.ref(machine) for machine in seat.host.machines.values()],
    resource_pool=lambda _: [],
    config=_POOL_CONFIG,
    child_configuration=lambda _: [],
    runtime=_POOL_RUNTIME,
    summary=View(
        vim.ResourcePoolSummary, name="Resources", config=_POOL_CONFIG, runtime=_POOL_RUNTIME
    ),
)


def _machines_on(group: PortGroup) -> list[Ref]:
    host = group.host
    return [host.ref(m) for m in host.machines.values() if group.name in m.networks()]


register(
    "Network",
    **COMMON,
    name=lambda group: group.name,
    parent=FIXED["network_folder"],
    host=lambda group: [group.host.ref(group.host)],
    vm=_machines_on,
    summary=View(
        vim.NetworkSummary,
        network=lambda group: group.host.ref(group),
        name=lambda group: group.name,
        accessible=True,
    ),
)


def machines_in(store: Datastore) -> list[Ref]:
    """Return the machines that have their configuration or a disk in a datastore."""
    host, found = store.host, []
    for machine in host.machines.values():
        places = (machine.place, *host.disks_of(machine))
        if any(place.datastore == store.name for place in places):
            found.append(host.ref(machine))
    return found


def _info(store: Datastore) -> vim.DatastoreInfo:
    facts: dict[str, Any] = {
        "name": store.name,
        "url": store.mount,
        "free_space": store.free if store.accessible else 0,
        "max_file_size": 70_368_744_177_664,
        "timestamp": store.host.timeline.now(),
    }
    return KINDS[store.kind].info(store, facts)


mount_info: Final = View(
    vim.HostMountInfo,
    path=lambda store: store.mount,
    access_mode="readWrite",
    mounted=True,
    accessible=lambda store: store.accessible,
    inaccessible_reason=lambda store: None if store.accessible else "AllPathsDown_Start",
)

register(
    "Datastore",
    **COMMON,
    name=lambda store: store.name,
    parent=FIXED["datastore_folder"],
    info=_info,
    summary=View(
        vim.DatastoreSummary,
        datastore=lambda store: store.host.ref(store),
        name=lambda store: store.name,
        url=lambda store: store.mount,
        capacity=lambda store: store.capacity if store.accessible else 0,
        free_space=lambda store: store.free if store.accessible else 0,
        uncommitted=lambda store: store.uncommitted() if store.accessible else None,
        accessible=lambda store: store.accessible,
        multiple_host_access=False,
        type=lambda store: KINDS[store.kind].type,
        maintenance_mode=lambda store: store.volume.maintenance,
    ),
    host=lambda store: [
        vim.DatastoreHostMount(key=store.host.ref(store.host), mount_info=mount_info(store))
    ],
    vm=machines_in,
    browser=lambda store: Ref("HostDatastoreBrowser", f"datastoreBrowser-{store.moid}"),
    capability=View(
        vim.DatastoreCapability,
        directory_hierarchy_supported=True,
        raw_disk_mappings_supported=lambda store: KINDS[store.kind].raw_mappings,
        per_file_thin_provisioning_supported=True,
        storage_iorm_supported=False,
        native_snapshot_supported=False,
    ),
)


def _browsed(browser: Browser) -> list[Ref]:
    return [browser.host.ref(store) for store in browser.datastores]


register(
    "HostDatastoreBrowser",
    datastore=_browsed,
    supported_type=lambda _: [
        vim.FolderFileQuery(),
        vim.VmConfigFileQuery(),
        vim.VmDiskFileQuery(),
        vim.IsoImageFileQuery(),
        vim.FloppyImageFileQuery(),
        vim.VmLogFileQuery(),
        vim.VmNvramFileQuery(),
        vim.VmSnapshotFileQuery(),
    ],
)
