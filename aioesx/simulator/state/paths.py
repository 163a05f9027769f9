"""Datastore paths: ``[datastore1] web01/web01.vmx`` and their parts.

Pure text. A path that leaves its datastore (``..``), is absolute, or holds control
characters is refused here, before anything looks at files.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aioesx.datastore_path import split_datastore_path
from aioesx.simulator import faults

__all__ = ["DatastorePath", "clean", "parse"]

_LONGEST = 255
"""Bytes of a file's name on any file system."""

_DEEPEST = 100
"""Folders above a file: more than anybody has, and few enough to be made one in the other."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class DatastorePath(NamedTuple):
    """A place in a datastore; `path` is relative, without slashes at its ends."""

    datastore: str
    path: str

    def __str__(self) -> str:
        return f"[{self.datastore}] {self.path}"

    @property
    def folder(self) -> DatastorePath:
        """The folder that holds this place."""
        return DatastorePath(self.datastore, self.path.rpartition("/")[0])

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def beside(self, name: str) -> DatastorePath:
        """Return the place called `name` in the same folder."""
        folder = self.folder.path
        return DatastorePath(self.datastore, f"{folder}/{name}" if folder else name)


def clean(path: str) -> str:
    """Return `path` without superfluous slashes.

    Raises:
        Refused: InvalidDatastorePath, for a path that would leave its datastore.
    """
    parts = [part for part in path.split("/") if part not in {"", "."}]
    too_long = len(parts) > _DEEPEST or any(len(part) > _LONGEST for part in parts)
    if ".." in parts or too_long or _CONTROL.search(path):
        raise faults.invalid_datastore_path(path)
    return "/".join(parts)


def parse(text: str) -> DatastorePath:
    """Split ``[datastore] path``.

    Raises:
        Refused: InvalidDatastorePath.
    """
    parts = split_datastore_path(text)
    if parts is None:
        raise faults.invalid_datastore_path(text)
    datastore, path = parts
    return DatastorePath(datastore, clean(path))
