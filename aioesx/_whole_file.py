"""A file that is written as a whole: whoever looks sees the old one or the new one, and no half."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from pathlib import Path

__all__ = ["followed", "put_whole"]


def followed(path: Path) -> Path:
    """Return what a path means where it is a link: the file that is written, so that it stays one.

    Raises:
        OSError: a link leads back to itself.
    """
    # Of such a link Python before 3.13 raises RuntimeError, and a later one nothing at all.
    with contextlib.suppress(RuntimeError):
        if not (found := path.resolve()).is_symlink():
            return found
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))


def put_whole(file: Path, data: bytes, *, durable: bool = False, new: Path | None = None) -> None:
    """Write a file so that who looks meanwhile sees the old one or the new one, and no half.

    Who may read the old one may read the new one, and nobody else.

    Args:
        file: what is written; what a link leads to, and into a device or a pipe as it is.
        data: all of it.
        durable: have it on the disk when this returns, so that it is there after any crash; a
            file that was not there before is its owner's alone.
        new: where it is written until it is whole, beside the file: for who holds a lock, since
            a crash leaves no more than this one behind then.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    if file.exists() and not file.is_file():  # a device, a pipe
        file.write_bytes(data)
        return
    there = followed(file)
    beside = new or there.with_name(f".{there.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb" if new is None else "wb") as opened:
            if there.exists():
                shutil.copymode(there, beside)
            elif durable:
                beside.chmod(0o600)
            opened.write(data)
            if durable:
                opened.flush()
                os.fsync(opened.fileno())
        beside.replace(there)
    finally:
        beside.unlink(missing_ok=True)
    if durable:
        _settle(there.parent)


def _settle(directory: Path) -> None:
    """Have the names of a directory on the disk."""
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
