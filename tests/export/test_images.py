"""Images that are made here: what is written is read back, and a part can be gone on with."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.images import FORMATS, Format, content_of

from aioesx.errors import ExportStateError, TransferError
from aioesx.export.images.image import Image, open_image
from aioesx.export.images.part import Part
from aioesx.export.sink import KeptDisk

pytestmark = pytest.mark.anyio

BLOCK = 65_536
CAPACITY = 100 * BLOCK + 7 * 512


@pytest.fixture(params=FORMATS)
def kind(request: pytest.FixtureRequest) -> Format:
    return request.param  # type: ignore[no-any-return]


def names_in(directory: Path) -> list[str]:
    return [path.name for path in directory.iterdir()]


async def begun(path: Path, kind: Format, saved: Any = None, *, overwrite: bool = False) -> Image:
    return await open_image(path, kind, CAPACITY, saved=saved, overwrite=overwrite)


# --- what is written -----------------------------------------------------------------------------


async def test_an_image_is_a_kept_disk(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)

    assert isinstance(image, KeptDisk)
    await image.abandon()


async def test_zeros_take_no_room(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)

    await image.write(0, bytes(CAPACITY))
    await image.write(3 * BLOCK, b"x" * BLOCK)
    await image.write(3 * BLOCK, bytes(BLOCK))
    assert await image.read(0, CAPACITY) == bytes(CAPACITY)
    assert image.content == 0
    await image.finish()

    assert content_of(tmp_path / "disk", kind) == bytes(CAPACITY)


async def test_a_raw_image_has_holes_where_its_disk_has_zeros(tmp_path: Path) -> None:
    image = await begun(tmp_path / "disk", "raw")
    await image.write(10 * BLOCK, b"x" * BLOCK + bytes(40 * BLOCK))
    await image.finish()

    found = (tmp_path / "disk").stat()

    assert found.st_size == CAPACITY
    assert found.st_blocks * 512 <= 2 * BLOCK


async def test_a_qcow2_image_has_the_clusters_that_are_not_zeros_and_five_more(
    tmp_path: Path,
) -> None:
    image = await begun(tmp_path / "disk", "qcow2")
    await image.write(0, bytes(CAPACITY - 1) + b"x")
    await image.write(30 * BLOCK + 5, b"x")
    await image.finish()

    # header, L1 table, L2 table, refcounts, and the table of those
    assert (tmp_path / "disk").stat().st_size == (2 + 5) * BLOCK


async def test_several_tasks_write(tmp_path: Path, kind: Format) -> None:
    disk, path = random.Random(3).randbytes(CAPACITY), tmp_path / "disk"
    image = await begun(path, kind)

    async def write(first: int) -> None:
        for number in range(first, 101, 4):
            at = number * BLOCK
            await image.write(at, disk[at : at + BLOCK])
            await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as tasks:
        for first in range(4):
            tasks.start_soon(write, first)
    await image.finish()

    assert content_of(path, kind) == disk


async def test_pieces_are_made_where_they_are_written(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)

    await image.write(0, b"before")
    await image.write_all((at * BLOCK, bytes([at]) * BLOCK) for at in range(100))

    assert await image.read(0, 1) == b"\0"
    assert await image.read(99 * BLOCK, 1) == b"\x63"
    await image.abandon()


async def test_a_buffer_may_be_used_again(tmp_path: Path, kind: Format) -> None:
    """Of blocks whose bytes begin with zeros some are zeros and some are not."""
    image = await begun(tmp_path / "disk", kind)
    buffer = bytearray(2 * BLOCK)
    blocks = [b"\1", bytes(BLOCK - 1) + b"\2", b"", b"\3" * BLOCK]
    with memoryview(buffer) as view:
        for number, block in enumerate(blocks):
            buffer[:BLOCK] = block.ljust(BLOCK, b"\0")
            await image.write_all([(number * BLOCK, view[:BLOCK])])
        buffer[:BLOCK] = b"x" * BLOCK

    found = await image.read(0, len(blocks) * BLOCK)
    assert found == b"".join(block.ljust(BLOCK, b"\0") for block in blocks)
    assert image.content == 3 * BLOCK
    await image.abandon()


async def test_an_error_of_who_makes_pieces_comes_as_it_is(tmp_path: Path, kind: Format) -> None:
    def pieces() -> Iterator[tuple[int, bytes]]:
        yield 0, b"x"
        raise ZeroDivisionError

    image = await begun(tmp_path / "disk", kind)
    with pytest.raises(ZeroDivisionError):
        await image.write_all(pieces())

    assert await image.read(0, 2) == b"x\0"
    await image.abandon()


async def test_what_is_stored_of_a_range_is_handed_out(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(2 * BLOCK, b"a" * 9 * BLOCK)
    await image.write(99 * BLOCK + 7, b"b" * BLOCK)
    found: dict[int, bytes] = {}

    await image.hand(BLOCK, 98 * BLOCK + 5, lambda at, data: found.update({at: bytes(data)}))
    await image.abandon()

    assert b"".join(found.values()).rstrip(b"\0") == b"a" * 9 * BLOCK
    assert all(piece == b"a" * len(piece) for at, piece in found.items() if at < 11 * BLOCK)
    assert list(found) == sorted(found)
    assert min(found) == 2 * BLOCK
    assert sum(map(len, found.values())) <= 10 * BLOCK


async def test_the_end_of_an_odd_disk_is_handed_out(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(CAPACITY - 512, b"e" * 512)
    found: list[tuple[int, bytes]] = []

    await image.hand(0, CAPACITY, lambda at, data: found.append((at, bytes(data))))
    await image.abandon()

    assert found == [(100 * BLOCK, (b"e" * 512).rjust(7 * 512, b"\0"))]


@pytest.mark.parametrize(("offset", "length"), [(-1, 1), (CAPACITY, 1), (0, CAPACITY + 1)])
async def test_what_is_not_of_the_disk_is_not_taken(
    tmp_path: Path, kind: Format, offset: int, length: int
) -> None:
    image = await begun(tmp_path / "disk", kind)

    with pytest.raises(ValueError, match="not within"):
        await image.write(offset, bytes(length))
    with pytest.raises(ValueError, match="not within"):
        await image.read(offset, length)
    await image.abandon()


@pytest.mark.parametrize("capacity", [0, -512, 513])
async def test_a_disk_has_whole_sectors(tmp_path: Path, kind: Format, capacity: int) -> None:
    with pytest.raises(ValueError, match=rf"disk.* of {capacity} bytes"):
        await open_image(tmp_path / "disk", kind, capacity, saved=None, overwrite=False)

    assert names_in(tmp_path) == []


# --- against a model -----------------------------------------------------------------------------

SMALL = 12 * BLOCK + 512
Step = tuple[str, int, int, int]
steps = st.tuples(
    st.sampled_from(["write", "write", "write", "zeros", "save", "cut", "read"]),
    st.one_of(st.integers(0, SMALL - 1), st.integers(0, 12).map(lambda number: number * BLOCK)),
    st.sampled_from([1, 512, BLOCK - 1, BLOCK, 2 * BLOCK, 5 * BLOCK]),
    st.integers(1, 255),
)


async def carry_out(path: Path, kind: Format, todo: list[Step]) -> bytes:
    """Write, save, and begin anew after saves; returns what the disk should be."""
    disk = bytearray(SMALL)
    image = await open_image(path, kind, SMALL, saved=None, overwrite=True)
    for what, offset, length, value in todo:
        end = min(offset + length, SMALL)
        if what in {"write", "zeros"}:
            data = bytes([value if what == "write" else 0]) * (end - offset)
            disk[offset:end] = data
            await image.write(offset, data)
        elif what == "read":
            assert await image.read(offset, end - offset) == disk[offset:end]
        else:
            saved = await image.save()
            if what == "cut":
                await image.abandon()
                image = await open_image(path, kind, SMALL, saved=saved, overwrite=True)
    assert await image.read(0, SMALL) == disk
    await image.finish()
    return bytes(disk)


@settings(max_examples=15)
@given(todo=st.lists(steps, max_size=25))
@pytest.mark.one_loop
def test_an_image_is_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, todo: list[Step]
) -> None:
    directory = tmp_path_factory.mktemp("model")
    for kind in FORMATS:
        disk = anyio.run(carry_out, directory / kind, kind, todo)
        assert content_of(directory / kind, kind) == disk
    shutil.rmtree(directory)


# --- going on ------------------------------------------------------------------------------------


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
    assert names_in(tmp_path) == ["disk"]


async def test_a_crash_anywhere_leaves_what_was_saved(
    tmp_path: Path, kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file as it is before each single write is gone on with after the last save."""
    path, later = tmp_path / "disk", tmp_path / "later"
    image = await begun(path, kind)
    known: list[tuple[Any, bytes]] = []
    crashes: list[tuple[bytes, int]] = []
    write = Part.write

    def watched(self: Part, place: int, *buffers: bytes | memoryview) -> None:
        if known:
            crashes.append((self.path.read_bytes(), len(known) - 1))
        write(self, place, *buffers)

    monkeypatch.setattr(Part, "write", watched)
    disk = bytearray(CAPACITY)
    for number in range(6):
        for block in (3 * number, 3 * number + 1):
            data = bytes([number + 1]) * BLOCK
            disk[block * BLOCK : (block + 1) * BLOCK] = data
            await image.write(block * BLOCK, data)
        gone = 3 * number - 2  # a block of the round before: its cluster is free, then another's
        if gone > 0:
            disk[gone * BLOCK : (gone + 1) * BLOCK] = bytes(BLOCK)
            await image.write(gone * BLOCK, bytes(BLOCK))
        known.append((await image.save(), bytes(disk)))
    await image.finish()
    monkeypatch.undo()

    assert len(crashes) > (10 if kind == "qcow2" else 4)
    for number, (data, last) in enumerate(crashes):
        part = later.with_name(f"later{number}.part")
        part.write_bytes(data)
        again = await begun(part.with_suffix(""), kind, known[last][0])
        kept = 3 * last  # what this save was the first to have
        found = await again.read(0, (kept + 1) * BLOCK)
        assert found[::BLOCK][::3] == known[last][1][: (kept + 1) * BLOCK : BLOCK][::3]
        await again.abandon()


SPOILT: dict[str, Callable[[dict[str, Any], Path], object]] = {
    "gone": lambda saved, part: part.unlink(),
    "of another size": lambda saved, part: saved.update(capacity=512),
    "of another format": lambda saved, part: saved.update(format="vdi"),
    "cut": lambda saved, part: os.truncate(part, BLOCK),
    "zeros": lambda saved, part: part.write_bytes(bytes(part.stat().st_size)[:-1]),
    "nothing": lambda saved, part: saved.clear(),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_a_part_that_is_not_what_was_saved_is_not_gone_on_with(
    tmp_path: Path, kind: Format, spoil: Callable[[dict[str, Any], Path], object]
) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(0, b"x" * 3 * BLOCK)
    saved = await image.save()
    await image.abandon()
    spoil(saved, tmp_path / "disk.part")
    left = names_in(tmp_path)

    with pytest.raises(ExportStateError, match=r"cannot go on with .*disk\.part: ."):
        await begun(tmp_path / "disk", kind, saved)

    assert names_in(tmp_path) == left


ODD: dict[Format, list[dict[str, Any]]] = {
    "qcow2": [
        {"identity": "00" * 16},
        {"identity": "?"},
        {"end": 7},
        {"end": 10**9},
        {"end": None},
    ],
    "raw": [{"blocks": 4}, {"blocks": "many"}, {"blocks": None}],
}


@pytest.mark.parametrize(
    ("kind", "change"), [(kind, change) for kind in FORMATS for change in ODD[kind]]
)
async def test_a_part_of_another_export_is_known(
    tmp_path: Path, kind: Format, change: dict[str, Any]
) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(0, b"x" * 3 * BLOCK)
    saved = await image.save()
    await image.abandon()

    with pytest.raises(ExportStateError, match="cannot go on with"):
        await begun(tmp_path / "disk", kind, {**saved, **change})


# --- names and locks -----------------------------------------------------------------------------


async def test_what_was_never_saved_is_thrown_away(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(0, b"x" * BLOCK)

    await image.abandon()
    await image.abandon()

    assert names_in(tmp_path) == []


async def test_nothing_is_taken_after_the_end(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.finish()
    await image.abandon()

    with pytest.raises(TransferError, match="it is closed"):
        await image.write(0, b"x")
    assert names_in(tmp_path) == ["disk"]


async def test_one_image_has_one_export(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)

    with pytest.raises(TransferError, match=r"another export to .*disk is under way"):
        await begun(tmp_path / "disk", kind)
    await image.write(0, b"x")
    await image.finish()

    assert content_of(tmp_path / "disk", kind).startswith(b"x\0")


async def test_what_has_the_name_is_replaced_only_when_told_to(
    tmp_path: Path, kind: Format
) -> None:
    path = tmp_path / "disk"
    path.write_bytes(b"precious")
    path.chmod(0o600)
    with pytest.raises(TransferError, match="it is there already"):
        await begun(path, kind)

    image = await begun(path, kind, overwrite=True)
    await image.write(0, b"x" * BLOCK)
    assert path.read_bytes() == b"precious"
    await image.finish()

    assert content_of(path, kind).startswith(b"x" * BLOCK)
    assert path.stat().st_mode & 0o777 == 0o600


async def test_what_came_to_have_the_name_meanwhile_is_left(tmp_path: Path, kind: Format) -> None:
    image = await begun(tmp_path / "disk", kind)
    (tmp_path / "disk").write_bytes(b"precious")

    with pytest.raises(TransferError, match="it is there already"):
        await image.finish()
    await image.abandon()

    assert names_in(tmp_path) == ["disk"]
    assert (tmp_path / "disk").read_bytes() == b"precious"


async def test_a_link_stays_one(tmp_path: Path, kind: Format) -> None:
    (tmp_path / "link").symlink_to("disk")

    image = await begun(tmp_path / "link", kind)
    await image.finish()

    assert (tmp_path / "link").is_symlink()
    assert len(content_of(tmp_path / "disk", kind)) == CAPACITY


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo], ids=["directory", "pipe"])
async def test_only_regular_files_are_written(
    tmp_path: Path, kind: Format, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "disk")

    with pytest.raises(TransferError, match="it is no regular file"):
        await begun(tmp_path / "disk", kind, overwrite=True)


async def test_a_link_that_leads_back_to_itself_is_told(tmp_path: Path, kind: Format) -> None:
    (tmp_path / "disk").symlink_to(tmp_path / "disk")

    with pytest.raises(TransferError, match=r"cannot write .*disk: Too many levels"):
        await begun(tmp_path / "disk", kind, overwrite=True)


async def test_a_directory_that_is_not_there_is_told(tmp_path: Path, kind: Format) -> None:
    with pytest.raises(TransferError, match=r"cannot write .*no/disk: No such file"):
        await begun(tmp_path / "no" / "disk", kind)


# --- what the system refuses ---------------------------------------------------------------------

REFUSED: dict[str, tuple[Any, str]] = {
    "write": (os, "pwritev"),
    "fsync": (os, "fsync"),
    "rename": (Path, "replace"),
    "cut": (os, "ftruncate"),
}


@pytest.mark.parametrize("kept", [False, True], ids=["new", "saved"])
@pytest.mark.parametrize("what", REFUSED)
async def test_a_full_target_is_told_and_says_that_it_is_incomplete(
    tmp_path: Path, kind: Format, what: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = await begun(tmp_path / "disk", kind)
    saved = await image.save() if kept else None

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async def to_the_end() -> None:
        await image.write(0, b"x" * (BLOCK + 1))
        await image.finish()

    monkeypatch.setattr(*REFUSED[what], full)
    if (kind, what) == ("raw", "cut"):  # it has its size from the beginning
        await to_the_end()
        assert names_in(tmp_path) == ["disk"]
        return
    with pytest.raises(TransferError, match=r"write .*/disk: No space left .*bytes are free\)"):
        await to_the_end()
    monkeypatch.undo()
    with pytest.raises(TransferError, match="No space left"):
        await image.save()
    await image.abandon()

    assert names_in(tmp_path) == (["disk.part"] if kept else [])
    if kept:
        again = await begun(tmp_path / "disk", kind, saved)
        await again.write(0, b"x" * (BLOCK + 1))
        await again.finish()
        assert content_of(tmp_path / "disk", kind).rstrip(b"\0") == b"x" * (BLOCK + 1)


async def test_what_the_system_takes_in_parts_is_written_whole(
    tmp_path: Path, kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = await begun(tmp_path / "disk", kind)

    def some(descriptor: int, buffers: Any, place: int) -> int:
        return os.pwrite(descriptor, bytes(buffers[0])[:1000], place)

    monkeypatch.setattr(os, "pwritev", some)
    await image.write(0, b"abcdefg" * 50_000)
    await image.finish()

    assert content_of(tmp_path / "disk", kind).rstrip(b"\0") == b"abcdefg" * 50_000


async def test_a_cancelled_write_leaves_a_file_that_can_be_gone_on_with(
    tmp_path: Path, kind: Format
) -> None:
    image = await begun(tmp_path / "disk", kind)
    await image.write(0, b"a" * BLOCK)
    saved = await image.save()

    with anyio.CancelScope() as scope:
        scope.cancel()
        await image.write(BLOCK, b"b" * 40 * BLOCK)
    await image.abandon()

    again = await begun(tmp_path / "disk", kind, saved)
    assert await again.read(0, BLOCK) == b"a" * BLOCK
    await again.abandon()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.one_loop
async def test_the_zeros_of_a_disk_of_many_terabytes_are_passed_over(
    tmp_path: Path, kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    size = 8 * 2**40 - 512
    written = {0: b"a" * 512, 3 * 2**40 + 65_536: b"b" * 100, size - 512: b"c" * 512}
    image = await open_image(tmp_path / "disk", kind, size, saved=None, overwrite=False)
    for offset, data in written.items():
        await image.write(offset, data)
    await image.save()
    looks = 0
    find = type(image._places).find

    def counted(places: Any, number: int) -> int | None:
        nonlocal looks
        looks += 1
        return find(places, number)

    monkeypatch.setattr(type(image._places), "find", counted)
    found: dict[int, bytes] = {}

    await image.hand(0, size, lambda at, data: found.update({at: bytes(data)}))

    content = {at: data.strip(b"\0") for at, data in found.items()}
    last = (size - 512) // 65_536 * 65_536
    assert content == {0: b"a" * 512, 3 * 2**40 + 65_536: b"b" * 100, last: b"c" * 512}
    assert looks < 50_000  # of 134 million blocks
    await image.abandon()
