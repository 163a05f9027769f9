"""`Leaving`: a machine on its way out, whatever becomes of its bytes: how its disks come.

A disk is gone on with only while the machine is as it was: off all the time, and nothing written
to a link. Streams that broke off with their lease come by another, a few times.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias, cast

from anyio.to_thread import run_sync

from aioesx import vim
from aioesx._concurrency import together
from aioesx._server.moving import ExportedDisk, ExportOptions, ExportPlan, PlannedDisk
from aioesx._server.server import Machine
from aioesx.errors import DiskChangedError, ExportStateError, LeaseError
from aioesx.export.before.earlier import Wanted, remove_replaced, take_over, who
from aioesx.export.before.survey import Moment, Survey, SurveyedDisk, survey
from aioesx.export.copying_disks import (
    Chunk,
    OnChunk,
    Passage,
    folder_to_disk,
    lease_to_disk,
)
from aioesx.export.copying_disks import Telling as Tell
from aioesx.export.digests import Chunks, of_chunks, usual_chunk
from aioesx.export.keeping import Keeper
from aioesx.export.proving import Against, Nowhere
from aioesx.export.record import DiskRecord, Record, read_record
from aioesx.export.sink import DiskSink, KeptDisk
from aioesx.export.sources.folder import FolderDisk, folder_disk
from aioesx.export.sources.lease import HeldLease, LeaseFile, end_lease, lease
from aioesx.export.sources.renewing import by_leases
from aioesx.export.sources.streamed import StreamedDisk, ask_for_sha256, compare
from aioesx.export.telling import Telling
from aioesx.export.warm.state import unfinished

__all__ = ["DiskOut", "Leaving", "OnDisk", "OnDiskChunk", "files_of"]


class DiskOut:
    """A disk on its way.

    Attributes:
        plan: what was planned.
        seen: what the host says of it.
        record: what is done.
        chunks: how it is cut.
        sink: takes its bytes.
        resumed: bytes that an earlier run had brought.
        digests: digest of each chunk.
        passage: of a stream, how far it is.
    """

    def __init__(
        self, plan: PlannedDisk, seen: SurveyedDisk, record: DiskRecord, size: int
    ) -> None:
        self.plan, self.seen, self.record = plan, seen, record
        self.chunks = Chunks(plan.capacity, size)
        self.sink: DiskSink = Nowhere()
        self.moved = 0
        self.resumed = 0
        self.passage: Passage | None = None

    @property
    def kept(self) -> KeptDisk:
        """The file here that takes its bytes."""
        return cast("KeptDisk", self.sink)

    def exported(self, path: Path | None, *, hashed: bool) -> ExportedDisk:
        """Return what became of it."""
        return ExportedDisk(
            plan=self.plan,
            path=path,
            moved=self.moved,
            content=self.record.content,
            sha256=of_chunks(digest or "" for digest in self.record.chunks) if hashed else None,
            resumed=self.resumed,
        )


class Leaving:
    """A machine on its way out.

    Attributes:
        machine: which.
        server: where it is.
        seen: what it was when it was looked at.
        plan: what is to be done.
        options: what was told.
        telling: tells how far it is.
        disks: its disks, in the plan's order.
        record: what is done.
        ledger: writes it; None where nothing is kept.
        hashed: whether bytes are hashed on their way.
    """

    ledger: Keeper | None = None
    _original: Leaving | None = None

    def __init__(
        self, machine: Machine, seen: Survey, plan: ExportPlan, options: ExportOptions
    ) -> None:
        self.machine, self.server = machine, machine._server
        self.seen, self.plan, self.options = seen, plan, options
        self.hashed = options.verify != "none"
        self.record = self._new_record()
        self.telling = Telling(
            plan.domain,
            len(plan.disks),
            options.on_progress,
            options.on_warning,
            self.record.warnings,
        )
        self.disks = self._disks()

    def _disks(self) -> list[DiskOut]:
        by_number = {disk.number: disk for disk in self.seen.disks}
        return [
            DiskOut(plan, by_number[plan.number], record, self.record.chunk_bytes)
            for plan, record in zip(self.plan.disks, self.record.disks, strict=True)
        ]

    def _new_record(self) -> Record:
        plan, session = self.plan, self.server.session
        largest = max((disk.capacity for disk in plan.disks), default=0)
        chunk_bytes = self.options.chunk_bytes or usual_chunk(largest)
        return Record(
            state="copying",
            domain=plan.domain,
            uuid=str(plan.uuid) if plan.uuid is not None else None,
            instance_uuid=self.seen.instance_uuid,
            host=session.where,
            product=session.product.full_name,
            vmx_path=str(self.seen.vmx_path),
            moment=self.seen.moment.to_dict(),
            format=plan.format,
            way=plan.way,
            chunk_bytes=chunk_bytes,
            disks=[_new_disk(disk, chunk_bytes) for disk in plan.disks],
            warnings=[str(each) for each in plan.warnings],
            began=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    async def look_back(self, path: Path) -> Record | None:
        """See what an earlier export has left, and go on with it if that is wanted and true.

        Args:
            path: where its record would be.

        Returns:
            Its record, if it was looked at.

        Raises:
            ExportStateError: it is of another export, or nothing to believe, or of a warm move
                that was not ended.
        """
        options = self.options
        anew = options.overwrite and not options.resume
        try:
            old = await run_sync(read_record, path)
        except ExportStateError:
            if anew:
                return None
            raise
        if old is None:
            return None
        if unfinished(old.extra, path) is not None:
            raise ExportStateError(
                f"{path} is of a warm move of '{old.domain}' that was not ended, and may have left"
                " snapshots: move it warm again, which goes on with that or takes it back",
                path=path,
            )
        if old.lease and old.host == self.record.host:
            await end_lease(self.server, vim.ManagedObjectReference("HttpNfcLease", old.lease))
        wanted = Wanted(self.seen, self.plan.format, warm=False)
        replace = partial(take_over, overwrite=options.overwrite)
        await run_sync(replace, path, old, self.record, wanted)
        if anew:
            return None
        if not options.resume or (options.overwrite and old.state == "done"):
            return None
        self.take_up(old)
        return old

    async def remove_replaced(self, directory: Path, stem: str) -> None:
        """Remove what this export has replaced; what cannot be removed is warned of.

        Args:
            directory: where both are.
            stem: what the files of both are called.
        """
        left = await run_sync(remove_replaced, directory, self.record, stem)
        if left:
            self.telling.note("replaced", left)
        await self.telling.tell_news()

    def take_up(self, old: Record) -> None:
        """Go on with an earlier export, as far as it is still one of this machine as it is now."""
        reasons = _differences(self, old)
        self.record.restarts = list(old.restarts)
        for reason in reasons:
            self.restart(reason, f"it begins anew: {reason}")
        if reasons:
            return
        self.record.began, self.record.seconds = old.began, old.seconds
        by_key = {disk.key: disk for disk in old.disks}
        for number, disk in enumerate(self.disks):
            before = by_key.get(disk.plan.key)
            if before is None:
                continue
            if self.hashed:  # what nobody hashed then is not known now
                before.chunks = [digest or None for digest in before.chunks]
                before.done = before.done and None not in before.chunks
            if _goes_on(before, disk.record, self.plan.way):
                before.file = disk.plan.file
                self.record.disks[number] = disk.record = before

    def restart(self, reason: str, text: str | None = None) -> None:
        """Note why something of an earlier export is not gone on with.

        Args:
            reason: what the record says.
            text: what is warned of, if that alone says too little.
        """
        self.record.restarts.append(reason)
        self.telling.note("anew", text or reason)

    def warned(self) -> ExportPlan:
        """Return the plan with all that came up on the way among its warnings."""
        warnings = (*self.plan.warnings, *self.telling.came_up)
        return dataclasses.replace(self.plan, warnings=warnings)

    def require_same(self, old: Record) -> None:
        """See that the machine is as it was when an earlier export of it was made.

        Raises:
            DiskChangedError: it is not.
        """
        changes = _since(self, old)
        if changes:
            raise DiskChangedError(
                f"'{self.plan.domain}' is not what it was when it was exported:"
                f" {', '.join(changes)}"
            )

    async def require_unchanged(self) -> None:
        """See that the machine is as it was when the export began.

        Raises:
            DiskChangedError: it is not.
        """
        if self.plan.way == "snapshot":  # which stays what it is
            return
        now = await survey(self.machine)
        if changes := self.seen.moment.changes(now.moment):
            raise DiskChangedError(
                f"'{self.plan.domain}' was changed while it left: {', '.join(changes)}"
            )

    # --- bytes ----------------------------------------------------------------------------------

    async def copy(self, on_chunk: OnDiskChunk, done: OnDisk) -> None:
        """Have all disks come.

        Args:
            on_chunk: coroutine function that is told of a disk and of a chunk of it that was
                written.
            done: coroutine function that is told of a disk that is whole.
        """
        waiting = [disk for disk in self.disks if not disk.record.done]
        if not waiting:
            return
        if self.plan.way == "folder":
            await self.all_of([partial(self._by_folder, disk, on_chunk, done) for disk in waiting])
        else:
            await self._by_leases(waiting, on_chunk, done)

    async def _by_folder(self, disk: DiskOut, on_chunk: OnDiskChunk, done: OnDisk) -> None:
        async with self.folder(disk) as source:
            self._require_links(disk, source)
            try:
                await self.from_files(disk, source, partial(on_chunk, disk))
                await source.verify()
            finally:
                disk.moved += source.moved
                disk.record.moved += source.moved
        await done(disk)

    async def all_of(self, disks: Sequence[Callable[[], Awaitable[None]]]) -> None:
        """Have disks come, as many at once as may; where they go may bear but one."""
        await together(disks)

    async def from_files(self, disk: DiskOut, source: FolderDisk, on_chunk: OnChunk) -> None:
        """Have a disk come from its files."""
        await folder_to_disk(
            source,
            disk.sink,
            disk.chunks,
            disk.record.todo,
            hashed=self.hashed,
            on_chunk=on_chunk,
            tell=partial(self.tell, disk),
        )

    async def from_stream(
        self, disk: DiskOut, source: StreamedDisk, on_chunk: OnChunk, tell: Tell
    ) -> None:
        """Have a disk come from a lease's stream."""
        if disk.passage is None:
            disk.passage = Passage(disk.chunks, hashed=self.hashed, on_chunk=on_chunk)
        await lease_to_disk(
            source,
            disk.sink,
            disk.chunks,
            hashed=self.hashed,
            on_chunk=on_chunk,
            tell=tell,
            passage=disk.passage,
        )

    def folder(self, disk: DiskOut) -> AbstractAsyncContextManager[FolderDisk]:
        """Open a disk's files."""
        store = disk.seen.store
        if store is None:
            raise ExportStateError(f"the host does not show the datastore of {disk.plan.source}")
        return folder_disk(self.server, disk.seen.links[0].path, store.ref, self.options.limits)

    def _require_links(self, disk: DiskOut, source: FolderDisk) -> None:
        """Note what a disk's links are; what an earlier run brought is of others, or of these.

        Raises:
            DiskChangedError: of others.
        """
        links = source.links
        if disk.resumed and disk.record.links != links:
            raise DiskChangedError(
                f"{disk.plan.label} was changed since the earlier export: its links were"
                f" {_told(disk.record.links)}, they are {_told(links)}"
            )
        disk.record.links, disk.record.ddb = links, source.ddb

    async def tell(self, disk: DiskOut, at: int, moved: int) -> None:
        """Tell how far a disk is."""
        self.telling.moved += moved
        await self.telling.at(disk.plan, at, ended=at >= disk.plan.capacity)

    def lease_method(self) -> vim.Method[vim.ManagedObjectReference]:
        """Return what gives the lease."""
        return vim.ExportVm(this=self.machine.ref)

    async def _by_leases(self, waiting: list[DiskOut], on_chunk: OnDiskChunk, done: OnDisk) -> None:
        """Have disks come by a lease; by another one, where it ended on the way."""

        async def attempt(began: list[HeldLease]) -> None:
            left = [disk for disk in waiting if not disk.record.done]
            if left:
                await self._by_lease(left, began, on_chunk, done)

        await by_leases(attempt, self.telling.warn, self.require_unchanged)
        self.record.lease = ""  # the next who writes it says so

    async def _by_lease(
        self, waiting: list[DiskOut], began: list[HeldLease], on_chunk: OnDiskChunk, done: OnDisk
    ) -> None:
        async with self.lease() as held:
            began.append(held)
            kind = await ask_for_sha256(self.server.session, held) if self.hashed else None
            files = files_of(held, self.disks)
            total = sum(disk.plan.capacity for disk in waiting)
            reached: dict[int, int] = {}

            async def tell(disk: DiskOut, at: int, moved: int) -> None:
                reached[disk.plan.number] = at
                held.percent = 100 * sum(reached.values()) // total
                await self.tell(disk, at, moved)

            async def one(disk: DiskOut) -> None:
                file = files[disk.plan.number]
                source = StreamedDisk(
                    self.server.session, held, file, self.options.limits, kind=kind
                )
                try:
                    await self.from_stream(
                        disk, source, partial(on_chunk, disk), partial(tell, disk)
                    )
                finally:
                    disk.moved += source.moved
                    disk.record.moved += source.moved
                told = compare(await held.manifest(), source)
                disk.record.manifest = {**source.manifest(), "compared": told}
                await done(disk)

            await self.all_of([partial(one, disk) for disk in waiting])

    async def note_lease(self, lease: str) -> None:
        """Have the record name the lease that is held, so that a later run can end it."""
        if self._original is not None:
            return await self._original.note_lease(lease)
        self.record.lease = lease
        if self.ledger is not None:
            await self.ledger.write()
        return None

    def lease(self) -> AbstractAsyncContextManager[HeldLease]:
        """Hold a lease for the machine."""
        return lease(
            self.server,
            self.lease_method(),
            what=f"'{self.plan.domain}'",
            nfc_hosts=self.options.nfc_hosts,
            on_begun=lambda ref: self.note_lease(ref.value),
            waiting=self.telling.waiting,
        )

    def standing(self) -> AbstractAsyncContextManager[None]:
        """Hold what the disks come from."""
        return nullcontext()

    def again(self) -> Leaving:
        """Return what reads the same disks a second time."""
        return Leaving(self.machine, self.seen, self.plan, self.options)

    async def prove(self, read_back: Callable[[], Awaitable[None]]) -> None:
        """Prove what came, as it was asked for; the record says that it is being done.

        Args:
            read_back: reads what is here, and holds it against what came.

        Raises:
            ProofError: it is something else.
            DiskChangedError: the machine is not as it was when the export began.
        """
        await self.require_unchanged()
        if not self.hashed:
            return
        self.record.state = "verifying"
        if self.ledger is not None:
            await self.ledger.write()
        await self.telling.phase("verifying")
        await read_back()
        for disk in self.disks:
            disk.record.proved = "read"
        if self.options.verify == "full":
            await self.prove_again()
            await self.require_unchanged()

    async def prove_again(self) -> None:
        """Read the source a second time, and hold each chunk against the first.

        Raises:
            ProofError: one is another.
        """
        await self.telling.phase("verifying")
        twin = self.again()
        twin.telling, twin._original = self.telling, self

        async def on_chunk(disk: DiskOut, chunk: Chunk) -> None:
            first = self.disks[disk.plan.number - 1]
            against = Against(first.record.chunks, first.chunks, disk.plan.label)
            await against.chunk(chunk)

        async def done(disk: DiskOut) -> None:
            disk.record.done = True

        await twin.copy(on_chunk, done)
        self.record.lease = ""
        for disk, again in zip(self.disks, twin.disks, strict=True):
            disk.moved += again.moved
            disk.record.moved += again.moved
            disk.record.proved = "full"


def files_of(held: HeldLease, disks: Sequence[DiskOut]) -> dict[int, LeaseFile]:
    """Tell which file of a lease is which disk: by its place in the machine, else by its order.

    Raises:
        LeaseError: the lease has others.
    """
    files = [file for file in held.files if file.is_disk]
    by_slot = {file.key.rpartition("/")[2].lower(): file for file in files}
    found = {disk.plan.number: by_slot.get(disk.seen.slot.lower()) for disk in disks}
    if None in found.values() and len(files) == len(disks):
        found = {disk.plan.number: file for disk, file in zip(disks, files, strict=True)}
    missing = [disk.plan.label for disk in disks if found[disk.plan.number] is None]
    if missing:
        keys = ", ".join(file.key for file in files)
        raise LeaseError(f"the lease has no {', '.join(missing)}; it has {keys or 'no disk'}")
    return cast("dict[int, LeaseFile]", found)


def _told(links: list[tuple[str, str]]) -> str:
    return ", ".join(f"{path} (CID {cid})" for path, cid in links) or "not known"


def _new_disk(disk: PlannedDisk, chunk_bytes: int) -> DiskRecord:
    return DiskRecord(
        number=disk.number,
        key=disk.key,
        label=disk.label,
        source=disk.source,
        links=[],
        ddb={},
        capacity=disk.capacity,
        file=disk.file,
        target=disk.target,
        chunks=[None] * len(Chunks(disk.capacity, chunk_bytes)),
    )


def _since(leaving: Leaving, old: Record) -> list[str]:
    """Tell what is otherwise with the machine than at an earlier export, a clause each."""
    if who(old) != who(leaving.record):
        return [f"what is there is of another machine, '{old.domain}' ({old.vmx_path})"]
    try:
        return list(Moment.of_dict(old.moment).changes(leaving.seen.moment))
    except (KeyError, TypeError, ValueError):
        return ["the record does not say what the machine was"]


def _differences(leaving: Leaving, old: Record) -> list[str]:
    """Tell why an earlier export cannot be gone on with, a clause each."""
    now, plan = leaving.record, leaving.plan
    asked = (
        ("format", old.format, plan.format),
        ("size of a chunk", old.chunk_bytes, now.chunk_bytes),
    )
    found = [f"the {what} was {a}, it is {b}" for what, a, b in asked if a != b]
    if plan.way == "snapshot" and leaving.seen.power != "poweredOff":
        found.append("the machine has run since, so its disks are those of another moment")
    return found + _since(leaving, old)


def _goes_on(old: DiskRecord, new: DiskRecord, way: str) -> bool:
    """Tell whether a disk that an earlier run began can be gone on with: streams have no middle."""
    same = (old.source, old.capacity) == (new.source, new.capacity)
    return same and old.saved is not None and (old.done or way == "folder")


OnDiskChunk: TypeAlias = Callable[[DiskOut, Chunk], Awaitable[None]]
"""Is told of a chunk of a disk that was written."""
OnDisk: TypeAlias = Callable[[DiskOut], Awaitable[None]]
"""Is told of a disk that is whole."""
