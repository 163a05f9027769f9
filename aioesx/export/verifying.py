"""`verify` holds what was exported against its record, byte by byte; `status` tells how far it is.

Both need nothing but the files here; with a connection, `verify` reads the source a second time.
"""

from __future__ import annotations

import dataclasses
import time
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from anyio.to_thread import run_sync

from aioesx._server.moving import (
    DiskSink,
    ExportLimits,
    ExportOptions,
    ExportWay,
    OnExportProgress,
    PlannedDisk,
)
from aioesx._server.server import Opened
from aioesx.domain.domains import Domains
from aioesx.errors import ExportRefusedError, ExportStateError, ProofError
from aioesx.export.before.names import is_of_export
from aioesx.export.before.planning import planned
from aioesx.export.before.survey import survey
from aioesx.export.copying_disks import Chunk, Passage, of_file
from aioesx.export.digests import Chunks, of_chunks
from aioesx.export.images.files import ImageDisk, open_disk
from aioesx.export.leaving import DiskOut, Leaving
from aioesx.export.packages.unpacking import FoundDisk, find_package
from aioesx.export.present import trouble_in
from aioesx.export.proving import Against, Nowhere, prove_pieces
from aioesx.export.record import SUFFIX, DiskRecord, Record, read_record
from aioesx.export.telling import Telling

__all__ = ["ExportStatus", "Verified", "VerifiedDisk", "status", "verify"]

_EXPORT: Final = SUFFIX
_PACKAGES: Final = (".ovf", ".ova")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedDisk:
    """A disk that is what its record says.

    Attributes:
        label: what the host called it.
        path: the file that holds it.
        capacity: in bytes.
        chunks: how many chunks were held against their digests.
        sha256: hex digest over the chunks' digests; None if nothing was hashed when it came.
    """

    label: str
    path: Path
    capacity: int
    chunks: int
    sha256: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """An export that is what its record says.

    Attributes:
        domain: the machine's name.
        record: ``NAME.export.json``.
        disks: in the machine's order.
        full: whether the source was read, too.
        seconds: how long it took.
    """

    domain: str
    record: Path
    disks: tuple[VerifiedDisk, ...]
    full: bool
    seconds: float


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportStatus:
    """How far an export is, as its record says, and whether its files are here.

    Attributes:
        domain: the machine's name.
        record: ``NAME.export.json``.
        state: ``"copying"``, ``"verifying"``, ``"finishing"`` or ``"done"``: of an export that
            runs, or that was broken off there.
        way: how the bytes come.
        format: what is made.
        done: bytes of its disks that are safe.
        capacity: bytes of all its disks.
        disks: how many there are.
        began: when, ISO 8601.
        ended: likewise; None unless it is done.
        proved: how the copy was proved: ``""``, ``"read"`` or ``"full"``.
        restarts: why disks were begun anew, a sentence each.
        warnings: what was warned of.
        trouble: which of its files are missing, or have another size than they had, a clause each;
            none is read for that.
    """

    domain: str
    record: Path
    state: Literal["copying", "verifying", "finishing", "done"]
    way: str
    format: str
    done: int
    capacity: int
    disks: int
    began: str
    ended: str | None
    proved: str
    restarts: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()

    @property
    def percent(self) -> int:
        """How much of the disks is safe."""
        return 100 * self.done // self.capacity if self.capacity else 100


async def status(path: str | Path = ".") -> list[ExportStatus]:
    """Tell how far exports are: of a directory all, by name; of a record that one.

    Files are looked at and not read: `verify` does that.

    Raises:
        ExportStateError: a record is none to believe, or a file is no record.
    """
    return await run_sync(_statuses, Path(path))


def _statuses(path: Path) -> list[ExportStatus]:
    names = sorted(path.glob(f"*{_EXPORT}")) if path.is_dir() else [_record_of(path)]
    found = [(name, record) for name in names if (record := read_record(name)) is not None]
    return [_status(name, record) for name, record in found]


def _record_of(path: Path) -> Path:
    """Return the record of an export, of which a path names the record or something beside it.

    Raises:
        ExportStateError: there is none.
    """
    if path.name.endswith(_EXPORT) and path.is_file():
        return path
    if path.is_dir():
        records = sorted(path.glob(f"*{_EXPORT}"))
        if len(records) == 1:
            return records[0]
        why = "there is no" if not records else "there is more than one"
        raise ExportStateError(f"{path}: {why} NAME{_EXPORT}", path=path)
    for record in sorted(path.parent.glob(f"*{_EXPORT}")):
        if is_of_export(record.name.removesuffix(_EXPORT), path.name):
            return record
    raise ExportStateError(f"{path}: there is no NAME{_EXPORT} beside it", path=path)


def _status(path: Path, record: Record) -> ExportStatus:
    proofs = {disk.proved for disk in record.disks}
    done = 0
    for disk in record.disks:
        chunks = Chunks(disk.capacity, record.chunk_bytes)
        for number, digest in enumerate(disk.chunks):
            if digest is not None:
                start, stop = chunks.span(number)
                done += stop - start
    return ExportStatus(
        domain=record.domain,
        record=path,
        state=record.state,
        way=record.way,
        format=record.format,
        done=done,
        capacity=sum(disk.capacity for disk in record.disks),
        disks=len(record.disks),
        began=record.began,
        ended=record.ended,
        proved=next(iter(proofs)) if len(proofs) == 1 else "",
        restarts=tuple(record.restarts),
        warnings=tuple(record.warnings),
        trouble=trouble_in(path, record),
    )


async def verify(
    path: str | Path = ".",
    *,
    full: bool = False,
    esx: Opened | None = None,
    limits: ExportLimits | None = None,
    on_progress: OnExportProgress | None = None,
) -> Verified:
    """Read every chunk of what was exported, and hold it against its record.

    Args:
        path: ``NAME.export.json``, a file beside it, or a directory with one export.
        full: read the source, too; the machine is still as it was then.
        esx: the connection for that.
        limits: how much is on its way at once.
        on_progress: a function, or coroutine function, told how far it is, at most ten times a
            second: of what is here, and then of the source, each the phase ``"verifying"``.

    Raises:
        ProofError: it is something else; names the disk, and the first byte of the chunk.
        ExportStateError: there is no record, it is none to believe, or the export is not done.
        DiskFormatError, TransferError: a file is damaged, or cannot be read.
        ExportRefusedError: the source cannot be read; it runs, say.
        DiskChangedError: the machine is not what it was.
    """
    if full and esx is None:
        raise ValueError("full= reads the source: it takes a connection, esx=")
    began = time.monotonic()
    where = await run_sync(_record_of, Path(path))
    record = await run_sync(read_record, where)
    if record is None or record.state != "done":
        state = "gone" if record is None else f"at '{record.state}'"
        raise ExportStateError(f"{where}: the export is not done, it is {state}", path=where)
    limits = limits or ExportLimits()
    telling = Telling(record.domain, len(record.disks), on_progress)
    await telling.phase("verifying")
    disks = await _verified_disks(where.parent, record, limits, telling)
    if full and esx is not None:
        await telling.phase("verifying")
        await _hold_source(esx, where, record, limits, telling)
    return Verified(
        domain=record.domain,
        record=where,
        disks=disks,
        full=full,
        seconds=time.monotonic() - began,
    )


async def _verified_disks(
    directory: Path, record: Record, limits: ExportLimits, telling: Telling
) -> tuple[VerifiedDisk, ...]:
    package = next((file for file in record.files if file.endswith(_PACKAGES)), None)
    if package is None:
        return tuple(
            [await _image(directory, record, disk, limits, telling) for disk in record.disks]
        )
    async with find_package(directory / package) as found:
        by_file = {disk.file.href: disk for disk in found.disks}
        missing = [disk.file for disk in record.disks if disk.file not in by_file]
        if missing:
            raise ProofError(f"{found.path} has no {missing[0]}", disk=missing[0])
        return tuple(
            [await _packed(by_file[disk.file], record, disk, telling) for disk in record.disks]
        )


async def _image(
    directory: Path, record: Record, disk: DiskRecord, limits: ExportLimits, telling: Telling
) -> VerifiedDisk:
    """Hold an image against what is recorded of its disk."""
    path, chunks = directory / disk.file, Chunks(disk.capacity, record.chunk_bytes)
    async with open_disk(path, limits, record.format) as opened:
        if not isinstance(opened, ImageDisk) or opened.capacity != disk.capacity:
            raise ProofError(
                f"{path} is a disk of {opened.capacity} bytes, not of {disk.capacity}",
                disk=str(path),
            )
        tell = partial(_tell, telling, disk)
        count = await prove_pieces(opened.pieces, chunks, disk.chunks, str(path), tell)
    return _verified(path, disk, count)


async def _tell(telling: Telling, disk: DiskRecord, at: int) -> None:
    await telling.at(disk, at, ended=at >= disk.capacity)


async def _packed(
    found: FoundDisk, record: Record, disk: DiskRecord, telling: Telling
) -> VerifiedDisk:
    """Hold a stream against what is recorded of its disk; the manifest is held, too."""
    chunks = Chunks(disk.capacity, record.chunk_bytes)
    against = Against(disk.chunks, chunks, disk.file, how="was written")
    passage = Passage(chunks, hashed=True, on_chunk=against.chunk)
    with of_file(found.name):
        async with aclosing(found.wire()) as wire:
            async for data in wire:
                if runs := await run_sync(passage.take, data):
                    await _tell(telling, disk, runs[-1][0] + len(runs[-1][1]))
                await passage.told()
        await passage.end()
    await _tell(telling, disk, disk.capacity)
    return _verified(found.path or Path(disk.file), disk, against.count)


def _verified(path: Path, disk: DiskRecord, count: int) -> VerifiedDisk:
    hashed = all(disk.chunks)
    return VerifiedDisk(
        label=disk.label,
        path=path,
        capacity=disk.capacity,
        chunks=count,
        sha256=of_chunks(digest or "" for digest in disk.chunks) if hashed else None,
    )


async def _hold_source(
    esx: Opened, where: Path, record: Record, limits: ExportLimits, telling: Telling
) -> None:
    """Read a source again, the way it came."""
    if record.uuid is None:
        raise ExportStateError(f"{where} does not say which machine it is of", path=where)
    domain = await Domains(esx._server).lookup(uuid=UUID(record.uuid))
    seen = await survey(domain)
    way: ExportWay = "folder" if record.way == "folder" else "lease"
    options = ExportOptions(way=way, overwrite=True, limits=limits, chunk_bytes=record.chunk_bytes)
    plan = await planned(domain, seen, _NoTarget(), options)
    if plan.refusals:
        raise ExportRefusedError(f"'{plan.domain}' cannot be read", plan.refusals, plan.warnings)
    leaving = Leaving(domain, seen, plan, options)
    leaving.telling = telling
    leaving.require_same(record)
    by_key = {disk.key: disk for disk in record.disks}

    async def on_chunk(disk: DiskOut, chunk: Chunk) -> None:
        first = by_key[disk.plan.key]
        await Against(first.chunks, disk.chunks, disk.plan.label, how="was exported").chunk(chunk)

    async def done(disk: DiskOut) -> None:
        disk.record.done = True

    await leaving.copy(on_chunk, done)
    await leaving.require_unchanged()


class _NoTarget:
    """Where nothing arrives."""

    async def open(self, disk: PlannedDisk) -> DiskSink:
        """Return what takes a disk."""
        del disk
        return Nowhere()
