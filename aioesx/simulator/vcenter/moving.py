"""Files of machines: moved from one datastore to another, or copied for a clone.

Knows datastores and settings of a VMX, nothing of calls and tasks. Everything that can
go wrong has been looked at before (`problems`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from aioesx.simulator import faults
from aioesx.simulator.state.chains import chain, has_clones
from aioesx.simulator.state.disks import descriptor_name, extent_name, make_uuid
from aioesx.simulator.state.files import ZeroContent
from aioesx.simulator.state.paths import DatastorePath

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.files import Content
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine

__all__ = [
    "NEW_DISK",
    "copy_content",
    "copy_disk",
    "free_folder",
    "link_disk",
    "move_disk",
    "move_home",
]

NEW_DISK: Final = 64 * 1024
"""Bytes that an empty disk on top of another one takes."""

_KEPT: Final = 1024**2
"""Bytes up to which a copy has the contents of what it is made of, and not zeros."""

Places = dict[DatastorePath, DatastorePath]


def link_disk(source: Datastore, path: str, target: Datastore, new: str, *, uuid: str) -> None:
    """Make an empty disk that stands on another one, which both see from `target`'s host.

    Args:
        source: where the disk below is.
        path: its path there.
        target: where the new disk is made.
        new: its path there.
        uuid: what it is known by.
    """
    seen = source.on(target.host)
    assert seen is not None  # noqa: S101  # looked at before
    disk = replace(source.disk(path), parent=f"{seen.mount}/{path}", thin=True, uuid=uuid)
    target.make_disk(new, disk, content=ZeroContent(disk.capacity_kb * 1024, NEW_DISK))


def free_folder(store: Datastore, wanted: str) -> str:
    """Return a name for a folder that is not there yet."""
    name, number = wanted, 0
    while store.exists(name):
        number += 1
        name = f"{wanted}_{number}"
    return name


def copy_content(content: Content) -> Content:
    """Return a copy; a large one has the size only, and reads as zeros."""
    return content if content.size < _KEPT else ZeroContent(content.size, content.stored)


def move_home(machine: Machine, store: Datastore) -> DatastorePath:
    """Move a machine's folder and the disks elsewhere to another datastore.

    Returns:
        Where its VMX file is now. The machine's own place is still the old one.
    """
    source = machine.host.datastore(machine.place.datastore)
    old = machine.place.folder.path
    folder = free_folder(store, old.rpartition("/")[2] or machine.plain_name)
    store.make_folder(folder, parents=True)
    moved: Places = {}
    disks = [place for config in _configs(machine) for place in _disks(machine, config)]
    for file in list(source.files_in(old)) if old else [source.file(machine.place.path)]:
        _move_file(source, file.path, store, folder, moved)
    for place in dict.fromkeys(disks):
        if place not in moved:
            held = machine.host.datastore(place.datastore)
            for path in _chain(held, place.path):
                _move_file(held, path, store, folder, moved)
    if old in source.folders and not list(source.children(old)):
        source.delete(old)
    place = moved[machine.place]
    _respell(machine, moved, store.host, place)
    return place


def move_disk(machine: Machine, key: str, store: Datastore) -> None:
    """Move one disk, by the key of its setting, to another datastore of the machine's host."""
    place = machine.snapshots.disk_keys(machine.config)[key]
    held = machine.host.datastore(place.datastore)
    if held.volume is store.volume:
        return
    folder = machine.place.folder.path or machine.plain_name
    store.make_folder(folder, parents=True, exist_ok=True)
    moved: Places = {}
    for path in _chain(held, place.path):
        _move_file(held, path, store, folder, moved)
    _respell(machine, moved, machine.host, machine.place)


def _configs(machine: Machine) -> list[Config]:
    return [machine.config, *(snapshot.config for snapshot in machine.snapshots.all())]


def _disks(machine: Machine, config: Config) -> list[DatastorePath]:
    return list(machine.snapshots.disk_keys(config).values())


def _files(store: Datastore, path: str) -> Iterator[str]:
    """Yield the files of one disk: descriptor and extent."""
    file = store.files.get(path)
    if file is not None and file.disk is not None:
        extent = extent_name(path, file.disk)
        yield from (path, *([extent] if extent in store.files else []))


def _chain(store: Datastore, path: str) -> list[str]:
    """Return the files of a disk and of those of its own machine that it stands on."""
    found: list[str] = []
    for held, below in chain(store, path):
        found += _files(held, below)
        disk = held.files[below].disk if below in held.files else None
        if disk is None or disk.parent.startswith("/"):  # what is below is another machine's
            break
    return found


def _move_file(source: Datastore, path: str, target: Datastore, folder: str, moved: Places) -> None:
    old, new = source.path(path), f"{folder}/{path.rpartition('/')[2]}"
    if target.exists(new):
        raise faults.file_already_exists(str(target.path(new)))
    kept = path.endswith(".vmdk") and has_clones(source, descriptor_name(path))
    file = source.file(path) if kept else source.give_up(path)
    target.put(new, copy_content(file.content) if kept else file.content, disk=file.disk)
    moved[old] = target.path(new)


def _respell(machine: Machine, moved: Places, host: HostState, vmx: DatastorePath) -> None:
    """Have settings name what was moved, as the VMX at `vmx` on `host` spells it."""
    old_host, old_vmx = machine.host, machine.place

    def changes(config: Config) -> dict[str, str | None]:
        found: dict[str, str | None] = {}
        for key, value in config.settings.items():
            if not key.lower().endswith(".filename") or "/dev/" in value:
                continue
            place = old_host.locate(value, old_vmx)
            if place in moved:
                found[key] = host.spell(moved[place], vmx)
            elif not value.startswith("/") and place.folder != vmx.folder:
                found[key] = _kept(old_host, place, value)
        return found

    for snapshot in machine.snapshots.all():
        snapshot.config = snapshot.config.with_settings(changes(snapshot.config))
    machine.config = machine.config.with_settings(changes(machine.config))


def _kept(host: HostState, place: DatastorePath, value: str) -> str:
    """Return how a file that stays behind is named from elsewhere; words are no files."""
    store = next((s for s in host.datastores.values() if s.name == place.datastore), None)
    if store is None or place.path not in store.files:
        return value
    return f"{store.mount}/{place.path}"


def copy_disk(
    source: Datastore, path: str, target: Datastore, new: str, *, seed: Callable[[], int]
) -> None:
    """Make a disk of its own of a disk and those that it stands on."""
    disk = source.disk(path)
    files = [held.files[p] for held, below in chain(source, path) for p in _files(held, below)]
    extents = [file for file in files if file.disk is None]
    stored = min(sum(extent.content.stored for extent in extents), disk.capacity_kb * 1024)
    size = disk.capacity_kb * 1024
    content: Content = ZeroContent(size, stored if disk.thin else size)
    if len(extents) == 1:
        content = copy_content(extents[0].content)
    copy = replace(disk, parent="", uuid=make_uuid(f"{target.path(new)} {seed()}"))
    target.make_disk(new, copy, content=content)
