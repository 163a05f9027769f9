"""Domain XML -> `DomainDefinition`: what stands in ``<devices>``.

What libvirt fills in is filled in here: buses and addresses of disks, the controllers that disks
need, port numbers, a graphics card for a display, MAC addresses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Final

from aioesx.definition._reader import Node, parse_number, unsupported
from aioesx.definition.domain import (
    CharacterDevice,
    Controller,
    Disk,
    DistributedPort,
    DriveAddress,
    Filesystem,
    Graphics,
    Interface,
    Listen,
    PciAddress,
    Tpm,
    Video,
)
from aioesx.definition.scalars import parse_mac, parse_uuid
from aioesx.definition.targets import drive_address, target_index
from aioesx.errors import DomainXmlError

__all__ = [
    "SOURCE_ATTRIBUTES",
    "TRANSIENT_TARGETS",
    "read_character",
    "read_controllers",
    "read_devices",
    "read_disk",
    "read_interface",
    "read_pci_address",
]

SOURCE_ATTRIBUTES: Final = {
    "file": "file", "block": "dev", "dir": "dir", "network": "name", "volume": "volume",
    "nvme": "namespace", "vhostuser": "path",
}  # fmt: skip
"""The attribute of a disk's ``<source>`` that says which, by the disk's type."""

TRANSIENT_TARGETS: Final = ("vnet", "macvtap", "macvlan")
"""Beginnings of interface names that the host makes up; they are no part of a definition."""

_BUSES: Final = {"hd": "ide", "sd": "scsi", "fd": "fdc", "vd": "virtio", "xv": "xen", "nv": "nvme"}
# libvirt's own XML of a machine with SCSI 0:0 and SATA 0:0 calls both ``sda``, and it refuses to
# read that again. The bus tells them apart.
_SHARE_NAMES: Final = frozenset({"scsi", "sata"})
_CHARACTER_ATTRIBUTES: Final = {
    "dev": ("path",),
    "file": ("path",),
    "pipe": ("path",),
    "tcp": ("host", "service"),
}
_NAMED_SOURCES: Final = ("bridge", "network")
_LISTEN_TYPES: Final = ("none", "address", "network", "socket")
_POLICIES: Final = ("default", "mandatory", "requisite", "optional")
_PROTOCOLS: Final = ("raw", "telnet", "telnets", "tls")


def read_devices(devices: Node | None, make_mac: Callable[[], str]) -> dict[str, Any]:
    """Return the fields of a `DomainDefinition` that hold devices."""
    if devices is None:
        return {}
    disks = tuple(map(read_disk, devices.children("disk")))
    _refuse_duplicate_disks(disks)
    graphics = tuple(map(_graphics, devices.children("graphics")))
    videos = tuple(map(_video, devices.children("video")))
    tpm = devices.child("tpm")
    return {
        "disks": disks,
        "controllers": read_controllers(devices.children("controller"), disks),
        "filesystems": tuple(map(_filesystem, devices.children("filesystem"))),
        "interfaces": tuple(
            read_interface(node, make_mac) for node in devices.children("interface")
        ),
        "serials": _characters(devices, "serial") or _lone_console(devices),
        "parallels": _characters(devices, "parallel"),
        "graphics": graphics,
        "videos": videos or ((Video(),) if graphics else ()),
        "tpm": _tpm(tpm) if tpm else None,
    }


# --- disks ---------------------------------------------------------------------------------------


def read_disk(node: Node, *, alone: bool = False) -> Disk:
    """Read a disk; one that stands `alone` may be of a file that is to be made."""
    source = node.child("source")
    kind = node.one_of("type", tuple(SOURCE_ATTRIBUTES)) or "file"
    device = node.one_of("device", ("disk", "cdrom", "lun", "floppy")) or "disk"
    path = (source.get(SOURCE_ATTRIBUTES[kind]) or None) if source else None
    policy = source.one_of("startupPolicy", _POLICIES) if source else None
    is_empty = path is None and policy is None
    if device == "lun" and (kind != "block" or is_empty):
        raise unsupported("a lun is a block device with a source", node.at("@device"), device)
    if device == "disk" and path is None and not alone:
        raise DomainXmlError("a hard disk needs a source", path=node.at("source"))
    target = node.child("target")
    name = target.get("dev") if target else None
    if target is None or not name:
        raise DomainXmlError(f"the disk {path or ''!r} has no target", path=node.at("target"))
    said = target.get("bus")
    bus = said or ("fdc" if device == "floppy" else _BUSES.get(name[:2], "virtio"))
    if (device == "floppy") != (bus == "fdc") or (bus == "fdc" and not name.startswith("fd")):
        raise DomainXmlError(f"{name!r} on {bus!r} cannot be a {device}", path=target.at("@dev"))
    driver = node.child("driver")
    return Disk(
        target=name,
        bus=bus,
        type="file" if is_empty else kind,
        device=device,
        source=path,
        startup_policy=policy,
        driver=driver.get("name") if driver else None,
        cache=driver.get("cache") if driver else None,
        readonly=node.child("readonly") is not None or device == "cdrom",
        transient=node.child("transient") is not None,
        address=_drive_address(node, bus, name, alone=alone),
        bus_said=bool(said),
        snapshot=node.get("snapshot"),
    )


def _drive_address(disk: Node, bus: str, name: str, *, alone: bool) -> DriveAddress | None:
    node = disk.child("address")
    if node is None and alone:  # VMware's machines number their disks otherwise than libvirt does
        return None
    if node is None:
        index = target_index(name)
        if index is None:
            reason = f"unknown disk name {name!r}, and no address"
            raise DomainXmlError(reason, path=disk.at("target/@dev"))
        return drive_address(bus, index)
    if (kind := node.need("type")) != "drive":
        raise unsupported(f"a disk on {bus!r} has no {kind!r} address", node.at("@type"), kind)
    return DriveAddress(*(node.integer(part) or 0 for part in DriveAddress.__slots__))


def _refuse_duplicate_disks(disks: tuple[Disk, ...]) -> None:
    names: dict[str, set[str]] = {}
    addresses: set[tuple[str, DriveAddress]] = set()
    for number, disk in enumerate(disks, start=1):
        path = f"devices/disk[{number}]"
        buses = names.setdefault(disk.target, set())
        if disk.bus in buses or (buses and not buses | {disk.bus} <= _SHARE_NAMES):
            reason = f"two disks have the target {disk.target!r}"
            raise DomainXmlError(reason, path=f"{path}/target/@dev")
        buses.add(disk.bus)
        if disk.address is not None:
            if (disk.bus, disk.address) in addresses:
                raise unsupported("two disks have this address", f"{path}/address")
            addresses.add((disk.bus, disk.address))


def read_controllers(nodes: Iterable[Node], disks: tuple[Disk, ...] = ()) -> tuple[Controller, ...]:
    """Read the controllers, and add those without which the disks would hang in the air."""
    found: dict[tuple[str, int], Controller] = {}
    counts: Counter[str] = Counter()
    for node in nodes:
        kind = node.need("type")
        index = node.integer("index")
        if index is None:
            index = counts[kind]
        counts[kind] += 1
        if (kind, index) in found:
            raise DomainXmlError(f"two {kind} controllers have index {index}", path=node.path)
        address = node.child("address")
        found[kind, index] = Controller(
            type=kind,
            index=index,
            model=node.get("model"),
            address=read_pci_address(address) if address else None,
        )
    for disk in disks:
        if disk.address is not None:
            key = (disk.bus, disk.address.controller)
            found.setdefault(key, Controller(type=key[0], index=key[1]))
    return tuple(found.values())


def read_pci_address(node: Node) -> PciAddress | None:
    """Read a PCI address; None if it is one of another kind."""
    if node.get("type") not in (None, "pci"):  # that of a host's device says no type
        return None

    parts = (node.convert(attribute, _pci_number) or 0 for attribute in PciAddress.__slots__)
    return PciAddress(*parts)


def _pci_number(text: str) -> int:
    number = parse_number(text)
    if not 0 <= number <= 0xFFFF:
        raise ValueError(text)
    return number


# --- the others ----------------------------------------------------------------------------------


def _filesystem(node: Node) -> Filesystem:
    kind = node.get("type") or "mount"
    source, target = node.child("source"), node.child("target")
    path = source.get("dir") if source else None
    name = target.get("dir") if target else None
    if not name or (kind == "mount" and not path):
        raise DomainXmlError("a filesystem needs a source and a target", path=node.path)
    readonly = node.child("readonly") is not None
    return Filesystem(type=kind, source=path, target=name, readonly=readonly)


def read_interface(node: Node, make_mac: Callable[[], str]) -> Interface:
    """Read a network card."""
    mac, source, target, model = map(node.child, ("mac", "source", "target", "model"))
    kind = node.need("type")
    name = source.get(kind) if source and kind in _NAMED_SOURCES else None
    if kind == "bridge" and name is None:
        raise DomainXmlError("a bridge needs a source", path=node.at("source/@bridge"))
    address = mac.convert("address", parse_mac) if mac else None
    if mac and address and int(address[:2], 16) & 1:
        raise DomainXmlError("a multicast address", path=mac.at("@address"))
    check = mac.one_of("check", ("yes", "no")) if mac else None
    device = target.get("dev") if target else None
    link = node.child("link")
    state = link.one_of("state", ("up", "down")) if link else None
    return Interface(
        type=kind,
        mac=address or make_mac(),
        mac_type=mac.one_of("type", ("static", "generated")) if mac else None,
        mac_check=check == "yes" if check else None,
        source=name,
        target=None if (device or "").startswith(TRANSIENT_TARGETS) else device,
        model=(model.get("type") or "").lower() or None if model else None,
        port=_distributed_port(node.at("source"), source) if kind == "vds" else None,
        link_up=state == "up" if state else None,
    )


def _distributed_port(path: str, source: Node | None) -> DistributedPort:
    switch = source.convert("switchid", parse_uuid) if source else None
    if source is None or switch is None:
        raise DomainXmlError("a vds interface needs a switchid", path=f"{path}/@switchid")
    return DistributedPort(
        switch_id=switch,
        port_id=source.convert("portid", parse_number),
        portgroup_id=source.get("portgroupid"),
        connection_id=source.convert("connectionid", parse_number),
    )


def _characters(devices: Node, name: str) -> tuple[CharacterDevice, ...]:
    """Read the ports of a kind; one without number gets the one above the highest so far."""
    found: list[CharacterDevice] = []
    above = 0
    for node in devices.children(name):
        device = read_character(node, above, name)
        above = max(above, device.port + 1)
        found.append(device)
    return tuple(found)


def _lone_console(devices: Node) -> tuple[CharacterDevice, ...]:
    """Make a serial port of the console of a domain that has none."""
    console = devices.child("console")
    target = console.child("target") if console else None
    kind = target.get("type") if target else None
    return (read_character(console, 0),) if console and kind in (None, "serial") else ()


def read_character(node: Node, above: int, device: str = "serial") -> CharacterDevice:
    """Read a port; one without a number gets the number `above`."""
    kind = node.need("type")
    source, protocol, target = map(node.child, ("source", "protocol", "target"))
    needed = _CHARACTER_ATTRIBUTES.get(kind, ())
    for attribute in needed:
        if source is None or not source.get(attribute):
            reason = f"a {kind} needs a source with {attribute}"
            raise DomainXmlError(reason, path=node.at(f"source/@{attribute}"))
    spoken = protocol.get("type") if protocol else None
    if spoken is not None and spoken not in _PROTOCOLS and protocol:
        raise unsupported(f"unknown protocol {spoken!r}", protocol.at("@type"), spoken)
    port = target.integer("port", low=-1) if target else None
    tcp = kind == "tcp" and source is not None
    return CharacterDevice(
        type=kind,
        port=above if port in (None, -1) else port,
        path=source.get("path") if source and "path" in needed else None,
        host=source.get("host") if source and tcp else None,
        service=source.get("service") if source and tcp else None,
        mode=(source.one_of("mode", ("bind", "connect")) or "connect") if source and tcp else None,
        protocol=(spoken or "raw") if tcp else None,
        device=device,
    )


def _graphics(node: Node) -> Graphics:
    port = node.integer("port", low=-(2**31), high=2**31 - 1)
    automatic = node.get("autoport")
    if automatic == "yes" or port == -1 or (port is None and automatic != "no"):
        port = None
    else:
        port = port or 0
    return Graphics(
        type=node.need("type"),
        port=port,
        listen=_listens(node),
        keymap=node.get("keymap"),
        password=node.get("passwd"),
    )


def _listens(node: Node) -> tuple[Listen, ...]:
    socket, address = node.get("socket"), node.get("listen")
    found = [
        Listen(
            type=child.one_of("type", _LISTEN_TYPES) or "address",
            address=child.get("address"),
            network=child.get("network"),
            socket=child.get("socket"),
        )
        for child in node.children("listen")
    ]
    if socket is not None and not found:
        found = [Listen(type="socket", socket=socket)]
    first = found[0] if found else Listen(address=address)
    if address is not None and first.type == "address" and first.address is None:
        first = Listen(address=address)
    if address is not None and first.type == "address" and first.address != address:
        raise DomainXmlError("listen says two addresses", path=node.at("@listen"))
    return (first, *found[1:])


def _video(node: Node) -> Video:
    model = node.child("model")
    if model is None:
        return Video()
    vram = model.integer("vram") or Video().vram_kib
    kind = model.get("type")
    return Video(
        type=kind if kind not in (None, "default") else Video().type,
        vram_kib=1 << (vram - 1).bit_length(),
        heads=model.integer("heads"),
    )


def _tpm(node: Node) -> Tpm:
    backend = node.child("backend")
    return Tpm(
        model=node.get("model") or Tpm().model,
        backend=(backend.get("type") if backend else None) or Tpm().backend,
        version=(backend.get("version") if backend else None) or Tpm().version,
    )
