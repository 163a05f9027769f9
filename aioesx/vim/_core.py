"""Data objects of the area ``core``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import DataObject, element

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from aioesx.vim._enums import ObjectUpdateKind, PropertyChangeOp, SharesLevel, TaskInfoState
    from aioesx.vim._faults import MethodFault
    from aioesx.vim._machine import VirtualMachineCertThumbprint
    from aioesx.vim.base import ManagedObjectReference


class DynamicData(DataObject):
    """Dynamic data."""


class DynamicProperty(DataObject):
    """A property of an object, by its path.

    Attributes:
        name: Property path.
        val: Value, of the type that it names itself.
    """

    name: str = element("name", "xsd:string")
    val: Any = element("val", "xsd:anyType")


class KeyAnyValue(DynamicData):
    """A value by its name."""

    key: str = element("key", "xsd:string")
    value: Any = element("value", "xsd:anyType")


class LocalizableMessage(DynamicData):
    """Localizable message.

    Attributes:
        message: Text in the session's locale.
    """

    key: str = element("key", "xsd:string")
    arg: list[KeyAnyValue] = element("arg", "KeyAnyValue", default_factory=list)
    message: str | None = element("message", "xsd:string", default=None)


class PropertyFilterSpec(DynamicData):
    """Which properties of which objects.

    Attributes:
        report_missing_objects_in_results: since API 4.1.
    """

    prop_set: list[PropertySpec] = element("propSet", "PropertySpec", default_factory=list, required=True)
    object_set: list[ObjectSpec] = element("objectSet", "ObjectSpec", default_factory=list, required=True)
    report_missing_objects_in_results: bool | None = element("reportMissingObjectsInResults", "xsd:boolean", default=None)


class PropertySpec(DynamicData):
    """Which properties of objects of a type are wanted.

    Attributes:
        all: All properties; costly.
        path_set: Property paths, such as config.hardware.device; none at all gives references
            only.
    """

    type: str = element("type", "xsd:string")
    all: bool | None = element("all", "xsd:boolean", default=None)
    path_set: list[str] = element("pathSet", "xsd:string", default_factory=list)


class ObjectSpec(DynamicData):
    """Where a selection of objects begins.

    Attributes:
        skip: Leave this object itself out.
    """

    obj: ManagedObjectReference = element("obj", "ManagedObjectReference")
    skip: bool | None = element("skip", "xsd:boolean", default=None)
    select_set: list[SelectionSpec] = element("selectSet", "SelectionSpec", default_factory=list)


class SelectionSpec(DynamicData):
    """A step by name: refers to a TraversalSpec elsewhere in the same filter, so steps may repeat.
    """

    name: str | None = element("name", "xsd:string", default=None)


class TraversalSpec(SelectionSpec):
    """A step from an object to others, along one of its properties.

    Attributes:
        path: Property that holds the references.
        skip: Leave out the objects that the step starts at.
    """

    type: str = element("type", "xsd:string")
    path: str = element("path", "xsd:string")
    skip: bool | None = element("skip", "xsd:boolean", default=None)
    select_set: list[SelectionSpec] = element("selectSet", "SelectionSpec", default_factory=list)


class ObjectContent(DynamicData):
    """What was read of one object.

    Attributes:
        missing_set: What could not be read, and why.
    """

    obj: ManagedObjectReference = element("obj", "ManagedObjectReference")
    prop_set: list[DynamicProperty] = element("propSet", "DynamicProperty", default_factory=list)
    missing_set: list[MissingProperty] = element("missingSet", "MissingProperty", default_factory=list)


class UpdateSet(DynamicData):
    """Changes since a version.

    Attributes:
        version: To be sent with the next wait.
        truncated: There is more: ask again at once; since API 4.1.
    """

    version: str = element("version", "xsd:string")
    filter_set: list[PropertyFilterUpdate] = element("filterSet", "PropertyFilterUpdate", default_factory=list)
    truncated: bool | None = element("truncated", "xsd:boolean", default=None)


class PropertyFilterUpdate(DynamicData):
    """Property filter update.

    Attributes:
        filter: refers to PropertyFilter.
    """

    filter: ManagedObjectReference = element("filter", "ManagedObjectReference")
    object_set: list[ObjectUpdate] = element("objectSet", "ObjectUpdate", default_factory=list)
    missing_set: list[MissingObject] = element("missingSet", "MissingObject", default_factory=list)


class ObjectUpdate(DynamicData):
    """Object update."""

    kind: ObjectUpdateKind | str = element("kind", "ObjectUpdateKind")
    obj: ManagedObjectReference = element("obj", "ManagedObjectReference")
    change_set: list[PropertyChange] = element("changeSet", "PropertyChange", default_factory=list)
    missing_set: list[MissingProperty] = element("missingSet", "MissingProperty", default_factory=list)


class PropertyChange(DynamicData):
    """Property change.

    Attributes:
        op: assign, add, remove or indirectRemove.
        val: New value; absent when unset or removed.
    """

    name: str = element("name", "xsd:string")
    op: PropertyChangeOp | str = element("op", "PropertyChangeOp")
    val: Any = element("val", "xsd:anyType", default=None)


class MissingProperty(DynamicData):
    """Missing property."""

    path: str = element("path", "xsd:string")
    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class MissingObject(DynamicData):
    """Missing object."""

    obj: ManagedObjectReference = element("obj", "ManagedObjectReference")
    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class WaitOptions(DynamicData):
    """Wait options. Since API 4.1.

    Attributes:
        max_wait_seconds: Seconds until an empty answer; 0 does not wait.
    """

    max_wait_seconds: int | None = element("maxWaitSeconds", "xsd:int", default=None)
    max_object_updates: int | None = element("maxObjectUpdates", "xsd:int", default=None)


class RetrieveOptions(DynamicData):
    """Retrieve options. Since API 4.1.

    Attributes:
        max_objects: Objects in a page; the server may give fewer.
    """

    max_objects: int | None = element("maxObjects", "xsd:int", default=None)


class RetrieveResult(DynamicData):
    """A page of objects. Since API 4.1.

    Attributes:
        token: Asks for the next page; absent on the last one.
    """

    token: str | None = element("token", "xsd:string", default=None)
    objects: list[ObjectContent] = element("objects", "ObjectContent", default_factory=list, required=True)


class AboutInfo(DynamicData):
    """What a server is: product, version, API.

    Attributes:
        patch_level: since API 7.0.2.0.
        build: Build number, as text.
        product_line_id: esx, embeddedEsx, gsx, server or vpx.
        api_type: HostAgent (a host) or VirtualCenter.
        api_version: Newest version of the API that it speaks.
        instance_uuid: since API 4.0.
        license_product_name: since API 4.0.
        license_product_version: since API 4.0.
    """

    name: str = element("name", "xsd:string")
    full_name: str = element("fullName", "xsd:string")
    vendor: str = element("vendor", "xsd:string")
    version: str = element("version", "xsd:string")
    patch_level: str | None = element("patchLevel", "xsd:string", default=None)
    build: str = element("build", "xsd:string")
    locale_version: str | None = element("localeVersion", "xsd:string", default=None)
    locale_build: str | None = element("localeBuild", "xsd:string", default=None)
    os_type: str = element("osType", "xsd:string")
    product_line_id: str = element("productLineId", "xsd:string")
    api_type: str = element("apiType", "xsd:string")
    api_version: str = element("apiVersion", "xsd:string")
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)
    license_product_name: str | None = element("licenseProductName", "xsd:string", default=None)
    license_product_version: str | None = element("licenseProductVersion", "xsd:string", default=None)


class Description(DynamicData):
    """Description."""

    label: str = element("label", "xsd:string")
    summary: str = element("summary", "xsd:string")


class ElementDescription(Description):
    """Element description."""

    key: str = element("key", "xsd:string")


class EnumDescription(DynamicData):
    """Enum description. Since API 4.0."""

    key: str = element("key", "xsd:string")
    tags: list[ElementDescription] = element("tags", "ElementDescription", default_factory=list, required=True)


class ExtendedElementDescription(ElementDescription):
    """Extended element description. Since API 4.0."""

    message_catalog_key_prefix: str = element("messageCatalogKeyPrefix", "xsd:string")
    message_arg: list[KeyAnyValue] = element("messageArg", "KeyAnyValue", default_factory=list)


class ResourceAllocationInfo(DynamicData):
    """How much of a resource is guaranteed and allowed: MHz of CPU or MB of memory.

    Attributes:
        reservation: Guaranteed, in MHz or MB.
        expandable_reservation: May borrow from the parent pool.
        limit: Highest use, in MHz or MB; -1 is none.
        overhead_limit: MB.
    """

    reservation: int | None = element("reservation", "xsd:long", default=None)
    expandable_reservation: bool | None = element("expandableReservation", "xsd:boolean", default=None)
    limit: int | None = element("limit", "xsd:long", default=None)
    shares: SharesInfo | None = element("shares", "SharesInfo", default=None)
    overhead_limit: int | None = element("overheadLimit", "xsd:long", default=None)


class ServiceContent(DynamicData):
    """Where a server keeps its singletons.

    Attributes:
        root_folder: refers to Folder.
        property_collector: refers to PropertyCollector.
        view_manager: refers to ViewManager.
        setting: refers to OptionManager.
        user_directory: refers to UserDirectory.
        session_manager: refers to SessionManager.
        authorization_manager: refers to AuthorizationManager.
        service_manager: refers to ServiceManager; since API 5.1.
        perf_manager: refers to PerformanceManager.
        scheduled_task_manager: refers to ScheduledTaskManager.
        alarm_manager: refers to AlarmManager.
        event_manager: refers to EventManager.
        task_manager: refers to TaskManager.
        extension_manager: refers to ExtensionManager.
        customization_spec_manager: refers to CustomizationSpecManager.
        guest_customization_manager: refers to VirtualMachineGuestCustomizationManager; since
            API 6.8.7.
        custom_fields_manager: refers to CustomFieldsManager.
        account_manager: refers to HostLocalAccountManager.
        diagnostic_manager: refers to DiagnosticManager.
        license_manager: refers to LicenseManager.
        search_index: refers to SearchIndex.
        file_manager: refers to FileManager.
        datastore_namespace_manager: refers to DatastoreNamespaceManager; since API 5.5.
        virtual_disk_manager: refers to VirtualDiskManager.
        virtualization_manager: refers to VirtualizationManager.
        snmp_system: refers to HostSnmpSystem; since API 4.0.
        vm_provisioning_checker: refers to VirtualMachineProvisioningChecker; since API 4.0.
        vm_compatibility_checker: refers to VirtualMachineCompatibilityChecker; since API 4.0.
        ovf_manager: refers to OvfManager; since API 4.0.
        ip_pool_manager: refers to IpPoolManager; since API 4.0.
        dv_switch_manager: refers to DistributedVirtualSwitchManager; since API 4.0.
        host_profile_manager: refers to HostProfileManager; since API 4.0.
        cluster_profile_manager: refers to ClusterProfileManager; since API 4.0.
        compliance_manager: refers to ProfileComplianceManager; since API 4.0.
        localization_manager: refers to LocalizationManager; since API 4.0.
        storage_resource_manager: refers to StorageResourceManager; since API 4.1.
        guest_operations_manager: refers to GuestOperationsManager; since API 5.0.
        overhead_memory_manager: refers to OverheadMemoryManager; since API 6.0.
        certificate_manager: refers to CertificateManager; since API 6.0.
        io_filter_manager: refers to IoFilterManager; since API 6.0.
        v_storage_object_manager: refers to VStorageObjectManagerBase; since API 6.5.
        host_spec_manager: refers to HostSpecificationManager; since API 6.5.
        crypto_manager: refers to CryptoManager; since API 6.5.
        health_update_manager: refers to HealthUpdateManager; since API 6.5.
        failover_cluster_configurator: refers to FailoverClusterConfigurator; since API 6.5.
        failover_cluster_manager: refers to FailoverClusterManager; since API 6.5.
        tenant_manager: refers to TenantTenantManager; since API 6.9.1.
        site_info_manager: refers to SiteInfoManager; since API 7.0.0.0.
        storage_query_manager: refers to StorageQueryManager; since API 6.7.2.
        direct_path_profile_manager: refers to DirectPathProfileManager; since API 9.0.0.0.
    """

    root_folder: ManagedObjectReference = element("rootFolder", "ManagedObjectReference")
    property_collector: ManagedObjectReference = element("propertyCollector", "ManagedObjectReference")
    view_manager: ManagedObjectReference | None = element("viewManager", "ManagedObjectReference", default=None)
    about: AboutInfo = element("about", "AboutInfo")
    setting: ManagedObjectReference | None = element("setting", "ManagedObjectReference", default=None)
    user_directory: ManagedObjectReference | None = element("userDirectory", "ManagedObjectReference", default=None)
    session_manager: ManagedObjectReference | None = element("sessionManager", "ManagedObjectReference", default=None)
    authorization_manager: ManagedObjectReference | None = element("authorizationManager", "ManagedObjectReference", default=None)
    service_manager: ManagedObjectReference | None = element("serviceManager", "ManagedObjectReference", default=None)
    perf_manager: ManagedObjectReference | None = element("perfManager", "ManagedObjectReference", default=None)
    scheduled_task_manager: ManagedObjectReference | None = element("scheduledTaskManager", "ManagedObjectReference", default=None)
    alarm_manager: ManagedObjectReference | None = element("alarmManager", "ManagedObjectReference", default=None)
    event_manager: ManagedObjectReference | None = element("eventManager", "ManagedObjectReference", default=None)
    task_manager: ManagedObjectReference | None = element("taskManager", "ManagedObjectReference", default=None)
    extension_manager: ManagedObjectReference | None = element("extensionManager", "ManagedObjectReference", default=None)
    customization_spec_manager: ManagedObjectReference | None = element("customizationSpecManager", "ManagedObjectReference", default=None)
    guest_customization_manager: ManagedObjectReference | None = element("guestCustomizationManager", "ManagedObjectReference", default=None)
    custom_fields_manager: ManagedObjectReference | None = element("customFieldsManager", "ManagedObjectReference", default=None)
    account_manager: ManagedObjectReference | None = element("accountManager", "ManagedObjectReference", default=None)
    diagnostic_manager: ManagedObjectReference | None = element("diagnosticManager", "ManagedObjectReference", default=None)
    license_manager: ManagedObjectReference | None = element("licenseManager", "ManagedObjectReference", default=None)
    search_index: ManagedObjectReference | None = element("searchIndex", "ManagedObjectReference", default=None)
    file_manager: ManagedObjectReference | None = element("fileManager", "ManagedObjectReference", default=None)
    datastore_namespace_manager: ManagedObjectReference | None = element("datastoreNamespaceManager", "ManagedObjectReference", default=None)
    virtual_disk_manager: ManagedObjectReference | None = element("virtualDiskManager", "ManagedObjectReference", default=None)
    virtualization_manager: ManagedObjectReference | None = element("virtualizationManager", "ManagedObjectReference", default=None)
    snmp_system: ManagedObjectReference | None = element("snmpSystem", "ManagedObjectReference", default=None)
    vm_provisioning_checker: ManagedObjectReference | None = element("vmProvisioningChecker", "ManagedObjectReference", default=None)
    vm_compatibility_checker: ManagedObjectReference | None = element("vmCompatibilityChecker", "ManagedObjectReference", default=None)
    ovf_manager: ManagedObjectReference | None = element("ovfManager", "ManagedObjectReference", default=None)
    ip_pool_manager: ManagedObjectReference | None = element("ipPoolManager", "ManagedObjectReference", default=None)
    dv_switch_manager: ManagedObjectReference | None = element("dvSwitchManager", "ManagedObjectReference", default=None)
    host_profile_manager: ManagedObjectReference | None = element("hostProfileManager", "ManagedObjectReference", default=None)
    cluster_profile_manager: ManagedObjectReference | None = element("clusterProfileManager", "ManagedObjectReference", default=None)
    compliance_manager: ManagedObjectReference | None = element("complianceManager", "ManagedObjectReference", default=None)
    localization_manager: ManagedObjectReference | None = element("localizationManager", "ManagedObjectReference", default=None)
    storage_resource_manager: ManagedObjectReference | None = element("storageResourceManager", "ManagedObjectReference", default=None)
    guest_operations_manager: ManagedObjectReference | None = element("guestOperationsManager", "ManagedObjectReference", default=None)
    overhead_memory_manager: ManagedObjectReference | None = element("overheadMemoryManager", "ManagedObjectReference", default=None)
    certificate_manager: ManagedObjectReference | None = element("certificateManager", "ManagedObjectReference", default=None)
    io_filter_manager: ManagedObjectReference | None = element("ioFilterManager", "ManagedObjectReference", default=None)
    v_storage_object_manager: ManagedObjectReference | None = element("vStorageObjectManager", "ManagedObjectReference", default=None)
    host_spec_manager: ManagedObjectReference | None = element("hostSpecManager", "ManagedObjectReference", default=None)
    crypto_manager: ManagedObjectReference | None = element("cryptoManager", "ManagedObjectReference", default=None)
    health_update_manager: ManagedObjectReference | None = element("healthUpdateManager", "ManagedObjectReference", default=None)
    failover_cluster_configurator: ManagedObjectReference | None = element("failoverClusterConfigurator", "ManagedObjectReference", default=None)
    failover_cluster_manager: ManagedObjectReference | None = element("failoverClusterManager", "ManagedObjectReference", default=None)
    tenant_manager: ManagedObjectReference | None = element("tenantManager", "ManagedObjectReference", default=None)
    site_info_manager: ManagedObjectReference | None = element("siteInfoManager", "ManagedObjectReference", default=None)
    storage_query_manager: ManagedObjectReference | None = element("storageQueryManager", "ManagedObjectReference", default=None)
    direct_path_profile_manager: ManagedObjectReference | None = element("directPathProfileManager", "ManagedObjectReference", default=None)


class SessionManagerGenericServiceTicket(DynamicData):
    """Session manager generic service ticket. Since API 5.0.

    Attributes:
        host_name: since API 5.1.
        ssl_thumbprint: since API 5.1.
        cert_thumbprint_list: since API 7.0.3.1.
        ssl_certificate: since API 9.0.0.0.
        ticket_type: since API 7.0.2.0.
    """

    id: str = element("id", "xsd:string", secret=True)
    host_name: str | None = element("hostName", "xsd:string", default=None)
    ssl_thumbprint: str | None = element("sslThumbprint", "xsd:string", default=None)
    cert_thumbprint_list: list[VirtualMachineCertThumbprint] = element("certThumbprintList", "VirtualMachineCertThumbprint", default_factory=list)
    ssl_certificate: str | None = element("sslCertificate", "xsd:string", default=None)
    ticket_type: str | None = element("ticketType", "xsd:string", default=None)


class SessionManagerServiceRequestSpec(DynamicData):
    """Session manager service request spec. Since API 5.0."""


class SessionManagerVmomiServiceRequestSpec(SessionManagerServiceRequestSpec):
    """Session manager vmomi service request spec. Since API 5.1."""

    method: str = element("method", "xsd:string")


class SessionManagerHttpServiceRequestSpec(SessionManagerServiceRequestSpec):
    """Session manager http service request spec. Since API 5.0."""

    method: str | None = element("method", "xsd:string", default=None)
    url: str = element("url", "xsd:string")


class SharesInfo(DynamicData):
    """Relative weight against others that want the same resource.

    Attributes:
        shares: Weight; counts with level custom only.
    """

    shares: int = element("shares", "xsd:int")
    level: SharesLevel | str = element("level", "SharesLevel")


class TaskDescription(DynamicData):
    """Task description."""

    method_info: list[ElementDescription] = element("methodInfo", "ElementDescription", default_factory=list, required=True)
    state: list[ElementDescription] = element("state", "ElementDescription", default_factory=list, required=True)
    reason: list[TypeDescription] = element("reason", "TypeDescription", default_factory=list, required=True)


class TaskInfo(DynamicData):
    """State of a task on the server.

    Attributes:
        task: refers to Task.
        description: since API 4.0.
        description_id: Names the method, as VirtualMachine.powerOn.
        entity: refers to ManagedEntity.
        locked: refers to ManagedEntity.
        cancelable: CancelTask may work.
        progress: Percent done.
        progress_details: since API 8.0.1.0.
        event_chain_id: Joins the events that belong together.
        change_tag: since API 4.0.
        parent_task_key: since API 4.0.
        root_task_key: since API 4.0.
        activation_id: since API 6.0.
    """

    key: str = element("key", "xsd:string")
    task: ManagedObjectReference = element("task", "ManagedObjectReference")
    description: LocalizableMessage | None = element("description", "LocalizableMessage", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    description_id: str = element("descriptionId", "xsd:string")
    entity: ManagedObjectReference | None = element("entity", "ManagedObjectReference", default=None)
    entity_name: str | None = element("entityName", "xsd:string", default=None)
    locked: list[ManagedObjectReference] = element("locked", "ManagedObjectReference", default_factory=list)
    state: TaskInfoState | str = element("state", "TaskInfoState")
    cancelled: bool = element("cancelled", "xsd:boolean")
    cancelable: bool = element("cancelable", "xsd:boolean")
    error: LocalizedMethodFault | None = element("error", "LocalizedMethodFault", default=None)
    result: Any = element("result", "xsd:anyType", default=None)
    progress: int | None = element("progress", "xsd:int", default=None)
    progress_details: list[KeyAnyValue] = element("progressDetails", "KeyAnyValue", default_factory=list)
    reason: TaskReason = element("reason", "TaskReason")
    queue_time: datetime = element("queueTime", "xsd:dateTime")
    start_time: datetime | None = element("startTime", "xsd:dateTime", default=None)
    complete_time: datetime | None = element("completeTime", "xsd:dateTime", default=None)
    event_chain_id: int = element("eventChainId", "xsd:int")
    change_tag: str | None = element("changeTag", "xsd:string", default=None)
    parent_task_key: str | None = element("parentTaskKey", "xsd:string", default=None)
    root_task_key: str | None = element("rootTaskKey", "xsd:string", default=None)
    activation_id: str | None = element("activationId", "xsd:string", default=None)


class TaskReason(DynamicData):
    """Task reason."""


class TaskReasonAlarm(TaskReason):
    """Task reason alarm.

    Attributes:
        alarm: refers to Alarm.
        entity: refers to ManagedEntity.
    """

    alarm_name: str = element("alarmName", "xsd:string")
    alarm: ManagedObjectReference = element("alarm", "ManagedObjectReference")
    entity_name: str = element("entityName", "xsd:string")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")


class TaskReasonSchedule(TaskReason):
    """Task reason schedule.

    Attributes:
        scheduled_task: refers to ScheduledTask.
    """

    name: str = element("name", "xsd:string")
    scheduled_task: ManagedObjectReference = element("scheduledTask", "ManagedObjectReference")


class TaskReasonSystem(TaskReason):
    """Task reason system."""


class TaskReasonUser(TaskReason):
    """Task reason user."""

    user_name: str = element("userName", "xsd:string")


class TypeDescription(Description):
    """Type description."""

    key: str = element("key", "xsd:string")


class UserSession(DynamicData):
    """A session of a user.

    Attributes:
        key: Names the session; not the cookie.
        extension_session: since API 5.0.
        ip_address: since API 5.1.
        user_agent: since API 5.1.
        call_count: since API 5.1.
    """

    key: str = element("key", "xsd:string", secret=True)
    user_name: str = element("userName", "xsd:string")
    full_name: str = element("fullName", "xsd:string")
    login_time: datetime = element("loginTime", "xsd:dateTime")
    last_active_time: datetime = element("lastActiveTime", "xsd:dateTime")
    locale: str = element("locale", "xsd:string")
    message_locale: str = element("messageLocale", "xsd:string")
    extension_session: bool | None = element("extensionSession", "xsd:boolean", default=None)
    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    user_agent: str | None = element("userAgent", "xsd:string", default=None)
    call_count: int | None = element("callCount", "xsd:long", default=None)


class OptionDef(ElementDescription):
    """Option def."""

    option_type: OptionType = element("optionType", "OptionType")


class OptionType(DynamicData):
    """Option type."""

    value_isreadonly: bool | None = element("valueIsReadonly", "xsd:boolean", default=None)


class OptionValue(DynamicData):
    """A setting by its name."""

    key: str = element("key", "xsd:string")
    value: Any = element("value", "xsd:anyType", default=None)


class StringOption(OptionType):
    """String option."""

    default_value: str = element("defaultValue", "xsd:string")
    valid_characters: str | None = element("validCharacters", "xsd:string", default=None)


class BoolOption(OptionType):
    """Bool option."""

    supported: bool = element("supported", "xsd:boolean")
    default_value: bool = element("defaultValue", "xsd:boolean")


class ChoiceOption(OptionType):
    """Choice option.

    Attributes:
        default_index: Place of the default answer, from 0.
    """

    choice_info: list[ElementDescription] = element("choiceInfo", "ElementDescription", default_factory=list, required=True)
    default_index: int | None = element("defaultIndex", "xsd:int", default=None)


class FloatOption(OptionType):
    """Float option."""

    min: float = element("min", "xsd:float")
    max: float = element("max", "xsd:float")
    default_value: float = element("defaultValue", "xsd:float")


class IntOption(OptionType):
    """Int option."""

    min: int = element("min", "xsd:int")
    max: int = element("max", "xsd:int")
    default_value: int = element("defaultValue", "xsd:int")


class LongOption(OptionType):
    """Long option."""

    min: int = element("min", "xsd:long")
    max: int = element("max", "xsd:long")
    default_value: int = element("defaultValue", "xsd:long")


class LocalizedMethodFault(DynamicData):
    """A fault within a value, with its text in the session's locale."""

    fault: MethodFault = element("fault", "MethodFault")
    localized_message: str | None = element("localizedMessage", "xsd:string", default=None)
