"""One disk or network card of a domain's XML, as virsh cuts it out and changes it. No I/O.

A `Piece` is text, written as virsh writes it: the indentation is that of the document which it
stood in.
"""

from __future__ import annotations

import dataclasses
import re
from copy import deepcopy
from typing import Final, Literal

from lxml import etree

from aioesx.definition._reader import parse_element

__all__ = [
    "Piece",
    "alike_mac",
    "as_piece",
    "disk_piece",
    "interface_piece",
    "interface_pieces",
    "with_link",
    "with_medium",
]

_SOURCES: Final = ("file", "dev", "dir", "name")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]")
_REMOVABLE: Final = ("cdrom", "floppy")
_WORDS: Final = {"eject": "doesn't have media", "insert": "already has media"}


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """An element ``<disk>`` or ``<interface>``.

    Attributes:
        xml: its text.
        name: what tells it from others of its domain: a disk's target, a card's MAC address.
    """

    xml: str
    name: str


def as_piece(xml: str, name: str) -> Piece:
    """Return an element of its own, written as one that is cut out."""
    return Piece(_written(parse_element(xml)), name)


def disk_piece(xml: str, path: str, *, removable: bool = False) -> Piece | None:
    """Find a disk or drive by its target or its source; None if there is none.

    Args:
        xml: the domain's document.
        path: either of them, exact.
        removable: whether only drives whose medium can be changed are looked at.

    Source: libvirt, virshFindDisk.
    """
    for disk in parse_element(xml).iterfind("devices/disk"):
        if removable and disk.get("device") not in _REMOVABLE:
            continue
        for child in disk:
            if _names(child) == path:
                target = disk.find("target")
                name = str(target.get("dev")) if target is not None else path
                return Piece(_written(disk), name)
    return None


def _names(child: etree._Element) -> str | None:
    if child.tag == "target":
        return child.get("dev")
    if child.tag != "source":
        return None
    return next((child.get(key) for key in _SOURCES if child.get(key)), None)


def with_medium(
    piece: Piece,
    path: str,
    source: str | None,
    verb: Literal["eject", "insert", "update"],
    *,
    block: bool = False,
) -> Piece:
    """Return a drive with another medium, or none.

    Args:
        piece: the drive.
        path: how it was named, for complaints.
        source: the new medium.
        verb: what is done; to insert it must be empty, to eject it must not.
        block: whether the medium is a device of the host.

    Raises:
        ValueError: it is, or it is not; or nothing is there to be put in.

    Source: libvirt, virshUpdateDiskXML.
    """
    disk = parse_element(piece.xml)
    old = disk.find("source")
    if verb == "eject":
        source = None
        if old is None:
            raise ValueError(f"The disk device '{path}' {_WORDS[verb]}")
    elif source is None:
        raise ValueError("New disk media source was not specified")
    policy = old.get("startupPolicy") if old is not None else None
    if old is not None:
        if verb == "insert" and _names(old) is not None:
            raise ValueError(f"The disk device '{path}' {_WORDS[verb]}")
        _unlink(disk, old)
    disk.set("type", "block" if block else "file")
    target = disk.find("target")
    if source is not None and target is not None:
        # virsh puts it before the target, and the blanks that stand there behind it once more.
        new = etree.Element("source", {"dev" if block else "file": source})
        if policy is not None:
            new.set("startupPolicy", policy)
        before = target.getprevious()
        blanks = disk.text if before is None else before.tail
        target.addprevious(new)
        new.tail = f"\n{(blanks or '').rpartition(chr(10))[2]}"
    return Piece(_written(disk), piece.name)


def _unlink(parent: etree._Element, child: etree._Element) -> None:
    """Take an element away, and leave the text behind it."""
    before = child.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (child.tail or "")
    else:
        before.tail = (before.tail or "") + (child.tail or "")
    parent.remove(child)


# --- network cards -------------------------------------------------------------------------------


def interface_pieces(xml: str, type_: str) -> list[Piece]:
    """Return the cards of a type, in the order of the document."""
    cards = parse_element(xml).iterfind("devices/interface")
    return [_card(card) for card in cards if card.get("type") == type_]


def interface_piece(xml: str, name: str) -> Piece | None:
    """Find a card by its MAC address or its target; None if there is none."""
    for card in parse_element(xml).iterfind("devices/interface"):
        target = card.find("target")
        if target is not None and str(target.get("dev")).lower() == name.lower():
            return _card(card)
        if alike_mac(_mac(card), name):
            return _card(card)
    return None


def alike_mac(mac: str, other: str) -> bool:
    """Tell whether two texts are the same MAC address."""
    return mac.lower() == other.lower()


def _card(card: etree._Element) -> Piece:
    return Piece(_written(card), _mac(card))


def _mac(card: etree._Element) -> str:
    mac = card.find("mac")
    return str(mac.get("address")) if mac is not None else ""


def with_link(piece: Piece, state: str) -> Piece:
    """Return a card whose link is ``up`` or ``down``.

    Source: libvirt, cmdDomIfSetLink.
    """
    card = parse_element(piece.xml)
    link = card.find("link")
    if link is None:
        link = etree.SubElement(card, "link")
    link.set("state", state)
    return Piece(_written(card), piece.name)


def _written(element: etree._Element) -> str:
    alone = deepcopy(element)  # without the namespaces of what it stands in
    alone.tail = None
    text: str = etree.tostring(alone, encoding="unicode")
    return _FOREIGN.sub(lambda found: f"&#x{ord(found[0]):X};", text)  # as libxml2 does for virsh
