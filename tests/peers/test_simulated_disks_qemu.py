"""qemu-img reads what ``/folder`` serves of a disk and its links: the simulator's truth."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path
from typing import Final

import httpx
import pytest

from aioesx.simulator import Pattern, Simulator, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, Profile
from aioesx.simulator.state.disks import Disk

pytestmark = pytest.mark.peer("qemu-img")

MIB: Final = 1024**2
SIZE: Final = 34 * MIB


def download(simulator: Simulator, datastore: str, folder: str, into: Path) -> None:
    """Fetch the descriptors and extents of a folder by ``/folder``; zeros become holes."""
    files = simulator.state.datastore(datastore).files_in(folder)
    base = f"http://127.0.0.1:{simulator.port}/folder"
    for path in [file.path for file in files if file.path.endswith(".vmdk")]:
        url = f"{base}/{path}?dcPath=ha-datacenter&dsName={datastore}"
        with httpx.stream("GET", url, auth=("root", "secret"), trust_env=False) as answer:
            assert answer.status_code == 200
            with (into / path.rpartition("/")[2]).open("wb") as file:
                for piece in answer.iter_bytes(MIB):
                    if piece.strip(b"\0"):
                        file.write(piece)
                    else:
                        file.seek(len(piece), 1)
                file.truncate()


def converted(into: Path, name: str) -> bytes:
    """Return a disk as qemu-img reads it, through its chain."""
    paths = [str(into / name), str(into / "raw")]
    command = ["qemu-img", "convert", "-f", "vmdk", "-O", "raw", *paths]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    return (into / "raw").read_bytes()


def scatter(simulator: Simulator, seed: int, writes: int) -> None:
    dice = random.Random(seed)
    for _ in range(writes):
        length = dice.choice((1, 512, 4096, 10_000))
        data = bytes(length) if dice.random() < 0.1 else dice.randbytes(length)
        simulator.write_disk("m", "", dice.randrange(SIZE - length), data)


@pytest.mark.parametrize(
    ("profile", "datastore", "form"),
    [
        (ESXI_6_5, "datastore1", "sesparse"),
        (ESXI_6_5, "nfs1", "delta"),
        (ESXI_5_5, "datastore1", "delta"),
    ],
)
def test_a_chain_of_three_links_reads_as_the_simulator_says(
    profile: Profile, datastore: str, form: str, tmp_path: Path
) -> None:
    host = presets.empty_host(profile=profile)
    store = host.datastore(datastore)
    store.make_folder("m")
    store.make_disk("m/m.vmdk", Disk(SIZE // 1024, thin=True, uuid="u"))
    machine = presets.add_machine(host, presets.MachineKind("m"), datastore)
    with Simulator(host, password="secret", tls=False) as simulator:
        simulator.fill_disk("m", "", Pattern)
        for seed in range(3):
            scatter(simulator, seed, 60)
            if seed < 2:
                simulator.change(
                    lambda _: machine.snapshots.take("s", "", memory=False, quiesce=False)
                )
        download(simulator, datastore, "m", tmp_path)
        assert (tmp_path / f"m-000002-{form}.vmdk").exists()
        for name in ("m.vmdk", "m-000001.vmdk", "m-000002.vmdk"):
            truth = simulator.read_disk(f"[{datastore}] m/{name}").read()
            assert converted(tmp_path, name) == truth
