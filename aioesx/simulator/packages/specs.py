"""A package -> the spec of the machine that a host makes of it, and the files that go into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aioesx import vim
from aioesx.ovf import ResourceType
from aioesx.simulator.packages import settings
from aioesx.simulator.packages.reading import (
    localized,
    products,
    properties,
    warned,
)
from aioesx.simulator.state.guests import guest_word
from aioesx.simulator.state.numbers import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aioesx.ovf import Envelope, Item

__all__ = ["PROVISIONING", "Target", "import_spec", "unsupported_hardware"]

PROVISIONING: Final = ("thin", "thick", "eagerZeroedThick")
"""How disks can be made."""

_THICK: Final = frozenset({"", "thick", "flat", "monolithicFlat"})
_ADD = vim.VirtualDeviceConfigSpecOperation.ADD
_CREATE = vim.VirtualDeviceConfigSpecFileOperation.CREATE
_CD_TYPE: Final = 15
_DISK_TYPE: Final = 17
_IDE_KEY: Final = 200
_OTHER_GUEST: Final = "otherGuest64"

_CARDS: Final[dict[str, Any]] = {
    "vmxnet3": vim.VirtualVmxnet3,
    "e1000": vim.VirtualE1000,
    "e1000e": vim.VirtualE1000e,
    "pcnet32": vim.VirtualPCNet32,
    "vmxnet": vim.VirtualVmxnet,
    "vmxnet2": vim.VirtualVmxnet2,
}
_CONTROLLERS: Final[dict[str, Any]] = {
    "lsilogic": vim.VirtualLsiLogicController,
    "buslogic": vim.VirtualBusLogicController,
    "lsilogicsas": vim.VirtualLsiLogicSASController,
    "virtualscsi": vim.ParaVirtualSCSIController,
    "vmware.sata.ahci": vim.VirtualAHCIController,
    "ahci": vim.VirtualAHCIController,
    "vmware.nvme.controller": vim.VirtualNVMEController,
    "vmware.usb.ehci": vim.VirtualUSBController,
    "vmware.usb.xhci": vim.VirtualUSBXHCIController,
}
_DEFAULTS: Final = {
    ResourceType.SCSI: "lsilogic",
    ResourceType.STORAGE: "vmware.sata.ahci",
    ResourceType.USB: "vmware.usb.ehci",
    ResourceType.ETHERNET: "e1000",
}
"""What is meant where a descriptor says nothing more."""

_QUIET: Final = frozenset({ResourceType.GRAPHICS, ResourceType.FLOPPY, ResourceType.OTHER})
"""What every machine has, or can do without; it is passed over in silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a package is to go, and how.

    Attributes:
        name: what the machine is to be called.
        store: name of the datastore.
        networks: names of the host's networks, by the package's.
        known_networks: names of the host's networks.
        versions: versions of virtual hardware that the host has.
        configuration: the package's configuration; empty for its default.
        provisioning: how disks are made.
        values: values of properties, by their full keys.
    """

    name: str
    store: str
    versions: tuple[int, ...]
    networks: Mapping[str, str] = field(default_factory=dict)
    known_networks: tuple[str, ...] = ()
    configuration: str = ""
    provisioning: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


def unsupported_hardware(
    envelope: Envelope, versions: tuple[int, ...]
) -> vim.LocalizedMethodFault | None:
    """Return why a host has no such machines; None if it has."""
    if _version(envelope, versions):
        return None
    word = envelope.system.hardware.type
    fault = vim.OvfNoSupportedHardwareFamily(line_number=0, version=word)
    text = f"No supported hardware versions among [{word}]; supported: {_words(versions)}."
    return localized(fault, text)


def _words(versions: tuple[int, ...]) -> str:
    return "[" + ", ".join(f"vmx-{version:02}" for version in versions) + "]"


def _version(envelope: Envelope, versions: tuple[int, ...]) -> str:
    """Return the newest version of those that a package leaves to choose; empty for none."""
    words = envelope.system.hardware.type.split()
    fitting = [v for v in versions if any(whole(w.removeprefix("vmx-")) == v for w in words)]
    return f"vmx-{max(fitting):02}" if fitting else ""


def import_spec(envelope: Envelope, target: Target) -> vim.OvfCreateImportSpecResult:
    """Return the spec of the machine, the files that go into it, and what is to be said of it."""
    builder = _Builder(envelope, target)
    builder.build()
    spec = vim.VirtualMachineImportSpec(config_spec=builder.spec)
    return vim.OvfCreateImportSpecResult(
        import_spec=None if builder.errors else spec,
        file_item=[] if builder.errors else builder.files,
        warning=[*warned(envelope), *builder.warnings],
        error=builder.errors,
    )


class _Builder:
    """Makes a spec, item by item.

    Args:
        envelope: the package.
        target: where it is to go.
    """

    def __init__(self, envelope: Envelope, target: Target) -> None:
        self.envelope, self.target = envelope, target
        self.warnings: list[vim.LocalizedMethodFault] = []
        self.errors: list[vim.LocalizedMethodFault] = []
        self.files: list[vim.OvfFileItem] = []
        self._configuration = target.configuration or envelope.configuration
        self._keys: dict[str, tuple[int, str]] = {}
        self._units: dict[int, int] = {}
        self._next = -1
        system = envelope.system
        self.spec = vim.VirtualMachineConfigSpec(
            name=target.name,
            annotation=system.annotation or None,
            guest_id=self._guest(),
            version=_version(envelope, target.versions) or None,
            files=vim.VirtualMachineFileInfo(vm_path_name=f"[{target.store}]"),
        )

    def build(self) -> None:
        """Go through the package."""
        for error in (
            unsupported_hardware(self.envelope, self.target.versions),
            self._bad_provisioning(),
        ):
            if error is not None:
                self.errors.append(error)
        known, chosen = self.envelope.configurations, self.target.configuration
        if chosen and chosen not in {one.id for one in known}:
            text = f"There is no deployment option {chosen!r}."
            self.errors.append(localized(vim.OvfInvalidValueConfiguration(
                line_number=0, element_name="Configuration", attribute_name="id", value=chosen
            ), text))  # fmt: skip
        items = self.envelope.system.hardware.items_of(self._configuration)
        for item in sorted(items, key=lambda one: one.parent is not None):
            make = _MAKERS.get(item.type)
            if make is not None:
                make(self, item)
            elif item.type not in _QUIET:
                self._unknown(item)
        self._settings()
        if self.envelope.system.products or self.envelope.system.eulas:
            self.spec.v_app_config = self._software()

    # --- what is said of it -----------------------------------------------------------------------

    def _complain(self, item: Item, fault: vim.MethodFault, text: str) -> None:
        """Refuse a required item that the host has not; warn of another one."""
        (self.errors if item.required else self.warnings).append(localized(fault, text))

    def _unknown(self, item: Item) -> None:
        fault = vim.OvfUnsupportedType(
            line_number=0,
            name=item.name,
            instance_id=item.id,
            device_type=item.type,
        )
        text = f"Unsupported hardware device type {item.type} of {item.name!r} ({item.id})."
        self._complain(item, fault, text)

    def _bad_provisioning(self) -> vim.LocalizedMethodFault | None:
        word = self.target.provisioning
        if word in _THICK or word in PROVISIONING:
            return None
        fault = vim.OvfUnsupportedDiskProvisioning(
            disk_provisioning=word, supported_disk_provisioning=", ".join(PROVISIONING)
        )
        return localized(fault, f"The disk provisioning {word!r} is not supported.")

    def _guest(self) -> str:
        os = self.envelope.system.os
        if os is not None and os.type and guest_word(os.type) is not None:
            return os.type
        number = os.id if os is not None else 0
        fault = vim.OvfMappedOsId(
            ovf_id=number,
            ovf_description=os.description if os is not None else "",
            target_description="Other (64-bit)",
        )
        text = f"The specified operating system identifier '{number}' is not supported."
        self.warnings.append(localized(fault, text))
        return _OTHER_GUEST

    # --- devices ----------------------------------------------------------------------------------

    def _key(self) -> int:
        self._next -= 1
        return self._next

    def _add(self, device: vim.VirtualDevice, *, creates: bool = False) -> None:
        change = vim.VirtualDeviceConfigSpec(
            operation=_ADD, file_operation=_CREATE if creates else None, device=device
        )
        self.spec.device_change.append(change)

    def _choice(self, item: Item, known: Mapping[str, Any]) -> Any:
        """Return the class of the first word of several that the host knows; or complain."""
        wanted = (item.subtype or _DEFAULTS.get(ResourceType(item.type), "")).split()
        for word in wanted:
            if word.lower() in known:
                return known[word.lower()]
        fault = vim.OvfUnsupportedSubType(
            line_number=0,
            element_name=item.name,
            instance_id=item.id,
            device_type=item.type,
            device_sub_type=item.subtype or "",
        )
        text = f"Unsupported subtype {item.subtype!r} of {item.name!r} ({item.id})."
        self._complain(item, fault, text)
        return None

    def processor(self, item: Item) -> None:
        """Set the number of processors and what they are promised."""
        self.spec.num_cpus = item.quantity
        if item.cores_per_socket is not None:
            self.spec.num_cores_per_socket = item.cores_per_socket
        self.spec.cpu_allocation = _allocation(item, 1)

    def memory(self, item: Item) -> None:
        """Set the size of the memory and what is promised of it."""
        unit = 1 if item.quantity is None else (item.amount or 0) // max(1, item.quantity)
        self.spec.memory_mb = (item.amount or 0) // 2**20
        self.spec.memory_allocation = _allocation(item, max(1, unit // 2**20))

    def ide(self, item: Item) -> None:
        """Take note of an IDE controller: a machine has two from the beginning."""
        number = (whole(item.address or "0") or 0) % 2
        self._keys[item.id] = (_IDE_KEY + number, f"VirtualIDEController{number}")

    def controller(self, item: Item) -> None:
        """Add a controller of disks or of USB."""
        cls = self._choice(item, _CONTROLLERS)
        if cls is None:
            return
        key, bus = self._key(), whole(item.address or "0") or 0
        taken = {name for _, name in self._keys.values()}
        while f"{cls.__name__}{bus}" in taken:
            bus += 1
        facts: dict[str, Any] = {"key": key, "bus_number": bus}
        if issubclass(cls, vim.VirtualSCSIController):
            facts["shared_bus"] = vim.VirtualSCSISharing.NO_SHARING
        self._keys[item.id] = (key, f"{cls.__name__}{bus}")
        self._add(cls(**facts))

    def _place(self, item: Item) -> tuple[int, int, str]:
        """Return where a drive is connected, and what a lease calls the place."""
        key, name = self._keys.get(item.parent or "", (_IDE_KEY, "VirtualIDEController0"))
        unit = whole(item.address_on_parent or "")
        if unit is None:
            unit = self._units.get(key, 0)
        self._units[key] = unit + 1
        return key, unit, f"/{self.target.name}/{name}:{unit}"

    def _file(self, file_id: str, device_id: str, cim_type: int, *, create: bool) -> str:
        """Take note of a file that is to come; return its name."""
        file = self.envelope.file(file_id)
        if file is None:
            return ""
        self.files.append(
            vim.OvfFileItem(
                device_id=device_id,
                path=file.href,
                compression_method=file.compression,
                chunk_size=file.chunk_size,
                size=file.size,
                cim_type=cim_type,
                create=create,
            )
        )
        return file.href

    def disk(self, item: Item) -> None:
        """Add a disk, with its file if it has one."""
        disk = self.envelope.disk(item.disk or "")
        owner, unit, name = self._place(item)
        if disk is None:
            self._unknown(item)
            return
        word = self.target.provisioning
        backing = vim.VirtualDiskFlatVer2BackingInfo(
            file_name=f"[{self.target.store}]",
            disk_mode="persistent",
            thin_provisioned=word == "thin",
            eagerly_scrub=True if word == "eagerZeroedThick" else None,
        )
        device = vim.VirtualDisk(
            key=self._key(),
            controller_key=owner,
            unit_number=unit,
            capacity_in_kb=-(-disk.capacity // 1024),
            backing=backing,
        )
        self._add(device, creates=True)
        if disk.file is not None:
            self._file(disk.file, name, _DISK_TYPE, create=False)

    def drive(self, item: Item) -> None:
        """Add a CD drive, with an image if the package has one for it."""
        owner, unit, name = self._place(item)
        image = self._file(item.file, name, _CD_TYPE, create=True) if item.file else ""
        backing: vim.VirtualDeviceBackingInfo
        if image:
            path = f"[{self.target.store}] {image.rpartition('/')[2]}"
            backing = vim.VirtualCdromIsoBackingInfo(file_name=path)
        else:
            backing = vim.VirtualCdromRemotePassthroughBackingInfo(device_name="", exclusive=False)
        start = bool(item.automatic_allocation)
        device = vim.VirtualCdrom(
            key=self._key(),
            controller_key=owner,
            unit_number=unit,
            backing=backing,
            connectable=_connectable(start=start),
        )
        self._add(device, creates=bool(image))

    def card(self, item: Item) -> None:
        """Add a network card; a network that nobody has mapped is the host's of that name."""
        cls, target = self._choice(item, _CARDS), self.target
        if cls is None:
            return
        name = item.connections[0] if item.connections else ""
        found = target.networks.get(name)
        if found is None:
            known = target.known_networks
            found = name if name in known else next(iter(known), "")
        device = cls(
            key=self._key(),
            backing=vim.VirtualEthernetCardNetworkBackingInfo(device_name=found),
            connectable=_connectable(start=item.automatic_allocation is not False),
        )
        for setting in item.config:
            settings.apply(device, setting)
        self._add(device)

    # --- the rest ---------------------------------------------------------------------------------

    def _settings(self) -> None:
        hardware = self.envelope.system.hardware
        for setting in hardware.config:
            if not settings.apply(self.spec, setting):
                fault = vim.OvfUnsupportedElementValue(
                    line_number=0, name=setting.key, value=setting.value
                )
                text = f"The value {setting.value!r} of {setting.key!r} is not supported."
                kept = self.errors if setting.required else self.warnings
                kept.append(localized(fault, text))
        for setting in hardware.extra_config:
            if setting.key == "nvram" and hardware.nvram is not None:
                self._file(hardware.nvram, f"/{self.target.name}/nvram", 0, create=True)
            option = vim.OptionValue(key=setting.key, value=setting.value)
            self.spec.extra_config.append(option)

    def _software(self) -> vim.VmConfigSpec:
        """Return products and properties, with the values that were given."""
        system, add = self.envelope.system, vim.ArrayUpdateOperation.ADD
        wanted = properties(self.envelope, self._configuration, self.target.values)
        return vim.VmConfigSpec(
            product=[
                vim.VAppProductSpec(operation=add, info=info) for info in products(self.envelope)
            ],
            property=[vim.VAppPropertySpec(operation=add, info=info) for info in wanted],
            eula=list(system.eulas),
            ovf_environment_transport=list(system.hardware.transport),
        )


def _connectable(*, start: bool) -> vim.VirtualDeviceConnectInfo:
    return vim.VirtualDeviceConnectInfo(
        start_connected=start, allow_guest_control=True, connected=False
    )


def _allocation(item: Item, unit: int) -> vim.ResourceAllocationInfo | None:
    """Return what is promised of processors or memory; None where nothing is said."""
    if item.reservation is None and item.limit is None and item.weight is None:
        return None
    shares = None
    if item.weight is not None:
        shares = vim.SharesInfo(shares=item.weight, level=vim.SharesLevel.CUSTOM)
    return vim.ResourceAllocationInfo(
        reservation=None if item.reservation is None else item.reservation * unit,
        limit=None if item.limit is None else item.limit * unit,
        shares=shares,
    )


_MAKERS: Final[dict[int, Callable[[_Builder, Item], None]]] = {
    ResourceType.PROCESSOR: _Builder.processor,
    ResourceType.MEMORY: _Builder.memory,
    ResourceType.IDE: _Builder.ide,
    ResourceType.SCSI: _Builder.controller,
    ResourceType.STORAGE: _Builder.controller,
    ResourceType.USB: _Builder.controller,
    ResourceType.DISK: _Builder.disk,
    ResourceType.CDROM: _Builder.drive,
    ResourceType.DVD: _Builder.drive,
    ResourceType.ETHERNET: _Builder.card,
}
