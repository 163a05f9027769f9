"""Recorded answers: `tests/data/soap/<method>.<source>-<what>.xml`.

Those of vcsim are as it sent them; those of hostd have the shape of recorded answers of real
hosts, with values of our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from aioesx import vim

DATA = Path(__file__).resolve().parents[1] / "data" / "soap"


@dataclass(frozen=True, slots=True)
class Answer:
    """A recorded answer, and the method that it is for."""

    name: str
    method: type[vim.Method[object]]
    body: bytes


def _answer(path: Path) -> Answer:
    return Answer(path.stem, getattr(vim, path.stem.partition(".")[0]), path.read_bytes())


ANSWERS = [_answer(path) for path in sorted(DATA.glob("*.xml"))]


@pytest.fixture(params=ANSWERS, ids=lambda answer: answer.name)
def answer(request: pytest.FixtureRequest) -> Answer:
    """Each recorded answer in turn."""
    found: Answer = request.param
    return found


@pytest.fixture
def answers() -> dict[str, Answer]:
    """All recorded answers by name."""
    return {answer.name: answer for answer in ANSWERS}
