"""Which device of a machine is meant: by target, MAC address or definition. No I/O."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from aioesx import vim
from aioesx.definition import (
    CharacterDevice,
    Controller,
    Device,
    Disk,
    HostDevice,
    Interface,
    parse_device_xml,
)
from aioesx.definition.scalars import parse_mac
from aioesx.domain.devices import Drive
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.hardware.describe import device_value, port_number
from aioesx.errors import AmbiguousNameError, Bearer, LookupFailedError

__all__ = ["Wanted", "find", "find_card", "find_drive", "pci_id", "wanted_device"]

Wanted = Device | str
"""A device as its definition says it, or a target or MAC address that names one."""

_MAC: Final = re.compile(r"(?:[0-9a-fA-F]{1,2}[:-]){5}[0-9a-fA-F]{1,2}")


def wanted_device(device: Wanted | bytes, *, by_name: bool = True) -> Wanted:
    """Return a device that was handed in: a definition, XML of one, or a name.

    Args:
        device: a value of `aioesx.definition`; XML; a target such as ``"sdb"``; or a MAC address.
        by_name: whether a name is enough.

    Raises:
        DocumentError: the XML is malformed, or of something that VMware's machines do not have.
        TypeError: it is none of these.
        ValueError: the MAC address of a card is none.
    """
    if isinstance(device, bytes) or (isinstance(device, str) and device.lstrip()[:1] == "<"):
        return parse_device_xml(device)
    if isinstance(device, Interface) and device.mac:
        return dataclasses.replace(device, mac=_mac(device.mac))
    if isinstance(device, Device) or (isinstance(device, str) and by_name and device.strip()):
        return device
    raise TypeError(
        f"{device!r} is no device: a value of aioesx.definition or a text of XML is one"
        + (", and a target ('sdb') or a MAC address names one" if by_name else "")
    )


def find(hardware: Hardware, wanted: Wanted) -> vim.VirtualDevice:
    """Return the device of a machine that is meant.

    Raises:
        LookupFailedError: there is none; AmbiguousNameError: there are several.
    """
    match wanted:
        case str():
            return _named(hardware, wanted)
        case Disk():
            return find_drive(hardware, wanted).device
        case Interface():
            return find_card(hardware, wanted)
        case CharacterDevice():
            return _port(hardware, wanted)
        case Controller():
            return _controller(hardware, wanted)
        case HostDevice():
            return _host_device(hardware, wanted)


def _named(hardware: Hardware, name: str) -> vim.VirtualDevice:
    if _MAC.fullmatch(name):
        return find_card(hardware, Interface(mac=_mac(name)))
    return find_drive(hardware, Disk(target=name)).device


def _mac(text: str) -> str:
    """Return a MAC address as hosts tell it, however it was typed."""
    if not _MAC.fullmatch(text):
        raise ValueError(f"{text!r} is no MAC address")
    return parse_mac(text.replace("-", ":"))


def find_drive(hardware: Hardware, wanted: Disk) -> Drive:
    """Return the disk or drive that a target names, and a bus where it is said.

    Raises:
        LookupFailedError: there is none; AmbiguousNameError: there are several.
    """
    drives = hardware.drives()
    if wanted.target:
        found = [drive for drive in drives if drive.target == wanted.target]
    else:
        found = [drive for drive in drives if wanted.source in list(hardware.files(drive.device))]
    name = wanted.target or wanted.source or "without a target"
    if wanted.bus and (wanted.bus_said or len(found) > 1):
        found = [drive for drive in found if device_value(hardware, drive.device).bus == wanted.bus]
        name = f"{name}' on '{wanted.bus}" if wanted.bus_said else name
    one = _only(hardware, [drive.device for drive in found], "disk", name, _targets(drives))
    return next(drive for drive in found if drive.device is one)


def _targets(drives: Sequence[Drive]) -> list[str]:
    return [drive.target for drive in drives]


def find_card(hardware: Hardware, wanted: Interface) -> vim.VirtualDevice:
    """Return the card of a MAC address; without one, the one on that port group, or the only one.

    Raises:
        LookupFailedError: there is none; AmbiguousNameError: there are several.
    """
    cards = hardware.of_type(vim.VirtualEthernetCard)
    known = [(card.mac_address or "").lower() for card in cards]
    if wanted.mac:
        found = [card for card, mac in zip(cards, known, strict=True) if mac == wanted.mac]
        return _only(hardware, found, "interface", wanted.mac, known)
    sources = [device_value(hardware, card).source for card in cards]
    found = [
        card for card, source in zip(cards, sources, strict=True) if wanted.source in (None, source)
    ]
    return _only(hardware, found, "interface", wanted.source or "without a MAC address", known)


def _port(hardware: Hardware, wanted: CharacterDevice) -> vim.VirtualDevice:
    cls = vim.VirtualSerialPort if wanted.device == "serial" else vim.VirtualParallelPort
    ports = hardware.of_type(cls)
    found = [port for port in ports if wanted.port in (-1, port_number(port))]
    name = str(wanted.port) if wanted.port >= 0 else "without a number"
    numbers = [str(port_number(port)) for port in ports]
    return _only(hardware, found, f"{wanted.device} port", name, numbers)


def _controller(hardware: Hardware, wanted: Controller) -> vim.VirtualDevice:
    known = [device_value(hardware, device) for device in hardware.of_type(vim.VirtualController)]
    mine = [value for value in known if wanted.type in (value.bus, _usb(hardware, value.key))]
    keys = {value.key for value in mine if wanted.index in (-1, value.number)}
    found = [device for device in hardware.devices if device.key in keys]
    name = str(wanted.index) if wanted.index >= 0 else "without an index"
    numbers = [str(value.number) for value in mine]
    return _only(hardware, found, f"{wanted.type} controller", name, numbers)


def _usb(hardware: Hardware, key: int) -> str | None:
    device = hardware.by_key(key)
    usb = isinstance(device, vim.VirtualUSBController | vim.VirtualUSBXHCIController)
    return "usb" if usb else None


def _host_device(hardware: Hardware, wanted: HostDevice) -> vim.VirtualDevice:
    found: list[vim.VirtualDevice]
    if wanted.type == "usb":
        all_usb = hardware.of_type(vim.VirtualUSB)
        numbers = [f"{device.vendor or 0:#06x}:{device.product or 0:#06x}" for device in all_usb]
        name = f"{wanted.vendor or 0:#06x}:{wanted.product or 0:#06x}"
        found = [
            device
            for device in all_usb
            if (device.vendor, device.product) == (wanted.vendor, wanted.product)
        ]
        return _only(hardware, found, "USB device", name, numbers)
    name = pci_id(wanted)
    all_pci = hardware.of_type(vim.VirtualPCIPassthrough)
    ids = [str(getattr(device.backing, "id", "")) for device in all_pci]
    found = [device for device, id_ in zip(all_pci, ids, strict=True) if id_ == name]
    return _only(hardware, found, "PCI device", name, ids)


def pci_id(device: HostDevice) -> str:
    """Return a PCI device's place on the host as the host writes it: ``"0000:03:00.1"``."""
    place = device.address
    if place is None:
        raise ValueError("a PCI device is named by its address on the host")
    return f"{place.domain:04x}:{place.bus:02x}:{place.slot:02x}.{place.function:x}"


def _only(
    hardware: Hardware,
    found: Sequence[vim.VirtualDevice],
    kind: str,
    name: str,
    known: Sequence[str],
) -> vim.VirtualDevice:
    if len(found) == 1:
        return found[0]
    if found:
        bearers = [Bearer(_label(device)) for device in found]
        raise AmbiguousNameError(name, kind=kind, name=name, bearers=bearers)
    has = ", ".join(known) or "none"
    raise LookupFailedError(
        f"{kind} '{name}'; domain '{hardware.name}' has {has}", kind=kind, name=name
    )


def _label(device: vim.VirtualDevice) -> str:
    return device.device_info.label if device.device_info is not None else f"key {device.key}"
