"""Large answers, whole and cut, plain and TLS, with a length and in chunks."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest
import trustme
from support.exchanges import chunked
from support.scripted import Peer, Script, ScriptedServer, answer

from aioesx._transport import HostTransport, HttpCall, Route, TlsSettings
from aioesx.errors import ConnectionLostError, ProtocolError

pytestmark = pytest.mark.anyio
BODY = bytes(range(256)) * 12_345
LIMIT = len(BODY)


@pytest.fixture(params=[False, True], ids=["plain", "tls"])
def context(request: pytest.FixtureRequest, authority: trustme.CA) -> ssl.SSLContext | None:
    if not request.param:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


@asynccontextmanager
async def reached(
    script: Script, context: ssl.SSLContext | None, ca_file: Path
) -> AsyncIterator[tuple[HostTransport, ScriptedServer]]:
    tls = TlsSettings(cacert=str(ca_file)) if context is not None else None
    with ScriptedServer(script, tls=context) as server:
        transport = HostTransport(Route("127.0.0.1", server.port, tls))
        try:
            yield transport, server
        finally:
            transport.discard()


def call() -> HttpCall:
    return HttpCall(b"GET", b"/", ((b"Host", b"h"),))


@pytest.mark.parametrize(
    "response", [answer(BODY), chunked(BODY, 70_000)], ids=["length", "chunks"]
)
async def test_a_large_answer_comes_whole_and_the_connection_is_kept(
    response: bytes, context: ssl.SSLContext | None, ca_file: Path
) -> None:
    def script(peer: Peer) -> None:
        peer.serve(lambda _: response)

    async with reached(script, context, ca_file) as (transport, server):
        assert (await transport.carry(call(), LIMIT)).body == BODY
        assert (await transport.carry(call(), LIMIT)).body == BODY
        assert server.connections == 1


@pytest.mark.fault("N8")
async def test_a_large_answer_that_is_cut_is_an_error(
    context: ssl.SSLContext | None, ca_file: Path
) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(BODY)[:-1])
        peer.goodbye()

    async with reached(script, context, ca_file) as (transport, _):
        with pytest.raises(ConnectionLostError, match="in the middle of the answer"):
            await transport.carry(call(), LIMIT)


@pytest.mark.fault("H13")
async def test_a_large_answer_over_the_limit_is_refused_before_it_is_read(
    context: ssl.SSLContext | None, ca_file: Path
) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(BODY)[:100])
        peer.hold()

    async with reached(script, context, ca_file) as (transport, _):
        with pytest.raises(ProtocolError, match="is over"):
            await transport.carry(call(), LIMIT - 1)


@pytest.mark.fault("H5")
async def test_bytes_behind_a_large_answer_cost_the_connection(
    context: ssl.SSLContext | None, ca_file: Path
) -> None:
    def script(peer: Peer) -> None:
        peer.serve(lambda _: answer(BODY) + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")

    async with reached(script, context, ca_file) as (transport, server):
        assert (await transport.carry(call(), LIMIT)).body == BODY
        assert (await transport.carry(call(), LIMIT)).body == BODY
        assert server.connections == 2


async def test_a_goodbye_behind_a_full_record_is_the_end(
    authority: trustme.CA, ca_file: Path
) -> None:
    """Read in one go with the last bytes, it must not be waited for once more."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    head = answer(length=False, headers=["Content-Type: text/plain"])

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.write(head)
        peer.write(BODY[:16384])
        peer.goodbye()  # waits for the client's own

    async with reached(script, context, ca_file) as (transport, _):
        with anyio.fail_after(15):
            assert (await transport.carry(call(), LIMIT)).body == BODY[:16384]


async def test_while_a_bulk_comes_others_have_their_turn(
    context: ssl.SSLContext | None, ca_file: Path
) -> None:
    """It is read without waiting while there is more, but not for long; and can be cancelled."""
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await anyio.lowlevel.checkpoint()

    def script(peer: Peer) -> None:
        peer.write(answer(length=False, headers=["Content-Length: 9000000000"]))
        while True:
            peer.write(BODY)

    async with (
        reached(script, context, ca_file) as (transport, _),
        anyio.create_task_group() as tasks,
    ):
        tasks.start_soon(count)
        size = pieces = 0
        async with transport.stream(call()) as stream:
            async for piece in stream.pieces:
                size += len(piece)
                pieces += 1  # of a megabyte, or of what was there
                if size > 50_000_000:
                    break
        assert turns > pieces // 10
        with anyio.move_on_after(0.3) as scope:
            async with transport.stream(call()) as stream:
                async for _ in stream.pieces:
                    pass
        assert scope.cancelled_caught
        tasks.cancel_scope.cancel()
