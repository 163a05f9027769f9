"""Fixtures for tests of programs that use aioesx: a simulated host, and a connection to it.

Name it in the conftest.py of your tests:

    pytest_plugins = ["aioesx.pytest_plugin"]

and write a test, on asyncio or on trio, with anyio's own pytest plugin:

    @pytest.mark.anyio
    async def test_start(esx_simulator, esx_connection):
        domain = await esx_connection.domains.lookup("db01")
        await domain.start()
        assert esx_simulator.domain_state("db01") == "poweredOn"

Override the fixture `esx_host` to have other machines, profiles or clocks. `esx_farm(3)` starts
several hosts, each at an address of its own.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

import aioesx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from aioesx.connection import Connection
    from aioesx.simulator import HostState, Simulator, Site

__all__ = ["esx_connection", "esx_farm", "esx_host", "esx_simulator"]


@pytest.fixture
def esx_host() -> HostState:
    """The state of the host to be simulated: five machines in different power states."""
    from aioesx.simulator import presets  # it needs Starlette, which only tests have

    return presets.small_host()


@pytest.fixture
def esx_simulator(esx_host: HostState) -> Iterator[Simulator]:
    """A simulated ESX host with TLS on a free loopback port; gone after the test."""
    from aioesx.simulator import Simulator  # it needs Starlette, which only tests have

    with Simulator(esx_host) as simulator:
        yield simulator


@pytest.fixture
async def esx_connection(esx_simulator: Simulator) -> AsyncIterator[Connection]:
    """A connection to `esx_simulator`, logged in; questions are left to the test."""
    connecting = aioesx.connect(
        esx_simulator.uri, password=esx_simulator.password, cacert=esx_simulator.ca_file
    )
    async with connecting as connection:
        yield connection


@pytest.fixture
def esx_farm() -> Iterator[Callable[..., Site]]:
    """`esx_farm(3, machines=2)`: so many hosts with TLS on loopback; all gone after the test.

    Takes what `aioesx.simulator.make_farm` takes; `.uris` of what it returns tells where they are.
    """
    from aioesx.simulator import make_farm  # it needs Starlette, which only tests have

    with ExitStack() as running:

        def start(hosts: int, **options: Any) -> Site:
            return running.enter_context(make_farm(hosts, **options))

        yield start
