# ruff: noqa: E501  # the rows of a table stay rows
"""Faults of sessions, rows S1 to S12, against the simulator: who logs in, how often, what is left."""

from __future__ import annotations

import logging
from collections.abc import Callable

import anyio
import httpx
import pytest
from support.calls import CURRENT_TIME, NOON, Reach
from support.hosts import PASSWORD, logins
from support.proxy import Proxy
from support.scripted import Peer, ScriptedServer, answer

from aioesx import connect, vim
from aioesx.errors import (
    EsxError,
    FaultError,
    HttpStatusError,
    LoginError,
    NotAuthenticatedError,
    OutcomeUnknownError,
    ProtocolError,
)
from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.anyio
row = pytest.mark.fault


@row("S1")
async def test_s1_a_wrong_password_is_tried_once(host: Simulator) -> None:
    with pytest.raises(LoginError, match=r"root at 127\.0\.0\.1"):
        async with connect(host.uri, password="wrong"):
            pass
    assert logins(host) == 1


@row("S1")
async def test_s1_a_locked_account(host: Simulator) -> None:
    host.fault_on("Login", "InvalidLogin", message="locked")
    with pytest.raises(LoginError, match="locked"):
        async with connect(host.uri, password=PASSWORD):
            pass
    assert logins(host) == 1


@row("S2")
async def test_s2_a_session_that_expired_is_renewed_once(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        names = {entry.name for entry in await esx.domains.list()}
        host.expire_sessions()
        assert {entry.name for entry in await esx.domains.list()} == names
        assert logins(host) == 2
    assert host.open_sessions == 0


@row("S3")
async def test_s3_a_hundred_callers_make_one_login(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        names = sorted(entry.name for entry in await esx.domains.list())
        host.expire_sessions()
        found: list[list[str]] = []

        async def caller() -> None:
            found.append(sorted(entry.name for entry in await esx.domains.list()))

        async with anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(caller)
        assert found == [names] * 100
        assert logins(host) == 2
    assert host.open_sessions == 0


@row("S4")
async def test_s4_a_login_that_fails_again_makes_no_storm(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        host.fault_on("Login", "InvalidLogin")
        host.expire_sessions()
        errors: list[EsxError] = []

        async def caller() -> None:
            try:
                await esx.domains.list()
            except EsxError as error:
                errors.append(error)

        async with anyio.create_task_group() as tasks:
            for _ in range(100):
                tasks.start_soon(caller)
        assert [type(error) for error in errors] == [NotAuthenticatedError] * 100
        assert PASSWORD not in repr(errors)
        assert logins(host) == 2


@row("S5")
async def test_s5_a_lack_of_privilege_is_no_lost_session(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        host.fault_on("CurrentTime", "NotAuthenticated")
        for _ in range(3):
            with pytest.raises(NotAuthenticatedError):
                await esx.call(CURRENT_TIME)
        assert logins(host) == 1


@row("S5")
async def test_s5_no_permission_is_told(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        host.fault_on("CurrentTime", "NoPermission")
        with pytest.raises(FaultError) as caught:
            await esx.call(CURRENT_TIME)
        assert caught.value.fault_type == "NoPermission"
        assert logins(host) == 1


class Rewriting(httpx.AsyncBaseTransport):
    """A transport of a caller's: the simulator in the process, its headers changed on the way."""

    def __init__(self, host: Simulator, change: Callable[[httpx.Response], None]) -> None:
        self._inner = httpx.ASGITransport(host.asgi)
        self._change = change
        self.cookies: list[str | None] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.cookies.append(request.headers.get("Cookie"))
        response = await self._inner.handle_async_request(request)
        self._change(response)
        return response


def _without_cookie(response: httpx.Response) -> None:
    response.headers.pop("Set-Cookie", None)


@row("S7")
async def test_s7_a_login_without_a_cookie_is_refused(host: Simulator) -> None:
    transport = Rewriting(host, _without_cookie)
    with pytest.raises(ProtocolError, match="no session cookie"):
        async with connect("esx://root@h/?transport=http", password=PASSWORD, transport=transport):
            pass


@row("S7")
async def test_s7_a_cookie_that_changes_is_taken_over(straight: Reach) -> None:
    from support.calls import GOOD

    body = GOOD.partition(b"\r\n\r\n")[2]

    def script(peer: Peer) -> None:
        for number in range(9):
            peer.read_request()
            headers = ["Content-Type: text/xml", f"Set-Cookie: vmware_soap_session={number}"]
            peer.write(answer(body, headers=headers))

    with ScriptedServer(script) as server:
        async with straight(server) as client:
            for _ in range(3):
                assert await client.call(CURRENT_TIME, timeout=5) == NOON
    cookies = [request.count(b"vmware_soap_session=1") for request in server.requests]
    assert cookies == [0, 0, 1]


async def test_a_callers_own_transport_is_enough(host: Simulator) -> None:
    transport = Rewriting(host, lambda response: None)
    uri = "esx://root@esx1.invalid/"
    async with connect(uri, password=PASSWORD, transport=transport) as esx:
        assert await esx.domains.list()
    assert host.open_sessions == 0
    assert all(PASSWORD not in (cookie or "") for cookie in transport.cookies)


@row("S8")
async def test_s8_an_overloaded_server_is_asked_again(host: Simulator) -> None:
    host.fault_on("RetrieveServiceContent", body="busy", status=503, times=2)
    host.fault_on("Login", body="busy", status=503, times=1)
    async with connect(host.uri, password=PASSWORD) as esx:
        assert await esx.domains.list()
    assert host.open_sessions == 0


@row("S8")
@row("H2")
@pytest.mark.parametrize(
    ("status", "times"), [(503, 4), (502, 4), (504, 4), (408, 4), (500, 4), (404, 1), (302, 1)]
)
async def test_s8_other_statuses_and_no_end_are_told(
    host: Simulator, status: int, times: int
) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        rule = host.fault_on("CurrentTime", body="<html>", status=status)
        with pytest.raises((HttpStatusError, ProtocolError)):
            await esx.call(CURRENT_TIME)
        assert rule.applied == times


@row("S8")
@pytest.mark.parametrize(
    ("status", "error"),
    [
        *[(status, OutcomeUnknownError) for status in (408, 500, 502, 503, 504)],
        *[(status, HttpStatusError) for status in (301, 302, 400, 403, 404, 405, 413, 429)],
    ],
)
async def test_s8_a_change_is_not_repeated_whatever_the_status(
    host: Simulator, status: int, error: type[Exception]
) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        rule = host.fault_on("*_Task", body="busy", status=status)
        domain = (await esx.domains.list())[0].domain
        with pytest.raises(error) as caught:
            await esx.call(vim.PowerOnVM_Task(this=domain.ref))
        assert rule.applied == 1
    assert isinstance(caught.value, OutcomeUnknownError | HttpStatusError)
    assert caught.value.status == status


@row("S9")
async def test_s9_no_session_is_left_when_opening_fails(host: Simulator) -> None:
    host.fault_on("RetrievePropertiesEx", "NoPermission")
    with pytest.raises(FaultError):
        async with connect(f"{host.uri}&vcenter=*", password=PASSWORD):
            pass
    assert (logins(host), host.open_sessions) == (1, 0)


@row("S9")
async def test_s9_no_session_is_left_when_the_body_fails(host: Simulator) -> None:
    with pytest.raises(KeyError):
        async with connect(host.uri, password=PASSWORD):
            raise KeyError
    assert host.open_sessions == 0


@row("S9")
@pytest.mark.parametrize("method", ["Login", "RetrievePropertiesEx", "RetrieveServiceContent"])
async def test_s9_no_session_is_left_when_opening_is_cancelled(
    host: Simulator, method: str
) -> None:
    host.fault_on(method, delay=0.4)
    with anyio.move_on_after(0.2) as scope:
        async with connect(f"{host.uri}&vcenter=*", password=PASSWORD):  # so it looks around, too
            pass
    assert scope.cancelled_caught
    assert host.open_sessions == 0


@row("S9")
async def test_s9_no_session_is_left_when_its_renewal_is_cancelled(host: Simulator) -> None:
    async with connect(host.uri, password=PASSWORD) as esx:
        await esx.domains.list()
        host.expire_sessions()
        host.fault_on("Login", delay=0.4)
        with anyio.move_on_after(0.2) as scope:
            await esx.domains.list()
        assert scope.cancelled_caught
    assert (logins(host), host.open_sessions) == (2, 0)


@row("S9")
async def test_s9_a_login_whose_answer_was_lost_leaves_none(host: Simulator) -> None:
    with Proxy("relay", {("", 0): ("127.0.0.1", host.port)}) as proxy:
        seen: list[bytes] = []

        def swallow_once(data: bytes) -> str | None:
            if b"<Login " in data and not seen:
                seen.append(data)
                return "swallow"
            return None

        proxy.rules = swallow_once
        uri = f"esx://root@127.0.0.1:{proxy.port}/?transport=http"
        async with connect(uri, password=PASSWORD) as esx:
            assert await esx.domains.list()
            assert host.open_sessions == 1
    assert logins(host) == 2
    assert host.open_sessions == 0


@row("S9")
async def test_s9_a_logout_whose_answer_was_lost_is_no_matter(host: Simulator) -> None:
    with Proxy("relay", {("", 0): ("127.0.0.1", host.port)}) as proxy:
        uri = f"esx://root@127.0.0.1:{proxy.port}/?transport=http"
        async with connect(uri, password=PASSWORD):
            proxy.rules = lambda data: "swallow" if b"<Logout " in data else None
    assert host.open_sessions == 0


@row("S10")
async def test_s10_nothing_secret_is_logged_or_told(
    host: Simulator, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Proxy(
        "socks5", {("127.0.0.1", host.port): ("127.0.0.1", host.port)}, login=("me", "canary-proxy")
    ) as proxy:
        uri = host.uri + f"&proxy=socks5://127.0.0.1:{proxy.port}"
        connecting = connect(
            uri, password=PASSWORD, proxy_username="me", proxy_password="canary-proxy"
        )
        async with connecting as esx:
            await esx.domains.list()
            session = host.state.sessions.all()[0]
            texts = [repr(esx), repr(connecting), esx.uri]
    assert any(record.name == "aioesx.soap" for record in caplog.records)
    for secret in (PASSWORD, "canary-proxy", session.cookie, session.key):
        assert secret not in caplog.text
        assert secret not in "".join(texts)


@row("S12")
@pytest.mark.parametrize("skew", [-86_400.0, 86_400.0])
async def test_s12_the_hosts_clock_does_not_matter(skew: float) -> None:
    with Simulator(presets.small_host(), password=PASSWORD, tls=False) as host:
        host.change(lambda state: setattr(state.timeline.clock, "skew", skew))
        async with connect(host.uri, password=PASSWORD) as esx:
            assert await esx.domains.list()
    assert host.open_sessions == 0
