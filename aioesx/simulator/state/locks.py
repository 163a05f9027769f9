"""Which files of disks a running machine keeps from readers.

A machine that is on holds the data of its disks. What it writes to, nobody else can read; what
its snapshots stand on, some hosts let others read and some do not. Descriptors are always free.
Whether a file may be changed is `HostState.require_unused`'s question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.state.chains import chain
from aioesx.simulator.state.disks import extent_name, is_extent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore, Volume
    from aioesx.simulator.state.host import HostState
    from aioesx.simulator.state.machine import Machine

__all__ = ["require_readable"]


def require_readable(store: Datastore, path: str) -> None:
    """Refuse to read the data of a disk that a machine which is on keeps to itself.

    So is that of a disk which arrives just now, and of any that a lease is for, where the host has
    that so. Machines of every host count that has the datastore.

    Raises:
        Refused: FileLocked.
    """
    if not is_extent(path):
        return
    for mount in store.volume.datastores:
        if (store.volume, path) in _leased(mount.host):
            raise faults.file_locked(str(store.path(path)))
        for machine in mount.host.machines.values():
            if machine.is_on and (store.volume, path) in _held(machine):
                raise faults.file_locked(str(store.path(path)))


def _leased(host: HostState) -> Iterator[tuple[Volume, str]]:
    """Yield the files that leases keep to themselves, by volume and path."""
    for lease in host.leases.alive():
        for file in lease.files:
            if file.capacity is None or not (file.busy or host.options.exclusive_leases):
                continue
            for link, path in chain(file.store, file.path):
                held = link.files.get(path)
                if held is not None and held.disk is not None:
                    yield link.volume, extent_name(path, held.disk)


def _held(machine: Machine) -> Iterator[tuple[Volume, str]]:
    """Yield the files that a running machine holds, by volume and path."""
    host = machine.host
    chosen = host.options.locked_bases
    bases = host.profile.locks_bases if chosen is None else chosen
    for place in host.disks_of(machine):
        held = next((s for s in host.datastores.values() if s.name == place.datastore), None)
        if held is None:
            continue
        for link, path in chain(held, place.path):
            file = link.files.get(path)
            if file is not None and file.disk is not None:
                yield link.volume, extent_name(path, file.disk)
            if not bases:
                break
