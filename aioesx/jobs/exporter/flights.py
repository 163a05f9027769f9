"""`Flights`: the reads of hosts that are under way, one for each host at most.

Scrapes wait for them, together; a read goes on when a scrape no longer waits for it, so that a slow
host, or one that comes back, is known when the next scrape begins.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import anyio

from aioesx._concurrency import Group
from aioesx.connection import Connection
from aioesx.errors import ClosedError, HostRestingError, LoginError
from aioesx.fleet import Fleet, FleetRun, HostEntry, HostResult
from aioesx.fleet.selectors import Selection
from aioesx.jobs.exporter.reading import Reading

__all__ = ["HOST_SECONDS", "Flight", "Flights", "OnChange"]

_log = logging.getLogger("aioesx.jobs.exporter")

Read = Callable[[Connection], Awaitable[Reading]]
Result = HostResult[Reading]
OnChange = Callable[[str, Exception | None], object]
"""Is told a host's name, and why it is down; None where it is up again."""

HOST_SECONDS: Final = 30.0
"""How long the read of a host may take, whoever waits for it."""


class Flight:
    """The read of one host.

    Attributes:
        entry: the host.
        began: when, by the event loop's clock.
        result: what it brought; None while it is under way.
        done: set when the result is there.
    """

    def __init__(self, entry: HostEntry) -> None:
        self.entry = entry
        self.began = anyio.current_time()
        self.result: Result | None = None
        self.done = anyio.Event()

    def land(self, result: Result) -> None:
        """Take the result."""
        if self.result is None:
            self.result = result
            self.done.set()


class Flights:
    """The reads that are under way, and what became of the last one of each host."""

    def __init__(self, fleet: Fleet, read: Read, seconds: float, on_change: OnChange) -> None:
        """Take what is needed.

        Args:
            fleet: the hosts, open.
            read: the coroutine over a connection.
            seconds: how long a host may take.
            on_change: is told of each host that goes down, or comes back.
        """
        self._on_change = on_change
        self._fleet = fleet
        self._read = read
        self._seconds = seconds
        self._under_way: dict[str, Flight] = {}
        self._last: dict[str, Result] = {}

    def last(self, host: str) -> Result | None:
        """Return what became of the last read of a host that has ended."""
        return self._last.get(host)

    def start(self, entries: Iterable[HostEntry], group: Group) -> list[Flight]:
        """Return the reads of some hosts: those that are under way, and new ones.

        Raises:
            RuntimeError: the fleet is not open.
        """
        flights = [self._under_way.get(entry.name) or Flight(entry) for entry in entries]
        new = [each for each in flights if each.entry.name not in self._under_way]
        refused = {rest.host for rest in self._fleet.resting if isinstance(rest.error, LoginError)}
        for insist in (True, False):  # hosts lock accounts that try too often
            chosen = {e.entry.name: e for e in new if (e.entry.name not in refused) is insist}
            if chosen:
                run = self._run(frozenset(chosen), insist=insist)
                self._under_way |= chosen
                group.start(self._fly, run, chosen)
        return flights

    def _run(self, names: frozenset[str], *, insist: bool) -> FleetRun[Reading]:
        return self._fleet.run(
            self._read,
            select=Selection("of a scrape", (), lambda entry, others: entry.name in names),
            deadline=self._seconds,
            retries=0,
            read_only=True,
            insist=insist,
            whole=True,
        )

    async def _fly(self, run: FleetRun[Reading], flights: dict[str, Flight]) -> None:
        try:
            async with run as results:
                async for result in results:
                    self._land(flights[result.host], result)
                    self._note(result)
        finally:
            closed = ClosedError("the exporter was closed")
            for name, flight in flights.items():
                self._land(flight, HostResult(name, error=closed))

    def _land(self, flight: Flight, result: Result) -> None:
        """End a read; another one of this host may be under way already, which is left alone."""
        if self._under_way.get(result.host) is flight:
            del self._under_way[result.host]
        flight.land(result)

    def _note(self, result: Result) -> None:
        """Keep why a host failed, rather than that it is left alone for that."""
        before = self._last.get(result.host)
        was_down = before is not None and not before.ok
        if was_down and isinstance(result.error, HostRestingError):
            return
        self._last[result.host] = result
        if was_down is result.ok:
            try:
                self._on_change(result.host, result.error)
            except Exception:
                _log.exception("on_change, told of '%s', has failed", result.host)
