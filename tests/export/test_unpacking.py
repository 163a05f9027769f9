"""Packages that lie here: what is read of them is what the manifest says, or it is refused."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import re
import tarfile
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import Final
from urllib.parse import quote

import pytest
from support.packages import NAME, machine, packed, stream_of

from aioesx.errors import EsxError, OvfError, ProofError, TransferError
from aioesx.export.packages.package import PackageKind
from aioesx.export.packages.unpacking import FoundDisk, find_package

pytestmark = pytest.mark.anyio

KINDS: Final[list[PackageKind]] = ["ovf", "ova"]
CONTENTS: Final = (random.Random(1).randbytes(2**17) + bytes(2**18), b"two" * 2**16 + bytes(512))
SAMPLES: Final = Path(__file__).parents[1] / "data" / "ovf"


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> PackageKind:
    return request.param  # type: ignore[no-any-return]


async def package_of(directory: Path, kind: PackageKind) -> Path:
    await packed(directory, kind, machine(), CONTENTS, nvram=b"variables")
    return directory if kind == "ovf" else directory / f"{NAME}.ova"


async def bytes_of(disk: FoundDisk) -> bytes:
    async with aclosing(disk.wire()) as wire:
        return b"".join([piece async for piece in wire])


async def test_what_was_packed_is_found(tmp_path: Path, kind: PackageKind) -> None:
    source = await package_of(tmp_path, kind)

    async with find_package(source) as package:
        streams = [await bytes_of(disk) for disk in package.disks]
        envelope = package.envelope
        nvram = envelope.file(envelope.system.hardware.nvram or "")
        assert nvram is not None
        variables = await package.read(nvram)
        sizes = [disk.size for disk in package.disks]
        paths = [disk.path for disk in package.disks]

    assert streams == [stream_of(content) for content in CONTENTS]
    assert sizes == [len(stream) for stream in streams]
    assert [disk.capacity for disk in package.disks] == [len(content) for content in CONTENTS]
    assert variables == b"variables"
    assert package.warnings == ()
    assert [path is not None for path in paths] == [kind == "ovf"] * 2


async def test_a_descriptor_names_its_package(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    (tmp_path / "other.ovf").write_text("nothing")

    with pytest.raises(OvfError, match="2 descriptors"):
        async with find_package(tmp_path):
            pass
    async with find_package(tmp_path / f"{NAME}.ovf") as package:
        assert package.envelope.system.name == NAME


async def test_a_descriptor_of_another_case_beside_is_another_package(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    (tmp_path / "OTHER.OVF").write_text("nothing")

    async with find_package(tmp_path / f"{NAME}.ovf") as package:
        assert package.envelope.system.name == NAME


@pytest.mark.parametrize("name", [f"{NAME}.MF", f"{NAME.upper()}.mf"])
async def test_a_manifest_of_another_case_counts(tmp_path: Path, name: str) -> None:
    await package_of(tmp_path, "ovf")
    (tmp_path / f"{NAME}.mf").rename(tmp_path / name)
    _edit(".ovf", "vmx-17", "vmx-18")(tmp_path)

    with pytest.raises(ProofError, match="ovf is not what the manifest says"):
        async with find_package(tmp_path):
            pytest.fail("it was opened")


async def test_names_in_a_manifest_may_be_written_as_in_an_address(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    _edit(".mf", NAME, quote(NAME))(tmp_path)

    async with find_package(tmp_path) as package:
        assert await bytes_of(package.disks[0]) == stream_of(CONTENTS[0])


async def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    disk = tmp_path / f"{NAME}-disk1.vmdk"

    async with find_package(tmp_path) as package:
        disk.unlink()
        with pytest.raises(TransferError, match=re.escape(f"cannot read {disk}: No such file")):
            await bytes_of(package.disks[0])
        disk.mkdir()
        with pytest.raises(TransferError, match=re.escape(f"cannot read {disk}: Is a directory")):
            await bytes_of(package.disks[0])
    disk.rmdir()
    disk.symlink_to("x" * 300)
    with pytest.raises(TransferError, match=r"cannot read .*x: File name too long"):
        async with find_package(tmp_path):
            pytest.fail("it was opened")


def _open_below(directory: Path) -> list[Path]:
    found = [fd.readlink() for fd in Path("/proc/self/fd").iterdir() if fd.exists()]
    return [path for path in found if path.is_relative_to(directory)]


async def test_no_piece_stays_open(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")

    async with find_package(tmp_path) as package, aclosing(package.disks[0].wire()) as wire:
        _ = [piece async for piece in wire]
        assert _open_below(tmp_path) == []


async def test_the_mark_before_a_descriptor_is_no_part_of_it(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    (tmp_path / f"{NAME}.mf").unlink()
    path = tmp_path / f"{NAME}.ovf"
    path.write_text(path.read_text(), encoding="utf-8-sig")

    async with find_package(tmp_path) as package:
        assert package.descriptor.startswith("<?xml")


async def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.ova")

    with pytest.raises(OvfError, match=r"x\.ova is no package: it is no file"):
        async with find_package(tmp_path / "x.ova"):
            pytest.fail("it was opened")


async def test_zeros_behind_what_gzip_has_packed_are_nothing(tmp_path: Path) -> None:
    text = (SAMPLES / "ovftool.ovf").read_text().replace('ovf:size="5000000"', "")
    (tmp_path / "store.ovf").write_text(text.replace('ovf:chunkSize="2097152"', ""))
    (tmp_path / "store-disk1.vmdk.gz").write_bytes(gzip.compress(b"one") + bytes(1000))

    async with find_package(tmp_path) as package:
        assert await bytes_of(package.disks[0]) == b"one"


async def test_a_spoilt_disk_is_known_when_all_of_it_was_read(
    tmp_path: Path, kind: PackageKind
) -> None:
    source = await package_of(tmp_path, kind)
    file = source if kind == "ova" else source / f"{NAME}-disk2.vmdk"
    data = bytearray(file.read_bytes())
    data[-1500 if kind == "ova" else -1] ^= 1
    file.write_bytes(data)

    async with find_package(source) as package:
        assert await bytes_of(package.disks[0]) == stream_of(CONTENTS[0])
        with pytest.raises(ProofError, match=r"disk2\.vmdk is not what the manifest says"):
            await bytes_of(package.disks[1])


def _cut(directory: Path) -> None:
    path = directory / f"{NAME}-disk1.vmdk"
    path.write_bytes(path.read_bytes()[:-512])


def _edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(directory: Path) -> None:
        path = directory / f"{NAME}{name}"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    return change


def _loop(directory: Path) -> None:
    disk = directory / f"{NAME}-disk1.vmdk"
    disk.unlink()
    disk.symlink_to(disk.name)


def _link(directory: Path) -> None:
    outside = directory.parent / "outside"
    outside.write_bytes((directory / f"{NAME}-disk1.vmdk").read_bytes())
    (directory / f"{NAME}-disk1.vmdk").unlink()
    (directory / f"{NAME}-disk1.vmdk").symlink_to(outside)


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (_cut, OvfError, "bytes, not"),
        (lambda where: (where / f"{NAME}.nvram").unlink(), OvfError, "missing in the package"),
        (_edit(".ovf", "vmx-17", "vmx-18"), ProofError, "ovf is not what the manifest says"),
        (_edit(".mf", "-disk1.vmdk", "-disk9.vmdk"), OvfError, "says nothing of .*disk1"),
        (_edit(".mf", ".ovf", ".of"), OvfError, "says nothing of .*ovf"),
        (_edit(".mf", "SHA256", "SHA255"), OvfError, "line 1 of the manifest"),
        (_loop, OvfError, "leads nowhere"),
        (_link, OvfError, "leads out of the package"),
        (lambda where: (where / f"{NAME}.ovf").unlink(), OvfError, "no descriptor"),
    ],
)
async def test_what_is_wrong_is_known_before_the_first_byte(
    tmp_path: Path, change: Callable[[Path], None], error: type[EsxError], said: str
) -> None:
    directory = tmp_path / "package"
    await package_of(directory, "ovf")
    change(directory)

    with pytest.raises(error, match=said):
        async with find_package(directory):
            pytest.fail("it was opened")


async def test_without_a_manifest_it_is_told(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    (tmp_path / f"{NAME}.mf").unlink()
    (tmp_path / f"{NAME}.cert").touch()

    async with find_package(tmp_path) as package:
        assert await bytes_of(package.disks[0]) == stream_of(CONTENTS[0])

    assert ["manifest" in one or "signed" in one for one in package.warnings] == [True, True]


async def test_packed_pieces_are_put_together(tmp_path: Path) -> None:
    content = random.Random(5).randbytes(5_000_000 - 1000)
    data = gzip.compress(content[:3_000_000], 0) + gzip.compress(content[3_000_000:], 0)
    text = (SAMPLES / "ovftool.ovf").read_text()
    text = text.replace('ovf:size="5000000"', f'ovf:size="{len(data)}"')
    (tmp_path / "store.ovf").write_text(text)
    lines = [f"SHA1(store.ovf)= {hashlib.sha1(text.encode()).hexdigest()}\r\n"]
    for number, at in enumerate(range(0, len(data), 2_097_152)):
        name, piece = f"store-disk1.vmdk.gz.{number:09}", data[at : at + 2_097_152]
        (tmp_path / name).write_bytes(piece)
        lines.append(f"SHA1({name})= {hashlib.sha1(piece).hexdigest()}\r\n")
    (tmp_path / "store.mf").write_text("".join(lines))

    async with find_package(tmp_path) as package:
        (disk,) = package.disks
        assert await bytes_of(disk) == content
        assert disk.path is None


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"plain", "not what gzip makes"), (gzip.compress(b"x" * 99, mtime=0)[:20], "cut")],
    ids=["plain", "cut"],
)
async def test_what_gzip_has_not_packed_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    text = (SAMPLES / "ovftool.ovf").read_text().replace('ovf:size="5000000"', "")
    text = text.replace('ovf:chunkSize="2097152"', "")
    (tmp_path / "store.ovf").write_text(text)
    (tmp_path / "store-disk1.vmdk.gz").write_bytes(data)

    async with find_package(tmp_path) as package:
        with pytest.raises(OvfError, match=said):
            await bytes_of(package.disks[0])


async def test_a_name_may_be_written_as_in_an_address(tmp_path: Path) -> None:
    text = (SAMPLES / "esxi.ovf").read_text().replace("web 01.nvram", "web%2001.nvram")
    (tmp_path / "web.ovf").write_text(text)
    (tmp_path / "disk-0.vmdk").write_bytes(b"disk")
    (tmp_path / "web 01.nvram").write_bytes(bytes(270_840))

    async with find_package(tmp_path) as package:
        nvram = package.envelope.files[1]
        assert len(await package.read(nvram)) == 270_840


@pytest.mark.parametrize("name", ["%00", "..%2Fx", "%2Fetc%2Fpasswd", "a%0A"])
async def test_a_name_written_so_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    text = (SAMPLES / "esxi.ovf").read_text().replace("web 01.nvram", name)
    directory = tmp_path / "package"
    directory.mkdir()
    (directory / "web.ovf").write_text(text)
    (directory / "disk-0.vmdk").write_bytes(b"disk")
    (tmp_path / "x").write_bytes(bytes(270_840))

    with pytest.raises(OvfError, match="is missing in the package"):
        async with find_package(directory):
            pass


async def test_an_archive_of_tar_is_read(tmp_path: Path) -> None:
    await package_of(tmp_path, "ovf")
    names = [f"{NAME}.ovf", *(p.name for p in tmp_path.iterdir() if p.suffix != ".ovf")]  # noqa: ASYNC240
    with tarfile.open(tmp_path / "by-hand.ova", "w", format=tarfile.GNU_FORMAT) as archive:
        for name in names:
            archive.add(tmp_path / name, arcname=f"./{name}")

    async with find_package(tmp_path / "by-hand.ova") as package:
        assert await bytes_of(package.disks[1]) == stream_of(CONTENTS[1])
    assert package.warnings == ()


@pytest.mark.parametrize("size", [0, 100, 600, 70_000, -700, -1024])
async def test_a_cut_archive_is_refused(tmp_path: Path, size: int) -> None:
    source = await package_of(tmp_path, "ova")
    data = source.read_bytes()
    source.write_bytes(data[:size])

    with pytest.raises(OvfError):
        async with find_package(source):
            pytest.fail("it was opened")


async def test_what_is_no_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello")
    empty = io.BytesIO()
    with tarfile.open(fileobj=empty, mode="w"):
        pass
    (tmp_path / "x.ova").write_bytes(empty.getvalue())

    with pytest.raises(OvfError, match="is no package"):
        async with find_package(tmp_path / "x.txt"):
            pass
    with pytest.raises(OvfError, match="is no package"):
        async with find_package(tmp_path / "x.ova"):
            pass
    with pytest.raises(TransferError, match="No such file"):
        async with find_package(tmp_path / "none.ova"):
            pass


@pytest.mark.long
@pytest.mark.one_loop
@pytest.mark.parametrize("seed", range(4))
async def test_spoilt_archives_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    source = await package_of(tmp_path, "ova")
    right = source.read_bytes()
    refused = 0
    for _ in range(250):
        data = bytearray(right)
        for _ in range(chance.randint(1, 3)):
            at = chance.choice((chance.randrange(16_384), chance.randrange(len(data))))
            length = chance.choice((0, 1, 12, 512))
            data[at : at + length] = chance.randbytes(chance.choice((0, 1, 12, length)))
        source.write_bytes(data)
        try:
            async with find_package(source) as package:
                for file in package.envelope.files:
                    async with aclosing(package.wire(file)) as wire:
                        async for _ in wire:
                            pass
        except EsxError:
            refused += 1

    assert refused > 200
