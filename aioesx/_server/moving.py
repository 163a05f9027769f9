"""What leaves a host, and what arrives at one: the words of it, which all floors above share.

`Domain.export`, `Domain.copy_to` and `Domains.import_from` are thin: they hand what they were told,
as values of this file, to the `Mover` of the `Server`; `aioesx.export` is one.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeAlias
from uuid import UUID

from aioesx import vim

__all__ = [
    "CHUNK_BYTES",
    "Copied",
    "CopyOptions",
    "DiskSink",
    "ExportFormat",
    "ExportLimits",
    "ExportOptions",
    "ExportPlan",
    "ExportProgress",
    "ExportTarget",
    "ExportWay",
    "Exported",
    "ExportedDisk",
    "HardwareMode",
    "ImportOptions",
    "Obstacle",
    "OnExportProgress",
    "OnExportWarning",
    "PlannedDisk",
    "Proof",
    "Sink",
    "WarmOptions",
]

ExportWay = Literal["folder", "lease", "snapshot"]
"""How the bytes come: files by ranges over ``/folder``; a stream of an ExportVm lease; one of an
ExportSnapshot lease, while the machine runs."""
ExportFormat = Literal["qcow2", "raw", "ovf", "ova"]
"""What is made here: disk images with libvirt's XML beside them, or a package for hypervisors."""
HardwareMode = Literal["keep", "virtio"]
"""Which devices libvirt's XML names: those that the machine had, or virtio ones."""
Proof = Literal["none", "read", "full"]
"""How a copy is proved: not at all; read back here, and held against what came; and the source read
a second time besides."""

CHUNK_BYTES: Final = 64 * 2**20
"""Bytes of a disk that are proved, and gone on with, as one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportLimits:
    """How much is on its way at once, over all exports of a program.

    What leaves over one `Connection` has no more than its ``transfers=`` (4, if `connect` was not
    told otherwise), whatever stands here.

    Attributes:
        per_disk: connections for one disk (`"folder"`).
        per_host: connections to one host.
        total: connections in all.
        bandwidth: bytes a second in all; None for as much as there is.
    """

    per_disk: int = 4
    per_host: int = 8
    total: int = 32
    bandwidth: int | None = None


# fmt: off
ANSWERS: Final[Mapping[str, tuple[str, str]]] = {
    # parameter    in a call       what it does
    "name":       ("name=",       "calls it otherwise"),
    "datastore":  ("datastore=",  "says where its disks go"),
    "networks":   ("networks=",   "says what each of its networks is there"),
    "properties": ("properties=", "is for what a package has"),
    "thin":       ("thin=True",   "has its disks take room as they are written to"),
    "way":        ("way=",        "says how its bytes leave"),
}
# fmt: on
"""Parameters of a copy and an import, or of an export, that answer what is in its way."""


@dataclasses.dataclass(frozen=True, slots=True)
class Obstacle:
    """What is in the way of an export, or is to be known before it.

    Attributes:
        kind: a word for programs, such as ``"running"``, ``"snapshots"``, ``"space"``.
        text: a sentence for people, which names the thing.
        answer: the parameter of the call that can be given another value for it, such as
            ``"datastore"``; empty where none helps.
    """

    kind: str
    text: str
    answer: str = ""

    def __str__(self) -> str:
        return self.said({name: word for name, (word, _) in ANSWERS.items()})

    def said(self, words: Mapping[str, str]) -> str:
        """Return the sentence, with what answers it.

        Args:
            words: what parameters are called by whoever reads it; one that is not among them is
                not told.
        """
        word = words.get(self.answer)
        return self.text if word is None else f"{self.text} ({word} {ANSWERS[self.answer][1]})"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDisk:
    """A disk of a machine that is to leave.

    Attributes:
        number: 1 for the machine's first.
        key: the device's key at the host.
        label: what the host calls it: ``"Hard disk 1"``.
        source: datastore path of its newest descriptor.
        links: how many links its chain has; 1 without snapshots.
        capacity: in bytes.
        allocated: bytes that it takes at the host; None where the host does not tell.
        file: name of what is made of it, in the target's directory.
        target: libvirt's name for it in the machine: ``"sda"``.
    """

    number: int
    key: int
    label: str
    source: str
    links: int
    capacity: int
    allocated: int | None
    file: str
    target: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportPlan:
    """What an export would do, told before its first byte.

    Attributes:
        domain: the machine's name.
        uuid: its BIOS UUID, as libvirt has it.
        format: what is made.
        way: how the bytes come.
        why: the sentence that says why that way.
        disks: in the machine's order.
        files: names of all that is made, in the target's directory.
        needed: bytes that the target takes at most.
        free: bytes that the target has; None where nobody can tell.
        refusals: what forbids it; nothing is begun as long as there is one.
        warnings: what is to be known.
    """

    domain: str
    uuid: UUID | None
    format: ExportFormat
    way: ExportWay
    why: str
    disks: tuple[PlannedDisk, ...]
    files: tuple[str, ...]
    needed: int
    free: int | None
    refusals: tuple[Obstacle, ...] = ()
    warnings: tuple[Obstacle, ...] = ()

    @property
    def capacity(self) -> int:
        """Bytes of all disks."""
        return sum(disk.capacity for disk in self.disks)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportProgress:
    """How far an export is.

    Attributes:
        domain: the machine's name.
        phase: ``"preparing"``, ``"copying"``, ``"verifying"``, ``"finishing"``; of a warm one
            ``"pre-copying"`` and ``"cutting over"`` besides; ``"waiting"`` for the host to end a
            lease that nobody knows, since the answer that named it was lost.
        disk: number of the disk; 0 where it is about all of them.
        disks: how many there are.
        at: up to which byte of the disk all has come; rises steadily also where a stream's length
            is not known before.
        capacity: of the disk, in bytes.
        moved: bytes that came over the line for this machine.
        seconds: since it began.
    """

    domain: str
    phase: str
    disk: int
    disks: int
    at: int
    capacity: int
    moved: int
    seconds: float


OnExportProgress: TypeAlias = Callable[[ExportProgress], object]
"""Function, or coroutine function, that is told how far an export is."""

OnExportWarning: TypeAlias = Callable[[Obstacle], object]
"""Function, or coroutine function, that is told what is to be known of a machine on its way."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportedDisk:
    """A disk that has left.

    Attributes:
        plan: what was planned.
        path: the file that holds it; None in a sink of the caller's.
        moved: bytes that came over the line, those that came twice included.
        content: bytes that are not zeros, by blocks of 64 KiB.
        sha256: hex digest over the digests of its chunks of 64 MiB, which ``NAME.export.json`` has
            one by one; None if nothing was hashed (``verify="none"``).
        resumed: bytes of the disk that an earlier run had brought.
    """

    plan: PlannedDisk
    path: Path | None
    moved: int
    content: int
    sha256: str | None
    resumed: int = 0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A machine that has left, and how it was.

    Attributes:
        plan: what was planned.
        disks: in the machine's order.
        files: everything that was made.
        record: ``NAME.export.json``: all of this for programs, chunk by chunk; None in a sink.
        seconds: how long it took.
        downtime: seconds for which a warm one had the machine off, up to when all was here and
            proved; None of any other, and of a machine that was off before.
        downtime_bytes: bytes of its disks that a warm one copied meanwhile: what had changed, by
            blocks of 64 KiB; None of any other.
        next_step: the command line that finishes the guest (``virt-v2v ...``); "" where none does.
    """

    plan: ExportPlan
    disks: tuple[ExportedDisk, ...]
    files: tuple[Path, ...]
    record: Path | None
    seconds: float
    downtime: float | None = None
    downtime_bytes: int | None = None
    next_step: str = ""

    @property
    def moved(self) -> int:
        """Bytes that came over the line."""
        return sum(disk.moved for disk in self.disks)


class DiskSink(Protocol):
    """A disk where it arrives. What is never written is zeros."""

    async def write(self, offset: int, data: bytes) -> None:
        """Take some bytes of the disk. Calls come in any order, one at a time, no byte twice."""
        ...

    async def finish(self) -> None:
        """Take note that all has come."""
        ...

    async def abandon(self) -> None:
        """Take note that no more comes, and throw away what is half. Shielded, for 10 s.

        All disks are told at once. What it raises is logged, and noted (``__notes__``) at the
        error that has ended the export, which goes on to the caller.
        """
        ...


class Sink(Protocol):
    """Where a machine arrives that no file is made of: an object of the caller's."""

    async def open(self, disk: PlannedDisk) -> DiskSink:
        """Return what takes a disk."""
        ...


ExportTarget: TypeAlias = str | Path | Sink
"""A directory, the file of an OVA, or a sink of the caller's."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class WarmOptions:
    """How a machine moves that runs on meanwhile.

    Attributes:
        quiesce: whether the guest is to write its buffers for the first snapshot.
        shutdown_seconds: how long the guest may take to shut down at the cut-over.
        force_off: whether it is switched off if it takes longer; else that is an error.
        keep_snapshots: whether the snapshots stay at the end.
        cut_over: a coroutine function that is awaited between pre-copy and cut-over; None for at
            once.
    """

    quiesce: bool = False
    shutdown_seconds: float = 300.0
    force_off: bool = False
    keep_snapshots: bool = False
    cut_over: Callable[[], Any] | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What `Domain.export` was told; see there."""

    format: ExportFormat = "qcow2"
    name: str | None = None
    way: ExportWay | None = None
    hardware: HardwareMode = "keep"
    networks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    verify: Proof = "read"
    resume: bool = True
    overwrite: bool = False
    warm: WarmOptions | None = None
    limits: ExportLimits = ExportLimits()
    chunk_bytes: int | None = None
    nfc_hosts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    on_progress: OnExportProgress | None = None
    on_warning: OnExportWarning | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """What `Domains.import_from` was told; see there."""

    name: str | None = None
    datastore: str | None = None
    networks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    properties: Mapping[str, str] = dataclasses.field(default_factory=dict, repr=False)
    thin: bool = True
    verify: Proof = "read"
    limits: ExportLimits = ExportLimits()
    nfc_hosts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    on_progress: OnExportProgress | None = None
    on_warning: OnExportWarning | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class CopyOptions:
    """What `Domain.copy_to` was told; see there."""

    name: str | None = None
    way: ExportWay | None = None
    datastore: str | None = None
    networks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    verify: Proof = "read"
    limits: ExportLimits = ExportLimits()
    nfc_hosts: Mapping[str, str] = dataclasses.field(default_factory=dict)
    on_progress: OnExportProgress | None = None
    on_warning: OnExportWarning | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A machine that has arrived at a host.

    Attributes:
        ref: the new machine.
        name: what it is called there.
        uuid: its BIOS UUID.
        disks: how each disk came, in the machine's order.
        thin: whether all of its disks are thin, as the host tells afterwards.
        seconds: how long it took.
        warnings: what is to be known.
    """

    ref: vim.ManagedObjectReference
    name: str
    uuid: UUID | None
    disks: tuple[ExportedDisk, ...]
    thin: bool
    seconds: float
    warnings: tuple[Obstacle, ...] = ()
