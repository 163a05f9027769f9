"""A device of the host's, told as a `DomainDevice`. No I/O."""

from __future__ import annotations

from typing import Any, Final

from aioesx import vim
from aioesx.domain.devices import card_model
from aioesx.domain.hardware.current import BUS_CONTROLLERS, Hardware
from aioesx.domain.hardware.values import DeviceAddress, DomainDevice

__all__ = ["SCSI_MODELS", "device_value", "device_values", "is_as_asked", "port_number"]

SCSI_MODELS: Final[dict[str, type[vim.VirtualSCSIController]]] = {
    "buslogic": vim.VirtualBusLogicController,
    "lsilogic": vim.VirtualLsiLogicController,
    "lsisas1068": vim.VirtualLsiLogicSASController,
    "vmpvscsi": vim.ParaVirtualSCSIController,
}
"""SCSI controllers by libvirt's word."""

# The first row that fits counts: a class stands before its bases.
_KINDS: Final[tuple[tuple[type[vim.VirtualDevice], str], ...]] = (
    (vim.VirtualDisk, "disk"),
    (vim.VirtualCdrom, "cdrom"),
    (vim.VirtualFloppy, "floppy"),
    (vim.VirtualEthernetCard, "interface"),
    (vim.VirtualSerialPort, "serial"),
    (vim.VirtualParallelPort, "parallel"),
    (vim.VirtualUSB, "usb"),
    (vim.VirtualPCIPassthrough, "pci"),
    (vim.VirtualController, "controller"),
)
_PORT_KEYS: Final = {"serial": 9000, "parallel": 10000}


def device_values(hardware: Hardware) -> list[DomainDevice]:
    """Return all devices of a machine, by key."""
    return [
        device_value(hardware, device)
        for device in sorted(hardware.devices, key=lambda device: device.key)
    ]


def device_value(hardware: Hardware, device: vim.VirtualDevice) -> DomainDevice:
    """Return a device of a machine as a value."""
    kind = _kind(device)
    plug = device.connectable
    facts: dict[str, Any] = {}
    if kind in ("disk", "cdrom", "floppy"):
        facts = _drive(hardware, device)
    elif isinstance(device, vim.VirtualController):
        facts = _controller(device)
    elif isinstance(device, vim.VirtualEthernetCard):
        facts = {"mac": (device.mac_address or "").lower() or None, "model": card_model(device)}
    return DomainDevice(
        kind=kind,
        key=device.key,
        label=device.device_info.label if device.device_info is not None else None,
        number=port_number(device) if kind in _PORT_KEYS else facts.pop("number", None),
        source=_source(device.backing),
        connected=plug.connected if plug is not None else None,
        start_connected=plug.start_connected if plug is not None else None,
        **facts,
    )


def is_as_asked(hardware: Hardware, found: vim.VirtualDevice, asked: vim.VirtualDevice) -> bool:
    """Tell whether a device is the one that was to be added, as far as that was said.

    Where an answer was lost, somebody else's may stand at its place.

    Args:
        hardware: the machine.
        found: a device of it.
        asked: the device in the call, which says nothing of what the host was to choose.
    """
    if not isinstance(found, type(asked)):
        return False
    one, other = device_value(hardware, found), device_value(hardware, asked)
    said = {name: getattr(other, name) for name in ("mac", "mode", "capacity")}
    if isinstance(asked, vim.VirtualUSB) and isinstance(
        found, vim.VirtualUSB
    ):  # the host writes the place on its bus behind it
        return (found.vendor, found.product) == (asked.vendor, asked.product)
    if isinstance(asked, vim.VirtualPCIPassthrough):
        return getattr(found.backing, "id", None) == getattr(asked.backing, "id", None)
    if other.source and _names_it(asked.backing):
        said["source"] = other.source
    return all(not value or getattr(one, name) == value for name, value in said.items())


def _names_it(backing: vim.VirtualDeviceBackingInfo | None) -> bool:
    """Tell whether a backing says what is behind a device; a datastore alone does not."""
    if isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
        return bool(backing.port.portgroup_key)
    return not str(getattr(backing, "file_name", "")).endswith("]")


def _kind(device: vim.VirtualDevice) -> str:
    found = next((word for cls, word in _KINDS if isinstance(device, cls)), None)
    return found or type(device).wire_name


def port_number(device: vim.VirtualDevice) -> int:
    """Return the number of a serial or parallel port, as its key says it."""
    kind = "serial" if isinstance(device, vim.VirtualSerialPort) else "parallel"
    return device.key - _PORT_KEYS[kind]


def _drive(hardware: Hardware, device: vim.VirtualDevice) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    drive = next((found for found in hardware.drives() if found.device.key == device.key), None)
    controller = hardware.by_key(device.controller_key)
    if drive is not None and isinstance(controller, vim.VirtualController):
        bus = _bus(controller)
        number, unit = controller.bus_number, device.unit_number or 0
        facts["target"], facts["bus"] = drive.target, bus
        facts["address"] = (
            DeviceAddress(0, number, unit) if bus == "ide" else DeviceAddress(number, 0, unit)
        )
    if isinstance(device, vim.VirtualDisk):
        facts["capacity"] = device.capacity_in_bytes or device.capacity_in_kb * 1024
        facts["mode"] = getattr(device.backing, "disk_mode", None)
    return facts


def _bus(controller: vim.VirtualController) -> str | None:
    return next((bus for bus, cls in BUS_CONTROLLERS.items() if isinstance(controller, cls)), None)


def _controller(device: vim.VirtualController) -> dict[str, Any]:
    bus = _bus(device)
    model = next((word for word, cls in SCSI_MODELS.items() if isinstance(device, cls)), None)
    return {"bus": bus, "number": device.bus_number, "model": model}


_SOURCES: Final = ("file_name", "pipe_name", "service_uri", "opaque_network_id", "device_name")


def _source(backing: vim.VirtualDeviceBackingInfo | None) -> str | None:
    """Return what stands behind a device, whatever its kind, in one word."""
    if isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
        return backing.port.portgroup_key or backing.port.switch_uuid
    for name in _SOURCES:
        if found := getattr(backing, name, None):
            return str(found)
    return None
