"""Searching the directories of a datastore: one task, whatever there is in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from aioesx import vim
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath
from aioesx.errors import NotFoundError, TaskFailedError

__all__ = ["find_disks", "find_entry", "search"]

Found = tuple[DatastorePath, vim.FileInfo]

_DISK_DETAILS = vim.VmDiskFileQueryFlags(
    disk_type=True, capacity_kb=True, hardware_version=True, controller_type=True
)
_WILD: Final = re.compile(r"[*?\[\]{}\\]")


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


async def search(
    server: Server,
    browser: vim.ManagedObjectReference,
    directory: DatastorePath,
    *,
    patterns: Sequence[str] = ("*",),
    kinds: Sequence[vim.FileQuery] = (),
    recursive: bool = False,
) -> list[Found]:
    """List what a directory holds, with all that a host tells of every file, in one task.

    Disks are shown by their descriptors: what holds their bytes is hidden by many hosts.

    Args:
        server: the connection.
        browser: the datastore's.
        directory: where to look.
        patterns: names, in which ``*`` and ``?`` stand for anything.
        kinds: what is wanted, and of which kind more is told; everything without one.
        recursive: whether to look in all that is below it, too.

    Returns:
        Each entry's path and what is told of it, in the host's order.

    Raises:
        NotFoundError: there is no such directory.

    Source: vSphere API, HostDatastoreBrowser.SearchDatastore_Task and
    SearchDatastoreSubFolders_Task.
    """
    spec = vim.HostDatastoreBrowserSearchSpec(
        query=list(kinds),
        details=vim.FileQueryFlags(
            file_type=True,
            file_size=True,
            modification=True,
            file_owner=True if server.session.has_api(4, 0) else None,
        ),
        match_pattern=list(patterns),
    )
    method: Any = vim.SearchDatastoreSubFolders_Task if recursive else vim.SearchDatastore_Task
    results: Any = await server.tasks.run(
        method(this=browser, datastore_path=str(directory), search_spec=spec)
    )
    found = results if isinstance(results, list) else [results]
    return [entry for each in found for entry in _entries(each, directory)]


def _entries(
    results: vim.HostDatastoreBrowserSearchResults, directory: DatastorePath
) -> Iterator[Found]:
    """Yield the entries of one directory; its path is told with or without a slash at its end."""
    told = (results.folder_path or str(directory)).partition("]")[2].lstrip(" ").strip("/")
    holder = DatastorePath(directory.datastore, told)
    for file in results.file:
        yield holder.below(file.path.rpartition("/")[2] or file.path), file


async def find_entry(
    server: Server,
    browser: vim.ManagedObjectReference,
    path: DatastorePath,
    kinds: Sequence[vim.FileQuery] = (),
) -> vim.FileInfo | None:
    """Look for one file or directory by its exact name; None if none is shown.

    What a search takes for a wildcard is searched as "any one character", and the names that
    come are compared.
    """
    pattern = _WILD.sub("?", path.name)
    try:
        found = await search(server, browser, path.directory, patterns=[pattern], kinds=kinds)
    except TaskFailedError as error:
        if isinstance(error, NotFoundError):
            return None
        raise
    return next((file for there, file in found if there.name == path.name), None)
