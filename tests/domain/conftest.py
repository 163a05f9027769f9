"""A simulated host and a connection to it: over TLS, or with ``--in-process`` without a socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

import aioesx
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.line import Line


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


@pytest.fixture
def plain() -> Iterator[Simulator]:
    """A host without TLS, whose tasks take a while."""
    host = presets.small_host(machines=6, options=Options(task_seconds=0.3))
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
def line(plain: Simulator) -> Iterator[Line]:
    with Line("127.0.0.1", plain.port) as line:
        yield line
