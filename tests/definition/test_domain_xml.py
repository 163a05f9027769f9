"""Domain XML <-> `DomainDefinition`: what libvirt fills in, and how it prints."""

from __future__ import annotations

import dataclasses
from typing import Any
from uuid import UUID

import pytest

from aioesx.definition import (
    CharacterDevice,
    Controller,
    Cpu,
    Disk,
    DomainDefinition,
    DriveAddress,
    Graphics,
    Interface,
    Listen,
    PciAddress,
    Topology,
    Video,
    format_domain_xml,
    parse_domain_xml,
)
from aioesx.errors import DomainXmlError, UnsupportedError

BARE = DomainDefinition(name="t", uuid=UUID(int=1), memory_kib=4096, current_memory_kib=4096)


def document(body: str = "", devices: str = "", memory: str = "<memory>4096</memory>") -> str:
    return (
        f"<domain type='vmware'><name>t</name><uuid>{UUID(int=1)}</uuid>{memory}"
        f"<os><type>hvm</type></os>{body}<devices>{devices}</devices></domain>"
    )


def parse(body: str = "", devices: str = "") -> DomainDefinition:
    return parse_domain_xml(document(body, devices))


def test_the_shortest_domain() -> None:
    assert parse() == BARE


@pytest.mark.parametrize(
    ("unit", "kib"),
    [
        (None, 8),
        ("b", 1),
        ("byte", 1),
        ("bytes", 1),
        ("KB", 8),
        ("k", 8),
        ("KiB", 8),
        ("kib", 8),
        ("MB", 7813),
        ("M", 8192),
        ("MiB", 8192),
        ("GB", 7812500),
        ("G", 8 * 1024**2),
        ("TiB", 8 * 1024**3),
        ("P", 8 * 1024**4),
    ],
)
def test_memory_has_units_and_is_rounded_up_to_kib(unit: str | None, kib: int) -> None:
    attribute = f" unit='{unit}'" if unit else ""

    text = document(memory=f"<memory{attribute}> 8 </memory>")

    assert parse_domain_xml(text).memory_kib == kib


@pytest.mark.parametrize("size", ["0", "", "x", "-4", "1.5", str(2**63), "٤", "1_0"])
def test_memory_must_be_a_size(size: str) -> None:
    with pytest.raises(DomainXmlError) as caught:
        parse_domain_xml(document(memory=f"<memory>{size}</memory>"))

    assert caught.value.path == "memory"


@pytest.mark.parametrize(("current", "kib"), [("0", 4096), ("9999", 4096), ("5", 5)])
def test_current_memory_is_at_most_the_memory(current: str, kib: int) -> None:
    definition = parse(f"<currentMemory>{current}</currentMemory>")

    assert definition.current_memory_kib == kib


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (document().replace("vmware", "kvm"), "@type"),
        (document("<maxMemory>1</maxMemory>"), "maxMemory"),
        (document("<memtune><min_guarantee unit='x'>1</min_guarantee></memtune>"),
         "memtune/min_guarantee/@unit"),
        (document(devices="<disk device='lun'><source dev='x'/><target dev='sda'/></disk>"),
         "devices/disk[1]/@device"),
    ],
)  # fmt: skip
def test_what_no_vmware_domain_can_be_is_unsupported(text: str, key: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        parse_domain_xml(text)

    assert caught.value.key == key


@pytest.mark.parametrize(
    ("cpuset", "numbers"),
    [
        ("0", (0,)),
        ("0-3,^2,7", (0, 1, 3, 7)),
        (" 1 , 2 ", (1, 2)),
        ("16383", (16383,)),
        ("0-1,1-2", (0, 1, 2)),
    ],
)
def test_a_cpuset_has_ranges_and_exceptions(cpuset: str, numbers: tuple[int, ...]) -> None:
    assert parse(f"<vcpu cpuset='{cpuset}'>1</vcpu>").cpuset == numbers


@pytest.mark.parametrize(
    "cpuset", ["", " ", "x", "3-1", "^1", "0,^0", "1,", "-", "16384", "0,^0-1", "1-2-3"]
)
def test_a_cpuset_that_makes_no_sense_is_refused(cpuset: str) -> None:
    with pytest.raises(DomainXmlError) as caught:
        parse(f"<vcpu cpuset='{cpuset}'>1</vcpu>")

    assert caught.value.path == "vcpu/@cpuset"


@pytest.mark.parametrize(
    ("target", "bus", "address"),
    [
        ("sdp", "scsi", DriveAddress(1, 0, 0)),
        ("sdh", "scsi", DriveAddress(0, 0, 8)),
        ("sdg", "sata", DriveAddress(1, 0, 0)),
        ("hdc", "ide", DriveAddress(0, 1, 0)),
        ("hde", "ide", DriveAddress(1, 0, 0)),
        ("nvme1n2", "nvme", DriveAddress(1, 0, 1)),
        ("vda", "virtio", None),
    ],
)
def test_a_disk_without_address_gets_the_one_of_its_name(
    target: str, bus: str, address: DriveAddress | None
) -> None:
    devices = f"<disk><source file='a'/><target dev='{target}' bus='{bus}'/></disk>"

    assert parse(devices=devices).disks[0].address == address


@pytest.mark.parametrize(
    ("device", "target", "bus"),
    [("disk", "sda", "scsi"), ("disk", "hda", "ide"), ("floppy", "fdb", "fdc"),
     ("disk", "vda", "virtio"), ("disk", "nvme0n1", "nvme")],
)  # fmt: skip
def test_a_disk_without_bus_gets_the_one_of_its_name(device: str, target: str, bus: str) -> None:
    devices = f"<disk device='{device}'><source file='a'/><target dev='{target}'/></disk>"

    assert parse(devices=devices).disks[0].bus == bus


def test_disks_bring_the_controllers_that_they_need() -> None:
    devices = (
        "<controller type='scsi' index='1' model='lsilogic'/>"
        "<disk><source file='a'/><target dev='sdp'/></disk>"
        "<disk><source file='b'/><target dev='hda'/></disk>"
    )

    assert parse(devices=devices).controllers == (
        Controller(type="scsi", index=1, model="lsilogic"),
        Controller(type="ide", index=0),
    )


def test_two_disks_at_one_address_are_unsupported() -> None:
    disk = "<disk><source file='a'/><target dev='{}'/><address type='drive' unit='1'/></disk>"

    with pytest.raises(UnsupportedError) as caught:
        parse(devices=disk.format("sda") + disk.format("sdb"))

    assert caught.value.key == "devices/disk[2]/address"


def test_a_lone_console_is_a_serial_port() -> None:
    devices = "<console type='dev'><source path='/a'/></console>"
    port = CharacterDevice(port=0, path="/a")

    assert parse(devices=devices).serials == (port,)
    assert parse(devices=devices.replace("</c", "<target type='virtio'/></c")).serials == ()


@pytest.mark.parametrize(
    ("attributes", "graphics"),
    [
        ("", Graphics()),
        ("port='-1'", Graphics()),
        ("port='5901' autoport='yes'", Graphics()),
        ("autoport='no'", Graphics(port=0)),
        ("autoport='perhaps' port='1'", Graphics(port=1)),
        ("port='-7'", Graphics(port=-7)),
        ("port='1' listen='::1'", Graphics(port=1, listen=(Listen(address="::1"),))),
        ("socket='/s'", Graphics(listen=(Listen(type="socket", socket="/s"),))),
    ],
)
def test_a_display_brings_a_card_and_a_place_to_listen(attributes: str, graphics: Graphics) -> None:
    definition = parse(devices=f"<graphics type='vnc' {attributes}/>")

    assert definition.graphics == (graphics,)
    assert definition.videos == (Video(),)


def test_a_display_does_not_listen_in_two_ways_at_once() -> None:
    with pytest.raises(DomainXmlError) as caught:
        parse(devices="<graphics type='vnc' listen='a'><listen address='b'/></graphics>")

    assert caught.value.path == "devices/graphics[1]/@listen"


@pytest.mark.parametrize("name", ["vnet0", "macvtap1", "macvlan2"])
def test_names_that_a_host_makes_up_are_not_kept(name: str) -> None:
    devices = f"<interface type='user'><target dev='{name}'/></interface>"

    assert parse(devices=devices).interfaces[0].target is None


@pytest.mark.parametrize(
    ("vram", "kib"), [("1", 1), ("33", 64), ("4096", 4096), ("0", 4096), ("4097", 8192)]
)
def test_video_memory_is_a_power_of_two(vram: str, kib: int) -> None:
    devices = f"<video><model vram='{vram}'/></video>"

    assert parse(devices=devices).videos == (Video(vram_kib=kib),)


# --- printing ------------------------------------------------------------------------------------


def line_of(start: str, **fields: Any) -> str:
    text = format_domain_xml(dataclasses.replace(BARE, **fields))
    return next(line for line in text.split("\n") if line.strip().startswith(start))


def test_the_five_special_characters_are_escaped_in_text_and_attributes() -> None:
    escaped = "&lt;&gt;&amp;&quot;&apos;"
    card = Interface(mac="00:0c:29:00:00:01", source="<>&\"'", target="<>&\"'")

    assert line_of("<name>", name="<>&\"'") == f"  <name>{escaped}</name>"
    assert line_of("<source", interfaces=(card,)) == f"      <source bridge='{escaped}'/>"
    assert line_of("<target", interfaces=(card,)) == f"      <target dev='{escaped}'/>"


def test_characters_that_xml_does_not_have_are_dropped() -> None:
    assert line_of("<name>", name="a\x00\x01\x1f\x7f\ud800\ufffe\tb\u0085") == (
        "  <name>a\x7f\tb\u0085</name>"
    )


def test_what_a_reader_would_change_is_written_as_a_number() -> None:
    card = Interface(mac="00:0c:29:00:00:01", source="a\r\n\tb")

    assert line_of("<source", interfaces=(card,)) == "      <source bridge='a&#13;&#10;&#9;b'/>"
    assert line_of("<name>", name="a\rb") == "  <name>a&#13;b</name>"


def test_an_empty_text_keeps_its_pair() -> None:
    assert line_of("<name>", name="") == "  <name></name>"
    assert "<name" not in format_domain_xml(dataclasses.replace(BARE, name=None))


@pytest.mark.parametrize(
    ("numbers", "ranges"), [((0,), "0"), ((0, 1, 2, 7), "0-2,7"), ((1, 3, 4), "1,3-4")]
)
def test_a_cpuset_is_printed_in_ranges(numbers: tuple[int, ...], ranges: str) -> None:
    expected = f"  <vcpu placement='static' cpuset='{ranges}'>1</vcpu>"

    assert line_of("<vcpu", cpuset=numbers) == expected


def test_a_definition_of_everything_survives() -> None:
    definition = dataclasses.replace(
        BARE,
        hardware_uuid=UUID(int=2),
        generation_id=UUID(int=3),
        description="d\r\n\t<&>",
        vcpus=4,
        vcpus_current=2,
        shares=0,
        smbios="emulate",
        firmware="bios",
        secure_boot=True,
        nvram="[ds] n",
        cpu=Cpu(mode="custom", topology=Topology(sockets=2, dies=2, cores=1, clusters=1)),
        disks=(
            Disk(target="vda", bus="virtio", type="dir", source="/d", cache="none"),
            Disk(
                target="sda",
                bus="scsi",
                source="/a",
                driver="x",
                startup_policy="optional",
                readonly=True,
                address=DriveAddress(0, 0, 0, 3),
            ),
        ),
        controllers=(
            Controller(type="scsi", index=0, address=PciAddress(bus=3, slot=31, function=7)),
        ),
        graphics=(Graphics(listen=(Listen(type="network", network="n"), Listen(address="a"))),),
        videos=(Video(type="qxl", heads=4),),
    )

    assert parse_domain_xml(format_domain_xml(definition)) == definition


def test_a_running_machine_shows_its_id_and_its_interfaces_until_told_not_to() -> None:
    card = Interface(mac="00:0c:29:00:00:01", source="n", target="vnet7")
    definition = dataclasses.replace(BARE, id=12, interfaces=(card,))

    active = format_domain_xml(definition)
    inactive = format_domain_xml(definition, inactive=True)

    assert "<domain type='vmware' id='12'>" in active
    assert "<target dev='vnet7'/>" in active
    assert "id='12'" not in inactive
    assert "vnet7" not in inactive


def test_a_password_is_shown_only_when_asked_for() -> None:
    definition = dataclasses.replace(BARE, graphics=(Graphics(password="hunter2"),))

    assert "hunter2" not in format_domain_xml(definition) + repr(definition)
    assert "passwd='hunter2'" in format_domain_xml(definition, secure=True)


def test_bytes_and_a_declaration_are_fine() -> None:
    text = "<?xml version='1.0' encoding='UTF-8'?>\n" + document().replace(">t<", ">é<")

    assert parse_domain_xml(text).name == "é"
    assert parse_domain_xml(text.encode()).name == "é"


def test_a_declaration_of_another_character_set_is_refused() -> None:
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>\n" + document()

    with pytest.raises(DomainXmlError, match="not UTF-8"):
        parse_domain_xml(text.encode())
