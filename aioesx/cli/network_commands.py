"""Commands about networks and interfaces. Names, options and output are virsh's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from uuid import UUID

import click

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import FILE, HOST, CommandRow, Flag, Word
from aioesx.cli.reading import read_document
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.cli.xpath import XPATH, selected

__all__ = ["COMMANDS"]

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAC: Final = re.compile(r"([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}")


async def _network(esx: aioesx.Connection, text: str, host: str | None) -> aioesx.Network:
    """Find a network by its UUID or its name, tried so."""
    if _UUID.fullmatch(text):
        try:
            return await esx.networks.lookup(uuid=text, host=host)
        except errors.NoSuchNetworkError:
            pass
    return await esx.networks.lookup(text, host=host)


def _of_switches(entries: Iterable[aioesx.NetworkSummary]) -> list[aioesx.NetworkSummary]:
    """Leave out what is none, and what stands for a host that does not tell of its own."""
    switches = (entry for entry in entries if entry.kind is aioesx.NetworkKind.SWITCH)
    return [entry for entry in switches if entry.uuid is not None]


def _warn(
    console: Console,
    entries: Iterable[aioesx.NetworkSummary | aioesx.InterfaceSummary | aioesx.VmkernelAdapter],
) -> None:
    """Tell what could not be read, once each."""
    for problem in dict.fromkeys(text for entry in entries for text in entry.problems):
        console.warn(problem)


async def net_list(
    esx: aioesx.Connection, console: Console, host: str | None, **given: bool
) -> ExitStatus:
    """List networks: the virtual switches, by name."""
    if sum(given[option] for option in ("table", "name", "uuid")) > 1:
        raise ValueError("Only one argument from --table, --name and --uuid may be specified.")
    entries = await esx.networks.list(
        active=None if given["all"] else not given["inactive"],
        persistent=_either(given["persistent"], given["transient"]),
        autostart=_either(given["autostart"], given["no_autostart"]),
        host=host,
    )
    entries.sort(key=lambda entry: (entry.name.casefold(), entry.host or ""))
    _warn(console, entries)
    if given["details"]:
        _tell_all(console, entries)
        return ExitStatus.OK
    switches = _of_switches(entries)
    for column in ("uuid", "name"):
        if given[column]:
            for entry in switches:
                console.say(known(getattr(entry, column)))
            return ExitStatus.OK
    rows = [
        [e.name, "active" if e.active else "inactive", _word(e.autostart), _word(e.persistent)]
        for e in switches
    ]
    console.table(("Name", "State", "Autostart", "Persistent"), rows)
    return ExitStatus.OK


def _tell_all(console: Console, entries: Iterable[aioesx.NetworkSummary]) -> None:
    console.table(
        ("Name", "Kind", "Host", "MTU", "Uplinks", "Port groups"),
        [
            [
                entry.name,
                str(entry.kind),
                known(entry.host or ", ".join(entry.hosts) or None),
                known(entry.mtu),
                known(None if entry.uplinks is None else ", ".join(entry.uplinks)),
                known(_groups(entry.portgroups)),
            ]
            for entry in entries
        ],
    )


def _groups(groups: tuple[aioesx.PortGroup, ...] | None) -> str | None:
    """Write port groups with their VLAN ids, ``DMZ (30)``."""
    if groups is None:
        return None
    return ", ".join(f"{g.name} ({g.vlan})" if g.vlan else g.name for g in groups)


def _either(yes: bool, no: bool) -> bool | None:
    return yes if yes is not no else None


def _word(value: bool) -> str:
    return "yes" if value else "no"


async def net_info(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Print what a network is called, and that it is on."""
    found = await (await _network(esx, network, host)).info()
    console.facts(
        [
            ("Name", found.name),
            ("UUID", known(found.uuid)),
            ("Active", _word(found.active)),
            ("Persistent", _word(found.persistent)),
            ("Autostart", _word(found.autostart)),
        ]
    )
    return ExitStatus.OK


async def net_dumpxml(
    esx: aioesx.Connection,
    console: Console,
    network: str,
    inactive: bool,
    full: bool,
    xpath: str | None,
    wrap: bool,
    host: str | None,
) -> ExitStatus:
    """Print the XML of a network."""
    xml = await (await _network(esx, network, host)).xml(inactive=inactive, full=full)
    console.document(selected(xml, xpath, wrap))
    return ExitStatus.OK


async def net_define(
    esx: aioesx.Connection, console: Console, file: Path, validate: bool, host: str | None
) -> ExitStatus:
    """Make a virtual switch with its port groups of an XML file."""
    text = await read_document(file)
    network = await esx.networks.define(text, host=host, validate=validate)
    console.remark(f"Network {network.name} defined from {file}")
    return ExitStatus.OK


async def net_undefine(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Take a virtual switch away with its port groups, unless somebody uses it."""
    await (await _network(esx, network, host)).undefine()
    console.remark(f"Network {network} has been undefined")
    return ExitStatus.OK


async def net_name(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Print the name of the network of a UUID."""
    try:
        uuid = UUID(network)
    except ValueError:
        raise ValueError(f"'{network}' is no UUID of a network") from None
    console.say((await esx.networks.lookup(uuid=uuid, host=host)).name)
    return ExitStatus.OK


async def net_uuid(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Print the UUID of the network of a name."""
    console.say(known((await esx.networks.lookup(network, host=host)).uuid))
    return ExitStatus.OK


async def net_autostart(
    esx: aioesx.Connection, console: Console, network: str, disable: bool, host: str | None
) -> ExitStatus:
    """Have the host start a network when it boots, as it does anyway."""
    await (await _network(esx, network, host)).set_autostart(not disable)
    console.remark(f"Network {network} marked as autostarted")
    return ExitStatus.OK


async def net_users(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """List who is plugged into a network: uplinks, the host's own adapters, domains."""
    users = await (await _network(esx, network, host)).users()
    rows = [
        [
            user.kind,
            user.name,
            known(user.portgroup),
            known(user.mac),
            known(None if user.connected is None else _word(user.connected)),
            known(", ".join(user.services or ()) or user.device),
        ]
        for user in users
    ]
    console.table(("Kind", "Name", "Port group", "MAC Address", "Connected", "What"), rows)
    return ExitStatus.OK


async def net_portgroup_add(
    esx: aioesx.Connection,
    console: Console,
    network: str,
    portgroup: str,
    vlan: int | None,
    host: str | None,
) -> ExitStatus:
    """Add a port group to a network."""
    await (await _network(esx, network, host)).add_portgroup(portgroup, vlan=vlan or 0)
    console.remark(f"Port group '{portgroup}' added to network {network}")
    return ExitStatus.OK


async def net_portgroup_remove(
    esx: aioesx.Connection, console: Console, network: str, portgroup: str, host: str | None
) -> ExitStatus:
    """Take a port group that nobody uses from a network."""
    await (await _network(esx, network, host)).remove_portgroup(portgroup)
    console.remark(f"Port group '{portgroup}' removed from network {network}")
    return ExitStatus.OK


# --- interfaces ----------------------------------------------------------------------------------


async def iface_list(
    esx: aioesx.Connection,
    console: Console,
    inactive: bool,
    all: bool,  # noqa: A002 - the option's name
    details: bool,
    host: str | None,
) -> ExitStatus:
    """List the physical network cards, by name."""
    entries = await esx.interfaces.list(active=None if all else not inactive, host=host)
    entries.sort(key=lambda entry: (entry.name.casefold(), entry.host or ""))
    _warn(console, entries)
    if details:
        head = ("Name", "MAC Address", "Host", "Link", "Driver", "Network")
        rows = [
            [e.name, known(e.mac), known(e.host), _link(e), known(e.driver), known(e.network)]
            for e in entries
        ]
        console.table(head, rows)
        return ExitStatus.OK
    console.table(
        ("Name", "State", "MAC Address"),
        [
            [e.name, "active" if e.active else "inactive", known(e.mac)]
            for e in entries
            if e.link is not None
        ],
    )
    return ExitStatus.OK


def _link(entry: aioesx.InterfaceSummary) -> str:
    if entry.link is None:
        return known(None)
    return f"{entry.speed} Mbit/s, {entry.duplex}" if entry.link else "down"


async def iface_dumpxml(
    esx: aioesx.Connection,
    console: Console,
    interface: str,
    inactive: bool,
    xpath: str | None,
    wrap: bool,
    host: str | None,
) -> ExitStatus:
    """Print the XML of a physical network card."""
    found = await _interface(esx, interface, host)
    console.document(selected(await found.xml(inactive=inactive), xpath, wrap))
    return ExitStatus.OK


async def _interface(esx: aioesx.Connection, text: str, host: str | None) -> aioesx.Interface:
    if _MAC.fullmatch(text):
        return await esx.interfaces.lookup(mac=text, host=host)
    return await esx.interfaces.lookup(text, host=host)


async def iface_mac(
    esx: aioesx.Connection, console: Console, interface: str, host: str | None
) -> ExitStatus:
    """Print the MAC address of the physical card of a name."""
    console.say(known((await esx.interfaces.lookup(interface, host=host)).mac))
    return ExitStatus.OK


async def iface_name(
    esx: aioesx.Connection, console: Console, interface: str, host: str | None
) -> ExitStatus:
    """Print the name of the physical card of a MAC address."""
    console.say((await esx.interfaces.lookup(mac=interface, host=host)).name)
    return ExitStatus.OK


async def iface_vmkernel(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """List the host's own network adapters, with their addresses and what they are for."""
    entries = await esx.interfaces.vmkernel(host=host)
    _warn(console, entries)
    rows = [
        [
            e.name,
            known(e.host),
            known(e.portgroup),
            known(e.mac),
            ", ".join(e.addresses) or known(None),
            known(None if e.services is None else ", ".join(e.services)),
        ]
        for e in sorted(entries, key=lambda entry: (entry.host or "", entry.name))
    ]
    console.table(("Name", "Host", "Port group", "MAC Address", "Addresses", "Services"), rows)
    return ExitStatus.OK


_NETWORK: Final = Word("network", "Name or UUID of the network.")
_INTERFACE: Final = Word("interface", "Name or MAC address of the interface.")
_PORTGROUP: Final = Word("portgroup", "Name of the port group.")
_VLAN: Final = click.IntRange(0, 4095)
_INACTIVE: Final = Flag("inactive", "No difference: there is one configuration.")

COMMANDS: Final = (
    CommandRow(
        "net-list",
        net_list,
        (
            Flag("inactive", "Only inactive networks: there are none."),
            Flag("all", "Inactive networks, too."),
            Flag("persistent", "Only persistent networks: all are."),
            Flag("transient", "Only transient networks: there are none."),
            Flag("autostart", "Only networks that the host starts when it boots: all are."),
            Flag("no-autostart", "Only networks that it does not start: there are none."),
            Flag("uuid", "Only the UUIDs."),
            Flag("name", "Only the names."),
            Flag("table", "A table, as without options."),
            Flag("details", "Show hosts, uplinks, port groups with VLANs, distributed networks."),
            HOST,
        ),
    ),
    CommandRow("net-info", net_info, (_NETWORK, HOST)),
    CommandRow(
        "net-dumpxml",
        net_dumpxml,
        (_NETWORK, _INACTIVE, Flag("full", "With MTU and VLAN ids."), *XPATH, HOST),
    ),
    CommandRow(
        "net-define",
        net_define,
        (
            Word("file", "The XML file; - is standard input.", type=FILE),
            Flag("validate", "Refuse elements that libvirt does not know."),
            HOST,
        ),
    ),
    CommandRow("net-undefine", net_undefine, (_NETWORK, HOST), harmful=True),
    CommandRow("net-name", net_name, (Word("network", "UUID of the network."), HOST)),
    CommandRow("net-uuid", net_uuid, (Word("network", "Name of the network."), HOST)),
    CommandRow(
        "net-autostart",
        net_autostart,
        (_NETWORK, Flag("disable", "Refused: a VMware host's networks are always on."), HOST),
    ),
    CommandRow("net-users", net_users, (_NETWORK, HOST)),
    CommandRow(
        "net-portgroup-add",
        net_portgroup_add,
        (
            _NETWORK,
            _PORTGROUP,
            Word("vlan", "VLAN id; 4095 for all of them, tagged.", False, False, type=_VLAN),
            HOST,
        ),
    ),
    CommandRow(
        "net-portgroup-remove",
        net_portgroup_remove,
        (_NETWORK, _PORTGROUP, HOST),
        harmful=True,
    ),
    CommandRow(
        "iface-list",
        iface_list,
        (
            Flag("inactive", "Only inactive interfaces: there are none."),
            Flag("all", "Inactive interfaces, too."),
            Flag("details", "Show host, link, driver and network, too."),
            HOST,
        ),
    ),
    CommandRow(
        "iface-dumpxml",
        iface_dumpxml,
        (_INTERFACE, Flag("inactive", "Without an address got by DHCP."), *XPATH, HOST),
    ),
    CommandRow("iface-mac", iface_mac, (Word("interface", "Name of the interface."), HOST)),
    CommandRow("iface-name", iface_name, (Word("interface", "MAC address of it."), HOST)),
    CommandRow("iface-vmkernel", iface_vmkernel, (HOST,)),
)
