"""Data objects of the area ``devices``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim.base import element

if TYPE_CHECKING:
    from aioesx.vim._core import Description, OptionValue, SharesInfo
    from aioesx.vim._enums import (
        VirtualDeviceConfigSpecFileOperation,
        VirtualDeviceConfigSpecOperation,
        VirtualSCSISharing,
    )
    from aioesx.vim._inventory import (
        CryptoKeyId,
        CryptoSpec,
        DistributedVirtualSwitchPortConnection,
        ID,
        StorageIOAllocationInfo,
    )
    from aioesx.vim._machine_specs import (
        VirtualMachineBaseIndependentFilterSpec,
        VirtualMachineProfileSpec,
    )
    from aioesx.vim.base import ManagedObjectReference


class VirtualDevice(DynamicData):
    """A device of a machine.

    Attributes:
        key: Names it within the machine; negative in requests for a new one.
        backing: What stands behind it on the host.
        slot_info: since API 5.1.
        controller_key: Key of the controller that it hangs on.
        unit_number: Place on its controller.
        numa_node: since API 8.0.0.1.
        device_group_info: since API 8.0.0.1.
    """

    key: int = element("key", "xsd:int")
    device_info: Description | None = element("deviceInfo", "Description", default=None)
    backing: VirtualDeviceBackingInfo | None = element("backing", "VirtualDeviceBackingInfo", default=None)
    connectable: VirtualDeviceConnectInfo | None = element("connectable", "VirtualDeviceConnectInfo", default=None)
    slot_info: VirtualDeviceBusSlotInfo | None = element("slotInfo", "VirtualDeviceBusSlotInfo", default=None)
    controller_key: int | None = element("controllerKey", "xsd:int", default=None)
    unit_number: int | None = element("unitNumber", "xsd:int", default=None)
    numa_node: int | None = element("numaNode", "xsd:int", default=None)
    device_group_info: VirtualDeviceDeviceGroupInfo | None = element("deviceGroupInfo", "VirtualDeviceDeviceGroupInfo", default=None)


class VirtualDeviceBackingInfo(DynamicData):
    """Virtual device backing info."""


class VirtualDeviceFileBackingInfo(VirtualDeviceBackingInfo):
    """Virtual device file backing info.

    Attributes:
        file_name: Datastore path, as [datastore1] web01/web01.vmdk.
        datastore: refers to Datastore.
        backing_object_id: since API 5.5.
    """

    file_name: str = element("fileName", "xsd:string")
    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)
    backing_object_id: str | None = element("backingObjectId", "xsd:string", default=None)


class VirtualDeviceDeviceBackingInfo(VirtualDeviceBackingInfo):
    """Virtual device device backing info."""

    device_name: str = element("deviceName", "xsd:string")
    use_auto_detect: bool | None = element("useAutoDetect", "xsd:boolean", default=None)


class VirtualDeviceRemoteDeviceBackingInfo(VirtualDeviceBackingInfo):
    """Virtual device remote device backing info."""

    device_name: str = element("deviceName", "xsd:string")
    use_auto_detect: bool | None = element("useAutoDetect", "xsd:boolean", default=None)


class VirtualDevicePipeBackingInfo(VirtualDeviceBackingInfo):
    """Virtual device pipe backing info."""

    pipe_name: str = element("pipeName", "xsd:string")


class VirtualDeviceURIBackingInfo(VirtualDeviceBackingInfo):
    """Virtual device uri backing info. Since API 4.1."""

    service_uri: str = element("serviceURI", "xsd:string")
    direction: str = element("direction", "xsd:string")
    proxy_uri: str | None = element("proxyURI", "xsd:string", default=None)


class VirtualDeviceConnectInfo(DynamicData):
    """Virtual device connect info.

    Attributes:
        migrate_connect: since API 6.7.
        start_connected: Connected at power-on.
        status: since API 4.0.
    """

    migrate_connect: str | None = element("migrateConnect", "xsd:string", default=None)
    start_connected: bool = element("startConnected", "xsd:boolean")
    allow_guest_control: bool = element("allowGuestControl", "xsd:boolean")
    connected: bool = element("connected", "xsd:boolean")
    status: str | None = element("status", "xsd:string", default=None)


class VirtualDeviceBusSlotInfo(DynamicData):
    """Virtual device bus slot info. Since API 5.1."""


class VirtualDevicePciBusSlotInfo(VirtualDeviceBusSlotInfo):
    """Virtual device pci bus slot info. Since API 5.1."""

    pci_slot_number: int = element("pciSlotNumber", "xsd:int")


class VirtualDeviceDeviceGroupInfo(DynamicData):
    """Virtual device device group info. Since API 8.0.0.1."""

    group_instance_key: int = element("groupInstanceKey", "xsd:int")
    sequence_id: int = element("sequenceId", "xsd:int")


class VirtualDeviceConfigSpec(DynamicData):
    """A device to add, edit or remove.

    Attributes:
        operation: add, remove or edit; absent to leave it as it is.
        file_operation: create, destroy or replace the file behind it.
        profile: since API 5.5.
        backing: since API 6.5.
        filter_spec: since API 7.0.2.1.
        change_mode: since API 8.0.0.1.
    """

    operation: VirtualDeviceConfigSpecOperation | str | None = element("operation", "VirtualDeviceConfigSpecOperation", default=None)
    file_operation: VirtualDeviceConfigSpecFileOperation | str | None = element("fileOperation", "VirtualDeviceConfigSpecFileOperation", default=None)
    device: VirtualDevice = element("device", "VirtualDevice")
    profile: list[VirtualMachineProfileSpec] = element("profile", "VirtualMachineProfileSpec", default_factory=list)
    backing: VirtualDeviceConfigSpecBackingSpec | None = element("backing", "VirtualDeviceConfigSpecBackingSpec", default=None)
    filter_spec: list[VirtualMachineBaseIndependentFilterSpec] = element("filterSpec", "VirtualMachineBaseIndependentFilterSpec", default_factory=list)
    change_mode: str | None = element("changeMode", "xsd:string", default=None)


class VirtualDeviceConfigSpecBackingSpec(DynamicData):
    """Virtual device config spec backing spec. Since API 6.5."""

    parent: VirtualDeviceConfigSpecBackingSpec | None = element("parent", "VirtualDeviceConfigSpecBackingSpec", default=None)
    crypto: CryptoSpec | None = element("crypto", "CryptoSpec", default=None)


class VirtualDisk(VirtualDevice):
    """Virtual disk.

    Attributes:
        capacity_in_kb: KB.
        capacity_in_bytes: Bytes; since API 5.5.
        storage_io_allocation: since API 4.1.
        disk_object_id: since API 5.5.
        v_flash_cache_config_info: since API 5.5.
        iofilter: since API 6.0.
        v_disk_id: since API 6.5.
        v_disk_version: since API 8.0.1.0.
        virtual_disk_format: since API 9.0.0.0.
        native_unmanaged_linked_clone: since API 6.7.
        independent_filters: since API 7.0.2.1.
        guest_read_only: since API 8.0.2.0.
        disk_chain_broken_issue: since API 9.1.0.0.
    """

    capacity_in_kb: int = element("capacityInKB", "xsd:long")
    capacity_in_bytes: int | None = element("capacityInBytes", "xsd:long", default=None)
    shares: SharesInfo | None = element("shares", "SharesInfo", default=None)
    storage_io_allocation: StorageIOAllocationInfo | None = element("storageIOAllocation", "StorageIOAllocationInfo", default=None)
    disk_object_id: str | None = element("diskObjectId", "xsd:string", default=None)
    v_flash_cache_config_info: VirtualDiskVFlashCacheConfigInfo | None = element("vFlashCacheConfigInfo", "VirtualDiskVFlashCacheConfigInfo", default=None)
    iofilter: list[str] = element("iofilter", "xsd:string", default_factory=list)
    v_disk_id: ID | None = element("vDiskId", "ID", default=None)
    v_disk_version: int | None = element("vDiskVersion", "xsd:int", default=None)
    virtual_disk_format: str | None = element("virtualDiskFormat", "xsd:string", default=None)
    native_unmanaged_linked_clone: bool | None = element("nativeUnmanagedLinkedClone", "xsd:boolean", default=None)
    independent_filters: list[VirtualMachineBaseIndependentFilterSpec] = element("independentFilters", "VirtualMachineBaseIndependentFilterSpec", default_factory=list)
    guest_read_only: bool | None = element("guestReadOnly", "xsd:boolean", default=None)
    disk_chain_broken_issue: str | None = element("diskChainBrokenIssue", "xsd:string", default=None)


class VirtualDiskSparseVer1BackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk sparse ver1 backing info.

    Attributes:
        content_id: since API 4.0.
        parent: since API 4.0.
    """

    disk_mode: str = element("diskMode", "xsd:string")
    split: bool | None = element("split", "xsd:boolean", default=None)
    write_through: bool | None = element("writeThrough", "xsd:boolean", default=None)
    space_used_in_kb: int | None = element("spaceUsedInKB", "xsd:long", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)
    parent: VirtualDiskSparseVer1BackingInfo | None = element("parent", "VirtualDiskSparseVer1BackingInfo", default=None)


class VirtualDiskSparseVer2BackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk sparse ver2 backing info.

    Attributes:
        content_id: since API 4.0.
        change_id: since API 4.0.
        parent: since API 4.0.
        key_id: since API 6.5.
    """

    disk_mode: str = element("diskMode", "xsd:string")
    split: bool | None = element("split", "xsd:boolean", default=None)
    write_through: bool | None = element("writeThrough", "xsd:boolean", default=None)
    space_used_in_kb: int | None = element("spaceUsedInKB", "xsd:long", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)
    change_id: str | None = element("changeId", "xsd:string", default=None)
    parent: VirtualDiskSparseVer2BackingInfo | None = element("parent", "VirtualDiskSparseVer2BackingInfo", default=None)
    key_id: CryptoKeyId | None = element("keyId", "CryptoKeyId", default=None)


class VirtualDiskFlatVer1BackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk flat ver1 backing info.

    Attributes:
        content_id: since API 4.0.
        parent: since API 4.0.
    """

    disk_mode: str = element("diskMode", "xsd:string")
    split: bool | None = element("split", "xsd:boolean", default=None)
    write_through: bool | None = element("writeThrough", "xsd:boolean", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)
    parent: VirtualDiskFlatVer1BackingInfo | None = element("parent", "VirtualDiskFlatVer1BackingInfo", default=None)


class VirtualDiskFlatVer2BackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk flat ver2 backing info.

    Attributes:
        disk_mode: persistent, independent_persistent, independent_nonpersistent, .
        thin_provisioned: Takes room as it is written.
        eagerly_scrub: since API 4.0.
        content_id: since API 4.0.
        change_id: since API 4.0.
        parent: since API 4.0.
        delta_disk_format: since API 5.0.
        digest_enabled: since API 5.0.
        delta_grain_size: since API 5.1.
        delta_disk_format_variant: since API 6.0.
        sharing: since API 6.0.
        key_id: since API 6.5.
    """

    disk_mode: str = element("diskMode", "xsd:string")
    split: bool | None = element("split", "xsd:boolean", default=None)
    write_through: bool | None = element("writeThrough", "xsd:boolean", default=None)
    thin_provisioned: bool | None = element("thinProvisioned", "xsd:boolean", default=None)
    eagerly_scrub: bool | None = element("eagerlyScrub", "xsd:boolean", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)
    change_id: str | None = element("changeId", "xsd:string", default=None)
    parent: VirtualDiskFlatVer2BackingInfo | None = element("parent", "VirtualDiskFlatVer2BackingInfo", default=None)
    delta_disk_format: str | None = element("deltaDiskFormat", "xsd:string", default=None)
    digest_enabled: bool | None = element("digestEnabled", "xsd:boolean", default=None)
    delta_grain_size: int | None = element("deltaGrainSize", "xsd:int", default=None)
    delta_disk_format_variant: str | None = element("deltaDiskFormatVariant", "xsd:string", default=None)
    sharing: str | None = element("sharing", "xsd:string", default=None)
    key_id: CryptoKeyId | None = element("keyId", "CryptoKeyId", default=None)


class VirtualDiskSeSparseBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk se sparse backing info. Since API 5.1.

    Attributes:
        key_id: since API 6.5.
    """

    disk_mode: str = element("diskMode", "xsd:string")
    write_through: bool | None = element("writeThrough", "xsd:boolean", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)
    change_id: str | None = element("changeId", "xsd:string", default=None)
    parent: VirtualDiskSeSparseBackingInfo | None = element("parent", "VirtualDiskSeSparseBackingInfo", default=None)
    delta_disk_format: str | None = element("deltaDiskFormat", "xsd:string", default=None)
    digest_enabled: bool | None = element("digestEnabled", "xsd:boolean", default=None)
    grain_size: int | None = element("grainSize", "xsd:int", default=None)
    key_id: CryptoKeyId | None = element("keyId", "CryptoKeyId", default=None)


class VirtualDiskRawDiskVer2BackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual disk raw disk ver2 backing info.

    Attributes:
        change_id: since API 4.0.
        sharing: since API 6.0.
    """

    descriptor_file_name: str = element("descriptorFileName", "xsd:string")
    uuid: str | None = element("uuid", "xsd:string", default=None)
    change_id: str | None = element("changeId", "xsd:string", default=None)
    sharing: str | None = element("sharing", "xsd:string", default=None)


class VirtualDiskPartitionedRawDiskVer2BackingInfo(VirtualDiskRawDiskVer2BackingInfo):
    """Virtual disk partitioned raw disk ver2 backing info."""

    partition: list[int] = element("partition", "xsd:int", default_factory=list, required=True)


class VirtualDiskRawDiskMappingVer1BackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk raw disk mapping ver1 backing info.

    Attributes:
        content_id: since API 4.0.
        change_id: since API 4.0.
        parent: since API 4.0.
        delta_disk_format: since API 6.7.
        delta_grain_size: since API 6.7.
        sharing: since API 6.0.
    """

    lun_uuid: str | None = element("lunUuid", "xsd:string", default=None)
    device_name: str | None = element("deviceName", "xsd:string", default=None)
    compatibility_mode: str | None = element("compatibilityMode", "xsd:string", default=None)
    disk_mode: str | None = element("diskMode", "xsd:string", default=None)
    uuid: str | None = element("uuid", "xsd:string", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)
    change_id: str | None = element("changeId", "xsd:string", default=None)
    parent: VirtualDiskRawDiskMappingVer1BackingInfo | None = element("parent", "VirtualDiskRawDiskMappingVer1BackingInfo", default=None)
    delta_disk_format: str | None = element("deltaDiskFormat", "xsd:string", default=None)
    delta_grain_size: int | None = element("deltaGrainSize", "xsd:int", default=None)
    sharing: str | None = element("sharing", "xsd:string", default=None)


class VirtualDiskLocalPMemBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual disk local p mem backing info. Since API 6.7."""

    disk_mode: str = element("diskMode", "xsd:string")
    uuid: str | None = element("uuid", "xsd:string", default=None)
    volume_uuid: str | None = element("volumeUUID", "xsd:string", default=None)
    content_id: str | None = element("contentId", "xsd:string", default=None)


class VirtualDiskVFlashCacheConfigInfo(DynamicData):
    """Virtual disk v flash cache config info. Since API 5.5."""

    v_flash_module: str | None = element("vFlashModule", "xsd:string", default=None)
    reservation_in_mb: int | None = element("reservationInMB", "xsd:long", default=None)
    cache_consistency_type: str | None = element("cacheConsistencyType", "xsd:string", default=None)
    cache_mode: str | None = element("cacheMode", "xsd:string", default=None)
    block_size_in_kb: int | None = element("blockSizeInKB", "xsd:long", default=None)


class VirtualDiskConfigSpec(VirtualDeviceConfigSpec):
    """Virtual disk config spec. Since API 5.5.

    Attributes:
        disk_move_type: since API 6.0.
    """

    disk_move_type: str | None = element("diskMoveType", "xsd:string", default=None)
    migrate_cache: bool | None = element("migrateCache", "xsd:boolean", default=None)


class VirtualEthernetCard(VirtualDevice):
    """Virtual ethernet card.

    Attributes:
        address_type: manual, generated or assigned.
        resource_allocation: since API 6.0.
        external_id: since API 6.0.
        upt_compatibility_enabled: since API 6.0.
        subnet_id: since API 9.0.0.0.
    """

    address_type: str | None = element("addressType", "xsd:string", default=None)
    mac_address: str | None = element("macAddress", "xsd:string", default=None)
    wake_on_lan_enabled: bool | None = element("wakeOnLanEnabled", "xsd:boolean", default=None)
    resource_allocation: VirtualEthernetCardResourceAllocation | None = element("resourceAllocation", "VirtualEthernetCardResourceAllocation", default=None)
    external_id: str | None = element("externalId", "xsd:string", default=None)
    upt_compatibility_enabled: bool | None = element("uptCompatibilityEnabled", "xsd:boolean", default=None)
    subnet_id: str | None = element("subnetId", "xsd:string", default=None)


class VirtualEthernetCardNetworkBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual ethernet card network backing info.

    Attributes:
        network: refers to Network.
        in_passthrough_mode: since API 2.5u2.
    """

    network: ManagedObjectReference | None = element("network", "ManagedObjectReference", default=None)
    in_passthrough_mode: bool | None = element("inPassthroughMode", "xsd:boolean", default=None)


class VirtualEthernetCardLegacyNetworkBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual ethernet card legacy network backing info."""


class VirtualEthernetCardDistributedVirtualPortBackingInfo(VirtualDeviceBackingInfo):
    """Virtual ethernet card distributed virtual port backing info. Since API 4.0."""

    port: DistributedVirtualSwitchPortConnection = element("port", "DistributedVirtualSwitchPortConnection")


class VirtualEthernetCardOpaqueNetworkBackingInfo(VirtualDeviceBackingInfo):
    """Virtual ethernet card opaque network backing info. Since API 5.5."""

    opaque_network_id: str = element("opaqueNetworkId", "xsd:string")
    opaque_network_type: str = element("opaqueNetworkType", "xsd:string")


class VirtualEthernetCardResourceAllocation(DynamicData):
    """Virtual ethernet card resource allocation. Since API 6.0."""

    reservation: int | None = element("reservation", "xsd:long", default=None)
    share: SharesInfo = element("share", "SharesInfo")
    limit: int | None = element("limit", "xsd:long", default=None)


class VirtualFloppy(VirtualDevice):
    """Virtual floppy."""


class VirtualFloppyImageBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual floppy image backing info."""


class VirtualFloppyDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual floppy device backing info."""


class VirtualFloppyRemoteDeviceBackingInfo(VirtualDeviceRemoteDeviceBackingInfo):
    """Virtual floppy remote device backing info."""


class VirtualKeyboard(VirtualDevice):
    """Virtual keyboard."""


class VirtualNVDIMM(VirtualDevice):
    """Virtual nvdimm. Since API 6.7.

    Attributes:
        configured_capacity_in_mb: since API 7.0.2.0.
    """

    capacity_in_mb: int = element("capacityInMB", "xsd:long")
    configured_capacity_in_mb: int | None = element("configuredCapacityInMB", "xsd:long", default=None)


class VirtualNVDIMMBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual nvdimm backing info. Since API 6.7."""

    parent: VirtualNVDIMMBackingInfo | None = element("parent", "VirtualNVDIMMBackingInfo", default=None)
    change_id: str | None = element("changeId", "xsd:string", default=None)


class VirtualPCIPassthrough(VirtualDevice):
    """Virtual pci passthrough. Since API 4.0."""


class VirtualPCIPassthroughDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual pci passthrough device backing info. Since API 4.0."""

    id: str = element("id", "xsd:string")
    device_id: str = element("deviceId", "xsd:string")
    system_id: str = element("systemId", "xsd:string")
    vendor_id: int = element("vendorId", "xsd:short")


class VirtualPCIPassthroughAllowedDevice(DynamicData):
    """Virtual pci passthrough allowed device. Since API 7.0.0.0."""

    vendor_id: int = element("vendorId", "xsd:int")
    device_id: int = element("deviceId", "xsd:int")
    sub_vendor_id: int | None = element("subVendorId", "xsd:int", default=None)
    sub_device_id: int | None = element("subDeviceId", "xsd:int", default=None)
    revision_id: int | None = element("revisionId", "xsd:short", default=None)


class VirtualPCIPassthroughDynamicBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual pci passthrough dynamic backing info. Since API 7.0.0.0."""

    allowed_device: list[VirtualPCIPassthroughAllowedDevice] = element("allowedDevice", "VirtualPCIPassthroughAllowedDevice", default_factory=list)
    custom_label: str | None = element("customLabel", "xsd:string", default=None)
    assigned_id: str | None = element("assignedId", "xsd:string", default=None)


class VirtualPCIPassthroughPluginBackingInfo(VirtualDeviceBackingInfo):
    """Virtual pci passthrough plugin backing info. Since API 6.0."""


class VirtualPCIPassthroughVmiopBackingInfo(VirtualPCIPassthroughPluginBackingInfo):
    """Virtual pci passthrough vmiop backing info. Since API 6.0.

    Attributes:
        vgpu_migrate_data_size_mb: since API 8.0.0.1.
        migrate_supported: since API 7.0.2.0.
        enhanced_migrate_capability: since API 8.0.0.1.
    """

    vgpu: str | None = element("vgpu", "xsd:string", default=None)
    vgpu_migrate_data_size_mb: int | None = element("vgpuMigrateDataSizeMB", "xsd:int", default=None)
    migrate_supported: bool | None = element("migrateSupported", "xsd:boolean", default=None)
    enhanced_migrate_capability: bool | None = element("enhancedMigrateCapability", "xsd:boolean", default=None)


class VirtualPCIPassthroughDvxBackingInfo(VirtualDeviceBackingInfo):
    """Virtual pci passthrough dvx backing info. Since API 8.0.0.1."""

    device_class: str | None = element("deviceClass", "xsd:string", default=None)
    config_params: list[OptionValue] = element("configParams", "OptionValue", default_factory=list)


class VirtualPCNet32(VirtualEthernetCard):
    """Virtual pc net32."""


class VirtualParallelPort(VirtualDevice):
    """Virtual parallel port."""


class VirtualParallelPortFileBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual parallel port file backing info."""


class VirtualParallelPortDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual parallel port device backing info."""


class VirtualPointingDevice(VirtualDevice):
    """Virtual pointing device."""


class VirtualPointingDeviceDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual pointing device device backing info."""

    host_pointing_device: str = element("hostPointingDevice", "xsd:string")


class VirtualPrecisionClock(VirtualDevice):
    """Virtual precision clock. Since API 7.0.0.0."""


class VirtualPrecisionClockSystemClockBackingInfo(VirtualDeviceBackingInfo):
    """Virtual precision clock system clock backing info. Since API 7.0.0.0."""

    protocol: str | None = element("protocol", "xsd:string", default=None)


class VirtualSCSIPassthrough(VirtualDevice):
    """Virtual scsi passthrough."""


class VirtualSCSIPassthroughDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual scsi passthrough device backing info."""


class VirtualSerialPort(VirtualDevice):
    """Virtual serial port."""

    yield_on_poll: bool = element("yieldOnPoll", "xsd:boolean")


class VirtualSerialPortFileBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual serial port file backing info."""


class VirtualSerialPortDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual serial port device backing info."""


class VirtualSerialPortPipeBackingInfo(VirtualDevicePipeBackingInfo):
    """Virtual serial port pipe backing info."""

    endpoint: str = element("endpoint", "xsd:string")
    no_rx_loss: bool | None = element("noRxLoss", "xsd:boolean", default=None)


class VirtualSerialPortURIBackingInfo(VirtualDeviceURIBackingInfo):
    """Virtual serial port uri backing info. Since API 4.1."""


class VirtualSerialPortThinPrintBackingInfo(VirtualDeviceBackingInfo):
    """Virtual serial port thin print backing info. Since API 5.1."""


class VirtualSoundCard(VirtualDevice):
    """Virtual sound card."""


class VirtualSoundCardDeviceBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual sound card device backing info."""


class VirtualSriovEthernetCard(VirtualEthernetCard):
    """Virtual sriov ethernet card. Since API 5.5.

    Attributes:
        dvx_backing_info: since API 8.0.0.1.
    """

    allow_guest_os_mtu_change: bool | None = element("allowGuestOSMtuChange", "xsd:boolean", default=None)
    sriov_backing: VirtualSriovEthernetCardSriovBackingInfo | None = element("sriovBacking", "VirtualSriovEthernetCardSriovBackingInfo", default=None)
    dvx_backing_info: VirtualPCIPassthroughDvxBackingInfo | None = element("dvxBackingInfo", "VirtualPCIPassthroughDvxBackingInfo", default=None)


class VirtualSriovEthernetCardSriovBackingInfo(VirtualDeviceBackingInfo):
    """Virtual sriov ethernet card sriov backing info. Since API 5.5."""

    physical_function_backing: VirtualPCIPassthroughDeviceBackingInfo | None = element("physicalFunctionBacking", "VirtualPCIPassthroughDeviceBackingInfo", default=None)
    virtual_function_backing: VirtualPCIPassthroughDeviceBackingInfo | None = element("virtualFunctionBacking", "VirtualPCIPassthroughDeviceBackingInfo", default=None)
    virtual_function_index: int | None = element("virtualFunctionIndex", "xsd:int", default=None)


class VirtualTPM(VirtualDevice):
    """Virtual tpm. Since API 6.7."""

    endorsement_key_certificate_signing_request: list[bytes] = element("endorsementKeyCertificateSigningRequest", "xsd:base64Binary", default_factory=list)
    endorsement_key_certificate: list[bytes] = element("endorsementKeyCertificate", "xsd:base64Binary", default_factory=list)


class VirtualUSB(VirtualDevice):
    """Virtual usb.

    Attributes:
        vendor: since API 4.1.
        product: since API 4.1.
        family: since API 4.1.
        speed: since API 4.1.
    """

    connected: bool = element("connected", "xsd:boolean")
    vendor: int | None = element("vendor", "xsd:int", default=None)
    product: int | None = element("product", "xsd:int", default=None)
    family: list[str] = element("family", "xsd:string", default_factory=list)
    speed: list[str] = element("speed", "xsd:string", default_factory=list)


class VirtualUSBUSBBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual usbusb backing info."""


class VirtualUSBRemoteHostBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual usb remote host backing info. Since API 4.1."""

    hostname: str = element("hostname", "xsd:string")


class VirtualUSBRemoteClientBackingInfo(VirtualDeviceRemoteDeviceBackingInfo):
    """Virtual usb remote client backing info. Since API 5.0."""

    hostname: str = element("hostname", "xsd:string")


class VirtualMachineVMCIDevice(VirtualDevice):
    """Virtual machine vmci device. Since API 2.5u2.

    Attributes:
        filter_enable: since API 6.0.
        filter_info: since API 6.0.
    """

    id: int | None = element("id", "xsd:long", default=None)
    allow_unrestricted_communication: bool | None = element("allowUnrestrictedCommunication", "xsd:boolean", default=None)
    filter_enable: bool | None = element("filterEnable", "xsd:boolean", default=None)
    filter_info: VirtualMachineVMCIDeviceFilterInfo | None = element("filterInfo", "VirtualMachineVMCIDeviceFilterInfo", default=None)


class VirtualMachineVMCIDeviceFilterSpec(DynamicData):
    """Virtual machine vmci device filter spec. Since API 6.0."""

    rank: int = element("rank", "xsd:long")
    action: str = element("action", "xsd:string")
    protocol: str = element("protocol", "xsd:string")
    direction: str = element("direction", "xsd:string")
    lower_dst_port_boundary: int | None = element("lowerDstPortBoundary", "xsd:long", default=None)
    upper_dst_port_boundary: int | None = element("upperDstPortBoundary", "xsd:long", default=None)


class VirtualMachineVMCIDeviceFilterInfo(DynamicData):
    """Virtual machine vmci device filter info. Since API 6.0."""

    filters: list[VirtualMachineVMCIDeviceFilterSpec] = element("filters", "VirtualMachineVMCIDeviceFilterSpec", default_factory=list)


class VirtualMachineVMIROM(VirtualDevice):
    """Virtual machine vmirom."""


class VirtualMachineVideoCard(VirtualDevice):
    """Virtual machine video card.

    Attributes:
        num_displays: since API 2.5u2.
        use_auto_detect: since API 2.5u2.
        enable3_d_support: since API 2.5u2.
        use3d_renderer: since API 5.1.
        graphics_memory_size_in_kb: since API 6.0.
    """

    video_ram_size_in_kb: int | None = element("videoRamSizeInKB", "xsd:long", default=None)
    num_displays: int | None = element("numDisplays", "xsd:int", default=None)
    use_auto_detect: bool | None = element("useAutoDetect", "xsd:boolean", default=None)
    enable3_d_support: bool | None = element("enable3DSupport", "xsd:boolean", default=None)
    use3d_renderer: str | None = element("use3dRenderer", "xsd:string", default=None)
    graphics_memory_size_in_kb: int | None = element("graphicsMemorySizeInKB", "xsd:long", default=None)


class VirtualVmxnet(VirtualEthernetCard):
    """Virtual vmxnet."""


class VirtualVmxnet2(VirtualVmxnet):
    """Virtual vmxnet2."""


class VirtualVmxnet3(VirtualVmxnet):
    """Virtual vmxnet3. Since API 2.5u2.

    Attributes:
        uptv2_enabled: since API 8.0.0.1.
        strict_latency_config: since API 8.0.3.1.
    """

    uptv2_enabled: bool | None = element("uptv2Enabled", "xsd:boolean", default=None)
    strict_latency_config: VirtualVmxnet3StrictLatencyConfig | None = element("strictLatencyConfig", "VirtualVmxnet3StrictLatencyConfig", default=None)


class VirtualVmxnet3StrictLatencyConfig(DynamicData):
    """Virtual vmxnet3 strict latency config. Since API 8.0.3.1."""

    allowed: bool | None = element("allowed", "xsd:boolean", default=None)
    measure_latency: bool | None = element("measureLatency", "xsd:boolean", default=None)
    max_tx_queues: int | None = element("maxTxQueues", "xsd:int", default=None)
    max_rx_queues: int | None = element("maxRxQueues", "xsd:int", default=None)
    tx_data_ring_desc_size: int | None = element("txDataRingDescSize", "xsd:int", default=None)
    rx_data_ring_desc_size: int | None = element("rxDataRingDescSize", "xsd:int", default=None)
    disable_offload: str | None = element("disableOffload", "xsd:string", default=None)


class VirtualVmxnet3Vrdma(VirtualVmxnet3):
    """Virtual vmxnet3 vrdma. Since API 6.5.

    Attributes:
        device_protocol: since API 6.7.
    """

    device_protocol: str | None = element("deviceProtocol", "xsd:string", default=None)


class VirtualWDT(VirtualDevice):
    """Virtual wdt. Since API 7.0.0.0."""

    run_on_boot: bool = element("runOnBoot", "xsd:boolean")
    running: bool = element("running", "xsd:boolean")


class VirtualCdrom(VirtualDevice):
    """Virtual cdrom."""


class VirtualCdromIsoBackingInfo(VirtualDeviceFileBackingInfo):
    """Virtual cdrom iso backing info."""


class VirtualCdromPassthroughBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual cdrom passthrough backing info."""

    exclusive: bool = element("exclusive", "xsd:boolean")


class VirtualCdromRemotePassthroughBackingInfo(VirtualDeviceRemoteDeviceBackingInfo):
    """Virtual cdrom remote passthrough backing info."""

    exclusive: bool = element("exclusive", "xsd:boolean")


class VirtualCdromAtapiBackingInfo(VirtualDeviceDeviceBackingInfo):
    """Virtual cdrom atapi backing info."""


class VirtualCdromRemoteAtapiBackingInfo(VirtualDeviceRemoteDeviceBackingInfo):
    """Virtual cdrom remote atapi backing info."""


class VirtualController(VirtualDevice):
    """Virtual controller.

    Attributes:
        bus_number: Which of its kind.
    """

    bus_number: int = element("busNumber", "xsd:int")
    device: list[int] = element("device", "xsd:int", default_factory=list)


class VirtualE1000(VirtualEthernetCard):
    """Virtual e1000."""


class VirtualE1000e(VirtualEthernetCard):
    """Virtual e1000e. Since API 5.0."""


class VirtualEnsoniq1371(VirtualSoundCard):
    """Virtual ensoniq1371."""


class VirtualHdAudioCard(VirtualSoundCard):
    """Virtual hd audio card. Since API 5.0."""


class VirtualIDEController(VirtualController):
    """Virtual ide controller."""


class VirtualNVDIMMController(VirtualController):
    """Virtual nvdimm controller. Since API 6.7."""


class VirtualNVMEController(VirtualController):
    """Virtual nvme controller. Since API 6.5.

    Attributes:
        shared_bus: since API 8.0.2.0.
    """

    shared_bus: str | None = element("sharedBus", "xsd:string", default=None)


class VirtualPCIController(VirtualController):
    """Virtual pci controller."""


class VirtualPS2Controller(VirtualController):
    """Virtual ps2 controller."""


class VirtualSATAController(VirtualController):
    """Virtual sata controller. Since API 5.5."""


class VirtualSCSIController(VirtualController):
    """Virtual scsi controller."""

    hot_add_remove: bool | None = element("hotAddRemove", "xsd:boolean", default=None)
    shared_bus: VirtualSCSISharing | str = element("sharedBus", "VirtualSCSISharing")
    scsi_ctlr_unit_number: int | None = element("scsiCtlrUnitNumber", "xsd:int", default=None)


class VirtualSIOController(VirtualController):
    """Virtual sio controller."""


class VirtualSoundBlaster16(VirtualSoundCard):
    """Virtual sound blaster16."""


class VirtualUSBController(VirtualController):
    """Virtual usb controller."""

    auto_connect_devices: bool | None = element("autoConnectDevices", "xsd:boolean", default=None)
    ehci_enabled: bool | None = element("ehciEnabled", "xsd:boolean", default=None)


class VirtualUSBControllerPciBusSlotInfo(VirtualDevicePciBusSlotInfo):
    """Virtual usb controller pci bus slot info. Since API 5.1."""

    ehci_pci_slot_number: int | None = element("ehciPciSlotNumber", "xsd:int", default=None)


class VirtualUSBXHCIController(VirtualController):
    """Virtual usbxhci controller. Since API 5.0."""

    auto_connect_devices: bool | None = element("autoConnectDevices", "xsd:boolean", default=None)


class ParaVirtualSCSIController(VirtualSCSIController):
    """Para virtual scsi controller. Since API 2.5u2."""


class VirtualAHCIController(VirtualSATAController):
    """Virtual ahci controller. Since API 5.5."""


class VirtualBusLogicController(VirtualSCSIController):
    """Virtual bus logic controller."""


class VirtualLsiLogicController(VirtualSCSIController):
    """Virtual lsi logic controller."""


class VirtualLsiLogicSASController(VirtualSCSIController):
    """Virtual lsi logic sas controller. Since API 2.5u2."""
