"""Data objects of the area ``events``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import (
        ElementDescription,
        EnumDescription,
        KeyAnyValue,
        LocalizedMethodFault,
        TaskInfo,
    )
    from aioesx.vim._enums import EventFilterSpecRecursionOption
    from aioesx.vim._host import HostAccountSpec
    from aioesx.vim._inventory import DistributedVirtualSwitchPortConnection, LicenseFeatureInfo
    from aioesx.vim._machine import VirtualMachineMessage
    from aioesx.vim._machine_specs import VirtualMachineConfigSpec
    from aioesx.vim.base import ManagedObjectReference


class ChangesInfoEventArgument(DynamicData):
    """Changes info event argument. Since API 6.5."""

    modified: str | None = element("modified", "xsd:string", default=None)
    added: str | None = element("added", "xsd:string", default=None)
    deleted: str | None = element("deleted", "xsd:string", default=None)


class Event(DynamicData):
    """Something that happened.

    Attributes:
        key: Number of the event.
        chain_id: Number of the event that began it all.
        ds: since API 4.0.
        net: since API 4.0.
        dvs: since API 4.0.
        tgw: since API 9.1.0.0.
        full_formatted_message: Text in the session's locale.
        change_tag: since API 4.0.
        audit_id: since API 9.1.0.0.
    """

    key: int = element("key", "xsd:int")
    chain_id: int = element("chainId", "xsd:int")
    created_time: datetime = element("createdTime", "xsd:dateTime")
    user_name: str = element("userName", "xsd:string")
    datacenter: DatacenterEventArgument | None = element("datacenter", "DatacenterEventArgument", default=None)
    compute_resource: ComputeResourceEventArgument | None = element("computeResource", "ComputeResourceEventArgument", default=None)
    host: HostEventArgument | None = element("host", "HostEventArgument", default=None)
    vm: VmEventArgument | None = element("vm", "VmEventArgument", default=None)
    ds: DatastoreEventArgument | None = element("ds", "DatastoreEventArgument", default=None)
    net: NetworkEventArgument | None = element("net", "NetworkEventArgument", default=None)
    dvs: DvsEventArgument | None = element("dvs", "DvsEventArgument", default=None)
    tgw: TgwEventArgument | None = element("tgw", "TgwEventArgument", default=None)
    full_formatted_message: str | None = element("fullFormattedMessage", "xsd:string", default=None)
    change_tag: str | None = element("changeTag", "xsd:string", default=None)
    audit_id: str | None = element("auditId", "xsd:string", default=None)


class EventArgument(DynamicData):
    """Event argument."""


class EventDescription(DynamicData):
    """Event description.

    Attributes:
        enumerated_types: since API 4.0.
    """

    category: list[ElementDescription] = element("category", "ElementDescription", default_factory=list, required=True)
    event_info: list[EventDescriptionEventDetail] = element("eventInfo", "EventDescriptionEventDetail", default_factory=list, required=True)
    enumerated_types: list[EnumDescription] = element("enumeratedTypes", "EnumDescription", default_factory=list)


class EventDescriptionEventDetail(DynamicData):
    """Event description event detail.

    Attributes:
        description: since API 4.0.
        long_description: since API 4.1.
    """

    key: str = element("key", "xsd:string")
    description: str | None = element("description", "xsd:string", default=None)
    category: str = element("category", "xsd:string")
    format_on_datacenter: str = element("formatOnDatacenter", "xsd:string")
    format_on_compute_resource: str = element("formatOnComputeResource", "xsd:string")
    format_on_host: str = element("formatOnHost", "xsd:string")
    format_on_vm: str = element("formatOnVm", "xsd:string")
    full_format: str = element("fullFormat", "xsd:string")
    long_description: str | None = element("longDescription", "xsd:string", default=None)


class EventEx(Event):
    """Event ex. Since API 4.0.

    Attributes:
        event_type_id: Its true type, as esx.problem.net.vmnic.linkstate.down.
        object_name: since API 4.1.
        fault: since API 4.1.
    """

    event_type_id: str = element("eventTypeId", "xsd:string")
    severity: str | None = element("severity", "xsd:string", default=None)
    message: str | None = element("message", "xsd:string", default=None)
    arguments: list[KeyAnyValue] = element("arguments", "KeyAnyValue", default_factory=list)
    object_id: str | None = element("objectId", "xsd:string", default=None)
    object_type: str | None = element("objectType", "xsd:string", default=None)
    object_name: str | None = element("objectName", "xsd:string", default=None)
    fault: LocalizedMethodFault | None = element("fault", "LocalizedMethodFault", default=None)


class EventFilterSpec(DynamicData):
    """Event filter spec.

    Attributes:
        alarm: refers to Alarm.
        scheduled_task: refers to ScheduledTask.
        tag: since API 4.0.
        event_type_id: since API 4.0.
        max_count: since API 6.5.
        delayed_init: since API 8.0.3.0.
        auditable: since API 9.1.0.0.
        audit_id: since API 9.1.0.0.
    """

    entity: EventFilterSpecByEntity | None = element("entity", "EventFilterSpecByEntity", default=None)
    time: EventFilterSpecByTime | None = element("time", "EventFilterSpecByTime", default=None)
    user_name: EventFilterSpecByUsername | None = element("userName", "EventFilterSpecByUsername", default=None)
    event_chain_id: int | None = element("eventChainId", "xsd:int", default=None)
    alarm: ManagedObjectReference | None = element("alarm", "ManagedObjectReference", default=None)
    scheduled_task: ManagedObjectReference | None = element("scheduledTask", "ManagedObjectReference", default=None)
    disable_full_message: bool | None = element("disableFullMessage", "xsd:boolean", default=None)
    category: list[str] = element("category", "xsd:string", default_factory=list)
    type: list[str] = element("type", "xsd:string", default_factory=list)
    tag: list[str] = element("tag", "xsd:string", default_factory=list)
    event_type_id: list[str] = element("eventTypeId", "xsd:string", default_factory=list)
    max_count: int | None = element("maxCount", "xsd:int", default=None)
    delayed_init: bool | None = element("delayedInit", "xsd:boolean", default=None)
    auditable: bool | None = element("auditable", "xsd:boolean", default=None)
    audit_id: list[str] = element("auditId", "xsd:string", default_factory=list)


class EventFilterSpecByEntity(DynamicData):
    """Event filter spec by entity.

    Attributes:
        entity: refers to ManagedEntity.
    """

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    recursion: EventFilterSpecRecursionOption | str = element("recursion", "EventFilterSpecRecursionOption")


class EventFilterSpecByTime(DynamicData):
    """Event filter spec by time."""

    begin_time: datetime | None = element("beginTime", "xsd:dateTime", default=None)
    end_time: datetime | None = element("endTime", "xsd:dateTime", default=None)


class EventFilterSpecByUsername(DynamicData):
    """Event filter spec by username."""

    system_user: bool = element("systemUser", "xsd:boolean")
    user_list: list[str] = element("userList", "xsd:string", default_factory=list)


class EventManagerEventViewSpec(DynamicData):
    """Event manager event view spec. Since API 9.0.0.0."""


class EventManagerViewByStartId(EventManagerEventViewSpec):
    """Event manager view by start id. Since API 9.0.0.0."""

    start_event_id: int = element("startEventId", "xsd:int")
    is_forward: bool = element("isForward", "xsd:boolean")


class GeneralEvent(Event):
    """General event."""

    message: str = element("message", "xsd:string")


class GeneralHostErrorEvent(GeneralEvent):
    """General host error event."""


class GeneralHostInfoEvent(GeneralEvent):
    """General host info event."""


class GeneralHostWarningEvent(GeneralEvent):
    """General host warning event."""


class GeneralUserEvent(GeneralEvent):
    """General user event."""

    entity: ManagedEntityEventArgument | None = element("entity", "ManagedEntityEventArgument", default=None)


class GeneralVmErrorEvent(GeneralEvent):
    """General vm error event."""


class GeneralVmInfoEvent(GeneralEvent):
    """General vm info event."""


class GeneralVmWarningEvent(GeneralEvent):
    """General vm warning event."""


class HostEvent(Event):
    """Host event."""


class HostReconnectionFailedEvent(HostEvent):
    """Host reconnection failed event."""


class HostRemovedEvent(HostEvent):
    """Host removed event."""


class HostShutdownEvent(HostEvent):
    """Host shutdown event."""

    reason: str = element("reason", "xsd:string")


class HostSyncFailedEvent(HostEvent):
    """Host sync failed event. Since API 4.0."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class LicenseEvent(Event):
    """License event."""


class LicenseExpiredEvent(Event):
    """License expired event."""

    feature: LicenseFeatureInfo = element("feature", "LicenseFeatureInfo")


class LicenseRestrictedEvent(LicenseEvent):
    """License restricted event."""


class LicenseServerAvailableEvent(LicenseEvent):
    """License server available event."""

    license_server: str = element("licenseServer", "xsd:string")


class LicenseServerUnavailableEvent(LicenseEvent):
    """License server unavailable event."""

    license_server: str = element("licenseServer", "xsd:string")


class LocalDatastoreCreatedEvent(HostEvent):
    """Local datastore created event.

    Attributes:
        datastore_url: since API 6.5.
    """

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")
    datastore_url: str | None = element("datastoreUrl", "xsd:string", default=None)


class NASDatastoreCreatedEvent(HostEvent):
    """Nas datastore created event.

    Attributes:
        datastore_url: since API 6.5.
    """

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")
    datastore_url: str | None = element("datastoreUrl", "xsd:string", default=None)


class RemoteTSMEnabledEvent(HostEvent):
    """Remote tsm enabled event. Since API 4.1."""


class ResourcePoolEvent(Event):
    """Resource pool event."""

    resource_pool: ResourcePoolEventArgument = element("resourcePool", "ResourcePoolEventArgument")


class ResourcePoolMovedEvent(ResourcePoolEvent):
    """Resource pool moved event."""

    old_parent: ResourcePoolEventArgument = element("oldParent", "ResourcePoolEventArgument")
    new_parent: ResourcePoolEventArgument = element("newParent", "ResourcePoolEventArgument")


class ResourcePoolReconfiguredEvent(ResourcePoolEvent):
    """Resource pool reconfigured event.

    Attributes:
        config_changes: since API 6.5.
    """

    config_changes: ChangesInfoEventArgument | None = element("configChanges", "ChangesInfoEventArgument", default=None)


class ServerLicenseExpiredEvent(LicenseEvent):
    """Server license expired event."""

    product: str = element("product", "xsd:string")


class SessionEvent(Event):
    """Session event."""


class SessionTerminatedEvent(SessionEvent):
    """Session terminated event."""

    session_id: str = element("sessionId", "xsd:string")
    terminated_username: str = element("terminatedUsername", "xsd:string")


class TaskEvent(Event):
    """Task event."""

    info: TaskInfo = element("info", "TaskInfo")


class TaskTimeoutEvent(TaskEvent):
    """Task timeout event."""


class TemplateUpgradeEvent(Event):
    """Template upgrade event."""

    legacy_template: str = element("legacyTemplate", "xsd:string")


class TemplateUpgradeFailedEvent(TemplateUpgradeEvent):
    """Template upgrade failed event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class TemplateUpgradedEvent(TemplateUpgradeEvent):
    """Template upgraded event."""


class TimedOutHostOperationEvent(HostEvent):
    """Timed out host operation event."""


class UnlicensedVirtualMachinesEvent(LicenseEvent):
    """Unlicensed virtual machines event."""

    unlicensed: int = element("unlicensed", "xsd:int")
    available: int = element("available", "xsd:int")


class UnlicensedVirtualMachinesFoundEvent(LicenseEvent):
    """Unlicensed virtual machines found event."""

    available: int = element("available", "xsd:int")


class UpgradeEvent(Event):
    """Upgrade event."""

    message: str = element("message", "xsd:string")


class UserAssignedToGroup(HostEvent):
    """User assigned to group."""

    user_login: str = element("userLogin", "xsd:string")
    group: str = element("group", "xsd:string")


class UserLoginSessionEvent(SessionEvent):
    """User login session event.

    Attributes:
        user_agent: since API 5.1.
    """

    ip_address: str = element("ipAddress", "xsd:string")
    user_agent: str | None = element("userAgent", "xsd:string", default=None)
    locale: str = element("locale", "xsd:string")
    session_id: str = element("sessionId", "xsd:string")


class UserLogoutSessionEvent(SessionEvent):
    """User logout session event.

    Attributes:
        ip_address: since API 5.1.
        user_agent: since API 5.1.
        call_count: since API 5.1.
        session_id: since API 5.1.
        login_time: since API 5.1.
    """

    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    user_agent: str | None = element("userAgent", "xsd:string", default=None)
    call_count: int | None = element("callCount", "xsd:long", default=None)
    session_id: str | None = element("sessionId", "xsd:string", default=None)
    login_time: datetime | None = element("loginTime", "xsd:dateTime", default=None)


class UserPasswordChanged(HostEvent):
    """User password changed."""

    user_login: str = element("userLogin", "xsd:string")


class UserUnassignedFromGroup(HostEvent):
    """User unassigned from group."""

    user_login: str = element("userLogin", "xsd:string")
    group: str = element("group", "xsd:string")


class UserUpgradeEvent(UpgradeEvent):
    """User upgrade event."""


class VMFSDatastoreCreatedEvent(HostEvent):
    """Vmfs datastore created event.

    Attributes:
        datastore_url: since API 6.5.
    """

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")
    datastore_url: str | None = element("datastoreUrl", "xsd:string", default=None)


class VMFSDatastoreExpandedEvent(HostEvent):
    """Vmfs datastore expanded event. Since API 4.0."""

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")


class VMFSDatastoreExtendedEvent(HostEvent):
    """Vmfs datastore extended event. Since API 4.0."""

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")


class VmEvent(Event):
    """Vm event."""

    template: bool = element("template", "xsd:boolean")


class VmFailedMigrateEvent(VmEvent):
    """Vm failed migrate event.

    Attributes:
        dest_datacenter: since API 5.0.
        dest_datastore: since API 5.0.
    """

    dest_host: HostEventArgument = element("destHost", "HostEventArgument")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")
    dest_datacenter: DatacenterEventArgument | None = element("destDatacenter", "DatacenterEventArgument", default=None)
    dest_datastore: DatastoreEventArgument | None = element("destDatastore", "DatastoreEventArgument", default=None)


class VmFailedRelayoutEvent(VmEvent):
    """Vm failed relayout event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedRelayoutOnVmfs2DatastoreEvent(VmEvent):
    """Vm failed relayout on vmfs2 datastore event."""


class VmFailedToPowerOffEvent(VmEvent):
    """Vm failed to power off event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedToPowerOnEvent(VmEvent):
    """Vm failed to power on event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedToRebootGuestEvent(VmEvent):
    """Vm failed to reboot guest event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedToResetEvent(VmEvent):
    """Vm failed to reset event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedToShutdownGuestEvent(VmEvent):
    """Vm failed to shutdown guest event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedToStandbyGuestEvent(VmEvent):
    """Vm failed to standby guest event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailedToSuspendEvent(VmEvent):
    """Vm failed to suspend event."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmFailoverFailed(VmEvent):
    """Vm failover failed.

    Attributes:
        reason: since API 4.1.
    """

    reason: LocalizedMethodFault | None = element("reason", "LocalizedMethodFault", default=None)


class VmGuestRebootEvent(VmEvent):
    """Vm guest reboot event."""


class VmGuestShutdownEvent(VmEvent):
    """Vm guest shutdown event."""


class VmGuestStandbyEvent(VmEvent):
    """Vm guest standby event."""


class VmInstanceUuidAssignedEvent(VmEvent):
    """Vm instance uuid assigned event. Since API 4.0."""

    instance_uuid: str = element("instanceUuid", "xsd:string")


class VmInstanceUuidChangedEvent(VmEvent):
    """Vm instance uuid changed event. Since API 4.0."""

    old_instance_uuid: str = element("oldInstanceUuid", "xsd:string")
    new_instance_uuid: str = element("newInstanceUuid", "xsd:string")


class VmInstanceUuidConflictEvent(VmEvent):
    """Vm instance uuid conflict event. Since API 4.0."""

    conflicted_vm: VmEventArgument = element("conflictedVm", "VmEventArgument")
    instance_uuid: str = element("instanceUuid", "xsd:string")


class VmMacAssignedEvent(VmEvent):
    """Vm mac assigned event."""

    adapter: str = element("adapter", "xsd:string")
    mac: str = element("mac", "xsd:string")


class VmMacChangedEvent(VmEvent):
    """Vm mac changed event."""

    adapter: str = element("adapter", "xsd:string")
    old_mac: str = element("oldMac", "xsd:string")
    new_mac: str = element("newMac", "xsd:string")


class VmMacConflictEvent(VmEvent):
    """Vm mac conflict event."""

    conflicted_vm: VmEventArgument = element("conflictedVm", "VmEventArgument")
    mac: str = element("mac", "xsd:string")


class VmMaxRestartCountReached(VmEvent):
    """Vm max restart count reached. Since API 4.0."""


class VmMessageErrorEvent(VmEvent):
    """Vm message error event. Since API 4.0."""

    message: str = element("message", "xsd:string")
    message_info: list[VirtualMachineMessage] = element("messageInfo", "VirtualMachineMessage", default_factory=list)


class VmMessageEvent(VmEvent):
    """Vm message event."""

    message: str = element("message", "xsd:string")
    message_info: list[VirtualMachineMessage] = element("messageInfo", "VirtualMachineMessage", default_factory=list)


class VmMessageWarningEvent(VmEvent):
    """Vm message warning event. Since API 4.0."""

    message: str = element("message", "xsd:string")
    message_info: list[VirtualMachineMessage] = element("messageInfo", "VirtualMachineMessage", default_factory=list)


class VmMigratedEvent(VmEvent):
    """Vm migrated event.

    Attributes:
        source_datacenter: since API 5.0.
        source_datastore: since API 5.0.
    """

    source_host: HostEventArgument = element("sourceHost", "HostEventArgument")
    source_datacenter: DatacenterEventArgument | None = element("sourceDatacenter", "DatacenterEventArgument", default=None)
    source_datastore: DatastoreEventArgument | None = element("sourceDatastore", "DatastoreEventArgument", default=None)


class DrsVmMigratedEvent(VmMigratedEvent):
    """A machine was moved by its cluster's scheduler, of its own accord."""


class VmNoNetworkAccessEvent(VmEvent):
    """Vm no network access event."""

    dest_host: HostEventArgument = element("destHost", "HostEventArgument")


class VmOrphanedEvent(VmEvent):
    """Vm orphaned event."""


class VmPoweredOffEvent(VmEvent):
    """Vm powered off event."""


class VmPoweredOnEvent(VmEvent):
    """Vm powered on event."""


class VmPoweringOnWithCustomizedDVPortEvent(VmEvent):
    """Vm powering on with customized dv port event. Since API 4.0."""

    vnic: list[VnicPortArgument] = element("vnic", "VnicPortArgument", default_factory=list, required=True)


class VmReconfiguredEvent(VmEvent):
    """Vm reconfigured event.

    Attributes:
        config_changes: since API 6.5.
    """

    config_spec: VirtualMachineConfigSpec = element("configSpec", "VirtualMachineConfigSpec")
    config_changes: ChangesInfoEventArgument | None = element("configChanges", "ChangesInfoEventArgument", default=None)


class VmRegisteredEvent(VmEvent):
    """Vm registered event."""


class VmRelayoutSuccessfulEvent(VmEvent):
    """Vm relayout successful event."""


class VmRelayoutUpToDateEvent(VmEvent):
    """Vm relayout up to date event."""


class VmReloadFromPathEvent(VmEvent):
    """Vm reload from path event. Since API 4.1."""

    config_path: str = element("configPath", "xsd:string")


class VmReloadFromPathFailedEvent(VmEvent):
    """Vm reload from path failed event. Since API 4.1."""

    config_path: str = element("configPath", "xsd:string")


class VmRelocateSpecEvent(VmEvent):
    """Vm relocate spec event."""


class VmRelocatedEvent(VmRelocateSpecEvent):
    """Vm relocated event.

    Attributes:
        source_datacenter: since API 5.0.
        source_datastore: since API 5.0.
    """

    source_host: HostEventArgument = element("sourceHost", "HostEventArgument")
    source_datacenter: DatacenterEventArgument | None = element("sourceDatacenter", "DatacenterEventArgument", default=None)
    source_datastore: DatastoreEventArgument | None = element("sourceDatastore", "DatastoreEventArgument", default=None)


class VmRemoteConsoleConnectedEvent(VmEvent):
    """Vm remote console connected event. Since API 4.0."""


class VmRemoteConsoleDisconnectedEvent(VmEvent):
    """Vm remote console disconnected event. Since API 4.0."""


class VmRemovedEvent(VmEvent):
    """Vm removed event."""


class VmRenamedEvent(VmEvent):
    """Vm renamed event."""

    old_name: str = element("oldName", "xsd:string")
    new_name: str = element("newName", "xsd:string")


class VmRequirementsExceedCurrentEVCModeEvent(VmEvent):
    """Vm requirements exceed current evc mode event. Since API 5.1."""


class VmResettingEvent(VmEvent):
    """Vm resetting event."""


class VmResourcePoolMovedEvent(VmEvent):
    """Vm resource pool moved event."""

    old_parent: ResourcePoolEventArgument = element("oldParent", "ResourcePoolEventArgument")
    new_parent: ResourcePoolEventArgument = element("newParent", "ResourcePoolEventArgument")


class VmResourceReallocatedEvent(VmEvent):
    """Vm resource reallocated event.

    Attributes:
        config_changes: since API 6.5.
    """

    config_changes: ChangesInfoEventArgument | None = element("configChanges", "ChangesInfoEventArgument", default=None)


class VmRestartedOnAlternateHostEvent(VmPoweredOnEvent):
    """Vm restarted on alternate host event."""

    source_host: HostEventArgument = element("sourceHost", "HostEventArgument")


class VmResumingEvent(VmEvent):
    """Vm resuming event."""


class VmShutdownOnIsolationEvent(VmPoweredOffEvent):
    """Vm shutdown on isolation event. Since API 4.0."""

    isolated_host: HostEventArgument = element("isolatedHost", "HostEventArgument")
    shutdown_result: str | None = element("shutdownResult", "xsd:string", default=None)


class VmStartRecordingEvent(VmEvent):
    """Vm start recording event. Since API 4.0."""


class VmStartReplayingEvent(VmEvent):
    """Vm start replaying event. Since API 4.0."""


class VmStartingEvent(VmEvent):
    """Vm starting event."""


class VmStaticMacConflictEvent(VmEvent):
    """Vm static mac conflict event."""

    conflicted_vm: VmEventArgument = element("conflictedVm", "VmEventArgument")
    mac: str = element("mac", "xsd:string")


class VmStoppingEvent(VmEvent):
    """Vm stopping event."""


class VmSuspendedEvent(VmEvent):
    """Vm suspended event."""


class VmSuspendingEvent(VmEvent):
    """Vm suspending event."""


class VmUnsupportedStartingEvent(VmStartingEvent):
    """Vm unsupported starting event."""

    guest_id: str = element("guestId", "xsd:string")


class VmUpgradeCompleteEvent(VmEvent):
    """Vm upgrade complete event."""

    version: str = element("version", "xsd:string")


class VmUpgradeFailedEvent(VmEvent):
    """Vm upgrade failed event."""


class VmUpgradingEvent(VmEvent):
    """Vm upgrading event."""

    version: str = element("version", "xsd:string")


class VmUuidAssignedEvent(VmEvent):
    """Vm uuid assigned event."""

    uuid: str = element("uuid", "xsd:string")


class VmUuidChangedEvent(VmEvent):
    """Vm uuid changed event."""

    old_uuid: str = element("oldUuid", "xsd:string")
    new_uuid: str = element("newUuid", "xsd:string")


class VmUuidConflictEvent(VmEvent):
    """Vm uuid conflict event."""

    conflicted_vm: VmEventArgument = element("conflictedVm", "VmEventArgument")
    uuid: str = element("uuid", "xsd:string")


class VmWwnAssignedEvent(VmEvent):
    """Vm wwn assigned event."""

    node_wwns: list[int] = element("nodeWwns", "xsd:long", default_factory=list, required=True)
    port_wwns: list[int] = element("portWwns", "xsd:long", default_factory=list, required=True)


class VmWwnChangedEvent(VmEvent):
    """Vm wwn changed event."""

    old_node_wwns: list[int] = element("oldNodeWwns", "xsd:long", default_factory=list)
    old_port_wwns: list[int] = element("oldPortWwns", "xsd:long", default_factory=list)
    new_node_wwns: list[int] = element("newNodeWwns", "xsd:long", default_factory=list)
    new_port_wwns: list[int] = element("newPortWwns", "xsd:long", default_factory=list)


class VmWwnConflictEvent(VmEvent):
    """Vm wwn conflict event."""

    conflicted_vms: list[VmEventArgument] = element("conflictedVms", "VmEventArgument", default_factory=list)
    conflicted_hosts: list[HostEventArgument] = element("conflictedHosts", "HostEventArgument", default_factory=list)
    wwn: int = element("wwn", "xsd:long")


class VnicPortArgument(DynamicData):
    """Vnic port argument. Since API 4.0."""

    vnic: str = element("vnic", "xsd:string")
    port: DistributedVirtualSwitchPortConnection = element("port", "DistributedVirtualSwitchPortConnection")


class WarningUpgradeEvent(UpgradeEvent):
    """Warning upgrade event."""


class AccountCreatedEvent(HostEvent):
    """Account created event."""

    spec: HostAccountSpec = element("spec", "HostAccountSpec")
    group: bool = element("group", "xsd:boolean")


class AccountRemovedEvent(HostEvent):
    """Account removed event."""

    account: str = element("account", "xsd:string")
    group: bool = element("group", "xsd:boolean")


class AccountUpdatedEvent(HostEvent):
    """Account updated event.

    Attributes:
        prev_description: since API 6.5.
    """

    spec: HostAccountSpec = element("spec", "HostAccountSpec")
    group: bool = element("group", "xsd:boolean")
    prev_description: str | None = element("prevDescription", "xsd:string", default=None)


class AlarmEvent(Event):
    """Alarm event."""

    alarm: AlarmEventArgument = element("alarm", "AlarmEventArgument")


class AlarmReconfiguredEvent(AlarmEvent):
    """Alarm reconfigured event.

    Attributes:
        config_changes: since API 6.5.
    """

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    config_changes: ChangesInfoEventArgument | None = element("configChanges", "ChangesInfoEventArgument", default=None)


class AlarmRemovedEvent(AlarmEvent):
    """Alarm removed event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")


class AlarmScriptCompleteEvent(AlarmEvent):
    """Alarm script complete event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    script: str = element("script", "xsd:string")


class AlarmScriptFailedEvent(AlarmEvent):
    """Alarm script failed event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    script: str = element("script", "xsd:string")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class AlarmSnmpCompletedEvent(AlarmEvent):
    """Alarm snmp completed event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")


class AlarmSnmpFailedEvent(AlarmEvent):
    """Alarm snmp failed event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class AlarmStatusChangedEvent(AlarmEvent):
    """Alarm status changed event."""

    source: ManagedEntityEventArgument = element("source", "ManagedEntityEventArgument")
    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    from_: str = element("from", "xsd:string")
    to: str = element("to", "xsd:string")


class AlreadyAuthenticatedSessionEvent(SessionEvent):
    """Already authenticated session event."""


class BadUsernameSessionEvent(SessionEvent):
    """Bad username session event."""

    ip_address: str = element("ipAddress", "xsd:string")


class ClusterEvent(Event):
    """Cluster event."""


class ClusterStatusChangedEvent(ClusterEvent):
    """Cluster status changed event."""

    old_status: str = element("oldStatus", "xsd:string")
    new_status: str = element("newStatus", "xsd:string")


class CustomFieldEvent(Event):
    """Custom field event."""


class CustomFieldValueChangedEvent(CustomFieldEvent):
    """Custom field value changed event.

    Attributes:
        prev_state: since API 6.5.
    """

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    field_key: int = element("fieldKey", "xsd:int")
    name: str = element("name", "xsd:string")
    value: str = element("value", "xsd:string")
    prev_state: str | None = element("prevState", "xsd:string", default=None)


class DatastoreDiscoveredEvent(HostEvent):
    """Datastore discovered event."""

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")


class DatastoreEvent(Event):
    """Datastore event."""

    datastore: DatastoreEventArgument | None = element("datastore", "DatastoreEventArgument", default=None)


class DatastoreFileEvent(DatastoreEvent):
    """Datastore file event. Since API 4.0.

    Attributes:
        source_of_operation: since API 6.5.
        succeeded: since API 6.5.
    """

    target_file: str = element("targetFile", "xsd:string")
    source_of_operation: str | None = element("sourceOfOperation", "xsd:string", default=None)
    succeeded: bool | None = element("succeeded", "xsd:boolean", default=None)


class DatastoreFileMovedEvent(DatastoreFileEvent):
    """Datastore file moved event. Since API 4.0."""

    source_datastore: DatastoreEventArgument = element("sourceDatastore", "DatastoreEventArgument")
    source_file: str = element("sourceFile", "xsd:string")


class DatastoreIORMReconfiguredEvent(DatastoreEvent):
    """Datastore iorm reconfigured event. Since API 4.1."""


class DatastorePrincipalConfigured(HostEvent):
    """Datastore principal configured."""

    datastore_principal: str = element("datastorePrincipal", "xsd:string")


class DatastoreRemovedOnHostEvent(HostEvent):
    """Datastore removed on host event."""

    datastore: DatastoreEventArgument = element("datastore", "DatastoreEventArgument")


class DatastoreRenamedEvent(DatastoreEvent):
    """Datastore renamed event."""

    old_name: str = element("oldName", "xsd:string")
    new_name: str = element("newName", "xsd:string")


class DatastoreRenamedOnHostEvent(HostEvent):
    """Datastore renamed on host event."""

    old_name: str = element("oldName", "xsd:string")
    new_name: str = element("newName", "xsd:string")


class DuplicateIpDetectedEvent(HostEvent):
    """Duplicate ip detected event."""

    duplicate_ip: str = element("duplicateIP", "xsd:string")
    mac_address: str = element("macAddress", "xsd:string")


class EnteredMaintenanceModeEvent(HostEvent):
    """Entered maintenance mode event."""


class EnteredStandbyModeEvent(HostEvent):
    """Entered standby mode event."""


class EnteringMaintenanceModeEvent(HostEvent):
    """Entering maintenance mode event."""


class EntityEventArgument(EventArgument):
    """Entity event argument."""

    name: str = element("name", "xsd:string")


class ErrorUpgradeEvent(UpgradeEvent):
    """Error upgrade event."""


class ExitMaintenanceModeEvent(HostEvent):
    """Exit maintenance mode event."""


class ExitStandbyModeFailedEvent(HostEvent):
    """Exit standby mode failed event. Since API 4.0."""


class ExitedStandbyModeEvent(HostEvent):
    """Exited standby mode event."""


class ExitingStandbyModeEvent(HostEvent):
    """Exiting standby mode event. Since API 4.0."""


class ExtendedEvent(GeneralEvent):
    """Extended event."""

    event_type_id: str = element("eventTypeId", "xsd:string")
    managed_object: ManagedObjectReference = element("managedObject", "ManagedObjectReference")
    data: list[ExtendedEventPair] = element("data", "ExtendedEventPair", default_factory=list)


class ExtendedEventPair(DynamicData):
    """Extended event pair."""

    key: str = element("key", "xsd:string")
    value: str = element("value", "xsd:string")


class FolderEventArgument(EntityEventArgument):
    """Folder event argument.

    Attributes:
        folder: refers to Folder.
    """

    folder: ManagedObjectReference = element("folder", "ManagedObjectReference")


class HostAddedEvent(HostEvent):
    """Host added event."""


class HostConnectedEvent(HostEvent):
    """Host connected event."""


class HostConnectionLostEvent(HostEvent):
    """Host connection lost event."""


class HostDisconnectedEvent(HostEvent):
    """Host disconnected event.

    Attributes:
        reason: since API 4.0.
    """

    reason: str | None = element("reason", "xsd:string", default=None)


class HostEventArgument(EntityEventArgument):
    """Host event argument.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")


class HostStatusChangedEvent(ClusterStatusChangedEvent):
    """Host status changed event. Since API 4.0."""


class InfoUpgradeEvent(UpgradeEvent):
    """Info upgrade event."""


class InvalidEditionEvent(LicenseEvent):
    """Invalid edition event."""

    feature: str = element("feature", "xsd:string")


class ManagedEntityEventArgument(EntityEventArgument):
    """Managed entity event argument.

    Attributes:
        entity: refers to ManagedEntity.
    """

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")


class MigrationEvent(VmEvent):
    """Migration event."""

    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class MigrationHostErrorEvent(MigrationEvent):
    """Migration host error event."""

    dst_host: HostEventArgument = element("dstHost", "HostEventArgument")


class MigrationHostWarningEvent(MigrationEvent):
    """Migration host warning event."""

    dst_host: HostEventArgument = element("dstHost", "HostEventArgument")


class MigrationResourceErrorEvent(MigrationEvent):
    """Migration resource error event."""

    dst_pool: ResourcePoolEventArgument = element("dstPool", "ResourcePoolEventArgument")
    dst_host: HostEventArgument = element("dstHost", "HostEventArgument")


class MigrationResourceWarningEvent(MigrationEvent):
    """Migration resource warning event."""

    dst_pool: ResourcePoolEventArgument = element("dstPool", "ResourcePoolEventArgument")
    dst_host: HostEventArgument = element("dstHost", "HostEventArgument")


class MigrationWarningEvent(MigrationEvent):
    """Migration warning event."""


class NetworkEventArgument(EntityEventArgument):
    """Network event argument. Since API 4.0.

    Attributes:
        network: refers to Network.
    """

    network: ManagedObjectReference = element("network", "ManagedObjectReference")


class NoAccessUserEvent(SessionEvent):
    """No access user event."""

    ip_address: str = element("ipAddress", "xsd:string")


class NonVIWorkloadDetectedOnDatastoreEvent(DatastoreEvent):
    """Non vi workload detected on datastore event. Since API 4.1."""


class ResourcePoolCreatedEvent(ResourcePoolEvent):
    """Resource pool created event."""

    parent: ResourcePoolEventArgument = element("parent", "ResourcePoolEventArgument")


class ResourcePoolDestroyedEvent(ResourcePoolEvent):
    """Resource pool destroyed event."""


class ResourcePoolEventArgument(EntityEventArgument):
    """Resource pool event argument.

    Attributes:
        resource_pool: refers to ResourcePool.
    """

    resource_pool: ManagedObjectReference = element("resourcePool", "ManagedObjectReference")


class ScheduledTaskEventArgument(EntityEventArgument):
    """Scheduled task event argument.

    Attributes:
        scheduled_task: refers to ScheduledTask.
    """

    scheduled_task: ManagedObjectReference = element("scheduledTask", "ManagedObjectReference")


class ServerStartedSessionEvent(SessionEvent):
    """Server started session event."""


class TemplateBeingUpgradedEvent(TemplateUpgradeEvent):
    """Template being upgraded event."""


class TgwEventArgument(EntityEventArgument):
    """Tgw event argument. Since API 9.1.0.0.

    Attributes:
        tgw: refers to TransitGateway.
    """

    tgw: ManagedObjectReference = element("tgw", "ManagedObjectReference")


class VmAcquiredMksTicketEvent(VmEvent):
    """Vm acquired mks ticket event."""


class VmAcquiredTicketEvent(VmEvent):
    """Vm acquired ticket event. Since API 4.1."""

    ticket_type: str = element("ticketType", "xsd:string")


class VmAutoRenameEvent(VmEvent):
    """Vm auto rename event."""

    old_name: str = element("oldName", "xsd:string")
    new_name: str = element("newName", "xsd:string")


class VmBeingCreatedEvent(VmEvent):
    """Vm being created event."""

    config_spec: VirtualMachineConfigSpec | None = element("configSpec", "VirtualMachineConfigSpec", default=None)


class VmBeingDeployedEvent(VmEvent):
    """Vm being deployed event."""

    src_template: VmEventArgument = element("srcTemplate", "VmEventArgument")


class VmBeingHotMigratedEvent(VmEvent):
    """Vm being hot migrated event.

    Attributes:
        dest_datacenter: since API 5.0.
        dest_datastore: since API 5.0.
    """

    dest_host: HostEventArgument = element("destHost", "HostEventArgument")
    dest_datacenter: DatacenterEventArgument | None = element("destDatacenter", "DatacenterEventArgument", default=None)
    dest_datastore: DatastoreEventArgument | None = element("destDatastore", "DatastoreEventArgument", default=None)


class VmBeingMigratedEvent(VmEvent):
    """Vm being migrated event.

    Attributes:
        dest_datacenter: since API 5.0.
        dest_datastore: since API 5.0.
    """

    dest_host: HostEventArgument = element("destHost", "HostEventArgument")
    dest_datacenter: DatacenterEventArgument | None = element("destDatacenter", "DatacenterEventArgument", default=None)
    dest_datastore: DatastoreEventArgument | None = element("destDatastore", "DatastoreEventArgument", default=None)


class VmBeingRelocatedEvent(VmRelocateSpecEvent):
    """Vm being relocated event.

    Attributes:
        dest_datacenter: since API 5.0.
        dest_datastore: since API 5.0.
    """

    dest_host: HostEventArgument = element("destHost", "HostEventArgument")
    dest_datacenter: DatacenterEventArgument | None = element("destDatacenter", "DatacenterEventArgument", default=None)
    dest_datastore: DatastoreEventArgument | None = element("destDatastore", "DatastoreEventArgument", default=None)


class VmCloneEvent(VmEvent):
    """Vm clone event."""


class VmCloneFailedEvent(VmCloneEvent):
    """Vm clone failed event."""

    dest_folder: FolderEventArgument = element("destFolder", "FolderEventArgument")
    dest_name: str = element("destName", "xsd:string")
    dest_host: HostEventArgument = element("destHost", "HostEventArgument")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmClonedEvent(VmCloneEvent):
    """Vm cloned event."""

    source_vm: VmEventArgument = element("sourceVm", "VmEventArgument")


class VmConfigMissingEvent(VmEvent):
    """Vm config missing event."""


class VmConnectedEvent(VmEvent):
    """Vm connected event."""


class VmCreatedEvent(VmEvent):
    """Vm created event."""


class VmDateRolledBackEvent(VmEvent):
    """Vm date rolled back event."""


class VmDeployFailedEvent(VmEvent):
    """Vm deploy failed event."""

    dest_datastore: EntityEventArgument = element("destDatastore", "EntityEventArgument")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmDeployedEvent(VmEvent):
    """Vm deployed event."""

    src_template: VmEventArgument = element("srcTemplate", "VmEventArgument")


class VmDisconnectedEvent(VmEvent):
    """Vm disconnected event."""


class VmDiscoveredEvent(VmEvent):
    """Vm discovered event."""


class VmDiskFailedEvent(VmEvent):
    """Vm disk failed event."""

    disk: str = element("disk", "xsd:string")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class VmEmigratingEvent(VmEvent):
    """Vm emigrating event."""


class VmEndRecordingEvent(VmEvent):
    """Vm end recording event. Since API 4.0."""


class VmEndReplayingEvent(VmEvent):
    """Vm end replaying event. Since API 4.0."""


class VmEventArgument(EntityEventArgument):
    """Vm event argument.

    Attributes:
        vm: refers to VirtualMachine.
    """

    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")


class VmHealthMonitoringStateChangedEvent(ClusterEvent):
    """Vm health monitoring state changed event. Since API 4.0.

    Attributes:
        prev_state: since API 6.5.
    """

    state: str = element("state", "xsd:string")
    prev_state: str | None = element("prevState", "xsd:string", default=None)


class VmPowerOffOnIsolationEvent(VmPoweredOffEvent):
    """Vm power off on isolation event."""

    isolated_host: HostEventArgument = element("isolatedHost", "HostEventArgument")


class VmRelocateFailedEvent(VmRelocateSpecEvent):
    """Vm relocate failed event.

    Attributes:
        dest_datacenter: since API 5.0.
        dest_datastore: since API 5.0.
    """

    dest_host: HostEventArgument = element("destHost", "HostEventArgument")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")
    dest_datacenter: DatacenterEventArgument | None = element("destDatacenter", "DatacenterEventArgument", default=None)
    dest_datastore: DatastoreEventArgument | None = element("destDatastore", "DatastoreEventArgument", default=None)


class AlarmAcknowledgedEvent(AlarmEvent):
    """Alarm acknowledged event. Since API 5.0."""

    source: ManagedEntityEventArgument = element("source", "ManagedEntityEventArgument")
    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")


class AlarmActionTriggeredEvent(AlarmEvent):
    """Alarm action triggered event."""

    source: ManagedEntityEventArgument = element("source", "ManagedEntityEventArgument")
    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")


class AlarmClearedEvent(AlarmEvent):
    """Alarm cleared event. Since API 5.0."""

    source: ManagedEntityEventArgument = element("source", "ManagedEntityEventArgument")
    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    from_: str = element("from", "xsd:string")


class AlarmCreatedEvent(AlarmEvent):
    """Alarm created event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")


class AlarmEmailCompletedEvent(AlarmEvent):
    """Alarm email completed event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    to: str = element("to", "xsd:string")


class AlarmEmailFailedEvent(AlarmEvent):
    """Alarm email failed event."""

    entity: ManagedEntityEventArgument = element("entity", "ManagedEntityEventArgument")
    to: str = element("to", "xsd:string")
    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class AlarmEventArgument(EntityEventArgument):
    """Alarm event argument.

    Attributes:
        alarm: refers to Alarm.
    """

    alarm: ManagedObjectReference = element("alarm", "ManagedObjectReference")


class ComputeResourceEventArgument(EntityEventArgument):
    """Compute resource event argument.

    Attributes:
        compute_resource: refers to ComputeResource.
    """

    compute_resource: ManagedObjectReference = element("computeResource", "ManagedObjectReference")


class CustomFieldDefEvent(CustomFieldEvent):
    """Custom field def event."""

    field_key: int = element("fieldKey", "xsd:int")
    name: str = element("name", "xsd:string")


class CustomFieldDefRemovedEvent(CustomFieldDefEvent):
    """Custom field def removed event."""


class CustomFieldDefRenamedEvent(CustomFieldDefEvent):
    """Custom field def renamed event."""

    new_name: str = element("newName", "xsd:string")


class DatacenterEventArgument(EntityEventArgument):
    """Datacenter event argument.

    Attributes:
        datacenter: refers to Datacenter.
    """

    datacenter: ManagedObjectReference = element("datacenter", "ManagedObjectReference")


class DatastoreCapacityIncreasedEvent(DatastoreEvent):
    """Datastore capacity increased event. Since API 4.0."""

    old_capacity: int = element("oldCapacity", "xsd:long")
    new_capacity: int = element("newCapacity", "xsd:long")


class DatastoreDestroyedEvent(DatastoreEvent):
    """Datastore destroyed event."""


class DatastoreDuplicatedEvent(DatastoreEvent):
    """Datastore duplicated event."""


class DatastoreEventArgument(EntityEventArgument):
    """Datastore event argument.

    Attributes:
        datastore: refers to Datastore.
    """

    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")


class DatastoreFileCopiedEvent(DatastoreFileEvent):
    """Datastore file copied event. Since API 4.0."""

    source_datastore: DatastoreEventArgument = element("sourceDatastore", "DatastoreEventArgument")
    source_file: str = element("sourceFile", "xsd:string")


class DatastoreFileDeletedEvent(DatastoreFileEvent):
    """Datastore file deleted event. Since API 4.0."""


class DvsEventArgument(EntityEventArgument):
    """Dvs event argument. Since API 4.0.

    Attributes:
        dvs: refers to DistributedVirtualSwitch.
    """

    dvs: ManagedObjectReference = element("dvs", "ManagedObjectReference")


class MigrationErrorEvent(MigrationEvent):
    """Migration error event."""


class VmBeingClonedEvent(VmCloneEvent):
    """Vm being cloned event."""

    dest_folder: FolderEventArgument = element("destFolder", "FolderEventArgument")
    dest_name: str = element("destName", "xsd:string")
    dest_host: HostEventArgument = element("destHost", "HostEventArgument")


class VmBeingClonedNoFolderEvent(VmCloneEvent):
    """Vm being cloned no folder event. Since API 4.1."""

    dest_name: str = element("destName", "xsd:string")
    dest_host: HostEventArgument = element("destHost", "HostEventArgument")


class CustomFieldDefAddedEvent(CustomFieldDefEvent):
    """Custom field def added event."""
