"""The lanes of one kind to one server: at most so many, the last used first.

A lane that comes back is kept only if its exchange ended cleanly. Whoever waits for a lane
waits in line; a cancelled wait leaves nothing behind.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable

import anyio

from aioesx._transport.config import Patience
from aioesx._transport.lane import Lane
from aioesx.errors import ClosedError, TransportTimeout

__all__ = ["LanePool"]

_log = logging.getLogger("aioesx.transport")


class LanePool:
    """Keeps idle lanes and limits how many are in use."""

    def __init__(
        self, open_lane: Callable[[Patience], Awaitable[Lane]], limit: int, where: str
    ) -> None:
        self._where = where
        self._open_lane = open_lane
        self._limit = limit
        self._free = limit  # places for lanes in use; none while somebody waits
        self._waiting: deque[anyio.Event] = deque()
        self._idle: list[Lane] = []
        self._busy: set[Lane] = set()
        self._opening: set[anyio.CancelScope] = set()
        self._closed = False

    async def acquire(self, patience: Patience, *, new: bool = False) -> Lane:
        """Take an idle lane that is still good, or open one.

        Args:
            patience: bounds on the waiting and on the opening, and those of the lane then.
            new: open one in any case; in place of an idle one, if there is one.

        Raises:
            ClosedError: the pool was closed.
            TransportError: no lane could be opened, or none became free.
        """
        if self._free:
            self._free -= 1
        else:
            await self._wait_in_line(patience)
        try:
            if new and self._idle:
                self._idle.pop().close()
            lane = None if new else self._idle_lane()
            if lane is None:
                lane = await self._opened_lane(patience)
        except BaseException:
            self._leave()
            raise
        lane.bear(patience)
        self._busy.add(lane)
        return lane

    async def _wait_in_line(self, patience: Patience) -> None:
        """Wait until a place is free: as long as it takes, if something moves over the others."""
        turn = anyio.Event()
        self._waiting.append(turn)
        begin = time.monotonic()
        try:
            while not turn.is_set():
                await _within(self._left(patience, time.monotonic() - begin), turn)
        except BaseException:
            if turn.is_set():
                self._leave()
            else:
                self._waiting.remove(turn)
            raise

    def _left(self, patience: Patience, waited: float) -> float:
        """Return for how many seconds one may go on waiting in line."""
        if waited >= patience.pool:
            raise TransportTimeout(
                f"{self._where}: no connection became free within {patience.pool:g} s"
            )
        now = time.monotonic()
        quiet = min([waited, *(now - lane.moved for lane in self._busy)])
        if quiet >= patience.silence:
            raise TransportTimeout(
                f"{self._where}: no connection became free, and nothing moved over those in use,"
                f" for {patience.silence:g} s"
            )
        return min(patience.pool - waited, patience.silence - quiet)

    def _leave(self) -> None:
        """Give a place to whoever waits longest."""
        if self._waiting:
            self._waiting.popleft().set()
        else:
            self._free += 1

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
        self._leave()
        if not self._closed and lane.recycle():
            self._idle.append(lane)
        else:
            lane.close()

    def discard(self, lane: Lane) -> None:
        """Throw a lane away whose exchange went wrong."""
        if lane in self._busy:
            self._busy.discard(lane)
            self._leave()
            lane.close()

    def replaced(self) -> LanePool:
        """Close this pool, but for its idle lanes, which go to a new one."""
        pool = LanePool(self._open_lane, self._limit, self._where)
        pool._closed = self._closed
        pool._idle, self._idle = self._idle, []
        self.close()
        return pool

    def close(self) -> None:
        """Close every lane, idle, in use or being opened; exchanges in flight fail, and those that
        wait for a lane. Idempotent.
        """
        self._closed = True
        for lane in [*self._idle, *self._busy]:
            lane.close()
        self._idle.clear()
        for scope in list(self._opening):
            scope.cancel()
        while self._waiting:
            self._waiting.popleft().set()


async def _within(seconds: float, event: anyio.Event) -> None:
    """Wait for an event, at most so long."""
    if anyio.current_effective_deadline() - anyio.current_time() <= seconds:
        return await event.wait()
    with anyio.move_on_after(seconds):
        await event.wait()
    return None
