"""The order in which libvirt has the disks of an XML: it decides the order of a VMX file."""

from __future__ import annotations

import pytest

from aioesx.definition import Disk, parse_domain_xml
from aioesx.definition.targets import in_order


@pytest.mark.parametrize(
    ("targets", "ordered"),
    [
        (["sda", "sdb"], [(1, "sda"), (2, "sdb")]),
        (["sdb", "sda"], [(2, "sda"), (1, "sdb")]),
        (["sdaa", "hda", "sdb"], [(3, "sdb"), (1, "sdaa"), (2, "hda")]),
        (["hdb", "sda", "hda"], [(3, "hda"), (1, "hdb"), (2, "sda")]),
        ([], []),
    ],
)
def test_a_bus_comes_where_its_first_disk_stands_and_its_disks_by_name(
    targets: list[str], ordered: list[tuple[int, str]]
) -> None:
    buses = {"s": "scsi", "h": "ide"}
    disks = [Disk(target=target, bus=buses[target[0]]) for target in targets]

    assert [(number, disk.target) for number, disk in in_order(disks)] == ordered


def test_disks_whose_bus_is_not_said_are_a_bus_of_their_own() -> None:
    xml = (
        "<domain type='vmware'><name>t</name><memory>4096</memory><os><type>hvm</type></os>"
        "<devices>"
        "<disk><source file='[d] 1'/><target dev='sdb' bus='scsi'/></disk>"
        "<disk><source file='[d] 2'/><target dev='sdc'/></disk>"
        "<disk device='floppy'><target dev='fda'/></disk>"
        "<disk><source file='[d] 3'/><target dev='hda'/></disk>"
        "<disk><source file='[d] 4'/><target dev='sda' bus='scsi'/></disk>"
        "</devices></domain>"
    )

    ordered = in_order(parse_domain_xml(xml).disks)

    assert [disk.target for _, disk in ordered] == ["sda", "sdb", "fda", "hda", "sdc"]
