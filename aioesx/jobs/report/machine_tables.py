"""The tables with a row for each machine: vInfo, vCPU, vMemory, vTools. No I/O."""

from __future__ import annotations

from typing import Any, Final

from aioesx.jobs.report.columns import Cell, Column, Table, many, mib, plain_word, total
from aioesx.jobs.report.facts import Facts, Machine

__all__ = ["ABOUT", "CPU", "INFO", "MEMORY", "TOOLS", "WHICH", "machine_of"]

_SLOTS: Final = 8
"""Columns for the networks of a machine's cards, as in RVTools; vNetwork has all of them."""


def machine_of(item: Any) -> Machine:
    """Return the machine that a row is of, or of a part of which."""
    machine: Machine = item if isinstance(item, Machine) else item.whole
    return machine


def _path(path: str) -> Any:
    """Return what tells a property of a machine, or an attribute of one, as it is."""
    return lambda item: machine_of(item)[path]


def _word(path: str) -> Any:
    return lambda item: plain_word(machine_of(item)[path])


def _mib(path: str) -> Any:
    return lambda item: mib(machine_of(item)[path])


def _nothing_as_none(path: str) -> Any:
    return lambda item: machine_of(item)[path] or None


def _limit(path: str) -> Any:
    """Tell a limit; -1 is none, as the API and RVTools have it."""
    return lambda item: machine_of(item)[path]


def _cluster(item: Any) -> str | None:
    host = machine_of(item).host
    return host.cluster if host is not None else None


def _server(item: Any) -> str:
    return machine_of(item).facts.server


def _server_uuid(item: Any) -> str | None:
    return machine_of(item).facts.uuid


WHICH: Final = (
    Column("VM", "text", lambda item: machine_of(item).name, main=True),
    Column("Powerstate", "text", _word("runtime:power_state"), main=True),
    Column("Template", "boolean", _path("config.template")),
)
"""How each table of machines begins."""

_FOLDER: Final = Column(
    "Folder", "text", lambda item: machine_of(item).where.folder or None, about=True
)
ABOUT: Final = (
    Column("Annotation", "text", _nothing_as_none("config.annotation"), about=True),
    Column("Datacenter", "text", lambda item: machine_of(item).where.datacenter, about=True),
    Column("Cluster", "text", _cluster, about=True),
    Column("Host", "text", lambda item: machine_of(item).host_name, main=True, about=True),
    _FOLDER,
    Column("OS according to the configuration file", "text", _path("config.guestFullName"),
           about=True),
    Column("OS according to the VMware Tools", "text", _nothing_as_none("guest:guest_full_name"),
           about=True),
    Column("VM ID", "text", lambda item: machine_of(item).id, about=True),
    Column("VM UUID", "text", _path("config.instanceUuid"), about=True),
    Column("VI SDK Server", "text", _server, about=True),
    Column("VI SDK UUID", "text", _server_uuid, about=True),
)  # fmt: skip
"""How each of them ends."""


def _disk_mib(machine: Machine) -> int | None:
    if machine.disks is None:
        return None
    return mib(total(disk.capacity_in_kb * 1024 for disk in machine.disks))


def _network(number: int) -> Any:
    def tell(machine: Machine) -> Cell:
        cards = machine.cards or ()
        return machine.network_of(cards[number]) if number < len(cards) else None

    return tell


def _machines(facts: Facts) -> list[Machine]:
    return facts.machines


def _info_about() -> list[Column]:
    """Return the last columns as vInfo has them: another UUID, and what the server is."""
    server = Column(
        "VI SDK Server type", "text", lambda machine: machine.facts.about.full_name, about=True
    )
    version = Column(
        "VI SDK API Version", "text", lambda machine: machine.facts.about.api_version, about=True
    )
    bios = Column("SMBIOS UUID", "text", _path("config.uuid"), about=True)
    columns = [column for column in ABOUT if column is not _FOLDER]
    return [*columns[:-3], bios, columns[-3], server, version, *columns[-2:]]


INFO: Final = Table(
    "vInfo",
    "Machines",
    "A machine or template.",
    _machines,
    (
        *WHICH,
        Column("Config status", "text", _word("summary.overallStatus")),
        Column("DNS Name", "text", _nothing_as_none("guest:host_name")),
        Column("Connection state", "text", _word("runtime:connection_state")),
        Column("Guest state", "text", _word("guest:guest_state")),
        Column("Heartbeat", "text", _word("guestHeartbeatStatus")),
        Column("Consolidation Needed", "boolean", _path("runtime:consolidation_needed")),
        Column("PowerOn", "moment", _path("runtime:boot_time")),
        Column("Suspend time", "moment", _path("runtime:suspend_time")),
        Column("Creation date", "moment", _path("config.createDate")),
        Column("Change Version", "text", _path("config.changeVersion")),
        Column("CPUs", "integer", _path("config.hardware.numCPU"), main=True),
        Column("Memory", "integer", _path("config.hardware.memoryMB"), "MiB", main=True),
        Column("Active Memory", "integer", _path("summary.quickStats:guest_memory_usage"), "MiB"),
        Column("NICs", "integer", lambda machine: many(machine.cards)),
        Column("Disks", "integer", lambda machine: many(machine.disks)),
        Column("Total disk capacity MiB", "integer", _disk_mib, "MiB"),
        Column("min Required EVC Mode Key", "text", _path("runtime:min_required_evc_mode_key")),
        Column("Latency Sensitivity", "text", _word("config.latencySensitivity:level")),
        Column("EnableUUID", "boolean", _path("config.flags:disk_uuid_enabled")),
        Column("CBT", "boolean", _path("config.changeTrackingEnabled")),
        Column("Primary IP Address", "text", _nothing_as_none("guest:ip_address"), main=True),
        *(Column(f"Network #{number + 1}", "text", _network(number)) for number in range(_SLOTS)),
        Column("Num Monitors", "integer",
               lambda machine: machine.video and machine.video.num_displays),
        Column("Video Ram KiB", "integer",
               lambda machine: machine.video and machine.video.video_ram_size_in_kb, "KiB"),
        Column("Resource pool", "text", lambda machine: machine.where.pool),
        _FOLDER,
        Column("FT State", "text", _word("runtime:fault_tolerance_state")),
        Column("Provisioned MiB", "integer", lambda machine: _provisioned(machine), "MiB"),
        Column("In Use MiB", "integer", _mib("summary.storage:committed"), "MiB", main=True),
        Column("Unshared MiB", "integer", _mib("summary.storage:unshared"), "MiB"),
        Column("Boot delay", "integer", _path("config.bootOptions:boot_delay"), "ms"),
        Column("Boot retry delay", "integer", _path("config.bootOptions:boot_retry_delay"), "ms"),
        Column("Boot retry enabled", "boolean", _path("config.bootOptions:boot_retry_enabled")),
        Column("Boot BIOS setup", "boolean", _path("config.bootOptions:enter_bios_setup")),
        Column("EFI Secure boot", "boolean", _path("config.bootOptions:efi_secure_boot_enabled")),
        Column("Firmware", "text", _path("config.firmware")),
        Column("HW version", "text", _path("config.version")),
        Column("Path", "text", _path("config.files:vm_path_name")),
        Column("Log directory", "text", _path("config.files:log_directory")),
        Column("Snapshot directory", "text", _path("config.files:snapshot_directory")),
        Column("Suspend directory", "text", _path("config.files:suspend_directory")),
        *_info_about(),
    ),
)  # fmt: skip


def _provisioned(machine: Machine) -> int | None:
    committed = machine["summary.storage:committed"]
    uncommitted = machine["summary.storage:uncommitted"]
    return None if committed is None else mib(total((committed, uncommitted)))


def _cores_per_socket(machine: Machine) -> int | None:
    """Return how many cores a socket has; hosts before API 5.0 know sockets of one."""
    cores: int | None = machine["config.hardware.numCoresPerSocket"]
    return cores if cores or machine.facts.has_cores else 1


def _sockets(machine: Machine) -> int | None:
    count, cores = machine["config.hardware.numCPU"], _cores_per_socket(machine)
    return None if count is None or not cores else count // cores


CPU: Final = Table(
    "vCPU",
    "Processors",
    "A machine's virtual processors.",
    _machines,
    (
        *WHICH,
        Column("CPUs", "integer", _path("config.hardware.numCPU"), main=True),
        Column("Sockets", "integer", _sockets, main=True),
        Column("Cores p/s", "integer", _cores_per_socket, main=True),
        Column("Max", "integer", _path("runtime:max_cpu_usage"), "MHz"),
        Column("Overall", "integer", _path("summary.quickStats:overall_cpu_usage"), "MHz",
               main=True),
        Column("Level", "text", _word("config.cpuAllocation:shares.level")),
        Column("Shares", "integer", _path("config.cpuAllocation:shares.shares")),
        Column("Reservation", "integer", _path("config.cpuAllocation:reservation"), "MHz"),
        Column("Entitlement", "integer", _path("summary.quickStats:static_cpu_entitlement"), "MHz"),
        Column("DRS Entitlement", "integer",
               _path("summary.quickStats:distributed_cpu_entitlement"), "MHz"),
        Column("Limit", "integer", _limit("config.cpuAllocation:limit"), "MHz"),
        Column("Hot Add", "boolean", _path("config.cpuHotAddEnabled")),
        Column("Hot Remove", "boolean", _path("config.cpuHotRemoveEnabled")),
        *ABOUT,
    ),
)  # fmt: skip

MEMORY: Final = Table(
    "vMemory",
    "Memory",
    "A machine's memory.",
    _machines,
    (
        *WHICH,
        Column("Size MiB", "integer", _path("config.hardware.memoryMB"), "MiB", main=True),
        Column("Memory Reservation Locked To Max", "boolean",
               _path("config.memoryReservationLockedToMax")),
        Column("Overhead", "integer", _mib("runtime:memory_overhead"), "MiB"),
        Column("Max", "integer", _path("runtime:max_memory_usage"), "MiB"),
        Column("Consumed", "integer", _path("summary.quickStats:host_memory_usage"), "MiB",
               main=True),
        Column("Consumed Overhead", "integer",
               _path("summary.quickStats:consumed_overhead_memory"), "MiB"),
        Column("Private", "integer", _path("summary.quickStats:private_memory"), "MiB"),
        Column("Shared", "integer", _path("summary.quickStats:shared_memory"), "MiB"),
        Column("Swapped", "integer", _path("summary.quickStats:swapped_memory"), "MiB", main=True),
        Column("Ballooned", "integer", _path("summary.quickStats:ballooned_memory"), "MiB",
               main=True),
        Column("Active", "integer", _path("summary.quickStats:guest_memory_usage"), "MiB",
               main=True),
        Column("Entitlement", "integer", _path("summary.quickStats:static_memory_entitlement"),
               "MiB"),
        Column("DRS Entitlement", "integer",
               _path("summary.quickStats:distributed_memory_entitlement"), "MiB"),
        Column("Level", "text", _word("config.memoryAllocation:shares.level")),
        Column("Shares", "integer", _path("config.memoryAllocation:shares.shares")),
        Column("Reservation", "integer", _path("config.memoryAllocation:reservation"), "MiB"),
        Column("Limit", "integer", _limit("config.memoryAllocation:limit"), "MiB"),
        Column("Hot Add", "boolean", _path("config.memoryHotAddEnabled")),
        *ABOUT,
    ),
)  # fmt: skip

_UPGRADEABLE: Final = frozenset(
    {"guestToolsNeedUpgrade", "guestToolsSupportedOld", "guestToolsTooOld"}
)


def _upgradeable(machine: Machine) -> bool | None:
    word = _tools_status(machine)
    return None if word is None else word in _UPGRADEABLE


def _tools_status(machine: Machine) -> str | None:
    """Return how old the Tools are, in the newest words that the server has."""
    newer: str | None = machine["guest:tools_version_status2"]
    return newer or machine["guest:tools_version_status"]


TOOLS: Final = Table(
    "vTools",
    "Tools",
    "VMware Tools in a machine.",
    _machines,
    (
        *WHICH,
        Column("VM Version", "text", _path("config.version")),
        Column("Tools", "text", _word("guest:tools_status"), main=True),
        Column("Tools Version", "text", _nothing_as_none("guest:tools_version"), main=True),
        Column("Running", "text", _word("guest:tools_running_status"), main=True),
        Column("Version Status", "text", _tools_status, main=True),
        Column("Upgradeable", "boolean", _upgradeable, main=True),
        Column("Upgrade Policy", "text", _path("config.tools:tools_upgrade_policy")),
        Column("Sync time", "boolean", _path("config.tools:sync_time_with_host")),
        Column("App status", "text", _word("guest:app_heartbeat_status")),
        Column("Heartbeat status", "text", _word("guestHeartbeatStatus")),
        Column("Kernel Crash state", "boolean", _path("guest:guest_kernel_crashed")),
        Column("Operation Ready", "boolean", _path("guest:guest_operations_ready")),
        Column("State change support", "boolean", _path("guest:guest_state_change_supported")),
        Column("Interactive Guest", "boolean",
               _path("guest:interactive_guest_operations_ready")),
        *ABOUT,
    ),
)  # fmt: skip
