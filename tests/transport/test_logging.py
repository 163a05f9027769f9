"""What the logger aioesx.transport tells at DEBUG."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from support.calls import CURRENT_TIME, GOOD, direct, good, open_client
from support.proxy import Proxy
from support.scripted import Peer, ScriptedServer

from aioesx._transport import Limits, ProxySettings

pytestmark = pytest.mark.anyio
SECRET = "canary-proxy-password"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """The log's lines; filled as they come, numbers of connections replaced."""
    lines: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            assert record.levelno == logging.DEBUG
            lines.append(re.sub(r"^.*? #\d+: ", "", record.getMessage()))

    caplog.set_level(logging.DEBUG, "aioesx.transport")
    logger, handler = logging.getLogger("aioesx.transport"), Handler()
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


async def test_a_connection_is_opened_used_again_and_closed(told: list[str]) -> None:
    with ScriptedServer(good) as server:
        async with direct(server) as client:
            await client.call(CURRENT_TIME, timeout=5)
            await client.call(CURRENT_TIME, timeout=5)
    assert told == ["opened, plain", "used again", "closed after 2 exchanges"]


async def test_the_version_of_tls_is_told(
    told: list[str], authority: trustme.CA, ca_file: Path
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with ScriptedServer(good, tls=context) as server:
        async with direct(server, ca_file=ca_file) as client:
            await client.call(CURRENT_TIME, timeout=5)
    assert told == ["opened, TLSv1.3", "closed after 1 exchanges"]


async def test_the_proxy_is_told_without_its_password(told: list[str]) -> None:
    with ScriptedServer(good) as server:
        table = {("esx1.invalid", 80): ("127.0.0.1", server.port)}
        with Proxy("socks5", table, login=("me", SECRET)) as proxy:
            settings = ProxySettings("socks5", "127.0.0.1", proxy.port, "me", SECRET)
            async with open_client(80, host="esx1.invalid", proxy=settings) as client:
                await client.call(CURRENT_TIME, timeout=5)
    assert told[0] == f"opened, plain by proxy socks5://127.0.0.1:{proxy.port}"
    assert SECRET not in "".join(told)


async def test_an_idle_connection_that_is_no_good_any_more_is_told(told: list[str]) -> None:
    with ScriptedServer(good) as server:
        async with direct(server, limits=Limits(idle_seconds=-1.0)) as client:
            await client.call(CURRENT_TIME, timeout=5)
            await client.call(CURRENT_TIME, timeout=5)
    assert told[1:4] == [
        "idle for too long, or ended by the other side",
        "closed after 1 exchanges",
        "opened, plain",
    ]


async def test_a_repeated_read_is_told(told: list[str]) -> None:
    def once(peer: Peer) -> None:
        peer.read_request()
        peer.write(GOOD)
        peer.read_request()
        peer.cut()

    with ScriptedServer(once) as server:
        async with direct(server) as client:
            await client.call(CURRENT_TIME, timeout=5)
            await client.call(CURRENT_TIME, timeout=5)
    assert [line for line in told if "once more over a new one" in line]
