"""`DomainDefinition` -> domain XML, as libvirt 9.0 prints it, byte for byte."""

from __future__ import annotations

from typing import Final

from aioesx.definition._device_readers import SOURCE_ATTRIBUTES, TRANSIENT_TARGETS
from aioesx.definition._leaves import LEAVES
from aioesx.definition._xml import XmlWriter
from aioesx.definition.domain import (
    CharacterDevice,
    Controller,
    Cpu,
    Disk,
    DomainDefinition,
    Filesystem,
    Graphics,
    Interface,
    Tpm,
    Video,
)

__all__ = [
    "format_domain_xml",
    "write_character",
    "write_controller",
    "write_disk",
    "write_interface",
]

_NAMESPACE: Final = "http://libvirt.org/schemas/domain/vmware/1.0"


def format_domain_xml(
    definition: DomainDefinition, *, secure: bool = False, inactive: bool = False
) -> str:
    """Write a domain XML.

    Args:
        definition: the domain.
        secure: write the password of the remote display, too.
        inactive: leave out what a running domain has only while it runs; so it is in any case
            for a definition without id.
    """
    inactive = inactive or definition.id is None
    named = definition.datacenter_path is not None or definition.moref is not None
    xml = XmlWriter()
    with xml.element(
        "domain",
        type="vmware",
        id=None if inactive else definition.id,
        xmlns__vmware=_NAMESPACE if named else None,
    ):
        _general(xml, definition)
        xml.leaf("clock", offset="utc")
        xml.leaf("on_poweroff", "destroy")
        xml.leaf("on_reboot", "restart")
        xml.leaf("on_crash", "destroy")
        with xml.element("devices"):
            _devices(xml, definition, secure=secure, inactive=inactive)
        xml.maybe("vmware:datacenterpath", definition.datacenter_path)
        xml.maybe("vmware:moref", definition.moref)
    return str(xml)


def _general(xml: XmlWriter, definition: DomainDefinition) -> None:
    xml.maybe("name", definition.name)
    xml.leaf("uuid", str(definition.uuid))
    for leaf in LEAVES:
        xml.maybe(leaf.element, _word(getattr(definition, leaf.attribute)))
    xml.leaf("memory", definition.memory_kib, unit="KiB")
    xml.leaf("currentMemory", definition.current_memory_kib, unit="KiB")
    if definition.min_guarantee_kib:
        with xml.element("memtune"):
            xml.leaf("min_guarantee", definition.min_guarantee_kib, unit="KiB")
    xml.leaf(
        "vcpu",
        definition.vcpus,
        placement="static",
        cpuset=_ranges(definition.cpuset),
        current=definition.vcpus_current,
    )
    if definition.shares is not None:
        with xml.element("cputune"):
            xml.leaf("shares", definition.shares)
    with xml.element("os", firmware=definition.firmware):
        _os(xml, definition)
    if definition.cpu is not None:
        _cpu(xml, definition.cpu)


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _ranges(numbers: tuple[int, ...] | None) -> str | None:
    """Write numbers as ``0-2,7``."""
    if numbers is None:
        return None
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ",".join(f"{low}-{high}" if low < high else f"{low}" for low, high in runs)


def _os(xml: XmlWriter, definition: DomainDefinition) -> None:
    xml.leaf("type", definition.os_type, arch=definition.arch)
    if definition.secure_boot:
        with xml.element("firmware"):
            xml.leaf("feature", enabled="yes", name="enrolled-keys")
            xml.leaf("feature", enabled="yes", name="secure-boot")
    xml.maybe("nvram", definition.nvram)
    if definition.smbios is not None:
        xml.leaf("smbios", mode=definition.smbios)


def _cpu(xml: XmlWriter, cpu: Cpu) -> None:
    with xml.element("cpu", mode=cpu.mode):
        if (topology := cpu.topology) is not None:
            xml.leaf(
                "topology",
                sockets=topology.sockets,
                dies=topology.dies,
                clusters=topology.clusters,
                cores=topology.cores,
                threads=topology.threads,
            )


def _devices(xml: XmlWriter, definition: DomainDefinition, *, secure: bool, inactive: bool) -> None:
    for disk in definition.disks:
        write_disk(xml, disk)
    for controller in definition.controllers:
        write_controller(xml, controller)
    for filesystem in definition.filesystems:
        _filesystem(xml, filesystem)
    for interface in definition.interfaces:
        write_interface(xml, interface, inactive=inactive)
    for serial in definition.serials:
        write_character(xml, "serial", serial)
    for parallel in definition.parallels:
        write_character(xml, "parallel", parallel)
    for serial in definition.serials[:1]:
        write_character(xml, "console", serial, kind="serial")
    if definition.tpm is not None:
        _tpm(xml, definition.tpm)
    for graphics in definition.graphics:
        _graphics(xml, graphics, secure=secure)
    for number, video in enumerate(definition.videos):
        _video(xml, video, primary=number == 0)


def write_disk(xml: XmlWriter, disk: Disk) -> None:
    """Write a disk or drive."""
    with xml.element("disk", type=disk.type, device=disk.device, snapshot=disk.snapshot):
        if disk.driver is not None or disk.cache is not None:
            xml.leaf("driver", name=disk.driver, cache=disk.cache)
        if disk.source is not None or disk.startup_policy is not None:
            where = {SOURCE_ATTRIBUTES.get(disk.type, "file"): disk.source}
            xml.leaf("source", **where, startupPolicy=disk.startup_policy)
        xml.leaf("target", dev=disk.target or None, bus=disk.bus or None)
        xml.flag("readonly", disk.readonly)
        xml.flag("transient", disk.transient)
        if (address := disk.address) is not None:
            xml.leaf(
                "address",
                type="drive",
                controller=address.controller,
                bus=address.bus,
                target=address.target,
                unit=address.unit,
            )


def write_controller(xml: XmlWriter, controller: Controller) -> None:
    """Write a disk controller."""
    with xml.element(
        "controller",
        type=controller.type,
        index=controller.index if controller.index >= 0 else None,
        model=controller.model,
    ):
        if (address := controller.address) is not None:
            xml.leaf(
                "address",
                type="pci",
                domain=f"{address.domain:#06x}",
                bus=f"{address.bus:#04x}",
                slot=f"{address.slot:#04x}",
                function=f"{address.function:#x}",
            )


def _filesystem(xml: XmlWriter, filesystem: Filesystem) -> None:
    with xml.element("filesystem", type=filesystem.type, accessmode="passthrough"):
        if filesystem.source is not None:
            xml.leaf("source", dir=filesystem.source)
        xml.leaf("target", dir=filesystem.target)
        xml.flag("readonly", filesystem.readonly)


def write_interface(xml: XmlWriter, interface: Interface, *, inactive: bool) -> None:
    """Write a network card."""
    check = {True: "yes", False: "no", None: None}[interface.mac_check]
    with xml.element("interface", type=interface.type):
        if interface.mac:
            xml.leaf("mac", address=interface.mac, type=interface.mac_type, check=check)
        if interface.source is not None:
            named = "network" if interface.type == "network" else "bridge"
            xml.leaf("source", **{named: interface.source})
        if (port := interface.port) is not None:
            xml.leaf(
                "source",
                switchid=str(port.switch_id),
                portid=port.port_id,
                portgroupid=port.portgroup_id,
                connectionid=port.connection_id,
            )
        target = interface.target
        if target is not None and not (inactive and target.startswith(TRANSIENT_TARGETS)):
            xml.leaf("target", dev=target)
        if interface.model is not None:
            xml.leaf("model", type=interface.model)
        if interface.link_up is not None:
            xml.leaf("link", state="up" if interface.link_up else "down")


def write_character(
    xml: XmlWriter, name: str, device: CharacterDevice, *, kind: str | None = None
) -> None:
    """Write a serial or parallel port, or a console."""
    with xml.element(name, type=device.type):
        if device.path is not None:
            xml.leaf("source", path=device.path)
        if device.host is not None or device.service is not None:
            xml.leaf("source", mode=device.mode, host=device.host, service=device.service)
        if device.protocol is not None:
            xml.leaf("protocol", type=device.protocol)
        xml.leaf("target", type=kind, port=device.port if device.port >= 0 else None)


def _tpm(xml: XmlWriter, tpm: Tpm) -> None:
    with xml.element("tpm", model=tpm.model):
        xml.leaf("backend", type=tpm.backend, version=tpm.version)


def _graphics(xml: XmlWriter, graphics: Graphics, *, secure: bool) -> None:
    first = graphics.listen[0] if graphics.listen else None
    with xml.element(
        "graphics",
        type=graphics.type,
        socket=first.socket if first else None,
        port=-1 if graphics.port is None else graphics.port or None,
        autoport="yes" if graphics.port is None else "no",
        listen=first.address if first else None,
        keymap=graphics.keymap,
        passwd=graphics.password if secure else None,
    ):
        for listen in graphics.listen:
            xml.leaf(
                "listen",
                type=listen.type,
                address=listen.address,
                network=listen.network,
                socket=listen.socket,
            )


def _video(xml: XmlWriter, video: Video, *, primary: bool) -> None:
    with xml.element("video"):
        xml.leaf(
            "model",
            type=video.type,
            vram=video.vram_kib,
            heads=video.heads,
            primary="yes" if primary else None,
        )
