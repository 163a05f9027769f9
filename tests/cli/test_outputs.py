"""Whatever somebody chose for a text, and wherever the output goes: every command, both streams.

A new command is tried here as soon as `support.every_command` has words for it, which a test
demands.
"""

from __future__ import annotations

import io
import os
import pty
import re
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from support.command import command
from support.every_command import (
    HARMLESS,
    OF_A_VCENTER,
    OF_TWO_HOSTS,
    SAMPLES,
    evil_host,
    prepare,
    sample,
)
from support.run import Outcome

from aioesx.cli.console import Console
from aioesx.cli.main import run
from aioesx.cli.program import cli
from aioesx.cli.status import ExitStatus
from aioesx.simulator import Simulator

RAW = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with evil_host() as simulator:
        anyio.run(prepare, simulator)
        yield simulator


def test_every_command_has_a_sample() -> None:
    assert SAMPLES.keys() | HARMLESS | OF_A_VCENTER | OF_TWO_HOSTS == cli.commands.keys()


WRITES_A_FILE = {"domxml-to-native", "guest-run"}
"""Their output is a VMX file, and a program's: bytes that stay as they are where nobody looks."""


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - WRITES_A_FILE))
def test_no_control_character_is_let_through(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")

    outcome = command(simulator.uri, *sample(name, tmp_path))

    assert outcome.status == ExitStatus.OK, outcome.stderr
    assert RAW.findall(outcome.stdout) == []
    assert RAW.findall(outcome.stderr) == []


def on_a_terminal(words: list[str]) -> Outcome:
    """Run our command on a terminal of its own, and return what it got there."""
    person, terminal = pty.openpty()
    try:
        with os.fdopen(os.dup(terminal), "w", encoding="utf-8") as out:
            console = Console(out, io.StringIO())
            status = console.settle(run(words, console))
        os.set_blocking(person, False)
        return Outcome(status, os.read(person, 65536).decode(), "")
    finally:
        os.close(person)
        os.close(terminal)


@pytest.mark.parametrize("name", sorted(WRITES_A_FILE))
def test_a_file_is_raw_only_where_nobody_looks(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("AIOESX_PASSWORD", "secret")
    words = ["-c", simulator.uri, *sample(name, tmp_path)]

    shown = on_a_terminal(words).stdout.replace("\r\n", "\n")

    assert RAW.findall(shown) == []
    assert "\\xc2\\x9b" in shown
    assert "\x9b" in command(simulator.uri, *words[2:]).stdout


def to_a_full_disk(words: list[str]) -> Outcome:
    """Run our command, its output where there is no space left."""
    err = io.StringIO()
    with Path("/dev/full").open("w", encoding="utf-8") as out:
        console = Console(out, err)
        status = console.settle(run(words, console))
    return Outcome(status, "", err.getvalue())


ENDS_THE_HOST = {"host-reboot", "host-shutdown"}
"""What is still said to a host that goes down is a matter of time, too."""

BESIDE = re.compile(r"warning: |\d\d:\d\d:\d\d ")
"""Lines of standard error that are no errors: warnings, and how far a machine is that moves."""

# How often and when a wait is polled is a matter of time.
POLLS = {"WaitForUpdatesEx", "DestroyPropertyFilter", "CreateFilter"}


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - ENDS_THE_HOST))
def test_a_full_disk_is_one_line_and_no_failure_of_the_action(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    monkeypatch.setenv("AIOESX_PASSWORD", "secret")
    words = sample(name, tmp_path)

    full = to_a_full_disk(["-c", simulator.uri, *words])

    calls = {method for method, _ in simulator.calls} - POLLS
    with evil_host() as other:
        anyio.run(prepare, other)
        assert command(other.uri, *words).status == ExitStatus.OK
        assert calls == {method for method, _ in other.calls} - POLLS
    errors = [line for line in full.stderr.splitlines() if not BESIDE.match(line)]
    assert (full.status, full.stdout) == (ExitStatus.UNWRITTEN, "")
    assert errors == ["error: cannot write the output: No space left on device"]
