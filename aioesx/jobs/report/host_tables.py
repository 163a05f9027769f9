"""The tables of hosts: vHost, vHBA, vNIC, vSwitch, vPort, vSC_VMK. No I/O."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from aioesx import vim
from aioesx.jobs.report.columns import Column, Table, plain_word, total
from aioesx.jobs.report.facts import Facts, HostFacts, Of, below

__all__ = ["ADAPTER", "HBA", "HOST", "NIC", "PORT", "SWITCH", "host_of"]

_CLOCK: Final = "ntpd"
_SERIALS: Final = ("SerialNumberTag", "ServiceTag")


def host_of(item: Any) -> HostFacts:
    """Return the host that a row is of, or of a part of which."""
    host: HostFacts = item if isinstance(item, HostFacts) else item.whole
    return host


def _path(path: str) -> Any:
    return lambda host: host[path]


def _part(path: str) -> Any:
    return lambda item: item[path]


_WHICH: Final = (
    Column("Host", "text", lambda item: host_of(item).name, main=True),
    Column("Datacenter", "text", lambda item: host_of(item).datacenter),
    Column("Cluster", "text", lambda item: host_of(item).cluster),
)
_ABOUT: Final = (
    Column("VI SDK Server", "text", lambda item: host_of(item).facts.server, about=True),
    Column("VI SDK UUID", "text", lambda item: host_of(item).facts.uuid, about=True),
)


# --- hosts ---------------------------------------------------------------------------------------


def _cpu_total(host: HostFacts) -> int | None:
    """Return what all cores together can do, in MHz."""
    hardware = host["summary.hardware"]
    return hardware.cpu_mhz * hardware.num_cpu_cores if hardware is not None else None


def _percent(used: float | None, total: float | None) -> int | None:
    return None if used is None or not total else round(used * 100 / total)


def _cpu_usage(host: HostFacts) -> int | None:
    return _percent(host["summary.quickStats:overall_cpu_usage"], _cpu_total(host))


def _memory_mib(host: HostFacts) -> int | None:
    size = host["summary.hardware:memory_size"]
    return None if size is None else size // 2**20


def _memory_usage(host: HostFacts) -> int | None:
    return _percent(host["summary.quickStats:overall_memory_usage"], _memory_mib(host))


def _cores_per_cpu(host: HostFacts) -> int | None:
    hardware = host["summary.hardware"]
    if hardware is None or not hardware.num_cpu_pkgs:
        return None
    cores: int = hardware.num_cpu_cores // hardware.num_cpu_pkgs
    return cores


def _vcpus(host: HostFacts) -> int | None:
    return total(each["config.hardware.numCPU"] for each in host.running)


def _sum(path: str) -> Any:
    """Tell the sum of a property of all machines that run."""
    return lambda host: total(each[path] for each in host.running)


def _per_core(count: int | None, host: HostFacts) -> float | None:
    cores = host["summary.hardware:num_cpu_cores"]
    return round(count / cores, 2) if cores and count is not None else None


def _texts(path: str) -> Any:
    """Tell a list of texts; None where the property is not told."""

    def tell(host: HostFacts) -> tuple[str, ...] | None:
        found = host[path]
        return None if found is None else tuple(found)

    return tell


def _service_runs(host: HostFacts) -> bool | None:
    services = host["config.service:service"] or ()
    running: bool | None = next((each.running for each in services if each.key == _CLOCK), None)
    return running


def _identity(*words: str) -> Any:
    def tell(host: HostFacts) -> str | None:
        told = host["hardware.systemInfo:other_identifying_info"] or ()
        by_word = {each.identifier_type.key: each.identifier_value.strip() for each in told}
        return next((by_word[word] for word in words if by_word.get(word)), None)

    return tell


def _serial(host: HostFacts) -> str | None:
    serial: str | None = host["hardware.systemInfo:serial_number"]
    return serial or _identity(*_SERIALS)(host)


HOST: Final = Table(
    "vHost",
    "Hosts",
    "A host.",
    lambda facts: facts.hosts,
    (
        *_WHICH,
        Column("Config status", "text", lambda host: plain_word(host["summary.overallStatus"])),
        Column("Connection state", "text",
               lambda host: plain_word(host["runtime:connection_state"]), main=True),
        Column("in Maintenance Mode", "boolean", _path("runtime:in_maintenance_mode"), main=True),
        Column("in Quarantine Mode", "boolean", _path("runtime:in_quarantine_mode")),
        Column("CPU Model", "text", _path("summary.hardware:cpu_model")),
        Column("Speed", "integer", _path("summary.hardware:cpu_mhz"), "MHz"),
        Column("HT Available", "boolean", _path("config.hyperThread:available")),
        Column("HT Active", "boolean", _path("config.hyperThread:active")),
        Column("# CPU", "integer", _path("summary.hardware:num_cpu_pkgs")),
        Column("Cores per CPU", "integer", _cores_per_cpu),
        Column("# Cores", "integer", _path("summary.hardware:num_cpu_cores"), main=True),
        Column("CPU usage %", "integer", _cpu_usage, "%", main=True),
        Column("# Memory", "integer", _memory_mib, "MiB", main=True),
        Column("Memory usage %", "integer", _memory_usage, "%", main=True),
        Column("# NICs", "integer", _path("summary.hardware:num_nics")),
        Column("# HBAs", "integer", _path("summary.hardware:num_hbas")),
        Column("# VMs total", "integer", lambda host: len(host.machines)),
        Column("# VMs", "integer", lambda host: len(host.running), main=True),
        Column("VMs per Core", "number", lambda host: _per_core(len(host.running), host)),
        Column("# vCPUs", "integer", _vcpus, main=True),
        Column("vCPUs per Core", "number", lambda host: _per_core(_vcpus(host), host)),
        Column("vRAM", "integer", _sum("config.hardware.memoryMB"), "MiB"),
        Column("VM Used memory", "integer", _sum("summary.quickStats:host_memory_usage"), "MiB"),
        Column("VM Memory Swapped", "integer", _sum("summary.quickStats:swapped_memory"), "MiB"),
        Column("VM Memory Ballooned", "integer", _sum("summary.quickStats:ballooned_memory"),
               "MiB"),
        Column("VMotion support", "boolean", _path("summary.config.vmotionEnabled")),
        Column("Current EVC", "text", _path("summary.currentEVCModeKey")),
        Column("Max EVC", "text", _path("summary.maxEVCModeKey")),
        Column("ESX Version", "text", _path("config.product:full_name"), main=True),
        Column("Boot time", "moment", _path("runtime:boot_time")),
        Column("Reboot required", "boolean", _path("summary.rebootRequired")),
        Column("DNS Servers", "texts", _texts("config.network:dns_config.address")),
        Column("DHCP", "boolean", _path("config.network:dns_config.dhcp")),
        Column("Domain", "text",
               lambda host: host["config.network:dns_config.domain_name"] or None),
        Column("DNS Search Order", "texts", _texts("config.network:dns_config.search_domain")),
        Column("NTP Server(s)", "texts", _texts("config.dateTimeInfo:ntp_config.server")),
        Column("NTPD running", "boolean", _service_runs),
        Column("Time Zone", "text", _path("config.dateTimeInfo:time_zone.key")),
        Column("Time Zone Name", "text", _path("config.dateTimeInfo:time_zone.name")),
        Column("GMT Offset", "integer", _path("config.dateTimeInfo:time_zone.gmt_offset"), "s"),
        Column("Vendor", "text", _path("summary.hardware:vendor")),
        Column("Model", "text", _path("summary.hardware:model")),
        Column("Serial number", "text", _serial),
        Column("Service tag", "text", _identity("ServiceTag")),
        Column("BIOS Vendor", "text", _path("hardware.biosInfo:vendor")),
        Column("BIOS Version", "text", _path("hardware.biosInfo:bios_version")),
        Column("BIOS Date", "moment", _path("hardware.biosInfo:release_date")),
        Column("Object ID", "text", lambda host: host.id, about=True),
        Column("UUID", "text", _path("summary.hardware:uuid"), about=True),
        *_ABOUT,
    ),
)  # fmt: skip


# --- adapters ------------------------------------------------------------------------------------


def _parts(path: str) -> Any:
    def items(facts: Facts) -> Iterator[Of]:
        return (Of(host, part) for host in facts.hosts for part in host[path] or ())

    return items


def _hba_type(item: Of) -> str:
    return type(item.part).__name__.removeprefix("Host")


def _wwn(item: Of) -> str | None:
    """Return the World Wide Name of a port, or the iSCSI name."""
    number = getattr(item.part, "port_world_wide_name", None)
    if number is not None:
        digits = f"{number & (2**64 - 1):016x}"
        return ":".join(digits[at : at + 2] for at in range(0, 16, 2))
    return getattr(item.part, "i_scsi_name", None)


HBA: Final = Table(
    "vHBA",
    "Storage adapters",
    "A storage adapter of a host.",
    _parts("config.storageDevice.hostBusAdapter"),
    (
        *_WHICH,
        Column("Device", "text", _part("device"), main=True),
        Column("Type", "text", _hba_type, main=True),
        Column("Status", "text", _part("status"), main=True),
        Column("Bus", "integer", _part("bus")),
        Column("Pci", "text", lambda item: item.part.pci or None),
        Column("Driver", "text", _part("driver"), main=True),
        Column("Model", "text", _part("model"), main=True),
        Column("WWN", "text", _wwn),
        *_ABOUT,
    ),
)


def _uplinks(switch: Any) -> list[str]:
    bridge = below(switch, "spec.bridge")
    if isinstance(bridge, vim.HostVirtualSwitchBondBridge):
        return list(bridge.nic_device)
    return [key.rpartition("-")[2] for key in switch.pnic]


def _switch_of(item: Of) -> str | None:
    """Return the switch that a card of the host's is an uplink of."""
    network = item.whole["config.network"]
    for switch in network.vswitch:
        if item.part.device in _uplinks(switch):
            name: str = switch.name
            return name
    for proxy in network.proxy_switch:
        if item.part.key in proxy.pnic:
            told: str = proxy.dvs_name
            return told
    return None


NIC: Final = Table(
    "vNIC",
    "Host network cards",
    "A physical network card of a host.",
    _parts("config.network:pnic"),
    (
        *_WHICH,
        Column("Network Device", "text", _part("device"), main=True),
        Column("Driver", "text", _part("driver"), main=True),
        Column("Speed", "integer", _part("link_speed.speed_mb"), "Mbit/s", main=True),
        Column("Duplex", "boolean", _part("link_speed.duplex"), main=True),
        Column("MAC", "text", _part("mac"), main=True),
        Column("Switch", "text", _switch_of, main=True),
        Column("PCI", "text", _part("pci")),
        Column("WakeOn", "boolean", _part("wake_on_lan_supported")),
        *_ABOUT,
    ),
)


# --- switches and port groups --------------------------------------------------------------------


def _policy(policy: str) -> tuple[Column, ...]:
    """Return the columns of a network policy, which stands under a name."""
    return (
        Column("Promiscuous Mode", "boolean", _part(f"{policy}.security.allow_promiscuous"),
               main=True),
        Column("Mac Changes", "boolean", _part(f"{policy}.security.mac_changes")),
        Column("Forged Transmits", "boolean", _part(f"{policy}.security.forged_transmits")),
        Column("Traffic Shaping", "boolean", _part(f"{policy}.shaping_policy.enabled")),
        Column("Width", "integer", _part(f"{policy}.shaping_policy.average_bandwidth"), "bit/s"),
        Column("Peak", "integer", _part(f"{policy}.shaping_policy.peak_bandwidth"), "bit/s"),
        Column("Burst", "integer", _part(f"{policy}.shaping_policy.burst_size"), "bytes"),
        Column("Policy", "text", _part(f"{policy}.nic_teaming.policy")),
        Column("Reverse Policy", "boolean", _part(f"{policy}.nic_teaming.reverse_policy")),
        Column("Notify Switch", "boolean", _part(f"{policy}.nic_teaming.notify_switches")),
        Column("Rolling Order", "boolean", _part(f"{policy}.nic_teaming.rolling_order")),
        Column("Offload", "boolean", _part(f"{policy}.offload_policy.csum_offload")),
        Column("TSO", "boolean", _part(f"{policy}.offload_policy.tcp_segmentation")),
        Column("Zero Copy Xmit", "boolean", _part(f"{policy}.offload_policy.zero_copy_xmit")),
    )  # fmt: skip


SWITCH: Final = Table(
    "vSwitch",
    "Switches",
    "A standard switch of a host.",
    _parts("config.network:vswitch"),
    (
        *_WHICH,
        Column("Switch", "text", _part("name"), main=True),
        Column("# Ports", "integer", _part("num_ports"), main=True),
        Column("Free Ports", "integer", _part("num_ports_available"), main=True),
        Column("Uplinks", "texts", lambda item: tuple(_uplinks(item.part)), main=True),
        *_policy("spec.policy"),
        Column("MTU", "integer", _part("mtu"), "bytes", main=True),
        *_ABOUT,
    ),
)

PORT: Final = Table(
    "vPort",
    "Port groups",
    "A port group of a standard switch.",
    _parts("config.network:portgroup"),
    (
        *_WHICH,
        Column("Port Group", "text", _part("spec.name"), main=True),
        Column("Switch", "text", _part("spec.vswitch_name"), main=True),
        Column("VLAN", "integer", _part("spec.vlan_id"), main=True),
        *_policy("computed_policy"),
        *_ABOUT,
    ),
)


def _own_adapters(facts: Facts) -> Iterator[Of]:
    for host in facts.hosts:
        network = host["config.network"]
        if network is not None:
            yield from (Of(host, each) for each in (*network.console_vnic, *network.vnic))


def _ipv6(item: Of) -> tuple[str, ...]:
    told = item["spec.ip.ip_v6_config.ip_v6_address"] or ()
    return tuple(each.ip_address for each in told)


ADAPTER: Final = Table(
    "vSC_VMK",
    "Host adapters",
    "A VMkernel adapter of a host, or one of an old host's service console.",
    _own_adapters,
    (
        *_WHICH,
        Column("Port Group", "text", lambda item: item.part.portgroup or None, main=True),
        Column("Device", "text", _part("device"), main=True),
        Column("Mac Address", "text", _part("spec.mac"), main=True),
        Column("DHCP", "boolean", _part("spec.ip.dhcp")),
        Column("IP Address", "text", _part("spec.ip.ip_address"), main=True),
        Column("IP 6 Address", "texts", _ipv6),
        Column("Subnet mask", "text", _part("spec.ip.subnet_mask")),
        Column("Gateway", "text",
               lambda item: host_of(item)["config.network:ip_route_config.default_gateway"]),
        Column("MTU", "integer", _part("spec.mtu"), "bytes"),
        *_ABOUT,
    ),
)  # fmt: skip
