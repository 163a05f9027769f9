"""A package as it lies here, on its way to a host: a directory, or an OVA; read once, and checked.

The descriptor is held against the manifest when the package is opened, each other file while its
bytes are read: what is read to its end was what the manifest says. Files that come in pieces are
put together, compressed ones unpacked on the way. Reading is done by threads.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import unquote

from anyio.to_thread import run_sync

from aioesx._trees import MAX_XML_BYTES
from aioesx.errors import OvfError, ProofError, TransferError
from aioesx.export.local_files import reading
from aioesx.export.packages.unpacking_store import Span, Store, store_of
from aioesx.ovf import Disk, Envelope, File, FileDigest, parse_manifest, parse_ovf
from aioesx.ovf.manifest import MAX_MANIFEST

__all__ = ["FoundDisk", "FoundPackage", "find_package"]

T = TypeVar("T")

_PIECE: Final = 1 << 20
_MAX_SMALL: Final = 64 * 2**20
_GZIP: Final = 31  # of zlib: with gzip's head


@asynccontextmanager
async def find_package(path: str | Path) -> AsyncIterator[FoundPackage]:
    """Open a package; gives what is in it.

    Args:
        path: an OVA, a descriptor, or a directory with one descriptor in it.

    Raises:
        TransferError: it cannot be read.
        OvfError: it is no package, or one of which something is missing.
        ProofError: the descriptor is not what the manifest says.
    """
    path = Path(path)
    with reading(path):
        store = await run_sync(store_of, path)
    try:
        with reading(path):
            package = await run_sync(_found, store)
        yield package
    finally:
        store.close()


class FoundPackage:
    """A package here.

    Attributes:
        path: of it.
        envelope: what its descriptor says.
        descriptor: the text of that.
        disks: those that a file holds, in the descriptor's order.
        warnings: what of it was passed over, a sentence each.
    """

    def __init__(
        self,
        store: Store,
        text: str,
        envelope: Envelope,
        spans: Mapping[str, Sequence[Span]],
        digests: Mapping[str, FileDigest] | None,
        warnings: tuple[str, ...],
    ) -> None:
        self._store, self._spans, self._digests = store, spans, digests
        self.path, self.descriptor, self.envelope = store.path, text, envelope
        self.warnings = warnings
        files = {file.id: file for file in envelope.files}
        self.disks = tuple(
            FoundDisk(self, disk, files[disk.file]) for disk in envelope.disks if disk.file
        )

    def size(self, file: File) -> int:
        """Return how many bytes a file has as it lies here."""
        return sum(each.size for each in self.spans(file))

    def spans(self, file: File) -> Sequence[Span]:
        """Return where the bytes of a file are: as many as it has pieces."""
        return self._spans[file.id]

    async def read(self, file: File) -> bytes:
        """Read a small file.

        Raises:
            TransferError: it cannot be read.
            OvfError: it is not that small.
            ProofError: it is not what the manifest says.
        """
        if self.size(file) > _MAX_SMALL:
            raise OvfError(f"{file.href} is larger than {_MAX_SMALL} bytes")
        parts: list[bytes] = []
        async with contextlib.aclosing(self.wire(file)) as wire:
            async for piece in wire:
                parts.append(piece)
                if sum(map(len, parts)) > _MAX_SMALL:
                    raise OvfError(f"{file.href} is larger than {_MAX_SMALL} bytes")
        return b"".join(parts)

    async def wire(self, file: File) -> AsyncGenerator[bytes, None]:
        """Give the bytes of a file, unpacked; that they are right is known at the end.

        Raises:
            TransferError: it cannot be read.
            ProofError: it is not what the manifest says.
            OvfError: it cannot be unpacked.
        """
        unpacking = _Unpacking(file.href) if file.compression else None
        for span in self.spans(file):
            reading = _Reading(self._store, span, self._digest_of(span.name))
            while data := await reading.next():
                if unpacking is None:
                    yield data
                    continue
                unpacking.feed(data)
                while piece := await run_sync(unpacking.next):
                    yield piece
        if unpacking is not None:
            unpacking.finish()

    def _digest_of(self, name: str) -> FileDigest | None:
        """Return what a file has to be; None where the package has no manifest.

        Raises:
            OvfError: the manifest does not know the file.
        """
        if self._digests is None:
            return None
        try:
            return self._digests[name]
        except KeyError:
            raise OvfError(f"the manifest says nothing of {name}") from None

    def check(self) -> None:
        """See that all files are as large as the descriptor says, and in the manifest.

        Raises:
            OvfError: one is not.
        """
        for file in self.envelope.files:
            for span in self.spans(file):
                self._digest_of(span.name)
            size = self.size(file)
            if file.size is not None and file.size != size:
                raise OvfError(f"{file.href} has {size} bytes, not {file.size} as it should")


class FoundDisk:
    """A disk of a package here.

    Attributes:
        disk: what the descriptor says of it.
        file: what holds it.
    """

    def __init__(self, package: FoundPackage, disk: Disk, file: File) -> None:
        self._package = package
        self.disk, self.file = disk, file

    @property
    def capacity(self) -> int:
        """Size of the disk in bytes."""
        return self.disk.capacity

    @property
    def size(self) -> int:
        """Bytes that hold it here."""
        return self._package.size(self.file)

    @property
    def path(self) -> Path | None:
        """Its file, if it is one by itself, and the disk as it is."""
        spans = self._package.spans(self.file)
        return spans[0].path if len(spans) == 1 and not self.file.compression else None

    @property
    def name(self) -> str:
        """What holds it, for a sentence: a file, or a part of an archive."""
        return str(self.path or f"{self._package.path}: {self.file.href}")

    def wire(self) -> AsyncGenerator[bytes, None]:
        """Give its bytes, as the descriptor's format says; see `FoundPackage.wire`."""
        return self._package.wire(self.file)


# --- reading -------------------------------------------------------------------------------------


class _Reading:
    """Reads a file once, and holds it against its digest."""

    def __init__(self, store: Store, span: Span, digest: FileDigest | None) -> None:
        self._store, self._span, self._told = store, span, digest
        self._digest = digest.new() if digest is not None else None
        self._at = 0

    async def next(self) -> bytes:
        """Return the next bytes; none at the end.

        Raises:
            TransferError: they cannot be read, or the file became shorter.
            ProofError: all of them were not what they should have been.
        """
        with reading(self._span.path or self._store.path):
            return await run_sync(self._next)

    def _next(self) -> bytes:
        span = self._span
        data = self._store.read(span, self._at, min(_PIECE, span.size - self._at))
        self._at += len(data)
        if not data and self._at < span.size:
            raise TransferError(f"cannot read {span.name}: it became shorter")
        if self._digest is not None:
            self._digest.update(data)
            if not data and self._digest.hexdigest() != (self._told and self._told.hex):
                raise ProofError(f"{span.name} is not what the manifest says", disk=span.name)
        return data


class _Unpacking:
    """Unpacks what gzip has packed, a piece at a time."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._packed = b""
        self._zlib = zlib.decompressobj(_GZIP)

    def feed(self, data: bytes) -> None:
        """Take packed bytes."""
        self._packed += data

    def next(self) -> bytes:
        """Return the next bytes; none if more packed ones are needed.

        Raises:
            OvfError: they are not packed so.
        """
        while self._packed:
            if self._zlib.eof:  # another one follows, or zeros, as gzip has it
                self._packed = self._packed.lstrip(b"\0")
                if not self._packed:
                    break
                self._zlib = zlib.decompressobj(_GZIP)
            try:
                data = self._zlib.decompress(self._packed, _PIECE)
            except zlib.error:
                raise OvfError(f"{self._name} is not what gzip makes") from None
            self._packed = self._zlib.unused_data or self._zlib.unconsumed_tail
            if data:
                return data
        return b""

    def finish(self) -> None:
        """Take note that there are no more.

        Raises:
            OvfError: some are missing.
        """
        if not self._zlib.eof:
            raise OvfError(f"{self._name} is cut off")


def _found(store: Store) -> FoundPackage:
    """Read descriptor and manifest.

    Raises:
        OvfError: one of them cannot be read, or a file is missing.
        ProofError: the descriptor is not what the manifest says.
    """
    descriptors = [name for name in store.names if name.lower().endswith(".ovf")]
    if len(descriptors) != 1:
        raise OvfError(f"{store.path} has {len(descriptors)} descriptors (.ovf) in it, not one")
    (name,) = descriptors
    data = _small(store, name, MAX_XML_BYTES)
    envelope = _parsed(parse_ovf, data, name)
    stem = name[:-4]
    warnings = [*envelope.warnings]
    digests = None
    if (manifest := _beside(store, stem, ".mf")) is not None:
        found = _parsed(parse_manifest, _small(store, manifest, MAX_MANIFEST), manifest)
        # They may be written as in an address there, too.
        digests = {unquote(one.name): one for one in found} | {one.name: one for one in found}
        _check_descriptor(name, data, digests)
    else:
        warnings.append("the package has no manifest, which would say whether it is whole")
    if _beside(store, stem, ".cert") is not None:
        warnings.append("who has signed the package is not looked at")
    spans = {file.id: [store.find(piece) for piece in file.pieces] for file in envelope.files}
    package = FoundPackage(
        store, data.decode("utf-8-sig"), envelope, spans, digests, tuple(warnings)
    )
    package.check()
    return package


def _parsed(parse: Callable[[bytes], T], data: bytes, name: str) -> T:
    """Parse a file of the package; what is wrong is told with its name."""
    try:
        return parse(data)
    except OvfError as error:
        raise OvfError(f"{name}: {error}", line=error.line) from None


def _small(store: Store, name: str, limit: int) -> bytes:
    span = store.find(name)
    if span.size > limit:
        raise OvfError(f"{name} is larger than {limit} bytes")
    data = store.read(span, 0, span.size)
    if len(data) != span.size:
        raise TransferError(f"cannot read {name}: it became shorter")
    return data


def _beside(store: Store, stem: str, suffix: str) -> str | None:
    """Return the file that belongs to a descriptor, whatever its case.

    In an archive it is the only one of its kind, whatever its name.
    """
    found = [name for name in store.names if name.lower().endswith(suffix)]
    alike = [name for name in found if name[: -len(suffix)].casefold() == stem.casefold()]
    exact = [name for name in alike if name[: -len(suffix)] == stem]
    if not alike and store.is_archive and len(found) == 1:
        return found[0]
    return next(iter(exact or alike), None)


def _check_descriptor(name: str, data: bytes, digests: Mapping[str, FileDigest]) -> None:
    told = digests.get(name)
    if told is None:
        raise OvfError(f"the manifest says nothing of {name}")
    digest = told.new()
    digest.update(data)
    if digest.hexdigest() != told.hex:
        raise ProofError(f"{name} is not what the manifest says")
