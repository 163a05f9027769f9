"""A machine's snapshots: the tree, and what each of them keeps.

A snapshot keeps the configuration, which names the disks as they were: nobody writes
to them any more. Taking one puts a new, empty disk on top of each; reverting does so
again above the disks of the snapshot; removing one merges a disk into its parent, with
all that was written, as soon as no snapshot needs the parent any more.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aioesx.simulator.state.chains import below, chain, children, has_clones, make_child, merge
from aioesx.simulator.state.datastore import Datastore
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
    """One snapshot; it returns to `power` and `memory`; its disks have the `change_ids`."""

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
    change_ids: dict[str, str] = field(default_factory=dict)


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
            change_ids=machine.tracking.snapshot(),
        )
        (self.roots if self.current is None else self.current.children).append(snapshot)
        self.current = snapshot
        stem = machine.stem
        store = machine.host.datastore(machine.place.datastore)
        store.put_text(f"{stem}-Snapshot{self._count}.vmsn", f"snapshot {self._count}\n")
        self._list()
        self._grow()
        return snapshot

    def revert(self, snapshot: Snapshot, *, power_on: bool = True) -> None:
        """Return to `snapshot`: configuration, disks and power state."""
        machine, before = self._machine, self._needed()
        machine.config = snapshot.config
        self.current = snapshot
        self._grow()
        self._drop_orphans(before)
        machine.tracking.reset()
        power = snapshot.power if power_on or snapshot.power != "poweredOn" else "poweredOff"
        machine.set_power(power, snapshot.memory)

    def remove(self, snapshot: Snapshot, *, children: bool) -> None:
        """Remove a snapshot; its children go too, or take its place."""
        before = self._needed()
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
        self._list()
        self._drop_orphans(before)
        self._merge()
        self._machine.tracking.refresh()

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
            if value[-5:].lower() == ".vmdk" and _DISK_KEY.fullmatch(key):
                found[key] = host.locate(value, self._machine.place)
        return found

    def _list(self) -> None:
        """Write the file that lists the snapshots."""
        numbers = [snapshot.number for snapshot in self.all()]
        lines = [
            '.encoding = "UTF-8"',
            f'snapshot.numSnapshots = "{len(numbers)}"',
            *(f'snapshot{at}.uid = "{number}"' for at, number in enumerate(numbers)),
        ]
        store = self._machine.host.datastore(self._machine.place.datastore)
        store.put_text(f"{self._machine.stem}.vmsd", "\n".join(lines) + "\n")

    def consolidate(self) -> None:
        """Merge what no snapshot needs any more and was left in pieces."""
        self._merge()

    @property
    def unmerged(self) -> bool:
        """Whether disks stand on others although no snapshot needs those."""
        if not any(_DELTA.search(name) for name in self._machine.disk_names()):
            return False
        return next(self._mergeable(), None) is not None

    def _grow(self) -> None:
        """Put a new, empty disk on top of each disk of the machine; not of independent ones."""
        machine, changes = self._machine, {}
        for key, place in self.disk_keys(machine.config).items():
            store = machine.host.datastore(place.datastore)
            mode = machine.config.get(f"{key.rpartition('.')[0]}.mode").lower()
            is_disk = place.path in store.files and store.files[place.path].disk is not None
            if not is_disk or mode.startswith("independent"):
                continue
            stem = _DELTA.sub("", place.path).removesuffix(".vmdk")
            number = 1
            while store.exists(f"{stem}-{number:06}.vmdk"):
                number += 1
            path = f"{stem}-{number:06}.vmdk"
            make_child(store, place.path, store, path, parent=place.name)
            changes[key] = machine.host.spell(DatastorePath(place.datastore, path), machine.place)
        machine.change(dict(changes))

    def _needed(self) -> set[DatastorePath]:
        """Return the disks of the machine and of its snapshots, and what those stand on."""
        host, needed = self._machine.host, set()
        for config in (self._machine.config, *(snapshot.config for snapshot in self.all())):
            for place in self.disk_keys(config).values():
                store = next(
                    (s for s in host.datastores.values() if s.name == place.datastore), None
                )
                if store is not None:
                    needed |= {held.path(path) for held, path in chain(store, place.path)}
        return needed

    def own_disks(self) -> list[tuple[Datastore, str]]:
        """Return the disks of the machine and of its snapshots; not those of others below them."""
        host, found = self._machine.host, dict[tuple[Datastore, str], None]()
        for config in (self._machine.config, *(snapshot.config for snapshot in self.all())):
            for place in self.disk_keys(config).values():
                store = host.datastore(place.datastore)
                for held, path in chain(store, place.path):
                    file = held.files.get(path)
                    if file is None or file.disk is None:
                        break
                    found[held, path] = None
                    if file.disk.parent.startswith("/"):  # what is below is another machine's
                        break
        return list(found)

    def forget(self) -> None:
        """Delete the files that tell of the snapshots, and the snapshots."""
        store = self._machine.host.datastore(self._machine.place.datastore)
        for snapshot in self.all():
            store.delete(f"{self._machine.stem}-Snapshot{snapshot.number}.vmsn", missing_ok=True)
        store.delete(f"{self._machine.stem}.vmsd", missing_ok=True)
        self.roots, self.current = [], None

    def _drop_orphans(self, before: set[DatastorePath]) -> None:
        """Delete those disks above a parent that were needed and are no longer."""
        for place in sorted(before - self._needed()):
            store = self._machine.host.datastore(place.datastore)
            file = store.files.get(place.path)
            own = file is not None and file.disk is not None and file.disk.parent
            if own and not has_clones(store, place.path):
                store.delete_disk(place.path)

    def _merge(self) -> None:
        """Merge each disk into its parent where no snapshot needs the parent."""
        while (pair := next(self._mergeable(), None)) is not None:
            place, parent = pair
            store = self._machine.host.datastore(place.datastore)
            merge(store, place.path, parent.path)
            self._rename(place, parent)
            store.delete_disk(place.path)

    def _mergeable(self) -> Iterator[tuple[DatastorePath, DatastorePath]]:
        """Yield disks that stand on one which nothing else needs, with that one."""
        host, needed = self._machine.host, self._needed()
        kept = {p for s in self.all() for p in self.disk_keys(s.config).values()}
        for place in sorted(needed):
            store = host.datastore(place.datastore)
            under = below(store, place.path)
            if under is None or under[0] is not store:
                continue
            parent = store.path(under[1])
            own = parent.folder == place.folder and parent not in kept
            if not own or parent.path not in store.files:
                continue
            alone = list(children(store, parent.path)) == [place.path]
            if alone and not any(has_clones(store, p.path) for p in (parent, place)):
                yield place, parent

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
