"""A poll's answer is waited for in turns: a cancelled wait loses nothing, an error ends it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import anyio
import anyio.lowlevel
import httpx
import pytest
import trustme
from support.exchanges import LIMIT, chunked, get, transport_to
from support.scripted import Peer, ScriptedServer, answer

from aioesx._transport import Network, PendingAnswer
from aioesx._transport.httpx_adapter import HttpxCarrier
from aioesx._transport.line import Line
from aioesx.errors import ClosedError, ConnectionLostError, ProtocolError

pytestmark = pytest.mark.anyio
SMALL = b"<soap>" + b"x" * 60
LARGE = bytes(range(256)) * 4000
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Striking(Network):
    """Cancels a scope at every so many-th step of its lines. A wait is two, one on either side;
    so an odd number strikes before a wait, an even one after it.
    """

    def __init__(self, every: int) -> None:
        self.every = every
        self.steps = 0
        self.struck = 0
        self.scope: anyio.CancelScope | None = None

    def line(self, sock: socket.socket) -> Line:
        return StruckLine(sock, self)

    async def step(self) -> None:
        self.steps += 1
        if self.scope is not None and self.steps % self.every == 0:
            self.struck += 1
            self.scope.cancel()
            await anyio.lowlevel.checkpoint()


class StruckLine(Line):
    """A line whose waits for bytes may be struck."""

    def __init__(self, sock: socket.socket, network: Striking) -> None:
        super().__init__(sock)
        self._network = network

    async def _readable(self) -> None:
        await self._network.step()
        await super()._readable()
        await self._network.step()


@pytest.fixture(params=[False, True], ids=["plain", "tls"])
def context(request: pytest.FixtureRequest, authority: trustme.CA) -> ssl.SSLContext | None:
    if not request.param:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


async def taken_in_turns(pending: PendingAnswer, network: Striking) -> bytes:
    """Wait for an answer, and again whenever the wait is cancelled."""
    while True:
        with anyio.CancelScope() as network.scope:
            return (await pending.answer(len(LARGE))).body


def drip(data: bytes) -> Callable[[Peer], None]:
    return lambda peer: peer.drip(data)


def write(data: bytes) -> Callable[[Peer], None]:
    return lambda peer: peer.write(data)


def trickle(data: bytes) -> Callable[[Peer], None]:
    """Write pieces, each of some records of TLS, and let each be read before the next one."""

    def write(peer: Peer) -> None:
        for at in range(0, len(data), 50_000):
            peer.write(data[at : at + 50_000])
            peer.server.stopping.wait(0.002)

    return write


ANSWERS = {
    "small, byte by byte": (drip(answer(SMALL)), SMALL),
    "chunks, byte by byte": (drip(chunked(SMALL, 7)), SMALL),
    "after 100 Continue": (drip(CONTINUE + answer(SMALL)), SMALL),
    "large": (write(answer(LARGE)), LARGE),
    "large, in a trickle": (trickle(answer(LARGE)), LARGE),
    "large in chunks": (write(chunked(LARGE, 30_000)), LARGE),
    "of nothing": (write(answer(b"")), b""),
}


@pytest.mark.parametrize("every", [3, 4], ids=["before", "after"])
@pytest.mark.parametrize("kind", ANSWERS)
async def test_no_byte_is_lost_whichever_wait_is_cancelled(
    kind: str, every: int, context: ssl.SSLContext | None, ca_file: Path
) -> None:
    respond, body = ANSWERS[kind]
    network = Striking(every)

    def serve(peer: Peer) -> None:
        while True:
            peer.read_request()
            respond(peer)

    with ScriptedServer(serve, tls=context) as server:
        async with transport_to(server, network=network, ca_file=ca_file) as transport:
            for _ in range(2):
                pending = await transport.begin(get())
                assert pending.resumable
                assert await taken_in_turns(pending, network) == body
        assert network.struck > 0
        assert (len(server.requests), server.connections) == (2, 1)


async def test_another_task_goes_on_where_one_was_cancelled() -> None:
    network = Striking(7)
    bodies: list[bytes] = []

    def serve(peer: Peer) -> None:
        peer.read_request()
        peer.drip(answer(SMALL))
        peer.hold()

    with ScriptedServer(serve) as server:
        async with transport_to(server, network=network) as transport:
            pending = await transport.begin(get())

            async def turn() -> None:
                with anyio.CancelScope() as network.scope:
                    bodies.append((await pending.answer(LIMIT)).body)

            while not bodies:
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(turn)
    assert bodies == [SMALL]


async def test_a_cancellation_does_not_cut_the_sending() -> None:
    class Cutting(Line):
        async def send(self, data: bytes) -> None:
            scope.cancel()
            await anyio.lowlevel.checkpoint()
            await super().send(data)

    class CuttingNetwork(Network):
        def line(self, sock: socket.socket) -> Line:
            return Cutting(sock)

    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(SMALL))) as server:
        async with transport_to(server, network=CuttingNetwork()) as transport:
            with anyio.CancelScope() as scope:
                pending = await transport.begin(get())
            assert scope.cancel_called
            assert (await pending.answer(LIMIT)).body == SMALL


async def test_an_abandoned_answer_costs_its_connection() -> None:
    def serve(peer: Peer) -> None:
        peer.serve(lambda request: b"" if b"/held" in request else answer(SMALL))

    with ScriptedServer(serve) as server:
        async with transport_to(server) as transport:
            held = await transport.begin(get(b"/held"))
            with anyio.move_on_after(0.05):
                await held.answer(LIMIT)
            held.abandon()
            held.abandon()
            with pytest.raises(RuntimeError, match="settled"):
                await held.answer(LIMIT)
            assert (await (await transport.begin(get())).answer(LIMIT)).body == SMALL
        assert server.connections == 2


async def test_abandoning_a_complete_answer_costs_nothing() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(SMALL))) as server:
        async with transport_to(server) as transport:
            done = await transport.begin(get())
            await done.answer(LIMIT)
            pending = await transport.begin(get())
            done.abandon()
            assert (await pending.answer(LIMIT)).body == SMALL
            with pytest.raises(RuntimeError, match="settled"):
                await done.answer(LIMIT)
        assert server.connections == 1


async def test_a_broken_answer_cannot_be_waited_for_again() -> None:
    def half(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(SMALL)[:-1])
        peer.cut()

    with ScriptedServer(half) as server:
        async with transport_to(server) as transport:
            pending = await transport.begin(get())
            with pytest.raises(ConnectionLostError, match="in the middle"):
                await pending.answer(LIMIT)
            assert not pending.stale
            with pytest.raises(RuntimeError, match="settled"):
                await pending.answer(LIMIT)


async def test_an_answer_that_is_too_large_ends_it() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(SMALL))) as server:
        async with transport_to(server) as transport:
            pending = await transport.begin(get())
            with pytest.raises(ProtocolError, match="is over 10"):
                await pending.answer(10)
            await (await transport.begin(get())).answer(LIMIT)
        assert server.connections == 2


async def test_a_used_connection_that_ended_is_told() -> None:
    def once(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(SMALL))
        peer.read_request()
        peer.cut()

    with ScriptedServer(once) as server:
        async with transport_to(server) as transport:
            await (await transport.begin(get())).answer(LIMIT)
            pending = await transport.begin(get(repeatable=True))
            with pytest.raises(ConnectionLostError, match="without an answer"):
                await pending.answer(LIMIT)
            assert pending.stale
            assert (await (await transport.begin(get())).answer(LIMIT)).body == SMALL


@pytest.mark.parametrize("end", ["discard", "interrupt"])
async def test_a_poll_learns_at_once_that_all_is_over(end: str) -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server) as transport:
            waiting, idle = await transport.begin(get()), None
            async with anyio.create_task_group() as tasks:

                async def wait() -> None:
                    with anyio.fail_after(10), pytest.raises(ClosedError):
                        await waiting.answer(LIMIT)

                tasks.start_soon(wait)
                await anyio.wait_all_tasks_blocked()
                getattr(transport, end)()
            if end == "interrupt":
                idle = await transport.begin(get())
                transport.interrupt()
                with pytest.raises(ClosedError):
                    await idle.answer(LIMIT)


async def test_by_somebody_elses_transport_an_answer_is_not_waited_for_in_turns() -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=httpx.ByteStream(SMALL))

    carrier = HttpxCarrier(httpx.MockTransport(respond), "http://esx1.invalid")
    call = get()
    pending = await carrier.begin(call)
    assert (pending.resumable, pending.stale, call.sent) == (False, False, False)
    assert (await pending.answer(LIMIT)).body == SMALL
    assert call.sent
    pending.abandon()
