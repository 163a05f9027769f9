"""`Stream`: what is taken by ``async with`` and ``async for``, one event at a time.

No scope and no task group lives across two events: each `__anext__` is an operation of its own, in
the time that the whole has. One that is cancelled takes nothing away.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import anyio
import anyio.lowlevel

from aioesx._server.face import bounded
from aioesx._server.server import Server
from aioesx._server.thing import Thing
from aioesx._server.watch import Watch
from aioesx._session.operation import at_work
from aioesx._session.seconds import DEFAULT
from aioesx.errors import EsxError, WaitTimeoutError

__all__ = ["Stream", "impatient"]

E = TypeVar("E")
S = TypeVar("S", bound="Stream[Any]")


class Stream(Generic[E]):
    """The base of what a host tells as it happens.

    Args:
        server: where.
        what: for errors: what it is a stream of.
        timeout: seconds in all; None is no bound but the host's silence.
        thing: what its errors are about.
    """

    def __init__(
        self, server: Server, what: str, timeout: float | None, thing: Thing | None = None
    ) -> None:
        self._server = server
        self._what = what
        self._thing = thing
        self._seconds = server.session.seconds.endless if timeout is DEFAULT else timeout
        self._ends: float | None = None
        self._held: AbstractAsyncContextManager[object] | None = None
        self._used = self._open = self._taken = False

    _watch: Watch[Any]  # in the one poll

    def __repr__(self) -> str:
        state = "open" if self._open else "closed" if self._used else "not opened"
        return f"<{type(self).__name__}: {self._what}, {state}>"

    def _hold(self) -> AbstractAsyncContextManager[object]:
        """Return what is held on the host while the stream is open."""
        raise NotImplementedError

    async def _next(self) -> E:
        """Return the next event.

        Raises:
            StopAsyncIteration: there is none any more.
        """
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        if self._used:
            raise RuntimeError(f"this stream of {self._what} was opened already; ask for another")
        self._used = True
        call = self._server.session.seconds.call
        bounds = [each for each in (self._seconds, call) if each is not None]
        seconds = min(bounds) if bounds else None
        if self._seconds is not None:
            self._ends = anyio.current_time() + self._seconds
        self._held = held = self._hold()
        await self._within(seconds, held.__aenter__)
        self._open = True
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open = False
        held, self._held = self._held, None
        if held is not None:
            await held.__aexit__(None, None, None)

    def __aiter__(self) -> Self:
        self._require_open()
        return self

    async def __anext__(self) -> E:
        self._require_open()
        if self._taken:
            raise RuntimeError(f"another task waits for {self._what} here: open a second stream")
        self._taken = True
        try:
            await anyio.lowlevel.checkpoint()  # before anything is taken
            left = None if self._ends is None else self._ends - anyio.current_time()
            event: E = await self._within(left, self._next, explain=True)
            return event
        finally:
            self._taken = False

    def _require_open(self) -> None:
        if not self._open:
            raise RuntimeError(
                f"a stream of {self._what} gives inside `async with` only:"
                " async with ... as stream: async for each in stream"
            )

    async def _within(
        self, seconds: float | None, work: Callable[[], Awaitable[Any]], *, explain: bool = False
    ) -> Any:
        """Do something in the time that there is."""

        async def explained() -> Any:
            if explain and (operation := at_work()) is not None:
                operation.explain = lambda _: self._late()
            return await work()

        where = self._server.session.where
        try:
            if seconds is not None and seconds <= 0 and explain:
                raise self._late()
            return await bounded(f"{where}: {self._what}", seconds, explained())
        except EsxError as error:
            if self._thing is not None and error.kind is None:
                error.about(*self._thing)
            raise

    def _late(self) -> EsxError:
        return WaitTimeoutError(f"{self._what}: the {self._seconds or 0:g} s are over")


def impatient(stream: S) -> S:
    """Have a stream end soon where the host is lost: somebody else tells that, and tries again."""
    stream._watch.patient = False
    return stream
