"""Machines with small disks, so that whole ones come in moments."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING, Any, Final

from aioesx.simulator.state.disks import Disk
from aioesx.simulator.state.files import ZeroContent

if TYPE_CHECKING:
    from aioesx.simulator import Simulator

__all__ = ["MIB", "content_of", "scatter", "shrink"]

MIB: Final = 2**20


def shrink(host: Any, name: str, size: int, *, thin: bool = True) -> None:
    """Give a machine of a host smaller disks, of zeros.

    Args:
        host: a `HostState`.
        name: of the machine.
        size: in bytes, whole kilobytes.
        thin: whether they are.
    """
    machine = host.find(name)
    for file in machine.disk_names():
        place = host.locate(file, machine.place)
        store = host.datastore(place.datastore)
        uuid = store.disk(place.path).uuid
        store.delete_disk(place.path)
        content = ZeroContent(size, size // 4)
        store.make_disk(place.path, Disk(size // 1024, thin=thin, uuid=uuid), content=content)


def scatter(simulator: Simulator, name: str, *offsets: int, size: int = 100_000) -> None:
    """Write noise to some places of a machine's first disk."""
    noise = random.Random(name)
    for offset in offsets:
        simulator.write_disk(name, "", offset, noise.randbytes(size))


def content_of(simulator: Simulator, name: str) -> bytes:
    """Return all bytes of a machine's first disk; of the one below, if a snapshot just goes."""
    with contextlib.suppress(LookupError):
        return bytes(simulator.read_disk(name))
    return bytes(simulator.read_disk(name))
