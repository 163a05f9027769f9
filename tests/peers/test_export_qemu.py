"""qemu-img compares what left a host with what the simulator holds: each shape, way and format."""

from __future__ import annotations

import random
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import anyio
import pytest
from support.hosts import connected

from aioesx._server.moving import ExportFormat, ExportWay
from aioesx.simulator import Pattern, Simulator, presets
from aioesx.simulator.profile import ESXI_5_5, ESXI_6_5, Profile
from aioesx.simulator.state.disks import Disk

pytestmark = pytest.mark.peer("qemu-img")

MIB: Final = 2**20
SIZE: Final = 34 * MIB
BLOCK: Final = 65_536
SECOND: Final = (("scsi0:1.present", "TRUE"), ("scsi0:1.fileName", "m_1.vmdk"))
Fill = Callable[[Simulator], None]


def qemu_img(*arguments: str | Path) -> str:
    done = subprocess.run(["qemu-img", *arguments], check=False, capture_output=True, text=True)
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout


@contextmanager
def machine(
    fill: Fill,
    *sizes: int,
    thin: bool = True,
    profile: Profile = ESXI_6_5,
    datastore: str = "datastore1",
) -> Iterator[Simulator]:
    """Run a host whose machine ``m`` has disks of these sizes, filled in."""
    host = presets.empty_host(profile=profile)
    store = host.datastore(datastore)
    store.make_folder("m")
    for number, size in enumerate(sizes):
        name = "m/m.vmdk" if not number else f"m/m_{number}.vmdk"
        store.make_disk(name, Disk(size // 1024, thin=thin, uuid=f"u{number}"))
    kind = presets.MachineKind("m", settings=SECOND if len(sizes) > 1 else ())
    presets.add_machine(host, kind, datastore)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        fill(simulator)
        yield simulator


def empty(_: Simulator) -> None:
    """Leave it as it is."""


def full(simulator: Simulator) -> None:
    simulator.fill_disk("m", "", Pattern)


def scatter(simulator: Simulator, count: int = 60, seed: int = 1, disk: str = "") -> None:
    dice = random.Random(seed)
    size = len(simulator.read_disk("m", disk))
    for _ in range(count):
        length = dice.choice((1, 512, 4096, 10_000, 200_000))
        data = bytes(length) if dice.random() < 0.1 else dice.randbytes(length)
        simulator.write_disk("m", disk, dice.randrange(size - length), data)


def grains(simulator: Simulator) -> None:
    """Write 10,000 grains to a snapshot, each somewhere."""
    snapshot(simulator)
    dice = random.Random(7)
    places = dice.sample(range(len(simulator.read_disk("m")) // 4096), 10_000)
    for place in places:
        simulator.write_disk("m", "", place * 4096, dice.randbytes(16))


def snapshot(simulator: Simulator) -> None:
    simulator.change(
        lambda host: host.find("m").snapshots.take("s", "", memory=False, quiesce=False)
    )


def three_links(simulator: Simulator) -> None:
    full(simulator)
    for seed in range(3):
        scatter(simulator, 40, seed)
        if seed < 2:
            snapshot(simulator)


def two_disks(simulator: Simulator) -> None:
    scatter(simulator, 30, 1)
    scatter(simulator, 30, 2, "scsi0:1")


SHAPES: Final = {
    "thin": lambda: machine(scatter, SIZE),
    "thick": lambda: machine(scatter, SIZE, thin=False),
    "empty": lambda: machine(empty, SIZE),
    "full": lambda: machine(full, 9 * MIB),
    "odd": lambda: machine(full, 9 * MIB + 5 * 1024),
    "two disks": lambda: machine(two_disks, 5 * MIB + 1024, 3 * MIB),
    "COWD, three links": lambda: machine(three_links, SIZE, profile=ESXI_5_5),
    "COWD on NFS, three links": lambda: machine(three_links, SIZE, datastore="nfs1"),
    "seSparse, three links": lambda: machine(three_links, SIZE),
    "seSparse, three links, odd": lambda: machine(three_links, SIZE + 3 * 1024),
    "10,000 scattered grains": lambda: machine(grains, 512 * MIB),
}
WAYS: Final[tuple[ExportWay, ...]] = ("folder", "lease")
FORMATS: Final[tuple[ExportFormat, ...]] = ("raw", "qcow2", "ovf", "ova")


QEMU: Final[dict[ExportFormat, Literal["raw", "qcow2", "vmdk"]]] = {
    "raw": "raw",
    "qcow2": "qcow2",
    "ovf": "vmdk",
    "ova": "vmdk",
}


def truth(simulator: Simulator, disk: str, path: Path) -> Path:
    """Write what a disk of the simulator holds to a file, with holes."""
    held = simulator.read_disk("m", disk)
    with path.open("wb") as file:
        file.truncate(len(held))
        for start in range(0, len(held), MIB):
            data = bytes(held[start : min(start + MIB, len(held))])
            if data.strip(b"\0"):
                file.seek(start)
                file.write(data)
    return path


async def export(
    simulator: Simulator, target: Path, kind: ExportFormat, way: ExportWay
) -> list[Path]:
    """Export the machine; returns its disks' files."""
    async with connected(simulator) as esx:
        domain = await esx.domains.lookup("m")
        place = target / "m.ova" if kind == "ova" else target
        await domain.export(place, format=kind, way=way, chunk_bytes=4 * MIB)
    assert simulator.open_leases == 0
    if kind == "ova":
        with tarfile.open(target / "m.ova") as archive:
            archive.extractall(target, filter="data")
    return sorted([Path(path) async for path in anyio.Path(target).glob(f"*.{QEMU[kind]}")])


@pytest.mark.long
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shape", SHAPES)
def test_what_left_is_what_was_held(
    tmp_path: Path, shape: str, way: ExportWay, kind: ExportFormat
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with SHAPES[shape]() as simulator:
        files = anyio.run(export, simulator, target, kind, way)
        disks = ["scsi0:0", "scsi0:1"][: len(simulator.state.find("m").disk_names())]
        assert len(files) == len(disks)
        for file, disk in zip(files, disks, strict=True):
            held = truth(simulator, disk, tmp_path / "held")
            assert "identical" in qemu_img("compare", "-f", "raw", "-F", QEMU[kind], held, file)
            if kind != "raw":
                assert "No errors" in qemu_img("check", "-f", QEMU[kind], file)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["raw", "qcow2"])
@pytest.mark.parametrize("shape", ["thin", "odd", "seSparse, three links", "COWD, three links"])
def test_what_left_while_it_ran_is_what_was_held(
    tmp_path: Path, shape: str, kind: ExportFormat
) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with SHAPES[shape]() as simulator:
        held = truth(simulator, "", tmp_path / "held")
        simulator.change(lambda host: host.find("m").set_power("poweredOn"))
        (file,) = anyio.run(export, simulator, target, kind, "snapshot")
        assert "identical" in qemu_img("compare", "-f", "raw", "-F", kind, held, file)
        if kind == "qcow2":
            assert "No errors" in qemu_img("check", "-f", kind, file)
