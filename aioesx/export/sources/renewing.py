"""`by_leases`: what a lease was to bring is gone on with by another one, where it ended early."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from aioesx.errors import LeaseError
from aioesx.export.sources.lease import HeldLease

__all__ = ["Attempt", "by_leases"]

_LEASES: Final = 3
"""Leases that are asked for where the last one ended while disks were on their way."""
Attempt: TypeAlias = Callable[[list[HeldLease]], Awaitable[None]]
"""Holds a lease, puts it on the list at once, and has come what has not yet; where that is nothing,
it holds none."""


async def by_leases(
    attempt: Attempt,
    warn: Callable[[str, str], Awaitable[None]],
    between: Callable[[], Awaitable[None]],
) -> None:
    """Do something by a lease; by another one, where that has ended on the way.

    Args:
        attempt: does it, as far as it is not done.
        warn: is told, by kind and text, of each that ended.
        between: is awaited before another one is asked for: whether all is as it was, say.

    Raises:
        LeaseError: the last one ended, too; or another than the one that was held.
        EsxError: of either.
    """
    for left in range(_LEASES - 1, -1, -1):
        began: list[HeldLease] = []
        try:
            await attempt(began)
        except LeaseError as error:
            if not (began and left and began[0].has_ended):  # else it is another's
                raise
            await warn("lease", f"another lease is asked for: {error}")
            await between()
        else:
            return
