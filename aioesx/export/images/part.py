"""The file of an image while it is being written: its name, its lock, and what the system says.

It knows nothing of formats.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from aioesx._whole_file import followed
from aioesx.disk.plan import Read, Size
from aioesx.errors import ExportStateError, TransferError

__all__ = ["Part", "Writer", "part_of_image"]

_BUFFERS: Final = 512  # for one call of the system, which takes 1,024
_BYTES: Final = 128 * 1024  # likewise: what is near the processor still
_HANDED: Final = 256 * 1024  # bytes that are read at once to be looked at


def part_of_image(path: Path) -> Path:
    """Return where an image is while it is being written."""
    target = followed(path)  # a link stays one
    return target.with_name(f"{target.name}.part")


class Part:
    """The file of an image that is being written, locked.

    Attributes:
        target: what it is to be called.
        path: what it is called meanwhile.
    """

    def __init__(self, path: Path, overwrite: bool, *, anew: bool) -> None:
        self.target, self.path = followed(path), part_of_image(path)
        self._overwrite = overwrite
        self._fd = -1
        self._durable = False  # whether the name of the part is
        self._check_target()
        flags = os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | (os.O_CREAT if anew else 0)
        try:
            self._fd = os.open(self.path, flags, 0o666)
        except FileNotFoundError:
            if anew:
                raise
            raise self.unknown("it is gone") from None
        try:
            self._lock()
            self._check_part()
            if anew:
                os.ftruncate(self._fd, 0)
        except BaseException:
            self.close()
            raise

    def _check_target(self) -> None:
        if self.target.exists():
            if not self.target.is_file():
                raise TransferError(f"cannot write {self.target}: it is no regular file")
            if not self._overwrite:
                raise TransferError(f"cannot write {self.target}: it is there already")

    def _check_part(self) -> None:
        if not stat.S_ISREG(os.fstat(self._fd).st_mode):
            raise TransferError(f"cannot write {self.path}: it is no regular file")

    def _lock(self) -> None:
        """Take the part for us.

        Raises:
            TransferError: somebody else has it.
        """
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = os.path.samestat(self.path.stat(), os.fstat(self._fd))
        except (BlockingIOError, FileNotFoundError):
            ours = False  # the other one has just given it its name
        if not ours:
            raise TransferError(f"another export to {self.target} is under way")

    def unknown(self, reason: str) -> ExportStateError:
        """Make the error that says why it cannot be gone on with."""
        return ExportStateError(f"cannot go on with {self.path}: {reason}", path=self.path)

    def answer(self, wanted: Read | Size) -> bytes | int:
        """Answer a plan."""
        if isinstance(wanted, Size):
            return self.size()
        return os.pread(self._fd, wanted.length, wanted.start)

    def size(self) -> int:
        """Return how many bytes it has."""
        return os.fstat(self._fd).st_size

    def cut(self, size: int) -> None:
        """Have it end there; what was not there before is a hole."""
        os.ftruncate(self._fd, size)

    def data(self) -> Iterator[tuple[int, int]]:
        """Yield where it is no hole."""
        at, size = 0, self.size()
        while at < size:
            try:
                at = os.lseek(self._fd, at, os.SEEK_DATA)
            except OSError as error:
                if error.errno == errno.ENXIO:  # no more
                    return
                raise
            stop = os.lseek(self._fd, at, os.SEEK_HOLE)
            yield at, stop
            at = stop

    def read(self, spans: list[tuple[int | None, int]]) -> bytes:
        """Return ranges one after the other."""
        parts: list[bytes] = []
        for place, length in spans:
            data = bytes(length) if place is None else os.pread(self._fd, length, place)
            parts.append(data.ljust(length, b"\0"))  # it may end in the last block
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def hand(
        self,
        spans: list[tuple[int | None, int]],
        offset: int,
        take: Callable[[int, memoryview], Any],
    ) -> None:
        """Hand ranges to a function, one after the other; an offset counts along."""
        with memoryview(bytearray(_HANDED)) as buffer:
            for place, length in spans:
                for at in range(0, length if place is not None else 0, _HANDED):
                    with buffer[: min(_HANDED, length - at)] as piece:
                        count = os.preadv(self._fd, [piece], (place or 0) + at)
                        piece[count:] = bytes(len(piece) - count)  # it may end in the last block
                        take(offset + at, piece)
                offset += length

    def write(self, place: int, *buffers: bytes | memoryview) -> None:
        """Write there, one after the other."""
        done = os.pwritev(self._fd, buffers, place)
        if done != sum(map(len, buffers)):  # a signal, or there is no more room: the next tells
            rest = memoryview(b"".join(buffers))[done:]
            while rest:
                place += done
                done = os.pwrite(self._fd, rest, place)
                rest = rest[done:]

    def sync(self) -> None:
        """Wait until all is safe."""
        os.fsync(self._fd)
        if not self._durable:
            self._sync_directory()
            self._durable = True

    def _sync_directory(self) -> None:
        directory = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def keep(self) -> None:
        """Give the file its name."""
        self._check_target()
        with contextlib.suppress(FileNotFoundError):
            self.path.chmod(stat.S_IMODE(self.target.stat().st_mode))
        self.path.replace(self.target)
        self._sync_directory()
        self.close()

    def drop(self, keep: bool) -> None:
        """Close it, and delete it unless it is to be kept."""
        try:
            if not keep:
                self.path.unlink(missing_ok=True)
        finally:
            self.close()

    def close(self) -> None:
        """Close it, which unlocks it."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class Writer:
    """Makes few writes of many: what lies one after the other in the file goes there at once."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._start = self._stop = 0
        self._buffers: list[bytes | memoryview] = []
        self._data: bytes | memoryview = b""
        self._from = self._to = 0  # of the last bytes, which may go on

    def put(self, place: int, data: bytes | memoryview, begin: int, end: int) -> None:
        """Write a part of some bytes."""
        if place == self._stop:
            if data is self._data and begin == self._to:
                self._to = end
                self._stop += end - begin
                return
            self._take()
        else:
            self.flush()
            self._start = place
        self._data, self._from, self._to = data, begin, end
        self._stop = place + end - begin
        if self._stop - self._start >= _BYTES or len(self._buffers) >= _BUFFERS:
            self.flush()

    def flush(self) -> None:
        """Write what was put."""
        self._take()
        if self._buffers:
            self._part.write(self._start, *self._buffers)
            self._buffers = []
        self._start = self._stop

    def _take(self) -> None:
        if self._to > self._from:
            whole = self._from == 0 and self._to == len(self._data)
            part = self._data if whole else memoryview(self._data)[self._from : self._to]
            self._buffers.append(part)
        self._data, self._from, self._to = b"", 0, 0
