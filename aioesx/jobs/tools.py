"""VMware Tools of all domains, and the addresses that guests have; one read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from aioesx.connection import Connection
from aioesx.domain.guest import addresses_of
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.values import DomainState
from aioesx.domain.watched import TOOLS_STATES, ToolsState
from aioesx.jobs._reading import Listing, Machine, survey

__all__ = ["DomainTools", "read_tools"]

_STATUS: Final = "guest.toolsStatus"
_VERSION: Final = "guest.toolsVersion"
_STATUS_2: Final = "guest.toolsVersionStatus2"
_HOSTNAME: Final = "guest.hostName"
_SYSTEM: Final = "guest.guestFullName"
_NET: Final = "guest.net"
_TEMPLATE: Final = "config.template"
_PATHS: Final = (STATE_PATH, _STATUS, _VERSION, _STATUS_2, _HOSTNAME, _SYSTEM, _NET, _TEMPLATE)

_OPEN: Final = "2147483647"
"""What open-vm-tools call themselves: unmanaged, as the guest's own system updates them."""


@dataclasses.dataclass(frozen=True, slots=True)
class DomainTools:
    """A domain's Tools and addresses; None is what the host does not tell.

    Attributes:
        domain: its name.
        state: its state.
        tools: whether they run, and are old.
        version: their number, as the host has it.
        version_status: the host's word on the version: ``"guestToolsCurrent"``,
            ``"guestToolsSupportedOld"``, ``"guestToolsUnmanaged"``, ...; from API 5.0 on.
        managed: False for those that the guest's own system updates (open-vm-tools).
        hostname: what the guest calls itself.
        system: what the guest says it is.
        addresses: its IP addresses, in the guest's order.
        macs: MAC addresses of its cards, as the guest tells them.
        host: what the server calls its host.
    """

    domain: str
    state: DomainState
    tools: ToolsState
    version: str | None
    version_status: str | None
    managed: bool | None
    hostname: str | None
    system: str | None
    addresses: tuple[str, ...]
    macs: tuple[str, ...]
    host: str | None

    @property
    def wanting(self) -> bool:
        """Whether somebody should see to them: it runs, and they are known not to, or to be old."""
        well = (ToolsState.RUNNING, ToolsState.UNKNOWN)
        return self.state is DomainState.RUNNING and self.tools not in well


async def read_tools(esx: Connection, *, templates: bool = False) -> Listing[DomainTools]:
    """List Tools and addresses of all domains, by name; one read.

    Args:
        esx: the connection.
        templates: list templates, too, which never run.
    """
    whole = await survey(esx, _PATHS)
    found = [
        _of(each) for each in whole.machines if templates or not each.values.if_shown(_TEMPLATE)
    ]
    found.sort(key=lambda each: each.domain)
    return Listing(tuple(found), whole.problems, whole.domains)


def _of(machine: Machine) -> DomainTools:
    tell = machine.values.if_shown
    version: str | None = tell(_VERSION)
    known = version not in (None, "", "0")
    cards = tell(_NET) or ()
    return DomainTools(
        domain=machine.name,
        state=domain_state({STATE_PATH: tell(STATE_PATH)}),
        tools=TOOLS_STATES.get(str(tell(_STATUS)), ToolsState.UNKNOWN),
        version=version if known else None,
        version_status=tell(_STATUS_2),
        managed=version != _OPEN if known else None,
        hostname=tell(_HOSTNAME) or None,
        system=tell(_SYSTEM) or None,
        addresses=tuple(_addresses(cards)),
        macs=tuple(card.mac_address for card in cards if card.mac_address),
        host=machine.host,
    )


def _addresses(cards: Any) -> Iterator[str]:
    for card in cards:
        for each in addresses_of(card):
            yield str(each.address)
