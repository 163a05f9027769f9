"""No test speaks to the world: sockets reach loopback, names are those of RFC 6761.

An audit hook sees every connection and every name asked for, from whatever library. It stays for
the life of the process, as audit hooks do. It does not see subprocesses.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Callable
from typing import Any, Final

__all__ = ["ForbiddenAddressError", "forbidden", "install"]

_NAMES: Final = ("localhost", "test", "invalid")

forbidden: list[str] = []
"""What was refused since somebody last emptied this list; a swallowed refusal shows here."""


class ForbiddenAddressError(Exception):
    """A test tried to reach something that is not on this machine's loopback."""


def _is_local(host: object) -> bool:
    """Tell whether `host`, an address or a name, may be reached or asked for."""
    if isinstance(host, bytes | bytearray):
        host = host.decode("ascii", "replace")
    if host is None or host == "":
        return True
    if not isinstance(host, str):
        return False
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.rstrip(".").lower().rpartition(".")[2] in _NAMES


def _refuse(event: str, target: object) -> None:
    forbidden.append(f"{event} {target!r}")
    raise ForbiddenAddressError(f"tests reach loopback only: {event} {target!r}")


def _check_address(event: str, args: tuple[Any, ...]) -> None:
    """`(socket, address)`: an address that is not a tuple belongs to a Unix socket."""
    address = args[1]
    if isinstance(address, tuple) and not _is_local(address[0]):
        _refuse(event, address)


def _check_name(event: str, args: tuple[Any, ...]) -> None:
    if not _is_local(args[0]) and args[0] not in ("0.0.0.0", "::"):
        _refuse(event, args[0])


_CHECKS: Final[dict[str, Callable[[str, tuple[Any, ...]], None]]] = {
    "socket.connect": _check_address,
    "socket.sendto": _check_address,
    "socket.sendmsg": _check_address,
    "socket.getaddrinfo": _check_name,
    "socket.gethostbyname": _check_name,
    "socket.gethostbyaddr": _check_name,
}


def _hook(event: str, args: tuple[Any, ...]) -> None:
    check = _CHECKS.get(event)
    if check is not None:
        check(event, args)


def install() -> None:
    """Begin to watch; the hook cannot be taken away again."""
    sys.addaudithook(_hook)
