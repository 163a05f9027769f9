"""Packages and others' readers: virt-v2v takes them, qemu-img the disks, govmomi the descriptor."""

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
from support.packages import NAME, machine, packed

from aioesx.export.packages.package import PackageKind
from aioesx.ovf import Envelope, format_ovf, parse_ovf

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

KINDS: Final[list[PackageKind]] = ["ovf", "ova"]
SAMPLES: Final = sorted((Path(__file__).parents[1] / "data" / "ovf").glob("*.ovf"))
MIB: Final = 2**20
CONTENTS: Final = (
    random.Random(1).randbytes(3 * MIB) + bytes(5 * MIB),
    bytes(MIB),
    b"x" * 700 * 512,
    random.Random(2).randbytes(65_536) + b"end".ljust(512, b"!"),
)


def run(*command: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=50, **more)


def virt_v2v(source: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"LIBGUESTFS_BACKEND": "direct"}
    return run("virt-v2v", "-i", "ova", source, "--print-source", env=environment)


async def package_of(directory: Path, kind: PackageKind) -> Path:
    await packed(directory, kind, machine(), CONTENTS, nvram=b"variables")
    return directory if kind == "ovf" else directory / f"{NAME}.ova"


@pytest.mark.peer("virt-v2v")
@pytest.mark.parametrize("kind", KINDS)
async def test_virt_v2v_takes_a_package(tmp_path: Path, kind: PackageKind) -> None:
    told = virt_v2v(await package_of(tmp_path, kind))

    assert told.returncode == 0, told.stderr
    lines = [line.strip() for line in told.stdout.splitlines()]
    assert f"source name: {NAME}" in lines
    assert "memory: 2147483648 (bytes)" in lines
    assert "CPU topology: sockets: 2 cores/socket: 2 threads/core: 1" in lines
    assert "firmware: uefi" in lines
    assert [line for line in lines if line.startswith(("0 [", "1 [", "2 [", "3 ["))] == [
        "0 [scsi]", "1 [scsi]", "2 [sata]", "3 [sata]",
    ]  # fmt: skip
    assert 'Bridge "VM Network" mac: 00:50:56:00:00:01 [vmxnet3]' in lines


@pytest.mark.peer("virt-v2v")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", [".ovf", "-disk2.vmdk"])
async def test_virt_v2v_refuses_a_wrong_digest(
    tmp_path: Path, kind: PackageKind, suffix: str
) -> None:
    source = await package_of(tmp_path, kind)
    file = source if kind == "ova" else source / f"{NAME}.mf"
    data = file.read_bytes()
    at = data.index(f"SHA256({NAME}{suffix})= ".encode()) + len(
        f"SHA256({NAME}{suffix})= ".encode()
    )
    wrong = b"0" if data[at : at + 1] != b"0" else b"1"
    file.write_bytes(data[:at] + wrong + data[at + 1 :])

    told = virt_v2v(source)

    assert told.returncode != 0
    assert "does not match manifest" in told.stderr


@pytest.mark.peer("qemu-img")
@pytest.mark.parametrize("kind", KINDS)
async def test_the_disks_are_what_they_were(tmp_path: Path, kind: PackageKind) -> None:
    source = await package_of(tmp_path, kind)
    if kind == "ova":
        with tarfile.open(source) as archive:
            names = archive.getnames()
            archive.extractall(tmp_path, filter="data")
        listed = parse_ovf((tmp_path / f"{NAME}.ovf").read_bytes()).files
        assert names == [f"{NAME}.ovf", f"{NAME}.mf", *(file.href for file in listed)]
    for number, content in enumerate(CONTENTS, start=1):
        raw = tmp_path / "raw"
        raw.write_bytes(content)
        disk = tmp_path / f"{NAME}-disk{number}.vmdk"
        assert "No errors" in run("qemu-img", "check", disk).stdout
        compared = run("qemu-img", "compare", "-f", "vmdk", "-F", "raw", disk, raw)
        assert "identical" in compared.stdout


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.peer("qemu-img")  # for company: any Debian has sha256sum
async def test_sha256sum_agrees_with_the_manifest(tmp_path: Path, kind: PackageKind) -> None:
    source = await package_of(tmp_path, kind)
    if kind == "ova":
        with tarfile.open(source) as archive:
            archive.extractall(tmp_path, filter="data")
    lines = (tmp_path / f"{NAME}.mf").read_text().splitlines()
    listed = "".join(
        f"SHA256 {line.removeprefix('SHA256').replace('= ', ' = ')}\n" for line in lines
    )

    done = run("sha256sum", "--check", "--strict", cwd=tmp_path, input=listed)

    assert done.stdout.count(": OK") == len(lines) == 6


# --- govmomi -------------------------------------------------------------------------------------


def govmomi(path: Path) -> Any:
    return json.loads(run(OVF_READER, path, check=True).stdout)


def seen_by_govmomi(path: Path) -> dict[str, Any]:
    """Return what govmomi reads, as far as it is told here, too."""
    told = govmomi(path)
    system = told["VirtualSystem"]
    (hardware,) = system["VirtualHardware"]
    return {
        "files": [(one["ID"], one["Href"], one["Size"]) for one in told["References"]],
        "disks": [
            (one["DiskID"], one["FileRef"], one["PopulatedSize"]) for one in told["Disk"]["Disks"]
        ],
        "networks": [(one["Name"], one["Description"]) for one in told["Network"]["Networks"]],
        "system": (system["ID"], system["Name"], hardware["System"]["VirtualSystemType"]),
        "os": [(one["ID"], one["OSType"]) for one in system["OperatingSystem"]],
        "notes": [one["Annotation"] for one in system["Annotation"] or ()],
        "licenses": [one["License"] for one in system["Eula"] or ()],
        "items": [
            (
                one["InstanceID"], one["ResourceType"], one["ResourceSubType"], one["ElementName"],
                one["Parent"], one["Address"], one["AddressOnParent"], one["VirtualQuantity"],
                one["AllocationUnits"], one["HostResource"] or [], one["Connection"] or [],
                one["AutomaticAllocation"], one["Configuration"], one["Bound"], one["Weight"],
                one["Reservation"], one["Limit"], one["Required"] is not False,
            )
            for one in hardware["Item"]
        ],
        "properties": [
            (one["Key"], one["Type"], one["Default"], one["UserConfigurable"] is True,
             one["Password"] is True, one["Label"] or "", one["Description"] or "",
             [(value["Value"], value["Configuration"]) for value in one["Values"] or ()])
            for product in system["Product"] or ()
            for one in product["Property"] or ()
        ],
    }  # fmt: skip


def seen_here(envelope: Envelope) -> dict[str, Any]:
    system, hardware = envelope.system, envelope.system.hardware
    return {
        "files": [(one.id, one.href, one.size or 0) for one in envelope.files],
        "disks": [(one.id, one.file, one.populated_size) for one in envelope.disks],
        "networks": [(one.name, one.description) for one in envelope.networks],
        "system": (system.id, system.name or None, hardware.type),
        "os": [(system.os.id, system.os.type)] if system.os is not None else [],
        "notes": [system.annotation] if system.annotation else [],
        "licenses": list(system.eulas),
        "items": [
            (
                one.id, one.type, one.subtype, one.name,
                one.parent, one.address, one.address_on_parent, one.quantity,
                one.units, list(one.host_resources), list(one.connections),
                one.automatic_allocation, " ".join(one.configurations) or None, one.bound,
                one.weight, one.reservation, one.limit, one.required,
            )
            for one in hardware.items
        ],
        "properties": [
            (one.key, one.type, one.value, one.user_configurable,
             one.password, one.label, one.description,
             [(value.value, value.configuration) for value in one.values])
            for product in system.products
            for one in product.properties
        ],
    }  # fmt: skip


@pytest.mark.peer("govmomi-ovf")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_govmomi_reads_a_descriptor_as_it_is_read_here(path: Path) -> None:
    assert seen_here(parse_ovf(path.read_bytes())) == seen_by_govmomi(path)


@pytest.mark.peer("govmomi-ovf")
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_govmomi_reads_what_is_written_here(path: Path, tmp_path: Path) -> None:
    envelope = parse_ovf(path.read_bytes())
    written = tmp_path / "x.ovf"
    written.write_text(format_ovf(envelope))

    assert seen_by_govmomi(written) == seen_here(envelope)


@pytest.mark.peer("govmomi-ovf")
async def test_govmomi_reads_the_descriptor_of_a_machine(tmp_path: Path) -> None:
    _, envelope = await packed(tmp_path, "ovf", machine(), CONTENTS, nvram=b"variables")

    assert seen_by_govmomi(tmp_path / f"{NAME}.ovf") == seen_here(envelope)
