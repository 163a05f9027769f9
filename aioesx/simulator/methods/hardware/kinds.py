"""Kinds of devices: which settings they are, how many there may be, and what works on the fly.

A running machine takes on the fly what a real one's guest can be told of: disks and drives on
SCSI, SATA and NVMe, cards, controllers and USB. All else waits until it is off. Sources: vSphere
Virtual Machine Administration, "Configuring Virtual Machine Hardware"; ``InvalidPowerState`` is
what hosts answer (fog-vsphere#287, terraform-provider-vsphere#358).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.properties.devices import BUSES

if TYPE_CHECKING:
    from aioesx.simulator.methods.hardware.step import Step
    from aioesx.simulator.state.config import Config

__all__ = [
    "CLASSES",
    "KINDS",
    "NUMBERED",
    "Kind",
    "family_of",
    "is_present",
    "key_prefix",
    "kind_of",
    "most_of",
    "require_operation",
    "require_version",
]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a running machine takes of a kind of device.

    Attributes:
        hot: operations; none of them means that the machine must be off.
        fields: settings that an edit may change meanwhile, by their last words.
    """

    hot: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


_LINK: Final = ("startConnected", "allowGuestConnectionControl")
_MEDIUM: Final = (*_LINK, "fileName", "fileType", "deviceType", "clientDevice", "autodetect")
_SHARES: Final = ("shares", "throughputCap", "reservation")
_NET: Final = (
    *(*_LINK, "networkName", "wakeOnPcktRcv", "dvs.switchId", "dvs.portgroupId", "dvs.portId"),
    *("dvs.connectionId", "opaqueNetwork.id", "opaqueNetwork.type"),
)
_ALL: Final = ("add", "remove", "edit")
_PLUG: Final = ("add", "remove")

# fmt: off
KINDS: Final = {
    "disk on scsi":     Kind(_ALL, _SHARES),
    "disk on sata":     Kind(_ALL, _SHARES),
    "disk on nvme":     Kind(_ALL, _SHARES),
    "disk on ide":      Kind(("edit",), _SHARES),
    "cdrom on scsi":    Kind(_ALL, _MEDIUM),
    "cdrom on sata":    Kind(_ALL, _MEDIUM),
    "cdrom on ide":     Kind(("edit",), _MEDIUM),
    "floppy":           Kind(("edit",), _MEDIUM),
    "ethernet":         Kind(_ALL, _NET),
    "serial":           Kind(("edit",), _LINK),
    "parallel":         Kind(("edit",), _LINK),
    "scsi controller":  Kind(_PLUG),
    "sata controller":  Kind(_PLUG),
    "nvme controller":  Kind(_PLUG),
    "usb controller":   Kind(_PLUG),
    "usb device":       Kind(_PLUG),
    "pci passthrough":  Kind(),
    "sound":            Kind(),
    "watchdog":         Kind(),
    "video":            Kind(),
    "fixed":            Kind(),
}
# fmt: on
"""What a running machine takes, by kind."""

CLASSES: Final[tuple[tuple[Any, str, str, int], ...]] = (
    # class, kind, settings, first hardware version that has it
    (vim.VirtualDisk, "disk", "", 0),
    (vim.VirtualCdrom, "cdrom", "", 0),
    (vim.VirtualFloppy, "floppy", "floppy", 0),
    (vim.VirtualVmxnet3, "ethernet", "ethernet", 7),
    (vim.VirtualE1000e, "ethernet", "ethernet", 8),
    (vim.VirtualEthernetCard, "ethernet", "ethernet", 0),
    (vim.VirtualSerialPort, "serial", "serial", 0),
    (vim.VirtualParallelPort, "parallel", "parallel", 0),
    (vim.ParaVirtualSCSIController, "scsi controller", "scsi", 7),
    (vim.VirtualLsiLogicSASController, "scsi controller", "scsi", 7),
    (vim.VirtualSCSIController, "scsi controller", "scsi", 0),
    (vim.VirtualAHCIController, "sata controller", "sata", 10),
    (vim.VirtualNVMEController, "nvme controller", "nvme", 13),
    (vim.VirtualUSBController, "usb controller", "usb", 7),
    (vim.VirtualUSBXHCIController, "usb controller", "usb_xhci", 8),
    (vim.VirtualUSB, "usb device", "usb.autoConnect.device", 7),
    (vim.VirtualPCIPassthrough, "pci passthrough", "pciPassthru", 7),
    (vim.VirtualSoundCard, "sound", "sound", 0),
    (vim.VirtualWDT, "watchdog", "vwdt", 17),
    (vim.VirtualMachineVideoCard, "video", "svga", 0),
)
"""Which kind a class is, the nearest class first."""

NUMBERED: Final = {
    # settings: first key, most
    "ethernet": (4000, 10),
    "floppy": (8000, 2),
    "serial": (9000, 4),
    "parallel": (10000, 3),
    "pciPassthru": (13000, 16),
    "usb.autoConnect.device": (20000, 20),
}
"""Devices that stand in a row."""

_SINGLE: Final = {"sound": 5000, "usb": 7000, "usb_xhci": 14000, "vwdt": 18000, "svga": 500}
"""Devices that a machine has one of, by settings, with their keys."""

_FEW_CARDS: Final = 4
"""Network cards of a machine with virtual hardware below 7."""


def _row(device: Any) -> tuple[Any, str, str, int] | None:
    return next((row for row in CLASSES if isinstance(device, row[0])), None)


def family_of(device: Any) -> str:
    """Return the settings that a device is written in, without number; empty for a drive."""
    row = _row(device)
    return "" if row is None else row[2]


def kind_of(device: Any, prefix: str) -> str:
    """Return the kind of a device whose settings begin with `prefix`."""
    row = _row(device)
    if row is None:
        return "fixed"
    bus = prefix.partition(":")[0].rstrip("0123456789")
    return row[1] if row[2] else f"{row[1]} on {bus}"


def most_of(family: str, config: Config) -> int:
    """Return how many devices in a row a machine may have."""
    if family == "ethernet" and config.hardware_version < 7:
        return _FEW_CARDS
    return NUMBERED[family][1]


def key_prefix(key: int) -> str:
    """Return what the settings of the device with a key begin with; empty for an unknown key."""
    for kind, (controller, first, width, _) in BUSES.items():
        if first <= key < first + 4 * width:
            return f"{kind}{(key - first) // width}:{(key - first) % width}"
        if controller <= key < controller + 4:
            return f"{kind}{key - controller}"
    for family, (first, most) in NUMBERED.items():
        if first <= key < first + most:
            return f"{family}{key - first}"
    return next((family for family, single in _SINGLE.items() if single == key), "")


def is_present(config: Config, prefix: str) -> bool:
    """Tell whether there is a device whose settings begin with `prefix`."""
    return config.flag(f"{prefix}.present") or config.has(prefix)


def require_operation(step: Step, prefix: str, operation: str) -> None:
    """Refuse what a running machine does not take.

    Raises:
        Refused: InvalidPowerState, DeviceHotPlugNotSupported.
    """
    if not step.machine.is_on:
        return
    kind = KINDS.get(kind_of(step.device, prefix), Kind())
    if operation not in kind.hot and not (operation == "edit" and kind.hot):
        raise faults.invalid_power_state(step.machine.power, "poweredOff")
    if operation != "edit" and not step.config.flag("devices.hotplug", default=True):
        raise step.no_hot_plug()


def require_version(step: Step) -> None:
    """Refuse a device that is newer than the machine.

    Raises:
        Refused: DeviceUnsupportedForVmVersion.
    """
    row = _row(step.device)
    if row is not None and step.config.hardware_version < row[3]:
        raise step.old_hardware(row[3])
