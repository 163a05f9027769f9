"""A machine as the envelope of a package: what of it is told, under which names."""

from __future__ import annotations

import pytest
from support.packages import disks_of, machine

import aioesx
from aioesx import vim
from aioesx.export.packages.machine_ovf import PackagedFile, machine_envelope
from aioesx.ovf import BootDevice, Envelope, Item, ResourceType, Setting, format_ovf, parse_ovf
from aioesx.ovf.guests import os_id

SIZE = 8 * 2**20


def told(config: vim.VirtualMachineConfigInfo | None = None, disks: int = 4) -> Envelope:
    config = config if config is not None else machine()
    return machine_envelope(
        config,
        disks_of(config, [bytes(SIZE)] * disks),
        networks={"VM Network": "front"},
        network_names={"dvportgroup-7": "Back"},
        nvram=PackagedFile("x.nvram", 270_840),
    )


@pytest.fixture
def envelope() -> Envelope:
    return told()


def by_name(envelope: Envelope) -> dict[str, Item]:
    return {item.name: item for item in envelope.system.hardware.items}


def test_what_is_told_is_a_descriptor(envelope: Envelope) -> None:
    assert parse_ovf(format_ovf(envelope)) == envelope


def test_processors_and_memory_keep_what_was_chosen_for_them(envelope: Envelope) -> None:
    items = by_name(envelope)
    cpus, memory = items["4 virtual CPU(s)"], items["2048MB of memory"]

    assert (cpus.quantity, cpus.cores_per_socket, cpus.reservation) == (4, 2, 500)
    assert (cpus.weight, cpus.limit) == (None, None)
    assert (memory.amount, memory.limit, memory.weight) == (2 * 2**30, 4096, 777)


def test_disks_are_where_they_were(envelope: Envelope) -> None:
    items = by_name(envelope)
    parents = {item.id: item for item in envelope.system.hardware.items}
    placed = [
        (
            parents[disk.parent or ""].type,
            parents[disk.parent or ""].subtype,
            disk.address_on_parent,
            disk.disk,
        )
        for disk in (items[f"Hard disk {number}"] for number in range(1, 5))
    ]

    assert placed == [
        (ResourceType.SCSI, "VirtualSCSI", "0", "vmdisk1"),
        (ResourceType.SCSI, "VirtualSCSI", "1", "vmdisk2"),
        (ResourceType.STORAGE, "vmware.sata.ahci", "0", "vmdisk3"),
        (ResourceType.STORAGE, "vmware.nvme.controller", "0", "vmdisk4"),
    ]
    assert [disk.capacity for disk in envelope.disks] == [SIZE] * 4


def test_cards_are_told_with_networks_mapped(envelope: Envelope) -> None:
    first, second = envelope.system.hardware.of_type(ResourceType.ETHERNET)

    assert (first.subtype, first.connections, first.address) == (
        "VmxNet3", ("front",), "00:50:56:00:00:01",
    )  # fmt: skip
    assert first.automatic_allocation
    assert Setting(key="slotInfo.pciSlotNumber", value="192") in first.config
    assert Setting(key="wakeOnLanEnabled", value="true") in first.config
    assert (second.subtype, second.connections, second.automatic_allocation) == (
        "E1000e", ("Back",), False,
    )  # fmt: skip
    assert [network.name for network in envelope.networks] == ["front", "Back"]


def test_addresses_are_left_out_of_a_template() -> None:
    config = machine()
    envelope = machine_envelope(config, disks_of(config, [bytes(SIZE)] * 4), identity=False)

    cards = envelope.system.hardware.of_type(ResourceType.ETHERNET)
    assert [card.address for card in cards] == [None, None]
    assert [card.connections for card in cards] == [("VM Network",), ("dvportgroup-7",)]


def test_settings_have_the_names_that_hosts_give_them(envelope: Envelope) -> None:
    hardware = envelope.system.hardware

    assert {one.key: one.value for one in hardware.config} == {
        "bootOptions.efiSecureBootEnabled": "true",
        "cpuHotAddEnabled": "true",
        "firmware": "efi",
        "flags.vbsEnabled": "false",
        "powerOpInfo.powerOffType": "soft",
        "tools.syncTimeWithHost": "true",
    }
    assert {one.key: one.value for one in hardware.extra_config} == {
        "disk.EnableUUID": "TRUE",
        "nvram": "ovf:/file/file5",
    }
    assert not any(one.required for one in (*hardware.config, *hardware.extra_config))


def test_no_secret_of_the_machine_gets_into_the_package(envelope: Envelope) -> None:
    text = format_ovf(envelope)

    assert "hunter2" not in text
    assert "hunter3" not in text


def test_drives_are_empty_and_what_is_left_out_is_told(envelope: Envelope) -> None:
    drives = envelope.system.hardware.of_type(ResourceType.CDROM, ResourceType.FLOPPY)

    assert [drive.file for drive in drives] == [None, None]
    assert not any(drive.required or drive.automatic_allocation for drive in drives)
    assert envelope.warnings == (
        "CD/DVD drive 1 is empty in the package",
        "Serial port 1 is no part of the package",
        "Virtual TPM is no part of the package",
    )


def test_a_disk_that_is_not_in_the_package_is_told() -> None:
    envelope = told(disks=1)

    assert "Hard disk 4 is no part of the package" in envelope.warnings
    assert len(envelope.system.hardware.of_type(ResourceType.DISK)) == 1


def test_the_order_of_boot_is_kept(envelope: Envelope) -> None:
    items = by_name(envelope)

    assert envelope.system.boot == (
        BootDevice(item=items["Hard disk 2"].id, type="disk"),
        BootDevice(item=items["Network adapter 1"].id, type="net"),
        BootDevice(item=items["CD/DVD drive 1"].id, type="cdrom"),
    )


def test_software_and_what_it_wants_to_be_told(envelope: Envelope) -> None:
    box, rest = envelope.system.products

    assert (box.class_, box.instance, box.name, box.vendor) == ("net", "0", "Box", "A & B")
    address, secret = box.properties
    assert (address.value, address.vmw_qualifiers, address.category) == (
        "192.0.2.7", "Ip", "Network",
    )  # fmt: skip
    assert (secret.type, secret.password, secret.value) == ("string", True, None)
    assert secret.qualifiers == "MinLen(8)"
    assert [(one.key, one.type, one.qualifiers, one.value) for one in rest.properties] == [
        ("size", "string", 'ValueMap{"a","b"}', "a"),
        ("count", "sint32", None, "3"),
    ]
    assert envelope.system.eulas == ("Do as you like.",)
    assert envelope.system.hardware.transport == ("com.vmware.guestInfo",)


def test_an_unused_ide_controller_is_no_part_of_it(envelope: Envelope) -> None:
    (ide,) = envelope.system.hardware.of_type(ResourceType.IDE)

    assert ide.address == "1"


@pytest.mark.anyio
@pytest.mark.one_loop
async def test_every_machine_of_a_host_can_be_told(esx: aioesx.Connection) -> None:
    told_of = 0
    for entry in await esx.domains.list():
        config = (await esx.properties(entry.domain.ref, ["config"]))["config"]
        assert isinstance(config, vim.VirtualMachineConfigInfo)
        disks = [one for one in config.hardware.device if isinstance(one, vim.VirtualDisk)]
        envelope = machine_envelope(config, disks_of(config, [bytes(SIZE)] * len(disks)))
        assert parse_ovf(format_ovf(envelope)) == envelope
        assert len(envelope.system.hardware.of_type(ResourceType.DISK)) == len(disks)
        told_of += 1

    assert told_of


@pytest.mark.parametrize(
    ("guest", "number"),
    [
        ("ubuntu64Guest", 94), ("ubuntuGuest", 93), ("debian10_64Guest", 96), ("rhel7_64Guest", 80),
        ("centos8_64Guest", 107), ("sles15_64Guest", 85), ("other5xLinux64Guest", 101),
        ("fedora64Guest", 101), ("other26xLinux64Guest", 100), ("freebsd12_64Guest", 78),
        ("windows9_64Guest", 1), ("windows2019srv_64Guest", 112), ("windows7Server64Guest", 103),
        ("winXPPro64Guest", 71), ("winNetEnterpriseGuest", 69), ("dosGuest", 14),
        ("otherGuest64", 102), ("otherGuest", 1), ("", 1), ("nobodyKnows", 1),
        ("vmkernel7Guest", 104), ("oracleLinux8_64Guest", 109), ("newLinux64Guest", 101),
    ],
)  # fmt: skip
def test_guests_have_numbers(guest: str, number: int) -> None:
    assert os_id(guest) == number
