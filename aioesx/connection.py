"""`connect` and `Connection`: the one place that opens URIs and ties the rooms together.

A connection owns no task and enters no task group for its caller: it may be opened in one task
and closed in another, several in any order, all in one event loop.
"""

from __future__ import annotations

import dataclasses
import inspect
import os
import ssl
import warnings
from collections.abc import Generator, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeVar, Unpack, overload

import anyio
import anyio.lowlevel

from aioesx import vim
from aioesx._opening import (
    BODY_LIMIT,
    TRANSFERS,
    Conversations,
    Options,
    PeerCertificate,
    for_other,
)
from aioesx._server.collector import ObjectProperties, Properties, read_one, read_types
from aioesx._server.face import known_keywords, operation
from aioesx._server.place import Place
from aioesx._server.scope import OneHost, at_vcenter
from aioesx._server.server import Server
from aioesx._server.tasks.questions import Policy
from aioesx._server.tasks.runner import TaskOptions
from aioesx._session.events import EventHook
from aioesx._session.product import ProductInfo
from aioesx._session.seconds import DEFAULT
from aioesx._session.versions import KnownVersions
from aioesx._words import listed
from aioesx.auth import Auth
from aioesx.uri import ConnectionUri, parse_uri

if TYPE_CHECKING:
    import httpx

    from aioesx._server.server import Mover
    from aioesx.domain import Domains
    from aioesx.host import Host, Hosts
    from aioesx.inventory import Folders, ResourcePools
    from aioesx.network import Interfaces, Networks
    from aioesx.perf import Metrics
    from aioesx.storage import Files, Pools, Storage, Volumes
    from aioesx.watch import Alarms, Changes, Events
    from aioesx.watch.aspects import Kind
    from aioesx.watch.ledger import Ledger

__all__ = [
    "BODY_LIMIT",
    "EVERYTHING",
    "TRANSFERS",
    "Connecting",
    "Connection",
    "HostOfVcenter",
    "PeerCertificate",
    "changes_of",
    "connect",
    "hosts_of",
]

R = TypeVar("R")

EVERYTHING: Final = ("domain", "host", "pool")
"""What is watched where nothing is named."""


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
    task_timeout: float | None = DEFAULT,
    cacert: str | Path | None = None,
    ssl_context: ssl.SSLContext | None = None,
    proxy_username: str | None = None,
    proxy_password: str | None = None,
    vcenter_username: str | None = None,
    vcenter_password: str | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    body_limit: int = BODY_LIMIT,
    transfers: int = TRANSFERS,
    on_event: EventHook | None = None,
    versions: KnownVersions | None = None,
) -> Connecting:
    """Prepare a connection to what a URI names; open it by ``async with`` or ``await``.

    That is a host (``esx://``, ``gsx://``, ``vpx://vcenter/datacenter/host``), or all hosts below a
    folder, a datacenter or a cluster of a vCenter, or the whole of it (``vpx://vcenter/``).

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
        timeout: seconds for opening (at a host, and again at its vCenter), and then for each
            coroutine that names no time and starts no task; else the URI's ``timeout=``, else 30.
            None is no bound but the host's silence, 0 or less fails before anything is sent.
        task_timeout: seconds for each coroutine that names no time and starts a task (else 900),
            transfers a file or waits for a state (else None, no bound but the host's silence).
        cacert: PEM bundle instead of the system's authorities.
        ssl_context: instead of all TLS settings but ``thumbprint=``.
        proxy_username: for the URI's proxy.
        proxy_password: for the URI's proxy.
        vcenter_username: for the vCenter of the URI's ``vcenter=``; else the URI's user, as for
            libvirt.
        vcenter_password: its password; else the auth file's, else what `auth` answers, whose
            request names the vCenter.
        transport: instead of our own; it then cares for TLS and proxies. It is not closed.
        body_limit: largest answer in bytes.
        transfers: files that are on their way at the same time, each over a connection of its own
            beside those for calls; further ones wait. With `transport` that is its business.
        on_event: plain function, told of requests, responses, repeats, logins, questions, of a
            task's begin, progress and end; see `aioesx.Event`.
        versions: which version of the API is spoken with whom, as earlier connections found out;
            for a program that goes round many hosts, see `aioesx.KnownVersions`.

    Raises:
        UriError: the URI, or `transfers`, cannot be used.
        TypeError: `on_event` is a coroutine function.

    On opening, besides: AuthenticationError, LoginError, WrongProductError, TransportError.
    """
    if inspect.iscoroutinefunction(on_event):
        raise TypeError("on_event= is called in the midst of an exchange: give a plain function")
    options = dict(locals())  # every argument by its name
    return Connecting(parse_uri(options.pop("uri")), Options(**options))


class Connecting:
    """What `connect` returns: opens a `Connection`, by ``async with`` or by ``await``."""

    def __init__(self, uri: ConnectionUri, options: Options) -> None:
        self._uri = uri
        self._options = options
        self._used = False
        self._connection: Connection | None = None
        self._conversations = Conversations(uri, options)

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
        server = await self._conversations.open(self._other, _mover)
        return Connection(self._uri, server, self._conversations)

    async def peer_certificate(self) -> PeerCertificate:
        """Look at the certificate of the server that the connection was opened to last.

        For whoever has to decide whether to trust it after a `TlsError`. It is not verified: the
        server is sent a handshake (with the client certificate of `ssl_context`) and nothing else,
        no password; a proxy on the way gets its credentials. In the time for opening.

        Raises:
            TransportError: no TLS can be spoken there, or none with a certificate.
            UriError: it is a ``transport=http``, or a transport of the caller's.
        """
        return await self._conversations.look_at_certificate()

    def _other(self, uri: str) -> Connecting:
        """Prepare a connection to another URI; credentials that were given are this one's only."""
        other = parse_uri(uri)
        return Connecting(other, for_other(self._uri, self._options, other))


class Connection:
    """An open connection to a host, or to all hosts below something in a vCenter; see `connect`.

    It belongs to the event loop that opened it, and to no task: any task may use it, and any
    may close it. One that is forgotten says so when it is collected (ResourceWarning).

    Its rooms are loaded when they are first looked at: a program pays for what it uses.
    """

    def __init__(self, uri: ConnectionUri, server: Server, conversations: Conversations) -> None:
        self._uri = uri
        self._server = server
        self._conversations = conversations
        self._home = _whereabouts()
        self._closing = False
        self._closed = anyio.Event()

    def __repr__(self) -> str:
        return f"<Connection {self.uri}{' closed' if self._closing else ''}>"

    @cached_property
    def domains(self) -> Domains:
        """The virtual machines."""
        from aioesx.domain import Domains

        return Domains(self._server)

    @cached_property
    def pools(self) -> Pools:
        """The storage pools: datastores and iSCSI targets."""
        from aioesx.storage import Pools

        return Pools(self._server)

    @cached_property
    def volumes(self) -> Volumes:
        """The virtual disks, images and LUNs of all pools."""
        from aioesx.storage import Volumes

        return Volumes(self._server)

    @cached_property
    def files(self) -> Files:
        """The files of the datastores."""
        from aioesx.storage import Files

        return Files(self._server)

    @cached_property
    def storage(self) -> Storage:
        """Where the room went, what is left over, which images there are."""
        from aioesx.storage import Storage

        return Storage(self._server)

    @cached_property
    def networks(self) -> Networks:
        """The virtual switches with their port groups."""
        from aioesx.network import Networks

        return Networks(self._server)

    @cached_property
    def interfaces(self) -> Interfaces:
        """The physical network cards, and the host's own adapters."""
        from aioesx.network import Interfaces

        return Interfaces(self._server)

    @cached_property
    def host(self) -> Host:
        """The host itself, where there is one."""
        from aioesx.host import Host

        return Host(self._server)

    @cached_property
    def hosts(self) -> Hosts:
        """The host, or all hosts that the connection is over."""
        from aioesx.host import Hosts

        return Hosts(self._server)

    @cached_property
    def folders(self) -> Folders:
        """The folders of the vCenter."""
        from aioesx.inventory import Folders

        return Folders(self._server)

    @cached_property
    def resource_pools(self) -> ResourcePools:
        """The resource pools of the vCenter."""
        from aioesx.inventory import ResourcePools

        return ResourcePools(self._server)

    @cached_property
    def alarms(self) -> Alarms:
        """The alarms of the vCenter that went off."""
        from aioesx.watch import Alarms

        return Alarms(self._server)

    @cached_property
    def events(self) -> Events:
        """What the host, or the vCenter, writes down; as it happens, and as it happened."""
        from aioesx.watch import Events

        return Events(self._server)

    @cached_property
    def metrics(self) -> Metrics:
        """What the host, or the vCenter, counts: processors, memory, disks, networks."""
        from aioesx.perf import Metrics

        return Metrics(self._server)

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

    @overload
    async def read(
        self, type_: str, paths: str | Sequence[str], *, timeout: float | None = DEFAULT
    ) -> list[ObjectProperties]: ...

    @overload
    async def read(
        self, type_: Mapping[str, str | Sequence[str]], *, timeout: float | None = DEFAULT
    ) -> list[ObjectProperties]: ...

    @operation("call")
    async def read(
        self,
        type_: str | Mapping[str, str | Sequence[str]],
        paths: str | Sequence[str] = (),
        *,
        timeout: float | None = DEFAULT,
    ) -> list[ObjectProperties]:
        """Read any properties of all objects of a type that the host has, in one read per page.

        Args:
            type_: ``"VirtualMachine"``, ``"Datastore"``, ``"Network"`` or ``"HostSystem"``; or, for
                several types in the same read, property paths by type.
            paths: property paths of that type, or one.
            timeout: seconds in all.

        Raises:
            ValueError: there is no such type, or no path of one, or `paths` beside paths by type;
                nothing was sent.
            FaultError: InvalidProperty, for a path that the host does not know.
        """
        if paths and not isinstance(type_, str):
            raise ValueError("paths= is of one type; of several types each has its own")
        named = {type_: paths} if isinstance(type_, str) else type_
        wanted = {each: listed(of) for each, of in named.items()}
        if not wanted or not all(wanted.values()):
            raise ValueError(f"no property is named to read of {', '.join(wanted) or 'any type'}")
        return await read_types(
            self._server.session,
            [(self._server.scope.objects(each), each, of) for each, of in wanted.items()],
        )

    @known_keywords(paths="name the paths behind the type: esx.watch(type, paths)")
    def watch(
        self,
        what: str | Iterable[str] | Mapping[str, str | Iterable[str]] = EVERYTHING,
        properties: str | Iterable[str] = (),
        *,
        timeout: float | None = DEFAULT,
    ) -> Changes:
        """Watch objects: first what there is, then each change; see `Changes`.

            async with esx.watch() as changes:
                async for change in changes: ...

            esx.watch("domain", ["state", "question"])
            esx.watch("VirtualMachine", ["runtime.powerState", "config.uuid"])

        Args:
            what: one or several of ``"domain"`` (with ``name``, ``state``, ``question``,
                ``snapshots``, ``tools``, ``addresses``), ``"host"`` (``name``, ``state``,
                ``maintenance``), ``"pool"`` (``name``, ``state``, ``capacity``, ``available``);
                each has ``alarms`` besides, which are told where they are named (`AlarmSign`);
                or any type of which `read` finds objects; or properties by either.
            properties: which of them, of one kind; all by default. Of a type named by its wire
                name property paths, as for `read`.
            timeout: seconds in all, after which `WaitTimeoutError` comes. By default there is no
                end but a minute of silence of the host.

        Raises:
            ValueError: there is no such kind, type or property; nothing was sent.

        On opening, besides: FaultError (InvalidProperty) for a path that the host does not know.
        """
        from aioesx._watching import watch

        return watch(self._server, what, properties, timeout)

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
            for server in (self._server, self._server.second):
                if server is not None:
                    server.poll.close()
            await self._conversations.close()
        finally:
            self._conversations.discard()
            self._closed.set()

    def __del__(self) -> None:
        if getattr(self, "_closing", True):
            return
        warnings.warn(f"{self!r} was never closed", ResourceWarning, stacklevel=2, source=self)
        self._conversations.discard()


class HostOfVcenter(Connection):
    """One host of a vCenter, by the session of a connection to all of them; that one is closed."""

    def __init__(self, whole: Connection, place: Place) -> None:
        server = whole._server
        scope = at_vcenter(server.session, place)
        part = dataclasses.replace(server, scope=scope)
        super().__init__(whole._uri, part, whole._conversations)
        self._host_name = scope.name

    def __repr__(self) -> str:
        return f"<Connection to {self._host_name} at {self.uri}>"

    async def aclose(self) -> None:
        """Do nothing: the session is another connection's."""

    def __del__(self) -> None:
        """Say nothing."""


def changes_of(esx: Connection, kinds: Sequence[Kind], after: Ledger | None = None) -> Changes:
    """Return a watch of some kinds, which goes on where another one ended, with no end in time."""
    from aioesx._watching import watch_on

    return watch_on(esx._server, kinds, after)


async def hosts_of(whole: Connection) -> dict[str, Connection | None]:
    """Return a connection to each host that a connection is over, by name; of one host itself.

    They share the session. None stands for a host that the vCenter does not reach.
    """
    scope = whole._server.scope
    if isinstance(scope, OneHost):
        return {scope.name: whole}
    places: dict[Any, Place] = {place.host: place for place in await scope.places()}
    found: dict[str, Connection | None] = {}
    for entry in await whole.hosts.list():
        place = None if entry.state.is_out_of_reach else places.get(entry.host._ref)
        found[entry.name] = HostOfVcenter(whole, place) if place is not None else None
    return found


def _mover() -> Mover:
    from aioesx.export.mover import ExportMover

    return ExportMover()


def _whereabouts() -> tuple[int, object]:
    return os.getpid(), anyio.lowlevel.current_token()
