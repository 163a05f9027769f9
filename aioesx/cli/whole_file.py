"""A file that a command writes: it is there as a whole, or what was there before is."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

__all__ = ["put_whole"]


def put_whole(file: Path, data: bytes) -> None:
    """Write a file so that who looks meanwhile sees the old one or the new one, and no half.

    Who may read the old one may read the new one, and nobody else.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    if file.exists() and not file.is_file():  # a device, a pipe
        file.write_bytes(data)
        return
    there = file.resolve()  # what a link leads to
    beside = there.with_name(f".{there.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as opened:
            if there.exists():
                shutil.copymode(there, beside)
            opened.write(data)
        beside.replace(there)
    finally:
        beside.unlink(missing_ok=True)
