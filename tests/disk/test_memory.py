"""A disk of 2 TiB with every table there, and every grain alone: what it takes to read a part."""

from __future__ import annotations

import struct
import tracemalloc
from array import array
from typing import Final

import pytest

from aioesx.datastore_path import DatastorePath
from aioesx.disk import (
    Descriptor,
    Extent,
    Layout,
    Read,
    Size,
    drive,
    format_descriptor,
    open_chain,
    sesparse,
)

pytestmark = pytest.mark.long

MIB: Final = 2**20
CAPACITY: Final = 2 * 2**40
TABLES: Final = CAPACITY // (16 * MIB)
TABLE: Final = 32 * 1024
DIRECTORY_AT: Final = 8 * 512
TABLES_AT: Final = DIRECTORY_AT + TABLES * 8
GRAINS_AT: Final = TABLES_AT + TABLES * TABLE
ALONE: Final = [3 << 60 | index * 2731 % 4096 << 48 for index in range(4096)]
"""The entries of the first table; those of the next one are 1 more, each."""


class _Full:
    """The two files of such a disk, made where they are asked for."""

    def __init__(self) -> None:
        sectors = CAPACITY // 512
        extent = Extent("RW", sectors, "SESPARSE", "disk-sesparse.vmdk")
        self._descriptor = format_descriptor(Descriptor(1, "seSparse", (extent,))).encode()
        head = bytearray(sesparse.format_extent(8, {})[:1024])
        struct.pack_into("<Q", head, 16, sectors)
        regions = (DIRECTORY_AT, TABLES * 8, TABLES_AT, TABLES * TABLE)
        struct.pack_into("<4Q", head, 16 * 8, *(value // 512 for value in regions))
        struct.pack_into("<Q", head, 24 * 8, GRAINS_AT // 512)
        self._head = bytes(head).ljust(DIRECTORY_AT, b"\0")
        numbers = (0x1000_0000 << 32 | number for number in range(TABLES))
        self._directory = array("Q", numbers).tobytes()
        self.requests = 0

    def answer(self, wanted: Read | Size) -> bytes | int:
        self.requests += 1
        if wanted.file.path == "disk.vmdk":
            return self._descriptor if isinstance(wanted, Read) else len(self._descriptor)
        if isinstance(wanted, Size):
            return GRAINS_AT + CAPACITY
        start, stop = wanted.start, wanted.start + wanted.length
        if stop <= TABLES_AT:
            return (self._head + self._directory)[start:stop]
        assert start >= TABLES_AT
        assert (start - TABLES_AT) % TABLE == 0
        numbers = range((start - TABLES_AT) // TABLE, (stop - TABLES_AT) // TABLE)
        return b"".join(map(self._table, numbers))

    def _table(self, number: int) -> bytes:
        return array("Q", [entry + number for entry in ALONE]).tobytes()


def test_it_stays_within_what_is_said() -> None:
    files = _Full()
    stop = 320 * MIB
    tracemalloc.start()
    try:
        chain = drive(open_chain(DatastorePath("ds", "disk.vmdk")), files.answer)
        layout, at, runs = Layout(chain), 0, 0
        tracemalloc.reset_peak()
        while at < stop:
            survey = drive(layout.survey(at, stop), files.answer)
            at, runs = survey.stop, runs + len(survey.runs)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert runs == stop // 4096
    assert peak < 48 * MIB
    assert files.requests < 20
