"""TLS as old hosts spoke it, and what our client says and does about it."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

import aioesx
from aioesx.errors import TlsError
from aioesx.simulator import Simulator, presets
from aioesx.simulator.profile import ESX_3_5
from aioesx.simulator.tls import Authority

run_async = pytest.mark.anyio


def test_the_certificate_is_as_weak_as_they_were() -> None:
    authority = Authority()
    context, thumbprint = authority.legacy_context("esx1.example", "127.0.0.1")
    last = Path(authority.ca_file).read_text().rpartition("-----BEGIN CERTIFICATE-----")
    certificate = x509.load_pem_x509_certificate("".join(last[1:]).encode())
    authority.close()
    key = certificate.public_key()

    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 1024
    assert certificate.signature_algorithm_oid == x509.SignatureAlgorithmOID.RSA_WITH_SHA1
    assert certificate.fingerprint(hashes.SHA256()).hex() == thumbprint
    assert context.maximum_version is ssl.TLSVersion.TLSv1


@run_async
async def test_our_client_reaches_an_old_host_when_told_to() -> None:
    host = presets.small_host(machines=1, profile=ESX_3_5)
    async with Simulator(host, tls="legacy") as simulator:
        assert "legacy_tls=1" in simulator.uri
        connecting = aioesx.connect(
            simulator.uri, password=simulator.password, cacert=simulator.ca_file
        )
        async with connecting as esx:
            assert esx.product.version == "3.5.0"


@run_async
@pytest.mark.parametrize("option", ["no_verify=1", "thumbprint={thumbprint}"])
async def test_who_it_is_may_be_told_otherwise(option: str) -> None:
    async with Simulator(presets.empty_host(), tls="legacy") as simulator:
        uri = f"{simulator.uri}&{option.format(thumbprint=simulator.thumbprint)}"
        async with aioesx.connect(uri, password=simulator.password) as esx:
            assert await esx.domains.list() == []


@run_async
async def test_without_it_the_error_names_the_remedy() -> None:
    async with Simulator(presets.empty_host(), tls="legacy") as simulator:
        uri = simulator.uri.replace("legacy_tls=1", "no_verify=1")
        with pytest.raises(TlsError, match="legacy_tls=1"):
            async with aioesx.connect(uri, password=simulator.password):
                pass
