"""TLS contexts, the thumbprint, and what a failed handshake means in plain words.

Making a context reads the system's authorities and costs some 20 ms, so there is one for each
setting in the whole process. This file opens nothing: it is handed a connected line.
"""

from __future__ import annotations

import functools
import hashlib
import ssl
from typing import Any, Final, Self

from aioesx._transport.config import TlsSettings
from aioesx._transport.line import Line
from aioesx.errors import TlsError

__all__ = ["accept_old", "explain", "secure", "unjudging"]

_VERIFY_REASONS: Final = {
    9: "the certificate is not yet valid",
    10: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate's chain ends in an unknown authority",
    20: "the certificate's authority is unknown",
    21: "the certificate's authority is unknown",
    62: "the certificate is for another host name",
    64: "the certificate is for another address",
}
_REMEDY: Final = (
    "; pass cacert= for its authority, thumbprint= for this one certificate,"
    " or no_verify=1 to go without"
)
_CUT: Final = (
    "the connection ended during the handshake; a host as old as ESX 5.x may need legacy_tls=1"
)
# OpenSSL's reason words -> what a person needs to hear.
_REASONS: Final = {
    "WRONG_VERSION_NUMBER": "the server does not speak TLS on this port; is it transport=http?",
    "HTTP_REQUEST": "the server does not speak TLS on this port; is it transport=http?",
    "PACKET_LENGTH_TOO_LONG": "the server does not speak TLS on this port; is it transport=http?",
    "RECORD_LAYER_FAILURE": "the server does not speak TLS on this port; is it transport=http?",
    "UNSUPPORTED_PROTOCOL": "the server's TLS is too old; legacy_tls=1 accepts it",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the server's TLS is too old; legacy_tls=1 accepts it",
    "DH_KEY_TOO_SMALL": "the server's key is too weak; legacy_tls=1 accepts it",
    "EE_KEY_TOO_SMALL": "the server's key is too weak; legacy_tls=1 accepts it",
    "CA_MD_TOO_WEAK": "the server's signature is too weak; legacy_tls=1 accepts it",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "no common cipher; legacy_tls=1 accepts the old ones",
    "UNEXPECTED_EOF": _CUT,
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "the server's TLS is too old; legacy_tls=1 accepts it",
    "LEGACY_SIGALG_DISALLOWED": "the server's TLS is too old; legacy_tls=1 accepts it",
    "WRONG_SIGNATURE_TYPE": "the server's TLS is too old; legacy_tls=1 accepts it",
    "UNKNOWN_PROTOCOL": "the server's TLS is too old; legacy_tls=1 accepts it",
    "NO_PROTOCOLS_AVAILABLE": "no common version of TLS; legacy_tls=1 accepts the old ones",
    "NO_SHARED_CIPHER": "no common cipher; legacy_tls=1 accepts the old ones",
}
_DIGESTS: Final = {40: "sha1", 64: "sha256"}
"""Digest that a thumbprint is, by its length. People name SHA-256; SHA-1 is what hosts tell."""
_NAMES: Final = {"sha1": "SHA-1", "sha256": "SHA-256"}
_ENDS: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)


async def secure(line: Line, host: str, settings: TlsSettings) -> bytes:
    """Do the TLS handshake and check the thumbprint; the caller closes `line` on failure.

    Returns:
        the server's certificate (DER); never empty.

    Raises:
        TlsError: there is no certificate, or one with another thumbprint, or ``cacert=`` cannot be
            read.
        OSError: the handshake failed; see `explain`.
    """
    certificate = await line.start_tls(_context(settings), host)
    if not certificate:  # ciphers without one verify nobody, and no error of OpenSSL's says so
        raise TlsError(f"TLS with {host}: the server has shown no certificate")
    if settings.thumbprint is not None:
        kind = _DIGESTS[len(settings.thumbprint)]
        digest = hashlib.new(kind, certificate, usedforsecurity=kind != "sha1").hexdigest()
        import hmac  # whoever pins a certificate needs it

        if not hmac.compare_digest(digest, settings.thumbprint):
            raise TlsError(
                f"TLS with {host}: the certificate's {_NAMES[kind]} is {digest}, not the"
                f" {settings.thumbprint} of thumbprint=",
                reason="the certificate is another than the pinned one",
                thumbprint=digest,
                pinned=settings.thumbprint,
            )
    return certificate


def explain(error: BaseException, where: str) -> TlsError:
    """Turn a failed handshake into an error that names reason and remedy."""
    if isinstance(error, TlsError):
        return error
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = _VERIFY_REASONS.get(error.verify_code, error.verify_message)
        return TlsError(f"TLS with {where}: {reason}{_REMEDY}", reason=reason)
    if isinstance(error, ssl.SSLError) and not isinstance(error, _ENDS):
        # Python's OpenSSL may be newer than its own list of reasons: then only the text tells.
        words = (error.reason or str(error)).replace(" ", "_").upper()
        known = (text for word, text in _REASONS.items() if word in words)
        return TlsError(f"TLS with {where}: {next(known, error.reason or str(error))}")
    return TlsError(f"TLS with {where}: {_CUT}")


def unjudging(settings: TlsSettings) -> TlsSettings:
    """Return settings that let any certificate pass; ciphers and what we show stay as they are."""
    if settings.context is None:
        return TlsSettings(verify=False, legacy=settings.legacy)
    return TlsSettings(context=_Unjudging(settings.context))


class _Unjudging(ssl.SSLContext):
    """A context that lets any certificate pass, and is like another one but for that.

    The other one is not touched: connections that it judges may begin in this very moment.
    """

    def __new__(cls, _: ssl.SSLContext) -> Self:
        """Make a context of any version of TLS."""
        return super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)

    def __init__(self, like: ssl.SSLContext) -> None:
        self.check_hostname = False
        self.verify_mode = ssl.CERT_NONE
        self.minimum_version = like.minimum_version
        self.maximum_version = like.maximum_version
        self.options = like.options
        self._like = like

    def wrap_socket(self, *args: Any, **options: Any) -> ssl.SSLSocket:
        """Return a socket that does not judge."""
        made = super().wrap_socket(*args, **options)
        # OpenSSL takes ciphers and our own certificate over; how to judge stays what it was.
        made.context = self._like
        return made


def accept_old(context: ssl.SSLContext) -> None:
    """Have a context accept TLS 1.0 and weak keys; no handshake without a certificate, though."""
    context.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)


def _context(settings: TlsSettings) -> ssl.SSLContext:
    if settings.context is not None:
        return settings.context
    verify = settings.verify and settings.thumbprint is None
    return _shared_context(verify, settings.cacert, settings.legacy)


@functools.lru_cache(maxsize=32)
def _shared_context(verify: bool, cacert: str | None, legacy: bool) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    # Python lets OpenSSL 3 take a cut for an end; we do not (an ssl_context= keeps its own ways).
    context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    if legacy:
        accept_old(context)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif cacert is None:
        context.load_default_certs()
    else:
        try:
            context.load_verify_locations(cafile=cacert)
        except (OSError, ssl.SSLError) as error:
            raise TlsError(f"cacert={cacert}: {error.strerror or error}") from None
    return context
