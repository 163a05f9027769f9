"""Where the URL of a transfer leads: mostly to the server that was asked, else to the guest's host.

A host writes ``*`` for itself. A vCenter names the host, which hands the file out itself: it is
called without session or password, and judged by the certificate that the vCenter has of it. The
URL has the right to the transfer in it: it is in no log, error or name.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from aioesx._server.collector import read_one
from aioesx._session.http import Http, Request
from aioesx._session.session import Session
from aioesx._transport import HttpStream, LaneKind
from aioesx.domain.inside.access import GuestAccess
from aioesx.errors import EsxError, NotSupportedError, ProtocolError

__all__ = ["Place", "exchange", "place_of"]

_CERTIFICATE: Final = "config.certificate"
_PEM: Final = b"-----BEGIN CERTIFICATE-----"
_PORT: Final = 443


class Place(NamedTuple):
    """Where a transfer goes.

    Attributes:
        target: path and query.
        host: another server than the one that was asked; empty if it is that.
        port: of it.
    """

    target: str
    host: str = ""
    port: int = _PORT


def place_of(url: str, where: str) -> Place:
    """Take a transfer's URL apart.

    Args:
        url: as the server gave it.
        where: ``host:port`` of that.

    Raises:
        ProtocolError: it is no such URL.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORT
    except ValueError:
        parts, host, port = urlsplit(""), "", _PORT
    if not parts.path.startswith("/") or not parts.query or not host or not url.isascii():
        raise ProtocolError("the host gave no proper URL for a file of the guest")
    target = f"{parts.path}?{parts.query}"
    ours = urlsplit(f"//{where}")
    if host in ("*", ours.hostname):  # its port is ours, too: somebody may forward it
        return Place(target)
    return Place(target, host, port)


@asynccontextmanager
async def exchange(
    access: GuestAccess,
    verb: str,
    url: str,
    name: str,
    *,
    body: bytes | AsyncIterable[bytes] = b"",
    length: int | None = None,
    ref: Any = None,
) -> AsyncIterator[HttpStream]:
    """Hold one transfer open.

    Raises:
        NotSupportedError: it leads to another host, and the way is a transport of the caller's.
        OutcomeUnknownError, TransportError, ProtocolError: as `Session.stream`.
    """
    session = access.server.session
    place = place_of(url, session.where)
    if not place.host:
        async with session.stream(
            verb, place.target, body=body, length=length, name=name, ref=ref
        ) as stream:
            yield stream
        return
    http = await _line(access, place)
    request = Request(
        name,
        verb.encode("ascii"),
        place.target.encode("ascii"),
        ((b"Content-Type", b"application/octet-stream"),) if body else (),
        body,
        length,
        ref,
        changes=verb != "GET",
        lane=LaneKind.TRANSFER,
    )
    async with http.stream(request) as stream:
        yield stream


async def _line(access: GuestAccess, place: Place) -> Http:
    """Return the way to another host, of which there is one as long as the guest is entered."""
    key = (place.host, place.port)
    if key not in access.lines:
        line_to = access.server.line_to
        if line_to is None:
            raise NotSupportedError(
                "",
                f"files of the guest are to be had of {place.host} only, which a transport= of"
                " your own does not lead to",
            )
        thumbprint = await _thumbprint(access)
        if key not in access.lines:
            access.lines[key] = line_to(place.host, place.port, thumbprint)
    return access.lines[key]


async def _thumbprint(access: GuestAccess) -> str | None:
    """Return the SHA-256 of the certificate that the vCenter has of the guest's host, if any."""
    session: Session = access.server.session
    host = (await access.server.scope.place_of(access.ref)).host
    try:
        told = (await read_one(session, host, (_CERTIFICATE,))).if_shown(_CERTIFICATE)
    except EsxError:  # then it is judged as the vCenter is
        return None
    data = bytes(number & 0xFF for number in told or ())
    if data.startswith(_PEM):
        try:
            data = ssl.PEM_cert_to_DER_cert(data.decode("ascii", "replace").strip())
        except ValueError:
            return None
    return hashlib.sha256(data).hexdigest() if data else None
