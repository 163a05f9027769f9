"""libvirt's domain snapshot XML as plain values, and back; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from aioesx.definition._reader import Node, parse_root, unsupported
from aioesx.definition._xml import XmlWriter

__all__ = ["SnapshotDefinition", "format_snapshot_xml", "parse_snapshot_xml"]

_ROOT: Final = "domainsnapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDefinition:
    """A snapshot, as the XML describes it.

    Attributes:
        name: None in a wish means: choose one.
        description: free text; None is left out.
        state: ``"running"``, ``"paused"`` or ``"shutoff"``; None in a wish.
        parent: name of the parent, or None.
        created: when it was taken; None in a wish.
        domain_uuid: whose it is; None in a wish.
    """

    name: str | None = None
    description: str | None = None
    state: str | None = None
    parent: str | None = None
    created: datetime | None = None
    domain_uuid: UUID | None = None


def parse_snapshot_xml(text: str | bytes) -> SnapshotDefinition:
    """Read what a person wishes: name and description. The rest is the host's to say.

    Raises:
        DomainXmlError: the document cannot be read.
        UnsupportedError: it chooses disks or a place for the memory, which the host does not let
            one do.

    Source: libvirt, esxDomainSnapshotCreateXML.
    """
    root = parse_root(text, _ROOT)
    disks = root.child("disks")
    if disks is not None and any(disks.children("disk")):
        raise unsupported("disk snapshots not supported yet", disks.path)
    memory = root.child("memory")
    if memory is not None and memory.get("file") is not None:
        raise unsupported("the memory's place cannot be chosen", memory.at("@file"))
    return SnapshotDefinition(
        name=_text(root.child("name")) or None, description=_text(root.child("description"))
    )


def _text(node: Node | None) -> str | None:
    return node.text if node is not None else None


def format_snapshot_xml(snapshot: SnapshotDefinition) -> str:
    """Write it as libvirt does."""
    writer = XmlWriter()
    with writer.element(_ROOT):
        writer.maybe("name", snapshot.name)
        writer.maybe("description", snapshot.description)
        writer.maybe("state", snapshot.state)
        if snapshot.parent is not None:
            with writer.element("parent"):
                writer.leaf("name", snapshot.parent)
        if snapshot.created is not None:
            writer.leaf("creationTime", int(snapshot.created.timestamp()))
        if snapshot.domain_uuid is not None:
            with writer.element("domain"):
                writer.leaf("uuid", str(snapshot.domain_uuid))
    return str(writer)
