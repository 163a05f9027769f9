"""`Session`: one authenticated conversation with one server, for any number of callers.

What holds here: a call that the host refused for want of a session is repeated after one new
login, which all callers share; a read is repeated when what came back decides nothing; a change
is never sent twice. How long a call takes is its caller's business (`operation`).
"""

from __future__ import annotations

import logging
import time
from base64 import b64encode
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar, cast

import anyio

from aioesx import vim
from aioesx._session.client import PendingCall, SoapClient
from aioesx._session.events import Event, emit
from aioesx._session.http import Request, Steps, told
from aioesx._session.login import Login
from aioesx._session.outcome import ONCE, UNDECIDED, is_repeatable
from aioesx._session.overseer import OVERSEER
from aioesx._session.product import ProductInfo, choose_api, identify
from aioesx._session.retry import again, repeating
from aioesx._session.seconds import Seconds
from aioesx._session.versions import KnownVersions
from aioesx._soap import parse_service_versions
from aioesx._soap.names import OLDEST_API
from aioesx._transport import HttpAnswer, HttpStream, LaneKind
from aioesx.auth import Credentials
from aioesx.errors import (
    ClosedError,
    EsxError,
    FaultError,
    HttpStatusError,
    NotAuthenticatedError,
    ProtocolError,
    ReadOnlyError,
)

__all__ = ["Session"]

R = TypeVar("R")

_log = logging.getLogger("aioesx.session")
_SERVICE_INSTANCE: Final = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
_CONTENT: Final = vim.RetrieveServiceContent(this=_SERVICE_INSTANCE)
_GUESSES: Final = 2  # what is spoken with the host, or the last one; then what its kind speaks
_VERSIONS: Final = "/sdk/vimServiceVersions.xml"
_FOUND: Final = 200
_MISSING: Final = 404
_UNAUTHORIZED: Final = 401
_READING: Final = frozenset({"GET", "HEAD"})


class Session:
    """Logs in once, keeps the session, and calls methods."""

    def __init__(
        self,
        client: SoapClient,
        credentials: Credentials,
        *,
        seconds: Seconds,
        read_only: bool,
        versions: KnownVersions | None = None,
    ) -> None:
        self._client = client
        self._http = client.http
        self._credentials = credentials
        self._read_only = read_only
        self._versions = versions
        self._closed = False
        self._login: Login | None = None
        self._content: vim.ServiceContent | None = None
        self._product: ProductInfo | None = None
        self.seconds = seconds
        self.api_version = OLDEST_API

    def __repr__(self) -> str:
        return f"<Session {self.where} generation={self.generation}>"

    @property
    def content(self) -> vim.ServiceContent:
        """The server's managers and root folder."""
        if self._content is None:
            raise ClosedError("the session is not open")
        return self._content

    @property
    def product(self) -> ProductInfo:
        """What the server is."""
        if self._product is None:
            raise ClosedError("the session is not open")
        return self._product

    @property
    def where(self) -> str:
        """``host:port`` of the server."""
        return self._http.where

    @property
    def generation(self) -> int:
        """Counts the sessions on the server: what belongs to one dies with it."""
        return self._login.generation if self._login is not None else 0

    def emit(self, event: Event) -> None:
        """Tell the event hook, if there is one."""
        emit(self._http.on_event, event)

    @property
    def api(self) -> tuple[int, ...]:
        """The API version that is spoken."""
        return tuple(map(int, self.api_version.split(".")))

    def has_api(self, *version: int) -> bool:
        """Tell whether the API version that is spoken is at least `version`."""
        return self.api >= version

    async def open(self, scheme: str) -> None:
        """Find out what the server is and log in.

        Raises:
            WrongProductError: not the product that the scheme says, or too old.
            LoginError: user name or password are wrong.
        """
        about = await self.greet()
        self._product = identify(about, scheme, self.where)
        self._login = Login(self._client, self._credentials, self.content, self.seconds)
        await self._login.log_in()

    async def greet(self) -> vim.AboutInfo:
        """Ask what the server is, which takes no login.

        Raises:
            TransportError, ProtocolError, FaultError: it is none that says so.
        """
        content = await self._recalled() if self._versions is not None else None
        if content is None:
            await self._negotiate()
            content = await self.call(_CONTENT)
        self._content, about = content, content.about
        # Who hides its list speaks the oldest, and says nothing about others of its kind.
        if self._versions is not None and self.api_version != OLDEST_API:
            self._versions.learn(self.where, about.api_version, self.api_version)
        return about

    async def _recalled(self) -> vim.ServiceContent | None:
        """Ask what the server is in the version that it probably speaks.

        Returns None where that is not the one to speak, or not known to be. Some servers refuse a
        version that they do not have, others take it for their oldest.
        """
        assert self._versions is not None  # noqa: S101  # `greet`
        version = self._versions.guess(self.where)
        for _ in range(_GUESSES):
            if version is None:
                break
            self._speak(version)
            try:
                content = await self.call(_CONTENT, repeat=False)
            except (FaultError, HttpStatusError, ProtocolError):
                break
            known = self._versions.spoken_with(content.about.api_version)
            if known == version:
                return content
            version = known
        return None

    async def _negotiate(self) -> None:
        """Choose the API version; a server without the list of versions speaks the oldest."""
        answer = await self._exchange(_request("GET", _VERSIONS))
        version = OLDEST_API
        if answer.status == _FOUND:
            listed = parse_service_versions(answer.body)
            version = choose_api([listed[1], *listed[2]])
        elif answer.status != _MISSING:
            raise told(self.where, f"GET {_VERSIONS}", answer.status, answer)
        self._speak(version)

    def _speak(self, version: str) -> None:
        self.api_version = version
        self._client.speak(version)

    async def call(self, method: vim.Method[R], *, repeat: bool = True) -> R:
        """Call a method of the host.

        Args:
            method: the call, such as ``vim.PowerOnVM_Task(this=ref)``.
            repeat: whether a read may be sent again when what came back decides nothing.

        Raises:
            ReadOnlyError: it would change the host, and the connection is read-only.
            FaultError: the host answered with a fault.
            OutcomeUnknownError: a change was sent, and what came does not tell its fate.
            TransportError, ProtocolError: the line, or what came over it.
        """
        self._require(method.changes, method.wire_name)
        if method.changes and (overseer := OVERSEER.get()) is not None:
            brings = method.wire_result is not None
            if overseer.instead(method, brings=brings):
                return cast("R", None)  # as a method that brings nothing does
        generation = self.generation
        try:
            result = await self._client.call(method)
        except EsxError as error:
            repeat = repeat and not method.changes and method.wire_name not in ONCE
            result = await self._overcome(method, error, generation, repeat=repeat)
        if self._login is not None and getattr(method, "this", None) != _SERVICE_INSTANCE:
            self._login.prove()  # what is asked of the service itself needs no session
        return result

    async def _overcome(
        self, method: vim.Method[R], error: EsxError, generation: int, *, repeat: bool
    ) -> R:
        """Call a method that has failed again, where that helps.

        Args:
            method: the call.
            error: how it failed.
            generation: the session in which it did.
            repeat: whether to do it again where what came back decides nothing.

        Raises:
            EsxError: as `call`.
        """
        try:
            return await self._repeated(method, error, repeat=repeat)
        except NotAuthenticatedError:
            if self._login is None or not await self.renew(generation):
                raise
        try:
            return await self._client.call(method)
        except EsxError as second:
            return await self._repeated(method, second, repeat=repeat)

    async def _repeated(self, method: vim.Method[R], error: EsxError, *, repeat: bool) -> R:
        """Call a method again where what came back decided nothing; else raise that."""
        if not repeat or not is_repeatable(error):
            raise error

        async def once() -> R:
            self._require(False, method.wire_name)
            return await self._client.call(method)

        return await again(self._http, once, method.wire_name, self.seconds.repeats, error)

    async def begin(self, method: vim.Method[R]) -> PendingCall[R]:
        """Send a call that waits on the host; what it waits for belongs to its session.

        Raises:
            TransportError: it could not be sent.
        """
        self._require(False, method.wire_name)
        return await self._client.begin(method)

    async def renew(self, generation: int) -> bool:
        """Log in again, for all callers at once; False if the session is alive.

        Args:
            generation: the session that was refused.

        Raises:
            NotAuthenticatedError: there is no other session to be had.
        """
        if self._login is None:
            raise ClosedError("the session is not open")
        return await self._login.renew(generation)

    async def exchange(
        self, verb: str, target: str, body: bytes = b"", *, limit: int, name: str = ""
    ) -> HttpAnswer:
        """Do one exchange beside the SOAP calls: a small file of a datastore, say.

        Args:
            verb: ``"GET"``, ``"HEAD"``, ``"PUT"`` or ``"DELETE"``.
            target: path and query, percent-encoded.
            body: sent with a PUT.
            limit: largest answer in bytes.
            name: what events and errors call it; else the verb and the target's path.

        Returns:
            The answer, whatever its status, if that tells what became of the request.

        Raises:
            OutcomeUnknownError: a PUT or DELETE was sent, and what came does not tell its fate.
            HttpStatusError: the server was too busy to read.
            TransportError, ProtocolError: the line, or what came over it.
        """
        request = _request(verb, target, body)
        request.name = name or request.name
        self._require(request.changes, request.name)
        generation = self.generation
        answer = await self._exchange(request, limit)
        if answer.status == _UNAUTHORIZED and await self.renew(generation):
            answer = await self._exchange(request, limit)
        return answer

    async def _exchange(self, request: Request, limit: int | None = None) -> HttpAnswer:
        def read(answer: HttpAnswer) -> Steps[HttpAnswer]:
            yield from ()  # it is taken as it is, in one step
            if answer.status in UNDECIDED:
                raise told(self.where, request.name, answer.status, answer)
            return answer

        async def once() -> HttpAnswer:
            most = self._client.body_limit if limit is None else limit
            return await self._http.exchange(request, read, limit=most)

        if request.changes:
            return await once()
        return await repeating(self._http, once, request.name, self.seconds.repeats)

    @asynccontextmanager
    async def stream(
        self,
        verb: str,
        target: str,
        *,
        headers: tuple[tuple[bytes, bytes], ...] = (),
        body: bytes | AsyncIterable[bytes] = b"",
        length: int | None = None,
        as_user: bool = False,
        name: str = "",
        ref: Any = None,
    ) -> AsyncIterator[HttpStream]:
        """Hold a transfer open, over a connection that no call waits for; it has no time limit.

        A session that is gone is renewed, and the request sent again, unless its body comes in
        pieces, which are gone then, too.

        Args:
            verb: ``"GET"`` or ``"PUT"``.
            target: path and query, such as ``"/screen?id=1"``.
            headers: such as a range, or another type of content than bytes.
            body: what is sent, or its pieces.
            length: bytes of a body in pieces; None where it is not known.
            as_user: send user name and password along, as libvirt does: some hosts take no cookie
                there.
            name: what events and errors call it; else the verb and the target's path.
            ref: what it is about, so that `Operation.found` can tell what became of it.

        Raises:
            OutcomeUnknownError, TransportError, ProtocolError: as `exchange`, then or later.
        """
        request = _request(verb, target, body, length)
        request.name, request.ref = name or request.name, ref
        request.lane = LaneKind.TRANSFER
        named = {key.lower() for key, _ in headers}
        request.headers = (*(h for h in request.headers if h[0].lower() not in named), *headers)
        if as_user:
            request.headers += ((b"Authorization", self._basic()),)
        self._require(request.changes, request.name)
        renewable = isinstance(body, bytes) and not as_user
        generation = self.generation
        async with self._http.stream(request) as stream:
            if stream.status != _UNAUTHORIZED or not renewable:
                yield stream
                return
        await self.renew(generation)
        async with self._http.stream(request) as stream:
            yield stream

    def _basic(self) -> bytes:
        who = f"{self._credentials.username}:{self._credentials.password}".encode()
        return b"Basic " + b64encode(who)

    def require_changes(self, name: str) -> None:
        """Refuse a change before anything is asked about it.

        Raises:
            ReadOnlyError, ClosedError: as `call`.
        """
        self._require(True, name)

    def _require(self, changes: bool, name: str) -> None:
        """Refuse what cannot be sent.

        Raises:
            ReadOnlyError: it would change the host, and the connection is read-only.
            ClosedError: the connection was closed.
        """
        if changes and self._read_only:
            raise ReadOnlyError(f"{name} refused: the connection is read-only")
        if changes and (overseer := OVERSEER.get()) is not None and overseer.read_only:
            raise ReadOnlyError(f"{name} refused: it is for reading only")
        if self._closed:
            raise ClosedError("the connection was closed")

    async def keep_alive(self, seconds: float) -> None:
        """Use the session whenever it was idle so long; returns when it is closed."""
        while not self._closed:
            await anyio.sleep(max(0.0, self._http.last_used + seconds - time.monotonic()))
            if time.monotonic() < self._http.last_used + seconds:
                continue
            try:
                await self.call(vim.CurrentTime(this=_SERVICE_INSTANCE))
            except ClosedError:
                return
            except EsxError as error:
                _log.debug("keeping the session with %s: %s", self.where, error)
                await anyio.sleep(seconds)

    async def close(self) -> None:
        """Let every call fail with ClosedError and log out, within seconds. Idempotent."""
        if self._closed:
            return
        self._closed = True
        self._http.interrupt()
        if self._login is not None:
            await self._login.log_out()


def _request(
    verb: str,
    target: str,
    body: bytes | AsyncIterable[bytes] = b"",
    length: int | None = None,
) -> Request:
    headers = ((b"Content-Type", b"application/octet-stream"),) if body else ()
    return Request(
        f"{verb} {target.partition('?')[0]}",
        verb.encode("ascii"),
        target.encode("ascii"),
        headers,
        body,
        length,
        changes=verb not in _READING,
    )
