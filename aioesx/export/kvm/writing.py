"""Libvirt's domain XML of type kvm, for a machine that has left. No I/O.

What a machine is comes of its VMX file, by the converter; its disks are those that have left, at
absolute paths here. What is of the host that it was on stays behind: datastore paths, images in
drives, files behind ports, shares of processors, passwords of displays.

| part      | becomes |
|-----------|---------|
| firmware  | BIOS: the machine ``pc``; EFI: ``q35``, with signed programs only if it was so |
| disks     | as `kvm_hardware` tells |
| networks  | what the caller says; else libvirt's network ``default`` |
| ports     | ``pty`` |
| display   | VNC on the loopback, a plain VGA card, a tablet for its pointer |
| processor | the host's model, sockets and cores as they were |
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from aioesx import vim
from aioesx._server.moving import ExportFormat, HardwareMode
from aioesx.definition import DomainDefinition, Interface
from aioesx.definition._xml import XmlWriter
from aioesx.export.before.survey_values import Survey, SurveyedDisk
from aioesx.export.kvm.hardware import Arrangement, Place, card_model

__all__ = ["LocalDisk", "kvm_xml", "next_step"]

DEFAULT_NETWORK: Final = "default"
_ARCH: Final = "x86_64"
_UNFIT: Final = {**dict.fromkeys([*range(0x20), 0x7F, 0xFFFE, 0xFFFF], " "), ord("/"): "_"}
"""What libvirt, or XML, has in no domain's name."""
_BOOT_DISK: Final = vim.VirtualMachineBootOptionsBootableDiskDevice
_TIMERS: Final = (("rtc", {"tickpolicy": "catchup"}), ("pit", {"tickpolicy": "delay"}))


class LocalDisk(NamedTuple):
    """A disk that has left.

    Attributes:
        disk: which of the machine's.
        path: where it is now.
        format: ``"qcow2"`` or ``"raw"``.
    """

    disk: SurveyedDisk
    path: Path
    format: str


def kvm_xml(
    definition: DomainDefinition,
    seen: Survey,
    disks: Sequence[LocalDisk],
    *,
    hardware: HardwareMode = "keep",
    networks: Mapping[str, str] | None = None,
) -> str:
    """Return the XML.

    Args:
        definition: what the VMX file says.
        seen: what the host says.
        disks: all of its disks, in the machine's order.
        hardware: ``"keep"`` for the devices that it had, as far as QEMU has them; ``"virtio"``.
        networks: for the host's networks a bridge, or ``network:NAME`` for a network of libvirt.
    """
    xml = XmlWriter()
    with xml.element("domain", type="kvm"):
        _general(xml, definition, seen)
        with xml.element("devices"):
            _devices(xml, definition, seen, disks, hardware, networks or {})
    return str(xml)


def _is_efi(seen: Survey) -> bool:
    return seen.firmware == "efi"


def _general(xml: XmlWriter, definition: DomainDefinition, seen: Survey) -> None:
    name = seen.name.translate(_UNFIT).strip()
    xml.leaf("name", name or "domain")
    xml.leaf("uuid", str(seen.uuid or definition.uuid))
    xml.maybe("description", seen.config.annotation or None)
    xml.leaf("memory", definition.memory_kib, unit="KiB")
    xml.leaf("currentMemory", definition.memory_kib, unit="KiB")
    xml.leaf("vcpu", definition.vcpus, placement="static", current=definition.vcpus_current)
    with xml.element("os", firmware="efi" if _is_efi(seen) else None):
        xml.leaf("type", "hvm", arch=_ARCH, machine="q35" if _is_efi(seen) else "pc")
        if _is_efi(seen):
            _firmware(xml, secure=seen.secure_boot)
    with xml.element("features"):
        xml.leaf("acpi")
        xml.leaf("apic")
        if seen.secure_boot and _is_efi(seen):
            xml.leaf("smm", state="on")
    _cpu(xml, definition)
    windows = seen.config.guest_id.lower().startswith("win")
    with xml.element("clock", offset="localtime" if windows else "utc"):
        for timer, how in _TIMERS:
            xml.leaf("timer", name=timer, **how)
        xml.leaf("timer", name="hpet", present="no")
    xml.leaf("on_poweroff", "destroy")
    xml.leaf("on_reboot", "restart")
    xml.leaf("on_crash", "destroy")


def _firmware(xml: XmlWriter, *, secure: bool) -> None:
    word = "yes" if secure else "no"
    with xml.element("firmware"):
        xml.leaf("feature", enabled=word, name="enrolled-keys")
        xml.leaf("feature", enabled=word, name="secure-boot")


def _cpu(xml: XmlWriter, definition: DomainDefinition) -> None:
    """Write the processors; a grouping that does not make up their number is left out."""
    topology = definition.cpu.topology if definition.cpu is not None else None
    with xml.element("cpu", mode="host-model"):
        if topology is None:
            return
        made = topology.sockets * topology.dies * topology.cores * topology.threads
        if made * (topology.clusters or 1) == definition.vcpus:
            xml.leaf(
                "topology",
                sockets=topology.sockets,
                dies=topology.dies,
                cores=topology.cores * (topology.clusters or 1),
                threads=topology.threads,
            )


def _devices(
    xml: XmlWriter,
    definition: DomainDefinition,
    seen: Survey,
    disks: Sequence[LocalDisk],
    hardware: HardwareMode,
    networks: Mapping[str, str],
) -> None:
    arrangement = Arrangement(hardware, q35=_is_efi(seen))
    first = _started_from(seen, disks)
    for local in disks:
        _disk(xml, local, arrangement.disk(local.disk), first=local.disk.key == first)
    for device in seen.devices:
        if isinstance(device, vim.VirtualCdrom):
            _empty_drive(xml, arrangement.drive())
    for controller in arrangement.controllers:
        xml.leaf(
            "controller", type=controller.type, index=controller.number, model=controller.model
        )
    for interface in definition.interfaces:
        _interface(xml, interface, seen, hardware, networks)
    for serial in definition.serials:
        _port(xml, "serial", serial.port)
    for parallel in definition.parallels:
        _port(xml, "parallel", parallel.port)
    if definition.serials:
        with xml.element("console", type="pty"):
            xml.leaf("target", type="serial", port=definition.serials[0].port)
    xml.leaf("input", type="tablet", bus="usb")
    with xml.element("graphics", type="vnc", port=-1, autoport="yes"):
        xml.leaf("listen", type="address", address="127.0.0.1")
    with xml.element("video"):
        xml.leaf("model", type="virtio" if hardware == "virtio" else "vga")


def _started_from(seen: Survey, disks: Sequence[LocalDisk]) -> int | None:
    """Return the key of the disk that the machine starts from: the first, if nobody says."""
    keys = [local.disk.key for local in disks]
    boot = seen.config.boot_options
    for device in boot.boot_order if boot is not None else ():
        if isinstance(device, _BOOT_DISK) and device.device_key in keys:
            return device.device_key
    return keys[0] if keys else None


def _disk(xml: XmlWriter, local: LocalDisk, place: Place, *, first: bool) -> None:
    with xml.element("disk", type="file", device="disk"):
        xml.leaf("driver", name="qemu", type=local.format)
        xml.leaf("source", file=str(local.path.absolute()))
        xml.leaf("target", dev=place.dev, bus=place.bus)
        if first:
            xml.leaf("boot", order=1)
        _address(xml, place)


def _empty_drive(xml: XmlWriter, place: Place) -> None:
    with xml.element("disk", type="file", device="cdrom"):
        xml.leaf("target", dev=place.dev, bus=place.bus)
        xml.leaf("readonly")
        _address(xml, place)


def _address(xml: XmlWriter, place: Place) -> None:
    if place.controller is not None:
        xml.leaf(
            "address",
            type="drive",
            controller=place.controller,
            bus=place.channel,
            target=place.target,
            unit=place.unit,
        )


def _interface(
    xml: XmlWriter,
    interface: Interface,
    seen: Survey,
    hardware: HardwareMode,
    networks: Mapping[str, str],
) -> None:
    kind, source = _plugged_into(interface, seen, networks)
    with xml.element("interface", type=kind):
        if interface.mac:
            xml.leaf("mac", address=interface.mac)
        xml.leaf("source", **{kind: source})
        xml.leaf("model", type=card_model(interface.model, hardware))
        if interface.type == "null":
            xml.leaf("link", state="down")


def _plugged_into(
    interface: Interface, seen: Survey, networks: Mapping[str, str]
) -> tuple[str, str]:
    """Return libvirt's type of a card, and the name of what it is plugged into."""
    there = interface.source
    if interface.port is not None:
        there = seen.networks.get(interface.port.portgroup_id or "")
    here = networks.get(there or "", f"network:{DEFAULT_NETWORK}")
    kind, colon, name = here.partition(":")
    if colon and kind in ("bridge", "network") and name:
        return kind, name
    return ("network", here) if here == DEFAULT_NETWORK else ("bridge", here)


def _port(xml: XmlWriter, name: str, number: int) -> None:
    with xml.element(name, type="pty"):
        xml.leaf("target", port=max(number, 0))


def next_step(
    target: Path,
    format: ExportFormat,  # noqa: A002 - qemu-img's word
    *,
    hardware: HardwareMode = "keep",
    networks: Mapping[str, str] | None = None,
) -> str:
    """Return the command line that finishes the guest, for a shell.

    Args:
        target: the XML of disk images; else the archive, or the directory of the package.
        format: what was made.
        hardware: with ``"virtio"`` the guest has the drivers, and only their use is to be set up:
            the images are changed as they lie.
        networks: for a package, which has the host's names of networks in it.
    """
    if format in ("qcow2", "raw"):
        if hardware == "virtio":
            return shlex.join(["virt-v2v-in-place", "-i", "libvirtxml", str(target.absolute())])
        return shlex.join(["virt-v2v", "-i", "libvirtxml", str(target.absolute()), "-o", "libvirt"])
    words = ["virt-v2v", "-i", "ova", str(target.absolute()), "-o", "libvirt"]
    for there, here in (networks or {}).items():
        kind, colon, name = here.partition(":")
        known = bool(colon) and kind in ("bridge", "network")
        option = f"--{kind}" if known else "--bridge"
        words += [option, f"{there}:{name if known else here}"]
    return shlex.join(words)
