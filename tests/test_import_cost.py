"""A program that only wants the client pays for the client only."""

from __future__ import annotations

import sys

import pytest
from support.run import run

OPTIONAL = ("click", "rich", "starlette", "uvicorn", "trustme", "pytest", "trio")
_LOADED = """
import sys
import aioesx
print(*sorted(name for name in sys.modules if "." not in name))
"""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """Top-level modules that `import aioesx` leaves in a new interpreter."""
    outcome = run([sys.executable, "-c", _LOADED])
    assert outcome.status == 0, outcome.stderr
    return frozenset(outcome.stdout.split())


@pytest.mark.parametrize("name", OPTIONAL)
def test_import_does_not_pull_in(name: str, loaded: frozenset[str]) -> None:
    assert name not in loaded


def test_import_pulls_in_the_client(loaded: frozenset[str]) -> None:
    assert {"aioesx", "anyio", "httpx"} <= loaded
