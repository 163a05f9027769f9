"""A host with machines, without TLS, and a connection to it; a small fleet of two; a farm."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from support.held import PASSWORD
from support.hosts import connected

import aioesx
from aioesx.simulator import Options, Simulator, Site, make_farm, presets
from aioesx.simulator.state.host import HostState


@pytest.fixture
def simulated() -> HostState:
    """A host whose tasks take no time."""
    return presets.small_host(machines=5, options=Options(task_seconds=0.0, tools_seconds=0.0))


@pytest.fixture
def simulator(simulated: HostState) -> Iterator[Simulator]:
    """It, served without TLS."""
    with Simulator(simulated, username="root", password="secret", tls=False) as simulator:
        yield simulator


@pytest.fixture
async def esx(simulator: Simulator) -> AsyncIterator[aioesx.Connection]:
    """A connection to it."""
    async with connected(simulator) as esx:
        yield esx


@pytest.fixture
def inventory(simulator: Simulator, tmp_path: Path) -> Iterator[tuple[Simulator, Path]]:
    """A second host that has the same NFS export, and the file that names both."""
    other = presets.small_host(
        machines=5, name="other", number=1, options=Options(task_seconds=0.0, tools_seconds=0.0)
    )
    with Simulator(other, username="root", password="secret", tls=False) as second:
        file = tmp_path / "inventory.toml"
        file.write_text(
            f'[hosts.first]\nuri = "{simulator.uri}"\n[hosts.second]\nuri = "{second.uri}"\n',
            "utf-8",
        )
        yield second, file


@pytest.fixture(scope="module")
def farm() -> Iterator[Site]:
    """Four hosts with two machines each, which a module's tests leave as they find them."""
    with make_farm(4, machines=2, password=PASSWORD, tls=False) as site:
        yield site


@pytest.fixture(autouse=True)
def _nobody_is_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold every test of a farm against what it must not leave: sessions."""
    yield
    if "farm" in request.fixturenames:
        site: Site = request.getfixturevalue("farm")
        left = {name: host.open_sessions for name, host in site.hosts.items()}
        assert not any(left.values()), f"sessions are left: {left}"
