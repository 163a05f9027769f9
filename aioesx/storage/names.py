"""Names of files in a pool: said exactly, or refused. No I/O."""

from __future__ import annotations

from aioesx._server.files.path import exact
from aioesx.datastore_path import DatastorePath, split_datastore_path

__all__ = ["file_path"]


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
    return exact(DatastorePath(datastore, name))
