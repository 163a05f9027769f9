"""Disks that stand on other disks: snapshots' on those beside them, linked clones' elsewhere.

A snapshot's disk names the one below by its file name, a linked clone's by its path on the host,
``/vmfs/volumes/...``: that one belongs to another machine, and is neither moved, merged nor deleted
with the clone, nor with its own machine as long as a clone stands on it. What a disk reads as is
what its links hold, the upper one first.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aioesx.simulator import faults
from aioesx.simulator.state.disks import LINKS, make_cid
from aioesx.simulator.state.extents import GRAIN, FlatContent, Layer, LinkContent
from aioesx.simulator.state.files import ZeroContent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aioesx.simulator.state.datastore import Datastore
    from aioesx.simulator.state.files import Content

__all__ = [
    "below",
    "chain",
    "children",
    "copied",
    "has_clones",
    "make_child",
    "merge",
    "read",
    "touched",
    "write",
]


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


def children(store: Datastore, path: str) -> Iterator[str]:
    """Yield the disks beside one that stand on it."""
    folder, _, name = path.rpartition("/")
    for file in store.files_in(folder):
        if file.disk is not None and file.disk.parent == name:
            yield file.path


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


def make_child(
    source: Datastore, path: str, target: Datastore, new: str, *, parent: str, uuid: str = ""
) -> None:
    """Put an empty disk on top of another one.

    Args:
        source: where the disk below is.
        path: its path there.
        target: where the new disk is made.
        new: its path there.
        parent: how the new disk's descriptor names the disk below.
        uuid: what the new disk is known by; as the disk below when left out.
    """
    lower = source.disk(path)
    disk = replace(
        lower,
        parent=parent,
        thin=True,
        uuid=uuid or lower.uuid,
        cid=make_cid(f"{lower.uuid} {new} {lower.cid}"),
        parent_cid=lower.cid,
    )
    target.make_disk(new, disk, content=LinkContent(disk.size, "delta"))


def _layers(store: Datastore, path: str) -> tuple[list[Layer], Content]:
    """Return what the links of a disk hold, the lowest first, and what they all stand on.

    Raises:
        Refused: a link is missing, or is a file that somebody has uploaded.
    """
    layers: list[Layer] = []
    for held, here in chain(store, path):
        content = held.extent(here).content
        if not LINKS[held.disk(here).link].sparse:
            return layers[::-1], content
        if not isinstance(content, LinkContent):
            raise faults.not_supported("The simulator reads no links that were uploaded.")
        layers.append(content.layer)
    raise faults.cannot_access_file(str(store.path(path)))


def read(store: Datastore, path: str, start: int, length: int) -> bytes:
    """Return what a disk reads as from `start`, through its chain; up to `length` bytes.

    Raises:
        Refused: a link is missing, or is a file that somebody has uploaded.
    """
    length = max(0, min(length, store.disk(path).size - start))
    layers, base = _layers(store, path)
    data = bytearray(base.read(start, length).ljust(length, b"\0"))
    for layer in layers:
        layer.overlay(data, start)
    return bytes(data)


def touched(store: Datastore, path: str, unit: int) -> list[int]:
    """Return which pieces of a disk may hold something, in their order.

    Args:
        store: where the disk is.
        path: its path.
        unit: bytes of a piece.

    Raises:
        Refused: as `read`.
    """
    layers, base = _layers(store, path)
    size = store.disk(path).size
    if isinstance(base, FlatContent):
        layers, base = [base.layer, *layers], base.base
    solid = 0 if isinstance(base, ZeroContent) else min(base.size, size)
    found = set(range(-(-solid // unit)))
    for layer in layers:
        found.update(n * GRAIN // unit for n, data in layer.grains.items() if data is not None)
    return sorted(found)


def write(store: Datastore, path: str, offset: int, data: bytes, *, session: str = "") -> None:
    """Write to a disk, as its machine does, or whoever opens it.

    Args:
        store: where the disk is.
        path: its path.
        offset: where on the disk the bytes go.
        data: the bytes.
        session: as `Datastore.renew` takes it.

    Raises:
        Refused: as `read`.
        ValueError: the bytes go beyond the disk.
    """
    disk = store.disk(path)
    if offset < 0 or offset + len(data) > disk.size:
        raise ValueError(f"bytes {offset} to {offset + len(data)} are not in {disk.size}")
    extent = store.extent(path)
    before = extent.content.stored
    if LINKS[disk.link].sparse:
        _layers(store, path)  # all of it is there
        link = extent.content
        assert isinstance(link, LinkContent)  # noqa: S101  # looked at just now
        link.write(offset, data, lambda start, length: read(store, path, start, length))
    else:
        if not isinstance(extent.content, FlatContent):
            extent.content = FlatContent(extent.content, disk.size, thick=not disk.thin)
        extent.content.write(offset, data)
    store.grown(extent, before)
    store.renew(path, session)


def copied(store: Datastore, path: str, *, thin: bool, compact: bool = False) -> Content:
    """Return the content of a disk of its own that reads as one and those it stands on.

    Args:
        store: where the disk is.
        path: its path.
        thin: whether the copy takes up what it holds only.
        compact: whether zeros that took up room in a thin disk take none.

    Raises:
        Refused: as `read`.
    """
    layers, base = _layers(store, path)
    size = store.disk(path).size
    if isinstance(base, FlatContent) and compact:
        base = base.compacted()
    lowest, last = list(chain(store, path))[-1]
    if isinstance(base, ZeroContent):  # zeros that took room take none in a thin copy
        stored = base.stored if lowest.disk(last).thin and not compact else 0
        base = ZeroContent(size, stored if thin else size)
        if not layers:
            return base
    if isinstance(base, FlatContent):
        whole = base.copy()
        whole.size, whole.thick = size, not thin
    else:
        whole = FlatContent(base.copy(), size, thick=not thin)
    for layer in layers:
        whole.layer.absorb(layer)
    return whole


def merge(store: Datastore, path: str, lower: str) -> None:
    """Have the disk `lower` hold what the one at `path`, which stands on it, reads as.

    It gets the content id of the upper one, so whatever stands on that stands on it.
    """
    content, extent = store.extent(path).content, store.extent(lower)
    if not isinstance(content, LinkContent):
        raise faults.not_supported("The simulator merges no links that were uploaded.")
    before = extent.content.stored
    disk = store.disk(lower)
    if isinstance(extent.content, LinkContent):
        extent.content.absorb(content.layer)
    else:
        if not isinstance(extent.content, FlatContent):
            extent.content = FlatContent(extent.content, disk.size, thick=not disk.thin)
        extent.content.layer.absorb(content.layer)
    store.grown(extent, before)
    store.change_disk(lower, replace(disk, cid=store.disk(path).cid))
