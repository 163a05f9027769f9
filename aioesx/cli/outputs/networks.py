"""What commands about networks and interfaces hand over."""

from __future__ import annotations

from typing import Final

from aioesx.cli.outputs.common import NAME, PROBLEMS, UUID
from aioesx.cli.shapes import Field, record, records

__all__ = ["CARD", "CARDS", "INFO", "LIST", "USERS", "VMKERNEL"]

_BANDWIDTH: Final = (
    Field("average", "integer?", "Rate, in kB of 1000 bytes a second.", "kB/s"),
    Field("peak", "integer?", "The highest rate, likewise.", "kB/s"),
    Field("burst", "integer?", "What may pass at the peak rate, in KiB.", "KiB"),
)
_SECURITY: Final = (
    Field("promiscuous", "boolean?", "Whether users may see all frames."),
    Field("mac_changes", "boolean?", "Whether they may change their hardware address."),
    Field("forged_transmits", "boolean?", "Whether they may send by another's."),
)
_TEAMING: Final = (
    Field("policy", "string?", "The host's word, such as loadbalance_srcid."),
    Field("notify_switches", "boolean?", "Whether physical switches are told of moves."),
    Field("failback", "boolean?", "Whether an uplink that works again is used again."),
    Field("active", "string[]", "Uplinks that are used."),
    Field("standby", "string[]", "Those that wait until one fails."),
)
_POLICIES: Final = (
    Field("bandwidth", "object?", "What may pass; null: no bound.", fields=_BANDWIDTH),
    Field("security", "object?", "What users may do.", fields=_SECURITY),
    Field("teaming", "object?", "Which uplinks are used.", fields=_TEAMING),
)
_GROUP: Final = (
    NAME,
    Field("vlan", "integer", "VLAN id; 0 for none, 4095 for all, tagged."),
    Field("ports", "integer", "Ports in use."),
    *_POLICIES,
)
_NETWORK: Final = (
    NAME,
    UUID,
    Field("kind", "string", "switch, or what else it is."),
    Field("host", "string?", "Its host."),
    Field("hosts", "string[]", "Hosts of a network that several have."),
    Field("datacenter", "string?", "Its datacenter."),
    Field("active", "boolean", "Whether it is on; all are."),
    Field("persistent", "boolean", "Whether it stays; all do."),
    Field("autostart", "boolean", "Whether it comes with the host; all do."),
    Field("mtu", "integer?", "Bytes of the largest frame's contents."),
    Field("ports", "integer?", "Ports that there are."),
    Field("ports_free", "integer?", "Those that are not in use."),
    Field("uplinks", "string[]?", "Physical interfaces that it uses."),
    Field("portgroups", "object[]?", "Its port groups.", fields=_GROUP),
    *_POLICIES,
    PROBLEMS,
)
LIST: Final = records(1, "A network.", *_NETWORK)
INFO: Final = record(1, "A network.", *_NETWORK)
USERS: Final = records(
    1,
    "Who is plugged into a network.",
    Field("kind", "string", "What it is: uplink, adapter of the host, domain."),
    NAME,
    Field("portgroup", "string?", "Where; null for uplinks."),
    Field("mac", "string?", "Hardware address."),
    Field("connected", "boolean?", "Whether a domain's card is plugged in now."),
    Field("device", "string?", "Label of a domain's card."),
    Field("services", "string[]?", "What an adapter of the host's is for."),
)
_MAC: Final = Field("mac", "string?", "Hardware address.")
CARD: Final = record(1, "A physical interface.", NAME, _MAC)
CARDS: Final = records(
    1,
    "A physical interface.",
    NAME,
    _MAC,
    Field("host", "string?", "Its host."),
    Field("active", "boolean", "Whether it is on; all are."),
    Field("link", "boolean?", "Whether a link is up."),
    Field("speed", "integer?", "Of the link, in Mbit/s.", "Mbit/s"),
    Field("duplex", "string?", "full or half."),
    Field("driver", "string?", "Name of the driver."),
    Field("pci", "string?", "Where it is on the bus."),
    Field("network", "string?", "The switch that it is an uplink of."),
    PROBLEMS,
)
VMKERNEL: Final = records(
    1,
    "A network adapter of the host's own.",
    NAME,
    Field("host", "string?", "Its host."),
    Field("portgroup", "string?", "Where it is plugged in; null on a distributed switch."),
    _MAC,
    Field("dhcp", "boolean?", "Whether it has its address by DHCP."),
    Field("addresses", "string[]", "With the length of the network's part."),
    Field("mtu", "integer?", "Bytes of the largest frame's contents."),
    Field("services", "string[]?", "What it is for: management, vmotion, ..."),
    PROBLEMS,
)
