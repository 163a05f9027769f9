"""Where the blocks of an image lie in its file, and what makes that safe: qcow2 and raw.

It knows blocks of 64 KiB, and calls `Part` for the rest.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, Protocol

from aioesx.datastore_path import DatastorePath
from aioesx.disk.plan import drive
from aioesx.disk.qcow2_map import CLUSTER, Qcow2Map
from aioesx.errors import DiskFormatError
from aioesx.export.images.part import Part, Writer

__all__ = ["ImageFormat", "Places", "open_places", "put", "spans_of"]

ImageFormat = Literal["qcow2", "raw"]

_ZEROS: Final = bytes(CLUSTER)


class Places(Protocol):
    """Where the blocks of a disk are in a file.

    Attributes:
        format: of the file.
        capacity: size of the disk, in bytes.
        mapped: how many blocks are in the file; the others are zeros.
    """

    format: ImageFormat
    capacity: int
    mapped: int

    @classmethod
    def begin(cls, part: Part, capacity: int) -> Places:
        """Begin an image in an empty file."""
        ...

    @classmethod
    def resume(cls, part: Part, capacity: int, saved: Mapping[str, Any]) -> Places:
        """Read what there is of one.

        Raises:
            DiskFormatError, KeyError, TypeError, ValueError: it is not what was saved.
        """
        ...

    def find(self, number: int) -> int | None:
        """Return where a block lies, in bytes; None for zeros."""
        ...

    def zeros_to(self, number: int) -> int:
        """Return up to which block all are zeros, from one on that is; there may be more."""
        ...

    def add(self, number: int) -> tuple[int, bool]:
        """Give a block a place; returns it, and whether zeros are there."""
        ...

    def drop(self, number: int) -> int | None:
        """Let a block that has a place be zeros; returns where these are still to be written."""
        ...

    def save(self, part: Part) -> dict[str, Any]:
        """Make safe what is in the file; returns what it takes to go on."""
        ...

    def finish(self, part: Part) -> None:
        """Make the file a complete image."""
        ...


def put(writer: Writer, places: Places, offset: int, data: bytes | memoryview) -> None:
    """Have bytes of the disk written where they belong."""
    at, size = 0, len(data)
    while at < size:
        number, inside = divmod(offset + at, CLUSTER)
        length = min(CLUSTER - inside, size - at)
        whole = length == min(CLUSTER, places.capacity - number * CLUSTER)
        zeros = _is_zeros(data, at, length)
        place = places.find(number)
        if place is None:
            if not zeros:
                place, fresh = places.add(number)
                if not (fresh or length == CLUSTER):
                    writer.put(place, _ZEROS, 0, CLUSTER)
        elif zeros and whole:
            place = places.drop(number)
        if place is not None:
            writer.put(place + inside, data, at, at + length)
        at += length


def _is_zeros(data: bytes | memoryview, at: int, length: int) -> bool:
    zeros = _ZEROS if length == CLUSTER else _ZEROS[:length]
    if isinstance(data, memoryview):  # it would be compared byte by byte
        return data[at] == 0 and bytes(data[at : at + length]) == zeros
    return data.startswith(zeros, at)


def spans_of(places: Places, offset: int, length: int) -> Iterator[tuple[int | None, int]]:
    """Yield where a range of the disk lies, or None for zeros, and how long that goes on."""
    start, size, stop = None, 0, offset + length
    while offset < stop:
        number, inside = divmod(offset, CLUSTER)
        place = places.find(number)
        blocks = 1 if place is not None else places.zeros_to(number) - number
        step = min(blocks * CLUSTER - inside, stop - offset)
        here = None if place is None else place + inside
        goes_on = here is None if start is None else here == start + size
        if size and not goes_on:
            yield start, size
            size = 0
        if not size:
            start = here
        size += step
        offset += step
    if size:
        yield start, size


def open_places(
    part: Part,
    format: ImageFormat,  # noqa: A002
    capacity: int,
    saved: Mapping[str, Any] | None,
) -> Places:
    """Begin an image, or read what there is of one.

    Raises:
        ExportStateError: that.
    """
    kind = _KINDS[format]
    if saved is None:
        return kind.begin(part, capacity)
    if (saved.get("format"), saved.get("capacity")) != (format, capacity):
        raise part.unknown(f"it is no {format} image of {capacity} bytes")
    try:
        return kind.resume(part, capacity, saved)
    except (DiskFormatError, KeyError, TypeError, ValueError) as error:
        raise part.unknown(str(error)) from None


class _Qcow2(Qcow2Map):
    """The places of a qcow2 image."""

    format: ImageFormat = "qcow2"

    @classmethod
    def begin(cls, part: Part, capacity: int) -> _Qcow2:
        places = cls(capacity, secrets.token_bytes(16))
        part.write(0, places.head())
        return places

    @classmethod
    def resume(cls, part: Part, capacity: int, saved: Mapping[str, Any]) -> _Qcow2:
        identity, end = bytes.fromhex(saved["identity"]), int(saved["end"])
        plan = cls.resuming(_Local("", str(part.path)), capacity, identity, end)
        places = drive(plan, part.answer)
        part.cut(end)  # what is behind would not be zeros
        part.write(0, places.head())  # it may have been complete, but for its name
        part.sync()
        return places

    def drop(self, number: int) -> None:
        self.forget(number)

    def save(self, part: Part) -> dict[str, Any]:
        if self.given_again:
            part.sync()  # else what the file says of clusters before the last `end` remains true
        self._write_tables(part)
        part.write(0, self.head())
        part.sync()
        self.saved()
        return {
            "format": self.format,
            "capacity": self.capacity,
            "end": self.end,
            "identity": self.identity.hex(),
        }

    def finish(self, part: Part) -> None:
        self._write_tables(part)
        for place, data in self.refcounts():
            part.write(place, data)
        part.sync()
        part.write(0, self.complete())
        part.sync()

    def _write_tables(self, part: Part) -> None:
        part.cut(self.end)
        for place, data in self.tables():
            part.write(place, data)


class _Raw:
    """The places of a raw image: where they are on the disk. It knows which are not zeros."""

    format: ImageFormat = "raw"

    def __init__(self, capacity: int) -> None:
        if capacity % 512 or capacity <= 0:
            raise ValueError(f"there are no disks of {capacity} bytes")
        self.capacity = capacity
        self.mapped = 0
        self._known: dict[int, bytearray] = {}  # a bit a block, for 512 MiB each

    @classmethod
    def begin(cls, part: Part, capacity: int) -> _Raw:
        places = cls(capacity)
        part.cut(capacity)
        return places

    @classmethod
    def resume(cls, part: Part, capacity: int, saved: Mapping[str, Any]) -> _Raw:
        if (size := part.size()) != capacity:
            raise ValueError(f"it has {size} bytes")
        places = cls(capacity)
        for start, stop in part.data():
            for number in range(start // CLUSTER, -(-min(stop, capacity) // CLUSTER)):
                if places.find(number) is None:
                    places.add(number)
        if places.mapped < (blocks := int(saved["blocks"])):
            raise ValueError(f"it holds {places.mapped} blocks of {blocks}")
        return places

    def find(self, number: int) -> int | None:
        known = self._known.get(number >> 13)
        written = known is not None and known[number >> 3 & 1023] >> (number & 7) & 1
        return number * CLUSTER if written else None

    def zeros_to(self, number: int) -> int:
        return number + 1 if number >> 13 in self._known else (number >> 13) + 1 << 13

    def add(self, number: int) -> tuple[int, bool]:
        known = self._known.get(number >> 13)
        if known is None:
            known = self._known[number >> 13] = bytearray(1024)
        known[number >> 3 & 1023] |= 1 << (number & 7)
        self.mapped += 1
        return number * CLUSTER, True

    def drop(self, number: int) -> int:
        self._known[number >> 13][number >> 3 & 1023] &= ~(1 << (number & 7))
        self.mapped -= 1
        return number * CLUSTER

    def save(self, part: Part) -> dict[str, Any]:
        part.sync()
        return {"format": self.format, "capacity": self.capacity, "blocks": self.mapped}

    def finish(self, part: Part) -> None:
        part.sync()


class _Local(DatastorePath):
    """A file here, for plans: they only name it."""

    def __str__(self) -> str:
        return self.path


_KINDS: Final[Mapping[ImageFormat, type[Places]]] = {"qcow2": _Qcow2, "raw": _Raw}
