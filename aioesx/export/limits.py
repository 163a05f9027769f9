"""`Limiter`: how much is on its way at once, over all exports of an event loop.

Twenty exports of a fleet share what `ExportLimits` say of one host, of all, and of bytes a second:
each names its own limits, and takes part in one line. A wait that is cancelled holds nothing.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import anyio
from anyio.lowlevel import RunVar

from aioesx._concurrency import together
from aioesx._server.moving import ExportLimits

__all__ = ["Limiter", "limiter", "over_connections"]

_BURST: Final = 0.1  # seconds' worth of bytes that may go at once


class _Waiter:
    __slots__ = ("granted", "host", "limits")

    def __init__(self, host: str, limits: ExportLimits) -> None:
        self.host, self.limits = host, limits
        self.granted = anyio.Event()


class Limiter:
    """Counts connections, and keeps bytes to a pace.

    Attributes:
        highest: the most connections that there were at once, by host.
    """

    def __init__(self) -> None:
        self._hosts: Counter[str] = Counter()
        self._waiting: deque[_Waiter] = deque()
        self._free_at = 0.0
        self.highest: Counter[str] = Counter()

    @property
    def in_use(self) -> int:
        """Connections that are held now."""
        return self._hosts.total()

    @property
    def waiting(self) -> int:
        """How many wait for one."""
        return len(self._waiting)

    @asynccontextmanager
    async def connection(self, host: str, limits: ExportLimits) -> AsyncIterator[None]:
        """Hold one of the connections to a host that there may be.

        Args:
            host: ``host:port``.
            limits: what this export may have.
        """
        await self._take(host, limits)
        try:
            yield
        finally:
            self._give_back(host)

    async def _take(self, host: str, limits: ExportLimits) -> None:
        waiter = _Waiter(host, limits)
        self._waiting.append(waiter)
        self._admit()
        try:
            await waiter.granted.wait()
        except BaseException:
            if waiter.granted.is_set():
                self._give_back(host)
            else:
                self._waiting.remove(waiter)
            raise

    def _give_back(self, host: str) -> None:
        self._hosts[host] -= 1
        self._admit()

    def _admit(self) -> None:
        """Let those go on, in their order, for whom there is room."""
        for waiter in list(self._waiting):
            if self._has_room(waiter):
                self._waiting.remove(waiter)
                self._hosts[waiter.host] += 1
                self.highest[waiter.host] = max(self.highest[waiter.host], self._hosts[waiter.host])
                waiter.granted.set()

    def _has_room(self, waiter: _Waiter) -> bool:
        limits = waiter.limits
        return self._hosts[waiter.host] < limits.per_host and self._hosts.total() < limits.total

    async def passed(self, count: int, limits: ExportLimits) -> None:
        """Take note of bytes that came; return when more may come."""
        if limits.bandwidth is None:
            return
        now = anyio.current_time()
        self._free_at = max(self._free_at, now - _BURST) + count / limits.bandwidth
        if self._free_at > now:
            await anyio.sleep(self._free_at - now)


_LIMITER: Final[RunVar[Limiter]] = RunVar("aioesx.export.limiter")


def limiter() -> Limiter:
    """Return what all exports of this event loop share."""
    try:
        return _LIMITER.get()
    except LookupError:
        found = Limiter()
        _LIMITER.set(found)
        return found


async def over_connections(
    host: str,
    limits: ExportLimits,
    waiting: deque[int],
    one: Callable[[int], Awaitable[None]],
) -> None:
    """Have the chunks of a disk come, over as many connections at once as one disk may have.

    Args:
        host: ``host:port``.
        limits: what this export may have.
        waiting: numbers of the chunks; each is taken out when it begins.
        one: has one come.
    """

    async def work() -> None:
        while waiting:
            async with limiter().connection(host, limits):
                if waiting:  # nobody took the last one meanwhile
                    await one(waiting.popleft())

    await together([work] * min(limits.per_disk, len(waiting)))
