"""Data objects of the area ``host_storage``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData, OptionValue
from aioesx.vim._host import HostDevice
from aioesx.vim._storage import DatastoreInfo, HostFileSystemVolume
from aioesx.vim.base import element

if TYPE_CHECKING:
    from aioesx.vim._core import ChoiceOption, LongOption, OptionDef
    from aioesx.vim._enums import FibreChannelPortType, HostInternetScsiHbaNetworkBindingSupportType
    from aioesx.vim._inventory import VASAStorageArray, VimVasaProviderInfo, VsanHostVsanDiskInfo
    from aioesx.vim.base import ManagedObjectReference


class HostCacheConfigurationInfo(DynamicData):
    """Host cache configuration info. Since API 5.0.

    Attributes:
        key: refers to Datastore.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    swap_size: int = element("swapSize", "xsd:long")


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


class HostFileSystemMountInfo(DynamicData):
    """Host file system mount info.

    Attributes:
        v_storage_support: since API 4.1.
    """

    mount_info: HostMountInfo = element("mountInfo", "HostMountInfo")
    volume: HostFileSystemVolume = element("volume", "HostFileSystemVolume")
    v_storage_support: str | None = element("vStorageSupport", "xsd:string", default=None)


class HostForceMountedInfo(DynamicData):
    """Host force mounted info. Since API 4.0."""

    persist: bool = element("persist", "xsd:boolean")
    mounted: bool = element("mounted", "xsd:boolean")


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


class HostLocalFileSystemVolume(HostFileSystemVolume):
    """Host local file system volume."""

    device: str = element("device", "xsd:string")


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


class HostPMemVolume(HostFileSystemVolume):
    """Host p mem volume. Since API 6.7."""

    uuid: str = element("uuid", "xsd:string")
    version: str = element("version", "xsd:string")


class HostParallelScsiHba(HostHostBusAdapter):
    """Host parallel scsi hba."""


class HostPcieHba(HostHostBusAdapter):
    """Host pcie hba. Since API 7.0.0.0."""


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


class HostRdmaHba(HostHostBusAdapter):
    """Host rdma hba. Since API 7.0.0.0."""

    associated_rdma_device: str | None = element("associatedRdmaDevice", "xsd:string", default=None)


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


class HostTargetTransport(DynamicData):
    """Host target transport."""


class HostTcpHba(HostHostBusAdapter):
    """Host tcp hba. Since API 7.0.3.0."""

    associated_pnic: str | None = element("associatedPnic", "xsd:string", default=None)


class HostTcpTargetTransport(HostTargetTransport):
    """Host tcp target transport. Since API 7.0.3.0."""


class HostVfatVolume(HostFileSystemVolume):
    """Host vfat volume. Since API 5.0."""


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


class HostBlockAdapterTargetTransport(HostTargetTransport):
    """Host block adapter target transport."""


class HostBlockHba(HostHostBusAdapter):
    """Host block hba."""


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


class HostVffsVolume(HostFileSystemVolume):
    """Host vffs volume. Since API 5.5."""

    major_version: int = element("majorVersion", "xsd:int")
    version: str = element("version", "xsd:string")
    uuid: str = element("uuid", "xsd:string")
    extent: list[HostScsiDiskPartition] = element("extent", "HostScsiDiskPartition", default_factory=list, required=True)


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


class VsanDatastoreInfo(DatastoreInfo):
    """Vsan datastore info. Since API 7.0.1.0."""

    membership_uuid: str | None = element("membershipUuid", "xsd:string", default=None)
    access_gen_no: int | None = element("accessGenNo", "xsd:int", default=None)


class VvolDatastoreInfo(DatastoreInfo):
    """Vvol datastore info. Since API 6.0."""

    vvol_ds: HostVvolVolume | None = element("vvolDS", "HostVvolVolume", default=None)
