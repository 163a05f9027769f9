"""`Watcher`: one loop that waits for changes on the host, for whoever waits in the session.

One WaitForUpdatesEx at a time, in slices of bounded length, over a connection of its own. A
watch is a property filter and a function that is fed its updates; the loop runs only while
some watch still expects something. After a lost connection, a lost session or a lost filter
the filters are made again and everything is read anew, so a feed must bear repetition.
"""

from __future__ import annotations

import logging
import math
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final, Generic, TypeVar

import anyio
from anyio.abc import TaskGroup

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._session.session import Session, SessionRenewedError
from aioesx.errors import (
    ClosedError,
    EsxError,
    FaultError,
    HttpStatusError,
    NotAuthenticatedError,
    TransportError,
)

__all__ = ["Watch", "Watcher"]

E = TypeVar("E")

_log = logging.getLogger("aioesx.session")
_SLICE_SECONDS: Final = 30
_MARGIN_SECONDS: Final = 15.0
_RELEASE_SECONDS: Final = 5.0
_NOTHING_SECONDS: Final = 0.1
_BACKOFF: Final = (0.1, 0.3, 1.0, 2.0, 5.0)
_CANCELED: Final = "RequestCanceled"
# Faults after which filters made anew may work.
_LOST_FILTERS: Final = frozenset(
    {"InvalidCollectorVersion", "ManagedObjectNotFound", "NotAuthenticated"}
)
_ATTEMPTS: Final = 4


class Watch(Generic[E]):
    """A property filter on the host and the events that its updates stand for.

    `feed` turns one object's update into events; `is_done` tells whether none can come any
    more. Both are called by the loop.
    """

    def __init__(
        self,
        spec: vim.PropertyFilterSpec,
        feed: Callable[[vim.ObjectUpdate], Iterable[E]],
        is_done: Callable[[], bool],
    ) -> None:
        self.spec = spec
        self.is_done = is_done
        self.filter: vim.ManagedObjectReference | None = None
        self.generation = -1
        self._feed = feed
        self._events: deque[E] = deque()
        self._error: EsxError | None = None
        self._arrived = anyio.Event()

    def deliver(self, updates: Iterable[vim.ObjectUpdate]) -> None:
        """Feed updates and wake whoever waits in `next`."""
        for update in updates:
            self._events.extend(self._feed(update))
        if self._events:
            self._arrived.set()

    def fail(self, error: EsxError) -> None:
        """Let `next` raise an error."""
        self._error = error
        self._arrived.set()

    @property
    def expects(self) -> bool:
        """Whether the loop has to go on for this watch."""
        return self._error is None and not self.is_done()

    async def next(self) -> E:
        """Wait for the next event.

        Raises:
            EsxError: the watch cannot go on.
        """
        while not self._events:
            if self._error is not None:
                raise self._error
            self._arrived = anyio.Event()
            await self._arrived.wait()
        return self._events.popleft()


class Watcher:
    """Runs the loop of a session inside the connection's task group.

    Attributes:
        heard: when the host last answered to the loop, or took a filter, by the event loop's
            clock.
    """

    def __init__(self, session: Session, task_group: TaskGroup) -> None:
        self.heard = -math.inf
        self._session = session
        self._task_group = task_group
        self._watches: list[Watch[Any]] = []
        self._loop_scope: anyio.CancelScope | None = None
        self._waiting = False
        self._restart = False
        self._releasing: set[vim.ManagedObjectReference] = set()
        self._strangers: set[vim.ManagedObjectReference] = set()

    @asynccontextmanager
    async def watch(self, watch: Watch[E]) -> AsyncIterator[Watch[E]]:
        """Hold a watch's filter on the host, and release it even when cancelled.

        Raises:
            FaultError: the host would not make the filter.
        """
        self._watches.append(watch)
        try:
            await see_through(lambda: self._make_filter(watch), _RELEASE_SECONDS)
            await self._wake()
            yield watch
        finally:
            self._watches.remove(watch)
            if self._loop_scope is not None and not any(w.expects for w in self._watches):
                self._loop_scope.cancel()
            with anyio.move_on_after(_RELEASE_SECONDS, shield=True):
                await self._destroy_filter(watch)

    async def _make_filter(self, watch: Watch[Any]) -> None:
        create = vim.CreateFilter(
            this=self._session.content.property_collector, spec=watch.spec, partial_updates=False
        )
        watch.filter = await self._session.call(create)
        watch.generation = self._session.generation
        self.heard = anyio.current_time()

    async def _destroy_filter(self, watch: Watch[Any]) -> None:
        if watch.filter is None or watch.generation != self._session.generation:
            return
        self._releasing.add(watch.filter)
        try:
            await self._destroy(watch.filter)
        finally:
            self._releasing.discard(watch.filter)

    async def _destroy(self, ref: vim.ManagedObjectReference) -> None:
        try:
            await self._session.call(vim.DestroyPropertyFilter(this=ref), timeout=_RELEASE_SECONDS)
        except EsxError as error:
            _log.debug("the filter %s was not released: %s", ref, error)

    async def _release_strangers(self, seen: Iterable[vim.ManagedObjectReference]) -> None:
        """Destroy filters of this session that nobody holds, which their updates give away.

        The answer to their making or to their end was lost. One whose making is under way may
        be a stranger for a moment: then all wait for the next updates.
        """
        known = {watch.filter for watch in self._watches} | self._releasing
        self._strangers = (self._strangers | set(seen)) - known
        if any(watch.filter is None for watch in self._watches):
            return
        while self._strangers:
            await self._destroy(self._strangers.pop())

    async def _wake(self) -> None:
        """Let the loop see the new watch: start it, or cut its current wait short."""
        if self._loop_scope is None:
            self._start_loop()
            return
        self._restart = True
        if self._waiting:
            collector = self._session.content.property_collector
            await self._session.call(vim.CancelWaitForUpdates(this=collector))

    async def _run(self, scope: anyio.CancelScope) -> None:
        failures = 0
        version = ""
        try:
            with scope:
                while any(watch.expects for watch in self._watches):
                    try:
                        await self._renew_filters()
                        version = await self._wait("" if self._restart else version)
                        failures = 0
                    except EsxError as error:
                        version = ""
                        failures += 1
                        await self._survive(error, failures)
        finally:
            self._loop_scope = None
        # A watch that came while the loop was on its way out gets a loop of its own.
        if any(watch.expects for watch in self._watches):
            self._start_loop()

    def _start_loop(self) -> None:
        self._loop_scope = anyio.CancelScope()
        self._task_group.start_soon(self._run, self._loop_scope)

    async def _renew_filters(self) -> None:
        """Make the filters of an earlier session again."""
        now = self._session.generation
        # One without a filter is being made by whoever waits.
        for watch in [w for w in self._watches if w.filter and w.generation != now]:
            self._strangers.clear()  # they ended with their session
            await self._make_filter(watch)
            self._restart = True

    async def _wait(self, version: str) -> str:
        """Wait for one set of updates and hand it out; returns the version to go on from."""
        self._restart = False
        self._waiting = True
        asked = anyio.current_time()
        try:
            updates = await self._updates(version)
        finally:
            self._waiting = False
        self.heard = anyio.current_time()
        if updates is None or updates.version == version:
            await self._pace(anyio.current_time() - asked)
        if updates is None:
            return version
        by_filter = {watch.filter: watch for watch in self._watches}
        for entry in updates.filter_set:
            watch = by_filter.get(entry.filter)
            if watch is not None:
                watch.deliver(entry.object_set)
        await self._release_strangers(entry.filter for entry in updates.filter_set)
        return updates.version

    async def _pace(self, waited: float) -> None:
        """Do not ask a server in circles that answers at once with nothing new."""
        if waited < _NOTHING_SECONDS:
            await anyio.sleep(_NOTHING_SECONDS)

    async def _updates(self, version: str) -> vim.UpdateSet | None:
        collector = self._session.content.property_collector
        seconds = _SLICE_SECONDS + _MARGIN_SECONDS
        if not self._session.has_api(4, 1):
            old = vim.WaitForUpdates(this=collector, version=version)
            return await self._session.call(old, timeout=seconds, poll=True)
        options = vim.WaitOptions(max_wait_seconds=_SLICE_SECONDS)
        wait = vim.WaitForUpdatesEx(this=collector, version=version, options=options)
        return await self._session.call(wait, timeout=seconds, poll=True)

    async def _survive(self, error: EsxError, failures: int) -> None:
        """Decide whether the loop can go on after an error, and when."""
        if isinstance(error, FaultError) and error.fault_type == _CANCELED:
            return None
        if isinstance(error, SessionRenewedError) and failures <= _ATTEMPTS:
            return None
        passing = isinstance(error, TransportError) and not isinstance(error, HttpStatusError)
        lost = isinstance(error, FaultError) and error.fault_type in _LOST_FILTERS
        if isinstance(error, (ClosedError, NotAuthenticatedError)) or not (passing or lost):
            return self._fail_all(error)
        if lost:
            if failures > _ATTEMPTS:
                return self._fail_all(error)
            for watch in self._watches:
                watch.generation = -1
        _log.debug("waiting for updates failed, beginning again: %s", error)
        await anyio.sleep(_BACKOFF[min(failures, len(_BACKOFF)) - 1])
        return None

    def _fail_all(self, error: EsxError) -> None:
        for watch in self._watches:
            watch.fail(error)
