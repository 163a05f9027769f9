"""What an export by a snapshot has left that was killed, the next run of it finds and removes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from support import cold_run
from support.hasty import Hasty
from support.hosts import connected
from support.small_disks import MIB, content_of
from support.warm import MACHINE, fill, host_of_small_machines, left

import aioesx
from aioesx._server.moving import ExportProgress
from aioesx.export.record import read_record
from aioesx.simulator import HostState, Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

PROGRAM: Final = Path(cold_run.__file__)
WARM: Final = aioesx.WarmOptions(shutdown_seconds=10)
NEXT: Final[dict[str, dict[str, Any]]] = {
    "again": {"way": "snapshot"},
    "anew": {"way": "snapshot", "overwrite": True, "resume": False},
    "by files, since it is off": {"way": "folder"},
    "by a lease, since it is off": {"way": "lease"},
    "warm": {"warm": WARM},
}


class Broken(Exception):
    pass


@pytest.fixture
def simulated() -> HostState:
    return host_of_small_machines()


def run_and_kill(simulator: Simulator, target: Path, made: str) -> None:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), f"{simulator.uri}?cacert={simulator.ca_file}", target, made],
        env={**os.environ, "COLD_PASSWORD": simulator.password},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    assert len(left(simulator)["snapshots"]) == 1


@pytest.mark.long
@pytest.mark.parametrize("options", NEXT.values(), ids=NEXT)
async def test_the_next_run_removes_the_snapshot_of_one_that_was_killed(
    simulator: Simulator, tmp_path: Path, options: dict[str, Any]
) -> None:
    fill(simulator)
    run_and_kill(simulator, tmp_path, "raw")
    if options.get("way") in ("folder", "lease"):
        simulator.change(lambda host: host.find(MACHINE).set_power("poweredOff", None))

    async with connected(simulator) as esx:
        web = await esx.domains.lookup(MACHINE)
        done = await web.export(tmp_path, format="raw", chunk_bytes=MIB, **options)

    assert left(simulator)["snapshots"] == []
    assert left(simulator)["leases"] == 0
    assert done.disks[0].path is not None
    assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
    record = read_record(tmp_path / f"{MACHINE}.export.json")
    assert record is not None
    assert "snapshots" not in record.extra


@pytest.mark.long
@pytest.mark.parametrize("made", ["ovf", "ova"])
async def test_so_it_does_of_packages(simulator: Simulator, tmp_path: Path, made: Any) -> None:
    fill(simulator)
    run_and_kill(simulator, tmp_path, made)

    async with connected(simulator) as esx:
        web = await esx.domains.lookup(MACHINE)
        await web.export(tmp_path, format=made, way="snapshot", chunk_bytes=MIB)

    assert left(simulator)["snapshots"] == []


def break_at(phase: str) -> Any:
    def note(progress: ExportProgress) -> None:
        if progress.phase == phase:
            raise Broken

    return note


async def test_what_a_running_machine_was_is_never_gone_on_with(
    simulator: Simulator, tmp_path: Path
) -> None:
    fill(simulator)
    async with connected(simulator) as esx:
        web = await esx.domains.lookup(MACHINE)
        with pytest.raises(Broken):
            await web.export(
                tmp_path, format="raw", way="snapshot", on_progress=break_at("verifying")
            )
        simulator.write_disk(MACHINE, "", 5 * 65_536, b"after that")

        done = await web.export(tmp_path, format="raw", way="snapshot")

    assert done.disks[0].resumed == 0
    assert done.disks[0].path is not None
    assert done.disks[0].path.read_bytes() == content_of(simulator, MACHINE)
    record = read_record(tmp_path / f"{MACHINE}.export.json")
    assert record is not None
    assert any("another moment" in reason for reason in record.restarts)


async def test_a_snapshot_that_stands_after_all_is_told_and_named_by_the_record(
    simulator: Simulator, tmp_path: Path, hasty: Hasty
) -> None:
    hasty(looks=(0.0, 0.01))
    fill(simulator)
    rule = simulator.fault_on("RemoveSnapshot_Task", "FileLocked", in_task=True)
    async with connected(simulator) as esx:
        web = await esx.domains.lookup(MACHINE)
        done = await web.export(tmp_path, format="raw", way="snapshot")
        assert any("stand" in str(warning) for warning in done.plan.warnings)
        record = read_record(tmp_path / f"{MACHINE}.export.json")
        assert record is not None
        assert any("stand" in warning for warning in record.warnings)
        assert len(record.extra["snapshots"]) == 1
        await web.export(tmp_path, format="raw", way="snapshot", overwrite=True)
        again = read_record(tmp_path / f"{MACHINE}.export.json")
        assert again is not None
        assert len(again.extra["snapshots"]) == 2
        assert any(record.extra["snapshots"][0] in warning for warning in again.warnings)
        rule.times = 0

        await web.export(tmp_path, format="raw", way="snapshot", overwrite=True)

    assert left(simulator)["snapshots"] == []


@pytest.mark.parametrize("called", ["aioesx export", "aioesx warm move 1"])
async def test_it_says_what_it_is_and_is_found_under_the_name_that_earlier_ones_had(
    simulator: Simulator, tmp_path: Path, hasty: Hasty, called: str
) -> None:
    def rename(host: HostState) -> None:
        next(iter(host.find(MACHINE).snapshots.all())).name = called

    hasty(looks=(0.0, 0.01))
    fill(simulator)
    rule = simulator.fault_on("RemoveSnapshot_Task", "FileLocked", in_task=True)
    async with connected(simulator) as esx:
        web = await esx.domains.lookup(MACHINE)
        await web.export(tmp_path, format="raw", way="snapshot")
        (taken,) = (await web.snapshots.tree()).roots
        simulator.change(rename)
        rule.times = 0

        await web.export(tmp_path, format="raw", way="snapshot", overwrite=True)

    assert taken.name == "aioesx export"
    assert taken.description.startswith(f"Taken to export '{MACHINE}'")
    assert left(simulator)["snapshots"] == []
