"""`connect` and `Connection`: the one place that opens URIs and ties the rooms together."""

from __future__ import annotations

import logging
import secrets
import ssl
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import anyio
from anyio.abc import TaskGroup

from aioesx import vim
from aioesx._server.collector import read_one
from aioesx._server.managing_vcenter import check_vcenter
from aioesx._server.place import find_place
from aioesx._server.server import Server
from aioesx._server.tasks.questions import Policy, answer_default, refuse
from aioesx._server.tasks.runner import TaskRunner
from aioesx._server.watcher import Watcher
from aioesx._session.client import SoapClient
from aioesx._session.events import EventHook
from aioesx._session.product import ProductInfo
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
from aioesx.auth import Auth, resolve
from aioesx.domain import Domains
from aioesx.errors import UriError
from aioesx.host import Host
from aioesx.uri import ConnectionUri, parse_uri, refuse_trust

if TYPE_CHECKING:
    import httpx

__all__ = ["BODY_LIMIT", "CALL_SECONDS", "Connecting", "Connection", "connect"]

R = TypeVar("R")

_log = logging.getLogger("aioesx")
CALL_SECONDS: Final = 30.0
"""How long one call may take where neither `connect` nor the caller names a time."""

BODY_LIMIT: Final = 64 * 1024 * 1024
"""Largest answer in bytes that is taken where `connect` names no other."""

_CLOSE_SECONDS: Final = 5.0


class Connection:
    """An open connection to one host; made by `connect`.

    Attributes:
        domains: the virtual machines.
        host: the host itself.
    """

    def __init__(self, uri: ConnectionUri, server: Server) -> None:
        self._uri = uri
        self._server = server
        self.domains = Domains(server)
        self.host = Host(server)

    def __repr__(self) -> str:
        return f"<Connection {self.uri}>"

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

    async def call(self, method: vim.Method[R], *, timeout: float | None = None) -> R:
        """Call any method of the API: the escape hatch for experts.

        Args:
            method: such as ``vim.CurrentTime(this=ref)``.
            timeout: seconds in all.

        Raises:
            FaultError: the host answered with a fault.
            TransportError, ProtocolError: the line, or what came over it.
        """
        return await self._server.session.call(method, timeout=timeout)

    async def properties(
        self,
        ref: vim.ManagedObjectReference,
        paths: Sequence[str],
        *,
        timeout: float | None = None,
    ) -> dict[str, Any]:
        """Read any properties of one managed object; unset ones are absent.

        Raises:
            FaultError: NotFoundError for the object, InvalidArgumentError for a path.
        """
        return await read_one(self._server.session, ref, paths, timeout=timeout)


def connect(
    uri: str,
    *,
    username: str | None = None,
    password: str | None = None,
    auth: Auth | None = None,
    on_question: Policy | None = None,
    read_only: bool = False,
    timeout: float | None = None,
    cacert: str | Path | None = None,
    ssl_context: ssl.SSLContext | None = None,
    proxy_username: str | None = None,
    proxy_password: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    body_limit: int = BODY_LIMIT,
    keep_alive: float | None = None,
    on_event: EventHook | None = None,
) -> Connecting:
    """Prepare a connection to the host that a URI names; open it by ``async with``.

    Args:
        uri: such as ``"esx://root@esx1.example.com/?no_verify=1"``; see `aioesx.uri`.
        username: instead of the URI's.
        password: else the auth file's, else what `auth` answers.
        auth: function or coroutine function that is asked for user name and password.
        on_question: answers questions of the host; else ``auto_answer=1`` of the URI chooses
            `answer_default`, and the default is `refuse`.
        read_only: changes are refused before anything is sent.
        timeout: seconds for one call; else the URI's ``timeout=``, else 30.
        cacert: PEM bundle instead of the system's authorities.
        ssl_context: instead of all TLS settings but ``thumbprint=``.
        proxy_username: for the URI's proxy.
        proxy_password: for the URI's proxy.
        transport: instead of our own; it then cares for TLS and proxies. It is not closed.
        body_limit: largest answer in bytes.
        keep_alive: seconds; a session that was idle so long is used, lest the host ends it.
        on_event: told of requests, repeats, logins, questions, tasks left; see `aioesx.Event`.

    Raises:
        UriError: the URI cannot be used.

    On entering, besides: AuthenticationError, LoginError, WrongProductError, TransportError.
    """
    parsed = _parsed(uri)
    if transport is not None:
        refuse_trust(
            thumbprint=parsed.thumbprint,
            cacert=cacert or parsed.cacert,
            ssl_context=ssl_context,
            proxy=parsed.proxy,
            why="a transport= of your own cares for TLS and proxies itself",
        )
    return Connecting(
        parsed,
        username=username or parsed.user,
        password=password,
        auth=auth,
        policy=on_question or (answer_default if parsed.auto_answer else refuse),
        read_only=read_only,
        timeout=timeout or parsed.timeout or CALL_SECONDS,
        transport=transport,
        route=_route(parsed, cacert, ssl_context, proxy_username, proxy_password),
        body_limit=body_limit,
        keep_alive=keep_alive,
        on_event=on_event,
    )


def _parsed(uri: str) -> ConnectionUri:
    """Return a URI that `connect` can use."""
    parsed = parse_uri(uri)
    if parsed.scheme == "vpx":
        raise UriError(
            "connections to a vCenter (vpx://) cannot be made yet; name a host of it, esx://...",
            parameter="scheme",
        )
    return parsed


def _route(
    uri: ConnectionUri,
    cacert: str | Path | None,
    ssl_context: ssl.SSLContext | None,
    proxy_username: str | None,
    proxy_password: str | None,
) -> Route:
    if uri.transport == "http":
        refuse_trust(cacert=cacert, ssl_context=ssl_context, why="transport=http has no TLS")
    tls = TlsSettings(
        verify=not uri.no_verify,
        cacert=str(cacert) if cacert is not None else uri.cacert,
        thumbprint=uri.thumbprint,
        legacy=uri.legacy_tls,
        context=ssl_context,
    )
    proxy = None
    if uri.proxy is not None:
        proxy = ProxySettings(
            uri.proxy.type, uri.proxy.host, uri.proxy.port, proxy_username, proxy_password
        )
    return Route(uri.host, uri.port, tls if uri.transport == "https" else None, proxy)


class Connecting:
    """What `connect` returns: enters to a `Connection`, and closes it."""

    def __init__(
        self,
        uri: ConnectionUri,
        *,
        username: str | None,
        password: str | None,
        auth: Auth | None,
        policy: Policy,
        read_only: bool,
        timeout: float,
        transport: httpx.AsyncBaseTransport | None,
        route: Route,
        body_limit: int,
        keep_alive: float | None,
        on_event: EventHook | None,
    ) -> None:
        self._uri = uri
        self._username = username
        self._password = password
        self._auth = auth
        self._policy = policy
        self._read_only = read_only
        self._timeout = timeout
        self._carrier: Carrier = (
            HostTransport(route, Limits()) if transport is None else _by_httpx(transport, uri)
        )
        self._body_limit = body_limit
        self._keep_alive = keep_alive
        self._on_event = on_event
        self._entered = False
        self._task_group: TaskGroup | None = None
        self._session: Session | None = None

    def __repr__(self) -> str:
        return f"<Connecting {self._uri}>"

    async def __aenter__(self) -> Connection:
        if self._entered:
            raise RuntimeError("this connection was entered already; call connect() again")
        self._entered = True
        for warning in self._uri.warnings:
            _log.warning("%s", warning)
        self._task_group = await anyio.create_task_group().__aenter__()
        try:
            return await self._open(self._task_group)
        except BaseException:
            await self._close(self._task_group)
            raise

    async def _open(self, task_group: TaskGroup) -> Connection:
        uri = self._uri
        credentials = await resolve(
            host=uri.host,
            product=uri.scheme,
            username=self._username,
            password=self._password,
            auth=self._auth,
            authfile=uri.authfile,
        )
        client = SoapClient(
            self._carrier,
            uri.authority,
            body_limit=self._body_limit,
            user_agent=f"aioesx/{VERSION} ({secrets.token_hex(6)})",
            on_event=self._on_event,
        )
        self._session = session = Session(
            client, credentials, timeout=self._timeout, read_only=self._read_only
        )
        await session.open(uri.scheme)
        place = await find_place(session, uri.path)
        await check_vcenter(uri.vcenter, place.vcenter_ip, Network())
        if self._keep_alive is not None:
            task_group.start_soon(session.keep_alive, self._keep_alive)
        if place.in_maintenance:
            _log.warning("%s is in maintenance mode", uri.host)
        tasks = TaskRunner(session, Watcher(session, task_group), self._policy)
        return Connection(uri, Server(session, tasks, place))

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        task_group, self._task_group = self._task_group, None
        if task_group is not None:
            await self._close(task_group)

    async def _close(self, task_group: TaskGroup) -> None:
        """Stop the watcher, log out, close the sockets: whatever happened, and in bounded time.

        The task group does not see the caller's exception: it would wrap it in a group.
        """
        try:
            task_group.cancel_scope.cancel()
            await task_group.__aexit__(None, None, None)
        finally:
            with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
                if self._session is not None:
                    await self._session.close()
            with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
                await self._carrier.aclose()


def _by_httpx(transport: httpx.AsyncBaseTransport, uri: ConnectionUri) -> Carrier:
    # Here, so that httpx is loaded by those only who have made a transport of its kind.
    from aioesx._transport.httpx_adapter import HttpxCarrier

    return HttpxCarrier(transport, f"{uri.transport}://{uri.authority}")
