"""`HostTransport`: exchanges with one server, over connections of our own.

One exchange is: take a lane, send the request, read the head, read the body, give the lane
back. Anything else that happens throws the lane away.
"""

from __future__ import annotations

import functools
import logging
import math
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

import anyio
import anyio.lowlevel

from aioesx._transport import tunnel
from aioesx._transport.carrier import (
    Headers,
    HttpAnswer,
    HttpCall,
    HttpStream,
    LaneKind,
    PendingAnswer,
)
from aioesx._transport.config import Limits, Patience
from aioesx._transport.dial import Route, dial
from aioesx._transport.heads import RequestHead, ResponseHead, request_head
from aioesx._transport.lane import Lane
from aioesx._transport.network import Network
from aioesx._transport.pool import LanePool, ends_within
from aioesx.errors import ClosedError, ConnectionLostError, ProtocolError, TransportTimeout

__all__ = ["Download", "HostTransport", "Pending"]

T = TypeVar("T")

_log = logging.getLogger("aioesx.transport")
_ENDLESS: Final = Patience()
_SENDING_SECONDS: Final = 5.0
_WITH_BODIES: Final = frozenset({b"POST", b"PUT"})


_MOST_HEADS: Final = 256
_HeadKey = tuple[bytes, bytes, Headers, int | None]


class HostTransport:
    """Carries calls to the one server that `route` leads to."""

    def __init__(
        self, route: Route, limits: Limits | None = None, network: Network | None = None
    ) -> None:
        self._route = route
        self._limits = limits or Limits()
        # By an HTTP proxy without TLS the proxy reads the request: absolute form.
        self._forwarded = route.proxy is not None and route.proxy.type == "http" and not route.tls
        # No bound method of ours: whoever visits many hosts leaves no cycles to the collector.
        opener = functools.partial(
            _open_lane, route, self._limits, network or Network(), self._forwarded
        )
        self._pools = {
            kind: LanePool(opener, lanes, route.authority)
            for kind, lanes in (
                (LaneKind.CALL, self._limits.lanes),
                (LaneKind.POLL, 1),
                (LaneKind.TRANSFER, self._limits.transfers),
            )
        }
        self._patience = Patience.of(self._limits.silence_seconds)
        self._heads: dict[_HeadKey, RequestHead] = {}
        self._home: tuple[int, object] | None = None

    def __repr__(self) -> str:
        return f"<HostTransport {self._route.authority}>"

    def carry(self, call: HttpCall, limit: int) -> Coroutine[Any, Any, HttpAnswer]:
        """Do one exchange; the answer's body has at most `limit` bytes.

        Raises:
            TransportError: the line failed; `call.sent` tells whether the server may have seen
                the request.
            ProtocolError: the server does not speak HTTP as it should.
            TransferIncompleteError: a body in pieces is not as long as `call` says.
            ClosedError: the transport was closed.
            RuntimeError: it is used from another event loop or process than at first.
        """
        return self._exchange(call, LaneKind.CALL, lambda _, lane: lane.answer(limit), whole=True)

    async def begin(self, call: HttpCall) -> PendingAnswer:
        """Send a request; its answer may be long in coming, and be waited for in turns.

        Raises:
            EsxError, RuntimeError: as `carry`.
        """

        async def pending(pool: LanePool, lane: Lane) -> Pending:
            return Pending(pool, lane, self._stay_home)

        return await self._exchange(call, LaneKind.POLL, pending)

    async def open(self, call: HttpCall, patience: Patience | None = None) -> Download:
        """Send a request, and wait for its answer's head.

        Args:
            call: the request.
            patience: how long each step may take, where not as `Limits` say.

        Raises:
            EsxError, RuntimeError: as `carry`.
        """

        async def opened(pool: LanePool, lane: Lane) -> Download:
            return Download(pool, lane, await lane.head())

        return await self._exchange(call, LaneKind.TRANSFER, opened, patience)

    @asynccontextmanager
    async def stream(self, call: HttpCall) -> AsyncIterator[HttpStream]:
        """Hold an exchange open while its answer is read piece by piece.

        Raises:
            EsxError, RuntimeError: as `carry`.
        """
        download = await self.open(call)
        head = download.head
        try:
            yield HttpStream(head.status, head.headers, download, self._route.authority)
        finally:
            download.close()

    async def _exchange(
        self,
        call: HttpCall,
        kind: LaneKind,
        read: Callable[[LanePool, Lane], Awaitable[T]],
        patience: Patience | None = None,
        *,
        whole: bool = False,
    ) -> T:
        """Send a request over a lane, and return what `read` makes of the answer.

        Args:
            call: the request.
            kind: the kind of lane, where `call` tells none.
            read: what is awaited when the request was sent.
            patience: how long each step may take, where not as `call` and `Limits` say.
            whole: whether that is all of the exchange, so that nothing is awaited afterwards.
        """
        self._stay_home()
        kind = call.lane or kind
        pool = self._pools[kind]
        body = call.body
        length = len(body) if isinstance(body, bytes) else call.length
        head = self._head(call.method, call.target, call.headers, length)
        if patience is None:
            patience = self._patience_for(call, whole=whole)
        repeatable = call.repeatable and isinstance(body, bytes)
        # A proxy that reads requests may end any connection after any answer without a word, and
        # then nobody can tell whether the next request was seen: a change gets one of its own.
        new = self._forwarded and not repeatable
        while True:
            lane = await pool.acquire(patience, new=new)
            try:
                call.sent = True
                if not isinstance(body, bytes):
                    await lane.send_pieces(head, body)
                elif kind is LaneKind.POLL:
                    await _send_whole(lane, head, body)
                else:
                    await lane.send(head, body)
                result = await read(pool, lane)
            except BaseException as error:
                pool.discard(lane)
                lost = isinstance(error, ConnectionLostError)
                if new or not (lost and repeatable and lane.was_stale):
                    raise
                _log.debug("%s: %s; once more over a new one", lane.name, error)
                new = True
            else:
                if lane.is_answered:
                    pool.release(lane)
                return result

    def _patience_for(self, call: HttpCall, *, whole: bool) -> Patience:
        """Return how long a call bears silence.

        Watching for silence costs more than the waiting. Mostly the caller's own deadline, which
        covers a whole exchange from here to its end, comes before that.
        """
        silence = self._patience.silence if call.silence is None else call.silence
        if silence == math.inf or (whole and ends_within(silence)):
            return _ENDLESS
        return self._patience if call.silence is None else Patience.of(silence)

    def _stay_home(self) -> None:
        home = (os.getpid(), anyio.lowlevel.current_token())
        if self._home is None:
            self._home = home
        elif home != self._home:
            raise RuntimeError(
                "this connection belongs to another event loop or process; open one in each"
            )

    def _head(self, *key: *_HeadKey) -> RequestHead:
        head = self._heads.get(key)
        if head is None:
            if len(self._heads) >= _MOST_HEADS:
                self._heads.clear()
            head = self._heads[key] = self._make_head(*key)
        return head

    def _make_head(
        self, method: bytes, target: bytes, headers: Headers, length: int | None
    ) -> RequestHead:
        """Make a request's head, for a body of so many bytes; None for one in chunks."""
        lines = list(headers)
        if length is None:
            lines.append((b"Transfer-Encoding", b"chunked"))
        elif length or method in _WITH_BODIES:
            lines.append((b"Content-Length", b"%d" % length))
        if self._forwarded and self._route.proxy is not None:
            target = b"http://" + self._route.authority.encode("ascii") + target
            credentials = tunnel.basic_credentials(self._route.proxy)
            if credentials is not None:
                lines.append((b"Proxy-Authorization", credentials))
        return request_head(method, target, lines)

    def interrupt(self) -> None:
        """Let every exchange in flight fail with ClosedError; further ones may follow."""
        self._pools = {kind: pool.replaced() for kind, pool in self._pools.items()}

    def discard(self) -> None:
        """Close every connection at once; exchanges in flight get ClosedError. Idempotent."""
        for pool in self._pools.values():
            pool.close()


async def _open_lane(
    route: Route, limits: Limits, network: Network, forwarded: bool, patience: Patience
) -> Lane:
    line = await dial(route, min(limits.connect_seconds, patience.connect), network)
    lane = Lane(line, route.authority, limits, str(route.proxy) if forwarded else None)
    if _log.isEnabledFor(logging.DEBUG):
        how = line.tls_version or "plain"
        by = f" by proxy {route.proxy}" if route.proxy is not None else ""
        _log.debug("%s: opened, %s%s", lane.name, how, by)
    return lane


async def _send_whole(lane: Lane, head: RequestHead, body: bytes) -> None:
    """Send a request that must not be cut by a cancellation: its answer has a life of its own."""
    with anyio.move_on_after(_SENDING_SECONDS, shield=True):
        await lane.send(head, body)
        return
    raise TransportTimeout(f"{lane.name}: nothing could be sent for {_SENDING_SECONDS:g} s")


class Pending:
    """A request that was sent. Its answer's state is the lane's, so that waits may take turns."""

    def __init__(self, pool: LanePool, lane: Lane, stay_home: Callable[[], None]) -> None:
        self.resumable = True
        self._pool = pool
        self._lane = lane
        self._stay_home = stay_home
        self._settled = False

    @property
    def stale(self) -> bool:
        """Whether a used connection ended without a byte of an answer."""
        return self._lane.was_stale

    async def answer(self, limit: int) -> HttpAnswer:
        """Wait for the answer, or go on where a cancelled wait stopped.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed, and cannot be waited for again.
            RuntimeError: it was given out, failed or was abandoned before.
        """
        self._stay_home()
        if self._settled:
            raise RuntimeError("the answer to this call is settled")
        try:
            answer = await self._lane.answer(limit)
        except Exception:  # but no cancellation: that leaves the lane as it is
            self.abandon()
            raise
        self._settled = True
        self._pool.release(self._lane)
        return answer

    def abandon(self) -> None:
        """Throw the connection away, unless the answer is complete. Idempotent."""
        if not self._settled:
            self._settled = True
            self._pool.discard(self._lane)


class Download:
    """An answer's body, piece by piece; gives the lane back when it was read to its end.

    Attributes:
        head: the answer's head.
    """

    def __init__(self, pool: LanePool, lane: Lane, head: ResponseHead) -> None:
        self.head = head
        self._pool = pool
        self._lane = lane
        self._open = True
        self._complete = False

    def __aiter__(self) -> Download:
        return self  # no generator: one that is left early waits for the garbage collector

    async def __anext__(self) -> bytes:
        if self._complete:
            raise StopAsyncIteration
        if not self._open:
            raise ClosedError("the connection was closed before the answer's end")
        try:
            piece = await self._lane.piece()
        except BaseException:
            self.close()
            raise
        if not piece and self._lane.is_spoilt:
            self.close()
            raise ProtocolError(f"{self._lane.name}: more came than the answer is long")
        if not piece:
            self._open, self._complete = False, True
            self._pool.release(self._lane)
            raise StopAsyncIteration
        return piece

    def close(self) -> None:
        """Throw the connection away unless the body was read to its end. Idempotent."""
        if self._open:
            self._open = False
            self._pool.discard(self._lane)
