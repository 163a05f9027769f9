"""`Record`: what a job has begun and what has become of it, as its state file has it. No I/O."""

from __future__ import annotations

import dataclasses
from typing import Any, Final

from aioesx.jobs._state_text import read_state, state_text

__all__ = [
    "EXPORTED",
    "EXPORTING",
    "FAILED",
    "INTERRUPTED",
    "NOT_BEGUN",
    "OVER",
    "REFUSED",
    "DiskEntry",
    "Entry",
    "Record",
    "read_record",
]

VERSION: Final = 1

EXPORTING: Final = "exporting"
"""The step from which on what lies at the target is this job's."""

EXPORTED: Final = "exported"
REFUSED: Final = "refused"
FAILED: Final = "failed"
INTERRUPTED: Final = "interrupted"
NOT_BEGUN: Final = "not begun"

OVER: Final = frozenset({EXPORTED, REFUSED, FAILED})
"""Outcomes after which a run does nothing more with a machine."""


@dataclasses.dataclass(slots=True)
class DiskEntry:
    """What is known of a disk that has left; as `aioesx.ExportedDisk` has it."""

    label: str
    file: str
    capacity: int
    moved: int
    resumed: int
    sha256: str | None


@dataclasses.dataclass(slots=True)
class Entry:
    """What is known of a machine.

    Attributes:
        host: the host's name in the inventory.
        name: the machine's.
        ref: value of its reference.
        uuid: its BIOS UUID, as text; empty where the host tells none.
        group: the group that it belongs to.
        target: where its files go.
        step: the last step that was begun: ``"shutting down"``, ``"exporting"``; empty before.
        outcome: what has become of it; empty until that is known.
        why: a sentence about that, or about the last trouble.
        attempts: how often it was begun.
        was_on: whether this job has shut it down.
        begun: when it was begun first, in seconds since 1970; 0 before.
        ended: when its outcome was.
        seconds: what all attempts took together.
        format: what was made.
        way: how the bytes came.
        capacity: bytes of its disks.
        moved: bytes that came over the line, of all attempts that came to their end.
        downtime: of a warm one, seconds.
        downtime_bytes: what was copied meanwhile.
        disks: those that have left.
        files: everything that was made.
        warnings: what is to be known, as the plan or the export of the last run tells.
        heard: what came up on the way, in any attempt of any run.
        next_step: the command line that finishes the guest.
    """

    host: str
    name: str
    ref: str
    uuid: str = ""
    group: str = ""
    target: str = ""
    step: str = ""
    outcome: str = ""
    why: str = ""
    attempts: int = 0
    was_on: bool = False
    begun: float = 0.0
    ended: float = 0.0
    seconds: float = 0.0
    format: str = ""
    way: str = ""
    capacity: int = 0
    moved: int = 0
    downtime: float | None = None
    downtime_bytes: int | None = None
    disks: list[DiskEntry] = dataclasses.field(default_factory=list)
    files: list[str] = dataclasses.field(default_factory=list)
    warnings: list[str] = dataclasses.field(default_factory=list)
    heard: list[str] = dataclasses.field(default_factory=list)
    next_step: str = ""

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.host} {self.ref} {self.uuid}"


@dataclasses.dataclass(slots=True)
class Record:
    """A job, over all of its runs.

    Attributes:
        job: the job's name.
        begun: when its first run began, in seconds since 1970.
        ended: when its last one came to its end; 0 before.
        machines: by key.
    """

    job: str
    begun: float
    ended: float = 0.0
    machines: dict[str, Entry] = dataclasses.field(default_factory=dict)

    def text(self) -> str:
        """Return it as the file has it."""
        return state_text(self, VERSION)


def read_record(text: str) -> Record:
    """Read a state file.

    Raises:
        ValueError: it is none, or of a later version; the text says so.
    """
    return read_state(text, "exports", VERSION, _record)


def _record(found: dict[str, Any]) -> Record:
    machines = {name: _entry(each) for name, each in found.pop("machines").items()}
    return Record(**found, machines=machines)


def _entry(found: dict[str, Any]) -> Entry:
    disks = [DiskEntry(**each) for each in found.pop("disks")]
    return Entry(**found, disks=disks)
