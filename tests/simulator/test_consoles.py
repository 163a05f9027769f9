"""A ticket at the simulator's door: good for one WebSocket, while the machine runs."""

from __future__ import annotations

import secrets
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta

import pytest
from support.waiting import until
from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Event,
    RejectConnection,
    Request,
)

from aioesx.simulator import Simulator, presets
from aioesx.simulator.clock import ManualClock
from aioesx.simulator.consoles import GREETING

pytestmark = pytest.mark.anyio

ON = "web01"


class Viewer:
    """A client of one console, on wsproto."""

    def __init__(self, line: socket.socket, path: str) -> None:
        self._line = line
        self._talk = WSConnection(ConnectionType.CLIENT)
        self._events: list[Event] = []
        request = Request(host="viewer", target=path, subprotocols=["binary"])
        line.sendall(self._talk.send(request))

    def hear(self) -> Event:
        """Return the next thing that the server says."""
        while not self._events:
            data = self._line.recv(65536)
            self._talk.receive_data(data or None)
            self._events += self._talk.events()
        return self._events.pop(0)

    def leave(self) -> None:
        self._line.sendall(self._talk.send(CloseConnection(code=1000)))


@contextmanager
def viewing(simulator: Simulator, path: str) -> Iterator[Viewer]:
    line = socket.create_connection((simulator.address, simulator.port), timeout=10)
    if simulator.ca_file:
        context = ssl.create_default_context(cafile=simulator.ca_file)
        line = context.wrap_socket(line, server_hostname=simulator.address)
    with closing(line):
        yield Viewer(line, path)


def ticket(simulator: Simulator, kind: str = "webmks") -> str:
    moid = simulator.change(lambda host: host.find(ON).moid)
    given: str = simulator.change(lambda host: host.console_tickets.give((moid, kind)))
    return f"/ticket/{given}"


def refused(simulator: Simulator, path: str) -> bool:
    """Tell whether a path is answered with 404."""
    with viewing(simulator, path) as viewer:
        answer = viewer.hear()
    return isinstance(answer, RejectConnection) and answer.status_code == 404


@pytest.fixture(params=[True, False], ids=["tls", "plain"])
def simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    with Simulator(presets.small_host(), username="root", tls=request.param) as simulator:
        yield simulator


async def test_a_ticket_opens_a_console_until_the_viewer_leaves(simulator: Simulator) -> None:
    with viewing(simulator, ticket(simulator)) as viewer:
        accepted, greeting = viewer.hear(), viewer.hear()

        assert isinstance(accepted, AcceptConnection)
        assert accepted.subprotocol == "binary"
        assert isinstance(greeting, BytesMessage)
        assert bytes(greeting.data) == GREETING
        assert simulator.open_consoles(ON) == 1
        viewer.leave()
        await until(lambda: simulator.open_consoles(ON) == 0)


async def test_a_viewer_whose_line_breaks_has_left(simulator: Simulator) -> None:
    with viewing(simulator, ticket(simulator)) as viewer:
        assert isinstance(viewer.hear(), AcceptConnection)

    await until(lambda: simulator.open_consoles(ON) == 0)


async def test_a_console_ends_with_its_machine(simulator: Simulator) -> None:
    with viewing(simulator, ticket(simulator)) as viewer:
        assert [type(viewer.hear()) for _ in range(2)] == [AcceptConnection, BytesMessage]
        simulator.change(lambda host: host.find(ON).set_power("poweredOff"))

        end = viewer.hear()

    assert isinstance(end, CloseConnection)
    assert end.code == 1001
    await until(lambda: simulator.open_consoles(ON) == 0)


def _read_to_the_end(line: socket.socket) -> None:
    with suppress(ConnectionError):
        while line.recv(65536):
            pass


def test_the_simulator_ends_with_a_console_open() -> None:
    with Simulator(presets.small_host(), tls=False) as simulator:
        line = socket.create_connection((simulator.address, simulator.port), timeout=10)
        viewer = Viewer(line, ticket(simulator))
        assert isinstance(viewer.hear(), AcceptConnection)
    with closing(line):
        _read_to_the_end(line)  # or it would take longer than the line's timeout


def test_a_ticket_is_good_once(simulator: Simulator) -> None:
    path = ticket(simulator)

    assert not refused(simulator, path)
    assert refused(simulator, path)


def test_what_is_no_ticket_opens_nothing(simulator: Simulator) -> None:
    assert refused(simulator, f"/ticket/{secrets.token_hex(8)}")
    assert refused(simulator, ticket(simulator, "mks"))


def test_a_ticket_for_a_machine_that_is_off_opens_nothing(simulator: Simulator) -> None:
    path = ticket(simulator)
    simulator.change(lambda host: host.find(ON).set_power("poweredOff"))

    assert refused(simulator, path)


def test_a_ticket_is_good_for_half_an_hour() -> None:
    clock = ManualClock()
    with Simulator(presets.small_host(clock=clock), tls=False) as simulator:
        early, late = ticket(simulator), ticket(simulator)
        clock.advance(timedelta(minutes=29).total_seconds())
        assert not refused(simulator, early)
        clock.advance(timedelta(minutes=2).total_seconds())
        assert refused(simulator, late)


def test_whoever_does_not_ask_for_a_websocket_finds_nothing(simulator: Simulator) -> None:
    path = ticket(simulator)
    line = socket.create_connection((simulator.address, simulator.port), timeout=10)
    if simulator.ca_file:
        context = ssl.create_default_context(cafile=simulator.ca_file)
        line = context.wrap_socket(line, server_hostname=simulator.address)
    with closing(line):
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 404 ")
    assert not refused(simulator, path)
