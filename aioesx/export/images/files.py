r"""Disk images here, on their way to a host: qcow2, raw, VMDK; what is zeros is not read.

| a file that begins with | is |
|---|---|
| ``QFI\xfb`` | qcow2 |
| ``KDMV``, compressed, with markers | a streamOptimized VMDK: sent as it is |
| ``# Disk DescriptorFile`` | a VMDK of several files, perhaps a chain |
| anything else | raw, with holes for zeros, if nothing tells otherwise (`no_image`) |

Where it is said of what kind an image is, that counts: a raw disk may begin like anything.

Files are read by worker threads. None may change meanwhile: size and time are looked at again.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from io import FileIO
from pathlib import Path
from typing import Final, TypeVar

from anyio.to_thread import run_sync

from aioesx._server.moving import ExportLimits
from aioesx.datastore_path import DatastorePath
from aioesx.disk import open_chain
from aioesx.disk.layout import Layout
from aioesx.disk.plan import Plan, Read, Size, drive
from aioesx.disk.qcow2 import Qcow2Reader
from aioesx.disk.runs import Run, not_zero
from aioesx.disk.stream import GRAIN
from aioesx.errors import DiskChangedError, DiskFormatError, TransferError
from aioesx.export.images.no_image import HEAD, SECTOR, require_raw, require_sectors
from aioesx.export.local_files import reading

__all__ = ["ImageDisk", "StreamFile", "open_disk"]

T = TypeVar("T")

_WINDOW: Final = 16 * 2**20
_PIECE: Final = 2 * 2**20
_RAW: Final = "raw"
_KINDS: Final = {b"QFI\xfb": "qcow2", b"KDMV": "stream", b"# Disk DescriptorFile": "vmdk"}
"""What a file is by how it begins."""
_SAID: Final = {"stream": "vmdk"}
"""How others call those."""
_STREAM_FLAGS: Final = 0x30000
_BATCH: Final = 2**20


class _Local(DatastorePath):
    """A file here, as what plans call files."""

    def __str__(self) -> str:
        return self.path


class _LocalFiles:
    """An image and the files beside it, open as long as it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._open: dict[str, FileIO] = {}
        self._were: dict[str, tuple[int, int]] = {}

    @property
    def place(self) -> DatastorePath:
        """What plans call the image."""
        return _Local("", str(self.path))

    def answer(self, wanted: Read | Size) -> bytes | int:
        """Give what a plan wants."""
        name = wanted.file.path
        with reading(Path(name)):
            file = self._file(name)
            if isinstance(wanted, Size):
                return self._were[name][0]
            return os.pread(file.fileno(), wanted.length, wanted.start)

    def read(self, place: DatastorePath, start: int, length: int) -> bytes:
        """Return a range of a file, all of it.

        Raises:
            DiskChangedError: the file has become shorter.
        """
        parts = []
        with reading(Path(place.path)):
            file = self._file(place.path)
            while length:
                data = os.pread(file.fileno(), length, start)
                if not data:
                    raise DiskChangedError(f"{place.path} became shorter")
                parts.append(data)
                start, length = start + len(data), length - len(data)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def holes(self, place: DatastorePath, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield where a file has data, as far as the system tells."""
        with reading(Path(place.path)):
            number = self._file(place.path).fileno()
            while start < stop:
                try:
                    begin = os.lseek(number, start, os.SEEK_DATA)
                except OSError:  # none behind, or a system that does not tell
                    begin = stop if self._tells_holes(number) else start
                if begin >= stop:
                    return
                end = min(os.lseek(number, begin, os.SEEK_HOLE), stop)
                yield begin, end
                start = end

    @staticmethod
    def _tells_holes(number: int) -> bool:
        try:
            os.lseek(number, 0, os.SEEK_HOLE)
        except OSError:
            return False
        return True

    def _file(self, name: str) -> FileIO:
        if name not in self._open:
            file = FileIO(name)
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                file.close()
                raise TransferError(f"cannot read {name}: it is no regular file")
            self._open[name] = file
            self._were[name] = (status.st_size, status.st_mtime_ns)
        return self._open[name]

    def require_unchanged(self) -> None:
        """See that nobody wrote to a file since it was opened.

        Raises:
            DiskChangedError: somebody did.
        """
        for name, file in self._open.items():
            status = os.fstat(file.fileno())
            if (status.st_size, status.st_mtime_ns) != self._were[name]:
                raise DiskChangedError(f"{name} was changed meanwhile")

    def close(self) -> None:
        for file in self._open.values():
            with contextlib.suppress(OSError):
                file.close()


class ImageDisk:
    """An image whose disk can be read in any order; a `FolderDisk` as far as moves go.

    Attributes:
        path: the file.
        format: ``"qcow2"``, ``"raw"`` or ``"vmdk"``.
        capacity: size of the disk, in bytes: whole sectors.
        where: what connections are counted by: nothing, since there are none.
        limits: how much is on its way at once.
        moved: bytes that were read.
    """

    def __init__(
        self,
        files: _LocalFiles,
        kind: str,
        capacity: int,
        runs: Callable[[int, int], list[Run]],
        limits: ExportLimits,
    ) -> None:
        self.path = files.path
        self.format = kind
        self.where = ""
        self.capacity = -(-capacity // SECTOR) * SECTOR
        self.limits = limits
        self.moved = 0
        self._files, self._runs = files, runs
        self._size = capacity

    async def pieces(self, start: int, stop: int) -> AsyncGenerator[tuple[int, bytes], None]:
        """Yield what is not zeros of a range, in rising order, in pieces of whole grains.

        Raises:
            DiskChangedError: somebody wrote to it.
            DiskFormatError, TransferError: it cannot be read.
        """
        for at in range(start, stop, _WINDOW):
            end = min(at + _WINDOW, stop)
            runs = await run_sync(self._runs, at, min(end, self._size))
            first = at // GRAIN * GRAIN
            for begin, finish in _grains(runs, first):
                data = await run_sync(self._assemble, runs, begin, min(finish, end))
                self.moved += len(data)
                for offset, piece in not_zero(begin, data):
                    yield offset, piece
        await run_sync(self._files.require_unchanged)

    def _assemble(self, runs: list[Run], begin: int, end: int) -> bytes:
        """Return a range of the disk: bytes of files, and zeros between them."""
        data = bytearray(end - begin)
        for run in runs:
            low, high = max(run.start, begin), min(run.start + run.length, end)
            if low < high and run.file is not None:
                offset = run.offset + low - run.start
                data[low - begin : high - begin] = self._files.read(run.file, offset, high - low)
        return bytes(data)


def _grains(runs: list[Run], first: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of whole grains that runs touch, some megabytes at most each."""
    begin = end = first
    for run in runs:
        low = run.start // GRAIN * GRAIN
        high = -(-(run.start + run.length) // GRAIN) * GRAIN
        low = max(low, end)
        if low > end or begin == end:
            if begin < end:
                yield from _cut(begin, end)
            begin = low
        end = max(end, high)
    if begin < end:
        yield from _cut(begin, end)


def _cut(begin: int, end: int) -> Iterator[tuple[int, int]]:
    for at in range(begin, end, _PIECE):
        yield at, min(at + _PIECE, end)


class StreamFile:
    """A file that is a stream already, and goes as it is.

    Attributes:
        path: the file.
        capacity: size of the disk, in bytes.
        size: of the file.
        limits: how much is on its way at once.
        moved: bytes that were read.
    """

    format: Final = "vmdk"

    def __init__(self, files: _LocalFiles, capacity: int, size: int, limits: ExportLimits) -> None:
        self.path = files.path
        self.capacity, self.size, self.limits = capacity, size, limits
        self.moved = 0
        self._files = files

    @property
    def name(self) -> str:
        """The file's name, for a sentence."""
        return str(self.path)

    async def wire(self) -> AsyncGenerator[bytes, None]:
        """Yield the bytes of the file.

        Raises:
            DiskChangedError: somebody wrote to it.
            TransferError: it cannot be read.
        """
        place = self._files.place
        for at in range(0, self.size, _BATCH):
            data = await run_sync(self._files.read, place, at, min(_BATCH, self.size - at))
            self.moved += len(data)
            yield data
        await run_sync(self._files.require_unchanged)


@asynccontextmanager
async def open_disk(
    path: Path, limits: ExportLimits, kind: str | None = None
) -> AsyncIterator[ImageDisk | StreamFile]:
    """Open an image.

    Args:
        path: the file.
        limits: how much is on its way at once.
        kind: ``"qcow2"``, ``"raw"`` or ``"vmdk"``, as somebody says who knows; None for what its
            first bytes say.

    Raises:
        DiskFormatError: it is damaged, no image, not of that kind, or of one that is not read:
            with a backing file, say.
        TransferError: it cannot be read.
    """
    files = _LocalFiles(path)
    try:
        yield await run_sync(_opened, files, limits, kind)
    finally:
        files.close()


def _opened(files: _LocalFiles, limits: ExportLimits, kind: str | None) -> ImageDisk | StreamFile:
    size = files.answer(Size(files.place))
    assert isinstance(size, int)  # noqa: S101  # what a Size is answered by
    head = files.read(files.place, 0, min(size, HEAD))
    found = _RAW
    if kind != _RAW:
        found = next((each for magic, each in _KINDS.items() if head.startswith(magic)), _RAW)
    if kind is None and found == _RAW:
        last = min(size, SECTOR)
        require_raw(files.path, head, files.read(files.place, size - last, last))
    elif kind not in (None, _SAID.get(found, found)):
        raise DiskFormatError(f"{files.path} is said to be of the kind {kind}, and is not")
    image = _OPENERS[found](files, head, size, limits)
    if not image.capacity:
        raise DiskFormatError(f"{files.path} says that its disk has no bytes")
    return image


def _raw(files: _LocalFiles, _: bytes, size: int, limits: ExportLimits) -> ImageDisk:
    require_sectors(files.path, size)
    place = files.place

    def runs(start: int, stop: int) -> list[Run]:
        return [Run(a, b - a, place, a, 0) for a, b in files.holes(place, start, stop)]

    return ImageDisk(files, _RAW, size, runs, limits)


def _qcow2(files: _LocalFiles, _: bytes, size: int, limits: ExportLimits) -> ImageDisk:
    reader = drive(Qcow2Reader.open(files.place), files.answer)

    def runs(start: int, stop: int) -> list[Run]:
        return _done(reader.runs(start, stop), files)

    return ImageDisk(files, "qcow2", reader.capacity, runs, limits)


def _vmdk(files: _LocalFiles, _: bytes, size: int, limits: ExportLimits) -> ImageDisk:
    chain = _done(open_chain(files.place), files)
    layout = Layout(chain)

    def runs(start: int, stop: int) -> list[Run]:
        return _done(layout.runs(start, stop), files)

    return ImageDisk(files, "vmdk", chain.capacity, runs, limits)


def _stream(files: _LocalFiles, head: bytes, size: int, limits: ExportLimits) -> StreamFile:
    flags = int.from_bytes(head[8:12], "little")
    capacity = int.from_bytes(head[12:20], "little") * SECTOR
    if flags & _STREAM_FLAGS != _STREAM_FLAGS:
        raise DiskFormatError(
            f"{files.path} is a sparse VMDK of a workstation, not a streamOptimized one:"
            " qemu-img convert -O qcow2 makes what is read here"
        )
    return StreamFile(files, capacity, size, limits)


_OPENERS: Final[
    Mapping[str, Callable[[_LocalFiles, bytes, int, ExportLimits], ImageDisk | StreamFile]]
] = {_RAW: _raw, "qcow2": _qcow2, "vmdk": _vmdk, "stream": _stream}


def _done(plan: Plan[T], files: _LocalFiles) -> T:
    return drive(plan, files.answer)
