"""Rows M1 to M6 of the fault catalogue: a simulator must not be a hole in its machine."""

from __future__ import annotations

import socket
from pathlib import Path

import anyio
import anyio.lowlevel
import httpx
import pytest
from support.soapcall import Caller, ref

from aioesx import vim
from aioesx._soap import encode_request
from aioesx.errors import FaultError, LoginError, NotAuthenticatedError, NotPermittedError
from aioesx.simulator import ManualClock, Options, Simulator, app, presets, server, soap
from aioesx.simulator.app import MOST_BEFORE_LOGIN, MOST_BODY
from aioesx.simulator.collector import selection

BASIC = ("root", "secret")
QUERY = "?dcPath=ha-datacenter&dsName=datastore1"


@pytest.fixture
def plain() -> Simulator:
    return Simulator(presets.small_host(machines=1), password="secret", tls=False)


@pytest.mark.fault("M1")
def test_it_listens_on_loopback_only_and_on_a_port_of_its_own(plain: Simulator) -> None:
    with plain:
        assert plain.address == "127.0.0.1"
        assert plain.port > 1023
    with pytest.raises(ValueError, match="exposed=True"):
        Simulator(presets.empty_host(), address="0.0.0.0")


@pytest.mark.fault("M1")
def test_the_password_is_random_unless_given() -> None:
    first, second = Simulator(presets.empty_host()), Simulator(presets.empty_host())
    assert first.password != second.password
    assert len(first.password) >= 16
    assert first.password not in repr(first)


@pytest.mark.fault("M2")
def test_a_slow_head_ends_in_a_408(plain: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.2)
    with plain, socket.create_connection(("127.0.0.1", plain.port)) as line:
        line.sendall(b"POST /sdk HTTP/1.1\r\nHost: x\r\n")
        line.settimeout(10)
        assert line.recv(1000).startswith(b"HTTP/1.1 408 ")
        assert line.recv(1000) == b""


@pytest.mark.fault("M2")
def test_a_slow_second_head_ends_too(plain: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HEAD_SECONDS", 0.2)
    with plain, socket.create_connection(("127.0.0.1", plain.port)) as line:
        line.settimeout(10)
        line.sendall(b"HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 ")
        line.sendall(b"POST /sdk HTTP/1.1\r\nHo")
        assert line.recv(1000).startswith(b"HTTP/1.1 408 ")


@pytest.mark.fault("M2")
def test_a_slow_body_ends_in_a_408(plain: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "BODY_SECONDS", 0.2)
    with plain, socket.create_connection(("127.0.0.1", plain.port)) as line:
        line.settimeout(10)
        line.sendall(b"POST /sdk HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<")
        assert line.recv(1000).startswith(b"HTTP/1.1 408 ")


def is_closed(line: socket.socket) -> bool:
    line.settimeout(0.02)
    try:
        return line.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionResetError:
        return True


@pytest.mark.fault("M2")
def test_too_many_connections_are_closed(plain: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_CONNECTIONS", 5)
    with plain:
        lines = [socket.create_connection(("127.0.0.1", plain.port)) for _ in range(20)]
        closed: set[int] = set()
        while len(closed) < 15:
            closed |= {number for number, line in enumerate(lines) if is_closed(line)}
        kept = [line for number, line in enumerate(lines) if number not in closed]
        assert not any(is_closed(line) for line in kept)
        for line in lines:
            line.close()


def raw(port: int, head: str, piece: bytes = b"") -> bytes:
    """Send a request's head, then a piece of its body until an answer comes; return that."""
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(f"{head}\r\nHost: x\r\n\r\n".encode())
        line.settimeout(0.02 if piece else 10)
        while True:
            try:
                return line.recv(1000)
            except TimeoutError:
                line.sendall(piece)


@pytest.mark.fault("M2")
def test_a_body_that_is_too_large_is_refused(plain: Simulator) -> None:
    with plain:
        announced = raw(plain.port, f"POST /sdk HTTP/1.1\r\nContent-Length: {MOST_BODY + 1}")
        piece = b"80000\r\n" + b"x" * 0x80000 + b"\r\n"
        grown = raw(plain.port, "POST /sdk HTTP/1.1\r\nTransfer-Encoding: chunked", piece)
    assert announced.startswith(b"HTTP/1.1 413 ")
    assert grown.startswith(b"HTTP/1.1 413 ")


@pytest.mark.fault("M2")
def test_a_head_that_is_too_large_is_refused(plain: Simulator) -> None:
    with plain, socket.create_connection(("127.0.0.1", plain.port)) as line:
        line.settimeout(10)
        line.sendall(b"GET / HTTP/1.1\r\nX: " + b"y" * 200_000)
        assert line.recv(100).startswith(b"HTTP/1.1 400 ")


@pytest.mark.fault("M2")
@pytest.mark.anyio
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<",
        b"not xml",
        b"<a/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"\xff\xfe<\x00a\x00/\x00>\x00",
        b'<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body/></Envelope>',
        b"<a>" * 5000,
    ],
)
async def test_what_is_no_call_gets_a_fault(caller: Caller, body: bytes) -> None:
    answer = await caller.post(body)
    assert answer.status_code == 500
    assert b"InvalidRequest" in answer.content


HOSTILE = [
    "../../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "web01/..%2f..%2f..%2fetc/passwd",
    "%252e%252e%252fetc",
    "/etc/passwd",
    "web01/web01.vmx%00.iso",
    "web01\\..\\..\\etc",
]


@pytest.mark.fault("M3")
@pytest.mark.parametrize("path", HOSTILE)
def test_no_path_leaves_the_datastore(plain: Simulator, path: str) -> None:
    with plain, socket.create_connection(("127.0.0.1", plain.port)) as line:
        request = f"GET /folder/{path}{QUERY} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        line.sendall(f"{request}Authorization: Basic cm9vdDpzZWNyZXQ=\r\n\r\n".encode())
        line.settimeout(10)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    assert answer.split(b" ")[1] in {b"404", b"400"}
    assert b"root:" not in answer


@pytest.mark.fault("M3")
def test_uploads_are_numbered_files_that_go_with_the_simulator(
    plain: Simulator, tmp_path: Path
) -> None:
    with plain:
        url = f"http://127.0.0.1:{plain.port}/folder/web01/x.iso{QUERY}"
        assert httpx.put(url, content=b"z" * 3_000_000, auth=BASIC).status_code == 201
        content = plain.change(
            lambda host: host.datastore("datastore1").file("web01/x.iso").content
        )
        kept: Path = content.held.path
        assert kept.name.isdecimal()
        assert kept.stat().st_size == 3_000_000
    assert not kept.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.fault("M4")
@pytest.mark.anyio
async def test_a_foreign_cookie_is_no_session(call: Caller, caller: Caller) -> None:
    call.cookie = 'vmware_soap_session="0123456789abcdef0123456789abcdef01234567"'
    with pytest.raises(NotAuthenticatedError):
        await call.read(ref("HostSystem", "ha-host"), "name")
    manager = ref("SessionManager", "ha-sessionmgr")
    assert await call.read(manager, "currentSession") == {}


@pytest.mark.fault("M4")
@pytest.mark.anyio
async def test_a_wrong_password_opens_nothing(caller: Caller, simulator: Simulator) -> None:
    with pytest.raises(LoginError):
        await caller.login(password="wrong")
    with pytest.raises(LoginError):
        await caller.login(username="nobody")
    assert simulator.open_sessions == 0
    answer = await caller.http.get(f"/folder/web01/web01.vmx{QUERY}", auth=("root", "wrong"))
    assert answer.status_code == 401


@pytest.mark.fault("M4")
@pytest.mark.anyio
async def test_session_ids_are_long_and_differ(simulator: Simulator) -> None:
    cookies = set()
    for _ in range(20):
        caller = Caller(simulator)
        await caller.login()
        cookies.add(caller.cookie)
        await caller.aclose()
    assert len(cookies) == 20
    assert all(len(cookie.partition("=")[2].strip('"')) == 40 for cookie in cookies)


@pytest.mark.fault("M4")
@pytest.mark.anyio
async def test_sessions_expire_and_are_limited(
    call: Caller, clock: ManualClock, simulator: Simulator
) -> None:
    clock.advance(1801)
    assert simulator.open_sessions == 0
    with pytest.raises(NotAuthenticatedError):
        await call.read(ref("HostSystem", "ha-host"), "name")
    call.cookie = ""
    simulator.change(lambda host: setattr(host.options, "session_limit", 1))
    await call.login()
    other = Caller(simulator)
    with pytest.raises(FaultError, match="maximum number of sessions"):
        await other.login()
    await other.aclose()


@pytest.mark.fault("M4")
@pytest.mark.anyio
async def test_a_reader_changes_nothing(caller: Caller) -> None:
    await caller.login("reader", "look")
    assert await caller.read(ref("VirtualMachine", "1"), "name") == {"name": "web01"}
    with pytest.raises(NotPermittedError):
        await caller(vim.PowerOffVM_Task(this=ref("VirtualMachine", "1")))
    answer = await caller.http.put(f"/folder/a/b{QUERY}", content=b"x", auth=("reader", "look"))
    assert answer.status_code == 403


@pytest.mark.fault("M5")
def test_an_upload_beyond_the_quota_is_refused() -> None:
    options = Options(upload_quota=2_000_000)
    simulator = Simulator(presets.small_host(options=options), password="secret", tls=False)
    head = f"PUT /folder/web01/bomb{QUERY} HTTP/1.1\r\nAuthorization: Basic cm9vdDpzZWNyZXQ="
    with simulator:
        piece = b"19000\r\n" + b"\1" * 0x19000 + b"\r\n"
        grown = raw(simulator.port, f"{head}\r\nTransfer-Encoding: chunked", piece)
        announced = raw(simulator.port, f"{head}\r\nContent-Length: {1024**4}")
        exists = simulator.change(lambda host: host.datastore("datastore1").exists("web01/bomb"))
    assert grown.startswith(b"HTTP/1.1 507 ")
    assert announced.startswith(b"HTTP/1.1 507 ")
    assert not exists


@pytest.mark.fault("M6")
@pytest.mark.anyio
async def test_the_product_says_that_it_is_a_simulator(caller: Caller) -> None:
    instance = ref("ServiceInstance", "ServiceInstance")
    content = await caller(vim.RetrieveServiceContent(this=instance))
    assert "simulator" in content.about.full_name


# --- strangers, and requests that are too much for one -----------------------------------------


def padded(size: int) -> bytes:
    """Return a request of some size that says nothing much."""
    clock = vim.CurrentTime(this=ref("ServiceInstance", "Z" * size))
    return encode_request(clock)


@pytest.mark.fault("M2")
@pytest.mark.anyio
async def test_a_stranger_s_request_is_small(caller: Caller, simulator: Simulator) -> None:
    large = await caller.post(padded(MOST_BEFORE_LOGIN))
    assert large.status_code == 413
    small = await caller.post(padded(1000))
    assert small.status_code == 500
    await caller.login()
    assert (await caller.post(padded(MOST_BEFORE_LOGIN))).status_code == 500
    assert (await caller.post(padded(MOST_BODY))).status_code == 413


@pytest.mark.fault("M2")
@pytest.mark.anyio
async def test_what_strangers_send_is_not_kept(caller: Caller, simulator: Simulator) -> None:
    for _ in range(20):
        await caller.post(padded(MOST_BEFORE_LOGIN // 2))
    assert sum(len(name) + len(on) for name, on in simulator.calls) < 20 * 200


@pytest.mark.fault("M2")
@pytest.mark.anyio
async def test_a_request_that_is_too_much_does_not_stop_the_others(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MOST_STEPS", 10_000)
    monkeypatch.setattr(soap, "_SLICE_SECONDS", 0.001)
    around = vim.TraversalSpec(
        name="there",
        type="HostSystem",
        path="vm",
        select_set=[
            vim.TraversalSpec(
                type="VirtualMachine",
                path="runtime.host",
                select_set=[vim.SelectionSpec(name="there")],
            )
        ],
    )
    spec = vim.PropertyFilterSpec(
        prop_set=[vim.PropertySpec(type="VirtualMachine", all=True)],
        object_set=[vim.ObjectSpec(obj=ref("HostSystem", "ha-host"), select_set=[around])],
    )
    body = encode_request(vim.RetrieveProperties(this=Caller.collector, spec_set=[spec] * 2_000))
    clock = encode_request(vim.CurrentTime(this=ref("ServiceInstance", "ServiceInstance")))
    ended = anyio.Event()

    async def ask_much() -> None:
        answer = await call.post(body)
        assert b"<invalidProperty>specSet</invalidProperty>" in answer.content
        ended.set()

    with anyio.fail_after(50):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask_much)
            for _ in range(10):
                await call.post(clock)
                await anyio.lowlevel.checkpoint()  # in the process nothing else makes it wait
            assert not ended.is_set()


@pytest.mark.fault("M2")
@pytest.mark.anyio
async def test_a_folder_below_thousands_is_refused(call: Caller) -> None:
    manager = ref("FileManager", "ha-nfc-file-manager")
    name = "[datastore1] " + "a/" * 2000
    make = vim.MakeDirectory(this=manager, name=name, create_parent_directories=True)
    with pytest.raises(FaultError) as caught:
        await call(make)
    assert caught.value.fault_type == "InvalidDatastorePath"
