"""A host that nobody starts: it is called within the process."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

import aioesx
from aioesx.simulator import Options, Simulator, presets


@pytest.fixture
def simulator() -> Simulator:
    options = Options(task_seconds=0.0, queue_seconds=0.0)
    return Simulator(presets.small_host(options=options), username="root", tls=False)


@pytest.fixture
async def esx(simulator: Simulator) -> AsyncIterator[aioesx.Connection]:
    transport = httpx.ASGITransport(simulator.asgi)
    uri = "esx://root@host.example/?transport=http"
    async with aioesx.connect(uri, password=simulator.password, transport=transport) as esx:
        yield esx
