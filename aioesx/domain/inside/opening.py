"""Letting a user into a guest: who it is, whether its Tools answer, and whether it lets them in.

Nothing is made or left in the guest by that. Whoever is asked for the password has no time limit;
the host is, and the guest.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Final

from aioesx import vim
from aioesx._server import traversal
from aioesx._server.collector import read_many
from aioesx._server.face import operation
from aioesx._server.server import Server
from aioesx._server.thing import Thing, thing_of
from aioesx._session.operation import detached
from aioesx._session.seconds import DEFAULT
from aioesx.auth import AuthRequest
from aioesx.domain.identity import STATE_PATH, domain_state
from aioesx.domain.inside.access import GuestAccess, Managers
from aioesx.domain.inside.guest import Guest
from aioesx.domain.inside.quoting import system_of
from aioesx.domain.values import DomainState
from aioesx.errors import (
    AuthenticationError,
    InvalidStateError,
    NotSupportedError,
    ToolsUnavailableError,
)

__all__ = ["GuestOpening", "PasswordLike"]

PasswordLike = str | Callable[[AuthRequest], "str | Awaitable[str | None] | None"]
"""A password, or a function or coroutine function that is asked for it, as `connect` asks."""

_FAMILY: Final = "guest.guestFamily"
_READY: Final = "guest.guestOperationsReady"
_RUNNING: Final = "guest.toolsRunningStatus"
_ID: Final = "config.guestId"
_PATHS: Final = (STATE_PATH, _FAMILY, _READY, _RUNNING, _ID)
_MANAGERS: Final = ("authManager", "fileManager", "processManager")


class GuestOpening:
    """What ``async with domain.guest(...)`` enters and leaves; gives a `Guest`."""

    def __init__(
        self,
        server: Server,
        ref: vim.ManagedObjectReference,
        name: str,
        username: str | None,
        password: PasswordLike | None,
        token: str | None,
        seconds: float | None,
    ) -> None:
        self._server = server
        self._ref = ref
        self._name = name
        self._username = username
        self._password = password
        self._token = token
        self._time = seconds
        self._guest: Guest | None = None

    def __repr__(self) -> str:
        return f"<GuestOpening {self._name!r} {self._username!r}>"

    @property
    def _thing(self) -> Thing:
        return thing_of(self._ref, self._name)

    async def __aenter__(self) -> Guest:
        self._require_supported()
        auth = await self._auth()
        self._guest = await self._enter(auth, timeout=self._time)
        return self._guest

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._guest is not None:
            self._guest._leave()

    def _require_supported(self) -> None:
        """Refuse before anything is sent.

        Raises:
            NotSupportedError: the host is too old for programs in guests, or for tokens.
        """
        session = self._server.session
        if session.content.guest_operations_manager is None:
            raise NotSupportedError(
                "",
                f"{session.where} cannot do anything in a guest: that is since API 5.0, and it"
                f" speaks {session.api_version}",
            ).about(*self._thing)
        if self._token is not None and not session.has_api(6, 0):
            raise NotSupportedError(
                "", f"{session.where} takes no SAML token for a guest: that is since API 6.0"
            ).about(*self._thing)

    async def _auth(self) -> vim.GuestAuthentication:
        """Return who asks.

        Raises:
            AuthenticationError: nobody says the password.
        """
        if self._token is not None:
            return vim.SAMLTokenAuthentication(
                interactive_session=False, token=self._token, username=self._username
            )
        password: Any = self._password
        if callable(password):
            asked = AuthRequest(self._name, "guest", "password", username=self._username)
            with detached():
                password = password(asked)
                if inspect.isawaitable(password):
                    password = await password
        if password is None or self._username is None:
            raise AuthenticationError(
                f"no password for {self._username or 'anybody'} in the guest of '{self._name}'"
            ).about(*self._thing)
        return vim.NamePasswordAuthentication(
            interactive_session=False, username=self._username, password=password
        )

    @operation("call")
    async def _enter(
        self, auth: vim.GuestAuthentication, *, timeout: float | None = DEFAULT
    ) -> Guest:
        """Look whether the guest can be entered, and have it check who asks."""
        session, manager = (
            self._server.session,
            self._server.session.content.guest_operations_manager,
        )
        assert manager is not None  # noqa: S101  # _require_supported
        wanted = {self._ref.type: _PATHS, manager.type: _MANAGERS}
        specs = [traversal.object_spec(ref) for ref in (self._ref, manager)]
        found = {each.ref: each.values for each in await read_many(session, specs, wanted)}
        values, managers = found[self._ref], found[manager]
        if domain_state(values) is not DomainState.RUNNING:
            raise InvalidStateError("InvalidPowerState", f"domain '{self._name}' is not powered on")
        if values.get(_READY) is False or values.get(_RUNNING) == "guestToolsNotRunning":
            raise ToolsUnavailableError(
                "GuestOperationsUnavailable",
                f"VMware Tools do not run in the guest of '{self._name}', or are not ready yet",
            )
        access = GuestAccess(
            self._server,
            self._ref,
            self._name,
            Managers(*(managers.require(name) for name in _MANAGERS)),
            system_of(values.get(_FAMILY), values.get(_ID)),
            auth,
        )
        await access.call(
            vim.ValidateCredentialsInGuest(this=access.managers.auth, vm=self._ref, auth=auth)
        )
        return Guest(access)
