"""Work for a client, as long as there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import anyio

from aioesx.simulator.faults import Refused

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Gone = Callable[[], Awaitable[None]]
    """Returns when the client's connection is lost."""

__all__ = ["while_connected"]

T = TypeVar("T")


async def while_connected(
    work: Callable[[], Awaitable[T]],
    gone: Gone | None,
    goes_on: Callable[[], bool] = lambda: False,
) -> T | None:
    """Do some work, and stop when the client is gone; nobody hears what is returned then.

    Args:
        work: what is to be done.
        gone: left out where it cannot be known.
        goes_on: asked when the client is gone: whether the work is done all the same.

    Raises:
        Refused: the work was.
    """
    result: T | None = None
    refusal: Refused | None = None

    async def give_up(gone: Gone, scope: anyio.CancelScope) -> None:
        await gone()
        if not goes_on():
            scope.cancel()

    async with anyio.create_task_group() as both:
        if gone is not None:
            both.start_soon(give_up, gone, both.cancel_scope)
        try:
            result = await work()
        except Refused as refused:  # a task group would wrap it
            refusal = refused
        both.cancel_scope.cancel()
    if refusal is not None:
        raise refusal
    return result
