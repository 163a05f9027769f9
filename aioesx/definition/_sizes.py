"""Sizes in bytes as libvirt's documents have them: ``<capacity unit='GiB'>4</capacity>``."""

from __future__ import annotations

from typing import Final

from aioesx.definition._reader import Node, to_integer
from aioesx.definition._xml import XmlWriter
from aioesx.errors import DomainXmlError
from aioesx.units import bytes_in_unit

__all__ = ["read_size", "write_size"]

_MOST: Final = 2**63 - 1


def read_size(node: Node | None) -> int | None:
    """Return bytes, in whatever unit they are written; bytes without one.

    Raises:
        DomainXmlError: it is no number, no unit, or more than 2**63 - 1.
    """
    if node is None:
        return None
    unit = node.get("unit") or "bytes"
    factor = bytes_in_unit(unit)
    if factor is None:
        raise DomainXmlError(f"unknown unit {unit[:80]!r}", path=node.at("@unit"))
    return to_integer(node.text, node.path, 0, _MOST // factor) * factor


def write_size(writer: XmlWriter, name: str, size: int | None) -> None:
    """Write bytes; None is left out."""
    if size is not None:
        writer.leaf(name, size, unit="bytes")
