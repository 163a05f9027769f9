"""Names of files in a datastore: said exactly, or refused. No I/O."""

from __future__ import annotations

import re
from typing import Final

from aioesx.datastore_path import DatastorePath, split_datastore_path

__all__ = ["file_path"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST: Final = 255
"""Bytes of one name, on every file system that a host has."""


def file_path(datastore: str, name: str) -> DatastorePath:
    """Return the path of a file in a datastore.

    Args:
        datastore: its name.
        name: ``"directory/file"``, or ``"[datastore] directory/file"`` with this datastore.

    Raises:
        ValueError: it names no file of the datastore, or cannot be said to a host as it is.
    """
    parts = split_datastore_path(name) if name.startswith("[") else None
    if parts is not None:
        if parts[0] != datastore:
            raise ValueError(f"{name!r} is not in the storage pool {datastore!r}")
        name = parts[1]
    steps = name.split("/")
    if not all(steps) or {".", ".."} & set(steps) or _CONTROL.search(name) or name[:1] == " ":
        raise ValueError(f"{name!r} does not name a file in a datastore, 'directory/file'")
    try:
        sizes = [len(step.encode()) for step in steps]
    except UnicodeEncodeError:
        raise ValueError(f"{name!r} is no text") from None
    if max(sizes) > _LONGEST:
        raise ValueError(f"a name in {name[:80]!r}... is longer than {_LONGEST} bytes")
    return DatastorePath(datastore, name)
