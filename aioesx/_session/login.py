"""`Login`: one login for any number of callers: made, renewed, and ended.

A login is a change whose answer may be lost: then there may be a session on the host that nobody
holds. It is looked for and ended as soon as there is another (`lost_sessions`), and once more when
that one is ended: what is held up on the way, the host may read after we have looked.
"""

from __future__ import annotations

import logging
import math
from typing import Any, Final

import anyio

from aioesx import vim
from aioesx._concurrency import see_through
from aioesx._session.client import SoapClient
from aioesx._session.events import LoggedIn, emit
from aioesx._session.lost_sessions import end_lost_sessions
from aioesx._session.outcome import is_repeatable, is_undecided
from aioesx._session.retry import repeating
from aioesx._session.seconds import Seconds
from aioesx.auth import Credentials
from aioesx.errors import (
    ClosedError,
    EsxError,
    LoginError,
    NotAuthenticatedError,
    ProtocolError,
    TransportTimeout,
)

__all__ = ["Login"]

_log = logging.getLogger("aioesx.session")
_LONGEST: Final = 6  # how often the pause before another login is doubled at most


class Login:
    """Holds the session of one user, by whatever logins it takes.

    Attributes:
        generation: counts the sessions: 1 for the first.
    """

    def __init__(
        self,
        client: SoapClient,
        credentials: Credentials,
        content: vim.ServiceContent,
        seconds: Seconds,
    ) -> None:
        if content.session_manager is None:
            raise ProtocolError("the server has no session manager")
        self._client = client
        self._credentials = credentials
        self._content = content
        self._manager = content.session_manager
        self._seconds = seconds
        self._lock = anyio.Lock()
        self._refused: LoginError | None = None
        self._failed: tuple[float, EsxError] = (-math.inf, ClosedError(""))
        self._unproven = 0  # logins in a row whose session was refused at its first call
        self._key: str | None = None
        self._lost = False  # whether a login may have succeeded without our knowing
        self._late = False  # whether one was looked for, and may have come since
        self.generation = 0

    async def log_in(self) -> None:
        """Log in; a login whose answer was lost is done again, and its session ended.

        Raises:
            LoginError: user name or password are wrong.
            TransportTimeout: it took longer than logging in may.
            TransportError, ProtocolError: the line.
        """
        http, seconds = self._client.http, self._seconds
        with anyio.move_on_after(seconds.login) as scope:
            # An answer that a cancellation cuts off would leave a session that nobody can end.
            await see_through(self._log_in, seconds.grace)
            if self._lost:
                await self._end_lost_sessions()
                self._lost, self._late = False, True
        if scope.cancelled_caught:
            raise TransportTimeout(f"{http.where}: no login within {seconds.login:g} s")
        _log.info("logged in to %s as %s", http.where, self._credentials.username)
        again = self.generation > 1
        emit(http.on_event, LoggedIn(http.where, self._credentials.username, again))

    async def _log_in(self) -> None:
        http, who = self._client.http, self._credentials
        login = vim.Login(this=self._manager, user_name=who.username, password=who.password)

        async def once() -> vim.UserSession:
            known, self._lost = self._lost, True
            try:
                session = await self._client.call(login)
            except EsxError as error:
                self._lost = known or is_undecided(error)
                raise
            self._lost = known
            return session

        try:
            session = await repeating(
                http, once, "Login", self._seconds.repeats, when=is_repeatable
            )
        except LoginError as error:
            text = f"{who.username} at {http.where}: {error.message}"
            self._refused = LoginError(error.fault_type, text, error.fault)
            raise self._refused from None
        self._key = session.key
        self.generation += 1
        if not http.has_cookie:
            raise ProtocolError(f"{http.where}: the login brought no session cookie")

    async def renew(self, generation: int) -> bool:
        """Log in again if the session is gone; False if it is alive, so that a right is lacking.

        Of many callers one logs in, the others wait for it. A password that was refused is not
        sent again; after another failure nobody tries for some seconds, since a host locks
        accounts out.

        Args:
            generation: the session that was refused.

        Raises:
            NotAuthenticatedError: there is no other session to be had.
        """
        async with self._lock:
            if self.generation != generation:
                return True
            self._require_hope()
            if await self._is_alive():
                return False
            self._client.http.forget_cookie()
            self._key = None
            self._lost = True  # the old session may live, and only its cookie have gone astray
            try:
                await self.log_in()
            except EsxError as error:
                self._failed = (anyio.current_time(), error)
                raise _lost(error) from error
            self._unproven += 1
            where = self._client.http.where
            forgotten = ProtocolError(f"{where} forgets a session as soon as it is made")
            self._failed = (anyio.current_time(), forgotten)
            return True

    def _require_hope(self) -> None:
        """Refuse a login that has just failed, or whose session would be of no use.

        Raises:
            NotAuthenticatedError: names the reason.
        """
        if self._refused is not None:
            raise _lost(self._refused) from self._refused
        when, error = self._failed
        pause = self._seconds.login_pause * 2 ** min(max(self._unproven - 1, 0), _LONGEST)
        if anyio.current_time() - when < pause:
            raise _lost(error) from error

    def prove(self) -> None:
        """Note that the session was good for a call."""
        if self._unproven:
            self._unproven = 0
            self._failed = (-math.inf, ClosedError(""))

    async def _is_alive(self) -> bool:
        """Look at the session manager's own view; some servers refuse even that without one."""
        spec = vim.PropertyFilterSpec(
            prop_set=[vim.PropertySpec(type="SessionManager", path_set=["currentSession"])],
            object_set=[vim.ObjectSpec(obj=self._manager)],
        )
        read = vim.RetrieveProperties(this=self._content.property_collector, spec_set=[spec])
        try:
            found = await repeating(
                self._client.http,
                lambda: self._client.call(read),
                read.wire_name,
                self._seconds.repeats,
            )
        except NotAuthenticatedError:
            return False
        values: list[Any] = [entry.val for content in found for entry in content.prop_set]
        return any(isinstance(v, vim.UserSession) and v.key == self._key for v in values)

    async def log_out(self) -> None:
        """End the session, and those that nobody holds; bounded in time, failures are no matter."""
        with anyio.move_on_after(self._seconds.logout, shield=True):
            try:
                if self._lost and self._key is None and self._refused is None:
                    await self.log_in()
                if self._key is not None:
                    if self._lost or self._late:
                        await self._end_lost_sessions()
                    await self._log_out()
            except EsxError as error:
                _log.debug("logging out of %s failed: %s", self._client.http.where, error)
        self._key = None

    async def _end_lost_sessions(self) -> None:
        await end_lost_sessions(self._client, self._content, self._key or "")

    async def _log_out(self) -> None:
        logout = vim.Logout(this=self._manager)
        try:
            await self._client.call(logout)
        except EsxError:  # perhaps before it was read: a second logout does no harm
            await self._client.call(logout)


def _lost(error: EsxError) -> NotAuthenticatedError:
    return NotAuthenticatedError("NotAuthenticated", f"logging in again failed: {error}")
