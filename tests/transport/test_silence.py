"""An exchange ends when nothing moves for too long, and only then, whatever its deadline is."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator

import anyio
import pytest
from support.exchanges import LIMIT, get, transport_to
from support.scripted import Peer, ScriptedServer, answer
from support.waiting import until

from aioesx._transport import HttpCall, Limits
from aioesx.errors import TransportTimeout

pytestmark = pytest.mark.anyio
SHORT = Limits(silence_seconds=0.3)
LONGER = Limits(silence_seconds=0.8)  # where none is to be found, on a busy machine, too
STEP = 0.2  # shorter than that; five of them are longer
BIG = answer(bytes(3_000_000))


def put(body: bytes | AsyncIterator[bytes], length: int | None = None) -> HttpCall:
    return HttpCall(b"PUT", b"/", ((b"Host", b"h"),), body, length)


async def pieces(count: int, size: int, seconds: float = 0.0) -> AsyncIterator[bytes]:
    for _ in range(count):
        await anyio.sleep(seconds)
        yield bytes(size)


def deaf(peer: Peer) -> None:
    peer.server.stopping.wait(30)


def stalling(peer: Peer) -> None:
    peer.read_request()
    peer.write(BIG[:-1])
    peer.hold()


def dripping(peer: Peer) -> None:
    while True:
        peer.read_request()
        peer.drip(answer(b"x"), seconds=0.03)


# --- what is silence -----------------------------------------------------------------------------


async def test_an_answer_that_does_not_come() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server, SHORT) as transport:
            with pytest.raises(TransportTimeout, match=rf":{server.port}: nothing came for 0\.3 s"):
                await transport.carry(get(), LIMIT)
            with pytest.raises(TransportTimeout, match="nothing came"):
                async with transport.stream(get()):
                    pass


async def test_an_answer_that_does_not_go_on() -> None:
    with ScriptedServer(stalling) as server:
        async with transport_to(server, SHORT) as transport:
            with pytest.raises(TransportTimeout, match="nothing came"):
                await transport.carry(get(), len(BIG))
            async with transport.stream(get()) as stream:
                with pytest.raises(TransportTimeout, match="nothing came"):
                    await stream.read(len(BIG))


async def test_a_body_that_nobody_takes() -> None:
    with ScriptedServer(deaf) as server:
        async with transport_to(server, SHORT) as transport:
            with pytest.raises(TransportTimeout, match=r"nothing could be sent for 0\.3 s"):
                await transport.carry(put(bytes(32 << 20)), LIMIT)
            with pytest.raises(TransportTimeout, match=r"nothing could be sent for 0\.3 s"):
                await transport.carry(put(pieces(32, 1 << 20), length=32 << 20), LIMIT)


async def test_an_answer_that_does_not_come_after_a_body_in_pieces() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server, SHORT) as transport:
            with pytest.raises(TransportTimeout, match="nothing came"):
                await transport.carry(put(pieces(2, 5), length=10), LIMIT)


async def test_a_lane_that_does_not_become_free_while_nothing_moves() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: BIG)) as server:
        limits = Limits(silence_seconds=0.3, transfers=1)
        async with transport_to(server, limits) as transport, transport.stream(get()):
            with pytest.raises(TransportTimeout, match=r"became free while nothing moved .* 0\.3"):
                async with transport.stream(get()):
                    pass


async def test_a_poll_is_told_its_own() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server) as transport:
            pending = await transport.begin(get(silence=0.2))
            with pytest.raises(TransportTimeout, match=r"nothing came for 0\.2 s"):
                await pending.answer(LIMIT)


async def test_a_deadline_on_the_sending_is_none_on_the_answer() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server, LONGER) as transport:
            with anyio.fail_after(0.7):
                pending = await transport.begin(get())
            with anyio.fail_after(10), pytest.raises(TransportTimeout, match="nothing came"):
                await pending.answer(LIMIT)


async def test_waits_that_take_turns_are_one_silence() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server, SHORT) as transport:
            pending = await transport.begin(get())
            failures: list[str] = []

            async def turn() -> bool:
                with anyio.move_on_after(0.1):
                    try:
                        await pending.answer(LIMIT)
                    except TransportTimeout as error:
                        failures.append(str(error))
                return bool(failures)

            await until(turn)
            assert failures == [f"127.0.0.1:{server.port}: nothing came for 0.3 s"]


# --- what is none --------------------------------------------------------------------------------


async def test_a_slow_answer() -> None:
    with ScriptedServer(dripping) as server:
        async with transport_to(server, LONGER) as transport:
            assert (await transport.carry(get(), LIMIT)).body == b"x"


async def test_a_body_that_is_sent_for_longer() -> None:
    def take(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(b"taken"))
        peer.hold()

    with ScriptedServer(take) as server:
        async with transport_to(server, LONGER) as transport:
            call = put(pieces(6, 5, seconds=STEP), length=30)
            assert (await transport.carry(call, LIMIT)).body == b"taken"


async def test_a_reader_who_takes_their_time() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: BIG)) as server:
        async with transport_to(server, LONGER) as transport, transport.stream(get()) as stream:
            await anext(stream.pieces)
            await anyio.sleep(5 * STEP)
            assert len(await stream.read(3_000_000)) > 2_000_000


async def test_a_wait_for_a_lane_over_which_something_moves() -> None:
    with ScriptedServer(dripping) as server:
        limits = Limits(silence_seconds=0.8, lanes=1)
        async with transport_to(server, limits) as transport, anyio.create_task_group() as tasks:
            tasks.start_soon(transport.carry, get(), LIMIT)
            await until(lambda: server.requests)
            assert (await transport.carry(get(), LIMIT)).body == b"x"


async def test_an_answer_that_came_while_nobody_waited() -> None:
    came = threading.Event()

    def prompt(peer: Peer) -> None:
        peer.read_request()
        assert came.wait(10)
        peer.write(answer(b"x"))
        peer.hold()

    with ScriptedServer(prompt) as server:
        async with transport_to(server, LONGER) as transport:
            pending = await transport.begin(get())
            with anyio.move_on_after(STEP):
                await pending.answer(LIMIT)
            came.set()
            await anyio.sleep(5 * STEP)
            assert (await pending.answer(LIMIT)).body == b"x"


async def test_the_callers_deadline_is_the_callers() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server) as transport:
            with pytest.raises(TimeoutError) as caught, anyio.fail_after(STEP):
                await transport.carry(get(), LIMIT)
            assert not isinstance(caught.value, TransportTimeout)


async def test_a_deadline_further_off_than_silence_does_not_hide_it() -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server, SHORT) as transport:
            with anyio.fail_after(20), pytest.raises(TransportTimeout, match="nothing came"):
                await transport.carry(get(), LIMIT)
