"""streamOptimized: what is written is read, and what no writer writes is refused."""

from __future__ import annotations

import random
import struct
import zlib
from itertools import chain

import pytest

from aioesx.disk.stream import GRAIN, MAX_CAPACITY, StreamReader, StreamWriter
from aioesx.errors import DiskFormatError

SECTOR = 512
HEAD = 128 * SECTOR


def content(grains: dict[int, int], size: int) -> bytes:
    """Return a disk of random bytes in some grains, by their number, with a seed for each."""
    disk = bytearray(size)
    for number, seed in grains.items():
        part = disk[number * GRAIN : (number + 1) * GRAIN]
        disk[number * GRAIN : (number + 1) * GRAIN] = random.Random(seed).randbytes(len(part))
    return bytes(disk)


def stream_of(disk: bytes) -> bytes:
    writer = StreamWriter(len(disk), ddb={"adapterType": "lsilogic"})
    head = writer.head()
    grains = [writer.grain(at // GRAIN, disk[at : at + GRAIN]) for at in range(0, len(disk), GRAIN)]
    return b"".join([head, *grains, writer.end()])


def read(stream: bytes, piece: int) -> bytes:
    reader, disk = StreamReader(), bytearray()
    for at in range(0, len(stream), piece):
        for offset, data in reader.feed(stream[at : at + piece]):
            disk = disk or bytearray(reader.capacity)
            disk[offset : offset + len(data)] = data
    reader.finish()
    return bytes(disk) or bytes(reader.capacity)


@pytest.mark.parametrize("piece", [511, 512, 999, 65_536, 70_000, 2**24])
@pytest.mark.parametrize(
    "disk",
    [
        bytes(SECTOR),
        bytes(3 * GRAIN),
        content({0: 1, 5: 2}, 40 * GRAIN),
        content({0: 1, 511: 2, 512: 3, 600: 4}, 600 * GRAIN + 7 * SECTOR),
    ],
    ids=["sector", "empty", "small", "several-tables"],
)
def test_what_is_written_is_read_in_pieces_of_any_size(disk: bytes, piece: int) -> None:
    assert read(stream_of(disk), piece) == disk


@pytest.mark.parametrize("edge", [1, 12, 511, 512, 513, 900, 10**6])
def test_what_is_wrong_has_its_place_wherever_pieces_end(edge: int) -> None:
    head = StreamWriter(10 * GRAIN).head()
    good = grain(128, FULL)
    stream = head + good + grain(0, FULL)
    reader = StreamReader()
    pieces = (stream[: len(head) + edge], stream[len(head) + edge :])

    with pytest.raises(DiskFormatError, match=rf"\(at byte {len(head) + len(good)}\)"):
        list(chain.from_iterable(map(reader.feed, pieces)))


def test_zeros_take_no_room() -> None:
    assert len(stream_of(bytes(4000 * GRAIN))) < 100_000


@pytest.mark.parametrize("size", [0, 100, MAX_CAPACITY + SECTOR])
def test_a_disk_that_the_format_cannot_hold_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        StreamWriter(size)


def test_grains_rise() -> None:
    writer = StreamWriter(10 * GRAIN)
    writer.grain(4, b"x" * GRAIN)

    with pytest.raises(ValueError, match="cannot follow"):
        writer.grain(4, b"x" * GRAIN)


def test_a_stream_is_whole_with_its_end_only() -> None:
    stream = stream_of(content({1: 1}, 4 * GRAIN))
    reader = StreamReader()

    assert len(list(reader.feed(stream[:-SECTOR]))) == 1
    with pytest.raises(DiskFormatError, match="ends before"):
        reader.finish()


def grain(sector: int, data: bytes, size: int | None = None) -> bytes:
    """Return a grain as a hostile server may send it."""
    head = struct.pack("<QI", sector, len(data) if size is None else size)
    return (head + data).ljust(-(-(len(data) + 12) // SECTOR) * SECTOR, b"\0")


FULL = zlib.compress(b"x" * GRAIN)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (grain(128, FULL) + grain(0, FULL), "after that at 128"),
        (grain(128, FULL) * 2, "after that at 128"),
        (grain(1, FULL), "sector 1"),
        (grain(10 * 128, FULL), "sector 1280"),
        (grain(0, b"x" * 500, 2**31), "compressed bytes"),
        (grain(0, b"no zlib at all"), "no zlib"),
        (grain(0, zlib.compress(bytes(2**24))), "not of 65536"),
        (grain(0, zlib.compress(b"short")), "not of 65536"),
        (grain(0, FULL[:-6]), "not of 65536"),
        (struct.pack("<QII", 2**40, 0, 2).ljust(SECTOR, b"\0"), "marker of kind 2"),
        (struct.pack("<QII", 0, 0, 9).ljust(SECTOR, b"\0"), "marker of kind 9"),
    ],
)
def test_what_cannot_be_is_refused_with_the_place(body: bytes, said: str) -> None:
    head = StreamWriter(10 * GRAIN).head()

    with pytest.raises(DiskFormatError, match=said):
        list(StreamReader().feed(head + body))


@pytest.mark.parametrize(
    ("at", "data", "said"),
    [
        (0, b"COWD", "no sparse VMDK"),
        (8, struct.pack("<I", 3), "another kind"),
        (12, struct.pack("<Q", 2**60), "tells of a disk"),
        (20, struct.pack("<Q", 1), "grains of 1 sectors"),
        (73, b"\n \n\n", "as text"),
    ],
)
def test_the_header_of_something_else_is_refused(at: int, data: bytes, said: str) -> None:
    head = bytearray(StreamWriter(10 * GRAIN).head())
    head[at : at + len(data)] = data

    with pytest.raises(DiskFormatError, match=said):
        list(StreamReader().feed(bytes(head)))


@pytest.mark.parametrize("seed", range(4))
def test_pieces_need_not_be_grains(seed: int) -> None:
    draw = random.Random(seed)
    disk = bytearray(content({0: 1, 3: 2, 600: 3}, 601 * GRAIN - 512))
    writer = StreamWriter(len(disk))
    stream, at = [writer.head()], 0
    while at < len(disk):
        size = draw.choice([512, 512 * 7, GRAIN - 512, GRAIN, 3 * GRAIN])
        if draw.random() < 0.3:
            disk[at : at + size] = bytes(len(disk[at : at + size]))  # left out
        else:
            stream.append(writer.put(at, bytes(disk[at : at + size])))
        at += size
    stream.append(writer.end())

    assert read(b"".join(stream), 100_000) == disk


def test_pieces_rise() -> None:
    writer = StreamWriter(10 * GRAIN)
    writer.put(GRAIN + 512, b"x" * 512)
    writer.put(3 * GRAIN, b"x" * 512)

    with pytest.raises(ValueError, match="grain 1 cannot follow 3"):
        [writer.put(GRAIN, b"x" * 512), writer.end()]
