"""`Exporter`: scrapes of a fleet. What is read, by whom, and who waits how long for whom.

Scrapes that are under way at the same time share their reads. A scrape ends at its deadline at the
latest, and tells of each host that has not answered by then that it is down; it does not wait for a
host that was down before, which is tried meanwhile.
"""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Sequence
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

import anyio

from aioesx._concurrency import Group
from aioesx.errors import TransportTimeout
from aioesx.fleet import Fleet, HostEntry
from aioesx.jobs.exporter.flights import HOST_SECONDS, Flight, Flights, OnChange
from aioesx.jobs.exporter.reading import Reading, read_host

if TYPE_CHECKING:
    from typing import Self


__all__ = ["Exporter", "HostScrape", "Scrape", "nobody"]


@dataclasses.dataclass(frozen=True, slots=True)
class HostScrape:
    """What a scrape tells of one host.

    Attributes:
        host: its name in the inventory.
        reading: what was read; None of one that is down.
        error: why it is down; None of one that is not.
        seconds: how long its read took, or takes until now.
    """

    host: str
    reading: Reading | None
    error: Exception | None
    seconds: float


@dataclasses.dataclass(frozen=True, slots=True)
class Scrape:
    """What a scrape tells.

    Attributes:
        hosts: each of them.
        seconds: how long it took.
    """

    hosts: Sequence[HostScrape]
    seconds: float

    @property
    def down(self) -> tuple[str, ...]:
        """The hosts that are down."""
        return tuple(each.host for each in self.hosts if each.reading is None)


def nobody(host: str, error: Exception | None) -> None:
    """Tell nobody."""


class Exporter:
    """Scrapes of a fleet; enter it by ``async with``, while the fleet is open.

    It owns a task group, in which the reads are made: enter and leave it in the same task.
    """

    def __init__(
        self,
        fleet: Fleet,
        *,
        host_seconds: float = HOST_SECONDS,
        counters: bool = False,
        on_change: OnChange = nobody,
    ) -> None:
        """Take a fleet.

        Args:
            fleet: the hosts.
            counters: whether performance counters are read, too.
            on_change: a plain function that is told of each host that goes down, with the error,
                and that is up again, with None.
            host_seconds: how long the read of a host may take; a scrape that cannot wait so long
                leaves it to the next one.

        Raises:
            ValueError: that is no time.
            TypeError: `on_change` is a coroutine function.
        """
        if not 0 < host_seconds < math.inf:
            raise ValueError(f"host_seconds={host_seconds!r} should be seconds above 0")
        if inspect.iscoroutinefunction(on_change):
            raise TypeError("on_change= is not awaited: give a plain function")
        self.fleet = fleet
        read = partial(read_host, counters=counters)
        self._flights = Flights(fleet, read, host_seconds, on_change)
        self._group: Group | None = None
        self._shared: _Round | None = None

    def __repr__(self) -> str:
        state = "open" if self.is_open else "not open"
        return f"<Exporter of {len(self.fleet.inventory)} hosts, {state}>"

    @property
    def is_open(self) -> bool:
        """Whether it can be asked."""
        return self._group is not None

    async def __aenter__(self) -> Self:
        if self._group is not None:
            raise RuntimeError("this exporter is open already")
        self._group = await Group().__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        group, self._group = self._group, None
        if group is None:
            return None
        group.cancel()
        return await group.__aexit__(exc_type, exc, traceback)

    async def scrape(self, seconds: float, host: str | None = None) -> Scrape:
        """Read all hosts, or one, and return what is known when the time is up.

        Args:
            seconds: the most that it may take.
            host: name of the only one.

        Raises:
            KeyError: the inventory has no such host.
            RuntimeError: the exporter is not open.
        """
        if self._group is None:
            raise RuntimeError("open the exporter first: async with Exporter(fleet) as exporter")
        began = anyio.current_time()
        if host is not None:
            entries: Sequence[HostEntry] = [self.fleet.inventory[host]]
            return await self._answer(_Round(self._fly(entries)), began, seconds)
        if self._shared is None:
            self._shared = _Round(self._fly(tuple(self.fleet.inventory)))
        shared = self._shared
        try:
            return await self._answer(shared, began, seconds)
        finally:
            if self._shared is shared:
                self._shared = None

    def _fly(self, entries: Sequence[HostEntry]) -> list[Flight]:
        assert self._group is not None  # noqa: S101  # `scrape` has looked
        return self._flights.start(entries, self._group)

    async def _answer(self, shared: _Round, began: float, seconds: float) -> Scrape:
        await shared.wait(self._flights, began, seconds)
        now = anyio.current_time()
        hosts = [self._told(flight, seconds, now) for flight in shared.flights]
        return Scrape(hosts, now - began)

    def _told(self, flight: Flight, seconds: float, now: float) -> HostScrape:
        """Tell of a host what its read has brought; of one under way that it is down, and why."""
        name = flight.entry.name
        if (result := flight.result) is not None:
            error = result.error
            if error is not None and (last := self._flights.last(name)) is not None:
                error = last.error
            return HostScrape(name, result.value, error, result.duration)
        last = self._flights.last(name)
        if last is None or last.error is None:
            what = f"{name} has not answered within the {seconds:.3g} s of the scrape"
            error = TransportTimeout(what).about("host", name)
        else:
            error = last.error
        return HostScrape(name, None, error, now - flight.began)


class _Round:
    """The reads that scrapes share which are under way at the same time."""

    def __init__(self, flights: Sequence[Flight]) -> None:
        self.flights = flights

    async def wait(self, flights: Flights, began: float, seconds: float) -> None:
        """Wait for the hosts that are worth it.

        Not for one whose last read failed; and not for a read that has taken already as long as
        this scrape may.
        """
        for flight in self.flights:
            last = flights.last(flight.entry.name)
            if flight.result is not None or (last is not None and not last.ok):
                continue
            until = min(began, flight.began) + seconds
            with anyio.CancelScope(deadline=until):
                await flight.done.wait()
