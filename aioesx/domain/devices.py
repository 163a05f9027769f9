"""Disks, drives, network cards and the VNC display, of the live configuration. No I/O.

Names are libvirt's: disk 0 of the first SCSI controller is ``sda``, the second IDE controller's
first drive ``hdc``, a floppy ``fda``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from aioesx import vim
from aioesx._server.collector import Properties
from aioesx.errors import ProtocolError
from aioesx.units import whole_number

__all__ = [
    "DEVICE_PATHS",
    "VNC_PATHS",
    "DomainDisk",
    "DomainInterface",
    "VncDisplay",
    "card_model",
    "disk_addresses_of",
    "disks_of",
    "drives_among",
    "drives_of",
    "interfaces_of",
    "vnc_display_of",
]

_DEVICES: Final = "config.hardware.device"
_EXTRA: Final = "config.extraConfig"
DEVICE_PATHS: Final = (_DEVICES,)
VNC_PATHS: Final = (_EXTRA,)


@dataclasses.dataclass(frozen=True, slots=True)
class DomainDisk:
    """A disk or a drive with exchangeable media.

    Attributes:
        target: its name in the guest by libvirt's rules, such as ``"sda"``.
        device: ``"disk"``, ``"cdrom"`` or ``"floppy"``.
        type: ``"file"`` for an image in a datastore, ``"block"`` for a device of the host.
        source: datastore path or device name; None for an empty drive.
        capacity: of a disk, in bytes; else None.
        remote: whether the drive is lent by a client's console, as empty ones often are.
    """

    target: str
    device: str
    type: str
    source: str | None
    capacity: int | None = None
    remote: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class DomainInterface:
    """A network card.

    Attributes:
        type: libvirt's word for what it is plugged into: ``"bridge"`` for a port group of a
            switch of the host, ``"vds"`` for one of a distributed switch.
        source: name of the port group or switch, or None.
        model: libvirt's word, such as ``"vmxnet3"``, or None.
        mac: hardware address, or None.
        connected: whether it is plugged in now, or None.
    """

    type: str
    source: str | None
    model: str | None
    mac: str | None
    connected: bool | None


@dataclasses.dataclass(frozen=True, slots=True)
class VncDisplay:
    """Where the console is served by VNC.

    Attributes:
        port: TCP port.
        listen: address on the host, or None for all.
        websocket: port for browsers, or None.
    """

    port: int
    listen: str | None
    websocket: int | None = None

    def __str__(self) -> str:
        """Return it as ``virsh vncdisplay`` prints it: host and display number."""
        where = "" if self.listen in (None, "0.0.0.0") else self.listen  # noqa: S104 - compared
        return f"{where}:{self.port - _FIRST_VNC}"


_FIRST_VNC: Final = 5900


# libvirt's name of the bus that a controller has, in the order in which disks are listed.
_BUSES: Final[tuple[tuple[type[vim.VirtualDevice], str], ...]] = (
    (vim.VirtualSCSIController, "scsi"),
    (vim.VirtualSATAController, "sata"),
    (vim.VirtualIDEController, "ide"),
    (vim.VirtualNVMEController, "nvme"),
    (vim.VirtualSIOController, "fdc"),
)

_DRIVES: Final[tuple[tuple[type[vim.VirtualDevice], str], ...]] = (
    (vim.VirtualDisk, "disk"),
    (vim.VirtualCdrom, "cdrom"),
    (vim.VirtualFloppy, "floppy"),
)

# The first row that fits counts: a class stands before its bases.
_CARDS: Final[tuple[tuple[type[vim.VirtualDevice], str | None], ...]] = (
    (vim.VirtualVmxnet3, "vmxnet3"),
    (vim.VirtualVmxnet2, "vmxnet2"),
    (vim.VirtualVmxnet, "vmxnet"),
    (vim.VirtualE1000e, "e1000e"),
    (vim.VirtualE1000, "e1000"),
    (vim.VirtualPCNet32, "vlance"),
    (vim.VirtualEthernetCard, None),
)


class Drive(NamedTuple):
    """A disk or drive, what it is and where it is plugged in."""

    device: vim.VirtualDevice
    kind: str
    target: str
    order: tuple[int, int]


def drives_of(values: Properties) -> list[Drive]:
    """Return the disks and drives of the properties `DEVICE_PATHS`, in libvirt's order."""
    return drives_among(values.require(_DEVICES))


def drives_among(devices: Sequence[vim.VirtualDevice]) -> list[Drive]:
    """Return the disks and drives of all of a machine's devices, in libvirt's order."""
    controllers = {device.key: device for device in devices}
    return sorted(_drives(devices, controllers), key=lambda drive: drive.order)


def _drives(
    devices: Iterable[vim.VirtualDevice], controllers: Mapping[int, vim.VirtualDevice]
) -> Iterator[Drive]:
    from aioesx.definition.targets import target_name

    for device in devices:
        kind = next((word for cls, word in _DRIVES if isinstance(device, cls)), None)
        controller = controllers.get(device.controller_key or -1)
        position = _position(controller, device.unit_number or 0)
        if kind is not None and position is not None:
            order, index = position
            yield Drive(device, kind, target_name(_BUSES[order][1], index), position)


def _position(controller: vim.VirtualDevice | None, unit: int) -> tuple[int, int] | None:
    """Return the number of the bus in `_BUSES` and of the drive among all of that bus."""
    from aioesx.definition.targets import DISK_BUSES

    for order, (cls, name) in enumerate(_BUSES):
        if isinstance(controller, cls):
            bus = DISK_BUSES[name]
            return order, getattr(controller, "bus_number", 0) * bus.disks + bus.number(unit)
    return None


def disks_of(values: Properties) -> list[DomainDisk]:
    """Return the disks and drives as libvirt tells them, of the properties `DEVICE_PATHS`."""
    return [_disk(drive) for drive in drives_of(values)]


def disk_addresses_of(values: Properties) -> list[tuple[DomainDisk, str]]:
    """Return the disks with what counters call them: bus and unit, such as ``"scsi0:1"``."""
    devices = {device.key: device for device in values.require(_DEVICES)}
    found = []
    for drive in drives_of(values):
        if isinstance(drive.device, vim.VirtualDisk):
            controller = devices.get(drive.device.controller_key or -1)
            bus, number = _BUSES[drive.order[0]][1], getattr(controller, "bus_number", 0)
            found.append((_disk(drive), f"{bus}{number}:{drive.device.unit_number or 0}"))
    return found


def _disk(drive: Drive) -> DomainDisk:
    backing = drive.device.backing
    source = getattr(backing, "file_name", None) or getattr(backing, "device_name", None)
    of_file = isinstance(backing, vim.VirtualDeviceFileBackingInfo)
    capacity = None
    if isinstance(drive.device, vim.VirtualDisk):
        kib = drive.device.capacity_in_kb
        capacity = drive.device.capacity_in_bytes or kib * 1024
    return DomainDisk(
        target=drive.target,
        device=drive.kind,
        type="file" if of_file else "block",
        source=source or None,
        capacity=capacity,
        remote=isinstance(backing, vim.VirtualDeviceRemoteDeviceBackingInfo),
    )


def interfaces_of(values: Properties) -> list[DomainInterface]:
    """Return the network cards, of the properties `DEVICE_PATHS`."""
    devices: list[vim.VirtualDevice] = list(values.require(_DEVICES))
    cards = [device for device in devices if isinstance(device, vim.VirtualEthernetCard)]
    return [_interface(card) for card in sorted(cards, key=lambda card: card.key)]


def _interface(card: vim.VirtualEthernetCard) -> DomainInterface:
    backing = card.backing
    type_, source = "bridge", getattr(backing, "device_name", None)
    if isinstance(backing, vim.VirtualEthernetCardDistributedVirtualPortBackingInfo):
        type_, source = "vds", backing.port.switch_uuid
    return DomainInterface(
        type=type_,
        source=source,
        model=card_model(card),
        mac=card.mac_address,
        connected=card.connectable.connected if card.connectable is not None else None,
    )


def card_model(card: vim.VirtualDevice) -> str | None:
    """Return libvirt's word for a card's model, or None."""
    return next((word for cls, word in _CARDS if isinstance(card, cls)), None)


def vnc_display_of(values: Properties) -> VncDisplay | None:
    """Return where VNC is served, of the properties `VNC_PATHS`, or None.

    Raises:
        ProtocolError: the host tells a port that is none.
    """
    settings = {
        entry.key.lower(): str(entry.value)
        for entry in values.require(_EXTRA)
        if entry.key.lower().startswith("remotedisplay.vnc.")
    }
    if settings.get("remotedisplay.vnc.enabled", "").lower() != "true":
        return None
    told = settings.get("remotedisplay.vnc.port") or str(_FIRST_VNC)
    port = whole_number(told)
    if port is None:
        raise ProtocolError(f"RemoteDisplay.vnc.port is no port: {told[:20]!r}", path=_EXTRA)
    return VncDisplay(
        port=port,
        listen=settings.get("remotedisplay.vnc.ip"),
        websocket=whole_number(settings.get("remotedisplay.vnc.websocket.port", "")),
    )
