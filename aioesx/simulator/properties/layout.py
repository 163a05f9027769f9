"""Views of a machine's files: layout, chains of its disks and of its snapshots', storage used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aioesx import vim
from aioesx.simulator.properties.devices import disk_key
from aioesx.simulator.properties.view import View
from aioesx.simulator.state.chains import chain
from aioesx.simulator.state.disks import extent_name, is_extent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore, File
    from aioesx.simulator.state.machine import Machine
    from aioesx.simulator.state.snapshots import Snapshot

__all__ = ["LAYOUT", "LAYOUT_EX", "STORAGE", "storage_summary"]

_KINDS: Final = {
    ".vmx": "config",
    ".vmtx": "config",
    ".vmxf": "extendedConfig",
    ".nvram": "nvram",
    ".log": "log",
    ".vmsd": "snapshotList",
    ".vmsn": "snapshotData",
    ".vmem": "snapshotMemory",
    ".vmss": "suspend",
    ".vswp": "swap",
    ".vmdk": "diskDescriptor",
    ".png": "screenshot",
}


_Disk = tuple[int, list[tuple["Datastore", str]]]
"""The key of a disk, and its chain: datastore and path of each link, the top first."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A file of a machine's: in its folder, or of a disk elsewhere; `own` unless another's."""

    store: Datastore
    file: File
    own: bool = True

    @property
    def stored(self) -> int:
        """Bytes that it takes up, with what a descriptor's object does."""
        file = self.file
        size = file.content.stored
        if file.disk is not None and file.disk.object:
            size += self.store.taken(file.path)
        return size


def _links(machine: Machine, config: Config) -> Iterator[_Disk]:
    """Yield the key of each disk of a configuration, and its chain from the top downwards."""
    stores = {store.name: store for store in machine.host.datastores.values()}
    for key, place in machine.snapshots.disk_keys(config).items():
        store = stores.get(place.datastore)
        if store is not None:
            yield disk_key(key), list(chain(store, place.path))


def _files(machine: Machine, disks: list[_Disk] | None = None) -> list[_Held]:
    """Return the files in the machine's folder, and its disks wherever they are.

    A disk that lies in its folder and that it does not have is not the machine's.

    Args:
        machine: the machine.
        disks: the disks that it has now, if they are known already.
    """
    home, folder = machine.place.datastore, machine.place.folder.path
    store = next((s for s in machine.host.datastores.values() if s.name == home), None)
    if store is None:
        return []
    found: dict[tuple[Datastore, str], _Held] = {}
    if folder:
        found = {
            (store, file.path): _Held(store, file)
            for file in store.files_in(folder)
            if not file.path.endswith(".vmdk")
        }
    now = disks if disks is not None else _links(machine, machine.config)
    for of in (now, *(_links(machine, snapshot.config) for snapshot in machine.snapshots.all())):
        for _, links in of:
            own = True
            for held, path in links:
                file = held.files.get(path)
                for name in _parts(file):
                    if name in held.files:
                        found.setdefault((held, name), _Held(held, held.files[name], own))
                parent = file.disk.parent if file is not None and file.disk is not None else ""
                own = own and not parent.startswith("/")  # what is below is another machine's
    return list(found.values())


def _parts(file: File | None) -> tuple[str, ...]:
    """Return the paths of a disk's descriptor and of its data."""
    if file is None or file.disk is None:
        return ()
    return (file.path, extent_name(file.path, file.disk))


def _usages(machine: Machine) -> list[vim.VirtualMachineUsageOnDatastore]:
    """Return what the machine's files take up in each datastore, its home first.

    What a thin disk may still take counts for the top of each chain, which alone can grow.
    """
    taken: dict[Datastore, list[int]] = {}
    disks = list(_links(machine, machine.config))
    for held in _files(machine, disks):
        usage = taken.setdefault(held.store, [0, 0, 0])
        usage[0] += held.stored
        usage[2] += held.stored if held.own else 0
    for _, links in disks:
        store, path = links[0]
        file = store.files.get(path)
        if file is not None and file.disk is not None and file.disk.thin:
            taken.setdefault(store, [0, 0, 0])[1] += max(0, file.disk.size - store.taken(path))
    return [
        vim.VirtualMachineUsageOnDatastore(
            datastore=store.host.ref(store), committed=committed, uncommitted=more, unshared=own
        )
        for store, (committed, more, own) in taken.items()
    ]


def storage_summary(machine: Machine) -> vim.VirtualMachineStorageSummary:
    """Return what the machine's files take up."""
    usages = _usages(machine)
    return vim.VirtualMachineStorageSummary(
        committed=sum(usage.committed for usage in usages),
        uncommitted=sum(usage.uncommitted for usage in usages),
        unshared=sum(usage.unshared for usage in usages),
        timestamp=machine.host.timeline.now(),
    )


def _kind(file: File) -> str:
    if is_extent(file.path):
        return "diskExtent"
    return _KINDS.get(file.path[file.path.rfind(".") :], "log")


def _keys(machine: Machine) -> dict[tuple[Datastore, str], int]:
    """Return the number of each file of the machine's."""
    return {(held.store, held.file.path): key for key, held in enumerate(_files(machine))}


def _files_ex(machine: Machine) -> list[vim.VirtualMachineFileLayoutExFileInfo]:
    found = []
    for key, held in enumerate(_files(machine)):
        disk = held.file.disk
        name = disk.object.partition("//")[2] if disk is not None else ""
        found.append(
            vim.VirtualMachineFileLayoutExFileInfo(
                key=key,
                name=str(held.store.path(held.file.path)),
                type=_kind(held.file),
                size=held.stored,
                unique_size=held.stored if held.own else 0,
                backing_object_id=name or None,
                accessible=held.store.accessible,
            )
        )
    return found


def _disks_ex(machine: Machine, config: Config) -> list[vim.VirtualMachineFileLayoutExDiskLayout]:
    """Return the chain of each disk, the lowest link first, by the numbers of its files."""
    keys, found = _keys(machine), []
    for key, links in _links(machine, config):
        units = []
        for store, path in reversed(links):
            parts = _parts(store.files.get(path))
            numbers = [keys[store, part] for part in parts if (store, part) in keys]
            if numbers:
                units.append(vim.VirtualMachineFileLayoutExDiskUnit(file_key=numbers))
        found.append(vim.VirtualMachineFileLayoutExDiskLayout(key=key, chain=units))
    return found


def _snapshots_ex(machine: Machine) -> list[vim.VirtualMachineFileLayoutExSnapshotLayout]:
    keys = _keys(machine) if machine.snapshots.roots else {}
    home = machine.place.datastore
    numbers = {path: key for (store, path), key in keys.items() if store.name == home}

    def layout(snapshot: Snapshot) -> vim.VirtualMachineFileLayoutExSnapshotLayout:
        data = f"{machine.stem}-Snapshot{snapshot.number}.vmsn"
        return vim.VirtualMachineFileLayoutExSnapshotLayout(
            key=machine.host.ref(snapshot),
            data_key=numbers.get(data, -1),
            memory_key=-1,
            disk=_disks_ex(machine, snapshot.config),
        )

    return [layout(snapshot) for snapshot in machine.snapshots.all()]


def _named(machine: Machine, suffix: str) -> list[str]:
    names: Iterable[str] = (held.file.path for held in _files(machine))
    return [name.rpartition("/")[2] for name in names if name.endswith(suffix)]


LAYOUT: Final = View(
    vim.VirtualMachineFileLayout,
    config_file=lambda machine: [machine.place.name],
    log_file=lambda machine: _named(machine, ".log"),
    disk=lambda machine: [
        vim.VirtualMachineFileLayoutDiskLayout(key=disk_key(key), disk_file=[str(place)])
        for key, place in machine.snapshots.disk_keys(machine.config).items()
    ],
)

LAYOUT_EX: Final = View(
    vim.VirtualMachineFileLayoutEx,
    file=_files_ex,
    disk=lambda machine: _disks_ex(machine, machine.config),
    snapshot=_snapshots_ex,
    timestamp=lambda machine: machine.host.timeline.now(),
)

STORAGE: Final = View(
    vim.VirtualMachineStorageInfo,
    per_datastore_usage=_usages,
    timestamp=lambda machine: machine.host.timeline.now(),
)
