"""Views of a machine's files: layout, storage used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator.properties.view import View
from aioesx.simulator.state.disks import extent_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore, File
    from aioesx.simulator.state.machine import Machine

__all__ = ["LAYOUT", "LAYOUT_EX", "STORAGE", "storage_summary"]

_KINDS: Final = {
    ".vmx": "config",
    ".vmtx": "config",
    ".vmxf": "extendedConfig",
    ".nvram": "nvram",
    ".log": "log",
    ".vmsd": "snapshotList",
    ".vmsn": "snapshotData",
    ".vmss": "suspend",
    ".vswp": "swap",
    ".vmdk": "diskDescriptor",
}


def _files(machine: Machine) -> Iterator[tuple[Datastore, File]]:
    """Yield the files in the machine's folder, and its disks elsewhere."""
    store = next(
        (s for s in machine.host.datastores.values() if s.name == machine.place.datastore), None
    )
    folder = machine.place.folder.path
    if store is None:
        return
    if folder:
        for file in store.files_in(folder):
            yield store, file


def _size(machine: Machine) -> tuple[int, int]:
    """Return the bytes taken up, and those that thin disks may still take."""
    committed = sum(file.content.stored for _, file in _files(machine))
    provisioned = 0
    for store, file in _files(machine):
        if file.disk is not None and file.disk.thin:
            extent = store.files.get(extent_name(file.path, file.disk))
            taken = extent.content.stored if extent is not None else 0
            provisioned += file.disk.capacity_kb * 1024 - taken
    return committed, max(0, provisioned)


def storage_summary(machine: Machine) -> vim.VirtualMachineStorageSummary:
    """Return what the machine's files take up."""
    committed, more = _size(machine)
    now = machine.host.timeline.now()
    return vim.VirtualMachineStorageSummary(
        committed=committed, uncommitted=more, unshared=committed, timestamp=now
    )


def _usages(machine: Machine) -> list[vim.VirtualMachineUsageOnDatastore]:
    committed, more = _size(machine)
    return [
        vim.VirtualMachineUsageOnDatastore(
            datastore=ref, committed=committed, uncommitted=more, unshared=committed
        )
        for ref in machine.datastore_refs()[:1]
    ]


def _kind(file: File) -> str:
    if file.path.endswith(("-flat.vmdk", "-delta.vmdk")):
        return "diskExtent"
    return _KINDS.get(file.path[file.path.rfind(".") :], "log")


def _files_ex(machine: Machine) -> list[vim.VirtualMachineFileLayoutExFileInfo]:
    return [
        vim.VirtualMachineFileLayoutExFileInfo(
            key=number,
            name=str(store.path(file.path)),
            type=_kind(file),
            size=file.content.stored,
            unique_size=file.content.stored,
            accessible=True,
        )
        for number, (store, file) in enumerate(_files(machine))
    ]


def _named(machine: Machine, suffix: str) -> list[str]:
    names = (file.path for _, file in _files(machine) if file.path.endswith(suffix))
    return [name.rpartition("/")[2] for name in names]


LAYOUT: Final = View(
    vim.VirtualMachineFileLayout,
    config_file=lambda machine: [machine.place.name],
    log_file=lambda machine: _named(machine, ".log"),
    disk=lambda machine: [
        vim.VirtualMachineFileLayoutDiskLayout(
            key=2000 + number, disk_file=[str(machine.host.locate(name, machine.place))]
        )
        for number, name in enumerate(machine.disk_names())
    ],
)

LAYOUT_EX: Final = View(
    vim.VirtualMachineFileLayoutEx,
    file=_files_ex,
    timestamp=lambda machine: machine.host.timeline.now(),
)

STORAGE: Final = View(
    vim.VirtualMachineStorageInfo,
    per_datastore_usage=_usages,
    timestamp=lambda machine: machine.host.timeline.now(),
)
