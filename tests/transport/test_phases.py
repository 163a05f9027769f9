"""httpx's timeouts of a request hold for `EsxTransport`, too: pool, connect, write, read."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest
from support.calls import GOOD
from support.scripted import Peer, ScriptedServer, answer

from aioesx._transport import Limits, Route
from aioesx._transport.httpx_adapter import EsxTransport
from aioesx.errors import TransportTimeout

pytestmark = pytest.mark.anyio
SHORT = 0.2


@asynccontextmanager
async def client_of(
    port: int, limits: Limits | None = None, **phases: float | None
) -> AsyncIterator[httpx.AsyncClient]:
    """An httpx client over our transport; phases that are not given have no limit."""
    transport = EsxTransport(Route("127.0.0.1", port, None), limits)
    timeout = httpx.Timeout(None, **phases)
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(
        transport=transport, timeout=timeout, base_url=url, trust_env=False
    ) as client:
        yield client


async def test_an_answer_that_does_not_come_ends_the_reading() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with client_of(server.port, read=SHORT) as client:
            with pytest.raises(TransportTimeout, match=r"nothing came for 0\.2 s"):
                await client.get("/")


async def test_a_body_that_stalls_ends_the_reading() -> None:
    def stalling(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(b"x" * 100)[:-1])
        peer.hold()

    with ScriptedServer(stalling) as server:
        async with client_of(server.port, read=SHORT) as client:
            with pytest.raises(TransportTimeout, match="nothing came"):
                await client.get("/")


async def test_a_server_that_reads_nothing_ends_the_writing() -> None:
    def deaf(peer: Peer) -> None:
        peer.server.stopping.wait(30)

    with ScriptedServer(deaf) as server:
        async with client_of(server.port, write=SHORT) as client:
            with pytest.raises(TransportTimeout, match=r"nothing could be sent for 0\.2 s"):
                await client.post("/", content=bytes(32 << 20))


async def test_a_black_hole_ends_the_connecting() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(8)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(address)
            async with client_of(address[1], connect=SHORT) as client:
                with pytest.raises(TransportTimeout, match=r"no connection .* within 0\.2 s"):
                    await client.get("/")
        finally:
            for filler in fillers:
                filler.close()


async def test_no_free_connection_ends_the_waiting_in_line() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with (
            client_of(server.port, Limits(lanes=1), pool=SHORT) as client,
            anyio.create_task_group() as tasks,
        ):
            tasks.start_soon(client.get, "/")
            await anyio.wait_all_tasks_blocked()
            with pytest.raises(TransportTimeout, match=r"became free within 0\.2 s"):
                await client.get("/")
            tasks.cancel_scope.cancel()


async def test_a_connection_keeps_no_limit_for_the_next_request() -> None:
    def slow(peer: Peer) -> None:
        peer.read_request()
        peer.write(GOOD)
        peer.read_request()
        peer.server.stopping.wait(2 * SHORT)
        peer.write(GOOD)
        peer.hold()

    with ScriptedServer(slow) as server:
        async with client_of(server.port, read=SHORT) as client:
            assert (await client.get("/")).status_code == 200
            assert (await client.get("/", timeout=None)).status_code == 200
        assert server.connections == 1
