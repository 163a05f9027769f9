"""The header and the tables of qcow2 images: what reading and writing them have in common. No I/O.

All numbers are big-endian. A file is clusters. The first begins with the header, which says where
the L1 table is; its entries say where L2 tables are, one cluster each; theirs say where the
clusters of the disk are, in any order. Of each cluster of the file a refcount is kept, in blocks
that the refcount table lists.

| entry of an L2 table | meaning |
|---|---|
| 0 | zeros |
| bit 0 | zeros, wherever it points |
| bits 9 to 55 | the place of the cluster in the file |
| bit 62 | the cluster is compressed |
| bit 63 | the cluster's refcount is 1 |

Source: QEMU, docs/interop/qcow2.txt; qemu-img is the judge.
"""

from __future__ import annotations

import dataclasses
import struct
import sys
from array import array
from collections.abc import Iterator
from typing import Final

from aioesx.datastore_path import DatastorePath
from aioesx.disk import plan
from aioesx.disk._numbers import up
from aioesx.disk._sparse import AT_ONCE
from aioesx.disk.plan import Plan
from aioesx.errors import DiskFormatError

__all__ = [
    "COMPRESSED",
    "COPIED",
    "IDENTITY",
    "INCOMPLETE_BIT",
    "MAX_CAPACITY",
    "PLACE",
    "ZEROS",
    "Header",
    "from_bytes",
    "head_of",
    "read_header",
    "read_l1",
    "to_bytes",
    "wrong",
]

MAX_CAPACITY: Final = 64 * 2**40
"""Bytes that a disk may have; hosts stop at 62 TiB."""
PLACE: Final = 0x00FF_FFFF_FFFF_FE00
COPIED: Final = 1 << 63
COMPRESSED: Final = 1 << 62
ZEROS: Final = 1
INCOMPLETE_BIT: Final = 63
"""The incompatible feature that says that an image of ours is being written."""
IDENTITY: Final = 16
"""Bytes that tell one image of ours from another."""

_HEADER_2: Final = struct.Struct(">4sIQIIQIIQQIIQ")
_HEADER_3: Final = struct.Struct(">QQQII")
_EXTENSION: Final = struct.Struct(">II")
_FEATURE: Final = struct.Struct(">BB46s")
_MAGIC: Final = b"QFI\xfb"
_FEATURE_NAMES: Final = 0x6803F857
_IDENTITY: Final = 0x61696F65  # a header extension of our own, which others pass over
_MOST_L1: Final = 32 * 2**20 // 8  # entries; QEMU's own limit
_HEAD: Final = 65_536
_MOST_NAME: Final = 1023


def from_bytes(data: bytes) -> array[int]:
    """Read the entries of a table."""
    numbers = array("Q", data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def to_bytes(numbers: array[int]) -> bytes:
    """Write the entries of a table, of eight bytes or of two."""
    if sys.byteorder == "little":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers.tobytes()


def wrong(file: DatastorePath, what: str, offset: int) -> DiskFormatError:
    """Make the error that says what is wrong with a file."""
    return DiskFormatError(f"{file} {what}", offset=offset)


@dataclasses.dataclass(frozen=True, slots=True)
class Header:
    """What a header says.

    Attributes:
        capacity: size of the disk, in bytes.
        cluster: size of a cluster, in bytes.
        version: 2 or 3.
        l1_offset: where the L1 table is, in bytes.
        incompatible: features without which the image cannot be read, as bits.
        identity: which of our images this is; empty for those of others.
    """

    capacity: int
    cluster: int
    version: int
    l1_offset: int
    incompatible: int
    identity: bytes

    @property
    def tables(self) -> int:
        """How many L2 tables the disk has."""
        return up(self.capacity, self.cluster // 8 * self.cluster)


def read_header(file: DatastorePath) -> Plan[tuple[Header, int]]:
    """Read a header; returns it and the size of the file.

    Raises:
        DiskFormatError: it is none, or one of a kind that is not read.
    """
    size = yield from plan.size(file)
    data = yield from plan.read(file, 0, min(size, _HEAD))
    if len(data) < _HEADER_2.size or not data.startswith(_MAGIC):
        raise wrong(file, f"is no qcow2 image: it begins with {data[:4]!r}", 0)
    (
        _, version, backing, backing_size, bits, capacity, crypt,
        l1_size, l1_offset, _, _, _, _,
    ) = _HEADER_2.unpack_from(data)  # fmt: skip
    if version not in {2, 3}:
        raise wrong(file, f"is a qcow2 image of version {version}, not 2 or 3", 4)
    if not 9 <= bits <= 21:
        raise wrong(file, f"has clusters of 2^{bits} bytes, not 2^9 to 2^21", 20)
    if not 0 < capacity <= MAX_CAPACITY:
        raise wrong(file, f"tells of a disk of {capacity} bytes, not 1 to {MAX_CAPACITY}", 24)
    if backing:
        name = data[backing : backing + min(backing_size, _MOST_NAME)].decode(errors="replace")
        raise wrong(file, f"stands on another image, {name!r}, which is not read", 8)
    if crypt:
        raise wrong(file, "is encrypted", 32)
    incompatible, identity = _version_3(file, data) if version == 3 else (0, b"")
    header = Header(capacity, 1 << bits, version, l1_offset, incompatible, identity)
    if not header.tables <= l1_size <= _MOST_L1:
        raise wrong(file, f"has {l1_size} entries in its L1 table for {header.tables} tables", 36)
    if l1_offset % header.cluster or l1_offset + 8 * header.tables > size:
        raise wrong(file, f"says that its L1 table is at {l1_offset}, where none can be", 40)
    return header, size


def _version_3(file: DatastorePath, data: bytes) -> tuple[int, bytes]:
    """Return the incompatible features, and our identity if it is there."""
    if len(data) < _HEADER_2.size + _HEADER_3.size:
        raise wrong(file, "ends in its header", 0)
    incompatible, _, _, _, length = _HEADER_3.unpack_from(data, _HEADER_2.size)
    return incompatible, dict(_extensions(data, length)).get(_IDENTITY, b"")


def _extensions(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Yield the extensions of a header."""
    while at + _EXTENSION.size <= len(data):
        kind, length = _EXTENSION.unpack_from(data, at)
        at += _EXTENSION.size
        if not kind or at + length > len(data):
            return
        yield kind, data[at : at + length]
        at += up(length, 8) * 8


def read_l1(file: DatastorePath, header: Header) -> Plan[array[int]]:
    """Read the L1 table, as far as the disk has L2 tables."""
    entries = array("Q")
    for at in range(0, 8 * header.tables, AT_ONCE):
        length = min(AT_ONCE, 8 * header.tables - at)
        entries.extend(from_bytes((yield from plan.read(file, header.l1_offset + at, length))))
    return entries


def head_of(
    capacity: int,
    cluster: int,
    identity: bytes,
    l1: array[int],
    refcounts: tuple[int, int] | None,
) -> bytes:
    """Return the beginning of an image of version 3: its header, and its L1 table in the next.

    Args:
        capacity: size of the disk, in bytes.
        cluster: size of a cluster, in bytes.
        identity: `IDENTITY` bytes.
        l1: the entries of the L1 table.
        refcounts: where the refcount table is, in bytes, and how many clusters it has; None in an
            image that is not complete, which no program is to take for a disk.
    """
    table, clusters = refcounts or (0, 0)
    bits = cluster.bit_length() - 1
    data = _HEADER_2.pack(
        _MAGIC, 3, 0, 0, bits, capacity, 0, len(l1), cluster, table, clusters, 0, 0
    )
    incompatible = 0 if refcounts else 1 << INCOMPLETE_BIT
    data += _HEADER_3.pack(incompatible, 0, 0, 4, _HEADER_2.size + _HEADER_3.size)
    data += _EXTENSION.pack(_IDENTITY, len(identity)) + identity
    if incompatible:
        data += _EXTENSION.pack(_FEATURE_NAMES, _FEATURE.size)
        data += _FEATURE.pack(0, INCOMPLETE_BIT, b"incomplete: its export has not ended")
    packed = to_bytes(l1)
    return data.ljust(cluster, b"\0") + packed.ljust(up(len(packed), cluster) * cluster, b"\0")
