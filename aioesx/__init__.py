"""aioesx: an asynchronous client for VMware ESX/ESXi, GSX and vCenter.

    async with aioesx.connect("esx://root@esx1.example.com/?no_verify=1", password=...) as esx:
        for entry in await esx.domains.list():
            print(entry.name, entry.state.value)

`connect` opens a connection; virsh's verbs are coroutines of `Domain`; errors are in
`aioesx.errors`; the host's own types and methods are in `aioesx.vim`.

Each name is loaded when it is first looked at, so a program pays for what it uses. A new name
is a line of the imports that type checkers read, of `__all__`, and of `_NAMES`; a test holds
the three together.
"""

from __future__ import annotations

from importlib import import_module
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final, get_type_hints

from aioesx import _version

if TYPE_CHECKING:
    from aioesx import errors, vim
    from aioesx._plain import to_dict
    from aioesx._server.collector import ObjectProperties, Properties
    from aioesx._server.moving import (
        DiskSink,
        Exported,
        ExportedDisk,
        ExportLimits,
        ExportPlan,
        ExportProgress,
        Obstacle,
        PlannedDisk,
        Sink,
        WarmOptions,
    )
    from aioesx._server.tasks.questions import Choice, Policy, Question, answer_default, refuse
    from aioesx._server.tasks.runner import TaskOptions
    from aioesx._session.events import (
        CallRepeated,
        Event,
        EventHook,
        LoggedIn,
        QuestionAsked,
        RequestSent,
        ResponseReceived,
        TaskAbandoned,
        TaskEnded,
        TaskProgressed,
        TaskStarted,
    )
    from aioesx._session.product import ProductInfo
    from aioesx._session.versions import KnownVersions
    from aioesx.auth import Auth, AuthRequest, keyring_credentials
    from aioesx.connection import Connecting, Connection, PeerCertificate, connect
    from aioesx.datastore_path import DatastorePath
    from aioesx.domain import (
        Chord,
        ConsoleTicket,
        CpuSample,
        CpuUsage,
        DeviceAddress,
        Domain,
        DomainConfiguration,
        DomainDevice,
        DomainDisk,
        DomainInfo,
        DomainInterface,
        Domains,
        DomainState,
        DomainStatus,
        DomainSummary,
        Guest,
        GuestAddress,
        GuestFile,
        GuestFileKind,
        GuestInterface,
        GuestProcess,
        GuestResult,
        NewDisk,
        PendingQuestion,
        SchedulerParameters,
        Screenshots,
        Snapshot,
        SnapshotInfo,
        Snapshots,
        SnapshotTree,
        StateReason,
        ToolsState,
        VncDisplay,
    )
    from aioesx.errors import EsxError
    from aioesx.fleet import (
        DryRun,
        Fleet,
        FleetEntry,
        FleetResults,
        FleetRun,
        FleetStream,
        FleetView,
        HostDown,
        HostEntry,
        HostRest,
        HostResult,
        HostStage,
        HostUp,
        Inventory,
        PasswordSource,
        PlannedChange,
        Repeatable,
    )
    from aioesx.host import (
        FirewallPort,
        FirewallRuleset,
        Host,
        HostCertificate,
        HostClock,
        HostDetails,
        HostFirewall,
        HostHealth,
        HostLicence,
        HostMaintenance,
        HostPool,
        Hosts,
        HostSensor,
        HostService,
        HostServices,
        HostState,
        HostSummary,
        HostUsage,
        LockdownMode,
        MaintenanceStatus,
        NodeInfo,
        ServicePolicy,
    )
    from aioesx.inventory import Folders, ResourcePools
    from aioesx.jobs.plan import (
        Plan,
        PlannedStep,
        PlanOutcome,
        PlanOutline,
        PlanReport,
        PlanStep,
    )
    from aioesx.network import (
        Bandwidth,
        Interface,
        Interfaces,
        InterfaceSummary,
        Network,
        NetworkInfo,
        NetworkKind,
        Networks,
        NetworkSummary,
        NetworkUser,
        PortGroup,
        SecurityPolicy,
        TeamingPolicy,
        VmkernelAdapter,
    )
    from aioesx.perf import (
        MetricCounter,
        MetricInterval,
        MetricProvider,
        Metrics,
        MetricSample,
        MetricSeries,
        MetricsJob,
        MetricStream,
    )
    from aioesx.storage import (
        ByteSource,
        DiskAdapter,
        DiskKind,
        DiskRange,
        DiskReader,
        DomainSpace,
        FileEntry,
        FileKind,
        Files,
        Image,
        OpenFile,
        Orphan,
        Orphans,
        Pool,
        PoolInfo,
        PoolKind,
        PoolMaintenance,
        PoolMount,
        Pools,
        PoolSpace,
        PoolState,
        PoolSummary,
        SnapshotGrowth,
        Storage,
        Transferred,
        Volume,
        VolumeFormat,
        VolumeInfo,
        Volumes,
        VolumeSummary,
        VolumeType,
    )
    from aioesx.watch import (
        Alarms,
        AlarmSign,
        AlarmStatus,
        Appeared,
        Change,
        Changed,
        Changes,
        EventGap,
        Events,
        EventStream,
        Folded,
        Hidden,
        HostEvent,
        TriggeredAlarm,
        Vanished,
    )

__all__ = [
    "AlarmSign",
    "AlarmStatus",
    "Alarms",
    "Appeared",
    "Auth",
    "AuthRequest",
    "Bandwidth",
    "ByteSource",
    "CallRepeated",
    "Change",
    "Changed",
    "Changes",
    "Choice",
    "Chord",
    "Connecting",
    "Connection",
    "ConsoleTicket",
    "CpuSample",
    "CpuUsage",
    "DatastorePath",
    "DeviceAddress",
    "DiskAdapter",
    "DiskKind",
    "DiskRange",
    "DiskReader",
    "DiskSink",
    "Domain",
    "DomainConfiguration",
    "DomainDevice",
    "DomainDisk",
    "DomainInfo",
    "DomainInterface",
    "DomainSpace",
    "DomainState",
    "DomainStatus",
    "DomainSummary",
    "Domains",
    "DryRun",
    "EsxError",
    "Event",
    "EventGap",
    "EventHook",
    "EventStream",
    "Events",
    "ExportLimits",
    "ExportPlan",
    "ExportProgress",
    "Exported",
    "ExportedDisk",
    "FileEntry",
    "FileKind",
    "Files",
    "FirewallPort",
    "FirewallRuleset",
    "Fleet",
    "FleetEntry",
    "FleetResults",
    "FleetRun",
    "FleetStream",
    "FleetView",
    "Folded",
    "Folders",
    "Guest",
    "GuestAddress",
    "GuestFile",
    "GuestFileKind",
    "GuestInterface",
    "GuestProcess",
    "GuestResult",
    "Hidden",
    "Host",
    "HostCertificate",
    "HostClock",
    "HostDetails",
    "HostDown",
    "HostEntry",
    "HostEvent",
    "HostFirewall",
    "HostHealth",
    "HostLicence",
    "HostMaintenance",
    "HostPool",
    "HostRest",
    "HostResult",
    "HostSensor",
    "HostService",
    "HostServices",
    "HostStage",
    "HostState",
    "HostSummary",
    "HostUp",
    "HostUsage",
    "Hosts",
    "Image",
    "Interface",
    "InterfaceSummary",
    "Interfaces",
    "Inventory",
    "KnownVersions",
    "LockdownMode",
    "LoggedIn",
    "MaintenanceStatus",
    "MetricCounter",
    "MetricInterval",
    "MetricProvider",
    "MetricSample",
    "MetricSeries",
    "MetricStream",
    "Metrics",
    "MetricsJob",
    "Network",
    "NetworkInfo",
    "NetworkKind",
    "NetworkSummary",
    "NetworkUser",
    "Networks",
    "NewDisk",
    "NodeInfo",
    "ObjectProperties",
    "Obstacle",
    "OpenFile",
    "Orphan",
    "Orphans",
    "PasswordSource",
    "PeerCertificate",
    "PendingQuestion",
    "Plan",
    "PlanOutcome",
    "PlanOutline",
    "PlanReport",
    "PlanStep",
    "PlannedChange",
    "PlannedDisk",
    "PlannedStep",
    "Policy",
    "Pool",
    "PoolInfo",
    "PoolKind",
    "PoolMaintenance",
    "PoolMount",
    "PoolSpace",
    "PoolState",
    "PoolSummary",
    "Pools",
    "PortGroup",
    "ProductInfo",
    "Properties",
    "Question",
    "QuestionAsked",
    "Repeatable",
    "RequestSent",
    "ResourcePools",
    "ResponseReceived",
    "SchedulerParameters",
    "Screenshots",
    "SecurityPolicy",
    "ServicePolicy",
    "Sink",
    "Snapshot",
    "SnapshotGrowth",
    "SnapshotInfo",
    "SnapshotTree",
    "Snapshots",
    "StateReason",
    "Storage",
    "TaskAbandoned",
    "TaskEnded",
    "TaskOptions",
    "TaskProgressed",
    "TaskStarted",
    "TeamingPolicy",
    "ToolsState",
    "Transferred",
    "TriggeredAlarm",
    "Vanished",
    "VmkernelAdapter",
    "VncDisplay",
    "Volume",
    "VolumeFormat",
    "VolumeInfo",
    "VolumeSummary",
    "VolumeType",
    "Volumes",
    "WarmOptions",
    "answer_default",
    "connect",
    "errors",
    "keyring_credentials",
    "refuse",
    "to_dict",
    "vim",
]

__version__: Final = _version.VERSION

_NAMES: Final[dict[str, str]] = {
    "aioesx._plain": "to_dict",
    "aioesx._server.collector": "ObjectProperties Properties",
    "aioesx._server.moving": "DiskSink ExportLimits ExportPlan ExportProgress Exported ExportedDisk"
    " Obstacle PlannedDisk Sink WarmOptions",
    "aioesx._server.tasks.questions": "Choice Policy Question answer_default refuse",
    "aioesx._server.tasks.runner": "TaskOptions",
    "aioesx._session.events": """
        CallRepeated Event EventHook LoggedIn QuestionAsked RequestSent ResponseReceived
        TaskAbandoned TaskEnded TaskProgressed TaskStarted
    """,
    "aioesx._session.product": "ProductInfo",
    "aioesx._session.versions": "KnownVersions",
    "aioesx.auth": "Auth AuthRequest keyring_credentials",
    "aioesx.connection": "Connecting Connection PeerCertificate connect",
    "aioesx.datastore_path": "DatastorePath",
    "aioesx.domain": """
        Chord ConsoleTicket CpuSample CpuUsage DeviceAddress Domain DomainConfiguration DomainDevice
        DomainDisk DomainInfo DomainInterface DomainState DomainStatus DomainSummary Domains Guest
        GuestAddress GuestFile GuestFileKind GuestInterface GuestProcess GuestResult NewDisk
        PendingQuestion SchedulerParameters Screenshots Snapshot SnapshotInfo SnapshotTree Snapshots
        StateReason ToolsState VncDisplay
    """,
    "aioesx.errors": "EsxError",
    "aioesx.fleet": """
        DryRun Fleet FleetEntry FleetResults FleetRun FleetStream FleetView HostDown HostEntry
        HostRest HostResult HostStage HostUp Inventory PasswordSource PlannedChange Repeatable
    """,
    "aioesx.host": """
        FirewallPort FirewallRuleset Host HostCertificate HostClock HostDetails HostFirewall
        HostHealth HostLicence HostMaintenance HostPool Hosts HostSensor HostService
        HostServices HostState HostSummary HostUsage LockdownMode MaintenanceStatus NodeInfo
        ServicePolicy
    """,
    "aioesx.inventory": "Folders ResourcePools",
    "aioesx.jobs.plan": """
        Plan PlanOutcome PlanOutline PlanReport PlanStep PlannedStep
    """,
    "aioesx.network": """
        Bandwidth Interface Interfaces InterfaceSummary Network NetworkInfo NetworkKind Networks
        NetworkSummary NetworkUser PortGroup SecurityPolicy TeamingPolicy VmkernelAdapter
    """,
    "aioesx.perf": """
        MetricCounter MetricInterval MetricProvider Metrics MetricSample MetricSeries MetricsJob
        MetricStream
    """,
    "aioesx.storage": """
        ByteSource DiskAdapter DiskKind DiskRange DiskReader DomainSpace FileEntry FileKind
        Files Image OpenFile Orphan Orphans Pool PoolInfo PoolKind PoolMaintenance PoolMount
        Pools PoolSpace PoolState PoolSummary SnapshotGrowth Storage Transferred Volume
        VolumeFormat VolumeInfo Volumes VolumeSummary VolumeType
    """,
    "aioesx.watch": """
        AlarmSign AlarmStatus Alarms Appeared Change Changed Changes EventGap EventStream Events
        Folded Hidden HostEvent TriggeredAlarm Vanished
    """,
}
"""Which module has which names; what else is in `__all__` is a module itself."""

_HOMES: Final = {name: module for module, names in _NAMES.items() for name in names.split()}

if not TYPE_CHECKING:  # else every misspelt name would be Any

    def __getattr__(name: str) -> Any:
        """Load what is asked for the first time."""
        if name in _HOMES:
            found = _as_ours(getattr(import_module(_HOMES[name]), name))
        elif name in __all__:
            found = import_module(f"{__name__}.{name}")
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = found
        return found

    def _as_ours(found: Any) -> Any:
        """Let help and reprs name a class or function by where its users import it from.

        What the fields of a dataclass are is looked up before, in the module that wrote it.
        """
        if isinstance(found, type | FunctionType) and found.__module__ != f"{__name__}.errors":
            if "__dataclass_fields__" in vars(found):
                hints = get_type_hints(found)
                found.__annotations__ = {field: hints[field] for field in found.__annotations__}
            found.__module__ = __name__
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
