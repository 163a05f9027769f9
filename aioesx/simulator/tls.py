"""Certificates of the simulator's own: a throw-away authority and what it signs."""

from __future__ import annotations

import hashlib
import ssl
import tempfile
from pathlib import Path

import trustme

__all__ = ["Authority"]


class Authority:
    """A certificate authority that lives as long as the simulator.

    Attributes:
        ca_file: PEM file of its certificate, for clients to trust.
    """

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="aioesx simulator")
        self._folder = tempfile.TemporaryDirectory(prefix="aioesx-simulator-ca-")
        self.ca_file = Path(self._folder.name) / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.ca_file))

    def server_context(self, *names: str) -> tuple[ssl.SSLContext, str]:
        """Return a server's context for `names`, and its certificate's SHA-256 in hex."""
        issued = self._ca.issue_cert(*names)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued.configure_cert(context)
        der = ssl.PEM_cert_to_DER_cert(issued.cert_chain_pems[0].bytes().decode("ascii"))
        return context, hashlib.sha256(der).hexdigest()

    def close(self) -> None:
        """Delete the certificate's file."""
        self._folder.cleanup()
