"""What an OVF descriptor says, as plain values.

An `Envelope` has the package's files, its disks, networks and configurations, and one machine.
What is text for people only (each section's ``Info``) is no part of it. Sizes are bytes.

Source: DMTF, DSP0243 1.1.1 and 2.1.1, Open Virtualization Format; VMware's extensions
(``vmw:``) as hosts, vCenters and ovftool write them.
"""

from __future__ import annotations

import dataclasses
import enum
from typing import Final

from aioesx.ovf.units import multiple_of

__all__ = [
    "STREAM_FORMAT",
    "BootDevice",
    "Configuration",
    "Disk",
    "Envelope",
    "File",
    "Hardware",
    "Item",
    "Network",
    "OperatingSystem",
    "Product",
    "Property",
    "PropertyValue",
    "ResourceType",
    "Setting",
    "System",
]

STREAM_FORMAT: Final = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"
"""The format of a disk that is one stream: what leases give, and what packages hold."""


class ResourceType(enum.IntEnum):
    """What an `Item` is, as far as VMware's machines have it; CIM's numbers."""

    OTHER = 1
    PROCESSOR = 3
    MEMORY = 4
    IDE = 5
    SCSI = 6
    ETHERNET = 10
    FLOPPY = 14
    CDROM = 15
    DVD = 16
    DISK = 17
    STORAGE = 20
    SERIAL = 21
    PARALLEL = 22
    USB = 23
    GRAPHICS = 24
    SOUND = 35


CONTROLLERS: Final = frozenset({ResourceType.IDE, ResourceType.SCSI, ResourceType.STORAGE})
"""What disks and their like are connected to: ``STORAGE`` are SATA and NVMe ones."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the package.

    Attributes:
        id: by which the rest of the descriptor names it.
        href: its name in the package; with `chunk_size`, what the names of its pieces begin with.
        size: bytes of it as it lies in the package; None where nothing was said.
        compression: ``"gzip"``, or None.
        chunk_size: bytes of each of its pieces but the last, where it comes in several.
    """

    id: str
    href: str
    size: int | None = None
    compression: str | None = None
    chunk_size: int | None = None

    @property
    def pieces(self) -> tuple[str, ...]:
        """Names of the files that it consists of: mostly one."""
        if self.chunk_size is None:
            return (self.href,)
        count = -(-(self.size or 0) // self.chunk_size) or 1
        return tuple(f"{self.href}.{number:09}" for number in range(count))


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A disk of the package.

    Attributes:
        id: by which hardware items name it.
        capacity: bytes that the machine sees.
        file: id of the `File` that holds it; None for an empty disk.
        format: an URI that says how.
        populated_size: bytes of it that were ever written; None where nothing was said.
        parent: id of the disk that it holds the difference to.
    """

    id: str
    capacity: int
    file: str | None = None
    format: str = STREAM_FORMAT
    populated_size: int | None = None
    parent: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """A network that the machine is to be connected to."""

    name: str
    description: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """One of the ways in which the machine can be made, ``"small"`` or ``"large"``, say."""

    id: str
    label: str = ""
    description: str = ""
    default: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting of VMware's: ``vmw:Config`` or ``vmw:ExtraConfig``.

    Attributes:
        key: such as ``"firmware"``.
        value: its text.
        required: whether a host that does not know it has to refuse the package.
    """

    key: str
    value: str
    required: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class BootDevice:
    """A device that the machine may boot from, in its turn.

    Attributes:
        item: the `Item.id` of it.
        type: ``"disk"``, ``"cdrom"``, ``"net"``, ``"floppy"``.
    """

    item: str
    type: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A piece of virtual hardware.

    Attributes:
        id: by which other items name it as their parent.
        type: a `ResourceType`, or another number of CIM's.
        subtype: ``"lsilogic"``, ``"VmxNet3"``, ...; several words are a choice.
        other_type: what it is where `type` is 1.
        name: for people.
        description: for people.
        caption: for people.
        quantity: how many or how much of it, in `units`.
        units: as ``"byte * 2^20"``.
        reservation: of which at least so much.
        limit: of which at most so much.
        weight: shares.
        parent: id of the controller.
        address: of a controller: its number.
        address_on_parent: of what is connected to one: the place there.
        host_resources: what holds its bytes: ``"ovf:/disk/ID"`` or ``"ovf:/file/ID"``.
        connections: names of networks.
        automatic_allocation: whether it is connected from the start.
        automatic_deallocation: whether it is taken away at the end.
        cores_per_socket: of the processors.
        required: whether the machine cannot be made without it.
        configurations: ids of those that it belongs to; empty for all.
        bound: ``"normal"``, ``"min"`` or ``"max"``, of one that says a range only.
        config: further settings.
    """

    id: str
    type: int
    subtype: str | None = None
    other_type: str | None = None
    name: str = ""
    description: str | None = None
    caption: str | None = None
    quantity: int | None = None
    units: str | None = None
    reservation: int | None = None
    limit: int | None = None
    weight: int | None = None
    parent: str | None = None
    address: str | None = None
    address_on_parent: str | None = None
    host_resources: tuple[str, ...] = ()
    connections: tuple[str, ...] = ()
    automatic_allocation: bool | None = None
    automatic_deallocation: bool | None = None
    cores_per_socket: int | None = None
    required: bool = True
    configurations: tuple[str, ...] = ()
    bound: str | None = None
    config: tuple[Setting, ...] = ()

    @property
    def amount(self) -> int | None:
        """The quantity in bytes, or in whatever else its units are multiples of.

        None where there is none, or its units are not known.
        """
        multiple = multiple_of(self.units)
        return None if self.quantity is None or multiple is None else self.quantity * multiple

    @property
    def disk(self) -> str | None:
        """Id of the `Disk` that it is, or None."""
        return self._resource("/disk/")

    @property
    def file(self) -> str | None:
        """Id of the `File` that is in it (of a CD drive, say), or None."""
        return self._resource("/file/")

    def _resource(self, kind: str) -> str | None:
        for resource in self.host_resources:
            path = resource.removeprefix("ovf:")
            if path.startswith(kind):
                return path.removeprefix(kind)
        return None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """What a machine consists of.

    Attributes:
        type: such as ``"vmx-19"``; several words are a choice.
        items: in the order of the document.
        config: settings of the machine: ``firmware``, ``tools.syncTimeWithHost``, ...
        extra_config: settings of its VMX file; ``nvram`` names a `File` (``"ovf:/file/ID"``).
        transport: how properties reach the guest: ``"com.vmware.guestInfo"``, ``"iso"``.
    """

    type: str = ""
    items: tuple[Item, ...] = ()
    config: tuple[Setting, ...] = ()
    extra_config: tuple[Setting, ...] = ()
    transport: tuple[str, ...] = ()

    def of_type(self, *types: int) -> tuple[Item, ...]:
        """Return the items of some types."""
        return tuple(item for item in self.items if item.type in types)

    def items_of(self, configuration: str | None) -> tuple[Item, ...]:
        """Return the items that a machine of a configuration has.

        An item of that configuration takes the place of one for all that has its id. Bounds are
        no items.
        """
        usual = {
            item.id: item
            for item in self.items
            if not item.configurations and item.bound in (None, "normal")
        }
        chosen = {
            item.id: item
            for item in self.items
            if configuration in item.configurations and item.bound in (None, "normal")
        }
        return tuple((usual | chosen).values())

    def setting(self, key: str) -> str | None:
        """Return a setting of the machine."""
        return next((one.value for one in self.config if one.key == key), None)

    @property
    def firmware(self) -> str:
        """``"bios"`` or ``"efi"``."""
        return self.setting("firmware") or "bios"

    @property
    def nvram(self) -> str | None:
        """Id of the `File` with the firmware's variables, or None."""
        for one in self.extra_config:
            if one.key == "nvram" and one.value.removeprefix("ovf:").startswith("/file/"):
                return one.value.removeprefix("ovf:").removeprefix("/file/")
        return None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class OperatingSystem:
    """What the machine is made for.

    Attributes:
        id: CIM's number.
        type: VMware's word: ``"ubuntu64Guest"``; None where nothing was said.
        version: of it.
        description: for people.
    """

    id: int
    type: str | None = None
    version: str | None = None
    description: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PropertyValue:
    """The default of a property in one configuration."""

    value: str = dataclasses.field(repr=False)
    configuration: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """What the software in the machine wants to be told.

    Attributes:
        key: its name in its `Product`.
        type: ``"string"``, ``"boolean"``, ``"uint16"``, ...
        value: the default; None where there is none.
        user_configurable: whether whoever installs it may set it.
        password: whether it is a secret.
        qualifiers: bounds of the value: ``'ValueMap{"a","b"}'``.
        vmw_qualifiers: VMware's: ``"Ip"``.
        label: for people.
        description: for people.
        category: under which heading it stands.
        values: defaults of configurations.
    """

    key: str
    type: str = "string"
    value: str | None = dataclasses.field(default=None, repr=False)
    user_configurable: bool = False
    password: bool = False
    qualifiers: str | None = None
    vmw_qualifiers: str | None = None
    label: str = ""
    description: str = ""
    category: str = ""
    values: tuple[PropertyValue, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Software in the machine, and what it wants to be told.

    Attributes:
        class_: what the keys of its properties begin with, or "".
        instance: what they end with, or "".
        name: of the product.
        vendor: who made it.
        version: its version.
        full_version: its version, at length.
        product_url: a page about it.
        vendor_url: a page about them.
        app_url: where it is used, once it runs.
        properties: in the order of the document.
    """

    class_: str = ""
    instance: str = ""
    name: str = ""
    vendor: str = ""
    version: str = ""
    full_version: str = ""
    product_url: str = ""
    vendor_url: str = ""
    app_url: str = ""
    properties: tuple[Property, ...] = ()

    def full_key(self, key: str) -> str:
        """Return what a property is called outside of its product: ``CLASS.KEY.INSTANCE``."""
        return ".".join(part for part in (self.class_, key, self.instance) if part)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A machine.

    Attributes:
        id: its id in the descriptor.
        name: what it is to be called.
        annotation: its notes.
        os: what it is made for; None where nothing was said.
        hardware: what it consists of.
        products: software in it.
        eulas: licenses that whoever installs it has to accept.
        boot: what it boots from; empty where nothing was said.
    """

    id: str
    name: str = ""
    annotation: str = ""
    os: OperatingSystem | None = None
    hardware: Hardware = Hardware()
    products: tuple[Product, ...] = ()
    eulas: tuple[str, ...] = ()
    boot: tuple[BootDevice, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A package of one machine, as its descriptor tells it.

    Attributes:
        system: the machine.
        files: what the package has besides descriptor and manifest, in the order of the document.
        disks: those of the machine.
        networks: those that it is to be connected to.
        configurations: ways in which it can be made; mostly none.
        warnings: what a reader passed over, a sentence each; no part of the comparison.
    """

    system: System
    files: tuple[File, ...] = ()
    disks: tuple[Disk, ...] = ()
    networks: tuple[Network, ...] = ()
    configurations: tuple[Configuration, ...] = ()
    warnings: tuple[str, ...] = dataclasses.field(default=(), compare=False)

    @property
    def configuration(self) -> str | None:
        """Id of the configuration that counts unless another is chosen: the default, or the first.

        None if there are none.
        """
        chosen = [one for one in self.configurations if one.default] or self.configurations[:1]
        return chosen[0].id if chosen else None

    def file(self, name: str) -> File | None:
        """Return the file that has this id."""
        return next((one for one in self.files if one.id == name), None)

    def disk(self, name: str) -> Disk | None:
        """Return the disk that has this id."""
        return next((one for one in self.disks if one.id == name), None)
