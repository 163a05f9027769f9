"""Whether a vCenter reaches a host: the API's words and ours. No I/O."""

from __future__ import annotations

import enum
from typing import Final

__all__ = ["REACH", "HostState", "host_state"]

REACH: Final = "runtime.connectionState"
"""The property of a host that says it."""


class HostState(enum.StrEnum):
    """How a host is seen by who is asked about it; ``"unknown"`` where that is not told."""

    UNKNOWN = "unknown"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    NOT_RESPONDING = "not responding"

    @property
    def is_out_of_reach(self) -> bool:
        """Whether what is told of the host is old, or nothing."""
        return self in (HostState.DISCONNECTED, HostState.NOT_RESPONDING)


_STATES: Final = {
    "connected": HostState.CONNECTED,
    "disconnected": HostState.DISCONNECTED,
    "notResponding": HostState.NOT_RESPONDING,
}


def host_state(word: object) -> HostState:
    """Return the state that the API has a word for; unknown for another word, or for none."""
    return _STATES.get(str(word), HostState.UNKNOWN)
