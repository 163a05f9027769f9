"""Each program in examples/ does what it says, on a simulated host."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.judges import ROOT
from support.run import Outcome, run
from support.virsh import write_auth_file

from aioesx.simulator import Simulator

Example = Callable[[str], Outcome]


@pytest.fixture
def example(simulator: Simulator, tmp_path: Path) -> Example:
    """`example("list_domains")`: runs one with the host's URI; the password is in an auth file."""
    auth = write_auth_file(
        tmp_path / "auth.conf", host="127.0.0.1", username="root", password="secret"
    )

    def run_example(name: str) -> Outcome:
        path = ROOT / "examples" / f"{name}.py"
        return run(
            [sys.executable, "-W", "error", path, f"{simulator.uri}?cacert={simulator.ca_file}"],
            env={"LIBVIRT_AUTH_FILE": str(auth)},
        )

    return run_example


def test_list_domains(example: Example) -> None:
    outcome = example("list_domains")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.count("\n") == 5
    assert "web01 " in outcome.stdout


def test_whole_host(example: Example) -> None:
    outcome = example("whole_host")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "switch vSwitch0: vmnic0" in outcome.stdout
    assert "pool datastore1: " in outcome.stdout
    assert "  db01 takes 16 GiB\n" in outcome.stdout


def test_start_everything(example: Example, simulator: Simulator) -> None:
    outcome = example("start_everything")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert "db01 runs\n" in outcome.stdout
    assert "asked: " in outcome.stdout
    assert len(simulator.answers) == 1


def test_with_pytest_plugin() -> None:
    path = ROOT / "examples" / "test_with_pytest_plugin.py"

    outcome = run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path])

    assert outcome.status == 0, outcome.stdout
    assert " passed" in outcome.stdout


def test_trace_calls(example: Example) -> None:
    outcome = example("trace_calls")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert '"name": "RetrievePropertiesEx"' in outcome.stdout
    assert '"name": "Login"' in outcome.stdout
    assert "secret" not in outcome.stdout
