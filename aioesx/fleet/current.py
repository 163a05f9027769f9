"""Which host the function of a run is at work at, for that function: its name, tags and facts."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aioesx.fleet.entries import HostEntry

__all__ = ["current_host", "enter_host"]

_current: ContextVar[HostEntry] = ContextVar("aioesx_fleet_host")


def current_host() -> HostEntry:
    """Return the entry of the host that the calling function is run at by a fleet.

    Raises:
        RuntimeError: no fleet runs it.
    """
    try:
        return _current.get()
    except LookupError:
        raise RuntimeError("current_host() is for functions that a fleet runs") from None


def enter_host(entry: HostEntry) -> None:
    """Be at work at a host, for the rest of the task."""
    _current.set(entry)
