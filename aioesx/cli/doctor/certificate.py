"""A look at a server's certificate, whatever it is worth, and what it says."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Final

from aioesx._transport import TlsSettings, dial, tls
from aioesx.cli.certificate_facts import CertificateFacts, facts_of, fingerprint

if TYPE_CHECKING:
    from aioesx.cli.doctor.patient import Patient

__all__ = ["Certificate", "look_at_certificate", "shake_hands"]

_SECONDS: Final = 10.0


@dataclasses.dataclass(frozen=True, slots=True)
class Certificate:
    """What came.

    Attributes:
        sha256: its fingerprint, as ``thumbprint=`` takes it.
        spoken: the version of TLS that was spoken to get it.
        facts: what it says.
    """

    sha256: str
    spoken: str
    facts: CertificateFacts

    def __str__(self) -> str:
        facts = self.facts
        told = [f"certificate of {facts.subject}" if facts.subject else "certificate"]
        if facts.issuer:
            own = facts.issuer == facts.subject
            told.append("signed by itself" if own else f"signed by {facts.issuer}")
        if facts.names:
            told.append(f"for {', '.join(facts.names)}")
        if facts.ends is not None:
            told.append(f"valid until {facts.ends:%Y-%m-%d}")
        return f"{'; '.join(told)}; {fingerprint(self.sha256)}"


async def shake_hands(patient: Patient, settings: TlsSettings) -> tuple[bytes, str]:
    """Do a handshake with the host; return its certificate, and TLS's version.

    Raises:
        TransportError: the way to the host, or the certificate is another than was said.
        OSError, EOFError: the handshake failed; mostly an `ssl.SSLError`.
    """
    line = await dial.reach(patient.route, _SECONDS, patient.network)
    try:
        host = patient.route.host.partition("%")[0]
        came = await tls.secure(line, host, settings)
        return came, line.tls_version or ""
    finally:
        line.close()


async def look_at_certificate(patient: Patient) -> Certificate | None:
    """Get the certificate from a server that we need not trust; None if it gives none."""
    try:
        anything = TlsSettings(verify=False, legacy=True)
        came, spoken = await shake_hands(patient, anything)
    except (OSError, EOFError, ValueError):
        return None
    return Certificate(hashlib.sha256(came).hexdigest(), spoken, facts_of(came))
