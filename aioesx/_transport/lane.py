"""One HTTP/1.1 connection: h11 for the protocol, a `Line` for the bytes.

A lane serves one exchange at a time and is good for the next one only if the last ended
cleanly: any exception, any cancellation, any byte too many and it is thrown away. It knows
nothing of pools, deadlines or SOAP.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Final

import anyio
import anyio.lowlevel
import h11
import httpx

from aioesx._transport.config import Limits
from aioesx._transport.line import READ_SIZE, Line
from aioesx.errors import (
    ClosedError,
    ConnectionLostError,
    EsxError,
    ProtocolError,
    TlsError,
    TransferIncompleteError,
)

__all__ = ["Lane"]

_BULK_SIZE: Final = 262_144
_LAST_WORDS_SECONDS: Final = 0.3
_HTTP: Final = b"HTTP/"
_TLS_ALERT: Final = b"\x15\x03"
_SUCCESS: Final = range(200, 300)


class Lane:
    """A connection and the state of the HTTP conversation on it.

    Attributes:
        retired: set to have the lane thrown away after the exchange that is under way.
    """

    def __init__(self, line: Line, where: str, limits: Limits) -> None:
        self._line = line
        self._where = where
        self._limits = limits
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.head_bytes)
        self._idle_since = time.monotonic()
        self._ended = False
        self.retired = False

    def __repr__(self) -> str:
        return f"<Lane {self._where} {self._http.our_state}>"

    def is_fresh(self) -> bool:
        """Tell whether the lane can take a request: not idle too long, nothing to read on it."""
        idle = time.monotonic() - self._idle_since
        return idle <= self._limits.idle_seconds and self._line.is_quiet()

    async def exchange(self, head: h11.Request, body: httpx.AsyncByteStream) -> h11.Response:
        """Send a request and wait for the response's head.

        A body of several pieces is sent with an ear to the server: an answer that comes before
        the body's end (no room, no session) ends the sending and is returned.

        Raises:
            ConnectionLostError: the connection broke; the server may have acted all the same.
            ProtocolError: what came is not HTTP/1.1, or not bounded.
            ClosedError: the lane was closed meanwhile.
            TransferIncompleteError: the body is not as long as the request says.
        """
        if isinstance(body, httpx.ByteStream):
            return await self.exchange_at_once(head, b"".join([piece async for piece in body]))
        return await self._exchange_watching(head, body)

    async def exchange_at_once(self, head: h11.Request, body: bytes) -> h11.Response:
        """Send a request with a small body and wait for the response's head.

        Raises:
            ConnectionLostError, ProtocolError, ClosedError: as `exchange`.
        """
        http = self._http
        data = http.send(head) or b""
        if body:
            data += http.send(h11.Data(data=body)) or b""
        data += http.send(h11.EndOfMessage()) or b""
        try:
            await self._write(data)
        except ConnectionLostError as broken:
            return await self._last_words(broken)
        return await self._receive_head()

    async def _last_words(self, broken: ConnectionLostError) -> h11.Response:
        """Return what the server may have answered before it closed; it is there, or is not."""
        with anyio.move_on_after(_LAST_WORDS_SECONDS):
            with contextlib.suppress(ConnectionLostError):
                return await self._receive_head()
        raise broken from None

    async def _exchange_watching(
        self, head: h11.Request, body: httpx.AsyncByteStream
    ) -> h11.Response:
        answers: list[h11.Response] = []
        failures: list[Exception] = []
        sending = anyio.CancelScope()

        async def listen() -> None:
            try:
                answers.append(await self._receive_head())
            except EsxError as error:
                failures.append(error)
            sending.cancel()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listen)
            with sending:
                try:
                    await self._send_pieces(head, body)
                except ConnectionLostError as error:
                    failures.append(error)  # goes on listening: the answer may be there
                except Exception as error:
                    failures.append(error)
                    tasks.cancel_scope.cancel()
        if not answers:
            raise failures[0]
        if sending.cancelled_caught and answers[0].status_code in _SUCCESS:
            raise ProtocolError(f"{self._where}: the server took a part for the whole")
        return answers[0]

    async def _send_pieces(self, head: h11.Request, body: httpx.AsyncByteStream) -> None:
        try:
            await self._write(self._http.send(head) or b"")
            async with _closed_afterwards(aiter(body)) as pieces:
                async for piece in pieces:
                    await anyio.lowlevel.checkpoint()
                    await self._write(self._http.send(h11.Data(data=piece)) or b"")
            await self._write(self._http.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError as error:
            raise TransferIncompleteError(f"{self._where}: {error}") from None

    async def _write(self, data: bytes) -> None:
        try:
            await self._line.send(data)
        except anyio.ClosedResourceError:
            raise ClosedError("the connection was closed") from None
        except OSError as error:
            raise self._lost("while sending", error) from None

    def _lost(self, when: str, error: BaseException | None = None) -> Exception:
        if self._line.closed:
            return ClosedError("the connection was closed")
        why = f" ({getattr(error, 'strerror', None) or error})" if error is not None else ""
        return ConnectionLostError(f"{self._where}: the connection broke {when}{why}")

    async def _receive_head(self) -> h11.Response:
        for _ in range(self._limits.informational + 1):
            event = await self._next_event(READ_SIZE)
            if isinstance(event, h11.Response):
                self._check_bounds(event)
                return event
            if not isinstance(event, h11.InformationalResponse):
                break
        raise ProtocolError(f"{self._where}: the server sent no HTTP response")

    def _check_bounds(self, response: h11.Response) -> None:
        headers = response.headers.raw_items()
        if (
            len(headers) > self._limits.headers
            or sum(len(name) + len(value) for name, value in headers) > self._limits.head_bytes
        ):
            raise ProtocolError(f"{self._where}: the response's head is too large")

    async def receive_piece(self) -> bytes:
        """Return the next piece of the body; empty at its end.

        Raises:
            ConnectionLostError: the connection ended in the middle.
            ProtocolError: chunking or length are wrong.
        """
        event = await self._next_event(_BULK_SIZE)
        while isinstance(event, h11.Data) and not event.data:
            event = await self._next_event(_BULK_SIZE)
        if isinstance(event, h11.Data):
            return bytes(event.data)
        if isinstance(event, h11.EndOfMessage):
            return b""
        raise ProtocolError(f"{self._where}: the server broke off its response")

    async def collect_body(self, limit: int) -> bytes:
        """Return the whole body.

        Raises:
            ConnectionLostError, ProtocolError: as `receive_piece`, or more than `limit` bytes.
        """
        pieces: list[bytes] = []
        size = 0
        while piece := await self.receive_piece():
            size += len(piece)
            if size > limit:
                raise ProtocolError(f"{self._where}: the answer is over {limit} bytes")
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    async def _next_event(self, read_size: int) -> object:
        http = self._http
        waiting = http.their_state is h11.SEND_RESPONSE
        try:
            while (event := http.next_event()) is h11.NEED_DATA:
                data = await self._read(read_size)
                if http.their_state is h11.SEND_RESPONSE:
                    self._refuse_strangers((http.trailing_data[0] + data)[: len(_HTTP)])
                http.receive_data(data)
        except h11.RemoteProtocolError as error:
            if self._ended:
                when = "without an answer" if waiting else "in the middle of the answer"
                raise ConnectionLostError(f"{self._where}: the connection ended {when}") from None
            raise ProtocolError(f"{self._where}: not valid HTTP: {error}") from None
        return event

    def _refuse_strangers(self, first: bytes) -> None:
        """Tell at its first bytes what is no HTTP, instead of waiting for the end of its head."""
        if _HTTP.startswith(first):
            return
        if first.startswith(_TLS_ALERT):
            raise TlsError(
                f"{self._where}: the server speaks TLS on this port; leave transport=http out"
            )
        raise ProtocolError(f"{self._where}: the server does not speak HTTP on this port")

    async def _read(self, size: int) -> bytes:
        try:
            data = await self._line.receive(size)
        except anyio.ClosedResourceError:
            raise ClosedError("the connection was closed") from None
        except OSError as error:
            raise self._lost("while waiting for the answer", error) from None
        self._ended = not data
        return data

    def recycle(self) -> bool:
        """Make ready for the next request; False if the lane has to be thrown away."""
        http = self._http
        if http.our_state is not h11.DONE or http.their_state is not h11.DONE:
            return False
        if http.trailing_data[0] or self.retired:
            return False
        http.start_next_cycle()
        self._idle_since = time.monotonic()
        return True

    def close(self) -> None:
        """Close the socket now, without a word to the server. Idempotent."""
        self._line.close()


@contextlib.asynccontextmanager
async def _closed_afterwards(pieces: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Close an iterator that can be closed: one that was left early would wait for the garbage
    collector.
    """
    try:
        yield pieces
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
