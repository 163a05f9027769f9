"""Data objects of the area ``host_state``.

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

    from aioesx.vim._core import AboutInfo, ElementDescription, LocalizableMessage
    from aioesx.vim._enums import (
        HostSystemConnectionState,
        HostSystemPowerState,
        HostTpmAttestationInfoAcceptanceStatus,
        ManagedEntityStatus,
    )
    from aioesx.vim._host import (
        HostFeatureVersionInfo,
        HostFru,
        HostSystemIdentificationInfo,
        HostTpmDigestInfo,
        PodVMInfo,
    )
    from aioesx.vim._host_storage import HostVFlashManagerVFlashResourceRunTimeInfo
    from aioesx.vim._inventory import (
        ClusterDasFdmHostState,
        CryptoKeyId,
        CustomFieldValue,
        VsanHostRuntimeInfo,
    )
    from aioesx.vim.base import ManagedObjectReference


class HostConfigManager(DynamicData):
    """Where a host keeps its managers.

    Attributes:
        cpu_scheduler: refers to HostCpuSchedulerSystem.
        datastore_system: refers to HostDatastoreSystem.
        memory_manager: refers to HostMemorySystem.
        storage_system: refers to HostStorageSystem.
        network_system: refers to HostNetworkSystem.
        vmotion_system: refers to HostVMotionSystem.
        virtual_nic_manager: refers to HostVirtualNicManager; since API 4.0.
        service_system: refers to HostServiceSystem.
        firewall_system: refers to HostFirewallSystem.
        advanced_option: refers to OptionManager.
        diagnostic_system: refers to HostDiagnosticSystem.
        auto_start_manager: refers to HostAutoStartManager.
        snmp_system: refers to HostSnmpSystem.
        date_time_system: refers to HostDateTimeSystem.
        patch_manager: refers to HostPatchManager.
        image_config_manager: refers to HostImageConfigManager; since API 5.0.
        boot_device_system: refers to HostBootDeviceSystem.
        firmware_system: refers to HostFirmwareSystem.
        health_status_system: refers to HostHealthStatusSystem.
        pci_passthru_system: refers to HostPciPassthruSystem; since API 4.0.
        license_manager: refers to LicenseManager; since API 4.0.
        kernel_module_system: refers to HostKernelModuleSystem; since API 4.0.
        authentication_manager: refers to HostAuthenticationManager; since API 4.1.
        power_system: refers to HostPowerSystem; since API 4.1.
        cache_configuration_manager: refers to HostCacheConfigurationManager; since API 5.0.
        esx_agent_host_manager: refers to HostEsxAgentHostManager; since API 5.0.
        iscsi_manager: refers to IscsiManager; since API 5.0.
        v_flash_manager: refers to HostVFlashManager; since API 5.5.
        vsan_system: refers to HostVsanSystem; since API 5.5.
        message_bus_proxy: refers to MessageBusProxy; since API 6.0.
        user_directory: refers to UserDirectory; since API 6.0.
        account_manager: refers to HostLocalAccountManager; since API 6.0.
        host_access_manager: refers to HostAccessManager; since API 6.0.
        graphics_manager: refers to HostGraphicsManager; since API 5.5.
        vsan_internal_system: refers to HostVsanInternalSystem; since API 5.5.
        certificate_manager: refers to HostCertificateManager; since API 6.0.
        crypto_manager: refers to CryptoManager; since API 6.5.
        nvdimm_system: refers to HostNvdimmSystem; since API 6.7.
        assignable_hardware_manager: refers to HostAssignableHardwareManager; since API 7.0.0.0.
    """

    cpu_scheduler: ManagedObjectReference | None = element("cpuScheduler", "ManagedObjectReference", default=None)
    datastore_system: ManagedObjectReference | None = element("datastoreSystem", "ManagedObjectReference", default=None)
    memory_manager: ManagedObjectReference | None = element("memoryManager", "ManagedObjectReference", default=None)
    storage_system: ManagedObjectReference | None = element("storageSystem", "ManagedObjectReference", default=None)
    network_system: ManagedObjectReference | None = element("networkSystem", "ManagedObjectReference", default=None)
    vmotion_system: ManagedObjectReference | None = element("vmotionSystem", "ManagedObjectReference", default=None)
    virtual_nic_manager: ManagedObjectReference | None = element("virtualNicManager", "ManagedObjectReference", default=None)
    service_system: ManagedObjectReference | None = element("serviceSystem", "ManagedObjectReference", default=None)
    firewall_system: ManagedObjectReference | None = element("firewallSystem", "ManagedObjectReference", default=None)
    advanced_option: ManagedObjectReference | None = element("advancedOption", "ManagedObjectReference", default=None)
    diagnostic_system: ManagedObjectReference | None = element("diagnosticSystem", "ManagedObjectReference", default=None)
    auto_start_manager: ManagedObjectReference | None = element("autoStartManager", "ManagedObjectReference", default=None)
    snmp_system: ManagedObjectReference | None = element("snmpSystem", "ManagedObjectReference", default=None)
    date_time_system: ManagedObjectReference | None = element("dateTimeSystem", "ManagedObjectReference", default=None)
    patch_manager: ManagedObjectReference | None = element("patchManager", "ManagedObjectReference", default=None)
    image_config_manager: ManagedObjectReference | None = element("imageConfigManager", "ManagedObjectReference", default=None)
    boot_device_system: ManagedObjectReference | None = element("bootDeviceSystem", "ManagedObjectReference", default=None)
    firmware_system: ManagedObjectReference | None = element("firmwareSystem", "ManagedObjectReference", default=None)
    health_status_system: ManagedObjectReference | None = element("healthStatusSystem", "ManagedObjectReference", default=None)
    pci_passthru_system: ManagedObjectReference | None = element("pciPassthruSystem", "ManagedObjectReference", default=None)
    license_manager: ManagedObjectReference | None = element("licenseManager", "ManagedObjectReference", default=None)
    kernel_module_system: ManagedObjectReference | None = element("kernelModuleSystem", "ManagedObjectReference", default=None)
    authentication_manager: ManagedObjectReference | None = element("authenticationManager", "ManagedObjectReference", default=None)
    power_system: ManagedObjectReference | None = element("powerSystem", "ManagedObjectReference", default=None)
    cache_configuration_manager: ManagedObjectReference | None = element("cacheConfigurationManager", "ManagedObjectReference", default=None)
    esx_agent_host_manager: ManagedObjectReference | None = element("esxAgentHostManager", "ManagedObjectReference", default=None)
    iscsi_manager: ManagedObjectReference | None = element("iscsiManager", "ManagedObjectReference", default=None)
    v_flash_manager: ManagedObjectReference | None = element("vFlashManager", "ManagedObjectReference", default=None)
    vsan_system: ManagedObjectReference | None = element("vsanSystem", "ManagedObjectReference", default=None)
    message_bus_proxy: ManagedObjectReference | None = element("messageBusProxy", "ManagedObjectReference", default=None)
    user_directory: ManagedObjectReference | None = element("userDirectory", "ManagedObjectReference", default=None)
    account_manager: ManagedObjectReference | None = element("accountManager", "ManagedObjectReference", default=None)
    host_access_manager: ManagedObjectReference | None = element("hostAccessManager", "ManagedObjectReference", default=None)
    graphics_manager: ManagedObjectReference | None = element("graphicsManager", "ManagedObjectReference", default=None)
    vsan_internal_system: ManagedObjectReference | None = element("vsanInternalSystem", "ManagedObjectReference", default=None)
    certificate_manager: ManagedObjectReference | None = element("certificateManager", "ManagedObjectReference", default=None)
    crypto_manager: ManagedObjectReference | None = element("cryptoManager", "ManagedObjectReference", default=None)
    nvdimm_system: ManagedObjectReference | None = element("nvdimmSystem", "ManagedObjectReference", default=None)
    assignable_hardware_manager: ManagedObjectReference | None = element("assignableHardwareManager", "ManagedObjectReference", default=None)


class HostHardwareStatusInfo(DynamicData):
    """Host hardware status info.

    Attributes:
        dpu_status_info: since API 8.0.0.1.
    """

    memory_status_info: list[HostHardwareElementInfo] = element("memoryStatusInfo", "HostHardwareElementInfo", default_factory=list)
    cpu_status_info: list[HostHardwareElementInfo] = element("cpuStatusInfo", "HostHardwareElementInfo", default_factory=list)
    storage_status_info: list[HostStorageElementInfo] = element("storageStatusInfo", "HostStorageElementInfo", default_factory=list)
    dpu_status_info: list[DpuStatusInfo] = element("dpuStatusInfo", "DpuStatusInfo", default_factory=list)


class HostHardwareElementInfo(DynamicData):
    """Host hardware element info."""

    name: str = element("name", "xsd:string")
    status: ElementDescription = element("status", "ElementDescription")


class HostStorageElementInfo(HostHardwareElementInfo):
    """Host storage element info."""

    operational_info: list[HostStorageOperationalInfo] = element("operationalInfo", "HostStorageOperationalInfo", default_factory=list)


class HostStorageOperationalInfo(DynamicData):
    """Host storage operational info."""

    property: str = element("property", "xsd:string")
    value: str = element("value", "xsd:string")


class DpuStatusInfo(HostHardwareElementInfo):
    """Dpu status info. Since API 8.0.0.1."""

    dpu_id: str = element("dpuId", "xsd:string")
    fru: HostFru | None = element("fru", "HostFru", default=None)
    sensors: list[DpuStatusInfoOperationalInfo] = element("sensors", "DpuStatusInfoOperationalInfo", default_factory=list)


class DpuStatusInfoOperationalInfo(DynamicData):
    """Dpu status info operational info. Since API 8.0.0.1."""

    sensor_id: str = element("sensorId", "xsd:string")
    health_state: ElementDescription | None = element("healthState", "ElementDescription", default=None)
    reading: str = element("reading", "xsd:string")
    units: str | None = element("units", "xsd:string", default=None)
    time_stamp: datetime | None = element("timeStamp", "xsd:dateTime", default=None)


class HealthSystemRuntime(DynamicData):
    """Health system runtime."""

    system_health_info: HostSystemHealthInfo | None = element("systemHealthInfo", "HostSystemHealthInfo", default=None)
    hardware_status_info: HostHardwareStatusInfo | None = element("hardwareStatusInfo", "HostHardwareStatusInfo", default=None)


class HostNumericSensorInfo(DynamicData):
    """Host numeric sensor info.

    Attributes:
        id: since API 6.5.
        sensor_number: since API 8.0.0.1.
        time_stamp: since API 6.5.
        fru: since API 8.0.0.1.
    """

    name: str = element("name", "xsd:string")
    health_state: ElementDescription | None = element("healthState", "ElementDescription", default=None)
    current_reading: int = element("currentReading", "xsd:long")
    unit_modifier: int = element("unitModifier", "xsd:int")
    base_units: str = element("baseUnits", "xsd:string")
    rate_units: str | None = element("rateUnits", "xsd:string", default=None)
    sensor_type: str = element("sensorType", "xsd:string")
    id: str | None = element("id", "xsd:string", default=None)
    sensor_number: int | None = element("sensorNumber", "xsd:long", default=None)
    time_stamp: str | None = element("timeStamp", "xsd:string", default=None)
    fru: HostFru | None = element("fru", "HostFru", default=None)


class HostPartialMaintenanceModeRuntimeInfo(DynamicData):
    """Host partial maintenance mode runtime info. Since API 8.0.3.0."""

    key: str = element("key", "xsd:string")
    host_status: str = element("hostStatus", "xsd:string")


class HostSystemHealthInfo(DynamicData):
    """Host system health info."""

    numeric_sensor_info: list[HostNumericSensorInfo] = element("numericSensorInfo", "HostNumericSensorInfo", default_factory=list)


class HostTpmAttestationInfo(DynamicData):
    """Host tpm attestation info. Since API 6.7."""

    time: datetime = element("time", "xsd:dateTime")
    status: HostTpmAttestationInfoAcceptanceStatus | str = element("status", "HostTpmAttestationInfoAcceptanceStatus")
    message: LocalizableMessage | None = element("message", "LocalizableMessage", default=None)


class HostTrustAuthorityAttestationInfo(DynamicData):
    """Host trust authority attestation info. Since API 7.0.1.0."""

    attestation_status: str = element("attestationStatus", "xsd:string")
    service_id: str | None = element("serviceId", "xsd:string", default=None)
    attested_at: datetime | None = element("attestedAt", "xsd:dateTime", default=None)
    attested_until: datetime | None = element("attestedUntil", "xsd:dateTime", default=None)
    messages: list[LocalizableMessage] = element("messages", "LocalizableMessage", default_factory=list)


class HostListSummary(DynamicData):
    """Host list summary.

    Attributes:
        host: refers to HostSystem.
        reboot_required_reason: since API 9.1.0.0.
        maintenance_mode_required: since API 9.1.0.0.
        max_evc_mode_key: since API 4.0.
        current_evc_mode_key: since API 4.0.
        current_evc_graphics_mode_key: since API 7.0.1.0.
        gateway: since API 6.0.
        tpm_attestation: since API 6.7.
        trust_authority_attestation_infos: since API 7.0.1.0.
    """

    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    hardware: HostHardwareSummary | None = element("hardware", "HostHardwareSummary", default=None)
    runtime: HostRuntimeInfo | None = element("runtime", "HostRuntimeInfo", default=None)
    config: HostConfigSummary = element("config", "HostConfigSummary")
    quick_stats: HostListSummaryQuickStats = element("quickStats", "HostListSummaryQuickStats")
    overall_status: ManagedEntityStatus | str = element("overallStatus", "ManagedEntityStatus")
    reboot_required: bool = element("rebootRequired", "xsd:boolean")
    reboot_required_reason: list[LocalizableMessage] = element("rebootRequiredReason", "LocalizableMessage", default_factory=list)
    maintenance_mode_required: bool | None = element("maintenanceModeRequired", "xsd:boolean", default=None)
    custom_value: list[CustomFieldValue] = element("customValue", "CustomFieldValue", default_factory=list)
    management_server_ip: str | None = element("managementServerIp", "xsd:string", default=None)
    max_evc_mode_key: str | None = element("maxEVCModeKey", "xsd:string", default=None)
    current_evc_mode_key: str | None = element("currentEVCModeKey", "xsd:string", default=None)
    current_evc_graphics_mode_key: str | None = element("currentEVCGraphicsModeKey", "xsd:string", default=None)
    gateway: HostListSummaryGatewaySummary | None = element("gateway", "HostListSummaryGatewaySummary", default=None)
    tpm_attestation: HostTpmAttestationInfo | None = element("tpmAttestation", "HostTpmAttestationInfo", default=None)
    trust_authority_attestation_infos: list[HostTrustAuthorityAttestationInfo] = element("trustAuthorityAttestationInfos", "HostTrustAuthorityAttestationInfo", default_factory=list)


class HostHardwareSummary(DynamicData):
    """Host hardware summary.

    Attributes:
        family: since API 9.0.0.0.
        memory_size: Bytes.
        cpu_mhz: MHz of a core.
        num_cpu_pkgs: Sockets.
        num_cpu_threads: Logical processors.
    """

    vendor: str = element("vendor", "xsd:string")
    model: str = element("model", "xsd:string")
    family: str | None = element("family", "xsd:string", default=None)
    uuid: str = element("uuid", "xsd:string")
    other_identifying_info: list[HostSystemIdentificationInfo] = element("otherIdentifyingInfo", "HostSystemIdentificationInfo", default_factory=list)
    memory_size: int = element("memorySize", "xsd:long")
    cpu_model: str = element("cpuModel", "xsd:string")
    cpu_mhz: int = element("cpuMhz", "xsd:int")
    num_cpu_pkgs: int = element("numCpuPkgs", "xsd:short")
    num_cpu_cores: int = element("numCpuCores", "xsd:short")
    num_cpu_threads: int = element("numCpuThreads", "xsd:short")
    num_nics: int = element("numNics", "xsd:int")
    num_hbas: int = element("numHBAs", "xsd:int")


class HostListSummaryQuickStats(DynamicData):
    """Host list summary quick stats.

    Attributes:
        overall_cpu_usage: MHz.
        overall_memory_usage: MB.
        available_p_mem_capacity: since API 6.7.
        uptime: Seconds; since API 4.1.
    """

    overall_cpu_usage: int | None = element("overallCpuUsage", "xsd:int", default=None)
    overall_memory_usage: int | None = element("overallMemoryUsage", "xsd:int", default=None)
    distributed_cpu_fairness: int | None = element("distributedCpuFairness", "xsd:int", default=None)
    distributed_memory_fairness: int | None = element("distributedMemoryFairness", "xsd:int", default=None)
    available_p_mem_capacity: int | None = element("availablePMemCapacity", "xsd:int", default=None)
    uptime: int | None = element("uptime", "xsd:int", default=None)


class HostConfigSummary(DynamicData):
    """Host config summary.

    Attributes:
        ssl_thumbprint: since API 4.0.
        ssl_certificate: since API 9.0.0.0.
        fault_tolerance_enabled: since API 4.0.
        feature_version: since API 4.1.
        agent_vm_datastore: refers to Datastore; since API 5.0.
        agent_vm_network: refers to Network; since API 5.0.
    """

    name: str = element("name", "xsd:string")
    port: int = element("port", "xsd:int")
    ssl_thumbprint: str | None = element("sslThumbprint", "xsd:string", default=None)
    ssl_certificate: str | None = element("sslCertificate", "xsd:string", default=None)
    product: AboutInfo | None = element("product", "AboutInfo", default=None)
    vmotion_enabled: bool = element("vmotionEnabled", "xsd:boolean")
    fault_tolerance_enabled: bool | None = element("faultToleranceEnabled", "xsd:boolean", default=None)
    feature_version: list[HostFeatureVersionInfo] = element("featureVersion", "HostFeatureVersionInfo", default_factory=list)
    agent_vm_datastore: ManagedObjectReference | None = element("agentVmDatastore", "ManagedObjectReference", default=None)
    agent_vm_network: ManagedObjectReference | None = element("agentVmNetwork", "ManagedObjectReference", default=None)


class HostListSummaryGatewaySummary(DynamicData):
    """Host list summary gateway summary. Since API 6.0."""

    gateway_type: str = element("gatewayType", "xsd:string")
    gateway_id: str = element("gatewayId", "xsd:string")


class HostRuntimeInfo(DynamicData):
    """Host runtime info.

    Attributes:
        standby_mode: since API 4.1.
        in_quarantine_mode: since API 6.5.
        das_host_state: since API 5.0.
        tpm_pcr_values: since API 4.0.
        vsan_runtime_info: since API 5.5.
        network_runtime_info: since API 5.5.
        v_flash_resource_runtime_info: since API 5.5.
        host_max_virtual_disk_capacity: since API 5.5.
        crypto_state: since API 6.5.
        crypto_key_id: since API 6.5.
        stateless_nvds_migration_ready: since API 7.0.2.0.
        partial_maintenance_mode: since API 8.0.3.0.
        state_encryption: since API 7.0.3.0.
        pod_vm_info: since API 9.1.0.0.
    """

    connection_state: HostSystemConnectionState | str = element("connectionState", "HostSystemConnectionState")
    power_state: HostSystemPowerState | str = element("powerState", "HostSystemPowerState")
    standby_mode: str | None = element("standbyMode", "xsd:string", default=None)
    in_maintenance_mode: bool = element("inMaintenanceMode", "xsd:boolean")
    in_quarantine_mode: bool | None = element("inQuarantineMode", "xsd:boolean", default=None)
    boot_time: datetime | None = element("bootTime", "xsd:dateTime", default=None)
    health_system_runtime: HealthSystemRuntime | None = element("healthSystemRuntime", "HealthSystemRuntime", default=None)
    das_host_state: ClusterDasFdmHostState | None = element("dasHostState", "ClusterDasFdmHostState", default=None)
    tpm_pcr_values: list[HostTpmDigestInfo] = element("tpmPcrValues", "HostTpmDigestInfo", default_factory=list)
    vsan_runtime_info: VsanHostRuntimeInfo | None = element("vsanRuntimeInfo", "VsanHostRuntimeInfo", default=None)
    network_runtime_info: HostRuntimeInfoNetworkRuntimeInfo | None = element("networkRuntimeInfo", "HostRuntimeInfoNetworkRuntimeInfo", default=None)
    v_flash_resource_runtime_info: HostVFlashManagerVFlashResourceRunTimeInfo | None = element("vFlashResourceRuntimeInfo", "HostVFlashManagerVFlashResourceRunTimeInfo", default=None)
    host_max_virtual_disk_capacity: int | None = element("hostMaxVirtualDiskCapacity", "xsd:long", default=None)
    crypto_state: str | None = element("cryptoState", "xsd:string", default=None)
    crypto_key_id: CryptoKeyId | None = element("cryptoKeyId", "CryptoKeyId", default=None)
    stateless_nvds_migration_ready: str | None = element("statelessNvdsMigrationReady", "xsd:string", default=None)
    partial_maintenance_mode: list[HostPartialMaintenanceModeRuntimeInfo] = element("partialMaintenanceMode", "HostPartialMaintenanceModeRuntimeInfo", default_factory=list)
    state_encryption: HostRuntimeInfoStateEncryptionInfo | None = element("stateEncryption", "HostRuntimeInfoStateEncryptionInfo", default=None)
    pod_vm_info: PodVMInfo | None = element("podVMInfo", "PodVMInfo", default=None)


class HostRuntimeInfoNetStackInstanceRuntimeInfo(DynamicData):
    """Host runtime info net stack instance runtime info. Since API 5.5."""

    net_stack_instance_key: str = element("netStackInstanceKey", "xsd:string")
    state: str | None = element("state", "xsd:string", default=None)
    vmknic_keys: list[str] = element("vmknicKeys", "xsd:string", default_factory=list)
    max_number_of_connections: int | None = element("maxNumberOfConnections", "xsd:int", default=None)
    current_ip_v6_enabled: bool | None = element("currentIpV6Enabled", "xsd:boolean", default=None)


class HostPlacedVirtualNicIdentifier(DynamicData):
    """Host placed virtual nic identifier. Since API 6.0.

    Attributes:
        vm: refers to VirtualMachine.
    """

    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    vnic_key: str = element("vnicKey", "xsd:string")
    reservation: int | None = element("reservation", "xsd:int", default=None)


class HostPnicNetworkResourceInfo(DynamicData):
    """Host pnic network resource info. Since API 6.0."""

    pnic_device: str = element("pnicDevice", "xsd:string")
    available_bandwidth_for_vm_traffic: int | None = element("availableBandwidthForVMTraffic", "xsd:long", default=None)
    unused_bandwidth_for_vm_traffic: int | None = element("unusedBandwidthForVMTraffic", "xsd:long", default=None)
    placed_virtual_nics: list[HostPlacedVirtualNicIdentifier] = element("placedVirtualNics", "HostPlacedVirtualNicIdentifier", default_factory=list)


class HostNetworkResourceRuntime(DynamicData):
    """Host network resource runtime. Since API 6.0."""

    pnic_resource_info: list[HostPnicNetworkResourceInfo] = element("pnicResourceInfo", "HostPnicNetworkResourceInfo", default_factory=list, required=True)


class HostRuntimeInfoNetworkRuntimeInfo(DynamicData):
    """Host runtime info network runtime info. Since API 5.5.

    Attributes:
        network_resource_runtime: since API 6.0.
    """

    net_stack_instance_runtime_info: list[HostRuntimeInfoNetStackInstanceRuntimeInfo] = element("netStackInstanceRuntimeInfo", "HostRuntimeInfoNetStackInstanceRuntimeInfo", default_factory=list)
    network_resource_runtime: HostNetworkResourceRuntime | None = element("networkResourceRuntime", "HostNetworkResourceRuntime", default=None)


class HostRuntimeInfoStateEncryptionInfo(DynamicData):
    """Host runtime info state encryption info. Since API 7.0.3.0."""

    protection_mode: str = element("protectionMode", "xsd:string")
    require_secure_boot: bool | None = element("requireSecureBoot", "xsd:boolean", default=None)
    require_exec_installed_only: bool | None = element("requireExecInstalledOnly", "xsd:boolean", default=None)
