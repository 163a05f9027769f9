"""Disk buses, disk names in the guest, and the addresses that libvirt derives from them.

A name is a prefix and a number in letters: ``sda`` is 0, ``sdz`` 25, ``sdaa`` 26. Every bus
divides the number in its own way into controller, bus and unit. On a SCSI bus unit 7 is the
controller itself, and skipped.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from aioesx.definition.domain import Disk, DriveAddress

__all__ = [
    "DISK_BUSES",
    "SCSI_HOST",
    "DiskBus",
    "drive_address",
    "in_order",
    "target_index",
    "target_name",
]

_NAME: Final = re.compile(r"(?:fd|hd|vd|sd|xvd|ubd)([a-z]{1,6})[0-9]*")
_NVME_NAME: Final = re.compile(r"nvme(\d{1,4})n(\d{1,4})", re.ASCII)

SCSI_HOST: Final = 7
"""The unit of a SCSI bus that is the controller itself."""


@dataclasses.dataclass(frozen=True, slots=True)
class DiskBus:
    """A row: one kind of disk bus, counted as VMware's machines have it and as libvirt has it.

    Attributes:
        prefix: how disk names begin.
        disks: how many disks a controller of a VMware machine numbers through.
        per_controller: how many disks libvirt takes for one controller in an address that it
            derives; SCSI by 15, whatever the hardware version.
        per_bus: how many of these are on one bus of the controller.
        host: the unit that is no disk but the controller itself.
    """

    prefix: str
    disks: int
    per_controller: int
    per_bus: int
    host: int | None = None

    @property
    def units(self) -> int:
        """How many units a controller has, its own among them."""
        return self.disks if self.host is None else self.disks + 1

    def unit(self, number: int) -> int:
        """Return the unit of a disk, by its number on the controller, from 0."""
        return number if self.host is None or number < self.host else number + 1

    def number(self, unit: int) -> int:
        """Return the number of the disk at a unit: the other way round."""
        return unit if self.host is None or unit <= self.host else unit - 1


# fmt: off
DISK_BUSES: Final = {
    #              prefix disks  libvirt's split  the controller's own unit
    "scsi": DiskBus("sd",   15,  15, 15,          SCSI_HOST),
    "sata": DiskBus("sd",   30,  6,  6),
    "ide":  DiskBus("hd",   2,   4,  2),
    "fdc":  DiskBus("fd",   2,   2,  2),
    "nvme": DiskBus("nvme", 15,  15, 15),
}
# fmt: on
"""The rows by libvirt's name of the bus."""

_NVME: Final = DISK_BUSES["nvme"]


def target_name(bus: str, index: int) -> str:
    """Name disk number `index`, from 0, of a bus.

    >>> target_name("scsi", 26)
    'sdaa'
    """
    if bus == "nvme":
        return f"nvme{index // _NVME.disks}n{index % _NVME.disks + 1}"
    letters = ""
    while index >= 0:
        letters = chr(ord("a") + index % 26) + letters
        index = index // 26 - 1
    return DISK_BUSES[bus].prefix + letters


def target_index(name: str) -> int | None:
    """Return the number in a disk name, from 0; digits at its end (a partition) do not count.

    None means that libvirt does not know such names.

    >>> target_index("sdaa1")
    26
    """
    if match := _NVME_NAME.fullmatch(name):
        controller, unit = int(match[1]), int(match[2]) - 1
        return controller * _NVME.disks + unit if 0 <= unit < _NVME.disks else None
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    index = 0
    for letter in match[1]:
        index = index * 26 + ord(letter) - ord("a") + 1
    return index - 1


def in_order(disks: Sequence[Disk]) -> list[tuple[int, Disk]]:
    """Return disks with their numbers in the XML, from 1, in the order in which libvirt has them.

    A bus comes where its first disk stands, with all of its disks, by their names. Those of which
    the XML names no bus are together, as if they were of one more bus.

    Source: libvirt, virDomainDiskInsertPreAlloced, which is called before buses are filled in.
    """
    groups = [disk.bus if disk.bus_said else None for disk in disks]
    places = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    numbered = list(enumerate(disks, start=1))
    return sorted(
        numbered,
        key=lambda entry: (places[groups[entry[0] - 1]], target_index(entry[1].target) or 0),
    )


def drive_address(bus: str, index: int, *, scsi_disks: int = 15) -> DriveAddress | None:
    """Return the address that libvirt derives from a disk's number.

    Args:
        bus: ``"scsi"``, ``"sata"``, ``"ide"``, ``"fdc"`` or ``"nvme"``; others have none.
        index: number of the disk, see `target_index`.
        scsi_disks: how many disks a SCSI controller holds.
    """
    row = DISK_BUSES.get(bus)
    if row is None:
        return None
    if bus == "scsi":
        controller, number = divmod(index, scsi_disks)
        return DriveAddress(controller, 0, row.unit(number))
    controller, number = divmod(index, row.per_controller)
    return DriveAddress(controller, *divmod(number, row.per_bus))
