"""Two waits at once, of which the first that ends decides."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

__all__ = ["first_of"]

A = TypeVar("A")
B = TypeVar("B")


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
