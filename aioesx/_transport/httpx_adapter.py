"""httpx on either side: a caller's httpx transport as a `Carrier`, ours as an httpx transport.

The only file here that imports httpx, so nobody loads it who has no use for it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from typing import Final

import anyio
import httpx

from aioesx._transport.carrier import HttpAnswer, HttpCall, HttpStream, LaneKind, PendingAnswer
from aioesx._transport.config import Limits, Patience
from aioesx._transport.dial import Route
from aioesx._transport.network import Network
from aioesx._transport.transport import Download, HostTransport
from aioesx.errors import ClosedError, ConnectionLostError, ProtocolError, TransportTimeout

__all__ = ["EsxTransport", "HttpxCarrier"]

_CLOSE_SECONDS: Final = 2.0
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_FRAMING: Final = frozenset({b"content-length", b"transfer-encoding"})


class EsxTransport(httpx.AsyncBaseTransport):
    """`HostTransport` for those who speak httpx; errors stay those of aioesx."""

    def __init__(
        self, route: Route, limits: Limits | None = None, network: Network | None = None
    ) -> None:
        self._host = HostTransport(route, limits, network)
        self._silence = (limits or Limits()).silence_seconds

    def __repr__(self) -> str:
        return f"<EsxTransport over {self._host!r}>"

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Do one exchange; the body is read from the response's stream.

        Raises:
            EsxError, RuntimeError: as `HostTransport.open`.
        """
        download = await self._host.open(await _call(request), self._patience(request))
        head = download.head
        return httpx.Response(
            head.status,
            headers=head.headers,
            stream=_Body(download),
            extensions={"reason_phrase": head.reason},
        )

    def _patience(self, request: httpx.Request) -> Patience:
        """Return httpx's timeouts of a request; silence ends it all the same."""
        told = request.extensions.get("timeout") or {}
        phases = {name: math.inf if value is None else value for name, value in told.items()}
        return Patience(
            pool=phases.get("pool", math.inf),
            connect=phases.get("connect", math.inf),
            write=min(phases.get("write", math.inf), self._silence),
            read=min(phases.get("read", math.inf), self._silence),
            silence=self._silence,
        )

    async def aclose(self) -> None:
        """Close every connection at once. Idempotent."""
        self._host.discard()


async def _call(request: httpx.Request) -> HttpCall:
    """Return httpx's request as a call."""
    stream = request.stream
    if not isinstance(stream, httpx.AsyncByteStream):
        raise TypeError("the request's body cannot be read asynchronously")
    length = request.headers.get("Content-Length")
    return HttpCall(
        request.method.encode("ascii"),
        request.url.raw_path,
        tuple(h for h in request.headers.raw if h[0].lower() not in _FRAMING),
        b"".join([piece async for piece in stream])
        if isinstance(stream, httpx.ByteStream)
        else stream,
        length=int(length) if length is not None else None,
        lane=LaneKind.CALL,
        repeatable=request.method in _READING,
    )


class _Body(httpx.AsyncByteStream):
    """A download as httpx wants it."""

    def __init__(self, download: Download) -> None:
        self._download = download

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._download

    async def aclose(self) -> None:
        """Throw the connection away unless the body was read to its end."""
        self._download.close()


class HttpxCarrier:
    """Carries calls by somebody else's httpx transport, which cares for TLS and proxies.

    Args:
        transport: the transport; it is not closed.
        base_url: where the server is, such as ``"https://esx1.example.com:443"``.
        limits: how long nothing may move; its connections are the transport's business.
    """

    def __init__(
        self, transport: httpx.AsyncBaseTransport, base_url: str, limits: Limits | None = None
    ) -> None:
        self._transport = transport
        self._base = httpx.URL(base_url)
        self._where = self._base.netloc.decode("ascii")
        self._limits = limits or Limits()
        self._waits: set[anyio.CancelScope] = set()

    async def carry(self, call: HttpCall, limit: int) -> HttpAnswer:
        """Do one exchange.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed.
        """
        async with self.stream(call) as stream:
            return HttpAnswer(stream.status, stream.headers, await stream.read(limit), _nothing)

    @asynccontextmanager
    async def stream(self, call: HttpCall) -> AsyncIterator[HttpStream]:
        """Hold an exchange open while its answer is read piece by piece.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed.
        """
        silence = self._limits.silence_seconds if call.silence is None else call.silence
        request = self._request(call, silence)
        call.sent = True
        # Nobody answers while a long body is on its way: then the transport has to keep the time.
        with self._wait(silence if isinstance(call.body, bytes) else math.inf):
            try:
                response = await self._transport.handle_async_request(request)
            except httpx.ConnectError:
                call.sent = False
                raise
        pieces: AsyncIterator[bytes] | None = None
        try:
            pieces = aiter(_stream_of(response, self._where))
            headers = [(name.lower(), value) for name, value in response.headers.raw]
            waited = _Waited(pieces, functools.partial(self._wait, silence))
            yield HttpStream(response.status_code, headers, waited, self._where)
        finally:
            with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
                if isinstance(pieces, AsyncGenerator):  # would wait for the garbage collector
                    await pieces.aclose()
                await response.aclose()

    def _request(self, call: HttpCall, silence: float) -> httpx.Request:
        headers = list(call.headers)
        if call.length is not None:
            headers.append((b"Content-Length", b"%d" % call.length))
        path, _, query = call.target.decode("ascii").partition("?")
        phases = dict.fromkeys(("pool", "write", "read"), silence)
        return httpx.Request(
            call.method.decode("ascii"),
            self._base.copy_with(path=path, query=query.encode("ascii") or None),
            headers=headers,
            content=call.body,
            extensions={"timeout": {"connect": self._limits.connect_seconds, **phases}},
        )

    @contextmanager
    def _wait(self, seconds: float) -> Iterator[None]:
        """Bound one await of the transport's, let `interrupt` end it, and make its errors ours."""
        deadline = anyio.current_time() + seconds
        with anyio.CancelScope(deadline=deadline) as scope, _foreign_errors(self._where):
            self._waits.add(scope)
            try:
                yield
            finally:
                self._waits.discard(scope)
        if scope.cancelled_caught:
            if anyio.current_time() < deadline:
                raise ClosedError("the connection was closed")
            raise TransportTimeout(f"{self._where}: nothing came for {seconds:g} s")

    async def begin(self, call: HttpCall) -> PendingAnswer:
        """Do nothing yet: another's transport sends and waits in one."""
        return Unsent(self, call)

    def interrupt(self) -> None:
        """Let every exchange in flight fail with ClosedError; further ones may follow."""
        for scope in list(self._waits):
            scope.cancel()

    def discard(self) -> None:
        """Let every exchange in flight fail with ClosedError; the transport is its maker's."""
        self.interrupt()


class Unsent:
    """A request that is sent by its `answer`: cancelled then, it is lost."""

    def __init__(self, carrier: HttpxCarrier, call: HttpCall) -> None:
        self.resumable = False
        self.stale = False
        self._carrier = carrier
        self._call = call

    async def answer(self, limit: int) -> HttpAnswer:
        """Do the exchange.

        Raises:
            TransportError, ProtocolError, ClosedError: it failed.
        """
        return await self._carrier.carry(self._call, limit)

    def abandon(self) -> None:
        """Do nothing: what is not waited for is not under way."""


class _Waited:
    """Pieces each of which is waited for as `wait` says."""

    def __init__(
        self, pieces: AsyncIterator[bytes], wait: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._pieces = pieces
        self._wait = wait

    def __aiter__(self) -> _Waited:
        return self

    async def __anext__(self) -> bytes:
        with self._wait():
            return await anext(self._pieces)
        raise AssertionError  # the block returned or raised


def _stream_of(response: httpx.Response, where: str) -> httpx.AsyncByteStream:
    if not isinstance(response.stream, httpx.AsyncByteStream):
        raise ProtocolError(f"{where}: the transport's response cannot be read asynchronously")
    return response.stream


@contextmanager
def _foreign_errors(where: str) -> Iterator[None]:
    """Raise httpx's errors as ours."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise TransportTimeout(f"{where}: {error or type(error).__name__}") from None
    except (httpx.RemoteProtocolError, httpx.DecodingError) as error:
        raise ProtocolError(f"{where}: {error}") from None
    except httpx.HTTPError as error:
        raise ConnectionLostError(f"{where}: {error or type(error).__name__}") from None
    except httpx.StreamError as error:
        raise ClosedError(f"{where}: {error}") from None


def _nothing() -> None:
    """Another's transport cannot be told to distrust a connection."""
