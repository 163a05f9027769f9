"""COWD extents, ``NAME-000001-delta.vmdk``: what a snapshot on VMFS 5 and older and on NFS writes.

All numbers are little-endian u32, all places are sectors of 512 bytes. A header of four sectors;
at the sector that it names the grain directory, with an entry for every 4,096 grains, which is
the sector of their grain table or 0; in a table an entry for each grain: 0 for "the parent has
it", 1 for "zeros", else the sector at which the grain lies. Tables and grains lie in the order in
which they were first written. A grain is one sector on every host that is known.

No I/O: what to read is said by `aioesx.disk.plan`. Places are 32 bits, so neither the disk nor its
file reaches 2 TiB.

Source: VMware, Virtual Disk Format 5.0; QEMU's reader as the judge.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Mapping
from typing import Final

from aioesx.datastore_path import DatastorePath
from aioesx.disk._numbers import SECTOR, from_bytes, to_bytes, up
from aioesx.disk._sparse import PARENT, ZEROS, Coding, Head, SparseExtent
from aioesx.disk.plan import Plan

__all__ = ["MAX_SECTORS", "format_extent", "open_extent"]

MAX_SECTORS: Final = 2**32 - 1
"""Size of the largest extent in sectors, a sector short of 2 TiB: what a header can say."""

_HEADER: Final = struct.Struct("<4s10I")
_MAGIC: Final = b"COWD"
_VERSION: Final = 1
_FLAGS: Final = 3  # a root of its own kind, and one that can be checked
_INCONSISTENT: Final = 4
_MAX_GRAIN: Final = 128  # sectors; hosts write 1
_HEADER_SECTORS: Final = 4
_ENTRIES: Final = 4096
_TABLE_SECTORS: Final = _ENTRIES * 4 // SECTOR
_ZEROS: Final = 1  # QEMU takes it for a place: sector 1, which in our headers holds zeros


# --- reading -------------------------------------------------------------------------------------


def open_extent(file: DatastorePath) -> Plan[SparseExtent]:
    """Read the header and the directory of an extent.

    Raises:
        DiskFormatError: it is none, is marked as inconsistent, or points where nothing can be.
    """
    head = yield from Head.fetch(file)
    header = yield from head.part(0, _HEADER.size, "header")
    sectors, grain, start, entries = _header(head, header)
    tables = up(sectors, grain * _ENTRIES)
    if entries < tables:
        raise head.wrong(f"has {entries} entries in its directory where it takes {tables}", 24)
    if start < _HEADER_SECTORS:
        raise head.wrong(f"has its directory at sector {start}, inside of its header", 20)
    directory = array("I")
    for part in (yield from head.directory(start * SECTOR, 4 * tables)):
        directory.extend(from_bytes("I", part))
    data_from = start * SECTOR + 4 * tables
    _check_tables(head, directory, data_from)
    return SparseExtent(
        file=file,
        size=head.size,
        sectors=sectors,
        grain=grain * SECTOR,
        coding=_coding(grain),
        directory=directory,
        table_base=0,
        table_unit=SECTOR,
        data_from=data_from,
    )


def _header(head: Head, data: bytes) -> tuple[int, int, int, int]:
    """Return capacity and size of a grain, place and size of the directory."""
    magic, version, flags, sectors, grain, start, entries, *_ = _HEADER.unpack(data)
    if magic != _MAGIC:
        raise head.wrong(f"is no COWD extent: it begins with {magic!r}")
    if version != _VERSION:
        raise head.wrong(f"is a COWD extent of version {version}, not {_VERSION}", 4)
    if flags & _INCONSISTENT:
        raise head.wrong("is marked as inconsistent: it needs to be repaired", 8)
    if sectors == 0:
        raise head.wrong("says that it is empty", 12)
    if not 0 < grain <= _MAX_GRAIN or grain & (grain - 1):
        raise head.wrong(f"has grains of {grain} sectors, not of 1 to {_MAX_GRAIN}", 16)
    return sectors, grain, start, entries


def _check_tables(head: Head, directory: array[int], data_from: int) -> None:
    """See that each table lies in the file, and none on another."""
    before, free = 0, up(data_from, SECTOR)
    for sector in sorted(filter(None, directory)):
        if sector < free:
            what = "inside of the header or directory" if not before else f"on that at {before}"
            raise head.wrong(f"has a grain table at sector {sector}, {what}", sector * SECTOR)
        before, free = sector, sector + _TABLE_SECTORS
    if free * SECTOR > head.size and before:
        reason = f"has a grain table at sector {before}, beyond its end at {head.size}"
        raise head.wrong(reason, before * SECTOR)


def _coding(grain: int) -> Coding:
    return Coding(
        entries=_ENTRIES,
        table_bytes=_TABLE_SECTORS * SECTOR,
        word="I",
        place=_place,
        following=lambda entry: entry + grain if entry > _ZEROS else entry,
    )


def _place(entry: int) -> int:
    return entry * SECTOR if entry > _ZEROS else _PLACES[entry]


_PLACES: Final = (PARENT, ZEROS)


# --- writing -------------------------------------------------------------------------------------


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
    directory = array("I", bytes(4 * up(sectors, _ENTRIES)))
    directory_sectors = up(len(directory) * 4, SECTOR)
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
        to_bytes(directory).ljust(directory_sectors * SECTOR, b"\0"),
        *(to_bytes(part) if isinstance(part, array) else part for part in body),
    ])  # fmt: skip


def _check(sectors: int, written: Mapping[int, bytes | None]) -> None:
    if not 0 < sectors <= MAX_SECTORS:
        raise ValueError(f"a COWD extent has 1 to {MAX_SECTORS} sectors, not {sectors}")
    for sector, data in written.items():
        if not 0 <= sector < sectors:
            raise ValueError(f"sector {sector} is outside of the {sectors} of the extent")
        if data is not None and len(data) != SECTOR:
            raise ValueError(f"sector {sector} has {len(data)} bytes instead of {SECTOR}")
