# ruff: noqa: E501  # the rows of a table stay rows
"""Faults of proxies, rows P1 to P15: the proxy is named, passwords are not, bytes are kept."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import anyio
import pytest
from support.calls import CURRENT_TIME, GOOD, NOON, POWER_ON, Client, good, open_client
from support.proxy import Proxy
from support.scripted import Peer, ScriptedServer, unused_port

from aioesx import connect
from aioesx._transport import Limits, ProxySettings, TlsSettings
from aioesx._transport.network import Network
from aioesx._transport.tunnel import open_tunnel
from aioesx.errors import ConnectError, OutcomeUnknownError, ProxyError, TransportTimeout, UriError

pytestmark = pytest.mark.anyio
row = pytest.mark.fault
KINDS = ["socks4", "socks4a", "socks5", "http"]
NAME = "esx1.invalid"
CANARY = "canary-proxy-password"


def by(
    kind: str, port: int, *, target: int = 443, host: str = NAME, **more: object
) -> AbstractAsyncContextManager[Client]:
    """Reach ``host:target`` by a proxy on a port; over TLS unless told otherwise."""
    login = {name: more.pop(name) for name in ("username", "password") if name in more}
    settings = ProxySettings(kind, "127.0.0.1", port, **login)  # type: ignore[arg-type]
    tls = more.pop("tls", TlsSettings(verify=False))
    return open_client(target, host=host, proxy=settings, tls=tls, **more)  # type: ignore[arg-type]


def ip_only(kind: str) -> str:
    """Return a host that this kind takes without a resolver."""
    return "127.0.0.1" if kind == "socks4" else NAME


@row("P1")
@pytest.mark.parametrize("kind", KINDS)
async def test_p1_a_proxy_that_is_not_there_is_named(kind: str) -> None:
    with unused_port() as port:
        async with by(kind, port, host=ip_only(kind)) as client:
            with pytest.raises(ProxyError, match=f"{kind}://127.0.0.1:{port}: Connection refused"):
                await client.call(POWER_ON, timeout=5)


@row("P1")
async def test_p1_a_proxy_whose_name_is_unknown() -> None:
    settings = ProxySettings("socks5", "proxy.invalid", 1080)
    async with open_client(443, host=NAME, proxy=settings) as client:
        with pytest.raises(ProxyError, match=r"proxy\.invalid:1080: the name cannot be resolved"):
            await client.call(CURRENT_TIME, timeout=5)


@row("P2")
@pytest.mark.parametrize("kind", KINDS)
async def test_p2_a_silent_proxy_ends_with_the_deadline(
    kind: str, sockets: Callable[[], int]
) -> None:
    before = sockets()
    with ScriptedServer(Peer.hold) as server:
        limits = Limits(connect_seconds=0.3)
        async with by(kind, server.port, host=ip_only(kind), limits=limits) as client:
            with pytest.raises(TransportTimeout, match=rf"by proxy {kind}://"):
                await client.call(CURRENT_TIME, timeout=5)
    assert sockets() == before


def replies(*pieces: tuple[int | bytes, bytes]) -> Callable[[Peer], None]:
    """A script: read so many bytes, or up to some, and reply; then close."""

    def script(peer: Peer) -> None:
        for wanted, reply in pieces:
            if isinstance(wanted, int):
                peer.read_exactly(wanted)
            else:
                peer.read_until(wanted)
            peer.write(reply)
        peer.half_close()
        peer.hold()

    return script


REQUEST_5 = 4 + 1 + len(NAME) + 2


@row("P3")
@pytest.mark.parametrize(
    ("kind", "pieces", "words"),
    [
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\1\0\1" + bytes(6))], "general failure"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\2\0\1" + bytes(6))], "rules do not allow"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\3\0\1" + bytes(6))], "network is unreachable"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\4\0\1" + bytes(6))], "host is unreachable"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\5\0\1" + bytes(6))], "connection was refused"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\6\0\1" + bytes(6))], "time to live"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\7\0\1" + bytes(6))], "know the command"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\x08\0\1" + bytes(6))], "type of address"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\x63\0\1" + bytes(6))], "reply code: 0X63"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\4\0\0\1" + bytes(6))], "does not speak SOCKS"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\0\0\7" + bytes(6))], "address type: 0X7"),
        ("socks5", [(3, b"\5\0"), (REQUEST_5, b"\5\0\0")], "closed the connection"),
        ("socks5", [(3, b"\4\0")], "does not speak SOCKS"),
        ("socks5", [(3, b"\5\1")], "a way to log in that we do not have"),
        ("socks5", [(3, b"")], "closed the connection"),
        ("socks4a", [(9, b"\0\x5b" + bytes(6))], "rejected or failed"),
        ("socks4a", [(9, b"\0\x5c" + bytes(6))], "cannot reach our identd"),
        ("socks4a", [(9, b"\0\x5d" + bytes(6))], "names another user"),
        ("socks4a", [(9, b"\0\x63" + bytes(6))], "reply code: 0X63"),
        ("socks4a", [(9, b"\5\x5a" + bytes(6))], "does not speak SOCKS"),
        ("socks4a", [(9, b"\0\x5a")], "closed the connection"),
    ],
)
async def test_p3_what_a_socks_proxy_says_is_told(
    kind: str, pieces: Sequence[tuple[int, bytes]], words: str
) -> None:
    with ScriptedServer(replies(*pieces)) as server:
        async with by(kind, server.port) as client:
            with pytest.raises(ProxyError, match=words) as caught:
                await client.call(POWER_ON, timeout=5)
    assert f"{kind}://127.0.0.1:{server.port}" in str(caught.value)


@row("P4")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tls", [True, False], ids=["tls", "plain"])
async def test_p4_replies_in_single_bytes(
    kind: str, tls: bool, server_context: ssl.SSLContext, ca_file: Path
) -> None:
    with ScriptedServer(good, tls=server_context if tls else None) as server:
        host = "127.0.0.1" if kind == "socks4" else "localhost"
        table = {(host, server.port): ("127.0.0.1", server.port)}
        login = None if kind in ("socks4", "socks4a") else ("me", CANARY)
        with Proxy(kind, table, login=login if kind == "socks5" else None, split=True) as proxy:
            credentials = {"username": "me", "password": CANARY} if login else {}
            async with by(
                kind,
                proxy.port,
                target=server.port,
                host=host,
                tls=TlsSettings(cacert=str(ca_file)) if tls else None,
                **credentials,
            ) as client:
                assert await client.call(CURRENT_TIME, timeout=10) == NOON


@row("P5")
@pytest.mark.parametrize("host", ["a." * 127 + "de", "a" * 64, "a..b"])
@pytest.mark.parametrize("proxy", KINDS)
def test_p5_a_name_that_no_proxy_can_take_is_refused_before_any_io(host: str, proxy: str) -> None:
    with pytest.raises(UriError):
        connect(f"esx://{host}/?proxy={proxy}://127.0.0.1:1")
    with pytest.raises(UriError):
        connect(f"esx://h/?proxy={proxy}://{host}")


@row("P6")
@pytest.mark.parametrize(
    ("kind", "username", "password", "words"),
    [
        ("socks5", "u" * 256, "p", "255"),
        ("socks5", "u", "p" * 256, "255"),
        ("socks5", "ü", "p", "ASCII"),
        ("http", "u", "pß", "ASCII"),
        ("socks4", "u\0x", None, "control"),
        ("socks5", "u", "a\0b", "control"),
        ("http", "u", "a\r\nX: y", "control"),
        ("http", "u:v", "p", "colon"),
        ("socks4", "u", "p", "no passwords"),
        ("socks4a", "u", "p", "no passwords"),
        ("socks5", None, "p", "without a user name"),
    ],
)
def test_p6_credentials_that_a_proxy_cannot_take(
    kind: str, username: str | None, password: str | None, words: str
) -> None:
    with pytest.raises(UriError, match=words) as caught:
        connect(f"esx://h/?proxy={kind}://p", proxy_username=username, proxy_password=password)
    assert caught.value.parameter == "proxy"


@row("P7")
@pytest.mark.parametrize(
    ("kind", "pieces", "username", "words"),
    [
        ("socks5", [(4, b"\5\2"), (3 + 2 + len(CANARY), b"\1\1")], "me", "refuses the user name"),
        ("socks5", [(3, b"\5\xff")], None, "wants a user name and password"),
        ("socks5", [(4, b"\5\xff")], "me", "a way to log in that we do not have"),
        ("socks4a", [(9, b"\0\x5d" + bytes(6))], "me", "names another user"),
        ("http", [(b"\r\n\r\n", b"HTTP/1.1 407 No\r\n\r\n")], "me", "wants a user name and password"),
        ("http", [(b"\r\n\r\n", b"HTTP/1.1 407 No\r\n\r\n")], None, "wants a user name and password"),
    ],
)  # fmt: skip
async def test_p7_a_refused_login_does_not_show_the_password(
    kind: str, pieces: Sequence[tuple[int | bytes, bytes]], username: str | None, words: str
) -> None:
    password = CANARY if username and kind != "socks4a" else None
    with ScriptedServer(replies(*pieces)) as server:
        async with by(kind, server.port, username=username, password=password) as client:
            with pytest.raises(ProxyError, match=words) as caught:
                await client.call(CURRENT_TIME, timeout=5)
    assert CANARY not in str(caught.value) + repr(caught.value)


@row("P7")
@row("P8")
async def test_p7_a_407_of_a_forwarding_proxy_is_the_proxys() -> None:
    reply = b"HTTP/1.1 407 Login\r\nContent-Length: 0\r\n\r\n"
    with ScriptedServer(replies((b"\r\n\r\n", reply))) as server:
        async with by("http", server.port, tls=None) as client:
            with pytest.raises(ProxyError, match="it wants a user name and password"):
                await client.call(CURRENT_TIME, timeout=5)


@row("P8")
@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 3\r\n\r\nabc", "407; it"),
        (b"HTTP/1.1 403 Forbidden\r\n\r\n<html>", "answered 403"),
        (b"HTTP/1.0 502 Bad Gateway\r\n\r\n", "answered 502"),
        (b"HTTP/1.1 301 Moved\r\nLocation: http://x/\r\n\r\n", "answered 301"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 9, "1xx answers do not end"),
        (b"HTT", "closed the connection"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 OK\r\n\r\n", "not HTTP"),
        (b"SSH-2.0-OpenSSH\r\n\r\n", "not HTTP"),
        (b"\0\0\0\0\r\n\r\n", "not HTTP"),
        (b"", "closed the connection"),
    ],
)
async def test_p8_what_connect_is_answered_is_told(reply: bytes, words: str) -> None:
    with ScriptedServer(replies((b"\r\n\r\n", reply))) as server:
        async with by("http", server.port) as client:
            with pytest.raises(ProxyError, match=words):
                await client.call(POWER_ON, timeout=5)


@row("P8")
@row("P9")
@pytest.mark.parametrize("split", [True, False])
async def test_p9_informational_answers_and_early_bytes(split: bool) -> None:
    """The bytes behind the head of CONNECT's answer are the tunnel's, in whatever pieces."""
    head = b"HTTP/1.1 102 Wait\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\n"

    def script(peer: Peer) -> None:
        peer.read_until(b"\r\n\r\n")
        if split:
            peer.drip(head + b"early")
        else:
            peer.write(head + b"early")
        peer.hold()

    with ScriptedServer(script) as server:
        line = await Network().reach("127.0.0.1", server.port)
        try:
            settings = ProxySettings("http", "127.0.0.1", server.port)
            with anyio.fail_after(5):
                await open_tunnel(line, settings, f"{NAME}:443")
                assert await line.receive_exactly(5) == b"early"
        finally:
            line.close()


@row("P10")
async def test_p10_an_endless_head_ends_at_64_kib() -> None:
    def script(peer: Peer) -> None:
        peer.read_until(b"\r\n\r\n")
        peer.write(b"HTTP/1.1 200 OK\r\n")
        for _ in range(1000):
            peer.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")

    with ScriptedServer(script) as server:
        async with by("http", server.port) as client:
            with pytest.raises(ProxyError, match="head does not end"):
                await client.call(CURRENT_TIME, timeout=5)


@row("P11")
@pytest.mark.parametrize("end", ["%0d%0aX:%20y", "%0a", "%00", "%20"])
def test_p11_line_ends_in_a_host_are_refused(end: str) -> None:
    with pytest.raises(UriError):
        connect(f"esx://h{end}/?proxy=http://p")
    with pytest.raises(UriError):
        connect(f"esx://h/?proxy=http://p{end}")


@row("P12")
async def test_p12_an_ipv6_target() -> None:
    with ScriptedServer(good, host="::1") as server:
        table = {("::1", server.port): ("::1", server.port)}
        for kind in ("socks5", "http"):
            with Proxy(kind, table) as proxy:
                async with by(kind, proxy.port, target=server.port, host="::1", tls=None) as client:
                    assert await client.call(CURRENT_TIME, timeout=5) == NOON
        with Proxy("http", table) as proxy:
            async with by("http", proxy.port, target=server.port, host="::1") as client:
                with pytest.raises(TransportTimeout):
                    await client.call(CURRENT_TIME, timeout=0.5)
            assert proxy.heads[0].startswith(f"CONNECT [::1]:{server.port} HTTP/1.1\r\n".encode())


@row("P12")
@pytest.mark.parametrize("kind", ["socks4", "socks4a"])
async def test_p12_socks4_knows_ipv4_only(kind: str) -> None:
    with ScriptedServer(Peer.hold) as server:
        async with by(kind, server.port, host="::1") as client:
            with pytest.raises(ProxyError, match="IPv4 only"):
                await client.call(CURRENT_TIME, timeout=5)
    assert server.connections == 0


@row("P12")
def test_p12_a_zone_has_no_meaning_for_a_proxy() -> None:
    with pytest.raises(UriError, match="zone"):
        connect("esx://[fe80::1%25eth0]/?proxy=http://p")


@row("P13")
@pytest.mark.parametrize("kind", ["socks4a", "socks5", "http"])
@pytest.mark.parametrize("tls", [True, False], ids=["tls", "plain"])
async def test_p13_the_proxy_alone_looks_the_name_up(
    kind: str, tls: bool, looked_up: list[str], server_context: ssl.SSLContext
) -> None:
    with ScriptedServer(good, tls=server_context if tls else None) as server:  # noqa: SIM117  # the second needs the first
        with Proxy(kind, {(NAME, 443): ("127.0.0.1", server.port)}) as proxy:
            settings = TlsSettings(verify=False) if tls else None
            async with by(kind, proxy.port, tls=settings) as client:
                assert await client.call(CURRENT_TIME, timeout=5) == NOON
            assert proxy.targets == [(NAME, 443)]
    assert NAME not in looked_up


@row("P13")
async def test_p13_socks4_has_to_look_the_name_up_here(looked_up: list[str]) -> None:
    with ScriptedServer(good) as server:
        table = {("127.0.0.1", server.port): ("127.0.0.1", server.port)}
        with Proxy("socks4", table) as proxy:
            async with by(
                "socks4", proxy.port, target=server.port, host="localhost", tls=None
            ) as client:
                assert await client.call(CURRENT_TIME, timeout=5) == NOON
            async with by("socks4", proxy.port, target=server.port, tls=None) as client:
                with pytest.raises(ConnectError, match=rf"{NAME}.*cannot be resolved"):
                    await client.call(CURRENT_TIME, timeout=5)
    assert "localhost" in looked_up
    assert NAME in looked_up


@row("P14")
@pytest.mark.parametrize("kind", ["socks5", "http"])
async def test_p14_a_proxy_that_dies(kind: str) -> None:
    """As when the host's own line breaks: see N6 and N10 for what the session makes of it."""
    with ScriptedServer(good) as server:  # noqa: SIM117  # the second needs the first
        with Proxy(kind, {(NAME, 443): ("127.0.0.1", server.port)}) as proxy:
            async with by(kind, proxy.port, tls=None) as client:
                assert await client.call(CURRENT_TIME, timeout=5) == NOON
                proxy.cut()
                await anyio.sleep(0.1)
                assert await client.call(CURRENT_TIME, timeout=5) == NOON
                proxy.rules = lambda data: "cut" if b"PowerOnVM_Task" in data else None
                with pytest.raises(OutcomeUnknownError):
                    await client.call(POWER_ON, timeout=5)
                assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("P15")
async def test_p15_proxies_of_the_environment_are_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with ScriptedServer(good) as server, ScriptedServer(Peer.hold) as trap:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")
        async with open_client(server.port) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    assert trap.connections == 0


@row("P8")
async def test_absolute_form_carries_the_credentials_to_the_proxy() -> None:
    with ScriptedServer(lambda peer: peer.serve(lambda _: GOOD)) as server:
        async with by(
            "http", server.port, tls=None, username="me", password="open sesame"
        ) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
    head = server.requests[0].split(b"\r\n\r\n")[0].split(b"\r\n")
    assert head[0] == f"POST http://{NAME}:443/sdk HTTP/1.1".encode()
    assert b"Proxy-Authorization: Basic bWU6b3BlbiBzZXNhbWU=" in head
