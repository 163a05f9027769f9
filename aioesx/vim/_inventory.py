"""Data objects of the area ``inventory``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import Description, DynamicData, ElementDescription, TypeDescription
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from aioesx.vim._core import (
        KeyAnyValue,
        LocalizedMethodFault,
        ResourceAllocationInfo,
        SharesInfo,
    )
    from aioesx.vim._enums import (
        ArrayUpdateOperation,
        ComputeResourceHostSPBMLicenseInfoHostSPBMLicenseState,
        LatencySensitivitySensitivityLevel,
        LicenseFeatureInfoState,
        ManagedEntityStatus,
        VirtualAppVAppState,
    )
    from aioesx.vim._host import HostCpuIdInfo, HostFeatureCapability, HostFeatureMask
    from aioesx.vim._host_storage import HostScsiDisk
    from aioesx.vim._machine import VirtualMachineFeatureRequirement
    from aioesx.vim.base import ManagedObjectReference


class IoFilterInfo(DynamicData):
    """Io filter info. Since API 6.0.

    Attributes:
        type: since API 6.5.
    """

    id: str = element("id", "xsd:string")
    name: str = element("name", "xsd:string")
    vendor: str = element("vendor", "xsd:string")
    version: str = element("version", "xsd:string")
    type: str | None = element("type", "xsd:string", default=None)
    summary: str | None = element("summary", "xsd:string", default=None)
    release_date: str | None = element("releaseDate", "xsd:string", default=None)


class Capability(DynamicData):
    """Capability.

    Attributes:
        supported_evc_mode: since API 4.0.
        supported_evc_graphics_mode: since API 7.0.1.0.
        network_backup_and_restore_supported: since API 5.1.
        ft_drs_without_evc_supported: since API 6.7.
        hci_workflow_supported: since API 6.7.1.
        compute_policy_version: since API 6.8.7.
        cluster_placement_supported: since API 7.0.0.0.
        lifecycle_management_supported: since API 7.0.0.0.
        host_seeding_supported: since API 7.0.2.0.
        scalable_shares_supported: since API 7.0.0.0.
        hadcs_supported: since API 7.0.1.1.
        config_mgmt_supported: since API 7.0.3.1.
    """

    provisioning_supported: bool = element("provisioningSupported", "xsd:boolean")
    multi_host_supported: bool = element("multiHostSupported", "xsd:boolean")
    user_shell_access_supported: bool = element("userShellAccessSupported", "xsd:boolean")
    supported_evc_mode: list[EVCMode] = element("supportedEVCMode", "EVCMode", default_factory=list)
    supported_evc_graphics_mode: list[FeatureEVCMode] = element("supportedEVCGraphicsMode", "FeatureEVCMode", default_factory=list)
    network_backup_and_restore_supported: bool | None = element("networkBackupAndRestoreSupported", "xsd:boolean", default=None)
    ft_drs_without_evc_supported: bool | None = element("ftDrsWithoutEvcSupported", "xsd:boolean", default=None)
    hci_workflow_supported: bool | None = element("hciWorkflowSupported", "xsd:boolean", default=None)
    compute_policy_version: int | None = element("computePolicyVersion", "xsd:int", default=None)
    cluster_placement_supported: bool | None = element("clusterPlacementSupported", "xsd:boolean", default=None)
    lifecycle_management_supported: bool | None = element("lifecycleManagementSupported", "xsd:boolean", default=None)
    host_seeding_supported: bool | None = element("hostSeedingSupported", "xsd:boolean", default=None)
    scalable_shares_supported: bool | None = element("scalableSharesSupported", "xsd:boolean", default=None)
    hadcs_supported: bool | None = element("hadcsSupported", "xsd:boolean", default=None)
    config_mgmt_supported: bool | None = element("configMgmtSupported", "xsd:boolean", default=None)


class CustomFieldDef(DynamicData):
    """Custom field def."""

    key: int = element("key", "xsd:int")
    name: str = element("name", "xsd:string")
    type: str = element("type", "xsd:string")
    managed_object_type: str | None = element("managedObjectType", "xsd:string", default=None)
    field_def_privileges: PrivilegePolicyDef | None = element("fieldDefPrivileges", "PrivilegePolicyDef", default=None)
    field_instance_privileges: PrivilegePolicyDef | None = element("fieldInstancePrivileges", "PrivilegePolicyDef", default=None)


class CustomFieldValue(DynamicData):
    """Custom field value."""

    key: int = element("key", "xsd:int")


class CustomFieldStringValue(CustomFieldValue):
    """Custom field string value."""

    value: str = element("value", "xsd:string")


class ExtendedDescription(Description):
    """Extended description. Since API 4.0."""

    message_catalog_key_prefix: str = element("messageCatalogKeyPrefix", "xsd:string")
    message_arg: list[KeyAnyValue] = element("messageArg", "KeyAnyValue", default_factory=list)


class FeatureEVCMode(ElementDescription):
    """Feature evc mode. Since API 7.0.1.0."""

    mask: list[HostFeatureMask] = element("mask", "HostFeatureMask", default_factory=list)
    capability: list[HostFeatureCapability] = element("capability", "HostFeatureCapability", default_factory=list)
    requirement: list[VirtualMachineFeatureRequirement] = element("requirement", "VirtualMachineFeatureRequirement", default_factory=list)


class KeyValue(DynamicData):
    """Key value."""

    key: str = element("key", "xsd:string")
    value: str = element("value", "xsd:string")


class LatencySensitivity(DynamicData):
    """Latency sensitivity. Since API 5.1."""

    level: LatencySensitivitySensitivityLevel | str = element("level", "LatencySensitivitySensitivityLevel")
    sensitivity: int | None = element("sensitivity", "xsd:int", default=None)


class LicenseSource(DynamicData):
    """License source."""


class LicenseServerSource(LicenseSource):
    """License server source."""

    license_server: str = element("licenseServer", "xsd:string")


class EvaluationLicenseSource(LicenseSource):
    """Evaluation license source."""

    remaining_hours: int | None = element("remainingHours", "xsd:long", default=None)


class LicenseFeatureInfo(DynamicData):
    """License feature info."""

    key: str = element("key", "xsd:string")
    feature_name: str = element("featureName", "xsd:string")
    feature_description: str | None = element("featureDescription", "xsd:string", default=None)
    state: LicenseFeatureInfoState | str | None = element("state", "LicenseFeatureInfoState", default=None)
    cost_unit: str = element("costUnit", "xsd:string")
    source_restriction: str | None = element("sourceRestriction", "xsd:string", default=None)
    dependent_key: list[str] = element("dependentKey", "xsd:string", default_factory=list)
    edition: bool | None = element("edition", "xsd:boolean", default=None)
    expires_on: datetime | None = element("expiresOn", "xsd:dateTime", default=None)


class LicenseManagerLicenseInfo(DynamicData):
    """License manager license info. Since API 4.0."""

    license_key: str = element("licenseKey", "xsd:string")
    edition_key: str = element("editionKey", "xsd:string")
    name: str = element("name", "xsd:string")
    total: int = element("total", "xsd:int")
    used: int | None = element("used", "xsd:int", default=None)
    cost_unit: str = element("costUnit", "xsd:string")
    properties: list[KeyAnyValue] = element("properties", "KeyAnyValue", default_factory=list)
    labels: list[KeyValue] = element("labels", "KeyValue", default_factory=list)


class MethodDescription(Description):
    """Method description."""

    key: str = element("key", "xsd:string")


class PrivilegePolicyDef(DynamicData):
    """Privilege policy def."""

    create_privilege: str = element("createPrivilege", "xsd:string")
    read_privilege: str = element("readPrivilege", "xsd:string")
    update_privilege: str = element("updatePrivilege", "xsd:string")
    delete_privilege: str = element("deletePrivilege", "xsd:string")


class ResourceConfigSpec(DynamicData):
    """Resource config spec.

    Attributes:
        entity: refers to ManagedEntity.
        scale_descendants_shares: since API 7.0.0.0.
    """

    entity: ManagedObjectReference | None = element("entity", "ManagedObjectReference", default=None)
    change_version: str | None = element("changeVersion", "xsd:string", default=None)
    last_modified: datetime | None = element("lastModified", "xsd:dateTime", default=None)
    cpu_allocation: ResourceAllocationInfo = element("cpuAllocation", "ResourceAllocationInfo")
    memory_allocation: ResourceAllocationInfo = element("memoryAllocation", "ResourceAllocationInfo")
    scale_descendants_shares: str | None = element("scaleDescendantsShares", "xsd:string", default=None)


class ServiceLocator(DynamicData):
    """Service locator. Since API 6.0.

    Attributes:
        ssl_certificate: since API 9.0.0.0.
    """

    instance_uuid: str = element("instanceUuid", "xsd:string")
    url: str = element("url", "xsd:string")
    credential: ServiceLocatorCredential = element("credential", "ServiceLocatorCredential")
    ssl_thumbprint: str | None = element("sslThumbprint", "xsd:string", default=None)
    ssl_certificate: str | None = element("sslCertificate", "xsd:string", default=None)


class ServiceLocatorCredential(DynamicData):
    """Service locator credential. Since API 6.0."""


class ServiceLocatorNamePassword(ServiceLocatorCredential):
    """Service locator name password. Since API 6.0."""

    username: str = element("username", "xsd:string")
    password: str = element("password", "xsd:string", secret=True)


class ServiceLocatorSAMLCredential(ServiceLocatorCredential):
    """Service locator saml credential. Since API 6.0."""

    token: str | None = element("token", "xsd:string", default=None, secret=True)


class StorageIOAllocationInfo(DynamicData):
    """Storage io allocation info. Since API 4.1.

    Attributes:
        reservation: since API 5.5.
    """

    limit: int | None = element("limit", "xsd:long", default=None)
    shares: SharesInfo | None = element("shares", "SharesInfo", default=None)
    reservation: int | None = element("reservation", "xsd:int", default=None)


class Tag(DynamicData):
    """Tag. Since API 4.0."""

    key: str = element("key", "xsd:string")


class TagId(DynamicData):
    """Tag id. Since API 9.1.0.0."""

    name_id: TagIdNameId | None = element("nameId", "TagIdNameId", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)


class TagIdNameId(DynamicData):
    """Tag id name id. Since API 9.1.0.0."""

    tag: str = element("tag", "xsd:string")
    category: str = element("category", "xsd:string")


class VASAStorageArray(DynamicData):
    """Vasa storage array. Since API 6.0.

    Attributes:
        discovery_svc_info: since API 8.0.0.0.
    """

    name: str = element("name", "xsd:string")
    uuid: str = element("uuid", "xsd:string")
    vendor_id: str = element("vendorId", "xsd:string")
    model_id: str = element("modelId", "xsd:string")
    discovery_svc_info: list[VASAStorageArrayDiscoverySvcInfo] = element("discoverySvcInfo", "VASAStorageArrayDiscoverySvcInfo", default_factory=list)


class VASAStorageArrayDiscoverySvcInfo(DynamicData):
    """Vasa storage array discovery svc info. Since API 8.0.0.0."""

    port_type: str = element("portType", "xsd:string")
    svc_nqn: str = element("svcNqn", "xsd:string")
    ip_info: VASAStorageArrayDiscoveryIpTransport | None = element("ipInfo", "VASAStorageArrayDiscoveryIpTransport", default=None)
    fc_info: VASAStorageArrayDiscoveryFcTransport | None = element("fcInfo", "VASAStorageArrayDiscoveryFcTransport", default=None)


class VASAStorageArrayDiscoveryFcTransport(DynamicData):
    """Vasa storage array discovery fc transport. Since API 8.0.0.0."""

    node_wwn: str = element("nodeWwn", "xsd:string")
    port_wwn: str = element("portWwn", "xsd:string")


class VASAStorageArrayDiscoveryIpTransport(DynamicData):
    """Vasa storage array discovery ip transport. Since API 8.0.0.0."""

    ip_address: str = element("ipAddress", "xsd:string")
    port_number: str | None = element("portNumber", "xsd:string", default=None)


class VimVasaProvider(DynamicData):
    """Vim vasa provider. Since API 6.0.

    Attributes:
        uid: since API 6.7.
        vhost_config: since API 8.0.1.0.
        version_id: since API 8.0.1.0.
    """

    uid: str | None = element("uid", "xsd:string", default=None)
    url: str = element("url", "xsd:string")
    name: str | None = element("name", "xsd:string", default=None)
    self_signed_certificate: str | None = element("selfSignedCertificate", "xsd:string", default=None)
    vhost_config: VimVasaProviderVirtualHostConfig | None = element("vhostConfig", "VimVasaProviderVirtualHostConfig", default=None)
    version_id: int | None = element("versionId", "xsd:int", default=None)


class VimVasaProviderStatePerArray(DynamicData):
    """Vim vasa provider state per array. Since API 6.0."""

    priority: int = element("priority", "xsd:int")
    array_id: str = element("arrayId", "xsd:string")
    active: bool = element("active", "xsd:boolean")


class VimVasaProviderVirtualHostConfig(DynamicData):
    """Vim vasa provider virtual host config. Since API 8.0.1.0."""

    vhost_name: str | None = element("vhostName", "xsd:string", default=None)
    service_host: str = element("serviceHost", "xsd:string")
    service_port: int | None = element("servicePort", "xsd:int", default=None)


class VimVasaProviderInfo(DynamicData):
    """Vim vasa provider info. Since API 6.0."""

    provider: VimVasaProvider = element("provider", "VimVasaProvider")
    array_state: list[VimVasaProviderStatePerArray] = element("arrayState", "VimVasaProviderStatePerArray", default_factory=list)


class ClusterDasAdmissionControlInfo(DynamicData):
    """Cluster das admission control info. Since API 4.0."""


class ClusterDasData(DynamicData):
    """Cluster das data. Since API 5.0."""


class ClusterDasDataSummary(ClusterDasData):
    """Cluster das data summary. Since API 5.0."""

    host_list_version: int = element("hostListVersion", "xsd:long")
    cluster_config_version: int = element("clusterConfigVersion", "xsd:long")
    compat_list_version: int = element("compatListVersion", "xsd:long")


class ClusterDasFdmHostState(DynamicData):
    """Cluster das fdm host state. Since API 5.0.

    Attributes:
        state_reporter: refers to HostSystem.
    """

    state: str = element("state", "xsd:string")
    state_reporter: ManagedObjectReference | None = element("stateReporter", "ManagedObjectReference", default=None)


class ClusterFailoverLevelAdmissionControlInfo(ClusterDasAdmissionControlInfo):
    """Cluster failover level admission control info. Since API 4.0."""

    current_failover_level: int = element("currentFailoverLevel", "xsd:int")


class ClusterFailoverResourcesAdmissionControlInfo(ClusterDasAdmissionControlInfo):
    """Cluster failover resources admission control info. Since API 4.0.

    Attributes:
        current_p_mem_failover_resources_percent: since API 7.0.2.0.
    """

    current_cpu_failover_resources_percent: int = element("currentCpuFailoverResourcesPercent", "xsd:int")
    current_memory_failover_resources_percent: int = element("currentMemoryFailoverResourcesPercent", "xsd:int")
    current_p_mem_failover_resources_percent: int | None = element("currentPMemFailoverResourcesPercent", "xsd:int", default=None)


class ClusterUsageSummary(DynamicData):
    """Cluster usage summary. Since API 6.0.

    Attributes:
        tier0_mem_capacity_mb: since API 9.0.0.0.
        reserved_tier0_mem_mb: since API 9.0.0.0.
        unreserved_tier0_mem_mb: since API 9.0.0.0.
    """

    total_cpu_capacity_mhz: int = element("totalCpuCapacityMhz", "xsd:int")
    total_mem_capacity_mb: int = element("totalMemCapacityMB", "xsd:int")
    cpu_reservation_mhz: int = element("cpuReservationMhz", "xsd:int")
    mem_reservation_mb: int = element("memReservationMB", "xsd:int")
    powered_off_cpu_reservation_mhz: int | None = element("poweredOffCpuReservationMhz", "xsd:int", default=None)
    powered_off_mem_reservation_mb: int | None = element("poweredOffMemReservationMB", "xsd:int", default=None)
    cpu_demand_mhz: int = element("cpuDemandMhz", "xsd:int")
    mem_demand_mb: int = element("memDemandMB", "xsd:int")
    stats_gen_number: int = element("statsGenNumber", "xsd:long")
    cpu_entitled_mhz: int = element("cpuEntitledMhz", "xsd:int")
    mem_entitled_mb: int = element("memEntitledMB", "xsd:int")
    powered_off_vm_count: int = element("poweredOffVmCount", "xsd:int")
    total_vm_count: int = element("totalVmCount", "xsd:int")
    tier0_mem_capacity_mb: int | None = element("tier0MemCapacityMB", "xsd:int", default=None)
    reserved_tier0_mem_mb: int | None = element("reservedTier0MemMB", "xsd:int", default=None)
    unreserved_tier0_mem_mb: int | None = element("unreservedTier0MemMB", "xsd:int", default=None)


class DistributedVirtualSwitchHostMemberPnicSpec(DynamicData):
    """Distributed virtual switch host member pnic spec. Since API 4.0."""

    pnic_device: str = element("pnicDevice", "xsd:string")
    uplink_port_key: str | None = element("uplinkPortKey", "xsd:string", default=None)
    uplink_portgroup_key: str | None = element("uplinkPortgroupKey", "xsd:string", default=None)
    connection_cookie: int | None = element("connectionCookie", "xsd:int", default=None)


class DistributedVirtualSwitchHostMemberBacking(DynamicData):
    """Distributed virtual switch host member backing. Since API 4.0."""


class DistributedVirtualSwitchHostMemberPnicBacking(DistributedVirtualSwitchHostMemberBacking):
    """Distributed virtual switch host member pnic backing. Since API 4.0."""

    pnic_spec: list[DistributedVirtualSwitchHostMemberPnicSpec] = element("pnicSpec", "DistributedVirtualSwitchHostMemberPnicSpec", default_factory=list)


class DistributedVirtualSwitchHostMemberTransportZoneInfo(DynamicData):
    """Distributed virtual switch host member transport zone info. Since API 7.0.0.0."""

    uuid: str = element("uuid", "xsd:string")
    type: str = element("type", "xsd:string")


class DistributedVirtualSwitchHostMemberHostUplinkState(DynamicData):
    """Distributed virtual switch host member host uplink state. Since API 8.0.3.0."""

    uplink_name: str = element("uplinkName", "xsd:string")
    state: str = element("state", "xsd:string")


class DistributedVirtualSwitchHostMemberHostPerfNicOffloadState(DynamicData):
    """Distributed virtual switch host member host perf nic offload state. Since API 9.1.0.0."""

    enabled: bool = element("enabled", "xsd:boolean")
    runtime_status: str | None = element("runtimeStatus", "xsd:string", default=None)
    status_description: str | None = element("statusDescription", "xsd:string", default=None)


class DistributedVirtualSwitchPortConnection(DynamicData):
    """Distributed virtual switch port connection. Since API 4.0."""

    switch_uuid: str = element("switchUuid", "xsd:string")
    portgroup_key: str | None = element("portgroupKey", "xsd:string", default=None)
    port_key: str | None = element("portKey", "xsd:string", default=None)
    connection_cookie: int | None = element("connectionCookie", "xsd:int", default=None)


class CryptoKeyId(DynamicData):
    """Crypto key id. Since API 6.5."""

    key_id: str = element("keyId", "xsd:string")
    provider_id: KeyProviderId | None = element("providerId", "KeyProviderId", default=None)


class CryptoSpec(DynamicData):
    """Crypto spec. Since API 6.5."""


class CryptoSpecDecrypt(CryptoSpec):
    """Crypto spec decrypt. Since API 6.5."""


class CryptoSpecDeepRecrypt(CryptoSpec):
    """Crypto spec deep recrypt. Since API 6.5."""

    new_key_id: CryptoKeyId = element("newKeyId", "CryptoKeyId")


class CryptoSpecEncrypt(CryptoSpec):
    """Crypto spec encrypt. Since API 6.5."""

    crypto_key_id: CryptoKeyId = element("cryptoKeyId", "CryptoKeyId")


class CryptoSpecNoOp(CryptoSpec):
    """Crypto spec no op. Since API 6.5."""


class CryptoSpecRegister(CryptoSpecNoOp):
    """Crypto spec register. Since API 6.5."""

    crypto_key_id: CryptoKeyId = element("cryptoKeyId", "CryptoKeyId")


class CryptoSpecShallowRecrypt(CryptoSpec):
    """Crypto spec shallow recrypt. Since API 6.5."""

    new_key_id: CryptoKeyId = element("newKeyId", "CryptoKeyId")


class KeyProviderId(DynamicData):
    """Key provider id. Since API 6.5."""

    id: str = element("id", "xsd:string")


class ManagedByInfo(DynamicData):
    """Managed by info. Since API 5.0."""

    extension_key: str = element("extensionKey", "xsd:string")
    type: str = element("type", "xsd:string")


class NoPermissionEntityPrivileges(DynamicData):
    """No permission entity privileges. Since API 7.0.3.2."""

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    privilege_ids: list[str] = element("privilegeIds", "xsd:string", default_factory=list)


class NetDhcpConfigInfo(DynamicData):
    """Net dhcp config info. Since API 4.1."""

    ipv6: NetDhcpConfigInfoDhcpOptions | None = element("ipv6", "NetDhcpConfigInfoDhcpOptions", default=None)
    ipv4: NetDhcpConfigInfoDhcpOptions | None = element("ipv4", "NetDhcpConfigInfoDhcpOptions", default=None)


class NetDhcpConfigInfoDhcpOptions(DynamicData):
    """Net dhcp config info dhcp options. Since API 4.1."""

    enable: bool = element("enable", "xsd:boolean")
    config: list[KeyValue] = element("config", "KeyValue", default_factory=list)


class NetDnsConfigInfo(DynamicData):
    """Net dns config info. Since API 4.1."""

    dhcp: bool = element("dhcp", "xsd:boolean")
    host_name: str = element("hostName", "xsd:string")
    domain_name: str = element("domainName", "xsd:string")
    ip_address: list[str] = element("ipAddress", "xsd:string", default_factory=list)
    search_domain: list[str] = element("searchDomain", "xsd:string", default_factory=list)


class NetIpConfigInfo(DynamicData):
    """Net ip config info. Since API 4.1."""

    ip_address: list[NetIpConfigInfoIpAddress] = element("ipAddress", "NetIpConfigInfoIpAddress", default_factory=list)
    dhcp: NetDhcpConfigInfo | None = element("dhcp", "NetDhcpConfigInfo", default=None)
    auto_configuration_enabled: bool | None = element("autoConfigurationEnabled", "xsd:boolean", default=None)


class NetIpConfigInfoIpAddress(DynamicData):
    """Net ip config info ip address. Since API 4.1."""

    ip_address: str = element("ipAddress", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    origin: str | None = element("origin", "xsd:string", default=None)
    state: str | None = element("state", "xsd:string", default=None)
    lifetime: datetime | None = element("lifetime", "xsd:dateTime", default=None)


class NetIpRouteConfigInfo(DynamicData):
    """Net ip route config info. Since API 4.1."""

    ip_route: list[NetIpRouteConfigInfoIpRoute] = element("ipRoute", "NetIpRouteConfigInfoIpRoute", default_factory=list)


class NetIpRouteConfigInfoGateway(DynamicData):
    """Net ip route config info gateway. Since API 4.1."""

    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    device: str | None = element("device", "xsd:string", default=None)


class NetIpRouteConfigInfoIpRoute(DynamicData):
    """Net ip route config info ip route. Since API 4.1."""

    network: str = element("network", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    gateway: NetIpRouteConfigInfoGateway = element("gateway", "NetIpRouteConfigInfoGateway")


class NetBIOSConfigInfo(DynamicData):
    """Net bios config info. Since API 4.1."""

    mode: str = element("mode", "xsd:string")


class WinNetBIOSConfigInfo(NetBIOSConfigInfo):
    """Win net bios config info. Since API 4.1."""

    primary_wins: str = element("primaryWINS", "xsd:string")
    secondary_wins: str | None = element("secondaryWINS", "xsd:string", default=None)


class ArrayUpdateSpec(DynamicData):
    """Array update spec."""

    operation: ArrayUpdateOperation | str = element("operation", "ArrayUpdateOperation")
    remove_key: Any = element("removeKey", "xsd:anyType", default=None)


class ScheduledTaskDetail(TypeDescription):
    """Scheduled task detail."""

    frequency: str = element("frequency", "xsd:string")


class VAppEntityConfigInfo(DynamicData):
    """V app entity config info. Since API 4.0.

    Attributes:
        key: refers to ManagedEntity.
        destroy_with_parent: since API 4.1.
    """

    key: ManagedObjectReference | None = element("key", "ManagedObjectReference", default=None)
    tag: str | None = element("tag", "xsd:string", default=None)
    start_order: int | None = element("startOrder", "xsd:int", default=None)
    start_delay: int | None = element("startDelay", "xsd:int", default=None)
    waiting_for_guest: bool | None = element("waitingForGuest", "xsd:boolean", default=None)
    start_action: str | None = element("startAction", "xsd:string", default=None)
    stop_delay: int | None = element("stopDelay", "xsd:int", default=None)
    stop_action: str | None = element("stopAction", "xsd:string", default=None)
    destroy_with_parent: bool | None = element("destroyWithParent", "xsd:boolean", default=None)


class VAppIPAssignmentInfo(DynamicData):
    """V app ip assignment info. Since API 4.0."""

    supported_allocation_scheme: list[str] = element("supportedAllocationScheme", "xsd:string", default_factory=list)
    ip_allocation_policy: str | None = element("ipAllocationPolicy", "xsd:string", default=None)
    supported_ip_protocol: list[str] = element("supportedIpProtocol", "xsd:string", default_factory=list)
    ip_protocol: str | None = element("ipProtocol", "xsd:string", default=None)


class VAppOvfSectionInfo(DynamicData):
    """V app ovf section info. Since API 4.0."""

    key: int | None = element("key", "xsd:int", default=None)
    namespace: str | None = element("namespace", "xsd:string", default=None)
    type: str | None = element("type", "xsd:string", default=None)
    at_envelope_level: bool | None = element("atEnvelopeLevel", "xsd:boolean", default=None)
    contents: str | None = element("contents", "xsd:string", default=None)


class VAppOvfSectionSpec(ArrayUpdateSpec):
    """V app ovf section spec. Since API 4.0."""

    info: VAppOvfSectionInfo | None = element("info", "VAppOvfSectionInfo", default=None)


class VAppProductInfo(DynamicData):
    """V app product info. Since API 4.0."""

    key: int = element("key", "xsd:int")
    class_id: str | None = element("classId", "xsd:string", default=None)
    instance_id: str | None = element("instanceId", "xsd:string", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    vendor: str | None = element("vendor", "xsd:string", default=None)
    version: str | None = element("version", "xsd:string", default=None)
    full_version: str | None = element("fullVersion", "xsd:string", default=None)
    vendor_url: str | None = element("vendorUrl", "xsd:string", default=None)
    product_url: str | None = element("productUrl", "xsd:string", default=None)
    app_url: str | None = element("appUrl", "xsd:string", default=None)


class VAppProductSpec(ArrayUpdateSpec):
    """V app product spec. Since API 4.0."""

    info: VAppProductInfo | None = element("info", "VAppProductInfo", default=None)


class VAppPropertyInfo(DynamicData):
    """V app property info. Since API 4.0.

    Attributes:
        type_reference: since API 5.1.
    """

    key: int = element("key", "xsd:int")
    class_id: str | None = element("classId", "xsd:string", default=None)
    instance_id: str | None = element("instanceId", "xsd:string", default=None)
    id: str | None = element("id", "xsd:string", default=None)
    category: str | None = element("category", "xsd:string", default=None)
    label: str | None = element("label", "xsd:string", default=None)
    type: str | None = element("type", "xsd:string", default=None)
    type_reference: str | None = element("typeReference", "xsd:string", default=None)
    user_configurable: bool | None = element("userConfigurable", "xsd:boolean", default=None)
    default_value: str | None = element("defaultValue", "xsd:string", default=None, secret=True)
    value: str | None = element("value", "xsd:string", default=None, secret=True)
    description: str | None = element("description", "xsd:string", default=None)


class VAppPropertySpec(ArrayUpdateSpec):
    """V app property spec. Since API 4.0."""

    info: VAppPropertyInfo | None = element("info", "VAppPropertyInfo", default=None)


class VmConfigInfo(DynamicData):
    """Vm config info. Since API 4.0."""

    product: list[VAppProductInfo] = element("product", "VAppProductInfo", default_factory=list)
    property: list[VAppPropertyInfo] = element("property", "VAppPropertyInfo", default_factory=list)
    ip_assignment: VAppIPAssignmentInfo = element("ipAssignment", "VAppIPAssignmentInfo")
    eula: list[str] = element("eula", "xsd:string", default_factory=list)
    ovf_section: list[VAppOvfSectionInfo] = element("ovfSection", "VAppOvfSectionInfo", default_factory=list)
    ovf_environment_transport: list[str] = element("ovfEnvironmentTransport", "xsd:string", default_factory=list)
    install_boot_required: bool = element("installBootRequired", "xsd:boolean")
    install_boot_stop_delay: int = element("installBootStopDelay", "xsd:int")


class VmConfigSpec(DynamicData):
    """Vm config spec. Since API 4.0."""

    product: list[VAppProductSpec] = element("product", "VAppProductSpec", default_factory=list)
    property: list[VAppPropertySpec] = element("property", "VAppPropertySpec", default_factory=list)
    ip_assignment: VAppIPAssignmentInfo | None = element("ipAssignment", "VAppIPAssignmentInfo", default=None)
    eula: list[str] = element("eula", "xsd:string", default_factory=list)
    ovf_section: list[VAppOvfSectionSpec] = element("ovfSection", "VAppOvfSectionSpec", default_factory=list)
    ovf_environment_transport: list[str] = element("ovfEnvironmentTransport", "xsd:string", default_factory=list)
    install_boot_required: bool | None = element("installBootRequired", "xsd:boolean", default=None)
    install_boot_stop_delay: int | None = element("installBootStopDelay", "xsd:int", default=None)


class VsanHostConfigInfo(DynamicData):
    """Vsan host config info. Since API 5.5.

    Attributes:
        host_system: refers to HostSystem.
        fault_domain_info: since API 6.0.
        vsan_esa_enabled: since API 8.0.0.1.
        vsan_cyber_recovery_enabled: since API 9.1.0.0.
    """

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    host_system: ManagedObjectReference | None = element("hostSystem", "ManagedObjectReference", default=None)
    cluster_info: VsanHostConfigInfoClusterInfo | None = element("clusterInfo", "VsanHostConfigInfoClusterInfo", default=None)
    storage_info: VsanHostConfigInfoStorageInfo | None = element("storageInfo", "VsanHostConfigInfoStorageInfo", default=None)
    network_info: VsanHostConfigInfoNetworkInfo | None = element("networkInfo", "VsanHostConfigInfoNetworkInfo", default=None)
    fault_domain_info: VsanHostFaultDomainInfo | None = element("faultDomainInfo", "VsanHostFaultDomainInfo", default=None)
    vsan_esa_enabled: bool | None = element("vsanEsaEnabled", "xsd:boolean", default=None)
    vsan_cyber_recovery_enabled: bool | None = element("vsanCyberRecoveryEnabled", "xsd:boolean", default=None)


class VsanHostConfigInfoStorageInfo(DynamicData):
    """Vsan host config info storage info. Since API 5.5.

    Attributes:
        disk_map_info: since API 6.0.
        checksum_enabled: since API 6.0.
    """

    auto_claim_storage: bool | None = element("autoClaimStorage", "xsd:boolean", default=None)
    disk_mapping: list[VsanHostDiskMapping] = element("diskMapping", "VsanHostDiskMapping", default_factory=list)
    disk_map_info: list[VsanHostDiskMapInfo] = element("diskMapInfo", "VsanHostDiskMapInfo", default_factory=list)
    checksum_enabled: bool | None = element("checksumEnabled", "xsd:boolean", default=None)


class VsanHostConfigInfoClusterInfo(DynamicData):
    """Vsan host config info cluster info. Since API 5.5."""

    uuid: str | None = element("uuid", "xsd:string", default=None)
    node_uuid: str | None = element("nodeUuid", "xsd:string", default=None)


class VsanHostConfigInfoNetworkInfo(DynamicData):
    """Vsan host config info network info. Since API 5.5."""

    port: list[VsanHostConfigInfoNetworkInfoPortConfig] = element("port", "VsanHostConfigInfoNetworkInfoPortConfig", default_factory=list)


class VsanHostConfigInfoNetworkInfoPortConfig(DynamicData):
    """Vsan host config info network info port config. Since API 5.5."""

    ip_config: VsanHostIpConfig | None = element("ipConfig", "VsanHostIpConfig", default=None)
    device: str = element("device", "xsd:string")


class VsanHostFaultDomainInfo(DynamicData):
    """Vsan host fault domain info. Since API 6.0."""

    name: str = element("name", "xsd:string")


class VsanHostDecommissionMode(DynamicData):
    """Vsan host decommission mode. Since API 5.5."""

    object_action: str = element("objectAction", "xsd:string")


class VsanHostDiskMapInfo(DynamicData):
    """Vsan host disk map info. Since API 6.0."""

    mapping: VsanHostDiskMapping = element("mapping", "VsanHostDiskMapping")
    mounted: bool = element("mounted", "xsd:boolean")


class VsanHostDiskMapping(DynamicData):
    """Vsan host disk mapping. Since API 5.5."""

    ssd: HostScsiDisk = element("ssd", "HostScsiDisk")
    non_ssd: list[HostScsiDisk] = element("nonSsd", "HostScsiDisk", default_factory=list, required=True)


class VsanHostIpConfig(DynamicData):
    """Vsan host ip config. Since API 5.5."""

    upstream_ip_address: str = element("upstreamIpAddress", "xsd:string")
    downstream_ip_address: str = element("downstreamIpAddress", "xsd:string")


class VsanHostMembershipInfo(DynamicData):
    """Vsan host membership info. Since API 5.5."""

    node_uuid: str = element("nodeUuid", "xsd:string")
    hostname: str = element("hostname", "xsd:string")


class VsanHostVsanDiskInfo(DynamicData):
    """Vsan host vsan disk info. Since API 6.0."""

    vsan_uuid: str = element("vsanUuid", "xsd:string")
    format_version: int = element("formatVersion", "xsd:int")


class VsanHostRuntimeInfo(DynamicData):
    """Vsan host runtime info. Since API 5.5."""

    membership_list: list[VsanHostMembershipInfo] = element("membershipList", "VsanHostMembershipInfo", default_factory=list)
    disk_issues: list[VsanHostRuntimeInfoDiskIssue] = element("diskIssues", "VsanHostRuntimeInfoDiskIssue", default_factory=list)
    access_gen_no: int | None = element("accessGenNo", "xsd:int", default=None)


class VsanHostRuntimeInfoDiskIssue(DynamicData):
    """Vsan host runtime info disk issue. Since API 5.5."""

    disk_id: str = element("diskId", "xsd:string")
    issue: str = element("issue", "xsd:string")


class ID(DynamicData):
    """Id. Since API 6.5."""

    id: str = element("id", "xsd:string")


class Permission(DynamicData):
    """Permission.

    Attributes:
        entity: refers to ManagedEntity.
    """

    entity: ManagedObjectReference | None = element("entity", "ManagedObjectReference", default=None)
    principal: str = element("principal", "xsd:string")
    group: bool = element("group", "xsd:boolean")
    role_id: int = element("roleId", "xsd:int")
    propagate: bool = element("propagate", "xsd:boolean")


class AuthorizationRole(DynamicData):
    """Authorization role."""

    role_id: int = element("roleId", "xsd:int")
    system: bool = element("system", "xsd:boolean")
    name: str = element("name", "xsd:string")
    info: Description = element("info", "Description")
    privilege: list[str] = element("privilege", "xsd:string", default_factory=list)


class AuthorizationPrivilege(DynamicData):
    """Authorization privilege."""

    priv_id: str = element("privId", "xsd:string")
    on_parent: bool = element("onParent", "xsd:boolean")
    name: str = element("name", "xsd:string")
    priv_group_name: str = element("privGroupName", "xsd:string")


class AuthorizationDescription(DynamicData):
    """Authorization description."""

    privilege: list[ElementDescription] = element("privilege", "ElementDescription", default_factory=list, required=True)
    privilege_group: list[ElementDescription] = element("privilegeGroup", "ElementDescription", default_factory=list, required=True)


class PrivilegeAvailability(DynamicData):
    """Privilege availability. Since API 5.5."""

    priv_id: str = element("privId", "xsd:string")
    is_granted: bool = element("isGranted", "xsd:boolean")


class EntityPrivilege(DynamicData):
    """Entity privilege. Since API 5.5.

    Attributes:
        entity: refers to ManagedEntity.
    """

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    priv_availability: list[PrivilegeAvailability] = element("privAvailability", "PrivilegeAvailability", default_factory=list, required=True)


class UserPrivilegeResult(DynamicData):
    """User privilege result. Since API 6.5.

    Attributes:
        entity: refers to ManagedEntity.
    """

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    privileges: list[str] = element("privileges", "xsd:string", default_factory=list)


class EVCMode(ElementDescription):
    """Evc mode. Since API 4.0.

    Attributes:
        guaranteed_cpu_features: since API 4.1.
        feature_capability: since API 5.1.
        feature_mask: since API 5.1.
        feature_requirement: since API 5.1.
        track: since API 4.1.
    """

    guaranteed_cpu_features: list[HostCpuIdInfo] = element("guaranteedCPUFeatures", "HostCpuIdInfo", default_factory=list)
    feature_capability: list[HostFeatureCapability] = element("featureCapability", "HostFeatureCapability", default_factory=list)
    feature_mask: list[HostFeatureMask] = element("featureMask", "HostFeatureMask", default_factory=list)
    feature_requirement: list[VirtualMachineFeatureRequirement] = element("featureRequirement", "VirtualMachineFeatureRequirement", default_factory=list)
    vendor: str = element("vendor", "xsd:string")
    track: list[str] = element("track", "xsd:string", default_factory=list)
    vendor_tier: int = element("vendorTier", "xsd:int")


class NetworkSummary(DynamicData):
    """Network summary.

    Attributes:
        network: refers to Network.
        ip_pool_name: since API 4.0.
        ip_pool_id: since API 5.1.
    """

    network: ManagedObjectReference | None = element("network", "ManagedObjectReference", default=None)
    name: str = element("name", "xsd:string")
    accessible: bool = element("accessible", "xsd:boolean")
    ip_pool_name: str | None = element("ipPoolName", "xsd:string", default=None)
    ip_pool_id: int | None = element("ipPoolId", "xsd:int", default=None)


class OpaqueNetworkSummary(NetworkSummary):
    """Opaque network summary. Since API 5.5."""

    opaque_network_id: str = element("opaqueNetworkId", "xsd:string")
    opaque_network_type: str = element("opaqueNetworkType", "xsd:string")


class OpaqueNetworkCapability(DynamicData):
    """Opaque network capability. Since API 6.5."""

    network_reservation_supported: bool = element("networkReservationSupported", "xsd:boolean")


class ResourcePoolResourceUsage(DynamicData):
    """Resource pool resource usage."""

    reservation_used: int = element("reservationUsed", "xsd:long")
    reservation_used_for_vm: int = element("reservationUsedForVm", "xsd:long")
    unreserved_for_pool: int = element("unreservedForPool", "xsd:long")
    unreserved_for_vm: int = element("unreservedForVm", "xsd:long")
    overall_usage: int = element("overallUsage", "xsd:long")
    max_usage: int = element("maxUsage", "xsd:long")


class ResourcePoolRuntimeInfo(DynamicData):
    """Resource pool runtime info.

    Attributes:
        shares_scalable: since API 7.0.0.0.
    """

    memory: ResourcePoolResourceUsage = element("memory", "ResourcePoolResourceUsage")
    cpu: ResourcePoolResourceUsage = element("cpu", "ResourcePoolResourceUsage")
    overall_status: ManagedEntityStatus | str = element("overallStatus", "ManagedEntityStatus")
    shares_scalable: str | None = element("sharesScalable", "xsd:string", default=None)


class ResourcePoolSummary(DynamicData):
    """Resource pool summary.

    Attributes:
        quick_stats: since API 4.0.
        configured_memory_mb: since API 4.0.
    """

    name: str = element("name", "xsd:string")
    config: ResourceConfigSpec = element("config", "ResourceConfigSpec")
    runtime: ResourcePoolRuntimeInfo = element("runtime", "ResourcePoolRuntimeInfo")
    quick_stats: ResourcePoolQuickStats | None = element("quickStats", "ResourcePoolQuickStats", default=None)
    configured_memory_mb: int | None = element("configuredMemoryMB", "xsd:int", default=None)


class ResourcePoolQuickStats(DynamicData):
    """Resource pool quick stats. Since API 4.0.

    Attributes:
        compressed_memory: since API 4.1.
    """

    overall_cpu_usage: int | None = element("overallCpuUsage", "xsd:long", default=None)
    overall_cpu_demand: int | None = element("overallCpuDemand", "xsd:long", default=None)
    guest_memory_usage: int | None = element("guestMemoryUsage", "xsd:long", default=None)
    host_memory_usage: int | None = element("hostMemoryUsage", "xsd:long", default=None)
    distributed_cpu_entitlement: int | None = element("distributedCpuEntitlement", "xsd:long", default=None)
    distributed_memory_entitlement: int | None = element("distributedMemoryEntitlement", "xsd:long", default=None)
    static_cpu_entitlement: int | None = element("staticCpuEntitlement", "xsd:int", default=None)
    static_memory_entitlement: int | None = element("staticMemoryEntitlement", "xsd:int", default=None)
    private_memory: int | None = element("privateMemory", "xsd:long", default=None)
    shared_memory: int | None = element("sharedMemory", "xsd:long", default=None)
    swapped_memory: int | None = element("swappedMemory", "xsd:long", default=None)
    ballooned_memory: int | None = element("balloonedMemory", "xsd:long", default=None)
    overhead_memory: int | None = element("overheadMemory", "xsd:long", default=None)
    consumed_overhead_memory: int | None = element("consumedOverheadMemory", "xsd:long", default=None)
    compressed_memory: int | None = element("compressedMemory", "xsd:long", default=None)


class TagSpec(ArrayUpdateSpec):
    """Tag spec. Since API 9.1.0.0."""

    id: TagId = element("id", "TagId")


class VirtualAppSummary(ResourcePoolSummary):
    """Virtual app summary. Since API 4.0.

    Attributes:
        suspended: since API 4.1.
        instance_uuid: since API 4.1.
    """

    product: VAppProductInfo | None = element("product", "VAppProductInfo", default=None)
    v_app_state: VirtualAppVAppState | str | None = element("vAppState", "VirtualAppVAppState", default=None)
    suspended: bool | None = element("suspended", "xsd:boolean", default=None)
    install_boot_required: bool | None = element("installBootRequired", "xsd:boolean", default=None)
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)


class VirtualAppLinkInfo(DynamicData):
    """Virtual app link info. Since API 4.1.

    Attributes:
        key: refers to ManagedEntity.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    destroy_with_parent: bool | None = element("destroyWithParent", "xsd:boolean", default=None)


class AlarmState(DynamicData):
    """Alarm state.

    Attributes:
        entity: refers to ManagedEntity.
        alarm: refers to Alarm.
        acknowledged: since API 4.0.
        acknowledged_by_user: since API 4.0.
        acknowledged_time: since API 4.0.
        event_key: since API 6.0.
        disabled: since API 6.9.1.
    """

    key: str = element("key", "xsd:string")
    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    alarm: ManagedObjectReference = element("alarm", "ManagedObjectReference")
    overall_status: ManagedEntityStatus | str = element("overallStatus", "ManagedEntityStatus")
    time: datetime = element("time", "xsd:dateTime")
    acknowledged: bool | None = element("acknowledged", "xsd:boolean", default=None)
    acknowledged_by_user: str | None = element("acknowledgedByUser", "xsd:string", default=None)
    acknowledged_time: datetime | None = element("acknowledgedTime", "xsd:dateTime", default=None)
    event_key: int | None = element("eventKey", "xsd:int", default=None)
    disabled: bool | None = element("disabled", "xsd:boolean", default=None)


class ClusterFailoverHostAdmissionControlInfo(ClusterDasAdmissionControlInfo):
    """Cluster failover host admission control info. Since API 4.0."""

    host_status: list[ClusterFailoverHostAdmissionControlInfoHostStatus] = element("hostStatus", "ClusterFailoverHostAdmissionControlInfoHostStatus", default_factory=list)


class ClusterFailoverHostAdmissionControlInfoHostStatus(DynamicData):
    """Cluster failover host admission control info host status. Since API 4.0.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    status: ManagedEntityStatus | str = element("status", "ManagedEntityStatus")


class ClusterRuleInfo(DynamicData):
    """Cluster rule info.

    Attributes:
        mandatory: since API 4.1.
        user_created: since API 4.1.
        in_compliance: since API 4.1.
        rule_uuid: since API 6.0.
    """

    key: int | None = element("key", "xsd:int", default=None)
    status: ManagedEntityStatus | str | None = element("status", "ManagedEntityStatus", default=None)
    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    mandatory: bool | None = element("mandatory", "xsd:boolean", default=None)
    user_created: bool | None = element("userCreated", "xsd:boolean", default=None)
    in_compliance: bool | None = element("inCompliance", "xsd:boolean", default=None)
    rule_uuid: str | None = element("ruleUuid", "xsd:string", default=None)


class ClusterVmHostRuleInfo(ClusterRuleInfo):
    """Cluster vm host rule info. Since API 4.1."""

    vm_group_name: str | None = element("vmGroupName", "xsd:string", default=None)
    affine_host_group_name: str | None = element("affineHostGroupName", "xsd:string", default=None)
    anti_affine_host_group_name: str | None = element("antiAffineHostGroupName", "xsd:string", default=None)


class ImportOperationBulkFaultFaultOnImport(DynamicData):
    """Import operation bulk fault fault on import. Since API 5.1."""

    entity_type: str | None = element("entityType", "xsd:string", default=None)
    key: str | None = element("key", "xsd:string", default=None)
    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class VAppConfigInfo(VmConfigInfo):
    """V app config info. Since API 4.0.

    Attributes:
        instance_uuid: since API 4.1.
        managed_by: since API 5.0.
    """

    entity_config: list[VAppEntityConfigInfo] = element("entityConfig", "VAppEntityConfigInfo", default_factory=list)
    annotation: str = element("annotation", "xsd:string")
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)
    managed_by: ManagedByInfo | None = element("managedBy", "ManagedByInfo", default=None)


class VAppConfigSpec(VmConfigSpec):
    """V app config spec. Since API 4.0.

    Attributes:
        instance_uuid: since API 4.1.
        managed_by: since API 5.0.
    """

    entity_config: list[VAppEntityConfigInfo] = element("entityConfig", "VAppEntityConfigInfo", default_factory=list)
    annotation: str | None = element("annotation", "xsd:string", default=None)
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)
    managed_by: ManagedByInfo | None = element("managedBy", "ManagedByInfo", default=None)


class ComputeResourceSummary(DynamicData):
    """Compute resource summary."""

    total_cpu: int = element("totalCpu", "xsd:int")
    total_memory: int = element("totalMemory", "xsd:long")
    num_cpu_cores: int = element("numCpuCores", "xsd:short")
    num_cpu_threads: int = element("numCpuThreads", "xsd:short")
    effective_cpu: int = element("effectiveCpu", "xsd:int")
    effective_memory: int = element("effectiveMemory", "xsd:long")
    num_hosts: int = element("numHosts", "xsd:int")
    num_effective_hosts: int = element("numEffectiveHosts", "xsd:int")
    overall_status: ManagedEntityStatus | str = element("overallStatus", "ManagedEntityStatus")


class ComputeResourceHostSPBMLicenseInfo(DynamicData):
    """Compute resource host spbm license info. Since API 5.0.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    license_state: ComputeResourceHostSPBMLicenseInfoHostSPBMLicenseState | str = element("licenseState", "ComputeResourceHostSPBMLicenseInfoHostSPBMLicenseState")


class DatacenterConfigInfo(DynamicData):
    """Datacenter config info. Since API 5.1.

    Attributes:
        maximum_hardware_version_key: since API 7.0.2.0.
    """

    default_hardware_version_key: str | None = element("defaultHardwareVersionKey", "xsd:string", default=None)
    maximum_hardware_version_key: str | None = element("maximumHardwareVersionKey", "xsd:string", default=None)


class FolderExternallyManagedFolderInfo(DynamicData):
    """Folder externally managed folder info. Since API 9.0.0.0."""

    id: str = element("id", "xsd:string")
    type: str = element("type", "xsd:string")


class ProductComponentInfo(DynamicData):
    """Product component info."""

    id: str = element("id", "xsd:string")
    name: str = element("name", "xsd:string")
    version: str = element("version", "xsd:string")
    release: int = element("release", "xsd:int")


class StoragePodSummary(DynamicData):
    """Storage pod summary. Since API 5.0."""

    name: str = element("name", "xsd:string")
    capacity: int = element("capacity", "xsd:long")
    free_space: int = element("freeSpace", "xsd:long")


class ClusterAffinityRuleSpec(ClusterRuleInfo):
    """Cluster affinity rule spec.

    Attributes:
        vm: refers to VirtualMachine.
    """

    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)


class ClusterAntiAffinityRuleSpec(ClusterRuleInfo):
    """Cluster anti affinity rule spec.

    Attributes:
        vm: refers to VirtualMachine.
    """

    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)


class ClusterDependencyRuleInfo(ClusterRuleInfo):
    """Cluster dependency rule info. Since API 6.5."""

    vm_group: str = element("vmGroup", "xsd:string")
    depends_on_vm_group: str = element("dependsOnVmGroup", "xsd:string")


class ClusterFtVmHostRuleInfo(ClusterRuleInfo):
    """Cluster ft vm host rule info. Since API 8.0.3.0."""

    vm_group_name: str = element("vmGroupName", "xsd:string")
    host_group_name: list[str] = element("hostGroupName", "xsd:string", default_factory=list)


class ConflictingConfigurationConfig(DynamicData):
    """Conflicting configuration config. Since API 5.5.

    Attributes:
        entity: refers to ManagedEntity.
    """

    entity: ManagedObjectReference | None = element("entity", "ManagedObjectReference", default=None)
    property_path: str = element("propertyPath", "xsd:string")


class DatacenterMismatchArgument(DynamicData):
    """Datacenter mismatch argument.

    Attributes:
        entity: refers to ManagedEntity.
        input_datacenter: refers to Datacenter.
    """

    entity: ManagedObjectReference = element("entity", "ManagedObjectReference")
    input_datacenter: ManagedObjectReference | None = element("inputDatacenter", "ManagedObjectReference", default=None)


class ClusterComputeResourceSummary(ComputeResourceSummary):
    """Cluster compute resource summary.

    Attributes:
        admission_control_info: since API 4.0.
        target_balance: since API 4.0.
        current_balance: since API 4.0.
        drs_score: since API 7.0.0.0.
        num_vms_per_drs_score_bucket: since API 7.0.0.0.
        usage_summary: since API 6.0.
        current_evc_mode_key: since API 4.0.
        current_evc_graphics_mode_key: since API 7.0.1.0.
        das_data: since API 5.0.
        cluster_maintenance_mode_status: since API 7.0.0.2.
        vcs_health_status: since API 7.0.1.1.
        vcs_slots: since API 7.0.1.1.
    """

    current_failover_level: int = element("currentFailoverLevel", "xsd:int")
    admission_control_info: ClusterDasAdmissionControlInfo | None = element("admissionControlInfo", "ClusterDasAdmissionControlInfo", default=None)
    num_vmotions: int = element("numVmotions", "xsd:int")
    target_balance: int | None = element("targetBalance", "xsd:int", default=None)
    current_balance: int | None = element("currentBalance", "xsd:int", default=None)
    drs_score: int | None = element("drsScore", "xsd:int", default=None)
    num_vms_per_drs_score_bucket: list[int] = element("numVmsPerDrsScoreBucket", "xsd:int", default_factory=list)
    usage_summary: ClusterUsageSummary | None = element("usageSummary", "ClusterUsageSummary", default=None)
    current_evc_mode_key: str | None = element("currentEVCModeKey", "xsd:string", default=None)
    current_evc_graphics_mode_key: str | None = element("currentEVCGraphicsModeKey", "xsd:string", default=None)
    das_data: ClusterDasData | None = element("dasData", "ClusterDasData", default=None)
    cluster_maintenance_mode_status: str | None = element("clusterMaintenanceModeStatus", "xsd:string", default=None)
    vcs_health_status: str | None = element("vcsHealthStatus", "xsd:string", default=None)
    vcs_slots: list[ClusterComputeResourceVcsSlots] = element("vcsSlots", "ClusterComputeResourceVcsSlots", default_factory=list)


class ClusterComputeResourceVcsSlots(DynamicData):
    """Cluster compute resource vcs slots. Since API 7.0.1.1.

    Attributes:
        system_id: since API 7.0.3.0.
        host: refers to HostSystem.
        datastore: refers to Datastore; since API 7.0.3.0.
    """

    system_id: str | None = element("systemId", "xsd:string", default=None)
    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    datastore: list[ManagedObjectReference] = element("datastore", "ManagedObjectReference", default_factory=list)
    total_slots: int = element("totalSlots", "xsd:int")


class LicenseManagerEvaluationInfo(DynamicData):
    """License manager evaluation info. Since API 4.0."""

    properties: list[KeyAnyValue] = element("properties", "KeyAnyValue", default_factory=list, required=True)


class LicenseAssignmentManagerLicenseAssignment(DynamicData):
    """License assignment manager license assignment. Since API 4.0."""

    entity_id: str = element("entityId", "xsd:string")
    scope: str | None = element("scope", "xsd:string", default=None)
    entity_display_name: str | None = element("entityDisplayName", "xsd:string", default=None)
    assigned_license: LicenseManagerLicenseInfo = element("assignedLicense", "LicenseManagerLicenseInfo")
    properties: list[KeyAnyValue] = element("properties", "KeyAnyValue", default_factory=list)
