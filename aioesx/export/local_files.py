"""Files here: what the system says of them, as errors of ours that name them."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from aioesx.errors import TransferError

__all__ = ["reading", "writing"]

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say that a file could not be read, or that which the system names.

    Raises:
        TransferError: that.
    """
    try:
        yield
    except OSError as error:
        what = error.filename or path
        raise TransferError(f"cannot read {what}: {error.strerror or error}") from None


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say that a file could not be written, and how much is free where it is full.

    Raises:
        TransferError: that.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in _FULL:
            reason += f" ({_free(path)} bytes are free)"
        raise TransferError(f"cannot write {path}: {reason}") from None


def _free(path: Path) -> int:
    try:
        found = os.statvfs(path.parent)
    except OSError:
        return 0
    return found.f_bavail * found.f_frsize
