"""`domxml-from-native` and `domxml-to-native` without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from support.command import invoke
from support.run import Outcome, aioesx

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

    assert outcome.stdout == path.with_suffix(".xml").read_text() + "\n"
    assert outcome.status == 0
    assert all(line.startswith("warning: line ") for line in outcome.stderr.splitlines())
    assert "ide1:1.clientDevice" in outcome.stderr


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
    assert outcome.stdout.strip() == ""
    assert "Traceback" not in outcome.stderr


# --- files that libvirt refuses ------------------------------------------------------------------

REAL: Final = DATA / "real"


def from_native(file: Path, *options: str) -> Outcome:
    return invoke("domxml-from-native", "vmware-vmx", file, "--offline", *options)


def test_a_refused_file_tells_every_reason_and_what_helps() -> None:
    outcome = from_native(REAL / "workstation-windows.vmx")

    assert (outcome.status, outcome.stdout) == (2, "\n")
    lines = outcome.stderr.splitlines()
    assert [line.partition("=")[0] for line in lines] == [
        "error: line 15: sata0:1.fileName ", "error: line 33: serial0.fileType ",
    ]  # fmt: skip
    assert "what helps: --datastore 'NAME=D:\\ISO Bilder'" in lines[0]
    assert lines[1].endswith("--lenient converts it, and tells what it leaves out or changes")


def test_lenient_converts_it_with_a_warning_for_each_line_in_their_order() -> None:
    file = REAL / "workstation-windows.vmx"

    outcome = from_native(file, "--lenient", "--datastore", "ds=/vmfs/volumes/ds", "--directory",
                          "[ds] vm")  # fmt: skip

    assert outcome.status == 0
    assert outcome.stdout == file.with_suffix(".xml").read_text(encoding="utf-8") + "\n"
    warnings = [f"warning: {line}" for line in file.with_suffix(".txt").read_text().splitlines()]
    assert sorted(outcome.stderr.splitlines()) == sorted(warnings)
    numbers = [int(line.split(":")[1].split()[1]) for line in outcome.stderr.splitlines()]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("name", ["a.vmx", "a.xml"])
def test_no_advice_is_given_that_does_not_help(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('encryption.data = "A"\n' if name == "a.vmx" else "<domain/>")

    for options in ((), ("--lenient",)):
        outcome = from_native(path, *options)

        assert outcome.status == 2
        assert "--lenient" not in outcome.stderr


def test_a_sata_disk_is_written_where_no_version_is_given(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text(
        "<domain type='vmware'><name>a</name><memory>4096</memory><os><type>hvm</type></os>"
        "<devices><disk><source file='[ds] a.vmdk'/><target dev='nvme0n1' bus='nvme'/></disk>"
        "</devices></domain>"
    )

    outcome = invoke("domxml-to-native", "vmware-vmx", path, "--offline", *DATASTORES)

    assert 'virtualHW.version = "13"\n' in outcome.stdout
