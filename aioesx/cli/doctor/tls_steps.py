"""The step that looks at TLS: its version, the certificate's chain, name and time."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from aioesx._transport import tls
from aioesx.cli.doctor.certificate import Certificate, look_at_certificate, shake_hands
from aioesx.cli.doctor.finding import Culprit, Finding, fault, fine, warning
from aioesx.cli.status import ExitStatus
from aioesx.errors import TlsError, TransportError

if TYPE_CHECKING:
    from aioesx._transport import TlsSettings
    from aioesx.cli.doctor.patient import Patient

__all__ = ["look_at_tls"]

_OLD: Final = frozenset({"SSLv3", "TLSv1", "TLSv1.1"})
_LEGACY: Final = (
    "legacy_tls=1 in the URI accepts it from this host; beside it thumbprint= or cacert="
)
_SOON: Final = timedelta(days=30)
_TRUST: Final = (
    "if the certificate is the host's own, as its console or owner can tell, thumbprint={sha256} in"
    " the URI trusts it alone; cacert=FILE trusts an authority"
)
_NAME: Final = (
    "use a name that the certificate is for ({names}) in the URI, give the host a certificate for"
    " {host}, or trust this one alone by thumbprint={sha256}"
)
_TIME: Final = (
    "it is {now:%Y-%m-%d %H:%M} UTC by this machine's clock: if that is right, renew the host's"
    " certificate; until then thumbprint={sha256} trusts it as it is"
)
_ADVICE: Final = {9: _TIME, 10: _TIME, 62: _NAME, 64: _NAME}
"""OpenSSL's code for what is wrong with a certificate to what helps; `_TRUST` for all others."""


async def look_at_tls(patient: Patient) -> Finding:
    """Do the handshake as the URI wants it; where it fails, have a look at what came instead."""
    settings = patient.route.tls
    if settings is None:
        advice = "leave transport=http out of the URI where the host has HTTPS"
        return warning("tls", "none: the password goes over the network as it is", advice)
    try:
        _, version = await shake_hands(patient, settings)
    except (TransportError, OSError, EOFError, ValueError) as error:
        if isinstance(error, TransportError) and not isinstance(error, TlsError):
            raise
        raise await _culprit(patient, error) from None
    came = await look_at_certificate(patient)
    return _judged(settings, version, came)


def _judged(settings: TlsSettings, version: str, came: Certificate | None) -> Finding:
    """Judge what was let pass."""
    text = f"{version}; {came}" if came is not None else version
    if not settings.verify and settings.thumbprint is None:
        pin = f"thumbprint={came.sha256}" if came is not None else "thumbprint="
        advice = f"{pin} in the URI instead of no_verify=1 trusts this certificate alone"
        return warning("tls", f"whoever answers is believed (no_verify=1): {text}", advice)
    ends = came.facts.ends if came is not None else None
    if settings.thumbprint is None and ends is not None and ends < datetime.now(UTC) + _SOON:
        return warning("tls", f"the certificate ends soon: {text}", "renew it before that")
    return fine("tls", text)


async def _culprit(patient: Patient, error: BaseException) -> Culprit:
    reason, _, remedy = str(tls.explain(error, patient.uri.authority)).partition("; ")
    reason = reason.rpartition(f"{patient.uri.authority}: ")[2]
    came = await look_at_certificate(patient)
    if came is None:
        return _fault(reason, remedy or "see whether that port is the host's HTTPS port")
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = _ADVICE.get(error.verify_code, _TRUST).format(
            names=", ".join(came.facts.names) or "none",
            host=patient.uri.host,
            sha256=came.sha256,
            now=datetime.now(UTC),
        )
        return _fault(f"{reason}: {came}", advice)
    if isinstance(error, TlsError):  # another thumbprint, or a file that cannot be read
        advice = "if the host has a new certificate, and it is its own, tell its SHA-256"
        return _fault(reason, advice if patient.uri.thumbprint else "check cacert= of the URI")
    # Some servers that are too old say so, some just end the connection.
    reason = "the server's TLS is too old" if came.spoken in _OLD else reason
    return _fault(f"{reason}: it speaks {came.spoken}; {came}", _LEGACY)


def _fault(text: str, advice: str) -> Culprit:
    return fault("tls", text, advice, ExitStatus.NO_CONNECTION)
