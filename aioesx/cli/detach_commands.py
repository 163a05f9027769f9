"""Commands that take a device from a domain. Names, options and messages are virsh's.

No file is ever deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import aioesx
from aioesx.cli.affecting import (
    AFFECTS,
    PERSISTENT,
    PRINT_XML,
    affected,
    check_affects,
    device_name,
    failing,
    missing,
)
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Word
from aioesx.cli.device_lookup import find_cards, find_disk, told_apart
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.devices import DETACHED
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.definition.pieces import Piece

__all__ = ["COMMANDS"]


async def detach_device_alias(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    alias: str,
    config: bool,
    live: bool,
    current: bool,
) -> ExitStatus:
    """Take a device from a domain by its target or MAC address: VMware keeps no aliases."""
    check_affects(config=config, live=live, current=current)
    entry = await find_domain(esx, domain)
    with failing(f"Failed to detach device with alias {alias}"):
        await entry.domain.detach(device_name(alias), **affected(entry, config=config, live=live))
    console.remark("Device detach request sent successfully")
    return ExitStatus.OK


async def detach_disk(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    target: str,
    persistent: bool,
    config: bool,
    live: bool,
    current: bool,
    print_xml: bool,
) -> ExitStatus:
    """Take a disk or a drive from a domain; its image stays."""
    check_affects(persistent=persistent, config=config, live=live, current=current)
    entry = await find_domain(esx, domain)
    inactive = (config or persistent) and not live
    piece = await find_disk(entry.domain, target, inactive=inactive)
    if piece is None:
        raise missing(f"No disk found whose source path or target is {target}", "disk", target)
    if print_xml:
        console.document(piece.xml)
        return ExitStatus.OK
    affects = affected(entry, persistent=persistent, config=config, live=live)
    with failing("Failed to detach disk"):
        await entry.domain.detach(told_apart(piece, target), **affects)
    console.tell({"name": piece.name})
    console.remark("Disk detached successfully")
    return ExitStatus.OK


async def detach_interface(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    type: str,  # noqa: A002 - the option's name
    mac: str | None,
    persistent: bool,
    config: bool,
    live: bool,
    current: bool,
    print_xml: bool,
) -> ExitStatus:
    """Take a network card from a domain: the only one of a type, or that of a MAC address."""
    check_affects(persistent=persistent, config=config, live=live, current=current)
    entry = await find_domain(esx, domain)
    affects = affected(entry, persistent=persistent, config=config, live=live)
    cards = await find_cards(entry.domain, type, inactive=affects["config"])
    card = _meant(cards, type, mac)
    if print_xml:
        # virsh does it once for each of both, and prints it as often.
        console.document(card.xml * (2 if affects["config"] and affects["live"] else 1))
        return ExitStatus.OK
    with failing("Failed to detach interface"):
        await entry.domain.detach(card.name, **affects)
    console.tell({"name": card.name})
    console.remark("Interface detached successfully")
    return ExitStatus.OK


def _meant(cards: list[Piece], kind: str, mac: str | None) -> Piece:
    """Return the card of a type that is meant.

    Raises:
        LookupFailedError: there is none.
        ValueError: there are several.
    """
    from aioesx.definition.pieces import alike_mac

    if not cards:
        raise missing(f"No interface found whose type is {kind}", "interface", kind)
    if mac is None and len(cards) > 1:
        raise ValueError(
            f"Domain has {len(cards)} interfaces. Please specify which one to detach using --mac"
        )
    found = cards if mac is None else [card for card in cards if alike_mac(card.name, mac)]
    if not found:
        raise missing(f"No interface with MAC address {mac} was found", "interface", str(mac))
    if len(found) > 1:
        raise ValueError(
            f"Domain has multiple interfaces matching MAC address {mac}. You must use"
            " detach-device and specify the device pci address to remove it."
        )
    return found[0]


_ALL: Final[tuple[Any, ...]] = (PERSISTENT, *AFFECTS)

COMMANDS: Final = (
    CommandRow(
        "detach-device-alias",
        detach_device_alias,
        (
            DOMAIN,
            Word("alias", "Target of a disk, or MAC address of a card.", names="device"),
            *AFFECTS,
        ),
        harmful=True,
    ),
    CommandRow(
        "detach-disk",
        detach_disk,
        (
            DOMAIN,
            Word("target", "Its target, such as sdb, or its source.", names="disk"),
            *_ALL,
            PRINT_XML,
        ),
        harmful=True,
        output=DETACHED,
    ),
    CommandRow(
        "detach-interface",
        detach_interface,
        (
            DOMAIN,
            Word("type", "bridge, network, ...: libvirt's words."),
            Word("mac", "Its MAC address.", required=False, names="card"),
            *_ALL,
            PRINT_XML,
        ),
        harmful=True,
        output=DETACHED,
    ),
)
