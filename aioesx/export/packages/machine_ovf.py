"""A machine's configuration -> the envelope of a package. No I/O.

What makes the machine elsewhere is told: processors, memory, controllers, disks, drives (empty),
network cards, notes, firmware, software and what that wants to be told, and the settings that hosts
tell in packages of their own. What is the host's own business (a processor's features, where files
lie, what a drive has in it) is not. What of the machine is left out is told by the envelope's
warnings.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from aioesx import vim
from aioesx.export.packages.machine_settings import (
    CARD,
    CONTROLLER,
    DISK,
    MACHINE,
    VIDEO,
    extra_settings,
    settings_of,
)
from aioesx.export.packages.machine_software import licenses_of, products_of, transport_of
from aioesx.ovf import (
    BootDevice,
    Disk,
    Envelope,
    File,
    Hardware,
    Item,
    Network,
    OperatingSystem,
    ResourceType,
    Setting,
    System,
)
from aioesx.ovf.guests import os_id

__all__ = ["PackagedDisk", "PackagedFile", "card_network", "machine_envelope"]

_NO_NETWORK: Final = "VM Network"

# fmt: off
_SCSI: Final[dict[type[vim.VirtualController], str]] = {
    vim.ParaVirtualSCSIController:    "VirtualSCSI",
    vim.VirtualLsiLogicSASController: "lsilogicsas",
    vim.VirtualLsiLogicController:    "lsilogic",
    vim.VirtualBusLogicController:    "buslogic",
}
_CARDS: Final[tuple[tuple[type[vim.VirtualEthernetCard], str], ...]] = (
    # the first that it is one of counts
    (vim.VirtualVmxnet3,   "VmxNet3"),
    (vim.VirtualVmxnet2,   "VmxNet2"),
    (vim.VirtualVmxnet,    "VmxNet"),
    (vim.VirtualE1000e,    "E1000e"),
    (vim.VirtualE1000,     "E1000"),
    (vim.VirtualPCNet32,   "PCNet32"),
    (vim.VirtualEthernetCard, "VmxNet3"),
)
_SOUND: Final[dict[type[vim.VirtualSoundCard], str]] = {
    vim.VirtualHdAudioCard:     "vmware.soundcard.hdaudio",
    vim.VirtualEnsoniq1371:     "vmware.soundcard.ensoniq1371",
    vim.VirtualSoundBlaster16:  "vmware.soundcard.sb16",
}
# fmt: on


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PackagedDisk:
    """A disk as it is in the package.

    Attributes:
        key: the device's key at the host.
        file: name of its file.
        capacity: bytes that the machine sees.
        size: bytes of its file; None as long as that is not known.
        populated: bytes of it that are no zeros; None likewise.
    """

    key: int
    file: str
    capacity: int
    size: int | None = None
    populated: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class PackagedFile:
    """Another file of the package.

    Attributes:
        name: of it.
        size: in bytes; None as long as that is not known.
    """

    name: str
    size: int | None = None


def machine_envelope(
    config: vim.VirtualMachineConfigInfo,
    disks: Sequence[PackagedDisk],
    *,
    name: str | None = None,
    networks: Mapping[str, str] | None = None,
    network_names: Mapping[str, str] | None = None,
    nvram: PackagedFile | None = None,
    identity: bool = True,
) -> Envelope:
    """Return the envelope of a package with this machine.

    Args:
        config: what the host says of it.
        disks: those that are in the package; others are left out, and told.
        name: what it is called in the package; None for its name.
        networks: new names, by the old ones.
        network_names: names of distributed and opaque networks, by their keys.
        nvram: the file with the variables of its firmware, if that is in the package.
        identity: whether the addresses of its cards are told.
    """
    builder = _Builder(config, disks, networks or {}, network_names or {}, identity=identity)
    items = tuple(builder.items())
    called = name or config.name
    return Envelope(
        system=System(
            id=called,
            name=called,
            annotation=config.annotation or "",
            os=OperatingSystem(
                id=os_id(config.guest_id),
                type=config.guest_id or None,
                description=config.guest_full_name or "",
            ),
            hardware=Hardware(
                type=config.version,
                items=items,
                config=tuple(settings_of(config, MACHINE)),
                extra_config=(*extra_settings(config.extra_config), *_nvram(disks, nvram)),
                transport=transport_of(config),
            ),
            products=tuple(products_of(config)),
            eulas=licenses_of(config),
            boot=tuple(builder.boot()),
        ),
        files=tuple(_files(disks, nvram)),
        disks=tuple(
            Disk(
                id=f"vmdisk{number}",
                capacity=disk.capacity,
                file=f"file{number}",
                populated_size=disk.populated,
            )
            for number, disk in enumerate(disks, start=1)
        ),
        networks=tuple(
            Network(name=each, description=f"The {each} network") for each in builder.networks
        ),
        warnings=tuple(builder.warnings),
    )


def _files(disks: Sequence[PackagedDisk], nvram: PackagedFile | None) -> Iterator[File]:
    """Yield all files, in the order in which an archive has them: small ones first."""
    if nvram is not None:
        yield File(id=f"file{len(disks) + 1}", href=nvram.name, size=nvram.size)
    for number, disk in enumerate(disks, start=1):
        yield File(id=f"file{number}", href=disk.file, size=disk.size)


def _nvram(disks: Sequence[PackagedDisk], nvram: PackagedFile | None) -> Iterator[Setting]:
    if nvram is not None:
        yield Setting(key="nvram", value=f"ovf:/file/file{len(disks) + 1}")


# --- hardware ------------------------------------------------------------------------------------


class _Builder:
    """Makes the items of a machine, and numbers them."""

    def __init__(
        self,
        config: vim.VirtualMachineConfigInfo,
        disks: Sequence[PackagedDisk],
        networks: Mapping[str, str],
        network_names: Mapping[str, str],
        *,
        identity: bool,
    ) -> None:
        self._config = config
        self._disks = {disk.key: number for number, disk in enumerate(disks, start=1)}
        self._new_names, self._network_names = networks, network_names
        self._identity = identity
        self._ids: dict[int, str] = {}  # of items, by the keys of their devices
        self._last = 0
        self._counts: dict[str, int] = {}
        self.networks: list[str] = []
        self.warnings: list[str] = []

    def items(self) -> Iterator[Item]:
        """Yield all items, controllers before what is connected to them."""
        yield self._cpus()
        yield self._memory()
        devices = self._config.hardware.device
        used = {device.controller_key for device in devices if _is_drive(device)}
        for device in sorted(devices, key=lambda one: not isinstance(one, vim.VirtualController)):
            if isinstance(device, vim.VirtualIDEController) and device.key not in used:
                continue  # every machine has two
            make = next((make for kind, make in _MAKERS if isinstance(device, kind)), None)
            if make is not None:
                yield from make(self, device)
            elif not isinstance(device, _EVERYWHERE):
                self._leave_out(device)

    def boot(self) -> Iterator[BootDevice]:
        """Yield what the machine boots from."""
        options = self._config.boot_options
        for one in options.boot_order if options is not None else ():
            kind = _BOOTS.get(type(one))
            item = self._ids.get(getattr(one, "device_key", 0) or self._first(one))
            if kind is not None and item is not None:
                yield BootDevice(item=item, type=kind)

    def _first(self, one: Any) -> int:
        """Return the key of the first drive of a kind, for a device that names none."""
        wanted = _FIRST.get(type(one), ())
        found = (each.key for each in self._config.hardware.device if isinstance(each, wanted))
        return next(found, 0)

    def _leave_out(self, device: vim.VirtualDevice) -> None:
        self.warnings.append(f"{_label(device)} is no part of the package")

    def _new(self, device: vim.VirtualDevice | None = None) -> str:
        """Return the id of the next item."""
        self._last += 1
        if device is not None:
            self._ids[device.key] = str(self._last)
        return str(self._last)

    def _numbered(self, what: str) -> str:
        """Return what an item of a kind is called: each kind is counted from 1."""
        self._counts[what] = self._counts.get(what, 0) + 1
        return f"{what} {self._counts[what]}"

    def _cpus(self) -> Item:
        count = self._config.hardware.num_cpu
        return Item(
            id=self._new(),
            type=ResourceType.PROCESSOR,
            name=f"{count} virtual CPU(s)",
            description="Number of Virtual CPUs",
            quantity=count,
            units="hertz * 10^6",
            cores_per_socket=self._config.hardware.num_cores_per_socket,
            **_allocation(self._config.cpu_allocation),
        )

    def _memory(self) -> Item:
        size = self._config.hardware.memory_mb
        return Item(
            id=self._new(),
            type=ResourceType.MEMORY,
            name=f"{size}MB of memory",
            description="Memory Size",
            quantity=size,
            units="byte * 2^20",
            **_allocation(self._config.memory_allocation),
        )

    # what becomes of each kind of device

    def _controller(
        self, device: Any, number: ResourceType, subtype: str | None, what: str
    ) -> Iterator[Item]:
        yield Item(
            id=self._new(device),
            type=number,
            subtype=subtype,
            name=self._numbered(what),
            description=what,
            address=str(device.bus_number),
            required=number != ResourceType.USB,
            config=tuple(settings_of(device, CONTROLLER)),
        )

    def ide(self, device: Any) -> Iterator[Item]:
        return self._controller(device, ResourceType.IDE, None, "IDE Controller")

    def scsi(self, device: Any) -> Iterator[Item]:
        subtype = next((word for kind, word in _SCSI.items() if isinstance(device, kind)), None)
        return self._controller(device, ResourceType.SCSI, subtype, "SCSI Controller")

    def sata(self, device: Any) -> Iterator[Item]:
        subtype = "vmware.sata.ahci"
        return self._controller(device, ResourceType.STORAGE, subtype, "SATA Controller")

    def nvme(self, device: Any) -> Iterator[Item]:
        subtype = "vmware.nvme.controller"
        return self._controller(device, ResourceType.STORAGE, subtype, "NVME Controller")

    def usb(self, device: Any) -> Iterator[Item]:
        return self._controller(device, ResourceType.USB, "vmware.usb.ehci", "USB Controller")

    def xhci(self, device: Any) -> Iterator[Item]:
        return self._controller(device, ResourceType.USB, "vmware.usb.xhci", "USB XHCI Controller")

    def disk(self, device: Any) -> Iterator[Item]:
        number = self._disks.get(device.key)
        if number is None:
            self._leave_out(device)
            return
        yield Item(
            id=self._new(device),
            type=ResourceType.DISK,
            name=_label(device),
            host_resources=(f"ovf:/disk/vmdisk{number}",),
            config=tuple(settings_of(device, DISK)),
            **self._place(device),
        )

    def cdrom(self, device: Any) -> Iterator[Item]:
        return self._drive(device, ResourceType.CDROM, "vmware.cdrom.remotepassthrough")

    def floppy(self, device: Any) -> Iterator[Item]:
        return self._drive(device, ResourceType.FLOPPY, "vmware.floppy.remotedevice")

    def _drive(self, device: Any, number: ResourceType, subtype: str) -> Iterator[Item]:
        if isinstance(device.backing, vim.VirtualDeviceFileBackingInfo):
            self.warnings.append(f"{_label(device)} is empty in the package")
        place = self._place(device) if number == ResourceType.CDROM else {}
        yield Item(
            id=self._new(device),
            type=number,
            subtype=subtype,
            name=_label(device),
            automatic_allocation=False,
            required=False,
            **place,
        )

    def _place(self, device: Any) -> dict[str, Any]:
        unit = device.unit_number
        return {
            "parent": self._ids.get(device.controller_key or 0),
            "address_on_parent": None if unit is None else str(unit),
        }

    def card(self, device: Any) -> Iterator[Item]:
        old = card_network(device, self._network_names)
        network = self._new_names.get(old, old)
        if network not in self.networks:
            self.networks.append(network)
        subtype = next(word for kind, word in _CARDS if isinstance(device, kind))
        plug = device.connectable
        yield Item(
            id=self._new(device),
            type=ResourceType.ETHERNET,
            subtype=subtype,
            name=_label(device),
            description=f'{subtype} ethernet adapter on "{network}"',
            address=(device.mac_address or None) if self._identity else None,
            address_on_parent=None if device.unit_number is None else str(device.unit_number),
            automatic_allocation=plug is None or plug.start_connected,
            connections=(network,),
            config=tuple(settings_of(device, CARD)),
        )

    def video(self, device: Any) -> Iterator[Item]:
        yield Item(
            id=self._new(device),
            type=ResourceType.GRAPHICS,
            name="Video card",
            required=False,
            config=tuple(settings_of(device, VIDEO)),
        )

    def sound(self, device: Any) -> Iterator[Item]:
        yield Item(
            id=self._new(device),
            type=ResourceType.SOUND,
            subtype=_SOUND.get(type(device)),
            name=_label(device),
            automatic_allocation=device.connectable is None or device.connectable.start_connected,
            required=False,
        )


_Maker = Callable[[_Builder, Any], Iterator[Item]]
# fmt: off
_MAKERS: Final[tuple[tuple[type[vim.VirtualDevice], _Maker], ...]] = (
    (vim.VirtualIDEController,     _Builder.ide),
    (vim.VirtualSCSIController,    _Builder.scsi),
    (vim.VirtualSATAController,    _Builder.sata),
    (vim.VirtualNVMEController,    _Builder.nvme),
    (vim.VirtualUSBXHCIController, _Builder.xhci),
    (vim.VirtualUSBController,     _Builder.usb),
    (vim.VirtualDisk,              _Builder.disk),
    (vim.VirtualCdrom,             _Builder.cdrom),
    (vim.VirtualFloppy,            _Builder.floppy),
    (vim.VirtualEthernetCard,      _Builder.card),
    (vim.VirtualMachineVideoCard,  _Builder.video),
    (vim.VirtualSoundCard,         _Builder.sound),
)
# fmt: on
_EVERYWHERE: Final = (
    vim.VirtualPS2Controller,
    vim.VirtualPCIController,
    vim.VirtualSIOController,
    vim.VirtualKeyboard,
    vim.VirtualPointingDevice,
    vim.VirtualMachineVMCIDevice,
)  # fmt: skip
"""What every machine has without being told."""
_BOOTS: Final[dict[type[Any], str]] = {
    vim.VirtualMachineBootOptionsBootableDiskDevice: "disk",
    vim.VirtualMachineBootOptionsBootableEthernetDevice: "net",
    vim.VirtualMachineBootOptionsBootableCdromDevice: "cdrom",
    vim.VirtualMachineBootOptionsBootableFloppyDevice: "floppy",
}
_FIRST: Final[dict[type[Any], Any]] = {
    vim.VirtualMachineBootOptionsBootableCdromDevice: vim.VirtualCdrom,
    vim.VirtualMachineBootOptionsBootableFloppyDevice: vim.VirtualFloppy,
}


def _is_drive(device: vim.VirtualDevice) -> bool:
    return isinstance(device, vim.VirtualDisk | vim.VirtualCdrom)


def _label(device: vim.VirtualDevice) -> str:
    info = device.device_info
    return info.label if info is not None and info.label else f"Device {device.key}"


def card_network(card: vim.VirtualDevice, names: Mapping[str, str] | None = None) -> str:
    """Return what the network of a card is called.

    Args:
        card: the card.
        names: names of distributed and opaque networks, by their keys; those that are not in it
            are called by their keys.
    """
    match card.backing:
        case vim.VirtualEthernetCardNetworkBackingInfo(device_name=name):
            return name or _NO_NETWORK
        case vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=port):
            key = port.portgroup_key
        case vim.VirtualEthernetCardOpaqueNetworkBackingInfo(opaque_network_id=key):
            pass
        case _:
            return _NO_NETWORK
    return (names or {}).get(key or "") or key or _NO_NETWORK


def _allocation(told: vim.ResourceAllocationInfo | None) -> dict[str, Any]:
    """Return what is reserved, what is the most, and shares that somebody has chosen."""
    found: dict[str, Any] = {}
    if told is not None and told.reservation:
        found["reservation"] = told.reservation
    if told is not None and told.limit is not None and told.limit >= 0:
        found["limit"] = told.limit
    if told is not None and told.shares is not None and told.shares.level == "custom":
        found["weight"] = told.shares.shares
    return found
