"""The grammar of connection URIs, and the value that a URI becomes.

The grammar, the parameters, their words and their defaults are libvirt's; what libvirt lets pass
and then trips over (a name that no resolver takes, a port of zero) is refused here, before any
I/O. A parameter is one row of `PARAMETERS`. This file opens nothing: a ``cacert`` is not looked
for, a host not resolved.

A password typed into a URI ends up anywhere: one with ``/`` in it makes the host's name the user
and the rest a port and a path. So no error quotes what a URI holds, and an ``@`` where no user
name ends is taken for the end of a password.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final
from urllib.parse import quote, unquote

from aioesx._words import advice
from aioesx.errors import UriError
from aioesx.uri import _parameters
from aioesx.uri._parameters import ProxyAddress

__all__ = ["DEFAULT_PORTS", "SCHEMES", "ConnectionUri", "parse_uri", "refuse_trust"]

DEFAULT_PORTS: Final = {
    ("esx", "https"): 443,
    ("esx", "http"): 80,
    ("vpx", "https"): 443,
    ("vpx", "http"): 80,
    ("gsx", "https"): 8333,
    ("gsx", "http"): 8222,
}
"""Ports by scheme and ``transport=``."""
SCHEMES: Final = ("esx", "gsx", "vpx")
"""What a URI begins with: a host, a GSX or VMware Server, a vCenter."""

_REMOTE_TRANSPORTS: Final = frozenset({"tls", "tcp", "unix", "ssh", "libssh", "libssh2", "ext"})
_URI = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.\-]*)://"
    r"(?:(?P<user>[^@/?#]*)@)?"
    r"(?P<host>\[[^\]/?#@]*\]|[^:/?#@\[\]]*)"
    r"(?::(?P<port>[^/?#]*))?"
    r"(?P<path>/[^?#]*)?"
    r"(?:\?(?P<query>[^#]*))?"
    r"(?:#(?P<fragment>.*))?"
)
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://(?P<before>[^/?#]*)(?P<behind>.*)", re.DOTALL)
_HOST_AND_PORT = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::[0-9]{0,5})?")
_NAME = re.compile(r"\w[\w.\-]{0,40}", re.ASCII)
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\s\\^`{|}<>\"\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNRESERVED: Final = "-_.!~*'()"
_MOST_WARNINGS: Final = 10
_PASSWORD_NAMES: Final = frozenset({"password", "passwd", "pass", "pwd", "secret"})
_ADVICE: Final = (
    "a password does not belong into the URI, where logs and process lists show it;"
    " pass it by password=, auth=, an auth file or a prompt"
)


@dataclasses.dataclass(frozen=True, slots=True)
class ConnectionUri:
    """A parsed connection URI; `str()` gives it back with the port that is used.

    Attributes:
        scheme: ``"esx"``, ``"gsx"`` or ``"vpx"``.
        host: name or address, without brackets.
        port: the port of the URI, or the default of scheme and transport.
        user: the user name, or None.
        path: percent-decoded parts of the path (vpx: folders, datacenter, cluster, server; none
            for the whole vCenter); empty for the other schemes, whatever the URI says.
        query: the query as it was written, without ``?``.
        fragment: what stands behind ``#``; it means nothing.
        raw_path: the whole path, percent-decoded, of whatever scheme.
        transport: ``"https"`` or ``"http"``.
        no_verify: whether the server's certificate goes unchecked.
        auto_answer: whether questions get their default answer.
        vcenter: host name of the vCenter for migrations, ``"*"`` for the one that the host
            knows, or None.
        vcenter_port, vcenter_no_verify, vcenter_cacert, vcenter_thumbprint, vcenter_proxy,
        vcenter_timeout: the same for that vCenter; None for what is said without ``vcenter_``.
        vcenter_legacy_tls: the same for that vCenter, and for it alone.
        proxy: the proxy, or None.
        cacert: path of a PEM bundle that replaces the system's authorities, or None.
        thumbprint: SHA-256 of the server's certificate as 64 lower-case hex digits, or None.
        legacy_tls: whether TLS 1.0 and weak keys are accepted, as ESX 3.5 to 5.x need.
        legacy_uuid: accepted as libvirt's; the BIOS UUID is used either way.
        timeout: seconds for one call, or None for the default.
        authfile: path of a libvirt auth file, or None.
        stated: the parameters that the query names, whatever it says of them.
        warnings: what was ignored, one sentence each.
    """

    scheme: str
    host: str
    port: int
    user: str | None = None
    path: tuple[str, ...] = ()
    query: str = dataclasses.field(default="", repr=False)
    fragment: str = dataclasses.field(default="", repr=False)
    raw_path: str = "/"
    transport: str = "https"
    no_verify: bool = False
    auto_answer: bool = False
    vcenter: str | None = None
    vcenter_port: int | None = None
    vcenter_no_verify: bool | None = None
    vcenter_cacert: str | None = None
    vcenter_thumbprint: str | None = None
    vcenter_legacy_tls: bool = False
    vcenter_proxy: ProxyAddress | None = None
    vcenter_timeout: float | None = None
    proxy: ProxyAddress | None = None
    cacert: str | None = None
    thumbprint: str | None = None
    legacy_tls: bool = False
    legacy_uuid: bool = False
    timeout: float | None = None
    authfile: str | None = None
    stated: frozenset[str] = dataclasses.field(default=frozenset(), repr=False)
    warnings: tuple[str, ...] = ()

    @property
    def authority(self) -> str:
        """``host:port`` as it stands in a URL; IPv6 addresses in brackets, without a zone."""
        host = self.host.partition("%")[0]
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"

    def __str__(self) -> str:
        """Write it as ``virsh uri`` does."""
        user = f"{quote(self.user, _UNRESERVED + ';:&=+$,')}@" if self.user is not None else ""
        host = quote(self.host, ":")
        host = f"[{host}]" if ":" in host else host
        at = "@" if self.scheme == "vpx" else ""
        path = quote(self.raw_path, _UNRESERVED + "/;&=+$," + at)
        query = f"?{self.query}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{user}{host}:{self.port}{path}{query}{fragment}"


def parse_uri(text: str) -> ConnectionUri:
    """Read a connection URI.

    Raises:
        UriError: it cannot be used; the error's `parameter` says which part is at fault.

    Source: libvirt, esxConnectOpen and esxUtil_ParseUri.
    """
    match = _match(text)
    scheme = _checked_scheme(match["scheme"])
    settings, warnings = _read_query(match["query"] or "")
    path = _path(match["path"] or "", scheme, warnings)
    if match["fragment"]:
        _refuse_at(match["fragment"])
        warnings.append("ignoring the fragment, what stands behind #")
    if settings.get("vcenter") is None or scheme == "vpx":
        warnings += [
            f"ignoring parameter '{name}': there is no second session"
            for name in settings
            if name.startswith("vcenter") and settings[name] not in (None, False)
        ]
    transport = settings.get("transport", "https")
    port = match["port"]
    uri = ConnectionUri(
        scheme=scheme,
        host=_host(match["host"]),
        port=_parameters.checked_port(port, "port") if port else DEFAULT_PORTS[scheme, transport],
        user=_decode(match["user"] or "", "user") or None,
        path=path,
        query=match["query"] or "",
        fragment=match["fragment"] or "",
        raw_path=_decode(match["path"] or "", "path"),
        stated=frozenset(settings),
        warnings=tuple(warnings),
        **settings,
    )
    if uri.transport == "http":
        rows = (row.name for row in _parameters.PARAMETERS if row.of_tls)
        trust = {name: getattr(uri, name) for name in rows}
        refuse_trust(**trust, why="transport=http has no TLS")
    return uri


def refuse_trust(*, why: str, **trust: object) -> None:
    """Refuse a pin or an authority that nothing would be held against.

    Args:
        why: what keeps it from being used.
        trust: parameter to value; None where it is not given.

    Raises:
        UriError: one is given.
    """
    for parameter, value in trust.items():
        if value is not None:
            raise UriError(
                f"{parameter} cannot be kept: {why}; leave one of them out", parameter=parameter
            )


def _match(text: str) -> re.Match[str]:
    _refuse_password(text)
    bad = _FORBIDDEN.search(text)
    if bad is not None:
        raise UriError(
            f"the character at position {bad.start() + 1} of the URI has to be percent-encoded",
            parameter="uri",
        )
    match = _URI.fullmatch(text)
    if match is None:
        several = text.split("/", 3)[2:3]
        hint = "; an @ in the user name is written %40" if "".join(several).count("@") > 1 else ""
        raise UriError(
            f"this is not a connection URI, such as esx://root@host.example.com/{hint}",
            parameter="uri",
        )
    return match


def _refuse_password(text: str) -> None:
    """Refuse ``user:password@``, with a password that ends the authority early, too."""
    found = _AUTHORITY.match(text)
    if found is None:
        return
    user, at, _ = found["before"].rpartition("@")
    cut = not at and "@" in found["behind"] and not _HOST_AND_PORT.fullmatch(found["before"])
    if ":" in user or cut:
        raise UriError(_ADVICE, parameter="user")


def _refuse_at(text: str) -> None:
    """Refuse an ``@`` where none has a meaning: what stands before it may be a password's end."""
    if "@" in text:
        raise UriError(f"{_ADVICE}; an @ of another kind is written %40", parameter="user")


def _checked_scheme(text: str) -> str:
    scheme, plus, remote = text.lower().partition("+")
    if remote in _REMOTE_TRANSPORTS and scheme in SCHEMES:
        raise UriError(
            f"{scheme}+{remote}:// cannot work: an {scheme} host is spoken to directly over"
            " HTTP(S), there is no libvirtd on it and no remote transport to reach it by;"
            f" use {scheme}://host/ (with ?transport=http for plain HTTP)",
            parameter="scheme",
        )
    if scheme not in SCHEMES or plus:
        raise UriError("unknown scheme: should be esx, gsx or vpx", parameter="scheme")
    return scheme


def _decode(text: str, parameter: str) -> str:
    decoded = unquote(text, errors="surrogateescape")
    if _SURROGATE.search(decoded):  # the decoder's own error would hold the text
        raise UriError(f"the percent-encoding of the {parameter} is not UTF-8", parameter=parameter)
    if "\0" in decoded or "\r" in decoded or "\n" in decoded:
        raise UriError(f"the {parameter} holds a control character", parameter=parameter)
    return decoded


def _host(text: str) -> str:
    if text.startswith("["):
        return _parameters.checked_ipv6(_decode(text[1:-1], "host"), "host")
    host = _decode(text, "host")
    if not host:
        raise UriError("the URI is missing the server part", parameter="host")
    return _parameters.checked_host(host, "host")


def _path(text: str, scheme: str, warnings: list[str]) -> tuple[str, ...]:
    parts = tuple(part for part in _decode(text, "path").split("/") if part)
    if scheme != "vpx" and parts:
        _refuse_at(text)
        warnings.append(f"ignoring the path: it has no meaning for {scheme}://")
        return ()
    return parts


def _read_query(query: str) -> tuple[dict[str, Any], list[str]]:
    """Return the attributes that the query sets, and a warning for each thing ignored.

    Segments are split at ``&``, and behind the last one at ``;``; the last of several equal
    names counts.
    """
    settings: dict[str, Any] = {}
    warnings: dict[str, None] = {}
    *segments, rest = query.split("&")
    for segment in [*segments, *rest.split(";")]:
        raw_name, _, raw_value = segment.partition("=")
        if not raw_name:
            continue
        name = _decode(raw_name, "query")
        parameter = _parameters.BY_NAME.get(name.lower())
        if parameter is None or (parameter.case_sensitive_name and name != parameter.name):
            _refuse_at(segment)
            if len(warnings) < _MOST_WARNINGS:
                warnings[_unexpected(name)] = None
            continue
        value = _decode(raw_value, parameter.name)
        if "@" in value and not parameter.is_path:
            raise UriError(
                "a user name or password does not belong into the URI's parameter"
                f" '{parameter.name}'{parameter.instead_of_credentials}",
                parameter=parameter.name,
            )
        settings[parameter.name] = parameter.read(parameter.name, value)
    return settings, list(warnings)


def _unexpected(name: str) -> str:
    """Return the warning of a parameter that nobody reads; a name is quoted if it is one."""
    if name.lower() in _PASSWORD_NAMES:
        raise UriError(_ADVICE, parameter="query")
    if _NAME.fullmatch(name) is None:
        return "ignoring an unexpected query parameter"
    meant = advice(name, [known.name for known in _parameters.PARAMETERS])
    return f"ignoring unexpected query parameter '{name}'{meant}"
