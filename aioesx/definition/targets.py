"""Disk names in the guest and the addresses that libvirt derives from them.

A name is a prefix and a number in letters: ``sda`` is 0, ``sdz`` 25, ``sdaa`` 26. Every bus
divides the number in its own way into controller, bus and unit. On a SCSI bus unit 7 is the
controller itself, and skipped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from aioesx.definition.domain import Disk, DriveAddress

__all__ = ["PREFIXES", "drive_address", "in_order", "target_index", "target_name"]

PREFIXES: Final = {"scsi": "sd", "sata": "sd", "ide": "hd", "fdc": "fd"}
"""How disk names begin, by bus. NVMe has names of another form."""

_NAME: Final = re.compile(r"(?:fd|hd|vd|sd|xvd|ubd)([a-z]{1,6})\d*")
_NVME_NAME: Final = re.compile(r"nvme(\d{1,4})n(\d{1,4})")
_NVME_UNITS: Final = 15
_SCSI_HOST: Final = 7


class _Split(NamedTuple):
    """How many disks a controller holds, and a bus of it."""

    per_controller: int
    per_bus: int


# What libvirt fills in for a disk without address; SCSI is by 15 whatever the hardware version.
_SPLITS: Final = {
    "scsi": _Split(15, 15),
    "sata": _Split(6, 6),
    "ide": _Split(4, 2),
    "fdc": _Split(2, 2),
    "nvme": _Split(_NVME_UNITS, _NVME_UNITS),
}


def target_name(bus: str, index: int) -> str:
    """Name disk number `index`, from 0, of a bus.

    >>> target_name("scsi", 26)
    'sdaa'
    """
    if bus == "nvme":
        return f"nvme{index // _NVME_UNITS}n{index % _NVME_UNITS + 1}"
    letters = ""
    while index >= 0:
        letters = chr(ord("a") + index % 26) + letters
        index = index // 26 - 1
    return PREFIXES[bus] + letters


def target_index(name: str) -> int | None:
    """Return the number in a disk name, from 0; digits at its end (a partition) do not count.

    None means that libvirt does not know such names.

    >>> target_index("sdaa1")
    26
    """
    if match := _NVME_NAME.fullmatch(name):
        controller, unit = int(match[1]), int(match[2]) - 1
        return controller * _NVME_UNITS + unit if 0 <= unit < _NVME_UNITS else None
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    index = 0
    for letter in match[1]:
        index = index * 26 + ord(letter) - ord("a") + 1
    return index - 1


def in_order(disks: Sequence[Disk]) -> list[tuple[int, Disk]]:
    """Return disks with their numbers in the XML, from 1, in the order in which libvirt has them.

    A bus comes where its first disk stands, with all of its disks, by their names.
    """
    buses = list(dict.fromkeys(disk.bus for disk in disks))
    numbered = list(enumerate(disks, start=1))
    return sorted(
        numbered, key=lambda entry: (buses.index(entry[1].bus), target_index(entry[1].target) or 0)
    )


def drive_address(bus: str, index: int, *, scsi_disks: int = 15) -> DriveAddress | None:
    """Return the address that libvirt derives from a disk's number.

    Args:
        bus: ``"scsi"``, ``"sata"``, ``"ide"``, ``"fdc"`` or ``"nvme"``; others have none.
        index: number of the disk, see `target_index`.
        scsi_disks: how many disks a SCSI controller holds.
    """
    split = _SPLITS.get(bus)
    if split is None:
        return None
    if bus == "scsi":
        controller, unit = divmod(index, scsi_disks)
        return DriveAddress(controller, 0, unit + 1 if unit >= _SCSI_HOST else unit)
    controller, rest = divmod(index, split.per_controller)
    return DriveAddress(controller, *divmod(rest, split.per_bus))
