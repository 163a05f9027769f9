"""Searching a directory of a datastore."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from aioesx import vim
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.errors import NotFoundError, TaskFailedError

__all__ = ["find_disks", "search_tree"]

_DISK_DETAILS = vim.VmDiskFileQueryFlags(
    disk_type=True, capacity_kb=True, hardware_version=True, controller_type=True
)


async def find_disks(
    server: Server,
    browser: vim.ManagedObjectReference,
    directory: DatastorePath,
    names: Iterable[str],
) -> list[vim.VmDiskFileInfo]:
    """Look for disk images of some names in one directory; none where there is no directory.

    Args:
        server: the connection.
        browser: the datastore's; see `Mounts`.
        directory: where to look; directories below it are left alone.
        names: of the files.

    Source: vSphere API, HostDatastoreBrowser.SearchDatastore_Task.
    """
    spec = vim.HostDatastoreBrowserSearchSpec(
        query=[vim.VmDiskFileQuery(details=_DISK_DETAILS)],
        details=vim.FileQueryFlags(file_type=True, file_size=False, modification=False),
        match_pattern=list(names),
    )
    search = vim.SearchDatastore_Task(this=browser, datastore_path=str(directory), search_spec=spec)
    try:
        results = await server.tasks.run(search)
    except TaskFailedError as error:
        if isinstance(error, NotFoundError):
            return []
        raise
    return [file for file in results.file if isinstance(file, vim.VmDiskFileInfo)]


async def search_tree(
    server: Server,
    browser: vim.ManagedObjectReference,
    directory: DatastorePath,
    spec: vim.HostDatastoreBrowserSearchSpec,
) -> list[tuple[DatastorePath, vim.FileInfo]]:
    """Look for files in a directory and in all below it: one task, however many there are.

    Source: vSphere API, HostDatastoreBrowser.SearchDatastoreSubFolders_Task.
    """
    search: vim.Method[Any] = vim.SearchDatastoreSubFolders_Task(
        this=browser, datastore_path=str(directory), search_spec=spec
    )
    results: list[vim.HostDatastoreBrowserSearchResults] = await server.tasks.run(search)
    return [
        (DatastorePath(directory.datastore, f"{folder}/{file.path}".lstrip("/")), file)
        for found in results or ()
        for folder in [_folder_of(found)]
        for file in found.file
    ]


def _folder_of(found: vim.HostDatastoreBrowserSearchResults) -> str:
    """Return where files were found, without slashes around it: hosts write it in either way."""
    parts = split_datastore_path(found.folder_path or "")
    return parts[1].strip("/") if parts is not None else ""
