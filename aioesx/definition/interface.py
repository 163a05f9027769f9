"""libvirt's interface XML as plain values, and back; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

from aioesx.definition._reader import Node, parse_root, unsupported
from aioesx.definition._xml import XmlWriter
from aioesx.definition.scalars import parse_mac
from aioesx.errors import DomainXmlError

__all__ = [
    "InterfaceAddress",
    "InterfaceDefinition",
    "InterfaceProtocol",
    "format_interface_xml",
    "parse_interface_xml",
]

_ROOT: Final = "interface"
_TYPE: Final = "ethernet"
_FAMILIES: Final = {"ipv4": 4, "ipv6": 6}
_LONGEST: Final = {"ipv4": 32, "ipv6": 128}


@dataclass(frozen=True, slots=True)
class InterfaceAddress:
    """An address of an interface.

    Attributes:
        address: as text.
        prefix: length of the network's part, in bits; None where it is not known.
    """

    address: str
    prefix: int | None = None


@dataclass(frozen=True, slots=True)
class InterfaceProtocol:
    """What an interface has of one protocol.

    Attributes:
        family: ``"ipv4"`` or ``"ipv6"``.
        dhcp: whether it gets its address by DHCP.
        addresses: those that it has.
    """

    family: str
    dhcp: bool = False
    addresses: tuple[InterfaceAddress, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InterfaceDefinition:
    """A physical interface, as the XML describes it.

    Attributes:
        name: of the device, such as ``"vmnic0"``.
        mac: hardware address; None where it is not told.
        protocols: what it has of its own; most have nothing, for their switch has it.
    """

    name: str
    mac: str | None = None
    protocols: tuple[InterfaceProtocol, ...] = ()


def parse_interface_xml(text: str | bytes) -> InterfaceDefinition:
    """Read a physical interface.

    Raises:
        DomainXmlError: the document cannot be read.
        UnsupportedError: it is of another type than ``ethernet``.
    """
    root = parse_root(text, _ROOT)
    if root.need("type") != _TYPE:
        raise unsupported("a VMware host has interfaces of the type 'ethernet' only", "@type")
    name = root.need("name")
    if not name:
        raise DomainXmlError("missing name information", path="@name")
    mac = root.child("mac")
    return InterfaceDefinition(
        name=name,
        mac=mac.convert("address", parse_mac) if mac is not None else None,
        protocols=tuple(_protocol(node) for node in root.children("protocol")),
    )


def _protocol(node: Node) -> InterfaceProtocol:
    node.need("family")
    family = node.one_of("family", tuple(_FAMILIES)) or ""
    addresses = tuple(_address(each, family) for each in node.children("ip"))
    return InterfaceProtocol(family, node.child("dhcp") is not None, addresses)


def _address(node: Node, family: str) -> InterfaceAddress:
    text = node.need("address")
    try:
        address = ip_address(text)
    except ValueError:
        raise DomainXmlError(f"{text[:80]!r} is no address", path=node.at("@address")) from None
    if address.version != _FAMILIES[family]:
        raise DomainXmlError(f"{text!r} is not of {family}", path=node.at("@address"))
    return InterfaceAddress(text, node.integer("prefix", high=_LONGEST[family]))


def format_interface_xml(interface: InterfaceDefinition) -> str:
    """Write it as libvirt does."""
    xml = XmlWriter()
    with xml.element(_ROOT, type=_TYPE, name=interface.name):
        xml.leaf("start", mode="onboot")
        for protocol in interface.protocols:
            with xml.pair("protocol", family=protocol.family):
                if protocol.dhcp:
                    xml.leaf("dhcp", peerdns="no")
                for each in protocol.addresses:
                    xml.leaf("ip", address=each.address, prefix=each.prefix or None)
        if interface.mac is not None:
            xml.leaf("mac", address=interface.mac)
    return str(xml)
