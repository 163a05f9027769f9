"""A machine's devices, from its VMX settings.

Keys and labels follow ESX: controllers 200, 1000, 15000, 31000, ...; disks
``2000 + 16 * bus + unit``; network cards from 4000; ports from 9000 and 10000.
Writing devices back into settings is `aioesx.simulator.methods.hardware`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.definition.targets import DISK_BUSES, SCSI_HOST
from aioesx.simulator.properties.backings import (
    cdrom_backing,
    cdrom_summary,
    connected_to,
    file_backing,
    host_device,
)
from aioesx.simulator.properties.disk_backings import disk_backing, disk_limits
from aioesx.simulator.properties.extras import extras

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine

__all__ = ["BUSES", "CARDS", "SCSI_CONTROLLERS", "devices", "disk_key"]

SCSI_CONTROLLERS: Final[dict[str, Any]] = {
    "lsilogic": vim.VirtualLsiLogicController,
    "buslogic": vim.VirtualBusLogicController,
    "lsisas1068": vim.VirtualLsiLogicSASController,
    "pvscsi": vim.ParaVirtualSCSIController,
}

CARDS: Final[dict[str, Any]] = {
    "vlance": vim.VirtualPCNet32,
    "vmxnet": vim.VirtualVmxnet,
    "vmxnet2": vim.VirtualVmxnet2,
    "vmxnet3": vim.VirtualVmxnet3,
    "e1000": vim.VirtualE1000,
    "e1000e": vim.VirtualE1000e,
}

BUSES: Final = {
    #        first controller, first disk, units of a controller, label of the controller
    "scsi": (1000, 2000, DISK_BUSES["scsi"].units, "SCSI controller"),
    "ide": (200, 3000, DISK_BUSES["ide"].units, "IDE"),
    "sata": (15000, 16000, DISK_BUSES["sata"].units, "SATA controller"),
    "nvme": (31000, 32000, DISK_BUSES["nvme"].units, "NVME controller"),
}

_PCI_UNITS: Final = {"scsi": 3, "sata": 24, "nvme": 30}
"""Where the controllers of a kind begin on the PCI bus of the machine."""

_SLOT: Final = re.compile(r"(scsi|ide|sata|nvme)([0-9]):([0-9]{1,3})\.present")
_DRIVE: Final = re.compile(r"(scsi|ide|sata|nvme)([0-9]):([0-9]{1,3})\.")
_BUS: Final = re.compile(r"(scsi|sata|nvme)([0-9])\.present")


def disk_key(setting: str) -> int:
    """Return the device key of the drive whose setting is ``scsi0:1.fileName``, say."""
    match = _DRIVE.match(setting.lower())
    if match is None:
        return 0
    _, first, width, _ = BUSES[match[1]]
    return first + width * int(match[2]) + int(match[3])


def _about(label: str, summary: str = "") -> vim.Description:
    return vim.Description(label=label, summary=summary or label)


def _connection(machine: Machine, config: Config, prefix: str) -> vim.VirtualDeviceConnectInfo:
    start = config.flag(f"{prefix}.startConnected", default=True)
    return vim.VirtualDeviceConnectInfo(
        start_connected=start,
        allow_guest_control=config.flag(f"{prefix}.allowGuestConnectionControl", True),
        connected=machine.is_on and machine.links.get(prefix, start),
        status="ok" if machine.is_on else "untried",
    )


def devices(machine: Machine, config: Config | None = None) -> list[vim.VirtualDevice]:
    """Return every device of a machine, controllers first."""
    config = config or machine.config
    found: list[vim.VirtualDevice] = [*_fixed(config), *_controllers(config)]
    for make in _FAMILIES:
        found.extend(make(machine, config))
    controllers = {device.key: device for device in found if hasattr(device, "bus_number")}
    for device in found:
        owner: Any = controllers.get(device.controller_key or 0)
        if owner is not None:
            owner.device.append(device.key)
    return found


def _fixed(config: Config) -> Iterator[vim.VirtualDevice]:
    for bus in (0, 1):
        label = _about(f"IDE {bus}")
        yield vim.VirtualIDEController(key=200 + bus, device_info=label, bus_number=bus)
    yield vim.VirtualPS2Controller(key=300, device_info=_about("PS2 controller 0"), bus_number=0)
    yield vim.VirtualPCIController(key=100, device_info=_about("PCI controller 0"), bus_number=0)
    yield vim.VirtualSIOController(key=400, device_info=_about("SIO controller 0"), bus_number=0)
    yield vim.VirtualKeyboard(
        key=600, device_info=_about("Keyboard"), controller_key=300, unit_number=0
    )
    yield vim.VirtualPointingDevice(
        key=700,
        device_info=_about("Pointing device", "Pointing device; Device"),
        backing=vim.VirtualPointingDeviceDeviceBackingInfo(
            device_name="", use_auto_detect=False, host_pointing_device="autodetect"
        ),
        controller_key=300,
        unit_number=1,
    )
    yield vim.VirtualMachineVideoCard(
        key=500,
        device_info=_about("Video card"),
        controller_key=100,
        unit_number=0,
        video_ram_size_in_kb=config.number("svga.vramSize", 4 * 1024 * 1024) // 1024,
        num_displays=config.number("svga.numDisplays", 1),
        use_auto_detect=config.flag("svga.autodetect"),
        enable3_d_support=config.flag("mks.enable3d"),
    )
    yield vim.VirtualMachineVMCIDevice(
        key=12000,
        device_info=_about("VMCI device", "Device on the virtual machine PCI bus"),
        controller_key=100,
        unit_number=17,
        id=-1,
        allow_unrestricted_communication=False,
    )


def _controllers(config: Config) -> Iterator[vim.VirtualDevice]:
    for key, value in config.settings.items():
        match = _BUS.fullmatch(key.lower())
        if match is None or value.lower() != "true":
            continue
        kind, bus = match[1], int(match[2])
        first, _, _, label = BUSES[kind]
        facts: dict[str, Any] = {
            "key": first + bus,
            "device_info": _about(f"{label} {bus}"),
            "controller_key": 100,
            "unit_number": _PCI_UNITS[kind] + bus,
            "bus_number": bus,
        }
        if kind == "scsi":
            model = config.get(f"scsi{bus}.virtualDev", "buslogic").lower()
            sharing = config.get(f"scsi{bus}.sharedBus", "none").lower()
            word = "noSharing" if sharing == "none" else f"{sharing}Sharing"
            yield SCSI_CONTROLLERS.get(model, vim.VirtualLsiLogicController)(
                **facts,
                hot_add_remove=True,
                shared_bus=vim.VirtualSCSISharing(word),
                scsi_ctlr_unit_number=SCSI_HOST,
            )
        elif kind == "sata":
            yield vim.VirtualAHCIController(**facts)
        else:
            yield vim.VirtualNVMEController(**facts)
    if config.flag("usb.present"):
        yield vim.VirtualUSBController(
            key=7000,
            device_info=_about("USB controller"),
            controller_key=100,
            unit_number=22,
            bus_number=0,
            auto_connect_devices=config.flag("usb.generic.autoconnect"),
            ehci_enabled=config.flag("ehci.present"),
        )
    if config.flag("usb_xhci.present"):
        yield vim.VirtualUSBXHCIController(
            key=14000,
            device_info=_about("USB xHCI controller"),
            controller_key=100,
            unit_number=23,
            bus_number=0,
        )


def _drives(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    """Disks and CD drives."""
    disks = cds = 0
    for key, value in config.settings.items():
        match = _SLOT.fullmatch(key.lower())
        if match is None or value.lower() != "true":
            continue
        kind, bus, unit = match[1], int(match[2]), int(match[3])
        controller, first, width, _ = BUSES[kind]
        prefix = f"{kind}{bus}:{unit}"
        place: dict[str, Any] = {
            "key": first + width * bus + unit,
            "controller_key": controller + bus,
            "unit_number": unit,
        }
        if "cdrom" in config.get(f"{prefix}.deviceType").lower():
            cds += 1
            yield _cdrom(machine, config, prefix, cds, place)
        else:
            disks += 1
            yield _disk(machine, config, prefix, disks, place)


def _cdrom(
    machine: Machine, config: Config, prefix: str, number: int, place: dict[str, Any]
) -> vim.VirtualDevice:
    backing = cdrom_backing(machine, config, prefix)
    return vim.VirtualCdrom(
        **place,
        device_info=_about(f"CD/DVD drive {number}", cdrom_summary(backing)),
        backing=backing,
        connectable=_connection(machine, config, prefix),
    )


def _disk(
    machine: Machine, config: Config, prefix: str, number: int, place: dict[str, Any]
) -> vim.VirtualDevice:
    name = config.get(f"{prefix}.fileName")
    where = machine.host.locate(name, machine.place)
    limits = disk_limits(config, prefix)
    store = next((s for s in machine.host.datastores.values() if s.name == where.datastore), None)
    file = store.files.get(where.path) if store is not None else None
    capacity = file.disk.capacity_kb if file is not None and file.disk is not None else 0
    return vim.VirtualDisk(
        **place,
        device_info=_about(f"Hard disk {number}", f"{capacity:,} KB"),
        backing=disk_backing(machine, config, prefix, where),
        capacity_in_kb=capacity,
        capacity_in_bytes=capacity * 1024,
        shares=limits.shares,
        storage_io_allocation=limits,
        disk_object_id=f"{machine.moid}-{place['key']}",
    )


def _numbered(family: str, most: int) -> Callable[[Config], list[tuple[int, str]]]:
    """Return a function that lists the present devices ``family0``, ``family1``, ..."""

    def present(config: Config) -> list[tuple[int, str]]:
        slots = [(n, f"{family}{n}") for n in range(most)]
        return [(n, prefix) for n, prefix in slots if config.flag(f"{prefix}.present")]

    return present


_ETHERNETS: Final = _numbered("ethernet", 10)
_FLOPPIES: Final = _numbered("floppy", 2)
_SERIALS: Final = _numbered("serial", 4)
_PARALLELS: Final = _numbered("parallel", 3)


def _ethernets(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    default = "e1000" if "64" in config.guest_os else "vlance"
    for number, prefix in _ETHERNETS(config):
        model = config.get(f"{prefix}.virtualDev", default).lower()
        kind = config.get(f"{prefix}.addressType", "generated").lower()
        mac = config.get(f"{prefix}.{'address' if kind == 'static' else 'generatedAddress'}")
        summary, backing = connected_to(machine, config, prefix)
        yield CARDS.get(model, vim.VirtualE1000)(
            key=4000 + number,
            device_info=_about(f"Network adapter {number + 1}", summary),
            backing=backing,
            connectable=_connection(machine, config, prefix),
            controller_key=100,
            unit_number=7 + number,
            address_type={"static": "manual", "vpx": "assigned"}.get(kind, kind),
            mac_address=mac or None,
            wake_on_lan_enabled=config.flag(f"{prefix}.wakeOnPcktRcv", default=True),
        )


def _floppies(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    for number, prefix in _FLOPPIES(config):
        device = host_device(config, prefix)
        name = device["device_name"]
        backing: vim.VirtualDeviceBackingInfo
        if config.get(f"{prefix}.fileType").lower() == "file":
            backing = vim.VirtualFloppyImageBackingInfo(**file_backing(machine, name))
        elif config.flag(f"{prefix}.clientDevice"):
            backing = vim.VirtualFloppyRemoteDeviceBackingInfo(
                device_name="", use_auto_detect=False
            )
        else:
            backing = vim.VirtualFloppyDeviceBackingInfo(**device)
        yield vim.VirtualFloppy(
            key=8000 + number,
            device_info=_about(f"Floppy drive {number + 1}", name or "Remote"),
            backing=backing,
            connectable=_connection(machine, config, prefix),
            controller_key=400,
            unit_number=number,
        )


def _serials(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    for number, prefix in _SERIALS(config):
        kind, name = config.get(f"{prefix}.fileType").lower(), config.get(f"{prefix}.fileName")
        backing: vim.VirtualDeviceBackingInfo
        if kind == "file":
            backing = vim.VirtualSerialPortFileBackingInfo(**file_backing(machine, name))
        elif kind == "pipe":
            backing = vim.VirtualSerialPortPipeBackingInfo(
                pipe_name=name,
                endpoint=config.get(f"{prefix}.pipe.endPoint", "client"),
                no_rx_loss=config.flag(f"{prefix}.tryNoRxLoss"),
            )
        elif kind == "network":
            end = config.get(f"{prefix}.network.endPoint", "server")
            backing = vim.VirtualSerialPortURIBackingInfo(
                service_uri=name,
                direction=end,
                proxy_uri=config.get(f"{prefix}.vspc") or None,
            )
        else:
            backing = vim.VirtualSerialPortDeviceBackingInfo(
                device_name=name, use_auto_detect=False
            )
        yield vim.VirtualSerialPort(
            key=9000 + number,
            device_info=_about(f"Serial port {number + 1}", name),
            backing=backing,
            connectable=_connection(machine, config, prefix),
            controller_key=400,
            unit_number=number,
            yield_on_poll=config.flag(f"{prefix}.yieldOnMsrRead"),
        )


def _parallels(machine: Machine, config: Config) -> Iterator[vim.VirtualDevice]:
    for number, prefix in _PARALLELS(config):
        name = config.get(f"{prefix}.fileName")
        backing: vim.VirtualDeviceBackingInfo
        if config.get(f"{prefix}.fileType").lower() == "file":
            backing = vim.VirtualParallelPortFileBackingInfo(**file_backing(machine, name))
        else:
            backing = vim.VirtualParallelPortDeviceBackingInfo(
                device_name=name, use_auto_detect=False
            )
        yield vim.VirtualParallelPort(
            key=10000 + number,
            device_info=_about(f"Parallel port {number + 1}", name),
            backing=backing,
            connectable=_connection(machine, config, prefix),
            controller_key=400,
            unit_number=number,
        )


_FAMILIES: Final = (_drives, _ethernets, _floppies, _serials, _parallels, extras)
