"""`Ascent`: brings a site up again. Hosts have been waited for; stages in the order of their needs.

A machine that runs already is left alone, whoever started it, and waited for as all others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import anyio

from aioesx import vim
from aioesx._concurrency import Group
from aioesx._words import few
from aioesx.connection import Connection
from aioesx.domain.domain import Domain
from aioesx.domain.values import DomainState
from aioesx.errors import EsxError, InvalidStateError, NotFoundError
from aioesx.jobs.plan.conditions import wait_until
from aioesx.jobs.plan.crew import LEAST, Crew, each_of, lost_line
from aioesx.jobs.plan.record import Entry
from aioesx.jobs.plan.report import DONE
from aioesx.jobs.plan.stages import Rules, Stage

__all__ = ["Ascent"]

_RUNS: Final = "runs"


class Ascent:
    """One run up.

    Args:
        crew: goes to the hosts.
        rules: the plan.
        before: which stages have to be over before each begins.
    """

    def __init__(self, crew: Crew, rules: Rules, before: Mapping[str, frozenset[str]]) -> None:
        self._crew = crew
        self._record = crew.record
        self._rules = rules
        self._before = before
        self._over = {name: anyio.Event() for name in before}
        self._down: set[str] = set()

    async def run(self) -> None:
        """Bring everything up; what fails is told in the record."""
        await self._hosts()
        async with Group() as group:
            for name in self._before:
                group.start(self._stage, name)

    async def _hosts(self) -> None:
        """Take hosts out of the maintenance mode that the way down has brought them into."""
        entries = [each for each in self._record.hosts.values() if not each.outcome]
        resting = [each for each in entries if each.host in self._record.resting]
        until = anyio.current_time() + max(LEAST, self._rules.hosts.patience)

        async def work(esx: Connection, mine: Sequence[Entry]) -> None:
            await each_of(mine, lambda entry: self._wake(esx, entry))

        await self._crew.at_hosts(resting, work, until)
        for entry in entries:
            if entry not in resting and not entry.why:
                await self._crew.mark(entry, outcome="is up")

    async def _wake(self, esx: Connection, entry: Entry) -> None:
        if (await esx.host.maintenance.status()).active:
            await self._crew.mark(entry, "maintenance")
            await esx.host.maintenance.leave()
        self._record.resting.remove(entry.host)
        await self._crew.mark(entry, outcome="is up", why="")

    async def _stage(self, name: str) -> None:
        for other in self._before[name]:
            await self._over[other].wait()
        stage = self._rules.stage(name)
        entries = [each for each in self._record.machines.values() if each.stage == name]
        lacking = sorted(self._before[name] & self._down)
        if lacking:
            for entry in entries:
                entry.why = entry.why or f"not begun: stage {few(lacking)} is not up"
        elif not self._record.stages.get(name, (0.0, 0.0))[1]:
            await self._bring_up(stage, entries)
        if stage.required and not all(each.outcome in DONE for each in entries):
            self._down.add(name)
        self._over[name].set()

    async def _bring_up(self, stage: Stage, entries: Sequence[Entry]) -> None:
        if stage.name not in self._record.stages:
            await anyio.sleep(stage.delay)
            await self._crew.stage(stage.name, over=False)
        until = anyio.current_time() + stage.within

        async def work(esx: Connection, mine: Sequence[Entry]) -> None:
            await each_of(mine, lambda entry: self._up(esx, entry, stage, until))

        await self._crew.at_hosts([each for each in entries if not each.outcome], work, until)
        await self._crew.stage(stage.name, over=True)

    async def _up(self, esx: Connection, entry: Entry, stage: Stage, until: float) -> None:
        """Start one machine, and wait until it is up."""
        try:
            ref = vim.ManagedObjectReference("VirtualMachine", entry.ref)
            domain = await esx.domains.of(ref)
        except NotFoundError:
            why = "it is not registered at its host any more"
            self._record.owed.pop(entry.key, None)
            await self._crew.mark(entry, outcome="gone", why=why)
            return
        await self._start(domain, entry)
        self._record.owed.pop(entry.key, None)
        missing = await self._missing(esx, domain, stage, until)
        if missing:
            await self._crew.mark(entry, outcome="not ready", why=missing)
            return
        await self._crew.mark(entry, outcome="started" if entry.step else "was on", why="")

    async def _start(self, domain: Domain, entry: Entry) -> None:
        """Have a machine run; returns when it does."""
        state = await domain.state()
        if state is DomainState.RUNNING:
            return
        await self._crew.mark(entry, "starting")
        try:
            if state is DomainState.PAUSED:
                await domain.resume()
            else:
                await domain.start()
        except InvalidStateError:  # somebody else has, in this very moment
            if await domain.state() is not DomainState.RUNNING:
                raise
        await self._crew.mark(entry, _RUNS)

    async def _missing(self, esx: Connection, domain: Domain, stage: Stage, until: float) -> str:
        """Wait for what the stage wants of a machine; returns what does not hold in time."""
        for condition in stage.ready:
            with anyio.move_on_after(max(0.0, until - anyio.current_time())) as scope:
                try:
                    await wait_until(esx, domain, condition)
                except EsxError as error:
                    if lost_line(error):
                        raise
                    return f"{condition}: {error}"
            if scope.cancelled_caught:
                return f"not in {stage.within:g} s: {condition}"
        return ""
