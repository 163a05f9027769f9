"""Whoever asks a guest to shut down, or to restart, takes one road: one that boots is asked when
its Tools run, if there is time for that.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from support.command import invoke
from support.run import Outcome
from support.small_disks import MIB, shrink
from support.source import PACKAGE

from aioesx.simulator import Simulator, presets

MACHINE: Final = "web01"
ENV: Final = {"AIOESX_PASSWORD": "secret"}

# fmt: off
ROADS: Final = {
    #                 module that asks               the command
    "shutdown":       ("cli/domain_commands.py",     "shutdown web01 --tools-seconds 50"),
    "reboot":         ("cli/domain_commands.py",     "reboot web01 --tools-seconds 50"),
    "fleet":          ("cli/domain_commands.py",     "fleet shutdown web01 --tools-seconds 50"),
    "power-group":    ("jobs/power.py",              "power-group shutdown web01 --grace 50 --yes"),
    "power-schedule": ("jobs/power.py",              "power-schedule HOURS --at 2026-01-31 --yes"),
    "plan":           ("jobs/plan/descent.py",       "plan PLAN --run"),
    "export --job":   ("jobs/exporting/leaving.py",  "export --job JOB"),
    "export --warm":  ("export/warm/power.py",       "export web01 OUT --warm --format raw"),
}
# fmt: on
AT_ONCE: Final = {"cli/top/app.py": "a person sees that it boots, and asks again"}
BY_ANY_NAME: Final = {"cli/domain_commands.py", "jobs/power.py"}
"""Modules that call a domain's coroutine by a name that they were given."""
METHODS: Final = {"ShutdownGuest", "RebootGuest", "StandbyGuest"}

FILES: Final = {
    "HOURS": '[[schedule]]\nname = "work"\ndomains = ["web01"]\n'
    'on = ["Mon-Fri 07:00-19:00"]\ntimezone = "UTC"\ngrace = 50\n',
    "PLAN": '[stages.web]\nmachines = ["web01"]\nshutdown = 50\n',
    "JOB": 'target = "out/{domain}"\nformat = "raw"\n'
    '[machines.web]\ndomains = ["web01"]\nshutdown = true\nshutdown_seconds = 50\n',
}


@pytest.fixture
def booting() -> Iterator[Simulator]:
    """A host that refuses the first who asks a guest: its Tools did not run yet."""
    host = presets.small_host(machines=3)
    host.options.task_seconds = 0.01
    shrink(host, MACHINE, MIB)
    with Simulator(host, username="root", password="secret") as simulator:
        for method in ("ShutdownGuest", "RebootGuest"):
            simulator.fault_on(method, "ToolsUnavailable", times=1)
        yield simulator


def run(simulator: Simulator, line: str, directory: Path) -> Outcome:
    words = []
    for word in line.split():
        path = directory / word.lower()
        if word in FILES:
            path.write_text(FILES[word], "utf-8")
        words.append(str(path) if word in FILES or word == "OUT" else word)
    return invoke("-c", f"{simulator.uri}?no_verify=1", *words, env=ENV)


@pytest.mark.parametrize("name", list(ROADS))
def test_one_that_boots_is_asked_when_its_tools_run(
    booting: Simulator, tmp_path: Path, name: str
) -> None:
    outcome = run(booting, ROADS[name][1], tmp_path)

    method = "RebootGuest" if name == "reboot" else "ShutdownGuest"
    assert outcome.status == 0, outcome.stderr
    assert booting.call_count[method] == 2
    assert booting.call_count["PowerOffVM_Task"] == 0


@pytest.mark.parametrize("verb", ["shutdown", "reboot"])
def test_without_time_for_it_that_is_told_at_once(
    booting: Simulator, tmp_path: Path, verb: str
) -> None:
    outcome = run(booting, f"{verb} {MACHINE}", tmp_path)

    assert outcome.status != 0
    assert "Tools" in outcome.stderr
    assert booting.domain_state(MACHINE) == "poweredOn"


def test_one_that_went_off_while_it_booted_is_not_restarted(
    booting: Simulator, tmp_path: Path
) -> None:
    booting.change(lambda host: host.find(MACHINE).set_power("poweredOff"))

    outcome = run(booting, f"reboot {MACHINE} --tools-seconds 50", tmp_path)

    assert outcome.status != 0
    assert "InvalidPowerState" in outcome.stderr
    assert booting.call_count["RebootGuest"] == 2


def test_one_that_went_off_while_it_booted_was_shut_down(
    booting: Simulator, tmp_path: Path
) -> None:
    booting.change(lambda host: host.find(MACHINE).set_power("poweredOff"))

    outcome = run(booting, f"shutdown {MACHINE} --tools-seconds 50", tmp_path)

    assert outcome.status == 0, outcome.stderr
    assert booting.call_count["ShutdownGuest"] == 1


# --- nobody has a road of his own ----------------------------------------------------------------


def _modules() -> dict[str, ast.Module]:
    """Return the client's modules, by their path."""
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in PACKAGE.rglob("*.py")}
    return {
        name: ast.parse(path.read_text("utf-8"))
        for name, path in paths.items()
        if not name.startswith(("vim/", "simulator/"))
    }


def test_the_methods_are_named_only_to_be_handed_to_the_road() -> None:
    named, handed = set(), set()
    for name, tree in _modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                named.add((name, node.lineno))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "ask_guest":
                handed.add((name, node.args[0].lineno))

    assert {each for each in named if each[0] != "domain/shutting.py"} == handed


def test_there_is_a_road_for_each_module_that_asks() -> None:
    asking = set(BY_ANY_NAME)
    for name, tree in _modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or name.startswith("domain/"):
                continue
            function = ast.unparse(node.func)
            if function in ("ask_guest", "domain.shutdown", "domain.reboot"):
                asking.add(name)

    assert asking == {module for module, _ in ROADS.values()} | AT_ONCE.keys()
