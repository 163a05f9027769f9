"""The fixtures that users get."""

from __future__ import annotations

import pytest

import aioesx
from aioesx.simulator import HostState, Simulator, presets
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
