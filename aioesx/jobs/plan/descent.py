"""`Descent`: takes a site down. Guests first, what hangs by force, hosts last.

Every machine is looked at before anything is sent to it, so a run that goes on where another one
broke off does the same as the first: it asks whoever still runs and was not asked, waits for who
was, and leaves alone who is down.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

import anyio

from aioesx import vim
from aioesx._concurrency import Group
from aioesx._words import few
from aioesx.connection import Connection
from aioesx.domain.domain import Domain
from aioesx.domain.values import DomainState
from aioesx.errors import (
    EsxError,
    HostBusyError,
    InvalidStateError,
    NotFoundError,
    ToolsUnavailableError,
    WaitTimeoutError,
)
from aioesx.jobs.plan.crew import LEAST, Crew, each_of, lost_line
from aioesx.jobs.plan.record import TURNING_OFF, Entry
from aioesx.jobs.plan.site import Machine, Placed
from aioesx.jobs.plan.stages import REST, VCENTER, Force, Rules
from aioesx.jobs.plan.survey import machines_of
from aioesx.jobs.plan.timetable import Timetable

__all__ = ["Descent"]

_ASKED: Final = "asked"
_PAUSE: Final = 1.0
_HANGS: Final = "its guest did not shut down in time"
_NO_TOOLS: Final = "no VMware Tools run in its guest"


class Descent:
    """One run down.

    Args:
        crew: goes to the hosts.
        rules: the plan.
        placed: which machine belongs where.
        times: how long each stage may take.
        before: which stages have to be over before each begins.
        last: the last moment of waiting for guests, by the event loop's clock; infinite without
            a battery.
    """

    def __init__(
        self,
        crew: Crew,
        rules: Rules,
        placed: Placed,
        times: Timetable,
        before: Mapping[str, frozenset[str]],
        last: float,
    ) -> None:
        self._crew = crew
        self._record = crew.record
        self._rules = rules
        self._placed = placed
        self._times = times
        self._before = before
        self._last = last
        self._over = {name: anyio.Event() for name in before}
        own = (placed.self_machine, placed.vcenter)
        self._special = {(each.uuid, each.name): each.host for each in own if each is not None}

    async def run(self) -> None:
        """Take everything down; what fails is told in the record."""
        async with Group() as group:
            for name in self._before:
                group.start(self._stage, name)
        await self._force(self._hanging())
        await self._clear()
        vcenter, own = self._placed.vcenter, self._placed.self_machine
        late = set(self._special.values())
        await self._turn_off(host for host in self._placed.turned_off if host not in late)
        if vcenter is not None:
            await self._vcenter(vcenter)
        late -= {own.host} if own is not None else set()
        await self._turn_off(host for host in self._placed.turned_off if host in late)
        await self._turn_off(
            host for host in self._placed.turned_off if own is not None and host == own.host
        )

    # --- stages ----------------------------------------------------------------------------------

    async def _stage(self, name: str) -> None:
        for other in self._before[name]:
            await self._over[other].wait()
        stage = self._rules.stage(name)
        entries = [each for each in self._record.machines.values() if each.stage == name]
        begun, over = self._record.stages.get(name, (0.0, 0.0))
        if not over:
            factor = self._times.factor(name, self._last - anyio.current_time())
            if not begun:
                await anyio.sleep(stage.delay * factor)
                await self._crew.stage(name, over=False)
            await self._ask(entries, stage.shutdown * factor)
            if stage.force is Force.STAGE:
                await self._force([each for each in entries if not each.outcome])
            await self._crew.stage(name, over=True)
        self._over[name].set()

    async def _ask(self, entries: Sequence[Entry], seconds: float) -> None:
        """Ask guests to shut down, and wait until they have, or have had their time.

        What was asked by a run that broke off has its time from then on.
        """
        left = [each for each in entries if not each.outcome]
        now, moment = anyio.current_time(), time.time()
        spent = {each.key: moment - each.begun if each.step == _ASKED else 0.0 for each in left}
        until = {key: now + min(seconds, max(0.0, seconds - past)) for key, past in spent.items()}

        async def work(esx: Connection, mine: Sequence[Entry]) -> None:
            await each_of(mine, lambda entry: self._down(esx, entry, until[entry.key]))

        await self._crew.at_hosts(left, work, max(until.values(), default=now))

    async def _down(self, esx: Connection, entry: Entry, until: float) -> None:
        """Shut one machine down, in its time."""
        domain = await self._found(esx, entry)
        if domain is None or await self._is_down(domain, entry):
            return
        # Where it is not known whether it was asked, it is asked again: it shuts down once.
        if entry.step not in (_ASKED, "forcing"):
            await self._crew.mark(entry, "asking")
            try:
                await _patiently(partial(_asked, domain, until), until)
            except ToolsUnavailableError:
                await self._crew.mark(entry, why=_NO_TOOLS)
                return
            except InvalidStateError:  # it went down in this very moment
                pass
            await self._crew.mark(entry, _ASKED)
        left = until - anyio.current_time()
        try:
            if left > 0:
                await domain.wait_for(DomainState.SHUTOFF, timeout=left)
                await self._crew.mark(entry, outcome="shut down", why="")
                return
        except WaitTimeoutError:
            pass
        await self._crew.mark(entry, why=_HANGS)

    async def _is_down(self, domain: Domain, entry: Entry) -> bool:
        """Look at a machine; note what became of it if it does not run."""
        state = await domain.state()
        if state is DomainState.SHUTOFF:
            await self._crew.mark(entry, outcome=_down_by(entry), why="")
        elif state is DomainState.PAUSED:  # its memory is on disk, and bears a host that goes off
            await self._crew.mark(entry, outcome="suspended", why="")
        return bool(entry.outcome)

    # --- by force --------------------------------------------------------------------------------

    def _hanging(self) -> list[Entry]:
        """Return machines that run although their stage is over, and may be forced off."""
        return [
            each
            for each in self._record.machines.values()
            if not each.outcome and each.stage != VCENTER and self._may_force(each)
        ]

    def _may_force(self, entry: Entry) -> bool:
        return self._rules.stage(entry.stage).force is not Force.NEVER

    async def _force(self, entries: Sequence[Entry]) -> None:
        """Force machines off that still run."""
        until = self._forced_until()

        async def work(esx: Connection, mine: Sequence[Entry]) -> None:
            await each_of(mine, lambda entry: self._off(esx, entry, until))

        await self._crew.at_hosts(entries, work, until)

    def _forced_until(self) -> float:
        """Return by when machines are forced off, so that hosts have what is kept for them."""
        now, forcing = anyio.current_time(), self._rules.hosts.forcing
        return now + max(LEAST, min(forcing, self._last + forcing - now))

    async def _off(self, esx: Connection, entry: Entry, until: float) -> None:
        """Force one machine off, unless it is down by now."""
        domain = await self._found(esx, entry)
        if domain is None or await self._is_down(domain, entry):
            return
        why = entry.why or _HANGS
        await self._crew.mark(entry, "forcing", why=why)
        try:
            await _patiently(domain.destroy, until)
        except InvalidStateError:  # it was down by itself
            await self._crew.mark(entry, outcome="shut down", why="")
            return
        await self._crew.mark(entry, outcome="forced off", why=why)

    async def _clear(self) -> None:
        """Force off what runs on hosts that are turned off, and should not any more.

        What came there, or was started, while this run went on.
        """
        until = self._forced_until()

        async def work(esx: Connection, mine: Sequence[Entry]) -> None:
            (host,) = mine
            there = await machines_of(esx, host.host)
            found = [each for each in map(self._running_on, there) if each is not None]
            await each_of(found, lambda entry: self._off(esx, entry, until))

        hosts = [host for host in self._placed.turned_off if not self._crew.has_given_up(host)]
        await self._crew.at_hosts([Entry(host) for host in hosts], work, until)
        kept = [
            each
            for each in self._record.machines.values()
            if not each.outcome and not self._may_force(each)
        ]
        kept = [each for each in kept if not self._crew.has_given_up(each.host)]
        await self._crew.at_hosts(kept, self._leave, until)

    async def _leave(self, esx: Connection, mine: Sequence[Entry]) -> None:
        """Note which machines are left on that may not be forced off."""

        async def look(entry: Entry) -> None:
            domain = await self._found(esx, entry)
            if domain is not None and not await self._is_down(domain, entry):
                await self._crew.mark(entry, outcome="left on", why=entry.why or _HANGS)

        await each_of(mine, look)

    def _running_on(self, machine: Machine) -> Entry | None:
        """Return the entry of a machine that is to be forced off; None of one that is not."""
        entry = self._record.machines.get(machine.key)
        if not machine.is_on or self._is_special(machine):
            return None
        if entry is None and self._rules.rest:
            entry = self._record.machines[machine.key] = Entry.of(machine, REST)
        if entry is None or not self._may_force(entry):
            return None
        if entry.outcome or not entry.step:
            entry.why = "it was started, or came there, while the run went on"
        entry.outcome = ""
        return entry

    def _is_special(self, machine: Machine) -> bool:
        return (machine.uuid, machine.name) in self._special

    # --- hosts -----------------------------------------------------------------------------------

    async def _turn_off(self, hosts: Iterable[str]) -> None:
        wanted = [self._record.hosts[host] for host in hosts]
        entries = [each for each in wanted if not each.outcome]
        until = anyio.current_time() + max(LEAST, self._rules.hosts.patience)

        async def work(esx: Connection, mine: Sequence[Entry]) -> None:
            await each_of(mine, lambda entry: self._host_off(esx, entry))

        await self._crew.at_hosts(entries, work, until)
        for entry in entries:
            if not entry.outcome and entry.step == TURNING_OFF:  # it was told, and is away
                await self._crew.mark(entry, outcome="turned off", why="")

    async def _host_off(self, esx: Connection, entry: Entry) -> None:
        """Turn one host off, unless something is to stay there."""
        staying = [each.name for each in await machines_of(esx, entry.host) if self._stays(each)]
        if staying:
            await self._crew.mark(entry, outcome="left on", why=f"{few(staying)} runs there")
            return
        if self._rules.hosts.maintenance:
            await self._rest(esx, entry)
        await self._crew.mark(entry, TURNING_OFF)
        try:
            await esx.host.shutdown(force=True)
        except EsxError as error:
            if lost_line(error):
                raise
            await self._crew.mark(entry, outcome="not done", why=str(error))
            return
        await self._crew.mark(entry, outcome="turned off", why="")

    def _stays(self, machine: Machine) -> bool:
        """Tell whether a machine keeps its host on."""
        own, known = self._placed.self_machine, self._record.machines.get(machine.key)
        if not machine.is_on or (own is not None and machine.key == own.key):
            return False
        if known is None:
            return not self._rules.rest or self._is_special(machine)
        return known.outcome == "left on"

    async def _rest(self, esx: Connection, entry: Entry) -> None:
        """Bring a host into maintenance mode; it is turned off in any case."""
        status = await esx.host.maintenance.status()
        if status.active:
            return
        if entry.host not in self._record.resting:
            self._record.resting.append(entry.host)
        await self._crew.mark(entry, "maintenance")
        try:
            await esx.host.maintenance.enter(timeout=self._rules.hosts.patience)
        except EsxError as error:
            if lost_line(error):
                raise
            self._record.warnings.append(f"{entry.host}: no maintenance mode: {error}")

    async def _vcenter(self, machine: Machine) -> None:
        """Shut the vCenter's machine down: nothing goes by way of it any more."""
        entry = self._record.machines.get(machine.key)
        if entry is None or entry.outcome:
            return
        factor = self._times.end_factor(self._last - anyio.current_time())
        await self._ask([entry], self._rules.stage(VCENTER).shutdown * factor)
        if not entry.outcome and entry.step == _ASKED and self._crew.has_given_up(entry.host):
            why = "it was asked, and does not answer any more"  # it was itself the way to its host
            await self._crew.mark(entry, outcome="shut down", why=why)
        if not entry.outcome:
            await self._force([entry])

    async def _found(self, esx: Connection, entry: Entry) -> Domain | None:
        """Return a machine; None where it is there no more, which is noted."""
        try:
            return await esx.domains.of(vim.ManagedObjectReference("VirtualMachine", entry.ref))
        except NotFoundError:
            why = "it is not registered at its host any more"
            await self._crew.mark(entry, outcome="gone", why=why)
            return None


def _down_by(entry: Entry) -> str:
    """Return what became of a machine that is down, by what was sent to it."""
    if entry.step == "forcing":
        return "forced off"
    return "shut down" if entry.step else "was off"


async def _asked(domain: Domain, until: float) -> None:
    """Ask a guest to shut down; one that boots, when its Tools run, if they do in time."""
    left = max(0.0, until - anyio.current_time())
    await domain.shutdown(tools_seconds=left, timeout=None)


async def _patiently(verb: Callable[[], Awaitable[None]], until: float) -> None:
    """Do something to a machine, again and again while it is busy with something else."""
    while True:
        try:
            return await verb()
        except HostBusyError:
            if anyio.current_time() + _PAUSE >= until:
                raise
        await anyio.sleep(_PAUSE)
