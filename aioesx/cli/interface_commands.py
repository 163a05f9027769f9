"""Commands about a host's network cards and own adapters. Names, options and output are virsh's."""

from __future__ import annotations

import re
from typing import Final

import aioesx
from aioesx.cli.console import Console
from aioesx.cli.declare import HOST, CommandRow, Flag, Word
from aioesx.cli.outputs import networks as outputs
from aioesx.cli.outputs.common import DOCUMENT
from aioesx.cli.problems import warn_of
from aioesx.cli.status import ExitStatus
from aioesx.cli.text import known
from aioesx.cli.xpath import XPATH, selected

__all__ = ["COMMANDS", "INTERFACE", "find_interface"]

_MAC: Final = re.compile(r"([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}")


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
    warn_of(console, entries)
    if not details:
        entries = [entry for entry in entries if entry.link is not None]
    console.tell_all(entries)
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
        [[e.name, "active" if e.active else "inactive", known(e.mac)] for e in entries],
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
    found = await find_interface(esx, interface, host)
    console.document(selected(await found.xml(inactive=inactive), xpath, wrap))
    return ExitStatus.OK


async def find_interface(esx: aioesx.Connection, text: str, host: str | None) -> aioesx.Interface:
    """Find an interface by its MAC address or its name.

    Raises:
        NoSuchInterfaceError: there is none.
        AmbiguousNameError: several hosts have one.
    """
    if _MAC.fullmatch(text):
        return await esx.interfaces.lookup(mac=text, host=host)
    return await esx.interfaces.lookup(text, host=host)


async def iface_mac(
    esx: aioesx.Connection, console: Console, interface: str, host: str | None
) -> ExitStatus:
    """Print the MAC address of the physical card of a name."""
    found = await esx.interfaces.lookup(interface, host=host)
    console.tell(found)
    console.say(known(found.mac))
    return ExitStatus.OK


async def iface_name(
    esx: aioesx.Connection, console: Console, interface: str, host: str | None
) -> ExitStatus:
    """Print the name of the physical card of a MAC address."""
    found = await esx.interfaces.lookup(mac=interface, host=host)
    console.tell(found)
    console.say(found.name)
    return ExitStatus.OK


async def iface_vmkernel(esx: aioesx.Connection, console: Console, host: str | None) -> ExitStatus:
    """List the host's own network adapters, with their addresses and what they are for."""
    entries = await esx.interfaces.vmkernel(host=host)
    entries = sorted(entries, key=lambda entry: (entry.host or "", entry.name))
    warn_of(console, entries)
    console.tell_all(entries)
    rows = [
        [
            e.name,
            known(e.host),
            known(e.portgroup),
            known(e.mac),
            ", ".join(e.addresses) or known(None),
            known(None if e.services is None else ", ".join(e.services)),
        ]
        for e in entries
    ]
    console.table(("Name", "Host", "Port group", "MAC Address", "Addresses", "Services"), rows)
    return ExitStatus.OK


INTERFACE: Final = Word("interface", "Name or MAC address of the interface.")

COMMANDS: Final = (
    CommandRow(
        "iface-list",
        iface_list,
        (
            Flag("inactive", "Only inactive interfaces: there are none."),
            Flag("all", "Inactive interfaces, too."),
            Flag("details", "Show host, link, driver and network, too."),
            HOST,
        ),
        output=outputs.CARDS,
    ),
    CommandRow(
        "iface-dumpxml",
        iface_dumpxml,
        (INTERFACE, Flag("inactive", "Without an address got by DHCP."), *XPATH, HOST),
        output=DOCUMENT,
    ),
    CommandRow(
        "iface-mac",
        iface_mac,
        (Word("interface", "Name of the interface."), HOST),
        output=outputs.CARD,
    ),
    CommandRow(
        "iface-name",
        iface_name,
        (Word("interface", "MAC address of it."), HOST),
        output=outputs.CARD,
    ),
    CommandRow("iface-vmkernel", iface_vmkernel, (HOST,), output=outputs.VMKERNEL),
)
