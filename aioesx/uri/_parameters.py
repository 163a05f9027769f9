"""The query parameters of a connection URI: one row each, and how a value is read.

Names and words are libvirt's. A reader gets text that is percent-decoded already. No error
quotes a value: what stands there may be the rest of a password.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import re
from collections.abc import Callable
from typing import Any, Final

from aioesx.errors import UriError

__all__ = [
    "BY_NAME",
    "PARAMETERS",
    "TRUST",
    "Parameter",
    "ProxyAddress",
    "checked_host",
    "checked_ipv6",
    "checked_port",
]

DEFAULT_PROXY_PORT: Final = 1080
"""For every type of proxy, http too, as libvirt has it."""
PROXY_TYPES: Final = {
    "http": "http",
    "socks": "socks5",
    "socks4": "socks4",
    "socks4a": "socks4a",
    "socks5": "socks5",
}
"""The types of proxies by the words of a URI."""
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_\-]{0,61}[A-Za-z0-9_])?")
_SWITCH = re.compile(r"\s*[+-]?0*([01])", re.ASCII)  # strtol(3), the whole of it
_ZONE = re.compile(r"[A-Za-z0-9._\-]{1,15}")
_HEX_DIGEST = re.compile(r"[0-9a-f]{64}")
_HOST_LENGTH = 253
_PORTS = range(1, 65536)


@dataclasses.dataclass(frozen=True, slots=True)
class ProxyAddress:
    """Where a proxy listens and what it speaks.

    Attributes:
        type: ``"http"``, ``"socks4"``, ``"socks4a"`` or ``"socks5"``.
        host: name or IPv4 address.
        port: 1 to 65535.
    """

    type: str
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.type}://{self.host}:{self.port}"


@dataclasses.dataclass(frozen=True, slots=True)
class Parameter:
    """One query parameter: its name, how its value is read, and what it means.

    `read` gets the parameter's name and its decoded value and returns the value of the
    attribute of `ConnectionUri` that has the same name. A path may hold an ``@``; in anything
    else it would end a user name, and `instead_of_credentials` says where that belongs.

    `setting` is what it says a part of: of parameters with the same one, the place that says one
    says all of it. `of_tls` is whether it has no meaning without TLS.
    """

    name: str
    read: Callable[[str, str], Any]
    meaning: str
    case_sensitive_name: bool = False
    is_path: bool = False
    instead_of_credentials: str = ""
    setting: str = ""
    of_tls: bool = False

    @property
    def of_vcenter(self) -> bool:
        """Whether it is about the second session."""
        return self.name.startswith("vcenter_")


def _unexpected(name: str, wanted: str) -> UriError:
    return UriError(f"unexpected value of parameter '{name}': should be {wanted}", parameter=name)


def _transport(name: str, value: str) -> str:
    if value not in ("http", "https"):
        raise _unexpected(name, "http or https")
    return value


def _switch(name: str, value: str) -> bool:
    """Read a whole number that must be 0 or 1; ``01`` is 1, as in libvirt."""
    match = _SWITCH.fullmatch(value)
    if match is None or (match[1] == "1" and "-" in value):
        raise _unexpected(name, "0 or 1")
    return match[1] == "1"


def _text(name: str, value: str) -> str | None:
    return value or None


def _host_or_star(name: str, value: str) -> str | None:
    if value in ("*", ""):
        return value or None
    address = value.strip("[]")
    return checked_ipv6(address, name) if ":" in address else checked_host(address, name)


def _seconds(name: str, value: str) -> float:
    if re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", value) is None or float(value) <= 0:
        raise _unexpected(name, "seconds above 0")
    return float(value)


def _thumbprint(name: str, value: str) -> str:
    digest = value.lower().removeprefix("sha256:").replace(":", "")
    if _HEX_DIGEST.fullmatch(digest) is None:
        raise _unexpected(name, "the 64 hexadecimal digits of a SHA-256 digest, colons allowed")
    return digest


def _proxy(name: str, value: str) -> ProxyAddress | None:
    """Read ``[type://]host[:port]``; an empty value means no proxy."""
    if not value:
        return None
    kind, separator, rest = value.partition("://")
    if not separator:
        kind, rest = "http", value
    if kind not in PROXY_TYPES:
        raise UriError(
            f"unexpected type in parameter '{name}': should be one of {', '.join(PROXY_TYPES)}",
            parameter=name,
        )
    host, colon, port = rest.partition(":")
    if not host:
        raise UriError(f"parameter '{name}' doesn't contain a hostname", parameter=name)
    return ProxyAddress(
        PROXY_TYPES[kind],
        checked_host(host, name),
        checked_port(port, name) if colon else DEFAULT_PROXY_PORT,
    )


def _port(name: str, value: str) -> int:
    return checked_port(value, name)


# What a row says is what README shows.
PARAMETERS: Final = (
    Parameter("transport", _transport, "`https` (the default) or `http`"),
    Parameter(
        "no_verify", _switch, "`1`: the server's certificate is not checked", setting="trust"
    ),
    Parameter(
        "cacert",
        _text,
        "PEM file with the authorities to trust instead of the system's",
        is_path=True,
        setting="trust",
        of_tls=True,
    ),
    Parameter(
        "thumbprint",
        _thumbprint,
        "SHA-256 that the server's certificate must have; refused with `transport=http`, as"
        " `cacert` is",
        setting="trust",
        of_tls=True,
    ),
    Parameter(
        "legacy_tls", _switch, "`1`: take TLS 1.0 and weak keys from this host, for ESX before 6.0"
    ),
    Parameter("auto_answer", _switch, "`1`: questions of the host get their default answer"),
    Parameter(
        "proxy",
        _proxy,
        "`[type://]host[:port]`, type `http`, `socks`, `socks4`, `socks4a` or `socks5`; its user"
        " and password never here",
        instead_of_credentials="; pass them by proxy_username= and proxy_password=",
    ),
    Parameter("timeout", _seconds, "seconds that one call may take"),
    Parameter("authfile", _text, "libvirt auth file", case_sensitive_name=True, is_path=True),
    Parameter(
        "vcenter",
        _host_or_star,
        "`esx`, `gsx`: name or address of the vCenter that manages the host, or `*` for the one"
        " that the host tells; a second session there, for migrations and copies",
    ),
    Parameter("vcenter_port", _port, "the vCenter's port; else the URI's, as for libvirt"),
    Parameter(
        "vcenter_no_verify",
        _switch,
        "as `no_verify`, for the vCenter; where one of this and the next two is set, none of the"
        " host's counts for it, else all do",
        setting="vcenter_trust",
    ),
    Parameter(
        "vcenter_cacert",
        _text,
        "as `cacert`, for the vCenter",
        is_path=True,
        setting="vcenter_trust",
        of_tls=True,
    ),
    Parameter(
        "vcenter_thumbprint",
        _thumbprint,
        "as `thumbprint`, for the vCenter",
        setting="vcenter_trust",
        of_tls=True,
    ),
    Parameter("vcenter_legacy_tls", _switch, "as `legacy_tls`, for the vCenter alone"),
    Parameter("vcenter_proxy", _proxy, "as `proxy`, for the vCenter; else that"),
    Parameter("vcenter_timeout", _seconds, "as `timeout`, for the vCenter; else that"),
    Parameter("legacy_uuid", _switch, "taken for libvirt's sake; without effect so far"),
)
"""Every parameter, a row each; README and the reference show them as a table."""
BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}
TRUST: Final = tuple(row.name for row in PARAMETERS if row.setting == "trust")
"""What says whom to trust; with ``vcenter_`` before them the same for the vCenter."""


def checked_ipv6(text: str, parameter: str) -> str:
    """Return the address, with its zone (``fe80::1%eth0``, ``%25`` in the URI) if it has one."""
    plain, percent, zone = text.partition("%")
    address = _ipv6(plain)
    if address is None:
        raise UriError(f"the {_part(parameter)} is not an IPv6 address", parameter=parameter)
    if percent and _ZONE.fullmatch(zone) is None:
        raise UriError(
            f"the zone in the {_part(parameter)} is not the name of a network interface",
            parameter=parameter,
        )
    return address + percent + zone


def _ipv6(text: str) -> str | None:
    try:
        return str(ipaddress.IPv6Address(text))
    except ValueError:
        return None


def _part(parameter: str) -> str:
    return "host" if parameter == "host" else f"host in parameter '{parameter}'"


def checked_host(host: str, parameter: str) -> str:
    """Refuse names that no resolver and no proxy can take."""
    name = host.removesuffix(".")
    if len(name) > _HOST_LENGTH:
        raise UriError(
            f"the {_part(parameter)} is longer than {_HOST_LENGTH} characters", parameter=parameter
        )
    if not all(_LABEL.fullmatch(label) for label in name.split(".")):
        advice = "" if name.isascii() else "; write it in its ASCII form (xn--...)"
        raise UriError(
            f"the {_part(parameter)} is not a host name or address{advice}", parameter=parameter
        )
    return name


def checked_port(text: str, parameter: str) -> int:
    if re.fullmatch(r"[0-9]{1,5}", text) is None or int(text) not in _PORTS:
        where = "" if parameter == "port" else f" in parameter '{parameter}'"
        raise UriError(f"the port{where} is no number from 1 to 65535", parameter=parameter)
    return int(text)
