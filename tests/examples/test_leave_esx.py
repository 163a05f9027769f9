"""examples/leave_esx.py: machines that are off leave, what is in the way of one is told."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from support.judges import ROOT
from support.run import run
from support.small_disks import MIB, scatter, shrink
from support.virsh import write_auth_file

from aioesx.simulator import Simulator

PROGRAM = ROOT / "examples" / "leave_esx.py"


def test_who_can_leave_leaves_and_the_next_run_goes_on(plain: Simulator, tmp_path: Path) -> None:
    for name in ("db01", "console01"):
        plain.change(partial(shrink, name=name, size=MIB))
    scatter(plain, "db01", 0)
    auth = write_auth_file(
        tmp_path / "auth.conf", host="127.0.0.1", username="root", password="secret"
    )
    words = [sys.executable, "-W", "error", str(PROGRAM), plain.uri, str(tmp_path / "out")]
    env = {"LIBVIRT_AUTH_FILE": str(auth)}

    outcome = run(words, env=env)

    assert (outcome.status, outcome.stderr) == (0, "")
    assert outcome.stdout.endswith("2 of 2 machines have left\n")
    assert (tmp_path / "out" / "db01" / "db01.qcow2").is_file()
    assert run(words, env=env).stdout.startswith("db01 has left already\n")
