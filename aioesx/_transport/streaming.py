"""An answer that is read piece by piece, by whatever httpx transport; foreign errors made ours."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import anyio
import httpx

from aioesx._transport.carrier import HttpStream
from aioesx.errors import ClosedError, ConnectionLostError, ProtocolError, TransportTimeout

__all__ = ["closed_afterwards", "foreign_errors", "pieces_of", "streamed"]

_CLOSE_SECONDS: Final = 2.0


@asynccontextmanager
async def streamed(
    transport: httpx.AsyncBaseTransport, url: httpx.URL, headers: list[tuple[bytes, bytes]]
) -> AsyncIterator[HttpStream]:
    """GET a document, and hold the exchange open while it is read.

    Raises:
        TransportError, ProtocolError, ClosedError: it failed, then or while reading.
    """
    where = url.netloc.decode("ascii")
    with foreign_errors(where):
        response = await transport.handle_async_request(httpx.Request("GET", url, headers=headers))
        pieces: AsyncIterator[bytes] | None = None
        try:
            pieces = pieces_of(response, where)
            raw = [(name.lower(), value) for name, value in response.headers.raw]
            yield HttpStream(response.status_code, raw, pieces, where)
        finally:
            with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
                if isinstance(pieces, AsyncGenerator):  # would wait for the garbage collector
                    await pieces.aclose()
                await response.aclose()


def pieces_of(response: httpx.Response, where: str) -> AsyncIterator[bytes]:
    """Return what reads a response's body.

    Raises:
        ProtocolError: the transport is no asynchronous one.
    """
    if not isinstance(response.stream, httpx.AsyncByteStream):
        raise ProtocolError(f"{where}: the transport's response cannot be read asynchronously")
    return aiter(response.stream)


@contextmanager
def foreign_errors(where: str) -> Iterator[None]:
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


@asynccontextmanager
async def closed_afterwards(pieces: AsyncIterator[bytes]) -> AsyncIterator[AsyncIterator[bytes]]:
    """Close an iterator that can be closed: one that was left early would wait for the garbage
    collector.
    """
    try:
        yield pieces
    finally:
        if isinstance(pieces, AsyncGenerator):
            await pieces.aclose()
