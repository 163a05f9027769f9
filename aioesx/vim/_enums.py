"""Words of the VI API.

Generated from ``wsdl/`` by ``wsdl/generate.py``; do not edit.
"""

# fmt: off
# ruff: noqa: I001, F401, RUF100 - names stand in plain order; strings use some of the imports

from __future__ import annotations

from aioesx.vim.words import WireEnum


class StateAlarmOperator(WireEnum):
    """State alarm operator."""

    IS_EQUAL = "isEqual"
    IS_UNEQUAL = "isUnequal"


class ObjectUpdateKind(WireEnum):
    """Object update kind."""

    MODIFY = "modify"
    ENTER = "enter"
    LEAVE = "leave"


class PropertyChangeOp(WireEnum):
    """Property change op."""

    ADD = "add"
    REMOVE = "remove"
    ASSIGN = "assign"
    INDIRECT_REMOVE = "indirectRemove"


class SharesLevel(WireEnum):
    """Shares level."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    CUSTOM = "custom"


class TaskInfoState(WireEnum):
    """Task info state."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    ERROR = "error"


class CustomizationNetBIOSMode(WireEnum):
    """Customization net bios mode."""

    ENABLE_NET_BIOS_VIA_DHCP = "enableNetBIOSViaDhcp"
    ENABLE_NET_BIOS = "enableNetBIOS"
    DISABLE_NET_BIOS = "disableNetBIOS"


class CustomizationLicenseDataMode(WireEnum):
    """Customization license data mode."""

    PER_SERVER = "perServer"
    PER_SEAT = "perSeat"


class CustomizationSysprepRebootOption(WireEnum):
    """Customization sysprep reboot option."""

    REBOOT = "reboot"
    NOREBOOT = "noreboot"
    SHUTDOWN = "shutdown"


class VirtualDeviceConfigSpecOperation(WireEnum):
    """Virtual device config spec operation."""

    ADD = "add"
    REMOVE = "remove"
    EDIT = "edit"


class VirtualDeviceConfigSpecFileOperation(WireEnum):
    """Virtual device config spec file operation."""

    CREATE = "create"
    DESTROY = "destroy"
    REPLACE = "replace"


class VirtualSCSISharing(WireEnum):
    """Virtual scsi sharing."""

    NO_SHARING = "noSharing"
    VIRTUAL_SHARING = "virtualSharing"
    PHYSICAL_SHARING = "physicalSharing"


class EventFilterSpecRecursionOption(WireEnum):
    """Event filter spec recursion option."""

    SELF = "self"
    CHILDREN = "children"
    ALL = "all"


class AutoStartWaitHeartbeatSetting(WireEnum):
    """Auto start wait heartbeat setting."""

    YES = "yes"
    NO = "no"
    SYSTEM_DEFAULT = "systemDefault"


class HostLockdownMode(WireEnum):
    """Host lockdown mode. Since API 6.0."""

    LOCKDOWN_DISABLED = "lockdownDisabled"
    LOCKDOWN_NORMAL = "lockdownNormal"
    LOCKDOWN_STRICT = "lockdownStrict"


class FibreChannelPortType(WireEnum):
    """Fibre channel port type."""

    FABRIC = "fabric"
    LOOP = "loop"
    POINT_TO_POINT = "pointToPoint"
    UNKNOWN = "unknown"


class HostFirewallRuleDirection(WireEnum):
    """Host firewall rule direction."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class HostFirewallRulePortType(WireEnum):
    """Host firewall rule port type. Since API 5.0."""

    SRC = "src"
    DST = "dst"


class HostTpmAttestationInfoAcceptanceStatus(WireEnum):
    """Host tpm attestation info acceptance status. Since API 6.7."""

    NOT_ACCEPTED = "notAccepted"
    ACCEPTED = "accepted"


class HostSystemConnectionState(WireEnum):
    """Host system connection state."""

    CONNECTED = "connected"
    NOT_RESPONDING = "notResponding"
    DISCONNECTED = "disconnected"


class HostSystemPowerState(WireEnum):
    """Host system power state."""

    POWERED_ON = "poweredOn"
    POWERED_OFF = "poweredOff"
    STAND_BY = "standBy"
    UNKNOWN = "unknown"


class HostInternetScsiHbaNetworkBindingSupportType(WireEnum):
    """Host internet scsi hba network binding support type. Since API 5.0."""

    NOTSUPPORTED = "notsupported"
    OPTIONAL = "optional"
    REQUIRED = "required"


class LatencySensitivitySensitivityLevel(WireEnum):
    """Latency sensitivity sensitivity level. Since API 5.1."""

    LOW = "low"
    NORMAL = "normal"
    MEDIUM = "medium"
    HIGH = "high"
    CUSTOM = "custom"


class LicenseFeatureInfoState(WireEnum):
    """License feature info state."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    OPTIONAL = "optional"


class ArrayUpdateOperation(WireEnum):
    """Array update operation."""

    ADD = "add"
    REMOVE = "remove"
    EDIT = "edit"


class ManagedEntityStatus(WireEnum):
    """Managed entity status."""

    GRAY = "gray"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class VirtualAppVAppState(WireEnum):
    """Virtual app v app state. Since API 4.0."""

    STARTED = "started"
    STOPPED = "stopped"
    STARTING = "starting"
    STOPPING = "stopping"


class ComputeResourceHostSPBMLicenseInfoHostSPBMLicenseState(WireEnum):
    """Compute resource host spbm license info host spbm license state. Since API 5.0."""

    LICENSED = "licensed"
    UNLICENSED = "unlicensed"
    UNKNOWN = "unknown"


class VirtualMachineToolsStatus(WireEnum):
    """Virtual machine tools status."""

    TOOLS_NOT_INSTALLED = "toolsNotInstalled"
    TOOLS_NOT_RUNNING = "toolsNotRunning"
    TOOLS_OLD = "toolsOld"
    TOOLS_OK = "toolsOk"


class VirtualMachinePowerState(WireEnum):
    """Virtual machine power state."""

    POWERED_OFF = "poweredOff"
    POWERED_ON = "poweredOn"
    SUSPENDED = "suspended"


class VirtualMachineConnectionState(WireEnum):
    """Virtual machine connection state."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    ORPHANED = "orphaned"
    INACCESSIBLE = "inaccessible"
    INVALID = "invalid"


class VirtualMachineMovePriority(WireEnum):
    """Virtual machine move priority."""

    LOW_PRIORITY = "lowPriority"
    HIGH_PRIORITY = "highPriority"
    DEFAULT_PRIORITY = "defaultPriority"


class VirtualMachineFaultToleranceState(WireEnum):
    """Virtual machine fault tolerance state. Since API 4.0."""

    NOT_CONFIGURED = "notConfigured"
    DISABLED = "disabled"
    ENABLED = "enabled"
    NEED_SECONDARY = "needSecondary"
    STARTING = "starting"
    RUNNING = "running"


class VirtualMachineRecordReplayState(WireEnum):
    """Virtual machine record replay state. Since API 4.0."""

    RECORDING = "recording"
    REPLAYING = "replaying"
    INACTIVE = "inactive"


class VirtualMachineRelocateTransformation(WireEnum):
    """Virtual machine relocate transformation."""

    FLAT = "flat"
    SPARSE = "sparse"


class HttpNfcLeaseState(WireEnum):
    """Http nfc lease state. Since API 4.0."""

    INITIALIZING = "initializing"
    READY = "ready"
    DONE = "done"
    ERROR = "error"


class PerfSummaryType(WireEnum):
    """Perf summary type."""

    AVERAGE = "average"
    MAXIMUM = "maximum"
    MINIMUM = "minimum"
    LATEST = "latest"
    SUMMATION = "summation"
    NONE = "none"


class PerfStatsType(WireEnum):
    """Perf stats type."""

    ABSOLUTE = "absolute"
    DELTA = "delta"
    RATE = "rate"
