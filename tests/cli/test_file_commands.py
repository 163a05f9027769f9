"""Files of datastores on the command line: listed, fetched, sent, moved and deleted."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.command import command

from aioesx.simulator import HostState, Options, Simulator, presets

ISO = "[datastore1] iso/debian 12.iso"
DATA = b"an image" * 1000


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    options = Options(task_seconds=0.01, queue_seconds=0.0)
    with Simulator(presets.small_host(options=options), password="secret", tls=False) as running:
        yield running


def well(simulator: Simulator, *words: str) -> str:
    outcome = command(simulator.uri, *words)
    assert (outcome.status, outcome.stderr) == (0, "")
    return outcome.stdout


@pytest.fixture
def sent(simulator: Simulator, tmp_path: Path) -> Path:
    """An image that was sent to the host."""
    local = tmp_path / "debian.iso"
    local.write_bytes(DATA)
    well(simulator, "mkdir", "[datastore1] iso")
    well(simulator, "put", str(local), ISO)
    return local


def test_a_file_goes_up_and_comes_down_with_its_sum(
    simulator: Simulator, sent: Path, tmp_path: Path
) -> None:
    shown = well(simulator, "get", ISO, str(tmp_path / "back.iso"), "--sha256")

    assert (tmp_path / "back.iso").read_bytes() == DATA
    assert f"{hashlib.sha256(DATA).hexdigest()}  back.iso\n" in shown
    assert f"'{ISO}' fetched to '{tmp_path / 'back.iso'}', 8000 bytes\n" in shown


def test_a_file_lands_here_under_its_name(
    simulator: Simulator, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    well(simulator, "get", ISO)

    assert (tmp_path / "debian 12.iso").read_bytes() == DATA


def test_a_file_that_is_there_is_not_overwritten_unless_told(
    simulator: Simulator, sent: Path
) -> None:
    sent.write_bytes(b"other")
    outcome = command(simulator.uri, "put", str(sent), ISO)
    assert outcome.status == 1
    assert "debian 12.iso" in outcome.stderr

    well(simulator, "put", str(sent), ISO, "--overwrite")
    assert " 5.00 B " in well(simulator, "ls", "[datastore1] iso")


def test_ls_lists_directories_and_single_files(simulator: Simulator, sent: Path) -> None:
    rows = well(simulator, "ls", "[datastore1] iso").splitlines()
    assert rows[0].split() == ["Name", "Kind", "Size", "Modified", "Owner"]
    assert rows[2].startswith(" debian 12.iso ")
    assert well(simulator, "ls", ISO, "--name") == "debian 12.iso\n\n"
    assert "8000" in well(simulator, "ls", "[datastore1] iso", "--bytes")
    names = well(simulator, "ls", "[datastore1]", "--recursive", "--name")
    assert f"{ISO}\n" in names
    assert command(simulator.uri, "ls", "[datastore1] nowhere").status == 5
    assert command(simulator.uri, "get", "[datastore1] nowhere").status == 5


def test_files_are_moved_copied_and_deleted(simulator: Simulator, sent: Path) -> None:
    well(simulator, "cp", ISO, "[datastore1] iso/copy.iso")
    well(simulator, "mv", "[datastore1] iso/copy.iso", "[datastore1] moved.iso")
    assert well(simulator, "ls", "[datastore1] iso", "--name") == "debian 12.iso\n\n"

    assert command(simulator.uri, "rm", "[datastore1] iso").status == 1
    well(simulator, "rm", "[datastore1] moved.iso", ISO)
    well(simulator, "rm", "[datastore1] iso", "--recursive")
    assert "iso" not in well(simulator, "ls", "[datastore1]", "--name").split()


def test_a_path_that_is_none_is_a_mistake_of_the_line(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "ls", "iso/debian.iso")
    assert outcome.status == 2
    assert "is not a datastore path" in outcome.stderr


def test_a_volume_goes_down_and_an_image_up(
    simulator: Simulator, sent: Path, tmp_path: Path
) -> None:
    target = tmp_path / "vol.iso"
    assert well(simulator, "vol-download", "iso/debian 12.iso", str(target), "datastore1") == "\n"
    assert target.read_bytes() == DATA

    sent.write_bytes(b"another")
    well(simulator, "vol-upload", ISO, str(sent))
    well(simulator, "vol-download", ISO, str(target), "--offset", "1", "--length", "4b")
    assert target.read_bytes() == b"noth"


def test_a_disk_comes_down_as_its_machine_reads_it(simulator: Simulator, tmp_path: Path) -> None:
    simulator.write_disk("db01", "", 1000, b"content")
    target = tmp_path / "db01.raw"
    disk = "[datastore1] db01/db01.vmdk"

    well(simulator, "vol-download", disk, str(target), "--offset", "512", "--length", "1MiB")

    assert target.read_bytes() == simulator.read_disk("db01").read(512, 1024 * 1024)
    assert target.read_bytes()[488:495] == b"content"


@pytest.mark.parametrize(
    "words", [("get", ISO, "-"), ("vol-download", ISO, "-"), ("vol-download", ISO, "--file=-")]
)
def test_a_file_goes_to_standard_output_and_nothing_else_does(
    simulator: Simulator, sent: Path, words: tuple[str, ...]
) -> None:
    uri = simulator.uri
    process = subprocess.run(
        [sys.executable, "-m", "aioesx", "-c", uri, *words],
        env={**os.environ, "AIOESX_PASSWORD": "secret"},
        capture_output=True,
        check=False,
    )

    assert (process.returncode, process.stdout, process.stderr) == (0, DATA, b"")


@pytest.mark.parametrize("option", ["--sha256", "--resume"])
def test_what_cannot_be_had_with_standard_output(
    simulator: Simulator, sent: Path, option: str
) -> None:
    outcome = command(simulator.uri, "get", ISO, "-", option)

    assert (outcome.status, outcome.stdout) == (2, "")
    assert option in outcome.stderr


def test_a_name_with_a_bracket_lands_here_under_its_name(
    simulator: Simulator, sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for path in ("[datastore1] a] b.bin", "[datastore1]c.bin"):
        well(simulator, "put", str(sent), path)
        well(simulator, "get", path)

    assert {each.name for each in tmp_path.iterdir()} == {"debian.iso", "a] b.bin", "c.bin"}


def _disks(simulator: Simulator) -> set[str]:
    def paths(host: HostState) -> set[str]:
        store = next(iter(host.datastores.values()))
        return {path for path in store.files if path.startswith("own/")}

    return simulator.change(paths)  # type: ignore[no-any-return]


DISK: Final = "[datastore1] own/disk.vmdk"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("mv", DISK, "[datastore1] own/other.vmdk"), {"other"}),
        (("cp", DISK, "[datastore1] own/other.vmdk"), {"disk", "other"}),
        (("mv", DISK, "[nfs1] own.vmdk"), set()),
        (("cp", DISK, "[nfs1] own.vmdk"), {"disk"}),
        (("rm", DISK), set()),
    ],
)
def test_a_disk_keeps_its_extent(
    simulator: Simulator, words: tuple[str, ...], left: set[str]
) -> None:
    well(simulator, "vol-create-as", "datastore1", "own/disk.vmdk", "1MiB", "--format", "vmdk")

    well(simulator, *words)

    ends = (".vmdk", "-flat.vmdk")
    assert _disks(simulator) == {f"own/{name}{end}" for name in left for end in ends}


def test_of_several_files_the_failure_of_one_does_not_stop_the_others(
    simulator: Simulator, sent: Path
) -> None:
    outcome = command(simulator.uri, "rm", "[datastore1] nope", ISO)

    assert outcome.status == 10
    assert "nope" in outcome.stderr
    assert f"'{ISO}' deleted" in outcome.stdout


def test_standard_output_that_takes_nothing_is_told_once(simulator: Simulator, sent: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "aioesx", "-c", simulator.uri, "get", ISO, "-"],
            env={**os.environ, "AIOESX_PASSWORD": "secret"},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert process.returncode == 1
    assert process.stderr == b"error: cannot write the file: No space left on device\n"
