"""`Poll`: the one wait for updates of a session, driven by whoever waits, for all who wait.

It is an object with a state, not a task: the version that was told last, the request in flight,
how often it failed and when it may go on. Of all waiters one has the wheel: it sends the request
and reads the answer. When it leaves, or is cancelled, the wheel goes to the waiter with the latest
deadline, who reads on where the other stopped. Without waiters the host keeps the news.

    a waiter        wait(watch): until its watch has something to say
    the wheel       one owner, assigned by whoever releases it, without an await between
    a step          back-off, filters, send, read, deliver; an error of a step is the poll's own

Two rules keep this whole. The last step of decoding an answer, handing it to all watches and
taking its version happen without an await between: what is not delivered was not received; a wait
that is cancelled between the steps is taken up there. And after an answer that
was lost the wait may live on at the host and take the next news into the void: it is cancelled
there before the next one is sent, and everything is read anew.
"""

from __future__ import annotations

import logging
import math
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import anyio

from aioesx import vim
from aioesx._server.filters import Filters
from aioesx._server.watch import Watch
from aioesx._session.client import PendingCall
from aioesx._session.session import Session
from aioesx.errors import (
    ClosedError,
    ConnectError,
    ConnectionLostError,
    EsxError,
    FaultError,
    HttpStatusError,
    LoginError,
    NotAuthenticatedError,
    ProtocolError,
    ProxyError,
    ReadOnlyError,
    TlsError,
    TransportTimeout,
)

__all__ = ["Poll", "may_end"]

E = TypeVar("E")
Updates = vim.UpdateSet | None

_log = logging.getLogger("aioesx.session")
_BOUNDED_WAITS: Final = (4, 1)  # API version from which on the host itself ends a wait
_CANCELED: Final = "RequestCanceled"
_LOST_VERSION: Final = "InvalidCollectorVersion"
_LOST_FILTERS: Final = "ManagedObjectNotFound"
_CLOSED: Final = (ClosedError, ReadOnlyError, NotAuthenticatedError)
_UNREACHABLE: Final = (ConnectError, TlsError, ProxyError)
_PASSING: Final = (ConnectionLostError, TransportTimeout)  # as often as it happens
_ATTEMPTS: Final = 5
_HOST_TROUBLE: Final = 500  # HTTP statuses from here on
_BEGIN: Final = ""  # the version from which on everything is told


class _Waiter:
    """Somebody who waits for a watch."""

    __slots__ = ("deadline", "scope", "since", "watch", "woken")

    def __init__(self, watch: Watch[Any]) -> None:
        self.watch = watch
        self.since = anyio.current_time()
        self.deadline = anyio.current_effective_deadline()
        self.woken = anyio.Event()
        self.scope = anyio.CancelScope()


class Poll:
    """Waits for updates as long as somebody waits for them.

    Attributes:
        heard: when the host last answered, by the event loop's clock.
        late: whether the updates that are being delivered may be older than the wait that brought
            them: nobody had asked for a while, and a host tells the last state only.
    """

    def __init__(self, session: Session) -> None:
        self.heard = -math.inf
        self.late = False
        self._session = session
        self._seconds = session.seconds
        self._filters = Filters(session)
        self._watches: list[Watch[Any]] = []
        self._waiters: list[_Waiter] = []
        self._wheel: _Waiter | None = None
        self._pending: PendingCall[Updates] | None = None
        self._version = _BEGIN
        self._generation = -1  # the session that version and request in flight belong to
        self._asked = -math.inf
        self._ends = -math.inf  # when the wait in flight is over
        self._resume = -math.inf  # when the next step may be made: back-off, pace
        self._failures = 0
        self._unreachable_since: float | None = None
        self._sends = 0
        self._unheard: list[Watch[Any]] = []  # fresh ones that the wait in flight is to tell of
        self._astray = False  # whether a wait whose answer was lost may live on at the host
        self._early: dict[vim.ManagedObjectReference, list[vim.ObjectUpdate]] = {}
        self._needs_nudge = False
        self._needs_beginning = False
        self._begun: list[Watch[Any]] = []  # who is being told everything from the beginning
        self._cut_short = False  # whether the wait did not come to the end of what it was to tell
        self._answered = math.inf  # when the last answer came
        self._deaf = False  # whether nobody asked for a while before the wait in flight
        self._trouble: EsxError | None = None  # why the last step failed

    @asynccontextmanager
    async def watch(self, watch: Watch[E]) -> AsyncIterator[Watch[E]]:
        """Hold a watch's filter on the host, and release it even when cancelled.

        Raises:
            FaultError: the host would not make the filter.
        """
        self._watches.append(watch)
        try:
            await self._make(watch)
            yield watch
        finally:
            self._forget(watch)
            await self._let_go(watch)

    async def _let_go(self, watch: Watch[Any]) -> None:
        with anyio.move_on_after(self._seconds.release, shield=True):
            await self._filters.destroy(watch)

    def _forget(self, watch: Watch[Any]) -> None:
        if watch in self._watches:
            self._watches.remove(watch)

    async def next(self, watch: Watch[E]) -> E:
        """Wait for the next event of a watch.

        Without a deadline of the caller's it ends when the host is silent for too long.

        Raises:
            TransportTimeout: nothing was heard of the host.
            EsxError: the watch cannot go on.
        """
        if not watch.ready:
            await self._wait(_Waiter(watch))
        return watch.take()

    async def _wait(self, waiter: _Waiter) -> None:
        self._waiters.append(waiter)
        try:
            while not waiter.watch.ready:
                waiter.scope = anyio.CancelScope(deadline=self._limit(waiter))
                with waiter.scope:
                    await self._take_part(waiter)
                if waiter.scope.cancelled_caught:
                    await self._run_out(waiter)
        finally:
            self._waiters.remove(waiter)
            self._release(waiter)

    def _release(self, waiter: _Waiter) -> None:
        """Hand the wheel on, whether it was used or only offered. No await here."""
        if self._wheel is waiter:
            self._wheel = max(self._waiters, key=lambda w: w.deadline, default=None)
            if self._wheel is not None:
                self._wheel.woken.set()

    def _limit(self, waiter: _Waiter) -> float:
        """Return how long a waiter may take part before it has to look up."""
        limit = math.inf
        if waiter.deadline == math.inf:
            limit = max(self.heard, waiter.since) + self._seconds.silence
        if self._is_unheard(waiter.watch):
            patience = 0.0 if self._needs_nudge else self._seconds.fresh
            limit = min(limit, anyio.current_time() + patience)
        return limit

    def _is_unheard(self, watch: Watch[Any]) -> bool:
        """Tell whether the wait in flight is older than a filter that the host has not told of."""
        newer = self._pending is not None and watch.born == self._sends
        return newer and not watch.heard and not watch.nudged

    async def _run_out(self, waiter: _Waiter) -> None:
        """See why a waiter had to look up."""
        if waiter.watch.ready:
            return
        if self._is_unheard(waiter.watch):
            waiter.watch.nudged = True
            await self._cancel_wait()
            return
        silence = self._seconds.silence
        if max(self.heard, waiter.since) + silence <= anyio.current_time():
            raise TransportTimeout(
                f"{self._session.where}: nothing was heard of the host for {silence:g} s"
            ) from self._trouble

    async def _make(self, watch: Watch[Any]) -> None:
        await self._filters.make(watch)
        watch.born = self._sends
        self.heard = anyio.current_time()
        self._hand_over(watch)

    def _hand_over(self, watch: Watch[Any]) -> bool:
        """Give a watch what came before the name of its filter did."""
        early = self._early.pop(watch.filter, None) if watch.filter is not None else None
        return watch.deliver(early) if early else False

    async def _take_part(self, waiter: _Waiter) -> None:
        """Sleep until something is new, or do one step if nobody else does."""
        if self._wheel is None:
            self._wheel = waiter
        if self._wheel is not waiter:
            waiter.woken = anyio.Event()
            await waiter.woken.wait()
            return
        try:
            await self._step(waiter)
        except EsxError as error:
            self._survive(error)
        except Exception as error:
            _log.exception("waiting for updates went wrong")
            self._fail_all(ProtocolError(f"an answer makes no sense: {type(error).__name__}"))

    async def _step(self, waiter: _Waiter) -> None:
        pause = self._resume - anyio.current_time()
        if pause > 0:
            await anyio.sleep(pause)
        if self._pending is not None and self._generation != self._session.generation:
            self._drop()  # it waits in a session that has ended
        if self._pending is None:
            await self._prepare()
            if waiter.watch.ready:  # its filter cannot be made any more
                return
            await self._send(waiter)
        try:
            updates = await self._receive()
        except NotAuthenticatedError:
            if not await self._session.renew(self._generation):
                raise
            return
        strangers = self._deliver(updates)
        if strangers:
            await self._filters.destroy_strangers(self._watches)

    async def _prepare(self) -> None:
        """Have every filter in the session that there is, and no wait astray."""
        if self._astray:
            self._version = _BEGIN
            await self._end_wait()
            self._astray = False
        # One without a filter is being made by whoever waits for it.
        for watch in [w for w in self._watches if w.filter is not None]:
            if watch in self._watches and not self._filters.is_current(watch):
                await self._make_again(watch)
        if self._generation != self._filters.generation:
            self._generation = self._filters.generation
            self._version = _BEGIN

    async def _make_again(self, watch: Watch[Any]) -> None:
        """Make a watch's filter anew; the host may refuse it by now, and it alone ends.

        Raises:
            EsxError: it could not be made; all have to wait.
        """
        try:
            await self._make(watch)
        except FaultError as error:
            if not self._filters.refuses(error):
                raise
            watch.filter = None
            self._forget(watch)
            watch.fail(error)
            self._wake()
        finally:
            if watch not in self._watches:  # who left meanwhile has let go of the former one
                await self._let_go(watch)

    def _wake(self) -> None:
        """Rouse whoever has something to take."""
        for waiter in self._waiters:
            if waiter.watch.ready:
                waiter.woken.set()

    async def _send(self, waiter: _Waiter) -> None:
        """Send the request; what it waits for begins now."""
        made = [watch for watch in self._watches if watch.filter is not None]
        self._unheard = [watch for watch in made if not watch.heard]
        # Where all are new, all is to be told anyway; and some servers (vcsim) tell at once what a
        # new filter selects only to those who ask from the beginning.
        all_new = self._filters.are_alone and len(self._unheard) == len(made)
        if self._unheard and (self._needs_beginning or all_new):
            self._version = _BEGIN
        if self._version == _BEGIN:
            self._begun = made
            for watch in made:
                watch.begin()
        now = anyio.current_time()
        self._deaf = now - self._answered > self._seconds.pace
        slice_ = self._slice(waiter.deadline - now)
        collector = self._filters.collector
        self._sends += 1
        wait: vim.Method[Updates]
        if self._session.has_api(*_BOUNDED_WAITS):
            options = vim.WaitOptions(max_wait_seconds=math.ceil(slice_))
            wait = vim.WaitForUpdatesEx(this=collector, version=self._version, options=options)
        else:
            wait = vim.WaitForUpdates(this=collector, version=self._version)
        self._asked, self._ends = now, now + slice_
        self._astray = True  # until it was sent as a whole
        try:
            self._pending = await self._session.begin(wait)
        except _UNREACHABLE:
            self._astray = False
            raise
        self._astray = False

    def _slice(self, left: float) -> float:
        seconds = self._seconds
        longest = seconds.slice
        if self._unheard and self._version != _BEGIN:
            longest = seconds.fresh  # a host that does not tell of new filters is found out soon
        return max(min(longest, left), seconds.shortest_slice)

    async def _receive(self) -> Updates:
        """Read the answer to the request in flight.

        Cancelled, the request stays in flight where the transport is ours. Otherwise it is lost.
        """
        pending = self._pending
        assert pending is not None  # noqa: S101  # _send has returned
        try:
            if pending.resumable and not self._session.has_api(*_BOUNDED_WAITS):
                return await self._receive_sliced(pending)
            return await self._receive_by(pending, self._ends)
        except FaultError as error:
            self._pending = None
            if error.fault_type == _CANCELED:
                self._cut_short = True
                return None
            raise
        except EsxError:
            self._drop(astray=True)
            raise
        except BaseException:
            if not pending.resumable:
                self._drop()
                self._version = _BEGIN
                with anyio.move_on_after(self._seconds.release, shield=True):
                    await self._cancel_wait()
            raise

    async def _receive_sliced(self, pending: PendingCall[Updates]) -> Updates:
        """End a wait that knows no end: API 2.5 answers when there is news, or when told to."""
        with anyio.CancelScope(deadline=max(self._ends, anyio.current_time())) as scope:
            return await self._taken(pending)
        if scope.cancelled_caught:
            await self._cancel_wait()
        return await self._receive_by(pending, anyio.current_time())

    async def _receive_by(self, pending: PendingCall[Updates], ends: float) -> Updates:
        late = max(ends, anyio.current_time()) + self._seconds.margin
        with anyio.CancelScope(deadline=late):
            return await self._taken(pending)
        raise TransportTimeout(
            f"{self._session.where}: no word of updates, {self._seconds.margin:g} s after the time"
        )

    async def _taken(self, pending: PendingCall[Updates]) -> Updates:
        updates = await pending.result()
        self._pending = None
        return updates

    def _deliver(self, updates: Updates) -> bool:
        """Hand updates to all watches; tells whether filters of nobody's were among them.

        No await here, nor between the answer's last byte and this.
        """
        self.heard = self._answered = anyio.current_time()
        self.late = self._deaf and self.heard - self._asked < self._seconds.fresh
        self._failures, self._unreachable_since, self._trouble = 0, None, None
        entries = updates.filter_set if updates is not None else []
        by_filter = {watch.filter: watch for watch in self._watches if watch.filter is not None}
        news = False
        for entry in entries:
            watch = by_filter.get(entry.filter)
            if watch is not None:
                self._needs_nudge = self._needs_nudge or (watch.nudged and not watch.heard)
                news = self._hand_over(watch) or news  # what came earlier comes first
                news = watch.deliver(entry.object_set) or news
            elif len(by_filter) < len(self._watches):  # it may be the filter that is being made
                self._early.setdefault(entry.filter, []).extend(entry.object_set)
        for watch in self._watches:
            news = self._hand_over(watch) or news
        if len(by_filter) == len(self._watches):
            self._early.clear()  # nobody waits for the name of a filter
        self._learn(updates)
        news = self._complete(updates) or news
        if not news:  # whatever the host says, it is not asked in circles
            self._resume = self._asked + self._seconds.pace
        if updates is not None:
            self._version = updates.version
        self._wake()
        self._filters.note_strangers(entries, self._watches)
        return bool(entries)

    def _complete(self, updates: Updates) -> bool:
        """Let watches know where an answer ends: what they had and it did not tell is gone."""
        cut_short, self._cut_short = self._cut_short, False
        if cut_short or (updates is not None and updates.truncated):
            return False
        begun, self._begun = self._begun, []
        news = False
        for watch in self._watches:
            if watch.heard and (watch in begun or not watch.begun):
                news = watch.complete() or news
        return news

    def _learn(self, updates: Updates) -> None:
        """See whether the host tells of new filters without being asked for everything."""
        silent = [watch for watch in self._unheard if not watch.heard]
        self._unheard = []
        if self._version == _BEGIN:
            for watch in silent:
                watch.heard = True  # there is nothing that it selects
        elif silent and updates is None and anyio.current_time() >= self._ends:
            self._needs_beginning = True

    async def _end_wait(self) -> None:
        """Have the host end the wait; over a connection for calls.

        Raises:
            TransportError, ProtocolError: nobody knows whether it has. A fault is an answer: the
                host knows of no wait, or of no collector any more.
        """
        try:
            await self._session.call(vim.CancelWaitForUpdates(this=self._filters.collector))
        except FaultError as error:
            _log.debug("the wait for updates was not cancelled: %s", error)

    async def _cancel_wait(self) -> None:
        """Have the host end the wait, if it can be reached."""
        try:
            await self._end_wait()
        except EsxError as error:
            _log.debug("the wait for updates was not cancelled: %s", error)

    def _drop(self, *, astray: bool = False) -> None:
        """Give up the request in flight."""
        pending, self._pending = self._pending, None
        self._astray = self._astray or astray
        if pending is not None:
            pending.abandon()

    def _survive(self, error: EsxError) -> None:
        """Decide whether waiting can go on after an error, and when."""
        self._failures += 1
        self._trouble = error
        now = anyio.current_time()
        if isinstance(error, _UNREACHABLE):
            since = self._unreachable_since = self._unreachable_since or now
            given_up = now - since > self._seconds.reconnecting
        else:
            given_up = self._failures >= _ATTEMPTS and not isinstance(error, _PASSING)
        if given_up or isinstance(error, _CLOSED):
            bearing = [w for w in self._watches if w.patient] if may_end(error) else []
            self._fail([w for w in self._watches if w not in bearing], error)
            if not bearing:
                return
        if isinstance(error, FaultError) and error.fault_type in (_LOST_VERSION, _LOST_FILTERS):
            self._version = _BEGIN
            if error.fault_type == _LOST_FILTERS or self._failures > 1:
                self._filters.forget()
        backoff = self._seconds.backoff
        self._resume = now + backoff[min(self._failures, len(backoff)) - 1]
        _log.debug("waiting for updates failed, going on: %s", error)
        return

    def _fail_all(self, error: EsxError) -> None:
        self._fail(self._watches, error)

    def _fail(self, watches: Sequence[Watch[Any]], error: EsxError) -> None:
        for watch in watches:
            watch.fail(error)
        for waiter in self._waiters:
            if waiter.watch.ready:
                waiter.scope.cancel()

    def close(self) -> None:
        """Fail all watches with ClosedError, at once. Idempotent."""
        self._drop()
        self._fail_all(ClosedError("the connection was closed"))


def may_end(error: EsxError) -> bool:
    """Tell whether a trouble may be that of a host that starts anew."""
    if isinstance(error, HttpStatusError):
        return error.status >= _HOST_TROUBLE
    if isinstance(error, NotAuthenticatedError):  # it could not log in again, but may yet
        cause = error.__cause__
        return isinstance(cause, EsxError) and not isinstance(cause, LoginError | ClosedError)
    return isinstance(error, _UNREACHABLE)
