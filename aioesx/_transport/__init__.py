"""HTTP to one host: few keep-alive lanes on anyio and h11, TLS, proxies, deadlines.

`EsxTransport` carries the session's calls, and is an `httpx.AsyncBaseTransport` for file
transfers; `HttpxCarrier` lets any other httpx transport take its place.
"""

from __future__ import annotations

from aioesx._transport.carrier import (
    Carrier,
    HttpAnswer,
    HttpCall,
    HttpStream,
    LaneKind,
    PendingAnswer,
)
from aioesx._transport.config import Limits, ProxySettings, TlsSettings
from aioesx._transport.dial import Route
from aioesx._transport.httpx_adapter import HttpxCarrier
from aioesx._transport.network import Network
from aioesx._transport.transport import EsxTransport

__all__ = [
    "Carrier",
    "EsxTransport",
    "HttpAnswer",
    "HttpCall",
    "HttpStream",
    "HttpxCarrier",
    "LaneKind",
    "Limits",
    "Network",
    "PendingAnswer",
    "ProxySettings",
    "Route",
    "TlsSettings",
]
