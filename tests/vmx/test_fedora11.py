"""The Fedora11 machine of the ESX driver's documentation, in both directions.

The files are the documentation's, taken word for word. Its output is an older libvirt's; each
difference to what libvirt 9.0 prints stands here, with its reason.
"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

from aioesx.definition import format_domain_xml, parse_domain_xml
from aioesx.vmx import format_domain, hardware_version_for, parse_domain

DATA: Final = Path(__file__).parent.parent / "data" / "vmx" / "fedora11"
DATASTORES: Final = {"local-storage": "/vmfs/volumes/498076b2-02796c1a-ef5b-000ae484a6a3"}

# (documentation's line, today's line, why); None where one of the two has no line.
XML_DIFFERENCES: Final = [
    ("<memory>1048576</memory>", "<memory unit='KiB'>1048576</memory>", "the unit is said"),
    (
        "<currentMemory>1048576</currentMemory>",
        "<currentMemory unit='KiB'>1048576</currentMemory>",
        "the unit is said",
    ),
    ("<vcpu>1</vcpu>", "<vcpu placement='static'>1</vcpu>", "the placement is said"),
    (None, "<cputune>", "sched.cpu.shares is read"),
    (None, "<shares>1000</shares>", "as above"),
    (None, "</cputune>", "as above"),
    (
        "<address type='drive' controller='0' bus='0' unit='0'/>",
        "<address type='drive' controller='0' bus='0' target='0' unit='0'/>",
        "addresses have a target",
    ),
    (
        "<mac address='00:50:56:91:48:c7'/>",
        "<mac address='00:50:56:91:48:c7' type='generated'/>",
        "addressType is read",
    ),
    (None, "<video>", "every machine has a graphics card"),
    (None, "<model type='vmvga' vram='4096' primary='yes'/>", "as above"),
    (None, "</video>", "as above"),
]
VMX_DIFFERENCES: Final = [
    (None, '.encoding = "UTF-8"', "the file says its character set"),
    (
        'scsi0:0.fileName = "/vmfs/volumes/local-storage/Fedora11/Fedora11.vmdk"',
        f'scsi0:0.fileName = "{DATASTORES["local-storage"]}/Fedora11/Fedora11.vmdk"',
        "the mount path, not the name, of the datastore",
    ),
    (None, 'floppy0.present = "false"', "VMware would add the drive"),
    (None, 'floppy1.present = "false"', "as above"),
    (
        'ethernet0.address = "00:50:56:25:48:C7"',
        'ethernet0.address = "00:50:56:25:48:c7"',
        "lower case",
    ),
]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def differences(theirs: str, ours: str) -> tuple[list[str], list[str]]:
    diff = list(difflib.ndiff(lines(theirs), lines(ours)))
    gone = [line[2:] for line in diff if line.startswith("- ")]
    new = [line[2:] for line in diff if line.startswith("+ ")]
    return gone, new


def test_the_vmx_file_gives_the_xml_of_the_documentation() -> None:
    vmx = (DATA / "demo.vmx").read_bytes()

    xml = format_domain_xml(parse_domain(vmx, datastores=DATASTORES))

    gone, new = differences((DATA / "demo.vmx.out.xml").read_text(), xml)
    assert gone == [theirs for theirs, _, _ in XML_DIFFERENCES if theirs]
    assert new == [ours for _, ours, _ in XML_DIFFERENCES]


def test_the_xml_gives_the_vmx_file_of_the_documentation() -> None:
    definition = parse_domain_xml((DATA / "demo.xml").read_bytes())

    version = hardware_version_for("esx", "3.5.0")
    vmx = format_domain(definition, hardware_version=version, datastores=DATASTORES)

    gone, new = differences((DATA / "demo.xml.out.vmx").read_text(), vmx)
    assert gone == [theirs for theirs, _, _ in VMX_DIFFERENCES if theirs]
    assert new == [ours for _, ours, _ in VMX_DIFFERENCES]


def test_the_example_config_is_written_without_a_controller_model() -> None:
    definition = parse_domain_xml((DATA / "example.xml").read_bytes())

    vmx = format_domain(definition, hardware_version=4, datastores=DATASTORES)

    assert 'guestOS = "other-64"\n' in vmx
    assert 'scsi0.present = "true"\nscsi0:0.present = "true"\n' in vmx
