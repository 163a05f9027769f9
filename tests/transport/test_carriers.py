"""The contract of a carrier, held by ours and by any httpx transport that a caller passes in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpx
import pytest
from support.exchanges import LIMIT, chunked, get, transport_to
from support.scripted import Peer, ScriptedServer, answer, unused_port
from support.waiting import until

from aioesx._transport import Carrier, HostTransport, HttpCall, Limits, Route
from aioesx._transport.httpx_adapter import HttpxCarrier
from aioesx.errors import (
    ClosedError,
    ConnectionLostError,
    ProtocolError,
    TransferIncompleteError,
    TransportError,
    TransportTimeout,
)

pytestmark = pytest.mark.anyio
BODY = bytes(range(256)) * 5000
HEADERS = ["Content-Type: text/plain", "X-Twice: one", "x-twice: two"]
HOST = ((b"Host", b"h"),)


@pytest.fixture(params=["ours", "httpx"])
def kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@asynccontextmanager
async def carrier_to(port: int, kind: str, limits: Limits | None = None) -> AsyncIterator[Carrier]:
    """Give a carrier to a port of this machine."""
    if kind == "ours":
        transport = HostTransport(Route("127.0.0.1", port, None), limits)
        yield transport
        transport.discard()
    else:
        async with httpx.AsyncHTTPTransport() as foreign:
            yield HttpxCarrier(foreign, f"http://127.0.0.1:{port}", limits)


# Of an answer that is not read httpcore leaves a generator to the garbage collector, and trio
# complains of it.
not_by_httpcore_on_trio = pytest.mark.parametrize(
    ("kind", "anyio_backend"), [("ours", "asyncio"), ("ours", "trio"), ("httpx", "asyncio")]
)


async def pieces(*sizes: int) -> AsyncIterator[bytes]:
    for size in sizes:
        yield b"x" * size


def echo(peer: Peer) -> None:
    peer.serve(lambda request: answer(request.partition(b"\r\n\r\n")[2], headers=HEADERS))


async def test_a_small_exchange(kind: str) -> None:
    with ScriptedServer(echo) as server:
        async with carrier_to(server.port, kind) as carrier:
            call = HttpCall(b"POST", b"/sdk?a=%20b", HOST, b"<soap/>")
            answered = await carrier.carry(call, LIMIT)

        assert (answered.status, answered.body, call.sent) == (200, b"<soap/>", True)
        assert answered.values(b"x-twice") == [b"one", b"two"]
        assert answered.values(b"content-type") == [b"text/plain"]
        assert server.requests[0].startswith(b"POST /sdk?a=%20b HTTP/1.1\r\n")


@pytest.mark.parametrize("response", [answer(BODY), chunked(BODY, 7000)], ids=["length", "chunks"])
async def test_a_stream(kind: str, response: bytes) -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: response)) as server:
        async with carrier_to(server.port, kind) as carrier:
            for _ in range(6):  # more than there are lanes
                async with carrier.stream(get()) as stream:
                    assert stream.status == 200
                    assert b"".join([piece async for piece in stream.pieces]) == BODY
            async with carrier.stream(get()) as stream:
                assert await stream.read(len(BODY)) == BODY
        assert server.connections == 1


async def test_a_streams_headers(kind: str) -> None:
    with ScriptedServer(echo) as server:
        async with carrier_to(server.port, kind) as carrier, carrier.stream(get()) as stream:
            assert stream.values(b"x-twice") == [b"one", b"two"]


@not_by_httpcore_on_trio
async def test_a_stream_over_its_limit(kind: str) -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(BODY))) as server:
        async with carrier_to(server.port, kind) as carrier, carrier.stream(get()) as stream:
            with pytest.raises(ProtocolError, match=f"{server.port}: the answer is over 1000 b"):
                await stream.read(1000)


@not_by_httpcore_on_trio
async def test_streams_that_are_not_read(kind: str) -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(BODY))) as server:
        async with carrier_to(server.port, kind) as carrier:
            for _ in range(6):
                async with carrier.stream(get()) as stream:
                    assert await anext(stream.pieces)
            assert (await carrier.carry(get(), len(BODY))).body == BODY


async def test_a_stream_that_is_cut(kind: str) -> None:
    def cut(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(BODY)[:-1])
        peer.cut()

    with ScriptedServer(cut) as server:
        async with carrier_to(server.port, kind) as carrier, carrier.stream(get()) as stream:
            with pytest.raises((ConnectionLostError, ProtocolError)):
                await stream.read(len(BODY))


async def test_a_body_in_pieces_of_known_length(kind: str) -> None:
    with ScriptedServer(echo) as server:
        async with carrier_to(server.port, kind) as carrier:
            call = HttpCall(b"PUT", b"/", HOST, pieces(3, 4), length=7)
            async with carrier.stream(call) as stream:
                assert await stream.read(LIMIT) == b"xxxxxxx"
            call = HttpCall(b"PUT", b"/", HOST, pieces(5), length=5)
            assert (await carrier.carry(call, LIMIT)).body == b"xxxxx"
        assert b"content-length: 7\r\n" in server.requests[0].lower()


async def test_a_body_in_pieces_of_unknown_length(kind: str) -> None:
    seen: list[bytes] = []

    def take(peer: Peer) -> None:
        seen.append(peer.read_until(b"\r\n0\r\n\r\n"))
        peer.write(answer(b"taken"))
        peer.hold()

    with ScriptedServer(take) as server:
        async with carrier_to(server.port, kind) as carrier:
            call = HttpCall(b"PUT", b"/", HOST, pieces(3, 4))
            assert (await carrier.carry(call, LIMIT)).body == b"taken"
    head, _, body = seen[0].partition(b"\r\n\r\n")
    assert b"transfer-encoding: chunked" in head.lower()
    assert body == b"3\r\nxxx\r\n4\r\nxxxx\r\n0\r\n\r\n"


async def test_a_server_that_is_not_there_saw_nothing(kind: str) -> None:
    with unused_port() as port:
        async with carrier_to(port, kind) as carrier:
            call = get()
            with pytest.raises(TransportError):
                await carrier.carry(call, LIMIT)
            assert not call.sent


async def test_an_answer_that_is_lost_may_have_been_sent(kind: str) -> None:
    def cut(peer: Peer) -> None:
        peer.read_request()
        peer.cut()

    with ScriptedServer(cut) as server:
        async with carrier_to(server.port, kind) as carrier:
            call = get()
            with pytest.raises((ConnectionLostError, ProtocolError)):
                await carrier.carry(call, LIMIT)
            assert call.sent


async def test_a_poll(kind: str) -> None:
    with ScriptedServer(echo) as server:
        async with carrier_to(server.port, kind) as carrier:
            call = HttpCall(b"POST", b"/", HOST, b"<poll/>")
            pending = await carrier.begin(call)
            assert (await pending.answer(LIMIT)).body == b"<poll/>"
            assert call.sent


@pytest.mark.parametrize("end", ["interrupt", "discard"])
async def test_whoever_waits_learns_at_once_that_all_is_over(kind: str, end: str) -> None:
    def half(peer: Peer) -> None:
        if b"/half" in peer.read_request():
            peer.write(answer(BODY)[:-1])
        peer.hold()

    async def wait(carrier: Carrier) -> None:
        with anyio.fail_after(10), pytest.raises(ClosedError):
            await carrier.carry(get(), LIMIT)

    async def read(carrier: Carrier) -> None:
        with anyio.fail_after(10), pytest.raises(ClosedError):
            async with carrier.stream(get(b"/half")) as stream:
                await stream.read(len(BODY))

    with ScriptedServer(half) as server:
        async with carrier_to(server.port, kind) as carrier, anyio.create_task_group() as tasks:
            tasks.start_soon(wait, carrier)
            tasks.start_soon(read, carrier)
            await until(lambda: len(server.requests) == 2)
            await anyio.wait_all_tasks_blocked()
            getattr(carrier, end)()


async def test_more_may_follow_an_interruption(kind: str) -> None:
    with ScriptedServer(echo) as server:
        async with carrier_to(server.port, kind) as carrier:
            await carrier.carry(get(), LIMIT)
            carrier.interrupt()
            assert (await carrier.carry(get(), LIMIT)).status == 200
        assert server.connections == 1  # the idle one was not in flight


async def test_silence_ends_it(kind: str) -> None:
    def half(peer: Peer) -> None:
        if b"/half" in peer.read_request():
            peer.write(answer(BODY)[:-1])
        peer.hold()

    with ScriptedServer(half) as server:
        limits = Limits(silence_seconds=0.3)
        async with carrier_to(server.port, kind, limits) as carrier:
            with pytest.raises(TransportTimeout, match=f"{server.port}: "):
                await carrier.carry(get(), LIMIT)
            with pytest.raises(TransportTimeout, match=f"{server.port}: "):
                async with carrier.stream(get(b"/half")) as stream:
                    await stream.read(len(BODY))
            with pytest.raises(TransportTimeout, match=f"{server.port}: "):
                await (await carrier.begin(get(silence=0.1))).answer(LIMIT)


async def test_silence_of_a_transport_that_keeps_no_time_ends_it() -> None:
    class Idle(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await anyio.sleep_forever()
            raise AssertionError

    carrier = HttpxCarrier(Idle(), "http://esx1.invalid", Limits(silence_seconds=0.1))
    with pytest.raises(TransportTimeout, match=r"esx1\.invalid: nothing came for 0\.1 s"):
        await carrier.carry(get(), LIMIT)


# --- ours alone ----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
async def test_a_body_that_is_not_as_long_as_it_says(count: int) -> None:
    with ScriptedServer(lambda peer: peer.hold()) as server:
        async with transport_to(server) as transport:
            call = HttpCall(b"PUT", b"/", HOST, pieces(*[10] * count), length=20)
            with anyio.fail_after(10), pytest.raises(TransferIncompleteError):
                await transport.carry(call, LIMIT)


async def test_an_answer_during_a_body_ends_the_sending() -> None:
    def refuse(peer: Peer) -> None:
        peer.read_until(b"\r\n\r\n")
        peer.write(answer(b"no room", status="507 No"))
        peer.server.stopping.wait(20)  # reads nothing more

    with ScriptedServer([refuse, echo]) as server:
        async with transport_to(server, Limits(lanes=1)) as transport:
            size = 64 << 20
            call = HttpCall(b"PUT", b"/", HOST, pieces(*[1 << 20] * 64), length=size)
            with anyio.fail_after(10):
                answered = await transport.carry(call, LIMIT)
            assert (answered.status, answered.body) == (507, b"no room")
            with anyio.fail_after(10):
                assert (await transport.carry(get(), LIMIT)).status == 200


async def test_a_body_in_pieces_is_sent_once() -> None:
    def once(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer())
        peer.read_request()
        peer.cut()

    with ScriptedServer(once) as server:
        async with transport_to(server) as transport:
            await transport.carry(get(), LIMIT)
            call = HttpCall(b"PUT", b"/", HOST, pieces(5), length=5, repeatable=True)
            with pytest.raises(ConnectionLostError):
                await transport.carry(call, LIMIT)
        assert server.connections == 1


@pytest.mark.parametrize(
    ("method", "told"), [(b"PUT", 1), (b"POST", 1), (b"GET", 0), (b"DELETE", 0)]
)
async def test_only_what_has_a_body_tells_the_length_of_none(method: bytes, told: int) -> None:
    with ScriptedServer(echo) as server:
        async with transport_to(server) as transport:
            await transport.carry(HttpCall(method, b"/", HOST), LIMIT)
        assert server.requests[0].lower().count(b"content-length: 0\r\n") == told


async def test_a_stream_that_broke_does_not_look_like_one_that_ended() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(BODY))) as server:
        async with transport_to(server) as transport:
            async with transport.stream(get()) as stream:
                await anext(stream.pieces)
            with pytest.raises(ClosedError, match="before the answer's end"):
                await stream.read(len(BODY))
