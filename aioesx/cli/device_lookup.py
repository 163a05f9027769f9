"""Which disk, drive or card of a domain is meant: as virsh finds it, in the domain's XML.

libvirt has no words for some: a drive that is empty, or lent by somebody's console, is left out of
its XML, and some machines have none at all. Those are looked up among the host's devices, and the
XML is what libvirt's would be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx import errors

if TYPE_CHECKING:
    import aioesx
    from aioesx.definition.pieces import Piece

__all__ = ["find_card", "find_cards", "find_disk", "told_apart"]

_REMOVABLE: Final = ("cdrom", "floppy")
_KINDS: Final = ("disk", *_REMOVABLE)


async def _xml(domain: aioesx.Domain, *, inactive: bool) -> str | None:
    """Return a domain's XML; None of a machine that libvirt has no words for."""
    try:
        return await domain.xml(inactive=inactive)
    except errors.DocumentError:
        return None


async def find_disk(
    domain: aioesx.Domain, path: str, *, inactive: bool, removable: bool = False
) -> Piece | None:
    """Find a disk or drive by its target or its source; None if there is none.

    Args:
        domain: whose it is.
        path: either of them.
        inactive: whether its XML is to be that of the next start.
        removable: whether only drives whose medium can be changed are looked at.
    """
    from aioesx.definition.pieces import disk_piece  # loads the documents

    xml = await _xml(domain, inactive=inactive)
    piece = disk_piece(xml, path, removable=removable) if xml is not None else None
    if piece is not None:
        return piece
    kinds = _REMOVABLE if removable else _KINDS
    for device in await domain.devices():
        if device.kind in kinds and path in (device.target, device.source):
            return _disk(device)
    return None


def told_apart(piece: Piece, path: str) -> str:
    """Return what names a disk to the library: its target, or its XML where its source was typed.

    Two buses may have a disk of one target; the XML tells the bus, and a target is refused then.
    """
    return path if path == piece.name else piece.xml


def _disk(device: aioesx.DomainDevice) -> Piece:
    from aioesx.definition import Disk, format_device_xml
    from aioesx.definition.pieces import as_piece

    source = device.source or None
    of_datastore = source is None or source.startswith("[")
    disk = Disk(
        target=device.target or "",
        bus=device.bus or "",
        type="file" if of_datastore else "block",
        device=device.kind,
        source=source,
    )
    return as_piece(format_device_xml(disk), device.target or "")


async def find_cards(domain: aioesx.Domain, type_: str, *, inactive: bool) -> list[Piece]:
    """Return the cards of one of libvirt's types."""
    from aioesx.definition.pieces import interface_pieces  # likewise

    xml = await _xml(domain, inactive=inactive)
    if xml is not None:
        return interface_pieces(xml, type_)
    return [piece for kind, piece in await _cards(domain) if kind == type_]


async def find_card(domain: aioesx.Domain, name: str, *, inactive: bool) -> Piece | None:
    """Find a card by its MAC address or its target; None if there is none."""
    from aioesx.definition.pieces import alike_mac, interface_piece  # likewise

    xml = await _xml(domain, inactive=inactive)
    if xml is not None:
        return interface_piece(xml, name)
    return next((piece for _, piece in await _cards(domain) if alike_mac(piece.name, name)), None)


async def _cards(domain: aioesx.Domain) -> list[tuple[str, Piece]]:
    """Return the host's cards, each with libvirt's type of it."""
    from aioesx.definition import Interface, format_device_xml
    from aioesx.definition.pieces import as_piece

    found = []
    for card in await domain.interfaces():
        mac = card.mac or ""
        value = Interface(mac=mac, type=card.type, source=card.source, model=card.model)
        found.append((card.type, as_piece(format_device_xml(value), mac)))
    return found
