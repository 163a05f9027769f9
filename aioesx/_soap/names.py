"""The names on the wire that belong to no single type: namespaces and the envelope's elements."""

from __future__ import annotations

from typing import Final

__all__ = [
    "BODY",
    "DETAIL",
    "ENVELOPE",
    "FAULT",
    "OLDEST_API",
    "SOAP",
    "VIM",
    "XSD",
    "XSI",
    "XSI_TYPE",
]

SOAP: Final = "http://schemas.xmlsoap.org/soap/envelope/"
VIM: Final = "urn:vim25"
XSD: Final = "http://www.w3.org/2001/XMLSchema"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

ENVELOPE: Final = f"{{{SOAP}}}Envelope"
BODY: Final = f"{{{SOAP}}}Body"
FAULT: Final = f"{{{SOAP}}}Fault"
DETAIL: Final = "detail"
XSI_TYPE: Final = f"{{{XSI}}}type"

OLDEST_API: Final = "2.5"
"""What a server speaks that has no ``vimServiceVersions.xml``."""
