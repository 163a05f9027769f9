"""The calls that wait: WaitForUpdates and WaitForUpdatesEx.

Awaited in the server's event loop, without the host's lock and without a thread: the
lock is taken for each look, and between two looks the task sleeps until something
changes, something becomes due, the client's time is up, or the client is gone. A
collector serves one wait at a time: a newer one ends the older.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.connected import while_connected
from aioesx.simulator.methods.collector import collector_of

if TYPE_CHECKING:
    from aioesx import vim
    from aioesx.simulator.collector.filters import Collector
    from aioesx.simulator.connected import Gone
    from aioesx.simulator.methods.table import Call

__all__ = ["WAITING", "wait_for_updates"]

WAITING = frozenset({"WaitForUpdates", "WaitForUpdatesEx"})
"""Wire names of the methods that are awaited."""


async def wait_for_updates(call: Call, gone: Gone | None = None) -> vim.UpdateSet | None:
    """Return what is new; None when the client's time is up, or nobody is there to be told.

    Args:
        call: the call.
        gone: returns when the client's connection is lost; left out where that cannot be known.

    Raises:
        Refused: the version is unknown, the wait was cancelled, the session has ended.
    """
    seconds, most = _bounds(call.method)
    ends = None if seconds is None else time.monotonic() + seconds
    options = call.host.options
    # A wait ends with its client before it takes an update that nobody will see, or not.
    return await while_connected(
        lambda: _wait(call, ends, most), gone, lambda: options.cut_polls_live
    )


def _bounds(method: vim.WaitForUpdates | vim.WaitForUpdatesEx) -> tuple[int | None, int | None]:
    """Return how many seconds a client waits, and how many object updates it takes at once."""
    options = getattr(method, "options", None)
    if options is None:
        return None, None
    seconds, most = options.max_wait_seconds, options.max_object_updates
    if (seconds is not None and seconds < 0) or (most is not None and most < 1):
        raise faults.invalid_argument("options")
    return seconds, most


async def _wait(call: Call, ends: float | None, most: int | None) -> vim.UpdateSet | None:
    method, host, session = call.method, call.host, call.session
    with host.looking():
        collector = collector_of(call)
        collector.rewind(method.version or "", last_only=host.options.last_version_only)
        turn = collector.take_turn(host.changes)
        assert session is not None  # noqa: S101  # collector_of refuses otherwise
        session.waiting += 1
        collector.waits += 1
    try:
        return await _next_updates(call, collector, turn, ends, most)
    finally:
        with host.lock:
            session.waiting -= 1
            collector.waits -= 1
            session.last_seconds = host.timeline.seconds()


async def _next_updates(
    call: Call, collector: Collector, turn: int, ends: float | None, most: int | None
) -> vim.UpdateSet | None:
    host, session = call.host, call.session
    while True:
        with host.looking():
            if session is None or not session.alive:
                raise faults.not_authenticated(call.method.this)
            if collector.turn != turn or host.world.closing:
                raise faults.request_canceled()
            revision = host.changes.revision
            found = collector.updates(call.inventory, revision, most)
            if found is not None:
                return found
            pause = host.until_due()
        left = None if ends is None else ends - time.monotonic()
        if left is not None and left <= 0:
            return None
        pauses = [item for item in (pause, left) if item is not None]
        await host.changes.wait(revision, min(pauses) if pauses else None)
