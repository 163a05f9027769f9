"""Disks that stand on other disks: snapshots' on those beside them, linked clones' elsewhere.

A snapshot's disk names the one below by its file name, a linked clone's by its path on the host,
``/vmfs/volumes/...``: that one belongs to another machine, and is neither moved, merged nor deleted
with the clone, nor with its own machine as long as a clone stands on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore

__all__ = ["below", "chain", "has_clones"]


def below(store: Datastore, path: str) -> tuple[Datastore, str] | None:
    """Return the datastore and the path of the disk that one stands on; None if on none."""
    file = store.files.get(path)
    if file is None or file.disk is None or not file.disk.parent:
        return None
    host = store.host
    place = host.locate(file.disk.parent, store.path(path))
    held = next((s for s in host.datastores.values() if s.name == place.datastore), None)
    return None if held is None else (held, place.path)


def chain(store: Datastore, path: str) -> Iterator[tuple[Datastore, str]]:
    """Yield datastore and path of a disk and of every one that it stands on, downwards."""
    seen: set[tuple[Datastore, str]] = set()
    here: tuple[Datastore, str] | None = (store, path)
    while here is not None and here not in seen:
        seen.add(here)
        yield here
        here = below(*here)


def has_clones(store: Datastore, path: str) -> bool:
    """Tell whether the disk of a linked clone stands on a disk: of any host that sees it."""
    names = {f"{mount.mount}/{path}" for mount in store.volume.datastores}
    hosts = {mount.host for mount in store.volume.datastores}
    volumes = {held.volume: held for host in hosts for held in host.datastores.values()}
    return any(
        file.disk is not None and file.disk.parent in names
        for held in volumes.values()
        for file in held.files.values()
    )
