"""A machine whose start asks something: what the command does with the question."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.command import invoke
from support.run import Outcome

from aioesx.simulator import Simulator

ASKING = "console01"
Command = Callable[..., Outcome]


@pytest.fixture
def command(simulator: Simulator) -> Command:
    """`command("start", "web01", parameters="auto_answer=1")`: on the simulated host."""

    def run(*words: str, parameters: str = "") -> Outcome:
        uri = f"{simulator.uri}?cacert={simulator.ca_file}&{parameters}"
        return invoke("-c", uri, *words, env={"AIOESX_PASSWORD": "secret"})

    return run


def test_refused_it_shows_question_and_choices(command: Command, simulator: Simulator) -> None:
    outcome = command("start", ASKING)

    assert (outcome.status, outcome.stdout) == (6, "\n")
    assert "already exists" in outcome.stderr
    assert [word for word in ("Append", "Replace", "Cancel") if word not in outcome.stderr] == []
    assert simulator.answers == []
    assert command("domstate", ASKING).stdout == "shut off\n\n"


def test_answered_with_the_default_it_runs(command: Command, simulator: Simulator) -> None:
    outcome = command("start", ASKING, parameters="auto_answer=1")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout == f"Domain '{ASKING}' started\n\n"
    assert [name for name, _ in simulator.answers] == [ASKING]
    assert command("domstate", ASKING).stdout == "running\n\n"


def test_it_leaves_nothing_open_on_the_host(command: Command, simulator: Simulator) -> None:
    command("start", ASKING)
    command("start", ASKING, parameters="auto_answer=1")

    assert (simulator.open_filters, simulator.open_sessions) == (0, 0)
