"""`FleetStream`: what many hosts tell as it happens, in one iterator.

Each host has a task of its own, which opens a stream there, hands on one thing at a time and waits
until that was taken. So a program that is slow costs the memory of what the streams keep by
themselves and one thing a host, and a host that tells much keeps no other waiting. A host that is
lost is told once, and tried again for ever; whatever happens to it is no matter of the others.
"""

from __future__ import annotations

import dataclasses
import random
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar

import anyio
import anyio.lowlevel

from aioesx._concurrency import Group
from aioesx._session.overseer import overseen
from aioesx.errors import (
    ClosedError,
    EsxError,
    LoginError,
    NotAuthenticatedError,
    ProtocolError,
    SelectorError,
    TransportError,
    WaitTimeoutError,
)
from aioesx.fleet.current import enter_host
from aioesx.fleet.gate import Turns
from aioesx.fleet.keeper import close_all
from aioesx.fleet.opening import open_aside
from aioesx.fleet.results import FleetEntry
from aioesx.fleet.watch import Watch

if TYPE_CHECKING:
    from typing import Self

    from aioesx.connection import Connection
    from aioesx.fleet.entries import HostEntry
    from aioesx.fleet.selectors import Selection
    from aioesx.fleet.terms import Shared
    from aioesx.watch.stream import Stream

__all__ = ["FleetStream", "HostDown", "HostUp", "Listener", "whole"]

E = TypeVar("E")

_DEAD: Final = (TransportError, ProtocolError, LoginError)
_SESSIONLESS: Final = (LoginError, NotAuthenticatedError, ClosedError)
"""After these a connection is of no more use."""


@dataclasses.dataclass(frozen=True, slots=True)
class HostDown:
    """Nothing can be heard of a host: at the beginning, or from now on.

    It is tried again until it answers, and a `HostUp` tells that; another `HostDown` comes between
    only where the reason has become one of another kind.

    Attributes:
        error: why.
        since: when that was noticed, by the clock of this program.
    """

    error: Exception
    since: datetime
    event: Literal["down"] = dataclasses.field(default="down", init=False)


@dataclasses.dataclass(frozen=True, slots=True)
class HostUp:
    """A host is listened to: from the beginning on, or again.

    Attributes:
        since: when that began, by the clock of this program.
    """

    since: datetime
    event: Literal["up"] = dataclasses.field(default="up", init=False)


class Listener(Generic[E]):
    """Listens at one host, again and again, and goes on where it was."""

    def open(self, esx: Connection) -> Stream[E]:
        """Return a stream, not opened yet, that goes on where the one before it ended."""
        raise NotImplementedError

    def close(self) -> None:
        """Keep of the stream what the next one needs."""


class _Source(Generic[E]):
    """One host of a stream.

    Attributes:
        entry: the host.
        listener: listens there.
        watch: oversees what is asked of it.
        given: what is to be taken, if there is something.
        taken: set when that was.
        esx: the connection to it, once there was one.
        is_up: whether it is listened to just now.
        failures: how often in a row that did not come about.
        reason: kind of the trouble that was told last.
    """

    def __init__(self, entry: HostEntry, listener: Listener[E], watch: Watch) -> None:
        self.entry = entry
        self.listener = listener
        self.watch = watch
        self.given: list[E | HostDown | HostUp] = []
        self.taken = anyio.Event()
        self.esx: Connection | None = None
        self.is_up = False
        self.failures = 0
        self.reason: type[Exception] | None = None


class FleetStream(Generic[E]):
    """Gives what happens at many hosts, each thing as a `FleetEntry` with its host's name.

        async with fleet.watch() as changes:
            async for entry in changes:
                print(entry.host, entry.value)

    Besides what the hosts tell there is a `HostUp` before the first thing of each, and a
    `HostDown` where one is lost, or was never there. It comes back by itself: what has changed
    meanwhile is told, and nothing twice. No host ends the stream.

    It is open inside ``async with``, and to be left in the task that entered it; however that
    happens, nothing stays behind. One task takes from it at a time.

    Raises:
        WaitTimeoutError: the time that it was given is over.
    """

    def __init__(
        self,
        what: str,
        entries: Sequence[HostEntry],
        listener: Callable[[], Listener[E]],
        shared: Shared,
        *,
        rest: Sequence[float],
        concurrency: int,
        timeout: float | None,
    ) -> None:
        self._what = what
        self._shared = shared
        self._rest = tuple(rest) or shared.seconds.attempts
        self._seconds = timeout
        self._ends = float("inf")
        self._openings = Turns(concurrency, shared.seconds.patience)
        self._sources = [
            _Source(entry, listener(), self._overseer(shared, read_only=True)) for entry in entries
        ]
        self._ready: deque[_Source[E]] = deque()
        self._news = anyio.Event()
        self._group: Group | None = None
        self._scope = anyio.CancelScope()
        self._used = self._taking = False

    def __repr__(self) -> str:
        state = "open" if self._group is not None else "closed" if self._used else "not opened"
        return f"<FleetStream of {self._what} of {len(self._sources)} hosts, {state}>"

    @staticmethod
    def _overseer(shared: Shared, *, read_only: bool) -> Watch:
        return Watch(shared.turns, shared.seconds.patience, read_only=read_only)

    # --- for whoever uses it ---------------------------------------------------------------------

    @property
    def down(self) -> tuple[str, ...]:
        """The names of the hosts that are not listened to just now."""
        return tuple(each.entry.name for each in self._sources if not each.is_up)

    async def __aenter__(self) -> Self:
        if self._used:
            raise RuntimeError(f"this stream of {self._what} was opened already; ask for another")
        self._used = True
        if self._seconds is not None:
            self._ends = anyio.current_time() + self._seconds
        self._group = Group()
        await self._group.__aenter__()
        self._group.start(self._follow_all)
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        group, self._group = self._group, None
        if group is None:
            return None
        self._scope.cancel()
        return await group.__aexit__(exc_type, exc, traceback)

    def __aiter__(self) -> Self:
        self._require_open()
        return self

    async def __anext__(self) -> FleetEntry[E | HostDown | HostUp]:
        """Return the next thing, of whichever host it comes."""
        self._require_open()
        if self._taking:
            raise RuntimeError(f"another task waits for {self._what} here: open a second stream")
        self._taking = True
        try:
            await anyio.lowlevel.checkpoint()  # before anything is taken
            while not self._ready:
                if not self._sources:
                    raise StopAsyncIteration
                await self._wait()
        finally:
            self._taking = False
        source = self._ready.popleft()
        source.taken.set()
        return FleetEntry(source.entry.name, source.given.pop())

    def _require_open(self) -> None:
        if self._group is None:
            raise RuntimeError(
                f"a stream of {self._what} gives inside `async with` only:"
                " async with ... as stream: async for each in stream"
            )

    async def _wait(self) -> None:
        with anyio.CancelScope(deadline=self._ends):
            await self._news.wait()
        if not self._ready and anyio.current_time() >= self._ends:
            raise WaitTimeoutError(f"{self._what}: the {self._seconds or 0:g} s are over")

    # --- the hosts -------------------------------------------------------------------------------

    async def _follow_all(self) -> None:
        with self._scope:
            async with anyio.create_task_group() as hosts:
                for source in self._sources:
                    hosts.start_soon(self._follow, source)

    async def _follow(self, source: _Source[E]) -> None:
        """Listen to one host for ever, in a task of its own; its errors are told."""
        enter_host(source.entry)
        try:
            with overseen(source.watch):
                while True:
                    try:
                        await self._listen(source)
                    except Exception as error:
                        source.failures += 1
                        self._note(source, error)
                        await self._taken(source)
                        await anyio.sleep(self._pause(source, error))
        finally:
            await self._leave(source)

    async def _listen(self, source: _Source[E]) -> None:
        """Hand on what the host tells until that ends.

        The connection outlives a loss: its session is gone on with, and so none is left behind.
        """
        if source.esx is None:
            source.esx = await self._connected(source)
        try:
            async with source.listener.open(source.esx) as stream:
                source.is_up, source.failures, source.reason = True, 0, None
                self._shared.rests.wake(source.entry.name)
                await self._give(source, HostUp(datetime.now(UTC)))
                try:
                    async for each in stream:
                        await self._give(source, each)
                except Exception as error:
                    self._note(source, error)  # before what may hang is cleaned up
                    raise
                finally:
                    source.listener.close()
        except _SESSIONLESS:
            esx, source.esx = source.esx, None
            self._shared.aside.start(esx.aclose)
            raise

    async def _leave(self, source: _Source[E]) -> None:
        """Keep the connection, or have it closed by who cleans up behind hosts that hang."""
        esx, source.esx = source.esx, None
        if esx is None:
            return
        if not source.is_up:
            self._shared.aside.start(esx.aclose)
        elif (spare := self._shared.keeper.give(source.entry, esx)) is not None:
            await close_all([spare])

    async def _connected(self, source: _Source[E]) -> Connection:
        """Return a connection; so many are opened at once, those that hang not counted."""
        shared = self._shared
        await self._openings.take(source.watch)
        try:
            esx = shared.keeper.take(source.entry)
            if esx is None:
                with source.watch.expecting():
                    esx = await open_aside(shared.keeper, source.entry, shared.aside)
        finally:
            self._openings.give_back(source.watch)
        return esx

    def _note(self, source: _Source[E], error: Exception) -> None:
        """Tell that a host is down, unless that was told."""
        source.is_up = False
        if isinstance(error, _DEAD):
            self._shared.rests.lay(source.entry.name, error)
        if source.reason is not type(error) and not source.given:
            source.reason = type(error)
            if isinstance(error, EsxError) and error.kind is None:
                error.about("host", source.entry.name)
            self._put(source, HostDown(error, datetime.now(UTC)))

    def _put(self, source: _Source[E], thing: E | HostDown | HostUp) -> None:
        source.given.append(thing)
        source.taken = anyio.Event()
        self._ready.append(source)
        self._news.set()
        self._news = anyio.Event()

    async def _give(self, source: _Source[E], thing: E | HostDown | HostUp) -> None:
        """Hand something on, and wait until it was taken."""
        self._put(source, thing)
        await self._taken(source)

    async def _taken(self, source: _Source[E]) -> None:
        while source.given:
            await source.taken.wait()

    def _pause(self, source: _Source[E], error: Exception) -> float:
        """Return the seconds before a host is tried again; hosts lock accounts that try often."""
        last = len(self._rest) - 1
        place = last if isinstance(error, LoginError) else min(source.failures - 1, last)
        return self._rest[place] * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


def whole(entries: Sequence[HostEntry], selection: Selection) -> Sequence[HostEntry]:
    """Return the entries, of which vCenters are listened to as a whole.

    Raises:
        SelectorError: only some hosts of a vCenter are meant.
    """
    for entry in entries:
        if entry.is_vcenter and not selection.selects(entry):
            raise SelectorError(
                f"'{entry.name}' is a vCenter, which is listened to as a whole: select it by its"
                " own name, or give a URI with the path of what is meant",
                position=1,
            )
    return entries
