"""What a conversation asks of a transport: exchanges in memory, in pieces, and polls.

`Carrier` is that contract; this file holds it and the values that pass through it, and does
nothing. `HostTransport` fulfils it over connections of its own, `HttpxCarrier` with any httpx
transport that a caller passes in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterable, AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Any, Protocol

from aioesx.errors import ProtocolError

__all__ = [
    "Carrier",
    "Headers",
    "HttpAnswer",
    "HttpCall",
    "HttpStream",
    "LaneKind",
    "PendingAnswer",
]

Headers = tuple[tuple[bytes, bytes], ...]


class LaneKind(StrEnum):
    """Which of a host's connections an exchange goes over; none of one kind waits for another."""

    CALL = "call"
    POLL = "poll"
    TRANSFER = "transfer"


@dataclasses.dataclass(slots=True, repr=False)
class HttpCall:
    """A request, and how far it came.

    Attributes:
        method: such as ``b"POST"``.
        target: path and query as they go on the wire.
        headers: all but Content-Length and Transfer-Encoding.
        body: the whole body, or what gives it piece by piece.
        length: bytes of a body in pieces; without it the body goes chunked.
        lane: the kind of connection that it goes over; None for the one that the method of
            `Carrier` has for its own.
        repeatable: whether it does no harm twice: it changes nothing. Where a used connection
            ended without a byte of an answer, it is asked again over a new one.
        silence: seconds without a byte that end it, where not those of `Limits`.
        sent: whether the server may have seen it.
    """

    method: bytes
    target: bytes
    headers: Headers
    body: bytes | AsyncIterable[bytes] = b""
    length: int | None = None
    lane: LaneKind | None = None
    repeatable: bool = False
    silence: float | None = None
    sent: bool = False


@dataclasses.dataclass(slots=True, repr=False)
class _Head:
    status: int
    headers: list[tuple[bytes, bytes]]

    def values(self, name: bytes) -> list[bytes]:
        """Return the values of all headers of a name, in lower case."""
        return [value for key, value in self.headers if key == name]


@dataclasses.dataclass(slots=True, repr=False)
class HttpAnswer(_Head):
    """An answer whose body is complete.

    Attributes:
        status: the HTTP status.
        headers: names in lower case, and values.
        body: the whole body.
        distrust: to be called when the content turns out absurd: the connection that brought
            it is not used again.
    """

    body: bytes
    distrust: Callable[[], None]


@dataclasses.dataclass(slots=True, repr=False)
class HttpStream(_Head):
    """An answer whose body is still to come.

    Attributes:
        status: the HTTP status.
        headers: names in lower case, and values.
        pieces: the body, once; of one that is not read to its end the connection is thrown away.
        where: ``host:port``, for errors.
    """

    pieces: AsyncIterator[bytes]
    where: str

    async def read(self, limit: int) -> bytes:
        """Return the rest of the body.

        Raises:
            ProtocolError: it is over `limit` bytes.
            TransportError, ClosedError: it broke off.
        """
        whole = bytearray()
        async for piece in self.pieces:
            whole += piece
            if len(whole) > limit:
                raise ProtocolError(f"{self.where}: the answer is over {limit} bytes")
        return bytes(whole)


class PendingAnswer(Protocol):
    """A request that was sent, and its answer that is waited for.

    Attributes:
        resumable: whether a wait that was cancelled may be taken up again.
        stale: after a ConnectionLostError: whether a used connection ended without a byte of
            an answer. Mostly the server had closed it before the request came; a request that
            does no harm twice may be sent again at once.
    """

    @property
    def resumable(self) -> bool: ...

    @property
    def stale(self) -> bool: ...

    async def answer(self, limit: int) -> HttpAnswer:
        """Wait for the answer; its body has at most `limit` bytes.

        Where it is resumable, a cancelled wait loses nothing: another, by whichever task, goes
        on where it stopped. Where not, cancellation ends the exchange, as every error does.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed, and cannot be waited for again.
        """
        ...

    def abandon(self) -> None:
        """Throw the connection away, unless the answer is complete. Idempotent."""
        ...


class Carrier(Protocol):
    """Something that carries calls to one server."""

    def carry(self, call: HttpCall, limit: int) -> Coroutine[Any, Any, HttpAnswer]:
        """Do one exchange, over a lane for calls; the answer's body has at most `limit` bytes.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed; `call.sent` tells how far
                it came.
        """
        ...

    def stream(self, call: HttpCall) -> AbstractAsyncContextManager[HttpStream]:
        """Hold an exchange open, over a lane for transfers, while its answer is read in pieces.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed, then or while reading.
        """
        ...

    async def begin(self, call: HttpCall) -> PendingAnswer:
        """Send a request, over the lane for polls, whose answer may be long in coming.

        Sending is one bounded step, which no cancellation cuts; only a wait for a lane is cut.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed; `call.sent` tells how far
                it came.
        """
        ...

    def interrupt(self) -> None:
        """Let every exchange in flight fail with ClosedError; further ones may follow."""
        ...

    def discard(self) -> None:
        """Close every connection that is the carrier's own, at once. Idempotent."""
        ...
