"""Where the files of a package are that lies here: in a directory, or in one archive.

All of it is called by threads; what they say of trouble is an `OSError`.
"""

from __future__ import annotations

import dataclasses
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from aioesx._whole_file import followed
from aioesx.errors import OvfError
from aioesx.ovf import ArchiveEntry, ArchiveReader
from aioesx.ovf.archive import BLOCK
from aioesx.ovf.names import why_not

__all__ = ["Span", "Store", "store_of"]

_USTAR: Final = (b"ustar\0", b"ustar ")
_DESCRIPTOR: Final = ".ovf"
_FLAGS: Final = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # a pipe is not waited for


@dataclasses.dataclass(frozen=True, slots=True)
class Span:
    """Where a file's bytes are.

    Attributes:
        name: in the package.
        start: in what is read.
        size: in bytes.
        path: the file by itself; None in an archive.
    """

    name: str
    start: int
    size: int
    path: Path | None = None


class Store:
    """The files of a package.

    Attributes:
        path: the package.
        names: what files there are.
        is_archive: whether all of them belong to the package.
    """

    path: Path
    names: tuple[str, ...]
    is_archive = False

    def find(self, name: str) -> Span:
        """Return where a file is; descriptors may have its name as an address would.

        Raises:
            OvfError: it is not there.
        """
        for each in (name, unquote(name)):
            if why_not(each) is None and (span := self._find(each)) is not None:
                return span
        raise OvfError(f"{name} is missing in the package")

    def _find(self, name: str) -> Span | None:
        raise NotImplementedError

    def read(self, span: Span, at: int, size: int) -> bytes:
        """Read bytes of a file."""
        raise NotImplementedError

    def close(self) -> None:
        """Close what is open."""
        raise NotImplementedError


class _Archive(Store):
    """An OVA."""

    is_archive = True

    def __init__(self, path: Path, fd: int) -> None:
        self.path, self._fd = path, fd
        self._spans = {span.name: span for span in self._index()}
        self.names = tuple(self._spans)

    def _index(self) -> Iterator[Span]:
        reader = ArchiveReader()
        at = 0
        while not reader.ended and (block := os.pread(self._fd, BLOCK, at)):
            at += len(block)
            for event in reader.feed(block):
                if isinstance(event, ArchiveEntry):
                    yield Span(event.name, at, event.size)
            at += reader.skip()
        reader.finish()

    def _find(self, name: str) -> Span | None:
        return self._spans.get(name)

    def read(self, span: Span, at: int, size: int) -> bytes:
        """Read bytes of a file."""
        return os.pread(self._fd, size, span.start + at)

    def close(self) -> None:
        """Close the archive."""
        os.close(self._fd)


class _Directory(Store):
    """A directory with files, open while they are read: a disk may come in very many pieces."""

    def __init__(self, directory: Path, descriptor: str) -> None:
        self.path = directory
        beside = sorted(each.name for each in directory.iterdir() if each.name != descriptor)
        others = (name for name in beside if not name.lower().endswith(_DESCRIPTOR))
        self.names = (descriptor, *others)

    def _find(self, name: str) -> Span | None:
        path = self.path / name
        try:
            real = followed(path)
        except NotADirectoryError:
            return None
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise OvfError(f"{name} in the package leads nowhere") from None
        if not real.exists():
            return None
        if not real.is_file():
            raise OvfError(f"{name} in the package is no file")
        if not real.is_relative_to(followed(self.path)):
            raise OvfError(f"{name} leads out of the package")
        return Span(name, 0, real.stat().st_size, path)

    def read(self, span: Span, at: int, size: int) -> bytes:
        """Read bytes of a file."""
        fd = os.open(self.path / span.name, _FLAGS)
        try:
            return os.pread(fd, size, at)
        finally:
            os.close(fd)

    def close(self) -> None:
        """Nothing is open."""


def store_of(path: Path) -> Store:
    """Open what a path is.

    Raises:
        OvfError: it is no package.
    """
    if path.is_dir():
        found = sorted(each.name for each in path.iterdir() if each.suffix.lower() == _DESCRIPTOR)
        if len(found) != 1:
            what = "no descriptor" if not found else f"{len(found)} descriptors"
            raise OvfError(f"{path} has {what} (.ovf) in it; name one")
        return _Directory(path, found[0])
    fd = os.open(path, _FLAGS)
    try:
        is_file = stat.S_ISREG(os.fstat(fd).st_mode)
        head = os.pread(fd, BLOCK, 0) if is_file else b""
        if head[257:263] in _USTAR:
            return _Archive(path, fd)
    except BaseException:
        os.close(fd)
        raise
    os.close(fd)
    if not is_file:
        raise OvfError(f"{path} is no package: it is no file")
    if path.suffix.lower() == _DESCRIPTOR:
        return _Directory(path.parent, path.name)
    raise OvfError(f"{path} is no package: neither an archive (.ova) nor a descriptor (.ovf)")
