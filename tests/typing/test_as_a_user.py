"""What type checkers and people see of the face, from outside of the package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from aioesx.simulator import Simulator, presets

PROGRAM = Path(__file__).with_name("program.py")
ROOT = PROGRAM.parents[2]


def ran(program: Path, *command: str) -> str:
    """Run a checker on a program that stands outside; an editable install hides types from it."""
    config = {"extraPaths": [str(ROOT)], "typeCheckingMode": "strict"}
    (program.parent / "pyrightconfig.json").write_text(json.dumps(config), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", *command, str(program)],
        cwd=program.parent,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done.stdout if done.returncode else ""


@pytest.mark.long
@pytest.mark.timeout(320)
@pytest.mark.parametrize(
    "command",
    [("mypy", "--strict"), ("pyright", "--pythonpath", sys.executable)],
    ids=["mypy", "pyright"],
)
def test_a_users_program_is_typed(command: tuple[str, ...], tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.read_text("utf-8"), "utf-8")

    assert not ran(program, *command)


@pytest.mark.long
@pytest.mark.timeout(320)
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("await domain.start(timout=3)", '"start" of "Domain"'),
        ('aioesx.connect("esx://x/", pasword="x")', '"connect"'),
        ("wrong: str = (await domain.info()).state.is_active", '"bool"'),
        ('await (await aioesx.connect("esx://x/")).read("Datastore")', '"read"'),
        ('await (await aioesx.connect("esx://x/")).read({"Datastore": "name"}, "x")', '"read"'),
    ],
)
def test_mypy_names_what_a_user_knows(wrong: str, said: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    text = f"import aioesx\nasync def f(domain: aioesx.Domain) -> None:\n    {wrong}\n"
    program.write_text(text, "utf-8")

    assert said in ran(program, "mypy", "--strict")


def test_the_program_runs(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("program", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    with Simulator(presets.small_host(), tls=False) as simulator:
        anyio.run(module.main, simulator.uri, simulator.password)
    assert "logged in as root" in capsys.readouterr().out
