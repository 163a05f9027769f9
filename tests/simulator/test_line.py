"""The byte relay: what goes in comes out, until the trouble comes."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from support.waiting import until_blocking

from aioesx.simulator import Line, Trouble


@pytest.fixture
def echo() -> Iterator[int]:
    """A server that sends back what it gets."""
    listener = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def serve_one(connection: socket.socket) -> None:
        with connection:
            try:
                while data := connection.recv(65536):
                    connection.sendall(data)
            except OSError:
                pass

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=serve_one, args=(connection,)))
            threads[-1].start()

    server = threading.Thread(target=serve)
    server.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    server.join()
    for thread in threads:
        thread.join()


def receive(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (piece := connection.recv(65536)):
        data += piece
    return data


def connect(line: Line) -> socket.socket:
    return socket.create_connection((line.host, line.port), timeout=10)


def test_a_sound_line_changes_nothing(echo: int) -> None:
    data = bytes(range(256)) * 1000
    with Line("127.0.0.1", echo) as line, connect(line) as connection:
        threading.Thread(target=connection.sendall, args=(data,)).start()
        assert receive(connection, len(data)) == data
        assert line.accepted == 1
        until_blocking(lambda: line.relayed_up == len(data))  # counted when it was passed on


def test_a_cut_after_some_bytes(echo: int) -> None:
    with Line("127.0.0.1", echo, down=Trouble(cut_after=5)) as line, connect(line) as connection:
        connection.sendall(b"0123456789")
        assert receive(connection, 10) == b"01234"


def test_a_reset(echo: int) -> None:
    trouble = Trouble(reset_after=3)
    with Line("127.0.0.1", echo, down=trouble) as line, connect(line) as connection:
        connection.sendall(b"0123456789")
        with pytest.raises(ConnectionResetError):
            receive(connection, 10)


def test_a_stall_keeps_the_connection_open(echo: int) -> None:
    trouble = Trouble(stall_after=4)
    with Line("127.0.0.1", echo, down=trouble) as line, connect(line) as connection:
        connection.sendall(b"0123456789")
        assert receive(connection, 4) == b"0123"
        connection.settimeout(0.2)
        with pytest.raises(TimeoutError):
            connection.recv(1)


def test_one_byte_at_a_time(echo: int) -> None:
    trouble = Trouble(segment=1, delay=0.1)
    with Line("127.0.0.1", echo, down=trouble) as line, connect(line) as connection:
        connection.sendall(b"0123456789")
        assert connection.recv(65536) != b"0123456789"


def test_a_slow_line(echo: int) -> None:
    trouble = Trouble(bytes_per_second=20_000)
    with Line("127.0.0.1", echo, up=trouble) as line, connect(line) as connection:
        began = time.monotonic()
        connection.sendall(b"x" * 4000)
        assert len(receive(connection, 4000)) == 4000
        assert time.monotonic() - began > 0.15


def test_only_the_first_connections_have_trouble(echo: int) -> None:
    with Line("127.0.0.1", echo, down=Trouble(cut_after=0), connections=1) as line:
        with connect(line) as first:
            first.sendall(b"a")
            assert receive(first, 1) == b""
        with connect(line) as second:
            second.sendall(b"b")
            assert receive(second, 1) == b"b"


def test_cut_and_heal(echo: int) -> None:
    with Line("127.0.0.1", echo, down=Trouble(cut_after=0)) as line:
        line.heal()
        with connect(line) as connection:
            connection.sendall(b"a")
            assert receive(connection, 1) == b"a"
            line.cut()
            assert receive(connection, 1) == b""


def test_trouble_that_comes_while_nothing_passes_is_for_the_next_piece(echo: int) -> None:
    with Line("127.0.0.1", echo) as line, connect(line) as connection:
        connection.sendall(b"a")
        assert receive(connection, 1) == b"a"
        line.down = Trouble(cut_after=0)
        connection.sendall(b"b")
        assert receive(connection, 1) == b""


def test_no_piece_holds_up_the_end(echo: int) -> None:
    with Line("127.0.0.1", echo, down=Trouble(delay=3600)) as line, connect(line) as connection:
        connection.sendall(b"a")
        until_blocking(lambda: line.relayed_up == 1)


def test_no_server_is_a_reset(echo: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    with (
        Line("127.0.0.1", port) as line,
        pytest.raises(ConnectionResetError),
        connect(line) as connection,  # the reset may come as early as here
    ):
        connection.recv(1)
    assert echo != port
