"""`Persistence`: whether a read that failed goes on, and when. It knows nothing of files.

what came                          then
503, "too busy"                    waited for and asked again, a minute in a row at most
a cut, 408, 502, 504, and after    asked again, as often in a row as any read of the session
one of those a dead port
anything else                      raised
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import anyio

from aioesx._server.files.statuses import BUSY, LOCKED
from aioesx._session.events import CallRepeated
from aioesx._session.outcome import UNDECIDED
from aioesx._session.session import Session
from aioesx.errors import ConnectError, ConnectionLostError, EsxError, HttpStatusError

__all__ = ["Persistence"]

_PASSING: Final = UNDECIDED - {LOCKED}
_WORTH: Final = 1 << 20  # bytes that came since: whatever failed before is forgiven


class Persistence:
    """How much trouble one read may still have.

    Args:
        session: its events are told, its `Seconds` are kept to.
        what: the read, for the events.
        busy: pauses after each "too busy" in a row, where not those of the session.
    """

    def __init__(self, session: Session, what: str, busy: tuple[float, ...] | None = None) -> None:
        self._session = session
        self._pauses = session.seconds.busy if busy is None else busy
        self._what = what
        self._forgive()

    def _forgive(self) -> None:
        seconds = self._session.seconds
        self._came = 0
        self._cut = False
        self._repeats: Iterator[float] = iter(seconds.repeats)
        self._busy: Iterator[float] = iter(self._pauses)

    def moved(self, count: int) -> None:
        """Note that bytes came."""
        self._came += count
        if self._came >= _WORTH:
            self._forgive()

    async def bear(self, error: EsxError) -> None:
        """Wait as long as an error deserves; what is not to be borne any more is raised."""
        delay = self._delay(error)
        if delay is None:
            raise error
        self._session.emit(CallRepeated(self._session.where, self._what, str(error)))
        await anyio.sleep(delay)

    def _delay(self, error: EsxError) -> float | None:
        """Return the seconds until it may be tried again, or None."""
        if isinstance(error, HttpStatusError):
            if error.status == BUSY:
                delay = next(self._busy, None)
                wanted = min(error.retry_after or 0.0, self._session.seconds.busy_longest)
                return None if delay is None else max(delay, wanted)
            return next(self._repeats, None) if error.status in _PASSING else None
        if isinstance(error, ConnectionLostError):
            self._cut = True
        elif not (isinstance(error, ConnectError) and self._cut):
            return None
        return next(self._repeats, None)
