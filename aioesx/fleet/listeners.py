"""What a fleet listens to at each of its hosts: changes, and events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from aioesx.connection import changes_of
from aioesx.fleet.stream import Listener
from aioesx.watch import Change, Changes, EventStream, HostEvent
from aioesx.watch.changes import ledger_of
from aioesx.watch.events import has_begun, place_of
from aioesx.watch.stream import impatient

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.watch.aspects import Kind
    from aioesx.watch.event_filter import Kinds
    from aioesx.watch.ledger import Ledger
    from aioesx.watch.sequence import Mark

__all__ = ["ChangesListener", "EventsListener"]

_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


class ChangesListener(Listener[Change]):
    """Watches the objects of a host; what was told is compared with what is when it comes back."""

    def __init__(self, kinds: Sequence[Kind]) -> None:
        self._kinds = kinds
        self._told: Ledger | None = None

    def open(self, esx: Connection) -> Changes:
        """Return a watch that goes on with what was told."""
        changes = changes_of(esx, self._kinds, self._told)
        self._told = ledger_of(changes)
        return impatient(changes)


class EventsListener(Listener[HostEvent]):
    """Listens to a host's events; what happened while it was lost is read when it comes back."""

    def __init__(self, kinds: Kinds, user: str | Iterable[str], since: datetime | None) -> None:
        self._kinds = kinds
        self._user = user
        self._since = since
        self._place: Mark | None = None
        self._stream: EventStream | None = None

    def open(self, esx: Connection) -> EventStream:
        """Return a stream that goes on after the last event."""
        self._stream = esx.events(
            self._kinds, user=self._user, since=self._since, after=self._place, timeout=None
        )
        return impatient(self._stream)

    def close(self) -> None:
        """Note where the stream was."""
        if self._stream is None:
            return
        self._place = place_of(self._stream) or self._place
        if self._place is None and self._since is None and has_begun(self._stream):
            self._since = _EVER  # there was none: whichever there is has happened meanwhile
