"""A simulated host behind a server that does as a test tells it with the requests for files.

What the test does not take on itself is passed on, and its answer passed back.
"""

from __future__ import annotations

import contextlib
import http.client
import ssl
import threading
from collections.abc import Callable
from typing import Final, NamedTuple

from support.scripted import Gone, Peer, ScriptedServer

__all__ = ["Asked", "Front", "Take"]

_HOP: Final = frozenset({"connection", "transfer-encoding", "content-length", "keep-alive"})


class Asked(NamedTuple):
    """A request for a file; its body is not read yet.

    Attributes:
        number: counts the requests of this method, from 0.
    """

    method: str
    target: str
    headers: dict[str, str]
    number: int

    @property
    def range(self) -> tuple[int, int | None] | None:
        """First byte and the one behind the last that are asked for."""
        text = self.headers.get("range")
        if text is None:
            return None
        first, _, last = text.removeprefix("bytes=").partition("-")
        return int(first), int(last) + 1 if last else None

    @property
    def length(self) -> int:
        return int(self.headers.get("content-length", "0"))


Take = Callable[[Peer, Asked], bool | bytes | None]
"""Answers a request (bytes are written as they are, True means that it did), or leaves it."""


class Front(ScriptedServer):
    """Listens before a simulator without TLS.

    Args:
        port: the simulator's.
        take: is given every request below ``/folder``.
        tls: what it speaks itself.

    Attributes:
        asked: those requests.
    """

    def __init__(self, port: int, take: Take, *, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(self._serve, tls=tls)
        self._behind = port
        self._take = take
        self._lock = threading.Lock()
        self._upstream: set[http.client.HTTPConnection] = set()
        self.asked: list[Asked] = []

    @property
    def uri(self) -> str:
        how = "transport=http" if self.tls is None else "no_verify=1"
        return f"esx://root@127.0.0.1:{self.port}/?{how}"

    def __exit__(self, *details: object) -> None:
        self.stopping.set()
        for connection in list(self._upstream):
            with contextlib.suppress(OSError):
                if connection.sock is not None:
                    connection.sock.shutdown(2)
        super().__exit__(*details)

    def _serve(self, peer: Peer) -> None:
        upstream = http.client.HTTPConnection("127.0.0.1", self._behind, timeout=60)
        self._upstream.add(upstream)
        try:
            while True:
                self._one(peer, upstream)
        except (OSError, http.client.HTTPException) as error:
            raise Gone from error
        finally:
            self._upstream.discard(upstream)
            upstream.close()

    def _one(self, peer: Peer, upstream: http.client.HTTPConnection) -> None:
        head = peer.read_until(b"\r\n\r\n").decode("latin-1").split("\r\n")
        if head[0].count(" ") != 2:  # the rest of a body that was answered before it had come
            raise Gone
        method, target, _ = head[0].split(" ")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        if target.startswith("/folder"):
            with self._lock:
                number = sum(each.method == method for each in self.asked)
                asked = Asked(method, target, headers, number)
                self.asked.append(asked)
            taken = self._take(peer, asked)
            if isinstance(taken, bytes):
                peer.write(taken)
            if taken:
                return
        body = peer.read_exactly(int(headers.get("content-length", "0")))
        upstream.request(method, target, body or None, headers)
        answer = upstream.getresponse()
        data = answer.read()
        kept = [f"{k}: {v}" for k, v in answer.getheaders() if k.lower() not in _HOP]
        size = answer.getheader("content-length") if method == "HEAD" else str(len(data))
        kept += [f"Content-Length: {size}"] if size is not None else []
        lines = [f"HTTP/1.1 {answer.status} {answer.reason}", *kept, "", ""]
        peer.write("\r\n".join(lines).encode("latin-1") + data)
