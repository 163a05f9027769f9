"""The pages of docs/ with figures: each benchmark has a part of one, between two marks.

<!-- bench_fleet begins -->
...
<!-- bench_fleet ends -->
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["write_part"]

_DOCS: Final = Path(__file__).resolve().parents[2] / "docs"


def write_part(name: str, text: str, page: str = "performance.md") -> None:
    """Put a text between the marks of a benchmark.

    Raises:
        ValueError: the page has no such marks, one after the other.
    """
    begin, end = f"<!-- {name} begins -->", f"<!-- {name} ends -->"
    before, first, rest = (_DOCS / page).read_text("utf-8").partition(begin)
    _, second, after = rest.partition(end)
    if not first or not second:
        raise ValueError(f"docs/{page} has no part of {name}")
    (_DOCS / page).write_text(f"{before}{begin}\n{text.rstrip()}\n{end}{after}", "utf-8")
