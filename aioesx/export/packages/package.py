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

import dataclasses
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from anyio.to_thread import run_sync

from aioesx.errors import ProofError, TransferError
from aioesx.export.local_files import writing
from aioesx.export.packages.package_store import ArchiveStore, DirectoryStore, PackageStore
from aioesx.ovf import archive_header

__all__ = ["DESCRIPTOR_ROOM", "Package", "PackageKind", "PackedFile", "open_package"]

PackageKind = Literal["ovf", "ova"]

DESCRIPTOR_ROOM: Final = 64 * 1024
"""Bytes that an archive leaves for its descriptor, unless told."""

_BATCH: Final = 1 << 20  # bytes that are worth the way to a thread
_MOST_PIECES: Final = 512  # for one call of the system, which takes 1,024


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
    maker = DirectoryStore if kind == "ovf" else ArchiveStore
    store = maker(target, name, names, overwrite, room)
    with writing(store.target):
        await run_sync(store.open, saved)
    return Package(store, name, len(files), names)


class Package:
    """A package that is being made.

    Attributes:
        disks: take the streams of the disks.
        files: take what else is in it.
        descriptor: the descriptor's name.
        paths: what there is at the end, in the order in which the package tells it.
    """

    def __init__(self, store: PackageStore, name: str, files: int, names: Sequence[str]) -> None:
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
        with writing(self._store.target):
            await run_sync(self._store.sync, list(done))
        return {"files": {name: dataclasses.asdict(one) for name, one in done.items()}}

    async def prove(self) -> None:
        """Read what is whole so far back, and hold it against the digests of what came.

        Raises:
            ProofError: a file is another one.
            TransferError: it cannot be read.
        """
        for name, done in list(self._store.done.items()):
            with writing(self._store.file(name)):
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
        with writing(self._store.target):
            await run_sync(self._store.complete, descriptor.encode())

    async def abandon(self) -> None:
        """Give it up: what is half is deleted, unless `save` was ever called."""
        await run_sync(self._store.drop, self._saved)


class PackedFile:
    """A file of a package: a `StreamSink`.

    Attributes:
        name: in the package.
    """

    def __init__(self, store: PackageStore, name: str) -> None:
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
        with writing(self._store.file(self.name)):
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
        with writing(self._store.file(self.name)):
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
            with writing(self._store.file(self.name)):
                await run_sync(self._write)

    def _write(self) -> None:
        pieces, self._pieces, self._waiting = self._pieces, [], 0
        for piece in pieces:
            self._digest.update(piece)
        self._written += self._store.write(self.name, self._written, pieces)


def _digest_at(path: Path, start: int, size: int) -> str:
    """Return the SHA-256 of a part of a file."""
    digest = hashlib.sha256()
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while size and (data := file.read(min(_BATCH, size))):
            digest.update(data)
            size -= len(data)
    return digest.hexdigest()
