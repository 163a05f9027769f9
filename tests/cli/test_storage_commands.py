"""The commands of pools and volumes, where virsh is no judge: ways of naming, files, statuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import command
from support.storage import IQN, LUN, storage_simulator

import aioesx
from aioesx.cli.sizes import parse_bytes, pretty_size
from aioesx.cli.status import ExitStatus
from aioesx.cli.volume_commands import ADAPTERS, KINDS
from aioesx.simulator import Simulator


@pytest.fixture
def stored() -> Iterator[Simulator]:
    with storage_simulator() as simulator:
        yield simulator


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (0, "0.00 B"),
        (1023, "1023.00 B"),
        (1024, "1.00 KiB"),
        (1024**2 - 1, "1024.00 KiB"),
        (1024**2, "1.00 MiB"),
        (1536 * 1024**2, "1.50 GiB"),
        (2**63 - 1, "8.00 EiB"),
    ],
)
def test_a_size_is_written_as_virsh_does(size: int, text: str) -> None:
    assert pretty_size(size) == text


@pytest.mark.parametrize(
    ("text", "size"), [("10", 10), ("1k", 1024), ("1KB", 1000), ("2 MiB", 2 * 1024**2), ("0", 0)]
)
def test_a_number_alone_is_bytes(text: str, size: int) -> None:
    assert parse_bytes(text) == size


def test_the_words_are_those_of_the_library() -> None:
    assert tuple(aioesx.DiskKind) == KINDS
    assert tuple(aioesx.DiskAdapter) == ADAPTERS


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("pool-info datastore2", ExitStatus.NOT_FOUND, "did you mean 'datastore1'"),
        ("pool-name datastore1", ExitStatus.NOT_FOUND, "is no UUID"),
        ("pool-autostart datastore1 --disable", ExitStatus.FAILED, "mounts every storage pool"),
        ("pool-list --type netf", ExitStatus.USAGE, "did you mean 'netfs'"),
        ("pool-destroy datastore1", ExitStatus.USAGE, "its pools are datastores"),
        ("vol-info web01/web01.vmdk", ExitStatus.NOT_FOUND, "--pool might help"),
        ("vol-name web01/web01.vmdk", ExitStatus.NOT_FOUND, "not found: 'web01/web01.vmdk'$"),
        ("vol-info a/b/c.vmdk nfs1", ExitStatus.NOT_FOUND, "'a/b/c.vmdk'"),
        ("vol-create-as datastore1 a 1M --format vmdk", ExitStatus.USAGE, "<directory>/<file>"),
        ("vol-create-as datastore1 a/b.vmdk ten", ExitStatus.USAGE, "'ten' is malformed"),
        ("vol-resize a/b/c.vmdk 1k datastore1", ExitStatus.FAILED, "no disk smaller"),
        ("vol-resize a/b/c.vmdk 1k datastore1 --delta --shrink", ExitStatus.FAILED, "smaller"),
        ("vol-resize db01/db01.vmdk 1T datastore1", ExitStatus.FAILED, "'db01' has snapshots"),
        ("vol-wipe a/b/c.vmdk datastore1 --algorithm dod", ExitStatus.USAGE, "'zero'"),
        (f"vol-delete {LUN} {IQN}", ExitStatus.FAILED, "iSCSI"),
        ("vol-upload iso/tools.iso nope datastore1", ExitStatus.FAILED, "nope"),
        ("vol-upload a/b/c.vmdk README.md datastore1", ExitStatus.FAILED, "is a virtual disk"),
        ("vol-download floppy.flp x datastore1 --sparse", ExitStatus.USAGE, "has nothing for it"),
    ],
)
def test_what_cannot_be_done_says_why(
    stored: Simulator, line: str, status: ExitStatus, said: str
) -> None:
    outcome = command(stored.uri, *line.split())

    assert (outcome.status, outcome.stdout.strip()) == (status, "")
    assert re.search(said, outcome.stderr.strip())


def test_an_image_is_fetched_whole_and_in_part(stored: Simulator, tmp_path: Path) -> None:
    words = ["vol-download", "floppy.flp", str(tmp_path / "f"), "datastore1"]

    assert command(stored.uri, *words).stderr == ""
    assert (tmp_path / "f").read_bytes() == b"z" * 10
    assert command(stored.uri, *words, "--offset", "8", "--length", "1k").status == 0
    assert (tmp_path / "f").read_bytes() == b"zz"
    assert command(stored.uri, *words, "--offset", "1k").status == 0
    assert (tmp_path / "f").read_bytes() == b""


def test_an_image_is_written_over(stored: Simulator, tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"new" * 100)

    outcome = command(stored.uri, "vol-upload", "iso/tools.iso", str(tmp_path / "f"), "datastore1")

    assert (outcome.status, outcome.stderr) == (0, "")
    told = command(stored.uri, "vol-info", "iso/tools.iso", "datastore1", "--bytes").stdout
    assert "Capacity:       300 bytes" in told


@pytest.mark.parametrize("line", ["vol-list datastore1 --details", "vol-list datastore1"])
def test_a_list_of_volumes_takes_few_calls(stored: Simulator, line: str) -> None:
    assert command(stored.uri, *line.split()).status == 0

    assert sum(stored.call_count.values()) <= 12


@pytest.mark.parametrize(
    ("line", "calls"),
    [("pool-list --details", 3), ("pool-info datastore1", 3), ("pool-dumpxml nfs1", 3)],
)
def test_pools_take_few_calls(stored: Simulator, line: str, calls: int) -> None:
    assert command(stored.uri, "uri").status == 0
    begun = sum(stored.call_count.values())
    stored.forget_calls()

    assert command(stored.uri, *line.split()).status == 0

    assert sum(stored.call_count.values()) == begun + calls
