"""Machines that moved while they ran, and others' programs: qemu-img compares the last state."""

from __future__ import annotations

import random
import subprocess
import threading
from functools import partial
from pathlib import Path
from typing import Final

import anyio.to_thread
import pytest
from support.hosts import connected
from support.small_disks import content_of
from support.warm import BLOCK, MACHINE, fill, host_of_small_machines, left, move

from aioesx.simulator import HostState, Simulator, disk_bytes

pytestmark = [pytest.mark.peer("qemu-img"), pytest.mark.anyio, pytest.mark.one_loop]

GONE: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOff"}


@pytest.fixture
def simulated() -> HostState:
    return host_of_small_machines()


class Guest:
    """A thread that writes to a machine's disk as long as the machine is on."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.writes = 0

    def __enter__(self) -> Guest:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        dice = random.Random(8)
        blocks = len(self._simulator.read_disk(MACHINE)) // BLOCK
        while not self._ended.wait(0.001):
            offset = dice.randrange(blocks) * BLOCK + dice.randrange(BLOCK // 2)
            data = dice.randbytes(dice.randrange(1, BLOCK // 2))
            self._simulator.change(partial(self._write, offset, data))

    def _write(self, offset: int, data: bytes, host: HostState) -> None:
        if host.find(MACHINE).is_on:
            disk_bytes.write(host, MACHINE, "", offset, data)
            self.writes += 1


def qemu_img(*arguments: str | Path) -> str:
    done = subprocess.run(["qemu-img", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("image", ["qcow2", "raw"])
async def test_a_guest_that_writes_all_the_time_arrives_as_it_was_last(
    simulator: Simulator, tmp_path: Path, image: str
) -> None:
    fill(simulator)
    target, truth = tmp_path / "target", tmp_path / "truth.raw"
    async with connected(simulator) as esx:
        with Guest(simulator) as guest:
            done = await move(esx, target, format=image, verify="full")
    truth.write_bytes(content_of(simulator, MACHINE))
    path = done.disks[0].path
    assert path is not None

    told = await anyio.to_thread.run_sync(
        qemu_img, "compare", "-f", image, "-F", "raw", path, truth
    )

    assert "identical" in told
    assert left(simulator) == GONE
    assert guest.writes > 0
    if image == "qcow2":
        assert "No errors" in qemu_img("check", path)
