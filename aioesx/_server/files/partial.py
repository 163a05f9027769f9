"""A download that may be gone on with: its part and what it is a part of, beside the target.

    .aioesx-0123456789abcdef.part     the bytes that came; named after the target
    .aioesx-0123456789abcdef.json     of which file, and in which state of it

Bytes are only ever added at the part's end, so what is there is the file's beginning. A part
of another file, or of another state of it, is thrown away. Two downloads into one part are
kept apart by a lock on it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import stat
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, Final

import anyio
from anyio.to_thread import run_sync

from aioesx._server.files.target import Digest, FileWriter, Write, told
from aioesx._whole_file import followed
from aioesx.errors import TransferError

__all__ = ["State", "part_of_target", "resuming"]

State = Mapping[str, str | int | None]
"""What a part is a part of: names and what tells one state of a file from another."""

_READ: Final = 1 << 20
_STATE_BYTES: Final = 65536


def part_of_target(path: Path) -> Path:
    """Return where the part of a download to `path` is."""
    target = followed(path)
    token = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
    return target.with_name(f".aioesx-{token}.part")


@asynccontextmanager
async def resuming(
    path: Path, state: State, size: int, digest: Digest | None
) -> AsyncIterator[tuple[Write, int]]:
    """Hold the part of a file open; gives what writes to its end, and how much is there.

    The file gets its name when the block ends well; else the part stays for the next time.

    Args:
        path: the target.
        state: what is to be written; a part of anything else is thrown away.
        size: bytes that the whole has.
        digest: is given what is there, and then what comes.

    Raises:
        TransferError: it cannot be written, or another download goes on into it.
    """
    with told(path):
        part = await run_sync(_Part, path, state, size)
    writer = FileWriter(part.file, path, digest)
    try:
        if digest is not None:
            await _digest(part, digest, path)
        yield writer.write, part.start
        await writer.flush()
        with told(path):
            await run_sync(part.keep)
    except BaseException:
        with anyio.CancelScope(shield=True), contextlib.suppress(TransferError):
            await writer.flush()
        raise
    finally:
        part.file.close()


async def _digest(part: _Part, digest: Digest, path: Path) -> None:
    """Compute the digest of what is there."""
    left = part.start

    def step() -> int:
        data = os.pread(part.file.fileno(), min(left, _READ), part.start - left)
        digest.update(data)
        return len(data)

    while left:
        with told(path):
            count = await run_sync(step)
        if not count:
            raise TransferError(f"cannot read what is there of {path}: it became shorter")
        left -= count


class _Part:
    """The file of a part, locked.

    Attributes:
        file: where bytes go.
        start: how many are there.
    """

    def __init__(self, path: Path, state: State, size: int) -> None:
        if path.exists() and not path.is_file():
            raise TransferError(f"cannot write {path}: it is no regular file")
        self._path = followed(path)
        self._part = part_of_target(path)
        self._state = self._part.with_suffix(".json")
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        self.file: BinaryIO = os.fdopen(os.open(self._part, flags, 0o666), "r+b", buffering=0)
        try:
            self._lock()
            before = os.fstat(self.file.fileno())
            known = stat.S_ISREG(before.st_mode) and self._known(state)
            self.start = before.st_size if known and before.st_size <= size else 0
            if not self.start:
                os.ftruncate(self.file.fileno(), 0)
                self._state.write_text(json.dumps(dict(state)), "utf-8")
        except BaseException:
            self.file.close()
            raise

    def _lock(self) -> None:
        """Take the part for us.

        Raises:
            TransferError: somebody else has it.
        """
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = os.path.samestat(self._part.stat(), os.fstat(self.file.fileno()))
        except (BlockingIOError, FileNotFoundError):
            ours = False  # the other one has just given it its name
        if not ours:
            raise TransferError(f"another download to {self._path} is under way")

    def _known(self, state: State) -> bool:
        """Tell whether the part is one of what is wanted."""
        try:
            with self._state.open("rb") as file:
                return bool(json.loads(file.read(_STATE_BYTES)) == dict(state))
        except (OSError, ValueError):
            return False

    def keep(self) -> None:
        """Give the file its name, when all of it is on the disk."""
        os.fsync(self.file.fileno())
        with contextlib.suppress(FileNotFoundError):
            self._part.chmod(stat.S_IMODE(self._path.stat().st_mode))
        self._part.replace(self._path)
        self._state.unlink(missing_ok=True)
