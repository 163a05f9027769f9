"""COWD extents, ``NAME-000001-delta.vmdk``: what a snapshot on VMFS 5 and older and on NFS writes.

All numbers are little-endian u32, all places are sectors of 512 bytes. A header of four sectors;
at the sector that it names the grain directory, with an entry for every 4,096 grains, which is
the sector of their grain table or 0; in a table an entry for each grain: 0 for "the parent has
it", 1 for "zeros", else the sector at which the grain lies. Tables and grains lie in the order in
which they were first written. A grain is one sector on every host that is known.

No I/O: what to read is said by `aioesx.disk.plan`.

Source: VMware, Virtual Disk Format 5.0; QEMU's reader as the judge.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping
from typing import Final

__all__ = ["MAX_SECTORS", "format_extent"]

SECTOR: Final = 512
MAX_SECTORS: Final = 2**32 - 1
"""Size of the largest extent in sectors, a sector short of 2 TiB: what a header can say."""

_HEADER: Final = struct.Struct("<4s10I")
_MAGIC: Final = b"COWD"
_VERSION: Final = 1
_FLAGS: Final = 3  # a root of its own kind, and one that can be checked
_HEADER_SECTORS: Final = 4
_ENTRIES: Final = 4096
_TABLE_SECTORS: Final = _ENTRIES * 4 // SECTOR
_ZEROS: Final = 1


def format_extent(sectors: int, written: Mapping[int, bytes | None]) -> bytes:
    """Return the bytes of an extent, with grains of one sector.

    Args:
        sectors: capacity, in sectors.
        written: what each sector that was written holds: 512 bytes, or None for zeros that take
            no room. They come to lie in the file in the order of the mapping, tables among them.

    Raises:
        ValueError: a sector lies outside, or has not 512 bytes; or the file would outgrow what
            the format can say.
    """
    _check(sectors, written)
    directory = array("I", bytes(4 * -(-sectors // _ENTRIES)))
    directory_sectors = -(-len(directory) * 4 // SECTOR)
    tables: dict[int, array[int]] = {}
    body: list[bytes | array[int]] = []
    free = _HEADER_SECTORS + directory_sectors
    for sector, data in written.items():
        number, index = divmod(sector, _ENTRIES)
        if number not in tables:
            tables[number] = array("I", bytes(4 * _ENTRIES))
            directory[number] = free
            free += _TABLE_SECTORS
            body.append(tables[number])
        if data is None:
            tables[number][index] = _ZEROS
        else:
            tables[number][index] = free
            free += 1
            body.append(data)
    if free > MAX_SECTORS:
        raise ValueError("a COWD extent cannot outgrow 2 TiB")
    header = _HEADER.pack(_MAGIC, _VERSION, _FLAGS, sectors, 1, _HEADER_SECTORS,
                          len(directory), free, 0, 0, 0)  # fmt: skip
    return b"".join([
        header.ljust(_HEADER_SECTORS * SECTOR, b"\0"),
        _little(directory).ljust(directory_sectors * SECTOR, b"\0"),
        *(_little(part) if isinstance(part, array) else part for part in body),
    ])  # fmt: skip


def _check(sectors: int, written: Mapping[int, bytes | None]) -> None:
    if not 0 < sectors <= MAX_SECTORS:
        raise ValueError(f"a COWD extent has 1 to {MAX_SECTORS} sectors, not {sectors}")
    for sector, data in written.items():
        if not 0 <= sector < sectors:
            raise ValueError(f"sector {sector} is outside of the {sectors} of the extent")
        if data is not None and len(data) != SECTOR:
            raise ValueError(f"sector {sector} has {len(data)} bytes instead of {SECTOR}")


def _little(numbers: array[int]) -> bytes:
    """Return numbers as little-endian bytes, whatever the machine."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
