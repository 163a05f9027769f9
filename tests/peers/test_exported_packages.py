"""Machines that left as packages: virt-v2v takes them, qemu-img finds the bytes of their disks."""

from __future__ import annotations

import json
import os
import random
import subprocess
import tarfile
from pathlib import Path
from typing import Any, Final

import pytest
from support.judges import OVF_READER
from support.two_hosts import a_machine, disks_of

import aioesx
from aioesx._server.moving import ExportWay
from aioesx.export.packages.package import PackageKind
from aioesx.export.packages.unpacking import find_package
from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

NAME: Final = "web 01 (Zürich)"
KINDS: Final[list[PackageKind]] = ["ovf", "ova"]
WAYS: Final[list[ExportWay]] = ["folder", "lease"]


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LIBGUESTFS_BACKEND": "direct"}
    return subprocess.run(command, capture_output=True, text=True, timeout=50, env=environment)


@pytest.fixture
def disks(simulator: Simulator) -> list[bytes]:
    """Make a machine of two disks with something on them; what the disks hold."""
    simulator.change(lambda host: a_machine(host, NAME))
    for number, slot in enumerate(("scsi0:0", "scsi1:2")):
        for at in (0, 65_536 * 7 + 100, 2**21 - 600):
            simulator.write_disk(NAME, slot, at, random.Random(number + at).randbytes(600))
    return disks_of(simulator, NAME)


async def exported(
    esx: aioesx.Connection, directory: Path, kind: PackageKind, way: ExportWay
) -> Path:
    domain = await esx.domains.lookup(NAME)
    await domain.export(directory, format=kind, way=way)
    return directory if kind == "ovf" else directory / f"{NAME}.ova"


def unpacked(source: Path) -> Path:
    """Have an archive's files beside it; returns their directory."""
    if source.is_file():
        with tarfile.open(source) as archive:
            archive.extractall(source.parent, filter="data")
        return source.parent
    return source


@pytest.mark.peer("virt-v2v", "qemu-img", "govmomi-ovf")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("way", WAYS)
async def test_an_exported_package_is_the_machine(
    esx: aioesx.Connection, disks: list[bytes], tmp_path: Path, kind: PackageKind, way: ExportWay
) -> None:
    source = await exported(esx, tmp_path, kind, way)

    told = run("virt-v2v", "-i", "ova", source, "--print-source")
    assert told.returncode == 0, told.stderr
    lines = [line.strip() for line in told.stdout.splitlines()]
    assert f"source name: {NAME}" in lines
    assert "firmware: uefi" in lines
    assert {"0 [scsi]", "1 [scsi]"} <= set(lines)
    directory = unpacked(source)
    for number, content in enumerate(disks, start=1):
        raw, disk = tmp_path / "raw", directory / f"{NAME}-disk{number}.vmdk"
        raw.write_bytes(content)
        assert "No errors" in run("qemu-img", "check", disk).stdout
        compared = run("qemu-img", "compare", "-f", "vmdk", "-F", "raw", disk, raw)
        assert "identical" in compared.stdout, compared
    read: Any = json.loads(run(OVF_READER, directory / f"{NAME}.ovf").stdout)
    assert [one["Capacity"] for one in read["Disk"]["Disks"]] == ["3073", "2"]


@pytest.mark.peer("virt-v2v")
@pytest.mark.parametrize("kind", KINDS)
async def test_an_exported_package_is_read_again(
    esx: aioesx.Connection, disks: list[bytes], tmp_path: Path, kind: PackageKind
) -> None:
    source = await exported(esx, tmp_path, kind, "lease")

    async with find_package(source) as package:
        hardware = package.envelope.system.hardware
        variables = package.envelope.file(hardware.nvram or "")
        assert variables is not None
        assert len(await package.read(variables)) == 1200
        assert [disk.capacity for disk in package.disks] == [len(disk) for disk in disks]
        for disk in package.disks:
            assert [piece async for piece in disk.wire()]
    assert package.warnings == ()
    assert (hardware.firmware, hardware.type) == ("efi", "vmx-13")
