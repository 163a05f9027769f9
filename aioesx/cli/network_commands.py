"""Commands about networks. Names, options and output are virsh's."""

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
from aioesx.cli.outputs import networks as outputs
from aioesx.cli.outputs.common import DOCUMENT, NAMED
from aioesx.cli.problems import warn_of
from aioesx.cli.reading import read_document
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.cli.xpath import XPATH, selected

__all__ = ["COMMANDS", "NETWORK", "find_network"]

_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


async def find_network(esx: aioesx.Connection, text: str, host: str | None) -> aioesx.Network:
    """Find a network by its UUID or its name, tried so.

    Raises:
        NoSuchNetworkError: there is none.
        AmbiguousNameError: several hosts have one.
    """
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
    warn_of(console, entries)
    if given["details"]:
        console.tell_all(entries)
        _details(console, entries)
        return ExitStatus.OK
    switches = _of_switches(entries)
    console.tell_all(switches)
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


def _details(console: Console, entries: Iterable[aioesx.NetworkSummary]) -> None:
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
    found = await (await find_network(esx, network, host)).info()
    console.tell(found)
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
    xml = await (await find_network(esx, network, host)).xml(inactive=inactive, full=full)
    console.document(selected(xml, xpath, wrap))
    return ExitStatus.OK


async def net_define(
    esx: aioesx.Connection, console: Console, file: Path, validate: bool, host: str | None
) -> ExitStatus:
    """Make a virtual switch with its port groups of an XML file."""
    text = await read_document(file)
    network = await esx.networks.define(text, host=host, validate=validate)
    console.tell(network)
    console.remark(f"Network {network.name} defined from {file}")
    return ExitStatus.OK


async def net_undefine(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Take a virtual switch away with its port groups, unless somebody uses it."""
    await (await find_network(esx, network, host)).undefine()
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
    found = await esx.networks.lookup(uuid=uuid, host=host)
    console.tell(found)
    console.say(found.name)
    return ExitStatus.OK


async def net_uuid(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """Print the UUID of the network of a name."""
    found = await esx.networks.lookup(network, host=host)
    console.tell(found)
    console.say(known(found.uuid))
    return ExitStatus.OK


async def net_autostart(
    esx: aioesx.Connection, console: Console, network: str, disable: bool, host: str | None
) -> ExitStatus:
    """Have the host start a network when it boots, as it does anyway."""
    await (await find_network(esx, network, host)).set_autostart(not disable)
    console.remark(f"Network {network} marked as autostarted")
    return ExitStatus.OK


async def net_users(
    esx: aioesx.Connection, console: Console, network: str, host: str | None
) -> ExitStatus:
    """List who is plugged into a network: uplinks, the host's own adapters, domains."""
    users = await (await find_network(esx, network, host)).users()
    console.tell_all(users)
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
    await (await find_network(esx, network, host)).add_portgroup(portgroup, vlan=vlan or 0)
    console.remark(f"Port group '{portgroup}' added to network {network}")
    return ExitStatus.OK


async def net_portgroup_remove(
    esx: aioesx.Connection, console: Console, network: str, portgroup: str, host: str | None
) -> ExitStatus:
    """Take a port group that nobody uses from a network."""
    await (await find_network(esx, network, host)).remove_portgroup(portgroup)
    console.remark(f"Port group '{portgroup}' removed from network {network}")
    return ExitStatus.OK


NETWORK: Final = Word("network", "Name or UUID of the network.")
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
        output=outputs.LIST,
    ),
    CommandRow("net-info", net_info, (NETWORK, HOST), output=outputs.INFO),
    CommandRow(
        "net-dumpxml",
        net_dumpxml,
        (NETWORK, _INACTIVE, Flag("full", "With MTU and VLAN ids."), *XPATH, HOST),
        output=DOCUMENT,
    ),
    CommandRow(
        "net-define",
        net_define,
        (
            Word("file", "The XML file; - is standard input.", type=FILE),
            Flag("validate", "Refuse elements that libvirt does not know."),
            HOST,
        ),
        output=NAMED,
    ),
    CommandRow("net-undefine", net_undefine, (NETWORK, HOST), harmful=True),
    CommandRow("net-name", net_name, (Word("network", "UUID of the network."), HOST), output=NAMED),
    CommandRow("net-uuid", net_uuid, (Word("network", "Name of the network."), HOST), output=NAMED),
    CommandRow(
        "net-autostart",
        net_autostart,
        (NETWORK, Flag("disable", "Refused: a VMware host's networks are always on."), HOST),
    ),
    CommandRow("net-users", net_users, (NETWORK, HOST), output=outputs.USERS),
    CommandRow(
        "net-portgroup-add",
        net_portgroup_add,
        (
            NETWORK,
            _PORTGROUP,
            Word("vlan", "VLAN id; 4095 for all of them, tagged.", False, False, type=_VLAN),
            HOST,
        ),
    ),
    CommandRow(
        "net-portgroup-remove",
        net_portgroup_remove,
        (NETWORK, _PORTGROUP, HOST),
        harmful=True,
    ),
)
