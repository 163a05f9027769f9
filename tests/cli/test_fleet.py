"""`aioesx fleet`: one command at many hosts, which are the witnesses."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from support.command import invoke
from support.every_command import SAMPLES, sample
from support.run import Outcome
from support.tmux import Screen

from aioesx.cli.console import Console
from aioesx.cli.fleet.board import ordered
from aioesx.cli.fleet.errand import Errand
from aioesx.cli.settings import Settings
from aioesx.cli.status import ExitStatus
from aioesx.fleet import HostStage
from aioesx.simulator import Simulator, presets
from docs.pages.schemas import command_rows

DEAD = "esx://root@127.0.0.1:1/"


class Estate:
    """Three hosts that answer, a dead one, and the file that names them."""

    def __init__(self, simulators: dict[str, Simulator], file: Path) -> None:
        self.simulators = simulators
        self.file = file

    def fleet(self, *words: str, before: tuple[str, ...] = ()) -> Outcome:
        env = {"AIOESX_PASSWORD": "secret"}
        return invoke(*before, "fleet", "--inventory", str(self.file), *words, env=env)

    def state(self, domain: str) -> list[str]:
        return [each.domain_state(domain) for each in self.simulators.values()]

    @property
    def sessions(self) -> int:
        return sum(each.open_sessions for each in self.simulators.values())


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    with _estate(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def unasked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """One of which no host is ever asked, for all tests."""
    with _estate(tmp_path_factory.mktemp("unasked")) as made:
        yield made
        assert all(not each.call_count for each in made.simulators.values())


@contextmanager
def _estate(directory: Path) -> Iterator[Estate]:
    with ExitStack() as stack:
        simulators = {}
        for number, name in enumerate(("east", "north", "west")):
            host = presets.small_host(machines=3, name=name, number=number)
            simulator = Simulator(host, username="root", password="secret", tls=False)
            simulators[name] = stack.enter_context(simulator)
        tables = [
            f'[hosts.{name}]\nuri = "{simulator.uri}"\ntags = ["up"]\n'
            for name, simulator in simulators.items()
        ]
        file = directory / "inventory.toml"
        file.write_text("".join([*tables, f'[hosts.dead]\nuri = "{DEAD}"\n']), "utf-8")
        yield Estate(simulators, file)


def lines(outcome: Outcome) -> dict[str, dict[str, Any]]:
    """Return the records of an outcome, by host."""
    found = [json.loads(line) for line in outcome.stdout.splitlines()]
    return {record["host"]: record for record in found}


# --- what it tells -------------------------------------------------------------------------------


def test_piped_on_each_host_is_a_line_of_json(estate: Estate) -> None:
    outcome = estate.fleet("list", "--all")

    found = lines(outcome)
    assert found.keys() == {"east", "north", "west", "dead"}
    assert [len(found[name]["data"]) for name in ("east", "north", "west")] == [3, 3, 3]
    assert found["dead"]["error"]["type"] == "ConnectError"
    assert (found["dead"]["ok"], found["dead"]["status"]) == (False, ExitStatus.NO_CONNECTION)
    assert outcome.status == ExitStatus.SOME_FAILED
    assert "3 of 4 hosts done, 1 failed" in outcome.stderr
    assert estate.sessions == 0


def test_as_text_each_hosts_output_is_what_the_command_alone_prints(estate: Estate) -> None:
    simulator = estate.simulators["east"]
    alone = invoke("-c", simulator.uri, "list", "--all", env={"AIOESX_PASSWORD": "secret"})

    outcome = estate.fleet("--select", "east", "--text", "list", "--all")

    head, _, text = outcome.stdout.partition("\n")
    assert head.startswith("east (")
    assert text == alone.stdout
    assert outcome.status == ExitStatus.OK


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("tag:up", ExitStatus.OK),
        ("all", ExitStatus.SOME_FAILED),
        ("dead", ExitStatus.NO_CONNECTION),
    ],
)
def test_the_status_tells_whether_none_some_or_all_failed(
    estate: Estate, select: str, expected: ExitStatus
) -> None:
    assert estate.fleet("--select", select, "hostname").status == expected


def test_a_host_where_a_part_failed_is_told_with_its_own_status(estate: Estate) -> None:
    outcome = estate.fleet("--select", "tag:up", "start", "db01", "nowhere")

    for record in lines(outcome).values():
        assert (record["ok"], record["status"]) == (False, ExitStatus.SOME_FAILED)
        assert "nowhere" in record["complaints"]
    assert estate.state("db01") == ["poweredOn"] * 3


@pytest.mark.parametrize(
    "as_text",
    [pytest.param(True, id="text", marks=pytest.mark.long), pytest.param(False, id="lines")],
)
def test_what_was_done_at_a_host_before_its_time_was_up_is_told(
    estate: Estate, as_text: bool
) -> None:
    estate.simulators["east"].fault_on("PowerOffVM_Task", object="build01", delay=30.0)
    form = ["--text"] * as_text
    words = ["--select", "east", "--timeout", "4", *form, "destroy", "web01", "build01"]

    outcome = estate.fleet(*words)

    assert outcome.status == ExitStatus.UNKNOWN_OUTCOME
    assert estate.simulators["east"].domain_state("web01") == "poweredOff"
    if as_text:
        head, *text = outcome.stdout.splitlines()
        assert head.startswith("east (")
        assert text == ["Domain 'web01' destroyed", ""]
        assert outcome.stderr.startswith("error: east: ")
    else:
        (record,) = lines(outcome).values()
        assert [each["name"] for each in record["data"]] == ["web01"]
        assert record["error"]["type"] == "OutcomeUnknownError"


def test_on_a_dry_run_nothing_was_done_where_a_part_failed_either(estate: Estate) -> None:
    words = ["--select", "east", "--dry-run", "start", "db01", "nowhere"]

    as_text, (record,) = estate.fleet("--text", *words), lines(estate.fleet(*words)).values()

    assert "started" not in as_text.stdout
    assert "nowhere" in as_text.stderr
    assert "nowhere" in record["complaints"]
    assert record["data"] is None


def test_in_csv_each_record_of_a_host_is_a_line_and_its_fields_are_columns(estate: Estate) -> None:
    outcome = estate.fleet("list", "--inactive", before=("-o", "csv"))

    rows = list(csv.DictReader(io.StringIO(outcome.stdout)))
    found = {(row["host"], row["data.name"], row["data.state"], row["error.type"]) for row in rows}
    assert len(rows) == len(found)
    assert found == {
        ("dead", "", "", "ConnectError"),
        *((name, "db01", "shut off", "") for name in estate.simulators),
    }


@pytest.mark.parametrize(
    ("words", "columns"),
    [
        (["df", "--snapshots"], ["domain", "name", "created", "memory_bytes", "delta_bytes"]),
        (["domiflist", "db01"], ["target", "type", "source", "model", "mac"]),
        (["setmem", "db01", "1G"], []),
    ],
    ids=lambda each: str(each[0]) if each else "",
)
def test_in_csv_the_columns_are_those_of_what_is_asked_for_found_or_not(
    estate: Estate, words: list[str], columns: list[str]
) -> None:
    outcome = estate.fleet("--select", "tag:up", *words, before=("-o", "csv"))

    rows = list(csv.DictReader(io.StringIO(outcome.stdout)))
    assert {row["host"] for row in rows} == estate.simulators.keys()
    assert [name for name in rows[0] if name.startswith("data")] == [
        f"data.{name}" for name in columns
    ]


@pytest.mark.parametrize("form", ["json", "csv", "yaml"])
def test_the_formats_of_other_commands_are_to_be_had(estate: Estate, form: str) -> None:
    outcome = estate.fleet("--select", "tag:up", "domid", "web01", before=("-o", form))

    assert outcome.status == ExitStatus.OK
    assert all(name in outcome.stdout for name in estate.simulators)


# --- what it does --------------------------------------------------------------------------------


def test_a_command_is_done_at_all_hosts_that_are_selected(estate: Estate) -> None:
    outcome = estate.fleet("--select", "tag:up and not west", "start", "db01")

    assert outcome.status == ExitStatus.OK
    assert estate.state("db01") == ["poweredOn", "poweredOn", "poweredOff"]


def test_a_dry_run_tells_what_would_be_done_where_and_does_nothing(estate: Estate) -> None:
    outcome = estate.fleet("--select", "tag:up", "--dry-run", "start", "db01")

    changes = [record["changes"] for record in lines(outcome).values()]
    assert changes == [[{"method": "PowerOnVM_Task", "name": "db01"}]] * 3
    assert all(record["data"] is None for record in lines(outcome).values())
    assert estate.state("db01") == ["poweredOff"] * 3


def test_read_only_refuses_at_every_host(estate: Estate) -> None:
    outcome = estate.fleet("--select", "tag:up", "start", "db01", before=("-r",))

    assert outcome.status == ExitStatus.USAGE
    assert estate.state("db01") == ["poweredOff"] * 3


def test_a_canary_that_fails_keeps_the_others_from_it(estate: Estate) -> None:
    estate.simulators["east"].fault_on("PowerOnVM_Task", fault="SystemError")

    outcome = estate.fleet("--select", "tag:up", "--canary", "1", "start", "db01")

    found = lines(outcome)
    assert [found[name]["error"]["type"] for name in ("north", "west")] == ["HostSkippedError"] * 2
    assert (found["east"]["error"], found["east"]["status"]) == (None, ExitStatus.FAILED)
    assert estate.state("db01") == ["poweredOff"] * 3
    assert "0 of 3 hosts done, 1 failed, 2 not begun" in outcome.stderr


def test_the_name_of_the_host_can_be_a_part_of_a_word(estate: Estate, tmp_path: Path) -> None:
    target = f"{tmp_path}/{{host}}.png"

    outcome = estate.fleet("--select", "tag:up", "screenshot", "web01", target)

    assert outcome.status == ExitStatus.OK
    assert {path.stem for path in tmp_path.glob("*.png")} == estate.simulators.keys()


IN_PLACE = {"a/b": "a%2fb", "a_b": "a_b", "a%2fb": "a%252fb", "a%b": "a%25b", "a\\b": "a%5cb"}
"""By a host's name, what stands for it in a word."""


def test_no_two_hosts_write_one_file_whatever_their_names(estate: Estate, tmp_path: Path) -> None:
    uri = estate.simulators["east"].uri
    hosts = [f"[[host]]\nname = {json.dumps(name)}\nuri = {json.dumps(uri)}\n" for name in IN_PLACE]
    estate.file.write_text("".join(hosts), "utf-8")

    outcome = estate.fleet("screenshot", "web01", f"{tmp_path}/{{host}}.png")

    assert outcome.status == ExitStatus.OK
    assert {path.stem for path in tmp_path.glob("*.png")} == set(IN_PLACE.values())
    assert len(lines(outcome)) == len(set(IN_PLACE.values()))


def test_questions_are_answered_as_the_command_line_says(estate: Estate) -> None:
    for simulator in estate.simulators.values():
        simulator.ask_on("PowerOnVM_Task", "db01", choices=("Cancel", "Moved", "Copied"))

    outcome = estate.fleet("--select", "tag:up", "start", "db01", before=("--on-question", "Moved"))

    assert outcome.status == ExitStatus.OK
    answers = [simulator.answers for simulator in estate.simulators.values()]
    assert answers == [[("db01", "Moved")]] * 3


def test_hosts_can_be_named_without_a_file(estate: Estate) -> None:
    uris = [word for each in estate.simulators.values() for word in ("--uri", each.uri)]

    outcome = invoke("fleet", *uris, "hostname", env={"AIOESX_PASSWORD": "secret"})

    assert outcome.status == ExitStatus.OK
    assert len(lines(outcome)) == 3


def test_the_list_asks_no_host(unasked: Estate) -> None:
    outcome = unasked.fleet("--list")

    assert outcome.status == ExitStatus.OK
    assert [line.split()[0] for line in outcome.stdout.splitlines()[2:]] == [
        *unasked.simulators,
        "dead",
    ]
    assert all(not each.call_count for each in unasked.simulators.values())


def test_the_list_is_data_for_programs_too(unasked: Estate) -> None:
    outcome = unasked.fleet("--list", "--select", "tag:up", "--limit", "2", before=("-o", "json"))

    east, north = (unasked.simulators[name].uri for name in ("east", "north"))
    assert json.loads(outcome.stdout) == [
        {"host": "east", "uri": east, "tags": ["up"], "groups": []},
        {"host": "north", "uri": north, "tags": ["up"], "groups": []},
    ]


VCENTERS = {
    "alarms": [],
    "clone": ["web01", "web02"],
    "copy": ["web01", DEAD],
    "migrate": ["web01", DEAD],
    "template": ["web01"],
}
"""Words of the commands that a host alone refuses."""


@pytest.mark.parametrize(
    "name", [row.name for row in command_rows() if row.connected or row.linked]
)
def test_every_command_about_a_host_is_one_for_a_fleet(name: str, tmp_path: Path) -> None:
    words = sample(name, tmp_path) if name in SAMPLES else [name, *VCENTERS[name]]
    console = Console(io.StringIO(), io.StringIO())

    if name.endswith("edit"):
        with pytest.raises(ValueError, match="opens an editor"):
            Errand(words, Settings(), console, data=True)
    else:
        assert Errand(words, Settings(), console, data=True).name == name


# --- what is refused before any host is asked ----------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nope"], "unknown command: 'nope'"),
        (["list", "--nope"], "--nope"),
        (["setmem", "db01"], "requires <size>"),
        (["demo"], "'demo' is not about a host"),
        (["fleet", "list"], "'fleet' is not about a host"),
        (["edit", "web01"], "'edit' opens an editor"),
        (["desc", "web01", "--edit"], "'desc' opens an editor"),
        (["define", "-"], "'-' is for one host"),
        (["screenshot", "web01", "x.png"], "put {host} into its name"),
        (["screenshot", "web01"], "put {host} into its name"),
        (["screenshot", "web-{host}", "x.png"], "put {host} into its name"),
        (["--select", "east", "get", "[ds] x", "-"], "name a file for it"),
        (["vol-download", "x", "--pool", "ds", "--file", "-"], "name a file for it"),
        (["get", "[ds] {host}", "--file=x"], "put {host} into its name"),
        (["vol-download", "{host}", "--pool", "{host}", "x"], "put {host} into its name"),
        (["guest-copy", "web01:/{host}", "x", "--user", "u"], "put {host} into its name"),
        (["--list", "list"], "--list asks no host"),
        (["--select", "x*", "list"], "the selection 'x*' means no host"),
        (["--select", "tag:up and dead", "list"], "means no host"),
        ([], "Name a command"),
        (["--select", "nowhere", "list"], "there is no host 'nowhere'"),
        (["--uri", DEAD, "list"], "mutually exclusive"),
        (["--timeout", "0", "list"], "--timeout"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else "",
)
def test_what_cannot_be_done_is_told_before_any_host_is_asked(
    unasked: Estate, words: list[str], told: str
) -> None:
    outcome = unasked.fleet(*words)

    assert outcome.status == ExitStatus.USAGE
    assert told in outcome.stderr
    assert outcome.stdout in ("", "\n")
    assert all(not each.call_count for each in unasked.simulators.values())


@pytest.mark.parametrize(
    ("before", "words", "told"),
    [
        (("-o", "json"), ("--text", "list"), "--text cannot be had with --output json"),
        (("-c", DEAD), ("list",), "--inventory and --connect are mutually exclusive"),
    ],
)
def test_options_that_say_two_things_are_refused(
    unasked: Estate, before: tuple[str, ...], words: tuple[str, ...], told: str
) -> None:
    outcome = unasked.fleet(*words, before=before)

    assert outcome.status == ExitStatus.USAGE
    assert told in outcome.stderr


def test_the_host_of_the_command_line_counts_before_the_environments_file(estate: Estate) -> None:
    uri = estate.simulators["east"].uri
    env = {"AIOESX_PASSWORD": "secret", "AIOESX_INVENTORY": str(estate.file)}

    outcome = invoke("-c", uri, "fleet", "hostname", env=env)

    (record,) = lines(outcome).values()
    assert record["data"] == {"hostname": "east.localdomain"}
    assert not estate.simulators["west"].call_count


def test_whose_time_is_up_is_told_by_the_commands_name(estate: Estate) -> None:
    estate.simulators["east"].fault_on("Login", delay=1.0)

    outcome = estate.fleet("--select", "east", "--timeout", "0.3", "list")

    message = lines(outcome)["east"]["error"]["message"]
    assert message.startswith("east: list was not done within 0.3 s")


def test_a_person_cannot_be_asked_by_many_hosts_at_once(unasked: Estate) -> None:
    outcome = unasked.fleet("list", before=("--on-question", "ask"))

    assert outcome.status == ExitStatus.USAGE
    assert "--on-question" in outcome.stderr


def test_the_passwords_of_a_file_are_taken_when_that_is_said(estate: Estate) -> None:
    text = estate.file.read_text("utf-8").replace("tags =", 'password = "secret"\ntags =')
    estate.file.write_text(text, "utf-8")
    words = ["fleet", "--inventory", str(estate.file), "--select", "tag:up"]

    refused = invoke(*words, "hostname")
    taken = invoke(*words, "--passwords-in-file", "hostname")

    assert (refused.status, taken.status) == (ExitStatus.USAGE, ExitStatus.OK)
    assert "secret" not in refused.stderr + taken.stdout + taken.stderr


# --- the table on a terminal ---------------------------------------------------------------------


def test_who_failed_stands_first_then_who_is_at_work_the_longest() -> None:
    stages = [
        HostStage("waits", "waiting", 0.0, 0),
        HostStage("new", "running", 1.0, 1),
        HostStage("old", "running", 9.0, 1),
        HostStage("over", "done", 2.0, 1),
        HostStage("broken", "failed", 2.0, 3),
    ]

    assert [each.host for each in ordered(stages)] == ["broken", "old", "new", "waits", "over"]


@pytest.fixture
def screen(estate: Estate) -> Iterator[Screen]:
    words = ["fleet", "--inventory", str(estate.file), "--retries", "0", "start", "db01"]
    for name in ("north", "west"):
        estate.simulators[name].fault_on("PowerOnVM_Task", delay=30.0, times=1)
    environment = {"AIOESX_PASSWORD": "secret", "COLUMNS": "120"}
    screen = Screen(sys.executable, "-m", "aioesx", *words, env=environment)
    try:
        yield screen
    finally:
        screen.close()


@pytest.mark.peer("tmux")
def test_a_terminal_shows_who_is_at_work_and_ctrl_c_leaves_nothing(
    estate: Estate, screen: Screen
) -> None:
    screen.see("Domain 'db01' started", "running", "Connection refused", "2 running")

    screen.type("C-c")

    assert screen.end() == ExitStatus.INTERRUPTED
    assert screen.shows_cursor
    assert estate.sessions == 0
