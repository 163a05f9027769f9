"""Commands that change a device which a domain has. Names, options and messages are virsh's."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, Literal

import aioesx
from aioesx.cli.affecting import (
    AFFECTS,
    affected,
    check_affects,
    device_name,
    failing,
    missing,
)
from aioesx.cli.console import Console
from aioesx.cli.declare import DOMAIN, CommandRow, Flag, Word, exclusive
from aioesx.cli.device_lookup import find_card, find_disk, told_apart
from aioesx.cli.names import find_domain
from aioesx.cli.outputs.devices import DEVICE
from aioesx.cli.sizes import SCALED
from aioesx.cli.status import ExitStatus

if TYPE_CHECKING:
    from aioesx.definition.pieces import Piece

__all__ = ["COMMANDS"]


async def blockresize(
    esx: aioesx.Connection, console: Console, domain: str, path: str, size: int
) -> ExitStatus:
    """Let a disk grow; it never shrinks."""
    entry = await find_domain(esx, domain)
    with failing(f"Failed to resize block device '{path}'"):
        piece = await find_disk(entry.domain, path, inactive=False)
        name = told_apart(piece, path) if piece is not None else device_name(path)
        device = await entry.domain.grow(name, size)
    console.tell(dataclasses.asdict(device))
    console.note(f"Block device '{path}' is resized")
    return ExitStatus.OK


# --- links ---------------------------------------------------------------------------------------

_STATES: Final = {"up": True, "down": False}


async def domif_setlink(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    interface: str,
    state: str,
    config: bool,
    print_xml: bool,
) -> ExitStatus:
    """Connect a network card, or pull its plug: STATE is up or down."""
    entry = await find_domain(esx, domain)
    if state not in _STATES:
        raise ValueError(f"invalid link state '{state}'")
    card = await find_card(entry.domain, interface, inactive=config)
    if card is None:
        raise missing(f"interface '{interface}' not found", "interface", interface)
    if print_xml:
        from aioesx.definition.pieces import with_link  # loads the documents

        console.document(with_link(card, state).xml)
        return ExitStatus.OK
    config = config or not entry.state.is_active
    up = _STATES[state]
    with failing("Failed to update interface link state"):
        device = await entry.domain.set_link(card.name, up, live=not config, config=config)
    console.tell(dataclasses.asdict(device))
    console.remark("Device updated successfully")
    return ExitStatus.OK


# --- media ---------------------------------------------------------------------------------------

Verb = Literal["eject", "insert", "update"]
_DONE: Final[dict[Verb, str]] = {"eject": "ejected", "insert": "inserted", "update": "updated"}


async def change_media(
    esx: aioesx.Connection,
    console: Console,
    domain: str,
    path: str,
    source: str | None,
    eject: bool,
    insert: bool,
    update: bool,
    current: bool,
    live: bool,
    config: bool,
    force: bool,
    print_xml: bool,
    block: bool,
) -> ExitStatus:
    """Put an image into a CD-ROM or floppy drive, or empty it; PATH is the drive, such as hdc."""
    exclusive(eject=eject, insert=insert)
    exclusive(eject=eject, update=update)
    exclusive(insert=insert, update=update)
    exclusive(eject=eject, block=block)
    check_affects(config=config, live=live, current=current)
    empties = eject or (update and source is None)
    verb: Verb = "eject" if empties else "insert" if insert else "update"
    entry = await find_domain(esx, domain)
    piece = await _with_medium(entry.domain, path, source, verb, block=block, inactive=config)
    if print_xml:
        console.document(piece.xml)
        return ExitStatus.OK
    with failing(f"Failed to complete action {verb} on media"):
        affects = affected(entry, config=config, live=live)
        device = await entry.domain.update(piece.xml, **affects)
    console.tell(dataclasses.asdict(device))
    console.put(f"Successfully {_DONE[verb]} media.")
    return ExitStatus.OK


async def _with_medium(
    domain: aioesx.Domain,
    path: str,
    source: str | None,
    verb: Verb,
    *,
    block: bool,
    inactive: bool,
) -> Piece:
    """Return a drive of a domain with another medium.

    Raises:
        LookupFailedError: there is no such drive.
        ValueError: it has a medium, or none.
    """
    from aioesx.definition.pieces import with_medium  # loads the documents

    piece = await find_disk(domain, path, inactive=inactive, removable=True)
    if piece is None:
        raise missing(f"No disk found whose source path or target is {path}", "drive", path)
    return with_medium(piece, path, source, verb, block=block)


_PATH: Final = Word("path", "The disk's target, such as sda, or its source.", names="disk")
_SIZE: Final = Word("size", "Its size then, in KiB, or with a unit.", type=SCALED)

COMMANDS: Final = (
    CommandRow("blockresize", blockresize, (DOMAIN, _PATH, _SIZE), output=DEVICE),
    CommandRow("domblkresize", blockresize, (DOMAIN, _PATH, _SIZE), output=DEVICE),
    CommandRow(
        "domif-setlink",
        domif_setlink,
        (
            DOMAIN,
            Word("interface", "MAC address of the card.", names="card"),
            Word("state", "up or down."),
            Flag("config", "At its next starts."),
            Flag("print-xml", "Print the card's XML, and change nothing."),
        ),
        output=DEVICE,
        aliases={"persistent": "config"},
    ),
    CommandRow(
        "change-media",
        change_media,
        (
            DOMAIN,
            Word("path", "The drive, such as hdc, or what is in it.", names="drive"),
            Word("source", "'[datastore] path' of the image.", required=False),
            Flag("eject", "Empty the drive."),
            Flag("insert", "Put the image into the empty drive."),
            Flag("update", "Put the image in, or empty the drive without one."),
            *reversed(AFFECTS),
            Flag("force", "No difference: a guest that locks its drive is not asked."),
            Flag("print-xml", "Print the drive's XML, and change nothing."),
            Flag("block", "The source is a device of the host."),
        ),
        output=DEVICE,
    ),
)
