"""Where downloads go: a file that is complete or not there, or something open that takes bytes.

Files are written by worker threads, a piece at a time, so that a slow disk or a full pipe holds
up nobody else.
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
from typing import Any, BinaryIO, Protocol, cast

import anyio
from anyio.to_thread import run_sync

from aioesx.errors import TransferError

__all__ = ["Target", "Writable", "Write", "writing"]

Write = Callable[[bytes], Awaitable[None]]


class Writable(Protocol):
    """An open file that takes bytes: of `open`, of `anyio.open_file`, or anything alike."""

    def write(self, data: bytes, /) -> Any:
        """Take `data`, or as much as is returned; may be a coroutine function."""
        ...


Target = str | Path | Writable
"""A path, or an open file."""


@asynccontextmanager
async def writing(target: Target) -> AsyncIterator[Write]:
    """Hold a target open; gives the coroutine function that writes a piece.

    A file at a path gets its name when the block ends well, and is as it was before if not;
    what is no regular file (``/dev/stdout``, a pipe) is written to as it is. An open file is
    left open.

    Raises:
        TransferError: it cannot be written.
    """
    if not isinstance(target, str | Path):
        yield _writer(target, "the file")
        return
    with _told(target):
        file = await run_sync(_NewFile, Path(target))
    try:
        yield _writer(file.file, target)
        with _told(target):
            await run_sync(file.keep)
    except BaseException:
        with anyio.CancelScope(shield=True):
            await run_sync(file.drop)
        raise


@contextmanager
def _told(target: str | Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TransferError(f"cannot write {target}: {error.strerror or error}") from None


def _writer(file: Writable | BinaryIO, name: str | Path) -> Write:
    put = cast("Callable[[bytes], Any]", file.write)
    awaits = inspect.iscoroutinefunction(put)

    async def write(data: bytes) -> None:
        while data:
            with _told(name):
                taken = await put(data) if awaits else await run_sync(put, data)
            if taken == 0:
                raise TransferError(f"cannot write {name}: it takes no more")
            data = data[taken:] if isinstance(taken, int) else b""

    return write


class _NewFile:
    """A file under another name until it is complete.

    Attributes:
        file: where its bytes go.
    """

    def __init__(self, path: Path) -> None:
        self._part: Path | None = None
        self._path = path.resolve()  # a link stays one
        try:
            before: os.stat_result | None = path.stat()
        except FileNotFoundError:
            before = None
        if before is not None and not stat.S_ISREG(before.st_mode):
            self.file: BinaryIO = path.open("wb")
            return
        self._part = self._path.with_name(f".aioesx-{secrets.token_hex(8)}.part")
        self.file = self._part.open("xb")
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
