"""Connections that end between two calls, without a word and too late to be noticed.

tinyproxy ends each connection after one answer and does not say so; when the next request is
already on its way, nobody can tell from outside whether it was seen.
"""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest
from support.calls import CURRENT_TIME, GOOD, NOON, POWER_ON, Client, direct, open_client
from support.scripted import Peer, ScriptedServer, soap

from aioesx import vim
from aioesx._soap import encode_response
from aioesx._transport import ProxySettings, Route
from aioesx._transport.httpx_adapter import EsxTransport
from aioesx.errors import ConnectionLostError, OutcomeUnknownError

pytestmark = pytest.mark.anyio
TASK = vim.ManagedObjectReference("Task", "task-1")
STARTED = soap(encode_response(vim.PowerOnVM_Task, TASK))


def answered(request: bytes) -> bytes:
    return STARTED if b"PowerOnVM_Task" in request else GOOD


def once_then(end: Callable[[Peer], None]) -> Callable[[Peer], None]:
    """Answer one request; `end` the connection only when the next one is on its way."""

    def script(peer: Peer) -> None:
        peer.write(answered(peer.read_request()))
        peer.read_some()
        end(peer)

    return script


def forwarding(server: ScriptedServer) -> ProxySettings:
    """The server as the proxy of a host that does not exist."""
    return ProxySettings("http", "127.0.0.1", server.port)


async def two_calls(client: Client) -> None:
    for _ in range(2):
        assert await client.call(CURRENT_TIME, timeout=5) == NOON


ends = pytest.mark.parametrize("end", [Peer.cut, Peer.half_close, Peer.reset])


@pytest.mark.fault("P14")
@ends
async def test_reads_by_a_proxy_that_closes_too_late_all_succeed(
    end: Callable[[Peer], None],
) -> None:
    with ScriptedServer(once_then(end)) as server:
        async with open_client(80, host="esx1.invalid", proxy=forwarding(server)) as client:
            await two_calls(client)
            await two_calls(client)
        assert server.connections == 4


@pytest.mark.fault("P14")
@ends
async def test_changes_by_such_a_proxy_are_sent_once_and_are_not_lost(
    end: Callable[[Peer], None],
) -> None:
    with ScriptedServer(once_then(end)) as server:
        async with open_client(80, host="esx1.invalid", proxy=forwarding(server)) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            assert await client.call(POWER_ON, timeout=5) == TASK
            assert await client.call(POWER_ON, timeout=5) == TASK
        assert sum(b"PowerOnVM_Task" in request for request in server.requests) == 2


@pytest.mark.fault("N6")
@ends
async def test_a_read_is_asked_again_at_once_when_a_used_connection_ended(
    end: Callable[[Peer], None],
) -> None:
    with ScriptedServer(once_then(end)) as server:
        async with direct(server) as client:
            await two_calls(client)
        assert server.connections == 2


@pytest.mark.fault("N6")
async def test_a_change_over_a_used_connection_that_ended_stays_unknown() -> None:
    with ScriptedServer([once_then(Peer.cut), once_then(Peer.cut)]) as server:
        async with direct(server) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            with pytest.raises(OutcomeUnknownError):
                await client.call(POWER_ON, timeout=5)
        assert server.connections == 1


async def test_a_new_connection_that_ends_without_an_answer_is_no_stale_one() -> None:
    def deaf(peer: Peer) -> None:
        peer.read_request()
        peer.cut()

    with ScriptedServer(deaf) as server:
        async with direct(server) as client:
            with pytest.raises(ConnectionLostError, match="without an answer"):
                await client.call(CURRENT_TIME, timeout=5)
        assert server.connections == 1


async def test_a_stale_connection_is_replaced_once_only() -> None:
    def deaf(peer: Peer) -> None:
        peer.read_request()
        peer.cut()

    with ScriptedServer([once_then(Peer.cut), deaf]) as server:
        async with direct(server) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            with pytest.raises(ConnectionLostError, match="without an answer"):
                await client.call(CURRENT_TIME, timeout=5)
        assert server.connections == 2


async def test_an_answer_that_broke_off_is_not_asked_for_again_here() -> None:
    def half(peer: Peer) -> None:
        peer.write(answered(peer.read_request()))
        peer.read_request()
        peer.write(GOOD[:-5])
        peer.cut()

    with ScriptedServer(half) as server:
        async with direct(server) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            with pytest.raises(ConnectionLostError, match="in the middle"):
                await client.call(CURRENT_TIME, timeout=5)
        assert server.connections == 1


@pytest.mark.parametrize(("verb", "connections"), [("GET", 2), ("PUT", 1)])
async def test_httpx_users_reads_are_asked_again_and_their_changes_are_not(
    verb: str, connections: int
) -> None:
    with ScriptedServer(once_then(Peer.cut)) as server:
        url = f"http://127.0.0.1:{server.port}/folder"
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        async with httpx.AsyncClient(transport=transport, trust_env=False) as client:
            assert (await client.get(url)).status_code == 200
            if verb == "GET":
                assert (await client.get(url)).status_code == 200
            else:
                with pytest.raises(ConnectionLostError):
                    await client.put(url, content=b"x")
        assert server.connections == connections
