"""What the extents of virtual disks hold: a base and, over it, what was written since.

A disk of a tebibyte takes no room on this machine until somebody writes to it. The base is zeros,
a pattern, a file or a content that was uploaded; what was written is kept in grains of 4 KiB. A
link above a parent has no base: what it lacks the parent has. Its file is written when it is read.
Knows bytes; nothing of descriptors, chains and datastores.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aioesx.disk import cowd, sesparse
from aioesx.simulator.state.files import ZeroContent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aioesx.simulator.state.files import Content

__all__ = ["GRAIN", "NEW_LINK", "FileContent", "FlatContent", "Layer", "LinkContent", "Pattern"]

GRAIN: Final = 4096
"""Bytes that are kept together."""

NEW_LINK: Final = 64 * 1024
"""Bytes that an empty link takes up in its datastore."""

_SECTOR: Final = 512
_NOTHING: Final = bytes(GRAIN)
_EMPTY: Final = bytes(_SECTOR)

Grains = dict[int, bytes | None]


class Layer:
    """What was written to a disk, by grain; None is a grain of zeros.

    Attributes:
        grains: in the order in which they were first written.
        room: bytes that they take up.
    """

    __slots__ = ("grains", "room")

    def __init__(self, grains: Grains | None = None, room: int = 0) -> None:
        self.grains: Grains = {} if grains is None else grains
        self.room = room

    def copy(self) -> Layer:
        """Return another layer that holds the same."""
        return Layer(dict(self.grains), self.room)

    def write(self, offset: int, data: bytes, now: Callable[[int, int], bytes]) -> None:
        """Take bytes in.

        Args:
            offset: where on the disk they begin.
            data: the bytes.
            now: reads the disk as it is, for what else the first and the last grain hold.
        """
        end = offset + len(data)
        start, stop = offset // GRAIN * GRAIN, -(-end // GRAIN) * GRAIN
        whole = now(start, offset - start) + data + now(end, stop - end)
        whole = whole.ljust(stop - start, b"\0")  # the disk may end within a grain
        for at in range(0, stop - start, GRAIN):
            self.put((start + at) // GRAIN, whole[at : at + GRAIN])

    def put(self, number: int, grain: bytes | None) -> None:
        """Take one grain in."""
        if grain == _NOTHING:
            grain = None
        if self.grains.get(number) is not None:
            self.room -= GRAIN
        if grain is not None:
            self.room += GRAIN
        self.grains[number] = grain

    def absorb(self, other: Layer) -> None:
        """Take everything in that another layer holds."""
        for number, grain in other.grains.items():
            self.put(number, grain)

    def overlay(self, data: bytearray, start: int) -> None:
        """Lay what was written over bytes of the disk that begin at `start`."""
        first, last = start // GRAIN, -(-(start + len(data)) // GRAIN)
        few = last - first <= len(self.grains)
        for number in range(first, last) if few else list(self.grains):
            if number in self.grains and first <= number < last:
                at = number * GRAIN - start
                begin, end = max(0, -at), min(GRAIN, len(data) - at)
                data[at + begin : at + end] = (self.grains[number] or _NOTHING)[begin:end]


class Pattern:
    """Bytes that are made up when they are read, the same ones each time.

    Args:
        size: length in bytes.
        seed: another seed, other bytes.
    """

    __slots__ = ("_seed", "size")

    def __init__(self, size: int, seed: int = 0) -> None:
        self.size = size
        self._seed = seed

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return self.size

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        end = min(self.size, start + length)
        first, last = start // GRAIN, -(-end // GRAIN)
        data = b"".join(self._grain(number) for number in range(first, last))
        return data[start - first * GRAIN : max(0, end - first * GRAIN)]

    def _grain(self, number: int) -> bytes:
        return hashlib.shake_128(b"%d/%d" % (self._seed, number)).digest(GRAIN)

    def copy(self) -> Content:
        """Return the same: it never changes."""
        return self

    def discard(self) -> None:
        """Nothing to give up."""


class FileContent:
    """A file of this machine's that a test has named; it is read only, and never deleted.

    Args:
        path: where it is.
        size: length in bytes; that of the file when left out.
    """

    __slots__ = ("_path", "size")

    def __init__(self, path: str | Path, size: int | None = None) -> None:
        self._path = Path(path)
        self.size = self._path.stat().st_size if size is None else size

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return min(self.size, self._path.stat().st_size)

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`; zeros behind the file's end."""
        length = max(0, min(length, self.size - start))
        with self._path.open("rb") as file:
            file.seek(start)
            return file.read(length).ljust(length, b"\0")

    def copy(self) -> Content:
        """Return the same: nobody writes to it."""
        return self

    def discard(self) -> None:
        """Nothing to give up."""


class FlatContent:
    """A whole disk: a base and what was written over it.

    Args:
        base: what it held at first; zeros follow where the disk is larger.
        size: length in bytes.
        thick: whether all of it takes up room, written or not.
    """

    __slots__ = ("_base", "layer", "size", "thick")

    def __init__(
        self, base: Content, size: int, *, thick: bool, layer: Layer | None = None
    ) -> None:
        self._base = base
        self.size = size
        self.thick = thick
        self.layer = Layer() if layer is None else layer

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return self.size if self.thick else min(self.size, self._base.stored + self.layer.room)

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes from `start`."""
        length = max(0, min(length, self.size - start))
        data = self._base.read(start, length).ljust(length, b"\0")
        if not self.layer.grains:
            return data
        changed = bytearray(data)
        self.layer.overlay(changed, start)
        return bytes(changed)

    def write(self, offset: int, data: bytes) -> None:
        """Write bytes; they lie within the disk."""
        self.layer.write(offset, data, self.read)

    def compacted(self) -> FlatContent:
        """Return another disk that holds the same, with zeros at the bottom taking no room."""
        whole = self.copy()
        if isinstance(whole._base, ZeroContent):
            whole._base = ZeroContent(whole._base.size)
        return whole

    @property
    def base(self) -> Content:
        """What it held at first."""
        return self._base

    def copy(self) -> FlatContent:
        """Return another disk that holds the same, and is written to apart."""
        base, layer = self._base.copy(), self.layer.copy()
        return FlatContent(base, self.size, thick=self.thick, layer=layer)

    def discard(self) -> None:
        """Give up what the base holds on this machine."""
        self._base.discard()


class LinkContent:
    """The extent of a disk that stands on another: what was written since, and no more.

    Args:
        capacity: size of the disk in bytes.
        form: a word of `FORMS`; where there is none, the extent is an object and no file.

    Attributes:
        clean: whether it was closed as it should be. Else a host replays its journal when it
            opens it next, which is before the next write.
    """

    __slots__ = ("_capacity", "_clean", "_written", "form", "layer")

    def __init__(self, capacity: int, form: str, layer: Layer | None = None) -> None:
        self._capacity = capacity
        self._clean = True
        self._written: bytes | None = None
        self.form = form
        self.layer = Layer() if layer is None else layer

    @property
    def clean(self) -> bool:
        """Whether it was closed as it should be."""
        return self._clean

    @clean.setter
    def clean(self, clean: bool) -> None:
        self._clean, self._written = clean, None

    @property
    def size(self) -> int:
        """Length in bytes of the file."""
        return len(self._file())

    @property
    def stored(self) -> int:
        """Bytes that the content takes up in the datastore."""
        return NEW_LINK + self.layer.room

    def read(self, start: int, length: int) -> bytes:
        """Return up to `length` bytes of the file from `start`."""
        return self._file()[start : start + length]

    def write(self, offset: int, data: bytes, now: Callable[[int, int], bytes]) -> None:
        """Write bytes to the disk; `now` reads it through its chain."""
        self.clean = True
        self.layer.write(offset, data, now)

    def absorb(self, layer: Layer) -> None:
        """Take over what a link above holds."""
        self.clean = True
        self.layer.absorb(layer)

    def shaped(self, form: str) -> LinkContent:
        """Return the same, as a file of another form."""
        return LinkContent(self._capacity, form, self.layer)

    def copy(self) -> LinkContent:
        """Return another extent that holds the same."""
        return LinkContent(self._capacity, self.form, self.layer.copy())

    def discard(self) -> None:
        """Nothing to give up."""

    def _file(self) -> bytes:
        """Return the file; it is kept until the next write."""
        if self._written is None:
            write = FORMS.get(self.form)
            sectors = self._capacity // _SECTOR
            self._written = b"" if write is None else write(sectors, self.layer.grains, self._clean)
        return self._written


def _cowd(sectors: int, grains: Mapping[int, bytes | None], clean: bool) -> bytes:
    """Return a COWD extent, whose grains are single sectors; it has no journal."""
    del clean
    written: dict[int, bytes | None] = {}
    for number, grain in grains.items():
        first = number * GRAIN // _SECTOR
        for sector in range(first, min(first + GRAIN // _SECTOR, sectors)):
            at = (sector - first) * _SECTOR
            piece = _EMPTY if grain is None else grain[at : at + _SECTOR]
            written[sector] = None if piece == _EMPTY else piece
    return cowd.format_extent(sectors, written)


def _sesparse(sectors: int, grains: Mapping[int, bytes | None], clean: bool) -> bytes:
    return sesparse.format_extent(sectors, grains, clean=clean)


FORMS: Final[dict[str, Callable[[int, Mapping[int, bytes | None], bool], bytes]]] = {
    "delta": _cowd,
    "sesparse": _sesparse,
}
"""How the file of a link is written, by the word in its name."""
