"""What holds for every machine: conversions settle, nothing is lost twice, nothing is injected."""

from __future__ import annotations

import dataclasses
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.vmx_machines import DATASTORES, machines, plain, texts

from aioesx.definition import (
    CharacterDevice,
    Disk,
    DistributedPort,
    DomainDefinition,
    Filesystem,
    Graphics,
    Interface,
    Listen,
    Video,
    format_domain_xml,
    parse_domain_xml,
)
from aioesx.errors import UnsupportedError
from aioesx.vmx import Settings, format_domain, format_vmx, parse_domain, parse_vmx

HARDWARE: Final = 10

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(vmx: str) -> DomainDefinition:
    return parse_domain(vmx.encode(), datastores=DATASTORES, directory="[ds] dir")


def write(definition: DomainDefinition) -> str:
    return format_domain(definition, hardware_version=HARDWARE, datastores=DATASTORES)


def to_xml(vmx: str) -> str:
    return format_domain_xml(read(vmx), secure=True)


def to_vmx(xml: str) -> str:
    return write(parse_domain_xml(xml))


# --- fixed points --------------------------------------------------------------------------------


@unhurried
@given(st.dictionaries(st.from_regex(r"[A-Za-z.][A-Za-z0-9_:.\-]{0,8}", fullmatch=True), plain))
def test_settings_survive_writing_and_reading(pairs: dict[str, str]) -> None:
    expected = Settings(pairs)

    assert parse_vmx(format_vmx(expected)) == expected
    assert parse_vmx(format_vmx(expected).encode()) == expected


@unhurried
@given(machines())
def test_vmx_to_xml_to_vmx_reaches_a_fixed_point(machine: dict[str, str]) -> None:
    first = to_xml(format_vmx(machine))
    vmx = to_vmx(first)

    assert to_vmx(to_xml(vmx)) == vmx


@unhurried
@given(machines())
def test_xml_to_vmx_to_xml_reaches_a_fixed_point(machine: dict[str, str]) -> None:
    xml = to_xml(to_vmx(to_xml(format_vmx(machine))))

    assert to_xml(to_vmx(xml)) == xml


@unhurried
@given(machines())
def test_a_definition_that_vmx_can_hold_survives_vmx(machine: dict[str, str]) -> None:
    definition = read(write(read(format_vmx(machine))))

    assert read(write(definition)) == definition


@unhurried
@given(machines())
def test_a_definition_that_was_xml_survives_xml(machine: dict[str, str]) -> None:
    definition = parse_domain_xml(to_xml(format_vmx(machine)))

    assert parse_domain_xml(format_domain_xml(definition, secure=True)) == definition


# --- injection -----------------------------------------------------------------------------------


def domain(text: Any) -> DomainDefinition:
    """Make a domain with this text wherever one can put text; it is called for each place."""
    return DomainDefinition(
        name=text(),
        uuid=UUID(int=1),
        memory_kib=4096,
        current_memory_kib=4096,
        description=text(),
        graphics=(
            Graphics(port=1, listen=(Listen(address=text()),), keymap=text(), password=text()),
        ),
        videos=(Video(),),
        disks=(
            Disk(target="sda", bus="scsi", source=f"[ds] {text()}.vmdk"),
            Disk(target="hda", bus="ide", device="cdrom", source=f"/{text()}.iso"),
            Disk(target="hdb", bus="ide", device="cdrom", type="block", source=text()),
            Disk(target="fda", bus="fdc", device="floppy", type="block", source=text()),
        ),
        filesystems=(Filesystem(source=text(), target=text()),),
        interfaces=(
            Interface(mac="00:0c:29:00:00:01", source=text(), target=text()),
            Interface(
                mac="00:0c:29:00:00:02",
                type="vds",
                port=DistributedPort(switch_id=UUID(int=2), portgroup_id=text()),
            ),
        ),
        serials=(
            CharacterDevice(port=0, path=text()),
            CharacterDevice(port=1, type="tcp", host=text(), service=text(), mode="bind"),
        ),
        parallels=(CharacterDevice(port=0, type="file", path=f"/{text()}"),),
    )


HARMLESS: Final = parse_vmx(write(domain(lambda: "1")))


@pytest.mark.fault("V6")
@unhurried
@given(st.data())
def test_no_text_brings_a_key_of_its_own(data: st.DataObject) -> None:
    hostile = domain(lambda: data.draw(texts | st.just('x"\nscsi1.present = "true')))
    try:
        vmx = write(hostile)
    except UnsupportedError:
        return

    assert list(parse_vmx(vmx)) == list(HARMLESS)
    assert vmx.count("\n") == len(HARMLESS)


@pytest.mark.fault("V6")
@unhurried
@given(texts, texts)
def test_any_name_and_description_can_be_written_and_come_back(name: str, text: str) -> None:
    definition = dataclasses.replace(domain(lambda: "1"), name=name, description=text)

    vmx = write(definition)

    assert list(parse_vmx(vmx)) == list(HARMLESS)
    assert (read(vmx).name, read(vmx).description) == (name, text)


@pytest.mark.fault("V6")
@unhurried
@given(st.data())
def test_no_text_brings_an_element_of_its_own(data: st.DataObject) -> None:
    hostile = domain(lambda: data.draw(texts | st.just("'/><disk/><x y='")))

    definition = parse_domain_xml(format_domain_xml(hostile, secure=True))

    assert definition.name == hostile.name
    assert definition.interfaces == hostile.interfaces
    assert definition.graphics == hostile.graphics
    assert [disk.source for disk in definition.disks] == [disk.source for disk in hostile.disks]
    assert definition.filesystems == hostile.filesystems
