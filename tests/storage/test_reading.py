"""`DiskReader`: any range, all content, where it lies; and what a line that fails leaves."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import anyio
import anyio.lowlevel
import pytest
from support.chains import SECTOR, Chain, Files, scattered

from aioesx.datastore_path import DatastorePath
from aioesx.disk import parse_descriptor
from aioesx.errors import ChainError, ConnectionLostError, DiskChangedError
from aioesx.storage import DiskRange, DiskReader

pytestmark = pytest.mark.anyio

TABLE: Final = 64 * SECTOR
SIZE: Final = 6 * 2**20 + 3 * SECTOR


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    """A disk with nothing in its middle, under two snapshots."""
    chance = random.Random(5)
    content = chance.randbytes(2**20) + bytes(4 * 2**20)
    made = Chain(tmp_path, content + chance.randbytes(SIZE - len(content)))
    made.snapshot("cowd", scattered(chance, "cowd", 3 * 2**20, 200))
    made.snapshot("sesparse", scattered(chance, "sesparse", 3 * 2**20, 100, zeros=0.5))
    return made


class FillingFiles(Files):
    """Files that fill buffers, as those of a host do."""

    filled = 0

    async def read_into(self, path: DatastorePath, start: int, view: memoryview) -> None:
        self.filled += 1
        view[:] = await self.read(path, start, len(view))


@pytest.fixture
def files(chain: Chain) -> Files:
    return Files(chain.directory)


async def _image(disk: DiskReader, **options: Any) -> bytes:
    image = bytearray(disk.capacity)
    async for offset, data in disk.content(**options):
        image[offset : offset + len(data)] = data
    return bytes(image)


async def _exhaust(content: AsyncIterator[tuple[int, bytes]]) -> None:
    async for _ in content:
        pass


@pytest.mark.parametrize(
    ("start", "length"),
    [(0, 0), (0, 1), (0, 512), (511, 2), (4095, 4098), (2**20 - 7, 99), (SIZE - 1, 1), (SIZE, 0),
     (1, SIZE - 2), (0, SIZE)],
)  # fmt: skip
async def test_any_range_is_read(chain: Chain, files: Files, start: int, length: int) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        assert await disk.read(start, length) == chain.truth[start : start + length]


@pytest.mark.parametrize("fills", [False, True])
@pytest.mark.parametrize("length", [0, 1, 4099, 2**20, 5 * 2**20])
async def test_a_buffer_is_filled_with_any_range(chain: Chain, fills: bool, length: int) -> None:
    """What it held before is of another range: zeros are written, too."""
    files = FillingFiles(chain.directory) if fills else Files(chain.directory)
    async with DiskReader.open(files, chain.path) as disk:
        for start in (0, 511, 2**20 - 7, SIZE - length):
            buffer = bytearray(b"x" * (length + 2))
            await disk.read_into(start, memoryview(buffer)[1:-1])
            assert buffer == b"x" + chain.truth[start : start + length] + b"x"
        with pytest.raises(ValueError, match=f"not within {SIZE}"):
            await disk.read_into(SIZE - length, memoryview(bytearray(length + 1)))


@pytest.mark.parametrize(("start", "length"), [(-1, 2), (0, SIZE + 1), (SIZE, 1), (9, -1)])
async def test_a_range_outside_of_the_disk_is_refused(
    chain: Chain, files: Files, start: int, length: int
) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        with pytest.raises(ValueError, match=f"not within {SIZE}"):
            await disk.read(start, length)


async def test_what_lies_in_one_piece_is_read_where_it_is_wanted(tmp_path: Path) -> None:
    plain = Chain(tmp_path, random.Random(6).randbytes(2**20))
    files = FillingFiles(plain.directory)
    buffer = bytearray(2**20)

    async with DiskReader.open(files, plain.path) as disk:
        await disk.read_into(0, memoryview(buffer))

    assert (files.filled, buffer) == (1, plain.truth)


async def test_a_table_is_read_once_for_many_ranges(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        await disk.read(0, 4096)
        before = files.requests
        await disk.read(2**21 - 9 * SECTOR, 8 * SECTOR)

    assert files.requests - before <= 3, "a request a file"


@pytest.mark.parametrize("in_order", [False, True])
async def test_content_is_all_that_is_not_zeros(chain: Chain, files: Files, in_order: bool) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        pieces = [piece async for piece in disk.content(in_order=in_order)]

    image = bytearray(SIZE)
    for offset, data in pieces:
        image[offset : offset + len(data)] = data
    assert image == chain.truth
    assert sum(len(data) for _, data in pieces) < 4 * 2**20
    assert not in_order or pieces == sorted(pieces)


@pytest.mark.parametrize("in_order", [False, True])
async def test_a_part_of_the_content_is_read(chain: Chain, files: Files, in_order: bool) -> None:
    start, stop = 2**20 - 77, 3 * 2**20 + 5
    async with DiskReader.open(files, chain.path) as disk:
        pieces = [piece async for piece in disk.content(start, stop, in_order=in_order)]

    image = bytearray(SIZE)
    for offset, data in pieces:
        assert start <= offset <= offset + len(data) <= stop
        image[offset : offset + len(data)] = data
    assert image[start:stop] == chain.truth[start:stop]


@pytest.mark.parametrize("size", [2**12 + 1, 2**17])
async def test_requests_have_the_size_that_is_asked_for(
    chain: Chain, files: Files, size: int
) -> None:
    async with DiskReader.open(files, chain.path, request_bytes=size) as disk:
        before = len(files.reads)

        assert await _image(disk) == chain.truth

    assert max(length for _, _, length in files.reads[before:]) <= max(size, TABLE)


@pytest.mark.parametrize("options", [{"request_bytes": 511}, {"gap": -1}])
async def test_requests_that_cannot_be_are_refused(
    chain: Chain, files: Files, options: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        async with DiskReader.open(files, chain.path, **options):
            pytest.fail("it was opened")


async def test_others_have_their_turn_while_tables_are_read(
    chain: Chain, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aioesx.storage.reading._TURN", 0)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await anyio.lowlevel.checkpoint()

    async with DiskReader.open(files, chain.path) as disk, anyio.create_task_group() as tasks:
        tasks.start_soon(count)
        assert [each async for each in disk.ranges()]
        tasks.cancel_scope.cancel()

    assert turns > 0


async def test_order_holds_over_what_is_held_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aioesx.storage.reading._HELD", 100_000)
    chance = random.Random(6)
    chain = Chain(tmp_path, chance.randbytes(2**20))
    chain.snapshot("cowd", scattered(chance, "cowd", 2**20, 100))

    async with DiskReader.open(Files(tmp_path), chain.path) as disk:
        offsets = [offset async for offset, _ in disk.content(in_order=True)]
        assert offsets == sorted(offsets)
        assert await _image(disk, in_order=True) == chain.truth


async def test_surveys_follow_each_other(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aioesx.disk.layout.RUNS", 10)
    monkeypatch.setattr("aioesx.disk.layout.CACHE", 2000)
    monkeypatch.setattr("aioesx.disk.layout._STEP", 2**16)
    monkeypatch.setattr("aioesx.disk.layout._FEWEST", 1)

    async with DiskReader.open(Files(chain.directory), chain.path) as disk:
        assert await _image(disk) == chain.truth
        assert await disk.read(0, SIZE) == chain.truth


async def test_ranges_tell_where_the_bytes_are(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        before = len(files.reads)
        ranges = [each async for each in disk.ranges()]
        tables = len(files.reads) - before

    assert [each.start for each in ranges] == [
        0, *(each.start + each.length for each in ranges[:-1])
    ]  # fmt: skip
    assert ranges[-1].start + ranges[-1].length == SIZE
    assert {each.link for each in ranges} == {0, 1, 2, None}
    assert tables == 2
    for each in ranges:
        here = chain.truth[each.start : each.start + each.length]
        if each.file is None or each.offset is None:
            assert not any(here)
        else:
            assert here == await files.read(each.file, each.offset, each.length)


async def test_a_part_of_the_ranges_is_told(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        (one,) = [each async for each in disk.ranges(5 * 2**20, 5 * 2**20 + 9)]

    assert one == DiskRange(5 * 2**20, 9, DatastorePath("ds", "disk-flat.vmdk"), 5 * 2**20, 2)


# --- trouble -------------------------------------------------------------------------------------


class _Failing(Files):
    """Files whose every other range fails, or never comes."""

    def __init__(self, directory: Path, stalls: bool) -> None:
        super().__init__(directory)
        self.stalls = stalls
        self.well = True

    async def read(self, path: DatastorePath, start: int, length: int) -> bytes:
        self.well = not self.well
        if self.well:
            return await super().read(path, start, length)
        if self.stalls:
            await anyio.sleep_forever()
        raise ConnectionLostError("cut")


@pytest.mark.parametrize("stalls", [False, True], ids=["cut", "cancelled"])
@pytest.mark.parametrize("in_order", [False, True])
async def test_content_goes_on_where_it_failed(chain: Chain, stalls: bool, in_order: bool) -> None:
    async with DiskReader.open(Files(chain.directory), chain.path) as well:
        opened = well.chain
    disk = DiskReader(_Failing(chain.directory, stalls), opened, request_bytes=2**19)
    image, failures = bytearray(SIZE), 0
    content = disk.content(in_order=in_order)

    while True:
        offset, data = 0, b""
        try:
            with anyio.move_on_after(0.05) as scope:
                offset, data = await anext(content)
            failures += scope.cancelled_caught
        except ConnectionLostError:
            failures += 1
        except StopAsyncIteration:
            break
        image[offset : offset + len(data)] = data

    assert failures > 10
    assert image == chain.truth


async def test_a_damaged_chain_does_not_end_as_if_it_were_whole(chain: Chain) -> None:
    async with DiskReader.open(Files(chain.directory), chain.path) as disk:
        content = disk.content()
        (chain.directory / "disk-000001-delta.vmdk").write_bytes(b"")
        for _ in range(3):
            with pytest.raises(ChainError, match=r"2 .*gave 0 bytes"):
                await _exhaust(content)


async def test_an_unfinished_iteration_leaves_nothing(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        async for _ in disk.content():
            break
        async for _ in disk.ranges():
            break


async def test_many_tasks_read_one_disk(chain: Chain, files: Files) -> None:
    found: dict[int, bytes] = {}

    async def read(at: int) -> None:
        found[at] = await disk.read(at, min(2**18, SIZE - at))

    async with DiskReader.open(files, chain.path) as disk, anyio.create_task_group() as tasks:
        for at in range(0, SIZE, 2**18):
            tasks.start_soon(read, at)

    assert b"".join(data for _, data in sorted(found.items())) == chain.truth


# --- written to meanwhile ------------------------------------------------------------------------


def _write(chain: Chain, name: str, **changes: Any) -> None:
    path = chain.directory / name
    text = path.read_text()
    for old, new in changes.items():
        text = text.replace(old, new)
    path.write_text(text)


async def test_an_unchanged_disk_is_verified(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        _write(chain, "disk.vmdk", virtualHWVersion="toolsVersion")
        await disk.verify()


@pytest.mark.parametrize("name", ["disk.vmdk", "disk-000001.vmdk", "disk-000002.vmdk"])
async def test_a_disk_that_was_written_to_is_no_copy(chain: Chain, files: Files, name: str) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        cid = f"{parse_descriptor((chain.directory / name).read_bytes()).cid:08x}"
        _write(chain, name, **{f"\nCID={cid}": "\nCID=0badcafe"})

        assert await _image(disk) == chain.truth, "nobody asked"
        with pytest.raises(DiskChangedError, match=f"{name} was .* {cid}, now it is 0badcafe"):
            await _image(disk, verify=True)


async def test_a_link_that_is_gone_is_a_change(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        (chain.directory / "disk-000001.vmdk").unlink()
        with pytest.raises(DiskChangedError, match=r"disk-000001.vmdk was changed meanwhile"):
            await disk.verify()


async def test_a_broken_chain_is_not_opened(chain: Chain, files: Files) -> None:
    (chain.directory / "disk.vmdk").unlink()

    with pytest.raises(ChainError, match=r"link 3 of the chain of \[ds\] disk-000002.vmdk"):
        async with DiskReader.open(files, chain.path):
            pytest.fail("it was opened")


async def test_it_shows_what_it_reads(chain: Chain, files: Files) -> None:
    async with DiskReader.open(files, chain.path) as disk:
        assert repr(disk) == f"<DiskReader [ds] disk-000002.vmdk, {SIZE} bytes, 3 links>"
