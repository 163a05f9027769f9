"""Files on a simulated host, put there and looked at from behind the client."""

from __future__ import annotations

from aioesx.datastore_path import DatastorePath
from aioesx.simulator import Simulator
from aioesx.simulator.state.files import MemoryContent

__all__ = ["names_of", "put_file", "read_file"]


def put_file(simulator: Simulator, path: DatastorePath, data: bytes) -> None:
    """Have a datastore hold a file, with the directories above it."""
    simulator.change(
        lambda host: host.datastore(path.datastore).put_content(path.path, MemoryContent(data))
    )


def read_file(simulator: Simulator, path: DatastorePath) -> bytes | None:
    """Return what a file holds, or None if there is none."""

    def read(host: object) -> bytes | None:
        file = host.datastore(path.datastore).files.get(path.path)  # type: ignore[attr-defined]
        return None if file is None else file.content.read(0, file.content.size)

    data: bytes | None = simulator.change(read)
    return data


def names_of(simulator: Simulator, directory: DatastorePath) -> list[str]:
    """Return the names of the files directly in a directory."""
    files = simulator.change(
        lambda host: [f.path for f in host.datastore(directory.datastore).files_in(directory.path)]
    )
    return sorted(path.rpartition("/")[2] for path in files)
