"""Turns at datastores: of all jobs of an event loop, one at a time does hard work on each.

Hosts of a fleet share datastores, and know nothing of each other; what they are called alike by
is a datastore's URL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Final

import anyio
from anyio.lowlevel import RunVar

from aioesx._server.collector import Properties

__all__ = ["URL", "place_of", "turn_at"]

URL: Final = "summary.url"
"""The property of a datastore that `place_of` reads."""

_LOCKS: Final[RunVar[dict[str, anyio.Lock]]] = RunVar("aioesx.jobs.turns")


def place_of(store: Properties) -> str:
    """Return what a datastore is called alike by all hosts that have it; else its reference.

    Hosts write ``/vmfs/volumes/...`` before 5.0, and ``ds:///vmfs/volumes/.../`` since.
    """
    url: str | None = store.if_shown(URL)
    return url.removeprefix("ds://").rstrip("/") if url else str(store.ref)


@asynccontextmanager
async def turn_at(places: Iterable[str]) -> AsyncIterator[None]:
    """Wait until nobody else is at one of some places, and keep others away meanwhile.

    Args:
        places: taken in one order by everybody, so that nobody waits for who waits for him.
    """
    try:
        locks = _LOCKS.get()
    except LookupError:
        locks = {}
        _LOCKS.set(locks)
    async with AsyncExitStack() as stack:
        for place in sorted(set(places)):
            await stack.enter_async_context(locks.setdefault(place, anyio.Lock()))
        yield
