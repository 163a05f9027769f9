"""Methods of managed objects.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import Method, element, result

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import (
        ObjectContent,
        OptionValue,
        PropertyFilterSpec,
        RetrieveOptions,
        RetrieveResult,
        ServiceContent,
        SessionManagerGenericServiceTicket,
        SessionManagerServiceRequestSpec,
        UpdateSet,
        UserSession,
        WaitOptions,
    )
    from aioesx.vim._enums import VirtualMachineMovePriority, VirtualMachinePowerState
    from aioesx.vim._events import Event, EventFilterSpec, EventManagerEventViewSpec
    from aioesx.vim._host import (
        HostAutoStartManagerConfig,
        HostConnectSpec,
        HostDateTimeConfig,
        HostDiskDimensionsChs,
        HostFirewallRulesetRulesetSpec,
        HostMaintenanceSpec,
        HostPortGroupSpec,
        HostSystemReconnectSpec,
        HostVMotionCompatibility,
        HostVirtualSwitchSpec,
        VirtualNicManagerNetConfig,
    )
    from aioesx.vim._inventory import (
        EntityPrivilege,
        LicenseAssignmentManagerLicenseAssignment,
        Permission,
        ProductComponentInfo,
        ResourceConfigSpec,
        UserPrivilegeResult,
    )
    from aioesx.vim._machine import (
        SnapshotSelectionSpec,
        UsbScanCodeSpec,
        VirtualMachineCloneSpec,
        VirtualMachineConfigSpec,
        VirtualMachineMksTicket,
        VirtualMachineProfileSpec,
        VirtualMachineRelocateSpec,
        VirtualMachineTicket,
    )
    from aioesx.vim._performance import (
        PerfCounterInfo,
        PerfEntityMetricBase,
        PerfMetricId,
        PerfProviderSummary,
        PerfQuerySpec,
    )
    from aioesx.vim._storage import (
        HostDatastoreBrowserSearchSpec,
        HostNasVolumeSpec,
        VirtualDiskSpec,
    )
    from aioesx.vim.base import ManagedObjectReference


class Destroy_Task(Method["ManagedObjectReference"]):
    """Delete the object with all that is in it; of a machine its files as well. Faults: VimFault.
    """

    managed_type = "ManagedEntity"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class Rename_Task(Method["ManagedObjectReference"]):
    """Rename. Faults: DuplicateName, InvalidName."""

    managed_type = "ManagedEntity"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    new_name: str = element("newName", "xsd:string")


class Reload(Method["None"]):
    """Reload."""

    managed_type = "ManagedEntity"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RetrieveServiceContent(Method["ServiceContent"]):
    """Retrieve service content."""

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("ServiceContent")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CurrentTime(Method["datetime"]):
    """Current time."""

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("xsd:dateTime")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ValidateMigration(Method["list[Event]"]):
    """Validate migration. Faults: InvalidState.

    Parameters:
        vm: refers to VirtualMachine.
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)
    state: VirtualMachinePowerState | str | None = element("state", "VirtualMachinePowerState", default=None)
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class QueryVMotionCompatibility(Method["list[HostVMotionCompatibility]"]):
    """Query v motion compatibility.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("HostVMotionCompatibility", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    host: list[ManagedObjectReference] = element("host", "ManagedObjectReference", default_factory=list, required=True)
    compatibility: list[str] = element("compatibility", "xsd:string", default_factory=list)


class RetrieveProductComponents(Method["list[ProductComponentInfo]"]):
    """Retrieve product components."""

    managed_type = "ServiceInstance"
    changes = False
    wire_result = result("ProductComponentInfo", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class Login(Method["UserSession"]):
    """Open a session; its cookie comes in the header. Faults: InvalidLogin, InvalidLocale."""

    managed_type = "SessionManager"
    changes = False
    wire_result = result("UserSession")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    user_name: str = element("userName", "xsd:string")
    password: str = element("password", "xsd:string", secret=True)
    locale: str | None = element("locale", "xsd:string", default=None)


class Logout(Method["None"]):
    """Close the session."""

    managed_type = "SessionManager"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class SessionIsActive(Method["bool"]):
    """Session is active."""

    managed_type = "SessionManager"
    changes = False
    wire_result = result("xsd:boolean")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    session_id: str = element("sessionID", "xsd:string", secret=True)
    user_name: str = element("userName", "xsd:string")


class TerminateSession(Method["None"]):
    """Terminate session. Faults: NotFound."""

    managed_type = "SessionManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    session_id: list[str] = element("sessionId", "xsd:string", default_factory=list, required=True)


class AcquireGenericServiceTicket(Method["SessionManagerGenericServiceTicket"]):
    """Acquire generic service ticket. Since API 5.0."""

    managed_type = "SessionManager"
    changes = True
    wire_result = result("SessionManagerGenericServiceTicket")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: SessionManagerServiceRequestSpec = element("spec", "SessionManagerServiceRequestSpec")


class AcquireCloneTicket(Method["str"]):
    """Acquire clone ticket. Since API 2.5u2."""

    managed_type = "SessionManager"
    changes = True
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CloneSession(Method["UserSession"]):
    """Clone session. Faults: InvalidLogin. Since API 2.5u2."""

    managed_type = "SessionManager"
    changes = False
    wire_result = result("UserSession")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    clone_ticket: str = element("cloneTicket", "xsd:string", secret=True)


class RetrieveAllPermissions(Method["list[Permission]"]):
    """Tell every permission."""

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("Permission", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RetrieveRolePermissions(Method["list[Permission]"]):
    """Tell the permissions that give a role. Faults: NotFound."""

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("Permission", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    role_id: int = element("roleId", "xsd:int")


class RetrieveEntityPermissions(Method["list[Permission]"]):
    """Tell the permissions on an entity.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("Permission", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    inherited: bool = element("inherited", "xsd:boolean")


class HasPrivilegeOnEntity(Method["list[bool]"]):
    """Tell which privileges a session has on an entity. Since API 5.0.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("xsd:boolean", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    session_id: str = element("sessionId", "xsd:string")
    priv_id: list[str] = element("privId", "xsd:string", default_factory=list)


class HasPrivilegeOnEntities(Method["list[EntityPrivilege]"]):
    """Tell which privileges a session has on entities. Since API 5.5.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("EntityPrivilege", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: list[ManagedObjectReference] = element("entity", "ManagedObjectReference", default_factory=list, required=True)
    session_id: str = element("sessionId", "xsd:string")
    priv_id: list[str] = element("privId", "xsd:string", default_factory=list)


class HasUserPrivilegeOnEntities(Method["list[EntityPrivilege]"]):
    """Tell which privileges a user has on objects. Since API 6.5."""

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("EntityPrivilege", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entities: list[ManagedObjectReference] = element("entities", "ManagedObjectReference", default_factory=list, required=True)
    user_name: str = element("userName", "xsd:string")
    priv_id: list[str] = element("privId", "xsd:string", default_factory=list)


class FetchUserPrivilegeOnEntities(Method["list[UserPrivilegeResult]"]):
    """Tell every privilege that a user has on entities. Since API 6.5.

    Parameters:
        entities: refers to ManagedEntity.
    """

    managed_type = "AuthorizationManager"
    changes = False
    wire_result = result("UserPrivilegeResult", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entities: list[ManagedObjectReference] = element("entities", "ManagedObjectReference", default_factory=list, required=True)
    user_name: str = element("userName", "xsd:string")


class CreateFilter(Method["ManagedObjectReference"]):
    """Watch properties of objects. Faults: InvalidProperty."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: PropertyFilterSpec = element("spec", "PropertyFilterSpec")
    partial_updates: bool = element("partialUpdates", "xsd:boolean")


class RetrieveProperties(Method["list[ObjectContent]"]):
    """Retrieve properties. Faults: InvalidProperty."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("ObjectContent", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec_set: list[PropertyFilterSpec] = element("specSet", "PropertyFilterSpec", default_factory=list, required=True)


class CheckForUpdates(Method["UpdateSet | None"]):
    """Check for updates. Faults: InvalidCollectorVersion."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("UpdateSet", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    version: str | None = element("version", "xsd:string", default=None)


class WaitForUpdates(Method["UpdateSet"]):
    """Wait for changes of what filters watch, however long. Faults: InvalidCollectorVersion."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("UpdateSet")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    version: str | None = element("version", "xsd:string", default=None)


class CancelWaitForUpdates(Method["None"]):
    """Cancel wait for updates."""

    managed_type = "PropertyCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class WaitForUpdatesEx(Method["UpdateSet | None"]):
    """Wait for changes of what filters watch, for so long at most. Faults:
    InvalidCollectorVersion. Since API 4.1.
    """

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("UpdateSet", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    version: str | None = element("version", "xsd:string", default=None)
    options: WaitOptions | None = element("options", "WaitOptions", default=None)


class RetrievePropertiesEx(Method["RetrieveResult | None"]):
    """Read properties of many objects, in pages. Faults: InvalidProperty. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("RetrieveResult", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec_set: list[PropertyFilterSpec] = element("specSet", "PropertyFilterSpec", default_factory=list, required=True)
    options: RetrieveOptions = element("options", "RetrieveOptions")


class ContinueRetrievePropertiesEx(Method["RetrieveResult"]):
    """Read the next page. Faults: InvalidProperty. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("RetrieveResult")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    token: str = element("token", "xsd:string")


class CancelRetrievePropertiesEx(Method["None"]):
    """Cancel retrieve properties ex. Faults: InvalidProperty. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    token: str = element("token", "xsd:string")


class CreatePropertyCollector(Method["ManagedObjectReference"]):
    """Create property collector. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class DestroyPropertyCollector(Method["None"]):
    """Destroy property collector. Since API 4.1."""

    managed_type = "PropertyCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class DestroyPropertyFilter(Method["None"]):
    """Destroy property filter."""

    managed_type = "PropertyFilter"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CreateContainerView(Method["ManagedObjectReference"]):
    """Create container view.

    Parameters:
        container: refers to ManagedEntity.
    """

    managed_type = "ViewManager"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    container: ManagedObjectReference = element("container", "ManagedObjectReference")
    type: list[str] = element("type", "xsd:string", default_factory=list)
    recursive: bool = element("recursive", "xsd:boolean")


class CreateListView(Method["ManagedObjectReference"]):
    """Create list view."""

    managed_type = "ViewManager"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    obj: list[ManagedObjectReference] = element("obj", "ManagedObjectReference", default_factory=list)


class DestroyView(Method["None"]):
    """Destroy view."""

    managed_type = "View"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ModifyListView(Method["list[ManagedObjectReference]"]):
    """Add and take away objects; returns those to be added that are not there."""

    managed_type = "ListView"
    changes = False
    wire_result = result("ManagedObjectReference", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    add: list[ManagedObjectReference] = element("add", "ManagedObjectReference", default_factory=list)
    remove: list[ManagedObjectReference] = element("remove", "ManagedObjectReference", default_factory=list)


class ResetListView(Method["list[ManagedObjectReference]"]):
    """Have a list hold other objects; returns those that are not there."""

    managed_type = "ListView"
    changes = False
    wire_result = result("ManagedObjectReference", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    obj: list[ManagedObjectReference] = element("obj", "ManagedObjectReference", default_factory=list)


class ResetListViewFromView(Method["None"]):
    """Have a list hold what another view shows.

    Parameters:
        view: refers to View.
    """

    managed_type = "ListView"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    view: ManagedObjectReference = element("view", "ManagedObjectReference")


class CancelTask(Method["None"]):
    """Cancel task. Faults: InvalidState."""

    managed_type = "Task"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class FindByUuid(Method["ManagedObjectReference | None"]):
    """Find by uuid.

    Parameters:
        datacenter: refers to Datacenter.
        vm_search: Look for a machine, otherwise for a host.
        instance_uuid: The UUID is a vCenter's, not the BIOS's; since API 4.0.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    uuid: str = element("uuid", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")
    instance_uuid: bool | None = element("instanceUuid", "xsd:boolean", default=None)


class FindByIp(Method["ManagedObjectReference | None"]):
    """Find by ip.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    ip: str = element("ip", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")


class FindByDnsName(Method["ManagedObjectReference | None"]):
    """Find by dns name.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    dns_name: str = element("dnsName", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")


class FindByInventoryPath(Method["ManagedObjectReference | None"]):
    """Find by inventory path."""

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    inventory_path: str = element("inventoryPath", "xsd:string")


class FindByDatastorePath(Method["ManagedObjectReference | None"]):
    """Find by datastore path. Faults: InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference = element("datacenter", "ManagedObjectReference")
    path: str = element("path", "xsd:string")


class FindChild(Method["ManagedObjectReference | None"]):
    """Find child.

    Parameters:
        entity: refers to ManagedEntity.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    name: str = element("name", "xsd:string")


class FindAllByUuid(Method["list[ManagedObjectReference]"]):
    """Find all by uuid. Since API 4.0.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "SearchIndex"
    changes = False
    wire_result = result("ManagedObjectReference", many=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    uuid: str = element("uuid", "xsd:string")
    vm_search: bool = element("vmSearch", "xsd:boolean")
    instance_uuid: bool | None = element("instanceUuid", "xsd:boolean", default=None)


class RegisterVM_Task(Method["ManagedObjectReference"]):
    """Take a machine into the inventory from its .vmx file. Faults: OutOfBounds, DuplicateName,
    AlreadyExists, InvalidDatastore, NotFound, InvalidName, VmConfigFault,
    InsufficientResourcesFault, FileFault, InvalidState.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    path: str = element("path", "xsd:string")
    name: str | None = element("name", "xsd:string", default=None)
    as_template: bool = element("asTemplate", "xsd:boolean")
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class CreateVM_Task(Method["ManagedObjectReference"]):
    """Create vm. Faults: VmConfigFault, FileFault, OutOfBounds, DuplicateName, InvalidName,
    InvalidDatastore, InsufficientResourcesFault, AlreadyExists, InvalidState.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    config: VirtualMachineConfigSpec = element("config", "VirtualMachineConfigSpec")
    pool: ManagedObjectReference = element("pool", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class CreateFolder(Method["ManagedObjectReference"]):
    """Create folder. Faults: DuplicateName, InvalidName."""

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")


class MoveIntoFolder_Task(Method["ManagedObjectReference"]):
    """Move into folder. Faults: DuplicateName, InvalidFolder, InvalidState.

    Parameters:
        list: refers to ManagedEntity.
    """

    managed_type = "Folder"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    list: list[ManagedObjectReference] = element("list", "ManagedObjectReference", default_factory=list, required=True)


class CreateResourcePool(Method["ManagedObjectReference"]):
    """Create resource pool. Faults: InvalidName, DuplicateName, InsufficientResourcesFault."""

    managed_type = "ResourcePool"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    spec: ResourceConfigSpec = element("spec", "ResourceConfigSpec")


class UpdateConfig(Method["None"]):
    """Give a resource pool another name, other shares, or both. Faults: InvalidName,
    DuplicateName, InsufficientResourcesFault, ConcurrentAccess.
    """

    managed_type = "ResourcePool"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str | None = element("name", "xsd:string", default=None)
    config: ResourceConfigSpec | None = element("config", "ResourceConfigSpec", default=None)


class MoveIntoResourcePool(Method["None"]):
    """Put machines and resource pools of the same compute resource into this one. Faults:
    DuplicateName, InsufficientResourcesFault.

    Parameters:
        list: refers to ManagedEntity.
    """

    managed_type = "ResourcePool"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    list: list[ManagedObjectReference] = element("list", "ManagedObjectReference", default_factory=list, required=True)


class PowerOnVM_Task(Method["ManagedObjectReference"]):
    """Power a machine on, or resume a suspended one. Faults: TaskInProgress, InvalidState,
    InsufficientResourcesFault, VmConfigFault, FileFault.

    Parameters:
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class PowerOffVM_Task(Method["ManagedObjectReference"]):
    """Power a machine off, at once. Faults: TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class SuspendVM_Task(Method["ManagedObjectReference"]):
    """Write memory to disk and stop. Faults: TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ResetVM_Task(Method["ManagedObjectReference"]):
    """Press the reset button. Faults: TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ShutdownGuest(Method["None"]):
    """Ask the guest to shut down; returns before it has. Faults: ToolsUnavailable, TaskInProgress,
    InvalidState.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RebootGuest(Method["None"]):
    """Ask the guest to reboot; returns before it has. Faults: ToolsUnavailable, TaskInProgress,
    InvalidState.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class StandbyGuest(Method["None"]):
    """Standby guest. Faults: ToolsUnavailable, TaskInProgress, InvalidState."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ReconfigVM_Task(Method["ManagedObjectReference"]):
    """Change the configuration of a machine. Faults: TaskInProgress, VmConfigFault,
    ConcurrentAccess, FileFault, InvalidName, DuplicateName, InvalidState,
    InsufficientResourcesFault, InvalidDatastore.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: VirtualMachineConfigSpec = element("spec", "VirtualMachineConfigSpec")


class UnregisterVM(Method["None"]):
    """Take a machine out of the inventory; its files stay. Faults: TaskInProgress,
    InvalidPowerState.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class AnswerVM(Method["None"]):
    """Answer the question that a machine waits with. Faults: ConcurrentAccess."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    question_id: str = element("questionId", "xsd:string")
    answer_choice: str = element("answerChoice", "xsd:string")


class CreateSnapshot_Task(Method["ManagedObjectReference"]):
    """Create snapshot. Faults: TaskInProgress, SnapshotFault, VmConfigFault, FileFault,
    InvalidName, InvalidState.

    Parameters:
        memory: Keep the memory as well.
        quiesce: Have VMware Tools bring the file systems to rest first.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    description: str | None = element("description", "xsd:string", default=None)
    memory: bool = element("memory", "xsd:boolean")
    quiesce: bool = element("quiesce", "xsd:boolean")


class RemoveAllSnapshots_Task(Method["ManagedObjectReference"]):
    """Delete all snapshots of a machine, keeping its present state. Faults: TaskInProgress,
    InvalidState, SnapshotFault.

    Parameters:
        consolidate: since API 5.0.
        spec: since API 8.0.3.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    consolidate: bool | None = element("consolidate", "xsd:boolean", default=None)
    spec: SnapshotSelectionSpec | None = element("spec", "SnapshotSelectionSpec", default=None)


class RevertToCurrentSnapshot_Task(Method["ManagedObjectReference"]):
    """Revert to current snapshot. Faults: TaskInProgress, SnapshotFault,
    InsufficientResourcesFault, InvalidState, VmConfigFault, NotFound.

    Parameters:
        host: refers to HostSystem.
        suppress_power_on: since API 2.5u2.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    suppress_power_on: bool | None = element("suppressPowerOn", "xsd:boolean", default=None)


class ConsolidateVMDisks_Task(Method["ManagedObjectReference"]):
    """Consolidate vm disks. Faults: TaskInProgress, InvalidState, FileFault, VmConfigFault. Since
    API 5.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class MarkAsTemplate(Method["None"]):
    """Make a template of a machine that is off: it then has no resource pool, and cannot be
    started. Faults: InvalidState, VmConfigFault, FileFault.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class MarkAsVirtualMachine(Method["None"]):
    """Make a machine of a template again. Faults: InvalidState, InvalidDatastore, VmConfigFault,
    FileFault.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pool: ManagedObjectReference = element("pool", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class MigrateVM_Task(Method["ManagedObjectReference"]):
    """Migrate vm. Faults: MigrationFault, FileFault, Timedout, InsufficientResourcesFault,
    InvalidState, VmConfigFault.

    Parameters:
        pool: refers to ResourcePool.
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    priority: VirtualMachineMovePriority | str = element("priority", "VirtualMachineMovePriority")
    state: VirtualMachinePowerState | str | None = element("state", "VirtualMachinePowerState", default=None)


class RelocateVM_Task(Method["ManagedObjectReference"]):
    """Relocate vm. Faults: InvalidState, InvalidDatastore, MigrationFault, VmConfigFault,
    FileFault, Timedout, InsufficientResourcesFault.

    Parameters:
        priority: since API 4.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: VirtualMachineRelocateSpec = element("spec", "VirtualMachineRelocateSpec")
    priority: VirtualMachineMovePriority | str | None = element("priority", "VirtualMachineMovePriority", default=None)


class CloneVM_Task(Method["ManagedObjectReference"]):
    """Clone vm. Faults: CustomizationFault, InvalidState, InvalidDatastore, TaskInProgress,
    VmConfigFault, FileFault, MigrationFault, InsufficientResourcesFault.

    Parameters:
        folder: refers to Folder.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    folder: ManagedObjectReference = element("folder", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    spec: VirtualMachineCloneSpec = element("spec", "VirtualMachineCloneSpec")


class AcquireTicket(Method["VirtualMachineTicket"]):
    """Acquire ticket. Faults: InvalidState. Since API 4.1.

    Parameters:
        ticket_type: mks, webmks, device or guestControl.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("VirtualMachineTicket")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    ticket_type: str = element("ticketType", "xsd:string")


class AcquireMksTicket(Method["VirtualMachineMksTicket"]):
    """Acquire mks ticket."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("VirtualMachineMksTicket")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CreateScreenshot_Task(Method["ManagedObjectReference"]):
    """Write what the console shows to a PNG file beside the machine; the result is its datastore
    path. Faults: TaskInProgress, FileFault, InvalidState. Since API 4.0.
    """

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class PutUsbScanCodes(Method["int"]):
    """Press keys on the machine's keyboard. Since API 6.5."""

    managed_type = "VirtualMachine"
    changes = True
    wire_result = result("xsd:int")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: UsbScanCodeSpec = element("spec", "UsbScanCodeSpec")


class MountToolsInstaller(Method["None"]):
    """Mount tools installer. Faults: InvalidState, VmConfigFault, VmToolsUpgradeFault."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class UnmountToolsInstaller(Method["None"]):
    """Unmount tools installer. Faults: InvalidState, VmConfigFault."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshStorageInfo(Method["None"]):
    """Refresh storage info. Since API 4.0."""

    managed_type = "VirtualMachine"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RevertToSnapshot_Task(Method["ManagedObjectReference"]):
    """Revert to snapshot. Faults: TaskInProgress, InsufficientResourcesFault, InvalidState,
    FileFault, VmConfigFault.

    Parameters:
        host: refers to HostSystem.
        suppress_power_on: since API 2.5u2.
    """

    managed_type = "VirtualMachineSnapshot"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    suppress_power_on: bool | None = element("suppressPowerOn", "xsd:boolean", default=None)


class RemoveSnapshot_Task(Method["ManagedObjectReference"]):
    """Remove snapshot. Faults: TaskInProgress.

    Parameters:
        remove_children: Those that came of it as well.
        consolidate: since API 5.0.
    """

    managed_type = "VirtualMachineSnapshot"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    remove_children: bool = element("removeChildren", "xsd:boolean")
    consolidate: bool | None = element("consolidate", "xsd:boolean", default=None)


class RenameSnapshot(Method["None"]):
    """Rename snapshot. Faults: InvalidName, TaskInProgress, InvalidState."""

    managed_type = "VirtualMachineSnapshot"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str | None = element("name", "xsd:string", default=None)
    description: str | None = element("description", "xsd:string", default=None)


class EnterMaintenanceMode_Task(Method["ManagedObjectReference"]):
    """Enter maintenance mode. Faults: InvalidState, Timedout.

    Parameters:
        timeout: Seconds; 0 waits as long as it takes.
        maintenance_spec: since API 5.5.
    """

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    timeout: int = element("timeout", "xsd:int")
    evacuate_powered_off_vms: bool | None = element("evacuatePoweredOffVms", "xsd:boolean", default=None)
    maintenance_spec: HostMaintenanceSpec | None = element("maintenanceSpec", "HostMaintenanceSpec", default=None)


class ExitMaintenanceMode_Task(Method["ManagedObjectReference"]):
    """Exit maintenance mode. Faults: InvalidState, Timedout."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    timeout: int = element("timeout", "xsd:int")


class DisconnectHost_Task(Method["ManagedObjectReference"]):
    """Have a vCenter leave a host alone, which stays in its inventory."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ReconnectHost_Task(Method["ManagedObjectReference"]):
    """Reconnect host. Faults: InvalidLogin, InvalidState, InvalidName, HostConnectFault.

    Parameters:
        reconnect_spec: since API 5.0.
    """

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    cnx_spec: HostConnectSpec | None = element("cnxSpec", "HostConnectSpec", default=None)
    reconnect_spec: HostSystemReconnectSpec | None = element("reconnectSpec", "HostSystemReconnectSpec", default=None)


class RebootHost_Task(Method["ManagedObjectReference"]):
    """Reboot host. Faults: InvalidState."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    force: bool = element("force", "xsd:boolean")


class ShutdownHost_Task(Method["ManagedObjectReference"]):
    """Shutdown host. Faults: InvalidState."""

    managed_type = "HostSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    force: bool = element("force", "xsd:boolean")


class RetrieveHardwareUptime(Method["int"]):
    """Retrieve hardware uptime. Since API 4.1."""

    managed_type = "HostSystem"
    changes = False
    wire_result = result("xsd:long")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshDatastore(Method["None"]):
    """Have the host look again at name, size and free space. Faults: NotFound, HostConfigFault.
    """

    managed_type = "Datastore"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshDatastoreStorageInfo(Method["None"]):
    """Refresh datastore storage info. Since API 4.0."""

    managed_type = "Datastore"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RenameDatastore(Method["None"]):
    """Rename datastore. Faults: DuplicateName, InvalidName."""

    managed_type = "Datastore"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    new_name: str = element("newName", "xsd:string")


class ReconfigureAutostart(Method["None"]):
    """Reconfigure autostart."""

    managed_type = "HostAutoStartManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: HostAutoStartManagerConfig = element("spec", "HostAutoStartManagerConfig")


class AutoStartPowerOn(Method["None"]):
    """Auto start power on."""

    managed_type = "HostAutoStartManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class AutoStartPowerOff(Method["None"]):
    """Auto start power off."""

    managed_type = "HostAutoStartManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class AddPortGroup(Method["None"]):
    """Add port group. Faults: AlreadyExists, NotFound, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    portgrp: HostPortGroupSpec = element("portgrp", "HostPortGroupSpec")


class RemovePortGroup(Method["None"]):
    """Remove port group. Faults: NotFound, ResourceInUse, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pg_name: str = element("pgName", "xsd:string")


class UpdatePortGroup(Method["None"]):
    """Update port group. Faults: AlreadyExists, NotFound, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    pg_name: str = element("pgName", "xsd:string")
    portgrp: HostPortGroupSpec = element("portgrp", "HostPortGroupSpec")


class AddVirtualSwitch(Method["None"]):
    """Add virtual switch. Faults: AlreadyExists, ResourceInUse, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vswitch_name: str = element("vswitchName", "xsd:string")
    spec: HostVirtualSwitchSpec | None = element("spec", "HostVirtualSwitchSpec", default=None)


class RemoveVirtualSwitch(Method["None"]):
    """Remove virtual switch. Faults: NotFound, ResourceInUse, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vswitch_name: str = element("vswitchName", "xsd:string")


class UpdateVirtualSwitch(Method["None"]):
    """Update virtual switch. Faults: ResourceInUse, NotFound, HostConfigFault."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vswitch_name: str = element("vswitchName", "xsd:string")
    spec: HostVirtualSwitchSpec = element("spec", "HostVirtualSwitchSpec")


class RefreshNetworkSystem(Method["None"]):
    """Refresh network system."""

    managed_type = "HostNetworkSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class QueryNetConfig(Method["VirtualNicManagerNetConfig | None"]):
    """Tell which of the host's own cards serve a purpose. Faults: HostConfigFault,
    InvalidArgument. Since API 4.0.
    """

    managed_type = "HostVirtualNicManager"
    changes = False
    wire_result = result("VirtualNicManagerNetConfig", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    nic_type: str = element("nicType", "xsd:string")


class SelectVnicForNicType(Method["None"]):
    """Have one of the host's own cards serve a purpose. Faults: HostConfigFault, InvalidArgument.
    Since API 4.0.
    """

    managed_type = "HostVirtualNicManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    nic_type: str = element("nicType", "xsd:string")
    device: str = element("device", "xsd:string")


class DeselectVnicForNicType(Method["None"]):
    """Have one of the host's own cards serve a purpose no more. Faults: HostConfigFault,
    InvalidArgument. Since API 4.0.
    """

    managed_type = "HostVirtualNicManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    nic_type: str = element("nicType", "xsd:string")
    device: str = element("device", "xsd:string")


class RescanHba(Method["None"]):
    """Look for new storage on one adapter. Faults: NotFound, HostConfigFault."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    hba_device: str = element("hbaDevice", "xsd:string")


class RescanAllHba(Method["None"]):
    """Rescan all hba. Faults: HostConfigFault."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RescanVmfs(Method["None"]):
    """Rescan vmfs. Faults: HostConfigFault."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class RefreshStorageSystem(Method["None"]):
    """Refresh storage system."""

    managed_type = "HostStorageSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CreateLocalDatastore(Method["ManagedObjectReference"]):
    """Create local datastore. Faults: DuplicateName, HostConfigFault, FileNotFound, InvalidName.
    """

    managed_type = "HostDatastoreSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    path: str = element("path", "xsd:string")


class CreateNasDatastore(Method["ManagedObjectReference"]):
    """Create nas datastore. Faults: DuplicateName, AlreadyExists, HostConfigFault."""

    managed_type = "HostDatastoreSystem"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    spec: HostNasVolumeSpec = element("spec", "HostNasVolumeSpec")


class RemoveDatastore(Method["None"]):
    """Remove datastore. Faults: NotFound, HostConfigFault, ResourceInUse.

    Parameters:
        datastore: refers to Datastore.
    """

    managed_type = "HostDatastoreSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")


class SearchDatastore_Task(Method["ManagedObjectReference"]):
    """Search datastore. Faults: InvalidDatastore, FileFault."""

    managed_type = "HostDatastoreBrowser"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datastore_path: str = element("datastorePath", "xsd:string")
    search_spec: HostDatastoreBrowserSearchSpec | None = element("searchSpec", "HostDatastoreBrowserSearchSpec", default=None)


class SearchDatastoreSubFolders_Task(Method["ManagedObjectReference | None"]):
    """Search datastore sub folders. Faults: InvalidDatastore, FileFault."""

    managed_type = "HostDatastoreBrowser"
    changes = False
    wire_result = result("ManagedObjectReference", optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    datastore_path: str = element("datastorePath", "xsd:string")
    search_spec: HostDatastoreBrowserSearchSpec | None = element("searchSpec", "HostDatastoreBrowserSearchSpec", default=None)


class MakeDirectory(Method["None"]):
    """Make directory. Faults: InvalidDatastore, FileFault.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    create_parent_directories: bool | None = element("createParentDirectories", "xsd:boolean", default=None)


class DeleteDatastoreFile_Task(Method["ManagedObjectReference"]):
    """Delete datastore file. Faults: InvalidDatastore, FileFault.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class MoveDatastoreFile_Task(Method["ManagedObjectReference"]):
    """Move datastore file. Faults: InvalidDatastore, FileFault.

    Parameters:
        source_datacenter: refers to Datacenter.
        destination_datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    destination_name: str = element("destinationName", "xsd:string")
    destination_datacenter: ManagedObjectReference | None = element("destinationDatacenter", "ManagedObjectReference", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)


class CopyDatastoreFile_Task(Method["ManagedObjectReference"]):
    """Copy datastore file. Faults: InvalidDatastore, FileFault.

    Parameters:
        source_datacenter: refers to Datacenter.
        destination_datacenter: refers to Datacenter.
    """

    managed_type = "FileManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    destination_name: str = element("destinationName", "xsd:string")
    destination_datacenter: ManagedObjectReference | None = element("destinationDatacenter", "ManagedObjectReference", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)


class CreateVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Create virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    spec: VirtualDiskSpec = element("spec", "VirtualDiskSpec")


class DeleteVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Delete virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class CopyVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Copy virtual disk. Faults: FileFault, InvalidDiskFormat, InvalidDatastore.

    Parameters:
        source_datacenter: refers to Datacenter.
        dest_datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    dest_name: str = element("destName", "xsd:string")
    dest_datacenter: ManagedObjectReference | None = element("destDatacenter", "ManagedObjectReference", default=None)
    dest_spec: VirtualDiskSpec | None = element("destSpec", "VirtualDiskSpec", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)


class MoveVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Move virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        source_datacenter: refers to Datacenter.
        dest_datacenter: refers to Datacenter.
        profile: since API 5.5.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    source_name: str = element("sourceName", "xsd:string")
    source_datacenter: ManagedObjectReference | None = element("sourceDatacenter", "ManagedObjectReference", default=None)
    dest_name: str = element("destName", "xsd:string")
    dest_datacenter: ManagedObjectReference | None = element("destDatacenter", "ManagedObjectReference", default=None)
    force: bool | None = element("force", "xsd:boolean", default=None)
    profile: list[VirtualMachineProfileSpec] = element("profile", "VirtualMachineProfileSpec", default_factory=list)


class ExtendVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Extend virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
        new_capacity_kb: KB.
        eager_zero: since API 4.0.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    new_capacity_kb: int = element("newCapacityKb", "xsd:long")
    eager_zero: bool | None = element("eagerZero", "xsd:boolean", default=None)


class ZeroFillVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Overwrite a disk with zeros. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class InflateVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Inflate virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class ShrinkVirtualDisk_Task(Method["ManagedObjectReference"]):
    """Shrink virtual disk. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    copy: bool | None = element("copy", "xsd:boolean", default=None)


class QueryVirtualDiskUuid(Method["str"]):
    """Query virtual disk uuid. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = False
    wire_result = result("xsd:string")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class SetVirtualDiskUuid(Method["None"]):
    """Set virtual disk uuid. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)
    uuid: str = element("uuid", "xsd:string")


class QueryVirtualDiskGeometry(Method["HostDiskDimensionsChs"]):
    """Query virtual disk geometry. Faults: FileFault, InvalidDatastore.

    Parameters:
        datacenter: refers to Datacenter.
    """

    managed_type = "VirtualDiskManager"
    changes = False
    wire_result = result("HostDiskDimensionsChs")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    datacenter: ManagedObjectReference | None = element("datacenter", "ManagedObjectReference", default=None)


class QueryPerfProviderSummary(Method["PerfProviderSummary"]):
    """Query perf provider summary."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfProviderSummary")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")


class QueryAvailablePerfMetric(Method["list[PerfMetricId]"]):
    """Query available perf metric."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfMetricId", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    begin_time: datetime | None = element("beginTime", "xsd:dateTime", default=None)
    end_time: datetime | None = element("endTime", "xsd:dateTime", default=None)
    interval_id: int | None = element("intervalId", "xsd:int", default=None)


class QueryPerfCounter(Method["list[PerfCounterInfo]"]):
    """Query perf counter."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfCounterInfo", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    counter_id: list[int] = element("counterId", "xsd:int", default_factory=list, required=True)


class QueryPerf(Method["list[PerfEntityMetricBase]"]):
    """Query perf."""

    managed_type = "PerformanceManager"
    changes = False
    wire_result = result("PerfEntityMetricBase", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    query_spec: list[PerfQuerySpec] = element("querySpec", "PerfQuerySpec", default_factory=list, required=True)


class QueryEvents(Method["list[Event]"]):
    """Query events.

    Parameters:
        event_view_spec: since API 9.0.0.0.
    """

    managed_type = "EventManager"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    filter: EventFilterSpec = element("filter", "EventFilterSpec")
    event_view_spec: EventManagerEventViewSpec | None = element("eventViewSpec", "EventManagerEventViewSpec", default=None)


class CreateCollectorForEvents(Method["ManagedObjectReference"]):
    """Create collector for events. Faults: InvalidState."""

    managed_type = "EventManager"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    filter: EventFilterSpec = element("filter", "EventFilterSpec")


class ReadNextEvents(Method["list[Event]"]):
    """Read next events."""

    managed_type = "EventHistoryCollector"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    max_count: int = element("maxCount", "xsd:int")


class ReadPreviousEvents(Method["list[Event]"]):
    """Read previous events."""

    managed_type = "EventHistoryCollector"
    changes = False
    wire_result = result("Event", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    max_count: int = element("maxCount", "xsd:int")


class SetCollectorPageSize(Method["None"]):
    """Set collector page size."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    max_count: int = element("maxCount", "xsd:int")


class RewindCollector(Method["None"]):
    """Rewind collector."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class ResetCollector(Method["None"]):
    """Reset collector."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class DestroyCollector(Method["None"]):
    """Destroy collector."""

    managed_type = "HistoryCollector"
    changes = False
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class CheckMigrate_Task(Method["ManagedObjectReference"]):
    """Check migrate. Faults: InvalidState. Since API 4.0.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
        pool: refers to ResourcePool.
    """

    managed_type = "VirtualMachineProvisioningChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    state: VirtualMachinePowerState | str | None = element("state", "VirtualMachinePowerState", default=None)
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)


class CheckRelocate_Task(Method["ManagedObjectReference"]):
    """Check relocate. Faults: InvalidState. Since API 4.0.

    Parameters:
        vm: refers to VirtualMachine.
    """

    managed_type = "VirtualMachineProvisioningChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    spec: VirtualMachineRelocateSpec = element("spec", "VirtualMachineRelocateSpec")
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)


class QueryVMotionCompatibilityEx_Task(Method["ManagedObjectReference"]):
    """Query v motion compatibility ex. Since API 4.0.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    managed_type = "VirtualMachineProvisioningChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)
    host: list[ManagedObjectReference] = element("host", "ManagedObjectReference", default_factory=list, required=True)


class CheckCompatibility_Task(Method["ManagedObjectReference"]):
    """Check compatibility. Faults: InvalidState, InvalidArgument, DatacenterMismatch. Since API
    4.0.

    Parameters:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
        pool: refers to ResourcePool.
    """

    managed_type = "VirtualMachineCompatibilityChecker"
    changes = False
    wire_result = result("ManagedObjectReference")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    test_type: list[str] = element("testType", "xsd:string", default_factory=list)


class QueryOptions(Method["list[OptionValue]"]):
    """Query options. Faults: InvalidName."""

    managed_type = "OptionManager"
    changes = False
    wire_result = result("OptionValue", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    name: str | None = element("name", "xsd:string", default=None)


class UpdateOptions(Method["None"]):
    """Update options. Faults: InvalidName."""

    managed_type = "OptionManager"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    changed_value: list[OptionValue] = element("changedValue", "OptionValue", default_factory=list, required=True)


class QueryDateTime(Method["datetime"]):
    """Query date time."""

    managed_type = "HostDateTimeSystem"
    changes = False
    wire_result = result("xsd:dateTime")
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")


class UpdateDateTimeConfig(Method["None"]):
    """Update date time config. Faults: HostConfigFault."""

    managed_type = "HostDateTimeSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    config: HostDateTimeConfig = element("config", "HostDateTimeConfig")


class StartService(Method["None"]):
    """Start service. Faults: InvalidState, NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class StopService(Method["None"]):
    """Stop service. Faults: InvalidState, NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class RestartService(Method["None"]):
    """Restart service. Faults: InvalidState, NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class UpdateServicePolicy(Method["None"]):
    """Update service policy. Faults: NotFound, HostConfigFault."""

    managed_type = "HostServiceSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")
    policy: str = element("policy", "xsd:string")


class EnableRuleset(Method["None"]):
    """Enable ruleset. Faults: NotFound, HostConfigFault."""

    managed_type = "HostFirewallSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class DisableRuleset(Method["None"]):
    """Disable ruleset. Faults: NotFound, HostConfigFault."""

    managed_type = "HostFirewallSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")


class UpdateRuleset(Method["None"]):
    """Update ruleset. Faults: NotFound, HostConfigFault. Since API 5.0."""

    managed_type = "HostFirewallSystem"
    changes = True
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    id: str = element("id", "xsd:string")
    spec: HostFirewallRulesetRulesetSpec = element("spec", "HostFirewallRulesetRulesetSpec")


class QueryAssignedLicenses(Method["list[LicenseAssignmentManagerLicenseAssignment]"]):
    """Query assigned licenses. Since API 4.0."""

    managed_type = "LicenseAssignmentManager"
    changes = False
    wire_result = result("LicenseAssignmentManagerLicenseAssignment", many=True, optional=True)
    this: ManagedObjectReference = element("_this", "ManagedObjectReference")
    entity_id: str | None = element("entityId", "xsd:string", default=None)
