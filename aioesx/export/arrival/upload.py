"""One file on its way into an import lease: what is given piece by piece is the body of a request.

The request runs beside whoever makes the pieces, in one task group, and takes the next piece only
when the line has room for it: so nothing piles up here, however fast the source is. An answer that
comes early ends both.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Final, Protocol

import anyio
from anyio.lowlevel import RunVar

from aioesx._server.moving import ExportLimits
from aioesx._session.operation import detached
from aioesx.errors import (
    ConnectionLostError,
    EsxError,
    HttpStatusError,
    LeaseError,
    OutcomeUnknownError,
    TransferIncompleteError,
)
from aioesx.export.limits import Limiter
from aioesx.export.sources.lease import HeldLease, LeaseFile

__all__ = ["Pour", "PouredStream", "arrivals", "pour_into", "put_into"]

_ANSWER_BYTES: Final = 64 * 1024  # what a host says of a file that it has taken
_AT_ONCE: Final = 2**18
_BUSY: Final = 503


_ARRIVALS: Final[RunVar[Limiter]] = RunVar("aioesx.export.arrivals")


def arrivals() -> Limiter:
    """Return what all machines that arrive share, apart from those that leave.

    A copy holds a connection at either end: of one count of both, all could be held by ends that
    wait for their other.
    """
    try:
        return _ARRIVALS.get()
    except LookupError:
        found = Limiter()
        _ARRIVALS.set(found)
        return found


class PouredStream(Protocol):
    """Takes the bytes of a file in order."""

    async def send(self, piece: bytes) -> None:
        """Take the next bytes; returns when the line has."""
        ...


Pour = Callable[[PouredStream], Awaitable[None]]
"""Makes the bytes of a file, and hands them on."""


class _Upload:
    """A file on its way, seen from both sides: `send` for the maker, `body` for the request.

    Attributes:
        begun: that there is something to send.
        sent: bytes that the line has taken.
        whole: whether the maker has said that there is no more.
    """

    def __init__(self, limits: ExportLimits) -> None:
        self._into, self._from = anyio.create_memory_object_stream[bytes](0)
        self._limits = limits
        self.begun = anyio.Event()
        self.sent = 0
        self.whole = False

    async def send(self, piece: bytes) -> None:
        """Hand the next bytes on."""
        self.begun.set()
        for at in range(0, len(piece), _AT_ONCE):
            part = piece[at : at + _AT_ONCE]
            await self._into.send(part)
            self.sent += len(part)
            await arrivals().passed(len(part), self._limits)

    def end(self) -> None:
        """Say that all has been handed on."""
        self.whole = True
        self.begun.set()
        self._into.close()

    async def body(self) -> AsyncGenerator[bytes, None]:
        """Give the pieces to the request."""
        async for piece in self._from:
            yield piece

    def close(self) -> None:
        """Let go of both ends."""
        self._into.close()
        self._from.close()


async def pour_into(
    held: HeldLease, file: LeaseFile, pour: Pour, limits: ExportLimits, *, length: int | None = None
) -> int:
    """Send a file of a lease; returns its bytes when the host has taken it whole.

    Args:
        held: the lease.
        file: which of its files: a disk goes as a streamOptimized VMDK.
        pour: makes the bytes.
        limits: how much is on its way at once.
        length: how many there are, where that is known; else they go in chunks.

    Raises:
        LeaseError: the lease has ended meanwhile; it says why.
        TransferIncompleteError: it broke off.
        HttpStatusError, ConnectError, TlsError, TransportError: as `HeldLease.send`.
        EsxError: what `pour` raised.
    """
    async with arrivals().connection(held.where(file), limits):
        upload = _Upload(limits)
        try:
            return await _pour(held, file, pour, upload, length)
        finally:
            upload.close()


async def _pour(
    held: HeldLease, file: LeaseFile, pour: Pour, upload: _Upload, length: int | None
) -> int:
    """Run the request beside the maker; returns when both are done."""
    broken: list[Exception] = []
    failures: list[Exception] = []
    async with anyio.create_task_group() as tasks:

        async def request() -> None:
            try:
                await _request(held, file, upload, length)
            except Exception as error:
                broken.append(error)
            if broken or not upload.whole:
                tasks.cancel_scope.cancel()  # nobody takes what is made any more

        tasks.start_soon(request)
        try:
            await pour(upload)
            upload.end()
        except Exception as error:
            failures.append(error)
            tasks.cancel_scope.cancel()
    if broken:
        raise await _told(held, file, upload, broken[0])
    if failures:
        raise failures[0]
    if not upload.whole:
        raise TransferIncompleteError(
            f"{file.name}: the host answered after {upload.sent} bytes, and more were to come"
        )
    return upload.sent


async def _request(held: HeldLease, file: LeaseFile, upload: _Upload, length: int | None) -> None:
    """Send what comes of the other side; what became of a file is told by its lease."""
    async with aclosing(upload.body()) as body:
        await upload.begun.wait()  # a request that waits for its source is ended by some hosts
        with detached():
            async with held.send(file, body, length) as answer:
                await answer.read(_ANSWER_BYTES)


async def _told(held: HeldLease, file: LeaseFile, upload: _Upload, error: Exception) -> Exception:
    """Return what an error means for a file: a lease that has ended takes its files along."""
    if isinstance(error, OutcomeUnknownError) and error.status == _BUSY:
        return HttpStatusError(str(error), status=_BUSY)  # it has taken nothing
    if isinstance(error, OutcomeUnknownError | ConnectionLostError):
        try:
            await held.check()
        except LeaseError as ended:
            return ended
        except EsxError:  # it is the loss that is told
            pass
        return TransferIncompleteError(f"{file.name} broke off after {upload.sent} bytes: {error}")
    return error


async def put_into(held: HeldLease, file: LeaseFile, data: bytes, limits: ExportLimits) -> None:
    """Send a small file of a lease.

    Raises:
        EsxError: as `pour_into`.
    """

    async def pour(into: PouredStream) -> None:
        await into.send(data)

    await pour_into(held, file, pour, limits, length=len(data))
