"""Every option of every command that virsh and we have both, tried by both on the simulator.

Where virsh succeeds, so do we. The whole table is printed by

    PYTHONPATH=tests python tests/peers/test_options.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from support.command import command
from support.option_rows import (
    BASE,
    PREPARED,
    Row,
    make_files,
    new_host,
    rows_of,
    shared_commands,
    virsh_commands,
)
from support.virsh import Virsh

from aioesx.cli.absent import ABSENT_COMMANDS, ABSENT_OPTIONS
from aioesx.cli.program import cli

pytestmark = pytest.mark.peer("virsh")


def tried(row: Row, virsh: Virsh, directory: Path) -> tuple[int, int, str]:
    """Return virsh's exit status, ours, and why we refuse."""
    files = make_files(directory)
    with new_host() as theirs, new_host() as ours:
        if row.command.startswith("snapshot-"):
            for host in (theirs, ours):
                for words in PREPARED:
                    assert virsh(host.uri, *words).status == 0
        judge = virsh(theirs.uri, *row.line(files))
        outcome = command(ours.uri, *row.line(files))
    return judge.status, outcome.status, outcome.stderr.strip()


def test_every_shared_command_is_tried() -> None:
    assert set(shared_commands(list(cli.commands))) == BASE.keys()


@pytest.mark.parametrize("name", BASE)
def test_what_virsh_carries_out_we_carry_out(
    virsh: Virsh, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    results = {row: tried(row, virsh, tmp_path) for row in rows_of(name)}

    for row, (theirs, ours, why) in results.items():
        sys.stdout.write(shown(row, theirs, ours, why))
    refused = {
        row.option: why for row, (theirs, ours, why) in results.items() if theirs == 0 != ours
    }
    assert refused == {}


@pytest.mark.parametrize("name", BASE)
def test_an_option_that_is_not_there_is_explained(name: str) -> None:
    known = {option for parameter in cli.commands[name].params for option in parameter.opts}

    missing = {row.option for row in rows_of(name) if f"--{row.option}" not in known}

    assert missing == ABSENT_OPTIONS.get(name, frozenset())


def test_a_command_that_is_not_there_is_explained() -> None:
    missing = set(virsh_commands()) - cli.commands.keys()

    assert missing <= ABSENT_COMMANDS.keys()
    assert not ABSENT_COMMANDS.keys() & cli.commands.keys()


def shown(row: Row, theirs: int, ours: int, why: str) -> str:
    """Return a row of the table."""
    mark = "REFUSED" if theirs == 0 != ours else "ours only" if theirs != 0 == ours else ""
    return (
        f"{row.command:20} --{row.option:32} virsh {theirs}  aioesx {ours}  {mark:9} {why[:60]}\n"
    )


def main() -> None:
    directory = Path(tempfile.mkdtemp())
    virsh = Virsh(directory)
    for name in BASE:
        for row in rows_of(name):
            sys.stdout.write(shown(row, *tried(row, virsh, directory)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
