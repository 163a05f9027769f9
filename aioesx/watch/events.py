"""`Events`: what the host writes down, as it happens and as it happened."""

from __future__ import annotations

import dataclasses
import itertools
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._server.collector import hidden_error
from aioesx._server.face import known_keywords, operation
from aioesx._server.poll import may_end
from aioesx._server.server import Server
from aioesx._server.traversal import object_spec, property_spec
from aioesx._server.watch import Watch
from aioesx._session.outcome import is_undecided
from aioesx._session.seconds import DEFAULT
from aioesx._session.session import Session
from aioesx.errors import EsxError, NotFoundError
from aioesx.watch import collectors
from aioesx.watch.collectors import LATEST, PAGE
from aioesx.watch.event_filter import Entity, Kinds, event_filter, from_moment
from aioesx.watch.sequence import HostEvent, Mark, Sequence, mark_after, mark_of
from aioesx.watch.stream import Stream

__all__ = ["EventStream", "Events", "has_begun", "place_of"]

Ref = vim.ManagedObjectReference

_IDS: Final = (4, 0)  # API version that brought eventTypeId
_ATTEMPTS: Final = 8
_SLACK: Final = timedelta(seconds=1)  # a moment may lose its fraction on its way


class _Page:
    """The inbox of a stream of events: the last page that the host told."""

    def __init__(self) -> None:
        self._page: list[Any] | None = None

    def put(self, update: vim.ObjectUpdate) -> bool:
        for entry in update.missing_set:
            raise hidden_error(update.obj, entry.path, entry.fault.fault)
        for change in update.change_set:
            if change.name == LATEST:
                self._page = list(change.val or ())
        return bool(self._page)

    def take(self) -> list[Any]:
        page, self._page = self._page, None
        return page or []

    def __bool__(self) -> bool:
        return bool(self._page)

    def begin(self) -> None:
        """All the same: a page is a page."""

    def complete(self) -> bool:
        return False


@dataclasses.dataclass(slots=True)
class _Reading:
    """Events that are read page by page, from the oldest on.

    Attributes:
        held: what holds the collector.
        ref: the collector.
        first: whether nothing was read yet.
        torn: whether a read was left, or failed: the host may have moved on, and nobody knows.
    """

    held: AbstractAsyncContextManager[Ref]
    ref: Ref
    first: bool = True
    torn: bool = False


class EventStream(Stream[HostEvent]):
    """Gives each event, in order, once: a ``vim.Event``, or an `EventGap` where some are missing.

        async with esx.events("VmEvent") as events:
            async for event in events:
                print(event.created_time, event.full_formatted_message)

    One of a type that aioesx has no class for is a ``vim.Event`` under that name, with all that
    came. It is open inside ``async with``; nothing stays on the host, however that is left. One
    task takes from it at a time. It comes back by itself after a session, a line or a filter that
    was lost, and reads what happened meanwhile, as far as the host has kept it. Not awaited it
    costs nothing.

    Raises:
        WaitTimeoutError: the time that it was given is over.
        TransportTimeout: it was given none, and nothing was heard of the host for a minute.
        ClosedError: the connection was closed.
        NotPermittedError: the host does not show its events.
    """

    def __init__(
        self,
        server: Server,
        wanted: vim.EventFilterSpec,
        *,
        since: datetime | None,
        after: Mark | None,
        timeout: float | None,
    ) -> None:
        super().__init__(server, "events", timeout)
        self._session: Session = server.session
        self._wanted = wanted
        self._from_now = since is None and after is None
        self._since = since
        self._place = Sequence(after)
        self._queue: deque[HostEvent] = deque()
        self._page: list[Any] | None = None
        self._reading: _Reading | None = None
        self._behind = not self._from_now  # whether there is something to read before the page
        self._read_for_page = False
        self._collector: Ref | None = None
        self._generation = -1
        inbox = _Page()
        blank = vim.PropertyFilterSpec()
        self._watch: Watch[list[Any]] = Watch(
            blank, inbox=inbox, renew=self._renew, release=self._let_go, patient=True
        )

    @asynccontextmanager
    async def _hold(self) -> AsyncIterator[None]:
        try:
            async with self._server.poll.watch(self._watch):
                yield
        finally:
            await self._end_reading()

    async def _renew(self) -> vim.PropertyFilterSpec:
        """Make a collector in the session that there is, and the filter that tells of it."""
        await self._let_go()
        self._collector = ref = await collectors.make(self._session, self._wanted, PAGE)
        self._generation = self._session.generation  # a call may have logged in again
        if self._from_now:
            self._place.skip(await collectors.read_latest(self._session, ref))
            self._from_now = False
        return vim.PropertyFilterSpec(
            prop_set=[property_spec(ref.type, [LATEST])], object_set=[object_spec(ref)]
        )

    async def _let_go(self) -> None:
        ref, self._collector = self._collector, None
        if ref is not None and self._generation == self._session.generation:
            await collectors.destroy(self._session, ref)

    async def _next(self) -> HostEvent:
        while not self._queue:
            if self._behind:
                await self._read_on()
                continue
            if self._page is None:
                self._page = await self._server.poll.next(self._watch)
            found = self._place.of_page(self._page, whole=self._is_whole(self._page))
            if found is None:
                self._read_for_page = self._behind = True
                continue
            self._page, self._read_for_page = None, False
            self._queue.extend(found)
        return self._queue.popleft()

    def _is_whole(self, page: list[Any]) -> bool:
        """Tell whether a page reaches back as far as can be: a full one does not, until read."""
        return len(page) < PAGE or self._read_for_page

    async def _begin_reading(self) -> None:
        """Read from where we are, since the page does not reach back so far."""
        last = self._place.last
        begin = self._since if last is None else last.created - _SLACK
        spec = from_moment(self._wanted, begin)
        held = collectors.made(self._session, spec, PAGE)
        self._reading = _Reading(held, await held.__aenter__())

    async def _end_reading(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            await reading.held.__aexit__(None, None, None)

    async def _read_on(self) -> None:
        """Take the next events of those that are read; what was lost on the way is begun anew."""
        batch: list[vim.Event] = []
        seconds, began = self._session.seconds, anyio.current_time()
        for number in itertools.count():
            try:
                if self._reading is None or self._reading.torn:
                    await self._end_reading()
                    await self._begin_reading()
                batch = await self._read_batch()
                break
            except EsxError as error:
                quickly = number < _ATTEMPTS and _is_lost(error)
                patiently = anyio.current_time() - began < seconds.silence and may_end(error)
                if not quickly and not patiently:
                    raise
            await anyio.sleep(seconds.backoff[min(number, len(seconds.backoff) - 1)])
        if not batch:
            await self._end_reading()
            self._behind = False

    async def _read_batch(self) -> list[vim.Event]:
        reading = self._reading
        assert reading is not None  # noqa: S101  # the caller has made it
        reading.torn = True
        batch = await collectors.read_next(self._session, reading.ref)
        reading.torn = False
        self._queue.extend(self._place.of_reading(batch, first=reading.first))
        reading.first = False
        return batch


def _is_lost(error: EsxError) -> bool:
    """Tell whether it helps to begin again: an answer was lost, or a session and all in it."""
    return isinstance(error, NotFoundError) or is_undecided(error)


def place_of(stream: EventStream) -> Mark | None:
    """Return where it is: another stream of the same filter, at the same host, goes on there."""
    return stream._place.last


def has_begun(stream: EventStream) -> bool:
    """Tell whether it knows what there was before it: all else has happened since."""
    return not stream._from_now


class Events:
    """The events of what a connection is over: a host, a part of a vCenter, the whole of it.

    async with esx.events() as events:
        async for event in events: ...

    last = await esx.events.history(100)
    """

    __slots__ = ("_server",)

    def __init__(self, server: Server) -> None:
        self._server = server

    def __repr__(self) -> str:
        return f"<Events of {self._server.scope.name}>"

    @known_keywords()
    def __call__(
        self,
        kinds: Kinds = (),
        *,
        user: str | Iterable[str] = (),
        entity: Entity | None = None,
        since: datetime | None = None,
        after: HostEvent | Mark | None = None,
        timeout: float | None = DEFAULT,
    ) -> EventStream:
        """Listen to events: to those that happen from now on; see `EventStream`.

        Args:
            kinds: types of events, as classes or by name; one that others are derived of
                (``vim.VmEvent``) stands for them. All by default.
            user: by whom; one name or several.
            entity: to what they happened, or to what is in it: a domain, or a reference. At a
                vCenter all that the connection is over by default.
            since: begin with what happened then, as far as the host has kept it.
            after: go on after this event, or gap, which an earlier stream of the same filter
                gave; what is missing between is told as a gap.
            timeout: seconds in all, after which `WaitTimeoutError` comes. By default there is no
                end but a minute of silence of the host.

        Raises:
            ValueError: there is no such type; a moment has no time zone; nothing was sent.
            TypeError: an entity has no reference; `after` is no event.
        """
        wanted = self._filter(kinds=kinds, user=user, entity=entity, since=since)
        mark = None if after is None else mark_after(after)
        return EventStream(self._server, wanted, since=since, after=mark, timeout=timeout)

    @operation("call")
    async def history(
        self,
        count: int | None = 100,
        kinds: Kinds = (),
        *,
        user: str | Iterable[str] = (),
        entity: Entity | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        timeout: float | None = DEFAULT,
    ) -> list[vim.Event]:
        """Read the last events, the newest first.

        Args:
            count: at most so many; None for all that the host has kept: a host about a thousand,
                a vCenter those of weeks.
            kinds: as for a stream.
            user: as for a stream.
            entity: as for a stream.
            since: not before.
            until: not after.
            timeout: seconds in all.

        Raises:
            ValueError: there is no such type; a moment has no time zone; `until` is before
                `since`; `count` is below 1.
            NotPermittedError: the host does not show its events.
        """
        if not (count is None or isinstance(count, int)):
            raise TypeError(f"count={count!r} is no number of events; name types as kinds=")
        if count is not None and count < 1:
            raise ValueError(f"count={count} events are none to read")
        wanted = self._filter(kinds=kinds, user=user, entity=entity, since=since, until=until)
        session = self._server.session
        for delay in (*session.seconds.repeats, None):
            try:
                return await _backwards(session, wanted, count)
            except EsxError as error:
                if delay is None or not _is_lost(error):
                    raise
            await anyio.sleep(delay)
        raise AssertionError  # the last round returns or raises

    def _filter(self, *, entity: Entity | None, **wanted: Any) -> vim.EventFilterSpec:
        about = self._server.scope.part if entity is None else entity
        return event_filter(ids=self._server.session.has_api(*_IDS), entity=about, **wanted)


async def _backwards(
    session: Session, wanted: vim.EventFilterSpec, count: int | None
) -> list[vim.Event]:
    """Read the latest page, and then what is before it, page by page."""
    found: dict[Mark, vim.Event] = {}
    async with collectors.made(session, wanted, PAGE) as ref:
        batch = await collectors.read_latest(session, ref)
        await session.call(vim.ResetCollector(this=ref))
        while batch:
            found.update((mark_of(each), each) for each in batch)
            if count is not None and len(found) >= count:
                break
            batch = await collectors.read_previous(session, ref)
    newest: list[Mark] = sorted(found, reverse=True)
    return [found[mark] for mark in newest[:count]]
