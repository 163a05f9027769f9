"""`StateFile`: keeps what a job knows on disk, so that it is there after any crash; one run a time.

The file is replaced as a whole, by a file that is on the disk by then. Marks that come while one
write is on its way are written together, so a thousand machines do not wait for a thousand writes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import anyio
import anyio.to_thread

from aioesx._lock_file import lock_file, unlock_file
from aioesx._whole_file import followed, put_whole
from aioesx.errors import EsxError

__all__ = ["StateFile"]

R = TypeVar("R")


class _Refusal(Protocol):
    def __call__(self, message: str, *, file: str) -> EsxError: ...


class StateFile(Generic[R]):
    """The state file of a job; use it with ``async with``, which holds its lock.

    A lock lies beside it meanwhile, in a file of its own; one that a run has left which was
    killed keeps nobody out.
    """

    def __init__(self, path: Path, what: str, read: Callable[[str], R], refusal: _Refusal) -> None:
        """Take what is kept where; nothing is opened.

        Args:
            path: the file; it need not exist.
            what: whose it is, for errors: ``"plan"``.
            read: reads its text, or raises ValueError.
            refusal: makes the errors.
        """
        self.path = path
        self._what = what
        self._text_of = read
        self._refusal = refusal
        there = followed(path)
        self._beside = there.with_name(f"{there.name}.lock")
        self._new = there.with_name(f"{there.name}.new")
        self._lock: int | None = None
        self._writing = anyio.Lock()
        self._wanted = 0
        self._written = 0

    @property
    def writes(self) -> tuple[Path, ...]:
        """All files that it writes to."""
        return self.path, self._beside, self._new

    async def __aenter__(self) -> StateFile[R]:
        self._take()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._lock is not None:
            unlock_file(self._beside, self._lock)
            self._lock = None

    def _take(self) -> None:
        """Take the lock; an error of ours says that another run has it, or why it cannot be had."""
        try:
            self._lock = lock_file(self._beside)
        except BlockingIOError:
            raise self._error(f"another run of the {self._what} goes on just now") from None
        except OSError as error:
            raise self._error(f"cannot be locked: {error.strerror}") from None

    def read(self) -> R | None:
        """Return what it says; None where there is none. An error of ours if it cannot be read."""
        try:
            return self._text_of(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._error(f"cannot be read: {error.strerror}") from None
        except ValueError as error:
            raise self._error(str(error)) from None

    def _error(self, message: str) -> EsxError:
        return self._refusal(message, file=str(self.path))

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
        put_whole(self.path, data, durable=True, new=self._new)
