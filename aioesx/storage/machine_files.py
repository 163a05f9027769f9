"""The files of a machine: which there are, what they are for, and what snapshots made of them.

A machine's files are told in several places, and each of them leaves some out: all that the
layout names, the disks and images of the live devices with what they lie on, and those of every
snapshot's configuration. What any of them names is the machine's. No I/O.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx._server.names import unescape
from aioesx.datastore_path import DatastorePath, split_datastore_path

__all__ = [
    "DATASTORES",
    "MACHINE_PATHS",
    "SNAPSHOT_PATHS",
    "MachineFiles",
    "SnapshotGrowth",
    "machine_files",
    "machine_paths",
    "media_of",
    "snapshot_refs",
]

Ref = vim.ManagedObjectReference

_LAYOUT_EX: Final = "layoutEx"
_LAYOUT: Final = "layout"
_FILES: Final = "config.files"
_DEVICES: Final = "config.hardware.device"
_SNAPSHOTS: Final = "snapshot.rootSnapshotList"
_CONNECTION: Final = "runtime.connectionState"
DATASTORES: Final = "datastore"
"""Which datastores a machine uses: their names alone are not theirs alone."""
_CONNECTED: Final = "connected"
MACHINE_PATHS: Final = ("name", _LAYOUT, _FILES, _DEVICES, _SNAPSHOTS, _CONNECTION, DATASTORES)
"""What is read of each machine; see `machine_paths`."""
_MAY_BE_UNSET: Final = (_SNAPSHOTS,)
SNAPSHOT_PATHS: Final = (_DEVICES,)
"""What is read of each snapshot."""
_DEEPEST: Final = 256
"""Disks that lie on one another; ESX makes chains of 32."""


def machine_paths(*, since_4: bool) -> tuple[str, ...]:
    """Return what is read of each machine, of a server that speaks API 4.0 or an older one."""
    return (*MACHINE_PATHS, _LAYOUT_EX) if since_4 else MACHINE_PATHS


@dataclasses.dataclass(frozen=True, slots=True)
class SnapshotGrowth:
    """What a snapshot takes up.

    Attributes:
        domain: name of the domain.
        name: the snapshot's.
        ref: its reference.
        created: when it was taken.
        memory: bytes of the memory and the state that it holds; None where the host does not
            tell (before API 4.0).
        delta: bytes that the disks have grown by since it was taken, until the next one of its
            branch; None as above.
    """

    domain: str
    name: str
    ref: Ref
    created: datetime
    memory: int | None
    delta: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class MachineFiles:
    """What is known of a machine's files.

    Attributes:
        name: the machine's.
        ref: its reference.
        datastores: those that it uses.
        sizes: bytes by datastore path; 0 where the host does not tell.
        directories: those of which it may have files that it does not tell, besides disks:
            before API 4.0 hosts tell of disks only.
        snapshots: what each snapshot takes up, parents first.
        grown: bytes of all snapshots by the datastore that they are in.
        problems: why there may be files that are not among these; a sentence each.
    """

    name: str
    ref: Ref
    datastores: Collection[Ref]
    sizes: Mapping[str, int]
    directories: Collection[str]
    snapshots: Sequence[SnapshotGrowth]
    grown: Mapping[str, int]
    problems: Sequence[str]


def machine_files(
    values: Properties, kept: Mapping[Ref, Properties], *, since_4: bool = True
) -> MachineFiles:
    """Tell which files a machine has.

    Args:
        values: the properties `machine_paths`.
        kept: the properties `SNAPSHOT_PATHS` of its snapshots, by reference; whatever else is in
            it does not matter.
        since_4: whether the server speaks API 4.0.
    """
    name = unescape(values.if_shown("name") or values.ref.value)
    sizes = dict.fromkeys(_named(values), 0)
    layout = values.if_shown(_LAYOUT_EX)
    if layout is not None:
        sizes.update((file.name, file.size) for file in layout.file)
    nodes = list(_nodes(values))
    problems = list(_problems(name, values, since_4=since_4))
    laid_out = {each.key for each in layout.snapshot} if layout is not None else set()
    for node in nodes:
        if layout is not None and node.snapshot not in laid_out:
            problems.append(f"the snapshot '{node.name}' of '{name}' is not in the layout yet")
        shown = kept.get(node.snapshot)
        if shown is None or shown.if_shown(_DEVICES) is None:
            why = shown.problems(SNAPSHOT_PATHS) if shown is not None else ()
            problems.append(f"the snapshot '{node.name}' of '{name}' {_untold('disks', why)}")
            continue
        for path in _paths_of_devices(shown):
            sizes.setdefault(path, 0)
    growth = _Growth(layout)
    snapshots = [growth.of(name, node) for node in nodes]
    return MachineFiles(
        name=name,
        ref=values.ref,
        datastores=values.if_shown(DATASTORES) or (),
        sizes=sizes,
        directories=() if since_4 else _directories(values.if_shown(_FILES)),
        snapshots=snapshots,
        grown=growth.by_store(),
        problems=problems,
    )


def snapshot_refs(machines: Iterable[Properties]) -> list[Ref]:
    """Return the references of all snapshots of machines."""
    return [node.snapshot for values in machines for node in _nodes(values)]


def media_of(values: Properties) -> Iterator[str]:
    """Yield the paths of the images in a machine's CD-ROM and floppy drives.

    Raises:
        NotPermittedError: the host hides the devices.
    """
    for device in values.get(_DEVICES) or ():
        if isinstance(device, vim.VirtualCdrom | vim.VirtualFloppy):
            yield from _backings(device)


def _problems(name: str, values: Properties, *, since_4: bool) -> Iterator[str]:
    state = values.if_shown(_CONNECTION)
    if state is not None and state != _CONNECTED:
        yield f"what is told of the domain '{name}' may be old: it is {state}"
    for path in machine_paths(since_4=since_4):
        if values.if_shown(path) is None and path not in _MAY_BE_UNSET:
            yield f"the domain '{name}' {_untold(path, values.problems((path,)))}"
    for problem in values.problems(_MAY_BE_UNSET):
        yield f"the domain '{name}' {_untold(_SNAPSHOTS, (problem,))}"


def _untold(what: str, why: Sequence[str]) -> str:
    return f"does not tell its {what}{': ' if why else ''}{'; '.join(why)}"


def _nodes(values: Properties) -> Iterator[vim.VirtualMachineSnapshotTree]:
    """Yield the snapshots of a machine, parents first."""
    waiting = list(values.if_shown(_SNAPSHOTS) or ())
    while waiting:
        node = waiting.pop(0)
        yield node
        waiting = [*node.child_snapshot_list, *waiting]


def _named(values: Properties) -> Iterator[str]:
    """Yield what is named anywhere but in the new layout, which tells sizes."""
    files = values.if_shown(_FILES)
    if files is not None and files.vm_path_name:
        yield files.vm_path_name
    layout = values.if_shown(_LAYOUT)
    if layout is not None:
        yield from _old_layout(layout, files)
    yield from _paths_of_devices(values)


def _old_layout(
    layout: vim.VirtualMachineFileLayout, files: vim.VirtualMachineFileInfo | None
) -> Iterator[str]:
    """Yield the paths of the old layout, which names some files beside the configuration."""
    for disk in layout.disk:
        yield from disk.disk_file
    for snapshot in layout.snapshot:
        yield from snapshot.snapshot_file
    if layout.swap_file:
        yield layout.swap_file
    holder = _holder(files)
    for name in (*layout.config_file, *layout.log_file):
        if name.startswith("["):
            yield name
        elif holder is not None:
            yield str(holder.below(name))


def _directories(files: vim.VirtualMachineFileInfo | None) -> Collection[str]:
    """Return where a machine keeps what is no disk, as datastore paths."""
    if files is None:
        return ()
    holder = _holder(files)
    others = (files.snapshot_directory, files.suspend_directory, files.log_directory)
    held = (str(holder) if holder is not None else None, *others)
    return {directory.rstrip("/ ") for directory in held if directory}


def _holder(files: vim.VirtualMachineFileInfo | None) -> DatastorePath | None:
    """Return the directory of a machine's configuration."""
    name = files.vm_path_name if files is not None else None
    parts = split_datastore_path(name or "")
    return DatastorePath(*parts).directory if parts is not None else None


def _paths_of_devices(values: Properties) -> Iterator[str]:
    for device in values.if_shown(_DEVICES) or ():
        yield from _backings(device)


def _backings(device: vim.VirtualDevice) -> Iterator[str]:
    """Yield the file behind a device, and those that it lies on."""
    backing: Any = device.backing
    for _ in range(_DEEPEST):
        if not isinstance(backing, vim.VirtualDeviceFileBackingInfo):
            return
        if backing.file_name:
            yield backing.file_name
        backing = getattr(backing, "parent", None)


class _Growth:
    """What of a machine's layout belongs to which snapshot.

    A snapshot's disk is a chain of links. Whatever was written since is in the links that other
    chains have right above it.
    """

    def __init__(self, layout: vim.VirtualMachineFileLayoutEx | None) -> None:
        self._files = {file.key: file for file in layout.file} if layout is not None else {}
        self._snapshots = {each.key: each for each in layout.snapshot} if layout else {}
        disks = [*layout.disk] if layout is not None else []
        disks += [disk for each in self._snapshots.values() for disk in each.disk]
        self._chains = [_links(disk) for disk in disks]
        self._seen: set[int] = set()

    def of(self, domain: str, node: vim.VirtualMachineSnapshotTree) -> SnapshotGrowth:
        """Tell what a snapshot takes up."""
        layout = self._snapshots.get(node.snapshot)
        return SnapshotGrowth(
            domain=domain,
            name=node.name,
            ref=node.snapshot,
            created=node.create_time,
            memory=self._sum(_memory(layout)) if layout is not None else None,
            delta=self._sum(self._above(layout)) if layout is not None else None,
        )

    def by_store(self) -> dict[str, int]:
        """Return the bytes of all that was summed up so far, each file once, by datastore."""
        found: dict[str, int] = {}
        for key in self._seen:
            parts = split_datastore_path(self._files[key].name)
            if parts is not None:
                found[parts[0]] = found.get(parts[0], 0) + self._files[key].size
        return found

    def _sum(self, keys: set[int]) -> int:
        known = keys & self._files.keys()
        self._seen |= known
        return sum(self._files[key].size for key in known)

    def _above(self, snapshot: vim.VirtualMachineFileLayoutExSnapshotLayout) -> set[int]:
        """Return the files of the links right above a snapshot's disks."""
        above: set[int] = set()
        for base in map(_links, snapshot.disk):
            depth = len(base)
            for chain in self._chains:
                if len(chain) > depth and chain[:depth] == base:
                    above.update(chain[depth])
        return above


def _memory(snapshot: vim.VirtualMachineFileLayoutExSnapshotLayout) -> set[int]:
    keys = (snapshot.data_key, snapshot.memory_key)
    return {key for key in keys if key is not None}


def _links(disk: vim.VirtualMachineFileLayoutExDiskLayout) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(unit.file_key) for unit in disk.chain)
