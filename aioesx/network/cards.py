"""A physical card as libvirt's XML. No I/O."""

from __future__ import annotations

from aioesx import vim
from aioesx.definition.interface import InterfaceAddress, InterfaceDefinition, InterfaceProtocol
from aioesx.network.users import prefix_of

__all__ = ["definition_of"]


def definition_of(card: vim.PhysicalNic, *, inactive: bool = False) -> InterfaceDefinition:
    """Make the document of a card.

    Args:
        card: as the host tells it.
        inactive: leave the address out that it got by DHCP.

    Source: libvirt, esxInterfaceGetXMLDesc.
    """
    ip = card.spec.ip
    protocols: tuple[InterfaceProtocol, ...] = ()
    if ip is not None:
        has_address = bool(ip.ip_address and ip.subnet_mask)
        shown = has_address and not (ip.dhcp and inactive)
        address = InterfaceAddress(ip.ip_address or "", prefix_of(ip.subnet_mask))
        if ip.dhcp or has_address:
            addresses = (address,) if shown else ()
            protocols = (InterfaceProtocol("ipv4", ip.dhcp, addresses),)
    return InterfaceDefinition(name=card.device, mac=card.mac or None, protocols=protocols)
