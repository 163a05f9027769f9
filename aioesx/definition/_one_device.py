"""The XML of one device, as libvirt's attach-device and update-device take it, and back.

What libvirt fills in for a whole domain (addresses, MAC addresses, port numbers) is left open
here: what is free is known when the machine is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aioesx.definition._device_readers import (
    read_character,
    read_controllers,
    read_disk,
    read_interface,
    read_pci_address,
)
from aioesx.definition._domain_writer import (
    write_character,
    write_controller,
    write_disk,
    write_interface,
)
from aioesx.definition._reader import Node, parse_element, parse_number, unsupported
from aioesx.definition._xml import XmlWriter
from aioesx.definition.domain import CharacterDevice, Controller, Disk, HostDevice, Interface
from aioesx.errors import DomainXmlError

__all__ = ["Device", "format_device_xml", "parse_device_xml"]

Device = Disk | Interface | CharacterDevice | Controller | HostDevice
"""What can be attached to a machine and detached from it."""

_USB_SOURCES: Final = ("vendor", "product")


def parse_device_xml(text: str | bytes) -> Device:
    """Read one device.

    Args:
        text: such as ``<disk type='file'>...</disk>``; its root says what it is: ``disk``,
            ``interface``, ``serial``, ``parallel``, ``controller`` or ``hostdev``.

    Raises:
        DomainXmlError: it is malformed.
        UnsupportedError: VMware's machines have no such device.

    Source: libvirt, virDomainDeviceDefParse.
    """
    element = parse_element(text)
    name = str(element.tag)
    read = _READERS.get(name)
    if read is None:
        raise unsupported(
            f"no device '{name[:40]}' can be attached to a VMware machine, nor detached;"
            f" {', '.join(sorted(_READERS))} can",
            name[:40],
            name[:40],
        )
    node = Node(element, "")
    _require_kept(name, node)
    return read(node)


def _require_kept(name: str, node: Node) -> None:
    """Refuse what bounds or guards a device, and is nothing of VMware's: it would not hold."""
    for word in _NOT_KEPT.get(name, ()):
        if node.child(word) is not None:
            raise unsupported(f"a VMware machine's {name} has no '{word}'", node.at(word), word)


def format_device_xml(device: Device) -> str:
    """Write one device, as it would stand in its domain's XML."""
    xml = XmlWriter()
    match device:
        case Disk():
            write_disk(xml, device)
        case Interface():
            write_interface(xml, device, inactive=False)
        case CharacterDevice():
            write_character(xml, device.device, device)
        case Controller():
            write_controller(xml, device)
        case _:
            _write_host_device(xml, device)
    return str(xml)


def _alone(node: Node) -> Controller:
    if node.get("index") is None:
        return Controller(type=node.need("type"), index=-1, model=node.get("model"))
    return read_controllers([node])[0]


def _host_device(node: Node) -> HostDevice:
    mode, kind = node.get("mode") or "subsystem", node.need("type")
    if mode != "subsystem" or kind not in ("usb", "pci"):
        raise unsupported(f"a {mode} device of type {kind!r}", node.at("@type"), kind)
    source = node.child("source")
    if source is None:
        raise DomainXmlError("a device of the host needs a source", path=node.at("source"))
    address = source.child("address")
    if kind == "pci":
        place = read_pci_address(address) if address else None
        if place is None:
            raise DomainXmlError("a PCI device needs an address", path=source.at("address"))
        return HostDevice(type=kind, address=place)
    vendor, product = (_id_of(source.child(name)) for name in _USB_SOURCES)
    bus = address.integer("bus") if address else None
    device = address.integer("device") if address else None
    if None in (vendor, product) and (bus is None or device is None):
        reason = "a USB device needs vendor and product, or an address with bus and device"
        raise DomainXmlError(reason, path=source.path)
    return HostDevice(type=kind, bus=bus, device=device, vendor=vendor, product=product)


def _id_of(node: Node | None) -> int | None:
    return node.convert("id", parse_number) if node is not None else None


def _write_host_device(xml: XmlWriter, device: HostDevice) -> None:
    managed = "yes" if device.type == "pci" else "no"
    with (
        xml.element("hostdev", mode="subsystem", type=device.type, managed=managed),
        xml.element("source"),
    ):
        for name in _USB_SOURCES:
            number = getattr(device, name)
            if number is not None:
                xml.leaf(name, id=f"{number:#06x}")
        if (place := device.address) is not None:
            xml.leaf(
                "address",
                domain=f"{place.domain:#06x}",
                bus=f"{place.bus:#04x}",
                slot=f"{place.slot:#04x}",
                function=f"{place.function:#x}",
            )
        elif device.bus is not None:
            xml.leaf("address", bus=device.bus, device=device.device)


_NOT_KEPT: Final = {
    "disk": ("auth", "encryption", "iotune", "mirror", "shareable", "throttlefilters"),
    "interface": ("bandwidth", "filterref", "mtu", "port", "portForward", "teaming", "vlan"),
}
"""Elements that a whole domain's XML may have, where libvirt's driver for ESX ignores them."""

_READERS: Final[dict[str, Callable[[Node], Device]]] = {
    "disk": lambda node: read_disk(node, alone=True),
    "interface": lambda node: read_interface(node, lambda: ""),
    "serial": lambda node: read_character(node, -1),
    "parallel": lambda node: read_character(node, -1, "parallel"),
    "controller": _alone,
    "hostdev": _host_device,
}
