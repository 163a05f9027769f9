"""A package as it is made here: a directory of files, or an OVA of them; each is written once.

| kind | what is written | under which name until the end |
|---|---|---|
| ``"ovf"`` | ``NAME-disk1.vmdk``, ..., ``NAME.mf``, ``NAME.ovf`` | each under ``X.part`` |
| ``"ova"`` | ``NAME.ova``: descriptor, manifest, files, disks | ``NAME.ova.part`` |

An archive has descriptor and manifest first, and both are known last. So room is left for them:
the manifest's length follows from the names, and what the descriptor leaves of its room is filled
with line ends. The sizes of disks are not known before they have come, so their headers are
written again then. One file after the other goes into an archive: `PackedFile.begin` waits for its
turn, and so does `send`. Digests are computed on the way, by the threads that write.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import anyio
from anyio.to_thread import run_sync

from aioesx.errors import ExportStateError, OvfError, ProofError, TransferError
from aioesx.export.image_part import Part, told
from aioesx.ovf import (
    ARCHIVE_END,
    FileDigest,
    archive_header,
    archive_padding,
    format_manifest,
)

__all__ = ["DESCRIPTOR_ROOM", "Package", "PackageKind", "PackedFile", "open_package"]

PackageKind = Literal["ovf", "ova"]

DESCRIPTOR_ROOM: Final = 64 * 1024
"""Bytes that an archive leaves for its descriptor, unless told."""

_BATCH: Final = 1 << 20  # bytes that are worth the way to a thread
_MOST_PIECES: Final = 512  # for one call of the system, which takes 1,024
_ALGORITHM: Final = "SHA256"
_NO_DIGEST: Final = "0" * 64


async def open_package(
    target: Path,
    kind: PackageKind,
    name: str,
    *,
    disks: Sequence[str],
    files: Sequence[str] = (),
    saved: Mapping[str, Any] | None = None,
    overwrite: bool = False,
    room: int = DESCRIPTOR_ROOM,
) -> Package:
    """Begin a package, or go on with one.

    Args:
        target: the directory; of an archive its file, or the directory for it.
        kind: what is made.
        name: of the descriptor, and of the archive, without what tells them apart.
        disks: names of the disks' files.
        files: names of others, such as ``NAME.nvram``; each has to come.
        saved: what `Package.save` returned; what was whole then is not asked for again.
        overwrite: whether what has such a name may be replaced.
        room: bytes that an archive leaves for its descriptor.

    Raises:
        TransferError: it cannot be written, or is being written by somebody else.
        ExportStateError: what was saved is not there any more.
        OvfError: a file of a package cannot have such a name.
    """
    names = [*files, *disks]
    for each in (f"{name}.ovf", *names):
        archive_header(each, 0)  # refuses names
    maker = _Directory if kind == "ovf" else _Archive
    store = maker(target, name, names, overwrite, room)
    with told(store.target):
        await run_sync(store.open, saved)
    return Package(store, name, len(files), names)


@dataclasses.dataclass(slots=True)
class _Done:
    """A file that is whole.

    Attributes:
        size: bytes of it.
        sha256: hex digest of them.
        at: where in the archive its header begins; 0 in a directory.
    """

    size: int
    sha256: str
    at: int = 0


class Package:
    """A package that is being made.

    Attributes:
        disks: take the streams of the disks.
        files: take what else is in it.
        descriptor: the descriptor's name.
        paths: what there is at the end, in the order in which the package tells it.
    """

    def __init__(self, store: _Store, name: str, files: int, names: Sequence[str]) -> None:
        self._store = store
        self._saved = False
        packed = tuple(PackedFile(store, each) for each in names)
        self.files, self.disks = packed[:files], packed[files:]
        self.descriptor = f"{name}.ovf"
        self.paths = store.paths

    async def add(self, name: str, data: bytes) -> None:
        """Put a small file into it, whole.

        Raises:
            TransferError: it cannot be written.
        """
        file = next(each for each in self.files if each.name == name)
        await file.begin()
        await file.send(data)
        await file.finish()

    async def save(self) -> Mapping[str, Any]:
        """Have what is whole so far last, and return what it takes to go on with it later."""
        self._saved = True
        done = dict(self._store.done)  # meanwhile threads end others
        with told(self._store.target):
            await run_sync(self._store.sync, list(done))
        return {"files": {name: dataclasses.asdict(one) for name, one in done.items()}}

    async def prove(self) -> None:
        """Read what is whole so far back, and hold it against the digests of what came.

        Raises:
            ProofError: a file is another one.
            TransferError: it cannot be read.
        """
        for name, done in list(self._store.done.items()):
            with told(self._store.target):
                found = await run_sync(_digest_at, *self._store.place(name), done.size)
            if found != done.sha256:
                raise ProofError(
                    f"{name} is not what was written: its SHA-256 is {found}, not {done.sha256}",
                    disk=name,
                )

    async def finish(self, descriptor: str) -> None:
        """Write descriptor and manifest, and give everything its name.

        Raises:
            TransferError: it cannot be written; or a file has not come.
            OvfError: the descriptor is longer than the room that was left for it.
        """
        missing = [each.name for each in (*self.files, *self.disks) if not each.is_done]
        if missing:
            raise TransferError(f"the package is not whole: {missing[0]} has not come")
        with told(self._store.target):
            await run_sync(self._store.complete, descriptor.encode())

    async def abandon(self) -> None:
        """Give it up: what is half is deleted, unless `save` was ever called."""
        await run_sync(self._store.drop, self._saved)


class PackedFile:
    """A file of a package: a `StreamSink`.

    Attributes:
        name: in the package.
    """

    def __init__(self, store: _Store, name: str) -> None:
        self._store = store
        self.name = name
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._written = 0
        self._digest = hashlib.sha256()
        self._has_turn = False

    @property
    def is_done(self) -> bool:
        """Whether all of it has come, now or earlier."""
        return self.name in self._store.done

    @property
    def size(self) -> int:
        """Bytes of it, as far as it has come."""
        done = self._store.done.get(self.name)
        return done.size if done is not None else self._written + self._waiting

    @property
    def sha256(self) -> str | None:
        """Hex digest of it, when all has come."""
        done = self._store.done.get(self.name)
        return done.sha256 if done is not None else None

    async def begin(self) -> None:
        """Wait for its turn; what has come of it so far is forgotten.

        Raises:
            TransferError: it cannot be written.
        """
        if not self._has_turn:
            await self._store.turn(self.name).acquire()
            self._has_turn = True
        self._pieces, self._waiting, self._written = [], 0, 0
        self._digest = hashlib.sha256()
        with told(self._store.target):
            await run_sync(self._store.start, self.name)

    async def send(self, piece: bytes) -> None:
        """Take the next bytes.

        Raises:
            TransferError: they cannot be written.
        """
        if not self._has_turn:
            await self.begin()
        self._pieces.append(piece)
        self._waiting += len(piece)
        if self._waiting >= _BATCH or len(self._pieces) >= _MOST_PIECES:
            await self._flush()

    async def finish(self) -> None:
        """Take note that all has come.

        Raises:
            TransferError: it cannot be written.
        """
        if not self._has_turn:
            await self.begin()
        await self._flush()
        with told(self._store.target):
            await run_sync(self._store.end, self.name, self._written, self._digest.hexdigest())
        self._leave()

    async def abandon(self) -> None:
        """Take note that no more comes, and let the next one have its turn."""
        if self._has_turn:
            self._pieces, self._waiting, self._written = [], 0, 0
            self._leave()

    def _leave(self) -> None:
        self._has_turn = False
        self._store.turn(self.name).release()

    async def _flush(self) -> None:
        if self._pieces:
            with told(self._store.target):
                await run_sync(self._write)

    def _write(self) -> None:
        pieces, self._pieces, self._waiting = self._pieces, [], 0
        for piece in pieces:
            self._digest.update(piece)
        self._written += self._store.write(self.name, self._written, pieces)


class _Store(Protocol):
    """Where the files of a package lie. All but `turn` is called by threads.

    Attributes:
        target: the directory or the archive.
        done: files that are whole.
    """

    target: Path
    done: dict[str, _Done]

    @property
    def paths(self) -> tuple[Path, ...]:
        """What there is at the end."""
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


class _Directory:
    """A package as a directory of files."""

    def __init__(
        self, target: Path, name: str, names: Sequence[str], overwrite: bool, room: int
    ) -> None:
        del room
        self.target = target
        self.done: dict[str, _Done] = {}
        self._name, self._names, self._overwrite = name, names, overwrite
        self._parts: dict[str, Part] = {}
        self._turns = {each: anyio.Semaphore(1) for each in names}

    @property
    def paths(self) -> tuple[Path, ...]:
        """What there is at the end."""
        return tuple(self.target / each for each in self._all)

    @property
    def _all(self) -> list[str]:
        return [f"{self._name}.ovf", f"{self._name}.mf", *self._names]

    def open(self, saved: Mapping[str, Any] | None) -> None:
        """Begin all files, so that what is in the way is known before the first byte."""
        self.target.mkdir(parents=True, exist_ok=True)
        self.done = known = _known(saved, self._names)
        try:
            for name in self._all:
                path = self.target / name
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
        self.done[name] = _Done(size, sha256)

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
            self._parts.pop(name).keep()

    def drop(self, keep: bool) -> None:
        """Give up."""
        for name, part in self._parts.items():
            with contextlib.suppress(OSError):
                part.drop(keep and name in self.done)
        self._parts.clear()


class _Archive:
    """A package as one file."""

    def __init__(
        self, target: Path, name: str, names: Sequence[str], overwrite: bool, room: int
    ) -> None:
        self.target = target if target.suffix.lower() == ".ova" else target / f"{name}.ova"
        self.done: dict[str, _Done] = {}
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

    def open(self, saved: Mapping[str, Any] | None) -> None:
        """Begin the file, or go on behind what is whole of it."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        known = _known(saved, self._names)
        self._part = Part(self.target, self._overwrite, anew=not known)
        self._end = max((_end_of(name, one) for name, one in known.items()), default=self._begin)
        try:
            if known:
                _require_bytes(self._part, self._end)
        except BaseException:
            self.drop(keep=True)
            raise
        self.done = known

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
        done = _Done(size, sha256, self._end)
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


def _digest_at(path: Path, start: int, size: int) -> str:
    """Return the SHA-256 of a part of a file."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while size and (data := file.read(min(_BATCH, size))):
            digest.update(data)
            size -= len(data)
    return digest.hexdigest()


def _require_bytes(part: Part, size: int) -> None:
    """See that a part still has what was whole of it.

    Raises:
        ExportStateError: it has less.
    """
    if part.size() < size:
        raise part.unknown("it is shorter than it was")


def _end_of(name: str, one: _Done) -> int:
    """Return where a file of an archive ends, with what fills its last block."""
    return one.at + len(archive_header(name, one.size)) + one.size + archive_padding(one.size)


def _known(saved: Mapping[str, Any] | None, names: Sequence[str]) -> dict[str, _Done]:
    """Return what was whole when it was saved.

    Raises:
        ExportStateError: what was saved is nothing that `Package.save` returned.
    """
    try:
        files: dict[str, Any] = dict(saved["files"]) if saved is not None else {}
        return {name: _Done(**files[name]) for name in names if name in files}
    except (KeyError, TypeError) as error:
        raise ExportStateError(f"what was saved of the package cannot be read: {error}") from None


def _manifest(
    name: str, descriptor: bytes, names: Sequence[str], done: Mapping[str, _Done]
) -> bytes:
    """Return the manifest; it has one length, whatever has come."""
    digests = [FileDigest(f"{name}.ovf", _ALGORITHM, hashlib.sha256(descriptor).hexdigest())]
    digests += [
        FileDigest(each, _ALGORITHM, done[each].sha256 if each in done else _NO_DIGEST)
        for each in names
    ]
    return format_manifest(digests).encode()
