"""`Endurance`: how much trouble one disk on its way may have in a row. It knows no files.

A host that is too busy (503) or cannot be reached for a while is asked again, ever more seldom.
Whatever came since, or new ground on the disk, lets the count begin anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import anyio

from aioesx._session.events import CallRepeated
from aioesx._session.session import Session
from aioesx.errors import (
    ConnectError,
    ConnectionLostError,
    EsxError,
    HttpStatusError,
    TransferIncompleteError,
    TransportTimeout,
)

__all__ = ["Endurance", "is_passing"]

_PASSING: Final = frozenset({408, 502, 503, 504})
_MOST: Final = 200
"""Interruptions of one disk that are borne in all, whatever came between them."""


def is_passing(error: EsxError) -> bool:
    """Tell whether a transfer may go on in a while, or anew."""
    if isinstance(error, HttpStatusError):
        return error.status in _PASSING
    return isinstance(error, ConnectError | ConnectionLostError | TransferIncompleteError) and (
        not isinstance(error, TransportTimeout)
    )


class Endurance:
    """What is borne of one disk's interruptions.

    Args:
        session: its `Seconds` are kept to, its events are told.
        what: what is interrupted, for the events.
        borne: statuses that somebody below has borne long enough.
    """

    def __init__(self, session: Session, what: str, *, borne: frozenset[int] = frozenset()) -> None:
        self._borne = borne
        self._session = session
        self._what = what
        self._left = _MOST
        self._delays: Iterator[float] = iter(session.seconds.crowded)

    def moved(self) -> None:
        """Note that there was progress."""
        self._delays = iter(self._session.seconds.crowded)

    async def bear(self, error: EsxError) -> None:
        """Wait as long as an error deserves; what is not to be borne any more is raised."""
        delay = next(self._delays, None) if self._bears(error) else None
        self._left -= 1
        if delay is None or self._left < 0:
            raise error
        self._session.emit(CallRepeated(self._session.where, self._what, str(error)))
        await anyio.sleep(delay)

    def _bears(self, error: EsxError) -> bool:
        is_borne = isinstance(error, HttpStatusError) and error.status in self._borne
        return is_passing(error) and not is_borne
