"""A machine's configuration as what makes the same machine at another host. No I/O.

What a configuration says (`VirtualMachineConfigInfo`) is asked for again in a spec: scalars by a
table, devices by what they are, extra settings but for those that a host writes for itself. What
another host cannot have is left out, and told: an image in a drive, a device of the old host.

Keys: devices that every machine has keep theirs, all others are called by the negative of theirs,
and the host gives new ones.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from aioesx import vim
from aioesx._server.moving import Obstacle

__all__ = [
    "Landing",
    "MadeSpec",
    "NewDisk",
    "add_nvram",
    "card_network",
    "machine_spec",
    "networks_of",
]

D = TypeVar("D", bound=vim.DynamicData)

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


@dataclasses.dataclass(frozen=True, slots=True)
class MadeSpec:
    """A spec, and what is to be known of it.

    Attributes:
        spec: for the host.
        disks: in the configuration's order.
        warnings: what the machine will not have, or not in the same way.
    """

    spec: vim.VirtualMachineConfigSpec
    disks: tuple[NewDisk, ...]
    warnings: tuple[Obstacle, ...]


# --- scalars -------------------------------------------------------------------------------------

# fmt: off
_SCALARS: Final = (
    # in the configuration                  in the spec                         API
    ("version",                             "version",                          (2, 5)),
    ("annotation",                          "annotation",                       (2, 5)),
    ("guest_id",                            "guest_id",                         (2, 5)),
    ("alternate_guest_name",                "alternate_guest_name",             (2, 5)),
    ("console_preferences",                 "console_preferences",              (2, 5)),
    ("default_power_ops",                   "power_op_info",                    (2, 5)),
    ("hardware.num_cpu",                    "num_cpus",                         (2, 5)),
    ("hardware.memory_mb",                  "memory_mb",                        (2, 5)),
    ("hardware.num_cores_per_socket",       "num_cores_per_socket",             (5, 0)),
    ("hardware.virtual_ich7_m_present",     "virtual_ich7_m_present",           (5, 0)),
    ("hardware.virtual_smc_present",        "virtual_smc_present",              (5, 0)),
    ("memory_hot_add_enabled",              "memory_hot_add_enabled",           (2, 5)),
    ("cpu_hot_add_enabled",                 "cpu_hot_add_enabled",              (2, 5)),
    ("cpu_hot_remove_enabled",              "cpu_hot_remove_enabled",           (2, 5)),
    ("latency_sensitivity",                 "latency_sensitivity",              (5, 1)),
    ("swap_placement",                      "swap_placement",                   (2, 5)),
    ("change_tracking_enabled",             "change_tracking_enabled",          (4, 0)),
    ("max_mks_connections",                 "max_mks_connections",              (5, 0)),
    ("guest_auto_lock_enabled",             "guest_auto_lock_enabled",          (5, 0)),
    ("memory_reservation_locked_to_max",    "memory_reservation_locked_to_max", (5, 0)),
    ("nested_hv_enabled",                   "nested_hv_enabled",                (5, 1)),
    ("v_pmc_enabled",                       "v_pmc_enabled",                    (5, 1)),
    ("message_bus_tunnel_enabled",          "message_bus_tunnel_enabled",       (6, 0)),
)
# fmt: on

_BIOS: Final = "bios"
"""What a machine has of which nothing is said; some programs do not know the word in a VMX file."""

_NEWER: Final[dict[str, tuple[int, ...]]] = {
    "virtual_exec_usage": (4, 0),
    "record_replay_enabled": (4, 0),
    "fault_tolerance_type": (6, 0),
    "cbrc_cache_enabled": (6, 5),
    "vvtd_enabled": (6, 7),
    "vbs_enabled": (6, 7),
    "efi_secure_boot_enabled": (6, 5),
    "boot_retry_enabled": (4, 1),
    "boot_retry_delay": (4, 1),
    "boot_order": (5, 0),
    "network_boot_protocol": (6, 0),
    "sync_time_with_host_allowed": (7, 0, 1),
    "tools_install_type": (6, 5),
    "customization_key_id": (6, 5),
    "last_install_info": (5, 0),
}
"""Fields of flags, boot options and Tools, by the API that brought them."""

_TOLD: Final = frozenset(
    {
        "fault_tolerance_type", "record_replay_enabled", "snapshot_locked", "tools_version",
        "tools_install_type", "last_install_info", "pending_customization", "customization_key_id",
    }
)  # fmt: skip
"""What a configuration tells, and no spec sets."""


def _value(config: Any, path: str) -> Any:
    for part in path.split("."):
        config = getattr(config, part, None)
    return config


def _scalars(config: vim.VirtualMachineConfigInfo, landing: Landing) -> dict[str, Any]:
    found = {
        name: value
        for path, name, since in _SCALARS
        if landing.api >= since and (value := _value(config, path)) not in (None, "")
    }
    if landing.api >= (5, 0) and config.firmware not in (None, _BIOS):
        found["firmware"] = config.firmware
    for name in ("tools", "flags"):
        if (value := getattr(config, name)) is not None:
            found[name] = _settable(value, landing.api)
    return found


def _settable(value: D, api: tuple[int, ...]) -> D:
    """Return an object without what no spec sets, or the other host does not know."""
    drop = {name for name, since in _NEWER.items() if api < since} | _TOLD
    return _without(value, drop)


def _without(value: D, names: set[str] | frozenset[str]) -> D:
    fields = {name: getattr(value, name) for name in type(value).wire_fields}
    return type(value)(**{name: one for name, one in fields.items() if name not in names})


def _allocation(told: vim.ResourceAllocationInfo | None) -> vim.ResourceAllocationInfo | None:
    """Return what somebody has set of an allocation; what is usual need not be said."""
    if told is None:
        return None
    shares = told.shares
    if shares is not None and str(shares.level) == "normal":
        shares = None
    reservation, limit = told.reservation or None, None if told.limit == -1 else told.limit
    if shares is None and reservation is None and limit is None:
        return None
    return vim.ResourceAllocationInfo(reservation=reservation, limit=limit, shares=shares)


# --- extra settings ------------------------------------------------------------------------------

_OWN: Final = re.compile(
    r"nvram|extendedconfigfile|cleanshutdown|softpoweroff|checkpoint\..*|replay\..*|vmotion\..*"
    r"|migrate\..*|uuid\..*|vc\.uuid|vm\.createdate|numa\.autosize\..*|(?:host|guest)cpuid\..*"
    r"|evccompatibilitymode|monitor\.phys_bits_used|toolsinstallmanager\..*|vmware\.tools\..*"
    r"|workingdir|log\.filename|suspend\.directory|snapshot\..*\.?(?:disk|filename).*"
    r"|sched\.swap\..*|vmxstats\.filename|hypervisor\..*|govcsim|.*\.redo|.*\.ctkenabled"
    r"|tools\.guest\..*|displayname|annotation|policy\.vm\..*|svga\.guestbackedprimaryaware",
    re.IGNORECASE,
)
"""What a host writes for itself: of this host, of this place, of the last run."""

_CHECK: Final = "checkMACAddress"
_MANUAL: Final = re.compile(r"00:50:56:[0-3][0-9a-f](?::[0-9a-f]{2}){2}", re.IGNORECASE)
"""Addresses that a host takes of a caller without a word; it holds others against its own range."""


def _extras(config: vim.VirtualMachineConfigInfo, landing: Landing) -> list[vim.OptionValue]:
    found = {
        one.key: one.value
        for one in config.extra_config
        if one.value not in (None, "") and _OWN.fullmatch(one.key) is None
    }
    found |= _picture(config)
    cards = [one for one in config.hardware.device if isinstance(one, vim.VirtualEthernetCard)]
    for number, card in enumerate(cards):
        key = f"ethernet{_number(card, number)}.{_CHECK}"
        if landing.keeps_identity and card.mac_address and not _MANUAL.fullmatch(card.mac_address):
            found.setdefault(key, "FALSE")
    return [vim.OptionValue(key=key, value=value) for key, value in found.items()]


def _number(card: vim.VirtualDevice, number: int) -> int:
    """Return what a card is numbered by in the VMX: the key says it, of every host."""
    return card.key - _FIRST_CARD if _FIRST_CARD <= card.key < _FIRST_CARD + 10 else number


_FIRST_CARD: Final = 4000


def _picture(config: vim.VirtualMachineConfigInfo) -> dict[str, Any]:
    """Return the settings of the video card, which every machine has: none can be added."""
    keys = {one.key.lower() for one in config.extra_config}
    found: dict[str, Any] = {}
    for card in config.hardware.device:
        if isinstance(card, vim.VirtualMachineVideoCard):
            if card.video_ram_size_in_kb:
                found["svga.vramSize"] = str(card.video_ram_size_in_kb * 1024)
            if (card.num_displays or 1) > 1:
                found["svga.numDisplays"] = str(card.num_displays)
            if card.use_auto_detect:
                found["svga.autodetect"] = "TRUE"
            if card.enable3_d_support:
                found["mks.enable3d"] = "TRUE"
    return {key: value for key, value in found.items() if key.lower() not in keys}


# --- devices -------------------------------------------------------------------------------------

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


class _Devices:
    """Makes the changes that bring a machine's devices."""

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
                self._warn("device", f"{_label(device)} is not taken along: the other host's own")
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
            what = f"{_label(device)} is empty in the copy: {backing.file_name} stays at the host"
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
            text = f"{_label(device)} is not taken along: the host does not tell its network"
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
            self._warn("port", f"{_label(device)} is not taken along: it leads to the host's own")
            return None
        return vim.VirtualSerialPort(
            key=0, backing=device.backing, yield_on_poll=device.yield_on_poll
        )

    def controller(self, device: Any) -> vim.VirtualDevice:
        made: Any = type(device)(key=0, bus_number=device.bus_number, **_kept(device))
        if isinstance(device, vim.VirtualSATAController):
            made = vim.VirtualAHCIController(key=0, bus_number=device.bus_number)
        return made  # type: ignore[no-any-return]

    def simple(self, device: Any) -> vim.VirtualDevice:
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
_MAKERS: Final[Mapping[str, Callable[[_Devices, Any], vim.VirtualDevice | None]]] = {
    "disk": _Devices.disk,
    "drive": _Devices.drive,
    "card": _Devices.card,
    "port": _Devices.port,
    "controller": _Devices.controller,
    "simple": _Devices.simple,
}


def _kind(device: vim.VirtualDevice) -> str:
    return next((kind for cls, kind in _KINDS if isinstance(device, cls)), "")


def _label(device: vim.VirtualDevice) -> str:
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


# --- the whole -----------------------------------------------------------------------------------


def machine_spec(config: vim.VirtualMachineConfigInfo, landing: Landing) -> MadeSpec:
    """Return what makes the same machine at another host.

    Args:
        config: the machine.
        landing: where, and as what; it has a network for each of `networks_of`.
    """
    devices = _Devices(config, landing)
    changes = list(devices.changes())
    spec = vim.VirtualMachineConfigSpec(
        name=landing.name,
        uuid=landing.uuid,
        instance_uuid=landing.instance_uuid if landing.api >= (4, 0) else None,
        files=vim.VirtualMachineFileInfo(vm_path_name=f"[{landing.datastore}]"),
        device_change=changes,
        cpu_allocation=_allocation(config.cpu_allocation),
        memory_allocation=_allocation(config.memory_allocation),
        extra_config=_extras(config, landing),
        **_scalars(config, landing),
    )
    if config.cpu_affinity is not None and config.cpu_affinity.affinity_set:
        spec.cpu_affinity = config.cpu_affinity
    spec.boot_options = _boot(config, landing, {change.device.key for change in changes})
    spec.cpu_feature_mask = _masks(config.cpu_feature_mask)
    warnings = list(devices.warnings)
    if config.v_app_config is not None and landing.has_vapp:
        spec.v_app_config = _vapp(config.v_app_config)
    elif config.v_app_config is not None and config.v_app_config.property:
        text = "properties of the software in it stay behind: a host without a vCenter keeps none"
        warnings.append(Obstacle("property", text))
    return MadeSpec(spec, tuple(devices.disks), tuple(warnings))


def _vapp(told: vim.VmConfigInfo) -> vim.VmConfigSpec:
    """Return what gives a machine the same properties, products and licences."""
    add = vim.ArrayUpdateOperation.ADD
    return vim.VmConfigSpec(
        product=[vim.VAppProductSpec(operation=add, info=one) for one in told.product],
        property=[vim.VAppPropertySpec(operation=add, info=one) for one in told.property],
        ip_assignment=told.ip_assignment,
        eula=told.eula,
        ovf_section=[vim.VAppOvfSectionSpec(operation=add, info=one) for one in told.ovf_section],
        ovf_environment_transport=told.ovf_environment_transport,
        install_boot_required=told.install_boot_required,
        install_boot_stop_delay=told.install_boot_stop_delay,
    )


def add_nvram(spec: vim.VirtualMachineConfigSpec, name: str) -> None:
    """Have a machine keep its firmware's variables in a file: its lease then has a place for it."""
    spec.extra_config.append(vim.OptionValue(key="nvram", value=f"{name}.nvram"))


def _boot(
    config: vim.VirtualMachineConfigInfo, landing: Landing, keys: set[int]
) -> vim.VirtualMachineBootOptions | None:
    """Return the boot options; the order names devices by what they are called in the spec."""
    if config.boot_options is None:
        return None
    options = _settable(config.boot_options, landing.api)
    order: list[vim.VirtualMachineBootOptionsBootableDevice] = []
    for entry in options.boot_order:
        if (key := getattr(entry, "device_key", None)) is None:
            order.append(entry)
        elif -key in keys:
            order.append(type(entry)(device_key=-key))  # type: ignore[call-arg]
    options.boot_order = order
    return options


_REGISTERS: Final = ("eax", "ebx", "ecx", "edx")


def _masks(masks: Sequence[vim.HostCpuIdInfo]) -> list[vim.VirtualMachineCpuIdInfoSpec]:
    """Return the masks of processor features that somebody has set."""
    return [
        vim.VirtualMachineCpuIdInfoSpec(operation=vim.ArrayUpdateOperation.ADD, info=one)
        for one in masks
        if any(getattr(one, name, None) for name in _REGISTERS)
    ]
