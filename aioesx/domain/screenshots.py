"""Pictures of a domain's console one after the other, as long as it runs.

Each is a call of its own, bounded in time; between two of them nothing is open and nothing waits
at the host, so a loop may be left anywhere.
"""

from __future__ import annotations

import math
from types import TracebackType
from typing import Final, Self

import anyio

from aioesx import vim
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.seconds import DEFAULT
from aioesx.domain.running import require_running
from aioesx.domain.screenshot import fetch_screenshot
from aioesx.errors import ClosedError, HttpStatusError, InvalidStateError

__all__ = ["Screenshots"]

_SHORTEST: Final = 0.0


class Screenshots:
    """The pictures of a console: what `Domain.screenshots` gives.

        async with domain.screenshots(interval=1.0) as pictures:
            async for png in pictures:
                ...

    The loop ends when the domain is off or suspended. It is for one task at a time.

    Attributes:
        taken: how many pictures the host has made.
        skipped: how many of them were left out, since nothing had changed.
    """

    def __init__(
        self,
        server: Server,
        ref: vim.ManagedObjectReference,
        name: str,
        interval: float,
        only_changed: bool,
        seconds: float | None,
    ) -> None:
        if not (math.isfinite(interval) and interval >= _SHORTEST):
            raise ValueError(f"interval={interval!r} is no number of seconds")
        self._server = server
        self._ref = ref
        self._name = name
        self._interval = interval
        self._only_changed = only_changed
        self._seconds = seconds
        self._due: float | None = None
        self._last: bytes | None = None
        self._open = False
        self.taken = 0
        self.skipped = 0

    def __repr__(self) -> str:
        return f"<Screenshots of {self._name!r} every {self._interval:g} s, {self.taken} taken>"

    @property
    def _thing(self) -> Thing:
        return thing_of(self._ref, self._name)

    async def __aenter__(self) -> Self:
        self._open = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while True:
            picture = await self._next()
            if picture is None:
                raise StopAsyncIteration
            self.taken += 1
            if not self._only_changed or picture != self._last:
                self._last = picture if self._only_changed else None
                return picture
            self.skipped += 1

    async def _next(self) -> bytes | None:
        """Wait until the next picture is due and fetch it; None when the domain is not on.

        The first one is due at once, and of a domain that is off it is an error. A picture that
        takes longer than the interval delays the following ones; none is made up for.
        """
        if not self._open:
            raise ClosedError("screenshots() is for `async with`, and the loop stands within it")
        now = anyio.current_time()
        due = now if self._due is None else max(now, self._due)
        await anyio.sleep(due - now)
        self._due = due + self._interval
        try:
            return await self._picture(timeout=self._seconds)
        except InvalidStateError:
            if not self.taken:
                raise
            return None

    @operation("call")
    async def _picture(self, *, timeout: float | None = DEFAULT) -> bytes:
        """Fetch a picture; one that the host refuses may be of a domain that has just gone off."""
        try:
            return await fetch_screenshot(self._server, self._ref, self._name)
        except HttpStatusError:
            await require_running(self._server.session, self._ref, self._name)
            raise
