"""Opening a line to the host: directly or by a proxy, plain or by TLS.

Whatever fails or is cancelled on the way, the socket is closed before the error goes on.
"""

from __future__ import annotations

import dataclasses
import errno
import ipaddress
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import anyio

from aioesx._transport import socks, tls, tunnel
from aioesx._transport.config import ProxySettings, TlsSettings
from aioesx._transport.line import Line
from aioesx._transport.network import Network
from aioesx.errors import (
    ClosedError,
    ConnectError,
    ProxyError,
    TransportError,
    TransportTimeout,
    UriError,
)

__all__ = ["Route", "certificate_of", "dial", "reach"]

_NO_DESCRIPTORS: Final = frozenset({errno.EMFILE, errno.ENFILE})


@dataclasses.dataclass(frozen=True, slots=True)
class Route:
    """The way to one server.

    Attributes:
        host: name or address, without brackets; a link-local address with its zone.
        port: 1 to 65535.
        tls: how to judge the certificate; None for plain HTTP.
        proxy: None for a direct connection.

    Raises:
        UriError: the proxy cannot lead to such a host.
    """

    host: str
    port: int
    tls: TlsSettings | None
    proxy: ProxySettings | None = None

    def __post_init__(self) -> None:
        if self.proxy is not None and "%" in self.host:
            raise UriError(f"the zone of {self.host} has no meaning for a proxy", parameter="host")

    @property
    def authority(self) -> str:
        """``host:port``; IPv6 addresses in brackets and without their zone."""
        host = self.host.partition("%")[0]
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"


async def dial(route: Route, seconds: float, network: Network) -> Line:
    """Open a line over which HTTP/1.1 can be spoken.

    Plain HTTP by an HTTP proxy needs no tunnel: then this is a connection to the proxy, and
    requests have to be in absolute form.

    Raises:
        ConnectError: no TCP connection; names host, port and reason.
        ProxyError: the proxy is at fault.
        TlsError: the handshake failed; names the reason and the remedy.
        TransportTimeout: it took longer than `seconds` in all.
        ClosedError: the line was closed meanwhile.
    """
    with _bounded(route, seconds):
        line = await _reach(route, network)
        if route.tls is not None:
            await _secure(line, route, route.tls)
        return line


async def reach(route: Route, seconds: float, network: Network) -> Line:
    """Open a line to the server, or by the proxy, over which nothing is said yet, no TLS either.

    Raises:
        ConnectError, ProxyError, TransportTimeout: as `dial`.
    """
    with _bounded(route, seconds):
        return await _reach(route, network)


@contextmanager
def _bounded(route: Route, seconds: float) -> Iterator[None]:
    try:
        with anyio.fail_after(seconds):
            yield
    except TimeoutError as error:
        if isinstance(error, TransportTimeout):
            raise
        raise TransportTimeout(
            f"no connection to {route.authority} within {seconds:g} s"
            + (f" by proxy {route.proxy}" if route.proxy else "")
        ) from None


async def certificate_of(route: Route, network: Network) -> bytes:
    """Return the certificate (DER) that a server presents, without judging it.

    The server is sent the handshake and nothing else; a proxy, what lets us pass.

    Args:
        route: the way to it, with TLS; whom it trusts does not matter.
        network: makes the connection.

    Raises:
        TransportError: see `dial`; it has no bound of its own.
    """
    settings = tls.unjudging(route.tls or TlsSettings())
    line = await _reach(route, network)
    try:
        return await _secure(line, route, settings)
    finally:
        line.close()


async def _reach(route: Route, network: Network) -> Line:
    proxy = route.proxy
    if proxy is None:
        try:
            return await network.reach(route.host, route.port)
        except (OSError, UnicodeError) as error:
            raise ConnectError(f"{route.authority}: {reason(error)}") from None
    target = await _target(route, proxy, network)
    try:
        line = await network.reach(proxy.host, proxy.port)
    except (OSError, UnicodeError) as error:
        raise ProxyError(f"proxy {proxy}: {reason(error)}") from None
    try:
        if proxy.type != "http":
            await socks.negotiate(line, proxy, target, route.port)
        elif route.tls is not None:
            await tunnel.open_tunnel(line, proxy, route.authority)
    except BaseException as error:
        line.close()
        if isinstance(error, (OSError, EOFError)) and not isinstance(error, TransportError):
            said = "it closed the connection" if isinstance(error, EOFError) else reason(error)
            raise ProxyError(f"proxy {proxy}: {said}") from None
        raise
    return line


async def _target(route: Route, proxy: ProxySettings, network: Network) -> str:
    """Return the host as the proxy is told it: SOCKS4 alone takes IPv4 addresses only."""
    if proxy.type not in ("socks4", "socks4a"):
        return route.host
    try:
        if ipaddress.ip_address(route.host).version == 4:
            return route.host
    except ValueError:
        if proxy.type == "socks4a":
            return route.host
        return await _ipv4(route, network)
    raise ProxyError(f"proxy {proxy}: SOCKS4 knows IPv4 only, and {route.host} is IPv6")


async def _ipv4(route: Route, network: Network) -> str:
    try:
        found = await network.resolve(route.host, route.port)
    except (OSError, UnicodeError) as error:
        raise ConnectError(f"{route.authority}: {reason(error)}") from None
    for address in found:
        if address.family == socket.AF_INET:
            return str(address.target[0])
    raise ConnectError(f"{route.authority}: the name has no IPv4 address; SOCKS4 takes no other")


async def _secure(line: Line, route: Route, settings: TlsSettings) -> bytes:
    try:
        return await tls.secure(line, route.host.partition("%")[0], settings)
    except anyio.ClosedResourceError:
        raise ClosedError("the connection was closed") from None
    except BaseException as error:
        line.close()
        if isinstance(error, (OSError, EOFError, ValueError)) and not isinstance(
            error, TransportError
        ):
            raise tls.explain(error, route.authority) from None
        raise


def reason(error: BaseException) -> str:
    """Say why a connection failed, in the system's words."""
    if isinstance(error, socket.gaierror):
        return f"the name cannot be resolved: {error.strerror}"
    if isinstance(error, OSError) and error.errno in _NO_DESCRIPTORS:
        return f"{os.strerror(error.errno)}: this process may open no more sockets"
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return str(getattr(error, "strerror", None) or error)
