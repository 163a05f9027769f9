"""Machines with small disks, which leave in moments."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

import pytest
from support.small_disks import MIB, scatter, shrink

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import Simulator


@pytest.fixture
def store() -> Iterator[Simulator]:
    """A host whose machine ``db01``, which is off, has a disk of 6 MiB with something on it."""
    from aioesx.simulator import Simulator, presets

    host = presets.small_host(machines=5)
    shrink(host, "db01", 6 * MIB)
    with Simulator(host, username="root", password="secret") as simulator:
        scatter(simulator, "db01", 0, MIB + 5, 3 * MIB, 6 * MIB - 100_000)
        yield simulator


@pytest.fixture
async def domain(store: Simulator) -> AsyncIterator[aioesx.Domain]:
    """That machine."""
    from support.hosts import connected

    async with connected(store) as esx:
        yield await esx.domains.lookup("db01")
