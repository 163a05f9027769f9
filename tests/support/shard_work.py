"""Functions for the workers of a fleet: at the top of a module, so that they can be imported."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from aioesx import Connection

__all__ = [
    "Dying", "Stuck", "change", "closed_book", "exposed", "fail_at", "names", "unpicklable", "who",
]  # fmt: skip


async def names(esx: Connection) -> list[str]:
    return sorted(entry.name for entry in await esx.domains.list())


async def who(esx: Connection) -> int:
    """Return the process that does the work."""
    await esx.domains.list()
    return os.getpid()


@dataclass(frozen=True)
class Dying:
    """Lists machines, and has its process killed at one host.

    Attributes:
        uri: of that host.
        marks: a folder with a file for each time that it has died.
        times: how often it dies.
        changes: whether it changes something at that host before.
    """

    uri: str
    marks: Path
    times: int = 1
    changes: bool = False

    async def __call__(self, esx: Connection) -> list[str]:
        found = await names(esx)
        died = len(list(self.marks.iterdir()))
        if esx.uri == self.uri and died < self.times:
            if self.changes:
                await change(esx)
            (self.marks / f"{died}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return found


async def change(esx: Connection) -> None:
    """Give each machine that is off other memory."""
    for entry in await esx.domains.list(active=False):
        await entry.domain.set_memory(2**20)


@dataclass(frozen=True)
class Stuck:
    """Notes its process, and waits for ever in the middle of a session.

    Attributes:
        marks: a folder with a file for each process.
        ballast: makes it long to send.
    """

    marks: Path
    ballast: bytes = dataclasses.field(default=b"", repr=False)

    async def __call__(self, esx: Connection) -> None:
        await esx.domains.list()
        (self.marks / f"{os.getpid()}").touch()
        await anyio.sleep_forever()


@dataclass(frozen=True)
class fail_at:  # noqa: N801  # it stands where functions do
    """Fails at one host and waits for ever at the others."""

    uri: str

    async def __call__(self, esx: Connection) -> None:
        await esx.domains.list()
        if esx.uri == self.uri:
            raise ValueError("as told")
        await anyio.sleep_forever()


async def unpicklable(esx: Connection) -> Any:
    return threading.Lock()


class ClosedBook(Exception):
    """Cannot be pickled."""

    def __init__(self, page: int, *, lock: Any) -> None:
        super().__init__(f"closed at {page}")
        self.lock = lock


async def closed_book(esx: Connection) -> None:
    raise ClosedBook(7, lock=threading.Lock())


async def exposed(esx: Connection) -> str:
    """Return what everybody on the machine, or every child, sees of this process."""
    return _exposed()


def _exposed() -> str:
    seen = [Path("/proc/self/cmdline").read_bytes(), Path("/proc/self/environ").read_bytes()]
    return b"\0".join(seen).decode("utf-8", "replace") + "".join(os.environ.values())
