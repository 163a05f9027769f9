"""What is told about networks and interfaces: plain frozen values."""

from __future__ import annotations

import dataclasses
import enum
from typing import Literal
from uuid import UUID

from aioesx._server.bound import Bound

__all__ = [
    "Bandwidth",
    "NetworkInfo",
    "NetworkKind",
    "NetworkUser",
    "PortGroup",
    "SecurityPolicy",
    "TeamingPolicy",
    "UserKind",
    "VmkernelAdapter",
]


class NetworkKind(enum.StrEnum):
    """What a network is: a switch of one host, or what a vCenter or NSX has spread over several."""

    SWITCH = "switch"
    DISTRIBUTED = "distributed"
    OPAQUE = "opaque"


UserKind = Literal["domain", "vmkernel", "uplink"]
"""Who is plugged into a network: a domain's card, an adapter of the host's own, a physical one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Bandwidth:
    """What may pass, in each direction alike; None is no bound, or none that is told.

    Attributes:
        average: kilobytes of 1000 bytes a second.
        peak: the highest rate, likewise.
        burst: KiB that may pass at the peak rate.
    """

    average: int | None = None
    peak: int | None = None
    burst: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class SecurityPolicy:
    """What the ports of a switch let their users do; None is not told.

    Attributes:
        promiscuous: see the frames of others.
        mac_changes: receive for another MAC address than the card was given.
        forged_transmits: send as another MAC address.
    """

    promiscuous: bool | None
    mac_changes: bool | None
    forged_transmits: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class TeamingPolicy:
    """How several uplinks share the load, and stand in for each other; None is not told.

    Attributes:
        policy: the API's word, such as ``"loadbalance_srcid"``.
        notify_switches: whether physical switches are told where a domain went.
        failback: whether an uplink that works again takes its place again.
        active: names of the uplinks that are used.
        standby: names of those that wait until one fails.
    """

    policy: str | None
    notify_switches: bool | None
    failback: bool | None
    active: tuple[str, ...] = ()
    standby: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class PortGroup:
    """A port group of a switch, with the policies that are in force; None is not told.

    Attributes:
        name: what domains name as their network.
        vlan: 0 for none, 1 to 4094, and 4095 for the frames of all VLANs, tagged.
        ports: how many ports are in use.
        bandwidth: None where it is not bounded.
        security: what users may do.
        teaming: which uplinks it uses.
    """

    name: str
    vlan: int
    ports: int
    bandwidth: Bandwidth | None
    security: SecurityPolicy | None
    teaming: TeamingPolicy | None


@dataclasses.dataclass(frozen=True, slots=True)
class NetworkInfo(Bound):
    """A network as plain values; None is not known.

    A switch belongs to one host, and so do its name and its UUID: other hosts may have the same.

    Attributes:
        name: the name; its reference, as ``"<dvportgroup-9>"``, where the server tells none.
        uuid: of a switch, made of its key as libvirt does.
        kind: what it is.
        host: name of the host of a switch.
        datacenter: folders and name of that host's datacenter, as ``"eu/west/dc1"``.
        hosts: names of the hosts that have a distributed or an opaque network.
        uplinks: names of the physical interfaces of a switch.
        portgroups: the port groups of a switch.
        mtu: bytes of the largest frame's contents.
        ports: how many ports a switch has.
        ports_free: how many of them are not used.
        bandwidth: of a switch; None where it is not bounded.
        security: of a switch.
        teaming: of a switch.
        active: networks of VMware are always.
        persistent: likewise.
        autostart: likewise.
        problems: what could not be read and why, a sentence each.
    """

    name: str
    uuid: UUID | None = None
    kind: NetworkKind = NetworkKind.SWITCH
    host: str | None = None
    datacenter: str | None = None
    hosts: tuple[str, ...] = ()
    uplinks: tuple[str, ...] | None = None
    portgroups: tuple[PortGroup, ...] | None = None
    mtu: int | None = None
    ports: int | None = None
    ports_free: int | None = None
    bandwidth: Bandwidth | None = None
    security: SecurityPolicy | None = None
    teaming: TeamingPolicy | None = None
    active: bool = True
    persistent: bool = True
    autostart: bool = True
    problems: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class NetworkUser:
    """Who is plugged into a network; None is not told.

    Attributes:
        kind: what it is.
        name: of the domain, of the adapter (``"vmk0"``) or of the physical interface.
        portgroup: where; None for uplinks.
        mac: hardware address.
        connected: whether a domain's card is plugged in now; the others always are.
        device: label of a domain's card.
        services: what an adapter of the host's is for, ``"management"`` say.
    """

    kind: UserKind
    name: str
    portgroup: str | None = None
    mac: str | None = None
    connected: bool | None = None
    device: str | None = None
    services: tuple[str, ...] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class VmkernelAdapter:
    """A network adapter of the host's own; None is not told.

    Attributes:
        name: such as ``"vmk0"``.
        host: name of the host.
        portgroup: the port group that it is plugged into; None on a distributed switch.
        mac: hardware address.
        dhcp: whether it gets its address by DHCP.
        addresses: with the length of the network's part, as ``"192.0.2.10/24"``.
        mtu: bytes of the largest frame's contents.
        services: what it is for: ``"management"``, ``"vmotion"``, ...; None before API 4.0.
        problems: what could not be read and why, a sentence each.
    """

    name: str
    host: str | None
    portgroup: str | None
    mac: str | None
    dhcp: bool | None
    addresses: tuple[str, ...]
    mtu: int | None
    services: tuple[str, ...] | None
    problems: tuple[str, ...] = ()
