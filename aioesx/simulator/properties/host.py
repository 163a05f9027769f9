"""Tables of properties: the host itself, its hardware, summary and capability."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator.inventory import FIXED
from aioesx.simulator.properties.about import about
from aioesx.simulator.properties.entities import COMMON, allocation
from aioesx.simulator.properties.network import NETWORK, NIC_SERVICES
from aioesx.simulator.properties.passthrough import passthrough_info, pci_devices
from aioesx.simulator.properties.storage import FILE_SYSTEMS, STORAGE_DEVICE
from aioesx.simulator.properties.view import View, register
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.host import HostState

__all__ = ["CPU_FEATURES", "date_time", "full_name", "options"]


_LONG_MODE: Final = -0x7FFFFFFF  # level 0x80000001 as a signed int
_REGISTERS: Final = {
    #  level: eax, ebx, ecx, edx; most significant bit first
    0: (0x0000000D, 0x756E6547, 0x6C65746E, 0x49656E69),
    1: (0x000406F1, 0x00010800, 0xFFFA3203, 0x1FABFBFF),
    _LONG_MODE - 1: (0x80000008, 0, 0, 0),
    _LONG_MODE: (0, 0, 0x00000121, 0x2C100800),
}


def _bits(register_value: int) -> str:
    """Write a register as ESX does: eight groups of four bits, most significant first."""
    text = f"{register_value:032b}"
    return ":".join(text[i : i + 4] for i in range(0, 32, 4))


CPU_FEATURES: Final = [
    vim.HostCpuIdInfo(
        level=level,
        vendor="",
        eax=_bits(registers[0]),
        ebx=_bits(registers[1]),
        ecx=_bits(registers[2]),
        edx=_bits(registers[3]),
    )
    for level, registers in _REGISTERS.items()
]


def full_name(host: HostState) -> str:
    """Return host and domain name."""
    domain = host.network.domain_name
    return f"{host.network.host_name}.{domain}" if domain else host.network.host_name


def _of_its_own(host: HostState, told: Callable[[], Any]) -> Any:
    """Return what a host tells that has no other operating system below."""
    return None if host.profile.hosted else told()


_SYSTEM: Final = View(
    vim.HostSystemInfo,
    vendor=lambda host: host.hardware.vendor,
    model=lambda host: host.hardware.model,
    uuid=lambda host: host.hardware.uuid,
    serial_number=lambda host: host.upkeep.serial,
    other_identifying_info=lambda host: [
        vim.HostSystemIdentificationInfo(
            identifier_value=host.upkeep.serial,
            identifier_type=vim.ElementDescription(
                key="ServiceTag", label="Service tag", summary="Service tag of the system"
            ),
        )
    ],
)


def _packages(host: HostState) -> list[vim.HostCpuPackage]:
    hardware = host.hardware
    each = hardware.cpu_threads // hardware.cpu_packages
    return [
        vim.HostCpuPackage(
            index=number,
            vendor="intel",
            hz=hardware.cpu_hz,
            bus_hz=100_000_000,
            description=hardware.cpu_model,
            thread_id=list(range(number * each, (number + 1) * each)),
            cpu_feature=CPU_FEATURES,
        )
        for number in range(hardware.cpu_packages)
    ]


def _nodes(host: HostState) -> vim.HostNumaInfo:
    hardware = host.hardware
    each, memory = hardware.cpu_threads, hardware.memory_bytes
    count = hardware.numa_nodes
    return vim.HostNumaInfo(
        type="NUMA",
        num_nodes=count,
        numa_node=[
            vim.HostNumaNode(
                type_id=number,
                cpu_id=list(range(number * each // count, (number + 1) * each // count)),
                memory_range_begin=number * memory // count,
                memory_range_length=memory // count,
            )
            for number in range(count)
        ],
    )


_HARDWARE: Final = View(
    vim.HostHardwareInfo,
    system_info=_SYSTEM,
    cpu_info=View(
        vim.HostCpuInfo,
        num_cpu_packages=lambda host: host.hardware.cpu_packages,
        num_cpu_cores=lambda host: host.hardware.cpu_cores,
        num_cpu_threads=lambda host: host.hardware.cpu_threads,
        hz=lambda host: host.hardware.cpu_hz,
    ),
    cpu_pkg=_packages,
    memory_size=lambda host: host.hardware.memory_bytes,
    numa_info=_nodes,
    pci_device=lambda host: _of_its_own(host, lambda: pci_devices(host)) or [],
    cpu_feature=lambda _: list(CPU_FEATURES),
    bios_info=lambda host: vim.HostBIOSInfo(bios_version="1.0.0", release_date=host.boot_time),
)

_RUNTIME: Final = View(
    vim.HostRuntimeInfo,
    connection_state=vim.HostSystemConnectionState.CONNECTED,
    power_state=vim.HostSystemPowerState.POWERED_ON,
    in_maintenance_mode=lambda host: host.maintenance,
    boot_time=lambda host: host.boot_time,
    health_system_runtime=lambda host: _of_its_own(host, host.upkeep.shown_health),
)

_HARDWARE_SUMMARY: Final = View(
    vim.HostHardwareSummary,
    vendor=lambda host: host.hardware.vendor,
    model=lambda host: host.hardware.model,
    uuid=lambda host: host.hardware.uuid,
    memory_size=lambda host: host.hardware.memory_bytes,
    cpu_model=lambda host: host.hardware.cpu_model,
    cpu_mhz=lambda host: host.hardware.cpu_hz // 1_000_000,
    num_cpu_pkgs=lambda host: host.hardware.cpu_packages,
    num_cpu_cores=lambda host: host.hardware.cpu_cores,
    num_cpu_threads=lambda host: host.hardware.cpu_threads,
    num_nics=lambda host: len(host.network.physical),
    num_hbas=lambda host: len(host.storage.adapters),
)


def _all_mhz(host: HostState) -> int:
    return host.hardware.cpu_hz // 1_000_000 * host.hardware.cpu_cores


def _cpu_used(host: HostState) -> int:
    """Return MHz in use; machines that want more than there is get no more."""
    wanted = 120 + sum(map(host.perf.cpu_mhz, host.machines.values()))
    return min(wanted, _all_mhz(host))


def _memory_used(host: HostState) -> int:
    """Return MiB in use; machines that have more in all are swapped out, or share."""
    return min(host.memory_used_mb(), host.hardware.memory_bytes // 1024**2)


_SUMMARY: Final = View(
    vim.HostListSummary,
    host=lambda host: host.ref(host),
    hardware=_HARDWARE_SUMMARY,
    runtime=_RUNTIME,
    config=View(
        vim.HostConfigSummary,
        name=full_name,
        port=902,
        product=about,
        vmotion_enabled=False,
        fault_tolerance_enabled=False,
    ),
    quick_stats=View(
        vim.HostListSummaryQuickStats,
        overall_cpu_usage=_cpu_used,
        overall_memory_usage=_memory_used,
        uptime=lambda host: int((host.timeline.now() - host.boot_time).total_seconds()),
    ),
    overall_status=vim.ManagedEntityStatus.GREEN,
    reboot_required=False,
    management_server_ip=lambda host: host.management_server,
)

_ABLE: Final[dict[str, Any]] = {
    name: True
    for name, item in vim.HostCapability.wire_fields.items()
    if item.type == "xsd:boolean" and (item.required or name in {"nfs41_supported"})
}

_NOT_HOSTED: Final = (
    "vmotion_supported",
    "san_supported",
    "nfs_supported",
    "iscsi_supported",
    "vlan_tagging_supported",
    "nic_teaming_supported",
    "maintenance_mode_supported",
    "suspended_relocate_supported",
)
"""Capabilities of a host that is its machine's own operating system."""

_CAPABILITY: Final = View(
    vim.HostCapability,
    **{
        **_ABLE,
        "datastore_principal_supported": False,
        "recursive_resource_pools_supported": True,
        "max_supported_vms": 1024,
        "max_running_vms": 1024,
        "max_supported_vcpus": lambda host: host.profile.max_vcpus,
        "max_registered_vms": 4096,
        "max_host_running_vms": 1024,
        "max_host_supported_vcpus": 4096,
        "nested_hv_supported": True,
        "supported_vmfs_major_version": lambda host: [
            major for major in (3, 5, 6) if major <= host.profile.vmfs_major
        ],
        **dict.fromkeys(_NOT_HOSTED, lambda host: not host.profile.hosted),
    },
)

_MANAGERS: Final = (
    "datastore_system",
    "storage_system",
    "network_system",
    "virtual_nic_manager",
    "auto_start_manager",
    "advanced_option",
    "date_time_system",
    "license_manager",
    "service_system",
    "firewall_system",
    "certificate_manager",
)


def _autostart(host: HostState) -> vim.HostAutoStartManagerConfig:
    return vim.HostAutoStartManagerConfig(
        defaults=host.autostart.defaults, power_info=list(host.autostart.entries.values())
    )


def options(host: HostState) -> list[vim.OptionValue]:
    """Return the host's advanced settings."""
    return [
        vim.OptionValue(key=key, value=vim.Typed(kind, value))
        for key, (kind, value) in sorted(host.settings.items())
    ]


register(
    "HostSystem",
    **{**COMMON, "recent_task": lambda host: [host.ref(t) for t in host.tasks.recent(host)]},
    name=full_name,
    parent=FIXED["compute_resource"],
    runtime=_RUNTIME,
    summary=_SUMMARY,
    hardware=_HARDWARE,
    capability=_CAPABILITY,
    config_manager=lambda host: _managers(host),
    config=View(
        vim.HostConfigInfo,
        host=lambda host: host.ref(host),
        product=about,
        storage_device=STORAGE_DEVICE,
        file_system_volume=FILE_SYSTEMS,
        network=NETWORK,
        virtual_nic_manager_info=NIC_SERVICES,
        certificate=lambda host: [byte - 256 * (byte > 127) for byte in host.certificate] or None,
        auto_start=_autostart,
        option=options,
        flags=vim.HostFlagInfo(background_snapshots_enabled=False),
        admin_disabled=lambda host: host.upkeep.lockdown != "lockdownDisabled",
        lockdown_mode=lambda host: vim.HostLockdownMode(host.upkeep.lockdown),
        service=lambda host: _of_its_own(host, host.upkeep.shown_services),
        firewall=lambda host: _of_its_own(host, host.upkeep.shown_firewall),
        date_time_info=lambda host: date_time(host),
        pci_passthru_info=lambda host: _of_its_own(host, lambda: passthrough_info(host)) or [],
    ),
    vm=lambda host: [host.ref(machine) for machine in host.machines.values()],
    datastore=lambda host: [host.ref(store) for store in host.datastores.values()],
    network=lambda host: [host.ref(group) for group in host.network.networks()],
    datastore_browser=Ref("HostDatastoreBrowser", "ha-host-datastorebrowser"),
    system_resources=lambda host: vim.HostSystemResourceInfo(
        key="host", config=_resources(host), child=[]
    ),
)


def _managers(host: HostState) -> vim.HostConfigManager:
    """Return the managers; those of what is left to another operating system are not there."""
    left = ("service_system", "firewall_system") if host.profile.hosted else ()
    return vim.HostConfigManager(**{name: FIXED[name] for name in _MANAGERS if name not in left})


def _resources(host: HostState) -> vim.ResourceConfigSpec:
    mhz = _all_mhz(host)
    return vim.ResourceConfigSpec(
        cpu_allocation=allocation(mhz),
        memory_allocation=allocation(host.hardware.memory_bytes // 1024**2),
    )


def date_time(host: HostState) -> vim.HostDateTimeInfo:
    """Return the host's time zone, and who tells it the time."""
    zone = vim.HostDateTimeSystemTimeZone(key="UTC", name="UTC", description="UTC", gmt_offset=0)
    servers = vim.HostNtpConfig(server=list(host.upkeep.ntp_servers))
    return vim.HostDateTimeInfo(time_zone=zone, ntp_config=servers)
