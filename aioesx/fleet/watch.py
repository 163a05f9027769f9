"""`Watch`: oversees what is asked of one host, so that it is known whether the host answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import anyio

from aioesx import vim
from aioesx.errors import ReadOnlyError
from aioesx.fleet.dry import DryRunLog
from aioesx.fleet.gate import Turns

__all__ = ["Watch"]


class Watch:
    """An `Overseer` of one host.

    Args:
        turns: what transfers of all hosts wait for.
        patience: seconds after which an answer is overdue.
        read_only: whether changes are refused.
        log: notes changes instead, on a dry run.
    """

    def __init__(
        self,
        turns: Turns,
        patience: float,
        *,
        read_only: bool = False,
        log: DryRunLog | None = None,
    ) -> None:
        self._patience = patience
        self.read_only = read_only
        self.log = log
        self._turns = turns
        self._flights = 0
        self._heard = 0.0

    def stalled(self, now: float) -> bool:
        """Tell whether an answer is overdue."""
        return self._flights > 0 and now - self._heard > self._patience

    def began(self) -> None:
        """Note that the host should answer."""
        if not self._flights:
            self._heard = anyio.current_time()
        self._flights += 1

    def ended(self) -> None:
        """Note that it has, or that nobody waits for that any more."""
        self._flights -= 1
        self._heard = anyio.current_time()

    def moved(self) -> None:
        """Note that bytes move."""
        self._heard = anyio.current_time()

    @contextmanager
    def expecting(self) -> Iterator[None]:
        """Note that the host should answer, though no exchange may be on its way."""
        self.began()
        try:
            yield
        finally:
            self.ended()

    @asynccontextmanager
    async def transfer(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it."""
        place = _Transfer(self)
        await self._turns.take(place)
        try:
            yield
        finally:
            self._turns.give_back(place)

    def require(self, name: str, ref: Any) -> None:
        """Let a change pass, or not.

        Raises:
            DryRunError, ReadOnlyError: it may not be sent.
        """
        if self.log is not None:
            self.log.refuse(name, ref)
        if self.read_only:
            raise ReadOnlyError(f"{name} refused: it is for reading only")

    def instead(self, method: vim.Method[Any], *, brings: bool) -> bool:
        """Note a change on a dry run, and tell that it is one."""
        if self.log is None:
            return False
        self.log.instead(method, brings=brings)
        return True


class _Transfer:
    """One transfer's place among all."""

    def __init__(self, watch: Watch) -> None:
        self.stalled = watch.stalled
