"""Data objects of the area ``machine_specs``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim._inventory import ArrayUpdateSpec
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import OptionValue, ResourceAllocationInfo
    from aioesx.vim._customization import CustomizationSpec
    from aioesx.vim._devices import VirtualDeviceBackingInfo, VirtualDeviceConfigSpec
    from aioesx.vim._enums import VirtualMachineRelocateTransformation
    from aioesx.vim._host import HostCpuIdInfo
    from aioesx.vim._inventory import (
        CryptoSpec,
        KeyValue,
        LatencySensitivity,
        ManagedByInfo,
        ServiceLocator,
        TagId,
        TagSpec,
        VmConfigSpec,
    )
    from aioesx.vim._machine import (
        FaultToleranceConfigInfo,
        ReplicationInfoDiskSettings,
        ScheduledHardwareUpgradeInfo,
        ToolsConfigInfo,
        VirtualMachineAffinityInfo,
        VirtualMachineBootOptions,
        VirtualMachineConsolePreferences,
        VirtualMachineDefaultPowerOpInfo,
        VirtualMachineFileInfo,
        VirtualMachineFlagInfo,
        VirtualMachineGuestMonitoringModeInfo,
        VirtualMachineNetworkShaperInfo,
        VirtualMachineSgxInfo,
        VirtualMachineVcpuConfig,
        VirtualMachineVirtualDeviceGroups,
        VirtualMachineVirtualDeviceSwap,
        VirtualMachineVirtualNuma,
        VirtualMachineVirtualPMem,
    )
    from aioesx.vim.base import ManagedObjectReference


class VirtualMachineBaseIndependentFilterSpec(DynamicData):
    """Virtual machine base independent filter spec. Since API 7.0.2.1."""


class VirtualMachineCloneSpec(DynamicData):
    """Virtual machine clone spec.

    Attributes:
        template: Make the copy a template.
        power_on: Start the copy.
        snapshot: refers to VirtualMachineSnapshot; since API 4.0.
        memory: since API 5.5.
        tpm_provision_policy: since API 8.0.0.1.
    """

    location: VirtualMachineRelocateSpec = element("location", "VirtualMachineRelocateSpec")
    template: bool = element("template", "xsd:boolean")
    config: VirtualMachineConfigSpec | None = element("config", "VirtualMachineConfigSpec", default=None)
    customization: CustomizationSpec | None = element("customization", "CustomizationSpec", default=None)
    power_on: bool = element("powerOn", "xsd:boolean")
    snapshot: ManagedObjectReference | None = element("snapshot", "ManagedObjectReference", default=None)
    memory: bool | None = element("memory", "xsd:boolean", default=None)
    tpm_provision_policy: str | None = element("tpmProvisionPolicy", "xsd:string", default=None)


class VirtualMachineConfigSpec(DynamicData):
    """What to set on a machine; absent fields stay as they are.

    Attributes:
        create_date: since API 6.7.
        uuid: BIOS UUID, 8-4-4-4-12.
        instance_uuid: since API 4.0.
        npiv_desired_node_wwns: since API 4.0.
        npiv_desired_port_wwns: since API 4.0.
        npiv_temporary_disabled: since API 4.0.
        npiv_on_non_rdm_disks: since API 4.0.
        annotation: Free text.
        reboot_power_off: since API 8.0.0.1.
        vcpu_config: since API 7.0.0.0.
        num_cores_per_socket: since API 5.0.
        memory_mb: MB.
        memory_hot_add_enabled: since API 2.5u2.
        cpu_hot_add_enabled: since API 2.5u2.
        cpu_hot_remove_enabled: since API 2.5u2.
        virtual_ich7_m_present: since API 5.0.
        virtual_smc_present: since API 5.0.
        latency_sensitivity: since API 5.1.
        v_app_config: since API 4.0.
        ft_info: since API 4.0.
        rep_config: since API 6.0.
        v_app_config_removed: since API 4.0.
        v_asserts_enabled: since API 4.0.
        change_tracking_enabled: since API 4.0.
        firmware: since API 5.0.
        max_mks_connections: since API 5.0.
        guest_auto_lock_enabled: since API 5.0.
        managed_by: since API 5.0.
        memory_reservation_locked_to_max: since API 5.0.
        nested_hv_enabled: since API 5.1.
        v_pmc_enabled: since API 5.1.
        scheduled_hardware_upgrade_info: since API 5.1.
        vm_profile: since API 5.5.
        message_bus_tunnel_enabled: since API 6.0.
        crypto: since API 6.5.
        migrate_encryption: since API 6.5.
        sgx_info: since API 7.0.0.0.
        ft_encryption_mode: since API 7.0.2.0.
        guest_monitoring_mode_info: since API 7.0.0.0.
        sev_enabled: since API 7.0.1.0.
        virtual_numa: since API 8.0.0.1.
        motherboard_layout: since API 8.0.0.1.
        pmem_failover_enabled: since API 7.0.2.0.
        vmx_stats_collection_enabled: since API 7.0.3.1.
        vm_op_notification_to_app_enabled: since API 7.0.3.0.
        vm_op_notification_timeout: since API 8.0.0.1.
        device_swap: since API 8.0.0.1.
        simultaneous_threads: since API 8.0.0.1.
        pmem: since API 7.0.3.0.
        device_groups: since API 8.0.0.1.
        fixed_passthru_hot_plug_enabled: since API 8.0.1.0.
        metro_ft_enabled: since API 8.0.3.0.
        metro_ft_host_group: since API 8.0.3.0.
        tdx_enabled: since API 9.0.0.0.
        sev_snp_enabled: since API 9.0.0.0.
        tag_specs: since API 9.1.0.0.
        vm_placement_policies: since API 9.1.0.0.
    """

    change_version: str | None = element("changeVersion", "xsd:string", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    version: str | None = element("version", "xsd:string", default=None)
    create_date: datetime | None = element("createDate", "xsd:dateTime", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)
    instance_uuid: str | None = element("instanceUuid", "xsd:string", default=None)
    npiv_node_world_wide_name: list[int] = element("npivNodeWorldWideName", "xsd:long", default_factory=list)
    npiv_port_world_wide_name: list[int] = element("npivPortWorldWideName", "xsd:long", default_factory=list)
    npiv_world_wide_name_type: str | None = element("npivWorldWideNameType", "xsd:string", default=None)
    npiv_desired_node_wwns: int | None = element("npivDesiredNodeWwns", "xsd:short", default=None)
    npiv_desired_port_wwns: int | None = element("npivDesiredPortWwns", "xsd:short", default=None)
    npiv_temporary_disabled: bool | None = element("npivTemporaryDisabled", "xsd:boolean", default=None)
    npiv_on_non_rdm_disks: bool | None = element("npivOnNonRdmDisks", "xsd:boolean", default=None)
    npiv_world_wide_name_op: str | None = element("npivWorldWideNameOp", "xsd:string", default=None)
    location_id: str | None = element("locationId", "xsd:string", default=None)
    guest_id: str | None = element("guestId", "xsd:string", default=None)
    alternate_guest_name: str | None = element("alternateGuestName", "xsd:string", default=None)
    annotation: str | None = element("annotation", "xsd:string", default=None)
    files: VirtualMachineFileInfo | None = element("files", "VirtualMachineFileInfo", default=None)
    tools: ToolsConfigInfo | None = element("tools", "ToolsConfigInfo", default=None)
    flags: VirtualMachineFlagInfo | None = element("flags", "VirtualMachineFlagInfo", default=None)
    console_preferences: VirtualMachineConsolePreferences | None = element("consolePreferences", "VirtualMachineConsolePreferences", default=None)
    power_op_info: VirtualMachineDefaultPowerOpInfo | None = element("powerOpInfo", "VirtualMachineDefaultPowerOpInfo", default=None)
    reboot_power_off: bool | None = element("rebootPowerOff", "xsd:boolean", default=None)
    num_cpus: int | None = element("numCPUs", "xsd:int", default=None)
    vcpu_config: list[VirtualMachineVcpuConfig] = element("vcpuConfig", "VirtualMachineVcpuConfig", default_factory=list)
    num_cores_per_socket: int | None = element("numCoresPerSocket", "xsd:int", default=None)
    memory_mb: int | None = element("memoryMB", "xsd:long", default=None)
    memory_hot_add_enabled: bool | None = element("memoryHotAddEnabled", "xsd:boolean", default=None)
    cpu_hot_add_enabled: bool | None = element("cpuHotAddEnabled", "xsd:boolean", default=None)
    cpu_hot_remove_enabled: bool | None = element("cpuHotRemoveEnabled", "xsd:boolean", default=None)
    virtual_ich7_m_present: bool | None = element("virtualICH7MPresent", "xsd:boolean", default=None)
    virtual_smc_present: bool | None = element("virtualSMCPresent", "xsd:boolean", default=None)
    device_change: list[VirtualDeviceConfigSpec] = element("deviceChange", "VirtualDeviceConfigSpec", default_factory=list)
    cpu_allocation: ResourceAllocationInfo | None = element("cpuAllocation", "ResourceAllocationInfo", default=None)
    memory_allocation: ResourceAllocationInfo | None = element("memoryAllocation", "ResourceAllocationInfo", default=None)
    latency_sensitivity: LatencySensitivity | None = element("latencySensitivity", "LatencySensitivity", default=None)
    cpu_affinity: VirtualMachineAffinityInfo | None = element("cpuAffinity", "VirtualMachineAffinityInfo", default=None)
    memory_affinity: VirtualMachineAffinityInfo | None = element("memoryAffinity", "VirtualMachineAffinityInfo", default=None)
    network_shaper: VirtualMachineNetworkShaperInfo | None = element("networkShaper", "VirtualMachineNetworkShaperInfo", default=None)
    cpu_feature_mask: list[VirtualMachineCpuIdInfoSpec] = element("cpuFeatureMask", "VirtualMachineCpuIdInfoSpec", default_factory=list)
    extra_config: list[OptionValue] = element("extraConfig", "OptionValue", default_factory=list)
    swap_placement: str | None = element("swapPlacement", "xsd:string", default=None)
    boot_options: VirtualMachineBootOptions | None = element("bootOptions", "VirtualMachineBootOptions", default=None)
    v_app_config: VmConfigSpec | None = element("vAppConfig", "VmConfigSpec", default=None)
    ft_info: FaultToleranceConfigInfo | None = element("ftInfo", "FaultToleranceConfigInfo", default=None)
    rep_config: ReplicationConfigSpec | None = element("repConfig", "ReplicationConfigSpec", default=None)
    v_app_config_removed: bool | None = element("vAppConfigRemoved", "xsd:boolean", default=None)
    v_asserts_enabled: bool | None = element("vAssertsEnabled", "xsd:boolean", default=None)
    change_tracking_enabled: bool | None = element("changeTrackingEnabled", "xsd:boolean", default=None)
    firmware: str | None = element("firmware", "xsd:string", default=None)
    max_mks_connections: int | None = element("maxMksConnections", "xsd:int", default=None)
    guest_auto_lock_enabled: bool | None = element("guestAutoLockEnabled", "xsd:boolean", default=None)
    managed_by: ManagedByInfo | None = element("managedBy", "ManagedByInfo", default=None)
    memory_reservation_locked_to_max: bool | None = element("memoryReservationLockedToMax", "xsd:boolean", default=None)
    nested_hv_enabled: bool | None = element("nestedHVEnabled", "xsd:boolean", default=None)
    v_pmc_enabled: bool | None = element("vPMCEnabled", "xsd:boolean", default=None)
    scheduled_hardware_upgrade_info: ScheduledHardwareUpgradeInfo | None = element("scheduledHardwareUpgradeInfo", "ScheduledHardwareUpgradeInfo", default=None)
    vm_profile: list[VirtualMachineProfileSpec] = element("vmProfile", "VirtualMachineProfileSpec", default_factory=list)
    message_bus_tunnel_enabled: bool | None = element("messageBusTunnelEnabled", "xsd:boolean", default=None)
    crypto: CryptoSpec | None = element("crypto", "CryptoSpec", default=None)
    migrate_encryption: str | None = element("migrateEncryption", "xsd:string", default=None)
    sgx_info: VirtualMachineSgxInfo | None = element("sgxInfo", "VirtualMachineSgxInfo", default=None)
    ft_encryption_mode: str | None = element("ftEncryptionMode", "xsd:string", default=None)
    guest_monitoring_mode_info: VirtualMachineGuestMonitoringModeInfo | None = element("guestMonitoringModeInfo", "VirtualMachineGuestMonitoringModeInfo", default=None)
    sev_enabled: bool | None = element("sevEnabled", "xsd:boolean", default=None)
    virtual_numa: VirtualMachineVirtualNuma | None = element("virtualNuma", "VirtualMachineVirtualNuma", default=None)
    motherboard_layout: str | None = element("motherboardLayout", "xsd:string", default=None)
    pmem_failover_enabled: bool | None = element("pmemFailoverEnabled", "xsd:boolean", default=None)
    vmx_stats_collection_enabled: bool | None = element("vmxStatsCollectionEnabled", "xsd:boolean", default=None)
    vm_op_notification_to_app_enabled: bool | None = element("vmOpNotificationToAppEnabled", "xsd:boolean", default=None)
    vm_op_notification_timeout: int | None = element("vmOpNotificationTimeout", "xsd:long", default=None)
    device_swap: VirtualMachineVirtualDeviceSwap | None = element("deviceSwap", "VirtualMachineVirtualDeviceSwap", default=None)
    simultaneous_threads: int | None = element("simultaneousThreads", "xsd:int", default=None)
    pmem: VirtualMachineVirtualPMem | None = element("pmem", "VirtualMachineVirtualPMem", default=None)
    device_groups: VirtualMachineVirtualDeviceGroups | None = element("deviceGroups", "VirtualMachineVirtualDeviceGroups", default=None)
    fixed_passthru_hot_plug_enabled: bool | None = element("fixedPassthruHotPlugEnabled", "xsd:boolean", default=None)
    metro_ft_enabled: bool | None = element("metroFtEnabled", "xsd:boolean", default=None)
    metro_ft_host_group: str | None = element("metroFtHostGroup", "xsd:string", default=None)
    tdx_enabled: bool | None = element("tdxEnabled", "xsd:boolean", default=None)
    sev_snp_enabled: bool | None = element("sevSnpEnabled", "xsd:boolean", default=None)
    tag_specs: list[TagSpec] = element("tagSpecs", "TagSpec", default_factory=list)
    vm_placement_policies: list[VmPlacementPolicy] = element("vmPlacementPolicies", "VmPlacementPolicy", default_factory=list)


class VirtualMachineCpuIdInfoSpec(ArrayUpdateSpec):
    """Virtual machine cpu id info spec."""

    info: HostCpuIdInfo | None = element("info", "HostCpuIdInfo", default=None)


class VirtualMachineEmptyIndependentFilterSpec(VirtualMachineBaseIndependentFilterSpec):
    """Virtual machine empty independent filter spec. Since API 7.0.2.1."""


class VirtualMachineIndependentFilterSpec(VirtualMachineBaseIndependentFilterSpec):
    """Virtual machine independent filter spec. Since API 7.0.2.1."""

    filter_name: str = element("filterName", "xsd:string")
    filter_class: str | None = element("filterClass", "xsd:string", default=None)
    filter_capabilities: list[KeyValue] = element("filterCapabilities", "KeyValue", default_factory=list)


class VirtualMachineProfileSpec(DynamicData):
    """Virtual machine profile spec. Since API 5.5."""


class ReplicationConfigSpec(DynamicData):
    """Replication config spec. Since API 5.0.

    Attributes:
        net_compression_enabled: since API 6.0.
        net_encryption_enabled: since API 6.7.
        encryption_destination: since API 6.7.
        additional_encryption_destination: since API 9.1.0.0.
        encryption_port: since API 6.7.
        remote_certificate_thumbprint: since API 6.7.
        data_sets_replication_enabled: since API 8.0.0.0.
        use_hbr_proxy_http_preamble: since API 9.1.0.0.
    """

    generation: int = element("generation", "xsd:long")
    vm_replication_id: str = element("vmReplicationId", "xsd:string")
    destination: str = element("destination", "xsd:string")
    port: int = element("port", "xsd:int")
    rpo: int = element("rpo", "xsd:long")
    quiesce_guest_enabled: bool = element("quiesceGuestEnabled", "xsd:boolean")
    paused: bool = element("paused", "xsd:boolean")
    opp_updates_enabled: bool = element("oppUpdatesEnabled", "xsd:boolean")
    net_compression_enabled: bool | None = element("netCompressionEnabled", "xsd:boolean", default=None)
    net_encryption_enabled: bool | None = element("netEncryptionEnabled", "xsd:boolean", default=None)
    encryption_destination: str | None = element("encryptionDestination", "xsd:string", default=None)
    additional_encryption_destination: list[str] = element("additionalEncryptionDestination", "xsd:string", default_factory=list)
    encryption_port: int | None = element("encryptionPort", "xsd:int", default=None)
    remote_certificate_thumbprint: str | None = element("remoteCertificateThumbprint", "xsd:string", default=None)
    data_sets_replication_enabled: bool | None = element("dataSetsReplicationEnabled", "xsd:boolean", default=None)
    use_hbr_proxy_http_preamble: bool | None = element("useHbrProxyHttpPreamble", "xsd:boolean", default=None)
    disk: list[ReplicationInfoDiskSettings] = element("disk", "ReplicationInfoDiskSettings", default_factory=list)


class SnapshotSelectionSpec(DynamicData):
    """Snapshot selection spec. Since API 8.0.3.0."""

    retention_days: int | None = element("retentionDays", "xsd:int", default=None)


class UsbScanCodeSpec(DynamicData):
    """Usb scan code spec. Since API 6.5."""

    key_events: list[UsbScanCodeSpecKeyEvent] = element("keyEvents", "UsbScanCodeSpecKeyEvent", default_factory=list, required=True, secret=True)


class UsbScanCodeSpecModifierType(DynamicData):
    """Usb scan code spec modifier type. Since API 6.5."""

    left_control: bool | None = element("leftControl", "xsd:boolean", default=None)
    left_shift: bool | None = element("leftShift", "xsd:boolean", default=None)
    left_alt: bool | None = element("leftAlt", "xsd:boolean", default=None)
    left_gui: bool | None = element("leftGui", "xsd:boolean", default=None)
    right_control: bool | None = element("rightControl", "xsd:boolean", default=None)
    right_shift: bool | None = element("rightShift", "xsd:boolean", default=None)
    right_alt: bool | None = element("rightAlt", "xsd:boolean", default=None)
    right_gui: bool | None = element("rightGui", "xsd:boolean", default=None)


class UsbScanCodeSpecKeyEvent(DynamicData):
    """Usb scan code spec key event. Since API 6.5."""

    usb_hid_code: int = element("usbHidCode", "xsd:int", secret=True)
    modifiers: UsbScanCodeSpecModifierType | None = element("modifiers", "UsbScanCodeSpecModifierType", default=None)


class VmPlacementPolicy(DynamicData):
    """Vm placement policy. Since API 9.1.0.0."""


class VmToVmGroupsAntiAffinity(VmPlacementPolicy):
    """Vm to vm groups anti affinity. Since API 9.1.0.0."""

    self_tag: TagId | None = element("selfTag", "TagId", default=None)
    anti_affined_vm_group_tags: list[TagId] = element("antiAffinedVmGroupTags", "TagId", default_factory=list)
    policy_strictness: str | None = element("policyStrictness", "xsd:string", default=None)
    policy_topology: str | None = element("policyTopology", "xsd:string", default=None)


class VmVmAffinity(VmPlacementPolicy):
    """Vm vm affinity. Since API 9.1.0.0."""

    affined_vms_tag: TagId = element("affinedVmsTag", "TagId")
    policy_strictness: str | None = element("policyStrictness", "xsd:string", default=None)
    policy_topology: str | None = element("policyTopology", "xsd:string", default=None)


class VmVmAntiAffinity(VmPlacementPolicy):
    """Vm vm anti affinity. Since API 9.1.0.0."""

    anti_affined_vms_tag: TagId = element("antiAffinedVmsTag", "TagId")
    policy_strictness: str | None = element("policyStrictness", "xsd:string", default=None)
    policy_topology: str | None = element("policyTopology", "xsd:string", default=None)


class VirtualMachineRelocateSpec(DynamicData):
    """Where to move a machine or its disks.

    Attributes:
        service: since API 6.0.
        folder: refers to Folder; since API 6.0.
        datastore: refers to Datastore.
        disk_move_type: since API 4.0.
        pool: refers to ResourcePool.
        host: refers to HostSystem.
        device_change: since API 5.5.
        profile: since API 5.5.
        crypto_spec: since API 7.0.0.0.
        tag_specs: since API 9.1.0.0.
        vm_placement_policies: since API 9.1.0.0.
    """

    service: ServiceLocator | None = element("service", "ServiceLocator", default=None)
    folder: ManagedObjectReference | None = element("folder", "ManagedObjectReference", default=None)
    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)
    disk_move_type: str | None = element("diskMoveType", "xsd:string", default=None)
    pool: ManagedObjectReference | None = element("pool", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    disk: list[VirtualMachineRelocateSpecDiskLocator] = element("disk", "VirtualMachineRelocateSpecDiskLocator", default_factory=list)
    transform: VirtualMachineRelocateTransformation | str | None = element("transform", "VirtualMachineRelocateTransformation", default=None)
    device_change: list[VirtualDeviceConfigSpec] = element("deviceChange", "VirtualDeviceConfigSpec", default_factory=list)
    profile: list[VirtualMachineProfileSpec] = element("profile", "VirtualMachineProfileSpec", default_factory=list)
    crypto_spec: CryptoSpec | None = element("cryptoSpec", "CryptoSpec", default=None)
    tag_specs: list[TagSpec] = element("tagSpecs", "TagSpec", default_factory=list)
    vm_placement_policies: list[VmPlacementPolicy] = element("vmPlacementPolicies", "VmPlacementPolicy", default_factory=list)


class VirtualMachineRelocateSpecDiskLocator(DynamicData):
    """Virtual machine relocate spec disk locator.

    Attributes:
        datastore: refers to Datastore.
        disk_move_type: since API 4.0.
        disk_backing_info: since API 5.0.
        profile: since API 5.5.
        backing: since API 7.0.0.0.
        filter_spec: since API 7.0.2.1.
    """

    disk_id: int = element("diskId", "xsd:int")
    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")
    disk_move_type: str | None = element("diskMoveType", "xsd:string", default=None)
    disk_backing_info: VirtualDeviceBackingInfo | None = element("diskBackingInfo", "VirtualDeviceBackingInfo", default=None)
    profile: list[VirtualMachineProfileSpec] = element("profile", "VirtualMachineProfileSpec", default_factory=list)
    backing: VirtualMachineRelocateSpecDiskLocatorBackingSpec | None = element("backing", "VirtualMachineRelocateSpecDiskLocatorBackingSpec", default=None)
    filter_spec: list[VirtualMachineBaseIndependentFilterSpec] = element("filterSpec", "VirtualMachineBaseIndependentFilterSpec", default_factory=list)


class VirtualMachineRelocateSpecDiskLocatorBackingSpec(DynamicData):
    """Virtual machine relocate spec disk locator backing spec. Since API 7.0.0.0."""

    parent: VirtualMachineRelocateSpecDiskLocatorBackingSpec | None = element("parent", "VirtualMachineRelocateSpecDiskLocatorBackingSpec", default=None)
    crypto: CryptoSpec | None = element("crypto", "CryptoSpec", default=None)
