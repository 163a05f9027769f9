"""A call whose answer must not be lost to a cancellation, since it says what to clean up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

__all__ = ["with_grace"]

T = TypeVar("T")


async def with_grace(call: Callable[[], Awaitable[T]], seconds: float) -> T:
    """Await `call`; cancelled meanwhile, it may still take `seconds` to complete.

    What it brings is lost to the caller then, but its side effects are seen: `call` itself
    stores whatever has to be released. The cancellation goes on unchanged.
    """
    outcome: list[T] = []
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
