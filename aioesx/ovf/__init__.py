"""OVF: a machine as a package: descriptor, disks, manifest, or an OVA of them. No I/O.

envelope = parse_ovf(text)
text = format_ovf(dataclasses.replace(envelope, networks=...))
"""

from __future__ import annotations

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
from aioesx.ovf.reading import parse_ovf
from aioesx.ovf.writing import format_ovf

__all__ = [
    "STREAM_FORMAT",
    "BootDevice",
    "Configuration",
    "Disk",
    "Envelope",
    "File",
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
    "format_ovf",
    "parse_ovf",
]
