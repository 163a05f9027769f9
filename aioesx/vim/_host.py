"""Data objects of the area ``host``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim._inventory import IoFilterInfo
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from aioesx.vim._core import (
        AboutInfo,
        ElementDescription,
        KeyAnyValue,
        LocalizedMethodFault,
        OptionDef,
        OptionValue,
    )
    from aioesx.vim._enums import AutoStartWaitHeartbeatSetting, HostLockdownMode
    from aioesx.vim._host_network import (
        HostFirewallInfo,
        HostGatewaySpec,
        HostIpConfig,
        HostIpmiInfo,
        HostNetCapabilities,
        HostNetOffloadCapabilities,
        HostNetworkInfo,
        HostQualifiedName,
        HostVMotionInfo,
        HostVirtualNicManagerInfo,
        PhysicalNic,
    )
    from aioesx.vim._host_storage import (
        HostCacheConfigurationInfo,
        HostDiagnosticPartition,
        HostMultipathStateInfo,
        HostStorageDeviceInfo,
        HostVFlashManagerVFlashConfigInfo,
    )
    from aioesx.vim._inventory import (
        ResourceConfigSpec,
        VsanHostConfigInfo,
        VsanHostDecommissionMode,
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


class HostDigestInfo(DynamicData):
    """Host digest info. Since API 4.0."""

    digest_method: str = element("digestMethod", "xsd:string")
    digest_value: list[int] = element("digestValue", "xsd:byte", default_factory=list, required=True)
    object_name: str | None = element("objectName", "xsd:string", default=None)


class HostDirectoryStoreInfo(HostAuthenticationStoreInfo):
    """Host directory store info. Since API 4.1."""


class HostDvxClass(DynamicData):
    """Host dvx class. Since API 8.0.0.1."""

    device_class: str = element("deviceClass", "xsd:string")
    checkpoint_supported: bool = element("checkpointSupported", "xsd:boolean")
    sw_dma_tracing_supported: bool = element("swDMATracingSupported", "xsd:boolean")
    sriov_nic: bool = element("sriovNic", "xsd:boolean")


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


class HostFlagInfo(DynamicData):
    """Host flag info."""

    background_snapshots_enabled: bool | None = element("backgroundSnapshotsEnabled", "xsd:boolean", default=None)


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


class HostPersistentMemoryInfo(DynamicData):
    """Host persistent memory info. Since API 6.7."""

    capacity_in_mb: int | None = element("capacityInMB", "xsd:long", default=None)
    volume_uuid: str | None = element("volumeUUID", "xsd:string", default=None)


class PodVMInfo(DynamicData):
    """Pod vm info. Since API 9.1.0.0."""

    has_page_sharing_pod_vm: bool = element("hasPageSharingPodVM", "xsd:boolean")
    pod_vm_overhead_info: PodVMOverheadInfo = element("podVMOverheadInfo", "PodVMOverheadInfo")


class PodVMOverheadInfo(DynamicData):
    """Pod vm overhead info. Since API 9.1.0.0."""

    crx_page_sharing_supported: bool = element("crxPageSharingSupported", "xsd:boolean")
    pod_vm_overhead_without_page_sharing: int = element("podVMOverheadWithoutPageSharing", "xsd:int")
    pod_vm_overhead_with_page_sharing: int = element("podVMOverheadWithPageSharing", "xsd:int")


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


class HostReliableMemoryInfo(DynamicData):
    """Host reliable memory info. Since API 5.5."""

    memory_size: int = element("memorySize", "xsd:long")


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


class HostTdxInfo(DynamicData):
    """Host tdx info. Since API 9.0.0.0."""

    tdx_state: str = element("tdxState", "xsd:string")
    num_tdx_private_key_ids: int = element("numTDXPrivateKeyIDs", "xsd:int")


class HostTpmDigestInfo(HostDigestInfo):
    """Host tpm digest info. Since API 4.0."""

    pcr_number: int = element("pcrNumber", "xsd:int")


class HostActiveDirectoryInfo(HostDirectoryStoreInfo):
    """Host active directory info. Since API 4.1.

    Attributes:
        smart_card_authentication_enabled: since API 6.0.
    """

    joined_domain: str | None = element("joinedDomain", "xsd:string", default=None)
    trusted_domain: list[str] = element("trustedDomain", "xsd:string", default_factory=list)
    domain_membership_status: str | None = element("domainMembershipStatus", "xsd:string", default=None)
    smart_card_authentication_enabled: bool | None = element("smartCardAuthenticationEnabled", "xsd:boolean", default=None)


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
