"""`Crew`: goes to hosts and does what a stage wants of their machines; notes each step before it.

Whatever happens at one host is told at its machines and leaves all others alone.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Final

import anyio

from aioesx._concurrency import Group
from aioesx.connection import Connection
from aioesx.errors import (
    ClosedError,
    EsxError,
    LoginError,
    NotFoundError,
    ProtocolError,
    TransportError,
)
from aioesx.fleet.current import current_host
from aioesx.fleet.fleet import Fleet
from aioesx.jobs._exactly import exactly
from aioesx.jobs.plan.record import Entry, Record
from aioesx.jobs.plan.record_file import RecordFile
from aioesx.jobs.plan.report import PlanStep

__all__ = ["LEAST", "Crew", "Hook", "each_of", "lost_line"]

Hook = Callable[[PlanStep], object]
Work = Callable[[Connection, Sequence[Entry]], Awaitable[None]]

LEAST: Final = 5.0
"""Seconds that a host is given to be asked, where a stage has no time left."""

_MARGIN: Final = 2.0
_PAUSE: Final = 1.0
_SILENT: Final = 10.0
"""Seconds that a host is tried for which did not answer before."""

_LINE: Final = (TransportError, ProtocolError, ClosedError, LoginError)
"""After these nothing more can be had of the connection."""


def lost_line(error: EsxError) -> bool:
    """Tell whether an error is of the line, so that nothing more can be had of the host by it."""
    return isinstance(error, _LINE)


async def each_of(entries: Sequence[Entry], work: Callable[[Entry], Awaitable[None]]) -> None:
    """Do work at machines of one host, all at once; the trouble of one is noted at that one.

    Raises:
        EsxError: the line failed.
    """
    lost: list[EsxError] = []

    async def one(entry: Entry) -> None:
        try:
            await work(entry)
        except EsxError as error:
            entry.why = str(error)
            if lost_line(error):
                lost.append(error)

    async with Group() as group:
        for entry in entries:
            group.start(one, entry)
    if lost:
        raise lost[0]


class Crew:
    """What a run works with.

    Attributes:
        record: what is known; changed by `mark` alone.

    Args:
        fleet: the hosts.
        record: see above.
        file: where the record is kept; None for nowhere.
        hook: is told of each step, when it is on the disk.
        patience: seconds for which a host that does not answer is tried.
    """

    def __init__(
        self,
        fleet: Fleet,
        record: Record,
        file: RecordFile | None,
        hook: Hook | None,
        patience: float,
    ) -> None:
        self.record = record
        self._fleet = fleet
        self._file = file
        self._hook = hook
        self._patience = patience
        self._dead: dict[str, float] = {}
        self._given_up: set[str] = set()

    # --- what is noted ---------------------------------------------------------------------------

    async def mark(
        self, entry: Entry, step: str = "", *, outcome: str = "", why: str | None = None
    ) -> None:
        """Note a step, or what has become of it; returns when it is on the disk.

        Args:
            entry: the machine, or the host.
            step: what is about to be sent, or was taken.
            outcome: what has become of it.
            why: a sentence; None leaves the one that there is.
        """
        now = time.time()
        entry.begun = entry.begun or now
        entry.step = step or entry.step
        if outcome:
            entry.outcome, entry.ended = outcome, now
        if why is not None:
            entry.why = why
        await self.save()
        self.tell(entry.stage, entry.host, entry.name, outcome or step, why or "")

    async def stage(self, name: str, *, over: bool) -> None:
        """Note that a stage begins, or is over."""
        self.record.stages.setdefault(name, [0.0, 0.0])[over] = time.time()
        await self.save()
        self.tell(name, "", "", "is over" if over else "begins")

    async def save(self) -> None:
        """Have the record on the disk; where that fails, the run goes on without."""
        if self._file is None:
            return
        try:
            await self._file.write(self.record.text)
        except OSError as error:
            text = f"the state file cannot be written ({error.strerror}): a crash would lose it"
            if text not in self.record.warnings:
                self.record.warnings.append(text)

    def tell(self, stage: str, host: str, machine: str, step: str, why: str = "") -> None:
        """Tell somebody who looks on."""
        if self._hook is not None and step:
            self._hook(PlanStep(stage, host, machine, step, why))

    # --- who goes where --------------------------------------------------------------------------

    def give_up(self, hosts: Iterable[str]) -> None:
        """Note hosts that did not answer: they are tried for a shorter time from now on."""
        self._given_up |= set(hosts)

    def has_given_up(self, host: str) -> bool:
        """Tell whether a host did not answer for as long as it is tried."""
        return host in self._given_up

    async def at_hosts(self, entries: Iterable[Entry], work: Work, until: float) -> None:
        """Do work at the hosts of machines, all at once, each in its own time.

        Args:
            entries: the machines, or the hosts.
            work: is given a connection to each host, and those of the machines that are there.
            until: when it is over, by the event loop's clock.
        """
        by_host: dict[str, list[Entry]] = {}
        for entry in entries:
            by_host.setdefault(entry.host, []).append(entry)
        dead = {name: found for name, found in by_host.items() if name in self._given_up}
        others = {name: found for name, found in by_host.items() if name not in dead}
        soon = min(until, anyio.current_time() + _SILENT)
        async with Group() as group:
            if dead:
                group.start(self._at, dead, work, soon)
            if others:
                group.start(self._at, others, work, until)

    async def _at(self, by_host: Mapping[str, list[Entry]], work: Work, until: float) -> None:
        """Go to hosts, and again to those where the line failed, as long as that may help."""
        left = dict(by_host)
        while left:
            failed = await self._once(left, work, until)
            now = anyio.current_time()
            for host in failed:
                since = self._dead.setdefault(host, now)
                if now + _PAUSE >= min(until, since + self._patience):
                    self._given_up.add(host)
            left = {host: left[host] for host in failed if host not in self._given_up}
            if left:
                await anyio.sleep(_PAUSE)

    async def _once(
        self, by_host: Mapping[str, list[Entry]], work: Work, until: float
    ) -> dict[str, EsxError]:
        """Go to hosts once; returns the errors of those that did not answer."""

        async def do(esx: Connection) -> None:
            host = current_host().name
            self._given_up.discard(host)
            self._dead.pop(host, None)
            await work(esx, [each for each in by_host[host] if not each.outcome])

        number = max(64, len(by_host))
        seconds = max(LEAST, until - anyio.current_time()) + _MARGIN
        missing, failed = set(by_host), dict[str, EsxError]()
        async with self._fleet.run(
            do,
            select=exactly(by_host),
            insist=True,
            retries=0,
            timeout=seconds,
            concurrency=number,
            per_host=number,
        ) as results:
            async for result in results:
                missing.discard(result.host)
                error = result.error
                if error is not None and not isinstance(error, EsxError):
                    raise error
                if error is not None:
                    missing -= {name for name in missing if name.startswith(f"{result.host}/")}
                    failed |= self._lost(by_host, result.host, error)
        for host in missing:  # a vCenter that has it no more
            failed |= self._lost(by_host, host, NotFoundError("", f"{host} is not there any more"))
        return failed

    def _lost(
        self, by_host: Mapping[str, list[Entry]], name: str, error: EsxError
    ) -> dict[str, EsxError]:
        """Note at all machines of a host why it failed; of a vCenter, at all below it."""
        hosts = [host for host in by_host if host == name or host.startswith(f"{name}/")]
        for host in hosts:
            for entry in by_host[host]:
                if not entry.outcome:
                    away = f"{host} does not answer: {error}"
                    entry.why = away if lost_line(error) else str(error)
        return dict.fromkeys(hosts, error)
