"""`Opening`: a connection that is opened in a task of its own.

Whoever gives up waiting for it need not wait until it is cleaned up: a host that hangs in the
middle of a login takes its time for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio

from aioesx.connection import Connection
from aioesx.errors import ClosedError

if TYPE_CHECKING:
    from aioesx._concurrency import Group
    from aioesx.fleet.entries import HostEntry
    from aioesx.fleet.keeper import Keeper

__all__ = ["open_aside"]


async def open_aside(keeper: Keeper, entry: HostEntry, aside: Group) -> Connection:
    """Open a connection; cancelled, it is cleaned up by a task of `aside`.

    Raises:
        EsxError: as `Keeper.open`.
    """
    opening = _Opening(keeper, entry)
    aside.start(opening.run)
    try:
        await opening.done.wait()
    except BaseException:
        opening.abandon()
        if opening.connection is not None:  # it was opened in the very moment
            aside.start(opening.connection.aclose)
        raise
    if opening.error is not None:
        raise opening.error
    if opening.connection is None:
        raise ClosedError("the fleet was closed")
    return opening.connection


class _Opening:
    def __init__(self, keeper: Keeper, entry: HostEntry) -> None:
        self._keeper = keeper
        self._entry = entry
        self._scope = anyio.CancelScope()
        self._abandoned = False
        self.done = anyio.Event()
        self.connection: Connection | None = None
        self.error: Exception | None = None

    def abandon(self) -> None:
        self._abandoned = True
        self._scope.cancel()

    async def run(self) -> None:
        try:
            with self._scope:
                self.connection = await self._keeper.open(self._entry)
        except Exception as error:
            self.error = error
        finally:
            self.done.set()
            if self._abandoned and self.connection is not None:
                await self.connection.aclose()
