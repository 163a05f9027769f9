"""Data objects of the area ``faults``.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.vim.base import DataObject, element

if TYPE_CHECKING:
    from datetime import datetime

    from aioesx.vim._core import KeyAnyValue, LocalizableMessage, LocalizedMethodFault
    from aioesx.vim._devices import VirtualCdrom, VirtualDevice, VirtualDeviceBackingInfo
    from aioesx.vim._enums import (
        VirtualDeviceConfigSpecFileOperation,
        VirtualDeviceConfigSpecOperation,
        VirtualMachinePowerState,
    )
    from aioesx.vim._events import Event
    from aioesx.vim._guest import GuestAuthentication
    from aioesx.vim._inventory import (
        ClusterRuleInfo,
        ComputeResourceHostSPBMLicenseInfo,
        ConflictingConfigurationConfig,
        DatacenterMismatchArgument,
        ImportOperationBulkFaultFaultOnImport,
        KeyValue,
        LicenseSource,
        NoPermissionEntityPrivileges,
    )
    from aioesx.vim._machine import VirtualMachineFeatureRequirement
    from aioesx.vim.base import ManagedObjectReference


class MethodFault(DataObject):
    """Why a call or a task failed.

    Attributes:
        fault_cause: What it came of.
        fault_message: What the host has to say about it.
    """

    fault_cause: LocalizedMethodFault | None = element("faultCause", "LocalizedMethodFault", default=None)
    fault_message: list[LocalizableMessage] = element("faultMessage", "LocalizableMessage", default_factory=list)


class RuntimeFault(MethodFault):
    """Runtime fault."""


class HostCommunication(RuntimeFault):
    """The vCenter does not reach the host."""


class HostNotConnected(HostCommunication):
    """Host not connected."""


class HostNotReachable(HostCommunication):
    """Host not reachable."""


class InvalidArgument(RuntimeFault):
    """Invalid argument.

    Attributes:
        invalid_property: Parameter that was refused.
    """

    invalid_property: str | None = element("invalidProperty", "xsd:string", default=None)


class InvalidRequest(RuntimeFault):
    """Invalid request."""


class InvalidToken(RuntimeFault):
    """Invalid token."""


class InvalidType(InvalidRequest):
    """Invalid type."""

    argument: str | None = element("argument", "xsd:string", default=None)


class ManagedObjectNotFound(RuntimeFault):
    """The object does not exist (any more)."""

    obj: ManagedObjectReference = element("obj", "ManagedObjectReference")


class MethodNotFound(InvalidRequest):
    """Method not found."""

    receiver: ManagedObjectReference = element("receiver", "ManagedObjectReference")
    method: str = element("method", "xsd:string")


class NotEnoughLicenses(RuntimeFault):
    """Not enough licenses."""


class NotImplemented(RuntimeFault):  # noqa: A001 - its name on the wire
    """Not implemented."""


class NotSupported(RuntimeFault):
    """The host cannot do this."""


class RequestCanceled(RuntimeFault):
    """The task was cancelled."""


class SecurityError(RuntimeFault):
    """Security error."""


class SystemError(RuntimeFault):  # noqa: A001 - its name on the wire
    """System error."""

    reason: str = element("reason", "xsd:string")


class UnexpectedFault(RuntimeFault):
    """Unexpected fault."""

    fault_name: str = element("faultName", "xsd:string")
    fault: LocalizedMethodFault | None = element("fault", "LocalizedMethodFault", default=None)


class InvalidCollectorVersion(MethodFault):
    """Invalid collector version."""


class InvalidProperty(MethodFault):
    """Invalid property.

    Attributes:
        name: Path that does not exist.
    """

    name: str = element("name", "xsd:string")


class ConflictingDatastoreFound(RuntimeFault):
    """Conflicting datastore found. Since API 5.1."""

    name: str = element("name", "xsd:string")
    url: str = element("url", "xsd:string")


class DatabaseError(RuntimeFault):
    """Database error."""


class DisallowedChangeByService(RuntimeFault):
    """Disallowed change by service. Since API 5.0."""

    service_name: str = element("serviceName", "xsd:string")
    disallowed_change: str | None = element("disallowedChange", "xsd:string", default=None)


class ExpiredFeatureLicense(NotEnoughLicenses):
    """Expired feature license."""

    feature: str = element("feature", "xsd:string")
    count: int = element("count", "xsd:int")
    expiration_date: datetime = element("expirationDate", "xsd:dateTime")


class HostAccessRestrictedToManagementServer(NotSupported):
    """Host access restricted to management server. Since API 5.0."""

    management_server: str = element("managementServer", "xsd:string")


class HostInventoryFull(NotEnoughLicenses):
    """Host inventory full."""

    capacity: int = element("capacity", "xsd:int")


class InUseFeatureManipulationDisallowed(NotEnoughLicenses):
    """In use feature manipulation disallowed. Since API 4.0."""


class IncompatibleSetting(InvalidArgument):
    """Incompatible setting."""

    conflicting_property: str = element("conflictingProperty", "xsd:string")


class IncorrectHostInformation(NotEnoughLicenses):
    """Incorrect host information."""


class InvalidEditionLicense(NotEnoughLicenses):
    """Invalid edition license."""

    feature: str = element("feature", "xsd:string")


class InvalidIndexArgument(InvalidArgument):
    """Invalid index argument. Since API 4.0."""

    key: str = element("key", "xsd:string")


class LicenseAssignmentFailed(RuntimeFault):
    """License assignment failed. Since API 4.0."""

    reason: str | None = element("reason", "xsd:string", default=None)


class LicenseDowngradeDisallowed(NotEnoughLicenses):
    """License downgrade disallowed. Since API 4.0."""

    edition: str = element("edition", "xsd:string")
    entity_id: str = element("entityId", "xsd:string")
    features: list[KeyAnyValue] = element("features", "KeyAnyValue", default_factory=list, required=True)


class LicenseExpired(NotEnoughLicenses):
    """License expired. Since API 4.0."""

    license_key: str = element("licenseKey", "xsd:string")


class LicenseKeyEntityMismatch(NotEnoughLicenses):
    """License key entity mismatch. Since API 4.0."""


class LicenseRestricted(NotEnoughLicenses):
    """License restricted."""


class LicenseSourceUnavailable(NotEnoughLicenses):
    """License source unavailable."""

    license_source: LicenseSource = element("licenseSource", "LicenseSource")


class MethodAlreadyDisabledFault(RuntimeFault):
    """Method already disabled fault. Since API 4.1."""

    source_id: str = element("sourceId", "xsd:string")


class MethodDisabled(RuntimeFault):
    """Method disabled.

    Attributes:
        source: since API 4.1.
    """

    source: str | None = element("source", "xsd:string", default=None)


class NoLicenseServerConfigured(NotEnoughLicenses):
    """No license server configured. Since API 4.0."""


class NoPermission(SecurityError):  # noqa: N818 - its name on the wire
    """No permission.

    Attributes:
        privilege_id: Privilege that lacks, as VirtualMachine.Interact.PowerOn.
        missing_privileges: since API 7.0.3.2.
    """

    object: ManagedObjectReference | None = element("object", "ManagedObjectReference", default=None)
    privilege_id: str | None = element("privilegeId", "xsd:string", default=None)
    missing_privileges: list[NoPermissionEntityPrivileges] = element("missingPrivileges", "NoPermissionEntityPrivileges", default_factory=list)


class NotAuthenticated(NoPermission):
    """The session is not logged in (any more)."""


class RestrictedVersion(SecurityError):  # noqa: N818 - its name on the wire
    """The license of the host allows reading only."""


class VimFault(MethodFault):
    """Vim fault."""


class VmConfigFault(VimFault):
    """Vm config fault."""


class VmConfigIncompatibleForRecordReplay(VmConfigFault):
    """Vm config incompatible for record replay. Since API 4.0."""

    fault: LocalizedMethodFault | None = element("fault", "LocalizedMethodFault", default=None)


class VmFaultToleranceIssue(VimFault):
    """Vm fault tolerance issue. Since API 4.0."""


class VmLimitLicense(NotEnoughLicenses):
    """Vm limit license."""

    limit: int = element("limit", "xsd:int")


class VmMetadataManagerFault(VimFault):
    """Vm metadata manager fault. Since API 5.5."""


class VmToolsUpgradeFault(VimFault):
    """Vm tools upgrade fault."""


class VmValidateMaxDevice(VimFault):
    """Vm validate max device. Since API 4.0."""

    device: str = element("device", "xsd:string")
    max: int = element("max", "xsd:int")
    count: int = element("count", "xsd:int")


class VramLimitLicense(NotEnoughLicenses):
    """Vram limit license. Since API 5.0."""

    limit: int = element("limit", "xsd:int")


class VsanFault(VimFault):
    """Vsan fault. Since API 5.5."""


class WipeDiskFault(VimFault):
    """Wipe disk fault. Since API 5.1."""


class ActiveDirectoryFault(VimFault):
    """Active directory fault. Since API 4.1."""

    error_code: int | None = element("errorCode", "xsd:int", default=None)


class AlreadyExists(VimFault):
    """Already exists."""

    name: str | None = element("name", "xsd:string", default=None)


class AlreadyUpgraded(VimFault):
    """Already upgraded."""


class AuthMinimumAdminPermission(VimFault):
    """Auth minimum admin permission."""


class CannotAccessLocalSource(VimFault):
    """Cannot access local source."""


class CannotAccessVmComponent(VmConfigFault):
    """Cannot access vm component."""


class CannotAccessVmConfig(CannotAccessVmComponent):
    """Cannot access vm config."""

    reason: LocalizedMethodFault = element("reason", "LocalizedMethodFault")


class CannotAccessVmDevice(CannotAccessVmComponent):
    """Cannot access vm device."""

    device: str = element("device", "xsd:string")
    backing: str = element("backing", "xsd:string")
    connected: bool = element("connected", "xsd:boolean")


class CannotAccessVmDisk(CannotAccessVmDevice):
    """Cannot access vm disk."""

    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class CannotChangeHaSettingsForFtSecondary(VmFaultToleranceIssue):
    """Cannot change ha settings for ft secondary. Since API 4.1.

    Attributes:
        vm: refers to VirtualMachine.
    """

    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    vm_name: str = element("vmName", "xsd:string")


class CannotDisableSnapshot(VmConfigFault):
    """Cannot disable snapshot."""


class CannotPlaceWithoutPrerequisiteMoves(VimFault):
    """Cannot place without prerequisite moves. Since API 5.1."""


class CannotUseNetwork(VmConfigFault):
    """Cannot use network. Since API 5.5.

    Attributes:
        network: refers to Network; since API 6.0.
    """

    device: str = element("device", "xsd:string")
    backing: str = element("backing", "xsd:string")
    connected: bool = element("connected", "xsd:boolean")
    reason: str = element("reason", "xsd:string")
    network: ManagedObjectReference | None = element("network", "ManagedObjectReference", default=None)


class ConcurrentAccess(VimFault):
    """Concurrent access."""


class CustomizationFault(VimFault):
    """Customization fault."""


class DasConfigFault(VimFault):
    """Das config fault.

    Attributes:
        reason: since API 4.0.
        output: since API 4.0.
        event: since API 4.0.
    """

    reason: str | None = element("reason", "xsd:string", default=None)
    output: str | None = element("output", "xsd:string", default=None)
    event: list[Event] = element("event", "Event", default_factory=list)


class DeltaDiskFormatNotSupported(VmConfigFault):
    """Delta disk format not supported. Since API 5.0.

    Attributes:
        datastore: refers to Datastore.
    """

    datastore: list[ManagedObjectReference] = element("datastore", "ManagedObjectReference", default_factory=list)
    delta_disk_format: str = element("deltaDiskFormat", "xsd:string")


class DuplicateName(VimFault):
    """The name is taken."""

    name: str = element("name", "xsd:string")
    object: ManagedObjectReference = element("object", "ManagedObjectReference")


class DvsFault(VimFault):
    """Dvs fault. Since API 4.0."""


class ExpiredAddonLicense(ExpiredFeatureLicense):
    """Expired addon license."""


class ExpiredEditionLicense(ExpiredFeatureLicense):
    """Expired edition license."""


class ExtendedFault(VimFault):
    """Extended fault."""

    fault_type_id: str = element("faultTypeId", "xsd:string")
    data: list[KeyValue] = element("data", "KeyValue", default_factory=list)


class FcoeFault(VimFault):
    """Fcoe fault. Since API 5.0."""


class FcoeFaultPnicHasNoPortSet(FcoeFault):
    """Fcoe fault pnic has no port set. Since API 5.0."""

    nic_device: str = element("nicDevice", "xsd:string")


class FileFault(VimFault):
    """File fault."""

    file: str = element("file", "xsd:string")


class FileLocked(FileFault):
    """File locked."""


class FileNameTooLong(FileFault):
    """File name too long. Since API 5.0."""


class FileNotFound(FileFault):
    """The file does not exist."""


class FileNotWritable(FileFault):
    """File not writable."""


class FileTooLarge(FileFault):
    """File too large."""

    datastore: str = element("datastore", "xsd:string")
    file_size: int = element("fileSize", "xsd:long")
    max_file_size: int | None = element("maxFileSize", "xsd:long", default=None)


class GenericDrsFault(VimFault):
    """Generic drs fault."""

    host_faults: list[LocalizedMethodFault] = element("hostFaults", "LocalizedMethodFault", default_factory=list)


class GenericVmConfigFault(VmConfigFault):
    """Generic vm config fault."""

    reason: str = element("reason", "xsd:string")


class GuestOperationsFault(VimFault):
    """Guest operations fault. Since API 5.0."""


class GuestOperationsUnavailable(GuestOperationsFault):
    """Guest operations unavailable. Since API 5.0."""


class GuestPermissionDenied(GuestOperationsFault):
    """Guest permission denied. Since API 5.0."""


class GuestProcessNotFound(GuestOperationsFault):
    """Guest process not found. Since API 5.0."""

    pid: int = element("pid", "xsd:long")


class HostConfigFault(VimFault):
    """Host config fault."""


class HostConnectFault(VimFault):
    """Host connect fault."""


class HostPowerOpFailed(VimFault):
    """Host power op failed."""


class HttpFault(VimFault):
    """Http fault. Since API 4.0."""

    status_code: int = element("statusCode", "xsd:int")
    status_message: str = element("statusMessage", "xsd:string")


class ImportOperationBulkFault(DvsFault):
    """Import operation bulk fault. Since API 5.1."""

    import_faults: list[ImportOperationBulkFaultFaultOnImport] = element("importFaults", "ImportOperationBulkFaultFaultOnImport", default_factory=list, required=True)


class InaccessibleVFlashSource(VimFault):
    """Inaccessible v flash source. Since API 5.5."""

    host_name: str = element("hostName", "xsd:string")


class IncorrectFileType(FileFault):
    """Incorrect file type."""


class InsufficientResourcesFault(VimFault):
    """The host has not enough left."""


class InsufficientStandbyResource(InsufficientResourcesFault):
    """Insufficient standby resource. Since API 4.0."""


class InsufficientVFlashResourcesFault(InsufficientResourcesFault):
    """Insufficient v flash resources fault. Since API 5.5.

    Attributes:
        free_space_in_mb: since API 6.0.
        requested_space_in_mb: since API 6.0.
    """

    free_space_in_mb: int | None = element("freeSpaceInMB", "xsd:long", default=None)
    free_space: int = element("freeSpace", "xsd:long")
    requested_space_in_mb: int | None = element("requestedSpaceInMB", "xsd:long", default=None)
    requested_space: int = element("requestedSpace", "xsd:long")


class InvalidAffinitySettingFault(VimFault):
    """Invalid affinity setting fault."""


class InvalidBmcRole(VimFault):
    """Invalid bmc role. Since API 4.0."""


class InvalidCAMServer(ActiveDirectoryFault):
    """Invalid cam server. Since API 5.0."""

    cam_server: str = element("camServer", "xsd:string")


class InvalidDatastore(VimFault):
    """Invalid datastore.

    Attributes:
        datastore: refers to Datastore.
    """

    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)
    name: str | None = element("name", "xsd:string", default=None)


class InvalidDatastorePath(InvalidDatastore):
    """Invalid datastore path."""

    datastore_path: str = element("datastorePath", "xsd:string")


class InvalidEvent(VimFault):
    """Invalid event."""


class InvalidFolder(VimFault):
    """Invalid folder.

    Attributes:
        target: refers to ManagedEntity.
    """

    target: ManagedObjectReference = element("target", "ManagedObjectReference")


class InvalidFormat(VmConfigFault):
    """Invalid format."""


class InvalidGuestLogin(GuestOperationsFault):
    """Invalid guest login. Since API 5.0."""


class InvalidIpfixConfig(DvsFault):
    """Invalid ipfix config. Since API 5.1."""

    property: str | None = element("property", "xsd:string", default=None)


class InvalidLicense(VimFault):
    """Invalid license."""

    license_content: str = element("licenseContent", "xsd:string")


class InvalidLocale(VimFault):
    """Invalid locale."""


class InvalidLogin(VimFault):
    """Wrong user name or password."""


class InvalidName(VimFault):
    """Invalid name.

    Attributes:
        entity: refers to ManagedEntity.
    """

    name: str = element("name", "xsd:string")
    entity: ManagedObjectReference | None = element("entity", "ManagedObjectReference", default=None)


class InvalidOperationOnSecondaryVm(VmFaultToleranceIssue):
    """Invalid operation on secondary vm. Since API 4.0."""

    instance_uuid: str = element("instanceUuid", "xsd:string")


class InvalidPrivilege(VimFault):
    """Invalid privilege."""

    privilege: str = element("privilege", "xsd:string")


class InvalidResourcePoolStructureFault(InsufficientResourcesFault):
    """Invalid resource pool structure fault."""


class InvalidSnapshotFormat(InvalidFormat):
    """Invalid snapshot format."""


class InvalidState(VimFault):
    """The object is in a state that forbids the call."""


class InvalidVmConfig(VmConfigFault):
    """Invalid vm config."""

    property: str | None = element("property", "xsd:string", default=None)


class IpHostnameGeneratorError(CustomizationFault):
    """Ip hostname generator error."""


class LargeRDMNotSupportedOnDatastore(VmConfigFault):
    """Large rdm not supported on datastore. Since API 5.0.

    Attributes:
        datastore: refers to Datastore.
    """

    device: str = element("device", "xsd:string")
    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")
    datastore_name: str = element("datastoreName", "xsd:string")


class LicenseEntityNotFound(VimFault):
    """License entity not found. Since API 4.0."""

    entity_id: str = element("entityId", "xsd:string")


class LicenseServerUnavailable(VimFault):
    """License server unavailable."""

    license_server: str = element("licenseServer", "xsd:string")


class LimitExceeded(VimFault):
    """Limit exceeded. Since API 4.0."""

    property: str | None = element("property", "xsd:string", default=None)
    limit: int | None = element("limit", "xsd:int", default=None)


class LinuxVolumeNotClean(CustomizationFault):
    """Linux volume not clean."""


class LogBundlingFailed(VimFault):
    """Log bundling failed."""


class CpuHotPlugNotSupported(VmConfigFault):
    """Cpu hot plug not supported. Since API 4.0."""


class MemoryHotPlugNotSupported(VmConfigFault):
    """Memory hot plug not supported. Since API 4.0."""


class MigrationFault(VimFault):
    """Migration fault."""


class MigrationFeatureNotSupported(MigrationFault):
    """Migration feature not supported.

    Attributes:
        failed_host: refers to HostSystem.
    """

    at_source_host: bool = element("atSourceHost", "xsd:boolean")
    failed_host_name: str = element("failedHostName", "xsd:string")
    failed_host: ManagedObjectReference = element("failedHost", "ManagedObjectReference")


class MismatchedBundle(VimFault):
    """Mismatched bundle."""

    bundle_uuid: str = element("bundleUuid", "xsd:string")
    host_uuid: str = element("hostUuid", "xsd:string")
    bundle_build_number: int = element("bundleBuildNumber", "xsd:int")
    host_build_number: int = element("hostBuildNumber", "xsd:int")


class MismatchedNetworkPolicies(MigrationFault):
    """Mismatched network policies."""

    device: str = element("device", "xsd:string")
    backing: str = element("backing", "xsd:string")
    connected: bool = element("connected", "xsd:boolean")


class MismatchedVMotionNetworkNames(MigrationFault):
    """Mismatched v motion network names."""

    source_network: str = element("sourceNetwork", "xsd:string")
    dest_network: str = element("destNetwork", "xsd:string")


class MissingBmcSupport(VimFault):
    """Missing bmc support. Since API 4.0."""


class MksConnectionLimitReached(InvalidState):
    """Mks connection limit reached. Since API 5.0."""

    connection_limit: int = element("connectionLimit", "xsd:int")


class MountError(CustomizationFault):
    """Mount error.

    Attributes:
        vm: refers to VirtualMachine.
    """

    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    disk_index: int = element("diskIndex", "xsd:int")


class NasConfigFault(HostConfigFault):
    """Nas config fault. Since API 2.5u2."""

    name: str = element("name", "xsd:string")


class NasConnectionLimitReached(NasConfigFault):
    """Nas connection limit reached. Since API 2.5u2."""

    remote_host: str = element("remoteHost", "xsd:string")
    remote_path: str = element("remotePath", "xsd:string")


class NasSessionCredentialConflict(NasConfigFault):
    """Nas session credential conflict. Since API 2.5u2."""

    remote_host: str = element("remoteHost", "xsd:string")
    remote_path: str = element("remotePath", "xsd:string")
    user_name: str = element("userName", "xsd:string")


class NetworkCopyFault(FileFault):
    """Network copy fault."""


class NetworkDisruptedAndConfigRolledBack(VimFault):
    """Network disrupted and config rolled back. Since API 5.1."""

    host: str = element("host", "xsd:string")


class NetworkInaccessible(NasConfigFault):
    """Network inaccessible. Since API 2.5u2."""


class NetworksMayNotBeTheSame(MigrationFault):
    """Networks may not be the same."""

    name: str | None = element("name", "xsd:string", default=None)


class NicSettingMismatch(CustomizationFault):
    """Nic setting mismatch."""

    number_of_nics_in_spec: int = element("numberOfNicsInSpec", "xsd:int")
    number_of_nics_in_vm: int = element("numberOfNicsInVM", "xsd:int")


class NoActiveHostInCluster(InvalidState):
    """No active host in cluster.

    Attributes:
        compute_resource: refers to ComputeResource.
    """

    compute_resource: ManagedObjectReference = element("computeResource", "ManagedObjectReference")


class NoClientCertificate(VimFault):
    """No client certificate."""


class NoCompatibleDatastore(VimFault):
    """No compatible datastore. Since API 5.0."""


class NoConnectedDatastore(VimFault):
    """No connected datastore. Since API 5.0."""


class NoDiskFound(VimFault):
    """No disk found."""


class NoDiskSpace(FileFault):
    """No disk space."""

    datastore: str = element("datastore", "xsd:string")


class NoGateway(HostConfigFault):
    """No gateway."""


class NoGuestHeartbeat(MigrationFault):
    """No guest heartbeat."""


class NoHost(HostConnectFault):
    """No host."""

    name: str | None = element("name", "xsd:string", default=None)


class NoPeerHostFound(HostPowerOpFailed):
    """No peer host found."""


class NoPermissionOnAD(ActiveDirectoryFault):
    """No permission on ad. Since API 4.1."""


class NoPermissionOnHost(HostConnectFault):
    """No permission on host."""


class NoSubjectName(VimFault):
    """No subject name."""


class NoVirtualNic(HostConfigFault):
    """No virtual nic."""


class NonADUserRequired(ActiveDirectoryFault):
    """Non ad user required. Since API 4.1."""


class NonHomeRDMVMotionNotSupported(MigrationFeatureNotSupported):
    """Non home rdmv motion not supported."""

    device: str = element("device", "xsd:string")


class NotADirectory(FileFault):
    """Not a directory. Since API 5.0."""


class NotAFile(FileFault):
    """Not a file. Since API 5.0."""


class NotFound(VimFault):
    """Not found."""


class NotSupportedDeviceForFT(VmFaultToleranceIssue):
    """Not supported device for ft. Since API 4.1.

    Attributes:
        host: refers to HostSystem.
        vm: refers to VirtualMachine.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    host_name: str | None = element("hostName", "xsd:string", default=None)
    vm: ManagedObjectReference = element("vm", "ManagedObjectReference")
    vm_name: str | None = element("vmName", "xsd:string", default=None)
    device_type: str = element("deviceType", "xsd:string")
    device_label: str | None = element("deviceLabel", "xsd:string", default=None)


class NotSupportedHost(HostConnectFault):
    """Not supported host."""

    product_name: str | None = element("productName", "xsd:string", default=None)
    product_version: str | None = element("productVersion", "xsd:string", default=None)


class OperationDisabledByGuest(GuestOperationsFault):
    """Operation disabled by guest. Since API 5.0."""


class OperationNotSupportedByGuest(GuestOperationsFault):
    """Operation not supported by guest. Since API 5.0."""


class OutOfBounds(VimFault):
    """Out of bounds."""

    argument_name: str = element("argumentName", "xsd:string")


class OvfFault(VimFault):
    """Ovf fault. Since API 4.0."""


class PatchBinariesNotFound(VimFault):
    """Patch binaries not found."""

    patch_id: str = element("patchID", "xsd:string")
    binary: list[str] = element("binary", "xsd:string", default_factory=list)


class PatchMetadataInvalid(VimFault):
    """Patch metadata invalid."""

    patch_id: str = element("patchID", "xsd:string")
    meta_data: list[str] = element("metaData", "xsd:string", default_factory=list)


class PatchMetadataNotFound(PatchMetadataInvalid):
    """Patch metadata not found."""


class PatchNotApplicable(VimFault):
    """Patch not applicable."""

    patch_id: str = element("patchID", "xsd:string")


class PatchSuperseded(PatchNotApplicable):
    """Patch superseded."""

    supersede: list[str] = element("supersede", "xsd:string", default_factory=list)


class PlatformConfigFault(HostConfigFault):
    """Platform config fault."""

    text: str = element("text", "xsd:string")


class QuestionPending(InvalidState):
    """Question pending. Since API 4.1."""

    text: str = element("text", "xsd:string")


class RDMConversionNotSupported(MigrationFault):
    """Rdm conversion not supported. Since API 4.0."""

    device: str = element("device", "xsd:string")


class RDMNotPreserved(MigrationFault):
    """Rdm not preserved."""

    device: str = element("device", "xsd:string")


class RDMNotSupportedOnDatastore(VmConfigFault):
    """Rdm not supported on datastore.

    Attributes:
        datastore: refers to Datastore.
    """

    device: str = element("device", "xsd:string")
    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")
    datastore_name: str = element("datastoreName", "xsd:string")


class RDMPointsToInaccessibleDisk(CannotAccessVmDisk):
    """Rdm points to inaccessible disk."""


class ReadOnlyDisksWithLegacyDestination(MigrationFault):
    """Read only disks with legacy destination."""

    ro_disk_count: int = element("roDiskCount", "xsd:int")
    timeout_danger: bool = element("timeoutDanger", "xsd:boolean")


class RebootRequired(VimFault):
    """Reboot required."""

    patch: str | None = element("patch", "xsd:string", default=None)


class RecordReplayDisabled(VimFault):
    """Record replay disabled. Since API 4.0."""


class RemoveFailed(VimFault):
    """Remove failed."""


class ResourceInUse(VimFault):
    """Resource in use."""

    type: str | None = element("type", "xsd:string", default=None)
    name: str | None = element("name", "xsd:string", default=None)


class ResourceNotAvailable(VimFault):
    """Resource not available. Since API 4.0."""

    container_type: str | None = element("containerType", "xsd:string", default=None)
    container_name: str | None = element("containerName", "xsd:string", default=None)
    type: str | None = element("type", "xsd:string", default=None)


class RollbackFailure(DvsFault):
    """Rollback failure. Since API 5.1."""

    entity_name: str = element("entityName", "xsd:string")
    entity_type: str = element("entityType", "xsd:string")


class RuleViolation(VmConfigFault):
    """Rule violation.

    Attributes:
        host: refers to HostSystem.
        rule: since API 4.0.
    """

    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    rule: ClusterRuleInfo | None = element("rule", "ClusterRuleInfo", default=None)


class SSLDisabledFault(HostConnectFault):
    """Ssl disabled fault. Since API 4.0."""


class SSLVerifyFault(HostConnectFault):
    """Ssl verify fault.

    Attributes:
        certificate: since API 9.0.0.0.
    """

    self_signed: bool = element("selfSigned", "xsd:boolean")
    thumbprint: str | None = element("thumbprint", "xsd:string", default=None)
    certificate: str | None = element("certificate", "xsd:string", default=None)


class SSPIChallenge(VimFault):
    """Sspi challenge."""

    base64_token: str = element("base64Token", "xsd:string")


class SecondaryVmAlreadyDisabled(VmFaultToleranceIssue):
    """Secondary vm already disabled. Since API 4.0."""

    instance_uuid: str = element("instanceUuid", "xsd:string")


class SecondaryVmAlreadyEnabled(VmFaultToleranceIssue):
    """Secondary vm already enabled. Since API 4.0."""

    instance_uuid: str = element("instanceUuid", "xsd:string")


class SecondaryVmAlreadyRegistered(VmFaultToleranceIssue):
    """Secondary vm already registered. Since API 4.0."""

    instance_uuid: str = element("instanceUuid", "xsd:string")


class SecondaryVmNotRegistered(VmFaultToleranceIssue):
    """Secondary vm not registered. Since API 4.0."""

    instance_uuid: str = element("instanceUuid", "xsd:string")


class ShrinkDiskFault(VimFault):
    """Shrink disk fault. Since API 5.1."""

    disk_id: int | None = element("diskId", "xsd:int", default=None)


class SnapshotCopyNotSupported(MigrationFault):
    """Snapshot copy not supported."""


class SnapshotFault(VimFault):
    """Snapshot fault."""


class SnapshotIncompatibleDeviceInVm(SnapshotFault):
    """Snapshot incompatible device in vm."""

    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class SnapshotLocked(SnapshotFault):
    """Snapshot locked."""


class SnapshotMoveFromNonHomeNotSupported(SnapshotCopyNotSupported):
    """Snapshot move from non home not supported."""


class SnapshotMoveNotSupported(SnapshotCopyNotSupported):
    """Snapshot move not supported."""


class SnapshotMoveToNonHomeNotSupported(SnapshotCopyNotSupported):
    """Snapshot move to non home not supported."""


class SnapshotNoChange(SnapshotFault):
    """Snapshot no change."""


class SnapshotRevertIssue(MigrationFault):
    """Snapshot revert issue."""

    snapshot_name: str | None = element("snapshotName", "xsd:string", default=None)
    event: list[Event] = element("event", "Event", default_factory=list)
    errors: bool = element("errors", "xsd:boolean")


class SoftRuleVioCorrectionDisallowed(VmConfigFault):
    """Soft rule vio correction disallowed. Since API 4.1."""

    vm_name: str = element("vmName", "xsd:string")


class SoftRuleVioCorrectionImpact(VmConfigFault):
    """Soft rule vio correction impact. Since API 4.1."""

    vm_name: str = element("vmName", "xsd:string")


class SsdDiskNotAvailable(VimFault):
    """Ssd disk not available. Since API 5.5."""

    device_path: str = element("devicePath", "xsd:string")


class SuspendedRelocateNotSupported(MigrationFault):
    """Suspended relocate not supported."""


class SwapDatastoreUnset(VimFault):
    """Swap datastore unset."""


class SwapPlacementOverrideNotSupported(InvalidVmConfig):
    """Swap placement override not supported."""


class SwitchIpUnset(DvsFault):
    """Switch ip unset. Since API 5.1."""


class SwitchNotInUpgradeMode(DvsFault):
    """Switch not in upgrade mode. Since API 4.0."""


class TaskInProgress(VimFault):
    """Another task has the object.

    Attributes:
        task: refers to Task.
    """

    task: ManagedObjectReference = element("task", "ManagedObjectReference")


class Timedout(VimFault):
    """Timedout."""


class TooManyConcurrentNativeClones(FileFault):
    """Too many concurrent native clones. Since API 5.0."""


class TooManyConsecutiveOverrides(VimFault):
    """Too many consecutive overrides."""


class TooManyDevices(InvalidVmConfig):
    """Too many devices."""


class TooManyDisksOnLegacyHost(MigrationFault):
    """Too many disks on legacy host."""

    disk_count: int = element("diskCount", "xsd:int")
    timeout_danger: bool = element("timeoutDanger", "xsd:boolean")


class TooManyGuestLogons(GuestOperationsFault):
    """Too many guest logons. Since API 5.0."""


class TooManyHosts(HostConnectFault):
    """Too many hosts."""


class TooManyNativeCloneLevels(FileFault):
    """Too many native clone levels. Since API 5.0."""


class TooManyNativeClonesOnFile(FileFault):
    """Too many native clones on file. Since API 5.0."""


class TooManySnapshotLevels(SnapshotFault):
    """Too many snapshot levels."""


class ToolsAlreadyUpgraded(VmToolsUpgradeFault):
    """Tools already upgraded. Since API 4.0."""


class ToolsAutoUpgradeNotSupported(VmToolsUpgradeFault):
    """Tools auto upgrade not supported. Since API 4.0."""


class ToolsImageCopyFailed(VmToolsUpgradeFault):
    """Tools image copy failed. Since API 5.1."""


class ToolsImageNotAvailable(VmToolsUpgradeFault):
    """Tools image not available. Since API 4.0."""


class ToolsImageSignatureCheckFailed(VmToolsUpgradeFault):
    """Tools image signature check failed. Since API 4.0."""


class ToolsInstallationInProgress(MigrationFault):
    """Tools installation in progress. Since API 4.0."""


class ToolsUnavailable(VimFault):
    """VMware Tools do not run in the guest."""


class ToolsUpgradeCancelled(VmToolsUpgradeFault):
    """Tools upgrade cancelled. Since API 4.0."""


class UncommittedUndoableDisk(MigrationFault):
    """Uncommitted undoable disk."""


class UncustomizableGuest(CustomizationFault):
    """Uncustomizable guest."""

    uncustomizable_guest_os: str = element("uncustomizableGuestOS", "xsd:string")


class UnrecognizedHost(VimFault):
    """Unrecognized host."""

    host_name: str = element("hostName", "xsd:string")


class UnsharedSwapVMotionNotSupported(MigrationFeatureNotSupported):
    """Unshared swap v motion not supported."""


class UnsupportedDatastore(VmConfigFault):
    """Unsupported datastore.

    Attributes:
        datastore: refers to Datastore.
    """

    datastore: ManagedObjectReference | None = element("datastore", "ManagedObjectReference", default=None)


class UnsupportedGuest(InvalidVmConfig):
    """Unsupported guest."""

    unsupported_guest_os: str = element("unsupportedGuestOS", "xsd:string")


class UnsupportedVimApiVersion(VimFault):
    """Unsupported vim api version. Since API 4.0."""

    version: str | None = element("version", "xsd:string", default=None)


class UnsupportedVmxLocation(VmConfigFault):
    """Unsupported vmx location."""


class UserNotFound(VimFault):
    """User not found."""

    principal: str = element("principal", "xsd:string")
    unresolved: bool = element("unresolved", "xsd:boolean")


class VAppConfigFault(VimFault):
    """V app config fault. Since API 4.0."""


class VAppPropertyFault(VmConfigFault):
    """V app property fault. Since API 4.0."""

    id: str = element("id", "xsd:string")
    category: str = element("category", "xsd:string")
    label: str = element("label", "xsd:string")
    type: str = element("type", "xsd:string")
    value: str = element("value", "xsd:string")


class VFlashModuleNotSupported(VmConfigFault):
    """V flash module not supported. Since API 5.5."""

    vm_name: str = element("vmName", "xsd:string")
    module_name: str = element("moduleName", "xsd:string")
    reason: str = element("reason", "xsd:string")
    host_name: str = element("hostName", "xsd:string")


class VFlashModuleVersionIncompatible(VimFault):
    """V flash module version incompatible. Since API 5.5."""

    module_name: str = element("moduleName", "xsd:string")
    vm_request_module_version: str = element("vmRequestModuleVersion", "xsd:string")
    host_min_supported_verson: str = element("hostMinSupportedVerson", "xsd:string")
    host_module_version: str = element("hostModuleVersion", "xsd:string")


class VMotionInterfaceIssue(MigrationFault):
    """V motion interface issue.

    Attributes:
        failed_host_entity: refers to HostSystem.
    """

    at_source_host: bool = element("atSourceHost", "xsd:boolean")
    failed_host: str = element("failedHost", "xsd:string")
    failed_host_entity: ManagedObjectReference | None = element("failedHostEntity", "ManagedObjectReference", default=None)


class VMotionLinkCapacityLow(VMotionInterfaceIssue):
    """V motion link capacity low."""

    network: str = element("network", "xsd:string")


class VMotionLinkDown(VMotionInterfaceIssue):
    """V motion link down."""

    network: str = element("network", "xsd:string")


class VMotionNotConfigured(VMotionInterfaceIssue):
    """V motion not configured."""


class VMotionNotLicensed(VMotionInterfaceIssue):
    """V motion not licensed."""


class VMotionNotSupported(VMotionInterfaceIssue):
    """V motion not supported."""


class VMotionProtocolIncompatible(MigrationFault):
    """V motion protocol incompatible."""


class VirtualHardwareCompatibilityIssue(VmConfigFault):
    """Virtual hardware compatibility issue."""


class VirtualHardwareVersionNotSupported(VirtualHardwareCompatibilityIssue):
    """Virtual hardware version not supported.

    Attributes:
        host: refers to HostSystem.
    """

    host_name: str = element("hostName", "xsd:string")
    host: ManagedObjectReference = element("host", "ManagedObjectReference")


class VmAlreadyExistsInDatacenter(InvalidFolder):
    """Vm already exists in datacenter. Since API 4.0.

    Attributes:
        host: refers to HostSystem.
        vm: refers to VirtualMachine.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    hostname: str = element("hostname", "xsd:string")
    vm: list[ManagedObjectReference] = element("vm", "ManagedObjectReference", default_factory=list, required=True)


class VmPowerOnDisabled(InvalidState):
    """Vm power on disabled. Since API 4.0."""


class VmWwnConflict(InvalidVmConfig):
    """Vm wwn conflict.

    Attributes:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    vm: ManagedObjectReference | None = element("vm", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)
    name: str | None = element("name", "xsd:string", default=None)
    wwn: int | None = element("wwn", "xsd:long", default=None)


class VmfsMountFault(HostConfigFault):
    """Vmfs mount fault. Since API 4.0."""

    uuid: str = element("uuid", "xsd:string")


class VmotionInterfaceNotEnabled(HostPowerOpFailed):
    """Vmotion interface not enabled."""


class VolumeEditorError(CustomizationFault):
    """Volume editor error."""


class VsanDiskFault(VsanFault):
    """Vsan disk fault. Since API 5.5."""

    device: str | None = element("device", "xsd:string", default=None)


class VspanDestPortConflict(DvsFault):
    """Vspan dest port conflict. Since API 5.0."""

    vspan_session_key1: str = element("vspanSessionKey1", "xsd:string")
    vspan_session_key2: str = element("vspanSessionKey2", "xsd:string")
    port_key: str = element("portKey", "xsd:string")


class VspanSameSessionPortConflict(DvsFault):
    """Vspan same session port conflict. Since API 5.0."""

    vspan_session_key: str = element("vspanSessionKey", "xsd:string")
    port_key: str = element("portKey", "xsd:string")


class WakeOnLanNotSupported(VirtualHardwareCompatibilityIssue):
    """Wake on lan not supported."""


class WakeOnLanNotSupportedByVmotionNIC(HostPowerOpFailed):
    """Wake on lan not supported by vmotion nic."""


class WillLoseHAProtection(MigrationFault):
    """Will lose ha protection. Since API 5.0."""

    resolution: str = element("resolution", "xsd:string")


class WillModifyConfigCpuRequirements(MigrationFault):
    """Will modify config cpu requirements."""


class AdminDisabled(HostConfigFault):
    """Admin disabled."""


class AdminNotDisabled(HostConfigFault):
    """Admin not disabled."""


class AffinityConfigured(MigrationFault):
    """Affinity configured."""

    configured_affinity: list[str] = element("configuredAffinity", "xsd:string", default_factory=list, required=True)


class AgentInstallFailed(HostConnectFault):
    """Agent install failed.

    Attributes:
        reason: since API 4.0.
        status_code: since API 4.0.
        installer_output: since API 4.0.
    """

    reason: str | None = element("reason", "xsd:string", default=None)
    status_code: int | None = element("statusCode", "xsd:int", default=None)
    installer_output: str | None = element("installerOutput", "xsd:string", default=None)


class AlreadyBeingManaged(HostConnectFault):
    """Already being managed."""

    ip_address: str = element("ipAddress", "xsd:string")


class AlreadyConnected(HostConnectFault):
    """Already connected."""

    name: str = element("name", "xsd:string")


class ApplicationQuiesceFault(SnapshotFault):
    """Application quiesce fault."""


class BlockedByFirewall(HostConfigFault):
    """Blocked by firewall. Since API 4.1."""


class CAMServerRefusedConnection(InvalidCAMServer):
    """Cam server refused connection. Since API 5.0."""


class CannotAccessFile(FileFault):
    """Cannot access file."""


class CannotAccessNetwork(CannotAccessVmDevice):
    """Cannot access network.

    Attributes:
        network: refers to Network; since API 6.0.
    """

    network: ManagedObjectReference | None = element("network", "ManagedObjectReference", default=None)


class CannotCreateFile(FileFault):
    """Cannot create file."""


class CannotDecryptPasswords(CustomizationFault):
    """Cannot decrypt passwords."""


class CannotDeleteFile(FileFault):
    """Cannot delete file."""


class CannotModifyConfigCpuRequirements(MigrationFault):
    """Cannot modify config cpu requirements."""


class CannotMoveVmWithDeltaDisk(MigrationFault):
    """Cannot move vm with delta disk. Since API 5.0."""

    device: str = element("device", "xsd:string")


class CannotMoveVmWithNativeDeltaDisk(MigrationFault):
    """Cannot move vm with native delta disk. Since API 5.0."""


class ClockSkew(HostConfigFault):
    """Clock skew. Since API 4.1."""


class CollectorAddressUnset(DvsFault):
    """Collector address unset. Since API 5.1."""


class ConflictingConfiguration(DvsFault):
    """Conflicting configuration. Since API 5.5."""

    config_in_conflict: list[ConflictingConfigurationConfig] = element("configInConflict", "ConflictingConfigurationConfig", default_factory=list, required=True)


class CpuIncompatible(VirtualHardwareCompatibilityIssue):
    """Cpu incompatible.

    Attributes:
        host: refers to HostSystem.
    """

    level: int = element("level", "xsd:int")
    register_name: str = element("registerName", "xsd:string")
    register_bits: str | None = element("registerBits", "xsd:string", default=None)
    desired_bits: str | None = element("desiredBits", "xsd:string", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class CpuIncompatible1ECX(CpuIncompatible):
    """Cpu incompatible1 ecx.

    Attributes:
        pclmulqdq: since API 5.0.
        aes: since API 5.0.
    """

    sse3: bool = element("sse3", "xsd:boolean")
    pclmulqdq: bool | None = element("pclmulqdq", "xsd:boolean", default=None)
    ssse3: bool = element("ssse3", "xsd:boolean")
    sse41: bool = element("sse41", "xsd:boolean")
    sse42: bool = element("sse42", "xsd:boolean")
    aes: bool | None = element("aes", "xsd:boolean", default=None)
    other: bool = element("other", "xsd:boolean")
    other_only: bool = element("otherOnly", "xsd:boolean")


class CpuIncompatible81EDX(CpuIncompatible):
    """Cpu incompatible81 edx."""

    nx: bool = element("nx", "xsd:boolean")
    ffxsr: bool = element("ffxsr", "xsd:boolean")
    rdtscp: bool = element("rdtscp", "xsd:boolean")
    lm: bool = element("lm", "xsd:boolean")
    other: bool = element("other", "xsd:boolean")
    other_only: bool = element("otherOnly", "xsd:boolean")


class DatacenterMismatch(MigrationFault):
    """Datacenter mismatch.

    Attributes:
        expected_datacenter: refers to Datacenter.
    """

    invalid_argument: list[DatacenterMismatchArgument] = element("invalidArgument", "DatacenterMismatchArgument", default_factory=list, required=True)
    expected_datacenter: ManagedObjectReference = element("expectedDatacenter", "ManagedObjectReference")


class DatastoreNotWritableOnHost(InvalidDatastore):
    """Datastore not writable on host.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")


class DestinationSwitchFull(CannotAccessNetwork):
    """Destination switch full."""


class DeviceNotSupported(VirtualHardwareCompatibilityIssue):
    """Device not supported."""

    device: str = element("device", "xsd:string")
    reason: str | None = element("reason", "xsd:string", default=None)


class DirectoryNotEmpty(FileFault):
    """Directory not empty. Since API 5.0."""


class DisableAdminNotSupported(HostConfigFault):
    """Disable admin not supported."""


class DisallowedMigrationDeviceAttached(MigrationFault):
    """Disallowed migration device attached."""

    fault: LocalizedMethodFault = element("fault", "LocalizedMethodFault")


class DiskHasPartitions(VsanDiskFault):
    """Disk has partitions. Since API 5.5."""


class DiskIsLastRemainingNonSSD(VsanDiskFault):
    """Disk is last remaining non ssd. Since API 5.5."""


class DiskIsNonLocal(VsanDiskFault):
    """Disk is non local. Since API 5.5."""


class DiskIsUSB(VsanDiskFault):
    """Disk is usb. Since API 5.5."""


class DiskMoveTypeNotSupported(MigrationFault):
    """Disk move type not supported. Since API 4.0."""


class DiskNotSupported(VirtualHardwareCompatibilityIssue):
    """Disk not supported."""

    disk: int = element("disk", "xsd:int")


class DiskTooSmall(VsanDiskFault):
    """Disk too small. Since API 5.5."""


class DuplicateDisks(VsanDiskFault):
    """Duplicate disks. Since API 5.5."""


class FailToEnableSPBM(NotEnoughLicenses):
    """Fail to enable spbm. Since API 5.0.

    Attributes:
        cs: refers to ComputeResource.
    """

    cs: ManagedObjectReference = element("cs", "ManagedObjectReference")
    cs_name: str = element("csName", "xsd:string")
    host_license_states: list[ComputeResourceHostSPBMLicenseInfo] = element("hostLicenseStates", "ComputeResourceHostSPBMLicenseInfo", default_factory=list, required=True)


class FeatureRequirementsNotMet(VirtualHardwareCompatibilityIssue):
    """Feature requirements not met. Since API 5.1.

    Attributes:
        vm: refers to VirtualMachine.
        host: refers to HostSystem.
    """

    feature_requirement: list[VirtualMachineFeatureRequirement] = element("featureRequirement", "VirtualMachineFeatureRequirement", default_factory=list)
    vm: ManagedObjectReference | None = element("vm", "ManagedObjectReference", default=None)
    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class FileAlreadyExists(FileFault):
    """The file exists already."""


class FileBackedPortNotSupported(DeviceNotSupported):
    """File backed port not supported."""


class FilesystemQuiesceFault(SnapshotFault):
    """Filesystem quiesce fault."""


class FullStorageVMotionNotSupported(MigrationFeatureNotSupported):
    """Full storage v motion not supported."""


class GuestAuthenticationChallenge(GuestOperationsFault):
    """Guest authentication challenge. Since API 5.0."""

    server_challenge: GuestAuthentication = element("serverChallenge", "GuestAuthentication")
    session_id: int = element("sessionID", "xsd:long")


class GuestComponentsOutOfDate(GuestOperationsFault):
    """Guest components out of date. Since API 5.0."""


class HAErrorsAtDest(MigrationFault):
    """Ha errors at dest."""


class HostConfigFailed(HostConfigFault):
    """Host config failed. Since API 4.0."""

    failure: list[LocalizedMethodFault] = element("failure", "LocalizedMethodFault", default_factory=list, required=True)


class HotSnapshotMoveNotSupported(SnapshotCopyNotSupported):
    """Hot snapshot move not supported."""


class IDEDiskNotSupported(DiskNotSupported):
    """Ide disk not supported."""


class InaccessibleDatastore(InvalidDatastore):
    """Inaccessible datastore.

    Attributes:
        detail: since API 5.0.
    """

    detail: str | None = element("detail", "xsd:string", default=None)


class IncompatibleDefaultDevice(MigrationFault):
    """Incompatible default device."""

    device: str = element("device", "xsd:string")


class IndependentDiskVMotionNotSupported(MigrationFeatureNotSupported):
    """Independent disk v motion not supported."""


class InsufficientCpuResourcesFault(InsufficientResourcesFault):
    """Insufficient cpu resources fault."""

    unreserved: int = element("unreserved", "xsd:long")
    requested: int = element("requested", "xsd:long")


class InsufficientDisks(VsanDiskFault):
    """Insufficient disks. Since API 5.5."""


class InsufficientFailoverResourcesFault(InsufficientResourcesFault):
    """Insufficient failover resources fault."""


class InsufficientHostCapacityFault(InsufficientResourcesFault):
    """Insufficient host capacity fault.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class InsufficientMemoryResourcesFault(InsufficientResourcesFault):
    """Insufficient memory resources fault."""

    unreserved: int = element("unreserved", "xsd:long")
    requested: int = element("requested", "xsd:long")


class InsufficientPerCpuCapacity(InsufficientHostCapacityFault):
    """Insufficient per cpu capacity."""


class InsufficientStandbyMemoryResource(InsufficientStandbyResource):
    """Insufficient standby memory resource. Since API 4.0."""

    available: int = element("available", "xsd:long")
    requested: int = element("requested", "xsd:long")


class InvalidBundle(PlatformConfigFault):
    """Invalid bundle."""


class InvalidDatastoreState(InvalidState):
    """Invalid datastore state. Since API 5.0."""

    datastore_name: str | None = element("datastoreName", "xsd:string", default=None)


class InvalidDeviceSpec(InvalidVmConfig):
    """Invalid device spec."""

    device_index: int = element("deviceIndex", "xsd:int")


class InvalidDiskFormat(InvalidFormat):
    """Invalid disk format."""


class InvalidHostState(InvalidState):
    """Invalid host state.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class InvalidNasCredentials(NasConfigFault):
    """Invalid nas credentials. Since API 2.5u2."""

    user_name: str = element("userName", "xsd:string")


class InvalidNetworkInType(VAppPropertyFault):
    """Invalid network in type. Since API 4.0."""


class InvalidNetworkResource(NasConfigFault):
    """Invalid network resource. Since API 2.5u2."""

    remote_host: str = element("remoteHost", "xsd:string")
    remote_path: str = element("remotePath", "xsd:string")


class InvalidPowerState(InvalidState):
    """The machine is in a power state that forbids the call.

    Attributes:
        existing_state: State that the machine is in.
    """

    requested_state: VirtualMachinePowerState | str | None = element("requestedState", "VirtualMachinePowerState", default=None)
    existing_state: VirtualMachinePowerState | str = element("existingState", "VirtualMachinePowerState")


class InvalidPropertyType(VAppPropertyFault):
    """Invalid property type. Since API 4.0."""


class InvalidPropertyValue(VAppPropertyFault):
    """Invalid property value. Since API 4.0."""


class LargeRDMConversionNotSupported(MigrationFault):
    """Large rdm conversion not supported. Since API 5.0."""

    device: str = element("device", "xsd:string")


class LegacyNetworkInterfaceInUse(CannotAccessNetwork):
    """Legacy network interface in use."""


class MaintenanceModeFileMove(MigrationFault):
    """Maintenance mode file move."""


class MemorySizeNotRecommended(VirtualHardwareCompatibilityIssue):
    """Memory size not recommended."""

    memory_size_mb: int = element("memorySizeMB", "xsd:int")
    min_memory_size_mb: int = element("minMemorySizeMB", "xsd:int")
    max_memory_size_mb: int = element("maxMemorySizeMB", "xsd:int")


class MemorySizeNotSupported(VirtualHardwareCompatibilityIssue):
    """Memory size not supported."""

    memory_size_mb: int = element("memorySizeMB", "xsd:int")
    min_memory_size_mb: int = element("minMemorySizeMB", "xsd:int")
    max_memory_size_mb: int = element("maxMemorySizeMB", "xsd:int")


class MemorySizeNotSupportedByDatastore(VirtualHardwareCompatibilityIssue):
    """Memory size not supported by datastore. Since API 5.0.

    Attributes:
        datastore: refers to Datastore.
    """

    datastore: ManagedObjectReference = element("datastore", "ManagedObjectReference")
    memory_size_mb: int = element("memorySizeMB", "xsd:int")
    max_memory_size_mb: int = element("maxMemorySizeMB", "xsd:int")


class MemorySnapshotOnIndependentDisk(SnapshotFault):
    """Memory snapshot on independent disk."""


class MissingController(InvalidDeviceSpec):
    """Missing controller."""


class MissingIpPool(VAppPropertyFault):
    """Missing ip pool. Since API 5.0."""


class MissingNetworkIpConfig(VAppPropertyFault):
    """Missing network ip config. Since API 4.0."""


class MissingPowerOffConfiguration(VAppConfigFault):
    """Missing power off configuration. Since API 4.0."""


class MissingPowerOnConfiguration(VAppConfigFault):
    """Missing power on configuration. Since API 4.0."""


class MultipleSnapshotsNotSupported(SnapshotFault):
    """Multiple snapshots not supported."""


class NoAvailableIp(VAppPropertyFault):
    """No available ip. Since API 4.0.

    Attributes:
        network: refers to Network.
    """

    network: ManagedObjectReference = element("network", "ManagedObjectReference")


class NoVcManagedIpConfigured(VAppPropertyFault):
    """No vc managed ip configured. Since API 4.0."""


class NonPersistentDisksNotSupported(DeviceNotSupported):
    """Non persistent disks not supported."""


class NotEnoughCpus(VirtualHardwareCompatibilityIssue):
    """Not enough cpus."""

    num_cpu_dest: int = element("numCpuDest", "xsd:int")
    num_cpu_vm: int = element("numCpuVm", "xsd:int")


class NotEnoughLogicalCpus(NotEnoughCpus):
    """Not enough logical cpus.

    Attributes:
        host: refers to HostSystem.
    """

    host: ManagedObjectReference | None = element("host", "ManagedObjectReference", default=None)


class NotUserConfigurableProperty(VAppPropertyFault):
    """Not user configurable property. Since API 4.0."""


class NumVirtualCoresPerSocketNotSupported(VirtualHardwareCompatibilityIssue):
    """Num virtual cores per socket not supported. Since API 5.0."""

    max_supported_cores_per_socket_dest: int = element("maxSupportedCoresPerSocketDest", "xsd:int")
    num_cores_per_socket_vm: int = element("numCoresPerSocketVm", "xsd:int")


class NumVirtualCpusNotSupported(VirtualHardwareCompatibilityIssue):
    """Num virtual cpus not supported."""

    max_supported_vcpus_dest: int = element("maxSupportedVcpusDest", "xsd:int")
    num_cpu_vm: int = element("numCpuVm", "xsd:int")


class OvfExport(OvfFault):
    """Ovf export. Since API 4.0."""


class PatchAlreadyInstalled(PatchNotApplicable):
    """Patch already installed."""


class PatchInstallFailed(PlatformConfigFault):
    """Patch install failed."""

    rolled_back: bool = element("rolledBack", "xsd:boolean")


class PatchIntegrityError(PlatformConfigFault):
    """Patch integrity error."""


class PatchMetadataCorrupted(PatchMetadataInvalid):
    """Patch metadata corrupted."""


class PatchMissingDependencies(PatchNotApplicable):
    """Patch missing dependencies."""

    prerequisite_patch: list[str] = element("prerequisitePatch", "xsd:string", default_factory=list)
    prerequisite_lib: list[str] = element("prerequisiteLib", "xsd:string", default_factory=list)


class QuiesceDatastoreIOForHAFailed(ResourceInUse):
    """Quiesce datastore io for ha failed. Since API 5.0.

    Attributes:
        host: refers to HostSystem.
        ds: refers to Datastore.
    """

    host: ManagedObjectReference = element("host", "ManagedObjectReference")
    host_name: str = element("hostName", "xsd:string")
    ds: ManagedObjectReference = element("ds", "ManagedObjectReference")
    ds_name: str = element("dsName", "xsd:string")


class RDMNotSupported(DeviceNotSupported):
    """Rdm not supported."""


class RawDiskNotSupported(DeviceNotSupported):
    """Raw disk not supported."""


class RemoteDeviceNotSupported(DeviceNotSupported):
    """Remote device not supported."""


class SharedBusControllerNotSupported(DeviceNotSupported):
    """Shared bus controller not supported."""


class SnapshotCloneNotSupported(SnapshotCopyNotSupported):
    """Snapshot clone not supported."""


class SnapshotDisabled(SnapshotFault):
    """Snapshot disabled."""


class SwapDatastoreNotWritableOnHost(DatastoreNotWritableOnHost):
    """Swap datastore not writable on host."""


class UnSupportedDatastoreForVFlash(UnsupportedDatastore):
    """Un supported datastore for v flash. Since API 5.5."""

    datastore_name: str = element("datastoreName", "xsd:string")
    type: str = element("type", "xsd:string")


class UnconfiguredPropertyValue(InvalidPropertyValue):
    """Unconfigured property value. Since API 4.0."""


class VMINotSupported(DeviceNotSupported):
    """Vmi not supported."""


class VMOnVirtualIntranet(CannotAccessNetwork):
    """Vm on virtual intranet."""


class VirtualDiskModeNotSupported(DeviceNotSupported):
    """Virtual disk mode not supported. Since API 4.1."""

    mode: str = element("mode", "xsd:string")


class VirtualEthernetCardNotSupported(DeviceNotSupported):
    """Virtual ethernet card not supported."""


class VmfsAlreadyMounted(VmfsMountFault):
    """Vmfs already mounted. Since API 4.0."""


class VmfsAmbiguousMount(VmfsMountFault):
    """Vmfs ambiguous mount. Since API 4.0."""


class ConnectedIso(OvfExport):
    """Connected iso. Since API 4.0."""

    cdrom: VirtualCdrom = element("cdrom", "VirtualCdrom")
    filename: str = element("filename", "xsd:string")


class CpuCompatibilityUnknown(CpuIncompatible):
    """Cpu compatibility unknown."""


class DeviceBackingNotSupported(DeviceNotSupported):
    """Device backing not supported."""

    backing: str = element("backing", "xsd:string")


class DeviceControllerNotSupported(DeviceNotSupported):
    """Device controller not supported."""

    controller: str = element("controller", "xsd:string")


class DeviceHotPlugNotSupported(InvalidDeviceSpec):
    """Device hot plug not supported. Since API 2.5u2."""


class DeviceNotFound(InvalidDeviceSpec):
    """Device not found."""


class DeviceUnsupportedForVmPlatform(InvalidDeviceSpec):
    """Device unsupported for vm platform. Since API 2.5u2."""


class DeviceUnsupportedForVmVersion(InvalidDeviceSpec):
    """Device unsupported for vm version. Since API 2.5u2."""

    current_version: str = element("currentVersion", "xsd:string")
    expected_version: str = element("expectedVersion", "xsd:string")


class DisallowedDiskModeChange(InvalidDeviceSpec):
    """Disallowed disk mode change."""


class InvalidController(InvalidDeviceSpec):
    """Invalid controller."""

    controller_key: int = element("controllerKey", "xsd:int")


class InvalidDeviceBacking(InvalidDeviceSpec):
    """Invalid device backing."""


class InvalidDeviceOperation(InvalidDeviceSpec):
    """Invalid device operation."""

    bad_op: VirtualDeviceConfigSpecOperation | str | None = element("badOp", "VirtualDeviceConfigSpecOperation", default=None)
    bad_file_op: VirtualDeviceConfigSpecFileOperation | str | None = element("badFileOp", "VirtualDeviceConfigSpecFileOperation", default=None)


class InvalidHostConnectionState(InvalidHostState):
    """Invalid host connection state. Since API 5.1."""


class PhysCompatRDMNotSupported(RDMNotSupported):
    """Phys compat rdm not supported."""


class UnusedVirtualDiskBlocksNotScrubbed(DeviceBackingNotSupported):
    """Unused virtual disk blocks not scrubbed. Since API 4.0."""


class VirtualDiskBlocksNotFullyProvisioned(DeviceBackingNotSupported):
    """Virtual disk blocks not fully provisioned. Since API 4.0."""


class OvfDuplicatedPropertyIdExport(OvfExport):
    """Ovf duplicated property id export. Since API 5.0."""

    fqid: str = element("fqid", "xsd:string")


class OvfDuplicatedPropertyIdImport(OvfExport):
    """Ovf duplicated property id import. Since API 5.0."""


class OvfExportFailed(OvfExport):
    """Ovf export failed. Since API 4.1."""


class OvfHardwareExport(OvfExport):
    """Ovf hardware export. Since API 4.0."""

    device: VirtualDevice | None = element("device", "VirtualDevice", default=None)
    vm_path: str = element("vmPath", "xsd:string")


class OvfConnectedDevice(OvfHardwareExport):
    """Ovf connected device. Since API 4.0."""


class OvfConnectedDeviceFloppy(OvfConnectedDevice):
    """Ovf connected device floppy. Since API 4.0."""

    filename: str = element("filename", "xsd:string")


class OvfConnectedDeviceIso(OvfConnectedDevice):
    """Ovf connected device iso. Since API 4.0."""

    filename: str = element("filename", "xsd:string")


class OvfUnableToExportDisk(OvfHardwareExport):
    """Ovf unable to export disk. Since API 4.0."""

    disk_name: str = element("diskName", "xsd:string")


class OvfUnknownDeviceBacking(OvfHardwareExport):
    """Ovf unknown device backing. Since API 4.0."""

    backing: VirtualDeviceBackingInfo = element("backing", "VirtualDeviceBackingInfo")


class OvfUnsupportedDeviceExport(OvfHardwareExport):
    """Ovf unsupported device export. Since API 4.0."""


class OvfPropertyExport(OvfExport):
    """Ovf property export. Since API 4.0."""

    type: str = element("type", "xsd:string")
    value: str = element("value", "xsd:string")


class OvfPropertyNetworkExport(OvfExport):
    """Ovf property network export. Since API 5.0."""

    network: str = element("network", "xsd:string")


class OvfImport(OvfFault):
    """Ovf import. Since API 4.0."""


class OvfCpuCompatibility(OvfImport):
    """Ovf cpu compatibility. Since API 5.0."""

    register_name: str = element("registerName", "xsd:string")
    level: int = element("level", "xsd:int")
    register_value: str = element("registerValue", "xsd:string")
    desired_register_value: str = element("desiredRegisterValue", "xsd:string")


class OvfCpuCompatibilityCheckNotSupported(OvfImport):
    """Ovf cpu compatibility check not supported. Since API 5.0."""


class OvfHardwareCheck(OvfImport):
    """Ovf hardware check. Since API 4.0."""


class OvfImportFailed(OvfImport):
    """Ovf import failed. Since API 4.1."""


class OvfMappedOsId(OvfImport):
    """Ovf mapped os id. Since API 4.0."""

    ovf_id: int = element("ovfId", "xsd:int")
    ovf_description: str = element("ovfDescription", "xsd:string")
    target_description: str = element("targetDescription", "xsd:string")


class OvfMissingHardware(OvfImport):
    """Ovf missing hardware. Since API 4.0."""

    name: str = element("name", "xsd:string")
    resource_type: int = element("resourceType", "xsd:int")


class OvfNetworkMappingNotSupported(OvfImport):
    """Ovf network mapping not supported. Since API 5.1."""


class OvfUnsupportedDiskProvisioning(OvfImport):
    """Ovf unsupported disk provisioning. Since API 4.1."""

    disk_provisioning: str = element("diskProvisioning", "xsd:string")
    supported_disk_provisioning: str = element("supportedDiskProvisioning", "xsd:string")


class OvfInvalidPackage(OvfFault):
    """Ovf invalid package. Since API 4.0."""

    line_number: int = element("lineNumber", "xsd:int")


class OvfAttribute(OvfInvalidPackage):
    """Ovf attribute. Since API 4.0."""

    element_name: str = element("elementName", "xsd:string")
    attribute_name: str = element("attributeName", "xsd:string")


class OvfInvalidValue(OvfAttribute):
    """Ovf invalid value. Since API 4.0."""

    value: str = element("value", "xsd:string")


class OvfInvalidValueConfiguration(OvfInvalidValue):
    """Ovf invalid value configuration. Since API 4.0."""


class OvfInvalidValueEmpty(OvfInvalidValue):
    """Ovf invalid value empty. Since API 4.0."""


class OvfInvalidValueFormatMalformed(OvfInvalidValue):
    """Ovf invalid value format malformed. Since API 4.0."""


class OvfInvalidValueReference(OvfInvalidValue):
    """Ovf invalid value reference. Since API 4.0."""


class OvfMissingAttribute(OvfAttribute):
    """Ovf missing attribute. Since API 4.0."""


class OvfConstraint(OvfInvalidPackage):
    """Ovf constraint. Since API 4.1."""

    name: str = element("name", "xsd:string")


class OvfDiskOrderConstraint(OvfConstraint):
    """Ovf disk order constraint. Since API 4.1."""


class OvfHostResourceConstraint(OvfConstraint):
    """Ovf host resource constraint. Since API 4.1."""

    value: str = element("value", "xsd:string")


class OvfElement(OvfInvalidPackage):
    """Ovf element. Since API 4.0."""

    name: str = element("name", "xsd:string")


class OvfDuplicateElement(OvfElement):
    """Ovf duplicate element. Since API 4.0."""


class OvfDuplicatedElementBoundary(OvfElement):
    """Ovf duplicated element boundary. Since API 4.0."""

    boundary: str = element("boundary", "xsd:string")


class OvfElementInvalidValue(OvfElement):
    """Ovf element invalid value. Since API 4.0."""

    value: str = element("value", "xsd:string")


class OvfMissingElement(OvfElement):
    """Ovf missing element. Since API 4.0."""


class OvfMissingElementNormalBoundary(OvfMissingElement):
    """Ovf missing element normal boundary. Since API 4.0."""

    boundary: str = element("boundary", "xsd:string")


class OvfUnexpectedElement(OvfElement):
    """Ovf unexpected element. Since API 4.0."""


class OvfWrongElement(OvfElement):
    """Ovf wrong element. Since API 4.0."""


class OvfProperty(OvfInvalidPackage):
    """Ovf property. Since API 4.0."""

    type: str = element("type", "xsd:string")
    value: str = element("value", "xsd:string")


class OvfPropertyNetwork(OvfProperty):
    """Ovf property network. Since API 4.0."""


class OvfPropertyQualifier(OvfProperty):
    """Ovf property qualifier. Since API 4.0."""

    qualifier: str = element("qualifier", "xsd:string")


class OvfPropertyQualifierDuplicate(OvfProperty):
    """Ovf property qualifier duplicate. Since API 4.0."""

    qualifier: str = element("qualifier", "xsd:string")


class OvfPropertyQualifierIgnored(OvfProperty):
    """Ovf property qualifier ignored. Since API 4.0."""

    qualifier: str = element("qualifier", "xsd:string")


class OvfPropertyType(OvfProperty):
    """Ovf property type. Since API 4.0."""


class OvfPropertyValue(OvfProperty):
    """Ovf property value. Since API 4.0."""


class OvfWrongNamespace(OvfInvalidPackage):
    """Ovf wrong namespace. Since API 4.0."""

    namespace_name: str = element("namespaceName", "xsd:string")


class OvfXmlFormat(OvfInvalidPackage):
    """Ovf xml format. Since API 4.0."""

    description: str = element("description", "xsd:string")


class OvfSystemFault(OvfFault):
    """Ovf system fault. Since API 4.0."""


class OvfDiskMappingNotFound(OvfSystemFault):
    """Ovf disk mapping not found. Since API 4.0."""

    disk_name: str = element("diskName", "xsd:string")
    vm_name: str = element("vmName", "xsd:string")


class OvfHostValueNotParsed(OvfSystemFault):
    """Ovf host value not parsed. Since API 4.0."""

    property: str = element("property", "xsd:string")
    value: str = element("value", "xsd:string")


class OvfInternalError(OvfSystemFault):
    """Ovf internal error. Since API 4.1."""


class OvfToXmlUnsupportedElement(OvfSystemFault):
    """Ovf to xml unsupported element. Since API 4.0."""

    name: str | None = element("name", "xsd:string", default=None)


class OvfUnknownDevice(OvfSystemFault):
    """Ovf unknown device. Since API 4.0."""

    device: VirtualDevice | None = element("device", "VirtualDevice", default=None)
    vm_name: str = element("vmName", "xsd:string")


class OvfUnknownEntity(OvfSystemFault):
    """Ovf unknown entity. Since API 4.0."""

    line_number: int = element("lineNumber", "xsd:int")


class OvfUnsupportedDeviceBackingInfo(OvfSystemFault):
    """Ovf unsupported device backing info. Since API 4.0."""

    element_name: str | None = element("elementName", "xsd:string", default=None)
    instance_id: str | None = element("instanceId", "xsd:string", default=None)
    device_name: str = element("deviceName", "xsd:string")
    backing_name: str | None = element("backingName", "xsd:string", default=None)


class OvfUnsupportedDeviceBackingOption(OvfSystemFault):
    """Ovf unsupported device backing option. Since API 4.0."""

    element_name: str | None = element("elementName", "xsd:string", default=None)
    instance_id: str | None = element("instanceId", "xsd:string", default=None)
    device_name: str = element("deviceName", "xsd:string")
    backing_name: str | None = element("backingName", "xsd:string", default=None)


class OvfUnsupportedPackage(OvfFault):
    """Ovf unsupported package. Since API 4.0."""

    line_number: int | None = element("lineNumber", "xsd:int", default=None)


class OvfInvalidVmName(OvfUnsupportedPackage):
    """Ovf invalid vm name. Since API 4.0."""

    name: str = element("name", "xsd:string")


class OvfNoHostNic(OvfUnsupportedPackage):
    """Ovf no host nic. Since API 4.0."""


class OvfNoSupportedHardwareFamily(OvfUnsupportedPackage):
    """Ovf no supported hardware family. Since API 4.0."""

    version: str = element("version", "xsd:string")


class OvfUnsupportedAttribute(OvfUnsupportedPackage):
    """Ovf unsupported attribute. Since API 4.0."""

    element_name: str = element("elementName", "xsd:string")
    attribute_name: str = element("attributeName", "xsd:string")


class OvfUnsupportedAttributeValue(OvfUnsupportedAttribute):
    """Ovf unsupported attribute value. Since API 4.0."""

    value: str = element("value", "xsd:string")


class OvfUnsupportedElement(OvfUnsupportedPackage):
    """Ovf unsupported element. Since API 4.0."""

    name: str = element("name", "xsd:string")


class OvfNoSpaceOnController(OvfUnsupportedElement):
    """Ovf no space on controller. Since API 5.0."""

    parent: str = element("parent", "xsd:string")


class OvfUnsupportedElementValue(OvfUnsupportedElement):
    """Ovf unsupported element value. Since API 4.0."""

    value: str = element("value", "xsd:string")


class OvfUnsupportedSection(OvfUnsupportedElement):
    """Ovf unsupported section. Since API 4.0."""

    info: str = element("info", "xsd:string")


class OvfUnsupportedSubType(OvfUnsupportedPackage):
    """Ovf unsupported sub type. Since API 4.0."""

    element_name: str = element("elementName", "xsd:string")
    instance_id: str = element("instanceId", "xsd:string")
    device_type: int = element("deviceType", "xsd:int")
    device_sub_type: str = element("deviceSubType", "xsd:string")


class OvfUnsupportedType(OvfUnsupportedPackage):
    """Ovf unsupported type. Since API 4.0."""

    name: str = element("name", "xsd:string")
    instance_id: str = element("instanceId", "xsd:string")
    device_type: int = element("deviceType", "xsd:int")
