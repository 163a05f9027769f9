"""Help: all of it from the rows, laid out as virsh does, no line cut; the manual page, too."""

from __future__ import annotations

import re
import subprocess

import pytest
from support.command import invoke
from support.judges import ROOT
from support.option_rows import virsh_commands
from support.run import run

from aioesx.cli.catalog import GROUPS, MODULES, Group
from aioesx.cli.program import cli

MAN = ROOT / "docs" / "aioesx.1"


def virsh_help() -> str:
    """Return virsh's help, in which the word secret is none of ours."""
    done = subprocess.run(["virsh", "help"], capture_output=True, text=True, check=True, timeout=30)
    return done.stdout


def test_every_command_is_in_one_group() -> None:
    names = [name for group in GROUPS for name in group.names]

    assert sorted(names) == sorted(MODULES)


@pytest.mark.peer("virsh")
def test_groups_are_virshs() -> None:
    said = virsh_help()
    theirs = dict(re.findall(r"^ (.*) \(help keyword '(\w+)'\)", said, re.MULTILINE))
    shared = {group.title: group.keyword for group in GROUPS if group.title in theirs}

    assert shared == {title: theirs[title] for title in shared}
    assert {group.keyword for group in GROUPS} - {"file", "jobs", "moving"} <= set(theirs.values())


@pytest.mark.peer("virsh")
def test_a_command_is_in_the_group_where_virsh_has_it() -> None:
    ours = {name: group.keyword for group in GROUPS for name in group.names}
    said = virsh_help()
    theirs = {
        name: keyword
        for keyword, names in re.findall(r"help keyword '(\w+)'\):\n((?:    .*\n)*)", said)
        for name in re.findall(r"^    (\S+)", names, re.MULTILINE)
    }
    shared = ours.keys() & virsh_commands()

    assert {name: ours[name] for name in shared} == {name: theirs[name] for name in shared}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.keyword)
def test_a_group_tells_its_commands(group: Group) -> None:
    outcome = invoke("help", group.keyword)

    assert (outcome.status, outcome.stderr) == (0, "")
    told = re.findall(r"^    (\S+)", outcome.stdout, re.MULTILINE)
    assert told[: len(group.names)] == group.names
    assert (told == group.names) is (group.keyword not in MODULES), "of a command its page, too"


def test_help_tells_all_groups() -> None:
    outcome = invoke("help")

    for group in GROUPS:
        assert f" {group.title} (help keyword '{group.keyword}'):\n" in outcome.stdout


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_command_is_told_by_help_as_by_its_option(name: str) -> None:
    said = invoke("help", name).stdout
    page = said[said.index("  NAME\n") :] if name in {each.keyword for each in GROUPS} else said

    assert page.rstrip() == invoke(name, "--help").stdout.rstrip()
    assert page.startswith(f"  NAME\n    {name} - ")
    for parameter in cli.commands[name].row.parameters:
        assert f"--{parameter.name}" in page


@pytest.mark.parametrize("columns", ["60", "100"])
@pytest.mark.parametrize("name", ["list", "snapshot-create-as", "orphans"])
def test_no_line_is_longer_than_the_terminal_and_none_is_cut(name: str, columns: str) -> None:
    said = invoke("help", name, env={"COLUMNS": columns}).stdout

    assert max(map(len, said.splitlines())) <= int(columns)
    assert "..." not in said.replace(">...", "").replace("]...", "")


def test_what_is_neither_command_nor_group_is_told() -> None:
    outcome = invoke("help", "nosuch")

    assert outcome.status == 2
    assert outcome.stderr == "error: command or command group 'nosuch' doesn't exist\n"


def test_the_manual_page_has_every_command_and_option() -> None:
    text = MAN.read_text("utf-8").replace("\\-", "-")

    for name in MODULES:
        assert re.search(rf"^\.B {re.escape(name)}(?: |$)", text, re.MULTILINE), name
        for parameter in cli.commands[name].row.parameters:
            assert f"--{parameter.name}" in text


@pytest.mark.peer("man")
def test_man_has_nothing_to_complain_of() -> None:
    outcome = run(["man", "--warnings", "-E", "UTF-8", "-Tutf8", "-Z", "-l", MAN])

    assert (outcome.status, outcome.stderr) == (0, "")
