"""Virtual disks as files: the descriptor's text and what it says.

A disk is two files: a small descriptor (``web01.vmdk``), and an extent with the
data (``web01-flat.vmdk``, or ``-delta.vmdk`` above a parent).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aioesx.simulator.state.numbers import INT, whole

if TYPE_CHECKING:
    from aioesx.simulator.state.files import Content

__all__ = [
    "CONTROLLERS",
    "Disk",
    "descriptor_name",
    "extent_name",
    "format_descriptor",
    "is_extent",
    "make_uuid",
    "read_descriptor",
]

CONTROLLERS: Final = {
    "lsilogic": "VirtualLsiLogicController",
    "buslogic": "VirtualBusLogicController",
    "lsisas1068": "VirtualLsiLogicSASController",
    "pvscsi": "ParaVirtualSCSIController",
    "ide": "VirtualIDEController",
}
"""Adapter type of a descriptor to the controller type that the browser names."""

_SECTOR = 512
_EXTENT = re.compile(r'^RW ([0-9]{1,15}) \S+ "([^"]*)"', re.MULTILINE)
_FACT = re.compile(r'^(?:ddb\.)?([A-Za-z.]+) *= *"?([^"\n]*?)"? *$', re.MULTILINE)
_EXTENT_NAME = re.compile(r"-(flat|delta|sesparse)\.vmdk$")


@dataclass(frozen=True, slots=True)
class Disk:
    """What a disk's descriptor says.

    Attributes:
        adapter: ``lsilogic``, ``buslogic``, ``ide``, ...
        uuid: 16 bytes as ESX writes them: ``60 00 C2 9x xx ...-xx ...``.
        parent: file name of the disk below, for one made by a snapshot.
    """

    capacity_kb: int
    thin: bool = False
    adapter: str = "lsilogic"
    uuid: str = ""
    hardware_version: int = 13
    parent: str = ""


def make_uuid(seed: str) -> str:
    """Return a disk's UUID in the form of ESX, always the same for the same `seed`."""
    digest = hashlib.sha256(seed.encode()).hexdigest()
    pairs = ["60", "00", "C2", "9" + digest[0], *(digest[i : i + 2] for i in range(2, 26, 2))]
    return f"{' '.join(pairs[:8])}-{' '.join(pairs[8:])}"


def is_extent(path: str) -> bool:
    """Tell whether `path` is the data of a disk, which browsers leave out."""
    return _EXTENT_NAME.search(path) is not None


def descriptor_name(path: str) -> str:
    """Return the path of the descriptor that a file belongs to: the file itself if it is none."""
    return _EXTENT_NAME.sub(".vmdk", path)


def extent_name(path: str, disk: Disk) -> str:
    """Return the path of the extent that belongs to the descriptor at `path`."""
    return f"{path.removesuffix('.vmdk')}-{'delta' if disk.parent else 'flat'}.vmdk"


def format_descriptor(disk: Disk, extent: str) -> str:
    """Return the text of the descriptor."""
    sectors = disk.capacity_kb * 1024 // _SECTOR
    kind, extent_kind = ("vmfsSparse", "VMFSSPARSE") if disk.parent else ("vmfs", "VMFS")
    lines = [
        "# Disk DescriptorFile",
        "version=1",
        'encoding="UTF-8"',
        "CID=fffffffe",
        f"parentCID={'fffffffe' if disk.parent else 'ffffffff'}",
        f'createType="{kind}"',
        *([f'parentFileNameHint="{disk.parent}"'] if disk.parent else []),
        "",
        "# Extent description",
        f'RW {sectors} {extent_kind} "{extent}"',
        "",
        "# The Disk Data Base",
        "#DDB",
        "",
        f'ddb.adapterType = "{disk.adapter}"',
        f'ddb.geometry.cylinders = "{max(1, sectors // (255 * 63))}"',
        'ddb.geometry.heads = "255"',
        'ddb.geometry.sectors = "63"',
        *(['ddb.thinProvisioned = "1"'] if disk.thin else []),
        f'ddb.uuid = "{disk.uuid}"',
        f'ddb.virtualHWVersion = "{disk.hardware_version}"',
        "",
    ]
    return "\n".join(lines)


def read_descriptor(content: Content) -> Disk | None:
    """Return what an uploaded file says, or None when it is no descriptor."""
    text = content.read(0, 64 * 1024).decode("utf-8", "replace")
    if not text.startswith("# Disk DescriptorFile"):
        return None
    extents = [int(match[1]) for match in _EXTENT.finditer(text)]
    facts = {match[1]: match[2] for match in _FACT.finditer(text)}
    version = facts.get("virtualHWVersion", "13")
    return Disk(
        capacity_kb=sum(extents) * _SECTOR // 1024,
        thin=facts.get("thinProvisioned") == "1",
        adapter=facts.get("adapterType", "lsilogic"),
        uuid=facts.get("uuid", "") or make_uuid(text),
        hardware_version=whole(version, INT) or 13,
        parent=facts.get("parentFileNameHint", ""),
    )
