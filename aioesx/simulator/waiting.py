"""The calls that wait: WaitForUpdates and WaitForUpdatesEx.

Awaited in the server's event loop, without the host's lock and without a thread: the
lock is taken for each look, and between two looks the task sleeps until something
changes, something becomes due, or the client's time is up.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.methods.collector import collector_of

if TYPE_CHECKING:
    from aioesx import vim
    from aioesx.simulator.methods.table import Call

__all__ = ["WAITING", "wait_for_updates"]

WAITING = frozenset({"WaitForUpdates", "WaitForUpdatesEx"})
"""Wire names of the methods that are awaited."""


async def wait_for_updates(call: Call) -> vim.UpdateSet | None:
    """Return what is new; None when the client's time is up.

    Raises:
        Refused: the version is unknown, the wait was cancelled, the session has ended.
    """
    method, host, session = call.method, call.host, call.session
    options = getattr(method, "options", None)
    seconds = options.max_wait_seconds if options is not None else None
    most = options.max_object_updates if options is not None else None
    if (seconds is not None and seconds < 0) or (most is not None and most < 1):
        raise faults.invalid_argument("options")
    ends = None if seconds is None else time.monotonic() + seconds
    with host.looking():
        collector = collector_of(call)
        collector.rewind(method.version or "")
        cancelled = collector.cancelled
    assert session is not None  # noqa: S101  # collector_of refuses otherwise
    session.waiting += 1
    try:
        while True:
            with host.looking():
                if not session.alive:
                    raise faults.not_authenticated(method.this)
                if collector.cancelled != cancelled or host.world.closing:
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
    finally:
        with host.lock:
            session.waiting -= 1
            session.last_seconds = host.timeline.seconds()
