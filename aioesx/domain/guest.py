"""What VMware Tools tell about the guest: its name and its addresses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final

from aioesx import vim
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.errors import InvalidStateError, ToolsUnavailableError

__all__ = [
    "ADDRESSES",
    "ADDRESS_PATHS",
    "HOSTNAME_PATHS",
    "GuestAddress",
    "GuestInterface",
    "addresses_of",
    "guest_hostname",
    "guest_interfaces",
]

_NAME: Final = "guest.hostName"
ADDRESSES: Final = "guest.net"
HOSTNAME_PATHS: Final = (STATE_PATH, _NAME)
ADDRESS_PATHS: Final = (STATE_PATH, ADDRESSES)


@dataclasses.dataclass(frozen=True, slots=True)
class GuestAddress:
    """An address of the guest.

    Attributes:
        address: the address.
        prefix: bits of its network; None where old Tools do not tell.
    """

    address: IPv4Address | IPv6Address
    prefix: int | None

    def __str__(self) -> str:
        return f"{self.address}" if self.prefix is None else f"{self.address}/{self.prefix}"


@dataclasses.dataclass(frozen=True, slots=True)
class GuestInterface:
    """A network card as the guest uses it.

    Attributes:
        name: name of the network that it is on, since the host knows no other.
        mac: its hardware address, or None.
        addresses: in the guest's order.
    """

    name: str
    mac: str | None
    addresses: tuple[GuestAddress, ...]


def guest_hostname(values: Mapping[str, Any], name: str) -> str:
    """Return the guest's own name, of the properties `HOSTNAME_PATHS`.

    Raises:
        InvalidStateError: the domain is not on.
        ToolsUnavailableError: VMware Tools do not run.

    Source: libvirt, esxDomainGetHostname.
    """
    _expect_on(values, name)
    hostname: str | None = values.get(_NAME)
    if not hostname:
        raise _without_tools(name, "host name")
    return hostname


def guest_interfaces(values: Mapping[str, Any], name: str) -> list[GuestInterface]:
    """Return the connected network cards, of the properties `ADDRESS_PATHS`.

    Raises:
        InvalidStateError: the domain is not on.
        ToolsUnavailableError: VMware Tools do not run.

    Source: libvirt, esxDomainInterfaceAddresses.
    """
    _expect_on(values, name)
    cards = values.get(ADDRESSES)
    if not cards:
        raise _without_tools(name, "addresses")
    return [
        GuestInterface(card.network, card.mac_address, tuple(addresses_of(card)))
        for card in cards
        if card.connected and card.network
    ]


def addresses_of(card: vim.GuestNicInfo) -> Iterator[GuestAddress]:
    """Give the addresses of one network card; a text that is none is left out."""
    pairs: list[tuple[str, int | None]] = (
        [(entry.ip_address, entry.prefix_length) for entry in card.ip_config.ip_address]
        if card.ip_config is not None
        else [(text, None) for text in card.ip_address]
    )
    for text, prefix in pairs:
        try:
            yield GuestAddress(ip_address(text), prefix)
        except ValueError:  # the guest wrote it: who knows what it is
            continue


def _expect_on(values: Mapping[str, Any], name: str) -> None:
    if domain_state(values) is not DomainState.RUNNING:
        raise InvalidStateError("InvalidPowerState", f"domain '{name}' is not powered on")


def _without_tools(name: str, what: str) -> ToolsUnavailableError:
    return ToolsUnavailableError(
        "ToolsUnavailable", f"the guest of '{name}' does not tell its {what}"
    )
