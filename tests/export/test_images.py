"""Images that are made here: what is written is read back, and a part can be gone on with."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Literal

import pytest

from aioesx.datastore_path import DatastorePath
from aioesx.disk import Qcow2Reader, Read, Size, drive
from aioesx.errors import ExportStateError, TransferError
from aioesx.export.images import Image, open_image

pytestmark = pytest.mark.anyio

BLOCK = 65_536
Format = Literal["qcow2", "raw"]
FORMATS: list[Format] = ["qcow2", "raw"]
CAPACITY = 100 * BLOCK + 7 * 512


@pytest.fixture(params=FORMATS)
def kind(request: pytest.FixtureRequest) -> Format:
    return request.param  # type: ignore[no-any-return]


def content_of(path: Path, kind: Format) -> bytes:
    """Read a complete image, by our own reader."""
    data = path.read_bytes()
    if kind == "raw":
        return data

    def answer(wanted: Read | Size) -> bytes | int:
        if isinstance(wanted, Size):
            return len(data)
        return data[wanted.start : wanted.start + wanted.length]

    reader = drive(Qcow2Reader.open(DatastorePath("", str(path))), answer)
    disk = bytearray(reader.capacity)
    for run in drive(reader.runs(0, reader.capacity), answer):
        disk[run.start : run.stop] = data[run.offset : run.offset + run.length]
    return bytes(disk)


def names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


async def begun(path: Path, kind: Format, saved: Any = None, *, overwrite: bool = False) -> Image:
    return await open_image(path, kind, CAPACITY, saved=saved, overwrite=overwrite)


async def test_what_is_written_in_any_order_is_there(tmp_path: Path, kind: Format) -> None:
    disk, path = bytearray(CAPACITY), tmp_path / "disk"
    image = await begun(path, kind)
    draw = random.Random(1)
    for _ in range(200):
        offset = draw.randrange(CAPACITY)
        size = min(draw.choice([9, BLOCK, 200_000]), CAPACITY - offset)
        data = draw.randbytes(size) if draw.random() < 0.5 else bytes(size)
        disk[offset : offset + len(data)] = data
        await image.write(offset, data)

    assert await image.read(0, CAPACITY) == disk
    await image.finish()

    assert content_of(path, kind) == disk
    assert names_in(tmp_path) == ["disk"]


async def test_zeros_take_no_room(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)

    await image.write(0, bytes(CAPACITY))
    await image.write(3 * BLOCK, b"x" * BLOCK)
    await image.write(3 * BLOCK, bytes(BLOCK))
    assert await image.read(0, CAPACITY) == bytes(CAPACITY)
    assert image.content == 0
    await image.finish()

    assert content_of(tmp_path / "disk", kind) == bytes(CAPACITY)


async def test_a_part_is_gone_on_with_after_its_last_save(tmp_path: Path, kind: Format) -> None:
    path = tmp_path / "disk"
    image = await begun(path, kind)
    await image.write(BLOCK, b"a" * BLOCK)
    saved = await image.save()
    await image.write(50 * BLOCK, b"b" * 100)
    await image.abandon()

    image = await begun(path, kind, saved)
    await image.write(50 * BLOCK, b"c" * BLOCK)
    await image.finish()

    wanted = bytes(BLOCK) + b"a" * BLOCK + bytes(48 * BLOCK) + b"c" * BLOCK
    assert content_of(path, kind) == wanted.ljust(CAPACITY, b"\0")


async def test_what_was_never_saved_is_thrown_away(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(0, b"x" * BLOCK)

    await image.abandon()

    assert names_in(tmp_path) == []


async def test_one_image_has_one_export(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)

    with pytest.raises(TransferError, match=r"another export to .*disk is under way"):
        await begun(tmp_path / "disk", kind)
    await image.abandon()


async def test_what_has_the_name_is_replaced_only_when_told_to(
    tmp_path: Path, kind: Format
) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"precious")
    with pytest.raises(TransferError, match="it is there already"):
        await begun(path, kind)

    image = await begun(path, kind, overwrite=True)
    await image.write(0, b"x" * BLOCK)
    assert path.read_bytes() == b"precious"
    await image.finish()

    assert content_of(path, kind).startswith(b"x" * BLOCK)


async def test_a_part_that_is_gone_is_not_gone_on_with(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    saved = await image.save()
    await image.abandon()
    (tmp_path / "disk.part").unlink()

    with pytest.raises(ExportStateError, match=r"disk\.part: it is gone"):
        await begun(tmp_path / "disk", kind, saved)
