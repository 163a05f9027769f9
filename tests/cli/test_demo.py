"""`aioesx demo`: the story is told to its end, with and without a terminal."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest
from support.process import serve
from support.run import aioesx, run

STORY = ("web01", "shut off", "already exists", "Append (default)", "is running", "Done.")


def test_the_story_is_told_to_its_end() -> None:
    outcome = aioesx("demo")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert [word for word in STORY if word not in outcome.stdout] == []
    assert "\x1b" not in outcome.stdout, "colours belong to terminals"


@pytest.mark.peer("tmux")
def test_it_is_told_in_a_terminal(home: Path) -> None:
    command = f"{Path(sys.executable).with_name('aioesx')} demo --pause 0; echo status $?"
    screen = home / "screen"
    tmux = ("tmux", "-f", os.devnull, "-S", home / "tmux")
    script = f"{command}; tmux -S {home}/tmux capture-pane -p > {screen}"

    wait = f"while {shlex.join(map(str, tmux))} has-session 2>/dev/null; do sleep 0.1; done"
    try:
        outcome = run([*tmux, "new-session", "-d", "-x", "100", "-y", "80", script])
        assert outcome.status == 0, outcome.stderr
        run(["sh", "-c", wait])
    finally:
        run([*tmux, "kill-server"])

    shown = screen.read_text()
    assert "status 0" in shown
    assert "Done." in shown
    assert max(map(len, shown.splitlines())) <= 100


@pytest.mark.parametrize("module", [False, True], ids=["script", "module"])
def test_what_it_tells_to_do_next_works_where_the_command_is_on_no_path(module: bool) -> None:
    """As after `make demo`, which puts it into .venv."""
    bin_ = Path(sys.executable).parent
    command = [sys.executable, "-m", "aioesx"] if module else [bin_ / "aioesx"]
    path = {"PATH": "/usr/bin:/bin", "AIOESX_SIMULATOR_PASSWORD": "of the rings"}
    told = run([*command, "demo"], env=path, cwd=bin_.parents[1]).stdout

    turn = next(line for line in told.splitlines() if line.startswith("Your turn: "))
    words = turn.removeprefix("Your turn: ").partition("   ")[0]
    begun = ["sh", "-c", f"cd {shlex.quote(str(bin_.parents[1]))} && exec {words}"]
    with serve(begun, env=path) as host:
        while not (line := host.readline()).startswith("try:"):
            assert line
        outcome = run(
            ["sh", "-c", line.removeprefix("try:")],
            env={**path, "AIOESX_PASSWORD": "of the rings"},
            cwd=bin_.parents[1],
        )

    assert "web01" in outcome.stdout, outcome.stderr
    assert outcome.status == 0
