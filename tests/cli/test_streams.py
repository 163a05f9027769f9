"""The process's own streams: other encodings, full disks, closed descriptors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from support.run import Outcome, run

from aioesx.simulator import HostState, Simulator, presets

COMMAND: Final = Path(sys.executable).with_name("aioesx")
NAME: Final = "Büro-サーバ"
FULL: Final = "error: cannot write the output: No space left on device\n"
CLOSED: Final = "error: cannot write the output: it is closed\n"
Shell = Callable[..., Outcome]


@pytest.fixture
def simulated() -> HostState:
    state = presets.small_host(machines=2)
    presets.add_machine(state, presets.MachineKind("m1")).change({"displayName": NAME})
    return state


@pytest.fixture
def shell(plain: Simulator) -> Shell:
    """`shell("list >/dev/full")`: our command, in a shell."""

    def in_shell(line: str, **env: str) -> Outcome:
        script = f"aioesx() {{ {COMMAND} -c '{plain.uri}' \"$@\"; }}; {line}"
        return run(["bash", "-c", script], env={"AIOESX_PASSWORD": "secret", **env})

    return in_shell


@pytest.mark.parametrize(
    ("env", "shown"),
    [
        ({}, NAME),
        (
            {"PYTHONIOENCODING": "ascii"},
            "B\\xc3\\xbcro-\\xe3\\x82\\xb5\\xe3\\x83\\xbc\\xe3\\x83\\x90",
        ),
        ({"PYTHONIOENCODING": "latin-1:strict"}, None),
        ({"LC_ALL": "C"}, "B\\xc3\\xbcro-\\xe3\\x82\\xb5\\xe3\\x83\\xbc\\xe3\\x83\\x90"),
    ],
    ids=["UTF-8", "ASCII", "Latin-1", "locale C"],
)
def test_a_name_is_shown_as_the_encoding_can(
    plain: Simulator, env: dict[str, str], shown: str | None
) -> None:
    done = subprocess.run(
        [COMMAND, "-c", plain.uri, "list", "--all"],
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "AIOESX_PASSWORD": "secret", **env},
        timeout=30,
        check=False,
    )
    expected = shown.encode() if shown else b"B\xfcro-\\xe3\\x82\\xb5\\xe3\\x83\\xbc\\xe3\\x83\\x90"
    assert (done.returncode, done.stderr) == (0, b"")
    assert b" -    " + expected + b"   shut off\n" in done.stdout


def test_a_name_that_cannot_be_shown_is_started_nevertheless(
    plain: Simulator, shell: Shell
) -> None:
    outcome = shell(f"aioesx start '{NAME}'", PYTHONIOENCODING="ascii")

    assert (outcome.status, outcome.stderr) == (0, "")
    assert plain.domain_state(NAME) == "poweredOn"


@pytest.mark.parametrize(
    ("line", "status", "complaint"),
    [
        ("aioesx start db01 >/dev/full", 9, FULL),
        ("aioesx start db01 >&-", 9, CLOSED),
        ("aioesx start db01 2>/dev/full >&-", 9, ""),
        ("aioesx start db01 <&- >&- 2>&-", 9, ""),
        ("aioesx -q start db01 >/dev/full", 0, ""),
        ("aioesx start db01 2>&-", 0, ""),
        ("aioesx start db01 nobody 2>/dev/full", 10, ""),
        ("aioesx start db01 | true; exit ${PIPESTATUS[0]}", 9, ""),
        ("sleep 0.1 | aioesx start db01 | head -c 0; exit ${PIPESTATUS[1]}", 9, ""),
        ("aioesx --help >/dev/full", 9, FULL),
        ("aioesx --version >/dev/full", 9, FULL),
        ("aioesx start --help >/dev/full", 9, FULL),
        ("aioesx demo --pause 0 >/dev/full", 9, FULL),
        ("aioesx simulate >/dev/full", 9, FULL),
    ],
)
def test_what_cannot_be_written(
    plain: Simulator, shell: Shell, line: str, status: int, complaint: str
) -> None:
    outcome = shell(line)

    assert (outcome.status, outcome.stderr) == (status, complaint)
    if "start db01" in line:
        assert plain.domain_state("db01") == "poweredOn"


def test_every_domain_is_started_though_nobody_reads(plain: Simulator, shell: Shell) -> None:
    outcome = shell(f"aioesx start db01 '{NAME}' >/dev/full")

    assert outcome.status == 9
    assert {plain.domain_state(name) for name in ("db01", NAME)} == {"poweredOn"}


def test_closed_standard_input_is_no_document(shell: Shell) -> None:
    outcome = shell("aioesx define - <&-")

    assert (outcome.status, outcome.stderr.count("\n")) == (2, 1)
    assert "standard input is closed" in outcome.stderr


def test_a_picture_that_cannot_be_written(shell: Shell) -> None:
    assert shell("aioesx screenshot web01 /dev/full").status == 9
    assert shell("aioesx screenshot web01 /no/such/folder/x.png").status == 9


def test_a_log_that_cannot_be_written(shell: Shell) -> None:
    outcome = shell("aioesx -l /no/such/folder/log list")

    assert outcome.status == 2
    assert (
        outcome.stderr == "error: cannot write '/no/such/folder/log': No such file or directory\n"
    )
