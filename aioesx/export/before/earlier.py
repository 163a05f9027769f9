"""What an earlier export has left at a target: gone on with, in the way, or replaced.

A record is replaced unasked only by the export that goes on with it. Who asks for it replaces the
whole of an earlier export: what that has made and the new one has not is named by the new record
from its beginning on, and removed when the new one is whole, not before.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from aioesx._words import few
from aioesx.errors import ExportStateError
from aioesx.export.before.names import is_of_export, other_files
from aioesx.export.before.survey_values import Moment, Survey
from aioesx.export.record import SUFFIX, Record, read_record
from aioesx.export.warm.state import unfinished

__all__ = ["Wanted", "earlier_in", "note_replaced", "remove_replaced", "take_over", "who"]

_EXTRA: Final = "replaces"
"""What a record calls the files that its export replaces."""
_NAMED: Final = ("finishing", "done")
"""States in which files may have their names, and not those of parts."""


class Wanted(NamedTuple):
    """An export that is asked for.

    Attributes:
        seen: the machine.
        format: what is made.
        warm: whether it runs on meanwhile: such a move goes on with its own kind alone.
    """

    seen: Survey
    format: str
    warm: bool


def earlier_in(path: Path, wanted: Wanted) -> str | None:
    """Tell what of an earlier export is in the way, "" if nothing is; None without one. Blocking.

    A record that cannot be believed is told of by whoever would go on with it.
    """
    try:
        old = read_record(path)
        return None if old is None else _in_the_way(path, old, wanted)
    except ExportStateError:
        return ""


def _in_the_way(path: Path, old: Record, wanted: Wanted) -> str:
    """Tell what a record is of that another export may not replace unasked; "" if it may.

    A warm move that was not ended is told of by whoever would go on with it. Blocking, briefly.

    Raises:
        ExportStateError: its warm move cannot be read.
    """
    if unfinished(old.extra, path) is not None:
        return ""
    whole = "a complete" if old.state == "done" else "a half"
    told = f"{path.name}, {whole} export of '{old.domain}' as {old.format}"
    if who(old) != _who_is(wanted.seen):
        return f"{path.name}, {whole} export of another machine, '{old.domain}' ({old.vmx_path})"
    if old.format != wanted.format:
        return told
    if old.state == "done" and any((path.parent / name).exists() for name in old.files):
        since = ["it was not moved warm"] if wanted.warm else _changes(old, wanted.seen)
        return f"{told}, which cannot be gone on with: {'; '.join(since)}" if since else ""
    return ""


def take_over(path: Path, old: Record, record: Record, wanted: Wanted, *, overwrite: bool) -> None:
    """Have a record stand in for an earlier one, and name what it replaces. Blocking, briefly.

    Args:
        path: where both are.
        old: the earlier one.
        record: the new one.
        wanted: what it is of.
        overwrite: whether it may replace any.

    Raises:
        ExportStateError: it may not replace that one.
    """
    if not overwrite and (why := _in_the_way(path, old, wanted)):
        raise ExportStateError(
            f"{path.parent} has {why}: take another directory or name=, or overwrite=True",
            path=path,
        )
    note_replaced(record, old, path.name.removesuffix(SUFFIX))


def who(record: Record) -> tuple[str | None, str | None, str]:
    """Return what tells a machine from another one."""
    return record.uuid, record.instance_uuid, record.vmx_path


def _who_is(seen: Survey) -> tuple[str | None, str | None, str]:
    return None if seen.uuid is None else str(seen.uuid), seen.instance_uuid, str(seen.vmx_path)


def _changes(old: Record, seen: Survey) -> list[str]:
    try:
        return list(Moment.of_dict(old.moment).changes(seen.moment))
    except (KeyError, TypeError, ValueError):
        return ["its record does not say what the machine was"]


# --- what is replaced -----------------------------------------------------------------------------


def note_replaced(record: Record, old: Record, stem: str) -> None:
    """Have a record name what an earlier export has made, and what that was to replace itself.

    Args:
        record: the new one.
        old: the earlier one.
        stem: what the files of both are called.
    """
    names = {*_names(record), *_names(old), *_made(old, stem)}
    if found := sorted(name for name in names if is_of_export(stem, name)):
        record.extra[_EXTRA] = found


def remove_replaced(directory: Path, record: Record, stem: str) -> str:
    """Remove what an export that is whole has replaced, but for its own files. Blocking.

    Args:
        directory: where both are.
        record: of the new one, which has its files.
        stem: what the files of both are called.

    Returns:
        What could not be removed, as a sentence; empty if all was.
    """
    ours, left = {*record.files, f"{stem}{SUFFIX}"}, []
    for name in _names(record):
        if name in ours or not is_of_export(stem, name):
            continue
        try:
            (directory / name).unlink(missing_ok=True)
        except OSError:
            left.append(name)
    record.extra.pop(_EXTRA, None)
    if not left:
        return ""
    record.extra[_EXTRA] = left
    return f"of what was replaced there is still {few(left)}"


def _names(record: Record) -> list[str]:
    noted = record.extra.get(_EXTRA)
    return [each for each in noted if isinstance(each, str)] if isinstance(noted, list) else []


def _made(old: Record, stem: str) -> Iterator[str]:
    """Yield the files that an export may have made: its own, which replaced what was there."""
    disks = [disk.file for disk in old.disks]
    made = other_files(stem, old.format, disks, nvram=True)  # type: ignore[arg-type]
    names = [name for name in {*made, *old.files} if not name.endswith(SUFFIX)]
    yield from (f"{name}.part" for name in names)
    if old.state in _NAMED:
        yield from names
