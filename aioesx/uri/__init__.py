"""Connection URIs: ``esx://[user@]host[:port]/[?parameter=value&...]``, and ``gsx``, ``vpx``."""

from __future__ import annotations

from aioesx.uri._grammar import DEFAULT_PORTS, SCHEMES, ConnectionUri, parse_uri, refuse_trust
from aioesx.uri._parameters import (
    DEFAULT_PROXY_PORT,
    PARAMETERS,
    PROXY_TYPES,
    TRUST,
    Parameter,
    ProxyAddress,
)

__all__ = [
    "DEFAULT_PORTS",
    "DEFAULT_PROXY_PORT",
    "PARAMETERS",
    "PROXY_TYPES",
    "SCHEMES",
    "TRUST",
    "ConnectionUri",
    "Parameter",
    "ProxyAddress",
    "parse_uri",
    "refuse_trust",
]
