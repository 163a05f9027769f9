"""Where a new drive goes: the controller and unit that were asked for, or the first free ones.

A controller is added where all are full, of the kind that the machine has already. Devices that
are not there yet have negative keys, which the host replaces. No I/O.
"""

from __future__ import annotations

import dataclasses
from typing import Final

from aioesx import vim
from aioesx.definition import Disk, DriveAddress
from aioesx.definition.targets import DISK_BUSES, drive_address, target_index, target_name
from aioesx.domain.hardware.current import Hardware
from aioesx.domain.hardware.describe import SCSI_MODELS
from aioesx.domain.hardware.refusals import is_hot, require_hot, require_pluggable, taken
from aioesx.errors import InvalidArgumentError, NotSupportedError, UnsupportedError

__all__ = ["DEVICE_KEY", "MOST_CONTROLLERS", "Place", "new_controller", "place_for"]

DEVICE_KEY: Final = -1
"""What a new device is called until the host gives it a key."""
_CONTROLLER_KEY: Final = -2

MOST_CONTROLLERS: Final = {"scsi": 4, "sata": 4, "nvme": 4, "ide": 2, "fdc": 1}
"""How many controllers of a bus a machine can have."""

_ADDED: Final = ("scsi", "sata", "nvme")  # the others are part of every machine
_BY_PREFIX: Final = {"sd": "scsi", "hd": "ide", "fd": "fdc", "nv": "nvme"}
_DISK_BUSES: Final = ("scsi", "sata", "nvme", "ide")
_CD_BUSES: Final = ("sata", "ide")
_SCSI_SPLITS: Final = (15, 63, 64)  # how libvirt's versions divide SCSI disks into controllers


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a drive goes.

    Attributes:
        bus: libvirt's name of the bus.
        number: of the controller, on its bus.
        controller_key: of the controller; negative if it is to be added.
        unit: on the controller.
        added: the controller, if it is to be added.
    """

    bus: str
    number: int
    controller_key: int
    unit: int
    added: vim.VirtualController | None = None

    @property
    def target(self) -> str:
        """Return the name that a drive has here."""
        row = DISK_BUSES[self.bus]
        return target_name(self.bus, self.number * row.disks + row.number(self.unit))


def place_for(hardware: Hardware, wanted: Disk) -> Place:
    """Return where a drive goes that is to be attached.

    Args:
        hardware: the machine.
        wanted: with the address, or the target, that is asked for; with neither, any place does.

    Raises:
        AlreadyExistsError: the place is taken.
        InvalidStateError: the bus takes nothing while the machine runs.
        NotSupportedError: there is no room.
        UnsupportedError: VMware's machines have no such bus, or it has no such place.
    """
    bus = _bus(hardware, wanted)
    asked = _asked(bus, wanted)
    place = _free(hardware, bus) if asked is None else _at(hardware, bus, *asked)
    require_pluggable(hardware, wanted.device, bus, leaving=False)
    return place


def _bus(hardware: Hardware, wanted: Disk) -> str:
    bus = wanted.bus or _BY_PREFIX.get(wanted.target[:2], "")
    if not bus and not wanted.target:
        bus = "fdc" if wanted.device == "floppy" else _usual(hardware, wanted.device)
    if bus not in DISK_BUSES or (wanted.device == "floppy") != (bus == "fdc"):
        what = wanted.bus or wanted.target
        reason = f"a VMware machine has no {wanted.device} on {what!r}"
        raise UnsupportedError(f"target: {reason}", key="target", value=what)
    return bus


def _usual(hardware: Hardware, device: str) -> str:
    """Return the bus of what comes without a wish: one that the machine has, and can take it."""
    buses = _CD_BUSES if device == "cdrom" else _DISK_BUSES
    having = [bus for bus in buses if hardware.controllers(bus)]
    if hardware.running:
        having = [bus for bus in having if bus != "ide"]
    with_drives = [bus for bus in having if any(_used(hardware, bus))]
    return next(iter(with_drives or having), buses[0])


def _used(hardware: Hardware, bus: str) -> list[set[int]]:
    return [hardware.units_in_use(device.key) for device in hardware.controllers(bus)]


def _asked(bus: str, wanted: Disk) -> tuple[int, int] | None:
    """Return the controller's number and the unit that are asked for."""
    if wanted.target:
        number, unit = _named(bus, wanted.target)
        if wanted.address is not None:
            _require_its_own(bus, wanted.target, wanted.address, (number, unit))
    elif wanted.address is not None:
        number, unit = _addressed(bus, wanted.address)
    else:
        return None
    row = DISK_BUSES[bus]
    if number >= MOST_CONTROLLERS[bus] or unit >= row.units or unit == row.host:
        said = wanted.target or f"controller {number}, unit {unit}"
        reason = f"a VMware machine's {bus} disks have no place {said!r}"
        if unit == row.host:
            reason += ": the unit is the controller's own"
        raise UnsupportedError(f"target: {reason}", key="target", value=said)
    return number, unit


def _named(bus: str, target: str) -> tuple[int, int]:
    """Return the controller's number and the unit that a target stands for."""
    row, index = DISK_BUSES[bus], target_index(target)
    if index is None or not target.startswith(row.prefix):
        reason = f"{target!r} is no name of a {bus} disk"
        raise UnsupportedError(f"target: {reason}", key="target", value=target)
    return index // row.disks, row.unit(index % row.disks)


def _addressed(bus: str, address: DriveAddress) -> tuple[int, int]:
    """Return the controller's number and the unit of an address."""
    ide = bus == "ide"
    if address.target or (address.controller if ide else address.bus):
        reason = f"no {bus} disk of a VMware machine has the address {_said(bus, address)}"
        raise UnsupportedError(f"address: {reason}", key="address", value=_said(bus, address))
    return address.bus if ide else address.controller, address.unit


def _require_its_own(bus: str, target: str, address: DriveAddress, place: tuple[int, int]) -> None:
    """Refuse an address that is neither the target's place nor what libvirt derives of the target.

    A domain's XML has the latter, which on some buses, and on wide SCSI controllers, is the place
    of another disk of a VMware machine.
    """
    index = target_index(target) or 0
    if address in [drive_address(bus, index, scsi_disks=disks) for disks in _SCSI_SPLITS]:
        return
    if _addressed(bus, address) != place:
        reason = f"{_said(bus, address)} is not the place of {target!r}"
        raise UnsupportedError(f"address: {reason}", key="address", value=_said(bus, address))


def _said(bus: str, address: DriveAddress) -> str:
    return f"{bus}:{address.controller}.{address.bus}.{address.unit}"


def _at(hardware: Hardware, bus: str, number: int, unit: int) -> Place:
    for controller in hardware.controllers(bus):
        if controller.bus_number == number:
            place = Place(bus, number, controller.key, unit)
            if unit in hardware.units_in_use(controller.key):
                raise taken(hardware, f"target {place.target}")
            require_hot(hardware, controller, leaving=False)
            return place
    if bus not in _ADDED:
        raise _no_room(hardware, f"it has no {bus} controller {number}")
    added = new_controller(hardware, bus, number)
    return Place(bus, number, _CONTROLLER_KEY, unit, added)


def _free(hardware: Hardware, bus: str) -> Place:
    row = DISK_BUSES[bus]
    units = [unit for unit in range(row.units) if unit != row.host]
    numbers = set()
    for controller in hardware.controllers(bus):
        numbers.add(controller.bus_number)
        if not is_hot(hardware, controller):
            continue
        used = hardware.units_in_use(controller.key)
        for unit in units:
            if unit not in used:
                return Place(bus, controller.bus_number, controller.key, unit)
    free = [number for number in range(MOST_CONTROLLERS[bus]) if number not in numbers]
    if not free or bus not in _ADDED:
        raise _no_room(hardware, f"all its {bus} controllers are full")
    added = new_controller(hardware, bus, free[0])
    return Place(bus, free[0], _CONTROLLER_KEY, units[0], added)


def _no_room(hardware: Hardware, why: str) -> NotSupportedError:
    return NotSupportedError(
        "TooManyDevices", f"domain '{hardware.name}' has no room for a further drive: {why}"
    )


def new_controller(
    hardware: Hardware, bus: str, number: int, model: str | None = None
) -> vim.VirtualController:
    """Return a controller to be added.

    Args:
        hardware: the machine.
        bus: ``"scsi"``, ``"sata"`` or ``"nvme"``.
        number: on its bus.
        model: libvirt's word for that of a SCSI controller; None or ``"auto"``: as the machine
            has already.

    Raises:
        InvalidArgumentError: there is no such model.
    """
    if model and bus != "scsi":
        message = f"a {bus} controller has no model {model!r}: those of scsi have one"
        raise InvalidArgumentError("InvalidArgument", message)
    if bus == "sata":
        return vim.VirtualAHCIController(key=_CONTROLLER_KEY, bus_number=number)
    if bus == "nvme":
        return vim.VirtualNVMEController(key=_CONTROLLER_KEY, bus_number=number)
    cls = SCSI_MODELS.get(model) if model not in (None, "auto") else _like_the_others(hardware)
    if cls is None:
        words = ", ".join(sorted(SCSI_MODELS))
        message = f"{model!r} is no model of a SCSI controller: {words} are"
        raise InvalidArgumentError("InvalidArgument", message)
    return cls(key=_CONTROLLER_KEY, bus_number=number, shared_bus=vim.VirtualSCSISharing.NO_SHARING)


def _like_the_others(hardware: Hardware) -> type[vim.VirtualSCSIController]:
    known = hardware.controllers("scsi")
    like = next((cls for cls in SCSI_MODELS.values() if known and isinstance(known[-1], cls)), None)
    return like or vim.VirtualLsiLogicController
