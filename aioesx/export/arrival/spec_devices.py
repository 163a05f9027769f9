"""A machine's devices as what brings the same ones to another host. No I/O.

Keys: devices that every machine has keep theirs, all others are called by the negative of theirs,
and the host gives new ones. What another host cannot have is left out, and told: an image in a
drive, a device of the old host.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from aioesx import vim
from aioesx._server.moving import Obstacle

__all__ = ["Landing", "NewDisk", "SpecDevices", "card_network", "label_of", "networks_of"]

_ADD: Final = vim.VirtualDeviceConfigSpecOperation.ADD
_CREATE: Final = vim.VirtualDeviceConfigSpecFileOperation.CREATE


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where a machine is to be, and as what.

    Attributes:
        name: its name there.
        datastore: name of the datastore for all of its files.
        networks: what a card is plugged into, by the name of the network that it was in.
        thin: whether disks take room as they are written; None: each as it was.
        uuid: its BIOS UUID; None has the host make one, and new MAC addresses.
        instance_uuid: what it is found by, if the answer to the call that made it is lost.
        api: the other host's API, ``(6, 7)``: fields that are newer are left out.
        has_vapp: whether it keeps properties for the software in a machine, as vCenters do.
    """

    name: str
    datastore: str
    networks: Mapping[str, vim.VirtualDeviceBackingInfo]
    thin: bool | None = None
    uuid: str | None = None
    instance_uuid: str | None = None
    api: tuple[int, ...] = (99,)
    has_vapp: bool = False

    @property
    def keeps_identity(self) -> bool:
        """Whether it stays who it was: BIOS UUID, MAC addresses."""
        return self.uuid is not None


@dataclasses.dataclass(frozen=True, slots=True)
class NewDisk:
    """A disk of a spec.

    Attributes:
        key: in the spec.
        source: the device's key in the configuration.
        slot: how a lease calls its place: ``"ParaVirtualSCSIController0:1"``.
        capacity: in bytes.
    """

    key: int
    source: int
    slot: str
    capacity: int


_BUILT_IN: Final = (
    vim.VirtualIDEController, vim.VirtualPS2Controller, vim.VirtualPCIController,
    vim.VirtualSIOController, vim.VirtualKeyboard, vim.VirtualPointingDevice,
    vim.VirtualMachineVideoCard, vim.VirtualMachineVMCIDevice, vim.VirtualMachineVMIROM,
)  # fmt: skip
"""What every machine has without being told; keys of these are the same everywhere."""

_SLOT_WORDS: Final[tuple[tuple[type[vim.VirtualController], str], ...]] = (
    (vim.VirtualSATAController, "VirtualAHCIController"),
    (vim.VirtualController, ""),
)


class SpecDevices:
    """Makes the changes that bring a machine's devices.

    Attributes:
        disks: those that were made.
        warnings: what the machine will not have, or not in the same way.
    """

    def __init__(self, config: vim.VirtualMachineConfigInfo, landing: Landing) -> None:
        self._landing = landing
        self._controllers = {
            one.key: one for one in config.hardware.device if isinstance(one, vim.VirtualController)
        }
        self._devices = [one for one in config.hardware.device if not isinstance(one, _BUILT_IN)]
        self.disks: list[NewDisk] = []
        self.warnings: list[Obstacle] = []

    def changes(self) -> Iterator[vim.VirtualDeviceConfigSpec]:
        """Yield the changes, controllers before what hangs on them."""
        for device in sorted(self._devices, key=lambda d: not isinstance(d, vim.VirtualController)):
            make = _MAKERS.get(_kind(device))
            if make is None:
                self._warn("device", f"{label_of(device)} is not taken along: the other host's own")
                continue
            made = make(self, device)
            if made is not None:
                self._place(made, device)
                is_disk = isinstance(made, vim.VirtualDisk)
                yield vim.VirtualDeviceConfigSpec(
                    operation=_ADD, file_operation=_CREATE if is_disk else None, device=made
                )

    def _place(self, made: vim.VirtualDevice, device: vim.VirtualDevice) -> None:
        made.key = self.new_key(device.key)
        if device.connectable is not None and not isinstance(made, vim.VirtualDisk):
            plug = device.connectable
            made.connectable = vim.VirtualDeviceConnectInfo(
                start_connected=plug.start_connected,
                allow_guest_control=plug.allow_guest_control,
                connected=False,
            )
        if isinstance(device, vim.VirtualDisk | vim.VirtualCdrom | vim.VirtualFloppy):
            made.controller_key = self._controller(device.controller_key)
            made.unit_number = device.unit_number

    def _controller(self, key: int | None) -> int | None:
        controller = self._controllers.get(key or 0)
        return key if controller is None or isinstance(controller, _BUILT_IN) else -controller.key

    @staticmethod
    def new_key(key: int) -> int:
        """Return what a device is called in the spec."""
        return -key

    def _warn(self, kind: str, text: str) -> None:
        self.warnings.append(Obstacle(kind, text))

    # what each kind becomes; None for nothing

    def disk(self, device: Any) -> vim.VirtualDevice:
        """Return a new disk of the same size, at the same place; the host names its file."""
        backing = device.backing
        thin = self._landing.thin
        if thin is None:
            thin = bool(getattr(backing, "thin_provisioned", False)) or not isinstance(
                backing, vim.VirtualDiskFlatVer2BackingInfo
            )
        capacity = device.capacity_in_bytes or device.capacity_in_kb * 1024
        self.disks.append(
            NewDisk(self.new_key(device.key), device.key, self._slot(device), capacity)
        )
        made = vim.VirtualDisk(
            key=0,
            capacity_in_kb=-(-capacity // 1024),
            backing=vim.VirtualDiskFlatVer2BackingInfo(
                file_name=f"[{self._landing.datastore}]",
                disk_mode=getattr(backing, "disk_mode", None) or "persistent",
                write_through=getattr(backing, "write_through", None),
                thin_provisioned=thin,
            ),
        )
        if device.shares is not None:
            made.shares = device.shares
        if device.storage_io_allocation is not None and self._landing.api >= (4, 1):
            made.storage_io_allocation = device.storage_io_allocation
        if not thin and getattr(backing, "eagerly_scrub", None):
            made.backing.eagerly_scrub = True  # type: ignore[union-attr]
        return made

    def _slot(self, device: vim.VirtualDevice) -> str:
        controller = self._controllers.get(device.controller_key or 0)
        if controller is None:
            return ""
        word = next(word for cls, word in _SLOT_WORDS if isinstance(controller, cls))
        name = word or type(controller).__name__
        return f"{name}{controller.bus_number}:{device.unit_number}"

    def drive(self, device: Any) -> vim.VirtualDevice:
        """Return a drive: empty, where it has an image or a device of the old host."""
        cdrom = isinstance(device, vim.VirtualCdrom)
        backing = device.backing
        made: vim.VirtualDevice = (vim.VirtualCdrom if cdrom else vim.VirtualFloppy)(key=0)
        if isinstance(backing, vim.VirtualDeviceFileBackingInfo):
            what = f"{label_of(device)} is empty in the copy: {backing.file_name} stays at the host"
            self._warn("medium", what)
            backing = None
        if backing is None or isinstance(backing, vim.VirtualDeviceFileBackingInfo):
            made.backing = (
                vim.VirtualCdromRemotePassthroughBackingInfo(device_name="", exclusive=False)
                if cdrom
                else vim.VirtualFloppyRemoteDeviceBackingInfo(device_name="", use_auto_detect=False)
            )
        else:
            made.backing = backing
        return made

    def card(self, device: Any) -> vim.VirtualDevice | None:
        """Return a card on the network that its own is there; None for one that is on none."""
        backing = self._landing.networks.get(card_network(device) or "")
        if backing is None:
            text = f"{label_of(device)} is not taken along: the host does not tell its network"
            self._warn("network", text)
            return None
        made: Any = type(device)(key=0, backing=backing)
        made.wake_on_lan_enabled = device.wake_on_lan_enabled
        if self._landing.keeps_identity and device.mac_address:
            made.address_type, made.mac_address = "manual", device.mac_address
        else:
            made.address_type = "generated"
        if device.resource_allocation is not None and self._landing.api >= (6, 0):
            made.resource_allocation = device.resource_allocation
        if device.upt_compatibility_enabled is not None and self._landing.api >= (6, 0):
            made.upt_compatibility_enabled = device.upt_compatibility_enabled
        return made  # type: ignore[no-any-return]

    def port(self, device: Any) -> vim.VirtualDevice | None:
        """Return a serial port with what is the same at any host: a pipe, an address."""
        kept = (vim.VirtualSerialPortPipeBackingInfo, vim.VirtualSerialPortURIBackingInfo)
        if not isinstance(device.backing, kept):
            self._warn("port", f"{label_of(device)} is not taken along: it leads to the host's own")
            return None
        return vim.VirtualSerialPort(
            key=0, backing=device.backing, yield_on_poll=device.yield_on_poll
        )

    def controller(self, device: Any) -> vim.VirtualDevice:
        """Return a controller of the same kind and number."""
        made: Any = type(device)(key=0, bus_number=device.bus_number, **_kept(device))
        if isinstance(device, vim.VirtualSATAController):
            made = vim.VirtualAHCIController(key=0, bus_number=device.bus_number)
        return made  # type: ignore[no-any-return]

    def simple(self, device: Any) -> vim.VirtualDevice:
        """Return a device that is of no place: a sound card, a watchdog."""
        made: Any = type(device)(key=0, **_kept(device))
        if isinstance(device.backing, vim.VirtualDeviceDeviceBackingInfo):
            made.backing = device.backing
        return made  # type: ignore[no-any-return]


_KEPT: Final = (
    "shared_bus", "hot_add_remove", "auto_connect_devices", "ehci_enabled", "run_on_boot",
)  # fmt: skip


def _kept(device: vim.VirtualDevice) -> dict[str, Any]:
    found = {name: getattr(device, name, None) for name in _KEPT}
    return {name: value for name, value in found.items() if value is not None}


_KINDS: Final[tuple[tuple[type[vim.VirtualDevice], str], ...]] = (
    (vim.VirtualDisk, "disk"),
    (vim.VirtualCdrom, "drive"),
    (vim.VirtualFloppy, "drive"),
    (vim.VirtualSriovEthernetCard, "host's"),
    (vim.VirtualEthernetCard, "card"),
    (vim.VirtualSerialPort, "port"),
    (vim.VirtualSCSIController, "controller"),
    (vim.VirtualSATAController, "controller"),
    (vim.VirtualNVMEController, "controller"),
    (vim.VirtualUSBController, "controller"),
    (vim.VirtualUSBXHCIController, "controller"),
    (vim.VirtualSoundCard, "simple"),
    (vim.VirtualWDT, "simple"),
)
_MAKERS: Final[Mapping[str, Callable[[SpecDevices, Any], vim.VirtualDevice | None]]] = {
    "disk": SpecDevices.disk,
    "drive": SpecDevices.drive,
    "card": SpecDevices.card,
    "port": SpecDevices.port,
    "controller": SpecDevices.controller,
    "simple": SpecDevices.simple,
}


def _kind(device: vim.VirtualDevice) -> str:
    return next((kind for cls, kind in _KINDS if isinstance(device, cls)), "")


def label_of(device: vim.VirtualDevice) -> str:
    """Return what a device is called, for a sentence."""
    info = device.device_info
    return f"'{info.label}'" if info is not None and info.label else type(device).__name__


def card_network(card: vim.VirtualDevice) -> str | None:
    """Return what a card's network is called; of a distributed or opaque one, its key."""
    match card.backing:
        case vim.VirtualEthernetCardNetworkBackingInfo(device_name=name):
            return name
        case vim.VirtualEthernetCardDistributedVirtualPortBackingInfo(port=port):
            return port.portgroup_key
        case vim.VirtualEthernetCardOpaqueNetworkBackingInfo(opaque_network_id=name):
            return name
        case _:
            return None


def networks_of(config: vim.VirtualMachineConfigInfo) -> list[str]:
    """Return the networks of a machine's cards, each once."""
    cards = [one for one in config.hardware.device if _kind(one) == "card"]
    names = [card_network(card) for card in cards]
    return list(dict.fromkeys(name for name in names if name is not None))
