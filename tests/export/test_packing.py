"""A machine becomes a package: disks as streams, a descriptor and a manifest that hold together."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.hosts import connected
from support.small_disks import MIB, content_of, shrink

from aioesx._server.moving import ExportWay
from aioesx.errors import DiskFormatError, ProofError
from aioesx.export import status, verify

if TYPE_CHECKING:
    import aioesx
    from aioesx.simulator import Simulator

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

WAYS: tuple[ExportWay, ...] = ("folder", "lease")


@pytest.mark.parametrize("format", ["ovf", "ova"])
@pytest.mark.parametrize("way", WAYS)
async def test_a_package_is_whole_and_can_be_verified(
    domain: aioesx.Domain,
    store: Simulator,
    tmp_path: Path,
    format: Any,  # noqa: A002
    way: ExportWay,
) -> None:
    exported = await domain.export(tmp_path, format=format, way=way, chunk_bytes=MIB, verify="full")

    verified = await verify(tmp_path)

    assert verified.disks[0].sha256 == exported.disks[0].sha256
    assert verified.disks[0].chunks == 6
    assert exported.next_step.startswith("virt-v2v -i ova ")
    assert store.open_leases == 0


async def test_a_cut_stream_goes_on_with_the_same_bytes(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, hasty: Any
) -> None:
    hasty(crowded=(0.0,) * 8)
    whole = await domain.export(tmp_path / "a", format="ovf", way="lease", chunk_bytes=MIB)
    store.fault_on("GET", object="disk-0.vmdk", cut_after=250_000, times=2)

    again = await domain.export(tmp_path / "b", format="ovf", way="lease", chunk_bytes=MIB)

    assert again.disks[0].sha256 == whole.disks[0].sha256
    assert again.moved > whole.moved
    name = "db01-disk1.vmdk"
    assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


async def test_what_no_package_has_is_among_the_warnings(store: Simulator, tmp_path: Path) -> None:
    store.change(lambda host: shrink(host, "console01", MIB))
    async with connected(store) as esx:
        exported = await (await esx.domains.lookup("console01")).export(tmp_path, format="ova")

    assert "Serial port 1 is no part of the package" in map(str, exported.plan.warnings)
    (told,) = await status(tmp_path)
    assert list(told.warnings) == [str(each) for each in exported.plan.warnings]


async def test_a_byte_that_turned_in_an_archive_is_found(
    domain: aioesx.Domain, tmp_path: Path
) -> None:
    await domain.export(tmp_path / "db01.ova", way="lease", chunk_bytes=MIB)
    path = tmp_path / "db01.ova"
    data = bytearray(path.read_bytes())
    data[-20_000] ^= 1
    path.write_bytes(data)

    with pytest.raises((DiskFormatError, ProofError)):
        await verify(tmp_path)


@pytest.mark.peer("qemu-img")
@pytest.mark.one_loop
@pytest.mark.parametrize("way", WAYS)
async def test_qemu_img_reads_the_disk_of_an_archive(
    domain: aioesx.Domain, store: Simulator, tmp_path: Path, way: ExportWay
) -> None:
    await domain.export(tmp_path, format="ova", way=way, chunk_bytes=MIB)
    with tarfile.open(tmp_path / "db01.ova") as archive:
        names = archive.getnames()
        archive.extractall(tmp_path / "out", filter="data")
    raw = tmp_path / "disk.raw"
    raw.write_bytes(content_of(store, "db01"))

    vmdk = tmp_path / "out" / "db01-disk1.vmdk"
    argv = ["qemu-img", "compare", str(vmdk), str(raw)]
    done = subprocess.run(argv, check=True, capture_output=True, text=True)  # noqa: ASYNC221

    assert names[:2] == ["db01.ovf", "db01.mf"]
    assert "identical" in done.stdout


@pytest.mark.peer("virt-v2v")
@pytest.mark.one_loop
@pytest.mark.parametrize("format", ["ova", "ovf"])
async def test_virt_v2v_takes_the_package(
    domain: aioesx.Domain,
    tmp_path: Path,
    format: Any,  # noqa: A002
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LIBGUESTFS_BACKEND", "direct")
    await domain.export(tmp_path, format=format, way="lease", chunk_bytes=MIB)
    target = tmp_path / "db01.ova" if format == "ova" else tmp_path

    argv = ["virt-v2v", "-i", "ova", str(target), "--print-source"]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60)  # noqa: ASYNC221

    assert done.returncode == 0, done.stderr
    assert "db01" in done.stdout
