"""Doing once more what does no harm twice, when what came back decides nothing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import anyio

from aioesx._session.events import CallRepeated, emit
from aioesx._session.http import Http
from aioesx._session.outcome import is_repeatable
from aioesx.errors import EsxError

__all__ = ["again", "repeating"]

R = TypeVar("R")

_log = logging.getLogger("aioesx.session")


async def repeating(
    http: Http,
    once: Callable[[], Awaitable[R]],
    what: str,
    delays: Sequence[float],
    *,
    when: Callable[[EsxError], bool] = is_repeatable,
) -> R:
    """Do `once`, and again after each delay while it fails in a way that may pass.

    Args:
        http: whose event hook is told.
        once: the call.
        what: its name, for the hook and the log.
        delays: seconds before each repetition.
        when: tells whether an error is one after which it may be done again.

    Raises:
        EsxError: that of the last time.
    """
    try:
        return await once()
    except EsxError as error:
        if not when(error):
            raise
        reason = error
    return await again(http, once, what, delays, reason, when=when)


async def again(
    http: Http,
    once: Callable[[], Awaitable[R]],
    what: str,
    delays: Sequence[float],
    reason: EsxError,
    *,
    when: Callable[[EsxError], bool] = is_repeatable,
) -> R:
    """Do what failed for `reason` again after each delay; otherwise as `repeating`."""
    for delay in delays:
        _log.debug("repeating %s after: %s", what, reason)
        emit(http.on_event, CallRepeated(http.where, what, str(reason)))
        await anyio.sleep(delay)
        try:
            return await once()
        except EsxError as error:
            if not when(error):
                raise
            reason = error
    raise reason
