"""Handlers: tickets for a machine's console, and for one more session of the same user."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles
from aioesx.simulator.properties.managers import user_session
from aioesx.simulator.versions import at_least

if TYPE_CHECKING:
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.tickets import Reached

__all__ = ["thumbprint"]

_AUTHD_PORT: Final = 902
_KINDS: Final = {
    # kind: the API that it came with, whether its port is that of the web service
    "mks": ("4.1", False),
    "device": ("4.1", False),
    "guestControl": ("4.1", False),
    "webmks": ("6.0", True),
}
_URL_SINCE: Final = "7.0"


@handles("AcquireTicket")
def _ticket(call: Call) -> vim.VirtualMachineTicket:
    """Give a ticket; whom a vCenter sends to a host, it tells the host's address."""
    machine: Machine = call.subject
    host, kind = call.host, call.method.ticket_type
    version = host.profile.api_version
    since, web = _KINDS.get(kind, ("", False))
    if not since or not at_least(version, since):
        raise faults.invalid_argument("ticketType")
    machine.require_power("poweredOn")
    reached = host.reached
    ticket = host.console_tickets.give((machine.moid, kind), size=8 if web else 16)
    host.events.post("VmAcquiredTicketEvent", machine, user=call.user or "root", ticket_type=kind)
    return vim.VirtualMachineTicket(
        ticket=ticket,
        cfg_file=str(machine.place),
        host=reached.address if reached is not None and call.via is not None else None,
        port=_port(reached, web=web),
        ssl_thumbprint=thumbprint(reached, "sha1"),
        cert_thumbprint_list=[
            vim.VirtualMachineCertThumbprint(thumbprint=text, hash_algorithm=name)
            for name in ("sha1", "sha256")
            if (text := thumbprint(reached, name)) is not None
        ],
        url=_url(reached, ticket) if web and at_least(version, _URL_SINCE) else None,
    )


@handles("AcquireMksTicket")
def _mks_ticket(call: Call) -> vim.VirtualMachineMksTicket:
    machine: Machine = call.subject
    machine.require_power("poweredOn")
    reached = call.host.reached
    call.host.events.post("VmAcquiredMksTicketEvent", machine, user=call.user or "root")
    return vim.VirtualMachineMksTicket(
        ticket=call.host.console_tickets.give((machine.moid, "mks"), size=16),
        cfg_file=str(machine.place),
        host=reached.address if reached is not None and call.via is not None else None,
        port=_AUTHD_PORT,
        ssl_thumbprint=thumbprint(reached, "sha1"),
    )


def _port(reached: Reached | None, *, web: bool) -> int | None:
    if not web:
        return _AUTHD_PORT
    return reached.port if reached is not None else None


def thumbprint(reached: Reached | None, algorithm: str) -> str | None:
    """Return a certificate's thumbprint as ESX writes it: in capitals, with colons."""
    if reached is None or not reached.der:
        return None
    digest = hashlib.new(algorithm, reached.der, usedforsecurity=False).hexdigest().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def _url(reached: Reached | None, ticket: str) -> str | None:
    if reached is None:
        return None
    at = f"[{reached.address}]" if ":" in reached.address else reached.address
    return f"{'wss' if reached.secure else 'ws'}://{at}:{reached.port}/ticket/{ticket}"


@handles("AcquireCloneTicket")
def _clone_ticket(call: Call) -> str:
    """Give a ticket that is good for one further session of the same user."""
    if call.session is None:
        raise faults.not_authenticated(call.method.this)
    prefix = "cst-VCT-" if call.host.profile.is_vcenter else "cst-"
    return call.host.clone_tickets.give(call.session.key, prefix=prefix)


@handles("CloneSession")
def _clone_session(call: Call) -> vim.UserSession:
    """Log somebody in by a ticket, which dies with the session that asked for it."""
    if call.session is not None:
        raise faults.invalid_state("Cannot log in: this session is authenticated already.")
    sessions = call.host.sessions
    key = call.host.clone_tickets.redeem(call.method.clone_ticket)
    origin = next((session for session in sessions.all() if session.key == key), None)
    if origin is None:
        raise faults.invalid_login()
    call.session = sessions.open(
        origin.user, locale=origin.locale, address=call.address, agent=call.agent
    )
    return user_session(call.session)
