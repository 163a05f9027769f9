"""A machine's configuration as what makes the same machine at another host. No I/O.

What a configuration says (`VirtualMachineConfigInfo`) is asked for again in a spec: scalars by a
table, devices by what they are, extra settings but for those that a host writes for itself. What
another host cannot have is left out, and told: `spec_devices`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from aioesx import vim
from aioesx._server.moving import Obstacle
from aioesx.export.arrival.spec_devices import Landing, NewDisk, SpecDevices

__all__ = [
    "MadeSpec",
    "add_nvram",
    "machine_spec",
]

D = TypeVar("D", bound=vim.DynamicData)

_ADD: Final = vim.VirtualDeviceConfigSpecOperation.ADD
_CREATE: Final = vim.VirtualDeviceConfigSpecFileOperation.CREATE


@dataclasses.dataclass(frozen=True, slots=True)
class MadeSpec:
    """A spec, and what is to be known of it.

    Attributes:
        spec: for the host.
        disks: in the configuration's order.
        warnings: what the machine will not have, or not in the same way.
    """

    spec: vim.VirtualMachineConfigSpec
    disks: tuple[NewDisk, ...]
    warnings: tuple[Obstacle, ...]


# --- scalars -------------------------------------------------------------------------------------

# fmt: off
_SCALARS: Final = (
    # in the configuration                  in the spec                         API
    ("version",                             "version",                          (2, 5)),
    ("annotation",                          "annotation",                       (2, 5)),
    ("guest_id",                            "guest_id",                         (2, 5)),
    ("alternate_guest_name",                "alternate_guest_name",             (2, 5)),
    ("console_preferences",                 "console_preferences",              (2, 5)),
    ("default_power_ops",                   "power_op_info",                    (2, 5)),
    ("hardware.num_cpu",                    "num_cpus",                         (2, 5)),
    ("hardware.memory_mb",                  "memory_mb",                        (2, 5)),
    ("hardware.num_cores_per_socket",       "num_cores_per_socket",             (5, 0)),
    ("hardware.virtual_ich7_m_present",     "virtual_ich7_m_present",           (5, 0)),
    ("hardware.virtual_smc_present",        "virtual_smc_present",              (5, 0)),
    ("memory_hot_add_enabled",              "memory_hot_add_enabled",           (2, 5)),
    ("cpu_hot_add_enabled",                 "cpu_hot_add_enabled",              (2, 5)),
    ("cpu_hot_remove_enabled",              "cpu_hot_remove_enabled",           (2, 5)),
    ("latency_sensitivity",                 "latency_sensitivity",              (5, 1)),
    ("swap_placement",                      "swap_placement",                   (2, 5)),
    ("change_tracking_enabled",             "change_tracking_enabled",          (4, 0)),
    ("max_mks_connections",                 "max_mks_connections",              (5, 0)),
    ("guest_auto_lock_enabled",             "guest_auto_lock_enabled",          (5, 0)),
    ("memory_reservation_locked_to_max",    "memory_reservation_locked_to_max", (5, 0)),
    ("nested_hv_enabled",                   "nested_hv_enabled",                (5, 1)),
    ("v_pmc_enabled",                       "v_pmc_enabled",                    (5, 1)),
    ("message_bus_tunnel_enabled",          "message_bus_tunnel_enabled",       (6, 0)),
)
# fmt: on

_BIOS: Final = "bios"
"""What a machine has of which nothing is said; some programs do not know the word in a VMX file."""

_NEWER: Final[dict[str, tuple[int, ...]]] = {
    "virtual_exec_usage": (4, 0),
    "record_replay_enabled": (4, 0),
    "fault_tolerance_type": (6, 0),
    "cbrc_cache_enabled": (6, 5),
    "vvtd_enabled": (6, 7),
    "vbs_enabled": (6, 7),
    "efi_secure_boot_enabled": (6, 5),
    "boot_retry_enabled": (4, 1),
    "boot_retry_delay": (4, 1),
    "boot_order": (5, 0),
    "network_boot_protocol": (6, 0),
    "sync_time_with_host_allowed": (7, 0, 1),
    "tools_install_type": (6, 5),
    "customization_key_id": (6, 5),
    "last_install_info": (5, 0),
}
"""Fields of flags, boot options and Tools, by the API that brought them."""

_TOLD: Final = frozenset(
    {
        "fault_tolerance_type", "record_replay_enabled", "snapshot_locked", "tools_version",
        "tools_install_type", "last_install_info", "pending_customization", "customization_key_id",
    }
)  # fmt: skip
"""What a configuration tells, and no spec sets."""


def _value(config: Any, path: str) -> Any:
    for part in path.split("."):
        config = getattr(config, part, None)
    return config


def _scalars(config: vim.VirtualMachineConfigInfo, landing: Landing) -> dict[str, Any]:
    found = {
        name: value
        for path, name, since in _SCALARS
        if landing.api >= since and (value := _value(config, path)) not in (None, "")
    }
    if landing.api >= (5, 0) and config.firmware not in (None, _BIOS):
        found["firmware"] = config.firmware
    for name in ("tools", "flags"):
        if (value := getattr(config, name)) is not None:
            found[name] = _settable(value, landing.api)
    return found


def _settable(value: D, api: tuple[int, ...]) -> D:
    """Return an object without what no spec sets, or the other host does not know."""
    drop = {name for name, since in _NEWER.items() if api < since} | _TOLD
    return _without(value, drop)


def _without(value: D, names: set[str] | frozenset[str]) -> D:
    fields = {name: getattr(value, name) for name in type(value).wire_fields}
    return type(value)(**{name: one for name, one in fields.items() if name not in names})


def _allocation(told: vim.ResourceAllocationInfo | None) -> vim.ResourceAllocationInfo | None:
    """Return what somebody has set of an allocation; what is usual need not be said."""
    if told is None:
        return None
    shares = told.shares
    if shares is not None and str(shares.level) == "normal":
        shares = None
    reservation, limit = told.reservation or None, None if told.limit == -1 else told.limit
    if shares is None and reservation is None and limit is None:
        return None
    return vim.ResourceAllocationInfo(reservation=reservation, limit=limit, shares=shares)


# --- extra settings ------------------------------------------------------------------------------

_OWN: Final = re.compile(
    r"nvram|extendedconfigfile|cleanshutdown|softpoweroff|checkpoint\..*|replay\..*|vmotion\..*"
    r"|migrate\..*|uuid\..*|vc\.uuid|vm\.createdate|numa\.autosize\..*|(?:host|guest)cpuid\..*"
    r"|evccompatibilitymode|monitor\.phys_bits_used|toolsinstallmanager\..*|vmware\.tools\..*"
    r"|workingdir|log\.filename|suspend\.directory|snapshot\..*\.?(?:disk|filename).*"
    r"|sched\.swap\..*|vmxstats\.filename|hypervisor\..*|govcsim|.*\.redo|.*\.ctkenabled"
    r"|tools\.guest\..*|displayname|annotation|policy\.vm\..*|svga\.guestbackedprimaryaware",
    re.IGNORECASE,
)
"""What a host writes for itself: of this host, of this place, of the last run."""

_CHECK: Final = "checkMACAddress"
_MANUAL: Final = re.compile(r"00:50:56:[0-3][0-9a-f](?::[0-9a-f]{2}){2}", re.IGNORECASE)
"""Addresses that a host takes of a caller without a word; it holds others against its own range."""


def _extras(config: vim.VirtualMachineConfigInfo, landing: Landing) -> list[vim.OptionValue]:
    found = {
        one.key: one.value
        for one in config.extra_config
        if one.value not in (None, "") and _OWN.fullmatch(one.key) is None
    }
    found |= _picture(config)
    cards = [one for one in config.hardware.device if isinstance(one, vim.VirtualEthernetCard)]
    for number, card in enumerate(cards):
        key = f"ethernet{_number(card, number)}.{_CHECK}"
        if landing.keeps_identity and card.mac_address and not _MANUAL.fullmatch(card.mac_address):
            found.setdefault(key, "FALSE")
    return [vim.OptionValue(key=key, value=value) for key, value in found.items()]


def _number(card: vim.VirtualDevice, number: int) -> int:
    """Return what a card is numbered by in the VMX: the key says it, of every host."""
    return card.key - _FIRST_CARD if _FIRST_CARD <= card.key < _FIRST_CARD + 10 else number


_FIRST_CARD: Final = 4000


def _picture(config: vim.VirtualMachineConfigInfo) -> dict[str, Any]:
    """Return the settings of the video card, which every machine has: none can be added."""
    keys = {one.key.lower() for one in config.extra_config}
    found: dict[str, Any] = {}
    for card in config.hardware.device:
        if isinstance(card, vim.VirtualMachineVideoCard):
            if card.video_ram_size_in_kb:
                found["svga.vramSize"] = str(card.video_ram_size_in_kb * 1024)
            if (card.num_displays or 1) > 1:
                found["svga.numDisplays"] = str(card.num_displays)
            if card.use_auto_detect:
                found["svga.autodetect"] = "TRUE"
            if card.enable3_d_support:
                found["mks.enable3d"] = "TRUE"
    return {key: value for key, value in found.items() if key.lower() not in keys}


# --- the whole -----------------------------------------------------------------------------------


def machine_spec(config: vim.VirtualMachineConfigInfo, landing: Landing) -> MadeSpec:
    """Return what makes the same machine at another host.

    Args:
        config: the machine.
        landing: where, and as what; it has a network for each of `networks_of`.
    """
    devices = SpecDevices(config, landing)
    changes = list(devices.changes())
    spec = vim.VirtualMachineConfigSpec(
        name=landing.name,
        uuid=landing.uuid,
        instance_uuid=landing.instance_uuid if landing.api >= (4, 0) else None,
        files=vim.VirtualMachineFileInfo(vm_path_name=f"[{landing.datastore}]"),
        device_change=changes,
        cpu_allocation=_allocation(config.cpu_allocation),
        memory_allocation=_allocation(config.memory_allocation),
        extra_config=_extras(config, landing),
        **_scalars(config, landing),
    )
    if config.cpu_affinity is not None and config.cpu_affinity.affinity_set:
        spec.cpu_affinity = config.cpu_affinity
    spec.boot_options = _boot(config, landing, {change.device.key for change in changes})
    spec.cpu_feature_mask = _masks(config.cpu_feature_mask)
    warnings = list(devices.warnings)
    if config.v_app_config is not None and landing.has_vapp:
        spec.v_app_config = _vapp(config.v_app_config)
    elif config.v_app_config is not None and config.v_app_config.property:
        text = "properties of the software in it stay behind: a host without a vCenter keeps none"
        warnings.append(Obstacle("property", text))
    return MadeSpec(spec, tuple(devices.disks), tuple(warnings))


def _vapp(told: vim.VmConfigInfo) -> vim.VmConfigSpec:
    """Return what gives a machine the same properties, products and licences."""
    add = vim.ArrayUpdateOperation.ADD
    return vim.VmConfigSpec(
        product=[vim.VAppProductSpec(operation=add, info=one) for one in told.product],
        property=[vim.VAppPropertySpec(operation=add, info=one) for one in told.property],
        ip_assignment=told.ip_assignment,
        eula=told.eula,
        ovf_section=[vim.VAppOvfSectionSpec(operation=add, info=one) for one in told.ovf_section],
        ovf_environment_transport=told.ovf_environment_transport,
        install_boot_required=told.install_boot_required,
        install_boot_stop_delay=told.install_boot_stop_delay,
    )


def add_nvram(spec: vim.VirtualMachineConfigSpec, name: str) -> None:
    """Have a machine keep its firmware's variables in a file: its lease then has a place for it."""
    spec.extra_config.append(vim.OptionValue(key="nvram", value=f"{name}.nvram"))


def _boot(
    config: vim.VirtualMachineConfigInfo, landing: Landing, keys: set[int]
) -> vim.VirtualMachineBootOptions | None:
    """Return the boot options; the order names devices by what they are called in the spec."""
    if config.boot_options is None:
        return None
    options = _settable(config.boot_options, landing.api)
    order: list[vim.VirtualMachineBootOptionsBootableDevice] = []
    for entry in options.boot_order:
        if (key := getattr(entry, "device_key", None)) is None:
            order.append(entry)
        elif -key in keys:
            order.append(type(entry)(device_key=-key))  # type: ignore[call-arg]
    options.boot_order = order
    return options


_REGISTERS: Final = ("eax", "ebx", "ecx", "edx")


def _masks(masks: Sequence[vim.HostCpuIdInfo]) -> list[vim.VirtualMachineCpuIdInfoSpec]:
    """Return the masks of processor features that somebody has set."""
    return [
        vim.VirtualMachineCpuIdInfoSpec(operation=vim.ArrayUpdateOperation.ADD, info=one)
        for one in masks
        if any(getattr(one, name, None) for name in _REGISTERS)
    ]
