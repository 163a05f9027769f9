"""A program that only wants the client pays for the client only."""

from __future__ import annotations

import sys

import pytest
from support.run import run

OPTIONAL = ("click", "rich", "starlette", "uvicorn", "trustme", "pytest", "trio")
LAZY = (
    "aioesx.definition", "aioesx.vmx", "aioesx.simulator", "aioesx.cli", "aioesx.vim._host",
    "aioesx.domain.define", "aioesx.domain.hostfacts", "aioesx.domain.native",
    "aioesx.domain.redefine", "aioesx.domain.xml", "lxml", "python_socks",
)  # fmt: skip
"""What only those load who use it."""

_LOADED = """
import sys
import aioesx
print(*sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    """Modules that `import aioesx` leaves in a new interpreter."""
    outcome = run([sys.executable, "-c", _LOADED])
    assert outcome.status == 0, outcome.stderr
    return frozenset(outcome.stdout.split())


@pytest.mark.parametrize("name", OPTIONAL + LAZY)
def test_import_does_not_pull_in(name: str, loaded: frozenset[str]) -> None:
    assert name not in loaded


def test_what_is_lazy_is_there_when_asked_for() -> None:
    from aioesx import domain

    assert domain.Edit.__module__ == "aioesx.domain.redefine"
    with pytest.raises(AttributeError, match=r"'aioesx\.domain' has no attribute 'Toaster'"):
        _ = domain.Toaster  # type: ignore[attr-defined]


def test_import_pulls_in_the_client(loaded: frozenset[str]) -> None:
    assert {"aioesx", "anyio", "httpx"} <= loaded
