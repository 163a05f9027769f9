"""A simulated host and a connection to it: over TLS, or with ``--in-process`` without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

import aioesx
from aioesx.simulator import Simulator, presets


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(presets.small_host(machines=5), username="root") as simulator:
        yield simulator


@pytest.fixture
async def esx(
    simulator: Simulator, request: pytest.FixtureRequest
) -> AsyncIterator[aioesx.Connection]:
    uri = f"{simulator.uri}?cacert={simulator.ca_file}"
    in_process = request.config.getoption("--in-process")
    transport = httpx.ASGITransport(simulator.asgi) if in_process else None
    async with aioesx.connect(uri, password=simulator.password, transport=transport) as esx:
        yield esx
