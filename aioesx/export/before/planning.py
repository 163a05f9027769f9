"""What an export would do, and what is in its way: no byte of a disk is read.

Three calls, or four: the machine with all around it, the licence with the session, and what the
user may do there.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from anyio.to_thread import run_sync

from aioesx._server.moving import (
    ExportFormat,
    ExportOptions,
    ExportPlan,
    ExportTarget,
    PlannedDisk,
)
from aioesx._server.server import Machine
from aioesx.export.before.earlier import Wanted, earlier_in
from aioesx.export.before.intent import Intent
from aioesx.export.before.names import RECORD, disk_files, file_stem, other_files
from aioesx.export.before.obstacles import refusals, warnings
from aioesx.export.before.rights import lacking, read_standing, wanted
from aioesx.export.before.survey import survey
from aioesx.export.before.survey_values import Survey, SurveyedDisk
from aioesx.export.before.ways import Surroundings, choose

__all__ = [
    "Room",
    "Target",
    "free_in",
    "look_at",
    "needed",
    "plan",
    "planned",
    "planned_disks",
    "target_of",
]

_CLUSTER: Final = 65_536
"""What is written at once, and of which an image here has whole ones."""
_ENTRY: Final = 8
_FIXED: Final = 8 * _CLUSTER
"""Headers, tables of tables, and the small files beside."""
_PACKED: Final = 1.002
"""How much longer deflate makes what it cannot shorten, with a marker for each grain."""
_BLOCK: Final = 512


class Target(NamedTuple):
    """Where an export goes.

    Attributes:
        directory: the directory; None for a sink of the caller's.
        stem: what the files are called.
        format: what is made.
    """

    directory: Path | None
    stem: str
    format: ExportFormat


class Room(NamedTuple):
    """What room there is; sizes in bytes.

    Attributes:
        free: what the file system still has; None where nobody can tell.
        held: what an earlier run has taken of it for the same files.
        existing: files that have the names of those that would be made.
        closed: why nothing can be made there, a clause; empty if something can.
        earlier: an earlier export that is there and is not gone on with; empty if there is none.
    """

    free: int | None
    held: int = 0
    existing: tuple[str, ...] = ()
    closed: str = ""
    earlier: str = ""


async def plan(machine: Machine, target: ExportTarget, options: ExportOptions) -> ExportPlan:
    """Tell what an export would do; see `Domain.plan_export`."""
    return await planned(machine, await survey(machine), target, options)


async def planned(
    machine: Machine, seen: Survey, target: ExportTarget, options: ExportOptions
) -> ExportPlan:
    """Tell what an export would do with a machine that was looked at.

    Raises:
        ValueError: the name that was asked for cannot be a file's.
    """
    session = machine._server.session
    to = target_of(target, options, seen.name)
    standing = await read_standing(session)
    seen = dataclasses.replace(seen, hidden=(*seen.hidden, *standing.hidden))
    api, warm = session.api, options.warm is not None
    choice = choose(seen, Surroundings(api=api, licence=standing.licence), options.way, warm=warm)
    disks = planned_disks(seen, to)
    nvram = seen.nvram is not None
    files = other_files(to.stem, to.format, [disk.file for disk in disks], nvram=nvram)
    room = Room(None)
    if to.directory is not None:
        asked = Wanted(seen, to.format, warm)
        room = await run_sync(look_at, to.directory, files, options, asked)
    most = needed(seen.disks, to.format)
    intent = Intent(
        survey=seen,
        way=choice.way,
        warm=warm,
        format=to.format if to.directory is not None else None,
        hardware=options.hardware,
        networks=frozenset(options.networks),
        api=api,
        licence=standing.licence,
        needed=max(0, most - room.held),
        free=room.free,
        where=f"'{to.directory}'",
        existing=room.existing,
        closed=room.closed,
        earlier=room.earlier,
    )
    missing = await lacking(session, standing, wanted(intent))
    intent = dataclasses.replace(intent, lacking=missing)
    return ExportPlan(
        domain=seen.name,
        uuid=seen.uuid,
        format=to.format,
        way=choice.way,
        why=choice.why,
        disks=disks,
        files=files if to.directory is not None else (),
        needed=most,
        free=room.free,
        refusals=refusals(intent),
        warnings=warnings(intent),
    )


def look_at(directory: Path, names: Sequence[str], options: ExportOptions, asked: Wanted) -> Room:
    """Look how a target is: what room it has, and what is there already.

    Args:
        directory: it may not be there yet.
        names: the files that would be made.
        options: whether an earlier run is gone on with, or what is there is replaced.
        asked: the export that goes there.
    """
    record = next(name for name in names if name.endswith(RECORD))
    earlier = earlier_in(directory / record, asked)
    goes_on = options.resume and earlier == ""
    begun = [f"{name}.part" for name in names] if options.resume else []
    if goes_on and not options.overwrite:
        begun += names
    free = free_in(directory)
    held = sum(_taken(directory / name) for name in begun)
    closed = _closed(directory)
    if goes_on or options.overwrite:
        return Room(free, held, closed=closed)
    if earlier:
        return Room(free, held, closed=closed, earlier=earlier)
    made = (name for name in names if not name.endswith(RECORD))
    existing = tuple(name for name in made if (directory / name).exists())
    return Room(free, held, existing, closed)


def target_of(target: ExportTarget, options: ExportOptions, domain: str) -> Target:
    """Return where an export goes, and what its files are called.

    Raises:
        ValueError: the name that was asked for cannot be a file's.
    """
    if not isinstance(target, str | Path):
        return Target(None, file_stem(options.name or domain), options.format)
    path = Path(target)
    if path.suffix.lower() == ".ova":
        return Target(path.parent, path.stem, "ova")
    if options.name is not None and file_stem(options.name) != options.name:
        raise ValueError(f"name={options.name!r} cannot be the name of files")
    return Target(path, options.name or file_stem(domain), options.format)


def planned_disks(seen: Survey, to: Target) -> tuple[PlannedDisk, ...]:
    """Return a machine's disks, and what is made of each."""
    names = disk_files(to.stem, to.format, len(seen.disks))
    return tuple(
        PlannedDisk(
            number=disk.number,
            key=disk.key,
            label=disk.label,
            source=disk.source,
            links=len(disk.links),
            capacity=disk.capacity,
            allocated=disk.allocated,
            file=name,
            target=disk.target,
        )
        for disk, name in zip(seen.disks, names, strict=True)
    )


def needed(disks: Sequence[SurveyedDisk], format: ExportFormat) -> int:  # noqa: A002
    """Return the bytes that the files of some disks take at most.

    What is not allocated at the host takes nothing here. What is allocated may be zeros, which
    take nothing either: so it may be less.
    """
    return sum(_most(disk, format) for disk in disks) + _FIXED


def _most(disk: SurveyedDisk, format: ExportFormat) -> int:  # noqa: A002
    clusters = -(-disk.capacity // _CLUSTER)
    whole = clusters * _CLUSTER
    content = whole if disk.allocated is None else min(whole, _rounded(disk.allocated))
    if format == "raw":
        return content
    if format == "qcow2":
        return content + _rounded(clusters * _ENTRY) + _rounded(clusters * 2) + 4 * _CLUSTER
    return _rounded(int(content * _PACKED)) + _rounded(clusters * 4)


def _rounded(number: int) -> int:
    return -(-number // _CLUSTER) * _CLUSTER


def free_in(directory: Path) -> int | None:
    """Return the bytes that a directory has free, or the one that it would be made in."""
    for place in _upwards(directory):
        try:
            told = os.statvfs(place)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                continue
            return None
        return told.f_bavail * told.f_frsize
    return None


def _closed(directory: Path) -> str:
    """Tell why a directory cannot be written to, or made; empty if it can be."""
    for place in _upwards(directory):
        try:
            mode = place.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            return f"'{place}' cannot be looked at: {error.strerror or error}"
        if not stat.S_ISDIR(mode):
            return f"'{place}' is no directory"
        return "" if os.access(place, os.W_OK | os.X_OK) else f"'{place}' cannot be written to"
    return ""


def _upwards(directory: Path) -> Iterator[Path]:
    whole = directory.absolute()
    yield whole
    yield from whole.parents


def _taken(path: Path) -> int:
    """Return what a file takes up; holes take nothing."""
    try:
        return path.lstat().st_blocks * _BLOCK
    except OSError:
        return 0
