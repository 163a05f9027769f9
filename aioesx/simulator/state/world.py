"""What hosts that know each other have in common: one lock, one clock, one store of files.

A host alone has a world of its own. Hosts below a vCenter share one with it, so that a
call to either sees, and changes, the same state in one piece.
"""

from __future__ import annotations

import threading

from aioesx.simulator.clock import Agenda, Clock
from aioesx.simulator.state.files import Spool

__all__ = ["World"]


class World:
    """The common ground of one or more hosts.

    Args:
        clock: tells the time; `ManualClock` stands still until it is moved.

    Attributes:
        agenda: what is due, on whatever agent.
        lock: guards the state of all of them; see `HostState`.
        spool: keeps large files on this machine's disk.
        closing: their server is being stopped; whoever waits gives up.
    """

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock if clock is not None else Clock()
        self.agenda = Agenda(self.clock)
        self.lock = threading.RLock()
        self.spool = Spool()
        self.closing = False

    def close(self) -> None:
        """Give up what is kept on this machine's disk."""
        with self.lock:
            self.spool.close()
