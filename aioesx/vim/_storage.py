"""Data objects of the area ``storage``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim._core import DynamicData
from aioesx.vim._inventory import ClusterRuleInfo, LicenseSource
from aioesx.vim.base import element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._host_storage import (
        HostFileSystemMountInfo,
        HostForceMountedInfo,
        HostMountInfo,
        HostScsiDiskPartition,
    )
    from aioesx.vim._inventory import CryptoKeyId, CryptoSpec
    from aioesx.vim._machine_specs import VirtualMachineProfileSpec
    from aioesx.vim.base import ManagedObjectReference


class HostFileSystemVolume(DynamicData):
    """Host file system volume.

    Attributes:
        capacity: Bytes.
    """

    type: str = element("type", "xsd:string")
    name: str = element("name", "xsd:string")
    capacity: int = element("capacity", "xsd:long")


class DatastoreInfo(DynamicData):
    """Datastore info.

    Attributes:
        free_space: Bytes.
        max_file_size: Bytes.
        max_virtual_disk_capacity: since API 5.5.
        max_memory_file_size: since API 6.0.
        timestamp: since API 4.0.
        container_id: since API 5.5.
        alias_of: since API 6.7.1.
        supported_v_disk_formats: since API 9.0.0.0.
        logical_sector_size: since API 9.0.0.0.
        physical_sector_size: since API 9.0.0.0.
    """

    name: str = element("name", "xsd:string")
    url: str = element("url", "xsd:string")
    free_space: int = element("freeSpace", "xsd:long")
    max_file_size: int = element("maxFileSize", "xsd:long")
    max_virtual_disk_capacity: int | None = element("maxVirtualDiskCapacity", "xsd:long", default=None)
    max_memory_file_size: int | None = element("maxMemoryFileSize", "xsd:long", default=None)
    timestamp: datetime | None = element("timestamp", "xsd:dateTime", default=None)
    container_id: str | None = element("containerId", "xsd:string", default=None)
    alias_of: str | None = element("aliasOf", "xsd:string", default=None)
    supported_v_disk_formats: list[str] = element("supportedVDiskFormats", "xsd:string", default_factory=list)
    logical_sector_size: int | None = element("logicalSectorSize", "xsd:int", default=None)
    physical_sector_size: int | None = element("physicalSectorSize", "xsd:int", default=None)


class LocalLicenseSource(LicenseSource):
    """Local license source."""

    license_keys: str = element("licenseKeys", "xsd:string")


class StorageIORMInfo(DynamicData):
    """Storage iorm info. Since API 4.1.

    Attributes:
        congestion_threshold_mode: since API 5.1.
        percent_of_peak_throughput: since API 5.1.
        stats_collection_enabled: since API 5.0.
        reservation_enabled: since API 6.0.
        stats_aggregation_disabled: since API 5.0.
        reservable_iops_threshold: since API 6.0.
    """

    enabled: bool = element("enabled", "xsd:boolean")
    congestion_threshold_mode: str | None = element("congestionThresholdMode", "xsd:string", default=None)
    congestion_threshold: int = element("congestionThreshold", "xsd:int")
    percent_of_peak_throughput: int | None = element("percentOfPeakThroughput", "xsd:int", default=None)
    stats_collection_enabled: bool | None = element("statsCollectionEnabled", "xsd:boolean", default=None)
    reservation_enabled: bool | None = element("reservationEnabled", "xsd:boolean", default=None)
    stats_aggregation_disabled: bool | None = element("statsAggregationDisabled", "xsd:boolean", default=None)
    reservable_iops_threshold: int | None = element("reservableIopsThreshold", "xsd:int", default=None)


class FileInfo(DynamicData):
    """File info.

    Attributes:
        friendly_name: since API 6.5.
        file_size: Bytes.
        owner: since API 4.0.
    """

    path: str = element("path", "xsd:string")
    friendly_name: str | None = element("friendlyName", "xsd:string", default=None)
    file_size: int | None = element("fileSize", "xsd:long", default=None)
    modification: datetime | None = element("modification", "xsd:dateTime", default=None)
    owner: str | None = element("owner", "xsd:string", default=None)


class FileQueryFlags(DynamicData):
    """File query flags.

    Attributes:
        file_owner: since API 4.0.
    """

    file_type: bool = element("fileType", "xsd:boolean")
    file_size: bool = element("fileSize", "xsd:boolean")
    modification: bool = element("modification", "xsd:boolean")
    file_owner: bool | None = element("fileOwner", "xsd:boolean", default=None)


class FileQuery(DynamicData):
    """File query."""


class VmConfigFileQuery(FileQuery):
    """Vm config file query."""

    filter: VmConfigFileQueryFilter | None = element("filter", "VmConfigFileQueryFilter", default=None)
    details: VmConfigFileQueryFlags | None = element("details", "VmConfigFileQueryFlags", default=None)


class VmConfigFileQueryFilter(DynamicData):
    """Vm config file query filter.

    Attributes:
        encrypted: since API 6.5.
    """

    match_config_version: list[int] = element("matchConfigVersion", "xsd:int", default_factory=list)
    encrypted: bool | None = element("encrypted", "xsd:boolean", default=None)


class VmConfigFileQueryFlags(DynamicData):
    """Vm config file query flags.

    Attributes:
        encryption: since API 6.5.
    """

    config_version: bool = element("configVersion", "xsd:boolean")
    encryption: bool | None = element("encryption", "xsd:boolean", default=None)


class TemplateConfigFileQuery(VmConfigFileQuery):
    """Template config file query."""


class VmDiskFileQuery(FileQuery):
    """Vm disk file query."""

    filter: VmDiskFileQueryFilter | None = element("filter", "VmDiskFileQueryFilter", default=None)
    details: VmDiskFileQueryFlags | None = element("details", "VmDiskFileQueryFlags", default=None)


class VmDiskFileQueryFilter(DynamicData):
    """Vm disk file query filter.

    Attributes:
        thin: since API 4.0.
        encrypted: since API 6.5.
    """

    disk_type: list[str] = element("diskType", "xsd:string", default_factory=list)
    match_hardware_version: list[int] = element("matchHardwareVersion", "xsd:int", default_factory=list)
    controller_type: list[str] = element("controllerType", "xsd:string", default_factory=list)
    thin: bool | None = element("thin", "xsd:boolean", default=None)
    encrypted: bool | None = element("encrypted", "xsd:boolean", default=None)


class VmDiskFileQueryFlags(DynamicData):
    """Vm disk file query flags.

    Attributes:
        thin: since API 4.0.
        encryption: since API 6.5.
        sector_format: since API 9.0.0.0.
    """

    disk_type: bool = element("diskType", "xsd:boolean")
    capacity_kb: bool = element("capacityKb", "xsd:boolean")
    hardware_version: bool = element("hardwareVersion", "xsd:boolean")
    controller_type: bool | None = element("controllerType", "xsd:boolean", default=None)
    disk_extents: bool | None = element("diskExtents", "xsd:boolean", default=None)
    thin: bool | None = element("thin", "xsd:boolean", default=None)
    encryption: bool | None = element("encryption", "xsd:boolean", default=None)
    sector_format: bool | None = element("sectorFormat", "xsd:boolean", default=None)


class FolderFileQuery(FileQuery):
    """Folder file query."""


class VmSnapshotFileQuery(FileQuery):
    """Vm snapshot file query."""


class IsoImageFileQuery(FileQuery):
    """Iso image file query."""


class FloppyImageFileQuery(FileQuery):
    """Floppy image file query."""


class VmNvramFileQuery(FileQuery):
    """Vm nvram file query."""


class VmLogFileQuery(FileQuery):
    """Vm log file query."""


class VmConfigFileInfo(FileInfo):
    """Vm config file info.

    Attributes:
        encryption: since API 6.5.
    """

    config_version: int | None = element("configVersion", "xsd:int", default=None)
    encryption: VmConfigFileEncryptionInfo | None = element("encryption", "VmConfigFileEncryptionInfo", default=None)


class VmConfigFileEncryptionInfo(DynamicData):
    """Vm config file encryption info. Since API 6.5."""

    key_id: CryptoKeyId | None = element("keyId", "CryptoKeyId", default=None)


class TemplateConfigFileInfo(VmConfigFileInfo):
    """Template config file info."""


class VmDiskFileInfo(FileInfo):
    """Vm disk file info.

    Attributes:
        capacity_kb: KB.
        thin: since API 4.0.
        encryption: since API 6.5.
        sector_format: since API 9.0.0.0.
    """

    disk_type: str | None = element("diskType", "xsd:string", default=None)
    capacity_kb: int | None = element("capacityKb", "xsd:long", default=None)
    hardware_version: int | None = element("hardwareVersion", "xsd:int", default=None)
    controller_type: str | None = element("controllerType", "xsd:string", default=None)
    disk_extents: list[str] = element("diskExtents", "xsd:string", default_factory=list)
    thin: bool | None = element("thin", "xsd:boolean", default=None)
    encryption: VmDiskFileEncryptionInfo | None = element("encryption", "VmDiskFileEncryptionInfo", default=None)
    sector_format: str | None = element("sectorFormat", "xsd:string", default=None)


class VmDiskFileEncryptionInfo(DynamicData):
    """Vm disk file encryption info. Since API 6.5."""

    key_id: CryptoKeyId | None = element("keyId", "CryptoKeyId", default=None)


class FolderFileInfo(FileInfo):
    """Folder file info."""


class VmSnapshotFileInfo(FileInfo):
    """Vm snapshot file info."""


class IsoImageFileInfo(FileInfo):
    """Iso image file info."""


class FloppyImageFileInfo(FileInfo):
    """Floppy image file info."""


class VmNvramFileInfo(FileInfo):
    """Vm nvram file info."""


class VmLogFileInfo(FileInfo):
    """Vm log file info."""


class HostDatastoreBrowserSearchSpec(DynamicData):
    """What a search in a datastore looks for.

    Attributes:
        match_pattern: Names with * and ?; none finds all.
    """

    query: list[FileQuery] = element("query", "FileQuery", default_factory=list)
    details: FileQueryFlags | None = element("details", "FileQueryFlags", default=None)
    search_case_insensitive: bool | None = element("searchCaseInsensitive", "xsd:boolean", default=None)
    match_pattern: list[str] = element("matchPattern", "xsd:string", default_factory=list)
    sort_folders_first: bool | None = element("sortFoldersFirst", "xsd:boolean", default=None)


class HostDatastoreBrowserSearchResults(DynamicData):
    """Host datastore browser search results.

    Attributes:
        datastore: refers to Datastore.
        folder_path: Datastore path of the folder.
    """

    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)
    folder_path: str | None = element("folderPath", "xsd:string", default=None)
    file: list[FileInfo] = element("file", "FileInfo", default_factory=list)


class HostFileSystemVolumeInfo(DynamicData):
    """Host file system volume info."""

    volume_type_list: list[str] = element("volumeTypeList", "xsd:string", default_factory=list)
    mount_info: list[HostFileSystemMountInfo] = element("mountInfo", "HostFileSystemMountInfo", default_factory=list)


class HostNasVolume(HostFileSystemVolume):
    """Host nas volume.

    Attributes:
        remote_host_names: since API 6.0.
        security_type: since API 6.0.
        protocol_endpoint: since API 6.0.
    """

    remote_host: str = element("remoteHost", "xsd:string")
    remote_path: str = element("remotePath", "xsd:string")
    user_name: str | None = element("userName", "xsd:string", default=None)
    remote_host_names: list[str] = element("remoteHostNames", "xsd:string", default_factory=list)
    security_type: str | None = element("securityType", "xsd:string", default=None)
    protocol_endpoint: bool | None = element("protocolEndpoint", "xsd:boolean", default=None)


class HostNasVolumeSpec(DynamicData):
    """Host nas volume spec.

    Attributes:
        remote_host_names: since API 6.0.
        security_type: since API 6.0.
        vmknic_to_bind: since API 8.0.1.0.
        vmknic_bound: since API 8.0.1.0.
        connections: since API 8.0.1.0.
    """

    remote_host: str = element("remoteHost", "xsd:string")
    remote_path: str = element("remotePath", "xsd:string")
    local_path: str = element("localPath", "xsd:string")
    access_mode: str = element("accessMode", "xsd:string")
    type: str | None = element("type", "xsd:string", default=None)
    user_name: str | None = element("userName", "xsd:string", default=None)
    password: str | None = element("password", "xsd:string", default=None, secret=True)
    remote_host_names: list[str] = element("remoteHostNames", "xsd:string", default_factory=list)
    security_type: str | None = element("securityType", "xsd:string", default=None)
    vmknic_to_bind: str | None = element("vmknicToBind", "xsd:string", default=None)
    vmknic_bound: bool | None = element("vmknicBound", "xsd:boolean", default=None)
    connections: int | None = element("connections", "xsd:int", default=None)


class VirtualDiskSpec(DynamicData):
    """Virtual disk spec.

    Attributes:
        disk_type: thin, preallocated, eagerZeroedThick, .
        adapter_type: lsiLogic, busLogic or ide.
    """

    disk_type: str = element("diskType", "xsd:string")
    adapter_type: str = element("adapterType", "xsd:string")


class FileBackedVirtualDiskSpec(VirtualDiskSpec):
    """File backed virtual disk spec.

    Attributes:
        capacity_kb: KB.
        profile: since API 5.5.
        crypto: since API 6.5.
        sector_format: since API 9.0.0.0.
    """

    capacity_kb: int = element("capacityKb", "xsd:long")
    profile: list[VirtualMachineProfileSpec] = element("profile", "VirtualMachineProfileSpec", default_factory=list)
    crypto: CryptoSpec | None = element("crypto", "CryptoSpec", default=None)
    sector_format: str | None = element("sectorFormat", "xsd:string", default=None)


class SeSparseVirtualDiskSpec(FileBackedVirtualDiskSpec):
    """Se sparse virtual disk spec. Since API 5.1."""

    grain_size_kb: int | None = element("grainSizeKb", "xsd:int", default=None)


class DeviceBackedVirtualDiskSpec(VirtualDiskSpec):
    """Device backed virtual disk spec."""

    device: str = element("device", "xsd:string")


class HostDatastoreSystemCapabilities(DynamicData):
    """Host datastore system capabilities.

    Attributes:
        vmfs_extent_expansion_supported: since API 4.0.
    """

    nfs_mount_creation_required: bool = element("nfsMountCreationRequired", "xsd:boolean")
    nfs_mount_creation_supported: bool = element("nfsMountCreationSupported", "xsd:boolean")
    local_datastore_supported: bool = element("localDatastoreSupported", "xsd:boolean")
    vmfs_extent_expansion_supported: bool | None = element("vmfsExtentExpansionSupported", "xsd:boolean", default=None)


class HostVmfsVolume(HostFileSystemVolume):
    """Host vmfs volume.

    Attributes:
        block_size_mb: MB.
        block_size: since API 6.5.
        unmap_granularity: since API 6.5.
        unmap_priority: since API 6.5.
        unmap_bandwidth_spec: since API 6.7.
        force_mounted_info: since API 4.0.
        ssd: since API 5.0.
        local: since API 5.5.
        scsi_disk_type: since API 6.5.
    """

    block_size_mb: int = element("blockSizeMb", "xsd:int")
    block_size: int | None = element("blockSize", "xsd:int", default=None)
    unmap_granularity: int | None = element("unmapGranularity", "xsd:int", default=None)
    unmap_priority: str | None = element("unmapPriority", "xsd:string", default=None)
    unmap_bandwidth_spec: VmfsUnmapBandwidthSpec | None = element("unmapBandwidthSpec", "VmfsUnmapBandwidthSpec", default=None)
    max_blocks: int = element("maxBlocks", "xsd:int")
    major_version: int = element("majorVersion", "xsd:int")
    version: str = element("version", "xsd:string")
    uuid: str = element("uuid", "xsd:string")
    extent: list[HostScsiDiskPartition] = element("extent", "HostScsiDiskPartition", default_factory=list, required=True)
    vmfs_upgradable: bool = element("vmfsUpgradable", "xsd:boolean")
    force_mounted_info: HostForceMountedInfo | None = element("forceMountedInfo", "HostForceMountedInfo", default=None)
    ssd: bool | None = element("ssd", "xsd:boolean", default=None)
    local: bool | None = element("local", "xsd:boolean", default=None)
    scsi_disk_type: str | None = element("scsiDiskType", "xsd:string", default=None)


class VmfsUnmapBandwidthSpec(DynamicData):
    """Vmfs unmap bandwidth spec. Since API 6.7."""

    policy: str = element("policy", "xsd:string")
    fixed_value: int = element("fixedValue", "xsd:long")
    dynamic_min: int = element("dynamicMin", "xsd:long")
    dynamic_max: int = element("dynamicMax", "xsd:long")


class VirtualDiskAntiAffinityRuleSpec(ClusterRuleInfo):
    """Virtual disk anti affinity rule spec. Since API 5.0."""

    disk_id: list[int] = element("diskId", "xsd:int", default_factory=list, required=True)


class VirtualDiskRuleSpec(ClusterRuleInfo):
    """Virtual disk rule spec. Since API 6.7."""

    disk_rule_type: str = element("diskRuleType", "xsd:string")
    disk_id: list[int] = element("diskId", "xsd:int", default_factory=list)


class DatastoreSummary(DynamicData):
    """Datastore summary.

    Attributes:
        datastore: refers to Datastore.
        capacity: Bytes.
        free_space: Bytes.
        uncommitted: Bytes that thin files may still take; since API 4.0.
        maintenance_mode: since API 5.0.
    """

    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)
    name: str = element("name", "xsd:string")
    url: str = element("url", "xsd:string")
    capacity: int = element("capacity", "xsd:long")
    free_space: int = element("freeSpace", "xsd:long")
    uncommitted: int | None = element("uncommitted", "xsd:long", default=None)
    accessible: bool = element("accessible", "xsd:boolean")
    multiple_host_access: bool | None = element("multipleHostAccess", "xsd:boolean", default=None)
    type: str = element("type", "xsd:string")
    maintenance_mode: str | None = element("maintenanceMode", "xsd:string", default=None)


class DatastoreCapability(DynamicData):
    """Datastore capability.

    Attributes:
        storage_iorm_supported: since API 4.1.
        native_snapshot_supported: since API 5.1.
        top_level_directory_create_supported: since API 5.5.
        se_sparse_supported: since API 5.5.
        vmfs_sparse_supported: since API 6.5.
        vsan_sparse_supported: since API 6.5.
        upit_supported: since API 6.5.
        vmdk_expand_supported: since API 6.7.
        clustered_vmdk_supported: since API 7.0.0.0.
    """

    directory_hierarchy_supported: bool = element("directoryHierarchySupported", "xsd:boolean")
    raw_disk_mappings_supported: bool = element("rawDiskMappingsSupported", "xsd:boolean")
    per_file_thin_provisioning_supported: bool = element("perFileThinProvisioningSupported", "xsd:boolean")
    storage_iorm_supported: bool | None = element("storageIORMSupported", "xsd:boolean", default=None)
    native_snapshot_supported: bool | None = element("nativeSnapshotSupported", "xsd:boolean", default=None)
    top_level_directory_create_supported: bool | None = element("topLevelDirectoryCreateSupported", "xsd:boolean", default=None)
    se_sparse_supported: bool | None = element("seSparseSupported", "xsd:boolean", default=None)
    vmfs_sparse_supported: bool | None = element("vmfsSparseSupported", "xsd:boolean", default=None)
    vsan_sparse_supported: bool | None = element("vsanSparseSupported", "xsd:boolean", default=None)
    upit_supported: bool | None = element("upitSupported", "xsd:boolean", default=None)
    vmdk_expand_supported: bool | None = element("vmdkExpandSupported", "xsd:boolean", default=None)
    clustered_vmdk_supported: bool | None = element("clusteredVmdkSupported", "xsd:boolean", default=None)


class DatastoreHostMount(DynamicData):
    """Datastore host mount.

    Attributes:
        key: refers to HostSystem.
    """

    key: ManagedObjectReference = element("key", "ManagedObjectReference")
    mount_info: HostMountInfo = element("mountInfo", "HostMountInfo")


class LocalDatastoreInfo(DatastoreInfo):
    """Local datastore info."""

    path: str | None = element("path", "xsd:string", default=None)


class NasDatastoreInfo(DatastoreInfo):
    """Nas datastore info."""

    nas: HostNasVolume | None = element("nas", "HostNasVolume", default=None)


class VmfsDatastoreInfo(DatastoreInfo):
    """Vmfs datastore info.

    Attributes:
        max_physical_rdm_file_size: since API 5.1.
        max_virtual_rdm_file_size: since API 5.1.
    """

    max_physical_rdm_file_size: int | None = element("maxPhysicalRDMFileSize", "xsd:long", default=None)
    max_virtual_rdm_file_size: int | None = element("maxVirtualRDMFileSize", "xsd:long", default=None)
    vmfs: HostVmfsVolume | None = element("vmfs", "HostVmfsVolume", default=None)
