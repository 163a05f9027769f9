"""`Plan`: a site is shut down, and brought up again, in an order; read from a file."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import anyio

from aioesx._whole_file import followed
from aioesx._words import listed, one_of
from aioesx.errors import PlanError, PlanStateError
from aioesx.fleet.selectors import Selection
from aioesx.jobs._document import read_text
from aioesx.jobs.plan.ascent import Ascent
from aioesx.jobs.plan.crew import LEAST, Crew
from aioesx.jobs.plan.descent import Descent
from aioesx.jobs.plan.outline import outline_of
from aioesx.jobs.plan.plan_file import read_plan
from aioesx.jobs.plan.record import TURNING_OFF, Entry, Record
from aioesx.jobs.plan.record_file import RecordFile
from aioesx.jobs.plan.report import PlanOutline, PlanReport, report_of
from aioesx.jobs.plan.site import Placed, Site, placed
from aioesx.jobs.plan.stages import REST, VCENTER, Rules, Stage, Way, predecessors
from aioesx.jobs.plan.survey import selection_of, survey
from aioesx.jobs.plan.timetable import Timetable, reserve

if TYPE_CHECKING:
    from aioesx.fleet.fleet import Fleet
    from aioesx.jobs.plan.crew import Hook

__all__ = ["Plan"]

_LOOK: Final = 30.0


class Plan:
    """Stages of machines, what they need, and how long they may take.

        plan = Plan.read("site.toml")
        async with aioesx.Fleet("hosts.toml") as fleet:
            report = await plan.run(fleet, "down", state="site.state")

    One file serves both ways: what a stage needs goes down after it, and comes up before it.
    """

    def __init__(self, rules: Rules) -> None:
        """Take what a file says; `read` does."""
        self._rules = rules
        self._file: Path | None = None

    def __repr__(self) -> str:
        return f"<Plan '{self.name}' of {len(self._rules.stages)} stages>"

    @property
    def name(self) -> str:
        """What it is called."""
        return self._rules.name

    @property
    def stages(self) -> tuple[str, ...]:
        """The names of its stages, in the order of the file."""
        return tuple(stage.name for stage in self._rules.stages)

    @property
    def inventory(self) -> Path | None:
        """The file of hosts that it is for; None where it does not say."""
        return self._rules.inventory

    @classmethod
    def read(cls, path: str | Path) -> Plan:
        """Read a plan from a file; see docs/plans.md for what it may say.

        Raises:
            PlanError: it cannot be read or used; names file, line, stage and key.
        """
        file = Path(path)
        made = cls(read_plan(read_text(file, PlanError), str(file)))
        made._file = followed(file)
        return made

    async def dry(
        self,
        fleet: Fleet,
        way: str = "down",
        *,
        state: str | Path | None = None,
        only: str | Iterable[str] | None = None,
        everything: bool = False,
        battery: float | None = None,
        lenient: bool = False,
    ) -> PlanOutline:
        """Tell what `run` would do; hosts are read, and nothing is changed.

        Args:
            fleet: the hosts.
            way: as for `run`, and so are all others.
            state: likewise; it is read, and not written.
            only: likewise.
            everything: likewise.
            battery: likewise.
            lenient: likewise.

        Raises:
            PlanError, PlanStateError: as for `run`.
        """
        trip = _Trip(self._rules, fleet, way, only, battery, lenient=lenient)
        file = self._record_file(state)
        old = file.read() if file is not None else None
        trip.take(old, resume=True, everything=everything, file=file)
        return await trip.outline()

    async def run(
        self,
        fleet: Fleet,
        way: str = "down",
        *,
        state: str | Path | None = None,
        resume: bool = False,
        only: str | Iterable[str] | None = None,
        everything: bool = False,
        battery: float | None = None,
        lenient: bool = False,
        on_step: Hook | None = None,
    ) -> PlanReport:
        """Shut the site down, or bring it up, and tell what became of each machine and host.

        Errors of hosts and machines are told in the report: none keeps others waiting longer than
        its stage has time.

        Args:
            fleet: the hosts, opened.
            way: ``"down"`` or ``"up"``.
            state: file in which each step is noted before it is sent; a run that broke off is gone
                on with by it, and the way up knows by it which machines ran before.
            resume: go on with a run that broke off, if the file tells of one; looks at each
                machine before anything is sent to it.
            only: names of stages: no others are done, and hosts stay on.
            everything: on the way up, start all machines of the stages, not those alone that
                the way down has found running.
            battery: seconds in all for the way down; else what the plan says. Where it is short,
                guests have less time, and forced off at the latest so that hosts can shut
                themselves down.
            lenient: go on where the plan does not fit the site: a stage without machines is passed
                over, a machine of two stages counts for the first; the report warns of it.
            on_step: a plain function that is told of each step, a `PlanStep`, once it is noted.

        Raises:
            ValueError: there is no such way, a number is too small, or the state would be written
                over the plan itself.
            PlanError: the plan does not fit the site: a word of it means no machine, a machine is
                in two stages. Nothing was changed.
            PlanStateError: the state file cannot be used, another run goes on, one broke off and
                ``resume`` is not set, or it tells of no machine that were to be started.
        """
        trip = _Trip(self._rules, fleet, way, only, battery, lenient=lenient)
        async with AsyncExitStack() as stack:
            file, old = self._record_file(state), None
            if file is not None:
                await stack.enter_async_context(file)
                old = file.read()
            trip.take(old, resume=resume, everything=everything, file=file)
            return await trip.go(file, on_step)

    def _record_file(self, state: str | Path | None) -> RecordFile | None:
        """Return the state file, not opened.

        Raises:
            ValueError: it, or what is written beside it, is the plan's own file.
        """
        if state is None:
            return None
        file = RecordFile(Path(state))
        if self._file is not None and self._file in {followed(each) for each in file.writes}:
            raise ValueError(
                f"{state}: the state would be written over the plan itself: name another file"
            )
        return file


class _Trip:
    """One run, or a dry one: what is known before it begins."""

    def __init__(
        self,
        rules: Rules,
        fleet: Fleet,
        way: str,
        only: str | Iterable[str] | None,
        battery: float | None,
        *,
        lenient: bool,
    ) -> None:
        self._rules = rules
        self._fleet = fleet
        self._way = one_of(way, Way, what="way")
        self._only = None if only is None else listed(only)
        if battery is not None and not battery > 0:
            raise ValueError(f"battery={battery!r} should be seconds above 0")
        self._battery = battery if battery is not None else rules.battery
        self._given = battery is not None
        self._lenient = lenient
        self._everything = False
        self._old: Record | None = None
        self._goes_on = False

    def take(
        self,
        old: Record | None,
        *,
        resume: bool,
        everything: bool,
        file: RecordFile | None = None,
    ) -> None:
        """Take what an earlier run has left.

        Raises:
            PlanStateError: it forbids this one.
        """
        where = str(file.path) if file is not None else "no state file"
        self._old, self._everything = old, everything
        if old is not None and old.plan != self._rules.name:
            raise PlanStateError(f"is of the plan '{old.plan}'", file=where)
        if old is not None and not old.finished and old.way is self._way:
            if not resume:
                text = f"a run {old.way} broke off: go on with it (resume=True, --resume)"
                raise PlanStateError(f"{text}, or remove the file to begin anew", file=where)
            self._goes_on, self._only = True, old.only
        if old is None and self._way is Way.UP and not everything:
            text = "tells of no run down, so it is not known which machines ran before"
            raise PlanStateError(f"{text}; everything=True (--all) starts all", file=where)

    async def outline(self) -> PlanOutline:
        """Tell what would be done."""
        site, found = await self._looked()
        record = self._record(site, found)
        before, times, kept = self._times(found, record)
        return outline_of(
            self._rules,
            self._way,
            found,
            times,
            before,
            [each for each in record.machines.values() if not each.outcome],
            battery=self._battery if self._way is Way.DOWN else None,
            kept=kept,
        )

    async def go(self, file: RecordFile | None, hook: Hook | None) -> PlanReport:
        """Do it."""
        begun = time.time()
        site, found = await self._looked()
        record = self._record(site, found, begun)
        before, times, kept = self._times(found, record)
        crew = Crew(self._fleet, record, file, hook, self._rules.hosts.patience)
        crew.give_up(site.silent.keys() | site.away)
        await crew.save()
        if self._way is Way.DOWN:
            last = math.inf
            if record.deadline is not None:
                last = anyio.current_time() + record.deadline - time.time() - kept
            await Descent(crew, self._rules, found, times, before, last).run()
        else:
            await Ascent(crew, self._rules, before).run()
        record.finished = time.time()
        await crew.save()
        return report_of(record)

    # --- what is there ---------------------------------------------------------------------------

    async def _looked(self) -> tuple[Site, Placed]:
        hosts = self._only is None
        selection: Selection = selection_of(self._rules, self._fleet, hosts=hosts)
        rules = self._rules.hosts
        down = self._way is Way.DOWN
        patience = rules.patience if down else rules.within
        if down and self._battery is not None:  # a host that is silent may not cost all of it
            patience = min(patience, max(LEAST, self._battery / 10))
        look = min(_LOOK, patience)
        site = await survey(
            self._fleet, selection, patience=patience, timeout=look, away=self._away()
        )
        lenient = self._lenient or self._goes_on  # what has begun goes on
        return site, placed(self._rules, site, only=self._only, lenient=lenient)

    def _away(self) -> frozenset[str]:
        """Return hosts that a run down, which goes on, has turned off, or was about to."""
        if self._old is None or not self._goes_on or self._way is Way.UP:
            return frozenset()
        hosts = self._old.hosts.values()
        return frozenset(each.host for each in hosts if each.step == TURNING_OFF)

    def _record(self, site: Site, found: Placed, begun: float | None = None) -> Record:
        """Return the record that the run begins with."""
        now, old = begun or time.time(), self._old
        if self._goes_on and old is not None:
            record = old
        else:
            record = Record(self._rules.name, self._way, now, only=self._only)
            if old is not None:
                record.owed, record.resting = dict(old.owed), list(old.resting)
        if self._way is Way.DOWN:
            self._fill_down(record, site, found, now)
        else:
            self._fill_up(record, site, found)
        record.warnings += [each for each in found.warnings if each not in record.warnings]
        return record

    def _fill_down(self, record: Record, site: Site, found: Placed, now: float) -> None:
        if self._battery is not None and (self._given or not self._goes_on):
            record.deadline = now + self._battery
        wanted = [(name, each) for name, there in found.stages.items() for each in there]
        if found.vcenter is not None:
            wanted.append((VCENTER, found.vcenter))
        for stage, machine in wanted:
            over = record.stages.get(stage, (0.0, 0.0))[1]
            if machine.is_on and machine.key not in record.machines and not over:
                record.machines[machine.key] = Entry.of(machine, stage)
        record.owe(record.machines.values())
        before = self._old.hosts if self._old is not None else {}
        for host in found.turned_off:
            entry = record.hosts.setdefault(host, Entry(host))
            off = host in before and before[host].outcome in ("turned off", "was off")
            if host in site.silent and off:
                entry.outcome = "was off"

    def _fill_up(self, record: Record, site: Site, found: Placed) -> None:
        for host in site.hosts:
            entry = record.hosts.setdefault(host, Entry(host))
            error = site.silent.get(host)
            entry.why = f"{host} does not answer: {error}" if error is not None else ""
        if found.vcenter is not None and VCENTER not in found.stages:
            there = {**found.stages, VCENTER: (found.vcenter,)}
        else:
            there = dict(found.stages)
        by_key = {each.key: (each, name) for name, machines in there.items() for each in machines}
        by_who = {(each.uuid, each.name): (each, name) for each, name in by_key.values()}
        if self._everything:
            for machine, stage in by_key.values():
                record.machines.setdefault(machine.key, Entry.of(machine, stage))
            return
        for key, entry in list(record.owed.items()):
            place = by_key.get(key) or by_who.get((entry.uuid, entry.name))
            if place is not None and place[0].key != key:  # it has moved to another host
                del record.owed[key]
                record.owe([Entry.of(*place)])
            if place is not None:
                record.machines.setdefault(place[0].key, Entry.of(*place))
            elif self._only is None or entry.stage in self._only:
                record.machines.setdefault(key, _fresh(entry, self._rules))

    # --- in which order, and by when -------------------------------------------------------------

    def _times(
        self, found: Placed, record: Record
    ) -> tuple[dict[str, frozenset[str]], Timetable, float]:
        """Return what comes before what, how long each may take, and what is kept at the end."""
        rules, down = self._rules, self._way is Way.DOWN
        names = None if self._only is None else self._only
        before = predecessors(rules.stages, self._way, names)
        for own in (REST, VCENTER):
            if any(each.stage == own for each in record.machines.values()):
                if own == REST and not down:
                    before[own] = frozenset(before)
                elif own == REST or not down:
                    before[own] = frozenset()
        stages: Mapping[str, Stage] = {name: rules.stage(name) for name in before}
        vcenter = down and any(each.stage == VCENTER for each in record.machines.values())
        end = rules.stage(VCENTER).shutdown if vcenter else 0.0
        times = Timetable(stages, self._way, before, end=end)
        special = {each.host for each in (found.vcenter, found.self_machine) if each is not None}
        late = len(special & set(found.turned_off))
        kept = reserve(
            rules.hosts,
            hosts=bool(found.turned_off),
            rounds=1 + late,
            forcings=1 + vcenter,
        )
        return before, times, kept if down else 0.0


def _fresh(entry: Entry, rules: Rules) -> Entry:
    """Return the entry of a machine that is not there just now; of a stage that there is."""
    known = {VCENTER, *(stage.name for stage in rules.stages)}
    stage = entry.stage if entry.stage in known else REST
    return Entry(entry.host, entry.name, stage, entry.ref, entry.uuid)
