"""docs/cookbook.md: what it says to type works as it stands."""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path

import pytest
from support.judges import ROOT
from support.run import run

COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text("utf-8")


@pytest.mark.long
def test_a_program_is_tried_without_a_host(tmp_path: Path) -> None:
    (lines,) = re.findall(r"```sh\n(.*?)```", COOKBOOK, re.S)
    with socket.create_server(("127.0.0.1", 0)) as free:
        lines = lines.replace("4443", str(free.getsockname()[1]))
    lines = lines.replace("examples/", f"{ROOT / 'examples'}/")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

    outcome = run(["bash", "-euc", lines], cwd=tmp_path, env={"PATH": path, "PYTHONWARNINGS": ""})

    assert outcome.status == 0, outcome.stderr
    assert len(outcome.stdout.splitlines()) == 5
    assert "web01 " in outcome.stdout


@pytest.mark.parametrize("program", re.findall(r"examples[./](\w+(?:\.\w+)?)", COOKBOOK))
def test_it_names_programs_that_there_are(program: str) -> None:
    names = {path.name for path in (ROOT / "examples").iterdir()}

    assert names & {program, f"{program}.py"}
