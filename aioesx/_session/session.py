"""`Session`: one authenticated conversation with one server, for any number of callers.

What holds here: a call that the host refused for want of a session is repeated after one new
login, which all callers share; a read is repeated after a lost connection; a change is never
sent twice. Clean-up on the host is shielded from cancellation and bounded in time.
"""

from __future__ import annotations

import logging
import time
from base64 import b64encode
from contextlib import AbstractAsyncContextManager
from typing import Any, Final, TypeVar

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._session.client import READING, SoapClient
from aioesx._session.events import Event, LoggedIn, emit
from aioesx._session.lost_sessions import end_strays
from aioesx._session.product import ProductInfo, choose_api, identify
from aioesx._session.retry import again, is_passing, repeating
from aioesx._soap import OLDEST_API, parse_service_versions
from aioesx._transport import HttpAnswer, HttpStream
from aioesx.auth import Credentials
from aioesx.errors import (
    ClosedError,
    ConnectionLostError,
    EsxError,
    HttpStatusError,
    LoginError,
    NotAuthenticatedError,
    ProtocolError,
    ReadOnlyError,
    TransportError,
    TransportTimeout,
)

__all__ = ["Session", "SessionRenewedError"]

R = TypeVar("R")

_log = logging.getLogger("aioesx.session")
_SERVICE_INSTANCE: Final = vim.ManagedObjectReference("ServiceInstance", "ServiceInstance")
_LOGIN_PAUSE: Final = 5.0
_LOGOUT_SECONDS: Final = 5.0
_FOUND: Final = 200
_UNKNOWN: Final = (ConnectionLostError, TransportTimeout, ProtocolError)  # it may have succeeded
_UNAUTHORIZED: Final = 401


class SessionRenewedError(EsxError):
    """A long poll has ended with its session; there is another one now, without its filters."""


class Session:
    """Logs in once, keeps the session, and calls methods."""

    def __init__(
        self, client: SoapClient, credentials: Credentials, *, timeout: float, read_only: bool
    ) -> None:
        self._client = client
        self._credentials = credentials
        self._timeout = timeout
        self._read_only = read_only
        self._login_lock = anyio.Lock()
        self._login_failed: tuple[float, EsxError] | None = None
        self._key: str | None = None
        self._closed = False
        self._stray = False  # whether a login may have succeeded without our knowing
        self._content: vim.ServiceContent | None = None
        self._product: ProductInfo | None = None
        self.api_version = OLDEST_API
        self.generation = 0

    def __repr__(self) -> str:
        return f"<Session {self._client.where} generation={self.generation}>"

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
        return self._client.where

    def emit(self, event: Event) -> None:
        """Tell the event hook, if there is one."""
        emit(self._client.on_event, event)

    @property
    def timeout(self) -> float:
        """Seconds for one call where the caller names none."""
        return self._timeout

    def has_api(self, *version: int) -> bool:
        """Tell whether the API version that is spoken is at least `version`."""
        return tuple(map(int, self.api_version.split("."))) >= version

    async def open(self, scheme: str) -> None:
        """Find out what the server is and log in.

        Raises:
            WrongProductError: not the product that the scheme says, or too old.
            LoginError: user name or password are wrong.
        """
        await self._negotiate()
        self._content = await self._attempt(
            vim.RetrieveServiceContent(this=_SERVICE_INSTANCE), self._timeout
        )
        self._product = identify(self._content.about, scheme, self._client.where)
        await self._login()

    async def _negotiate(self) -> None:
        """Choose the API version; a server without the list of versions speaks the oldest."""
        status, body = await self._client.get("/sdk/vimServiceVersions.xml", timeout=self._timeout)
        if status == _FOUND:
            listed = parse_service_versions(body)
            self.api_version = choose_api([listed[1], *listed[2]])
        self._client.speak(self.api_version)

    async def _login(self) -> None:
        """Log in; a login whose answer was lost is tried once more, and its session ended."""
        try:
            await self._log_in_once()
        except ConnectionLostError as error:
            _log.debug("logging in to %s again after: %s", self._client.where, error)
            await self._log_in_once()
            if self._key is not None:
                await end_strays(self._client, self.content, self._key, timeout=self._timeout)
                self._stray = False
        again = self.generation > 1
        _log.info("logged in to %s as %s", self._client.where, self._credentials.username)
        event = LoggedIn(self._client.where, self._credentials.username, again)
        emit(self._client.on_event, event)

    async def _log_in_once(self) -> None:
        manager = self.content.session_manager
        if manager is None:
            raise ProtocolError("the server has no session manager")
        login = vim.Login(
            this=manager,
            user_name=self._credentials.username,
            password=self._credentials.password,
        )

        async def send(left: float) -> vim.UserSession:
            return await self._client.call(login, timeout=left)

        async def log_in() -> None:
            self._stray = True
            try:
                session = await repeating(
                    self._client, send, self._timeout, "Login", busy_only=True
                )
            except EsxError as error:
                self._stray = isinstance(error, _UNKNOWN)
                raise
            self._stray = False
            self._key = session.key
            self.generation += 1

        # A login whose answer is lost leaves a session on the host that nobody can end.
        try:
            await see_through(log_in, _LOGOUT_SECONDS)
        except LoginError as error:
            who = f"{self._credentials.username} at {self._client.where}"
            raise LoginError(error.fault_type, f"{who}: {error.message}", error.fault) from None
        if not self._client.has_cookie:
            raise ProtocolError(f"{self._client.where}: the login brought no session cookie")

    async def call(
        self, method: vim.Method[R], *, timeout: float | None = None, poll: bool = False
    ) -> R:
        """Call a method of the host.

        Args:
            method: the call, such as ``vim.PowerOnVM_Task(this=ref)``.
            timeout: seconds in all, for repeats and a new login too.
            poll: send it over the connection that is kept for long polls. What it waits for
                belongs to its session, so it is not repeated in another.

        Raises:
            ReadOnlyError: it would change the host, and the connection is read-only.
            SessionRenewedError: it was a poll, and had to be logged in again.
            FaultError: the host answered with a fault.
            OutcomeUnknownError: a change was sent, and its answer was lost.
            TransportError, ProtocolError: the line, or what came over it.
        """
        if self._read_only and method.changes:
            raise ReadOnlyError(f"{method.wire_name} refused: the connection is read-only")
        if self._closed:
            raise ClosedError("the connection was closed")
        seconds = self._timeout if timeout is None else timeout
        generation = self.generation
        began = time.monotonic()
        try:
            return await self._attempt(method, seconds, poll=poll)
        except NotAuthenticatedError:
            deadline = anyio.current_time() + seconds - (time.monotonic() - began)
            if not await self._renew(generation, deadline):
                raise
        if poll:
            raise SessionRenewedError(f"{self._client.where}: the session is another one")
        return await self._attempt(method, deadline - anyio.current_time())

    async def exchange(
        self,
        verb: str,
        target: str,
        body: bytes = b"",
        *,
        limit: int,
        timeout: float | None = None,
    ) -> HttpAnswer:
        """Do one exchange beside the SOAP calls: a small file of a datastore, say.

        Args are those of `SoapClient.exchange`; returned is the answer, whatever its status.

        Raises: as `call`.
        """
        changes = verb not in READING
        if self._read_only and changes:
            raise ReadOnlyError(f"{verb} of {target} refused: the connection is read-only")
        if self._closed:
            raise ClosedError("the connection was closed")
        seconds = self._timeout if timeout is None else timeout
        generation = self.generation

        async def once(left: float) -> HttpAnswer:
            return await self._client.exchange(verb, target, body, limit=limit, timeout=left)

        deadline = anyio.current_time() + seconds
        answer = await repeating(self._client, once, seconds, verb, once_only=changes)
        if answer.status == _UNAUTHORIZED and await self._renew(generation, deadline):
            left = deadline - anyio.current_time()
            answer = await repeating(self._client, once, left, verb, once_only=changes)
        return answer

    def stream(self, target: str) -> AbstractAsyncContextManager[HttpStream]:
        """Hold a download by HTTP open, as our user; it has no time of its own.

        Sends user name and password along, as libvirt does: some hosts take no cookie there.

        Args:
            target: path and query, such as ``"/screen?id=1"``.
        """
        if self._closed:
            raise ClosedError("the connection was closed")
        who = f"{self._credentials.username}:{self._credentials.password}".encode()
        basic = f"Basic {b64encode(who).decode('ascii')}"
        return self._client.stream(target, authorization=basic)

    async def _attempt(self, method: vim.Method[R], seconds: float, *, poll: bool = False) -> R:
        """Call once; repeat a read whose connection was lost or whose server was too busy."""
        began = time.monotonic()
        try:
            return await self._client.call(method, timeout=seconds, poll=poll)
        except (ConnectionLostError, HttpStatusError) as error:
            if poll or method.changes or not is_passing(error):
                raise
            reason = str(error)

        async def once(left: float) -> R:
            if self._closed:
                raise ClosedError("the connection was closed")
            return await self._client.call(method, timeout=left, poll=poll)

        left = seconds - (time.monotonic() - began)
        return await again(self._client, once, left, method.wire_name, reason)

    async def _renew(self, generation: int, deadline: float) -> bool:
        """Do `_renew_now` before the deadline.

        Raises:
            TransportTimeout: it took longer.
        """
        try:
            with anyio.fail_after(deadline - anyio.current_time()):
                return await self._renew_now(generation)
        except TimeoutError as error:
            if isinstance(error, TransportTimeout):
                raise
            raise TransportTimeout(
                f"{self._client.where}: the session was lost, and there was no time for another"
            ) from None

    async def _renew_now(self, generation: int) -> bool:
        """Log in again if the session is gone; False if it is alive, so that a right is lacking.

        Of many callers one logs in, the others wait for it; after a failure nobody tries again
        for some seconds, since a host locks accounts out.
        """
        async with self._login_lock:
            if self.generation != generation:
                return True
            if self._login_failed is not None:
                when, error = self._login_failed
                if anyio.current_time() - when < _LOGIN_PAUSE:
                    raise _lost(error)
            if await self._is_alive():
                return False
            self._client.forget_session()
            try:
                await self._login()
            except EsxError as error:
                self._login_failed = (anyio.current_time(), error)
                raise _lost(error) from error
            self._login_failed = None
            return True

    async def _is_alive(self) -> bool:
        """Look at the session manager's own view; some servers refuse even that without one."""
        manager = self.content.session_manager
        spec = vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type="SessionManager", path_set=["currentSession"])],
            object_set=[vim.ObjectSpec(obj=manager)] if manager else [],
        )
        try:
            found = await self._attempt(
                vim.RetrieveProperties(this=self.content.property_collector, spec_set=[spec]),
                self._timeout,
            )
        except NotAuthenticatedError:
            return False
        values: list[Any] = [entry.val for content in found for entry in content.prop_set]
        return any(isinstance(v, vim.UserSession) and v.key == self._key for v in values)

    async def keep_alive(self, seconds: float) -> None:
        """Use the session whenever it was idle so long; runs until it is cancelled or closed."""
        while not self._closed:
            await anyio.sleep(max(0.0, self._client.last_used + seconds - anyio.current_time()))
            if anyio.current_time() < self._client.last_used + seconds:
                continue
            try:
                await self.call(vim.CurrentTime(this=_SERVICE_INSTANCE))
            except ClosedError:
                return
            except EsxError as error:
                _log.debug("keeping the session with %s: %s", self._client.where, error)
                await anyio.sleep(seconds)

    async def close(self) -> None:
        """Log out, within seconds, whatever else happens. Idempotent."""
        if self._closed:
            return
        self._closed = True
        self._client.interrupt()
        content = self._content
        if content is None or content.session_manager is None:
            return
        with anyio.move_on_after(_LOGOUT_SECONDS, shield=True):
            try:
                if self._stray:
                    await self._login()
                    await end_strays(self._client, content, self._key or "", timeout=self._timeout)
                if self._key is not None:
                    await self._log_out(content.session_manager)
            except EsxError as error:
                _log.debug("logging out of %s failed: %s", self._client.where, error)
        self._key = None

    async def _log_out(self, manager: vim.ManagedObjectReference) -> None:
        logout = vim.Logout(this=manager)
        try:
            await self._client.call(logout, timeout=_LOGOUT_SECONDS)
        except TransportError:  # perhaps before it was read: a second logout does no harm
            await self._client.call(logout, timeout=_LOGOUT_SECONDS)


def _lost(error: EsxError) -> NotAuthenticatedError:
    return NotAuthenticatedError("NotAuthenticated", f"logging in again failed: {error}")
