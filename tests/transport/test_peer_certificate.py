"""Looking at a certificate that is not trusted, before anybody decides about it."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from support.proxy import Proxy
from support.scripted import Peer, ScriptedServer
from support.vcenter import ADDRESSES, VCENTER, Estate, quick

import aioesx
from aioesx import errors
from aioesx.simulator import Simulator

pytestmark = pytest.mark.anyio


async def test_it_is_the_one_that_a_pin_then_takes(simulator: Simulator) -> None:
    connecting = aioesx.connect(simulator.uri, password="secret")
    with pytest.raises(errors.TlsError, match="authority is unknown") as caught:
        await connecting

    seen = await connecting.peer_certificate()

    assert caught.value.reason is not None
    assert (seen.host, seen.port, seen.is_vcenter) == ("127.0.0.1", simulator.port, False)
    assert seen.thumbprint == hashlib.sha256(seen.der).hexdigest()
    pem = ssl.DER_cert_to_PEM_cert(seen.der)
    assert pem == ssl.get_server_certificate((seen.host, seen.port))
    async with aioesx.connect(
        f"{simulator.uri}?thumbprint={seen.thumbprint}", password="secret"
    ) as esx:
        assert await esx.domains.list()


APPLICATION_DATA: Final = 23
"""The type of a record that belongs to no handshake, before TLS 1.3 (RFC 5246, 6.2.1)."""


def records(sent: bytes) -> Iterator[int]:
    """Yield the types of TLS records."""
    while sent:
        yield sent[0]
        sent = sent[5 + int.from_bytes(sent[3:5], "big") :]


async def test_a_handshake_is_all_that_is_sent(server_context_of_12: ssl.SSLContext) -> None:
    heard: list[bytes] = []
    sent: list[bytes] = []

    def listen(peer: Peer) -> None:
        while True:
            heard.append(peer.read_some())

    with (
        ScriptedServer(listen, tls=server_context_of_12) as server,
        Proxy("relay", {("", 0): ("127.0.0.1", server.port)}) as line,
    ):
        line.rules = sent.append  # its None lets the piece pass
        uri = f"esx://root@127.0.0.1:{line.port}/"
        await aioesx.connect(uri, password="secret").peer_certificate()

    kinds = set(records(b"".join(sent)))
    assert len(kinds) > 1
    assert APPLICATION_DATA not in kinds
    assert heard == []


async def test_a_proxy_is_told_who_we_are_and_the_server_nothing(simulator: Simulator) -> None:
    table = {("127.0.0.1", simulator.port): ("127.0.0.1", simulator.port)}
    with Proxy("http", table) as proxy:
        seen = await aioesx.connect(
            f"{simulator.uri}?proxy=http://127.0.0.1:{proxy.port}",
            password="secret",
            proxy_username="ann",
            proxy_password="canary-password",
        ).peer_certificate()

        assert seen.thumbprint == simulator.thumbprint
        assert [head.split(b" ")[0] for head in proxy.heads] == [b"CONNECT"]
        assert b"proxy-authorization: basic " in proxy.heads[0].lower()
    assert sum(simulator.call_count.values()) == 0


async def test_that_of_the_vcenter_where_that_was_tried_last() -> None:
    async with Estate(options=quick()).site() as site:
        assert site.vcenter is not None
        uri = f"esx://root@{ADDRESSES['esx1']}:{site.port}/?vcenter=*"
        trust = "no_verify=1"
        passwords: Any = {"password": "secret", "vcenter_password": "secret"}
        connecting = aioesx.connect(f"{uri}&{trust}&vcenter_no_verify=0", **passwords)
        with pytest.raises(errors.TlsError, match="these are vcenter_no_verify="):
            await connecting

        seen = await connecting.peer_certificate()

        assert (seen.host, seen.is_vcenter) == (VCENTER, True)
        assert seen.thumbprint == site.vcenter.thumbprint
        trust = f"no_verify=1&vcenter_thumbprint={seen.thumbprint}"
        async with aioesx.connect(f"{uri}&{trust}", **passwords) as esx:
            assert await esx.domains.list()


async def test_a_server_that_says_nothing_has_the_time_for_opening() -> None:
    with ScriptedServer(Peer.hold) as server:
        uri = f"esx://root@127.0.0.1:{server.port}/"
        with pytest.raises(errors.TransportTimeout, match=r"certificate of .* within 0\.3 s"):
            await aioesx.connect(uri, password="secret", timeout=0.3).peer_certificate()


async def test_a_server_that_has_none_has_none() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.set_ciphers("aNULL:@SECLEVEL=0")
    tls.maximum_version = ssl.TLSVersion.TLSv1_2
    ours = ssl.create_default_context()
    ours.set_ciphers("aNULL:@SECLEVEL=0")
    with ScriptedServer(Peer.hold, tls=tls) as server:
        uri = f"esx://root@127.0.0.1:{server.port}/"
        for connecting in (
            aioesx.connect(uri, password="secret", ssl_context=ours),
            aioesx.connect(f"{uri}?legacy_tls=1", password="secret"),
        ):
            with pytest.raises(errors.TlsError):
                await connecting.peer_certificate()


async def test_the_callers_context_is_used_and_judges_as_before(
    server_context_of_12: ssl.SSLContext, certificate_files: tuple[Path, Path], ca_file: Path
) -> None:
    """A server that wants a certificate of its clients, and speaks odd ciphers only."""
    server_context_of_12.load_verify_locations(ca_file)
    server_context_of_12.verify_mode = ssl.CERT_REQUIRED
    server_context_of_12.set_ciphers("CAMELLIA:@SECLEVEL=0")
    context = ssl.create_default_context()
    context.set_ciphers("CAMELLIA:@SECLEVEL=0")
    context.load_cert_chain(*certificate_files)
    shook: list[int] = []

    def script(peer: Peer) -> None:
        shook.append(peer.number)
        peer.hold()

    with ScriptedServer(script, tls=server_context_of_12) as server:
        uri = f"esx://root@127.0.0.1:{server.port}/"
        connecting = aioesx.connect(uri, password="secret", ssl_context=context)

        seen = await connecting.peer_certificate()

        pem = certificate_files[0].read_text().partition("-----END")[0]
        assert ssl.DER_cert_to_PEM_cert(seen.der).startswith(pem.rstrip())
        with pytest.raises(errors.TlsError, match="unknown authority"):
            await connecting
    assert shook == [0]
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


@pytest.fixture
def server_context_of_12(certificate_files: tuple[Path, Path]) -> ssl.SSLContext:
    """TLS 1.2, whose records tell a handshake from what follows it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate_files)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


async def test_another_than_the_pinned_one_says_both(simulator: Simulator) -> None:
    connecting = aioesx.connect(f"{simulator.uri}?thumbprint={'ab' * 32}", password="secret")
    with pytest.raises(errors.TlsError) as caught:
        await connecting

    assert caught.value.pinned == "ab" * 32
    assert caught.value.thumbprint == (await connecting.peer_certificate()).thumbprint


async def test_where_there_is_no_tls_there_is_none(plain: Simulator) -> None:
    with pytest.raises(errors.UriError, match="no TLS"):
        await aioesx.connect(plain.uri, password="secret").peer_certificate()
