"""Where the files of a package lie while it is made: in a directory, or in one archive.

All but `PackageStore.turn` is called by threads; what they say of trouble is an `OSError`.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import anyio

from aioesx.errors import ExportStateError, OvfError, TransferError
from aioesx.export.images.part import Part
from aioesx.ovf import (
    ARCHIVE_END,
    FileDigest,
    archive_header,
    archive_padding,
    format_manifest,
)

__all__ = ["ArchiveStore", "DirectoryStore", "Done", "PackageStore"]

_ALGORITHM: Final = "SHA256"
_NO_DIGEST: Final = "0" * 64


@dataclasses.dataclass(slots=True)
class Done:
    """A file that is whole.

    Attributes:
        size: bytes of it.
        sha256: hex digest of them.
        at: where in the archive its header begins; 0 in a directory.
    """

    size: int
    sha256: str
    at: int = 0


class PackageStore(Protocol):
    """Where the files of a package lie. All but `turn` is called by threads.

    Attributes:
        target: the directory or the archive.
        done: files that are whole.
    """

    target: Path
    done: dict[str, Done]

    @property
    def paths(self) -> tuple[Path, ...]:
        """What there is at the end."""
        ...

    def file(self, name: str) -> Path:
        """Return in which file a file of the package is, at the end."""
        ...

    def open(self, saved: Mapping[str, Any] | None) -> None:
        """Begin, or go on."""
        ...

    def turn(self, name: str) -> anyio.Semaphore:
        """Return what a file waits for before it is written."""
        ...

    def start(self, name: str) -> None:
        """Begin a file, anew if need be."""
        ...

    def write(self, name: str, at: int, pieces: Sequence[bytes]) -> int:
        """Write bytes into a file; return how many."""
        ...

    def end(self, name: str, size: int, sha256: str) -> None:
        """End a file."""
        ...

    def place(self, name: str) -> tuple[Path, int]:
        """Return where the bytes of a file that is whole are: in which file, behind how many."""
        ...

    def sync(self, names: Sequence[str]) -> None:
        """Wait until files that are whole are safe."""
        ...

    def complete(self, descriptor: bytes) -> None:
        """Write descriptor and manifest, and give everything its name."""
        ...

    def drop(self, keep: bool) -> None:
        """Give up."""
        ...


class DirectoryStore:
    """A package as a directory of files."""

    def __init__(
        self, target: Path, name: str, names: Sequence[str], overwrite: bool, room: int
    ) -> None:
        del room
        self.target = target
        self.done: dict[str, Done] = {}
        self._name, self._names, self._overwrite = name, names, overwrite
        self._parts: dict[str, Part] = {}
        self._turns = {each: anyio.Semaphore(1) for each in names}

    @property
    def paths(self) -> tuple[Path, ...]:
        """What there is at the end."""
        return tuple(map(self.file, self._all))

    @property
    def _all(self) -> list[str]:
        return [f"{self._name}.ovf", f"{self._name}.mf", *self._names]

    def file(self, name: str) -> Path:
        """Return which file it is, at the end."""
        return self.target / name

    def open(self, saved: Mapping[str, Any] | None) -> None:
        """Begin all files, so that what is in the way is known before the first byte."""
        self.target.mkdir(parents=True, exist_ok=True)
        self.done = known = _known(saved, self._names)
        try:
            for name in self._all:
                path = self.file(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                self._parts[name] = part = Part(path, self._overwrite, anew=name not in known)
                if name in known:
                    _require_bytes(part, known[name].size)
        except BaseException:
            self.drop(keep=True)
            raise

    def turn(self, name: str) -> anyio.Semaphore:
        """Return what a file waits for: nothing but itself."""
        return self._turns[name]

    def start(self, name: str) -> None:
        """Begin a file anew."""
        self.done.pop(name, None)
        self._parts[name].cut(0)

    def write(self, name: str, at: int, pieces: Sequence[bytes]) -> int:
        """Write bytes into a file."""
        self._parts[name].write(at, *pieces)
        return sum(map(len, pieces))

    def end(self, name: str, size: int, sha256: str) -> None:
        """End a file."""
        self._parts[name].cut(size)  # without what was written before it began anew
        self.done[name] = Done(size, sha256)

    def place(self, name: str) -> tuple[Path, int]:
        """Return where a file is."""
        return self._parts[name].path, 0

    def sync(self, names: Sequence[str]) -> None:
        """Wait until some files that are whole are safe."""
        for name in names:
            self._parts[name].sync()

    def complete(self, descriptor: bytes) -> None:
        """Write descriptor and manifest; the descriptor gets its name last."""
        manifest = _manifest(self._name, descriptor, self._names, self.done)
        first, second, *_ = self._all
        self._parts[first].write(0, descriptor)
        self._parts[second].write(0, manifest)
        for part in self._parts.values():
            part.sync()
        for name in reversed(self._all):
            self._parts[name].keep()
            del self._parts[name]  # not before: what could not be named is given up

    def drop(self, keep: bool) -> None:
        """Give up."""
        for name, part in self._parts.items():
            with contextlib.suppress(OSError):
                part.drop(keep and name in self.done)
        self._parts.clear()


class ArchiveStore:
    """A package as one file."""

    def __init__(
        self, target: Path, name: str, names: Sequence[str], overwrite: bool, room: int
    ) -> None:
        self.target = target if target.suffix.lower() == ".ova" else target / f"{name}.ova"
        self.done: dict[str, Done] = {}
        self._name, self._names, self._overwrite = name, names, overwrite
        self._room = room + archive_padding(room)
        self._part: Part | None = None
        self._turn = anyio.Semaphore(1)
        self._manifest_bytes = len(_manifest(name, b"", names, {}))
        self._descriptor_head = archive_header(f"{name}.ovf", self._room)
        self._manifest_head = archive_header(f"{name}.mf", self._manifest_bytes)
        self._begin = self._end = (
            len(self._descriptor_head)
            + self._room
            + len(self._manifest_head)
            + self._manifest_bytes
            + archive_padding(self._manifest_bytes)
        )

    @property
    def paths(self) -> tuple[Path, ...]:
        """What there is at the end."""
        return (self.target,)

    @property
    def _file(self) -> Part:
        if self._part is None:
            raise ExportStateError("the package was given up", path=self.target)
        return self._part

    def file(self, name: str) -> Path:
        """Return the archive."""
        return self.target

    def open(self, saved: Mapping[str, Any] | None) -> None:
        """Begin the file, or go on behind what is whole of it."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        known = _known(saved, self._names)
        self._part = Part(self.target, self._overwrite, anew=not known)
        try:
            if known:
                self._end = self._end_of_all(known)
                _require_bytes(self._part, self._end)
        except BaseException:
            self.drop(keep=True)
            raise
        self.done = known

    def _end_of_all(self, known: Mapping[str, Done]) -> int:
        """Return where the last of some files ends.

        Raises:
            ExportStateError: they do not lie one behind the other, the first behind the room that
                is left for descriptor and manifest now.
        """
        end = self._begin
        for name, one in sorted(known.items(), key=lambda pair: pair[1].at):
            if one.at != end:
                raise self._file.unknown(f"{name} begins at {one.at}, not at {end}")
            end = _end_of(name, one)
        return end

    def turn(self, name: str) -> anyio.Semaphore:
        """Return what a file waits for: that no other is being written."""
        return self._turn

    def start(self, name: str) -> None:
        """Begin a file behind all others."""
        if name in self.done:
            raise TransferError(f"{name} is in the archive already")
        self._file.cut(self._end)

    def write(self, name: str, at: int, pieces: Sequence[bytes]) -> int:
        """Write bytes into a file."""
        self._file.write(self._end + len(archive_header(name, 0)) + at, *pieces)
        return sum(map(len, pieces))

    def end(self, name: str, size: int, sha256: str) -> None:
        """End a file: its header tells its size now."""
        done = Done(size, sha256, self._end)
        self._file.write(self._end, archive_header(name, size))
        self._end = _end_of(name, done)
        self._file.cut(self._end)
        self.done[name] = done

    def place(self, name: str) -> tuple[Path, int]:
        """Return where a file is in the archive."""
        done = self.done[name]
        return self._file.path, done.at + len(archive_header(name, done.size))

    def sync(self, names: Sequence[str]) -> None:
        """Wait until all that is whole is safe."""
        self._file.sync()

    def complete(self, descriptor: bytes) -> None:
        """Write what stands first, and the end."""
        if len(descriptor) > self._room:
            raise OvfError(
                f"the descriptor of {len(descriptor)} bytes has no room in the archive:"
                f" {self._room} were left for it"
            )
        filled = descriptor.ljust(self._room, b"\n")
        manifest = _manifest(self._name, filled, self._names, self.done)
        part = self._file
        part.write(
            0,
            self._descriptor_head,
            filled,
            self._manifest_head,
            manifest,
            bytes(archive_padding(len(manifest))),
        )
        part.write(self._end, ARCHIVE_END)
        part.sync()
        part.keep()
        self._part = None

    def drop(self, keep: bool) -> None:
        """Give up."""
        if self._part is not None:
            with contextlib.suppress(OSError):
                self._part.drop(keep)
            self._part = None


def _require_bytes(part: Part, size: int) -> None:
    """See that a part still has what was whole of it.

    Raises:
        ExportStateError: it has less.
    """
    if part.size() < size:
        raise part.unknown("it is shorter than it was")


def _end_of(name: str, one: Done) -> int:
    """Return where a file of an archive ends, with what fills its last block."""
    return one.at + len(archive_header(name, one.size)) + one.size + archive_padding(one.size)


def _known(saved: Mapping[str, Any] | None, names: Sequence[str]) -> dict[str, Done]:
    """Return what was whole when it was saved.

    Raises:
        ExportStateError: what was saved is nothing that `Package.save` returned.
    """
    try:
        files: dict[str, Any] = dict(saved["files"]) if saved is not None else {}
        return {name: Done(**files[name]) for name in names if name in files}
    except (KeyError, TypeError) as error:
        raise ExportStateError(f"what was saved of the package cannot be read: {error}") from None


def _manifest(
    name: str, descriptor: bytes, names: Sequence[str], done: Mapping[str, Done]
) -> bytes:
    """Return the manifest; it has one length, whatever has come."""
    digests = [FileDigest(f"{name}.ovf", _ALGORITHM, hashlib.sha256(descriptor).hexdigest())]
    digests += [
        FileDigest(each, _ALGORITHM, done[each].sha256 if each in done else _NO_DIGEST)
        for each in names
    ]
    return format_manifest(digests).encode()
