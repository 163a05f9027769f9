"""`RecordFile`: the state file of a plan."""

from __future__ import annotations

from pathlib import Path

from aioesx.errors import PlanStateError
from aioesx.jobs._state_file import StateFile
from aioesx.jobs.plan.record import Record, read_record

__all__ = ["RecordFile"]


class RecordFile(StateFile[Record]):
    """A `StateFile` of a plan's record, whose errors are `PlanStateError`."""

    def __init__(self, path: Path) -> None:
        """Take the file's path; it need not exist."""
        super().__init__(path, "plan", read_record, PlanStateError)
