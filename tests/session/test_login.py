"""One login for all: how often it is tried, and what is never sent twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import anyio
import httpx
import pytest
from support.hasty import Hasty
from support.hosts import connected, logins

import aioesx
from aioesx import errors, vim
from aioesx._session.login import Login
from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.anyio


@pytest.fixture
def host() -> Iterator[Simulator]:
    with Simulator(presets.small_host(), tls=False) as simulator:
        yield simulator


class Forgetful(httpx.AsyncBaseTransport):
    """A balancer that loses every cookie as soon as it is told to."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self.forgets = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.forgets:
            request.headers.pop("Cookie", None)
        return await self._inner.handle_async_request(request)


async def test_a_refused_password_is_not_sent_again(host: Simulator, hasty: Hasty) -> None:
    hasty(login_pause=0.0)
    async with connected(host) as esx:
        host.forget_calls()
        host.expire_sessions()
        host.fault_on("Login", "InvalidLogin")
        for _ in range(4):
            with pytest.raises(errors.NotAuthenticatedError, match="logging in again failed"):
                await esx.domains.list()
    assert logins(host) == 1


async def test_many_callers_send_a_refused_password_once(host: Simulator, hasty: Hasty) -> None:
    hasty(login_pause=0.0)
    async with connected(host) as esx:
        host.forget_calls()
        host.expire_sessions()
        host.fault_on("Login", "InvalidLogin")

        async def ask() -> None:
            with pytest.raises(errors.NotAuthenticatedError):
                await esx.domains.list()

        async with anyio.create_task_group() as alive:
            alive.start_soon(esx.keep_alive, 0.01)
            async with anyio.create_task_group() as tasks:
                for _ in range(10):
                    tasks.start_soon(ask)
            alive.cancel_scope.cancel()
    assert logins(host) == 1


async def test_a_session_that_is_forgotten_at_once_is_not_renewed_for_ever(
    host: Simulator,
) -> None:
    async with httpx.AsyncHTTPTransport() as inner:
        line = Forgetful(inner)
        async with connected(host, transport=line) as esx:
            host.forget_calls()
            line.forgets = True
            for _ in range(10):
                with pytest.raises(errors.NotAuthenticatedError):
                    await esx.domains.list()
            assert logins(host) == 1

            line.forgets = False
            esx._server.session._login._failed = (float("-inf"), errors.ClosedError(""))  # type: ignore[union-attr]
            assert await esx.domains.list()


async def test_a_session_whose_cookie_was_lost_is_ended(host: Simulator) -> None:
    """The host has it yet: the next login ends it, so that none pile up."""
    async with httpx.AsyncHTTPTransport() as inner:
        line = Forgetful(inner)
        async with connected(host, transport=line) as esx:

            def lose_once(event: aioesx.Event) -> None:
                if isinstance(event, aioesx.RequestSent) and event.method == "Login":
                    line.forgets = False

            esx._server.session._http.on_event = lose_once
            line.forgets = True
            assert await esx.domains.list()
            assert host.open_sessions == 1


async def test_a_login_is_told_without_its_password(host: Simulator) -> None:
    host.fault_on("Login", "InvalidLogin")
    with pytest.raises(errors.LoginError) as caught:
        async with connected(host):
            pass
    assert not re.search(re.escape(host.password), str(caught.value))


async def test_a_session_that_was_good_may_be_renewed_again_at_once(host: Simulator) -> None:
    async with connected(host) as esx:
        host.forget_calls()
        for _ in range(3):
            host.expire_sessions()
            assert await esx.domains.list()
    assert logins(host) == 3


class HeldUp(httpx.AsyncBaseTransport):
    """A way on which the first login is given up by its sender, and arrives when told to."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner
        self._held: httpx.Request | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._held is None and b"<Login " in await request.aread():
            self._held = request
            raise httpx.ReadError("cut", request=request)
        return await self._inner.handle_async_request(request)

    async def arrive(self) -> None:
        assert self._held is not None
        answer = await self._inner.handle_async_request(self._held)
        await answer.aread()


async def test_a_server_without_a_session_manager_is_no_host_of_ours() -> None:
    content = vim.ServiceContent.__new__(vim.ServiceContent)
    anything: Any = None

    with pytest.raises(errors.ProtocolError, match="no session manager"):
        Login(anything, anything, content, anything)

    content.session_manager = vim.ManagedObjectReference("SessionManager", "ha-sessionmgr")
    assert Login(anything, anything, content, anything).generation == 0


async def test_a_login_that_arrives_late_leaves_no_session(host: Simulator) -> None:
    async with httpx.AsyncHTTPTransport() as inner:
        line = HeldUp(inner)
        async with connected(host, transport=line):
            assert host.open_sessions == 1
            await line.arrive()
            assert host.open_sessions == 2
    assert host.open_sessions == 0
