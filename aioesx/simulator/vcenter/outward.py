"""What a vCenter calls the objects of its hosts: the rule for each managed type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator.inventory import FIXED, Inventory, managers
from aioesx.simulator.state.tasks import TaskCopy
from aioesx.simulator.vcenter.naming import MANAGERS, NUMBERED
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.vcenter.state import VCenter
    from aioesx.simulator.vcenter.tree import Entity

__all__ = ["ROOTS", "outward"]

ROOTS: Final = {
    "root_folder": Ref("Folder", "group-d1"),
    "service_instance": Ref("ServiceInstance", "ServiceInstance"),
    "session_manager": Ref("SessionManager", "SessionManager"),
    "authorization_manager": Ref("AuthorizationManager", "AuthorizationManager"),
    "property_collector": Ref("PropertyCollector", "propertyCollector"),
    "view_manager": Ref("ViewManager", "ViewManager"),
    "search_index": Ref("SearchIndex", "SearchIndex"),
    "task_manager": Ref("TaskManager", "TaskManager"),
    "event_manager": Ref("EventManager", "EventManager"),
    "perf_manager": Ref("PerformanceManager", "PerfMgr"),
    "file_manager": Ref("FileManager", "FileManager"),
    "virtual_disk_manager": Ref("VirtualDiskManager", "virtualDiskManager"),
    "ovf_manager": Ref("OvfManager", "OvfManager"),
    "license_manager": Ref("LicenseManager", "LicenseManager"),
    "license_assignment_manager": Ref("LicenseAssignmentManager", "LicenseAssignmentManager"),
    "guest_operations_manager": Ref("GuestOperationsManager", "guestOperationsManager"),
    "guest_auth_manager": Ref("GuestAuthManager", "guestOperationsAuthManager"),
    "guest_file_manager": Ref("GuestFileManager", "guestOperationsFileManager"),
    "guest_process_manager": Ref("GuestProcessManager", "guestOperationsProcessManager"),
    "alarm_manager": Ref("AlarmManager", "AlarmManager"),
    "advanced_option": Ref("OptionManager", "VpxSettings"),
    "provisioning_checker": Ref("VirtualMachineProvisioningChecker", "ProvChecker"),
    "compatibility_checker": Ref("VirtualMachineCompatibilityChecker", "CompatChecker"),
}
"""Every object of which a vCenter has exactly one, by the name that a host's has in `FIXED`."""


def outward(vcenter: VCenter, host: HostState, ref: Ref) -> Ref:
    """Return a vCenter's reference for one of a host."""
    fixed = managers.get(ref.value)
    if fixed is not None and FIXED[fixed].type == ref.type:
        return _fixed(vcenter, host, fixed)
    shown: Any = host.tasks.by_moid.get(ref.value) if ref.type == "Task" else None
    if isinstance(shown, TaskCopy):
        return vcenter.ref(shown.task)
    if ref.type in NUMBERED:
        return vcenter.naming.outward(host, ref)
    if ref.type == "HostDatastoreBrowser":
        store = host.datastores.get(ref.value.removeprefix("datastoreBrowser-"))
        of = vcenter.ref(host if store is None else store)
        return Ref(ref.type, f"datastoreBrowser-{of.value}")
    if ref.type in {"Datastore", "Network"}:
        thing = Inventory(host, None).find(ref)
        return ref if thing is None else vcenter.ref(thing)
    return ref


def _fixed(vcenter: VCenter, host: HostState, name: str) -> Ref:
    """Return the reference for what a host has one of."""
    member, datacenter = vcenter.members[host], vcenter.datacenter_of(host)
    if name == "host":
        return vcenter.ref(host)
    if name in MANAGERS:
        number = member.moid.rpartition("-")[2]
        return Ref(FIXED[name].type, f"{MANAGERS[name]}-{number}")
    entities: dict[str, Entity] = {
        "datacenter": datacenter,
        "compute_resource": member.compute,
        "resource_pool": member.compute.pool,
        **{f"{kind}_folder": folder for kind, folder in datacenter.folders.items()},
    }
    return vcenter.ref(entities[name]) if name in entities else ROOTS[name]
