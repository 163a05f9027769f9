"""A machine becomes a package: an OVF directory or an OVA file.

Streams of a lease go into it untouched; what is read from files is packed on its way. A disk is
whole or begun anew: a stream has no middle to go on from. An archive takes one disk after the
other.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, cast

from anyio.to_thread import run_sync

from aioesx._server.files.small import DatastoreFiles
from aioesx._server.moving import Exported
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.disk.stream import StreamWriter
from aioesx.errors import ExportStateError, NotFoundError
from aioesx.export.before.survey_values import Survey
from aioesx.export.copying_disks import (
    Chunk,
    OnChunk,
    folder_to_stream,
    lease_to_stream,
)
from aioesx.export.copying_disks import Telling as Tell
from aioesx.export.keeping import Keeper
from aioesx.export.kvm.writing import next_step
from aioesx.export.leaving import DiskOut, Leaving
from aioesx.export.packages.machine_ovf import PackagedDisk, PackagedFile, machine_envelope
from aioesx.export.packages.package import DESCRIPTOR_ROOM, Package, PackedFile, open_package
from aioesx.export.present import note_sizes
from aioesx.export.record import SUFFIX, record_path
from aioesx.export.sink import abandon_all
from aioesx.export.sources.folder import FolderDisk
from aioesx.export.sources.streamed import StreamedDisk
from aioesx.ovf import format_ovf

__all__ = ["Packing", "to_package"]

_SAVED: Final = "package"
"""Where in a record stands what a package wants to know to go on."""
_SPARE: Final = 4096
"""Bytes by which a descriptor may grow, once sizes are known."""
_FACTS: Final = ("adapterType", "virtualHWVersion", "uuid")
"""What of a disk's facts a stream tells."""


class Packing(Leaving):
    """A machine on its way into a package.

    Attributes:
        package: the package.
    """

    package: Package

    async def all_of(self, disks: Sequence[Callable[[], Awaitable[None]]]) -> None:
        """Have disks come; into an archive one after the other."""
        if self.plan.format != "ova":
            return await super().all_of(disks)
        for disk in disks:
            await disk()
        return None

    async def from_files(self, disk: DiskOut, source: FolderDisk, on_chunk: OnChunk) -> None:
        """Have a disk come from its files, packed into a stream."""
        writer = StreamWriter(
            disk.plan.capacity,
            name=disk.plan.file,
            ddb={key: value for key, value in source.ddb.items() if key in _FACTS},
        )
        await folder_to_stream(
            source,
            await self._begun(disk),
            writer,
            disk.chunks,
            hashed=self.hashed,
            on_chunk=on_chunk,
            tell=lambda at, moved: self.tell(disk, at, moved),
        )

    async def from_stream(
        self, disk: DiskOut, source: StreamedDisk, on_chunk: OnChunk, tell: Tell
    ) -> None:
        """Have a disk come as the stream that a lease sends."""
        await lease_to_stream(
            source,
            await self._begun(disk),
            disk.chunks,
            hashed=self.hashed,
            on_chunk=on_chunk,
            tell=tell,
        )

    async def _begun(self, disk: DiskOut) -> PackedFile:
        """Begin a disk's file, perhaps anew."""
        disk.record.begin(len(disk.chunks))
        packed = self.packed(disk)
        await packed.begin()
        return packed

    def packed(self, disk: DiskOut) -> PackedFile:
        """Return the file of a disk."""
        return next(each for each in self.package.disks if each.name == disk.plan.file)


async def to_package(leaving: Packing, directory: Path, name: str) -> Exported:
    """Export into a package; the target is ours.

    Raises:
        OvfError: the machine cannot be described.
        EsxError: as `Domain.export`.
    """
    path = record_path(directory, name)
    old = await leaving.look_back(path)
    saved = cast("Any", old.extra.get(_SAVED)) if old is not None and _went_on(leaving) else None
    nvram = await read_nvram(leaving.server, leaving.seen)
    files = {f"{name}.nvram": nvram} if nvram is not None else {}
    keeper = leaving.ledger = Keeper(path, leaving.record)
    leaving.package = await _opened(leaving, directory, name, files, saved)
    try:
        await keeper.write()
        await leaving.telling.tell_news()
        for file, data in files.items():
            if not _is_done(leaving.package, file):
                await leaving.package.add(file, data)
        async with leaving.standing():
            await leaving.telling.phase("copying")
            await leaving.copy(*_keeping(leaving, keeper))
            await leaving.prove(leaving.package.prove)
        leaving.record.state = "finishing"
        await keeper.write()
        await leaving.telling.phase("finishing")
        sizes = {each.name: each.size for each in leaving.package.disks}
        await leaving.package.finish(_descriptor(leaving, name, files, sizes))
    except BaseException as error:
        await abandon_all([leaving.package], error, leaving.server.session.seconds.undo)
        raise
    return await _conclude(leaving, keeper, path)


def _went_on(leaving: Packing) -> bool:
    return any(disk.record.done for disk in leaving.disks)


def _is_done(package: Package, name: str) -> bool:
    return next(each for each in package.files if each.name == name).is_done


async def _opened(
    leaving: Packing,
    directory: Path,
    name: str,
    files: Mapping[str, bytes],
    saved: Mapping[str, Any] | None,
) -> Package:
    """Begin a package, or go on with what there is of it."""
    kind = cast('Literal["ovf", "ova"]', leaving.plan.format)
    room = len(_descriptor(leaving, name, files, {}).encode()) + _SPARE

    async def begin(saved: Mapping[str, Any] | None) -> Package:
        return await open_package(
            directory,
            kind,
            name,
            disks=[disk.plan.file for disk in leaving.disks],
            files=list(files),
            saved=saved,
            overwrite=leaving.options.overwrite,
            room=max(DESCRIPTOR_ROOM, room),
        )

    try:
        package = await begin(saved)
    except ExportStateError as error:
        if saved is None:
            raise
        leaving.restart(f"the package began anew: {error}")
        package = await begin(None)
    whole = {each.name for each in package.disks if each.is_done}
    for disk in leaving.disks:
        if disk.plan.file not in whole:
            disk.record.begin(len(disk.chunks))
        elif disk.record.done:
            disk.resumed = disk.plan.capacity
    return package


def _keeping(leaving: Packing, keeper: Keeper) -> tuple[Any, Any]:
    async def on_chunk(disk: DiskOut, chunk: Chunk) -> None:
        keeper.note(disk.record, chunk)

    async def done(disk: DiskOut) -> None:
        await leaving.packed(disk).finish()
        leaving.record.extra[_SAVED] = dict(await leaving.package.save())
        disk.record.saved, disk.record.done = {}, True
        await keeper.write()

    return on_chunk, done


def _descriptor(
    leaving: Packing, name: str, files: Mapping[str, bytes], sizes: Mapping[str, int]
) -> str:
    """Return the descriptor.

    Args:
        leaving: the machine.
        name: what its files are called.
        files: small ones, by their names.
        sizes: of the disks' files, in bytes, as far as they are known.
    """
    disks = [
        PackagedDisk(
            key=disk.plan.key,
            file=disk.plan.file,
            capacity=disk.plan.capacity,
            size=sizes.get(disk.plan.file, 0),
            populated=disk.record.content,
        )
        for disk in leaving.disks
    ]
    nvram = next((PackagedFile(file, len(data)) for file, data in files.items()), None)
    envelope = machine_envelope(
        leaving.seen.config,
        disks,
        name=leaving.plan.domain if leaving.options.name is None else name,
        networks=leaving.options.networks,
        network_names=leaving.seen.networks,
        nvram=nvram,
    )
    for warning in envelope.warnings:
        leaving.telling.note("hardware", str(warning))
    return format_ovf(envelope)


async def read_nvram(server: Server, seen: Survey) -> bytes | None:
    """Read the variables of a machine's firmware; None where there are none."""
    if seen.nvram is None:
        return None
    place = await server.scope.place_of(seen.ref)
    files = DatastoreFiles(server.session, place.datacenter_path)
    try:
        return await files.read(DatastorePath.parse(seen.nvram))
    except NotFoundError:  # of a machine that was never on
        return None


async def _conclude(leaving: Packing, keeper: Keeper, path: Path) -> Exported:
    record, package = leaving.record, leaving.package
    record.files = [file.name for file in package.paths]
    digests = {each.name: each.sha256 for each in (*package.files, *package.disks)}
    record.extra = {**record.extra, "digests": digests}
    await run_sync(note_sizes, path.parent, record, record.files)
    target = path.parent if leaving.plan.format == "ovf" else package.paths[0]
    record.next_step = next_step(target, leaving.plan.format, networks=leaving.options.networks)
    await leaving.remove_replaced(path.parent, path.name.removesuffix(SUFFIX))
    await keeper.end(leaving.telling.seconds)
    where = {file.name: file for file in package.paths}
    archive = package.paths[0]
    disks = tuple(
        disk.exported(where.get(disk.plan.file, archive), hashed=leaving.hashed)
        for disk in leaving.disks
    )
    return Exported(
        plan=leaving.warned(),
        disks=disks,
        files=(*package.paths, path),
        record=path,
        seconds=leaving.telling.seconds,
        next_step=record.next_step,
    )
