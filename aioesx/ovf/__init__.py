"""OVF: a machine as a package: descriptor, disks, manifest, or an OVA of them. No I/O.

envelope = parse_ovf(text)
text = format_ovf(dataclasses.replace(envelope, networks=...))
"""

from __future__ import annotations

from aioesx.ovf.archive import (
    ARCHIVE_END,
    ArchiveEntry,
    ArchiveReader,
    archive_header,
    archive_padding,
)
from aioesx.ovf.envelope import (
    STREAM_FORMAT,
    BootDevice,
    Configuration,
    Disk,
    Envelope,
    File,
    Hardware,
    Item,
    Network,
    OperatingSystem,
    Product,
    Property,
    PropertyValue,
    ResourceType,
    Setting,
    System,
)
from aioesx.ovf.manifest import FileDigest, format_manifest, parse_manifest
from aioesx.ovf.reading import parse_ovf
from aioesx.ovf.writing import format_ovf

__all__ = [
    "ARCHIVE_END",
    "STREAM_FORMAT",
    "ArchiveEntry",
    "ArchiveReader",
    "BootDevice",
    "Configuration",
    "Disk",
    "Envelope",
    "File",
    "FileDigest",
    "Hardware",
    "Item",
    "Network",
    "OperatingSystem",
    "Product",
    "Property",
    "PropertyValue",
    "ResourceType",
    "Setting",
    "System",
    "archive_header",
    "archive_padding",
    "format_manifest",
    "format_ovf",
    "parse_manifest",
    "parse_ovf",
]
