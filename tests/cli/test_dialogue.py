"""Questions of the host: asked at a terminal, and answered by options elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from support.command import invoke
from support.run import Outcome
from support.tmux import Screen

from aioesx.simulator import Simulator

COMMAND: Final = Path(sys.executable).with_name("aioesx")
SECRET: Final = {"AIOESX_PASSWORD": "secret"}
ASKING: Final = "console01"
PROMPT: Final = "Answer (1 to 3, Enter for 1):"
Open = Callable[..., Screen]


@pytest.fixture
def terminal(plain: Simulator) -> Iterator[Open]:
    """`terminal("--on-question", "ask")`: start what asks, at a terminal."""
    screens: list[Screen] = []

    def open_it(*options: str, parameters: str = "", **files: Path) -> Screen:
        uri = f"{plain.uri}&{parameters}"
        screens.append(Screen(COMMAND, "-c", uri, *options, "start", ASKING, env=SECRET, **files))
        return screens[-1]

    yield open_it
    for screen in screens:
        screen.close()


def answers(simulator: Simulator) -> list[str]:
    return [answer for _, answer in simulator.answers]


# --- at a terminal -------------------------------------------------------------------------------


@pytest.mark.peer("tmux")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [("2", "Replace"), ("", "Append"), ("replace", "Replace")],
    ids=["number", "default", "text"],
)
def test_a_question_is_asked_with_its_choices(
    terminal: Open, plain: Simulator, typed: str, answer: str
) -> None:
    screen = terminal()
    seen = screen.see(PROMPT)
    assert "already exists" in seen
    assert [
        line for line in ("1) Append (default)", "2) Replace", "3) Cancel") if line not in seen
    ] == []
    screen.type(typed, "Enter")

    assert screen.end() == 0
    assert answers(plain) == [answer]
    assert f"Domain '{ASKING}' started" in screen.text


@pytest.mark.peer("tmux")
def test_no_text_of_the_host_passes_for_a_line_of_ours(terminal: Open, plain: Simulator) -> None:
    choices = ("Go\n  9) on", "Stop")
    plain.ask_on("PowerOnVM_Task", ASKING, text="Really?\n  1) Sure\r\nno", choices=choices)
    screen = terminal()
    seen = screen.see("Answer (1 to 2")
    screen.type("C-c")
    screen.end()

    assert "Really? 1) Sure no\n  1) Go 9) on" in seen
    assert [line[:4] for line in seen.splitlines() if line.startswith("  ")] == ["  1)", "  2)"]


@pytest.mark.peer("tmux")
@pytest.mark.parametrize("typed", ["0", "4", "99999999999", "maybe"])
def test_what_is_no_answer_is_asked_again(terminal: Open, plain: Simulator, typed: str) -> None:
    screen = terminal()
    screen.see(PROMPT)
    screen.type(typed, "Enter")
    screen.see("Type the number of one of these answers.")
    screen.type("1", "Enter")

    assert screen.end() == 0
    assert answers(plain) == ["Append"]


@pytest.mark.peer("tmux")
@pytest.mark.parametrize(("key", "status"), [("C-d", 6), ("C-c", 130)])
def test_a_person_may_leave_it(terminal: Open, plain: Simulator, key: str, status: int) -> None:
    screen = terminal()
    screen.see(PROMPT)
    screen.type(key)

    assert screen.end() == status
    assert screen.echoed
    assert "error: " in screen.text
    assert "Traceback" not in screen.text
    assert plain.answers == []
    assert (plain.open_sessions, plain.open_filters) == (0, 0)


@pytest.mark.peer("tmux")
def test_somebody_else_may_answer_meanwhile(terminal: Open, plain: Simulator) -> None:
    screen = terminal()
    screen.see(PROMPT)

    outcome = invoke("-c", plain.uri, "answer", ASKING, "default", env=SECRET)

    assert outcome.status == 0
    assert screen.end() == 0
    assert answers(plain) == ["Append"]


@pytest.mark.peer("tmux")
@pytest.mark.parametrize(
    ("options", "parameters", "status"),
    [
        (("--on-question", "refuse"), "", 6),
        (("--on-question", "default"), "", 0),
        ((), "auto_answer=1", 0),
        ((), "auto_answer=0", 6),
    ],
)
def test_it_is_asked_only_where_nothing_else_decides(
    terminal: Open, options: tuple[str, ...], parameters: str, status: int
) -> None:
    screen = terminal(*options, parameters=parameters)

    assert screen.end() == status
    assert "Answer (" not in screen.text


@pytest.mark.peer("tmux")
def test_it_is_not_asked_where_nobody_reads_it(terminal: Open, tmp_path: Path) -> None:
    screen = terminal(errors=tmp_path / "errors")

    assert screen.end() == 6
    assert "Answer (" not in (tmp_path / "errors").read_text()


@pytest.mark.peer("tmux")
def test_it_is_asked_where_only_the_result_is_piped(terminal: Open, tmp_path: Path) -> None:
    screen = terminal(output=tmp_path / "output")
    screen.see(PROMPT)
    screen.type("Enter")

    assert screen.end() == 0
    assert (tmp_path / "output").read_text() == f"Domain '{ASKING}' started\n\n"


@pytest.mark.peer("tmux")
def test_the_option_ask_comes_before_the_uri(terminal: Open) -> None:
    screen = terminal("--on-question", "ask", parameters="auto_answer=1")
    screen.see(PROMPT)
    screen.type("Enter")

    assert screen.end() == 0


# --- by options ----------------------------------------------------------------------------------


@pytest.fixture
def start(plain: Simulator) -> Callable[..., Outcome]:
    """`start("default", parameters="auto_answer=1")`: start what asks, with nobody there."""

    def run(*rules: str, parameters: str = "") -> Outcome:
        options = [word for rule in rules for word in ("--on-question", rule)]
        return invoke("-c", f"{plain.uri}&{parameters}", *options, "start", ASKING, env=SECRET)

    return run


@pytest.mark.parametrize(
    ("rules", "answer"),
    [
        (("default",), "Append"),
        (("Replace",), "Replace"),
        (("replace",), "Replace"),
        (("Moved", "Replace"), "Replace"),
        (("Moved", "default"), "Append"),
        (("ask", "default"), "Append"),
        (("ask", "Moved", "Replace"), "Replace"),
    ],
)
def test_the_first_rule_that_fits_answers(
    start: Callable[..., Outcome], plain: Simulator, rules: tuple[str, ...], answer: str
) -> None:
    assert start(*rules).status == 0
    assert answers(plain) == [answer]


@pytest.mark.parametrize("rules", [("refuse",), ("Moved",), ("Moved", "refuse", "default")])
def test_what_no_rule_answers_stays_open(
    start: Callable[..., Outcome], plain: Simulator, rules: tuple[str, ...]
) -> None:
    outcome = start(*rules, parameters="auto_answer=1")

    assert outcome.status == 6
    assert "--on-question default" in outcome.stderr
    assert plain.answers == []


@pytest.mark.parametrize("rules", [("ask",), ("Moved", "ask")])
def test_nobody_can_be_asked_without_a_terminal(
    start: Callable[..., Outcome], rules: tuple[str, ...]
) -> None:
    outcome = start(*rules)

    assert outcome.status == 2
    assert "--on-question ask needs a terminal" in outcome.stderr
