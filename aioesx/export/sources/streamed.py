"""`StreamedDisk`: a disk that a lease sends as one stream of what is allocated (ways B and C)."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator
from typing import Final

import anyio
from anyio.to_thread import run_sync

from aioesx import vim
from aioesx._server.moving import ExportLimits
from aioesx._session.session import Session
from aioesx.errors import EsxError, FaultError, ProofError
from aioesx.export.limits import limiter
from aioesx.export.sources.enduring import Endurance, is_passing
from aioesx.export.sources.lease import HeldLease, LeaseFile

__all__ = ["StreamedDisk", "ask_for_sha256", "compare"]

_BATCH: Final = 4 * 2**20
_LEAST: Final = 2**18
_SECONDS: Final = 0.2
_SHA256_SINCE: Final = (6, 7)


class StreamedDisk:
    """A disk of a lease.

    Attributes:
        held: the lease.
        file: which of its files.
        where: ``host:port`` that its bytes come from.
        limits: how much is on its way at once.
        moved: bytes that came of it, all attempts together.
        size: bytes of the stream, once it came whole.
        digest: hex digest of the stream likewise; of the kind that the manifest has.
    """

    def __init__(
        self,
        session: Session,
        held: HeldLease,
        file: LeaseFile,
        limits: ExportLimits,
        *,
        kind: str | None,
    ) -> None:
        self._session = session
        self._kind = kind
        self.held = held
        self.file = file
        self.where = held.where(file)
        self.limits = limits
        self.moved = 0
        self.size: int | None = None
        self.digest: str | None = None

    def endurance(self) -> Endurance:
        """Return what is borne of the disk's interruptions."""
        return Endurance(self._session, f"GET /nfc/.../{self.file.name}")

    async def bear(self, endurance: Endurance, error: EsxError) -> None:
        """Return when the stream may be asked for anew, from its beginning.

        Raises:
            LeaseError: it broke off since the lease ended.
            EsxError: `error`, if it is not to be borne any more.
        """
        while True:
            try:
                await self.held.check()
            except EsxError as worse:
                if not is_passing(worse):
                    raise
                await endurance.bear(worse)
            else:
                break
        await endurance.bear(error)

    async def wire(self) -> AsyncGenerator[memoryview, None]:
        """Give the bytes of the stream, some megabytes at once, in one attempt.

        What is given is good until more is asked for: it is one buffer.

        Raises:
            EsxError: as `HeldLease.get`.
        """
        wire = hashlib.new(self._kind, usedforsecurity=False) if self._kind else None
        batch, size = _Batch(), 0
        async with limiter().connection(self.where, self.limits), self.held.get(self.file) as got:
            async for piece in got.pieces:
                size += len(piece)
                self.moved += len(piece)
                for at in range(0, len(piece), _BATCH):
                    part = piece[at : at + _BATCH]
                    if batch.is_due(len(part)):
                        yield await self._came(batch.take(), wire)
                    batch.add(part)
            yield await self._came(batch.take(), wire)
        self.size = size
        self.digest = wire.hexdigest() if wire is not None else None

    async def _came(self, data: memoryview, wire: hashlib._Hash | None) -> memoryview:
        if wire is not None:
            await run_sync(wire.update, data)
        await limiter().passed(len(data), self.limits)
        return data

    def manifest(self) -> dict[str, object]:
        """Return what is recorded of the stream."""
        return {"bytes": self.size, "digest": self.digest, "kind": self._kind}


class _Batch:
    """A buffer that pieces of a stream are put into, and are handed on from together.

    To hand a batch to a thread costs as much as to unpack a quarter of a megabyte. A slow line
    is not waited for, though.
    """

    def __init__(self) -> None:
        self._buffer = memoryview(bytearray(_BATCH))
        self._held = 0
        self._since = anyio.current_time()

    def is_due(self, more: int) -> bool:
        """Tell whether what is held is to go before so many bytes are added."""
        slow = self._held >= _LEAST and anyio.current_time() - self._since > _SECONDS
        return slow or self._held + more > _BATCH

    def add(self, piece: bytes) -> None:
        """Put a piece behind the others."""
        self._buffer[self._held : self._held + len(piece)] = piece
        self._held += len(piece)

    def take(self) -> memoryview:
        """Return what is held; it is good until more is added."""
        held, self._held, self._since = self._held, 0, anyio.current_time()
        return self._buffer[:held]


async def ask_for_sha256(session: Session, held: HeldLease) -> str:
    """Have the manifest tell SHA-256 of all files; returns the kind that it will tell."""
    if not session.has_api(*_SHA256_SINCE):
        return "sha1"
    pairs = [vim.KeyValue(key=file.key, value="sha256") for file in held.files]
    method = vim.HttpNfcLeaseSetManifestChecksumType(
        this=held.ref, device_urls_to_checksum_types=pairs
    )
    try:
        await session.call(method)
    except FaultError:
        return "sha1"
    return "sha256"


def compare(entries: list[vim.HttpNfcLeaseManifestEntry], disk: StreamedDisk) -> bool:
    """Hold what came of a disk against what the host says that it sent.

    Returns:
        False if the host says nothing of it.

    Raises:
        ProofError: it is something else.
    """
    entry = next((each for each in entries if each.key == disk.file.key), None)
    if entry is None:
        return False
    if entry.size != disk.size:
        raise ProofError(
            f"{disk.file.name}: {disk.size} bytes came, the host's manifest says {entry.size}",
            disk=disk.file.name,
        )
    told = {"sha1": entry.sha1}
    if entry.checksum and entry.checksum_type:
        told[entry.checksum_type.lower()] = entry.checksum
    wanted = told.get(disk._kind or "")
    if wanted and disk.digest is not None and wanted.lower() != disk.digest:
        raise ProofError(
            f"{disk.file.name}: the {disk._kind} of what came is {disk.digest}, the host's manifest"
            f" says {wanted}",
            disk=disk.file.name,
        )
    return bool(wanted) or disk.digest is None
