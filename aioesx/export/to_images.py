"""A machine becomes disk images here, with what describes it beside them.

Images are called ``NAME.part`` until all of them have come and are proved; then all get their
names. What an earlier run has brought is gone on with, where that is still true.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

import anyio
from anyio.to_thread import run_sync

from aioesx._server.moving import Exported, ExportLimits, ExportPlan
from aioesx.errors import ExportStateError, ProofError, TransferError
from aioesx.export.copying_disks import Chunk
from aioesx.export.images.files import ImageDisk
from aioesx.export.images.files import open_disk as open_disk_file
from aioesx.export.images.image import open_image
from aioesx.export.images.part import part_of_image
from aioesx.export.keeping import Keeper
from aioesx.export.kvm.document import kvm_document
from aioesx.export.kvm.writing import LocalDisk, next_step
from aioesx.export.leaving import DiskOut, Leaving, OnDisk, OnDiskChunk
from aioesx.export.present import note_sizes
from aioesx.export.proving import prove
from aioesx.export.record import DiskRecord, State, record_path, write_document
from aioesx.export.sink import KeptDisk, abandon_all

__all__ = ["conclude", "has_its_name", "note_parts", "open_disk", "to_images"]

_INODE: Final = "inode"
"""Where in what is saved of a disk stands the number of the file that gets the image's name."""


async def to_images(leaving: Leaving, directory: Path, name: str) -> Exported:
    """Export into images; the target is ours."""
    options, plan = leaving.options, leaving.plan
    path = record_path(directory, name)
    old = await leaving.look_back(path)
    keeper = leaving.ledger = Keeper(path, leaving.record)
    opened: list[KeptDisk] = []
    try:
        for disk in leaving.disks:
            ended = old.state if old is not None else "copying"
            why = await open_disk(disk, directory, plan, ended, overwrite=options.overwrite)
            opened.append(disk.kept)
            if why:
                leaving.restart(why)
        await keeper.write()
        await leaving.telling.tell_news()
        async with leaving.standing():
            await leaving.telling.phase("copying")
            await leaving.copy(*_keeping(leaving, keeper))
            await leaving.prove(partial(_read_back, leaving, keeper))
        await leaving.telling.phase("finishing")
        xml = await describe(leaving, directory)
        await run_sync(note_parts, leaving.disks, directory)
        leaving.record.state = "finishing"
        await keeper.write()
        for disk in leaving.disks:
            await disk.kept.finish()
    except BaseException as error:
        await abandon_all(opened, error, leaving.server.session.seconds.undo)
        raise
    return await conclude(leaving, keeper, directory, name, xml)


async def open_disk(
    disk: DiskOut, directory: Path, plan: ExportPlan, ended: State, *, overwrite: bool
) -> str:
    """Open the image of a disk: gone on with, if it can be.

    Args:
        disk: the disk.
        directory: where its image is.
        plan: what is to be done.
        ended: how far the earlier run was that has left what is there.
        overwrite: whether what has the image's name is replaced.

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
    path = directory / disk.plan.file
    if disk.record.done and await run_sync(has_its_name, path, disk.record, ended):
        disk.sink, disk.resumed = NamedImage(path), disk.plan.capacity
        return ""
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


def note_parts(disks: Sequence[DiskOut], directory: Path) -> None:
    """Note which files are about to get the names of images. Blocking.

    A file of that name may have been there before, to be replaced: it is another one.
    """
    for disk in disks:
        part = part_of_image(directory / disk.plan.file)
        if part.exists():
            _note(disk.record, part)


def has_its_name(path: Path, record: DiskRecord, ended: State) -> bool:
    """Tell whether a file is the image that an earlier run has completed. Blocking.

    Args:
        path: the file.
        record: of its disk, which is done.
        ended: how far that run was.
    """
    if not path.is_file() or part_of_image(path).exists():
        return False
    noted = (record.saved or {}).get(_INODE)
    if ended != "done":  # of which all have their names, wherever they were put since
        if noted is None and ended != "finishing":
            return False  # nothing had got its name yet
        if noted is not None and noted != path.stat().st_ino:
            return False
    _note(record, path)
    return True


def _note(record: DiskRecord, path: Path) -> None:
    record.saved = {**(record.saved or {}), _INODE: path.stat().st_ino}


class NamedImage:
    """An image that an earlier run has completed: it is read for the proof, and not written.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    async def write(self, offset: int, data: bytes) -> None:
        """Refuse bytes: there are none to come.

        Raises:
            TransferError: always.
        """
        raise TransferError(f"{self.path} is complete; {len(data)} bytes at {offset} are too many")

    async def save(self) -> Mapping[str, Any]:
        """Return nothing: it is not gone on with."""
        return {}

    async def read(self, offset: int, length: int) -> bytes:
        """Return a range of the disk."""
        found = bytearray(length)

        def put(at: int, data: memoryview) -> None:
            found[at - offset : at - offset + len(data)] = data

        await self.hand(offset, length, put)
        return bytes(found)

    async def hand(self, offset: int, length: int, take: Callable[[int, memoryview], Any]) -> None:
        """Hand a range of the disk to a function, zeros left out; see `KeptDisk.hand`."""
        async with open_disk_file(self.path, ExportLimits()) as opened:
            if not isinstance(opened, ImageDisk) or offset + length > opened.capacity:
                raise ProofError(f"{self.path} is another disk than it was", disk=str(self.path))
            async with aclosing(opened.pieces(offset, offset + length)) as pieces:
                async for at, data in pieces:
                    # What is read by whole grains may go beyond the range.
                    low, high = max(at, offset), min(at + len(data), offset + length)
                    if low < high:
                        await run_sync(take, low, memoryview(data)[low - at : high - at])

    async def finish(self) -> None:
        """Know that it is finished."""

    async def abandon(self) -> None:
        """Leave it: it was complete before."""


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


async def _read_back(leaving: Leaving, keeper: Keeper) -> None:
    """Read the images, and hold them against what came."""
    for disk in leaving.disks:

        async def tell(at: int, disk: DiskOut = disk) -> None:
            await leaving.tell(disk, at, 0)

        try:
            await prove(disk.kept, disk.chunks, disk.record.chunks, str(disk.kept.path), tell)
        except ProofError:
            disk.record.begin(len(disk.chunks))  # nothing of it is to be gone on with
            with anyio.CancelScope(shield=True):
                await keeper.write()
            raise


async def describe(leaving: Leaving, directory: Path) -> str:
    """Return libvirt's domain XML of a machine whose images will be in a directory."""
    return await kvm_document(
        leaving.server,
        leaving.seen,
        [
            LocalDisk(disk.seen, (directory / disk.plan.file).absolute(), leaving.plan.format)
            for disk in leaving.disks
        ],
        hardware=leaving.options.hardware,
        networks=leaving.options.networks,
    )


async def conclude(
    leaving: Leaving, keeper: Keeper, directory: Path, name: str, xml: str | None = None
) -> Exported:
    """Write what describes the machine, and that all is done.

    Args:
        leaving: the machine, whose images have their names.
        keeper: of its record.
        directory: where all is.
        name: what files are called.
        xml: what `describe` returned; it is made now if it was not before.
    """
    options, record = leaving.options, leaving.record
    files = [directory / disk.plan.file for disk in leaving.disks]
    await run_sync(note_sizes, directory, record, [file.name for file in files])
    document = directory / f"{name}.xml"
    if xml is None:
        xml = await describe(leaving, directory)
    await run_sync(write_document, document, xml)
    files.append(document)
    record.files = [file.name for file in files]
    record.next_step = next_step(document, leaving.plan.format, hardware=options.hardware)
    await leaving.remove_replaced(directory, name)
    await keeper.end(leaving.telling.seconds)
    path = record_path(directory, name)
    return Exported(
        plan=leaving.warned(),
        disks=tuple(
            disk.exported(directory / disk.plan.file, hashed=leaving.hashed)
            for disk in leaving.disks
        ),
        files=(*files, path),
        record=path,
        seconds=leaving.telling.seconds,
        next_step=record.next_step,
    )
