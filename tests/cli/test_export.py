"""`aioesx export` and `export-status`: what they tell, what they make, and how they end."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from support.command import command, invoke
from support.data import validated
from support.exports import CAPACITY, PASSWORD, Leaving, leaving_site
from support.run import Outcome
from support.small_disks import MIB, content_of, scatter, shrink

from aioesx._server.moving import ExportProgress
from aioesx.cli.moving import showing as showing_module
from aioesx.cli.moving.showing import Showing
from aioesx.cli.moving.telling import tell_exported
from aioesx.cli.moving.words import limits_of, parse_moment_to_come
from aioesx.cli.progress import Bar
from aioesx.cli.status import ExitStatus
from aioesx.simulator import Simulator, presets


@contextmanager
def served() -> Iterator[Simulator]:
    state = presets.small_host(machines=3)
    for name in ("web01", "db01", "build01"):
        shrink(state, name, MIB)
    with Simulator(state, username="root", password="secret", tls=False) as host:
        scatter(host, "db01", 0, 600_000)
        yield host


@pytest.fixture(scope="module")
def host() -> Iterator[Simulator]:
    """A host that each test leaves as it found it."""
    with served() as host:
        yield host


def export(host: Simulator, *words: str | Path, before: tuple[str, ...] = ()) -> Outcome:
    return command(host.uri, *before, "export", *map(str, words))


# --- beforehand ----------------------------------------------------------------------------------


def test_a_dry_run_tells_what_would_be_made_and_makes_nothing(
    host: Simulator, tmp_path: Path
) -> None:
    outcome = export(host, "db01", tmp_path / "out", "--dry-run", "--network", "x=br0")

    lines = [" ".join(line.split()) for line in outcome.stdout.splitlines()]
    assert outcome.status == ExitStatus.OK
    assert lines[0] == "Domain: db01"
    assert "Format: qcow2" in lines
    assert any(line.startswith("Way: lease: ") for line in lines)
    assert "Capacity: 1.00 MiB" in lines
    assert lines[-1].startswith("Hard disk 1 [datastore1] db01/db01.vmdk 1 1.00 MiB ")
    assert "warning: nobody says what 'VM Network' is over there" in outcome.stderr
    assert not (tmp_path / "out").exists()


def test_all_that_is_in_the_way_is_told_with_the_refusals_status(host: Simulator) -> None:
    outcome = export(host, "build01", "--dry-run", "--way", "snapshot")

    assert outcome.status == ExitStatus.FAILED
    assert "error: the domain is suspended" in outcome.stderr


def test_a_dry_run_has_records_of_its_own(host: Simulator) -> None:
    outcome = export(host, "web01", "--dry-run", "--way", "folder", before=("-o", "json"))

    (found,) = validated("export", outcome.stdout)
    assert outcome.status == ExitStatus.FAILED
    assert [each["kind"] for each in found["refusals"]] == ["running"]
    assert (found["ok"], found["done"], found["way"], found["host"]) == (
        *(False, False),
        *("folder", None),
    )
    assert found["disks"][0]["capacity_bytes"] == MIB


@pytest.mark.long
def test_what_is_there_is_in_the_way_unless_it_is_replaced(host: Simulator, tmp_path: Path) -> None:
    (tmp_path / "db01.qcow2").write_text("of somebody else")

    refused = export(host, "db01", "--dry-run", "--target", tmp_path)
    replaced = export(host, "db01", "--dry-run", "--target", tmp_path, "--overwrite")

    assert (refused.status, replaced.status) == (ExitStatus.FAILED, ExitStatus.OK)
    assert "db01.qcow2 already" in refused.stderr


# --- an export -----------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["folder", pytest.param("lease", marks=pytest.mark.long)])
def test_a_domain_leaves(host: Simulator, tmp_path: Path, way: str) -> None:
    outcome = export(host, "db01", "--format", "raw", "--target", tmp_path, "--way", way)

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert (tmp_path / "db01.raw").read_bytes() == content_of(host, "db01")
    said = outcome.stdout.splitlines()
    assert said[0].split()[:4] == ["Disk", "File", "Capacity", "Moved"]
    assert said[2].split()[:4] == ["Hard", "disk", "1", "db01.raw"]
    assert said[3].startswith(f"Domain 'db01' exported to {tmp_path}/: ")
    assert " MB/s" in said[3]


@pytest.mark.long
def test_a_domain_that_runs_leaves_warm_and_is_off_then(tmp_path: Path) -> None:
    with served() as host:
        outcome = export(
            *(host, "web01", "--format", "raw", "--target", tmp_path, "--warm", "--force-off"),
            *("--cut-over", "2026-01-01T00:00"),
            before=("-o", "json"),
        )
        state, content = host.domain_state("web01"), content_of(host, "web01")

    assert outcome.status == ExitStatus.OK, outcome.stderr
    (found,) = validated("export", outcome.stdout)
    assert found["downtime_seconds"] > 0
    assert found["moved_off_bytes"] >= 0
    assert state == "poweredOff"
    assert (tmp_path / "web01.raw").read_bytes() == content
    assert "Pre-copied; the cut-over begins at 2026-01-01 00:00" in outcome.stderr


@pytest.mark.long
def test_for_how_long_one_that_moved_warm_was_off_is_told(tmp_path: Path) -> None:
    with served() as host:
        outcome = export(host, "web01", "--target", tmp_path, "--warm", "--force-off")

    assert outcome.status == ExitStatus.OK, outcome.stderr
    (told,) = [line for line in outcome.stdout.splitlines() if line.startswith("It was off for ")]
    assert told.endswith(" were copied, and stays off")


def test_that_it_had_left_already_is_told(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--target", tmp_path)

    outcome = export(host, "db01", "--target", tmp_path)

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert f"exported to {tmp_path}/: it had left already, and nothing was moved" in outcome.stdout


def test_the_line_that_finishes_the_guest_is_told(host: Simulator, tmp_path: Path) -> None:
    outcome = export(host, "db01", "--target", tmp_path)

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert outcome.stdout.splitlines()[-1].strip().startswith("virt-v2v")


def test_what_has_left_has_records(host: Simulator, tmp_path: Path) -> None:
    outcome = export(host, "db01", "--target", tmp_path, before=("-o", "json"))

    (found,) = validated("export", outcome.stdout)
    assert (found["domain"], found["outcome"], found["ok"]) == ("db01", "exported", True)
    assert found["rate_bytes_s"] == found["moved_bytes"] / found["seconds"]
    assert len(found["disks"][0]["sha256"]) == 64
    assert str(tmp_path / "db01.qcow2") in found["files"]


def test_what_is_in_the_way_is_refused_before_the_first_byte(
    host: Simulator, tmp_path: Path
) -> None:
    outcome = export(host, "build01", "--target", tmp_path / "out")

    assert outcome.status == ExitStatus.FAILED
    assert "error: 'build01' cannot be exported: the domain is suspended" in outcome.stderr
    assert not list(tmp_path.rglob("*.qcow2*"))


WRONG = [
    (["db01", "--job", "leave.toml"], "export what? Name either a domain, or a file by --job"),
    ([], "export what? Name either a domain, or a file by --job"),
    (["db01", "--inventory", "hosts.toml"], "--inventory is of --job"),
    (["db01", "--state", "s"], "--state is of --job"),
    (["--job", "leave.toml", "--warm"], "--warm is of one domain; a job's file says it for each"),
    (["db01", "--force-off"], "--force-off is of --warm"),
    (["db01", "--cut-over", "22:30"], "--cut-over is of --warm"),
    (["db01", "--network", "br0"], "'br0' should be NAME=VALUE"),
    (["db01", "--limit-rate", "0"], "should be 1 byte a second at least"),
    (["db01", "--limit-rate", "fast"], "'fast' is malformed"),
    (["db01", "--warm", "--cut-over", "noon"], "'noon' is neither a time, such as 22:30, nor a"),
    (["db01", "--format", "vhd"], "'vhd' is not one of"),
]


@pytest.mark.parametrize(("words", "complaint"), WRONG)
def test_what_makes_no_sense_is_refused(host: Simulator, words: list[str], complaint: str) -> None:
    outcome = export(host, *words)

    assert outcome.status == ExitStatus.USAGE
    assert complaint in outcome.stderr


def test_hosts_of_a_fleet_do_not_write_into_one_directory() -> None:
    outcome = invoke("fleet", "--uri", "esx://a/", "--uri", "esx://b/", "export", "web01")

    assert outcome.status == ExitStatus.USAGE
    assert "all hosts would write one file: put {host} into its name" in outcome.stderr


# --- how far it is -------------------------------------------------------------------------------


class Bars:
    """What draws: remembers what it was shown."""

    def __init__(self) -> None:
        self.there: list[Bar] = []
        self.seen: list[Bar] = []

    def add(self, key: object, shown: Bar) -> None:
        self.there.append(shown)
        self.seen.append(shown)

    def remove(self, key: object) -> None:
        if key in self.there:
            self.there.remove(key)


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> Bars:
    made = Bars()
    monkeypatch.setattr(showing_module, "bars_on", lambda _: made)
    return made


def far(**changes: Any) -> ExportProgress:
    usual = ExportProgress(
        domain="db01", phase="copying", disk=1, disks=2, at=0, capacity=100, moved=0, seconds=0.0
    )
    return dataclasses.replace(usual, **changes)


def test_each_disk_has_a_bar_by_its_address_and_what_came(bars: Bars) -> None:
    with Showing(None) as showing:  # type: ignore[arg-type]  # the bars are made already
        showing(far(at=50, moved=2048))
        showing(far(disk=2, at=10))
        shown = [(each.title, each.done, each.total) for each in bars.there]

    assert shown == [
        ("db01 1/2, copying, 2.00 KiB moved", 50, 100),
        ("db01 2/2, copying, 0.00 B moved", 10, 100),
    ]
    assert bars.there == []


def test_a_bar_goes_when_its_disk_is_there_and_another_comes_for_the_proof(bars: Bars) -> None:
    with Showing(None) as showing:  # type: ignore[arg-type]  # likewise
        showing(far(disks=1, at=100))
        assert bars.there == []
        showing(far(disks=1, at=3, phase="verifying"), "esx1")
        assert [each.title for each in bars.there] == ["esx1/db01, verifying, 0.00 B moved"]
        showing.over("db01", "esx1")
        assert bars.there == []


def test_a_host_that_is_waited_for_is_shown_until_it_goes_on(bars: Bars) -> None:
    with Showing(None) as showing:  # type: ignore[arg-type]  # likewise
        showing(far(disk=0, capacity=0, phase="waiting"))
        assert [(each.title, each.total) for each in bars.there] == [
            ("db01, waiting, 0.00 B moved", None)
        ]
        showing(far(disk=0, capacity=0, phase="copying"))
        assert bars.there == []


def test_no_bar_is_drawn_of_what_is_about_no_disk(bars: Bars) -> None:
    with Showing(None) as showing:  # type: ignore[arg-type]  # likewise
        showing(far(disk=0, phase="finishing", moved=5))

    assert bars.seen == []
    assert showing.moved == {"db01": 5}


# --- its words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("22:30", "2026-11-29T22:30"),
        ("7:05", "2026-11-30T07:05"),
        ("12:00", "2026-11-30T12:00"),
        ("2026-12-24T18:00", "2026-12-24T18:00"),
    ],
)
def test_a_time_is_the_next_at_which_a_clock_shows_it(text: str, moment: str) -> None:
    now = datetime.fromisoformat("2026-11-29T12:00")

    assert parse_moment_to_come(text, now) == datetime.fromisoformat(moment).astimezone()


def test_connections_are_of_a_disk_and_of_the_host() -> None:
    usual, many = limits_of(None, None), limits_of(10, 40)

    assert (usual.per_disk, usual.per_host, usual.total, usual.bandwidth) == (4, 8, 32, None)
    assert (many.per_disk, many.per_host, many.total, many.bandwidth) == (40, 40, 40, 10)


# --- what is here --------------------------------------------------------------------------------


def test_what_is_complete_and_proved_is_told(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--format", "raw", "--target", tmp_path / "deep" / "er")

    outcome = invoke("export-status", tmp_path, "--verify")

    assert outcome.status == ExitStatus.OK, outcome.stderr
    row = outcome.stdout.splitlines()[2].split()
    assert row[:2] == ["db01", "complete"]
    assert row[-2:] == ["yes", str(tmp_path / "deep" / "er" / "db01.export.json")]


def test_what_is_not_what_came_is_told(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--format", "raw", "--target", tmp_path)
    with (tmp_path / "db01.raw").open("r+b") as image:
        image.seek(4096)
        image.write(b"?")

    outcome = invoke("-o", "json", "export-status", tmp_path / "db01.raw", "--verify")

    (found,) = validated("export-status", outcome.stdout)
    assert outcome.status == ExitStatus.FAILED
    assert (found["complete"], found["verified"]) == (True, False)
    assert "db01.raw" in found["why"]


def test_what_is_gone_is_not_verified(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--target", tmp_path)
    (tmp_path / "db01.qcow2").unlink()

    outcome = invoke("-o", "json", "export-status", tmp_path, "--verify")

    (found,) = validated("export-status", outcome.stdout)
    assert outcome.status == ExitStatus.FAILED
    assert found["verified"] is False
    assert "db01.qcow2" in found["why"]


@pytest.mark.parametrize("left", [None, 5], ids=["missing", "shorter"])
def test_a_file_that_is_not_what_it_was_is_told_without_reading_any(
    host: Simulator, tmp_path: Path, left: int | None
) -> None:
    export(host, "db01", "--format", "raw", "--target", tmp_path)
    image = tmp_path / "db01.raw"
    size = image.stat().st_size
    if left is None:
        image.unlink()
    else:
        os.truncate(image, left)

    outcome = invoke("export-status", tmp_path)
    data = invoke("-o", "json", "export-status", tmp_path)

    why = "db01.raw is missing" if left is None else f"db01.raw has 5 bytes instead of {size}"
    (found,) = validated("export-status", data.stdout)
    assert (outcome.status, data.status) == (ExitStatus.FAILED, ExitStatus.FAILED)
    assert outcome.stdout.splitlines()[2].split()[:2] == ["db01", "damaged"]
    assert f"error: {tmp_path / 'db01.export.json'}: {why}" in outcome.stderr
    assert (found["state"], found["complete"], found["resumable"]) == ("done", False, False)
    assert (found["why"], found["verified"]) == (why, None)


def test_what_is_proved_may_lack_something_besides(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--format", "raw", "--target", tmp_path)
    (tmp_path / "db01.xml").unlink()

    outcome = invoke("-o", "json", "export-status", tmp_path, "--verify")

    (found,) = validated("export-status", outcome.stdout)
    assert outcome.status == ExitStatus.FAILED
    assert (found["complete"], found["verified"]) == (False, True)
    assert found["why"] == "db01.xml is missing"


@pytest.mark.long
@pytest.mark.parametrize("how", [["db01"], ["web01", "--warm", "--force-off"]])
def test_the_source_is_read_a_second_time_where_that_is_wanted(
    tmp_path: Path, how: list[str]
) -> None:
    with served() as host:
        made = export(host, *how, "--format", "raw", "--target", tmp_path)
        outcome = command(host.uri, "export-status", str(tmp_path), "--verify", "--full")

    assert made.status == ExitStatus.OK, made.stderr
    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert outcome.stdout.splitlines()[2].split()[-2] == "yes"


def test_a_second_reading_is_of_a_proof() -> None:
    assert "--full is of --verify" in invoke("export-status", "--full").stderr


def test_one_record_that_cannot_be_read_keeps_no_other(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--target", tmp_path)
    (tmp_path / "a.export.json").write_text("[]")

    outcome = invoke("export-status", tmp_path)

    assert outcome.status == ExitStatus.SOME_FAILED
    told = [line for line in outcome.stderr.splitlines() if "a.export.json" in line]
    assert [line.partition(" is no record")[0] for line in told] == [
        f"error: {tmp_path / 'a.export.json'}"
    ]
    assert "half" not in outcome.stdout
    assert "db01" in outcome.stdout


def test_each_warning_is_told_with_its_record(host: Simulator, tmp_path: Path) -> None:
    export(host, "db01", "--target", tmp_path / "one")
    export(host, "db01", "--target", tmp_path / "other")

    told = invoke("export-status", tmp_path).stderr.splitlines()

    assert told
    assert len(told) == len(set(told))
    assert {line.split(": ")[1] for line in told} == {
        str(tmp_path / name / "db01.export.json") for name in ("one", "other")
    }


def test_where_there_is_nothing_that_is_said(tmp_path: Path) -> None:
    outcome = invoke("export-status", tmp_path)

    assert (outcome.status, outcome.stderr) == (ExitStatus.OK, "")
    assert f"There is no export in {tmp_path}" in outcome.stdout


# --- a job ---------------------------------------------------------------------------------------


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Leaving]:
    with leaving_site(tmp_path) as made:
        yield made


def job(it: Leaving, *words: str, before: tuple[str, ...] = ()) -> Outcome:
    inventory = it.directory / "hosts.toml"
    return invoke(
        *before,
        "export",
        "--inventory",
        inventory,
        "--job",
        it.file,
        *words,
        env={"AIOESX_PASSWORD": PASSWORD},
    )


ALL = 'networks = { "VM Network" = "br0" }\n[machines.all]\ndomains = ["*"]\n'


@pytest.mark.long
def test_a_job_leaves_and_its_report_is_a_table(it: Leaving) -> None:
    it.job(f"{ALL}shutdown = true")

    outcome = job(it)

    assert outcome.status == ExitStatus.OK, outcome.stderr
    lines = [line.split() for line in outcome.stdout.splitlines()]
    assert lines[2][:4] == ["all", "esx0001", "esx0001-db01", "exported"]
    assert "leave: 4 of 4 machines have left, " in outcome.stdout
    assert " esx0001/esx0001-web01 shutting down\n" in outcome.stderr
    assert it.state.is_file()
    assert it.left_behind() == {}


def test_of_a_job_some_may_leave(it: Leaving) -> None:
    it.job(ALL)

    outcome = job(it, before=("-o", "json"))

    found = {each["domain"]: each for each in validated("export", outcome.stdout)}
    assert outcome.status == ExitStatus.SOME_FAILED
    assert found["esx0001-db01"]["outcome"] == "exported"
    assert found["esx0001-web01"]["outcome"] == "refused"
    assert "error: esx0001/esx0001-web01: refused: it runs" in outcome.stderr


@pytest.mark.long
def test_the_dry_run_of_a_job_tells_each(it: Leaving) -> None:
    it.job(ALL)

    text, data = job(it, "--dry-run"), job(it, "--dry-run", before=("-o", "json"))

    assert text.status == data.status == ExitStatus.SOME_FAILED
    assert "leave: 4 of 4 machines are to leave, which take " in text.stdout
    found = {each["domain"]: each for each in validated("export", data.stdout)}
    assert found["esx0001-db01"]["capacity_bytes"] == CAPACITY
    assert [each["kind"] for each in found["esx0001-web01"]["refusals"]] == ["running"]
    assert not (it.directory / "out").exists()


@pytest.mark.long
def test_a_mistake_of_a_job_is_told_with_its_line(it: Leaving) -> None:
    it.job(f"{ALL}")
    it.file.write_text(it.file.read_text() + "prio = 5\n")

    outcome = job(it)

    assert outcome.status == ExitStatus.USAGE
    assert "leave.toml: line 5: machines.all.prio: there is no such key" in outcome.stderr


@pytest.mark.long
def test_all_that_is_ambiguous_is_told_at_once(it: Leaving) -> None:
    it.job(f'{ALL}[machines.b]\ndomains = ["nobody", "esx0001-db01"]')

    outcome = job(it)

    assert outcome.status == ExitStatus.USAGE
    assert "there is no machine 'nobody'" in outcome.stderr
    assert "is in machines.all and machines.b" in outcome.stderr
    assert not it.state.exists()


def test_how_long_a_domain_was_off_and_what_was_copied_then_is_told() -> None:
    exported = Mock(disks=(), downtime=12.34, downtime_bytes=128 * 1024)
    console = Mock()

    tell_exported(console, exported)

    console.remark.assert_called_once_with(
        "It was off for 12.3 s, in which 128.00 KiB were copied, and stays off"
    )
