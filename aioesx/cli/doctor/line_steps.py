"""Steps to the host's door: the URI, the name, the proxy, the port."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Final

from aioesx._transport import dial
from aioesx.cli.doctor.finding import Finding, fault, fine, warning
from aioesx.cli.status import ExitStatus
from aioesx.errors import ConnectError, ProxyError, TransportTimeout, UriError
from aioesx.uri import parse_uri

if TYPE_CHECKING:
    from aioesx.cli.doctor.patient import Patient

__all__ = ["REACHING", "look_at_name", "look_at_port", "look_at_proxy", "look_at_uri"]

REACHING: Final = 15.0
"""Seconds for reaching a port, by whatever way; less than the step has."""

_RESOLVING: Final = frozenset({"http", "socks4a", "socks5"})
"""Proxies that are told the host's name, and look it up themselves."""


async def look_at_uri(patient: Patient) -> Finding:
    """Read the URI."""
    try:
        patient.known_uri = uri = parse_uri(patient.target.uri)
        _ = patient.route  # what it cannot be is an error of the URI
    except UriError as error:
        advice = "such as esx://root@host/, gsx://host/ or vpx://user@vcenter/datacenter/host"
        raise fault("uri", str(error), advice, ExitStatus.USAGE) from None
    if uri.warnings:
        return warning("uri", "; ".join(uri.warnings), "take out of the URI what is ignored")
    return fine("uri", str(uri))


async def look_at_name(patient: Patient) -> Finding:
    """Resolve the host's name, where it is we who do it."""
    uri, proxy = patient.uri, patient.route.proxy
    if proxy is not None and proxy.type in _RESOLVING:
        return fine("name", f"{uri.host} is left to the proxy to resolve")
    try:
        found = await patient.network.resolve(uri.host, uri.port)
    except (OSError, UnicodeError) as error:
        advice = (
            "check the spelling of the host in the URI, ask your name server for it, or use the"
            " host's address"
        )
        text = f"{uri.host}: {dial.reason(error)}"
        raise fault("name", text, advice, ExitStatus.NO_CONNECTION) from None
    if _is_address(uri.host):
        return fine("name", f"{uri.host} is an address")
    addresses = ", ".join(dict.fromkeys(str(each.target[0]) for each in found))
    return fine("name", f"{uri.host} is {addresses}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


async def look_at_proxy(patient: Patient) -> Finding:
    """Reach the proxy, and have it lead to the host."""
    proxy = patient.route.proxy
    if proxy is None:
        return fine("proxy", "none: the host is called directly")
    try:
        line = await patient.network.reach(proxy.host, proxy.port)
    except (OSError, UnicodeError) as error:
        text = f"the proxy {proxy} cannot be reached: {dial.reason(error)}"
        advice = "see whether it runs there, and check proxy= of the URI"
        raise fault("proxy", text, advice, ExitStatus.NO_CONNECTION) from None
    line.close()
    try:
        line = await dial.reach(patient.route, REACHING, patient.network)
    except (ProxyError, TransportTimeout) as error:
        text = f"the proxy does not lead to {patient.uri.authority}: {error}"
        advice = (
            "ask whoever runs the proxy whether it may connect there and wants a password, and see"
            " from there whether the host answers"
        )
        raise fault("proxy", text, advice, ExitStatus.NO_CONNECTION) from None
    line.close()
    return fine("proxy", f"{proxy} leads to {patient.uri.authority}")


async def look_at_port(patient: Patient) -> Finding:
    """Open a connection to the host's port, by the proxy if there is one."""
    uri, by = patient.uri, patient.route.proxy
    try:
        line = await dial.reach(patient.route, REACHING, patient.network)
    except ConnectError as error:
        raise _closed(patient, str(error)) from None
    except TransportTimeout as error:
        raise _closed(patient, str(error), silent=True) from None
    line.close()
    return fine("tcp", f"{uri.authority} takes connections" + (f" by {by}" if by else ""))


def _closed(patient: Patient, text: str, *, silent: bool = False) -> Exception:
    uri = patient.uri
    what = "a firewall may swallow what we send" if silent else "nothing listens there"
    advice = (
        f"{what}: see whether the host is up and port {uri.port} is the right one"
        " (443 for ESX and vCenter, 8333 for GSX), and whether a firewall is in between"
    )
    return fault("tcp", text, advice, ExitStatus.NO_CONNECTION)
