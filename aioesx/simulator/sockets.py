"""Listening sockets on loopback: one address each, one port for all of them.

Knows addresses, ports and this process's limit on open files; nothing of HTTP or TLS.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import resource
import socket
from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "BACKLOG",
    "FIRST_ADDRESS",
    "VCENTER_ADDRESS",
    "allow_files",
    "is_loopback",
    "listen",
    "listen_all",
    "loopback_addresses",
    "places",
]

BACKLOG: Final = 2048
"""Connections that may wait to be accepted, for each address."""

FIRST_ADDRESS: Final = "127.0.0.11"
"""Where the first of many hosts is; the addresses below stay free for a vCenter and others."""

VCENTER_ADDRESS: Final = "127.0.0.10"
"""Where a site's vCenter listens unless told otherwise."""

_FILES_NEEDED: Final = 2  # for each address: its listener and a connection
_FILES_WANTED: Final = 9  # eight connections
_SPARE_FILES: Final = 256  # what else the program has open
_ATTEMPTS: Final = 50


def is_loopback(address: str) -> bool:
    """Tell whether nobody but this machine can reach `address`."""
    if address == "localhost":
        return True
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def loopback_addresses(count: int, first: str = FIRST_ADDRESS) -> list[str]:
    """Return `count` addresses of 127.0.0.0/8 from `first` on, leaving out those in .0 and .255.

    Raises:
        ValueError: there are not so many.
    """
    found = list(islice(_addresses_from(int(ipaddress.IPv4Address(first))), count))
    if len(found) < count:
        raise ValueError(f"there are {len(found)} loopback addresses from {first} on, not {count}")
    return found


def places(names: Sequence[str], given: Mapping[str, str], vcenter: str) -> dict[str, str]:
    """Return where each host listens.

    Raises:
        ValueError: an address is given to a host that there is not, or twice.
    """
    if unknown := sorted(given.keys() - set(names)):
        raise ValueError(f"there is no host {unknown[0]!r} to have an address")
    taken = [*given.values(), *([vcenter] if vcenter else [])]
    if twice := sorted({address for address in taken if taken.count(address) > 1}):
        raise ValueError(f"two of the site have the address {twice[0]}")
    free = loopback_addresses(len(names) + len(taken), FIRST_ADDRESS)
    rest = iter([address for address in free if address not in taken])
    return {name: given.get(name) or next(rest) for name in names}


def _addresses_from(number: int) -> Iterator[str]:
    while number < 128 << 24:
        if number & 255 not in (0, 255):
            yield str(ipaddress.IPv4Address(number))
        number += 1


def listen(address: str, port: int) -> socket.socket:
    """Return a listening socket without Nagle's delay, which connections inherit."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((address, port))
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


def listen_all(addresses: Sequence[str], port: int) -> list[socket.socket]:
    """Return a listening socket for each address, all on one port.

    Args:
        addresses: IP addresses, each once.
        port: TCP port; 0 picks one that is free on all of them.

    Raises:
        OSError: an address is not this machine's, the port is taken, no port is free on
            all addresses, or this process may not have so many files open.
    """
    allow_files(len(addresses))
    for attempt in range(_ATTEMPTS):
        try:
            return _listen_once(addresses, port)
        except OSError as error:
            retry = port == 0 and error.errno == errno.EADDRINUSE and attempt < _ATTEMPTS - 1
            if not retry:
                raise
    raise AssertionError("unreachable")


def _listen_once(addresses: Sequence[str], port: int) -> list[socket.socket]:
    with contextlib.ExitStack() as opened:
        listeners: list[socket.socket] = []
        for address in addresses:
            try:
                listener = listen(address, port)
            except OSError as error:
                error.filename = f"{address}:{port}"
                raise
            listeners.append(opened.enter_context(listener))
            port = port or listener.getsockname()[1]
        opened.pop_all()
        return listeners


def allow_files(addresses: int) -> None:
    """Make sure that so many addresses can be served, by raising the soft limit on open files.

    A host alone changes nothing.

    Raises:
        OSError: the hard limit is too low.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if addresses <= 1 or soft == resource.RLIM_INFINITY:
        return
    needed = addresses * _FILES_NEEDED + _SPARE_FILES
    if hard != resource.RLIM_INFINITY and hard < needed:
        raise OSError(
            errno.EMFILE,
            f"{addresses} hosts need {needed} open files and this process may have {hard}"
            " (ulimit -Hn)",
        )
    wanted = addresses * _FILES_WANTED + _SPARE_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
