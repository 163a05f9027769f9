"""seSparse extents, ``NAME-000001-sesparse.vmdk``: what a snapshot on VMFS 6 writes.

All numbers are little-endian u64, all places are sectors of 512 bytes. A header that never
changes says where the rest is; a header that does change says whether the file was left clean. A
grain is 8 sectors, a grain table has 4,096 entries in 64 sectors, and so stands for 16 MiB.

| entry of | bits | meaning |
|---|---|---|
| the directory | all 0 | the parent has these 16 MiB |
| | ``0x10000000`` in the upper half | the table whose number is the lower half |
| a table | all 0 | the parent has the grain |
| | upper four 1 | unmapped by the guest: zeros |
| | upper four 2 | zeros |
| | upper four 3 | the grain with the number (bits 0 to 47 << 12) + bits 48 to 59 |

Tables and grains are numbered in the order in which they were first written. No I/O: what to read
is said by `aioesx.disk.plan`.

Source: QEMU's reader, which is the judge, and files of hosts that others have described; VMware
has not published the format.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping
from typing import Final

__all__ = ["GRAIN", "MAX_SECTORS", "format_extent"]

SECTOR: Final = 512
GRAIN: Final = 8 * SECTOR
"""Size of a grain, in bytes."""
MAX_SECTORS: Final = 64 * 2**40 // SECTOR
"""Size of the largest extent in sectors: 64 TiB, which is more than a host's largest disk."""

_CONSTANT: Final = struct.Struct("<26Q")
_VOLATILE: Final = struct.Struct("<4Q")
_MAGIC: Final = 0xCAFEBABE
_VOLATILE_MAGIC: Final = 0xCAFECAFE
_VERSION: Final = 0x2_0000_0001
_ENTRIES: Final = 4096
_TABLE_SECTORS: Final = 64
_ALLOCATED: Final = 0x1000_0000 << 32
_ZEROS: Final = 2 << 60
_DATA: Final = 3 << 60
# Of the regions that readers pass over each is one sector.
_VOLATILE_AT, _JOURNAL_HEADER_AT, _JOURNAL_AT, _BITMAP_AT, _BACK_MAP_AT = range(1, 6)
_DIRECTORY_AT: Final = 8


def format_extent(sectors: int, written: Mapping[int, bytes | None]) -> bytes:
    """Return the bytes of an extent that was left clean.

    The journal, the bitmap of free grains and the map back from grains are there and empty, since
    no reader needs them.

    Args:
        sectors: capacity, in sectors.
        written: what each grain that was written holds, by its number, the address on the disk
            divided by 4,096: 4,096 bytes (those of the last one, too), or None for zeros that
            take no room. They come to lie in the file in the order of the mapping.

    Raises:
        ValueError: a grain lies outside, or has not 4,096 bytes.
    """
    _check(sectors, written)
    directory = array("Q", bytes(8 * -(-sectors * SECTOR // (_ENTRIES * GRAIN))))
    tables: dict[int, array[int]] = {}
    grains: list[bytes] = []
    for grain, data in written.items():
        number, index = divmod(grain, _ENTRIES)
        if number not in tables:
            directory[number] = _ALLOCATED | len(tables)
            tables[number] = array("Q", bytes(8 * _ENTRIES))
        if data is None:
            tables[number][index] = _ZEROS
        else:
            tables[number][index] = _DATA | _number(len(grains))
            grains.append(data)
    directory_sectors = -(-len(directory) * 8 // SECTOR)
    tables_at = -(-(_DIRECTORY_AT + directory_sectors) // 8) * 8
    grains_at = tables_at + len(tables) * _TABLE_SECTORS
    constant = _CONSTANT.pack(
        _MAGIC, _VERSION, sectors, GRAIN // SECTOR, _TABLE_SECTORS, 0, 0, 0, 0, 0,
        _VOLATILE_AT, 1, _JOURNAL_HEADER_AT, 1, _JOURNAL_AT, 1,
        _DIRECTORY_AT, directory_sectors, tables_at, len(tables) * _TABLE_SECTORS,
        _BITMAP_AT, 1, _BACK_MAP_AT, 1, grains_at, len(grains) * (GRAIN // SECTOR),
    )  # fmt: skip
    volatile = _VOLATILE.pack(_VOLATILE_MAGIC, len(tables), 1, 0)
    head = constant.ljust(SECTOR, b"\0") + volatile.ljust(SECTOR, b"\0")
    head = head.ljust(_DIRECTORY_AT * SECTOR, b"\0") + _little(directory)
    return b"".join([
        head.ljust(tables_at * SECTOR, b"\0"), *map(_little, tables.values()), *grains
    ])  # fmt: skip


def _check(sectors: int, written: Mapping[int, bytes | None]) -> None:
    if not 0 < sectors <= MAX_SECTORS:
        raise ValueError(f"a seSparse extent has 1 to {MAX_SECTORS} sectors, not {sectors}")
    grains = -(-sectors * SECTOR // GRAIN)
    for grain, data in written.items():
        if not 0 <= grain < grains:
            raise ValueError(f"grain {grain} is outside of the {grains} of the extent")
        if data is not None and len(data) != GRAIN:
            raise ValueError(f"grain {grain} has {len(data)} bytes instead of {GRAIN}")


def _number(grain: int) -> int:
    """Return the number of a grain as an entry has it: its low twelve bits on top."""
    return (grain & 0xFFF) << 48 | grain >> 12


def _little(numbers: array[int]) -> bytes:
    """Return numbers as little-endian bytes, whatever the machine."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
