"""What is installed beside aioesx: a floor for each dependency, and CI's pins above it."""

from __future__ import annotations

import re
import tomllib
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.judges import ROOT

PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REQUIRED: Final = [
    Requirement(line)
    for lines in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for line in lines
]
FOREIGN: Final = [each for each in REQUIRED if each.name != "aioesx"]
PINS: Final = {
    canonicalize_name(name): version
    for name, version in re.findall(
        r"^([\w.-]+)==(\S+)$", (ROOT / ".ci" / "constraints.txt").read_text("utf-8"), re.MULTILINE
    )
}


@pytest.mark.parametrize("required", FOREIGN, ids=str)
def test_what_ci_was_green_with_is_pinned_and_above_the_floor(required: Requirement) -> None:
    assert any(part.operator == ">=" for part in required.specifier)
    assert required.specifier.contains(PINS[canonicalize_name(required.name)])


def test_constraints_are_pins_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "constraints.txt").read_text("utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.+-]+", line)] == []


def test_ci_installs_what_is_pinned() -> None:
    assert 'export PIP_CONSTRAINT="$PWD/.ci/constraints.txt"' in (ROOT / ".ci" / "run").read_text()
