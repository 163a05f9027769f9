"""Copies and imports, judged by others: pyVmomi sees the machine, qemu-img compares its disks."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from anyio.to_thread import run_sync
from support.hosts import connected
from support.pyvmomi import pyvmomi
from support.two_hosts import a_machine, disks_of

from aioesx._server.moving import ExportFormat
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import PROFILES

pytestmark = [pytest.mark.anyio, pytest.mark.peer("pyvmomi"), pytest.mark.peer("qemu-img")]


@pytest.fixture
def simulated() -> Any:
    host = presets.empty_host(profile=PROFILES["esxi-8.0"])
    a_machine(host)
    return host


@pytest.fixture
def other() -> Iterator[Simulator]:
    host = presets.empty_host(name="other", number=7, profile=PROFILES["esxi-8.0"])
    with Simulator(host, username="root", password="secret") as simulator:
        yield simulator


def _seen(simulator: Simulator, name: str) -> list[tuple[str, Any]]:
    """Return what pyVmomi finds of a machine: kinds of its devices, and the disks' capacities."""
    kinds: Any = importlib.import_module("pyVmomi").vim
    with pyvmomi(simulator.url) as service:
        content = service.RetrieveContent()
        view = content.viewManager.CreateContainerView(
            content.rootFolder, [kinds.VirtualMachine], True
        )
        machine = next(each for each in view.view if each.name == name)
        devices = machine.config.hardware.device
        found = [(type(one).__name__, getattr(one, "capacityInBytes", None)) for one in devices]
        return [*sorted(found, key=str), ("firmware", machine.config.firmware)]


async def _identical(one: Path, kind: str, other: Path) -> None:
    command = ["qemu-img", "compare", "-f", kind, "-F", "raw", str(one), str(other)]
    assert b"identical" in (await anyio.run_process(command)).stdout


async def test_pyvmomi_sees_a_copy_as_it_sees_the_machine(
    simulator: Simulator, other: Simulator
) -> None:
    async with connected(simulator) as here, connected(other) as there:
        await (await here.domains.lookup("two01")).copy_to(there)

    assert await run_sync(_seen, other, "two01") == await run_sync(_seen, simulator, "two01")


@pytest.mark.parametrize("kind", ["qcow2", "raw"])
async def test_qemu_finds_the_images_on_the_host_that_they_went_to(
    simulator: Simulator, other: Simulator, tmp_path: Path, kind: ExportFormat
) -> None:
    simulator.write_disk("two01", "", 700_000, b"content " * 20_000)
    async with connected(simulator) as here, connected(other) as there:
        done = await (await here.domains.lookup("two01")).export(
            tmp_path, format=kind, networks={"VM Network": "VM Network"}
        )
        await there.domains.import_from(tmp_path / "two01.xml", datastore="datastore1")

    for number, (disk, content) in enumerate(
        zip(done.disks, disks_of(other, "two01"), strict=True)
    ):
        held = anyio.Path(tmp_path / f"held{number}.raw")
        await held.write_bytes(content)
        assert disk.path is not None
        await _identical(disk.path, kind, Path(held))
