"""The shell in a real terminal: history, completion, Ctrl-C, leaving, one connection."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.tmux import Screen
from support.waiting import until_blocking

from aioesx.simulator import Options, Simulator, presets

pytestmark = pytest.mark.peer("tmux")

AIOESX = Path(sys.executable).with_name("aioesx")
PROMPT = "aioesx #"


class Shell(Screen):
    """Our shell in a terminal."""

    def __init__(self, home: Path, *words: str) -> None:
        env = {"AIOESX_PASSWORD": "secret", "HOME": str(home), "XDG_STATE_HOME": str(home)}
        super().__init__(AIOESX, *words, env=env)

    def say(self, line: str) -> None:
        """Type a line."""
        self.type("-l", line)
        self.type("Enter")

    def kill(self, name: str) -> None:
        """Send the command a signal."""
        leader = self._fact("pane_pid")
        child = Path(f"/proc/{leader}/task/{leader}/children").read_text("utf-8")
        os.kill(int(child), signal.Signals[f"SIG{name}"])


@pytest.fixture
def shell(plain: Simulator, home: Path) -> Iterator[Shell]:
    """A shell on a host."""
    shell = Shell(home, "-c", plain.uri)
    try:
        shell.see("Welcome to aioesx", PROMPT)
        yield shell
    finally:
        shell.close()


def test_commands_go_over_one_connection(plain: Simulator, shell: Shell) -> None:
    shell.say("domid web01; domstate web01")
    shell.see("running")
    shell.say("nosuch")
    shell.see("unknown command: 'nosuch'")
    shell.say("dominfo nope")
    shell.see("domain not found: 'nope'")
    shell.say("quit")

    assert shell.end() == 0
    assert plain.call_count["Login"] == 1
    assert plain.open_sessions == 0


def test_ctrl_d_leaves(plain: Simulator, shell: Shell) -> None:
    shell.type("C-d")

    assert shell.end() == 0
    assert plain.open_sessions == 0


def test_ctrl_c_gives_a_line_up(shell: Shell) -> None:
    shell.type("-l", "destroy web01")
    shell.type("C-c")
    shell.say("domstate web01")

    shell.see("running")


def test_names_and_options_are_completed(shell: Shell) -> None:
    shell.type("domblkl", "Tab")
    shell.see(f"{PROMPT} domblklist")
    shell.type(" db", "Tab")
    shell.see("domblklist db01")
    shell.type(" --det", "Tab")
    shell.see("domblklist db01 --details")
    shell.type("Enter")

    shell.see("Device")


def test_earlier_lines_come_back_even_in_the_next_shell(
    plain: Simulator, shell: Shell, home: Path
) -> None:
    shell.say("domid web01")
    shell.see("1\n")
    shell.say("quit")
    shell.end()
    history = home / "aioesx" / "history"
    assert history.stat().st_mode & 0o077 == 0

    later = Shell(home, "-c", plain.uri)
    try:
        later.see(PROMPT)
        later.type("Up", "Up")
        later.see(f"{PROMPT} domid web01")
    finally:
        later.close()


def test_ctrl_c_in_a_task_ends_the_command_and_not_the_shell(home: Path) -> None:
    host = presets.small_host(options=Options(task_seconds=60.0))
    with Simulator(host, password="secret", tls=False) as slow:
        shell = Shell(home, "-c", slow.uri)
        try:
            shell.see(PROMPT)
            shell.say("start db01")
            until_blocking(lambda: slow.open_filters)
            shell.type("C-c")
            shell.see("interrupted; the host goes on with task")
            shell.say("domid web01")
            shell.see("1\n")
            shell.say("quit")
            assert shell.end() == 0
        finally:
            shell.close()
        assert slow.open_sessions == 0


def test_a_second_ctrl_c_ends_the_shell_and_leaves_the_terminal_as_it_was(home: Path) -> None:
    host = presets.small_host(options=Options(task_seconds=60.0))
    with Simulator(host, password="secret", tls=False) as slow:
        shell = Shell(home, "-c", slow.uri)
        try:
            shell.see(PROMPT)
            shell.say("start db01")
            shell.see("starting db01", "%")
            slow.fault_on("*", delay=60)
            shell.type("C-c")
            # Two signals that nobody has heard of yet are one.
            until_blocking(lambda: slow.call_count["DestroyPropertyFilter"])
            shell.type("C-c")
            assert shell.end() == 130
            assert "interrupted; the host goes on with" in shell.text
            assert "%" not in shell.text
            assert shell.shows_cursor
        finally:
            shell.close()


def test_tab_asks_nobody_for_a_password(plain: Simulator, home: Path) -> None:
    shell = Shell(home)
    try:
        shell.see(PROMPT)
        shell.say(f"connect {plain.uri.replace('root', 'nobody')}")
        shell.see("error: ")
        shell.type("-l", "dominfo ")
        shell.type("Tab")
        shell.type("C-c")
        shell.say("echo still here")
        shell.see("\nstill here")
    finally:
        shell.close()


def test_what_was_left_and_told_is_not_told_again(home: Path) -> None:
    host = presets.small_host(options=Options(task_seconds=60.0))
    with Simulator(host, password="secret", tls=False) as slow:
        shell = Shell(home, "-c", slow.uri, "--timeout", "2")
        try:
            shell.see(PROMPT)
            shell.say("start db01")
            shell.see("not done in 2 s")
            shell.say("destroy web01")
            until_blocking(lambda: slow.call_count["PowerOffVM_Task"])
            shell.type("C-c")
            seen = shell.see("interrupted; the host goes on").partition("interrupted")[2]
        finally:
            shell.close()

    assert "PowerOffVM_Task" in seen
    assert "PowerOnVM_Task" not in seen


def test_connect_leads_elsewhere(plain: Simulator, home: Path) -> None:
    shell = Shell(home)
    try:
        shell.see(PROMPT)
        shell.say("list")
        shell.see("no connection URI")
        shell.say(f"connect {plain.uri} --readonly")
        shell.see("aioesx >")
        shell.say("destroy web01")
        shell.see("read-only")
        shell.say("exit")
        assert shell.end() == 0
    finally:
        shell.close()
    assert plain.call_count["PowerOffVM_Task"] == 0


def test_a_directory_may_be_left(shell: Shell, home: Path) -> None:
    shell.say("cd /usr; pwd")
    shell.see("/usr\n")
    shell.say("cd; pwd")
    shell.see(str(home))
    shell.say("cd /nosuch")
    shell.see("cd: No such file or directory: /nosuch")


def test_a_program_of_its_own_is_not_begun_inside(shell: Shell) -> None:
    shell.say("simulate")

    shell.see("'simulate' takes the whole program")


@pytest.mark.parametrize(("name", "status"), [("TERM", 143), ("HUP", 129)])
def test_who_ends_the_process_ends_its_session(
    plain: Simulator, shell: Shell, name: str, status: int
) -> None:
    shell.say("domid web01")
    shell.see("1\n")
    shell.kill(name)

    assert shell.end() == status
    assert plain.open_sessions == 0
