"""Faults of the network, rows N1 to N12 and N19: the error, its time, and the next call works."""

from __future__ import annotations

import contextlib
import resource
import socket
from collections.abc import Callable

import anyio
import pytest
from support.calls import CURRENT_TIME, GOOD, NOON, POWER_ON, Reach, good, open_client
from support.scripted import Peer, ScriptedServer, unused_port

from aioesx._transport import Limits, Network
from aioesx._transport.network import Address
from aioesx.errors import (
    ConnectError,
    ConnectionLostError,
    EsxError,
    OutcomeUnknownError,
    ProxyError,
    TransportError,
    TransportTimeout,
)

pytestmark = pytest.mark.anyio
row = pytest.mark.fault


@row("N1")
async def test_n1_a_closed_port_is_named() -> None:
    with unused_port() as port:
        async with open_client(port) as client:
            with pytest.raises(ConnectError, match=f"127.0.0.1:{port}: Connection refused"):
                await client.call(CURRENT_TIME, timeout=5)


@row("N1")
async def test_n1_a_closed_port_behind_a_proxy_is_the_proxys_word(reach: Reach) -> None:
    with unused_port() as port:
        async with reach(port) as client:
            with pytest.raises((ConnectError, ProxyError, EsxError)):
                await client.call(CURRENT_TIME, timeout=5)


@row("N2")
async def test_n2_a_black_hole_ends_with_the_deadline_for_connecting() -> None:
    """A backlog that is full lets the SYN vanish."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        fillers = [socket.socket() for _ in range(8)]
        try:
            for filler in fillers:
                filler.setblocking(False)
                filler.connect_ex(address)
            async with open_client(address[1], limits=Limits(connect_seconds=0.3)) as client:
                with pytest.raises(TransportTimeout, match=r"no connection .* within 0\.3 s"):
                    await client.call(POWER_ON, timeout=20)
        finally:
            for filler in fillers:
                filler.close()


@row("N3")
async def test_n3_silence_ends_with_the_deadline_and_the_next_call_works(reach: Reach) -> None:
    with ScriptedServer([Peer.hold, good]) as server:
        async with reach(server) as client:
            with pytest.raises(TransportTimeout, match=r"CurrentTime was not done within 0\.3 s"):
                await client.call(CURRENT_TIME, timeout=0.3)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert server.connections == 2


@row("N4")
async def test_n4_a_drip_ends_with_the_total_deadline(reach: Reach) -> None:
    def drip(peer: Peer) -> None:
        peer.read_request()
        peer.drip(GOOD, seconds=0.05)

    with ScriptedServer([drip, good]) as server:
        async with reach(server) as client:
            with pytest.raises(TransportTimeout):
                await client.call(CURRENT_TIME, timeout=0.4)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("N5")
@pytest.mark.parametrize("end", [Peer.cut, Peer.reset], ids=["FIN", "RST"])
async def test_n5_an_idle_connection_that_ended_is_replaced(
    reach: Reach, end: Callable[[Peer], None]
) -> None:
    def once(peer: Peer) -> None:
        peer.read_request()
        peer.write(GOOD)
        end(peer)

    with ScriptedServer([once, good]) as server:
        async with reach(server) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            await anyio.sleep(0.1)  # until the end has come through
            with anyio.fail_after(5):
                assert await _power_on(client) is OutcomeUnknownError  # it was sent, once
    assert server.connections == 2


async def _power_on(client: object) -> type[Exception]:
    try:
        await client.call(POWER_ON, timeout=5)  # type: ignore[attr-defined]
    except EsxError as error:
        return type(error)
    raise AssertionError("an answer to CurrentTime was taken")


def read_and(end: Callable[[Peer], None]) -> Callable[[Peer], None]:
    def script(peer: Peer) -> None:
        peer.read_request()
        end(peer)

    return script


@row("N6")
@pytest.mark.parametrize("end", [Peer.cut, Peer.reset], ids=["FIN", "RST"])
async def test_n6_an_answer_that_never_came(reach: Reach, end: Callable[[Peer], None]) -> None:
    with ScriptedServer([read_and(end), read_and(end), good]) as server:
        async with reach(server) as client:
            with pytest.raises(ConnectionLostError):
                await client.call(CURRENT_TIME, timeout=5)
            with pytest.raises(OutcomeUnknownError, match="PowerOnVM_Task on VirtualMachine:16"):
                await client.call(POWER_ON, timeout=5)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert [b"PowerOnVM_Task" in request for request in server.requests] == [False, True, False]


@row("N7")
async def test_n7_a_reset_during_the_request(reach: Reach) -> None:
    def cut_early(peer: Peer) -> None:
        peer.read_some()
        peer.reset()

    with ScriptedServer([cut_early, good]) as server:
        async with reach(server) as client:
            with pytest.raises(OutcomeUnknownError):
                await client.call(POWER_ON, timeout=5)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("N8")
@pytest.mark.parametrize("end", [Peer.cut, Peer.reset], ids=["FIN", "RST"])
async def test_n8_a_cut_at_every_offset_of_the_answer(
    straight: Reach, end: Callable[[Peer], None]
) -> None:
    offsets = [*range(0, len(GOOD), 7), len(GOOD) - 1]

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.write(GOOD[: offsets[peer.number]])
        end(peer)

    with ScriptedServer(script) as server:
        async with straight(server) as client:
            for _ in offsets:
                with pytest.raises(ConnectionLostError):
                    await client.call(CURRENT_TIME, timeout=5)
    assert server.connections == len(offsets)


@row("N8")
@pytest.mark.parametrize("offset", [1, 60, len(GOOD) - 1])
async def test_n8_a_cut_answer_to_a_change(reach: Reach, offset: int) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.write(GOOD[:offset])

    with ScriptedServer(script) as server:
        async with reach(server) as client:
            with pytest.raises(OutcomeUnknownError):
                await client.call(POWER_ON, timeout=5)
    assert len(server.requests) == 1


@row("N9")
async def test_n9_an_answer_in_single_bytes(reach: Reach) -> None:
    def script(peer: Peer) -> None:
        while True:
            peer.read_request()
            peer.drip(GOOD)

    with ScriptedServer(script) as server:
        async with reach(server) as client:
            for _ in range(2):
                assert await client.call(CURRENT_TIME, timeout=20) == NOON
    assert server.connections == 1


class Resolver(Network):
    """A network whose names are the test's."""

    def __init__(self, *answers: list[str] | OSError | float) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int) -> list[Address]:
        self.asked.append(host)
        answer = self._answers.pop(0)
        if isinstance(answer, float):
            await anyio.sleep(answer)
            return []
        if isinstance(answer, OSError):
            raise answer
        return [
            Address(socket.AF_INET6, (a, port, 0, 0))
            if ":" in a
            else Address(socket.AF_INET, (a, port))
            for a in answer
        ]


@row("N11")
async def test_n11_a_name_that_fails_is_slow_and_changes() -> None:
    failure = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    network = Resolver(failure, 30.0, [], ["127.0.0.1"])
    with ScriptedServer(good) as server:
        async with open_client(
            server.port,
            host="esx1.invalid",
            network=network,
            limits=Limits(connect_seconds=0.3),
        ) as client:
            with pytest.raises(ConnectError, match=r"esx1\.invalid.*cannot be resolved"):
                await client.call(CURRENT_TIME, timeout=5)
            with pytest.raises(TransportTimeout):
                await client.call(CURRENT_TIME, timeout=5)
            with pytest.raises(ConnectError, match="no address"):
                await client.call(CURRENT_TIME, timeout=5)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert network.asked == ["esx1.invalid"] * 4


@row("N12")
async def test_n12_a_dead_ipv6_address_does_not_matter() -> None:
    network = Resolver(["::1", "127.0.0.1"])
    with ScriptedServer(good) as server:
        async with open_client(server.port, host="esx1.invalid", network=network) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("N12")
async def test_n12_a_silent_address_only_costs_its_head_start(
    monkeypatch: pytest.MonkeyPatch, sockets: Callable[[], int]
) -> None:
    class Silent(Resolver):
        async def open(self, address: Address) -> object:  # type: ignore[override]
            if address.family == socket.AF_INET6:
                await anyio.sleep_forever()
            return await super().open(address)

    with ScriptedServer(good) as server:
        network = Silent(["::1", "::1", "127.0.0.1"])
        before = sockets()
        async with open_client(server.port, host="esx1.invalid", network=network) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            assert sockets() - before == 2  # ours and the server's
        await anyio.sleep(0.05)


@row("N12")
async def test_n12_all_addresses_dead_gives_the_first_reason() -> None:
    with unused_port() as port:
        network = Resolver(["127.0.0.1", "127.0.0.2"])
        async with open_client(port, host="esx1.invalid", network=network) as client:
            with pytest.raises(ConnectError, match="Connection refused"):
                await client.call(CURRENT_TIME, timeout=5)


@row("N19")
async def test_n19_without_descriptors_it_fails_and_recovers(straight: Reach) -> None:
    with ScriptedServer(good) as server:
        async with straight(server) as client:
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            with socket.socket() as probe:
                lowest = probe.fileno()
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
            fillers: list[socket.socket] = []
            try:
                with contextlib.suppress(OSError):
                    while True:
                        fillers.append(socket.socket())
                with pytest.raises(ConnectError, match="may open no more sockets"):
                    await client.call(CURRENT_TIME, timeout=5)
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
                for filler in fillers:
                    filler.close()
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


async def test_errors_name_the_host_and_are_ours(reach: Reach) -> None:
    with ScriptedServer(lambda peer: peer.reset()) as server:
        async with reach(server) as client:
            with pytest.raises(TransportError) as caught:
                await client.call(CURRENT_TIME, timeout=5)
    assert str(server.port) in str(caught.value) or isinstance(caught.value, ProxyError)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
