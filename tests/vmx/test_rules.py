"""The rules of the ESX driver's documentation, and the corners of the tables."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, Final
from uuid import UUID

import pytest

from aioesx.definition import (
    Controller,
    Cpu,
    Disk,
    DistributedPort,
    DomainDefinition,
    DriveAddress,
    Interface,
    Topology,
    Tpm,
    Video,
    parse_domain_xml,
)
from aioesx.errors import UnsupportedError
from aioesx.vmx import (
    Dialect,
    Settings,
    format_domain,
    parse_domain,
    parse_vmx,
    undetected_sources,
)

DATASTORES: Final = {"ds": "/vmfs/volumes/4980", "win": "C:\\VMs\\"}
BARE: Final = DomainDefinition(name="t", uuid=UUID(int=1), memory_kib=4096, current_memory_kib=4096)


def read(body: str, *, hardware: int = 10, dialect: Dialect = "9.0") -> DomainDefinition:
    head = f'config.version = "8"\nvirtualHW.version = "{hardware}"\n'
    return parse_domain(head + body, datastores=DATASTORES, directory="[ds] web", dialect=dialect)


def write(*, hardware: int = 10, dialect: Dialect = "9.0", **fields: Any) -> Settings:
    definition = dataclasses.replace(BARE, **fields)
    return parse_vmx(
        format_domain(definition, hardware_version=hardware, datastores=DATASTORES, dialect=dialect)
    )


def disk(target: str, bus: str = "scsi", **fields: Any) -> Disk:
    return Disk(target=target, bus=bus, source="[ds] x.vmdk", **fields)


# --- memory and processors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kib", "mib"), [(1, "4"), (4096, "4"), (4097, "8"), (1048576, "1024"), (1048577, "1028")]
)
def test_memory_is_rounded_up_to_a_multiple_of_4096_kib(kib: int, mib: str) -> None:
    assert write(memory_kib=kib, current_memory_kib=kib)["memsize"] == mib


@pytest.mark.parametrize("count", [1, 2, 3, 5, 128])
def test_any_number_of_processors_goes(count: int) -> None:
    assert write(vcpus=count)["numvcpus"] == str(count)
    assert read(f'numvcpus = "{count}"\n').vcpus == count


def test_a_remainder_of_processors_is_dropped_from_the_topology() -> None:
    cpu = read('numvcpus = "5"\ncpuid.coresPerSocket = "2"\n').cpu

    assert cpu == Cpu(topology=Topology(sockets=2, cores=2))


def test_more_cores_than_processors_are_refused() -> None:
    with pytest.raises(UnsupportedError) as caught:
        read('numvcpus = "2"\ncpuid.coresPerSocket = "4"\n')

    assert caught.value.key == "cpuid.coresPerSocket"


@pytest.mark.parametrize("affinity", ["0-3", "-1", "1,", "", "x", "16384"])
def test_an_affinity_that_is_no_list_of_processors_is_refused(affinity: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'sched.cpu.affinity = "{affinity}"\n')

    assert caught.value.key == "sched.cpu.affinity"


def test_an_affinity_of_all_is_none() -> None:
    assert read('sched.cpu.affinity = "ALL"\n').cpuset is None


@pytest.mark.parametrize("shares", ["-1", "lots", "", "1 ", str(2**64)])
def test_shares_that_are_no_weight_are_refused(shares: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'sched.cpu.shares = "{shares}"\n')

    assert caught.value.key == "sched.cpu.shares"


@pytest.mark.parametrize("firmware", ["bios", "EFI", ""])
def test_firmware_is_efi(firmware: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'firmware = "{firmware}"\n')

    assert caught.value.key == "firmware"


# --- what is made up -----------------------------------------------------------------------------

MINIMAL: Final = (
    "<domain type='vmware'><name>t</name><memory>4096</memory><os><type>hvm</type></os>"
    "<devices><interface type='bridge'><source bridge='n'/></interface></devices></domain>"
)


def test_an_interface_without_mac_gets_one_in_00_0c_29_and_a_domain_a_uuid() -> None:
    one, other = parse_domain_xml(MINIMAL), parse_domain_xml(MINIMAL)

    assert re.fullmatch(r"00:0c:29(:[0-9a-f]{2}){3}", one.interfaces[0].mac)
    assert one.uuid.version == 4
    assert one.uuid != other.uuid


def test_who_wants_can_choose_what_is_made_up() -> None:
    definition = parse_domain_xml(
        MINIMAL, make_uuid=lambda: UUID(int=7), make_mac=lambda: "00:0c:29:00:00:07"
    )

    assert (definition.uuid, definition.interfaces[0].mac) == (UUID(int=7), "00:0c:29:00:00:07")


# --- networks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mac", "kind", "check"),
    [
        ("00:0c:29:00:00:00", "generated", None),
        ("00:0c:29:ff:ff:ff", "generated", None),
        ("00:50:56:00:00:00", "static", None),
        ("00:50:56:3f:ff:ff", "static", None),
        ("00:50:56:40:00:00", "static", "false"),
        ("00:50:56:7f:ff:ff", "static", "false"),
        ("00:50:56:80:00:00", "vpx", None),
        ("00:50:56:bf:ff:ff", "vpx", None),
        ("00:50:56:c0:00:00", "static", "false"),
        ("00:05:69:00:00:01", "static", "false"),
    ],
)
def test_the_range_of_a_mac_address_decides_how_it_is_written(
    mac: str, kind: str, check: str | None
) -> None:
    vmx = write(interfaces=(Interface(mac=mac, type="null"),))

    assert vmx["ethernet0.addressType"] == kind
    assert vmx.get("ethernet0.checkMACAddress") == check
    assert vmx["ethernet0.address" if kind == "static" else "ethernet0.generatedAddress"] == mac


@pytest.mark.parametrize("model", ["vlance", "vmxnet", "vmxnet2", "vmxnet3", "e1000", "e1000e"])
def test_every_model_of_a_network_card_survives(model: str) -> None:
    vmx = write(interfaces=(Interface(mac="00:0c:29:00:00:01", source="n", model=model),))

    body = "".join(f'{key} = "{value}"\n' for key, value in vmx.items() if "ethernet" in key)
    assert read(body).interfaces[0].model == model


@pytest.mark.parametrize(("hardware", "most"), [(4, 4), (6, 4), (7, 10), (20, 10)])
def test_hardware_has_so_many_network_cards(hardware: int, most: int) -> None:
    card = Interface(mac="00:0c:29:00:00:01", type="user")

    assert f"ethernet{most - 1}.present" in write(hardware=hardware, interfaces=(card,) * most)
    with pytest.raises(UnsupportedError) as caught:
        write(hardware=hardware, interfaces=(card,) * (most + 1))
    assert caught.value.key == f"devices/interface[{most + 1}]"


def test_a_distributed_port_needs_its_port_group_when_it_is_written_as_when_it_is_read() -> None:
    port = DistributedPort(switch_id=UUID(int=2), port_id=3)
    card = Interface(mac="00:0c:29:00:00:01", type="vds", port=port)

    with pytest.raises(UnsupportedError) as caught:
        write(interfaces=(card,))

    assert caught.value.key == "devices/interface[1]/source/@portgroupid"
    assert "ethernet0.dvs.switchId" in write(interfaces=(card,), dialect="latest")


# --- disks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "bus", "slot"),
    [
        ("sda", "scsi", "scsi0:0"),
        ("sdg", "scsi", "scsi0:6"),
        ("sdh", "scsi", "scsi0:8"),
        ("sdo", "scsi", "scsi0:15"),
        ("sdp", "scsi", "scsi1:0"),
        ("sdbh", "scsi", "scsi3:15"),
        ("hdd", "ide", "ide1:1"),
        ("sdad", "sata", "sata0:29"),
        ("sdae", "sata", "sata1:0"),
        ("nvme3n15", "nvme", "nvme3:14"),
    ],
)
def test_the_name_of_a_disk_decides_its_slot(target: str, bus: str, slot: str) -> None:
    vmx = write(hardware=13, disks=(disk(target, bus),))

    assert f"{slot}.present" in vmx


@pytest.mark.parametrize(
    ("target", "bus"),
    [("sdbi", "scsi"), ("hde", "ide"), ("sddq", "sata"), ("nvme4n1", "nvme"), ("vda", "virtio"),
     ("xvda", "xen"), ("sdb", "usb"), ("nvme0n16", "nvme"), ("sda", "nvme"), ("hda", "scsi")],
)  # fmt: skip
def test_a_disk_beyond_the_last_slot_or_on_no_bus_is_refused(target: str, bus: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        write(hardware=13, disks=(disk(target, bus),))

    assert str(caught.value.key).startswith("devices/disk[1]/")


@pytest.mark.parametrize(
    ("bus", "target", "oldest"), [("sata", "sda", 10), ("nvme", "nvme0n1", 13)]
)
def test_newer_buses_need_newer_hardware(bus: str, target: str, oldest: int) -> None:
    assert f"{bus}0.present" in write(hardware=oldest, disks=(disk(target, bus),))
    with pytest.raises(UnsupportedError) as caught:
        write(hardware=oldest - 1, disks=(disk(target, bus),))
    assert caught.value.key == "devices/disk[1]/target/@bus"


def test_an_address_must_be_the_one_of_the_name() -> None:
    with pytest.raises(UnsupportedError) as caught:
        write(disks=(disk("sda", address=DriveAddress(1, 0, 0)),))

    assert caught.value.key == "devices/disk[1]/address"


def test_two_disks_in_one_slot_are_refused() -> None:
    with pytest.raises(UnsupportedError) as caught:
        write(disks=(disk("sda"), disk("sda1")))

    assert caught.value.key == "devices/disk[2]/target/@dev"


WIDE: Final = """scsi1.present = "true"
scsi1:0.present = "true"
scsi1:0.fileName = "x.vmdk"
"""


def test_wide_scsi_is_addressed_as_libvirt_9_does_and_then_not_written() -> None:
    found = read(WIDE, hardware=13).disks[0]

    assert (found.target, found.address) == ("sdp", DriveAddress(0, 0, 16))
    with pytest.raises(UnsupportedError):
        write(hardware=13, disks=(found,))


def test_wide_scsi_survives_in_the_latest_dialect() -> None:
    found = read(WIDE, hardware=13, dialect="latest").disks[0]

    assert (found.target, found.address) == ("sdbm", DriveAddress(1, 0, 0))
    assert "scsi1:0.present" in write(hardware=13, dialect="latest", disks=(found,))


@pytest.mark.parametrize("model", ["buslogic", "lsilogic", "lsisas1068", "vmpvscsi"])
def test_auto_takes_the_model_that_the_disk_was_made_for(model: str) -> None:
    definition = dataclasses.replace(
        BARE,
        disks=(disk("sda"), Disk(target="hda", bus="ide", source="[ds] y.vmdk")),
        controllers=(Controller(type="scsi", index=0, model="auto"),),
    )

    assert undetected_sources(definition) == ["[ds] x.vmdk"]
    vmx = format_domain(
        definition,
        hardware_version=10,
        datastores=DATASTORES,
        scsi_models={"[ds] x.vmdk": model},
    )
    assert read_model(vmx) == model


def read_model(vmx: str) -> str | None:
    return parse_domain(vmx, datastores=DATASTORES).controllers[0].model


@pytest.mark.parametrize(
    "models", [{}, {"[ds] x.vmdk": "lsilogic"}, {"[ds] x.vmdk": "odd", "[ds] y.vmdk": "odd"}]
)
def test_auto_fails_when_the_disks_disagree_or_do_not_tell(models: dict[str, str]) -> None:
    definition = dataclasses.replace(
        BARE,
        disks=(disk("sda"), Disk(target="sdb", bus="scsi", source="[ds] y.vmdk")),
        controllers=(Controller(type="scsi", index=0, model="auto"),),
    )

    with pytest.raises(UnsupportedError) as caught:
        format_domain(definition, hardware_version=10, datastores=DATASTORES, scsi_models=models)

    assert caught.value.key == "devices/controller[1]/@model"


def test_the_old_driver_name_needs_its_disk_only() -> None:
    definition = dataclasses.replace(BARE, disks=(disk("sda", driver="Auto"),))

    assert undetected_sources(definition) == ["[ds] x.vmdk"]


def test_the_old_driver_name_is_for_the_scsi_controller_even_behind_an_ide_one() -> None:
    ide, scsi = Controller(type="ide", index=0), Controller(type="scsi", index=0)

    vmx = write(disks=(disk("sda", driver="buslogic"),), controllers=(ide, scsi))

    assert vmx["scsi0.virtualDev"] == "buslogic"


def test_a_serial_port_to_a_file_may_lack_the_file() -> None:
    port = read('serial0.present = "true"\nserial0.fileType = "file"\n').serials[0]

    assert (port.type, port.path) == ("file", None)


def test_a_windows_mount_gives_windows_names_and_takes_them() -> None:
    vmx = write(disks=(Disk(target="hda", bus="ide", source="[win] a/b.vmdk"),))

    assert vmx["ide0:0.fileName"] == "C:\\VMs\\a\\b.vmdk"
    body = 'ide0:0.present = "true"\nide0:0.fileName = "C:\\VMs\\a\\b.vmdk"\n'
    assert read(body).disks[0].source == "[win] a/b.vmdk"


@pytest.mark.parametrize(
    "name", ["/vmfs/volumes/.iso", "/vmfs/volumes/x.iso", "/vmfs/volumes//y.iso"]
)
def test_half_a_volume_path_is_refused_even_where_a_file_may_be_missing(name: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(f'ide0:0.present = "true"\nide0:0.fileName = "{name}"\n')

    assert caught.value.key == "ide0:0.fileName"


# --- the machine ---------------------------------------------------------------------------------


def test_a_host_may_not_run_64_bit_machines() -> None:
    body = 'config.version = "8"\nvirtualHW.version = "4"\nguestOS = "centos-64"\n'

    with pytest.raises(UnsupportedError) as caught:
        parse_domain(body, architectures=["i686"])
    assert caught.value.key == "guestOS"
    with pytest.raises(UnsupportedError) as caught:
        write(arch="aarch64")
    assert caught.value.key == "os/type/@arch"


def test_an_unknown_dialect_is_a_programmers_error() -> None:
    with pytest.raises(ValueError, match="dialect"):
        read("", dialect="8.0")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"name": None}, "name"),
        ({"cpu": Cpu()}, "cpu/topology"),
        ({"cpu": Cpu(topology=Topology(sockets=2, cores=1))}, "cpu/topology"),
        ({"cpu": Cpu(topology=Topology(sockets=1, cores=1, clusters=2))}, "cpu/topology/@clusters"),
        ({"videos": (Video(), Video())}, "devices/video[2]"),
        ({"videos": (Video(type="qxl"),)}, "devices/video[1]/model/@type"),
        ({"videos": (Video(heads=2),)}, "devices/video[1]/model/@heads"),
        ({"tpm": Tpm(version="1.2")}, "devices/tpm"),
        ({"tpm": Tpm()}, "devices/tpm"),
    ],
)
def test_what_vmware_does_not_have_is_refused(fields: dict[str, Any], key: str) -> None:
    with pytest.raises(UnsupportedError) as caught:
        write(dialect="latest", **fields)

    assert caught.value.key == key


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("directory", "source"),
    [
        ("[ds]", "[ds] x.vmdk"),
        ("[ds] web", "[ds] web/x.vmdk"),
        ("[ds] a]", "[ds] a]/x.vmdk"),
        ("[?] ?", "[?] ?/x.vmdk"),
    ],
)
def test_a_bare_name_lies_beside_the_vmx_file(directory: str, source: str) -> None:
    lines = ('config.version = "8"', 'virtualHW.version = "10"', 'scsi0.present = "true"',
             'scsi0:0.present = "true"', 'scsi0:0.deviceType = "scsi-hardDisk"',
             'scsi0:0.fileName = "x.vmdk"')  # fmt: skip

    definition = parse_domain("\n".join(lines), datastores=DATASTORES, directory=directory)

    assert [disk.source for disk in definition.disks] == [source]
