"""Colours: for a person at a terminal who wants them, and for nobody else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from support.run import aioesx
from support.tmux import Screen

from aioesx.simulator import Simulator

COMMAND: Final = Path(sys.executable).with_name("aioesx")
ESCAPE: Final = "\x1b"
Open = Callable[..., str]


@pytest.fixture
def complaint(plain: Simulator) -> Iterator[Open]:
    """`complaint(NO_COLOR="1")`: what stands on the screen when a domain is missing."""
    screens: list[Screen] = []

    def run(errors: Path | None = None, **env: str) -> str:
        variables = {"AIOESX_PASSWORD": "secret", **env}
        screen = Screen(COMMAND, "-c", plain.uri, "domid", "none", env=variables, errors=errors)
        screens.append(screen)
        assert screen.end() == 5
        return screen.coloured

    yield run
    for screen in screens:
        screen.close()


@pytest.mark.peer("tmux")
def test_an_error_begins_in_red(complaint: Open) -> None:
    seen = complaint()

    word = seen.index("error:")
    assert "31m" in seen[:word].rpartition(ESCAPE)[2]
    assert seen[word:].startswith(f"error:{ESCAPE}[0m")


@pytest.mark.peer("tmux")
@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=lambda env: min(env))
def test_who_wants_no_colour_gets_none(complaint: Open, env: dict[str, str]) -> None:
    seen = complaint(**env)

    assert "error:" in seen
    assert ESCAPE not in seen


@pytest.mark.peer("tmux")
def test_a_file_gets_none(complaint: Open, tmp_path: Path) -> None:
    complaint(errors=tmp_path / "errors")

    assert (tmp_path / "errors").read_text().startswith("error: ")


@pytest.mark.parametrize("words", [("list", "--all"), ("domid", "none"), ("start", "console01")])
def test_a_pipe_gets_none(plain: Simulator, words: tuple[str, ...]) -> None:
    env = {"AIOESX_PASSWORD": "secret", "TERM": "xterm-256color"}

    outcome = aioesx("-c", plain.uri, *words, env=env)

    assert outcome.stdout or outcome.stderr
    assert ESCAPE not in outcome.stdout + outcome.stderr
