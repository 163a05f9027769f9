"""Opening servers: options, the way to each server, one conversation after the other.

A connection to a host may have a second conversation, with the vCenter that manages the host.
Both begin here and end together.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
import os
import ssl
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import anyio

from aioesx._server.face import bounded
from aioesx._server.managing_vcenter import find_in_vcenter, vcenter_address
from aioesx._server.place import Place
from aioesx._server.poll import Poll
from aioesx._server.scope import OneHost, Scope, at_host, at_vcenter, find_scope
from aioesx._server.server import Opener, Server
from aioesx._server.tasks.questions import Policy, answer_default, refuse
from aioesx._server.tasks.runner import TaskRunner
from aioesx._session import seconds as times
from aioesx._session.client import SoapClient
from aioesx._session.events import EventHook
from aioesx._session.http import Http
from aioesx._session.operation import add_fate
from aioesx._session.seconds import DEFAULT, Seconds
from aioesx._session.session import Session
from aioesx._session.versions import KnownVersions
from aioesx._transport import (
    Carrier,
    HostTransport,
    Limits,
    Network,
    ProxySettings,
    Route,
    TlsSettings,
    certificate_of,
)
from aioesx._version import VERSION
from aioesx.auth import Auth, resolve
from aioesx.errors import TlsError, UriError
from aioesx.uri import TRUST, ConnectionUri, refuse_trust

if TYPE_CHECKING:
    import httpx

    from aioesx._server.server import Mover

__all__ = [
    "BODY_LIMIT",
    "TRANSFERS",
    "Conversation",
    "Conversations",
    "Options",
    "PeerCertificate",
    "for_other",
    "of_vcenter",
    "route_of",
]

T = TypeVar("T")

_log = logging.getLogger("aioesx")

BODY_LIMIT: Final = 64 * 1024 * 1024
"""Largest answer in bytes that is taken where `connect` names no other."""

TRANSFERS: Final = 4
"""Files that are on their way at the same time, likewise."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What `connect` is told besides the URI; see there. Secrets never show in a repr."""

    username: str | None = None
    password: str | None = dataclasses.field(default=None, repr=False)
    vcenter_username: str | None = None
    vcenter_password: str | None = dataclasses.field(default=None, repr=False)
    auth: Auth | None = None
    on_question: Policy | None = None
    read_only: bool = False
    timeout: float | None = DEFAULT
    task_timeout: float | None = DEFAULT
    cacert: str | Path | None = None
    ssl_context: ssl.SSLContext | None = None
    proxy_username: str | None = None
    proxy_password: str | None = dataclasses.field(default=None, repr=False)
    transport: httpx.AsyncBaseTransport | None = None
    body_limit: int = BODY_LIMIT
    transfers: int = TRANSFERS
    on_event: EventHook | None = None
    versions: KnownVersions | None = None


def _seconds(uri: ConnectionUri, options: Options) -> Seconds:
    """Return the bounds of a connection."""
    named: dict[str, float | None] = {}
    if options.timeout is not DEFAULT:
        named["call"] = options.timeout
    elif uri.timeout:
        named["call"] = uri.timeout
    if options.task_timeout is not DEFAULT:
        named.update(task=options.task_timeout, endless=options.task_timeout)
    return times.current(**named)


def route_of(uri: ConnectionUri, options: Options) -> Route:
    """Return the way to the server of a URI.

    Raises:
        UriError: what is to be trusted, or the proxy, cannot be.
    """
    cacert = options.cacert
    if uri.transport == "http":
        context = options.ssl_context
        refuse_trust(cacert=cacert, ssl_context=context, why="transport=http has no TLS")
    tls = TlsSettings(
        verify=not uri.no_verify,
        cacert=str(cacert) if cacert is not None else uri.cacert,
        thumbprint=uri.thumbprint,
        legacy=uri.legacy_tls,
        context=options.ssl_context,
    )
    proxy = None
    if uri.proxy is not None:
        proxy = ProxySettings(
            uri.proxy.type,
            uri.proxy.host,
            uri.proxy.port,
            options.proxy_username,
            options.proxy_password,
        )
    return Route(uri.host, uri.port, tls if uri.transport == "https" else None, proxy)


def _carrier(uri: ConnectionUri, options: Options, seconds: Seconds) -> Carrier:
    if options.transfers < 1:
        raise UriError("there is 1 at least", parameter="transfers")
    limits = Limits(silence_seconds=seconds.silence, transfers=options.transfers)
    if options.transport is not None:
        refuse_trust(
            thumbprint=uri.thumbprint,
            cacert=options.cacert or uri.cacert,
            ssl_context=options.ssl_context,
            proxy=uri.proxy,
            why="a transport= of your own cares for TLS and proxies itself",
        )
        from aioesx._transport.httpx_adapter import HttpxCarrier

        return HttpxCarrier(options.transport, f"{uri.transport}://{uri.authority}", limits)
    return HostTransport(route_of(uri, options), limits)


@dataclasses.dataclass(frozen=True, slots=True)
class PeerCertificate:
    """A certificate as a server presents it, whoever that is.

    Attributes:
        host: the server's name or address, as it was connected to.
        port: its port.
        der: the certificate.
        thumbprint: its SHA-256, 64 hexadecimal digits; what ``thumbprint=`` of a URI takes, or
            ``vcenter_thumbprint=`` where it is the vCenter's.
        is_vcenter: whether it is that of the vCenter of a URI's ``vcenter=``.
    """

    host: str
    port: int
    der: bytes = dataclasses.field(repr=False)
    thumbprint: str
    is_vcenter: bool


class Conversation:
    """One server on its way to being open, and then open."""

    def __init__(self, uri: ConnectionUri, options: Options) -> None:
        self._uri = uri
        self._options = options
        self.seconds = _seconds(uri, options)
        # Made here, since a route that cannot be is an error of the URI.
        self._carrier = _carrier(uri, options, self.seconds)
        self._session: Session | None = None
        self._http: Http | None = None

    @property
    def session(self) -> Session:
        """The session, once `log_in` was called."""
        assert self._session is not None  # noqa: S101  # the order of `open_servers`
        return self._session

    async def log_in(self, look: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
        """Log in and look around, in the time for opening; who asks a person has no time limit.

        Args:
            look: is given the session, and returns what it finds.
        """
        uri, options, seconds = self._uri, self._options, self.seconds
        credentials = await resolve(
            host=uri.host,
            product=uri.scheme,
            username=options.username or uri.user,
            password=options.password,
            auth=options.auth,
            authfile=uri.authfile,
        )
        self._http = Http(
            self._carrier,
            uri.authority,
            user_agent=f"aioesx/{VERSION} ({os.urandom(6).hex()})",
            on_event=options.on_event,
            silence=seconds.silence,
        )
        client = SoapClient(self._http, body_limit=options.body_limit)
        session = Session(
            client,
            credentials,
            seconds=seconds,
            read_only=options.read_only,
            versions=options.versions,
        )
        self._session = session

        async def open_and_look() -> T:
            await session.open(uri.scheme)
            return await look(session)

        return await bounded(f"connecting to {uri.authority}", seconds.call, open_and_look())

    async def look_at_certificate(self, *, is_vcenter: bool) -> PeerCertificate:
        """Return the certificate that the server presents, whatever it is worth."""
        uri = self._uri
        if self._options.transport is not None or uri.transport != "https":
            raise UriError("there is no TLS of ours", parameter="transport")
        route = route_of(uri, self._options)
        what = f"looking at the certificate of {uri.authority}"
        der = await bounded(what, self.seconds.call, certificate_of(route, Network()))
        thumbprint = hashlib.sha256(der).hexdigest()
        return PeerCertificate(uri.host, uri.port, der, thumbprint, is_vcenter)

    def server(
        self,
        scope: Scope,
        open_other: Opener,
        mover: Callable[[], Mover],
        vcenter: Server | None = None,
    ) -> Server:
        """Return what the rooms need."""
        session, options = self.session, self._options
        policy = options.on_question or (answer_default if self._uri.auto_answer else refuse)
        poll = Poll(session)
        tasks = TaskRunner(session, poll, policy)
        line_to = None if options.transport is not None else self._line_to
        return Server(session, scope, poll, tasks, open_other, mover, vcenter, line_to)

    def _line_to(self, host: str, port: int, thumbprint: str | None) -> Http:
        """Return a way to another host: TLS is judged as ours is, or by a certificate that is told.

        Neither session, user nor password go there.
        """
        uri, options = self._uri, self._options
        told = thumbprint is not None and not uri.no_verify
        there = dataclasses.replace(
            uri,
            host=host,
            port=port,
            thumbprint=thumbprint if told else None,
            cacert=None if told else uri.cacert,
        )
        if told:
            options = dataclasses.replace(options, cacert=None, ssl_context=None)
        return Http(
            _carrier(there, options, self.seconds),
            there.authority,
            user_agent=f"aioesx/{VERSION}",
            on_event=options.on_event,
            silence=self.seconds.silence,
        )

    async def close(self) -> None:
        """Log out; in bounded time, which the caller sees to."""
        if self._session is not None:
            await self._session.close()

    def discard(self) -> None:
        """Close the sockets."""
        if self._http is not None:
            self._http.discard()


class Conversations:
    """All conversations of one connection: with its server, and perhaps with a vCenter."""

    def __init__(self, uri: ConnectionUri, options: Options) -> None:
        self._uri = uri
        self._options = options
        self._first = Conversation(uri, options)
        self._second: Conversation | None = None
        if options.transport is not None and uri.vcenter is not None:
            names = ("vcenter_cacert", "vcenter_thumbprint", "vcenter_proxy")
            trust = {name: getattr(uri, name) for name in names}
            refuse_trust(**trust, why="a transport= of your own cares for TLS and proxies itself")

    async def look_at_certificate(self) -> PeerCertificate:
        """Return the certificate of the server that was tried last."""
        last = self._second or self._first
        return await last.look_at_certificate(is_vcenter=last is self._second)

    async def open(self, open_other: Opener, mover: Callable[[], Mover]) -> Server:
        """Log in everywhere; what was opened is closed if that fails."""
        for warning in self._uri.warnings:
            _log.warning("%s", warning)
        try:
            return await self._open(open_other, mover)
        except BaseException:
            await self.close()
            self.discard()
            raise

    async def _open(self, open_other: Opener, mover: Callable[[], Mover]) -> Server:
        uri = self._uri
        if uri.scheme == "vpx":
            scope: Scope = await self._first.log_in(lambda session: find_scope(session, uri.path))
            return self._first.server(scope, open_other, mover)
        home = await self._first.log_in(self._look_around)
        vcenter = None
        if uri.vcenter is not None:
            vcenter = await self._open_vcenter(await home.home(), open_other, mover)
        return self._first.server(home, open_other, mover, vcenter)

    async def _look_around(self, session: Session) -> OneHost:
        home = await at_host(session)
        if self._uri.vcenter is not None:
            await home.home()  # in the time for opening; what it reads is kept
        return home

    async def _open_vcenter(
        self, place: Place, open_other: Opener, mover: Callable[[], Mover]
    ) -> Server | None:
        uri, seconds = self._uri, self._first.seconds
        finding = vcenter_address(uri.vcenter, place.vcenter_ip, Network())
        what = f"looking for the vCenter of {uri.authority}"
        address = await bounded(what, seconds.call, finding)
        if address is None:
            return None
        self._second = second = Conversation(*of_vcenter(uri, self._options, address))
        try:
            there = await second.log_in(lambda session: find_in_vcenter(session, place, uri.host))
        except TlsError as error:
            own = ", ".join(f"vcenter_{name}=" for name in TRUST)
            add_fate(error, f"for the vCenter these are {own}")
            raise
        return second.server(at_vcenter(second.session, there), open_other, mover)

    async def close(self) -> None:
        """Log out everywhere at once, shielded and in bounded time."""
        seconds = self._first.seconds.close
        with anyio.move_on_after(seconds, shield=True):
            if self._second is None:
                await self._first.close()
                return
            async with anyio.create_task_group() as tasks:
                for each in self._all:
                    tasks.start_soon(each.close)

    def discard(self) -> None:
        """Close all sockets."""
        for each in self._all:
            each.discard()

    @property
    def _all(self) -> list[Conversation]:
        return [each for each in (self._first, self._second) if each is not None]


def of_vcenter(uri: ConnectionUri, options: Options, address: str) -> tuple[ConnectionUri, Options]:
    """Return what the second conversation is opened by: the first's, but for what is its own.

    Whom to trust is one setting: one part of its own, and nothing of the first's counts. Weak TLS
    is taken from nobody but who it is said of.
    """
    trust = {name: getattr(uri, f"vcenter_{name}") for name in TRUST}
    own = any(trust.values())
    if not own:
        strict = trust["no_verify"] is False
        trust = {name: getattr(uri, name) for name in TRUST}
        trust["no_verify"] = trust["no_verify"] and not strict
    second = dataclasses.replace(
        uri,
        scheme="vpx",
        host=address,
        port=uri.vcenter_port or uri.port,
        path=(),
        vcenter=None,
        **{**trust, "no_verify": bool(trust["no_verify"])},
        legacy_tls=bool(uri.vcenter_legacy_tls),
        proxy=uri.vcenter_proxy or uri.proxy,
        timeout=uri.vcenter_timeout or uri.timeout,
        warnings=(),
    )
    same_proxy = second.proxy == uri.proxy
    return second, dataclasses.replace(
        options,
        username=options.vcenter_username or uri.user,
        password=options.vcenter_password,
        cacert=None if own else options.cacert,
        ssl_context=None if own else options.ssl_context,
        proxy_username=options.proxy_username if same_proxy else None,
        proxy_password=options.proxy_password if same_proxy else None,
        timeout=DEFAULT if uri.vcenter_timeout is not None else options.timeout,
    )


def for_other(uri: ConnectionUri, options: Options, other: ConnectionUri) -> Options:
    """Return the options for a connection to another URI: without what was given for this one."""
    same_proxy = other.proxy == uri.proxy
    return dataclasses.replace(
        options,
        username=None,
        password=None,
        vcenter_username=None,
        vcenter_password=None,
        proxy_username=options.proxy_username if same_proxy else None,
        proxy_password=options.proxy_password if same_proxy else None,
    )
