"""A machine leaves: looked at, planned, copied, proved, described; and the record says so.

| step | what is true when it ends |
|---|---|
| look, plan | nothing is in the way, or all of it was told, and nothing was begun |
| copy | each disk is here, under the name of something half (``NAME.part``) |
| prove | it is what came, and the machine is still what it was |
| finish | disks have their names, documents are written, the record says "done" |

Whatever ends it early leaves no lease at the host, and here what the next run goes on with.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aioesx._server.moving import Exported, ExportOptions, ExportPlan, ExportTarget, Sink
from aioesx._server.server import Machine
from aioesx.errors import ExportRefusedError
from aioesx.export.before.planning import planned, target_of
from aioesx.export.before.survey import survey
from aioesx.export.copying_disks import Chunk
from aioesx.export.keeping import Keeper, locked_target
from aioesx.export.leaving import DiskOut, Leaving
from aioesx.export.record import SUFFIX
from aioesx.export.sink import DiskSink, OneAtATime, abandon_all
from aioesx.export.sources.left_snapshots import keep_marks, remove_left

if TYPE_CHECKING:
    from aioesx.export.packages.packing import Packing

__all__ = ["export", "stem_of"]


async def export(machine: Machine, target: ExportTarget, options: ExportOptions) -> Exported:
    """Export a machine; see `Domain.export`."""
    seen = await survey(machine)
    place = target_of(target, options, seen.name)
    earlier = None
    if place.directory is not None:
        earlier = await remove_left(machine, seen, place.directory, place.stem)
        if earlier is not None:  # the machine goes on from other files now
            seen = await survey(machine)
    plan = await planned(machine, seen, target, options)
    if plan.refusals:
        raise ExportRefusedError(
            f"'{plan.domain}' cannot be exported", plan.refusals, plan.warnings
        )
    at_snapshot = plan.way == "snapshot"
    if plan.format in ("ovf", "ova"):
        packing = _packing(at_snapshot=at_snapshot)(machine, seen, plan, options)
        if earlier is not None:
            keep_marks(packing, earlier)
        return await _packed(packing, target)
    leaving = _leaving(at_snapshot=at_snapshot)(machine, seen, plan, options)
    await leaving.telling.phase("preparing")
    if not isinstance(target, str | Path):
        async with leaving.standing():
            await _to_sink(leaving, target)
        await leaving.telling.tell_news()
        return Exported(
            plan=leaving.warned(),
            disks=tuple(disk.exported(None, hashed=leaving.hashed) for disk in leaving.disks),
            files=(),
            record=None,
            seconds=leaving.telling.seconds,
        )
    from aioesx.export.to_images import to_images

    if earlier is not None:
        keep_marks(leaving, earlier)
    async with locked_target(Path(target), stem_of(plan)):
        return await to_images(leaving, Path(target), stem_of(plan))


async def _packed(packing: Packing, target: ExportTarget) -> Exported:
    """Export into a package.

    Raises:
        ValueError: the target is a sink, which takes disks as they are.
    """
    from aioesx.export.packages.packing import to_package

    place = target_of(target, packing.options, packing.seen.name)
    if place.directory is None:
        raise ValueError(f"a sink takes disks, and no package: format={packing.plan.format!r}")
    await packing.telling.phase("preparing")
    async with locked_target(place.directory, place.stem):
        return await to_package(packing, place.directory, place.stem)


def _packing(*, at_snapshot: bool) -> type[Packing]:
    if at_snapshot:
        from aioesx.export.sources.at_snapshot import PackingAtSnapshot

        return PackingAtSnapshot
    from aioesx.export.packages.packing import Packing

    return Packing


def _leaving(*, at_snapshot: bool) -> type[Leaving]:
    if at_snapshot:
        from aioesx.export.sources.at_snapshot import AtSnapshot

        return AtSnapshot
    return Leaving


def stem_of(plan: ExportPlan) -> str:
    """Return what the files of an export are called, without what comes behind it."""
    return next(file.removesuffix(SUFFIX) for file in plan.files if file.endswith(SUFFIX))


async def _to_sink(leaving: Leaving, target: Sink) -> None:
    """Export into what a caller has made."""
    opened: list[DiskSink] = []
    keeper = Keeper(None, leaving.record)

    async def on_chunk(disk: DiskOut, chunk: Chunk) -> None:
        keeper.note(disk.record, chunk)

    async def done(disk: DiskOut) -> None:
        disk.record.done = True

    try:
        for disk in leaving.disks:
            disk.sink = await OneAtATime.open(target, disk.plan)
            opened.append(disk.sink)
        await leaving.telling.phase("copying")
        await leaving.copy(on_chunk, done)
        await leaving.require_unchanged()
        if leaving.options.verify == "full":
            await leaving.prove_again()
        await leaving.telling.phase("finishing")
        for disk in leaving.disks:
            await disk.sink.finish()
    except BaseException as error:
        await abandon_all(opened, error, leaving.server.session.seconds.undo)
        raise
