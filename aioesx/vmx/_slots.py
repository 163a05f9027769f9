"""Where disks can be: the buses of VMX, their slots, and the names that libvirt gives them.

VMX knows slots (``scsi1:0``), libvirt knows names (``sdp``); each bus numbers its slots through,
and the number in letters is the name. The address in the XML is derived from the name again, and
not always by the same division: see `name_split` and `address_split`.

SCSI and SATA disks share their names: a machine with a disk on both has two that are called
``sda``. A name is one disk's on its bus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from aioesx.definition import DriveAddress
from aioesx.definition.targets import DISK_BUSES, drive_address, target_index, target_name
from aioesx.vmx._context import WIDE_SCSI_VERSION

__all__ = ["BUSES", "BUS_BY_NAME", "Bus", "Slot"]


class Slot(NamedTuple):
    """A place for a disk."""

    controller: int
    unit: int


@dataclass(frozen=True, slots=True)
class Bus:
    """A row: one kind of disk bus.

    Attributes:
        name: its name in VMX; libvirt's is the same but for floppies.
        libvirt: its name in XML.
        controllers: how many there may be.
        hard_disk: what ``deviceType`` is written for a hard disk; None if none is.
        hard_disk_words: what it may be when read, lower case; empty if it is not looked at.
        has_controller_keys: does ``scsi0.present`` switch the controller?
        has_optical: can there be a CD-ROM?
        oldest_hardware: hardware version that has it first.
    """

    name: str
    libvirt: str
    controllers: int
    hard_disk: str | None = None
    hard_disk_words: frozenset[str] = frozenset()
    has_controller_keys: bool = False
    has_optical: bool = True
    oldest_hardware: int = 0

    @property
    def per_controller(self) -> int:
        """How many disks each controller numbers through."""
        return DISK_BUSES[self.libvirt].disks

    def device(self, slot: Slot) -> str:
        """Return what the slot's keys begin with."""
        middle = "" if self.libvirt == "fdc" else f"{slot.controller}:"
        return f"{self.name}{middle}{slot.unit}."

    def slots(self, controller: int, hardware_version: int, *, latest: bool) -> Iterator[Slot]:
        """Give the slots of a controller that are read."""
        units = self.per_controller
        if self.libvirt == "scsi":
            wide = hardware_version >= WIDE_SCSI_VERSION
            units = (65 if latest else 64) if wide else 16
        for unit in range(units):
            if unit != DISK_BUSES[self.libvirt].host:
                yield Slot(controller, unit)

    def name_split(self, hardware_version: int, *, latest: bool) -> int:
        """Return how many disks a controller has in the numbering."""
        if latest and self.libvirt == "scsi" and hardware_version >= WIDE_SCSI_VERSION:
            return 64
        return self.per_controller

    def address_split(self, hardware_version: int, *, latest: bool) -> int:
        """Return how many disks a SCSI controller has in the address that libvirt derives.

        libvirt 9.0 numbers by 15 and derives by 63 from hardware version 13 on, so that disks of
        controllers 1 to 3 get the address of another one; newer ones do both by 64.
        """
        if hardware_version < WIDE_SCSI_VERSION:
            return self.per_controller
        return 64 if latest else 63

    def target(self, slot: Slot, split: int) -> tuple[str, int]:
        """Return the name of a slot in XML, and its number."""
        index = slot.controller * split + DISK_BUSES[self.libvirt].number(slot.unit)
        return target_name(self.libvirt, index), index

    def address(self, index: int, split: int) -> DriveAddress | None:
        """Return the address that libvirt derives from a number."""
        return drive_address(self.libvirt, index, scsi_disks=split)

    def slot(self, target: str, split: int) -> Slot | None:
        """Return the slot that a name in XML stands for; None if it is not one of this bus."""
        index = target_index(target)
        if index is None or not target.startswith(target_name(self.libvirt, 0)[:2]):
            return None
        controller, number = divmod(index, split)
        return Slot(controller, DISK_BUSES[self.libvirt].unit(number))


# fmt: off
BUSES: Final = (
    Bus("scsi", "scsi", 4, "scsi-hardDisk", frozenset({"scsi-harddisk", "disk"}),
        has_controller_keys=True),
    Bus("sata", "sata", 4, has_controller_keys=True,
        oldest_hardware=10),
    Bus("ide", "ide", 2, "ata-hardDisk", frozenset({"ata-harddisk", "disk"})),
    Bus("floppy", "fdc", 1, has_optical=False),
    Bus("nvme", "nvme", 4, has_controller_keys=True, has_optical=False, oldest_hardware=13),
)
# fmt: on
"""The rows, in the order in which disks are read."""

BUS_BY_NAME: Final = {bus.libvirt: bus for bus in BUSES}
