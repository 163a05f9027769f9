"""Data objects of the area ``machine``.

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
    from typing import Any

    from aioesx.vim._core import (
        ChoiceOption,
        Description,
        LocalizedMethodFault,
        OptionValue,
        ResourceAllocationInfo,
    )
    from aioesx.vim._devices import VirtualDevice
    from aioesx.vim._enums import (
        ManagedEntityStatus,
        VirtualMachineConnectionState,
        VirtualMachineFaultToleranceState,
        VirtualMachinePowerState,
        VirtualMachineRecordReplayState,
        VirtualMachineToolsStatus,
    )
    from aioesx.vim._host import HostCpuIdInfo, HostFeatureMask
    from aioesx.vim._inventory import (
        CryptoKeyId,
        CustomFieldValue,
        KeyValue,
        LatencySensitivity,
        ManagedByInfo,
        NetBIOSConfigInfo,
        NetDhcpConfigInfo,
        NetDnsConfigInfo,
        NetIpConfigInfo,
        NetIpRouteConfigInfo,
        VAppProductInfo,
        VmConfigInfo,
    )
    from aioesx.vim._machine_specs import ReplicationConfigSpec
    from aioesx.vim.base import ManagedObjectReference


class VirtualMachineMemoryReservationInfo(DynamicData):
    """Virtual machine memory reservation info."""

    virtual_machine_min: int = element("virtualMachineMin", "xsd:long")
    virtual_machine_max: int = element("virtualMachineMax", "xsd:long")
    virtual_machine_reserved: int = element("virtualMachineReserved", "xsd:long")
    allocation_policy: str = element("allocationPolicy", "xsd:string")


class VirtualMachineAffinityInfo(DynamicData):
    """Virtual machine affinity info."""

    affinity_set: list[int] = element("affinitySet", "xsd:int", default_factory=list)


class VirtualMachineBootOptions(DynamicData):
    """Virtual machine boot options.

    Attributes:
        efi_secure_boot_enabled: since API 6.5.
        boot_retry_enabled: since API 4.1.
        boot_retry_delay: since API 4.1.
        boot_order: since API 5.0.
        network_boot_protocol: since API 6.0.
    """

    boot_delay: int | None = element("bootDelay", "xsd:long", default=None)
    enter_bios_setup: bool | None = element("enterBIOSSetup", "xsd:boolean", default=None)
    efi_secure_boot_enabled: bool | None = element("efiSecureBootEnabled", "xsd:boolean", default=None)
    boot_retry_enabled: bool | None = element("bootRetryEnabled", "xsd:boolean", default=None)
    boot_retry_delay: int | None = element("bootRetryDelay", "xsd:long", default=None)
    boot_order: list[VirtualMachineBootOptionsBootableDevice] = element("bootOrder", "VirtualMachineBootOptionsBootableDevice", default_factory=list)
    network_boot_protocol: str | None = element("networkBootProtocol", "xsd:string", default=None)


class VirtualMachineBootOptionsBootableDevice(DynamicData):
    """Virtual machine boot options bootable device. Since API 5.0."""


class VirtualMachineBootOptionsBootableDiskDevice(VirtualMachineBootOptionsBootableDevice):
    """Virtual machine boot options bootable disk device. Since API 5.0."""

    device_key: int = element("deviceKey", "xsd:int")


class VirtualMachineBootOptionsBootableEthernetDevice(VirtualMachineBootOptionsBootableDevice):
    """Virtual machine boot options bootable ethernet device. Since API 5.0."""

    device_key: int = element("deviceKey", "xsd:int")


class VirtualMachineBootOptionsBootableFloppyDevice(VirtualMachineBootOptionsBootableDevice):
    """Virtual machine boot options bootable floppy device. Since API 5.0."""


class VirtualMachineBootOptionsBootableCdromDevice(VirtualMachineBootOptionsBootableDevice):
    """Virtual machine boot options bootable cdrom device. Since API 5.0."""


class VirtualMachineCapability(DynamicData):
    """Virtual machine capability.

    Attributes:
        vm_npiv_wwn_disable_supported: since API 4.0.
        vm_npiv_wwn_update_supported: since API 4.0.
        boot_retry_options_supported: since API 4.1.
        setting_display_topology_supported: since API 2.5u2.
        record_replay_supported: since API 4.0.
        change_tracking_supported: since API 4.0.
        multiple_cores_per_socket_supported: since API 5.0.
        host_based_replication_supported: since API 5.0.
        guest_auto_lock_supported: since API 5.0.
        memory_reservation_lock_supported: since API 5.0.
        feature_requirement_supported: since API 5.1.
        powered_on_monitor_type_change_supported: since API 5.1.
        se_sparse_disk_supported: since API 5.1.
        nested_hv_supported: since API 5.1.
        v_pmc_supported: since API 5.1.
        secure_boot_supported: since API 6.5.
        per_vm_evc_supported: since API 6.7.
        virtual_mmu_usage_ignored: since API 6.7.
        virtual_exec_usage_ignored: since API 6.7.
        disk_only_snapshot_on_suspended_vm_supported: since API 6.7.
        suspend_to_memory_supported: since API 7.0.2.0.
        tools_sync_time_allow_supported: since API 7.0.1.0.
        sev_supported: since API 7.0.1.0.
        pmem_failover_supported: since API 7.0.2.0.
        require_sgx_attestation_supported: since API 8.0.0.1.
        change_mode_disks_supported: since API 8.0.0.1.
        vendor_device_group_supported: since API 8.0.1.0.
        sev_snp_supported: since API 9.0.0.0.
        tdx_supported: since API 9.0.0.0.
        ehv_secure_boot_supported: since API 9.1.0.0.
    """

    snapshot_operations_supported: bool = element("snapshotOperationsSupported", "xsd:boolean")
    multiple_snapshots_supported: bool = element("multipleSnapshotsSupported", "xsd:boolean")
    snapshot_config_supported: bool = element("snapshotConfigSupported", "xsd:boolean")
    powered_off_snapshots_supported: bool = element("poweredOffSnapshotsSupported", "xsd:boolean")
    memory_snapshots_supported: bool = element("memorySnapshotsSupported", "xsd:boolean")
    revert_to_snapshot_supported: bool = element("revertToSnapshotSupported", "xsd:boolean")
    quiesced_snapshots_supported: bool = element("quiescedSnapshotsSupported", "xsd:boolean")
    disable_snapshots_supported: bool = element("disableSnapshotsSupported", "xsd:boolean")
    lock_snapshots_supported: bool = element("lockSnapshotsSupported", "xsd:boolean")
    console_preferences_supported: bool = element("consolePreferencesSupported", "xsd:boolean")
    cpu_feature_mask_supported: bool = element("cpuFeatureMaskSupported", "xsd:boolean")
    s1_acpi_management_supported: bool = element("s1AcpiManagementSupported", "xsd:boolean")
    setting_screen_resolution_supported: bool = element("settingScreenResolutionSupported", "xsd:boolean")
    tools_auto_update_supported: bool = element("toolsAutoUpdateSupported", "xsd:boolean")
    vm_npiv_wwn_supported: bool = element("vmNpivWwnSupported", "xsd:boolean")
    npiv_wwn_on_non_rdm_vm_supported: bool = element("npivWwnOnNonRdmVmSupported", "xsd:boolean")
    vm_npiv_wwn_disable_supported: bool | None = element("vmNpivWwnDisableSupported", "xsd:boolean", default=None)
    vm_npiv_wwn_update_supported: bool | None = element("vmNpivWwnUpdateSupported", "xsd:boolean", default=None)
    swap_placement_supported: bool = element("swapPlacementSupported", "xsd:boolean")
    tools_sync_time_supported: bool = element("toolsSyncTimeSupported", "xsd:boolean")
    virtual_mmu_usage_supported: bool = element("virtualMmuUsageSupported", "xsd:boolean")
    disk_shares_supported: bool = element("diskSharesSupported", "xsd:boolean")
    boot_options_supported: bool = element("bootOptionsSupported", "xsd:boolean")
    boot_retry_options_supported: bool | None = element("bootRetryOptionsSupported", "xsd:boolean", default=None)
    setting_video_ram_size_supported: bool = element("settingVideoRamSizeSupported", "xsd:boolean")
    setting_display_topology_supported: bool | None = element("settingDisplayTopologySupported", "xsd:boolean", default=None)
    record_replay_supported: bool | None = element("recordReplaySupported", "xsd:boolean", default=None)
    change_tracking_supported: bool | None = element("changeTrackingSupported", "xsd:boolean", default=None)
    multiple_cores_per_socket_supported: bool | None = element("multipleCoresPerSocketSupported", "xsd:boolean", default=None)
    host_based_replication_supported: bool | None = element("hostBasedReplicationSupported", "xsd:boolean", default=None)
    guest_auto_lock_supported: bool | None = element("guestAutoLockSupported", "xsd:boolean", default=None)
    memory_reservation_lock_supported: bool | None = element("memoryReservationLockSupported", "xsd:boolean", default=None)
    feature_requirement_supported: bool | None = element("featureRequirementSupported", "xsd:boolean", default=None)
    powered_on_monitor_type_change_supported: bool | None = element("poweredOnMonitorTypeChangeSupported", "xsd:boolean", default=None)
    se_sparse_disk_supported: bool | None = element("seSparseDiskSupported", "xsd:boolean", default=None)
    nested_hv_supported: bool | None = element("nestedHVSupported", "xsd:boolean", default=None)
    v_pmc_supported: bool | None = element("vPMCSupported", "xsd:boolean", default=None)
    secure_boot_supported: bool | None = element("secureBootSupported", "xsd:boolean", default=None)
    per_vm_evc_supported: bool | None = element("perVmEvcSupported", "xsd:boolean", default=None)
    virtual_mmu_usage_ignored: bool | None = element("virtualMmuUsageIgnored", "xsd:boolean", default=None)
    virtual_exec_usage_ignored: bool | None = element("virtualExecUsageIgnored", "xsd:boolean", default=None)
    disk_only_snapshot_on_suspended_vm_supported: bool | None = element("diskOnlySnapshotOnSuspendedVMSupported", "xsd:boolean", default=None)
    suspend_to_memory_supported: bool | None = element("suspendToMemorySupported", "xsd:boolean", default=None)
    tools_sync_time_allow_supported: bool | None = element("toolsSyncTimeAllowSupported", "xsd:boolean", default=None)
    sev_supported: bool | None = element("sevSupported", "xsd:boolean", default=None)
    pmem_failover_supported: bool | None = element("pmemFailoverSupported", "xsd:boolean", default=None)
    require_sgx_attestation_supported: bool | None = element("requireSgxAttestationSupported", "xsd:boolean", default=None)
    change_mode_disks_supported: bool | None = element("changeModeDisksSupported", "xsd:boolean", default=None)
    vendor_device_group_supported: bool | None = element("vendorDeviceGroupSupported", "xsd:boolean", default=None)
    sev_snp_supported: bool | None = element("sevSnpSupported", "xsd:boolean", default=None)
    tdx_supported: bool | None = element("tdxSupported", "xsd:boolean", default=None)
    ehv_secure_boot_supported: bool | None = element("ehvSecureBootSupported", "xsd:boolean", default=None)


class VirtualMachineCertThumbprint(DynamicData):
    """Virtual machine cert thumbprint. Since API 7.0.3.1."""

    thumbprint: str = element("thumbprint", "xsd:string")
    hash_algorithm: str | None = element("hashAlgorithm", "xsd:string", default=None)


class VirtualMachineConfigInfo(DynamicData):
    """Configuration of a machine.

    Attributes:
        modified: Last change.
        version: Virtual hardware, as vmx-13.
        uuid: BIOS UUID.
        create_date: since API 6.7.
        instance_uuid: UUID that a vCenter gives; since API 4.0.
        npiv_desired_node_wwns: since API 4.0.
        npiv_desired_port_wwns: since API 4.0.
        npiv_temporary_disabled: since API 4.0.
        npiv_on_non_rdm_disks: since API 4.0.
        annotation: Free text.
        reboot_power_off: since API 8.0.0.1.
        vcpu_config: since API 7.0.0.0.
        latency_sensitivity: since API 5.1.
        memory_hot_add_enabled: since API 2.5u2.
        cpu_hot_add_enabled: since API 2.5u2.
        cpu_hot_remove_enabled: since API 2.5u2.
        hot_plug_memory_limit: since API 2.5u2.
        hot_plug_memory_increment_size: since API 2.5u2.
        ft_info: since API 4.0.
        rep_config: since API 6.0.
        v_app_config: since API 4.0.
        v_asserts_enabled: since API 4.0.
        change_tracking_enabled: since API 4.0.
        firmware: since API 5.0.
        max_mks_connections: since API 5.0.
        guest_auto_lock_enabled: since API 5.0.
        managed_by: since API 5.0.
        memory_reservation_locked_to_max: since API 5.0.
        initial_overhead: since API 5.0.
        nested_hv_enabled: since API 5.1.
        v_pmc_enabled: since API 5.1.
        scheduled_hardware_upgrade_info: since API 5.1.
        fork_config_info: since API 6.0.
        v_flash_cache_reservation: since API 5.5.
        vmx_config_checksum: since API 6.0.
        message_bus_tunnel_enabled: since API 6.0.
        vm_storage_object_id: since API 6.0.
        swap_storage_object_id: since API 6.0.
        key_id: since API 6.5.
        guest_integrity_info: since API 6.5.
        migrate_encryption: since API 6.5.
        sgx_info: since API 7.0.0.0.
        content_lib_item_info: since API 7.0.0.0.
        ft_encryption_mode: since API 7.0.2.0.
        guest_monitoring_mode_info: since API 7.0.0.0.
        sev_enabled: since API 7.0.1.0.
        numa_info: since API 8.0.0.1.
        pmem_failover_enabled: since API 7.0.2.0.
        vmx_stats_collection_enabled: since API 7.0.3.1.
        vm_op_notification_to_app_enabled: since API 7.0.3.0.
        vm_op_notification_timeout: since API 8.0.0.1.
        device_swap: since API 8.0.0.1.
        pmem: since API 7.0.3.0.
        device_groups: since API 8.0.0.1.
        fixed_passthru_hot_plug_enabled: since API 8.0.1.0.
        metro_ft_enabled: since API 8.0.3.0.
        vmx_runtime_config: since API 9.0.0.0.
        metro_ft_host_group: since API 8.0.3.0.
        tdx_enabled: since API 9.0.0.0.
        sev_snp_enabled: since API 9.0.0.0.
        guest_architecture: since API 9.1.0.0.
    """

    change_version: str = element("changeVersion", "xsd:string")
    modified: datetime = element("modified", "xsd:dateTime")
    name: str = element("name", "xsd:string")
    guest_full_name: str = element("guestFullName", "xsd:string")
    version: str = element("version", "xsd:string")
    uuid: str = element("uuid", "xsd:string")
    create_date: datetime | None = element("createDate", "xsd:dateTime", default=None)
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)
    npiv_node_world_wide_name: list[int] = element("npivNodeWorldWideName", "xsd:long", default_factory=list)
    npiv_port_world_wide_name: list[int] = element("npivPortWorldWideName", "xsd:long", default_factory=list)
    npiv_world_wide_name_type: str | None = element("npivWorldWideNameType", "xsd:string", default=None)
    npiv_desired_node_wwns: int | None = element("npivDesiredNodeWwns", "xsd:short", default=None)
    npiv_desired_port_wwns: int | None = element("npivDesiredPortWwns", "xsd:short", default=None)
    npiv_temporary_disabled: bool | None = element("npivTemporaryDisabled", "xsd:boolean", default=None)
    npiv_on_non_rdm_disks: bool | None = element("npivOnNonRdmDisks", "xsd:boolean", default=None)
    location_id: str | None = element("locationId", "xsd:string", default=None)
    template: bool = element("template", "xsd:boolean")
    guest_id: str = element("guestId", "xsd:string")
    alternate_guest_name: str = element("alternateGuestName", "xsd:string")
    annotation: str | None = element("annotation", "xsd:string", default=None)
    files: VirtualMachineFileInfo = element("files", "VirtualMachineFileInfo")
    tools: ToolsConfigInfo | None = element("tools", "ToolsConfigInfo", default=None)
    flags: VirtualMachineFlagInfo = element("flags", "VirtualMachineFlagInfo")
    console_preferences: VirtualMachineConsolePreferences | None = element("consolePreferences", "VirtualMachineConsolePreferences", default=None)
    default_power_ops: VirtualMachineDefaultPowerOpInfo = element("defaultPowerOps", "VirtualMachineDefaultPowerOpInfo")
    reboot_power_off: bool | None = element("rebootPowerOff", "xsd:boolean", default=None)
    hardware: VirtualHardware = element("hardware", "VirtualHardware")
    vcpu_config: list[VirtualMachineVcpuConfig] = element("vcpuConfig", "VirtualMachineVcpuConfig", default_factory=list)
    cpu_allocation: ResourceAllocationInfo | None = element("cpuAllocation", "ResourceAllocationInfo", default=None)
    memory_allocation: ResourceAllocationInfo | None = element("memoryAllocation", "ResourceAllocationInfo", default=None)
    latency_sensitivity: LatencySensitivity | None = element("latencySensitivity", "LatencySensitivity", default=None)
    memory_hot_add_enabled: bool | None = element("memoryHotAddEnabled", "xsd:boolean", default=None)
    cpu_hot_add_enabled: bool | None = element("cpuHotAddEnabled", "xsd:boolean", default=None)
    cpu_hot_remove_enabled: bool | None = element("cpuHotRemoveEnabled", "xsd:boolean", default=None)
    hot_plug_memory_limit: int | None = element("hotPlugMemoryLimit", "xsd:long", default=None)
    hot_plug_memory_increment_size: int | None = element("hotPlugMemoryIncrementSize", "xsd:long", default=None)
    cpu_affinity: VirtualMachineAffinityInfo | None = element("cpuAffinity", "VirtualMachineAffinityInfo", default=None)
    memory_affinity: VirtualMachineAffinityInfo | None = element("memoryAffinity", "VirtualMachineAffinityInfo", default=None)
    network_shaper: VirtualMachineNetworkShaperInfo | None = element("networkShaper", "VirtualMachineNetworkShaperInfo", default=None)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)
    cpu_feature_mask: list[HostCpuIdInfo] = element("cpuFeatureMask", "HostCpuIdInfo", default_factory=list)
    datastore_url: list[VirtualMachineConfigInfoDatastoreUrlPair] = element("datastoreUrl", "VirtualMachineConfigInfoDatastoreUrlPair", default_factory=list)
    swap_placement: str | None = element("swapPlacement", "xsd:string", default=None)
    boot_options: VirtualMachineBootOptions | None = element("bootOptions", "VirtualMachineBootOptions", default=None)
    ft_info: FaultToleranceConfigInfo | None = element("ftInfo", "FaultToleranceConfigInfo", default=None)
    rep_config: ReplicationConfigSpec | None = element("repConfig", "ReplicationConfigSpec", default=None)
    v_app_config: VmConfigInfo | None = element("vAppConfig", "VmConfigInfo", default=None)
    v_asserts_enabled: bool | None = element("vAssertsEnabled", "xsd:boolean", default=None)
    change_tracking_enabled: bool | None = element("changeTrackingEnabled", "xsd:boolean", default=None)
    firmware: str | None = element("firmware", "xsd:string", default=None)
    max_mks_connections: int | None = element("maxMksConnections", "xsd:int", default=None)
    guest_auto_lock_enabled: bool | None = element("guestAutoLockEnabled", "xsd:boolean", default=None)
    managed_by: ManagedByInfo | None = element("managedBy", "ManagedByInfo", default=None)
    memory_reservation_locked_to_max: bool | None = element("memoryReservationLockedToMax", "xsd:boolean", default=None)
    initial_overhead: VirtualMachineConfigInfoOverheadInfo | None = element("initialOverhead", "VirtualMachineConfigInfoOverheadInfo", default=None)
    nested_hv_enabled: bool | None = element("nestedHVEnabled", "xsd:boolean", default=None)
    v_pmc_enabled: bool | None = element("vPMCEnabled", "xsd:boolean", default=None)
    scheduled_hardware_upgrade_info: ScheduledHardwareUpgradeInfo | None = element("scheduledHardwareUpgradeInfo", "ScheduledHardwareUpgradeInfo", default=None)
    fork_config_info: VirtualMachineForkConfigInfo | None = element("forkConfigInfo", "VirtualMachineForkConfigInfo", default=None)
    v_flash_cache_reservation: int | None = element("vFlashCacheReservation", "xsd:long", default=None)
    vmx_config_checksum: bytes | None = element("vmxConfigChecksum", "xsd:base64Binary", default=None)
    message_bus_tunnel_enabled: bool | None = element("messageBusTunnelEnabled", "xsd:boolean", default=None)
    vm_storage_object_id: str | None = element("vmStorageObjectId", "xsd:string", default=None)
    swap_storage_object_id: str | None = element("swapStorageObjectId", "xsd:string", default=None)
    key_id: CryptoKeyId | None = element("keyId", "CryptoKeyId", default=None)
    guest_integrity_info: VirtualMachineGuestIntegrityInfo | None = element("guestIntegrityInfo", "VirtualMachineGuestIntegrityInfo", default=None)
    migrate_encryption: str | None = element("migrateEncryption", "xsd:string", default=None)
    sgx_info: VirtualMachineSgxInfo | None = element("sgxInfo", "VirtualMachineSgxInfo", default=None)
    content_lib_item_info: VirtualMachineContentLibraryItemInfo | None = element("contentLibItemInfo", "VirtualMachineContentLibraryItemInfo", default=None)
    ft_encryption_mode: str | None = element("ftEncryptionMode", "xsd:string", default=None)
    guest_monitoring_mode_info: VirtualMachineGuestMonitoringModeInfo | None = element("guestMonitoringModeInfo", "VirtualMachineGuestMonitoringModeInfo", default=None)
    sev_enabled: bool | None = element("sevEnabled", "xsd:boolean", default=None)
    numa_info: VirtualMachineVirtualNumaInfo | None = element("numaInfo", "VirtualMachineVirtualNumaInfo", default=None)
    pmem_failover_enabled: bool | None = element("pmemFailoverEnabled", "xsd:boolean", default=None)
    vmx_stats_collection_enabled: bool | None = element("vmxStatsCollectionEnabled", "xsd:boolean", default=None)
    vm_op_notification_to_app_enabled: bool | None = element("vmOpNotificationToAppEnabled", "xsd:boolean", default=None)
    vm_op_notification_timeout: int | None = element("vmOpNotificationTimeout", "xsd:long", default=None)
    device_swap: VirtualMachineVirtualDeviceSwap | None = element("deviceSwap", "VirtualMachineVirtualDeviceSwap", default=None)
    pmem: VirtualMachineVirtualPMem | None = element("pmem", "VirtualMachineVirtualPMem", default=None)
    device_groups: VirtualMachineVirtualDeviceGroups | None = element("deviceGroups", "VirtualMachineVirtualDeviceGroups", default=None)
    fixed_passthru_hot_plug_enabled: bool | None = element("fixedPassthruHotPlugEnabled", "xsd:boolean", default=None)
    metro_ft_enabled: bool | None = element("metroFtEnabled", "xsd:boolean", default=None)
    vmx_runtime_config: list[OptionValue] = element("vmxRuntimeConfig", "OptionValue", default_factory=list)
    metro_ft_host_group: str | None = element("metroFtHostGroup", "xsd:string", default=None)
    tdx_enabled: bool | None = element("tdxEnabled", "xsd:boolean", default=None)
    sev_snp_enabled: bool | None = element("sevSnpEnabled", "xsd:boolean", default=None)
    guest_architecture: str | None = element("guestArchitecture", "xsd:string", default=None)


class VirtualMachineConfigInfoDatastoreUrlPair(DynamicData):
    """Virtual machine config info datastore url pair."""

    name: str = element("name", "xsd:string")
    url: str = element("url", "xsd:string")


class VirtualMachineConfigInfoOverheadInfo(DynamicData):
    """Virtual machine config info overhead info. Since API 5.0."""

    initial_memory_reservation: int | None = element("initialMemoryReservation", "xsd:long", default=None)
    initial_swap_reservation: int | None = element("initialSwapReservation", "xsd:long", default=None)


class VirtualMachineConsolePreferences(DynamicData):
    """Virtual machine console preferences."""

    power_on_when_opened: bool | None = element("powerOnWhenOpened", "xsd:boolean", default=None)
    enter_full_screen_on_power_on: bool | None = element("enterFullScreenOnPowerOn", "xsd:boolean", default=None)
    close_on_power_off_or_suspend: bool | None = element("closeOnPowerOffOrSuspend", "xsd:boolean", default=None)


class VirtualMachineContentLibraryItemInfo(DynamicData):
    """Virtual machine content library item info. Since API 7.0.0.0."""

    content_library_item_uuid: str = element("contentLibraryItemUuid", "xsd:string")
    content_library_item_version: str | None = element("contentLibraryItemVersion", "xsd:string", default=None)


class VirtualMachineDefaultPowerOpInfo(DynamicData):
    """Virtual machine default power op info."""

    power_off_type: str | None = element("powerOffType", "xsd:string", default=None)
    suspend_type: str | None = element("suspendType", "xsd:string", default=None)
    reset_type: str | None = element("resetType", "xsd:string", default=None)
    default_power_off_type: str | None = element("defaultPowerOffType", "xsd:string", default=None)
    default_suspend_type: str | None = element("defaultSuspendType", "xsd:string", default=None)
    default_reset_type: str | None = element("defaultResetType", "xsd:string", default=None)
    standby_action: str | None = element("standbyAction", "xsd:string", default=None)


class VirtualMachineDeviceRuntimeInfo(DynamicData):
    """Virtual machine device runtime info. Since API 4.1."""

    runtime_state: VirtualMachineDeviceRuntimeInfoDeviceRuntimeState = element("runtimeState", "VirtualMachineDeviceRuntimeInfoDeviceRuntimeState")
    key: int = element("key", "xsd:int")


class VirtualMachineDeviceRuntimeInfoDeviceRuntimeState(DynamicData):
    """Virtual machine device runtime info device runtime state. Since API 4.1."""


class VirtualMachineDeviceRuntimeInfoVirtualEthernetCardRuntimeState(VirtualMachineDeviceRuntimeInfoDeviceRuntimeState):
    """Virtual machine device runtime info virtual ethernet card runtime state. Since API 4.1.

    Attributes:
        uptv2_active: since API 8.0.0.1.
        uptv2_inactive_reason_vm: since API 8.0.0.1.
        uptv2_inactive_reason_other: since API 8.0.0.1.
        reservation_status: since API 5.5.
        attachment_status: since API 6.7.
        feature_requirement: since API 6.7.
    """

    vm_direct_path_gen2_active: bool | None = element("vmDirectPathGen2Active", "xsd:boolean", default=None)
    vm_direct_path_gen2_inactive_reason_vm: list[str] = element("vmDirectPathGen2InactiveReasonVm", "xsd:string", default_factory=list)
    vm_direct_path_gen2_inactive_reason_other: list[str] = element("vmDirectPathGen2InactiveReasonOther", "xsd:string", default_factory=list)
    vm_direct_path_gen2_inactive_reason_extended: str | None = element("vmDirectPathGen2InactiveReasonExtended", "xsd:string", default=None)
    uptv2_active: bool | None = element("uptv2Active", "xsd:boolean", default=None)
    uptv2_inactive_reason_vm: list[str] = element("uptv2InactiveReasonVm", "xsd:string", default_factory=list)
    uptv2_inactive_reason_other: list[str] = element("uptv2InactiveReasonOther", "xsd:string", default_factory=list)
    reservation_status: str | None = element("reservationStatus", "xsd:string", default=None)
    attachment_status: str | None = element("attachmentStatus", "xsd:string", default=None)
    feature_requirement: list[VirtualMachineFeatureRequirement] = element("featureRequirement", "VirtualMachineFeatureRequirement", default_factory=list)


class FaultToleranceConfigInfo(DynamicData):
    """Fault tolerance config info. Since API 4.0.

    Attributes:
        orphaned: since API 6.0.
    """

    role: int = element("role", "xsd:int")
    instance_uuids: list[str] = element("instanceUuids", "xsd:string", default_factory=list, required=True)
    config_paths: list[str] = element("configPaths", "xsd:string", default_factory=list, required=True)
    orphaned: bool | None = element("orphaned", "xsd:boolean", default=None)


class FaultTolerancePrimaryConfigInfo(FaultToleranceConfigInfo):
    """Fault tolerance primary config info. Since API 4.0.

    Attributes:
        secondaries: refers to VirtualMachine.
    """

    secondaries: list[ManagedObjectReference] = element("secondaries", "ManagedObjectReference", default_factory=list, required=True)


class FaultToleranceSecondaryConfigInfo(FaultToleranceConfigInfo):
    """Fault tolerance secondary config info. Since API 4.0.

    Attributes:
        primary_vm: refers to VirtualMachine.
    """

    primary_vm: ManagedObjectReference = element("primaryVM", "ManagedObjectReference")


class VirtualMachineFeatureRequirement(DynamicData):
    """Virtual machine feature requirement. Since API 5.1."""

    key: str = element("key", "xsd:string")
    feature_name: str = element("featureName", "xsd:string")
    value: str = element("value", "xsd:string")


class VirtualMachineFileInfo(DynamicData):
    """Where a machine keeps its files, as datastore paths.

    Attributes:
        vm_path_name: The .vmx file.
        ft_metadata_directory: since API 6.0.
    """

    vm_path_name: str | None = element("vmPathName", "xsd:string", default=None)
    snapshot_directory: str | None = element("snapshotDirectory", "xsd:string", default=None)
    suspend_directory: str | None = element("suspendDirectory", "xsd:string", default=None)
    log_directory: str | None = element("logDirectory", "xsd:string", default=None)
    ft_metadata_directory: str | None = element("ftMetadataDirectory", "xsd:string", default=None)


class VirtualMachineFileLayout(DynamicData):
    """Virtual machine file layout."""

    config_file: list[str] = element("configFile", "xsd:string", default_factory=list)
    log_file: list[str] = element("logFile", "xsd:string", default_factory=list)
    disk: list[VirtualMachineFileLayoutDiskLayout] = element("disk", "VirtualMachineFileLayoutDiskLayout", default_factory=list)
    snapshot: list[VirtualMachineFileLayoutSnapshotLayout] = element("snapshot", "VirtualMachineFileLayoutSnapshotLayout", default_factory=list)
    swap_file: str | None = element("swapFile", "xsd:string", default=None)


class VirtualMachineFileLayoutDiskLayout(DynamicData):
    """Virtual machine file layout disk layout."""

    key: int = element("key", "xsd:int")
    disk_file: list[str] = element("diskFile", "xsd:string", default_factory=list, required=True)


class VirtualMachineFileLayoutSnapshotLayout(DynamicData):
    """Virtual machine file layout snapshot layout.

    Attributes:
        key: refers to VirtualMachineSnapshot.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    snapshot_file: list[str] = element("snapshotFile", "xsd:string", default_factory=list, required=True)


class VirtualMachineFileLayoutEx(DynamicData):
    """Virtual machine file layout ex. Since API 4.0."""

    file: list[VirtualMachineFileLayoutExFileInfo] = element("file", "VirtualMachineFileLayoutExFileInfo", default_factory=list)
    disk: list[VirtualMachineFileLayoutExDiskLayout] = element("disk", "VirtualMachineFileLayoutExDiskLayout", default_factory=list)
    snapshot: list[VirtualMachineFileLayoutExSnapshotLayout] = element("snapshot", "VirtualMachineFileLayoutExSnapshotLayout", default_factory=list)
    timestamp: datetime = element("timestamp", "xsd:dateTime")


class VirtualMachineFileLayoutExFileInfo(DynamicData):
    """Virtual machine file layout ex file info. Since API 4.0.

    Attributes:
        size: Bytes.
        unique_size: since API 5.1.
        backing_object_id: since API 6.0.
        accessible: since API 6.0.
    """

    key: int = element("key", "xsd:int")
    name: str = element("name", "xsd:string")
    type: str = element("type", "xsd:string")
    size: int = element("size", "xsd:long")
    unique_size: int | None = element("uniqueSize", "xsd:long", default=None)
    backing_object_id: str | None = element("backingObjectId", "xsd:string", default=None)
    accessible: bool | None = element("accessible", "xsd:boolean", default=None)


class VirtualMachineFileLayoutExDiskUnit(DynamicData):
    """Virtual machine file layout ex disk unit. Since API 4.0."""

    file_key: list[int] = element("fileKey", "xsd:int", default_factory=list, required=True)


class VirtualMachineFileLayoutExDiskLayout(DynamicData):
    """Virtual machine file layout ex disk layout. Since API 4.0.

    Attributes:
        virtual_disk_format: since API 9.0.0.0.
    """

    key: int = element("key", "xsd:int")
    virtual_disk_format: str | None = element("virtualDiskFormat", "xsd:string", default=None)
    chain: list[VirtualMachineFileLayoutExDiskUnit] = element("chain", "VirtualMachineFileLayoutExDiskUnit", default_factory=list)


class VirtualMachineFileLayoutExSnapshotLayout(DynamicData):
    """Virtual machine file layout ex snapshot layout. Since API 4.0.

    Attributes:
        key: refers to VirtualMachineSnapshot.
        memory_key: since API 6.0.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    data_key: int = element("dataKey", "xsd:int")
    memory_key: int | None = element("memoryKey", "xsd:int", default=None)
    disk: list[VirtualMachineFileLayoutExDiskLayout] = element("disk", "VirtualMachineFileLayoutExDiskLayout", default_factory=list)


class VirtualMachineFlagInfo(DynamicData):
    """Virtual machine flag info.

    Attributes:
        virtual_exec_usage: since API 4.0.
        record_replay_enabled: since API 4.0.
        fault_tolerance_type: since API 6.0.
        cbrc_cache_enabled: since API 6.5.
        vvtd_enabled: since API 6.7.
        vbs_enabled: since API 6.7.
    """

    disable_acceleration: bool | None = element("disableAcceleration", "xsd:boolean", default=None)
    enable_logging: bool | None = element("enableLogging", "xsd:boolean", default=None)
    use_toe: bool | None = element("useToe", "xsd:boolean", default=None)
    run_with_debug_info: bool | None = element("runWithDebugInfo", "xsd:boolean", default=None)
    monitor_type: str | None = element("monitorType", "xsd:string", default=None)
    ht_sharing: str | None = element("htSharing", "xsd:string", default=None)
    snapshot_disabled: bool | None = element("snapshotDisabled", "xsd:boolean", default=None)
    snapshot_locked: bool | None = element("snapshotLocked", "xsd:boolean", default=None)
    disk_uuid_enabled: bool | None = element("diskUuidEnabled", "xsd:boolean", default=None)
    virtual_mmu_usage: str | None = element("virtualMmuUsage", "xsd:string", default=None)
    virtual_exec_usage: str | None = element("virtualExecUsage", "xsd:string", default=None)
    snapshot_power_off_behavior: str | None = element("snapshotPowerOffBehavior", "xsd:string", default=None)
    record_replay_enabled: bool | None = element("recordReplayEnabled", "xsd:boolean", default=None)
    fault_tolerance_type: str | None = element("faultToleranceType", "xsd:string", default=None)
    cbrc_cache_enabled: bool | None = element("cbrcCacheEnabled", "xsd:boolean", default=None)
    vvtd_enabled: bool | None = element("vvtdEnabled", "xsd:boolean", default=None)
    vbs_enabled: bool | None = element("vbsEnabled", "xsd:boolean", default=None)


class VirtualMachineForkConfigInfo(DynamicData):
    """Virtual machine fork config info. Since API 6.0.

    Attributes:
        parent_fork_group_id: since API 6.5.
    """

    parent_enabled: bool | None = element("parentEnabled", "xsd:boolean", default=None)
    child_fork_group_id: str | None = element("childForkGroupId", "xsd:string", default=None)
    parent_fork_group_id: str | None = element("parentForkGroupId", "xsd:string", default=None)
    child_type: str | None = element("childType", "xsd:string", default=None)


class GuestInfo(DynamicData):
    """What VMware Tools tell of the guest.

    Attributes:
        tools_version_status: since API 4.0.
        tools_version_status2: since API 5.0.
        tools_running_status: since API 4.0.
        tools_install_type: since API 6.5.
        guest_reboot_status: since API 9.1.0.0.
        guest_detailed_data: since API 8.0.2.0.
        ip_address: The first address.
        ip_stack: since API 4.1.
        guest_state: running, shuttingDown, resetting, standby, notRunning or unknown.
        app_heartbeat_status: since API 4.1.
        guest_kernel_crashed: since API 6.0.
        app_state: since API 5.5.
        guest_operations_ready: since API 5.0.
        interactive_guest_operations_ready: since API 5.0.
        guest_state_change_supported: since API 6.0.
        generation_info: since API 5.1.
        hw_version: since API 6.9.1.
        customization_info: since API 7.0.2.0.
    """

    tools_status: VirtualMachineToolsStatus | str | None = element("toolsStatus", "VirtualMachineToolsStatus", default=None)
    tools_version_status: str | None = element("toolsVersionStatus", "xsd:string", default=None)
    tools_version_status2: str | None = element("toolsVersionStatus2", "xsd:string", default=None)
    tools_running_status: str | None = element("toolsRunningStatus", "xsd:string", default=None)
    tools_version: str | None = element("toolsVersion", "xsd:string", default=None)
    tools_install_type: str | None = element("toolsInstallType", "xsd:string", default=None)
    guest_id: str | None = element("guestId", "xsd:string", default=None)
    guest_family: str | None = element("guestFamily", "xsd:string", default=None)
    guest_full_name: str | None = element("guestFullName", "xsd:string", default=None)
    guest_reboot_status: VirtualMachineGuestRebootStatus | None = element("guestRebootStatus", "VirtualMachineGuestRebootStatus", default=None)
    guest_detailed_data: str | None = element("guestDetailedData", "xsd:string", default=None)
    host_name: str | None = element("hostName", "xsd:string", default=None)
    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    net: list[GuestNicInfo] = element("net", "GuestNicInfo", default_factory=list)
    ip_stack: list[GuestStackInfo] = element("ipStack", "GuestStackInfo", default_factory=list)
    disk: list[GuestDiskInfo] = element("disk", "GuestDiskInfo", default_factory=list)
    screen: GuestScreenInfo | None = element("screen", "GuestScreenInfo", default=None)
    guest_state: str = element("guestState", "xsd:string")
    app_heartbeat_status: str | None = element("appHeartbeatStatus", "xsd:string", default=None)
    guest_kernel_crashed: bool | None = element("guestKernelCrashed", "xsd:boolean", default=None)
    app_state: str | None = element("appState", "xsd:string", default=None)
    guest_operations_ready: bool | None = element("guestOperationsReady", "xsd:boolean", default=None)
    interactive_guest_operations_ready: bool | None = element("interactiveGuestOperationsReady", "xsd:boolean", default=None)
    guest_state_change_supported: bool | None = element("guestStateChangeSupported", "xsd:boolean", default=None)
    generation_info: list[GuestInfoNamespaceGenerationInfo] = element("generationInfo", "GuestInfoNamespaceGenerationInfo", default_factory=list)
    hw_version: str | None = element("hwVersion", "xsd:string", default=None)
    customization_info: GuestInfoCustomizationInfo | None = element("customizationInfo", "GuestInfoCustomizationInfo", default=None)


class VirtualMachineGuestRebootStatus(DynamicData):
    """Virtual machine guest reboot status. Since API 9.1.0.0."""

    reboot_requested: bool = element("rebootRequested", "xsd:boolean")
    requesting_components: list[str] = element("requestingComponents", "xsd:string", default_factory=list)
    request_timestamp: datetime | None = element("requestTimestamp", "xsd:dateTime", default=None)


class GuestInfoVirtualDiskMapping(DynamicData):
    """Guest info virtual disk mapping. Since API 7.0.0.0."""

    key: int = element("key", "xsd:int")


class GuestDiskInfo(DynamicData):
    """Guest disk info.

    Attributes:
        capacity: Bytes.
        free_space: Bytes.
        filesystem_type: since API 7.0.0.0.
        mappings: since API 7.0.0.0.
    """

    disk_path: str | None = element("diskPath", "xsd:string", default=None)
    capacity: int | None = element("capacity", "xsd:long", default=None)
    free_space: int | None = element("freeSpace", "xsd:long", default=None)
    filesystem_type: str | None = element("filesystemType", "xsd:string", default=None)
    mappings: list[GuestInfoVirtualDiskMapping] = element("mappings", "GuestInfoVirtualDiskMapping", default_factory=list)


class GuestNicInfo(DynamicData):
    """Guest nic info.

    Attributes:
        device_config_id: Key of the virtual device; -1 for one of the guest's own.
        dns_config: since API 4.1.
        ip_config: since API 4.1.
        net_bios_config: since API 4.1.
    """

    network: str | None = element("network", "xsd:string", default=None)
    ip_address: list[str] = element("ipAddress", "xsd:string", default_factory=list)
    mac_address: str | None = element("macAddress", "xsd:string", default=None)
    connected: bool = element("connected", "xsd:boolean")
    device_config_id: int = element("deviceConfigId", "xsd:int")
    dns_config: NetDnsConfigInfo | None = element("dnsConfig", "NetDnsConfigInfo", default=None)
    ip_config: NetIpConfigInfo | None = element("ipConfig", "NetIpConfigInfo", default=None)
    net_bios_config: NetBIOSConfigInfo | None = element("netBIOSConfig", "NetBIOSConfigInfo", default=None)


class GuestStackInfo(DynamicData):
    """Guest stack info. Since API 4.1."""

    dns_config: NetDnsConfigInfo | None = element("dnsConfig", "NetDnsConfigInfo", default=None)
    ip_route_config: NetIpRouteConfigInfo | None = element("ipRouteConfig", "NetIpRouteConfigInfo", default=None)
    ip_stack_config: list[KeyValue] = element("ipStackConfig", "KeyValue", default_factory=list)
    dhcp_config: NetDhcpConfigInfo | None = element("dhcpConfig", "NetDhcpConfigInfo", default=None)


class GuestScreenInfo(DynamicData):
    """Guest screen info."""

    width: int = element("width", "xsd:int")
    height: int = element("height", "xsd:int")


class GuestInfoNamespaceGenerationInfo(DynamicData):
    """Guest info namespace generation info. Since API 5.1."""

    key: str = element("key", "xsd:string")
    generation_no: int = element("generationNo", "xsd:int")


class GuestInfoCustomizationInfo(DynamicData):
    """Guest info customization info. Since API 7.0.2.0."""

    customization_status: str = element("customizationStatus", "xsd:string")
    start_time: datetime | None = element("startTime", "xsd:dateTime", default=None)
    end_time: datetime | None = element("endTime", "xsd:dateTime", default=None)
    error_msg: str | None = element("errorMsg", "xsd:string", default=None)


class VirtualMachineGuestIntegrityInfo(DynamicData):
    """Virtual machine guest integrity info. Since API 6.5."""

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)


class VirtualMachineGuestMonitoringModeInfo(DynamicData):
    """Virtual machine guest monitoring mode info. Since API 7.0.0.0."""

    gmm_file: str | None = element("gmmFile", "xsd:string", default=None)
    gmm_appliance: str | None = element("gmmAppliance", "xsd:string", default=None)


class VirtualMachineMessage(DynamicData):
    """Virtual machine message.

    Attributes:
        text: since API 4.0.
    """

    id: str = element("id", "xsd:string")
    argument: list[Any] = element("argument", "xsd:anyType", default_factory=list)
    text: str | None = element("text", "xsd:string", default=None)


class VirtualMachineNetworkShaperInfo(DynamicData):
    """Virtual machine network shaper info."""

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    peak_bps: int | None = element("peakBps", "xsd:long", default=None)
    average_bps: int | None = element("averageBps", "xsd:long", default=None)
    burst_size: int | None = element("burstSize", "xsd:long", default=None)


class VirtualMachineQuestionInfo(DynamicData):
    """A question that a machine waits with.

    Attributes:
        id: To be sent with the answer.
        choice: Possible answers, and which is the default.
    """

    id: str = element("id", "xsd:string")
    text: str = element("text", "xsd:string")
    choice: ChoiceOption = element("choice", "ChoiceOption")
    message: list[VirtualMachineMessage] = element("message", "VirtualMachineMessage", default_factory=list)


class ReplicationInfoDiskSettings(DynamicData):
    """Replication info disk settings. Since API 5.0."""

    key: int = element("key", "xsd:int")
    disk_replication_id: str = element("diskReplicationId", "xsd:string")


class ScheduledHardwareUpgradeInfo(DynamicData):
    """Scheduled hardware upgrade info. Since API 5.1."""

    upgrade_policy: str | None = element("upgradePolicy", "xsd:string", default=None)
    version_key: str | None = element("versionKey", "xsd:string", default=None)
    scheduled_hardware_upgrade_status: str | None = element("scheduledHardwareUpgradeStatus", "xsd:string", default=None)
    fault: LocalizedMethodFault | None = element("fault", "LocalizedMethodFault", default=None)


class VirtualMachineSgxInfo(DynamicData):
    """Virtual machine sgx info. Since API 7.0.0.0.

    Attributes:
        require_attestation: since API 8.0.0.1.
    """

    epc_size: int = element("epcSize", "xsd:long")
    flc_mode: str | None = element("flcMode", "xsd:string", default=None)
    le_pub_key_hash: str | None = element("lePubKeyHash", "xsd:string", default=None)
    require_attestation: bool | None = element("requireAttestation", "xsd:boolean", default=None)


class VirtualMachineSnapshotInfo(DynamicData):
    """Virtual machine snapshot info.

    Attributes:
        current_snapshot: refers to VirtualMachineSnapshot.
    """

    current_snapshot: ManagedObjectReference | None = element("currentSnapshot", "ManagedObjectReference", default=None)
    root_snapshot_list: list[VirtualMachineSnapshotTree] = element("rootSnapshotList", "VirtualMachineSnapshotTree", default_factory=list, required=True)


class VirtualMachineStorageInfo(DynamicData):
    """Virtual machine storage info. Since API 4.0."""

    per_datastore_usage: list[VirtualMachineUsageOnDatastore] = element("perDatastoreUsage", "VirtualMachineUsageOnDatastore", default_factory=list)
    timestamp: datetime = element("timestamp", "xsd:dateTime")


class VirtualMachineUsageOnDatastore(DynamicData):
    """Virtual machine usage on datastore. Since API 4.0.

    Attributes:
        datastore: refers to Datastore.
        committed: Bytes.
    """

    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")
    committed: int = element("committed", "xsd:long")
    uncommitted: int = element("uncommitted", "xsd:long")
    unshared: int = element("unshared", "xsd:long")


class ToolsConfigInfo(DynamicData):
    """Tools config info.

    Attributes:
        tools_install_type: since API 6.5.
        customization_key_id: since API 6.5.
        sync_time_with_host_allowed: since API 7.0.1.0.
        last_install_info: since API 5.0.
    """

    tools_version: int | None = element("toolsVersion", "xsd:int", default=None)
    tools_install_type: str | None = element("toolsInstallType", "xsd:string", default=None)
    after_power_on: bool | None = element("afterPowerOn", "xsd:boolean", default=None)
    after_resume: bool | None = element("afterResume", "xsd:boolean", default=None)
    before_guest_standby: bool | None = element("beforeGuestStandby", "xsd:boolean", default=None)
    before_guest_shutdown: bool | None = element("beforeGuestShutdown", "xsd:boolean", default=None)
    before_guest_reboot: bool | None = element("beforeGuestReboot", "xsd:boolean", default=None)
    tools_upgrade_policy: str | None = element("toolsUpgradePolicy", "xsd:string", default=None)
    pending_customization: str | None = element("pendingCustomization", "xsd:string", default=None)
    customization_key_id: CryptoKeyId | None = element("customizationKeyId", "CryptoKeyId", default=None)
    sync_time_with_host_allowed: bool | None = element("syncTimeWithHostAllowed", "xsd:boolean", default=None)
    sync_time_with_host: bool | None = element("syncTimeWithHost", "xsd:boolean", default=None)
    last_install_info: ToolsConfigInfoToolsLastInstallInfo | None = element("lastInstallInfo", "ToolsConfigInfoToolsLastInstallInfo", default=None)


class ToolsConfigInfoToolsLastInstallInfo(DynamicData):
    """Tools config info tools last install info. Since API 5.0."""

    counter: int = element("counter", "xsd:int")
    fault: LocalizedMethodFault | None = element("fault", "LocalizedMethodFault", default=None)


class VirtualMachineVcpuConfig(DynamicData):
    """Virtual machine vcpu config. Since API 7.0.0.0."""

    latency_sensitivity: LatencySensitivity | None = element("latencySensitivity", "LatencySensitivity", default=None)


class VirtualMachineVirtualDeviceGroups(DynamicData):
    """Virtual machine virtual device groups. Since API 8.0.0.1."""

    device_group: list[VirtualMachineVirtualDeviceGroupsDeviceGroup] = element("deviceGroup", "VirtualMachineVirtualDeviceGroupsDeviceGroup", default_factory=list)


class VirtualMachineVirtualDeviceGroupsDeviceGroup(DynamicData):
    """Virtual machine virtual device groups device group."""

    group_instance_key: int = element("groupInstanceKey", "xsd:int")
    device_info: Description | None = element("deviceInfo", "Description", default=None)


class VirtualMachineVirtualDeviceGroupsVendorDeviceGroup(VirtualMachineVirtualDeviceGroupsDeviceGroup):
    """Virtual machine virtual device groups vendor device group."""

    device_group_name: str = element("deviceGroupName", "xsd:string")


class VirtualMachineVirtualDeviceSwap(DynamicData):
    """Virtual machine virtual device swap. Since API 8.0.0.1."""

    lsi_to_pvscsi: VirtualMachineVirtualDeviceSwapDeviceSwapInfo | None = element("lsiToPvscsi", "VirtualMachineVirtualDeviceSwapDeviceSwapInfo", default=None)


class VirtualMachineVirtualDeviceSwapDeviceSwapInfo(DynamicData):
    """Virtual machine virtual device swap device swap info. Since API 8.0.0.1."""

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    applicable: bool | None = element("applicable", "xsd:boolean", default=None)
    status: str | None = element("status", "xsd:string", default=None)


class VirtualHardware(DynamicData):
    """Processors, memory and devices.

    Attributes:
        num_cpu: Virtual processors.
        num_cores_per_socket: since API 5.0.
        auto_cores_per_socket: since API 8.0.0.1.
        memory_mb: MB.
        virtual_ich7_m_present: since API 5.0.
        virtual_smc_present: since API 5.0.
        motherboard_layout: since API 8.0.0.1.
        simultaneous_threads: since API 8.0.0.1.
    """

    num_cpu: int = element("numCPU", "xsd:int")
    num_cores_per_socket: int | None = element("numCoresPerSocket", "xsd:int", default=None)
    auto_cores_per_socket: bool | None = element("autoCoresPerSocket", "xsd:boolean", default=None)
    memory_mb: int = element("memoryMB", "xsd:int")
    virtual_ich7_m_present: bool | None = element("virtualICH7MPresent", "xsd:boolean", default=None)
    virtual_smc_present: bool | None = element("virtualSMCPresent", "xsd:boolean", default=None)
    device: list[VirtualDevice] = element("device", "VirtualDevice", default_factory=list)
    motherboard_layout: str | None = element("motherboardLayout", "xsd:string", default=None)
    simultaneous_threads: int | None = element("simultaneousThreads", "xsd:int", default=None)


class VirtualMachineVirtualNuma(DynamicData):
    """Virtual machine virtual numa. Since API 8.0.0.1."""

    cores_per_numa_node: int | None = element("coresPerNumaNode", "xsd:int", default=None)
    expose_vnuma_on_cpu_hotadd: bool | None = element("exposeVnumaOnCpuHotadd", "xsd:boolean", default=None)


class VirtualMachineVirtualNumaInfo(DynamicData):
    """Virtual machine virtual numa info. Since API 8.0.0.1."""

    cores_per_numa_node: int | None = element("coresPerNumaNode", "xsd:int", default=None)
    auto_cores_per_numa_node: bool | None = element("autoCoresPerNumaNode", "xsd:boolean", default=None)
    vnuma_on_cpu_hotadd_exposed: bool | None = element("vnumaOnCpuHotaddExposed", "xsd:boolean", default=None)


class VirtualMachineVirtualPMem(DynamicData):
    """Virtual machine virtual p mem. Since API 7.0.3.0."""

    snapshot_mode: str | None = element("snapshotMode", "xsd:string", default=None)


class VirtualMachineTicket(DynamicData):
    """Admission to a console, for one use. Since API 4.1.

    Attributes:
        cert_thumbprint_list: since API 7.0.3.1.
        ssl_certificate: since API 9.0.0.0.
        url: since API 7.0.0.0.
    """

    ticket: str = element("ticket", "xsd:string", secret=True)
    cfg_file: str = element("cfgFile", "xsd:string")
    host: str | None = element("host", "xsd:string", default=None)
    port: int | None = element("port", "xsd:int", default=None)
    ssl_thumbprint: str | None = element("sslThumbprint", "xsd:string", default=None)
    cert_thumbprint_list: list[VirtualMachineCertThumbprint] = element("certThumbprintList", "VirtualMachineCertThumbprint", default_factory=list)
    ssl_certificate: str | None = element("sslCertificate", "xsd:string", default=None)
    url: str | None = element("url", "xsd:string", default=None, secret=True)


class VirtualMachineMksTicket(DynamicData):
    """Virtual machine mks ticket."""

    ticket: str = element("ticket", "xsd:string", secret=True)
    cfg_file: str = element("cfgFile", "xsd:string")
    host: str | None = element("host", "xsd:string", default=None)
    port: int | None = element("port", "xsd:int", default=None)
    ssl_thumbprint: str | None = element("sslThumbprint", "xsd:string", default=None)


class VirtualMachineRuntimeInfo(DynamicData):
    """What a machine is doing.

    Attributes:
        device: since API 4.1.
        host: refers to HostSystem.
        vm_failover_in_progress: since API 7.0.2.0.
        fault_tolerance_state: since API 4.0.
        das_vm_protection: since API 5.0.
        boot_time: When it was last powered on.
        suspend_interval: Seconds suspended since the last power-on.
        question: Unset unless the machine waits for an answer.
        memory_overhead: Bytes.
        max_cpu_usage: MHz.
        max_memory_usage: MB.
        record_replay_state: since API 4.0.
        clean_power_off: since API 4.0.
        need_secondary_reason: since API 4.0.
        online_standby: since API 5.1.
        min_required_evc_mode_key: since API 4.1.
        consolidation_needed: since API 5.0.
        offline_feature_requirement: since API 5.1.
        feature_requirement: since API 5.1.
        feature_mask: since API 5.1.
        v_flash_cache_allocation: since API 5.5.
        paused: since API 6.0.
        snapshot_in_background: since API 6.0.
        quiesced_fork_parent: since API 6.0.
        instant_clone_frozen: since API 6.7.
        crypto_state: since API 6.7.
        suspended_to_memory: since API 7.0.2.0.
        op_notification_timeout: since API 8.0.0.1.
        iommu_active: since API 8.0.1.0.
        consolidate_work_total: since API 9.1.0.0.
        consolidate_work_done: since API 9.1.0.0.
        disk_chain_broken: since API 9.1.0.0.
    """

    device: list[VirtualMachineDeviceRuntimeInfo] = element("device", "VirtualMachineDeviceRuntimeInfo", default_factory=list)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    connection_state: VirtualMachineConnectionState | str = element("connectionState", "VirtualMachineConnectionState")
    power_state: VirtualMachinePowerState | str = element("powerState", "VirtualMachinePowerState")
    vm_failover_in_progress: bool | None = element("vmFailoverInProgress", "xsd:boolean", default=None)
    fault_tolerance_state: VirtualMachineFaultToleranceState | str | None = element("faultToleranceState", "VirtualMachineFaultToleranceState", default=None)
    das_vm_protection: VirtualMachineRuntimeInfoDasProtectionState | None = element("dasVmProtection", "VirtualMachineRuntimeInfoDasProtectionState", default=None)
    tools_installer_mounted: bool = element("toolsInstallerMounted", "xsd:boolean")
    suspend_time: datetime | None = element("suspendTime", "xsd:dateTime", default=None)
    boot_time: datetime | None = element("bootTime", "xsd:dateTime", default=None)
    suspend_interval: int | None = element("suspendInterval", "xsd:long", default=None)
    question: VirtualMachineQuestionInfo | None = element("question", "VirtualMachineQuestionInfo", default=None)
    memory_overhead: int | None = element("memoryOverhead", "xsd:long", default=None)
    max_cpu_usage: int | None = element("maxCpuUsage", "xsd:int", default=None)
    max_memory_usage: int | None = element("maxMemoryUsage", "xsd:int", default=None)
    num_mks_connections: int = element("numMksConnections", "xsd:int")
    record_replay_state: VirtualMachineRecordReplayState | str | None = element("recordReplayState", "VirtualMachineRecordReplayState", default=None)
    clean_power_off: bool | None = element("cleanPowerOff", "xsd:boolean", default=None)
    need_secondary_reason: str | None = element("needSecondaryReason", "xsd:string", default=None)
    online_standby: bool | None = element("onlineStandby", "xsd:boolean", default=None)
    min_required_evc_mode_key: str | None = element("minRequiredEVCModeKey", "xsd:string", default=None)
    consolidation_needed: bool | None = element("consolidationNeeded", "xsd:boolean", default=None)
    offline_feature_requirement: list[VirtualMachineFeatureRequirement] = element("offlineFeatureRequirement", "VirtualMachineFeatureRequirement", default_factory=list)
    feature_requirement: list[VirtualMachineFeatureRequirement] = element("featureRequirement", "VirtualMachineFeatureRequirement", default_factory=list)
    feature_mask: list[HostFeatureMask] = element("featureMask", "HostFeatureMask", default_factory=list)
    v_flash_cache_allocation: int | None = element("vFlashCacheAllocation", "xsd:long", default=None)
    paused: bool | None = element("paused", "xsd:boolean", default=None)
    snapshot_in_background: bool | None = element("snapshotInBackground", "xsd:boolean", default=None)
    quiesced_fork_parent: bool | None = element("quiescedForkParent", "xsd:boolean", default=None)
    instant_clone_frozen: bool | None = element("instantCloneFrozen", "xsd:boolean", default=None)
    crypto_state: str | None = element("cryptoState", "xsd:string", default=None)
    suspended_to_memory: bool | None = element("suspendedToMemory", "xsd:boolean", default=None)
    op_notification_timeout: int | None = element("opNotificationTimeout", "xsd:long", default=None)
    iommu_active: bool | None = element("iommuActive", "xsd:boolean", default=None)
    consolidate_work_total: int | None = element("consolidateWorkTotal", "xsd:long", default=None)
    consolidate_work_done: int | None = element("consolidateWorkDone", "xsd:long", default=None)
    disk_chain_broken: bool | None = element("diskChainBroken", "xsd:boolean", default=None)


class VirtualMachineRuntimeInfoDasProtectionState(DynamicData):
    """Virtual machine runtime info das protection state. Since API 5.0."""

    das_protected: bool = element("dasProtected", "xsd:boolean")


class VirtualMachineSnapshotTree(DynamicData):
    """A snapshot and those that came of it.

    Attributes:
        snapshot: refers to VirtualMachineSnapshot.
        vm: refers to VirtualMachine.
        id: since API 4.0.
        state: Power state that it returns to.
        quiesced: The guest's file systems were at rest.
        backup_manifest: since API 2.5u2.
        replay_supported: since API 4.0.
    """

    snapshot: ManagedObjectReference = element("snapshot", "ManagedObjectReference")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    name: str = element("name", "xsd:string")
    description: str = element("description", "xsd:string")
    id: int | None = element("id", "xsd:int", default=None)
    create_time: datetime = element("createTime", "xsd:dateTime")
    state: VirtualMachinePowerState | str = element("state", "VirtualMachinePowerState")
    quiesced: bool = element("quiesced", "xsd:boolean")
    backup_manifest: str | None = element("backupManifest", "xsd:string", default=None)
    child_snapshot_list: list[VirtualMachineSnapshotTree] = element("childSnapshotList", "VirtualMachineSnapshotTree", default_factory=list)
    replay_supported: bool | None = element("replaySupported", "xsd:boolean", default=None)


class VirtualMachineSummary(DynamicData):
    """The facts of a machine that lists show.

    Attributes:
        vm: refers to VirtualMachine.
        storage: since API 4.0.
    """

    vm: ManagedObjectReference | None = element("vm", "ManagedObjectReference", default=None)
    runtime: VirtualMachineRuntimeInfo = element("runtime", "VirtualMachineRuntimeInfo")
    guest: VirtualMachineGuestSummary | None = element("guest", "VirtualMachineGuestSummary", default=None)
    config: VirtualMachineConfigSummary = element("config", "VirtualMachineConfigSummary")
    storage: VirtualMachineStorageSummary | None = element("storage", "VirtualMachineStorageSummary", default=None)
    quick_stats: VirtualMachineQuickStats = element("quickStats", "VirtualMachineQuickStats")
    overall_status: ManagedEntityStatus | str = element("overallStatus", "ManagedEntityStatus")
    custom_value: list[CustomFieldValue] = element("customValue", "CustomFieldValue", default_factory=list)


class VirtualMachineConfigSummary(DynamicData):
    """Virtual machine config summary.

    Attributes:
        memory_size_mb: MB.
        cpu_reservation: MHz.
        memory_reservation: MB.
        instance_uuid: since API 4.0.
        product: since API 4.0.
        install_boot_required: since API 4.0.
        ft_info: since API 4.0.
        managed_by: since API 5.0.
        tpm_present: since API 6.7.
        num_vmiop_backings: since API 6.7.
        hw_version: since API 6.9.1.
    """

    name: str = element("name", "xsd:string")
    template: bool = element("template", "xsd:boolean")
    vm_path_name: str = element("vmPathName", "xsd:string")
    memory_size_mb: int | None = element("memorySizeMB", "xsd:int", default=None)
    cpu_reservation: int | None = element("cpuReservation", "xsd:int", default=None)
    memory_reservation: int | None = element("memoryReservation", "xsd:int", default=None)
    num_cpu: int | None = element("numCpu", "xsd:int", default=None)
    num_ethernet_cards: int | None = element("numEthernetCards", "xsd:int", default=None)
    num_virtual_disks: int | None = element("numVirtualDisks", "xsd:int", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)
    guest_id: str | None = element("guestId", "xsd:string", default=None)
    guest_full_name: str | None = element("guestFullName", "xsd:string", default=None)
    annotation: str | None = element("annotation", "xsd:string", default=None)
    product: VAppProductInfo | None = element("product", "VAppProductInfo", default=None)
    install_boot_required: bool | None = element("installBootRequired", "xsd:boolean", default=None)
    ft_info: FaultToleranceConfigInfo | None = element("ftInfo", "FaultToleranceConfigInfo", default=None)
    managed_by: ManagedByInfo | None = element("managedBy", "ManagedByInfo", default=None)
    tpm_present: bool | None = element("tpmPresent", "xsd:boolean", default=None)
    num_vmiop_backings: int | None = element("numVmiopBackings", "xsd:int", default=None)
    hw_version: str | None = element("hwVersion", "xsd:string", default=None)


class VirtualMachineQuickStats(DynamicData):
    """Recent measurements of a machine.

    Attributes:
        overall_cpu_usage: MHz.
        overall_cpu_demand: MHz; since API 4.0.
        overall_cpu_readiness: since API 7.0.0.0.
        guest_memory_usage: MB that the guest touched lately.
        host_memory_usage: MB that the machine takes of the host.
        static_cpu_entitlement: since API 4.0.
        static_memory_entitlement: since API 4.0.
        granted_memory: since API 7.0.0.0.
        private_memory: MB; since API 4.0.
        shared_memory: MB; since API 4.0.
        swapped_memory: MB; since API 4.0.
        ballooned_memory: MB; since API 4.0.
        consumed_overhead_memory: MB; since API 4.0.
        ft_log_bandwidth: since API 4.0.
        ft_secondary_latency: since API 4.0.
        ft_latency_status: since API 4.0.
        compressed_memory: KB; since API 4.1.
        uptime_seconds: Seconds; since API 4.1.
        ssd_swapped_memory: since API 5.0.
        active_memory: since API 7.0.3.0.
        memory_tier_stats: since API 7.0.3.0.
    """

    overall_cpu_usage: int | None = element("overallCpuUsage", "xsd:int", default=None)
    overall_cpu_demand: int | None = element("overallCpuDemand", "xsd:int", default=None)
    overall_cpu_readiness: int | None = element("overallCpuReadiness", "xsd:int", default=None)
    guest_memory_usage: int | None = element("guestMemoryUsage", "xsd:int", default=None)
    host_memory_usage: int | None = element("hostMemoryUsage", "xsd:int", default=None)
    guest_heartbeat_status: ManagedEntityStatus | str = element("guestHeartbeatStatus", "ManagedEntityStatus")
    distributed_cpu_entitlement: int | None = element("distributedCpuEntitlement", "xsd:int", default=None)
    distributed_memory_entitlement: int | None = element("distributedMemoryEntitlement", "xsd:int", default=None)
    static_cpu_entitlement: int | None = element("staticCpuEntitlement", "xsd:int", default=None)
    static_memory_entitlement: int | None = element("staticMemoryEntitlement", "xsd:int", default=None)
    granted_memory: int | None = element("grantedMemory", "xsd:int", default=None)
    private_memory: int | None = element("privateMemory", "xsd:int", default=None)
    shared_memory: int | None = element("sharedMemory", "xsd:int", default=None)
    swapped_memory: int | None = element("swappedMemory", "xsd:int", default=None)
    ballooned_memory: int | None = element("balloonedMemory", "xsd:int", default=None)
    consumed_overhead_memory: int | None = element("consumedOverheadMemory", "xsd:int", default=None)
    ft_log_bandwidth: int | None = element("ftLogBandwidth", "xsd:int", default=None)
    ft_secondary_latency: int | None = element("ftSecondaryLatency", "xsd:int", default=None)
    ft_latency_status: ManagedEntityStatus | str | None = element("ftLatencyStatus", "ManagedEntityStatus", default=None)
    compressed_memory: int | None = element("compressedMemory", "xsd:long", default=None)
    uptime_seconds: int | None = element("uptimeSeconds", "xsd:int", default=None)
    ssd_swapped_memory: int | None = element("ssdSwappedMemory", "xsd:long", default=None)
    active_memory: int | None = element("activeMemory", "xsd:int", default=None)
    memory_tier_stats: list[VirtualMachineQuickStatsMemoryTierStats] = element("memoryTierStats", "VirtualMachineQuickStatsMemoryTierStats", default_factory=list)


class VirtualMachineQuickStatsMemoryTierStats(DynamicData):
    """Virtual machine quick stats memory tier stats. Since API 7.0.3.0."""

    memory_tier_type: str = element("memoryTierType", "xsd:string")
    read_bandwidth: int = element("readBandwidth", "xsd:long")


class VirtualMachineGuestSummary(DynamicData):
    """Virtual machine guest summary.

    Attributes:
        tools_version_status: since API 4.0.
        tools_version_status2: since API 5.0.
        tools_running_status: since API 4.0.
        hw_version: since API 6.9.1.
    """

    guest_id: str | None = element("guestId", "xsd:string", default=None)
    guest_full_name: str | None = element("guestFullName", "xsd:string", default=None)
    tools_status: VirtualMachineToolsStatus | str | None = element("toolsStatus", "VirtualMachineToolsStatus", default=None)
    tools_version_status: str | None = element("toolsVersionStatus", "xsd:string", default=None)
    tools_version_status2: str | None = element("toolsVersionStatus2", "xsd:string", default=None)
    tools_running_status: str | None = element("toolsRunningStatus", "xsd:string", default=None)
    host_name: str | None = element("hostName", "xsd:string", default=None)
    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    hw_version: str | None = element("hwVersion", "xsd:string", default=None)


class VirtualMachineStorageSummary(DynamicData):
    """Virtual machine storage summary. Since API 4.0.

    Attributes:
        committed: Bytes in use.
        uncommitted: Bytes that it may still come to use.
        unshared: Bytes that it shares with nobody.
    """

    committed: int = element("committed", "xsd:long")
    uncommitted: int = element("uncommitted", "xsd:long")
    unshared: int = element("unshared", "xsd:long")
    timestamp: datetime = element("timestamp", "xsd:dateTime")
