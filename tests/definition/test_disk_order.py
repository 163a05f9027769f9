"""The order in which libvirt has the disks of an XML: it decides the order of a VMX file."""

from __future__ import annotations

import pytest

from aioesx.definition import Disk
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
