"""E18: a warm move is killed in each step; the next run goes on or takes it back, and says so."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from support import warm_run
from support.hosts import connected
from support.small_disks import content_of
from support.waiting import until
from support.warm import MACHINE, fill, host_of_small_machines, left, move, state_of

from aioesx.simulator import HostState, Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.long, pytest.mark.one_loop]

GONE: Final = {"leases": 0, "snapshots": [], "tracking": False, "power": "poweredOff"}

PROGRAM: Final = Path(warm_run.__file__)
KILLS: Final = {
    # step              writes  what the next run says
    "tracking":        (2, "rolled back: it had not begun to copy"),
    "first snapshot":  (1, "rolled back: it had not begun to copy"),
    "pre-copy":        (1, r"gone on with \(pre-copy\)"),
    "cut-over":        (1, r"gone on with \(cut-over\)"),
    "last snapshot":   (1, r"gone on with \(cut-over\)"),
    "changes":         (1, r"gone on with \(changes\)"),
    "proof":           (1, r"gone on with \(changes\)"),
    "finishing":       (1, r"gone on with \(finishing\)"),
    "removal":         (1, r"gone on with \(removal\)"),
}  # fmt: skip
MORE: Final = {"pre-copy": 2, "cut-over": 2, "finishing": 3}
"""Likewise, later in a step: the lease is held, the guest was asked, all images have names."""
CASES: Final = [(step, *row) for step, row in KILLS.items()] + [
    (step, writes, KILLS[step][1]) for step, writes in MORE.items()
]


@pytest.fixture
def simulated() -> HostState:
    host = host_of_small_machines()
    host.options.lease_seconds = 2.0
    return host


def run_and_kill(simulator: Simulator, target: Path, step: str, writes: int) -> int:
    uri = f"{simulator.uri}?cacert={simulator.ca_file}"
    done = subprocess.run(
        [sys.executable, str(PROGRAM), uri, str(target), step, str(writes)],
        env={**os.environ, "WARM_PASSWORD": simulator.password},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (-signal.SIGKILL, 0), done.stderr.decode()[-2000:]
    return done.returncode


@pytest.mark.parametrize(("step", "writes", "said"), CASES)
async def test_e18_a_move_that_was_killed_is_ended_by_the_next_run(
    simulator: Simulator, tmp_path: Path, step: str, writes: int, said: str
) -> None:
    fill(simulator)
    assert run_and_kill(simulator, tmp_path, step, writes) == -signal.SIGKILL
    assert state_of(tmp_path)["step"] == step
    if simulator.domain_state(MACHINE) == "poweredOn":
        simulator.write_disk(MACHINE, "", 5 * 65_536, b"after the kill")

    async with connected(simulator) as esx:
        done = await move(esx, tmp_path)

    assert done.disks[0].path is not None
    assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
    assert left(simulator) == GONE
    warnings = " ".join(str(each) for each in done.plan.warnings)
    assert re.search(said, warnings), warnings


@pytest.mark.parametrize("step", ["pre-copy", "cut-over", "changes", "proof"])
async def test_e18_a_machine_that_was_started_since_is_cut_over_again(
    simulator: Simulator, tmp_path: Path, step: str
) -> None:
    fill(simulator)
    assert run_and_kill(simulator, tmp_path, step, 1) == -signal.SIGKILL
    simulator.change(lambda host: host.find(MACHINE).set_power("poweredOn", None))
    await until(lambda: simulator.change(lambda host: host.find(MACHINE).tools_running))
    simulator.write_disk(MACHINE, "", 5 * 65_536, b"after the kill")
    cut: list[str] = []

    async with connected(simulator) as esx:
        done = await move(esx, tmp_path, cut_over=lambda: cut.append("over"), verify="full")

    assert done.disks[0].path is not None
    assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
    assert left(simulator) == GONE
    assert cut == ["over"]


async def test_e18_one_that_shall_not_be_gone_on_with_is_taken_back(
    simulator: Simulator, tmp_path: Path
) -> None:
    fill(simulator)
    assert run_and_kill(simulator, tmp_path, "changes", 1) == -signal.SIGKILL

    async with connected(simulator) as esx:
        done = await move(esx, tmp_path, resume=False)

    assert done.disks[0].path is not None
    assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
    assert left(simulator) == GONE
    assert simulator.call_count["PowerOnVM_Task"] == 1
    assert any("rolled back" in str(each) for each in done.plan.warnings)


@pytest.mark.parametrize("writes", [1, 2], ids=["begun", "the lease is held"])
async def test_e18_a_whole_disk_that_was_coming_again_does_so_once_more(
    simulator: Simulator, tmp_path: Path, writes: int
) -> None:
    fill(simulator)
    simulator.fault_on("QueryChangedDiskAreas", "FileFault")
    assert run_and_kill(simulator, tmp_path, "changes", writes) == -signal.SIGKILL
    assert bool(state_of(tmp_path)["lease"]) is (writes == 2)

    async with connected(simulator) as esx:
        done = await move(esx, tmp_path, verify="full")

    assert done.disks[0].path is not None
    assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
    assert left(simulator) == GONE
    assert any("the whole disk is read again" in str(each) for each in done.plan.warnings)
