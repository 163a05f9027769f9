"""OVF descriptors: what is read of every dialect, written again, and refused."""

from __future__ import annotations

import dataclasses
import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mutations import mutated

from aioesx.errors import OvfError
from aioesx.ovf import (
    BootDevice,
    Configuration,
    Disk,
    Envelope,
    File,
    Hardware,
    Item,
    Network,
    OperatingSystem,
    Product,
    Property,
    PropertyValue,
    ResourceType,
    Setting,
    System,
    format_ovf,
    parse_ovf,
)

SAMPLES: Final = {
    path.stem: path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[1] / "data" / "ovf").glob("*.ovf"))
}


@pytest.fixture
def esxi() -> Envelope:
    return parse_ovf(SAMPLES["esxi"])


@pytest.fixture
def vcenter() -> Envelope:
    return parse_ovf(SAMPLES["vcenter"])


# --- dialects ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES.keys())
def test_what_is_written_of_a_descriptor_says_the_same(text: str) -> None:
    envelope = parse_ovf(text.encode())

    assert parse_ovf(format_ovf(envelope)) == envelope


def test_a_host_tells_disks_cards_firmware_and_variables(esxi: Envelope) -> None:
    hardware = esxi.system.hardware

    assert esxi.system.name == "web 01"
    assert esxi.system.os == OperatingSystem(id=94, type="ubuntu64Guest")
    assert esxi.disks == (Disk(id="vmdisk1", capacity=16 * 2**30, file="file1"),)
    assert hardware.type == "vmx-17"
    assert hardware.firmware == "efi"
    assert hardware.nvram == "file2"
    assert hardware.setting("bootOptions.efiSecureBootEnabled") == "true"
    assert [item.disk for item in hardware.of_type(ResourceType.DISK)] == ["vmdisk1"]
    (cpus,) = hardware.of_type(ResourceType.PROCESSOR)
    assert (cpus.quantity, cpus.cores_per_socket) == (2, 2)
    (memory,) = hardware.of_type(ResourceType.MEMORY)
    assert memory.amount == 2 * 2**30
    (card,) = hardware.of_type(ResourceType.ETHERNET)
    assert (card.subtype, card.connections, card.automatic_allocation) == (
        "VmxNet3", ("VM Network",), True,
    )  # fmt: skip
    assert Setting(key="wakeOnLanEnabled", value="true") in card.config
    assert esxi.warnings == ()


def test_an_appliance_tells_its_properties(vcenter: Envelope) -> None:
    first, second = vcenter.system.products

    assert (first.name, first.vendor, first.class_) == ("Box", "Example & Sons", "net")
    assert [one.key for one in first.properties] == ["ip0", "size", "root", "built"]
    assert [one.category for one in first.properties] == ["Network", "Network"] + 2 * ["Secrets"]
    assert first.full_key("ip0") == "net.ip0.0"
    assert second.full_key("hostname") == "hostname"
    assert second.properties[0].value is None
    assert first.properties[0].value == ""
    assert first.properties[0].vmw_qualifiers == "Ip"
    assert first.properties[1].qualifiers == 'ValueMap{"a","b"}'
    assert first.properties[2].password
    assert vcenter.system.hardware.transport == ("com.vmware.guestInfo", "iso")
    assert vcenter.system.eulas == ("Do as you like.",)
    assert vcenter.system.annotation == "Made on a Monday.\nHandle with <care>."
    assert vcenter.system.boot == (BootDevice(item="6", type="disk"),)
    assert vcenter.disks[2].file is None
    assert [disk.capacity for disk in vcenter.disks] == [8 * 2**30, 512 * 2**20, 2**30]
    assert vcenter.warnings == (
        "line 19: IpAssignmentSection is passed over: it is not known here",
    )


def test_no_secret_is_shown(vcenter: Envelope) -> None:
    assert "hunter2" not in repr(vcenter)


def test_virtualbox_is_understood() -> None:
    envelope = parse_ovf(SAMPLES["virtualbox"])
    hardware = envelope.system.hardware

    assert hardware.of_type(ResourceType.MEMORY)[0].amount == 2**30
    assert hardware.of_type(ResourceType.DISK)[0].disk == "vmdisk1"
    assert (envelope.system.id, envelope.system.name) == ("desk", "")
    assert "Machine 'desk' is passed over" in envelope.warnings[0]


def test_configurations_bounds_and_pieces_are_told() -> None:
    envelope = parse_ovf(SAMPLES["ovftool"])
    hardware = envelope.system.hardware

    assert [(one.id, one.default) for one in envelope.configurations] == [
        ("small", False), ("large", True),
    ]  # fmt: skip
    assert envelope.configuration == "large"
    assert [(one.quantity, one.configurations) for one in hardware.of_type(3)] == [
        (1, ()), (8, ("large",)),
    ]  # fmt: skip
    assert [one.bound for one in hardware.of_type(4)] == ["normal", "min"]
    assert envelope.system.products[0].properties[0].values[1].configuration == "large"
    (file,) = envelope.files
    assert (file.compression, file.pieces) == (
        "gzip",
        tuple(f"store-disk1.vmdk.gz.00000000{number}" for number in range(3)),
    )


def test_the_items_of_a_configuration_are_those_of_all_and_its_own() -> None:
    hardware = parse_ovf(SAMPLES["ovftool"]).system.hardware

    small, large = hardware.items_of("small"), hardware.items_of("large")

    assert [one.quantity for one in small if one.type == 3] == [1]
    assert [one.quantity for one in large if one.type == 3] == [8]
    assert [one.quantity for one in small if one.type == 4] == [1024]
    assert [one.id for one in small] == [one.id for one in large] == ["1", "2", "3", "4", "5"]


def test_ovf_2_is_read_as_ovf_1(esxi: Envelope) -> None:
    cim = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
    text = SAMPLES["esxi"].replace("ovf/envelope/1", "ovf/envelope/2")
    card = text.rindex("<Item>")
    text = text[:card] + text[card:].replace("Item>", "EthernetPortItem>")
    text = text.replace(f"{cim}CIM_Resource", f"{cim}CIM_EthernetPort")

    assert parse_ovf(text) == esxi


def test_of_several_kinds_of_hardware_vmware_has_its_own() -> None:
    text = SAMPLES["vcenter"]
    begin, end = text.index("<VirtualHardwareSection"), text.index("<vmw:BootOrder")
    other = text[begin:end].replace("vmx-13 vmx-15", "xen-3")

    envelope = parse_ovf(text[:begin] + other + text[begin:])

    assert envelope.system.hardware.type == "vmx-13 vmx-15"
    assert any("of 2 kinds" in one for one in envelope.warnings)


# --- round trips ---------------------------------------------------------------------------------

TEXTS: Final = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\r\n\t<&>\"'"),
    max_size=12,
)
WORDS: Final = st.text(st.sampled_from("abcXYZ019-_.:ü"), min_size=1, max_size=8)
NUMBERS: Final = st.integers(0, 2**62)
FLAGS: Final = st.booleans() | st.none()
SIZES: Final = st.integers(0, 2**50) | st.integers(0, 2**20).map(lambda size: size << 30)
SETTINGS: Final = st.lists(
    st.builds(Setting, key=WORDS, value=TEXTS, required=st.booleans()), max_size=2
).map(tuple)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def named(values: st.SearchStrategy[Any], attribute: str) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3, unique_by=lambda one: getattr(one, attribute)).map(tuple)


FILES: Final = named(
    st.builds(
        File,
        id=WORDS,
        href=WORDS.filter(lambda name: name.strip(".")),
        size=st.integers(0, 2**40),
        compression=st.sampled_from([None, "gzip"]),
        chunk_size=maybe(st.integers(2**30, 2**31)),
    ),
    "id",
)
NETWORKS: Final = named(st.builds(Network, name=TEXTS.filter(bool), description=TEXTS), "name")
CONFIGURATIONS: Final = named(
    st.builds(Configuration, id=WORDS, label=TEXTS, description=TEXTS, default=st.booleans()),
    "id",
)


@st.composite
def items(draw: st.DrawFn, known: Mapping[str, tuple[str, ...]]) -> tuple[Item, ...]:
    """Draw items that name what there is."""
    found: list[Item] = []
    places = [f"ovf:/disk/{each}" for each in known["disks"]]
    places += [f"/file/{each}" for each in known["files"]]
    ids = draw(st.lists(WORDS, max_size=4, unique=True))
    for number, each in enumerate(ids):
        resources = st.lists(st.sampled_from(places), max_size=2) if places else st.just([])
        networks = st.lists(st.sampled_from(known["networks"]), max_size=2)
        chosen = st.lists(st.sampled_from(known["configurations"]), max_size=2)
        found.append(
            Item(
                id=each,
                type=draw(st.integers(18, 65_535) | st.integers(5, 16)),
                subtype=draw(maybe(WORDS)),
                other_type=draw(maybe(WORDS)),
                name=draw(TEXTS),
                description=draw(maybe(TEXTS)),
                caption=draw(maybe(TEXTS)),
                quantity=draw(maybe(NUMBERS)),
                units=draw(maybe(WORDS)),
                reservation=draw(maybe(NUMBERS)),
                limit=draw(maybe(NUMBERS)),
                weight=draw(maybe(NUMBERS)),
                parent=draw(maybe(st.sampled_from(ids[:number]))) if number else None,
                address=draw(maybe(WORDS)),
                address_on_parent=draw(maybe(WORDS)),
                host_resources=tuple(draw(resources)),
                connections=tuple(draw(networks)) if known["networks"] else (),
                automatic_allocation=draw(FLAGS),
                automatic_deallocation=draw(FLAGS),
                cores_per_socket=draw(maybe(st.integers(0, 999))),
                required=draw(st.booleans()),
                configurations=tuple(draw(chosen)) if known["configurations"] else (),
                bound=draw(st.sampled_from([None, "normal", "min", "max"])),
                config=draw(SETTINGS),
            )
        )
    return tuple(found)


@st.composite
def products(draw: st.DrawFn, configurations: tuple[str, ...]) -> Product:
    """Draw software."""
    where = st.none() | st.sampled_from(configurations) if configurations else st.none()
    values = st.lists(st.builds(PropertyValue, value=TEXTS, configuration=where), max_size=2)
    properties = st.builds(
        Property,
        key=WORDS,
        type=WORDS,
        value=maybe(TEXTS),
        user_configurable=st.booleans(),
        password=st.booleans(),
        qualifiers=maybe(TEXTS),
        vmw_qualifiers=maybe(TEXTS),
        label=TEXTS,
        description=TEXTS,
        category=TEXTS,
        values=values.map(tuple),
    )
    texts = {
        field.name: draw(TEXTS)
        for field in dataclasses.fields(Product)
        if field.name != "properties"
    }
    return Product(**texts, properties=draw(named(properties, "key")))


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    """Draw an envelope in which every reference leads somewhere."""
    files, networks, choices = draw(FILES), draw(NETWORKS), draw(CONFIGURATIONS)
    file_ids = tuple(one.id for one in files)
    disks = draw(
        named(
            st.builds(
                Disk,
                id=WORDS,
                capacity=SIZES,
                file=maybe(st.sampled_from(file_ids)) if file_ids else st.none(),
                format=TEXTS,
                populated_size=maybe(NUMBERS),
            ),
            "id",
        )
    )
    if len(disks) > 1:
        disks = (disks[0], dataclasses.replace(disks[1], parent=disks[0].id), *disks[2:])
    known = {
        "files": file_ids,
        "disks": tuple(one.id for one in disks),
        "networks": tuple(one.name for one in networks),
        "configurations": tuple(one.id for one in choices),
    }
    hardware = Hardware(
        type=draw(st.just("") | WORDS),
        items=draw(items(known)),
        config=draw(SETTINGS),
        extra_config=draw(SETTINGS),
        transport=tuple(draw(st.lists(WORDS, max_size=2))),
    )
    os_strategy = st.builds(
        OperatingSystem,
        id=st.integers(0, 65_535), type=maybe(WORDS), version=maybe(WORDS), description=TEXTS,
    )  # fmt: skip
    boots = st.lists(st.builds(BootDevice, item=WORDS, type=WORDS), max_size=2)
    system = System(
        id=draw(WORDS),
        name=draw(TEXTS),
        annotation=draw(TEXTS),
        os=draw(maybe(os_strategy)),
        hardware=hardware,
        products=tuple(draw(st.lists(products(known["configurations"]), max_size=2))),
        eulas=tuple(draw(st.lists(TEXTS, max_size=2))),
        boot=tuple(draw(boots)),
    )
    return Envelope(
        system=system, files=files, disks=disks, networks=networks, configurations=choices
    )


@settings(max_examples=40)
@given(envelopes())
def test_whatever_can_be_said_is_read_again(envelope: Envelope) -> None:
    text = format_ovf(envelope)

    assert parse_ovf(text) == parse_ovf(text.encode()) == envelope
    assert format_ovf(parse_ovf(text)) == text


def test_what_xml_cannot_say_is_dropped() -> None:
    system = System(id="x", annotation="a\x00b\x1bc\ud800d\uffffe")

    assert parse_ovf(format_ovf(Envelope(system=system))).system.annotation == "abcde"


# --- refusals ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        # what it is
        ("<Envelope ", "<Envelop ", "not well-formed"),
        ("<?xml version='1.0' encoding='UTF-8'?>", "<!DOCTYPE x>", "DOCTYPE"),
        ("http://schemas.dmtf.org/ovf/envelope/1", "http://www.vmware.com/schema/ovf/1/envelope",
         "OVF 0.9"),
        ("http://schemas.dmtf.org/ovf/envelope/1", "urn:else", "no OVF descriptor"),
        # files and disks
        ('ovf:href="disk-0.vmdk"', 'ovf:href="../disk-0.vmdk"', "line 4: File 'file1': .* leads"),
        ('ovf:href="disk-0.vmdk"', 'ovf:href="http://x/y"', "nothing is fetched"),
        ('ovf:href="disk-0.vmdk"', 'ovf:href="/etc/passwd"', "leads out"),
        ('ovf:href="disk-0.vmdk"', "", "'href' is missing"),
        ('ovf:id="file2"', 'ovf:id="file1"', "line 5: File 'file1': there is another one"),
        ('ovf:size="270840"', 'ovf:size="many"', "no number"),
        ('ovf:size="270840"', 'ovf:size="-1"', "no number"),
        ('ovf:size="270840"', 'ovf:size="270840" ovf:chunkSize="0"', "pieces of 0"),
        ('ovf:size="270840"', 'ovf:size="270840" ovf:chunkSize="1"', "pieces of 1"),
        ('ovf:size="270840"', 'ovf:compression="zip"', "compression 'zip'"),
        ('ovf:fileRef="file1"', 'ovf:fileRef="file9"', "line 9: Disk 'vmdisk1': its file 'file9'"),
        ('ovf:capacity="17179869184"', 'ovf:capacity="${size}"', "by the property"),
        ('ovf:capacity="17179869184"', 'ovf:capacity="1e9"', "no number"),
        ('ovf:capacity="17179869184"', 'ovf:capacity="2305843009213693952"', "more than any disk"),
        ('capacityAllocationUnits="byte"', 'capacityAllocationUnits="furlong"', "'furlong'"),
        ('capacityAllocationUnits="byte"', 'capacityAllocationUnits="byte * 2^99"', "not known"),
        ('ovf:fileRef="file1"', 'ovf:fileRef="file1" ovf:parentRef="vmdisk1"', "difference to no"),
        ('ovf:fileRef="file1"', 'ovf:fileRef="file1" ovf:parentRef="vmdisk7"', "difference to no"),
        # sections
        ("<NetworkSection>", "<NetworkSection/><NetworkSection>", "a second NetworkSection"),
        ("<NetworkSection>", "<StartupSection/><NetworkSection>",
         "line 11: StartupSection: it is required"),
        ("<Name>web 01</Name>", "<Name>a</Name><Name>b</Name>", "a second Name"),
        ("VirtualSystem", "VirtualSystemCollection", "several machines"),
        ("VirtualSystem", "Strings", "describes no machine"),
        ('<VirtualSystem ovf:id="web 01">', "<VirtualSystem>", "'id' is missing"),
        ("VirtualHardwareSection", "Strings", "it is required"),
        ('ovf:id="94"', 'ovf:id="ninety"', "no number"),
        # items
        ("<rasd:InstanceID>2</rasd:InstanceID>", "<rasd:InstanceID>1</rasd:InstanceID>",
         "'2048MB of memory': there is another one with this InstanceID"),
        ("<rasd:InstanceID>2</rasd:InstanceID>", "", "no InstanceID"),
        ("<rasd:ResourceType>4</rasd:ResourceType>", "", "InstanceID '2' has no ResourceType"),
        ("<rasd:ResourceType>4<", "<rasd:ResourceType>99999<", "no ResourceType 99999"),
        ("<rasd:Parent>3</rasd:Parent>", "<rasd:Parent>33</rasd:Parent>", "its Parent '33'"),
        ("<rasd:Parent>3</rasd:Parent>", "<rasd:Parent>7</rasd:Parent>", "its Parent '7'"),
        ("ovf:/disk/vmdisk1", "ovf:/disk/vmdisk2", "no such thing in the package"),
        ("ovf:/disk/vmdisk1", "ovf://disk/vmdisk1", "no such thing in the package"),
        ("<rasd:HostResource>ovf:/disk/vmdisk1</rasd:HostResource>", "",
         "'Hard Disk 1' names no disk"),
        ("byte * 2^20", "furlongs", "units that are not known: 'furlongs'"),
        ("ovf:/file/file2", "ovf:/file/file3", "no such thing in the package"),
        ("<rasd:Connection>VM Network<", "<rasd:Connection>Other<", "no network 'Other'"),
        ("<rasd:VirtualQuantity>2048<", "<rasd:VirtualQuantity>2 GiB<", "no number"),
        ("<rasd:AutomaticAllocation>true<", "<rasd:AutomaticAllocation>yes<", "neither true nor"),
        ("<rasd:Parent>3</rasd:Parent>", "<rasd:Parent>3</rasd:Parent><rasd:Parent>4</rasd:Parent>",
         "a second one in an Item"),
        ('<Item ovf:required="false">', '<Item ovf:configuration="tiny">', "configuration 'tiny'"),
        ('<Item ovf:required="false">', '<Item ovf:bound="about">', "its bound is none: 'about'"),
        ('<Item ovf:required="false">', '<Item ovf:required="perhaps">', "neither true nor false"),
        ("<rasd:Parent>3</rasd:Parent>", "<vmw:Soul/>", "Soul: it is required"),
        ('vmw:key="firmware"', "", "'key' is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_its_name(old: str, new: str, said: str) -> None:
    text = SAMPLES["esxi"]
    assert old in text

    with pytest.raises(OvfError, match=said):
        parse_ovf(text.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('ovf:key="size"', 'ovf:key="ip0"', "Property 'ip0': there is another one"),
        ('ovf:key="size"', "", "'key' is missing"),
        ("<Label>Size</Label>", '<Value ovf:value="" ovf:configuration="s"/>', "configuration 's'"),
        ('ovf:password="true"', 'ovf:password="no"', "neither true nor false"),
        ('ovf:required="false" vmw:protocols', "vmw:protocols", "IpAssignmentSection: it is req"),
    ],
)  # fmt: skip
def test_what_is_wrong_of_software_is_refused(old: str, new: str, said: str) -> None:
    text = SAMPLES["vcenter"]
    assert old in text

    with pytest.raises(OvfError, match=said):
        parse_ovf(text.replace(old, new))


def test_the_line_is_told() -> None:
    with pytest.raises(OvfError) as caught:
        parse_ovf(SAMPLES["esxi"].replace('ovf:fileRef="file1"', 'ovf:fileRef="x"'))

    assert caught.value.line == 9


def test_disks_may_be_differences_to_differences() -> None:
    parents = {"a": "b", "b": "c", "c": None, "d": "b"}
    disks = tuple(Disk(id=name, capacity=1, parent=parent) for name, parent in parents.items())
    envelope = Envelope(system=System(id="x"), disks=disks)

    assert parse_ovf(format_ovf(envelope)).disks == disks


def test_a_long_descriptor_is_refused() -> None:
    with pytest.raises(OvfError, match="too large"):
        parse_ovf(SAMPLES["esxi"].replace("A Virtual system", "x" * (4 * 2**20)))


FUZZED: Final = 2000 if os.environ.get("AIOESX_FUZZ_SECONDS") is None else 20_000


@pytest.mark.long
@pytest.mark.parametrize("name", SAMPLES)
def test_spoilt_descriptors_are_read_or_refused(name: str) -> None:
    chance = random.Random(name)
    data = SAMPLES[name].encode()
    read = 0
    for _ in range(FUZZED // len(SAMPLES)):
        try:
            envelope = parse_ovf(mutated(chance, data))
        except OvfError:
            continue
        read += 1
        assert parse_ovf(format_ovf(envelope)) == envelope

    assert read > 0
