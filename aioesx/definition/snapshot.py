"""libvirt's domain snapshot XML as plain values, and back; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from aioesx.definition._reader import Node, parse_root, unsupported
from aioesx.definition._xml import XmlWriter

__all__ = [
    "SnapshotDefinition",
    "SnapshotDisk",
    "SnapshotMemory",
    "format_snapshot_xml",
    "parse_snapshot_xml",
]

_ROOT: Final = "domainsnapshot"
_KNOWN: Final = frozenset(
    [
        "active",
        "cookie",
        "creationTime",
        "description",
        "disks",
        "domain",
        "inactiveDomain",
        "memory",
        "metadata",
        "name",
        "parent",
        "state",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotMemory:
    """Where the memory shall go; an ESX host lets nobody say."""

    snapshot: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDisk:
    """What shall become of a disk; an ESX host lets nobody say.

    Attributes:
        name: target or source of the disk.
        snapshot: ``"no"``, ``"internal"`` or ``"external"``.
        driver: format of the new image.
        source: the new image.
        block: whether that is a device, and no file; None where nothing was said.
    """

    name: str
    snapshot: str | None = None
    driver: str | None = None
    source: str | None = None
    block: bool | None = None


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
        memory: in a wish, where its memory shall go.
        disks: in a wish, what shall become of each disk.
    """

    name: str | None = None
    description: str | None = None
    state: str | None = None
    parent: str | None = None
    created: datetime | None = None
    domain_uuid: UUID | None = None
    memory: SnapshotMemory | None = None
    disks: tuple[SnapshotDisk, ...] = ()


def parse_snapshot_xml(text: str | bytes, *, validate: bool = False) -> SnapshotDefinition:
    """Read what a person wishes: name and description. The rest is the host's to say.

    Args:
        text: the document.
        validate: refuse elements that libvirt does not know.

    Raises:
        DomainXmlError: the document cannot be read.
        UnsupportedError: it chooses disks or a place for the memory, which the host does not let
            one do.

    Source: libvirt, esxDomainSnapshotCreateXML.
    """
    root = parse_root(text, _ROOT)
    if validate:
        root.require_known(_KNOWN)
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
        if snapshot.memory is not None:
            writer.leaf("memory", snapshot=snapshot.memory.snapshot, file=snapshot.memory.file)
        if snapshot.disks:
            with writer.element("disks"):
                for disk in snapshot.disks:
                    _write_disk(writer, disk)
        if snapshot.parent is not None:
            with writer.element("parent"):
                writer.leaf("name", snapshot.parent)
        if snapshot.created is not None:
            writer.leaf("creationTime", int(snapshot.created.timestamp()))
        if snapshot.domain_uuid is not None:
            with writer.element("domain"):
                writer.leaf("uuid", str(snapshot.domain_uuid))
    return str(writer)


def _write_disk(writer: XmlWriter, disk: SnapshotDisk) -> None:
    kind = None if disk.block is None else ("block" if disk.block else "file")
    with writer.element("disk", name=disk.name, snapshot=disk.snapshot, type=kind):
        if disk.driver is not None:
            writer.leaf("driver", type=disk.driver)
        if disk.source is not None:
            writer.leaf("source", **{"dev" if disk.block else "file": disk.source})
