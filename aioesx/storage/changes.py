"""What a host is told to do with files and disks of a datastore: which method, by their kind."""

from __future__ import annotations

import contextlib
from typing import Final

from aioesx import vim
from aioesx._server.server import Server
from aioesx.datastore_path import DatastorePath, split_datastore_path
from aioesx.errors import AlreadyExistsError, NotSupportedError
from aioesx.storage.datastore import DatastoreBacking
from aioesx.storage.values import DiskAdapter, DiskKind, VolumeFormat

__all__ = [
    "copy",
    "create",
    "delete",
    "deletion",
    "extend",
    "make_directories",
    "move",
    "name_of",
    "wipe",
]

Ref = vim.ManagedObjectReference
Task = vim.Method[Ref]

_KINDS: Final = {
    DiskKind.THIN: "thin",
    DiskKind.PREALLOCATED: "preallocated",
    DiskKind.EAGER: "eagerZeroedThick",
}
_ADAPTERS: Final = {
    DiskAdapter.LSILOGIC: "lsiLogic",
    DiskAdapter.BUSLOGIC: "busLogic",
    DiskAdapter.IDE: "ide",
}


async def make_directories(backing: DatastoreBacking, path: DatastorePath) -> None:
    """Make the directory of a file, and those above it; some or all may be there.

    Source: vSphere API, FileManager.MakeDirectory.
    """
    if not path.directory.path:
        return
    method = vim.MakeDirectory(
        this=_files(backing.server),
        name=str(path.directory),
        datacenter=backing.datacenter,
        create_parent_directories=True,
    )
    with contextlib.suppress(AlreadyExistsError):
        await backing.server.session.call(method)


def create(
    backing: DatastoreBacking,
    path: DatastorePath,
    capacity: int,
    kind: DiskKind,
    adapter: DiskAdapter,
) -> Task:
    """Make a virtual disk of so many bytes, rounded up to KiB."""
    return vim.CreateVirtualDisk_Task(
        this=_disks(backing.server),
        name=str(path),
        datacenter=backing.datacenter,
        spec=vim.FileBackedVirtualDiskSpec(
            disk_type=_KINDS[kind],
            adapter_type=_ADAPTERS[adapter],
            capacity_kb=-(-capacity // 1024),
        ),
    )


def delete(backing: DatastoreBacking, form: VolumeFormat, path: str) -> Task:
    """Delete a disk with all that belongs to it, or another file."""
    is_disk = form is VolumeFormat.VMDK
    return deletion(backing.server, backing.datacenter, path, is_disk=is_disk)


def deletion(server: Server, datacenter: Ref | None, path: str, *, is_disk: bool) -> Task:
    """Delete a disk with all that belongs to it, or another file, of whatever datastore."""
    if is_disk:
        return vim.DeleteVirtualDisk_Task(this=_disks(server), name=path, datacenter=datacenter)
    return vim.DeleteDatastoreFile_Task(this=_files(server), name=path, datacenter=datacenter)


def copy(
    source: DatastoreBacking,
    form: VolumeFormat,
    path: str,
    target: DatastoreBacking,
    to: DatastorePath,
    *,
    overwrite: bool,
) -> Task:
    """Copy a disk, or another file."""
    if form is VolumeFormat.VMDK:
        return vim.CopyVirtualDisk_Task(
            this=_disks(source.server),
            source_name=path,
            source_datacenter=source.datacenter,
            dest_name=str(to),
            dest_datacenter=target.datacenter,
            force=overwrite,
        )
    return vim.CopyDatastoreFile_Task(
        this=_files(source.server),
        source_name=path,
        source_datacenter=source.datacenter,
        destination_name=str(to),
        destination_datacenter=target.datacenter,
        force=overwrite,
    )


def move(
    source: DatastoreBacking,
    form: VolumeFormat,
    path: str,
    target: DatastoreBacking,
    to: DatastorePath,
    *,
    overwrite: bool,
) -> Task:
    """Move a disk with all that belongs to it, or another file."""
    if form is VolumeFormat.VMDK:
        return vim.MoveVirtualDisk_Task(
            this=_disks(source.server),
            source_name=path,
            source_datacenter=source.datacenter,
            dest_name=str(to),
            dest_datacenter=target.datacenter,
            force=overwrite,
        )
    return vim.MoveDatastoreFile_Task(
        this=_files(source.server),
        source_name=path,
        source_datacenter=source.datacenter,
        destination_name=str(to),
        destination_datacenter=target.datacenter,
        force=overwrite,
    )


def wipe(backing: DatastoreBacking, path: str) -> Task:
    """Overwrite a disk with zeros."""
    return vim.ZeroFillVirtualDisk_Task(
        this=_disks(backing.server), name=path, datacenter=backing.datacenter
    )


def extend(backing: DatastoreBacking, path: str, capacity_kb: int, *, allocate: bool) -> Task:
    """Make a disk larger; `allocate` has the new part take its room at once.

    Before API 4.0 nobody can say.
    """
    since_4 = backing.server.session.has_api(4, 0)
    return vim.ExtendVirtualDisk_Task(
        this=_disks(backing.server),
        name=path,
        datacenter=backing.datacenter,
        new_capacity_kb=capacity_kb,
        eager_zero=allocate if since_4 else None,
    )


def name_of(result: object, wish: DatastorePath) -> str:
    """Return the name in its datastore of what a task has made, which says where that is."""
    parts = split_datastore_path(result) if isinstance(result, str) else None
    return parts[1] if parts is not None and parts[0] == wish.datastore and parts[1] else wish.path


def _files(server: Server) -> Ref:
    return _manager(server.session.content.file_manager, "files")


def _disks(server: Server) -> Ref:
    return _manager(server.session.content.virtual_disk_manager, "virtual disks")


def _manager(ref: Ref | None, what: str) -> Ref:
    if ref is None:
        raise NotSupportedError("", f"the host has no manager of {what}")
    return ref
