"""A transport of our own to a scripted server, and calls for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from support.scripted import ScriptedServer, answer

from aioesx._transport import HostTransport, HttpCall, Limits, Network, Route, TlsSettings

__all__ = ["LIMIT", "chunked", "get", "transport_to"]

LIMIT: Final = 1 << 20


@asynccontextmanager
async def transport_to(
    server: ScriptedServer,
    limits: Limits | None = None,
    *,
    network: Network | None = None,
    ca_file: Path | None = None,
) -> AsyncIterator[HostTransport]:
    """Give a transport that is closed at the end."""
    tls = TlsSettings(cacert=str(ca_file)) if server.tls is not None else None
    transport = HostTransport(Route("127.0.0.1", server.port, tls), limits, network)
    try:
        yield transport
    finally:
        transport.discard()


def get(target: bytes = b"/", **more: Any) -> HttpCall:
    """A call that fetches something."""
    return HttpCall(b"GET", target, ((b"Host", b"h"),), **more)


def chunked(body: bytes, size: int) -> bytes:
    """Return an answer whose body comes in chunks of `size` bytes."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    head = answer(headers=["Transfer-Encoding: chunked"], length=False)
    return head + b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"
