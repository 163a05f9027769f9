"""A byte relay in front of a server: cuts, stalls, resets, throttling, tiny segments.

It knows nothing of HTTP or TLS. Each connection is relayed by two threads, so it can
be used from any event loop and by programs that are not in Python at all.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass
from typing import Final, Self

__all__ = ["Line", "Trouble"]

_LINGER_RESET: Final = struct.pack("ii", 1, 0)
_PIECE: Final = 65536


@dataclass(frozen=True, slots=True)
class Trouble:
    """What happens to the bytes of one direction.

    Attributes:
        cut_after: close the connection after so many bytes of this direction.
        reset_after: the same, with a TCP reset.
        stall_after: stop relaying after so many bytes, and keep the connection open.
        bytes_per_second: relay no faster.
        segment: send at most so many bytes at once, each in a segment of its own.
        delay: seconds before each piece is relayed.
    """

    cut_after: int | None = None
    reset_after: int | None = None
    stall_after: int | None = None
    bytes_per_second: float | None = None
    segment: int | None = None
    delay: float = 0.0


class Line:
    """Relays connections to a server; use it with ``with``.

    Args:
        host: the server's address.
        port: its port.
        up: trouble for what the client sends.
        down: trouble for what the server sends.
        connections: how many connections have the trouble, the first ones; None is all.
        at: loopback address to listen on, and its port; port 0 picks one.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        up: Trouble | None = None,
        down: Trouble | None = None,
        connections: int | None = None,
        at: tuple[str, int] = ("127.0.0.1", 0),
    ) -> None:
        self.target = (host, port)
        self.up = up or Trouble()
        self.down = down or Trouble()
        self.troubled = connections
        self.host, self.port = at
        self.accepted = 0
        self.relayed_up = 0
        self.relayed_down = 0
        self._listener: socket.socket | None = None
        self._sockets: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen; `port` is known afterwards."""
        self._listener = socket.create_server((self.host, self.port))
        self.port = self._listener.getsockname()[1]
        self._spawn(self._accept)

    def stop(self) -> None:
        """Close the listener and every connection, and wait for the threads."""
        self._ended.set()
        if self._listener is not None:
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        self.cut()
        for thread in list(self._threads):
            thread.join()

    def cut(self, *, reset: bool = False) -> None:
        """Close every open connection now."""
        with self._lock:
            sockets = list(self._sockets)
        for connection in sockets:
            _close(connection, reset=reset)

    def heal(self) -> None:
        """Have no trouble any more, from the next piece on."""
        self.up = self.down = Trouble()

    def _spawn(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        assert self._listener is not None  # noqa: S101  # start has made it
        while not self._ended.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self.target)
            except OSError:
                _close(client, reset=True)
                continue
            self.accepted += 1
            sound = self.troubled is not None and self.accepted > self.troubled
            for connection in (client, server):
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._sockets.update((client, server))
            self._spawn(self._relay, client, server, "up", sound)
            self._spawn(self._relay, server, client, "down", sound)

    def _relay(self, source: socket.socket, target: socket.socket, way: str, sound: bool) -> None:
        """Relay one direction until it ends or its trouble comes."""
        passed, reset = 0, False
        try:
            while True:
                piece = source.recv(_PIECE)
                if not piece:
                    break
                # After the wait for the piece: trouble that came meanwhile is meant for it.
                trouble = Trouble() if sound else getattr(self, way)
                kept, ending = _shorten(piece, passed, trouble)
                self._send(target, kept, trouble)
                passed += len(kept)
                self._count(way, len(kept))
                if ending == "stall":
                    self._ended.wait()
                    return
                if ending:
                    reset = ending == "reset"
                    _close(source, reset=reset)
                    break
        except OSError:
            pass  # the other direction, or the client, has closed it
        finally:
            _close(target, reset=reset)
            with self._lock:
                self._sockets.discard(target)

    def _count(self, way: str, length: int) -> None:
        with self._lock:
            if way == "up":
                self.relayed_up += length
            else:
                self.relayed_down += length

    def _send(self, target: socket.socket, piece: bytes, trouble: Trouble) -> None:
        step = trouble.segment or len(piece) or 1
        if trouble.bytes_per_second:
            step = min(step, max(1, int(trouble.bytes_per_second / 20)))
        for start in range(0, len(piece), step):
            part = piece[start : start + step]
            pause = trouble.delay
            if trouble.bytes_per_second:
                pause += len(part) / trouble.bytes_per_second
            if pause:
                self._ended.wait(pause)
            target.sendall(part)


def _shorten(piece: bytes, passed: int, trouble: Trouble) -> tuple[bytes, str]:
    """Return what of a piece is relayed, and how the direction ends after it."""
    limits = (
        (trouble.cut_after, "cut"),
        (trouble.reset_after, "reset"),
        (trouble.stall_after, "stall"),
    )
    found = [(limit - passed, name) for limit, name in limits if limit is not None]
    room, name = min(found, default=(len(piece) + 1, ""))
    if room > len(piece):
        return piece, ""
    return piece[: max(0, room)], name


def _close(connection: socket.socket, *, reset: bool) -> None:
    """Close a connection; a thread that reads from it wakes up."""
    with contextlib.suppress(OSError):
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_RESET)
            # Ends a `recv` in the other thread, which would hold the socket open.
            connection.shutdown(socket.SHUT_RD)
        else:
            connection.shutdown(socket.SHUT_RDWR)
    connection.close()
