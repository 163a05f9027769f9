"""Faults of uploads, rows D6 and D7, through httpx: early answers, wrong sources, unread bodies."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator

import anyio
import httpx
import pytest
from support.calls import good
from support.scripted import Peer, ScriptedServer, answer

from aioesx._transport import Route
from aioesx._transport.httpx_adapter import EsxTransport
from aioesx.errors import (
    ProtocolError,
    TransferIncompleteError,
)

pytestmark = pytest.mark.anyio
row = pytest.mark.fault


async def pieces(count: int, size: int = 65536) -> AsyncGenerator[bytes, None]:
    for _ in range(count):
        yield b"x" * size


async def put(
    transport: EsxTransport, port: int, body: AsyncGenerator[bytes, None], length: int
) -> httpx.Response:
    client = httpx.AsyncClient(transport=transport, trust_env=False, timeout=None)
    headers = {"Content-Length": str(length)}
    async with contextlib.aclosing(body):
        return await client.put(f"http://127.0.0.1:{port}/folder/x", content=body, headers=headers)


@row("D6")
@pytest.mark.parametrize("status", [401, 403, 404, 507])
async def test_d6_an_answer_during_an_upload_is_seen(status: int) -> None:
    def refuse(peer: Peer) -> None:
        peer.read_until(b"\r\n\r\n")
        peer.write(answer(b"no", status=f"{status} No"))
        peer.server.stopping.wait(20)  # reads nothing more

    with ScriptedServer([refuse, good]) as server:
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        with anyio.fail_after(10):
            response = await put(transport, server.port, pieces(1000), 1000 * 65536)
        assert (response.status_code, response.content) == (status, b"no")
        await transport.aclose()


@row("D6")
async def test_d6_success_before_the_end_is_not_believed() -> None:
    def hasty(peer: Peer) -> None:
        peer.read_until(b"\r\n\r\n")
        peer.write(answer(status="201 Created"))
        peer.server.stopping.wait(20)

    with ScriptedServer(hasty) as server:
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        with anyio.fail_after(10), pytest.raises(ProtocolError, match="a part for the whole"):
            await put(transport, server.port, pieces(1000), 1000 * 65536)
        await transport.aclose()


@row("D6")
async def test_d6_an_upload_that_is_taken() -> None:
    def take(peer: Peer) -> None:
        while True:
            assert len(peer.read_request()) > 20 * 65536
            peer.write(answer(status="201 Created"))

    with ScriptedServer(take) as server:
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        for _ in range(2):
            response = await put(transport, server.port, pieces(20), 20 * 65536)
            assert response.status_code == 201
        await transport.aclose()
    assert server.connections == 1


@row("D7")
@pytest.mark.parametrize("count", [19, 21])
async def test_d7_a_source_that_is_not_as_long_as_it_says(count: int) -> None:
    with ScriptedServer(lambda peer: peer.hold()) as server:
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        with anyio.fail_after(10), pytest.raises(TransferIncompleteError):
            await put(transport, server.port, pieces(count), 20 * 65536)
        await transport.aclose()


@row("D7")
async def test_d7_a_source_that_raises() -> None:
    async def broken() -> AsyncGenerator[bytes, None]:
        yield b"x"
        raise KeyError("mine")

    with ScriptedServer(lambda peer: peer.hold()) as server:
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        with anyio.fail_after(10), pytest.raises(KeyError, match="mine"):
            await put(transport, server.port, broken(), 100)
        await transport.aclose()


async def test_a_body_that_is_not_read_costs_its_connection_only() -> None:
    def serve(peer: Peer) -> None:
        peer.serve(lambda _: answer(b"x" * 3_000_000))

    with ScriptedServer(serve) as server:
        transport = EsxTransport(Route("127.0.0.1", server.port, None))
        request = httpx.Request("GET", f"http://127.0.0.1:{server.port}/big")
        for _ in range(6):  # more than there are lanes
            response = await transport.handle_async_request(request)
            assert isinstance(response.stream, httpx.AsyncByteStream)
            assert await anext(aiter(response.stream))
            await response.aclose()
        response = await transport.handle_async_request(request)
        assert len(await response.aread()) == 3_000_000
        await transport.aclose()
