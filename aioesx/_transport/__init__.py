"""HTTP to one host: few keep-alive lanes on anyio and h11, TLS, proxies, deadlines.

`HostTransport` is the one that is used. `httpx_adapter`, which alone imports httpx, lets any
httpx transport take its place, and lets it take the place of any httpx transport.
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
from aioesx._transport.dial import Route, certificate_of
from aioesx._transport.network import Network
from aioesx._transport.transport import HostTransport

__all__ = [
    "Carrier",
    "HostTransport",
    "HttpAnswer",
    "HttpCall",
    "HttpStream",
    "LaneKind",
    "Limits",
    "Network",
    "PendingAnswer",
    "ProxySettings",
    "Route",
    "TlsSettings",
    "certificate_of",
]
