"""Calls, polls and transfers have lanes of their own; who waits for one, and how a lane ends."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from types import CoroutineType
from typing import Any

import anyio
import anyio.to_thread
import pytest
from support.calls import CURRENT_TIME
from support.exchanges import LIMIT, get, transport_to
from support.hosts import connected
from support.scripted import Peer, ScriptedServer, answer, unused_port
from support.waiting import until

import aioesx
from aioesx._transport import HostTransport, HttpCall, LaneKind, Limits, Route
from aioesx.errors import ClosedError, ConnectError
from aioesx.simulator import Simulator, presets

pytestmark = pytest.mark.anyio
BIG = answer(bytes(3_000_000))


class Stuck:
    """A file that takes no byte, and tells when it is given the first."""

    def __init__(self) -> None:
        self.begun = anyio.Event()

    async def write(self, data: bytes) -> None:
        self.begun.set()
        await anyio.sleep_forever()


@pytest.fixture
async def esx() -> AsyncIterator[aioesx.Connection]:
    with Simulator(presets.small_host(), tls=False) as simulator:
        async with connected(simulator) as connection:
            yield connection


async def test_four_open_downloads_do_not_delay_a_call(esx: aioesx.Connection) -> None:
    domain = await esx.domains.lookup("web01")
    files = [Stuck() for _ in range(4)]
    async with anyio.create_task_group() as downloads:
        for file in files:
            downloads.start_soon(domain.save_screenshot, file)
        for file in files:
            await file.begun.wait()

        with anyio.fail_after(5):
            await esx.call(CURRENT_TIME)
            await domain.info()

        downloads.cancel_scope.cancel()


async def test_a_download_waits_for_one_of_four_to_end() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: BIG)) as server:
        async with transport_to(server) as transport, anyio.create_task_group() as tasks:
            opened: list[int] = []

            async def download(number: int) -> None:
                async with transport.stream(get()) as stream:
                    opened.append(number)
                    await anext(stream.pieces)
                    await leave[number].wait()

            leave = [anyio.Event() for _ in range(5)]
            for number in range(5):
                tasks.start_soon(download, number)
                await anyio.wait_all_tasks_blocked()
            await until(lambda: len(opened) == 4)
            await anyio.wait_all_tasks_blocked()
            assert sorted(opened) == [0, 1, 2, 3]

            leave[2].set()
            await until(lambda: len(opened) == 5)
            tasks.cancel_scope.cancel()


async def test_a_poll_and_calls_do_not_wait_for_each_other() -> None:
    def serve(peer: Peer) -> None:
        while True:
            if b"/held" in peer.read_request():
                peer.hold()
            peer.write(answer(b"now"))

    with ScriptedServer(serve) as server:
        async with (
            transport_to(server, Limits(lanes=1)) as transport,
            anyio.create_task_group() as tasks,
        ):
            with anyio.fail_after(10):
                held = await transport.begin(get(b"/held"))
                assert (await transport.carry(get(), LIMIT)).body == b"now"
                held.abandon()
                tasks.start_soon(transport.carry, get(b"/held"), LIMIT)
                pending = await transport.begin(get())
                assert (await pending.answer(LIMIT)).body == b"now"
            tasks.cancel_scope.cancel()


async def test_a_call_may_be_told_its_lane() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: answer(b"now"))) as server:
        async with transport_to(server) as transport:
            for lane in (None, *LaneKind, None):
                await transport.carry(get(lane=lane), LIMIT)
        assert server.connections == 3


async def test_a_distrusted_lane_that_is_in_use_already_is_used_no_more() -> None:
    go_on = threading.Event()

    def serve(peer: Peer) -> None:
        while True:
            if b"/slow" in peer.read_request():
                assert go_on.wait(10)
            peer.write(answer(b"some"))

    with ScriptedServer(serve) as server:
        async with transport_to(server, Limits(lanes=1)) as transport:
            absurd = await transport.carry(get(), LIMIT)
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(transport.carry, get(b"/slow"), LIMIT)
                await until(lambda: len(server.requests) == 2)
                absurd.distrust()
                go_on.set()
            assert server.connections == 1
            await transport.carry(get(), LIMIT)
            assert server.connections == 2


async def test_a_distrusted_lane_that_lies_idle_is_closed() -> None:
    gone = threading.Event()

    def serve(peer: Peer) -> None:
        peer.read_request()
        peer.write(answer(b"absurd"))
        peer.hold()
        gone.set()

    with ScriptedServer(serve) as server:
        async with transport_to(server) as transport:
            (await transport.carry(get(), LIMIT)).distrust()
            assert await anyio.to_thread.run_sync(gone.wait, 10)


@pytest.mark.parametrize("end", ["discard", "interrupt"])
async def test_who_waits_for_a_lane_learns_at_once_that_all_is_over(end: str) -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: BIG)) as server:
        async with transport_to(server, Limits(transfers=1)) as transport:
            failures: list[Exception] = []

            async def wait() -> None:
                try:
                    async with transport.stream(get()):
                        raise AssertionError("there was a lane")
                except ClosedError as error:
                    failures.append(error)

            async with transport.stream(get()) as held:  # and not read, so nobody sees the end
                async with anyio.create_task_group() as tasks:
                    with anyio.fail_after(10):
                        tasks.start_soon(wait)
                        await anyio.wait_all_tasks_blocked()
                        getattr(transport, end)()
                        await until(lambda: bool(failures))
                with pytest.raises(ClosedError):
                    await held.read(3_000_000)


async def test_what_was_interrupted_leaves_room_for_more() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: BIG)) as server:
        async with (
            transport_to(server, Limits(transfers=1)) as transport,
            transport.stream(get()),
        ):
            transport.interrupt()
            async with transport.stream(get()) as stream:
                assert len(await stream.read(3_000_000)) == 3_000_000


async def test_a_cancelled_wait_for_a_lane_leaves_nothing_behind() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: BIG)) as server:
        async with transport_to(server, Limits(transfers=1)) as transport:
            async with transport.stream(get()):
                for _ in range(3):
                    with anyio.move_on_after(0.01) as scope:
                        async with transport.stream(get()):
                            pass
                    assert scope.cancelled_caught
            async with transport.stream(get()) as stream:
                assert stream.status == 200


async def test_lanes_that_cannot_be_opened_take_no_place() -> None:
    with unused_port() as port:
        transport = HostTransport(Route("127.0.0.1", port, None), Limits(lanes=1))
        with anyio.fail_after(10):
            for _ in range(3):
                with pytest.raises(ConnectError):
                    await transport.carry(get(), LIMIT)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
@pytest.mark.parametrize("body", [b"", b"<soap/>"])
async def test_a_call_that_waits_is_three_frames_deep(body: bytes) -> None:
    with ScriptedServer(Peer.hold) as server:
        async with transport_to(server) as transport, anyio.create_task_group() as tasks:
            call = HttpCall(b"POST", b"/", ((b"Host", b"h"),), body)
            waiting = transport.carry(call, LIMIT)
            tasks.start_soon(_awaited_for_a_minute, waiting)
            await until(lambda: call.sent)
            await anyio.wait_all_tasks_blocked()

            assert [name for name in modules_of(waiting) if "_transport" in name] == [
                "aioesx._transport.transport",
                "aioesx._transport.lane",
                "aioesx._transport.line",
            ]
            tasks.cancel_scope.cancel()


async def _awaited_for_a_minute(coroutine: Coroutine[Any, Any, object]) -> None:
    with anyio.fail_after(60):
        await coroutine


def modules_of(coroutine: Any) -> Iterator[str]:
    """Give the module of each coroutine that waits for the next one, outermost first."""
    while isinstance(coroutine, CoroutineType):
        assert coroutine.cr_frame is not None
        yield coroutine.cr_frame.f_globals["__name__"]
        coroutine = coroutine.cr_await
