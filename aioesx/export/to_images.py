"""A machine becomes disk images here, with what describes it beside them.

Images are called ``NAME.part`` until all of them have come and are proved; then all get their
names. What an earlier run has brought is gone on with, where that is still true.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import anyio
from anyio.to_thread import run_sync

from aioesx._server.moving import Exported, ExportPlan
from aioesx.errors import ExportStateError
from aioesx.export.copying_disks import Chunk
from aioesx.export.images import open_image
from aioesx.export.keeping import Keeper
from aioesx.export.leaving import DiskOut, Leaving, OnDisk, OnDiskChunk
from aioesx.export.proving import prove
from aioesx.export.record import read_record, record_path
from aioesx.export.sink import KeptDisk

__all__ = ["conclude", "open_disk", "to_images"]


async def to_images(leaving: Leaving, directory: Path, name: str) -> Exported:
    """Export into images; the target is ours."""
    options, plan = leaving.options, leaving.plan
    path = record_path(directory, name)
    old = await run_sync(read_record, path) if options.resume else None
    if old is not None:
        leaving.take_up(old)
    keeper = Keeper(path, leaving.record)
    opened: list[KeptDisk] = []
    try:
        for disk in leaving.disks:
            why = await open_disk(disk, directory, plan, overwrite=options.overwrite)
            opened.append(disk.kept)
            if why:
                leaving.record.restarts.append(why)
        await keeper.write()
        await leaving.telling.phase("copying")
        await leaving.copy(*_keeping(leaving, keeper))
        await _prove(leaving, keeper)
        leaving.record.state = "finishing"
        await keeper.write()
        await leaving.telling.phase("finishing")
        for disk in leaving.disks:
            await disk.kept.finish()
    except BaseException:
        with anyio.move_on_after(leaving.server.session.seconds.undo, shield=True):
            for kept in opened:
                await kept.abandon()
        raise
    return await conclude(leaving, keeper, directory, name)


async def open_disk(disk: DiskOut, directory: Path, plan: ExportPlan, *, overwrite: bool) -> str:
    """Open the image of a disk: gone on with, if it can be.

    Returns:
        Why it is begun anew although there is something; empty if there was nothing, or it is not.
    """
    begin = partial(
        open_image,
        directory / disk.plan.file,
        cast("Any", plan.format),
        disk.plan.capacity,
        overwrite=overwrite,
    )
    why = ""
    if disk.record.saved is not None:
        try:
            disk.sink = await begin(saved=disk.record.saved)
        except ExportStateError as error:
            why = f"{disk.plan.label} began anew: {error}"
            disk.record.begin(len(disk.chunks))
        else:
            done = [n for n, digest in enumerate(disk.record.chunks) if digest is not None]
            disk.resumed = sum(stop - start for start, stop in map(disk.chunks.span, done))
            return ""
    disk.sink = await begin(saved=None)
    return why


def _keeping(leaving: Leaving, keeper: Keeper) -> tuple[OnDiskChunk, OnDisk]:
    """Return what notes chunks, and what notes disks, of images here."""
    by_chunk = leaving.plan.way == "folder"

    async def on_chunk(disk: DiskOut, chunk: Chunk) -> None:
        if by_chunk:
            await keeper.keep(disk.record, disk.kept, chunk)
        else:
            keeper.note(disk.record, chunk)

    async def done(disk: DiskOut) -> None:
        disk.record.saved = dict(await disk.kept.save())
        disk.record.done = True
        await keeper.write()

    return on_chunk, done


async def _prove(leaving: Leaving, keeper: Keeper) -> None:
    """Prove what came, as it was asked for."""
    await leaving.require_unchanged()
    if not leaving.hashed:
        return
    leaving.record.state = "verifying"
    await keeper.write()
    await leaving.telling.phase("verifying")
    for disk in leaving.disks:

        async def tell(at: int, disk: DiskOut = disk) -> None:
            await leaving.tell(disk, at, 0)

        await prove(disk.kept, disk.chunks, disk.record.chunks, str(disk.kept.path), tell)
        disk.record.proved = "read"
    if leaving.options.verify == "full":
        await leaving.prove_again()
        await leaving.require_unchanged()


async def conclude(leaving: Leaving, keeper: Keeper, directory: Path, name: str) -> Exported:
    """Write what describes the machine, and that all is done."""
    files, next_step = [directory / disk.plan.file for disk in leaving.disks], ""
    record = leaving.record
    record.files = [file.name for file in files]
    record.next_step = next_step
    record.state = "done"
    record.ended = datetime.now(UTC).isoformat(timespec="seconds")
    record.seconds += leaving.telling.seconds
    await keeper.write()
    path = record_path(directory, name)
    disks = tuple(
        disk.exported(directory / disk.plan.file, hashed=leaving.hashed) for disk in leaving.disks
    )
    return Exported(
        plan=leaving.plan,
        disks=disks,
        files=(*files, path),
        record=path,
        seconds=leaving.telling.seconds,
        next_step=next_step,
    )
