"""What a host says of itself, in the words of a conversion."""

from __future__ import annotations

import dataclasses
from typing import Any, Final
from uuid import UUID

import pytest

from aioesx.definition import Disk, DomainDefinition, Interface
from aioesx.vmx import (
    fitting_hardware_version,
    format_domain,
    hardware_version_for,
    scsi_model_for,
    unwritable_buses,
    writable_hardware_version,
)

BARE: Final = DomainDefinition(name="t", uuid=UUID(int=1), memory_kib=4096, current_memory_kib=4096)
SATA: Final = Disk(target="sda", bus="sata", source="[ds] a.vmdk")
NVME: Final = Disk(target="nvme0n1", bus="nvme", source="[ds] a.vmdk")
CARD: Final = Interface(mac="00:0c:29:00:00:01", type="user")


@pytest.mark.parametrize(
    ("product", "version", "hardware"),
    [
        ("gsx", "2.0.1", 7),
        ("esx", "3.5.0", 4),
        ("vpx", "2.5.0", 4),
        ("vpx", "3.0.0", 8),
        ("esx", "4.1.0", 7),
        ("vpx", "4.0.0", 7),
        ("embeddedEsx", "5.0.0", 9),
        ("esx", "5.1.0", 9),
        ("esx", "5.5.0", 10),
        ("vpx", "6.7.0", 10),
        ("esx", "7.0.3", 8),
        ("vpx", "8.0", 8),
        ("esx", "", 8),
        ("esx", "2", 8),
    ],
)
def test_the_product_decides_the_hardware_version(
    product: str, version: str, hardware: int
) -> None:
    assert hardware_version_for(product, version) == hardware


@pytest.mark.parametrize(
    ("version", "fields", "hardware"),
    [
        ("5.0.0", {}, 8),  # libvirt's 9 is one that this host does not have
        ("5.1.0", {}, 9),
        ("6.5.0", {}, 10),
        ("8.0.0", {}, 8),
        ("8.0.0", {"disks": (SATA,)}, 10),
        ("7.0.2", {"disks": (NVME,)}, 13),
        ("5.5.0", {"disks": (NVME,)}, 10),  # the host has none
        ("8.0.0", {"vcpus": 33}, 9),
        ("8.0.0", {"vcpus": 65}, 11),
        ("7.0.1", {"vcpus": 300}, 18),
        ("6.0.0", {"vcpus": 300}, 11),
        ("3.5.0", {"interfaces": (CARD,) * 5}, 4),
    ],
)
def test_a_domain_gets_a_hardware_version_that_fits_it_and_its_host(
    version: str, fields: dict[str, Any], hardware: int
) -> None:
    definition = dataclasses.replace(BARE, **fields)

    assert fitting_hardware_version(definition, "esx", version) == hardware


@pytest.mark.parametrize("version", ["5.5.0", "6.0.0", "6.5.0", "6.7.0", "7.0.0", "8.0.0", "8.0.3"])
def test_a_sata_disk_can_be_defined_on_every_host_that_has_them(version: str) -> None:
    definition = dataclasses.replace(BARE, disks=(SATA,))
    for choose in (fitting_hardware_version, writable_hardware_version):
        hardware = choose(definition, "esx", version)

        vmx = format_domain(definition, hardware_version=hardware, datastores={"ds": "/ds"})

        assert 'sata0:0.present = "true"' in vmx


def test_a_bus_is_unwritable_until_the_hardware_has_it() -> None:
    assert unwritable_buses(9) == {"sata", "nvme"}
    assert unwritable_buses(12) == {"nvme"}
    assert unwritable_buses(13) == frozenset()


def test_a_host_says_what_a_disk_was_made_for() -> None:
    assert scsi_model_for("ParaVirtualSCSIController") == "vmpvscsi"
    assert scsi_model_for("virtuallsilogicsascontroller") == "lsisas1068"
    assert scsi_model_for("VirtualIDEController") is None
