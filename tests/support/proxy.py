"""A proxy of our own: SOCKS4, 4a, 5, CONNECT, absolute form, a plain relay; it can misbehave.

Names are looked up in a table of the test's, never in the system's resolver. What it should
pass on can be stalled, cut or answered for; see `Proxy.rules`.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from typing import Self

from support.scripted import Gone, Peer, ScriptedServer

__all__ = ["Proxy"]

Target = tuple[str, int]
_ABSOLUTE = re.compile(rb"\A([A-Z]+) http://[^/ ]+(?=/)")


class Proxy:
    """Runs on loopback in threads.

    Args:
        kind: ``"socks4"``, ``"socks4a"``, ``"socks5"``, ``"http"`` or ``"relay"``.
        table: where names and addresses lead to; of a relay, the key is ``("", 0)``.
        login: user name and password that are wanted.
        split: send replies byte by byte.

    Attributes:
        targets: what clients asked for, as ``(host, port)``.
        heads: heads of HTTP requests to the proxy itself.
        rules: called with each piece from the client; may return ``"cut"`` (before it is passed
            on), ``"swallow"`` (pass on, then cut before any answer) or None.
        passing: cleared to stall everything in both directions.
        swallowed: set when an answer came that nobody gets.
    """

    def __init__(
        self,
        kind: str,
        table: Mapping[Target, Target],
        *,
        login: tuple[str, str] | None = None,
        split: bool = False,
    ) -> None:
        self.kind = kind
        self.table = dict(table)
        self.login = login
        self.split = split
        self.targets: list[Target] = []
        self.heads: list[bytes] = []
        self.rules: Callable[[bytes], str | None] = lambda _: None
        self.passing = threading.Event()
        self.passing.set()
        self.swallowed = threading.Event()
        self._muted: set[socket.socket] = set()
        self._upstreams: list[socket.socket] = []
        self._server = ScriptedServer(getattr(self, f"_{kind}"))

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def connections(self) -> int:
        """Connections so far."""
        return self._server.connections

    def cut(self) -> None:
        """End every connection; their threads notice."""
        for sock in [*(peer._socket for peer in self._server.peers), *self._upstreams]:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.passing.set()
        for upstream in self._upstreams:
            with contextlib.suppress(OSError):
                upstream.shutdown(socket.SHUT_RDWR)
        try:
            self._server.__exit__()
        finally:
            for upstream in self._upstreams:
                upstream.close()

    # --- the kinds -------------------------------------------------------------------------------

    def _reply(self, peer: Peer, data: bytes) -> None:
        peer.drip(data) if self.split else peer.write(data)

    def _relay(self, peer: Peer) -> None:
        self._pass(peer, self._open(("", 0)))

    def _socks5(self, peer: Peer) -> None:
        _, count = peer.read_exactly(2)
        ways = peer.read_exactly(count)
        if self.login is not None:
            if 2 not in ways:
                self._reply(peer, b"\5\xff")
                return
            self._reply(peer, b"\5\2")
            peer.read_exactly(1)
            name = peer.read_exactly(peer.read_exactly(1)[0])
            password = peer.read_exactly(peer.read_exactly(1)[0])
            good = (name.decode(), password.decode()) == self.login
            self._reply(peer, b"\1\0" if good else b"\1\1")
            if not good:
                return
        else:
            self._reply(peer, b"\5\0")
        _, _, _, kind = peer.read_exactly(4)
        if kind == 3:
            host = peer.read_exactly(peer.read_exactly(1)[0]).decode()
        else:
            host = str(ipaddress.ip_address(peer.read_exactly(4 if kind == 1 else 16)))
        upstream = self._open((host, int.from_bytes(peer.read_exactly(2), "big")))
        if upstream is None:
            self._reply(peer, b"\5\4\0\1\0\0\0\0\0\0")
            return
        self._reply(peer, b"\5\0\0\3\5bound\0\0")
        self._pass(peer, upstream)

    def _socks4(self, peer: Peer) -> None:
        _, _, port, address = struct.unpack(">BBH4s", peer.read_exactly(8))
        user = peer.read_until(b"\0")[:-1]
        if self.login is not None and user.decode() != self.login[0]:
            self._reply(peer, b"\0\x5d\0\0\0\0\0\0")
            return
        host = str(ipaddress.ip_address(address))
        if self.kind == "socks4a" and address[:3] == b"\0\0\0":
            host = peer.read_until(b"\0")[:-1].decode()
        upstream = self._open((host, port))
        if upstream is None:
            self._reply(peer, b"\0\x5b\0\0\0\0\0\0")
            return
        self._reply(peer, b"\0\x5a\0\0\0\0\0\0")
        self._pass(peer, upstream)

    _socks4a = _socks4

    def _http(self, peer: Peer) -> None:
        head = peer.read_until(b"\r\n\r\n")
        self.heads.append(head)
        method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
        else:
            host, _, port = target.removeprefix("http://").partition("/")[0].rpartition(":")
        upstream = self._open((host.strip("[]"), int(port)))
        if upstream is None:
            self._reply(peer, b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
            return
        if method == "CONNECT":
            self._reply(peer, b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            with contextlib.suppress(OSError):  # gone already, as `_pass` will see
                upstream.sendall(_ABSOLUTE.sub(rb"\1 ", head, count=1))
        self._pass(peer, upstream)

    # --- the bytes -------------------------------------------------------------------------------

    def _open(self, target: Target) -> socket.socket | None:
        self.targets.append(target)
        real = self.table.get(target)
        if real is None:
            return None
        try:
            upstream = socket.create_connection(real, timeout=30)
        except OSError:
            return None
        upstream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._upstreams.append(upstream)
        return upstream

    def _pass(self, peer: Peer, upstream: socket.socket | None) -> None:
        if upstream is None:
            return
        back = threading.Thread(target=self._pass_back, args=(peer, upstream), daemon=True)
        back.start()
        try:
            while True:
                data = peer.read_some()
                self.passing.wait()
                verdict = self.rules(data)
                if verdict == "cut":
                    peer.reset()
                    break
                if verdict == "swallow":
                    self._swallow(peer, upstream, data)
                    break
                upstream.sendall(_ABSOLUTE.sub(rb"\1 ", data, count=1))
        except (Gone, OSError):
            pass
        finally:
            with contextlib.suppress(OSError):
                upstream.shutdown(socket.SHUT_RDWR)
            back.join()

    def _swallow(self, peer: Peer, upstream: socket.socket, data: bytes) -> None:
        """Let the server do its work, and the client never hear of it."""
        self._muted.add(upstream)
        upstream.sendall(data)
        self.swallowed.wait(30)
        peer.reset()

    def _pass_back(self, peer: Peer, upstream: socket.socket) -> None:
        with contextlib.suppress(Gone, OSError):
            while data := upstream.recv(65536):
                self.passing.wait()
                if upstream in self._muted:
                    self.swallowed.set()
                    continue
                peer.write(data)
        with contextlib.suppress(OSError):
            peer._socket.shutdown(socket.SHUT_RDWR)
