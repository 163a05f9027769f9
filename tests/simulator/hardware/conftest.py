"""A host with one machine that has a controller of each kind."""

from __future__ import annotations

import pytest
from support.device_table import SETTINGS

from aioesx.simulator import presets
from aioesx.simulator.presets import MachineKind, add_machine
from aioesx.simulator.profile import ESXI_7_0
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.machine import Machine


@pytest.fixture
def host() -> HostState:
    return presets.empty_host(profile=ESXI_7_0)


@pytest.fixture
def machine(host: HostState) -> Machine:
    return add_machine(host, MachineKind("web", disk_gib=20, settings=tuple(SETTINGS.items())))
