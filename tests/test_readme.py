"""README.md tells what is so: its commands exist, its example runs, its tables are the code's."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from support.judges import ROOT
from support.run import run

from aioesx.cli.program import cli
from aioesx.cli.status import ExitStatus
from aioesx.simulator import Simulator

README = (ROOT / "README.md").read_text("utf-8")
FIRST_SCREEN = "\n".join(README.splitlines()[:45])


def _table(head: str) -> list[str]:
    """Return the first cells of the table under this head."""
    rows = README.split(f"| {head} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [re.split(r"(?<!\\)\|", row)[1].strip() for row in rows]


def _words(cells: list[str]) -> set[str]:
    """Return the first word of everything in backquotes."""
    return {word for cell in cells for word in re.findall(r"`([\w-]+)[^`]*`", cell)}


def _example() -> str:
    match = re.search(r"```python\n(.*?)```", FIRST_SCREEN, re.DOTALL)
    assert match is not None, "the first screen has no example"
    return match[1]


def test_the_first_screen_names_two_commands() -> None:
    block = re.findall(r"^    (make \w+)", FIRST_SCREEN, re.MULTILINE)

    assert block == ["make demo", "make test"]


def test_its_make_targets_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

    assert set(re.findall(r"make (\w+)\b(?= *#|`)", README)) <= targets


def test_its_example_has_about_ten_lines() -> None:
    assert len([line for line in _example().splitlines() if line]) <= 10


def test_its_example_runs(simulator: Simulator, tmp_path: Path) -> None:
    program = _example().replace("esx1.example.com", f"127.0.0.1:{simulator.port}")
    path = tmp_path / "example.py"
    path.write_text(program)

    outcome = run([sys.executable, "-W", "error", path])

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "web01 running\n" in outcome.stdout
    assert "PowerOnVM_Task" in {method for method, _ in simulator.calls}


def test_its_commands_are_those_of_the_program() -> None:
    assert _words(_table("Commands | Do")) <= set(cli.commands)


def test_its_exit_statuses_are_those_of_the_program() -> None:
    assert [int(cell) for cell in _table("Exit status | Says")] == [int(s) for s in ExitStatus]


@pytest.mark.parametrize("path", re.findall(r"\]\((?!http)([^)#]+)\)", README))
def test_its_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_the_index_leads_to_every_page(page: Path) -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")

    assert page.name == "index.md" or f"]({page.name})" in index
