"""Exit statuses, and which error ends with which."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Self

from aioesx import errors

__all__ = ["ExitStatus", "status_of", "status_of_program", "status_of_several"]


class ExitStatus(enum.IntEnum):
    """What the command's exit status says.

    Attributes:
        meaning: as a sentence.
    """

    meaning: str

    def __new__(cls, value: int, meaning: str) -> Self:
        """Make a status."""
        status = int.__new__(cls, value)
        status._value_ = value
        status.meaning = meaning
        return status

    OK = 0, "It is done."
    FAILED = 1, "The host refused, or a task failed."
    USAGE = (
        2,
        "The command line, the URI or a document cannot be used, or several things bear a name.",
    )
    NO_CONNECTION = 3, "No connection: name, port, proxy, certificate, or no answer in time."
    NO_LOGIN = 4, "User name or password are wrong or missing."
    NOT_FOUND = 5, "What was named does not exist."
    QUESTION = 6, "The host asks something that nobody answered."
    UNKNOWN_OUTCOME = 7, "A change was sent and its answer lost: look before trying again."
    NOT_IN_TIME = 8, "What was waited for did not come true in the time given."
    UNWRITTEN = 9, "What was asked for is done; the output could not be written."
    SOME_FAILED = 10, "Of several things some were done and some failed."
    DEFECT = 70, "An error that aioesx should have foreseen."
    NO_PROGRAM = 125, "guest-run failed itself; every other status of its is the program's."
    HUNG_UP = 129, "The terminal was closed (SIGHUP)."
    INTERRUPTED = 130, "Ctrl-C (SIGINT)."
    TERMINATED = 143, "Somebody ended the process (SIGTERM)."


# The first row that fits counts.
_STATUSES: tuple[tuple[type[errors.EsxError], ExitStatus], ...] = (
    (errors.UriError, ExitStatus.USAGE),
    (errors.DocumentError, ExitStatus.USAGE),
    (errors.SelectorError, ExitStatus.USAGE),
    (errors.ReadOnlyError, ExitStatus.USAGE),
    (errors.OutcomeUnknownError, ExitStatus.UNKNOWN_OUTCOME),
    (errors.TransportError, ExitStatus.NO_CONNECTION),
    (errors.WaitTimeoutError, ExitStatus.NOT_IN_TIME),
    (errors.WrongProductError, ExitStatus.NO_CONNECTION),
    (errors.TaskFailedError, ExitStatus.FAILED),  # whatever its fault
    (errors.AuthenticationError, ExitStatus.NO_LOGIN),
    (errors.LoginError, ExitStatus.NO_LOGIN),
    (errors.GuestLoginError, ExitStatus.NO_LOGIN),
    (errors.NotAuthenticatedError, ExitStatus.NO_LOGIN),
    (errors.AmbiguousNameError, ExitStatus.USAGE),
    (errors.LookupFailedError, ExitStatus.NOT_FOUND),
    (errors.NotFoundError, ExitStatus.NOT_FOUND),  # a file, or an object that is gone
    (errors.QuestionPendingError, ExitStatus.QUESTION),
)


def status_of(error: errors.EsxError) -> ExitStatus:
    """Return the exit status that an error ends with."""
    return next((s for cls, s in _STATUSES if isinstance(error, cls)), ExitStatus.FAILED)


def status_of_program(status: int) -> ExitStatus:
    """Return the exit status of a command that ends as a program elsewhere did.

    One byte is all that a process can say; Windows' programs have four.
    """
    shown = status & 0xFF or (0xFF if status else 0)
    known = {int(each): each for each in ExitStatus}
    if shown in known:
        return known[shown]
    other = int.__new__(ExitStatus, shown)
    other._name_, other._value_, other.meaning = f"STATUS_{shown}", shown, "A program's own."
    return other


def status_of_several(statuses: Iterable[ExitStatus]) -> ExitStatus:
    """Return the exit status of a command that did one thing several times.

    Where nothing succeeded it is that of the first failure.
    """
    found = tuple(statuses)
    failures = [status for status in found if status is not ExitStatus.OK]
    if not failures:
        return ExitStatus.OK
    return failures[0] if len(failures) == len(found) else ExitStatus.SOME_FAILED
