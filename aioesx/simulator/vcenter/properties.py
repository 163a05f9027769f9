"""Tables of properties: what a vCenter says of its own objects, and otherwise than their host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.properties.about import about
from aioesx.simulator.properties.entities import COMMON, machines_in, mount_info
from aioesx.simulator.properties.managers import task_info
from aioesx.simulator.properties.view import View, read, register
from aioesx.simulator.state.privileges import permission
from aioesx.simulator.vcenter import compute
from aioesx.simulator.vcenter.alarms import info
from aioesx.simulator.vcenter.naming import renamed
from aioesx.simulator.vcenter.outward import ROOTS
from aioesx.simulator.vcenter.tables import TABLES, parent, refs
from aioesx.simulator.vcenter.tree import HOLDS
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tasks import Task
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Folder, Net, Store

__all__ = ["TABLES", "compute", "service_content"]

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
    "ovf_manager",
    "guest_operations_manager",
)


def service_content(vcenter: VCenter) -> vim.ServiceContent:
    """Return where everything is."""
    product = about(vcenter)
    product.instance_uuid = vcenter.instance_uuid
    return vim.ServiceContent(
        about=product,
        setting=ROOTS["advanced_option"],
        alarm_manager=ROOTS["alarm_manager"],
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


register("Alarm", tables=TABLES, info=info, value=lambda _: [], available_field=lambda _: [])

register(
    "ServiceInstance",
    tables=TABLES,
    content=lambda seat: service_content(seat.host),
    capability=vim.Capability(
        provisioning_supported=True, multi_host_supported=True, user_shell_access_supported=False
    ),
)


register(
    "GuestOperationsManager",
    tables=TABLES,
    auth_manager=ROOTS["guest_auth_manager"],
    file_manager=ROOTS["guest_file_manager"],
    process_manager=ROOTS["guest_process_manager"],
)


def _permissions(folder: Folder) -> list[vim.Permission]:
    """Return the permissions on a folder: they are all on the root folder."""
    users = folder.host.everywhere() if folder.parent is None else ()
    return permission(users, ROOTS["root_folder"])


register(
    "Folder",
    tables=TABLES,
    **{**COMMON, "permission": _permissions},
    name=lambda folder: folder.name,
    parent=parent,
    child_type=lambda folder: list(HOLDS[folder.kind]),
    child_entity=lambda folder: refs(folder.host, folder.host.contents(folder)),
)

register(
    "Datacenter",
    tables=TABLES,
    **COMMON,
    name=lambda datacenter: datacenter.name,
    parent=parent,
    vm_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["vm"]),
    host_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["host"]),
    datastore_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["datastore"]),
    network_folder=lambda datacenter: datacenter.host.ref(datacenter.folders["network"]),
    datastore=lambda datacenter: refs(datacenter.host, datacenter.stores()),
    network=lambda datacenter: refs(datacenter.host, datacenter.nets()),
    configuration=View(
        vim.DatacenterConfigInfo,
        default_hardware_version_key=lambda dc: f"vmx-{dc.host.profile.hardware_version:02}",
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


def _machine_folder(machine: Machine) -> Ref | None:
    """Return the folder of a machine; one of a vApp has no parent."""
    vcenter = _manager(machine.host)
    in_vapp = vcenter.places.vapp_of(machine) is not None
    return None if in_vapp else vcenter.ref(vcenter.folder_of(machine))


def _machine_pool(machine: Machine) -> Ref | None:
    vcenter = _manager(machine.host)
    pool = vcenter.places.pool_of(machine)
    return None if pool is None else vcenter.ref(pool)


def _vapp(machine: Machine) -> Ref | None:
    vcenter = _manager(machine.host)
    vapp = vcenter.places.vapp_of(machine)
    return None if vapp is None else vcenter.ref(vapp)


register(
    "VirtualMachine",
    tables=TABLES,
    parent=_machine_folder,
    resource_pool=_machine_pool,
    parent_vapp=_vapp,
    recent_task=_recent,
)


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
    return summary.__replace__(
        url=_url(store),
        multiple_host_access=len(store.mounts) > 1,
        accessible=summary.accessible and store.is_reached,
    )


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
    parent=parent,
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
    parent=parent,
    name=lambda net: net.name,
    host=lambda net: refs(net.host, (group.host for group in net.groups)),
    vm=_machines_on,
    summary=View(
        vim.NetworkSummary,
        network=lambda net: net.host.ref(net),
        name=lambda net: net.name,
        accessible=True,
    ),
    recent_task=lambda _: [],
)
