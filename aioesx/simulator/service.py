"""Agents behind sockets: who answers at which address, over which TLS, from when until when.

A `Door` is one address. A `Service` opens any number of them with one server, one
authority and one port, and closes them again. What agents do is none of its business.
"""

from __future__ import annotations

import ssl
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, Self

import anyio
import anyio.to_thread

from aioesx.simulator.server import Listener, Server
from aioesx.simulator.sockets import is_loopback, listen_all
from aioesx.simulator.state.tickets import Reached
from aioesx.simulator.tls import Authority

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from starlette.types import ASGIApp

    from aioesx.simulator.state.agent import Agent

__all__ = ["Door", "Service", "Startable", "Tls"]

Tls = bool | Literal["legacy"] | ssl.SSLContext
"""True for a certificate by an authority of the simulator's own, ``"legacy"`` for TLS 1.0 with
a weak key by that authority, False for plain HTTP, or a server's context."""

_REACHED_AT: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - where nobody can call
_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(eq=False)
class Door:
    """One address at which one agent answers.

    Attributes:
        port: TCP port; known once the door is open.
        thumbprint: SHA-256 of the certificate, in hex; empty without one of our own.
        ca_file: PEM file of the authority that signed it; empty without one.
        name: further name for the certificate.
        behind: where the server listens when something else does at `address`.
    """

    address: str = "127.0.0.1"
    port: int = 0
    tls: Tls = True
    name: str = ""
    behind: str = ""
    thumbprint: str = ""
    ca_file: str = ""

    @property
    def listens_at(self) -> str:
        """The address at which the server itself listens."""
        return self.behind or self.address

    @property
    def place(self) -> str:
        """Address and port as they stand in a URL: of every address the loopback one."""
        address = _REACHED_AT.get(self.address, self.address)
        at = f"[{address}]" if ":" in address else address
        return f"{at}:{self.port}"

    @property
    def url(self) -> str:
        """The URL of the web service."""
        return f"{'https' if self.tls else 'http'}://{self.place}/sdk"

    def uri(self, scheme: str, username: str, path: str = "") -> str:
        """Return a connection URI."""
        options = [
            *([] if self.tls else ["transport=http"]),
            *(["legacy_tls=1"] if self.tls == "legacy" else []),
        ]
        query = f"?{'&'.join(options)}" if options else ""
        return f"{scheme}://{username}@{self.place}/{path}{query}"


class Startable(ABC):
    """What is used by ``with``, by ``async with`` on asyncio and trio, or by `start` and `stop`."""

    @abstractmethod
    def start(self) -> None:
        """Listen and serve; returns once connections are accepted."""

    @abstractmethod
    def stop(self) -> None:
        """Close every connection and forget temporary files."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Self:
        await anyio.to_thread.run_sync(self.start)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(self.stop)


class Service(Startable):
    """One application that serves agents at their doors.

    Args:
        app: the application.
        agents: whoever answers.
        doors: where each of them does, in the same order; all on one port.
        port: TCP port; 0 picks one that is free at every door.
        exposed: allow addresses that others can reach.
    """

    def __init__(
        self,
        app: ASGIApp,
        agents: Sequence[Agent],
        doors: Sequence[Door],
        *,
        port: int = 0,
        exposed: bool = False,
    ) -> None:
        for door in doors:
            if not exposed and not is_loopback(door.address):
                reason = f"{door.address} is no loopback address; say exposed=True if you mean it"
                raise ValueError(reason)
            door.port = port
        self.app = app
        self._agents = agents
        self._doors = doors
        self._port = port
        self._authority: Authority | None = None
        self._server: Server | None = None

    @property
    def running(self) -> bool:
        """Whether it listens."""
        return self._server is not None

    def start(self) -> None:
        """Listen and serve; returns once connections are accepted.

        Raises:
            OSError: an address or the port cannot be had, or too few files may be open.
        """
        try:
            self._start()
        except BaseException:
            self.stop()
            raise

    def _start(self) -> None:
        sockets = listen_all([door.listens_at for door in self._doors], self._port)
        try:
            for door, listener in zip(self._doors, sockets, strict=True):
                door.port = listener.getsockname()[1]
            reached = zip(sockets, self._contexts(), self._agents, strict=True)
            listeners = [Listener(at, tls, agent.is_away) for at, tls, agent in reached]
            for agent, door in zip(self._agents, self._doors, strict=True):
                agent.reached = self._reached(door)
            server = Server(self.app, listeners)
            for agent, reached_by in zip(self._agents, listeners, strict=True):
                agent.world.closing = False
                agent.on_away = [partial(server.cut, reached_by)]
            for agent, door in zip(self._agents, self._doors, strict=True):
                agent.reached_at = door.place
            server.start()
        except BaseException:
            for listener in sockets:
                listener.close()
            raise
        self._server = server

    def _reached(self, door: Door) -> Reached:
        address = _REACHED_AT.get(door.address, door.address)
        known = self._authority.certificates if self._authority is not None else {}
        return Reached(address, door.port, bool(door.tls), known.get(door.thumbprint, b""))

    def _contexts(self) -> list[ssl.SSLContext | None]:
        """Return what each door speaks TLS with; doors of one kind share a certificate."""
        made: dict[Tls, tuple[ssl.SSLContext, str]] = {}
        contexts: list[ssl.SSLContext | None] = []
        for door in self._doors:
            if not door.tls or isinstance(door.tls, ssl.SSLContext):
                contexts.append(door.tls or None)
                continue
            if self._authority is None:
                self._authority = Authority()
            if door.tls not in made:
                made[door.tls] = self._issue(self._authority, door.tls)
            context, door.thumbprint = made[door.tls]
            door.ca_file = str(self._authority.ca_file)
            contexts.append(context)
        return contexts

    def _issue(self, authority: Authority, kind: Tls) -> tuple[ssl.SSLContext, str]:
        doors = [door for door in self._doors if door.tls == kind]
        names = {name for door in doors for name in (door.address, door.name) if name}
        issue = authority.legacy_context if kind == "legacy" else authority.server_context
        return issue(*sorted(names.union(_LOCAL_NAMES)))

    def stop(self) -> None:
        """Close every connection and forget temporary files."""
        for agent in self._agents:
            with agent.world.lock:
                agent.world.closing = True
                agent.changes.announce()
        if self._server is not None:
            self._server.stop()
            self._server = None
        for agent in self._agents:
            agent.world.close()
        if self._authority is not None:
            self._authority.close()
            self._authority = None
        for door in self._doors:
            door.ca_file = ""
