"""Commands about drives, cards and displays of a domain. Names, options and output are virsh's.

Lists are read from the definition, as virsh's are, and not from the devices that the API shows:
the two differ in what they call a card without a model, a drive that detects its medium, a port
of a distributed switch. Of a machine that libvirt has no words for, the devices are shown.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

import aioesx
from aioesx import errors
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word
from aioesx.cli.names import find_domain
from aioesx.cli.outputs import domains as outputs
from aioesx.cli.status import ExitStatus

__all__ = ["COMMANDS"]

_DEVICES: Final = "config.hardware.device"
_MAC: Final = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}", re.IGNORECASE)
_FIRST_PORT: Final = 5900
_DISK: Final = ("type", "device", "target", "source")
_CARD: Final = ("target", "type", "source", "model", "mac")
_EVERY_ADDRESS: Final = ("0.0.0.0", "::")  # noqa: S104 - read, not listened at


async def domblklist(
    esx: aioesx.Connection, console: Console, domain: str, inactive: bool, details: bool
) -> ExitStatus:
    """List disks and drives."""
    found = (await find_domain(esx, domain)).domain
    disks: list[tuple[str, str, str, str | None]]
    try:
        definition = await found.definition()
    except errors.DocumentError as error:
        console.warn(f"shown are the host's devices, since there is no XML: {error}")
        disks = [(d.type, d.device, d.target, d.source) for d in await found.disks()]
    else:
        disks = [(d.type, d.device, d.target, d.source) for d in definition.disks]
    console.tell_all(dict(zip(_DISK, disk, strict=True)) for disk in disks)
    if details:
        rows = [(*words, source or "-") for *words, source in disks]
        console.table(("Type", "Device", "Target", "Source"), rows)
    else:
        console.table(("Target", "Source"), [(d[2], d[3] or "-") for d in disks])
    return ExitStatus.OK


async def domiflist(
    esx: aioesx.Connection, console: Console, domain: str, inactive: bool
) -> ExitStatus:
    """List network cards."""
    found = (await find_domain(esx, domain)).domain
    cards: list[tuple[str | None, ...]]
    try:
        definition = await found.definition()
    except errors.DocumentError as error:
        console.warn(f"shown are the host's devices, since there is no XML: {error}")
        cards = [(None, c.type, c.source, c.model, c.mac) for c in await found.interfaces()]
    else:
        cards = [(c.target, c.type, c.source, c.model, c.mac) for c in definition.interfaces]
    console.tell_all(dict(zip(_CARD, card, strict=True)) for card in cards)
    rows = [[word or "-" for word in card] for card in cards]
    console.table(("Interface", "Type", "Source", "Model", "MAC"), rows)
    return ExitStatus.OK


async def domif_getlink(
    esx: aioesx.Connection, console: Console, domain: str, interface: str, config: bool
) -> ExitStatus:
    """Print whether a network card is connected, or will be when the domain starts."""
    entry = await find_domain(esx, domain)
    mac = interface if _MAC.fullmatch(interface) else await _mac_of(entry.domain, interface)
    values = await esx.properties(entry.domain.ref, [_DEVICES])
    for card in values.get(_DEVICES) or ():
        if isinstance(card, aioesx.vim.VirtualEthernetCard) and _is(card, mac):
            plugged = _is_plugged(card, now=entry.state.is_active and not config)
            console.tell({"interface": interface, "connected": plugged})
            console.put(f"{interface} {'up' if plugged else 'down'}")
            return ExitStatus.OK
    raise errors.NoSuchInterfaceError(f"'{interface}' of domain '{entry.name}'")


async def _mac_of(domain: aioesx.Domain, target: str) -> str | None:
    cards = (await domain.definition()).interfaces
    return next((card.mac for card in cards if card.target == target), None)


def _is(card: aioesx.vim.VirtualEthernetCard, mac: str | None) -> bool:
    return mac is not None and (card.mac_address or "").lower() == mac.lower()


def _is_plugged(card: aioesx.vim.VirtualEthernetCard, *, now: bool) -> bool:
    plug = card.connectable
    return plug is None or bool(plug.connected if now else plug.start_connected)


async def vncdisplay(esx: aioesx.Connection, console: Console, domain: str) -> ExitStatus:
    """Print where the console is served by VNC."""
    entry = await find_domain(esx, domain)
    display = await entry.domain.vnc_display() if entry.state.is_active else None
    if display is None:
        why = "Failed to get VNC port. Is this domain using VNC?"
        console.complain(why if entry.state.is_active else "Domain is not running")
        return ExitStatus.FAILED
    console.tell(display)
    console.say(str(display))
    return ExitStatus.OK


async def domdisplay(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    include_password: bool,
    type: str | None,  # noqa: A002 - the option's name
    all: bool,  # noqa: A002 - the option's name
) -> ExitStatus:
    """Print where the console is served, as a URI."""
    entry = await find_domain(esx, domain)
    if not entry.state.is_active:
        console.complain("Domain is not running")
        return ExitStatus.FAILED
    display = await entry.domain.vnc_display() if type in (None, "vnc") else None
    if display is None:
        kind = f" with type '{type}'" if type is not None else ""
        console.complain(f"No graphical display{kind} found")
        return ExitStatus.FAILED
    password = await _display_password(entry.domain) if include_password else None
    secret = f":{quote(password, '')}@" if password else ""
    address = _reached_at(display.listen, esx.uri)
    shown = f"vnc://{secret}{address}:{display.port - _FIRST_PORT}"
    console.tell({"uri": shown})
    console.put(shown + ("\n" if all else ""))
    return ExitStatus.OK


async def _display_password(domain: aioesx.Domain) -> str | None:
    graphics = (await domain.definition()).graphics
    return next((each.password for each in graphics if each.password), None)


def _reached_at(listen: str | None, uri: str) -> str:
    """Return where a display is; libvirt takes one that says nothing for the host's own."""
    if listen is None:
        return "localhost"
    address = urlsplit(uri).hostname or listen if listen in _EVERY_ADDRESS else listen
    return f"[{address}]" if ":" in address else address


_NOW: Final = Flag("inactive", "No difference: a VMware machine has one configuration.")

COMMANDS: Final = (
    CommandRow(
        "domblklist",
        domblklist,
        (DOMAIN, _NOW, Flag("details", "Show type and device, too.")),
        output=outputs.DISKS,
    ),
    CommandRow("domiflist", domiflist, (DOMAIN, _NOW), output=outputs.CARDS),
    CommandRow(
        "domif-getlink",
        domif_getlink,
        (
            DOMAIN,
            Word("interface", "MAC address of the card.", names="card"),
            Flag("config", "As it will be when the domain starts."),
        ),
        output=outputs.LINK,
    ),
    CommandRow("vncdisplay", vncdisplay, (DOMAIN,), output=outputs.DISPLAY),
    CommandRow(
        "domdisplay",
        domdisplay,
        (
            DOMAIN,
            Flag("include-password", "With the display's password."),
            Word("type", "Only 'vnc' is to be had.", False, False),
            Flag("all", "No difference: there is one at most."),
        ),
        output=outputs.DISPLAY_URI,
    ),
)
