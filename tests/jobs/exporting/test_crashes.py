"""A job that is killed: what has come is not lost, what has left does not leave again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from support.exports import PASSWORD, Leaving
from support.run import aioesx

from aioesx.jobs.exporting.record import read_record

pytestmark = pytest.mark.long

COMMAND = Path(sys.executable).with_name("aioesx")
ENV = {"AIOESX_PASSWORD": PASSWORD}
JOB = """
format = "raw"
way = "folder"
[limits]
machines = 2
{limits}
[machines.all]
domains = ["*-db01", "*-web01"]
shutdown = true
"""
MACHINES = ["esx0001-db01", "esx0001-web01", "esx0002-db01", "esx0002-web01"]


def words(it: Leaving) -> list[str]:
    inventory = str(it.directory / "hosts.toml")
    return ["-o", "json", "export", "--inventory", inventory, "--job", str(it.file)]


def killed(it: Leaving, when: str) -> None:
    """Begin with a job, and kill it as soon as a machine is at a step."""
    run = subprocess.Popen(
        [COMMAND, *words(it)],
        env={**os.environ, **ENV},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr is not None
    for line in run.stderr:
        if f" {when}" in line:
            break
    run.send_signal(signal.SIGKILL)
    run.wait(10)
    run.stderr.close()


@pytest.mark.parametrize("when", ["shutting down", "exporting", "exported"])
def test_a_job_that_was_killed_is_gone_on_with(it: Leaving, when: str) -> None:
    it.job(JOB.format(limits="bandwidth = 2_000_000"))
    killed(it, when)
    before = read_record(it.state.read_text("utf-8"))
    it.job(JOB.format(limits=""))

    outcome = aioesx(*words(it), env=ENV, timeout=60)

    assert outcome.status == 0, outcome.stderr
    found = {each["domain"]: each for each in json.loads(outcome.stdout)}
    assert {name: found[name]["outcome"] for name in MACHINES} == dict.fromkeys(
        MACHINES, "exported"
    )
    assert all(map(it.has_left, MACHINES))
    over = {each.name for each in before.machines.values() if each.outcome == "exported"}
    assert (when == "exported") is bool(over)
    assert {name for name in over if f"{name} exporting" in outcome.stderr} == set()
    for host in it.site.hosts.values():
        host.expire_sessions()  # those of the run that was killed
