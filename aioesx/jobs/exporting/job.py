"""`ExportJob`: a fleet leaves ESX, as a file says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from aioesx._server.moving import ExportPlan
from aioesx._whole_file import followed
from aioesx.errors import EsxError, ExportJobError, ExportStateError
from aioesx.jobs._document import read_text
from aioesx.jobs._state_file import StateFile
from aioesx.jobs.exporting.job_file import read_job
from aioesx.jobs.exporting.matching import Matched, Meant, matched
from aioesx.jobs.exporting.outline import (
    ExportOutline,
    OutlinedExport,
    look,
    obstacles_of,
    plans_of,
    room_warnings,
)
from aioesx.jobs.exporting.record import EXPORTED, Entry, Record, read_record
from aioesx.jobs.exporting.report import ExportReport, report_of
from aioesx.jobs.exporting.run import Run
from aioesx.jobs.exporting.survey import Site, problems_of_hosts, selection_of, survey
from aioesx.jobs.exporting.wishes import Rules

if TYPE_CHECKING:
    from aioesx._server.moving import ExportLimits
    from aioesx.fleet.fleet import Fleet
    from aioesx.jobs.exporting.run import Hook

__all__ = ["ExportJob"]


Plans = Mapping[Meant, ExportPlan | EsxError]


class ExportJob:
    """Machines of a fleet, where they go, when, and in which order.

    job = aioesx.jobs.ExportJob.read("leave.toml")
    async with aioesx.Fleet(job.inventory) as fleet:
        report = await job.run(fleet, state="leave.state")
    """

    def __init__(self, rules: Rules) -> None:
        """Take what a file says; `read` does."""
        self._rules = rules
        self._file: Path | None = None

    def __repr__(self) -> str:
        return f"<ExportJob '{self.name}' of {len(self._rules.groups)} groups>"

    @property
    def name(self) -> str:
        """What it is called."""
        return self._rules.name

    @property
    def inventory(self) -> Path | None:
        """The file of hosts that it is for; None where it does not say."""
        return self._rules.inventory

    @property
    def limits(self) -> ExportLimits:
        """How much is on its way at once."""
        return self._rules.limits

    @classmethod
    def read(cls, path: str | Path) -> ExportJob:
        """Read a job from a file; see docs/export.md for what it may say.

        Raises:
            ExportJobError: it cannot be read or used; names file, line and key.
        """
        file = Path(path)
        made = cls(read_job(read_text(file, ExportJobError), str(file)))
        made._file = followed(file)
        return made

    async def plan(self, fleet: Fleet, *, state: str | Path | None = None) -> ExportOutline:
        """Tell what `run` would do; hosts are read, and nothing is changed or written.

        Args:
            fleet: the hosts, opened.
            state: the state file, for what has left already.

        Raises:
            ExportJobError, ExportStateError: as for `run`.
        """
        file = self._state_file(state)
        old = self._old(file)
        site, found = await self._looked(fleet)
        left = [each for each in found.machines if not _has_left(old, each)]
        plans = await plans_of(fleet, left, look)
        now = _now()
        return ExportOutline(
            self.name,
            tuple(_outlined(each, each not in left, plans, now) for each in found.machines),
            dict(site.silent),
            (*found.warnings, *_room(plans)),
        )

    async def run(
        self,
        fleet: Fleet,
        *,
        state: str | Path | None = None,
        resume: bool = True,
        on_progress: Hook | None = None,
    ) -> ExportReport:
        """Have all machines leave, each in its turn, and tell what became of each.

        What happens to one machine, or one host, ends no other; it is told in the report.

        Args:
            fleet: the hosts, opened; its ``transfers_in_all=``, and ``transfers=`` of each
                connection, bound what is on its way at once besides the job's own limits.
            state: file in which each step is noted before it is begun: a run that broke off, or
                left something undone, is gone on with by it.
            resume: go on with what that file, and what lies at the targets, tell of; else begin
                anew, and write over what is there.
            on_progress: a plain function that is told of each step, an `ExportStep`, once it is
                noted.

        Raises:
            ExportJobError: the job does not fit the hosts: a word of it means no machine or
                several, a machine is in two groups, two would write the same files. All of it is
                told, and nothing was begun.
            ExportStateError: the state file cannot be used, is of another job, or another run of
                it goes on.
            ValueError: the state would be written over the job's own file.
        """
        async with AsyncExitStack() as stack:
            file = self._state_file(state)
            if file is not None:
                await stack.enter_async_context(file)
            old = self._old(file) if resume else None
            site, found = await self._looked(fleet)
            record = old or Record(self.name, time.time())
            entries = {each: _entry(record, each) for each in found.machines}
            left = [each for each in found.machines if not _has_left(record, each)]
            plans = await plans_of(fleet, left, partial(look, fresh=not resume))
            run = Run(self._rules, fleet, record, file, on_progress, _now, fresh=not resume)
            run.warnings += [*found.warnings, *_room(plans)]
            await run.go([(each, entries[each]) for each in left], plans)
            keys = [entry.key for entry in entries.values()]
            return report_of(record, keys, site.silent, tuple(run.warnings))

    async def _looked(self, fleet: Fleet) -> tuple[Site, Matched]:
        """Look at the hosts, and hold the job against them.

        Raises:
            ExportJobError: it does not fit them.
        """
        problems = problems_of_hosts(self._rules, fleet)
        if problems:
            raise ExportJobError("does not fit", file=self._rules.file, problems=problems)
        site = await survey(fleet, selection_of(self._rules, fleet))
        found = matched(self._rules, site)
        if found.problems:
            text = "does not fit the hosts; nothing was begun"
            raise ExportJobError(text, file=self._rules.file, problems=found.problems)
        return site, found

    def _old(self, file: StateFile[Record] | None) -> Record | None:
        """Return what an earlier run has left.

        Raises:
            ExportStateError: it cannot be read, or is of another job.
        """
        old = file.read() if file is not None else None
        if file is not None and old is not None and old.job != self.name:
            raise _refusal(f"is of the job '{old.job}'", file=str(file.path))
        return old

    def _state_file(self, state: str | Path | None) -> StateFile[Record] | None:
        """Return the state file, not opened.

        Raises:
            ValueError: it, or what is written beside it, is the job's own file.
        """
        if state is None:
            return None
        file = StateFile(Path(state), "job", read_record, _refusal)
        if self._file is not None and self._file in {followed(each) for each in file.writes}:
            raise ValueError(
                f"{state}: the state would be written over the job itself: name another file"
            )
        return file


def _refusal(message: str, *, file: str) -> ExportStateError:
    return ExportStateError(f"{file}: {message}", path=file)


def _now() -> datetime:
    return datetime.now(UTC)


def _entry(record: Record, meant: Meant) -> Entry:
    """Return what is known of a machine; new where nothing is."""
    machine = meant.machine
    fresh = Entry(machine.host, machine.name, machine.ref, machine.uuid)
    entry = record.machines.setdefault(fresh.key, fresh)
    entry.group, entry.name = meant.group.name, machine.name
    if entry.target != str(meant.target):  # it goes elsewhere now, so it has not left yet
        entry.target, entry.outcome, entry.step = str(meant.target), "", ""
        entry.heard.clear()
    return entry


def _has_left(record: Record | None, meant: Meant) -> bool:
    """Tell whether a machine has left, and all that was made of it is still there."""
    if record is None:
        return False
    machine = meant.machine
    entry = record.machines.get(Entry(machine.host, machine.name, machine.ref, machine.uuid).key)
    if entry is None or entry.outcome != EXPORTED or entry.target != str(meant.target):
        return False
    return bool(entry.files) and all(Path(file).exists() for file in entry.files)


def _outlined(meant: Meant, done: bool, plans: Plans, now: datetime) -> OutlinedExport:
    found = plans.get(meant)
    plan = found if isinstance(found, ExportPlan) else None
    return OutlinedExport(
        group=meant.group.name,
        host=meant.machine.host,
        domain=meant.machine.name,
        target=str(meant.target),
        done=done,
        plan=plan,
        refusals=() if plan is None else obstacles_of(meant, plan),
        error=found if isinstance(found, EsxError) else None,
        windows=meant.group.wishes.windows.are_open(now),
    )


def _room(plans: Plans) -> list[str]:
    return room_warnings(
        (meant.target, plan) for meant, plan in plans.items() if isinstance(plan, ExportPlan)
    )
