"""libvirt's storage volume XML as plain values, and back; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lxml import etree

from aioesx.definition._reader import Node, parse_element, parse_root, unsupported
from aioesx.definition._sizes import read_size, write_size
from aioesx.definition._xml import XmlWriter
from aioesx.errors import DomainXmlError

__all__ = [
    "VolumeDefinition",
    "format_volume_xml",
    "format_wish",
    "parse_volume_xml",
    "renamed",
    "require_disk",
    "thin_disk",
]

_ROOT: Final = "volume"
_TYPES: Final = ("file", "block", "dir", "network", "netdir", "ploop")
_KNOWN: Final = frozenset(
    ["name", "key", "capacity", "allocation", "physical", "target", "source", "backingStore"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeDefinition:
    """A storage volume, as the XML describes it. Sizes are bytes.

    Attributes:
        name: its name in its pool.
        type: ``"file"`` or ``"block"``; libvirt has more. None in a wish that does not say.
        key: what libvirt knows it by; None in a wish.
        capacity: size in all.
        allocation: what it takes.
        path: where it is; None in a wish.
        format: such as ``"vmdk"``; None where there is none, or nothing was said.
        backing_path: what it builds on.
        backing_format: the format of that.
    """

    name: str
    type: str | None = None
    key: str | None = None
    capacity: int | None = None
    allocation: int | None = None
    path: str | None = None
    format: str | None = None
    backing_path: str | None = None
    backing_format: str | None = None


def parse_volume_xml(text: str | bytes, *, validate: bool = False) -> VolumeDefinition:
    """Read what a volume is, or shall be.

    Args:
        text: the document.
        validate: refuse elements that libvirt does not know.

    Raises:
        DomainXmlError: the document cannot be read; names the element.
    """
    root = parse_root(text, _ROOT)
    if validate:
        root.require_known(_KNOWN)
    target, backing = root.child("target"), root.child("backingStore")
    name = _text(root, "name")
    if not name:
        raise DomainXmlError("the element is missing or empty", path=root.at("name"))
    return VolumeDefinition(
        name=name,
        type=root.one_of("type", _TYPES),
        key=_text(root, "key"),
        capacity=read_size(root.child("capacity")),
        allocation=read_size(root.child("allocation")),
        path=_text(target, "path"),
        format=_format(target),
        backing_path=_text(backing, "path") or None,
        backing_format=_format(backing),
    )


def _text(node: Node | None, name: str) -> str | None:
    child = node.child(name) if node is not None else None
    return child.text if child is not None else None


def _format(node: Node | None) -> str | None:
    child = node.child("format") if node is not None else None
    return child.get("type") if child is not None else None


def require_disk(wish: VolumeDefinition) -> None:
    """Refuse what is no virtual disk that a VMware host could make.

    Raises:
        DomainXmlError: its name is none of a disk.
        UnsupportedError: it is something else, or has another format.

    Source: libvirt, esxStorageVolCreateXML.
    """
    directory, _, file = wish.name.rpartition("/")
    if wish.type not in (None, "file"):
        raise unsupported("only files can be created", "@type", wish.type)
    if not directory.strip("/") or not file or wish.name.startswith("/"):
        reason = f"volume name {wish.name[:300]!r} has not the form '<directory>/<file>'"
        raise DomainXmlError(reason, path="name")
    if not file.lower().endswith(".vmdk"):
        raise unsupported(f"volume name {wish.name[:300]!r} does not end with '.vmdk'", "name")
    if wish.format != "vmdk":
        form = wish.format or "raw"
        raise unsupported(f"{form} volumes cannot be created", "target/format/@type", form)
    if wish.backing_path is not None:
        raise unsupported("a disk cannot be made to build on another one", "backingStore")


def thin_disk(wish: VolumeDefinition, *, any_allocation: bool = False) -> bool:
    """Tell whether a disk shall take its room when it is written, and not at once.

    Args:
        wish: the disk.
        any_allocation: what is said of its allocation does not count.

    Raises:
        DomainXmlError: its name is none of a disk, or it has no capacity.
        UnsupportedError: it is no disk, or shall take a part of its room at once.

    Source: libvirt, esxStorageVolCreateXML.
    """
    require_disk(wish)
    if not wish.capacity:
        raise DomainXmlError("a volume needs a capacity", path="capacity")
    if any_allocation or wish.allocation in (None, wish.capacity):
        return False
    if wish.allocation == 0:
        return True
    raise unsupported("a disk takes all of its room at once, or none", "allocation")


def format_volume_xml(volume: VolumeDefinition) -> str:
    """Write a volume as libvirt does."""
    writer = XmlWriter()
    with writer.element(_ROOT, type=volume.type):
        writer.leaf("name", volume.name)
        writer.maybe("key", volume.key)
        write_size(writer, "capacity", volume.capacity)
        write_size(writer, "allocation", volume.allocation)
        with writer.element("target"):
            writer.maybe("path", volume.path)
            if volume.format is not None:
                writer.leaf("format", type=volume.format)
    return str(writer)


def format_wish(volume: VolumeDefinition) -> str:
    """Write what a volume shall be, as virsh's ``vol-create-as`` does."""
    writer = XmlWriter()
    with writer.element(_ROOT):
        writer.leaf("name", volume.name)
        writer.maybe("capacity", volume.capacity)
        writer.maybe("allocation", volume.allocation)
        if volume.format is not None:
            with writer.element("target"):
                writer.leaf("format", type=volume.format)
        if volume.backing_path is not None:
            with writer.element("backingStore"):
                writer.leaf("path", volume.backing_path)
                if volume.backing_format is not None:
                    writer.leaf("format", type=volume.backing_format)
    return str(writer)


def renamed(xml: str, name: str) -> str:
    """Return a document of a volume with another name, as virsh's ``vol-clone`` makes it.

    Raises:
        DomainXmlError: it is no document of a volume.
    """
    root = parse_element(xml)
    for element in root.iterchildren("name"):
        element.text = name
    return etree.tostring(root, encoding="unicode")
