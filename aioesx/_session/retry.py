"""Doing once more what does no harm twice: after a lost connection, or by a server too busy."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import anyio

from aioesx._session.client import SoapClient
from aioesx._session.events import CallRepeated, emit
from aioesx.errors import ConnectionLostError, EsxError, HttpStatusError

__all__ = ["again", "is_passing", "repeating"]

R = TypeVar("R")

_log = logging.getLogger("aioesx.session")
_DELAYS: Final = (0.0, 0.2, 1.0)
_BUSY_STATUSES: Final = frozenset({502, 503})


def is_passing(error: EsxError) -> bool:
    """Tell whether the same may succeed in a moment."""
    return isinstance(error, ConnectionLostError) or (
        isinstance(error, HttpStatusError) and error.status in _BUSY_STATUSES
    )


async def repeating(
    client: SoapClient,
    once: Callable[[float], Awaitable[R]],
    seconds: float,
    what: str,
    *,
    once_only: bool = False,
    busy_only: bool = False,
) -> R:
    """Do `once`, which is told the seconds left, and up to three times again.

    Args:
        client: whose event hook is told.
        once: the call.
        seconds: in all.
        what: its name, for the hook and the log.
        once_only: do not do it again at all.
        busy_only: do it again only when the server refused it, not after a lost connection.

    Raises:
        ConnectionLostError, HttpStatusError: that of the last time.
    """
    deadline = anyio.current_time() + seconds
    try:
        return await once(seconds)
    except (ConnectionLostError, HttpStatusError) as error:
        lost = isinstance(error, ConnectionLostError)
        if once_only or (busy_only and lost) or not is_passing(error):
            raise
        reason = str(error)
    left = deadline - anyio.current_time()
    return await again(client, once, left, what, reason, busy_only=busy_only)


async def again(
    client: SoapClient,
    once: Callable[[float], Awaitable[R]],
    seconds: float,
    what: str,
    reason: str,
    *,
    busy_only: bool = False,
) -> R:
    """Do up to three times more what failed once, for `reason`; otherwise as `repeating`."""
    deadline = anyio.current_time() + seconds
    for number, delay in enumerate(_DELAYS, start=1):
        _log.debug("repeating %s after: %s", what, reason)
        emit(client.on_event, CallRepeated(client.where, what, reason))
        await anyio.sleep(delay)
        try:
            return await once(deadline - anyio.current_time())
        except (ConnectionLostError, HttpStatusError) as error:
            lost = isinstance(error, ConnectionLostError)
            if number == len(_DELAYS) or (busy_only and lost) or not is_passing(error):
                raise
            reason = str(error)
    raise AssertionError("unreachable")  # pragma: no cover
