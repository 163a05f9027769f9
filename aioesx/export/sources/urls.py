"""Where the URL of a lease's file leads. The URL has the right to the file in it: it is a secret.

A host writes ``*`` for itself; a vCenter names the host, which sends the file itself and is called
without session or password. Where its name leads nowhere from here, a caller says another address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from aioesx.errors import ConnectError, ConnectionLostError, EsxError, ProtocolError

__all__ = ["LeasePlace", "place_of", "unreachable"]

_PORT: Final = 443


class LeasePlace(NamedTuple):
    """Where a file of a lease is.

    Attributes:
        target: path and query; secret.
        name: what the server calls the host; empty for the server that was asked.
        host: where to go for it.
        port: of it.
    """

    target: str
    name: str = ""
    host: str = ""
    port: int = _PORT

    def __repr__(self) -> str:
        return f"<LeasePlace {self.name or '*'}>"

    @property
    def file(self) -> str:
        """What the file is called: the last part of its path."""
        return self.target.partition("?")[0].rpartition("/")[2]


def place_of(url: str, where: str, instead: Mapping[str, str]) -> LeasePlace:
    """Take a URL apart.

    Args:
        url: as the server gave it.
        where: ``host:port`` of that.
        instead: address, perhaps with a port, for each host that is called otherwise here.

    Raises:
        ProtocolError: it is no such URL; the error does not have it.
        ValueError: an address of `instead` is none.
    """
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port or _PORT
    except ValueError:
        parts, name, port = urlsplit(""), "", _PORT
    if not parts.path.startswith("/") or not name or not url.isascii():
        raise ProtocolError("the host gave no proper URL for a file of its lease")
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    wanted = {known.lower(): address for known, address in instead.items()}.get(name)
    if wanted is not None:
        return LeasePlace(target, name, *_address(wanted, port))
    if name in ("*", urlsplit(f"//{where}").hostname):  # its port is ours: somebody may forward it
        return LeasePlace(target)
    return LeasePlace(target, name, name, port)


def _address(text: str, port: int) -> tuple[str, int]:
    """Take an address apart: ``10.0.0.7``, ``esx7.lan:8443``, ``[fe80::1]:443``, ``fe80::1``.

    Raises:
        ValueError: it is none.
    """
    if text.count(":") > 1 and not text.startswith("["):
        text = f"[{text}]"
    parts = urlsplit(f"//{text}")
    if not parts.hostname or parts.path or parts.query or parts.username is not None:
        raise ValueError(f"{text!r} is no address of a host")
    return parts.hostname, parts.port or port


def unreachable(error: EsxError, place: LeasePlace) -> EsxError:
    """Have the error of a host that cannot be connected to say what can be done about it."""
    if not place.name or not isinstance(error, ConnectError):
        return error
    if isinstance(error, ConnectionLostError):
        return error
    return ConnectError(
        f"{error}; the server says that {place.name} sends the files of the lease: where that name"
        f" leads nowhere from here, tell an address: nfc_hosts={{{place.name!r}: ADDRESS}},"
        f" --nfc-host {place.name}=ADDRESS"
    )
