"""`Watch`: a property filter and the events that its updates stand for. No I/O.

The poll feeds it; whoever wants its events waits at the poll (`aioesx._server.poll`).
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, Protocol, TypeVar

from aioesx import vim
from aioesx._server.collector import misfit_error
from aioesx.errors import EsxError, ProtocolError, copied
from aioesx.vim.fitting import misfits

__all__ = ["Inbox", "Watch"]

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)

_log = logging.getLogger("aioesx.session")


class Inbox(Protocol[E_co]):
    """What a watch makes of updates, and keeps until somebody takes it."""

    def put(self, update: vim.ObjectUpdate) -> bool:
        """Take an update in; tells whether it was news."""
        ...

    def take(self) -> E_co:
        """Give the next event; there is one."""
        ...

    def __bool__(self) -> bool:
        """Tell whether there is an event."""
        ...

    def begin(self) -> None:
        """Know that the host is going to tell everything from the beginning."""

    def complete(self) -> bool:
        """Know that all is told that there was to tell; tells whether that was news."""
        ...


class _Queue(Generic[E]):
    """The inbox of who wants every event, in order."""

    def __init__(self, feed: Callable[[vim.ObjectUpdate], Iterable[E]]) -> None:
        self._feed = feed
        self._events: deque[E] = deque()

    def put(self, update: vim.ObjectUpdate) -> bool:
        _hold_to_schema(update)
        before = len(self._events)
        self._events.extend(self._feed(update))
        return len(self._events) > before

    def take(self) -> E:
        return self._events.popleft()

    def __bool__(self) -> bool:
        return bool(self._events)

    def begin(self) -> None:
        """All the same: the feed bears repetition."""

    def complete(self) -> bool:
        return False


class Watch(Generic[E]):
    """What one waiter wants to hear of.

    Args:
        spec: the filter.
        feed: turns the update of one object into events. After a loss the host tells everything
            again, so it must bear repetition.
        inbox: instead of `feed`.
        renew: makes the filter anew for each session, where it begins at things that end with it.
        release: lets go of the things that `renew` has made last; it may be asked twice.
        patient: the watch bears that the host is not there for as long as it may be silent, where
            others end sooner: a host that starts anew takes its minutes.

    Attributes:
        filter: the filter on the host; None while there is none.
        generation: the session that it belongs to.
        heard: whether the host has told of the filter since it was made.
        born: how many waits had been sent when the filter was made.
        nudged: whether the wait in flight was cut short for its sake.
        begun: whether it is being told everything from the beginning.
    """

    def __init__(
        self,
        spec: vim.PropertyFilterSpec,
        feed: Callable[[vim.ObjectUpdate], Iterable[E]] | None = None,
        *,
        inbox: Inbox[E] | None = None,
        renew: Callable[[], Awaitable[vim.PropertyFilterSpec]] | None = None,
        release: Callable[[], Awaitable[None]] | None = None,
        patient: bool = False,
    ) -> None:
        self.spec = spec
        self.renew = renew
        self.release = release
        self.patient = patient
        self.filter: vim.ManagedObjectReference | None = None
        self.generation = -1
        self.heard = False
        self.born = 0
        self.nudged = False
        self.begun = False
        self._inbox: Inbox[E] = inbox if inbox is not None else _Queue(feed or (lambda _: ()))
        self._error: EsxError | None = None

    @property
    def ready(self) -> bool:
        """Whether `take` returns or raises at once."""
        return bool(self._inbox) or self._error is not None

    def deliver(self, updates: Iterable[vim.ObjectUpdate]) -> bool:
        """Feed updates; tells whether they were news. What goes wrong fails this watch only."""
        self.heard = True
        news = False
        try:
            for update in updates:
                news = self._inbox.put(update) or news
        except EsxError as error:
            self.fail(error)
        except Exception as error:
            _log.warning("an update could not be read", exc_info=True)
            self.fail(ProtocolError(f"an update makes no sense: {type(error).__name__}: {error}"))
        return news

    def begin(self) -> None:
        """Know that the host is asked for everything from the beginning."""
        self.begun = True
        self._inbox.begin()

    def complete(self) -> bool:
        """Know that all is told that there was to tell; tells whether that was news."""
        self.begun = False
        return self._inbox.complete()

    def fail(self, error: EsxError) -> None:
        """Let `take` raise an error, after the events that came before."""
        self._error = self._error or error

    def take(self) -> E:
        """Return the next event.

        Raises:
            EsxError: the watch cannot go on.
            IndexError: it is not `ready`.
        """
        if self._inbox:
            return self._inbox.take()
        if self._error is not None:
            raise copied(self._error)  # one failure of the poll is told to many
        raise IndexError("nothing has come yet")


def _hold_to_schema(update: vim.ObjectUpdate) -> None:
    """Refuse a value that its property cannot have.

    Raises:
        ProtocolError: there is one.
    """
    came = {change.name: change.val for change in update.change_set if change.val is not None}
    for path in misfits(update.obj.type, came):
        raise misfit_error(update.obj, path, came[path])
