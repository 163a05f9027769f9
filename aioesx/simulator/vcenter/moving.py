"""Files of machines: moved from one datastore to another, or copied for a clone.

Knows datastores and settings of a VMX, nothing of calls and tasks. Everything that can
go wrong has been looked at before (`problems`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.state.chains import chain, copied, has_clones, make_child
from aioesx.simulator.state.disks import (
    NO_PARENT,
    descriptor_name,
    is_extent,
    make_cid,
    make_uuid,
)
from aioesx.simulator.state.paths import DatastorePath

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine

__all__ = [
    "copy_disk",
    "free_folder",
    "link_disk",
    "move_disk",
    "move_home",
]

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
    make_child(source, path, target, new, parent=f"{seen.mount}/{path}", uuid=uuid)


def free_folder(store: Datastore, wanted: str) -> str:
    """Return a name for a folder that is not there yet."""
    name, number = wanted, 0
    while store.exists(name):
        number += 1
        name = f"{wanted}_{number}"
    return name


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
    own = list(source.files_in(old)) if old else [source.file(machine.place.path)]
    for file in sorted(own, key=lambda file: file.disk is None):  # disks first, with their data
        left = is_extent(file.path) and source.has_data(descriptor_name(file.path))
        if file.path in source.files and not left:
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


def _chain(store: Datastore, path: str) -> list[str]:
    """Return a disk and those of its own machine that it stands on."""
    found: list[str] = []
    for held, below in chain(store, path):
        disk = held.files[below].disk if below in held.files else None
        if disk is None:
            break
        found.append(below)
        if disk.parent.startswith("/"):  # what is below is another machine's
            break
    return found


def _move_file(source: Datastore, path: str, target: Datastore, folder: str, moved: Places) -> None:
    """Move a file, a disk with its data; what a clone stands on stays, and is copied."""
    old, new = source.path(path), f"{folder}/{path.rpartition('/')[2]}"
    if target.exists(new):
        raise faults.file_already_exists(str(target.path(new)))
    if not source.has_data(path):
        file = source.give_up(path)
        target.put(new, file.content, disk=file.disk)
    elif has_clones(source, path):
        content = source.extent(path).content.copy()
        target.make_disk(new, source.disk(path), content=content)
    else:
        disk, content = source.give_up_disk(path)
        target.make_disk(new, disk, content=content)
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
    name = f"{target.path(new)} {seed()}"
    copy = replace(disk, parent="", uuid=make_uuid(name), cid=make_cid(name), parent_cid=NO_PARENT)
    target.make_disk(new, copy, content=copied(source, path, thin=disk.thin))
