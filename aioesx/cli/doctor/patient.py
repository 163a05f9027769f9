"""What is examined, and what one step hands to the next. No step is taken here."""

from __future__ import annotations

import dataclasses
import math
import secrets
from typing import TYPE_CHECKING

from aioesx._opening import BODY_LIMIT, Options, route_of
from aioesx._session.client import SoapClient
from aioesx._session.http import Http
from aioesx._session.seconds import current
from aioesx._session.session import Session
from aioesx._transport import HostTransport, Limits, Network, Route
from aioesx._version import VERSION
from aioesx.auth import Credentials
from aioesx.cli.settings import Settings
from aioesx.cli.target import Target
from aioesx.connection import Connection

if TYPE_CHECKING:
    from aioesx import HostDetails, HostSummary, vim
    from aioesx._session.events import EventHook
    from aioesx.uri import ConnectionUri

__all__ = ["Patient", "options"]


def options(
    credentials: Credentials | None = None, *, on_event: EventHook | None = None
) -> Options:
    """Return what a connection is opened with that changes nothing."""
    return Options(
        username=credentials.username if credentials else None,
        password=credentials.password if credentials else None,
        read_only=True,
        on_event=on_event,
    )


@dataclasses.dataclass(slots=True)
class Patient:
    """A URI, and what was found out about what it names.

    Attributes:
        target: the URI, and what is set of the host.
        settings: the options before the command.
        network: how names and addresses are reached.
        hosts: what the connection is over, once it was looked at.
        details: of the one host, once they were read.
    """

    target: Target
    settings: Settings = dataclasses.field(default_factory=Settings)
    network: Network = dataclasses.field(default_factory=Network)
    known_uri: ConnectionUri | None = None
    known_route: Route | None = None
    known_about: vim.AboutInfo | None = None
    known_credentials: Credentials | None = dataclasses.field(default=None, repr=False)
    known_connection: Connection | None = None
    hosts: tuple[HostSummary, ...] = ()
    details: HostDetails | None = None
    _transport: HostTransport | None = None

    @property
    def uri(self) -> ConnectionUri:
        """The URI, once it was read."""
        assert self.known_uri is not None  # noqa: S101  # the steps' order
        return self.known_uri

    @property
    def route(self) -> Route:
        """The way to the host, once the URI was read."""
        if self.known_route is None:
            self.known_route = route_of(self.uri, options())
        return self.known_route

    @property
    def about(self) -> vim.AboutInfo:
        """What the host says that it is, once it was asked."""
        assert self.known_about is not None  # noqa: S101  # likewise
        return self.known_about

    @property
    def credentials(self) -> Credentials:
        """User name and password, once they were found."""
        assert self.known_credentials is not None  # noqa: S101  # likewise
        return self.known_credentials

    @property
    def connection(self) -> Connection:
        """The connection, once there is one."""
        assert self.known_connection is not None  # noqa: S101  # likewise
        return self.known_connection

    @property
    def transport(self) -> HostTransport:
        """What carries requests before there is a session."""
        if self._transport is None:
            self._transport = HostTransport(self.route, Limits(), self.network)
        return self._transport

    def stranger(self) -> Session:
        """Return a session that will never log in."""
        agent = f"aioesx/{VERSION} ({secrets.token_hex(6)})"
        http = Http(self.transport, self.uri.authority, user_agent=agent, silence=math.inf)
        client = SoapClient(http, body_limit=BODY_LIMIT)
        return Session(client, Credentials("", ""), seconds=current(), read_only=True)

    async def close(self) -> None:
        """Log out, and close every socket; in bounded time."""
        try:
            if self.known_connection is not None:
                await self.known_connection.aclose()
        finally:
            if self._transport is not None:
                self._transport.discard()
