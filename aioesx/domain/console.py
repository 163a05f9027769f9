"""Admission to a domain's console: a ticket, and the address at which it is good.

What a ticket opens is the console itself, whoever holds it: so it never shows in a repr, a log or
an error. Programs read it by `ConsoleTicket.ticket` and in `ConsoleTicket.url`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from urllib.parse import SplitResult, quote, urlsplit

from aioesx import vim
from aioesx._server.server import Server
from aioesx.domain.running import require_running
from aioesx.errors import NotSupportedError, ProtocolError

__all__ = ["ConsoleKind", "ConsoleTicket", "acquire", "vmrc_link"]

ConsoleKind = Literal["webmks", "mks", "vmrc"]
"""What serves a console: a WebSocket, VMware's own protocol, or VMware Remote Console."""

Ref = vim.ManagedObjectReference
_Ticket = vim.VirtualMachineTicket | vim.VirtualMachineMksTicket

_WEB_LIFE: Final = timedelta(minutes=30)
_HTTPS_PORT: Final = 443
_AUTHD_PORT: Final = 902
_ANYWHERE: Final = (None, "", "*")
_DIGITS: Final = re.compile(r"[0-9a-f]{32,128}")


@dataclasses.dataclass(frozen=True, slots=True)
class ConsoleTicket:
    """Admission to a console, for one use.

    Attributes:
        kind: ``"webmks"``, ``"mks"`` or ``"vmrc"``.
        host: name or address of the server that takes it.
        port: its TCP port.
        issued: when it was asked for, by the clock of this machine.
        expires: when it is good no longer, unused; None where nobody says. One of kind
            ``"vmrc"`` is good as long as the session that asked for it.
        thumbprint: SHA-1 of the server's certificate, 40 lower-case hex digits, or None.
        sha256: its SHA-256, 64 digits, where the host tells it (API 7.0.3.1 and later), or None.
        cfg_file: path of the machine's VMX file, which VMware's own clients ask for, or None.
        ticket: the secret; no repr shows it.
        url: where it leads: ``wss://host:port/ticket/...``, ``vmrc://clone:...@host:port/?moid=``;
            a secret, too. None for ``"mks"``, whose protocol has no URLs.
    """

    kind: ConsoleKind
    host: str
    port: int
    issued: datetime
    expires: datetime | None = None
    thumbprint: str | None = None
    sha256: str | None = None
    cfg_file: str | None = None
    ticket: str = dataclasses.field(default="", repr=False)
    url: str | None = dataclasses.field(default=None, repr=False)


async def acquire(server: Server, ref: Ref, name: str, kind: ConsoleKind) -> ConsoleTicket:
    """Ask for a ticket.

    Raises:
        NotSupportedError: the API is too old for the kind; nothing was sent.
        InvalidStateError: the domain is not on; only the state was read.
    """
    ask, since = _KINDS[kind]
    session = server.session
    if not session.has_api(*since):
        oldest = ".".join(map(str, since))
        raise NotSupportedError(
            "NotSupported",
            f"tickets of kind {kind} come with the API of {oldest} and later,"
            f" not {session.api_version}",
        )
    return await ask(server, ref, name)


async def _web(server: Server, ref: Ref, name: str) -> ConsoleTicket:
    await require_running(server.session, ref, name)
    issued = datetime.now(UTC)
    given = await server.session.call(vim.AcquireTicket(this=ref, ticket_type="webmks"))
    scheme, host, port = "wss", given.host, given.port
    path = f"/ticket/{quote(given.ticket, safe='')}"
    if (told := _told_url(given.url)) is not None:  # the API's own word, from 7.0 on
        scheme, host, port = told.scheme, told.hostname or host, told.port or port
        path = told.path + (f"?{told.query}" if told.query else "")
    host, port = await _at(server, ref, host, port, _HTTPS_PORT)
    return ConsoleTicket(
        "webmks",
        host,
        port,
        issued,
        expires=issued + _WEB_LIFE,
        thumbprint=_hex(given.ssl_thumbprint),
        sha256=_sha256(given.cert_thumbprint_list),
        cfg_file=given.cfg_file or None,
        ticket=given.ticket,
        url=f"{scheme}://{_authority(host, port)}{path}",
    )


async def _mks(server: Server, ref: Ref, name: str) -> ConsoleTicket:
    await require_running(server.session, ref, name)
    session, issued = server.session, datetime.now(UTC)
    given: _Ticket
    if session.has_api(4, 1):
        given = await session.call(vim.AcquireTicket(this=ref, ticket_type="mks"))
    else:
        given = await session.call(vim.AcquireMksTicket(this=ref))
    host, port = await _at(server, ref, given.host, given.port, _AUTHD_PORT)
    return ConsoleTicket(
        "mks",
        host,
        port,
        issued,
        thumbprint=_hex(given.ssl_thumbprint),
        sha256=_sha256(getattr(given, "cert_thumbprint_list", ())),
        cfg_file=given.cfg_file or None,
        ticket=given.ticket,
    )


async def _vmrc(server: Server, ref: Ref, name: str) -> ConsoleTicket:
    """Ask for a session of the viewer's own, as one whom this one vouches for.

    VMware Remote Console shows a machine that is off, too, and starts it.
    """
    del name
    session, issued = server.session, datetime.now(UTC)
    manager = session.content.session_manager
    if manager is None:
        raise NotSupportedError("NotSupported", "the server has no session manager")
    ticket = await session.call(vim.AcquireCloneTicket(this=manager))
    host, port = _here(server)
    return ConsoleTicket(
        "vmrc", host, port, issued, ticket=ticket, url=vmrc_link(server, ref, ticket)
    )


def vmrc_link(server: Server, ref: Ref, ticket: str | None = None) -> str:
    """Return what VMware Remote Console opens; without a ticket it asks who is there."""
    host, port = _here(server)
    at = _authority(host, port if port != _HTTPS_PORT else None)
    user = f"clone:{quote(ticket, safe='')}@" if ticket is not None else ""
    return f"vmrc://{user}{at}/?moid={quote(ref.value, safe='')}"


_Ask = Callable[[Server, Ref, str], Awaitable[ConsoleTicket]]
_KINDS: Final[dict[ConsoleKind, tuple[_Ask, tuple[int, int]]]] = {
    # kind: who asks for it, and the API that it came with
    "webmks": (_web, (6, 0)),
    "mks": (_mks, (2, 5)),
    "vmrc": (_vmrc, (4, 0)),
}


def _here(server: Server) -> tuple[str, int]:
    """Return where we are connected to."""
    at = urlsplit(f"//{server.session.where}")
    return at.hostname or "", at.port or _HTTPS_PORT


async def _at(
    server: Server, ref: Ref, host: str | None, port: int | None, usual: int
) -> tuple[str, int]:
    """Return where a ticket is taken: a host that names none, or ``*``, means itself.

    Behind a vCenter that is the host of the machine, by the name that the vCenter has for it.
    """
    here, our_port = _here(server)
    if host not in _ANYWHERE:
        return str(host), port or usual
    if server.session.product.line == "vpx":
        place = await server.scope.place_of(ref)
        return place.host_name or here, port or usual
    return here, port or (our_port if usual == _HTTPS_PORT else usual)


def _told_url(text: str | None) -> SplitResult | None:
    """Take the API's own URL apart.

    Raises:
        ProtocolError: it is none of a WebSocket; it is not repeated, since it is a secret.
    """
    if not text:
        return None
    with contextlib.suppress(ValueError):
        url = urlsplit(text)
        if url.scheme in ("ws", "wss") and url.path.startswith("/") and url.port != 0:
            return url
    raise ProtocolError("the ticket's URL is none of a WebSocket", path="url")


def _authority(host: str, port: int | None) -> str:
    at = f"[{host}]" if ":" in host else host
    return at if port is None else f"{at}:{port}"


def _hex(text: str | None) -> str | None:
    """Return a thumbprint as hex digits.

    Raises:
        ProtocolError: it is none: to tell of none would have it looked for nowhere.
    """
    if not text:
        return None
    digits = text.replace(":", "").replace(" ", "").lower()
    if _DIGITS.fullmatch(digits) is None:
        raise ProtocolError(f"{text[:80]!r} is no thumbprint", path="sslThumbprint")
    return digits


def _sha256(prints: Sequence[vim.VirtualMachineCertThumbprint]) -> str | None:
    found = (each.thumbprint for each in prints if each.hash_algorithm == "sha256")
    return _hex(next(found, None))
