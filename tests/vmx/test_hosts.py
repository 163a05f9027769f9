"""What a host says of itself, in the words of a conversion."""

from __future__ import annotations

import pytest

from aioesx.vmx import hardware_version_for, scsi_model_for


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


def test_a_host_says_what_a_disk_was_made_for() -> None:
    assert scsi_model_for("ParaVirtualSCSIController") == "vmpvscsi"
    assert scsi_model_for("virtuallsilogicsascontroller") == "lsisas1068"
    assert scsi_model_for("VirtualIDEController") is None
