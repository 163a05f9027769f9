"""Data objects of the area ``host``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData, OptionValue
from aioesx.vim._inventory import IoFilterInfo
from aioesx.vim._storage import DatastoreInfo, HostFileSystemVolume
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from aioesx.vim._core import (
        AboutInfo,
        ChoiceOption,
        ElementDescription,
        KeyAnyValue,
        LocalizableMessage,
        LocalizedMethodFault,
        LongOption,
        OptionDef,
    )
    from aioesx.vim._enums import (
        AutoStartWaitHeartbeatSetting,
        FibreChannelPortType,
        HostFirewallRuleDirection,
        HostFirewallRulePortType,
        HostInternetScsiHbaNetworkBindingSupportType,
        HostLockdownMode,
        HostSystemConnectionState,
        HostSystemPowerState,
        HostTpmAttestationInfoAcceptanceStatus,
        ManagedEntityStatus,
    )
    from aioesx.vim._inventory import (
        ClusterDasFdmHostState,
        CryptoKeyId,
        CustomFieldValue,
        DistributedVirtualSwitchHostMemberBacking,
        DistributedVirtualSwitchHostMemberHostPerfNicOffloadState,
        DistributedVirtualSwitchHostMemberHostUplinkState,
        DistributedVirtualSwitchHostMemberTransportZoneInfo,
        DistributedVirtualSwitchPortConnection,
        KeyValue,
        OpaqueNetworkCapability,
        ResourceConfigSpec,
        VASAStorageArray,
        VimVasaProviderInfo,
        VsanHostConfigInfo,
        VsanHostDecommissionMode,
        VsanHostRuntimeInfo,
        VsanHostVsanDiskInfo,
    )
    from aioesx.vim._machine import VirtualMachineMemoryReservationInfo
    from aioesx.vim._storage import HostDatastoreSystemCapabilities, HostFileSystemVolumeInfo
    from aioesx.vim.base import ManagedObjectReference


class HostIoFilterInfo(IoFilterInfo):
    """Host io filter info. Since API 6.0."""

    available: bool = element("available", "xsd:boolean")


class HostLicensableResourceInfo(DynamicData):
    """Host licensable resource info. Since API 5.0."""

    resource: list[KeyAnyValue] = element("resource", "KeyAnyValue", default_factory=list, required=True)


class HostAssignableHardwareBinding(DynamicData):
    """Host assignable hardware binding. Since API 7.0.0.0.

    Attributes:
        vm: refers to VirtualMachine.
        pci_id: since API 9.1.0.0.
        device_key: since API 9.1.0.0.
    """

    instance_id: str = element("instanceId", "xsd:string")
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    pci_id: str | None = element("pciId", "xsd:string", default=None)
    device_key: int | None = element("deviceKey", "xsd:int", default=None)


class HostAssignableHardwareConfig(DynamicData):
    """Host assignable hardware config. Since API 7.0.0.0."""

    attribute_override: list[HostAssignableHardwareConfigAttributeOverride] = element("attributeOverride", "HostAssignableHardwareConfigAttributeOverride", default_factory=list)


class HostAssignableHardwareConfigAttributeOverride(DynamicData):
    """Host assignable hardware config attribute override. Since API 7.0.0.0."""

    instance_id: str = element("instanceId", "xsd:string")
    name: str = element("name", "xsd:string")
    value: Any = element("value", "xsd:anyType", default=None)


class HostAuthenticationInfo(DynamicData):
    """Host authentication info. Since API 9.0.0.0."""

    principal: str = element("principal", "xsd:string")
    owner_tag: str = element("ownerTag", "xsd:string")
    ssl_certificates: list[str] = element("sslCertificates", "xsd:string", default_factory=list)


class HostAuthenticationManagerInfo(DynamicData):
    """Host authentication manager info. Since API 4.1."""

    auth_config: list[HostAuthenticationStoreInfo] = element("authConfig", "HostAuthenticationStoreInfo", default_factory=list, required=True)


class HostAuthenticationStoreInfo(DynamicData):
    """Host authentication store info. Since API 4.1."""

    enabled: bool = element("enabled", "xsd:boolean")


class AutoStartDefaults(DynamicData):
    """Auto start defaults.

    Attributes:
        start_delay: Seconds.
        stop_delay: Seconds.
    """

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    start_delay: int | None = element("startDelay", "xsd:int", default=None)
    stop_delay: int | None = element("stopDelay", "xsd:int", default=None)
    wait_for_heartbeat: bool | None = element("waitForHeartbeat", "xsd:boolean", default=None)
    stop_action: str | None = element("stopAction", "xsd:string", default=None)


class AutoStartPowerInfo(DynamicData):
    """How one machine starts and stops with its host.

    Attributes:
        key: refers to VirtualMachine.
        start_order: From 1; -1 is any.
        start_delay: Seconds; -1 takes the default.
        start_action: powerOn or none.
        stop_delay: Seconds; -1 takes the default.
        stop_action: systemDefault, powerOff, suspend, guestShutdown or none.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    start_order: int = element("startOrder", "xsd:int")
    start_delay: int = element("startDelay", "xsd:int")
    wait_for_heartbeat: AutoStartWaitHeartbeatSetting | str = element("waitForHeartbeat", "AutoStartWaitHeartbeatSetting")
    start_action: str = element("startAction", "xsd:string")
    stop_delay: int = element("stopDelay", "xsd:int")
    stop_action: str = element("stopAction", "xsd:string")


class HostAutoStartManagerConfig(DynamicData):
    """Host auto start manager config."""

    defaults: AutoStartDefaults | None = element("defaults", "AutoStartDefaults", default=None)
    power_info: list[AutoStartPowerInfo] = element("powerInfo", "AutoStartPowerInfo", default_factory=list)


class HostBIOSInfo(DynamicData):
    """Host bios info.

    Attributes:
        vendor: since API 6.5.
        major_release: since API 6.5.
        minor_release: since API 6.5.
        firmware_major_release: since API 6.5.
        firmware_minor_release: since API 6.5.
        firmware_type: since API 8.0.2.0.
    """

    bios_version: str | None = element("biosVersion", "xsd:string", default=None)
    release_date: datetime | None = element("releaseDate", "xsd:dateTime", default=None)
    vendor: str | None = element("vendor", "xsd:string", default=None)
    major_release: int | None = element("majorRelease", "xsd:int", default=None)
    minor_release: int | None = element("minorRelease", "xsd:int", default=None)
    firmware_major_release: int | None = element("firmwareMajorRelease", "xsd:int", default=None)
    firmware_minor_release: int | None = element("firmwareMinorRelease", "xsd:int", default=None)
    firmware_type: str | None = element("firmwareType", "xsd:string", default=None)


class HostCacheConfigurationInfo(DynamicData):
    """Host cache configuration info. Since API 5.0.

    Attributes:
        key: refers to Datastore.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    swap_size: int = element("swapSize", "xsd:long")


class HostCapability(DynamicData):
    """Host capability.

    Attributes:
        ipmi_supported: since API 4.0.
        max_supported_vcpus: Most virtual processors of a machine.
        max_registered_vms: since API 5.1.
        storage_v_motion_supported: since API 4.0.
        vmotion_with_storage_v_motion_supported: since API 4.0.
        vmotion_across_network_supported: since API 5.5.
        max_num_disks_sv_motion: since API 6.0.
        max_virtual_disk_desc_version_supported: since API 8.0.1.0.
        hbr_nic_selection_supported: since API 5.1.
        vr_nfc_nic_selection_supported: since API 6.0.
        record_replay_supported: since API 4.0.
        ft_supported: since API 4.0.
        replay_unsupported_reason: since API 4.0.
        replay_compatibility_issues: since API 4.1.
        smp_ft_supported: since API 6.0.
        ft_compatibility_issues: since API 4.1.
        smp_ft_compatibility_issues: since API 6.0.
        max_vcpus_per_ft_vm: since API 6.0.
        login_by_ssl_thumbprint_supported: since API 4.0.
        clone_from_snapshot_supported: since API 4.0.
        delta_disk_backings_supported: since API 4.0.
        per_vm_network_traffic_shaping_supported: since API 2.5u2.
        tpm_supported: since API 4.0.
        tpm_version: since API 6.7.
        txt_enabled: since API 6.7.
        drtm_type: since API 9.1.0.0.
        supported_cpu_feature: since API 4.0.
        virtual_exec_usage_supported: since API 4.0.
        storage_iorm_supported: since API 4.1.
        vm_direct_path_gen2_supported: since API 4.1.
        vm_direct_path_gen2_unsupported_reason: since API 4.1.
        vm_direct_path_gen2_unsupported_reason_extended: since API 4.1.
        supported_vmfs_major_version: since API 5.0.
        v_storage_capable: since API 4.1.
        snapshot_relayout_supported: since API 5.0.
        firewall_ip_rules_supported: since API 5.0.
        service_package_info_supported: since API 5.0.
        max_host_running_vms: since API 5.0.
        max_host_supported_vcpus: since API 5.0.
        vmfs_datastore_mount_capable: since API 5.0.
        eight_plus_host_vmfs_shared_access_supported: since API 5.1.
        nested_hv_supported: since API 5.1.
        v_pmc_supported: since API 5.1.
        inter_vm_communication_through_vmci_supported: since API 5.1.
        scheduled_hardware_upgrade_supported: since API 5.1.
        feature_capabilities_supported: since API 5.1.
        latency_sensitivity_supported: since API 5.1.
        storage_policy_supported: since API 5.5.
        accel3d_supported: since API 5.1.
        reliable_memory_aware: since API 5.5.
        multiple_network_stack_instance_supported: since API 5.5.
        message_bus_proxy_supported: since API 6.0.
        vsan_supported: since API 5.5.
        v_flash_supported: since API 5.5.
        host_access_manager_supported: since API 6.0.
        provisioning_nic_selection_supported: since API 6.0.
        nfs41_supported: since API 6.0.
        nfs41_krb5i_supported: since API 6.5.
        turn_disk_locator_led_supported: since API 6.0.
        virtual_volume_datastore_supported: since API 6.0.
        mark_asssd_supported: since API 6.0.
        mark_aslocal_supported: since API 6.0.
        smart_card_authentication_supported: since API 6.0.
        p_mem_supported: since API 6.7.
        p_mem_snapshot_supported: since API 6.7.
        crypto_supported: since API 6.5.
        one_k_volume_apissupported: since API 6.5.
        gateway_on_nic_supported: since API 6.5.
        upit_supported: since API 6.5.
        cpu_hw_mmu_supported: since API 6.5.
        encrypted_v_motion_supported: since API 6.5.
        encryption_change_on_add_remove_supported: since API 6.5.
        encryption_hot_operation_supported: since API 6.5.
        encryption_with_snapshots_supported: since API 6.5.
        encryption_fault_tolerance_supported: since API 6.5.
        encryption_memory_save_supported: since API 6.5.
        encryption_rdm_supported: since API 6.5.
        encryption_v_flash_supported: since API 6.5.
        encryption_cbrc_supported: since API 6.5.
        encryption_hbr_supported: since API 6.5.
        ft_efi_supported: since API 6.7.
        unmap_method_supported: since API 6.7.
        max_mem_mb_per_ft_vm: since API 6.7.
        virtual_mmu_usage_ignored: since API 6.7.
        virtual_exec_usage_ignored: since API 6.7.
        vm_create_date_supported: since API 6.7.
        vmfs3_eol_supported: since API 6.7.
        ft_vmcp_supported: since API 6.7.
        quick_boot_supported: since API 6.7.1.
        encrypted_ft_supported: since API 7.0.2.0.
        assignable_hardware_supported: since API 7.0.0.0.
        suspend_to_memory_supported: since API 7.0.2.0.
        use_feature_reqs_for_old_h_wv: since API 6.8.7.
        mark_perennially_reserved_supported: since API 6.7.2.
        hpp_psp_supported: since API 7.0.0.0.
        device_rebind_without_reboot_supported: since API 7.0.0.0.
        storage_policy_change_supported: since API 7.0.0.0.
        precision_time_protocol_supported: since API 7.0.0.0.
        remote_device_v_motion_supported: since API 7.0.0.0.
        max_supported_vm_memory: since API 7.0.0.0.
        ah_device_hints_supported: since API 7.0.2.0.
        nvme_over_tcp_supported: since API 7.0.3.0.
        nvme_storage_fabric_services_supported: since API 7.0.3.0.
        assign_hw_pci_config_supported: since API 7.0.2.0.
        time_config_supported: since API 7.0.3.0.
        nvme_batch_operations_supported: since API 7.0.3.0.
        p_mem_failover_supported: since API 7.0.2.0.
        host_config_encryption_supported: since API 7.0.2.0.
        max_supported_simultaneous_threads: since API 8.0.0.1.
        ptp_config_supported: since API 7.0.3.0.
        max_supported_ptp_ports: since API 7.0.3.0.
        sgx_registration_supported: since API 8.0.0.1.
        p_mem_independent_snapshot_supported: since API 7.0.3.0.
        iommu_sl_dirty_capable: since API 8.0.0.1.
        vmknic_binding_supported: since API 8.0.1.0.
        ultralow_fixed_unmap_supported: since API 8.0.0.1.
        nvme_vvol_supported: since API 8.0.0.0.
        fpt_hotplug_supported: since API 8.0.1.0.
        mconnect_supported: since API 8.0.1.0.
        vsan_nic_mgmt_supported: since API 8.0.2.0.
        vvol_nqn_supported: since API 8.0.2.0.
        stretched_sc_supported: since API 8.0.3.0.
        vmknic_binding_on_nf_sv41: since API 8.0.3.0.
        vp_status_check_supported: since API 8.0.3.0.
        e2e4kn_supported: since API 9.0.0.0.
        vsan_dedicated_vmk_nic_supported: since API 9.0.0.0.
        n_connect_supported: since API 8.0.3.0.
        user_key_supported: since API 8.0.3.0.
        ndcm_supported: since API 8.0.3.0.
        uefi_secure_boot: since API 8.0.3.0.
        vpxd_vmx_generation_supported: since API 9.0.0.0.
        nfs41_krb5p_supported: since API 9.0.0.0.
        cim_supported: since API 9.0.0.0.
        npiv_supported: since API 9.0.0.0.
        entitlement_supported: since API 9.0.0.0.
        monitor_unrestricted: since API 9.1.0.0.
        vnetworking_nic_selection_supported: since API 9.1.0.0.
        direct_path_info_supported: since API 9.1.0.0.
        fcd_linked_clone_supported: since API 9.1.0.0.
        ehv_quick_boot_supported: since API 9.1.0.0.
        nested_hv_tiering_enabled: since API 9.1.0.0.
    """

    recursive_resource_pools_supported: bool = element("recursiveResourcePoolsSupported", "xsd:boolean")
    cpu_memory_resource_configuration_supported: bool = element("cpuMemoryResourceConfigurationSupported", "xsd:boolean")
    reboot_supported: bool = element("rebootSupported", "xsd:boolean")
    shutdown_supported: bool = element("shutdownSupported", "xsd:boolean")
    vmotion_supported: bool = element("vmotionSupported", "xsd:boolean")
    standby_supported: bool = element("standbySupported", "xsd:boolean")
    ipmi_supported: bool | None = element("ipmiSupported", "xsd:boolean", default=None)
    max_supported_vms: int | None = element("maxSupportedVMs", "xsd:int", default=None)
    max_running_vms: int | None = element("maxRunningVMs", "xsd:int", default=None)
    max_supported_vcpus: int | None = element("maxSupportedVcpus", "xsd:int", default=None)
    max_registered_vms: int | None = element("maxRegisteredVMs", "xsd:int", default=None)
    datastore_principal_supported: bool = element("datastorePrincipalSupported", "xsd:boolean")
    san_supported: bool = element("sanSupported", "xsd:boolean")
    nfs_supported: bool = element("nfsSupported", "xsd:boolean")
    iscsi_supported: bool = element("iscsiSupported", "xsd:boolean")
    vlan_tagging_supported: bool = element("vlanTaggingSupported", "xsd:boolean")
    nic_teaming_supported: bool = element("nicTeamingSupported", "xsd:boolean")
    high_guest_mem_supported: bool = element("highGuestMemSupported", "xsd:boolean")
    maintenance_mode_supported: bool = element("maintenanceModeSupported", "xsd:boolean")
    suspended_relocate_supported: bool = element("suspendedRelocateSupported", "xsd:boolean")
    restricted_snapshot_relocate_supported: bool = element("restrictedSnapshotRelocateSupported", "xsd:boolean")
    per_vm_swap_files: bool = element("perVmSwapFiles", "xsd:boolean")
    local_swap_datastore_supported: bool = element("localSwapDatastoreSupported", "xsd:boolean")
    unshared_swap_v_motion_supported: bool = element("unsharedSwapVMotionSupported", "xsd:boolean")
    background_snapshots_supported: bool = element("backgroundSnapshotsSupported", "xsd:boolean")
    pre_assigned_pci_unit_numbers_supported: bool = element("preAssignedPCIUnitNumbersSupported", "xsd:boolean")
    screenshot_supported: bool = element("screenshotSupported", "xsd:boolean")
    scaled_screenshot_supported: bool = element("scaledScreenshotSupported", "xsd:boolean")
    storage_v_motion_supported: bool | None = element("storageVMotionSupported", "xsd:boolean", default=None)
    vmotion_with_storage_v_motion_supported: bool | None = element("vmotionWithStorageVMotionSupported", "xsd:boolean", default=None)
    vmotion_across_network_supported: bool | None = element("vmotionAcrossNetworkSupported", "xsd:boolean", default=None)
    max_num_disks_sv_motion: int | None = element("maxNumDisksSVMotion", "xsd:int", default=None)
    max_virtual_disk_desc_version_supported: int | None = element("maxVirtualDiskDescVersionSupported", "xsd:int", default=None)
    hbr_nic_selection_supported: bool | None = element("hbrNicSelectionSupported", "xsd:boolean", default=None)
    vr_nfc_nic_selection_supported: bool | None = element("vrNfcNicSelectionSupported", "xsd:boolean", default=None)
    record_replay_supported: bool | None = element("recordReplaySupported", "xsd:boolean", default=None)
    ft_supported: bool | None = element("ftSupported", "xsd:boolean", default=None)
    replay_unsupported_reason: str | None = element("replayUnsupportedReason", "xsd:string", default=None)
    replay_compatibility_issues: list[str] = element("replayCompatibilityIssues", "xsd:string", default_factory=list)
    smp_ft_supported: bool | None = element("smpFtSupported", "xsd:boolean", default=None)
    ft_compatibility_issues: list[str] = element("ftCompatibilityIssues", "xsd:string", default_factory=list)
    smp_ft_compatibility_issues: list[str] = element("smpFtCompatibilityIssues", "xsd:string", default_factory=list)
    max_vcpus_per_ft_vm: int | None = element("maxVcpusPerFtVm", "xsd:int", default=None)
    login_by_ssl_thumbprint_supported: bool | None = element("loginBySSLThumbprintSupported", "xsd:boolean", default=None)
    clone_from_snapshot_supported: bool | None = element("cloneFromSnapshotSupported", "xsd:boolean", default=None)
    delta_disk_backings_supported: bool | None = element("deltaDiskBackingsSupported", "xsd:boolean", default=None)
    per_vm_network_traffic_shaping_supported: bool | None = element("perVMNetworkTrafficShapingSupported", "xsd:boolean", default=None)
    tpm_supported: bool | None = element("tpmSupported", "xsd:boolean", default=None)
    tpm_version: str | None = element("tpmVersion", "xsd:string", default=None)
    txt_enabled: bool | None = element("txtEnabled", "xsd:boolean", default=None)
    drtm_type: str | None = element("drtmType", "xsd:string", default=None)
    supported_cpu_feature: list[HostCpuIdInfo] = element("supportedCpuFeature", "HostCpuIdInfo", default_factory=list)
    virtual_exec_usage_supported: bool | None = element("virtualExecUsageSupported", "xsd:boolean", default=None)
    storage_iorm_supported: bool | None = element("storageIORMSupported", "xsd:boolean", default=None)
    vm_direct_path_gen2_supported: bool | None = element("vmDirectPathGen2Supported", "xsd:boolean", default=None)
    vm_direct_path_gen2_unsupported_reason: list[str] = element("vmDirectPathGen2UnsupportedReason", "xsd:string", default_factory=list)
    vm_direct_path_gen2_unsupported_reason_extended: str | None = element("vmDirectPathGen2UnsupportedReasonExtended", "xsd:string", default=None)
    supported_vmfs_major_version: list[int] = element("supportedVmfsMajorVersion", "xsd:int", default_factory=list)
    v_storage_capable: bool | None = element("vStorageCapable", "xsd:boolean", default=None)
    snapshot_relayout_supported: bool | None = element("snapshotRelayoutSupported", "xsd:boolean", default=None)
    firewall_ip_rules_supported: bool | None = element("firewallIpRulesSupported", "xsd:boolean", default=None)
    service_package_info_supported: bool | None = element("servicePackageInfoSupported", "xsd:boolean", default=None)
    max_host_running_vms: int | None = element("maxHostRunningVms", "xsd:int", default=None)
    max_host_supported_vcpus: int | None = element("maxHostSupportedVcpus", "xsd:int", default=None)
    vmfs_datastore_mount_capable: bool | None = element("vmfsDatastoreMountCapable", "xsd:boolean", default=None)
    eight_plus_host_vmfs_shared_access_supported: bool | None = element("eightPlusHostVmfsSharedAccessSupported", "xsd:boolean", default=None)
    nested_hv_supported: bool | None = element("nestedHVSupported", "xsd:boolean", default=None)
    v_pmc_supported: bool | None = element("vPMCSupported", "xsd:boolean", default=None)
    inter_vm_communication_through_vmci_supported: bool | None = element("interVMCommunicationThroughVMCISupported", "xsd:boolean", default=None)
    scheduled_hardware_upgrade_supported: bool | None = element("scheduledHardwareUpgradeSupported", "xsd:boolean", default=None)
    feature_capabilities_supported: bool | None = element("featureCapabilitiesSupported", "xsd:boolean", default=None)
    latency_sensitivity_supported: bool | None = element("latencySensitivitySupported", "xsd:boolean", default=None)
    storage_policy_supported: bool | None = element("storagePolicySupported", "xsd:boolean", default=None)
    accel3d_supported: bool | None = element("accel3dSupported", "xsd:boolean", default=None)
    reliable_memory_aware: bool | None = element("reliableMemoryAware", "xsd:boolean", default=None)
    multiple_network_stack_instance_supported: bool | None = element("multipleNetworkStackInstanceSupported", "xsd:boolean", default=None)
    message_bus_proxy_supported: bool | None = element("messageBusProxySupported", "xsd:boolean", default=None)
    vsan_supported: bool | None = element("vsanSupported", "xsd:boolean", default=None)
    v_flash_supported: bool | None = element("vFlashSupported", "xsd:boolean", default=None)
    host_access_manager_supported: bool | None = element("hostAccessManagerSupported", "xsd:boolean", default=None)
    provisioning_nic_selection_supported: bool | None = element("provisioningNicSelectionSupported", "xsd:boolean", default=None)
    nfs41_supported: bool | None = element("nfs41Supported", "xsd:boolean", default=None)
    nfs41_krb5i_supported: bool | None = element("nfs41Krb5iSupported", "xsd:boolean", default=None)
    turn_disk_locator_led_supported: bool | None = element("turnDiskLocatorLedSupported", "xsd:boolean", default=None)
    virtual_volume_datastore_supported: bool | None = element("virtualVolumeDatastoreSupported", "xsd:boolean", default=None)
    mark_asssd_supported: bool | None = element("markAsSsdSupported", "xsd:boolean", default=None)
    mark_aslocal_supported: bool | None = element("markAsLocalSupported", "xsd:boolean", default=None)
    smart_card_authentication_supported: bool | None = element("smartCardAuthenticationSupported", "xsd:boolean", default=None)
    p_mem_supported: bool | None = element("pMemSupported", "xsd:boolean", default=None)
    p_mem_snapshot_supported: bool | None = element("pMemSnapshotSupported", "xsd:boolean", default=None)
    crypto_supported: bool | None = element("cryptoSupported", "xsd:boolean", default=None)
    one_k_volume_apissupported: bool | None = element("oneKVolumeAPIsSupported", "xsd:boolean", default=None)
    gateway_on_nic_supported: bool | None = element("gatewayOnNicSupported", "xsd:boolean", default=None)
    upit_supported: bool | None = element("upitSupported", "xsd:boolean", default=None)
    cpu_hw_mmu_supported: bool | None = element("cpuHwMmuSupported", "xsd:boolean", default=None)
    encrypted_v_motion_supported: bool | None = element("encryptedVMotionSupported", "xsd:boolean", default=None)
    encryption_change_on_add_remove_supported: bool | None = element("encryptionChangeOnAddRemoveSupported", "xsd:boolean", default=None)
    encryption_hot_operation_supported: bool | None = element("encryptionHotOperationSupported", "xsd:boolean", default=None)
    encryption_with_snapshots_supported: bool | None = element("encryptionWithSnapshotsSupported", "xsd:boolean", default=None)
    encryption_fault_tolerance_supported: bool | None = element("encryptionFaultToleranceSupported", "xsd:boolean", default=None)
    encryption_memory_save_supported: bool | None = element("encryptionMemorySaveSupported", "xsd:boolean", default=None)
    encryption_rdm_supported: bool | None = element("encryptionRDMSupported", "xsd:boolean", default=None)
    encryption_v_flash_supported: bool | None = element("encryptionVFlashSupported", "xsd:boolean", default=None)
    encryption_cbrc_supported: bool | None = element("encryptionCBRCSupported", "xsd:boolean", default=None)
    encryption_hbr_supported: bool | None = element("encryptionHBRSupported", "xsd:boolean", default=None)
    ft_efi_supported: bool | None = element("ftEfiSupported", "xsd:boolean", default=None)
    unmap_method_supported: str | None = element("unmapMethodSupported", "xsd:string", default=None)
    max_mem_mb_per_ft_vm: int | None = element("maxMemMBPerFtVm", "xsd:int", default=None)
    virtual_mmu_usage_ignored: bool | None = element("virtualMmuUsageIgnored", "xsd:boolean", default=None)
    virtual_exec_usage_ignored: bool | None = element("virtualExecUsageIgnored", "xsd:boolean", default=None)
    vm_create_date_supported: bool | None = element("vmCreateDateSupported", "xsd:boolean", default=None)
    vmfs3_eol_supported: bool | None = element("vmfs3EOLSupported", "xsd:boolean", default=None)
    ft_vmcp_supported: bool | None = element("ftVmcpSupported", "xsd:boolean", default=None)
    quick_boot_supported: bool | None = element("quickBootSupported", "xsd:boolean", default=None)
    encrypted_ft_supported: bool | None = element("encryptedFtSupported", "xsd:boolean", default=None)
    assignable_hardware_supported: bool | None = element("assignableHardwareSupported", "xsd:boolean", default=None)
    suspend_to_memory_supported: bool | None = element("suspendToMemorySupported", "xsd:boolean", default=None)
    use_feature_reqs_for_old_h_wv: bool | None = element("useFeatureReqsForOldHWv", "xsd:boolean", default=None)
    mark_perennially_reserved_supported: bool | None = element("markPerenniallyReservedSupported", "xsd:boolean", default=None)
    hpp_psp_supported: bool | None = element("hppPspSupported", "xsd:boolean", default=None)
    device_rebind_without_reboot_supported: bool | None = element("deviceRebindWithoutRebootSupported", "xsd:boolean", default=None)
    storage_policy_change_supported: bool | None = element("storagePolicyChangeSupported", "xsd:boolean", default=None)
    precision_time_protocol_supported: bool | None = element("precisionTimeProtocolSupported", "xsd:boolean", default=None)
    remote_device_v_motion_supported: bool | None = element("remoteDeviceVMotionSupported", "xsd:boolean", default=None)
    max_supported_vm_memory: int | None = element("maxSupportedVmMemory", "xsd:int", default=None)
    ah_device_hints_supported: bool | None = element("ahDeviceHintsSupported", "xsd:boolean", default=None)
    nvme_over_tcp_supported: bool | None = element("nvmeOverTcpSupported", "xsd:boolean", default=None)
    nvme_storage_fabric_services_supported: bool | None = element("nvmeStorageFabricServicesSupported", "xsd:boolean", default=None)
    assign_hw_pci_config_supported: bool | None = element("assignHwPciConfigSupported", "xsd:boolean", default=None)
    time_config_supported: bool | None = element("timeConfigSupported", "xsd:boolean", default=None)
    nvme_batch_operations_supported: bool | None = element("nvmeBatchOperationsSupported", "xsd:boolean", default=None)
    p_mem_failover_supported: bool | None = element("pMemFailoverSupported", "xsd:boolean", default=None)
    host_config_encryption_supported: bool | None = element("hostConfigEncryptionSupported", "xsd:boolean", default=None)
    max_supported_simultaneous_threads: int | None = element("maxSupportedSimultaneousThreads", "xsd:int", default=None)
    ptp_config_supported: bool | None = element("ptpConfigSupported", "xsd:boolean", default=None)
    max_supported_ptp_ports: int | None = element("maxSupportedPtpPorts", "xsd:int", default=None)
    sgx_registration_supported: bool | None = element("sgxRegistrationSupported", "xsd:boolean", default=None)
    p_mem_independent_snapshot_supported: bool | None = element("pMemIndependentSnapshotSupported", "xsd:boolean", default=None)
    iommu_sl_dirty_capable: bool | None = element("iommuSLDirtyCapable", "xsd:boolean", default=None)
    vmknic_binding_supported: bool | None = element("vmknicBindingSupported", "xsd:boolean", default=None)
    ultralow_fixed_unmap_supported: bool | None = element("ultralowFixedUnmapSupported", "xsd:boolean", default=None)
    nvme_vvol_supported: bool | None = element("nvmeVvolSupported", "xsd:boolean", default=None)
    fpt_hotplug_supported: bool | None = element("fptHotplugSupported", "xsd:boolean", default=None)
    mconnect_supported: bool | None = element("mconnectSupported", "xsd:boolean", default=None)
    vsan_nic_mgmt_supported: bool | None = element("vsanNicMgmtSupported", "xsd:boolean", default=None)
    vvol_nqn_supported: bool | None = element("vvolNQNSupported", "xsd:boolean", default=None)
    stretched_sc_supported: bool | None = element("stretchedSCSupported", "xsd:boolean", default=None)
    vmknic_binding_on_nf_sv41: bool | None = element("vmknicBindingOnNFSv41", "xsd:boolean", default=None)
    vp_status_check_supported: bool | None = element("vpStatusCheckSupported", "xsd:boolean", default=None)
    e2e4kn_supported: bool | None = element("e2e4knSupported", "xsd:boolean", default=None)
    vsan_dedicated_vmk_nic_supported: bool | None = element("vsanDedicatedVmkNicSupported", "xsd:boolean", default=None)
    n_connect_supported: bool | None = element("nConnectSupported", "xsd:boolean", default=None)
    user_key_supported: bool | None = element("userKeySupported", "xsd:boolean", default=None)
    ndcm_supported: bool | None = element("ndcmSupported", "xsd:boolean", default=None)
    uefi_secure_boot: bool | None = element("uefiSecureBoot", "xsd:boolean", default=None)
    vpxd_vmx_generation_supported: bool | None = element("vpxdVmxGenerationSupported", "xsd:boolean", default=None)
    nfs41_krb5p_supported: bool | None = element("nfs41Krb5pSupported", "xsd:boolean", default=None)
    cim_supported: bool | None = element("cimSupported", "xsd:boolean", default=None)
    npiv_supported: bool | None = element("npivSupported", "xsd:boolean", default=None)
    entitlement_supported: bool | None = element("entitlementSupported", "xsd:boolean", default=None)
    monitor_unrestricted: bool | None = element("monitorUnrestricted", "xsd:boolean", default=None)
    vnetworking_nic_selection_supported: bool | None = element("vnetworkingNicSelectionSupported", "xsd:boolean", default=None)
    direct_path_info_supported: bool | None = element("directPathInfoSupported", "xsd:boolean", default=None)
    fcd_linked_clone_supported: bool | None = element("fcdLinkedCloneSupported", "xsd:boolean", default=None)
    ehv_quick_boot_supported: bool | None = element("ehvQuickBootSupported", "xsd:boolean", default=None)
    nested_hv_tiering_enabled: bool | None = element("nestedHvTieringEnabled", "xsd:boolean", default=None)


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


class HostCpuIdInfo(DynamicData):
    """Host cpu id info."""

    level: int = element("level", "xsd:int")
    vendor: str | None = element("vendor", "xsd:string", default=None)
    eax: str | None = element("eax", "xsd:string", default=None)
    ebx: str | None = element("ebx", "xsd:string", default=None)
    ecx: str | None = element("ecx", "xsd:string", default=None)
    edx: str | None = element("edx", "xsd:string", default=None)


class HostCpuInfo(DynamicData):
    """Host cpu info.

    Attributes:
        num_cpu_packages: Sockets.
        hz: Hz of a core.
    """

    num_cpu_packages: int = element("numCpuPackages", "xsd:short")
    num_cpu_cores: int = element("numCpuCores", "xsd:short")
    num_cpu_threads: int = element("numCpuThreads", "xsd:short")
    hz: int = element("hz", "xsd:long")


class HostCpuPackage(DynamicData):
    """Host cpu package.

    Attributes:
        hz: Hz.
        family: since API 8.0.3.0.
        model: since API 8.0.3.0.
        stepping: since API 8.0.3.0.
    """

    index: int = element("index", "xsd:short")
    vendor: str = element("vendor", "xsd:string")
    hz: int = element("hz", "xsd:long")
    bus_hz: int = element("busHz", "xsd:long")
    description: str = element("description", "xsd:string")
    thread_id: list[int] = element("threadId", "xsd:short", default_factory=list, required=True)
    cpu_feature: list[HostCpuIdInfo] = element("cpuFeature", "HostCpuIdInfo", default_factory=list)
    family: int | None = element("family", "xsd:short", default=None)
    model: int | None = element("model", "xsd:short", default=None)
    stepping: int | None = element("stepping", "xsd:short", default=None)


class HostCpuPowerManagementInfo(DynamicData):
    """Host cpu power management info. Since API 4.0."""

    current_policy: str | None = element("currentPolicy", "xsd:string", default=None)
    hardware_support: str | None = element("hardwareSupport", "xsd:string", default=None)


class HostHyperThreadScheduleInfo(DynamicData):
    """Host hyper thread schedule info."""

    available: bool = element("available", "xsd:boolean")
    active: bool = element("active", "xsd:boolean")
    config: bool = element("config", "xsd:boolean")


class HostCpuSchedulerInfo(DynamicData):
    """Host cpu scheduler info. Since API 8.0.3.0."""

    policy: str = element("policy", "xsd:string")


class HostDateTimeSystemTimeZone(DynamicData):
    """Host date time system time zone."""

    key: str = element("key", "xsd:string")
    name: str = element("name", "xsd:string")
    description: str = element("description", "xsd:string")
    gmt_offset: int = element("gmtOffset", "xsd:int")


class HostDeploymentInfo(DynamicData):
    """Host deployment info. Since API 6.5."""

    booted_from_stateless_cache: bool | None = element("bootedFromStatelessCache", "xsd:boolean", default=None)


class HostDevice(DynamicData):
    """Host device."""

    device_name: str = element("deviceName", "xsd:string")
    device_type: str = element("deviceType", "xsd:string")


class HostDhcpService(DynamicData):
    """Host dhcp service."""

    key: str = element("key", "xsd:string")
    spec: HostDhcpServiceSpec = element("spec", "HostDhcpServiceSpec")


class HostDhcpServiceSpec(DynamicData):
    """Host dhcp service spec."""

    virtual_switch: str = element("virtualSwitch", "xsd:string")
    default_lease_duration: int = element("defaultLeaseDuration", "xsd:int")
    lease_begin_ip: str = element("leaseBeginIp", "xsd:string")
    lease_end_ip: str = element("leaseEndIp", "xsd:string")
    max_lease_duration: int = element("maxLeaseDuration", "xsd:int")
    unlimited_lease: bool = element("unlimitedLease", "xsd:boolean")
    ip_subnet_addr: str = element("ipSubnetAddr", "xsd:string")
    ip_subnet_mask: str = element("ipSubnetMask", "xsd:string")


class HostDhcpServiceConfig(DynamicData):
    """Host dhcp service config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    key: str = element("key", "xsd:string")
    spec: HostDhcpServiceSpec = element("spec", "HostDhcpServiceSpec")


class HostDigestInfo(DynamicData):
    """Host digest info. Since API 4.0."""

    digest_method: str = element("digestMethod", "xsd:string")
    digest_value: list[int] = element("digestValue", "xsd:byte", default_factory=list, required=True)
    object_name: str | None = element("objectName", "xsd:string", default=None)


class HostDirectoryStoreInfo(HostAuthenticationStoreInfo):
    """Host directory store info. Since API 4.1."""


class HostDiskDimensionsChs(DynamicData):
    """Host disk dimensions chs."""

    cylinder: int = element("cylinder", "xsd:long")
    head: int = element("head", "xsd:int")
    sector: int = element("sector", "xsd:int")


class HostDiskDimensionsLba(DynamicData):
    """Host disk dimensions lba.

    Attributes:
        block_size: Bytes in a block.
        block: Blocks.
    """

    block_size: int = element("blockSize", "xsd:int")
    block: int = element("block", "xsd:long")


class HostDnsConfig(DynamicData):
    """Host dns config.

    Attributes:
        ipv6_virtual_nic_device: since API 6.7.
    """

    dhcp: bool = element("dhcp", "xsd:boolean")
    virtual_nic_device: str | None = element("virtualNicDevice", "xsd:string", default=None)
    ipv6_virtual_nic_device: str | None = element("ipv6VirtualNicDevice", "xsd:string", default=None)
    host_name: str = element("hostName", "xsd:string")
    domain_name: str = element("domainName", "xsd:string")
    address: list[str] = element("address", "xsd:string", default_factory=list)
    search_domain: list[str] = element("searchDomain", "xsd:string", default_factory=list)


class HostDnsConfigSpec(HostDnsConfig):
    """Host dns config spec. Since API 4.0.

    Attributes:
        virtual_nic_connection_v6: since API 6.7.
    """

    virtual_nic_connection: HostVirtualNicConnection | None = element("virtualNicConnection", "HostVirtualNicConnection", default=None)
    virtual_nic_connection_v6: HostVirtualNicConnection | None = element("virtualNicConnectionV6", "HostVirtualNicConnection", default=None)


class HostDvxClass(DynamicData):
    """Host dvx class. Since API 8.0.0.1."""

    device_class: str = element("deviceClass", "xsd:string")
    checkpoint_supported: bool = element("checkpointSupported", "xsd:boolean")
    sw_dma_tracing_supported: bool = element("swDMATracingSupported", "xsd:boolean")
    sriov_nic: bool = element("sriovNic", "xsd:boolean")


class FcoeConfig(DynamicData):
    """Fcoe config. Since API 5.0."""

    priority_class: int = element("priorityClass", "xsd:int")
    source_mac: str = element("sourceMac", "xsd:string")
    vlan_range: list[FcoeConfigVlanRange] = element("vlanRange", "FcoeConfigVlanRange", default_factory=list, required=True)
    capabilities: FcoeConfigFcoeCapabilities = element("capabilities", "FcoeConfigFcoeCapabilities")
    fcoe_active: bool = element("fcoeActive", "xsd:boolean")


class FcoeConfigVlanRange(DynamicData):
    """Fcoe config vlan range. Since API 5.0."""

    vlan_low: int = element("vlanLow", "xsd:int")
    vlan_high: int = element("vlanHigh", "xsd:int")


class FcoeConfigFcoeCapabilities(DynamicData):
    """Fcoe config fcoe capabilities. Since API 5.0."""

    priority_class: bool = element("priorityClass", "xsd:boolean")
    source_mac_address: bool = element("sourceMacAddress", "xsd:boolean")
    vlan_range: bool = element("vlanRange", "xsd:boolean")


class HostFeatureCapability(DynamicData):
    """Host feature capability. Since API 5.1."""

    key: str = element("key", "xsd:string")
    feature_name: str = element("featureName", "xsd:string")
    value: str = element("value", "xsd:string")


class HostFeatureMask(DynamicData):
    """Host feature mask. Since API 5.1."""

    key: str = element("key", "xsd:string")
    feature_name: str = element("featureName", "xsd:string")
    value: str = element("value", "xsd:string")


class HostFeatureVersionInfo(DynamicData):
    """Host feature version info. Since API 4.1."""

    key: str = element("key", "xsd:string")
    value: str = element("value", "xsd:string")


class HostFileSystemMountInfo(DynamicData):
    """Host file system mount info.

    Attributes:
        v_storage_support: since API 4.1.
    """

    mount_info: HostMountInfo = element("mountInfo", "HostMountInfo")
    volume: HostFileSystemVolume = element("volume", "HostFileSystemVolume")
    v_storage_support: str | None = element("vStorageSupport", "xsd:string", default=None)


class HostFirewallInfo(DynamicData):
    """Host firewall info."""

    default_policy: HostFirewallDefaultPolicy = element("defaultPolicy", "HostFirewallDefaultPolicy")
    ruleset: list[HostFirewallRuleset] = element("ruleset", "HostFirewallRuleset", default_factory=list)


class HostFirewallDefaultPolicy(DynamicData):
    """Host firewall default policy."""

    incoming_blocked: bool | None = element("incomingBlocked", "xsd:boolean", default=None)
    outgoing_blocked: bool | None = element("outgoingBlocked", "xsd:boolean", default=None)


class HostFlagInfo(DynamicData):
    """Host flag info."""

    background_snapshots_enabled: bool | None = element("backgroundSnapshotsEnabled", "xsd:boolean", default=None)


class HostForceMountedInfo(DynamicData):
    """Host force mounted info. Since API 4.0."""

    persist: bool = element("persist", "xsd:boolean")
    mounted: bool = element("mounted", "xsd:boolean")


class HostFru(DynamicData):
    """Host fru. Since API 8.0.0.1."""

    type: str = element("type", "xsd:string")
    part_name: str = element("partName", "xsd:string")
    part_number: str = element("partNumber", "xsd:string")
    manufacturer: str = element("manufacturer", "xsd:string")
    serial_number: str | None = element("serialNumber", "xsd:string", default=None)
    mfg_time_stamp: datetime | None = element("mfgTimeStamp", "xsd:dateTime", default=None)


class HostGraphicsConfig(DynamicData):
    """Host graphics config. Since API 6.5."""

    host_default_graphics_type: str = element("hostDefaultGraphicsType", "xsd:string")
    shared_passthru_assignment_policy: str = element("sharedPassthruAssignmentPolicy", "xsd:string")
    device_type: list[HostGraphicsConfigDeviceType] = element("deviceType", "HostGraphicsConfigDeviceType", default_factory=list)


class HostGraphicsConfigDeviceType(DynamicData):
    """Host graphics config device type. Since API 6.5.

    Attributes:
        vgpu_mode: since API 8.0.3.0.
    """

    device_id: str = element("deviceId", "xsd:string")
    graphics_type: str = element("graphicsType", "xsd:string")
    vgpu_mode: str | None = element("vgpuMode", "xsd:string", default=None)


class HostGraphicsInfo(DynamicData):
    """Host graphics info. Since API 5.5.

    Attributes:
        vgpu_mode: since API 8.0.3.0.
        vm: refers to VirtualMachine.
    """

    device_name: str = element("deviceName", "xsd:string")
    vendor_name: str = element("vendorName", "xsd:string")
    pci_id: str = element("pciId", "xsd:string")
    graphics_type: str = element("graphicsType", "xsd:string")
    vgpu_mode: str | None = element("vgpuMode", "xsd:string", default=None)
    memory_size_in_kb: int = element("memorySizeInKB", "xsd:long")
    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list)


class HostHardwareInfo(DynamicData):
    """Host hardware info.

    Attributes:
        cpu_power_management_info: since API 4.0.
        memory_size: Bytes.
        smc_present: since API 5.0.
        dvx_classes: since API 8.0.0.1.
        reliable_memory_info: since API 5.5.
        persistent_memory_info: since API 6.7.
        sgx_info: since API 7.0.0.0.
        sev_info: since API 7.0.1.0.
        memory_tiering_type: since API 7.0.3.0.
        memory_tier_info: since API 7.0.3.0.
        tdx_info: since API 9.0.0.0.
    """

    system_info: HostSystemInfo = element("systemInfo", "HostSystemInfo")
    cpu_power_management_info: HostCpuPowerManagementInfo | None = element("cpuPowerManagementInfo", "HostCpuPowerManagementInfo", default=None)
    cpu_info: HostCpuInfo = element("cpuInfo", "HostCpuInfo")
    cpu_pkg: list[HostCpuPackage] = element("cpuPkg", "HostCpuPackage", default_factory=list, required=True)
    memory_size: int = element("memorySize", "xsd:long")
    numa_info: HostNumaInfo | None = element("numaInfo", "HostNumaInfo", default=None)
    smc_present: bool | None = element("smcPresent", "xsd:boolean", default=None)
    pci_device: list[HostPciDevice] = element("pciDevice", "HostPciDevice", default_factory=list)
    dvx_classes: list[HostDvxClass] = element("dvxClasses", "HostDvxClass", default_factory=list)
    cpu_feature: list[HostCpuIdInfo] = element("cpuFeature", "HostCpuIdInfo", default_factory=list)
    bios_info: HostBIOSInfo | None = element("biosInfo", "HostBIOSInfo", default=None)
    reliable_memory_info: HostReliableMemoryInfo | None = element("reliableMemoryInfo", "HostReliableMemoryInfo", default=None)
    persistent_memory_info: HostPersistentMemoryInfo | None = element("persistentMemoryInfo", "HostPersistentMemoryInfo", default=None)
    sgx_info: HostSgxInfo | None = element("sgxInfo", "HostSgxInfo", default=None)
    sev_info: HostSevInfo | None = element("sevInfo", "HostSevInfo", default=None)
    memory_tiering_type: str | None = element("memoryTieringType", "xsd:string", default=None)
    memory_tier_info: list[HostMemoryTierInfo] = element("memoryTierInfo", "HostMemoryTierInfo", default_factory=list)
    tdx_info: HostTdxInfo | None = element("tdxInfo", "HostTdxInfo", default=None)


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


class HostHostBusAdapter(DynamicData):
    """Host host bus adapter.

    Attributes:
        storage_protocol: since API 7.0.0.0.
        driver_version: since API 9.1.0.0.
        firmware_version: since API 9.1.0.0.
    """

    key: str | None = element("key", "xsd:string", default=None)
    device: str = element("device", "xsd:string")
    bus: int = element("bus", "xsd:int")
    status: str = element("status", "xsd:string")
    model: str = element("model", "xsd:string")
    driver: str | None = element("driver", "xsd:string", default=None)
    pci: str | None = element("pci", "xsd:string", default=None)
    storage_protocol: str | None = element("storageProtocol", "xsd:string", default=None)
    driver_version: str | None = element("driverVersion", "xsd:string", default=None)
    firmware_version: str | None = element("firmwareVersion", "xsd:string", default=None)


class HostProxySwitch(DynamicData):
    """Host proxy switch. Since API 4.0.

    Attributes:
        config_num_ports: since API 5.0.
        pnic: key of a PhysicalNic.
        host_lag: since API 5.5.
        network_reservation_supported: since API 5.5.
        nsxt_enabled: since API 7.0.0.0.
        ens_enabled: since API 7.0.0.0.
        ens_interrupt_enabled: since API 7.0.0.0.
        transport_zones: since API 7.0.0.0.
        nsx_used_uplink_port: since API 7.0.0.0.
        nsxt_status: since API 7.0.0.0.
        nsxt_status_detail: since API 7.0.0.0.
        ens_info: since API 8.0.0.1.
        network_offloading_enabled: since API 8.0.0.1.
        host_uplink_state: since API 8.0.3.0.
        auto_deploy_owned: since API 9.1.0.0.
        host_perf_nic_offload_state: since API 9.1.0.0.
        tepless_mode: since API 9.1.0.0.
    """

    dvs_uuid: str = element("dvsUuid", "xsd:string")
    dvs_name: str = element("dvsName", "xsd:string")
    key: str = element("key", "xsd:string")
    num_ports: int = element("numPorts", "xsd:int")
    config_num_ports: int | None = element("configNumPorts", "xsd:int", default=None)
    num_ports_available: int = element("numPortsAvailable", "xsd:int")
    uplink_port: list[KeyValue] = element("uplinkPort", "KeyValue", default_factory=list)
    mtu: int | None = element("mtu", "xsd:int", default=None)
    pnic: list[str] = element("pnic", "xsd:string", default_factory=list)
    spec: HostProxySwitchSpec = element("spec", "HostProxySwitchSpec")
    host_lag: list[HostProxySwitchHostLagConfig] = element("hostLag", "HostProxySwitchHostLagConfig", default_factory=list)
    network_reservation_supported: bool | None = element("networkReservationSupported", "xsd:boolean", default=None)
    nsxt_enabled: bool | None = element("nsxtEnabled", "xsd:boolean", default=None)
    ens_enabled: bool | None = element("ensEnabled", "xsd:boolean", default=None)
    ens_interrupt_enabled: bool | None = element("ensInterruptEnabled", "xsd:boolean", default=None)
    transport_zones: list[DistributedVirtualSwitchHostMemberTransportZoneInfo] = element("transportZones", "DistributedVirtualSwitchHostMemberTransportZoneInfo", default_factory=list)
    nsx_used_uplink_port: list[str] = element("nsxUsedUplinkPort", "xsd:string", default_factory=list)
    nsxt_status: str | None = element("nsxtStatus", "xsd:string", default=None)
    nsxt_status_detail: str | None = element("nsxtStatusDetail", "xsd:string", default=None)
    ens_info: HostProxySwitchEnsInfo | None = element("ensInfo", "HostProxySwitchEnsInfo", default=None)
    network_offloading_enabled: bool | None = element("networkOffloadingEnabled", "xsd:boolean", default=None)
    host_uplink_state: list[DistributedVirtualSwitchHostMemberHostUplinkState] = element("hostUplinkState", "DistributedVirtualSwitchHostMemberHostUplinkState", default_factory=list)
    auto_deploy_owned: bool | None = element("autoDeployOwned", "xsd:boolean", default=None)
    host_perf_nic_offload_state: DistributedVirtualSwitchHostMemberHostPerfNicOffloadState | None = element("hostPerfNicOffloadState", "DistributedVirtualSwitchHostMemberHostPerfNicOffloadState", default=None)
    tepless_mode: bool | None = element("teplessMode", "xsd:boolean", default=None)


class HostProxySwitchSpec(DynamicData):
    """Host proxy switch spec. Since API 4.0."""

    backing: DistributedVirtualSwitchHostMemberBacking | None = element("backing", "DistributedVirtualSwitchHostMemberBacking", default=None)


class HostProxySwitchConfig(DynamicData):
    """Host proxy switch config. Since API 4.0."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    uuid: str = element("uuid", "xsd:string")
    spec: HostProxySwitchSpec | None = element("spec", "HostProxySwitchSpec", default=None)


class HostProxySwitchHostLagConfig(DynamicData):
    """Host proxy switch host lag config. Since API 5.5."""

    lag_key: str = element("lagKey", "xsd:string")
    lag_name: str | None = element("lagName", "xsd:string", default=None)
    uplink_port: list[KeyValue] = element("uplinkPort", "KeyValue", default_factory=list)


class HostProxySwitchEnsInfo(DynamicData):
    """Host proxy switch ens info. Since API 8.0.0.1."""

    ops_version: int = element("opsVersion", "xsd:long")
    num_ps_ops: int = element("numPSOps", "xsd:long")
    num_lcore_ops: int = element("numLcoreOps", "xsd:long")
    error_status: int = element("errorStatus", "xsd:long")
    lcore_status: int = element("lcoreStatus", "xsd:long")


class HostIpConfig(DynamicData):
    """Host ip config.

    Attributes:
        ip_v6_config: since API 4.0.
    """

    dhcp: bool = element("dhcp", "xsd:boolean")
    ip_address: str | None = element("ipAddress", "xsd:string", default=None)
    subnet_mask: str | None = element("subnetMask", "xsd:string", default=None)
    ip_v6_config: HostIpConfigIpV6AddressConfiguration | None = element("ipV6Config", "HostIpConfigIpV6AddressConfiguration", default=None)


class HostIpConfigIpV6Address(DynamicData):
    """Host ip config ip v6 address. Since API 4.0."""

    ip_address: str = element("ipAddress", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    origin: str | None = element("origin", "xsd:string", default=None)
    dad_state: str | None = element("dadState", "xsd:string", default=None)
    lifetime: datetime | None = element("lifetime", "xsd:dateTime", default=None)
    operation: str | None = element("operation", "xsd:string", default=None)


class HostIpConfigIpV6AddressConfiguration(DynamicData):
    """Host ip config ip v6 address configuration. Since API 4.0."""

    ip_v6_address: list[HostIpConfigIpV6Address] = element("ipV6Address", "HostIpConfigIpV6Address", default_factory=list)
    auto_configuration_enabled: bool | None = element("autoConfigurationEnabled", "xsd:boolean", default=None)
    dhcp_v6_enabled: bool | None = element("dhcpV6Enabled", "xsd:boolean", default=None)


class HostIpRouteConfig(DynamicData):
    """Host ip route config.

    Attributes:
        ip_v6_default_gateway: since API 4.0.
        ip_v6_gateway_device: since API 4.0.
    """

    default_gateway: str | None = element("defaultGateway", "xsd:string", default=None)
    gateway_device: str | None = element("gatewayDevice", "xsd:string", default=None)
    ip_v6_default_gateway: str | None = element("ipV6DefaultGateway", "xsd:string", default=None)
    ip_v6_gateway_device: str | None = element("ipV6GatewayDevice", "xsd:string", default=None)


class HostIpRouteConfigSpec(HostIpRouteConfig):
    """Host ip route config spec. Since API 4.0."""

    gateway_device_connection: HostVirtualNicConnection | None = element("gatewayDeviceConnection", "HostVirtualNicConnection", default=None)
    ip_v6_gateway_device_connection: HostVirtualNicConnection | None = element("ipV6GatewayDeviceConnection", "HostVirtualNicConnection", default=None)


class HostIpRouteEntry(DynamicData):
    """Host ip route entry. Since API 4.0.

    Attributes:
        device_name: since API 4.1.
    """

    network: str = element("network", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    gateway: str = element("gateway", "xsd:string")
    device_name: str | None = element("deviceName", "xsd:string", default=None)


class HostIpRouteOp(DynamicData):
    """Host ip route op. Since API 4.0."""

    change_operation: str = element("changeOperation", "xsd:string")
    route: HostIpRouteEntry = element("route", "HostIpRouteEntry")


class HostIpRouteTableConfig(DynamicData):
    """Host ip route table config. Since API 4.0."""

    ip_route: list[HostIpRouteOp] = element("ipRoute", "HostIpRouteOp", default_factory=list)
    ipv6_route: list[HostIpRouteOp] = element("ipv6Route", "HostIpRouteOp", default_factory=list)


class HostIpRouteTableInfo(DynamicData):
    """Host ip route table info. Since API 4.0."""

    ip_route: list[HostIpRouteEntry] = element("ipRoute", "HostIpRouteEntry", default_factory=list)
    ipv6_route: list[HostIpRouteEntry] = element("ipv6Route", "HostIpRouteEntry", default_factory=list)


class HostIpmiInfo(DynamicData):
    """Host ipmi info. Since API 4.0."""

    bmc_ip_address: str | None = element("bmcIpAddress", "xsd:string", default=None)
    bmc_mac_address: str | None = element("bmcMacAddress", "xsd:string", default=None)
    login: str | None = element("login", "xsd:string", default=None)
    password: str | None = element("password", "xsd:string", default=None, secret=True)


class LinkDiscoveryProtocolConfig(DynamicData):
    """Link discovery protocol config. Since API 4.0."""

    protocol: str = element("protocol", "xsd:string")
    operation: str = element("operation", "xsd:string")


class HostAccountSpec(DynamicData):
    """Host account spec."""

    id: str = element("id", "xsd:string")
    password: str | None = element("password", "xsd:string", default=None, secret=True)
    description: str | None = element("description", "xsd:string", default=None)


class HostPosixAccountSpec(HostAccountSpec):
    """Host posix account spec."""

    posix_id: int | None = element("posixId", "xsd:int", default=None)
    shell_access: bool | None = element("shellAccess", "xsd:boolean", default=None)


class HostLocalAuthenticationInfo(HostAuthenticationStoreInfo):
    """Host local authentication info. Since API 4.1."""


class HostLocalFileSystemVolume(HostFileSystemVolume):
    """Host local file system volume."""

    device: str = element("device", "xsd:string")


class HostConnectSpec(DynamicData):
    """Host connect spec.

    Attributes:
        ssl_certificate: since API 9.0.0.0.
        vm_folder: refers to Folder.
        management_ip: since API 4.0.
        lockdown_mode: since API 6.0.
        host_gateway: since API 6.0.
    """

    host_name: str | None = element("hostName", "xsd:string", default=None)
    port: int | None = element("port", "xsd:int", default=None)
    ssl_thumbprint: str | None = element("sslThumbprint", "xsd:string", default=None)
    ssl_certificate: str | None = element("sslCertificate", "xsd:string", default=None)
    user_name: str | None = element("userName", "xsd:string", default=None)
    password: str | None = element("password", "xsd:string", default=None, secret=True)
    vm_folder: ManagedObjectReference | None = element("vmFolder", "ManagedObjectReference", default=None)
    force: bool = element("force", "xsd:boolean")
    vim_account_name: str | None = element("vimAccountName", "xsd:string", default=None)
    vim_account_password: str | None = element("vimAccountPassword", "xsd:string", default=None, secret=True)
    management_ip: str | None = element("managementIp", "xsd:string", default=None)
    lockdown_mode: HostLockdownMode | str | None = element("lockdownMode", "HostLockdownMode", default=None)
    host_gateway: HostGatewaySpec | None = element("hostGateway", "HostGatewaySpec", default=None)


class HostSystemReconnectSpec(DynamicData):
    """Host system reconnect spec. Since API 5.0."""

    sync_state: bool | None = element("syncState", "xsd:boolean", default=None)


class HostGatewaySpec(DynamicData):
    """Host gateway spec. Since API 6.0."""

    gateway_type: str = element("gatewayType", "xsd:string")
    gateway_id: str | None = element("gatewayId", "xsd:string", default=None)
    trust_verification_token: str | None = element("trustVerificationToken", "xsd:string", default=None)
    host_auth_params: list[KeyValue] = element("hostAuthParams", "KeyValue", default_factory=list, secret=True)


class HostMaintenanceSpec(DynamicData):
    """Host maintenance spec. Since API 5.5.

    Attributes:
        purpose: since API 7.0.0.0.
        evac_mode: since API 9.1.0.0.
    """

    vsan_mode: VsanHostDecommissionMode | None = element("vsanMode", "VsanHostDecommissionMode", default=None)
    purpose: str | None = element("purpose", "xsd:string", default=None)
    evac_mode: HostMaintenanceSpecEvacuationMode | None = element("evacMode", "HostMaintenanceSpecEvacuationMode", default=None)


class HostMaintenanceSpecEvacuationMode(DynamicData):
    """Host maintenance spec evacuation mode. Since API 9.1.0.0."""

    workload_non_disruptive: bool = element("workloadNonDisruptive", "xsd:boolean")


class ServiceConsoleReservationInfo(DynamicData):
    """Service console reservation info."""

    service_console_reserved_cfg: int = element("serviceConsoleReservedCfg", "xsd:long")
    service_console_reserved: int = element("serviceConsoleReserved", "xsd:long")
    unreserved: int = element("unreserved", "xsd:long")


class HostMemoryTierInfo(DynamicData):
    """Host memory tier info. Since API 7.0.3.0.

    Attributes:
        internal_flags: since API 8.0.3.0.
    """

    name: str = element("name", "xsd:string")
    type: str = element("type", "xsd:string")
    flags: list[str] = element("flags", "xsd:string", default_factory=list)
    internal_flags: list[str] = element("internalFlags", "xsd:string", default_factory=list)
    size: int = element("size", "xsd:long")


class HostMountInfo(DynamicData):
    """Host mount info.

    Attributes:
        access_mode: readWrite or readOnly.
        mounted: since API 5.0.
        inaccessible_reason: since API 5.1.
        vmknic_name: since API 8.0.1.0.
        vmknic_active: since API 8.0.1.0.
        mount_failed_reason: since API 8.0.0.1.
        num_tcp_connections: since API 8.0.1.0.
    """

    path: str | None = element("path", "xsd:string", default=None)
    access_mode: str = element("accessMode", "xsd:string")
    mounted: bool | None = element("mounted", "xsd:boolean", default=None)
    accessible: bool | None = element("accessible", "xsd:boolean", default=None)
    inaccessible_reason: str | None = element("inaccessibleReason", "xsd:string", default=None)
    vmknic_name: str | None = element("vmknicName", "xsd:string", default=None)
    vmknic_active: bool | None = element("vmknicActive", "xsd:boolean", default=None)
    mount_failed_reason: str | None = element("mountFailedReason", "xsd:string", default=None)
    num_tcp_connections: int | None = element("numTcpConnections", "xsd:int", default=None)


class HostMultipathInfo(DynamicData):
    """Host multipath info."""

    lun: list[HostMultipathInfoLogicalUnit] = element("lun", "HostMultipathInfoLogicalUnit", default_factory=list)


class HostMultipathInfoLogicalUnitPolicy(DynamicData):
    """Host multipath info logical unit policy."""

    policy: str = element("policy", "xsd:string")


class HostMultipathInfoHppLogicalUnitPolicy(HostMultipathInfoLogicalUnitPolicy):
    """Host multipath info hpp logical unit policy. Since API 7.0.0.0."""

    bytes: int | None = element("bytes", "xsd:long", default=None)
    iops: int | None = element("iops", "xsd:long", default=None)
    path: str | None = element("path", "xsd:string", default=None)
    latency_eval_time: int | None = element("latencyEvalTime", "xsd:long", default=None)
    sampling_ios_per_path: int | None = element("samplingIosPerPath", "xsd:long", default=None)


class HostMultipathInfoLogicalUnitStorageArrayTypePolicy(DynamicData):
    """Host multipath info logical unit storage array type policy. Since API 4.0."""

    policy: str = element("policy", "xsd:string")


class HostMultipathInfoFixedLogicalUnitPolicy(HostMultipathInfoLogicalUnitPolicy):
    """Host multipath info fixed logical unit policy."""

    prefer: str = element("prefer", "xsd:string")


class HostMultipathInfoLogicalUnit(DynamicData):
    """Host multipath info logical unit.

    Attributes:
        lun: key of a ScsiLun.
        storage_array_type_policy: since API 4.0.
    """

    key: str = element("key", "xsd:string")
    id: str = element("id", "xsd:string")
    lun: str = element("lun", "xsd:string")
    path: list[HostMultipathInfoPath] = element("path", "HostMultipathInfoPath", default_factory=list, required=True)
    policy: HostMultipathInfoLogicalUnitPolicy = element("policy", "HostMultipathInfoLogicalUnitPolicy")
    storage_array_type_policy: HostMultipathInfoLogicalUnitStorageArrayTypePolicy | None = element("storageArrayTypePolicy", "HostMultipathInfoLogicalUnitStorageArrayTypePolicy", default=None)


class HostMultipathInfoPath(DynamicData):
    """Host multipath info path.

    Attributes:
        state: since API 4.0.
        is_working_path: since API 4.0.
        adapter: key of a HostHostBusAdapter.
        lun: key of a HostMultipathInfoLogicalUnit.
    """

    key: str = element("key", "xsd:string")
    name: str = element("name", "xsd:string")
    path_state: str = element("pathState", "xsd:string")
    state: str | None = element("state", "xsd:string", default=None)
    is_working_path: bool | None = element("isWorkingPath", "xsd:boolean", default=None)
    adapter: str = element("adapter", "xsd:string")
    lun: str = element("lun", "xsd:string")
    transport: HostTargetTransport | None = element("transport", "HostTargetTransport", default=None)


class HostMultipathStateInfo(DynamicData):
    """Host multipath state info. Since API 4.0."""

    path: list[HostMultipathStateInfoPath] = element("path", "HostMultipathStateInfoPath", default_factory=list)


class HostMultipathStateInfoPath(DynamicData):
    """Host multipath state info path. Since API 4.0."""

    name: str = element("name", "xsd:string")
    path_state: str = element("pathState", "xsd:string")


class HostNatService(DynamicData):
    """Host nat service."""

    key: str = element("key", "xsd:string")
    spec: HostNatServiceSpec = element("spec", "HostNatServiceSpec")


class HostNatServicePortForwardSpec(DynamicData):
    """Host nat service port forward spec."""

    type: str = element("type", "xsd:string")
    name: str = element("name", "xsd:string")
    host_port: int = element("hostPort", "xsd:int")
    guest_port: int = element("guestPort", "xsd:int")
    guest_ip_address: str = element("guestIpAddress", "xsd:string")


class HostNatServiceNameServiceSpec(DynamicData):
    """Host nat service name service spec."""

    dns_auto_detect: bool = element("dnsAutoDetect", "xsd:boolean")
    dns_policy: str = element("dnsPolicy", "xsd:string")
    dns_retries: int = element("dnsRetries", "xsd:int")
    dns_timeout: int = element("dnsTimeout", "xsd:int")
    dns_name_server: list[str] = element("dnsNameServer", "xsd:string", default_factory=list)
    nbds_timeout: int = element("nbdsTimeout", "xsd:int")
    nbns_retries: int = element("nbnsRetries", "xsd:int")
    nbns_timeout: int = element("nbnsTimeout", "xsd:int")


class HostNatServiceSpec(DynamicData):
    """Host nat service spec."""

    virtual_switch: str = element("virtualSwitch", "xsd:string")
    active_ftp: bool = element("activeFtp", "xsd:boolean")
    allow_any_oui: bool = element("allowAnyOui", "xsd:boolean")
    config_port: bool = element("configPort", "xsd:boolean")
    ip_gateway_address: str = element("ipGatewayAddress", "xsd:string")
    udp_timeout: int = element("udpTimeout", "xsd:int")
    port_forward: list[HostNatServicePortForwardSpec] = element("portForward", "HostNatServicePortForwardSpec", default_factory=list)
    name_service: HostNatServiceNameServiceSpec | None = element("nameService", "HostNatServiceNameServiceSpec", default=None)


class HostNatServiceConfig(DynamicData):
    """Host nat service config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    key: str = element("key", "xsd:string")
    spec: HostNatServiceSpec = element("spec", "HostNatServiceSpec")


class HostNetCapabilities(DynamicData):
    """Host net capabilities.

    Attributes:
        ip_v6_supported: since API 4.0.
        backup_nfc_nioc_supported: since API 7.0.1.0.
    """

    can_set_physical_nic_link_speed: bool = element("canSetPhysicalNicLinkSpeed", "xsd:boolean")
    supports_nic_teaming: bool = element("supportsNicTeaming", "xsd:boolean")
    nic_teaming_policy: list[str] = element("nicTeamingPolicy", "xsd:string", default_factory=list)
    supports_vlan: bool = element("supportsVlan", "xsd:boolean")
    uses_service_console_nic: bool = element("usesServiceConsoleNic", "xsd:boolean")
    supports_network_hints: bool = element("supportsNetworkHints", "xsd:boolean")
    max_port_groups_per_vswitch: int | None = element("maxPortGroupsPerVswitch", "xsd:int", default=None)
    vswitch_config_supported: bool = element("vswitchConfigSupported", "xsd:boolean")
    vnic_config_supported: bool = element("vnicConfigSupported", "xsd:boolean")
    ip_route_config_supported: bool = element("ipRouteConfigSupported", "xsd:boolean")
    dns_config_supported: bool = element("dnsConfigSupported", "xsd:boolean")
    dhcp_on_vnic_supported: bool = element("dhcpOnVnicSupported", "xsd:boolean")
    ip_v6_supported: bool | None = element("ipV6Supported", "xsd:boolean", default=None)
    backup_nfc_nioc_supported: bool | None = element("backupNfcNiocSupported", "xsd:boolean", default=None)


class HostNetOffloadCapabilities(DynamicData):
    """Host net offload capabilities."""

    csum_offload: bool | None = element("csumOffload", "xsd:boolean", default=None)
    tcp_segmentation: bool | None = element("tcpSegmentation", "xsd:boolean", default=None)
    zero_copy_xmit: bool | None = element("zeroCopyXmit", "xsd:boolean", default=None)


class HostNetStackInstance(DynamicData):
    """Host net stack instance. Since API 5.5.

    Attributes:
        owner: since API 9.0.0.0.
    """

    key: str | None = element("key", "xsd:string", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    dns_config: HostDnsConfig | None = element("dnsConfig", "HostDnsConfig", default=None)
    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)
    requested_max_number_of_connections: int | None = element("requestedMaxNumberOfConnections", "xsd:int", default=None)
    congestion_control_algorithm: str | None = element("congestionControlAlgorithm", "xsd:string", default=None)
    ip_v6_enabled: bool | None = element("ipV6Enabled", "xsd:boolean", default=None)
    route_table_config: HostIpRouteTableConfig | None = element("routeTableConfig", "HostIpRouteTableConfig", default=None)
    owner: str | None = element("owner", "xsd:string", default=None)


class HostNetworkInfo(DynamicData):
    """Host network info.

    Attributes:
        proxy_switch: since API 4.0.
        rdma_device: since API 7.0.0.0.
        route_table_info: since API 4.0.
        ip_v6_enabled: since API 4.0.
        at_boot_ip_v6_enabled: since API 4.1.
        net_stack_instance: since API 5.5.
        opaque_switch: since API 5.5.
        opaque_network: since API 5.5.
        nsx_transport_node_id: since API 7.0.0.0.
        nvds_to_vds_migration_required: since API 7.0.2.0.
        migration_status: since API 7.0.2.0.
    """

    vswitch: list[HostVirtualSwitch] = element("vswitch", "HostVirtualSwitch", default_factory=list)
    proxy_switch: list[HostProxySwitch] = element("proxySwitch", "HostProxySwitch", default_factory=list)
    portgroup: list[HostPortGroup] = element("portgroup", "HostPortGroup", default_factory=list)
    pnic: list[PhysicalNic] = element("pnic", "PhysicalNic", default_factory=list)
    rdma_device: list[HostRdmaDevice] = element("rdmaDevice", "HostRdmaDevice", default_factory=list)
    vnic: list[HostVirtualNic] = element("vnic", "HostVirtualNic", default_factory=list)
    console_vnic: list[HostVirtualNic] = element("consoleVnic", "HostVirtualNic", default_factory=list)
    dns_config: HostDnsConfig | None = element("dnsConfig", "HostDnsConfig", default=None)
    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)
    console_ip_route_config: HostIpRouteConfig | None = element("consoleIpRouteConfig", "HostIpRouteConfig", default=None)
    route_table_info: HostIpRouteTableInfo | None = element("routeTableInfo", "HostIpRouteTableInfo", default=None)
    dhcp: list[HostDhcpService] = element("dhcp", "HostDhcpService", default_factory=list)
    nat: list[HostNatService] = element("nat", "HostNatService", default_factory=list)
    ip_v6_enabled: bool | None = element("ipV6Enabled", "xsd:boolean", default=None)
    at_boot_ip_v6_enabled: bool | None = element("atBootIpV6Enabled", "xsd:boolean", default=None)
    net_stack_instance: list[HostNetStackInstance] = element("netStackInstance", "HostNetStackInstance", default_factory=list)
    opaque_switch: list[HostOpaqueSwitch] = element("opaqueSwitch", "HostOpaqueSwitch", default_factory=list)
    opaque_network: list[HostOpaqueNetworkInfo] = element("opaqueNetwork", "HostOpaqueNetworkInfo", default_factory=list)
    nsx_transport_node_id: str | None = element("nsxTransportNodeId", "xsd:string", default=None)
    nvds_to_vds_migration_required: bool | None = element("nvdsToVdsMigrationRequired", "xsd:boolean", default=None)
    migration_status: str | None = element("migrationStatus", "xsd:string", default=None)


class HostNetworkPolicy(DynamicData):
    """Host network policy."""

    security: HostNetworkSecurityPolicy | None = element("security", "HostNetworkSecurityPolicy", default=None)
    nic_teaming: HostNicTeamingPolicy | None = element("nicTeaming", "HostNicTeamingPolicy", default=None)
    offload_policy: HostNetOffloadCapabilities | None = element("offloadPolicy", "HostNetOffloadCapabilities", default=None)
    shaping_policy: HostNetworkTrafficShapingPolicy | None = element("shapingPolicy", "HostNetworkTrafficShapingPolicy", default=None)


class HostNetworkSecurityPolicy(DynamicData):
    """Host network security policy."""

    allow_promiscuous: bool | None = element("allowPromiscuous", "xsd:boolean", default=None)
    mac_changes: bool | None = element("macChanges", "xsd:boolean", default=None)
    forged_transmits: bool | None = element("forgedTransmits", "xsd:boolean", default=None)


class HostNetworkTrafficShapingPolicy(DynamicData):
    """Host network traffic shaping policy.

    Attributes:
        average_bandwidth: Bits a second.
        peak_bandwidth: Bits a second.
        burst_size: Bytes.
    """

    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    average_bandwidth: int | None = element("averageBandwidth", "xsd:long", default=None)
    peak_bandwidth: int | None = element("peakBandwidth", "xsd:long", default=None)
    burst_size: int | None = element("burstSize", "xsd:long", default=None)


class HostNicFailureCriteria(DynamicData):
    """Host nic failure criteria.

    Attributes:
        percentage: Percent of errors.
    """

    check_speed: str | None = element("checkSpeed", "xsd:string", default=None)
    speed: int | None = element("speed", "xsd:int", default=None)
    check_duplex: bool | None = element("checkDuplex", "xsd:boolean", default=None)
    full_duplex: bool | None = element("fullDuplex", "xsd:boolean", default=None)
    check_error_percent: bool | None = element("checkErrorPercent", "xsd:boolean", default=None)
    percentage: int | None = element("percentage", "xsd:int", default=None)
    check_beacon: bool | None = element("checkBeacon", "xsd:boolean", default=None)


class HostNicOrderPolicy(DynamicData):
    """Host nic order policy."""

    active_nic: list[str] = element("activeNic", "xsd:string", default_factory=list)
    standby_nic: list[str] = element("standbyNic", "xsd:string", default_factory=list)


class HostNicTeamingPolicy(DynamicData):
    """Host nic teaming policy."""

    policy: str | None = element("policy", "xsd:string", default=None)
    reverse_policy: bool | None = element("reversePolicy", "xsd:boolean", default=None)
    notify_switches: bool | None = element("notifySwitches", "xsd:boolean", default=None)
    rolling_order: bool | None = element("rollingOrder", "xsd:boolean", default=None)
    failure_criteria: HostNicFailureCriteria | None = element("failureCriteria", "HostNicFailureCriteria", default=None)
    nic_order: HostNicOrderPolicy | None = element("nicOrder", "HostNicOrderPolicy", default=None)


class HostNtpConfig(DynamicData):
    """Host ntp config.

    Attributes:
        config_file: since API 6.0.
    """

    server: list[str] = element("server", "xsd:string", default_factory=list)
    config_file: list[str] = element("configFile", "xsd:string", default_factory=list)


class HostNumaInfo(DynamicData):
    """Host numa info.

    Attributes:
        num_nodes: 0 without NUMA.
    """

    type: str = element("type", "xsd:string")
    num_nodes: int = element("numNodes", "xsd:int")
    numa_node: list[HostNumaNode] = element("numaNode", "HostNumaNode", default_factory=list)


class HostNumaNode(DynamicData):
    """Host numa node.

    Attributes:
        memory_size: since API 8.0.0.0.
        memory_range_length: Bytes.
        pci_id: since API 6.7.
    """

    type_id: int = element("typeId", "xsd:byte")
    cpu_id: list[int] = element("cpuID", "xsd:short", default_factory=list, required=True)
    memory_size: int | None = element("memorySize", "xsd:long", default=None)
    memory_range_begin: int = element("memoryRangeBegin", "xsd:long")
    memory_range_length: int = element("memoryRangeLength", "xsd:long")
    pci_id: list[str] = element("pciId", "xsd:string", default_factory=list)


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


class HostNvmeController(DynamicData):
    """Host nvme controller. Since API 7.0.0.0.

    Attributes:
        associated_adapter: key of a HostHostBusAdapter.
    """

    key: str = element("key", "xsd:string")
    controller_number: int = element("controllerNumber", "xsd:int")
    subnqn: str = element("subnqn", "xsd:string")
    name: str = element("name", "xsd:string")
    associated_adapter: str = element("associatedAdapter", "xsd:string")
    transport_type: str = element("transportType", "xsd:string")
    fused_operation_supported: bool = element("fusedOperationSupported", "xsd:boolean")
    number_of_queues: int = element("numberOfQueues", "xsd:int")
    queue_size: int = element("queueSize", "xsd:int")
    attached_namespace: list[HostNvmeNamespace] = element("attachedNamespace", "HostNvmeNamespace", default_factory=list)
    vendor_id: str | None = element("vendorId", "xsd:string", default=None)
    model: str | None = element("model", "xsd:string", default=None)
    serial_number: str | None = element("serialNumber", "xsd:string", default=None)
    firmware_version: str | None = element("firmwareVersion", "xsd:string", default=None)


class HostNvmeNamespace(DynamicData):
    """Host nvme namespace. Since API 7.0.0.0."""

    key: str = element("key", "xsd:string")
    name: str = element("name", "xsd:string")
    id: int = element("id", "xsd:int")
    block_size: int = element("blockSize", "xsd:int")
    capacity_in_blocks: int = element("capacityInBlocks", "xsd:long")


class HostNvmeTopology(DynamicData):
    """Host nvme topology. Since API 7.0.0.0."""

    adapter: list[HostNvmeTopologyInterface] = element("adapter", "HostNvmeTopologyInterface", default_factory=list)


class HostNvmeTopologyInterface(DynamicData):
    """Host nvme topology interface. Since API 7.0.0.0.

    Attributes:
        adapter: key of a HostHostBusAdapter.
    """

    key: str = element("key", "xsd:string")
    adapter: str = element("adapter", "xsd:string")
    connected_controller: list[HostNvmeController] = element("connectedController", "HostNvmeController", default_factory=list)


class HostOpaqueSwitch(DynamicData):
    """Host opaque switch. Since API 5.5.

    Attributes:
        pnic: key of a PhysicalNic.
        pnic_zone: since API 6.0.
        status: since API 6.0.
        vtep: since API 6.0.
        extra_config: since API 6.5.
        feature_capability: since API 6.7.
    """

    key: str = element("key", "xsd:string")
    name: str | None = element("name", "xsd:string", default=None)
    pnic: list[str] = element("pnic", "xsd:string", default_factory=list)
    pnic_zone: list[HostOpaqueSwitchPhysicalNicZone] = element("pnicZone", "HostOpaqueSwitchPhysicalNicZone", default_factory=list)
    status: str | None = element("status", "xsd:string", default=None)
    vtep: list[HostVirtualNic] = element("vtep", "HostVirtualNic", default_factory=list)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)
    feature_capability: list[HostFeatureCapability] = element("featureCapability", "HostFeatureCapability", default_factory=list)


class HostOpaqueSwitchPhysicalNicZone(DynamicData):
    """Host opaque switch physical nic zone. Since API 6.0."""

    key: str = element("key", "xsd:string")
    pnic_device: list[str] = element("pnicDevice", "xsd:string", default_factory=list)


class HostPMemVolume(HostFileSystemVolume):
    """Host p mem volume. Since API 6.7."""

    uuid: str = element("uuid", "xsd:string")
    version: str = element("version", "xsd:string")


class HostParallelScsiHba(HostHostBusAdapter):
    """Host parallel scsi hba."""


class HostPartialMaintenanceModeRuntimeInfo(DynamicData):
    """Host partial maintenance mode runtime info. Since API 8.0.3.0."""

    key: str = element("key", "xsd:string")
    host_status: str = element("hostStatus", "xsd:string")


class HostPciDevice(DynamicData):
    """Host pci device.

    Attributes:
        physical_slot: since API 9.0.0.0.
        slot_description: since API 9.0.0.0.
        parent_bridge: since API 4.0.
        device_class_name: since API 8.0.3.0.
        direct_path_info: since API 9.1.0.0.
    """

    id: str = element("id", "xsd:string")
    class_id: int = element("classId", "xsd:short")
    bus: int = element("bus", "xsd:byte")
    slot: int = element("slot", "xsd:byte")
    physical_slot: int | None = element("physicalSlot", "xsd:int", default=None)
    slot_description: str | None = element("slotDescription", "xsd:string", default=None)
    function: int = element("function", "xsd:byte")
    vendor_id: int = element("vendorId", "xsd:short")
    sub_vendor_id: int = element("subVendorId", "xsd:short")
    vendor_name: str = element("vendorName", "xsd:string")
    device_id: int = element("deviceId", "xsd:short")
    sub_device_id: int = element("subDeviceId", "xsd:short")
    parent_bridge: str | None = element("parentBridge", "xsd:string", default=None)
    device_name: str = element("deviceName", "xsd:string")
    device_class_name: str | None = element("deviceClassName", "xsd:string", default=None)
    direct_path_info: HostPciDeviceDirectPathInfo | None = element("directPathInfo", "HostPciDeviceDirectPathInfo", default=None)


class HostPciDeviceDirectPathInfo(DynamicData):
    """Host pci device direct path info. Since API 9.1.0.0."""

    interconnect_type: str | None = element("interconnectType", "xsd:string", default=None)
    driver_name: str | None = element("driverName", "xsd:string", default=None)
    driver_version: str | None = element("driverVersion", "xsd:string", default=None)
    available_memory: int | None = element("availableMemory", "xsd:int", default=None)


class HostPciPassthruInfo(DynamicData):
    """Host pci passthru info. Since API 4.0.

    Attributes:
        hardware_label: since API 7.0.2.0.
        direct_path_state: since API 9.1.0.0.
    """

    id: str = element("id", "xsd:string")
    dependent_device: str = element("dependentDevice", "xsd:string")
    passthru_enabled: bool = element("passthruEnabled", "xsd:boolean")
    passthru_capable: bool = element("passthruCapable", "xsd:boolean")
    passthru_active: bool = element("passthruActive", "xsd:boolean")
    hardware_label: str | None = element("hardwareLabel", "xsd:string", default=None)
    direct_path_state: HostPciPassthruInfoDirectPathState | None = element("directPathState", "HostPciPassthruInfoDirectPathState", default=None)


class HostPciPassthruInfoDirectPathState(DynamicData):
    """Host pci passthru info direct path state. Since API 9.1.0.0."""

    mode: str = element("mode", "xsd:string")
    configurable_modes: list[str] = element("configurableModes", "xsd:string", default_factory=list)
    used_memory: int | None = element("usedMemory", "xsd:int", default=None)


class HostPcieHba(HostHostBusAdapter):
    """Host pcie hba. Since API 7.0.0.0."""


class HostPersistentMemoryInfo(DynamicData):
    """Host persistent memory info. Since API 6.7."""

    capacity_in_mb: int | None = element("capacityInMB", "xsd:long", default=None)
    volume_uuid: str | None = element("volumeUUID", "xsd:string", default=None)


class PhysicalNic(DynamicData):
    """Physical nic.

    Attributes:
        driver_version: since API 8.0.0.1.
        firmware_version: since API 8.0.0.1.
        link_speed: Unset while the link is down.
        mac: Six bytes in hex with colons.
        fcoe_configuration: since API 5.0.
        vm_direct_path_gen2_supported: since API 4.1.
        vm_direct_path_gen2_supported_mode: since API 4.1.
        resource_pool_scheduler_allowed: since API 4.1.
        resource_pool_scheduler_disallowed_reason: since API 4.1.
        auto_negotiate_supported: since API 4.1.
        enhanced_networking_stack_supported: since API 6.7.
        ens_interrupt_supported: since API 7.0.0.0.
        rdma_device: key of a HostRdmaDevice; since API 7.0.0.0.
        dpu_id: since API 8.0.0.1.
        perf_nic_offload_supported: since API 9.1.0.0.
    """

    key: str | None = element("key", "xsd:string", default=None)
    device: str = element("device", "xsd:string")
    pci: str = element("pci", "xsd:string")
    driver: str | None = element("driver", "xsd:string", default=None)
    driver_version: str | None = element("driverVersion", "xsd:string", default=None)
    firmware_version: str | None = element("firmwareVersion", "xsd:string", default=None)
    link_speed: PhysicalNicLinkInfo | None = element("linkSpeed", "PhysicalNicLinkInfo", default=None)
    valid_link_specification: list[PhysicalNicLinkInfo] = element("validLinkSpecification", "PhysicalNicLinkInfo", default_factory=list)
    spec: PhysicalNicSpec = element("spec", "PhysicalNicSpec")
    wake_on_lan_supported: bool = element("wakeOnLanSupported", "xsd:boolean")
    mac: str = element("mac", "xsd:string")
    fcoe_configuration: FcoeConfig | None = element("fcoeConfiguration", "FcoeConfig", default=None)
    vm_direct_path_gen2_supported: bool | None = element("vmDirectPathGen2Supported", "xsd:boolean", default=None)
    vm_direct_path_gen2_supported_mode: str | None = element("vmDirectPathGen2SupportedMode", "xsd:string", default=None)
    resource_pool_scheduler_allowed: bool | None = element("resourcePoolSchedulerAllowed", "xsd:boolean", default=None)
    resource_pool_scheduler_disallowed_reason: list[str] = element("resourcePoolSchedulerDisallowedReason", "xsd:string", default_factory=list)
    auto_negotiate_supported: bool | None = element("autoNegotiateSupported", "xsd:boolean", default=None)
    enhanced_networking_stack_supported: bool | None = element("enhancedNetworkingStackSupported", "xsd:boolean", default=None)
    ens_interrupt_supported: bool | None = element("ensInterruptSupported", "xsd:boolean", default=None)
    rdma_device: str | None = element("rdmaDevice", "xsd:string", default=None)
    dpu_id: str | None = element("dpuId", "xsd:string", default=None)
    perf_nic_offload_supported: bool | None = element("perfNicOffloadSupported", "xsd:boolean", default=None)


class PhysicalNicSpec(DynamicData):
    """Physical nic spec.

    Attributes:
        enable_enhanced_networking_stack: since API 6.7.
        ens_interrupt_enabled: since API 7.0.0.0.
    """

    ip: HostIpConfig | None = element("ip", "HostIpConfig", default=None)
    link_speed: PhysicalNicLinkInfo | None = element("linkSpeed", "PhysicalNicLinkInfo", default=None)
    enable_enhanced_networking_stack: bool | None = element("enableEnhancedNetworkingStack", "xsd:boolean", default=None)
    ens_interrupt_enabled: bool | None = element("ensInterruptEnabled", "xsd:boolean", default=None)


class PhysicalNicConfig(DynamicData):
    """Physical nic config."""

    device: str = element("device", "xsd:string")
    spec: PhysicalNicSpec = element("spec", "PhysicalNicSpec")


class PhysicalNicLinkInfo(DynamicData):
    """Physical nic link info.

    Attributes:
        speed_mb: Megabits a second.
        duplex: Full duplex.
    """

    speed_mb: int = element("speedMb", "xsd:int")
    duplex: bool = element("duplex", "xsd:boolean")


class HostPlugStoreTopology(DynamicData):
    """Host plug store topology. Since API 4.0."""

    adapter: list[HostPlugStoreTopologyAdapter] = element("adapter", "HostPlugStoreTopologyAdapter", default_factory=list)
    path: list[HostPlugStoreTopologyPath] = element("path", "HostPlugStoreTopologyPath", default_factory=list)
    target: list[HostPlugStoreTopologyTarget] = element("target", "HostPlugStoreTopologyTarget", default_factory=list)
    device: list[HostPlugStoreTopologyDevice] = element("device", "HostPlugStoreTopologyDevice", default_factory=list)
    plugin: list[HostPlugStoreTopologyPlugin] = element("plugin", "HostPlugStoreTopologyPlugin", default_factory=list)


class HostPlugStoreTopologyAdapter(DynamicData):
    """Host plug store topology adapter. Since API 4.0.

    Attributes:
        adapter: key of a HostHostBusAdapter.
        path: key of a HostPlugStoreTopologyPath.
    """

    key: str = element("key", "xsd:string")
    adapter: str = element("adapter", "xsd:string")
    path: list[str] = element("path", "xsd:string", default_factory=list)


class HostPlugStoreTopologyPath(DynamicData):
    """Host plug store topology path. Since API 4.0.

    Attributes:
        adapter: key of a HostPlugStoreTopologyAdapter.
        target: key of a HostPlugStoreTopologyTarget.
        device: key of a HostPlugStoreTopologyDevice.
    """

    key: str = element("key", "xsd:string")
    name: str = element("name", "xsd:string")
    channel_number: int | None = element("channelNumber", "xsd:int", default=None)
    target_number: int | None = element("targetNumber", "xsd:int", default=None)
    lun_number: int | None = element("lunNumber", "xsd:int", default=None)
    adapter: str | None = element("adapter", "xsd:string", default=None)
    target: str | None = element("target", "xsd:string", default=None)
    device: str | None = element("device", "xsd:string", default=None)


class HostPlugStoreTopologyDevice(DynamicData):
    """Host plug store topology device. Since API 4.0.

    Attributes:
        lun: key of a ScsiLun.
        path: key of a HostPlugStoreTopologyPath.
    """

    key: str = element("key", "xsd:string")
    lun: str = element("lun", "xsd:string")
    path: list[str] = element("path", "xsd:string", default_factory=list)


class HostPlugStoreTopologyPlugin(DynamicData):
    """Host plug store topology plugin. Since API 4.0.

    Attributes:
        device: key of a HostPlugStoreTopologyDevice.
        claimed_path: key of a HostPlugStoreTopologyPath.
    """

    key: str = element("key", "xsd:string")
    name: str = element("name", "xsd:string")
    device: list[str] = element("device", "xsd:string", default_factory=list)
    claimed_path: list[str] = element("claimedPath", "xsd:string", default_factory=list)


class HostPlugStoreTopologyTarget(DynamicData):
    """Host plug store topology target. Since API 4.0."""

    key: str = element("key", "xsd:string")
    transport: HostTargetTransport | None = element("transport", "HostTargetTransport", default=None)


class PodVMInfo(DynamicData):
    """Pod vm info. Since API 9.1.0.0."""

    has_page_sharing_pod_vm: bool = element("hasPageSharingPodVM", "xsd:boolean")
    pod_vm_overhead_info: PodVMOverheadInfo = element("podVMOverheadInfo", "PodVMOverheadInfo")


class PodVMOverheadInfo(DynamicData):
    """Pod vm overhead info. Since API 9.1.0.0."""

    crx_page_sharing_supported: bool = element("crxPageSharingSupported", "xsd:boolean")
    pod_vm_overhead_without_page_sharing: int = element("podVMOverheadWithoutPageSharing", "xsd:int")
    pod_vm_overhead_with_page_sharing: int = element("podVMOverheadWithPageSharing", "xsd:int")


class HostPortGroup(DynamicData):
    """Host port group.

    Attributes:
        vswitch: key of a HostVirtualSwitch.
    """

    key: str | None = element("key", "xsd:string", default=None)
    port: list[HostPortGroupPort] = element("port", "HostPortGroupPort", default_factory=list)
    vswitch: str | None = element("vswitch", "xsd:string", default=None)
    computed_policy: HostNetworkPolicy = element("computedPolicy", "HostNetworkPolicy")
    spec: HostPortGroupSpec = element("spec", "HostPortGroupSpec")


class HostPortGroupSpec(DynamicData):
    """Host port group spec.

    Attributes:
        vlan_id: 0 is none, 4095 lets tags through.
    """

    name: str = element("name", "xsd:string")
    vlan_id: int = element("vlanId", "xsd:int")
    vswitch_name: str = element("vswitchName", "xsd:string")
    policy: HostNetworkPolicy = element("policy", "HostNetworkPolicy")


class HostPortGroupConfig(DynamicData):
    """Host port group config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    spec: HostPortGroupSpec | None = element("spec", "HostPortGroupSpec", default=None)


class HostPortGroupPort(DynamicData):
    """Host port group port."""

    key: str | None = element("key", "xsd:string", default=None)
    mac: list[str] = element("mac", "xsd:string", default_factory=list)
    type: str = element("type", "xsd:string")


class HostPowerPolicy(DynamicData):
    """Host power policy. Since API 4.1."""

    key: int = element("key", "xsd:int")
    name: str = element("name", "xsd:string")
    short_name: str = element("shortName", "xsd:string")
    description: str = element("description", "xsd:string")


class PowerSystemCapability(DynamicData):
    """Power system capability. Since API 4.1."""

    available_policy: list[HostPowerPolicy] = element("availablePolicy", "HostPowerPolicy", default_factory=list, required=True)


class PowerSystemInfo(DynamicData):
    """Power system info. Since API 4.1."""

    current_policy: HostPowerPolicy = element("currentPolicy", "HostPowerPolicy")


class HostProtocolEndpoint(DynamicData):
    """Host protocol endpoint. Since API 6.0.

    Attributes:
        type: since API 6.5.
        host_key: refers to HostSystem.
        nfs_server_scope: since API 6.5.
        nfs_server_major: since API 6.5.
        nfs_server_auth_type: since API 6.5.
        nfs_server_user: since API 6.5.
        used_by_stretched_container: since API 8.0.3.0.
    """

    pe_type: str = element("peType", "xsd:string")
    type: str | None = element("type", "xsd:string", default=None)
    uuid: str = element("uuid", "xsd:string")
    host_key: list[ManagedObjectReference] = element("hostKey", "ManagedObjectReference", default_factory=list)
    storage_array: str | None = element("storageArray", "xsd:string", default=None)
    nfs_server: str | None = element("nfsServer", "xsd:string", default=None)
    nfs_dir: str | None = element("nfsDir", "xsd:string", default=None)
    nfs_server_scope: str | None = element("nfsServerScope", "xsd:string", default=None)
    nfs_server_major: str | None = element("nfsServerMajor", "xsd:string", default=None)
    nfs_server_auth_type: str | None = element("nfsServerAuthType", "xsd:string", default=None)
    nfs_server_user: str | None = element("nfsServerUser", "xsd:string", default=None)
    device_id: str | None = element("deviceId", "xsd:string", default=None)
    used_by_stretched_container: bool | None = element("usedByStretchedContainer", "xsd:boolean", default=None)


class HostPtpConfig(DynamicData):
    """Host ptp config. Since API 7.0.3.0."""

    domain: int | None = element("domain", "xsd:int", default=None)
    port: list[HostPtpConfigPtpPort] = element("port", "HostPtpConfigPtpPort", default_factory=list)


class HostPtpConfigPtpPort(DynamicData):
    """Host ptp config ptp port. Since API 7.0.3.0."""

    index: int = element("index", "xsd:int")
    device_type: str | None = element("deviceType", "xsd:string", default=None)
    device: str | None = element("device", "xsd:string", default=None)
    ip_config: HostIpConfig | None = element("ipConfig", "HostIpConfig", default=None)


class HostQualifiedName(DynamicData):
    """Host qualified name. Since API 7.0.3.0."""

    value: str = element("value", "xsd:string")
    type: str = element("type", "xsd:string")


class HostRdmaDevice(DynamicData):
    """Host rdma device. Since API 7.0.0.0."""

    key: str = element("key", "xsd:string")
    device: str = element("device", "xsd:string")
    driver: str | None = element("driver", "xsd:string", default=None)
    description: str | None = element("description", "xsd:string", default=None)
    backing: HostRdmaDeviceBacking | None = element("backing", "HostRdmaDeviceBacking", default=None)
    connection_info: HostRdmaDeviceConnectionInfo = element("connectionInfo", "HostRdmaDeviceConnectionInfo")
    capability: HostRdmaDeviceCapability = element("capability", "HostRdmaDeviceCapability")


class HostRdmaDeviceBacking(DynamicData):
    """Host rdma device backing. Since API 7.0.0.0."""


class HostRdmaDevicePnicBacking(HostRdmaDeviceBacking):
    """Host rdma device pnic backing. Since API 7.0.0.0.

    Attributes:
        paired_uplink: key of a PhysicalNic.
    """

    paired_uplink: str = element("pairedUplink", "xsd:string")


class HostRdmaDeviceConnectionInfo(DynamicData):
    """Host rdma device connection info. Since API 7.0.0.0."""

    state: str = element("state", "xsd:string")
    mtu: int = element("mtu", "xsd:int")
    speed_in_mbps: int = element("speedInMbps", "xsd:int")


class HostRdmaDeviceCapability(DynamicData):
    """Host rdma device capability. Since API 7.0.0.0."""

    roce_v1_capable: bool = element("roceV1Capable", "xsd:boolean")
    roce_v2_capable: bool = element("roceV2Capable", "xsd:boolean")
    i_warp_capable: bool = element("iWarpCapable", "xsd:boolean")


class HostRdmaHba(HostHostBusAdapter):
    """Host rdma hba. Since API 7.0.0.0."""

    associated_rdma_device: str | None = element("associatedRdmaDevice", "xsd:string", default=None)


class HostReliableMemoryInfo(DynamicData):
    """Host reliable memory info. Since API 5.5."""

    memory_size: int = element("memorySize", "xsd:long")


class HostFirewallRuleset(DynamicData):
    """Host firewall ruleset.

    Attributes:
        allowed_hosts: since API 5.0.
        user_controllable: since API 8.0.2.0.
        ip_list_user_configurable: since API 8.0.2.0.
    """

    key: str = element("key", "xsd:string")
    label: str = element("label", "xsd:string")
    required: bool = element("required", "xsd:boolean")
    rule: list[HostFirewallRule] = element("rule", "HostFirewallRule", default_factory=list, required=True)
    service: str | None = element("service", "xsd:string", default=None)
    enabled: bool = element("enabled", "xsd:boolean")
    allowed_hosts: HostFirewallRulesetIpList | None = element("allowedHosts", "HostFirewallRulesetIpList", default=None)
    user_controllable: bool | None = element("userControllable", "xsd:boolean", default=None)
    ip_list_user_configurable: bool | None = element("ipListUserConfigurable", "xsd:boolean", default=None)


class HostFirewallRulesetIpNetwork(DynamicData):
    """Host firewall ruleset ip network. Since API 5.0."""

    network: str = element("network", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")


class HostFirewallRulesetIpList(DynamicData):
    """Host firewall ruleset ip list. Since API 5.0."""

    ip_address: list[str] = element("ipAddress", "xsd:string", default_factory=list)
    ip_network: list[HostFirewallRulesetIpNetwork] = element("ipNetwork", "HostFirewallRulesetIpNetwork", default_factory=list)
    all_ip: bool = element("allIp", "xsd:boolean")


class HostFirewallRule(DynamicData):
    """Host firewall rule.

    Attributes:
        port_type: since API 5.0.
    """

    port: int = element("port", "xsd:int")
    end_port: int | None = element("endPort", "xsd:int", default=None)
    direction: HostFirewallRuleDirection | str = element("direction", "HostFirewallRuleDirection")
    port_type: HostFirewallRulePortType | str | None = element("portType", "HostFirewallRulePortType", default=None)
    protocol: str = element("protocol", "xsd:string")


class ScsiLun(HostDevice):
    """Scsi lun.

    Attributes:
        descriptor: since API 4.0.
        display_name: since API 4.0.
        capabilities: since API 4.0.
        v_storage_support: since API 4.1.
        protocol_endpoint: since API 6.0.
        perennially_reserved: since API 6.7.2.
        clustered_vmdk_supported: since API 7.0.0.0.
        application_protocol: since API 8.0.1.0.
        dispersed_ns: since API 8.0.1.0.
        device_reservation: since API 8.0.3.0.
    """

    key: str | None = element("key", "xsd:string", default=None)
    uuid: str = element("uuid", "xsd:string")
    descriptor: list[ScsiLunDescriptor] = element("descriptor", "ScsiLunDescriptor", default_factory=list)
    canonical_name: str | None = element("canonicalName", "xsd:string", default=None)
    display_name: str | None = element("displayName", "xsd:string", default=None)
    lun_type: str = element("lunType", "xsd:string")
    vendor: str | None = element("vendor", "xsd:string", default=None)
    model: str | None = element("model", "xsd:string", default=None)
    revision: str | None = element("revision", "xsd:string", default=None)
    scsi_level: int | None = element("scsiLevel", "xsd:int", default=None)
    serial_number: str | None = element("serialNumber", "xsd:string", default=None)
    durable_name: ScsiLunDurableName | None = element("durableName", "ScsiLunDurableName", default=None)
    alternate_name: list[ScsiLunDurableName] = element("alternateName", "ScsiLunDurableName", default_factory=list)
    standard_inquiry: list[int] = element("standardInquiry", "xsd:byte", default_factory=list)
    queue_depth: int | None = element("queueDepth", "xsd:int", default=None)
    operational_state: list[str] = element("operationalState", "xsd:string", default_factory=list, required=True)
    capabilities: ScsiLunCapabilities | None = element("capabilities", "ScsiLunCapabilities", default=None)
    v_storage_support: str | None = element("vStorageSupport", "xsd:string", default=None)
    protocol_endpoint: bool | None = element("protocolEndpoint", "xsd:boolean", default=None)
    perennially_reserved: bool | None = element("perenniallyReserved", "xsd:boolean", default=None)
    clustered_vmdk_supported: bool | None = element("clusteredVmdkSupported", "xsd:boolean", default=None)
    application_protocol: str | None = element("applicationProtocol", "xsd:string", default=None)
    dispersed_ns: bool | None = element("dispersedNs", "xsd:boolean", default=None)
    device_reservation: str | None = element("deviceReservation", "xsd:string", default=None)


class ScsiLunCapabilities(DynamicData):
    """Scsi lun capabilities. Since API 4.0."""

    update_display_name_supported: bool = element("updateDisplayNameSupported", "xsd:boolean")


class ScsiLunDurableName(DynamicData):
    """Scsi lun durable name."""

    namespace: str = element("namespace", "xsd:string")
    namespace_id: int = element("namespaceId", "xsd:byte")
    data: list[int] = element("data", "xsd:byte", default_factory=list)


class ScsiLunDescriptor(DynamicData):
    """Scsi lun descriptor. Since API 4.0."""

    quality: str = element("quality", "xsd:string")
    id: str = element("id", "xsd:string")


class HostScsiTopology(DynamicData):
    """Host scsi topology."""

    adapter: list[HostScsiTopologyInterface] = element("adapter", "HostScsiTopologyInterface", default_factory=list)


class HostScsiTopologyInterface(DynamicData):
    """Host scsi topology interface.

    Attributes:
        adapter: key of a HostHostBusAdapter.
    """

    key: str = element("key", "xsd:string")
    adapter: str = element("adapter", "xsd:string")
    target: list[HostScsiTopologyTarget] = element("target", "HostScsiTopologyTarget", default_factory=list)


class HostScsiTopologyTarget(DynamicData):
    """Host scsi topology target."""

    key: str = element("key", "xsd:string")
    target: int = element("target", "xsd:int")
    lun: list[HostScsiTopologyLun] = element("lun", "HostScsiTopologyLun", default_factory=list)
    transport: HostTargetTransport | None = element("transport", "HostTargetTransport", default=None)


class HostScsiTopologyLun(DynamicData):
    """Host scsi topology lun.

    Attributes:
        scsi_lun: key of a ScsiLun.
    """

    key: str = element("key", "xsd:string")
    lun: int = element("lun", "xsd:int")
    scsi_lun: str = element("scsiLun", "xsd:string")


class HostSerialAttachedHba(HostHostBusAdapter):
    """Host serial attached hba. Since API 6.5."""

    node_world_wide_name: str = element("nodeWorldWideName", "xsd:string")


class HostService(DynamicData):
    """Host service.

    Attributes:
        source_package: since API 5.0.
    """

    key: str = element("key", "xsd:string")
    label: str = element("label", "xsd:string")
    required: bool = element("required", "xsd:boolean")
    uninstallable: bool = element("uninstallable", "xsd:boolean")
    running: bool = element("running", "xsd:boolean")
    ruleset: list[str] = element("ruleset", "xsd:string", default_factory=list)
    policy: str = element("policy", "xsd:string")
    source_package: HostServiceSourcePackage | None = element("sourcePackage", "HostServiceSourcePackage", default=None)


class HostServiceSourcePackage(DynamicData):
    """Host service source package. Since API 5.0."""

    source_package_name: str = element("sourcePackageName", "xsd:string")
    description: str = element("description", "xsd:string")


class HostServiceInfo(DynamicData):
    """Host service info."""

    service: list[HostService] = element("service", "HostService", default_factory=list)


class HostSevInfo(DynamicData):
    """Host sev info. Since API 7.0.1.0.

    Attributes:
        snp_state: since API 9.0.0.0.
        snp_supported: since API 9.0.0.0.
    """

    sev_state: str = element("sevState", "xsd:string")
    max_sev_esguests: int = element("maxSevEsGuests", "xsd:long")
    snp_state: str | None = element("snpState", "xsd:string", default=None)
    snp_supported: bool | None = element("snpSupported", "xsd:boolean", default=None)


class HostSgxInfo(DynamicData):
    """Host sgx info. Since API 7.0.0.0.

    Attributes:
        registration_info: since API 8.0.0.1.
    """

    sgx_state: str = element("sgxState", "xsd:string")
    total_epc_memory: int = element("totalEpcMemory", "xsd:long")
    flc_mode: str = element("flcMode", "xsd:string")
    le_pub_key_hash: str | None = element("lePubKeyHash", "xsd:string", default=None)
    registration_info: HostSgxRegistrationInfo | None = element("registrationInfo", "HostSgxRegistrationInfo", default=None)


class HostSgxRegistrationInfo(DynamicData):
    """Host sgx registration info. Since API 8.0.0.1."""

    status: str | None = element("status", "xsd:string", default=None)
    bios_error: int | None = element("biosError", "xsd:int", default=None)
    registration_url: str | None = element("registrationUrl", "xsd:string", default=None)
    type: str | None = element("type", "xsd:string", default=None)
    ppid: str | None = element("ppid", "xsd:string", default=None)
    last_registered_time: datetime | None = element("lastRegisteredTime", "xsd:dateTime", default=None)


class HostSharedGpuCapabilities(DynamicData):
    """Host shared gpu capabilities. Since API 6.7."""

    vgpu: str = element("vgpu", "xsd:string")
    disk_snapshot_supported: bool = element("diskSnapshotSupported", "xsd:boolean")
    memory_snapshot_supported: bool = element("memorySnapshotSupported", "xsd:boolean")
    suspend_supported: bool = element("suspendSupported", "xsd:boolean")
    migrate_supported: bool = element("migrateSupported", "xsd:boolean")


class HostSriovDevicePoolInfo(DynamicData):
    """Host sriov device pool info. Since API 6.5."""

    key: str = element("key", "xsd:string")


class HostSriovInfo(HostPciPassthruInfo):
    """Host sriov info. Since API 5.5."""

    sriov_enabled: bool = element("sriovEnabled", "xsd:boolean")
    sriov_capable: bool = element("sriovCapable", "xsd:boolean")
    sriov_active: bool = element("sriovActive", "xsd:boolean")
    num_virtual_function_requested: int = element("numVirtualFunctionRequested", "xsd:int")
    num_virtual_function: int = element("numVirtualFunction", "xsd:int")
    max_virtual_function_supported: int = element("maxVirtualFunctionSupported", "xsd:int")


class HostSriovNetworkDevicePoolInfo(HostSriovDevicePoolInfo):
    """Host sriov network device pool info. Since API 6.5."""

    switch_key: str | None = element("switchKey", "xsd:string", default=None)
    switch_uuid: str | None = element("switchUuid", "xsd:string", default=None)
    pnic: list[PhysicalNic] = element("pnic", "PhysicalNic", default_factory=list)


class HostSslThumbprintInfo(DynamicData):
    """Host ssl thumbprint info. Since API 4.0.

    Attributes:
        owner_tag: since API 5.0.
    """

    principal: str = element("principal", "xsd:string")
    owner_tag: str | None = element("ownerTag", "xsd:string", default=None)
    ssl_thumbprints: list[str] = element("sslThumbprints", "xsd:string", default_factory=list)


class HostStorageDeviceInfo(DynamicData):
    """Host storage device info.

    Attributes:
        nvme_topology: since API 7.0.0.0.
        plug_store_topology: since API 4.0.
    """

    host_bus_adapter: list[HostHostBusAdapter] = element("hostBusAdapter", "HostHostBusAdapter", default_factory=list)
    scsi_lun: list[ScsiLun] = element("scsiLun", "ScsiLun", default_factory=list)
    scsi_topology: HostScsiTopology | None = element("scsiTopology", "HostScsiTopology", default=None)
    nvme_topology: HostNvmeTopology | None = element("nvmeTopology", "HostNvmeTopology", default=None)
    multipath_info: HostMultipathInfo | None = element("multipathInfo", "HostMultipathInfo", default=None)
    plug_store_topology: HostPlugStoreTopology | None = element("plugStoreTopology", "HostPlugStoreTopology", default=None)
    software_internet_scsi_enabled: bool = element("softwareInternetScsiEnabled", "xsd:boolean")


class HostSystemHealthInfo(DynamicData):
    """Host system health info."""

    numeric_sensor_info: list[HostNumericSensorInfo] = element("numericSensorInfo", "HostNumericSensorInfo", default_factory=list)


class HostSystemIdentificationInfo(DynamicData):
    """Host system identification info."""

    identifier_value: str = element("identifierValue", "xsd:string")
    identifier_type: ElementDescription = element("identifierType", "ElementDescription")


class HostSystemInfo(DynamicData):
    """Host system info.

    Attributes:
        family: since API 9.0.0.0.
        serial_number: since API 6.7.
        qualified_name: since API 7.0.3.0.
        vvol_host_nqn: since API 8.0.0.0.
        vvol_host_id: since API 8.0.0.0.
        boot_command_line: since API 8.0.3.0.
    """

    vendor: str = element("vendor", "xsd:string")
    model: str = element("model", "xsd:string")
    family: str | None = element("family", "xsd:string", default=None)
    uuid: str = element("uuid", "xsd:string")
    other_identifying_info: list[HostSystemIdentificationInfo] = element("otherIdentifyingInfo", "HostSystemIdentificationInfo", default_factory=list)
    serial_number: str | None = element("serialNumber", "xsd:string", default=None)
    qualified_name: list[HostQualifiedName] = element("qualifiedName", "HostQualifiedName", default_factory=list)
    vvol_host_nqn: HostQualifiedName | None = element("vvolHostNQN", "HostQualifiedName", default=None)
    vvol_host_id: str | None = element("vvolHostId", "xsd:string", default=None)
    boot_command_line: str | None = element("bootCommandLine", "xsd:string", default=None)


class HostSystemResourceInfo(DynamicData):
    """Host system resource info."""

    key: str = element("key", "xsd:string")
    config: ResourceConfigSpec | None = element("config", "ResourceConfigSpec", default=None)
    child: list[HostSystemResourceInfo] = element("child", "HostSystemResourceInfo", default_factory=list)


class HostSystemSwapConfiguration(DynamicData):
    """Host system swap configuration. Since API 5.1."""

    option: list[HostSystemSwapConfigurationSystemSwapOption] = element("option", "HostSystemSwapConfigurationSystemSwapOption", default_factory=list)


class HostSystemSwapConfigurationSystemSwapOption(DynamicData):
    """Host system swap configuration system swap option. Since API 5.1."""

    key: int = element("key", "xsd:int")


class HostSystemSwapConfigurationDisabledOption(HostSystemSwapConfigurationSystemSwapOption):
    """Host system swap configuration disabled option. Since API 5.1."""


class HostSystemSwapConfigurationHostCacheOption(HostSystemSwapConfigurationSystemSwapOption):
    """Host system swap configuration host cache option. Since API 5.1."""


class HostSystemSwapConfigurationHostLocalSwapOption(HostSystemSwapConfigurationSystemSwapOption):
    """Host system swap configuration host local swap option. Since API 5.1."""


class HostSystemSwapConfigurationDatastoreOption(HostSystemSwapConfigurationSystemSwapOption):
    """Host system swap configuration datastore option. Since API 5.1."""

    datastore: str = element("datastore", "xsd:string")


class HostTargetTransport(DynamicData):
    """Host target transport."""


class HostTcpHba(HostHostBusAdapter):
    """Host tcp hba. Since API 7.0.3.0."""

    associated_pnic: str | None = element("associatedPnic", "xsd:string", default=None)


class HostTcpTargetTransport(HostTargetTransport):
    """Host tcp target transport. Since API 7.0.3.0."""


class HostTdxInfo(DynamicData):
    """Host tdx info. Since API 9.0.0.0."""

    tdx_state: str = element("tdxState", "xsd:string")
    num_tdx_private_key_ids: int = element("numTDXPrivateKeyIDs", "xsd:int")


class HostTpmAttestationInfo(DynamicData):
    """Host tpm attestation info. Since API 6.7."""

    time: datetime = element("time", "xsd:dateTime")
    status: HostTpmAttestationInfoAcceptanceStatus | str = element("status", "HostTpmAttestationInfoAcceptanceStatus")
    message: LocalizableMessage | None = element("message", "LocalizableMessage", default=None)


class HostTpmDigestInfo(HostDigestInfo):
    """Host tpm digest info. Since API 4.0."""

    pcr_number: int = element("pcrNumber", "xsd:int")


class HostTrustAuthorityAttestationInfo(DynamicData):
    """Host trust authority attestation info. Since API 7.0.1.0."""

    attestation_status: str = element("attestationStatus", "xsd:string")
    service_id: str | None = element("serviceId", "xsd:string", default=None)
    attested_at: datetime | None = element("attestedAt", "xsd:dateTime", default=None)
    attested_until: datetime | None = element("attestedUntil", "xsd:dateTime", default=None)
    messages: list[LocalizableMessage] = element("messages", "LocalizableMessage", default_factory=list)


class HostVMotionNetConfig(DynamicData):
    """Host v motion net config.

    Attributes:
        selected_vnic: key of a HostVirtualNic.
    """

    candidate_vnic: list[HostVirtualNic] = element("candidateVnic", "HostVirtualNic", default_factory=list)
    selected_vnic: str | None = element("selectedVnic", "xsd:string", default=None)


class HostVfatVolume(HostFileSystemVolume):
    """Host vfat volume. Since API 5.0."""


class HostVirtualNic(DynamicData):
    """Host virtual nic.

    Attributes:
        port: key of a HostPortGroupPort.
        owner: since API 9.0.0.0.
    """

    device: str = element("device", "xsd:string")
    key: str = element("key", "xsd:string")
    portgroup: str = element("portgroup", "xsd:string")
    spec: HostVirtualNicSpec = element("spec", "HostVirtualNicSpec")
    port: str | None = element("port", "xsd:string", default=None)
    owner: str | None = element("owner", "xsd:string", default=None)


class HostVirtualNicSpec(DynamicData):
    """Host virtual nic spec.

    Attributes:
        distributed_virtual_port: since API 4.0.
        portgroup: since API 4.0.
        mtu: since API 4.0.
        tso_enabled: since API 4.0.
        net_stack_instance_key: since API 5.5.
        opaque_network: since API 6.0.
        external_id: since API 6.0.
        pinned_pnic: since API 6.0.
        ip_route_spec: since API 6.5.
        system_owned: since API 7.0.0.0.
        dpu_id: since API 8.0.0.1.
    """

    ip: HostIpConfig | None = element("ip", "HostIpConfig", default=None)
    mac: str | None = element("mac", "xsd:string", default=None)
    distributed_virtual_port: DistributedVirtualSwitchPortConnection | None = element("distributedVirtualPort", "DistributedVirtualSwitchPortConnection", default=None)
    portgroup: str | None = element("portgroup", "xsd:string", default=None)
    mtu: int | None = element("mtu", "xsd:int", default=None)
    tso_enabled: bool | None = element("tsoEnabled", "xsd:boolean", default=None)
    net_stack_instance_key: str | None = element("netStackInstanceKey", "xsd:string", default=None)
    opaque_network: HostVirtualNicOpaqueNetworkSpec | None = element("opaqueNetwork", "HostVirtualNicOpaqueNetworkSpec", default=None)
    external_id: str | None = element("externalId", "xsd:string", default=None)
    pinned_pnic: str | None = element("pinnedPnic", "xsd:string", default=None)
    ip_route_spec: HostVirtualNicIpRouteSpec | None = element("ipRouteSpec", "HostVirtualNicIpRouteSpec", default=None)
    system_owned: bool | None = element("systemOwned", "xsd:boolean", default=None)
    dpu_id: str | None = element("dpuId", "xsd:string", default=None)


class HostVirtualNicConfig(DynamicData):
    """Host virtual nic config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    device: str | None = element("device", "xsd:string", default=None)
    portgroup: str = element("portgroup", "xsd:string")
    spec: HostVirtualNicSpec | None = element("spec", "HostVirtualNicSpec", default=None)


class HostVirtualNicOpaqueNetworkSpec(DynamicData):
    """Host virtual nic opaque network spec. Since API 6.0."""

    opaque_network_id: str = element("opaqueNetworkId", "xsd:string")
    opaque_network_type: str = element("opaqueNetworkType", "xsd:string")


class HostVirtualNicIpRouteSpec(DynamicData):
    """Host virtual nic ip route spec. Since API 6.5."""

    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)


class HostVirtualNicConnection(DynamicData):
    """Host virtual nic connection. Since API 4.0.

    Attributes:
        op_network: since API 6.7.
    """

    portgroup: str | None = element("portgroup", "xsd:string", default=None)
    dv_port: DistributedVirtualSwitchPortConnection | None = element("dvPort", "DistributedVirtualSwitchPortConnection", default=None)
    op_network: HostVirtualNicOpaqueNetworkSpec | None = element("opNetwork", "HostVirtualNicOpaqueNetworkSpec", default=None)


class VirtualNicManagerNetConfig(DynamicData):
    """Virtual nic manager net config. Since API 4.0.

    Attributes:
        selected_vnic: key of a HostVirtualNic.
    """

    nic_type: str = element("nicType", "xsd:string")
    multi_select_allowed: bool = element("multiSelectAllowed", "xsd:boolean")
    candidate_vnic: list[HostVirtualNic] = element("candidateVnic", "HostVirtualNic", default_factory=list)
    selected_vnic: list[str] = element("selectedVnic", "xsd:string", default_factory=list)


class HostVirtualNicManagerInfo(DynamicData):
    """Host virtual nic manager info. Since API 4.0."""

    net_config: list[VirtualNicManagerNetConfig] = element("netConfig", "VirtualNicManagerNetConfig", default_factory=list)


class HostVirtualSwitch(DynamicData):
    """Host virtual switch.

    Attributes:
        num_ports: Ports that it has.
        mtu: Bytes.
        portgroup: key of a HostPortGroup.
        pnic: key of a PhysicalNic.
    """

    name: str = element("name", "xsd:string")
    key: str = element("key", "xsd:string")
    num_ports: int = element("numPorts", "xsd:int")
    num_ports_available: int = element("numPortsAvailable", "xsd:int")
    mtu: int | None = element("mtu", "xsd:int", default=None)
    portgroup: list[str] = element("portgroup", "xsd:string", default_factory=list)
    pnic: list[str] = element("pnic", "xsd:string", default_factory=list)
    spec: HostVirtualSwitchSpec = element("spec", "HostVirtualSwitchSpec")


class HostVirtualSwitchBridge(DynamicData):
    """Host virtual switch bridge."""


class HostVirtualSwitchAutoBridge(HostVirtualSwitchBridge):
    """Host virtual switch auto bridge."""

    excluded_nic_device: list[str] = element("excludedNicDevice", "xsd:string", default_factory=list)


class HostVirtualSwitchSimpleBridge(HostVirtualSwitchBridge):
    """Host virtual switch simple bridge."""

    nic_device: str = element("nicDevice", "xsd:string")


class HostVirtualSwitchBondBridge(HostVirtualSwitchBridge):
    """Host virtual switch bond bridge.

    Attributes:
        link_discovery_protocol_config: since API 4.0.
    """

    nic_device: list[str] = element("nicDevice", "xsd:string", default_factory=list, required=True)
    beacon: HostVirtualSwitchBeaconConfig | None = element("beacon", "HostVirtualSwitchBeaconConfig", default=None)
    link_discovery_protocol_config: LinkDiscoveryProtocolConfig | None = element("linkDiscoveryProtocolConfig", "LinkDiscoveryProtocolConfig", default=None)


class HostVirtualSwitchBeaconConfig(DynamicData):
    """Host virtual switch beacon config."""

    interval: int = element("interval", "xsd:int")


class HostVirtualSwitchSpec(DynamicData):
    """Host virtual switch spec."""

    num_ports: int = element("numPorts", "xsd:int")
    bridge: HostVirtualSwitchBridge | None = element("bridge", "HostVirtualSwitchBridge", default=None)
    policy: HostNetworkPolicy | None = element("policy", "HostNetworkPolicy", default=None)
    mtu: int | None = element("mtu", "xsd:int", default=None)


class HostVirtualSwitchConfig(DynamicData):
    """Host virtual switch config."""

    change_operation: str | None = element("changeOperation", "xsd:string", default=None)
    name: str = element("name", "xsd:string")
    spec: HostVirtualSwitchSpec | None = element("spec", "HostVirtualSwitchSpec", default=None)


class HostVvolNQN(DynamicData):
    """Host vvol nqn. Since API 8.0.2.0."""

    target_nqn: str = element("targetNQN", "xsd:string")
    storage_array: str = element("storageArray", "xsd:string")
    online: bool = element("online", "xsd:boolean")


class HostVvolVolume(HostFileSystemVolume):
    """Host vvol volume. Since API 6.0.

    Attributes:
        host_vvol_nqn: since API 8.0.2.0.
        protocol_endpoint_type: since API 8.0.0.0.
        vvol_nqn_fields_available: since API 8.0.2.0.
        stretched: since API 8.0.3.0.
    """

    sc_id: str = element("scId", "xsd:string")
    host_pe: list[VVolHostPE] = element("hostPE", "VVolHostPE", default_factory=list)
    host_vvol_nqn: list[HostVvolVolumeHostVvolNQN] = element("hostVvolNQN", "HostVvolVolumeHostVvolNQN", default_factory=list)
    vasa_provider_info: list[VimVasaProviderInfo] = element("vasaProviderInfo", "VimVasaProviderInfo", default_factory=list)
    storage_array: list[VASAStorageArray] = element("storageArray", "VASAStorageArray", default_factory=list)
    protocol_endpoint_type: str | None = element("protocolEndpointType", "xsd:string", default=None)
    vvol_nqn_fields_available: bool | None = element("vvolNQNFieldsAvailable", "xsd:boolean", default=None)
    stretched: bool | None = element("stretched", "xsd:boolean", default=None)


class VVolHostPE(DynamicData):
    """V vol host pe. Since API 6.0.

    Attributes:
        key: refers to HostSystem.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    protocol_endpoint: list[HostProtocolEndpoint] = element("protocolEndpoint", "HostProtocolEndpoint", default_factory=list, required=True)


class HostVvolVolumeHostVvolNQN(DynamicData):
    """Host vvol volume host vvol nqn. Since API 8.0.2.0.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    vvol_nqn: list[HostVvolNQN] = element("vvolNQN", "HostVvolNQN", default_factory=list)


class HostActiveDirectoryInfo(HostDirectoryStoreInfo):
    """Host active directory info. Since API 4.1.

    Attributes:
        smart_card_authentication_enabled: since API 6.0.
    """

    joined_domain: str | None = element("joinedDomain", "xsd:string", default=None)
    trusted_domain: list[str] = element("trustedDomain", "xsd:string", default_factory=list)
    domain_membership_status: str | None = element("domainMembershipStatus", "xsd:string", default=None)
    smart_card_authentication_enabled: bool | None = element("smartCardAuthenticationEnabled", "xsd:boolean", default=None)


class HostBlockAdapterTargetTransport(HostTargetTransport):
    """Host block adapter target transport."""


class HostBlockHba(HostHostBusAdapter):
    """Host block hba."""


class HostDateTimeInfo(DynamicData):
    """Host date time info.

    Attributes:
        system_clock_protocol: since API 7.0.0.0.
        ptp_config: since API 7.0.3.0.
        enabled: since API 7.0.3.0.
        disable_events: since API 7.0.3.0.
        disable_fallback: since API 7.0.3.0.
        in_fallback_state: since API 7.0.3.0.
        service_sync: since API 7.0.3.0.
        last_sync_time: since API 7.0.3.0.
        remote_ntp_server: since API 7.0.3.0.
        ntp_run_time: since API 7.0.3.0.
        ptp_run_time: since API 7.0.3.0.
        ntp_duration: since API 7.0.3.0.
        ptp_duration: since API 7.0.3.0.
    """

    time_zone: HostDateTimeSystemTimeZone = element("timeZone", "HostDateTimeSystemTimeZone")
    system_clock_protocol: str | None = element("systemClockProtocol", "xsd:string", default=None)
    ntp_config: HostNtpConfig | None = element("ntpConfig", "HostNtpConfig", default=None)
    ptp_config: HostPtpConfig | None = element("ptpConfig", "HostPtpConfig", default=None)
    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    disable_events: bool | None = element("disableEvents", "xsd:boolean", default=None)
    disable_fallback: bool | None = element("disableFallback", "xsd:boolean", default=None)
    in_fallback_state: bool | None = element("inFallbackState", "xsd:boolean", default=None)
    service_sync: bool | None = element("serviceSync", "xsd:boolean", default=None)
    last_sync_time: datetime | None = element("lastSyncTime", "xsd:dateTime", default=None)
    remote_ntp_server: str | None = element("remoteNtpServer", "xsd:string", default=None)
    ntp_run_time: int | None = element("ntpRunTime", "xsd:long", default=None)
    ptp_run_time: int | None = element("ptpRunTime", "xsd:long", default=None)
    ntp_duration: str | None = element("ntpDuration", "xsd:string", default=None)
    ptp_duration: str | None = element("ptpDuration", "xsd:string", default=None)


class HostFibreChannelHba(HostHostBusAdapter):
    """Host fibre channel hba.

    Attributes:
        speed: Bits a second.
    """

    port_world_wide_name: int = element("portWorldWideName", "xsd:long")
    node_world_wide_name: int = element("nodeWorldWideName", "xsd:long")
    port_type: FibreChannelPortType | str = element("portType", "FibreChannelPortType")
    speed: int = element("speed", "xsd:long")


class HostFibreChannelOverEthernetHba(HostFibreChannelHba):
    """Host fibre channel over ethernet hba. Since API 5.0."""

    underlying_nic: str = element("underlyingNic", "xsd:string")
    link_info: HostFibreChannelOverEthernetHbaLinkInfo = element("linkInfo", "HostFibreChannelOverEthernetHbaLinkInfo")
    is_software_fcoe: bool = element("isSoftwareFcoe", "xsd:boolean")
    marked_for_removal: bool | None = element("markedForRemoval", "xsd:boolean", default=None)


class HostFibreChannelOverEthernetHbaLinkInfo(DynamicData):
    """Host fibre channel over ethernet hba link info. Since API 5.0."""

    vnport_mac: str = element("vnportMac", "xsd:string")
    fcf_mac: str = element("fcfMac", "xsd:string")
    vlan_id: int = element("vlanId", "xsd:int")


class HostFibreChannelTargetTransport(HostTargetTransport):
    """Host fibre channel target transport."""

    port_world_wide_name: int = element("portWorldWideName", "xsd:long")
    node_world_wide_name: int = element("nodeWorldWideName", "xsd:long")


class HostInternetScsiHba(HostHostBusAdapter):
    """Host internet scsi hba.

    Attributes:
        can_be_disabled: since API 5.0.
        network_binding_support: since API 5.0.
        digest_capabilities: since API 4.0.
        digest_properties: since API 4.0.
        supported_advanced_options: since API 4.0.
        advanced_options: since API 4.0.
        max_speed_mb: Megabits a second.
        current_speed_mb: Megabits a second.
    """

    is_software_based: bool = element("isSoftwareBased", "xsd:boolean")
    can_be_disabled: bool | None = element("canBeDisabled", "xsd:boolean", default=None)
    network_binding_support: HostInternetScsiHbaNetworkBindingSupportType | str | None = element("networkBindingSupport", "HostInternetScsiHbaNetworkBindingSupportType", default=None)
    discovery_capabilities: HostInternetScsiHbaDiscoveryCapabilities = element("discoveryCapabilities", "HostInternetScsiHbaDiscoveryCapabilities")
    discovery_properties: HostInternetScsiHbaDiscoveryProperties = element("discoveryProperties", "HostInternetScsiHbaDiscoveryProperties")
    authentication_capabilities: HostInternetScsiHbaAuthenticationCapabilities = element("authenticationCapabilities", "HostInternetScsiHbaAuthenticationCapabilities")
    authentication_properties: HostInternetScsiHbaAuthenticationProperties = element("authenticationProperties", "HostInternetScsiHbaAuthenticationProperties")
    digest_capabilities: HostInternetScsiHbaDigestCapabilities | None = element("digestCapabilities", "HostInternetScsiHbaDigestCapabilities", default=None)
    digest_properties: HostInternetScsiHbaDigestProperties | None = element("digestProperties", "HostInternetScsiHbaDigestProperties", default=None)
    ip_capabilities: HostInternetScsiHbaIPCapabilities = element("ipCapabilities", "HostInternetScsiHbaIPCapabilities")
    ip_properties: HostInternetScsiHbaIPProperties = element("ipProperties", "HostInternetScsiHbaIPProperties")
    supported_advanced_options: list[OptionDef] = element("supportedAdvancedOptions", "OptionDef", default_factory=list)
    advanced_options: list[HostInternetScsiHbaParamValue] = element("advancedOptions", "HostInternetScsiHbaParamValue", default_factory=list)
    i_scsi_name: str = element("iScsiName", "xsd:string")
    i_scsi_alias: str | None = element("iScsiAlias", "xsd:string", default=None)
    configured_send_target: list[HostInternetScsiHbaSendTarget] = element("configuredSendTarget", "HostInternetScsiHbaSendTarget", default_factory=list)
    configured_static_target: list[HostInternetScsiHbaStaticTarget] = element("configuredStaticTarget", "HostInternetScsiHbaStaticTarget", default_factory=list)
    max_speed_mb: int | None = element("maxSpeedMb", "xsd:int", default=None)
    current_speed_mb: int | None = element("currentSpeedMb", "xsd:int", default=None)


class HostInternetScsiHbaParamValue(OptionValue):
    """Host internet scsi hba param value. Since API 4.0."""

    is_inherited: bool | None = element("isInherited", "xsd:boolean", default=None)


class HostInternetScsiHbaDiscoveryCapabilities(DynamicData):
    """Host internet scsi hba discovery capabilities."""

    i_sns_discovery_settable: bool = element("iSnsDiscoverySettable", "xsd:boolean")
    slp_discovery_settable: bool = element("slpDiscoverySettable", "xsd:boolean")
    static_target_discovery_settable: bool = element("staticTargetDiscoverySettable", "xsd:boolean")
    send_targets_discovery_settable: bool = element("sendTargetsDiscoverySettable", "xsd:boolean")


class HostInternetScsiHbaDiscoveryProperties(DynamicData):
    """Host internet scsi hba discovery properties."""

    i_sns_discovery_enabled: bool = element("iSnsDiscoveryEnabled", "xsd:boolean")
    i_sns_discovery_method: str | None = element("iSnsDiscoveryMethod", "xsd:string", default=None)
    i_sns_host: str | None = element("iSnsHost", "xsd:string", default=None)
    slp_discovery_enabled: bool = element("slpDiscoveryEnabled", "xsd:boolean")
    slp_discovery_method: str | None = element("slpDiscoveryMethod", "xsd:string", default=None)
    slp_host: str | None = element("slpHost", "xsd:string", default=None)
    static_target_discovery_enabled: bool = element("staticTargetDiscoveryEnabled", "xsd:boolean")
    send_targets_discovery_enabled: bool = element("sendTargetsDiscoveryEnabled", "xsd:boolean")


class HostInternetScsiHbaAuthenticationCapabilities(DynamicData):
    """Host internet scsi hba authentication capabilities.

    Attributes:
        mutual_chap_settable: since API 4.0.
        target_chap_settable: since API 4.0.
        target_mutual_chap_settable: since API 4.0.
    """

    chap_auth_settable: bool = element("chapAuthSettable", "xsd:boolean")
    krb5_auth_settable: bool = element("krb5AuthSettable", "xsd:boolean")
    srp_auth_settable: bool = element("srpAuthSettable", "xsd:boolean")
    spkm_auth_settable: bool = element("spkmAuthSettable", "xsd:boolean")
    mutual_chap_settable: bool | None = element("mutualChapSettable", "xsd:boolean", default=None)
    target_chap_settable: bool | None = element("targetChapSettable", "xsd:boolean", default=None)
    target_mutual_chap_settable: bool | None = element("targetMutualChapSettable", "xsd:boolean", default=None)


class HostInternetScsiHbaAuthenticationProperties(DynamicData):
    """Host internet scsi hba authentication properties.

    Attributes:
        chap_authentication_type: since API 4.0.
        chap_inherited: since API 4.0.
        mutual_chap_name: since API 4.0.
        mutual_chap_secret: since API 4.0.
        mutual_chap_authentication_type: since API 4.0.
        mutual_chap_inherited: since API 4.0.
    """

    chap_auth_enabled: bool = element("chapAuthEnabled", "xsd:boolean")
    chap_name: str | None = element("chapName", "xsd:string", default=None)
    chap_secret: str | None = element("chapSecret", "xsd:string", default=None, secret=True)
    chap_authentication_type: str | None = element("chapAuthenticationType", "xsd:string", default=None)
    chap_inherited: bool | None = element("chapInherited", "xsd:boolean", default=None)
    mutual_chap_name: str | None = element("mutualChapName", "xsd:string", default=None)
    mutual_chap_secret: str | None = element("mutualChapSecret", "xsd:string", default=None, secret=True)
    mutual_chap_authentication_type: str | None = element("mutualChapAuthenticationType", "xsd:string", default=None)
    mutual_chap_inherited: bool | None = element("mutualChapInherited", "xsd:boolean", default=None)


class HostInternetScsiHbaDigestCapabilities(DynamicData):
    """Host internet scsi hba digest capabilities. Since API 4.0."""

    header_digest_settable: bool | None = element("headerDigestSettable", "xsd:boolean", default=None)
    data_digest_settable: bool | None = element("dataDigestSettable", "xsd:boolean", default=None)
    target_header_digest_settable: bool | None = element("targetHeaderDigestSettable", "xsd:boolean", default=None)
    target_data_digest_settable: bool | None = element("targetDataDigestSettable", "xsd:boolean", default=None)


class HostInternetScsiHbaDigestProperties(DynamicData):
    """Host internet scsi hba digest properties. Since API 4.0."""

    header_digest_type: str | None = element("headerDigestType", "xsd:string", default=None)
    header_digest_inherited: bool | None = element("headerDigestInherited", "xsd:boolean", default=None)
    data_digest_type: str | None = element("dataDigestType", "xsd:string", default=None)
    data_digest_inherited: bool | None = element("dataDigestInherited", "xsd:boolean", default=None)


class HostInternetScsiHbaIPCapabilities(DynamicData):
    """Host internet scsi hba ip capabilities.

    Attributes:
        ipv6_supported: since API 4.0.
        arp_redirect_settable: since API 4.0.
        mtu_settable: since API 4.0.
        host_name_astarget_address: since API 4.0.
        name_alias_settable: since API 4.1.
        ipv4_enable_settable: since API 6.0.
        ipv6_enable_settable: since API 6.0.
        ipv6_prefix_length_settable: since API 6.0.
        ipv6_prefix_length: since API 6.0.
        ipv6_dhcp_configuration_settable: since API 6.0.
        ipv6_link_local_auto_configuration_settable: since API 6.0.
        ipv6_router_advertisement_configuration_settable: since API 6.0.
        ipv6_default_gateway_settable: since API 6.0.
        ipv6_max_static_addresses_supported: since API 6.0.
    """

    address_settable: bool = element("addressSettable", "xsd:boolean")
    ip_configuration_method_settable: bool = element("ipConfigurationMethodSettable", "xsd:boolean")
    subnet_mask_settable: bool = element("subnetMaskSettable", "xsd:boolean")
    default_gateway_settable: bool = element("defaultGatewaySettable", "xsd:boolean")
    primary_dns_server_address_settable: bool = element("primaryDnsServerAddressSettable", "xsd:boolean")
    alternate_dns_server_address_settable: bool = element("alternateDnsServerAddressSettable", "xsd:boolean")
    ipv6_supported: bool | None = element("ipv6Supported", "xsd:boolean", default=None)
    arp_redirect_settable: bool | None = element("arpRedirectSettable", "xsd:boolean", default=None)
    mtu_settable: bool | None = element("mtuSettable", "xsd:boolean", default=None)
    host_name_astarget_address: bool | None = element("hostNameAsTargetAddress", "xsd:boolean", default=None)
    name_alias_settable: bool | None = element("nameAliasSettable", "xsd:boolean", default=None)
    ipv4_enable_settable: bool | None = element("ipv4EnableSettable", "xsd:boolean", default=None)
    ipv6_enable_settable: bool | None = element("ipv6EnableSettable", "xsd:boolean", default=None)
    ipv6_prefix_length_settable: bool | None = element("ipv6PrefixLengthSettable", "xsd:boolean", default=None)
    ipv6_prefix_length: int | None = element("ipv6PrefixLength", "xsd:int", default=None)
    ipv6_dhcp_configuration_settable: bool | None = element("ipv6DhcpConfigurationSettable", "xsd:boolean", default=None)
    ipv6_link_local_auto_configuration_settable: bool | None = element("ipv6LinkLocalAutoConfigurationSettable", "xsd:boolean", default=None)
    ipv6_router_advertisement_configuration_settable: bool | None = element("ipv6RouterAdvertisementConfigurationSettable", "xsd:boolean", default=None)
    ipv6_default_gateway_settable: bool | None = element("ipv6DefaultGatewaySettable", "xsd:boolean", default=None)
    ipv6_max_static_addresses_supported: int | None = element("ipv6MaxStaticAddressesSupported", "xsd:int", default=None)


class HostInternetScsiHbaIscsiIpv6Address(DynamicData):
    """Host internet scsi hba iscsi ipv6 address. Since API 6.0."""

    address: str = element("address", "xsd:string")
    prefix_length: int = element("prefixLength", "xsd:int")
    origin: str = element("origin", "xsd:string")
    operation: str | None = element("operation", "xsd:string", default=None)


class HostInternetScsiHbaIPv6Properties(DynamicData):
    """Host internet scsi hba i pv6 properties. Since API 6.0."""

    iscsi_ipv6_address: list[HostInternetScsiHbaIscsiIpv6Address] = element("iscsiIpv6Address", "HostInternetScsiHbaIscsiIpv6Address", default_factory=list)
    ipv6_dhcp_configuration_enabled: bool | None = element("ipv6DhcpConfigurationEnabled", "xsd:boolean", default=None)
    ipv6_link_local_auto_configuration_enabled: bool | None = element("ipv6LinkLocalAutoConfigurationEnabled", "xsd:boolean", default=None)
    ipv6_router_advertisement_configuration_enabled: bool | None = element("ipv6RouterAdvertisementConfigurationEnabled", "xsd:boolean", default=None)
    ipv6_default_gateway: str | None = element("ipv6DefaultGateway", "xsd:string", default=None)


class HostInternetScsiHbaIPProperties(DynamicData):
    """Host internet scsi hba ip properties.

    Attributes:
        ipv6_address: since API 4.0.
        ipv6_subnet_mask: since API 4.0.
        ipv6_default_gateway: since API 4.0.
        arp_redirect_enabled: since API 4.0.
        mtu: since API 4.0.
        jumbo_frames_enabled: since API 4.0.
        ipv4_enabled: since API 6.0.
        ipv6_enabled: since API 6.0.
        ipv6properties: since API 6.0.
    """

    mac: str | None = element("mac", "xsd:string", default=None)
    address: str | None = element("address", "xsd:string", default=None)
    dhcp_configuration_enabled: bool = element("dhcpConfigurationEnabled", "xsd:boolean")
    subnet_mask: str | None = element("subnetMask", "xsd:string", default=None)
    default_gateway: str | None = element("defaultGateway", "xsd:string", default=None)
    primary_dns_server_address: str | None = element("primaryDnsServerAddress", "xsd:string", default=None)
    alternate_dns_server_address: str | None = element("alternateDnsServerAddress", "xsd:string", default=None)
    ipv6_address: str | None = element("ipv6Address", "xsd:string", default=None)
    ipv6_subnet_mask: str | None = element("ipv6SubnetMask", "xsd:string", default=None)
    ipv6_default_gateway: str | None = element("ipv6DefaultGateway", "xsd:string", default=None)
    arp_redirect_enabled: bool | None = element("arpRedirectEnabled", "xsd:boolean", default=None)
    mtu: int | None = element("mtu", "xsd:int", default=None)
    jumbo_frames_enabled: bool | None = element("jumboFramesEnabled", "xsd:boolean", default=None)
    ipv4_enabled: bool | None = element("ipv4Enabled", "xsd:boolean", default=None)
    ipv6_enabled: bool | None = element("ipv6Enabled", "xsd:boolean", default=None)
    ipv6properties: HostInternetScsiHbaIPv6Properties | None = element("ipv6properties", "HostInternetScsiHbaIPv6Properties", default=None)


class HostInternetScsiHbaSendTarget(DynamicData):
    """Host internet scsi hba send target.

    Attributes:
        authentication_properties: since API 4.0.
        digest_properties: since API 4.0.
        supported_advanced_options: since API 4.0.
        advanced_options: since API 4.0.
        parent: since API 4.0.
    """

    address: str = element("address", "xsd:string")
    port: int | None = element("port", "xsd:int", default=None)
    authentication_properties: HostInternetScsiHbaAuthenticationProperties | None = element("authenticationProperties", "HostInternetScsiHbaAuthenticationProperties", default=None)
    digest_properties: HostInternetScsiHbaDigestProperties | None = element("digestProperties", "HostInternetScsiHbaDigestProperties", default=None)
    supported_advanced_options: list[OptionDef] = element("supportedAdvancedOptions", "OptionDef", default_factory=list)
    advanced_options: list[HostInternetScsiHbaParamValue] = element("advancedOptions", "HostInternetScsiHbaParamValue", default_factory=list)
    parent: str | None = element("parent", "xsd:string", default=None)


class HostInternetScsiHbaStaticTarget(DynamicData):
    """Host internet scsi hba static target.

    Attributes:
        discovery_method: since API 5.1.
        authentication_properties: since API 4.0.
        digest_properties: since API 4.0.
        supported_advanced_options: since API 4.0.
        advanced_options: since API 4.0.
        parent: since API 4.0.
    """

    address: str = element("address", "xsd:string")
    port: int | None = element("port", "xsd:int", default=None)
    i_scsi_name: str = element("iScsiName", "xsd:string")
    discovery_method: str | None = element("discoveryMethod", "xsd:string", default=None)
    authentication_properties: HostInternetScsiHbaAuthenticationProperties | None = element("authenticationProperties", "HostInternetScsiHbaAuthenticationProperties", default=None)
    digest_properties: HostInternetScsiHbaDigestProperties | None = element("digestProperties", "HostInternetScsiHbaDigestProperties", default=None)
    supported_advanced_options: list[OptionDef] = element("supportedAdvancedOptions", "OptionDef", default_factory=list)
    advanced_options: list[HostInternetScsiHbaParamValue] = element("advancedOptions", "HostInternetScsiHbaParamValue", default_factory=list)
    parent: str | None = element("parent", "xsd:string", default=None)


class HostInternetScsiTargetTransport(HostTargetTransport):
    """Host internet scsi target transport."""

    i_scsi_name: str = element("iScsiName", "xsd:string")
    i_scsi_alias: str = element("iScsiAlias", "xsd:string")
    address: list[str] = element("address", "xsd:string", default_factory=list)


class HostNetworkConfig(DynamicData):
    """Host network config.

    Attributes:
        proxy_switch: since API 4.0.
        route_table_config: since API 4.0.
        ip_v6_enabled: since API 4.0.
        net_stack_spec: since API 5.5.
        migration_status: since API 7.0.2.0.
    """

    vswitch: list[HostVirtualSwitchConfig] = element("vswitch", "HostVirtualSwitchConfig", default_factory=list)
    proxy_switch: list[HostProxySwitchConfig] = element("proxySwitch", "HostProxySwitchConfig", default_factory=list)
    portgroup: list[HostPortGroupConfig] = element("portgroup", "HostPortGroupConfig", default_factory=list)
    pnic: list[PhysicalNicConfig] = element("pnic", "PhysicalNicConfig", default_factory=list)
    vnic: list[HostVirtualNicConfig] = element("vnic", "HostVirtualNicConfig", default_factory=list)
    console_vnic: list[HostVirtualNicConfig] = element("consoleVnic", "HostVirtualNicConfig", default_factory=list)
    dns_config: HostDnsConfig | None = element("dnsConfig", "HostDnsConfig", default=None)
    ip_route_config: HostIpRouteConfig | None = element("ipRouteConfig", "HostIpRouteConfig", default=None)
    console_ip_route_config: HostIpRouteConfig | None = element("consoleIpRouteConfig", "HostIpRouteConfig", default=None)
    route_table_config: HostIpRouteTableConfig | None = element("routeTableConfig", "HostIpRouteTableConfig", default=None)
    dhcp: list[HostDhcpServiceConfig] = element("dhcp", "HostDhcpServiceConfig", default_factory=list)
    nat: list[HostNatServiceConfig] = element("nat", "HostNatServiceConfig", default_factory=list)
    ip_v6_enabled: bool | None = element("ipV6Enabled", "xsd:boolean", default=None)
    net_stack_spec: list[HostNetworkConfigNetStackSpec] = element("netStackSpec", "HostNetworkConfigNetStackSpec", default_factory=list)
    migration_status: str | None = element("migrationStatus", "xsd:string", default=None)


class HostNetworkConfigNetStackSpec(DynamicData):
    """Host network config net stack spec. Since API 5.5."""

    net_stack_instance: HostNetStackInstance = element("netStackInstance", "HostNetStackInstance")
    operation: str | None = element("operation", "xsd:string", default=None)


class HostOpaqueNetworkInfo(DynamicData):
    """Host opaque network info. Since API 5.5.

    Attributes:
        pnic_zone: since API 6.0.
        capability: since API 6.5.
        extra_config: since API 6.5.
    """

    opaque_network_id: str = element("opaqueNetworkId", "xsd:string")
    opaque_network_name: str = element("opaqueNetworkName", "xsd:string")
    opaque_network_type: str = element("opaqueNetworkType", "xsd:string")
    pnic_zone: list[str] = element("pnicZone", "xsd:string", default_factory=list)
    capability: OpaqueNetworkCapability | None = element("capability", "OpaqueNetworkCapability", default=None)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)


class HostParallelScsiTargetTransport(HostTargetTransport):
    """Host parallel scsi target transport."""


class HostPcieTargetTransport(HostTargetTransport):
    """Host pcie target transport. Since API 7.0.0.0."""


class HostRdmaTargetTransport(HostTargetTransport):
    """Host rdma target transport. Since API 7.0.0.0."""


class HostScsiDisk(ScsiLun):
    """Host scsi disk.

    Attributes:
        ssd: since API 5.0.
        local_disk: since API 6.0.
        physical_location: since API 6.0.
        emulated_dixdif_enabled: since API 6.0.
        vsan_disk_info: since API 6.0.
        scsi_disk_type: since API 6.5.
        used_by_memory_tiering: since API 8.0.3.0.
    """

    capacity: HostDiskDimensionsLba = element("capacity", "HostDiskDimensionsLba")
    device_path: str = element("devicePath", "xsd:string")
    ssd: bool | None = element("ssd", "xsd:boolean", default=None)
    local_disk: bool | None = element("localDisk", "xsd:boolean", default=None)
    physical_location: list[str] = element("physicalLocation", "xsd:string", default_factory=list)
    emulated_dixdif_enabled: bool | None = element("emulatedDIXDIFEnabled", "xsd:boolean", default=None)
    vsan_disk_info: VsanHostVsanDiskInfo | None = element("vsanDiskInfo", "VsanHostVsanDiskInfo", default=None)
    scsi_disk_type: str | None = element("scsiDiskType", "xsd:string", default=None)
    used_by_memory_tiering: bool | None = element("usedByMemoryTiering", "xsd:boolean", default=None)


class HostScsiDiskPartition(DynamicData):
    """Host scsi disk partition."""

    disk_name: str = element("diskName", "xsd:string")
    partition: int = element("partition", "xsd:int")


class HostSerialAttachedTargetTransport(HostTargetTransport):
    """Host serial attached target transport. Since API 6.5."""


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


class HostVFlashManagerVFlashResourceConfigInfo(DynamicData):
    """Host v flash manager v flash resource config info. Since API 5.5."""

    vffs: HostVffsVolume | None = element("vffs", "HostVffsVolume", default=None)
    capacity: int = element("capacity", "xsd:long")


class HostVFlashManagerVFlashResourceRunTimeInfo(DynamicData):
    """Host v flash manager v flash resource run time info. Since API 5.5."""

    usage: int = element("usage", "xsd:long")
    capacity: int = element("capacity", "xsd:long")
    accessible: bool = element("accessible", "xsd:boolean")
    capacity_for_vm_cache: int = element("capacityForVmCache", "xsd:long")
    free_for_vm_cache: int = element("freeForVmCache", "xsd:long")


class HostVFlashManagerVFlashCacheConfigInfo(DynamicData):
    """Host v flash manager v flash cache config info. Since API 5.5."""

    v_flash_module_config_option: list[HostVFlashManagerVFlashCacheConfigInfoVFlashModuleConfigOption] = element("vFlashModuleConfigOption", "HostVFlashManagerVFlashCacheConfigInfoVFlashModuleConfigOption", default_factory=list)
    default_v_flash_module: str | None = element("defaultVFlashModule", "xsd:string", default=None)
    swap_cache_reservation_in_gb: int | None = element("swapCacheReservationInGB", "xsd:long", default=None)


class HostVFlashManagerVFlashCacheConfigInfoVFlashModuleConfigOption(DynamicData):
    """Host v flash manager v flash cache config info v flash module config option. Since API 5.5.
    """

    v_flash_module: str = element("vFlashModule", "xsd:string")
    v_flash_module_version: str = element("vFlashModuleVersion", "xsd:string")
    min_supported_module_version: str = element("minSupportedModuleVersion", "xsd:string")
    cache_consistency_type: ChoiceOption = element("cacheConsistencyType", "ChoiceOption")
    cache_mode: ChoiceOption = element("cacheMode", "ChoiceOption")
    block_size_in_kb_option: LongOption = element("blockSizeInKBOption", "LongOption")
    reservation_in_mb_option: LongOption = element("reservationInMBOption", "LongOption")
    max_disk_size_in_kb: int = element("maxDiskSizeInKB", "xsd:long")


class HostVFlashManagerVFlashConfigInfo(DynamicData):
    """Host v flash manager v flash config info. Since API 5.5."""

    v_flash_resource_config_info: HostVFlashManagerVFlashResourceConfigInfo | None = element("vFlashResourceConfigInfo", "HostVFlashManagerVFlashResourceConfigInfo", default=None)
    v_flash_cache_config_info: HostVFlashManagerVFlashCacheConfigInfo | None = element("vFlashCacheConfigInfo", "HostVFlashManagerVFlashCacheConfigInfo", default=None)


class HostVMotionInfo(DynamicData):
    """Host v motion info."""

    net_config: HostVMotionNetConfig | None = element("netConfig", "HostVMotionNetConfig", default=None)
    ip_config: HostIpConfig | None = element("ipConfig", "HostIpConfig", default=None)


class HostVffsVolume(HostFileSystemVolume):
    """Host vffs volume. Since API 5.5."""

    major_version: int = element("majorVersion", "xsd:int")
    version: str = element("version", "xsd:string")
    uuid: str = element("uuid", "xsd:string")
    extent: list[HostScsiDiskPartition] = element("extent", "HostScsiDiskPartition", default_factory=list, required=True)


class HostVMotionCompatibility(DynamicData):
    """Host v motion compatibility.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    compatibility: list[str] = element("compatibility", "xsd:string", default_factory=list)


class CheckResult(DynamicData):
    """Check result. Since API 4.0.

    Attributes:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    vm: ManagedObjectReference | None = element("vm", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    warning: list[LocalizedMethodFault] = element("warning", "LocalizedMethodFault", default_factory=list)
    error: list[LocalizedMethodFault] = element("error", "LocalizedMethodFault", default_factory=list)


class HostConfigInfo(DynamicData):
    """Host config info.

    Attributes:
        host: refers to HostSystem.
        deployment_info: since API 6.5.
        cpu_scheduler: since API 8.0.3.0.
        multipath_state: since API 4.0.
        system_file: since API 4.1.
        virtual_nic_manager_info: since API 4.0.
        local_swap_datastore: refers to Datastore.
        system_swap_configuration: since API 5.1.
        lockdown_mode: since API 6.0.
        ipmi: since API 4.0.
        ssl_thumbprint_info: since API 4.0.
        ssl_thumbprint_data: since API 5.0.
        authentication_data: since API 9.0.0.0.
        certificate: since API 5.0.
        pci_passthru_info: since API 4.0.
        authentication_manager_info: since API 4.1.
        feature_version: since API 4.1.
        power_system_capability: since API 4.1.
        power_system_info: since API 4.1.
        cache_configuration_info: since API 5.0.
        wake_on_lan_capable: since API 5.0.
        feature_capability: since API 5.1.
        masked_feature_capability: since API 5.1.
        v_flash_config_info: since API 5.5.
        vsan_host_config: since API 5.5.
        domain_list: since API 6.0.
        script_check_sum: since API 6.0.
        host_config_check_sum: since API 6.0.
        description_tree_check_sum: since API 7.0.0.0.
        graphics_info: since API 5.5.
        shared_passthru_gpu_types: since API 6.0.
        graphics_config: since API 6.5.
        shared_gpu_capabilities: since API 6.7.
        io_filter_info: since API 6.0.
        sriov_device_pool: since API 6.5.
        assignable_hardware_binding: since API 7.0.0.0.
        assignable_hardware_config: since API 7.0.0.0.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    product: AboutInfo = element("product", "AboutInfo")
    deployment_info: HostDeploymentInfo | None = element("deploymentInfo", "HostDeploymentInfo", default=None)
    hyper_thread: HostHyperThreadScheduleInfo | None = element("hyperThread", "HostHyperThreadScheduleInfo", default=None)
    cpu_scheduler: HostCpuSchedulerInfo | None = element("cpuScheduler", "HostCpuSchedulerInfo", default=None)
    console_reservation: ServiceConsoleReservationInfo | None = element("consoleReservation", "ServiceConsoleReservationInfo", default=None)
    virtual_machine_reservation: VirtualMachineMemoryReservationInfo | None = element("virtualMachineReservation", "VirtualMachineMemoryReservationInfo", default=None)
    storage_device: HostStorageDeviceInfo | None = element("storageDevice", "HostStorageDeviceInfo", default=None)
    multipath_state: HostMultipathStateInfo | None = element("multipathState", "HostMultipathStateInfo", default=None)
    file_system_volume: HostFileSystemVolumeInfo | None = element("fileSystemVolume", "HostFileSystemVolumeInfo", default=None)
    system_file: list[str] = element("systemFile", "xsd:string", default_factory=list)
    network: HostNetworkInfo | None = element("network", "HostNetworkInfo", default=None)
    vmotion: HostVMotionInfo | None = element("vmotion", "HostVMotionInfo", default=None)
    virtual_nic_manager_info: HostVirtualNicManagerInfo | None = element("virtualNicManagerInfo", "HostVirtualNicManagerInfo", default=None)
    capabilities: HostNetCapabilities | None = element("capabilities", "HostNetCapabilities", default=None)
    datastore_capabilities: HostDatastoreSystemCapabilities | None = element("datastoreCapabilities", "HostDatastoreSystemCapabilities", default=None)
    offload_capabilities: HostNetOffloadCapabilities | None = element("offloadCapabilities", "HostNetOffloadCapabilities", default=None)
    service: HostServiceInfo | None = element("service", "HostServiceInfo", default=None)
    firewall: HostFirewallInfo | None = element("firewall", "HostFirewallInfo", default=None)
    auto_start: HostAutoStartManagerConfig | None = element("autoStart", "HostAutoStartManagerConfig", default=None)
    active_diagnostic_partition: HostDiagnosticPartition | None = element("activeDiagnosticPartition", "HostDiagnosticPartition", default=None)
    option: list[OptionValue] = element("option", "OptionValue", default_factory=list)
    option_def: list[OptionDef] = element("optionDef", "OptionDef", default_factory=list)
    datastore_principal: str | None = element("datastorePrincipal", "xsd:string", default=None)
    local_swap_datastore: ManagedObjectReference | None = element("localSwapDatastore", "ManagedObjectReference", default=None)
    system_swap_configuration: HostSystemSwapConfiguration | None = element("systemSwapConfiguration", "HostSystemSwapConfiguration", default=None)
    system_resources: HostSystemResourceInfo | None = element("systemResources", "HostSystemResourceInfo", default=None)
    date_time_info: HostDateTimeInfo | None = element("dateTimeInfo", "HostDateTimeInfo", default=None)
    flags: HostFlagInfo | None = element("flags", "HostFlagInfo", default=None)
    admin_disabled: bool | None = element("adminDisabled", "xsd:boolean", default=None)
    lockdown_mode: HostLockdownMode | str | None = element("lockdownMode", "HostLockdownMode", default=None)
    ipmi: HostIpmiInfo | None = element("ipmi", "HostIpmiInfo", default=None)
    ssl_thumbprint_info: HostSslThumbprintInfo | None = element("sslThumbprintInfo", "HostSslThumbprintInfo", default=None)
    ssl_thumbprint_data: list[HostSslThumbprintInfo] = element("sslThumbprintData", "HostSslThumbprintInfo", default_factory=list)
    authentication_data: list[HostAuthenticationInfo] = element("authenticationData", "HostAuthenticationInfo", default_factory=list)
    certificate: list[int] = element("certificate", "xsd:byte", default_factory=list)
    pci_passthru_info: list[HostPciPassthruInfo] = element("pciPassthruInfo", "HostPciPassthruInfo", default_factory=list)
    authentication_manager_info: HostAuthenticationManagerInfo | None = element("authenticationManagerInfo", "HostAuthenticationManagerInfo", default=None)
    feature_version: list[HostFeatureVersionInfo] = element("featureVersion", "HostFeatureVersionInfo", default_factory=list)
    power_system_capability: PowerSystemCapability | None = element("powerSystemCapability", "PowerSystemCapability", default=None)
    power_system_info: PowerSystemInfo | None = element("powerSystemInfo", "PowerSystemInfo", default=None)
    cache_configuration_info: list[HostCacheConfigurationInfo] = element("cacheConfigurationInfo", "HostCacheConfigurationInfo", default_factory=list)
    wake_on_lan_capable: bool | None = element("wakeOnLanCapable", "xsd:boolean", default=None)
    feature_capability: list[HostFeatureCapability] = element("featureCapability", "HostFeatureCapability", default_factory=list)
    masked_feature_capability: list[HostFeatureCapability] = element("maskedFeatureCapability", "HostFeatureCapability", default_factory=list)
    v_flash_config_info: HostVFlashManagerVFlashConfigInfo | None = element("vFlashConfigInfo", "HostVFlashManagerVFlashConfigInfo", default=None)
    vsan_host_config: VsanHostConfigInfo | None = element("vsanHostConfig", "VsanHostConfigInfo", default=None)
    domain_list: list[str] = element("domainList", "xsd:string", default_factory=list)
    script_check_sum: bytes | None = element("scriptCheckSum", "xsd:base64Binary", default=None)
    host_config_check_sum: bytes | None = element("hostConfigCheckSum", "xsd:base64Binary", default=None)
    description_tree_check_sum: bytes | None = element("descriptionTreeCheckSum", "xsd:base64Binary", default=None)
    graphics_info: list[HostGraphicsInfo] = element("graphicsInfo", "HostGraphicsInfo", default_factory=list)
    shared_passthru_gpu_types: list[str] = element("sharedPassthruGpuTypes", "xsd:string", default_factory=list)
    graphics_config: HostGraphicsConfig | None = element("graphicsConfig", "HostGraphicsConfig", default=None)
    shared_gpu_capabilities: list[HostSharedGpuCapabilities] = element("sharedGpuCapabilities", "HostSharedGpuCapabilities", default_factory=list)
    io_filter_info: list[HostIoFilterInfo] = element("ioFilterInfo", "HostIoFilterInfo", default_factory=list)
    sriov_device_pool: list[HostSriovDevicePoolInfo] = element("sriovDevicePool", "HostSriovDevicePoolInfo", default_factory=list)
    assignable_hardware_binding: list[HostAssignableHardwareBinding] = element("assignableHardwareBinding", "HostAssignableHardwareBinding", default_factory=list)
    assignable_hardware_config: HostAssignableHardwareConfig | None = element("assignableHardwareConfig", "HostAssignableHardwareConfig", default=None)


class HostDiagnosticPartition(DynamicData):
    """Host diagnostic partition."""

    storage_type: str = element("storageType", "xsd:string")
    diagnostic_type: str = element("diagnosticType", "xsd:string")
    slots: int = element("slots", "xsd:int")
    id: HostScsiDiskPartition = element("id", "HostScsiDiskPartition")


class HostFibreChannelOverEthernetTargetTransport(HostFibreChannelTargetTransport):
    """Host fibre channel over ethernet target transport. Since API 5.0."""

    vnport_mac: str = element("vnportMac", "xsd:string")
    fcf_mac: str = element("fcfMac", "xsd:string")
    vlan_id: int = element("vlanId", "xsd:int")


class PMemDatastoreInfo(DatastoreInfo):
    """P mem datastore info. Since API 6.7."""

    pmem: HostPMemVolume = element("pmem", "HostPMemVolume")


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


class VsanDatastoreInfo(DatastoreInfo):
    """Vsan datastore info. Since API 7.0.1.0."""

    membership_uuid: str | None = element("membershipUuid", "xsd:string", default=None)
    access_gen_no: int | None = element("accessGenNo", "xsd:int", default=None)


class VvolDatastoreInfo(DatastoreInfo):
    """Vvol datastore info. Since API 6.0."""

    vvol_ds: HostVvolVolume | None = element("vvolDS", "HostVvolVolume", default=None)


class HostFirewallRulesetRulesetSpec(DynamicData):
    """Host firewall ruleset ruleset spec. Since API 5.0."""

    allowed_hosts: HostFirewallRulesetIpList = element("allowedHosts", "HostFirewallRulesetIpList")


class HostDateTimeConfig(DynamicData):
    """Host date time config.

    Attributes:
        ptp_config: since API 7.0.3.0.
        protocol: since API 7.0.3.0.
        enabled: since API 7.0.3.0.
        disable_events: since API 7.0.3.0.
        disable_fallback: since API 7.0.3.0.
        reset_to_factory_defaults: since API 7.0.3.0.
    """

    time_zone: str | None = element("timeZone", "xsd:string", default=None)
    ntp_config: HostNtpConfig | None = element("ntpConfig", "HostNtpConfig", default=None)
    ptp_config: HostPtpConfig | None = element("ptpConfig", "HostPtpConfig", default=None)
    protocol: str | None = element("protocol", "xsd:string", default=None)
    enabled: bool | None = element("enabled", "xsd:boolean", default=None)
    disable_events: bool | None = element("disableEvents", "xsd:boolean", default=None)
    disable_fallback: bool | None = element("disableFallback", "xsd:boolean", default=None)
    reset_to_factory_defaults: bool | None = element("resetToFactoryDefaults", "xsd:boolean", default=None)


class HostCertificateManagerCertificateInfo(DynamicData):
    """Host certificate manager certificate info. Since API 6.0.

    Attributes:
        kind: since API 8.0.1.0.
    """

    kind: str | None = element("kind", "xsd:string", default=None)
    issuer: str | None = element("issuer", "xsd:string", default=None)
    not_before: datetime | None = element("notBefore", "xsd:dateTime", default=None)
    not_after: datetime | None = element("notAfter", "xsd:dateTime", default=None)
    subject: str | None = element("subject", "xsd:string", default=None)
    status: str = element("status", "xsd:string")
