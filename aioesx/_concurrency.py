"""Structured concurrency that anyio leaves to its users: finish in spite of a cancel, first, all.

No task of these outlives the call, or the block, that began it, and no error comes in a group.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

import anyio

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Group", "alone", "first_of", "see_through", "together"]

A = TypeVar("A")
B = TypeVar("B")


async def see_through(call: Callable[[], Awaitable[A]], seconds: float) -> A:
    """Await `call`; cancelled meanwhile, it may still take `seconds` to complete.

    For a call whose answer says what to clean up. What it brings is lost to the caller then, but
    its side effects are seen: `call` itself stores whatever has to be released. The
    cancellation goes on unchanged.
    """
    outcome: list[A] = []
    failure: list[Exception] = []
    scope = anyio.CancelScope(shield=True)
    done = anyio.Event()

    async def work() -> None:
        with scope:
            try:
                outcome.append(await call())
            except Exception as error:
                failure.append(error)
        done.set()

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(work)
        try:
            await done.wait()
        finally:
            scope.deadline = anyio.current_time() + seconds
    if failure:
        raise failure[0]
    return outcome[0]


async def first_of(
    one: Callable[[], Awaitable[A]], other: Callable[[], Awaitable[B]]
) -> tuple[list[A], list[B]]:
    """Await both until one of them ends, and cancel the one that has not.

    Returns what each brought, as a list of none or one: both may end in the same moment, and
    nothing of that is lost. An error of either is raised as it is, in no group.
    """
    ones: list[A] = []
    others: list[B] = []
    failures: list[Exception] = []

    async with anyio.create_task_group() as tasks:

        async def run_one() -> None:
            try:
                ones.append(await one())
            except Exception as error:
                failures.append(error)
            tasks.cancel_scope.cancel()

        tasks.start_soon(run_one)
        try:
            others.append(await other())
        except Exception as error:
            failures.append(error)
        tasks.cancel_scope.cancel()
    if failures:
        raise failures[0]
    return ones, others


async def together(works: Iterable[Callable[[], Awaitable[None]]]) -> None:
    """Await all; the first that fails cancels the others, and its error is raised in no group.

    One that ends cancelled though nobody has cancelled it here, since it awaits a task of asyncio
    that was, has failed likewise: a task group would take it for done.
    """
    failures: list[BaseException] = []

    async with anyio.create_task_group() as tasks:

        async def run(work: Callable[[], Awaitable[None]]) -> None:
            try:
                await work()
            except (Exception, anyio.get_cancelled_exc_class()) as error:
                if isinstance(error, Exception) or not tasks.cancel_scope.cancel_called:
                    failures.append(error)
                tasks.cancel_scope.cancel()
                if not isinstance(error, Exception):
                    raise

        for work in works:
            tasks.start_soon(run, work)
    if failures:
        raise failures[0]


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
