"""Handlers of a vCenter: where everything is, and sessions that are made of others."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.properties.managers import user_session
from aioesx.simulator.vcenter.dispatch import own, vcenter_of
from aioesx.simulator.vcenter.properties import service_content

if TYPE_CHECKING:
    from aioesx.simulator.methods.table import Call

__all__: list[str] = []

_MOST_TICKETS = 1000


@own("RetrieveServiceContent")
def _content(call: Call) -> vim.ServiceContent:
    return service_content(vcenter_of(call))


@own("QueryAssignedLicenses")
def _assigned(call: Call) -> list[vim.LicenseAssignmentManagerLicenseAssignment]:
    """Tell the licence of a host, or of each of them."""
    wanted, vcenter = call.method.entity_id, vcenter_of(call)
    return [
        vim.LicenseAssignmentManagerLicenseAssignment(
            entity_id=member.moid,
            scope="",
            entity_display_name=member.name,
            assigned_license=host.upkeep.shown_licence(),
        )
        for host, member in vcenter.members.items()
        if wanted is None or wanted == member.moid
    ]


@own("AcquireCloneTicket")
def _ticket(call: Call) -> str:
    """Give a ticket that is good for one further session of the same user."""
    vcenter, session = vcenter_of(call), call.session
    if session is None:
        raise faults.not_authenticated(call.method.this)
    ticket = f"cst-VCT-{secrets.token_hex(20)}"
    vcenter.tickets[ticket] = session.key
    while len(vcenter.tickets) > _MOST_TICKETS:
        del vcenter.tickets[next(iter(vcenter.tickets))]
    return ticket


@own("CloneSession")
def _clone_session(call: Call) -> vim.UserSession:
    vcenter = vcenter_of(call)
    if call.session is not None:
        raise faults.invalid_state("Cannot log in: this session is authenticated already.")
    key = vcenter.tickets.pop(call.method.clone_ticket, None)
    origin = next((s for s in vcenter.sessions.all() if s.key == key), None)
    if origin is None:
        raise faults.invalid_login()
    call.session = vcenter.sessions.open(
        origin.user, locale=origin.locale, address=call.address, agent=call.agent
    )
    return user_session(call.session)
