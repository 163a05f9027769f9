"""A device that is to be attached: the change that brings it, or why it cannot be. No I/O."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aioesx import vim
from aioesx.definition import CharacterDevice, Controller, Device, Disk, HostDevice, Interface
from aioesx.domain.devices import card_model
from aioesx.domain.hardware.backings import (
    card_backing,
    cdrom_backing,
    disk_backing,
    disk_kib,
    floppy_backing,
    port_backing,
)
from aioesx.domain.hardware.current import BUS_CONTROLLERS, Hardware
from aioesx.domain.hardware.describe import is_as_asked, port_number
from aioesx.domain.hardware.passthrough import pci_plan, usb_plan
from aioesx.domain.hardware.places import (
    DEVICE_KEY,
    MOST_CONTROLLERS,
    Place,
    new_controller,
    place_for,
)
from aioesx.domain.hardware.plan import ADD, Plan, added, change_of
from aioesx.domain.hardware.refusals import require_changeable, require_pluggable, taken
from aioesx.domain.hardware.values import NewDisk
from aioesx.errors import NotSupportedError, UnsupportedError

__all__ = ["CARD_MODELS", "Networks", "attach_plan"]

Networks = Mapping[str, vim.VirtualDeviceBackingInfo]
"""What a card is plugged into, by the name of the network; of those that were asked about."""

CARD_MODELS: Final[dict[str, type[vim.VirtualEthernetCard]]] = {
    "vmxnet3": vim.VirtualVmxnet3,
    "vmxnet2": vim.VirtualVmxnet2,
    "vmxnet": vim.VirtualVmxnet,
    "e1000": vim.VirtualE1000,
    "e1000e": vim.VirtualE1000e,
    "vlance": vim.VirtualPCNet32,
}
"""Cards by libvirt's word for the model."""
_USUAL_MODEL: Final = "e1000"
_MOST_CARDS: Final = 10
_MOST_PORTS: Final = {"serial": 32, "parallel": 3}
_CREATE: Final = vim.VirtualDeviceConfigSpecFileOperation.CREATE


def attach_plan(
    hardware: Hardware,
    wanted: Device,
    create: NewDisk | None,
    networks: Networks,
    pci: vim.HostPciDevice | None = None,
) -> Plan:
    """Return the change that attaches a device.

    Args:
        hardware: the machine.
        wanted: the device.
        create: of a disk whose file is to be made: what it is to be.
        networks: see `Networks`.
        pci: of a PCI device of the host: what that tells of it.

    Raises:
        AlreadyExistsError: its place, file or address is taken.
        InvalidStateError: not while the machine is as it is.
        NotSupportedError: there is no room, or no such device.
        UnsupportedError, ValueError: VMware's machines do not have it like this.
    """
    require_changeable(hardware)
    if create is not None and not (isinstance(wanted, Disk) and wanted.device == "disk"):
        raise ValueError("only the file of a disk can be made")
    match wanted:
        case Disk(device="disk" | "lun"):
            return _disk(hardware, wanted, create)
        case Disk():
            return _drive(hardware, wanted)
        case Interface():
            return _card(hardware, wanted, networks)
        case CharacterDevice():
            return _port(hardware, wanted)
        case Controller():
            return _controller(hardware, wanted)
        case HostDevice(type="usb"):
            return usb_plan(hardware, wanted)
        case HostDevice() if pci is not None:
            return pci_plan(hardware, wanted, pci)
        case _:
            raise NotSupportedError(
                "NotSupported", f"a {wanted.type} device of the host cannot be attached"
            )


def _plug(hardware: Hardware, *, connected: bool = True) -> vim.VirtualDeviceConnectInfo:
    return vim.VirtualDeviceConnectInfo(
        start_connected=connected,
        connected=connected and hardware.running,
        allow_guest_control=True,
    )


# --- disks and drives ----------------------------------------------------------------------------


def _disk(hardware: Hardware, wanted: Disk, create: NewDisk | None) -> Plan:
    backing = disk_backing(wanted, create)
    _refuse_present(hardware, backing.file_name)
    place = place_for(hardware, wanted)
    device = vim.VirtualDisk(key=DEVICE_KEY, backing=backing, capacity_in_kb=0)
    if create is not None:
        device.capacity_in_kb = disk_kib(create.size)
    return _placed(device, place, "disk", _CREATE if create is not None else None)


def _refuse_present(hardware: Hardware, path: str) -> None:
    for drive in hardware.drives():
        if path and path in hardware.files(drive.device):
            raise taken(hardware, f"the disk '{path}' ({drive.target})")


def _drive(hardware: Hardware, wanted: Disk) -> Plan:
    place = place_for(hardware, wanted)
    floppy = wanted.device == "floppy"
    connected = wanted.source is not None
    device: vim.VirtualDevice
    if floppy:
        device = vim.VirtualFloppy(key=DEVICE_KEY, backing=floppy_backing(wanted))
    else:
        device = vim.VirtualCdrom(key=DEVICE_KEY, backing=cdrom_backing(wanted))
    device.connectable = _plug(hardware, connected=connected)
    return _placed(device, place, "floppy drive" if floppy else "CD-ROM drive")


def _placed(
    device: vim.VirtualDevice,
    place: Place,
    noun: str,
    file_operation: vim.VirtualDeviceConfigSpecFileOperation | None = None,
) -> Plan:
    device.controller_key, device.unit_number = place.controller_key, place.unit
    changes = [change_of(ADD, device, file_operation)]
    if place.added is not None:
        changes.insert(0, change_of(ADD, place.added))

    def done(now: Hardware) -> bool:
        found = _at_place(now, place)
        return found is not None and is_as_asked(now, found, device)

    def key(now: Hardware) -> int | None:
        found = _at_place(now, place)
        return found.key if found is not None else None

    return Plan(f"the {noun} '{place.target}' was attached", tuple(changes), done, key)


def _at_place(now: Hardware, place: Place) -> vim.VirtualDevice | None:
    """Return what is plugged in at a place."""
    for controller in now.controllers(place.bus):
        if controller.bus_number == place.number:
            for device in now.devices:
                if (device.controller_key, device.unit_number) == (controller.key, place.unit):
                    return device
    return None


# --- the others ----------------------------------------------------------------------------------


def _card(hardware: Hardware, wanted: Interface, networks: Networks) -> Plan:
    cards = hardware.of_type(vim.VirtualEthernetCard)
    if wanted.mac and wanted.mac in [(card.mac_address or "").lower() for card in cards]:
        raise taken(hardware, f"an interface with the MAC address '{wanted.mac}'")
    if len(cards) >= _MOST_CARDS:
        raise NotSupportedError(
            "TooManyDevices", f"domain '{hardware.name}' has {_MOST_CARDS} interfaces already"
        )
    device = _model(hardware, wanted.model)(
        key=DEVICE_KEY,
        backing=networks.get(wanted.source or "") or card_backing(wanted),
        connectable=_plug(hardware, connected=wanted.link_up is not False),
        address_type="manual" if wanted.mac else "generated",
        mac_address=wanted.mac or None,
        wake_on_lan_enabled=True,
    )
    return added(
        hardware, device, f"the interface on '{wanted.source or wanted.type}' was attached"
    )


def _model(hardware: Hardware, word: str | None) -> type[vim.VirtualEthernetCard]:
    if word is None:
        cards = hardware.of_type(vim.VirtualEthernetCard)
        word = (card_model(cards[0]) if cards else None) or _USUAL_MODEL
    if word not in CARD_MODELS:
        reason = f"{word!r} is no model of a VMware card: {', '.join(CARD_MODELS)} are"
        raise UnsupportedError(f"model: {reason}", key="model", value=word)
    return CARD_MODELS[word]


def _port(hardware: Hardware, wanted: CharacterDevice) -> Plan:
    require_pluggable(hardware, wanted.device, None, leaving=False)
    serial = wanted.device == "serial"
    cls = vim.VirtualSerialPort if serial else vim.VirtualParallelPort
    ports = hardware.of_type(cls)
    noun = f"{wanted.device} port"
    if wanted.port in (numbers := [port_number(port) for port in ports]):
        raise taken(hardware, f"the {noun} {wanted.port}")
    if len(ports) >= _MOST_PORTS[wanted.device]:
        raise NotSupportedError(
            "TooManyDevices", f"domain '{hardware.name}' has {len(ports)} {noun}s already"
        )
    following = next(number for number in range(len(numbers) + 1) if number not in numbers)
    if wanted.port not in (-1, following):
        raise NotSupportedError(
            "NotSupported",
            f"domain '{hardware.name}': the host numbers its {noun}s, the next is {following}, not"
            f" {wanted.port}",
        )
    facts = {
        "key": DEVICE_KEY,
        "backing": port_backing(wanted),
        "connectable": _plug(hardware),
    }
    device: vim.VirtualDevice
    if serial:
        device = vim.VirtualSerialPort(**facts, yield_on_poll=True)  # type: ignore[arg-type]
    else:
        device = vim.VirtualParallelPort(**facts)  # type: ignore[arg-type]
    return added(hardware, device, f"the {noun} was attached")


def _controller(hardware: Hardware, wanted: Controller) -> Plan:
    bus = wanted.type
    if bus not in BUS_CONTROLLERS or bus in ("ide", "fdc"):
        raise UnsupportedError(
            f"type: a {bus!r} controller cannot be attached: scsi, sata and nvme can",
            key="type",
            value=bus,
        )
    numbers = {controller.bus_number for controller in hardware.controllers(bus)}
    free = [number for number in range(MOST_CONTROLLERS[bus]) if number not in numbers]
    if wanted.index in numbers:
        raise taken(hardware, f"the {bus} controller {wanted.index}")
    if not free or wanted.index >= MOST_CONTROLLERS[bus]:
        raise NotSupportedError(
            "TooManyDevices", f"a machine has {MOST_CONTROLLERS[bus]} {bus} controllers at most"
        )
    number = wanted.index if wanted.index >= 0 else free[0]
    device = new_controller(hardware, bus, number, wanted.model)
    return added(hardware, device, f"the {bus} controller {number} was attached")
