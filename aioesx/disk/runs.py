"""Ranges of a disk, where they lie, and how to read many of them by few large requests. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from aioesx.datastore_path import DatastorePath
from aioesx.disk._sparse import AT_ONCE
from aioesx.errors import DiskFormatError

__all__ = [
    "AT_ONCE",
    "BLOCK",
    "GAP",
    "OverlapError",
    "Request",
    "Run",
    "filled",
    "gather",
    "joined",
    "not_zero",
]

GAP: Final = 256 * 1024
"""How many bytes that nobody wants are read to save a request: what comes in one round trip."""
BLOCK: Final = 64 * 1024
"""The size in which zeros are looked for, in bytes: the cluster of a qcow2 file."""

Range = tuple[int, int]
"""Where something begins and ends."""

_ZEROS: Final = bytes(BLOCK)


class Run(NamedTuple):
    """A range of a disk that lies in one file in one piece. What no run covers is zeros.

    Attributes:
        start: where it begins on the disk, in bytes.
        length: in bytes.
        file: where it lies.
        offset: where in the file it begins, in bytes.
        link: which link of the chain has it; 0 is the newest.
    """

    start: int
    length: int
    file: DatastorePath
    offset: int
    link: int

    @property
    def stop(self) -> int:
        """Where it ends on the disk, in bytes."""
        return self.start + self.length

    def part(self, skipped: int, length: int) -> Run:
        """Return a part of it."""
        return Run(self.start + skipped, length, self.file, self.offset + skipped, self.link)


def joined(runs: Iterable[Run]) -> list[Run]:
    """Make one run of those that follow each other on the disk and in the file."""
    found: list[Run] = []
    for run in runs:
        last = found[-1] if found else None
        if (
            last is not None
            and last.stop == run.start
            and last.offset + last.length == run.offset
            and (last.link, last.file) == (run.link, run.file)
        ):
            found[-1] = last._replace(length=last.length + run.length)
        else:
            found.append(run)
    return found


@dataclasses.dataclass(slots=True)
class Request:
    """A range of a file that is read at once, for the runs that lie in it.

    Attributes:
        file: which file.
        start: where in the file, in bytes.
        length: in bytes.
        runs: what is wanted of it, in the order of the file.
    """

    file: DatastorePath
    start: int
    length: int
    runs: list[Run]

    @property
    def stop(self) -> int:
        """Where in the file it ends, in bytes."""
        return self.start + self.length

    def take(self, run: Run) -> None:
        """Ask for a run that lies behind the others, too."""
        self.runs.append(run)
        self.length = run.offset + run.length - self.start

    def pieces(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield what was wanted of the bytes that came: where it is on the disk, and its bytes."""
        for run in self.runs:
            begin = run.offset - self.start
            yield run.start, data[begin : begin + run.length]


class OverlapError(DiskFormatError):
    """Two ranges of a disk lie in the same place.

    Attributes:
        link: which link of the chain has them.
    """

    def __init__(self, run: Run) -> None:
        super().__init__(
            f"two places of the disk, {run.start} one of them, lie at {run.offset} in {run.file}",
            offset=run.offset,
        )
        self.link = run.link


def gather(
    runs: Iterable[Run], *, most: int = AT_ONCE, gap: int = GAP, cut: bool = True
) -> Iterator[Request]:
    """Yield the requests that it takes to read runs, file by file, in the order of each file.

    Args:
        runs: what is wanted, in any order.
        most: size of the largest request, in bytes.
        gap: how many bytes that nobody wants may be read to save a request.
        cut: whether a run may be read by several requests; without, none may be above `most`.

    Raises:
        OverlapError: two ranges of the disk lie in the same place.
    """
    request: Request | None = None
    for run in sorted(runs, key=_in_file):
        if request is not None and (request.file != run.file or request.stop + gap < run.offset):
            yield request
            request = None
        if request is not None and run.offset < request.stop:
            raise OverlapError(run)
        if not cut and request is not None and run.offset + run.length > request.start + most:
            yield request
            request = None
        rest = run
        while rest.length > 0:
            if request is not None and rest.offset >= request.start + most:
                yield request
                request = None
            if request is None:
                request = Request(rest.file, rest.offset, 0, [])
            taken = min(rest.length, request.start + most - rest.offset)
            request.take(rest.part(0, taken))
            rest = rest.part(taken, rest.length - taken)
    if request is not None:
        yield request


def _in_file(run: Run) -> tuple[int, str, str, int]:
    return run.link, run.file.datastore, run.file.path, run.offset


def not_zero(start: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield what is not zeros, looked at in blocks of `BLOCK` bytes of the disk.

    Args:
        start: where on the disk the bytes belong.
        data: the bytes.
    """
    for begin, end in filled(start, data):
        yield start + begin, data[begin:end]


def filled(start: int, data: bytes | bytearray, size: int | None = None) -> Iterator[Range]:
    """Yield where it is that bytes are not zeros, looked at as `not_zero` does.

    Args:
        start: where on the disk the bytes belong.
        data: the bytes.
        size: how many of them; None for all.
    """
    begin, at = 0, 0
    size = len(data) if size is None else size
    while at < size:
        length = min(BLOCK - (start + at) % BLOCK, size - at)
        zeros = _ZEROS if length == BLOCK else _ZEROS[:length]
        if data.startswith(zeros, at):
            if begin < at:
                yield begin, at
            begin = at + length
        at += length
    if begin < size:
        yield begin, size
