"""A simulated host with storage of every kind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from support.hosts import connected
from support.storage import storage_simulator

import aioesx
from aioesx.simulator import Simulator


@pytest.fixture
def stored() -> Iterator[Simulator]:
    """The host, without TLS."""
    with storage_simulator() as simulator:
        yield simulator


@pytest.fixture
async def storage(stored: Simulator) -> AsyncIterator[aioesx.Connection]:
    """A connection to it."""
    async with connected(stored) as esx:
        yield esx


@pytest.fixture
async def pool(storage: aioesx.Connection) -> aioesx.Pool:
    """Its VMFS."""
    return await storage.pools.lookup("datastore1")
