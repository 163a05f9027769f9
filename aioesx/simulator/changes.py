"""How a long poll learns that something has changed.

Any thread may announce a change; any number of tasks, on any event loop of anyio
(the server's own, or the one a test runs the application in), may wait for it.
Nobody holds a thread while waiting.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import anyio
import anyio.lowlevel

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Changes"]


class Changes:
    """A revision number that can be awaited."""

    def __init__(self) -> None:
        self.revision = 0
        self._waiters: set[_Waiter] = set()
        self._lock = threading.Lock()

    def announce(self) -> None:
        """Count a change and wake everyone who waits for one; from any thread."""
        with self._lock:
            self.revision += 1
            waiters, self._waiters = self._waiters, set()
        for waiter in waiters:
            waiter.wake()

    async def wait(self, seen: int, timeout: float | None) -> None:
        """Return once the revision differs from `seen`, or `timeout` seconds have passed."""
        waiter = _Waiter()
        with self._lock:
            if self.revision != seen:
                return
            self._waiters.add(waiter)
        try:
            with anyio.move_on_after(timeout):
                await waiter.event.wait()
        finally:
            with self._lock:
                self._waiters.discard(waiter)


class _Waiter:
    """One task that waits, and the way to wake it from another thread."""

    def __init__(self) -> None:
        self.event = anyio.Event()
        native: Any = anyio.lowlevel.current_token().native_token
        # asyncio's loop and trio's token name the same ability differently.
        self._soon: Callable[[Callable[[], None]], object] = (
            getattr(native, "call_soon_threadsafe", None) or native.run_sync_soon
        )

    def wake(self) -> None:
        """Set the event in its own loop; a loop that has ended has nobody waiting."""
        try:
            self._soon(self.event.set)
        except RuntimeError:
            return
