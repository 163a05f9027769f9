"""`Changes`: what is, and then what changes, as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from aioesx import vim
from aioesx._server.server import Server
from aioesx._server.thing import Thing
from aioesx._server.traversal import property_spec
from aioesx._server.watch import Watch
from aioesx.errors import NotFoundError
from aioesx.watch.aspects import Kind
from aioesx.watch.ledger import Ledger
from aioesx.watch.stream import Stream
from aioesx.watch.values import Change, Vanished

__all__ = ["Changes", "ledger_of"]


class Changes(Stream[Change]):
    """Gives an `Appeared` for every object that there is, and then each change.

        async with esx.watch() as changes:
            async for change in changes:
                print(change.event, change.kind, change.name)

    It is open inside ``async with``; leaving that by `break`, an error or a cancellation leaves
    nothing on the host. One task takes from it at a time.

    It comes back by itself after a session, a line or a filter that was lost, and compares then
    what is with what it told: only what is another is told. Not awaited it costs the memory of
    the objects, however much happens; see `Changed.folded`.

    Raises:
        WaitTimeoutError: the time that it was given is over.
        TransportTimeout: it was given none, and nothing was heard of the host for a minute.
        ClosedError: the connection was closed.
        EsxError: the watch cannot go on.
    """

    def __init__(
        self,
        server: Server,
        kinds: Sequence[Kind],
        objects: Sequence[vim.ObjectSpec],
        *,
        timeout: float | None,
        only: vim.ManagedObjectReference | None = None,
        thing: Thing | None = None,
        after: Ledger | None = None,
    ) -> None:
        words = ", ".join(dict.fromkeys(kind.word for kind in kinds))
        super().__init__(server, f"changes of {words}", timeout, thing)
        self._only = only
        self._gone = False
        self._ledger = after if after is not None else Ledger(tuple(kinds), self._is_late)
        self._ledger.go_on(self._is_late)
        spec = vim.PropertyFilterSpec(
            prop_set=[property_spec(kind.type, kind.paths) for kind in kinds],
            object_set=list(objects),
        )
        self._watch: Watch[Change] = Watch(spec, inbox=self._ledger, patient=True)

    def _is_late(self) -> bool:
        return self._server.poll.late

    def _hold(self) -> AbstractAsyncContextManager[object]:
        return self._server.poll.watch(self._watch)

    async def _next(self) -> Change:
        if self._gone:
            raise StopAsyncIteration
        try:
            change = await self._server.poll.next(self._watch)
        except NotFoundError:
            if self._only is None or not self._ledger.leave(self._only):
                raise
            change = self._ledger.take()
        self._gone = self._only is not None and isinstance(change, Vanished)
        return change


def ledger_of(changes: Changes) -> Ledger:
    """Return what was told: a stream of the same kinds, at the same host, goes on after it."""
    return changes._ledger
