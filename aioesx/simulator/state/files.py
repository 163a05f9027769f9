"""What a datastore's files hold: bytes in memory, a sparse file, or zeros.

Small contents live in memory, large ones in a temporary folder of the simulator,
named by a number and never by anything a client said, so no path of a client
reaches this machine's disks.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "MEMORY_LIMIT",
    "Content",
    "MemoryContent",
    "Receiver",
    "Spool",
    "SpooledContent",
    "TextContent",
    "ZeroContent",
]

MEMORY_LIMIT = 1024 * 1024
"""Contents up to this many bytes stay in memory."""


class Content(Protocol):
    """Bytes that can be read piecewise."""

    @property
    def size(self) -> int:
        """Length in bytes."""
        ...

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        ...

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        ...

    def copy(self) -> Content:
        """Return another content of the same bytes; what one of them becomes, the other is not."""
        ...

    def discard(self) -> None:
        """Give up what the content holds on this machine."""


class MemoryContent:
    """Bytes kept in memory."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self._data)

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return len(self._data)

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        return self._data[start : start + length]

    def copy(self) -> Content:
        """Return the same: it never changes."""
        return self

    def discard(self) -> None:
        """Nothing to give up."""


class TextContent:
    """A text that is written anew whenever it is read, from what is kept anyway.

    Args:
        write: returns the text; always the same.
        *facts: what it is called with.
    """

    __slots__ = ("_facts", "_size", "_write")

    def __init__(self, write: Callable[..., str], *facts: object) -> None:
        self._write = write
        self._facts = facts
        self._size = len(write(*facts).encode())

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self._size

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return self._size

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        return self._write(*self._facts).encode()[start : start + length]

    def copy(self) -> Content:
        """Return the same: it never changes."""
        return self

    def discard(self) -> None:
        """Nothing to give up."""


class ZeroContent:
    """A size, full of zeros: what a disk that nobody has written to reads as.

    Args:
        size: length in bytes.
        stored: bytes taken up in the datastore; 0 for a thin disk.
    """

    __slots__ = ("_size", "_stored")

    def __init__(self, size: int, stored: int = 0) -> None:
        self._size = size
        self._stored = stored

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self._size

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return self._stored

    def read(self, start: int, length: int) -> bytes:
        """Return zeros, up to the end."""
        return bytes(max(0, min(length, self._size - start)))

    def copy(self) -> Content:
        """Return the same: it never changes."""
        return self

    def discard(self) -> None:
        """Nothing to give up."""


class _Spooled:
    """One file of the temporary folder, and how many contents are in it."""

    __slots__ = ("path", "shares", "size")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self.shares = 1


class SpooledContent:
    """A sparse file in the simulator's temporary folder; copies share it until the last goes.

    Attributes:
        held: the file.
    """

    __slots__ = ("held",)

    def __init__(self, held: _Spooled) -> None:
        self.held = held

    @property
    def size(self) -> int:
        """Length in bytes."""
        return self.held.size

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return self.held.size

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        with self.held.path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    def copy(self) -> Content:
        """Return another content of the same bytes; nobody ever writes to them."""
        self.held.shares += 1
        return SpooledContent(self.held)

    def discard(self) -> None:
        """Delete the file, unless a copy is in it."""
        self.held.shares -= 1
        if self.held.shares == 0:
            self.held.path.unlink(missing_ok=True)


class Spool:
    """The temporary folder for large contents; made at first use, deleted by `close`."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._numbers = itertools.count()

    def receive(self) -> Receiver:
        """Begin to take in a content of unknown length."""
        return Receiver(self)

    def path(self) -> Path:
        """Return a fresh name in the folder."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="aioesx-simulator-")
        return Path(self._folder.name) / f"{next(self._numbers)}"

    def close(self) -> None:
        """Delete the folder with everything in it."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


_BLOCK = 4096


class Receiver:
    """Takes in a content chunk by chunk: memory first, a sparse file when it grows."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._head = bytearray()
        self._path: Path | None = None
        self.size = 0

    def write(self, chunk: bytes) -> None:
        """Append `chunk`; blocks of zeros become holes."""
        self.size += len(chunk)
        if self._path is None and self.size <= MEMORY_LIMIT:
            self._head += chunk
            return
        if self._path is None:
            self._path = self._spool.path()
            chunk, self._head = bytes(self._head) + chunk, bytearray()
        with self._path.open("r+b" if self._path.exists() else "wb") as file:
            end = file.seek(0, os.SEEK_END)
            for at in range(0, len(chunk), _BLOCK):
                block = chunk[at : at + _BLOCK]
                if any(block):
                    file.seek(end + at)
                    file.write(block)
            file.truncate(end + len(chunk))

    def finish(self) -> Content:
        """Return what was received."""
        if self._path is None:
            return MemoryContent(bytes(self._head))
        return SpooledContent(_Spooled(self._path))

    def abandon(self) -> None:
        """Forget what was received."""
        if self._path is not None:
            self._path.unlink(missing_ok=True)
