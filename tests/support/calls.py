"""One call to a scripted server, directly or by a proxy of ours, and the answers to give it."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, TypeVar

from support.proxy import Proxy
from support.scripted import Peer, ScriptedServer, soap

from aioesx import vim
from aioesx._server.face import bounded
from aioesx._session.client import SoapClient
from aioesx._session.http import Http
from aioesx._soap import encode_fault, encode_response
from aioesx._transport import (
    HostTransport,
    LaneKind,
    Limits,
    Network,
    ProxySettings,
    Route,
    TlsSettings,
)

R = TypeVar("R")

__all__ = [
    "CURRENT_TIME",
    "FAULT",
    "GOOD",
    "NOON",
    "POWER_ON",
    "Client",
    "Reach",
    "direct",
    "good",
    "open_client",
    "reach_by",
]  # fmt: skip

NOON: Final = datetime.datetime(2024, 5, 6, 12, tzinfo=datetime.UTC)
GOOD: Final = soap(encode_response(vim.CurrentTime, NOON))
FAULT: Final = soap(encode_fault(vim.NotAuthenticated(), "no session")).replace(
    b"200 OK", b"500 Internal Server Error"
)
CURRENT_TIME: Final = vim.CurrentTime(
    this=vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
)
POWER_ON: Final = vim.PowerOnVM_Task(this=vim.ManagedObjectReference("VirtualMachine", "16"))

Reach = Callable[..., AbstractAsyncContextManager["Client"]]


class Client:
    """A SOAP client each of whose calls is an operation with a time."""

    def __init__(self, client: SoapClient) -> None:
        self._client = client

    async def call(self, method: vim.Method[R], *, timeout: float | None = 30.0) -> R:
        """Call a method once."""
        return await bounded(method.wire_name, timeout, self._client.call(method))

    @property
    def has_good_lane(self) -> bool:
        """Whether there is an idle connection that the next call would take."""
        carrier = self._client.http._carrier
        assert isinstance(carrier, HostTransport)
        return any(lane.is_fresh() for lane in carrier._pools[LaneKind.CALL]._idle)


def good(peer: Peer) -> None:
    """A script: every request gets the time."""
    peer.serve(lambda _: GOOD)


@asynccontextmanager
async def open_client(
    port: int,
    *,
    tls: TlsSettings | None = None,
    proxy: ProxySettings | None = None,
    host: str = "127.0.0.1",
    limits: Limits | None = None,
    network: Network | None = None,
    body_limit: int = 1 << 20,
    **more: Any,
) -> AsyncIterator[Client]:
    """Give a client whose transport is closed at the end."""
    route = Route(host, port, tls, proxy)
    transport = HostTransport(route, limits, network)
    try:
        http = Http(transport, route.authority, user_agent="test", **more)
        yield Client(SoapClient(http, body_limit=body_limit))
    finally:
        transport.discard()


@asynccontextmanager
async def direct(
    server: ScriptedServer | int, *, ca_file: Any = None, **more: Any
) -> AsyncIterator[Client]:
    """Reach a server without a proxy."""
    port = server if isinstance(server, int) else server.port
    if "tls" not in more and isinstance(server, ScriptedServer) and server.tls is not None:
        more["tls"] = TlsSettings(cacert=str(ca_file))
    async with open_client(port, **more) as client:
        yield client


def reach_by(kind: str) -> Reach:
    """Return a way to reach servers by a proxy of this kind, which alone knows their name."""

    @asynccontextmanager
    async def reach(server: ScriptedServer | int, **more: Any) -> AsyncIterator[Client]:
        port = server if isinstance(server, int) else server.port
        host = more.pop("host", "127.0.0.1")
        name = "localhost" if host == "127.0.0.1" else host
        with Proxy(kind, {(name, port): (host, port)}) as proxy:
            settings = ProxySettings(kind, "127.0.0.1", proxy.port)
            async with direct(server, proxy=settings, host=name, **more) as client:
                yield client

    return reach
