"""`Group`: a task group that a context manager of ours owns, and whose errors come alone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Any

import anyio

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Group", "alone"]


class Group:
    """Tasks of whoever enters it; to be left in the same task.

    An error of the block goes on as it is, in no group.
    """

    def __init__(self) -> None:
        self._group = anyio.create_task_group()

    def start(self, work: Callable[..., Coroutine[Any, Any, None]], *args: Any) -> None:
        """Begin a task, from any task of the event loop."""
        self._group.start_soon(work, *args)

    def cancel(self) -> None:
        """End all tasks, and the block if it goes on."""
        self._group.cancel_scope.cancel()

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool | None:
        try:
            return await self._group.__aexit__(exc_type, exc, traceback)
        except BaseExceptionGroup as group:
            first: BaseException = group
            while isinstance(first, BaseExceptionGroup) and first is not exc:
                first = first.exceptions[0]
            if first is exc:
                return None
            raise first from None


def alone(error: Exception) -> Exception:
    """Take an error out of groups that hold nothing else."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error
