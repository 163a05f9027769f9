"""A machine of few facts, as a spec for a host: of libvirt's XML, or of an image alone. No I/O.

What libvirt's XML of type kvm says comes back as what VMware's machines have: QEMU's names of
controllers and cards are those of the same devices; virtio, which is QEMU's own, becomes the
paravirtual kind of VMware. What the XML cannot say (which guest it is) is left to the host.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from aioesx import vim
from aioesx._server.moving import Obstacle
from aioesx.definition._reader import Node, parse_root
from aioesx.definition.scalars import parse_uuid
from aioesx.definition.targets import DISK_BUSES, target_index
from aioesx.errors import DomainXmlError, UnsupportedError
from aioesx.export.arrival.machine_spec import MadeSpec
from aioesx.export.arrival.spec_devices import Landing, NewDisk
from aioesx.units import bytes_in_unit, whole_number

__all__ = [
    "PlainCard",
    "PlainDisk",
    "PlainMachine",
    "machine_of_image",
    "machine_of_xml",
    "plain_spec",
]

_ADD: Final = vim.VirtualDeviceConfigSpecOperation.ADD
_CREATE: Final = vim.VirtualDeviceConfigSpecFileOperation.CREATE

_SCSI: Final[dict[str | None, type[vim.VirtualSCSIController]]] = {
    "vmpvscsi": vim.ParaVirtualSCSIController,
    "lsisas1068": vim.VirtualLsiLogicSASController,
    "lsilogic": vim.VirtualLsiLogicController,
    "buslogic": vim.VirtualBusLogicController,
    "virtio-scsi": vim.ParaVirtualSCSIController,
    "auto": vim.VirtualLsiLogicController,
    None: vim.VirtualLsiLogicController,
}
_CARDS: Final[dict[str | None, type[vim.VirtualEthernetCard]]] = {
    "vmxnet3": vim.VirtualVmxnet3,
    "virtio": vim.VirtualVmxnet3,
    "e1000": vim.VirtualE1000,
    "e1000e": vim.VirtualE1000e,
    "pcnet": vim.VirtualPCNet32,
    "vlance": vim.VirtualPCNet32,
    None: vim.VirtualE1000,
}
_MOST: Final = {"scsi": 4, "sata": 4, "ide": 2, "nvme": 4}
_KEYS: Final = {"scsi": -1000, "sata": -15000, "nvme": -31000}
_IDE_KEY: Final = 200  # what every machine has
_MEGABYTE_KIB: Final = 1024
_STEP: Final = 4  # megabytes that memory comes in
_GUESTS: Final = {True: "otherGuest64", False: "otherGuest"}
_MEMORY: Final = 1024
_MOST_NUMBER: Final = 2**40
_CHECK: Final = "checkMACAddress"
_MANUAL: Final = ("00:50:56:0", "00:50:56:1", "00:50:56:2", "00:50:56:3")


@dataclasses.dataclass(frozen=True, slots=True)
class PlainDisk:
    """A disk.

    Attributes:
        path: the image.
        bus: ``"scsi"``, ``"sata"``, ``"ide"`` or ``"nvme"``.
        number: of the controller, on its bus.
        unit: its place there.
        model: libvirt's word for a SCSI controller's model.
        format: of the image, in libvirt's word; None for what its bytes say.
    """

    path: Path
    bus: str
    number: int
    unit: int
    model: str | None = None
    format: str | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class PlainCard:
    """A network card.

    Attributes:
        network: what it is plugged into, as the source calls it.
        model: libvirt's word.
        mac: its address; None for a new one.
    """

    network: str
    model: str | None = None
    mac: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PlainMachine:
    """A machine.

    Attributes:
        name: its name.
        uuid: its BIOS UUID; None for a new one.
        description: its notes.
        memory_mib: in MiB.
        vcpus: virtual processors.
        cores: of a socket.
        efi: whether its firmware is EFI.
        secure_boot: whether that starts signed programs only.
        is_64: whether its guest is one for 64 bits.
        disks: in the order of the source.
        cards: likewise.
        drives: buses of its CD-ROM drives, which are empty.
    """

    name: str
    uuid: UUID | None = None
    description: str = ""
    memory_mib: int = _MEMORY
    vcpus: int = 1
    cores: int = 1
    efi: bool = False
    secure_boot: bool = False
    is_64: bool = True
    disks: tuple[PlainDisk, ...] = ()
    cards: tuple[PlainCard, ...] = ()
    drives: tuple[str, ...] = ()


def machine_of_image(path: Path, network: str | None) -> PlainMachine:
    """Return a plain machine around one image.

    Args:
        path: the image.
        network: what its card is plugged into; None for no card.
    """
    cards = (PlainCard(network),) if network is not None else ()
    disk = PlainDisk(path, "scsi", 0, 0, "lsilogic")
    return PlainMachine(name=path.stem, disks=(disk,), cards=cards)


# --- libvirt's XML -------------------------------------------------------------------------------


def machine_of_xml(text: bytes, directory: Path) -> PlainMachine:
    """Read what libvirt's XML says of a machine whose disks are images here.

    Args:
        text: the document, of whatever hypervisor.
        directory: where images are looked for by their names, if they are not where it says.

    Raises:
        DomainXmlError: it is no such document.
        UnsupportedError: a disk is none that could be sent.
    """
    root = parse_root(text, "domain")
    os = root.child("os")
    kind = os.child("type") if os is not None else None
    vcpus = _number(root, "vcpu", 1)
    return PlainMachine(
        name=_text(root, "name") or "domain",
        uuid=parse_uuid(_text(root, "uuid")) if _text(root, "uuid") else None,
        description=_text(root, "description"),
        memory_mib=-(-_memory(root) // (_STEP * _MEGABYTE_KIB)) * _STEP,
        vcpus=vcpus,
        cores=_cores(root, vcpus),
        efi=os is not None and (os.get("firmware") == "efi" or os.child("loader") is not None),
        secure_boot=_has_secure_boot(os),
        is_64=kind is None or kind.get("arch") != "i686",
        disks=tuple(_disks(root, directory)),
        cards=tuple(_cards(root)),
        drives=tuple(_drives(root)),
    )


def _text(node: Node, name: str) -> str:
    child = node.child(name)
    return child.text.strip() if child is not None else ""


def _number(node: Node, name: str, default: int) -> int:
    text = _text(node, name)
    if not text:
        return default
    number = whole_number(text)
    if not number or number >= _MOST_NUMBER:
        raise DomainXmlError(f"{text!r} is no number of them", path=name)
    return number


def _memory(root: Node) -> int:
    """Return the memory, in KiB."""
    node = root.child("memory")
    unit = (node.get("unit") if node is not None else None) or "KiB"
    size = bytes_in_unit(unit)
    if size is None:
        raise DomainXmlError(f"libvirt has no unit {unit!r}", path="memory/@unit")
    return _number(root, "memory", _MEMORY * _MEGABYTE_KIB) * size // 1024


def _cores(root: Node, vcpus: int) -> int:
    topology = root.find("cpu", "topology")
    cores = topology.integer("cores") if topology is not None else None
    return cores if cores and vcpus % cores == 0 else 1


def _has_secure_boot(os: Node | None) -> bool:
    firmware = os.child("firmware") if os is not None else None
    features = firmware.children("feature") if firmware is not None else ()
    return any((one.get("name"), one.get("enabled")) == ("secure-boot", "yes") for one in features)


def _devices(root: Node, name: str) -> Iterator[Node]:
    devices = root.child("devices")
    if devices is not None:
        yield from devices.children(name)


def _disks(root: Node, directory: Path) -> Iterator[PlainDisk]:
    models = {
        one.integer("index") or 0: one.get("model")
        for one in _devices(root, "controller")
        if one.get("type") == "scsi"
    }
    taken: Counter[str] = Counter()
    for number, disk in enumerate(_devices(root, "disk"), 1):
        if (disk.get("device") or "disk") != "disk":
            continue
        path = f"devices/disk[{number}]"
        source = disk.child("source")
        file = source.get("file") if source is not None else None
        if not file:
            raise UnsupportedError(f"{path}: it is no image here", key=path)
        driver = disk.child("driver")
        made = _disk(disk, path, _found(file, directory), models, taken)
        kind = driver.get("type") if driver is not None else None
        yield dataclasses.replace(made, format=kind or None)


def _found(file: str, directory: Path) -> Path:
    """Return where an image is: where the XML says, or beside it."""
    path = Path(file)
    beside = directory / path.name
    return beside if beside.exists() or not path.is_absolute() else path


def _disk(
    disk: Node, path: str, image: Path, models: Mapping[int, str | None], taken: Counter[str]
) -> PlainDisk:
    target = disk.child("target")
    dev = (target.get("dev") if target is not None else None) or ""
    bus = (target.get("bus") if target is not None else None) or "scsi"
    address = disk.child("address")
    taken[bus] += 1
    if bus == "virtio":
        return PlainDisk(image, "scsi", 0, _unit("scsi", taken[bus] - 1)[1], "vmpvscsi")
    if bus not in _MOST:
        raise UnsupportedError(f"{path}: a VMware machine has no {bus} disks", key=path, value=bus)
    if address is not None and bus in ("scsi", "ide"):
        number = (address.integer("controller" if bus == "scsi" else "bus")) or 0
        unit = max(address.integer("target") or 0, address.integer("unit") or 0)
        return PlainDisk(image, bus, number, unit, models.get(number) if bus == "scsi" else None)
    index = target_index(dev)
    number, unit = _unit(bus, taken[bus] - 1 if index is None else index)
    return PlainDisk(image, bus, number, unit, models.get(number) if bus == "scsi" else None)


def _unit(bus: str, index: int) -> tuple[int, int]:
    row = DISK_BUSES[bus]
    return index // row.disks, row.unit(index % row.disks)


def _cards(root: Node) -> Iterator[PlainCard]:
    for card in _devices(root, "interface"):
        source, model, mac = (card.child(name) for name in ("source", "model", "mac"))
        names = ("bridge", "network", "dev") if source is not None else ()
        found = [name for key in names if (name := source.get(key))]  # type: ignore[union-attr]
        yield PlainCard(
            found[0] if found else "default",
            model.get("type") if model is not None else None,
            mac.get("address") if mac is not None else None,
        )


def _drives(root: Node) -> Iterator[str]:
    for disk in _devices(root, "disk"):
        if disk.get("device") == "cdrom":
            target = disk.child("target")
            yield (target.get("bus") if target is not None else None) or "ide"


# --- a spec --------------------------------------------------------------------------------------


def plain_spec(machine: PlainMachine, capacities: Sequence[int], landing: Landing) -> MadeSpec:
    """Return what makes a machine.

    Args:
        machine: what it is.
        capacities: bytes of each of its disks.
        landing: where, and as what; its networks are those of the cards.

    Raises:
        UnsupportedError: no machine has such a place for a disk.
    """
    making = _Making(machine, landing)
    changes = making.changes(capacities)
    spec = vim.VirtualMachineConfigSpec(
        name=landing.name,
        uuid=landing.uuid,
        instance_uuid=landing.instance_uuid,
        annotation=machine.description or None,
        guest_id=_GUESTS[machine.is_64],
        files=vim.VirtualMachineFileInfo(vm_path_name=f"[{landing.datastore}]"),
        num_cpus=machine.vcpus,
        memory_mb=machine.memory_mib,
        device_change=changes,
        extra_config=making.extra,
    )
    if landing.api >= (5, 0) and machine.cores > 1:
        spec.num_cores_per_socket = machine.cores
    if landing.api >= (5, 0) and machine.efi:
        spec.firmware = "efi"
    if landing.api >= (6, 5) and machine.secure_boot:
        spec.boot_options = vim.VirtualMachineBootOptions(efi_secure_boot_enabled=True)
    return MadeSpec(spec, tuple(making.disks), tuple(making.warnings))


class _Making:
    """Makes the devices of a machine."""

    def __init__(self, machine: PlainMachine, landing: Landing) -> None:
        self._machine, self._landing = machine, landing
        self._controllers: dict[tuple[str, int], vim.VirtualController] = {}
        self.disks: list[NewDisk] = []
        self.extra: list[vim.OptionValue] = []
        self.warnings: list[Obstacle] = []

    def changes(self, capacities: Sequence[int]) -> list[vim.VirtualDeviceConfigSpec]:
        """Return all changes, controllers first."""
        disks = [
            self._disk(n, disk, size)
            for n, (disk, size) in enumerate(zip(self._machine.disks, capacities, strict=True))
        ]
        drives = [self._drive(number) for number in range(len(self._machine.drives))]
        cards = [self._card(number, card) for number, card in enumerate(self._machine.cards)]
        return [
            *(_added(one) for one in self._controllers.values()),
            *(_added(one, create=True) for one in disks),
            *(_added(one) for one in (*drives, *cards)),
        ]

    def _controller(self, bus: str, number: int, model: str | None, said: str) -> tuple[int, str]:
        """Return the key of a controller, and what a lease calls it."""
        if number >= _MOST[bus]:
            raise UnsupportedError(
                f"{said}: a machine has {_MOST[bus]} {bus} controllers", key="disk"
            )
        if bus == "ide":
            return _IDE_KEY + number, f"VirtualIDEController{number}"
        if (bus, number) not in self._controllers:
            self._controllers[bus, number] = _controller(bus, number, model)
        made = self._controllers[bus, number]
        return made.key, f"{type(made).__name__}{number}"

    def _disk(self, index: int, disk: PlainDisk, capacity: int) -> vim.VirtualDisk:
        said = disk.path.name
        key, slot = self._controller(disk.bus, disk.number, disk.model, said)
        row = DISK_BUSES[disk.bus]
        if disk.unit >= row.units or disk.unit == row.host:
            raise UnsupportedError(
                f"{said}: a {disk.bus} disk has no place {disk.unit}", key="disk"
            )
        made = vim.VirtualDisk(
            key=-2000 - index,
            controller_key=key,
            unit_number=disk.unit,
            capacity_in_kb=-(-capacity // 1024),
            backing=vim.VirtualDiskFlatVer2BackingInfo(
                file_name=f"[{self._landing.datastore}]",
                disk_mode="persistent",
                thin_provisioned=self._landing.thin is not False,
            ),
        )
        self.disks.append(NewDisk(made.key, index, f"{slot}:{disk.unit}", capacity))
        return made

    def _drive(self, number: int) -> vim.VirtualCdrom:
        """Return an empty drive, on IDE: where the disks leave room."""
        taken = {(d.number, d.unit) for d in self._machine.disks if d.bus == "ide"}
        free = [place for place in ((1, 0), (1, 1), (0, 1), (0, 0)) if place not in taken]
        bus, unit = free[number % len(free)] if free else (1, 0)
        return vim.VirtualCdrom(
            key=-3000 - number,
            controller_key=_IDE_KEY + bus,
            unit_number=unit,
            backing=vim.VirtualCdromRemotePassthroughBackingInfo(device_name="", exclusive=False),
            connectable=_plug(connected=False),
        )

    def _card(self, number: int, card: PlainCard) -> vim.VirtualEthernetCard:
        kind = _CARDS.get(card.model)
        if kind is None:
            kind = _CARDS[None]
            text = f"VMware has no card '{card.model}': an e1000 stands in"
            self.warnings.append(Obstacle("hardware", text))
        made = kind(
            key=-4000 - number,
            backing=self._landing.networks[card.network],
            connectable=_plug(connected=True),
            address_type="generated",
        )
        if card.mac and self._landing.keeps_identity:
            made.address_type, made.mac_address = "manual", card.mac
            if not card.mac.lower().startswith(_MANUAL):
                key = f"ethernet{number}.{_CHECK}"
                self.extra.append(vim.OptionValue(key=key, value="FALSE"))
        return made


def _plug(*, connected: bool) -> vim.VirtualDeviceConnectInfo:
    return vim.VirtualDeviceConnectInfo(
        start_connected=connected, allow_guest_control=True, connected=False
    )


def _added(device: Any, *, create: bool = False) -> vim.VirtualDeviceConfigSpec:
    return vim.VirtualDeviceConfigSpec(
        operation=_ADD, file_operation=_CREATE if create else None, device=device
    )


def _controller(bus: str, number: int, model: str | None) -> vim.VirtualController:
    key = _KEYS[bus] - number
    if bus == "sata":
        return vim.VirtualAHCIController(key=key, bus_number=number)
    if bus == "nvme":
        return vim.VirtualNVMEController(key=key, bus_number=number)
    kind = _SCSI.get(model, vim.VirtualLsiLogicController)
    return kind(key=key, bus_number=number, shared_bus=vim.VirtualSCSISharing.NO_SHARING)
