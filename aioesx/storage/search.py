"""Virtual disks and images in a datastore: one search, whatever their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from aioesx import vim
from aioesx._server.files.browse import find_entry, search
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.storage.found import Found
from aioesx.storage.values import VolumeFormat

__all__ = ["find_file", "list_files"]

_FORMATS: Final[dict[type[vim.FileInfo], VolumeFormat]] = {
    vim.VmDiskFileInfo: VolumeFormat.VMDK,
    vim.IsoImageFileInfo: VolumeFormat.ISO,
    vim.FloppyImageFileInfo: VolumeFormat.RAW,
}


async def list_files(
    server: Server, browser: vim.ManagedObjectReference, datastore: str
) -> list[Found]:
    """Find all of them in a datastore, in the host's order.

    Raises:
        TaskFailedError: the host cannot get at the datastore, say.
    """
    root = DatastorePath(datastore, "")
    files = await search(server, browser, root, kinds=_kinds(server), recursive=True)
    return [each for path, file in files for each in _found(path.path, file)]


async def find_file(
    server: Server, browser: vim.ManagedObjectReference, path: DatastorePath
) -> Found | None:
    """Find the one of a path; None where there is none.

    Raises:
        TaskFailedError: the host cannot get at the datastore, say.
    """
    file = await find_entry(server, browser, path, _kinds(server))
    return None if file is None else next(_found(path.path, file), None)


def _kinds(server: Server) -> Sequence[vim.FileQuery]:
    details = vim.VmDiskFileQueryFlags(
        disk_type=False,
        capacity_kb=True,
        hardware_version=False,
        controller_type=True,
        disk_extents=False,
        thin=True if server.session.has_api(4, 0) else None,
    )
    return (
        vim.VmDiskFileQuery(details=details),
        vim.IsoImageFileQuery(),
        vim.FloppyImageFileQuery(),
    )


def _found(name: str, file: Any) -> Iterator[Found]:
    """Make it of what the host tells; nothing of what is no volume."""
    form = next((form for cls, form in _FORMATS.items() if isinstance(file, cls)), None)
    if form is None:
        return
    size, thin = file.file_size, None
    capacity = size
    if isinstance(file, vim.VmDiskFileInfo):
        capacity = None if file.capacity_kb is None else file.capacity_kb * 1024
        thin = file.thin
    yield Found(name, form, capacity, size, thin, file.modification)
