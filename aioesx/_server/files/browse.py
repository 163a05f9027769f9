"""Searching a directory of a datastore."""

from __future__ import annotations

from collections.abc import Iterable

from aioesx import vim
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.errors import NotFoundError, TaskFailedError

__all__ = ["find_disks"]

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
