"""The fixtures that users get."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import aioesx
from aioesx.simulator import HostState, Simulator, Site, presets
from aioesx.simulator.presets import MachineKind, add_machine

pytest_plugins = ["aioesx.pytest_plugin"]
pytestmark = pytest.mark.anyio


@pytest.fixture
def esx_host() -> HostState:
    host = presets.empty_host(name="mine")
    add_machine(host, MachineKind("only", "poweredOn"))
    return host


async def test_the_host_can_be_overridden(
    esx_simulator: Simulator, esx_connection: aioesx.Connection
) -> None:
    assert [entry.name for entry in await esx_connection.domains.list()] == ["only"]
    assert esx_simulator.open_sessions == 1


async def test_a_farm_is_started_where_it_is_needed(esx_farm: Callable[..., Site]) -> None:
    farm = esx_farm(2, machines=1)
    names = []

    for uri in farm.uris.values():
        async with aioesx.connect(uri, password=farm.password, cacert=farm.ca_file) as esx:
            names += [entry.name for entry in await esx.domains.list()]

    assert names == ["esx0001-web01", "esx0002-web01"]
