"""Whoever has no home, as a user id without an entry has none, has no files there; no more."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import pytest
from support.run import Outcome, run
from support.tmux import Screen

from aioesx.cli.config import config_file, name_of_file
from aioesx.cli.places import SETTINGS, STATE, place
from aioesx.simulator import Simulator

NOBODY: Final = """
import os, pwd, sys
def unknown(_):
    raise KeyError("no entry")
pwd.getpwuid = unknown
for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
    os.environ.pop(name, None)
os.environ.update({more!r})
sys.argv = ["aioesx", *{words!r}]
from aioesx.__main__ import main
main()
"""
PASSWORD: Final = {"AIOESX_PASSWORD": "secret"}


def homeless(*words: str, **more: str) -> Outcome:
    """Run the command as somebody without a home."""
    code = NOBODY.format(words=words, more={**PASSWORD, **more})
    return run([sys.executable, "-c", code])


@pytest.mark.parametrize(
    "words",
    [["domid", "web01"], ["top", "--once"], ["doctor"], ["schema"], ["uri"]],
    ids=lambda words: words[0],
)
def test_commands_do_without(plain: Simulator, words: list[str]) -> None:
    outcome = homeless("-c", plain.uri, *words)

    assert (outcome.status, outcome.stderr) == (0, "")


def test_an_alias_is_looked_for_in_what_there_is() -> None:
    outcome = homeless("-c", "lab", "list")

    assert outcome.status == 2
    assert "this is not a connection URI" in outcome.stderr


def test_without_a_uri_the_file_is_named_that_could_have_it() -> None:
    outcome = homeless("list")

    assert outcome.status == 2
    assert "under [defaults] in $XDG_CONFIG_HOME/aioesx/config.toml" in outcome.stderr


def test_a_certificate_that_is_not_trusted_is_told_of(simulator: Simulator) -> None:
    outcome = homeless("-c", simulator.uri, "list")

    assert outcome.status == 3
    assert "in $XDG_CONFIG_HOME/aioesx/config.toml, trusts it" in outcome.stderr


def test_a_path_below_home_is_a_mistake_of_the_file(plain: Simulator, tmp_path: Path) -> None:
    file = tmp_path / "aioesx" / "config.toml"
    file.parent.mkdir()
    file.write_text('[hosts."127.0.0.1"]\npassword_file = "~/secret"\n')
    file.chmod(0o600)

    outcome = homeless("-c", plain.uri, "list", XDG_CONFIG_HOME=str(tmp_path))

    assert outcome.status == 2
    assert "should be a path; there is no such home directory" in outcome.stderr


@pytest.mark.peer("tmux")
def test_the_shell_has_no_history_and_no_way_home(plain: Simulator) -> None:
    code = NOBODY.format(words=("-c", plain.uri), more=PASSWORD)
    screen = Screen(sys.executable, "-c", code)
    try:
        screen.see("Welcome to aioesx", "aioesx #")
        screen.type("cd", "Enter")
        screen.see("cd: there is no home directory")
        screen.type("-l", "define ~/")
        screen.type("Tab")
        screen.type("-l", "it")
        screen.see("aioesx # define ~/it")
        screen.type("C-c")
        screen.type("-l", "quit")
        screen.type("Enter")
        assert screen.end() == 0
        assert "Traceback" not in screen.text
    finally:
        screen.close()


@pytest.mark.parametrize("kind", [SETTINGS, STATE])
def test_a_relative_place_is_ignored(
    kind: tuple[str, str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable, below = kind
    monkeypatch.setenv(variable, "here")
    assert place(kind) == home / below

    monkeypatch.setenv(variable, "/there")
    assert place(kind) == Path("/there")


def test_the_file_has_a_name_wherever_it_is(home: Path) -> None:
    assert name_of_file() == str(config_file()) == f"{home}/.config/aioesx/config.toml"
