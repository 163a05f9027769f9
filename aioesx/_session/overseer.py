"""`Overseer`: what stands above all that some work asks of hosts; one hook beneath every call.

It belongs to the task that set it and to those that it starts, whatever connection they use. It
is told when an exchange begins and ends and when bytes of a file move, lets transfers wait for
their turn, and may refuse a change or do without it. Nothing passes it by: every exchange is made
in one place (`http`). Without one, it costs the look at a context variable for each call.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Final, Protocol

from aioesx import vim

__all__ = ["OVERSEER", "Moving", "Overseer", "overseen"]


class Overseer(Protocol):
    """What an overseer is told and asked."""

    @property
    def read_only(self) -> bool:
        """Whether changes are refused before anything is asked about them."""
        ...

    def began(self) -> None:
        """Hear that an exchange begins that the host should answer at once: no poll."""
        ...

    def ended(self) -> None:
        """Hear that such an exchange has ended, however."""
        ...

    def moved(self) -> None:
        """Hear that bytes of a file have moved."""
        ...

    def transfer(self) -> AbstractAsyncContextManager[None]:
        """Return what a transfer waits for, and holds as long as it lasts."""
        ...

    def require(self, name: str, ref: Any) -> None:
        """Raise where a change may not be sent; `name` is a method's, or verb and path.

        It is about to be sent: nothing comes after this.
        """
        ...

    def instead(self, method: vim.Method[Any], *, brings: bool) -> bool:
        """Tell whether to do without a change, and go on as if it had been done.

        Args:
            method: the call.
            brings: whether what comes after needs what it would have brought.
        """
        ...


OVERSEER: Final[ContextVar[Overseer | None]] = ContextVar("aioesx_overseer", default=None)


@contextmanager
def overseen(by: Overseer) -> Iterator[None]:
    """Have the calls of this task overseen."""
    token = OVERSEER.set(by)
    try:
        yield
    finally:
        OVERSEER.reset(token)


class Moving(AsyncIterator[bytes]):
    """Pieces of a file whose moving is told."""

    def __init__(self, pieces: AsyncIterable[bytes], overseer: Overseer) -> None:
        self._pieces = aiter(pieces)
        self._moved = overseer.moved

    def __aiter__(self) -> Moving:
        return self

    async def __anext__(self) -> bytes:
        piece = await anext(self._pieces)
        self._moved()
        return piece
