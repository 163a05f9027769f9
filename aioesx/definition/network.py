"""libvirt's network XML as plain values, and back; no I/O.

A network of a VMware host is a virtual switch: forward mode ``bridge`` with its uplinks, or none
without. Where libvirt's driver reads over an element that a switch has a word for, ``<vlan>`` and
``<mtu>``, it is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from aioesx.definition._reader import Node, parse_root, unsupported
from aioesx.definition._xml import XmlWriter
from aioesx.definition.scalars import parse_uuid
from aioesx.errors import DomainXmlError
from aioesx.units import HIGHEST_RATE

__all__ = [
    "ALL_VLANS",
    "Bandwidth",
    "Forward",
    "NetworkDefinition",
    "PortGroupDefinition",
    "Rate",
    "format_network_xml",
    "parse_network_xml",
]

ALL_VLANS: Final = 4095
"""The VLAN id that lets the frames of every VLAN through, tagged."""

_ROOT: Final = "network"
_KNOWN: Final = frozenset(
    [
        *("name", "uuid", "metadata", "forward", "bridge", "mac", "domain", "dns", "ip", "mtu"),
        *("vlan", "bandwidth", "port", "portgroup", "virtualport", "route"),
    ]
)
_KNOWN_OF_GROUPS: Final = frozenset(["vlan", "virtualport", "bandwidth"])
_MODES: Final = (
    *("none", "nat", "route", "open", "bridge", "private", "vepa", "passthrough", "hostdev"),
)
_HIGHEST_MTU: Final = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What may pass in one direction; None and 0 are no bound, as for libvirt.

    Attributes:
        average: kilobytes of 1000 bytes a second.
        peak: the highest rate, likewise.
        burst: KiB that may pass at the peak rate.
    """

    average: int | None = None
    peak: int | None = None
    burst: int | None = None

    @property
    def is_none(self) -> bool:
        """Whether it bounds nothing."""
        return not (self.average or self.peak or self.burst)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bandwidth:
    """What may pass; None is a direction of which nothing was said."""

    inbound: Rate | None = None
    outbound: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """How a network is connected to the world.

    Attributes:
        mode: ``"bridge"`` for a switch with uplinks, or another word of libvirt's.
        interfaces: names of the uplinks.
    """

    mode: str
    interfaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PortGroupDefinition:
    """A port group.

    Attributes:
        name: its name.
        bandwidth: None where nothing was said.
        vlan: 1 to 4094; `ALL_VLANS` for all of them, tagged; None where nothing was said.
    """

    name: str
    bandwidth: Bandwidth | None = None
    vlan: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkDefinition:
    """A network, as the XML describes it.

    Attributes:
        name: its name.
        uuid: None in a wish.
        forward: None for a network that is connected to nothing.
        mtu: bytes of the largest frame's contents; None where nothing was said.
        bandwidth: of the whole switch; None where nothing was said.
        vlan: for port groups that say nothing of theirs.
        portgroups: in the order of the document.
    """

    name: str
    uuid: UUID | None = None
    forward: Forward | None = None
    mtu: int | None = None
    bandwidth: Bandwidth | None = None
    vlan: int | None = None
    portgroups: tuple[PortGroupDefinition, ...] = ()


def parse_network_xml(text: str | bytes, *, validate: bool = False) -> NetworkDefinition:
    """Read a network.

    Elements that a switch has nothing for (``<ip>``, ``<dns>``, ``<bridge>``) are read over, as by
    libvirt's driver.

    Args:
        text: the document.
        validate: refuse elements that libvirt does not know.

    Raises:
        DomainXmlError: the document cannot be read.
        UnsupportedError: it demands what a VMware switch cannot have.

    Source: libvirt, virNetworkDefParseXML and esxNetworkDefineXMLFlags.
    """
    root = parse_root(text, _ROOT)
    if validate:
        root.require_known(_KNOWN)
        for node in root.children("portgroup"):
            node.require_known(_KNOWN_OF_GROUPS)
    groups = tuple(_portgroup(node) for node in root.children("portgroup"))
    definition = NetworkDefinition(
        name=_name(root),
        uuid=_uuid(root.child("uuid")),
        forward=_forward(root.child("forward")),
        mtu=_mtu(root.child("mtu")),
        bandwidth=_bandwidth(root.child("bandwidth")),
        vlan=_vlan(root.child("vlan")),
        portgroups=groups,
    )
    if definition.vlan is not None and not groups:
        raise unsupported("a VLAN id belongs to port groups, and there are none", "vlan")
    return definition


def _name(root: Node) -> str:
    node = root.child("name")
    name = node.text if node is not None else ""
    if not name:
        raise DomainXmlError("missing name information", path="name")
    if "/" in name:
        raise DomainXmlError("invalid char in name: /", path="name")
    return name


def _uuid(node: Node | None) -> UUID | None:
    if node is None:
        return None
    try:
        return parse_uuid(node.text)
    except ValueError:
        raise DomainXmlError(f"{node.text[:80]!r} is no UUID", path=node.path) from None


def _forward(node: Node | None) -> Forward | None:
    if node is None:
        return None
    mode = node.one_of("mode", _MODES) or "nat"
    for strange in ("address", "pf"):
        if node.child(strange) is not None:
            raise unsupported("unsupported device type", node.at(strange))
    interfaces = tuple(each.need("dev") for each in node.children("interface"))
    device = node.get("dev")
    if device and interfaces and interfaces[0] != device:
        raise DomainXmlError(
            f"<forward dev='{device}'> must match the first <interface dev='{interfaces[0]}'/>",
            path=node.at("@dev"),
        )
    if device and not interfaces:
        interfaces = (device,)
    if len(set(interfaces)) != len(interfaces):
        raise DomainXmlError("an interface is named twice", path=node.at("interface"))
    if mode not in ("none", "bridge"):
        raise unsupported(f"unsupported forward mode '{mode}'", node.at("@mode"), mode)
    if mode == "none":
        return None
    return Forward(mode=mode, interfaces=interfaces)


def _mtu(node: Node | None) -> int | None:
    if node is None:
        return None
    node.need("size")
    return node.integer("size", low=1, high=_HIGHEST_MTU)


def _vlan(node: Node | None) -> int | None:
    if node is None:
        return None
    tags = list(node.children("tag"))
    if not tags:
        raise DomainXmlError("a <vlan> needs a <tag>", path=node.path)
    tags[0].need("id")
    vlan = tags[0].integer("id", high=ALL_VLANS)
    if len(tags) > 1:
        raise unsupported(
            f"a port group has one VLAN id, or all of them: {ALL_VLANS}", tags[1].path
        )
    if node.one_of("trunk", ("yes", "no")) == "yes" and vlan != ALL_VLANS:
        raise unsupported("a port group is no trunk of a single VLAN", node.at("@trunk"), "yes")
    if tags[0].get("nativeMode") is not None:
        raise unsupported("a port group has no native VLAN", tags[0].at("@nativeMode"))
    return vlan


def _portgroup(node: Node) -> PortGroupDefinition:
    name = node.get("name")
    if not name:
        raise DomainXmlError("missing required name attribute in portgroup", path=node.at("@name"))
    return PortGroupDefinition(
        name=name,
        bandwidth=_bandwidth(node.child("bandwidth")),
        vlan=_vlan(node.child("vlan")),
    )


def _bandwidth(node: Node | None) -> Bandwidth | None:
    if node is None:
        return None
    for direction in ("inbound", "outbound"):
        if len(list(node.children(direction))) > 1:
            raise DomainXmlError(f"only one child <{direction}> is allowed", path=node.path)
    inbound, outbound = _rate(node.child("inbound")), _rate(node.child("outbound"))
    if inbound is None and outbound is None:
        return None
    return Bandwidth(inbound=inbound, outbound=outbound)


def _rate(node: Node | None) -> Rate | None:
    if node is None:
        return None
    if node.get("floor") is not None:
        raise unsupported("floor attribute is not supported for this config", node.at("@floor"))
    numbers = {name: node.integer(name, high=HIGHEST_RATE) for name in ("average", "peak", "burst")}
    if numbers["average"] is None:
        raise DomainXmlError("missing mandatory average attribute", path=node.at("@average"))
    return Rate(**{name: number or None for name, number in numbers.items()})


def format_network_xml(network: NetworkDefinition) -> str:
    """Write it as libvirt does."""
    xml = XmlWriter()
    with xml.element(_ROOT):
        xml.leaf("name", network.name)
        xml.maybe("uuid", None if network.uuid is None else str(network.uuid))
        _write_forward(xml, network.forward)
        if network.mtu is not None:
            xml.leaf("mtu", size=network.mtu)
        _write_vlan(xml, network.vlan)
        _write_bandwidth(xml, network.bandwidth)
        for group in network.portgroups:
            with xml.pair("portgroup", name=group.name):
                _write_vlan(xml, group.vlan)
                _write_bandwidth(xml, group.bandwidth)
    return str(xml)


def _write_forward(xml: XmlWriter, forward: Forward | None) -> None:
    if forward is None or not forward.interfaces:
        xml.leaf("bridge", stp="off", delay="0")
        return
    with xml.element("forward", dev=forward.interfaces[0], mode=forward.mode):
        for device in forward.interfaces:
            xml.leaf("interface", dev=device)


def _write_vlan(xml: XmlWriter, vlan: int | None) -> None:
    if vlan is not None:
        with xml.element("vlan"):
            xml.leaf("tag", id=vlan)


def _write_bandwidth(xml: XmlWriter, bandwidth: Bandwidth | None) -> None:
    """Write it; a direction without an average is left out, whatever else was said of it."""
    if bandwidth is None:
        return
    with xml.pair("bandwidth"):
        for name, rate in (("inbound", bandwidth.inbound), ("outbound", bandwidth.outbound)):
            if rate is not None and rate.average:
                peak, burst = rate.peak or None, rate.burst or None
                xml.leaf(name, average=rate.average, peak=peak, burst=burst)
