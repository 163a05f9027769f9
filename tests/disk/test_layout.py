"""What is read through a chain is what its machine would read, in few requests."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chains import FORMATS, SECTOR, Chain, Files

from aioesx.datastore_path import DatastorePath
from aioesx.disk import (
    Descriptor,
    Extent,
    Layout,
    Run,
    cowd,
    drive,
    format_descriptor,
    gather,
    not_zero,
    open_chain,
    sesparse,
)
from aioesx.disk.runs import BLOCK, OverlapError
from aioesx.errors import ChainError

FILE = DatastorePath("ds", "a")


def read(files: Files, path: DatastorePath, start: int = 0, stop: int | None = None) -> bytes:
    """Read a range as a program without a loop would."""
    chain = drive(open_chain(path), files.answer)
    stop = chain.capacity if stop is None else stop
    layout = Layout(chain)
    data = bytearray(stop - start)
    for request in layout.requests(drive(layout.runs(start, stop), files.answer)):
        for offset, piece in request.pieces(drive(layout.fetch(request), files.answer)):
            data[offset - start : offset - start + len(piece)] = piece
    return bytes(data)


@st.composite
def _links(draw: st.DrawFn) -> list[tuple[str, int, dict[int, bytes | None]]]:
    links = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(sorted(FORMATS)))
        sectors = draw(st.integers(1, 90))
        grains = -(-sectors * SECTOR // FORMATS[kind].grain)
        chance = draw(st.randoms(use_true_random=False))
        numbers = draw(st.lists(st.integers(0, grains - 1), unique=True, max_size=30))
        written = {
            number: None if chance.random() < 0.3 else chance.randbytes(FORMATS[kind].grain)
            for number in numbers
        }
        links.append((kind, sectors, written))
    return links


@settings(deadline=None)
@given(st.integers(1, 90), _links(), st.data())
def test_any_chain_reads_as_its_machine_would(
    sectors: int, links: list[tuple[str, int, dict[int, bytes | None]]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as directory:
        chain = Chain(Path(directory), random.Random(sectors).randbytes(sectors * SECTOR))
        for kind, size, written in links:
            chain.snapshot(kind, written, sectors=size)
        start = data.draw(st.integers(0, len(chain.truth)))
        stop = data.draw(st.integers(start, len(chain.truth)))
        files = Files(chain.directory)

        assert read(files, chain.path) == chain.truth
        assert read(files, chain.path, start, stop) == chain.truth[start:stop]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_disk_of_many_tables_is_read_through_each(kind: str, tmp_path: Path) -> None:
    chance, grain = random.Random(3), FORMATS[kind].grain
    size = 3 * 4096 * grain + 7 * SECTOR
    chain = Chain(tmp_path, bytes(size))
    edges = [at for table in range(0, size // grain, 4096) for at in (table, table + 1, table - 1)]
    written = {at: chance.randbytes(grain) for at in [*edges, (size - 1) // grain] if at >= 0}
    chain.snapshot(kind, dict(sorted(written.items(), key=lambda _: chance.random())))

    assert read(Files(tmp_path), chain.path) == chain.truth


def test_a_disk_of_several_extents_is_one(tmp_path: Path) -> None:
    chance = random.Random(4)
    flat, other = chance.randbytes(30 * SECTOR), chance.randbytes(10 * SECTOR)
    (tmp_path / "a.vmdk").write_bytes(flat)
    (tmp_path / "b.vmdk").write_bytes(bytes(5 * SECTOR) + other)
    (tmp_path / "c.vmdk").write_bytes(cowd.format_extent(20, {7: chance.randbytes(SECTOR)}))
    (tmp_path / "d.vmdk").write_bytes(sesparse.format_extent(17, {2: b"x" * 4096}))
    extents = (
        Extent("RW", 30, "VMFS", "a.vmdk"), Extent("RW", 10, "FLAT", "b.vmdk", 5),
        Extent("RW", 3, "ZERO"), Extent("RW", 20, "VMFSSPARSE", "c.vmdk"),
        Extent("RDONLY", 17, "SESPARSE", "d.vmdk"),
    )  # fmt: skip
    (tmp_path / "disk.vmdk").write_text(format_descriptor(Descriptor(1, "vmfs", extents)))

    got = read(Files(tmp_path), DatastorePath("ds", "disk.vmdk"))

    chance = random.Random(4)
    chance.randbytes(40 * SECTOR)
    assert got[: 43 * SECTOR] == flat + other + bytes(3 * SECTOR)
    assert got[43 * SECTOR :].rstrip(b"x\0").strip(b"\0") == got[50 * SECTOR : 51 * SECTOR]
    assert got[-SECTOR:] == b"x" * SECTOR


def test_unmapped_grains_are_zeros(tmp_path: Path) -> None:
    chain = Chain(tmp_path, b"a" * 8192)
    chain.snapshot("sesparse", {1: None})
    file = tmp_path / "disk-000001-sesparse.vmdk"
    entry = (2 << 60).to_bytes(8, "little")
    data = file.read_bytes()
    assert data.count(entry) == 1
    file.write_bytes(data.replace(entry, (1 << 60 | 77).to_bytes(8, "little")))

    assert read(Files(tmp_path), chain.path) == b"a" * 4096 + bytes(4096)


def test_grains_of_several_sectors_are_read(tmp_path: Path) -> None:
    """No host is known to write them; the header has a place for it."""
    chain = Chain(tmp_path, b"a" * 24 * SECTOR)
    chain.snapshot("cowd", {number: bytes([number]) * SECTOR for number in range(24)})
    file = tmp_path / "disk-000001-delta.vmdk"
    data = bytearray(file.read_bytes())
    data[16:20] = (8).to_bytes(4, "little")
    table = 5 * SECTOR
    grains = table + 4096 * 4
    entries = [(grains // SECTOR + at).to_bytes(4, "little") for at in (16, 8)]
    data[table : table + 12] = b"".join([*entries, bytes(4)])
    file.write_bytes(data)

    got = read(Files(tmp_path), chain.path)

    wanted = b"".join(bytes([n]) * SECTOR for n in [*range(16, 24), *range(8, 16)])
    assert got == wanted + b"a" * 8 * SECTOR


def test_two_ranges_in_one_place_are_found(tmp_path: Path) -> None:
    chain = Chain(tmp_path, bytes(4 * SECTOR))
    chain.snapshot("cowd", {0: b"a" * SECTOR, 2: b"b" * SECTOR})
    file = tmp_path / "disk-000001-delta.vmdk"
    data = bytearray(file.read_bytes())
    data[5 * SECTOR + 8 : 5 * SECTOR + 12] = data[5 * SECTOR : 5 * SECTOR + 4]
    file.write_bytes(data)

    with pytest.raises(ChainError, match=r"1 .*two places of the disk, 1024 one of them, lie at"):
        read(Files(tmp_path), chain.path)


# --- requests ------------------------------------------------------------------------------------


def test_neighbours_are_read_at_once() -> None:
    runs = [Run(0, 10, FILE, 120, 0), Run(50, 10, FILE, 100, 0), Run(90, 5, FILE, 131, 0)]

    (request,) = gather(runs, gap=10)

    assert (request.start, request.length) == (100, 36)
    assert dict(request.pieces(bytes(range(100, 136)))) == {
        50: bytes(range(100, 110)), 0: bytes(range(120, 130)), 90: bytes(range(131, 136))
    }  # fmt: skip


def test_what_is_far_apart_is_not() -> None:
    runs = [Run(0, 10, FILE, 0, 0), Run(50, 10, FILE, 21, 0)]

    assert len(list(gather(runs, gap=11))) == 1
    assert len(list(gather(runs, gap=10))) == 2


def test_a_long_run_is_read_in_parts() -> None:
    requests = list(gather([Run(5, 25, FILE, 100, 0)], most=10))

    assert [(each.start, each.length) for each in requests] == [(100, 10), (110, 10), (120, 5)]
    assert [each.runs[0].start for each in requests] == [5, 15, 25]


def test_files_are_not_mixed() -> None:
    other = DatastorePath("ds", "b")
    requests = gather([Run(0, 9, other, 0, 1), Run(9, 9, FILE, 9, 0), Run(18, 9, other, 9, 1)])

    assert [(each.file, each.length) for each in requests] == [(FILE, 9), (other, 18)]


def test_no_place_is_read_twice() -> None:
    with pytest.raises(OverlapError):
        list(gather([Run(0, 10, FILE, 0, 0), Run(10, 10, FILE, 9, 0)]))


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), max_size=20),
    st.integers(1, 50),
    st.integers(0, 20),
)
def test_every_byte_is_read_once(gaps: list[tuple[int, int]], most: int, gap: int) -> None:
    runs, offset, start = [], 0, 0
    for skipped, length in gaps:
        offset += skipped
        runs.append(Run(start, length, FILE, offset, 0))
        offset, start = offset + length, start + length
    source = random.Random(offset).randbytes(offset)

    requests = list(gather(reversed(runs), most=most, gap=gap))

    pieces: dict[int, bytes] = {}
    for each in requests:
        pieces.update(each.pieces(source[each.start : each.stop]))
    wanted = b"".join(source[run.offset : run.offset + run.length] for run in runs)
    assert b"".join(data for _, data in sorted(pieces.items())) == wanted
    assert all(0 < each.length <= most for each in requests)


@pytest.mark.parametrize(
    ("start", "data", "found"),
    [
        (0, b"", []),
        (7, bytes(3 * BLOCK), []),
        (0, b"a" * BLOCK + bytes(BLOCK) + b"b", [(0, BLOCK), (2 * BLOCK, 1)]),
        (BLOCK - 1, b"\0" + bytes(BLOCK) + b"b" * BLOCK, [(2 * BLOCK, BLOCK)]),
        (1, bytes(BLOCK - 1) + b"a" + bytes(BLOCK - 1), [(BLOCK, BLOCK)]),
        (0, b"a" * 3 * BLOCK, [(0, 3 * BLOCK)]),
        (5, b"\0\0a", [(5, 3)]),
    ],
)
def test_blocks_of_zeros_are_left_out(
    start: int, data: bytes, found: list[tuple[int, int]]
) -> None:
    pieces: Any = list(not_zero(start, data))

    assert [(offset, len(piece)) for offset, piece in pieces] == found
    assert all(data[at - start : at - start + len(piece)] == piece for at, piece in pieces)
