"""A machine's snapshots: the tree, and what each of them keeps.

A snapshot keeps the configuration, which names the disks as they were. Taking one
puts a new, empty disk on top of each; reverting does so again above the disks of
the snapshot; removing one merges a disk into its parent as soon as no snapshot
needs the parent any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aioesx.simulator.state.chains import has_clones
from aioesx.simulator.state.files import ZeroContent
from aioesx.simulator.state.paths import DatastorePath

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine, Memory

__all__ = ["Snapshot", "Snapshots"]

_DISK_KEY = re.compile(r"(?:scsi|sata|ide|nvme)[0-9]+:[0-9]+\.filename", re.IGNORECASE)
_DELTA = re.compile(r"-(\d{6})\.vmdk$", re.ASCII)


@dataclass(eq=False)
class Snapshot:
    """One snapshot; `power` and `memory` are what it returns to."""

    moid: str
    number: int
    name: str
    description: str
    created: datetime
    power: str
    memory: Memory | None
    quiesced: bool
    config: Config
    machine: Machine = field(repr=False)
    parent: Snapshot | None = None
    children: list[Snapshot] = field(default_factory=list)


class Snapshots:
    """All snapshots of one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._count = 0
        self.roots: list[Snapshot] = []
        self.current: Snapshot | None = None

    def all(self) -> Iterator[Snapshot]:
        """Yield every snapshot, parents first."""
        waiting = list(self.roots)
        while waiting:
            snapshot = waiting.pop(0)
            yield snapshot
            waiting = [*snapshot.children, *waiting]

    def take(self, name: str, description: str, *, memory: bool, quiesce: bool) -> Snapshot:
        """Keep the machine as it is now."""
        machine, self._count = self._machine, self._count + 1
        power = machine.power if memory or machine.power != "poweredOn" else "poweredOff"
        snapshot = Snapshot(
            moid=f"{machine.moid}-snapshot-{self._count}",
            number=self._count,
            name=name,
            description=description,
            created=machine.host.timeline.now(),
            power=power,
            memory=None if power == "poweredOff" else machine.remember(),
            quiesced=quiesce,
            config=machine.config,
            machine=machine,
            parent=self.current,
        )
        (self.roots if self.current is None else self.current.children).append(snapshot)
        self.current = snapshot
        stem = machine.stem
        store = machine.host.datastore(machine.place.datastore)
        store.put_text(f"{stem}-Snapshot{self._count}.vmsn", f"snapshot {self._count}\n")
        self._grow()
        return snapshot

    def revert(self, snapshot: Snapshot, *, power_on: bool = True) -> None:
        """Return to `snapshot`: configuration, disks and power state."""
        machine = self._machine
        machine.config = snapshot.config
        self.current = snapshot
        self._grow()
        self._drop_orphans()
        power = snapshot.power if power_on or snapshot.power != "poweredOn" else "poweredOff"
        machine.set_power(power, snapshot.memory)

    def remove(self, snapshot: Snapshot, *, children: bool) -> None:
        """Remove a snapshot; its children go too, or take its place."""
        siblings = self.roots if snapshot.parent is None else snapshot.parent.children
        gone = list(_subtree(snapshot)) if children else [snapshot]
        kept = [] if children else snapshot.children
        siblings[siblings.index(snapshot) : siblings.index(snapshot) + 1] = kept
        for child in kept:
            child.parent = snapshot.parent
        if self.current in gone:
            self.current = snapshot.parent
        store = self._machine.host.datastore(self._machine.place.datastore)
        stem = self._machine.stem
        for item in gone:
            store.delete(f"{stem}-Snapshot{item.number}.vmsn", missing_ok=True)
        self._drop_orphans()
        self._merge()

    def renumber(self) -> None:
        """Give every snapshot a reference of the host where the machine is now."""
        for snapshot in self.all():
            snapshot.moid = f"{self._machine.moid}-snapshot-{snapshot.number}"

    def remove_all(self) -> None:
        """Remove every snapshot; the machine stays as it is."""
        for root in list(self.roots):
            self.remove(root, children=True)

    def disk_keys(self, config: Config) -> dict[str, DatastorePath]:
        """Return where each virtual disk of a configuration is, by its key."""
        host, found = self._machine.host, {}
        for key, value in config.settings.items():
            if _DISK_KEY.fullmatch(key) and value.lower().endswith(".vmdk"):
                found[key] = host.locate(value, self._machine.place)
        return found

    def _grow(self) -> None:
        """Put a new, empty disk on top of each disk of the machine."""
        machine, changes = self._machine, {}
        for key, place in self.disk_keys(machine.config).items():
            store = machine.host.datastore(place.datastore)
            if place.path not in store.files or store.files[place.path].disk is None:
                continue
            stem = _DELTA.sub("", place.path).removesuffix(".vmdk")
            number = 1
            while store.exists(f"{stem}-{number:06}.vmdk"):
                number += 1
            path = f"{stem}-{number:06}.vmdk"
            disk = replace(store.disk(place.path), parent=place.name, thin=True)
            store.make_disk(path, disk, content=ZeroContent(disk.capacity_kb * 1024, 64 * 1024))
            changes[key] = machine.host.spell(DatastorePath(place.datastore, path), machine.place)
        machine.change(dict(changes))

    def _configs(self) -> list[Config]:
        return [self._machine.config, *(snapshot.config for snapshot in self.all())]

    def _drop_orphans(self) -> None:
        """Delete the disks above a parent that nothing refers to any more."""
        host, needed = self._machine.host, set()
        for config in self._configs():
            for place in self.disk_keys(config).values():
                while place not in needed:
                    needed.add(place)
                    file = host.datastore(place.datastore).files.get(place.path)
                    if file is None or file.disk is None or not file.disk.parent:
                        break
                    place = host.locate(file.disk.parent, place)  # walks down the chain
        for place in list(self._deltas()):
            store = host.datastore(place.datastore)
            if place not in needed and not has_clones(store, place.path):
                store.delete_disk(place.path)

    def _deltas(self) -> Iterator[DatastorePath]:
        """Yield the disks in the machine's folder that stand above a parent."""
        store = self._machine.host.datastore(self._machine.place.datastore)
        folder = self._machine.place.folder.path
        for file in store.files_in(folder):
            if file.disk is not None and file.disk.parent:
                yield DatastorePath(store.name, file.path)

    def _merge(self) -> None:
        """Merge each disk into its parent where no snapshot needs the parent."""
        kept = {p for s in self.all() for p in self.disk_keys(s.config).values()}
        store = self._machine.host.datastore(self._machine.place.datastore)
        deltas = list(self._deltas())
        host = self._machine.host
        parents = [host.locate(store.disk(place.path).parent, place) for place in deltas]
        for place, parent in zip(deltas, parents, strict=True):
            own = parent.folder == place.folder and not has_clones(store, parent.path)
            if not own or parent in kept or parents.count(parent) > 1:
                continue
            if has_clones(store, place.path):
                continue
            self._rename(place, parent)
            store.delete_disk(place.path)
            self._merge()
            return

    def _rename(self, old: DatastorePath, new: DatastorePath) -> None:
        """Have everything that refers to the disk `old` refer to `new`."""
        machine = self._machine
        for snapshot in self.all():
            changes = self._spelled(snapshot.config, old, new)
            snapshot.config = snapshot.config.with_settings(changes)
        machine.change(self._spelled(machine.config, old, new))
        store = machine.host.datastore(old.datastore)
        for file in store.files_in(old.folder.path):
            if file.disk is not None and file.disk.parent == old.name:
                store.change_disk(file.path, replace(file.disk, parent=new.name))

    def _spelled(
        self, config: Config, old: DatastorePath, new: DatastorePath
    ) -> dict[str, str | None]:
        spelled = self._machine.host.spell(new, self._machine.place)
        return {key: spelled for key, at in self.disk_keys(config).items() if at == old}


def _subtree(snapshot: Snapshot) -> Iterator[Snapshot]:
    yield snapshot
    for child in snapshot.children:
        yield from _subtree(child)
