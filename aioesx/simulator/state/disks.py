"""Virtual disks as files: the descriptor's text and what it says.

A disk is two files: a small descriptor (``web01.vmdk``), and an extent with the
data (``web01-flat.vmdk``; ``-delta.vmdk`` or ``-sesparse.vmdk`` above a parent). Where a
datastore keeps objects there is no second file, and the descriptor names an object. `LINKS` has
a row for each way in which data may lie.
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
    "LINKS",
    "NEVER_WRITTEN",
    "NO_PARENT",
    "Disk",
    "Link",
    "descriptor_name",
    "extent_name",
    "format_descriptor",
    "is_extent",
    "make_cid",
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

NEVER_WRITTEN: Final = "fffffffe"
"""Content id of a disk that was made and not written to."""

NO_PARENT: Final = "ffffffff"
"""Content id of the parent of a disk that stands on none."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way in which a disk's data lies.

    Attributes:
        suffix: what its file's name ends in, before ``.vmdk``; empty for an object.
        create_type: what the descriptor calls the disk.
        word: what it calls the extent.
        scheme: of an object's name.
        sparse: whether it holds only what was written, above a parent.
    """

    suffix: str
    create_type: str
    word: str
    scheme: str = ""
    sparse: bool = False


# fmt: off
LINKS: Final = {
    "flat":       Link("flat", "vmfs", "VMFS"),
    "delta":      Link("delta", "vmfsSparse", "VMFSSPARSE", sparse=True),
    "sesparse":   Link("sesparse", "seSparse", "SESPARSE", sparse=True),
    "vsan":       Link("", "vmfs", "VMFS", scheme="vsan"),
    "vsansparse": Link("", "vsanSparse", "VSANSPARSE", scheme="vsan", sparse=True),
    "vvol":       Link("", "vmfs", "VMFS", scheme="vvol"),
    "vvolsparse": Link("", "vmfsSparse", "VMFSSPARSE", scheme="vvol", sparse=True),
}
"""Every way, by a word of ours."""
# fmt: on

_BY_WORD: Final = {(link.word, link.scheme): name for name, link in reversed(LINKS.items())}
_SECTOR = 512
_EXTENT = re.compile(r'^RW ([0-9]{1,15}) (\S+) "(?:([a-z]+)://)?([^"]*)"', re.MULTILINE)
_FACT = re.compile(r'^(?:ddb\.)?([A-Za-z.]+) *= *"?([^"\n]*?)"? *$', re.MULTILINE)
_EXTENT_NAME = re.compile(r"-(flat|delta|sesparse)\.vmdk$")


@dataclass(frozen=True, slots=True)
class Disk:
    """What a disk's descriptor says.

    Attributes:
        adapter: ``lsilogic``, ``buslogic``, ``ide``, ...
        uuid: 16 bytes as ESX writes them: ``60 00 C2 9x xx ...-xx ...``.
        parent: file name of the disk below, for one made by a snapshot.
        cid: content id, 8 hex digits; another as soon as the disk is written to.
        parent_cid: content id that the disk below had when this one was put on it.
        link: a word of `LINKS`.
        object: name of the object that holds the data, where a file does not.
        eager: whether all of it was written with zeros when it was made.
    """

    capacity_kb: int
    thin: bool = False
    adapter: str = "lsilogic"
    uuid: str = ""
    hardware_version: int = 13
    parent: str = ""
    cid: str = NEVER_WRITTEN
    parent_cid: str = NO_PARENT
    link: str = "flat"
    object: str = ""
    eager: bool = False

    @property
    def size(self) -> int:
        """Capacity in bytes."""
        return self.capacity_kb * 1024


def make_cid(seed: str) -> str:
    """Return a content id, always the same for the same `seed`."""
    return hashlib.sha256(seed.encode()).hexdigest()[:8]


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
    """Return the path of the extent that belongs to the descriptor at `path`, or its object."""
    return disk.object or f"{path.removesuffix('.vmdk')}-{LINKS[disk.link].suffix}.vmdk"


def format_descriptor(disk: Disk, extent: str) -> str:
    """Return the text of the descriptor."""
    sectors = disk.capacity_kb * 1024 // _SECTOR
    link = LINKS[disk.link]
    lines = [
        "# Disk DescriptorFile",
        "version=1",
        'encoding="UTF-8"',
        f"CID={disk.cid}",
        f"parentCID={disk.parent_cid}",
        f'createType="{link.create_type}"',
        *([f'parentFileNameHint="{disk.parent}"'] if disk.parent else []),
        "",
        "# Extent description",
        f'RW {sectors} {link.word} "{extent}"',
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
    extents = list(_EXTENT.finditer(text))
    first = extents[0] if extents else None
    scheme = (first[3] or "") if first else ""
    facts = {match[1]: match[2] for match in _FACT.finditer(text)}
    version = facts.get("virtualHWVersion", "13")
    return Disk(
        capacity_kb=sum(int(match[1]) for match in extents) * _SECTOR // 1024,
        thin=facts.get("thinProvisioned") == "1",
        adapter=facts.get("adapterType", "lsilogic"),
        uuid=facts.get("uuid", "") or make_uuid(text),
        hardware_version=whole(version, INT) or 13,
        parent=facts.get("parentFileNameHint", ""),
        cid=facts.get("CID", NEVER_WRITTEN),
        parent_cid=facts.get("parentCID", NO_PARENT),
        link=_BY_WORD.get((first[2], scheme), "flat") if first else "flat",
        object=f"{scheme}://{first[4]}" if first and scheme else "",
    )
