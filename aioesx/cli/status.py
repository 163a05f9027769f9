"""Exit statuses, and which error ends with which."""

from __future__ import annotations

import enum

from aioesx import errors

__all__ = ["ExitStatus", "status_of"]


class ExitStatus(enum.IntEnum):
    """What the command's exit status says."""

    OK = 0
    FAILED = 1
    """The host refused, or a task failed."""
    USAGE = 2
    """The command line, the URI or a document cannot be used; nothing was sent."""
    NO_CONNECTION = 3
    """No connection: name, port, proxy, certificate, or no answer in time."""
    NO_LOGIN = 4
    """User name or password are wrong or missing."""
    NOT_FOUND = 5
    """What was named does not exist."""
    QUESTION = 6
    """The host asks something that nobody answered."""
    UNKNOWN_OUTCOME = 7
    """A change was sent and its answer lost: look before trying again."""
    INTERRUPTED = 130


# The first row that fits counts.
_STATUSES: tuple[tuple[type[errors.EsxError], ExitStatus], ...] = (
    (errors.UriError, ExitStatus.USAGE),
    (errors.DocumentError, ExitStatus.USAGE),
    (errors.ReadOnlyError, ExitStatus.USAGE),
    (errors.OutcomeUnknownError, ExitStatus.UNKNOWN_OUTCOME),
    (errors.TransportError, ExitStatus.NO_CONNECTION),
    (errors.WrongProductError, ExitStatus.NO_CONNECTION),
    (errors.TaskFailedError, ExitStatus.FAILED),  # whatever its fault
    (errors.AuthenticationError, ExitStatus.NO_LOGIN),
    (errors.LoginError, ExitStatus.NO_LOGIN),
    (errors.NotAuthenticatedError, ExitStatus.NO_LOGIN),
    (errors.LookupFailedError, ExitStatus.NOT_FOUND),
    (errors.QuestionPendingError, ExitStatus.QUESTION),
)


def status_of(error: errors.EsxError) -> ExitStatus:
    """Return the exit status that an error ends with."""
    return next((s for cls, s in _STATUSES if isinstance(error, cls)), ExitStatus.FAILED)
