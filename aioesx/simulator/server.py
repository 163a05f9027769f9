"""The socket: uvicorn in a thread of its own, so that programs on trio have it too.

The thread's event loop does nothing while nobody calls. Connections that send no
complete request head within a time limit are closed, and no more than a limit are
open at once, so a hostile client costs bounded memory.
"""

from __future__ import annotations

import asyncio  # uvicorn runs on it; nothing else in the library may
import contextlib
import socket
import ssl
import threading
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp

__all__ = ["Server", "listen"]

HEAD_SECONDS = 30.0
"""How long a connection may take for a request's head, and stay idle between requests."""

MOST_CONNECTIONS = 4000
"""Connections that may be open at once; further ones are closed at once."""

_BACKLOG = 2048


def listen(address: str, port: int) -> socket.socket:
    """Return a listening socket without Nagle's delay, which connections inherit."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.bind((address, port))
        listener.listen(_BACKLOG)
    except OSError:
        listener.close()
        raise
    return listener


class _Protocol(H11Protocol):
    """uvicorn's HTTP/1.1 with a time limit on the head and a limit on connections."""

    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        if len(self.connections) >= MOST_CONNECTIONS:
            transport.abort()
            self.transport = transport
            return
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(HEAD_SECONDS, self._head_too_late)

    def data_received(self, data: bytes) -> None:
        if self._head_timer is None and not self._is_serving():
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._head_too_late)
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self._is_serving() and self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _is_serving(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def connection_lost(self, exc: Exception | None) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
        if self in self.connections:
            super().connection_lost(exc)

    def _head_too_late(self) -> None:
        if self.transport.is_closing():
            return
        answer = b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        self.transport.write(answer)
        self.transport.close()


class _Uvicorn(uvicorn.Server):
    """uvicorn without its ticks: it sleeps until it is told to stop."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    async def main_loop(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready()
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything at once; there is nobody to be polite to."""
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            transport: Any = connection.transport
            transport.abort()
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)

    def stop(self) -> None:
        """Have the loop end; from any thread."""
        if self._loop is not None and self._stop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)


class Server:
    """An ASGI application on a socket.

    Args:
        app: the application.
        listeners: listening sockets; the server closes them.
        tls: context for TLS, or None for plain HTTP.
    """

    def __init__(
        self, app: ASGIApp, listeners: list[socket.socket], tls: ssl.SSLContext | None
    ) -> None:
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_keep_alive=600,
            h11_max_incomplete_event_size=64 * 1024,
        )
        config.load()
        config.ssl = tls
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._listeners = listeners
        self._server = _Uvicorn(config, self._started.set)
        self._thread = threading.Thread(target=self._run, name="aioesx-simulator", daemon=True)

    def _run(self) -> None:
        try:
            self._server.run(sockets=self._listeners)
        except BaseException as error:  # handed to the thread that started us
            self._failure = error
        finally:
            self._started.set()

    def start(self) -> None:
        """Start to serve; return once connections are accepted."""
        self._thread.start()
        self._started.wait()
        if self._failure is not None:
            raise RuntimeError("the simulator's server did not start") from self._failure

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._server.stop()
        self._thread.join()
