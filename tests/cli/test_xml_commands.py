"""`dumpxml`, `define`, `undefine`, `edit` and the conversions, on a simulated host."""

from __future__ import annotations

import os
import pty
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from support.command import command
from support.run import Outcome

from aioesx.simulator import Simulator

XML: Final = (
    "<domain type='vmware'><name>new</name><uuid>00000000-0000-0000-0000-000000000001</uuid>"
    "<memory>4096</memory><os><type>hvm</type></os><devices><disk type='file'>"
    "<source file='[datastore1] db01/db01.vmdk'/><target dev='sda'/></disk></devices></domain>"
)


@pytest.fixture
def run(simulator: Simulator) -> Any:
    return lambda *words: command(f"{simulator.uri}?no_verify=1", *map(str, words))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "new.xml"
    path.write_text(XML)
    return path


def assert_refused(outcome: Outcome, status: int, *parts: str) -> None:
    assert outcome.status == status
    assert outcome.stderr.startswith("error: ")
    assert outcome.stderr.count("\n") == 1
    assert [part for part in parts if part not in outcome.stderr] == []


def test_dumpxml_ends_with_virshs_blank_line(run: Any) -> None:
    outcome = run("dumpxml", "web01")

    assert outcome.stdout.startswith("<domain type='vmware' id='1'")
    assert outcome.stdout.endswith("</domain>\n\n")


def test_define_and_undefine(run: Any, document: Path) -> None:
    defined, undefined = run("define", document), run("undefine", "new")

    assert defined.stdout == f"Domain 'new' defined from {document}\n\n"
    assert undefined.stdout == "Domain 'new' has been undefined\n\n"


def test_define_takes_a_hardware_version(run: Any, simulator: Simulator, document: Path) -> None:
    assert run("define", document, "--hardware-version", "11").status == 0

    vmx = simulator.change(lambda host: host.datastore("datastore1").file("db01/new.vmx").content)
    assert b'virtualHW.version = "11"\n' in vmx.read(0, vmx.size)
    assert run("define", document, "--hardware-version", "three").status == 2


def test_the_lenient_conversion_asks_the_host_too(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.vmx"
    path.write_text(
        'config.version = "8"\nvirtualHW.version = "3"\ndisplayName = "a"\nmemsize = "64"\n'
    )

    strict, lenient = (
        run("domxml-from-native", "vmware-vmx", path, *options) for options in ((), ("--lenient",))
    )

    assert_refused(strict, 2, "line 2: virtualHW.version", "--lenient converts it")
    assert lenient.status == 0
    assert "<name>a</name>" in lenient.stdout
    assert lenient.stderr == (
        'warning: line 2: virtualHW.version = "3": must be 4 or more; taken as 4\n'
    )


def test_a_file_is_overwritten_only_when_told_to(run: Any, document: Path) -> None:
    run("define", document)
    run("undefine", "new")

    assert_refused(run("define", document), 1, "[datastore1] db01/new.vmx exists already")
    assert run("define", document, "--overwrite").status == 0


def test_validate_names_a_misspelt_element(run: Any, document: Path) -> None:
    document.write_text(XML.replace("<os>", "<oss/><os>"))

    assert_refused(run("define", document, "--validate"), 2, "oss:")


def test_what_cannot_be_defined_is_told_in_one_line(run: Any, document: Path) -> None:
    document.write_text(XML.replace("4096", "4000"))

    assert_refused(run("define", document), 2, "memory: 4000 KiB")
    assert_refused(run("define", document.with_name("gone.xml")), 2, "gone.xml")
    assert_refused(run("undefine", "gone"), 5, "gone")
    assert_refused(run("undefine", "web01"), 1, "InvalidPowerState")


def test_the_conversions_ask_the_host(run: Any, document: Path, tmp_path: Path) -> None:
    native = run("domxml-to-native", "vmware-vmx", document)
    vmx = tmp_path / "new.vmx"
    vmx.write_text(native.stdout)
    back = run("domxml-from-native", "vmware-vmx", vmx)

    assert 'scsi0:0.fileName = "/vmfs/volumes/5e8f0100' in native.stdout
    assert "<source file='[datastore1] db01/db01.vmdk'/>" in back.stdout


def test_the_hardware_version_may_be_told(run: Any, document: Path) -> None:
    outcome = run("domxml-to-native", "vmware-vmx", document, "--hardware-version", "19")

    assert 'virtualHW.version = "19"\n' in outcome.stdout


def test_what_the_host_knows_is_not_told(run: Any, document: Path) -> None:
    outcome = run("domxml-to-native", "vmware-vmx", document, "--datastore", "a=/b")

    assert outcome.status == 2
    assert "--datastore goes with --offline" in outcome.stderr


@pytest.mark.parametrize("name", ["domxml-from-native", "domxml-to-native"])
def test_another_format_is_refused(run: Any, document: Path, name: str) -> None:
    assert_refused(run(name, "vmx", document), 2, "unsupported config format 'vmx'")


# --- edit ----------------------------------------------------------------------------------------


@pytest.fixture
def drafts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where drafts are written."""
    directory = tmp_path / "drafts"
    directory.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(directory))
    return directory


def edit_by(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Make a program the editor: its argument is the draft."""
    editor = tmp_path / "my editor"
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o700)
    monkeypatch.setenv("EDITOR", f"'{editor}'")


def test_edit_shows_what_changed_and_changes_it(
    run: Any, drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_by(monkeypatch, tmp_path, 'sed -i "s/>4</>2</" "$1"')

    outcome = run("edit", "db01")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "\n-  <vcpu placement='static'>4</vcpu>\n" in outcome.stdout
    assert "\n+  <vcpu placement='static'>2</vcpu>\n" in outcome.stdout
    assert outcome.stdout.endswith("Domain 'db01' XML configuration edited.\n\n")
    assert ">2</vcpu>" in run("dumpxml", "db01").stdout
    assert list(drafts.iterdir()) == []


def test_edit_without_a_change_changes_nothing(
    simulator: Simulator, run: Any, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    outcome = run("edit", "db01")

    assert outcome.stdout == "Domain 'db01' XML configuration not changed.\n\n"
    assert simulator.call_count["Reload"] == 0
    assert list(drafts.iterdir()) == []


def test_a_draft_is_private(
    run: Any, drafts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_by(monkeypatch, tmp_path, f'cp -p "$1" "{tmp_path}/seen"')

    run("edit", "db01")

    assert stat.S_IMODE((tmp_path / "seen").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("script", "status", "part"),
    [
        ('sed -i "s/<os>/<oss>/" "$1"', 2, "not well-formed"),
        ('sed -i "s/KiB/bushel/" "$1"', 2, "bushel"),
        ('sed -i "s/db01</web01</" "$1"', 1, "name: there is a domain 'web01'"),
        ('sed -i "s/>4</>2</" "$1"; exit 3', 2, "ended with status 3"),
    ],
)
def test_a_text_that_cannot_be_used_is_kept(
    simulator: Simulator,
    run: Any,
    drafts: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    status: int,
    part: str,
) -> None:
    edit_by(monkeypatch, tmp_path, script)

    outcome = run("edit", "db01")

    [draft] = drafts.iterdir()
    assert_refused(outcome, status, part, f"your text is kept in {draft}")
    assert simulator.call_count["Reload"] == 0


def test_a_refused_change_keeps_the_text(
    simulator: Simulator,
    run: Any,
    drafts: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edit_by(monkeypatch, tmp_path, 'sed -i "s/>4</>2</" "$1"')
    simulator.fault_on("Reload", "InvalidState", times=1)

    outcome = run("edit", "db01")

    [draft] = drafts.iterdir()
    assert outcome.status == 1
    assert "is as it was before" in outcome.stderr
    assert str(draft) in outcome.stderr
    assert ">2</vcpu>" in draft.read_text()


def test_a_running_domain_is_refused_before_the_editor_runs(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "false")

    assert_refused(run("edit", "web01"), 1, "running")


def test_an_editor_that_is_not_there_is_named(
    run: Any, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "/no/such/editor")

    assert_refused(run("edit", "db01"), 2, "No such file", "VISUAL")
    assert list(drafts.iterdir()) == []


def test_on_a_terminal_a_mistake_leads_back_into_the_editor(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'if [ -e "{tmp_path}/second" ]; then sed -i "s/<oss>/<os>/; s/>4</>2</" "$1"; else '
    script += f'sed -i "s/<os>/<oss>/" "$1"; touch "{tmp_path}/second"; fi'
    edit_by(monkeypatch, tmp_path, script)
    monkeypatch.setenv("AIOESX_PASSWORD", "secret")
    uri = f"{simulator.uri}?no_verify=1"
    person, terminal = pty.openpty()
    os.write(person, b"y\n")
    try:
        done = subprocess.run(
            [Path(sys.executable).with_name("aioesx"), "-c", uri, "edit", "db01"],
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        asked = os.read(person, 4096).decode()
    finally:
        os.close(person)
        os.close(terminal)

    assert "not well-formed" in done.stderr
    assert "Edit again?" in asked
    assert done.stdout.endswith("XML configuration edited.\n\n")
    assert done.returncode == 0
