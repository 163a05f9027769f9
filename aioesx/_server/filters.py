"""`Filters`: the property filters of our watches on the host, and the collector that holds them.

From API 4.1 on the collector is one of our own, so that a user's own filters and waits in the same
session are left alone. Older servers have one collector for all: there, only filters whose making
we lost sight of are ours to destroy.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._server.watch import Watch
from aioesx._session.outcome import is_repeatable, is_undecided
from aioesx._session.session import Session
from aioesx.errors import EsxError, FaultError, NotAuthenticatedError

__all__ = ["Filters"]

Ref = vim.ManagedObjectReference

_log = logging.getLogger("aioesx.session")
_OWN_COLLECTORS: Final = (4, 1)
_PASSING: Final = frozenset(
    {
        "HostCommunication", "HostConnectFault", "HostNotConnected", "HostNotReachable",
        "RequestCanceled", "SystemError", "TaskInProgress", "Timedout",
    }
)  # fmt: skip


class Filters:
    """Makes and destroys filters."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._lock = anyio.Lock()
        self._own: Ref | None = None
        self.generation = -1  # the session that the collector belongs to
        self._forgotten = -1  # the session whose collector is to be replaced
        self._releasing: set[Ref] = set()
        self._lost: list[frozenset[Ref]] = []  # what filters whose making we lost begin at
        self._strangers: set[Ref] = set()

    @property
    def collector(self) -> Ref:
        """The collector whose updates are waited for."""
        return self._own or self._session.content.property_collector

    @property
    def are_alone(self) -> bool:
        """Whether the collector has no filters but ours."""
        return self._own is not None

    async def make(self, watch: Watch[Any]) -> None:
        """Make a watch's filter in the session that there is now.

        Cancelled meanwhile, it takes a moment to learn the filter's name: it has to be destroyed.

        Raises:
            FaultError: the host would not make it.
        """
        await see_through(lambda: self._make(watch), self._session.seconds.grace)

    async def _make(self, watch: Watch[Any]) -> None:
        for delay in (*self._session.seconds.repeats, None):
            await self._require_collector()
            generation = self._session.generation
            begun: list[frozenset[Ref]] = []
            try:
                if watch.renew is not None:
                    watch.spec = await watch.renew()
                begun.append(frozenset(item.obj for item in watch.spec.object_set))
                create = vim.CreateFilter(
                    this=self.collector, spec=watch.spec, partial_updates=False
                )
                made = await self._session.call(create, repeat=False)
            except EsxError as error:
                if is_undecided(error):
                    self._lost += begun
                # The session may have ended with this call, and the collector with it.
                renewed = self._session.generation != generation
                if delay is None or not (renewed or is_repeatable(error) or _may_pass(error)):
                    raise
                await anyio.sleep(delay)
            except BaseException:  # cancelled, and not even the grace was enough
                self._lost += begun
                raise
            else:
                if self._own is None:
                    # The one collector outlives a session: logged in again, it is the new one's.
                    self.generation = self._session.generation
                watch.filter, watch.generation = made, self._session.generation
                watch.heard = watch.nudged = False
                return

    async def _require_collector(self) -> None:
        """Have a collector in the session that there is now."""
        async with self._lock:
            generation = self._session.generation
            if generation == self.generation:
                return
            old, self._own = self._own, None
            self._strangers.clear()  # they end with their session, or with their collector
            self._lost.clear()
            if old is not None and self._forgotten == generation:
                await self._end_collector(old)
            if self._session.has_api(*_OWN_COLLECTORS):
                shared = self._session.content.property_collector
                self._own = await self._session.call(vim.CreatePropertyCollector(this=shared))
            self.generation = self._session.generation

    async def _end_collector(self, ref: Ref) -> None:
        try:
            await self._session.call(vim.DestroyPropertyCollector(this=ref))
        except EsxError as error:
            _log.debug("the collector %s was not released: %s", ref, error)

    def forget(self) -> None:
        """Make all anew before the next wait: the host does not know them any more."""
        self._forgotten, self.generation = self.generation, -1

    def is_current(self, watch: Watch[Any]) -> bool:
        """Tell whether a watch's filter is one of the session and collector that there are now."""
        return watch.generation == self.generation == self._session.generation

    def refuses(self, error: FaultError) -> bool:
        """Tell whether an error of making one filter says nothing about any other."""
        if isinstance(error, NotAuthenticatedError) or _may_pass(error):
            return False
        if self.generation != self._session.generation:
            return False
        return getattr(error.fault, "obj", None) != self.collector

    async def destroy(self, watch: Watch[Any]) -> None:
        """Let go of a watch's filter, and of what it begins at; failures are no matter."""
        if watch.filter is not None and watch.generation == self._session.generation:
            self._releasing.add(watch.filter)
            try:
                await self._destroy(watch.filter)
            finally:
                self._releasing.discard(watch.filter)
        if watch.release is not None:
            await watch.release()

    async def _destroy(self, ref: Ref) -> None:
        try:
            await self._session.call(vim.DestroyPropertyFilter(this=ref))
        except EsxError as error:
            if is_undecided(error):
                self._lost.append(frozenset())  # it may be there yet
            _log.debug("the filter %s was not released: %s", ref, error)

    def note_strangers(
        self, updates: Iterable[vim.PropertyFilterUpdate], watches: Iterable[Watch[Any]]
    ) -> None:
        """See by their updates which filters are ours and nobody's: their making was lost."""
        known = {watch.filter for watch in watches} | self._releasing
        for entry in updates:
            if entry.filter in known | self._strangers:
                continue
            begun_at = next((o for o in self._lost if self._own or _is_of(entry, o)), None)
            if begun_at is not None:
                self._lost.remove(begun_at)
                self._strangers.add(entry.filter)

    async def destroy_strangers(self, watches: Iterable[Watch[Any]]) -> None:
        """Destroy filters that nobody holds.

        One whose making is under way may be a stranger for a moment: then all wait.
        """
        known = {watch.filter for watch in watches}
        self._strangers -= known
        while self._strangers and None not in known:
            await self._destroy(self._strangers.pop())


def _may_pass(error: EsxError) -> bool:
    """Tell whether a refusal says something about the moment, and nothing about the filter."""
    return isinstance(error, FaultError) and error.fault_type in _PASSING


def _is_of(entry: vim.PropertyFilterUpdate, begun_at: frozenset[Ref]) -> bool:
    return all(update.obj in begun_at for update in entry.object_set)
