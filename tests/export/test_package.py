"""Packages that are made here: whole, or not there; gone on with; each byte written once."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import random
import tarfile
from pathlib import Path
from typing import Any, Final

import anyio
import pytest
from support.packages import NAME, machine, packed, stream_of

from aioesx.errors import ExportStateError, OvfError, TransferError
from aioesx.export.packages.package import Package, PackageKind, open_package
from aioesx.export.packages.package_store import ArchiveStore
from aioesx.ovf import parse_manifest, parse_ovf

pytestmark = pytest.mark.anyio

KINDS: Final[list[PackageKind]] = ["ovf", "ova"]
ONE: Final = random.Random(1).randbytes(2**20 + 77)
TWO: Final = b"two" * 1000
TEXT: Final = "<Envelope>ü</Envelope>\n"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> PackageKind:
    return request.param  # type: ignore[no-any-return]


async def begun(
    target: Path, kind: PackageKind, saved: Any = None, *, overwrite: bool = False
) -> Package:
    disks = ["x-disk1.vmdk", "x-disk2.vmdk"]
    return await open_package(target, kind, "x", disks=disks, saved=saved, overwrite=overwrite)


def whole(directory: Path, kind: PackageKind) -> dict[str, bytes]:
    """Return the files of a package, without what fills the descriptor up."""
    if kind == "ovf":
        return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}
    found = {}
    with tarfile.open(directory / "x.ova") as archive:
        for info in archive:
            file = archive.extractfile(info)
            assert file is not None
            found[info.name] = file.read()
    return found


def here(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def spoil(directory: Path) -> None:
    for path in directory.iterdir():
        path.write_bytes(b"short")


def clear(directory: Path) -> None:
    for path in directory.iterdir():
        path.unlink()


async def send(package: Package, number: int, content: bytes, size: int = 70_000) -> None:
    sink = package.disks[number]
    for at in range(0, len(content), size):
        await sink.send(content[at : at + size])
    await sink.finish()


async def test_a_package_is_whole(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 0, ONE)
    await send(package, 1, TWO)
    half = here(tmp_path)
    await package.finish(TEXT)

    files = whole(tmp_path, kind)
    assert all(name.endswith(".part") for name in half)
    assert files["x-disk1.vmdk"] == ONE
    assert files["x-disk2.vmdk"] == TWO
    assert files["x.ovf"].decode().rstrip("\n") == TEXT.rstrip("\n")
    digests = {one.name: one.hex for one in parse_manifest(files["x.mf"])}
    assert digests == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items() if name != "x.mf"
    }
    assert [(disk.size, disk.sha256) for disk in package.disks] == [
        (len(ONE), digests["x-disk1.vmdk"]),
        (len(TWO), digests["x-disk2.vmdk"]),
    ]
    assert sorted(path.name for path in package.paths) == here(tmp_path)


async def test_an_archive_has_descriptor_and_manifest_first(tmp_path: Path) -> None:
    package = await open_package(
        tmp_path / "other.ova", "ova", "x", disks=["x-disk1.vmdk"], files=["x.nvram"]
    )
    await package.add("x.nvram", b"variables")
    await send(package, 0, ONE)
    await package.finish(TEXT)

    with tarfile.open(tmp_path / "other.ova") as archive:
        assert archive.getnames() == ["x.ovf", "x.mf", "x.nvram", "x-disk1.vmdk"]


async def test_disks_of_an_archive_come_in_any_order_one_at_a_time(
    tmp_path: Path, kind: PackageKind
) -> None:
    package = await begun(tmp_path, kind)
    await package.disks[1].begin()

    async with anyio.create_task_group() as group:
        group.start_soon(send, package, 0, ONE)
        await anyio.wait_all_tasks_blocked()
        await send(package, 1, TWO)
    await package.finish(TEXT)

    files = whole(tmp_path, kind)
    assert (files["x-disk1.vmdk"], files["x-disk2.vmdk"]) == (ONE, TWO)


async def test_a_disk_may_begin_anew(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    await package.disks[0].send(random.Random(3).randbytes(3 * 2**20))
    await package.disks[0].begin()
    await send(package, 0, ONE)
    await package.disks[1].send(b"half")
    await package.disks[1].abandon()
    await send(package, 1, TWO)
    await package.finish(TEXT)

    files = whole(tmp_path, kind)
    assert (files["x-disk1.vmdk"], files["x-disk2.vmdk"]) == (ONE, TWO)


async def test_nothing_is_left_of_what_was_given_up(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 0, ONE)
    await package.disks[1].send(TWO)

    await package.abandon()

    assert here(tmp_path) == []


async def test_what_was_saved_is_gone_on_with(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 1, TWO)
    saved = await package.save()
    await package.disks[0].send(ONE[:500_000])
    await package.abandon()

    package = await begun(tmp_path, kind, saved)
    was = [disk.is_done for disk in package.disks]
    await send(package, 0, ONE)
    await package.finish(TEXT)

    files = whole(tmp_path, kind)
    assert was == [False, True]
    assert (files["x-disk1.vmdk"], files["x-disk2.vmdk"]) == (ONE, TWO)
    digests = {one.name: one.hex for one in parse_manifest(files["x.mf"])}
    assert digests["x-disk2.vmdk"] == hashlib.sha256(TWO).hexdigest()


async def test_disks_may_end_and_be_saved_at_once(tmp_path: Path, kind: PackageKind) -> None:
    names = [f"x-disk{number}.vmdk" for number in range(40)]
    package = await open_package(tmp_path, kind, "x", disks=names)
    saved: list[bool] = []

    async def one(number: int) -> None:
        await send(package, number, TWO[: number + 1])
        files = (await package.save())["files"]
        saved.append(files[names[number]]["size"] == number + 1)

    async with anyio.create_task_group() as group:
        for number in range(len(names)):
            group.start_soon(one, number)
    await package.finish(TEXT)

    assert saved == [True] * len(names)
    assert whole(tmp_path, kind)[names[-1]] == TWO[: len(names)]


async def test_what_was_saved_and_is_gone_is_said(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 0, ONE)
    saved = await package.save()
    await package.abandon()
    left = here(tmp_path)
    spoil(tmp_path)

    with pytest.raises(ExportStateError, match="shorter"):
        await begun(tmp_path, kind, saved)
    assert here(tmp_path) == left
    clear(tmp_path)
    with pytest.raises(ExportStateError, match="gone"):
        await begun(tmp_path, kind, saved)
    with pytest.raises(ExportStateError, match="cannot be read"):
        await begun(tmp_path, kind, {"files": {"x-disk1.vmdk": {"nonsense": 1}}})


@pytest.mark.parametrize(
    ("room", "files", "disks"),
    [
        (70_000, [], ["x-disk1.vmdk", "x-disk2.vmdk"]),
        (65_536, ["n" * 200], ["x-disk1.vmdk", "x-disk2.vmdk"]),
        (65_536, [], ["x-disk2.vmdk"]),
    ],
)
async def test_an_archive_that_was_laid_out_otherwise_is_not_gone_on_with(
    tmp_path: Path, room: int, files: list[str], disks: list[str]
) -> None:
    package = await begun(tmp_path, "ova")
    await send(package, 0, ONE)
    await send(package, 1, TWO)
    saved = await package.save()
    await package.abandon()

    with pytest.raises(ExportStateError, match=r"x\.ova\.part: x-disk[12]\.vmdk begins at"):
        await open_package(tmp_path, "ova", "x", disks=disks, files=files, saved=saved, room=room)

    assert here(tmp_path) == ["x.ova.part"]


async def test_what_cannot_be_named_at_the_end_is_given_up(
    tmp_path: Path, kind: PackageKind
) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 0, ONE)
    await send(package, 1, TWO)
    (tmp_path / f"x.{kind}").write_text("mine")

    with pytest.raises(TransferError, match="there already"):
        await package.finish(TEXT)
    await package.abandon()

    assert [name for name in here(tmp_path) if name.endswith(".part")] == []
    await (await begun(tmp_path / "again", kind)).abandon()
    (tmp_path / f"x.{kind}").unlink()
    await (await begun(tmp_path, kind, overwrite=True)).abandon()


async def test_a_package_without_all_disks_is_not_finished(
    tmp_path: Path, kind: PackageKind
) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 0, ONE)

    with pytest.raises(TransferError, match=r"x-disk2\.vmdk has not come"):
        await package.finish(TEXT)
    await package.abandon()


async def test_what_is_there_is_kept_unless_told_otherwise(
    tmp_path: Path, kind: PackageKind
) -> None:
    (tmp_path / f"x.{kind}").write_text("mine")
    with pytest.raises(TransferError, match="there already"):
        await begun(tmp_path, kind)

    assert here(tmp_path) == [f"x.{kind}"]
    package = await begun(tmp_path, kind, overwrite=True)
    assert (tmp_path / f"x.{kind}").read_text() == "mine"
    await send(package, 0, ONE)
    await send(package, 1, TWO)
    await package.finish(TEXT)
    assert whole(tmp_path, kind)["x-disk2.vmdk"] == TWO


async def test_two_do_not_make_one_package(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    with pytest.raises(TransferError, match="under way"):
        await begun(tmp_path, kind)
    await package.abandon()


async def test_a_descriptor_that_is_too_long_for_its_room_is_said(tmp_path: Path) -> None:
    package = await open_package(tmp_path, "ova", "x", disks=[], room=1000)

    with pytest.raises(OvfError, match="no room"):
        await package.finish("x" * 1025)
    await package.abandon()
    assert here(tmp_path) == []


def test_disks_beyond_8_gib_fit_into_an_archive(tmp_path: Path) -> None:
    large, names = 9 * 2**30 + 5, ["x-disk1.vmdk", "x-disk2.vmdk"]
    store = ArchiveStore(tmp_path, "x", names, False, 512)
    store.open(None)
    for name, size in zip(names, (large, 3), strict=True):
        store.start(name)
        store.write(name, 0, [b"one"])
        store.end(name, size, "0" * 64)  # a hole, so that it takes no room
    store.complete(b"")

    with tarfile.open(tmp_path / "x.ova") as archive:
        assert [info.size for info in archive][2:] == [large, 3]
        for name in names:
            file = archive.extractfile(name)
            assert file is not None
            assert file.read(3) == b"one"
    assert (tmp_path / "x.ova").stat().st_blocks * 512 < 2**20


async def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, kind: PackageKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = await begun(tmp_path, kind)
    await send(package, 0, ONE)

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "pwritev", full)
    with pytest.raises(TransferError, match="No space left") as caught:
        await send(package, 1, TWO)
    await package.abandon()

    file = tmp_path / ("x.ova" if kind == "ova" else "x-disk2.vmdk")
    assert f"cannot write {file}: " in str(caught.value)

    assert here(tmp_path) == []


@pytest.mark.parametrize("name", ["../x.vmdk", "/x.vmdk", "a\\b", ""])
async def test_a_disk_stays_in_the_package(tmp_path: Path, kind: PackageKind, name: str) -> None:
    with pytest.raises(OvfError):
        await open_package(tmp_path, kind, "x", disks=[name])


async def test_an_end_in_the_middle_leaves_nothing(tmp_path: Path, kind: PackageKind) -> None:
    package = await begun(tmp_path, kind)
    with anyio.CancelScope() as scope:
        try:
            await package.disks[0].send(b"x" * 2**20)
            scope.cancel()
            await send(package, 1, TWO)
        finally:
            with anyio.CancelScope(shield=True):
                await package.abandon()

    assert scope.cancelled_caught
    assert here(tmp_path) == []


async def test_a_package_of_a_machine_says_what_is_in_it(tmp_path: Path, kind: PackageKind) -> None:
    package, envelope = await packed(tmp_path, kind, machine(), [ONE[: 2**20]], nvram=b"v")

    if kind == "ovf":
        text = (tmp_path / f"{NAME}.ovf").read_bytes()
    else:
        with tarfile.open(tmp_path / f"{NAME}.ova") as archive:
            text = (archive.extractfile(f"{NAME}.ovf") or io.BytesIO()).read()
    assert parse_ovf(text) == envelope
    assert envelope.files[1].size == package.disks[0].size == len(stream_of(ONE[: 2**20]))
    assert envelope.system.hardware.nvram == "file2"
