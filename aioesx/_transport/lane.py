"""One HTTP/1.1 connection: a `Line` for the bytes, h11 for all that is not plain.

A lane serves one exchange at a time and is good for the next one only if the last ended
cleanly: any exception, any cancellation, any byte too many and it is thrown away. It knows
nothing of pools, deadlines or SOAP.

A small request is sent as it was made ready. If the first bytes that come back are a plain
response's head, the body is counted off here; anything else goes to h11, request included, as
if it had had the connection from the beginning.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import time
from collections.abc import Awaitable, Iterator
from typing import Final, TypeVar

import anyio
import anyio.lowlevel
import h11
import httpx

from aioesx._transport.config import Limits, Patience
from aioesx._transport.heads import Headers, RequestHead, ResponseHead, plain_head
from aioesx._transport.line import READ_SIZE, Line
from aioesx._transport.streaming import closed_afterwards
from aioesx.errors import (
    ClosedError,
    ConnectionLostError,
    EsxError,
    ProtocolError,
    TlsError,
    TransferIncompleteError,
    TransportTimeout,
)

__all__ = ["Lane"]

T = TypeVar("T")

_log = logging.getLogger("aioesx.transport")
_numbers: Final = itertools.count(1)
_BULK_SIZE: Final = 262_144
_LARGE_SIZE: Final = 1 << 20
_LAST_WORDS_SECONDS: Final = 0.3
_HTTP: Final = b"HTTP/"
_TLS_ALERT: Final = b"\x15\x03"
_HEAD: Final = b"HEAD"
_SUCCESS: Final = range(200, 300)


class Lane:
    """A connection and the state of the HTTP conversation on it.

    Attributes:
        name: what the log calls it: the server and a number of its own.
        retired: set to have the lane thrown away after the exchange that is under way.
        patience: seconds that one sending or receiving may take; None where only the whole
            exchange has a deadline.
    """

    def __init__(self, line: Line, where: str, limits: Limits) -> None:
        self._line = line
        self._where = where
        self.name = f"{where} #{next(_numbers)}"
        self._limits = limits
        self._http: h11.Connection | None = None  # None while the exchange is plain
        self._left = -1  # bytes of a plain body that were not given out; -1 before its head
        self._rest = b""  # what came and was not given out
        self._served = 0
        self._heard = False
        self._idle_since = time.monotonic()
        self._ended = False
        self.retired = False
        self.patience = Patience()

    def __repr__(self) -> str:
        return f"<Lane {self.name} after {self._served} exchanges>"

    @property
    def was_stale(self) -> bool:
        """Whether the connection was a used one and ended without a byte of an answer.

        Mostly the server, or a proxy, had closed it before it saw the request.
        """
        return self._served > 0 and not self._heard

    def is_fresh(self) -> bool:
        """Tell whether the lane can take a request: not idle too long, nothing to read on it."""
        idle = time.monotonic() - self._idle_since
        return idle <= self._limits.idle_seconds and self._line.is_quiet()

    async def exchange(self, head: RequestHead, body: httpx.AsyncByteStream) -> ResponseHead:
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

    async def exchange_at_once(self, head: RequestHead, body: bytes) -> ResponseHead:
        """Send a request with a small body and wait for the response's head.

        Raises:
            ConnectionLostError, ProtocolError, ClosedError: as `exchange`.
        """
        self._begin()
        try:
            await self._write(head.data + body)
        except ConnectionLostError as broken:
            self._hand_over(head, body)
            return await self._last_words(broken)
        data = await self._read(READ_SIZE)
        plain = plain_head(data) if head.event.method != _HEAD else None
        if plain is None:
            http = self._hand_over(head, body)
            if data:
                self._refuse_strangers(data[: len(_HTTP)])
            http.receive_data(data)
            return await self._receive_head(http)
        response, self._left, begin = plain
        self._rest = data[begin:]
        self._check_bounds(response.headers)
        return response

    def _begin(self) -> None:
        self._http = None
        self._left = -1
        self._rest = b""
        self._heard = False

    def _hand_over(self, head: RequestHead, body: bytes) -> h11.Connection:
        """Let h11 read the answer to a request that was sent without it."""
        http = self._by_h11()
        http.send(head.event)
        if body:
            http.send(h11.Data(data=body))
        http.send(h11.EndOfMessage())
        return http

    def _by_h11(self) -> h11.Connection:
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=self._limits.head_bytes)
        return self._http

    async def _last_words(self, broken: ConnectionLostError) -> ResponseHead:
        """Return what the server may have answered before it closed; it is there, or is not."""
        with anyio.move_on_after(_LAST_WORDS_SECONDS):
            with contextlib.suppress(ConnectionLostError):
                return await self._receive_head(self._http or self._by_h11())
        raise broken from None

    async def _exchange_watching(
        self, head: RequestHead, body: httpx.AsyncByteStream
    ) -> ResponseHead:
        self._begin()
        http = self._by_h11()
        answers: list[ResponseHead] = []
        failures: list[Exception] = []
        sending = anyio.CancelScope()

        async def listen() -> None:
            try:
                answers.append(await self._receive_head(http))
            except EsxError as error:
                failures.append(error)
            sending.cancel()

        async with anyio.create_task_group() as tasks:
            tasks.start_soon(listen)
            with sending:
                try:
                    await self._send_pieces(http, head, body)
                except ConnectionLostError as error:
                    failures.append(error)  # goes on listening: the answer may be there
                except Exception as error:
                    failures.append(error)
                    tasks.cancel_scope.cancel()
        if not answers:
            raise failures[0]
        if sending.cancelled_caught and answers[0].status in _SUCCESS:
            raise ProtocolError(f"{self._where}: the server took a part for the whole")
        return answers[0]

    async def _send_pieces(
        self, http: h11.Connection, head: RequestHead, body: httpx.AsyncByteStream
    ) -> None:
        try:
            await self._write(http.send(head.event) or b"")
            async with closed_afterwards(aiter(body)) as pieces:
                async for piece in pieces:
                    await anyio.lowlevel.checkpoint()
                    await self._write(http.send(h11.Data(data=piece)) or b"")
            await self._write(http.send(h11.EndOfMessage()) or b"")
        except h11.LocalProtocolError as error:
            raise TransferIncompleteError(f"{self._where}: {error}") from None

    async def _write(self, data: bytes) -> None:
        try:
            seconds = self.patience.write
            if seconds is None:
                await self._line.send(data)
            else:
                with self._patient(seconds, "nothing could be sent"):
                    await self._line.send(data)
        except anyio.ClosedResourceError:
            raise ClosedError("the connection was closed") from None
        except OSError as error:
            if isinstance(error, TransportTimeout):
                raise
            raise self._lost("while sending", error) from None

    @contextlib.contextmanager
    def _patient(self, seconds: float, what: str) -> Iterator[None]:
        with anyio.move_on_after(seconds) as scope:
            yield
        if scope.cancelled_caught:
            raise TransportTimeout(f"{self._where}: {what} for {seconds:g} s")

    def _lost(self, when: str, error: BaseException | None = None) -> Exception:
        if self._line.closed:
            return ClosedError("the connection was closed")
        why = f" ({getattr(error, 'strerror', None) or error})" if error is not None else ""
        return ConnectionLostError(f"{self._where}: the connection broke {when}{why}")

    async def _receive_head(self, http: h11.Connection) -> ResponseHead:
        for _ in range(self._limits.informational + 1):
            event = await self._next_event(http, READ_SIZE)
            if isinstance(event, h11.Response):
                headers = [(name.lower(), value) for name, value in event.headers.raw_items()]
                self._check_bounds(headers)
                return ResponseHead(event.status_code, event.reason, headers)
            if not isinstance(event, h11.InformationalResponse):
                break
        raise ProtocolError(f"{self._where}: the server sent no HTTP response")

    def _check_bounds(self, headers: Headers) -> None:
        if (
            len(headers) > self._limits.headers
            or sum([len(name) + len(value) for name, value in headers]) > self._limits.head_bytes
        ):
            raise ProtocolError(f"{self._where}: the response's head is too large")

    async def receive_piece(self) -> bytes:
        """Return the next piece of the body; empty at its end.

        Raises:
            ConnectionLostError: the connection ended in the middle.
            ProtocolError: chunking or length are wrong.
        """
        http = self._http
        if http is None:
            return await self._plain_piece()
        event = await self._next_event(http, _BULK_SIZE)
        while isinstance(event, h11.Data) and not event.data:
            event = await self._next_event(http, _BULK_SIZE)
        if isinstance(event, h11.Data):
            return bytes(event.data)
        if isinstance(event, h11.EndOfMessage):
            return b""
        raise ProtocolError(f"{self._where}: the server broke off its response")

    async def _plain_piece(self) -> bytes:
        left = self._left
        if left <= 0:
            return b""
        data = self._rest or await self._read(_BULK_SIZE)
        if not data:
            raise self._ended_early("in the middle of the answer")
        self._left = max(0, left - len(data))
        self._rest = data[left:]
        return data[:left]

    async def collect_body(self, limit: int) -> bytes:
        """Return the whole body.

        Raises:
            ConnectionLostError, ProtocolError: as `receive_piece`, or more than `limit` bytes.
        """
        if self._http is None and self._left > _BULK_SIZE:
            return await self._collect_large()
        pieces: list[bytes] = []
        size = 0
        while piece := await self.receive_piece():
            size += len(piece)
            if size > limit:
                raise ProtocolError(f"{self._where}: the answer is over {limit} bytes")
            pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    async def _collect_large(self) -> bytes:
        """Return a plain body of known length; its bytes are copied as seldom as can be."""
        length, rest = self._left, self._rest
        whole = bytearray(length)
        view = memoryview(whole)
        filled = min(len(rest), length)
        view[:filled] = rest[:filled]
        self._rest = rest[filled:]
        while filled < length:
            filled += await self._read_into(view[filled : filled + _LARGE_SIZE])
        self._left = 0
        return bytes(view)

    async def _next_event(self, http: h11.Connection, read_size: int) -> object:
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
                raise self._ended_early(when) from None
            raise ProtocolError(f"{self._where}: not valid HTTP: {error}") from None
        return event

    def _ended_early(self, when: str) -> ConnectionLostError:
        return ConnectionLostError(f"{self._where}: the connection ended {when}")

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
        data = await self._reading(self._line.receive(size))
        self._ended = not data
        self._heard = self._heard or bool(data)
        return data

    async def _read_into(self, view: memoryview) -> int:
        count = await self._reading(self._line.receive_into(view))
        if not count:
            raise self._ended_early("in the middle of the answer")
        return count

    async def _reading(self, receiving: Awaitable[T]) -> T:
        try:
            seconds = self.patience.read
            if seconds is None:
                return await receiving
            with self._patient(seconds, "nothing came"):
                return await receiving
        except anyio.ClosedResourceError:
            raise ClosedError("the connection was closed") from None
        except OSError as error:
            if isinstance(error, TransportTimeout):
                raise
            raise self._lost("while waiting for the answer", error) from None

    def recycle(self) -> bool:
        """Make ready for the next request; False if the lane has to be thrown away."""
        http = self._http
        if self.retired or self._rest:
            return False
        if http is None:
            if self._left != 0:
                return False
        elif not _is_done(http):
            return False
        self._served += 1
        self._idle_since = time.monotonic()
        return True

    def close(self) -> None:
        """Close the socket now, without a word to the server. Idempotent."""
        if not self._line.closed:
            _log.debug("%s: closed after %d exchanges", self.name, self._served)
            self._line.close()


def _is_done(http: h11.Connection) -> bool:
    """Tell whether both sides have said all, and the server no byte more."""
    return http.our_state is h11.DONE and http.their_state is h11.DONE and not http.trailing_data[0]
