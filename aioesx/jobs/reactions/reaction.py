"""`Reaction`: does something about each thing that happens, and never keeps a watch waiting."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import AsyncIterable, Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

import anyio

from aioesx._concurrency import Group
from aioesx.jobs.reactions.told import is_initial, record_of

if TYPE_CHECKING:
    from typing import Self

__all__ = ["WAITING", "Reaction", "react"]

WAITING: Final = 1000
"""How many wait at most, where nobody says."""

_LINGER: Final = 10.0

_log = logging.getLogger("aioesx.jobs")

OnTrouble = Callable[[str], object]


class Reaction:
    """The base of a `Webhook` and a `Program`: enter it by ``async with``, then `offer`.

    What waits is bounded: where it is too much the oldest is dropped, and the next that goes out
    says by ``"dropped"`` how many were. At the end of the block what still waits has ten seconds;
    where the block is left by an error or a cancellation, none.

    Attributes:
        done: how many went out.
        failed: how many were given up.
        dropped: how many were too much.
    """

    def __init__(self, at_once: int, waiting: int, on_trouble: OnTrouble | None) -> None:
        for name, number in {"at_once": at_once, "waiting": waiting}.items():
            if number < 1:
                raise ValueError(f"{name}={number!r} should be 1 at least")
        self.done = self.failed = self.dropped = 0
        self._at_once = at_once
        self._waiting: deque[dict[str, Any]] = deque()
        self._most = waiting
        self._on_trouble = on_trouble
        self._untold = 0  # dropped since the last that went out
        self._busy = 0
        self._change = anyio.Event()
        self._group: Group | None = None
        self._scope = anyio.CancelScope()

    async def _act(self, record: dict[str, Any]) -> None:
        """Have a record go out.

        Raises:
            ActionError: it is given up.
        """
        raise NotImplementedError

    async def _close(self) -> None:
        """Let go of what was opened."""

    # --- for whoever uses it ---------------------------------------------------------------------

    def offer(self, thing: Any) -> None:
        """Take a change, an event, or one of a fleet's; returns at once.

        Raises:
            RuntimeError: it was not entered.
        """
        if self._group is None:
            raise RuntimeError(f"{self!r} is entered by `async with` first")
        if len(self._waiting) >= self._most:
            self._waiting.popleft()
            self._untold += 1
            self.dropped += 1
            if self._untold == 1:
                self._tell("too much happens: the oldest is dropped")
        self._waiting.append(record_of(thing))
        self._wake()

    async def __aenter__(self) -> Self:
        if self._group is not None:
            raise RuntimeError(f"{self!r} is entered already")
        self._scope = anyio.CancelScope()
        self._group = Group()
        await self._group.__aenter__()
        self._group.start(self._work_all)
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
        try:
            if exc is None:
                with anyio.move_on_after(_LINGER):
                    while self._waiting or self._busy:
                        await self._change.wait()
        finally:
            self._scope.cancel()
            if self._waiting:
                self._tell(f"{len(self._waiting)} were left when it ended")
            ended = await group.__aexit__(exc_type, exc, traceback)
        return ended

    # --- the work --------------------------------------------------------------------------------

    async def _work_all(self) -> None:
        try:
            with self._scope:
                async with anyio.create_task_group() as workers:
                    for _ in range(self._at_once):
                        workers.start_soon(self._work)
        finally:
            with anyio.move_on_after(_LINGER, shield=True):
                await self._close()

    async def _work(self) -> None:
        while True:
            while not self._waiting:
                await self._change.wait()
            record, self._busy = self._waiting.popleft(), self._busy + 1
            if self._untold:
                record["dropped"], self._untold = self._untold, 0
            try:
                await self._act(record)
                self.done += 1
            except ActionError as error:
                self.failed += 1
                self._tell(str(error))
            finally:
                self._busy -= 1
                self._wake()

    def _wake(self) -> None:
        self._change.set()
        self._change = anyio.Event()

    def _tell(self, trouble: str) -> None:
        if self._on_trouble is not None:
            self._on_trouble(trouble)
        else:
            _log.warning("%r: %s", self, trouble)


class ActionError(Exception):
    """One thing did not go out; the text says why, without secrets."""


async def react(happening: AsyncIterable[Any], *reactions: Reaction, initial: bool = False) -> None:
    """Hand all that happens to reactions, until it ends.

        async with esx.watch() as changes, jobs.Webhook(url) as webhook:
            await jobs.react(changes, webhook)

    Args:
        happening: an open watch or stream of events, of a host or a fleet.
        reactions: entered already.
        initial: whether what was there when a watch began is handed on, too.

    Raises:
        EsxError: what the stream raises.
    """
    async for each in happening:
        if initial or not is_initial(each):
            for reaction in reactions:
                reaction.offer(each)
