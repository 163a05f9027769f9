"""A plain installation says which extra is missing, in one sentence, wherever it is missed."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest
from support.judges import ROOT
from support.run import Outcome, aioesx, run

from aioesx import _extras
from aioesx.simulator import Simulator

METADATA = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
IMPORTED = {"pyyaml": "yaml"}
"""By the name of a distribution, what is imported, where that is another."""
COMMAND = "from aioesx.__main__ import main\nsys.argv = ['aioesx', *{words!r}]\nmain()"
MODULE = (
    "import runpy\nsys.argv = ['aioesx', *{words!r}]\n"
    "runpy.run_module('aioesx', run_name='__main__')"
)


def without(package: str, code: str) -> Outcome:
    """Run a program in an interpreter that does not find a package."""
    return run([sys.executable, "-c", f"import sys\nsys.modules[{package!r}] = None\n{code}"])


@pytest.mark.parametrize("way", [COMMAND, MODULE], ids=["script", "module"])
@pytest.mark.parametrize("package", _extras.PACKAGES["cli"])
def test_the_command_says_what_it_needs(way: str, package: str) -> None:
    outcome = without(package, way.format(words=["list"]))

    assert outcome == Outcome(
        2,
        "",
        f"error: the command aioesx needs the package {package}: pip install 'aioesx[cli]'\n",
    )


@pytest.mark.parametrize("package", _extras.PACKAGES["simulator"])
@pytest.mark.parametrize("command", ["simulate", "demo"])
def test_commands_that_simulate_say_what_they_need(command: str, package: str) -> None:
    outcome = without(package, COMMAND.format(words=[command]))

    assert (outcome.status, outcome.stdout) == (2, "")
    assert outcome.stderr == (
        f"error: aioesx.simulator needs the package {package}: pip install 'aioesx[simulator]'\n"
    )


@pytest.mark.parametrize("module", ["aioesx.simulator", "aioesx.simulator.presets"])
def test_the_simulator_says_what_it_needs(module: str) -> None:
    outcome = without("starlette", f"import {module}")

    assert outcome.stderr.splitlines()[-1] == (
        "aioesx._extras.MissingExtraError: aioesx.simulator needs the package starlette:"
        " pip install 'aioesx[simulator]'"
    )


def test_a_missing_extra_is_an_import_error_that_names_the_package() -> None:
    code = "try: import aioesx.simulator\nexcept ImportError as error: print(error.name)"

    assert without("uvicorn", code).stdout == "uvicorn\n"


@pytest.mark.parametrize("extra", _extras.PACKAGES)
def test_the_packages_of_an_extra_are_those_that_are_installed_with_it(extra: str) -> None:
    wanted = METADATA["optional-dependencies"][extra]

    assert sorted(_module(line) for line in wanted) == sorted(_extras.PACKAGES[extra])


def test_yaml_of_the_settings_says_what_it_needs_before_anything_is_done(
    plain: Simulator, home: Path
) -> None:
    config = home / ".config" / "aioesx" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('[defaults]\noutput = "yaml"\n')
    config.chmod(0o600)

    outcome = without("yaml", COMMAND.format(words=["-c", plain.uri, "start", "db01"]))

    assert outcome == Outcome(
        2, "", "error: `--output yaml` needs the package yaml: pip install 'aioesx[yaml]'\n"
    )
    assert plain.calls == []


def test_yaml_says_what_it_needs() -> None:
    outcome = without("yaml", COMMAND.format(words=["--output", "yaml", "list"]))

    assert outcome == Outcome(
        2, "", "error: `--output yaml` needs the package yaml: pip install 'aioesx[yaml]'\n"
    )


def test_the_module_is_the_command() -> None:
    assert run([sys.executable, "-m", "aioesx", "--version"]) == aioesx("--version")


def _module(requirement: str) -> str:
    name = requirement.partition(">")[0]
    return IMPORTED.get(name, name.replace("-", "_"))
