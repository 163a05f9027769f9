"""`desc`, `undefine` with storage, `snapshot-create` with its options: beyond what virsh tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from support.command import command
from support.run import Outcome

from aioesx.simulator import Simulator, presets

Command = Callable[..., Outcome]


@pytest.fixture
def aioesx(plain: Simulator) -> Command:
    """`aioesx("start", "web01")`: our command, in this process."""
    return lambda *words: command(plain.uri, *words)


def files(simulator: Simulator) -> set[str]:
    return set(simulator.change(lambda host: set(host.datastore("datastore1").files)))


# --- desc ----------------------------------------------------------------------------------------


def test_a_description_is_changed(aioesx: Command) -> None:
    changed = aioesx("desc", "web01", "for", "the web")

    assert changed.stdout == "Domain description updated successfully\n"
    assert aioesx("desc", "web01").stdout == "for the web\n"
    assert aioesx("desc", "web01", "").stdout == "Domain description updated successfully\n"
    assert aioesx("desc", "web01").stdout == "No description for domain: web01\n"


def test_a_description_is_changed_in_an_editor(
    aioesx: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "two\nlines" >"$1"\n')
    editor.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(editor))

    changed, again = aioesx("desc", "db01", "--edit"), aioesx("desc", "db01", "--edit", "x")

    assert changed.stdout == "Domain description updated successfully\n"
    assert again.stdout == "Domain description not changed\n\n"
    assert aioesx("desc", "db01").stdout == "two\nlines\n"


def test_a_title_is_changed(aioesx: Command) -> None:
    changed = aioesx("desc", "db01", "--title", "the", "web")

    assert changed.stdout == "Domain title updated successfully\n"
    assert aioesx("desc", "db01", "--title").stdout == "the web\n"
    titled = [row for row in aioesx("list", "--all", "--title").stdout.splitlines() if "web" in row]
    assert [row.split()[1:] for row in titled] == [
        ["web01", "running"],
        ["db01", "shut", "off", "the", "web"],
    ]
    assert aioesx("desc", "db01").stdout == "No description for domain: db01\n"
    assert aioesx("desc", "db01", "--title", "").status == 0
    assert aioesx("desc", "db01", "--title").stdout == "No title for domain: db01\n"


def test_a_title_is_one_line(aioesx: Command) -> None:
    """virsh's libvirt: "metadata title can't contain newlines"."""
    outcome = aioesx("desc", "db01", "--title", "a\nb")

    assert outcome.status == 2
    assert outcome.stderr.startswith("error: Failed to set new domain title: ")


# --- undefine ------------------------------------------------------------------------------------

DRIVES = (
    ("ide1:0.deviceType", "cdrom-image"),
    ("ide1:0.clientDevice", "FALSE"),
    ("ide1:0.fileName", "/vmfs/volumes/datastore1/iso/tools.iso"),
    ("scsi0:1.present", "TRUE"),
    ("scsi0:1.deviceType", "scsi-hardDisk"),
    ("scsi0:1.fileName", "more.vmdk"),
)


@pytest.fixture
def domain(plain: Simulator) -> str:
    """One with two disks and an image in its drive."""

    def add(host: object) -> None:
        presets.add_machine(host, presets.MachineKind("x01", settings=DRIVES))  # type: ignore[arg-type]
        host.datastore("datastore1").put_text("iso/tools.iso", "x")  # type: ignore[attr-defined]

    plain.change(add)
    return "x01"


def test_the_image_of_a_drive_stays(plain: Simulator, aioesx: Command, domain: str) -> None:
    outcome = aioesx("undefine", domain, "--remove-all-storage")

    assert (outcome.status, outcome.stderr) == (0, "")
    left = files(plain)
    assert not {"x01/x01.vmdk", "x01/more.vmdk"} & left
    assert "iso/tools.iso" in left


def test_only_the_disk_that_is_named_goes(plain: Simulator, aioesx: Command, domain: str) -> None:
    aioesx("undefine", domain, "--storage", "sdb")

    left = files(plain)
    assert "x01/x01.vmdk" in left
    assert "x01/more.vmdk" not in left


@pytest.mark.parametrize(
    ("words", "status", "complaint"),
    [
        (["x01", "--storage", "hdc"], 5, "'hdc' is no disk of domain 'x01'"),
        (["x01", "--storage", "sda,sdz"], 5, "'sdz' is no disk of domain 'x01'"),
        (["web01", "--remove-all-storage"], 1, "only that are shut off"),
        (["db01", "--remove-all-storage"], 1, "belong to snapshots"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_not_removed_is_not_undefined_either(
    plain: Simulator,
    aioesx: Command,
    domain: str,
    words: list[str],
    status: int,
    complaint: str,
) -> None:
    aioesx("snapshot-create-as", "db01", "s")
    before = files(plain)

    outcome = aioesx("undefine", *words)

    assert outcome.status == status
    assert complaint in outcome.stderr
    assert plain.call_count["UnregisterVM"] == plain.call_count["DeleteVirtualDisk_Task"] == 0
    assert files(plain) == before


def test_an_image_that_cannot_be_removed_is_told(
    plain: Simulator, aioesx: Command, domain: str
) -> None:
    plain.fault_on("DeleteVirtualDisk_Task", "FileLocked", times=1)

    outcome = aioesx("undefine", domain, "--remove-all-storage")

    assert outcome.status == 10
    assert outcome.stdout.startswith("Domain 'x01' has been undefined\nVolume 'sdb'(")
    assert outcome.stderr.startswith("error: cannot remove volume 'sda'([datastore1] x01/x01.vmdk)")


# --- snapshots -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [["snapshot-create-as", "web01", "s"], ["snapshot-create", "web01"]]
)
def test_halt_means_that_it_is_off(plain: Simulator, aioesx: Command, words: list[str]) -> None:
    assert aioesx(*words, "--halt").status == 0
    assert plain.domain_state("web01") == "poweredOff"


def test_validate_names_a_misspelt_element(
    plain: Simulator, aioesx: Command, tmp_path: Path
) -> None:
    file = tmp_path / "s.xml"
    file.write_text("<domainsnapshot><nmae>x</nmae></domainsnapshot>")

    refused = aioesx("snapshot-create", "db01", str(file), "--validate")

    assert (refused.status, plain.call_count["CreateSnapshot_Task"]) == (2, 0)
    assert "nmae" in refused.stderr
    assert aioesx("snapshot-create", "db01", str(file)).status == 0


def test_memory_that_cannot_be_had_is_told_before(plain: Simulator, aioesx: Command) -> None:
    outcome = aioesx("setmem", "db01", "1T")

    assert outcome.status == 2
    assert "`setmaxmem` gives it more" in outcome.stderr
    assert plain.call_count["ReconfigVM_Task"] == 0
