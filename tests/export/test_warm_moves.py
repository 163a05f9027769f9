"""A machine that runs leaves, and what changed meanwhile follows: Show 4."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from support.small_disks import content_of
from support.warm import (
    BLOCK,
    MACHINE,
    fill,
    host_of_small_machines,
    left,
    move,
    record_of,
    state_of,
)

import aioesx
from aioesx.simulator import HostState, Simulator

pytestmark = pytest.mark.anyio

GONE = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOff"}
BACK = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOn"}


@pytest.fixture
def simulated() -> HostState:
    return host_of_small_machines()


@pytest.fixture(autouse=True)
def _filled(simulator: Simulator) -> None:
    fill(simulator)


class Writer:
    """Changes blocks of a machine's disk."""

    def __init__(self, simulator: Simulator, seed: int) -> None:
        self._simulator = simulator
        self._dice = random.Random(seed)
        self.blocks: set[int] = set()

    def write(self, *_: Any) -> None:
        """Change a few bytes here, or make a block zeros."""
        block = self._dice.randrange(len(self._simulator.read_disk(MACHINE)) // BLOCK)
        zeros = self._dice.random() < 0.3
        data = bytes(BLOCK) if zeros else self._dice.randbytes(100)
        self.blocks.add(block)
        self._simulator.write_disk(MACHINE, "", block * BLOCK, data)


@pytest.mark.parametrize("image", ["raw", "qcow2"])
async def test_the_target_is_the_source_s_last_state(
    simulator: Simulator, esx: aioesx.Connection, tmp_path: Path, image: str
) -> None:
    writer = Writer(simulator, seed=4)
    phases: list[str] = []

    def cut_over() -> None:
        for _ in range(30):
            writer.write()

    done = await move(
        esx,
        tmp_path,
        cut_over=cut_over,
        format=image,
        verify="full",
        on_progress=lambda progress: phases.append(progress.phase),
    )

    assert left(simulator) == GONE
    assert done.downtime is not None
    assert done.downtime_bytes == len(writer.blocks) * BLOCK
    assert state_of(tmp_path)["step"] == "done"
    assert record_of(tmp_path)["state"] == "done"
    assert list(dict.fromkeys(phases)) == [
        "preparing",
        "pre-copying",
        "cutting over",
        "verifying",
        "finishing",
    ]
    if image == "raw":
        assert done.disks[0].path is not None
        assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
