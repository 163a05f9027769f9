"""`guest-run` and its kin: whose word is whose, whose status is whose, and what is said."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.command import invoke
from support.guests import LINUX, PASSWORD, WINDOWS, Inside, guest_host
from support.run import Outcome
from support.tmux import Screen

from aioesx.cli.status import ExitStatus
from aioesx.simulator import Simulator


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(guest_host(), username="root", password="secret", tls=False) as simulator:
        yield simulator


def call(simulator: Simulator, *words: str) -> Outcome:
    """Run a command, with the guest's password in the environment."""
    env = {"AIOESX_PASSWORD": "secret", "AIOESX_GUEST_PASSWORD": PASSWORD}
    return invoke("-c", simulator.uri, *words, env=env)


@pytest.mark.parametrize(
    "words",
    ["echo --user x -h --", "-- echo --user x -h --", "--command echo -- --user x -h --"],
)
def test_from_the_program_on_all_words_are_its_own(simulator: Simulator, words: str) -> None:
    outcome = call(simulator, "guest-run", LINUX, "--user", "root", *words.split())

    assert (outcome.status, outcome.stderr, outcome.stdout) == (0, "", "--user x -h --\n")


def test_an_option_behind_the_program_is_said_to_be_late(simulator: Simulator) -> None:
    outcome = call(simulator, "guest-run", LINUX, "echo", "--user", "root")

    assert "requires <user> option, which stands before <command>" in outcome.stderr


def test_of_a_fleet_a_program_is_run_in_each_guest(simulator: Simulator) -> None:
    words = ["guest-run", LINUX, "--user", "root", "sh", "-c", "echo --x; exit 3"]
    outcome = call(simulator, "fleet", *words)

    told = json.loads(outcome.stdout)
    assert (outcome.status, told["status"], told["data"]["stdout"]) == (3, 3, "--x\n")


@pytest.mark.peer("tmux")
def test_of_a_fleet_nobody_is_asked_for_a_password(simulator: Simulator) -> None:
    words = ["-c", simulator.uri, "fleet", "guest-run", LINUX, "--user", "root", "true"]
    screen = Screen(sys.executable, "-m", "aioesx", *words, env={"AIOESX_PASSWORD": "secret"})
    try:
        assert screen.end() == ExitStatus.NO_LOGIN
        assert "AIOESX_GUEST_PASSWORD" in screen.text
    finally:
        screen.close()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (f"guest-kill {WINDOWS} 99999 --user Administrator", 5, "cannot end process 99999"),
        (f"guest-ps {LINUX} --user root --password-command 'x", 2, "--password-command: No clos"),
        (f"guest-copy - {LINUX}:/tmp/ --user root", 2, "standard input has no name"),
        (f"guest-copy /etc/passwd {LINUX}:/nodir/x --user root", 5, "there is no /nodir in the"),
        (f"guest-copy /etc/passwd {LINUX}:/root/x --user user", 1, "; /root in the guest of"),
        ("guest-copy a b --user root", 2, "one of the two has to be in a guest"),
        (f"guest-copy {LINUX}:/etc . --user root", 1, "/etc is not a file"),
    ],
)
def test_what_is_refused_is_named(simulator: Simulator, words: str, status: int, said: str) -> None:
    outcome = call(simulator, *words.split(" "))

    assert said in outcome.stderr
    assert (outcome.status, outcome.stdout.strip()) == (status, "")


def test_standard_input_goes_into_a_guest(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").write_bytes(b"\0typed\n")
    with (tmp_path / "in").open() as typed:
        monkeypatch.setattr("sys.stdin", typed)
        outcome = call(simulator, "guest-copy", "-", f"{LINUX}:/tmp/in", "--user", "root")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert Inside(simulator, LINUX).files["/tmp/in"] == b"\0typed\n"


@pytest.mark.parametrize(
    "words",
    [
        f"{LINUX} --user nobody true",
        f"{LINUX} --user root",
        f"{LINUX} true",
        f"{LINUX} --user root --nosuch true",
        f"{LINUX} --user root --seconds 0.2 sleep infinity",
        f"{LINUX} --user root --seconds nan true",
        f"{LINUX} --user root --seconds soon true",
        f"{LINUX} --user root --env X true",
        f"{LINUX} --user root --input /nonexistent true",
        f"{LINUX} --user root --password-file /nonexistent true",
        f"{LINUX} --user root --cwd tmp true",
        "nosuch --user root true",
    ],
)
def test_what_goes_wrong_beside_the_program_has_a_status_of_its_own(
    simulator: Simulator, words: str
) -> None:
    outcome = call(simulator, "guest-run", *words.split())

    assert (outcome.status, outcome.stdout) == (ExitStatus.NO_PROGRAM, "")
    assert outcome.stderr.startswith("error: ")
    assert outcome.stderr.count("\n") == 1


def test_so_it_is_without_a_host() -> None:
    outcome = invoke("-c", "esx://root@127.0.0.1:1", "guest-run", LINUX, "--user", "root", "true")

    assert outcome.status == ExitStatus.NO_PROGRAM


@pytest.mark.parametrize("status", [0, 1, 2, 8, 70, 124, 127, 130, 255])
def test_all_other_statuses_are_the_programs(simulator: Simulator, status: int) -> None:
    outcome = call(simulator, "guest-run", LINUX, "--user", "root", "sh", "-c", f"exit {status}")

    assert (outcome.status, outcome.stdout, outcome.stderr) == (status, "", "")
