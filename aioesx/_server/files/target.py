"""Where downloads go: a file that is complete or not there, or something that takes bytes.

Files are written by worker threads, some megabytes at a time, so that a slow disk or a full pipe
holds up nobody else; whoever wants their digest has it computed there, too.
"""

from __future__ import annotations

import contextlib
import inspect
import os
import secrets
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol, cast

import anyio
from anyio.to_thread import run_sync

from aioesx._whole_file import followed
from aioesx.errors import TransferError

__all__ = ["Digest", "FileWriter", "Target", "Writable", "Write", "told", "writing"]

_BATCH: Final = 4 << 20  # bytes that are worth the way to a thread

Write = Callable[[bytes], Awaitable[None]]


class Digest(Protocol):
    """What is computed of the bytes, such as ``hashlib.sha256()``."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take the next bytes."""
        ...


class Writable(Protocol):
    """An open file that takes bytes: of `open`, of `anyio.open_file`, or anything alike."""

    def write(self, data: bytes, /) -> Any:
        """Take `data`, or as much as is returned; may be a coroutine function."""
        ...


Target = str | Path | Writable | Write
"""A path, an open file, or a coroutine function that takes bytes."""


@asynccontextmanager
async def writing(target: Target, digest: Digest | None = None) -> AsyncIterator[Write]:
    """Hold a target open; gives the coroutine function that writes a piece.

    A file at a path gets its name when the block ends well, and is as it was before if not;
    what is no regular file (``/dev/stdout``, a pipe) is written to as it is. An open file is
    left open.

    Args:
        target: where the bytes go.
        digest: is given them, too.

    Raises:
        TransferError: it cannot be written.
    """
    if not isinstance(target, str | Path):
        put: Any = getattr(target, "write", target)
        writer = _Writer(put, digest)
        yield writer.write
        await writer.flush()
        return
    with told(target):
        file = await run_sync(_NewFile, Path(target))
    ours = FileWriter(file.file, target, digest)
    try:
        yield ours.write
        await ours.flush()
        with told(target):
            await run_sync(file.keep)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await run_sync(file.drop)
        raise


@contextmanager
def told(target: str | Path) -> Iterator[None]:
    """Raise what the system says as an error of ours.

    Raises:
        TransferError: that.
    """
    try:
        yield
    except OSError as error:
        raise TransferError(f"cannot write {target}: {error.strerror or error}") from None


class FileWriter:
    """Writes pieces to a file of ours, some megabytes at once.

    They are copied into memory that is used again: to have new memory from the system for all
    that comes, and to give it back, costs more.

    Args:
        file: the file; not buffered.
        name: of it, for errors.
        digest: is given all bytes, too.
    """

    def __init__(self, file: BinaryIO, name: str | Path, digest: Digest | None) -> None:
        self._file = file
        self._name = name
        self._digest = digest
        self._buffer: memoryview | None = None
        self._size = 0

    async def write(self, piece: bytes) -> None:
        """Take a piece; when it is written is told by `flush`.

        Raises:
            TransferError: it cannot be written.
        """
        if self._buffer is None:
            self._buffer = memoryview(bytearray(_BATCH))
        rest = memoryview(piece)
        while rest:
            count = min(len(rest), _BATCH - self._size)
            self._buffer[self._size : self._size + count] = rest[:count]
            self._size += count
            rest = rest[count:]
            if self._size == _BATCH:
                await self.flush()

    async def flush(self) -> None:
        """Write what was taken.

        Raises:
            TransferError: it cannot be written.
        """
        if self._buffer is not None and self._size:
            with told(self._name):
                await run_sync(self._write_all, self._buffer[: self._size])

    def _write_all(self, data: memoryview) -> None:
        self._size = 0  # not before: a wait for the thread that is cancelled leaves it to the next
        if self._digest is not None:
            self._digest.update(data)
        while data:
            if not (taken := self._file.write(data)):
                raise _takes_no_more(self._name)
            data = data[taken:]


class _Writer:
    """Writes pieces to what a caller has handed in, many small ones at once.

    Args:
        put: takes bytes, or as many as it returns; may be a coroutine function.
        digest: is given them, too.
    """

    _name: Final = "the file"

    def __init__(self, put: Any, digest: Digest | None) -> None:
        self._put = cast("Callable[[bytes], Any]", put)
        self._digest = digest
        self._awaits = inspect.iscoroutinefunction(put) or inspect.iscoroutinefunction(
            getattr(put, "__call__", None)  # noqa: B004  # an object may be called like a function
        )
        self._pieces: list[bytes] = []
        self._size = 0

    async def write(self, piece: bytes) -> None:
        """Take a piece; when it is written is told by `flush`.

        Raises:
            TransferError: it cannot be written.
        """
        if self._awaits:
            if self._digest is not None:
                self._digest.update(piece)
            with told(self._name):
                while piece:
                    piece = self._rest(piece, await self._put(piece))
            return
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size >= _BATCH:
            await self.flush()

    async def flush(self) -> None:
        """Write what was taken.

        Raises:
            TransferError: it cannot be written.
        """
        if self._pieces:
            with told(self._name):
                await run_sync(self._write_all)

    def _write_all(self) -> None:
        pieces, self._pieces, self._size = self._pieces, [], 0
        for piece in pieces:
            if self._digest is not None:
                self._digest.update(piece)
            rest = piece
            while rest:
                rest = self._rest(rest, self._put(rest))

    def _rest(self, piece: bytes, taken: Any) -> bytes:
        """Return what is left of a piece.

        Raises:
            TransferError: it takes no more.
        """
        if taken == 0:
            raise _takes_no_more(self._name)
        return piece[taken:] if isinstance(taken, int) else b""


def _takes_no_more(name: str | Path) -> TransferError:
    return TransferError(f"cannot write {name}: it takes no more")


class _NewFile:
    """A file under another name until it is complete.

    Attributes:
        file: where its bytes go.
    """

    def __init__(self, path: Path) -> None:
        self._part: Path | None = None
        self._path = followed(path)  # a link stays one
        try:
            before: os.stat_result | None = path.stat()
        except FileNotFoundError:
            before = None
        if before is not None and not stat.S_ISREG(before.st_mode):
            self.file: BinaryIO = path.open("wb", buffering=0)
            return
        self._part = self._path.with_name(f".aioesx-{secrets.token_hex(8)}.part")
        self.file = self._part.open("xb", buffering=0)  # what comes is large enough
        if before is not None:
            self._part.chmod(stat.S_IMODE(before.st_mode))

    def keep(self) -> None:
        """Give the file its name, when all of it is on the disk."""
        with self.file:
            self.file.flush()
            if self._part is not None:
                os.fsync(self.file.fileno())
        if self._part is not None:
            self._part.replace(self._path)

    def drop(self) -> None:
        """Leave things as they were."""
        with contextlib.suppress(OSError):
            self.file.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)
