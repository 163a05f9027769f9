"""libvirt's storage pool XML as plain values, and back; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from aioesx.definition._reader import Node, parse_root
from aioesx.definition._sizes import read_size, write_size
from aioesx.definition._xml import XmlWriter
from aioesx.definition.scalars import parse_uuid
from aioesx.errors import DomainXmlError

__all__ = ["PoolDefinition", "PoolHost", "format_pool_xml", "parse_pool_xml"]

_ROOT: Final = "pool"


@dataclass(frozen=True, slots=True)
class PoolHost:
    """A host that a pool's content comes from.

    Attributes:
        name: its name or address.
        port: None where it is the usual one.
    """

    name: str
    port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolDefinition:
    """A storage pool, as the XML describes it. Sizes are bytes.

    Attributes:
        type: ``"dir"``, ``"fs"``, ``"netfs"`` or ``"iscsi"``; libvirt has more.
        name: its name.
        uuid: its UUID, or None.
        capacity: size in all.
        allocation: what is taken.
        available: what is left.
        hosts: where its content comes from.
        directory: what the host exports.
        initiator: the iSCSI name that stands in ``<initiator>``; of a VMware host it is the
            target's.
        format: of the file system, such as ``"vmfs"`` or ``"nfs"``.
        path: where the host has it mounted.
        mode: rights as libvirt writes them, in octal; None where nothing is said of them, nor
            of owner and group.
        owner: number of the user that it belongs to.
        group: number of the group.
    """

    type: str
    name: str
    uuid: UUID | None = None
    capacity: int | None = None
    allocation: int | None = None
    available: int | None = None
    hosts: tuple[PoolHost, ...] = ()
    directory: str | None = None
    initiator: str | None = None
    format: str | None = None
    path: str | None = None
    mode: str | None = None
    owner: int | None = None
    group: int | None = None


def parse_pool_xml(text: str | bytes) -> PoolDefinition:
    """Read what a pool is.

    Raises:
        DomainXmlError: the document cannot be read; names the element.
    """
    root = parse_root(text, _ROOT)
    source, target = root.child("source"), root.child("target")
    rights = target.child("permissions") if target is not None else None
    return PoolDefinition(
        type=root.need("type"),
        name=_need_text(root, "name"),
        uuid=_uuid(root.child("uuid")),
        capacity=read_size(root.child("capacity")),
        allocation=read_size(root.child("allocation")),
        available=read_size(root.child("available")),
        hosts=_hosts(source),
        directory=_attribute(source, "dir", "path"),
        initiator=_attribute(source and source.child("initiator"), "iqn", "name"),
        format=_attribute(source, "format", "type"),
        path=_text(target, "path"),
        mode=_text(rights, "mode"),
        owner=_number(rights, "owner"),
        group=_number(rights, "group"),
    )


def _need_text(node: Node, name: str) -> str:
    text = _text(node, name)
    if not text:
        raise DomainXmlError("the element is missing or empty", path=node.at(name))
    return text


def _text(node: Node | None, name: str) -> str | None:
    child = node.child(name) if node is not None else None
    return child.text if child is not None else None


def _number(node: Node | None, name: str) -> int | None:
    text = _text(node, name)
    if node is None or text is None:
        return None
    try:
        return int(text)
    except ValueError:
        raise DomainXmlError(f"{text[:80]!r} is not a number", path=node.at(name)) from None


def _attribute(node: Node | None, name: str, attribute: str) -> str | None:
    child = node.child(name) if node is not None else None
    return child.get(attribute) if child is not None else None


def _hosts(source: Node | None) -> tuple[PoolHost, ...]:
    if source is None:
        return ()
    return tuple(
        PoolHost(host.need("name"), host.integer("port", high=65535))
        for host in source.children("host")
    )


def _uuid(node: Node | None) -> UUID | None:
    if node is None:
        return None
    try:
        return parse_uuid(node.text)
    except ValueError:
        raise DomainXmlError(f"{node.text[:80]!r} is no UUID", path=node.path) from None


def format_pool_xml(pool: PoolDefinition) -> str:
    """Write it as libvirt does."""
    writer = XmlWriter()
    with writer.element(_ROOT, type=pool.type):
        writer.leaf("name", pool.name)
        writer.maybe("uuid", str(pool.uuid) if pool.uuid is not None else None)
        write_size(writer, "capacity", pool.capacity)
        write_size(writer, "allocation", pool.allocation)
        write_size(writer, "available", pool.available)
        with writer.pair("source"):  # libvirt leaves it open, whatever is in it
            _write_source(writer, pool)
        with writer.element("target"):
            writer.maybe("path", pool.path)
            if pool.mode is not None:
                _write_rights(writer, pool)
    return str(writer)


def _write_source(writer: XmlWriter, pool: PoolDefinition) -> None:
    for host in pool.hosts:
        writer.leaf("host", name=host.name, port=host.port)
    if pool.directory is not None:
        writer.leaf("dir", path=pool.directory)
    if pool.initiator is not None:
        with writer.element("initiator"):
            writer.leaf("iqn", name=pool.initiator)
    if pool.format is not None:
        writer.leaf("format", type=pool.format)


def _write_rights(writer: XmlWriter, pool: PoolDefinition) -> None:
    with writer.element("permissions"):
        writer.leaf("mode", pool.mode)
        writer.maybe("owner", pool.owner)
        writer.maybe("group", pool.group)
