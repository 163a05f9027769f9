"""`aioesx top` as a command: the table for scripts, and the screen in a real terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.command import invoke
from support.data import validated
from support.run import Outcome, run
from support.top_screen import DEAD, uri_of
from support.waiting import until_blocking

from aioesx.cli.top.once import HEAD
from aioesx.simulator import Simulator

PASSWORD = {"AIOESX_PASSWORD": "secret"}
Tmux = Callable[..., str]


def once(*words: str) -> Outcome:
    return invoke("top", "--once", *words, env=PASSWORD)


def once_as(form: str, *words: str) -> Outcome:
    return invoke("-o", form, "top", "--once", *words, env=PASSWORD)


def test_once_prints_hosts_and_their_domains(simulator: Simulator) -> None:
    outcome = once(uri_of(simulator))
    head, rule, *lines = outcome.stdout.splitlines()

    assert (outcome.status, outcome.stderr) == (0, "")
    assert head.split() == " ".join(HEAD).split()
    assert set(rule) == {"-"}
    assert [line.split()[1] for line in lines if line] == [
        "-", "build01", "console01", "db01", "web01", "win01"
    ]  # fmt: skip
    assert simulator.open_sessions == 0


def test_once_tells_of_a_dead_host_and_shows_the_others(simulator: Simulator) -> None:
    outcome = once(DEAD, uri_of(simulator))

    assert outcome.status == 10
    assert "error: cannot read 127.0.0.1:1: " in outcome.stderr
    assert "web01" in outcome.stdout
    assert ["127.0.0.1:1", "-", "down"] in [
        line.split()[:3] for line in outcome.stdout.splitlines()
    ]


def test_data_are_what_the_table_tells(simulator: Simulator) -> None:
    found = validated("top", once_as("json", DEAD, uri_of(simulator)).stdout)

    assert [each["domain"] for each in found if each["state"] == "down"] == [None]
    assert {"web01", "db01"} < {each["domain"] for each in found}
    [web] = [each for each in found if each["domain"] == "web01"]
    assert (web["state"], web["memory_most_mib"]) == ("running", 2048)


def test_the_screen_hands_nothing_over() -> None:
    outcome = invoke("-o", "json", "top", DEAD, env=PASSWORD)

    assert (outcome.status, outcome.stdout) == (2, "")
    assert "--once hands over data" in outcome.stderr


def test_once_of_dead_hosts_only_has_their_status() -> None:
    assert once(DEAD).status == 3


def test_without_a_uri_it_is_that_of_the_connection(simulator: Simulator) -> None:
    outcome = invoke("-c", uri_of(simulator), "top", "--once", env=PASSWORD)

    assert (outcome.status, "web01" in outcome.stdout) == (0, True)


def test_without_any_uri_it_says_so() -> None:
    assert once().status == 2


def test_a_screen_needs_a_terminal(simulator: Simulator) -> None:
    outcome = invoke("top", uri_of(simulator), env=PASSWORD)

    assert outcome.status == 2
    assert "--once prints a table" in outcome.stderr


def test_once_needs_no_textual(simulator: Simulator) -> None:
    words = ["aioesx", "top", "--once", uri_of(simulator)]
    code = (
        "import sys\nsys.modules['textual'] = None\n"
        f"from aioesx.__main__ import main\nsys.argv = {words!r}\nmain()"
    )

    assert run([sys.executable, "-c", code], env=PASSWORD).status == 0


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """`tmux("send-keys", "q")`: a terminal multiplexer of the test's own."""
    program = shutil.which("tmux")
    assert program is not None
    socket = str(tmp_path / "tmux")

    def call(*words: str) -> str:
        argv = [program, "-S", socket, "-f", os.devnull, *words]
        return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=20).stdout

    yield call
    subprocess.run([program, "-S", socket, "kill-server"], check=False, timeout=20)


@pytest.mark.peer("tmux")
@pytest.mark.parametrize("key", ["q", "C-c"])
def test_in_a_terminal_it_shows_starts_and_leaves_the_terminal_as_it_was(
    simulator: Simulator, tmux: Tmux, key: str
) -> None:
    command = f"{sys.executable} -m aioesx top --interval 0.5 '{uri_of(simulator)}'"
    shell = f"AIOESX_PASSWORD=secret {command}; echo ended $?; stty -a; exec cat"
    tmux("new-session", "-d", "-x", "120", "-y", "30", shell)

    def see(*words: str) -> str:
        def found() -> str:
            text = tmux("capture-pane", "-p")
            return text if all(word in text for word in words) else ""

        return until_blocking(found)

    see("1 of 1 host up", "console01", "Quit")
    tmux("send-keys", "/", "db01")
    see("1 shown with 'db01'")
    tmux("send-keys", "Enter")
    see("Quit")
    tmux("send-keys", "s")
    until_blocking(lambda: simulator.domain_state("db01") == "poweredOn")
    see("db01: started")
    tmux("send-keys", key)
    modes = see("ended 0", " icanon", " echo ")

    assert "Quit" not in modes
    assert simulator.open_sessions == 0
