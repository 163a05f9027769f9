"""One simulated host for each file of pyVmomi checks; each check has a machine of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.pyvmomi import pyvmomi

from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.presets import MachineKind, add_machine


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    host = presets.small_host(options=Options(task_seconds=0.02, tools_seconds=0.01))
    for name in (
        "power",
        "snap",
        "config",
        "ask",
        "slow",
        "gone",
        "events",
        "disk",
        "told",
        "task",
    ):
        add_machine(host, MachineKind(f"{name}9"))
    with Simulator(host, password="secret", read_only_users={"reader": "look"}) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def service(simulator: Simulator) -> Iterator[Any]:
    with pyvmomi(simulator.url) as service:
        yield service


@pytest.fixture
def content(service: Any) -> Any:
    return service.RetrieveContent()


@pytest.fixture
def machine(content: Any) -> Callable[[str], Any]:
    datacenter = content.rootFolder.childEntity[0]

    def find(name: str) -> Any:
        return next(vm for vm in datacenter.vmFolder.childEntity if vm.name == name)

    return find
