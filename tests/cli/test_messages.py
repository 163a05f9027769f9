"""What is said when something is wrong: one line, that fits what was typed."""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.command import command, invoke
from support.run import Outcome

from aioesx.cli.absent import ABSENT_COMMANDS, ABSENT_OPTIONS
from aioesx.cli.moments import parse_moment
from aioesx.cli.program import cli
from aioesx.simulator import Simulator

Command = Callable[..., Outcome]


@pytest.fixture
def aioesx(plain: Simulator) -> Command:
    """`aioesx("start", "web01")`: our command, in this process."""
    return lambda *words: command(plain.uri, *words)


# --- the command line ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["list", "--bogus"],
        ["list", "extra"],
        ["start"],
        ["start", ""],
        ["start", "--domain"],
        ["snapshot-create-as", "db01", ""],
        ["setvcpus", "db01", "many"],
        ["setmem", "db01", "9G"],
        ["desc", "web01", "x", "--live", "--current"],
        ["simulate", "--port", "70000"],
        ["--bogus"],
        ["-c"],
        ["domxml-to-native", "vmware-vmx"],
        ["dumpxml", "web01", "--xpath", "//["],
        ["undefine", "db01", "--wipe-storage"],
        ["snapshot-delete", "db01", "--older-than", "7x"],
        ["start", "\udcff"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_is_one_line(aioesx: Command, words: list[str]) -> None:
    outcome = aioesx(*words)

    assert (outcome.status, outcome.stdout.strip()) == (2, "")
    assert outcome.stderr.startswith("error: ")
    assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ABSENT_COMMANDS)
def test_a_name_of_virshs_says_why_it_is_not_here(name: str) -> None:
    outcome = invoke(name, "web01")

    assert outcome.status == 2
    assert outcome.stderr == f"error: '{name}' is virsh's: {ABSENT_COMMANDS[name]}\n"


@pytest.mark.parametrize("name", ABSENT_OPTIONS)
def test_an_option_of_virshs_says_why_it_is_not_here(name: str) -> None:
    for option in ABSENT_OPTIONS[name]:
        outcome = invoke(name, f"--{option}", "web01")

        assert outcome.status == 2
        assert f"--{option} of virsh's '{name}': a VMware host has nothing for it" in outcome.stderr


@pytest.mark.parametrize("name", cli.commands)
def test_every_command_has_its_help(name: str) -> None:
    outcome = invoke(name, "--help")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith(f"  NAME\n    {name} - ")


# --- virsh's options before the command ----------------------------------------------------------


@pytest.mark.parametrize("columns", [60, 200])
def test_no_line_of_the_help_is_cut(columns: int) -> None:
    outcome = invoke("--help", env={"COLUMNS": str(columns)})

    assert outcome.status == 0
    assert "..." not in outcome.stdout.partition("Commands:")[2]


@pytest.mark.parametrize(
    "words",
    [["-v"], ["--version"], ["--version=short"], ["-V"], ["--version=long"]],
    ids=" ".join,
)
def test_versions(words: list[str]) -> None:
    outcome = invoke(*words)

    assert (outcome.status, outcome.stderr) == (0, "")
    assert re.match(r"aioesx \d+\.\d+", outcome.stdout)
    assert ("httpx" in outcome.stdout) is (words[0] in ("-V", "--version=long"))


def test_the_doctor_tells_which_parsers_there_are() -> None:
    outcome = invoke("doctor")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert f"expat {pyexpat.EXPAT_VERSION.removeprefix('expat_')} " in outcome.stdout
    assert re.search(r"^libxml2 2\.\d+\.\d+ ", outcome.stdout, re.MULTILINE)
    assert outcome.stdout == invoke("-V").stdout


@pytest.mark.parametrize("words", [["-d", "0"], ["-e", "x"], ["-k", "5"], ["-K", "5"]])
def test_options_that_make_no_difference_are_taken(aioesx: Command, words: list[str]) -> None:
    assert aioesx(*words, "domid", "web01") == Outcome(0, "1\n\n", "")


def test_the_time_is_told(aioesx: Command) -> None:
    outcome = aioesx("-t", "domid", "web01")

    assert re.fullmatch(r"1\n\n\(Time: \d+\.\d{3} ms\)\n\n", outcome.stdout)


def test_the_log_goes_to_the_end_of_a_file(aioesx: Command, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("before\n")

    outcome = aioesx("-l", str(log), "domid", "web01")

    assert outcome == Outcome(0, "1\n\n", "")
    assert log.read_text().startswith("before\n")
    assert "aioesx.soap" in log.read_text()
    assert "secret" not in log.read_text()


# --- advice --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["shutdown", "win01"], "`destroy` powers it off"),
        (["reboot", "win01"], "`reset` does it"),
        (["domhostname", "win01"], "VMware Tools"),
    ],
    ids=" ".join,
)
def test_advice_fits_the_verb(aioesx: Command, words: list[str], advice: str) -> None:
    outcome = aioesx(*words)

    assert advice in outcome.stderr
    assert ("`destroy`" in outcome.stderr) is (words[0] == "shutdown")


def test_plain_http_on_a_port_that_speaks_tls_is_told(simulator: Simulator) -> None:
    outcome = command(f"{simulator.uri}?transport=http", "list")

    assert outcome.status == 3
    assert "leave transport=http out" in outcome.stderr


def test_what_goes_wrong_later_is_not_laid_to_the_transport(
    plain: Simulator, aioesx: Command
) -> None:
    plain.fault_on("GET", status=503, body="busy")

    outcome = aioesx("dumpxml", "web01")

    assert outcome.status == 3
    assert "transport=http" not in outcome.stderr


# --- not in time ---------------------------------------------------------------------------------


def test_what_did_not_come_true_in_time_is_no_trouble_of_the_line(aioesx: Command) -> None:
    outcome = aioesx("wait-for", "web01", "shut off", "--timeout", "0.2")

    assert outcome.status == 8
    assert outcome.stderr == "error: domain 'web01' was not shut off within 0.2 seconds\n"


# --- ages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(weeks=2)),
        ("1d12h", timedelta(hours=36)),
        ("0s", timedelta()),
    ],
)
def test_ages(text: str, age: timedelta) -> None:
    before = datetime.now(UTC)

    assert before <= parse_moment(text) + age <= datetime.now(UTC)


def test_moments() -> None:
    assert parse_moment("2026-01-31T12:00+01:00") == datetime(2026, 1, 31, 11, tzinfo=UTC)
    assert parse_moment("2026-01-31").utcoffset() is not None


@pytest.mark.parametrize(
    "text", ["", "7", "d", "7 d", "7y", "-7d", "yesterday", "9" * 7 + "d", "\u0667d"]
)
def test_what_is_neither_age_nor_moment(text: str) -> None:
    with pytest.raises(ValueError, match="neither an age"):
        parse_moment(text)


def test_snapshots_of_an_age_are_deleted_and_the_others_stay(
    plain: Simulator, aioesx: Command
) -> None:
    aioesx("snapshot-create-as", "db01", "new")

    assert aioesx("snapshot-delete", "db01", "--older-than", "1h").stdout == "\n"
    outcome = aioesx("snapshot-delete", "db01", "--older-than", "0s")

    assert outcome == Outcome(0, "Domain snapshot new deleted\n\n", "")


def test_of_several_snapshots_one_that_fails_stops_none(plain: Simulator, aioesx: Command) -> None:
    for name in ("a", "b", "c"):
        aioesx("snapshot-create-as", "web01", name)
    plain.fault_on("RemoveSnapshot_Task", "HostCommunication", times=1)

    outcome = aioesx("snapshot-delete", "web01", "--older-than", "0s")

    assert outcome.status == 10
    assert outcome.stdout == "Domain snapshot b deleted\nDomain snapshot c deleted\n\n"
    assert outcome.stderr.startswith("error: cannot delete snapshot 'a': ")
