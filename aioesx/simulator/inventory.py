"""Objects by reference: which state object a reference of a client names.

Knows the fixed objects of a standalone host (folders, managers) and where the
machines, datastores, networks, tasks, snapshots and views are found.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.properties.view import all_paths, read
from aioesx.simulator.state.snapshots import Snapshot
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.sessions import Session

__all__ = ["FIXED", "Browser", "Inventory", "Place", "Seat", "managers", "own_ref"]


FIXED: Final = {
    "root_folder": Ref("Folder", "ha-folder-root"),
    "datacenter": Ref("Datacenter", "ha-datacenter"),
    "vm_folder": Ref("Folder", "ha-folder-vm"),
    "host_folder": Ref("Folder", "ha-folder-host"),
    "datastore_folder": Ref("Folder", "ha-folder-datastore"),
    "network_folder": Ref("Folder", "ha-folder-network"),
    "compute_resource": Ref("ComputeResource", "ha-compute-res"),
    "resource_pool": Ref("ResourcePool", "ha-root-pool"),
    "host": Ref("HostSystem", "ha-host"),
    "service_instance": Ref("ServiceInstance", "ServiceInstance"),
    "session_manager": Ref("SessionManager", "ha-sessionmgr"),
    "authorization_manager": Ref("AuthorizationManager", "ha-authmgr"),
    "property_collector": Ref("PropertyCollector", "ha-property-collector"),
    "view_manager": Ref("ViewManager", "ViewManager"),
    "search_index": Ref("SearchIndex", "ha-searchindex"),
    "task_manager": Ref("TaskManager", "ha-taskmgr"),
    "event_manager": Ref("EventManager", "ha-eventmgr"),
    "perf_manager": Ref("PerformanceManager", "ha-perfmgr"),
    "file_manager": Ref("FileManager", "ha-nfc-file-manager"),
    "virtual_disk_manager": Ref("VirtualDiskManager", "ha-vdiskmanager"),
    "ovf_manager": Ref("OvfManager", "ha-ovf-manager"),
    "license_manager": Ref("LicenseManager", "ha-license-manager"),
    "auto_start_manager": Ref("HostAutoStartManager", "ha-autostart-mgr"),
    "network_system": Ref("HostNetworkSystem", "networkSystem"),
    "virtual_nic_manager": Ref("HostVirtualNicManager", "ha-vnic-mgr"),
    "storage_system": Ref("HostStorageSystem", "storageSystem"),
    "datastore_system": Ref("HostDatastoreSystem", "ha-datastoresystem"),
    "date_time_system": Ref("HostDateTimeSystem", "dateTimeSystem"),
    "service_system": Ref("HostServiceSystem", "serviceSystem"),
    "firewall_system": Ref("HostFirewallSystem", "firewallSystem"),
    "certificate_manager": Ref("HostCertificateManager", "ha-certificate-manager"),
    "guest_operations_manager": Ref("GuestOperationsManager", "ha-guest-operations-manager"),
    "guest_auth_manager": Ref("GuestAuthManager", "ha-guest-operations-auth-manager"),
    "guest_file_manager": Ref("GuestFileManager", "ha-guest-operations-file-manager"),
    "guest_process_manager": Ref("GuestProcessManager", "ha-guest-operations-process-manager"),
    "advanced_option": Ref("OptionManager", "EsxHostAdvSettings-/adv/"),
}
"""Every object of which a host has exactly one, by a name of ours."""

managers: Final = {ref.value: name for name, ref in FIXED.items()}


@dataclass(frozen=True, eq=False)
class Seat:
    """A fixed object as seen in one session; what views of managers work on."""

    name: str
    host: Any  # a host, or a vCenter: the tables ask both for the same things
    session: Session | None


@dataclass(frozen=True, eq=False)
class Browser:
    """The browser of one datastore, or of all of the host's."""

    datastores: list[Datastore]
    host: HostState


@dataclass(eq=False)
class Place:
    """A view made by the view manager: a container, or a list of objects."""

    ref: vim.ManagedObjectReference
    session: Session
    inventory: Inventory = field(repr=False)
    container: vim.ManagedObjectReference | None = None
    types: list[str] = field(default_factory=list)
    recursive: bool = True
    listed: list[vim.ManagedObjectReference] = field(default_factory=list)

    def members(self) -> list[vim.ManagedObjectReference]:
        """Return what a container view shows just now."""
        container, found = self.container, dict[Ref, None]()
        waiting = deque([container] if container is not None else [])
        while waiting:
            for child in self.inventory.children(waiting.popleft()):
                if child not in found:
                    found[child] = None
                    if self.recursive:
                        waiting.append(child)
        return [ref for ref in found if not self.types or self._shows(ref)]

    def _shows(self, ref: vim.ManagedObjectReference) -> bool:
        return not set(self.types).isdisjoint(vim.managed_bases(ref.type))


def own_ref(thing: Any) -> Ref | None:
    """Return the reference that a state object knows itself: what belongs to a session."""
    ref = getattr(thing, "ref", None)
    return ref if isinstance(ref, Ref) else None


class Inventory:
    """One host's objects as one session sees them."""

    root: ClassVar[Ref] = FIXED["root_folder"]

    def __init__(self, host: HostState, session: Session | None) -> None:
        self.host = host
        self.session = session

    def ref(self, thing: Any) -> Ref:
        """Return the reference of a state object."""
        return self.host.ref(thing)

    def hosts(self, datacenter: Ref | None) -> list[HostState]:
        """Return the hosts of a datacenter, or all.

        Raises:
            Refused: ManagedObjectNotFound.
        """
        if datacenter is not None:
            self.get(datacenter)
        return [self.host]

    def addresses(self, host: HostState) -> set[str]:
        """Return the IP addresses of a host."""
        return {card.address for card in host.network.kernel}

    def dns_names(self, host: HostState) -> set[str]:
        """Return the names of a host, in lower case."""
        network = host.network
        names = (network.host_name, f"{network.host_name}.{network.domain_name}")
        return {name.lower() for name in names}

    def named(self, ref: vim.ManagedObjectReference) -> vim.ManagedObjectReference:
        """Return a reference with its type: servers know their objects by the value alone."""
        if ref.type:
            return ref
        return next((found for found in self._by_value(ref.value)), ref)

    def _by_value(self, value: str) -> Iterator[vim.ManagedObjectReference]:
        """Yield what has a value as its reference's."""
        fixed = managers.get(value)
        if fixed is not None:
            yield FIXED[fixed]
        for managed_type, finder in _FINDERS.items():
            found = finder(self, value)
            if found is not None:
                yield own_ref(found) or Ref(managed_type, value)

    def find(self, ref: vim.ManagedObjectReference) -> Any:
        """Return the state object of a reference, or None."""
        fixed = managers.get(ref.value)
        if fixed is not None and FIXED[fixed].type == ref.type:
            return self.host if fixed == "host" else Seat(fixed, self.host, self.session)
        finder = _FINDERS.get(ref.type)
        found = finder(self, ref.value) if finder is not None else None
        return found if own_ref(found) in (None, ref) else None

    def get(self, ref: vim.ManagedObjectReference) -> Any:
        """Return the state object of a reference.

        Raises:
            Refused: ManagedObjectNotFound.
        """
        found = self.find(ref)
        if found is None:
            raise faults.managed_object_not_found(ref)
        return found

    def read(self, ref: vim.ManagedObjectReference, subject: Any, path: str) -> Any:
        """Return the value of a property path; None when it is not set.

        Raises:
            Refused: InvalidProperty; one that is newer than the host's API, too.
        """
        return read(ref.type, subject, path, self.host.profile.api_version)

    def shows(self, subject: Any) -> bool:
        """Tell whether the session may know of a state object: on a host, of every one."""
        del subject
        return True

    def paths(self, ref: vim.ManagedObjectReference) -> list[str]:
        """Return every property that an object has."""
        return all_paths(ref.type, self.host.profile.api_version)

    def children(self, ref: vim.ManagedObjectReference) -> list[vim.ManagedObjectReference]:
        """Return what a container view finds directly below an object."""
        host, name = self.host, managers.get(ref.value)
        if name == "vm_folder":
            return [host.ref(machine) for machine in host.machines.values()]
        if name == "datastore_folder":
            return [host.ref(store) for store in host.datastores.values()]
        if name == "network_folder":
            return [host.ref(group) for group in host.network.networks()]
        if name == "resource_pool":
            return [host.ref(machine) for machine in host.machines.values()]
        return [FIXED[below] for below in _BELOW.get(name or "", ())]

    def _snapshot(self, value: str) -> Snapshot | None:
        machine = self.host.machines.get(value.partition("-snapshot-")[0])
        if machine is None:
            return None
        return next((s for s in machine.snapshots.all() if s.moid == value), None)

    def _network(self, value: str) -> Any:
        networks = self.host.network.networks()
        return next((group for group in networks if group.moid == value), None)

    def _browser(self, value: str) -> Browser | None:
        if value == "ha-host-datastorebrowser":
            return Browser(list(self.host.datastores.values()), self.host)
        _, prefix, name = value.rpartition("datastoreBrowser-")
        store = self.host.datastores.get(name) if prefix else None
        return None if store is None else Browser([store], self.host)

    def _view(self, value: str) -> Any:
        return self.session.views.get(value) if self.session is not None else None

    def _collector(self, value: str) -> Any:
        return self.session.collectors.get(value) if self.session is not None else None

    def _filter(self, value: str) -> Any:
        if self.session is None:
            return None
        for collector in self.session.collectors.values():
            if value in collector.filters:
                return collector.filters[value]
        return None


_BELOW: Final = {
    "root_folder": ("datacenter",),
    "datacenter": ("vm_folder", "host_folder", "datastore_folder", "network_folder"),
    "host_folder": ("compute_resource",),
    "compute_resource": ("host", "resource_pool"),
}
"""Which fixed objects are directly below which, for container views."""

_FINDERS: Final[dict[str, Any]] = {
    "VirtualMachine": lambda i, value: i.host.machines.get(value),
    "Datastore": lambda i, value: i.host.datastores.get(value),
    "Network": Inventory._network,
    "Task": lambda i, value: i.host.tasks.by_moid.get(value),
    "HttpNfcLease": lambda i, value: i.host.leases.find(value),
    "VirtualMachineSnapshot": Inventory._snapshot,
    "HostDatastoreBrowser": Inventory._browser,
    "ContainerView": Inventory._view,
    "ListView": Inventory._view,
    "EventHistoryCollector": Inventory._view,
    "PropertyCollector": Inventory._collector,
    "PropertyFilter": Inventory._filter,
}
