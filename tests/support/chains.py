"""Chains of disks made by hand: files in a directory, and what a machine would read of them."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from aioesx.datastore_path import DatastorePath
from aioesx.disk import Descriptor, Extent, Read, Size, cowd, format_descriptor, sesparse

__all__ = ["FORMATS", "Chain", "Files", "scattered"]

SECTOR: Final = 512


@dataclasses.dataclass(frozen=True)
class Format:
    """What tells one format of a snapshot from the other."""

    create_type: str
    kind: str
    suffix: str
    grain: int
    extent: Callable[[int, Mapping[int, bytes | None]], bytes]


FORMATS: Final = {
    "cowd": Format("vmfsSparse", "VMFSSPARSE", "delta", SECTOR, cowd.format_extent),
    "sesparse": Format("seSparse", "SESPARSE", "sesparse", sesparse.GRAIN, sesparse.format_extent),
}


class Chain:
    """A flat disk, the snapshots upon it, and the truth: what their machine reads."""

    def __init__(self, directory: Path, content: bytes) -> None:
        assert len(content) % SECTOR == 0
        self.directory = directory
        self.truth = bytearray(content)
        self.names = ["disk.vmdk"]
        self.cid = 0x10000001
        (directory / "disk-flat.vmdk").write_bytes(content)
        extent = Extent("RW", self.sectors, "VMFS", "disk-flat.vmdk")
        self._describe(Descriptor(self.cid, "vmfs", (extent,), ddb={"virtualHWVersion": "8"}))

    @property
    def top(self) -> Path:
        """The newest descriptor."""
        return self.directory / self.names[-1]

    @property
    def path(self) -> DatastorePath:
        """The newest descriptor, as a host names it; the directory is the root of a datastore."""
        return DatastorePath("ds", self.names[-1])

    @property
    def sectors(self) -> int:
        return len(self.truth) // SECTOR

    def snapshot(
        self, kind: str, written: Mapping[int, bytes | None], *, sectors: int | None = None
    ) -> None:
        """Lay a link on top; `written` by number of grain, `sectors` for another size."""
        made = FORMATS[kind]
        size = (self.sectors if sectors is None else sectors) * SECTOR
        self.truth = self.truth[:size].ljust(size, b"\0")
        stem = f"disk-{len(self.names):06}"
        file = f"{stem}-{made.suffix}.vmdk"
        (self.directory / file).write_bytes(made.extent(size // SECTOR, written))
        extent = Extent("RW", size // SECTOR, made.kind, file)
        parent, self.cid = self.cid, self.cid + 0x01000001
        hint = self.names[-1]
        self.names.append(f"{stem}.vmdk")
        self._describe(Descriptor(self.cid, made.create_type, (extent,), parent, hint))
        for grain, data in written.items():
            at = grain * made.grain
            here = (data or bytes(made.grain))[: size - at]
            self.truth[at : at + len(here)] = here

    def _describe(self, descriptor: Descriptor) -> None:
        self.top.write_text(format_descriptor(descriptor), "utf-8")


class Files:
    """The files of a directory as a source that is asked for ranges, and counts them.

    Attributes:
        reads: path, start and length of each range that was asked for.
        sizes: how often a size was.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.reads: list[tuple[str, int, int]] = []
        self.sizes = 0

    @property
    def requests(self) -> int:
        return len(self.reads) + self.sizes

    def answer(self, wanted: Read | Size) -> bytes | int:
        """Answer what a plan wants."""
        file = self._directory / wanted.file.path
        if isinstance(wanted, Size):
            self.sizes += 1
            return file.stat().st_size
        self.reads.append((wanted.file.path, wanted.start, wanted.length))
        with file.open("rb") as opened:
            opened.seek(wanted.start)
            return opened.read(wanted.length)

    async def size(self, path: DatastorePath) -> int:
        size = self.answer(Size(path))
        assert isinstance(size, int)
        return size

    async def read(self, path: DatastorePath, start: int, length: int) -> bytes:
        data = self.answer(Read(path, start, length))
        assert isinstance(data, bytes)
        return data


def scattered(
    chance: random.Random, kind: str, size: int, count: int, *, zeros: float = 0.1
) -> dict[int, bytes | None]:
    """Return `count` grains of a disk of `size` bytes, anywhere, in any order, some of zeros.

    The last grain is among them.
    """
    grain = FORMATS[kind].grain
    last = -(-size // grain) - 1
    numbers = [last, *chance.sample(range(last), count - 1)]
    chance.shuffle(numbers)
    return {
        number: None if chance.random() < zeros else chance.randbytes(grain) for number in numbers
    }
