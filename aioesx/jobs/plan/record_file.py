"""`RecordFile`: keeps a record on disk, so that it is there after any crash; one run at a time.

The file is replaced as a whole, by a file that is on the disk by then. Marks that come while one
write is on its way are written together, so a thousand machines do not wait for a thousand writes.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import IO

import anyio
import anyio.to_thread

from aioesx.errors import PlanStateError
from aioesx.jobs.plan.record import Record, read_record

__all__ = ["RecordFile"]


class RecordFile:
    """The state file of a plan; use it with ``async with``, which holds its lock.

    A lock lies beside it, in a file of its own, which stays there: removed, two runs could each
    lock one of the same name.

    Args:
        path: the file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._beside = path.with_name(f"{path.name}.lock")
        self._new = path.with_name(f"{path.name}.new")
        self._lock: IO[bytes] | None = None
        self._writing = anyio.Lock()
        self._wanted = 0
        self._written = 0

    @property
    def writes(self) -> tuple[Path, ...]:
        """All files that it writes to."""
        return self.path, self._beside, self._new

    async def __aenter__(self) -> RecordFile:
        self._take()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take(self) -> None:
        """Take the lock.

        Raises:
            PlanStateError: another run has it, or the directory cannot be written to.
        """
        try:
            lock = self._beside.open("ab")
        except OSError as error:
            raise self._error(f"cannot be locked: {error.strerror}") from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.close()
            raise self._error("another run of the plan goes on just now") from None
        self._lock = lock

    def read(self) -> Record | None:
        """Return what it says; None where there is none.

        Raises:
            PlanStateError: it cannot be read.
        """
        try:
            return read_record(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._error(f"cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise self._error(str(error)) from None

    def _error(self, message: str) -> PlanStateError:
        return PlanStateError(message, file=str(self.path))

    async def write(self, text: Callable[[], str]) -> None:
        """Return when what is known now is on the disk.

        Args:
            text: returns the record as it is when the write begins.

        Raises:
            OSError: it cannot be written.
        """
        self._wanted += 1
        mine = self._wanted
        async with self._writing:
            if self._written >= mine:
                return
            covers, whole = self._wanted, text()
            with anyio.CancelScope(shield=True):  # or a half-written one would be overtaken
                await anyio.to_thread.run_sync(self._replace, whole.encode())
            self._written = covers

    def _replace(self, data: bytes) -> None:
        descriptor = os.open(self._new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        self._new.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
