"""What is no image of a disk is told from one before anything is sent, by what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from support.small_disks import MIB

from aioesx._server.moving import ExportLimits
from aioesx.errors import DiskFormatError
from aioesx.export.images import no_image
from aioesx.export.images.files import open_disk
from aioesx.export.images.no_image import SECTOR

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

_LIMITS: Final = ExportLimits()
_SIZE: Final = 80 * SECTOR
_SIGNS: Final = [
    (kind.what, at, sign) for kind in no_image._KINDS for at, sign in kind.signs
]  # of whole sectors, and of a name that says nothing
_ENDINGS: Final = [(kind.what, ending) for kind in no_image._KINDS for ending in kind.endings]


async def _opened(path: Path, kind: str | None = None) -> str:
    async with open_disk(path, _LIMITS, kind) as disk:
        return disk.format


@pytest.mark.parametrize(
    ("what", "at", "sign"), _SIGNS, ids=[f"{what}-{n}" for n, (what, _, _) in enumerate(_SIGNS)]
)
async def test_a_file_that_has_the_mark_of_something_else_is_no_disk(
    tmp_path: Path, what: str, at: int, sign: bytes
) -> None:
    data = bytearray(b"\x01" * _SIZE)
    start = _SIZE - SECTOR if at < 0 else at
    data[start : start + len(sign)] = sign
    path = tmp_path / "disk.img"
    path.write_bytes(data)

    with pytest.raises(DiskFormatError) as told:
        await _opened(path)

    assert str(path) in str(told.value)
    assert what in str(told.value)
    assert "a qcow2, a VMDK, or a raw image is taken" in str(told.value)
    assert await _opened(path, "raw") == "raw"  # who knows says so


@pytest.mark.parametrize(("what", "ending"), [*_ENDINGS, ("named as a VMDK", ".vmdk")])
async def test_a_file_that_is_named_as_something_else_is_no_disk(
    tmp_path: Path, what: str, ending: str
) -> None:
    path = tmp_path / f"disk{ending.upper()}"
    path.write_bytes(bytes(_SIZE))

    with pytest.raises(DiskFormatError, match=what.partition(" (")[0]):
        await _opened(path)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"notes!\n", "it is text"),
        ("ä line of text\n".encode() * 1024, "it is text"),
        (b"", "is empty"),
        (b"\xfa\x33\xc0" + bytes(SECTOR), "its 515 bytes are no whole sectors of 512"),
        (b"KDMV" + bytes(4) + b"\0\0\3\0" + bytes(500), "its disk has no bytes"),
    ],
    ids=["short", "utf-8", "empty", "odd", "stream"],
)
async def test_what_has_no_mark_is_no_disk_either(
    tmp_path: Path, content: bytes, what: str
) -> None:
    path = tmp_path / "disk.img"
    path.write_bytes(content)

    with pytest.raises(DiskFormatError, match=what) as told:
        await _opened(path)

    assert str(path) in str(told.value)


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("disk.img", b""),
        ("disk", b"\xeb\x63\x90"),
        ("disk.raw", b"text, and then none"),
        ("disk-flat.vmdk", b""),
        ("disk-f001.vmdk", b""),
        ("disk.2026-11-29", b""),
    ],
)
async def test_a_disk_is_one(tmp_path: Path, name: str, begin: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(begin.ljust(MIB, b"\0"))

    assert await _opened(path) == "raw"


async def test_a_stick_with_the_image_of_a_cd_on_it_is_a_disk_unless_named_as_a_cd(
    tmp_path: Path,
) -> None:
    data = bytearray(_SIZE)
    data[510:512], data[0x8001:0x8006] = b"\x55\xaa", b"CD001"
    (tmp_path / "stick.img").write_bytes(data)
    (tmp_path / "live.iso").write_bytes(data)

    assert await _opened(tmp_path / "stick.img") == "raw"
    with pytest.raises(DiskFormatError, match="image of a CD"):
        await _opened(tmp_path / "live.iso")


@pytest.mark.parametrize("kind", ["qcow2", "vmdk", "vdi"])
async def test_a_file_of_another_kind_than_its_xml_says_is_no_disk(
    tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "disk.img"
    path.write_bytes(bytes(_SIZE))

    with pytest.raises(DiskFormatError, match=rf"disk\.img is said to be of the kind {kind}"):
        await _opened(path, kind)


async def test_a_raw_disk_that_begins_as_a_qcow2_is_raw_where_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "disk.raw"
    path.write_bytes((b"QFI\xfb" + bytes(3) + b"\3").ljust(MIB, b"\0"))

    assert await _opened(path, "raw") == "raw"
    with pytest.raises(DiskFormatError):
        await _opened(path)
