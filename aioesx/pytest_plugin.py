"""Fixtures for tests of programs that use aioesx: a simulated host, and a connection to it.

Name it in the conftest.py of your tests:

    pytest_plugins = ["aioesx.pytest_plugin"]

and write a test, on asyncio or on trio with anyio's own pytest plugin, which comes with anyio, or
with pytest-asyncio (1.1 or newer) in either mode and any loop scope:

    @pytest.mark.anyio  # or: @pytest.mark.asyncio
    async def test_start(esx_simulator, esx_connection):
        domain = await esx_connection.domains.lookup("db01")
        await domain.start()
        assert esx_simulator.domain_state("db01") == "poweredOn"

Override the fixture `esx_host` to have other machines, profiles or clocks. `esx_farm(3)` starts
several hosts, each at an address of its own.
"""

from __future__ import annotations

from contextlib import ExitStack
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import pytest

import aioesx

_asyncios: Any
try:
    _asyncios = import_module("pytest_asyncio")
except ImportError:  # then anyio's plugin it is
    _asyncios = None

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
def esx_connection(request: pytest.FixtureRequest, esx_simulator: Simulator) -> Connection:
    """A connection to `esx_simulator`, logged in; questions are left to the test."""
    # Each plugin runs its own async fixtures only, in the event loop of the test.
    if "anyio_backend" in request.fixturenames:
        name = "_esx_connection_of_anyio"
    elif _asyncios is not None:
        name = f"_esx_connection_of_{_loop_scope(request)}"
    else:
        raise pytest.UsageError("esx_connection needs a test marked by @pytest.mark.anyio")
    connection: Connection = request.getfixturevalue(name)
    return connection


async def _connected(esx_simulator: Simulator) -> AsyncIterator[Connection]:
    connecting = aioesx.connect(
        esx_simulator.uri, password=esx_simulator.password, cacert=esx_simulator.ca_file
    )
    async with connecting as connection:
        yield connection


_of_anyio = pytest.fixture(name="_esx_connection_of_anyio")(_connected)

_LOOP_SCOPES: Final = ("function", "class", "module", "package", "session")


def _loop_scope(request: pytest.FixtureRequest) -> str:
    """Return the scope of the event loop that pytest-asyncio runs a test in."""
    mark = request.node.get_closest_marker("asyncio")
    scope = mark.kwargs.get("loop_scope") if mark is not None else None
    return scope or request.config.getini("asyncio_default_test_loop_scope") or "function"


def _of_asyncio(scope: str) -> Any:
    async def connected(esx_simulator: Simulator) -> AsyncIterator[Connection]:
        async for connection in _connected(esx_simulator):
            yield connection

    name = f"_esx_connection_of_{scope}"
    return _asyncios.fixture(name=name, loop_scope=scope)(connected)


if _asyncios is not None:
    globals().update({f"_of_{scope}": _of_asyncio(scope) for scope in _LOOP_SCOPES})


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
