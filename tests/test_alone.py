"""What measures runs alone: other workers on the same processors would be measured, too."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MEASURES = re.compile(r"^from benchmarks\.\w+ import .*\bmeasure\b", re.MULTILINE)
TEST = re.compile(r"^((?:@.*\n)*)(?:async )?def (test_\w+)", re.MULTILINE)


def test_what_measures_is_marked() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py")]
    tests = [found for text in texts if MEASURES.search(text) for found in TEST.findall(text)]

    assert tests
    assert [name for marks, name in tests if "@pytest.mark.alone\n" not in marks] == []


def test_make_long_leaves_nothing_out() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nlong: ")[2].split("\n\n")[0]

    assert recipe.count("-m 'long and not alone'") == recipe.count("-m 'long and alone'") == 1
