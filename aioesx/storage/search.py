"""Virtual disks and images in a datastore: one search, whatever their number.

A search by name asks the host for a pattern and compares exactly: which characters mean more than
themselves differs between hosts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, cast

from aioesx import vim
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.errors import NotFoundError, TaskFailedError
from aioesx.storage.found import Found
from aioesx.storage.values import VolumeFormat

__all__ = ["find_file", "list_files"]

_PATTERN: Final = re.compile(r"[^\w .,+@=~#%&()$;-]+", re.ASCII)
"""What stands as ``*`` in a pattern: each of these may mean something to some host."""

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

    Source: vSphere API, HostDatastoreBrowser.SearchDatastoreSubFolders_Task.
    """
    search = vim.SearchDatastoreSubFolders_Task(
        this=browser, datastore_path=f"[{datastore}]", search_spec=_spec(server)
    )
    found = await server.tasks.run(cast("vim.Method[vim.ManagedObjectReference]", search))
    folders: Sequence[vim.HostDatastoreBrowserSearchResults] = found or ()
    return [each for folder in folders for each in _in_folder(folder)]


async def find_file(
    server: Server, browser: vim.ManagedObjectReference, path: DatastorePath
) -> Found | None:
    """Find the one of a path; None where there is none.

    Raises:
        TaskFailedError: the host cannot get at the datastore, say.

    Source: vSphere API, HostDatastoreBrowser.SearchDatastore_Task.
    """
    search = vim.SearchDatastore_Task(
        this=browser,
        datastore_path=str(path.directory),
        search_spec=_spec(server, [_PATTERN.sub("*", path.name)]),
    )
    try:
        folder = await server.tasks.run(search)
    except TaskFailedError as error:
        if isinstance(error, NotFoundError):
            return None
        raise
    return next((each for each in _in_folder(folder) if each.name == path.path), None)


def _spec(server: Server, patterns: Sequence[str] = ()) -> vim.HostDatastoreBrowserSearchSpec:
    details = vim.VmDiskFileQueryFlags(
        disk_type=False,
        capacity_kb=True,
        hardware_version=False,
        controller_type=True,
        disk_extents=False,
        thin=True if server.session.has_api(4, 0) else None,
    )
    queries = [
        vim.VmDiskFileQuery(details=details),
        vim.IsoImageFileQuery(),
        vim.FloppyImageFileQuery(),
    ]
    return vim.HostDatastoreBrowserSearchSpec(
        query=list[vim.FileQuery](queries),
        details=vim.FileQueryFlags(file_type=True, file_size=True, modification=True),
        match_pattern=list(patterns),
    )


def _in_folder(folder: vim.HostDatastoreBrowserSearchResults) -> Iterator[Found]:
    parts = split_datastore_path(folder.folder_path or "")
    if parts is None:
        return
    directory = parts[1].strip("/")
    for file in folder.file:
        form = next((form for cls, form in _FORMATS.items() if isinstance(file, cls)), None)
        if form is not None:
            yield _found(f"{directory}/{file.path}" if directory else file.path, form, file)


def _found(name: str, form: VolumeFormat, file: Any) -> Found:
    size, thin = file.file_size, None
    capacity = size
    if isinstance(file, vim.VmDiskFileInfo):
        capacity = None if file.capacity_kb is None else file.capacity_kb * 1024
        thin = file.thin
    return Found(name, form, capacity, size, thin, file.modification)
