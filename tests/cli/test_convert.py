"""`domxml-from-native` and `domxml-to-native` without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from support.command import invoke
from support.run import aioesx

DATA: Final = Path(__file__).parent.parent / "data" / "vmx"
DATASTORES: Final = ("--datastore", "ds=/vmfs/volumes/4980", "--datastore", "win=C:\\VMs")


def test_a_vmx_file_becomes_xml_with_virshs_bytes() -> None:
    path = DATA / "read" / "disks.vmx"

    outcome = aioesx(
        "domxml-from-native",
        "vmware-vmx",
        path,
        "--offline",
        *DATASTORES,
        "--directory",
        "[ds] web",
    )

    assert outcome.stderr == ""
    assert outcome.stdout == path.with_suffix(".xml").read_text() + "\n"
    assert outcome.status == 0


def test_an_xml_becomes_a_vmx_file_with_virshs_bytes() -> None:
    path = DATA / "write" / "disks.xml"

    outcome = invoke(
        "domxml-to-native", "vmware-vmx", path, "--offline", *DATASTORES, "--hardware-version", "14"
    )

    assert outcome.stderr == ""
    assert outcome.stdout == path.with_suffix(".vmx").read_text() + "\n"
    assert outcome.status == 0


def test_a_detected_scsi_model_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "auto.xml"
    path.write_text(
        "<domain type='vmware'><name>a</name><memory>4096</memory><os><type>hvm</type></os>"
        "<devices><disk type='file'><source file='[ds] a.vmdk'/><target dev='sda'/></disk>"
        "<controller type='scsi' index='0' model='auto'/></devices></domain>"
    )

    outcome = invoke(
        "domxml-to-native",
        "vmware-vmx",
        path,
        "--offline",
        *DATASTORES,
        "--scsi-model",
        "[ds] a.vmdk=vmpvscsi",
    )

    assert 'scsi0.virtualDev = "pvscsi"\n' in outcome.stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("vmx", "x", "--offline"), "unsupported config format 'vmx'"),
        (("vmware-vmx", "nowhere", "--offline"), "cannot read 'nowhere'"),
        (("vmware-vmx", "x"), "no connection URI"),
        (("vmware-vmx", "x", "--offline", "--datastore", "x"), "'x' is not NAME=VALUE"),
        (
            ("vmware-vmx", str(DATA / "fedora11" / "demo.vmx"), "--offline"),
            "what helps: --datastore NAME=/vmfs/volumes/498076b2-02796c1a-ef5b-000ae484a6a3",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(words: tuple[str, ...], complaint: str) -> None:
    outcome = invoke("domxml-from-native", *words)

    assert outcome.status == 2
    assert complaint in outcome.stderr
    assert outcome.stdout == ""
    assert "Traceback" not in outcome.stderr
