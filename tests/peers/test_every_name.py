"""Every name that virsh has, by both on hosts that are alike: the same bytes, the same outcome.

What virsh says on standard error is mapped by one table. docs/virsh.md lists what differs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import pytest
from support.command import command
from support.every_message import MESSAGES, WRONG_LINES, expected
from support.every_name import (
    DEFECTS,
    LINES,
    MORE,
    NEEDS_TERMINAL,
    OWN_LINES,
    UNSUPPORTED,
    furnished_host,
    kind_of,
    words_of,
)
from support.option_rows import PREPARED, virsh_commands
from support.run import Outcome
from support.virsh import Virsh

from aioesx.cli.absent import ABSENT_COMMANDS
from aioesx.cli.program import cli

pytestmark = pytest.mark.peer("virsh")


def named(kind: str) -> list[str]:
    """Return the names of a kind."""
    return [name for name in LINES if kind_of(name) == kind]


@pytest.fixture(autouse=True)
def an_editor_that_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")


def tried(virsh: Virsh, words: list[str], *, wrong: bool = False) -> tuple[Outcome, Outcome]:
    """Return what virsh made of a line, and we, each on a host of its own.

    PORT and TIME stand for what two hosts cannot have in common.
    """
    with furnished_host() as theirs, furnished_host() as ours:
        if words[0].startswith("snapshot-") and not wrong:
            for each in PREPARED:
                assert virsh(theirs.uri, *each).status == command(ours.uri, *each).status == 0
        judge, outcome = virsh(theirs.uri, *words), command(ours.uri, *words)
    return _without(judge, theirs.port), _without(outcome, ours.port)


_TIMES: Final = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|(?<=<creationTime>)\d+|(?<=snapshot )\d+"
)


def _without(outcome: Outcome, port: int) -> Outcome:
    text = _TIMES.sub("TIME", outcome.stdout.replace(f":{port}/", ":PORT/"))
    return Outcome(outcome.status, text, outcome.stderr)


def unsupported(judge: Outcome) -> bool:
    return judge.status == 1 and any(words in judge.stderr for words in UNSUPPORTED)


def alike(judge: Outcome, outcome: Outcome) -> bool:
    return (judge.status == 0) is (outcome.status == 0) and judge.stdout == outcome.stdout


def assert_mapped(judge: Outcome, outcome: Outcome) -> None:
    """Assert that our complaint is what the table has for virsh's; none where virsh has none."""
    if judge.stderr == "":
        assert outcome.stderr == ""
        return
    ours = expected(judge.stderr)
    assert ours is not None, f"no row of the table has {judge.stderr!r}"
    assert outcome.stderr.startswith(ours)


# --- the names -----------------------------------------------------------------------------------


def test_the_names_are_virshs() -> None:
    assert sorted(LINES) == sorted(virsh_commands())


def test_each_name_is_a_command_or_says_why_not() -> None:
    ours = set(cli.commands)

    assert {*named("same"), *named("more"), *named("own")} <= ours
    assert not set(named("absent")) & ours
    assert set(DEFECTS) <= ours | set(ABSENT_COMMANDS)


@pytest.mark.parametrize("name", named("same"))
def test_the_same(virsh: Virsh, tmp_path: Path, name: str) -> None:
    judge, outcome = tried(virsh, words_of(name, tmp_path))

    assert not unsupported(judge)
    assert outcome.stdout == judge.stdout
    assert (outcome.status == 0) is (judge.status == 0)
    assert_mapped(judge, outcome)


@pytest.mark.parametrize("name", MORE)
def test_only_ours(virsh: Virsh, tmp_path: Path, name: str) -> None:
    judge, outcome = tried(virsh, words_of(name, tmp_path))

    assert unsupported(judge)
    assert (outcome.status, outcome.stderr) == (0, "")


@pytest.mark.parametrize("name", sorted(set(named("absent")) - NEEDS_TERMINAL))
def test_neither(virsh: Virsh, tmp_path: Path, name: str) -> None:
    judge, outcome = tried(virsh, words_of(name, tmp_path))

    assert unsupported(judge), judge
    assert outcome.status == 2
    assert outcome.stderr == f"error: '{name}' is virsh's: {ABSENT_COMMANDS[name]}\n"


@pytest.mark.parametrize("name", sorted(NEEDS_TERMINAL))
def test_neither_at_a_terminal(virsh: Virsh, tmp_path: Path, name: str) -> None:
    with furnished_host() as host:
        words = words_of(name, tmp_path)
        judge, outcome = virsh.at_terminal(host.uri, *words), command(host.uri, *words)

    assert unsupported(judge)
    assert outcome.status == 1
    assert outcome.stderr.startswith("error: a VMware host hands out no serial console")


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_of_virshs(virsh: Virsh, tmp_path: Path, name: str) -> None:
    judge, outcome = tried(virsh, words_of(name, tmp_path))

    assert not unsupported(judge)
    assert not alike(judge, outcome)
    if name in ABSENT_COMMANDS:
        assert ABSENT_COMMANDS[name] in outcome.stderr
    else:
        assert (outcome.status, outcome.stderr) == (0, "")


@pytest.mark.parametrize("name", OWN_LINES)
def test_what_tells_of_the_program(virsh: Virsh, tmp_path: Path, name: str) -> None:
    judge, outcome = tried(virsh, words_of(name, tmp_path))

    assert judge.status == outcome.status == 0
    assert judge.stderr == outcome.stderr == ""


def test_the_hosts_line_of_the_version(virsh: Virsh) -> None:
    judge, outcome = tried(virsh, ["version"])

    def told(text: str) -> list[str]:
        return re.findall(r"^Running .*$", text, re.MULTILINE)

    assert told(outcome.stdout) == told(judge.stdout) != []


# --- what is wrong -------------------------------------------------------------------------------


@pytest.mark.parametrize("line", WRONG_LINES)
def test_both_refuse_alike(virsh: Virsh, tmp_path: Path, line: str) -> None:
    text = tmp_path / "no.xml"
    text.write_text("no XML\n")
    words = [str(text) if word == "HOSTNAME" else word for word in line.split(" ")]

    judge, outcome = tried(virsh, words, wrong=True)

    assert judge.status == 1
    assert outcome.status != 0
    assert outcome.stdout == judge.stdout
    assert_mapped(judge, outcome)


def test_every_row_of_the_table_is_needed(virsh: Virsh, tmp_path: Path) -> None:
    """One host for all: refused lines change nothing."""
    text = tmp_path / "no.xml"
    text.write_text("no XML\n")
    lines = [*WRONG_LINES, f"migrate {LINES['migrate']}"]
    with furnished_host() as host:
        said = [
            virsh(host.uri, *line.replace("HOSTNAME", str(text)).split(" ")).stderr
            for line in lines
        ]
    first = [text.partition("\n")[0].removeprefix("error: ") for text in said]

    assert [row for row, _ in MESSAGES if not any(re.fullmatch(row, line) for line in first)] == []


def main() -> None:
    """Print what becomes of each name."""
    directory = Path(sys.argv[1])
    virsh = Virsh(directory)
    for name in LINES:
        judge, outcome = tried(virsh, words_of(name, directory))
        sys.stdout.write(
            f"{name:30} {kind_of(name):7} virsh {judge.status} aioesx {outcome.status}"
            f" {'same' if alike(judge, outcome) else ''}\n"
        )


if __name__ == "__main__":
    main()
