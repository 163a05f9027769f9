"""The certificate by which a host is known. No I/O."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Final

from aioesx import vim

__all__ = ["CERTIFICATE", "CERTIFICATE_MANAGER", "HostCertificate", "certificate_of"]

CERTIFICATE_MANAGER: Final = "configManager.certificateManager"
"""The property of a host that leads to whoever knows, since 6.0."""

CERTIFICATE: Final = "certificateInfo"
"""What that one is asked for."""


@dataclasses.dataclass(frozen=True, slots=True)
class HostCertificate:
    """A host's certificate, as the host tells of it; None is what it does not tell.

    Attributes:
        subject: whose it is, such as ``"CN=esx1.example.com,O=Example"``.
        issuer: who signed it.
        valid_from: when it begins.
        expires: when it ends.
        status: the host's word: ``"good"``, ``"expiring"``, ``"expiringShortly"``,
            ``"expirationImminent"``, ``"expired"``, ``"revoked"``, ``"unknown"``.
    """

    subject: str | None
    issuer: str | None
    valid_from: datetime | None
    expires: datetime | None
    status: str | None


def certificate_of(
    info: vim.HostCertificateManagerCertificateInfo | None,
) -> HostCertificate | None:
    """Make it of the property `CERTIFICATE`; None where the host tells of none."""
    if info is None:
        return None
    return HostCertificate(
        info.subject, info.issuer, info.not_before, info.not_after, info.status or None
    )
