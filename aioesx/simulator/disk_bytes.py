"""A simulated host's disks as a test sees them: named, read as they really are, written to.

What is read comes through the whole chain, whatever ``/folder`` lets clients have: it is the truth
that a test compares with. Concurrency: any thread may call; each call takes the host's lock.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, overload

from aioesx.simulator.faults import Refused
from aioesx.simulator.state import chains, paths
from aioesx.simulator.state.extents import LinkContent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.files import Content
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine

__all__ = ["DiskBytes", "fill", "find", "leave_journal", "write"]


def find(host: HostState, name: str, disk: str) -> tuple[Datastore, str, Machine | None]:
    """Return datastore and path of a disk, and the machine that has it on top, if one has.

    Args:
        host: the host.
        name: a machine's name, or a datastore path.
        disk: where the machine has the disk, ``scsi0:0``, or a datastore path; empty is its
            first one.

    Raises:
        LookupError: there is no such machine or disk.
    """
    try:
        path = next((text for text in (disk, name) if text.startswith("[")), "")
        if path:
            place = paths.parse(path)
        else:
            machine = host.find(name)
            keys = machine.snapshots.disk_keys(machine.config)
            wanted = f"{disk}.filename".lower()
            place = next(at for key, at in keys.items() if not disk or key.lower() == wanted)
        store = host.datastore(place.datastore)
        store.disk(place.path)
    except Refused as refusal:
        raise LookupError(refusal.message) from None
    except StopIteration:
        raise LookupError(f"{name} has no disk {disk}".rstrip()) from None
    return store, place.path, _holder(store, place.path)


def _holder(store: Datastore, path: str) -> Machine | None:
    """Return the machine that has a disk as the top of its chain; one that is on, if any is."""
    found = [
        machine
        for mount in store.volume.datastores
        for machine in mount.host.machines.values()
        if mount.path(path) in machine.snapshots.disk_keys(machine.config).values()
    ]
    return next((machine for machine in found if machine.is_on), found[0] if found else None)


def write(host: HostState, name: str, disk: str, offset: int, data: bytes) -> None:
    """Write to a disk, as `SimulatedHost.write_disk` does, under the host's lock."""
    store, path, machine = find(host, name, disk)
    session = machine.session if machine is not None else ""
    try:
        chains.write(store, path, offset, data, session=session)
        if machine is not None:
            for setting, place in machine.snapshots.disk_keys(machine.config).items():
                if place == store.path(path):
                    slot = setting.rpartition(".")[0].lower()
                    machine.tracking.note(slot, offset, len(data))
    except Refused as refusal:
        raise LookupError(refusal.message) from None


def leave_journal(host: HostState, name: str, disk: str) -> None:
    """Have a link not be left clean, as `SimulatedHost.leave_journal` does, under the lock."""
    store, path, _ = find(host, name, disk)
    content = store.extent(path).content
    if not isinstance(content, LinkContent) or content.form != "sesparse":
        raise LookupError(f"{store.path(path)} is no disk with a journal")
    content.clean = False


def fill(host: HostState, name: str, disk: str, content: Callable[[int], Content]) -> None:
    """Give a disk another content, as `SimulatedHost.fill_disk` does, under the host's lock."""
    store, path, _ = find(host, name, disk)
    described = store.disk(path)
    if described.parent:
        raise LookupError(f"{store.path(path)} stands on another disk")
    extent = store.extent(path)
    before = extent.content
    store.change_content(extent, content(described.size))
    before.discard()


class DiskBytes:
    """The bytes of a disk, read when they are asked for; `disk[0:512]` is its first sector.

    Only the host's own `SimulatedHost.read_disk` makes one.
    """

    def __init__(self, host: HostState, store: Datastore, path: str) -> None:
        self._host = host
        self._store = store
        self._path = path

    def __repr__(self) -> str:
        return f"<DiskBytes of {self._store.path(self._path)}>"

    def __len__(self) -> int:
        with self._there():
            return self._store.disk(self._path).size

    def __bytes__(self) -> bytes:
        return self.read()

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes from `start`, or all that follow.

        Raises:
            LookupError: the disk is gone, or a link of its chain is.
        """
        with self._there():
            rest = self._store.disk(self._path).size - start
            wanted = rest if length is None else min(length, rest)
            return chains.read(self._store, self._path, start, wanted)

    @overload
    def __getitem__(self, wanted: int) -> int: ...

    @overload
    def __getitem__(self, wanted: slice) -> bytes: ...

    def __getitem__(self, wanted: int | slice) -> int | bytes:
        with self._there():
            if isinstance(wanted, int):
                return self.read(range(len(self))[wanted], 1)[0]
            start, stop, step = wanted.indices(len(self))
            if step != 1:
                raise ValueError("bytes of a disk are read in one piece")
            return self.read(start, max(0, stop - start))

    @contextmanager
    def _there(self) -> Iterator[None]:
        """Look at the disk, under the lock.

        Raises:
            LookupError: it is gone, or a link of its chain is.
        """
        try:
            with self._host.looking():
                yield
        except Refused as refusal:
            raise LookupError(refusal.message) from None
