"""Commands of ready jobs: tables and JSON of sites made for them; nothing is done without --yes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.command import command, invoke
from support.run import Outcome

from aioesx.cli.status import ExitStatus
from aioesx.simulator import Options, Simulator, presets
from aioesx.simulator.state.disks import Disk, make_uuid
from aioesx.simulator.state.host import HostState
from aioesx.simulator.state.questions import QUESTIONS

QUICK = Options(task_seconds=0.0, tools_seconds=0.0)
SCHEDULE = """timezone = "UTC"
[[schedule]]
name = "office"
domains = "*b01"
on = "Mon-Fri 07:00-19:00"
stop = "destroy"
"""


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """A host with old snapshots, a lost one, a question, and a disk that nobody has."""
    host = presets.small_host(machines=5, options=QUICK)
    with Simulator(host, username="root", password="secret", tls=False) as simulator:
        simulator.change(spoil)
        yield simulator


def spoil(host: HostState) -> None:
    for days in (30, 10, 1):
        made = host.find("web01").snapshots.take(f"d{days}", "", memory=False, quiesce=False)
        made.created = datetime.now(UTC) - timedelta(days=days)
    lost = host.find("db01").snapshots
    lost.take("lost", "", memory=False, quiesce=False)
    lost.roots, lost.current = [], None
    host.find("console01").ask(QUESTIONS["moved-or-copied"].ask())
    store = next(each for each in host.datastores.values() if each.name == "nfs1")
    store.make_folder("lost")
    store.make_disk("lost/lost.vmdk", Disk(1024, thin=True, uuid=make_uuid("lost")))


@pytest.fixture
def inventory(simulator: Simulator, tmp_path: Path) -> Iterator[Path]:
    """A file that names the host, and another one."""
    other = presets.small_host(machines=1, name="other", number=1, options=QUICK)
    with Simulator(other, username="root", password="secret", tls=False) as second:
        file = tmp_path / "inventory.toml"
        file.write_text(
            f'[hosts.one]\nuri = "{simulator.uri}"\n[hosts.two]\nuri = "{second.uri}"\n', "utf-8"
        )
        yield file


def data(simulator: Simulator, *words: str) -> Any:
    outcome = invoke("-c", simulator.uri, "-o", "json", *words, env={"AIOESX_PASSWORD": "secret"})
    assert outcome.status == ExitStatus.OK, outcome.stderr
    return json.loads(outcome.stdout)


def at_all(*words: str | Path) -> Outcome:
    return invoke(*words, env={"AIOESX_PASSWORD": "secret"})


def column(outcome: Outcome, number: int) -> list[str]:
    """Return the words of a column of a table."""
    return [line.split()[number] for line in outcome.stdout.splitlines()[2:] if line.strip()]


# --- snapshots -----------------------------------------------------------------------------------


def test_snapshots_older_than_a_week_are_listed(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "old-snapshots", "--older-than", "7d")

    assert column(outcome, 1) == ["d30", "d10"]
    found = data(simulator, "old-snapshots", "--older-than", "7d")
    assert [(each["domain"], each["name"], each["deleted"]) for each in found] == [
        ("web01", "d30", False),
        ("web01", "d10", False),
    ]
    assert found[0]["age_seconds"] == pytest.approx(30 * 86400, abs=600)


def test_they_are_deleted_by_yes_alone(simulator: Simulator) -> None:
    words = ("old-snapshots", "--older-than", "7d", "--delete")

    dry = command(simulator.uri, *words)
    assert "2 snapshots would be deleted; --yes does it" in dry.stdout
    assert len(data(simulator, "old-snapshots")) == 3

    done = command(simulator.uri, *words, "--except-name", "d30", "--yes")
    assert done.stdout.splitlines()[0] == "Domain 'web01': snapshot 'd10' deleted"
    assert [each["name"] for each in data(simulator, "old-snapshots")] == ["d30", "d1"]


def test_what_the_host_refuses_is_told_with_its_status(simulator: Simulator) -> None:
    simulator.fault_on("RemoveSnapshot_Task", fault="FileLocked", times=1)

    outcome = command(simulator.uri, "old-snapshots", "--delete", "--yes")

    assert outcome.status == ExitStatus.FAILED
    assert "Domain 'web01': snapshot 'd30': " in outcome.stderr
    assert "snapshot 'd10': left alone after that error" in outcome.stderr


def test_many_hosts_are_asked_by_fleet(simulator: Simulator, inventory: Path) -> None:
    outcome = at_all("fleet", "--inventory", inventory, "old-snapshots", "--older-than", "7d")

    found = {each["host"]: each["data"] for each in map(json.loads, outcome.stdout.splitlines())}
    assert {host: len(rows) for host, rows in found.items()} == {"one": 2, "two": 0}


def test_disks_are_consolidated_by_yes_alone(simulator: Simulator) -> None:
    assert column(command(simulator.uri, "consolidate"), 0) == ["db01"]
    assert data(simulator, "consolidate")[0]["done"] is False

    outcome = command(simulator.uri, "consolidate", "--yes")

    assert outcome.stdout.splitlines()[0] == "Domain 'db01' consolidated"
    assert data(simulator, "consolidate") == []


# --- globs that nothing fits ---------------------------------------------------------------------

GLOBS = [
    (("power-group", "destroy", "w*", "nosuch*", "--except", "wni*"), ["nosuch*", "wni*"]),
    (("power-group", "destroy", "w*", "--except", "win*", "--yes"), []),
    (("power-group", "start", "web01", "--except", "web*"), []),
    (("old-snapshots", "--domain", "wbe*", "--except-domain", "bd01"), ["wbe*", "bd01"]),
    (("old-snapshots", "--domain", "web*", "--domain", "w?n01", "--delete", "--yes"), []),
    (("consolidate", "--domain", "bd*", "--domain", "web01", "--yes"), ["bd*"]),
]


@pytest.mark.parametrize(("words", "told"), GLOBS)
def test_a_glob_that_no_domain_fits_is_warned_of(
    simulator: Simulator, words: tuple[str, ...], told: list[str]
) -> None:
    outcome = command(simulator.uri, *words)

    assert outcome.status == ExitStatus.OK
    assert outcome.stderr.splitlines() == [
        f"warning: no domain's name fits '{each}'" for each in told
    ]


@pytest.mark.parametrize("words", [words for words, told in GLOBS if told])
def test_at_one_host_of_many_it_is_not(
    simulator: Simulator, inventory: Path, words: tuple[str, ...]
) -> None:
    outcome = at_all("fleet", "--inventory", inventory, *words)

    assert outcome.status == ExitStatus.OK
    assert "no domain's name fits" not in outcome.stdout + outcome.stderr


# --- what to look after --------------------------------------------------------------------------


def test_questions_are_answered_by_rules_and_yes_alone(
    simulator: Simulator, tmp_path: Path
) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\ntext = "*"\ndomain = "console*"\nanswer = "default"\n', "utf-8")

    dry = command(simulator.uri, "answer-questions", str(rules))
    assert "would be answered" in dry.stdout
    assert simulator.answers == []

    (done,) = data(simulator, "answer-questions", str(rules), "--yes")
    assert (done["domain"], done["rule"], done["answered"]) == ("console01", 1, True)
    assert simulator.answers == [("console01", done["answer"])]


def test_rules_that_cannot_be_used_send_nothing(simulator: Simulator, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rule]]\nanswer = "default"\n', "utf-8")

    outcome = command(simulator.uri, "answer-questions", str(rules), "--yes")

    assert (outcome.status, simulator.answers) == (ExitStatus.USAGE, [])
    assert "rule 1: a rule needs 'id' or 'text'" in outcome.stderr


def test_room_is_held_against_limits(simulator: Simulator) -> None:
    words = ("datastore-space", "--warning", "95", "--critical", "50")

    assert column(command(simulator.uri, *words), 1) == ["warning", "ok"]
    found = data(simulator, *words)
    assert [(each["name"], each["state"]) for each in found] == [
        ("datastore1", "warning"),
        ("nfs1", "ok"),
    ]


@pytest.mark.parametrize("words", [("--warning", "5", "--critical", "10"), ("--warning", "x")])
def test_limits_that_cannot_be_are_refused(simulator: Simulator, words: tuple[str, ...]) -> None:
    assert command(simulator.uri, "datastore-space", *words).status == ExitStatus.USAGE


def test_tools_that_want_looking_after_are_listed(simulator: Simulator) -> None:
    assert column(command(simulator.uri, "tools", "--wanting"), 0) == ["win01"]
    web = next(each for each in data(simulator, "tools") if each["domain"] == "web01")
    assert (web["tools"], web["addresses"]) == ("running", ["198.51.100.11"])


# --- power ---------------------------------------------------------------------------------------


def test_a_schedule_is_applied_by_yes_alone_and_twice_is_once(
    simulator: Simulator, tmp_path: Path
) -> None:
    file = tmp_path / "schedule.toml"
    file.write_text(SCHEDULE, "utf-8")
    words = ("power-schedule", str(file), "--at", "2026-03-01T12:00+00:00")

    dry = data(simulator, *words)
    assert [(each["domain"], each["wanted"], each["action"]) for each in dry] == [
        ("db01", "off", None),
        ("web01", "off", "destroy"),
    ]
    assert simulator.domain_state("web01") == "poweredOn"

    assert "done" in command(simulator.uri, *words, "--yes").stdout
    assert simulator.domain_state("web01") == "poweredOff"
    assert [each["action"] for each in data(simulator, *words)] == [None, None]


def test_a_group_is_stopped_but_for_exceptions(simulator: Simulator) -> None:
    words = ("power-group", "destroy", "w*", "--except", "win*", "--yes")

    outcome = command(simulator.uri, *words)

    assert (outcome.status, column(outcome, 0)) == (ExitStatus.OK, ["web01"])
    assert simulator.domain_state("win01") == "poweredOn"


def test_who_cannot_be_shut_down_is_told(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "power-group", "shutdown", "w*", "--yes")

    assert outcome.status == ExitStatus.SOME_FAILED
    assert "Domain 'win01': " in outcome.stderr


# --- all hosts -----------------------------------------------------------------------------------


def test_drift_is_told_since_a_configuration_was_saved(
    simulator: Simulator, inventory: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "before.json"
    assert "6 domains saved" in at_all("drift", "--save", saved, "--inventory", inventory).stdout
    command(simulator.uri, "setvcpus", "db01", "2")

    outcome = at_all("drift", saved, "--inventory", inventory, "--status")

    assert outcome.status == ExitStatus.FAILED
    assert outcome.stdout.splitlines()[2].split() == [
        "domain", "db01", "one", "changed", "vcpus", "4", "2",
    ]  # fmt: skip
    later = tmp_path / "after.json"
    at_all("drift", "--save", later, "--inventory", inventory)
    found = json.loads(at_all("-o", "json", "drift", saved, later).stdout)
    assert [(each["name"], each["before"], each["after"]) for each in found] == [("db01", 4, 2)]
    ignored = at_all("drift", saved, later, "--ignore", "domains.vcpus", "--status")
    assert ignored.status == ExitStatus.OK


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "drift from what?"),
        (("none.json",), "No such file"),
        (("a", "b", "--inventory", "c"), "--inventory has no use there"),
        (("a", "--save", "b"), "--save writes what is now"),
    ],
)
def test_files_that_cannot_be_used_are_refused(words: tuple[str, ...], told: str) -> None:
    outcome = at_all("drift", *words)

    assert (outcome.status, told in outcome.stderr) == (ExitStatus.USAGE, True)


def test_orphans_are_told_where_all_hosts_were_asked(simulator: Simulator, inventory: Path) -> None:
    outcome = at_all("orphaned-disks", "--inventory", inventory)

    assert outcome.status == ExitStatus.OK
    assert outcome.stdout.splitlines()[2].startswith(" [nfs1] lost/lost.vmdk   disk")
    assert "hosts that are not in the inventory were not asked" in outcome.stderr
    found = json.loads(at_all("-o", "json", "orphaned-disks", "--inventory", inventory).stdout)
    nfs = next(each for each in found if each["pool"] == "nfs1")
    assert (nfs["hosts"], nfs["certain"]) == (["one", "two"], True)


def test_one_host_alone_cannot_tell_of_what_may_be_shared(simulator: Simulator) -> None:
    outcome = command(simulator.uri, "orphaned-disks")

    assert outcome.status == ExitStatus.FAILED
    assert "lost.vmdk" not in outcome.stdout
    assert "one host alone was asked" in outcome.stderr
