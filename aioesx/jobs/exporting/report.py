"""What a job tells: each step while it goes on, a report at the end. Values."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from aioesx._server.moving import ExportProgress
from aioesx.errors import EsxError
from aioesx.jobs.exporting.record import EXPORTED, INTERRUPTED, NOT_BEGUN, DiskEntry, Entry, Record

__all__ = ["DiskExport", "ExportReport", "ExportStep", "MachineExport", "report_of"]


@dataclasses.dataclass(frozen=True, slots=True)
class ExportStep:
    """Something that a job does, or has found, told as it happens.

    Attributes:
        host: the host's name; empty for what is about the job.
        domain: the machine's name; likewise.
        step: ``"shutting down"``, ``"exporting"``, ``"trying again"``, ``"starting again"``,
            ``"waiting"`` (for a window), ``"warned"``, or an outcome.
        why: a sentence, where there is one: of ``"warned"`` what came up.
        progress: how far an export is, where that is all there is to tell; then `step` is
            ``"exporting"``.
    """

    host: str
    domain: str
    step: str
    why: str = ""
    progress: ExportProgress | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class DiskExport:
    """A disk that has left.

    Attributes:
        label: what the host calls it.
        file: the name of the file that holds it.
        capacity: in bytes.
        moved: bytes that came over the line.
        resumed: bytes that an earlier run had brought.
        sha256: as `ExportedDisk` has it.
    """

    label: str
    file: str
    capacity: int
    moved: int
    resumed: int
    sha256: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class MachineExport:
    """What became of a machine.

    Attributes:
        group: the group of the job that it belongs to.
        host: the host's name in the inventory.
        domain: its name.
        uuid: its BIOS UUID, as text; empty where the host tells none.
        outcome: ``"exported"``, ``"refused"`` (something is in the way), ``"failed"``,
            ``"interrupted"`` (and can be gone on with), ``"not begun"``.
        why: why, where it is not exported; or what is to be known of that.
        target: where its files are.
        format: what was made; empty where nothing was.
        way: how the bytes came; likewise.
        capacity: bytes of its disks.
        moved: bytes that came over the line.
        seconds: what its attempts took together.
        attempts: how often it was begun.
        downtime: of a warm one, seconds; None of any other.
        downtime_bytes: what was copied meanwhile; likewise.
        disks: those that have left.
        files: everything that was made.
        warnings: what is to be known, a sentence each; what came up on the way, too, in any
            attempt of any run.
        next_step: the command line that finishes the guest; empty where none does.
    """

    group: str
    host: str
    domain: str
    uuid: str
    outcome: str
    why: str
    target: str
    format: str
    way: str
    capacity: int
    moved: int
    seconds: float
    attempts: int
    downtime: float | None
    downtime_bytes: int | None
    disks: tuple[DiskExport, ...]
    files: tuple[str, ...]
    warnings: tuple[str, ...]
    next_step: str

    @property
    def ok(self) -> bool:
        """Whether it has left."""
        return self.outcome == EXPORTED

    @property
    def rate(self) -> float | None:
        """Bytes a second that came over the line; None where it took no time."""
        return self.moved / self.seconds if self.seconds else None


@dataclasses.dataclass(frozen=True, slots=True)
class ExportReport:
    """What became of a job.

    Attributes:
        job: its name.
        begun: when its first run began.
        ended: when its last one came to its end.
        machines: in the order of the file.
        silent: why each host that did not answer did not, by name.
        warnings: what is to be known, a sentence each.
    """

    job: str
    begun: datetime
    ended: datetime
    machines: tuple[MachineExport, ...]
    silent: Mapping[str, EsxError]
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether all machines have left, and all hosts have answered."""
        return not self.failed and not self.silent

    @property
    def failed(self) -> tuple[MachineExport, ...]:
        """Machines that have not left."""
        return tuple(each for each in self.machines if not each.ok)

    def __iter__(self) -> Iterator[MachineExport]:
        """Give the machines."""
        return iter(self.machines)


def report_of(
    record: Record, keys: list[str], silent: Mapping[str, EsxError], warnings: tuple[str, ...]
) -> ExportReport:
    """Return what a record says as a report."""
    return ExportReport(
        record.job,
        datetime.fromtimestamp(record.begun, UTC),
        datetime.fromtimestamp(record.ended or record.begun, UTC),
        tuple(_machine(record.machines[key]) for key in keys),
        dict(silent),
        warnings,
    )


def _machine(entry: Entry) -> MachineExport:
    outcome = entry.outcome or (INTERRUPTED if entry.step else NOT_BEGUN)
    return MachineExport(
        group=entry.group,
        host=entry.host,
        domain=entry.name,
        uuid=entry.uuid,
        outcome=outcome,
        why=entry.why,
        target=entry.target,
        format=entry.format,
        way=entry.way,
        capacity=entry.capacity,
        moved=entry.moved,
        seconds=entry.seconds,
        attempts=entry.attempts,
        downtime=entry.downtime,
        downtime_bytes=entry.downtime_bytes,
        disks=tuple(map(_disk, entry.disks)),
        files=tuple(entry.files),
        warnings=tuple(dict.fromkeys((*entry.warnings, *entry.heard))),
        next_step=entry.next_step,
    )


def _disk(entry: DiskEntry) -> DiskExport:
    return DiskExport(
        entry.label, entry.file, entry.capacity, entry.moved, entry.resumed, entry.sha256
    )
