"""Certificates of the simulator's own: a throw-away authority and what it signs.

For hosts of an old age there is TLS as they spoke it: version 1.0, and a certificate that
nobody signed but the host itself, with a short key and SHA-1.
"""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
import tempfile
import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

__all__ = ["Authority"]

_OLD_KEY_BITS: Final = 1024
_SHA256_WITH_RSA: Final = bytes.fromhex("06092a864886f70d01010b")
_SHA1_WITH_RSA: Final = bytes.fromhex("06092a864886f70d010105")


class Authority:
    """A certificate authority that lives as long as the simulator.

    Attributes:
        ca_file: PEM file of its certificate, for clients to trust.
        certificates: what it has made, as DER by SHA-256 in hex.
    """

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="aioesx simulator")
        self._folder = tempfile.TemporaryDirectory(prefix="aioesx-simulator-ca-")
        self.ca_file = Path(self._folder.name) / "ca.pem"
        self.certificates: dict[str, bytes] = {}
        self._ca.cert_pem.write_to_path(str(self.ca_file))

    def server_context(self, *names: str) -> tuple[ssl.SSLContext, str]:
        """Return a server's context for `names`, and its certificate's SHA-256 in hex."""
        issued = self._ca.issue_cert(*names)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(context)
        der = ssl.PEM_cert_to_DER_cert(issued.cert_chain_pems[0].bytes().decode("ascii"))
        return context, self._keep(der)

    def legacy_context(self, *names: str) -> tuple[ssl.SSLContext, str]:
        """Return a context that speaks TLS 1.0 only, with a weak key signed by itself, and SHA-256.

        `ca_file` lists the certificate afterwards, since no authority stands behind it.
        """
        key = rsa.generate_private_key(65537, _OLD_KEY_BITS)
        certificate = ssl.DER_cert_to_PEM_cert(_self_signed(key, names))
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        with self.ca_file.open("a") as file:
            file.write(certificate)
        chain = Path(self._folder.name) / f"legacy-{len(list(self.ca_file.parent.iterdir()))}.pem"
        chain.touch(mode=0o600)
        chain.write_text(certificate + private.decode("ascii"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
        with warnings.catch_warnings():  # Python deprecates what we are here for
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.load_cert_chain(chain)
        der = ssl.PEM_cert_to_DER_cert(certificate)
        return context, self._keep(der)

    def _keep(self, der: bytes) -> str:
        digest = hashlib.sha256(der).hexdigest()
        self.certificates[digest] = der
        return digest

    def close(self) -> None:
        """Delete the certificate's file."""
        self._folder.cleanup()


def _self_signed(key: rsa.RSAPrivateKey, names: tuple[str, ...]) -> bytes:
    """Return a certificate of `key` for `names`, signed by itself with SHA-1, as DER."""
    subject = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "aioesx simulator"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, names[0] if names else "localhost"),
        ]
    )
    now = datetime.now(UTC)
    draft = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName(list(map(_general_name, names))), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return _signed_with_sha1(draft, key)


def _signed_with_sha1(draft: x509.Certificate, key: rsa.RSAPrivateKey) -> bytes:
    """Return a certificate with its SHA-256 signature replaced by one with SHA-1.

    Libraries of today do not sign certificates with SHA-1 any more. Both algorithms' names and
    both signatures have the same length, so nothing but them changes.
    """
    body = draft.tbs_certificate_bytes.replace(_SHA256_WITH_RSA, _SHA1_WITH_RSA)
    signature = key.sign(body, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303  # weak on purpose
    whole = draft.public_bytes(serialization.Encoding.DER).replace(_SHA256_WITH_RSA, _SHA1_WITH_RSA)
    return whole[: -len(signature)] + signature


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)
