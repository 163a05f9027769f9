"""`DomainConfiguration`: what `Domain.configure` sets, as the machine has it. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, Literal

from aioesx import vim
from aioesx.domain.hardware.current import Hardware

__all__ = [
    "TITLE_KEY",
    "TOOLS_POLICIES",
    "DomainConfiguration",
    "Firmware",
    "Latency",
    "ToolsUpgrade",
    "configuration_of",
]

Firmware = Literal["bios", "efi"]
Latency = Literal["low", "normal", "medium", "high"]
ToolsUpgrade = Literal["manual", "at-power-cycle"]

TITLE_KEY: Final = "aioesx.title"
"""Where a title is kept: VMware has a name and a description, and no word for libvirt's title."""

TOOLS_POLICIES: Final[dict[str, str]] = {
    "manual": "manual",
    "at-power-cycle": "upgradeAtPowerCycle",
}
"""The API's word by ours."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DomainConfiguration:
    """A domain's configuration beside its devices; None is what the host does not tell.

    Attributes:
        description: free text, the host's annotation; empty for none.
        title: a line of text, kept among the extra settings (``aioesx.title``).
        guest_id: the guest's operating system, in VMware's word (``"debian11_64Guest"``).
        firmware: ``"bios"`` or ``"efi"``.
        secure_boot: EFI starts only what is signed.
        boot_order: what is tried in turn: targets of disks, MAC addresses of cards, ``"cdrom"``,
            ``"floppy"``; empty leaves it to the firmware.
        boot_delay: pause before the start, in seconds.
        enter_setup: the next start stops in the firmware's setup.
        cpu_reservation: in MHz.
        cpu_limit: in MHz; -1 is no limit.
        cpu_shares: weight.
        memory_reservation: in KiB.
        memory_limit: in KiB; -1 is no limit.
        memory_shares: weight.
        disk_limits: input and output operations a second, by target; -1 is no limit.
        nested_virtualization: the guest sees the processor's own virtualization.
        latency: how much the host does for short delays.
        tools_upgrade: when VMware Tools are upgraded.
        cpu_hot_add: processors can be added while it runs.
        memory_hot_add: memory can be added while it runs.
        extra_config: all other settings, by key, as text.
    """

    description: str | None = None
    title: str | None = None
    guest_id: str | None = None
    firmware: str | None = None
    secure_boot: bool | None = None
    boot_order: tuple[str, ...] | None = None
    boot_delay: float | None = None
    enter_setup: bool | None = None
    cpu_reservation: int | None = None
    cpu_limit: int | None = None
    cpu_shares: int | None = None
    memory_reservation: int | None = None
    memory_limit: int | None = None
    memory_shares: int | None = None
    disk_limits: Mapping[str, int] = dataclasses.field(default_factory=dict)
    nested_virtualization: bool | None = None
    latency: str | None = None
    tools_upgrade: str | None = None
    cpu_hot_add: bool | None = None
    memory_hot_add: bool | None = None
    extra_config: Mapping[str, str] = dataclasses.field(default_factory=dict)


def configuration_of(hardware: Hardware) -> DomainConfiguration:
    """Return a machine's configuration."""
    config = hardware.config
    extra = {entry.key: _text(entry.value) for entry in config.extra_config}
    boot = config.boot_options
    return DomainConfiguration(
        description=config.annotation or "",
        title=extra.pop(TITLE_KEY, ""),
        guest_id=config.guest_id,
        firmware=config.firmware,
        secure_boot=boot.efi_secure_boot_enabled if boot is not None else None,
        boot_order=_boot_order(hardware, boot),
        boot_delay=_seconds(boot.boot_delay if boot is not None else None),
        enter_setup=boot.enter_bios_setup if boot is not None else None,
        nested_virtualization=config.nested_hv_enabled,
        latency=_latency(config.latency_sensitivity),
        tools_upgrade=_tools(config.tools),
        cpu_hot_add=config.cpu_hot_add_enabled,
        memory_hot_add=config.memory_hot_add_enabled,
        disk_limits=_disk_limits(hardware),
        extra_config=extra,
        **_allocation("cpu", config.cpu_allocation, 1),
        **_allocation("memory", config.memory_allocation, 1024),
    )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return "" if value is None else str(value)


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _latency(told: vim.LatencySensitivity | None) -> str | None:
    return None if told is None else str(told.level)


def _tools(told: vim.ToolsConfigInfo | None) -> str | None:
    policy = told.tools_upgrade_policy if told is not None else None
    return next((ours for ours, word in TOOLS_POLICIES.items() if word == policy), policy)


def _allocation(what: str, told: vim.ResourceAllocationInfo | None, unit: int) -> dict[str, Any]:
    """Return an allocation's fields; `unit` is ours in one of the host's."""
    if told is None:
        return {}
    limit = told.limit
    return {
        f"{what}_reservation": None if told.reservation is None else told.reservation * unit,
        f"{what}_limit": limit if limit in (None, -1) else limit * unit,
        f"{what}_shares": told.shares.shares if told.shares is not None else None,
    }


def _disk_limits(hardware: Hardware) -> dict[str, int]:
    limits = {}
    for drive in hardware.drives():
        told = getattr(drive.device, "storage_io_allocation", None)
        if told is not None and told.limit is not None:
            limits[drive.target] = told.limit
    return limits


def _boot_order(
    hardware: Hardware, boot: vim.VirtualMachineBootOptions | None
) -> tuple[str, ...] | None:
    if boot is None:
        return None
    return tuple(_bootable(hardware, entry) for entry in boot.boot_order)


def _bootable(hardware: Hardware, entry: vim.VirtualMachineBootOptionsBootableDevice) -> str:
    match entry:
        case vim.VirtualMachineBootOptionsBootableDiskDevice(device_key=key):
            drives = {drive.device.key: drive.target for drive in hardware.drives()}
            return drives.get(key, f"disk {key}")
        case vim.VirtualMachineBootOptionsBootableEthernetDevice(device_key=key):
            card = hardware.by_key(key)
            return str(getattr(card, "mac_address", None) or f"interface {key}")
        case vim.VirtualMachineBootOptionsBootableFloppyDevice():
            return "floppy"
    return "cdrom"
