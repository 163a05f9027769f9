"""httpx on either side: somebody else's httpx transport as a `Carrier`.

The only file here that imports httpx; nobody loads it who passes none.
"""

from __future__ import annotations

import functools
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import anyio
import httpx

from aioesx._transport.carrier import HttpAnswer, HttpCall, HttpStream
from aioesx._transport.streaming import foreign_errors, pieces_of

__all__ = ["HttpxCarrier"]

_CLOSE_SECONDS: Final = 2.0


class HttpxCarrier:
    """Carries calls by somebody else's httpx transport, which cares for TLS and proxies."""

    def __init__(self, transport: httpx.AsyncBaseTransport, base_url: str) -> None:
        self._transport = transport
        self._base = httpx.URL(base_url)
        self._where = self._base.netloc.decode("ascii")

    async def carry(self, call: HttpCall, limit: int) -> HttpAnswer:
        """Do one exchange by httpx's request and response."""
        async with self.stream(call) as stream:
            return HttpAnswer(stream.status, stream.headers, await stream.read(limit), _nothing)

    @asynccontextmanager
    async def stream(self, call: HttpCall) -> AsyncIterator[HttpStream]:
        """Hold an exchange open while its answer is read piece by piece."""
        with foreign_errors(self._where):
            response = await self._response(call)
            pieces: AsyncIterator[bytes] | None = None
            try:
                pieces = pieces_of(response, self._where)
                headers = [(name.lower(), value) for name, value in response.headers.raw]
                yield HttpStream(response.status_code, headers, pieces, self._where)
            finally:
                with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
                    if isinstance(pieces, AsyncGenerator):  # would wait for the garbage collector
                        await pieces.aclose()
                    await response.aclose()

    async def _response(self, call: HttpCall) -> httpx.Response:
        headers = list(call.headers)
        if call.length is not None:
            headers.append((b"Content-Length", b"%d" % call.length))
        request = httpx.Request(
            call.method.decode("ascii"), self._url(call), headers=headers, content=call.body
        )
        call.sent = True
        try:
            return await self._transport.handle_async_request(request)
        except httpx.ConnectError:
            call.sent = False
            raise

    def _url(self, call: HttpCall) -> httpx.URL:
        path, _, query = call.target.decode("ascii").partition("?")
        return self._base.copy_with(path=path, query=query.encode("ascii") or None)

    async def begin(self, call: HttpCall) -> Unsent:
        """Do nothing yet: another's transport sends and waits in one."""
        return Unsent(self, call)

    def interrupt(self) -> None:
        """Do nothing: another's transport cannot be told."""

    async def aclose(self) -> None:
        """Do nothing: whoever made the transport closes it."""


class Unsent:
    """A request that is sent by its first `answer`: cancelled then, it is lost."""

    resumable: Final = False
    stale: Final = False

    def __init__(self, carrier: HttpxCarrier, call: HttpCall) -> None:
        self._answer = functools.partial(carrier.carry, call)

    async def answer(self, limit: int) -> HttpAnswer:
        """Do the exchange."""
        return await self._answer(limit)

    def abandon(self) -> None:
        """Do nothing: what is not waited for is not under way."""


def _nothing() -> None:
    """Another's transport cannot be told to distrust a connection."""
