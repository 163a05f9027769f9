"""`Sequence`: which events are new, of a page that overlaps with those that were told. No I/O.

The API orders events by their key, and promises no order within a page. A host counts keys from
the beginning again when its agent starts anew, and then has forgotten what was before; of clocks
it is known that they are set back. So an event is one that was told if key and time are both the
same, and a new one if it is later by either.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any, Final, Literal, NamedTuple

from aioesx import vim
from aioesx.errors import ProtocolError

__all__ = ["EventGap", "HostEvent", "Mark", "Sequence", "mark_after", "mark_of"]

_REMEMBERED: Final = 1024


class Mark(NamedTuple):
    """Who an event is.

    Attributes:
        key: its number.
        created: when it happened, by the host's clock.
    """

    key: int
    created: datetime


@dataclasses.dataclass(frozen=True, slots=True)
class EventGap:
    """Events are missing here: the host has forgotten them before they could be read.

    Attributes:
        after: number of the last event that was told.
        since: when that happened.
        before: number of the next event that the host still has; it may be less than `after`
            where the host has begun to count anew.
        until: when that happened.
    """

    after: int
    since: datetime
    before: int
    until: datetime
    event: Literal["gap"] = dataclasses.field(default="gap", init=False)


HostEvent = vim.Event | EventGap
"""What a stream of events gives."""


def mark_of(event: Any) -> Mark:
    """Return who an event is.

    Raises:
        ProtocolError: it is no event.
    """
    if not isinstance(event, vim.Event):
        raise ProtocolError(f"a {type(event).__name__} is no event", path="latestPage")
    return Mark(event.key, event.created_time)


def mark_after(told: HostEvent | Mark) -> Mark:
    """Return where somebody was who was told this last; before a gap that is where it begins.

    Raises:
        TypeError: it is nothing that a stream gives.
    """
    if isinstance(told, Mark):
        return told
    if isinstance(told, EventGap):
        return Mark(told.after, told.since)
    if not isinstance(told, vim.Event):
        raise TypeError(f"after={told!r} is no event")
    return mark_of(told)


class Sequence:
    """Where somebody is in the sequence of events.

    Args:
        last: the last event that was told; None before the first.
    """

    def __init__(self, last: Mark | None = None) -> None:
        self.last = last
        self._told: deque[Mark] = deque([last] if last else [], maxlen=_REMEMBERED)

    def skip(self, page: Iterable[Any]) -> None:
        """Take the events of a page as told: they happened before one listened."""
        self._take(self._new(page)[0], gap=False)

    def of_page(self, page: Iterable[Any], *, whole: bool) -> list[HostEvent] | None:
        """Return what is new of the last events that the host has, and take it as told.

        Args:
            page: the events.
            whole: these are all that there are; else there may be some before them.

        Returns:
            None if the page may not reach back far enough.
        """
        new, overlaps = self._new(page)
        if new and not whole and not overlaps:
            return None
        return self._take(new, gap=not overlaps)

    def of_reading(self, batch: Iterable[Any], *, first: bool) -> list[HostEvent]:
        """Return what is new of events that are read from where we are on.

        Args:
            batch: the events.
            first: they begin where we are: what was told last is among them, if it was kept.
        """
        new, overlaps = self._new(batch)
        return self._take(new, gap=first and not overlaps)

    def _new(self, events: Iterable[Any]) -> tuple[list[tuple[Mark, Any]], bool]:
        """Return what is new, in order, and whether something is not."""
        marked = sorted(((mark_of(each), each) for each in events), key=itemgetter(0))
        told = set(self._told)
        new = [(mark, each) for mark, each in marked if mark not in told and self._is_later(mark)]
        return new, len(new) < len(marked)

    def _take(self, new: list[tuple[Mark, Any]], *, gap: bool) -> list[HostEvent]:
        found: list[HostEvent] = [each for _, each in new]
        if new and gap and self.last is not None:
            found.insert(0, EventGap(*self.last, *new[0][0]))
        for mark, _ in new:
            self._told.append(mark)
            self.last = mark
        return found

    def _is_later(self, mark: Mark) -> bool:
        last = self.last
        return last is None or mark.key > last.key or mark.created > last.created
