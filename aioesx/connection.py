"""`connect` and `Connection`: the one place that opens URIs and ties the rooms together.

A connection owns no task and enters no task group for its caller: it may be opened in one task
and closed in another, several in any order, all in one event loop.
"""

from __future__ import annotations

import dataclasses
import inspect
import logging
import os
import secrets
import ssl
import warnings
from collections.abc import Generator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack

import anyio
import anyio.lowlevel

from aioesx import vim
from aioesx._server.collector import ObjectProperties, Properties, read_many, read_one
from aioesx._server.face import bounded, known_keywords, operation
from aioesx._server.managing_vcenter import check_vcenter
from aioesx._server.place import Place, find_place
from aioesx._server.poll import Poll
from aioesx._server.scope import OneHost
from aioesx._server.server import Server
from aioesx._server.tasks.questions import Policy, answer_default, refuse
from aioesx._server.tasks.runner import TaskOptions, TaskRunner
from aioesx._session import seconds as times
from aioesx._session.client import SoapClient
from aioesx._session.events import EventHook
from aioesx._session.http import Http
from aioesx._session.product import ProductInfo
from aioesx._session.seconds import DEFAULT, Seconds
from aioesx._session.session import Session
from aioesx._transport import (
    Carrier,
    HostTransport,
    Limits,
    Network,
    ProxySettings,
    Route,
    TlsSettings,
)
from aioesx._version import VERSION
from aioesx._words import listed
from aioesx.auth import Auth, Credentials, resolve
from aioesx.domain import Domains
from aioesx.errors import UriError
from aioesx.host import Host
from aioesx.uri import ConnectionUri, parse_uri, refuse_trust

if TYPE_CHECKING:
    import httpx

__all__ = ["BODY_LIMIT", "Connecting", "Connection", "connect"]

R = TypeVar("R")

_log = logging.getLogger("aioesx")

BODY_LIMIT: Final = 64 * 1024 * 1024
"""Largest answer in bytes that is taken where `connect` names no other."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What `connect` is told besides the URI; see there. Secrets never show in a repr."""

    username: str | None
    password: str | None = dataclasses.field(repr=False)
    auth: Auth | None
    on_question: Policy | None
    read_only: bool
    timeout: float | None
    cacert: str | Path | None
    ssl_context: ssl.SSLContext | None
    proxy_username: str | None
    proxy_password: str | None = dataclasses.field(repr=False)
    transport: httpx.AsyncBaseTransport | None
    body_limit: int
    on_event: EventHook | None


@known_keywords(
    keep_alive="a connection owns no task; run esx.keep_alive(seconds) in a task of your own"
)
def connect(
    uri: str,
    *,
    username: str | None = None,
    password: str | None = None,
    auth: Auth | None = None,
    on_question: Policy | None = None,
    read_only: bool = False,
    timeout: float | None = DEFAULT,
    cacert: str | Path | None = None,
    ssl_context: ssl.SSLContext | None = None,
    proxy_username: str | None = None,
    proxy_password: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    body_limit: int = BODY_LIMIT,
    on_event: EventHook | None = None,
) -> Connecting:
    """Prepare a connection to the host that a URI names; open it by ``async with`` or ``await``.

        async with aioesx.connect(uri) as esx: ...

        esx = await aioesx.connect(uri)   # and in any task, in any order:
        await esx.aclose()

    Args:
        uri: such as ``"esx://root@esx1.example.com/?no_verify=1"``; see `aioesx.uri`.
        username: instead of the URI's.
        password: else the auth file's, else what `auth` answers.
        auth: function or coroutine function that is asked for user name and password.
        on_question: answers questions of the host; else ``auto_answer=1`` of the URI chooses
            `answer_default`, and the default is `refuse`.
        read_only: changes are refused before anything is sent.
        timeout: seconds for opening, and then for each coroutine that names no time and starts
            no task; else the URI's ``timeout=``, else 30. None is no bound but the host's
            silence, 0 or less fails before anything is sent.
        cacert: PEM bundle instead of the system's authorities.
        ssl_context: instead of all TLS settings but ``thumbprint=``.
        proxy_username: for the URI's proxy.
        proxy_password: for the URI's proxy.
        transport: instead of our own; it then cares for TLS and proxies. It is not closed.
        body_limit: largest answer in bytes.
        on_event: plain function, told of requests, repeats, logins, questions, tasks left; see
            `aioesx.Event`.

    Raises:
        UriError: the URI cannot be used.
        TypeError: `on_event` is a coroutine function.

    On opening, besides: AuthenticationError, LoginError, WrongProductError, TransportError.
    """
    if inspect.iscoroutinefunction(on_event):
        raise TypeError("on_event= is called in the midst of an exchange: give a plain function")
    options = dict(locals())  # every argument by its name
    return Connecting(_parsed(options.pop("uri")), _Options(**options))


def _parsed(uri: str) -> ConnectionUri:
    """Return a URI that `connect` can use."""
    parsed = parse_uri(uri)
    if parsed.scheme == "vpx":
        raise UriError(
            "connections to a vCenter (vpx://) cannot be made yet; name a host of it, esx://...",
            parameter="scheme",
        )
    return parsed


def _seconds(uri: ConnectionUri, options: _Options) -> Seconds:
    """Return the bounds of a connection."""
    if options.timeout is DEFAULT:
        return times.current(call=uri.timeout) if uri.timeout else times.current()
    return times.current(call=options.timeout)


def _route(uri: ConnectionUri, options: _Options) -> Route:
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


def _carrier(uri: ConnectionUri, options: _Options, seconds: Seconds) -> Carrier:
    limits = Limits(silence_seconds=seconds.silence)
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
    return HostTransport(_route(uri, options), limits)


class Connecting:
    """What `connect` returns: opens a `Connection`, by ``async with`` or by ``await``."""

    def __init__(self, uri: ConnectionUri, options: _Options) -> None:
        self._uri = uri
        self._options = options
        self._used = False
        self._connection: Connection | None = None
        # Made here, since a route that cannot be is an error of the URI.
        self._seconds = _seconds(uri, options)
        self._carrier = _carrier(uri, options, self._seconds)

    def __repr__(self) -> str:
        return f"<Connecting {self._uri}>"

    def __await__(self) -> Generator[Any, Any, Connection]:
        return self._open().__await__()

    async def __aenter__(self) -> Connection:
        self._connection = await self._open()
        return self._connection

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()

    async def _open(self) -> Connection:
        if self._used:
            raise RuntimeError("this connection was opened already; call connect() again")
        self._used = True
        uri, options = self._uri, self._options
        for warning in uri.warnings:
            _log.warning("%s", warning)
        credentials = await resolve(  # which may ask a person, who has no time limit
            host=uri.host,
            product=uri.scheme,
            username=options.username or uri.user,
            password=options.password,
            auth=options.auth,
            authfile=uri.authfile,
        )
        opening = _Opening(uri, options, self._seconds, self._carrier)
        return await opening.run(credentials)


class _Opening:
    """One server on its way to being open; closes what it opened if that fails."""

    def __init__(
        self, uri: ConnectionUri, options: _Options, seconds: Seconds, carrier: Carrier
    ) -> None:
        self._uri = uri
        self._options = options
        self._seconds = seconds
        self._http = Http(
            carrier,
            uri.authority,
            user_agent=f"aioesx/{VERSION} ({secrets.token_hex(6)})",
            on_event=options.on_event,
            silence=seconds.silence,
        )

    async def run(self, credentials: Credentials) -> Connection:
        seconds, options = self._seconds, self._options
        client = SoapClient(self._http, body_limit=options.body_limit)
        session = Session(client, credentials, seconds=seconds, read_only=options.read_only)
        try:
            what = f"connecting to {self._uri.authority}"
            place = await bounded(what, seconds.call, self._find(session))
        except BaseException:
            with anyio.move_on_after(seconds.close, shield=True):
                await session.close()
            self._http.discard()
            raise
        policy = options.on_question or (answer_default if self._uri.auto_answer else refuse)
        poll = Poll(session)
        server = Server(session, OneHost(place), poll, TaskRunner(session, poll, policy))
        return Connection(self._uri, server, self._http)

    async def _find(self, session: Session) -> Place:
        uri = self._uri
        await session.open(uri.scheme)
        place = await find_place(session, uri.path)
        await check_vcenter(uri.vcenter, place.vcenter_ip, Network())
        if place.in_maintenance:
            _log.warning("%s is in maintenance mode", uri.host)
        return place


class Connection:
    """An open connection to one host; made by `connect`.

    It belongs to the event loop that opened it, and to no task: any task may use it, and any
    may close it. One that is forgotten says so when it is collected (ResourceWarning).

    Attributes:
        domains: the virtual machines.
        host: the host itself.
    """

    def __init__(self, uri: ConnectionUri, server: Server, http: Http) -> None:
        self._uri = uri
        self._server = server
        self._http = http
        self._home = _whereabouts()
        self._closing = False
        self._closed = anyio.Event()
        self.domains = Domains(server)
        self.host = Host(server)

    def __repr__(self) -> str:
        return f"<Connection {self.uri}{' closed' if self._closing else ''}>"

    @property
    def uri(self) -> str:
        """The URI with the port that is used, as ``virsh uri`` prints it."""
        return str(self._uri)

    @property
    def product(self) -> ProductInfo:
        """What the host is and which version."""
        return self._server.session.product

    @property
    def api_version(self) -> str:
        """The version of the API that is spoken."""
        return self._server.session.api_version

    @property
    def content(self) -> vim.ServiceContent:
        """The server's managers and root folder: where calls of your own begin."""
        return self._server.session.content

    @operation("call")
    async def call(self, method: vim.Method[R], *, timeout: float | None = DEFAULT) -> R:
        """Call any method of the API: the escape hatch for experts.

        Args:
            method: such as ``vim.CurrentTime(this=ref)``.
            timeout: seconds in all; the connection's by default.

        Raises:
            FaultError: the host answered with a fault.
            OutcomeUnknownError: a change was sent, and what came does not tell its fate.
            TransportError, ProtocolError: the line, or what came over it.
        """
        return await self._server.session.call(method)

    @operation("task")
    async def run(
        self,
        method: vim.Method[vim.ManagedObjectReference],
        *,
        asked_of: vim.ManagedObjectReference | None = None,
        **options: Unpack[TaskOptions],
    ) -> Any:
        """Start any task of the API and wait until it succeeded; returns its result.

        Args:
            method: such as ``vim.MarkAsTemplate_Task(this=ref)``: a call that returns a task.
            asked_of: the machine whose questions may block the task; else the one that the
                method is called on, if it is one.
            **options: see `TaskOptions`.

        Raises:
            QuestionPendingError, TaskError, OutcomeUnknownError: as for `Domain.start`.
        """
        this = getattr(method, "this", None)
        if asked_of is None and getattr(this, "type", None) == "VirtualMachine":
            asked_of = this
        run = self._server.tasks.run
        return await run(method, asked_of=asked_of, finish=lambda result: result, **options)

    @operation("call")
    async def properties(
        self,
        ref: vim.ManagedObjectReference,
        paths: str | Sequence[str],
        *,
        timeout: float | None = DEFAULT,
    ) -> Properties:
        """Read any properties of one managed object.

        Returns:
            what came, by path. What is not set is absent; to look at what the host hides raises
            NotPermittedError, which names property and privilege.

        Raises:
            FaultError: NotFoundError for the object, InvalidArgumentError for a path.
        """
        return await read_one(self._server.session, ref, listed(paths))

    @operation("call")
    async def read(
        self, type_: str, paths: str | Sequence[str], *, timeout: float | None = DEFAULT
    ) -> list[ObjectProperties]:
        """Read any properties of all objects of a type that the host has, in one read per page.

        Args:
            type_: ``"VirtualMachine"``, ``"Datastore"``, ``"Network"`` or ``"HostSystem"``.
            paths: property paths of that type, or one.
            timeout: seconds in all.

        Raises:
            ValueError: there is no such type; nothing was sent.
            FaultError: InvalidProperty, for a path that the host does not know.
        """
        where = self._server.scope.objects(type_)
        return await read_many(self._server.session, where, {type_: listed(paths)})

    async def keep_alive(self, seconds: float) -> None:
        """Use the session whenever it was idle so long, lest the host ends it.

        Runs until it is cancelled, and returns quietly when the connection is closed. For a task
        of the program's own.

        Args:
            seconds: less than the host's limit, which is 15 or 30 minutes mostly.
        """
        await self._server.session.keep_alive(seconds)

    async def __aenter__(self) -> Connection:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Let everyone who waits have ClosedError, log out, close the sockets.

        From any task; within seconds, and even when cancelled. Of several callers the first
        closes, the others wait for it.

        Raises:
            RuntimeError: from another event loop or process than the connection's.
        """
        if self._home != _whereabouts():
            raise RuntimeError(
                "this connection belongs to another event loop, thread or process; close it there"
            )
        if self._closing:
            await self._closed.wait()
            return
        self._closing = True
        try:
            self._server.poll.close()
            with anyio.move_on_after(self._server.session.seconds.close, shield=True):
                await self._server.session.close()
        finally:
            self._http.discard()
            self._closed.set()

    def __del__(self) -> None:
        if getattr(self, "_closing", True):
            return
        warnings.warn(f"{self!r} was never closed", ResourceWarning, stacklevel=2, source=self)
        self._http.discard()


def _whereabouts() -> tuple[int, object]:
    return os.getpid(), anyio.lowlevel.current_token()
