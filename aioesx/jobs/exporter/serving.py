"""`serve`: the application behind a socket, by uvicorn, in the event loop of whoever calls it.

uvicorn runs on asyncio only. Signals are the caller's business.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import anyio
import uvicorn

from aioesx import units
from aioesx._concurrency import Group

if TYPE_CHECKING:
    import ssl

    from starlette.types import ASGIApp

__all__ = ["Listening", "address_of", "listen", "serving"]

_BACKLOG: Final = 128
_GRACE: Final = 3
"""Seconds that scrapes under way have at the end."""

_MOST_CONNECTIONS: Final = 200


class Listening:
    """A socket that somebody may call at.

    Attributes:
        socket: itself.
        place: ``address:port``, with the port that was found.
    """

    def __init__(self, listener: socket.socket) -> None:
        self.socket = listener
        host, port = listener.getsockname()[:2]
        self.place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self.host = host


def address_of(text: str) -> tuple[str, int]:
    """Read ``address:port``, ``[address]:port``.

    Raises:
        ValueError: it is none.
    """
    host, colon, port = text.rpartition(":")
    bare = host.removeprefix("[").removesuffix("]")
    bracketed = host != bare
    number = units.whole_number(port)
    if not (colon and host) or number is None or number > 65535 or (":" in bare) is not bracketed:
        raise ValueError(f"'{text}' should be address:port, as 127.0.0.1:9272 or [::1]:9272")
    return bare, number


def listen(host: str, port: int) -> Listening:
    """Listen.

    Raises:
        OSError: that cannot be.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    family, _, _, _, address = found[0]
    return Listening(socket.create_server(address, family=family, backlog=_BACKLOG))


class _Server(uvicorn.Server):
    """uvicorn, which leaves signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(
    app: ASGIApp, listening: Listening, tls: ssl.SSLContext | None
) -> AsyncIterator[None]:
    """Serve for as long as the block lasts; then let scrapes that are under way end, briefly.

    Raises:
        Exception: the application did not begin; as its lifespan raised it.
    """
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE,
    )
    config.load()
    config.ssl = tls
    server = _Server(config)

    async def serve() -> None:
        with anyio.CancelScope(shield=True):  # told to end, it closes everything by itself
            await server.serve([listening.socket])

    async with Group() as group:
        group.start(serve)
        try:
            yield
        finally:
            server.should_exit = True
