"""A line that holds what a host says until a test lets it go on, or cuts it then.

A farm of `bad_fleet` has hosts that are dead, slow, and cut in the middle; one event holds them.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from aioesx.simulator import Line, Site, make_farm
from aioesx.simulator.line import Trouble

__all__ = ["PASSWORD", "BadFleet", "HeldLine", "bad_fleet", "silent"]

PASSWORD = "of many keys"


class HeldLine(Line):
    """Relays so many bytes of what the server says, and the rest when it is released."""

    def __init__(
        self, host: str, port: int, *, after: int, released: threading.Event, cut: bool = False
    ) -> None:
        super().__init__(host, port)
        self._after = after
        self._released = released
        self._cut = cut

    def _send(self, target: socket.socket, piece: bytes, trouble: Trouble) -> None:
        room = max(0, self._after - self.relayed_down)
        if len(piece) > room:  # be it in the middle of an answer
            super()._send(target, piece[:room], trouble)
            self._released.wait()
            if self._cut:
                raise OSError("cut")
            piece = piece[room:]
        super()._send(target, piece, trouble)


@dataclass
class BadFleet:
    """A farm with bad hosts.

    Attributes:
        site: its hosts.
        targets: name to URI, of all.
        dead, slow, cut: names of the bad ones.
        released: what holds them.
    """

    site: Site
    targets: dict[str, str]
    dead: list[str]
    slow: list[str]
    cut: list[str]
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def healthy(self) -> list[str]:
        return [name for name in self.targets if name not in self.bad]

    @property
    def bad(self) -> list[str]:
        return [*self.dead, *self.slow, *self.cut]

    @property
    def open_sessions(self) -> int:
        return sum(host.open_sessions for host in self.site.hosts.values())


@contextmanager
def bad_fleet(hosts: int, *, dead: int, slow: int, cut: int) -> Iterator[BadFleet]:
    """Serve a farm; its bad hosts are the first ones, which are begun first."""
    with ExitStack() as stack:
        site = stack.enter_context(make_farm(hosts, machines=2, password=PASSWORD, tls=False))
        names = list(site.hosts)
        fleet = BadFleet(
            site,
            dict(site.uris),
            names[:dead],
            names[dead : dead + slow],
            names[dead + slow : dead + slow + cut],
        )
        for name in fleet.dead:
            fleet.targets[name] = stack.enter_context(silent(fleet.released))
        for name in [*fleet.slow, *fleet.cut]:
            host = site.hosts[name]
            line = HeldLine(
                host.address,
                host.port,
                after=2000,
                released=fleet.released,
                cut=name in fleet.cut,
            )
            stack.enter_context(line)
            fleet.targets[name] = f"esx://root@127.0.0.1:{line.port}/?transport=http"
        try:
            yield fleet
        finally:
            fleet.released.set()


@contextmanager
def silent(released: threading.Event) -> Iterator[str]:
    """Accept connections and say nothing, not in the handshake of TLS either."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        def hang_up() -> None:
            released.wait()
            listener.setblocking(False)
            while True:
                try:
                    listener.accept()[0].close()
                except OSError:
                    return

        thread = threading.Thread(target=hang_up, daemon=True)
        thread.start()
        try:
            yield f"esx://root@127.0.0.1:{port}/"
        finally:
            released.set()
            thread.join()
