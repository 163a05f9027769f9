"""The metrics of hosts, domains, datastores and licences: one table. No I/O.

A row says what a metric is called, what it means, which properties it needs, and how they become
numbers. Names that begin with ``vmware_`` are those of pryorda/vmware_exporter, with its labels and
its units, so that dashboards go on to work; what that one does not have begins with ``aioesx_``.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from aioesx import vim
from aioesx.host.health import HEALTH, HostSensor, health_of
from aioesx.host.licence import HostLicence
from aioesx.jobs.exporter.distinct import distinct

__all__ = [
    "CONNECTION", "DATASTORES", "DOMAINS", "HOST", "HOSTS", "LICENCES", "Metric", "Of", "Reader",
    "Sample", "labels_of", "number",
]  # fmt: skip

Sample = tuple[tuple[str, ...], float]
"""Values of a metric's further labels, and its value."""

Values = Mapping[str, Any]
Reader = Callable[[Any], Iterable[Sample]]
"""Makes samples of what a metric is about: properties, a licence, a scrape."""


class Of(enum.StrEnum):
    """What a metric is about."""

    HOST = "host"
    DOMAIN = "domain"
    DATASTORE = "datastore"
    LICENCE = "licence"
    EXPORTER = "exporter"


HOST: Final = "host"
"""The label that every metric of a host has: the host's name in the inventory."""

_LABELS: Final[Mapping[Of, tuple[str, ...]]] = {
    Of.HOST: ("host_name", "dc_name", "cluster_name"),
    Of.DOMAIN: ("vm_name", "ds_name", "host_name", "dc_name", "cluster_name"),
    Of.DATASTORE: ("ds_name", "dc_name", "ds_cluster"),
    Of.LICENCE: ("licence", "edition"),
    Of.EXPORTER: (),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Metric:
    """One metric; all of them are gauges.

    Attributes:
        name: as Prometheus knows it.
        help: what it means, with its unit.
        of: what it is about, which tells its first labels.
        read: makes samples of what `paths` hold.
        paths: the properties that it needs.
        labels: its further labels.
    """

    name: str
    help: str
    of: Of
    read: Reader
    paths: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def labels_of(metric: Metric) -> tuple[str, ...]:
    """Return all labels of a metric but `HOST`."""
    return (*_LABELS[metric.of], *metric.labels)


# --- how properties become samples ---------------------------------------------------------------


def number(path: str, scale: float = 1) -> Reader:
    """Return what makes a sample of a number, where there is one."""

    def read(values: Values) -> Iterator[Sample]:
        if (value := values.get(path)) is not None:
            yield (), value * scale

    return read


def _field(path: str, field: str, scale: float = 1) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        if (value := getattr(values.get(path), field, None)) is not None:
            yield (), value * scale

    return read


def _moment(path: str) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        if isinstance(value := values.get(path), datetime):
            yield (), value.timestamp()

    return read


def _is(path: str, word: str) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        if (value := values.get(path)) is not None:
            yield (), float(value == word)

    return read


def _word(*paths: str) -> Reader:
    """Make a constant 1, labelled with words; where one of them is told at least."""

    def read(values: Values) -> Iterator[Sample]:
        words = [values.get(path) for path in paths]
        if any(word is not None for word in words):
            yield tuple("unknown" if word is None else str(word) for word in words), 1.0

    return read


def _field_word(path: str, field: str) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        if (word := getattr(values.get(path), field, None)) is not None:
            yield (str(word),), 1.0

    return read


def _count(path: str) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        if path in values:
            yield (), float(len(values[path] or ()))

    return read


_MIB: Final = 1024**2
_MHZ: Final = 1_000_000


# --- domains -------------------------------------------------------------------------------------

_SNAPSHOTS: Final = "snapshot.rootSnapshotList"
_QUESTION: Final = "runtime.question"
_DISKS: Final = "guest.disk"
_QUICK: Final = "summary.quickStats"
_SPACE: Final = "summary.storage"
_MOST_SNAPSHOTS: Final = 10_000


def _snapshots(values: Values) -> list[Any]:
    """Return all snapshots of a machine, in no order; not more than a machine can have."""
    found: list[Any] = []
    waiting: list[Any] = list(values.get(_SNAPSHOTS) or ())
    while waiting and len(found) < _MOST_SNAPSHOTS:
        node = waiting.pop()
        found.append(node)
        waiting += node.child_snapshot_list
    return found


def _snapshot_count(values: Values) -> Iterator[Sample]:
    yield (), float(len(_snapshots(values)))


def _snapshot_moments(values: Values) -> Iterator[Sample]:
    nodes = _snapshots(values)
    names = distinct([((node.name,), node.snapshot.value) for node in nodes])
    for node, labels in zip(nodes, names, strict=True):
        yield labels, node.create_time.timestamp()


def _asks(values: Values) -> Iterator[Sample]:
    yield (), float(isinstance(values.get(_QUESTION), vim.VirtualMachineQuestionInfo))


def _disks(field: str) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        for disk in values.get(_DISKS) or ():
            value = getattr(disk, field, None)
            if disk.disk_path is not None and value is not None:
                yield (disk.disk_path,), value

    return read


def _domain(
    name: str, help_: str, read: Reader, *paths: str, labels: tuple[str, ...] = ()
) -> Metric:
    return Metric(name, help_, Of.DOMAIN, read, paths, labels)


DOMAINS: Final = (
    _domain("vmware_vm_power_state", "Whether the domain is powered on.",
            _is("runtime.powerState", "poweredOn"), "runtime.powerState"),
    _domain("vmware_vm_boot_timestamp_seconds", "When the domain was powered on last.",
            _moment("runtime.bootTime"), "runtime.bootTime"),
    _domain("vmware_vm_num_cpu", "Virtual CPUs.",
            number("summary.config.numCpu"), "summary.config.numCpu"),
    _domain("vmware_vm_memory_max", "Memory of the domain in MiB.",
            number("summary.config.memorySizeMB"), "summary.config.memorySizeMB"),
    _domain("vmware_vm_max_cpu_usage", "Most that the virtual CPUs can use, in MHz.",
            number("runtime.maxCpuUsage"), "runtime.maxCpuUsage"),
    _domain("vmware_vm_template", "Whether it is a template.",
            number("summary.config.template"), "summary.config.template"),
    _domain("vmware_vm_guest_disk_free", "Free space of a guest's file system in bytes.",
            _disks("free_space"), _DISKS, labels=("partition",)),
    _domain("vmware_vm_guest_disk_capacity", "Size of a guest's file system in bytes.",
            _disks("capacity"), _DISKS, labels=("partition",)),
    _domain("vmware_vm_guest_tools_running_status", "1, labelled with the state of VMware Tools.",
            _word("guest.toolsStatus"), "guest.toolsStatus", labels=("tools_status",)),
    _domain("vmware_vm_guest_tools_version", "1, labelled with the version of VMware Tools.",
            _word("guest.toolsVersion"), "guest.toolsVersion", labels=("tools_version",)),
    _domain("vmware_vm_guest_tools_version_status",
            "1, labelled with whether that version is current.",
            _word("guest.toolsVersionStatus2"), "guest.toolsVersionStatus2",
            labels=("tools_version_status",)),
    _domain("vmware_vm_snapshots", "Snapshots of the domain.", _snapshot_count, _SNAPSHOTS),
    _domain("vmware_vm_snapshot_timestamp_seconds", "When the snapshot was taken.",
            _snapshot_moments, _SNAPSHOTS, labels=("vm_snapshot_name",)),
    _domain("aioesx_vm_question_pending", "Whether the domain waits for somebody's answer.",
            _asks, _QUESTION),
    _domain("aioesx_vm_consolidation_needed", "Whether disks of deleted snapshots are left.",
            number("runtime.consolidationNeeded"), "runtime.consolidationNeeded"),
    _domain("aioesx_vm_tools_running", "Whether VMware Tools run in the guest.",
            _is("guest.toolsRunningStatus", "guestToolsRunning"), "guest.toolsRunningStatus"),
    _domain("aioesx_vm_connected", "Whether the host can get at the domain's files.",
            _is("runtime.connectionState", "connected"), "runtime.connectionState"),
    _domain("aioesx_vm_cpu_usage_hertz", "Processor time that it takes, as a rate.",
            _field(_QUICK, "overall_cpu_usage", _MHZ), _QUICK),
    _domain("aioesx_vm_memory_guest_bytes", "Memory that the guest has touched lately.",
            _field(_QUICK, "guest_memory_usage", _MIB), _QUICK),
    _domain("aioesx_vm_memory_host_bytes", "Memory of the host that it takes.",
            _field(_QUICK, "host_memory_usage", _MIB), _QUICK),
    _domain("aioesx_vm_storage_committed_bytes", "What its files take up.",
            _field(_SPACE, "committed"), _SPACE),
    _domain("aioesx_vm_storage_uncommitted_bytes", "What thin disks of it may still come to take.",
            _field(_SPACE, "uncommitted"), _SPACE),
)  # fmt: skip


# --- hosts ---------------------------------------------------------------------------------------

_HARDWARE: Final = "summary.hardware"
_STANDBY: Final = "runtime.standbyMode"
_VERSION: Final = "summary.config.product.version"
_BUILD: Final = "summary.config.product.build"
_STATES: Final = {"red": 0, "yellow": 1, "green": 2, "unknown": 3}


def _standby(values: Values) -> Iterator[Sample]:
    if (mode := values.get(_STANDBY)) is not None:
        yield (mode,), float(mode == "in")


def _cpu_max(values: Values) -> Iterator[Sample]:
    if (hardware := values.get(_HARDWARE)) is not None:
        yield (), hardware.num_cpu_cores * hardware.cpu_mhz


def _hardware(values: Values) -> Iterator[Sample]:
    if (hardware := values.get(_HARDWARE)) is not None:
        yield (hardware.model, hardware.cpu_model), 1.0


def _health(values: Values) -> Iterator[Sample]:
    health = health_of(values.get(HEALTH))
    if health is not None and health.state is not None:
        yield (), float(_STATES.get(health.state, _STATES["unknown"]))


def _labelled_sensors(values: Values) -> list[tuple[tuple[str, ...], HostSensor]]:
    """Return the sensors of a host with name and kind, of which no two are alike."""
    health = health_of(values.get(HEALTH))
    sensors = health.sensors if health is not None else ()
    labelled = [((each.name, each.kind), f"#{at}") for at, each in enumerate(sensors, 1)]
    return list(zip(distinct(labelled), sensors, strict=True))


def _sensor_states(values: Values) -> Iterator[Sample]:
    for labels, sensor in _labelled_sensors(values):
        if sensor.state is not None:
            yield labels, float(_STATES.get(sensor.state, _STATES["unknown"]))


def _sensors(unit: str) -> Reader:
    def read(values: Values) -> Iterator[Sample]:
        for (name, _), sensor in _labelled_sensors(values):
            if sensor.reading is not None and (sensor.unit or "").lower() == unit:
                yield (name,), sensor.reading

    return read


def _host(name: str, help_: str, read: Reader, *paths: str, labels: tuple[str, ...] = ()) -> Metric:
    return Metric(name, help_, Of.HOST, read, paths, labels)


def _sensor(name: str, what: str, unit: str) -> Metric:
    return _host(f"vmware_host_sensor_{name}", what, _sensors(unit), HEALTH, labels=("name",))


CONNECTION: Final = _host(
    "vmware_host_connection_state",
    "1, labelled with whether a vCenter reaches the host.",
    _word("runtime.connectionState"),
    "runtime.connectionState",
    labels=("state",),
)
HOSTS: Final = (
    _host("vmware_host_power_state", "Whether the host is powered on.",
          _is("runtime.powerState", "poweredOn"), "runtime.powerState"),
    _host("vmware_host_standby_mode", "Whether the host is in standby, labelled with how.",
          _standby, _STANDBY, labels=("standby_mode_state",)),
    CONNECTION,
    _host("vmware_host_maintenance_mode", "Whether the host is in maintenance mode.",
          number("runtime.inMaintenanceMode"), "runtime.inMaintenanceMode"),
    _host("vmware_host_boot_timestamp_seconds", "When the host was started.",
          _moment("runtime.bootTime"), "runtime.bootTime"),
    _host("vmware_host_cpu_usage", "Processor time in use, in MHz.",
          number("summary.quickStats.overallCpuUsage"), "summary.quickStats.overallCpuUsage"),
    _host("vmware_host_cpu_max", "Rate of all cores together, in MHz.", _cpu_max, _HARDWARE),
    _host("vmware_host_num_cpu", "Cores.", _field(_HARDWARE, "num_cpu_cores"), _HARDWARE),
    _host("vmware_host_memory_usage", "Memory in use, in MiB.",
          number("summary.quickStats.overallMemoryUsage"),
          "summary.quickStats.overallMemoryUsage"),
    _host("vmware_host_memory_max", "Memory, in MiB.",
          _field(_HARDWARE, "memory_size", 1 / _MIB), _HARDWARE),
    _host("vmware_host_product_info", "1, labelled with the product's version and build.",
          _word(_VERSION, _BUILD), _VERSION, _BUILD, labels=("version", "build")),
    _host("vmware_host_hardware_info", "1, labelled with the models of machine and processor.",
          _hardware, _HARDWARE, labels=("hardware_model", "hardware_cpu_model")),
    _host("vmware_host_sensor_state",
          "What a sensor reports: 0 red, 1 yellow, 2 green, 3 unknown.",
          _sensor_states, HEALTH, labels=("name", "type")),
    _sensor("fan", "Speed of a fan in RPM.", "rpm"),
    _sensor("temperature", "Temperature in degrees Celsius.", "degrees c"),
    _sensor("power_voltage", "Voltage in volts.", "volts"),
    _sensor("power_current", "Current in amperes.", "amps"),
    _sensor("power_watt", "Power in watts.", "watts"),
    _sensor("redundancy", "Whether what is redundant is complete: 1, else 0.",
            "redundancy-discrete"),
    _host("aioesx_host_health",
          "The worst that a sensor of the host reports: 0 red, 1 yellow, 2 green, 3 unknown.",
          _health, HEALTH),
    _host("aioesx_host_reboot_required", "Whether a change waits for a restart.",
          number("summary.rebootRequired"), "summary.rebootRequired"),
)  # fmt: skip


# --- datastores ----------------------------------------------------------------------------------

_SUMMARY: Final = "summary"


def _provisioned(values: Values) -> Iterator[Sample]:
    if (summary := values.get(_SUMMARY)) is not None:
        yield (), summary.capacity - summary.free_space + (summary.uncommitted or 0)


def _store(
    name: str, help_: str, read: Reader, path: str = _SUMMARY, labels: tuple[str, ...] = ()
) -> Metric:
    return Metric(name, help_, Of.DATASTORE, read, (path,), labels)


DATASTORES: Final = (
    _store("vmware_datastore_capacity_size", "Size in bytes.", _field(_SUMMARY, "capacity")),
    _store("vmware_datastore_freespace_size", "What is free, in bytes.",
           _field(_SUMMARY, "free_space")),
    _store("vmware_datastore_uncommited_size", "What thin disks may still come to take, in bytes.",
           _field(_SUMMARY, "uncommitted")),
    _store("vmware_datastore_provisoned_size", "What is in use or may come to be, in bytes.",
           _provisioned),
    _store("vmware_datastore_hosts", "Hosts that have mounted it.", _count("host"), "host"),
    _store("vmware_datastore_vms", "Domains that have files on it.", _count("vm"), "vm"),
    _store("vmware_datastore_maintenance_mode", "1, labelled with the datastore's mode.",
           _field_word(_SUMMARY, "maintenance_mode"), labels=("mode",)),
    _store("vmware_datastore_type", "1, labelled with the kind of file system.",
           _field_word(_SUMMARY, "type"), labels=("ds_type",)),
    _store("vmware_datastore_accessible", "Whether a host can get at it.",
           _field(_SUMMARY, "accessible")),
)  # fmt: skip


# --- licences ------------------------------------------------------------------------------------


def _expiry(licence: HostLicence) -> Iterator[Sample]:
    if licence.expires is not None:
        yield (), licence.expires.timestamp()


def _licence_info(licence: HostLicence) -> Iterator[Sample]:
    yield (), 1.0


def _evaluation(licence: HostLicence) -> Iterator[Sample]:
    yield (), float(licence.evaluation)


LICENCES: Final = (
    Metric("aioesx_licence_info", "1 for each licence that is held.", Of.LICENCE, _licence_info),
    Metric("aioesx_licence_expiry_timestamp_seconds",
           "When the licence ends; of one without an end there is none.", Of.LICENCE, _expiry),
    Metric("aioesx_licence_evaluation", "Whether it is the trial that each host begins with.",
           Of.LICENCE, _evaluation),
)  # fmt: skip
