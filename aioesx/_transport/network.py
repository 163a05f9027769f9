"""Names to addresses, addresses to lines: the fastest of several, after RFC 8305.

`Network` is the seam between us and the system: tests put another in its place, whose
addresses are theirs and whose n-th step fails.
"""

from __future__ import annotations

import functools
import ipaddress
import socket
from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import Final, NamedTuple, cast

import anyio
import anyio.to_thread
from anyio.lowlevel import RunVar

from aioesx._transport.line import Line
from aioesx.units import whole_number

__all__ = ["Address", "Network"]

_MOST_LOOKUPS: Final = 256
_LOOKUPS: Final = RunVar[anyio.CapacityLimiter]("aioesx_lookups")

HEAD_START: Final = 0.25
"""Seconds that an address is tried alone before the next one is tried beside it."""


class Address(NamedTuple):
    """A numeric address as sockets take it."""

    family: socket.AddressFamily
    target: tuple[str | int, ...]


class Network:
    """Resolves names and opens lines."""

    async def resolve(self, host: str, port: int) -> list[Address]:
        """Return the addresses of a host; a literal address asks nobody.

        Raises:
            OSError: there are none.
        """
        literal = _literal(host, port)
        if literal is not None:
            return [literal]
        # The loop's own way has few threads for everybody: names that no server answers for would
        # keep those of other hosts waiting.
        look = functools.partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        found = await anyio.to_thread.run_sync(look, abandon_on_cancel=True, limiter=_lookups())
        addresses = ((family, cast("tuple[str | int, ...]", to)) for family, _, _, _, to in found)
        return [Address(*address) for address in dict.fromkeys(addresses)]

    def line(self, sock: socket.socket) -> Line:
        """Make a line of a socket that is not connected yet."""
        return Line(sock)

    async def open(self, address: Address) -> Line:
        """Connect to one address.

        Raises:
            OSError: the system's reason.
        """
        sock = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = self.line(sock)
            await line.connect(address.target)
        except BaseException:
            sock.close()
            raise
        return line

    async def reach(self, host: str, port: int) -> Line:
        """Connect to a host by whichever of its addresses answers first.

        Raises:
            OSError: no address can be reached; the reason of the first that failed.
        """
        addresses = interleaved(await self.resolve(host, port))
        if len(addresses) == 1:
            return await self.open(addresses[0])
        return await _Race(self).run(addresses)


class _Race:
    """Several attempts, each begun when the one before failed or took too long."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._won: Line | None = None
        self._errors: list[Exception] = []

    async def run(self, addresses: Iterable[Address]) -> Line:
        try:
            async with anyio.create_task_group() as tasks:
                for address in addresses:
                    failed = anyio.Event()
                    tasks.start_soon(self._attempt, address, failed, tasks.cancel_scope)
                    with anyio.move_on_after(HEAD_START):
                        await failed.wait()
        except BaseException:
            if self._won is not None:
                self._won.close()
            raise
        if self._won is None:
            raise self._errors[0] if self._errors else OSError("the name has no address")
        return self._won

    async def _attempt(
        self, address: Address, failed: anyio.Event, everybody: anyio.CancelScope
    ) -> None:
        try:
            line = await self._network.open(address)
        except Exception as error:
            self._errors.append(error)
            failed.set()
            return
        if self._won is not None:
            line.close()
            return
        self._won = line
        everybody.cancel()


def interleaved(addresses: Iterable[Address]) -> list[Address]:
    """Order addresses so that the families take turns, the first one's first."""
    families: dict[socket.AddressFamily, list[Address]] = {}
    for address in addresses:
        families.setdefault(address.family, []).append(address)
    turns = chain.from_iterable(zip_longest(*families.values()))
    return [address for address in turns if address is not None]


def _lookups() -> anyio.CapacityLimiter:
    """Return what bounds the look-ups of this event loop."""
    try:
        return _LOOKUPS.get()
    except LookupError:
        limiter = anyio.CapacityLimiter(_MOST_LOOKUPS)
        _LOOKUPS.set(limiter)
        return limiter


def _literal(host: str, port: int) -> Address | None:
    plain, _, zone = host.partition("%")
    try:
        address = ipaddress.ip_address(plain)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return Address(socket.AF_INET, (plain, port))
    try:
        scope = whole_number(zone)
        if scope is None:
            scope = socket.if_nametoindex(zone) if zone else 0
    except OSError:
        raise OSError(f"there is no network interface '{zone}'") from None
    return Address(socket.AF_INET6, (plain, port, 0, scope))
