"""What ``/sdk/vimServiceVersions.xml`` says: the versions of the API that a server speaks."""

from __future__ import annotations

import re
from typing import NamedTuple

from aioesx._soap.document import Document
from aioesx._soap.names import VIM
from aioesx.errors import ProtocolError

__all__ = ["ServiceVersions", "parse_service_versions"]

_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._\-]{0,39}")  # it goes into a header


class ServiceVersions(NamedTuple):
    """The versions of one namespace, newest first; a version need not be a number."""

    namespace: str
    version: str
    prior: tuple[str, ...]


def parse_service_versions(body: bytes | bytearray) -> ServiceVersions:
    """Read the entry of ``urn:vim25``.

    Raises:
        ProtocolError: the document is broken, has no such entry, or one whose version is none.
    """
    root = Document(body).root()
    for entry in root.iter("namespace"):
        if (entry.findtext("name") or "").strip() == VIM:
            version = (entry.findtext("version") or "").strip()
            if _VERSION.fullmatch(version) is None:
                raise ProtocolError("a version that is none", path="namespaces/namespace/version")
            earlier = (
                (node.text or "").strip() for node in entry.iterfind("priorVersions/version")
            )
            prior = tuple(text for text in earlier if _VERSION.fullmatch(text))
            return ServiceVersions(VIM, version, prior)
    raise ProtocolError(f"no versions of {VIM}", path=root.tag[:80])
