"""Tables of properties: what a vCenter says of its own objects, and otherwise than their host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.about import about
from aioesx.simulator.properties.entities import COMMON, allocation, machines_in, mount_info
from aioesx.simulator.properties.managers import task_info
from aioesx.simulator.properties.view import Tables, View, read, register
from aioesx.simulator.state.privileges import permission
from aioesx.simulator.vcenter.naming import renamed
from aioesx.simulator.vcenter.outward import ROOTS
from aioesx.simulator.vcenter.tree import HOLDS
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Task
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Compute, Entity, Folder, Net, Pool, Store

__all__ = ["TABLES", "service_content"]

TABLES: Final[Tables] = {}
"""Per managed type, what is not read from a host."""

_CONTENT: Final = (
    "root_folder",
    "property_collector",
    "view_manager",
    "session_manager",
    "authorization_manager",
    "perf_manager",
    "event_manager",
    "task_manager",
    "license_manager",
    "search_index",
    "file_manager",
    "virtual_disk_manager",
)


def service_content(vcenter: VCenter) -> vim.ServiceContent:
    """Return where everything is."""
    product = about(vcenter)
    product.instance_uuid = vcenter.instance_uuid
    return vim.ServiceContent(
        about=product,
        setting=ROOTS["advanced_option"],
        vm_provisioning_checker=ROOTS["provisioning_checker"],
        vm_compatibility_checker=ROOTS["compatibility_checker"],
        **{name: ROOTS[name] for name in _CONTENT},
    )


def _manager(host: HostState) -> VCenter:
    """Return the vCenter of a host that is read through it."""
    vcenter: Any = host.manager
    return vcenter  # type: ignore[no-any-return]  # the only manager that there is


def _of_host(host: HostState, managed_type: str, subject: Any, path: str) -> Any:
    """Return what a host says of something, in the vCenter's names."""
    vcenter = _manager(host)
    return renamed(read(managed_type, subject, path), lambda ref: vcenter.outward(host, ref))


def _refs(vcenter: VCenter, things: Iterable[Any]) -> list[Ref]:
    return list(dict.fromkeys(vcenter.ref(thing) for thing in things))


def _parent(entity: Entity) -> Ref | None:
    return None if entity.parent is None else entity.host.ref(entity.parent)


register(
    "ServiceInstance",
    tables=TABLES,
    content=lambda seat: service_content(seat.host),
    capability=vim.Capability(
        provisioning_supported=True, multi_host_supported=True, user_shell_access_supported=False
    ),
)


def _permissions(folder: Folder) -> list[vim.Permission]:
    """Return the permissions on a folder: they are all on the root folder."""
    users = folder.host.users.values() if folder.parent is None else ()
    return permission(users, ROOTS["root_folder"])


register(
    "Folder",
    tables=TABLES,
    **{**COMMON, "permission": _permissions},
    name=lambda folder: folder.name,
    parent=_parent,
    child_type=lambda folder: list(HOLDS[folder.kind]),
    child_entity=lambda folder: _refs(folder.host, folder.host.contents(folder)),
)

register(
    "Datacenter",
    tables=TABLES,
    **COMMON,
    name=lambda datacenter: datacenter.name,
    parent=_parent,
    vm_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["vm"]),
    host_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["host"]),
    datastore_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["datastore"]),
    network_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["network"]),
    datastore=lambda datacenter: _refs(datacenter.host, datacenter.stores()),
    network=lambda datacenter: _refs(datacenter.host, datacenter.nets()),
    configuration=View(
        vim.DatacenterConfigInfo,
        default_hardware_version_key=lambda dc: f"vmx-{dc.host.profile.hardware_version:02}",
    ),
)


# --- compute resources -----------------------------------------------------------------------


def _mhz(hosts: Iterable[HostState]) -> int:
    return sum(h.hardware.cpu_hz // 1_000_000 * h.hardware.cpu_cores for h in hosts)


def _memory(hosts: Iterable[HostState]) -> int:
    return sum(host.hardware.memory_bytes for host in hosts)


def _summary(cls: Any, **more: Any) -> View:
    return View(
        cls,
        total_cpu=lambda compute: _mhz(compute.hosts),
        total_memory=lambda compute: _memory(compute.hosts),
        num_cpu_cores=lambda compute: sum(h.hardware.cpu_cores for h in compute.hosts),
        num_cpu_threads=lambda compute: sum(h.hardware.cpu_threads for h in compute.hosts),
        effective_cpu=lambda compute: _mhz(_effective(compute)),
        effective_memory=lambda compute: _memory(_effective(compute)) // 1024**2,
        num_hosts=lambda compute: len(compute.hosts),
        num_effective_hosts=lambda compute: len(_effective(compute)),
        overall_status=vim.ManagedEntityStatus.GREEN,
        **more,
    )


def _effective(compute: Compute) -> list[HostState]:
    return [host for host in compute.hosts if not host.maintenance]


_SUMMARIES: Final = {
    "ComputeResource": _summary(vim.ComputeResourceSummary),
    "ClusterComputeResource": _summary(
        vim.ClusterComputeResourceSummary, current_failover_level=0, num_vmotions=0
    ),
}

for _name, _view in _SUMMARIES.items():
    register(
        _name,
        tables=TABLES,
        **COMMON,
        name=lambda compute: compute.name,
        parent=_parent,
        resource_pool=lambda compute: compute.host.ref(compute.pool),
        host=lambda compute: _refs(compute.host, compute.hosts),
        datastore=lambda compute: _refs(
            compute.host, (s for h in compute.hosts for s in h.datastores.values())
        ),
        network=lambda compute: _refs(
            compute.host, (n for h in compute.hosts for n in h.network.networks())
        ),
        summary=_view,
    )


def _pool_config(pool: Pool) -> vim.ResourceConfigSpec:
    mhz, memory = _mhz(pool.hosts), _memory(pool.hosts) // 1024**2
    return vim.ResourceConfigSpec(
        entity=pool.host.ref(pool),
        change_version="1",
        cpu_allocation=allocation(mhz, mhz),
        memory_allocation=allocation(memory, memory),
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


def _pool_runtime(pool: Pool) -> vim.ResourcePoolRuntimeInfo:
    on = [m for host in pool.hosts for m in host.machines.values() if m.is_on]
    used = sum(host.memory_used_mb() for host in pool.hosts) * 1024**2
    return vim.ResourcePoolRuntimeInfo(
        memory=_usage(used, _memory(pool.hosts)),
        cpu=_usage(sum(m.config.cpu.reservation for m in on), _mhz(pool.hosts)),
        overall_status=vim.ManagedEntityStatus.GREEN,
    )


register(
    "ResourcePool",
    tables=TABLES,
    **COMMON,
    name=lambda pool: pool.name,
    parent=_parent,
    owner=_parent,
    vm=lambda pool: _refs(pool.host, (m for h in pool.hosts for m in h.machines.values())),
    resource_pool=lambda _: [],
    config=_pool_config,
    child_configuration=lambda _: [],
    runtime=_pool_runtime,
    summary=lambda pool: vim.ResourcePoolSummary(
        name=pool.name, config=_pool_config(pool), runtime=_pool_runtime(pool)
    ),
)


# --- what hosts have, too --------------------------------------------------------------------


def _host_summary(host: HostState) -> Any:
    """Return a host's summary with the name that it has here, able to take part in vMotion."""
    summary = _of_host(host, "HostSystem", host, "summary")
    config = summary.config.__replace__(
        name=_manager(host).members[host].name, vmotion_enabled=True
    )
    return summary.__replace__(config=config)


def _recent(thing: Any) -> list[Ref]:
    host = thing if hasattr(thing, "machines") else thing.host
    vcenter = _manager(host)
    return [vcenter.ref(task) for task in vcenter.tasks.recent(thing)]


def _config_manager(host: HostState) -> Any:
    managers = _of_host(host, "HostSystem", host, "configManager")
    return managers.__replace__(license_manager=None)


register(
    "HostSystem",
    tables=TABLES,
    name=lambda host: _manager(host).members[host].name,
    parent=lambda host: _manager(host).ref(_manager(host).members[host].compute),
    summary=_host_summary,
    config_manager=_config_manager,
    recent_task=_recent,
)


def _machine_folder(machine: Machine) -> Ref:
    vcenter = _manager(machine.host)
    return vcenter.ref(vcenter.folder_of(machine))


register("VirtualMachine", tables=TABLES, parent=_machine_folder, recent_task=_recent)


def _task(task: Task) -> Any:
    """Return a task's info under the name that it has here."""
    info = task_info(task)
    if task.host is task.via and hasattr(task.host, "members"):
        return info
    host: Any = task.host
    vcenter = _manager(host)
    info = renamed(info, lambda ref: vcenter.outward(host, ref))
    return info.__replace__(key=vcenter.ref(task).value)


register("Task", tables=TABLES, info=_task)


def _url(store: Store) -> str:
    return f"ds://{store.first.mount}/"


def _store_summary(store: Store) -> Any:
    mount = store.first
    summary = _of_host(mount.host, "Datastore", mount, "summary")
    return summary.__replace__(url=_url(store), multiple_host_access=len(store.mounts) > 1)


def _mounts(store: Store) -> list[vim.DatastoreHostMount]:
    return [
        vim.DatastoreHostMount(key=store.host.ref(mount.host), mount_info=mount_info(mount))
        for mount in store.mounts
    ]


def _machines_in(store: Store) -> list[Ref]:
    vcenter = store.host
    return [vcenter.outward(m.host, ref) for m in store.mounts for ref in machines_in(m)]


register(
    "Datastore",
    tables=TABLES,
    parent=_parent,
    name=lambda store: store.name,
    host=_mounts,
    vm=_machines_in,
    summary=_store_summary,
    info=lambda store: _of_host(store.first.host, "Datastore", store.first, "info").__replace__(
        url=_url(store)
    ),
    browser=lambda store: Ref("HostDatastoreBrowser", f"datastoreBrowser-{store.moid}"),
    recent_task=lambda _: [],
)


def _machines_on(net: Net) -> list[Ref]:
    datacenter = net.datacenter
    machines = net.host.machines(datacenter)
    return [net.host.ref(machine) for machine in machines if net.name in machine.networks()]


register(
    "Network",
    tables=TABLES,
    parent=_parent,
    name=lambda net: net.name,
    host=lambda net: _refs(net.host, (group.host for group in net.groups)),
    vm=_machines_on,
    summary=View(
        vim.NetworkSummary,
        network=lambda net: net.host.ref(net),
        name=lambda net: net.name,
        accessible=True,
    ),
    recent_task=lambda _: [],
)
