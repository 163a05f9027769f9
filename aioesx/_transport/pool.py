"""The lanes of one kind to one server: at most so many, the last used first.

A lane that comes back is kept only if its exchange ended cleanly. Whoever waits for a lane
waits in line; a cancelled wait leaves nothing behind.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Awaitable, Callable

import anyio

from aioesx._transport.config import Patience
from aioesx._transport.lane import Lane
from aioesx.errors import ClosedError, TransportTimeout

__all__ = ["LanePool", "ends_within"]

_log = logging.getLogger("aioesx.transport")


class LanePool:
    """Keeps idle lanes and limits how many are in use."""

    def __init__(
        self, open_lane: Callable[[Patience], Awaitable[Lane]], limit: int, where: str
    ) -> None:
        self._where = where
        self._open_lane = open_lane
        self._limit = limit
        self._slots = anyio.Semaphore(limit, fast_acquire=True)
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
        bound = min(patience.pool, patience.silence)
        if bound == math.inf or self._slots.value:
            await self._slots.acquire()
        else:
            await self._wait_in_line(patience)
        try:
            if new and self._idle:
                self._idle.pop().close()
            lane = None if new else self._idle_lane()
            if lane is None:
                lane = await self._opened_lane(patience)
        except BaseException:
            self._slots.release()
            raise
        if lane.patience is not patience:
            lane.bear(patience)
        self._busy.add(lane)
        return lane

    async def _wait_in_line(self, patience: Patience) -> None:
        """Wait for a slot: as long as it takes, if only something moves over the lanes in use."""
        problems: list[TransportTimeout] = []
        acquired = False
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._lose_patience, patience, problems, tasks.cancel_scope)
                await self._slots.acquire()
                acquired = True
                tasks.cancel_scope.cancel()
        except BaseException:
            if acquired:
                self._slots.release()
            raise
        if not acquired:
            raise problems[0]

    async def _lose_patience(
        self, patience: Patience, problems: list[TransportTimeout], wait: anyio.CancelScope
    ) -> None:
        """End a wait that may not go on, from beside it: so it keeps its place in the line."""
        begin = now = time.monotonic()
        quiet = 0.0
        while now - begin < patience.pool and quiet < patience.silence:
            await anyio.sleep(min(patience.pool - (now - begin), patience.silence - quiet))
            now = time.monotonic()
            quiet = min([now - begin, *(now - lane.moved for lane in self._busy)])
        why = (
            f"while nothing moved over those in use for {patience.silence:g} s"
            if quiet >= patience.silence
            else f"within {patience.pool:g} s"
        )
        problems.append(TransportTimeout(f"{self._where}: no connection became free {why}"))
        wait.cancel()

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
        for _ in range(self._slots.statistics().tasks_waiting):
            self._slots.release()


def ends_within(seconds: float) -> bool:
    """Tell whether the caller's own deadline comes first."""
    return anyio.current_effective_deadline() - anyio.current_time() <= seconds
