"""A machine -> the package that a host writes of it. What cannot be taken along is warned of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.ovf import (
    Disk,
    Envelope,
    File,
    Hardware,
    Item,
    Network,
    OperatingSystem,
    Product,
    Property,
    ResourceType,
    Setting,
    System,
)
from aioesx.ovf.guests import os_id
from aioesx.simulator.packages import settings
from aioesx.simulator.packages.reading import localized
from aioesx.simulator.properties.devices import devices

if TYPE_CHECKING:
    from collections.abc import Callable

    from aioesx.simulator.state.config import Config
    from aioesx.simulator.state.machine import Machine

__all__ = ["Described", "describe"]

_CONTROLLERS: Final[dict[Any, tuple[int, str, str]]] = {
    vim.VirtualIDEController: (ResourceType.IDE, "", "IDE Controller"),
    vim.VirtualLsiLogicController: (ResourceType.SCSI, "lsilogic", "SCSI Controller"),
    vim.VirtualBusLogicController: (ResourceType.SCSI, "buslogic", "SCSI Controller"),
    vim.VirtualLsiLogicSASController: (ResourceType.SCSI, "lsilogicsas", "SCSI Controller"),
    vim.ParaVirtualSCSIController: (ResourceType.SCSI, "VirtualSCSI", "SCSI Controller"),
    vim.VirtualAHCIController: (ResourceType.STORAGE, "vmware.sata.ahci", "SATA Controller"),
    vim.VirtualNVMEController: (
        ResourceType.STORAGE,
        "vmware.nvme.controller",
        "NVME Controller",
    ),
    vim.VirtualUSBController: (ResourceType.USB, "vmware.usb.ehci", "USB Controller (EHCI)"),
    vim.VirtualUSBXHCIController: (ResourceType.USB, "vmware.usb.xhci", "USB Controller (XHCI)"),
}
_CARDS: Final[dict[Any, str]] = {
    vim.VirtualVmxnet3: "VmxNet3",
    vim.VirtualVmxnet2: "VmxNet2",
    vim.VirtualVmxnet: "VmxNet",
    vim.VirtualE1000e: "E1000e",
    vim.VirtualE1000: "E1000",
    vim.VirtualPCNet32: "PCNet32",
}
_UNSAID: Final = (
    vim.VirtualPS2Controller,
    vim.VirtualPCIController,
    vim.VirtualSIOController,
    vim.VirtualKeyboard,
    vim.VirtualPointingDevice,
    vim.VirtualMachineVMCIDevice,
)
"""What every machine has."""


@dataclass(slots=True)
class Described:
    """A package of a machine, and what is to be said of it."""

    envelope: Envelope
    warnings: list[vim.LocalizedMethodFault] = field(default_factory=list)


def describe(machine: Machine, config: Config, params: vim.OvfCreateDescriptorParams) -> Described:
    """Return the package of a machine as a configuration has it.

    Args:
        machine: the machine.
        config: its configuration, or a snapshot's.
        params: what was exported, and what the package is called.
    """
    writer = _Writer(machine, config, params)
    for device in devices(machine, config):
        writer.add(device)
    name = params.name or machine.plain_name
    system = System(
        id=name,
        name=name,
        annotation=params.description or config.annotation,
        os=_os(config),
        hardware=Hardware(
            type=f"vmx-{config.hardware_version:02}",
            items=(*_basics(config), *writer.items),
            config=_config(config),
            extra_config=writer.nvram(),
            transport=tuple(machine.vapp.ovf_environment_transport) if machine.vapp else (),
        ),
        products=_products(machine.vapp),
        eulas=tuple(machine.vapp.eula) if machine.vapp else (),
    )
    envelope = Envelope(
        system=system,
        files=tuple(writer.files),
        disks=tuple(writer.disks),
        networks=tuple(
            Network(name=one, description=f"The {one} network") for one in writer.networks
        ),
    )
    return Described(envelope, writer.warnings)


def _basics(config: Config) -> tuple[Item, Item]:
    cores = config.cores_per_socket
    return (
        Item(
            id="1",
            type=ResourceType.PROCESSOR,
            name=f"{config.vcpus} virtual CPU(s)",
            description="Number of Virtual CPUs",
            units="hertz * 10^6",
            quantity=config.vcpus,
            reservation=config.cpu.reservation or None,
            limit=config.cpu.limit if config.cpu.limit != -1 else None,
            cores_per_socket=cores if cores > 1 else None,
        ),
        Item(
            id="2",
            type=ResourceType.MEMORY,
            name=f"{config.memory_mb}MB of memory",
            description="Memory Size",
            units="byte * 2^20",
            quantity=config.memory_mb,
            reservation=config.memory.reservation or None,
            limit=config.memory.limit if config.memory.limit != -1 else None,
        ),
    )


def _config(config: Config) -> tuple[Setting, ...]:
    """Return the settings of a machine that are not as they are usually."""
    rows = (
        ("firmware", config.get("firmware", "bios"), "bios"),
        ("cpuHotAddEnabled", _word(config.flag("vcpu.hotadd")), "false"),
        ("memoryHotAddEnabled", _word(config.flag("mem.hotadd")), "false"),
        ("nestedHVEnabled", _word(config.flag("vhv.enable")), "false"),
        (
            "bootOptions.efiSecureBootEnabled",
            _word(config.flag("uefi.secureBoot.enabled")),
            "false",
        ),
    )
    return tuple(Setting(key=key, value=value) for key, value, usual in rows if value != usual)


def _word(value: bool) -> str:  # the value to be written
    return str(value).lower()


def _os(config: Config) -> OperatingSystem:
    word = config.guest_id
    return OperatingSystem(id=os_id(word), type=word)


def _products(info: vim.VmConfigInfo | None) -> tuple[Product, ...]:
    """Return the software that a machine knows, each with its properties."""
    if info is None:
        return ()
    found = []
    for one in info.product:
        own = [
            _property(each)
            for each in info.property
            if (each.class_id or "", each.instance_id or "")
            == (one.class_id or "", one.instance_id or "")
        ]
        found.append(
            Product(
                class_=one.class_id or "",
                instance=one.instance_id or "",
                name=one.name or "",
                vendor=one.vendor or "",
                version=one.version or "",
                full_version=one.full_version or "",
                product_url=one.product_url or "",
                vendor_url=one.vendor_url or "",
                app_url=one.app_url or "",
                properties=tuple(own),
            )
        )
    return tuple(found)


def _property(one: vim.VAppPropertyInfo) -> Property:
    value = one.value if one.value is not None else one.default_value
    secret = (one.type or "").startswith("password")  # it may have bounds: password(8..)
    return Property(
        key=one.id or "",
        type="string" if secret else one.type or "string",
        value=None if secret else value,  # a host gives no passwords away
        user_configurable=bool(one.user_configurable),
        password=secret,
        label=one.label or "",
        description=one.description or "",
        category=one.category or "",
    )


class _Writer:
    """Collects the hardware of a machine, device by device."""

    def __init__(
        self, machine: Machine, config: Config, params: vim.OvfCreateDescriptorParams
    ) -> None:
        self._machine, self._config = machine, config
        self._given = {file.device_id: file for file in params.ovf_files}
        self._images = bool(params.include_image_files)
        self._number = 2
        self._ids: dict[int, str] = {}
        self._slots: dict[int, str] = {}
        self.items: list[Item] = []
        self.files: list[File] = []
        self.disks: list[Disk] = []
        self.networks: list[str] = []
        self.warnings: list[vim.LocalizedMethodFault] = []

    def add(self, device: vim.VirtualDevice) -> None:
        """Add a device."""
        if isinstance(device, _UNSAID):
            return
        for cls, make in _MAKERS:
            if isinstance(device, cls):
                make(self, device)
                return
        name = device.device_info.label if device.device_info else ""
        fault = vim.OvfUnsupportedDeviceExport(device=device, vm_path=str(self._machine.place))
        self.warnings.append(localized(fault, f"The device {name!r} cannot be exported."))

    def _next(self, device: Any) -> str:
        self._number += 1
        self._ids[device.key] = str(self._number)
        return str(self._number)

    def controller(self, device: Any) -> None:
        """Add a controller."""
        type_, subtype, words = _CONTROLLERS[type(device)]
        self._slots[device.key] = f"{type(device).__name__}{device.bus_number}"
        self.items.append(
            Item(
                id=self._next(device),
                type=type_,
                subtype=subtype or None,
                name=f"{words} {device.bus_number}",
                description=words,
                address=str(device.bus_number),
                required=type_ == ResourceType.SCSI,
            )
        )

    def _place(self, device: Any) -> dict[str, Any]:
        return {
            "id": self._next(device),
            "name": device.device_info.label,
            "parent": self._ids.get(device.controller_key or 0),
            "address_on_parent": str(device.unit_number),
        }

    def _file(self, slot: str, prefix: str = "file") -> str | None:
        """Take a file into the package, if the client has it; return its id."""
        given = self._given.get(f"/{self._machine.moid}/{slot}")
        if given is None:
            return None
        name = f"{prefix}{len(self.files) + 1}"
        self.files.append(
            File(
                id=name,
                href=given.path,
                size=given.size,
                compression=given.compression_method,
                chunk_size=given.chunk_size,
            )
        )
        return name

    def _slot(self, device: Any) -> str:
        return f"{self._slots.get(device.controller_key, '')}:{device.unit_number}"

    def disk(self, device: Any) -> None:
        """Add a disk; one that the client has no file of is empty."""
        slot = self._slot(device)
        given = self._given.get(f"/{self._machine.moid}/{slot}")
        populated = given.populated_size if given is not None else None
        name = f"vmdisk{len(self.disks) + 1}"
        self.disks.append(
            Disk(
                id=name,
                capacity=device.capacity_in_bytes or device.capacity_in_kb * 1024,
                file=self._file(slot),
                populated_size=populated,
            )
        )
        self.items.append(
            Item(
                type=ResourceType.DISK,
                host_resources=(f"ovf:/disk/{name}",),
                **self._place(device),
            )
        )

    def drive(self, device: Any) -> None:
        """Add a CD drive; an image goes along if the client wants it, and is warned of if not."""
        image = isinstance(device.backing, vim.VirtualCdromIsoBackingInfo)
        name = device.backing.file_name if image else ""
        file = self._file(self._slot(device)) if self._images and image else None
        if name and file is None:
            fault = vim.OvfConnectedDeviceIso(
                device=device, vm_path=str(self._machine.place), filename=name
            )
            self.warnings.append(localized(fault, f"The image {name} is not exported."))
        kind = "iso" if file is not None else "remotepassthrough"
        self.items.append(
            Item(
                type=ResourceType.CDROM,
                subtype=f"vmware.cdrom.{kind}",
                automatic_allocation=file is not None,
                required=False,
                host_resources=() if file is None else (f"ovf:/file/{file}",),
                **self._place(device),
            )
        )

    def floppy(self, device: Any) -> None:
        """Add a floppy drive, without what is in it."""
        self.items.append(
            Item(
                id=self._next(device),
                type=ResourceType.FLOPPY,
                subtype="vmware.floppy.remotedevice",
                name=device.device_info.label,
                automatic_allocation=False,
                required=False,
            )
        )

    def card(self, device: Any) -> None:
        """Add a network card, and its network."""
        network = getattr(device.backing, "device_name", None) or "none"
        if network not in self.networks:
            self.networks.append(network)
        kind = _CARDS.get(type(device), "E1000")
        self.items.append(
            Item(
                id=self._next(device),
                type=ResourceType.ETHERNET,
                subtype=kind,
                name=device.device_info.label,
                description=f'{kind} ethernet adapter on "{network}"',
                address_on_parent=str(device.unit_number),
                automatic_allocation=device.connectable.start_connected,
                connections=(network,),
                config=_settings(device, "wakeOnLanEnabled"),
            )
        )

    def video(self, device: Any) -> None:
        """Add the video card."""
        self.items.append(
            Item(
                id=self._next(device),
                type=ResourceType.GRAPHICS,
                name=device.device_info.label,
                required=False,
                config=_settings(device, "videoRamSizeInKB", "numDisplays", "useAutoDetect"),
            )
        )

    def nvram(self) -> tuple[Setting, ...]:
        """Return the setting that names the firmware's variables, if the client has them."""
        file = self._file("nvram")
        return () if file is None else (Setting(key="nvram", value=f"ovf:/file/{file}"),)


def _settings(device: Any, *wires: str) -> tuple[Setting, ...]:
    pairs = settings.told(device, *wires)
    return tuple(Setting(key=key, value=value) for key, value in pairs)


_MAKERS: Final[tuple[tuple[Any, Callable[[_Writer, Any], None]], ...]] = (
    (tuple(_CONTROLLERS), _Writer.controller),
    (vim.VirtualDisk, _Writer.disk),
    (vim.VirtualCdrom, _Writer.drive),
    (vim.VirtualFloppy, _Writer.floppy),
    (vim.VirtualEthernetCard, _Writer.card),
    (vim.VirtualMachineVideoCard, _Writer.video),
)
