"""`TakenBack`: a warm move as far as all its steps share it, and how it is taken back.

Whatever ends a move early, up to the removal of its snapshots, has the machine run again if we have
shut it down, removes what was made at the host and here, and says what became of it. What could not
be done stays in the record: the next run goes on there.
"""

from __future__ import annotations

import logging
import time
from functools import partial
from pathlib import Path
from typing import Any, Final, cast
from uuid import uuid4

from anyio.to_thread import run_sync

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._server.moving import ExportOptions, ExportPlan, WarmOptions
from aioesx._server.server import Machine
from aioesx._session.operation import add_fate, tell_left
from aioesx.errors import EsxError, TransferError
from aioesx.export.before.survey import Survey
from aioesx.export.images.image import open_image
from aioesx.export.images.part import part_of_image
from aioesx.export.keeping import Keeper
from aioesx.export.leaving import DiskOut, Leaving
from aioesx.export.record import record_path
from aioesx.export.sink import abandon_all
from aioesx.export.warm.power import power_on
from aioesx.export.warm.snapshots import MoveSnapshots
from aioesx.export.warm.state import EXTRA, WarmState

__all__ = ["TakenBack"]

_log = logging.getLogger("aioesx.export")

_PAST: Final = frozenset({"removal", "done"})
"""Steps from which nothing is taken back."""
_WHOLE: Final = "the copy is whole"


class TakenBack(Leaving):
    """A move, and what it takes to take it back.

    Args:
        machine: which.
        seen: what it is.
        plan: what is to be done.
        options: what was told.
        directory: where it goes.
        stem: what its files are called.

    Attributes:
        state: how far it is.
        snapshots: those of the move.
        resumed: whether an earlier run's move is gone on with.
        opened: disks whose images are open.
        patient_until: up to when a machine that was asked to shut down may be about to, by
            `time.monotonic`.
        made: names of the files that a roll-back deletes.
    """

    def __init__(
        self,
        machine: Machine,
        seen: Survey,
        plan: ExportPlan,
        options: ExportOptions,
        directory: Path,
        stem: str,
    ) -> None:
        super().__init__(machine, seen, plan, options)
        self.warm = options.warm or WarmOptions()
        self.directory, self.stem = directory, stem
        self.keeper = Keeper(record_path(directory, stem), self.record)
        self.opened: list[DiskOut] = []
        self.patient_until = 0.0
        self.resumed = False
        self.made = {disk.file for disk in plan.disks}
        self.know(WarmState(mark=uuid4()))

    def know(self, state: WarmState) -> None:
        """Go by a state."""
        self.state = state
        for text in state.told:
            self.telling.note("warm", text, logged=True)
        self.snapshots = MoveSnapshots(self.server, self.machine.ref, self.plan.domain, state.mark)

    def say(self, text: str) -> None:
        """Have the result and the record tell something."""
        _log.info("%s", text)
        self.state.told.append(text)
        self.telling.note("warm", text, logged=True)

    async def write(self) -> None:
        """Write the record."""
        self.record.extra[EXTRA] = self.state.to_dict()
        await self.keeper.write()

    async def open_images(self) -> None:
        """Open the images here, as far as they are not.

        Raises:
            ExportStateError: one cannot be gone on with.
        """
        for disk in self.disks:
            if disk not in self.opened:
                await self.open_image(disk)

    async def open_image(self, disk: DiskOut) -> None:
        """Open an image: gone on with if it is whole, else begun."""
        saved = disk.record.saved if disk.record.done else None
        if saved is None:
            self._forget(disk)
        disk.sink = await open_image(
            self.directory / disk.plan.file,
            cast("Any", self.plan.format),
            disk.plan.capacity,
            saved=saved,
            overwrite=self.options.overwrite,
        )
        self.opened.append(disk)
        if saved is not None:
            disk.resumed = disk.plan.capacity

    def _forget(self, disk: DiskOut) -> None:
        disk.record.begin(len(disk.chunks))
        disk.record.proved = ""

    async def end_lease(self) -> None:
        """End the lease of a run that did not: else it would forbid much until its time is up."""
        if not self.state.lease:
            return
        ref = vim.ManagedObjectReference("HttpNfcLease", self.state.lease)
        try:
            await self.server.session.call(vim.HttpNfcLeaseAbort(this=ref))
        except EsxError as error:  # it has ended already, or the host is another one by now
            _log.debug("the lease %s was not ended: %s", self.state.lease, error)
        self.state.lease = ""

    async def end_early(self, error: BaseException) -> None:
        """Take back what can be, for a bounded time if cancelled; the error tells what became."""
        fate = f"the roll-back of '{self.plan.domain}' was cut short; the next run goes on with it"
        fates: list[str] = []

        async def undo() -> None:
            await self._close(error)
            fates.append(await self.roll_back() if self.state.step not in _PAST else _WHOLE)

        try:
            await see_through(undo, self.server.session.seconds.undo + self._patience)
        finally:
            fate = fates[0] if fates else fate
            if isinstance(error, EsxError):
                if fate != _WHOLE:
                    add_fate(error, fate)
            else:
                tell_left(f"the move of '{self.plan.domain}' was given up", fate)

    @property
    def _patience(self) -> float:
        """Seconds for which the machine, which was asked to shut down, may still be about to."""
        return max(0.0, self.patient_until - time.monotonic())

    async def _close(self, error: BaseException) -> None:
        kept = [disk.kept for disk in self.opened]
        await abandon_all(kept, error, self.server.session.seconds.undo)
        self.opened.clear()

    async def roll_back(self) -> str:
        """Take back what was made at the host and here; returns what became of it."""
        name, left = self.plan.domain, []
        again = f", and '{name}' runs again" if self.state.asked_off else ""
        await self.end_lease()
        if self.state.asked_off:
            left.append(
                await power_on(self.server, self.machine.ref, name, patience=self._patience)
            )
        left.append(await self.snapshots.remove())
        if self.state.tracking:
            left.append(await self.untrack())
        left = [text for text in left if text]
        try:
            if not left:
                await self._forget_all()
            await self.write()
        except TransferError as error:
            left.append(str(error))
        if left:
            return f"it could not be rolled back: {'; '.join(left)}"
        return f"it was rolled back: nothing of it is left at the host{again}"

    async def untrack(self) -> str:
        """Have changes tracked no more; returns what is wrong, or ""."""
        try:
            await self.snapshots.track(on=False)
        except Exception as error:  # a policy's of the caller, too, if the machine asks something
            return f"changes of '{self.plan.domain}' are tracked yet ({error})"
        self.state.tracking = False
        return ""

    async def _forget_all(self) -> None:
        """Delete what was made here, and have the record know of nothing that is there."""
        done = self.state.step == "finishing"
        for file in self.made:
            path = self.directory / file
            for made in (part_of_image(path), *([path] if done else [])):
                await run_sync(partial(made.unlink, missing_ok=True))
        for disk in self.disks:
            self._forget(disk)
        self.record.state = "copying"
        told = self.state.told
        self.know(WarmState(mark=self.state.mark, step="rolled back", told=told))
