"""A simulated host and a connection to it, over TLS."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

import aioesx
from aioesx.simulator import Simulator, presets


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(presets.small_host(machines=5), username="root") as simulator:
        yield simulator


@pytest.fixture
async def esx(simulator: Simulator) -> AsyncIterator[aioesx.Connection]:
    uri = f"{simulator.uri}?cacert={simulator.ca_file}"
    async with aioesx.connect(uri, password=simulator.password) as esx:
        yield esx
