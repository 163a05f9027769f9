"""The vCenter that a URI names, and the one that the host says it is managed by."""

from __future__ import annotations

from aioesx._transport import Network
from aioesx.errors import ConnectError, UriError

__all__ = ["check_vcenter"]

_HTTPS = 443


async def check_vcenter(wanted: str | None, known: str | None, network: Network) -> None:
    """Compare ``vcenter=`` of the URI with what the host tells.

    Args:
        wanted: name, address or ``"*"`` of the URI; None for none, which is always right.
        known: address of the host's vCenter, or None; then any name is right.
        network: resolves the name.

    Raises:
        UriError: the host has no vCenter, or another.
        ConnectError: the name cannot be resolved.

    Source: libvirt, esxConnectToVCenter and its caller.
    """
    if wanted is None or (known is None and wanted != "*"):
        return
    if known is None:
        raise UriError("this host is not managed by a vCenter", parameter="vcenter")
    if wanted == "*":
        return
    try:
        found = await network.resolve(wanted, _HTTPS)
    except (OSError, UnicodeError) as error:
        raise ConnectError(f"vCenter {wanted}: the name cannot be resolved: {error}") from None
    addresses = [str(address.target[0]) for address in found]
    if known not in addresses:
        raise UriError(
            f"this host is managed by a vCenter with IP {known}, but a mismatching vCenter"
            f" {wanted} ({', '.join(addresses)}) has been specified",
            parameter="vcenter",
        )
