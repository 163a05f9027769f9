"""`Line`: a connected socket as a byte stream, plain at first, then perhaps TLS.

The socket is ours from its first moment to its last: it is non-blocking, anyio only tells when
it is ready, and `close` closes it there and then, without help from an event loop's transports
or the garbage collector. Nothing is awaited between taking bytes from it and handing them on, so
a wait that is cancelled loses none. This file knows neither HTTP nor proxies.
"""

from __future__ import annotations

import contextlib
import errno
import math
import os
import select
import socket
import ssl
import time
from collections.abc import Awaitable
from typing import Final

import anyio
import anyio.lowlevel

__all__ = ["READ_SIZE", "Line", "SilenceError"]

READ_SIZE: Final = 65536
_EAGER: Final = 8
_RECORD: Final = 16384  # a full TLS record; after one there is probably another


class SilenceError(Exception):
    """Nothing came, or nothing could be sent, for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"nothing moved for {seconds:g} s")
        self.seconds = seconds


class Line:
    """A socket. Every method that waits may be cancelled: receiving may then be taken up again,
    of sending nobody knows how far it came.

    Attributes:
        moved: when a byte went either way, by the monotonic clock.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._tls: ssl.SSLSocket | None = None
        self._closed = False
        self._eager = 0  # how often a bulk may still be read without waiting
        self._finished = False  # TLS's goodbye was read; the socket may stay open for ours
        self._poll = select.poll()
        self.moved = time.monotonic()
        self._read_seconds = self._write_seconds = math.inf
        self._waiting_since: float | None = None  # for bytes; kept over cancelled waits

    def __repr__(self) -> str:
        kind = "TLS" if self._tls is not None else "plain"
        return f"<Line {'closed' if self._closed else self._socket.fileno()} {kind}>"

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    @property
    def tls_version(self) -> str | None:
        """``"TLSv1.3"`` or another; None for a plain line."""
        return None if self._tls is None else self._tls.version()

    def bear(self, read_seconds: float, write_seconds: float) -> None:
        """Set how long one wait may last in which nothing comes, or nothing can be sent."""
        self._read_seconds = read_seconds
        self._write_seconds = write_seconds
        self._waiting_since = None

    async def connect(self, address: tuple[str | int, ...]) -> None:
        """Connect to a numeric address.

        Raises:
            OSError: the system's reason.
        """
        code = self._socket.connect_ex(address)
        if code in (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EINTR):
            await self._writable()
            code = self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if code:
            raise OSError(code, os.strerror(code))
        self._poll.register(self._socket, select.POLLIN)

    async def start_tls(self, context: ssl.SSLContext, server_name: str) -> bytes:
        """Do the TLS handshake; returns the server's certificate (DER), empty if there was none.

        Raises:
            OSError: the handshake failed; mostly an `ssl.SSLError`.
        """
        self._tls = tls = context.wrap_socket(
            self._socket,
            server_hostname=server_name,
            do_handshake_on_connect=False,
            suppress_ragged_eofs=False,  # an end without TLS's goodbye is a cut, not an end
        )
        self._socket = tls
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                await self._readable()
            except ssl.SSLWantWriteError:
                await self._writable()
        return tls.getpeercert(binary_form=True) or b""

    async def send(self, data: bytes) -> None:
        """Send all of `data`.

        Raises:
            OSError: the connection broke.
            anyio.ClosedResourceError: somebody closed the line meanwhile.
            SilenceError: nothing could be sent for too long.
        """
        view: bytes | memoryview = data
        while view:
            try:
                sent = self._socket.send(view)
            except (BlockingIOError, ssl.SSLWantWriteError):
                await self._writable()
            except ssl.SSLWantReadError:
                await self._readable()
            else:
                self.moved = time.monotonic()
                if sent == len(view):
                    return
                view = memoryview(view)[sent:]

    async def receive(self, size: int = READ_SIZE) -> bytes:
        """Wait for bytes and return up to `size` of them; empty at the stream's proper end.

        Raises:
            OSError: the connection broke; for TLS also when it ended without a goodbye.
            anyio.ClosedResourceError: somebody closed the line meanwhile.
            SilenceError: nothing came for too long.
        """
        # More of a bulk is mostly there: to look costs less than to wait. In between all others
        # have their turn.
        eager = size > READ_SIZE and self._eager > 0 and not self._closed
        self._eager = self._eager - 1 if eager else _EAGER
        if self._tls is None:
            while True:
                if not eager:
                    await self._readable()
                try:
                    data = self._socket.recv(size)
                except BlockingIOError:
                    eager = False  # or woken for nothing
                    continue
                break
        else:
            data = await self._receive_tls(self._tls, size, eager=eager)
        self.moved = time.monotonic()
        self._waiting_since = None
        return data

    async def _receive_tls(self, tls: ssl.SSLSocket, size: int, *, eager: bool) -> bytes:
        if self._finished:
            return b""
        if not eager and not tls.pending():
            await self._readable()
        while True:
            try:
                data = tls.recv(size)
                break
            except OSError as error:
                await self._until_ready(error)
        if len(data) % _RECORD or not data:
            return data
        pieces = [data]
        size -= len(data)
        with contextlib.suppress(OSError):  # one that is meant to last will be raised again
            while size > 0 and len(data) == _RECORD:
                data = tls.recv(size)
                pieces.append(data)
                size -= len(data)
                self._finished = not data
        return b"".join(pieces)

    async def receive_into(self, view: memoryview) -> int:
        """Wait for bytes and put them into `view`; returns how many, 0 at the stream's proper end.

        Raises:
            OSError, anyio.ClosedResourceError, SilenceError: as `receive`.
        """
        if self._finished:
            return 0
        if self._tls is None or not self._tls.pending():
            await self._readable()
        filled = 0
        while filled < len(view):
            try:
                count = self._socket.recv_into(view[filled:])
            except OSError as error:
                if filled:
                    break  # no await with bytes in hand; one that is meant to last comes again
                await self._until_ready(error)
            else:
                filled += count
                self._finished = not count
                # A plain socket gives all that it has; TLS gives one record at a time.
                if not count or self._tls is None:
                    break
        self.moved = time.monotonic()
        self._waiting_since = None
        return filled

    async def _until_ready(self, error: OSError) -> None:
        """Wait for what a receiving socket says that it wants; any other error is raised."""
        if isinstance(error, (BlockingIOError, ssl.SSLWantReadError)):
            await self._readable()
        elif isinstance(error, ssl.SSLWantWriteError):
            await self._writable()
        else:
            raise error

    async def receive_exactly(self, size: int) -> bytes:
        """Return `size` bytes of a plain line; not one more is taken from the socket.

        Raises:
            EOFError: the stream ended before.
        """
        data = b""
        while len(data) < size:
            piece = await self.receive(size - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    async def receive_until(self, end: bytes, limit: int) -> bytes | None:
        """Return what comes on a plain line up to and with `end`; what follows stays unread.

        Returns None when `limit` bytes have come without it.

        Raises:
            EOFError: the stream ended before.
        """
        data = b""
        while len(data) < limit:
            await self._readable()
            try:
                seen = self._socket.recv(READ_SIZE, socket.MSG_PEEK)
            except BlockingIOError:
                continue
            if not seen:
                raise EOFError
            found = (data + seen).find(end)
            wanted = len(seen) if found < 0 else found + len(end) - len(data)
            data += self._socket.recv(wanted)
            if found >= 0:
                return data
        return None

    def is_quiet(self) -> bool:
        """Tell whether neither bytes nor the stream's end wait to be read."""
        if self._closed or (self._tls is not None and self._tls.pending()):
            return False
        return not self._poll.poll(0)

    def close(self) -> None:
        """Close the socket now; whoever waits on it gets ClosedResourceError. Idempotent."""
        if self._closed:
            return
        self._closed = True
        try:
            # No event loop (any more), or no interpreter: then nobody waits, either.
            with contextlib.suppress(RuntimeError, ImportError):
                anyio.notify_closing(self._socket)
        finally:
            self._socket.close()

    # These two are no coroutine functions, since every call waits once and a frame costs.

    def _readable(self) -> Awaitable[None]:
        if self._closed:
            raise anyio.ClosedResourceError
        if self._read_seconds == math.inf:
            return anyio.wait_readable(self._socket)
        # A wait that was cancelled may be taken up again, and late: the silence goes on, unless
        # something came meanwhile.
        if self._waiting_since is None or self._poll.poll(0):
            self._waiting_since = anyio.current_time()
        until = self._waiting_since + self._read_seconds
        return _in_time(anyio.wait_readable(self._socket), until, self._read_seconds)

    def _writable(self) -> Awaitable[None]:
        if self._closed:
            raise anyio.ClosedResourceError
        ready = anyio.wait_writable(self._socket)
        if self._write_seconds == math.inf:
            return ready
        return _in_time(ready, anyio.current_time() + self._write_seconds, self._write_seconds)


async def _in_time(ready: Awaitable[None], deadline: float, seconds: float) -> None:
    with anyio.CancelScope(deadline=deadline) as scope:
        await ready
    if scope.cancelled_caught:
        raise SilenceError(seconds)
