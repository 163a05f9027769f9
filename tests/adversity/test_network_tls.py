"""Faults of TLS, rows N13 to N18: the reason is named, and nothing is sent to the wrong server."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest
import trustme
from support.calls import CURRENT_TIME, GOOD, NOON, POWER_ON, Reach, good
from support.scripted import Peer, ScriptedServer, answer

from aioesx._transport import TlsSettings
from aioesx.errors import (
    ConnectionLostError,
    TlsError,
)

pytestmark = pytest.mark.anyio
row = pytest.mark.fault


@row("N13")
async def test_n13_plain_http_on_the_tls_port(reach: Reach) -> None:
    def script(peer: Peer) -> None:
        peer.read_some()
        peer.write(answer(b"bad", status="400 Bad Request"))
        peer.hold()

    with ScriptedServer(script) as server:
        async with reach(server, tls=TlsSettings(verify=False)) as client:
            with pytest.raises(TlsError, match="transport=http"):
                await client.call(CURRENT_TIME, timeout=5)


@row("N13")
async def test_n13_tls_on_the_plain_port(
    reach: Reach, server_context: ssl.SSLContext, ca_file: Path
) -> None:
    def alert(peer: Peer) -> None:
        peer.read_some()
        peer.write(b"\x15\x03\x01\x00\x02\x02\x46")

    with ScriptedServer(alert) as server:
        async with reach(server) as client:
            with pytest.raises(TlsError, match="leave transport=http out"):
                await client.call(CURRENT_TIME, timeout=5)


def context_of(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def long_ago() -> dict[str, object]:
    import datetime

    return {"not_after": datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)}


@row("N14")
@pytest.mark.parametrize(
    ("issue", "words"),
    [
        (lambda ca: trustme.CA().issue_cert("127.0.0.1", "localhost"), "unknown"),
        (lambda ca: ca.issue_cert("elsewhere.example"), "another"),
        (lambda ca: ca.issue_cert("127.0.0.1", "localhost", **long_ago()), "expired"),
    ],
    ids=["unknown authority", "wrong name", "expired"],
)
async def test_n14_a_bad_certificate_is_refused_before_a_byte_of_soap(
    reach: Reach,
    authority: trustme.CA,
    issue: Callable[[trustme.CA], trustme.LeafCert],
    words: str,
) -> None:
    with ScriptedServer(good, tls=context_of(issue(authority))) as server:
        async with reach(server) as client:
            with pytest.raises(TlsError, match=words) as caught:
                await client.call(POWER_ON, timeout=5)
    assert server.requests == []
    assert all(word in str(caught.value) for word in ("cacert=", "thumbprint=", "no_verify=1"))


@row("N14")
async def test_n14_no_verify_takes_any_certificate(reach: Reach) -> None:
    leaf = trustme.CA().issue_cert("elsewhere.example")
    with ScriptedServer(good, tls=context_of(leaf)) as server:
        async with reach(server, tls=TlsSettings(verify=False)) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("N14")
async def test_n14_a_bundle_that_is_none_is_named(straight: Reach, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nonsense")
    with ScriptedServer(Peer.hold) as server:
        for name in ("ca.pem", "none.pem"):
            async with straight(server, tls=TlsSettings(cacert=str(tmp_path / name))) as client:
                with pytest.raises(TlsError, match=f"cacert=.*{name}"):
                    await client.call(CURRENT_TIME, timeout=5)


def thumbprint_of(leaf: trustme.LeafCert) -> str:
    pem = leaf.cert_chain_pems[0].bytes().decode()
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


@row("N15")
async def test_n15_a_pinned_certificate_that_changes_is_refused(reach: Reach) -> None:
    first, second = (trustme.CA().issue_cert("elsewhere.example") for _ in range(2))
    contexts = [context_of(first), context_of(second)]

    def script(peer: Peer) -> None:
        peer.start_tls(contexts[peer.number])
        peer.read_request()
        peer.write(GOOD)

    with ScriptedServer(script) as server:
        async with reach(server, tls=TlsSettings(thumbprint=thumbprint_of(first))) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
            await anyio.sleep(0.1)
            with pytest.raises(TlsError, match=thumbprint_of(second)):
                await client.call(POWER_ON, timeout=5)
    assert len(server.requests) == 1


@row("N15")
async def test_n15_a_wrong_thumbprint_sees_no_byte(
    straight: Reach, server_context: ssl.SSLContext
) -> None:
    with ScriptedServer(good, tls=server_context) as server:
        async with straight(server, tls=TlsSettings(thumbprint="00" * 32)) as client:
            with pytest.raises(TlsError, match="SHA-256"):
                await client.call(CURRENT_TIME, timeout=5)
    assert server.requests == []


def old_server(certificate: trustme.LeafCert, version: ssl.TLSVersion) -> ssl.SSLContext:
    context = context_of(certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    return context


@row("N16")
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
async def test_n16_old_tls_is_refused_until_it_is_asked_for(
    reach: Reach, certificate: trustme.LeafCert, ca_file: Path
) -> None:
    context = old_server(certificate, ssl.TLSVersion.TLSv1)
    with ScriptedServer(good, tls=context) as server:
        async with reach(server) as client:
            with pytest.raises(TlsError, match="too old; legacy_tls=1 accepts it"):
                await client.call(CURRENT_TIME, timeout=5)
        legacy = TlsSettings(cacert=str(ca_file), legacy=True)
        async with reach(server, tls=legacy) as client:
            assert await client.call(CURRENT_TIME, timeout=5) == NOON


@row("N16")
async def test_n16_no_common_cipher(straight: Reach, certificate: trustme.LeafCert) -> None:
    context = context_of(certificate)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("CAMELLIA:@SECLEVEL=0")
    with ScriptedServer(good, tls=context) as server:
        async with straight(server) as client:
            with pytest.raises(TlsError, match="no common cipher; legacy_tls=1"):
                await client.call(CURRENT_TIME, timeout=5)


@pytest.fixture
def nameless() -> ssl.SSLContext:
    """A server that has no certificate, and speaks ciphers that want none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("aNULL:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


@row("N16")
@pytest.mark.parametrize("verify", [True, False])
async def test_n16_old_tls_is_none_without_a_certificate(
    reach: Reach, nameless: ssl.SSLContext, ca_file: Path, verify: bool
) -> None:
    legacy = TlsSettings(verify=verify, cacert=str(ca_file), legacy=True)
    with ScriptedServer(good, tls=nameless) as server:
        async with reach(server, tls=legacy) as client:
            with pytest.raises(TlsError):
                await client.call(POWER_ON, timeout=5)
    assert server.requests == []


@row("N14")
@pytest.mark.parametrize(
    "thumbprint", [None, hashlib.sha256(b"").hexdigest()], ids=["", "of nothing"]
)
async def test_n14_no_certificate_is_none_for_whatever_context(
    reach: Reach, nameless: ssl.SSLContext, thumbprint: str | None
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("aNULL:@SECLEVEL=0")
    with ScriptedServer(good, tls=nameless) as server:
        async with reach(server, tls=TlsSettings(context=context, thumbprint=thumbprint)) as client:
            with pytest.raises(TlsError, match="has shown no certificate"):
                await client.call(POWER_ON, timeout=5)
    assert server.requests == []


@row("N17")
@pytest.mark.one_loop
@pytest.mark.parametrize("end", [Peer.cut, Peer.reset], ids=["FIN", "RST"])
async def test_n17_a_cut_during_the_handshake(
    reach: Reach, end: Callable[[Peer], None], sockets: Callable[[], int]
) -> None:
    def script(peer: Peer) -> None:
        peer.read_some()
        end(peer)

    before = sockets()
    with ScriptedServer(script) as server:
        async with reach(server, tls=TlsSettings(verify=False)) as client:
            with pytest.raises(TlsError, match="handshake"):
                await client.call(CURRENT_TIME, timeout=5)
    assert sockets() == before


@row("N17")
async def test_n17_cancelled_during_the_handshake(reach: Reach, sockets: Callable[[], int]) -> None:
    before = sockets()
    with ScriptedServer(Peer.hold) as server:
        async with reach(server, tls=TlsSettings(verify=False)) as client:
            for _ in range(5):
                with anyio.move_on_after(0.05) as scope:
                    await client.call(CURRENT_TIME, timeout=5)
                assert scope.cancelled_caught
    assert sockets() == before


@row("N18")
async def test_n18_tls_cut_without_goodbye_is_no_end(
    reach: Reach, server_context: ssl.SSLContext
) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        body = GOOD.partition(b"\r\n\r\n")[2]
        peer.write(answer(body, headers=["Content-Type: text/xml"], length=False))
        if peer.number == 0:
            peer.cut()
        else:
            peer.goodbye()

    with ScriptedServer(script, tls=server_context) as server:
        async with reach(server) as client:
            with pytest.raises(ConnectionLostError):
                await client.call(CURRENT_TIME, timeout=5)
            assert await client.call(CURRENT_TIME, timeout=5) == NOON
