"""The lanes to one server: at most so many, the last used first.

A lane that comes back is kept only if its exchange ended cleanly. Whoever waits for a lane
waits in line; a cancelled wait leaves nothing behind.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final

import anyio

from aioesx._transport.config import Patience
from aioesx._transport.lane import Lane
from aioesx.errors import ClosedError, TransportTimeout

__all__ = ["LanePool"]

_log = logging.getLogger("aioesx.transport")
_NO_LIMIT: Final = Patience()


class LanePool:
    """Keeps idle lanes and limits how many are in use."""

    def __init__(self, open_lane: Callable[[Patience], Awaitable[Lane]], limit: int) -> None:
        self._open_lane = open_lane
        self._limit = limit
        self._slots = anyio.Semaphore(limit, fast_acquire=True)
        self._idle: list[Lane] = []
        self._busy: set[Lane] = set()
        self._opening: set[anyio.CancelScope] = set()
        self._closed = False

    async def acquire(self, *, new: bool = False, patience: Patience = _NO_LIMIT) -> Lane:
        """Take an idle lane that is still good, or open one.

        Args:
            new: open one in any case; in place of an idle one, if there is one.
            patience: bounds on the waiting and on the opening, and those of the lane then.

        Raises:
            ClosedError: the pool was closed.
            TransportError: no lane could be opened.
        """
        if patience.pool is None:
            await self._slots.acquire()
        else:
            await self._wait_in_line(patience.pool)
        try:
            if new and self._idle:
                self._idle.pop().close()
            lane = None if new else self._idle_lane()
            if lane is None:
                lane = await self._opened_lane(patience)
        except BaseException:
            self._slots.release()
            raise
        lane.patience = patience
        self._busy.add(lane)
        return lane

    async def _wait_in_line(self, seconds: float) -> None:
        with anyio.move_on_after(seconds) as scope:
            await self._slots.acquire()
        if scope.cancelled_caught:
            raise TransportTimeout(f"no connection became free within {seconds:g} s")

    def _idle_lane(self) -> Lane | None:
        while self._idle:
            lane = self._idle.pop()
            if lane.is_fresh():
                if _log.isEnabledFor(logging.DEBUG):
                    _log.debug("%s: used again", lane.name)
                return lane
            _log.debug("%s: idle for too long, or ended by the other side", lane.name)
            lane.close()
        return None

    async def _opened_lane(self, patience: Patience) -> Lane:
        lane: Lane | None = None
        if not self._closed:
            with anyio.CancelScope() as scope:
                self._opening.add(scope)
                try:
                    lane = await self._open_lane(patience)
                finally:
                    self._opening.discard(scope)
        if lane is None or self._closed:
            if lane is not None:
                lane.close()
            raise ClosedError("the connection was closed")
        return lane

    def release(self, lane: Lane) -> None:
        """Give a lane back after a complete exchange; it is closed if it cannot be used again."""
        if lane not in self._busy:
            return
        self._busy.discard(lane)
        self._slots.release()
        if not self._closed and lane.recycle():
            self._idle.append(lane)
        else:
            lane.close()

    def discard(self, lane: Lane) -> None:
        """Throw a lane away whose exchange went wrong."""
        if lane in self._busy:
            self._busy.discard(lane)
            self._slots.release()
            lane.close()

    def evict(self, lane: Lane) -> None:
        """Give a lane no further exchange; one that is under way may end."""
        if lane in self._idle:
            self._idle.remove(lane)
            lane.close()
        lane.retired = True

    def replaced(self) -> LanePool:
        """Close this pool, but for its idle lanes, which go to a new one."""
        pool = LanePool(self._open_lane, self._limit)
        pool._closed = self._closed
        pool._idle, self._idle = self._idle, []
        self.close()
        return pool

    def close(self) -> None:
        """Close every lane, idle, in use or being opened; exchanges in flight fail. Idempotent."""
        self._closed = True
        for lane in [*self._idle, *self._busy]:
            lane.close()
        self._idle.clear()
        for scope in list(self._opening):
            scope.cancel()
