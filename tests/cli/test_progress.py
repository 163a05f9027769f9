"""Bars: shown on a terminal after a second, gone before anything else is written."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from support.tmux import Screen
from support.waiting import until_blocking

from aioesx.simulator import HostState, Options, Simulator, presets

pytestmark = pytest.mark.peer("tmux")

COMMAND: Final = Path(sys.executable).with_name("aioesx")
BAR: Final = "━━━━"
PERCENT: Final = re.compile(r"(\d+)%")
Open = Callable[..., Screen]


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=5, options=Options(task_seconds=3.0, tools_seconds=0.0))


@pytest.fixture
def terminal(plain: Simulator) -> Iterator[Open]:
    """`terminal("start", "db01")`: the command at a terminal."""
    screens: list[Screen] = []

    def open_it(*words: str | Path, env: dict[str, str] | None = None, **files: Path) -> Screen:
        variables = {"AIOESX_PASSWORD": "secret", **(env or {})}
        screens.append(Screen(COMMAND, "-c", plain.uri, *words, env=variables, **files))
        return screens[-1]

    yield open_it
    for screen in screens:
        screen.close()


def slow(plain: Simulator) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 60.0))


def test_a_task_has_a_bar_that_leaves_nothing(terminal: Open) -> None:
    screen = terminal("start", "db01")

    screen.see("starting db01", BAR, "%")
    assert not screen.shows_cursor
    assert screen.end() == 0

    assert re.fullmatch(r"Domain 'db01' started\n\n\[ended 0 echo\]\n+", screen.text)
    assert screen.shows_cursor


def test_it_goes_on(terminal: Open) -> None:
    screen = terminal("start", "db01")

    first = until_blocking(lambda: PERCENT.search(screen.text))
    assert first is not None
    screen.miss(first[0])
    last = PERCENT.search(screen.text)
    assert last is not None
    assert int(last[1]) > int(first[1])


def test_a_short_task_has_none(terminal: Open, plain: Simulator, tmp_path: Path) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 0.1))
    script = tmp_path / "typescript"

    screen = Screen("script", "-qec", f"{COMMAND} -c '{plain.uri}' start db01", script,
                    env={"AIOESX_PASSWORD": "secret"})  # fmt: skip
    try:
        assert screen.end() == 0
    finally:
        screen.close()

    assert "starting" not in script.read_text()
    assert "\x1b[" not in script.read_text()


@pytest.mark.parametrize(
    ("options", "env"),
    [(("--quiet",), {}), ((), {"TERM": "dumb"})],
    ids=["quiet", "a terminal that has lines only"],
)
def test_who_wants_none_gets_none(
    terminal: Open, options: tuple[str, ...], env: dict[str, str], plain: Simulator
) -> None:
    plain.change(lambda host: setattr(host.options, "task_seconds", 30.0))
    screen = terminal(*options, "--timeout", "3", "start", "db01", env=env)

    seen: set[str] = set()
    while "[ended" not in screen.text:
        seen.add(screen.text)

    assert screen.end() == 1
    assert [text for text in seen if BAR in text] == []


def test_what_is_no_terminal_gets_none(terminal: Open, tmp_path: Path) -> None:
    screen = terminal("start", "db01", errors=tmp_path / "errors")

    assert screen.end() == 0
    assert (tmp_path / "errors").read_bytes() == b""


def test_a_piped_result_is_the_result_alone(terminal: Open, tmp_path: Path) -> None:
    screen = terminal("start", "db01", output=tmp_path / "output")

    screen.see("starting db01", BAR)
    assert screen.end() == 0
    assert (tmp_path / "output").read_text() == "Domain 'db01' started\n\n"


def test_it_gives_way_to_what_is_said_meanwhile(terminal: Open, plain: Simulator) -> None:
    """The first of two is done, and said to be; the second one's bar is drawn below that."""
    screen = terminal("--on-question", "default", "start", "db01", "console01")

    seen = screen.see("starting console01", BAR)
    assert seen.index("Domain 'db01' started") < seen.index("starting console01")
    assert "starting db01" not in seen


def test_a_question_takes_its_place(terminal: Open, plain: Simulator) -> None:
    plain.ask_on("PowerOnVM_Task", "db01", text="Well?", choices=("Yes", "No"), default=0)
    screen = terminal("start", "db01")

    seen = screen.see("Answer (1 to 2")
    assert BAR not in seen
    assert screen.shows_cursor
    screen.type("1", "Enter")
    assert screen.end() == 0


def test_ctrl_c_says_what_goes_on_and_leaves_the_terminal_as_it_was(
    terminal: Open, plain: Simulator
) -> None:
    slow(plain)
    screen = terminal("start", "db01")
    screen.see("starting db01", BAR)

    screen.type("C-c")

    assert screen.end() == 130
    [task] = plain.change(lambda host: list(host.tasks.by_moid))
    said = " ".join(screen.text.split())
    assert f"error: interrupted; the host goes on with task {task} (PowerOnVM_Task of" in said
    assert BAR not in screen.text
    assert screen.shows_cursor
    assert screen.echoed
    assert plain.open_sessions == 0


def test_a_second_ctrl_c_ends_it_at_once(terminal: Open, plain: Simulator) -> None:
    slow(plain)
    plain.fault_on("Logout", delay=60)
    screen = terminal("start", "db01")
    screen.see("starting db01", BAR)

    screen.type("C-c")
    screen.miss(BAR)
    screen.type("C-c")

    assert screen.end() == 130
    assert "the host goes on with task" in screen.text
    assert screen.shows_cursor
    assert screen.echoed


def test_a_transfer_has_a_bar(terminal: Open, plain: Simulator, tmp_path: Path) -> None:
    big = tmp_path / "big.bin"
    big.write_bytes(b"\0" * 3_000_000)
    plain.fault_on("PUT", delay=2)
    screen = terminal("put", big, "[datastore1] big.bin")

    screen.see("big.bin", BAR)
    assert screen.end() == 0
    assert BAR not in screen.text
