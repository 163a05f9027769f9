"""`Telling`: how far an export is, and what comes up on its way.

How far it is, is told often enough for a person, seldom enough for a processor. What comes up is
noted at once, wherever that is, and told where a caller's function may raise.
"""

from __future__ import annotations

import inspect
import logging
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final, Protocol

from aioesx._server.moving import (
    ExportProgress,
    Obstacle,
    OnExportProgress,
    OnExportWarning,
)
from aioesx._session.operation import detached

__all__ = ["Numbered", "Telling", "warn"]

_log = logging.getLogger("aioesx.export")

_PACE: Final = 0.1


class Numbered(Protocol):
    """A disk, as far as it is told of."""

    @property
    def number(self) -> int:
        """1 for the machine's first."""
        ...

    @property
    def capacity(self) -> int:
        """In bytes."""
        ...


class Telling:
    """How far one machine is.

    Args:
        domain: its name.
        disks: how many it has.
        on_progress: is told: at most ten times a second, and of each phase and each disk's end.
        on_warning: is told of what comes up on the way; else the log is.
        known: what is to be known, a sentence each; what comes up is added.

    Attributes:
        came_up: what was not known before, in its order.
        disks: how many it has, as far as is known by now.
        moved: bytes that came over the line.
    """

    def __init__(
        self,
        domain: str,
        disks: int,
        on_progress: OnExportProgress | None,
        on_warning: OnExportWarning | None = None,
        known: list[str] | None = None,
    ) -> None:
        self.came_up: list[Obstacle] = []
        self._known = [] if known is None else known
        self._news: list[Obstacle] = []
        self._domain, self.disks = domain, disks
        self._on_progress, self._on_warning = on_progress, on_warning
        self._began = time.monotonic()
        self._next = 0.0
        self._phase = "preparing"
        self._at: dict[int, int] = {}
        self.moved = 0

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self._began

    async def phase(self, phase: str) -> None:
        """Tell that something else begins."""
        self._phase = phase
        self._at.clear()
        await self._tell(None, 0, 0)

    @asynccontextmanager
    async def waiting(self, why: str) -> AsyncIterator[None]:
        """Tell that the host is waited for, and why; at a good end, that it goes on as before."""
        phase = self._phase
        self.note("lease", why, logged=True)
        await self.tell_news()
        self._phase = "waiting"
        await self._tell(None, 0, 0)
        try:
            yield
        finally:
            self._phase = phase
        await self._tell(None, 0, 0)

    def note(self, kind: str, text: str, *, logged: bool = False) -> None:
        """Note what is to be known, and was not before; `tell_news` tells it.

        Args:
            kind: a word for programs.
            text: a sentence.
            logged: whether the log was told.
        """
        if text in self._known:
            return
        self._known.append(text)
        warning = Obstacle(kind, text)
        self.came_up.append(warning)
        if self._on_warning is not None or not logged:
            self._news.append(warning)

    async def tell_news(self) -> None:
        """Tell what was noted since the last time."""
        while self._news:
            await warn(self._domain, [self._news.pop(0)], self._on_warning)

    async def warn(self, kind: str, text: str) -> None:
        """Note what is to be known, and tell it."""
        self.note(kind, text)
        await self.tell_news()

    async def at(self, disk: Numbered, at: int, *, ended: bool = False) -> None:
        """Tell up to where all of a disk has come; it never goes back within a phase."""
        at = self._at[disk.number] = max(at, self._at.get(disk.number, 0))
        if self._on_progress is None or (not ended and time.monotonic() < self._next):
            return
        await self._tell(disk, at, disk.capacity)

    async def _tell(self, disk: Numbered | None, at: int, capacity: int) -> None:
        if self._on_progress is None:
            return
        self._next = time.monotonic() + _PACE
        progress = ExportProgress(
            domain=self._domain,
            phase=self._phase,
            disk=disk.number if disk is not None else 0,
            disks=self.disks,
            at=at,
            capacity=capacity,
            moved=self.moved,
            seconds=self.seconds,
        )
        with detached():
            done = self._on_progress(progress)
            if inspect.isawaitable(done):
                await done


async def warn(
    name: str, warnings: Sequence[Obstacle], on_warning: OnExportWarning | None
) -> tuple[Obstacle, ...]:
    """Tell what is to be known of a machine; returns it.

    Args:
        name: what the machine is called.
        warnings: what is to be known.
        on_warning: is told; else the log is.
    """
    for warning in warnings:
        if on_warning is None:
            _log.info("'%s': %s", name, warning)
            continue
        with detached():
            done = on_warning(warning)
            if inspect.isawaitable(done):
                await done
    return tuple(warnings)
