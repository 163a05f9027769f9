"""What is told of a machine's devices, and what a new disk is asked to be. No I/O."""

from __future__ import annotations

import dataclasses
from typing import Literal, NamedTuple

__all__ = ["DeviceAddress", "DomainDevice", "NewDisk", "Provisioning"]

Provisioning = Literal["thin", "lazy", "eager"]
"""When a new disk takes its room: as it is written, at once, or at once and written with zeros."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class NewDisk:
    """The file of a disk that is not there yet.

    Attributes:
        size: bytes, rounded up to a whole KiB.
        provisioning: ``"thin"``: takes room as it is written; ``"lazy"``: all of it at once,
            written with zeros when it is first used; ``"eager"``: at once.
        datastore: its name; None for that of the machine. The host names the file then; to name it
            oneself, say so in the disk's source.
    """

    size: int
    provisioning: Provisioning = "thin"
    datastore: str | None = None


class DeviceAddress(NamedTuple):
    """Where a disk or drive is plugged in, in libvirt's numbers, from 0.

    Attributes:
        controller: number of the controller; 0 on an IDE bus.
        bus: which of the two IDE busses; else 0.
        unit: on it.
    """

    controller: int
    bus: int
    unit: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DomainDevice:
    """A device as the machine has it.

    Attributes:
        kind: ``"disk"``, ``"cdrom"``, ``"floppy"``, ``"interface"``, ``"serial"``,
            ``"parallel"``, ``"controller"``, ``"usb"``, ``"pci"`` or, of what libvirt has no word
            for, the name of its type in the VI API.
        key: the host's number of it.
        label: what the host calls it, such as ``"Hard disk 1"``.
        target: of a disk or drive: its name, such as ``"sdb"``.
        bus: of a disk, drive or controller: ``"scsi"``, ``"sata"``, ``"ide"``, ``"nvme"`` or
            ``"fdc"``.
        address: of a disk or drive: where it is plugged in.
        number: of a port or controller: which one of its kind, from 0.
        mac: of a card.
        model: of a card or SCSI controller: libvirt's word.
        source: datastore path, device, port group, pipe or URI behind it; None if there is none.
        capacity: of a disk, in bytes.
        mode: of a disk: ``"persistent"``, ``"independent_persistent"``, ...
        connected: whether it is plugged in now; None for what cannot be unplugged.
        start_connected: whether it is at the next start.
    """

    kind: str
    key: int
    label: str | None = None
    target: str | None = None
    bus: str | None = None
    address: DeviceAddress | None = None
    number: int | None = None
    mac: str | None = None
    model: str | None = None
    source: str | None = None
    capacity: int | None = None
    mode: str | None = None
    connected: bool | None = None
    start_connected: bool | None = None
