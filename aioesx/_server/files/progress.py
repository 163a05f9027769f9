"""Telling how far a transfer is: often enough for a person, seldom enough for a processor."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from typing import Final

from aioesx._session.operation import detached

__all__ = ["OnProgress", "Progress"]

OnProgress = Callable[[int, int | None], object]
"""Function, or coroutine function, called with the bytes that are done and those in all (None
where nobody knows)."""

_PACE: Final = 0.1


class Progress:
    """How far one transfer is.

    Args:
        on_progress: is told: at most ten times a second, and at the end.
        total: bytes in all; None where nobody knows.
        done: bytes that were there before.

    Attributes:
        total: bytes in all.
        done: bytes until now.
    """

    def __init__(self, on_progress: OnProgress | None, total: int | None, done: int = 0) -> None:
        self._on_progress = on_progress
        self.total = total
        self._told = -1
        self._next = 0.0
        self.done = done

    async def moved(self, count: int) -> None:
        """Note that bytes went through."""
        self.done += count
        if self._on_progress is not None and (now := time.monotonic()) >= self._next:
            self._next = now + _PACE
            await self._tell(self._on_progress)

    async def end(self) -> None:
        """Tell the last number, if it was not told."""
        if self._on_progress is not None and self._told != self.done:
            await self._tell(self._on_progress)

    async def _tell(self, on_progress: OnProgress) -> None:
        self._told = self.done
        with detached():
            done = on_progress(self.done, self.total)
            if inspect.isawaitable(done):
                await done
