"""Snapshots that exports have taken: their marks, as a record keeps them, and what becomes of them.

A mark is noted before its snapshot is asked for, and forgotten when the host has it no more. So
what a run has left that was killed is found by the next one into the same target, and removed
before it looks at the machine: a disk lies in other files afterwards.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final
from uuid import UUID

from anyio.to_thread import run_sync

from aioesx import vim
from aioesx._server.server import Machine
from aioesx.errors import ExportStateError
from aioesx.export.before.survey_values import Survey
from aioesx.export.keeping import locked_target
from aioesx.export.leaving import Leaving
from aioesx.export.record import Record, read_record, record_path, write_record
from aioesx.export.sources.lease import end_lease
from aioesx.export.warm.snapshots import MoveSnapshots

__all__ = ["forget_mark", "keep_marks", "note_mark", "remove_left"]

_log = logging.getLogger("aioesx.export")

_EXTRA: Final = "snapshots"
"""What a record calls the marks."""


def note_mark(record: Record, mark: UUID) -> None:
    """Note that there may be a snapshot."""
    record.extra[_EXTRA] = [*record.extra.get(_EXTRA, ()), str(mark)]


def forget_mark(record: Record, mark: UUID) -> None:
    """Note that there is none any more."""
    left = [each for each in record.extra.get(_EXTRA, ()) if each != str(mark)]
    record.extra.pop(_EXTRA, None)
    if left:
        record.extra[_EXTRA] = left


async def remove_left(machine: Machine, seen: Survey, directory: Path, stem: str) -> Record | None:
    """Remove what earlier exports of a machine have left at its host.

    Args:
        machine: which.
        seen: what it is.
        directory: where the export goes.
        stem: what its files are called.

    Returns:
        Its record, which still has the marks of what stands after all; None if it had none.

    Raises:
        ExportStateError: another export to there is under way.
        EsxError: the line failed.
    """
    path = record_path(directory, stem)
    if not _marks(await run_sync(_believed, path), seen):
        return None
    async with locked_target(directory, stem):
        record = await run_sync(_believed, path)
        marks = _marks(record, seen)
        if record is None or not marks:
            return None
        server = machine._server
        if record.lease and record.host == server.session.where:  # it forbids to remove them
            await end_lease(server, vim.ManagedObjectReference("HttpNfcLease", record.lease))
            record.lease = ""
        for mark in marks:
            left = await MoveSnapshots(server, machine.ref, seen.name, mark).remove("first")
            if left:
                _log.warning("an earlier export has left something: %s", left)
            else:
                forget_mark(record, mark)
        await run_sync(write_record, path, record)
    return record


def keep_marks(leaving: Leaving, earlier: Record) -> None:
    """Have a new record name what an earlier one still does, and warn of it."""
    if marks := earlier.extra.get(_EXTRA):
        leaving.record.extra[_EXTRA] = list(marks)
        leaving.telling.note(
            "snapshot",
            f"an earlier export has left a snapshot of '{leaving.record.domain}' that could not be"
            f" removed: its description has {', '.join(map(str, marks))}",
            logged=True,
        )


def _believed(path: Path) -> Record | None:
    """Read a record; whoever goes on with it says what is wrong with it."""
    try:
        return read_record(path)
    except ExportStateError:
        return None


def _marks(record: Record | None, seen: Survey) -> list[UUID]:
    """Return the marks of a machine's snapshots; of another machine there are none here."""
    if record is None or record.vmx_path != str(seen.vmx_path):
        return []
    noted = record.extra.get(_EXTRA)
    try:
        return [UUID(mark) for mark in noted] if isinstance(noted, list) else []
    except (AttributeError, TypeError, ValueError):
        return []
