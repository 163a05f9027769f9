"""What an HTTP status says of a file: one table for all that goes over ``/folder``. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NoReturn

from aioesx.datastore_path import DatastorePath
from aioesx.errors import (
    EsxError,
    FileLockedError,
    HttpStatusError,
    NotAuthenticatedError,
    NotFoundError,
    NotPermittedError,
    TransferError,
)

__all__ = ["BUSY", "FORBIDDEN", "LOCKED", "MISSING", "locked", "refuse"]

FORBIDDEN: Final = 403
MISSING: Final = 404
LOCKED: Final = 500
"""Hosts have no better status for a file that somebody holds open."""

BUSY: Final = 503
"""Too many at once; in a moment it may go."""


def locked(message: str) -> FileLockedError:
    """Make the error of a file that is in use, with what can be done about it."""
    return FileLockedError(
        "FileLocked",
        f"{message}: the host says 500, which mostly means that the file is locked or in use;"
        " shut the machine down, take a snapshot and read what lies below it, or see whether"
        " something else reads the same disk",
    )


_STATUSES: Final[dict[int, Callable[[str], EsxError]]] = {
    401: lambda text: NotAuthenticatedError("NotAuthenticated", f"{text}: there is no session"),
    FORBIDDEN: lambda text: NotPermittedError(
        "NoPermission", f"{text}: not permitted, or it is in use"
    ),
    MISSING: lambda text: NotFoundError("FileNotFound", f"{text}: there is no such file"),
    LOCKED: locked,
    507: lambda text: TransferError(f"{text}: the datastore has no room left"),
}


def refuse(done: str, path: DatastorePath, status: int) -> NoReturn:
    """Raise the error that a status stands for.

    Args:
        done: what could not be, such as ``"read"``.
        path: the file.
        status: the HTTP status.
    """
    message = f"{path} could not be {done}"
    if status in _STATUSES:
        raise _STATUSES[status](message)
    raise HttpStatusError(
        f"{message}: the server answered with HTTP status {status}", status=status
    )
