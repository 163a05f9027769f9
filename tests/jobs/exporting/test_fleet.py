"""Twenty machines of four hosts leave, over lines that are cut all the time, killed once."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from support.exports import PASSWORD, Leaving, leaving_site
from support.run import aioesx

from aioesx.simulator import HostState, Line, Options

pytestmark = pytest.mark.long

COMMAND = Path(sys.executable).with_name("aioesx")
ENV = {"AIOESX_PASSWORD": PASSWORD}
CUTS = 50
JOB = """
format = "raw"
[limits]
machines = 8
machines_per_host = 2
bandwidth = 8_000_000
[machines.by-files]
domains = ["*-web01", "*-db01", "*-win01"]
way = "folder"
[machines.by-leases]
domains = ["*-build01", "*-console01"]
way = "lease"
"""


def turn_all_off(host: HostState) -> None:
    for machine in host.machines.values():
        machine.set_power("poweredOff")


@pytest.fixture
def it(tmp_path: Path) -> Iterator[Leaving]:
    quick = Options(task_seconds=0.0, tools_seconds=0.0, lease_seconds=8)
    with leaving_site(tmp_path, hosts=4, machines=5, options=quick) as made:
        for host in made.site.hosts.values():
            host.change(turn_all_off)
        yield made


class Cutter(threading.Thread):
    """Cuts one line after the other, at moments that nobody knows, so often and no more."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__(daemon=True)
        self.left = CUTS
        self._lines = lines
        self._over = threading.Event()
        self._draw = random.Random(23)

    def run(self) -> None:
        while self.left and not self._over.wait(self._draw.uniform(0.05, 0.35)):
            self._draw.choice(self._lines).cut(reset=self._draw.random() < 0.5)
            self.left -= 1

    def stop(self) -> None:
        self._over.set()
        self.join(5)


@contextmanager
def cut_lines(it: Leaving) -> Iterator[Cutter]:
    """Put lines in front of the hosts, into the inventory, and cut them."""
    with ExitStack() as stack:
        lines = {
            name: stack.enter_context(Line(host.address, host.port))
            for name, host in it.site.hosts.items()
        }
        text = "".join(
            f'[hosts.{name}]\nuri = "esx://root@127.0.0.1:{line.port}/?transport=http"\n'
            for name, line in lines.items()
        )
        (it.directory / "hosts.toml").write_text(text, "utf-8")
        cutter = Cutter(list(lines.values()))
        cutter.start()
        stack.callback(cutter.stop)
        yield cutter


def words(it: Leaving) -> list[str]:
    inventory = str(it.directory / "hosts.toml")
    return ["-o", "json", "export", "--inventory", inventory, "--job", str(it.file)]


def kill_after(it: Leaving, exported: int) -> None:
    run = subprocess.Popen(
        [COMMAND, *words(it)],
        env={**os.environ, **ENV},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.stderr is not None
    for line in run.stderr:
        exported -= line.endswith(" exported\n")
        if not exported:
            break
    run.send_signal(signal.SIGKILL)
    run.wait(10)
    run.stderr.close()


def test_all_of_them_leave_whole_whatever_happens(it: Leaving) -> None:
    names = sorted(
        machine.name for host in it.site.hosts.values() for machine in host.state.machines.values()
    )
    it.job(JOB)

    with cut_lines(it) as cutter:
        kill_after(it, 3)
        outcome = aioesx(*words(it), env=ENV, timeout=90)
        left = cutter.left
    for host in it.site.hosts.values():
        host.expire_sessions()  # of the run that was killed, and of logins over lines that broke

    found = {each["domain"]: each for each in json.loads(outcome.stdout)}
    assert len(names) == 20
    assert {name: found[name]["why"] for name in names if not found[name]["ok"]} == {}
    assert [name for name in names if not it.has_left(name)] == []
    assert outcome.status == 0, outcome.stderr
    assert left < CUTS // 2  # most of them came in time
