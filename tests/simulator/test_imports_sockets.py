"""Machines that arrive over real connections: in chunks, and cut by a rule or by who sends."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from typing import Any

import anyio
import anyio.abc
import pytest
from support.arrivals import POOL, stream, wanted
from support.eventually import eventually
from support.soapcall import Caller

from aioesx import vim
from aioesx.disk.stream import GRAIN
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.state.host import HostState

pytestmark = [pytest.mark.anyio, pytest.mark.one_loop]

NOISE = random.Random(5)
GRAINS = {number: NOISE.randbytes(GRAIN) for number in range(10)}
WHOLE = stream(GRAINS)


def _states(host: HostState) -> list[str]:
    return [lease.state for lease in host.leases.alive()]


class Arriving:
    """A machine that arrives at a simulator with a socket; calls go below it."""

    def __init__(self, simulator: Simulator, call: Caller) -> None:
        self.simulator, self.call = simulator, call
        self.lease: Any = None
        self.path = ""

    async def begin(self) -> None:
        self.lease = await self.call(vim.ImportVApp(this=POOL, spec=wanted()))
        await eventually(lambda: self.simulator.change(_states) == ["ready"])
        info = (await self.call.read(self.lease, "info"))["info"]
        self.path = info.device_url[0].url.removeprefix("https://*")

    async def state(self) -> str:
        return str((await self.call.read(self.lease, "state"))["state"])

    async def connect(self, header: str) -> anyio.abc.SocketStream:
        connection = await anyio.connect_tcp("127.0.0.1", self.simulator.port)
        await connection.send(f"POST {self.path} HTTP/1.1\r\nHost: x\r\n{header}\r\n\r\n".encode())
        return connection


@pytest.fixture
async def arriving() -> AsyncIterator[Arriving]:
    options = Options(task_seconds=0.01, queue_seconds=0.0)
    simulator = Simulator(presets.small_host(options=options), password="secret", tls=False)
    async with simulator:
        call = Caller(simulator)
        await call.login()
        found = Arriving(simulator, call)
        await found.begin()
        yield found
        await call.aclose()


async def answer_of(connection: anyio.abc.SocketStream) -> bytes:
    """Return what comes until the other side has no more."""
    found = b""
    with anyio.fail_after(10):
        try:
            while not found.endswith(b"\r\n\r\n"):
                found += await connection.receive()
        except (anyio.EndOfStream, anyio.BrokenResourceError):
            pass
    return found


async def test_a_body_may_come_in_chunks(arriving: Arriving) -> None:
    connection = await arriving.connect("Transfer-Encoding: chunked")
    async with connection:
        for at in range(0, len(WHOLE), 30_000):
            piece = WHOLE[at : at + 30_000]
            await connection.send(b"%x\r\n%s\r\n" % (len(piece), piece))
        await connection.send(b"0\r\n\r\n")
        answer = await answer_of(connection)

    assert answer.startswith(b"HTTP/1.1 200 ")
    assert arriving.simulator.read_disk("new01").read(9 * GRAIN, GRAIN) == GRAINS[9]
    assert await arriving.state() == "ready"


async def test_a_rule_cuts_who_sends_and_no_answer_comes(arriving: Arriving) -> None:
    arriving.simulator.fault_on("POST", object="new01", cut_after=100_000)
    connection = await arriving.connect(f"Content-Length: {len(WHOLE)}")
    async with connection:
        with pytest.raises((anyio.BrokenResourceError, anyio.EndOfStream)):  # noqa: PT012  # either
            await connection.send(WHOLE)
            await connection.receive()

    await eventually(lambda: arriving.simulator.open_leases == 0)
    assert await arriving.state() == "error"


async def test_a_rule_loses_the_answer_to_a_disk_that_arrived(arriving: Arriving) -> None:
    arriving.simulator.fault_on("POST", object="new01", lost=True)
    connection = await arriving.connect(f"Content-Length: {len(WHOLE)}")
    async with connection:
        await connection.send(WHOLE)
        with pytest.raises((anyio.BrokenResourceError, anyio.EndOfStream)):
            await connection.receive()

    assert arriving.simulator.read_disk("new01").read(9 * GRAIN, GRAIN) == GRAINS[9]
    assert await arriving.state() == "ready"


async def test_who_goes_in_the_middle_takes_the_machine_along(arriving: Arriving) -> None:
    connection = await arriving.connect(f"Content-Length: {len(WHOLE)}")
    await connection.send(WHOLE[:100_000])
    await connection.aclose()

    await eventually(lambda: arriving.simulator.open_leases == 0)
    assert await arriving.state() == "error"
    machines = arriving.simulator.change(lambda host: [m.name for m in host.machines.values()])
    assert "new01" not in machines


async def test_a_rule_has_a_host_say_nothing_until_the_client_goes(arriving: Arriving) -> None:
    arriving.simulator.fault_on("POST", object="new01", stall_after=100_000)
    connection = await arriving.connect(f"Content-Length: {len(WHOLE)}")
    async with connection:
        await connection.send(WHOLE)
        with anyio.move_on_after(0.2) as silence:
            await connection.receive()
        assert silence.cancelled_caught
        assert arriving.simulator.open_leases == 1

    await eventually(lambda: arriving.simulator.open_leases == 0)


async def test_transfers_are_counted_until_they_end(arriving: Arriving) -> None:
    transfers = arriving.simulator.state.transfers
    connection = await arriving.connect(f"Content-Length: {len(WHOLE)}")
    async with connection:
        await connection.send(WHOLE[:100_000])
        await eventually(lambda: transfers.open == 1)
        await connection.send(WHOLE[100_000:])
        await answer_of(connection)

    await eventually(lambda: transfers.open == 0)
