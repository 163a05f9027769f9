"""Handlers: the datastore browser.

`KINDS` maps a file's name to what the browser calls it; the data of a disk is left
out and shows up as the size of its descriptor.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.simulator import faults
from aioesx.simulator.methods.table import Call, handles, start_task
from aioesx.simulator.state import paths
from aioesx.simulator.state.disks import CONTROLLERS, extent_name, is_extent
from aioesx.simulator.state.tasks import Spend
from aioesx.vim import ManagedObjectReference as Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore, File
    from aioesx.simulator.state.tasks import Work

__all__: list[str] = []


_KINDS: Final = (
    # suffix, query, information
    (".vmdk", vim.VmDiskFileQuery, vim.VmDiskFileInfo),
    (".vmtx", vim.TemplateConfigFileQuery, vim.TemplateConfigFileInfo),
    (".vmx", vim.VmConfigFileQuery, vim.VmConfigFileInfo),
    (".iso", vim.IsoImageFileQuery, vim.IsoImageFileInfo),
    (".flp", vim.FloppyImageFileQuery, vim.FloppyImageFileInfo),
    (".img", vim.FloppyImageFileQuery, vim.FloppyImageFileInfo),
    (".log", vim.VmLogFileQuery, vim.VmLogFileInfo),
    (".nvram", vim.VmNvramFileQuery, vim.VmNvramFileInfo),
    (".vmsn", vim.VmSnapshotFileQuery, vim.VmSnapshotFileInfo),
    (".vmsd", vim.VmSnapshotFileQuery, vim.VmSnapshotFileInfo),
)


def _kind(entry: File | str) -> tuple[type[vim.FileQuery], type[vim.FileInfo]]:
    if isinstance(entry, str):
        return vim.FolderFileQuery, vim.FolderFileInfo
    lower = entry.path.lower()
    for suffix, query, information in _KINDS:
        if lower.endswith(suffix) and (suffix != ".vmdk" or entry.disk is not None):
            return query, information
    return vim.FileQuery, vim.FileInfo


def _chosen(
    entry: File | str, store: Datastore, spec: vim.HostDatastoreBrowserSearchSpec
) -> vim.FileQuery | None:
    """Return the query that an entry answers to, or None when it is not wanted."""
    path = entry if isinstance(entry, str) else entry.path
    name = path.rpartition("/")[2]
    if not isinstance(entry, str) and is_extent(path) and _belongs(store, path):
        return None
    if spec.match_pattern and not any(
        _matches(name, pattern, sensitive=spec.search_case_insensitive is False)
        for pattern in spec.match_pattern
    ):
        return None
    kind, _ = _kind(entry)
    if not spec.query:
        return kind()
    for query in spec.query:
        if type(query) is vim.FileQuery or issubclass(kind, type(query)):
            return query if _passes(entry, query) else None
    return None


def _belongs(store: Datastore, path: str) -> bool:
    stem = path.rpartition("-")[0]
    return f"{stem}.vmdk" in store.files


def _matches(name: str, pattern: str, *, sensitive: bool) -> bool:
    """Compare with ``*`` and ``?``; brackets mean themselves."""
    expression = fnmatch.translate(pattern.replace("[", "[[]"))
    return re.match(expression, name, 0 if sensitive else re.IGNORECASE) is not None


def _passes(entry: File | str, query: vim.FileQuery) -> bool:
    """Apply the filter of a disk query."""
    if not isinstance(query, vim.VmDiskFileQuery) or isinstance(entry, str):
        return True
    wanted, disk = query.filter, entry.disk
    if wanted is None or disk is None:
        return True
    controller = CONTROLLERS.get(disk.adapter, "")
    checks = (
        not wanted.controller_type or controller in wanted.controller_type,
        not wanted.match_hardware_version or disk.hardware_version in wanted.match_hardware_version,
        wanted.thin is None or wanted.thin == disk.thin,
    )
    return all(checks)


def _describe(
    entry: File | str,
    store: Datastore,
    spec: vim.HostDatastoreBrowserSearchSpec,
    query: vim.FileQuery,
) -> vim.FileInfo:
    """Return what the client asked to know of an entry."""
    details = spec.details or vim.FileQueryFlags(
        file_type=False, file_size=False, modification=False
    )
    path = entry if isinstance(entry, str) else entry.path
    facts: dict[str, Any] = {"path": path.rpartition("/")[2]}
    if details.file_size:
        facts["file_size"] = 0 if isinstance(entry, str) else _size(entry, store)
    if details.modification:
        facts["modification"] = store.folders[entry] if isinstance(entry, str) else entry.modified
    if details.file_owner:
        facts["owner"] = "root"
    typed = details.file_type or spec.query
    cls = _kind(entry)[1] if typed else vim.FileInfo
    if cls is vim.VmDiskFileInfo and not isinstance(entry, str):
        facts.update(_disk_facts(entry, query))
    if issubclass(cls, vim.VmConfigFileInfo) and getattr(query, "details", None) is not None:
        facts["config_version"] = 8
    return cls(**facts)


def _size(file: File, store: Datastore) -> int:
    """Return the bytes that a file, or a whole disk, takes up."""
    if file.disk is None:
        return file.content.size
    return file.content.size + store.taken(file.path)


def _disk_facts(file: File, query: vim.FileQuery) -> dict[str, Any]:
    details = getattr(query, "details", None)
    disk = file.disk
    if details is None or disk is None:
        return {}
    facts: dict[str, Any] = {}
    if details.disk_type:
        facts["disk_type"] = "VirtualDiskFlatVer2BackingInfo"
    if details.capacity_kb:
        facts["capacity_kb"] = disk.capacity_kb
    if details.hardware_version:
        facts["hardware_version"] = disk.hardware_version
    if details.controller_type:
        facts["controller_type"] = CONTROLLERS.get(disk.adapter, "VirtualLsiLogicController")
    if details.disk_extents:
        facts["disk_extents"] = [extent_name(file.path, disk)]
    if details.thin:
        facts["thin"] = disk.thin
    return facts


def _search(
    call: Call, store: Datastore, folder: str, spec: vim.HostDatastoreBrowserSearchSpec
) -> vim.HostDatastoreBrowserSearchResults:
    found = []
    for entry in store.children(folder):
        query = _chosen(entry, store, spec)
        if query is not None:
            found.append(_describe(entry, store, spec, query))
    return vim.HostDatastoreBrowserSearchResults(
        datastore=call.host.ref(store),
        folder_path=f"[{store.name}] {folder}/" if folder else f"[{store.name}]",
        file=found,
    )


def _below(store: Datastore, folder: str) -> Iterator[str]:
    """Yield a folder and every folder below it."""
    prefix = f"{folder}/" if folder else ""
    yield folder
    yield from sorted(name for name in store.folders if name.startswith(prefix))


@handles("SearchDatastore_Task")
def _search_one(call: Call) -> Ref:
    spec = call.method.search_spec or vim.HostDatastoreBrowserSearchSpec()

    def work() -> Work:
        store, folder = _where(call)
        yield Spend(0.2)
        return _search(call, store, folder, spec)

    return start_task(call, work())


@handles("SearchDatastoreSubFolders_Task")
def _search_all(call: Call) -> Ref:
    spec = call.method.search_spec or vim.HostDatastoreBrowserSearchSpec()

    def work() -> Work:
        store, folder = _where(call)
        yield Spend(0.2)
        results = [_search(call, store, name, spec) for name in _below(store, folder)]
        return vim.array("HostDatastoreBrowserSearchResults", results)

    return start_task(call, work())


def _where(call: Call) -> tuple[Datastore, str]:
    """Return datastore and folder to be searched.

    Raises:
        Refused: no such datastore or folder, or one that the browser is not for.
    """
    place = paths.parse(call.method.datastore_path)
    store = call.host.datastore(place.datastore)
    if store not in call.subject.datastores:
        raise faults.invalid_datastore(place.datastore)
    store.require_accessible()
    if place.path and place.path not in store.folders:
        raise faults.file_not_found(str(place))
    return store, place.path


@handles("RefreshDatastore", "RefreshDatastoreStorageInfo")
def _refresh(call: Call) -> None:
    """Sizes are computed, so nothing is stale."""
    del call


@handles("RenameDatastore")
def _rename(call: Call) -> None:
    call.host.rename_datastore(call.subject, call.method.new_name)
