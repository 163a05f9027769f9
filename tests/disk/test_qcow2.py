"""qcow2 without I/O: what hostile files say is refused, and large disks take little memory."""

from __future__ import annotations

import random
import struct
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.images import read_qcow2

from aioesx.datastore_path import DatastorePath
from aioesx.disk import Qcow2Map, Qcow2Reader, Read, Size, drive
from aioesx.errors import DiskFormatError

BLOCK = 65_536
GIB = 2**30


def image(capacity: int, blocks: dict[int, bytes]) -> bytes:
    """Return a complete image."""
    file: dict[int, bytes] = {}
    places = Qcow2Map(capacity, b"i" * 16)
    for number, data in blocks.items():
        file[places.add(number)[0]] = data
    file.update(places.tables())
    file.update(places.refcounts())
    file[0] = places.complete()
    whole = bytearray(max(place + len(data) for place, data in file.items()))
    for place, data in file.items():
        whole[place : place + len(data)] = data
    return bytes(whole)


GOOD = image(3 * BLOCK, {0: b"a" * BLOCK, 2: b"b" * BLOCK})


def spoilt(at: int, form: str, value: int) -> bytes:
    data = bytearray(GOOD)
    struct.pack_into(form, data, at, value)
    return bytes(data)


def test_what_is_mapped_is_read() -> None:
    assert read_qcow2(GOOD) == b"a" * BLOCK + bytes(BLOCK) + b"b" * BLOCK


L1, L2 = BLOCK, 2 * BLOCK
HOSTILE: dict[str, bytes] = {
    "no qcow2 image: it begins with b''": b"",
    "no qcow2 image: it begins with b'KDMV'": b"KDMV" + GOOD[4:],
    "no qcow2 image": GOOD[:71],
    "ends in its header": GOOD[:90].ljust(90),
    "version 4": spoilt(4, ">I", 4),
    r"clusters of 2\^8 bytes": spoilt(20, ">I", 8),
    r"clusters of 2\^22 bytes": spoilt(20, ">I", 22),
    "a disk of 0 bytes": spoilt(24, ">Q", 0),
    "a disk of 18446744073709551615 bytes": spoilt(24, ">Q", 2**64 - 1),
    "0 entries in its L1 table for 1 table": spoilt(36, ">I", 0),
    "4294967295 entries in its L1 table": spoilt(36, ">I", 2**32 - 1),
    "L1 table is at 512, where none": spoilt(40, ">Q", 512),
    "L1 table is at 1048576000, where": spoilt(40, ">Q", 1000 * 2**20),
    "corrupt": spoilt(72, ">Q", 2),
    "has feature 5, which is not known": spoilt(72, ">Q", 32),
    "has feature 62, which is not known": spoilt(72, ">Q", 1 << 62),
    "0x1 in its L1 table": spoilt(L1, ">Q", 1),
    "0x200 in its L1 table": spoilt(L1, ">Q", 512),
    "0x80000000000000 in its L1 table": spoilt(L1, ">Q", 1 << 55),
    "0x2 in an L2 table": spoilt(L2, ">Q", 2),
    "0x200 in an L2 table": spoilt(L2, ">Q", 512),
    "0x100000000000000 in an L2 table": spoilt(L2, ">Q", 1 << 56),
    "0x640000000 in an L2 table": spoilt(L2, ">Q", 25 << 30),
    "compressed, at 0 of its disk": spoilt(L2, ">Q", 1 << 62),
}


@pytest.mark.parametrize("why", HOSTILE)
def test_what_cannot_be_is_refused(why: str) -> None:
    with pytest.raises(DiskFormatError, match=why):
        read_qcow2(HOSTILE[why])


@given(at=st.integers(0, 5 * BLOCK), value=st.binary(min_size=1, max_size=8))
def test_damage_is_refused_or_of_no_account(at: int, value: bytes) -> None:
    data = bytearray(GOOD)
    data[at : at + len(value)] = value

    try:
        found = len(read_qcow2(bytes(data)))
    except DiskFormatError:
        return
    assert found


def test_what_the_file_does_not_have_of_its_last_cluster_is_zeros() -> None:
    places = Qcow2Map(BLOCK, b"i" * 16)
    place, _ = places.add(0)
    ((table, entries),) = places.tables()
    data = places.complete().ljust(table, b"\0") + entries
    data = data.ljust(place, b"\0") + b"end"

    assert read_qcow2(data) == b"end".ljust(BLOCK, b"\0")


# --- the map -------------------------------------------------------------------------------------


def test_a_map_holds_runs() -> None:
    tracemalloc.start()
    try:
        places = Qcow2Map(4 * GIB, b"i" * 16)
        for number in range(4 * GIB // BLOCK):
            if number % 64 < 48:
                places.add(number)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held < 64 * 1024  # as the file has them they take 512 KiB
    assert places.find(48) is None
    header, l1, l2 = 1, 1, 1
    assert [places.find(number) for number in (0, 47, 64)] == [
        (header + l1 + l2 + number) * BLOCK for number in (0, 47, 48)
    ]


@given(
    todo=st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 12), st.booleans()), min_size=1, max_size=40
    )
)
def test_a_map_says_what_it_was_told(todo: list[tuple[int, int, bool]]) -> None:
    places, model = Qcow2Map(40 * BLOCK, b"i" * 16), dict[int, int]()
    for start, length, there in todo:
        for number in range(start, start + length):
            if there and number not in model:
                model[number] = places.add(number)[0]
            elif not there and number in model:
                del model[number]
                places.forget(number)
        places.saved()

    assert {number: places.find(number) for number in range(40)} == {
        number: model.get(number) for number in range(40)
    }
    assert places.mapped == len(model)
    assert len(set(model.values())) == len(model)


def test_scattered_clusters_are_found_again() -> None:
    draw = random.Random(5)
    numbers = draw.sample(range(100 * GIB // BLOCK), 5_000)
    places = Qcow2Map(100 * GIB, b"i" * 16)
    given = {number: places.add(number)[0] for number in numbers}

    assert {number: places.find(number) for number in numbers} == given
    assert len(set(given.values())) == len(numbers)


def test_a_cluster_is_another_s_only_after_a_save() -> None:
    places = Qcow2Map(10 * BLOCK, b"i" * 16)
    first, fresh = places.add(0)
    assert fresh
    places.saved()

    places.forget(0)
    second, _ = places.add(1)
    assert second != first
    assert not places.given_again
    places.saved()

    assert places.add(2) == (first, False)
    assert places.given_again


def test_the_refcounts_of_a_large_disk_count_themselves() -> None:
    places = Qcow2Map(64 * 2**40, b"i" * 16)
    places._next = 2**28 + 1  # as if much had come; the table takes more than a cluster then
    blocks = listed = 0
    for place, data in places.refcounts():
        assert place == places.end + blocks * BLOCK
        blocks += 1
        listed = len(data) // BLOCK

    assert listed == 2
    assert blocks - 1 == -(-(2**28 + 1 + blocks - 1 + listed) // 32_768)


@pytest.mark.parametrize("capacity", [0, 513, -512, 65 * 2**40])
def test_a_disk_that_the_format_cannot_hold_is_refused(capacity: int) -> None:
    with pytest.raises(ValueError, match=f"a disk of {capacity} bytes"):
        Qcow2Map(capacity, b"i" * 16)


def test_two_things_in_one_cluster_are_told() -> None:
    places = Qcow2Map(3 * BLOCK, b"i" * 16)
    places.add(0)
    data = bytearray(places.head().ljust(4 * BLOCK, b"\0"))
    for place, table in places.tables():
        data[place : place + BLOCK] = table[:8] + table[:8] + table[16:]
    file = DatastorePath("local", "disk.part")

    def answer(wanted: Read | Size) -> bytes | int:
        if isinstance(wanted, Size):
            return len(data) + BLOCK
        return bytes(data[wanted.start : wanted.start + wanted.length])

    with pytest.raises(DiskFormatError, match="two things in cluster"):
        drive(Qcow2Map.resuming(file, 3 * BLOCK, b"i" * 16, places.end), answer)
    with pytest.raises(DiskFormatError, match="is of an export that has not ended"):
        drive(Qcow2Reader.open(file), answer)
