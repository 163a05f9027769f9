"""Proxies by others judge ours: dante, microsocks, tinyproxy, pproxy.

The host's name is in the hosts file of the proxy alone, which has one of its own by a mount
namespace; what this process asks its resolver is recorded. SOCKS4 takes addresses only; SOCKS4a
has no program here that speaks it, so our own scripted proxy stands in (tests/adversity, P13).
"""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import trustme
from support.calls import CURRENT_TIME, NOON, good, open_client
from support.judges import required
from support.lookups import looked_up
from support.scripted import ScriptedServer
from support.waiting import until_blocking

from aioesx._transport import ProxySettings, TlsSettings
from aioesx.errors import ProxyError

__all__ = ["looked_up"]  # a fixture

pytestmark = pytest.mark.anyio
NAME: Final = "esx1.invalid"
SECRET: Final = "canary-proxy-password"

DANTE: Final = """\
logoutput: stderr
internal: 127.0.0.1 port = {port}
external: 127.0.0.1
clientmethod: none
socksmethod: none
user.privileged: root
user.unprivileged: root
client pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 }}
socks pass {{ from: 127.0.0.0/8 to: 0.0.0.0/0 protocol: tcp }}
"""
TINYPROXY: Final = """\
Port {port}
Listen 127.0.0.1
Timeout 30
Allow 127.0.0.1
MaxClients 20
DisableViaHeader Yes
"""


def _program(name: str) -> str:
    return shutil.which(name) or f"/usr/sbin/{name}"


def _command(program: str, port: int, directory: Path) -> list[str]:
    """Return the command that runs a proxy in the foreground."""
    config = directory / "proxy.conf"
    if program == "danted":
        config.write_text(DANTE.format(port=port))
        return [_program("danted"), "-f", str(config)]
    if program == "tinyproxy":
        config.write_text(TINYPROXY.format(port=port))
        return [_program("tinyproxy"), "-d", "-c", str(config)]
    if program == "microsocks":
        return [_program("microsocks"), "-i", "127.0.0.1", "-p", str(port)]
    if program == "microsocks with login":
        login = ["-u", "me", "-P", SECRET]
        return [_program("microsocks"), "-i", "127.0.0.1", "-p", str(port), *login]
    return [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "pproxy",
        "-l",
        f"socks4+socks5://127.0.0.1:{port}",
    ]


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def _isolated(command: list[str], directory: Path) -> list[str]:
    """Give a command a hosts file that nobody else sees."""
    hosts = directory / "hosts"
    hosts.write_text(f"127.0.0.1 localhost {NAME}\n")
    script = f'mount --bind "{hosts}" /etc/hosts && exec "$@"'
    for way in (["unshare", "--mount"], ["unshare", "--user", "--map-root-user", "--mount"]):
        wrapped = [*way, "sh", "-c", script, "sh"]
        with contextlib.suppress(OSError):
            if subprocess.run([*wrapped, "true"], capture_output=True, check=False).returncode == 0:
                return [*wrapped, *command]
    if required():
        pytest.fail("no mount namespace to be had: the proxy cannot have a hosts file of its own")
    pytest.skip("no mount namespace to be had")


@contextlib.contextmanager
def running(program: str, directory: Path) -> Iterator[int]:
    """Run a proxy; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = _isolated(_command(program, port, directory), directory)
    with (directory / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            until_blocking(lambda: _listens(port) or process.poll() is not None)
            assert process.poll() is None, (directory / "proxy.log").read_text()
            yield port
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)


def peer(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.peer(*names)


@pytest.fixture(scope="module")
def context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(NAME, "127.0.0.1").configure_cert(context)
    return context


@pytest.mark.fault("P12")
@pytest.mark.fault("P13")
@pytest.mark.parametrize("tls", [True, False], ids=["tls", "plain"])
@pytest.mark.parametrize(
    ("program", "kind", "host", "login"),
    [
        pytest.param("danted", "socks4", "127.0.0.1", False, marks=peer("danted")),
        pytest.param("pproxy", "socks4", "127.0.0.1", False, marks=peer("pproxy")),
        pytest.param("danted", "socks5", NAME, False, marks=peer("danted")),
        pytest.param("microsocks", "socks5", NAME, False, marks=peer("microsocks")),
        pytest.param("microsocks with login", "socks5", NAME, True, marks=peer("microsocks")),
        pytest.param("tinyproxy", "http", NAME, False, marks=peer("tinyproxy")),
    ],
)
async def test_a_real_proxy_leads_to_a_host_that_it_alone_knows(
    program: str,
    kind: str,
    host: str,
    login: bool,
    tls: bool,
    tmp_path: Path,
    context: ssl.SSLContext,
    ca_file: Path,
    looked_up: list[str],
) -> None:
    credentials = ("me", SECRET) if login else (None, None)
    with ScriptedServer(good, tls=context if tls else None) as server:  # noqa: SIM117  # the second needs the first
        with running(program, tmp_path) as port:
            async with open_client(
                server.port,
                host=host,
                tls=TlsSettings(cacert=str(ca_file)) if tls else None,
                proxy=ProxySettings(kind, "127.0.0.1", port, *credentials),
            ) as client:
                for _ in range(3):
                    assert await client.call(CURRENT_TIME, timeout=20) == NOON
    assert NAME not in looked_up
    assert server.connections == 1 or kind == "http"


@pytest.mark.fault("P7")
@peer("microsocks")
async def test_a_real_proxy_refuses_a_wrong_password(tmp_path: Path) -> None:
    with running("microsocks with login", tmp_path) as port:
        settings = ProxySettings("socks5", "127.0.0.1", port, "me", "wrong-" + SECRET)
        async with open_client(443, host=NAME, proxy=settings) as client:
            with pytest.raises(ProxyError) as caught:
                await client.call(CURRENT_TIME, timeout=20)
    assert SECRET not in str(caught.value)
