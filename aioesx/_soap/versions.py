"""What ``/sdk/vimServiceVersions.xml`` says: the versions of the API that a server speaks."""

from __future__ import annotations

from typing import NamedTuple

from aioesx._soap.document import Document, check
from aioesx._soap.names import VIM
from aioesx.errors import ProtocolError

__all__ = ["ServiceVersions", "parse_service_versions"]


class ServiceVersions(NamedTuple):
    """The versions of one namespace, newest first; a version need not be a number."""

    namespace: str
    version: str
    prior: tuple[str, ...]


def parse_service_versions(body: bytes | bytearray) -> ServiceVersions:
    """Read the entry of ``urn:vim25``.

    Raises:
        ProtocolError: the document is broken, or has no such entry.
    """
    check(body)
    root = Document(body).root()
    for entry in root.iter("namespace"):
        if (entry.findtext("name") or "").strip() == VIM:
            version = (entry.findtext("version") or "").strip()
            prior = tuple(
                (node.text or "").strip() for node in entry.iterfind("priorVersions/version")
            )
            return ServiceVersions(VIM, version, tuple(text for text in prior if text))
    raise ProtocolError(f"no versions of {VIM}", path=root.tag[:80])
