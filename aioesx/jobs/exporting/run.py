"""`Run`: has the machines of a job leave, each in its turn; what happens to one ends no other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import anyio

from aioesx._concurrency import Group as Tasks
from aioesx._server.moving import ExportPlan, ExportProgress, Obstacle
from aioesx._session import seconds
from aioesx.errors import (
    AuthenticationError,
    EsxError,
    ExportRefusedError,
    ExportStateError,
    LoginError,
    LookupFailedError,
    NotFoundError,
    NotPermittedError,
    OutcomeUnknownError,
    ReadOnlyError,
    RestrictedLicenseError,
    ToolsUnavailableError,
    WaitTimeoutError,
)
from aioesx.jobs._exactly import exactly
from aioesx.jobs.exporting.leaving import export_options, note_exported, shut_down
from aioesx.jobs.exporting.matching import Meant
from aioesx.jobs.exporting.outline import domain_of, obstacles_of
from aioesx.jobs.exporting.queue import Queue, Turn
from aioesx.jobs.exporting.record import (
    EXPORTED,
    EXPORTING,
    FAILED,
    INTERRUPTED,
    NOT_BEGUN,
    REFUSED,
    Entry,
    Record,
)
from aioesx.jobs.exporting.report import ExportStep
from aioesx.jobs.exporting.wishes import Rules, Wishes

if TYPE_CHECKING:
    from aioesx.connection import Connection
    from aioesx.fleet.fleet import Fleet
    from aioesx.jobs._state_file import StateFile

__all__ = ["Hook", "Run"]

Hook = Callable[[ExportStep], object]

_FINAL: Final = (
    *(ExportRefusedError, ExportStateError, LookupFailedError, NotPermittedError),
    *(RestrictedLicenseError, LoginError, AuthenticationError, ReadOnlyError),
    *(ToolsUnavailableError, WaitTimeoutError, OutcomeUnknownError, NotFoundError),
)
"""After these another attempt would end alike, or may do harm."""

_LONGEST: Final = 3600.0
"""Seconds after which the clock is looked at again: it may have been put forward."""


class Run:
    """One run of a job.

    Args:
        rules: the job.
        fleet: the hosts.
        record: what is known; changed here alone.
        file: where that is kept; None for nowhere.
        hook: is told of each step, when it is on the disk.
        clock: tells the time, aware.
        fresh: whether what earlier runs have left is not gone on with.
    """

    def __init__(
        self,
        rules: Rules,
        fleet: Fleet,
        record: Record,
        file: StateFile[Record] | None,
        hook: Hook | None,
        clock: Callable[[], datetime],
        *,
        fresh: bool,
    ) -> None:
        self.warnings: list[str] = []
        self._rules = rules
        self._fleet = fleet
        self._record = record
        self._file = file
        self._hook = hook
        self._clock = clock
        self._fresh = fresh
        self._news = anyio.Event()
        self._meant: dict[str, Meant] = {}

    async def go(
        self, machines: Sequence[tuple[Meant, Entry]], plans: Mapping[Meant, ExportPlan | EsxError]
    ) -> None:
        """Have machines leave; return when nothing more can be done.

        Args:
            machines: those that have not left yet, with what is known of them.
            plans: what the export of each would do.
        """
        self._meant = {entry.key: meant for meant, entry in machines}
        turns = [turn for each in machines if (turn := self._turn(*each, plans)) is not None]
        await self._save()
        queue = Queue(turns, self._rules.at_once, self._rules.order)
        async with Tasks() as tasks:
            while queue.waiting or queue.at_work:
                for turn in queue.take(self._clock()):
                    tasks.start(self._leave, turn, queue)
                if not await self._changed(queue):
                    break
        for turn in queue.waiting:
            if turn.entry.outcome != INTERRUPTED:
                turn.entry.outcome = NOT_BEGUN
                turn.entry.why = "its window is closed, or what comes before it is not over"
        self._record.ended = time.time()
        await self._save()

    # --- whose turn it is ------------------------------------------------------------------------

    def _turn(
        self, meant: Meant, entry: Entry, plans: Mapping[Meant, ExportPlan | EsxError]
    ) -> Turn | None:
        """Return a machine's turn; None, and a note, where something is in its way."""
        plan = plans.get(meant)
        entry.outcome = entry.why = ""
        if isinstance(plan, ExportPlan):
            entry.warnings = [str(each) for each in plan.warnings]
            entry.capacity = plan.capacity
            if refusals := obstacles_of(meant, plan):
                entry.outcome = REFUSED
                entry.why = "; ".join(str(each) for each in refusals)
                self._tell(entry, REFUSED, entry.why)
                return None
        size = plan.capacity if isinstance(plan, ExportPlan) else 0
        return Turn(entry, meant.group, size)

    async def _changed(self, queue: Queue) -> bool:
        """Wait until somebody may begin or has ended; tell whether there is anything to wait for.

        Where the job is not to wait, a window that is closed is nothing to wait for.
        """
        opens = queue.opens(self._clock())
        if not queue.at_work and (opens is None or not self._rules.wait):
            return False
        wait = _LONGEST
        if opens is not None:
            wait = min(wait, max(0.0, (opens - self._clock()).total_seconds()))
            if not queue.at_work:
                self._told("waiting", f"the next window opens at {opens.astimezone():%F %H:%M}")
        with anyio.move_on_after(wait):
            await self._news.wait()
        self._news = anyio.Event()
        return True

    async def _leave(self, turn: Turn, queue: Queue) -> None:
        """Have a machine leave, in a task of its own."""
        entry, stopped = turn.entry, False
        try:
            with anyio.move_on_after(self._seconds_left(turn.group.wishes)) as scope:
                await self._attempts(turn)
            stopped = scope.cancelled_caught
            if stopped:
                await self._mark(entry, outcome=INTERRUPTED, why="its window has ended")
            if entry.was_on and entry.outcome != EXPORTED:
                await self._start_again(entry)
        finally:
            queue.over(turn, again=stopped)
            self._news.set()

    def _seconds_left(self, wishes: Wishes) -> float | None:
        """Return until when an export may go on; None without an end."""
        now = self._clock()
        ends = wishes.windows.next_change(now) if wishes.stops else None
        return None if ends is None else (ends - now).total_seconds()

    # --- one machine -----------------------------------------------------------------------------

    async def _attempts(self, turn: Turn) -> None:
        """Try until it has left, or that makes no sense any more; note what came of it."""
        entry, pauses, tried = turn.entry, seconds.current().attempts, 0
        while True:
            error = await self._attempt(turn)
            if error is None:
                return
            tried += 1
            if isinstance(error, _FINAL) or tried > self._rules.retries:
                refused = isinstance(error, ExportRefusedError)
                await self._mark(entry, outcome=REFUSED if refused else FAILED, why=str(error))
                return
            _note(entry, f"it was tried again: {error}")
            await self._mark(entry, why=str(error))
            self._tell(entry, "trying again", str(error))
            await anyio.sleep(pauses[min(tried, len(pauses)) - 1])

    async def _attempt(self, turn: Turn) -> EsxError | None:
        """Try once; return what was in the way.

        Raises:
            Exception: one that is none of ours.
        """
        entry = turn.entry
        entry.attempts += 1
        entry.begun = entry.begun or time.time()
        begun = time.monotonic()

        async def work(esx: Connection) -> None:
            await self._export(esx, turn)

        try:
            return await self._at_host(entry, work)
        finally:
            entry.seconds += time.monotonic() - begun

    async def _at_host(self, entry: Entry, work: Callable[[Connection], Any]) -> EsxError | None:
        """Do work at the host of a machine; return what was in the way."""
        number = self._rules.at_once.machines + 1
        async with self._fleet.run(
            work,
            select=exactly([entry.host]),
            insist=True,
            retries=0,
            concurrency=number,
            per_host=number,
        ) as results:
            async for result in results:
                if result.error is None and result.host == entry.host:
                    return None
                if isinstance(result.error, EsxError):
                    return result.error
                if result.error is not None:
                    raise result.error
        return NotFoundError("", f"{entry.host} is not there any more")

    async def _export(self, esx: Connection, turn: Turn) -> None:
        entry, wishes = turn.entry, turn.group.wishes
        meant = self._meant[entry.key]
        ours = entry.step == EXPORTING  # a crash may have left it whole, and not noted
        domain, state = await domain_of(esx, meant)
        if state == "running" and wishes.shutdown and not wishes.warm:
            entry.was_on = True
            await self._mark(entry, "shutting down")
            await shut_down(domain, wishes)
        await self._mark(entry, EXPORTING)

        options = export_options(
            self._rules,
            wishes,
            self._clock,
            partial(self._progressed, entry),
            partial(self._warned, entry),
            fresh=self._fresh and entry.attempts == 1,
            overwrite=ours,
        )
        exported = await domain.export(meant.target, **options, timeout=None)
        note_exported(entry, exported)
        entry.ended = time.time()
        await self._save()
        self._tell(entry, EXPORTED)

    async def _start_again(self, entry: Entry) -> None:
        """Power on what this job has shut down, and could not have leave."""
        why = entry.why
        self._tell(entry, "starting again")

        async def work(esx: Connection) -> None:
            domain, state = await domain_of(esx, self._meant[entry.key])
            if state == "shut off":
                await domain.start()

        error = await self._at_host(entry, work)
        if error is None:
            entry.was_on = False
            await self._mark(entry, why=f"{why}; it was started again")
        else:
            await self._mark(entry, why=f"{why}; it could not be started again: {error}")

    # --- what is noted ---------------------------------------------------------------------------

    async def _mark(
        self, entry: Entry, step: str = "", *, outcome: str = "", why: str | None = None
    ) -> None:
        """Note a step, or what has become of a machine; returns when it is on the disk."""
        entry.step = step or entry.step
        if outcome:
            entry.outcome, entry.ended = outcome, time.time()
        if why is not None:
            entry.why = why
        await self._save()
        if outcome or step:
            self._tell(entry, outcome or step, why or "")

    async def _save(self) -> None:
        """Have the record on the disk; where that fails, the run goes on without."""
        if self._file is None:
            return
        try:
            await self._file.write(self._record.text)
        except OSError as error:
            text = f"the state file cannot be written ({error.strerror}): a crash would lose it"
            if text not in self.warnings:
                self.warnings.append(text)

    def _tell(self, entry: Entry, step: str, why: str = "") -> None:
        if self._hook is not None:
            self._hook(ExportStep(entry.host, entry.name, step, why))

    def _told(self, step: str, why: str) -> None:
        if self._hook is not None:
            self._hook(ExportStep("", "", step, why))

    async def _warned(self, entry: Entry, warning: Obstacle) -> None:
        """Note what came up on a machine's way, and tell it."""
        _note(entry, str(warning))
        await self._save()
        self._tell(entry, "warned", str(warning))

    def _progressed(self, entry: Entry, progress: ExportProgress) -> None:
        if self._hook is not None:
            self._hook(ExportStep(entry.host, entry.name, EXPORTING, "", progress))


def _note(entry: Entry, text: str) -> None:
    """Note what is to be known of how a machine has left; what came up again only once."""
    if text not in entry.heard:
        entry.heard.append(text)
