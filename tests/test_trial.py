"""docs/trial.md, newcomers.md and the kinds of faults.md: places and tests that they name exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import Final

import pytest
from support.judges import ROOT

TRIAL: Final = (ROOT / "docs" / "trial.md").read_text("utf-8")
KINDS: Final = (ROOT / "docs" / "faults.md").read_text("utf-8").partition("| Kind |")[2]
NEWCOMERS: Final = (ROOT / "docs" / "newcomers.md").read_text("utf-8")
TESTS: Final = sorted(set(re.findall(r"`([\w/]+\.py::\w+)`", TRIAL + KINDS + NEWCOMERS)))
ROWS: Final = [
    row
    for table in (TRIAL, KINDS.partition("\n\n")[0])
    for row in table.splitlines()
    if re.match(r"\| (?!Kind|Rule)\w", row)
]
EXPECTATIONS: Final = re.findall(r"^\| (\d+) \|.*", NEWCOMERS, re.MULTILINE)


@cache
def _tests_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    kinds = ast.FunctionDef | ast.AsyncFunctionDef
    return {node.name for node in tree.body if isinstance(node, kinds)}


@pytest.mark.parametrize("test", TESTS)
def test_a_test_that_is_named_is_there(test: str) -> None:
    file, _, name = test.partition("::")

    assert name in _tests_in(file)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_a_kind_has_a_rule_a_place_and_tests(row: str) -> None:
    _, kind, rule, where, tests, _ = row.split("|")

    places = re.findall(r"`([\w/]+(?:\.py|/))`", where)
    assert kind.strip()
    assert rule.strip()
    assert "::test_" in tests
    assert [place for place in places if not (ROOT / "aioesx" / place).exists()] == []
    assert places or "MANIFEST.in" in where


def test_every_expectation_of_newcomers_is_answered() -> None:
    assert [int(number) for number in EXPECTATIONS] == list(range(1, 60))
