"""A file that is a lock: one run at a time has it, and whoever ends in order takes it away.

Who dies leaves the file, and not the lock: the system lets go of it, and the next one takes both.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path
from typing import Final

__all__ = ["lock_file", "unlock_file"]

_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


def lock_file(path: Path) -> int:
    """Take a lock, whose file is made; returns the descriptor that holds it. Blocking, briefly.

    Raises:
        BlockingIOError: another has it.
        OSError: it cannot be made, or locked.
    """
    while True:
        descriptor = os.open(path, _FLAGS, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _has_its_name(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def unlock_file(path: Path, descriptor: int) -> None:
    """Take a lock's file away, then let go of it: as long as it is open, its name is ours."""
    try:
        with contextlib.suppress(OSError):  # a directory that can be written to no more
            path.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


def _has_its_name(path: Path, descriptor: int) -> bool:
    """Tell whether it is still the file of that name: whoever had it may have removed it since."""
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
