"""What libvirt's domain XML says about a VMware machine, as plain values.

The classes are frozen and compare by value; `dataclasses.replace` makes a changed copy. They hold
what the ESX driver can read from or write to a VMX file, and what it must see in order to refuse
(a graphics type, say, that VMware does not have). What the driver ignores (features, clock, input
devices, ...) is not kept.

Words are libvirt's: a bus is ``"scsi"``, a controller model ``"vmpvscsi"``. Memory is in KiB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

__all__ = [
    "CharacterDevice",
    "Controller",
    "Cpu",
    "Disk",
    "DistributedPort",
    "DomainDefinition",
    "DriveAddress",
    "Filesystem",
    "Graphics",
    "HostDevice",
    "Interface",
    "Listen",
    "PciAddress",
    "Topology",
    "Tpm",
    "Video",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """How the virtual processors are grouped: sockets of dies of cores of threads.

    Attributes:
        clusters: clusters in a die; None where the writer of the XML did not know the word
            (libvirt before 10.1).
    """

    sockets: int
    cores: int
    threads: int = 1
    dies: int = 1
    clusters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cpu:
    """The ``<cpu>`` element.

    Attributes:
        mode: ``"custom"``, ``"host-model"``, ...; None if it does not say, which means custom.
    """

    mode: str | None = None
    topology: Topology | None = None


@dataclass(frozen=True, slots=True)
class DriveAddress:
    """Where a disk is attached: controller, bus, target and unit, counted from 0."""

    controller: int = 0
    bus: int = 0
    unit: int = 0
    target: int = 0


@dataclass(frozen=True, slots=True)
class PciAddress:
    """Where a controller is plugged in."""

    bus: int = 0
    slot: int = 0
    function: int = 0
    domain: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A hard disk, CD-ROM or floppy drive.

    Attributes:
        target: name in the guest, such as ``"sda"``; it decides the slot. Empty, in a disk to be
            attached: whichever is free.
        bus: ``"scsi"``, ``"sata"``, ``"ide"``, ``"nvme"`` or ``"fdc"``; empty likewise.
        type: ``"file"`` or ``"block"``; other storage types are kept to be refused.
        device: ``"disk"``, ``"cdrom"``, ``"lun"`` or ``"floppy"``.
        source: datastore path (``"[datastore] directory/file"``), absolute path or device; None
            for an empty drive.
        startup_policy: ``"optional"``: use the first drive of the host that there is.
        driver: deprecated way to give the SCSI model, see `Controller.model`.
        cache: ``"writethrough"``, or None for the default.
        readonly: the guest cannot write.
        transient: what the guest writes is gone after power off.
        bus_said: the XML names the bus. libvirt puts disks in order before it fills buses in, so
            it makes a difference to the order in a VMX file. Of a disk to be detached or changed, a
            bus that is said has to be the disk's.
        snapshot: ``"no"``: snapshots leave it out, which VMware calls independent. Of a disk to be
            attached; no definition of a whole machine says it.
    """

    target: str = ""
    bus: str = ""
    type: str = "file"
    device: str = "disk"
    source: str | None = None
    startup_policy: str | None = None
    driver: str | None = None
    cache: str | None = None
    readonly: bool = False
    transient: bool = False
    address: DriveAddress | None = None
    bus_said: bool = field(default=True, compare=False, repr=False)
    snapshot: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """A disk controller.

    Attributes:
        type: ``"scsi"``, ``"sata"``, ``"ide"``, ``"fdc"``, ``"nvme"``, ...
        index: number among those of its type, from 0; -1, in one to be attached: the next.
        model: for SCSI ``"buslogic"``, ``"lsilogic"``, ``"lsisas1068"``, ``"vmpvscsi"``, or
            ``"auto"``: the one that the disk image was made for.
    """

    type: str
    index: int = -1
    model: str | None = None
    address: PciAddress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filesystem:
    """A directory of the host that the guest sees; `target` is its name in the guest."""

    source: str | None
    target: str
    type: str = "mount"
    readonly: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DistributedPort:
    """A port of a vSphere distributed switch."""

    switch_id: UUID
    port_id: int | None = None
    portgroup_id: str | None = None
    connection_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """A network card.

    Attributes:
        type: ``"bridge"`` (a port group), ``"user"`` (NAT), ``"vds"``, ``"null"`` (not
            connected, or in a way that libvirt has no word for); others are kept to be refused.
        mac: address, lower case, ``"00:0c:29:12:34:56"``; empty, in a card to be attached: the
            host makes one up.
        mac_type: ``"static"`` or ``"generated"``; None lets the range of the address decide.
        mac_check: is the host to check the address? None lets the range decide.
        source: name of the port group.
        target: host-side name, for a custom VMware network.
        model: ``"vlance"``, ``"vmxnet"``, ``"vmxnet2"``, ``"vmxnet3"``, ``"e1000"``,
            ``"e1000e"``; None leaves it to the host.
        port: what a card of type ``"vds"`` is connected to.
        link_up: whether the cable is in, or None; of a card to be attached or changed, no
            definition of a whole machine says it.
    """

    mac: str = ""
    type: str = "bridge"
    mac_type: str | None = None
    mac_check: bool | None = None
    source: str | None = None
    target: str | None = None
    model: str | None = None
    port: DistributedPort | None = None
    link_up: bool | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacterDevice:
    """A serial or parallel port.

    Attributes:
        port: number of the port in the guest, from 0; -1, in one to be attached: the next.
        type: ``"dev"``, ``"file"``, ``"pipe"``, ``"tcp"``; others are kept to be refused.
        path: device, file or pipe.
        mode: for ``"tcp"``: ``"bind"`` (be the server) or ``"connect"``.
        host: for ``"tcp"``: address, IPv6 without brackets.
        service: for ``"tcp"``: port, a number or a name.
        protocol: for ``"tcp"``: ``"raw"``, ``"telnet"``, ``"telnets"`` or ``"tls"``.
        device: ``"serial"`` or ``"parallel"``, of one that stands for itself.
        proxy: for ``"tcp"``: URI of a virtual serial port concentrator; libvirt has no word for it.
    """

    port: int = -1
    type: str = "dev"
    path: str | None = None
    mode: str | None = None
    host: str | None = None
    service: str | None = None
    protocol: str | None = None
    device: str = field(default="serial", compare=False)
    proxy: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostDevice:
    """A device of the host that a machine has for itself: libvirt's ``<hostdev>``.

    Attributes:
        type: ``"usb"`` or ``"pci"``.
        address: of a PCI device, on the host.
        vendor: of a USB device: its maker's number.
        product: of a USB device: its product's number.
        bus: of a USB device: the host's bus it is on, where the numbers say too little.
        device: of a USB device: its number there.
    """

    type: str
    address: PciAddress | None = None
    vendor: int | None = None
    product: int | None = None
    bus: int | None = None
    device: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Where a remote display listens; `address` goes with type ``"address"``, and so on."""

    type: str = "address"
    address: str | None = None
    network: str | None = None
    socket: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Graphics:
    """A remote display.

    Attributes:
        type: ``"vnc"``; others are kept to be refused.
        port: TCP port; None lets the host choose one.
        password: not part of `repr`, and written to XML only when asked for.
    """

    type: str = "vnc"
    port: int | None = None
    listen: tuple[Listen, ...] = (Listen(),)
    keymap: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """A graphics card; `vram_kib` is its memory in KiB, a power of two."""

    type: str = "vmvga"
    vram_kib: int = 4096
    heads: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tpm:
    """A trusted platform module; VMware has this one kind."""

    model: str = "tpm-crb"
    backend: str = "emulator"
    version: str = "2.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainDefinition:
    """A whole machine: what ``<domain type='vmware'>`` holds.

    Attributes:
        name: None for a VMX file without one; XML needs one.
        uuid: all zero for a VMX file without one; a zero UUID makes VMware create one.
        id: number of the running machine; None when it is not running.
        hardware_uuid: the BIOS one, when `uuid` is vCenter's (``dialect="latest"``).
        generation_id: changes when the machine is copied or goes back in time.
        memory_kib: memory at the most, in KiB.
        current_memory_kib: host memory that it may use, in KiB, at most `memory_kib`.
        min_guarantee_kib: host memory reserved for it, in KiB.
        vcpus: number of virtual processors.
        vcpus_current: those in use at start; None means all.
        cpuset: processors of the host that it may run on; None means all.
        shares: weight against other machines; a normal one has 1000 for each processor.
        os_type: ``"hvm"``; others are kept to be refused.
        arch: ``"i686"`` or ``"x86_64"``.
        firmware: ``"efi"``, ``"bios"`` or None.
        smbios: ``"host"`` shows the host's tables to the guest.
        secure_boot: EFI refuses what is not signed (``dialect="latest"``).
        nvram: path of the file with EFI's variables (``dialect="latest"``).
        datacenter_path: inventory path of its datacenter; goes to XML only.
        moref: id of its managed object, such as ``"vm-12"``; goes to XML only.
    """

    name: str | None
    uuid: UUID
    memory_kib: int
    current_memory_kib: int
    id: int | None = None
    hardware_uuid: UUID | None = None
    generation_id: UUID | None = None
    description: str | None = None
    min_guarantee_kib: int = 0
    vcpus: int = 1
    vcpus_current: int | None = None
    cpuset: tuple[int, ...] | None = None
    shares: int | None = None
    os_type: str = "hvm"
    arch: str = "i686"
    firmware: str | None = None
    smbios: str | None = None
    secure_boot: bool = False
    nvram: str | None = None
    cpu: Cpu | None = None
    disks: tuple[Disk, ...] = ()
    controllers: tuple[Controller, ...] = ()
    filesystems: tuple[Filesystem, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    serials: tuple[CharacterDevice, ...] = ()
    parallels: tuple[CharacterDevice, ...] = ()
    graphics: tuple[Graphics, ...] = ()
    videos: tuple[Video, ...] = ()
    tpm: Tpm | None = None
    datacenter_path: str | None = None
    moref: str | None = None
