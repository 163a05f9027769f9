"""`Watch`: a property filter and the events that its updates stand for. No I/O.

The poll feeds it; whoever wants its events waits at the poll (`aioesx._server.poll`).
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from aioesx import vim
from aioesx._server.collector import misfit_error
from aioesx.errors import EsxError, ProtocolError, copied
from aioesx.vim.fitting import misfits

__all__ = ["Watch"]

E = TypeVar("E")

_log = logging.getLogger("aioesx.session")


class Watch(Generic[E]):
    """What one waiter wants to hear of.

    Args:
        spec: the filter.
        feed: turns the update of one object into events. After a loss the host tells everything
            again, so it must bear repetition.

    Attributes:
        filter: the filter on the host; None while there is none.
        generation: the session that it belongs to.
        heard: whether the host has told of the filter since it was made.
        born: how many waits had been sent when the filter was made.
        nudged: whether the wait in flight was cut short for its sake.
    """

    def __init__(
        self,
        spec: vim.PropertyFilterSpec,
        feed: Callable[[vim.ObjectUpdate], Iterable[E]],
    ) -> None:
        self.spec = spec
        self.filter: vim.ManagedObjectReference | None = None
        self.generation = -1
        self.heard = False
        self.born = 0
        self.nudged = False
        self._feed = feed
        self._events: deque[E] = deque()
        self._error: EsxError | None = None

    @property
    def ready(self) -> bool:
        """Whether `take` returns or raises at once."""
        return bool(self._events) or self._error is not None

    def deliver(self, updates: Iterable[vim.ObjectUpdate]) -> bool:
        """Feed updates; tells whether they were news. What goes wrong fails this watch only."""
        self.heard = True
        before = len(self._events)
        try:
            for update in updates:
                _hold_to_schema(update)
                self._events.extend(self._feed(update))
        except EsxError as error:
            self.fail(error)
        except Exception as error:
            _log.warning("an update could not be read", exc_info=True)
            self.fail(ProtocolError(f"an update makes no sense: {type(error).__name__}: {error}"))
        return len(self._events) > before

    def fail(self, error: EsxError) -> None:
        """Let `take` raise an error, after the events that came before."""
        self._error = self._error or error

    def take(self) -> E:
        """Return the next event.

        Raises:
            EsxError: the watch cannot go on.
            IndexError: it is not `ready`.
        """
        if self._events:
            return self._events.popleft()
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
