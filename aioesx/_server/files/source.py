"""Where uploads come from: bytes, a path, an open file, or whatever gives bytes piece by piece.

A source says how long it is, if it knows, and whether it can be read from its beginning again.
Files are read by worker threads, a megabyte at a time, where their digest is computed, too.
"""

from __future__ import annotations

import dataclasses
import io
import os
import stat
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from inspect import isawaitable, iscoroutinefunction
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from anyio.to_thread import run_sync

from aioesx._server.files.target import Digest
from aioesx.errors import TransferError, TransferIncompleteError

__all__ = ["Readable", "Source", "SourceLike", "source_of"]

_READ: Final = 1 << 20


class Readable(Protocol):
    """An open file that gives bytes: of `open`, of `anyio.open_file`, or anything alike."""

    def read(self, size: int, /) -> Any:
        """Return up to `size` bytes, none at the end; may be a coroutine function."""
        ...


SourceLike = str | Path | bytes | bytearray | memoryview | Readable | AsyncIterable[bytes]
"""A path, the bytes themselves, an open file, or what gives them piece by piece."""


@dataclasses.dataclass(frozen=True, slots=True)
class Source:
    """What is uploaded.

    Attributes:
        name: for errors.
        size: bytes that there are; None where nobody knows before the end.
        again: whether `read` may be called more than once.
        read: gives the pieces from the beginning; a digest is given them, too.
    """

    name: str
    size: int | None
    again: bool
    read: Callable[[Digest | None], AsyncGenerator[bytes, None]]

    async def pieces(self, digest: Digest | None) -> AsyncGenerator[bytes, None]:
        """Yield the bytes; there are as many as were announced.

        Raises:
            TransferIncompleteError: there are more or fewer.
            TransferError: it cannot be read.
        """
        count = 0
        async with aclosing(self.read(digest)) as pieces:
            async for piece in pieces:
                count += len(piece)
                if self.size is not None and count > self.size:
                    break
                yield piece
        if self.size not in (None, count):
            became = "more" if count > (self.size or 0) else f"{count}"
            raise TransferIncompleteError(
                f"{self.name} gave {became} bytes, {self.size} were announced"
            )


async def source_of(source: SourceLike, size: int | None) -> Source:
    """Return a source, of whatever kind.

    Args:
        source: what is to be sent.
        size: bytes of it, where it does not know itself.

    Raises:
        TransferError: it cannot be read.
        TypeError: it is nothing that gives bytes.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        return Source("the data", len(data), True, lambda digest: _of_bytes(data, digest))
    if isinstance(source, str | Path):
        path = Path(source)
        with _told(path):
            length = await run_sync(_size_of, path)
        return Source(
            str(path), length if size is None else size, True, lambda d: _of_path(path, d)
        )
    if hasattr(source, "read"):
        return await _source_of_file(source, size)
    if isinstance(source, AsyncIterable):
        pieces = source
        return Source("the source", size, False, lambda digest: _of_pieces(aiter(pieces), digest))
    raise TypeError(f"cannot upload a {type(source).__name__}: give a path, bytes or a stream")


def _size_of(path: Path) -> int | None:
    """Return the size of a regular file; None of what is none (a pipe)."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise TransferError(f"cannot read {path}: it is a directory")
    return status.st_size if stat.S_ISREG(status.st_mode) else None


@contextmanager
def _told(name: object) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TransferError(f"cannot read {name}: {error.strerror or error}") from None


async def _of_bytes(data: bytes, digest: Digest | None) -> AsyncGenerator[bytes, None]:
    view = memoryview(data)
    for start in range(0, len(data), _READ):
        piece = bytes(view[start : start + _READ])
        if digest is not None:
            await run_sync(digest.update, piece)
        yield piece


async def _of_path(path: Path, digest: Digest | None) -> AsyncGenerator[bytes, None]:
    with _told(path):
        file = await run_sync(lambda: path.open("rb", buffering=0))
    try:
        async with aclosing(_of_file(file, path, digest)) as pieces:
            async for piece in pieces:
                yield piece
    finally:
        file.close()


async def _of_file(
    file: BinaryIO | Any, name: object, digest: Digest | None
) -> AsyncGenerator[bytes, None]:
    """Yield what a blocking file holds from here on, read and digested in one go."""

    def step() -> Any:
        piece = file.read(_READ)
        if digest is not None and piece:
            digest.update(piece)
        return piece

    while True:
        with _told(name):
            piece = await run_sync(step)
        if not piece:
            return
        yield piece


async def _source_of_file(file: Any, size: int | None) -> Source:
    """Return an open file as a source, from where it stands."""
    start = await _position(file)
    name = str(getattr(file, "name", "the file"))
    if start is not None and size is None:
        size = await _call(file.seek, 0, os.SEEK_END) - start
        await _call(file.seek, start)

    async def read(digest: Digest | None) -> AsyncGenerator[bytes, None]:
        if start is not None:
            await _call(file.seek, start)
        awaits = iscoroutinefunction(file.read)
        gives = _of_async_file(file, digest) if awaits else _of_file(file, name, digest)
        async with aclosing(gives) as pieces:
            async for piece in pieces:
                yield piece

    return Source(name, size, start is not None, read)


async def _position(file: Any) -> int | None:
    """Return where an open file stands; None where it cannot be set back."""
    try:
        if await _call(file.seekable):
            return int(await _call(file.tell))
    except (AttributeError, OSError, io.UnsupportedOperation):
        pass
    return None


async def _call(function: Any, *arguments: Any) -> Any:
    found = function(*arguments)
    return await found if isawaitable(found) else found


async def _of_async_file(file: Any, digest: Digest | None) -> AsyncGenerator[bytes, None]:
    while piece := await file.read(_READ):
        if digest is not None:
            await run_sync(digest.update, piece)
        yield piece


async def _of_pieces(
    pieces: AsyncIterator[bytes], digest: Digest | None
) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in pieces:
            if digest is not None:
                await run_sync(digest.update, piece)
            yield piece
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
