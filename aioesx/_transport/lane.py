"""One HTTP/1.1 connection: a `Line` for the bytes, a `Reply` for what they mean.

A lane serves one exchange at a time and is good for the next one only if the last ended
cleanly: any error, any byte too many and it is thrown away. Sending cannot be taken up again;
waiting for an answer can, since all that came is in the reply. It knows nothing of pools, total
deadlines or SOAP.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import logging
import math
import time
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import anyio
import anyio.lowlevel

from aioesx._transport.carrier import HttpAnswer
from aioesx._transport.config import Limits, Patience
from aioesx._transport.heads import RequestHead, ResponseHead
from aioesx._transport.judge import h11
from aioesx._transport.line import Line, SilenceError
from aioesx._transport.reply import Reply
from aioesx.errors import (
    ClosedError,
    ConnectionLostError,
    EsxError,
    ProtocolError,
    TransferIncompleteError,
    TransportTimeout,
)

__all__ = ["Lane"]

T = TypeVar("T")

_log = logging.getLogger("aioesx.transport")
_numbers: Final = itertools.count(1)
_LAST_WORDS_SECONDS: Final = 0.3
_SUCCESS: Final = range(200, 300)


class Lane:
    """A connection and the state of the HTTP conversation on it.

    Args:
        line: the connection.
        where: ``host:port``, for errors.
        limits: bounds on answers and on idleness.
        proxy: a proxy that reads our requests, if there is one.

    Attributes:
        name: what the log calls it: the server and a number of its own.
        patience: how long one step may take.
        retired: set to have the lane thrown away after the exchange that is under way.
    """

    def __init__(self, line: Line, where: str, limits: Limits, proxy: str | None = None) -> None:
        self._line = line
        self._where = where
        self.name = f"{where} #{next(_numbers)}"
        self._limits = limits
        self._proxy = proxy
        self.patience = Patience()
        self._reply: Reply | None = None  # None while it lies idle
        self._served = 0
        self.retired = False

    def __repr__(self) -> str:
        return f"<Lane {self.name} after {self._served} exchanges>"

    @property
    def moved(self) -> float:
        """When a byte went either way, by the monotonic clock."""
        return self._line.moved

    @property
    def was_stale(self) -> bool:
        """Whether the connection was a used one and ended without a byte of an answer.

        Mostly the server, or a proxy, had closed it before it saw the request.
        """
        return self._served > 0 and self._reply is not None and not self._reply.heard

    @property
    def is_answered(self) -> bool:
        """Whether the answer was taken to its end."""
        return self._reply is not None and self._reply.complete

    @property
    def is_spoilt(self) -> bool:
        """Whether more came than the answer is long."""
        return self._reply is not None and self._reply.spoilt

    def is_fresh(self) -> bool:
        """Tell whether the lane can take a request: not idle too long, nothing to read on it."""
        idle = time.monotonic() - self._line.moved
        return idle <= self._limits.idle_seconds and self._line.is_quiet()

    def bear(self, patience: Patience) -> None:
        """Take over how long one sending or receiving may bring nothing."""
        self.patience = patience
        self._line.bear(patience.read, patience.write)

    async def send(self, head: RequestHead, body: bytes) -> None:
        """Send a request with a small body.

        Raises:
            ConnectionLostError: the connection broke, and the server had not answered before.
            TransportTimeout: nothing could be sent for too long.
            ClosedError: the lane was closed meanwhile.
        """
        self._reply = Reply(head, body, self._where, self._limits, self._proxy)
        try:
            await self._write(head.data + body)
        except ConnectionLostError as broken:
            await self._last_words(broken)

    async def _last_words(self, broken: ConnectionLostError) -> None:
        """Read what the server may have answered before it closed; it is there, or is not."""
        with anyio.move_on_after(_LAST_WORDS_SECONDS):
            with contextlib.suppress(ConnectionLostError):
                await self.head()
                return
        raise broken from None

    async def send_pieces(self, head: RequestHead, body: AsyncIterable[bytes]) -> None:
        """Send a request with a body of several pieces, with an ear to the server.

        An answer that comes before the body's end (no room, no session) ends the sending.

        Raises:
            TransferIncompleteError: the body is not as long as the request says.
            ProtocolError: the server answered, or called a part of the body a success.
            ConnectionLostError, TransportTimeout, ClosedError: as `send`.
        """
        self._reply = reply = Reply(head, b"", self._where, self._limits, self._proxy)
        failures: list[Exception] = []
        sending = _Sending(_announced(head))
        # While a body is on its way nobody answers: that is no silence.
        self._line.bear(math.inf, self.patience.write)
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(self._listen, failures, sending, tasks.cancel_scope)
                try:
                    await self._push(reply.by_h11(), head, body, sending)
                    sending.done = True
                except Exception as error:
                    failures.append(error)
                # The wait for the answer is stopped here and taken up by whoever reads it.
                tasks.cancel_scope.cancel()
        finally:
            self._line.bear(self.patience.read, self.patience.write)
        if failures:
            if not isinstance(failures[0], ConnectionLostError):
                raise failures[0]
            if reply.head is None:
                await self._last_words(failures[0])
        if not sending.done and reply.head is not None and reply.head.status in _SUCCESS:
            raise ProtocolError(f"{self._where}: the server took a part for the whole")

    async def _listen(
        self, failures: list[Exception], sending: _Sending, everything: anyio.CancelScope
    ) -> None:
        """Wait for an answer, and let it end the sending."""
        try:
            await self.head()
        except EsxError as error:
            failures.append(error)
        else:
            if sending.left == 0:  # an answer to the whole: the source has only to say its end
                await anyio.sleep(_LAST_WORDS_SECONDS)
                sending.done = True
        everything.cancel()

    async def _push(
        self,
        http: h11.Connection,
        head: RequestHead,
        body: AsyncIterable[bytes],
        sending: _Sending,
    ) -> None:
        try:
            await self._write(http.send(head.event))
            async with _closed_afterwards(aiter(body)) as pieces:
                async for piece in pieces:
                    await anyio.lowlevel.checkpoint()  # sending seldom waits; listening must
                    await self._write(http.send(h11.Data(data=piece)))
                    if sending.left is not None:
                        sending.left -= len(piece)
            await self._write(http.send(h11.EndOfMessage()))
        except h11.LocalProtocolError as error:
            raise TransferIncompleteError(f"{self._where}: {error}") from None

    async def _write(self, data: bytes | None) -> None:
        try:
            await self._line.send(data or b"")
        except (OSError, anyio.ClosedResourceError, SilenceError) as error:
            raise self._ours(error, "while sending", "nothing could be sent") from None

    # Waiting. These are no coroutine functions, since a frame costs.

    def head(self) -> Coroutine[Any, Any, ResponseHead]:
        """Wait for the answer's head. A wait that was cancelled may be taken up again.

        Raises:
            ConnectionLostError: the connection broke; the server may have acted all the same.
            ProtocolError: what came is not HTTP/1.1, or not bounded.
            TransportTimeout: nothing came for too long.
            ClosedError: the lane was closed meanwhile.
        """
        reply = self._sent()
        return self._until(reply, lambda: reply.head)

    def piece(self) -> Coroutine[Any, Any, bytes]:
        """Wait for the next piece of the body; empty at its end.

        Raises:
            EsxError: as `head`.
        """
        reply = self._sent()
        return self._until(reply, reply.take)

    def answer(self, limit: int) -> Coroutine[Any, Any, HttpAnswer]:
        """Wait for the whole answer. A wait that was cancelled may be taken up again.

        Raises:
            EsxError: as `head`; ProtocolError if the body is over `limit` bytes.
        """
        reply = self._sent()

        def whole() -> HttpAnswer | None:
            body = reply.whole(limit)
            if body is None or reply.head is None:
                return None
            return HttpAnswer(reply.head.status, reply.head.headers, body, self.retire)

        return self._until(reply, whole)

    def _sent(self) -> Reply:
        assert self._reply is not None, "no request was sent"  # noqa: S101
        return self._reply

    async def _until(self, reply: Reply, ask: Callable[[], T | None]) -> T:
        """Feed the reply until it has what is asked of it."""
        try:
            while (found := ask()) is None:
                room = reply.room
                if room is None:
                    reply.feed(await self._line.receive(reply.read_size))
                else:
                    reply.filled(await self._line.receive_into(room))
        except (OSError, anyio.ClosedResourceError, SilenceError) as error:
            raise self._ours(error, "while waiting for the answer", "nothing came") from None
        return found

    def _ours(self, error: Exception, when: str, silent: str) -> Exception:
        """Return what the line raised as an error of ours."""
        if isinstance(error, EsxError):
            return error
        if isinstance(error, SilenceError):
            return TransportTimeout(f"{self._where}: {silent} for {error.seconds:g} s")
        if self._line.closed:
            return ClosedError("the connection was closed")
        why = getattr(error, "strerror", None) or error
        return ConnectionLostError(f"{self._where}: the connection broke {when} ({why})")

    def recycle(self) -> bool:
        """Make ready for the next request; False if the lane has to be thrown away."""
        if self.retired or self._reply is None or not self._reply.leaves_clean():
            return False
        self._reply = None
        self._served += 1
        return True

    def retire(self) -> None:
        """Give the lane no further exchange; one that is under way may end."""
        self.retired = True
        if self._reply is None:
            self.close()

    def close(self) -> None:
        """Close the socket now, without a word to the server. Idempotent."""
        if not self._line.closed:
            _log.debug("%s: closed after %d exchanges", self.name, self._served)
            self._line.close()


@dataclasses.dataclass(slots=True)
class _Sending:
    """How far a body is: bytes that are left (None if nobody knows), and whether it went."""

    left: int | None
    done: bool = False


def _announced(head: RequestHead) -> int | None:
    """Return how long a request says that its body is."""
    return next((int(v) for name, v in head.event.headers if name == b"content-length"), None)


@asynccontextmanager
async def _closed_afterwards(pieces: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Close an iterator that can be closed: one that was left early would wait for the garbage
    collector.
    """
    try:
        yield pieces
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
