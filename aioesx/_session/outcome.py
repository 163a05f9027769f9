"""The outcome rule: what an exchange that brought no proper answer says of the call. No I/O.

    what came                              the call was          a read       a change
    an answer to it, or a fault            decided               -            -
    3xx, 4xx but 408                       not done              the error    the error
    408, 500 without a fault, 502, 503,    perhaps done          repeated     looked for, else
    504, 2xx that is no answer to it,                                         OutcomeUnknownError
    a cut, silence, the caller's deadline
    nothing was sent                       not done              the error    the error

A front proxy of a host gives 503 after it has passed the call on, hence the third row: what
happened to a change cannot be told from it. Login counts as a change: after such an answer there
may be a session that nobody holds.
"""

from __future__ import annotations

from typing import Any, Final

from aioesx.errors import (
    ConnectionLostError,
    EsxError,
    HttpStatusError,
    OutcomeUnknownError,
    ProtocolError,
    TransportTimeout,
)

__all__ = ["FAULT", "ONCE", "UNDECIDED", "is_repeatable", "is_undecided", "unknown"]

FAULT: Final = 500
"""The status that SOAP gives to a fault; without one it says nothing."""

UNDECIDED: Final = frozenset({408, FAULT, 502, 503, 504})
"""Statuses that leave open what became of the call."""

_NO_ANSWER: Final = (ConnectionLostError, TransportTimeout, ProtocolError)


def is_undecided(error: BaseException) -> bool:
    """Tell whether the call may have been carried out, if it was sent."""
    if isinstance(error, HttpStatusError):
        return error.status in UNDECIDED
    return isinstance(error, _NO_ANSWER)


ONCE: Final = frozenset({"Login", "ReadNextEvents", "ReadPreviousEvents"})
"""Calls that change nothing and do harm if they are sent twice: a login makes a session each time,
and who reads events page by page has moved on, so that a page would be lost."""


def is_repeatable(error: BaseException) -> bool:
    """Tell whether a read may succeed in a moment; silence has taken its time already."""
    return is_undecided(error) and not isinstance(error, TransportTimeout)


def unknown(name: str, ref: Any, error: EsxError | str) -> OutcomeUnknownError:
    """Make the error of a change that was sent, and whose outcome nobody told."""
    on = f" on {ref}" if ref is not None else ""
    return OutcomeUnknownError(
        f"{name}{on} was sent, but its answer was lost ({error});"
        " it may have happened, and was not sent again",
        method=name,
        ref=ref,
        status=error.status if isinstance(error, HttpStatusError) else None,
    )
