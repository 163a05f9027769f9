"""Several commands: in one line, by standard input, over one connection; judged by virsh."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.command import command
from support.run import Outcome, run
from support.virsh import Virsh

from aioesx.cli.words import commands_of, last_of, quoted, split_line
from aioesx.simulator import Simulator

Command = Callable[..., Outcome]


@pytest.fixture
def aioesx(plain: Simulator) -> Command:
    """`aioesx("list; uri")`: our command, in this process."""
    return lambda *words: command(plain.uri, *words)


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "commands"),
    [
        ("list --all", [["list", "--all"]]),
        ("list;uri", [["list"], ["uri"]]),
        ("list ;; uri;", [["list"], ["uri"]]),
        ("# nothing\nlist # all of them\nuri", [["list"], ["uri"]]),
        ("start web#1", [["start", "web#1"]]),
        ("start 'my web; yes'", [["start", "my web; yes"]]),
        ('start "a \\" b" c\\ d', [["start", 'a " b', "c d"]]),
        ('echo ""', [["echo", ""]]),
        ("start te'st 1'", [["start", "test 1"]]),
        ("list \\\n --all", [["list", "--all"]]),
        (" ", []),
    ],
)
def test_a_line_is_taken_apart(line: str, commands: list[list[str]]) -> None:
    assert list(split_line(line)) == commands


@pytest.mark.parametrize("line", ["start 'web", 'list; start "web', "start web\\"])
def test_a_quotation_mark_without_its_second_is_told(line: str) -> None:
    with pytest.raises(ValueError, match="no second one"):
        list(split_line(line))


def test_several_words_are_one_command_whatever_they_hold() -> None:
    assert commands_of(["start", "a; b"]) == [["start", "a; b"]]


@given(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=1))
def test_what_was_quoted_comes_back(words: list[str]) -> None:
    assert list(split_line(" ".join(map(quoted, words)))) == [words]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("", ([], "", "")),
        ("sta", ([], "sta", "sta")),
        ("start ", (["start"], "", "")),
        ("list; start w", (["start"], "w", "w")),
        ("start 'my w", (["start"], "my w", "'my w")),
        ("start my\\ w", (["start"], "my w", "my\\ w")),
        ('start "a', (["start"], "a", '"a')),
    ],
)
def test_the_last_word_may_be_open(line: str, parts: tuple[list[str], str, str]) -> None:
    assert last_of(line) == parts


# --- several in a line ---------------------------------------------------------------------------


def test_a_line_is_carried_out_over_one_connection(plain: Simulator, aioesx: Command) -> None:
    outcome = aioesx("domid web01; domid win01")

    assert outcome == Outcome(0, "1\n\n5\n\n", "")
    assert plain.call_count["Login"] == 1
    assert plain.call_count["Logout"] == 1


def test_nothing_is_done_where_a_command_of_the_line_cannot_be_read(
    plain: Simulator, aioesx: Command
) -> None:
    outcome = aioesx("destroy web01; nosuch")

    assert (outcome.status, outcome.stdout) == (2, "")
    assert plain.call_count["Login"] == 0


def test_a_failure_stops_nothing_and_the_last_one_counts(aioesx: Command) -> None:
    assert aioesx("domid nope; domid web01").status == 0
    assert aioesx("domid web01; domid nope").status == 5


def test_a_login_that_was_refused_is_not_tried_again_by_the_next_command(plain: Simulator) -> None:
    """Hosts lock an account that somebody tries some times."""
    outcome = command(plain.uri, "list; list; list", password="wrong")

    assert outcome.status == 4
    assert outcome.stderr.count("check the user name and the password") == 3
    assert plain.call_count["Login"] == 1


@pytest.mark.parametrize("word", ["quit", "exit"])
def test_nothing_is_done_after_leaving(aioesx: Command, word: str) -> None:
    assert aioesx(f"domid web01; {word}; domid win01").stdout == "1\n\n"


@pytest.mark.peer("virsh")
@pytest.mark.parametrize(
    "line",
    [
        "domid web01; domname 1",
        "domid web01;;  domstate web01 ;",
        "# words\ndomid web01 # more",
        "domid 'web01'; domid \"web01\"; domid we\\b01",
        "domid nope; domid web01",
        "domid web01; domid nope",
        "domid web01; quit; domid web01",
        "domid web01; nosuch",
        "echo a b; echo --shell \"it's\" ''; echo --xml '<a>'; echo --split a,b,,c d; pwd",
        "cd /",
        "exit",
        "list --all; dominfo web01",
        "connect; uri",
    ],
)
def test_virsh_prints_the_same(plain: Simulator, aioesx: Command, virsh: Virsh, line: str) -> None:
    theirs, ours = virsh(plain.uri, line), aioesx(line)

    assert printed(ours) == printed(theirs)
    assert (ours.status == 0) is (theirs.status == 0)


def printed(outcome: Outcome) -> list[str]:
    """Return the lines but for empty ones: virsh ends an error with one on standard output."""
    return [line for line in outcome.stdout.splitlines() if line]


# --- by standard input ---------------------------------------------------------------------------


def scripted(uri: str, text: str) -> Outcome:
    """Run our command with its commands by standard input."""
    return run(
        [Path(sys.executable).with_name("aioesx"), "-c", uri],
        env={"AIOESX_PASSWORD": "secret"},
        stdin=text,
    )


def test_commands_come_by_standard_input(plain: Simulator) -> None:
    outcome = scripted(plain.uri, "domid web01\nnosuch\ndomid win01\nquit\ndomid db01\n")

    assert outcome.stdout == "1\n\n5\n\n"
    assert outcome.stderr.count("\n") == 1
    assert plain.call_count["Login"] == 1
    assert plain.open_sessions == 0


def test_the_last_line_needs_no_end(plain: Simulator) -> None:
    assert scripted(plain.uri, "domid web01").stdout == "1\n\n"


def test_the_last_command_of_a_script_tells_how_it_ended(plain: Simulator) -> None:
    assert scripted(plain.uri, "domid web01\ndomid nope\n").status == 5


def test_no_commands_are_none(plain: Simulator) -> None:
    assert scripted(plain.uri, "") == Outcome(0, "", "")
    assert plain.call_count["Login"] == 0
