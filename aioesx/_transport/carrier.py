"""What the session asks of a transport: one small exchange in memory, or a large answer in pieces.

`Carrier` is that contract. `EsxTransport` fulfils it natively, since httpx's Request and
Response cost more than the exchange; `HttpxCarrier` fulfils it with any httpx transport that a
caller passes in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

import httpx

from aioesx._transport.streaming import HttpStream, foreign_errors, pieces_of, streamed
from aioesx.errors import ProtocolError

__all__ = ["Carrier", "HttpAnswer", "HttpCall", "HttpxCarrier"]

Headers = tuple[tuple[bytes, bytes], ...]


@dataclasses.dataclass(slots=True, repr=False)
class HttpCall:
    """A request with a small body, and how far it came.

    Attributes:
        method: ``b"POST"`` or ``b"GET"``.
        target: path and query as they go on the wire.
        headers: all but Content-Length.
        body: the whole body.
        poll: whether it goes over the lane that is kept for long polls.
        repeatable: whether it does no harm twice: it changes nothing.
        sent: whether the server may have seen it.
    """

    method: bytes
    target: bytes
    headers: Headers
    body: bytes = b""
    poll: bool = False
    repeatable: bool = False
    sent: bool = False


@dataclasses.dataclass(slots=True, repr=False)
class HttpAnswer:
    """A response whose body is complete.

    Attributes:
        status: the HTTP status.
        headers: names in lower case, and values.
        body: the whole body.
        distrust: to be called when the content turns out absurd: the connection that brought
            it is not used again.
    """

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    distrust: Callable[[], None]

    def values(self, name: bytes) -> list[bytes]:
        """Return the values of all headers of a name, in lower case."""
        return [value for key, value in self.headers if key == name]


class Carrier(Protocol):
    """Something that carries calls to one server."""

    async def carry(self, call: HttpCall, limit: int) -> HttpAnswer:
        """Do one exchange; the answer's body has at most `limit` bytes.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed; `call.sent` tells how far
                it came.
        """
        ...

    def stream(self, call: HttpCall) -> AbstractAsyncContextManager[HttpStream]:
        """Hold a GET open while its answer is read piece by piece, however large it is.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed, then or while reading.
        """
        ...

    def interrupt(self) -> None:
        """Let every exchange in flight fail with ClosedError; further ones may follow."""
        ...


class HttpxCarrier:
    """Carries calls by somebody else's httpx transport, which cares for TLS and proxies."""

    def __init__(self, transport: httpx.AsyncBaseTransport, base_url: str) -> None:
        self._transport = transport
        self._base = httpx.URL(base_url)

    async def carry(self, call: HttpCall, limit: int) -> HttpAnswer:
        """Do one exchange by httpx's request and response."""
        url = self._url(call)
        request = httpx.Request(
            call.method.decode("ascii"), url, headers=list(call.headers), content=call.body
        )
        where = url.netloc.decode("ascii")
        call.sent = True
        with foreign_errors(where):
            try:
                response = await self._transport.handle_async_request(request)
            except httpx.ConnectError:
                call.sent = False
                raise
            try:
                body = await _collect(response, limit, where)
            finally:
                await response.aclose()
        headers = [(name.lower(), value) for name, value in response.headers.raw]
        return HttpAnswer(response.status_code, headers, body, _nothing)

    def stream(self, call: HttpCall) -> AbstractAsyncContextManager[HttpStream]:
        """Fetch a document piece by piece."""
        return streamed(self._transport, self._url(call), list(call.headers))

    def _url(self, call: HttpCall) -> httpx.URL:
        path, _, query = call.target.decode("ascii").partition("?")
        return self._base.copy_with(path=path, query=query.encode("ascii") or None)

    def interrupt(self) -> None:
        """Do nothing: another's transport cannot be told."""


async def _collect(response: httpx.Response, limit: int, where: str) -> bytes:
    pieces: list[bytes] = []
    size = 0
    async for piece in pieces_of(response, where):
        size += len(piece)
        if size > limit:
            raise ProtocolError(f"{where}: the answer is over {limit} bytes")
        pieces.append(piece)
    return b"".join(pieces)


def _nothing() -> None:
    """Another's transport cannot be told to distrust a connection."""
