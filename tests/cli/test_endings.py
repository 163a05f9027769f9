"""How a program ends that did not come to its own end: row C9 of the fault catalogue."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from support.run import run
from support.waiting import until_blocking

from aioesx.simulator import HostState, Options, Simulator, presets

pytestmark = pytest.mark.fault("C9")

COMMAND: Final = Path(sys.executable).with_name("aioesx")
_FORGETFUL: Final = """
import sys, anyio, aioesx
async def main():
    esx = await aioesx.connect(sys.argv[1], password="secret")
    esx.itself = esx  # only the collector finds it, at the end of the loop at the earliest
    await esx.domains.list()
anyio.run(main, backend=sys.argv[2])
"""
_INTERRUPTED: Final = """
import signal, sys, anyio, aioesx
async def main():
    async with aioesx.connect(sys.argv[1], password="secret") as esx:
        signal.raise_signal(signal.SIGINT)
        await anyio.sleep(20)
try:
    anyio.run(main, backend=sys.argv[2])
except KeyboardInterrupt:
    sys.exit(7)
"""


@pytest.fixture
def simulated() -> HostState:
    return presets.small_host(machines=5, options=Options(task_seconds=30.0, tools_seconds=0.0))


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_connection_that_is_collected_when_the_loop_ends_warns_and_no_more(
    plain: Simulator, backend: str
) -> None:
    outcome = run([sys.executable, "-X", "dev", "-c", _FORGETFUL, plain.uri, backend])

    assert outcome.status == 0
    assert outcome.stdout == ""
    assert "was never closed" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "Exception ignored" not in outcome.stderr


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_program_that_is_interrupted_logs_out(plain: Simulator, backend: str) -> None:
    outcome = run([sys.executable, "-c", _INTERRUPTED, plain.uri, backend])

    assert (outcome.status, outcome.stderr) == (7, "")
    assert plain.call_count["Login"] == 1
    assert plain.open_sessions == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_the_command_that_is_ended_logs_out(plain: Simulator, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [COMMAND, "-c", plain.uri, "start", "db01"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "AIOESX_PASSWORD": "secret"},
    )
    try:
        until_blocking(lambda: plain.open_filters)
        process.send_signal(number)
        said, complaint = process.communicate(timeout=20)
    finally:
        process.kill()

    assert (process.returncode, said) == (128 + number, b"")
    assert complaint.startswith(b"error: ")
    assert b"Traceback" not in complaint
    assert (plain.open_sessions, plain.open_filters) == (0, 0)
