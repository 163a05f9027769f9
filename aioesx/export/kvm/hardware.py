"""What of a VMware machine's hardware QEMU has, by which name, and where disks go on it. No I/O.

| the machine's          | QEMU's           | why                                                |
|------------------------|------------------|----------------------------------------------------|
| ParaVirtualSCSI        | ``vmpvscsi``     | the same device                                    |
| LSI Logic SAS          | ``lsisas1068``   | the same device                                    |
| LSI Logic              | ``lsilogic``     | another chip: a guest may lack its driver          |
| BusLogic               | ``lsilogic``     | there is none                                      |
| SATA                   | AHCI             | the same device                                    |
| NVMe                   | AHCI             | libvirt before 11.5 has no word for QEMU's         |
| IDE                    | IDE; q35: AHCI   | q35 has no IDE                                     |
| vmxnet3, e1000, e1000e | the same         | the same devices                                   |
| vlance, vmxnet         | ``pcnet``        | the card that a vmxnet is before its driver comes  |
| vmxnet2, no word       | ``e1000``        | most guests have the driver                        |

Each device has only so many places, and counts them otherwise than VMware does: pvscsi and
lsisas1068 by targets with one unit each, lsilogic by units.
"""

from __future__ import annotations

from collections import Counter
from typing import Final, NamedTuple

from aioesx._server.moving import HardwareMode
from aioesx.definition.targets import target_name
from aioesx.export.before.survey_values import SurveyedDisk

__all__ = ["Arrangement", "Place", "UsedController", "card_model"]


class _Kind(NamedTuple):
    """A kind of controller, as QEMU has it.

    Attributes:
        bus: libvirt's name of its bus.
        model: libvirt's name of the controller; None where the bus has one kind.
        places: how many disks one takes.
        by_target: whether places are targets; else they are units.
        per_bus: of IDE, how many are on one of its buses.
    """

    bus: str
    model: str | None
    places: int
    by_target: bool = False
    per_bus: int | None = None


_PVSCSI: Final = _Kind("scsi", "vmpvscsi", 64, by_target=True)
_SAS: Final = _Kind("scsi", "lsisas1068", 8, by_target=True)
_LSI: Final = _Kind("scsi", "lsilogic", 7)
_AHCI: Final = _Kind("sata", None, 6)
_IDE: Final = _Kind("ide", None, 4, per_bus=2)
_KINDS: Final = {
    "ParaVirtualSCSIController": _PVSCSI,
    "VirtualLsiLogicSASController": _SAS,
    "VirtualLsiLogicController": _LSI,
    "VirtualBusLogicController": _LSI,
}
"""By the API's name of the controller; others go by their bus."""
_BY_BUS: Final = {"scsi": _LSI, "sata": _AHCI, "nvme": _AHCI, "ide": _IDE}

_CARDS: Final = {
    "vmxnet3": "vmxnet3",
    "e1000": "e1000",
    "e1000e": "e1000e",
    "vlance": "pcnet",
    "vmxnet": "pcnet",
    "vmxnet2": "e1000",
}
_NO_SUCH_CARD: Final = "e1000"
"""Instead of a card that nobody names."""


class Place(NamedTuple):
    """Where a disk or drive goes.

    Attributes:
        dev: libvirt's name of it: ``"sda"``, ``"hda"``, ``"vda"``.
        bus: libvirt's name of its bus.
        controller: number of its controller; None of a virtio disk, which needs none.
        channel: of IDE, its bus on the controller.
        target: its target there.
        unit: its unit there.
    """

    dev: str
    bus: str
    controller: int | None = None
    channel: int = 0
    target: int = 0
    unit: int = 0


class UsedController(NamedTuple):
    """A controller with a model: libvirt's type, number and model."""

    type: str
    number: int
    model: str


class _Shelf:
    """The controllers of one bus, and what is taken on them."""

    def __init__(self) -> None:
        self.kinds: list[_Kind] = []
        self._taken: list[set[int]] = []
        self._of_source: dict[tuple[str, int], int] = {}

    def place(self, kind: _Kind, source: tuple[str, int], wanted: int) -> tuple[int, int]:
        """Return number of a controller and place: what the disk had, where that can be.

        Args:
            kind: which kind of controller.
            source: the controller that the disk was on.
            wanted: its place there.
        """
        if source not in self._of_source:
            self._of_source[source] = self._new(kind)
        number = self._of_source[source]
        if wanted < kind.places and wanted not in self._taken[number]:
            return self._take(number, wanted)
        return self.anywhere(kind)

    def anywhere(self, kind: _Kind) -> tuple[int, int]:
        """Return the first place that is free, of a new controller if all are full."""
        for number, has in enumerate(self.kinds):
            free = {*range(kind.places)} - self._taken[number]
            if has == kind and free:
                return self._take(number, min(free))
        return self._take(self._new(kind), 0)

    def is_full(self) -> bool:
        """Tell whether its one controller has no place left; without one there is room."""
        return bool(self.kinds) and len(self._taken[0]) >= self.kinds[0].places

    def _new(self, kind: _Kind) -> int:
        self.kinds.append(kind)
        self._taken.append(set())
        return len(self.kinds) - 1

    def _take(self, number: int, place: int) -> tuple[int, int]:
        self._taken[number].add(place)
        return number, place


class Arrangement:
    """The disks and drives of a machine on QEMU's controllers.

    Args:
        hardware: ``"virtio"`` for disks that need no controller.
        q35: whether the machine has no IDE.
    """

    def __init__(self, hardware: HardwareMode, *, q35: bool) -> None:
        self._virtio, self._q35 = hardware == "virtio", q35
        self._shelves: dict[str, _Shelf] = {}
        self._used: Counter[str] = Counter()

    def disk(self, disk: SurveyedDisk) -> Place:
        """Return where a disk goes."""
        if self._virtio:
            return Place(self._name("virtio"), "virtio")
        kind = self._kind(disk)
        source = (disk.controller, disk.controller_number)
        if kind is _IDE:  # two controllers of VMware's are one of QEMU's
            source = (disk.controller, 0)
        number, place = self._shelf(kind).place(kind, source, _place_of(disk))
        return self._placed(kind, number, place)

    def drive(self) -> Place:
        """Return where a CD-ROM drive goes."""
        kind = _AHCI if self._q35 else _IDE
        if kind is _IDE and self._is_full(kind):
            kind = _AHCI
        return self._placed(kind, *self._shelf(kind).anywhere(kind))

    @property
    def controllers(self) -> tuple[UsedController, ...]:
        """The controllers that have a model; libvirt adds the others by itself."""
        return tuple(
            UsedController(bus, number, kind.model)
            for bus, shelf in self._shelves.items()
            for number, kind in enumerate(shelf.kinds)
            if kind.model is not None
        )

    def _kind(self, disk: SurveyedDisk) -> _Kind:
        kind = _KINDS.get(disk.controller) or _BY_BUS.get(disk.bus, _AHCI)
        return _AHCI if kind is _IDE and self._q35 else kind

    def _shelf(self, kind: _Kind) -> _Shelf:
        return self._shelves.setdefault(kind.bus, _Shelf())

    def _is_full(self, kind: _Kind) -> bool:
        return kind.bus in self._shelves and self._shelves[kind.bus].is_full()

    def _placed(self, kind: _Kind, number: int, place: int) -> Place:
        dev = self._name(kind.bus)
        if kind.by_target:
            return Place(dev, kind.bus, number, target=place)
        channel, unit = divmod(place, kind.per_bus or kind.places)
        return Place(dev, kind.bus, number, channel, unit=unit)

    def _name(self, bus: str) -> str:
        """Return a name that no other drive of the machine has."""
        prefix = _PREFIXES[bus]
        number = self._used[prefix]
        self._used[prefix] += 1
        return prefix + target_name("scsi", number).removeprefix("sd")


def _place_of(disk: SurveyedDisk) -> int:
    """Return the place that a disk had: VMware's IDE controllers have two units each."""
    return disk.controller_number * 2 + disk.unit if disk.bus == "ide" else disk.unit


_PREFIXES: Final = {"scsi": "sd", "sata": "sd", "ide": "hd", "virtio": "vd"}


def card_model(model: str | None, hardware: HardwareMode) -> str:
    """Return QEMU's name for a network card."""
    return "virtio" if hardware == "virtio" else _CARDS.get(model or "", _NO_SUCH_CARD)
