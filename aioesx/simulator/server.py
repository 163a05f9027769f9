"""The server: uvicorn in a thread of its own, so that programs on trio have it too.

One server serves any number of listening sockets, each with TLS of its own kind. Its
thread's event loop does nothing while nobody calls. Connections that send no complete
request head within a time limit are closed, and no more than a limit are open at once,
so a hostile client costs bounded memory.
"""

from __future__ import annotations

import asyncio  # uvicorn runs on it; nothing else in the library may
import contextlib
import threading
from asyncio import sslproto
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from aioesx.simulator.sockets import BACKLOG

if TYPE_CHECKING:
    import socket
    import ssl
    from collections.abc import Callable, Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["CutShort", "Listener", "Server"]

HEAD_SECONDS = 30.0
"""How long a connection may take for a request's head, and stay idle between requests."""

MOST_CONNECTIONS = 4000
"""Connections that may be open at once; further ones are closed at once."""

MORE_CONNECTIONS = 8
"""How many more may be open for each listening socket beyond the first."""

_MOST_MESSAGE: Final = 1024 * 1024
_TLS_BUFFER: Final = 64 * 1024  # asyncio's own would be 256 KiB for each connection


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening socket; what accepts on it speaks TLS by `tls`, or plain HTTP.

    Attributes:
        is_away: tells whether who is reached by it is off just now; then connections are cut.
    """

    socket: socket.socket
    tls: ssl.SSLContext | None = None
    is_away: Callable[[], bool] | None = None


class _SmallTls(sslproto.SSLProtocol):
    """asyncio's TLS with a buffer that a thousand connections can have."""

    max_size = _TLS_BUFFER


class _Protocol(H11Protocol):
    """uvicorn's HTTP/1.1 with a time limit on the head and a limit on connections."""

    most_connections = MOST_CONNECTIONS
    listener: Listener | None = None
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        is_away = self.listener.is_away if self.listener is not None else None
        off = is_away is not None and is_away()
        if off or len(self.connections) >= self.most_connections:
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
        if self.cycle is not None:
            scope: Any = self.cycle.scope
            scope["aioesx.abort"] = self.transport.abort  # for who is to be cut off
        if self._is_serving() and self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand the connection on; whoever has it now is cut off with the others."""
        if self._head_timer is not None:
            self._head_timer.cancel()
        super().handle_websocket_upgrade(event)
        successor: Any = self.transport.get_protocol()
        successor.listener = self.listener

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

    def __init__(
        self, config: uvicorn.Config, listeners: Sequence[Listener], ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._listeners = listeners
        self._ready = ready
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections on each listener, with its own TLS."""
        del sockets  # they are in our listeners
        self.servers = []
        for listener in self._listeners:
            accepting = await asyncio.get_running_loop().create_server(
                self._maker(listener), sock=listener.socket, backlog=BACKLOG
            )
            self.servers.append(accepting)
        self.started = True

    def _maker(self, listener: Listener) -> Callable[[], asyncio.BaseProtocol]:
        """Return what makes the protocol of each connection on `listener`."""
        loop, tls = asyncio.get_running_loop(), listener.tls
        limit = MOST_CONNECTIONS + MORE_CONNECTIONS * (len(self._listeners) - 1)

        def make() -> asyncio.BaseProtocol:
            protocol = _Protocol(self.config, self.server_state, {}, loop)
            protocol.most_connections = limit
            protocol.listener = listener
            if tls is None:
                return protocol
            return _SmallTls(loop, protocol, tls, None, server_side=True)  # type: ignore[arg-type]  # typeshed: nobody has to wait for the handshake

        return make

    async def main_loop(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready()
        await self._stop.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything at once; there is nobody to be polite to."""
        del sockets
        for server in self.servers:
            server.close()
        for listener in self._listeners:
            listener.socket.close()
        for connection in list(self.server_state.connections):
            transport: Any = connection.transport
            transport.abort()
        await asyncio.sleep(0)  # let them hear of it
        tasks = list(self.server_state.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0)

    def cut(self, listener: Listener) -> None:
        """Abort every connection that came by a listener; from any thread."""

        def abort() -> None:
            for connection in list(self.server_state.connections):
                if getattr(connection, "listener", None) is listener:
                    transport: Any = connection.transport
                    transport.abort()

        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(abort)

    def stop(self) -> None:
        """Have the loop end; from any thread."""
        if self._loop is not None and self._stop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)


class CutShort(Exception):  # noqa: N818  # no mistake: the connection is to be cut
    """A response ends before all that it has announced."""


def _unheard(app: ASGIApp) -> ASGIApp:
    """Let a request that is cancelled or cut short end in silence.

    `shutdown` cancels requests when no one is there.
    """

    async def quiet(scope: Scope, receive: Receive, send: Send) -> None:
        with contextlib.suppress(asyncio.CancelledError, CutShort):
            await app(scope, receive, send)

    return quiet


class Server:
    """An ASGI application on one or more sockets.

    Args:
        app: the application; ``scope["server"]`` tells it which address was called.
        listeners: listening sockets; the server closes them.
    """

    def __init__(self, app: ASGIApp, listeners: Sequence[Listener]) -> None:
        config = uvicorn.Config(
            _unheard(app),
            http=_Protocol,
            ws="wsproto",
            ws_max_size=_MOST_MESSAGE,
            ws_ping_interval=None,
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
        self._started = threading.Event()
        self._failure: BaseException | None = None
        self._server = _Uvicorn(config, listeners, self._started.set)
        self._thread = threading.Thread(target=self._run, name="aioesx-simulator", daemon=True)

    def _run(self) -> None:
        try:
            self._server.run()
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

    def cut(self, listener: Listener) -> None:
        """Abort every connection that came by a listener; from any thread."""
        self._server.cut(listener)

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self._server.stop()
        self._thread.join()
