"""Every entry point of libvirt's drivers has a coroutine, a command and a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import aioesx
from aioesx import domain
from aioesx.cli.program import cli
from docs.pages.coverage import AREAS, Row, entry_points

TESTS = Path(__file__).resolve().parents[1]


def found(path: str) -> Any:
    """Return what a dotted name of the public face means."""
    head, *rest = path.split(".")
    value = getattr(aioesx, head, None) or getattr(domain, head)
    for name in rest:
        value = getattr(value, name)
    return value


@pytest.mark.parametrize(
    ("area", "number"), [("hypervisor", 80), ("storage", 26), ("network", 15), ("interface", 8)]
)
def test_the_list_is_complete(area: str, number: int) -> None:
    assert sorted(AREAS[area]) == sorted(entry_points(area))
    assert len(AREAS[area]) == number


ROWS = {entry: row for table in AREAS.values() for entry, row in table.items()}


@pytest.mark.parametrize("row", ROWS.values(), ids=list(ROWS))
def test_what_a_row_names_exists(row: Row) -> None:
    if not row.coroutine:
        assert row.reason
        return
    file, _, function = row.test.partition("::")

    assert found(row.coroutine)
    assert row.command in cli.commands
    assert f"def {function}(" in (TESTS / file).read_text(encoding="utf-8")
