"""Servers that do exactly what a test tells them, byte by byte; each connection in a thread.

They block, and so read like a story; the code under test may run on any event loop.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Self

__all__ = ["Gone", "Peer", "Script", "ScriptedServer", "answer", "soap", "unused_port"]

SECONDS: Final = 30.0
"""How long a script waits at most for whatever it waits for."""


class Gone(Exception):
    """The client closed the connection."""


class Peer:
    """One client's connection, from the server's side.

    Attributes:
        server: whose connection it is.
        number: 0 for the first connection of the server.
        requests: whole requests that were read, heads and bodies.
    """

    def __init__(self, server: ScriptedServer, sock: socket.socket, number: int) -> None:
        self.server = server
        self.number = number
        self.requests: list[bytes] = []
        self._socket = sock
        self._buffer = b""

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Do the handshake; Gone if the client refuses."""
        try:
            self._socket = context.wrap_socket(self._socket, server_side=True)
        except OSError as error:
            raise Gone from error

    def read_some(self) -> bytes:
        """Return what came, at least one byte."""
        data, self._buffer = self._buffer, b""
        if not data:
            try:
                data = self._socket.recv(65536)
            except OSError as error:
                raise Gone from error
        if not data:
            raise Gone
        return data

    def read_until(self, end: bytes) -> bytes:
        """Return everything up to and with `end`."""
        data = b""
        while end not in data:
            data += self.read_some()
        head, _, self._buffer = data.partition(end)
        return head + end

    def read_exactly(self, size: int) -> bytes:
        """Return so many bytes."""
        data = b""
        while len(data) < size:
            data += self.read_some()
        self._buffer = data[size:]
        return data[:size]

    def read_request(self) -> bytes:
        """Return a whole HTTP request with a Content-Length or no body."""
        head = self.read_until(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        request = head + self.read_exactly(length)
        self.requests.append(request)
        self.server.requests.append(request)
        return request

    def write(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise Gone from error

    def drip(self, data: bytes, *, seconds: float = 0.0) -> None:
        """Send single bytes, each as a segment of its own, `seconds` apart."""
        for number in range(len(data)):
            self.write(data[number : number + 1])
            if seconds and self.server.stopping.wait(seconds):
                raise Gone

    def serve(self, respond: Callable[[bytes], bytes]) -> None:
        """Answer requests until the client goes."""
        while True:
            self.write(respond(self.read_request()))

    def hold(self) -> None:
        """Say nothing until the client goes or the server ends."""
        with contextlib.suppress(Gone):
            while True:
                self.read_some()

    def reset(self) -> None:
        """Cut the connection by RST."""
        with contextlib.suppress(OSError):
            self._raw(socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.cut()

    def _raw(self, option: int, value: bytes) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, option, value)

    def half_close(self) -> None:
        """Send FIN and keep reading."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)

    def cut(self) -> None:
        """Close the TCP connection; over TLS without a goodbye."""
        self._socket.close()

    def goodbye(self) -> None:
        """End TLS properly, then TCP."""
        with contextlib.suppress(OSError, ValueError):
            if isinstance(self._socket, ssl.SSLSocket):
                self._socket = self._socket.unwrap()
        self.cut()


Script = Callable[[Peer], None]


class ScriptedServer:
    """Listens on loopback; each connection runs a script in a thread of its own.

    Args:
        scripts: for the first, second, ... connection; the last one for all further ones.
        tls: context, or None for plain; the handshake comes before the script.
        host: address to listen on.

    Attributes:
        port: where it listens.
        peers: the connections so far.
        requests: every request that `Peer.read_request` read, of all connections.
        stopping: set when the server ends.
        failures: what scripts raised, but for `Gone`.
    """

    def __init__(
        self,
        scripts: Script | Sequence[Script],
        *,
        tls: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
    ) -> None:
        self._scripts = [scripts] if callable(scripts) else list(scripts)
        self.tls = tls
        self.peers: list[Peer] = []
        self.requests: list[bytes] = []
        self.stopping = threading.Event()
        self.failures: list[BaseException] = []
        self._threads: list[threading.Thread] = []
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, daemon=True)

    @property
    def connections(self) -> int:
        """Connections so far."""
        return len(self.peers)

    def __enter__(self) -> Self:
        self._acceptor.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join(SECONDS)
        for peer in self.peers:
            with contextlib.suppress(OSError):
                peer._socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(SECONDS)
        for peer in self.peers:
            peer.cut()
        if self.failures:
            raise self.failures[0]

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:  # the end, or no descriptor to be had just now
                if self.stopping.wait(0.01):
                    return
                continue
            sock.settimeout(SECONDS)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            peer = Peer(self, sock, len(self.peers))
            self.peers.append(peer)
            script = self._scripts[min(peer.number, len(self._scripts) - 1)]
            thread = threading.Thread(target=self._run, args=(script, peer), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _run(self, script: Script, peer: Peer) -> None:
        try:
            if self.tls is not None:
                peer.start_tls(self.tls)
            script(peer)
        except Gone:
            pass
        except BaseException as error:
            if not self.stopping.is_set():
                self.failures.append(error)
        finally:
            peer.cut()


def answer(
    body: bytes = b"", *, status: str = "200 OK", headers: Sequence[str] = (), length: bool = True
) -> bytes:
    """Return an HTTP response."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def soap(body: bytes) -> bytes:
    """Return an HTTP response with an envelope."""
    return answer(body, headers=["Content-Type: text/xml; charset=utf-8"])


@contextlib.contextmanager
def unused_port() -> Iterator[int]:
    """Reserve a port on which nobody listens."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        yield sock.getsockname()[1]
