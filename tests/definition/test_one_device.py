"""The XML of one device: read, written as it would stand in its domain, refused with its path."""

from __future__ import annotations

import pytest

from aioesx.definition import (
    CharacterDevice,
    Controller,
    Device,
    Disk,
    DriveAddress,
    HostDevice,
    Interface,
    PciAddress,
    _one_device,
    format_device_xml,
    parse_device_xml,
)
from aioesx.errors import DomainXmlError, UnsupportedError

DEVICES: list[tuple[str, Device]] = [
    (
        (
            "<disk type='file' device='disk' snapshot='no'><source file='[ds] a/b.vmdk'/>"
            "<target dev='sdb' bus='scsi'/></disk>"
        ),
        Disk(target="sdb", bus="scsi", source="[ds] a/b.vmdk", snapshot="no"),
    ),
    (
        "<disk><target dev='sdc'/><address type='drive' controller='1' unit='2'/></disk>",
        Disk(target="sdc", bus="scsi", address=DriveAddress(1, 0, 2)),
    ),
    (
        "<disk device='cdrom'><target dev='hdc' bus='ide'/></disk>",
        Disk(target="hdc", bus="ide", device="cdrom", readonly=True),
    ),
    (
        "<interface type='network'><source network='n'/><link state='down'/></interface>",
        Interface(type="network", source="n", link_up=False),
    ),
    (
        (
            "<interface type='bridge'><mac address='00:0C:29:00:00:01'/><source bridge='b'/>"
            "<model type='e1000'/></interface>"
        ),
        Interface(mac="00:0c:29:00:00:01", source="b", model="e1000"),
    ),
    (
        "<serial type='pipe'><source path='p'/></serial>",
        CharacterDevice(type="pipe", path="p"),
    ),
    (
        "<parallel type='dev'><source path='/dev/lp0'/><target port='1'/></parallel>",
        CharacterDevice(port=1, type="dev", path="/dev/lp0", device="parallel"),
    ),
    ("<controller type='scsi' model='vmpvscsi'/>", Controller(type="scsi", model="vmpvscsi")),
    ("<controller type='sata' index='2'/>", Controller(type="sata", index=2)),
    (
        (
            "<hostdev mode='subsystem' type='pci'><source><address domain='0x0' bus='0x3b'"
            " slot='0x1' function='0x2'/></source></hostdev>"
        ),
        HostDevice(type="pci", address=PciAddress(0x3B, 1, 2)),
    ),
    (
        "<hostdev type='usb'><source><vendor id='0x0529'/><product id='1'/></source></hostdev>",
        HostDevice(type="usb", vendor=0x529, product=1),
    ),
    (
        "<hostdev type='usb'><source><address bus='1' device='4'/></source></hostdev>",
        HostDevice(type="usb", bus=1, device=4),
    ),
]


@pytest.mark.parametrize(("xml", "device"), DEVICES)
def test_a_device_is_read_and_written_again(xml: str, device: Device) -> None:
    for text in (xml, format_device_xml(device)):
        found = parse_device_xml(text)
        assert found == device
        assert repr(found) == repr(device)  # with what does not count for equality, too


WRONG = [
    ("<disk", DomainXmlError, "not well-formed"),
    ("<disk/>", DomainXmlError, "no target"),
    ("<video/>", UnsupportedError, "no device 'video' can be attached"),
    ("<interface type='bridge'/>", DomainXmlError, "needs a source"),
    ("<hostdev type='scsi'><source/></hostdev>", UnsupportedError, "of type 'scsi'"),
    ("<hostdev type='pci'/>", DomainXmlError, "needs a source"),
    ("<hostdev type='pci'><source/></hostdev>", DomainXmlError, "needs an address"),
    ("<hostdev type='usb'><source/></hostdev>", DomainXmlError, "needs vendor and product"),
    (
        "<hostdev type='usb'><source><vendor id='x'/></source></hostdev>",
        DomainXmlError,
        "'x' is malformed",
    ),
    ("<!DOCTYPE a><disk/>", DomainXmlError, "not allowed"),
]


@pytest.mark.parametrize(("xml", "error", "said"), WRONG)
def test_what_is_no_device_is_refused(xml: str, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        parse_device_xml(xml)


NOT_KEPT = [(name, word) for name, words in _one_device._NOT_KEPT.items() for word in words]


@pytest.mark.parametrize(("name", "word"), NOT_KEPT)
def test_what_would_not_hold_on_a_vmware_machine_is_refused(name: str, word: str) -> None:
    plain = {"disk": "<target dev='sda'/>", "interface": "<source bridge='VM Network'/>"}[name]
    xml = f"<{name} type='{'bridge' if name == 'interface' else 'file'}'>{plain}{{}}</{name}>"
    parse_device_xml(xml.format(""))

    with pytest.raises(UnsupportedError, match=f"has no '{word}'"):
        parse_device_xml(xml.format(f"<{word}/>"))
