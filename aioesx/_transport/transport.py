"""`EsxTransport`: exchanges over lanes of our own, natively and as an httpx transport.

One exchange is: take a lane, send the request, read the head, read the body, give the lane
back. Anything else that happens throws the lane away.
"""

from __future__ import annotations

import functools
import logging
import os
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, Final

import anyio.lowlevel
import httpx

from aioesx._transport import tunnel
from aioesx._transport.carrier import Headers, HttpAnswer, HttpCall, HttpStream, LaneKind
from aioesx._transport.config import Limits, Patience
from aioesx._transport.dial import Route, dial
from aioesx._transport.heads import RequestHead, ResponseHead, request_head
from aioesx._transport.lane import Lane
from aioesx._transport.network import Network
from aioesx._transport.pool import LanePool
from aioesx._transport.streaming import streamed
from aioesx.errors import ConnectionLostError, ProtocolError, ProxyError

__all__ = ["EsxTransport"]

_log = logging.getLogger("aioesx.transport")
_PROXY_LOGIN: Final = 407
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class EsxTransport(httpx.AsyncBaseTransport):
    """Carries requests to the one server that `route` leads to."""

    def __init__(
        self, route: Route, limits: Limits | None = None, network: Network | None = None
    ) -> None:
        self._route = route
        self._limits = limits or Limits()
        self._network = network or Network()
        self._calls = LanePool(self._open_lane, self._limits.lanes)
        self._polls = LanePool(self._open_lane, 1)
        # By an HTTP proxy without TLS the proxy reads the request: absolute form.
        self._forwarded = route.proxy is not None and route.proxy.type == "http" and not route.tls
        self._head = functools.lru_cache(maxsize=256)(self._make_head)
        self._home: tuple[int, object] | None = None

    def __repr__(self) -> str:
        return f"<EsxTransport {self._route.authority}>"

    async def _open_lane(self, patience: Patience) -> Lane:
        seconds = self._limits.connect_seconds
        if patience.connect is not None:
            seconds = min(seconds, patience.connect)
        line = await dial(self._route, seconds, self._network)
        lane = Lane(line, self._route.authority, self._limits)
        if _log.isEnabledFor(logging.DEBUG):
            how = line.tls_version or "plain"
            by = f" by proxy {self._route.proxy}" if self._route.proxy is not None else ""
            _log.debug("%s: opened, %s%s", lane.name, how, by)
        return lane

    async def carry(self, call: HttpCall, limit: int) -> HttpAnswer:
        """Do one exchange whose bodies are small.

        Raises:
            TransportError: the line failed; `call.sent` tells whether the server may have seen
                the request.
            ProtocolError: the server does not speak HTTP as it should.
            ClosedError: the transport was closed.
            RuntimeError: it is used from another event loop or process than at first.
        """
        self._stay_home()
        if not isinstance(call.body, bytes):
            raise TypeError("a body in pieces goes by stream()")
        pool = self._polls if call.lane is LaneKind.POLL else self._calls
        head = self._head(call.method, call.target, call.headers, len(call.body))
        # A proxy that reads requests may end any connection after any answer without a word, and
        # then nobody can tell whether the next request was seen: a change gets one of its own.
        lane = await pool.acquire(new=self._forwarded and not call.repeatable)
        try:
            return await self._carry_by(lane, pool, head, call, limit)
        except ConnectionLostError as error:
            if not (call.repeatable and lane.was_stale):
                raise
            _log.debug("%s: %s; once more over a new one", lane.name, error)
        lane = await pool.acquire(new=True)
        return await self._carry_by(lane, pool, head, call, limit)

    async def _carry_by(
        self, lane: Lane, pool: LanePool, head: RequestHead, call: HttpCall, limit: int
    ) -> HttpAnswer:
        try:
            call.sent = True
            assert isinstance(call.body, bytes)  # noqa: S101
            response = await lane.exchange_at_once(head, call.body)
            self._refuse_login(response)
            _check_headers(response, limit)
            body = await lane.collect_body(limit)
        except BaseException:
            pool.discard(lane)
            raise
        pool.release(lane)
        return HttpAnswer(
            response.status, response.headers, body, functools.partial(pool.evict, lane)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do one exchange; the body is read from the response's stream.

        Raises:
            TransportError, ProtocolError, ClosedError, RuntimeError: as `carry`.
        """
        self._stay_home()
        body = request.stream
        if not isinstance(body, httpx.AsyncByteStream):
            raise TypeError("the request's body cannot be read asynchronously")
        headers = tuple(request.headers.raw)
        head = self._make_head(request.method.encode(), request.url.raw_path, headers, None)
        patience = _patience(request.extensions)
        repeatable = request.method in _READING and isinstance(body, httpx.ByteStream)
        pool = self._calls
        lane = await pool.acquire(new=self._forwarded and not repeatable, patience=patience)
        try:
            return await self._handle_by(lane, pool, head, body)
        except ConnectionLostError as error:
            if not (repeatable and lane.was_stale):
                raise
            _log.debug("%s: %s; once more over a new one", lane.name, error)
        lane = await pool.acquire(new=True, patience=patience)
        return await self._handle_by(lane, pool, head, body)

    def stream(self, call: HttpCall) -> AbstractAsyncContextManager[HttpStream]:
        """Fetch a document piece by piece.

        Raises:
            TransportError, ProtocolError, ClosedError, RuntimeError: as `carry`.
        """
        url = httpx.URL(f"http://{self._route.authority}").copy_with(raw_path=call.target)
        return streamed(self, url, list(call.headers))

    async def begin(self, call: HttpCall) -> _Pending:
        """Send a request, whose answer may be long in coming."""
        return _Pending(self, call)

    async def _handle_by(
        self, lane: Lane, pool: LanePool, head: RequestHead, body: httpx.AsyncByteStream
    ) -> httpx.Response:
        try:
            response = await lane.exchange(head, body)
            self._refuse_login(response)
            _check_headers(response, None)
        except BaseException:
            pool.discard(lane)
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(pool, lane),
            extensions={"reason_phrase": response.reason},
        )

    def _stay_home(self) -> None:
        home = (os.getpid(), anyio.lowlevel.current_token())
        if self._home is None:
            self._home = home
        elif home != self._home:
            raise RuntimeError(
                "this connection belongs to another event loop or process; open one in each"
            )

    def _make_head(
        self, method: bytes, target: bytes, headers: Headers, length: int | None
    ) -> RequestHead:
        """Make a request's head; `length` adds a Content-Length where there is a body."""
        lines = list(headers)
        if length:
            lines.append((b"Content-Length", b"%d" % length))
        if self._forwarded and self._route.proxy is not None:
            target = b"http://" + self._route.authority.encode("ascii") + target
            credentials = tunnel.basic_credentials(self._route.proxy)
            if credentials is not None:
                lines.append((b"Proxy-Authorization", credentials))
        return request_head(method, target, lines)

    def _refuse_login(self, response: ResponseHead) -> None:
        """A proxy that reads our requests answers for itself by this status only."""
        if self._forwarded and response.status == _PROXY_LOGIN:
            raise ProxyError(f"proxy {self._route.proxy}: it wants a user name and password")

    def interrupt(self) -> None:
        """Let every exchange in flight fail with ClosedError; further ones may follow."""
        self._calls = self._calls.replaced()
        self._polls = self._polls.replaced()

    async def aclose(self) -> None:
        """Close every connection at once; exchanges in flight get ClosedError. Idempotent."""
        self._calls.close()
        self._polls.close()


def _check_headers(response: ResponseHead, limit: int | None) -> None:
    """Refuse a body that we do not want to read.

    Raises:
        ProtocolError: the body is compressed, which we did not ask for, or its length is told
            in two ways or over `limit`.
    """
    length = chunked = None
    for name, value in response.headers:
        if name == b"content-length":
            length = int(value)
        elif name == b"transfer-encoding":
            chunked = value
        elif name == b"content-encoding" and value.lower() != b"identity":
            raise ProtocolError(f"the response is encoded as {value[:40].decode('latin-1')!r}")
    if length is not None and chunked is not None:
        raise ProtocolError("the response has both Content-Length and Transfer-Encoding")
    if length is not None and limit is not None and length > limit:
        raise ProtocolError(f"the answer of {length} bytes is over {limit}")


def _patience(extensions: Mapping[str, Any]) -> Patience:
    """Return httpx's timeouts of a request; without any, those of `Limits` alone hold."""
    phases: Mapping[str, float | None] = extensions.get("timeout") or {}
    return Patience(**{name: phases.get(name) for name in ("pool", "connect", "write", "read")})


class _Pending:
    """A request that is sent by its first `answer`."""

    resumable: Final = False
    stale: Final = False

    def __init__(self, transport: EsxTransport, call: HttpCall) -> None:
        self._answer = functools.partial(transport.carry, call)

    async def answer(self, limit: int) -> HttpAnswer:
        """Do the exchange."""
        return await self._answer(limit)

    def abandon(self) -> None:
        """Do nothing: what is not waited for is not under way."""


class _Body(httpx.AsyncByteStream):
    """A response's body; gives the lane back when it was read to its end."""

    def __init__(self, pool: LanePool, lane: Lane) -> None:
        self._pool = pool
        self._lane = lane
        self._done = False

    def __aiter__(self) -> _Body:
        return self  # no generator: one that is left early waits for the garbage collector

    async def __anext__(self) -> bytes:
        if self._done:
            raise StopAsyncIteration
        try:
            piece = await self._lane.receive_piece()
        except BaseException:
            await self.aclose()
            raise
        if not piece:
            self._done = True
            self._pool.release(self._lane)
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Throw the connection away unless the body was read to its end."""
        if not self._done:
            self._done = True
            self._pool.discard(self._lane)
