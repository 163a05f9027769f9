"""The vCenter that manages a host: the one that a URI names, and the host as that one knows it."""

from __future__ import annotations

import ipaddress

from aioesx import vim
from aioesx._server.place import Place, read_place
from aioesx._session.session import Session
from aioesx._transport import Network
from aioesx.errors import ConnectError, FaultError, LookupFailedError, UriError

__all__ = ["find_in_vcenter", "vcenter_address"]

Ref = vim.ManagedObjectReference

_HTTPS = 443


async def vcenter_address(wanted: str | None, known: str | None, network: Network) -> str | None:
    """Return where the vCenter is that ``vcenter=`` of the URI asks for; None for none.

    A name stays one, for certificates and prompts; libvirt goes on with its address.

    Args:
        wanted: name, address or ``"*"`` of the URI, or None.
        known: address of the vCenter that the host tells, or None; then any name is right.
        network: resolves the name.

    Raises:
        UriError: the host has no vCenter, or another.
        ConnectError: the name cannot be resolved.

    Source: libvirt, esxConnectToVCenter and its caller.
    """
    if wanted is None:
        return None
    if known is None:
        if wanted != "*":
            return wanted
        raise UriError("this host is not managed by a vCenter", parameter="vcenter")
    if wanted == "*":
        return known
    try:
        found = await network.resolve(wanted, _HTTPS)
    except (OSError, UnicodeError) as error:
        raise ConnectError(f"vCenter {wanted}: the name cannot be resolved: {error}") from None
    addresses = [str(address.target[0]) for address in found]
    if not any(_same_address(known, address) for address in addresses):
        raise UriError(
            f"this host is managed by a vCenter with IP {known}, but a mismatching vCenter"
            f" {wanted} ({', '.join(addresses)}) has been specified",
            parameter="vcenter",
        )
    return wanted


async def find_in_vcenter(session: Session, place: Place, host: str) -> Place:
    """Find a host in its vCenter, however deep its folders are.

    By the address or name that we call it by, by the name that it calls itself, and last by its
    hardware, since boards of one make may tell one number. libvirt goes by the address alone.
    A host that tells of other hardware is not taken for ours.

    Args:
        session: at the vCenter.
        place: the host as it tells of itself.
        host: its name or address in our URI.

    Raises:
        LookupFailedError: the vCenter does not know it.
    """
    index = session.content.search_index
    for search in _searches(index, place, host) if index is not None else ():
        try:
            found = await session.call(search)
        except FaultError:  # a server that does not look for hosts in this way
            continue
        if found is None or found.type != "HostSystem":
            continue
        there = await read_place(session, found)
        if _is_one_board(place.hardware_uuid, there.hardware_uuid):
            return there
    what = f"host '{host}' at the vCenter {session.where}"
    raise LookupFailedError(what, kind="host", name=host)


def _is_one_board(ours: str | None, theirs: str | None) -> bool:
    return not ours or not theirs or ours.casefold() == theirs.casefold()


def _searches(index: Ref, place: Place, host: str) -> list[vim.Method[Ref | None]]:
    names = dict.fromkeys(name for name in (host, place.host_name) if name)
    searches: list[vim.Method[Ref | None]] = [
        vim.FindByIp(this=index, ip=host, vm_search=False),
        *(vim.FindByDnsName(this=index, dns_name=name, vm_search=False) for name in names),
    ]
    if place.hardware_uuid:
        searches.append(vim.FindByUuid(this=index, uuid=place.hardware_uuid, vm_search=False))
    return searches


def _same_address(one: str, other: str) -> bool:
    try:
        return ipaddress.ip_address(one) == ipaddress.ip_address(other)
    except ValueError:
        return one == other
