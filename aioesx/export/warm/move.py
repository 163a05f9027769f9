"""`WarmMove`: one machine that leaves while it runs, step by step.

| step | what is true when it ends |
|---|---|
| tracking | the host keeps account of what changes |
| first snapshot | it stands, and we know the change id of each disk |
| pre-copy | the disks as of it are here, read back; the machine runs on |
| cut-over | the caller has said so; the machine is off |
| last snapshot | it stands; we know what has changed since the first |
| changes | that was read from the files, and laid over what was here; or all, by a lease |
| proof | what was touched was read back; nobody has started the machine meanwhile |
| finishing | images have their names, documents are written |
| removal | our snapshots are gone; the machine stays off |

The record says what was begun before it is begun. Up to the removal everything can be taken back:
the machine is powered on if we have shut it down, our snapshots are removed, tracking is switched
off if we have switched it on.
"""

from __future__ import annotations

import dataclasses
import inspect
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

from anyio.to_thread import run_sync

from aioesx import vim
from aioesx._concurrency import together
from aioesx._server.moving import Exported
from aioesx._session.operation import detached
from aioesx.domain.values import DomainState
from aioesx.errors import (
    DiskChangedError,
    EsxError,
    NotSupportedError,
    ToolsUnavailableError,
    TransferError,
)
from aioesx.export.before.survey import Moment, Survey, survey
from aioesx.export.copying_disks import Chunk
from aioesx.export.leaving import DiskOut, Leaving
from aioesx.export.proving import prove
from aioesx.export.sources.at_snapshot import AtSnapshot
from aioesx.export.sources.lease import HeldLease
from aioesx.export.to_images import conclude, describe, has_its_name, note_parts
from aioesx.export.warm.back import TakenBack
from aioesx.export.warm.changed import ask
from aioesx.export.warm.overlaying import areas_by_chunk, overlay
from aioesx.export.warm.power import shut_down, state_of
from aioesx.export.warm.replacing import Replacing
from aioesx.export.warm.state import WarmState, WarmStep

__all__ = ["WarmMove", "changes_since"]

_log = logging.getLogger("aioesx.export")

_ORDER: Final[tuple[WarmStep, ...]] = (
    "tracking",
    "first snapshot",
    "pre-copy",
    "cut-over",
    "last snapshot",
    "changes",
    "proof",
    "finishing",
    "removal",
)


class WarmMove(TakenBack):
    """One move, whose first step may be any: that at which an earlier run has ended."""

    _first: vim.ManagedObjectReference | None = None
    _last: vim.ManagedObjectReference | None = None
    _exported: Exported | None = None
    _after: Survey | None = None

    async def run(self, begin: WarmStep = "tracking") -> Exported:
        """Do all steps from one on.

        Raises:
            EsxError: it was rolled back, or it says what is left.
        """
        steps = {
            "tracking": self._track,
            "first snapshot": self._take_first,
            "pre-copy": self._copy,
            "cut-over": self._cut_over,
            "last snapshot": self._take_last,
            "changes": self._lay_over,
            "proof": self._prove,
            "finishing": self._finish,
            "removal": self._remove,
        }
        try:
            for name in _ORDER[_ORDER.index(begin) :]:
                await self.enter(name)
                await steps[name]()
            await self.enter("done")
        except BaseException as error:
            await self.end_early(error)
            raise
        assert self._exported is not None  # noqa: S101  # finishing or removal has made it
        return self._exported

    async def enter(self, step: WarmStep) -> None:
        """Have the record say that a step begins."""
        self.state.step = step
        await self.write()
        await self.telling.tell_news()

    # --- while it runs ---------------------------------------------------------------------------

    async def _track(self) -> None:
        await self.open_images()  # what is wrong here is seen before anything is done there
        if not await self.snapshots.is_tracked():
            self.state.tracking = True
            await self.write()
            await self.snapshots.track(on=True)

    async def _take_first(self) -> None:
        self._first = await self.snapshots.take("first", quiesce=self.warm.quiesce)
        there = await self.snapshots.disks(self._first)
        for disk in self.plan.disks:
            found = there.get(disk.key)
            if found is None or found.capacity != disk.capacity:
                raise DiskChangedError(
                    f"{disk.label} of '{self.plan.domain}' was changed meanwhile"
                )
            if found.change_id is None:
                raise NotSupportedError(
                    "", f"the host does not track what changes on {disk.label}: no warm move"
                )
            self.state.ids[disk.key] = found.change_id

    def lease_method(self) -> vim.Method[vim.ManagedObjectReference]:
        """Return what gives the lease: of the first snapshot."""
        assert self._first is not None  # noqa: S101  # it was taken, or found
        return vim.ExportSnapshot(this=self._first)

    @asynccontextmanager
    async def lease(self) -> AsyncIterator[HeldLease]:
        """Hold a lease for the first snapshot, which the record knows meanwhile."""
        async with super().lease() as held:
            yield held
        self.state.lease = ""

    async def note_lease(self, lease: str) -> None:
        """Have the record name the lease that is held, so that a later run can end it."""
        self.state.lease = lease
        await self.write()

    async def _copy(self) -> None:
        """Have the disks come as of the first snapshot, and read back what is here."""
        await self.telling.phase("pre-copying")
        await self.open_images()
        await self._know_first()

        async def on_chunk(disk: DiskOut, chunk: Chunk) -> None:
            self.keeper.note(disk.record, chunk)

        async def done(disk: DiskOut) -> None:
            disk.record.saved = dict(await disk.kept.save())
            disk.record.done = True
            await self.write()

        await self.copy(on_chunk, done)
        await self._read_back({})

    async def _know_first(self) -> None:
        """Look that the first snapshot stands.

        Raises:
            DiskChangedError: somebody has removed it.
        """
        taken = await self.snapshots.find()
        if taken.first is None:
            raise DiskChangedError(
                f"the snapshot of '{self.plan.domain}' that was copied was removed at the host"
            )
        self._first = taken.first.ref

    async def _read_back(self, only: dict[int, set[int]]) -> None:
        """Read images back, and hold them against what came.

        Args:
            only: numbers of the chunks that are read, by the disk's key; all of one that is not
                named.
        """
        if not self.hashed:
            return
        for disk in self.disks:
            wanted = only.get(disk.plan.key)
            digests = [
                digest if wanted is None or number in wanted else None
                for number, digest in enumerate(disk.record.chunks)
            ]
            await prove(
                disk.kept, disk.chunks, digests, str(disk.kept.path), partial(self._at, disk)
            )

    async def _at(self, disk: DiskOut, at: int) -> None:
        await self.tell(disk, at, 0)

    # --- cut-over --------------------------------------------------------------------------------

    async def _cut_over(self) -> None:
        await self.telling.phase("cutting over")
        is_on = await state_of(self.server, self.machine.ref) is not DomainState.SHUTOFF
        if is_on and self.warm.cut_over is not None:
            with detached():
                done = self.warm.cut_over()
                if inspect.isawaitable(done):
                    await done
        await self._know_first()
        if await state_of(self.server, self.machine.ref) is not DomainState.SHUTOFF:
            self.state.asked_off = True
            self.state.off_since = time.time()
            await self.write()
            self.patient_until = time.monotonic() + self.warm.shutdown_seconds
            try:
                await shut_down(self.server, self.machine.ref, self.plan.domain, self.warm)
            except ToolsUnavailableError:  # so nobody was asked, and it is not on its way down
                self.patient_until = 0.0
                raise
            self.patient_until = 0.0

    async def _take_last(self) -> None:
        """Take the last snapshot, and ask what has changed since the first."""
        if (await self.snapshots.find()).last is not None:  # of a run before
            left = await self.snapshots.remove("last")
            if left:
                raise TransferError(left)
        last = await self.snapshots.take("last")
        now = await self._look_after()
        if not (await self.snapshots.find()).on_top or now.power != "poweredOff":
            raise DiskChangedError(f"'{self.plan.domain}' was changed while it was being moved")
        self.state.moment = now.moment.to_dict()
        self.state.changed.clear()
        for disk in self.disks:
            key, label = disk.plan.key, disk.plan.label
            changed = await ask(
                self.server.session,
                self.machine.ref,
                last,
                key=key,
                disk=f"{label} of '{self.plan.domain}'",
                capacity=disk.plan.capacity,
                since=self.state.ids[key],
            )
            if changed.whole:
                self.say(f"{changed.whole}; the whole disk is read again")
            self.state.changed[key] = changed

    async def _look_after(self) -> Survey:
        """See what the machine is now that it is off: its disks are read as it has them now.

        Raises:
            DiskChangedError: it has other disks.
        """
        now = self._after = await survey(self.machine)
        by_key = {disk.key: disk for disk in now.disks}
        ours = {disk.plan.key: disk.plan.capacity for disk in self.disks}
        if {key: disk.capacity for key, disk in by_key.items()} != ours:
            raise DiskChangedError(f"'{self.plan.domain}' has other disks than when it was begun")
        for disk in self.disks:
            disk.seen = by_key[disk.plan.key]
        return now

    async def _lay_over(self) -> None:
        """Have what has changed come, and lay it over what is here."""
        await self.open_images()
        changed = self.state.changed
        await self._replace([disk for disk in self.disks if changed[disk.plan.key].whole])
        told = [disk for disk in self.disks if not changed[disk.plan.key].whole]
        await together([partial(self._lay, disk) for disk in told])

    async def _replace(self, disks: Sequence[DiskOut]) -> None:
        """Have disks come whole, as of the last snapshot, over what is here."""
        if not disks:
            return
        await self._know_last()
        twin = self.again()
        twin.telling, twin._original = self.telling, self
        ours = {disk.plan.key: disk for disk in disks}
        laid = {key: Replacing(disk.kept) for key, disk in ours.items()}
        for each in twin.disks:
            each.record.done = each.plan.key not in ours
            each.sink = laid.get(each.plan.key, each.sink)
        for disk in disks:
            disk.record.content = 0
            async with self.folder(disk) as source:
                disk.record.links, disk.record.ddb = source.links, source.ddb

        async def on_chunk(each: DiskOut, chunk: Chunk) -> None:
            await laid[each.plan.key].up_to(each.chunks.span(chunk.number)[1])
            await self._laid(ours[each.plan.key], chunk)

        async def done(each: DiskOut) -> None:
            each.record.done = True

        try:
            await twin.copy(on_chunk, done)
        finally:
            for each in twin.disks:
                if each.plan.key in ours:
                    ours[each.plan.key].moved += each.moved
                    ours[each.plan.key].record.moved += each.moved
        self.state.lease = ""

    async def _know_last(self) -> None:
        """Look that the last snapshot stands.

        Raises:
            DiskChangedError: somebody has removed it.
        """
        last = (await self.snapshots.find()).last
        if last is None:
            raise DiskChangedError(
                f"the last snapshot of '{self.plan.domain}' was removed at the host"
            )
        self._last = last.ref

    async def _lay(self, disk: DiskOut) -> None:
        async with self.folder(disk) as source:
            disk.record.links, disk.record.ddb = source.links, source.ddb
            try:
                await overlay(
                    source,
                    disk.kept,
                    disk.chunks,
                    self.state.changed[disk.plan.key].areas,
                    list(disk.record.chunks),
                    hashed=self.hashed,
                    on_chunk=partial(self._laid, disk),
                    tell=partial(self.tell, disk),
                )
                await source.verify()
            finally:
                disk.moved += source.moved
                disk.record.moved += source.moved

    async def _laid(self, disk: DiskOut, chunk: Chunk) -> None:
        await self.keeper.keep(disk.record, disk.kept, chunk)

    async def _prove(self) -> None:
        """Read back what was touched; the source again if asked to; the machine is as it was."""
        self.record.state = "verifying"
        touched = {
            disk.plan.key: set(areas_by_chunk(self.state.changed[disk.plan.key].areas, disk.chunks))
            for disk in self.disks
        }
        await self._read_back({} if self.resumed else touched)
        for disk in self.disks:
            disk.record.proved = "read" if self.hashed else ""
        if self.options.verify == "full":
            await self._read_source_again()
        await self._require_still_off()
        if self.state.off_since is not None:
            self.state.downtime = max(0.0, time.time() - self.state.off_since)

    async def _read_source_again(self) -> None:
        seen = self.seen
        self.seen = self._after or seen
        try:
            await self._know_last()
            await self.prove_again()
            self.state.lease = ""
        finally:
            self.seen = seen

    def again(self) -> Leaving:
        """Return what reads the disks as the machine left them: as of the last snapshot.

        By a lease: what is thin costs what is allocated, while the machine is off.
        """
        assert self._last is not None  # noqa: S101  # it stands
        plan = dataclasses.replace(self.plan, way="snapshot")
        twin = AtSnapshot(self.machine, self.seen, plan, self.options)
        twin.read(self._last)
        return twin

    async def _require_still_off(self) -> None:
        """See that nobody has started the machine, nor changed its disks or snapshots.

        Raises:
            DiskChangedError: somebody has.
        """
        now = await survey(self.machine)
        if changes := changes_since(self.state, now):
            raise DiskChangedError(
                f"'{self.plan.domain}' was changed while it was being moved: {', '.join(changes)}"
            )

    # --- the end ---------------------------------------------------------------------------------

    async def _finish(self) -> None:
        """Give the images their names, and write what describes the machine."""
        await self.telling.phase("finishing")
        await run_sync(note_parts, self.disks, self.directory)
        self.record.state = "finishing"
        await self.write()
        xml = await describe(self, self.directory)
        await self.finish_images()
        self._exported = await self.concluded(xml)

    async def finish_images(self) -> None:
        """Give each image its name that has not got it."""
        for disk in self.disks:
            if disk not in self.opened:
                path = self.directory / disk.plan.file
                if await run_sync(has_its_name, path, disk.record, "finishing"):
                    continue  # a run before has
                await self.open_image(disk)
            await disk.kept.finish()

    async def concluded(self, xml: str | None = None) -> Exported:
        """Return what has become of the machine; the record says it, too.

        Args:
            xml: what describes it; made now if it was not before.
        """
        exported = await conclude(self, self.keeper, self.directory, self.stem, xml)
        return dataclasses.replace(
            exported,
            downtime=self.state.downtime,
            downtime_bytes=self.state.downtime_bytes,
        )

    async def _remove(self) -> None:
        """Remove our snapshots, and switch tracking off if we have switched it on.

        Raises:
            TransferError: one stands; the copy is whole.
        """
        if self._exported is None:  # a run before has made all of it
            self._exported = await self.concluded()
        if self.warm.keep_snapshots:
            await self._note_moment()
            return
        left = await self.snapshots.remove()
        if not left and self.state.tracking:
            left = await self.untrack()
        if left:
            raise TransferError(
                f"the copy of '{self.plan.domain}' is whole, and it is off, but {left}"
            )
        await self._note_moment()

    async def _note_moment(self) -> None:
        """Have the record tell the machine as it is left: what the copy is held against later."""
        self.record.moment = self.state.moment
        try:
            now = await survey(self.machine)
        except EsxError as error:
            _log.info("how '%s' is now is not noted: %s", self.plan.domain, error)
            return
        if now.power == "poweredOff":  # else somebody has started it
            self.record.moment = now.moment.to_dict()


def changes_since(state: WarmState, now: Survey) -> tuple[str, ...]:
    """Tell what of a machine is otherwise than when the last snapshot was taken.

    What does not touch its disks does not count: somebody may write a note.
    """
    then = Moment.of_dict(state.moment)
    return dataclasses.replace(then, change_version=now.change_version).changes(now.moment)
